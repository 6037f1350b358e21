//! [`Run`]: a program that is run for what it prints, within limits of time and size.
//!
//! Threads of its own read what it prints, not those of tokio: a thread that waits for a program must keep neither the
//! runtime nor `main` from ending.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long a program may run.
pub(super) const LIMIT: Duration = Duration::from_secs(60);
/// How much it may print, in bytes.
const STDOUT: usize = 1 << 20;
/// How much of its standard error is kept, in bytes: the last lines say what went wrong.
const STDERR: usize = 4 << 10;
/// How long what it started may go on to print when the program itself has ended.
const GRACE: Duration = Duration::from_millis(200);
/// The longest pause between two looks at the program.
const LOOK: Duration = Duration::from_millis(20);

/// A program that runs. It is killed when this is dropped, and what it prints after that is not read.
pub(super) struct Run {
    child: Option<Child>,
    stdout: Arc<Mutex<Kept>>,
    stderr: Arc<Mutex<Kept>>,
}

/// How a program ended, and what it printed.
pub(super) struct Ended {
    pub status: ExitStatus,
    pub stdout: Zeroizing<Vec<u8>>,
    /// The end of what it printed to standard error.
    pub stderr: String,
}

/// Why what a program prints is not waited for any longer; it is killed then.
#[derive(Debug)]
pub(super) enum Failure {
    /// It took more than a minute.
    Late,
    /// It printed more than 1 MiB.
    TooMuch,
    /// The system does not tell how it is.
    Lost(io::Error),
}

/// What was read so far.
struct Kept {
    bytes: Zeroizing<Vec<u8>>,
    limit: usize,
    /// Whether there was more than the limit.
    over: bool,
    ended: bool,
}

impl Run {
    /// Starts a program, without a shell and without input.
    ///
    /// # Errors
    /// When there is no such program, or it cannot be started.
    pub fn start(words: &[String]) -> io::Result<Self> {
        let Some((program, arguments)) = words.split_first() else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut run = Self { child: Some(child), stdout: Kept::new(STDOUT), stderr: Kept::new(STDERR) };
        let child = run.child.as_mut();
        let (stdout, stderr) =
            child.map(|child| (child.stdout.take(), child.stderr.take())).unwrap_or_default();
        read(stdout, &run.stdout)?;
        read(stderr, &run.stderr)?;
        Ok(run)
    }

    /// Waits until the program has ended and has printed all, or `is_whole` says so of what it has printed: something
    /// that it started may go on and keep its output open.
    ///
    /// # Errors
    /// When the program takes more than a minute or prints more than 1 MiB.
    pub async fn end(mut self, is_whole: impl Fn(&[u8]) -> bool) -> Result<Ended, Failure> {
        let start = Instant::now();
        let mut exit: Option<(ExitStatus, Instant)> = None;
        let mut pause = Duration::from_millis(1);
        loop {
            if let (None, Some(child)) = (exit, self.child.as_mut()) {
                exit = child.try_wait().map_err(Failure::Lost)?.map(|status| (status, Instant::now()));
            }
            if lock(&self.stdout).over {
                return Err(Failure::TooMuch);
            }
            let late = start.elapsed() >= LIMIT;
            match exit {
                Some((status, at)) if late || self.is_done(status, at, &is_whole) => {
                    self.child = None;
                    return Ok(self.ended(status));
                }
                None if late => return Err(Failure::Late),
                _ => {}
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LOOK);
        }
    }

    fn is_done(&self, status: ExitStatus, at: Instant, is_whole: impl Fn(&[u8]) -> bool) -> bool {
        let (stdout, stderr) = (lock(&self.stdout), lock(&self.stderr));
        let is_enough = !status.success() || stdout.ended || is_whole(&stdout.bytes);
        (stdout.ended && stderr.ended) || (is_enough && at.elapsed() >= GRACE)
    }

    fn ended(&self, status: ExitStatus) -> Ended {
        let stderr = lock(&self.stderr);
        let said = String::from_utf8_lossy(&stderr.bytes);
        let cut = if stderr.over { "…" } else { "" };
        Ended {
            status,
            stdout: std::mem::replace(&mut lock(&self.stdout).bytes, Zeroizing::new(Vec::new())),
            stderr: format!("{cut}{}", said.trim()),
        }
    }
}

