//! [`Store`]: objects and multipart uploads in memory, behind as much of S3 as transfers speak.

mod listing;

pub use listing::ListFault;

use crate::connection::{Connection, Head};
use crate::server::{Server, Transport};
use md5::{Digest as _, Md5};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tucuxi::internal::checksum::{Checksum, combine};
use tucuxi::types::{Timestamp, TimestampFormat};

/// What a bucket holds. All paths are keys.
#[derive(Default)]
pub struct Store {
    state: Mutex<State>,
    /// Counts uploads, to name them.
    last: AtomicU64,
    /// How long a request waits before it is answered.
    delay: Mutex<Duration>,
}

struct State {
    objects: BTreeMap<String, Object>,
    uploads: BTreeMap<String, Upload>,
    /// The operations that were asked for, in order.
    requests: Vec<String>,
    /// A part that is refused when it comes.
    refused: Option<u32>,
    /// An operation whose response is lost once.
    lost: Option<&'static str>,
    /// Whether it knows no checksums.
    is_plain: bool,
    /// Whether objects have weak entity tags.
    is_weak: bool,
    /// Breaks off so many bodies of objects halfway.
    breaks: u32,
    list_fault: ListFault,
    /// How many keys a list has at once.
    page_size: usize,
    /// Keys that are not deleted, and keys of which nothing is said when they should be.
    locked: BTreeSet<String>,
    forgotten: BTreeSet<String>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            objects: BTreeMap::new(),
            uploads: BTreeMap::new(),
            requests: Vec::new(),
            refused: None,
            lost: None,
            is_plain: false,
            is_weak: false,
            breaks: 0,
            list_fault: ListFault::None,
            page_size: 1000,
            locked: BTreeSet::new(),
            forgotten: BTreeSet::new(),
        }
    }
}

/// An object.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
    /// Its entity tag, in quotes.
    pub e_tag: String,
    /// Its CRC-32, where the upload had one of all bytes.
    pub crc32: Option<String>,
    /// The headers that it was stored with.
    pub headers: Vec<(String, String)>,
    /// When it was stored, in seconds since 1970.
    pub modified: u64,
    /// Whether it is in an archive, as lists tell it.
    pub is_archived: bool,
}

#[derive(Default)]
struct Upload {
    key: String,
    parts: BTreeMap<u32, Vec<u8>>,
    headers: Vec<(String, String)>,
}

impl Upload {
    /// The parts that a list names, in its order; `None` if it names one wrongly, or not in order.
    fn chosen(&self, list: &str) -> Option<Vec<&Vec<u8>>> {
        let field = |part: &str, name: &str| {
            let value = part.split_once(&format!("<{name}>"))?.1.split_once(&format!("</{name}>"))?.0;
            Some(value.replace("&quot;", "\""))
        };
        let mut last = 0;
        let parts = list.split("<Part>").skip(1).map(|part| {
            let number: u32 = field(part, "PartNumber")?.parse().ok()?;
            let bytes = self.parts.get(&number)?;
            let is_it = field(part, "ETag")?.trim_matches('"') == md5(bytes);
            let crc32 = field(part, "ChecksumCRC32");
            let fits = crc32.is_none_or(|crc32| crc32 == sum("crc32", bytes));
            let in_order = std::mem::replace(&mut last, number) < number;
            (is_it && fits && in_order).then_some(bytes)
        });
        let parts: Vec<_> = parts.collect::<Option<_>>()?;
        (!parts.is_empty()).then_some(parts)
    }
}

/// Headers that are stored with an object.
const STORED: [&str; 3] = ["content-type", "cache-control", "x-amz-meta-"];

