//! Character references and line ends.

use super::super::failure::Failure;
use std::borrow::Cow;

/// Longest reference there is: `&#x10FFFF;`, with some room for leading zeros.
const MAX_REFERENCE: usize = 32;

/// Appends the character that the reference at the start of `text` stands for; gives the length of the reference.
///
/// Some services write a character beyond U+FFFF as references to the two surrogates that UTF-16 makes of it, which XML
/// does not allow. Such a pair is read as that character. Half of one stands for nothing: it is an error, as in botocore.
pub(super) fn reference(text: &str, out: &mut String) -> Result<usize, Failure> {
    let name = name(text).ok_or_else(|| Failure::new("a `&` without its `;`"))?;
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => match numeric(name) {
            Some(high @ 0xd800..0xdc00) => {
                let low = text.get(name.len() + 2..).and_then(second);
                let (low, length) = low.ok_or_else(|| no_character(name))?;
                let pair = char::decode_utf16([high as u16, low]).next().and_then(Result::ok);
                out.push(pair.ok_or_else(|| no_character(name))?);
                return Ok(name.len() + 2 + length);
            }
            code => code.and_then(char::from_u32).filter(|character| *character != '\0'),
        }
        .ok_or_else(|| no_character(name))?,
    };
    out.push(character);
    Ok(name.len() + 2)
}

/// What stands between `&` and `;` at the start of `text`.
fn name(text: &str) -> Option<&str> {
    let end = text.bytes().take(MAX_REFERENCE).position(|byte| byte == b';')?;
    text.get(1..end)
}

/// The code unit that the numeric reference at the start of `text` names, and the length of the reference.
fn second(text: &str) -> Option<(u16, usize)> {
    let name = name(text).filter(|_| text.starts_with('&'))?;
    Some((u16::try_from(numeric(name)?).ok()?, name.len() + 2))
}

fn no_character(name: &str) -> Failure {
    Failure::new(format!("`&{}` is no character", name.escape_debug()))
}

/// The number of `#38` or `#x26`.
fn numeric(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))
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
