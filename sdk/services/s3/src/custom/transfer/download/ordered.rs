//! Downloads to a writer, which gets the bytes in their order.

use super::fetch::{Expected, Fetch, Part};
use crate::custom::transfer::parallel::Parallel;
use crate::types::GetObjectOutput;
use std::collections::VecDeque;
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::external::bytes::Bytes;
use tucuxi::external::tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tucuxi::external::tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tucuxi::internal::checksum::Checksum;

/// Writes the object.
pub(super) async fn write(
    mut fetch: Fetch,
    writer: &mut (dyn AsyncWrite + Send + Unpin),
) -> Result<GetObjectOutput, Error> {
    let mut out = Output { writer, written: 0 };
    let result = match fetch.parts() {
        None => in_one(&mut fetch, &mut out).await,
        Some(parts) => in_parts(&mut fetch, parts, &mut out).await,
    };
    match result {
        Ok(()) => Ok(fetch.output),
        Err(error) => Err(out.explain(error)),
    }
}

/// A writer, and how many bytes it has got.
struct Output<'a> {
    writer: &'a mut (dyn AsyncWrite + Send + Unpin),
    written: u64,
}

impl Output<'_> {
    async fn write(&mut self, mut chunk: Bytes) -> Result<(), Error> {
        while !chunk.is_empty() {
            let written = self.writer.write(&chunk).await?;
            if written == 0 {
                return Err(std::io::Error::from(std::io::ErrorKind::WriteZero).into());
            }
            self.written += written as u64;
            drop(chunk.split_to(written));
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Error> {
        Ok(self.writer.flush().await?)
    }

    /// Says how far the writer came.
    fn explain(&self, error: Error) -> Error {
        let count = format!("the writer has the first {} bytes of the object", self.written);
        let hint = match error.hint() {
            Some(hint) => format!("{hint}; {count}"),
            None => count,
        };
        error.with_hint(hint)
    }
}

async fn in_one(fetch: &mut Fetch, out: &mut Output<'_>) -> Result<(), Error> {
    let mut body = std::mem::take(&mut fetch.body);
    while let Some(chunk) = fetch.flow.next(&mut body).await? {
        out.write(chunk).await?;
    }
    out.flush().await
}

async fn in_parts(
    fetch: &mut Fetch,
    mut parts: impl Iterator<Item = Part>,
    out: &mut Output<'_>,
) -> Result<(), Error> {
    let expected = fetch.checksum.clone();
    let mut checksum =
        expected.as_ref().map(|Expected { algorithm, .. }| Checksum::new(algorithm)).transpose()?;
    let mut tasks = Parallel::new();
    let mut queue = VecDeque::new();
    let window = fetch.concurrency.min(fetch.parts_in_memory);
    loop {
        while queue.len() < window {
            let Some(part) = parts.next() else { break };
            queue.push_back((part.length, start(fetch, part, &mut tasks)));
        }
        let Some((mut left, mut chunks)) = queue.pop_front() else { break };
        while left > 0 {
            let chunk = tasks.beside(async { Ok(chunks.recv().await) }, |()| ()).await?;
            let Some(chunk) = chunk else {
                while tasks.next().await?.is_some() {}
                return Err(Error::new(ErrorKind::Transport, format!("a part ended {left} bytes early")));
            };
            left -= chunk.len() as u64;
            if let Some(checksum) = &mut checksum {
                checksum.update(&chunk);
            }
            out.write(chunk).await?;
        }
    }
    while tasks.next().await?.is_some() {}
    if let (Some(expected), Some(checksum)) = (expected, checksum) {
        expected.check(&checksum.finish())?;
    }
    out.flush().await
}

/// Starts to fetch a part. No more of it is in memory than there is of the part.
fn start(fetch: &mut Fetch, part: Part, tasks: &mut Parallel<()>) -> UnboundedReceiver<Bytes> {
    let (sender, receiver) = unbounded_channel();
    let (body, flow) = (fetch.part(part), fetch.flow.clone());
    tasks.spawn(async move {
        let (mut body, mut left) = (body.await?, part.length);
        while let Some(chunk) = flow.next_of_part(part, &mut body, &mut left).await? {
            if sender.send(chunk).is_err() {
                break;
            }
        }
        Ok(())
    });
    receiver
}
