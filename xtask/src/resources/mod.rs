//! The lint of definitions of resources: reading them and telling what `codegen` finds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;

use crate::generate::counted;
use crate::generate::generator::Generator;
use crate::generate::models::{Models, OURS, THEIRS};
use crate::generate::names::Names;
use crate::project::Project;

/// What was found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Files of definitions.
    files: usize,
    /// Types in those that can be read.
    types: usize,
    /// What is wrong, each with its file and place. In the order of files and places.
    pub errors: Vec<codegen::Error>,
}

impl Checked {
    /// A line: `28 files, 235 types of resources, 0 errors`.
    pub fn summary(&self) -> String {
        let files = counted(self.files, "file");
        format!("{files}, {} types of resources, {}", self.types, counted(self.errors.len(), "error"))
    }
}

/// Definitions to check: the service, and the files of its model with the definitions among them.
type Texts = (String, BTreeMap<String, String>);

/// Checks `which`, services or files; all there are, if it is empty.
///
/// # Errors
///
/// A name that is neither, or a file that cannot be read. What is wrong with definitions is in the result.
pub fn lint(project: &Project, which: &[String]) -> Result<Checked> {
    crate::models::ensure(project)?;
    let models = Models::of(project);
    let generator = Generator::new(project, &models, None)?;
    let inputs = inputs(&models, which)?;
    let errors: Vec<_> = inputs.par_iter().map(|(name, texts)| generator.lint(name, texts)).collect();
    let mut checked = Checked { files: inputs.len(), ..Checked::default() };
    checked.errors = errors.into_iter().flatten().collect();
    for (name, texts) in &inputs {
        let definitions = [OURS, THEIRS].iter().find_map(|file| Some((file, texts.get(*file)?)));
        // A text that cannot be read is among the errors.
        if let Some((file, text)) = definitions
            && let Ok(counts) = codegen::lower::counts(&format!("{name}/{file}"), text)
        {
            checked.types += counts.types;
        }
    }
    Ok(checked)
}

fn inputs(models: &Models, which: &[String]) -> Result<Vec<Texts>> {
    let defined = models.with_resources()?;
    if which.is_empty() {
        return defined.into_iter().map(|name| Ok((name.clone(), models.service(&name)?))).collect();
    }
    let known = Names::of(models)?;
    let one = |name: &String| {
        let path = Path::new(name);
        if path.is_file() {
            return file(models, known.all(), path);
        }
        known.check(name)?;
        if !defined.contains(name) {
            bail!(
                "there are no definitions of resources for {name}: write service-models/resources/{name}/{OURS}"
            );
        }
        Ok((name.clone(), models.service(name)?))
    };
    which.iter().map(one).collect()
}

/// The definitions in the file at `path`, in place of those the service has.
fn file(models: &Models, known: &BTreeSet<String>, path: &Path) -> Result<Texts> {
    let cannot = || format!("cannot read {}", path.display());
    let full = path.canonicalize().with_context(cannot)?;
    let mut folders = full.ancestors().skip(1).filter_map(|folder| folder.file_name()?.to_str());
    let Some(name) = folders.find(|folder| known.contains(*folder)) else {
        bail!("{}: it is in no folder that is named like a service", path.display());
    };
    let mut texts = models.service(name)?;
    texts.remove(THEIRS);
    texts.insert(OURS.to_owned(), std::fs::read_to_string(path).with_context(cannot)?);
    Ok((name.to_owned(), texts))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_stands_for_what_its_service_has() {
        let dir = tempfile::tempdir().unwrap();
        let project = Project::at(dir.path().join("checkout"));
        let data = project.model_data().join("notes");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::write(data.join("service.json"), "{}").unwrap();
        std::fs::write(data.join(THEIRS), "theirs").unwrap();
        let mine = dir.path().join("mine/notes/2020-01-01");
        std::fs::create_dir_all(&mine).unwrap();
        let mine = mine.join(OURS);
        std::fs::write(&mine, "mine").unwrap();
        let models = Models::of(&project);
        let (name, texts) = inputs(&models, &[mine.display().to_string()]).unwrap().remove(0);
        assert_eq!(name, "notes");
        assert_eq!(texts.get(OURS).map(String::as_str), Some("mine"));
        assert!(!texts.contains_key(THEIRS));
    }

    #[test]
    fn a_name_that_is_no_service_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let project = Project::at(dir.path());
        let data = project.model_data().join("notes");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::write(data.join("service.json"), "{}").unwrap();
        let models = Models::of(&project);
        let error = |name: &str| inputs(&models, &[name.to_owned()]).unwrap_err().to_string();
        assert_eq!(error("note"), "unknown service \"note\"; did you mean notes?");
        assert!(error("notes").starts_with("there are no definitions of resources for notes"));
    }
}
