//! The cases of `cases/*.txt`. A file holds cases one after another:
//!
//! ```text
//! === name
//! the program
//! --- out
//! what it prints, in each mode
//! --- compiled
//! what was compiled in mode `Warm`, a line each
//! --- exits
//! the exits that were taken: instruction, function, count
//! --- steps
//! instructions that compiled code had the interpreter execute: name, count
//! --- refused
//! what was not compiled: reason, count
//! ```
//!
//! Sections that would be empty are left out. `MIMEO_RECORD=1` writes them anew; `MIMEO_CASE=NAME` runs only cases whose
//! name contains the text.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use mimeo::jit::Mode;
use mimeo_host::sandbox::Ending;

use super::rig::run;

struct Case {
    name: String,
    source: String,
    /// Sections by heading, as they stand in the file.
    expected: String,
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in text.split("=== ").skip(1) {
        let (name, rest) = part.split_once('\n').expect("a case has a name");
        let (source, expected) = match rest.find("--- ") {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        cases.push(Case { name: name.into(), source: source.into(), expected: expected.into() });
    }
    cases
}

fn section(out: &mut String, name: &str, lines: impl IntoIterator<Item = String>) {
    let lines: Vec<String> = lines.into_iter().collect();
    if !lines.is_empty() {
        writeln!(out, "--- {name}\n{}", lines.join("\n")).unwrap();
    }
}

fn counted(counts: &BTreeMap<String, u64>) -> Vec<String> {
    counts.iter().map(|(name, count)| format!("{name}: {count}")).collect()
}

/// What a case does, as its sections; an error if the modes differ.
fn measured(case: &Case) -> Result<String, String> {
    let ran = run(&case.source, Mode::Warm);
    for mode in [Mode::Off, Mode::Auto, Mode::Always] {
        let other = run(&case.source, mode);
        if (&other.out, &other.err) != (&ran.out, &ran.err) {
            let (a, b) = (other.out + &other.err, ran.out + &ran.err);
            return Err(format!("{}: {mode:?} prints\n{a}\nand Warm\n{b}", case.name));
        }
    }
    if ran.ending != Ending::Exited(0) {
        return Err(format!("{}: {:?}\n{}", case.name, ran.ending, ran.err));
    }
    let mut text = String::new();
    section(&mut text, "out", ran.out.lines().map(str::to_owned));
    section(&mut text, "compiled", ran.compiled());
    section(&mut text, "exits", counted(&ran.exits()));
    section(&mut text, "steps", counted(&ran.statistics.steps));
    section(&mut text, "refused", counted(&ran.statistics.refused));
    Ok(text)
}

fn check(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/jit/cases").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let cases = parse(&text);
    let record = std::env::var_os("MIMEO_RECORD").is_some();
    let wanted = std::env::var("MIMEO_CASE").unwrap_or_default();
    let (mut recorded, mut failed) = (String::new(), Vec::new());
    for case in &cases {
        if !case.name.contains(&wanted) {
            write!(recorded, "=== {}\n{}{}", case.name, case.source, case.expected).unwrap();
            continue;
        }
        match measured(case) {
            Ok(got) => {
                write!(recorded, "=== {}\n{}{got}", case.name, case.source).unwrap();
                if got != case.expected && !record {
                    failed.push(format!("{}: expected\n{}got\n{got}", case.name, case.expected));
                }
            }
            Err(what) => {
                write!(recorded, "=== {}\n{}{}", case.name, case.source, case.expected).unwrap();
                failed.push(what);
            }
        }
    }
    if record && recorded != text {
        std::fs::write(&path, recorded).unwrap();
    }
    assert!(failed.is_empty(), "{} of {} cases differ:\n{}", failed.len(), cases.len(), failed.join("\n"));
}

#[test]
fn numbers() {
    check("numbers.txt");
}

#[test]
fn containers() {
    check("containers.txt");
}

#[test]
fn calls() {
    check("calls.txt");
}

#[test]
fn objects() {
    check("objects.txt");
}

#[test]
fn control() {
    check("control.txt");
}
