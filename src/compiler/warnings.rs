//! Warnings about sources that compile all the same: CPython's SyntaxWarnings, in its words.
//!
//! Those about tokens (escape sequences, numbers that run into a keyword) are found by [`scan`]; those about what can
//! only fail when it runs are judged by the code generator with the functions at the end.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::Ranged;

use super::ast::{CmpOp, CompKind, Expr, ExprKind};
use crate::bytecode::Location;
use crate::bytecode::code::Const;

/// A SyntaxWarning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// What it says.
    pub message: String,
    /// The line, from 1.
    pub line: u32,
}

impl Warning {
    /// The text that goes to standard error, with its last newline. `source` is the line, where it is known.
    pub fn render(&self, filename: &str, source: Option<&str>) -> String {
        let mut text = format!("{filename}:{}: SyntaxWarning: {}\n", self.line, self.message);
        if let Some(line) = source.map(str::trim).filter(|line| !line.is_empty()) {
            text.push_str(&format!("  {line}\n"));
        }
        text
    }

    pub(super) fn at(loc: Location, message: impl Into<String>) -> Warning {
        Warning { message: message.into(), line: loc.line.max(0) as u32 }
    }
}

/// Finds what is to be warned of in the tokens of a source that parses.
pub(super) fn scan(source: &str, tokens: &[Token], warnings: &mut Vec<Warning>) {
    let escapes = memchr::memchr(b'\\', source.as_bytes()).is_some();
    // Whether the f-strings around are raw, innermost last.
    let mut raw = Vec::new();
    let mut lines = Lines { source, at: 0, line: 1 };
    for (i, token) in tokens.iter().enumerate() {
        match token.kind() {
            TokenKind::Int | TokenKind::Float | TokenKind::Complex => {
                let runs_into = |next: &&Token| next.start() == token.end() && next.kind().is_keyword();
                if tokens.get(i + 1).filter(runs_into).is_some() {
                    let kind = number_kind(&source[token.range()]);
                    let line = lines.of(token.start().to_usize());
                    warnings.push(Warning { message: format!("invalid {kind} literal"), line });
                }
            }
            TokenKind::FStringStart if escapes => {
                raw.push(source[token.range()].contains(['r', 'R']));
            }
            TokenKind::FStringEnd if escapes => {
                raw.pop();
            }
            TokenKind::FStringMiddle if escapes && raw.last() == Some(&false) => {
                let text = &source[token.range()];
                let start = token.start().to_usize();
                if let Some(found) = first_invalid(text.as_bytes(), false) {
                    warnings.push(found.warning(lines.of(start)));
                }
                // A backslash before a replacement field.
                let odd = text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
                if odd && source.as_bytes().get(token.end().to_usize()) == Some(&b'{') {
                    let line = lines.of(token.end().to_usize());
                    warnings.push(Warning { message: "invalid escape sequence '\\{'".into(), line });
                }
            }
            TokenKind::String if escapes => {
                let text = &source[token.range()];
                let quote = text.find(['"', '\'']).unwrap_or(0);
                let (prefix, literal) = text.split_at(quote);
                if !literal.contains('\\') || prefix.contains(['r', 'R']) {
                    continue;
                }
                if let Some(found) = first_invalid(literal.as_bytes(), prefix.contains(['b', 'B'])) {
                    warnings.push(found.warning(lines.of(token.start().to_usize())));
                }
            }
            _ => {}
        }
    }
}

/// Line numbers of ever greater offsets.
struct Lines<'a> {
    source: &'a str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, offset: usize) -> u32 {
        let passed = self.source.as_bytes().get(self.at..offset).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u32;
        self.at = self.at.max(offset);
        self.line
    }
}

fn number_kind(text: &str) -> &'static str {
    match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => "hexadecimal",
        [b'0', b'o' | b'O', ..] => "octal",
        [b'0', b'b' | b'B', ..] => "binary",
        [.., b'j' | b'J'] => "imaginary",
        _ => "decimal",
    }
}

/// An escape sequence that means nothing: what follows the backslash.
struct Invalid<'a>(&'a [u8]);

impl Invalid<'_> {
    fn warning(&self, line: u32) -> Warning {
        let message = match self.0 {
            [b'4'..=b'7', ..] => {
                let digits = String::from_utf8_lossy(&self.0[..self.0.len().min(3)]);
                format!("invalid octal escape sequence '\\{digits}'")
            }
            [first, ..] => format!("invalid escape sequence '\\{}'", char::from(*first)),
            [] => String::new(),
        };
        Warning { message, line }
    }
}

