//! Finding botocore and boto3 at the places that `--from` names.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use super::package::Package;

/// The two packages that model data is taken from.
#[derive(Debug)]
pub struct Packages {
    /// Services, paginators, waiters, endpoint rules, partitions.
    pub botocore: Package,
    /// Resources. Without it there are none.
    pub boto3: Option<Package>,
}

/// Finds the packages at `paths`: wheels, folders of wheels, site-packages folders, checkouts, or the folders of
/// the packages themselves. boto3 is looked for beside botocore when no path gives it.
pub fn locate(paths: &[PathBuf]) -> Result<Packages> {
    let find = |name| -> Result<Option<Package>> {
        let mut found = paths.iter().filter_map(|path| at(name, path).transpose());
        let first = found.next().transpose()?;
        match (first, found.next().transpose()?) {
            (Some(one), Some(two)) => bail!(
                "both {} and {} are {name}: name one of them",
                one.path().display(),
                two.path().display()
            ),
            (first, _) => Ok(first),
        }
    };
    for path in paths {
        if !path.exists() {
            bail!("{}: no such file or folder", path.display());
        }
        if path.is_file() && path.extension().is_none_or(|extension| extension != "whl") {
            bail!("{} is no wheel: give a .whl file or a folder", path.display());
        }
    }
    let botocore = find("botocore")?.ok_or_else(|| {
        let places: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        anyhow!(
            "no botocore in {}: give its wheel, a site-packages folder that has it, or a checkout of it",
            places.join(", ")
        )
    })?;
    let boto3 = match find("boto3")? {
        Some(boto3) => Some(boto3),
        None => beside(&botocore)?,
    };
    Ok(Packages { botocore, boto3 })
}

/// The package `name` at `path`, if it is there.
fn at(name: &'static str, path: &Path) -> Result<Option<Package>> {
    if path.is_file() {
        return if is_wheel(name, path) { Package::open_wheel(name, path).map(Some) } else { Ok(None) };
    }
    // site-packages or a checkout hold the package's folder; or it is that folder itself
    let inside = path.join(name);
    if is_package(&inside) {
        return Package::open_folder(name, &inside).map(Some);
    }
    if is_package(path) && path.canonicalize().is_ok_and(|path| path.ends_with(name)) {
        return Package::open_folder(name, path).map(Some);
    }
    match wheels(name, path)?.as_slice() {
        [] => Ok(None),
        [wheel] => Package::open_wheel(name, wheel).map(Some),
        _ => bail!("{} holds several wheels of {name}: name one of them", path.display()),
    }
}

/// boto3 lying beside `botocore`: a wheel of the same version, the sibling in site-packages, or a sibling checkout.
fn beside(botocore: &Package) -> Result<Option<Package>> {
    let Some(parent) = botocore.path().canonicalize().ok().and_then(|path| path.parent().map(Path::to_owned))
    else {
        return Ok(None);
    };
    if botocore.sha256().is_some() {
        let wheel = parent.join(format!("boto3-{}-py3-none-any.whl", botocore.version()));
        return if wheel.is_file() { Package::open_wheel("boto3", &wheel).map(Some) } else { Ok(None) };
    }
    let sibling_checkout = parent.parent().map(|grandparent| grandparent.join("boto3/boto3"));
    let found =
        [Some(parent.join("boto3")), sibling_checkout].into_iter().flatten().find(|dir| is_package(dir));
    found.map(|dir| Package::open_folder("boto3", &dir)).transpose()
}

fn is_package(dir: &Path) -> bool {
    dir.join("__init__.py").is_file() && dir.join("data").is_dir()
}

fn is_wheel(name: &str, path: &Path) -> bool {
    let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
    file.strip_prefix(name).is_some_and(|rest| rest.starts_with('-') && rest.ends_with(".whl"))
}

/// The wheels of `name` in `dir`, sorted.
pub fn wheels(name: &str, dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut wheels: Vec<_> = paths.filter(|path| is_wheel(name, path)).collect();
    wheels.sort();
    Ok(wheels)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing;
    use super::*;

    fn versions(paths: &[PathBuf]) -> (String, Option<String>) {
        let Packages { botocore, boto3 } = locate(paths).unwrap();
        (botocore.version().to_owned(), boto3.map(|boto3| boto3.version().to_owned()))
    }

    fn some(botocore: &str, boto3: &str) -> (String, Option<String>) {
        (botocore.to_owned(), Some(boto3.to_owned()))
    }

    #[test]
    fn wheels_are_found_by_name_beside_and_by_folder() {
        let dir = tempfile::tempdir().unwrap();
        let botocore = testing::wheel(dir.path(), "botocore", "1.0", &testing::botocore(&[]));
        assert_eq!(versions(std::slice::from_ref(&botocore)), ("1.0".to_owned(), None));
        let boto3 = testing::wheel(dir.path(), "boto3", "1.0", &[]);
        assert_eq!(versions(std::slice::from_ref(&botocore)), some("1.0", "1.0"));
        assert_eq!(versions(&[boto3, botocore]), some("1.0", "1.0"));
        assert_eq!(versions(&[dir.path().to_owned()]), some("1.0", "1.0"));
        testing::wheel(dir.path(), "botocore", "2.0", &[]);
        let error = locate(&[dir.path().to_owned()]).unwrap_err().to_string();
        assert!(error.contains("several wheels of botocore"), "{error}");
    }

    #[test]
    fn site_packages_and_checkouts_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let site = dir.path().join("site-packages");
        let package = testing::folder(&site, "botocore", "1.0", &testing::botocore(&[]));
        testing::folder(&site, "boto3", "1.1", &[]);
        assert_eq!(versions(std::slice::from_ref(&site)), some("1.0", "1.1"));
        assert_eq!(versions(&[package]), some("1.0", "1.1"));
        let checkout = dir.path().join("git/botocore");
        testing::folder(&checkout, "botocore", "2.0", &testing::botocore(&[]));
        testing::folder(&dir.path().join("git/boto3"), "boto3", "2.1", &[]);
        assert_eq!(versions(std::slice::from_ref(&checkout)), some("2.0", "2.1"));
        let error = locate(&[site, checkout]).unwrap_err().to_string();
        assert!(error.contains("name one of them"), "{error}");
    }

    #[test]
    fn places_without_botocore_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let error = locate(&[dir.path().to_owned()]).unwrap_err().to_string();
        assert!(error.contains("no botocore in"), "{error}");
        let error = locate(&[dir.path().join("nowhere")]).unwrap_err().to_string();
        assert!(error.ends_with("nowhere: no such file or folder"), "{error}");
        let file = dir.path().join("botocore.zip");
        std::fs::write(&file, "").unwrap();
        assert!(locate(&[file]).unwrap_err().to_string().contains("is no wheel"));
    }
}
