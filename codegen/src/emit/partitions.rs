//! The crate `tucuxi-partitions`: the partitions of AWS, one constant that every service crate points to, and which
//! services there are in which regions.

use crate::ir::available::{Available, Names};
use crate::ir::endpoint::{Partition, RegionPart};
use proc_macro2::TokenStream;
use quote::quote;

/// `src/lib.rs` of the crate.
pub fn library(partitions: &[Partition]) -> TokenStream {
    let partitions = partitions.iter().map(partition);
    quote! {
        #![doc = " The partitions of AWS, which the endpoint rules of every service crate point to, and under the feature `regions`,"]
        #![doc = " which is on by default, the services and their regions: [`SessionExt`]."]

        #[cfg(feature = "regions")]
        mod regions;

        #[cfg(feature = "regions")]
        pub use regions::{AVAILABLE, SessionExt};

        use tucuxi::internal::endpoint::{Partition, RegionPart};

        #[doc = " All partitions; the first one, `aws`, stands for regions that none of them knows."]
        pub const PARTITIONS: &[Partition] = &[#(#partitions),*];
    }
}

/// `src/regions.rs` of the crate.
pub fn regions(available: &Available) -> TokenStream {
    let row = |Names { partition, names }: &Names| quote!((#partition, #names));
    let regions = available.regions.iter().map(row);
    let services = available.services.iter().map(|(name, endpoints)| {
        let endpoints = endpoints.iter().map(row);
        quote!((#name, &[#(#endpoints),*]))
    });
    quote! {
        #![doc = " The services of AWS and their regions."]

        use crate::PARTITIONS;
        use tucuxi::internal::endpoint::Available;

        #[doc = " The services of AWS and their regions."]
        pub const AVAILABLE: Available = Available { regions: &[#(#regions),*], services: &[#(#services),*] };

        #[doc = " What there is at AWS, as boto3's sessions tell it. It is part of this crate: nothing is requested, and regions and"]
        #[doc = " services that are newer than the crate are absent."]
        #[doc = ""]
        #[doc = " ```"]
        #[doc = " use tucuxi_partitions::SessionExt as _;"]
        #[doc = ""]
        #[doc = " # fn list(session: &tucuxi::Session) {"]
        #[doc = " for region in session.available_regions(\"ec2\") {"]
        #[doc = "     println!(\"{region}\");"]
        #[doc = " }"]
        #[doc = " # }"]
        #[doc = " ```"]
        pub trait SessionExt {
            #[doc = " The names of all services, sorted: `ec2`, `s3`. They are those of boto3 and of the crates, `tucuxi-ec2`."]
            fn available_services(&self) -> Vec<&'static str> {
                AVAILABLE.services()
            }

            #[doc = " The regions of the partition `aws` that `service` has an endpoint in. There are none for a service that"]
            #[doc = " does not exist, nor for one that serves all regions by one endpoint, such as `iam`."]
            fn available_regions(&self, service: &str) -> Vec<&'static str> {
                self.available_regions_in("aws", service)
            }

            #[doc = " The regions of `partition`, such as `aws-cn`, that `service` has an endpoint in."]
            fn available_regions_in(&self, partition: &str, service: &str) -> Vec<&'static str> {
                AVAILABLE.regions(service, partition)
            }

            #[doc = " The regions of `partition` and the other endpoints that `service` has there, such as `aws-global` and"]
            #[doc = " `fips-us-east-1`: boto3's `allow_non_regional`."]
            fn available_endpoints_in(&self, partition: &str, service: &str) -> Vec<&'static str> {
                AVAILABLE.endpoints(service, partition)
            }

            #[doc = " The names of all partitions, `aws` first."]
            fn available_partitions(&self) -> Vec<&'static str> {
                AVAILABLE.partitions()
            }

            #[doc = " The partition that a region belongs to, by its name; `None` if it looks like no region of any."]
            fn partition_for_region(&self, region: &str) -> Option<&'static str> {
                PARTITIONS.iter().find(|partition| partition.contains(region)).map(|partition| partition.name)
            }
        }

        impl SessionExt for tucuxi::Session {}
    }
}

fn partition(partition: &Partition) -> TokenStream {
    let Partition {
        name,
        regions,
        dns_suffix,
        dual_stack_dns_suffix,
        implicit_global_region,
        supports_fips,
        supports_dual_stack,
        ..
    } = partition;
    let pattern = partition.region_pattern.iter().map(|part| match part {
        RegionPart::Text(text) => quote!(RegionPart::Text(#text)),
        RegionPart::OneOf(texts) => quote!(RegionPart::OneOf(&[#(#texts),*])),
        RegionPart::Word => quote!(RegionPart::Word),
        RegionPart::Digits => quote!(RegionPart::Digits),
    });
    quote! {
        Partition {
            name: #name,
            regions: &[#(#regions),*],
            region_pattern: &[#(#pattern),*],
            dns_suffix: #dns_suffix,
            dual_stack_dns_suffix: #dual_stack_dns_suffix,
            implicit_global_region: #implicit_global_region,
            supports_fips: #supports_fips,
            supports_dual_stack: #supports_dual_stack,
        }
    }
}