impl Store {
    /// Starts a server of a new store.
    pub async fn start(transport: Transport) -> (Server, Arc<Self>) {
        let store = Arc::new(Self::default());
        let served = Arc::clone(&store);
        let server =
            Server::start(transport, move |connection, _| serve(Arc::clone(&served), connection)).await;
        (server, store)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores an object at `/bucket/key`.
    pub fn put(&self, key: &str, bytes: impl Into<Vec<u8>>) {
        self.put_at(key, bytes, now());
    }

    /// Stores an object at `/bucket/key`, as though so many seconds after the begin of 1970.
    pub fn put_at(&self, key: &str, bytes: impl Into<Vec<u8>>, modified: u64) {
        let bytes = bytes.into();
        let (e_tag, crc32) = (format!("\"{}\"", md5(&bytes)), Some(sum("crc32", &bytes)));
        let object = Object { bytes: Arc::new(bytes), e_tag, crc32, modified, ..Object::default() };
        self.state().objects.insert(key.to_owned(), object);
    }

    /// All keys, as `/bucket/key`.
    pub fn keys(&self) -> Vec<String> {
        self.state().objects.keys().cloned().collect()
    }

    /// Says in lists that an object is in an archive.
    pub fn archive(&self, key: &str) {
        if let Some(object) = self.state().objects.get_mut(key) {
            object.is_archived = true;
        }
    }

    /// Lets lists go wrong.
    pub fn list_fault(&self, fault: ListFault) {
        self.state().list_fault = fault;
    }

    /// How many keys a list has at once.
    pub fn page_size(&self, size: usize) {
        self.state().page_size = size;
    }

    /// Does not delete a key, and says so.
    pub fn lock(&self, key: &str) {
        self.state().locked.insert(key.to_owned());
    }

    /// Does not delete a key, and says nothing of it.
    pub fn forget(&self, key: &str) {
        self.state().forgotten.insert(key.to_owned());
    }

    /// The object at `/bucket/key`.
    pub fn get(&self, key: &str) -> Option<Object> {
        self.state().objects.get(key).cloned()
    }

    /// How many multipart uploads are neither completed nor aborted.
    pub fn uploads(&self) -> usize {
        self.state().uploads.len()
    }

    /// The operations that have been asked for, in order.
    pub fn requests(&self) -> Vec<String> {
        self.state().requests.clone()
    }

    /// Changes a byte of an object, whose checksum and tag stay.
    pub fn spoil(&self, key: &str) {
        if let Some(object) = self.state().objects.get_mut(key) {
            let bytes = Arc::make_mut(&mut object.bytes);
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }
    }

    /// Refuses a part, by its number, the first time that it comes.
    pub fn refuse_part(&self, number: u32) {
        self.state().refused = Some(number);
    }

    /// Closes the connection instead of answering, the next time that an operation has been carried out.
    pub fn lose(&self, operation: &'static str) {
        self.state().lost = Some(operation);
    }

    /// Leaves out checksums, as servers do that do not know them.
    pub fn without_checksums(&self) {
        self.state().is_plain = true;
    }

    /// Gives weak entity tags.
    pub fn with_weak_tags(&self) {
        self.state().is_weak = true;
    }

    /// Breaks off the next bodies of objects halfway.
    pub fn break_bodies(&self, times: u32) {
        self.state().breaks = times;
    }

    /// Lets each request wait before it is answered.
    pub fn delay(&self, delay: Duration) {
        *self.delay.lock().unwrap_or_else(PoisonError::into_inner) = delay;
    }

    /// Answers a request; `None` if the answer is lost.
    fn answer(&self, head: &Head, body: Vec<u8>) -> Option<Response> {
        let (method, target) = head.line.split_once(' ').unwrap_or_default();
        let (key, query) = target.split_once('?').unwrap_or((target, ""));
        let query: BTreeMap<&str, &str> =
            query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        let upload = query.get("uploadId").map(|id| id.to_string());
        let bucket = key.trim_end_matches('/');
        let mut state = self.state();
        let (operation, response) = match (method, upload) {
            ("POST", None) if query.contains_key("uploads") => {
                let id = format!("upload-{}", self.last.fetch_add(1, Ordering::SeqCst));
                ("CreateMultipartUpload", state.create(id, key, head))
            }
            ("PUT", Some(id)) => {
                let number =
                    query.get("partNumber").and_then(|number| number.parse().ok()).unwrap_or_default();
                ("UploadPart", state.part(&id, number, head, body))
            }
            ("POST", Some(id)) => ("CompleteMultipartUpload", state.complete(&id, head, &body)),
            ("DELETE", Some(id)) => ("AbortMultipartUpload", state.abort(&id)),
            ("POST", None) if query.contains_key("delete") => ("DeleteObjects", state.delete(bucket, &body)),
            ("GET", None) if query.contains_key("list-type") => ("ListObjectsV2", state.list(bucket, &query)),
            // Of which there is one page.
            ("GET", None) if query.contains_key("encoding-type") => {
                ("ListObjects", state.list(bucket, &query))
            }
            ("DELETE", None) => ("DeleteObject", state.remove(key)),
            ("PUT", None) => ("PutObject", state.put(key, head, body)),
            ("GET" | "HEAD", None) => ("GetObject", state.get(key, head)),
            _ => ("unknown", Response::error(400, "NotImplemented")),
        };
        state.requests.push(operation.to_owned());
        match state.lost.take_if(|lost| *lost == operation) {
            Some(_) => None,
            None => Some(response),
        }
    }
}

impl State {
    fn create(&mut self, id: String, key: &str, head: &Head) -> Response {
        let mut response = Response::ok(format!(
            "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
        ));
        let echoed: &[&str] =
            if self.is_plain { &[] } else { &["x-amz-checksum-algorithm", "x-amz-checksum-type"] };
        for name in echoed {
            if let Some(value) = head.header(name) {
                response.headers.push(((*name).to_owned(), value.to_owned()));
            }
        }
        let upload = Upload { key: key.to_owned(), parts: BTreeMap::new(), headers: stored(head) };
        self.uploads.insert(id, upload);
        response
    }

