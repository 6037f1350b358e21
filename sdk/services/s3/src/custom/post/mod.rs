//! Presigned POST: forms by which browsers upload files, which boto3 makes with `generate_presigned_post`.

mod condition;
mod form;
mod text;

pub use condition::PostCondition;
pub use form::PresignedPost;

use super::bucket::{is_access_point, is_directory_bucket};
use crate::Client;
use crate::operations::of::HeadBucket;
use crate::types::HeadBucketRequest;
use std::fmt::Write as _;
use std::future::IntoFuture;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};
use text::quoted;
use tucuxi::Error;
use tucuxi::client::{Builder, Core, DynOperation, Operation};
use tucuxi::http::BoxFuture;
use tucuxi::internal::auth::TextSigner;
use tucuxi::internal::base64;
use tucuxi::internal::schema::OperationSchema;
use tucuxi::types::{Timestamp, TimestampFormat};

/// How long a form is valid if nothing is said of it: an hour, as in boto3.
const LIFETIME: Duration = Duration::from_secs(3600);

/// Stands for the name of the uploaded file.
const FILE_NAME: &str = "${filename}";

/// The operation `POST Object`, which the model does not have. Its URL is that of `HeadBucket`.
static POST_OBJECT: LazyLock<OperationSchema> =
    LazyLock::new(|| OperationSchema { name: "PostObject", method: "POST", ..*HeadBucket::schema() });

impl Client {
    /// Signs a form by which anyone can upload one object with the key `key`, without credentials: boto3's
    /// `generate_presigned_post`. Nothing is sent, but credentials may be fetched.
    ///
    /// A key that ends in `${filename}` gets the name of the uploaded file there. For any file in a folder, give
    /// `"folder/${filename}"`.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// use std::time::Duration;
    /// use tucuxi_s3::PostCondition;
    ///
    /// let post = s3
    ///     .presigned_post("my-bucket", "uploads/${filename}")
    ///     .field("acl", "private")
    ///     .condition(PostCondition::content_length_range(1, 10_000_000))
    ///     .condition(PostCondition::starts_with("Content-Type", "image/"))
    ///     .expires_in(Duration::from_secs(600))
    ///     .await?;
    /// println!("POST {}", post.url());
    /// for (name, value) in post.fields() {
    ///     println!("{name}: {value}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn presigned_post(&self, bucket: impl Into<String>, key: impl Into<String>) -> PresignPost {
        PresignPost {
            core: self.core.clone(),
            bucket: bucket.into(),
            key: key.into(),
            fields: Vec::new(),
            conditions: Vec::new(),
            lifetime: LIFETIME,
            start: None,
        }
    }
}

/// A form that is about to be signed; await it to get the [`PresignedPost`]. [`Client::presigned_post`] makes one.
///
/// # Errors
/// When `bucket` is not a name of a bucket, or names a directory bucket or an access point by its ARN, for which S3 has no
/// forms or botocore makes none; when the client is anonymous, or signs by anything but Signature Version 4; when there are
/// no credentials or no region; and when the lifetime is less than a second or more than seven days.
#[derive(Clone, Debug)]
#[must_use = "a form is not signed until this is awaited"]
pub struct PresignPost {
    core: Core,
    bucket: String,
    key: String,
    fields: Vec<Field>,
    conditions: Vec<PostCondition>,
    lifetime: Duration,
    start: Option<SystemTime>,
}

/// A field of the form that the program gives.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    value: String,
    /// Whether the policy requires this value, unless there is another condition on the field.
    fixed: bool,
}

impl PresignPost {
    /// A field that the form has with this value, such as `acl`, `Content-Type`, `success_action_status` or `x-amz-meta-…`.
    ///
    /// S3 refuses fields without a condition. So unless [`condition`](Self::condition) gives one for this field, the policy
    /// requires this very value, where boto3's `Fields` leave that to `Conditions`. What the SDK fills in itself, such as
    /// `key` and `policy`, replaces a field of the same name.
    pub fn field(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(Field { name: name.into(), value: value.into(), fixed: true })
    }

    /// A field that the policy does not speak of unless [`condition`](Self::condition) does, as those of boto3's `Fields`. S3
    /// accepts that for names that begin with `x-ignore-`.
    pub fn unchecked_field(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(Field { name: name.into(), value: value.into(), fixed: false })
    }

    fn with(mut self, field: Field) -> Self {
        match self.fields.iter_mut().find(|other| other.name.eq_ignore_ascii_case(&field.name)) {
            Some(other) => *other = field,
            None => self.fields.push(field),
        }
        self
    }

