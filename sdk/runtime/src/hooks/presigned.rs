//! A hook that lets a service call another region in the name of the caller.

use super::{Operations, applies};
use crate::client::{Context, Interceptor, presign_in};
use crate::error::Error;
use crate::http::{Body, BoxFuture, Request};
use crate::percent::RESERVED;
use crate::reflect::Shape;
use bytes::Bytes;
use http::Method;
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use std::time::Duration;

const SOURCE: &str = "SourceRegion";
const DESTINATION: &str = "DestinationRegion";

/// How long a service may use the URL: botocore's lifetime of presigned URLs.
const LIFETIME: Duration = Duration::from_secs(3600);

/// What the request itself keeps of the two regions.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PresignedCopy {
    /// Both are sent, the destination as well if the caller does not give it: EC2.
    NamesRegions,
    /// None is sent. Without `SourceRegion` the call stays within its region and needs no URL: RDS and its kin.
    HidesRegions,
}

/// Gives a form the presigned URL that the service calls the source region by. It is the same request, as GET, to the region
/// that `SourceRegion` names, with the region of the client as its `DestinationRegion`. A URL that the caller gives is
/// sent as it is.
#[derive(Clone, Copy, Debug)]
pub struct PresignedUrl {
    /// The operations.
    pub operations: Operations,
    /// The parameter that holds the URL.
    pub member: &'static str,
    /// What is sent of the regions.
    pub copy: PresignedCopy,
}

impl Interceptor for PresignedUrl {
    fn complete<'a>(
        &'a self,
        context: &'a Context,
        input: &'a dyn Shape,
        request: &'a mut Request,
    ) -> Option<BoxFuture<'a, Result<(), Error>>> {
        applies(self.operations, context)
            .then(|| Box::pin(self.fill(context, input, request)) as BoxFuture<_>)
    }
}

impl PresignedUrl {
    async fn fill(&self, context: &Context, input: &dyn Shape, request: &mut Request) -> Result<(), Error> {
        let Body::Bytes(body) = &request.body else { return Ok(()) };
        let Some(mut form) = Form::parse(body) else { return Ok(()) };
        let Some(source) = form.get(SOURCE).map(Cow::into_owned) else { return Ok(()) };
        let given = form.get(self.member).is_some();
        let names_regions = self.copy == PresignedCopy::NamesRegions;
        if !names_regions {
            form.remove(SOURCE);
        }
        if !given {
            let destination = context.config().region.as_deref().unwrap_or_default();
            let mut other = form.clone();
            other.set(DESTINATION, destination);
            if names_regions {
                form = other.clone();
            }
            let path = request.path.clone();
            let other = Request { method: Method::GET, path, query: other.into(), ..Request::default() };
            let presigned = presign_in(context, &source, input, other, LIFETIME).await?;
            form.set(self.member, &presigned.url());
        }
        request.body = Body::Bytes(Bytes::from(String::from(form)));
        Ok(())
    }
}

/// The parameters of a form in their order, encoded as they are sent.
#[derive(Clone)]
struct Form<'a>(Vec<(&'a str, Cow<'a, str>)>);

impl<'a> Form<'a> {
    /// `None` if the body is not text.
    fn parse(body: &'a [u8]) -> Option<Self> {
        let pairs = std::str::from_utf8(body).ok()?.split('&');
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Some(Self(pairs.map(|(name, value)| (name, value.into())).collect()))
    }

    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.0.iter().find(|(known, _)| *known == name)?;
        percent_decode_str(value).decode_utf8().ok()
    }

    fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| *known != name);
    }

    /// Replaces the parameter where it is, or adds it.
    fn set(&mut self, name: &'a str, value: &str) {
        let value = utf8_percent_encode(value, RESERVED).to_string().into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }
}

impl From<Form<'_>> for String {
    fn from(form: Form<'_>) -> Self {
        let pairs: Vec<_> = form.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }
}
