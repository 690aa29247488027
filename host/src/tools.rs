//! Commands that look at a program without running it.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use mimeo::bytecode::CodeObject;
use mimeo::bytecode::dis::{self, DisOptions};
use mimeo::bytecode::marshal::{self, PycHeader};
use mimeo::compiler::{self, Mode};

use crate::{stack, syntax};

/// The bytecode of the program in `file` as text, or a message. `-` is standard input; a `.pyc` is read as such.
pub fn disassemble(file: &Path) -> Result<String, String> {
    let source = read(file)?;
    on_large_stack(|| {
        let code = if file.extension().is_some_and(|extension| extension == "pyc") {
            marshal::read_pyc(&source).map_err(|error| format!("{}: {error}", file.display()))?
        } else {
            code_of(&source, &file.to_string_lossy())?
        };
        Ok(dis::disassemble(&code, &DisOptions::default()))
    })
}

/// Compiles the program in `file` to `output` (or beside it), or gives a message.
pub fn compile(file: &Path, output: Option<&Path>) -> Result<(), String> {
    let source = read(file)?;
    let modified = fs::metadata(file).and_then(|data| data.modified()).ok();
    let seconds =
        modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |time| time.as_secs());
    let header = PycHeader::Timestamp { mtime: seconds as u32, size: source.len() as u32 };
    let bytes = on_large_stack(|| {
        let code = code_of(&source, &file.to_string_lossy())?;
        marshal::write_pyc(&code, header).map_err(|error| format!("{}: {error}", file.display()))
    })?;
    let output = output.map_or_else(|| file.with_extension("pyc"), Path::to_owned);
    fs::write(&output, bytes).map_err(|error| format!("can't write '{}': {error}", output.display()))
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map(drop)
    } else {
        fs::read(file).map(|content| bytes = content)
    };
    read.map_err(|error| format!("can't open file '{}': {error}", file.display()))?;
    Ok(bytes)
}

fn code_of(source: &[u8], filename: &str) -> Result<CodeObject, String> {
    compiler::compile_bytes(source, filename, Mode::Exec, &compiler::Options::default())
        .map_err(|error| format!("the program does not compile\n{}", syntax::render(&error)))
}

fn on_large_stack<T: Send>(body: impl FnOnce() -> Result<T, String> + Send) -> Result<T, String> {
    match stack::run(|_| body()) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err("internal error: the compiler panicked".into()),
        Err(error) => Err(format!("no thread could be started: {error}")),
    }
}
