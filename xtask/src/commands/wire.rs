//! `cargo xtask wire`: requests and responses of services, line by line.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::project::Project;
use crate::wire;

/// Flags of `cargo xtask wire`.
#[derive(Debug, Args)]
#[command(after_help = "\
Answers each line of JSON on standard input with one on standard output:
  {\"service\", \"operation\", \"input\": {...}}
    -> {\"method\", \"url\", \"headers\", \"body\"}
  {\"service\", \"operation\", \"input\": {...}, \"presign\": SECONDS}
    -> the same, signed for whoever sends it
  {\"service\": \"s3\", \"presigned_post\": {\"bucket\", \"key\", \"fields\": {...}, \"conditions\": [...], \"expires\": SECONDS}}
    -> {\"url\", \"fields\": {...}}, from what boto3's generate_presigned_post takes
  {\"service\", \"operation\", \"response\": {\"status\", \"headers\", \"body\"}}
    -> {\"output\": {...}} or {\"error\": {\"code\", \"message\", \"exception\", \"fields\"}}
Bodies and blobs are base64, timestamps RFC 3339. What cannot be carried out is answered by an error of the second
form. Clock, keys, region and idempotency token are fixed: the same line has the same answer but for `amz-sdk-*`.")]
pub struct Wire {
    /// A service to answer for, named like its folder in service-models/data; may be given several times
    #[arg(long, value_name = "NAME", required = true, num_args = 1..)]
    service: Vec<String>,
}

impl Wire {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        let status = wire::run(project, &self.service)?;
        Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
