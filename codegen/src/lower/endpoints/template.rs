//! Templates: `https://{bucket}.{url#authority}`, `{{` for a brace.

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Literal text.
    Text(String),
    /// `{name}`
    Name(String),
    /// `{name#attribute}`
    Attribute(String, String),
}

impl Part {
    /// The text of a literal piece.
    pub(super) fn into_text(self) -> String {
        match self {
            Part::Text(text) => text,
            Part::Name(_) | Part::Attribute(..) => String::new(),
        }
    }
}

/// Splits `text`. A string without any `{name}` is itself, braces and all.
pub(super) fn parse(text: &str) -> Result<Vec<Part>, String> {
    if !has_reference(text) {
        return Ok(if text.is_empty() { Vec::new() } else { vec![Part::Text(text.to_owned())] });
    }
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        literal.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            literal.push_str(brace);
            rest = after;
        } else if brace == "}" {
            return Err(format!("a single `}}` in `{text}`"));
        } else {
            let (name, after) = rest.split_once('}').ok_or_else(|| format!("no `}}` in `{text}`"))?;
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            parts.push(match name.split_once('#') {
                Some((name, attribute)) => Part::Attribute(name.to_owned(), attribute.to_owned()),
                None => Part::Name(name.to_owned()),
            });
            rest = after;
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(Part::Text(literal));
    }
    Ok(parts)
}

fn has_reference(text: &str) -> bool {
    text.split('{').skip(1).any(|after| {
        after.split_once('}').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '#')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_split_at_its_references() {
        let parts = parse("https://{Bucket}.{url#authority}/{{x}}").map_err(|_| ());
        let expected = vec![
            Part::Text("https://".into()),
            Part::Name("Bucket".into()),
            Part::Text(".".into()),
            Part::Attribute("url".into(), "authority".into()),
            Part::Text("/{x}".into()),
        ];
        assert_eq!(parts, Ok(expected));
    }

    #[test]
    fn text_without_references_stays_as_it_is() {
        assert_eq!(parse("{}"), Ok(vec![Part::Text("{}".into())]));
        assert_eq!(parse(""), Ok(vec![]));
    }

    #[test]
    fn stray_braces_are_errors() {
        assert!(parse("{Region}}").is_err());
        assert!(parse("{Region}{").is_err());
    }
}
