//! The fixed answers, of the size and form that the services give.

use std::fmt::Write;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// DynamoDB GetItem: an item of 20 attributes.
    GetItem,
    /// DynamoDB Query: 100 such items.
    Query,
    /// EC2 DescribeInstances: 1,000 instances.
    DescribeInstances,
    /// S3 ListObjectsV2: 1,000 keys.
    ListObjects,
    /// S3 GetObject: 1 KiB.
    GetObject,
    /// S3 GetObject: 256 MiB.
    GetLargeObject,
    /// S3 PutObject.
    PutObject,
}

impl Work {
    /// All of them.
    const ALL: [Work; 7] = [
        Work::GetItem,
        Work::Query,
        Work::DescribeInstances,
        Work::ListObjects,
        Work::GetObject,
        Work::GetLargeObject,
        Work::PutObject,
    ];

    /// Reads it off a request.
    pub fn of(request_line: &str, target: &str, body: &[u8]) -> Work {
        if target.ends_with(".GetItem") {
            Work::GetItem
        } else if target.ends_with(".Query") {
            Work::Query
        } else if body.starts_with(b"Action=DescribeInstances") {
            Work::DescribeInstances
        } else if request_line.contains("list-type=2") {
            Work::ListObjects
        } else if request_line.starts_with("PUT") {
            Work::PutObject
        } else if request_line.contains("large") {
            Work::GetLargeObject
        } else {
            Work::GetObject
        }
    }
}

/// A response: its head, and its body once or several times over.
pub struct Answer {
    /// Status line and headers.
    pub head: Vec<u8>,
    /// A piece of the body.
    pub body: Vec<u8>,
    /// How often the piece is sent.
    pub repeat: usize,
}

/// The answers, built once.
pub struct Answers(Vec<Answer>);

impl Answers {
    /// Builds them.
    pub fn new() -> Self {
        Self(Work::ALL.map(build).into())
    }

    /// The answer to `work`.
    pub fn of(&self, work: Work) -> &Answer {
        &self.0[work as usize]
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self::new()
    }
}

const JSON: &str = "content-type: application/x-amz-json-1.0\r\nx-amzn-RequestId: 4KBNVRGD25RG1KEO9UT4V3FQDJVV4KQNSO5AEMVJF66Q9ASUAAJG\r\n";
const XML: &str =
    "content-type: text/xml;charset=UTF-8\r\nx-amzn-requestid: 59dbff89-35bd-4eac-99ed-be587EXAMPLE\r\n";
const S3: &str = "x-amz-id-2: Uuag1LuByRx9e6j5Onimru9pO4ZVKnJ2Qz7\r\nx-amz-request-id: 656c76696e6727732072657175657374\r\n\
    last-modified: Wed, 12 Oct 2022 17:50:00 GMT\r\netag: \"fba9dede5f27731c9771645a39863328\"\r\n";

