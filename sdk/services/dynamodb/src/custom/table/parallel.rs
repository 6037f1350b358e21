//! [`Parallel`]: a table scanned in segments side by side, each in a task of its own.

use super::rows::Source;
use crate::custom::items::Item;
use crate::operations::Scan;
use std::task::{Context, Poll, ready};
use std::vec;
use tucuxi::Error;
use tucuxi::external::tokio::sync::mpsc::{Receiver, Sender, channel};
use tucuxi::external::tokio::task::JoinSet;
use tucuxi::internal::tasks::{check_runtime, stopped};
use tucuxi::internal::trace::in_current_span;

/// The items of all segments, as they come. Each task holds one page until it is taken; dropping this stops them all.
pub(super) enum Parallel {
    Begin(Vec<Scan>),
    Running { tasks: JoinSet<()>, pages: Receiver<Result<Vec<Item>, Error>>, page: vec::IntoIter<Item> },
    Ended,
}

/// What stops with the runtime.
pub(super) const SCAN: &str = "the scan";

/// The calls for `count` segments.
pub(super) fn segments(scan: &Scan, count: u32) -> Vec<Scan> {
    let segment = |segment: u32| {
        scan.clone().with(|input| {
            input.segment = Some(segment.into());
            input.total_segments = Some(count.into());
        })
    };
    (0..count).map(segment).collect()
}

impl Parallel {
    fn run(scans: Vec<Scan>) -> Self {
        let mut tasks = JoinSet::new();
        let (sender, pages) = channel(1);
        for scan in scans {
            tasks.spawn(in_current_span(send_pages(scan, sender.clone())));
        }
        Self::Running { tasks, pages, page: Vec::new().into_iter() }
    }
}

/// Sends the pages of a segment; the last thing sent is the error, if it fails.
async fn send_pages(scan: Scan, sender: Sender<Result<Vec<Item>, Error>>) {
    let mut pages = scan.pages();
    while let Some(page) = pages.next().await {
        let page = page.map(|output| output.items.unwrap_or_default());
        // Nobody listens any more.
        if sender.send(page).await.is_err() {
            return;
        }
    }
}

impl Source for Parallel {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Item, Error>>> {
        loop {
            match self {
                Self::Ended => return Poll::Ready(None),
                Self::Begin(scans) => {
                    let scans = std::mem::take(scans);
                    if let Err(error) = check_runtime() {
                        *self = Self::Ended;
                        return Poll::Ready(Some(Err(error)));
                    }
                    *self = Self::run(scans);
                }
                Self::Running { tasks, pages, page } => {
                    if let Some(item) = page.next() {
                        return Poll::Ready(Some(Ok(item)));
                    }
                    match ready!(pages.poll_recv(context)) {
                        Some(Ok(items)) => *page = items.into_iter(),
                        Some(Err(error)) => {
                            *self = Self::Ended;
                            return Poll::Ready(Some(Err(error)));
                        }
                        // All tasks have let go of the channel: have they all come to their end?
                        None => {
                            while let Some(ended) = ready!(tasks.poll_join_next(context)) {
                                if let Err(error) = ended {
                                    *self = Self::Ended;
                                    return Poll::Ready(Some(Err(stopped(error, SCAN))));
                                }
                            }
                            *self = Self::Ended;
                        }
                    }
                }
            }
        }
    }
}
