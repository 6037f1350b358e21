//! The endpoint half: rule sets of services and of their own, asked directly and through clients.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Case;
use super::runner::{Runner, json_files, read, write_if_changed};
use crate::generate::{self, Request};
use crate::project::Project;

/// The folders of data.
pub const FOLDERS: &[&str] = &["endpoints", "endpoint-rules"];

/// A file of cases, and the rule set they are for.
struct RuleFile {
    /// The service, or the name of the rule set.
    name: String,
    /// The module with the rule set.
    module: String,
    cases: PathBuf,
    rules: PathBuf,
}

/// Runs the data in `dir`.
pub fn run(project: &Project, dir: &Path) -> Result<Vec<Case>> {
    crate::models::ensure(project)?;
    let mut runner = Runner::new(project, "endpoints")?;
    let services = service_files(project, &dir.join("endpoints"))?;
    let mut files = own_files(&dir.join("endpoint-rules"))?;
    let operations = operations(&services)?;
    files.extend(services);
    let mut modules = String::new();
    let mut rows = String::new();
    for file in &files {
        let text = as_headers(&read(&file.rules)?).with_context(|| file.rules.display().to_string())?;
        runner.file(format!("src/generated/{}.rs", file.module), rules_module(&file.rules, &text)?);
        modules.push_str(&format!("mod {};\n", file.module));
        let text = as_headers(&read(&file.cases)?).with_context(|| file.cases.display().to_string())?;
        let folder = file.cases.parent().and_then(Path::file_name).unwrap_or_default();
        let cases = runner.dir().join("cases").join(folder).join(format!("{}.json", file.name));
        write_if_changed(&cases, &text)?;
        rows.push_str(&format!("    ({:?}, {:?}, &{}::RULES),\n", file.name, cases, file.module));
    }
    let (crates, arms) = service_crates(project, &mut runner, &operations)?;
    for (name, path) in &crates {
        runner.path_dependency(name, path, if name == "tucuxi-partitions" { &[] } else { &["json"] });
    }
    runner.path_dependency("tucuxi", &project.sdk().join("runtime"), &["json"]);
    runner.dependency("http", "\"1\"");
    runner.dependency("serde", "{ version = \"1\", features = [\"derive\"] }");
    runner.dependency("serde_json", "\"1\"");
    runner.dependency("tokio", "{ version = \"1\", features = [\"rt\", \"time\", \"net\"] }");
    runner.file("src/generated/mod.rs", table(&modules, &rows, &arms));
    let mut results = rules_without_cases(&dir.join("endpoint-rules"))?;
    results.extend(runner.run(project)?);
    Ok(results)
}

/// Rule sets that no cases ask: that they are read at all.
fn rules_without_cases(dir: &Path) -> Result<Vec<Case>> {
    let asked = json_files(&dir.join("test-cases"))?;
    let rules = json_files(&dir.join("valid-rules"))?;
    let mut results = Vec::new();
    for (name, path) in rules.iter().filter(|(name, _)| !asked.contains_key(*name)) {
        let module = as_headers(&read(path)?).and_then(|text| rules_module(path, &text));
        let difference = module.err().map(|error| format!("{error:#}"));
        results.push(Case { name: format!("valid-rules/{name}.json"), difference });
    }
    Ok(results)
}

/// `src/generated/mod.rs`: the rule sets with the files of their cases, and the operations that cases call.
fn table(modules: &str, rows: &str, arms: &str) -> String {
    format!(
        "//! The rule sets and operations that the data is about.\n\n\
         {modules}\n\
         use tucuxi::client::DynOperation;\nuse tucuxi::internal::endpoint::RuleSet;\n\n\
         /// Name, file with the cases, rule set.\n\
         pub const RULE_SETS: &[(&str, &str, &RuleSet)] = &[\n{rows}];\n\n\
         /// An operation of a service.\n\
         pub fn operation(service: &str, name: &str) -> Option<DynOperation> {{\n    \
         match (service, name) {{\n{arms}        _ => None,\n    }}\n}}\n"
    )
}

/// Files of cases for services, whose rules are among the models.
fn service_files(project: &Project, dir: &Path) -> Result<Vec<RuleFile>> {
    let mut files = Vec::new();
    for (name, cases) in json_files(dir)? {
        let rules = project.model_data().join(&name).join("endpoint-rules.json");
        if !rules.is_file() {
            bail!("{}: there is no service {name} with endpoint rules", cases.display());
        }
        files.push(RuleFile { module: format!("service_{}", identifier(&name)), name, cases, rules });
    }
    Ok(files)
}

/// Files of cases for rule sets of their own, which lie in files of the same names.
fn own_files(dir: &Path) -> Result<Vec<RuleFile>> {
    let mut files = Vec::new();
    for (name, cases) in json_files(&dir.join("test-cases"))? {
        let rules = dir.join("valid-rules").join(format!("{name}.json"));
        if !rules.is_file() {
            bail!("{}: there is no {}", cases.display(), rules.display());
        }
        files.push(RuleFile { module: format!("rules_{}", identifier(&name)), name, cases, rules });
    }
    Ok(files)
}