    fn part(&mut self, id: &str, number: u32, head: &Head, body: Vec<u8>) -> Response {
        if self.refused.take_if(|refused| *refused == number).is_some() {
            return Response::error(403, "AccessDenied");
        }
        let Some(upload) = self.uploads.get_mut(id) else { return Response::error(404, "NoSuchUpload") };
        let body = match source_of(head).and_then(|source| self.objects.get(&source)) {
            Some(source) => {
                if head.header("x-amz-copy-source-if-match").is_some_and(|e_tag| e_tag != source.e_tag) {
                    return Response::error(412, "PreconditionFailed");
                }
                let (first, last) =
                    range(head, "x-amz-copy-source-range").unwrap_or((0, source.bytes.len() - 1));
                source.bytes[first..=last].to_vec()
            }
            None => body,
        };
        let mut response =
            Response::ok(format!("<CopyPartResult><ETag>\"{}\"</ETag></CopyPartResult>", md5(&body)));
        response.headers.push(("etag".to_owned(), format!("\"{}\"", md5(&body))));
        if !self.is_plain {
            response.headers.push(("x-amz-checksum-crc32".to_owned(), sum("crc32", &body)));
        }
        upload.parts.insert(number, body);
        response
    }

    fn complete(&mut self, id: &str, head: &Head, body: &[u8]) -> Response {
        let Some(upload) = self.uploads.get(id) else { return Response::error(404, "NoSuchUpload") };
        let Some(parts) = upload.chosen(&String::from_utf8_lossy(body)) else {
            return Response::error(400, "InvalidPart");
        };
        let (mut all, mut e_tags) = (Vec::new(), Vec::new());
        let mut crc32 = sum("crc32", b"");
        for part in &parts {
            crc32 = combine("crc32", &crc32, &sum("crc32", part), part.len() as u64).expect("a CRC");
            all.extend_from_slice(part);
            e_tags.extend_from_slice(&md5_bytes(part));
        }
        let given = head.header("x-amz-checksum-crc32");
        if given.is_some_and(|given| given != crc32) {
            return Response::error(400, "BadDigest");
        }
        if head.header("x-amz-mp-object-size").is_some_and(|size| size != all.len().to_string()) {
            return Response::error(400, "InvalidRequest");
        }
        let crc32 = given.map(str::to_owned);
        let e_tag = format!("\"{}-{}\"", md5(&e_tags), parts.len());
        let response = Response::ok(format!(
            "<CompleteMultipartUploadResult><ETag>{e_tag}</ETag></CompleteMultipartUploadResult>"
        ));
        if let Some(Upload { key, headers, .. }) = self.uploads.remove(id) {
            self.objects.insert(
                key,
                Object { bytes: Arc::new(all), e_tag, crc32, headers, modified: now(), is_archived: false },
            );
        }
        response
    }

    fn abort(&mut self, id: &str) -> Response {
        match self.uploads.remove(id) {
            Some(_) => Response { status: 204, ..Response::default() },
            None => Response::error(404, "NoSuchUpload"),
        }
    }

    fn put(&mut self, key: &str, head: &Head, body: Vec<u8>) -> Response {
        let source = source_of(head).and_then(|source| self.objects.get(&source)).cloned();
        let body = source.map_or(body, |source| source.bytes.to_vec());
        let crc32 = Some(sum("crc32", &body));
        let (e_tag, headers) = (format!("\"{}\"", md5(&body)), stored(head));
        let (modified, is_archived) = (now(), false);
        let object =
            Object { bytes: Arc::new(body), e_tag: e_tag.clone(), crc32, headers, modified, is_archived };
        self.objects.insert(key.to_owned(), object);
        let mut response = Response::ok(format!("<CopyObjectResult><ETag>{e_tag}</ETag></CopyObjectResult>"));
        response.headers.push(("etag".to_owned(), e_tag));
        response
    }

