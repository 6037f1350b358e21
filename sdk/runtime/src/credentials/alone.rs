//! One place of the chain alone.

use super::chain::{Chain, Link};
#[cfg(feature = "container")]
use super::container::Container;
use super::environment::EnvironmentKeys;
use super::files::{File, FileKeys};
#[cfg(feature = "imds")]
use super::instance::Instance;
use super::process::Process;
use crate::settings::Base;

impl Chain {
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and what belongs to them, also if a profile was named in code.
    pub(crate) fn only_environment(base: &Base) -> Self {
        Self::new(vec![Box::new(EnvironmentKeys(base.env.clone()))])
    }

    /// The keys of a profile in the credentials file, else in the config file.
    pub(crate) fn only_shared_files(base: &Base, profile: &str) -> Self {
        let keys = |file| -> Box<dyn Link> {
            let profiles = base.profiles.clone();
            Box::new(FileKeys { file, profiles, profile: profile.to_owned() })
        };
        Self::new(vec![keys(File::Credentials), keys(File::Config)])
    }

    /// The `credential_process` of a profile.
    pub(crate) fn only_process(base: &Base, profile: &str) -> Self {
        let profiles = base.profiles.clone();
        Self::new(vec![Box::new(Process { profiles, profile: profile.to_owned() })])
    }

    /// The endpoint of the container, in ECS and EKS.
    #[cfg(feature = "container")]
    pub(crate) fn only_container(base: &Base) -> Self {
        Self::new(vec![Box::new(Container::new(base.env.clone(), base.given_http.clone()))])
    }

    /// The metadata service of the EC2 instance.
    #[cfg(feature = "imds")]
    pub(crate) fn only_instance(base: &Base) -> Self {
        Self::new(vec![Box::new(Instance::new(&base.settings, base.given_http.clone()))])
    }
}
