//! [`S3Store`]: a bucket as an object store.

use crate::{copy, delete, get, list, multipart, put};
use async_trait::async_trait;
use futures_util::stream::BoxStream;
use object_store::path::Path;
use object_store::{
    CopyMode, CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use std::fmt;
use std::sync::Arc;
use tucuxi_s3::Client;

/// How directory buckets, those of S3 Express One Zone, are named. They list in no order, so that a listing cannot begin behind a key.
const DIRECTORY_BUCKET: &str = "--x-s3";

/// A bucket of S3 as an [`ObjectStore`].
///
/// It implements [`MultipartStore`](object_store::multipart::MultipartStore) and
/// [`PaginatedListStore`](object_store::list::PaginatedListStore) too, and with the feature `signer`
/// `Signer`. A clone is cheap and shares the client.
#[derive(Clone, Debug)]
pub struct S3Store {
    pub(crate) client: Client,
    pub(crate) bucket: Arc<str>,
    copy_if_not_exists: CopyIfNotExists,
    conditional_put: bool,
    pub(crate) bulk_delete: bool,
}

/// How a copy is made that must not replace an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CopyIfNotExists {
    /// By CopyObject with the header `If-None-Match`. AWS honors it; a server that ignores it replaces the object.
    Header,
    /// By an upload in parts, whose completion has the header `If-None-Match`. For servers that honor that header there alone. The copy
    /// keeps the attributes and tags of its source.
    Multipart,
    /// Not at all: such a copy is [`Error::NotImplemented`].
    Unsupported,
}

impl S3Store {
    /// The store of the objects in `bucket`: its name, or the ARN or alias of an access point. Nothing is sent.
    ///
    /// Settings are those of the client, which [customises](Client::builder) them: retries, time-outs, checksums.
    pub fn new(client: &Client, bucket: impl Into<String>) -> Self {
        let copy_if_not_exists = match client.config().endpoint_url() {
            None => CopyIfNotExists::Header,
            Some(_) => CopyIfNotExists::Unsupported,
        };
        Self {
            client: client.clone(),
            bucket: bucket.into().into(),
            copy_if_not_exists,
            conditional_put: true,
            bulk_delete: true,
        }
    }

    /// Sets how copies are made that must not replace an object. The default is [`CopyIfNotExists::Header`], or
    /// [`CopyIfNotExists::Unsupported`] if the client has an endpoint URL.
    #[must_use]
    pub fn with_copy_if_not_exists(mut self, how: CopyIfNotExists) -> Self {
        self.copy_if_not_exists = how;
        self
    }

    /// Sets whether the server honors `If-None-Match` and `If-Match` in PutObject, as AWS does. With `false`, conditional puts are
    /// [`Error::NotImplemented`]. The default is `true`.
    #[must_use]
    pub fn with_conditional_put(mut self, supported: bool) -> Self {
        self.conditional_put = supported;
        self
    }

    /// Sets whether objects are deleted by DeleteObjects, up to 1,000 with a request, or one by one. The default is `true`.
    #[must_use]
    pub fn with_bulk_delete(mut self, supported: bool) -> Self {
        self.bulk_delete = supported;
        self
    }

    /// The client that makes the calls.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The bucket.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Whether listings are in the order of keys and can begin behind one.
    pub(crate) fn lists_in_order(&self) -> bool {
        !self.bucket.ends_with(DIRECTORY_BUCKET)
    }

    /// # Errors
    /// When the server is said not to support conditional puts.
    pub(crate) fn check_conditional_put(&self) -> Result<()> {
        match self.conditional_put {
            true => Ok(()),
            false => Err(self.not_implemented("conditional put (`with_conditional_put(false)`)")),
        }
    }

    fn not_implemented(&self, operation: &str) -> Error {
        Error::NotImplemented { operation: operation.to_owned(), implementer: self.to_string() }
    }
}

impl fmt::Display for S3Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3Store({})", self.bucket)
    }
}

#[async_trait]
impl ObjectStore for S3Store {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        put::put(self, location, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        let id = multipart::create(self, location, &options.tags, &options.attributes).await?;
        Ok(Box::new(multipart::Upload::new(self.clone(), location.clone(), id)))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        get::get(self, location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        delete::all(self.clone(), locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        list::objects(self, prefix, None)
    }

    fn list_with_offset(
        &self,
        prefix: Option<&Path>,
        offset: &Path,
    ) -> BoxStream<'static, Result<ObjectMeta>> {
        list::objects(self, prefix, Some(offset))
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        list::folder(self, prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        match (options.mode, self.copy_if_not_exists) {
            (CopyMode::Overwrite, _) => copy::replacing(self, from, to).await,
            (CopyMode::Create, CopyIfNotExists::Header) => copy::by_header(self, from, to).await,
            (CopyMode::Create, CopyIfNotExists::Multipart) => {
                copy::in_parts(self, from, to, CopyMode::Create).await
            }
            (CopyMode::Create, CopyIfNotExists::Unsupported) => {
                Err(self.not_implemented("copy_if_not_exists (see `with_copy_if_not_exists`)"))
            }
        }
    }
}
