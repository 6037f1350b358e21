//! [`Connection`]: requests in, bytes out.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A stream of bytes in both directions.
trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

/// A connection of a client.
pub struct Connection {
    stream: Box<dyn Duplex>,
    /// What has been read beyond the last request.
    rest: Vec<u8>,
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From client to server.
    Up,
    /// From server to client.
    Down,
}

/// The head of a request.
#[derive(Clone, Debug)]
pub struct Head {
    /// Method and target: `GET /bucket/key`.
    pub line: String,
    headers: Vec<(String, String)>,
}

impl Head {
    fn parse(head: &str) -> Option<Self> {
        let mut lines = head.lines();
        let line = lines.next()?.rsplit_once(' ')?.0.to_owned();
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
        Some(Self { line, headers: headers.collect() })
    }

    /// All headers, by their names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

impl Connection {
    pub(crate) fn new(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Self {
        Self { stream: Box::new(stream), rest: Vec::new() }
    }

    /// Reads the head of a request; `None` when the client is gone.
    pub async fn head(&mut self) -> Option<Head> {
        loop {
            if let Some(at) = find(&self.rest, b"\r\n\r\n") {
                let body = self.rest.split_off(at + 4);
                let head = std::mem::replace(&mut self.rest, body);
                return Head::parse(std::str::from_utf8(&head).ok()?);
            }
            self.read().await?;
        }
    }

    /// Reads the body that `head` announces; `None` when the client is gone before its end.
    pub async fn body(&mut self, head: &Head) -> Option<Vec<u8>> {
        if head.header("transfer-encoding").is_some_and(|encoding| encoding.ends_with("chunked")) {
            return self.chunks().await;
        }
        let length = head.header("content-length").map_or(Some(0), |length| length.parse().ok())?;
        self.take(length).await
    }

    /// Reads a request; `None` when the client is gone.
    pub async fn request(&mut self) -> Option<(Head, Vec<u8>)> {
        let head = self.head().await?;
        if head.header("expect").is_some() {
            self.send("HTTP/1.1 100 Continue\r\n\r\n").await.ok()?;
        }
        let body = self.body(&head).await?;
        Some((head, body))
    }

    /// Writes `bytes`.
    ///
    /// # Errors
    /// When the client is gone.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref()).await?;
        self.stream.flush().await
    }

    /// Passes what comes on to `server`, and its answers back, each piece as `change` makes it, until both have ended.
    pub async fn relay(self, server: TcpStream, change: impl Fn(Way, &mut Vec<u8>)) {
        let (from_client, to_client) = tokio::io::split(self.stream);
        let (from_server, to_server) = server.into_split();
        let up = pass(from_client, to_server, |piece| change(Way::Up, piece));
        let down = pass(from_server, to_client, |piece| change(Way::Down, piece));
        tokio::join!(up, down);
    }

    /// Reads what else comes until the client closes the connection; gives the number of bytes.
    pub async fn until_closed(&mut self) -> usize {
        let mut count = self.rest.len();
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = self.stream.read(&mut buffer).await {
            count += read;
        }
        count
    }

    /// Reads what else comes until nothing has come for a while.
    pub async fn until_quiet(&mut self) {
        let mut buffer = vec![0; 64 * 1024];
        let mut quiet = false;
        while !quiet {
            let read = tokio::time::timeout(Duration::from_millis(500), self.stream.read(&mut buffer)).await;
            quiet = !matches!(read, Ok(Ok(1..)));
        }
    }

    async fn read(&mut self) -> Option<()> {
        match self.stream.read_buf(&mut self.rest).await {
            Ok(1..) => Some(()),
            _ => None,
        }
    }

    async fn take(&mut self, length: usize) -> Option<Vec<u8>> {
        while self.rest.len() < length {
            self.read().await?;
        }
        let rest = self.rest.split_off(length);
        Some(std::mem::replace(&mut self.rest, rest))
    }

    /// Reads a body in chunks, without their framing; trailers are left out.
    async fn chunks(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line().await?;
            let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
            if size == 0 {
                while !self.line().await?.is_empty() {}
                return Some(body);
            }
            body.extend(self.take(size).await?);
            self.line().await?;
        }
    }

    async fn line(&mut self) -> Option<String> {
        loop {
            if let Some(at) = find(&self.rest, b"\r\n") {
                let line = self.take(at + 2).await?;
                return Some(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            self.read().await?;
        }
    }
}

/// Passes all from `from` on to `to`, each piece as `change` makes it.
async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    change: impl Fn(&mut Vec<u8>),
) {
    let mut piece = Vec::with_capacity(64 * 1024);
    while let Ok(1..) = from.read_buf(&mut piece).await {
        change(&mut piece);
        if to.write_all(&piece).await.is_err() || to.flush().await.is_err() {
            return;
        }
        piece.clear();
    }
    let _gone_already = to.shutdown().await;
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
