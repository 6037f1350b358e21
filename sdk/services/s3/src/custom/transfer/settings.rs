//! [`Settings`]: what all transfers are told, beside the input of their first request.

use super::bandwidth::Bandwidth;
use super::config::TransferConfig;
use super::progress::{Callback, Counter};
use crate::Client;
use tucuxi::Error;
use tucuxi::client::Core;
use tucuxi::internal::tasks::check_runtime;

/// What all transfers are told.
pub(super) struct Settings {
    pub(super) client: Client,
    pub(super) config: TransferConfig,
    pub(super) progress: Option<Callback>,
    /// A limit that it shares with other transfers.
    pub(super) bandwidth: Option<Bandwidth>,
}

impl Settings {
    pub(super) fn new(core: &Core) -> Self {
        Self {
            client: core.clone().into(),
            config: TransferConfig::default(),
            progress: None,
            bandwidth: None,
        }
    }

    /// # Errors
    /// When there is no runtime, or a limit is zero.
    pub(super) fn check(&self) -> Result<(), Error> {
        check_runtime()?;
        self.config.check()
    }

    /// Whether nobody counts bytes.
    pub(super) fn is_unwatched(&self) -> bool {
        self.progress.is_none() && self.config.max_bandwidth.is_none()
    }

    /// Counts bytes for the program.
    pub(super) fn counter(&mut self) -> Counter {
        Counter::new(self.progress.take())
    }

    /// The limit that all requests of the transfer share.
    pub(super) fn bandwidth(&self) -> Bandwidth {
        self.bandwidth.clone().unwrap_or_else(|| Bandwidth::new(self.config.max_bandwidth))
    }
}

/// The setters that all transfers have.
macro_rules! setters {
    ($input:ty) => {
        /// The bucket.
        pub fn bucket(mut self, bucket: impl Into<String>) -> Self {
            self.input.bucket = Some(bucket.into());
            self
        }

        /// The key of the object.
        pub fn key(mut self, key: impl Into<String>) -> Self {
            self.input.key = Some(key.into());
            self
        }

        /// Changes the input of the request that the transfer begins with, in place of boto3's `ExtraArgs`. What is set here
        /// reaches all requests of the transfer that have a member of the same name, where it means the same there.
        pub fn with(mut self, change: impl FnOnce(&mut $input)) -> Self {
            change(&mut self.input);
            self
        }

        /// Changes how the transfer is split, and what it may use: boto3's `Config`.
        pub fn config(mut self, change: impl FnOnce(&mut $crate::custom::transfer::TransferConfig)) -> Self {
            change(&mut self.settings.config);
            self
        }

        /// Calls `callback` whenever bytes have been transferred: boto3's `Callback`, but with the bytes in all. It must not
        /// block.
        pub fn progress(
            mut self,
            callback: impl FnMut($crate::custom::transfer::Progress) + Send + 'static,
        ) -> Self {
            self.settings.progress = Some(Box::new(callback));
            self
        }

        /// Changes settings that a transfer of many objects gives to those of each.
        pub(in $crate::custom::transfer) fn within(
            mut self,
            change: impl FnOnce(&mut $crate::custom::transfer::settings::Settings),
        ) -> Self {
            change(&mut self.settings);
            self
        }

        /// Changes settings of the client for this transfer alone.
        pub fn customize(
            mut self,
            change: impl FnOnce(
                tucuxi::client::Builder<tucuxi::client::Core>,
            ) -> tucuxi::client::Builder<tucuxi::client::Core>,
        ) -> Self {
            self.settings.client = self.settings.client.customize(change);
            self
        }
    };
}
pub(super) use setters;
