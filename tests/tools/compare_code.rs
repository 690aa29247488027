//! Compares our compiler with CPython 3.13's: `cargo run --release -p mimeo --example compare_code -- [OPTIONS] [PATH…]`
//!
//! Each path is a Python file or a folder of them; without any, it is CPython's own library. Both compile every file,
//! one after the other, file by file; code objects are compared one by one, field by field, and CPython's go through our verifier. Prints the first
//! difference of each file, then how many code objects are equal, and how long both took: wall time and processor
//! time of the one thread, from the bytes in memory to the code object. Exits with 1 if anything differed. Where there
//! is no CPython 3.13, it says so and exits with 0.
//!
//! Options: `--python COMMAND` (default `python3.13`), `--optimize LEVEL` (default 0), `--show NUMBER` (how many
//! files to show differences of; default 20), `--passes NUMBER` (how often both compile each file; the quickest
//! counts; default 1), `--alone` (only we compile: for profilers).

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use mimeo::bytecode::dis::{self, DisOptions};
use mimeo::bytecode::{CodeObject, Const, exceptions, locations, marshal, verify};
use mimeo::compiler::{self, Mode, Options, SyntaxError};

const FILENAME: &str = "<compared>";
/// Prints the version and where the library is.
const ASK: &str = "import os, sys; print(*sys.version_info[:2], os.path.dirname(os.__file__))";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("compare_code: {error}");
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Totals {
    files: usize,
    bytes: usize,
    refused_by_us: usize,
    refused_by_cpython: usize,
    refused_by_both: usize,
    code_objects: usize,
    equal: usize,
    /// Files whose code from CPython our verifier refuses.
    unverified: usize,
    causes: HashMap<&'static str, usize>,
    ours: Took,
    theirs: Took,
}

/// How long something took.
#[derive(Clone, Copy, Default)]
struct Took {
    wall: f64,
    processor: f64,
}

impl Took {
    fn quickest(self, other: Took) -> Took {
        Took { wall: self.wall.min(other.wall), processor: self.processor.min(other.processor) }
    }

    fn add(&mut self, other: Took) {
        self.wall += other.wall;
        self.processor += other.processor;
    }
}

/// This thread's processor time so far.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn compile(source: &[u8], options: &Options) -> (Result<CodeObject, SyntaxError>, Took) {
    let (wall, processor) = (Instant::now(), processor_time());
    let result = compiler::compile_bytes(source, FILENAME, Mode::Exec, options);
    let took =
        Took { wall: wall.elapsed().as_secs_f64(), processor: (processor_time() - processor).as_secs_f64() };
    (result, took)
}

/// The folder of CPython 3.13's library; `None` if `python` is no CPython 3.13.
fn library(python: &str) -> Option<PathBuf> {
    let output = Command::new(python).args(["-c", ASK]).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(text.trim_end().strip_prefix("3 13 ")?))
}

