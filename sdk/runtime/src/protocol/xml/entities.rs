//! Character references and line ends.

use super::super::failure::Failure;
use std::borrow::Cow;

/// Longest reference there is: `&#x10FFFF;`, with some room for leading zeros.
const MAX_REFERENCE: usize = 32;

/// Appends the character that the reference at the start of `text` stands for; gives the length of the reference.
pub(super) fn reference(text: &str, out: &mut String) -> Result<usize, Failure> {
    let end = text.bytes().take(MAX_REFERENCE).position(|byte| byte == b';');
    let name = end.and_then(|end| text.get(1..end)).ok_or_else(|| Failure::new("a `&` without its `;`"))?;
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => numeric(name)
            .ok_or_else(|| Failure::new(format!("`&{}` is no character", name.escape_debug())))?,
    };
    out.push(character);
    Ok(name.len() + 2)
}

/// `#38` or `#x26`
fn numeric(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let code = u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?;
    char::from_u32(code).filter(|character| *character != '\0')
}

/// `text` with every reference replaced, as in an attribute.
pub(super) fn resolve(text: &str) -> Result<Cow<'_, str>, Failure> {
    if !text.contains('&') {
        return Ok(text.into());
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let length = reference(special, &mut out)?;
        rest = special.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(out.into())
}

/// `text` with line ends as XML has them: one line feed each.
pub(super) fn line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}
