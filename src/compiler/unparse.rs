//! Expressions back to text, as `from __future__ import annotations` stores annotations, and `repr` of constants.

use super::ast::*;
use super::names::Interner;
use crate::bytecode::code::Const;
use crate::bytecode::pystr::{PyStr, push_code_point};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Binding strengths, weakest first.
mod pr {
    pub const TUPLE: u8 = 1;
    pub const TEST: u8 = 2;
    pub const OR: u8 = 3;
    pub const AND: u8 = 4;
    pub const NOT: u8 = 5;
    pub const CMP: u8 = 6;
    pub const EXPR: u8 = 7;
    pub const BXOR: u8 = 8;
    pub const BAND: u8 = 9;
    pub const SHIFT: u8 = 10;
    pub const ARITH: u8 = 11;
    pub const TERM: u8 = 12;
    pub const FACTOR: u8 = 13;
    pub const POWER: u8 = 14;
    pub const AWAIT: u8 = 15;
    pub const ATOM: u8 = 16;
}

/// The text of an expression.
pub(super) fn unparse(e: &Expr, names: &Interner) -> PyStr {
    let mut p = Printer { out: Vec::new(), names };
    p.expr(e, pr::TEST);
    PyStr::from_utf8_surrogates(&p.out)
        .unwrap_or_else(|| PyStr::from(String::from_utf8_lossy(&p.out).into_owned()))
}

/// `repr` of a constant, for messages.
pub(super) fn repr(c: &Const) -> String {
    let names = Interner::new();
    let mut p = Printer { out: Vec::new(), names: &names };
    p.constant(c, false);
    String::from_utf8_lossy(&p.out).into_owned()
}

struct Printer<'n> {
    out: Vec<u8>,
    names: &'n Interner,
}

