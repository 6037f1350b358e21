//! What a copy in parts has of its source beside the bytes, which `CopyObject` would take along by itself: metadata, tags,
//! annotations.

use super::Source;
use crate::Client;
use crate::custom::transfer::members::share;
use crate::custom::transfer::trouble::add_hint;
use crate::types::{
    AnnotationDirective, CompleteMultipartUploadOutput, CopyObjectRequest, CreateMultipartUploadRequest,
    GetObjectAnnotationRequest, ListObjectAnnotationsRequest, MetadataDirective, PutObjectAnnotationRequest,
    TaggingDirective,
};
use tucuxi::Error;
use tucuxi::external::percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tucuxi::internal::base64;

/// Gives `create` the metadata of the source, unless the program replaces them.
pub(super) fn add_metadata(
    source: &Source,
    copy: &CopyObjectRequest,
    create: &mut CreateMultipartUploadRequest,
) {
    if copy.metadata_directive == Some(MetadataDirective::Replace) {
        return;
    }
    let is = &source.is;
    create.cache_control.clone_from(&is.cache_control);
    create.content_disposition.clone_from(&is.content_disposition);
    create.content_encoding.clone_from(&is.content_encoding);
    create.content_language.clone_from(&is.content_language);
    create.content_type.clone_from(&is.content_type);
    create.expires = is.expires;
    create.metadata = is
        .metadata
        .as_ref()
        .map(|metadata| metadata.iter().map(|(name, value)| (name.to_owned(), as_header(value))).collect());
}

/// Text as it can stand in a header: encoded (RFC 2047), as S3 gave it, where it is not ASCII.
fn as_header(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_owned(),
        false => format!("=?UTF-8?B?{}?=", base64::encode(text.as_bytes())),
    }
}

/// Gives `create` the tags of the source, unless the program replaces them. S3 says with the source how many there are to those who
/// may read them.
pub(super) async fn add_tags(
    source: &Source,
    copy: &CopyObjectRequest,
    create: &mut CreateMultipartUploadRequest,
) -> Result<(), Error> {
    let is_wanted = match &copy.tagging_directive {
        Some(TaggingDirective::Replace) => return Ok(()),
        Some(TaggingDirective::Copy) => true,
        _ => source.is.tag_count.is_some_and(|count| count > 0),
    };
    create.tagging = None;
    if is_wanted {
        let input = source.input();
        let tags = source.client.get_object_tagging().with_input(input).await?.tag_set.unwrap_or_default();
        let encoded = |text: &Option<String>| {
            utf8_percent_encode(text.as_deref().unwrap_or_default(), NON_ALPHANUMERIC).to_string()
        };
        let pairs = tags.iter().map(|tag| format!("{}={}", encoded(&tag.key), encoded(&tag.value)));
        create.tagging = Some(pairs.collect::<Vec<_>>().join("&")).filter(|tags| !tags.is_empty());
    }
    Ok(())
}

/// Copies the annotations of the source to the object that `made` tells of, if the program wants that. As in boto3, the object stays
/// if one cannot be copied.
pub(super) async fn copy_annotations(
    client: &Client,
    source: &Source,
    copy: &CopyObjectRequest,
    made: &CompleteMultipartUploadOutput,
) -> Result<(), Error> {
    if copy.annotation_directive != Some(AnnotationDirective::Copy) {
        return Ok(());
    }
    let mut list: ListObjectAnnotationsRequest = source.input();
    loop {
        let page = source.client.list_object_annotations().with_input(list.clone()).await?;
        for name in page.annotations.iter().flatten().filter_map(|it| it.annotation_name.as_deref()) {
            let mut get: GetObjectAnnotationRequest = source.input();
            get.annotation_name = Some(name.to_owned());
            let payload = source.client.get_object_annotation().with_input(get).await?.annotation_payload;
            let mut put = PutObjectAnnotationRequest::default();
            share(copy, &mut put);
            put.annotation_name = Some(name.to_owned());
            put.annotation_payload = payload.collect().await?.into();
            put.version_id.clone_from(&made.version_id);
            put.object_if_match.clone_from(&made.e_tag);
            client.put_object_annotation().with_input(put).await.map_err(|error| {
                add_hint(error, format!("the object was copied, but not its annotation `{name}`"))
            })?;
        }
        match page.next_continuation_token {
            Some(token) if list.continuation_token.as_ref() != Some(&token) => {
                list.continuation_token = Some(token)
            }
            _ => return Ok(()),
        }
    }
}
