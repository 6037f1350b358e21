//! Corrections of models: what their authors have to mend, and what we cannot wait for. They are data of
//! `services.toml`; one that no longer applies is an error, so that none outlives its reason.

use crate::Error;
use crate::model::service::{Service, ShapeType};
use serde::Deserialize;

/// How paragraphs of a model's documentation end.
const PARAGRAPH_END: &str = "</p>";

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fixup {
    /// A structure that always holds exactly one member, and that the model does not call a union.
    Union(String),
    /// A string that holds bytes in base64, and that the model does not call a blob.
    Blob(String),
    /// What the documentation of a member does not say.
    Docs {
        /// The structures.
        shapes: Vec<String>,
        /// The member that each of them has.
        member: String,
        /// A paragraph in the HTML of models. It is put behind the first one, which is a summary.
        text: String,
    },
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
                let useless = |what: &str| useless(file, name, what, "union");
                let shape = service.shapes.get_mut(name).ok_or_else(|| useless("does not exist"))?;
                if shape.union {
                    return Err(useless("is a union by now"));
                }
                shape.union = true;
            }
            Fixup::Blob(name) => {
                let useless = |what: &str| useless(file, name, what, "blob");
                let shape = service.shapes.get_mut(name).ok_or_else(|| useless("does not exist"))?;
                if shape.kind != ShapeType::String || shape.values.is_some() {
                    return Err(useless("is not a string"));
                }
                shape.kind = ShapeType::Blob;
            }
            Fixup::Docs { shapes, member, text } => {
                for name in shapes {
                    let found = service.shapes.get_mut(name).and_then(|shape| shape.members.get_mut(member));
                    let absent = || {
                        let message = "does not exist: remove it from the fixup `docs` in services.toml";
                        Error::new(file, format!("shapes.{name}.members.{member}"), message)
                    };
                    let documentation = &mut found.ok_or_else(absent)?.documentation;
                    let summary = documentation.find(PARAGRAPH_END).map(|at| at + PARAGRAPH_END.len());
                    documentation.insert_str(summary.unwrap_or(documentation.len()), text);
                }
            }
        }
    }
    Ok(())
}

/// The error of a correction `kind` of shape `name` that does not apply.
fn useless(file: &str, name: &str, what: &str, kind: &str) -> Error {
    let message = format!("{what}: remove the fixup `{{ {kind} = \"{name}\" }}` from services.toml");
    Error::new(file, format!("shapes.{name}"), message)
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
    fn a_string_becomes_a_blob() {
        let text = r#"{"metadata": {"apiVersion": "1", "endpointPrefix": "x", "serviceId": "X", "protocol": "json",
            "signatureVersion": "v4"}, "operations": {}, "shapes": {"Key": {"type": "string", "sensitive": true}}}"#;
        let mut service = Service::parse("x/service.json", text).unwrap();
        let fixup = [Fixup::Blob("Key".to_owned())];
        apply(&fixup, "x/service.json", &mut service).unwrap();
        assert_eq!(service.shapes["Key"].kind, ShapeType::Blob);
        let error = apply(&fixup, "x/service.json", &mut service).unwrap_err().to_string();
        assert!(error.contains("is not a string") && error.contains(r#"{ blob = "Key" }"#), "{error}");
    }

    #[test]
    fn documentation_gets_a_paragraph_behind_its_summary() {
        let text = r#"{"metadata": {"apiVersion": "1", "endpointPrefix": "x", "serviceId": "X", "protocol": "json",
            "signatureVersion": "v4"}, "operations": {},
            "shapes": {"Text": {"type": "string"}, "Copy": {"type": "structure", "members": {
                "Source": {"shape": "Text", "documentation": "<p>Where from.</p><p>More.</p>"},
                "Target": {"shape": "Text"}}}}}"#;
        let mut service = Service::parse("x/service.json", text).unwrap();
        let docs = |member: &str| Fixup::Docs {
            shapes: vec!["Copy".to_owned()],
            member: member.to_owned(),
            text: "<p>Note.</p>".to_owned(),
        };
        apply(&[docs("Source"), docs("Target")], "x/service.json", &mut service).unwrap();
        let members = &service.shapes["Copy"].members;
        assert_eq!(members["Source"].documentation, "<p>Where from.</p><p>Note.</p><p>More.</p>");
        assert_eq!(members["Target"].documentation, "<p>Note.</p>");
        let error = apply(&[docs("Gone")], "x/service.json", &mut service).unwrap_err().to_string();
        assert!(error.contains("shapes.Copy.members.Gone: does not exist"), "{error}");
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
