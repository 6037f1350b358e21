//! For each service with resources in boto3: the same steps by boto3's resources and by ours, on an emulator in the
//! same state, come to the same transcript - identifiers, data, list results, error codes.

mod cloudformation;
mod cloudwatch;
mod dynamodb;
mod ec2;
mod glacier;
mod iam;
mod s3;
mod sns;
mod sqs;
mod transcript;
