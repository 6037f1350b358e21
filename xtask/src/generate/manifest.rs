//! Manifests without inheritance: what a crate takes from the workspace `sdk/Cargo.toml`, written out.

use anyhow::{Context as _, Result, bail};
use toml::{Table, Value};

use super::tree::MARK;

/// The tables of a workspace that its members inherit from.
#[derive(Debug)]
pub struct Workspace {
    package: Table,
    dependencies: Table,
    lints: Table,
}

impl Workspace {
    /// Reads the manifest of a workspace. `rebase` turns the paths of its dependencies into those that the crates shall
    /// have.
    pub fn parse(text: &str, rebase: impl Fn(&str) -> String) -> Result<Self> {
        let mut manifest: Table = toml::from_str(text)?;
        let Some(Value::Table(mut workspace)) = manifest.remove("workspace") else {
            bail!("it has no [workspace]");
        };
        let mut table = |name: &str| match workspace.remove(name) {
            Some(Value::Table(table)) => table,
            _ => Table::new(),
        };
        let (package, mut dependencies, lints) = (table("package"), table("dependencies"), table("lints"));
        for (_, dependency) in dependencies.iter_mut() {
            if let Some(Value::String(path)) = dependency.get_mut("path") {
                *path = rebase(path);
            }
        }
        Ok(Self { package, dependencies, lints })
    }

    /// The manifest `text` of a member with the workspace's values in the place of each `workspace = true`.
    pub fn without_inheritance(&self, text: &str) -> Result<String> {
        let mut manifest: Table = toml::from_str(text)?;
        if let Some(Value::Table(package)) = manifest.get_mut("package") {
            for (key, value) in package.iter_mut().filter(|(_, value)| inherits(value)) {
                let inherited = self.package.get(key);
                *value = inherited.with_context(|| format!("the workspace has no package.{key}"))?.clone();
            }
        }
        for table in ["dependencies", "dev-dependencies"] {
            let Some(Value::Table(dependencies)) = manifest.get_mut(table) else { continue };
            for (name, value) in dependencies.iter_mut().filter(|(_, value)| inherits(value)) {
                let inherited = self.dependencies.get(name);
                let inherited =
                    inherited.with_context(|| format!("the workspace has no dependency {name}"))?;
                *value = dependency(inherited, value);
            }
        }
        if manifest.get("lints").is_some_and(inherits) {
            manifest.insert("lints".to_owned(), Value::Table(self.lints.clone()));
        }
        Ok(format!("# {MARK}\n\n{}", toml::to_string(&manifest)?))
    }
}

fn inherits(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// A workspace's dependency with what a member says of its own, which adds features.
fn dependency(inherited: &Value, own: &Value) -> Value {
    let mut merged = match inherited {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    for (key, value) in own.as_table().into_iter().flatten().filter(|(key, _)| *key != "workspace") {
        match (merged.get_mut(key), value) {
            (Some(Value::Array(all)), Value::Array(more)) => all.extend(more.iter().cloned()),
            _ => {
                merged.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Table(merged)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const WORKSPACE: &str = r#"
        [workspace.package]
        version = "0.1.0"
        edition = "2024"
        [workspace.dependencies]
        tucuxi = { path = "runtime", default-features = false, features = ["a"] }
        plain = "1"
        [workspace.lints.rust]
        unsafe_code = "forbid"
    "#;

    #[test]
    fn inherited_values_are_written_out() {
        let workspace = Workspace::parse(WORKSPACE, |path| format!("../../{path}")).unwrap();
        let manifest = r#"
            [package]
            name = "tucuxi-s3"
            version.workspace = true
            edition.workspace = true
            [dependencies]
            tucuxi = { workspace = true, features = ["xml"] }
            plain.workspace = true
            own = "2"
            [dev-dependencies]
            plain = { workspace = true }
            [lints]
            workspace = true
        "#;
        let alone = workspace.without_inheritance(manifest).unwrap();
        assert!(alone.starts_with(&format!("# {MARK}\n")), "{alone}");
        let expected: Table = toml::from_str(
            r#"
            [package]
            name = "tucuxi-s3"
            version = "0.1.0"
            edition = "2024"
            [dependencies]
            tucuxi = { path = "../../runtime", default-features = false, features = ["a", "xml"] }
            plain = { version = "1" }
            own = "2"
            [dev-dependencies]
            plain = { version = "1" }
            [lints.rust]
            unsafe_code = "forbid"
            "#,
        )
        .unwrap();
        assert_eq!(toml::from_str::<Table>(&alone).unwrap(), expected);
    }

    #[test]
    fn what_the_workspace_lacks_is_named() {
        let workspace = Workspace::parse("[workspace]", str::to_owned).unwrap();
        let error =
            workspace.without_inheritance("[dependencies]\nx.workspace = true").unwrap_err().to_string();
        assert_eq!(error, "the workspace has no dependency x");
    }
}
