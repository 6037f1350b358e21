//! The protocol half: requests and responses of each protocol, by services made of the suites.
//!
//! A suite is a small model with cases. Suites of a file are put together into as few services as their shapes allow,
//! since a crate for each would take long to build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use codegen::{FileMap, Filter, Input, Settings};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::runner::{Runner, json_files, read, write_if_changed};
use super::{Case, cbor, older};
use crate::generate::vendor::Vendor;
use crate::project::Project;

/// The folders of data.
pub const FOLDERS: &[&str] = &["protocols", cbor::FOLDER];

/// The folders of suites.
const SUITES: [&str; 4] =
    ["protocols/input", "protocols/output", "protocols/legacy/input", "protocols/legacy/output"];

/// One model with its cases, as far as it matters here.
#[derive(Deserialize)]
struct Suite {
    metadata: Map<String, Value>,
    shapes: Map<String, Value>,
    cases: Vec<SuiteCase>,
}

#[derive(Deserialize)]
struct SuiteCase {
    /// The operation.
    given: Value,
}

/// The model of a service, while suites are added to it.
struct Model {
    name: String,
    metadata: Map<String, Value>,
    shapes: Map<String, Value>,
    operations: Map<String, Value>,
}

/// A case, and the service it is about.
struct Row {
    file: PathBuf,
    /// The file as the names of cases begin.
    label: String,
    suite: usize,
    case: usize,
    service: String,
}

/// Runs the data in `dir`.
pub fn run(project: &Project, dir: &Path) -> Result<Vec<Case>> {
    let mut runner = Runner::new(project, "protocols")?;
    let mut models = Vec::new();
    let mut rows = Vec::new();
    for folder in SUITES {
        for (name, path) in json_files(&dir.join(folder))? {
            add_file(&format!("{folder}/{name}.json"), &path, &mut models, &mut rows)?;
        }
    }
    for (name, path) in json_files(&dir.join(cbor::FOLDER))? {
        let made = runner.dir().join(format!("{}/{name}.json", cbor::FOLDER));
        write_if_changed(&made, &cbor::suite(&path)?)?;
        add_file(&format!("{}/{name}.json", cbor::FOLDER), &made, &mut models, &mut rows)?;
    }
    add_crates(project, &mut runner, &models)?;
    runner.file("src/generated.rs", table(&models, &rows));
    runner.path_dependency("tucuxi", &project.sdk().join("runtime"), &["gzip", "json"]);
    for (name, value) in [
        ("ciborium", "\"0.2\""),
        ("base64-simd", "\"0.8\""),
        ("percent-encoding", "\"2\""),
        ("quick-xml", "\"0.42\""),
        ("serde", "{ version = \"1\", features = [\"derive\"] }"),
        // Maps keep the order of the data, and numbers their value.
        ("serde_json", "{ version = \"1\", features = [\"float_roundtrip\", \"preserve_order\"] }"),
        ("tokio", "{ version = \"1\", features = [\"rt\", \"time\"] }"),
    ] {
        runner.dependency(name, value);
    }
    runner.run(project)
}

/// Adds the suites of a file to models, and its cases to `rows`.
fn add_file(label: &str, path: &Path, models: &mut Vec<Model>, rows: &mut Vec<Row>) -> Result<()> {
    let mut suites: Vec<Suite> =
        serde_json::from_str(&read(path)?).with_context(|| path.display().to_string())?;
    for suite in &mut suites {
        older::shapes(&mut suite.shapes);
        suite.cases.iter_mut().for_each(|case| older::operation(&mut case.given, &mut suite.shapes));
    }
    let first = models.len();
    let file = path.canonicalize()?;
    let name = label.trim_start_matches("protocols/").trim_end_matches(".json").replace(['_', '/'], "-");
    for (suite_index, suite) in suites.iter().enumerate() {
        for (case_index, case) in suite.cases.iter().enumerate() {
            let operation = case.given.get("name").and_then(Value::as_str).with_context(|| {
                format!("{}: suite {suite_index} has a case without an operation", path.display())
            })?;
            let fitting = models[first..].iter().position(|model| model.takes(suite, operation, &case.given));
            let index = match fitting {
                Some(index) => first + index,
                None => {
                    models.push(Model::new(format!("{name}-{}", models.len() - first), suite));
                    models.len() - 1
                }
            };
            models[index].add(suite, operation, &case.given);
            let service = models[index].name.clone();
            let (file, label) = (file.clone(), label.to_owned());
            rows.push(Row { file, label, suite: suite_index, case: case_index, service });
        }
    }
    Ok(())
}

