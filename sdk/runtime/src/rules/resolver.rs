//! [`Resolver`]: rule sets with a memory.

use super::evaluate::evaluate;
use super::params::Params;
use super::value::Value;
use super::{Endpoint, RuleSet};
use crate::error::Error;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// How many endpoints a resolver remembers.
const CAPACITY: usize = 100;

/// Resolves endpoints by the rules of one service, and remembers the last 100.
#[derive(Debug)]
pub struct Resolver {
    rules: &'static RuleSet,
    hasher: RandomState,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    /// By the hash of the values. Of two sets of values with one hash, the later one wins.
    entries: HashMap<u64, Entry, RandomState>,
    /// Counts the uses.
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    values: Box<[Value<'static>]>,
    endpoint: Arc<Endpoint>,
    last_used: u64,
}

impl Resolver {
    /// A resolver that remembers nothing yet.
    pub fn new(rules: &'static RuleSet) -> Self {
        Self { rules, hasher: RandomState::default(), memory: Mutex::default() }
    }

    /// The rules it goes by.
    pub fn rules(&self) -> &'static RuleSet {
        self.rules
    }

    /// The endpoint for `params`, which must be of the same rule set.
    ///
    /// # Errors
    /// What the rules say against the parameters, with their values; a missing region, with the places where one was
    /// looked for. Errors are not remembered.
    pub fn resolve(&self, params: &Params<'_>) -> Result<Arc<Endpoint>, Error> {
        params.check()?;
        let hash = self.hash(params);
        if let Some(endpoint) = self.recall(hash, params) {
            return Ok(endpoint);
        }
        let endpoint = evaluate(self.rules, &params.values).map_err(|error| params.explain(error))?;
        let endpoint = Arc::new(endpoint);
        self.remember(hash, params, &endpoint);
        Ok(endpoint)
    }

    fn hash(&self, params: &Params<'_>) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        for value in cached(params) {
            match value {
                Value::String(text) => text.hash(&mut hasher),
                Value::Boolean(value) => value.hash(&mut hasher),
                Value::Strings(texts) => texts.hash(&mut hasher),
                _ => hasher.write_u8(u8::MAX),
            }
        }
        hasher.finish()
    }

    fn recall(&self, hash: u64, params: &Params<'_>) -> Option<Arc<Endpoint>> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.clock += 1;
        let now = memory.clock;
        let entry = memory.entries.get_mut(&hash)?;
        if !entry.values.iter().eq(cached(params)) {
            return None;
        }
        entry.last_used = now;
        Some(entry.endpoint.clone())
    }

    fn remember(&self, hash: u64, params: &Params<'_>, endpoint: &Arc<Endpoint>) {
        let values = cached(params).map(Value::detached).collect();
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.entries.len() >= CAPACITY {
            let oldest = memory.entries.iter().min_by_key(|(_, entry)| entry.last_used);
            if let Some(oldest) = oldest.map(|(hash, _)| *hash) {
                memory.entries.remove(&oldest);
            }
        }
        let last_used = memory.clock;
        memory.entries.insert(hash, Entry { values, endpoint: endpoint.clone(), last_used });
    }
}

/// The values that tell results apart.
fn cached<'p, 'a>(params: &'p Params<'a>) -> impl Iterator<Item = &'p Value<'a>> {
    params.iter().filter(|(parameter, _)| parameter.cached).map(|(_, value)| value)
}
