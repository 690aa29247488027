//! Running a program: a sandbox is made for it, on a thread of its own; whatever happens inside ends here, as a
//! [`Report`].

use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use mimeo::bytecode::{CodeObject, pyc};
use mimeo::compiler;
use mimeo::heap::Memory;
use mimeo::heap::bounds::MustEnd;
use mimeo::heap::memory::HeapDamage;
use mimeo::jit::{Mode, StoreLimits};
use mimeo::objects::compiling;
use mimeo::program::{Exit, Uncaught, run_main_then};
use mimeo::vm::budget::Stop;
use mimeo::vm::control::STOP;
use mimeo::vm::{HashSeed, Io, Options, Vm};

use crate::bridge::CompiledCodeFailed;
use crate::compile::SharedEngine;
use crate::io::ClosedPipe;
use crate::panics::Quiet;
use crate::region::Mapping;
use crate::stats::Statistics;
use crate::wasm::WasmHost;
use crate::{dump, stack, syntax, watch};

/// What sandboxes share: the wasm engine, made when the first of them compiles something.
#[derive(Clone, Default)]
pub struct Runtime {
    engine: SharedEngine,
}

/// A program to run.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its source, as found in a file: encoding declaration, byte order mark and all; or the content of a `.pyc` file.
    pub source: Vec<u8>,
    /// The name that tracebacks show.
    pub filename: String,
    /// The folder that its imports are looked up in: `sys.path[0]`.
    pub folder: Option<PathBuf>,
    /// `sys.argv`.
    pub argv: Vec<String>,
}

impl Program {
    /// A program given as a text, which imports nothing but what mimeo brings.
    pub fn code(text: impl Into<String>) -> Program {
        Program {
            source: text.into().into_bytes(),
            filename: "<string>".into(),
            folder: None,
            argv: vec!["-c".into()],
        }
    }
}

/// What a sandbox may do and how it runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// When to compile.
    pub jit: Mode,
    /// The most that the program's objects may take, in bytes.
    pub max_memory: u64,
    /// How long the program may run.
    pub timeout: Option<Duration>,
    /// The most ticks that it may use: back-edges, calls, and the work of long natives.
    pub fuel: Option<u64>,
    /// The most bytes that it may write to standard output and standard error together.
    pub max_output: Option<u64>,
    /// The most bytes that it may read from standard input.
    pub max_input: Option<u64>,
    /// Whether the program may open files. (The [`Io`] has the last word.)
    pub allow_files: bool,
    /// Whether to count what [`Report::statistics`] shows.
    pub statistics: bool,
    /// What the keys of hashes come from: what decides the order of sets of strings.
    pub hash_seed: HashSeed,
    /// Collect at every safepoint (at some, once there were thousands), and overwrite what is freed: for tests.
    pub zeal: bool,
    /// When compiled modules that are out of use are given up.
    pub store: StoreLimits,
    /// Which phases' texts to keep for [`Report::dumps`].
    pub dumps: dump::Wanted,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            jit: Mode::Auto,
            max_memory: 4 << 30,
            timeout: None,
            fuel: None,
            max_output: None,
            max_input: None,
            allow_files: false,
            statistics: false,
            hash_seed: HashSeed::Random,
            zeal: false,
            store: StoreLimits::default(),
            dumps: dump::Wanted::default(),
        }
    }
}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// It ran to its end, or left with `sys.exit`: its exit status.
    Exited(i32),
    /// An exception that nothing caught, a syntax error included; the traceback went to standard error.
    Exception,
    /// A KeyboardInterrupt that nothing caught; likewise.
    Interrupted,
    /// The host stopped it.
    Stopped,
    /// It needs something that mimeo does not have: what.
    Unsupported(String),
    /// A limit that the program could not see as an exception: which, and the amount.
    Limit(String),
    /// A bug in mimeo: what is known of it. The sandbox is gone; the process goes on.
    Internal(String),
    /// It was given as a `.pyc` file that cannot run: what is wrong with it, and where.
    BadBytecode(String),
    /// Whoever read its output has gone.
    ClosedPipe,
}

impl Ending {
    /// The exit status that a process reports it with.
    pub fn status(&self) -> i32 {
        match self {
            Ending::Exited(status) => *status,
            Ending::Exception => 1,
            Ending::BadBytecode(_) => 120,
            Ending::Unsupported(_) => 121,
            Ending::Limit(_) => 122,
            Ending::Internal(_) => 123,
            Ending::Interrupted | Ending::Stopped => 130,
            Ending::ClosedPipe => 141,
        }
    }