impl Model {
    fn new(name: String, suite: &Suite) -> Self {
        Self { name, metadata: suite.metadata.clone(), shapes: Map::new(), operations: Map::new() }
    }

    /// Whether the suite and this operation contradict nothing that is there.
    fn takes(&self, suite: &Suite, operation: &str, given: &Value) -> bool {
        let fits = |there: &Map<String, Value>, name: &str, new: &Value| {
            there.get(name).is_none_or(|there| there == new)
        };
        self.metadata == suite.metadata
            && fits(&self.operations, operation, given)
            && suite.shapes.iter().all(|(name, shape)| fits(&self.shapes, name, shape))
    }

    fn add(&mut self, suite: &Suite, operation: &str, given: &Value) {
        self.operations.entry(operation).or_insert_with(|| given.clone());
        self.shapes.extend(suite.shapes.clone());
    }

    /// The text of the service's `service.json`. Suites leave out what has nothing to do with their protocol.
    fn text(&self) -> String {
        let mut metadata = self.metadata.clone();
        for (key, value) in [
            ("endpointPrefix", "conformance"),
            ("serviceId", "Conformance"),
            ("signatureVersion", "v4"),
            ("apiVersion", "2020-01-01"),
        ] {
            metadata.entry(key).or_insert_with(|| value.into());
        }
        let mut operations = self.operations.clone();
        if metadata.get("protocol").is_some_and(|protocol| protocol == "query") {
            operations.iter_mut().for_each(|(name, operation)| add_result_wrapper(name, operation));
        }
        json!({ "metadata": metadata, "operations": operations, "shapes": self.shapes }).to_string()
    }

    /// The name of its crate, and of that in Rust.
    fn crate_name(&self) -> (String, String) {
        let name = format!("tucuxi-{}", self.name);
        let identifier = name.replace(['-', '.'], "_");
        (name, identifier)
    }
}

/// Adds what every model of a service that speaks the query protocol says, and no suite does.
fn add_result_wrapper(name: &str, operation: &mut Value) {
    if let Some(output) = operation.get_mut("output").and_then(Value::as_object_mut) {
        output.entry("resultWrapper").or_insert_with(|| format!("{name}Result").into());
    }
}

/// A rule set whose endpoint is the one the client is given.
const RULES: &str = r#"{
    "version": "1.0",
    "parameters": { "Endpoint": { "type": "string", "builtIn": "SDK::Endpoint", "required": true } },
    "rules": [ { "type": "endpoint", "conditions": [], "endpoint": { "url": { "ref": "Endpoint" } } } ]
}"#;

/// Partitions for rule sets that never ask for one.
const PARTITIONS: &str = r#"{
    "version": "1.1",
    "partitions": [ { "id": "aws", "regionRegex": "^us\\-\\w+\\-\\d+$", "regions": {}, "outputs": {
        "name": "aws", "dnsSuffix": "amazonaws.com", "dualStackDnsSuffix": "api.aws",
        "implicitGlobalRegion": "us-east-1", "supportsDualStack": true, "supportsFIPS": true
    } } ]
}"#;

