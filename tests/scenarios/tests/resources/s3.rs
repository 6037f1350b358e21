use crate::transcript::{Outcome, Transcript, compare, seen, values};
use serde_json::json;
use tucuxi::Session;
use tucuxi::resource::Resource as _;
use tucuxi_s3::S3;
use tucuxi_s3::resources::Bucket;
use tucuxi_s3::types::{
    BucketLifecycleConfiguration, CORSConfiguration, CORSRule, CompletedMultipartUpload, CompletedPart,
    IndexDocument, LifecycleConfiguration, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter,
    NotificationConfiguration, Rule, Tag, Tagging, WebsiteConfiguration,
};

#[tokio::test]
async fn s3() -> Outcome {
    compare("s3", scenario).await
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let s3 = S3::new(session);
    let bucket = s3.create_bucket().bucket("tucuxi-one").await?;
    t.one("create_bucket", &bucket);
    bucket.wait_until_exists().await?;
    s3.bucket("tucuxi-two").create().await?;
    t.value("buckets", names(&s3).await?);
    settings(&bucket, t).await?;
    more_settings(&bucket, t).await?;
    objects(&bucket, t).await?;
    lists(&bucket, t).await?;
    versions(&bucket, t).await?;
    uploads(&s3, &bucket, t).await?;
    ends(&s3, &bucket, t).await
}

async fn names(s3: &S3) -> Result<Vec<String>, tucuxi::Error> {
    Ok(s3.buckets().try_collect().await?.iter().map(|bucket| bucket.name().to_owned()).collect())
}

async fn settings(bucket: &Bucket, t: &mut Transcript) -> Outcome {
    let acl = bucket.acl();
    acl.load().await?;
    t.one("acl", &acl);
    acl.put().acl("public-read").await?;
    t.value("grants", acl.grants().await?.unwrap_or_default().len());
    let cors = bucket.cors();
    t.error("no cors", cors.load().await);
    let rule = CORSRule::default()
        .with_allowed_methods(["GET"])
        .with_allowed_origins(["*"])
        .with_max_age_seconds(60);
    cors.put().cors_configuration(CORSConfiguration::default().with_cors_rules([rule])).await?;
    t.value("cors_rules", values(&cors.cors_rules().await?.unwrap_or_default()));
    t.one("cors", &cors);
    cors.delete().await?;
    let expiration = || LifecycleExpiration::default().with_days(7);
    let lifecycle = bucket.lifecycle_configuration();
    let rule = LifecycleRule::default().with_id("old").with_status("Enabled").with_expiration(expiration());
    let rule = rule.with_filter(LifecycleRuleFilter::default().with_prefix("logs/"));
    let rules = BucketLifecycleConfiguration::default().with_rules([rule]);
    lifecycle.put().lifecycle_configuration(rules).await?;
    lifecycle.load().await?;
    t.one("lifecycle configuration", &lifecycle);
    lifecycle.delete().await?;
    let older = bucket.lifecycle();
    let rule = Rule::default()
        .with_id("old")
        .with_status("Enabled")
        .with_expiration(expiration())
        .with_prefix("logs/");
    older.put().lifecycle_configuration(LifecycleConfiguration::default().with_rules([rule])).await?;
    t.value("lifecycle rules", values(&older.rules().await?.unwrap_or_default()));
    t.one("lifecycle", &older);
    let logging = bucket.logging();
    logging.load().await?;
    t.one("logging", &logging);
    let notification = bucket.notification();
    notification.put().notification_configuration(NotificationConfiguration::default()).await?;
    notification.load().await?;
    t.one("notification", &notification);
    Ok(())
}

