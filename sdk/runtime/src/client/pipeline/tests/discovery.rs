//! Endpoints that a service tells, under a clock that the test winds.

use super::*;
use crate::client::DynOperation;
use crate::config::EndpointDiscovery;
use crate::credentials::Credentials;
use crate::protocol::JSON;
use crate::schema;
use crate::testing::plain::client;

structure! {
    Nothing() {
        unused: Option<String> => Member::new("Unused", "Unused", Type::String),
    }
}
structure! {
    Told() {
        address: Option<String> => Member::new("Address", "Address", Type::String),
        minutes: Option<i64> => Member::new("CachePeriodInMinutes", "CachePeriodInMinutes", Type::Integer),
    }
}
const TOLD: Type = Type::List(&schema::ListType {
    item: Type::Structure,
    item_wire: "",
    flattened: false,
    item_min: f64::NEG_INFINITY,
    item_xml_namespace: None,
});
structure! {
    Endpoints() {
        endpoints: Option<Vec<Told>> => Member::new("Endpoints", "Endpoints", TOLD),
    }
}

/// The usual endpoint is always the same.
static USUAL: RuleSet = RuleSet {
    parameters: &[],
    conditions: &[],
    endpoints: &[EndpointTemplate::new(Expression::Text("https://usual.example"))],
    errors: &[],
    rules: &[Rule::Endpoint { conditions: &[], endpoint: 0 }],
    slots: 0,
    partitions: &[],
    legacy: Legacy::NONE,
};
static TELLING: ServiceSchema = ServiceSchema {
    rules: &USUAL,
    auth: &[AuthScheme::SigV4],
    discovery: Some(&schema::EndpointDiscovery {
        operation: DynOperation::of::<Tell>,
        required: &["Must"],
        optional: &["May"],
    }),
    ..service(JSON)
};

macro_rules! telling {
    ($($name:ident -> $output:ident;)*) => {$(
        struct $name;
        impl Operation for $name {
            type Input = Nothing;
            type Output = $output;
            fn schema() -> &'static OperationSchema {
                static SCHEMA: OperationSchema =
                    OperationSchema { name: stringify!($name), ..operation(&TELLING) };
                &SCHEMA
            }
        }
    )*};
}

telling! {
    Tell -> Endpoints;
    Must -> Nothing;
    May -> Nothing;
    Other -> Nothing;
}

fn telling(http: &TestClient, change: impl FnOnce(&mut ClientConfig)) -> Core {
    client(http, &TELLING, |config| {
        config.endpoint_url = None;
        config.jitter = Arc::new(|| 0.0);
        change(config);
    })
}

