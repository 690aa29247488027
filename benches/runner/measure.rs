//! One run of one program: its time, its memory, and whether its output is right.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use wait4::Wait4;

/// What one run cost.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// From before the process is made until after it is gone.
    pub wall: Duration,
    /// Processor time, all threads, user and system.
    pub cpu: Duration,
    /// The most memory that was resident at once, in bytes.
    pub peak: u64,
}

pub enum Outcome {
    Done(Sample),
    /// Ended badly, took too long or printed something else; in words.
    Failed(String),
}

/// Runs `command` and compares what it prints with `expected`. An error means that the process could
/// not be made or watched; whatever the process itself does wrong is an [`Outcome::Failed`].
pub fn run(command: &Path, args: &[String], expected: &[u8], limit: Duration) -> Result<Outcome> {
    let started = Instant::now();
    let mut child = Command::new(command)
        .args(args)
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", command.display()))?;
    let (sender, ended) = mpsc::channel();
    let stdout = collect(child.stdout.take(), Some(sender));
    let stderr = collect(child.stderr.take(), None);
    // A process that ends closes its output; waiting for that needs no polling, which would blur the time.
    let in_time = ended.recv_timeout(limit).is_ok();
    if !in_time {
        child.kill().context("cannot end a process that took too long")?;
    }
    let used = child.wait4().context("cannot wait for a process")?;
    let wall = started.elapsed();
    let stdout = stdout.join().unwrap_or_default();
    let stderr = stderr.join().unwrap_or_default();
    if !in_time {
        return Ok(Outcome::Failed(format!("took longer than {} s", limit.as_secs())));
    }
    if !used.status.success() {
        let text = String::from_utf8_lossy(&stderr);
        let last = text.lines().next_back().unwrap_or("nothing on standard error");
        return Ok(Outcome::Failed(format!("{}: {last}", used.status)));
    }
    if stdout != expected {
        return Ok(Outcome::Failed(difference(expected, &stdout)));
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Outcome::Done(Sample { wall, cpu, peak: used.rusage.maxrss }))
}

/// Reads a pipe to its end in a thread of its own, and tells `done` when there.
fn collect<R: Read + Send + 'static>(
    pipe: Option<R>,
    done: Option<mpsc::Sender<()>>,
) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What came before an error is still worth comparing.
            let _ = pipe.read_to_end(&mut bytes);
        }
        if let Some(done) = done {
            let _ = done.send(());
        }
        bytes
    })
}

/// The first line in which two outputs differ.
fn difference(expected: &[u8], found: &[u8]) -> String {
    let expected = String::from_utf8_lossy(expected);
    let found = String::from_utf8_lossy(found);
    let mut left = expected.lines();
    let mut right = found.lines();
    for number in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                let show =
                    |line: Option<&str>| line.map_or("nothing".to_string(), |line| format!("{line:?}"));
                return format!("wrong output in line {number}: expected {}, found {}", show(a), show(b));
            }
        }
    }
    "wrong output: line ends differ".to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, expected: &str, seconds: u64) -> Outcome {
        let args = ["-c".to_string(), script.to_string()];
        run(Path::new("sh"), &args, expected.as_bytes(), Duration::from_secs(seconds)).unwrap()
    }

    #[test]
    fn a_right_output_is_measured() {
        let Outcome::Done(sample) = shell("echo hello", "hello\n", 30) else { panic!("it failed") };
        assert!(sample.wall > Duration::ZERO && sample.peak > 0);
    }

    #[test]
    fn a_wrong_output_is_shown() {
        let Outcome::Failed(reason) = shell("echo one; echo two", "one\nTWO\n", 30) else {
            panic!("it passed")
        };
        assert_eq!(reason, r#"wrong output in line 2: expected "TWO", found "two""#);
    }

    #[test]
    fn a_bad_exit_is_told_with_its_last_words() {
        let Outcome::Failed(reason) = shell("echo oops >&2; exit 3", "", 30) else { panic!("it passed") };
        assert!(reason.contains('3') && reason.contains("oops"), "{reason}");
    }

    #[test]
    fn an_endless_run_is_ended() {
        let Outcome::Failed(reason) = shell("exec sleep 60", "", 1) else { panic!("it passed") };
        assert!(reason.contains("longer than 1 s"), "{reason}");
    }
}
