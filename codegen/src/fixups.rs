//! Corrections of models: what their authors have to mend, and what we cannot wait for. They are data of
//! `services.toml`; one that no longer applies is an error, so that none outlives its reason.

use crate::Error;
use crate::model::service::Service;
use serde::Deserialize;

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fixup {
    /// A structure that always holds exactly one member, and that the model does not call a union.
    Union(String),
}

/// Corrects `service`, the content of `file`.
///
/// # Errors
///
/// A correction of a shape that is not there, or that the model has right by now.
pub(crate) fn apply(fixups: &[Fixup], file: &str, service: &mut Service) -> Result<(), Error> {
    for fixup in fixups {
        match fixup {
            Fixup::Union(name) => {
                let error = |what: &str| {
                    let message =
                        format!("{what}: remove the fixup `{{ union = \"{name}\" }}` from services.toml");
                    Error::new(file, format!("shapes.{name}"), message)
                };
                let shape = service.shapes.get_mut(name).ok_or_else(|| error("does not exist"))?;
                if shape.union {
                    return Err(error("is a union by now"));
                }
                shape.union = true;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn service(union: bool) -> Service {
        let text = format!(
            r#"{{"metadata": {{"apiVersion": "1", "endpointPrefix": "x", "serviceId": "X", "protocol": "json",
                "signatureVersion": "v4"}},
                "operations": {{}}, "shapes": {{"Value": {{"type": "structure", "members": {{}}, "union": {union}}}}}}}"#
        );
        Service::parse("x/service.json", &text).unwrap()
    }

    #[test]
    fn a_structure_becomes_a_union() {
        let mut service = service(false);
        apply(&[Fixup::Union("Value".to_owned())], "x/service.json", &mut service).unwrap();
        assert!(service.shapes["Value"].union);
    }

    #[test]
    fn a_fixup_without_use_is_an_error() {
        let fail = |union, name: &str| {
            apply(&[Fixup::Union(name.to_owned())], "x/service.json", &mut service(union))
                .unwrap_err()
                .to_string()
        };
        assert!(fail(true, "Value").contains("is a union by now"));
        assert!(
            fail(false, "Gone").contains("x/service.json") && fail(false, "Gone").contains("does not exist")
        );
    }
}
