//! Deletions at the end of a synchronisation.

use super::act::Worker;
use super::listing::Entry;
use super::outcome::{SyncAction, SyncFailure, SyncKind};
use super::place::Checked;
use super::scratch::Spool;
use crate::custom::transfer::delete::{AT_ONCE, delete};
use crate::types::{DeleteObjectsRequest, ObjectIdentifier};
use std::collections::HashMap;
use std::io;
use tucuxi::Error;
use tucuxi::external::tokio::task::spawn_blocking;

/// Deletes what waits, and reports what became of it.
///
/// # Errors
/// When what waits cannot be read.
pub(super) async fn all(worker: &Worker, mut waiting: Spool<Entry>) -> Result<(), Error> {
    loop {
        let batch = waiting.oldest(AT_ONCE)?;
        if batch.is_empty() {
            return Ok(());
        }
        match &worker.target {
            Checked::Directory(_) => files(worker, batch).await?,
            Checked::Bucket { bucket, prefix } => objects(worker, bucket, prefix, batch).await,
        }
    }
}

/// What a deletion does.
pub(super) fn action(worker: &Worker, entry: &Entry) -> SyncAction {
    let (key, target) = (entry.key.clone(), worker.target.name(&entry.key));
    SyncAction { kind: SyncKind::Delete, key, size: entry.size, source: None, target }
}

fn report(worker: &Worker, entry: &Entry, result: Result<(), Error>) {
    let action = action(worker, entry);
    match result {
        Ok(()) => worker.report.deleted(&action),
        Err(error) => {
            let name = action.target.clone();
            worker.report.failed(SyncFailure { action: Some(action), name, error }, false, 0);
        }
    }
}

async fn files(worker: &Worker, batch: Vec<Entry>) -> Result<(), Error> {
    let (worker, Some(root)) = (worker.clone(), worker.root.clone()) else { return Ok(()) };
    let work = move || {
        for entry in batch {
            report(&worker, &entry, root.delete(&entry.key));
        }
    };
    Ok(spawn_blocking(work).await.map_err(io::Error::other)?)
}

async fn objects(worker: &Worker, bucket: &str, prefix: &str, batch: Vec<Entry>) {
    let input = DeleteObjectsRequest {
        bucket: Some(bucket.to_owned()),
        request_payer: worker.options.request_payer.clone(),
        ..DeleteObjectsRequest::default()
    };
    let key = |entry: &Entry| format!("{prefix}{}", entry.key);
    let objects = batch.iter().map(|entry| ObjectIdentifier::from(key(entry))).collect();
    let mut failed = match delete(&worker.client, &input, objects).await {
        Ok(output) => {
            let errors = output.errors.unwrap_or_default().into_iter();
            errors.map(|error| (error.key.clone().unwrap_or_default(), error)).collect::<HashMap<_, _>>()
        }
        Err(error) => {
            batch.iter().for_each(|entry| report(worker, entry, Err(error.clone())));
            return;
        }
    };
    for entry in &batch {
        let result = match failed.remove(&key(entry)) {
            None => Ok(()),
            Some(error) => Err(refusal(&error)),
        };
        report(worker, entry, result);
    }
}

/// The reason that S3 gives for one key.
fn refusal(error: &crate::types::Error) -> Error {
    let (code, message) = (error.code.as_deref(), error.message.as_deref());
    let (code, message) = (code.unwrap_or("unknown code"), message.unwrap_or("no message"));
    Error::new(tucuxi::error::ErrorKind::Service, format!("{code}: {message}"))
}
