//! Runs mutated inputs through the loader and the compiler:
//!
//! `cargo run --release -p mimeo --example mutate -- sources|pycs [OPTIONS]`
//!
//! Each input goes through what `checks.rs` demands, in a child process that is watched: panics, crashes (stack
//! overflows included), inputs that take too long and the growth of the process's memory are reported with the
//! input's number, and the run goes on behind it. Exits with 1 if there was any.
//!
//! Options: `--count NUMBER` (default 10000), `--seed NUMBER` (default 1), `--from NUMBER` (of the first input), `--seconds
//! NUMBER` (limit for one input; default 10), `--keep FOLDER` (where to write inputs that failed), `--only NUMBER`
//! (just this input, in this process), `--seeds PATH` (a Python source or a folder of them, besides those of the tests; may
//! be repeated).

#[path = "mod.rs"]
mod mutate;

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use mimeo::bytecode::CodeObject;
use mutate::checks::Outcome;
use mutate::{checks, pyc, source};

/// Address space of the child: what would take more is a blow-up, and ends it.
const MEMORY: u64 = 4 << 30;

struct Arguments {
    pycs: bool,
    count: u64,
    seed: u64,
    from: u64,
    seconds: u64,
    keep: Option<PathBuf>,
    only: Option<u64>,
    seeds: Vec<PathBuf>,
    child: bool,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let pycs = match args.next().as_deref() {
        Some("sources") => false,
        Some("pycs") => true,
        _ => return Err("say 'sources' or 'pycs'".into()),
    };
    let mut found = Arguments {
        pycs,
        count: 10_000,
        seed: 1,
        from: 0,
        seconds: 10,
        keep: None,
        only: None,
        seeds: Vec::new(),
        child: false,
    };
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--count" => found.count = value()?.parse()?,
            "--seed" => found.seed = value()?.parse()?,
            "--from" => found.from = value()?.parse()?,
            "--seconds" => found.seconds = value()?.parse()?,
            "--keep" => found.keep = Some(value()?.into()),
            "--only" => found.only = Some(value()?.parse()?),
            "--seeds" => found.seeds.push(value()?.into()),
            "--child" => found.child = true,
            _ => return Err(format!("unknown option {arg}").into()),
        }
    }
    Ok(found)
}

fn main() -> ExitCode {
    let done = arguments().and_then(|arguments| match arguments.child {
        true => child(&arguments).map(|()| true),
        false => parent(&arguments),
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("mutate: {error}");
            ExitCode::from(2)
        }
    }
}

/// What inputs are made from.
struct Seeds {
    sources: Vec<Vec<u8>>,
    codes: Vec<CodeObject>,
}

fn seeds(arguments: &Arguments) -> Result<Seeds, Box<dyn Error>> {
    let mut sources = mutate::seeds(Path::new(env!("CARGO_MANIFEST_DIR")));
    for path in &arguments.seeds {
        mutate::collect(path, &mut sources);
    }
    let mut codes = Vec::new();
    if arguments.pycs {
        codes = mutate::codes(&sources);
    }
    if sources.is_empty() {
        return Err("no sources to start from".into());
    }
    Ok(Seeds { sources, codes })
}

fn input(seeds: &Seeds, arguments: &Arguments, number: u64) -> Vec<u8> {
    match arguments.pycs {
        true => pyc::mutated(&seeds.codes, arguments.seed, number),
        false => source::mutated(&seeds.sources, arguments.seed, number),
    }
}

fn check(arguments: &Arguments, number: u64, data: &[u8]) -> Result<Outcome, String> {
    let checked = catch_unwind(AssertUnwindSafe(|| match arguments.pycs {
        true => checks::pyc(data).map(|(outcome, _)| outcome),
        false => checks::source(data, number),
    }));
    checked.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        Err(format!("panic: {}", text.unwrap_or("of an unknown kind")))
    })
}

/// Most memory the process ever had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Does the work; says on standard output what input is next, and what came of those that failed.
fn child(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let limit = rustix::process::Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
    rustix::process::setrlimit(rustix::process::Resource::As, limit)?;
    std::panic::set_hook(Box::new(|info| {
        if let Some(place) = info.location() {
            println!("panicked at {place}");
        }
    }));
    let seeds = seeds(arguments)?;
    let mut counts = [0u64; 3];
    let mut known_peak = peak();
    println!("start {known_peak}");
    for number in arguments.from..arguments.count {
        println!("input {number}");
        let data = input(&seeds, arguments, number);
        let began = Instant::now();
        match check(arguments, number, &data) {
            Ok(outcome) => counts[outcome as usize] += 1,
            Err(what) => println!("failed {number} {}", what.replace('\n', " ")),
        }
        let took = began.elapsed().as_millis();
        if took > 500 {
            println!("slow {number} {took} ms, {} bytes", data.len());
        }
        let peak = peak();
        if peak > known_peak + (16 << 10) {
            println!("grew {number} from {known_peak} to {peak} KiB, {} bytes", data.len());
            known_peak = peak;
        }
        if number % 1000 == 999 || number + 1 == arguments.count {
            println!("counts {} {} {} {peak}", counts[0], counts[1], counts[2]);
            counts = [0; 3];
        }
    }
    Ok(())
}

