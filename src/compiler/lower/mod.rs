//! From Ruff's syntax tree to [`super::ast`]: names are interned, positions become lines and columns,
//! string literals are decoded to Python strings, and constants are folded where CPython 3.13's AST
//! optimiser folds them. `elif` chains become nested `if` statements as in CPython's tree.

mod expr;
mod pattern;
mod stmt;
mod strings;

use ruff_python_ast as ra;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Options;
use super::ast::{Mod, ScopeKey};
use super::errors::CompileError;
use super::names::Interner;
use crate::bytecode::Location;
use crate::bytecode::hash::HashKey;

pub(super) type R<T> = Result<T, Box<CompileError>>;

/// The state of one lowering.
pub(super) struct Lowerer<'s, 'n> {
    src: &'s str,
    names: &'n mut Interner,
    line_starts: Vec<u32>,
    /// The line (0-based) that the last position was on: the next one is usually on it or just after.
    hint: usize,
    next_key: u32,
    optimize: u8,
    hash_key: HashKey,
    /// Off inside annotations that are only kept as text.
    fold: bool,
    future_annotations: bool,
    depth: u32,
}

/// Lowers a whole module or expression.
pub(super) fn lower(
    src: &str,
    module: &ra::Mod,
    names: &mut Interner,
    options: &Options,
    future_annotations: bool,
    interactive: bool,
) -> R<(Mod, u32)> {
    let mut l = Lowerer {
        src,
        names,
        line_starts: line_starts(src),
        hint: 0,
        next_key: 1,
        optimize: options.optimize,
        hash_key: options.hash_key,
        fold: true,
        future_annotations,
        depth: 0,
    };
    let m = match module {
        ra::Mod::Module(m) => Mod::Module(l.module_body(&m.body, interactive)?),
        ra::Mod::Expression(e) => Mod::Expression(l.expr(&e.body)?),
    };
    Ok((m, l.next_key))
}

/// The byte offset at which each line starts.
pub(super) fn line_starts(src: &str) -> Vec<u32> {
    let mut v = Vec::with_capacity(src.len() / 32 + 1);
    v.push(0);
    v.extend(memchr::memchr_iter(b'\n', src.as_bytes()).map(|i| i as u32 + 1));
    v
}

impl Lowerer<'_, '_> {
    fn key(&mut self) -> ScopeKey {
        let k = ScopeKey(self.next_key);
        self.next_key += 1;
        k
    }

    /// Line (from 1) and column (UTF-8 bytes, from 0) of an offset.
    fn pos(&mut self, off: TextSize) -> (i32, i32) {
        let off = off.to_u32();
        let ls = &self.line_starts;
        let mut line = self.hint;
        let start = ls.get(line).copied().unwrap_or(0);
        if off < start || ls.get(line + 1).is_some_and(|&n| off >= n) {
            line = if ls.get(line + 1).is_some_and(|&n| off >= n) && ls.get(line + 2).is_none_or(|&n| off < n)
            {
                line + 1
            } else {
                ls.partition_point(|&s| s <= off).saturating_sub(1)
            };
            self.hint = line;
        }
        let start = ls.get(line).copied().unwrap_or(0);
        (line as i32 + 1, (off - start) as i32)
    }

    fn loc(&mut self, r: impl Ranged) -> Location {
        let r = r.range();
        self.span(r.start(), r.end())
    }

    fn span(&mut self, start: TextSize, end: TextSize) -> Location {
        let (line, col) = self.pos(start);
        let (end_line, end_col) = self.pos(end);
        Location { line, end_line, col, end_col }
    }

    fn text(&self, r: TextRange) -> &str {
        self.src.get(r.start().to_usize()..r.end().to_usize()).unwrap_or("")
    }
}
