//! Requests that hold the presigned URL of a request to another region.

use super::*;
use crate::credentials::Credentials;
use crate::hooks::{PresignedCopy, PresignedUrl};
use crate::http::is_form;
use crate::protocol::QUERY;
use crate::schema::Behaviour;
use percent_encoding::percent_decode_str;
use std::time::UNIX_EPOCH;

structure! {
    Copy() {
        name: Option<String> => Member::new("Name", "Name", Type::String),
        source: Option<String> => Member::new("SourceRegion", "SourceRegion", Type::String),
        destination: Option<String> => Member::new("DestinationRegion", "DestinationRegion", Type::String),
        url: Option<String> => Member::new("PreSignedUrl", "PreSignedUrl", Type::String),
    }
}

const HIDING: PresignedUrl =
    PresignedUrl { operations: &["Act"], member: "PreSignedUrl", copy: PresignedCopy::HidesRegions };
const NAMING: PresignedUrl = PresignedUrl { copy: PresignedCopy::NamesRegions, ..HIDING };
const OTHER: PresignedUrl = PresignedUrl { operations: &["Other"], ..HIDING };

macro_rules! copying {
    ($name:ident, $hook:ident) => {
        struct $name;
        impl Operation for $name {
            type Input = Copy;
            type Output = Output;
            fn schema() -> &'static OperationSchema {
                static HOOKS: &[&dyn Behaviour] = &[&$hook];
                static SERVICE: ServiceSchema = ServiceSchema {
                    rules: &RULES,
                    auth: &[AuthScheme::SigV4],
                    interceptors: HOOKS,
                    ..service(QUERY)
                };
                static SCHEMA: OperationSchema = operation(&SERVICE);
                &SCHEMA
            }
        }
    };
}
copying!(Hides, HIDING);
copying!(Names, NAMING);
copying!(Others, OTHER);

/// The parameters of the form, or of the query string.
type Pairs = Vec<(String, String)>;

fn pairs(text: &str) -> Pairs {
    let plain = |text| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(n, v)| (plain(n), plain(v))).collect()
}

fn get<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn core<O: Operation>(script: &TestClient) -> Core {
    client(script, O::schema().service, |config| {
        config.credentials = Arc::new(Credentials::builder("AKID", "secret").build());
        config.anonymous = false;
        config.clock = Arc::new(|| UNIX_EPOCH + Duration::from_secs(1_767_225_600));
    })
}

/// What is sent of a call with this input.
async fn sent<O: Operation<Input = Copy>>(input: Copy) -> Pairs {
    let script = TestClient::capture();
    let _ = Call::<O>::new(&core::<O>(&script)).with_input(input).send().await;
    let requests = script.requests();
    assert!(is_form(&requests[0].headers));
    pairs(std::str::from_utf8(&requests[0].body).unwrap())
}

fn copy(source: Option<&str>, url: Option<&str>) -> Copy {
    let text = |text: Option<&str>| text.map(str::to_owned);
    Copy { name: text(Some("a b")), source: text(source), destination: None, url: text(url) }
}

/// The parameters of the URL that the form holds.
fn inner(form: &Pairs) -> Pairs {
    let url = get(form, "PreSignedUrl").unwrap();
    let (base, query) = url.split_once('?').unwrap();
    assert_eq!(base, "https://test.example/");
    pairs(query)
}

#[tokio::test]
async fn the_url_is_signed_for_the_source_region_and_the_regions_stay_in_it() {
    let form = sent::<Hides>(copy(Some("eu-west-1"), None)).await;
    assert_eq!((get(&form, "SourceRegion"), get(&form, "DestinationRegion")), (None, None));
    let url = inner(&form);
    assert_eq!(get(&url, "Action"), Some("Act"));
    assert_eq!(get(&url, "Name"), Some("a b"));
    assert_eq!(get(&url, "DestinationRegion"), Some("us-east-1"));
    assert_eq!((get(&url, "SourceRegion"), get(&url, "PreSignedUrl")), (None, None));
    assert_eq!(get(&url, "X-Amz-Credential"), Some("AKID/20260101/eu-west-1/test/aws4_request"));
    assert_eq!((get(&url, "X-Amz-Expires"), get(&url, "X-Amz-SignedHeaders")), (Some("3600"), Some("host")));
}

#[tokio::test]
async fn a_service_that_wants_the_regions_gets_them_from_the_client() {
    let mut input = copy(Some("eu-west-1"), None);
    input.destination = Some("elsewhere".to_owned());
    let form = sent::<Names>(input).await;
    let url = inner(&form);
    for pairs in [&form, &url] {
        assert_eq!(get(pairs, "SourceRegion"), Some("eu-west-1"));
        assert_eq!(get(pairs, "DestinationRegion"), Some("us-east-1"));
    }
}

#[tokio::test]
async fn a_url_of_the_callers_is_sent_as_it_is() {
    let given = copy(Some("eu-west-1"), Some("https://given"));
    let form = sent::<Hides>(given.clone()).await;
    assert_eq!((get(&form, "PreSignedUrl"), get(&form, "SourceRegion")), (Some("https://given"), None));
    let form = sent::<Names>(given).await;
    assert_eq!(get(&form, "PreSignedUrl"), Some("https://given"));
    assert_eq!((get(&form, "SourceRegion"), get(&form, "DestinationRegion")), (Some("eu-west-1"), None));
}

#[tokio::test]
async fn calls_within_the_region_and_other_operations_have_none() {
    assert_eq!(get(&sent::<Hides>(copy(None, None)).await, "PreSignedUrl"), None);
    let form = sent::<Others>(copy(Some("eu-west-1"), None)).await;
    assert_eq!((get(&form, "PreSignedUrl"), get(&form, "SourceRegion")), (None, Some("eu-west-1")));
}

#[tokio::test]
async fn a_presigned_call_is_left_alone() {
    let script = TestClient::capture();
    let call = Call::<Hides>::new(&core::<Hides>(&script)).with_input(copy(Some("eu-west-1"), None));
    let request = call.presigned(Duration::from_secs(60)).await.unwrap();
    let query = pairs(request.uri().query().unwrap());
    assert_eq!((get(&query, "SourceRegion"), get(&query, "PreSignedUrl")), (Some("eu-west-1"), None));
}
