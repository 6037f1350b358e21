//! A server that speaks as much of S3 as transfers need, over TLS, at little cost: what is uploaded is counted and thrown away, and
//! what is downloaded is made up. A thread for each connection.

use super::content::Content;
use super::listing;
use super::request::{Header, Request};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::HashMap;
use std::io::{self, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// How much is read from a socket, and encrypted, at once. rustls alone would read 4 KiB.
const AT_ONCE: usize = 256 << 10;

/// Starts the server on a free port, and gives its URL.
///
/// # Errors
/// When there is no port, or the certificate cannot be used.
pub fn start() -> io::Result<String> {
    let config = config().map_err(io::Error::other)?;
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let url = format!("https://localhost:{}", listener.local_addr()?.port());
    let store =
        Arc::new(Store { content: Content::new(), uploads: Mutex::default(), created: AtomicU64::new(0) });
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, store) = (Arc::clone(&config), Arc::clone(&store));
            // An error is that of a client, which notices it.
            thread::spawn(move || serve(stream, config, &store));
        }
    });
    Ok(url)
}

/// With the certificate of the runtime's own tests, which is one for `localhost`.
fn config() -> Result<Arc<ServerConfig>, Box<dyn std::error::Error + Send + Sync>> {
    let folder =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../sdk/runtime/src/http/hyper/testdata"));
    let certificate = CertificateDer::from_pem_file(folder.join("server.pem"))?;
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key"))?;
    let builder = ServerConfig::builder_with_provider(Arc::new(rustls_graviola::default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?.with_no_client_auth();
    Ok(Arc::new(builder.with_single_cert(vec![certificate], key)?))
}

/// A connection that is read in large pieces.
struct Socket(BufReader<TcpStream>);

impl Read for Socket {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.get_mut().write(bytes)
    }

    fn write_vectored(&mut self, pieces: &[io::IoSlice<'_>]) -> io::Result<usize> {
        self.0.get_mut().write_vectored(pieces)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Answers requests of one connection until the client closes it.
fn serve(stream: TcpStream, config: Arc<ServerConfig>, store: &Store) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut connection = ServerConnection::new(config).map_err(io::Error::other)?;
    connection.set_buffer_limit(Some(AT_ONCE));
    let mut stream = StreamOwned::new(connection, Socket(BufReader::with_capacity(AT_ONCE, stream)));
    while let Some(request) = Request::read(&mut stream)? {
        store.answer(&request, &mut stream)?;
        stream.flush()?;
    }
    Ok(())
}

/// What the server knows.
struct Store {
    content: Content,
    /// The lengths of parts by their numbers, for each multipart upload that has not ended.
    uploads: Mutex<HashMap<String, HashMap<String, u64>>>,
    /// How many there have been.
    created: AtomicU64,
}

impl Store {
    fn answer(&self, request: &Request, out: &mut impl Write) -> io::Result<()> {
        if request.method == "GET" && request.parameter("list-type").is_some() {
            return match listing::page(request) {
                Some(page) => respond(out, 200, "Content-Type: application/xml\r\n", &page),
                None => refuse(out, "the benchmark has no such objects"),
            };
        }
        let Some(size) = request.size() else { return refuse(out, "the key does not begin with a size") };
        let upload = request.parameter("uploadId");
        match (request.method.as_str(), upload) {
            ("GET" | "HEAD", _) => self.send(request, size, out),
            ("PUT", None) if request.length() == size => respond(out, 200, &stored(request), ""),
            ("PUT", None) => refuse(out, "the body is not as long as the key says"),
            ("POST", None) => self.create(request, out),
            ("PUT", Some(id)) => {
                let mut uploads = self.uploads.lock().expect("no thread panics");
                let Some(parts) = uploads.get_mut(id) else { return refuse(out, "no such upload") };
                parts
                    .insert(request.parameter("partNumber").unwrap_or_default().to_owned(), request.length());
                drop(uploads);
                respond(out, 200, &stored(request), "")
            }
            ("POST", Some(id)) => {
                let parts = self.uploads.lock().expect("no thread panics").remove(id).unwrap_or_default();
                if parts.values().sum::<u64>() != size {
                    return refuse(out, "the parts are not as long as the key says");
                }
                let body =
                    "<CompleteMultipartUploadResult><ETag>\"bench\"</ETag></CompleteMultipartUploadResult>";
                respond(out, 200, "", body)
            }
            ("DELETE", Some(id)) => {
                self.uploads.lock().expect("no thread panics").remove(id);
                respond(out, 204, "", "")
            }
            _ => refuse(out, "the benchmark has no such request"),
        }
    }

    fn create(&self, request: &Request, out: &mut impl Write) -> io::Result<()> {
        let id = self.created.fetch_add(1, Ordering::Relaxed).to_string();
        self.uploads.lock().expect("no thread panics").insert(id.clone(), HashMap::new());
        let mut headers = String::new();
        for (name, header) in [
            ("x-amz-checksum-algorithm", Header::ChecksumAlgorithm),
            ("x-amz-checksum-type", Header::ChecksumType),
        ] {
            let value = request.header(header);
            if !value.is_empty() {
                headers += &format!("{name}: {value}\r\n");
            }
        }
        let body = format!(
            "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
        );
        respond(out, 200, &headers, &body)
    }

    /// Sends an object, or the range of it that is asked for.
    fn send(&self, request: &Request, size: u64, out: &mut impl Write) -> io::Result<()> {
        let range = request.header(Header::Range);
        let (status, wanted, mut headers) =
            match range.strip_prefix("bytes=").and_then(|it| it.split_once('-')) {
                None => ("200 OK", 0..size, String::new()),
                Some((first, last)) => {
                    let first = first.parse().unwrap_or(0);
                    let last = last.parse().map_or(size, |last: u64| last + 1).min(size);
                    let header =
                        format!("Content-Range: bytes {first}-{}/{size}\r\n", last.saturating_sub(1));
                    ("206 Partial Content", first..last, header)
                }
            };
        if range.is_empty() && request.header(Header::ChecksumMode).eq_ignore_ascii_case("ENABLED") {
            let checksum = self.content.checksum(size);
            headers += &format!("x-amz-checksum-crc32: {checksum}\r\nx-amz-checksum-type: FULL_OBJECT\r\n");
        }
        let length = wanted.end.saturating_sub(wanted.start);
        write!(
            out,
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nContent-Type: binary/octet-stream\r\nETag: \"bench\"\r\n\
             Accept-Ranges: bytes\r\nLast-Modified: Mon, 05 Jan 2026 12:00:00 GMT\r\n{headers}\r\n"
        )?;
        if request.method == "GET" { self.content.write(wanted, out) } else { Ok(()) }
    }
}

/// The headers of a response to what was stored.
fn stored(request: &Request) -> String {
    let checksum = request.checksum().map(|sum| format!("x-amz-checksum-crc32: {sum}\r\n"));
    format!("ETag: \"bench\"\r\n{}", checksum.unwrap_or_default())
}

fn respond(out: &mut impl Write, status: u16, headers: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    // One write, so that it is one record.
    let length = if status == 204 { String::new() } else { format!("Content-Length: {length}\r\n") };
    out.write_all(format!("HTTP/1.1 {status} Bench\r\n{headers}{length}\r\n{body}").as_bytes())
}

/// Tells a client that it did something wrong, which is never to be tried again.
fn refuse(out: &mut impl Write, why: &str) -> io::Result<()> {
    let body = format!("<Error><Code>InvalidRequest</Code><Message>{why}</Message></Error>");
    respond(out, 400, "Content-Type: application/xml\r\n", &body)
}
