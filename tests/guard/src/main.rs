//! Counts the memory allocations of typical calls and prints `work<TAB>allocations` for each.
//!
//! The responses come from memory, so that the counts are the same on every machine; two calls are counted through the
//! default HTTP layer as well. A count is the least of many calls: the first ones fill caches, and a packet that arrives
//! in two pieces costs a further allocation.

mod memory;

use bench_kit::answers::Work;
use memory::Memory;
use std::error::Error;
use tokio::runtime::{Builder, Runtime};
use tucuxi::Session;
use tucuxi::config::{AddressingStyle, ChecksumMode};
use tucuxi::credentials::Credentials;
use tucuxi_dynamodb::types::AttributeValue;

type Failure = Box<dyn Error>;

/// Calls of each kind, of which the least count is taken.
const CALLS: u32 = 50;

fn main() -> Result<(), Failure> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    for work in [Work::GetItem, Work::PutObject, Work::Query, Work::ListObjects, Work::DescribeInstances] {
        let session = settings("localhost").http_client(Memory::new(work)?).build()?;
        println!("{work:?}\t{}", count(&runtime, &Clients::new(&session), work)?);
    }
    let address = bench_kit::server::start()?;
    for work in [Work::GetItem, Work::PutObject] {
        let session = settings(&address.to_string()).build()?;
        println!("{work:?} over HTTP\t{}", count(&runtime, &Clients::new(&session), work)?);
    }
    Ok(())
}

fn settings(host: &str) -> tucuxi::session::SessionBuilder {
    Session::builder()
        .region("us-east-1")
        .endpoint_url(format!("http://{host}"))
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
}

/// One client of each service.
struct Clients {
    dynamodb: tucuxi_dynamodb::Client,
    ec2: tucuxi_ec2::Client,
    s3: tucuxi_s3::Client,
}

impl Clients {
    fn new(session: &Session) -> Self {
        Self {
            dynamodb: tucuxi_dynamodb::Client::new(session),
            ec2: tucuxi_ec2::Client::new(session),
            s3: tucuxi_s3::Client::builder(session)
                .configure(|config| config.s3.addressing_style = AddressingStyle::Path)
                .request_checksums(ChecksumMode::WhenSupported)
                .response_checksums(ChecksumMode::WhenSupported)
                .build(),
        }
    }
}

/// The least number of allocations that a call of `work` makes.
fn count(runtime: &Runtime, clients: &Clients, work: Work) -> Result<u64, Failure> {
    let mut least = u64::MAX;
    for _ in 0..CALLS {
        let mut result = Ok(());
        let counted = allocation_counter::measure(|| result = runtime.block_on(call(clients, work)));
        result?;
        least = least.min(counted.count_total);
    }
    Ok(least)
}

/// Makes a call as a program does, and drops its output.
async fn call(clients: &Clients, work: Work) -> Result<(), tucuxi::Error> {
    let text = |text: &str| AttributeValue::S(text.into());
    match work {
        Work::GetItem => {
            let key = [("pk", text("customer#000007")), ("sk", text("order#1"))];
            clients.dynamodb.get_item().table_name("orders").key(key).await.map(drop)
        }
        Work::Query => {
            let call = clients.dynamodb.query().table_name("orders").key_condition_expression("pk = :pk");
            call.expression_attribute_values([(":pk", text("customer#000007"))]).await.map(drop)
        }
        Work::PutObject => {
            let body = bytes::Bytes::from_static(&[b'x'; 1024]);
            clients.s3.put_object().bucket("bucket").key("key").body(body).await.map(drop)
        }
        Work::ListObjects => clients.s3.list_objects_v2().bucket("bucket").await.map(drop),
        _ => clients.ec2.describe_instances().await.map(drop),
    }
}
