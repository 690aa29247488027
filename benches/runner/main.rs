//! Runs the benchmark suite: every program under every engine that is there, interleaved, with each
//! output checked, and prints times, memory and ratios beside the bars that mimeo has set itself.

mod bars;
mod engines;
mod measure;
mod report;
mod tiers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Parser;

use engines::Engine;
use measure::{Outcome, Sample};
use report::{Cell, Report};

/// The program that does nothing; it is measured apart, as what starting costs.
const NOTHING: &str = "nothing";

/// Runs mimeo's benchmark programs and compares engines.
#[derive(Parser)]
struct Options {
    /// Runs of each program under each engine
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Runs of the do-nothing program
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    startup_runs: u32,
    /// Only programs whose name contains this (may be given more than once)
    #[arg(short, long)]
    program: Vec<String>,
    /// Only these engines (may be given more than once; the baseline is always kept)
    #[arg(short, long)]
    engine: Vec<String>,
    /// Seconds that one run may take
    #[arg(long, default_value_t = 120)]
    limit: u64,
    /// Print JSON instead of Markdown
    #[arg(long)]
    json: bool,
    /// Write the report to a file too, as JSON where its name ends in .json, else as Markdown
    #[arg(long)]
    out: Option<PathBuf>,
    /// Instead of times: how many of each program's instructions run in compiled code
    #[arg(long)]
    tiers: bool,
    /// Don't build mimeo first
    #[arg(long)]
    no_build: bool,
    /// The folder with engines.toml, programs/ and expected/
    #[arg(long, default_value = env!("CARGO_MANIFEST_DIR"))]
    dir: PathBuf,
}

struct Program {
    name: String,
    path: PathBuf,
    expected: Vec<u8>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether every run gave the expected output.
fn run(options: &Options) -> Result<bool> {
    if !options.no_build {
        build_mimeo()?;
    }
    let (engines, missing) = engines::load(&options.dir.join("engines.toml"), &options.engine)?;
    for name in &missing {
        eprintln!("skipped: {name}, which is not on this machine");
    }
    if engines.is_empty() {
        bail!("no engine to measure");
    }
    let programs = find_programs(&options.dir, &options.program)?;
    if programs.is_empty() {
        bail!("no program matches");
    }
    if options.tiers {
        return show_tiers(&engines, &programs);
    }
    let mut cells = BTreeMap::new();
    for program in &programs {
        let runs = if program.name == NOTHING { options.startup_runs } else { options.runs };
        for (engine, cell) in engines.iter().zip(measure_program(program, &engines, runs, options.limit)?) {
            cells.insert((program.name.clone(), engine.name.clone()), cell);
        }
    }
    let report = Report::new(options.runs, &engines, missing, cells);
    let text = if options.json { report.json()? } else { report.markdown() };
    // A reader that closed the pipe has what it wanted.
    let _ = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
    if let Some(path) = &options.out {
        let as_json = path.extension().is_some_and(|extension| extension == "json");
        let text = if as_json { report.json()? } else { report.markdown() };
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(report.all_correct())
}

fn show_tiers(engines: &[Engine], programs: &[Program]) -> Result<bool> {
    let mimeo = engines.iter().find(|engine| engine.name == "mimeo").context("mimeo is not there")?;
    let mut rows = Vec::new();
    for program in programs.iter().filter(|program| program.name != NOTHING) {
        eprintln!("{}", program.name);
        rows.push(tiers::measure(&mimeo.command, &program.name, &program.path)?);
    }
    let _ = std::io::Write::write_all(&mut std::io::stdout(), tiers::markdown(&rows).as_bytes());
    Ok(true)
}

/// Under `cargo run`, brings the release build of mimeo up to date, so that one command measures what
/// is in the sources.
fn build_mimeo() -> Result<()> {
    let Some(cargo) = std::env::var_os("CARGO") else { return Ok(()) };
    if std::env::var_os("MIMEO_BENCH_MIMEO").is_some() {
        return Ok(());
    }
    let status = Command::new(cargo)
        .args(["build", "--release", "--package", "mimeo-host"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("mimeo does not build; --no-build measures without it");
    }
    Ok(())
}

fn find_programs(dir: &Path, filters: &[String]) -> Result<Vec<Program>> {
    let folder = dir.join("programs");
    let mut programs = Vec::new();
    let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|stem| stem.to_str()).map(String::from) else { continue };
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        if !filters.is_empty() && !filters.iter().any(|filter| name.contains(filter.as_str())) {
            continue;
        }
        let beside = dir.join("expected").join(&name).with_extension("txt");
        let expected =
            std::fs::read(&beside).with_context(|| format!("no expected output {}", beside.display()))?;
        programs.push(Program { name, path, expected });
    }
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(programs)
}

/// Runs one program under all engines in turn, round after round, so that what slows the machine
/// down for a while slows all of them. An engine that fails once is not asked again.
fn measure_program(program: &Program, engines: &[Engine], runs: u32, limit: u64) -> Result<Vec<Cell>> {
    let mut samples: Vec<Vec<Sample>> = vec![Vec::new(); engines.len()];
    let mut failures: Vec<Option<String>> = vec![None; engines.len()];
    for round in 0..runs {
        for (index, engine) in engines.iter().enumerate() {
            if failures[index].is_some() {
                continue;
            }
            eprintln!("{}, round {} of {runs}: {}", program.name, round + 1, engine.name);
            let limit = Duration::from_secs(limit);
            match measure::run(&engine.command, &engine.arguments(&program.path), &program.expected, limit)? {
                Outcome::Done(sample) => samples[index].push(sample),
                Outcome::Failed(reason) => {
                    eprintln!("  {}: {reason}", engine.name);
                    failures[index] = Some(reason);
                }
            }
        }
    }
    let cells = samples.into_iter().zip(failures);
    Ok(cells.map(|(samples, failure)| Cell::new(&samples, failure)).collect())
}
