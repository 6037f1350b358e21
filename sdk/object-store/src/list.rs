//! Listings. They hold one page at a time.

use crate::errors::{self, generic};
use crate::get::{size, time};
use crate::paths;
use crate::store::S3Store;
use async_trait::async_trait;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::list::{PaginatedListOptions, PaginatedListResult, PaginatedListStore};
use object_store::path::{DELIMITER, Path};
use object_store::{ListResult, ObjectMeta, Result};
use tucuxi_s3::operations::ListObjectsV2;
use tucuxi_s3::types::{ListObjectsV2Output, Object};

/// The objects below `prefix`, those behind `offset` only.
pub(crate) fn objects(
    store: &S3Store,
    prefix: Option<&Path>,
    offset: Option<&Path>,
) -> BoxStream<'static, Result<ObjectMeta>> {
    let prefix = paths::prefix(prefix);
    let mut call = call(store, prefix.as_deref());
    // such buckets know no `StartAfter`
    let behind = offset.filter(|_| !store.lists_in_order()).cloned();
    if let Some(offset) = offset.filter(|_| store.lists_in_order()) {
        call = call.start_after(offset.as_ref());
    }
    let pages = call.pages().map_err(move |error| errors::of(prefix.as_deref().unwrap_or_default(), error));
    let objects = pages.map_ok(|page| stream::iter(listed(page.contents.unwrap_or_default()))).try_flatten();
    objects
        .filter(move |object| {
            let is_before = match (object, &behind) {
                (Ok(object), Some(offset)) => object.location <= *offset,
                _ => false,
            };
            std::future::ready(!is_before)
        })
        .boxed()
}

/// The objects and folders directly below `prefix`, of all pages.
pub(crate) async fn folder(store: &S3Store, prefix: Option<&Path>) -> Result<ListResult> {
    let prefix = paths::prefix(prefix);
    let mut pages = call(store, prefix.as_deref()).delimiter(DELIMITER).pages();
    let mut all = ListResult { common_prefixes: vec![], objects: vec![], extensions: Default::default() };
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| errors::of(prefix.as_deref().unwrap_or_default(), error))?;
        add(&mut all, page)?;
    }
    Ok(all)
}

fn call(store: &S3Store, prefix: Option<&str>) -> ListObjectsV2 {
    let call = store.client.list_objects_v2().bucket(&*store.bucket);
    match prefix {
        Some(prefix) => call.prefix(prefix),
        None => call,
    }
}

/// # Errors
/// When a key or prefix is no path.
fn add(all: &mut ListResult, page: ListObjectsV2Output) -> Result<()> {
    for prefix in page.common_prefixes() {
        all.common_prefixes.push(paths::of_prefix(prefix.prefix.as_deref().unwrap_or_default())?);
    }
    for object in listed(page.contents.unwrap_or_default()) {
        all.objects.push(object?);
    }
    Ok(())
}

/// The objects of a page, without those that stand for a folder.
fn listed(objects: Vec<Object>) -> impl Iterator<Item = Result<ObjectMeta>> {
    objects.into_iter().filter(|object| !is_folder(object)).map(meta)
}

fn is_folder(object: &Object) -> bool {
    object.size == Some(0) && object.key.as_ref().is_some_and(|key| key.ends_with(DELIMITER))
}

fn meta(object: Object) -> Result<ObjectMeta> {
    let location = paths::of_key(object.key.as_deref().unwrap_or_default())?;
    Ok(ObjectMeta {
        last_modified: time(object.last_modified).map_err(generic)?,
        size: size(object.size).map_err(generic)?,
        e_tag: object.e_tag,
        version: None,
        location,
    })
}

#[async_trait]
impl PaginatedListStore for S3Store {
    async fn list_paginated(
        &self,
        prefix: Option<&str>,
        options: PaginatedListOptions,
    ) -> Result<PaginatedListResult> {
        let most = options.max_keys.map(|keys| i64::try_from(keys).unwrap_or(i64::MAX));
        let call = call(self, prefix).with(|input| {
            input.start_after = options.offset;
            input.delimiter = options.delimiter.map(String::from);
            input.max_keys = most;
            input.continuation_token = options.page_token;
        });
        let sent = call.send_with_metadata().await;
        let (mut page, metadata) = sent.map_err(|error| errors::of(prefix.unwrap_or_default(), error))?;
        let page_token = page.next_continuation_token.take();
        let mut result =
            ListResult { common_prefixes: vec![], objects: vec![], extensions: Default::default() };
        result.extensions.insert(metadata);
        add(&mut result, page)?;
        Ok(PaginatedListResult { result, page_token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tucuxi::prelude::*;
    use tucuxi::types::Timestamp;

    fn object(key: &str, size: i64) -> Object {
        Object::default().with(|object| {
            object.key = Some(key.to_owned());
            object.size = Some(size);
            object.last_modified = Some(Timestamp::new(1, 0));
        })
    }

    #[test]
    fn folders_are_left_out_and_odd_keys_are_errors_of_their_own() {
        let page =
            vec![object("a/", 0), object("a/b", 1), object("a//b", 1), object("a/c/", 3), object("d", 0)];
        let found: Vec<_> = listed(page).map(|object| object.ok().map(|object| object.location)).collect();
        assert_eq!(found, [Some(Path::from("a/b")), None, None, Some(Path::from("d"))]);
    }
}
