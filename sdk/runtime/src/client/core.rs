//! [`Core`]: the one implementation of a service client.

use crate::Session;
use crate::error::Error;
use crate::http::BoxFuture;
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};
use std::sync::Arc;

/// Hooks around a call.
pub trait Interceptor: Send + Sync {}

/// A client of any service: configuration, credentials, connection, caches. Cheap to clone.
#[derive(Clone)]
pub struct Core(Arc<Inner>);

struct Inner {
    service: &'static ServiceSchema,
}

impl Core {
    /// A client of `service` with the settings of `session`.
    pub fn new(_session: &Session, service: &'static ServiceSchema) -> Self {
        Self(Arc::new(Inner { service }))
    }

    /// Carries out an operation; `output` is filled and given back.
    pub fn invoke(
        &self,
        _operation: &'static OperationSchema,
        _input: Box<dyn Shape>,
        output: Box<dyn Shape>,
    ) -> BoxFuture<'static, Result<Box<dyn Shape>, Error>> {
        Box::pin(async move { Ok(output) })
    }
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Core({})", self.0.service.name)
    }
}
