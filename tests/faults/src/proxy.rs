//! [`Proxy`]: passes connections on to a server, and kills some.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Which connections are killed, and where.
pub struct Killer {
    random: Mutex<u64>,
    /// How many may still be killed.
    left: AtomicUsize,
    /// Below how many bytes, in both directions, a connection is killed.
    within: u64,
    kills: AtomicUsize,
    inside: AtomicUsize,
}

impl Killer {
    /// Kills `kills` connections, each before its `within`th byte, at places that `seed` chooses.
    pub fn new(seed: u64, kills: usize, within: u64) -> Arc<Self> {
        Arc::new(Self {
            random: Mutex::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            left: AtomicUsize::new(kills),
            within,
            kills: AtomicUsize::new(0),
            inside: AtomicUsize::new(0),
        })
    }

    /// How many connections were killed.
    pub fn kills(&self) -> usize {
        self.kills.load(Ordering::SeqCst)
    }

    /// How many of them in the middle of a body.
    pub fn inside(&self) -> usize {
        self.inside.load(Ordering::SeqCst)
    }

    /// After how many bytes a new connection is killed.
    fn place(&self) -> u64 {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        *random % self.within
    }

    /// Takes one of the kills, if there are any.
    fn take(&self) -> bool {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        left.is_ok()
    }
}

/// A proxy on loopback.
pub struct Proxy {
    /// Its endpoint URL.
    pub url: String,
}

/// What a connection has carried.
struct Carried {
    killer: Arc<Killer>,
    place: u64,
    bytes: AtomicU64,
    /// The bytes since the direction changed last.
    run: AtomicU64,
    is_up: std::sync::atomic::AtomicBool,
    dead: Notify,
}

impl Proxy {
    /// Starts one before the server at `url`, over plain http.
    pub async fn start(url: &str, killer: Arc<Killer>) -> Self {
        let server = url.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, killer) = (server.clone(), Arc::clone(&killer));
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(server).await else { return };
                    Carried::new(killer).pass(client, server).await;
                });
            }
        });
        Self { url: format!("http://localhost:{port}") }
    }
}

impl Carried {
    fn new(killer: Arc<Killer>) -> Arc<Self> {
        Arc::new(Self {
            place: killer.place(),
            killer,
            bytes: AtomicU64::new(0),
            run: AtomicU64::new(0),
            is_up: std::sync::atomic::AtomicBool::new(true),
            dead: Notify::new(),
        })
    }

    /// Passes bytes on until both sides have ended, or the connection is killed.
    async fn pass(self: Arc<Self>, client: TcpStream, server: TcpStream) {
        let (from_client, to_client) = client.into_split();
        let (from_server, to_server) = server.into_split();
        let both = async {
            tokio::join!(self.way(from_client, to_server, true), self.way(from_server, to_client, false))
        };
        tokio::select! {
            _ = both => {}
            () = self.dead.notified() => {}
        }
    }

    async fn way(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf, up: bool) {
        let mut piece = vec![0; 16 << 10];
        while let Ok(read @ 1..) = from.read(&mut piece).await {
            if self.is_up.swap(up, Ordering::SeqCst) != up {
                self.run.store(0, Ordering::SeqCst);
            }
            let before = self.bytes.fetch_add(read as u64, Ordering::SeqCst);
            let run = self.run.fetch_add(read as u64, Ordering::SeqCst);
            let room = usize::try_from(self.place.saturating_sub(before)).unwrap_or(usize::MAX);
            if room < read && self.killer.take() {
                let _gone_already = to.write_all(&piece[..room]).await;
                self.killer.kills.fetch_add(1, Ordering::SeqCst);
                // Heads of messages are shorter.
                let inside = run + room as u64 > 4096;
                self.killer.inside.fetch_add(usize::from(inside), Ordering::SeqCst);
                self.dead.notify_waiters();
                self.dead.notify_one();
                return;
            }
            if to.write_all(&piece[..read]).await.is_err() {
                return;
            }
        }
        let _gone_already = to.shutdown().await;
    }
}
