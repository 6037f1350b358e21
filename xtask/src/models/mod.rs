//! The service models: fetching the pinned releases, moving the pin, and reading what was fetched.

mod diff;
mod json;
mod locate;
mod lock;
mod merge;
mod package;
mod store;
#[cfg(test)]
mod testing;
mod unpack;

pub use self::package::sha256;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use self::diff::Diff;
use self::locate::{Packages, locate, wheels};
pub use self::lock::{Lock, Pin};
use self::package::Package;
use self::store::{Stamp, Store};
use self::unpack::unpack;
use crate::api::generated;
use crate::generate::counted;
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
    fetch_pinned(&store, &lock)
}

/// Moves the lock to the newest release, or to `version`, prints what changes, and fetches.
pub fn update(project: &Project, version: Option<&str>) -> Result<()> {
    if let Some(version) = version.filter(|version| !lock::is_version(version)) {
        bail!("{version:?} is no version; versions look like 1.44.5");
    }
    let lock = Lock::read(&project.models_lock())?;
    let store = Store::open(project)?;
    if !Stamp::read(project).is_some_and(|stamp| stamp.matches(&lock)) {
        fetch_pinned(&store, &lock).context("cannot get the models to compare with")?;
    }
    let packages = download_release(version)?;
    let mut new = Lock::of(&packages)?;
    new.source = Some(source_pin(packages.botocore.version())?);
    if new == lock {
        println!("models.lock pins botocore {} already", lock.botocore.version);
        return Ok(());
    }
    let staged = store.stage()?;
    let counts = unpack(&packages, staged.path())?;
    let diff = Diff::between(&project.model_data(), staged.path())?;
    println!("{diff}");
    print_apis(project, &diff.differing(), staged.path());
    new.write(&project.models_lock())?;
    store.replace(staged, &Stamp::new(&packages, counts.services, false))?;
    println!("moved models.lock from botocore {} to {}", lock.botocore.version, new.botocore.version);
    Ok(())
}

/// Prints what the models in `new` change in the APIs of `services`. What stops that stops no update.
fn print_apis(project: &Project, services: &BTreeSet<String>, new: &Path) {
    if services.is_empty() {
        return;
    }
    eprintln!("comparing the APIs of {}", counted(services.len(), "service"));
    match generated::summary(project, &project.model_data(), new, services) {
        Ok(summary) => println!("{summary}"),
        Err(error) => eprintln!("note: the APIs cannot be compared: {error:#}"),
    }
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
    install(&store, &packages, true)
}

