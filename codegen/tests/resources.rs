//! The resources of boto3's nine services, where the model data is.

#![allow(clippy::unwrap_used, missing_docs)]

use codegen::ir::resource::Counts;
use codegen::{Filter, Input, Services};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const SERVICES: [&str; 9] =
    ["cloudformation", "cloudwatch", "dynamodb", "ec2", "glacier", "iam", "s3", "sns", "sqs"];

/// The folder of the model data, if it has been fetched.
fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../service-models/data");
    folder.join("ec2/resources.json").is_file().then_some(folder)
}

fn settings() -> Services {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../service-models/services.toml");
    Services::parse("services.toml", &fs::read_to_string(path).unwrap()).unwrap()
}

/// The texts of a service's model.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn nothing_is_wrong_with_boto3s_definitions_and_nothing_gets_lost() {
    let Some(data) = data() else { return };
    let settings = settings();
    let (mut modelled, mut generated) = (Counts::default(), Counts::default());
    for name in SERVICES {
        let texts = texts(&data.join(name));
        let files = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let input = Input { name, files };
        let errors = codegen::lint_resources(&input, &settings.get(name));
        assert!(errors.is_empty(), "{}", errors.iter().map(|e| format!("{e}\n")).collect::<String>());
        modelled += codegen::lower::counts("resources.json", &texts["resources.json"]).unwrap();
        let service = codegen::lower::service(&input, &settings.get(name), &Filter::All).unwrap();
        generated += service.resources.counts();
    }
    let expected = Counts {
        types: 80,
        loads: 60,
        actions: 318,
        batch_actions: 15,
        collections: 87,
        references: 28,
        children: 108,
        waiters: 17,
    };
    assert_eq!(modelled, expected);
    // two types of s3 are loaded by hand, as in boto3
    assert_eq!(generated, Counts { loads: expected.loads + 2, ..expected });
}