/// The first escape sequence of a literal that is none, or an octal one that is too great.
fn first_invalid(text: &[u8], bytes: bool) -> Option<Invalid<'_>> {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        let rest = &text[at + found + 1..];
        at += found + 2;
        let octal = |byte: Option<&u8>| byte.is_some_and(|byte| (b'0'..=b'7').contains(byte));
        match rest.first() {
            None => return None,
            Some(b'\n' | b'\\' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'x') => {}
            Some(b'0'..=b'3') => {}
            Some(b'4'..=b'7') if octal(rest.get(1)) && octal(rest.get(2)) => return Some(Invalid(rest)),
            Some(b'4'..=b'7') => {}
            Some(b'u' | b'U' | b'N') if !bytes => {}
            Some(128..) => {}
            Some(_) => return Some(Invalid(rest)),
        }
    }
    None
}

/// The name of the type that an expression surely has.
fn type_of(e: &Expr) -> Option<&'static str> {
    Some(match &e.kind {
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::List { .. } => "list",
        ExprKind::Dict { .. } => "dict",
        ExprKind::Set(_) => "set",
        ExprKind::Comp(comp) => match comp.kind {
            CompKind::List => "list",
            CompKind::Set => "set",
            CompKind::Dict => "dict",
            CompKind::Gen => "generator",
        },
        ExprKind::Lambda(_) => "function",
        ExprKind::JoinedStr(_) | ExprKind::FormattedValue { .. } => "str",
        ExprKind::Constant(value) => match value {
            Const::None => "NoneType",
            Const::True | Const::False => "bool",
            Const::Ellipsis => "ellipsis",
            Const::Int(_) | Const::BigInt(_) => "int",
            Const::Float(_) => "float",
            Const::Complex(..) => "complex",
            Const::Str(_) => "str",
            Const::Bytes(_) => "bytes",
            Const::Tuple(_) => "tuple",
            Const::FrozenSet(_) => "frozenset",
            Const::Code(_) => "code",
        },
        _ => return None,
    })
}

/// `is` with a literal.
pub(super) fn comparison(left: &Expr, ops: &[CmpOp], comparators: &[Expr]) -> Option<String> {
    let identity = |e: &Expr| match &e.kind {
        ExprKind::Constant(value) => {
            matches!(value, Const::None | Const::True | Const::False | Const::Ellipsis)
        }
        _ => true,
    };
    let mut left = left;
    for (op, right) in ops.iter().zip(comparators) {
        if matches!(op, CmpOp::Is | CmpOp::IsNot) && !(identity(left) && identity(right)) {
            let kind = type_of(if identity(left) { right } else { left }).unwrap_or("?");
            return Some(match op {
                CmpOp::Is => format!("\"is\" with '{kind}' literal. Did you mean \"==\"?"),
                _ => format!("\"is not\" with '{kind}' literal. Did you mean \"!=\"?"),
            });
        }
        left = right;
    }
    None
}

/// A call of what cannot be called.
pub(super) fn call(func: &Expr) -> Option<String> {
    if matches!(func.kind, ExprKind::Lambda(_)) {
        return None;
    }
    let kind = type_of(func)?;
    Some(format!("'{kind}' object is not callable; perhaps you missed a comma?"))
}

/// A subscript of what has none, or with an index that cannot be one.
pub(super) fn subscript(value: &Expr, index: &Expr) -> Vec<String> {
    let Some(kind) = type_of(value) else { return Vec::new() };
    let mut messages = Vec::new();
    if !matches!(kind, "str" | "bytes" | "tuple" | "list" | "dict") {
        messages.push(format!("'{kind}' object is not subscriptable; perhaps you missed a comma?"));
    }
    if matches!(kind, "str" | "bytes" | "tuple" | "list")
        && let Some(index) = type_of(index)
        && !matches!(index, "int" | "bool")
    {
        messages.push(format!(
            "{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?"
        ));
    }
    messages
}

/// An assertion about a tuple that is never empty.
pub(super) fn assertion(test: &Expr) -> Option<&'static str> {
    let full = match &test.kind {
        ExprKind::Tuple { elts, .. } => !elts.is_empty(),
        ExprKind::Constant(Const::Tuple(items)) => !items.is_empty(),
        _ => false,
    };
    full.then_some("assertion is always true, perhaps remove parentheses?")
}
