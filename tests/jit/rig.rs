//! Runs a program in process and says what became of it.

use std::collections::{BTreeMap, BTreeSet};

use mimeo::jit::Mode;
use mimeo_host::dump::Wanted;
use mimeo_host::io::{Captured, Interrupt, Streams, SystemIo};
use mimeo_host::sandbox::{Ending, Program, Runtime, Settings};
use mimeo_host::stats::Statistics;

pub struct Ran {
    pub out: String,
    pub err: String,
    pub ending: Ending,
    pub statistics: Statistics,
    pub dumps: String,
}

/// Runs `source` in `mode`, with the texts of what was compiled.
pub fn run(source: &str, mode: Mode) -> Ran {
    let dumps = Wanted { uops: true, wat: true, ..Wanted::default() };
    let settings = Settings { jit: mode, statistics: true, dumps, ..Settings::default() };
    run_with(source, &settings, Interrupt::default())
}

pub fn run_with(source: &str, settings: &Settings, interrupt: Interrupt) -> Ran {
    // One engine for all tests: it costs more than a program.
    static RUNTIME: std::sync::LazyLock<Runtime> = std::sync::LazyLock::new(Runtime::new);
    run_in(&RUNTIME, source, settings, interrupt)
}

pub fn run_in(runtime: &Runtime, source: &str, settings: &Settings, interrupt: Interrupt) -> Ran {
    let output = Captured::default();
    let io = SystemIo::new(Streams::Captured(output.clone(), Default::default()), interrupt);
    let program = Program { filename: "test.py".into(), ..Program::code(source) };
    let report = runtime.run(&program, settings, Box::new(io));
    let (out, err) = output.take();
    Ran {
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
        ending: report.ending,
        statistics: report.statistics.unwrap_or_default(),
        dumps: report.dumps,
    }
}

impl Ran {
    /// What was compiled: names of functions, `loop in NAME` for loops.
    pub fn compiled(&self) -> BTreeSet<String> {
        let titles = self.dumps.lines().filter_map(|line| line.strip_prefix(";; uops of "));
        titles
            .map(|title| {
                let title = title.split(" (slot ").next().unwrap_or(title);
                match title.split_once(", loop at ") {
                    Some((name, _)) => format!("loop in {name}"),
                    None => title.to_owned(),
                }
            })
            .collect()
    }

    /// Exits by instruction and function.
    pub fn exits(&self) -> BTreeMap<String, u64> {
        let mut exits = BTreeMap::new();
        for (place, count) in &self.statistics.exits {
            let (what, rest) = place.split_once(", offset ").unwrap_or((place, ""));
            let way = rest.find(" (").map_or("", |at| &rest[at..]);
            *exits.entry(format!("{what}{way}")).or_default() += count;
        }
        exits
    }
}
