//! [`SigningKeys`]: the keys derived from one secret.

use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

/// How many regions and services keys are kept for; more than one program is likely to sign for at a time.
const KEPT: usize = 16;

/// The signing keys derived from one secret.
#[derive(Default)]
pub(crate) struct SigningKeys {
    /// Those of SigV4, which change only with day, region and service.
    shared: Mutex<Vec<DerivedKey>>,
    /// That of SigV4a, which never changes.
    #[cfg(feature = "sigv4a")]
    private: std::sync::OnceLock<Option<crate::ecdsa::SigningKey>>,
}

struct DerivedKey {
    day: String,
    region: String,
    name: String,
    key: Zeroizing<[u8; 32]>,
}

impl SigningKeys {
    /// The key of SigV4 for a day, a region and a service: the one kept, else what `derive` makes.
    pub(crate) fn shared(
        &self,
        day: &str,
        region: &str,
        name: &str,
        derive: impl FnOnce() -> Zeroizing<[u8; 32]>,
    ) -> Zeroizing<[u8; 32]> {
        let mut keys = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) =
            keys.iter().find(|key| key.day == day && key.region == region && key.name == name)
        {
            return found.key.clone();
        }
        let key = derive();
        if keys.len() >= KEPT {
            keys.remove(0);
        }
        keys.push(DerivedKey {
            day: day.to_owned(),
            region: region.to_owned(),
            name: name.to_owned(),
            key: key.clone(),
        });
        key
    }

    /// The key of SigV4a: the one kept, else what `derive` makes.
    #[cfg(feature = "sigv4a")]
    pub(crate) fn private(
        &self,
        derive: impl FnOnce() -> Option<crate::ecdsa::SigningKey>,
    ) -> Option<&crate::ecdsa::SigningKey> {
        self.private.get_or_init(derive).as_ref()
    }
}