/// The answer that tells an address for a number of minutes.
fn tell(address: &str, minutes: u32) -> Answer {
    let endpoint = format!(r#"{{"Address": "{address}", "CachePeriodInMinutes": {minutes}}}"#);
    Answer::new(200).body(format!(r#"{{"Endpoints": [{{"Address": "forever"}}, {endpoint}]}}"#))
}

fn ok() -> Answer {
    response(200, "{}")
}

fn lost() -> Answer {
    Answer::failure(refused_connection())
}

async fn send<O: Operation<Input = Nothing>>(core: &Core) -> Result<(), Error> {
    Call::<O>::new(core).customize(|call| call.max_attempts(1)).send().await.map(drop)
}

/// The hosts called so far, with the operation where it is that which tells endpoints.
fn hosts(http: &TestClient) -> Vec<String> {
    let host = |request: crate::http::test::SentRequest| {
        let tells = request.headers["x-amz-target"].to_str().unwrap().ends_with(".Tell");
        format!("{}{}", request.uri.host().unwrap(), if tells { "?" } else { "" })
    };
    http.take_requests().into_iter().map(host).collect()
}

async fn pass(minutes: u64) {
    tokio::time::advance(Duration::from_secs(minutes * 60)).await;
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_is_asked_for_once_in_its_time() {
    let http =
        TestClient::replay([tell("cell-1.example", 5), ok(), ok(), tell("https://cell-2.example", 5), ok()]);
    let core = telling(&http, |_| {});
    send::<Must>(&core).await.unwrap();
    pass(4).await;
    send::<Must>(&core.clone()).await.unwrap();
    pass(1).await;
    send::<Must>(&core).await.unwrap();
    let expected = ["usual.example?", "cell-1.example", "cell-1.example", "usual.example?", "cell-2.example"];
    assert_eq!(hosts(&http), expected);
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_refuses_is_given_up() {
    let refusal = || response(400, r#"{"__type": "InvalidEndpointException"}"#);
    let answers = [tell("a", 5), refusal(), tell("b", 5), response(421, "{}"), tell("c", 5), ok()];
    let http = TestClient::replay(answers);
    let core = telling(&http, |_| {});
    Call::<Must>::new(&core).send().await.unwrap();
    assert_eq!(hosts(&http), ["usual.example?", "a", "usual.example?", "b", "usual.example?", "c"]);
    assert_eq!(core.retry_quota(), 500);
}

#[tokio::test(start_paused = true)]
async fn what_is_out_of_date_is_used_while_nobody_answers() {
    let http = TestClient::replay([tell("old", 1), ok(), lost(), ok(), ok(), tell("new", 1), ok()]);
    let core = telling(&http, |_| {});
    send::<Must>(&core).await.unwrap();
    pass(2).await;
    send::<Must>(&core).await.unwrap();
    send::<Must>(&core).await.unwrap();
    pass(1).await;
    send::<Must>(&core).await.unwrap();
    assert_eq!(
        hosts(&http),
        ["usual.example?", "old", "usual.example?", "old", "old", "usual.example?", "new"]
    );
}

#[tokio::test(start_paused = true)]
async fn without_an_endpoint_only_what_needs_none_is_called() {
    let http = TestClient::replay([lost(), lost(), lost(), ok(), ok()]);
    let core = telling(&http, |config| config.endpoint_discovery = EndpointDiscovery::Enabled);
    assert!(send::<Must>(&core).await.unwrap_err().is_connect());
    assert!(send::<Must>(&core).await.unwrap_err().is_connect());
    pass(1).await;
    send::<May>(&core).await.unwrap();
    send::<May>(&core).await.unwrap();
    let asked = "usual.example?";
    assert_eq!(hosts(&http), [asked, asked, asked, "usual.example", "usual.example"]);
    let http = TestClient::replay([Answer::new(200).body(r#"{"Endpoints": []}"#)]);
    let error = send::<Must>(&telling(&http, |_| {})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Endpoint);
}

#[tokio::test(start_paused = true)]
async fn settings_say_what_is_discovered() {
    let http = TestClient::replay([ok(), ok(), ok()]);
    let core = telling(&http, |_| {});
    send::<May>(&core).await.unwrap();
    send::<Other>(&core).await.unwrap();
    let own = core.customize(|call| call.endpoint_url("https://own.example"));
    send::<Must>(&own).await.unwrap();
    // The rules of this service know no endpoint of the user's.
    assert_eq!(hosts(&http), ["usual.example"; 3]);
    let never = core.customize(|call| call.endpoint_discovery(EndpointDiscovery::Disabled));
    let error = send::<Must>(&never).await.unwrap_err();
    assert!(error.to_string().contains("has to be discovered"), "{error}");
}

/// A call with another region, other credentials or another kind of endpoint is not sent where another one was told to go.
#[tokio::test(start_paused = true)]
async fn what_is_told_holds_for_a_region_and_an_access_key() {
    let answers = ["a", "b", "c", "d", "e"].into_iter().flat_map(|cell| [tell(cell, 5), ok()]);
    let http = TestClient::replay(answers.chain(std::iter::repeat_n(ok(), 5)));
    let keys = |key: &str| Credentials::from_keys(key, "secret");
    let core = telling(&http, |config| {
        config.anonymous = false;
        config.credentials = Arc::new(keys("ONE"));
    });
    let clients = [
        core.clone(),
        core.customize(|call| call.region("eu-west-1")),
        core.customize(|call| call.credentials(keys("TWO"))),
        core.customize(|call| call.use_fips(true)),
        core.customize(|call| call.use_dual_stack(true)),
    ];
    for _ in 0..2 {
        for client in &clients {
            send::<Must>(client).await.unwrap();
        }
    }
    let asked = "usual.example?";
    let first = ["a", "b", "c", "d", "e"].into_iter().flat_map(|cell| [asked, cell]);
    assert_eq!(hosts(&http), first.chain(["a", "b", "c", "d", "e"]).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn the_rest_after_a_failure_is_of_a_region_too() {
    let http = TestClient::replay([lost(), ok(), ok(), tell("cell", 5), ok()]);
    let core = telling(&http, |config| config.endpoint_discovery = EndpointDiscovery::Enabled);
    send::<May>(&core).await.unwrap();
    send::<May>(&core).await.unwrap();
    send::<May>(&core.customize(|call| call.region("eu-west-1"))).await.unwrap();
    let asked = "usual.example?";
    assert_eq!(hosts(&http), [asked, "usual.example", "usual.example", asked, "cell"]);
}

#[tokio::test(start_paused = true)]
async fn a_failure_to_ask_tells_the_requests_of_the_question() {
    let http = TestClient::replay([lost(), lost(), lost()]);
    let error = Call::<Must>::new(&telling(&http, |_| {})).send().await.unwrap_err();
    assert_eq!((error.operation(), error.attempts()), (Some(("test", "Tell")), 3));
}

#[tokio::test(start_paused = true)]
async fn many_calls_ask_once() {
    let answers = std::iter::once(tell("cell.example", 5)).chain(std::iter::repeat_n(ok(), 50));
    let http = TestClient::replay(answers);
    let core = telling(&http, |_| {});
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(Call::<Must>::new(&core).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let asked = hosts(&http).iter().filter(|host| host.ends_with('?')).count();
    assert_eq!(asked, 1);
}
