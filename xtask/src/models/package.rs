//! One release of botocore or boto3, as a wheel or as a folder, and the data files in it.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail};
use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

/// A package with a `data` folder.
#[derive(Debug, Clone)]
pub struct Package {
    /// The name on PyPI, which is also that of the folder inside.
    name: &'static str,
    version: String,
    files: Files,
}

#[derive(Debug, Clone)]
enum Files {
    /// The archive, its path, and the SHA-256 of the whole file.
    Wheel { archive: ZipArchive<Cursor<Arc<[u8]>>>, path: PathBuf, sha256: String },
    /// The folder of the package itself, `…/botocore`.
    Folder(PathBuf),
}

impl Package {
    /// Opens the wheel of the package `name` at `path`.
    pub fn open_wheel(name: &'static str, path: &Path) -> Result<Self> {
        let shown = path.display();
        let bytes: Arc<[u8]> = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?.into();
        let sha256 = sha256(&bytes);
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| anyhow!("{shown} is no wheel, or a broken one ({error}): download it again"))?;
        let version = archive
            .file_names()
            .flatten()
            .find_map(|file| wheel_version(name, file.strip_suffix("/METADATA")?))
            .ok_or_else(|| {
                anyhow!("{shown} is not a wheel of {name}: it holds no {name}-VERSION.dist-info")
            })?;
        Ok(Self { name, version, files: Files::Wheel { archive, path: path.to_owned(), sha256 } })
    }

    /// Opens the package `name` in the folder `dir`, which holds its `__init__.py` and `data`.
    pub fn open_folder(name: &'static str, dir: &Path) -> Result<Self> {
        if !dir.join("data").is_dir() {
            bail!("{} is not the package {name}: it has no data folder", dir.display());
        }
        let init = dir.join("__init__.py");
        let text =
            std::fs::read_to_string(&init).with_context(|| format!("cannot read {}", init.display()))?;
        let version = text
            .lines()
            .find_map(|line| line.strip_prefix("__version__")?.trim_start().strip_prefix('='))
            .map(|value| value.trim().trim_matches(['"', '\'']).to_owned())
            .ok_or_else(|| anyhow!("{} says no __version__", init.display()))?;
        Ok(Self { name, version, files: Files::Folder(dir.to_owned()) })
    }

    /// The name on PyPI.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The version the package says it is.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// SHA-256 of the wheel; a folder has none.
    pub fn sha256(&self) -> Option<&str> {
        match &self.files {
            Files::Wheel { sha256, .. } => Some(sha256),
            Files::Folder(_) => None,
        }
    }

    /// Where the package lies.
    pub fn path(&self) -> &Path {
        match &self.files {
            Files::Wheel { path, .. } | Files::Folder(path) => path,
        }
    }

    /// How errors call the data file `file`.
    pub fn describe(&self, file: &str) -> String {
        match &self.files {
            Files::Wheel { path, .. } => format!("{}: {}/data/{file}", path.display(), self.name),
            Files::Folder(dir) => dir.join("data").join(file).display().to_string(),
        }
    }

    /// All files under `data`, relative to it, sorted.
    pub fn data_files(&self) -> Result<Vec<String>> {
        let mut files = Vec::new();
        match &self.files {
            Files::Wheel { archive, .. } => {
                let prefix = format!("{}/data/", self.name);
                let names = archive.file_names().flatten().filter(|file| !file.ends_with('/'));
                files.extend(names.filter_map(|file| file.strip_prefix(&prefix).map(str::to_owned)));
            }
            Files::Folder(dir) => walk(&dir.join("data"), "", &mut files)?,
        }
        files.sort();
        if files.is_empty() {
            bail!("{} holds no {} data", self.path().display(), self.name);
        }
        Ok(files)
    }

    /// The content of the data file `file`, decompressed if its name ends in `.gz`.
    pub fn read(&self, file: &str) -> Result<Vec<u8>> {
        let bytes = match &self.files {
            Files::Wheel { archive, .. } => {
                let mut bytes = Vec::new();
                let mut archive = archive.clone();
                let mut entry = archive
                    .by_name(&format!("{}/data/{file}", self.name))
                    .map_err(|error| anyhow!("{}: {error}", self.describe(file)))?;
                entry.read_to_end(&mut bytes).with_context(|| self.broken(file))?;
                bytes
            }
            Files::Folder(dir) => {
                std::fs::read(dir.join("data").join(file)).with_context(|| self.broken(file))?
            }
        };
        if !file.ends_with(".gz") {
            return Ok(bytes);
        }
        let mut plain = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).with_context(|| self.broken(file))?;
        Ok(plain)
    }

    fn broken(&self, file: &str) -> String {
        format!("{}: cannot be read; get the package again", self.describe(file))
    }
}