/// Kills the program if it has not ended. What it has started itself is not ours to find, but is no longer waited for.
impl Drop for Run {
    fn drop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        if !matches!(child.try_wait(), Ok(Some(_))) {
            let _ = child.kill();
            // It ends at once as a rule, but this may be a thread that must not wait.
            let _ = thread::Builder::new().spawn(move || child.wait());
        }
    }
}

impl Kept {
    fn new(limit: usize) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self { bytes: Zeroizing::new(Vec::new()), limit, over: false, ended: false }))
    }

    /// Keeps the last bytes up to the limit.
    fn add(&mut self, chunk: &[u8]) {
        self.bytes.extend_from_slice(chunk);
        let surplus = self.bytes.len().saturating_sub(self.limit);
        if surplus > 0 {
            self.over = true;
            self.bytes.drain(..surplus);
        }
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a pipe in a thread of its own, until it ends or nobody wants to know.
fn read(pipe: Option<impl Read + Send + 'static>, into: &Arc<Mutex<Kept>>) -> io::Result<()> {
    let into = Arc::downgrade(into);
    if let Some(pipe) = pipe {
        thread::Builder::new().spawn(move || keep(pipe, &into))?;
    }
    Ok(())
}

fn keep(mut pipe: impl Read, into: &Weak<Mutex<Kept>>) {
    let mut chunk = Zeroizing::new([0; 4096]);
    loop {
        let read = match pipe.read(chunk.as_mut_slice()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Ok(length) => length,
            Err(_) => 0,
        };
        let Some(kept) = into.upgrade() else { return };
        let mut kept = lock(&kept);
        match chunk.get(..read) {
            Some(new) if !new.is_empty() => kept.add(new),
            _ => {
                kept.ended = true;
                return;
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn run(script: &str) -> Run {
        Run::start(&["sh", "-c", script].map(str::to_owned)).unwrap()
    }

    async fn end(script: &str) -> Result<Ended, Failure> {
        run(script).end(|stdout| stdout.ends_with(b"}")).await
    }

    /// Whether the process with the id in this file is there.
    fn is_there(file: &std::path::Path) -> bool {
        let id = std::fs::read_to_string(file).unwrap();
        Command::new("kill").args(["-0", id.trim()]).stderr(Stdio::null()).status().unwrap().success()
    }

    #[tokio::test]
    async fn output_is_read_to_its_end() {
        let ended = end("printf '{'; sleep 0.1; echo careful >&2; printf '}'").await.unwrap();
        assert_eq!((ended.stdout.as_slice(), ended.stderr.as_str()), (b"{}".as_slice(), "careful"));
        assert!(ended.status.success());
    }

    #[tokio::test]
    async fn what_a_program_leaves_behind_is_not_waited_for() {
        let start = Instant::now();
        let ended = end("sleep 30 & printf '{}'").await.unwrap();
        assert_eq!(ended.stdout.as_slice(), b"{}");
        assert!(end("sleep 30 & exit 3").await.is_ok_and(|ended| ended.status.code() == Some(3)));
        // One that prints later than the program it was started by is waited for.
        let ended = end("(sleep 0.5; printf '{}') & :").await.unwrap();
        assert_eq!(ended.stdout.as_slice(), b"{}");
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[tokio::test]
    async fn too_much_output_is_not_kept() {
        assert!(matches!(end("exec cat /dev/zero").await, Err(Failure::TooMuch)));
        let ended = end("yes gone | head -c 100000 >&2; echo last >&2; exit 1").await.unwrap();
        assert!(ended.stderr.starts_with('…') && ended.stderr.ends_with("gone\nlast"), "{}", ended.stderr);
        assert!(ended.stderr.len() <= STDERR + 3);
    }

    #[tokio::test]
    async fn a_program_is_killed_when_nobody_waits_for_it() {
        let file = std::env::temp_dir().join(format!("tucuxi-run-{}", std::process::id()));
        let running = run(&format!("echo $$ > {0}.new; mv {0}.new {0}; exec sleep 60", file.display()));
        while !file.exists() {
            tokio::time::sleep(LOOK).await;
        }
        assert!(is_there(&file));
        let given_up = tokio::time::timeout(LOOK, running.end(|_| true)).await;
        assert!(given_up.is_err());
        while is_there(&file) {
            tokio::time::sleep(LOOK).await;
        }
        std::fs::remove_file(&file).unwrap();
    }
}
