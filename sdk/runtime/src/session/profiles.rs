//! [`Profiles`]: the two shared files, read once.

use super::env::Env;
use super::ini::{self, Section, Value};
use super::settings::{Resolved, Source};
use crate::error::{Error, ErrorKind};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A key's value and the file it stands in.
#[derive(Clone)]
struct Entry {
    value: Value,
    line: usize,
    file: Arc<Path>,
}

/// The keys of one section, with where each stands.
#[derive(Clone, Default)]
pub(crate) struct Profile(BTreeMap<String, Entry>);

impl Profile {
    /// The value of a key; `s3.x` is `x` in the map below `s3`.
    pub fn get(&self, key: &str) -> Option<Resolved> {
        let (outer, inner) = key.split_once('.').map_or((key, None), |(outer, inner)| (outer, Some(inner)));
        let entry = self.0.get(outer)?;
        let value = match (&entry.value, inner) {
            (Value::Text(text), None) => text,
            (Value::Nested(map), Some(inner)) => map.get(inner)?,
            _ => return None,
        };
        let source = Source::File { path: entry.file.clone(), line: entry.line, key: key.to_owned() };
        Some(Resolved { value: value.clone(), source })
    }

    /// The keys that have a map.
    pub fn maps(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(|(_, entry)| matches!(entry.value, Value::Nested(_)))
            .map(|(key, _)| key.as_str())
    }

    /// Keys and values, without maps.
    #[cfg(feature = "sso")]
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(key, entry)| match &entry.value {
            Value::Text(text) => Some((key.as_str(), text.as_str())),
            Value::Nested(_) => None,
        })
    }

    fn new(section: Section, file: &Arc<Path>) -> Self {
        let entries = section.into_iter().map(|(key, property)| {
            (key, Entry { value: property.value, line: property.line, file: file.clone() })
        });
        Self(entries.collect())
    }
}

/// What `~/.aws/config` and `~/.aws/credentials` hold.
#[derive(Default)]
pub(crate) struct Profiles {
    /// Profiles, the credentials file laid over the config file.
    merged: BTreeMap<String, Profile>,
    /// Profiles of the config file alone.
    config: BTreeMap<String, Profile>,
    /// Sections of the credentials file alone.
    credentials: BTreeMap<String, Profile>,
    services: BTreeMap<String, Profile>,
    #[cfg(feature = "sso")]
    sso_sessions: BTreeMap<String, Profile>,
    /// Where the files are, or would be.
    pub config_path: Option<PathBuf>,
    pub credentials_path: Option<PathBuf>,
    /// Files that are there, but not for us to read.
    forbidden: Vec<PathBuf>,
}

impl Profiles {
    /// Reads both files. One that is not there counts as empty, and so does one the user may not read: in containers
    /// HOME often is that of another user.
    ///
    /// # Errors
    /// When a file cannot be read for another reason or breaks the syntax: the message names file and line.
    pub fn load(config: &str, credentials: &str, env: &Env) -> Result<Self, Error> {
        let mut profiles = Self {
            config_path: env.expand(config),
            credentials_path: env.expand(credentials),
            ..Self::default()
        };
        let (config, credentials) = (profiles.config_path.clone(), profiles.credentials_path.clone());
        for (name, section) in profiles.read(config)? {
            profiles.add_config_section(&name, section);
        }
        profiles.merged = profiles.config.clone();
        for (name, section) in profiles.read(credentials)? {
            profiles.merged.entry(name.clone()).or_default().0.extend(section.0.clone());
            profiles.credentials.insert(name, section);
        }
        Ok(profiles)
    }

    fn read(&mut self, path: Option<PathBuf>) -> Result<Vec<(String, Profile)>, Error> {
        let Some(path) = path else { return Ok(Vec::new()) };
        let error = |what: String| Error::new(ErrorKind::Configuration, format!("{}{what}", path.display()));
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) => match cause.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => return Ok(Vec::new()),
                io::ErrorKind::PermissionDenied => {
                    self.forbidden.push(path);
                    return Ok(Vec::new());
                }
                _ if path.is_dir() => return Ok(Vec::new()),
                _ => return Err(error(format!(" cannot be read: {cause}"))),
            },
        };
        let text = std::str::from_utf8(&bytes).map_err(|_| error(" is not UTF-8".to_owned()))?;
        let sections = ini::parse(text)
            .map_err(|problem| error(format!(" line {}: {}", problem.line, problem.message)))?;
        let file = Arc::from(path.as_path());
        Ok(sections.into_iter().map(|(name, section)| (name, Profile::new(section, &file))).collect())
    }

    /// ` (permission denied)` for a file that may not be read, to stand behind its path.
    pub fn note(&self, path: &Path) -> &'static str {
        if self.forbidden.iter().any(|forbidden| forbidden == path) { " (permission denied)" } else { "" }
    }

    /// `[default]`, `[profile x]`, `[services x]` and `[sso-session x]`; other sections are not for us.
    fn add_config_section(&mut self, section: &str, content: Profile) {
        if section == "default" {
            self.config.insert(section.to_owned(), content);
            return;
        }
        let words = ini::shell_words(section).unwrap_or_default();
        let [kind, name] = words.as_slice() else { return };
        match kind.as_str() {
            "profile" => self.config.insert(name.clone(), content),
            "services" => self.services.insert(name.clone(), content),
            #[cfg(feature = "sso")]
            "sso-session" => self.sso_sessions.insert(name.clone(), content),
            _ => None,
        };
    }

    /// A profile, whichever file has it.
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.merged.get(name)
    }

    /// A profile as the config file alone has it.
    pub fn in_config(&self, name: &str) -> Option<&Profile> {
        self.config.get(name)
    }

    /// A profile as the credentials file alone has it.
    pub fn in_credentials(&self, name: &str) -> Option<&Profile> {
        self.credentials.get(name)
    }

    /// A `[services …]` section.
    pub fn service(&self, name: &str) -> Option<&Profile> {
        self.services.get(name)
    }

    /// A `[sso-session …]` section.
    #[cfg(feature = "sso")]
    pub fn sso_session(&self, name: &str) -> Option<&Profile> {
        self.sso_sessions.get(name)
    }

    /// The names of all profiles, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.merged.keys().map(String::as_str)
    }
}

/// Names and paths only: among the values are secrets.
impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profiles")
            .field("config", &self.config_path)
            .field("credentials", &self.credentials_path)
            .field("profiles", &self.merged.keys())
            .finish()
    }
}
