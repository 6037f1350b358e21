//! The test data of botocore's source package, laid out as the parts want it.
//!
//! Each data file of the package is accounted for: it lies where a part looks for it, or [`OTHERS`] names it, and then
//! `exceptions.toml` must say why nothing runs it.

use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};
use flate2::read::GzDecoder;
use tar::Archive;

use crate::models::{self, Lock};
use crate::project::Project;

/// The file with the names of data files that no part runs, a line each.
pub const OTHERS: &str = "others.txt";

/// The file with the hash of the package the data is from; written last, so that data without it is half made.
const STAMP: &str = "made-from.txt";

/// Raised when the same package would be laid out differently.
const LAYOUT: &str = "1";

/// Folders of the package, and those of the data.
const FOLDERS: &[(&str, &str)] = &[
    ("tests/unit/protocols/input", "protocols/input"),
    ("tests/unit/protocols/output", "protocols/output"),
    ("tests/unit/protocols/legacy/input", "protocols/legacy/input"),
    ("tests/unit/protocols/legacy/output", "protocols/legacy/output"),
    ("tests/unit/data/endpoints/valid-rules", "endpoint-rules/valid-rules"),
    ("tests/unit/data/endpoints/test-cases", "endpoint-rules/test-cases"),
    ("tests/unit/auth/aws4_testsuite", "sigv4"),
    ("tests/unit/response_parsing/xml", "parsing/xml"),
    ("tests/unit/response_parsing/json", "parsing/json"),
    ("tests/unit/cbor", "cbor"),
];

/// The folder with the data of the package that the lock pins, which is downloaded on first use.
pub fn ensure(project: &Project) -> Result<PathBuf> {
    let lock = Lock::read(&project.models_lock())?;
    let parent = project.target().join("conformance");
    std::fs::create_dir_all(&parent).with_context(|| format!("cannot create {}", parent.display()))?;
    let guard = parent.join("data.lock");
    let guard = File::create(&guard).with_context(|| format!("cannot create {}", guard.display()))?;
    guard.lock().context("cannot lock the test data")?;
    let data = parent.join("data");
    let pinned = lock.source.as_ref().map_or("", |pin| pin.sha256.as_str());
    let stamp = format!("{LAYOUT} {pinned}\n");
    if std::fs::read_to_string(data.join(STAMP)).is_ok_and(|old| old == stamp) {
        return Ok(data);
    }
    let package = models::pinned_source(&lock)?;
    if data.exists() {
        std::fs::remove_dir_all(&data).with_context(|| format!("cannot remove {}", data.display()))?;
    }
    unpack(&package, &data).context("botocore's source package cannot be unpacked")?;
    write(&data.join(STAMP), stamp.as_bytes())?;
    Ok(data)
}

/// Writes the data in `package` to the folder `data`.
fn unpack(package: &[u8], data: &Path) -> Result<()> {
    let mut others = Vec::new();
    for entry in Archive::new(GzDecoder::new(package)).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        if !entry.header().entry_type().is_file() {
            continue;
        }
        // below the folder that is named after the release
        let Some(path) = plain(path.components().skip(1)) else { continue };
        if !path.starts_with("tests/") || path.ends_with(".py") {
            continue;
        }
        match place(&path) {
            Some(place) => {
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).with_context(|| path.clone())?;
                write(&data.join(place), &bytes)?;
            }
            None => others.push(path),
        }
    }
    others.sort();
    write(&data.join(OTHERS), others.join("\n").as_bytes())
}

/// The path with slashes, if it leads nowhere but down.
fn plain<'a>(components: impl Iterator<Item = Component<'a>>) -> Option<String> {
    let parts = components.map(|component| match component {
        Component::Normal(part) => part.to_str(),
        _ => None,
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Where a file of the package goes, if a part runs it.
fn place(path: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix("tests/functional/endpoint-rules/") {
        let service = rest.strip_suffix("/endpoint-tests-1.json").filter(|service| !service.contains('/'))?;
        return Some(format!("endpoints/{service}.json"));
    }
    FOLDERS.iter().find_map(|(from, to)| {
        let rest = path.strip_prefix(from)?.strip_prefix('/')?;
        Some(format!("{to}/{rest}"))
    })
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    fn package(files: &[&str]) -> Vec<u8> {
        let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for file in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(2);
            header.set_mode(0o644);
            archive.append_data(&mut header, format!("botocore-1.0/{file}"), b"{}".as_slice()).unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap()
    }

    #[test]
    fn data_goes_where_parts_look_and_the_rest_is_named() {
        let package = package(&[
            "botocore/data/s3/service-2.json",
            "tests/unit/protocols/input/json.json",
            "tests/unit/protocols/legacy/output/ec2.json",
            "tests/unit/test_auth.py",
            "tests/functional/endpoint-rules/s3/endpoint-tests-1.json",
            "tests/functional/endpoint-rules/s3/more.json",
            "tests/unit/cfg/aws_config",
            "tests/unit/auth/aws4_testsuite/get-vanilla/get-vanilla.req",
        ]);
        let dir = tempfile::tempdir().unwrap();
        unpack(&package, dir.path()).unwrap();
        for file in [
            "protocols/input/json.json",
            "protocols/legacy/output/ec2.json",
            "endpoints/s3.json",
            "sigv4/get-vanilla/get-vanilla.req",
        ] {
            assert!(dir.path().join(file).is_file(), "{file}");
        }
        let others = std::fs::read_to_string(dir.path().join(OTHERS)).unwrap();
        assert_eq!(others, "tests/functional/endpoint-rules/s3/more.json\ntests/unit/cfg/aws_config");
    }

    #[test]
    fn a_broken_package_is_an_error() {
        let package = package(&["tests/unit/cbor/a.json"]);
        let dir = tempfile::tempdir().unwrap();
        assert!(unpack(&package[..package.len() / 2], dir.path()).is_err());
    }
}
