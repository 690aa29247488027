//! What is wrong with a source: CPython's exception class, message and source range.

use crate::bytecode::Location;

/// The class of the exception that CPython raises.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `_IncompleteInputError`: more input could make it valid (interactive use).
    Incomplete,
    /// `RecursionError`: nested too deeply to compile.
    Recursion,
    /// `OverflowError`, `MemoryError` or `SystemError`: a limit of the compiler.
    Limit,
}

impl ErrorKind {
    /// The name of the exception class.
    pub fn class_name(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
            ErrorKind::Incomplete => "_IncompleteInputError",
            ErrorKind::Recursion => "RecursionError",
            ErrorKind::Limit => "SystemError",
        }
    }
}

/// An error within the compiler, before its range is turned into what Python shows.
#[derive(Clone, Debug)]
pub struct CompileError {
    pub(super) kind: ErrorKind,
    pub(super) msg: String,
    /// Columns in bytes from 0; [`Location::NONE`] when there is none.
    pub(super) loc: Location,
    /// Line, column, end line and end column as Python shows them, where they are known so; instead of `loc`.
    exact: Option<[u32; 4]>,
    /// The parser let something pass that the grammar does not: CPython's own error is to be looked for.
    pub(super) refused: bool,
}

impl CompileError {
    pub(super) fn at(kind: ErrorKind, msg: impl Into<String>, loc: Location) -> Box<CompileError> {
        Box::new(CompileError { kind, msg: msg.into(), loc, exact: None, refused: false })
    }
    pub(super) fn syntax(msg: impl Into<String>, loc: Location) -> Box<CompileError> {
        Self::at(ErrorKind::Syntax, msg, loc)
    }
    /// At lines and character columns from 1; an end column of `u32::MAX` stands for CPython's -1.
    pub(super) fn exact(kind: ErrorKind, msg: &str, place: [u32; 4]) -> Box<CompileError> {
        Box::new(CompileError {
            kind,
            msg: msg.to_owned(),
            loc: Location::NONE,
            exact: Some(place),
            refused: false,
        })
    }
    /// Something that the parser should have refused.
    pub(super) fn refused(loc: Location) -> Box<CompileError> {
        let mut e = Self::syntax("invalid syntax", loc);
        e.refused = true;
        e
    }
    #[cold]
    pub(super) fn recursion() -> Box<CompileError> {
        Self::at(ErrorKind::Recursion, "maximum recursion depth exceeded during compilation", Location::NONE)
    }
}

impl From<super::ir::CompileError> for Box<CompileError> {
    fn from(e: super::ir::CompileError) -> Self {
        CompileError::at(ErrorKind::Limit, e.message, Location::NONE)
    }
}

/// A source that does not compile, as Python code sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// Which exception.
    pub kind: ErrorKind,
    /// Its message.
    pub msg: String,
    /// The file name that the source was compiled under.
    pub filename: String,
    /// Line, from 1; 0 when unknown.
    pub lineno: u32,
    /// Column in characters, from 1; 0 when unknown.
    pub offset: u32,
    /// Line of the end.
    pub end_lineno: u32,
    /// Column after the end, in characters, from 1; 0 or -1 when the range has no end (CPython tells the two apart).
    pub end_offset: i32,
    /// The source line, with its newline; none when unknown.
    pub text: Option<String>,
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} ({}, line {})", self.kind.class_name(), self.msg, self.filename, self.lineno)
    }
}

impl std::error::Error for SyntaxError {}

impl CompileError {
    /// Adds file name, source line and columns in characters.
    pub(super) fn finish(self, filename: &str, src: &str) -> SyntaxError {
        let line = |n: i32| src.split_inclusive('\n').nth((n - 1).max(0) as usize);
        let chars = |n: i32, col: i32| -> u32 {
            if col < 0 {
                return 0;
            }
            let text = line(n).unwrap_or("");
            let col = col as usize;
            match text.get(..col) {
                Some(t) => t.chars().count() as u32 + 1,
                None => (text.chars().count() + col.saturating_sub(text.len())) as u32 + 1,
            }
        };
        if let Some([lineno, offset, end_lineno, end_offset]) = self.exact {
            return SyntaxError {
                kind: self.kind,
                msg: self.msg,
                filename: filename.to_owned(),
                lineno,
                offset,
                end_lineno,
                end_offset: end_offset as i32,
                text: if lineno == 0 { Some(String::new()) } else { line(lineno as i32).map(str::to_owned) },
            };
        }
        let l = self.loc;
        if l.line < 1 {
            return SyntaxError {
                kind: self.kind,
                msg: self.msg,
                filename: filename.to_owned(),
                lineno: 0,
                offset: 0,
                end_lineno: 0,
                end_offset: 0,
                text: None,
            };
        }
        SyntaxError {
            kind: self.kind,
            msg: self.msg,
            filename: filename.to_owned(),
            lineno: l.line as u32,
            offset: chars(l.line, l.col),
            end_lineno: l.end_line.max(0) as u32,
            end_offset: chars(l.end_line, l.end_col) as i32,
            text: line(l.line).map(str::to_owned),
        }
    }
}