async fn more_settings(bucket: &Bucket, t: &mut Transcript) -> Outcome {
    let policy = bucket.policy();
    policy.put().policy(r#"{"Version": "2012-10-17", "Statement": []}"#).await?;
    t.value("policy", policy.policy().await?);
    t.one("policy", &policy);
    policy.delete().await?;
    let payment = bucket.request_payment();
    t.one("request payment", &payment);
    let tagging = bucket.tagging();
    let tag = Tag::default().with_key("env").with_value("test");
    tagging.put().tagging(Tagging::default().with_tag_set([tag])).await?;
    t.value("tag_set", values(&tagging.tag_set().await?.unwrap_or_default()));
    t.one("tagging", &tagging);
    let website = bucket.website();
    let index = IndexDocument::default().with_suffix("index.html");
    website.put().website_configuration(WebsiteConfiguration::default().with_index_document(index)).await?;
    t.value("index_document", values(&[website.index_document().await?.unwrap_or_default()])[0].clone());
    t.one("website", &website);
    t.one("setting's bucket", &website.bucket());
    Ok(())
}

async fn objects(bucket: &Bucket, t: &mut Transcript) -> Outcome {
    let thing = bucket.put_object().key("a/one.txt").body("one").content_type("text/plain").await?;
    t.one("put_object", &thing);
    thing.wait_until_exists().await?;
    thing.load().await?;
    t.one("object", &thing);
    let (length, kind) = (thing.content_length().await?, thing.content_type().await?);
    t.value("attributes", json!([length, kind, thing.e_tag().await?]));
    let body = thing.get().await?.body.collect().await?;
    t.value("get", String::from_utf8_lossy(&body));
    t.one("object's bucket", &thing.bucket());
    let two = bucket.object("a/two.txt");
    two.put().body("two two").await?;
    two.copy_from().copy_source("tucuxi-one/a/one.txt").await?;
    t.value("copied", two.content_length().await?);
    bucket.object("b/three.txt").put().body("three").await?;
    Ok(())
}

async fn lists(bucket: &Bucket, t: &mut Transcript) -> Outcome {
    t.all("objects", &bucket.objects().try_collect().await?);
    t.all("objects, filtered", &bucket.objects().prefix("a/").try_collect().await?);
    t.all("objects, limited", &bucket.objects().limit(2).try_collect().await?);
    let (mut pages, mut sizes) = (bucket.objects().page_size(2).pages(), Vec::new());
    while let Some(page) = pages.next().await {
        sizes.push(page?.len());
    }
    t.value("pages", sizes);
    let summary = bucket.objects().try_collect().await?.remove(0);
    let size = summary.handle().known().and_then(|data| data.size);
    t.value("summary's attributes", json!([size, summary.key()]));
    t.show(
        "summary's object",
        [seen(&summary.object()), seen(&summary.bucket()), seen(&summary.version("v"))],
    );
    let thing = bucket.object("a/one.txt");
    let acl = thing.acl();
    acl.load().await?;
    t.one("object acl", &acl);
    t.show("acl's object", [seen(&acl.object()), seen(&summary.acl())]);
    Ok(())
}

async fn versions(bucket: &Bucket, t: &mut Transcript) -> Outcome {
    let versioning = bucket.versioning();
    versioning.enable().await?;
    let status = async || {
        let status = versioning.status().await?;
        Ok::<_, tucuxi::Error>(status.map(|status| status.as_str().to_owned()))
    };
    t.value("versioning status", status().await?);
    t.one("versioning", &versioning);
    bucket.object("a/one.txt").put().body("one again").await?;
    let versions = bucket.object_versions().prefix("a/one").try_collect().await?;
    t.all("object_versions", &versions);
    let version = &versions[0];
    t.value("version's size", version.data()?.size);
    t.value("version's head", version.head().await?.content_length);
    t.one("version's object", &version.object());
    version.delete().await?;
    versioning.suspend().await?;
    t.value("suspended", status().await?);
    Ok(())
}

async fn uploads(s3: &S3, bucket: &Bucket, t: &mut Transcript) -> Outcome {
    let upload = bucket.object("big").initiate_multipart_upload().await?;
    t.one("initiate_multipart_upload", &upload);
    let part = upload.part("1");
    t.one("part", &part);
    let uploaded = part.upload().body("part one").await?;
    t.value("upload", uploaded.e_tag.clone());
    t.show("part's upload", [seen(&part.multipart_upload()), seen(&upload.object())]);
    t.all("parts", &upload.parts().try_collect().await?);
    t.all("multipart_uploads", &bucket.multipart_uploads().try_collect().await?);
    let part = CompletedPart::default().with_e_tag(uploaded.e_tag.unwrap_or_default()).with_part_number(1);
    let parts = CompletedMultipartUpload::default().with_parts([part]);
    t.one("complete", &upload.complete().multipart_upload(parts).await?);
    t.value("completed", s3.object("tucuxi-one", "big").content_length().await?);
    let other = bucket.object("other").initiate_multipart_upload().await?;
    other.abort().await?;
    t.all("after abort", &bucket.multipart_uploads().try_collect().await?);
    t.show(
        "by identifiers",
        [
            seen(&s3.object_version("b", "k", "v")),
            seen(&s3.multipart_upload("b", "k", "u")),
            seen(&s3.bucket_acl("b")),
        ],
    );
    Ok(())
}

async fn ends(s3: &S3, bucket: &Bucket, t: &mut Transcript) -> Outcome {
    bucket.object("a/one.txt").delete().await?;
    let answers = bucket.objects().prefix("a/").delete().await?;
    let keys = answers.iter().map(|answer| answer.deleted().iter().map(|one| one.key.clone()).collect());
    t.value("deleted in a batch", json!(keys.collect::<Vec<Vec<_>>>()));
    t.all("after a batch", &bucket.objects().try_collect().await?);
    bucket.object_versions().delete().await?;
    t.all("after a batch of versions", &bucket.object_versions().try_collect().await?);
    t.value("nothing to delete", values(&bucket.objects().delete().await?));
    bucket.delete().await?;
    bucket.wait_until_not_exists().await?;
    t.value("after delete", names(s3).await?);
    t.error("an object that is gone", s3.object("tucuxi-two", "nothing").load().await);
    Ok(())
}
