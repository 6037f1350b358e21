//! [`Listing`]: the pages of a collection, without its types.

use super::entity::Entity;
use super::produce::Recipe;
use super::schema::{Param, ResourceSchema, ResultSchema};
use super::{convert, params};
use crate::client::{Core, Done, DynOperation, Features, Repeat};
use crate::error::Error;
use crate::http::BoxFuture;
use crate::paginate::{Engine, PaginatorSchema};
use crate::reflect::Shape;
use crate::schema::OperationSchema;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// What a collection is, apart from how far it was read.
pub(super) struct Plan {
    pub(super) parent: Arc<Entity>,
    pub(super) params: &'static [Param],
    pub(super) operation: DynOperation,
    /// What the caller gave.
    pub(super) given: Box<dyn Shape>,
    pub(super) schema: &'static ResourceSchema,
    pub(super) result: &'static ResultSchema,
    /// How the operation goes on from page to page; `None` if one call gives all.
    pub(super) paginator: Option<fn() -> &'static PaginatorSchema>,
    pub(super) page_size: Option<usize>,
}

/// The pages of a collection. What is requested is kept when the caller gives up waiting, and dropped with it.
pub(super) struct Listing(Phase);

enum Phase {
    Idle(Box<Cursor>),
    Busy(BoxFuture<'static, (Box<Cursor>, NextPage)>),
    Done,
}

type Page = Vec<Arc<Entity>>;
type NextPage = Result<Option<Page>, Error>;

impl Listing {
    pub(super) fn new(plan: Plan, limit: Option<usize>) -> Self {
        Self(Phase::Idle(Box::new(Cursor { plan, source: None, left: limit })))
    }

    /// The next page. After an error there is none.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page, Error>>> {
        if let Phase::Idle(_) = &self.0
            && let Phase::Idle(mut reader) = std::mem::replace(&mut self.0, Phase::Done)
        {
            self.0 = Phase::Busy(Box::pin(async move {
                let page = reader.next().await;
                (reader, page)
            }));
        }
        let Phase::Busy(request) = &mut self.0 else { return Poll::Ready(None) };
        let (reader, page) = ready!(Pin::new(request).poll(context));
        self.0 = match &page {
            Ok(Some(_)) => Phase::Idle(reader),
            _ => Phase::Done,
        };
        Poll::Ready(page.transpose())
    }

    pub(super) async fn next(&mut self) -> Option<Result<Page, Error>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// All that is left.
    pub(super) async fn collect(mut self) -> Result<Page, Error> {
        let mut all = Vec::new();
        while let Some(page) = self.next().await {
            all.extend(page?);
        }
        Ok(all)
    }
}

struct Cursor {
    plan: Plan,
    source: Option<(Pager, Recipe)>,
    /// How many resources are still wanted; `None` for all.
    left: Option<usize>,
}

impl Cursor {
    async fn next(&mut self) -> NextPage {
        if self.left == Some(0) {
            return Ok(None);
        }
        let (source, recipe) = match &mut self.source {
            Some(source) => source,
            None => self.source.insert(self.plan.open().await?),
        };
        let Some(mut answer) = source.next().await? else { return Ok(None) };
        let mut page = recipe.make(&self.plan.parent, &mut *answer).await?;
        if let Some(left) = &mut self.left {
            page.truncate(*left);
            *left -= page.len();
        }
        Ok(Some(page))
    }
}

impl Plan {
    /// Fills the input: what the parent knows, and the caller's own merged into it.
    async fn open(&self) -> Result<(Pager, Recipe), Error> {
        let mut input = (self.operation.input)();
        params::fill_known(self.params, &self.parent, &mut *input, 0)?;
        params::fill_data(self.params, &self.parent, &mut *input, 0).await?;
        convert::merge_members(&*self.given, &mut *input);
        let recipe = Recipe::new(self.schema, self.result, &self.parent, &*input);
        let request = Request { core: self.parent.core.clone(), operation: self.operation, input };
        let source = match self.paginator {
            Some(paginator) => {
                let mut engine = Engine::new(Box::new(request), paginator());
                engine.page_size = self.page_size.map(|size| u32::try_from(size).unwrap_or(u32::MAX));
                Pager::Pages(Box::new(engine))
            }
            None => Pager::Once(Some(request)),
        };
        Ok((source, recipe))
    }
}

/// Where the answers to a listing come from, one after the other.
enum Pager {
    /// The only answer, unless it was given.
    Once(Option<Request>),
    /// The engine of paginators.
    Pages(Box<Engine>),
}

impl Pager {
    async fn next(&mut self) -> Result<Option<Box<dyn Shape>>, Error> {
        match self {
            Pager::Once(request) => match request.take() {
                Some(request) => request.start(Features::NONE).await.map(|done| Some(done.output)),
                None => Ok(None),
            },
            Pager::Pages(engine) => poll_fn(|context| engine.poll_page(context)).await.transpose(),
        }
    }
}

/// A call without its types. Its input is copied by reflection for each page.
struct Request {
    core: Core,
    operation: DynOperation,
    input: Box<dyn Shape>,
}

impl Repeat for Request {
    fn operation(&self) -> &'static OperationSchema {
        self.operation.schema
    }

    fn input(&self) -> &dyn Shape {
        &*self.input
    }

    fn input_mut(&mut self) -> &mut dyn Shape {
        &mut *self.input
    }

    fn start(&self, features: Features) -> BoxFuture<'static, Result<Done, Error>> {
        let mut input = (self.operation.input)();
        crate::reflect::copy_members(&*self.input, &mut *input);
        self.core.invoke(self.operation.schema, input, (self.operation.output)(), features)
    }
}
