//! [`CacheFile`]: what a user signed in for, as the AWS CLI keeps it below `~/.aws/sso/cache` and `~/.aws/login/cache`.
//!
//! The CLI and the other SDKs read and write the same files, so that what is not known here is kept as it is, and a
//! file is replaced as a whole.

use super::super::document::Document;
use crate::error::{Error, ErrorKind};
use crate::file;
use crate::random;
use crate::settings::env::Env;
use crate::types::{Timestamp, TimestampFormat};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::SystemTime;

/// What such a file holds.
pub(in crate::credentials) trait SignIn: Sized {
    /// Reads the document. What is wrong with it is told without showing it.
    fn read(document: Document) -> Result<Self, String>;

    /// When the token in it ends.
    fn end(&self) -> SystemTime;
}

/// A file of a token cache.
#[derive(Debug)]
pub(in crate::credentials) struct CacheFile {
    path: PathBuf,
    /// What was saved last. It counts where it could not be written: the refresh token in the file may be used up.
    saved: Mutex<Option<Document>>,
    turn: Arc<Turn>,
}

/// Held by whoever reads, refreshes and saves.
type Turn = tokio::sync::Mutex<()>;

/// The turns of the files in use. Several sessions of a program often share a sign-in, and with some services a refresh
/// token works only once.
static TURNS: Mutex<BTreeMap<PathBuf, Weak<Turn>>> = Mutex::new(BTreeMap::new());

fn turn_of(path: &Path) -> Arc<Turn> {
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(turn) = turns.get(path).and_then(Weak::upgrade) {
        return turn;
    }
    turns.retain(|_, turn| turn.strong_count() > 0);
    let turn = Arc::default();
    turns.insert(path.to_owned(), Arc::downgrade(&turn));
    turn
}

impl CacheFile {
    /// The file of this name, without its extension, in a directory as it stands in the environment.
    ///
    /// # Errors
    /// When there is no home directory.
    pub fn new(env: &Env, directory: &str, name: &[u8]) -> Result<Self, Error> {
        let directory = env.expand(directory).ok_or_else(|| {
            let message = "sign-ins are kept in the home directory, but HOME is not set";
            Error::new(ErrorKind::Credentials, message)
        })?;
        let name = name.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        let path = directory.join(format!("{name}.json"));
        Ok(Self { turn: turn_of(&path), path, saved: Mutex::default() })
    }

