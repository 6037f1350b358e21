//! The crate `tucuxi-partitions`: the partitions of AWS, one constant that every service crate points to.

use crate::ir::endpoint::{Partition, RegionPart};
use proc_macro2::TokenStream;
use quote::quote;

/// `src/lib.rs` of the crate.
pub fn library(partitions: &[Partition]) -> TokenStream {
    let partitions = partitions.iter().map(partition);
    quote! {
        #![doc = " The partitions of AWS: the data that the endpoint rules of every service crate point to."]
        #![no_std]

        use tucuxi::internal::endpoint::{Partition, RegionPart};

        #[doc = " All partitions; the first one, `aws`, stands for regions that none of them knows."]
        pub const PARTITIONS: &[Partition] = &[#(#partitions),*];
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
