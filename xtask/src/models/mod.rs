//! The service models: fetching the pinned releases, moving the pin, and reading what was fetched.

mod json;
mod locate;
mod lock;
mod merge;
mod package;
mod store;
mod unpack;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use self::locate::{Packages, locate, wheels};
use self::lock::Lock;
use self::package::Package;
use self::store::{Stamp, Store};
use self::unpack::unpack;
use crate::project::Project;
use crate::python::pip::{self, Requirement};

/// Fetches the pinned releases with pip, unless the data is there (or `force`).
pub fn fetch(project: &Project, force: bool) -> Result<()> {
    let lock = Lock::read(&project.models_lock())?;
    let store = Store::open(project)?;
    if !force && Stamp::read(project).is_some_and(|stamp| stamp.matches(&lock)) {
        println!("the models of botocore {} are there already", lock.botocore.version);
        return Ok(());
    }
    let packages = download(&lock)?;
    install(&store, &packages)
}

/// Fetches from wheels, folders or checkouts instead of the package index.
pub fn fetch_from(project: &Project, paths: &[PathBuf]) -> Result<()> {
    let lock = Lock::read(&project.models_lock())?;
    let packages = locate(paths)?;
    for package in std::iter::once(&packages.botocore).chain(&packages.boto3) {
        check_wheel(package, &lock)?;
    }
    if packages.boto3.is_none() {
        eprintln!("note: no boto3 beside {}: there will be no resources", packages.botocore.path().display());
    }
    let store = Store::open(project)?;
    install(&store, &packages)
}

/// Makes sure that there are models, for commands that need them. Models that somebody chose with `--from` stay.
pub fn ensure(project: &Project) -> Result<()> {
    let lock = Lock::read(&project.models_lock())?;
    match Stamp::read(project) {
        Some(stamp) if stamp.matches(&lock) => Ok(()),
        Some(stamp) if stamp.is_custom() => {
            if stamp.version() != lock.botocore.version {
                eprintln!(
                    "note: using the models of botocore {} given by --from; models.lock pins {}",
                    stamp.version(),
                    lock.botocore.version
                );
            }
            Ok(())
        }
        _ => fetch(project, false),
    }
}

/// A wheel of the pinned version must be the pinned file; another version is the caller's choice.
fn check_wheel(package: &Package, lock: &Lock) -> Result<()> {
    let Some(sha256) = package.sha256() else { return Ok(()) };
    for (name, pin) in lock.pins() {
        if name == package.name() && pin.version == package.version() && pin.sha256 != sha256 {
            bail!(
                "{} is not the wheel that models.lock pins: its SHA-256 is {sha256} instead of {}. Download it again",
                package.path().display(),
                pin.sha256
            );
        }
    }
    Ok(())
}

/// Downloads the wheels that the lock pins.
fn download(lock: &Lock) -> Result<Packages> {
    eprintln!("downloading botocore {} and boto3 {}", lock.botocore.version, lock.boto3.version);
    let dir = tempfile::tempdir().context("cannot create a temporary folder")?;
    let requirement =
        |(name, pin): (&'static str, &lock::Pin)| (name, pin.version.clone(), pin.sha256.clone());
    let pins = lock.pins().map(requirement);
    let requirements: Vec<_> = pins
        .iter()
        .map(|(name, version, sha256)| Requirement { name, version: Some(version), sha256: Some(sha256) })
        .collect();
    pip::download(&requirements, dir.path())?;
    Ok(Packages { botocore: open("botocore", dir.path())?, boto3: Some(open("boto3", dir.path())?) })
}

/// Opens the only wheel of `name` in the download folder `dir`. The wheel is read whole, so the folder may go.
fn open(name: &'static str, dir: &Path) -> Result<Package> {
    match wheels(name, dir)?.as_slice() {
        [wheel] => Package::open_wheel(name, wheel),
        _ => bail!("pip says it downloaded {name}, but there is no wheel of it"),
    }
}

/// Unpacks `packages` and puts the result in the place of the data.
fn install(store: &Store, packages: &Packages) -> Result<()> {
    let staged = store.stage()?;
    let counts = unpack(packages, staged.path())?;
    store.replace(staged, &Stamp::of(packages))?;
    println!(
        "fetched the models of {} services ({} with resources) from botocore {}",
        counts.services,
        counts.resources,
        packages.botocore.version()
    );
    Ok(())
}