    fn get(&mut self, key: &str, head: &Head) -> Response {
        let is_broken = self.breaks > 0 && head.line.starts_with("GET");
        self.breaks -= u32::from(is_broken);
        let Some(object) = self.objects.get(key) else { return Response::error(404, "NoSuchKey") };
        if head.header("if-match").is_some_and(|e_tag| e_tag != object.e_tag) {
            return Response::error(412, "PreconditionFailed");
        }
        let mut headers = object.headers.clone();
        let weak = if self.is_weak { "W/" } else { "" };
        headers.push(("etag".to_owned(), format!("{weak}{}", object.e_tag)));
        let modified = Timestamp::from(UNIX_EPOCH + Duration::from_secs(object.modified));
        headers.push(("last-modified".to_owned(), modified.format(TimestampFormat::Rfc822)));
        let length = object.bytes.len();
        let (status, first, end) = match range(head, "range") {
            Some((first, _)) if first >= length => return Response::error(416, "InvalidRange"),
            Some((first, last)) => {
                let last = last.min(length - 1);
                headers.push(("content-range".to_owned(), format!("bytes {first}-{last}/{length}")));
                (206, first, last + 1)
            }
            None => {
                let crc32 = object.crc32.iter().filter(|_| !self.is_plain);
                headers.extend(crc32.map(|crc32| ("x-amz-checksum-crc32".to_owned(), crc32.clone())));
                (200, 0, length)
            }
        };
        let body = match head.line.starts_with("HEAD") {
            true => Content::Announced(length),
            false if is_broken => Content::Broken(Arc::clone(&object.bytes), first, end),
            false => Content::Section(Arc::clone(&object.bytes), first, end),
        };
        Response { status, headers, body }
    }
}

/// An answer.
#[derive(Default)]
struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Content,
}

#[derive(Default)]
enum Content {
    #[default]
    Empty,
    Text(String),
    Section(Arc<Vec<u8>>, usize, usize),
    /// A section of which only the first half is sent.
    Broken(Arc<Vec<u8>>, usize, usize),
    /// That of a response to HEAD.
    Announced(usize),
}

impl Response {
    fn ok(text: String) -> Self {
        Self { status: 200, headers: Vec::new(), body: Content::Text(text) }
    }

    fn error(status: u16, code: &str) -> Self {
        let text = format!("<Error><Code>{code}</Code><Message>no</Message></Error>");
        Self { status, headers: Vec::new(), body: Content::Text(text) }
    }

    /// Sends it; `None` when the client is gone.
    async fn send(self, connection: &mut Connection) -> Option<()> {
        let body = match &self.body {
            Content::Empty | Content::Announced(_) => &[][..],
            Content::Text(text) => text.as_bytes(),
            Content::Section(bytes, first, end) => &bytes[*first..*end],
            Content::Broken(bytes, first, end) => &bytes[*first..(first + end) / 2],
        };
        let length = match self.body {
            Content::Announced(length) => length,
            Content::Broken(_, first, end) => end - first,
            _ => body.len(),
        };
        let mut head = format!("HTTP/1.1 {} \r\n", self.status);
        if self.status != 204 {
            head += &format!("content-length: {length}\r\n");
        }
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        connection.send(head + "\r\n").await.ok()?;
        for piece in body.chunks(64 << 10) {
            connection.send(piece).await.ok()?;
        }
        (!matches!(self.body, Content::Broken(..))).then_some(())
    }
}

async fn serve(store: Arc<Store>, mut connection: Connection) {
    while let Some((head, body)) = connection.request().await {
        let delay = *store.delay.lock().unwrap_or_else(PoisonError::into_inner);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        let framed = head.header("x-amz-content-sha256").is_some_and(|hash| hash.starts_with("STREAMING"));
        let body = if framed { unframed(&body) } else { Some(body) };
        let response = match body {
            Some(body) => store.answer(&head, body),
            None => Some(Response::error(400, "IncompleteBody")),
        };
        let Some(response) = response else { return };
        if response.send(&mut connection).await.is_none() {
            return;
        }
    }
}

/// A body without the frames of `aws-chunked`.
fn unframed(mut framed: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let at = framed.windows(2).position(|window| window == b"\r\n")?;
        let line = std::str::from_utf8(&framed[..at]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?, 16).ok()?;
        framed = &framed[at + 2..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(framed.get(..size)?);
        framed = framed.get(size + 2..)?;
    }
}

/// Where the source of a copy is.
fn source_of(head: &Head) -> Option<String> {
    Some(format!("/{}", head.header("x-amz-copy-source")?))
}

fn range(head: &Head, name: &str) -> Option<(usize, usize)> {
    let (first, last) = head.header(name)?.strip_prefix("bytes=")?.split_once('-')?;
    Some((first.parse().ok()?, last.parse().unwrap_or(usize::MAX)))
}

fn stored(head: &Head) -> Vec<(String, String)> {
    let is_stored = |name: &str| STORED.iter().any(|prefix| name.starts_with(prefix));
    head.headers()
        .filter(|(name, _)| is_stored(name))
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

/// A checksum in base64.
pub fn sum(algorithm: &str, bytes: &[u8]) -> String {
    let mut checksum = Checksum::new(algorithm).expect("an algorithm");
    checksum.update(bytes);
    checksum.finish()
}

/// In seconds since 1970, rounded up: what is stored is newer than the file that it was.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() + 1)
}

fn md5_bytes(bytes: &[u8]) -> Vec<u8> {
    Md5::digest(bytes).to_vec()
}

fn md5(bytes: &[u8]) -> String {
    md5_bytes(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
