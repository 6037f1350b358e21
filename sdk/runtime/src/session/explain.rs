//! [`Explanation`]: the settings of a session, and where each came from.

use super::Session;
use crate::settings::{
    Base, Env, Id, Resolved, SETTINGS, SettingSource, misspelt::misspelt, without_secrets,
};
use std::borrow::Cow;
use std::fmt;

/// What a session goes by: every setting with its value and where that came from, the shared files, and the place
/// credentials come from. Its `Display` is a table for people; secrets in URLs are left out.
#[derive(Clone, Debug)]
pub struct Explanation {
    settings: Vec<Explained>,
    files: Vec<String>,
    notes: Vec<String>,
    credentials: String,
}

/// A setting, explained.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explained {
    /// Its name in [`SETTINGS`]; an endpoint of a single service has the service's key in brackets,
    /// `endpoint_url (dynamodb)`.
    pub name: Cow<'static, str>,
    /// The value, without user and password where it is a URL; `None` if it has none.
    pub value: Option<String>,
    /// Where it came from; `None` if it has no value.
    pub source: Option<SettingSource>,
}

impl Session {
    /// Every setting with its value and where that came from. For credentials it says where they came from if some
    /// were fetched; it fetches none itself.
    ///
    /// ```
    /// # fn main() -> Result<(), tucuxi::Error> {
    /// # let home = [("HOME", "/nonexistent"), ("AWS_REGION", "eu-west-1")];
    /// let session = tucuxi::Session::builder().env(home).build()?;
    /// let explanation = session.explain();
    /// println!("{explanation}");
    /// let region = explanation.settings().iter().find(|setting| setting.name == "region");
    /// assert_eq!(region.unwrap().value.as_deref(), Some("eu-west-1"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn explain(&self) -> Explanation {
        let base = &self.0.base;
        let rows = SETTINGS.iter().flat_map(|row| {
            let own = Explained::new(Cow::Borrowed(row.name), self.setting(row.name));
            let more = if row.name == Id::EndpointUrl.row().name { endpoints(base) } else { Vec::new() };
            std::iter::once(own).chain(more)
        });
        Explanation {
            settings: rows.collect(),
            files: files(base),
            notes: notes(base),
            credentials: self.credentials_in_words(),
        }
    }

    fn credentials_in_words(&self) -> String {
        match self.0.credentials.origin() {
            _ if self.0.given.is_anonymous() => "none: the session does not sign".to_owned(),
            Some(origin) => origin,
            None => "not looked for yet".to_owned(),
        }
    }
}

impl Explanation {
    /// The settings, in the order of [`SETTINGS`].
    pub fn settings(&self) -> &[Explained] {
        &self.settings
    }

    /// What in the shared files may not be meant as it is: sections and keys that are there twice, sections that do not
    /// count, keys that look misspelt.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl Explained {
    fn new(name: Cow<'static, str>, resolved: Option<&Resolved>) -> Self {
        Self {
            name,
            value: resolved.map(|resolved| without_secrets(&resolved.value)),
            source: resolved.map(|resolved| resolved.source.clone()),
        }
    }
}

/// Endpoints of single services: those of the environment, sorted, then those of the profile's `services` section.
fn endpoints(base: &Base) -> Vec<Explained> {
    const PREFIX: &str = "AWS_ENDPOINT_URL_";
    let name = |key: &str| Cow::Owned(format!("endpoint_url ({})", key.to_lowercase()));
    let variables = base.env.names_with(PREFIX).into_iter().filter_map(|variable| {
        let resolved = from_variable(&base.env, &variable)?;
        Some(Explained::new(name(variable.strip_prefix(PREFIX)?), Some(&resolved)))
    });
    let section = base.settings.text(Id::Services).and_then(|services| base.profiles.service(services));
    let of_section = section.into_iter().flat_map(|section| {
        section.maps().filter_map(|key| {
            let resolved = section.get(&format!("{key}.endpoint_url"))?;
            Some(Explained::new(name(key), Some(&resolved)))
        })
    });
    variables.chain(of_section).collect()
}

fn from_variable(env: &Env, variable: &str) -> Option<Resolved> {
    let value = env.get(variable)?;
    Some(Resolved { value, source: SettingSource::Environment(variable.to_owned()) })
}

/// The two shared files and whether they are there.
fn files(base: &Base) -> Vec<String> {
    let paths = [&base.profiles.config_path, &base.profiles.credentials_path];
    let note = |path: &std::path::Path| match base.profiles.note(path) {
        "" if !path.exists() => " (not there)",
        note => note,
    };
    paths.into_iter().flatten().map(|path| format!("{}{}", path.display(), note(path))).collect()
}

/// What in the shared files may not be meant as it is.
fn notes(base: &Base) -> Vec<String> {
    let profile = base.profiles.profile(&base.profile.value);
    let mut notes = base.profiles.notes().to_vec();
    notes.extend(profile.into_iter().flat_map(misspelt));
    notes.extend(base.profiles.misplaced(&base.profile.value).map(str::to_owned));
    notes
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = |row: &Explained| row.value.clone().unwrap_or_else(|| "-".to_owned());
        let width = |text: fn(&Explained) -> usize| self.settings.iter().map(text).max().unwrap_or_default();
        let names = width(|row| row.name.chars().count());
        let values = width(|row| row.value.as_ref().map_or(1, |value| value.chars().count())).min(40);
        for row in &self.settings {
            match &row.source {
                Some(source) => writeln!(f, "{:names$}  {:values$}  {source}", row.name, value(row))?,
                None => writeln!(f, "{:names$}  -", row.name)?,
            }
        }
        writeln!(f, "\nfiles: {}", self.files.join(", "))?;
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        write!(f, "credentials: {}", self.credentials)
    }
}