    /// Waits until nobody else in this program refreshes what the file holds, and keeps others from it.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// What the file holds, or what was saved last where that holds for longer; `None` if there is neither.
    ///
    /// # Errors
    /// When the file cannot be read or holds something else.
    pub async fn load<S: SignIn>(&self) -> Result<Option<S>, Error> {
        let read = |document| S::read(document).map_err(|problem| self.problem(&problem));
        let saved = self.saved().clone().map(read).transpose()?;
        let in_file = match file::load(&self.path, file::SMALL).await {
            Ok(bytes) => {
                Some(Document::parse(&bytes).map_err(|problem| self.problem(&problem)).and_then(read)?)
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
            Err(cause) => return Err(self.problem(&format!("cannot be read: {cause}"))),
        };
        Ok([in_file, saved].into_iter().flatten().max_by_key(S::end))
    }

    /// What is wrong with the file.
    pub fn problem(&self, problem: &str) -> Error {
        Error::new(ErrorKind::Credentials, format!("{} {problem}", self.path.display()))
    }

    /// Replaces the file by one with this document, which only the user can read. Who reads meanwhile sees the old
    /// file or the new one, each whole.
    ///
    /// Where it cannot be written the document is kept in memory, so that calls go on.
    pub async fn save(&self, document: Document) {
        let (path, text) = (self.path.clone(), document.to_text());
        *self.saved() = Some(document);
        let _ = tokio::task::spawn_blocking(move || replace(&path, text.as_bytes())).await;
    }

    fn saved(&self) -> MutexGuard<'_, Option<Document>> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for CacheFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(f)
    }
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let directory = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    create_directory(directory)?;
    let number = random::next().map_err(io::Error::other)?;
    let temporary = directory.join(format!("{number:016x}.tmp"));
    let written = write_new(&temporary, content).and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

fn create_directory(directory: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// An instant of such a file. Older CLIs end it with `UTC` in place of `Z`.
pub(in crate::credentials) fn instant(text: &str) -> Option<SystemTime> {
    let text = text.strip_suffix("UTC").map_or_else(|| text.to_owned(), |start| format!("{start}Z"));
    text.parse::<Timestamp>().ok()?.try_into().ok()
}

/// Writes an instant as such files have it, in whole seconds.
pub(in crate::credentials) fn written(time: SystemTime) -> String {
    let seconds = Timestamp::new(Timestamp::from(time).seconds(), 0);
    seconds.format(TimestampFormat::Iso8601)
}

/// What to run to sign in again, `aws sso login --profile dev`.
pub(in crate::credentials) fn sign_in_again(command: &str, profile: Option<&str>) -> String {
    match profile {
        Some("default") | None => format!("sign in again: `{command}`"),
        Some(name) if name.contains(char::is_whitespace) => {
            format!("sign in again: `{command} --profile \"{name}\"`")
        }
        Some(name) => format!("sign in again: `{command} --profile {name}`"),
    }
}

#[cfg(all(test, feature = "sso"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::home::Home;
    use std::time::{Duration, UNIX_EPOCH};

    /// A document that tells how long it holds.
    #[derive(Debug)]
    struct Text(Document);

    impl SignIn for Text {
        fn read(document: Document) -> Result<Self, String> {
            document.required("end").map(|_| Self(document))
        }
        fn end(&self) -> SystemTime {
            UNIX_EPOCH + Duration::from_secs(self.0.required("end").unwrap().parse().unwrap())
        }
    }

    fn document(text: &str) -> Document {
        Document::parse(text.as_bytes()).unwrap()
    }

    async fn text(file: &CacheFile) -> String {
        file.load::<Text>().await.unwrap().unwrap().0.to_text().to_string()
    }

    #[tokio::test]
    async fn files_are_replaced_as_a_whole_and_for_the_user_alone() {
        let home = Home::new("");
        let file = CacheFile::new(&home.env(), "~/.aws/sso/cache", &[0xab, 0x0c]).unwrap();
        assert!(file.load::<Text>().await.unwrap().is_none());
        for content in [r#"{"end":"1","more":{"a":[1]}}"#, r#"{"end":"2"}"#] {
            file.save(document(content)).await;
            assert_eq!(text(&file).await, content);
        }
        let directory = home.path().join(".aws/sso/cache");
        let names: Vec<_> =
            std::fs::read_dir(&directory).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(names, ["ab0c.json"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&directory.join("ab0c.json")), 0o600);
            assert_eq!(mode(&directory), 0o700);
        }
    }

    #[tokio::test]
    async fn what_cannot_be_written_counts_until_the_file_holds_for_longer() {
        let home = Home::new("");
        // Where a directory has the name of the file, it cannot be written.
        let path = home.path().join("ab.json");
        std::fs::create_dir(&path).unwrap();
        let file = CacheFile::new(&home.env(), "~", &[0xab]).unwrap();
        file.save(document(r#"{"end":"5"}"#)).await;
        std::fs::remove_dir(&path).unwrap();
        assert_eq!(text(&file).await, r#"{"end":"5"}"#);
        std::fs::write(&path, r#"{"end":"4"}"#).unwrap();
        assert_eq!(text(&file).await, r#"{"end":"5"}"#);
        std::fs::write(&path, r#"{"end":"6"}"#).unwrap();
        assert_eq!(text(&file).await, r#"{"end":"6"}"#);
    }

    #[tokio::test]
    async fn garbage_is_told_without_showing_it() {
        let home = Home::new("");
        let file = CacheFile::new(&home.env(), "~", &[0xab]).unwrap();
        for (content, problem) in
            [(r#"{"end": "hidden"#, "ab.json is no JSON object (line 1"), ("{}", "ab.json has no end")]
        {
            std::fs::write(home.path().join("ab.json"), content).unwrap();
            let error = file.load::<Text>().await.unwrap_err().to_string();
            assert!(error.contains(problem) && !error.contains("hidden"), "{error}");
        }
    }

    #[test]
    fn instants_of_old_and_new_clis_are_read() {
        let expected = instant("2030-01-01T00:00:00Z");
        assert!(expected.is_some());
        for text in ["2030-01-01T00:00:00UTC", "2030-01-01T01:00:00+01:00", "2030-01-01T00:00:00.000Z"] {
            assert_eq!(instant(text), expected, "{text}");
        }
        assert_eq!(instant("tomorrow"), None);
        assert_eq!(written(expected.unwrap()), "2030-01-01T00:00:00Z");
    }
}
