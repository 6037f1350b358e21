//! Properties of endpoints: how to sign, and what else the runtime knows.
//!
//! Properties are free-form: any JSON may stand under any name. Those that the runtime has no use for are left out; those
//! that it reads have to be what they should be.

use super::scope::Scope;
use crate::Error;
use crate::ir::AuthScheme;
use crate::ir::endpoint::{AuthTemplate, Expression};
use crate::model::endpoint as model;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The properties that the runtime reads.
pub(super) struct Properties {
    pub(super) auth_schemes: Vec<AuthTemplate>,
    pub(super) backend: Option<Expression>,
    pub(super) metric_values: Vec<String>,
}

/// What all auth schemes have; the rest is the scheme's own.
#[derive(Deserialize)]
struct Named {
    name: String,
}

impl Scope<'_> {
    /// The properties at `place` that the runtime reads.
    pub(super) fn properties(
        &mut self,
        properties: &IndexMap<String, Value>,
        place: &str,
    ) -> Result<Properties, Error> {
        let auth_schemes = match properties.get("authSchemes") {
            Some(schemes) => self.auth_schemes(schemes, &format!("{place}.authSchemes"))?,
            None => Vec::new(),
        };
        let backend = match properties.get("backend") {
            Some(backend) => {
                let place = format!("{place}.backend");
                let backend = self.read::<model::Argument>(backend, &place)?;
                Some(self.string(&backend, &place)?)
            }
            None => None,
        };
        let metric_values = match properties.get("metricValues") {
            Some(values) => self.read(values, &format!("{place}.metricValues"))?,
            None => Vec::new(),
        };
        Ok(Properties { auth_schemes, backend, metric_values })
    }

    /// Schemes that no signer exists for are left out, as the first *supported* one is taken; but not all of them.
    fn auth_schemes(&mut self, schemes: &Value, place: &str) -> Result<Vec<AuthTemplate>, Error> {
        let schemes: Vec<Value> = self.read(schemes, place)?;
        let mut names = Vec::with_capacity(schemes.len());
        let mut lowered = Vec::new();
        for (index, scheme) in schemes.iter().enumerate() {
            let place = format!("{place}[{index}]");
            let Named { name } = self.read(scheme, &place)?;
            if let Some(kind) = known_scheme(&name) {
                lowered.push(self.auth_scheme(kind, scheme, &place)?);
            }
            names.push(name);
        }
        if lowered.is_empty() && !names.is_empty() {
            return Err(self.error(place, format!("no known scheme among {}", names.join(", "))));
        }
        Ok(lowered)
    }

    fn auth_scheme(&mut self, kind: AuthScheme, scheme: &Value, place: &str) -> Result<AuthTemplate, Error> {
        let scheme: model::AuthScheme = self.read(scheme, place)?;
        let signing_name = match &scheme.signing_name {
            Some(name) => Some(self.string(name, &format!("{place}.signingName"))?),
            None => None,
        };
        let regions = scheme.signing_region.iter().chain(&scheme.signing_region_set);
        Ok(AuthTemplate {
            scheme: kind,
            signing_name,
            signing_regions: regions
                .map(|region| self.string(region, &format!("{place}.signingRegion")))
                .collect::<Result<_, _>>()?,
            disable_double_encoding: scheme.disable_double_encoding,
        })
    }

    fn read<T: DeserializeOwned>(&self, value: &Value, place: &str) -> Result<T, Error> {
        T::deserialize(value).map_err(|error| self.error(place, error.to_string()))
    }
}

/// The scheme that rules call `name`, if a signer for it exists.
fn known_scheme(name: &str) -> Option<AuthScheme> {
    Some(match name {
        "sigv4" => AuthScheme::SigV4,
        "sigv4a" => AuthScheme::SigV4a,
        "sigv4-s3express" => AuthScheme::SigV4S3Express,
        "bearer" | "httpBearerAuth" => AuthScheme::Bearer,
        "none" | "noAuth" => AuthScheme::Anonymous,
        _ => return None,
    })
}
