//! A home directory and the operations that sign-ins need, for the tests of single sign-on and console login.
#![allow(clippy::unwrap_used)]

use super::{operation, service, structure};
use crate::client::DynOperation;
use crate::credentials::Identity;
use crate::http::test::TestClient;
use crate::protocol::REST_JSON;
use crate::reflect::{NO_VALUE, Shape, Value};
use crate::schema::{
    AuthScheme, Location, Member, OperationSchema, ServiceSchema, StructSchema, TemplatePart, Type,
};
use crate::session::Session;
use crate::settings::env::Env;
use crate::types::{Timestamp, TimestampFormat};
use sha1::{Digest, Sha1};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// A home directory with a config file, taken away at the end.
pub(crate) struct Home(PathBuf);

impl Home {
    pub fn new(config: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let home = std::env::temp_dir().join(format!("tucuxi-sign-in-{}-{count}", std::process::id()));
        std::fs::create_dir_all(home.join(".aws")).unwrap();
        std::fs::write(home.join(".aws/config"), config).unwrap();
        Self(home)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn env(&self) -> Env {
        Env::Fixed(Arc::new([("HOME".to_owned(), self.0.display().to_string())].into()))
    }

    /// A session with this home, calling `http`.
    pub fn session(&self, profile: &str, http: &TestClient) -> Session {
        let home = self.0.display().to_string();
        let env =
            [("HOME", home.as_str()), ("AWS_PROFILE", profile), ("AWS_ENDPOINT_URL", "https://test.example")];
        let session = Session::builder().env(env).region("eu-west-1").http_client(http.clone());
        session.identity(&IDENTITY).build().unwrap()
    }

    /// The file of an sso-session or a start URL.
    pub fn sso_file(&self, name: &str) -> PathBuf {
        self.0.join(format!(".aws/sso/cache/{:x}.json", Hex(&Sha1::digest(name))))
    }

    /// The file of a console login.
    #[cfg(feature = "login")]
    pub fn login_file(&self, name: &str) -> PathBuf {
        self.0.join(format!(".aws/login/cache/{:x}.json", Hex(&sha2::Sha256::digest(name))))
    }

    pub fn write(&self, path: &Path, document: &serde_json::Value) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, document.to_string()).unwrap();
    }

    pub fn read(&self, path: &Path) -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Hex<'a>(&'a [u8]);

impl std::fmt::LowerHex for Hex<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The instant this many seconds from now, as the files have it.
pub(crate) fn in_seconds(seconds: i64) -> String {
    let now = SystemTime::now();
    let span = Duration::from_secs(seconds.unsigned_abs());
    let instant = if seconds < 0 { now - span } else { now + span };
    Timestamp::new(Timestamp::from(instant).seconds(), 0).format(TimestampFormat::Iso8601)
}

static SERVICE: ServiceSchema = service(REST_JSON);
const UNSIGNED: &[AuthScheme] = &[AuthScheme::Anonymous];

static GET_ROLE_CREDENTIALS: OperationSchema = OperationSchema {
    name: "GetRoleCredentials",
    method: "GET",
    path: &[TemplatePart::Text("/federation/credentials")],
    auth: UNSIGNED,
    ..operation(&SERVICE)
};
static CREATE_TOKEN: OperationSchema = OperationSchema {
    name: "CreateToken",
    path: &[TemplatePart::Text("/token")],
    auth: UNSIGNED,
    ..operation(&SERVICE)
};
static CREATE_O_AUTH2_TOKEN: OperationSchema = OperationSchema {
    name: "CreateOAuth2Token",
    path: &[TemplatePart::Text("/v1/token")],
    auth: UNSIGNED,
    ..operation(&SERVICE)
};

/// The operations, as the generated crate has them.
pub(crate) static IDENTITY: Identity = Identity::new(|service, name| {
    let operation = match (service, name) {
        ("sso", "GetRoleCredentials") => DynOperation {
            schema: &GET_ROLE_CREDENTIALS,
            input: || Box::<RoleRequest>::default(),
            output: || Box::<RoleResponse>::default(),
        },
        ("sso-oidc", "CreateToken") => DynOperation {
            schema: &CREATE_TOKEN,
            input: || Box::<TokenRequest>::default(),
            output: || Box::<TokenResponse>::default(),
        },
        ("signin", "CreateOAuth2Token") => DynOperation {
            schema: &CREATE_O_AUTH2_TOKEN,
            input: || Box::<LoginRequest>::default(),
            output: || Box::<LoginResponse>::default(),
        },
        _ => return None,
    };
    Some(operation)
});

const fn text(name: &'static str) -> Member {
    Member::new(name, name, Type::String)
}

structure! {
    RoleRequest() {
        role_name: Option<String> => Member::new("roleName", "role_name", Type::String).at(Location::Query),
        account_id: Option<String> => Member::new("accountId", "account_id", Type::String).at(Location::Query),
        access_token: Option<String> =>
            Member::new("accessToken", "x-amz-sso_bearer_token", Type::String).at(Location::Header),
    }
}
structure! {
    RoleResponse() {
        role_credentials: Option<RoleCredentials> => Member::new("roleCredentials", "roleCredentials", Type::Structure),
    }
}
structure! {
    RoleCredentials() {
        access_key_id: Option<String> => text("accessKeyId"),
        secret_access_key: Option<String> => text("secretAccessKey"),
        session_token: Option<String> => text("sessionToken"),
        expiration: Option<i64> => Member::new("expiration", "expiration", Type::Integer),
    }
}
structure! {
    TokenRequest() {
        client_id: Option<String> => text("clientId"),
        client_secret: Option<String> => text("clientSecret"),
        grant_type: Option<String> => text("grantType"),
        refresh_token: Option<String> => text("refreshToken"),
    }
}
structure! {
    TokenResponse() {
        access_token: Option<String> => text("accessToken"),
        expires_in: Option<i64> => Member::new("expiresIn", "expiresIn", Type::Integer),
        refresh_token: Option<String> => text("refreshToken"),
    }
}
structure! {
    LoginRequest(payload(0)) {
        token_input: Option<LoginInput> => Member::new("tokenInput", "tokenInput", Type::Structure),
    }
}
structure! {
    LoginInput() {
        client_id: Option<String> => text("clientId"),
        grant_type: Option<String> => text("grantType"),
        refresh_token: Option<String> => text("refreshToken"),
    }
}
structure! {
    LoginResponse(payload(0)) {
        token_output: Option<LoginOutput> => Member::new("tokenOutput", "tokenOutput", Type::Structure),
    }
}
structure! {
    LoginOutput() {
        access_token: Option<LoginKeys> => Member::new("accessToken", "accessToken", Type::Structure),
        expires_in: Option<i64> => Member::new("expiresIn", "expiresIn", Type::Integer),
        refresh_token: Option<String> => text("refreshToken"),
    }
}
structure! {
    LoginKeys() {
        access_key_id: Option<String> => text("accessKeyId"),
        secret_access_key: Option<String> => text("secretAccessKey"),
        session_token: Option<String> => text("sessionToken"),
    }
}
