//! That a crate with some operations has nothing but what the whole crate has: a program that is written for it compiles
//! with more operations as well.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::{Mode, Outcome, Stage};
use crate::api::generated::Generated;
use crate::api::line::surplus;
use crate::generate::counted;
use crate::generate::select::Operations;
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "api",
    about: "a crate with some operations has only items of the whole crate",
    needs: &["codegen"],
    run,
};

/// Choices of operations that users make, resources and paginators among them.
const CHOICES: [(&str, [&str; 3]); 3] = [
    ("s3", ["GetObject", "ListObjectsV2", "PutObject"]),
    ("ec2", ["CreateTags", "DescribeInstances", "RunInstances"]),
    ("dynamodb", ["GetItem", "PutItem", "Query"]),
];

/// Services with resources, waiters and paginators, of which operations are chosen by chance.
const BY_CHANCE: [&str; 7] = ["s3", "ec2", "dynamodb", "iam", "sqs", "cloudformation", "glacier"];

/// So many operations are chosen by chance at a time.
const CHOSEN: usize = 3;

/// How many choices there are for each service.
const ROUNDS: u64 = 4;

fn run(project: &Project, mode: Mode) -> Result<Outcome> {
    let generated = Generated::from(project, &project.model_data())?;
    let mut services: BTreeSet<String> = BY_CHANCE.map(str::to_owned).into();
    if mode.long {
        services = generated.services()?;
        println!("seed {}", mode.seed());
    }
    let checked = services.par_iter().map(|service| check(&generated, service, mode.seed()));
    let crates: usize = checked.collect::<Result<Vec<_>>>()?.into_iter().sum();
    Ok(Outcome::Passed(format!("{} of {}", counted(crates, "choice"), counted(services.len(), "service"))))
}

/// Compares the crates of all choices for a service with the whole crate. How many there were.
fn check(generated: &Generated<'_>, service: &str, seed: u64) -> Result<usize> {
    let (whole, operations) = generated.whole(service)?;
    let mut choices: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    let fixed = CHOICES.iter().filter(|(name, _)| *name == service);
    choices.extend(fixed.map(|(_, operations)| operations.map(str::to_owned).into()));
    let mut random = Random(seed);
    choices.extend((0..ROUNDS).map(|_| random.choose(&operations)));
    for choice in &choices {
        let part = generated.api(service, &Operations::Only(choice.clone()))?;
        if let Some((line, of_whole)) = surplus(&part, &whole).first() {
            let names: Vec<_> = choice.iter().map(String::as_str).collect();
            bail!(
                "{service} with {} alone has\n  {line}\nand as a whole\n  {}",
                names.join(", "),
                of_whole.unwrap_or("nothing of that name")
            );
        }
    }
    Ok(choices.len())
}

/// SplitMix64: the same numbers for a seed on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Up to [`CHOSEN`] of `names`.
    fn choose(&mut self, names: &[String]) -> BTreeSet<String> {
        let count = names.len().max(1) as u64;
        let picked = (0..CHOSEN).filter_map(|_| names.get((self.next() % count) as usize));
        picked.cloned().collect()
    }
}