impl Printer<'_> {
    fn s(&mut self, s: &str) {
        self.out.extend_from_slice(s.as_bytes());
    }

    fn list(&mut self, es: &[Expr], level: u8) {
        for (i, e) in es.iter().enumerate() {
            if i > 0 {
                self.s(", ");
            }
            self.expr(e, level);
        }
    }

    fn paren(&mut self, on: bool, f: impl FnOnce(&mut Self)) {
        if on {
            self.s("(");
        }
        f(self);
        if on {
            self.s(")");
        }
    }

    fn expr(&mut self, e: &Expr, level: u8) {
        stacker::maybe_grow(super::STACK_RED_ZONE, super::STACK_SEGMENT, || self.expr_inner(e, level));
    }

    fn expr_inner(&mut self, e: &Expr, level: u8) {
        match &e.kind {
            ExprKind::BoolOp { is_or, values } => {
                let (op, p) = if *is_or { (" or ", pr::OR) } else { (" and ", pr::AND) };
                self.paren(level > p, |s| {
                    for (i, v) in values.iter().enumerate() {
                        if i > 0 {
                            s.s(op);
                        }
                        s.expr(v, p + 1);
                    }
                });
            }
            ExprKind::BinOp { left, op, right } => {
                let (text, p) = match op {
                    BinOp::Add => (" + ", pr::ARITH),
                    BinOp::Sub => (" - ", pr::ARITH),
                    BinOp::Mult => (" * ", pr::TERM),
                    BinOp::MatMult => (" @ ", pr::TERM),
                    BinOp::Div => (" / ", pr::TERM),
                    BinOp::Mod => (" % ", pr::TERM),
                    BinOp::LShift => (" << ", pr::SHIFT),
                    BinOp::RShift => (" >> ", pr::SHIFT),
                    BinOp::BitOr => (" | ", pr::EXPR),
                    BinOp::BitXor => (" ^ ", pr::BXOR),
                    BinOp::BitAnd => (" & ", pr::BAND),
                    BinOp::FloorDiv => (" // ", pr::TERM),
                    BinOp::Pow => (" ** ", pr::POWER),
                };
                let right_assoc = u8::from(*op == BinOp::Pow);
                self.paren(level > p, |s| {
                    s.expr(left, p + right_assoc);
                    s.s(text);
                    s.expr(right, p + 1 - right_assoc);
                });
            }
            ExprKind::UnaryOp { op, operand } => {
                let (text, p) = match op {
                    UnaryOp::Invert => ("~", pr::FACTOR),
                    UnaryOp::Not => ("not ", pr::NOT),
                    UnaryOp::UAdd => ("+", pr::FACTOR),
                    UnaryOp::USub => ("-", pr::FACTOR),
                };
                self.paren(level > p, |s| {
                    s.s(text);
                    s.expr(operand, p);
                });
            }
            ExprKind::Lambda(l) => self.paren(level > pr::TEST, |s| {
                let a = &l.args;
                let any = !a.posonly.is_empty()
                    || !a.args.is_empty()
                    || a.vararg.is_some()
                    || !a.kwonly.is_empty()
                    || a.kwarg.is_some();
                s.s(if any { "lambda " } else { "lambda" });
                s.arguments(a);
                s.s(": ");
                s.expr(&l.body, pr::TEST);
            }),
            ExprKind::IfExp { test, body, orelse } => self.paren(level > pr::TEST, |s| {
                s.expr(body, pr::TEST + 1);
                s.s(" if ");
                s.expr(test, pr::TEST + 1);
                s.s(" else ");
                s.expr(orelse, pr::TEST);
            }),
            ExprKind::Dict { keys, values } => {
                self.s("{");
                for (i, (k, v)) in keys.iter().zip(values).enumerate() {
                    if i > 0 {
                        self.s(", ");
                    }
                    match k {
                        Some(k) => {
                            self.expr(k, pr::TEST);
                            self.s(": ");
                            self.expr(v, pr::TEST);
                        }
                        None => {
                            self.s("**");
                            self.expr(v, pr::EXPR);
                        }
                    }
                }
                self.s("}");
            }
            ExprKind::Set(elts) => {
                self.s("{");
                self.list(elts, pr::TEST);
                self.s("}");
            }
            ExprKind::Comp(c) => {
                let (open, close) = match c.kind {
                    CompKind::List => ("[", "]"),
                    CompKind::Set | CompKind::Dict => ("{", "}"),
                    CompKind::Gen => ("(", ")"),
                };
                self.s(open);
                self.expr(&c.elt, pr::TEST);
                if let Some(v) = &c.value {
                    self.s(": ");
                    self.expr(v, pr::TEST);
                }
                for g in &c.generators {
                    self.s(if g.is_async { " async for " } else { " for " });
                    self.expr(&g.target, pr::TUPLE);
                    self.s(" in ");
                    self.expr(&g.iter, pr::TEST + 1);
                    for i in &g.ifs {
                        self.s(" if ");
                        self.expr(i, pr::TEST + 1);
                    }
                }
                self.s(close);
            }
            ExprKind::Yield(v) => match v {
                Some(v) => {
                    self.s("(yield ");
                    self.expr(v, pr::TEST);
                    self.s(")");
                }
                None => self.s("(yield)"),
            },
            ExprKind::YieldFrom(v) => {
                self.s("(yield from ");
                self.expr(v, pr::TEST);
                self.s(")");
            }
            ExprKind::Await(v) => self.paren(level > pr::AWAIT, |s| {
                s.s("await ");
                s.expr(v, pr::ATOM);
            }),
            ExprKind::Compare { left, ops, comparators } => self.paren(level > pr::CMP, |s| {
                s.expr(left, pr::CMP + 1);
                for (o, c) in ops.iter().zip(comparators) {
                    s.s(match o {
                        CmpOp::Eq => " == ",
                        CmpOp::NotEq => " != ",
                        CmpOp::Lt => " < ",
                        CmpOp::LtE => " <= ",
                        CmpOp::Gt => " > ",
                        CmpOp::GtE => " >= ",
                        CmpOp::Is => " is ",
                        CmpOp::IsNot => " is not ",
                        CmpOp::In => " in ",
                        CmpOp::NotIn => " not in ",
                    });
                    s.expr(c, pr::CMP + 1);
                }
            }),
            ExprKind::Call { func, args, keywords } => {
                self.expr(func, pr::ATOM);
                if let ([Expr { kind: ExprKind::Comp(c), .. }], []) = (&args[..], &keywords[..])
                    && c.kind == CompKind::Gen
                {
                    self.list(args, pr::ATOM);
                    return;
                }
                self.s("(");
                self.list(args, pr::TEST);
                for (i, k) in keywords.iter().enumerate() {
                    if i > 0 || !args.is_empty() {
                        self.s(", ");
                    }
                    match k.arg {
                        Some(n) => {
                            self.out.extend_from_slice(self.names.str(n).as_bytes());
                            self.s("=");
                        }
                        None => self.s("**"),
                    }
                    self.expr(&k.value, pr::TEST);
                }
                self.s(")");
            }
            ExprKind::JoinedStr(values) => {
                let body = self.fstring_body(values);
                self.s("f");
                str_repr(&mut self.out, &body);
            }
            ExprKind::FormattedValue { .. } => {
                let body = self.fstring_body(std::slice::from_ref(e));
                self.s("f");
                str_repr(&mut self.out, &body);
            }
            ExprKind::Constant(c) => self.constant(c, true),
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value, pr::ATOM);
                let int = matches!(value.kind, ExprKind::Constant(Const::Int(_) | Const::BigInt(_)));
                self.s(if int { " ." } else { "." });
                self.out.extend_from_slice(self.names.str(*attr).as_bytes());
            }
            ExprKind::Starred { value, .. } => {
                self.s("*");
                self.expr(value, pr::EXPR);
            }
            ExprKind::Name { id, .. } => self.out.extend_from_slice(self.names.str(*id).as_bytes()),
            ExprKind::List { elts, .. } => {
                self.s("[");
                self.list(elts, pr::TEST);
                self.s("]");
            }
            ExprKind::Tuple { elts, .. } => {
                if elts.is_empty() {
                    self.s("()");
                    return;
                }
                self.paren(level > pr::TUPLE, |s| {
                    s.list(elts, pr::TEST);
                    if elts.len() == 1 {
                        s.s(",");
                    }
                });
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, pr::ATOM);
                self.s("[");
                self.expr(slice, pr::TUPLE);
                self.s("]");
            }
            ExprKind::Slice { lower, upper, step } => {
                if let Some(e) = lower {
                    self.expr(e, pr::TEST);
                }
                self.s(":");
                if let Some(e) = upper {
                    self.expr(e, pr::TEST);
                }
                if let Some(e) = step {
                    self.s(":");
                    self.expr(e, pr::TEST);
                }
            }
            ExprKind::Named { target, value } => self.paren(level > 0, |s| {
                s.expr(target, pr::ATOM);
                s.s(" := ");
                s.expr(value, pr::ATOM);
            }),
        }
    }

    fn arguments(&mut self, a: &Arguments) {
        let mut first = true;
        let mut sep = |p: &mut Self| {
            if !first {
                p.s(", ");
            }
            first = false;
        };
        let n = a.posonly.len() + a.args.len();
        for (i, p) in a.posonly.iter().chain(&a.args).enumerate() {
            sep(self);
            self.out.extend_from_slice(self.names.str(p.name).as_bytes());
            let from = n - a.defaults.len();
            if let Some(d) = i.checked_sub(from).and_then(|i| a.defaults.get(i)) {
                self.s("=");
                self.expr(d, pr::TEST);
            }
            if i + 1 == a.posonly.len() {
                self.s(", /");
            }
        }
        if a.vararg.is_some() || !a.kwonly.is_empty() {
            sep(self);
            self.s("*");
            if let Some(v) = &a.vararg {
                self.out.extend_from_slice(self.names.str(v.name).as_bytes());
            }
        }
        for (p, d) in a.kwonly.iter().zip(&a.kw_defaults) {
            sep(self);
            self.out.extend_from_slice(self.names.str(p.name).as_bytes());
            if let Some(d) = d {
                self.s("=");
                self.expr(d, pr::TEST);
            }
        }
        if let Some(k) = &a.kwarg {
            sep(self);
            self.s("**");
            self.out.extend_from_slice(self.names.str(k.name).as_bytes());
        }
    }

    fn fstring_body(&mut self, values: &[Expr]) -> Vec<u8> {
        let outer = std::mem::take(&mut self.out);
        for v in values {
            self.fstring_element(v);
        }
        std::mem::replace(&mut self.out, outer)
    }

    fn fstring_element(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Constant(Const::Str(s)) => {
                for &b in s.as_bytes() {
                    self.out.push(b);
                    if b == b'{' || b == b'}' {
                        self.out.push(b);
                    }
                }
            }
            ExprKind::JoinedStr(values) => {
                for v in values {
                    self.fstring_element(v);
                }
            }
            ExprKind::FormattedValue { value, conversion, spec } => {
                let at = self.out.len();
                self.expr(value, pr::TEST + 1);
                let brace = if self.out.get(at) == Some(&b'{') { "{ " } else { "{" };
                self.out.splice(at..at, brace.bytes());
                self.s(match conversion {
                    1 => "!s",
                    2 => "!r",
                    3 => "!a",
                    _ => "",
                });
                if let Some(s) = spec {
                    self.s(":");
                    self.fstring_element(s);
                }
                self.s("}");
            }
            _ => {}
        }
    }

    /// `source`: text that reads back, so that infinity is a number too large.
    fn constant(&mut self, c: &Const, source: bool) {
        match c {
            Const::None => self.s("None"),
            Const::True => self.s("True"),
            Const::False => self.s("False"),
            Const::Ellipsis => self.s(if source { "..." } else { "Ellipsis" }),
            Const::Int(v) => self.s(&v.to_string()),
            Const::BigInt(v) => self.s(&v.to_string()),
            Const::Float(f) => {
                let t = float_repr(*f, true);
                self.s(&if source { t.replace("inf", "1e309") } else { t });
            }
            Const::Complex(re, im) => {
                let mut t = String::new();
                if *re == 0.0 && re.is_sign_positive() {
                    t.push_str(&float_repr(*im, false));
                    t.push('j');
                } else {
                    t.push('(');
                    t.push_str(&float_repr(*re, false));
                    if im.is_nan() || im.is_sign_positive() {
                        t.push('+');
                    }
                    t.push_str(&float_repr(*im, false));
                    t.push_str("j)");
                }
                self.s(&if source { t.replace("inf", "1e309") } else { t });
            }
            Const::Str(s) => str_repr(&mut self.out, s.as_bytes()),
            Const::Bytes(b) => bytes_repr(&mut self.out, b),
            Const::Tuple(items) => {
                self.s("(");
                for (i, c) in items.iter().enumerate() {
                    if i > 0 {
                        self.s(", ");
                    }
                    self.constant(c, source);
                }
                self.s(if items.len() == 1 { ",)" } else { ")" });
            }
            Const::FrozenSet(items) => {
                self.s("frozenset({");
                for (i, c) in items.iter().enumerate() {
                    if i > 0 {
                        self.s(", ");
                    }
                    self.constant(c, source);
                }
                self.s("})");
            }
            Const::Code(_) => self.s("<code>"),
        }
    }
}

