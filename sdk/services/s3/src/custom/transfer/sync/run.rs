//! A synchronisation from its begin to its end: both sides are listed, and what is next on them is compared.

use super::act::{Job, Shared, Verdict, Worker};
use super::compare::Rule;
use super::delete;
use super::listing::{Entry, Found, Gap, Listing, Objects, State};
use super::local::Root;
use super::outcome::{SyncFailure, SyncKind, SyncOutcome, refused};
use super::place::Checked;
use super::report::Report;
use super::scratch::Spool;
use super::{DirectorySync, Options};
use crate::custom::transfer::bandwidth::Bandwidth;
use crate::custom::transfer::cancel::Cancel;
use crate::custom::transfer::parallel::Parallel;
use std::cmp::Ordering;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::tokio::sync::Semaphore;
use tucuxi::internal::error::attach;
use tucuxi::internal::tasks::check_runtime;

pub(super) async fn run(sync: DirectorySync, cancel: Cancel) -> Result<SyncOutcome, Error> {
    check_runtime()?;
    sync.options.config.check()?;
    let (source, target) = (sync.source.check()?, sync.target.check()?);
    let kind = kind(&source, &target)?;
    if source.relative(&target) == Some("") {
        // The same place: there is nothing to do.
        return Ok(SyncOutcome::default());
    }
    check_apart(&source, &target, &sync.options)?;
    let root = match &target {
        Checked::Directory(path) => Some(Root::new(path.clone())),
        Checked::Bucket { .. } => None,
    };
    let report = Report::new(sync.callbacks);
    let worker = Worker::new(Shared {
        source_client: sync.source_client.unwrap_or_else(|| sync.client.clone()),
        client: sync.client,
        source,
        target,
        kind,
        bandwidth: Bandwidth::new(sync.options.config.max_bandwidth),
        options: sync.options,
        root,
        report: report.clone(),
        cancel,
    });
    let result = match Merge::new(worker) {
        Ok(merge) => merge.run().await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(report.outcome()),
        Err(error) => Err(attach(error, report.outcome())),
    }
}

fn kind(source: &Checked, target: &Checked) -> Result<SyncKind, Error> {
    match (source, target) {
        (Checked::Directory(_), Checked::Bucket { .. }) => Ok(SyncKind::Upload),
        (Checked::Bucket { .. }, Checked::Directory(_)) => Ok(SyncKind::Download),
        (Checked::Bucket { .. }, Checked::Bucket { .. }) => Ok(SyncKind::Copy),
        (Checked::Directory(_), Checked::Directory(_)) => {
            Err(Error::validation("invalid input: both sides are directories")
                .with_hint("write one of them as `s3://BUCKET/PREFIX`"))
        }
    }
}

/// # Errors
/// When one side is in the other, so that what is copied would be listed and copied again, or what is deleted would be the source.
fn check_apart(source: &Checked, target: &Checked, options: &Options) -> Result<(), Error> {
    let inner = match (source.relative(target), target.relative(source)) {
        (Some(inner), _) => inner,
        (_, Some(inner)) if options.delete => inner,
        _ => return Ok(()),
    };
    if options.filter.leaves_out(inner) {
        return Ok(());
    }
    let message = "invalid input: one of the two prefixes is in the other";
    Err(Error::validation(message).with_hint(format!("leave it out by `exclude(\"{inner}*\")`")))
}

/// Goes through both sides.
struct Merge {
    worker: Worker,
    source: Listing,
    target: Listing,
    /// What is only in the target.
    to_delete: Spool<Entry>,
    /// Whether every key of both sides is known.
    is_complete: bool,
    tasks: Parallel<()>,
    permits: Arc<Semaphore>,
}

impl Merge {
    fn new(worker: Worker) -> Result<Self, Error> {
        let options = &worker.options;
        let source = listing(&worker, true)?;
        // A file has to be known to be replaced.
        let is_wanted = options.rule != Rule::Always || options.delete || worker.root.is_some();
        let target = if is_wanted { listing(&worker, false)? } else { Listing::empty() };
        let permits = Arc::new(Semaphore::new(options.config.max_concurrency.min(Semaphore::MAX_PERMITS)));
        let (to_delete, tasks) = (Spool::new(), Parallel::new());
        Ok(Self { source, target, to_delete, is_complete: true, tasks, permits, worker })
    }

    async fn run(mut self) -> Result<(), Error> {
        let cancel = self.worker.cancel.clone();
        let compared = cancel.or(self.compare()).await;
        // What is under way ends, or stops by itself if the synchronisation was cancelled.
        while self.tasks.next().await?.is_some() {}
        compared?;
        if !self.worker.options.delete {
            return Ok(());
        }
        let has_aliases = self.worker.root.as_ref().is_some_and(Root::has_aliases);
        match self.is_complete && !has_aliases {
            true => delete::all(&self.worker, self.to_delete).await,
            false => {
                self.worker.report.withhold_deletions();
                Ok(())
            }
        }
    }

