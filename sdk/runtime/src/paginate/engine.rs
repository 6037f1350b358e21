//! The loop of a listing, without types: one page after the other.

use super::cycle::Cycle;
use super::position::Position;
use super::schema::PaginatorSchema;
use super::token::Token;
use super::value;
use crate::client::{Done, Features, Repeat, ResponseMetadata};
use crate::error::Error;
use crate::http::BoxFuture;
use crate::jmespath::{self, Found};
use crate::reflect::{Shape, Slot};
use crate::trace::{Span, event, span};
use std::fmt;
use std::task::{Context, Poll, ready};

/// A listing.
pub(crate) struct Engine {
    pub page_size: Option<u32>,
    pub max_items: Option<usize>,
    pub starting_token: Option<String>,
    call: Box<dyn Repeat>,
    paginator: &'static PaginatorSchema,
    next: Next,
    /// The page that was given last.
    page: Option<Position>,
    /// Where the listing goes on.
    resume: Option<Position>,
    cycle: Cycle,
    /// How many items were given.
    items: usize,
    /// The span of the listing, from its first page on.
    span: Option<Span>,
    metadata: Option<ResponseMetadata>,
}

/// What follows.
enum Next {
    /// The first page.
    Start,
    /// The page that is on its way, and where it stands.
    Page(BoxFuture<'static, Result<Done, Error>>, Position),
    /// An error.
    Error(Error),
    /// Nothing.
    End,
}

/// What a page says of the one after it.
enum Following {
    /// There is none.
    Nothing,
    /// It is asked for with these tokens, one of which at least is not null.
    Tokens(Vec<Token>),
    /// There is one, but there are no tokens for it.
    Lost,
}

/// The span of a listing.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
fn listing(call: &dyn Repeat) -> Span {
    span!(
        INFO,
        PAGINATE,
        "list",
        otel.name = %format_args!("{} {} pages", call.operation().service.id, call.operation().name),
        rpc.service = call.operation().service.id,
        rpc.method = call.operation().name,
    )
}

impl Engine {
    pub fn new(call: Box<dyn Repeat>, paginator: &'static PaginatorSchema) -> Self {
        Self {
            page_size: None,
            max_items: None,
            starting_token: None,
            call,
            paginator,
            next: Next::Start,
            page: None,
            resume: None,
            cycle: Cycle::new(),
            items: 0,
            span: None,
            metadata: None,
        }
    }

    pub fn paginator(&self) -> &'static PaginatorSchema {
        self.paginator
    }

    pub fn metadata(&self) -> Option<&ResponseMetadata> {
        self.metadata.as_ref()
    }

    /// The text for where the listing goes on behind the last page.
    pub fn resume_token(&self) -> Option<String> {
        self.resume.as_ref().map(|position| position.encode(&self.names()))
    }

    /// The text for a place `given` items into the last page.
    pub fn token_within_page(&self, given: usize) -> Option<String> {
        let page = self.page.as_ref()?;
        let done = page.done.unwrap_or(0) + given;
        Some(Position { tokens: page.tokens.clone(), done: Some(done) }.encode(&self.names()))
    }

