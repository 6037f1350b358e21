//! [`Package`]: the crate that a service becomes, and [`Part`]: what another crate holds of a service.

use super::Service;

/// What manifest and root of a service's crate say, beside what they say of the service.
#[derive(Debug)]
pub struct Package {
    /// Its name: `tucuxi-s3`.
    pub name: String,
    /// Whether it has a hand-written module `custom`.
    pub custom: bool,
    /// Features of the runtime that it needs: those of its protocol and its signature first.
    pub features: Vec<String>,
    /// Parts of the module `custom` that programs switch on.
    pub custom_features: Vec<CustomFeature>,
}

/// A feature of a service's crate for a part of its hand-written code.
#[derive(Debug)]
pub struct CustomFeature {
    /// Its name.
    pub name: String,
    /// What it gives, in Markdown.
    pub docs: String,
    /// Features of the runtime that it needs.
    pub runtime: Vec<String>,
    /// Hand-written crates of the workspace that it needs.
    pub crates: Vec<String>,
    /// Crates that its tests and examples need.
    pub examples: Vec<String>,
    /// Features of the crate that it switches on too.
    pub brings: Vec<String>,
}

impl Package {
    /// Its name in Rust: `tucuxi_s3`.
    pub fn library(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// What the crate `tucuxi-identity` holds of a service.
#[derive(Debug)]
pub struct Part {
    /// The service with the operations that fetch credentials alone. Nobody reads or fills their types by hand, so that
    /// they have neither setters nor documentation.
    pub service: Service,
    /// The feature it is behind.
    pub feature: String,
    /// Whether that has to be switched on.
    pub rare: bool,
}
