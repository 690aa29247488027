//! What the drivers that run programs share: inputs run one after the other in a child process that is watched.
//!
//! Options: `--count NUMBER` (the input to stop before), `--seed NUMBER`, `--from NUMBER`, `--only NUMBER` (just this input, in
//! this process, with what it writes).

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mimeo_host::io::{Captured, Interrupt, Streams, SystemIo};
use mimeo_host::sandbox::{Ending, Program, Runtime, Settings};

/// Exit status of a child whose program did not end.
const STUCK: i32 = 3;
/// Which inputs to run.
#[derive(Clone, Copy)]
pub struct Range {
    pub seed: u64,
    pub from: u64,
    pub count: u64,
    /// Whether it is one input, to be looked at.
    pub only: bool,
}

/// A driver: what input `number` of a seed is (`None`: nothing to run), and what is wrong with what it wrote.
pub trait Driver {
    /// How often a program is interrupted before it counts as stuck, and how far apart.
    const INTERRUPTS: u64 = 50;
    const APART: Duration = Duration::from_millis(200);

    fn input(&self, range: &Range, number: u64) -> Result<Option<(Program, Settings)>, Box<dyn Error>>;
    fn judge(&self, _ending: &Ending, _output: &str) -> Option<String> {
        None
    }
}

/// Runs a driver as a command.
pub fn main<D: Driver>(name: &str, driver: impl Fn() -> Result<D, Box<dyn Error>>) -> ExitCode {
    let done = options().and_then(|(range, child)| match child || range.only {
        true => work(&driver()?, range),
        false => watch(range),
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Result<(Range, bool), Box<dyn Error>> {
    let (mut range, mut child) = (Range { seed: 1, from: 0, count: 1000, only: false }, false);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--child" {
            child = true;
            continue;
        }
        let value: u64 = args.next().ok_or_else(|| format!("{arg} needs a value"))?.parse()?;
        match arg.as_str() {
            "--count" => range.count = value,
            "--seed" => range.seed = value,
            "--from" => range.from = value,
            "--only" => range = Range { from: value, count: value + 1, only: true, ..range },
            _ => return Err(format!("unknown option {arg}").into()),
        }
    }
    Ok((range, child))
}

/// Runs the inputs in this process.
fn work<D: Driver>(driver: &D, range: Range) -> Result<bool, Box<dyn Error>> {
    let runtime = Runtime::new();
    let interrupt = Arc::new(Mutex::new(Interrupt::default()));
    // Counts interrupts of the program that runs; 0 starts anew.
    let interrupts = Arc::new(AtomicU64::new(0));
    let (watched, counter) = (interrupt.clone(), interrupts.clone());
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(D::APART);
            watched.lock().map(|watched| watched.raise()).ok();
            if counter.fetch_add(1, Ordering::SeqCst) > D::INTERRUPTS {
                std::process::exit(STUCK);
            }
        }
    });
    let mut fine = true;
    for number in range.from..range.count {
        let Some((program, settings)) = driver.input(&range, number)? else { continue };
        println!("input {number}");
        let output = Captured::default();
        let own = Interrupt::default();
        if let Ok(mut interrupt) = interrupt.lock() {
            *interrupt = own.clone();
        }
        let io = SystemIo::new(Streams::Captured(output.clone(), Default::default()), own);
        interrupts.store(0, Ordering::SeqCst);
        let report = runtime.run(&program, &settings, Box::new(io));
        let (out, err) = output.take();
        let text = String::from_utf8_lossy(&out) + String::from_utf8_lossy(&err);
        let (kind, wrong) = match &report.ending {
            Ending::Exited(_) => ("exited", None),
            Ending::Exception => ("exception", None),
            Ending::Interrupted => ("interrupted", None),
            Ending::Unsupported(_) => ("unsupported", None),
            Ending::Limit(_) => ("limit", None),
            Ending::Internal(what) => ("internal error", Some(what.replace('\n', " "))),
            _ => ("other", None),
        };
        if let Some(wrong) = wrong.or_else(|| driver.judge(&report.ending, &text)) {
            println!("wrong {number} {:?}: {wrong}", settings.jit);
            fine = false;
        }
        println!("ended {kind}");
        if range.only {
            println!("{text}");
        }
    }
    Ok(fine)
}

/// Runs the inputs in processes of their own, one after the other.
fn watch(range: Range) -> Result<bool, Box<dyn Error>> {
    let mut endings: BTreeMap<String, u64> = BTreeMap::new();
    let (mut failures, mut from) = (0, range.from);
    while from < range.count {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--child", "--seed", &range.seed.to_string(), "--from", &from.to_string()])
            .args(["--count", &range.count.to_string()])
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
