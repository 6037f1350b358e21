//! The tests that `object_store` publishes for stores.
//!
//! Those of its modules for clouds are not public: `signing` is in `signer.rs`, `tagging` and versions are in `objects.rs`.
//! `response_extensions` is for stores with its own HTTP client.

use object_store::Error;
use object_store::integration as published;
use tucuxi_object_store::S3Store;

/// The tests for `$server`, each with a bucket of its own.
macro_rules! run_on {
    ($server:ident: $($test:ident)*) => {
        mod $server {
            $(
                #[tokio::test]
                async fn $test() {
                    let bucket = concat!("published-", stringify!($test));
                    if let Some(store) = crate::$server(bucket).await {
                        super::$test(&store).await;
                    }
                }
            )*
        }
    };
}

run_on!(moto:
    copy_if_not_exists copy_rename_nonexistent_object get_nonexistent_object get_opts list_paginated
    list_uses_directories_correctly list_with_delimiter list_with_offset_exclusivity multipart
    multipart_out_of_order multipart_put_part_out_of_order multipart_race_condition multipart_with_opts
    put_get_attributes put_get_delete_list put_opts rename_and_copy stream_get
);

// s3s-fs cannot serve two of them:
// - `get_opts`: it ignores the conditions of GetObject.
// - `put_get_delete_list`: to get a key that is a folder on its disk is an error with status 500, and it calls keys in listings encoded
//   that are not, so that `%` is lost. `keys_are_the_text_of_paths` in `objects.rs` has what it can serve.
run_on!(s3s:
    copy_if_not_exists copy_rename_nonexistent_object get_nonexistent_object list_paginated
    list_uses_directories_correctly list_with_delimiter list_with_offset_exclusivity multipart
    multipart_out_of_order multipart_put_part_out_of_order multipart_race_condition multipart_with_opts
    put_get_attributes put_opts rename_and_copy stream_get
);

macro_rules! forward {
    ($($test:ident)*) => {$(
        async fn $test(store: &S3Store) {
            published::$test(store).await;
        }
    )*};
}

forward!(
    copy_if_not_exists copy_rename_nonexistent_object get_opts list_uses_directories_correctly list_with_delimiter
    list_with_offset_exclusivity multipart_out_of_order put_get_attributes put_get_delete_list rename_and_copy
    stream_get
);

async fn get_nonexistent_object(store: &S3Store) {
    let error = published::get_nonexistent_object(store, None).await.expect_err("there is no such object");
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
}

async fn list_paginated(store: &S3Store) {
    published::list_paginated(store, store).await;
}

async fn multipart(store: &S3Store) {
    published::multipart(store, store).await;
}

async fn multipart_put_part_out_of_order(store: &S3Store) {
    published::multipart_put_part_out_of_order(store, store).await;
}

async fn multipart_race_condition(store: &S3Store) {
    published::multipart_race_condition(store, true).await;
}

async fn multipart_with_opts(store: &S3Store) {
    published::multipart_with_opts(store, store).await;
}

async fn put_opts(store: &S3Store) {
    let store = crate::one_at_a_time(store).expect("an HTTP layer");
    published::put_opts(&store, true).await;
}
