//! TLS: which cryptography, and which authorities are trusted.
//!
//! The default cryptography is graviola: Rust and assembler, no C toolchain. It takes the instructions of processors
//! made since about 2014; on others, and on architectures it is not written for, the features `ring` and `aws-lc-rs`
//! give another, and so does a `CryptoProvider` the program installs as rustls' default.
//!
//! The trusted authorities are Mozilla's, compiled in: they are there in containers without certificate files, and
//! botocore too brings its own. `AWS_CA_BUNDLE` or `ca_bundle` names a file in their place.

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::Arc;

/// What https needs, or why there can be no https in this build or on this processor.
pub(super) type Tls = Result<Arc<ClientConfig>, &'static str>;

/// The TLS settings of a client.
///
/// # Errors
/// When the CA bundle cannot be read.
pub(super) fn config(ca_bundle: Option<&Path>) -> Result<Tls, String> {
    let roots = match ca_bundle {
        Some(path) => bundle(path)?,
        None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
    };
    let provider = match provider() {
        Ok(provider) => provider,
        Err(reason) => return Ok(Err(reason)),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Ok(Arc::new(with_protocols(config))))
}

/// The application protocols offered to the server.
fn with_protocols(mut config: ClientConfig) -> ClientConfig {
    if cfg!(feature = "http2") {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    config
}

/// The certificates of a PEM file.
fn bundle(path: &Path) -> Result<RootCertStore, String> {
    let error = |cause: String| format!("the CA bundle {} cannot be used: {cause}", path.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|cause| error(cause.to_string()))? {
        let certificate = certificate.map_err(|cause| error(cause.to_string()))?;
        roots.add(certificate).map_err(|cause| error(cause.to_string()))?;
    }
    if roots.is_empty() { Err(error("it has no certificates".to_owned())) } else { Ok(roots) }
}

/// The cryptography: what the program installed, else what it asked for by a feature, else graviola.
fn provider() -> Result<Arc<CryptoProvider>, &'static str> {
    if let Some(provider) = CryptoProvider::get_default() {
        return Ok(provider.clone());
    }
    compiled_in()
}

#[cfg(feature = "aws-lc-rs")]
fn compiled_in() -> Result<Arc<CryptoProvider>, &'static str> {
    Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
fn compiled_in() -> Result<Arc<CryptoProvider>, &'static str> {
    Ok(Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(all(
    feature = "graviola",
    any(target_arch = "x86_64", target_arch = "aarch64"),
    not(any(feature = "ring", feature = "aws-lc-rs"))
))]
fn compiled_in() -> Result<Arc<CryptoProvider>, &'static str> {
    // graviola panics on a processor that lacks what it needs, so it is asked first.
    #[cfg(target_arch = "x86_64")]
    let runs = std::is_x86_feature_detected!("aes")
        && std::is_x86_feature_detected!("pclmulqdq")
        && std::is_x86_feature_detected!("ssse3")
        && std::is_x86_feature_detected!("avx")
        && std::is_x86_feature_detected!("avx2")
        && std::is_x86_feature_detected!("bmi1")
        && std::is_x86_feature_detected!("bmi2")
        && std::is_x86_feature_detected!("adx");
    #[cfg(target_arch = "aarch64")]
    let runs = std::arch::is_aarch64_feature_detected!("neon")
        && std::arch::is_aarch64_feature_detected!("aes")
        && std::arch::is_aarch64_feature_detected!("pmull")
        && std::arch::is_aarch64_feature_detected!("sha2");
    match runs {
        true => Ok(Arc::new(rustls_graviola::default_provider())),
        false => Err(
            "the TLS cryptography of this build (graviola) needs instructions this processor lacks (x86-64: \
                      AES, PCLMUL, SSSE3, AVX2, BMI2, ADX; aarch64: AES, PMULL, SHA-2); switch on the feature `ring` \
                      or `aws-lc-rs` of the crate `tucuxi`",
        ),
    }
}

#[cfg(not(any(
    feature = "ring",
    feature = "aws-lc-rs",
    all(feature = "graviola", any(target_arch = "x86_64", target_arch = "aarch64"))
)))]
fn compiled_in() -> Result<Arc<CryptoProvider>, &'static str> {
    Err(
        "this build has no TLS cryptography for this architecture: switch on the feature `ring` or `aws-lc-rs` of the \
         crate `tucuxi`, or install a rustls `CryptoProvider` as the default of the process",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_bundle_without_certificates_is_refused_by_name() {
        let path = std::env::temp_dir().join(format!("tucuxi-empty-{}.pem", std::process::id()));
        std::fs::write(&path, "nothing here").unwrap();
        let error = config(Some(&path)).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert!(error.contains("tucuxi-empty") && error.contains("no certificates"), "{error}");
        let error = config(Some(Path::new("/nonexistent/ca.pem"))).unwrap_err();
        assert!(error.contains("/nonexistent/ca.pem"), "{error}");
    }
}
