//! Create, read, list and delete through twelve services, with boto3 looking at the same state at each step; paginators
//! and waiters.

mod cloudformation;
mod cloudwatch;
mod dynamodb;
mod ec2;
mod iam;
mod kms;
mod lambda;
mod paginators;
mod route53;
mod s3;
mod sns;
mod sqs;
mod sts;
mod waiters;

/// The error type of the scenarios: any failure ends one with its message.
type Outcome = Result<(), Box<dyn std::error::Error>>;
