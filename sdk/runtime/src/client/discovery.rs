//! Endpoint discovery: a few services tell by an operation of their own where to send the others.
//!
//! As in botocore, nothing is discovered with an endpoint URL of the user's own, and by default only for services that
//! have operations which need it. An address is used for as long as the service says, and beyond that while the
//! service does not answer; after a failure to ask there is a minute's rest. All of this holds of one region and one access
//! key: the endpoints of an account are not those of another one.

use super::{Context, Stopwatch};
use crate::error::{Error, ErrorKind};
use crate::jmespath::Found;
use crate::modes::EndpointDiscovery;
use crate::recent::Recent;
use crate::reflect::Shape;
use crate::target::{Host, Target};
use crate::trace::event;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long the service is not asked after it did not answer.
const REST: Duration = Duration::from_secs(60);

/// What a client knows of the endpoints of its service in one region, by access key.
#[derive(Debug, Default)]
pub(super) struct Discovery(Recent<String, Endpoints>);

/// The endpoints of one access key.
#[derive(Debug, Default)]
struct Endpoints {
    known: Mutex<Known>,
    /// Held while the service is asked, so that it is asked once for all who wait.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    /// The first that still holds is used.
    endpoints: Vec<(Arc<str>, Instant)>,
    rest_until: Option<Instant>,
}

/// Where the attempt at hand was sent, and among which endpoints that is.
#[derive(Clone)]
struct Used(Arc<Endpoints>, Arc<str>);

/// Whether an operation is sent to a discovered endpoint.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    Required,
    Optional,
}

/// `target` at the discovered endpoint, if there is to be one for this call.
pub(super) async fn redirect(context: &mut Context, mut target: Target) -> Result<Target, Error> {
    let Some(need) = need(context)? else { return Ok(target) };
    let discovery = context.kept::<Discovery>();
    let endpoints = discovery.0.at(&*access_key(context).await?, Endpoints::default);
    let Some(address) = address(context, &endpoints, need).await? else { return Ok(target) };
    target.move_to(&host(&address)?)?;
    context.extensions.insert(Used(endpoints, address));
    Ok(target)
}

/// The service says that it is not to be called where it was called. Whether another place can be found.
pub(super) fn evict(context: &mut Context, status: u16, code: &str) -> bool {
    let moved = status == 421 || code == "InvalidEndpointException";
    let used = context.extensions.remove::<Used>().filter(|_| moved);
    let Some(Used(endpoints, address)) = used else { return false };
    endpoints.known().endpoints.retain(|(known, _)| *known != address);
    true
}

/// Whose endpoints are meant; empty for those of a client that never signs.
async fn access_key(context: &Context) -> Result<String, Error> {
    if context.config().anonymous {
        return Ok(String::new());
    }
    let _stopped = context.stopwatch.as_ref().map(Stopwatch::stop);
    let credentials = context.config().credentials.credentials().await?;
    Ok(credentials.access_key_id().to_owned())
}

fn need(context: &Context) -> Result<Option<Need>, Error> {
    let (operation, config) = (context.operation(), context.config());
    let Some(discovery) = operation.service.discovery.filter(|_| config.endpoint_url.is_none()) else {
        return Ok(None);
    };
    let among = |names: &[&str]| names.binary_search(&operation.name).is_ok();
    match config.endpoint_discovery {
        EndpointDiscovery::Disabled if among(discovery.required) => {
            let message = "the endpoint of this operation has to be discovered, and `endpoint_discovery_enabled` is false";
            Err(Error::configuration(message))
        }
        EndpointDiscovery::Disabled => Ok(None),
        _ if among(discovery.required) => Ok(Some(Need::Required)),
        EndpointDiscovery::Enabled if among(discovery.optional) => Ok(Some(Need::Optional)),
        _ => Ok(None),
    }
}

async fn address(context: &Context, endpoints: &Endpoints, need: Need) -> Result<Option<Arc<str>>, Error> {
    if let Some(address) = endpoints.known().current() {
        return Ok(Some(address));
    }
    let _asking = endpoints.asking.lock().await;
    let (current, stale, resting) = {
        let known = endpoints.known();
        let resting = known.rest_until.is_some_and(|end| Instant::now() < end);
        (known.current(), known.endpoints.first().map(|(address, _)| Arc::clone(address)), resting)
    };
    if current.is_some() {
        return Ok(current);
    }
    // With nothing at all to fall back to there is no point in a rest.
    if !resting || (stale.is_none() && need == Need::Required) {
        match ask(context).await {
            Ok(told) => {
                event!(
                    INFO,
                    CALL,
                    endpoint = told.first().map(|(address, _)| &**address),
                    endpoints = told.len(),
                    "endpoints discovered"
                );
                let mut known = endpoints.known();
                known.endpoints = told;
                known.rest_until = None;
                if let Some(address) = known.current() {
                    return Ok(Some(address));
                }
            }
            Err(error) if error.kind() == ErrorKind::Transport => {
                endpoints.known().rest_until = Some(Instant::now() + REST);
                if stale.is_none() && need == Need::Required {
                    return Err(error);
                }
            }
            Err(error) => return Err(error),
        }
    }
    match need {
        Need::Required if stale.is_none() => {
            Err(Error::new(ErrorKind::Endpoint, "the service returned no endpoint for this operation"))
        }
        _ => Ok(stale),
    }
}

/// Asks the service.
async fn ask(context: &Context) -> Result<Vec<(Arc<str>, Instant)>, Error> {
    let Some(discovery) = context.service().discovery else { return Ok(Vec::new()) };
    let operation = (discovery.operation)();
    let (output, _) = operation.send(&context.core(), (operation.input)()).await?;
    Ok(read(&*output))
}

/// The addresses in an answer, each with the end of its time. One that lacks either is left out.
fn read(output: &dyn Shape) -> Vec<(Arc<str>, Instant)> {
    let now = Instant::now();
    let member = output.schema().member("Endpoints");
    let endpoints = member.map_or(Found::NULL, |index| Found::View(output.get(index).view()));
    let endpoint = |endpoint: Found<'_>| {
        let address = endpoint.field("Address");
        let minutes = u64::try_from(endpoint.field("CachePeriodInMinutes").as_i64()?).ok()?;
        let end = now.checked_add(Duration::from_secs(minutes.saturating_mul(60)))?;
        Some((Arc::from(address.as_str()?), end))
    };
    endpoints.items().into_iter().flatten().filter_map(endpoint).collect()
}

/// The host of an address that the service gave: a host, or a URL of which scheme and host count.
fn host(address: &str) -> Result<Host, Error> {
    Host::parse(address).ok_or_else(|| {
        let message =
            format!("the service returned `{address}` as its endpoint, which is not a valid host or URL");
        Error::new(ErrorKind::Endpoint, message)
    })
}

impl Endpoints {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// The first endpoint that still holds.
    fn current(&self) -> Option<Arc<str>> {
        let now = Instant::now();
        let current = self.endpoints.iter().find(|(_, end)| now < *end);
        current.map(|(address, _)| Arc::clone(address))
    }
}
