//! Prints, as JSON, the credentials, or bearer tokens for a service, that a session finds in the environment of this process.
//!
//! `resolve [--profile NAME] [--mfa CODE] [--bearer SIGNING_NAME] [--call sts] [--times N] [--pause SECONDS]`

use std::time::Duration;

use serde_json::{Map, Value, json};
use tucuxi::Session;
use tucuxi::credentials::Credentials;
use tucuxi::session::{SETTINGS, SettingKind};

/// How an error begins when no place has any.
const NOTHING: [&str; 2] = ["no credentials; looked at", "no bearer token; looked at"];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{}", resolve().await);
}

async fn resolve() -> Value {
    let mut builder = Session::builder().identity(&tucuxi_identity::IDENTITY);
    let mut times = 1;
    let mut pause = Duration::ZERO;
    let mut bearer = None;
    let mut calls = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        let value = arguments.next().expect("every option has a value");
        match option.as_str() {
            "--bearer" => bearer = Some(value),
            "--call" => calls = value == "sts",
            "--mfa" => {
                let code = value;
                builder = builder.mfa_code(move |_| std::future::ready(Ok(code.clone())));
            }
            "--profile" => builder = builder.profile(value),
            "--pause" => pause = Duration::from_secs_f64(value.parse().expect("a number of seconds")),
            "--times" => times = value.parse().expect("a number of times"),
            other => panic!("no such option: {other}"),
        }
    }
    let session = match builder.build() {
        Ok(session) => session,
        Err(error) => return json!({ "answers": [failure(&error)] }),
    };
    let mut answers: Vec<Value> = Vec::new();
    for time in 0..times {
        if time > 0 {
            tokio::time::sleep(pause).await;
        }
        let found = match &bearer {
            Some(name) => session.token().token(name).await.map(|token| json!({ "key": token })),
            None => session.credentials().credentials().await.map(|found| answer(&found)),
        };
        answers.push(found.unwrap_or_else(|error| failure(&error)));
    }
    if calls {
        // what comes of it, the peer knows
        let _ = tucuxi_sts::Client::new(&session).get_caller_identity().await;
    }
    let by = session.credentials().origin().filter(|_| bearer.is_none());
    json!({ "by": by, "answers": answers, "settings": settings(&session) })
}

/// All settings, as botocore would have understood them.
fn settings(session: &Session) -> Value {
    let rows = SETTINGS.iter().map(|row| {
        let value = session.setting(row.name).map(|resolved| match row.kind {
            SettingKind::Boolean => resolved.value.eq_ignore_ascii_case("true").to_string(),
            _ => resolved.value.clone(),
        });
        (row.name.to_owned(), Value::from(value))
    });
    rows.collect::<Map<_, _>>().into()
}

fn answer(found: &Credentials) -> Value {
    json!({
        "key": found.access_key_id(),
        "secret": found.secret_access_key(),
        "token": found.session_token(),
        "account": found.account_id(),
    })
}

fn failure(error: &tucuxi::Error) -> Value {
    let text = error.to_string();
    let kind = if NOTHING.iter().any(|start| text.starts_with(start)) { "nothing" } else { "error" };
    json!({ kind: text })
}
