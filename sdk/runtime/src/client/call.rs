//! [`Call`]: one operation about to be carried out, and the future that does it.

use super::pipeline::Done;
use super::{Builder, Core, Features, PresignedRequest, ResponseMetadata};
use crate::error::Error;
use crate::http::BoxFuture;
use crate::reflect::Shape;
use crate::schema::OperationSchema;
use std::any::Any;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

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

    /// The client that will carry out the call.
    #[inline]
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// The call with this input in place of what was filled in.
    #[inline]
    #[must_use]
    pub fn with_input(mut self, input: O::Input) -> Self {
        self.input = input;
        self
    }

    /// Changes settings for this call alone.
    #[inline]
    #[must_use]
    pub fn customize(mut self, change: impl FnOnce(Builder<Core>) -> Builder<Core>) -> Self {
        self.core = self.core.customize(change);
        self
    }

    /// Starts the call when the future is polled.
    #[inline]
    pub fn send(self) -> CallFuture<O::Output> {
        CallFuture { inner: self.start(Features::NONE), output: PhantomData }
    }

    /// Like [`send`](Self::send), with status, headers and ids of the response beside the output.
    #[inline]
    pub fn send_with_metadata(self) -> MetadataFuture<O::Output> {
        MetadataFuture { inner: self.start(Features::NONE), output: PhantomData }
    }

    /// Signs the request in place of sending it, so that anyone can send it within `lifetime`: from a second to seven days, and
    /// no longer than the credentials hold. Parts of a second do not count.
    ///
    /// Nothing is sent, but credentials may be fetched. As in botocore, the request has no checksum that the input does not
    /// ask for. Where botocore would move a JSON or XML body into the URL, which no service takes, the body stays one, and
    /// is in [`PresignedRequest::body`] and the signature.
    ///
    /// # Errors
    /// When the input is not valid or has a streaming body, which is for whoever sends the request; when the service goes by
    /// bearer tokens; when there are no credentials or no region; and when `lifetime` is out of its bounds.
    #[inline]
    pub fn presigned(self, lifetime: Duration) -> BoxFuture<'static, Result<PresignedRequest, Error>> {
        self.core.presign(O::schema(), Box::new(self.input), None, lifetime)
    }

    /// Like [`presigned`](Self::presigned), from `start` on: equal calls give the same URL, which caches can keep.
    #[inline]
    pub fn presigned_at(
        self,
        start: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'static, Result<PresignedRequest, Error>> {
        self.core.presign(O::schema(), Box::new(self.input), Some(start), lifetime)
    }

    #[inline]
    pub(crate) fn start(self, features: Features) -> BoxFuture<'static, Result<Done, Error>> {
        self.core.invoke(O::schema(), Box::new(self.input), Box::new(O::Output::default()), features)
    }
}

impl<O: Operation> Clone for Call<O>
where
    O::Input: Clone,
{
    #[inline]
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), input: self.input.clone(), operation: PhantomData }
    }
}

impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", O::schema().name)?;
        crate::reflect::debug(&self.input, f)
    }
}

/// A call that can be made again and again, without its types.
pub(crate) trait Repeat: Send + Sync {
    /// The operation.
    fn operation(&self) -> &'static OperationSchema;
    /// The input of the next call.
    fn input(&self) -> &dyn Shape;
    /// The input of the next call, to change.
    fn input_mut(&mut self) -> &mut dyn Shape;
    /// Starts a call when the future is polled. `features` are told in the user agent.
    fn start(&self, features: Features) -> BoxFuture<'static, Result<Done, Error>>;
}

impl<O: Operation> Repeat for Call<O>
where
    O::Input: Clone,
{
    #[inline]
    fn operation(&self) -> &'static OperationSchema {
        O::schema()
    }
    #[inline]
    fn input(&self) -> &dyn Shape {
        &self.input
    }
    #[inline]
    fn input_mut(&mut self) -> &mut dyn Shape {
        &mut self.input
    }
    #[inline]
    fn start(&self, features: Features) -> BoxFuture<'static, Result<Done, Error>> {
        self.clone().start(features)
    }
}

/// The future of a call.
#[must_use = "a call does nothing until it is awaited"]
pub struct CallFuture<T> {
    inner: BoxFuture<'static, Result<Done, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Shape> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.as_mut().poll(context).map(|done| downcast(done?.output))
    }
}

/// The future of a call that also gives the response's [`ResponseMetadata`].
#[must_use = "a call does nothing until it is awaited"]
pub struct MetadataFuture<T> {
    inner: BoxFuture<'static, Result<Done, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Shape> Future for MetadataFuture<T> {
    type Output = Result<(T, ResponseMetadata), Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.as_mut().poll(context).map(|done| {
            let done = done?;
            Ok((downcast(done.output)?, done.metadata))
        })
    }
}

/// The output of an operation as what it is.
#[inline]
pub(crate) fn downcast<T: Shape>(output: Box<dyn Shape>) -> Result<T, Error> {
    let output: Box<dyn Any> = output;
    match output.downcast::<T>() {
        Ok(output) => Ok(*output),
        Err(_) => Err(Error::parse("the client gave back an output of another operation")),
    }
}
