//! [`Call`]: one operation about to be carried out, and the future that does it.

use super::Core;
use crate::error::Error;
use crate::http::BoxFuture;
use crate::reflect::Shape;
use crate::schema::OperationSchema;
use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// An operation of a service: ties its input and output types to its table.
pub trait Operation: Send + 'static {
    /// The input structure.
    type Input: Shape + Default;
    /// The output structure.
    type Output: Shape + Default;
    /// What the model says of it.
    fn schema() -> &'static OperationSchema;
}

/// An operation's input and the client that will carry it out: what a generated call builder wraps.
#[derive(Clone)]
pub struct Call<O: Operation> {
    core: Core,
    /// The input, as filled so far.
    pub input: O::Input,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    /// A call with an empty input.
    #[inline]
    pub fn new(core: &Core) -> Self {
        Self { core: core.clone(), input: O::Input::default(), operation: PhantomData }
    }

    /// Starts the call when the future is polled.
    #[inline]
    pub fn send(self) -> CallFuture<O::Output> {
        let inner = self.core.invoke(O::schema(), Box::new(self.input), Box::new(O::Output::default()));
        CallFuture { inner, output: PhantomData }
    }
}

/// The future of a call.
#[must_use = "a call does nothing until it is awaited"]
pub struct CallFuture<T> {
    inner: BoxFuture<'static, Result<Box<dyn Shape>, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Shape> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.as_mut().poll(context).map(|result| {
            let output: Box<dyn Any> = result?;
            match output.downcast::<T>() {
                Ok(output) => Ok(*output),
                Err(_) => Err(Error::parse("the client gave back an output of another operation")),
            }
        })
    }
}
