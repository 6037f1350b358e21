//! [`Position`]: a place in a listing, and the text for it that boto3 reads and writes as well.
//!
//! The text is base64 of a JSON object: each token by the name of its member, and `boto_truncate_amount` with the number
//! of items of the page that are done, if the listing stopped within it. Bytes are base64 there, and
//! `boto_encoded_keys` lists the paths to them.

use super::token::Token;
use crate::ascii_json::string;
use crate::protocol::{self, base64};
use crate::types::Document;
use std::fmt::Write;

const DONE: &str = "boto_truncate_amount";
const BYTES: &str = "boto_encoded_keys";

/// A place in a listing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Position {
    /// What the page is asked for with: a token for each of the paginator's.
    pub tokens: Vec<Token>,
    /// How many items of that page are done, if it was given before.
    pub done: Option<usize>,
}

impl Position {
    /// The text. `names` are those of the members, in the order of the tokens.
    pub fn encode(&self, names: &[&str]) -> String {
        let mut json = "{".to_owned();
        let mut bytes = Vec::new();
        for (name, token) in names.iter().zip(&self.tokens) {
            entry(&mut json, name);
            write(token, &mut json, &mut vec![Token::String((*name).to_owned())], &mut bytes);
        }
        if let Some(done) = self.done {
            entry(&mut json, DONE);
            let _ = write!(json, "{done}");
        }
        if !bytes.is_empty() {
            entry(&mut json, BYTES);
            let paths = bytes.into_iter().map(Token::List).collect();
            write(&Token::List(paths), &mut json, &mut Vec::new(), &mut Vec::new());
        }
        json.push('}');
        base64::encode(json.as_bytes())
    }

    /// What `text` says. A token of the service itself is taken too, and so is what older versions of botocore made:
    /// the tokens and a number of items, with `___` between them. `None` if it has more parts than there are tokens.
    pub fn decode(text: &str, names: &[&str]) -> Option<Self> {
        Self::decode_object(text, names).or_else(|| Self::decode_parts(text, names.len()))
    }

    fn decode_object(text: &str, names: &[&str]) -> Option<Self> {
        let json = base64::decode(text.as_bytes()).ok()?;
        let Some(Document::Map(mut map)) = protocol::document(&json) else { return None };
        let bytes = map.remove(BYTES);
        let done = match map.remove(DONE) {
            Some(Document::Integer(done)) => Some(usize::try_from(done).ok()?),
            Some(_) => return None,
            None => None,
        };
        let tokens = names.iter().map(|name| map.remove(name).map_or(Token::Null, Token::of_document));
        let mut tokens: Vec<_> = tokens.collect();
        // an object with other keys is a token of the service, not one of ours
        if !map.is_empty() {
            return None;
        }
        if let Some(Document::List(paths)) = bytes {
            for path in paths {
                let Document::List(path) = path else { return None };
                let [Document::String(name), rest @ ..] = path.as_slice() else { return None };
                let at = names.iter().position(|other| other == name)?;
                to_bytes(tokens.get_mut(at)?, rest)?;
            }
        }
        Some(Self { tokens, done })
    }

    fn decode_parts(text: &str, count: usize) -> Option<Self> {
        let mut parts: Vec<_> = text.split("___").collect();
        let mut done = None;
        if parts.len() == count + 1 {
            done = parts.pop().and_then(|number| number.parse().ok());
            if done.is_none() {
                parts = vec![text];
            }
        }
        if parts.len() > count {
            return None;
        }
        let mut tokens: Vec<_> = parts
            .into_iter()
            .map(|part| if part == "None" { Token::Null } else { Token::String(part.to_owned()) })
            .collect();
        tokens.resize(count, Token::Null);
        Some(Self { tokens, done })
    }
}

/// Turns the base64 at `path` into bytes; `None` if there is none.
fn to_bytes(token: &mut Token, path: &[Document]) -> Option<()> {
    match (path, token) {
        ([], token) => {
            let Token::String(text) = token else { return None };
            *token = Token::Bytes(base64::decode(text.as_bytes()).ok()?);
            Some(())
        }
        ([Document::String(key), rest @ ..], Token::Map(entries)) => {
            let (_, value) = entries.iter_mut().find(|(name, _)| name == key)?;
            to_bytes(value, rest)
        }
        ([Document::Integer(index), rest @ ..], Token::List(items)) => {
            to_bytes(items.get_mut(usize::try_from(*index).ok()?)?, rest)
        }
        _ => None,
    }
}

