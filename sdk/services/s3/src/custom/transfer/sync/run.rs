//! A synchronisation from its begin to its end: both sides are listed, and what is next on them is compared.

use super::act::{Job, Shared, Worker};
use super::compare::Rule;
use super::delete;
use super::listing::{Entry, Found, Listing, Objects, State};
use super::local::Root;
use super::outcome::{SyncFailure, SyncKind, SyncOutcome, refused};
use super::place::Checked;
use super::report::Report;
use super::scratch::Spool;
use super::{DirectorySync, Options};
use crate::custom::transfer::bandwidth::Bandwidth;
use crate::custom::transfer::cancel::Cancel;
use crate::custom::transfer::trouble::check_runtime;
use std::cmp::Ordering;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::tokio::sync::Semaphore;
use tucuxi::external::tokio::task::JoinSet;
use tucuxi::internal::error::attach;
use tucuxi::internal::trace::in_current_span;

pub(super) async fn run(sync: DirectorySync, cancel: Cancel) -> Result<SyncOutcome, Error> {
    check_runtime()?;
    sync.options.config.check()?;
    let (source, target) = (sync.source.check()?, sync.target.check()?);
    let kind = kind(&source, &target)?;
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
    match Merge::new(worker).run().await {
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
        // The same place: there is nothing to do.
        (Some(""), _) => return Ok(()),
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
    tasks: JoinSet<()>,
    permits: Arc<Semaphore>,
}

impl Merge {
    fn new(worker: Worker) -> Self {
        let options = &worker.options;
        let source = listing(&worker, true);
        let target = match options.rule == Rule::Always && !options.delete {
            true => Listing::empty(),
            false => listing(&worker, false),
        };
        let permits = Arc::new(Semaphore::new(options.config.max_concurrency.min(Semaphore::MAX_PERMITS)));
        let (to_delete, tasks) = (Spool::new(), JoinSet::new());
        Self { source, target, to_delete, is_complete: true, tasks, permits, worker }
    }

    async fn run(mut self) -> Result<(), Error> {
        let cancel = self.worker.cancel.clone();
        let compared = cancel.or(self.compare()).await;
        // What is under way ends, or stops by itself if the synchronisation was cancelled.
        while let Some(ended) = self.tasks.join_next().await {
            propagate(ended);
        }
        compared?;
        if !self.worker.options.delete || self.worker.options.dry_run {
            return Ok(());
        }
        match self.is_complete {
            true => cancel.or(delete::all(&self.worker, self.to_delete)).await,
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
                (Some(Found::Gap { .. }), _) => {
                    let gap = self.source.take();
                    self.gap(gap);
                    continue;
                }
                (_, Some(Found::Gap { .. })) => {
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
        if let Some(Found::Gap { path, error, hides }) = gap {
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
                let cannot_be_read = matches!(source.state, State::Unusable(_));
                match cannot_be_read || rule.differs(self.worker.kind, &source, &target) {
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
            State::Unusable(why) if source.state == State::Plain => {
                let error = refused(format!("what is in the target cannot be replaced: {why}"));
                self.refuse(&source, error);
                Ok(())
            }
            _ => self.transfer(Job { entry: source, is_new: false }).await,
        }
    }

    fn refuse(&self, source: &Entry, error: Error) {
        let action = self.worker.action(source);
        let name = action.source.clone().unwrap_or_default();
        self.worker.report.failed(SyncFailure { action: Some(action), name, error }, false, 0);
    }

    async fn transfer(&mut self, job: Job) -> Result<(), Error> {
        match self.worker.refusal(&job.entry) {
            Ok(()) => {}
            Err(Some(error)) => {
                self.refuse(&job.entry, error);
                return Ok(());
            }
            Err(None) => {
                self.worker.report.skipped();
                return Ok(());
            }
        }
        self.worker.report.found(job.entry.size);
        if self.worker.options.dry_run {
            self.worker.report.transferred(&self.worker.action(&job.entry), 0);
            return Ok(());
        }
        let requests = u32::try_from(self.worker.requests(job.entry.size)).unwrap_or(u32::MAX);
        let permits = Arc::clone(&self.permits).acquire_many_owned(requests).await;
        let permits = permits.map_err(|error| Error::configuration(error.to_string()))?;
        while let Some(ended) = self.tasks.try_join_next() {
            propagate(ended);
        }
        let work = self.worker.clone().carry_out(job);
        self.tasks.spawn(in_current_span(async move {
            work.await;
            drop(permits);
        }));
        Ok(())
    }

    fn only_in_target(&mut self, target: &Entry) -> Result<(), Error> {
        let options = &self.worker.options;
        if !options.delete || matches!(target.state, State::Unusable(_)) {
            return Ok(());
        }
        if options.dry_run {
            self.worker.report.deleted(&delete::action(&self.worker, target));
            return Ok(());
        }
        Ok(self.to_delete.push(target)?)
    }
}

fn entry(found: Option<Found>) -> Option<Entry> {
    match found? {
        Found::Entry(entry) => Some(entry),
        Found::Gap { .. } => None,
    }
}

/// A panic of a task, which a callback of the program may have caused, goes on here.
fn propagate(ended: Result<(), tucuxi::external::tokio::task::JoinError>) {
    if let Err(error) = ended
        && let Ok(panic) = error.try_into_panic()
    {
        std::panic::resume_unwind(panic);
    }
}

/// What is on one side.
fn listing(worker: &Worker, is_source: bool) -> Listing {
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
            Listing::of_objects(objects, &worker.options)
        }
    }
}
