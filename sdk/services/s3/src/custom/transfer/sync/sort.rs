//! [`Sorter`]: puts any number of records in order, most of them in a temporary file if they are many.

use super::scratch::Scratch;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Read};

/// What can wait in a file.
pub(super) trait Record: Sized {
    /// What it is sorted by, byte by byte.
    fn key(&self) -> &[u8];

    fn write(&self, out: &mut Vec<u8>);

    fn read(from: &mut impl Read) -> io::Result<Self>;
}

/// Bytes with their length before them.
impl Record for Vec<u8> {
    fn key(&self) -> &[u8] {
        self
    }

    fn write(&self, out: &mut Vec<u8>) {
        // Keys and names have no more than a few KiB.
        out.extend(u32::try_from(self.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(self);
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let length = u64::from(u32::from_le_bytes(length));
        let mut bytes = Self::new();
        match from.take(length).read_to_end(&mut bytes)? as u64 == length {
            true => Ok(bytes),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// How many records are sorted in memory.
const IN_MEMORY: usize = 20_000;

/// Records that come in any order.
pub(super) struct Sorter<T> {
    records: Vec<T>,
    in_memory: usize,
    /// Sorted runs, one after the other, and where each ends.
    runs: Option<Scratch>,
    ends: Vec<u64>,
}

impl<T: Record> Sorter<T> {
    pub(super) fn new() -> Self {
        Self::holding(IN_MEMORY)
    }

    fn holding(in_memory: usize) -> Self {
        Self { records: Vec::new(), in_memory, runs: None, ends: Vec::new() }
    }

    /// # Errors
    /// When the temporary file cannot be written.
    pub(super) fn push(&mut self, record: T) -> io::Result<()> {
        self.records.push(record);
        if self.records.len() >= self.in_memory { self.write_run() } else { Ok(()) }
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.records.sort_by(|a, b| a.key().cmp(b.key()));
        let runs = match &mut self.runs {
            Some(runs) => runs,
            none => none.insert(Scratch::create()?),
        };
        let mut bytes = Vec::new();
        for record in self.records.drain(..) {
            record.write(&mut bytes);
            if bytes.len() >= 1 << 16 {
                runs.append(&bytes)?;
                bytes.clear();
            }
        }
        runs.append(&bytes)?;
        self.ends.push(runs.length());
        Ok(())
    }

    /// All of them, in order. Blocks.
    ///
    /// # Errors
    /// When the temporary file cannot be written or read; then what comes is no longer all.
    pub(super) fn sorted(mut self) -> io::Result<Sorted<T>> {
        if self.runs.is_none() {
            self.records.sort_by(|a, b| a.key().cmp(b.key()));
            return Ok(Sorted::Memory(self.records.into_iter()));
        }
        if !self.records.is_empty() {
            self.write_run()?;
        }
        let (mut runs, mut start) = (Vec::new(), 0);
        for end in self.ends {
            runs.push(Run { at: start, end, buffer: io::Cursor::default() });
            start = end;
        }
        let mut sorted = Merge { scratch: self.runs, runs, heads: BinaryHeap::new() };
        for run in 0..sorted.runs.len() {
            sorted.advance(run)?;
        }
        Ok(Sorted::Merged(sorted))
    }
}

/// Records in order.
pub(super) enum Sorted<T> {
    Memory(std::vec::IntoIter<T>),
    Merged(Merge<T>),
}

/// The smallest of the first records of all runs is the next one.
pub(super) struct Merge<T> {
    scratch: Option<Scratch>,
    runs: Vec<Run>,
    heads: BinaryHeap<Reverse<Head<T>>>,
}

/// A run: from where to where its rest is in the file, and what has been read of it.
struct Run {
    at: u64,
    end: u64,
    buffer: io::Cursor<Vec<u8>>,
}

/// The first record of a run.
struct Head<T> {
    record: T,
    run: usize,
}

impl<T: Record> Merge<T> {
    /// Takes the next record of a run to the heads, if there is one.
    fn advance(&mut self, run: usize) -> io::Result<()> {
        if let (Some(source), Some(scratch)) = (self.runs.get_mut(run), &self.scratch)
            && !source.is_at_end()
        {
            let record = T::read(&mut Reading { run: source, scratch })?;
            self.heads.push(Reverse(Head { record, run }));
        }
        Ok(())
    }
}

impl<T: Record> Iterator for Sorted<T> {
    type Item = io::Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Memory(records) => records.next().map(Ok),
            Self::Merged(merge) => {
                let Reverse(head) = merge.heads.pop()?;
                Some(merge.advance(head.run).map(|()| head.record))
            }
        }
    }
}

impl Run {
    fn is_at_end(&self) -> bool {
        self.at == self.end && self.buffer.position() == self.buffer.get_ref().len() as u64
    }
}

/// How much of a run is read at once.
const PIECE: u64 = 1 << 14;

/// Reads a run.
struct Reading<'a> {
    run: &'a mut Run,
    scratch: &'a Scratch,
}

impl Read for Reading<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.run.buffer.read(buffer)?;
        let length = PIECE.min(self.run.end - self.run.at);
        if read > 0 || length == 0 || buffer.is_empty() {
            return Ok(read);
        }
        let bytes = self.scratch.read_at(self.run.at, length)?;
        self.run.at += length;
        self.run.buffer = io::Cursor::new(bytes);
        self.run.buffer.read(buffer)
    }
}

impl<T: Record> Ord for Head<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.record.key().cmp(other.record.key())
    }
}

impl<T: Record> PartialOrd for Head<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Record> PartialEq for Head<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T: Record> Eq for Head<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_records_comes_in_order() {
        for in_memory in [1, 7, 1000, 20_000] {
            let mut sorter = Sorter::holding(in_memory);
            for number in 0_u32..5000 {
                let mixed = number.wrapping_mul(2_654_435_761) % 10_000;
                let record = format!("{mixed:05}{}", "x".repeat((mixed % 90) as usize)).into_bytes();
                sorter.push(record).unwrap();
            }
            let sorted: Vec<Vec<u8>> = sorter.sorted().unwrap().collect::<io::Result<_>>().unwrap();
            assert_eq!(sorted.len(), 5000);
            assert!(sorted.is_sorted(), "{in_memory}");
        }
    }
}
