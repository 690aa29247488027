//! What modes `single` and `eval` ask of a source beyond its grammar: something must be there, and in mode `single` no
//! more than one statement, or one line of simple ones.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::errors::{CompileError, ErrorKind};

type R<T> = Result<T, Box<CompileError>>;

/// Refuses a source without any statement.
pub(super) fn check_present(source: &str) -> R<()> {
    let code = |line: &str| {
        let text = line.trim_start_matches([' ', '\t', '\x0c']);
        !(text.is_empty() || text.starts_with('#'))
    };
    if source.lines().any(code) {
        return Ok(());
    }
    let line = source.lines().count() as u32;
    let last = source.lines().last().unwrap_or_default();
    // A last line of blanks without an end is an indented line.
    if !source.ends_with('\n') && !last.is_empty() && last.trim_matches([' ', '\t', '\x0c']).is_empty() {
        let width = last.chars().count() as u32;
        let place = [line, width, line, u32::MAX];
        return Err(CompileError::exact(ErrorKind::Indentation, "unexpected indent", place));
    }
    Err(CompileError::exact(ErrorKind::Syntax, "invalid syntax", [line, 0, line, 0]))
}

/// Refuses what follows the first statement (or line of simple ones). `errors`: where the parser found errors; what lies
/// before the first statement's end is not judged here.
pub(super) fn check_alone(
    source: &str,
    tokens: &[Token],
    first_is_compound: bool,
    first_end: TextSize,
    first_error: Option<TextSize>,
) -> R<()> {
    let blank = |kind| matches!(kind, TokenKind::NonLogicalNewline | TokenKind::Comment);
    let mut rest = tokens.iter().skip_while(|token| token.start() < first_end);
    if first_is_compound {
        let follows = |token: &&Token| {
            let kind = token.kind();
            !blank(kind) && !matches!(kind, TokenKind::Newline | TokenKind::Dedent | TokenKind::EndOfFile)
        };
        let Some(token) = rest.find(follows) else { return Ok(()) };
        if first_error.is_some_and(|at| at < token.start()) {
            return Ok(());
        }
        return Err(CompileError::syntax("invalid syntax", super::locate(source, token.range())));
    }
    // The line's end; a comment before it belongs to it.
    let mut start = None;
    let Some(newline) = rest.find(|token| {
        if token.kind() == TokenKind::Comment {
            start.get_or_insert(token.start());
        }
        token.kind() == TokenKind::Newline
    }) else {
        return Ok(());
    };
    let mut following = rest.filter(|token| !blank(token.kind()));
    if first_error.is_some_and(|at| at < newline.start())
        || following.next().is_none_or(|token| token.kind() == TokenKind::EndOfFile)
    {
        return Ok(());
    }
    let start = start.unwrap_or(newline.start());
    let range = TextRange::new(start, newline.end().max(start));
    // On one line: the end is the newline's, not the next line's start.
    let mut at = super::locate(source, TextRange::new(start, newline.start().max(start)));
    at.end_col += i32::from(range.end() > newline.start());
    let message = "multiple statements found while compiling a single statement";
    Err(CompileError::syntax(message, at))
}
