//! What CPython says about a source that does not parse. Ruff's parser has found an error; here the source is read
//! again the way CPython's parser would, to find the error that CPython reports, in its words and at its place.

mod actions;
mod grammar;
mod literals;
mod peg;
mod tokens;

use super::errors::{CompileError, ErrorKind};
use super::names::FastMap;
use peg::{Alt, Check, Grammar, Node};
use tokens::{Kind, Token, TokenError, Tokenizer};

pub(super) type Stop = Box<CompileError>;

/// Rules that are tried on one source before giving up on finding CPython's error: some 100 MiB for what they came to.
const BUDGET: u64 = 3_000_000;
/// Rules within rules, likewise.
const MAX_DEPTH: usize = 6000;

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Rules whose results CPython keeps. (It keeps fewer than are kept here, but the others are not tried in both states.)
const REMEMBERED: [&str; 27] = [
    "star_expression",
    "expression",
    "disjunction",
    "conjunction",
    "inversion",
    "bitwise_or",
    "bitwise_xor",
    "bitwise_and",
    "shift_expr",
    "sum",
    "term",
    "factor",
    "await_primary",
    "primary",
    "arguments",
    "star_target",
    "target_with_star_atom",
    "t_primary",
    "del_target",
    "block",
    "simple_stmt",
    "strings",
    "dotted_name",
    "name_or_attr",
    "closed_pattern",
    "star_pattern",
    "type_param",
];

/// What an alternative captured: token ranges under the names `a` and `b`.
#[derive(Clone, Copy, Default)]
pub(super) struct Captures {
    pub a: (usize, usize),
    pub b: (usize, usize),
}

pub(super) struct Parser<'s> {
    pub src: &'s str,
    grammar: &'static Grammar,
    tokenizer: Tokenizer<'s>,
    pub tokens: Vec<Token>,
    failed: Option<Box<TokenError>>,
    /// Rules that recognise mistakes are on: the second pass.
    invalid: bool,
    /// What rules came to; [`FAILED`] where they did not match.
    memo: FastMap<u64, u32>,
    budget: u64,
    depth: usize,
    /// The budget or the depth was not enough.
    gave_up: bool,
}

/// What the memo holds for rules that did not match.
const FAILED: u32 = u32::MAX;

/// The error that CPython reports for a source that it refuses to parse; `None` when the grammar here accepts it or the
/// source is too large or too deep to say. What
/// stands before byte `from`, the start of a line at the top level, is taken for right.
pub(super) fn diagnose(source: &str, eval: bool, from: usize) -> Option<Stop> {
    let with_newline;
    let src = if source.ends_with('\n') {
        source
    } else {
        with_newline = format!("{source}\n");
        &with_newline
    };
    let mut p = Parser {
        src,
        grammar: peg::grammar(),
        tokenizer: Tokenizer::new(src, from),
        tokens: Vec::new(),
        failed: None,
        invalid: false,
        memo: FastMap::default(),
        budget: BUDGET,
        depth: 0,
        gave_up: false,
    };
    let start = p.grammar.rule(if eval { "eval" } else { "file" })?;
    match p.rule(start, 0) {
        Ok(Some(_)) => return None,
        Err(_) if p.gave_up => return None,
        Err(e) => return Some(p.prefer_token_errors(e)),
        Ok(None) => {}
    }
    let last = *p.tokens.last()?;
    p.invalid = true;
    p.memo.clear();
    if let Err(e) = p.rule(start, 0) {
        if p.gave_up {
            return None;
        }
        return Some(p.prefer_token_errors(e));
    }
    let e = match last.kind {
        Kind::Indent => p.raise_last(ErrorKind::Indentation, "unexpected indent"),
        Kind::Dedent => p.raise_last(ErrorKind::Indentation, "unexpected unindent"),
        _ => {
            let e = p.raise_tokens(last, last, "invalid syntax");
            return Some(p.prefer_token_errors(e));
        }
    };
    Some(e)
}

