//! s3s-fs, a server that verifies what it stores. `cargo xtask test` installs it and tells where it is; without it the test is
//! skipped, and says so.

use crate::scripted::bodies;
use crate::{ALGORITHMS, BODY, OTHER, header};
use faults::{Connection, Server, Transport, Way, s3_once};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tucuxi::types::ByteStream;
use tucuxi_s3::Client;
use tucuxi_s3::types::{ChecksumAlgorithm, Delete, ObjectIdentifier};

/// The variable with the program; `cargo xtask test` sets it.
const PROGRAM: &str = "TUCUXI_TEST_S3S_FS";

/// A running s3s-fs, with a folder of its own.
struct Storage {
    process: Child,
    folder: PathBuf,
    port: u16,
}

impl Storage {
    async fn start() -> Option<Self> {
        let Some(program) = std::env::var_os(PROGRAM) else {
            eprintln!("skipped: no s3s-fs; `cargo xtask test` runs the test with one");
            return None;
        };
        let folder = std::env::temp_dir().join(format!("tucuxi-s3s-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let port = {
            let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
            free.local_addr().expect("an address").port()
        };
        let mut command = Command::new(program);
        command.args(["--access-key", "AKIDEXAMPLE", "--secret-key", "secret", "--host", "127.0.0.1"]);
        command.args(["--port", &port.to_string()]).arg(&folder);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("s3s-fs starts");
        let storage = Self { process, folder, port };
        for _ in 0..500 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Some(storage);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("s3s-fs does not listen");
    }

    /// A server that passes everything on, but for [`BODY`], which goes `corrupted` way as [`OTHER`]; and how often it did.
    async fn behind(&self, transport: Transport, corrupted: Option<Way>) -> (Server, Arc<AtomicUsize>) {
        let port = self.port;
        let count = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&count);
        let server = Server::start(transport, move |connection: Connection, _| {
            let count = Arc::clone(&counter);
            async move {
                let Ok(storage) = TcpStream::connect(("127.0.0.1", port)).await else { return };
                let change = |way, bytes: &mut Vec<u8>| {
                    let at = bytes.windows(BODY.len()).position(|window| window == BODY.as_bytes());
                    if let Some(at) = at.filter(|_| corrupted == Some(way)) {
                        bytes[at..at + BODY.len()].copy_from_slice(OTHER.as_bytes());
                        count.fetch_add(1, Ordering::SeqCst);
                    }
                };
                connection.relay(storage, change).await;
            }
        });
        (server.await, count)
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        let _gone_already = self.process.kill();
        let _reaped = self.process.wait();
        let _left_behind = std::fs::remove_dir_all(&self.folder);
    }
}

async fn put(s3: &Client, key: &str, algorithm: &str, body: ByteStream) -> Result<(), tucuxi::Error> {
    let put = s3.put_object().bucket("sums").key(key).body(body);
    put.checksum_algorithm(ChecksumAlgorithm::from(algorithm)).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_algorithm_in_header_and_trailer_over_http_and_tls() {
    let Some(storage) = Storage::start().await else { return };
    let (plain, _) = storage.behind(Transport::Http, None).await;
    s3_once(&plain.url).create_bucket().bucket("sums").await.expect("a bucket");
    for transport in Transport::ALL {
        let placement = if transport == Transport::Http { "header" } else { "trailer" };
        let (server, _) = storage.behind(transport, None).await;
        let (liar, lies) = storage.behind(transport, Some(Way::Up)).await;
        let (forger, forged) = storage.behind(transport, Some(Way::Down)).await;
        let (s3, to_liar, by_forger) = (s3_once(&server.url), s3_once(&liar.url), s3_once(&forger.url));
        for (name, value) in ALGORITHMS {
            for (index, (what, body)) in bodies().into_iter().enumerate() {
                let about = format!("{name}, {placement}, {transport:?}, {what}");
                let key = format!("{name}-{placement}-{index}");
                put(&s3, &key, name, body).await.expect(&about);
                let get = s3.get_object().bucket("sums").key(&key);
                let (output, metadata) = get.send_with_metadata().await.expect(&about);
                assert_eq!(metadata.headers()[header(name)], value, "{about}");
                assert_eq!(metadata.checksum_algorithm(), Some(name.to_lowercase().as_str()), "{about}");
                assert_eq!(output.body.collect().await.expect(&about), BODY, "{about}");
                let output = by_forger.get_object().bucket("sums").key(&key).await.expect(&about);
                let error = output.body.collect().await.expect_err(&about).to_string();
                assert!(error.contains(&format!("{} checksum", name.to_lowercase())), "{about}: {error}");
                println!("{about}: stored, verified, refused when corrupted on its way back");
            }
            for (what, body) in bodies() {
                let about = format!("{name}, {placement}, {transport:?}, {what}");
                let error = put(&to_liar, "corrupted", name, body).await.expect_err(&about);
                assert_eq!(error.status(), Some(400), "{about}: {error}");
                println!("{about}: refused when corrupted on its way there: {:?}", error.code());
            }
        }
        let count = ALGORITHMS.len() * bodies().len();
        assert_eq!((lies.load(Ordering::SeqCst), forged.load(Ordering::SeqCst)), (count, count));
        let missing = s3.get_object().bucket("sums").key("corrupted").await.expect_err("nothing is stored");
        assert_eq!(missing.status(), Some(404));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_algorithm_in_a_header_over_tls() {
    let Some(storage) = Storage::start().await else { return };
    let (server, _) = storage.behind(Transport::Tls, None).await;
    let (liar, lies) = storage.behind(Transport::Tls, Some(Way::Up)).await;
    let (s3, to_liar) = (s3_once(&server.url), s3_once(&liar.url));
    s3.create_bucket().bucket("sums").await.expect("a bucket");
    for (name, value) in ALGORITHMS {
        // a checksum that the program has computed
        let put = |s3: &Client| {
            let put = s3.put_object().bucket("sums").key(name).body(BODY);
            put.customize(|client| client.header(header(name), value))
        };
        put(&s3).await.expect(name);
        let error = put(&to_liar).await.expect_err(name);
        assert_eq!(error.status(), Some(400), "{name}: {error}");
        // an operation whose body is no stream
        let objects = Delete::default().with_objects([ObjectIdentifier::default().with_key(name)]);
        let delete = s3.delete_objects().bucket("sums").delete(objects);
        let deleted = delete.checksum_algorithm(ChecksumAlgorithm::from(name)).await.expect(name);
        assert_eq!(deleted.deleted().len(), 1);
    }
    assert_eq!(lies.load(Ordering::SeqCst), ALGORITHMS.len());
}
