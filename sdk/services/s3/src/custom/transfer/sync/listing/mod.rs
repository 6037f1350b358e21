//! [`Listing`]: what is on one side, in order of keys, as it is found.

mod directory;
mod objects;

pub(super) use objects::Objects;

use super::sort::Record;
use super::{Filter, Options};
use crate::custom::transfer::parallel::joined;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::PathBuf;
use std::thread;
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::external::tokio::sync::mpsc;
use tucuxi::external::tokio::task::JoinHandle;
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
    /// Something that has no key, or that may have keys below it which cannot be known.
    Gap(Gap),
}

/// What a listing cannot list.
pub(super) struct Gap {
    /// The key that it has or would have.
    pub(super) key: String,
    /// Where it is, and why it cannot be listed.
    pub(super) path: String,
    pub(super) error: Error,
    /// Whether there may be keys in it.
    pub(super) hides: bool,
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

/// How much room the thread has that walks through directories in directories: paths can have thousands of parts.
const STACK: usize = 16 << 20;

/// What goes from the one who lists to the one who compares. That there is nothing more is said too: a listing that ends without
/// this was broken off.
type Message = Result<Vec<Found>, Error>;

/// What is found on one side. Dropping it ends the search.
pub(super) struct Listing {
    messages: mpsc::Receiver<Message>,
    batch: VecDeque<Found>,
    is_at_end: bool,
    task: Option<JoinHandle<()>>,
}

impl Listing {
    /// Nothing: of a side that is not looked at.
    pub(super) fn empty() -> Self {
        let (_, messages) = mpsc::channel(1);
        Self { messages, batch: VecDeque::new(), is_at_end: true, task: None }
    }

    /// The files below a directory. One that is not there is an error only if it is the source.
    ///
    /// # Errors
    /// When there can be no thread. It is one of its own, since it waits for transfers, which need the runtime's.
    pub(super) fn of_directory(path: PathBuf, is_source: bool, options: &Options) -> Result<Self, Error> {
        let (out, messages) = Out::new(options.filter.clone());
        let search = directory::Search {
            must_exist: is_source,
            // Nothing is written or deleted through a link, so that there is nothing behind one in a target.
            follow_symlinks: options.follow_symlinks && is_source,
        };
        let thread = thread::Builder::new().name("s3 sync".to_owned()).stack_size(STACK);
        thread.spawn(move || search.list(&path, out))?;
        Ok(Self { messages, batch: VecDeque::new(), is_at_end: false, task: None })
    }

    /// The objects below a prefix.
    pub(super) fn of_objects(objects: Objects, options: &Options) -> Self {
        let (out, messages) = Out::new(options.filter.clone());
        let task = tucuxi::external::tokio::spawn(in_current_span(objects.list(out)));
        Self { messages, batch: VecDeque::new(), is_at_end: false, task: Some(task) }
    }

    /// The next one, which stays the next one until it is [taken](Self::take).
    ///
    /// # Errors
    /// When there may be more, and it cannot be known.
    pub(super) async fn peek(&mut self) -> Result<Option<&Found>, Error> {
        while self.batch.is_empty() && !self.is_at_end {
            match self.messages.recv().await {
                Some(Ok(batch)) if batch.is_empty() => self.is_at_end = true,
                Some(batch) => self.batch.extend(batch?),
                None => return Err(self.broken_off().await),
            }
        }
        Ok(self.batch.front())
    }

    /// The error of a listing that ended without saying so. A panic in it goes on here.
    async fn broken_off(&mut self) -> Error {
        match self.task.take() {
            Some(task) => match joined(task.await.map(Ok)) {
                Ok(()) => Error::new(ErrorKind::Cancelled, "the listing was broken off"),
                Err(error) => error,
            },
            None => Error::new(ErrorKind::Cancelled, "the thread that lists the directory was broken off"),
        }
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

/// Where a listing says what it finds.
struct Out {
    messages: mpsc::Sender<Message>,
    batch: Vec<Found>,
    filter: Filter,
}

impl Out {
    fn new(filter: Filter) -> (Self, mpsc::Receiver<Message>) {
        let (messages, receiver) = mpsc::channel(AHEAD);
        (Self { messages, batch: Vec::new(), filter }, receiver)
    }

    /// Whether nobody listens any longer.
    fn is_unwanted(&self) -> bool {
        self.messages.is_closed()
    }

    /// Holds what was found back if it takes part. Says whether it is time to send.
    fn push(&mut self, found: Found) -> bool {
        let takes_part = match &found {
            Found::Entry(entry) => self.filter.takes(&entry.key),
            // It may be a directory.
            Found::Gap(Gap { key, .. }) => {
                self.filter.takes(key) || !self.filter.leaves_out(&format!("{key}/"))
            }
        };
        if takes_part {
            self.batch.push(found);
        }
        self.batch.len() >= BATCH
    }

    /// Sends what is held back. Says whether anybody listens.
    async fn send(&mut self) -> bool {
        let batch = std::mem::take(&mut self.batch);
        batch.is_empty() || self.messages.send(Ok(batch)).await.is_ok()
    }

    /// As [`send`](Self::send), in a thread that may block.
    fn blocking_send(&mut self) -> bool {
        let batch = std::mem::take(&mut self.batch);
        batch.is_empty() || self.messages.blocking_send(Ok(batch)).is_ok()
    }

    /// Says that the listing has ended, unless nobody is left to be told.
    async fn end(mut self, result: Result<(), Error>) {
        if result.is_err() || self.send().await {
            let _ = self.messages.send(result.map(|()| Vec::new())).await;
        }
    }

    /// As [`end`](Self::end), in a thread that may block.
    fn blocking_end(mut self, result: Result<(), Error>) {
        if result.is_err() || self.blocking_send() {
            let _ = self.messages.blocking_send(result.map(|()| Vec::new()));
        }
    }
}
