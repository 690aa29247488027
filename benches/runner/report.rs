//! The report: medians, ratios, the table in Markdown and the same in JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::Result;
use serde::Serialize;

use crate::NOTHING;
use crate::bars::{self, megabytes};
use crate::engines::{Engine, Role};
use crate::measure::Sample;

/// What an engine is, for the report.
#[derive(Serialize)]
pub struct EngineInfo {
    pub name: String,
    pub role: Role,
    pub version: String,
    pub command: String,
}

/// What one engine needed for one program.
#[derive(Serialize)]
pub struct Cell {
    /// Wall time of each run, in milliseconds, in the order of the runs.
    wall: Vec<f64>,
    /// Processor time of each run, in milliseconds.
    cpu: Vec<f64>,
    /// Peak of resident memory of each run, in MB (millions of bytes).
    peak: Vec<f64>,
    failure: Option<String>,
}

impl Cell {
    pub fn new(samples: &[Sample], failure: Option<String>) -> Self {
        let ms = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
        Cell {
            wall: samples.iter().map(|sample| ms(sample.wall)).collect(),
            cpu: samples.iter().map(|sample| ms(sample.cpu)).collect(),
            peak: samples.iter().map(|sample| megabytes(sample.peak)).collect(),
            failure,
        }
    }

    /// The median of wall time in milliseconds; None where any run failed.
    pub fn wall_ms(&self) -> Option<f64> {
        if self.failure.is_some() { None } else { median(&self.wall) }
    }

    /// The median of the peak of resident memory in MB; None where any run failed.
    pub fn peak_mb(&self) -> Option<f64> {
        if self.failure.is_some() { None } else { median(&self.peak) }
    }

    /// How far the slowest run is above the fastest, as a share of the fastest.
    fn spread(&self) -> Option<f64> {
        let least = self.wall.iter().copied().reduce(f64::min)?;
        let most = self.wall.iter().copied().reduce(f64::max)?;
        Some((most - least) / least)
    }
}

/// Everything that was measured.
pub struct Report {
    runs: u32,
    pub engines: Vec<EngineInfo>,
    missing: Vec<String>,
    programs: Vec<String>,
    cells: BTreeMap<(String, String), Cell>,
}

impl Report {
    /// `cells` by program and engine.
    pub fn new(
        runs: u32,
        engines: &[Engine],
        missing: Vec<String>,
        cells: BTreeMap<(String, String), Cell>,
    ) -> Self {
        let info = |engine: &Engine| EngineInfo {
            name: engine.name.clone(),
            role: engine.role,
            version: engine.version.clone(),
            command: engine.shown(),
        };
        let mut programs: Vec<String> = cells.keys().map(|(program, _)| program.clone()).collect();
        programs.dedup();
        Report { runs, engines: engines.iter().map(info).collect(), missing, programs, cells }
    }

    pub fn cell(&self, program: &str, engine: &str) -> Option<&Cell> {
        self.cells.get(&(program.to_string(), engine.to_string()))
    }

    pub fn all_correct(&self) -> bool {
        self.cells.values().all(|cell| cell.failure.is_none())
    }

    fn baseline(&self) -> Option<&str> {
        self.engines.iter().find(|engine| engine.role == Role::Baseline).map(|engine| engine.name.as_str())
    }

    /// The time of an engine as a multiple of the baseline's: below 1 is faster.
    pub fn ratio(&self, program: &str, engine: &str) -> Option<f64> {
        let base = self.cell(program, self.baseline()?)?.wall_ms()?;
        Some(self.cell(program, engine)?.wall_ms()? / base)
    }

    fn ratios(&self, engine: &str) -> Vec<(&str, f64)> {
        let measured = self.programs.iter().filter(|program| *program != NOTHING);
        measured.filter_map(|program| Some((program.as_str(), self.ratio(program, engine)?))).collect()
    }

    /// Over the programs that the engine ran correctly, without the do-nothing one.
    pub fn geometric_mean(&self, engine: &str) -> Option<f64> {
        let ratios: Vec<f64> = self.ratios(engine).into_iter().map(|(_, ratio)| ratio).collect();
        geometric_mean(&ratios)
    }

    /// The program with the highest ratio.
    pub fn slowest(&self, engine: &str) -> Option<(String, f64)> {
        let worst = self.ratios(engine).into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some((worst.0.to_string(), worst.1))
    }

    pub fn markdown(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_markdown(&mut out);
        out
    }

