//! How much of a program runs in compiled code.
//!
//! Compiled code does not count its instructions. But a program executes the same ones in every mode, so those that the
//! interpreter executes with the JIT off are all, and what it executes with the JIT on is the rest.
//!
//! *After warm-up* is the second half of the run, by the number of back-edges and calls, which is the same in both modes.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The counters of `mimeo run --stats=json` that matter here.
#[derive(Deserialize)]
struct Counters {
    /// Instructions that the interpreter executed.
    interpreted: u64,
    /// Instructions that compiled code had it execute one by one.
    stepped: u64,
    /// The same two in the second half of the run.
    interpreted_late: u64,
    stepped_late: u64,
}

/// One program's instructions.
pub struct Tiers {
    pub program: String,
    /// All, in millions.
    pub all: f64,
    /// The share that ran in compiled code, from the start of the process, in percent.
    pub compiled: f64,
    /// The same of the second half of the run.
    pub warm: f64,
    /// The share that compiled code left to the interpreter one by one, in percent.
    pub stepped: f64,
}

/// Runs a program with the JIT off and on.
pub fn measure(mimeo: &Path, name: &str, program: &Path) -> Result<Tiers> {
    let without = counters(mimeo, "--jit=off", program)?;
    let with = counters(mimeo, "--jit=auto", program)?;
    let all = without.interpreted.max(1) as f64;
    let share = |all: u64, interpreted: u64, stepped: u64| {
        (100.0 * (1.0 - (interpreted as f64 + stepped as f64) / all.max(1) as f64)).max(0.0)
    };
    Ok(Tiers {
        program: name.to_string(),
        all: all / 1e6,
        compiled: share(without.interpreted, with.interpreted, with.stepped),
        warm: share(without.interpreted_late, with.interpreted_late, with.stepped_late),
        stepped: 100.0 * with.stepped as f64 / all,
    })
}

fn counters(mimeo: &Path, mode: &str, program: &Path) -> Result<Counters> {
    let output = Command::new(mimeo)
        .args(["run", mode, "--stats=json"])
        .arg(program)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", mimeo.display()))?;
    if !output.status.success() {
        bail!("{} under {mode} ended with {}", program.display(), output.status);
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().rev().find(|line| line.starts_with('{')).context("no statistics")?;
    serde_json::from_str(line).context("the statistics cannot be read")
}

/// The table.
pub fn markdown(rows: &[Tiers]) -> String {
    let mut out = String::from(
        "| program | instructions, millions | in compiled code | after warm-up | one by one in the interpreter |\n\
         |---|---:|---:|---:|---:|\n",
    );
    for row in rows {
        let _ = writeln!(
            out,
            "| {} | {:.1} | {:.1} % | {:.1} % | {:.1} % |",
            row.program, row.all, row.compiled, row.warm, row.stepped
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_program() {
        let row = |compiled| Tiers { program: "p".into(), all: 12.34, compiled, warm: 99.0, stepped: 1.0 };
        let text = markdown(&[row(90.0), row(99.95)]);
        assert_eq!(text.lines().count(), 4);
        assert!(text.contains("| p | 12.3 | 90.0 % | 99.0 % | 1.0 % |"), "{text}");
    }
}
