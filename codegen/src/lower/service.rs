//! The service as a whole.

use super::Model;
use super::operations::OperationLowering;
use super::reach::Reach;
use super::settings::{check_operations, interceptors, package, retry};
use super::shapes::Shapes;
use super::{context, discovery, endpoints, errors, operations, paginators, resources, waiters};
use crate::fixups;
use crate::ir::endpoint::{Legacy, RuleSet};
use crate::ir::resource::Resources;
use crate::ir::{AuthScheme, Protocol, Service, StructureId};
use crate::model::service as model;
use crate::settings::Settings;
use crate::{Error, Filter, Input};
use std::collections::BTreeMap;

/// Lowers a service.
pub fn service(input: &Input<'_>, settings: &Settings, filter: &Filter) -> Result<Service, Error> {
    changed(input, settings, filter, |_| {})
}

/// Lowers a service whose model `change` has changed.
pub(super) fn changed(
    input: &Input<'_>,
    settings: &Settings,
    filter: &Filter,
    change: impl FnOnce(&mut model::Service),
) -> Result<Service, Error> {
    let (service, errors) = with_errors(input, settings, filter, change)?;
    match errors.into_iter().next() {
        Some(error) => Err(error),
        None => Ok(service),
    }
}

/// All that is wrong with the definitions of a service's resources, or the first thing that is with its model.
pub fn lint_resources(input: &Input<'_>, settings: &Settings) -> Vec<Error> {
    match with_errors(input, settings, &Filter::All, |_| {}) {
        Ok((_, errors)) => errors,
        Err(error) => vec![error],
    }
}

/// A service, and all that is wrong with the definitions of its resources.
fn with_errors(
    input: &Input<'_>,
    settings: &Settings,
    filter: &Filter,
    change: impl FnOnce(&mut model::Service),
) -> Result<(Service, Vec<Error>), Error> {
    let Some((file, text)) = input.file("service.json") else {
        return Err(Error::new(input.name, "", "there is no service.json"));
    };
    let mut parsed = model::Service::parse(&file, text)?;
    fixups::apply(&settings.fixups, &file, &mut parsed)?;
    super::header_texts::add(&file, &mut parsed)?;
    change(&mut parsed);
    let model = Model { file: &file, service: &parsed };
    let metadata = &parsed.metadata;
    let protocol = protocol(model, settings)?;
    let (rules, legacy) = endpoint_rules(input, &metadata.endpoint_prefix)?;
    let wanted = operations::wanted(model, filter)?;
    let exceptions = errors::exceptions(model, filter, &wanted)?;
    let mut reach = Reach::new(model, &wanted, &exceptions)?;
    let resources = input.file("resources.json").or_else(|| input.file("resources-1.json"));
    let whole = match filter {
        Filter::All => None,
        Filter::Operations(_) => {
            let all = operations::wanted(model, &Filter::All)?;
            let whole = Reach::new(model, &all, &errors::exceptions(model, &Filter::All, &all)?)?;
            if let Some((file, text)) = &resources {
                let names = wanted.iter().map(|(name, _)| *name).collect();
                let data = resources::data_shapes(file, text, settings, filter, &names)?;
                reach.add(model, data.iter().filter_map(|name| whole.name(name)))?;
            }
            Some(whole)
        }
    };
    check_operations(input.name, model, settings)?;
    let auth = service_auth(model, settings)?;
    let mut shapes = Shapes::new(model, protocol, &reach, whole.as_ref().unwrap_or(&reach))?;
    let operations =
        OperationLowering { model, settings, rules: &rules, shapes: &mut shapes }.all(&wanted)?;
    let mut service = Service {
        name: input.name.to_owned(),
        package: package(input.name, protocol, &auth, settings, |name| {
            wanted.iter().any(|(wanted, _)| *wanted == name)
        })?,
        title: title(metadata),
        docs: super::docs(&parsed.documentation),
        id: metadata.service_id.clone(),
        api_version: metadata.api_version.clone(),
        endpoint_prefix: metadata.endpoint_prefix.clone(),
        signing_name: metadata.signing_name.clone().unwrap_or_else(|| metadata.endpoint_prefix.clone()),
        protocol,
        json_version: metadata.json_version.clone(),
        target_prefix: metadata.target_prefix.clone(),
        query_compatible: metadata.aws_query_compatible.is_some(),
        auth,
        s3_signature: matches!(metadata.signature_version.as_str(), "s3" | "s3v4"),
        environment_token: settings.environment_token,
        not_found: settings.not_found.clone(),
        errors: errors::table(model, &shapes, &exceptions)?,
        client_context: match rules.parameters.as_slice() {
            [] => Vec::new(),
            _ => context::client(model, &rules, settings)?,
        },
        rules,
        legacy,
        retry: retry(input.name, settings)?,
        interceptors: interceptors(input.name, settings)?,
        discovery: discovery::table(model, &operations),
        first: operations.iter().position(|operation| settings.first.as_ref() == Some(&operation.name)),
        operations,
        left_out: operations::left_out(model, filter),
        paginators: Vec::new(),
        waiters: Vec::new(),
        resources: Resources::default(),
        structures: shapes.structures,
        enums: shapes.enums,
        lists: shapes.lists,
        maps: shapes.maps,
    };
    service.paginators =
        paginators::paginators(input, &service, |name| parsed.operations.contains_key(name))?;
    for paginator in &service.paginators {
        let operation = &mut service.operations[paginator.operation];
        operation.setters = paginators::setters(&service.structures[operation.input.0]);
    }
    service.waiters = waiters::waiters(input, &service, |name| parsed.operations.contains_key(name))?;
    let mut errors = Vec::new();
    if let Some((file, text)) = resources {
        (service.resources, errors) = resources::lower(&file, text, model, settings, filter, &service);
    }
    describe_inputs_at_builders(&mut service, &reach);
    mark_credentials(&mut service, model, settings)?;
    Ok((service, errors))
}

