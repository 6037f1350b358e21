//! [`Interceptor`]: hooks around a call.

use super::core::Live;
use super::{ClientConfig, Core, Stopwatch};
use crate::error::Error;
use crate::failure::ResponseMetadata;
use crate::features::Features;
use crate::http::{Body, BoxFuture, Request, ResponseHead};
use crate::identity::Credentials;
use crate::reflect::Shape;
use crate::rules::{AuthChoice, Params};
use crate::schema::{Behaviour, OperationSchema, ServiceSchema};
use crate::target::Host;
use bytes::Bytes;
use std::any::Any;
use std::sync::Arc;

/// What a hook is told of the call it is part of.
pub struct Context {
    live: Arc<Live>,
    operation: &'static OperationSchema,
    attempt: u32,
    /// How many requests were handed to the HTTP layer.
    sent: u32,
    /// Measures how long the call takes, where that is limited.
    pub(crate) stopwatch: Option<Stopwatch>,
    /// What the user agent tells of the call.
    pub(crate) features: Features,
    may_redirect: bool,
    presigned: bool,
    /// Where the call goes in place of the host that the rules give.
    pub(crate) host: Option<Host>,
    /// What hooks keep for later hooks of the same call, by type.
    pub extensions: http::Extensions,
}

impl Context {
    pub(crate) fn new(live: Arc<Live>, operation: &'static OperationSchema) -> Self {
        let stopwatch = live.config.operation_timeout.map(|_| Stopwatch::default());
        Self {
            live,
            operation,
            attempt: 0,
            sent: 0,
            stopwatch,
            features: Features::NONE,
            may_redirect: false,
            presigned: false,
            host: None,
            extensions: http::Extensions::new(),
        }
    }

    /// A context for further requests of the same call.
    pub(crate) fn again(&self) -> Self {
        let mut again = Self::new(Arc::clone(&self.live), self.operation);
        (again.attempt, again.sent) = (self.attempt, self.sent);
        (again.features, again.host) = (self.features, self.host.clone());
        again.extensions = self.extensions.clone();
        again
    }

    /// The name of the operation being called, as the model has it: `PutObject`.
    pub fn operation_name(&self) -> &'static str {
        self.operation.name
    }

    /// The name of the service being called, as boto3 has it: `s3`.
    pub fn service_name(&self) -> &'static str {
        self.service().name
    }

    /// What the model says of the operation: an [internal](crate::internal) table, which may change in any release.
    pub fn operation(&self) -> &'static OperationSchema {
        self.operation
    }

    /// What the model says of the service: an [internal](crate::internal) table, which may change in any release.
    pub fn service(&self) -> &'static ServiceSchema {
        self.operation.service
    }

    /// The settings of the call.
    pub fn config(&self) -> &ClientConfig {
        &self.live.config
    }

    /// The client that carries out the call.
    pub fn core(&self) -> Core {
        Core::from_live(self.service(), Arc::clone(&self.live))
    }

    /// What hooks keep for later calls of the same client, by type. Clients customised from one another share it where
    /// their region, endpoint URL and kind of endpoint are the same; of their credentials it knows nothing, so that what
    /// depends on those has to be kept by them.
    pub fn kept<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        self.live.learnt.kept()
    }

    /// Makes a [redirect](Interceptor::redirect) of this call possible: what it takes is kept. For `before_serialize`.
    pub fn allow_redirect(&mut self) {
        self.may_redirect = true;
    }

    /// Whether the request is signed for somebody else to send: nothing that only a sender can do belongs in it.
    pub fn is_presigned(&self) -> bool {
        self.presigned
    }

    pub(crate) fn presign(&mut self) {
        self.presigned = true;
    }

    pub(crate) fn may_redirect(&self) -> bool {
        self.may_redirect
    }

    pub(crate) fn live(&self) -> &Arc<Live> {
        &self.live
    }

    /// Which attempt this is, from 1; 0 until the first is made.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Notes that the call makes use of a feature.
    pub(crate) fn use_feature(&mut self, feature: Features) {
        self.features = self.features.and(feature);
    }

    pub(crate) fn next_attempt(&mut self) -> u32 {
        self.attempt += 1;
        self.attempt
    }

    pub(crate) fn sent(&self) -> u32 {
        self.sent
    }

    /// Counts a request that is about to be sent.
    pub(crate) fn count_sent(&mut self) {
        self.sent += 1;
    }
}