    async fn compare(&mut self) -> Result<(), Error> {
        loop {
            let order = match (self.source.peek().await?, self.target.peek().await?) {
                (None, None) => break,
                (None, Some(_)) if !self.worker.options.delete => break,
                (Some(Found::Gap(_)), _) => {
                    let gap = self.source.take();
                    self.gap(gap);
                    continue;
                }
                (_, Some(Found::Gap(_))) => {
                    let gap = self.target.take();
                    self.gap(gap);
                    continue;
                }
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(Found::Entry(source)), Some(Found::Entry(target))) => source.key.cmp(&target.key),
            };
            let source = order.is_le().then(|| entry(self.source.take())).flatten();
            let target = order.is_ge().then(|| entry(self.target.take())).flatten();
            self.compared(source, target).await?;
        }
        self.worker.report.listed();
        Ok(())
    }

    /// What a side could not list.
    fn gap(&mut self, gap: Option<Found>) {
        if let Some(Found::Gap(Gap { path, error, hides, .. })) = gap {
            self.is_complete &= !hides;
            self.worker.report.failed(SyncFailure { action: None, name: path, error }, false, 0);
        }
    }

    /// Does what follows from what is on the two sides.
    async fn compared(&mut self, source: Option<Entry>, target: Option<Entry>) -> Result<(), Error> {
        match (source, target) {
            (Some(source), None) => self.transfer(Job { entry: source, is_new: true }).await,
            (Some(source), Some(target)) => {
                let rule = self.worker.options.rule;
                let is_strange = |entry: &Entry| matches!(entry.state, State::Unusable(_));
                let is_either = is_strange(&source) || is_strange(&target);
                match is_either || rule.differs(self.worker.kind, &source, &target) {
                    true => self.replace(source, target).await,
                    false => {
                        self.worker.report.skipped();
                        Ok(())
                    }
                }
            }
            (None, Some(target)) => self.only_in_target(&target),
            (None, None) => Ok(()),
        }
    }

    async fn replace(&mut self, source: Entry, target: Entry) -> Result<(), Error> {
        match target.state {
            State::Unusable(why) if !matches!(source.state, State::Unusable(_)) => {
                let error = refused(format!("what is in the target cannot be replaced: {why}"));
                self.refuse(&source, error);
                Ok(())
            }
            _ => self.transfer(Job { entry: source, is_new: false }).await,
        }
    }

    fn refuse(&self, source: &Entry, error: Error) {
        self.worker.report.failed(SyncFailure::of(self.worker.action(source), error), false, 0);
    }

    async fn transfer(&mut self, job: Job) -> Result<(), Error> {
        match self.worker.verdict(&job.entry) {
            Verdict::Transferred => {}
            Verdict::Skipped => {
                self.worker.report.skipped();
                return Ok(());
            }
            Verdict::Refused(error) => {
                self.refuse(&job.entry, error);
                return Ok(());
            }
        }
        self.worker.report.found(job.entry.size);
        if self.worker.options.dry_run {
            self.worker.report.transferred(&self.worker.action(&job.entry), 0);
            return Ok(());
        }
        let requests = u32::try_from(self.worker.requests(job.entry.size)).unwrap_or(u32::MAX);
        let permits = Arc::clone(&self.permits).acquire_many_owned(requests);
        let permits = async { permits.await.map_err(|error| Error::configuration(error.to_string())) };
        let permits = self.tasks.beside(permits, drop).await?;
        let work = self.worker.clone().carry_out(job);
        self.tasks.spawn(async move {
            work.await;
            drop(permits);
            Ok(())
        });
        Ok(())
    }

    fn only_in_target(&mut self, target: &Entry) -> Result<(), Error> {
        let options = &self.worker.options;
        if !options.delete || matches!(target.state, State::Unusable(_)) {
            return Ok(());
        }
        Ok(self.to_delete.push(target)?)
    }
}

fn entry(found: Option<Found>) -> Option<Entry> {
    match found? {
        Found::Entry(entry) => Some(entry),
        Found::Gap(_) => None,
    }
}

/// What is on one side.
fn listing(worker: &Worker, is_source: bool) -> Result<Listing, Error> {
    let (place, client) = match is_source {
        true => (&worker.source, &worker.source_client),
        false => (&worker.target, &worker.client),
    };
    match place {
        Checked::Directory(path) => Listing::of_directory(path.clone(), is_source, &worker.options),
        Checked::Bucket { bucket, prefix } => {
            let objects = Objects {
                client: client.clone(),
                bucket: bucket.clone(),
                prefix: prefix.clone(),
                request_payer: worker.options.request_payer.clone(),
                is_source,
                is_unsorted: worker.options.sort_listings,
            };
            Ok(Listing::of_objects(objects, &worker.options))
        }
    }
}
