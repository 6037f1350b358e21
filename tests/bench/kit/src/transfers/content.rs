//! What objects have in them: a block, again and again, so that none of them is stored.

use super::encoded;
use crc32fast::Hasher;
use std::io::{self, Write};
use std::ops::Range;

const BLOCK: usize = 1 << 20;

/// The content of all objects.
pub(super) struct Content {
    block: Vec<u8>,
    /// The checksum of the block.
    sum: Hasher,
}

impl Content {
    pub(super) fn new() -> Self {
        // Any sequence will do that does not repeat within the block.
        let mut state = 1_u64;
        let block = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        });
        let block: Vec<u8> = block.take(BLOCK).collect();
        let sum = hash(&block);
        Self { block, sum }
    }

    /// The CRC-32 of an object of `size` bytes, in Base64.
    pub(super) fn checksum(&self, size: u64) -> String {
        let mut whole = Hasher::new();
        let (mut blocks, mut power) = (size / BLOCK as u64, self.sum.clone());
        while blocks > 0 {
            if blocks % 2 == 1 {
                whole.combine(&power);
            }
            power.combine(&power.clone());
            blocks /= 2;
        }
        whole.combine(&hash(&self.block[..size as usize % BLOCK]));
        encoded(&whole)
    }

    /// Writes these bytes of an object.
    pub(super) fn write(&self, mut range: Range<u64>, out: &mut impl Write) -> io::Result<()> {
        while !range.is_empty() {
            let rest = &self.block[range.start as usize % BLOCK..];
            let length = rest.len().min((range.end - range.start) as usize);
            out.write_all(&rest[..length])?;
            range.start += length as u64;
        }
        Ok(())
    }
}

fn hash(bytes: &[u8]) -> Hasher {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_and_ranges_are_those_of_the_bytes() {
        let content = Content::new();
        for size in [0, 1, BLOCK - 1, BLOCK, 3 * BLOCK, 5 * BLOCK + 7] {
            let mut all = Vec::new();
            content.write(0..size as u64, &mut all).expect("memory");
            let expected = encoded(&hash(&all));
            assert_eq!((all.len(), content.checksum(size as u64)), (size, expected));
            let mut end = Vec::new();
            content.write(size as u64 / 2..size as u64, &mut end).expect("memory");
            assert_eq!(end, all[size / 2..]);
        }
    }
}
