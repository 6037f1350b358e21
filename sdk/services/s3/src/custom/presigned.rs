//! Where presigned requests go: to the host without a region, as boto3 writes them.

use super::bucket::{Bucket, is_access_point};
use tucuxi::Error;
use tucuxi::client::{AuthChoice, Context, Interceptor, Params};
use tucuxi::config::{AddressingStyle, ClientConfig};
use tucuxi::internal::endpoint::{Partition, is_valid_host_label};
use tucuxi::internal::schema::AuthScheme;

/// Sends presigned requests to S3's global host, `bucket.s3.amazonaws.com`, signed for the region of the client, where
/// boto3 does: in the partition `aws`, for buckets whose names can be in a host, unless the settings say otherwise.
pub(crate) struct GlobalHost;

/// The pseudo region of the host without a region, and the region that clients without one have.
const GLOBAL: &str = "aws-global";
const US_EAST_1: &str = "us-east-1";

impl Interceptor for GlobalHost {
    fn before_endpoint(&self, context: &Context, params: &mut Params<'_>) -> Result<(), Error> {
        if context.is_presigned() && leaves_choice(context.config()) && can_be_global(params) {
            let rules = params.rules();
            if let Some(region) = rules.parameter("Region") {
                params.set_string(region, GLOBAL);
            }
            if let Some(global) = rules.parameter("UseGlobalEndpoint") {
                params.set_boolean(global, true);
            }
        }
        Ok(())
    }

    fn after_auth_choice(&self, context: &Context, choice: &mut AuthChoice) -> Result<(), Error> {
        let bucket = context.extensions.get::<Bucket>();
        let has_own_region = bucket.is_some_and(|Bucket(bucket)| is_access_point(bucket));
        if context.is_presigned() && choice.scheme() == AuthScheme::SigV4 && !has_own_region {
            choice.set_region(context.config().region.as_deref().unwrap_or(US_EAST_1));
        }
        Ok(())
    }
}

/// Whether the settings of a client leave the host to S3. Its host for FIPS has a region (botocore takes that of us-east-1 and
/// signs for another).
fn leaves_choice(config: &ClientConfig) -> bool {
    let has_own_host = config.s3.us_east_1_regional && config.region.as_deref() == Some(US_EAST_1);
    let is_plain = !config.use_dual_stack && !config.use_fips;
    is_plain && !has_own_host && config.s3.addressing_style != AddressingStyle::Virtual
}

/// Whether the global host knows what the call is about.
fn can_be_global(params: &Params<'_>) -> bool {
    let rules = params.rules();
    let text = |name| rules.parameter(name).and_then(|index| params.string(index));
    let partition = Partition::of(rules.partitions, text("Region").unwrap_or(US_EAST_1));
    let in_path = rules.parameter("ForcePathStyle").and_then(|index| params.boolean(index)) == Some(true);
    let fits =
        text("Bucket").is_none_or(|bucket| is_valid_host_label(bucket, false) && !bucket.ends_with("--x-s3"));
    partition.is_some_and(|partition| partition.name == "aws") && !in_path && fits
}
