//! [`Download`]: an object becomes a file, or goes to a writer.

mod fetch;
mod file;
mod ordered;
mod place;

use super::cancel::Cancel;
use super::handle::Transfer;
use super::settings::{Settings, setters};
use crate::types::{GetObjectOutput, GetObjectRequest};
use fetch::Fetch;
use place::Place;
use std::fmt;
use std::future::IntoFuture;
use std::path::PathBuf;
use std::time::SystemTime;
use tucuxi::Error;
use tucuxi::client::Core;
use tucuxi::external::tokio::io::AsyncWrite;
use tucuxi::http::BoxFuture;
use tucuxi::types::Timestamp;

/// A download that is about to begin: await it, or [`start`](Self::start) it.
/// [`Client::download_file`](crate::Client::download_file) and [`Client::download`](crate::Client::download) make one.
///
/// An object below [`multipart_threshold`](super::TransferConfig::multipart_threshold) comes by one `GetObject`. Of a longer one, parts
/// come side by side, all of the version that the first response names by its `ETag`: if the object is replaced meanwhile, the
/// download fails. A body that breaks off goes on where it broke; that of a server without strong `ETag`s, and that of a part by its
/// number, is asked for again if it goes to a file. Where S3 gives a checksum of the whole object, it is verified.
///
/// To download a part of an object, or a version of it, set `range`, `part_number` or `version_id` by [`with`](Self::with).
///
/// The output is that of the first `GetObject`, without its body.
///
/// # Errors
/// When a request fails for good, the object changes, its checksum does not match, or the file or the writer cannot be written.
/// A file at the path then stays as it was. A writer, and a link, pipe or device at the path, has the first bytes of the object; the
/// message says how many.
///
/// # Stopping
/// [`Transfer::cancel`] stops a download that was started. Dropping the future stops it too. Either deletes the temporary file.
#[must_use = "a download does not begin until it is awaited or started"]
pub struct Download<'a> {
    settings: Settings,
    input: GetObjectRequest,
    to: To<'a>,
    /// The time that the file gets: that of the object in a listing, which can be more exact than that of a response.
    listed: Option<Timestamp>,
}

/// Where the bytes go.
enum To<'a> {
    File(PathBuf),
    Writer(Box<dyn AsyncWrite + Send + Unpin + 'a>),
}

impl Download<'static> {
    pub(super) fn to_file(core: &Core, path: PathBuf) -> Self {
        Self {
            settings: Settings::new(core),
            input: GetObjectRequest::default(),
            to: To::File(path),
            listed: None,
        }
    }

    /// Starts the download in a task of its own.
    pub fn start(self) -> Transfer<GetObjectOutput> {
        Transfer::start(|cancel| self.run(cancel))
    }
}

impl<'a> Download<'a> {
    pub(super) fn to_writer(core: &Core, writer: impl AsyncWrite + Send + Unpin + 'a) -> Self {
        let to = To::Writer(Box::new(writer));
        Self { settings: Settings::new(core), input: GetObjectRequest::default(), to, listed: None }
    }

    setters!(GetObjectRequest);

    /// Makes a file for an object of a listing: it gets the time of the object, and takes the place of a symbolic link, since what that
    /// leads to may be the file of another object.
    pub(super) fn listed_at(mut self, listed: Timestamp) -> Self {
        self.listed = Some(listed);
        self
    }

    pub(super) async fn run(self, cancel: Cancel) -> Result<GetObjectOutput, Error> {
        self.settings.check()?;
        let place = match &self.to {
            To::Writer(_) => None,
            To::File(path) => Some(Place::find(path, self.listed.is_some()).await?),
        };
        let mut fetch = cancel.or(Fetch::begin(self.settings, self.input)).await?;
        let modified = self.listed.map(|listed| modified(listed, &fetch.output)).transpose()?;
        let result = match (self.to, place) {
            (To::Writer(mut writer), _) => cancel.or(ordered::write(&mut fetch, &mut *writer)).await,
            (To::File(path), Some(Place::Direct)) => cancel.or(directly(&mut fetch, path, modified)).await,
            (To::File(path), _) => to_file(&mut fetch, path, modified, &cancel).await,
        };
        fetch.tasks.stop().await;
        result.map(|()| fetch.output)
    }
}

/// The time of an object. It may have been replaced since it was listed.
fn modified(listed: Timestamp, output: &GetObjectOutput) -> Result<SystemTime, Error> {
    let newest = output.last_modified.filter(|time| time.seconds() != listed.seconds());
    SystemTime::try_from(newest.unwrap_or(listed)).map_err(|error| Error::parse(error.to_string()))
}

async fn directly(fetch: &mut Fetch, path: PathBuf, modified: Option<SystemTime>) -> Result<(), Error> {
    let mut file = place::open(path).await?;
    ordered::write(fetch, &mut file).await?;
    if let Some(modified) = modified {
        place::set_time(&file.into_std().await, modified);
    }
    Ok(())
}

/// Fetches an object into a temporary file, which becomes that at `path`. What it takes to create and to rename it is not cancelled.
async fn to_file(
    fetch: &mut Fetch,
    path: PathBuf,
    modified: Option<SystemTime>,
    cancel: &Cancel,
) -> Result<(), Error> {
    let mut target = file::Target::create(fetch, path).await?;
    let filled = cancel.or(target.fill(fetch)).await;
    // Nothing writes to the file any longer when it is deleted.
    fetch.tasks.stop().await;
    filled?;
    target.commit(modified).await
}

impl<'a> IntoFuture for Download<'a> {
    type Output = Result<GetObjectOutput, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run(Cancel::NEVER))
    }
}

impl fmt::Debug for Download<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Download");
        match &self.to {
            To::File(path) => debug.field("file", path),
            To::Writer(_) => debug.field("writer", &format_args!("_")),
        };
        debug.field("input", &self.input).field("config", &self.settings.config).finish_non_exhaustive()
    }
}
