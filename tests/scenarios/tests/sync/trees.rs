//! Trees by chance. `SYNC_SEED` and `SYNC_COUNT` choose others than the 200 of each run.

use crate::Outcome;
use crate::case::{Case, Way};
use crate::world::{Objects, SIDES, World};
use scenarios::{Cli, Emulator};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tucuxi_s3::{Client, SyncPlace};

/// What was done: its kind and the key, in order.
type Actions = BTreeSet<String>;

#[tokio::test]
async fn trees_become_those_of_the_cli() -> Outcome {
    let (Some(emulator), Some(mut cli)) = (Emulator::connect(), Cli::connect()) else { return Ok(()) };
    let number = |name: &str, default| std::env::var(name).map_or(Ok(default), |text| text.parse());
    let (seed, count) = (number("SYNC_SEED", 0)?, number("SYNC_COUNT", 200)?);
    let cases: Vec<_> = (seed..seed + count).map(Case::new).collect();
    let world = World::create(Client::new(&emulator.session), &cases).await?;
    let mut found = Vec::new();
    let mut done = Vec::new();
    for case in &cases {
        let ours = ours(&world, case).await.map_err(|error| format!("{case:?}: {error}"))?;
        let theirs = theirs(&mut cli, &world, case)?;
        if ours != theirs {
            found.push(format!("{case:?}\nours did {ours:?},\nthe CLI {theirs:?}"));
        }
        done.push(theirs);
    }
    let objects = world.objects().await?;
    for (case, done) in cases.iter().zip(&done) {
        if let Err(difference) = compare_left(&world, case, &objects, done).await {
            found.push(format!("{case:?}\n{difference}"));
        }
    }
    world.delete().await?;
    let transferred = done.iter().flatten().filter(|action| !action.starts_with("delete")).count();
    let deleted = done.iter().flatten().count() - transferred;
    eprintln!("{count} trees: {transferred} transfers, {deleted} deletions");
    assert!(
        found.is_empty(),
        "{} differences, of them:\n{}",
        found.len(),
        found[..found.len().min(5)].join("\n")
    );
    // as many as to say something
    assert!(transferred as u64 > count && deleted as u64 > count / 5);
    Ok(())
}

fn places(world: &World, case: &Case, side: &str) -> [SyncPlace; 2] {
    let directory = |side| SyncPlace::from(world.directory(case, side));
    let bucket = |side| SyncPlace::from(case.url(side));
    match case.way {
        Way::Upload => [directory("source"), bucket(side)],
        Way::Download => [bucket("source"), directory(side)],
        Way::Copy => [bucket("source"), bucket(side)],
    }
}

async fn ours(world: &World, case: &Case) -> Result<Actions, Box<dyn std::error::Error>> {
    let actions = Arc::new(Mutex::new(Vec::new()));
    let [source, target] = places(world, case, "ours");
    let told = Arc::clone(&actions);
    let sync = case.options.apply(world.s3.sync(source, target));
    let outcome = sync
        .each(move |action| {
            told.lock().expect("no panic").push(format!("{}: {}", action.kind, action.key));
        })
        .await?;
    outcome.error_for_failures()?;
    let actions = std::mem::take(&mut *actions.lock().expect("no panic"));
    let count = actions.len();
    let actions: Actions = actions.into_iter().collect();
    assert_eq!(actions.len(), count, "none is told twice: {case:?}");
    assert_eq!(outcome.transferred + outcome.deleted, count as u64, "all are counted: {case:?}");
    Ok(actions)
}

fn theirs(cli: &mut Cli, world: &World, case: &Case) -> Result<Actions, String> {
    let mut arguments: Vec<_> = ["s3", "sync", "--no-progress"].map(str::to_owned).into();
    let directory = |side| world.directory(case, side).display().to_string();
    arguments.extend(match case.way {
        Way::Upload => [directory("source"), case.url("theirs")],
        Way::Download => [case.url("source"), directory("theirs")],
        Way::Copy => [case.url("source"), case.url("theirs")],
    });
    arguments.extend(case.options.arguments());
    let ran = cli.run(&arguments);
    if ran.status != 0 || !ran.errors.is_empty() {
        return Err(format!("{case:?}: {ran:?}"));
    }
    let key = |line: &str| {
        let line = line.strip_prefix("(dryrun) ").unwrap_or(line);
        let (kind, rest) = line.split_once(": ")?;
        let target = rest.split_once(" to ").map_or(rest, |(_, target)| target);
        let key = match case.way {
            // a path that is relative to wherever the test runs
            Way::Download => target.split_once(&format!("/{}/theirs/", case.seed))?.1,
            _ => {
                let (bucket, prefix) = case.place("theirs");
                target.strip_prefix(&format!("s3://{bucket}/{prefix}"))?
            }
        };
        Some(format!("{kind}: {key}"))
    };
    ran.output.lines().map(|line| key(line).ok_or_else(|| format!("{case:?}: {line}"))).collect()
}

/// Requires that both targets are the same now.
async fn compare_left(
    world: &World,
    case: &Case,
    objects: &Objects,
    done: &Actions,
) -> Result<(), Box<dyn std::error::Error>> {
    if case.way == Way::Download {
        let [ours, theirs] = SIDES.map(|side| world.files(case, side));
        let (ours, theirs) = (ours?, theirs?);
        return Ok(assert_same(&ours, &theirs)?);
    }
    let [ours, theirs] = SIDES.map(|side| {
        let (place, prefix) = case.place(side);
        let here = objects.iter().filter(|((bucket, _), _)| *bucket == place);
        here.filter_map(|((_, key), object)| {
            // when it was written is nothing to compare
            let object = (object.size, &object.e_tag, &object.class);
            Some((key.strip_prefix(&prefix)?, object))
        })
        .collect::<BTreeMap<_, _>>()
    });
    assert_same(&ours, &theirs)?;
    let transferred = done.iter().filter_map(|action| action.split_once(": "));
    for (_, key) in transferred.filter(|(kind, _)| *kind != "delete" && !case.options.dry_run) {
        let [ours, theirs] = SIDES.map(|side| looks(world, case, side, key));
        let (ours, theirs) = (ours.await?, theirs.await?);
        if ours != theirs {
            return Err(format!("{key}: ours is {ours}, the CLI's {theirs}").into());
        }
    }
    Ok(())
}

/// # Errors
/// Says what differs of what both have left.
fn assert_same<K: Ord + Debug, V: PartialEq + Debug>(
    ours: &BTreeMap<K, V>,
    theirs: &BTreeMap<K, V>,
) -> Result<(), String> {
    let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let differ = keys.into_iter().filter(|key| ours.get(key) != theirs.get(key));
    let differ: Vec<_> = differ
        .map(|key| {
            let (ours, theirs) = (format!("{:?}", ours.get(key)), format!("{:?}", theirs.get(key)));
            format!("{key:?}: ours left {ours:.200}, the CLI {theirs:.200}")
        })
        .collect();
    if differ.is_empty() { Ok(()) } else { Err(differ.join("\n")) }
}

/// What the listing does not tell of an object.
async fn looks(
    world: &World,
    case: &Case,
    side: &str,
    key: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let (bucket, prefix) = case.place(side);
    let key = format!("{prefix}{key}");
    let head = world.s3.head_object().bucket(&bucket).key(&key).await?;
    let grants = match case.options.acl {
        Some(_) => world.s3.get_object_acl().bucket(&bucket).key(&key).await?.grants,
        None => None,
    };
    Ok(format!("{:?} {:?} {:?} {grants:?}", head.content_type, head.content_encoding, head.metadata))
}
