//! [`DirectorySync`]: a directory and the objects below a prefix are made the same.

mod act;
mod compare;
mod content_type;
mod delete;
mod filter;
mod listing;
mod local;
mod outcome;
mod place;
mod report;
mod run;
mod scratch;
mod sort;

pub use outcome::{SyncAction, SyncFailure, SyncKind, SyncOutcome, SyncProgress};
pub use place::SyncPlace;

use super::cancel::Cancel;
use super::config::TransferConfig;
use super::handle::Transfer;
use crate::Client;
use crate::types::{
    CopyObjectRequest, GetObjectRequest, ObjectCannedACL, PutObjectRequest, RequestPayer, StorageClass,
};
use compare::Rule;
use filter::Filter;
use report::Callbacks;
use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::client::Core;
use tucuxi::http::BoxFuture;

/// A synchronisation that is about to begin: await it, or [`start`](Self::start) it. [`Client::sync`],
/// [`Client::upload_dir`] and [`Client::download_dir`] make one.
///
/// It follows the rules of `aws s3 sync`. Both sides are listed in order of keys, and compared as they come:
///
/// - What is only in the source is transferred.
/// - What is in both is transferred if its sizes differ, or if the source is newer: for a download if the *file* is newer than
///   the object, since a file that was downloaded has the time of its object. [`size_only`](Self::size_only) and
///   [`exact_timestamps`](Self::exact_timestamps) change this.
/// - What is only in the target stays, unless [`delete`](Self::delete) is said.
///
/// Empty objects whose keys end with `/`, which stand for directories, are left alone on both sides. So are files and keys that
/// [`exclude`](Self::exclude) names. Directories themselves are neither transferred nor deleted. A symbolic link in the
/// place of a file that is downloaded is replaced, and what it leads to is left alone.
///
/// A file or object that fails does not end the rest: the [`SyncOutcome`] has it, with its reason.
///
/// # What is refused
/// A key that would be a file outside the target directory, or that no file there can have: with parts that are empty, `.` or
/// `..`, below a symbolic link, or of the same name but for case on a file system that does not tell case apart. So are files whose
/// names are not UTF-8, and pipes, sockets and devices. Each is a failure of the outcome. Unlike `aws s3 sync`, a file of the source
/// that cannot be read keeps its counterpart from being deleted, and what may be a directory that cannot be read keeps everything.
///
/// # Memory
/// It does not grow with the number of files: what has to wait or to be sorted is in temporary files beyond a few MiB. Requests
/// under way are limited by [`max_concurrency`](TransferConfig::max_concurrency) over all files together.
///
/// # Errors
/// When a side cannot be listed to its end, or the settings contradict. Nothing is deleted then. [`SyncOutcome::of`] gives what was done
/// before.
///
/// # Stopping
/// [`Transfer::cancel`] stops a synchronisation that was started, as it stops an upload. Dropping the future stops it too.
#[must_use = "a synchronisation does not begin until it is awaited or started"]
pub struct DirectorySync {
    client: Client,
    source_client: Option<Client>,
    source: SyncPlace,
    target: SyncPlace,
    options: Options,
    callbacks: Callbacks,
}

/// Changes the input of the request that a transfer begins with.
type Change<T> = Option<Arc<dyn Fn(&mut T) + Send + Sync>>;

/// What a synchronisation is told.
#[derive(Clone)]
struct Options {
    config: TransferConfig,
    rule: Rule,
    delete: bool,
    dry_run: bool,
    follow_symlinks: bool,
    guess_content_type: bool,
    sort_listings: bool,
    archived: Archived,
    filter: Filter,
    storage_class: Option<StorageClass>,
    acl: Option<ObjectCannedACL>,
    request_payer: Option<RequestPayer>,
    put: Change<PutObjectRequest>,
    get: Change<GetObjectRequest>,
    copy: Change<CopyObjectRequest>,
}

/// What is done with objects of the storage classes GLACIER and DEEP_ARCHIVE that are not restored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Archived {
    Fail,
    Skip,
    Try,
}

