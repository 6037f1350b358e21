//! Operations: which are wanted, and each with its templates, checksums and endpoint parameters.

use super::Model;
use super::context;
use super::discovery;
use super::reserved;
use super::service::auth_schemes;
use super::shapes::Shapes;
use super::template::{query, template};
use crate::ir::endpoint::RuleSet;
use crate::ir::{AuthScheme, Checksum, Operation, StructureId};
use crate::model::service as model;
use crate::names;
use crate::settings::Settings;
use crate::suggest::{alternatives, nearest};
use crate::{Error, Filter};

/// The operations that are wanted, sorted by name.
///
/// Operations whose *input* is a stream of events are left out, as botocore does: they need HTTP/2 in both
/// directions at once.
pub(crate) fn wanted<'m>(
    model: Model<'m>,
    filter: &Filter,
) -> Result<Vec<(&'m str, &'m model::Operation)>, Error> {
    if let Filter::Operations(names) = filter {
        for name in names {
            let Some(operation) = model.service.operations.get(name) else {
                return Err(unknown(model, name));
            };
            if streams_input(model, operation) {
                let message = "its input is a stream of events, which is not supported";
                return Err(model.error(format!("operations.{name}"), message));
            }
        }
    }
    let operations = model.service.operations.iter().map(|(name, operation)| (name.as_str(), operation));
    let mut operations: Vec<_> = operations
        .filter(|(name, operation)| filter.wants(name) && !streams_input(model, operation))
        .collect();
    if let Some((name, operation)) = discovery::needed(model, &operations)?
        && !operations.iter().any(|(other, _)| *other == name)
    {
        operations.push((name, operation));
    }
    operations.sort_by_key(|(name, _)| *name);
    Ok(operations)
}

/// The operations that are left out where all are wanted, sorted: those with a stream of events as input.
pub(crate) fn left_out(model: Model<'_>, filter: &Filter) -> Vec<String> {
    let operations = model.service.operations.iter();
    let streaming =
        operations.filter(|(name, operation)| filter.wants(name) && streams_input(model, operation));
    let mut names: Vec<_> = streaming.map(|(name, _)| name.clone()).collect();
    names.sort();
    names
}

fn unknown(model: Model<'_>, name: &str) -> Error {
    model.error("operations", no_operation(model, name))
}

/// The message for an operation that the model does not have, with those that may be meant.
pub(super) fn no_operation(model: Model<'_>, name: &str) -> String {
    let names = model.service.operations.keys().map(String::as_str);
    let meant: Vec<_> = nearest(name, names).iter().map(|other| format!("`{other}`")).collect();
    let hint =
        if meant.is_empty() { String::new() } else { format!("; did you mean {}?", alternatives(&meant)) };
    format!("there is no operation `{name}`{hint}")
}

/// What stands before the host. An account id that the endpoint rules require, they put into the host themselves.
fn host_prefix(operation: &model::Operation) -> &str {
    let prefix = operation.endpoint.as_ref().map_or("", |endpoint| endpoint.host_prefix.as_str());
    let required = operation.static_context_params.get("RequiresAccountId");
    let in_rules = matches!(required.map(|param| &param.value), Some(model::StaticValue::Boolean(true)));
    if in_rules && prefix == "{AccountId}." { "" } else { prefix }
}

fn streams_input(model: Model<'_>, operation: &model::Operation) -> bool {
    let shape = |name: &str| model.service.shapes.get(name);
    let input = operation.input.as_ref().and_then(|input| shape(&input.shape));
    let mut members = input.into_iter().flat_map(|input| input.members.values());
    members.any(|member| shape(&member.shape).is_some_and(|shape| shape.eventstream))
}

/// Lowers operations.
pub(crate) struct OperationLowering<'a, 'm> {
    pub model: Model<'m>,
    pub settings: &'a Settings,
    pub rules: &'a RuleSet,
    pub shapes: &'a mut Shapes<'m>,
}

impl OperationLowering<'_, '_> {
    /// All of them.
    pub fn all(&mut self, wanted: &[(&str, &model::Operation)]) -> Result<Vec<Operation>, Error> {
        let mut types = reserved::OPERATIONS.scope();
        let mut methods = reserved::CLIENT.scope();
        let operations = wanted.iter().map(|(name, operation)| {
            let type_name = types.claim(names::shape(name));
            let method_name = methods.claim(names::operation(name));
            self.operation(name, operation, type_name, method_name)
        });
        operations.collect()
    }