/// Hooks around a call. Implement those you need; each may change what it is lent, or fail the call.
///
/// Order: `before_serialize`, `before_endpoint`, `after_serialize`, `after_auth_choice`, `complete`, then for each attempt
/// `before_sign`, `identity`, `before_send`, `after_send`, `before_parse`, `redirect` if it failed, and for the last one
/// `after_parse`. The service's own hooks run before those of the user. Hooks run inside the future of the call, so
/// they must not block; those that have to wait for something give a future of their own.
#[allow(unused_variables)]
pub trait Interceptor: Send + Sync {
    /// The input as the user gave it, idempotency tokens filled in. It is validated after this.
    fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        Ok(())
    }

    /// The parameters that the endpoint rules of the service will be asked with.
    fn before_endpoint(&self, context: &Context, params: &mut Params<'_>) -> Result<(), Error> {
        Ok(())
    }

    /// The request is written; with the future, something that has to be waited for is added to it, such as the presigned URL
    /// of another request. Not called for a request that is presigned itself.
    fn complete<'a>(
        &'a self,
        context: &'a Context,
        input: &'a dyn Shape,
        request: &'a mut Request,
    ) -> Option<BoxFuture<'a, Result<(), Error>>> {
        None
    }

    /// How the call will be signed. For a region other than that of `choice`, set another.
    fn after_auth_choice(&self, context: &Context, choice: &mut AuthChoice) -> Result<(), Error> {
        Ok(())
    }

    /// The request is written, without endpoint, checksum and signature.
    fn after_serialize(&self, context: &mut Context, request: &mut Request) -> Result<(), Error> {
        Ok(())
    }

    /// The request of this attempt is complete but for its signature.
    fn before_sign(&self, context: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
        Ok(())
    }

    /// Credentials to sign this attempt with in place of the client's: the first hook that gives some wins.
    fn identity<'a>(
        &'a self,
        context: &'a Context,
        choice: &'a AuthChoice,
    ) -> Option<BoxFuture<'a, Result<Credentials, Error>>> {
        None
    }

    /// The request is signed. Changing what the signature covers breaks it.
    fn before_send(&self, context: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
        Ok(())
    }

    /// Status and headers have come, the body has not been read.
    fn after_send(&self, context: &mut Context, head: &mut ResponseHead) -> Result<(), Error> {
        Ok(())
    }

    /// The body is read. Not called for a streamed body of a successful response.
    ///
    /// A status of 300 and above makes the response an error, whatever it was before.
    fn before_parse(
        &self,
        context: &mut Context,
        head: &mut ResponseHead,
        body: &mut Bytes,
    ) -> Result<(), Error> {
        Ok(())
    }

    /// The attempt, signed as `choice` says, failed. With `true`, the endpoint is asked for once more (`before_endpoint` runs again and may
    /// give another answer) and the request goes there at once, whatever the limit of attempts. Once a call, and only
    /// if [`Context::allow_redirect`] was called.
    fn redirect<'a>(
        &'a self,
        context: &'a Context,
        choice: &'a AuthChoice,
        failure: &'a Error,
    ) -> Option<BoxFuture<'a, Result<bool, Error>>> {
        None
    }

    /// The output of a successful response is read.
    fn after_parse(
        &self,
        context: &mut Context,
        metadata: &ResponseMetadata,
        output: &mut dyn Shape,
    ) -> Result<(), Error> {
        Ok(())
    }
}

/// Runs one hook of all interceptors: the service's, then the user's.
macro_rules! run_hooks {
    ($context:expr, $hook:ident $(, $argument:expr)*) => {{
        for interceptor in $crate::context::own($context.service()) {
            interceptor.$hook($context $(, $argument)*)?;
        }
        if !$context.config().interceptors.is_empty() {
            let live = std::sync::Arc::clone($context.live());
            for interceptor in &live.config.interceptors {
                interceptor.$hook($context $(, $argument)*)?;
            }
        }
    }};
}
pub(crate) use run_hooks;

impl<I: Interceptor + 'static> Behaviour for I {
    fn put(&'static self, place: &mut dyn Any) {
        if let Some(place) = place.downcast_mut::<Option<&'static dyn Interceptor>>() {
            *place = Some(self);
        }
    }
}

/// The interceptors of a service.
pub(crate) fn own(service: &'static ServiceSchema) -> impl Iterator<Item = &'static dyn Interceptor> + Send {
    service.interceptors.iter().filter_map(|behaviour| {
        let mut own = None::<&'static dyn Interceptor>;
        behaviour.put(&mut own);
        own
    })
}

/// All interceptors of a call: the service's, then the user's.
pub(crate) fn all<'a>(
    live: &'a Live,
    service: &'static ServiceSchema,
) -> impl Iterator<Item = &'a dyn Interceptor> + Send {
    own(service)
        .map(|interceptor| interceptor as &dyn Interceptor)
        .chain(live.config.interceptors.iter().map(|interceptor| &**interceptor))
}