/// Writes the key of an entry, as Python spaces it.
fn entry(json: &mut String, key: &str) {
    if json.len() > 1 {
        json.push_str(", ");
    }
    string(key, json);
    json.push_str(": ");
}

/// Writes `token` as Python would; `bytes` takes the paths to bytes in it.
fn write(token: &Token, json: &mut String, path: &mut Vec<Token>, bytes: &mut Vec<Vec<Token>>) {
    match token {
        Token::Null => json.push_str("null"),
        Token::Boolean(value) => {
            let _ = write!(json, "{value}");
        }
        Token::Integer(value) => {
            let _ = write!(json, "{value}");
        }
        Token::Double(value) => {
            let _ = write!(json, "{value:?}");
        }
        Token::String(text) => string(text, json),
        Token::Bytes(value) => {
            string(&base64::encode(value), json);
            bytes.push(path.clone());
        }
        Token::List(items) => {
            json.push('[');
            for (index, item) in items.iter().enumerate() {
                json.push_str(if index == 0 { "" } else { ", " });
                path.push(Token::Integer(i64::try_from(index).unwrap_or(i64::MAX)));
                write(item, json, path, bytes);
                path.pop();
            }
            json.push(']');
        }
        Token::Map(entries) => {
            json.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                json.push_str(if index == 0 { "" } else { ", " });
                string(key, json);
                json.push_str(": ");
                path.push(Token::String(key.clone()));
                write(value, json, path, bytes);
                path.pop();
            }
            json.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn text(text: &str) -> Token {
        Token::String(text.to_owned())
    }

    fn json(position: &Position, names: &[&str]) -> String {
        String::from_utf8(base64::decode(position.encode(names).as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn texts_are_those_of_boto3() {
        let position = Position { tokens: vec![text("a\u{e9}\"\u{1f600}"), Token::Null], done: Some(3) };
        let expected = r#"{"Key": "a\u00e9\"\ud83d\ude00", "VersionId": null, "boto_truncate_amount": 3}"#;
        assert_eq!(json(&position, &["Key", "VersionId"]), expected);
        // base64.b64encode(json.dumps({"Marker": "m", "boto_truncate_amount": 2}).encode())
        let made_by_boto3 = "eyJNYXJrZXIiOiAibSIsICJib3RvX3RydW5jYXRlX2Ftb3VudCI6IDJ9";
        let position = Position { tokens: vec![text("m")], done: Some(2) };
        assert_eq!(position.encode(&["Marker"]), made_by_boto3);
        assert_eq!(Position::decode(made_by_boto3, &["Marker"]), Some(position));
    }

    #[test]
    fn bytes_are_marked_by_their_paths() {
        let value = |token| Token::Map(vec![("B".to_owned(), token)]);
        let key = Token::Map(vec![
            ("id".to_owned(), value(Token::Bytes(vec![255, 0]))),
            ("list".to_owned(), Token::List(vec![text("x"), Token::Bytes(vec![1])])),
        ]);
        let position = Position { tokens: vec![key], done: None };
        let expected = r#"{"Start": {"id": {"B": "/wA="}, "list": ["x", "AQ=="]}, "boto_encoded_keys": [["Start", "id", "B"], ["Start", "list", 1]]}"#;
        assert_eq!(json(&position, &["Start"]), expected);
        assert_eq!(Position::decode(&position.encode(&["Start"]), &["Start"]), Some(position));
    }

    #[test]
    fn older_texts_and_tokens_of_the_service_are_taken() {
        let decode = |text, names: &[&str]| Position::decode(text, names);
        let position = |tokens, done| Some(Position { tokens, done });
        assert_eq!(decode("a___b___4", &["K", "V"]), position(vec![text("a"), text("b")], Some(4)));
        assert_eq!(decode("None___7", &["K"]), position(vec![Token::Null], Some(7)));
        assert_eq!(decode("a", &["K", "V"]), position(vec![text("a"), Token::Null], None));
        assert_eq!(decode("a___b", &["K"]), position(vec![text("a___b")], None));
        assert_eq!(decode("a___b___c", &["K"]), None);
        // {"page": 2}: made by a service
        let opaque = "eyJwYWdlIjogMn0=";
        assert_eq!(decode(opaque, &["K"]), position(vec![text(opaque)], None));
    }
}