    /// What to tell the user beyond what the program wrote itself.
    pub fn message(&self) -> Option<String> {
        match self {
            Ending::BadBytecode(what) => Some(what.clone()),
            Ending::Unsupported(what) => Some(format!("unsupported: {what}")),
            Ending::Limit(what) => Some(format!("limit reached: {what}")),
            Ending::Internal(what) => {
                Some(format!("internal error (a bug in mimeo, not in the program): {what}"))
            }
            _ => None,
        }
    }
}

/// What came of a program.
#[derive(Clone, Debug)]
pub struct Report {
    pub ending: Ending,
    /// Where they were asked for, and the sandbox lived to tell.
    pub statistics: Option<Statistics>,
    /// The texts that were asked for.
    pub dumps: String,
    /// Which of them there are none of, and why.
    pub missing: Vec<String>,
}

impl Report {
    fn bare(ending: Ending) -> Report {
        Report { ending, statistics: None, dumps: String::new(), missing: Vec::new() }
    }
}

impl Runtime {
    /// A runtime of its own.
    pub fn new() -> Runtime {
        Runtime::default()
    }

    /// A runtime that keeps compiled code in `folder` and takes it from there in other processes; `Err` says why it cannot. Whoever
    /// can write there can have it run anything: keep it as private as the program itself.
    pub fn with_code_cache(folder: &Path) -> Result<Runtime, String> {
        Ok(Runtime { engine: SharedEngine::with_cache(folder)? })
    }

    /// Runs `program` to its end in a fresh sandbox. Never panics: a bug inside is an [`Ending::Internal`].
    pub fn run(&self, program: &Program, settings: &Settings, io: Box<dyn Io>) -> Report {
        let control = io.control();
        let ran = stack::run(|stack_end| {
            let quiet = Quiet::here();
            let result =
                panic::catch_unwind(AssertUnwindSafe(|| run_here(self, program, settings, io, stack_end)));
            result.unwrap_or_else(|payload| {
                Report::bare(match payload.is::<MustEnd>() {
                    true => stopped(&asked(control.take()), settings),
                    false => ending_of(&*payload, quiet.place()),
                })
            })
        });
        match ran {
            Ok(Ok(report)) => report,
            Ok(Err(payload)) => Report::bare(ending_of(&*payload, String::new())),
            Err(error) => Report::bare(Ending::Limit(format!("no thread could be started: {error}"))),
        }
    }
}

fn run_here(
    runtime: &Runtime,
    program: &Program,
    settings: &Settings,
    io: Box<dyn Io>,
    stack_end: usize,
) -> Report {
    let mapping = match Mapping::new() {
        Ok(mapping) => mapping,
        Err(error) => return Report::bare(Ending::Limit(format!("4 GiB of address space: {error}"))),
    };
    let options = Options {
        max_memory: settings.max_memory,
        zeal: settings.zeal,
        allow_files: settings.allow_files,
        count_instructions: settings.statistics,
        fuel: settings.fuel,
        max_output: settings.max_output,
        max_input: settings.max_input,
        hash_seed: settings.hash_seed,
    };
    let control = io.control();
    let _deadline = match settings.timeout.map(|time| watch::deadline(&control, time)).transpose() {
        Ok(deadline) => deadline,
        Err(error) => return Report::bare(Ending::Limit(format!("no thread to keep the time: {error}"))),
    };
    let Ok(mut vm) = Vm::new(Memory::new(Box::new(mapping.clone())), options, io) else {
        return Report::bare(Ending::Limit(format!(
            "memory ({} bytes) is too little to start",
            settings.max_memory
        )));
    };
    let _running = vm.heap.private().enter();
    vm.jit.set_mode(settings.jit);
    vm.jit.limits = settings.store;
    vm.jit.reproducible = runtime.engine.has_cache();
    let host = Rc::new(WasmHost::new(runtime.engine.clone(), mapping, stack_end, settings.dumps.asm));
    if settings.jit != Mode::Off {
        vm.jit.host = Some(host.clone());
        vm.jit.dumps = settings.dumps.any().then(Default::default);
    }
    let mut dumps = String::new();
    let mut functions = None;
    let ending = run_program(&mut vm, program, settings, &mut dumps, &mut functions);
    let compiled = vm.jit.dumps.take().unwrap_or_default();
    dump::compiled(&compiled.compiled, &host, &settings.dumps, &mut dumps);
    let missing = functions.map(|functions| settings.dumps.missing(settings.jit, &functions, &compiled));
    let statistics = settings.statistics.then(|| Statistics::of(&vm));
    Report { ending, statistics, dumps, missing: missing.unwrap_or_default() }
}

