//! Templates with labels: request URIs and host prefixes.

use crate::ir::TemplatePart;

/// Splits `text` at its `{labels}`. `member` finds the member of a label; what it does not know is an error: the
/// label.
pub(crate) fn template(
    text: &str,
    member: impl Fn(&str) -> Option<usize>,
) -> Result<Vec<TemplatePart>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, label, after)) = next_label(rest) {
        if !before.is_empty() {
            parts.push(TemplatePart::Text(before.to_owned()));
        }
        let (name, greedy) = label.strip_suffix('+').map_or((label, false), |name| (name, true));
        let member = member(name).ok_or_else(|| label.to_owned())?;
        parts.push(TemplatePart::Label { member, greedy });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(TemplatePart::Text(rest.to_owned()));
    }
    Ok(parts)
}

fn next_label(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (label, after) = rest.split_once('}')?;
    Some((before, label, after))
}

/// The constant query parameters of a request URI: what stands behind its `?`.
pub(crate) fn query(text: &str) -> Vec<(String, Option<String>)> {
    let parameters = text.split('&').filter(|parameter| !parameter.is_empty());
    let pairs = parameters.map(|parameter| match parameter.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (parameter.to_owned(), None),
    });
    pairs.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_members() {
        let members = ["Bucket", "Key"];
        let parts = template("/{Bucket}/x/{Key+}", |name| members.iter().position(|m| *m == name)).unwrap();
        let text = |text: &str| TemplatePart::Text(text.to_owned());
        let label = |member, greedy| TemplatePart::Label { member, greedy };
        assert_eq!(parts, [text("/"), label(0, false), text("/x/"), label(1, true)]);
    }

    #[test]
    fn an_unknown_label_is_named() {
        assert_eq!(template("/{Nope}", |_| None).unwrap_err(), "Nope");
    }

    #[test]
    fn query_parameters_may_have_no_value() {
        let pairs = query("uploads&list-type=2");
        assert_eq!(pairs, [("uploads".to_owned(), None), ("list-type".to_owned(), Some("2".to_owned()))]);
    }
}