fn run() -> Result<bool, Box<dyn Error>> {
    let (mut python, mut optimize, mut show, mut passes, mut alone) =
        (String::from("python3.13"), 0u8, 20usize, 1usize, false);
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--python" => python = value()?,
            "--optimize" => optimize = value()?.parse()?,
            "--show" => show = value()?.parse()?,
            "--passes" => passes = value()?.parse::<usize>()?.max(1),
            "--alone" => alone = true,
            _ => collect(Path::new(&arg), &mut files)?,
        }
    }
    let options = Options { optimize, ..Options::default() };
    if files.is_empty() || !alone {
        let Some(library) = library(&python) else {
            println!("skipped: {python} is no CPython 3.13 (--python COMMAND names one)");
            return Ok(true);
        };
        if files.is_empty() {
            collect(&library, &mut files)?;
        }
    }
    if alone {
        let sources: Vec<_> = files.iter().map(std::fs::read).collect::<Result<_, _>>()?;
        for _ in 0..passes {
            let started = Instant::now();
            for source in &sources {
                let _ = compiler::compile_bytes(source, FILENAME, Mode::Exec, &options);
            }
            println!("{} files: {:.2} s", files.len(), started.elapsed().as_secs_f64());
        }
        return Ok(true);
    }
    let mut child = Command::new(&python)
        .args([
            "-W",
            "ignore",
            "-c",
            include_str!("dump_code.py"),
            &optimize.to_string(),
            &passes.to_string(),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start {python}: {error}"))?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("no pipes to the Python process".into());
    };
    let mut answers = BufReader::with_capacity(1 << 20, stdout);
    let mut totals = Totals::default();
    for path in &files {
        // One at a time, so that neither takes the processor from the other.
        stdin.write_all(path.as_os_str().as_encoded_bytes())?;
        stdin.write_all(b"\n")?;
        stdin.flush()?;
        let mut header = [0; 20];
        answers.read_exact(&mut header)?;
        let number = |at: usize| header[at..at + 8].try_into().map(f64::from_le_bytes);
        let their_time = Took { wall: number(0)?, processor: number(8)? };
        let length = u32::from_le_bytes(header[16..].try_into()?);
        let mut data = vec![0; (length & !(1 << 31)) as usize];
        answers.read_exact(&mut data)?;
        let theirs = if length >> 31 == 0 {
            match marshal::loads(&data)? {
                Const::Code(code) => Ok(code),
                _ => return Err("CPython sent something other than code".into()),
            }
        } else {
            Err(String::from_utf8_lossy(&data).into_owned())
        };
        let source = std::fs::read(path)?;
        let (mut ours, mut our_time) = compile(&source, &options);
        for _ in 1..passes {
            let (again, time) = compile(&source, &options);
            (ours, our_time) = (again, our_time.quickest(time));
        }
        totals.files += 1;
        let report = match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => {
                totals.bytes += source.len();
                totals.ours.add(our_time);
                totals.theirs.add(their_time);
                let refused = verify::verify(&theirs).err();
                totals.unverified += refused.is_some() as usize;
                compare(&ours, &theirs, &mut totals).or(refused.map(|error| error.to_string()))
            }
            (Err(error), Ok(theirs)) => {
                totals.refused_by_us += 1;
                totals.code_objects += count(&theirs);
                Some(format!("refused by us: {} (line {})", error.msg, error.lineno))
            }
            (Ok(_), Err(message)) => {
                totals.refused_by_cpython += 1;
                Some(format!("refused by CPython: {message}"))
            }
            (Err(_), Err(_)) => {
                totals.refused_by_both += 1;
                None
            }
        };
        if let Some(report) = report
            && show > 0
        {
            show -= 1;
            println!("{}: {report}", path.display());
        }
    }
    drop(stdin);
    child.wait()?;
    let Totals {
        files,
        bytes,
        refused_by_us,
        refused_by_cpython,
        refused_by_both,
        code_objects,
        equal,
        unverified,
        ..
    } = totals;
    println!(
        "{files} files; refused by us only {refused_by_us}, by CPython only {refused_by_cpython}, by both {refused_by_both}"
    );
    println!(
        "{equal} of {code_objects} code objects equal ({:.3} %)",
        100.0 * equal as f64 / code_objects.max(1) as f64
    );
    println!("the verifier refuses CPython's code of {unverified} files");
    let mut causes: Vec<_> = totals.causes.into_iter().collect();
    causes.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    for (cause, count) in causes {
        println!("  {count:6} first differ in {cause}");
    }
    let times = |what: &str, ours: f64, theirs: f64| {
        println!("{what}: {ours:.2} s by us, {theirs:.2} s by CPython ({:.2} times as fast)", theirs / ours);
    };
    println!("compiled {:.1} MB of source", bytes as f64 / 1e6);
    times("wall time", totals.ours.wall, totals.theirs.wall);
    times("processor time", totals.ours.processor, totals.theirs.processor);
    Ok(equal == code_objects && refused_by_us + refused_by_cpython + unverified == 0)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        entries.sort();
        for entry in entries {
            if entry.is_dir() || entry.extension().is_some_and(|extension| extension == "py") {
                collect(&entry, files)?;
            }
        }
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}

fn nested(code: &CodeObject) -> impl Iterator<Item = &CodeObject> {
    code.consts.iter().filter_map(|value| match value {
        Const::Code(code) => Some(&**code),
        _ => None,
    })
}

fn count(code: &CodeObject) -> usize {
    1 + nested(code).map(count).sum::<usize>()
}