/// The operations that cases call, `SERVICE:Operation`.
fn operations(files: &[RuleFile]) -> Result<BTreeSet<String>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Cases {
        test_cases: Vec<Calls>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Calls {
        #[serde(default)]
        operation_inputs: Vec<Call>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Call {
        operation_name: String,
    }
    let mut operations = BTreeSet::new();
    for file in files {
        let cases: Cases =
            serde_json::from_str(&read(&file.cases)?).with_context(|| file.cases.display().to_string())?;
        let calls = cases.test_cases.into_iter().flat_map(|case| case.operation_inputs);
        operations.extend(calls.map(|call| format!("{}:{}", file.name, call.operation_name)));
    }
    Ok(operations)
}

/// Generates crates with `operations`. The crates by name, and the arms of a match from service and operation.
fn service_crates(
    project: &Project,
    runner: &mut Runner,
    operations: &BTreeSet<String>,
) -> Result<(BTreeMap<String, PathBuf>, String)> {
    let out = runner.dir().join("crates");
    let services: BTreeSet<_> =
        operations.iter().filter_map(|operation| operation.split(':').next()).collect();
    let request = Request {
        operations: operations.iter().cloned().collect(),
        out: Some(out.clone()),
        ..Request::default()
    };
    let partitions = if operations.is_empty() {
        partitions_crate(project, runner)?
    } else {
        generate::run(project, &request)?;
        out.join("partitions")
    };
    let mut crates = BTreeMap::from([("tucuxi-partitions".to_owned(), partitions)]);
    let mut arms = String::new();
    for service in services {
        let dir = out.join(service);
        let manifest: toml::Table = toml::from_str(&read(&dir.join("Cargo.toml"))?)?;
        let name =
            manifest.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
        let name = name.with_context(|| format!("the crate of {service} has no name"))?;
        arms.push_str(&format!(
            "        ({service:?}, name) => {}::json::operation(name),\n",
            identifier(name)
        ));
        crates.insert(name.to_owned(), dir);
    }
    Ok((crates, arms))
}

/// Writes the crate that rule sets need, where no service is generated that needs it too. Its folder.
fn partitions_crate(project: &Project, runner: &mut Runner) -> Result<PathBuf> {
    let text = read(&project.model_data().join("partitions.json"))?;
    let partitions = codegen::lower::endpoints::partitions("partitions.json", &text)?;
    let library = codegen::emit::partitions::library(&partitions);
    let runtime = toml::Value::String(project.sdk().join("runtime").display().to_string());
    let manifest = format!(
        "[package]\nname = \"tucuxi-partitions\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\ntucuxi = {{ path = {runtime}, default-features = false }}\n"
    );
    runner.file("partitions/Cargo.toml", manifest);
    runner.file("partitions/src/lib.rs", library.to_string());
    Ok(runner.dir().join("partitions"))
}

/// Properties of endpoints that the runtime knows, and keeps.
const PROPERTIES: [&str; 3] = ["authSchemes", "backend", "metricValues"];

/// The text of a rule set or of its cases with headers in place of properties that the runtime does not know, so that what
/// is in them is compared all the same.
fn as_headers(text: &str) -> Result<String> {
    let mut value: Value = serde_json::from_str(text)?;
    move_properties(&mut value);
    Ok(value.to_string())
}

fn move_properties(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(move_properties),
        Value::Object(object) => {
            if let Some(endpoint) = object.get_mut("endpoint").and_then(Value::as_object_mut) {
                move_properties_of(endpoint);
            }
            object.values_mut().for_each(move_properties);
        }
        _ => {}
    }
}

fn move_properties_of(endpoint: &mut Map<String, Value>) {
    let Some(properties) = endpoint.get_mut("properties").and_then(Value::as_object_mut) else { return };
    let unknown: Vec<_> =
        properties.keys().filter(|name| !PROPERTIES.contains(&name.as_str())).cloned().collect();
    let moved: Vec<_> = unknown.iter().filter_map(|name| Some((name, properties.remove(name)?))).collect();
    let headers = endpoint.entry("headers").or_insert_with(|| json!({}));
    let Some(headers) = headers.as_object_mut() else { return };
    for (name, value) in moved {
        for (key, value) in value.as_object().into_iter().flatten() {
            headers.insert(format!("property-{name}-{key}").to_ascii_lowercase(), json!([value]));
        }
    }
}

/// The module of a rule set: the constant that a service crate would hold.
fn rules_module(path: &Path, text: &str) -> Result<String> {
    let rules = codegen::lower::endpoints::rule_set(&path.display().to_string(), text)?;
    let imports = codegen::emit::endpoints::imports();
    let value = codegen::emit::endpoints::rule_set(&rules, &codegen::ir::endpoint::Legacy::default());
    Ok(format!("//! Rules of {}.\n\n{imports}\n\npub const RULES: RuleSet = {value};\n", path.display()))
}

fn identifier(name: &str) -> String {
    name.replace(['-', '.'], "_")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn unknown_properties_become_headers() {
        let text =
            r#"{"rules":[{"endpoint":{"url":"u","properties":{"backend":"b","meta":{"suffix":"{S}"}}}}]}"#;
        let value: Value = serde_json::from_str(&as_headers(text).unwrap()).unwrap();
        let endpoint = &value["rules"][0]["endpoint"];
        assert_eq!(endpoint["properties"], json!({ "backend": "b" }));
        assert_eq!(endpoint["headers"], json!({ "property-meta-suffix": ["{S}"] }));
    }
}
