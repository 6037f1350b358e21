//! [`Paged`]: a stream of items made of requests one after the other, where the client has no paginator.

use super::rows::Source;
use crate::custom::items::Item;
use std::future::Future;
use std::task::{Context, Poll};
use std::vec;
use tucuxi::Error;
use tucuxi::http::BoxFuture;

/// Requests one after the other, each with what the last one left.
pub(super) trait Requests: Send + 'static {
    /// The items of the next request; `None` behind the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<Item>>, Error>> + Send;
}

/// The items of the next request, and where it came from.
type Page<R> = (R, Result<Option<Vec<Item>>, Error>);

/// What [`Requests`] give, item by item.
pub(super) struct Paged<R> {
    state: State<R>,
    page: vec::IntoIter<Item>,
}

enum State<R> {
    Waiting(R),
    Working(BoxFuture<'static, Page<R>>),
    Ended,
}

impl<R: Requests> Paged<R> {
    pub fn new(requests: R) -> Self {
        Self { state: State::Waiting(requests), page: Vec::new().into_iter() }
    }
}

impl<R: Requests> Source for Paged<R> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Item, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Waiting(mut requests) => {
                    self.state = State::Working(Box::pin(async move {
                        let page = requests.next().await;
                        (requests, page)
                    }));
                }
                State::Working(mut work) => {
                    let Poll::Ready((requests, page)) = work.as_mut().poll(context) else {
                        self.state = State::Working(work);
                        return Poll::Pending;
                    };
                    match page {
                        Ok(Some(items)) => {
                            self.page = items.into_iter();
                            self.state = State::Waiting(requests);
                        }
                        Ok(None) => return Poll::Ready(None),
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    }
                }
            }
        }
    }
}
