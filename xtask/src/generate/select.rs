//! Which services and operations the command line asks for.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, anyhow};

use super::names::Names;

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
pub fn select(known: &Names<'_>, services: &[String], operations: &[String]) -> Result<Selection> {
    if services.is_empty() && operations.is_empty() {
        return Ok(known.all().iter().map(|name| (name.clone(), Operations::All)).collect());
    }
    let mut selection = Selection::new();
    for name in services {
        known.check(name)?;
        selection.insert(name.clone(), Operations::All);
    }
    for text in operations {
        let (service, operation) = text
            .split_once(':')
            .ok_or_else(|| anyhow!("{text:?} is no operation of a service: write it as s3:GetObject"))?;
        known.check(service)?;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn known() -> Names<'static> {
        Names::only(["cloudwatch", "dynamodb", "s3", "sns", "sqs"].map(str::to_owned).into())
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn nothing_given_is_everything() {
        assert_eq!(select(&known(), &[], &[]).unwrap().len(), known().all().len());
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
    fn an_operation_needs_its_service() {
        let error = select(&known(), &[], &strings(&["GetObject"])).unwrap_err().to_string();
        assert!(error.contains("write it as s3:GetObject"), "{error}");
    }
}
