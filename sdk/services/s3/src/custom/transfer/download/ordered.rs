//! Downloads to a writer, which gets the bytes in their order.

use super::fetch::{Expected, Fetch, Part, ended_early};
use crate::custom::transfer::trouble::add_hint;
use std::collections::VecDeque;
use tucuxi::Error;
use tucuxi::external::bytes::Bytes;
use tucuxi::external::tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tucuxi::external::tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tucuxi::internal::checksum::Checksum;

/// Writes the object.
pub(super) async fn write(
    fetch: &mut Fetch,
    writer: &mut (dyn AsyncWrite + Send + Unpin),
) -> Result<(), Error> {
    let mut out = Output { writer, written: 0 };
    let result = match fetch.parts() {
        None => in_one(fetch, &mut out).await,
        Some(parts) => in_parts(fetch, parts, &mut out).await,
    };
    result.map_err(|error| {
        add_hint(error, format!("the writer took the first {} bytes of the object", out.written))
    })
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
    let mut queue = VecDeque::new();
    let config = &fetch.config;
    let window = config.max_concurrency.min(config.parts_in_memory(config.multipart_chunksize));
    loop {
        while queue.len() < window {
            let Some(part) = parts.next() else { break };
            queue.push_back((part.length, start(fetch, part)));
        }
        let Some((mut left, mut chunks)) = queue.pop_front() else { break };
        while left > 0 {
            let chunk = fetch.tasks.beside(async { Ok(chunks.recv().await) }, drop).await?;
            let Some(chunk) = chunk else {
                while fetch.tasks.next().await?.is_some() {}
                return Err(ended_early(left));
            };
            left -= chunk.len() as u64;
            if let Some(checksum) = &mut checksum {
                checksum.update(&chunk);
            }
            out.write(chunk).await?;
        }
    }
    while fetch.tasks.next().await?.is_some() {}
    if let (Some(expected), Some(checksum)) = (expected, checksum) {
        expected.check(&checksum.finish())?;
    }
    out.flush().await
}

/// Starts to fetch a part. No more of it is in memory than there is of the part.
fn start(fetch: &mut Fetch, part: Part) -> UnboundedReceiver<Bytes> {
    let (sender, receiver) = unbounded_channel();
    let (body, flow) = (fetch.part(part), fetch.flow.clone());
    fetch.tasks.spawn(async move {
        let (mut body, mut left) = (body.await?, part.length);
        while let Some(chunk) = flow.next_of_part(part, &mut body, &mut left).await? {
            if sender.send(chunk).is_err() {
                break;
            }
        }
        Ok((part, None))
    });
    receiver
}
