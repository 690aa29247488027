//! The micro-operations and the WAT of small functions, beside their source: `functions/NAME.py` and
//! `snapshots/NAME.snap`. Each program calls its function `f` until it is compiled (mode `Warm`).
//!
//! Addresses of objects and versions of namespaces differ from build to build: they are shown as `@1` and `#1`, numbered in
//! the order in which they occur; an instruction's address is `code+OFFSET`, from the first that is named. `INSTA_UPDATE=always` records anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use mimeo::heap::statics::{HEAP, MARKS};
use mimeo::jit::Mode;
use mimeo_host::sandbox::Ending;

use super::rig::run;

/// What stands for addresses and versions in a snapshot.
#[derive(Default)]
struct Names {
    addresses: BTreeMap<u32, usize>,
    versions: BTreeMap<u32, usize>,
    /// Where the function's bytecode starts, and its end.
    bytecode: std::ops::Range<u32>,
}

impl Names {
    fn address(&mut self, address: u32) -> String {
        if self.bytecode.contains(&address) {
            return format!("code+{}", address - self.bytecode.start);
        }
        let next = self.addresses.len() + 1;
        format!("@{}", self.addresses.entry(address).or_insert(next))
    }

    fn version(&mut self, version: u32) -> String {
        let next = self.versions.len() + 1;
        format!("#{}", self.versions.entry(version).or_insert(next))
    }

    /// A number, or what stands for it: two halves of a word may be addresses each.
    fn word(&mut self, word: u64, plain: &str) -> String {
        let (low, high) = (word as u32, (word >> 32) as u32);
        let is_address = |half: u32| (HEAP..MARKS).contains(&half);
        match (is_address(low), is_address(high)) {
            (true, false) if high == 0 => self.address(low),
            (true, false) if high < 0x1_0000 => format!("{} | {high} << 32", self.address(low)),
            (false, true) if low < 0x10_0000 => format!("{low:#x} | {} << 32", self.address(high)),
            (true, true) => format!("{} | {} << 32", self.address(low), self.address(high)),
            _ => plain.to_owned(),
        }
    }

    /// One line of the listing of micro-operations.
    fn uop(&mut self, line: &str) -> String {
        let Some((head, rest)) = line.split_once('[') else { return line.to_owned() };
        let Some((imms, tail)) = rest.split_once(']') else { return line.to_owned() };
        let name = head.trim_end().trim_end_matches(|c| c != '(').trim_end_matches('(');
        let name = name.rsplit([' ', '\t']).next().unwrap_or(name);
        let mut shown = Vec::new();
        for (i, imm) in imms.split(", ").enumerate() {
            let word = imm.strip_prefix("0x").and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or(0);
            shown.push(match (name, i) {
                ("guard_cell", 1) => self.version(word as u32),
                ("const_float", _) => format!("{:?}", f64::from_bits(word)),
                ("call_native_at", 0) => "native".into(),
                _ => self.word(word, imm),
            });
        }
        format!("{head}[{}]{tail}", shown.join(", "))
    }

    /// One line of WAT.
    fn wat(&mut self, line: &str, before: [&str; 2], native: Option<u64>) -> String {
        let text = line.trim_start();
        let indent = &line[..line.len() - text.len()];
        let Some((instruction, number)) = text.split_once(' ') else { return line.to_owned() };
        let Ok(number) = number.parse::<i64>() else { return line.to_owned() };
        let shown = match instruction {
            // The version that a guard compares with: behind the load of the cell.
            "i32.const" if before[1].trim() == "i32.load" && is_heap_constant(before[0]) => {
                self.version(number as u32)
            }
            "i32.const" if native == Some(number as u64) => "native".into(),
            "i32.const" => self.word(number as u32 as u64, &number.to_string()),
            "i64.const" => self.word(number as u64, &number.to_string()),
            _ => return line.to_owned(),
        };
        format!("{indent}{instruction} {shown}")
    }
}

fn is_heap_constant(line: &str) -> bool {
    let number = line.trim().strip_prefix("i32.const ").and_then(|n| n.parse::<u32>().ok());
    number.is_some_and(|n| (HEAP..MARKS).contains(&n))
}

/// Whether a dump's title is one of `f`.
fn is_of_f(title: &str) -> bool {
    title.contains(" of f ") || title.contains(" of f,") || title.contains(".f (")
}

/// The addresses that `store_instr` names in what is listed of `f`, to tell the bytecode's.
fn instructions(dump: &str) -> Vec<u32> {
    let mut shown = false;
    let lines = dump.lines().filter(|line| {
        if let Some(title) = line.strip_prefix(";; ") {
            shown = is_of_f(title);
        }
        shown
    });
    let stores = lines.filter_map(|line| line.trim().strip_prefix("store_instr(frame) [0x"));
    stores
        .filter_map(|rest| u64::from_str_radix(rest.trim_end_matches(']'), 16).ok())
        .map(|w| w as u32)
        .collect()
}

/// The parts of a dump that show `f`, addresses replaced.
fn listing(dumps: &str) -> String {
    let mut names = Names::default();
    let mut out = String::new();
    let mut shown = false;
    let mut before = ["", ""];
    let mut native = None;
    let named = instructions(dumps);
    if let (Some(first), Some(last)) = (named.iter().min(), named.iter().max()) {
        names.bytecode = *first..*last + 2;
    }
    let mut is_wat = false;
    for line in dumps.lines() {
        if let Some(title) = line.strip_prefix(";; ") {
            shown = is_of_f(title);
            is_wat = title.starts_with("wat");
        }
        if shown {
            if let Some((_, imms)) = line.split_once("call_native_at(frame) [0x") {
                native = imms.split(',').next().and_then(|hex| u64::from_str_radix(hex, 16).ok());
            }
            let text = if is_wat { names.wat(line, before, native) } else { names.uop(line) };
            writeln!(out, "{}", text.trim_end()).unwrap();
        }
        before = [before[1], line];
    }
    out
}

#[test]
fn small_functions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/jit");
    let mut sources: Vec<_> = std::fs::read_dir(folder.join("functions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    sources.sort();
    let mut failed = Vec::new();
    for path in &sources {
        let name = path.file_stem().unwrap().to_string_lossy();
        let source = std::fs::read_to_string(path).unwrap();
        let ran = run(&source, Mode::Warm);
        assert_eq!(ran.ending, Ending::Exited(0), "{name}: {}", ran.err);
        let text = format!("{source}\n# prints\n{}\n{}", ran.out, listing(&ran.dumps));
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(folder.join("snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let same = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(name.as_ref(), text));
        }));
        if same.is_err() {
            failed.push(name.into_owned());
        }
    }
    assert!(failed.is_empty(), "differ: {failed:?}; INSTA_UPDATE=always records them anew");
}