impl DirectorySync {
    fn new(core: &Core, source: SyncPlace, target: SyncPlace, rule: Rule) -> Self {
        let options = Options {
            config: TransferConfig::default(),
            rule,
            delete: false,
            dry_run: false,
            follow_symlinks: true,
            guess_content_type: true,
            sort_listings: false,
            archived: Archived::Fail,
            filter: Filter::default(),
            storage_class: None,
            acl: None,
            request_payer: None,
            put: None,
            get: None,
            copy: None,
        };
        let (client, callbacks) = (core.clone().into(), Callbacks::default());
        Self { client, source_client: None, source, target, options, callbacks }
    }

    /// A synchronisation that compares.
    pub(super) fn comparing(core: &Core, source: SyncPlace, target: SyncPlace) -> Self {
        Self::new(core, source, target, Rule::SizeAndTime)
    }

    /// One that transfers everything.
    pub(super) fn always(core: &Core, source: SyncPlace, target: SyncPlace) -> Self {
        Self::new(core, source, target, Rule::Always)
    }

    /// Compares sizes alone: what has the same size is skipped, however old it is.
    pub fn size_only(mut self) -> Self {
        self.options.rule = Rule::Size;
        self
    }

    /// Skips a download of the same size only if file and object have exactly the same time. Uploads and copies are not changed
    /// by this.
    pub fn exact_timestamps(mut self) -> Self {
        self.options.rule = Rule::ExactTime;
        self
    }

    /// Deletes what is in the target and not in the source.
    ///
    /// This happens at the very end, and only if both sides could be listed completely; also if transfers failed. What
    /// [`exclude`](Self::exclude) names is left alone in the target too.
    pub fn delete(mut self) -> Self {
        self.options.delete = true;
        self
    }

