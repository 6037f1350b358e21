//! [`Listing`]: what is on one side, in order of keys, as it is found.

mod directory;
mod objects;

pub(super) use objects::Objects;

use super::sort::Record;
use super::{Filter, Options};
use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::PathBuf;
use tucuxi::Error;
use tucuxi::external::tokio::sync::mpsc;
use tucuxi::external::tokio::task::{JoinHandle, spawn_blocking};
use tucuxi::internal::trace::in_current_span;
use tucuxi::types::Timestamp;

/// A file or an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its path below the directory or the prefix, with `/` between its parts.
    pub(super) key: String,
    /// In bytes.
    pub(super) size: u64,
    pub(super) modified: Timestamp,
    pub(super) state: State,
}

/// Whether an entry can be transferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    Plain,
    /// An object that has to be restored before it can be read.
    Archived,
    /// Something that is no file, or of which nothing can be learnt: why.
    Unusable(String),
}

/// What a listing finds.
pub(super) enum Found {
    Entry(Entry),
    /// Something that can have no key, or a directory that cannot be listed: its path, and why. What is in a directory `hides` keys.
    Gap {
        path: String,
        error: Error,
        hides: bool,
    },
}

impl Entry {
    pub(super) fn file(key: String, size: u64, modified: Timestamp) -> Self {
        Self { key, size, modified, state: State::Plain }
    }

    fn unusable(key: String, why: impl Into<String>) -> Self {
        Self { key, size: 0, modified: Timestamp::default(), state: State::Unusable(why.into()) }
    }
}

impl Record for Entry {
    fn key(&self) -> &[u8] {
        self.key.as_bytes()
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.key.as_bytes().to_vec().write(out);
        out.extend(self.size.to_le_bytes());
        out.extend(self.modified.seconds().to_le_bytes());
        out.extend(self.modified.nanos().to_le_bytes());
        match &self.state {
            State::Plain => out.push(0),
            State::Archived => out.push(1),
            State::Unusable(why) => {
                out.push(2);
                why.as_bytes().to_vec().write(out);
            }
        }
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        fn number<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
            let mut bytes = [0; N];
            from.read_exact(&mut bytes)?;
            Ok(bytes)
        }
        let text = |bytes| String::from_utf8(bytes).map_err(io::Error::other);
        let key = text(Vec::read(from)?)?;
        let size = u64::from_le_bytes(number(from)?);
        let (seconds, nanos) = (i64::from_le_bytes(number(from)?), u32::from_le_bytes(number(from)?));
        let state = match number(from)? {
            [0] => State::Plain,
            [1] => State::Archived,
            _ => State::Unusable(text(Vec::read(from)?)?),
        };
        Ok(Self { key, size, modified: Timestamp::new(seconds, nanos), state })
    }
}

/// How many entries go from the one who lists to the one who compares at once, and how many such batches wait.
const BATCH: usize = 250;
const AHEAD: usize = 4;

/// What is found on one side. Dropping it ends the search.
pub(super) struct Listing {
    batches: mpsc::Receiver<Result<Vec<Found>, Error>>,
    batch: VecDeque<Found>,
    task: Option<JoinHandle<()>>,
}

impl Listing {
    /// Nothing: of a side that is not looked at.
    pub(super) fn empty() -> Self {
        let (_, batches) = mpsc::channel(1);
        Self { batches, batch: VecDeque::new(), task: None }
    }

    /// The files below a directory. One that is not there is an error only if it `must_exist`.
    pub(super) fn of_directory(path: PathBuf, must_exist: bool, options: &Options) -> Self {
        let (out, batches) = Out::new(options.filter.clone());
        let follow = options.follow_symlinks;
        spawn_blocking(move || directory::list(&path, must_exist, follow, out));
        // The thread ends by itself when nobody listens any longer.
        Self { batches, batch: VecDeque::new(), task: None }
    }

    /// The objects below a prefix.
    pub(super) fn of_objects(objects: Objects, options: &Options) -> Self {
        let (out, batches) = Out::new(options.filter.clone());
        let task = tucuxi::external::tokio::spawn(in_current_span(objects.list(out)));
        Self { batches, batch: VecDeque::new(), task: Some(task) }
    }

    /// The next one, which stays the next one until it is [taken](Self::take).
    ///
    /// # Errors
    /// When there may be more, and it cannot be known.
    pub(super) async fn peek(&mut self) -> Result<Option<&Found>, Error> {
        while self.batch.is_empty() {
            match self.batches.recv().await {
                Some(batch) => self.batch.extend(batch?),
                None => return Ok(None),
            }
        }
        Ok(self.batch.front())
    }

    pub(super) fn take(&mut self) -> Option<Found> {
        self.batch.pop_front()
    }
}

impl Drop for Listing {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// Where a listing says what it finds. A side that was listed to its end says so by dropping this; an error ends it too.
struct Out {
    batches: mpsc::Sender<Result<Vec<Found>, Error>>,
    batch: Vec<Found>,
    filter: Filter,
}

impl Out {
    fn new(filter: Filter) -> (Self, mpsc::Receiver<Result<Vec<Found>, Error>>) {
        let (batches, receiver) = mpsc::channel(AHEAD);
        (Self { batches, batch: Vec::new(), filter }, receiver)
    }

    /// Holds an entry back if it takes part. Says whether it is time to send.
    fn push(&mut self, found: Found) -> bool {
        let takes_part = match &found {
            Found::Entry(entry) => self.filter.takes(&entry.key),
            Found::Gap { .. } => true,
        };
        if takes_part {
            self.batch.push(found);
        }
        self.batch.len() >= BATCH
    }

    /// Sends what is held back. Says whether anybody listens.
    async fn send(&mut self) -> bool {
        let batch = std::mem::take(&mut self.batch);
        batch.is_empty() || self.batches.send(Ok(batch)).await.is_ok()
    }

    /// As [`send`](Self::send), in a thread that may block.
    fn blocking_send(&mut self) -> bool {
        let batch = std::mem::take(&mut self.batch);
        batch.is_empty() || self.batches.blocking_send(Ok(batch)).is_ok()
    }
}
