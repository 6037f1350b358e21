//! Deletions at the end of a synchronisation.

use super::act::Worker;
use super::listing::Entry;
use super::outcome::{SyncAction, SyncFailure, SyncKind};
use super::place::Checked;
use super::scratch::Spool;
use crate::custom::transfer::delete::{AT_ONCE, delete, silence};
use crate::custom::transfer::parallel::blocking;
use crate::types::{DeleteObjectsRequest, ObjectIdentifier};
use std::collections::HashMap;
use tucuxi::Error;

/// How many files are deleted before it is looked whether that is still wanted.
const FILES: usize = 100;

/// Deletes what waits, or in a dry run only tells of it, and reports what became of it.
///
/// # Errors
/// When what waits cannot be read, or the synchronisation is cancelled.
pub(super) async fn all(worker: &Worker, mut waiting: Spool<Entry>) -> Result<(), Error> {
    let at_once = if worker.root.is_some() { FILES } else { AT_ONCE };
    loop {
        let batch = waiting.oldest(at_once)?;
        if batch.is_empty() {
            return Ok(());
        }
        worker.cancel.or(async { Ok(()) }).await?;
        match &worker.target {
            _ if worker.options.dry_run => batch.iter().for_each(|entry| report(worker, entry, Ok(()))),
            Checked::Directory(_) => files(worker, batch).await?,
            Checked::Bucket { bucket, prefix } => objects(worker, bucket, prefix, batch).await,
        }
    }
}

/// What a deletion does.
fn action(worker: &Worker, entry: &Entry) -> SyncAction {
    let (key, target) = (entry.key.clone(), worker.target.name(&entry.key));
    SyncAction { kind: SyncKind::Delete, key, size: entry.size, source: None, target }
}

fn report(worker: &Worker, entry: &Entry, result: Result<(), Error>) {
    let action = action(worker, entry);
    match result {
        Ok(()) => worker.report.deleted(&action),
        Err(error) => worker.report.failed(SyncFailure::of(action, error), false, 0),
    }
}

async fn files(worker: &Worker, batch: Vec<Entry>) -> Result<(), Error> {
    let (worker, Some(root)) = (worker.clone(), worker.root.clone()) else { return Ok(()) };
    let work = move || {
        for entry in batch {
            report(&worker, &entry, root.delete(&entry.key));
        }
        Ok(())
    };
    blocking(work).await
}

async fn objects(worker: &Worker, bucket: &str, prefix: &str, batch: Vec<Entry>) {
    let input = DeleteObjectsRequest {
        bucket: Some(bucket.to_owned()),
        request_payer: worker.options.request_payer.clone(),
        ..DeleteObjectsRequest::default()
    };
    let key = |entry: &Entry| format!("{prefix}{}", entry.key);
    let objects = batch.iter().map(|entry| ObjectIdentifier::from(key(entry))).collect();
    let answer = match delete(&worker.client, &input, objects).await {
        Ok(answer) => answer,
        Err(error) => {
            batch.iter().for_each(|entry| report(worker, entry, Err(error.clone())));
            return;
        }
    };
    let refused = answer.output.errors.unwrap_or_default().into_iter();
    let mut failed: HashMap<_, _> =
        refused.map(|error| (error.key.clone().unwrap_or_default(), refusal(&error))).collect();
    let unanswered = answer.unanswered.into_iter().filter_map(|object| object.key);
    failed.extend(unanswered.map(|key| (key.clone(), silence(&key))));
    for entry in &batch {
        report(worker, entry, failed.remove(&key(entry)).map_or(Ok(()), Err));
    }
}

/// The reason that S3 gives for one key.
fn refusal(error: &crate::types::Error) -> Error {
    let (code, message) = (error.code.as_deref(), error.message.as_deref());
    let (code, message) = (code.unwrap_or("unknown code"), message.unwrap_or("no message"));
    Error::new(tucuxi::error::ErrorKind::Service, format!("{code}: {message}"))
}
