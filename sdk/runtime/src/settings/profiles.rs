//! [`Profiles`]: the two shared files, read once.

use super::env::Env;
use super::ini::{self, Problem, Property, Section, Value};
use super::shell::shell_words;
use super::table::{Resolved, SettingSource};
use crate::error::{Error, ErrorKind};
use crate::file;
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
        let source = SettingSource::File { path: entry.file.clone(), line: entry.line, key: key.to_owned() };
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

    /// All keys, with the places they stand in.
    pub fn keys(&self) -> impl Iterator<Item = (&str, SettingSource)> {
        self.0.iter().map(|(key, entry)| {
            let source = SettingSource::File { path: entry.file.clone(), line: entry.line, key: key.clone() };
            (key.as_str(), source)
        })
    }

    fn new(keys: BTreeMap<String, Property>, file: &Arc<Path>) -> Self {
        let entries = keys.into_iter().map(|(key, property)| {
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
    /// What the other SDKs do not refuse either, but a user may not have meant: what is there twice.
    notes: Vec<String>,
    /// Sections that would be profiles in the other file, by the name of the profile: what to write.
    misplaced: BTreeMap<String, String>,
}

/// What a section of the config file is.
enum Kind {
    Profile,
    Services,
    #[cfg(feature = "sso")]
    SsoSession,
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
        if let Some((path, document)) = profiles.read(config)? {
            profiles.add_notes(&path, document.notes);
            profiles.add_config(&path, document.sections);
        }
        profiles.merged = profiles.config.clone();
        if let Some((path, document)) = profiles.read(credentials)? {
            profiles.add_notes(&path, document.notes);
            profiles.add_credentials(&path, document.sections);
        }
        Ok(profiles)
    }

    fn read(&mut self, path: Option<PathBuf>) -> Result<Option<(Arc<Path>, ini::Document)>, Error> {
        let Some(path) = path else { return Ok(None) };
        let error = |what: String| Error::new(ErrorKind::Configuration, format!("{}{what}", path.display()));
        let bytes = match file::read(&path, file::LARGE) {
            Ok(bytes) => bytes,
            Err(cause) => match cause.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => return Ok(None),
                io::ErrorKind::PermissionDenied => {
                    self.forbidden.push(path);
                    return Ok(None);
                }
                _ if path.is_dir() => return Ok(None),
                _ => return Err(error(format!(" cannot be read: {cause}"))),
            },
        };
        let text = std::str::from_utf8(&bytes).map_err(|_| error(" is not UTF-8".to_owned()))?;
        let document = ini::parse(text)
            .map_err(|problem| error(format!(" line {}: {}", problem.line, problem.message)))?;
        Ok(Some((Arc::from(path.as_path()), document)))
    }

    fn add_notes(&mut self, path: &Path, notes: Vec<Problem>) {
        let notes =
            notes.into_iter().map(|note| format!("{} line {}: {}", path.display(), note.line, note.message));
        self.notes.extend(notes);
    }

    /// ` (permission denied)` for a file that may not be read, to stand behind its path.
    pub fn note(&self, path: &Path) -> &'static str {
        if self.forbidden.iter().any(|forbidden| forbidden == path) { " (permission denied)" } else { "" }
    }

    /// `[default]`, `[profile x]`, `[services x]` and `[sso-session x]`; other sections are not for us. As in the other
    /// SDKs `[profile default]` replaces `[default]`.
    fn add_config(&mut self, path: &Arc<Path>, sections: Vec<Section>) {
        let mut plain = None;
        for Section { name, line, keys } in sections {
            let content = Profile::new(keys, path);
            let words = shell_words(&name).unwrap_or_default();
            match words.as_slice() {
                _ if name == "default" => plain = Some((line, content)),
                [word, name] => {
                    if let Some(kind) = Kind::of(word) {
                        self.sections_of(kind).entry(name.clone()).or_default().0.extend(content.0);
                    }
                }
                _ => {
                    let whole = match name.contains(char::is_whitespace) {
                        true => format!("[profile \"{}\"]", name.strip_prefix("profile ").unwrap_or(&name)),
                        false => format!("[profile {name}]"),
                    };
                    let advice =
                        format!("line {line} of {} has [{name}]; write {whole} there", path.display());
                    self.misplaced.insert(name.strip_prefix("profile ").unwrap_or(&name).to_owned(), advice);
                }
            }
        }
        match plain {
            Some((line, _)) if self.config.contains_key("default") => self.notes.push(format!(
                "{} line {line}: [default] does not count, as there is [profile default]",
                path.display()
            )),
            Some((_, content)) => {
                self.config.insert("default".to_owned(), content);
            }
            None => {}
        }
    }

    /// Each section is a profile, but for those whose place is the config file.
    fn add_credentials(&mut self, path: &Arc<Path>, sections: Vec<Section>) {
        for Section { name, line, keys } in sections {
            let words = shell_words(&name).unwrap_or_default();
            match words.as_slice() {
                [word, profile] if Kind::of(word).is_some() => {
                    let place = path.display();
                    self.notes.push(format!("{place} line {line}: [{name}] counts in the config file alone"));
                    if word == "profile" {
                        let advice = format!("line {line} of {place} has [{name}]; write [{profile}] there");
                        self.misplaced.insert(profile.clone(), advice.clone());
                        // asked for as it is written, perhaps
                        self.misplaced.insert(name, advice);
                    }
                }
                _ => {
                    let content = Profile::new(keys, path);
                    self.merged.entry(name.clone()).or_default().0.extend(content.0.clone());
                    self.credentials.insert(name, content);
                }
            }
        }
    }

    fn sections_of(&mut self, kind: Kind) -> &mut BTreeMap<String, Profile> {
        match kind {
            Kind::Profile => &mut self.config,
            Kind::Services => &mut self.services,
            #[cfg(feature = "sso")]
            Kind::SsoSession => &mut self.sso_sessions,
        }
    }

    /// What in the files may not be meant as it is: sections and keys that are there twice, sections that do not count.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What to write where a section for the profile `name` does not count as it is written.
    pub fn misplaced(&self, name: &str) -> Option<&str> {
        self.misplaced.get(name).map(String::as_str)
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

impl Kind {
    fn of(word: &str) -> Option<Self> {
        match word {
            "profile" => Some(Self::Profile),
            "services" => Some(Self::Services),
            #[cfg(feature = "sso")]
            "sso-session" => Some(Self::SsoSession),
            _ => None,
        }
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
