//! Commands that look at a program, or compile it for later, without running it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use mimeo::bytecode::marshal::{self, PycHeader};
use mimeo::bytecode::{CodeObject, dis, pyc};
use mimeo::compiler::{self, Mode};

use crate::dump::Columns;
use crate::sandbox::{Ending, Program};
use crate::{stack, syntax};

/// Why a command did not do what it was to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The command was used wrongly, or a file cannot be read or written: a message for the user.
    Usage(String),
    /// The program has an error in its syntax: the text that CPython prints.
    Syntax(String),
    /// A `.pyc` file is damaged, of another version, or holds bytecode that no compiler makes: a message.
    Bytecode(String),
    /// A bug in mimeo: what is known of it.
    Internal(String),
}

impl Failure {
    /// The exit status that a process reports it with.
    pub fn status(&self) -> i32 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Syntax(_) => Ending::Exception.status(),
            Failure::Bytecode(_) => Ending::BadBytecode(String::new()).status(),
            Failure::Internal(_) => Ending::Internal(String::new()).status(),
        }
    }

    /// The text for standard error, with its last newline.
    pub fn text(&self) -> String {
        match self {
            Failure::Syntax(text) => text.clone(),
            Failure::Usage(text) | Failure::Bytecode(text) => format!("mimeo: {}\n", text.trim_end()),
            Failure::Internal(what) => format!("mimeo: internal error (a bug in mimeo): {what}\n"),
        }
    }
}

/// Finds the program that `what` names: a file (`-`: standard input), or a module, which is looked up beside the current
/// folder's programs and among the modules that mimeo brings.
pub fn find(what: &str) -> Result<Program, Failure> {
    let program = |source, filename: String, folder| Program {
        source,
        argv: vec![filename.clone()],
        filename,
        folder: Some(folder),
    };
    if what == "-" {
        let mut source = Vec::new();
        let read = std::io::Read::read_to_end(&mut std::io::stdin(), &mut source);
        read.map_err(|error| Failure::Usage(format!("can't read standard input: {error}")))?;
        return Ok(program(source, "<stdin>".into(), PathBuf::new()));
    }
    let path = Path::new(what);
    let error = match fs::read(path) {
        Ok(source) => {
            return Ok(program(source, what.into(), path.parent().map(Path::to_owned).unwrap_or_default()));
        }
        Err(error) => error,
    };
    let is_module = |name: &str| {
        name.split('.').all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        })
    };
    if is_module(what) {
        let base = what.replace('.', "/");
        for file in ["/__init__.py", "/__init__.pyc", ".py", ".pyc"].map(|end| format!("{base}{end}")) {
            if let Ok(source) = fs::read(&file) {
                return Ok(program(source, file, PathBuf::new()));
            }
        }
        if let Some(module) = mimeo::modules::find(what) {
            return match module.source {
                Some(source) => Ok(program(source.into(), format!("<frozen {what}>"), PathBuf::new())),
                None => Err(Failure::Usage(format!("module '{what}' is native: it has no bytecode"))),
            };
        }
    }
    Err(Failure::Usage(format!("can't open file '{what}': {error}")))
}

/// The bytecode of `program` as text: what `python3.13 -m dis` prints.
pub fn disassemble(program: &Program, columns: Columns) -> Result<String, Failure> {
    on_large_stack(|| {
        let code = if pyc::is_pyc(&program.source, &program.filename) {
            pyc::load(&program.source).map_err(|error| {
                Failure::Bytecode(format!("can't disassemble '{}': {error}", program.filename))
            })?
        } else {
            code_of(&program.source, &program.filename, 0)?
        };
        Ok(dis::disassemble(&code, &columns.options()))
    })
}

/// How [`compile`] compiles, and to where.
#[derive(Clone, Debug, Default)]
pub struct CompileSettings {
    /// A file, or a folder; without it, beside each source.
    pub output: Option<PathBuf>,
    /// Into the folder `__pycache__`, named as CPython names what it keeps there.
    pub pycache: bool,
    /// 0, 1 (`-O`) or 2 (`-OO`).
    pub optimize: u8,
    /// What the `.pyc` says of its source.
    pub invalidation: Invalidation,
}

/// How Python is to tell that a `.pyc` is stale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Invalidation {
    /// By its source's time and size.
    #[default]
    Timestamp,
    /// By a hash of its source, compared at each import.
    CheckedHash,
    /// Never: a hash is there, for other tools.
    UncheckedHash,
}

/// Compiles the program in `file` to a `.pyc`; where to.
pub fn compile(file: &Path, settings: &CompileSettings) -> Result<PathBuf, Failure> {
    let target = target(file, settings)?;
    let source = fs::read(file)
        .map_err(|error| Failure::Usage(format!("can't open file '{}': {error}", file.display())))?;
    let header = match settings.invalidation {
        Invalidation::Timestamp => {
            let modified = fs::metadata(file).and_then(|data| data.modified()).ok();
            let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            let seconds = since.map_or(0, |time| time.as_secs());
            // Both modulo 2**32, as the format says.
            PycHeader::Timestamp { mtime: seconds as u32, size: source.len() as u32 }
        }
        mode => PycHeader::Hash { hash: pyc::source_hash(&source), check: mode == Invalidation::CheckedHash },
    };
    let bytes = on_large_stack(|| {
        let code = code_of(&source, &file.to_string_lossy(), settings.optimize)?;
        marshal::write_pyc(&code, header)
            .map_err(|error| Failure::Usage(format!("can't compile '{}': {error}", file.display())))
    })?;
    let unwritable =
        |path: &Path, error| Failure::Usage(format!("can't write '{}': {error}", path.display()));
    if settings.pycache
        && let Some(folder) = target.parent()
    {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
    }
    fs::write(&target, bytes).map_err(|error| unwritable(&target, error))?;
    Ok(target)
}

fn target(file: &Path, settings: &CompileSettings) -> Result<PathBuf, Failure> {
    let (Some(stem), Some(name)) = (file.file_stem(), file.file_name()) else {
        return Err(Failure::Usage(format!("'{}' is no source file", file.display())));
    };
    if settings.pycache {
        let name = pyc::cache_name(&stem.to_string_lossy(), settings.optimize);
        return Ok(file.with_file_name("__pycache__").join(name));
    }
    Ok(match &settings.output {
        None if file.extension().is_some_and(|extension| extension == "pyc") => {
            return Err(Failure::Usage(format!("'{}' is compiled already", file.display())));
        }
        None => file.with_extension("pyc"),
        Some(folder) if folder.is_dir() => folder.join(Path::new(name).with_extension("pyc")),
        Some(file) => file.clone(),
    })
}

fn code_of(source: &[u8], filename: &str, optimize: u8) -> Result<CodeObject, Failure> {
    let options = compiler::Options { optimize, ..Default::default() };
    let mut warnings = Vec::new();
    let code = compiler::compile_bytes_with_warnings(source, filename, Mode::Exec, &options, &mut warnings);
    let text = String::from_utf8_lossy(source);
    let lines: Vec<&str> = if filename.starts_with('<') { Vec::new() } else { text.lines().collect() };
    for warning in warnings {
        let line = lines.get(warning.line.saturating_sub(1) as usize).copied();
        let _ = std::io::stderr().write_all(warning.render(filename, line).as_bytes());
    }
    code.map_err(|error| Failure::Syntax(syntax::render(&error)))
}

fn on_large_stack<T: Send>(body: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    match stack::run(|_| body()) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(Failure::Internal("the compiler panicked".into())),
        Err(error) => Err(Failure::Usage(format!("no thread could be started: {error}"))),
    }
}
