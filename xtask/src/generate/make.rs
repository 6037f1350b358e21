//! From models to folders of crates: all that are wanted, in parallel, those that are up to date left alone.

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Result, bail};
use codegen::Counts;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::models::Models;
use super::select::{Operations, Selection};
use super::stamp::{Begun, Fresh, Stamps};
use super::summary::{Summary, counted};
use super::tree::{Files, Plan};
use crate::progress;

/// A crate that can be generated.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// The crate of a service, or of some of its operations.
    Service(&'a str, &'a Operations),
    /// The services and regions of all partitions.
    Partitions,
    /// The operations by which credentials are fetched.
    Identity,
}

impl<'a> Target<'a> {
    /// The crates of `selection`, and those that all services share.
    fn all(selection: &'a Selection) -> Vec<Self> {
        let services = selection.iter().map(|(name, operations)| Self::Service(name, operations));
        services.chain([Self::Partitions, Self::Identity]).collect()
    }

    /// The name of its folder.
    pub fn folder(self) -> &'a str {
        match self {
            Self::Service(name, _) => name,
            Self::Partitions => "partitions",
            Self::Identity => "identity",
        }
    }

    fn is_service(self) -> bool {
        matches!(self, Self::Service(..))
    }
}

/// All that decides how a crate comes out, beside the generator itself.
#[derive(Debug)]
pub struct Inputs {
    /// The files it is made from.
    pub files: Vec<PathBuf>,
    /// Everything else: what is wanted, settings, where the crates go. Equal inputs have equal texts.
    pub settings: String,
}

/// What is in a crate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The operations of its model that were wanted.
    pub operations: usize,
    /// What else there is.
    pub counts: Counts,
    /// Those of the operations that are not in it.
    pub left_out: Vec<String>,
}

/// A generated crate.
pub struct Crate {
    /// Its files.
    pub files: Files,
    /// What is in it.
    pub contents: Contents,
}

/// The generator as this module sees it.
pub trait Generate: Sync {
    /// What the crate is made from.
    fn inputs(&self, models: &Models, target: Target<'_>) -> Result<Inputs>;
    /// Makes the crate.
    fn make(&self, models: &Models, target: Target<'_>) -> Result<Crate>;
}

/// What happened to one crate.
struct Done<'a> {
    target: Target<'a>,
    contents: Contents,
    changed: Vec<PathBuf>,
    /// Whether it was generated; with its stamp, if there is one.
    made: Option<Option<Fresh>>,
}

/// Generates crates into a folder.
pub struct Run<'a> {
    /// Makes the crates.
    pub generator: &'a dyn Generate,
    /// The models to make them from.
    pub models: &'a Models,
    /// The folder of their folders.
    pub root: &'a Path,
    /// Tell which crates are up to date. `None` for a check, which compares all and writes nothing.
    pub stamps: Option<&'a Stamps>,
}

impl Run<'_> {
    /// Brings all crates of `selection` to what is generated.
    pub fn all(&self, selection: &Selection) -> Result<Summary> {
        let started = Instant::now();
        let targets = Target::all(selection);
        let looked: Vec<_> = targets.par_iter().map(|target| self.look(*target)).collect();
        let (mut done, mut wanted, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        for (target, looked) in targets.iter().copied().zip(looked) {
            match looked {
                Ok((_, Some(contents))) => {
                    done.push(Done { target, contents, changed: Vec::new(), made: None })
                }
                Ok((inputs, None)) => wanted.push((target, inputs)),
                Err(error) => errors.push(error),
            }
        }
        for made in self.make_all(wanted) {
            match made {
                Ok(one) => done.push(one),
                Err(error) => errors.push(error),
            }
        }
        let (mut summary, fresh) = summarize(done);
        // those that could be generated, even if others could not
        if let Some(stamps) = self.stamps {
            stamps.settle(fresh);
        }
        report(errors)?;
        summary.took = started.elapsed();
        Ok(summary)
    }

    /// What a crate is made from; what is in it, if it need not be generated.
    fn look(&self, target: Target<'_>) -> Result<(Inputs, Option<Contents>)> {
        let inputs = self.generator.inputs(self.models, target)?;
        let dir = self.root.join(target.folder());
        let contents = self.stamps.and_then(|stamps| stamps.up_to_date(target.folder(), &inputs, &dir));
        Ok((inputs, contents))
    }

    fn make_all<'a>(&self, wanted: Vec<(Target<'a>, Inputs)>) -> Vec<Result<Done<'a>>> {
        let bar = progress::bar("generating", wanted.len());
        if bar.is_hidden() && !wanted.is_empty() {
            // before the first line of `step`
            eprintln!("generating {}", counted(wanted.len(), "crate"));
        }
        let made = wanted.into_par_iter().map(|(target, inputs)| {
            bar.set_message(target.folder().to_owned());
            let done = self.make(target, inputs);
            progress::step(&bar);
            done
        });
        let made = made.collect();
        bar.finish_and_clear();
        made
    }

    /// Generates a crate and brings its folder to that.
    fn make<'a>(&self, target: Target<'a>, inputs: Inputs) -> Result<Done<'a>> {
        let dir = self.root.join(target.folder());
        let begin = |stamps: &Stamps| stamps.begin(target.folder(), inputs, &dir);
        let begun = self.stamps.map(begin).transpose()?;
        let Crate { files, contents } = self.generator.make(self.models, target)?;
        let begun = begun.map(|begun| (begun, Begun::hashes(&files)));
        let changed = bring(&dir, files, self.stamps.is_none())?;
        let stamp = begun.and_then(|(begun, hashes)| begun.finish(hashes, &contents));
        Ok(Done { target, contents, changed, made: Some(stamp) })
    }
}

/// Brings the folder of one crate to its files; the files that differed.
fn bring(dir: &Path, files: Files, check: bool) -> Result<Vec<PathBuf>> {
    let plan = Plan::new(dir, files)?;
    if !check {
        plan.carry_out(dir)?;
    }
    Ok(plan.differences().map(Path::to_owned).collect())
}

/// All in one, and the stamps of the crates that were generated.
fn summarize(done: Vec<Done<'_>>) -> (Summary, Vec<Fresh>) {
    let (mut summary, mut fresh) = (Summary::default(), Vec::new());
    for Done { target, contents, changed, made } in done {
        let Contents { operations, counts, left_out } = contents;
        if target.is_service() {
            summary.services += 1;
            summary.up_to_date += usize::from(made.is_none());
        }
        fresh.extend(made.flatten());
        let name = target.folder();
        summary.folders.insert(name.to_owned());
        summary.changed.extend(changed);
        summary.operations += operations;
        summary.counts += counts;
        summary.left_out.extend(left_out.iter().map(|operation| format!("{name}:{operation}")));
    }
    summary.changed.sort();
    summary.left_out.sort();
    (summary, fresh)
}

/// All errors in one.
fn report(mut errors: Vec<anyhow::Error>) -> Result<()> {
    match errors.len() {
        0 => Ok(()),
        1 => Err(errors.remove(0)),
        count => {
            let lines: Vec<_> = errors.iter().map(|error| format!("  {error:#}")).collect();
            bail!("{} cannot be generated:\n{}", counted(count, "crate"), lines.join("\n"))
        }
    }
}