/// Makes sure that there are models, for commands that need them. Models that somebody chose with `--from` stay.
pub fn ensure(project: &Project) -> Result<()> {
    let lock = Lock::read(&project.models_lock())?;
    match Stamp::read(project) {
        Some(stamp) if stamp.matches(&lock) => Ok(()),
        Some(stamp) if stamp.is_chosen() => {
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

/// Downloads and unpacks the wheels that the lock pins.
fn fetch_pinned(store: &Store, lock: &Lock) -> Result<()> {
    eprintln!("downloading botocore {} and boto3 {}", lock.botocore.version, lock.boto3.version);
    let requirements = lock.pins().map(|(name, pin)| Requirement {
        name,
        version: Some(&pin.version),
        sha256: Some(&pin.sha256),
    });
    let dir = download_folder()?;
    pip::download(&requirements, dir.path())?;
    let packages =
        Packages { botocore: open("botocore", dir.path())?, boto3: Some(open("boto3", dir.path())?) };
    install(store, &packages, false)
}

/// Downloads one release of both packages, which are published with the same version. boto3 comes out after botocore,
/// so the newest version of it exists as both.
fn download_release(version: Option<&str>) -> Result<Packages> {
    eprintln!("looking for {}", version.unwrap_or("the newest release"));
    let dir = download_folder()?;
    let fetch = |name, version| -> Result<Package> {
        pip::download(&[Requirement { name, version, sha256: None }], dir.path())?;
        open(name, dir.path())
    };
    let boto3 = fetch("boto3", version)?;
    let botocore = fetch("botocore", Some(boto3.version()))?;
    Ok(Packages { botocore, boto3: Some(boto3) })
}

/// The pin of botocore's source package of a version.
fn source_pin(version: &str) -> Result<Pin> {
    let dir = download_folder()?;
    let bytes =
        download_source(&Requirement { name: "botocore", version: Some(version), sha256: None }, dir.path())?;
    Ok(Pin { version: version.to_owned(), sha256: sha256(&bytes) })
}

/// The bytes of the source package that the lock pins, whose hash pip has checked.
pub fn pinned_source(lock: &Lock) -> Result<Vec<u8>> {
    let Some(Pin { version, sha256 }) = &lock.source else {
        bail!("models.lock pins no source package: run `cargo xtask models update`");
    };
    eprintln!("downloading the source package of botocore {version}");
    let dir = download_folder()?;
    let requirement = Requirement { name: "botocore", version: Some(version), sha256: Some(sha256) };
    download_source(&requirement, dir.path())
}

/// Downloads a source package into the empty folder `dir`. Its bytes.
fn download_source(requirement: &Requirement, dir: &Path) -> Result<Vec<u8>> {
    pip::download_source(requirement, dir)?;
    let entries = std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    match (files.next(), files.next()) {
        (Some(file), None) => std::fs::read(&file).with_context(|| format!("cannot read {}", file.display())),
        _ => bail!("pip says it downloaded the source package of {}, but it is not there", requirement.name),
    }
}

fn download_folder() -> Result<tempfile::TempDir> {
    tempfile::tempdir().context("cannot create a temporary folder")
}

/// Opens the only wheel of `name` in the download folder `dir`. The wheel is read whole, so the folder may go.
fn open(name: &'static str, dir: &Path) -> Result<Package> {
    match wheels(name, dir)?.as_slice() {
        [wheel] => Package::open_wheel(name, wheel),
        _ => bail!("pip says it downloaded {name}, but there is no wheel of it"),
    }
}

/// Unpacks `packages`, which somebody may have chosen, and puts the result in the place of the data.
fn install(store: &Store, packages: &Packages, chosen: bool) -> Result<()> {
    let staged = store.stage()?;
    let counts = unpack(packages, staged.path())?;
    store.replace(staged, &Stamp::new(packages, counts.services, chosen))?;
    println!(
        "fetched the models of {} services ({} with resources) from botocore {}",
        counts.services,
        counts.resources,
        packages.botocore.version()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tempfile::TempDir;

    const SERVICE: &str = "db/1/service-2.json";

    /// A checkout whose lock pins the wheels in its folder `wheels`.
    fn checkout(model: &str) -> (TempDir, Project, Vec<PathBuf>) {
        let dir = tempfile::tempdir().unwrap();
        let wheels = dir.path().join("wheels");
        std::fs::create_dir_all(&wheels).unwrap();
        std::fs::create_dir_all(dir.path().join("service-models")).unwrap();
        testing::wheel(&wheels, "botocore", "1.0", &testing::botocore(&[(SERVICE, model)]));
        let resources = ("db/1/resources-1.json".to_owned(), "{}".to_owned());
        testing::wheel(&wheels, "boto3", "1.0", &[resources]);
        let project = Project::at(dir.path());
        let paths = vec![wheels];
        Lock::of(&locate(&paths).unwrap()).unwrap().write(&project.models_lock()).unwrap();
        (dir, project, paths)
    }

    fn names(dir: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(dir).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn pinned_wheels_are_unpacked_once() {
        let (_dir, project, paths) = checkout(&testing::model("1", "a"));
        fetch_from(&project, &paths).unwrap();
        assert!(project.model_data().join("db/service.json").is_file());
        assert_eq!(names(&project.service_models()), ["data", "models.lock"]);
        // no download: there is no such release to download
        fetch(&project, false).unwrap();
        ensure(&project).unwrap();
    }

    #[test]
    fn a_wheel_with_the_wrong_hash_is_refused_and_nothing_changes() {
        let (_dir, project, paths) = checkout(&testing::model("1", "a"));
        testing::wheel(&paths[0], "botocore", "1.0", &testing::botocore(&[(SERVICE, "{}")]));
        let error = fetch_from(&project, &paths).unwrap_err().to_string();
        assert!(error.contains("is not the wheel that models.lock pins: its SHA-256 is "), "{error}");
        assert_eq!(names(&project.service_models()), ["models.lock"]);
    }

    #[test]
    fn a_broken_model_leaves_the_old_data_whole() {
        let (dir, project, paths) = checkout(&testing::model("1", "old"));
        fetch_from(&project, &paths).unwrap();
        let broken = dir.path().join("broken");
        testing::folder(&broken, "botocore", "2.0", &testing::botocore(&[(SERVICE, "{")]));
        fetch_from(&project, &[broken]).unwrap_err();
        let kept = std::fs::read_to_string(project.model_data().join("db/service.json")).unwrap();
        assert!(kept.contains("old"), "{kept}");
        assert_eq!(names(&project.service_models()), ["data", "models.lock"]);
    }

    #[test]
    fn models_given_by_hand_stay() {
        let (dir, project, _) = checkout(&testing::model("1", "pinned"));
        let site = dir.path().join("site-packages");
        testing::folder(
            &site,
            "botocore",
            "2.0",
            &testing::botocore(&[(SERVICE, &testing::model("1", "mine"))]),
        );
        fetch_from(&project, &[site]).unwrap();
        ensure(&project).unwrap();
        let kept = std::fs::read_to_string(project.model_data().join("db/service.json")).unwrap();
        assert!(kept.contains("mine"), "{kept}");
    }

    #[test]
    fn what_an_interrupted_run_left_is_removed() {
        let (_dir, project, paths) = checkout(&testing::model("1", "a"));
        std::fs::create_dir_all(project.service_models().join("data.abc/ec2")).unwrap();
        fetch_from(&project, &paths).unwrap();
        assert_eq!(names(&project.service_models()), ["data", "models.lock"]);
    }

    #[test]
    fn update_refuses_what_is_no_version() {
        let (_dir, project, _) = checkout(&testing::model("1", "a"));
        let error = update(&project, Some("newest")).unwrap_err().to_string();
        assert_eq!(error, "\"newest\" is no version; versions look like 1.44.5");
    }
}
