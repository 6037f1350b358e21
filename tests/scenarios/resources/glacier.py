"""Glacier: a vault, an archive in it, and jobs."""

from transcript import error, resource, show, value

glacier = resource("glacier")
account = glacier.Account("-")
show("account", account)
vault = glacier.create_vault(vaultName="first")
show("create_vault", vault)
show("account.create_vault", account.create_vault(vaultName="second"))
vault.load()
show("load", vault)
value("attributes", [vault.vault_name, vault.number_of_archives, vault.size_in_bytes])
archive = vault.upload_archive(archiveDescription="text", body=b"some bytes to keep")
show("upload_archive", archive)
show("archive's vault", archive.Vault())
retrieval = archive.initiate_archive_retrieval()
show("initiate_archive_retrieval", retrieval)
inventory = vault.initiate_inventory_retrieval()
show("initiate_inventory_retrieval", inventory)
retrieval.load()
show("job", retrieval)
value("job's attribute", retrieval.action)
show("job's vault", retrieval.Vault())
show("jobs", *vault.jobs.all())
show("vaults", *account.vaults.all())
show("service's vaults", *glacier.vaults.all())
show(
    "by identifiers",
    vault.Account(),
    vault.Archive("a"),
    vault.Job("j"),
    vault.MultipartUpload("u"),
    vault.Notification(),
    account.Vault("v"),
    glacier.Archive("-", "v", "a"),
    glacier.MultipartUpload("-", "v", "u"),
)
error("notification", vault.Notification().load)
error("initiate_multipart_upload", vault.initiate_multipart_upload, partSize="1048576")
archive.delete()
vault.delete()
show("after delete", *glacier.vaults.all())
