//! The command line's arguments. What they ask for is done by the library.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

const STATUS: &str = "\
Exit status:
    0    the program ran to its end (or said so with sys.exit)
    1    an exception that the program did not catch, a syntax error included
    2    wrong usage, or a program that cannot be read
  120    a .pyc file that is damaged, not of CPython 3.13, or holds bytecode that no compiler makes
  121    the program needs a feature that mimeo does not support
  122    a limit was reached that the program cannot see as an exception
  123    an internal error: a bug in mimeo
  130    interrupted (Ctrl-C)
  141    the reader of the program's output went away
Any other status is the program's own, from sys.exit.";

const ENVIRONMENT: &str = "\
Environment:
  PYTHONHASHSEED   what hashes of text and bytes, and so the order of sets of them, are made from: a number up to 4294967295
                   (the same as CPython with that number), or 'random', which is the default";

/// Runs Python 3.13 inside a WebAssembly sandbox, compiled by copy-and-patch.
#[derive(Parser, Debug)]
#[command(name = "mimeo", version, after_help = STATUS)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Run a program
    #[command(after_help = format!("{ENVIRONMENT}\n\n{STATUS}"))]
    Run(Run),
    /// Show the stencil library: each stencil disassembled, and its holes
    Stencils {
        /// Only this stencil, or those of the family with this name
        name: Option<String>,
    },
    /// Show a program's bytecode, as `python3.13 -m dis` does
    Dis(Dis),
    /// Compile programs to .pyc files that CPython 3.13 and mimeo run
    Compile(Compile),
}

#[derive(Args, Debug)]
pub struct Dis {
    /// Disassemble this code
    #[arg(short = 'c', value_name = "CODE", allow_hyphen_values = true, conflicts_with = "program")]
    pub code: Option<String>,

    /// Run the program first, interpreted, then show the instructions specialised as they are
    #[arg(long)]
    pub adaptive: bool,

    /// Show inline caches
    #[arg(short = 'C', long)]
    pub show_caches: bool,

    /// Show instruction offsets
    #[arg(short = 'O', long)]
    pub show_offsets: bool,

    /// Let the program open files, where --adaptive runs it
    #[arg(long)]
    pub allow_files: bool,

    /// The program: a source or .pyc file (`-`: standard input), or the name of a module
    #[arg(value_name = "FILE|MODULE", default_value = "-")]
    pub program: String,

    /// The program's arguments, where --adaptive runs it
    #[arg(last = true, value_name = "ARGS")]
    pub args: Vec<String>,
}

#[derive(Args, Debug)]
#[command(after_help = COMPILE)]
pub struct Compile {
    /// The source files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Where to write: a file, if there is one source, or a folder [default: beside each source, as NAME.pyc]
    #[arg(short, long, value_name = "OUT", conflicts_with = "pycache")]
    pub output: Option<PathBuf>,

    /// Write to the folder `__pycache__` beside each source, where CPython looks when it imports it
    #[arg(long)]
    pub pycache: bool,

    /// Optimise: drop assertions; -OO: docstrings too
    #[arg(short = 'O', action = clap::ArgAction::Count)]
    pub optimize: u8,

    /// How CPython is to tell that a .pyc is older than its source
    #[arg(long, value_enum, default_value = "timestamp", value_name = "MODE")]
    pub invalidation_mode: InvalidationMode,
}

const COMPILE: &str = "\
The .pyc files are those that CPython's py_compile would write. A file NAME.pyc can be run ('mimeo run NAME.pyc', \
'python3.13 NAME.pyc') and, where there is no NAME.py beside it, imported. \
The exit status is 0 if all were compiled, 1 if one has an error in its syntax, 2 if one cannot be read or written.";

#[derive(Clone, Copy, Debug, ValueEnum, PartialEq, Eq)]
pub enum InvalidationMode {
    /// By the source's time and size
    Timestamp,
    /// By a hash of the source, compared at each import
    CheckedHash,
    /// Not at all; a hash of the source is there for other tools
    UncheckedHash,
}

#[derive(Args, Debug)]
pub struct Run {
    /// Run this code
    #[arg(short = 'c', value_name = "CODE", allow_hyphen_values = true)]
    pub code: Option<String>,

    /// When to compile to native code
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub jit: Jit,

    /// Print statistics to standard error when the program has ended
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub stats: Option<StatsFormat>,