    /// Leaves out files and keys that match `pattern`, in source and target, unless a later [`include`](Self::include) names them:
    /// the last pattern that matches decides.
    ///
    /// A pattern is matched against the whole path below the directory or prefix, with `/` between its parts. `*` stands for
    /// any characters, also for `/`; `?` for one; `[a-z]` for one of these, `[!a-z]` for one of the others.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// // Only pictures.
    /// s3.sync("site", "s3://my-bucket/site").exclude("*").include("*.jpg").include("*.png").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn exclude(mut self, pattern: impl Into<String>) -> Self {
        self.options.filter.exclude(pattern.into());
        self
    }

    /// Takes files and keys that match `pattern` in again: [`exclude`](Self::exclude).
    pub fn include(mut self, pattern: impl Into<String>) -> Self {
        self.options.filter.include(pattern.into());
        self
    }

    /// Lists and compares, and does nothing. [`each`](Self::each) is told what would be done, and the outcome counts it.
    pub fn dry_run(mut self) -> Self {
        self.options.dry_run = true;
        self
    }

    /// Whether symbolic links in the source are followed, as they are by default; otherwise they are left out. Those in a target directory
    /// never are.
    pub fn follow_symlinks(mut self, follow: bool) -> Self {
        self.options.follow_symlinks = follow;
        self
    }

    /// Whether uploads get a `Content-Type` by the ends of their names, as they do by default.
    pub fn guess_content_type(mut self, guess: bool) -> Self {
        self.options.guess_content_type = guess;
        self
    }

    /// The storage class of what is uploaded or copied.
    pub fn storage_class(mut self, class: StorageClass) -> Self {
        self.options.storage_class = Some(class);
        self
    }

    /// The canned ACL of what is uploaded or copied.
    pub fn acl(mut self, acl: ObjectCannedACL) -> Self {
        self.options.acl = Some(acl);
        self
    }

    /// Says in all requests that you pay for them, as buckets want it whose owners let others pay.
    pub fn request_payer(mut self, payer: RequestPayer) -> Self {
        self.options.request_payer = Some(payer);
        self
    }

    /// Sorts the listings of buckets before they are compared.
    ///
    /// This is done by itself for directory buckets (`NAME--ZONE--x-s3`), whose listings are in no order. With another server that lists in
    /// no order, a synchronisation fails and tells of this. The keys wait in a temporary file until the last one is known.
    pub fn sort_listings(mut self) -> Self {
        self.options.sort_listings = true;
        self
    }

    /// Skips objects of the storage classes GLACIER and DEEP_ARCHIVE that are not restored, instead of counting them as failed.
    pub fn ignore_glacier_warnings(mut self) -> Self {
        self.options.archived = Archived::Skip;
        self
    }

    /// Tries to transfer objects of the storage classes GLACIER and DEEP_ARCHIVE too, as though they were restored.
    pub fn force_glacier_transfer(mut self) -> Self {
        self.options.archived = Archived::Try;
        self
    }

    /// Changes the input of each upload, after everything else: its key tells which one it is.
    pub fn put_with(mut self, change: impl Fn(&mut PutObjectRequest) + Send + Sync + 'static) -> Self {
        self.options.put = Some(Arc::new(change));
        self
    }

    /// Changes the input of each download.
    pub fn get_with(mut self, change: impl Fn(&mut GetObjectRequest) + Send + Sync + 'static) -> Self {
        self.options.get = Some(Arc::new(change));
        self
    }

    /// Changes the input of each copy, after everything else.
    pub fn copy_with(mut self, change: impl Fn(&mut CopyObjectRequest) + Send + Sync + 'static) -> Self {
        self.options.copy = Some(Arc::new(change));
        self
    }

    /// Changes how transfers are split, and what they may use in all.
    pub fn config(mut self, change: impl FnOnce(&mut TransferConfig)) -> Self {
        change(&mut self.options.config);
        self
    }

    /// The client for the bucket of the source, where two buckets are in different regions. A copy is made by the client that the
    /// synchronisation began with, whose credentials must be allowed to read the source.
    pub fn source_client(mut self, client: &Client) -> Self {
        self.source_client = Some(client.clone());
        self
    }

    /// Changes settings of the client for this synchronisation alone.
    pub fn customize(
        mut self,
        change: impl FnOnce(
            tucuxi::client::Builder<tucuxi::client::Core>,
        ) -> tucuxi::client::Builder<tucuxi::client::Core>,
    ) -> Self {
        self.client = self.client.customize(change);
        self
    }

    /// Calls `callback` whenever something was found, skipped, transferred or deleted. It must not block.
    pub fn progress(mut self, callback: impl FnMut(SyncProgress) + Send + 'static) -> Self {
        self.callbacks.progress = Some(Box::new(callback));
        self
    }

    /// Calls `callback` with each transfer and deletion that was done, or in a [dry run](Self::dry_run) would be. It must not block.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// s3.sync("site", "s3://my-bucket/site").delete().dry_run().each(|action| println!("{action}")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn each(mut self, callback: impl FnMut(&SyncAction) + Send + 'static) -> Self {
        self.callbacks.each = Some(Box::new(callback));
        self
    }

    /// Calls `callback` with each failure: also with those that are too many for the outcome. It must not block.
    pub fn each_failure(mut self, callback: impl FnMut(&SyncFailure) + Send + 'static) -> Self {
        self.callbacks.each_failure = Some(Box::new(callback));
        self
    }

    /// Starts the synchronisation in a task of its own.
    pub fn start(self) -> Transfer<SyncOutcome> {
        Transfer::start(|cancel| self.run(cancel))
    }

    async fn run(self, cancel: Cancel) -> Result<SyncOutcome, Error> {
        run::run(self, cancel).await
    }
}

impl IntoFuture for DirectorySync {
    type Output = Result<SyncOutcome, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run(Cancel::NEVER))
    }
}

impl fmt::Debug for DirectorySync {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectorySync")
            .field("source", &self.source)
            .field("target", &self.target)
            .field("delete", &self.options.delete)
            .field("dry_run", &self.options.dry_run)
            .field("filter", &self.options.filter)
            .field("config", &self.options.config)
            .finish_non_exhaustive()
    }
}
