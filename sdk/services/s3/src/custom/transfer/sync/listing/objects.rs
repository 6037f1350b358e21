//! The objects below a prefix, as a bucket lists them.

use super::super::sort::{Record, Sorter};
use super::{Entry, Found, Out, State};
use crate::Client;
use crate::custom::bucket::is_directory_bucket;
use crate::custom::transfer::parallel::blocking;
use crate::types::{self, ListObjectsV2Request, OptionalObjectAttributes, RequestPayer};
use tucuxi::Error;

/// What to list.
pub(crate) struct Objects {
    pub(crate) client: Client,
    pub(crate) bucket: String,
    pub(crate) prefix: String,
    pub(crate) request_payer: Option<RequestPayer>,
    /// Whether it matters which objects are archived and not restored.
    pub(crate) is_source: bool,
    /// Whether keys come in no order.
    pub(crate) is_unsorted: bool,
}

impl Objects {
    pub(super) async fn list(self, mut out: Out) {
        let result = match self.is_unsorted || is_directory_bucket(&self.bucket) {
            true => self.sorted(&mut out).await,
            false => self.in_order(&mut out).await,
        };
        out.end(result).await;
    }

    fn pages(&self) -> tucuxi::paginate::Pages<crate::operations::of::ListObjectsV2> {
        let attributes = vec![OptionalObjectAttributes::RestoreStatus];
        let input = ListObjectsV2Request {
            bucket: Some(self.bucket.clone()),
            prefix: (!self.prefix.is_empty()).then(|| self.prefix.clone()),
            request_payer: self.request_payer.clone(),
            optional_object_attributes: self.is_source.then_some(attributes),
            ..ListObjectsV2Request::default()
        };
        self.client.list_objects_v2().with_input(input).pages()
    }

    /// As they come; that they are in order is checked.
    async fn in_order(&self, out: &mut Out) -> Result<(), Error> {
        let mut pages = self.pages();
        let mut last = String::new();
        while let Some(page) = pages.next().await {
            for object in self.contents(page?)? {
                let key = object.key.as_deref().unwrap_or_default();
                if key <= last.as_str() {
                    return Err(self.unsorted(key, &last));
                }
                key.clone_into(&mut last);
                let is_full = self.entry(object)?.is_some_and(|entry| out.push(Found::Entry(entry)));
                if is_full && !out.send().await {
                    return Ok(());
                }
            }
            if !out.send().await {
                return Ok(());
            }
        }
        Ok(())
    }

    /// All of them, when the last one is known.
    async fn sorted(&self, out: &mut Out) -> Result<(), Error> {
        let mut pages = self.pages();
        let mut sorter = Sorter::new();
        while let Some(page) = pages.next().await {
            for object in self.contents(page?)? {
                if let Some(entry) = self.entry(object)? {
                    sorter.push(entry)?;
                }
            }
        }
        let mut sorted = blocking(|| Ok(sorter.sorted()?)).await?;
        let mut last = Vec::new();
        loop {
            let batch: Vec<Entry>;
            (batch, sorted) = blocking(move || {
                let batch = sorted.by_ref().take(super::BATCH).collect::<std::io::Result<_>>()?;
                Ok((batch, sorted))
            })
            .await?;
            if batch.is_empty() {
                return Ok(());
            }
            for entry in batch {
                if entry.key() == last {
                    return Err(Error::parse(format!(
                        "the listing of {} has `{}` twice",
                        self.name(),
                        entry.key
                    )));
                }
                entry.key().clone_into(&mut last);
                if out.push(Found::Entry(entry)) && !out.send().await {
                    return Ok(());
                }
            }
        }
    }

    /// # Errors
    /// When the server does not say whether there are more. That it gives no token for them, the paginator finds.
    fn contents(&self, page: types::ListObjectsV2Output) -> Result<Vec<types::Object>, Error> {
        match page.is_truncated {
            None => Err(self.strange("does not say whether it is whole")),
            Some(_) => Ok(page.contents.unwrap_or_default()),
        }
    }

    /// An object of the listing; `None` for one that stands for a directory.
    ///
    /// # Errors
    /// When the server says less than it must, or what it was not asked for.
    fn entry(&self, object: types::Object) -> Result<Option<Entry>, Error> {
        let types::Object { key: Some(key), size: Some(size), last_modified: Some(modified), .. } = object
        else {
            return Err(self.strange("lacks key, size or time of an object"));
        };
        let Some(below) = key.strip_prefix(self.prefix.as_str()) else {
            return Err(self.strange(&format!("has `{key}`, which does not begin with the prefix")));
        };
        let size = u64::try_from(size).map_err(|_| self.strange("has a negative size"))?;
        if size == 0 && (below.is_empty() || below.ends_with('/')) {
            return Ok(None);
        }
        let is_archived = object.storage_class.is_some_and(|class| {
            matches!(class, types::ObjectStorageClass::Glacier | types::ObjectStorageClass::DeepArchive)
        });
        let is_restored = object.restore_status.is_some_and(|status| {
            status.restore_expiry_date.is_some() && status.is_restore_in_progress != Some(true)
        });
        let state = if is_archived && !is_restored { State::Archived } else { State::Plain };
        Ok(Some(Entry { state, ..Entry::file(below.to_owned(), size, modified) }))
    }

    fn name(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.prefix)
    }

    fn strange(&self, what: &str) -> Error {
        Error::parse(format!("the listing of {} {what}", self.name()))
    }

    fn unsorted(&self, key: &str, last: &str) -> Error {
        self.strange(&format!("is not in order of keys: `{key}` comes after `{last}`"))
            .with_hint("call `sort_listings` before the synchronisation begins")
    }
}
