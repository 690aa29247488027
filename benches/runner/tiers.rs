//! How much of a program runs in compiled code.
//!
//! Compiled code does not count its instructions. But a program executes the same ones in every mode, so those that the
//! interpreter executes with the JIT off are all, and what it executes with the JIT on is the rest.

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
}

/// One program's instructions.
pub struct Tiers {
    pub program: String,
    /// All, in millions.
    pub all: f64,
    /// The share that ran in compiled code, from the start of the process, in percent.
    pub compiled: f64,
    /// The share that compiled code left to the interpreter one by one, in percent.
    pub stepped: f64,
}

/// Runs a program with the JIT off and on.
pub fn measure(mimeo: &Path, name: &str, program: &Path) -> Result<Tiers> {
    let all = counters(mimeo, "--jit=off", program)?.interpreted.max(1) as f64;
    let with = counters(mimeo, "--jit=auto", program)?;
    let left = with.interpreted as f64 + with.stepped as f64;
    Ok(Tiers {
        program: name.to_string(),
        all: all / 1e6,
        compiled: (100.0 * (1.0 - left / all)).max(0.0),
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
        "| program | instructions, millions | in compiled code | one by one in the interpreter |\n|---|---:|---:|---:|\n",
    );
    for row in rows {
        let _ = writeln!(
            out,
            "| {} | {:.1} | {:.1} % | {:.1} % |",
            row.program, row.all, row.compiled, row.stepped
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_program() {
        let row = |compiled| Tiers { program: "p".into(), all: 12.34, compiled, stepped: 1.0 };
        let text = markdown(&[row(90.0), row(99.95)]);
        assert_eq!(text.lines().count(), 4);
        assert!(text.contains("| p | 12.3 | 90.0 % | 1.0 % |"), "{text}");
    }
}
