//! Providers of credentials with the environment, files, settings and connections of a session.

use super::Session;
use crate::credentials::Chain;
#[cfg(feature = "login")]
use crate::credentials::Login;
#[cfg(feature = "roles")]
use crate::credentials::{AssumeRole, AssumeRoleBuilder, WebIdentity, WebIdentityBuilder};
#[cfg(feature = "sso")]
use crate::credentials::{Sso, SsoBuilder, SsoToken};
#[cfg(any(feature = "sso", feature = "login"))]
use crate::error::Error;

/// Chains of one kind of place, for programs that want credentials from there and nowhere else. They use environment,
/// files, settings and connections of the session given.
///
/// ```
/// use tucuxi::credentials::Chain;
///
/// # fn main() -> Result<(), tucuxi::Error> {
/// # let home = [("HOME", "/nonexistent")];
/// let base = tucuxi::Session::builder().env(home).build()?;
/// let session = tucuxi::Session::builder().credentials_provider(Chain::environment(&base)).build()?;
/// # Ok(())
/// # }
/// ```
impl Chain {
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and what belongs to them, also if a profile was named in code.
    pub fn environment(session: &Session) -> Self {
        Self::only_environment(session.base())
    }

    /// The keys of a profile in the credentials file, else in the config file.
    pub fn shared_files(session: &Session, profile: &str) -> Self {
        Self::only_shared_files(session.base(), profile)
    }

    /// The `credential_process` of a profile.
    pub fn process(session: &Session, profile: &str) -> Self {
        Self::only_process(session.base(), profile)
    }

    /// The endpoint of the container, in ECS and EKS.
    #[cfg(feature = "container")]
    pub fn container(session: &Session) -> Self {
        Self::only_container(session.base())
    }

    /// The metadata service of the EC2 instance.
    #[cfg(feature = "imds")]
    pub fn instance(session: &Session) -> Self {
        Self::only_instance(session.base())
    }
}

#[cfg(feature = "roles")]
impl AssumeRoleBuilder {
    /// The provider, with region, connections and, unless others are given, credentials of `session`.
    pub fn build(self, session: &Session) -> AssumeRole {
        self.over(session.base().clone(), session.credentials())
    }
}

#[cfg(feature = "roles")]
impl WebIdentityBuilder {
    /// The provider, with region and connections of `session`, whose credentials it does not need.
    pub fn build(self, session: &Session) -> WebIdentity {
        self.over(session.base().clone())
    }
}

#[cfg(feature = "sso")]
impl SsoBuilder {
    /// The provider, with environment, files and connections of `session`.
    ///
    /// # Errors
    /// When start URL or region are neither given nor in the section of the sso-session.
    pub fn build(self, session: &Session) -> Result<Sso, Error> {
        self.over(session.base())
    }
}

#[cfg(feature = "sso")]
impl Sso {
    /// What this profile says; `None` if it has neither `sso_account_id` nor `sso_role_name`.
    ///
    /// # Errors
    /// When a setting is missing, or profile and `[sso-session …]` do not agree.
    pub fn of_profile(session: &Session, profile: &str) -> Result<Option<Self>, Error> {
        Self::in_profile(session.base(), profile)
    }
}

#[cfg(feature = "sso")]
impl SsoToken {
    /// The token of the sso-session that this profile names; `None` if it names none.
    ///
    /// # Errors
    /// When the section `[sso-session …]` is not there or is incomplete, or there is no home directory.
    pub fn of_profile(session: &Session, profile: &str) -> Result<Option<Self>, Error> {
        Self::in_profile(session.base(), profile)
    }
}

#[cfg(feature = "login")]
impl Login {
    /// Credentials of this sign-in: the ARN of the user, as it stands behind `login_session` in a profile.
    ///
    /// # Errors
    /// When there is no home directory.
    pub fn new(session: &Session, login_session: &str) -> Result<Self, Error> {
        Self::signed_in(session.base(), login_session)
    }

    /// What this profile says; `None` if it has no `login_session`.
    ///
    /// # Errors
    /// When there is no home directory.
    pub fn of_profile(session: &Session, profile: &str) -> Result<Option<Self>, Error> {
        Self::in_profile(session.base(), profile)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::credentials::ProvideCredentials as _;
    use crate::http::test::TestClient;
    use crate::testing;

    /// A session with keys in the environment and none elsewhere.
    fn session() -> Session {
        let env = [("HOME", "/nonexistent"), ("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
        Session::builder().env(env).http_client(TestClient::capture()).build().unwrap()
    }

    #[tokio::test]
    async fn a_place_alone_is_the_only_one_asked() {
        let session = session();
        let keys = Chain::environment(&session).credentials().await.unwrap();
        assert_eq!(keys.access_key_id(), "ENV");
        for (chain, place) in [
            (Chain::shared_files(&session, "default"), "profile `default` of /nonexistent/.aws/credentials"),
            (Chain::process(&session, "default"), "`credential_process` of profile `default`"),
            #[cfg(feature = "container")]
            (Chain::container(&session), "the container's endpoint"),
        ] {
            let error = chain.credentials().await.unwrap_err().to_string();
            assert!(error.contains(&format!("looked at:\n  {place}")), "{error}");
        }
    }

    /// Answers one connection after the other with these bodies, and gives its URL.
    #[cfg(all(feature = "imds", feature = "hyper"))]
    fn serve(bodies: Vec<&'static str>) -> (String, std::thread::JoinHandle<usize>) {
        use std::io::{Read as _, Write as _};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let mut count = 0;
            for body in bodies {
                let (mut stream, _) = listener.accept().unwrap();
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    stream.read_exact(&mut byte).unwrap();
                    head.extend(byte);
                }
                let length = body.len();
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                )
                .unwrap();
                count += 1;
            }
            count
        });
        (url, server)
    }

    /// The HTTP layer of the session has a proxy, and it was there before the chain.
    #[cfg(all(feature = "imds", feature = "hyper"))]
    #[tokio::test]
    async fn the_machine_itself_is_asked_without_a_proxy() {
        let keys = r#"{"AccessKeyId": "AKID", "SecretAccessKey": "s", "Token": "t", "Expiration": "2100-01-01T00:00:00Z"}"#;
        let (url, server) = serve(vec!["TOKEN", "role", keys]);
        // whoever connects to this is lost
        let proxy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy_url = format!("http://{}", proxy.local_addr().unwrap());
        let env = [
            ("HOME", "/nonexistent"),
            ("HTTP_PROXY", &proxy_url),
            ("http_proxy", &proxy_url),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url),
        ];
        let session = Session::builder().env(env).build().unwrap();
        session.client_config(&testing::named("x", "X")).unwrap();
        let found = Chain::instance(&session).credentials().await.unwrap();
        assert_eq!(found.access_key_id(), "AKID");
        assert_eq!(server.join().unwrap(), 3);
        proxy.set_nonblocking(true).unwrap();
        assert!(proxy.accept().is_err());
    }
}
