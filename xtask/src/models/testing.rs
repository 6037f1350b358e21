//! Small packages for the tests: the same files as a folder or as a wheel.

#![allow(clippy::unwrap_used)]

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A model whose text tells where it came from.
pub fn model(version: &str, tag: &str) -> String {
    format!(r#"{{"metadata":{{"apiVersion":"{version}"}},"operations":{{}},"shapes":{{}},"tag":"{tag}"}}"#)
}

/// The data files that no botocore is without, and those in `more`.
pub fn botocore(more: &[(&str, &str)]) -> Vec<(String, String)> {
    let shared =
        ["partitions.json", "endpoints.json", "sdk-default-configuration.json"].map(|file| (file, "{}"));
    shared.iter().chain(more).map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
}

fn content(file: &str, text: &str) -> Vec<u8> {
    if !file.ends_with(".gz") {
        return text.as_bytes().to_vec();
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Writes the package `name` into the folder `dir`, as site-packages has it.
pub fn folder(dir: &Path, name: &str, version: &str, data: &[(String, String)]) -> PathBuf {
    let package = dir.join(name);
    std::fs::create_dir_all(package.join("data")).unwrap();
    std::fs::write(package.join("__init__.py"), format!("import os\n\n__version__ = '{version}'\n")).unwrap();
    for (file, text) in data {
        let path = package.join("data").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content(file, text)).unwrap();
    }
    package
}

/// Writes the package `name` as a wheel into the folder `dir`.
pub fn wheel(dir: &Path, name: &str, version: &str, data: &[(String, String)]) -> PathBuf {
    let path = dir.join(format!("{name}-{version}-py3-none-any.whl"));
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    let mut add = |file: String, bytes: &[u8]| {
        zip.start_file(file, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    };
    add(format!("{name}/__init__.py"), b"");
    for (file, text) in data {
        add(format!("{name}/data/{file}"), &content(file, text));
    }
    add(format!("{name}-{version}.dist-info/METADATA"), b"");
    zip.finish().unwrap();
    path
}
