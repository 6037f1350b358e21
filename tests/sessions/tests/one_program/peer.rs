//! A peer on loopback that answers as a test says, and keeps what it was asked.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A request: its first line, one header, its body.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub line: String,
    pub authorization: String,
    pub body: String,
}

impl Asked {
    /// A field of a form.
    pub fn field(&self, name: &str) -> Option<String> {
        let value = self.body.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
        // nothing else is escaped in these tests
        Some(value.replace("%3A", ":").replace("%2F", "/"))
    }
}

/// A peer. It answers until the test ends.
pub struct Peer {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Peer {
    /// Starts one that answers with what `answer` makes of a request.
    pub async fn start<F, A>(answer: F) -> std::io::Result<Self>
    where
        F: Fn(Asked) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = String> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let asked = Arc::default();
        let log = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // whoever goes away has what it wanted
                let serving = serve(stream, answer.clone(), Arc::clone(&log));
                tokio::spawn(async move { serving.await.unwrap_or_default() });
            }
        });
        Ok(Self { url, asked })
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("nobody panics with the log").clone()
    }
}

async fn serve<F, A>(mut stream: TcpStream, answer: F, log: Arc<Mutex<Vec<Asked>>>) -> std::io::Result<()>
where
    F: Fn(Asked) -> A,
    A: Future<Output = String>,
{
    let (reader, mut writer) = stream.split();
    let mut reader = BufReader::new(reader);
    loop {
        let mut asked = Asked::default();
        if reader.read_line(&mut asked.line).await? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).await?;
            let Some((name, value)) = line.split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().expect("a length"),
                "authorization" => asked.authorization = value.trim().to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).await?;
        asked.body = String::from_utf8_lossy(&body).into_owned();
        log.lock().expect("nobody panics with the log").push(asked.clone());
        let text = answer(asked).await;
        let response = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{text}", text.len());
        writer.write_all(response.as_bytes()).await?;
    }
}