    fn write_markdown(&self, out: &mut String) -> std::fmt::Result {
        let base = self.baseline().unwrap_or_default();
        writeln!(
            out,
            "{} {}, {} processors, median of {} runs",
            std::env::consts::OS,
            std::env::consts::ARCH,
            std::thread::available_parallelism().map_or(1, |count| count.get()),
            self.runs
        )?;
        writeln!(out)?;
        for engine in &self.engines {
            writeln!(out, "- {}: {}, `{}`", engine.name, engine.version, engine.command)?;
        }
        for name in &self.missing {
            writeln!(out, "- {name}: not on this machine, skipped")?;
        }
        writeln!(out)?;
        self.write_times(out, base)?;
        self.write_start(out)?;
        self.write_bars(out)?;
        self.write_failures(out)
    }

    /// One row a program: milliseconds and MB of each engine, and the ratio to the baseline.
    fn write_times(&self, out: &mut String, base: &str) -> std::fmt::Result {
        write!(out, "| program |")?;
        for engine in &self.engines {
            match engine.name == base {
                true => write!(out, " {} ms | MB |", engine.name)?,
                false => write!(out, " {} ms | ratio | MB |", engine.name)?,
            }
        }
        write!(out, "\n|---|")?;
        for engine in &self.engines {
            write!(out, "{}", if engine.name == base { "--:|--:|" } else { "--:|--:|--:|" })?;
        }
        writeln!(out)?;
        for program in self.programs.iter().filter(|program| *program != NOTHING) {
            write!(out, "| {program} |")?;
            for engine in &self.engines {
                let cell = self.cell(program, &engine.name);
                let failed = cell.is_some_and(|cell| cell.failure.is_some());
                let wall = cell.and_then(Cell::wall_ms);
                write!(out, " {} |", if failed { "failed".to_string() } else { shown(wall, 0) })?;
                if engine.name != base {
                    write!(out, " {} |", shown(self.ratio(program, &engine.name), 2))?;
                }
                write!(out, " {} |", shown(cell.and_then(Cell::peak_mb), 0))?;
            }
            writeln!(out)?;
        }
        write!(out, "| **geometric mean** |")?;
        for engine in &self.engines {
            if engine.name == base {
                write!(out, " | |")?;
            } else {
                let correct = self.ratios(&engine.name).len();
                let all = self.programs.iter().filter(|program| *program != NOTHING).count();
                let note = if correct == all { String::new() } else { format!(" (of {correct})") };
                write!(out, " | **{}**{note} | |", shown(self.geometric_mean(&engine.name), 3))?;
            }
        }
        writeln!(out)?;
        let spreads = self.cells.iter().filter(|((program, _), _)| program != NOTHING);
        if let Some(widest) = spreads.filter_map(|(_, cell)| cell.spread()).reduce(f64::max) {
            writeln!(
                out,
                "\nWidest spread between the runs of one program under one engine: {:.0} %.",
                widest * 100.0
            )?;
        }
        writeln!(out)
    }

    fn write_start(&self, out: &mut String) -> std::fmt::Result {
        if !self.programs.iter().any(|program| program == NOTHING) {
            return Ok(());
        }
        writeln!(out, "| do-nothing program | median ms | least ms | MB |\n|---|--:|--:|--:|")?;
        for engine in &self.engines {
            let cell = self.cell(NOTHING, &engine.name);
            let least = cell.and_then(|cell| cell.wall.iter().copied().reduce(f64::min));
            let median = shown(cell.and_then(Cell::wall_ms), 1);
            let memory = shown(cell.and_then(Cell::peak_mb), 1);
            writeln!(out, "| {} | {median} | {} | {memory} |", engine.name, shown(least, 1))?;
        }
        writeln!(out)
    }

    fn write_bars(&self, out: &mut String) -> std::fmt::Result {
        let bars = bars::check(self);
        if bars.is_empty() {
            return Ok(());
        }
        writeln!(out, "| engine | bar | at most | measured | |\n|---|---|--:|--:|---|")?;
        for bar in bars {
            let verdict = match (bar.measured, bar.met) {
                (None, _) => "not measured",
                (Some(_), true) => "pass",
                (Some(_), false) => "**miss**",
            };
            let places = if bar.unit == "x" { 2 } else { 1 };
            let measured = shown(bar.measured, places);
            let limit = shown(Some(bar.limit), places);
            writeln!(
                out,
                "| {} | {} | {limit} {} | {measured} | {verdict} |",
                bar.engine, bar.what, bar.unit
            )?;
        }
        writeln!(out)
    }

    fn write_failures(&self, out: &mut String) -> std::fmt::Result {
        for ((program, engine), cell) in &self.cells {
            if let Some(reason) = &cell.failure {
                writeln!(out, "- {program} under {engine} failed: {reason}")?;
            }
        }
        Ok(())
    }