    /// The names of the members that tokens are put into.
    fn names(&self) -> Vec<&'static str> {
        let members = self.call.input().schema().members;
        let tokens = self.paginator.tokens.iter();
        tokens.filter_map(|token| members.get(token.input)).map(|member| member.name).collect()
    }

    /// The next page.
    pub fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Box<dyn Shape>, Error>>> {
        let span = self.span.get_or_insert_with(|| listing(&*self.call)).clone();
        span.in_scope(|| self.poll_within(context))
    }

    fn poll_within(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Box<dyn Shape>, Error>>> {
        if let Next::Start = self.next {
            self.next = match self.start() {
                Ok(position) => Next::Page(self.call.start(Features::PAGINATOR), position),
                Err(error) => Next::Error(error.in_operation(self.call.operation())),
            };
        }
        let answer = match &mut self.next {
            Next::Page(future, _) => ready!(future.as_mut().poll(context)),
            Next::Start | Next::Error(_) | Next::End => match std::mem::replace(&mut self.next, Next::End) {
                Next::Error(error) => return Poll::Ready(Some(Err(error))),
                _ => return Poll::Ready(None),
            },
        };
        let Next::Page(_, position) = std::mem::replace(&mut self.next, Next::End) else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(match answer {
            Ok(done) => {
                let mut output = done.output;
                self.metadata = Some(done.metadata);
                self.take(&mut *output, position);
                event!(DEBUG, PAGINATE, items = self.items, more = self.resume.is_some(), "page");
                Ok(output)
            }
            Err(error) => {
                self.resume = Some(position);
                Err(error)
            }
        }))
    }

    /// Fills in what the first page is asked for with.
    fn start(&mut self) -> Result<Position, Error> {
        let position = match self.starting_token.take() {
            None => Position { tokens: self.given_tokens(), done: None },
            Some(text) => {
                let position = Position::decode(&text, &self.names()).ok_or_else(|| bad_token(&text))?;
                self.put(&position.tokens).map_err(|_| bad_token(&text))?;
                position
            }
        };
        if let Some(size) = self.page_size {
            self.put_page_size(size)?;
        }
        Ok(position)
    }

    /// The tokens that the input has already.
    fn given_tokens(&self) -> Vec<Token> {
        let input = self.call.input();
        let token = |token: &super::schema::Token| Token::found(&Found::View(input.get(token.input).view()));
        self.paginator.tokens.iter().map(token).collect()
    }

    fn put_page_size(&mut self, size: u32) -> Result<(), Error> {
        let Some(limit) = self.paginator.limit else {
            return Err(Error::validation("the operation has no setting for the size of a page")
                .with_hint("leave out `page_size`"));
        };
        let input = self.call.input_mut();
        match input.get_mut(limit).slot() {
            Slot::Integer(to) => *to = i64::from(size),
            Slot::String(to) => *to = size.to_string(),
            Slot::Enum(to) => to.set(&size.to_string()),
            _ => {}
        }
        Ok(())
    }

    /// Puts tokens into the input; where there is none the member becomes absent. The name of a member they do not fit.
    fn put(&mut self, tokens: &[Token]) -> Result<(), &'static str> {
        let input = self.call.input_mut();
        for (schema, token) in self.paginator.tokens.iter().zip(tokens) {
            let member = input.get_mut(schema.input);
            member.clear();
            if !token.is_none() && !token.put(member.slot()) {
                return Err(input.schema().members.get(schema.input).map_or("", |member| member.name));
            }
        }
        Ok(())
    }

    /// Takes note of a page at `position`, cuts it, and finds out what follows.
    fn take(&mut self, output: &mut dyn Shape, position: Position) {
        let Some((primary, others)) = self.paginator.results.split_first() else { return };
        if let Some(done) = position.done {
            // all but the rest of the items was given before
            value::keep(output, primary, done..usize::MAX);
            others.iter().for_each(|path| value::empty(output, path));
        }
        let count = value::count(output, primary);
        let room = self.max_items.map(|max| max.saturating_sub(self.items));
        if let Some(room) = room
            && count > room
        {
            value::keep(output, primary, 0..room);
            let done = position.done.unwrap_or(0) + room;
            self.resume = Some(Position { tokens: position.tokens.clone(), done: Some(done) });
            self.items += room;
            self.page = Some(position);
            return;
        }
        self.items += count;
        let next = self.next_tokens(output);
        self.page = Some(position);
        let is_lost = matches!(next, Following::Lost);
        self.resume = match next {
            Following::Tokens(tokens) => Some(Position { tokens, done: None }),
            Following::Nothing | Following::Lost => None,
        };
        if room == Some(count) {
            return;
        }
        self.next = if is_lost { Next::Error(self.lost()) } else { self.advance() };
    }

    /// What `output` says of the next page.
    fn next_tokens(&self, output: &dyn Shape) -> Following {
        let more = self.paginator.more_results.as_ref();
        let more = more.map(|more| Token::of_output(&jmespath::search(more, output)) != Token::Null);
        if more == Some(false) {
            return Following::Nothing;
        }
        let tokens = self.paginator.tokens.iter();
        let tokens: Vec<_> =
            tokens.map(|token| Token::of_output(&jmespath::search(&token.output, output))).collect();
        match tokens.iter().any(|token| *token != Token::Null) {
            true => Following::Tokens(tokens),
            false if more == Some(true) => Following::Lost,
            false => Following::Nothing,
        }
    }

    /// The error for a page that says that more follows, but not where.
    fn lost(&self) -> Error {
        let members = self.names().join("`, `");
        let message = format!(
            "the service says that more pages follow, but gives no token for the next one (`{members}`)"
        );
        Error::parse(message).in_operation(self.call.operation())
    }

    /// Asks for the page at which the listing goes on.
    fn advance(&mut self) -> Next {
        let Some(position) = self.resume.clone() else { return Next::End };
        let operation = self.call.operation();
        let last = self.page.as_ref().map(|page| page.tokens.as_slice());
        if self.cycle.is_closed_by(&position.tokens, last) {
            let members = self.names().join("`, `");
            let message =
                format!("the service gave the same token twice (`{members}`): the listing would never end");
            return Next::Error(Error::parse(message).in_operation(operation));
        }
        match self.put(&position.tokens) {
            Ok(()) => Next::Page(self.call.start(Features::PAGINATOR), position),
            Err(member) => {
                let message = format!("the token for the next page does not fit `{member}`");
                Next::Error(Error::parse(message).in_operation(operation))
            }
        }
    }
}

fn bad_token(text: &str) -> Error {
    Error::validation(format!("`{text}` is no token to start with"))
        .with_hint("`starting_token` takes what `resume_token` gave for this operation")
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.call.operation().name)?;
        crate::reflect::debug(self.call.input(), f)
    }
}
