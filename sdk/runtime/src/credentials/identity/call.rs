//! Calls of the operations of [`Identity`](super::Identity), by name and by reflection.

use crate::client::{Core, DynOperation, Interceptor};
use crate::config::ClientConfig;
use crate::credentials::limit::LimitedClient;
use crate::credentials::{Credentials, ProvideCredentials, shape};
use crate::error::{Error, ErrorKind};
use crate::jmespath::Found;
use crate::reflect::{Shape, Slot, View};
use crate::settings::base::Base;
use crate::types::Timestamp;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

impl Base {
    /// A call of `operation` of `service`, unsigned until it is given credentials.
    ///
    /// # Errors
    /// When this build or this session has no such operation, or the settings of the client do not hold.
    pub fn call(&self, service: &str, operation: &str) -> Result<IdentityCall, Error> {
        let found = match self.identity() {
            Some(identity) => (identity.find)(service, operation),
            None => return Err(unknown(service, operation, NO_IDENTITY)),
        };
        let operation = found.ok_or_else(|| unknown(service, operation, NO_FEATURE))?;
        let schema = operation.schema.service;
        let mut config = self.client_config(schema)?;
        config.http = Arc::new(LimitedClient(config.http));
        // A response that comes in drops would keep all calls waiting that need the credentials.
        config.attempt_timeout.get_or_insert(ATTEMPT);
        Ok(IdentityCall { input: (operation.input)(), operation, config })
    }
}

/// Limit for one attempt of a call, unless the session has another.
const ATTEMPT: Duration = Duration::from_secs(120);

const NO_IDENTITY: &str = "make a client of any service first, or give the operations in code with \
                           `Session::builder().identity(&tucuxi_identity::IDENTITY)`; a service crate without its \
                           default feature `credentials` does not bring them";
const NO_FEATURE: &str = "switch on the feature of the crate `tucuxi-identity` that brings it: `roles` for STS, `sso` for \
                          IAM Identity Center, `login` for AWS sign-in";

fn unknown(service: &str, operation: &str, hint: &'static str) -> Error {
    let message = format!("credentials are to be fetched by {operation} of {service}, which is not there");
    Error::new(ErrorKind::Credentials, message).with_hint(hint)
}

/// A call being filled in.
pub(crate) struct IdentityCall {
    operation: DynOperation,
    input: Box<dyn Shape>,
    config: ClientConfig,
}

impl IdentityCall {
    /// Signs the call with these credentials.
    pub fn signed_by(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.config.anonymous = false;
        self.config.credentials = Arc::new(provider);
        self
    }

    /// Calls this region, whatever that of the session is.
    pub fn region(mut self, region: &str) -> Self {
        self.config.set_region(region);
        self
    }

    /// A hook into the call.
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.config.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Sets the member at `path`, names with dots between, to a text.
    pub fn text(mut self, path: &str, text: &str) -> Self {
        self.at(path, |slot| match slot {
            Slot::String(to) => text.clone_into(to),
            Slot::Enum(to) => to.set(text),
            _ => {}
        });
        self
    }

    /// Sets the member at `path` to a number.
    pub fn number(mut self, path: &str, number: i64) -> Self {
        self.at(path, |slot| {
            if let Slot::Integer(to) = slot {
                *to = number;
            }
        });
        self
    }

    /// Sets the list at `path` to these texts.
    pub fn texts(mut self, path: &str, texts: &[String]) -> Self {
        self.at(path, |slot| {
            let Slot::List(list) = slot else { return };
            for text in texts {
                if let Slot::String(to) = list.push().slot() {
                    text.clone_into(to);
                }
            }
        });
        self
    }

    /// Sets the list at `path` to structures, each of which has these members.
    #[cfg(feature = "roles")]
    pub fn structures<'a, const N: usize>(
        mut self,
        path: &str,
        items: impl Iterator<Item = [(&'a str, &'a str); N]>,
    ) -> Self {
        self.at(path, |slot| {
            let Slot::List(list) = slot else { return };
            for item in items {
                let Slot::Structure(shape) = list.push().slot() else { continue };
                for (name, text) in item {
                    descend(shape, name, |slot| {
                        if let Slot::String(to) = slot {
                            text.clone_into(to);
                        }
                    });
                }
            }
        });
        self
    }

    fn at(&mut self, path: &str, write: impl FnOnce(Slot<'_>)) {
        descend(&mut *self.input, path, write);
    }

    /// Makes the call.
    pub async fn send(self) -> Result<IdentityAnswer, Error> {
        let core = Core::with_config(self.operation.schema.service, self.config);
        let (output, _) = self.operation.send(&core, self.input).await?;
        Ok(IdentityAnswer { output })
    }
}

/// Writes to the member at `path`; a model without it is passed over, and its validation or the service will tell.
fn descend(shape: &mut dyn Shape, path: &str, write: impl FnOnce(Slot<'_>)) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(index) = shape.schema().member(name) else { return };
    match (shape.get_mut(index).slot(), rest) {
        (slot, None) => write(slot),
        (Slot::Structure(inner), Some(rest)) => descend(inner, rest, write),
        _ => {}
    }
}

/// What such a call gives.
pub(crate) struct IdentityAnswer {
    output: Box<dyn Shape>,
}

impl IdentityAnswer {
    fn find(&self, path: &str) -> Found<'_> {
        let mut names = path.split('.');
        let first = names.next().unwrap_or_default();
        let member = self.output.schema().member(first);
        let first = member.map_or(Found::NULL, |index| Found::View(self.output.get(index).view()));
        names.fold(first, |found, name| found.field(name))
    }

    /// The text at `path`, names with dots between, if there is one that is not empty.
    pub fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        self.find(path).into_text().filter(|text| !text.is_empty())
    }

    /// The whole number at `path`.
    pub fn number(&self, path: &str) -> Option<i64> {
        self.find(path).as_i64()
    }

    /// The instant at `path`.
    pub fn timestamp(&self, path: &str) -> Option<Timestamp> {
        match self.find(path) {
            Found::View(View::Timestamp(time)) => Some(time),
            _ => None,
        }
    }

    /// The text at `path`.
    ///
    /// # Errors
    /// When it is not there: an answer without it is of no use.
    pub fn required(&self, path: &str) -> Result<String, Error> {
        self.text(path).map(Cow::into_owned).ok_or_else(|| {
            let message = format!("the answer has no {path}");
            Error::new(ErrorKind::Credentials, message)
        })
    }

    /// The credentials in the structure at `path`.
    ///
    /// # Errors
    /// When a part is not there, or they expire at a time that this system's clock cannot show.
    pub fn credentials(&self, path: &str, account: Option<String>) -> Result<Credentials, Error> {
        match self.find(path) {
            Found::View(View::Structure(found)) => {
                Ok(shape::builder(found)?.account_id(account.unwrap_or_default()).build())
            }
            _ => Err(Error::new(ErrorKind::Credentials, format!("the answer has no {path}"))),
        }
    }
}
