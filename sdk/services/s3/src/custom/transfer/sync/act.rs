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
use crate::custom::transfer::parallel::blocking;
use crate::custom::transfer::settings::Settings;
use crate::custom::transfer::{Download, ObjectCopy, Upload};
use std::path::Path;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::error::ErrorKind;

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

/// What is done with an entry that should be transferred.
pub(super) enum Verdict {
    Transferred,
    Skipped,
    Refused(Error),
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

    /// Whether something is transferred at all.
    pub(super) fn verdict(&self, entry: &Entry) -> Verdict {
        match &entry.state {
            State::Unusable(why) => return Verdict::Refused(refused(why.clone())),
            State::Archived if self.options.archived == Archived::Skip => return Verdict::Skipped,
            State::Archived if self.options.archived == Archived::Fail => {
                let error = refused("the object is archived (storage class GLACIER or DEEP_ARCHIVE)");
                let hint = "restore it first, or say `force_glacier_transfer`";
                return Verdict::Refused(error.with_hint(hint));
            }
            State::Archived | State::Plain => {}
        }
        match self.root.as_ref().map(|root| root.path(&entry.key)) {
            Some(Err(error)) => Verdict::Refused(error),
            _ => Verdict::Transferred,
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
        let settle = |settings: &mut Settings| self.settle(settings, told.as_ref());
        let result = match (&self.source, &self.target) {
            (Checked::Directory(directory), Checked::Bucket { bucket, prefix }) => {
                let upload = self.upload(directory, bucket, prefix, &job.entry.key);
                upload.within(settle).run(self.cancel.clone()).await.map(drop)
            }
            (Checked::Bucket { bucket, prefix }, Checked::Directory(_)) => match self.reserve(&job).await {
                Ok(place) => {
                    let download = self.download(bucket, prefix, &job.entry, &place);
                    download.within(settle).run(self.cancel.clone()).await.map(drop)
                }
                Err(error) => Err(error),
            },
            (
                Checked::Bucket { bucket, prefix },
                Checked::Bucket { bucket: target, prefix: target_prefix },
            ) => {
                let key = &job.entry.key;
                let copy = ObjectCopy::new(&self.client.core, bucket.clone(), format!("{prefix}{key}"));
                let copy = copy.bucket(target).key(format!("{target_prefix}{key}"));
                self.prepare(copy, &job.entry).within(settle).run(self.cancel.clone()).await.map(drop)
            }
            (Checked::Directory(_), Checked::Directory(_)) => Err(refused("both sides are directories")),
        };
        let bytes = told.as_ref().map_or(0, Told::bytes);
        match result {
            Ok(()) => self.report.transferred(&action, bytes),
            // The whole is cancelled, and says so itself.
            Err(error) if error.kind() == ErrorKind::Cancelled => {}
            Err(error) => {
                self.report.failed(SyncFailure::of(action, error), true, bytes);
            }
        }
    }

    fn upload(&self, directory: &Path, bucket: &str, prefix: &str, key: &str) -> Upload {
        let options = &self.options;
        let upload = Upload::of_file(&self.client.core, directory.join(key));
        upload.bucket(bucket).key(format!("{prefix}{key}")).with(|input| {
            let content_type = options.guess_content_type.then(|| content_type::guess(key)).flatten();
            input.content_type = content_type.map(str::to_owned);
            input.storage_class.clone_from(&options.storage_class);
            input.acl.clone_from(&options.acl);
            input.request_payer.clone_from(&options.request_payer);
            apply(&options.put, input);
        })
    }

    fn download(&self, bucket: &str, prefix: &str, entry: &Entry, place: &Reserved) -> Download<'static> {
        let download = Download::to_file(&self.source_client.core, place.path.clone());
        let download = download.bucket(bucket).key(format!("{prefix}{}", entry.key)).with(|input| {
            input.request_payer.clone_from(&self.options.request_payer);
            apply(&self.options.get, input);
        });
        download.listed_at(entry.modified)
    }

    async fn reserve(&self, job: &Job) -> Result<Reserved, Error> {
        let Some(root) = self.root.clone() else { return Err(refused("the target is no directory")) };
        let (key, is_new) = (job.entry.key.clone(), job.is_new);
        blocking(move || root.reserve(&key, is_new)).await
    }

    fn prepare(&self, copy: ObjectCopy, entry: &Entry) -> ObjectCopy {
        let options = &self.options;
        copy.source_client(&self.source_client).length(entry.size).with(|input| {
            input.storage_class.clone_from(&options.storage_class);
            input.acl.clone_from(&options.acl);
            input.request_payer.clone_from(&options.request_payer);
            apply(&options.copy, input);
        })
    }

    /// Gives a transfer what all share.
    fn settle(&self, settings: &mut Settings, told: Option<&Told>) {
        settings.config = self.options.config.clone();
        settings.bandwidth = Some(self.bandwidth.clone());
        settings.progress = told.map(|told| Box::new(told.callback()) as _);
    }
}

fn apply<T>(change: &Change<T>, input: &mut T) {
    if let Some(change) = change {
        change(input);
    }
}
