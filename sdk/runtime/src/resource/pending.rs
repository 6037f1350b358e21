//! Futures of resources: [`Pending`] and [`Attribute`].

use super::Handle;
use crate::error::Error;
use crate::http::BoxFuture;
use crate::reflect::{Shape, Value};
use std::any::Any;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A request of a resource, made when it is awaited. Dropped before its end, it leaves nothing running.
#[must_use = "nothing is requested until this is awaited"]
pub struct Pending<T>(BoxFuture<'static, Result<T, Error>>);

impl<T> Pending<T> {
    /// The result of `future`.
    pub(super) fn new(future: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        Self(Box::pin(future))
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending")
    }
}

/// One attribute of a resource: there at once if the resource has its data, else loaded with all the others.
#[must_use = "nothing is loaded until this is awaited"]
pub struct Attribute<D, V> {
    handle: Handle<D>,
    member: usize,
    load: Option<Pending<Arc<D>>>,
    value: PhantomData<fn() -> V>,
}

impl<D: Shape, V: Value + Clone> Attribute<D, V> {
    #[inline]
    pub(super) fn new(handle: Handle<D>, member: usize) -> Self {
        Self { handle, member, load: None, value: PhantomData }
    }

    fn get(&self, data: &D) -> Result<V, Error> {
        let value: &dyn Any = data.get(self.member);
        value.downcast_ref().cloned().ok_or_else(|| {
            Error::parse(format!("an attribute of {:?} is asked for as what it is not", self.handle))
        })
    }
}

impl<D: Shape, V: Value + Clone> Future for Attribute<D, V> {
    type Output = Result<V, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let load = match &mut this.load {
            Some(load) => load,
            None => match this.handle.known() {
                Some(data) => return Poll::Ready(this.get(&data)),
                None => this.load.insert(this.handle.data()),
            },
        };
        Pin::new(load).poll(context).map(|data| this.get(&*data?))
    }
}

impl<D, V> fmt::Debug for Attribute<D, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attribute of {:?}", self.handle)
    }
}
