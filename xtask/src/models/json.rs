//! Reading JSON with errors that name the file and the byte.

use anyhow::{Result, anyhow};
use serde::de::DeserializeOwned;

/// Parses `bytes`, the content of the file called `file` in errors.
pub fn parse<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| anyhow!("{file}: not UTF-8 at byte {}", error.valid_up_to()))?;
    serde_json::from_str(text).map_err(|error| {
        let offset = offset(text, error.line(), error.column());
        // serde_json appends line and column, which say little in files that are one long line
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or(&message);
        anyhow!("{file}: broken JSON at byte {offset} (line {}): {what}", error.line())
    })
}

/// The byte offset of a position as serde_json tells it: lines from 1, columns in bytes from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    start + column.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::Value;

    #[test]
    fn an_error_tells_file_and_offset() {
        let text = b"{\n \"a\": 1,\n \"b\": ?}";
        let error = parse::<Value>("ec2/service-2.json", text).unwrap_err().to_string();
        assert_eq!(error, "ec2/service-2.json: broken JSON at byte 17 (line 3): expected value");
        assert_eq!(text[17], b'?');
    }

    #[test]
    fn bytes_that_are_not_utf8_are_an_error() {
        let error = parse::<Value>("x.json", b"{\"a\": \"\xff\"}").unwrap_err().to_string();
        assert_eq!(error, "x.json: not UTF-8 at byte 7");
    }
}
