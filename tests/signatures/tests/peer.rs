//! Random requests are signed alike by Tucuxi and by the crate `aws-sigv4`: headers, queries, paths, bodies and tokens, by
//! SigV4 and SigV4a, in headers and in URLs. `SIGNATURES_SEED` gives another seed, `SIGNATURES_COUNT` another number.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
    SignatureLocation, SigningParams, SigningSettings, UriPathNormalizationMode,
};
use aws_sigv4::sign::{v4, v4a};
use aws_smithy_runtime_api::client::identity::Identity;
use signatures::{KEY_ID, NOW, Place, SECRET, sign};
use std::time::{Duration, SystemTime};
use tucuxi::http::Body;
use tucuxi::internal::auth::{AuthChoice, PayloadHash};
use tucuxi::internal::schema::AuthScheme;

/// Numbers that look random (SplitMix64): the same for the same seed on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("a small number")
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn text(&mut self, parts: &[&str], longest: usize) -> String {
        (0..self.below(longest + 1)).map(|_| self.one(parts)).collect()
    }
}

/// A request, and how it is signed.
#[derive(Debug)]
struct Case {
    scheme: AuthScheme,
    service: &'static str,
    region: &'static str,
    method: &'static str,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    payload: PayloadHash,
    token: Option<String>,
    place: Place,
}

/// What stands in queries as it is, and what is encoded there, as all protocols of the runtime write it.
const URL_PARTS: [&str; 15] =
    ["a", "Z", "9", "-", "_", ".", "~", "%20", "%2F", "%C3%A9", "%25", "%2B", "%3A", "%3D", "%2A"];
const TEXT_PARTS: [&str; 12] = ["a", "Z", "9", " ", "  ", "\t", ",", ";", "=", "/", "\"", "é"];
const HEADERS: [&str; 7] =
    ["content-type", "x-amz-meta-a", "x-amz-target", "Accept", "X-Custom", "cache-control", "range"];

fn case(random: &mut Random) -> Case {
    let scheme = if random.below(3) == 0 { AuthScheme::SigV4a } else { AuthScheme::SigV4 };
    let service = random.one(&["service", "s3", "dynamodb", "execute-api"]);
    let segments = ["/", "//", "/./", "/../", "/a", "/B%20", "/c.d", "/%E1%88%B4", "/x:y", "/~", "/="];
    let mut path = format!("/{}", random.text(&segments, 5)).replacen("//", "/", 1);
    if random.below(4) == 0 {
        path = "/".to_owned();
    }
    let query: Vec<_> = (0..random.below(5))
        .map(|_| {
            let name =
                format!("{}{}", random.one(&["a", "b", "B", "x-id", "%24"]), random.text(&URL_PARTS, 2));
            match random.below(4) {
                0 => name,
                _ => format!("{name}={}", random.text(&URL_PARTS, 4)),
            }
        })
        .collect();
    let host =
        random.one(&["example.com", "Example.AmazonAWS.com", "localhost:9000", "127.0.0.1:4566", "[::1]:80"]);
    let http = random.one(&["https", "http"]);
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let mut headers: Vec<(String, String)> = Vec::new();
    for _ in 0..random.below(5) {
        let name = random.one(&HEADERS).to_owned();
        // a header that comes twice is joined by the peer in the order of its map
        if headers.iter().all(|(known, _)| !known.eq_ignore_ascii_case(&name)) {
            headers.push((name, format!("v{}v", random.text(&TEXT_PARTS, 6))));
        }
    }
    let payload = if random.below(4) == 0 { PayloadHash::Unsigned } else { PayloadHash::Bytes };
    let place = if random.below(3) == 0 { Place::Query(1 + random.next() % 604_800) } else { Place::Headers };
    Case {
        scheme,
        service,
        region: random.one(&["us-east-1", "eu-west-1", "cn-north-1"]),
        method: random.one(&["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH"]),
        url: format!("{http}://{host}{path}{query}"),
        headers,
        body: (0..random.below(80)).map(|_| u8::try_from(random.below(256)).expect("a byte")).collect(),
        // what a presigned URL says of its body depends on the service alone
        payload: if place == Place::Headers { payload } else { PayloadHash::Bytes },
        token: (random.below(3) == 0).then(|| format!("T{}", random.text(&["a", "/", "+", "=", "0"], 30))),
        place,
    }
}

