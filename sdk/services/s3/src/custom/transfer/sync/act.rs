//! [`Worker`]: carries out one transfer of a synchronisation.

use super::content_type;
use super::listing::{Entry, State};
use super::local::{Reserved, Root};
use super::outcome::{SyncAction, SyncFailure, SyncKind, refused};
use super::place::Checked;
use super::report::{Report, Told};
use super::{Archived, Change, Options};
use crate::Client;
use crate::custom::transfer::bandwidth::Bandwidth;
use crate::custom::transfer::cancel::Cancel;
use crate::custom::transfer::settings::Settings;
use crate::custom::transfer::{Download, ObjectCopy, Upload};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::tokio::task::spawn_blocking;

/// What all transfers of a synchronisation share.
#[derive(Clone)]
pub(super) struct Worker(Arc<Shared>);

pub(super) struct Shared {
    pub(super) client: Client,
    pub(super) source_client: Client,
    pub(super) source: Checked,
    pub(super) target: Checked,
    pub(super) kind: SyncKind,
    pub(super) options: Options,
    pub(super) bandwidth: Bandwidth,
    /// The target, if that is a directory.
    pub(super) root: Option<Root>,
    pub(super) report: Report,
    pub(super) cancel: Cancel,
}

/// A transfer that is decided on.
pub(super) struct Job {
    pub(super) entry: Entry,
    /// Whether nothing of this name is in the target.
    pub(super) is_new: bool,
}

impl std::ops::Deref for Worker {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Worker {
    pub(super) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// What a transfer does.
    pub(super) fn action(&self, entry: &Entry) -> SyncAction {
        SyncAction {
            kind: self.kind,
            key: entry.key.clone(),
            size: entry.size,
            source: Some(self.source.name(&entry.key)),
            target: self.target.name(&entry.key),
        }
    }

    /// Why a file is not even tried, if so. `None` in place of a reason for what is skipped.
    pub(super) fn refusal(&self, entry: &Entry) -> Result<(), Option<Error>> {
        match &entry.state {
            State::Unusable(why) => return Err(Some(refused(why.clone()))),
            State::Archived if self.options.archived == Archived::Skip => return Err(None),
            State::Archived if self.options.archived == Archived::Fail => {
                let error = refused("the object is archived (storage class GLACIER or DEEP_ARCHIVE)");
                return Err(Some(error.with_hint("restore it first, or say `force_glacier_transfer`")));
            }
            State::Archived | State::Plain => {}
        }
        match &self.root {
            Some(root) => root.path(&entry.key).map(drop).map_err(Some),
            None => Ok(()),
        }
    }

    /// How many requests a transfer makes at once.
    pub(super) fn requests(&self, size: u64) -> usize {
        let config = &self.options.config;
        match size < config.threshold() {
            true => 1,
            false => usize::try_from(size.div_ceil(config.multipart_chunksize.max(1)))
                .unwrap_or(usize::MAX)
                .clamp(1, config.max_concurrency),
        }
    }

    /// Transfers, and reports what became of it.
    pub(super) async fn carry_out(self, job: Job) {
        let action = self.action(&job.entry);
        let told = self.report.is_watched.then(|| self.report.watch());
        let result = match self.kind {
            SyncKind::Upload => self.upload(&job, told.as_ref()).await,
            SyncKind::Download => self.download(&job, told.as_ref()).await,
            SyncKind::Copy => self.copy(&job, told.as_ref()).await,
            // Deletions are not transfers.
            SyncKind::Delete => Ok(()),
        };
        let bytes = told.map_or(0, |told| told.bytes());
        match result {
            Ok(()) => self.report.transferred(&action, bytes),
            Err(error) => {
                let name = action.source.clone().unwrap_or_default();
                self.report.failed(SyncFailure { action: Some(action), name, error }, true, bytes);
            }
        }
    }

    async fn upload(&self, job: &Job, told: Option<&Told>) -> Result<(), Error> {
        let (Checked::Directory(directory), Checked::Bucket { bucket, prefix }) =
            (&self.source, &self.target)
        else {
            return Ok(());
        };
        let options = &self.options;
        let upload = Upload::of_file(&self.client.core, path_of(directory, &job.entry.key));
        let upload = upload.bucket(bucket).key(format!("{prefix}{}", job.entry.key)).with(|input| {
            let content_type =
                options.guess_content_type.then(|| content_type::guess(&job.entry.key)).flatten();
            input.content_type = content_type.map(str::to_owned);
            input.storage_class.clone_from(&options.storage_class);
            input.acl.clone_from(&options.acl);
            input.request_payer.clone_from(&options.request_payer);
            apply(&options.put, input);
        });
        upload.within(|settings| self.settle(settings, told)).run(self.cancel.clone()).await.map(drop)
    }

    async fn download(&self, job: &Job, told: Option<&Told>) -> Result<(), Error> {
        let Checked::Bucket { bucket, prefix } = &self.source else { return Ok(()) };
        let place = self.reserve(job).await?;
        let download = Download::to_file(&self.client.core, place.path.clone());
        let download = download.modified_at(job.entry.modified);
        let download = download.bucket(bucket).key(format!("{prefix}{}", job.entry.key)).with(|input| {
            input.request_payer.clone_from(&self.options.request_payer);
            apply(&self.options.get, input);
        });
        download.within(|settings| self.settle(settings, told)).run(self.cancel.clone()).await.map(drop)
    }

    async fn reserve(&self, job: &Job) -> Result<Reserved, Error> {
        let Some(root) = self.root.clone() else { return Err(refused("the target is no directory")) };
        let (key, is_new) = (job.entry.key.clone(), job.is_new);
        spawn_blocking(move || root.reserve(&key, is_new)).await.map_err(io::Error::other)?
    }

    async fn copy(&self, job: &Job, told: Option<&Told>) -> Result<(), Error> {
        let (Checked::Bucket { bucket: source, prefix: source_prefix }, Checked::Bucket { bucket, prefix }) =
            (&self.source, &self.target)
        else {
            return Ok(());
        };
        let options = &self.options;
        let key = &job.entry.key;
        let copy = ObjectCopy::new(&self.client.core, source.clone(), format!("{source_prefix}{key}"));
        let copy = copy.source_client(&self.source_client).bucket(bucket).key(format!("{prefix}{key}"));
        let copy = copy.with(|input| {
            input.storage_class.clone_from(&options.storage_class);
            input.acl.clone_from(&options.acl);
            input.request_payer.clone_from(&options.request_payer);
            apply(&options.copy, input);
        });
        copy.within(|settings| self.settle(settings, told)).run(self.cancel.clone()).await.map(drop)
    }

    /// Gives a transfer what all share.
    fn settle(&self, settings: &mut Settings, told: Option<&Told>) {
        settings.config = self.options.config.clone();
        settings.bandwidth = Some(self.bandwidth.clone());
        settings.progress = told.map(|told| Box::new(told.callback()) as _);
    }
}

/// The path of a file that was listed. On Windows, `/` separates names too.
fn path_of(directory: &std::path::Path, key: &str) -> PathBuf {
    directory.join(key)
}

fn apply<T>(change: &Change<T>, input: &mut T) {
    if let Some(change) = change {
        change(input);
    }
}
