//! What a scenario saw, a line a step, and the comparison with what boto3's resources saw in `resources/*.py`.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::error::Error;
use std::process::Command;
use tucuxi::reflect::Shape;
use tucuxi::resource::Resource;

/// Any failure ends a scenario with its message.
pub type Outcome = Result<(), Box<dyn Error>>;

/// Types that the emulator cannot serve, with the reason.
const UNSERVED: &str = include_str!("../../resources/unserved.txt");

/// The steps so far.
#[derive(Default)]
pub struct Transcript(Vec<Value>);

impl Transcript {
    /// A resource.
    pub fn one<R: Resource>(&mut self, step: &str, resource: &R) {
        self.show(step, [seen(resource)]);
    }

    /// Resources of a type.
    pub fn all<R: Resource>(&mut self, step: &str, resources: &[R]) {
        self.show(step, resources.iter().map(seen));
    }

    /// Resources of several types.
    pub fn show(&mut self, step: &str, resources: impl IntoIterator<Item = Value>) {
        let resources: Vec<_> = resources.into_iter().collect();
        self.0.push(json!({"step": step, "resources": resources}));
    }

    /// A plain value.
    pub fn value(&mut self, step: &str, value: impl Into<Value>) {
        self.0.push(json!({"step": step, "value": value.into()}));
    }

    /// An answer.
    pub fn answer(&mut self, step: &str, answer: &dyn Shape) {
        self.value(step, tucuxi::json::write(answer));
    }

    /// The code of the error that a call ended with.
    pub fn error<T>(&mut self, step: &str, result: Result<T, tucuxi::Error>) {
        let code = match result {
            Ok(_) => "none".to_owned(),
            Err(error) => error.code().map_or_else(|| error.to_string(), str::to_owned),
        };
        self.0.push(json!({"step": step, "error": code}));
    }
}

/// Type, identifiers, and the data that a resource has at this moment.
pub fn seen<R: Resource>(resource: &R) -> Value {
    let (schema, handle) = (R::schema(), resource.handle());
    let identifiers = schema.identifiers.iter().enumerate();
    let identifiers: Map<_, _> =
        identifiers.map(|(at, one)| (one.name.to_owned(), handle.identifier(at).into())).collect();
    let data = handle.known().map(|data| tucuxi::json::write(&*data));
    json!({"type": schema.name, "identifiers": identifiers, "data": data})
}

/// Structures as JSON.
pub fn values<S: Shape>(shapes: &[S]) -> Value {
    shapes.iter().map(|shape| tucuxi::json::write(shape)).collect()
}

/// Plays `resources/SERVICE.py`, then `ours`, each on a fresh emulator, and requires that both saw the same, and that
/// they saw each type of the service that the emulator can serve.
pub async fn compare(
    service: &str,
    ours: impl AsyncFnOnce(&tucuxi::Session, &mut Transcript) -> Outcome,
) -> Outcome {
    let Some(python) = std::env::var_os("TUCUXI_TEST_PYTHON") else {
        eprintln!("skipped: no emulator; `cargo xtask test` runs the scenarios with one");
        return Ok(());
    };
    let run = |script: &str| {
        let script = format!("{}/resources/{script}.py", env!("CARGO_MANIFEST_DIR"));
        let output = Command::new(&python).args(["-B", &script]).output()?;
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        Ok::<_, std::io::Error>(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let lines = run(service)?;
    let theirs: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let (types, theirs) = theirs.split_first().ok_or("boto3 wrote nothing")?;
    run("transcript")?;
    let mut transcript = Transcript::default();
    let ended = ours(&tucuxi::Session::new()?, &mut transcript).await;
    same(service, &transcript.0, theirs);
    ended?;
    assert_eq!(transcript.0.len(), theirs.len(), "{service}: the number of steps, ours and boto3's");
    complete(service, types, theirs);
    Ok(())
}

fn same(service: &str, ours: &[Value], theirs: &[Value]) {
    for (ours, theirs) in ours.iter().zip(theirs) {
        let (ours, theirs) = (comparable(ours), comparable(theirs));
        assert_eq!(ours["step"], theirs["step"], "{service}: the next step, ours and boto3's");
        assert!(ours == theirs, "{service}, {}:\nours   {ours}\nboto3's {theirs}", ours["step"]);
    }
}

/// Without what differs from run to run: instants, and what neither the emulator's seed nor we decide.
fn comparable(line: &Value) -> Value {
    match line {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| match name.as_str() {
                "ClientToken" | "KeyFingerprint" | "KeyMaterial" => None,
                _ => Some((name.clone(), comparable(value))),
            };
            Value::Object(members.iter().filter_map(member).collect())
        }
        Value::Array(items) => items.iter().map(comparable).collect(),
        // boto3 gives policies of IAM as what their JSON says
        Value::String(text) if text.starts_with('{') => {
            serde_json::from_str(text).unwrap_or_else(|_| line.clone())
        }
        Value::String(text) => Value::String(text.split('/').map(stable).collect::<Vec<_>>().join("/")),
        other => other.clone(),
    }
}

/// A word, or what kind of changing word it is.
fn stable(word: &str) -> &str {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let is_date =
        word.get(..11).is_some_and(|day| digits(day) == 8 && day.ends_with('T') && day.contains('-'));
    let seconds = word.split('.').next().unwrap_or_default();
    let is_epoch = seconds.len() == 10 && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    // upload ids of S3 come from the operating system's random numbers
    let is_token = word.len() > 45 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match () {
        () if is_date => "an instant",
        () if is_epoch && word.starts_with('1') => "seconds since 1970",
        () if is_token && word.bytes().any(|byte| byte.is_ascii_uppercase()) => "a token",
        () => word,
    }
}

/// Requires that each of the types was seen, but for those that the emulator cannot serve.
fn complete(service: &str, types: &Value, lines: &[Value]) {
    let resources = lines.iter().filter_map(|line| line["resources"].as_array()).flatten();
    let seen: BTreeSet<&str> = resources.filter_map(|resource| resource["type"].as_str()).collect();
    let all: BTreeSet<&str> =
        types["value"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let unserved = UNSERVED.lines().filter_map(|line| line.strip_prefix(service)?.strip_prefix('.'));
    let unserved: BTreeSet<&str> = unserved.filter_map(|line| Some(line.split_once(':')?.0)).collect();
    let missing: Vec<_> = all.difference(&seen).filter(|name| !unserved.contains(**name)).collect();
    assert!(missing.is_empty(), "{service}: the scenario does not touch {missing:?}");
    println!("{service}: {} of {} types", seen.len(), all.len());
}
