//! Servers that verify what they store: s3s-fs for the algorithms it knows, a scripted one for the others. `cargo xtask test`
//! installs s3s-fs and tells where it is; without it the scripted one has all algorithms, and the test says so.

use crate::scripted::bodies;
use crate::verifying::{self, OF_S3S};
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
    async fn start(name: &str) -> Option<Self> {
        let Some(program) = std::env::var_os(PROGRAM) else {
            eprintln!("no s3s-fs: `cargo xtask test` runs the test with one");
            return None;
        };
        let folder = std::env::temp_dir().join(format!("tucuxi-s3s-{name}-{}", std::process::id()));
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
}

impl Drop for Storage {
    fn drop(&mut self) {
        let _gone_already = self.process.kill();
        let _reaped = self.process.wait();
        let _left_behind = std::fs::remove_dir_all(&self.folder);
    }
}

/// Servers before those that verify, with a transport of their own.
struct Relays {
    of_s3s: Option<Server>,
    scripted: Server,
    /// How often they have corrupted [`BODY`].
    corrupted: Arc<AtomicUsize>,
}

impl Relays {
    /// Relays that pass everything on, but for [`BODY`], which goes `corrupted` way as [`OTHER`].
    async fn start(
        storage: Option<&Storage>,
        scripted: &Server,
        transport: Transport,
        way: Option<Way>,
    ) -> Self {
        let corrupted = Arc::new(AtomicUsize::new(0));
        let port = scripted.url.rsplit(':').next().and_then(|port| port.parse().ok());
        let scripted = relay(port.expect("a port"), transport, way, &corrupted).await;
        let of_s3s = match storage {
            Some(storage) => Some(relay(storage.port, transport, way, &corrupted).await),
            None => None,
        };
        Self { of_s3s, scripted, corrupted }
    }

    /// A client of the server that verifies by this algorithm. As S3, s3s-fs takes a trailer only if it is told the length.
    fn client(&self, algorithm: &str, is_known: bool) -> Client {
        let of_s3s = self.of_s3s.as_ref().filter(|_| is_known && OF_S3S.contains(&algorithm));
        s3_once(&of_s3s.unwrap_or(&self.scripted).url)
    }

    fn count(&self) -> usize {
        self.corrupted.load(Ordering::SeqCst)
    }
}

async fn relay(port: u16, transport: Transport, corrupted: Option<Way>, count: &Arc<AtomicUsize>) -> Server {
    let count = Arc::clone(count);
    Server::start(transport, move |connection: Connection, _| {
        let count = Arc::clone(&count);
        async move {
            let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
            let change = |way, bytes: &mut Vec<u8>| {
                let at = bytes.windows(BODY.len()).position(|window| window == BODY.as_bytes());
                if let Some(at) = at.filter(|_| corrupted == Some(way)) {
                    bytes[at..at + BODY.len()].copy_from_slice(OTHER.as_bytes());
                    count.fetch_add(1, Ordering::SeqCst);
                }
            };
            connection.relay(server, change).await;
        }
    })
    .await
}

/// What the two servers say of a body that does not match; s3s-fs the second where the hash for the signature differs too.
const REFUSALS: [Option<&str>; 2] = [Some("BadDigest"), Some("InternalError")];

async fn put(s3: &Client, key: &str, algorithm: &str, body: ByteStream) -> Result<(), tucuxi::Error> {
    let put = s3.put_object().bucket("sums").key(key).body(body);
    put.checksum_algorithm(ChecksumAlgorithm::from(algorithm)).await.map(drop)
}

async fn make_bucket(storage: Option<&Storage>) {
    if let Some(Storage { port, .. }) = storage {
        let s3 = s3_once(&format!("http://127.0.0.1:{port}"));
        s3.create_bucket().bucket("sums").await.expect("a bucket");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_algorithm_in_header_and_trailer_over_http_and_tls() {
    let (storage, scripted) = (Storage::start("all").await, verifying::start().await);
    make_bucket(storage.as_ref()).await;
    for transport in Transport::ALL {
        let placement = if transport == Transport::Http { "header" } else { "trailer" };
        let relays = |way| Relays::start(storage.as_ref(), &scripted, transport, way);
        let (plain, up, down) =
            (relays(None).await, relays(Some(Way::Up)).await, relays(Some(Way::Down)).await);
        for (name, value) in ALGORITHMS {
            for (index, (what, body)) in bodies().into_iter().enumerate() {
                let is_known = transport == Transport::Http || body.length().is_some();
                let s3 = plain.client(name, is_known);
                let about = format!("{name}, {placement}, {transport:?}, {what}");
                let key = format!("{name}-{placement}-{index}");
                put(&s3, &key, name, body).await.expect(&about);
                let get = s3.get_object().bucket("sums").key(&key);
                let (output, metadata) = get.send_with_metadata().await.expect(&about);
                assert_eq!(metadata.headers()[header(name)], value, "{about}");
                assert_eq!(metadata.checksum_algorithm(), Some(name.to_lowercase().as_str()), "{about}");
                assert_eq!(output.body.collect().await.expect(&about), BODY, "{about}");
                let get = down.client(name, is_known).get_object().bucket("sums").key(&key);
                let error = get.await.expect(&about).body.collect().await.expect_err(&about).to_string();
                assert!(error.contains(&format!("{} checksum", name.to_lowercase())), "{about}: {error}");
            }
            for (what, body) in bodies() {
                let about = format!("{name}, {placement}, {transport:?}, {what}");
                let is_known = transport == Transport::Http || body.length().is_some();
                let error = put(&up.client(name, is_known), "corrupted", name, body).await.expect_err(&about);
                assert!(REFUSALS.contains(&error.code()), "{about}: {error}");
                println!(
                    "{about}: stored and verified; refused when corrupted on its way there ({error}), and back"
                );
            }
        }
        let count = ALGORITHMS.len() * bodies().len();
        assert_eq!((plain.count(), up.count(), down.count()), (0, count, count));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_algorithm_in_a_header_over_tls() {
    let (storage, scripted) = (Storage::start("header").await, verifying::start().await);
    make_bucket(storage.as_ref()).await;
    let plain = Relays::start(storage.as_ref(), &scripted, Transport::Tls, None).await;
    let up = Relays::start(storage.as_ref(), &scripted, Transport::Tls, Some(Way::Up)).await;
    for (name, value) in ALGORITHMS {
        // a checksum that the program has computed
        let put = |s3: Client| {
            let put = s3.put_object().bucket("sums").key(name).body(BODY);
            put.customize(|client| client.header(header(name), value))
        };
        put(plain.client(name, true)).await.expect(name);
        let error = put(up.client(name, true)).await.expect_err(name);
        assert_eq!(error.code(), Some("BadDigest"), "{name}: {error}");
        if storage.is_some() && OF_S3S.contains(&name) {
            // an operation whose body is no stream
            let objects = Delete::default().with_objects([ObjectIdentifier::default().with_key(name)]);
            let delete = plain.client(name, true).delete_objects().bucket("sums").delete(objects);
            let deleted = delete.checksum_algorithm(ChecksumAlgorithm::from(name)).await.expect(name);
            assert_eq!(deleted.deleted().len(), 1);
        }
    }
    assert_eq!(up.count(), ALGORITHMS.len());
}
