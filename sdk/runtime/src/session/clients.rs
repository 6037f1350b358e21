//! Clients with the settings of a session.

use super::Session;
use crate::client::{Builder, Core};
use crate::context::Shared;
use crate::schema::ServiceSchema;
use std::sync::Arc;

impl Core {
    /// A client of `service` with the settings of `session`.
    pub fn new(session: &Session, service: &'static ServiceSchema) -> Self {
        Self::with_shared(service, session.client_config(service), Arc::new(Shared::new(service)))
    }
}

impl<C: From<Core>> Builder<C> {
    /// The settings of `session` for `service`.
    pub fn new(session: &Session, service: &'static ServiceSchema) -> Self {
        Self::over(service, session.client_config(service), Arc::new(Shared::new(service)))
    }
}
