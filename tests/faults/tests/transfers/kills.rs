//! Connections that break: nothing is lost, nothing is left.

use crate::{Folder, MIB, pattern, read};
use faults::{Killer, Proxy, Store, Transport, s3_once};
use std::sync::Arc;

/// How many transfers there are in each direction.
const RUNS: u64 = 20;
const LONG_RUNS: u64 = 200;

const ATTEMPTS: u32 = 5;

/// What a run is about: an object of `size` bytes goes up or down while the proxy kills.
struct Run {
    store: Arc<Store>,
    s3: tucuxi_s3::Client,
    killer: Arc<Killer>,
    bytes: Vec<u8>,
    folder: Folder,
}

impl Run {
    async fn new(seed: u64, kills: usize) -> Self {
        let (server, store) = Store::start(Transport::Http).await;
        let size = 6 * MIB + (seed as usize * 1_234_567) % (18 * MIB);
        let killer = Killer::new(seed, kills, 6 * MIB as u64);
        let proxy = Proxy::start(&server.url, Arc::clone(&killer)).await;
        let s3 = s3_once(&proxy.url).customize(|client| client.max_attempts(ATTEMPTS));
        let bytes = pattern(size);
        Self { store, s3, killer, bytes, folder: Folder::new() }
    }

    async fn up(&self) -> Result<(), tucuxi::Error> {
        let file = self.folder.file("up", &self.bytes);
        let upload = self.s3.upload_file(file).bucket("b").key("k");
        upload.config(|config| config.multipart_chunksize = 5 * MIB as u64).await?;
        assert!(*self.store.get("/b/k").expect("an object").bytes == self.bytes);
        Ok(())
    }

    async fn down(&self) -> Result<(), tucuxi::Error> {
        self.store.put("/b/k", self.bytes.clone());
        let download = self.s3.download_file(self.folder.path("down")).bucket("b").key("k");
        download.config(|config| config.multipart_chunksize = 2 * MIB as u64).await?;
        assert!(read(self.folder.path("down")) == self.bytes);
        Ok(())
    }

    fn leaves_nothing(&self, names: &[&str]) {
        assert_eq!(self.store.uploads(), 0, "{:?}", self.store.requests());
        assert_eq!(self.folder.names(), names);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_fewer_kills_than_attempts_every_transfer_succeeds() {
    survive(1, RUNS).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes"]
async fn hundreds_of_transfers_with_fewer_kills_than_attempts_succeed() {
    survive(1000, LONG_RUNS).await;
}

async fn survive(first: u64, runs: u64) {
    let (mut kills, mut inside) = (0, 0);
    for seed in first..first + runs {
        for up in [true, false] {
            let run = Run::new(seed, ATTEMPTS as usize - 1).await;
            let done = if up { run.up().await } else { run.down().await };
            done.unwrap_or_else(|error| panic!("seed {seed}, up: {up}: {error}"));
            run.leaves_nothing(if up { &["up"] } else { &["down"] });
            kills += run.killer.kills();
            inside += run.killer.inside();
        }
    }
    assert!(kills >= runs as usize, "{kills} kills are too few to say something");
    assert!(2 * inside >= kills, "{inside} of {kills} kills were inside a part");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_more_kills_a_transfer_ends_with_an_error_and_leaves_nothing() {
    for seed in 1..=RUNS / 4 {
        for up in [true, false] {
            let mut run = Run::new(seed, 0).await;
            run.killer = Killer::new(seed, 200, MIB as u64);
            let (server, store) = Store::start(Transport::Http).await;
            let proxy = Proxy::start(&server.url, Arc::clone(&run.killer)).await;
            run.s3 = s3_once(&proxy.url).customize(|client| client.max_attempts(2));
            run.store = store;
            let done = match up {
                true => run.up().await,
                false => {
                    run.store.put("/b/k", run.bytes.clone());
                    let download = run.s3.download_file(run.folder.path("down")).bucket("b").key("k");
                    let download = download.config(|config| {
                        config.num_download_attempts = 2;
                        config.multipart_chunksize = 4 * MIB as u64;
                    });
                    download.await.map(drop)
                }
            };
            assert!(done.is_err(), "seed {seed}, up: {up}");
            run.leaves_nothing(if up { &["up"] } else { &[] });
        }
    }
}
