//! Runs the corpus (`tests/corpus/AREA/NAME.py`) in each mode, in process, and compares with what was recorded from
//! CPython 3.13 (`tests/tools/record.py` says which files lie beside a program).
//!
//! `MIMEO_CORPUS=jit/` runs only programs whose path contains the text; a failing program's difference is printed.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use mimeo::jit::{Mode, StoreLimits};
use mimeo::vm::HashSeed;
use mimeo_host::io::{Captured, Interrupt, Streams, SystemIo};
use mimeo_host::sandbox::{Program, Report, Runtime, Settings};

/// Programs are interrupted after so long: one that hangs is a failure, not a hanging test.
const LIMIT: Duration = Duration::from_secs(60);

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus")
}

/// The programs, sorted.
fn programs() -> Vec<PathBuf> {
    let wanted = std::env::var("MIMEO_CORPUS").unwrap_or_default();
    let mut found = Vec::new();
    for area in fs::read_dir(corpus()).unwrap() {
        let area = area.unwrap().path();
        if !area.is_dir() {
            continue;
        }
        for file in fs::read_dir(area).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_name().unwrap().to_string_lossy();
            let is_program = name.ends_with(".py") && !name.starts_with('_');
            if is_program && file.to_string_lossy().contains(&wanted) {
                found.push(file);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no program of the corpus was found");
    found
}

/// Runs a program in its own folder: what it wrote, and the report.
fn run(runtime: &Runtime, path: &Path, settings: &Settings) -> (String, String, Report) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let input = fs::read(path.with_extension("in")).unwrap_or_default();
    let captured = Captured::default();
    let interrupt = Interrupt::default();
    let io = SystemIo::new(Streams::Captured(captured.clone(), Cursor::new(input)), interrupt.clone())
        .in_folder(path.parent().unwrap())
        .import_from("")
        .allow_files(true);
    let program = Program {
        source: fs::read(path).unwrap(),
        filename: name.clone(),
        folder: Some("".into()),
        argv: vec![name],
    };
    let (done, ended) = mpsc::channel::<()>();
    let watchdog = std::thread::spawn(move || {
        if ended.recv_timeout(LIMIT) == Err(mpsc::RecvTimeoutError::Timeout) {
            interrupt.raise();
        }
    });
    let report = runtime.run(&program, settings, Box::new(io));
    drop(done);
    let _ = watchdog.join();
    let (out, err) = captured.take();
    (String::from_utf8_lossy(&out).into_owned(), String::from_utf8_lossy(&err).into_owned(), report)
}

/// What is wrong with a run, if anything.
fn difference(path: &Path, out: &str, err: &str, report: &Report) -> Option<String> {
    let recorded = |extension: &str| fs::read_to_string(path.with_extension(extension)).unwrap_or_default();
    let status: i32 = recorded("exit").trim().parse().unwrap_or(0);
    let message = report.ending.message().map(|text| format!("\n    {text}")).unwrap_or_default();
    if let Some(line) = first_difference(&recorded("out"), out) {
        return Some(format!("standard output: {line}{message}{}", last_line(err)));
    }
    if let Some(line) = first_difference(&recorded("err"), err) {
        return Some(format!("standard error: {line}{message}"));
    }
    if report.ending.status() != status {
        return Some(format!("exit status {} instead of {status}{message}", report.ending.status()));
    }
    None
}

fn last_line(err: &str) -> String {
    err.lines().last().map(|line| format!("\n    {line}")).unwrap_or_default()
}

fn first_difference(expected: &str, got: &str) -> Option<String> {
    if expected == got {
        return None;
    }
    let (mut expected, mut got) = (expected.split('\n'), got.split('\n'));
    for number in 1.. {
        match (expected.next(), got.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                let show = |line: Option<&str>| line.map_or("nothing".into(), |line| format!("{line:?}"));
                return Some(format!("line {number}\n    expected {}\n    got      {}", show(a), show(b)));
            }
        }
    }
    None
}

/// The seed that a program's output was recorded with, where it depends on it.
fn seed(path: &Path) -> Option<HashSeed> {
    HashSeed::parse(fs::read_to_string(path.with_extension("seed")).ok()?.trim())
}

/// Runs the corpus under `settings`; panics with the list of programs that differ.
fn check(settings: Settings) {
    let runtime = Runtime::new();
    let programs = programs();
    let mut failed = Vec::new();
    let settings_for =
        |path: &Path| Settings { hash_seed: seed(path).unwrap_or(settings.hash_seed), ..settings.clone() };
    for path in &programs {
        let (out, err, report) = run(&runtime, path, &settings_for(path));
        if let Some(what) = difference(path, &out, &err, &report) {
            let name = path.strip_prefix(corpus()).unwrap_or(path).display().to_string();
            failed.push(format!("{name}: {what}"));
        }
    }
    if !failed.is_empty() {
        panic!("{} of {} programs differ:\n{}", failed.len(), programs.len(), failed.join("\n"));
    }
}

/// Each mode has a seed of its own: what most programs print does not depend on it.
fn settings(jit: Mode) -> Settings {
    let seed = match jit {
        Mode::Off => 0,
        Mode::Always => 1,
        Mode::Warm => 2,
        Mode::Auto => 3,
    };
    Settings { jit, allow_files: true, hash_seed: HashSeed::Fixed(seed), ..Settings::default() }
}

#[test]
fn interpreter_only() {
    check(settings(Mode::Off));
}

#[test]
fn compiled_before_the_first_call() {
    check(settings(Mode::Always));
}

#[test]
fn compiled_before_the_second_call() {
    check(settings(Mode::Warm));
}

#[test]
fn tiered() {
    check(settings(Mode::Auto));
}

#[test]
fn collecting_at_every_safepoint() {
    check(Settings { zeal: true, ..settings(Mode::Off) });
}

#[test]
fn collecting_at_every_safepoint_compiled_before_the_first_call() {
    check(Settings { zeal: true, ..settings(Mode::Always) });
}

#[test]
fn collecting_at_every_safepoint_compiled_before_the_second_call() {
    // And the store is replaced whenever it can be.
    let store = StoreLimits { modules: 1, stale: 0 };
    check(Settings { zeal: true, store, ..settings(Mode::Warm) });
}

#[test]
fn collecting_at_every_safepoint_tiered() {
    check(Settings { zeal: true, ..settings(Mode::Auto) });
}
