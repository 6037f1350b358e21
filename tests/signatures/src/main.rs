//! Runs the AWS test suite of Signature Version 4, and prints a line of JSON for each case: its name, and the difference
//! if there is one. The argument is the folder of the suite.

use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde_json::json;
use signatures::{Place, sign};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use tucuxi::http::Body;
use tucuxi::internal::auth::{AuthChoice, PayloadHash};
use tucuxi::internal::schema::AuthScheme;

fn main() -> Result<(), Box<dyn Error>> {
    let suite = PathBuf::from(std::env::args_os().nth(1).ok_or("the folder of the suite is wanted")?);
    let mut cases = Vec::new();
    find(&suite, &mut cases)?;
    cases.sort();
    for case in &cases {
        let name = case.strip_prefix(&suite)?.with_extension("");
        let folder = name.parent().unwrap_or(&name).to_string_lossy().replace('\\', "/");
        let difference = difference(case).unwrap_or_else(|error| Some(error.to_string()));
        println!("{}", json!({ "case": format!("sigv4/{folder}"), "difference": difference }));
    }
    Ok(())
}

/// The files of requests below a folder.
fn find(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "req") {
            found.push(path);
        }
    }
    Ok(())
}

/// How the signature of a case differs from what is expected.
fn difference(file: &Path) -> Result<Option<String>, Box<dyn Error>> {
    let text = |extension: &str| fs::read_to_string(file.with_extension(extension));
    let canonical = text("creq")?;
    // a token that is not part of the canonical request is added after signing
    let token = canonical.lines().find_map(|line| line.strip_prefix("x-amz-security-token:"));
    let mut request = parse(&text("req")?)?;
    let choice = AuthChoice::new(AuthScheme::SigV4, "service", Some("us-east-1".to_owned()));
    sign(&choice, token, &mut request, PayloadHash::Bytes, Place::Headers)?;
    let found = request.headers().get("authorization").map_or("", |value| value.to_str().unwrap_or_default());
    let expected = text("authz")?;
    let expected = expected.trim();
    Ok((found != expected).then(|| format!("expected {expected}, found {found}")))
}

/// A request as it is on the wire. Lines that begin with blanks go on with the header before.
fn parse(text: &str) -> Result<http::Request<Body>, Box<dyn Error>> {
    let text = text.replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let line = lines.next().ok_or("there is no request line")?;
    let (method, rest) = line.split_once(' ').ok_or("the request line has no method")?;
    let (path, _) = rest.rsplit_once(' ').ok_or("the request line has no version")?;
    let mut headers: Vec<(&str, String)> = Vec::new();
    for line in lines {
        match (line.starts_with([' ', '\t']), headers.last_mut()) {
            (true, Some((_, value))) => *value = format!("{value} {}", line.trim()),
            _ => {
                let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
                headers.push((name, value.trim().to_owned()));
            }
        }
    }
    let host = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
    let host = host.map(|(_, value)| value.as_str()).ok_or("there is no host")?;
    // a query goes over the wire encoded; a path is signed as it is here, encoded once
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let query = query.map_or_else(String::new, |query| format!("?{}", utf8_percent_encode(query, CONTROLS)));
    let mut request = http::Request::builder().method(method).uri(format!("https://{host}{path}{query}"));
    for (name, value) in &headers {
        request = request.header(*name, value);
    }
    Ok(request.body(Body::Bytes(body.to_owned().into()))?)
}
