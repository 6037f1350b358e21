//! The key of AWS Signature Version 4a, whose signatures hold in a set of regions.
//!
//! What is signed is that of SigV4 but for the algorithm, the scope, which has no region, and the set of regions in
//! `X-Amz-Region-Set`. The key is one on the curve P-256, which everyone who has the secret derives in the same way:
//! by the counter mode of NIST SP 800-108 with HMAC, and as FIPS 186-5, A.2.2 makes a key of random bits.

use super::sigv4::hmac;
use crate::ecdsa::SigningKey;
use crate::identity::Credentials;
use zeroize::Zeroizing;

/// What the algorithm is called in what is signed, in headers and in the derivation of the key.
pub(super) const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";

/// The order of the curve less two, big-endian: the highest number that is one less than a key.
const HIGHEST: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x4f,
];

/// The key of these credentials; `None` if there is none, whose chance is 1 in 2 to the power of 8,000.
pub(super) fn derive(credentials: &Credentials) -> Option<SigningKey> {
    let start = Zeroizing::new(format!("AWS4A{}", credentials.secret_access_key()));
    (1..=254).find_map(|counter: u8| {
        let block = 1_u32.to_be_bytes();
        let bits = 256_u32.to_be_bytes();
        let id = credentials.access_key_id().as_bytes();
        let message = [&block, ALGORITHM.as_bytes(), &[0], id, &[counter], &bits].concat();
        let mut secret = Zeroizing::new(hmac(start.as_bytes(), &message));
        if *secret > HIGHEST {
            return None;
        }
        add_one(&mut secret);
        SigningKey::from_scalar(&secret)
    })
}

/// Adds one to a big-endian number.
fn add_one(number: &mut [u8; 32]) {
    for byte in number.iter_mut().rev() {
        let (sum, carry) = byte.overflowing_add(1);
        *byte = sum;
        if !carry {
            break;
        }
    }
}

