//! The command `mimeo`: reads the arguments, has the library do the work, and says how it went.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;

use mimeo::jit::Mode;
use mimeo::vm::HashSeed;
use mimeo_host::cli::{Cli, Command, Compile, Dis, InvalidationMode, Jit, Phase, Run, StatsFormat};
use mimeo_host::dump::{Columns, Wanted};
use mimeo_host::files::read_at_most;
use mimeo_host::io::{Interrupt, Streams, SystemIo};
use mimeo_host::sandbox::{Ending, Program, Runtime, Settings};
use mimeo_host::stencils;
use mimeo_host::tools::{self, CompileSettings, Failure, Invalidation};

/// What goes wrong before a program runs: the message, and exit status 2.
struct Usage(String);

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Run(arguments) => run(arguments),
        Command::Stencils { name } => print(stencils::listing(name.as_deref()).map_err(Usage)),
        Command::Dis(arguments) => dis(&arguments),
        Command::Compile(arguments) => compile(arguments),
    };
    let status = done.unwrap_or_else(|Usage(message)| {
        eprintln!("mimeo: {}", message.trim_end());
        2
    });
    // Statuses wrap as the system's do.
    ExitCode::from(status as u8)
}

/// Prints a text; a closed pipe ends the command quietly.
fn print(text: Result<String, Usage>) -> Result<i32, Usage> {
    match std::io::stdout().write_all(text?.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(Ending::ClosedPipe.status()),
        Err(error) => Err(Usage(format!("can't write: {error}"))),
        Ok(()) => Ok(0),
    }
}

/// Says what went wrong; gives the exit status.
fn fail(failure: &Failure) -> Result<i32, Usage> {
    let _ = std::io::stderr().write_all(failure.text().as_bytes());
    Ok(failure.status())
}

fn dis(arguments: &Dis) -> Result<i32, Usage> {
    let mut program = match &arguments.code {
        Some(code) => Program { folder: Some("".into()), ..Program::code(code.clone()) },
        None => match tools::find(&arguments.program) {
            Ok(program) => program,
            Err(failure) => return fail(&failure),
        },
    };
    let columns = Columns { caches: arguments.show_caches, offsets: arguments.show_offsets };
    if !arguments.adaptive {
        if !arguments.args.is_empty() {
            return Err(Usage("arguments are for a program that runs: see --adaptive".into()));
        }
        return match tools::disassemble(&program, columns) {
            Ok(text) => print(Ok(text)),
            Err(failure) => fail(&failure),
        };
    }
    program.argv.extend(arguments.args.iter().cloned());
    let settings = Settings {
        jit: Mode::Off,
        allow_files: arguments.allow_files,
        dumps: Wanted { adaptive: Some(columns), ..Wanted::default() },
        ..Settings::default()
    };
    let report = Runtime::new().run(&program, &settings, process_io(&program, arguments.allow_files));
    let printed = print(Ok(report.dumps))?;
    if let Some(message) = report.ending.message() {
        let _ = writeln!(std::io::stderr(), "mimeo: {message}");
    }
    Ok(if printed != 0 { printed } else { report.ending.status() })
}

fn compile(arguments: Compile) -> Result<i32, Usage> {
    if arguments.optimize > 2 {
        return Err(Usage("-O can be given twice at most".into()));
    }
    if let Some(output) = &arguments.output
        && arguments.files.len() > 1
        && !output.is_dir()
    {
        return Err(Usage(format!("'{}' is no folder, and there are several sources", output.display())));
    }
    let settings = CompileSettings {
        output: arguments.output,
        pycache: arguments.pycache,
        optimize: arguments.optimize,
        invalidation: match arguments.invalidation_mode {
            InvalidationMode::Timestamp => Invalidation::Timestamp,
            InvalidationMode::CheckedHash => Invalidation::CheckedHash,
            InvalidationMode::UncheckedHash => Invalidation::UncheckedHash,
        },
    };
    // One that fails does not keep the others from being compiled.
    let mut status = 0;
    for file in &arguments.files {
        if let Err(failure) = tools::compile(file, &settings) {
            status = status.max(fail(&failure)?);
        }
    }
    Ok(status)
}

/// The process's streams and files for a program that runs in it; Ctrl-C interrupts it.
fn process_io(program: &Program, allow_files: bool) -> Box<SystemIo> {
    let interrupt = Interrupt::default();
    let handler = interrupt.clone();
    // A Ctrl-C is KeyboardInterrupt, which a program may catch; the third within two seconds ends it, whatever it catches.
    let mut before: [Option<Instant>; 2] = [None; 2];
    let _ = ctrlc::set_handler(move || {
        let now = Instant::now();
        match before[0] {
            Some(first) if now.duration_since(first) < Duration::from_secs(2) => handler.stop(),
            _ => drop(handler.raise()),
        }
        before = [before[1], Some(now)];
    });
    let mut io = SystemIo::new(Streams::Process, interrupt).allow_files(allow_files);
    // From the root, as the names of programs are: what may be read is told by comparing paths.
    if let Ok(here) = std::env::current_dir() {
        io = io.in_folder(here);
    }
    if let Some(folder) = &program.folder {
        io = io.import_from(folder);
    }
    Box::new(io)
}