impl<'s> Parser<'s> {
    /// The token at an index, read when it is first asked for.
    pub fn token(&mut self, i: usize) -> Result<Token, Stop> {
        while self.tokens.len() <= i {
            if let Some(e) = self.failed.clone() {
                return Err(self.token_error(&e));
            }
            match self.tokenizer.next() {
                Ok(t) => self.tokens.push(t),
                Err(e) => {
                    let stop = self.token_error(&e);
                    self.failed = Some(e);
                    return Err(stop);
                }
            }
        }
        Ok(self.tokens[i])
    }

    fn token_error(&self, e: &TokenError) -> Stop {
        if e.eof {
            return match self.tokenizer.parens.last() {
                Some(&(c, at)) => self.never_closed(c, at),
                None => CompileError::exact(e.kind, &e.msg, [e.line, e.col as u32, e.line, u32::MAX]),
            };
        }
        let end = if e.end_col == usize::MAX { u32::MAX } else { e.end_col as u32 };
        CompileError::exact(e.kind, &e.msg, [e.line, e.col as u32, e.line, end])
    }

    fn never_closed(&self, c: u8, at: tokens::Pos) -> Stop {
        let col = self.chars(at.line_start, at.at) + 1;
        let msg = format!("'{}' was never closed", char::from(c));
        CompileError::exact(ErrorKind::Syntax, &msg, [at.line, col, at.line, 0])
    }

    /// CPython reads on to the end of the source after an error, and reports what its tokenizer finds there instead.
    fn prefer_token_errors(&mut self, e: Stop) -> Stop {
        if self.failed.is_some() {
            return e;
        }
        let err_line = self.tokens.last().map_or(1, |t| t.start.line);
        loop {
            match self.tokenizer.next() {
                Ok(t) if t.kind == Kind::End => return e,
                Ok(_) => {}
                Err(t) if t.weak => {
                    return match self.tokenizer.parens.last() {
                        Some(&(c, at)) if err_line > at.line => self.never_closed(c, at),
                        _ => e,
                    };
                }
                Err(t) => return self.token_error(&t),
            }
        }
    }

    pub fn chars(&self, from: usize, to: usize) -> u32 {
        self.src.get(from..to).map_or(to.saturating_sub(from), |t| t.chars().count()) as u32
    }

    /// Characters of the line that begins there. CPython counts the end of a range of several lines in the first.
    fn line_width(&self, line_start: usize) -> u32 {
        self.src.get(line_start..).and_then(|t| t.lines().next()).map_or(0, |l| l.chars().count()) as u32
    }

    /// An error over the tokens from one to another.
    pub fn raise_tokens(&self, a: Token, b: Token, msg: &str) -> Stop {
        if matches!(a.kind, Kind::Indent | Kind::Dedent | Kind::End) {
            return CompileError::exact(ErrorKind::Syntax, msg, [a.start.line, 0, a.start.line, 0]);
        }
        let start = self.chars(a.start.line_start, a.start.at) + 1;
        let mut end = self.chars(b.end.line_start, b.end.at) + 1;
        if b.end.line > a.start.line {
            end = end.min(self.line_width(a.start.line_start) + 1);
        }
        CompileError::exact(ErrorKind::Syntax, msg, [a.start.line, start, b.end.line, end])
    }

    /// An error over a range of bytes.
    pub fn raise_bytes(&self, from: usize, to: usize, msg: &str) -> Stop {
        let place = |at: usize| {
            let before = self.src.get(..at).unwrap_or("");
            let start = before.rfind('\n').map_or(0, |i| i + 1);
            (before.matches('\n').count() as u32 + 1, self.chars(start, at) + 1)
        };
        let ((line, col), (end_line, mut end_col)) = (place(from), place(to));
        if end_line > line {
            let start = self.src.get(..from).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
            end_col = end_col.min(self.line_width(start) + 1);
        }
        CompileError::exact(ErrorKind::Syntax, msg, [line, col, end_line, end_col])
    }

