//! The code that README.md and the pages in `docs/` quote, a module for each page. `cargo xtask test` compares the
//! quotations with it.

mod directories;
mod endpoints;
mod errors;
mod from_aws_sdk_rust;
mod interceptors;
mod items;
mod logging;
mod network;
mod presigned;
mod readme;
mod retries;
mod sessions;
mod signing;
mod streams;
mod transfers;
