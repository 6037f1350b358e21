//! [`Path`]: where in an item an attribute is.

use std::fmt;
use tucuxi::Error;

/// Where in an item an attribute is: `name`, `address.zip`, `lines[0].price`.
///
/// Text is taken apart as boto3 takes it apart: a dot leads into a map, an index in brackets into a list. A name that contains a dot
/// or a bracket itself is given by [`Path::name`] or [`field`](Self::field).
///
/// ```
/// use tucuxi_dynamodb::expression::{Attr, Path};
///
/// let zip = Attr("address.zip").exists();
/// let dotted = Attr(Path::name("example.com").field("visits").index(0)).exists();
/// assert_eq!(zip.build()?.expression(), "attribute_exists(#n0.#n1)");
/// assert_eq!(dotted.build()?.expression(), "attribute_exists(#n0.#n1[0])");
/// # Ok::<(), tucuxi::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    steps: Vec<Step>,
    /// What is wrong with the text it was made of.
    wrong: Option<String>,
}

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Into a map, by the name of an attribute.
    Name(String),
    /// Into a list.
    Index(usize),
}

impl Path {
    /// The attribute of this name at the top of the item, whatever characters the name has.
    pub fn name(name: impl Into<String>) -> Self {
        Self { steps: Vec::new(), wrong: None }.field(name)
    }

    /// Goes on into a map, to the attribute of this name, whatever characters the name has.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        if name.is_empty() {
            self.wrong.get_or_insert_with(|| "the name of an attribute is empty".to_owned());
        }
        self.steps.push(Step::Name(name));
        self
    }

    /// Goes on into a list, to the element at `index`, from 0.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// The steps, of which the first is a name.
    ///
    /// # Errors
    /// When the path was made of a text that is not a path.
    pub(super) fn steps(&self) -> Result<&[Step], Error> {
        match &self.wrong {
            Some(wrong) => Err(Error::validation(wrong.clone())
                .with_hint("use `Path::name(..)` for a name that contains dots or brackets itself")),
            None => Ok(&self.steps),
        }
    }

    /// The name, if this is an attribute at the top of the item.
    pub(in crate::custom) fn top(&self) -> Option<&str> {
        match (self.steps.as_slice(), &self.wrong) {
            ([Step::Name(name)], None) => Some(name),
            _ => None,
        }
    }

    fn parse(text: &str) -> Self {
        parse(text).unwrap_or_else(|reason| {
            let wrong = format!("`{text}` is not the path of an attribute: {reason}");
            Self { steps: vec![Step::Name(text.to_owned())], wrong: Some(wrong) }
        })
    }
}

/// The path that `text` is, or what is wrong with it.
fn parse(text: &str) -> Result<Path, &'static str> {
    let mut steps = Vec::new();
    for part in text.split('.') {
        let (name, mut rest) = part.split_at(part.find(['[', ']']).unwrap_or(part.len()));
        if name.is_empty() {
            return Err("a name is missing");
        }
        steps.push(Step::Name(name.to_owned()));
        while !rest.is_empty() {
            let inner =
                rest.strip_prefix('[').ok_or("there is something between an index and the next dot")?;
            let (digits, behind) = inner.split_once(']').ok_or("a bracket is not closed")?;
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let index = digits.parse().ok().filter(|_| is_number).ok_or("an index is a number from 0")?;
            steps.push(Step::Index(index));
            rest = behind;
        }
    }
    Ok(Path { steps, wrong: None })
}

impl From<&str> for Path {
    fn from(text: &str) -> Self {
        Self::parse(text)
    }
}

impl From<String> for Path {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<&String> for Path {
    fn from(text: &String) -> Self {
        Self::parse(text)
    }
}

impl From<&Path> for Path {
    fn from(path: &Path) -> Self {
        path.clone()
    }
}

/// As it is written; ambiguous for names with dots or brackets.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps.iter().enumerate() {
            match step {
                Step::Name(name) if position == 0 => f.write_str(name)?,
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