    /// Print what each phase made of the program's functions, to standard error, when the program has ended:
    /// bytecode, uops, wat, asm, separated by commas; `:FUNCTION` limits it to functions of that name.
    /// What there is no text of is said there, too; the exit status is the program's all the same
    #[arg(long, value_name = "PHASES[:FUNCTION]", require_equals = true, value_parser = parse_dump)]
    pub dump: Option<Dump>,

    /// The most memory that the program's objects may take: bytes, or with K, M or G; at most 4G
    #[arg(long, value_name = "SIZE", default_value = "4G", value_parser = parse_memory)]
    pub max_memory: u64,

    /// The longest that the program may run, in seconds (`0.5` is fine); then it ends with status 122
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    pub timeout: Option<Duration>,

    /// The most fuel that the program may use: a tick for each turn of a loop, each call, and some 50 ns of a long operation's
    /// work; the same program and input use the same fuel in every run (`--stats` shows how much). Then it ends with status 122
    #[arg(long, value_name = "TICKS")]
    pub fuel: Option<u64>,

    /// The most bytes that the program may write to standard output and standard error; then it ends with status 122
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub max_output: Option<u64>,

    /// The most bytes that the program may read from standard input; then it ends with status 122
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub max_input: Option<u64>,

    /// Keep compiled code in this folder, and take it from there. Whoever can write there can have mimeo run anything: keep it
    /// private
    #[arg(long, value_name = "DIR")]
    pub code_cache: Option<PathBuf>,

    /// Let the program open files
    #[arg(long)]
    pub allow_files: bool,

    /// Collect garbage at every safepoint (slow; for tests)
    #[arg(long, hide = true)]
    pub zeal: bool,

    /// The program (`-`: standard input), and its arguments
    #[arg(
        value_name = "FILE|ARGS",
        trailing_var_arg = true,
        allow_hyphen_values = true,
        required_unless_present = "code"
    )]
    pub rest: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum, PartialEq, Eq)]
pub enum Jit {
    /// What runs often, in the background
    Auto,
    /// Never: the interpreter runs everything
    Off,
    /// Everything before it runs, waiting for the compiler: a function before its first call, a loop before its first
    /// iteration. Nothing is known of a program then: such code takes operands of any type, and is slower
    Always,
}

#[derive(Clone, Copy, Debug, ValueEnum, PartialEq, Eq)]
pub enum StatsFormat {
    /// A table
    Text,
    /// One JSON object
    Json,
}

/// What `--dump` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump {
    pub phases: Vec<Phase>,
    pub function: Option<String>,
}

/// A phase whose text can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Phase {
    Bytecode,
    Uops,
    Wat,
    Asm,
}

fn parse_dump(text: &str) -> Result<Dump, String> {
    let (phases, function) = match text.split_once(':') {
        Some((_, "")) => return Err("a function's name is missing after ':'".into()),
        Some((phases, function)) => (phases, Some(function.to_owned())),
        None => (text, None),
    };
    let phases = phases.split(',').map(|phase| {
        Phase::from_str(phase, false).map_err(|_| format!("{phase:?} is none of bytecode, uops, wat, asm"))
    });
    Ok(Dump { phases: phases.collect::<Result<_, _>>()?, function })
}

fn parse_size(text: &str) -> Result<u64, String> {
    let (number, unit) = match text.char_indices().last() {
        Some((end, 'k' | 'K')) => (&text[..end], 1u64 << 10),
        Some((end, 'm' | 'M')) => (&text[..end], 1 << 20),
        Some((end, 'g' | 'G')) => (&text[..end], 1 << 30),
        _ => (text, 1),
    };
    let bytes = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    bytes.ok_or_else(|| "it must be a number, optionally followed by K, M or G".into())
}

fn parse_memory(text: &str) -> Result<u64, String> {
    match parse_size(text)? {
        bytes @ 0x10_0000..=0x1_0000_0000 => Ok(bytes),
        _ => Err("it must be from 1M to 4G".into()),
    }
}

fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| "it must be a number of seconds".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_memory("64M"), Ok(64 << 20));
        assert_eq!(parse_memory("4G"), Ok(4 << 30));
        assert_eq!(parse_memory("2097152"), Ok(2 << 20));
        for wrong in ["", "M", "-1", "5G", "12", "99999999999999999999G", "1.5G", "1é"] {
            assert!(parse_memory(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dumps() {
        let dump = parse_dump("bytecode,wat:fib").unwrap();
        assert_eq!(dump, Dump { phases: vec![Phase::Bytecode, Phase::Wat], function: Some("fib".into()) });
        assert!(parse_dump("everything").is_err());
        assert!(parse_dump("wat:").is_err());
    }
}
