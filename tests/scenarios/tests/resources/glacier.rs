use crate::transcript::{Outcome, Transcript, compare, seen};
use serde_json::json;
use tucuxi::Session;
use tucuxi_glacier::Glacier;

#[tokio::test]
async fn glacier() -> Outcome {
    compare("glacier", scenario).await
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let glacier = Glacier::new(session);
    let account = glacier.account("-");
    t.one("account", &account);
    let vault = glacier.create_vault().vault_name("first").await?;
    t.one("create_vault", &vault);
    t.one("account.create_vault", &account.create_vault().vault_name("second").await?);
    vault.load().await?;
    t.one("load", &vault);
    t.value(
        "attributes",
        json!([vault.vault_name(), vault.number_of_archives().await?, vault.size_in_bytes().await?]),
    );
    let archive = vault.upload_archive().archive_description("text").body("some bytes to keep").await?;
    t.one("upload_archive", &archive);
    t.one("archive's vault", &archive.vault());
    let retrieval = archive.initiate_archive_retrieval().await?;
    t.one("initiate_archive_retrieval", &retrieval);
    t.one("initiate_inventory_retrieval", &vault.initiate_inventory_retrieval().await?);
    retrieval.load().await?;
    t.one("job", &retrieval);
    t.value("job's attribute", retrieval.action().await?.map(|action| action.as_str().to_owned()));
    t.one("job's vault", &retrieval.vault());
    t.all("jobs", &vault.jobs().try_collect().await?);
    t.all("vaults", &account.vaults().try_collect().await?);
    t.all("service's vaults", &glacier.vaults().try_collect().await?);
    t.show(
        "by identifiers",
        [
            seen(&vault.account()),
            seen(&vault.archive("a")),
            seen(&vault.job("j")),
            seen(&vault.multipart_upload("u")),
            seen(&vault.notification()),
            seen(&account.vault("v")),
            seen(&glacier.archive("-", "v", "a")),
            seen(&glacier.multipart_upload("-", "v", "u")),
        ],
    );
    t.error("notification", vault.notification().load().await);
    t.error("initiate_multipart_upload", vault.initiate_multipart_upload().part_size("1048576").await);
    archive.delete().await?;
    vault.delete().await?;
    t.all("after delete", &glacier.vaults().try_collect().await?);
    Ok(())
}
