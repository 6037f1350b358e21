use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_sts::Client;

#[tokio::test]
async fn who_am_i_and_another_role() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let sts = Client::new(&emulator.session);
    let me = sts.get_caller_identity().await?;
    assert_eq!(me.account.as_deref(), Some("123456789012"));
    same!(emulator, "sts", sts, "GetCallerIdentity", {})?;
    let role = "arn:aws:iam::123456789012:role/worker";
    let assumed =
        sts.assume_role().role_arn(role).role_session_name("scenario").duration_seconds(900).await?;
    let credentials = assumed.credentials.ok_or("no credentials")?;
    assert!(credentials.session_token.is_some());
    assert!(
        !format!("{credentials:?}").contains(credentials.secret_access_key.as_deref().ok_or("no secret")?)
    );
    let worker = emulator.session.to_builder().credentials(credentials.try_into()?).build()?;
    let arn = Client::new(&worker).get_caller_identity().await?.arn.ok_or("no ARN")?;
    assert!(arn.contains("worker"), "{arn}");
    Ok(())
}