/// The seed of hashes that the environment asks for; `Err`: what CPython says of one that is none.
fn hash_seed() -> Result<HashSeed, &'static str> {
    let text = std::env::var_os("PYTHONHASHSEED").unwrap_or_default();
    text.to_str().and_then(HashSeed::parse).ok_or(
        "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range \
         [0; 4294967295]\nPython runtime state: preinitialized\n\n",
    )
}

fn run(arguments: Run) -> Result<i32, Usage> {
    let hash_seed = match hash_seed() {
        Ok(seed) => seed,
        Err(message) => {
            let _ = std::io::stderr().write_all(message.as_bytes());
            return Ok(1);
        }
    };
    let program = program(&arguments)?;
    let dump = arguments.dump.as_ref();
    let wants = |phase| dump.is_some_and(|dump| dump.phases.contains(&phase));
    let settings = Settings {
        jit: match arguments.jit {
            Jit::Auto => Mode::Auto,
            Jit::Off => Mode::Off,
            Jit::Always => Mode::Always,
        },
        max_memory: arguments.max_memory,
        timeout: arguments.timeout,
        fuel: arguments.fuel,
        max_output: arguments.max_output,
        max_input: arguments.max_input,
        allow_files: arguments.allow_files,
        statistics: arguments.stats.is_some(),
        hash_seed,
        zeal: arguments.zeal,
        dumps: Wanted {
            bytecode: wants(Phase::Bytecode),
            uops: wants(Phase::Uops),
            wat: wants(Phase::Wat),
            asm: wants(Phase::Asm),
            adaptive: None,
            function: dump.and_then(|dump| dump.function.clone()),
        },
        ..Settings::default()
    };
    let runtime = match &arguments.code_cache {
        Some(folder) => Runtime::with_code_cache(folder)
            .map_err(|error| Usage(format!("can't keep code in '{}': {error}", folder.display())))?,
        None => Runtime::new(),
    };
    let report = runtime.run(&program, &settings, process_io(&program, arguments.allow_files));
    // Nobody may be listening: that is no reason to fail.
    let mut stderr = std::io::stderr();
    let _ = stderr.write_all(report.dumps.as_bytes());
    for what in &report.missing {
        let _ = writeln!(stderr, "mimeo: {what}");
    }
    if let Some(statistics) = &report.statistics {
        let text = match arguments.stats {
            Some(StatsFormat::Json) => statistics.json(),
            _ => statistics.text(),
        };
        let _ = stderr.write_all(text.as_bytes());
    }
    if let Some(message) = report.ending.message() {
        let _ = writeln!(stderr, "mimeo: {message}");
    }
    Ok(report.ending.status())
}

/// The program that the arguments name.
fn program(arguments: &Run) -> Result<Program, Usage> {
    let rest = &arguments.rest;
    if let Some(code) = &arguments.code {
        let argv = std::iter::once("-c".to_owned()).chain(rest.iter().cloned()).collect();
        return Ok(Program {
            source: code.clone().into_bytes(),
            filename: "<string>".into(),
            folder: Some("".into()),
            argv,
        });
    }
    let Some(file) = rest.first() else { return Err(Usage("no program was given".into())) };
    if file == "-" {
        let read = read_at_most(std::io::stdin().lock(), 0, arguments.max_memory);
        let source = read.map_err(|error| Usage(format!("can't read standard input: {error}")))?;
        return Ok(Program {
            source,
            filename: "<stdin>".into(),
            folder: Some("".into()),
            argv: rest.clone(),
        });
    }
    if file.starts_with('-') {
        return Err(Usage(format!("unexpected argument '{file}'; see 'mimeo run --help'")));
    }
    let path = Path::new(file);
    // The user names it: it may be a FIFO as well.
    let source = std::fs::File::open(path).and_then(|file| read_at_most(file, 0, arguments.max_memory));
    let source = source.map_err(|error| Usage(format!("can't open file '{file}': {error}")))?;
    // As CPython has it: tracebacks and `__file__` name the file from the root; imports start where it really lies.
    let unknown = |error| Usage(format!("can't tell the current folder: {error}"));
    let filename = std::env::current_dir().map_err(unknown)?.join(path).to_string_lossy().into_owned();
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = real.parent().map(Path::to_owned);
    Ok(Program { source, filename, folder, argv: rest.clone() })
}