/// The shortest text that reads back as the same float; `dot_zero` marks integers as floats.
fn float_repr(f: f64, dot_zero: bool) -> String {
    if f.is_nan() {
        return "nan".to_owned();
    }
    if f.is_infinite() {
        return if f > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let sci = format!("{f:e}");
    let Some((mantissa, exp)) = sci.split_once('e') else { return sci };
    let exp: i32 = exp.parse().unwrap_or(0);
    if (-4..16).contains(&exp) {
        let t = format!("{f}");
        return if dot_zero && !t.contains('.') { t + ".0" } else { t };
    }
    let sign = if exp < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exp.abs())
}

/// Whether `repr` shows the character as itself.
pub(super) fn is_printable(c: char) -> bool {
    c == ' '
        || !matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::Surrogate
                | GeneralCategory::PrivateUse
                | GeneralCategory::Unassigned
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
                | GeneralCategory::SpaceSeparator
        )
}

/// Appends `repr` of a string.
pub(super) fn str_repr(out: &mut Vec<u8>, bytes: &[u8]) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    out.push(quote);
    let s = PyStr::from_utf8_surrogates(bytes).unwrap_or_default();
    for p in s.code_points() {
        match p {
            9 => out.extend_from_slice(b"\\t"),
            10 => out.extend_from_slice(b"\\n"),
            13 => out.extend_from_slice(b"\\r"),
            0x5c => out.extend_from_slice(b"\\\\"),
            _ if p == u32::from(quote) => out.extend_from_slice(&[b'\\', quote]),
            _ => {
                let c = char::from_u32(p);
                if c.is_some_and(|c| if c.is_ascii() { !c.is_ascii_control() } else { is_printable(c) }) {
                    push_code_point(out, p);
                } else if p < 0x100 {
                    out.extend_from_slice(format!("\\x{p:02x}").as_bytes());
                } else if p < 0x10000 {
                    out.extend_from_slice(format!("\\u{p:04x}").as_bytes());
                } else {
                    out.extend_from_slice(format!("\\U{p:08x}").as_bytes());
                }
            }
        }
    }
    out.push(quote);
}

fn bytes_repr(out: &mut Vec<u8>, bytes: &[u8]) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    out.push(b'b');
    out.push(quote);
    for &b in bytes {
        match b {
            9 => out.extend_from_slice(b"\\t"),
            10 => out.extend_from_slice(b"\\n"),
            13 => out.extend_from_slice(b"\\r"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            _ if b == quote => out.extend_from_slice(&[b'\\', quote]),
            0x20..=0x7e => out.push(b),
            _ => out.extend_from_slice(format!("\\x{b:02x}").as_bytes()),
        }
    }
    out.push(quote);
}