fn start(arguments: &Arguments, from: u64) -> Result<Child, Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(if arguments.pycs { "pycs" } else { "sources" }).arg("--child");
    command.args(["--count", &arguments.count.to_string(), "--seed", &arguments.seed.to_string()]);
    command.args(["--from", &from.to_string()]);
    for path in &arguments.seeds {
        command.arg("--seeds").arg(path);
    }
    Ok(command.stdout(Stdio::piped()).spawn()?)
}

fn parent(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    if let Some(number) = arguments.only {
        let seeds = seeds(arguments)?;
        let data = input(&seeds, arguments, number);
        keep(arguments, number, &data)?;
        println!("{} bytes", data.len());
        let began = Instant::now();
        let checked = check(arguments, number, &data);
        println!("{checked:?} after {:?}, at most {} KiB", began.elapsed(), peak());
        return Ok(checked.is_ok());
    }
    let all_seeds = seeds(arguments)?;
    let began = Instant::now();
    let (mut from, mut failures, mut counts, mut most) = (arguments.from, 0u64, [0u64; 3], 0u64);
    let mut report = |number: u64, what: &str| -> Result<(), Box<dyn Error>> {
        failures += 1;
        println!("input {number}: {what}");
        keep(arguments, number, &input(&all_seeds, arguments, number))
    };
    while from < arguments.count {
        let mut child = start(arguments, from)?;
        let Some(stdout) = child.stdout.take() else { return Err("no pipe to the child".into()) };
        let (sender, lines) = channel();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut current = None;
        let mut panic_at = String::new();
        // The seeds are read and compiled first.
        let mut limit = Duration::from_secs(120);
        loop {
            match lines.recv_timeout(limit) {
                Ok(line) => {
                    let (what, rest) = line.split_once(' ').unwrap_or((&line, ""));
                    match what {
                        "input" => {
                            current = rest.parse::<u64>().ok();
                            limit = Duration::from_secs(arguments.seconds);
                        }
                        "panicked" => panic_at = rest.to_owned(),
                        "failed" => {
                            let (number, what) = rest.split_once(' ').unwrap_or((rest, ""));
                            report(number.parse()?, &format!("{what} {panic_at}"))?;
                            panic_at.clear();
                        }
                        "slow" | "grew" => println!("{line}"),
                        "counts" => {
                            let numbers: Vec<u64> = rest.split(' ').filter_map(|n| n.parse().ok()).collect();
                            counts.iter_mut().zip(&numbers).for_each(|(sum, n)| *sum += n);
                            most = most.max(numbers.get(3).copied().unwrap_or(0));
                            if current.is_some_and(|number| number % 100_000 == 99_999) {
                                println!(
                                    "{} inputs after {:.0?}",
                                    current.map_or(0, |number| number + 1),
                                    began.elapsed()
                                );
                            }
                        }
                        _ => {}
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    child.kill()?;
                    child.wait()?;
                    let number = current.unwrap_or(from);
                    report(number, &format!("still not done after {} s", arguments.seconds))?;
                    from = number + 1;
                    break;
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let status = child.wait()?;
                    if status.success() {
                        from = arguments.count;
                    } else {
                        let number = current.ok_or_else(|| format!("the child did not start: {status}"))?;
                        report(number, &format!("the process ended with {status}"))?;
                        from = number + 1;
                    }
                    break;
                }
            }
        }
        let _ = reader.join();
    }
    println!(
        "{} inputs in {:.0?}: {} refused, {} refused by the verifier, {} accepted; {failures} failures; at most {} MiB of memory",
        arguments.count - arguments.from,
        began.elapsed(),
        counts[0],
        counts[1],
        counts[2],
        most >> 10
    );
    Ok(failures == 0)
}

fn keep(arguments: &Arguments, number: u64, data: &[u8]) -> Result<(), Box<dyn Error>> {
    let Some(folder) = &arguments.keep else { return Ok(()) };
    std::fs::create_dir_all(folder)?;
    let name = format!("{}-{number}.{}", arguments.seed, if arguments.pycs { "pyc" } else { "py" });
    std::fs::File::create(folder.join(name))?.write_all(data)?;
    Ok(())
}