/// Compares the code objects within as well; describes the first that differ.
fn compare(ours: &CodeObject, theirs: &CodeObject, totals: &mut Totals) -> Option<String> {
    totals.code_objects += 1;
    let mut report = match difference(ours, theirs) {
        None => {
            totals.equal += 1;
            None
        }
        Some((cause, text)) => {
            *totals.causes.entry(cause).or_default() += 1;
            Some(format!("{}: {text}", theirs.qualname))
        }
    };
    // Paired by name and line, so that a difference in the outer one does not hide those within.
    let mut candidates: HashMap<_, Vec<&CodeObject>> = HashMap::new();
    for code in nested(ours) {
        candidates.entry((&code.qualname, code.firstlineno)).or_default().push(code);
    }
    for code in nested(theirs) {
        let mates = candidates.get_mut(&(&code.qualname, code.firstlineno));
        match mates.filter(|mates| !mates.is_empty()).map(|mates| mates.remove(0)) {
            Some(mate) => {
                let inner = compare(mate, code, totals);
                report = report.or(inner);
            }
            None => {
                totals.code_objects += count(code);
                *totals.causes.entry("a code object that we do not have").or_default() += 1;
            }
        }
    }
    report
}

/// The first field that differs, code objects among the constants not looked into.
fn difference(ours: &CodeObject, theirs: &CodeObject) -> Option<(&'static str, String)> {
    macro_rules! check {
        ($($field:ident)*) => {
            $(if ours.$field != theirs.$field {
                return Some((stringify!($field), format!("{}: ours {:?}, theirs {:?}", stringify!($field), ours.$field, theirs.$field)));
            })*
        };
    }
    check!(name qualname filename firstlineno argcount posonlyargcount kwonlyargcount);
    if ours.code != theirs.code {
        return Some(("code", format!("code: {}", first_line(&listing(ours), &listing(theirs)))));
    }
    let same_consts = ours.consts.len() == theirs.consts.len()
        && ours
            .consts
            .iter()
            .zip(&theirs.consts)
            .all(|(a, b)| matches!((a, b), (Const::Code(_), Const::Code(_))) || a == b);
    if !same_consts {
        return Some(("consts", format!("consts: {}", first_line(&consts(ours), &consts(theirs)))));
    }
    check!(names localsplusnames localspluskinds flags stacksize);
    if ours.exceptiontable != theirs.exceptiontable {
        return Some((
            "exceptiontable",
            format!("exceptiontable: {}", first_line(&handlers(ours), &handlers(theirs))),
        ));
    }
    if ours.linetable != theirs.linetable {
        return Some(("linetable", format!("linetable: {}", first_line(&places(ours), &places(theirs)))));
    }
    None
}

fn first_line(ours: &[String], theirs: &[String]) -> String {
    for index in 0..ours.len().max(theirs.len()) {
        let (a, b) = (ours.get(index), theirs.get(index));
        if a != b {
            let text = |line: Option<&String>| {
                line.map_or("nothing".into(), |line| line.chars().take(200).collect::<String>())
            };
            return format!("\n    ours   {}\n    theirs {}", text(a), text(b));
        }
    }
    "the same when listed".into()
}

fn listing(code: &CodeObject) -> Vec<String> {
    let alone = CodeObject {
        consts: code
            .consts
            .iter()
            .map(|value| if matches!(value, Const::Code(_)) { Const::Ellipsis } else { value.clone() })
            .collect(),
        ..code.clone()
    };
    dis::disassemble(&alone, &DisOptions::default()).lines().map(str::to_owned).collect()
}

fn consts(code: &CodeObject) -> Vec<String> {
    let text = |value: &Const| match value {
        Const::Code(code) => format!("code {}", code.qualname),
        other => format!("{other:?}"),
    };
    code.consts.iter().map(text).collect()
}

fn handlers(code: &CodeObject) -> Vec<String> {
    exceptions::handlers(&code.exceptiontable).map(|handler| format!("{handler:?}")).collect()
}

/// One line for each instruction with its source range.
fn places(code: &CodeObject) -> Vec<String> {
    dis::unpack(&code.code)
        .map(|instr| {
            let at = locations::location_at(&code.linetable, code.firstlineno, instr.offset as u32 / 2);
            let name = mimeo::ops::name(instr.opcode as u16);
            format!("{} {name}: {}-{} {}-{}", instr.offset, at.line, at.end_line, at.col, at.end_col)
        })
        .collect()
}