/// Keys and signatures compared with those of the crate `aws-sigv4` 1.6.4, whose nonces too follow RFC 6979.
#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Session;
    use crate::auth::{AuthChoice, PayloadHash, presign, sign};
    use crate::config::ClientConfig;
    use crate::http::Body;
    use crate::schema::AuthScheme;
    use crate::testing;
    use bytes::Bytes;
    use http::Request;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    const KEY: &str = "AKIDEXAMPLE";
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const URL: &str = "https://m.accesspoint.s3-global.amazonaws.com/a%20b";

    fn bytes(hex: &str) -> [u8; 32] {
        let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        let bytes: Vec<u8> = digits.map(|digits| u8::from_str_radix(digits, 16).unwrap()).collect();
        bytes.try_into().unwrap()
    }

    /// The start of 2026.
    fn start() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_767_225_600)
    }

    fn config(token: Option<&str>) -> ClientConfig {
        let credentials = Credentials::builder(KEY, SECRET).session_token(token.unwrap_or_default()).build();
        let session = Session::builder().env([("", ""); 0]).credentials(credentials).build().unwrap();
        let mut config = session.client_config(&testing::named("x", "X")).unwrap();
        config.clock = Arc::new(start);
        config
    }

    fn choice(name: &str, regions: &str) -> AuthChoice {
        AuthChoice::new(AuthScheme::SigV4a, name, Some(regions.to_owned())).with_s3_rules(name == "s3")
    }

    fn request(method: &str, url: &str, body: Body) -> Request<Body> {
        Request::builder().method(method).uri(url).body(body).unwrap()
    }

    fn header<'a>(request: &'a Request<Body>, name: &str) -> &'a str {
        request.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn keys_are_those_of_everyone() {
        let keys = [
            (KEY, SECRET, "7efc8c0e65a324242818c5a50c891c6060b6a00717b7ba3cbe3c5d765be9259c"),
            (
                "AKIAIOSFODNN7EXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "04c4d39191ae06f37a86b873d2f9951f7c37621d69e0eb834fb622c368f360c3",
            ),
            (
                "AKIAIOSFODNN7EXAMPLF",
                "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
                "1880e9669404adf890292dbd945fb868be5098dba2738b549b6988eb7b534b7e",
            ),
            ("a", "", "2d3b544de3ea6cf352df320d4f7f56e95106140ef97bae5694f4e448484568bb"),
        ];
        for (id, secret, expected) in keys {
            let key = derive(&Credentials::from_keys(id, secret)).unwrap();
            let expected = SigningKey::from_scalar(&bytes(expected)).unwrap();
            assert_eq!(key.public(), expected.public(), "{id}");
        }
    }

    #[test]
    fn one_is_added_with_its_carry() {
        let mut number = bytes("00000000000000000000000000000000000000000000000000000000ffffffff");
        add_one(&mut number);
        assert_eq!(number, bytes("0000000000000000000000000000000000000000000000000000000100000000"));
    }

    #[test]
    fn the_highest_number_gives_the_last_key_of_the_curve() {
        let mut number = HIGHEST;
        add_one(&mut number);
        assert!(SigningKey::from_scalar(&number).is_some());
        add_one(&mut number);
        assert!(SigningKey::from_scalar(&number).is_none());
    }

    #[tokio::test]
    async fn a_header_has_the_signature_and_another_the_regions() {
        let mut request = request("GET", "https://sts.us-east-1.amazonaws.com/a%20b/?b=2&a=1", Body::Empty);
        request.headers_mut().insert("x-custom", http::HeaderValue::from_static("  two  words "));
        sign(&choice("sts", "*"), &config(None), None, &mut request, PayloadHash::Bytes).await.unwrap();
        let expected = "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20260101/sts/aws4_request, \
             SignedHeaders=host;x-amz-date;x-amz-region-set;x-custom, Signature=3046022100a9d5fa817a65aa29a4503c36f2\
             e875a2c6fe01407f2342e42343c0f998e8638b02210096f0c412e2ff3a1aa0ecf02e9541364f9d9b3a22dc317f4c515001adf6d8\
             8a02";
        assert_eq!(header(&request, "authorization"), expected);
        assert_eq!(header(&request, "x-amz-region-set"), "*");
    }

    #[tokio::test]
    async fn tokens_and_payloads_are_signed_too() {
        let mut request = request("PUT", URL, Body::Bytes(Bytes::from_static(b"hello")));
        let regions = choice("s3", "us-east-1,eu-west-1");
        let config = config(Some("TOKEN/1+="));
        // A further attempt gives the same.
        for _ in 0..2 {
            sign(&regions, &config, None, &mut request, PayloadHash::Bytes).await.unwrap();
            let expected = "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20260101/s3/aws4_request, \
                 SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-region-set;x-amz-security-token, \
                 Signature=30450221008253dee29ae4bec78670ee6208c8cd3382c8654680daa094c70f8829984eae1b0220125df8dc77f7\
                 0263dfa4fcf413aeb2d5835b447d4f08e0b22bfd956c47159788";
            assert_eq!(header(&request, "authorization"), expected);
        }
        // Signed by SigV4 after that, the regions are gone.
        let plain =
            AuthChoice::new(AuthScheme::SigV4, "s3", Some("us-east-1".to_owned())).with_s3_rules(true);
        sign(&plain, &config, None, &mut request, PayloadHash::Bytes).await.unwrap();
        assert_eq!(header(&request, "x-amz-region-set"), "");
    }

    #[tokio::test]
    async fn urls_carry_their_regions() {
        let mut request = request("GET", &format!("{URL}?versionId=1"), Body::Empty);
        let lifetime = Duration::from_secs(900);
        let config = config(Some("TOKEN/1+="));
        presign(&choice("s3", "*"), &config, None, &mut request, start(), lifetime).await.unwrap();
        let expected = "versionId=1&X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256\
             &X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z\
             &X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Region-Set=%2A&X-Amz-Security-Token=TOKEN%2F1%2B%3D\
             &X-Amz-Signature=3046022100db4b6c5f8716dd64d25163c3ebd2296997abe28530605da326e04f5d47b28d6f022100f5a76bc86d\
             1236d9774b5a1ca2a0e3831931c9bcc90d8f432d8953f638bd9a3c";
        assert_eq!(request.uri().query(), Some(expected));
    }
}