/// Generates the crates of the models.
fn add_crates(project: &Project, runner: &mut Runner, models: &[Model]) -> Result<()> {
    let vendor = Vendor::new(project, &runner.dir().join("crates"))?;
    let files = [("partitions.json", PARTITIONS), ("endpoints.json", r#"{ "partitions": [] }"#)];
    let partitions = Input { name: "partitions", files: files.into() };
    add_crate(runner, &vendor, "partitions", codegen::partitions(&partitions, &BTreeMap::new())?)?;
    // credentials are given, so that none are ever fetched
    add_crate(runner, &vendor, "identity", codegen::identity(&[])?)?;
    for model in models {
        let text = model.text();
        let input = Input {
            name: &model.name,
            files: BTreeMap::from([("service.json", text.as_str()), ("endpoint-rules.json", RULES)]),
        };
        let files = codegen::generate(&input, &Settings::default(), &Filter::All)?.files;
        add_crate(runner, &vendor, &model.name, files)?;
        let path = runner.dir().join("crates").join(&model.name);
        runner.path_dependency(&model.crate_name().0, &path, &["json"]);
    }
    Ok(())
}

fn add_crate(runner: &mut Runner, vendor: &Vendor, folder: &str, mut files: FileMap) -> Result<()> {
    vendor.adapt(folder, &mut files)?;
    for (path, text) in files {
        runner.file(format!("crates/{folder}/{path}"), text);
    }
    Ok(())
}

/// `src/generated.rs`: the cases with the services they are about.
fn table(models: &[Model], rows: &[Row]) -> String {
    let mut text = String::from(
        "//! The cases of the data, and the services they are about.\n\n\
         use tucuxi::client::DynOperation;\nuse tucuxi::error::Exception;\n\n\
         /// What a service crate holds by name.\n\
         pub struct Service {\n    \
             pub operation: fn(&str) -> Option<DynOperation>,\n    \
             pub exception: fn(&str) -> Option<Box<dyn Exception>>,\n\
         }\n\n",
    );
    // Writing to a string cannot fail.
    for model in models {
        let (constant, (_, name)) = (model.constant(), model.crate_name());
        let _ = writeln!(
            text,
            "const {constant}: Service =\n    \
             Service {{ operation: {name}::json::operation, exception: {name}::json::exception }};"
        );
    }
    text.push_str(
        "\n/// File, its name in those of cases, suite, case, service.\n\
         pub const CASES: &[(&str, &str, usize, usize, &Service)] = &[\n",
    );
    for row in rows {
        let constant = constant(&row.service);
        let Row { file, label, suite, case, .. } = row;
        let _ = writeln!(text, "    ({file:?}, {label:?}, {suite}, {case}, &{constant}),");
    }
    text.push_str("];\n");
    text
}

impl Model {
    fn constant(&self) -> String {
        constant(&self.name)
    }
}

fn constant(service: &str) -> String {
    service.replace(['-', '.'], "_").to_uppercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn suite(shapes: Value, operation: &str) -> Value {
        json!({
            "metadata": {"protocol": "json", "apiVersion": "1"},
            "shapes": shapes,
            "cases": [{"given": {"name": operation}}],
        })
    }

    #[test]
    fn suites_share_a_service_unless_they_contradict_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.json");
        let suites = json!([
            suite(json!({"S": {"type": "string"}}), "A"),
            suite(json!({"S": {"type": "string"}, "T": {"type": "string"}}), "B"),
            suite(json!({"S": {"type": "blob"}}), "C"),
        ]);
        std::fs::write(&path, suites.to_string()).unwrap();
        let (mut models, mut rows) = (Vec::new(), Vec::new());
        add_file("protocols/a.json", &path, &mut models, &mut rows).unwrap();
        let services: Vec<_> = rows.iter().map(|row| row.service.as_str()).collect();
        assert_eq!(services, ["a-0", "a-0", "a-1"]);
        assert_eq!(models[0].operations.keys().collect::<Vec<_>>(), ["A", "B"]);
        assert!(table(&models, &rows).contains("tucuxi_a_0::json::operation"));
    }
}
