//! TLS: which cryptography, and which authorities are trusted.
//!
//! The default cryptography is graviola: Rust and assembler, no C toolchain. It takes the instructions of processors
//! made since about 2014; on others, and on architectures it is not written for, the features `ring` and `aws-lc-rs`
//! give another, and so does a `CryptoProvider` the program installs as rustls' default.
//!
//! The trusted authorities are Mozilla's, compiled in: they are there in containers without certificate files, and
//! botocore too brings its own. With the feature `native-roots` a program can trust those of the operating system in
//! their place. `AWS_CA_BUNDLE` or `ca_bundle` names a file in place of both.

use crate::file;
use crate::http::{ClientCertificate, HttpOptions};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::Arc;

/// What https needs, or why there can be no https in this build or on this processor.
pub(super) type Tls = Result<Arc<ClientConfig>, &'static str>;

/// The TLS settings for servers.
///
/// # Errors
/// When a file with certificates or keys cannot be used.
pub(super) fn for_servers(options: &HttpOptions) -> Result<Tls, String> {
    let protocols: &[&[u8]] = if cfg!(feature = "http2") { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };
    config(roots(options, None)?, options.client_certificate.as_ref(), protocols)
}

/// The TLS settings for proxies: like those for servers unless others are given, but no certificate of the servers'.
///
/// # Errors
/// When a file with certificates or keys cannot be used.
pub(super) fn for_proxies(options: &HttpOptions) -> Result<Tls, String> {
    let roots = roots(options, options.proxy.ca_bundle.as_deref())?;
    config(roots, options.proxy.client_certificate.as_ref(), &[b"http/1.1"])
}

/// The trusted authorities: those of `bundle`, else of the options' own, else of the system if it was asked for, else
/// Mozilla's.
fn roots(options: &HttpOptions, bundle: Option<&Path>) -> Result<RootCertStore, String> {
    if let Some(path) = bundle.or(options.ca_bundle.as_deref()) {
        return in_file(path);
    }
    #[cfg(feature = "native-roots")]
    if options.native_roots {
        return of_system();
    }
    Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
}

fn config(
    roots: RootCertStore,
    certificate: Option<&ClientCertificate>,
    protocols: &[&[u8]],
) -> Result<Tls, String> {
    let certificate = certificate.map(identity).transpose()?;
    let provider = match provider() {
        Ok(provider) => provider,
        Err(reason) => return Ok(Err(reason)),
    };
    let problem = |error: rustls::Error| format!("TLS cannot be set up: {error}");
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(problem)?
        .with_root_certificates(roots);
    let mut config = match certificate {
        None => builder.with_no_client_auth(),
        Some((chain, key)) => builder
            .with_client_auth_cert(chain, key)
            .map_err(|error| format!("the client certificate cannot be used: {error}"))?,
    };
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(Ok(Arc::new(config)))
}

/// A client certificate with its chain, and its key.
fn identity(
    files: &ClientCertificate,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), String> {
    let chain = certificates(&files.certificate, "client certificate")?;
    let path = files.key.as_ref().unwrap_or(&files.certificate);
    let error = |cause: String| {
        format!("the key {} of the client certificate cannot be used: {cause}", path.display())
    };
    let content = file::read(path, file::LARGE).map_err(|cause| error(cause.to_string()))?;
    let key = PrivateKeyDer::from_pem_slice(&content).map_err(|cause| error(cause.to_string()))?;
    Ok((chain, key))
}

/// The authorities of a PEM file.
fn in_file(path: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path, "CA bundle")? {
        roots
            .add(certificate)
            .map_err(|cause| format!("the CA bundle {} cannot be used: {cause}", path.display()))?;
    }
    Ok(roots)
}

/// The authorities of the operating system. Those that are not valid certificates do not count.
#[cfg(feature = "native-roots")]
fn of_system() -> Result<RootCertStore, String> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if !roots.is_empty() {
        return Ok(roots);
    }
    let causes: Vec<_> = found.errors.iter().map(ToString::to_string).collect();
    let causes = if causes.is_empty() { String::new() } else { format!(" ({})", causes.join("; ")) };
    Err(format!(
        "`native_roots` is on, but this system has no certificate authorities{causes}: install them (the package \
         ca-certificates), name a file with SSL_CERT_FILE, or leave `native_roots` off"
    ))
}

/// The certificates of a PEM file.
fn certificates(path: &Path, what: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let error = |cause: String| format!("the {what} {} cannot be used: {cause}", path.display());
    let content = file::read(path, file::LARGE).map_err(|cause| error(cause.to_string()))?;
    let found = CertificateDer::pem_slice_iter(&content).collect::<Result<Vec<_>, _>>();
    let found = found.map_err(|cause| error(cause.to_string()))?;
    if found.is_empty() { Err(error("it has no certificates".to_owned())) } else { Ok(found) }
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

    fn error(ca_bundle: &Path, certificate: Option<&Path>) -> String {
        let ca_bundle = certificate.is_none().then(|| ca_bundle.to_owned());
        let files = |path: &Path| ClientCertificate { certificate: path.to_owned(), key: None };
        let client_certificate = certificate.map(files);
        let options = HttpOptions { ca_bundle, client_certificate, ..HttpOptions::default() };
        for_servers(&options).unwrap_err()
    }

    #[test]
    fn files_without_what_is_wanted_are_refused_by_name() {
        let path = std::env::temp_dir().join(format!("tucuxi-empty-{}.pem", std::process::id()));
        std::fs::write(&path, "nothing here").unwrap();
        let (bundle, certificate) = (error(&path, None), error(&path, Some(&path)));
        std::fs::remove_file(&path).unwrap();
        assert!(bundle.contains("tucuxi-empty") && bundle.contains("no certificates"), "{bundle}");
        assert!(certificate.starts_with("the client certificate "), "{certificate}");
        let missing = error(Path::new("/nonexistent/ca.pem"), None);
        assert!(missing.contains("/nonexistent/ca.pem"), "{missing}");
        let ca = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/hyper/testdata/ca.pem");
        let keyless = error(&ca, Some(&ca));
        assert!(keyless.starts_with("the key ") && keyless.contains("ca.pem"), "{keyless}");
    }
}
