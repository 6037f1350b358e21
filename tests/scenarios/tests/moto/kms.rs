use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_kms::Client;

#[tokio::test]
async fn a_key_encrypts_and_decrypts() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let kms = Client::new(&emulator.session);
    let key = kms.create_key().description("for letters").await?.key_metadata.ok_or("no key")?;
    let id = key.key_id.ok_or("no key id")?;
    same!(emulator, "kms", kms, "DescribeKey", {"KeyId": id})?;
    kms.create_alias().alias_name("alias/letters").target_key_id(&id).await?;
    same!(emulator, "kms", kms, "ListKeys", {})?;
    same!(emulator, "kms", kms, "ListAliases", {"KeyId": id})?;
    let secret = kms.encrypt().key_id("alias/letters").plaintext(b"\x00\xffsecret").await?;
    let plain = kms.decrypt().ciphertext_blob(secret.ciphertext_blob.ok_or("no ciphertext")?).await?;
    assert_eq!(plain.plaintext.ok_or("no plaintext")?.as_ref(), b"\x00\xffsecret");
    kms.delete_alias().alias_name("alias/letters").await?;
    kms.schedule_key_deletion().key_id(&id).pending_window_in_days(7).await?;
    let key = same!(emulator, "kms", kms, "DescribeKey", {"KeyId": id})?;
    assert_eq!(key["KeyMetadata"]["KeyState"], "PendingDeletion");
    Ok(())
}
