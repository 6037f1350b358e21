//! Which services and operations the command line asks for, with suggestions for what is misspelt.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, anyhow, bail};

/// What to generate of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operations {
    /// The whole service.
    All,
    /// Only these.
    Only(BTreeSet<String>),
}

/// The services to generate, by the name of their model folder.
pub type Selection = BTreeMap<String, Operations>;

/// What `--service` and `--operation` select of the services `known`; nothing given is all of them. A service in both
/// is limited to the operations.
pub fn select(known: &BTreeSet<String>, services: &[String], operations: &[String]) -> Result<Selection> {
    if services.is_empty() && operations.is_empty() {
        return Ok(known.iter().map(|name| (name.clone(), Operations::All)).collect());
    }
    let mut selection = Selection::new();
    for name in services {
        check("service", name, known)?;
        selection.insert(name.clone(), Operations::All);
    }
    for text in operations {
        let (service, operation) = text
            .split_once(':')
            .ok_or_else(|| anyhow!("{text:?} is no operation of a service: write it as s3:GetObject"))?;
        check("service", service, known)?;
        match selection.get_mut(service) {
            Some(Operations::Only(names)) => {
                names.insert(operation.to_owned());
            }
            _ => {
                let names = BTreeSet::from([operation.to_owned()]);
                selection.insert(service.to_owned(), Operations::Only(names));
            }
        }
    }
    Ok(selection)
}

/// So many names can be told in an error.
const FEW: usize = 20;

/// Errors unless `name` is one of the `known` things called `what`.
pub fn check(what: &str, name: &str, known: &BTreeSet<String>) -> Result<()> {
    if known.contains(name) {
        return Ok(());
    }
    match suggestions(name, known).as_slice() {
        [] if known.len() <= FEW => {
            let all: Vec<_> = known.iter().map(String::as_str).collect();
            bail!("unknown {what} {name:?}; there are {}", all.join(", "))
        }
        [] => bail!("unknown {what} {name:?}; none of the {} has a name like it", known.len()),
        close => bail!("unknown {what} {name:?}; did you mean {}?", close.join(" or ")),
    }
}

/// At most three names that `name` may be a misspelling of, the likeliest first.
fn suggestions<'a>(name: &str, known: &'a BTreeSet<String>) -> Vec<&'a str> {
    let plain = |text: &str| text.replace(['-', '_', '.', ' '], "").to_ascii_lowercase();
    let name = plain(name);
    if let Some(same) = known.iter().find(|candidate| plain(candidate) == name) {
        return vec![same];
    }
    let mut scored: Vec<_> = known
        .iter()
        .filter_map(|candidate| {
            let other = plain(candidate);
            let part = name.len() > 2 && (other.contains(&name) || name.contains(&other));
            let likeness = strsim::jaro_winkler(&name, &other) + if part { 1.0 } else { 0.0 };
            (likeness > 0.85).then_some((likeness, candidate.as_str()))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn known() -> BTreeSet<String> {
        ["dynamodb", "dynamodbstreams", "s3", "s3control", "cloudwatch", "bedrock-runtime", "sqs", "sns"]
            .map(str::to_owned)
            .into()
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn nothing_given_is_everything() {
        assert_eq!(select(&known(), &[], &[]).unwrap().len(), known().len());
    }

    #[test]
    fn operations_limit_their_service_only() {
        let services = strings(&["s3", "sqs"]);
        let operations = strings(&["dynamodb:GetItem", "dynamodb:PutItem", "s3:GetObject"]);
        let selection = select(&known(), &services, &operations).unwrap();
        assert_eq!(selection.len(), 3);
        assert_eq!(selection["sqs"], Operations::All);
        assert_eq!(
            selection["dynamodb"],
            Operations::Only(strings(&["GetItem", "PutItem"]).into_iter().collect())
        );
        assert_eq!(selection["s3"], Operations::Only(strings(&["GetObject"]).into_iter().collect()));
    }

    #[test]
    fn misspelt_services_get_suggestions() {
        let told = |name: &str| check("service", name, &known()).unwrap_err().to_string();
        assert_eq!(told("dynamo"), "unknown service \"dynamo\"; did you mean dynamodb or dynamodbstreams?");
        assert_eq!(told("Cloud_Watch"), "unknown service \"Cloud_Watch\"; did you mean cloudwatch?");
        assert_eq!(
            told("bedrok-runtime"),
            "unknown service \"bedrok-runtime\"; did you mean bedrock-runtime?"
        );
        let many = (0..30).map(|number| format!("service{number}")).collect();
        let error = check("service", "zzz", &many).unwrap_err().to_string();
        assert_eq!(error, "unknown service \"zzz\"; none of the 30 has a name like it");
        let few = ["lints", "unit"].map(str::to_owned).into();
        let error = check("stage", "nope", &few).unwrap_err().to_string();
        assert_eq!(error, "unknown stage \"nope\"; there are lints, unit");
    }

    #[test]
    fn an_operation_needs_its_service() {
        let error = select(&known(), &[], &strings(&["GetObject"])).unwrap_err().to_string();
        assert!(error.contains("write it as s3:GetObject"), "{error}");
    }
}
