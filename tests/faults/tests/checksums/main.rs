//! Checksums of all algorithms: what is sent and verified, over http and TLS, in headers and in trailers.

mod endpoints;
mod scripted;
mod stored;
mod verifying;

use tucuxi_s3::types::ChecksumAlgorithm;

/// A body, and one that is as long and differs.
const BODY: &str = "hello world";
const OTHER: &str = "hellO world";

/// All algorithms that S3's model names, with the checksum of [`BODY`], which other programs have computed.
const ALGORITHMS: [(&str, &str); 10] = [
    ("CRC32", "DUoRhQ=="),
    ("CRC32C", "yZRlqg=="),
    ("CRC64NVME", "jSnVw/bqjr4="),
    ("SHA1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0="),
    ("SHA256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="),
    ("SHA512", "MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw=="),
    ("MD5", "XrY7u+Ae7tCTyyK7j1rNww=="),
    ("XXHASH64", "RatnNLIeaWg="),
    ("XXHASH3", "1Eex6kDmmIs="),
    ("XXHASH128", "340J6T+HSQCpm4d1zBW2xw=="),
];

/// The header, or trailer, of an algorithm.
fn header(algorithm: &str) -> String {
    format!("x-amz-checksum-{}", algorithm.to_lowercase())
}

#[test]
fn no_algorithm_of_the_model_is_left_out() {
    for algorithm in ChecksumAlgorithm::values() {
        assert!(ALGORITHMS.iter().any(|(name, _)| *name == &**algorithm), "{algorithm:?}");
    }
}