/// The signature, and the query string, of Tucuxi; and the request it signed without it.
fn ours(case: &Case) -> (http::Request<Body>, String) {
    let mut request = http::Request::builder().method(case.method).uri(&case.url);
    for (name, value) in &case.headers {
        request = request.header(name, http::HeaderValue::from_bytes(value.as_bytes()).expect("a header"));
    }
    let mut request = request.body(Body::Bytes(case.body.clone().into())).expect("a request");
    let choice = AuthChoice::new(case.scheme, case.service, Some(case.region.to_owned()))
        .with_s3_rules(case.service == "s3");
    sign(&choice, case.token.as_deref(), &mut request, case.payload.clone(), case.place)
        .expect("a signature");
    let signature = match case.place {
        Place::Headers => {
            let value = request.headers()["authorization"].to_str().expect("text");
            value.rsplit_once("Signature=").expect("a signature").1.to_owned()
        }
        Place::Query(_) => {
            let query = request.uri().query().expect("a query");
            query.rsplit_once("X-Amz-Signature=").expect("a signature").1.to_owned()
        }
    };
    (request, signature)
}

/// The signature of the peer for the request that Tucuxi has signed.
fn theirs(case: &Case, signed: &http::Request<Body>) -> String {
    let credentials = Credentials::new(KEY_ID, SECRET, case.token.clone(), None, "test");
    let identity: Identity = credentials.into();
    let s3 = case.service == "s3";
    let mut settings = SigningSettings::default();
    (settings.percent_encoding_mode, settings.uri_path_normalization_mode) = match s3 {
        true => (PercentEncodingMode::Single, UriPathNormalizationMode::Disabled),
        false => (PercentEncodingMode::Double, UriPathNormalizationMode::Enabled),
    };
    settings.session_token_mode = SessionTokenMode::Include;
    settings.payload_checksum_kind = PayloadChecksumKind::NoHeader;
    if case.place == Place::Headers && (s3 || case.payload == PayloadHash::Unsigned) {
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    if let Place::Query(seconds) = case.place {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(seconds));
    }
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    let params: SigningParams = match case.scheme {
        AuthScheme::SigV4a => v4a::SigningParams::builder()
            .identity(&identity)
            .region_set(case.region)
            .name(case.service)
            .time(time)
            .settings(settings)
            .build()
            .expect("parameters")
            .into(),
        _ => v4::SigningParams::builder()
            .identity(&identity)
            .region(case.region)
            .name(case.service)
            .time(time)
            .settings(settings)
            .build()
            .expect("parameters")
            .into(),
    };
    let body = match (&case.payload, case.place) {
        (PayloadHash::Bytes, Place::Headers) => SignableBody::Bytes(&case.body),
        (PayloadHash::Bytes, Place::Query(_)) if !s3 => SignableBody::Bytes(&case.body),
        _ => SignableBody::UnsignedPayload,
    };
    // the URL as it is sent, which is what Tucuxi made of the host, without what it signed it by
    let mut url = signed.uri().to_string();
    if let Place::Query(_) = case.place {
        let end = url.find("X-Amz-Algorithm=").expect("a signed URL") - 1;
        url.truncate(end);
    }
    // before signing, the peer does not know the host but by the URL
    let headers: Vec<_> = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = SignableRequest::new(case.method, url, headers.into_iter(), body).expect("a request");
    aws_sigv4::http_request::sign(request, &params).expect("a signature").signature().to_owned()
}

#[test]
fn random_requests_are_signed_alike() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seed = number("SIGNATURES_SEED").unwrap_or(1);
    let count = number("SIGNATURES_COUNT").unwrap_or(2_000);
    println!("seed {seed}, {count} requests");
    for index in 0..count {
        let case = case(&mut Random(seed.wrapping_mul(1_000_003).wrapping_add(index)));
        let (signed, signature) = ours(&case);
        assert_eq!(signature, theirs(&case, &signed), "seed {seed}, request {index}: {case:?}");
    }
}