fn build(work: Work) -> Answer {
    match work {
        Work::GetItem => dynamodb(format!(r#"{{"Item":{}}}"#, item(7))),
        Work::Query => {
            let items: Vec<_> = (0..100).map(item).collect();
            dynamodb(format!(r#"{{"Count":100,"Items":[{}],"ScannedCount":100}}"#, items.join(",")))
        }
        Work::DescribeInstances => answer(XML, describe_instances().into_bytes(), 1),
        Work::ListObjects => {
            answer(&format!("{S3}content-type: application/xml\r\n"), list_objects().into_bytes(), 1)
        }
        Work::GetObject => {
            let body = vec![b'x'; 1024];
            let sum = base64_simd::STANDARD.encode_to_string(crc32fast::hash(&body).to_be_bytes());
            let headers = format!("{S3}content-type: binary/octet-stream\r\nx-amz-checksum-crc32: {sum}\r\n");
            answer(&headers, body, 1)
        }
        Work::GetLargeObject => {
            answer(&format!("{S3}content-type: binary/octet-stream\r\n"), vec![b'x'; 1024 * 1024], 256)
        }
        Work::PutObject => answer(S3, Vec::new(), 1),
    }
}

/// DynamoDB answers carry a CRC of the body.
fn dynamodb(body: String) -> Answer {
    let crc = crc32fast::hash(body.as_bytes());
    answer(&format!("{JSON}x-amz-crc32: {crc}\r\n"), body.into_bytes(), 1)
}

fn answer(headers: &str, body: Vec<u8>, repeat: usize) -> Answer {
    let head = format!(
        "HTTP/1.1 200 OK\r\nserver: Server\r\ndate: Wed, 12 Oct 2022 17:50:00 GMT\r\n{headers}content-length: {}\r\n\r\n",
        body.len() * repeat
    );
    Answer { head: head.into_bytes(), body, repeat }
}

/// An item of 20 attributes and about 640 bytes.
fn item(n: u32) -> String {
    let mut out =
        format!(r#"{{"pk":{{"S":"customer#{n:06}"}},"sk":{{"S":"order#2026-01-01T00:00:00Z#{n:04}"}}"#);
    for i in 0..6 {
        let _ = write!(out, r#","text{i}":{{"S":"value {i} of item {n}"}}"#);
    }
    for i in 0..6 {
        let _ = write!(out, r#","number{i}":{{"N":"{}"}}"#, n * 1000 + i);
    }
    let _ = write!(
        out,
        r#","active":{{"BOOL":true}},"deleted":{{"NULL":true}},"blob":{{"B":"AAECAwQFBgcICQ=="}}"#
    );
    let _ =
        write!(out, r#","tags":{{"SS":["red","green","blue"]}},"list":{{"L":[{{"S":"a"}},{{"N":"1"}}]}}"#);
    let _ = write!(out, r#","map":{{"M":{{"city":{{"S":"Manaus"}},"zip":{{"N":"69000"}}}}}}}}"#);
    out
}

/// 100 reservations of 10 instances, about 2.1 MB.
fn describe_instances() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\n    <requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>\n    <reservationSet>\n",
    );
    for reservation in 0..100 {
        let _ = write!(
            out,
            "<item><reservationId>r-{reservation:017x}</reservationId><ownerId>123456789012</ownerId><groupSet/><instancesSet>"
        );
        for index in 0..10 {
            instance(&mut out, reservation * 10 + index);
        }
        out.push_str("</instancesSet></item>\n");
    }
    out.push_str("    </reservationSet>\n</DescribeInstancesResponse>");
    out
}

fn instance(out: &mut String, n: u32) {
    let _ = write!(
        out,
        "<item>
    <instanceId>i-{n:017x}</instanceId>
    <imageId>ami-0abcdef1234567890</imageId>
    <instanceState><code>16</code><name>running</name></instanceState>
    <privateDnsName>ip-10-0-{a}-{b}.eu-west-1.compute.internal</privateDnsName>
    <dnsName>ec2-198-51-{a}-{b}.eu-west-1.compute.amazonaws.com</dnsName>
    <reason/>
    <keyName>my-key</keyName>
    <amiLaunchIndex>{n}</amiLaunchIndex>
    <productCodes/>
    <instanceType>m5.large</instanceType>
    <launchTime>2026-01-01T12:00:00.000Z</launchTime>
    <placement><availabilityZone>eu-west-1a</availabilityZone><groupName/><tenancy>default</tenancy></placement>
    <monitoring><state>disabled</state></monitoring>
    <subnetId>subnet-0123456789abcdef0</subnetId>
    <vpcId>vpc-0123456789abcdef0</vpcId>
    <privateIpAddress>10.0.{a}.{b}</privateIpAddress>
    <ipAddress>198.51.{a}.{b}</ipAddress>
    <sourceDestCheck>true</sourceDestCheck>
    <groupSet><item><groupId>sg-0123456789abcdef0</groupId><groupName>default</groupName></item></groupSet>
    <architecture>x86_64</architecture>
    <rootDeviceType>ebs</rootDeviceType>
    <rootDeviceName>/dev/xvda</rootDeviceName>
    <blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-{n:017x}</volumeId><status>attached</status><attachTime>2026-01-01T12:00:00.000Z</attachTime><deleteOnTermination>true</deleteOnTermination></ebs></item></blockDeviceMapping>
    <virtualizationType>hvm</virtualizationType>
    <clientToken>token-{n}</clientToken>
    <tagSet><item><key>Name</key><value>web &amp; app {n}</value></item><item><key>env</key><value>dev</value></item></tagSet>
    <hypervisor>xen</hypervisor>
    <ebsOptimized>false</ebsOptimized>
    <cpuOptions><coreCount>1</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>
    <enaSupport>true</enaSupport>
</item>",
        a = n / 256,
        b = n % 256
    );
}

/// 1,000 keys, about 232 KB.
fn list_objects() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name><Prefix/><KeyCount>1000</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>",
    );
    for n in 0..1000 {
        let _ = write!(
            out,
            "<Contents><Key>photos/2026/01/{n:06}.jpg</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag><Size>{}</Size><StorageClass>STANDARD</StorageClass></Contents>",
            n * 1000 + 434_234
        );
    }
    out.push_str("</ListBucketResult>");
    out
}
