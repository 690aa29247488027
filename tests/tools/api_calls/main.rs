//! Calls of native methods with what they do not expect, by the million:
//!
//! `cargo run --release -p mimeo-host --features checked-layouts --example api_calls -- [--count N] [--seed N] [--from N] [--only N]`
//!
//! Each input is a program of some hundred calls, run in a fresh sandbox in one of the modes with 64 MiB of memory; see
//! `mod.rs` and `program.py`. Internal errors, damage that the program finds, crashes and programs that do not end are
//! reported with the input's number. With the feature, so is every access to a field of an object that has none.

#[path = "mod.rs"]
mod api_calls;
#[path = "../watched.rs"]
mod watched;

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use mimeo_host::sandbox::{Ending, Program, Settings};
use watched::{Driver, Range};

/// Calls in one program.
const CALLS: u64 = 200;

struct Calls;

impl Driver for Calls {
    const INTERRUPTS: u64 = 3;
    const APART: Duration = Duration::from_secs(10);

    fn input(&self, range: &Range, number: u64) -> Result<Option<(Program, Settings)>, Box<dyn Error>> {
        Ok(Some(api_calls::program(range.seed, number, CALLS, range.only)))
    }
    fn judge(&self, ending: &Ending, output: &str) -> Option<String> {
        api_calls::judge(ending, output)
    }
}

fn main() -> ExitCode {
    watched::main("api_calls", || Ok(Calls))
}