/// Finds the structures that convert into credentials, whose secrets are never shown. Those that no selected operation uses
/// are left out.
fn mark_credentials(service: &mut Service, model: Model<'_>, settings: &Settings) -> Result<(), Error> {
    let mut names = settings.credentials.iter();
    if let Some(name) = names.find(|name| !model.service.shapes.contains_key(name.as_str())) {
        let message = "the model has no such shape";
        return Err(model.error(format!("credentials in services.toml: {name}"), message));
    }
    let is_open =
        |name: &str| name.eq_ignore_ascii_case("AccessKeyId") || name.eq_ignore_ascii_case("Expiration");
    for structure in &mut service.structures {
        structure.credentials = settings.credentials.contains(&structure.name);
        if structure.credentials {
            // STS does not call its session token sensitive.
            structure.members.iter_mut().for_each(|member| member.sensitive |= !is_open(&member.name));
        }
    }
    Ok(())
}

/// The members of a structure that is nothing but the input of one operation are described at its builder.
fn describe_inputs_at_builders(service: &mut Service, reach: &Reach<'_>) {
    let roles: BTreeMap<&str, _> = reach.shapes().collect();
    let mut operations: BTreeMap<StructureId, Vec<&str>> = BTreeMap::new();
    for operation in &service.operations {
        operations.entry(operation.input).or_default().push(&operation.type_name);
    }
    for (id, names) in operations {
        let structure = &mut service.structures[id.0];
        let only_input = roles.get(structure.name.as_str()).is_none_or(|role| !role.nested && !role.output);
        if let [name] = names.as_slice()
            && only_input
        {
            structure.input_of = Some((*name).to_owned());
        }
    }
}

fn title(metadata: &model::Metadata) -> String {
    let names = [&metadata.service_full_name, &metadata.service_abbreviation, &metadata.service_id];
    names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default()
}

/// The protocol: that of the settings, else the first that both botocore and the model know.
fn protocol(model: Model<'_>, settings: &Settings) -> Result<Protocol, Error> {
    let metadata = &model.service.metadata;
    let named = |name: &str| Protocol::ALL.into_iter().find(|protocol| protocol.name() == name);
    if let Some(name) = &settings.protocol {
        let message = format!("services.toml asks for the protocol `{name}`, which is none");
        return named(name).ok_or_else(|| model.error("metadata.protocols", message));
    }
    let listed =
        Protocol::ALL.into_iter().find(|protocol| metadata.protocols.iter().any(|p| p == protocol.name()));
    let message = || format!("`{}` is no protocol this generator knows", metadata.protocol);
    listed.or_else(|| named(&metadata.protocol)).ok_or_else(|| model.error("metadata.protocol", message()))
}

/// Endpoint rules of the service, if its model has them, and what `endpoints.json` adds.
fn endpoint_rules(input: &Input<'_>, endpoint_prefix: &str) -> Result<(RuleSet, Legacy), Error> {
    let rules = match input.file("endpoint-rules.json") {
        Some((file, text)) => endpoints::rule_set(&file, text)?,
        None => RuleSet::default(),
    };
    let legacy = match input.files.get("endpoints.json") {
        Some(text) => endpoints::legacy("endpoints.json", text, endpoint_prefix)?,
        None => Legacy::default(),
    };
    Ok((rules, legacy))
}

/// The auth schemes: those of the settings, else the model's.
fn service_auth(model: Model<'_>, settings: &Settings) -> Result<Vec<AuthScheme>, Error> {
    let metadata = &model.service.metadata;
    if !settings.auth.is_empty() {
        return auth_schemes(model, &settings.auth, || "auth in services.toml".to_owned());
    }
    if !metadata.auth.is_empty() {
        return auth_schemes(model, &metadata.auth, || "metadata.auth".to_owned());
    }
    match metadata.signature_version.as_str() {
        "" | "v4" | "s3" | "s3v4" => Ok(vec![AuthScheme::SigV4]),
        "v2" => Ok(vec![AuthScheme::SigV2]),
        "bearer" => Ok(vec![AuthScheme::Bearer]),
        other => Err(model
            .error("metadata.signatureVersion", format!("`{other}` is no signature this generator knows"))),
    }
}

/// Auth schemes by the names of the models.
pub(crate) fn auth_schemes(
    model: Model<'_>,
    names: &[String],
    place: impl Fn() -> String,
) -> Result<Vec<AuthScheme>, Error> {
    let schemes = names.iter().map(|name| match name.as_str() {
        "aws.auth#sigv4" => Ok(AuthScheme::SigV4),
        "aws.auth#sigv4a" => Ok(AuthScheme::SigV4a),
        "smithy.api#httpBearerAuth" => Ok(AuthScheme::Bearer),
        "smithy.api#noAuth" => Ok(AuthScheme::Anonymous),
        other => Err(model.error(place(), format!("`{other}` is no auth scheme this generator knows"))),
    });
    schemes.collect()
}