/// Runs the program; gives the texts that were asked for, and the names of its functions if any were.
fn run_program(
    vm: &mut Vm,
    program: &Program,
    settings: &Settings,
    dumps: &mut String,
    functions: &mut Option<Vec<String>>,
) -> Ending {
    vm.argv = program.argv.clone();
    vm.sys_path = program.folder.iter().map(|folder| folder.to_string_lossy().into_owned()).collect();
    let code = match code_of(vm, program) {
        Ok(code) => code,
        Err(ending) => return ending,
    };
    if settings.dumps.any() {
        *functions = Some(dump::functions(&code));
    }
    if settings.dumps.bytecode {
        dump::bytecode(&code, &settings.dumps, dumps);
    }
    // `<string>` and `<stdin>` are no files.
    let file = Some(program.filename.as_str()).filter(|name| !name.starts_with('<'));
    let exit = run_main_then(vm, &code, file, |vm, heap_code| {
        if let Some(listing) = &settings.dumps.adaptive {
            dump::adaptive(vm, &code, heap_code, listing, dumps);
        }
    });
    match exit {
        Exit::Stopped(stop) => stopped(&stop, settings),
        Exit::Done => Ending::Exited(0),
        Exit::Status(status) => Ending::Exited(status),
        Exit::Exception { what, traceback } => {
            let _ = vm.write_stream(true, traceback.as_bytes());
            match what {
                Uncaught::Interrupt => Ending::Interrupted,
                Uncaught::Unsupported(feature) => Ending::Unsupported(feature),
                Uncaught::Other => Ending::Exception,
            }
        }
    }
}

/// Why a program that was in the middle of something was to end.
fn asked(what: u32) -> Stop {
    if what & STOP != 0 { Stop::Asked } else { Stop::Deadline }
}

/// What is told of a program that had to end.
fn stopped(stop: &Stop, settings: &Settings) -> Ending {
    match stop {
        Stop::Asked => Ending::Stopped,
        Stop::Deadline => {
            let seconds = settings.timeout.unwrap_or_default().as_secs_f64();
            Ending::Limit(format!("time ({seconds} s)"))
        }
        Stop::Fuel(ticks) => Ending::Limit(format!("fuel ({ticks} ticks)")),
        Stop::Output(bytes) => Ending::Limit(format!("output ({bytes} bytes)")),
        Stop::Input(bytes) => Ending::Limit(format!("input ({bytes} bytes)")),
        Stop::Bug(what) => Ending::Internal(what.clone()),
    }
}

/// The program's code: compiled, or read from a `.pyc` and verified.
fn code_of(vm: &mut Vm, program: &Program) -> Result<CodeObject, Ending> {
    if pyc::is_pyc(&program.source, &program.filename) {
        return pyc::load(&program.source)
            .map_err(|error| Ending::BadBytecode(format!("can't run '{}': {error}", program.filename)));
    }
    let (mode, options, mut warnings) = (compiler::Mode::Exec, compiling::options(vm), Vec::new());
    let (source, name) = (&program.source, &program.filename);
    let compiled = compiler::compile_bytes_with_warnings(source, name, mode, &options, &mut warnings);
    // As in CPython, tracebacks show lines of what `-c` runs, but none of what came through standard input; warnings
    // show lines of files only.
    let text = String::from_utf8_lossy(source).into_owned();
    let is_file = !name.starts_with('<');
    compiling::warn(vm, name, &warnings, Some(if is_file { &text } else { "" }));
    if program.filename != "<stdin>" {
        vm.program_source = Some((name.clone(), text));
    }
    compiled.map_err(|error| {
        let told = syntax::undeclared_encoding(&program.source, &program.filename);
        let told = told.unwrap_or_else(|| syntax::render(&error));
        let _ = vm.write_stream(true, told.as_bytes());
        Ending::Exception
    })
}

/// What a panic meant; `place` is where it came from.
fn ending_of(payload: &(dyn std::any::Any + Send), place: String) -> Ending {
    if payload.is::<ClosedPipe>() {
        return Ending::ClosedPipe;
    }
    if let Some(CompiledCodeFailed { stack_overflow: true, .. }) = payload.downcast_ref() {
        let bytes = crate::engine::WASM_STACK >> 20;
        return Ending::Limit(format!("native stack of compiled code ({bytes} MiB)"));
    }
    let what = if let Some(failed) = payload.downcast_ref::<CompiledCodeFailed>() {
        failed.what.clone()
    } else if let Some(HeapDamage(what)) = payload.downcast_ref() {
        format!("damaged heap: {what}")
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else if let Some(text) = payload.downcast_ref::<&str>() {
        text.to_string()
    } else {
        "unknown panic".into()
    };
    Ending::Internal(what + &place)
}
