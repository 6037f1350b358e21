//! XML in a form in which equal documents are equal texts: no blanks between elements, attributes sorted, elements of
//! different names sorted, those of one name in their order.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::fmt::Write as _;

/// An element.
#[derive(Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

/// The canonical form of `text`.
pub fn canonical(text: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|error| format!("{error}: {text}"))? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let element = element(&start)?;
                top(&mut open)?.children.push(element);
            }
            Event::End(_) => {
                let closed = open.pop().ok_or("more ends than starts")?;
                top(&mut open)?.children.push(closed);
            }
            Event::Text(text) => top(&mut open)?.text.push_str(&text.xml10_content()),
            Event::CData(text) => top(&mut open)?.text.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let escaped = format!("&{};", name.xml10_content());
                let text = quick_xml::escape::unescape(&escaped).map_err(|error| error.to_string())?;
                top(&mut open)?.text.push_str(&text);
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let document = open.pop().filter(|_| open.is_empty()).ok_or("an element is not closed")?;
    let mut canonical = String::new();
    document.children.iter().for_each(|root| root.write(&mut canonical));
    Ok(canonical)
}

fn top(open: &mut [Element]) -> Result<&mut Element, String> {
    open.last_mut().ok_or_else(|| "more ends than starts".to_owned())
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name = attribute.key.as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        attributes.push((name, value.into_owned()));
    }
    attributes.sort();
    let name = start.name().as_ref().to_owned();
    Ok(Element { name, attributes, ..Element::default() })
}

impl Element {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}={value:?}");
        }
        out.push('>');
        if self.children.is_empty() {
            out.push_str(&quick_xml::escape::escape(self.text.as_str()));
        } else {
            let mut children: Vec<_> = self.children.iter().collect();
            children.sort_by(|left, right| left.name.cmp(&right.name));
            children.into_iter().for_each(|child| child.write(out));
        }
        let _ = write!(out, "</{}>", self.name);
    }
}
