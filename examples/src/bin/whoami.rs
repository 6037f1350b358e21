//! What a session goes by - each setting, its value and where that came from - and who it is to AWS.
//!
//! `whoami [PROFILE]`; without a profile, the one of the environment or `default`.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut session = tucuxi::Session::builder();
    if let Some(profile) = std::env::args().nth(1) {
        session = session.profile(profile);
    }
    let session = session.build()?;
    // The client also brings along what single sign-on, roles and the like are called by.
    let sts = tucuxi_sts::Client::new(&session);

    let found = session.credentials().credentials().await;
    println!("{}\n", session.explain());
    let credentials = found?;
    println!("access key: {}", credentials.access_key_id());
    if let Some(end) = credentials.expiration() {
        println!("valid until: {}", tucuxi::types::Timestamp::from(end));
    }
    let who = sts.get_caller_identity().await?;
    println!("account: {}", who.account.unwrap_or_default());
    println!("arn: {}", who.arn.unwrap_or_default());
    Ok(())
}
