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
mod watched;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use mimeo::bytecode::CodeObject;
use mimeo::jit::Mode;
use mimeo_host::sandbox::{Program, Settings};
use mutate::{checks, pyc};
use watched::{Driver, Range};

struct Mutants(Vec<CodeObject>);

impl Driver for Mutants {
    fn input(&self, range: &Range, number: u64) -> Result<Option<(Program, Settings)>, Box<dyn Error>> {
        let data = pyc::mutated(&self.0, range.seed, number);
        if checks::pyc(&data)?.1.is_none() {
            return Ok(None);
        }
        let program =
            Program { source: data, filename: "x.pyc".into(), folder: None, argv: vec!["x.pyc".into()] };
        let jit = [Mode::Off, Mode::Auto, Mode::Always, Mode::Warm][(number % 4) as usize];
        let settings =
            Settings { jit, max_memory: 64 << 20, zeal: number.is_multiple_of(16), ..Settings::default() };
        Ok(Some((program, settings)))
    }
}

fn main() -> ExitCode {
    watched::main("run_mutants", || {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no workspace")?;
        Ok(Mutants(mutate::codes(&mutate::seeds(root))))
    })
}
