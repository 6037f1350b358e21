//! The loop of a wait.

use super::failure::{WaitEnd, WaitFailure};
use super::matching;
use super::schema::{Acceptor, State, WaiterSchema};
use super::{Ended, Limits};
use crate::client::{Done, Features, Repeat};
use crate::error::{Error, ErrorKind};
use crate::random;
use crate::reflect::Shape;
use crate::trace::{Instrument, event, span};

/// An answer of the service.
pub(crate) enum Answer {
    /// An output.
    Output(Done),
    /// An error response.
    Error(Error),
}

impl Answer {
    /// The HTTP status.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Output(done) => Some(done.metadata.status()),
            // A response of success that could not be read, or is an error all the same, says nothing by its status.
            Self::Error(error) => error.status().filter(|status| *status >= 300),
        }
    }

    /// Output or error.
    pub fn result(self) -> Result<Box<dyn Shape>, Error> {
        match self {
            Self::Output(done) => Ok(done.output),
            Self::Error(error) => Err(error),
        }
    }
}

/// What is known so far.
#[derive(Default)]
struct Progress {
    attempts: u32,
    last: Option<Answer>,
    matched: Option<&'static Acceptor>,
}

/// Waits; gives the answer that was waited for.
pub(super) async fn run(
    call: Box<dyn Repeat>,
    waiter: &'static WaiterSchema,
    limits: Limits,
    ended: Option<Ended>,
) -> Result<Answer, Error> {
    let span = span!(
        INFO,
        WAIT,
        "wait",
        otel.name = %format_args!("{} {}", call.operation().service.id, waiter.name),
        waiter = waiter.name,
        rpc.service = call.operation().service.id,
    );
    let result = within(call, waiter, limits).instrument(span).await;
    ended.inspect(|ended| ended());
    result
}

async fn within(
    call: Box<dyn Repeat>,
    waiter: &'static WaiterSchema,
    limits: Limits,
) -> Result<Answer, Error> {
    limits.check().map_err(|error| error.in_operation(call.operation()))?;
    let mut progress = Progress::default();
    let end = match limits.timeout {
        None => wait(&*call, waiter, limits, &mut progress).await?,
        Some(limit) => {
            let waiting = wait(&*call, waiter, limits, &mut progress);
            match tokio::time::timeout(limit, waiting).await {
                Ok(end) => end?,
                Err(_) => Some(WaitEnd::Timeout(limit)),
            }
        }
    };
    let Progress { attempts, last, matched } = progress;
    match (end, last) {
        (None, Some(answer)) => Ok(answer),
        (end, last) => {
            let end = end.unwrap_or(WaitEnd::Failure);
            let operation = call.operation();
            Err(Error::wait_failed(WaitFailure { waiter, operation, end, attempts, matched, last }))
        }
    }
}

/// Calls until an answer ends the wait; how it failed, if it did.
async fn wait(
    call: &dyn Repeat,
    waiter: &'static WaiterSchema,
    limits: Limits,
    progress: &mut Progress,
) -> Result<Option<WaitEnd>, Error> {
    let default = limits.timeout.is_none().then_some(waiter.max_attempts);
    let max_attempts = limits.max_attempts.or(default).unwrap_or(u32::MAX);
    loop {
        let answered = ask(call, waiter).await;
        progress.attempts = progress.attempts.saturating_add(1);
        let (answer, matched) = answered.map_err(|error| in_wait(error, waiter, progress.attempts))?;
        progress.last = Some(answer);
        progress.matched = matched.or(progress.matched);
        let state = matched.map_or(State::Retry, |acceptor| acceptor.state);
        event!(DEBUG, WAIT, waiter = waiter.name, call = progress.attempts, ?state, "checked");
        match state {
            State::Success => return Ok(None),
            State::Failure => return Ok(Some(WaitEnd::Failure)),
            State::Retry if progress.attempts >= max_attempts => return Ok(Some(WaitEnd::Attempts)),
            State::Retry => {}
        }
        let pause = limits.pause.after(progress.attempts, random::fraction());
        event!(DEBUG, WAIT, ?pause, "waiting");
        tokio::time::sleep(pause).await;
    }
}

/// Makes one call; what its answer means.
pub(super) async fn check(call: Box<dyn Repeat>, waiter: &'static WaiterSchema) -> Result<State, Error> {
    let (_, matched) = ask(&*call, waiter).await?;
    Ok(matched.map_or(State::Retry, |acceptor| acceptor.state))
}

/// Makes one call. What is no answer of the service is an error, and so is an error that no acceptor matches.
async fn ask(
    call: &dyn Repeat,
    waiter: &'static WaiterSchema,
) -> Result<(Answer, Option<&'static Acceptor>), Error> {
    let answer = match call.start(Features::WAITER).await {
        Ok(done) => Answer::Output(done),
        Err(error) if error.kind() == ErrorKind::Service => Answer::Error(error),
        Err(error) => return Err(error),
    };
    match (matching::first(waiter.acceptors, call.input(), &answer), answer) {
        (None, Answer::Error(error)) => Err(error),
        (matched, answer) => Ok((answer, matched)),
    }
}

/// An error that ended a wait, with a word on that.
fn in_wait(error: Error, waiter: &WaiterSchema, attempts: u32) -> Error {
    match error.hint() {
        Some(_) => error,
        None => error.with_hint(format!("in call {attempts} of the wait for {}", waiter.name)),
    }
}
