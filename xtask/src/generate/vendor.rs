//! Crates for another repository (`--out`): they find the runtime in this checkout, belong to no workspace, and bring
//! along the hand-written code that lies in `sdk/services`.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};

use super::manifest::Workspace;
use super::tree::{CUSTOM, Files, MARK, sources};
use crate::project::Project;

/// Where crates go that are not meant for this checkout.
#[derive(Debug)]
pub struct Vendor {
    services: PathBuf,
    workspace: Workspace,
}

impl Vendor {
    /// For crates in the folder `out`, which is created.
    pub fn new(project: &Project, out: &Path) -> Result<Self> {
        std::fs::create_dir_all(out).with_context(|| format!("cannot create {}", out.display()))?;
        let absolute =
            |path: &Path| path.canonicalize().with_context(|| format!("cannot find {}", path.display()));
        let (krate, sdk) = (absolute(out)?.join("crate"), absolute(&project.sdk())?);
        let manifest = sdk.join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest);
        let text = text.with_context(|| format!("cannot read {}", manifest.display()))?;
        let workspace = Workspace::parse(&text, |path| match path.strip_prefix("services/") {
            Some(sibling) => format!("../{sibling}"),
            None => relative(&krate, &sdk.join(path)),
        });
        let workspace = workspace.with_context(|| format!("{} is malformed", manifest.display()))?;
        Ok(Self { services: project.services(), workspace })
    }

    /// The files of hand-written code that the crate in `folder` brings along.
    pub fn sources(&self, folder: &str) -> Result<Vec<PathBuf>> {
        let folder = self.folder(folder);
        Ok(hand_written(&folder)?.into_keys().map(|name| folder.join(name)).collect())
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.services.join(name)
    }

    /// Changes the files of the crate in `folder` so that they do for the other place.
    pub fn adapt(&self, folder: &str, files: &mut Files) -> Result<()> {
        if let Some(manifest) = files.get_mut("Cargo.toml") {
            let alone = self.workspace.without_inheritance(manifest);
            *manifest = alone.with_context(|| format!("the manifest of {folder} is malformed"))?;
        }
        for (name, text) in hand_written(&self.folder(folder))? {
            files.insert(name, format!("// {MARK}\n\n{text}"));
        }
        Ok(())
    }
}

/// The hand-written code of the crate in `folder`.
pub fn hand_written(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    if folder.join(CUSTOM).is_dir() {
        sources(folder, CUSTOM, &mut files)?;
    }
    Ok(files)
}

/// The path `to` as seen from the folder `from`, both absolute, with `/` as manifests want it.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let text = |part: &Component| part.as_os_str().to_string_lossy().into_owned();
    if same == 0 {
        // on another drive
        return to.iter().collect::<PathBuf>().to_string_lossy().replace('\\', "/");
    }
    let up = from.iter().skip(same).map(|_| "..".to_owned());
    up.chain(to.iter().skip(same).map(text)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_crate_elsewhere_finds_the_runtime_and_has_its_custom_code() {
        let dir = tempfile::tempdir().unwrap();
        let project = Project::at(dir.path().join("tucuxi"));
        let custom = project.services().join("s3/src/custom");
        std::fs::create_dir_all(custom.join("deep")).unwrap();
        std::fs::create_dir_all(project.sdk().join("runtime")).unwrap();
        std::fs::write(custom.join("mod.rs"), "//! Mine.\n").unwrap();
        std::fs::write(custom.join("deep/a.rs"), "").unwrap();
        std::fs::write(
            project.sdk().join("Cargo.toml"),
            "[workspace.dependencies]\na = { path = \"runtime\" }\nb = { path = \"services/b\" }\n",
        )
        .unwrap();
        let vendor = Vendor::new(&project, &dir.path().join("app/aws")).unwrap();
        let manifest = "[dependencies]\na.workspace = true\nb.workspace = true\n".to_owned();
        let mut files = Files::from([("Cargo.toml".to_owned(), manifest)]);
        vendor.adapt("s3", &mut files).unwrap();
        for path in ["path = \"../../../tucuxi/sdk/runtime\"", "path = \"../b\""] {
            assert!(files["Cargo.toml"].contains(path), "{}", files["Cargo.toml"]);
        }
        assert_eq!(files["src/custom/mod.rs"], format!("// {MARK}\n\n//! Mine.\n"));
        assert!(files.contains_key("src/custom/deep/a.rs"));
    }

    #[test]
    fn relative_paths_go_up_and_down() {
        assert_eq!(relative(Path::new("/a/b/c"), Path::new("/a/d")), "../../d");
        assert_eq!(relative(Path::new("/a"), Path::new("/a/d/e")), "d/e");
    }
}
