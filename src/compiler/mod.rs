//! The compiler: source to code object, instruction for instruction what CPython 3.13 makes of it.
//!
//! Ruff's parser makes a tree; [`lower`] turns it into CPython's, folding constants; [`symtable`] decides what
//! names mean; [`codegen`] emits instructions; [`assemble`] optimises them and makes the code object.

pub mod assemble;
mod ast;
mod codegen;
mod complex;
mod diagnose;
mod encoding;
pub mod errors;
mod flowgraph;
mod fold;
mod future;
pub mod ir;
mod lower;
pub mod names;
mod nesting;
mod single;
mod symtable;
mod unparse;
pub mod warnings;

pub use errors::{ErrorKind, SyntaxError};
pub use warnings::Warning;

use errors::CompileError;
use ruff_python_ast as ra;
use ruff_text_size::Ranged;

use crate::bytecode::code::CodeObject;
use crate::bytecode::hash::HashKey;

/// Nesting of the tree beyond which CPython gives up too.
const MAX_DEPTH: u32 = 9000;
/// Native stack that must be left when recursion is checked, and how much to add when it is not.
const STACK_RED_ZONE: usize = 512 * 1024;
const STACK_SEGMENT: usize = 4 * 1024 * 1024;

/// Operators and brackets within one expression beyond which a source is refused unread.
const MAX_NESTING: usize = 20_000;
/// Nesting that the caller's stack surely bears.
const SHALLOW: usize = 200;
/// Bytes of source that are worth skipping when an error is looked for.
const MUCH: usize = 32 << 10;
/// Native stack that a level of nesting may take while the tree is freed.
const STACK_PER_LEVEL: usize = 1024;

/// What the source is to become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A module.
    Exec,
    /// One expression, whose value the code returns.
    Eval,
    /// Interactive input, which prints the values of expression statements.
    Single,
}

/// How to compile.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// 0; 1 (`-O`) drops assertions and makes `__debug__` false; 2 (`-OO`) drops docstrings too.
    pub optimize: u8,
    /// Flags of `__future__` features in force from outside (bits of [`crate::bytecode::code_flags`]).
    pub future_flags: u32,
    /// Whether `await` is allowed at module level.
    pub top_level_await: bool,
    /// What text and bytes hash with where the code runs: what constant sets are ordered by.
    pub hash_key: HashKey,
}

