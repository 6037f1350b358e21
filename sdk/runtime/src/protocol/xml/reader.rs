//! [`Reader`]: XML text, read element by element.

use super::super::failure::Failure;
use super::super::read::MAX_DEPTH;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// A position in an XML document, always inside an element whose children or text come next.
pub(in crate::protocol) struct Reader<'a> {
    xml: quick_xml::Reader<&'a [u8]>,
    depth: usize,
}

/// The start tag of an element.
pub(in crate::protocol) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without its namespace prefix.
    #[inline]
    pub(in crate::protocol) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the attribute `name`, which may have a prefix.
    pub(in crate::protocol) fn attribute(&self, name: &str) -> Result<Option<String>, Failure> {
        for attribute in self.0.attributes() {
            let attribute = attribute.map_err(|error| Failure::new(error.to_string()))?;
            if attribute.key.as_ref() == name {
                let value = quick_xml::escape::unescape(&attribute.value);
                return Ok(Some(value.map_err(|error| Failure::new(error.to_string()))?.into_owned()));
            }
        }
        Ok(None)
    }
}

impl<'a> Reader<'a> {
    /// A reader of `body`, and the start tag of its root element.
    pub(in crate::protocol) fn open(body: &'a [u8]) -> Result<(Self, Element<'a>), Failure> {
        let text = std::str::from_utf8(body)
            .map_err(|error| Failure::new("this is not UTF-8").at(error.valid_up_to()))?;
        let mut xml = quick_xml::Reader::from_str(text);
        // one form of element fewer to think of: `<a/>` comes as `<a></a>`
        xml.config_mut().expand_empty_elements = true;
        let mut reader = Self { xml, depth: 0 };
        loop {
            match reader.event()? {
                Event::Start(start) => {
                    reader.depth = 1;
                    return Ok((reader, Element(start)));
                }
                Event::Eof => return Err(reader.failure("there is no XML element")),
                Event::Text(text) if !text.trim().is_empty() => {
                    return Err(reader.failure("this is not XML"));
                }
                Event::CData(_) | Event::GeneralRef(_) | Event::End(_) => {
                    return Err(reader.failure("this is not XML"));
                }
                Event::Text(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
                Event::Empty(_) => {}
            }
        }
    }

    /// The start tag of the next child; `None` at the end of the parent, which is left. Text between children is
    /// ignored.
    #[inline]
    pub(in crate::protocol) fn next_child(&mut self) -> Result<Option<Element<'a>>, Failure> {
        loop {
            match self.event()? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(self.failure(format!("nested deeper than {MAX_DEPTH} levels")));
                    }
                    return Ok(Some(Element(start)));
                }
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(None);
                }
                Event::Eof => return Err(self.truncated()),
                _ => {}
            }
        }
    }

    /// The text of the element, which is left. Elements in it are ignored.
    #[inline]
    pub(in crate::protocol) fn text(&mut self) -> Result<Cow<'a, str>, Failure> {
        let mut text = Cow::Borrowed("");
        loop {
            let piece = match self.event()? {
                Event::Text(piece) => with_line_feeds(piece.into_inner()),
                Event::CData(piece) => with_line_feeds(piece.into_inner()),
                Event::GeneralRef(reference) => self.resolve(&reference)?,
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(text);
                }
                Event::Start(_) => {
                    self.depth += 1;
                    self.skip()?;
                    continue;
                }
                Event::Eof => return Err(self.truncated()),
                _ => continue,
            };
            if text.is_empty() {
                text = piece;
            } else {
                text.to_mut().push_str(&piece);
            }
        }
    }

    /// Leaves the element, whatever is in it.
    pub(in crate::protocol) fn skip(&mut self) -> Result<(), Failure> {
        let outside = self.depth - 1;
        while self.depth > outside {
            match self.event()? {
                Event::Start(_) => self.depth += 1,
                Event::End(_) => self.depth -= 1,
                Event::Eof => return Err(self.truncated()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes sure that nothing but the ends of open elements is missing: reads on to the end of the document.
    pub(in crate::protocol) fn finish(mut self) -> Result<(), Failure> {
        if self.depth > 0 {
            self.depth = 1;
            self.skip()?;
        }
        Ok(())
    }

    #[inline]
    fn event(&mut self) -> Result<Event<'a>, Failure> {
        self.xml
            .read_event()
            .map_err(|error| Failure::new(error.to_string()).at(position(self.xml.error_position())))
    }

    /// What `&name;` or `&#1234;` stands for.
    fn resolve(&self, reference: &BytesRef<'_>) -> Result<Cow<'a, str>, Failure> {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            return Ok(String::from(character).into());
        }
        let name: &str = reference;
        match quick_xml::escape::resolve_xml_entity(name) {
            Some(text) => Ok(text.into()),
            None => Err(self.failure(format!("`&{name};` is no entity of XML"))),
        }
    }

    /// A failure at this place.
    pub(in crate::protocol) fn failure(&self, message: impl Into<Cow<'static, str>>) -> Failure {
        Failure::new(message).at(position(self.xml.buffer_position()))
    }

    /// `failure` with this place, unless it knows a better one.
    pub(in crate::protocol) fn located(&self, failure: Failure) -> Failure {
        failure.at(position(self.xml.buffer_position()))
    }

    #[cold]
    fn truncated(&self) -> Failure {
        self.failure("the XML ends within an element")
    }
}

fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Line ends of any system are line feeds in XML.
#[inline]
fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text }
}
