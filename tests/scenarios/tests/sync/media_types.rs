//! Media types by the ends of names: those that the CLI knows of Python.

use crate::Outcome;
use crate::pair::Pair;
use std::collections::BTreeMap;
use std::fs;

/// The ends of which we guess otherwise. RFC 9239 made `application/javascript` obsolete; Python has followed in 3.12.
const OURS: &[(&str, &str)] = &[("js", "text/javascript"), ("mjs", "text/javascript")];

/// What an object has of which nobody said what it is.
const UNKNOWN: &str = "binary/octet-stream";

#[tokio::test]
async fn types_are_those_of_the_cli() -> Outcome {
    let Some(mut pair) = Pair::connect("media-types").await? else { return Ok(()) };
    let ends: Vec<_> = pair.cli.media_types().into_iter().map(|(end, _)| end).collect();
    let names = ends.iter().map(|end| format!("x{end}"));
    let names = names.chain(
        ["x", "x.tar.gz", "x.tgz", "x.svgz", "x.txt.bz2", "x.TXT", ".txt", "a.txt/b"].map(str::to_owned),
    );
    let names: Vec<_> = names.collect();
    for name in &names {
        let path = pair.source.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder"))?;
        fs::write(path, "")?;
    }
    let outcome = pair.upload(|sync| sync).await?;
    assert_eq!(outcome.transferred, names.len() as u64, "{outcome:?}");
    let ran = pair.cli_uploads(&[]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let listed: BTreeMap<_, _> = OURS.iter().copied().collect();
    let mut differ = Vec::new();
    for name in &names {
        let [ours, theirs] = pair.content_types(name).await?;
        let end = name.rsplit('.').next().unwrap_or_default();
        let is_meant = listed.get(end).is_some_and(|meant| *meant == ours);
        if ours != theirs && theirs != UNKNOWN && !is_meant {
            differ.push(format!("{name}: ours {ours}, the CLI {theirs}"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    pair.delete().await
}