    /// A condition that the uploaded form must meet. The policy always has conditions on bucket and key.
    pub fn condition(mut self, condition: PostCondition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// How long the form can be used: from a second to seven days, and no longer than the credentials are valid. An hour unless
    /// it is set. Parts of a second do not count.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// When the lifetime begins, rather than now: equal forms are then signed equally.
    pub fn starts_at(mut self, start: SystemTime) -> Self {
        self.start = Some(start);
        self
    }

    /// Changes settings of the client for this form alone.
    pub fn customize(mut self, change: impl FnOnce(Builder<Core>) -> Builder<Core>) -> Self {
        self.core = self.core.customize(change);
        self
    }

    async fn sign(self) -> Result<PresignedPost, Error> {
        check(&self.bucket)?;
        let bucket = Some(self.bucket.clone());
        let input = HeadBucketRequest { bucket, ..HeadBucketRequest::default() };
        let operation = DynOperation { schema: &POST_OBJECT, ..DynOperation::of::<HeadBucket>() };
        let (url, signer) = operation.text_signer(&self.core, Box::new(input), self.start).await?;
        let end = signer.end(self.lifetime)?;
        let own = signature_fields(&signer);
        let policy = base64::encode(self.policy(end, &own).as_bytes());
        let signature = signer.sign(&policy);
        let mut post =
            PresignedPost::new(url.to_string(), signer.expiration().map_or(end, |other| other.min(end)));
        for Field { name, value, .. } in self.fields {
            post.set(&name, value);
        }
        post.set("key", self.key);
        for (name, value) in own {
            post.set(name, value);
        }
        post.set("policy", policy);
        post.set("x-amz-signature", signature);
        Ok(post)
    }

    /// The policy in JSON, written as botocore writes it.
    fn policy(&self, end: SystemTime, own: &[(&str, String)]) -> String {
        let prefix = self.key.strip_suffix(FILE_NAME);
        let key = prefix.map(|prefix| PostCondition::starts_with("key", prefix));
        let implied = self.fields.iter().filter(|field| self.is_implied(field));
        let implied = implied.map(|field| PostCondition::equals(&field.name, &field.value));
        let place = [
            PostCondition::equals("bucket", &self.bucket),
            key.unwrap_or_else(|| PostCondition::equals("key", &self.key)),
        ];
        let own = own.iter().map(|(name, value)| PostCondition::equals(name, value));
        let all = self.conditions.iter().cloned().chain(implied).chain(place).chain(own);
        let end = Timestamp::from(end).format(TimestampFormat::Iso8601);
        let mut policy = format!("{{\"expiration\": {}, \"conditions\": [", quoted(&end));
        for (index, condition) in all.enumerate() {
            // Writing to a string cannot fail.
            let _ = write!(policy, "{}{condition}", if index > 0 { ", " } else { "" });
        }
        policy + "]}"
    }

    /// Whether the policy needs a condition on a field that nobody gave.
    fn is_implied(&self, field: &Field) -> bool {
        let is = |name: &str| field.name.eq_ignore_ascii_case(name);
        let has_own = ["bucket", "key", "policy", "x-amz-signature"].into_iter().chain(SIGNATURE).any(is);
        let has_condition = self.conditions.iter().filter_map(PostCondition::field).any(is);
        field.fixed && !has_own && !has_condition
    }
}

impl IntoFuture for PresignPost {
    type Output = Result<PresignedPost, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.sign())
    }
}

const ALGORITHM: &str = "x-amz-algorithm";
const CREDENTIAL: &str = "x-amz-credential";
const DATE: &str = "x-amz-date";
const TOKEN: &str = "x-amz-security-token";

/// The fields that say how the policy is signed. The policy has a condition on each.
const SIGNATURE: [&str; 4] = [ALGORITHM, CREDENTIAL, DATE, TOKEN];

fn signature_fields(signer: &TextSigner) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        (ALGORITHM, signer.algorithm().to_owned()),
        (CREDENTIAL, signer.credential()),
        (DATE, signer.date()),
    ];
    fields.extend(signer.session_token().map(|token| (TOKEN, token.to_owned())));
    fields
}

/// Refuses buckets that S3 has no forms for, or that botocore makes none for.
fn check(bucket: &str) -> Result<(), Error> {
    let message = if is_directory_bucket(bucket) {
        "S3 has no forms for directory buckets"
    } else if !is_access_point(bucket) {
        return Ok(());
    } else if bucket.split(':').nth(3) == Some("") {
        "requests to multi-region access points are signed by SigV4a, the policies of forms by SigV4 alone"
    } else {
        "a form cannot name an access point by its ARN; give its alias, which ends in `-s3alias`"
    };
    let hint = "presign a PutObject in place of a form: `s3.put_object().bucket(..).key(..).presigned(..)`";
    Err(Error::validation(format!("no form for `{bucket}`: {message}")).with_hint(hint))
}
