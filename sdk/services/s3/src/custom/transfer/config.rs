//! [`TransferConfig`]: how transfers are split, and what they may use.

use tucuxi::Error;

pub(super) const KIB: u64 = 1 << 10;
pub(super) const MIB: u64 = 1 << 20;

/// The smallest and the largest part that S3 takes, but for the last one, which may be smaller.
pub(super) const PART: std::ops::RangeInclusive<u64> = 5 * MIB..=5 << 30;

/// How many parts an object can have.
pub(super) const MAX_PARTS: u64 = 10_000;

/// How a transfer is split, and what it may use: boto3's `TransferConfig`, with its names and defaults.
///
/// ```no_run
/// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
/// let upload = s3.upload_file("film.mkv").bucket("films").key("film.mkv");
/// upload.config(|config| config.max_concurrency = 4).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransferConfig {
    /// Objects of at least this many bytes are transferred in parts. 8 MiB by default.
    pub multipart_threshold: u64,
    /// The size of a part in bytes, 8 MiB by default. Uploads take the nearest size that S3 takes, from 5 MiB to 5 GiB. Where the
    /// length of an upload is known, the size is doubled until 10,000 parts are enough.
    pub multipart_chunksize: u64,
    /// How many requests are under way at once, 10 by default.
    pub max_concurrency: usize,
    /// How often a part of a download is asked for, its rest after the connection broke included: 5 by default. More attempts of
    /// the client hold too.
    pub num_download_attempts: u32,
    /// The most bytes per second that the transfer sends or receives; `None` for no limit, the default.
    pub max_bandwidth: Option<u64>,
    /// How many bytes of the object the transfer holds in memory at most; `None`, the default, for `max_concurrency` times the size
    /// of a part and 32 MiB. It is never less than one part.
    pub max_memory: Option<u64>,
}

impl Default for TransferConfig {
    fn default() -> Self {
        Self {
            multipart_threshold: 8 * MIB,
            multipart_chunksize: 8 * MIB,
            max_concurrency: 10,
            num_download_attempts: 5,
            max_bandwidth: None,
            max_memory: None,
        }
    }
}

impl TransferConfig {
    /// # Errors
    /// When a limit is zero.
    pub(super) fn check(&self) -> Result<(), Error> {
        let zero = [
            ("multipart_chunksize", self.multipart_chunksize == 0),
            ("max_concurrency", self.max_concurrency == 0),
            ("num_download_attempts", self.num_download_attempts == 0),
            ("max_bandwidth", self.max_bandwidth == Some(0)),
        ];
        if let Some((name, _)) = zero.iter().find(|(_, zero)| *zero) {
            return Err(Error::configuration(format!("`{name}` of the transfer is 0: set a number above 0")));
        }
        Ok(())
    }

    /// The length from which on an object is transferred in parts. S3 takes no more than 5 GiB in one request.
    pub(super) fn threshold(&self) -> u64 {
        self.multipart_threshold.min(*PART.end())
    }

    /// The size of the parts of an upload of `length` bytes, or of unknown length: what is set, as near as S3 takes it.
    pub(super) fn upload_part_size(&self, length: Option<u64>) -> u64 {
        let mut size = self.multipart_chunksize.clamp(*PART.start(), *PART.end());
        while length.is_some_and(|length| length.div_ceil(size) > MAX_PARTS) && size < *PART.end() {
            size = (size * 2).min(*PART.end());
        }
        size
    }

    /// # Errors
    /// When an object of `length` bytes does not fit into the parts that S3 takes.
    pub(super) fn check_length(&self, length: u64) -> Result<(), Error> {
        match length.div_ceil(self.upload_part_size(Some(length))) <= MAX_PARTS {
            true => Ok(()),
            false => Err(Error::validation(format!(
                "{length} bytes are more than S3 takes: {MAX_PARTS} parts of {} GiB",
                PART.end() >> 30
            ))),
        }
    }

    /// How many bytes may be in memory with parts of this size.
    pub(super) fn memory(&self, part: u64) -> u64 {
        let concurrent = u64::try_from(self.max_concurrency).unwrap_or(u64::MAX);
        self.max_memory.unwrap_or_else(|| concurrent.saturating_mul(part).saturating_add(32 * MIB)).max(part)
    }

    /// How many parts of this size may be in memory.
    pub(super) fn parts_in_memory(&self, part: u64) -> usize {
        usize::try_from(self.memory(part) / part.max(1)).unwrap_or(usize::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_grow_until_they_are_few_enough() {
        let config = TransferConfig::default();
        for (length, size) in [
            (Some(0), 8 * MIB),
            (Some(8 * MIB * MAX_PARTS), 8 * MIB),
            (Some(8 * MIB * MAX_PARTS + 1), 16 * MIB),
            (Some(5 << 40), 1024 * MIB),
            (None, 8 * MIB),
        ] {
            assert_eq!(config.upload_part_size(length), size, "{length:?}");
        }
        for (wanted, size) in [(1, 5 * MIB), (6 * MIB, 6 * MIB), (u64::MAX, 5 << 30)] {
            let config = TransferConfig { multipart_chunksize: wanted, ..TransferConfig::default() };
            assert_eq!(config.upload_part_size(None), size, "{wanted}");
        }
    }

    #[test]
    fn a_limit_of_zero_is_refused_by_name() {
        let config = TransferConfig { max_concurrency: 0, ..TransferConfig::default() };
        let error = config.check().unwrap_err();
        assert!(error.message().contains("max_concurrency"), "{error}");
    }
}