    /// An error at the last token read.
    pub fn raise_last(&self, kind: ErrorKind, msg: &str) -> Stop {
        let Some(t) = self.tokens.last() else {
            return CompileError::exact(kind, msg, [1, 0, 1, 0]);
        };
        if matches!(t.kind, Kind::Indent | Kind::Dedent | Kind::End) {
            let col = self.chars(t.cur.line_start, t.cur.at);
            return CompileError::exact(kind, msg, [t.cur.line, col, t.cur.line, u32::MAX]);
        }
        let mut e = self.raise_tokens(*t, *t, msg);
        e.kind = kind;
        e
    }

    /// An error from a token to where the tokenizer stands.
    pub fn raise_from(&self, a: Token, msg: &str) -> Stop {
        let start = self.chars(a.start.line_start, a.start.at) + 1;
        let cur = self.tokens.last().map_or(a.end, |t| t.cur);
        let end = self.chars(cur.line_start, cur.at);
        CompileError::exact(ErrorKind::Syntax, msg, [a.start.line, start, cur.line, end])
    }

    pub fn text(&self, t: Token) -> &'s str {
        self.src.get(t.start.at..t.end.at).unwrap_or("")
    }

    pub fn range(&self, (start, end): (usize, usize)) -> (Token, Token) {
        (self.tokens[start], self.tokens[end.saturating_sub(1).max(start)])
    }

    fn rule(&mut self, r: usize, at: usize) -> Result<Option<usize>, Stop> {
        let rule = &self.grammar.rules[r];
        // What CPython remembers it remembers whether or not the rules for mistakes were on.
        let state = self.invalid && !rule.is_remembered;
        let key = (at as u64) << 16 | (r as u64) << 1 | u64::from(state);
        if let Some(&known) = self.memo.get(&key) {
            return Ok((known != FAILED).then_some(known as usize));
        }
        self.budget = self.budget.saturating_sub(1);
        if self.budget == 0 || self.depth > MAX_DEPTH {
            self.gave_up = true;
            return Err(CompileError::exact(ErrorKind::Syntax, "invalid syntax", [1, 0, 1, 0]));
        }
        self.depth += 1;
        let was = self.invalid;
        if rule.is_lenient {
            self.invalid = false;
        }
        let result = stacker::maybe_grow(super::STACK_RED_ZONE, super::STACK_SEGMENT, || {
            self.alts(&rule.alts, at).map(|r| r.map(|(end, _)| end))
        });
        self.invalid = was;
        self.depth -= 1;
        let result = result?;
        if let Some(end) = result {
            match rule.check {
                Check::Strings => self.check_strings(at, end)?,
                Check::Conversion => self.check_conversion(at)?,
                Check::Nothing => {}
            }
        }
        if self.depth == 1 && result.is_some() {
            // A statement of the file: nothing before its end is looked at again.
            self.memo.clear();
        } else {
            self.memo.insert(key, result.map_or(FAILED, |end| end as u32));
        }
        Ok(result)
    }

    /// Tries alternatives in order; gives the end and the captures of the one that matched.
    fn alts(&mut self, alts: &'static [Alt], at: usize) -> Result<Option<(usize, Captures)>, Stop> {
        for alt in alts {
            let mut caps = Captures::default();
            let mut cut = false;
            match self.seq(&alt.items, at, &mut caps, &mut cut)? {
                Some(end) => {
                    return match alt.action {
                        None => Ok(Some((end, caps))),
                        // A rule that matches but has nothing to say ends its rule.
                        Some(action) => {
                            self.act(action, caps, end)?;
                            Ok(None)
                        }
                    };
                }
                None if cut => return Ok(None),
                None => {}
            }
        }
        Ok(None)
    }

    fn seq(
        &mut self,
        items: &'static [Node],
        at: usize,
        caps: &mut Captures,
        cut: &mut bool,
    ) -> Result<Option<usize>, Stop> {
        let mut at = at;
        for item in items {
            if matches!(item, Node::Cut) {
                *cut = true;
                continue;
            }
            match self.node(item, at, caps)? {
                Some(end) => at = end,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    fn node(&mut self, node: &'static Node, at: usize, caps: &mut Captures) -> Result<Option<usize>, Stop> {
        Ok(match node {
            Node::Lit(s) => {
                let t = self.token(at)?;
                (matches!(t.kind, Kind::Op | Kind::Name) && self.text(t) == *s).then_some(at + 1)
            }
            Node::Soft(s) => {
                let t = self.token(at)?;
                (t.kind == Kind::Name && self.text(t) == *s).then_some(at + 1)
            }
            Node::Tok(name) => {
                let t = self.token(at)?;
                let ok = match *name {
                    "NAME" => t.kind == Kind::Name && !KEYWORDS.contains(&self.text(t)),
                    // CPython compares no further than the token goes, so that beginnings of soft keywords count.
                    "SOFTKEYWORD" => {
                        t.kind == Kind::Name
                            && ["_", "case", "match", "type"].iter().any(|k| k.starts_with(self.text(t)))
                    }
                    "NUMBER" => t.kind == Kind::Number,
                    "STRING" => t.kind == Kind::Str,
                    "FSTART" => t.kind == Kind::FStart,
                    "FMIDDLE" => t.kind == Kind::FMiddle,
                    "FEND" => t.kind == Kind::FEnd,
                    "NEWLINE" => t.kind == Kind::Newline,
                    "INDENT" => t.kind == Kind::Indent,
                    "DEDENT" => t.kind == Kind::Dedent,
                    _ => t.kind == Kind::End,
                };
                ok.then_some(at + 1)
            }
            Node::Rule(r) => {
                if self.grammar.rules[*r].is_invalid && !self.invalid {
                    return Ok(None);
                }
                self.rule(*r, at)?
            }
            Node::Opt(n) => Some(self.node(n, at, caps)?.unwrap_or(at)),
            Node::Star(n) => {
                let mut end = at;
                while let Some(e) = self.node(n, end, caps)? {
                    if e == end {
                        break;
                    }
                    end = e;
                }
                Some(end)
            }
            Node::Plus(n) => {
                let Some(mut end) = self.node(n, at, caps)? else { return Ok(None) };
                while let Some(e) = self.node(n, end, caps)? {
                    if e == end {
                        break;
                    }
                    end = e;
                }
                Some(end)
            }
            Node::Sep(sep, elem) => {
                let Some(mut end) = self.node(elem, at, caps)? else { return Ok(None) };
                while let Some(s) = self.node(sep, end, caps)? {
                    match self.node(elem, s, caps)? {
                        Some(e) => end = e,
                        None => break,
                    }
                }
                Some(end)
            }
            Node::And(n) => self.node(n, at, &mut Captures::default())?.map(|_| at),
            Node::Not(n) => match self.node(n, at, &mut Captures::default())? {
                Some(_) => None,
                None => Some(at),
            },
            Node::Forced(s) => {
                let t = self.token(at)?;
                if t.kind != Kind::Op || self.text(t) != *s {
                    if !self.invalid {
                        return Ok(None);
                    }
                    return Err(self.raise_tokens(t, t, &format!("expected '{s}'")));
                }
                Some(at + 1)
            }
            Node::Cut => Some(at),
            Node::Group(alts) => self.alts(alts, at)?.map(|(end, inner)| {
                if inner.a != (0, 0) {
                    caps.a = inner.a;
                }
                if inner.b != (0, 0) {
                    caps.b = inner.b;
                }
                end
            }),
            Node::Capture(name, n) => self.node(n, at, caps)?.inspect(|&end| {
                if *name == b'a' {
                    caps.a = (at, end);
                } else {
                    caps.b = (at, end);
                }
            }),
        })
    }
}
