//! [`Env`]: the environment variables a session sees, and paths written with them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The environment of the process, or a map in its place.
#[derive(Clone, Default)]
pub(crate) enum Env {
    /// The environment of the process.
    #[default]
    Process,
    /// These variables and no others.
    Fixed(Arc<BTreeMap<String, String>>),
}

impl Env {
    /// The value of a variable, without the white space and line ends around it, which come from files and scripts.
    /// One that is empty or blank counts as not set, as in the current AWS SDKs.
    pub fn get(&self, name: &str) -> Option<String> {
        self.as_written(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The value of a variable, if it is not empty.
    fn as_written(&self, name: &str) -> Option<String> {
        let value = match self {
            Self::Process => std::env::var(name).ok(),
            Self::Fixed(variables) => variables.get(name).cloned(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The names of all variables that begin like this, sorted.
    pub fn names_with(&self, prefix: &str) -> Vec<String> {
        let mut names: Vec<_> = match self {
            Self::Process => std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect(),
            Self::Fixed(variables) => variables.keys().cloned().collect(),
        };
        names.retain(|name| name.starts_with(prefix));
        names.sort_unstable();
        names
    }

    /// `path` with a leading `~` and any `$NAME` or `${NAME}` replaced; what is not set stays as it is written.
    ///
    /// `None` if the path starts at a home directory that nothing names.
    pub fn expand(&self, path: &str) -> Option<PathBuf> {
        let path = self.expand_variables(path);
        match path.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with(['/', '\\']) => {
                let home = self.home()?;
                Some(home.join(rest.trim_start_matches(['/', '\\'])))
            }
            _ => Some(PathBuf::from(path)),
        }
    }

    fn home(&self) -> Option<PathBuf> {
        let home = self.as_written("HOME").or_else(|| self.as_written("USERPROFILE"));
        match (home, self) {
            (Some(home), _) => Some(PathBuf::from(home)),
            (None, Self::Process) => std::env::home_dir().filter(|home| home != Path::new("")),
            (None, Self::Fixed(_)) => None,
        }
    }

    fn expand_variables(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            let (name, tail) = match after.strip_prefix('{') {
                Some(braced) => braced.split_once('}').unwrap_or(("", after)),
                None => after.split_at(
                    after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len()),
                ),
            };
            match self.as_written(name) {
                Some(value) if !name.is_empty() => {
                    out.push_str(&value);
                    rest = tail;
                }
                _ => {
                    out.push('$');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// Names only: values may be secrets.
impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process => f.write_str("process environment"),
            Self::Fixed(variables) => f.debug_set().entries(variables.keys()).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Env {
        Env::Fixed(Arc::new(pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()))
    }

    #[test]
    fn paths_are_expanded() {
        let env = env(&[("HOME", "/home/ana"), ("STAGE", "dev")]);
        let expand = |path| env.expand(path).map(|path| path.display().to_string());
        assert_eq!(expand("~/.aws/config").as_deref(), Some("/home/ana/.aws/config"));
        assert_eq!(expand("~").as_deref(), Some("/home/ana/"));
        assert_eq!(expand("/etc/$STAGE/${STAGE}.ini").as_deref(), Some("/etc/dev/dev.ini"));
        assert_eq!(expand("/a/$NONE/${/$").as_deref(), Some("/a/$NONE/${/$"));
        assert_eq!(expand("~bob/x").as_deref(), Some("~bob/x"));
        assert_eq!(super::Env::Fixed(Arc::default()).expand("~/.aws/config"), None);
    }

    #[test]
    fn a_blank_variable_is_not_set_and_values_are_not_shown() {
        let env =
            env(&[("AWS_REGION", ""), ("AWS_PROFILE", " \n"), ("KEY", "\tAKID \r\n"), ("SECRET", "hidden")]);
        assert_eq!((env.get("AWS_REGION"), env.get("AWS_PROFILE")), (None, None));
        assert_eq!(env.get("KEY").as_deref(), Some("AKID"));
        assert!(!format!("{env:?}").contains("hidden"));
    }
}