    pub fn json(&self) -> Result<String> {
        #[derive(Serialize)]
        struct Row<'a> {
            program: &'a str,
            engine: &'a str,
            median_ms: Option<f64>,
            peak_mb: Option<f64>,
            ratio: Option<f64>,
            #[serde(flatten)]
            cell: &'a Cell,
        }
        #[derive(Serialize)]
        struct Mean<'a> {
            engine: &'a str,
            programs: usize,
            geometric_mean: Option<f64>,
        }
        let rows: Vec<Row> = self
            .cells
            .iter()
            .map(|((program, engine), cell)| Row {
                program,
                engine,
                median_ms: cell.wall_ms(),
                peak_mb: cell.peak_mb(),
                ratio: self.ratio(program, engine),
                cell,
            })
            .collect();
        let means: Vec<Mean> = self
            .engines
            .iter()
            .map(|engine| Mean {
                engine: &engine.name,
                programs: self.ratios(&engine.name).len(),
                geometric_mean: self.geometric_mean(&engine.name),
            })
            .collect();
        let whole = serde_json::json!({
            "os": std::env::consts::OS,
            "arch": std::env::consts::ARCH,
            "runs": self.runs,
            "engines": self.engines,
            "missing": self.missing,
            "results": rows,
            "means": means,
            "bars": bars::check(self),
        });
        Ok(serde_json::to_string_pretty(&whole)? + "\n")
    }
}

/// A number with so many decimal places, or a dash.
fn shown(number: Option<f64>, places: usize) -> String {
    number.map_or("-".to_string(), |number| format!("{number:.places$}"))
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}

fn geometric_mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    Some((values.iter().map(|value| value.ln()).sum::<f64>() / values.len() as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn medians_and_means() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(geometric_mean(&[]), None);
        assert!((geometric_mean(&[0.5, 2.0]).unwrap() - 1.0).abs() < 1e-12);
    }

    fn cell(ms: u64, failure: Option<&str>) -> Cell {
        let sample = Sample { wall: Duration::from_millis(ms), cpu: Duration::ZERO, peak: 20_000_000 };
        Cell::new(&[sample], failure.map(String::from))
    }

    fn report() -> Report {
        let engine = |name: &str, role| EngineInfo {
            name: name.into(),
            role,
            version: "1".into(),
            command: name.into(),
        };
        let mut cells = BTreeMap::new();
        for (program, engine, ms, failure) in [
            ("fib", "base", 1000, None),
            ("fib", "mimeo", 100, None),
            ("life", "base", 1000, None),
            ("life", "mimeo", 400, None),
            ("nothing", "base", 10, None),
            ("nothing", "mimeo", 5, None),
            ("sieve", "base", 1000, None),
            ("sieve", "mimeo", 1, Some("exit status: 1")),
        ] {
            cells.insert((program.to_string(), engine.to_string()), cell(ms, failure));
        }
        Report {
            runs: 1,
            engines: vec![engine("base", Role::Baseline), engine("mimeo", Role::Jit)],
            missing: vec!["pypy".into()],
            programs: ["fib", "life", "nothing", "sieve"].map(String::from).to_vec(),
            cells,
        }
    }

    #[test]
    fn a_failed_program_counts_in_no_mean_and_is_told() {
        let report = report();
        assert!((report.geometric_mean("mimeo").unwrap() - 0.2).abs() < 1e-9);
        assert_eq!(report.slowest("mimeo"), Some(("life".to_string(), 0.4)));
        assert!(!report.all_correct());
        let text = report.markdown();
        assert!(text.contains("| sieve | 1000 | 20 | failed | - | - |"), "{text}");
        assert!(text.contains("sieve under mimeo failed: exit status: 1"), "{text}");
        assert!(text.contains("**0.200** (of 2)"), "{text}");
        assert!(text.contains("pypy: not on this machine"), "{text}");
    }

    #[test]
    fn bars_are_judged() {
        let text = report().markdown();
        assert!(text.contains("| mimeo | fib | 0.15 x | 0.10 | pass |"), "{text}");
        assert!(text.contains("| mimeo | nbody | 0.15 x | - | not measured |"), "{text}");
        assert!(text.contains("| mimeo | do-nothing program | 10.0 ms | 5.0 | pass |"), "{text}");
    }

    #[test]
    fn json_is_whole() {
        let text = report().json().unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["results"].as_array().unwrap().len(), 8);
        assert_eq!(value["missing"][0], "pypy");
    }
}