/// The version in the name of a dist-info folder, if it is that of the package `name`.
fn wheel_version(name: &str, dir: &str) -> Option<String> {
    let version = dir.strip_prefix(name)?.strip_prefix('-')?.strip_suffix(".dist-info")?;
    Some(version.to_owned())
}

fn walk(dir: &Path, prefix: &str, files: &mut Vec<String>) -> Result<()> {
    let cannot = || format!("cannot read {}", dir.display());
    for entry in std::fs::read_dir(dir).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if entry.path().is_dir() {
            walk(&entry.path(), &relative, files)?;
        } else {
            files.push(relative);
        }
    }
    Ok(())
}

/// The SHA-256 of `bytes`, in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing;
    use super::*;

    #[test]
    fn a_wheel_and_a_folder_read_alike() {
        let dir = tempfile::tempdir().unwrap();
        let data = testing::botocore(&[("ec2/2016-11-15/service-2.json.gz", "{\"a\": 1}")]);
        let wheel = testing::wheel(dir.path(), "botocore", "1.2.3", &data);
        let folder = testing::folder(dir.path(), "botocore", "1.2.3", &data);
        let wheel = Package::open_wheel("botocore", &wheel).unwrap();
        let folder = Package::open_folder("botocore", &folder).unwrap();
        assert_eq!(wheel.version(), "1.2.3");
        assert_eq!(folder.version(), "1.2.3");
        assert_eq!(wheel.data_files().unwrap(), folder.data_files().unwrap());
        for package in [&wheel, &folder] {
            assert_eq!(package.read("ec2/2016-11-15/service-2.json.gz").unwrap(), b"{\"a\": 1}");
        }
        assert_eq!(wheel.sha256().unwrap().len(), 64);
        assert_eq!(folder.sha256(), None);
    }

    #[test]
    fn a_truncated_wheel_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = testing::wheel(dir.path(), "botocore", "1.2.3", &testing::botocore(&[]));
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        let error = Package::open_wheel("botocore", &path).unwrap_err().to_string();
        assert!(error.contains("botocore-1.2.3-py3-none-any.whl is no wheel, or a broken one"), "{error}");
        assert!(error.ends_with("download it again"), "{error}");
    }

    #[test]
    fn a_damaged_file_in_a_wheel_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let text = "0123456789".repeat(50);
        let data = testing::botocore(&[("x/1/service-2.json", &text)]);
        let path = testing::wheel(dir.path(), "botocore", "1.2.3", &data);
        let mut bytes = std::fs::read(&path).unwrap();
        let name = b"x/1/service-2.json";
        let at = bytes.windows(name.len()).position(|window| window == name).unwrap() + name.len();
        bytes[at + 4] ^= 0xff;
        std::fs::write(&path, bytes).unwrap();
        let package = Package::open_wheel("botocore", &path).unwrap();
        let error = format!("{:#}", package.read("x/1/service-2.json").unwrap_err());
        assert!(error.contains("botocore/data/x/1/service-2.json: cannot be read"), "{error}");
    }

    #[test]
    fn a_wheel_of_something_else_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = testing::wheel(dir.path(), "boto3", "1.2.3", &[]);
        let error = Package::open_wheel("botocore", &path).unwrap_err().to_string();
        assert!(error.contains("is not a wheel of botocore"), "{error}");
    }
}
