//! Runs what the verifier lets pass of mutated `.pyc` files: whatever a code object does, it must not end in a bug of
//! mimeo, nor in the end of the process.
//!
//! `cargo run --release -p mimeo-host --example run_mutants -- [--count N] [--seed N] [--from N] [--only N]`
//!
//! Input `n` of a seed is that of the example `mutate` (package `mimeo`). Each runs in one of the modes (interpreted, compiled
//! as usual, compiled from the start) with 64 MiB of memory, is interrupted every fifth of a second, and has to end
//! within ten. Internal errors are reported with the input's number; a process that crashes or does not end is
//! reported, and the run goes on behind the input. Exits with 1 if there was any of these.

#[path = "mutate/mod.rs"]
#[allow(dead_code)]
mod mutate;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mimeo::jit::Mode;
use mimeo_host::io::{Captured, Interrupt, Streams, SystemIo};
use mimeo_host::sandbox::{Ending, Program, Runtime, Settings};
use mutate::{checks, pyc};

/// Exit status of a child whose program did not end.
const STUCK: i32 = 3;
/// How often a program is interrupted before it counts as stuck, and how far apart.
const INTERRUPTS: u64 = 50;
const APART: Duration = Duration::from_millis(200);

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("run_mutants: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, Box<dyn Error>> {
    let (mut count, mut seed, mut from, mut only, mut child) = (1000u64, 1u64, 0u64, false, false);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--child" {
            child = true;
            continue;
        }
        let value: u64 = args.next().ok_or_else(|| format!("{arg} needs a value"))?.parse()?;
        match arg.as_str() {
            "--count" => count = value,
            "--seed" => seed = value,
            "--from" => from = value,
            "--only" => {
                only = true;
                (from, count) = (value, value + 1);
            }
            _ => return Err(format!("unknown option {arg}").into()),
        }
    }
    if child || only { work(seed, from, count, only) } else { watch(seed, from, count) }
}

/// Runs the inputs in this process.
fn work(seed: u64, from: u64, count: u64, only: bool) -> Result<bool, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no workspace")?;
    let seeds = mutate::codes(&mutate::seeds(root));
    let runtime = Runtime::new();
    let interrupt = Arc::new(Mutex::new(Interrupt::default()));
    // Counts interrupts of the program that runs; 0 starts anew.
    let interrupts = Arc::new(AtomicU64::new(0));
    let (watched, counter) = (interrupt.clone(), interrupts.clone());
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(APART);
            watched.lock().map(|watched| watched.raise()).ok();
            if counter.fetch_add(1, Ordering::SeqCst) > INTERRUPTS {
                std::process::exit(STUCK);
            }
        }
    });
    let mut fine = true;
    for number in from..count {
        let data = pyc::mutated(&seeds, seed, number);
        if checks::pyc(&data)?.1.is_none() {
            continue;
        }
        println!("input {number}");
        let (output, input) = (Captured::default(), Default::default());
        let own = Interrupt::default();
        if let Ok(mut interrupt) = interrupt.lock() {
            *interrupt = own.clone();
        }
        let io = SystemIo::new(Streams::Captured(output.clone(), input), own);
        let program =
            Program { source: data, filename: "x.pyc".into(), folder: None, argv: vec!["x.pyc".into()] };
        let jit = [Mode::Off, Mode::Auto, Mode::Always, Mode::Warm][(number % 4) as usize];
        let settings =
            Settings { jit, max_memory: 64 << 20, zeal: number.is_multiple_of(16), ..Settings::default() };
        interrupts.store(0, Ordering::SeqCst);
        let report = runtime.run(&program, &settings, Box::new(io));
        let kind = match &report.ending {
            Ending::Exited(_) => "exited",
            Ending::Exception => "exception",
            Ending::Interrupted => "interrupted",
            Ending::Unsupported(_) => "unsupported",
            Ending::Limit(_) => "limit",
            Ending::Internal(what) => {
                println!("internal {number} {jit:?}: {}", what.replace('\n', " "));
                fine = false;
                "internal error"
            }
            _ => "other",
        };
        println!("ended {kind}");
        if only {
            let (out, err) = output.take();
            println!("{}{}", String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
        }
    }
    Ok(fine)
}

/// Runs the inputs in processes of their own, one after the other.
fn watch(seed: u64, mut from: u64, count: u64) -> Result<bool, Box<dyn Error>> {
    let mut endings: BTreeMap<String, u64> = BTreeMap::new();
    let mut failures = 0;
    while from < count {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--child", "--seed", &seed.to_string(), "--from", &from.to_string()])
            .args(["--count", &count.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let Some(stdout) = child.stdout.take() else { return Err("no pipe to the child".into()) };
        let mut current = None;
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            match line.split_once(' ') {
                Some(("input", number)) => current = number.parse::<u64>().ok(),
                Some(("ended", kind)) => *endings.entry(kind.to_owned()).or_default() += 1,
                _ => {
                    failures += 1;
                    println!("{line}");
                }
            }
        }
        let status = child.wait()?;
        if matches!(status.code(), Some(0 | 1)) {
            break;
        }
        let number = current.ok_or_else(|| format!("the child did not start: {status}"))?;
        failures += 1;
        let what = if status.code() == Some(STUCK) { "did not end".into() } else { status.to_string() };
        println!("input {number}: {what}");
        from = number + 1;
    }
    println!("{endings:?}; {failures} failures");
    Ok(failures == 0)
}