/// Compiles a source text.
///
/// # Errors
/// What CPython 3.13 would raise: class, message and range.
pub fn compile(
    source: &str,
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Result<CodeObject, SyntaxError> {
    compile_with_warnings(source, filename, mode, options, &mut Vec::new())
}

/// As [`compile`]; what CPython warns of is added to `warnings`.
pub fn compile_with_warnings(
    source: &str,
    filename: &str,
    mode: Mode,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<CodeObject, SyntaxError> {
    let normalised;
    let source = if source.contains('\r') {
        normalised = source.replace("\r\n", "\n").replace('\r', "\n");
        &normalised
    } else {
        source
    };
    let nesting = nesting::measure(source);
    let mut run = || compile_normalised(source, filename, mode, options, warnings);
    let result = if let Some(line) = nesting.too_indented {
        let line = line as i32;
        let loc = crate::bytecode::Location { line, end_line: line, col: 0, end_col: 0 };
        Err(CompileError::at(ErrorKind::Indentation, "too many levels of indentation", loc))
    } else if let Some(e) =
        nesting.too_bracketed.then(|| diagnose::diagnose(source, mode == Mode::Eval, 0)).flatten()
    {
        Err(e)
    } else if nesting.depth > MAX_NESTING {
        Err(CompileError::recursion())
    } else if nesting.depth + nesting.elifs > SHALLOW {
        // Walking the tree grows the stack where needed; freeing it cannot, so here is room for that.
        stacker::grow(STACK_SEGMENT + (nesting.depth + nesting.elifs) * STACK_PER_LEVEL, run)
    } else {
        run()
    };
    result.map_err(|e| {
        let better = e.refused.then(|| diagnose::diagnose(source, mode == Mode::Eval, 0)).flatten();
        better.unwrap_or(e).finish(filename, source)
    })
}

/// Compiles the bytes of a source file: UTF-8 unless a `coding` cookie says otherwise.
///
/// # Errors
/// As [`compile`], and for bytes that are not text in the file's encoding or an encoding that is not known.
pub fn compile_bytes(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Result<CodeObject, SyntaxError> {
    compile_bytes_with_warnings(source, filename, mode, options, &mut Vec::new())
}

/// As [`compile_bytes`]; what CPython warns of is added to `warnings`.
pub fn compile_bytes_with_warnings(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<CodeObject, SyntaxError> {
    match encoding::decode(source) {
        Ok(text) => compile_with_warnings(&text, filename, mode, options, warnings),
        Err(failure) => {
            let text = String::from_utf8_lossy(source);
            Err(failure.error(source).finish(filename, &text))
        }
    }
}

/// Whether the tree of `source` is so flat that it can be parsed, walked and freed on any stack.
pub(crate) fn is_shallow(source: &str) -> bool {
    let nesting = nesting::measure(source);
    nesting.depth + nesting.elifs <= SHALLOW
}

fn compile_normalised(
    source: &str,
    filename: &str,
    mode: Mode,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<CodeObject, Box<CompileError>> {
    let parse_mode = match mode {
        Mode::Eval => ruff_python_parser::Mode::Expression,
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
    };
    let parse_options =
        ruff_python_parser::ParseOptions::from(parse_mode).with_target_version(ra::PythonVersion::PY313);
    let parsed = ruff_python_parser::parse_unchecked(source, parse_options);
    if mode != Mode::Exec {
        single::check_present(source)?;
    }
    if mode == Mode::Single
        && let ra::Mod::Module(module) = parsed.syntax()
        && let Some(first) = module.body.first()
    {
        use ruff_text_size::Ranged;
        let error = parsed.errors().first().map(|error| error.location.start());
        let compound = is_compound(first);
        single::check_alone(source, parsed.tokens(), compound, first.end(), error)?;
    }
    if parsed.has_syntax_errors() {
        let from = parsed.errors().first().map_or(0, |e| undoubted(source, parsed.syntax(), e.location));
        if let Some(e) = diagnose::diagnose(source, mode == Mode::Eval, from) {
            return Err(e);
        }
        if let Some(e) = parsed.errors().first() {
            return Err(CompileError::syntax(parser_message(&e.error), locate(source, e.location)));
        }
    }
    warnings::scan(source, parsed.tokens(), warnings);
    let module = parsed.into_syntax();
    let mut names = names::Interner::new();
    let (future, future_line) = future::features(source, &module)?;
    let future = future | options.future_flags;
    let annotations = future & crate::bytecode::code_flags::FUTURE_ANNOTATIONS != 0;
    let (tree, keys) = lower::lower(source, &module, &mut names, options, annotations, mode == Mode::Single)?;
    drop(module);
    let table = symtable::SymbolTable::new(&tree, keys, &mut names, annotations)?;
    codegen::compile(&tree, table, &mut names, warnings, filename, options, mode, future, future_line)
}

/// Whether a statement is one that may hold others.
fn is_compound(statement: &ra::Stmt) -> bool {
    use ra::Stmt::*;
    matches!(
        statement,
        FunctionDef(_) | ClassDef(_) | For(_) | While(_) | If(_) | With(_) | Match(_) | Try(_)
    )
}

/// How much of the source, from its start, need not be read again to find what CPython says of an error: all but the
/// last of the statements before it, if that is much. 0 for sources of ordinary size, where a second error that only
/// CPython sees may come first.
fn undoubted(source: &str, module: &ra::Mod, error: ruff_text_size::TextRange) -> usize {
    let ra::Mod::Module(module) = module else { return 0 };
    let before = module.body.iter().rev().find(|statement| statement.end() <= error.start());
    let start = before.map_or(0, |statement| statement.start().to_usize());
    let starts_line = source.as_bytes().get(start.wrapping_sub(1)) == Some(&b'\n');
    if start >= MUCH && starts_line { start } else { 0 }
}

/// Line and column of a range of the source.
fn locate(source: &str, r: ruff_text_size::TextRange) -> crate::bytecode::Location {
    let starts = lower::line_starts(source);
    let at = |o: u32| {
        let line = starts.partition_point(|&s| s <= o).saturating_sub(1);
        (line as i32 + 1, (o - starts.get(line).copied().unwrap_or(0)) as i32)
    };
    let (line, col) = at(r.start().to_u32());
    let (end_line, end_col) = at(r.end().to_u32());
    crate::bytecode::Location { line, end_line, col, end_col }
}

/// The parser's own message, for what CPython's grammar lets pass and a later stage of it refuses.
fn parser_message(e: &ruff_python_parser::ParseErrorType) -> String {
    e.to_string()
}