    fn operation(
        &mut self,
        name: &str,
        operation: &model::Operation,
        type_name: String,
        method_name: String,
    ) -> Result<Operation, Error> {
        let place = |part: &str| format!("operations.{name}.{part}");
        let input_shape = match &operation.input {
            Some(input) => Some(self.model.shape(&input.shape, || place("input"))?),
            None => None,
        };
        let input =
            self.structure(name, "Input", operation.input.as_ref().map(|input| input.shape.as_str()))?;
        let output =
            self.structure(name, "Output", operation.output.as_ref().map(|out| out.shape.as_str()))?;
        let (path, query_string) = match operation.http.request_uri.split_once('?') {
            Some((path, query_string)) => (path, query_string),
            None => (operation.http.request_uri.as_str(), ""),
        };
        let members = input_shape.map(|(_, shape)| &shape.members);
        let path = template(path, |label| {
            let mut members = members?.iter();
            members.position(|(name, member)| {
                member.location == Some(model::Location::Uri)
                    && member.location_name.as_ref().unwrap_or(name) == label
            })
        });
        let path = path.map_err(|label| self.no_label(place("http.requestUri"), &label))?;
        let host_prefix = host_prefix(operation);
        let host_prefix = template(host_prefix, |label| members?.get_index_of(label));
        let host_prefix = host_prefix.map_err(|label| self.no_label(place("endpoint.hostPrefix"), &label))?;
        Ok(Operation {
            name: name.to_owned(),
            type_name,
            method_name,
            docs: super::docs(&operation.documentation),
            input,
            has_input: operation.input.is_some(),
            output,
            has_output: operation.output.is_some(),
            errors: self.errors(operation),
            setters: self.setters(input),
            http_method: operation.http.method.clone(),
            path,
            query: query(query_string),
            host_prefix,
            input_wire: operation.input.as_ref().map(|input| input.location_name.clone()).unwrap_or_default(),
            input_xml_namespace: operation
                .input
                .as_ref()
                .and_then(|input| input.xml_namespace.as_ref().map(Into::into)),
            result_wrapper: operation
                .output
                .as_ref()
                .map(|out| out.result_wrapper.clone())
                .unwrap_or_default(),
            auth: self.auth(name, operation)?,
            unsigned_payload: operation.unsigned_payload
                || operation.authtype.as_deref() == Some("v4-unsigned-body"),
            checksum: self.checksum(name, operation, input_shape.map(|(_, shape)| shape))?,
            compression: operation.requestcompression.iter().flat_map(|c| c.encodings.clone()).collect(),
            context: match self.rules.parameters.as_slice() {
                [] => Vec::new(),
                _ => context::bindings(self.model, self.rules, name, operation, input_shape)?,
            },
            long_poll: self.settings.long_poll.iter().any(|long_poll| long_poll == name),
        })
    }

    fn no_label(&self, place: String, label: &str) -> Error {
        self.model.error(place, format!("the label `{{{label}}}` is no member of the input"))
    }

    /// The structure an operation refers to; an empty one where it has none.
    fn structure(&mut self, operation: &str, role: &str, shape: Option<&str>) -> Result<StructureId, Error> {
        let Some(shape) = shape else {
            return Ok(self.shapes.add_empty(format!("{operation}{role}")));
        };
        self.shapes.structure(shape).ok_or_else(|| {
            let place = format!("operations.{operation}.{}", role.to_lowercase());
            self.model.error(place, format!("the shape `{shape}` is no structure"))
        })
    }

    /// The exceptions of an operation. That they exist was found out when all exceptions were collected.
    fn errors(&self, operation: &model::Operation) -> Vec<StructureId> {
        let mut errors: Vec<_> =
            operation.errors.iter().filter_map(|e| self.shapes.structure(&e.shape)).collect();
        errors.sort_by_key(|id| &self.shapes.structures[id.0].type_name);
        errors.dedup();
        errors
    }

    fn setters(&self, input: StructureId) -> Vec<String> {
        let mut scope = reserved::CALL.scope();
        let members = self.shapes.structures[input.0].members.iter();
        members.map(|member| scope.claim(member.rust_name.clone())).collect()
    }

    fn auth(&self, name: &str, operation: &model::Operation) -> Result<Vec<AuthScheme>, Error> {
        if !operation.auth.is_empty() {
            return auth_schemes(self.model, &operation.auth, || format!("operations.{name}.auth"));
        }
        match operation.authtype.as_deref() {
            Some("none") => Ok(vec![AuthScheme::Anonymous]),
            _ => Ok(Vec::new()),
        }
    }

    fn checksum(
        &self,
        name: &str,
        operation: &model::Operation,
        input: Option<&model::Shape>,
    ) -> Result<Option<Checksum>, Error> {
        let member = |member: &Option<String>| match member {
            None => Ok(None),
            Some(member) => match input.and_then(|input| input.members.get_index_of(member)) {
                Some(index) => Ok(Some(index)),
                None => {
                    let message = format!("`{member}` is no member of the input");
                    Err(self.model.error(format!("operations.{name}.httpChecksum"), message))
                }
            },
        };
        Ok(match &operation.http_checksum {
            Some(checksum) => Some(Checksum {
                required: checksum.request_checksum_required || operation.http_checksum_required,
                algorithm_member: member(&checksum.request_algorithm_member)?,
                mode_member: member(&checksum.request_validation_mode_member)?,
                response_algorithms: checksum.response_algorithms.clone(),
            }),
            None if operation.http_checksum_required => Some(Checksum {
                required: true,
                algorithm_member: None,
                mode_member: None,
                response_algorithms: Vec::new(),
            }),
            None => None,
        })
    }
}
