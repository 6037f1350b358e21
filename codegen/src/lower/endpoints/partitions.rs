//! Partitions, and `regionRegex` as a list of pieces that needs no regular expressions at run time.

use crate::Error;
use crate::ir::endpoint::{Partition, RegionPart};
use crate::model::endpoint as model;

/// Lowers the text of `partitions.json`. `file` names it in errors.
pub fn partitions(file: &str, text: &str) -> Result<Vec<Partition>, Error> {
    let data: model::Partitions = serde_json::from_str(text).map_err(|error| Error::json(file, &error))?;
    let lower = |partition: &model::Partition| {
        let mut regions: Vec<_> = partition.regions.keys().cloned().collect();
        regions.sort();
        let place = format!("{}.regionRegex", partition.id);
        let pattern = region_pattern(&partition.region_regex).map_err(|why| Error::new(file, place, why))?;
        Ok(Partition {
            name: partition.id.clone(),
            regions,
            region_pattern: pattern,
            dns_suffix: partition.outputs.dns_suffix.clone(),
            dual_stack_dns_suffix: partition.outputs.dual_stack_dns_suffix.clone(),
            implicit_global_region: partition.outputs.implicit_global_region.clone(),
            supports_fips: partition.outputs.supports_fips,
            supports_dual_stack: partition.outputs.supports_dual_stack,
        })
    };
    let partitions: Vec<_> = data.partitions.iter().map(lower).collect::<Result<_, Error>>()?;
    if partitions.is_empty() {
        return Err(Error::new(file, "partitions", "there are none"));
    }
    Ok(partitions)
}

/// `^(us|eu)\-\w+\-\d+$` as pieces. Other forms are refused, as matching them piece by piece would be wrong.
fn region_pattern(regex: &str) -> Result<Vec<RegionPart>, String> {
    let refused = || format!("`{regex}` has a form that cannot be matched without a regular expression");
    let body = regex.strip_prefix('^').and_then(|regex| regex.strip_suffix('$')).ok_or_else(refused)?;
    let mut parts: Vec<RegionPart> = Vec::new();
    let mut rest = body;
    while let Some(first) = rest.chars().next() {
        let part = if let Some(after) = rest.strip_prefix(r"\w+") {
            rest = after;
            RegionPart::Word
        } else if let Some(after) = rest.strip_prefix(r"\d+") {
            rest = after;
            RegionPart::Digits
        } else if let Some(after) = rest.strip_prefix('(') {
            let (choices, after) = after.split_once(')').ok_or_else(refused)?;
            rest = after;
            alternatives(choices).ok_or_else(refused)?
        } else {
            let unescaped = rest.strip_prefix('\\').unwrap_or(rest);
            let literal = unescaped.chars().next().ok_or_else(refused)?;
            let plain = literal == '-' || (literal.is_ascii_alphanumeric() && literal == first);
            if !plain {
                return Err(refused());
            }
            rest = &unescaped[literal.len_utf8()..];
            RegionPart::Text(literal.to_string())
        };
        match (parts.last_mut(), part) {
            (Some(RegionPart::Text(before)), RegionPart::Text(text)) => before.push_str(&text),
            (Some(RegionPart::Word | RegionPart::Digits), RegionPart::Text(text)) if text != "-" => {
                return Err(refused());
            }
            (
                Some(RegionPart::Word | RegionPart::Digits),
                RegionPart::Word | RegionPart::Digits | RegionPart::OneOf(_),
            ) => return Err(refused()),
            (_, part) => parts.push(part),
        }
    }
    if rest.is_empty() && !parts.is_empty() { Ok(parts) } else { Err(refused()) }
}

/// `us|eu`; none may begin with another, since the first that fits is taken.
fn alternatives(choices: &str) -> Option<RegionPart> {
    let choices: Vec<_> = choices.split('|').map(str::to_owned).collect();
    let plain = |text: &String| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
    let distinct = |(at, text): (usize, &String)| {
        choices.iter().enumerate().all(|(other, longer)| other == at || !longer.starts_with(text.as_str()))
    };
    if !choices.iter().all(plain) || !choices.iter().enumerate().all(distinct) {
        return None;
    }
    Some(match <[String; 1]>::try_from(choices) {
        Ok([only]) => RegionPart::Text(only),
        Err(choices) => RegionPart::OneOf(choices),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn region_patterns_become_pieces() {
        let word_and_digits = [RegionPart::Word, RegionPart::Text("-".into()), RegionPart::Digits];
        let tail = |head: Vec<RegionPart>| Ok(head.into_iter().chain(word_and_digits.clone()).collect());
        let text = |text: &str| RegionPart::Text(text.into());
        let one_of = RegionPart::OneOf(vec!["us".into(), "eu".into()]);
        assert_eq!(region_pattern(r"^(us|eu)\-\w+\-\d+$"), tail(vec![one_of, text("-")]));
        assert_eq!(region_pattern(r"^eusc\-(de)\-\w+\-\d+$"), tail(vec![text("eusc-de-")]));
        assert_eq!(region_pattern(r"^us\-iso\-\w+\-\d+$"), tail(vec![text("us-iso-")]));
    }

    #[test]
    fn other_regular_expressions_are_refused() {
        for regex in [
            r"us-\w+",
            r"^us.\w+$",
            r"^\w+\d+$",
            r"^(us|usa)\-\d+$",
            r"^us\-\w*$",
            r"^[a-z]+$",
            "^$",
            r"^\w+x$",
        ] {
            assert!(region_pattern(regex).is_err(), "{regex}");
        }
    }
}
