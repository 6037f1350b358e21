//! ECDSA on the curve P-256 with SHA-256, on the `p256` crate: for SigV4a and for the proofs of console login.
//!
//! `p256` is pure Rust and runs on every processor; it adds 30 small crates, so that only the features that sign
//! with it switch it on.

use p256::ecdsa::signature::Signer;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::pkcs8::DecodePrivateKey;
use std::fmt;

/// A private key on the curve P-256. Wiped from memory on drop, never shown.
#[derive(Clone)]
pub(crate) struct SigningKey(p256::ecdsa::SigningKey);

/// A signature in its two forms.
pub(crate) struct Signature(p256::ecdsa::Signature);

impl SigningKey {
    /// The key with this secret, a big-endian number.
    ///
    /// `None` if the curve has no such key: zero, or not less than its order.
    pub fn from_scalar(secret: &[u8; 32]) -> Option<Self> {
        p256::ecdsa::SigningKey::from_slice(secret).ok().map(Self)
    }

    /// The key in a PEM text: `EC PRIVATE KEY` (SEC 1, what the AWS CLI writes) or `PRIVATE KEY` (PKCS #8).
    ///
    /// `None` if there is none on this curve. What the text has before and after does not matter.
    pub fn from_pem(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once("-----BEGIN ")?;
        let (label, rest) = rest.split_once("-----")?;
        let (body, _) = rest.split_once("-----END ")?;
        let body: String = body.split_ascii_whitespace().collect();
        let der = crate::protocol::base64::decode(body.as_bytes()).ok()?;
        let key = match label {
            "EC PRIVATE KEY" => p256::SecretKey::from_sec1_der(&der).ok()?,
            "PRIVATE KEY" => p256::SecretKey::from_pkcs8_der(&der).ok()?,
            _ => return None,
        };
        Some(Self(key.into()))
    }

    /// Signs the SHA-256 of `message`. The same key and message give the same signature (RFC 6979).
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message))
    }

    /// The coordinates of the public key, big-endian.
    pub fn public(&self) -> ([u8; 32], [u8; 32]) {
        let point = self.0.verifying_key().as_affine().to_sec1_point(false);
        let coordinate = |bytes: Option<&p256::FieldBytes>| bytes.copied().unwrap_or_default().into();
        (coordinate(point.x()), coordinate(point.y()))
    }
}

impl Signature {
    /// ASN.1 in DER, as SigV4a has it.
    pub fn der(&self) -> Vec<u8> {
        self.0.to_der().as_bytes().to_vec()
    }

    /// Both numbers, 32 bytes each, as JWTs have them.
    pub fn raw(&self) -> [u8; 64] {
        self.0.to_bytes().into()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey([redacted])")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    // The key and the signature of "sample" are those of RFC 6979, A.2.5.
    const SECRET: &str = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
    const X: &str = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
    const Y: &str = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
    const R: &str = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
    const S: &str = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
    const SEC1: &str = "-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49
AwEHoUQDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8
maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==
-----END EC PRIVATE KEY-----
";
    const PKCS8: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFX
Z7HWk05Qw9s26JsSe4piKxIPZyGhRANCAARg/tS6JVqdMclh63TGNW1owEm4kjth
+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ
-----END PRIVATE KEY-----";

    fn bytes(hex: &str) -> [u8; 32] {
        let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        let bytes: Vec<u8> = digits.map(|digits| u8::from_str_radix(digits, 16).unwrap()).collect();
        bytes.try_into().unwrap()
    }

    #[test]
    fn signs_as_rfc_6979_says() {
        let key = SigningKey::from_scalar(&bytes(SECRET)).unwrap();
        assert_eq!(key.public(), (bytes(X), bytes(Y)));
        let signature = key.sign(b"sample");
        assert_eq!(signature.raw(), *[bytes(R), bytes(S)].concat());
        // Both numbers have their highest bit set, so that DER puts a zero before each.
        let der = [&[0x30, 70, 2, 33, 0][..], &bytes(R), &[2, 33, 0], &bytes(S)].concat();
        assert_eq!(signature.der(), der);
    }

    #[test]
    fn keys_are_read_from_both_kinds_of_pem() {
        for pem in [SEC1, PKCS8, &SEC1.replace('\n', "\r\n"), &format!("a key:\n{PKCS8}")] {
            assert_eq!(SigningKey::from_pem(pem).unwrap().public(), (bytes(X), bytes(Y)));
        }
        for wrong in
            ["", "MHcCAQEE", &SEC1.replace("MHcC", "MHcD"), &SEC1.replace("EC PRIVATE", "RSA PRIVATE")]
        {
            assert!(SigningKey::from_pem(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn numbers_that_are_no_key_are_refused() {
        assert!(SigningKey::from_scalar(&[0; 32]).is_none());
        assert!(SigningKey::from_scalar(&[0xff; 32]).is_none());
    }

    #[test]
    fn keys_are_not_shown() {
        let key = SigningKey::from_pem(SEC1).unwrap();
        assert_eq!(format!("{key:?}"), "SigningKey([redacted])");
    }
}
