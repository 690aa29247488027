//! String literals, f-strings, and `%` formats that become f-strings.

use ruff_python_ast as ra;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::super::ast::*;
use super::{Lowerer, R};
use crate::bytecode::Location;
use crate::bytecode::code::Const;
use crate::bytecode::pystr::{PyStr, push_code_point};

/// The elements of an f-string as they are collected: neighbouring literal parts run together.
struct Joined {
    values: Vec<Expr>,
    /// Literal text not yet pushed, and its range.
    pending: Option<(Vec<u8>, Location)>,
}

impl Joined {
    fn literal(&mut self, text: &[u8], loc: Location) {
        match &mut self.pending {
            Some((buf, range)) => {
                buf.extend_from_slice(text);
                range.end_line = loc.end_line;
                range.end_col = loc.end_col;
            }
            None => self.pending = Some((text.to_vec(), loc)),
        }
    }

    fn flush(&mut self) {
        if let Some((buf, loc)) = self.pending.take()
            && !buf.is_empty()
        {
            let kind = ExprKind::Constant(Const::Str(pystr(&buf)));
            self.values.push(Expr { loc, kind });
        }
    }

    fn value(&mut self, e: Expr) {
        self.flush();
        self.values.push(e);
    }
}

/// Bytes put together from well-formed pieces; two surrogates that meet at a seam stay apart as CPython keeps them.
pub(super) fn pystr(bytes: &[u8]) -> PyStr {
    PyStr::from_utf8_surrogates(bytes)
        .unwrap_or_else(|| PyStr::from(String::from_utf8_lossy(bytes).into_owned()))
}

impl Lowerer<'_, '_> {
    pub(super) fn string_value(&mut self, s: &ra::ExprStringLiteral) -> PyStr {
        let text = s.value.to_str();
        if !text.contains('\u{fffd}') {
            return PyStr::from(text);
        }
        let mut buf = Vec::new();
        for part in s.value.iter() {
            buf.extend_from_slice(&self.literal_bytes(
                part.as_str(),
                part.content_range(),
                matches!(part.flags.prefix(), ra::str_prefix::StringLiteralPrefix::Raw { .. }),
                false,
            ));
        }
        pystr(&buf)
    }

    /// A literal's bytes. Ruff's strings cannot hold lone surrogates, so where it put U+FFFD the source is decoded anew.
    fn literal_bytes(&self, decoded: &str, range: TextRange, raw: bool, braces: bool) -> Vec<u8> {
        if raw || !decoded.contains('\u{fffd}') {
            return decoded.as_bytes().to_vec();
        }
        decode_escapes(self.text(range), braces)
    }

    pub(super) fn fstring(&mut self, f: &ra::ExprFString, loc: Location) -> R<Expr> {
        let mut j = Joined { values: Vec::new(), pending: None };
        for part in f.value.iter() {
            match part {
                ra::FStringPart::Literal(s) => {
                    let raw = matches!(s.flags.prefix(), ra::str_prefix::StringLiteralPrefix::Raw { .. });
                    let bytes = self.literal_bytes(s.as_str(), s.content_range(), raw, false);
                    let loc = self.loc(s);
                    j.literal(&bytes, loc);
                }
                ra::FStringPart::FString(s) => {
                    let raw = matches!(s.flags.prefix(), ra::str_prefix::FStringPrefix::Raw { .. });
                    self.elements(&s.elements, raw, &mut j)?;
                }
            }
        }
        j.flush();
        Ok(Expr { loc, kind: ExprKind::JoinedStr(j.values) })
    }

    fn elements(&mut self, elements: &ra::InterpolatedStringElements, raw: bool, j: &mut Joined) -> R<()> {
        for el in elements {
            match el {
                ra::InterpolatedStringElement::Literal(l) => {
                    let bytes = self.literal_bytes(&l.value, l.range, raw, true);
                    let loc = self.loc(l.range);
                    j.literal(&bytes, loc);
                }
                ra::InterpolatedStringElement::Interpolation(i) => self.interpolation(i, raw, j)?,
            }
        }
        Ok(())
    }

    fn interpolation(&mut self, i: &ra::InterpolatedElement, raw: bool, j: &mut Joined) -> R<()> {
        let value = self.expr(&i.expression)?;
        let mut conversion = match i.conversion {
            ra::ConversionFlag::None => 0,
            ra::ConversionFlag::Str => 1,
            ra::ConversionFlag::Repr => 2,
            ra::ConversionFlag::Ascii => 3,
        };
        if let Some(d) = &i.debug_text {
            let text = d.as_str();
            let start = i.range.start() + TextSize::new(1);
            let loc = self.span(start, start + TextSize::new(text.len() as u32));
            j.literal(without_comments(text).as_bytes(), loc);
            if conversion == 0 && i.format_spec.is_none() {
                conversion = 2;
            }
        }
        let spec = match &i.format_spec {
            None => None,
            Some(s) => {
                let mut inner = Joined { values: Vec::new(), pending: None };
                self.elements(&s.elements, raw, &mut inner)?;
                inner.flush();
                // CPython's range for the specification begins at its colon.
                let mut start = s.range().start();
                if start.to_usize() > 0 && self.src.as_bytes().get(start.to_usize() - 1) == Some(&b':') {
                    start -= TextSize::new(1);
                }
                if inner.values.is_empty() {
                    let loc = self.span(start, start + TextSize::new(1));
                    inner.values.push(Expr { loc, kind: ExprKind::Constant(Const::Str(PyStr::default())) });
                }
                let loc = self.span(start, s.range().end());
                Some(Box::new(Expr { loc, kind: ExprKind::JoinedStr(inner.values) }))
            }
        };
        let loc = self.loc(i.range);
        let kind = ExprKind::FormattedValue { value: Box::new(value), conversion, spec };
        j.value(Expr { loc, kind });
        Ok(())
    }
}

/// The text of a self-documenting expression, comments left out.
fn without_comments(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('#') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '#') => {
                if chars.any(|c| c == '\n') {
                    out.push('\n');
                }
                continue;
            }
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), _) if q == c => quote = None,
            _ => {}
        }
        out.push(c);
    }
    out.into()
}

/// Decodes the escapes of a literal that the parser has already found well-formed.
fn decode_escapes(text: &str, braces: bool) -> Vec<u8> {
    let b = text.as_bytes();
    let mut out = Vec::with_capacity(b.len());
    let mut i = 0;
    while let Some(&c) = b.get(i) {
        i += 1;
        if braces && (c == b'{' || c == b'}') && b.get(i) == Some(&c) {
            i += 1;
        }
        if c != b'\\' {
            out.push(c);
            continue;
        }
        let Some(&e) = b.get(i) else {
            out.push(c);
            break;
        };
        i += 1;
        match e {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(e),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(10),
            b'r' => out.push(13),
            b't' => out.push(9),
            b'v' => out.push(11),
            b'0'..=b'7' => {
                let mut v = u32::from(e - b'0');
                for _ in 0..2 {
                    match b.get(i) {
                        Some(&d @ b'0'..=b'7') => {
                            v = v * 8 + u32::from(d - b'0');
                            i += 1;
                        }
                        _ => break,
                    }
                }
                push_code_point(&mut out, v);
            }
            b'x' | b'u' | b'U' => {
                let n = match e {
                    b'x' => 2,
                    b'u' => 4,
                    _ => 8,
                };
                let digits = text.get(i..i + n).unwrap_or("");
                match u32::from_str_radix(digits, 16) {
                    Ok(v) if push_code_point(&mut out, v).is_some() => i += n,
                    _ => out.extend_from_slice(&[b'\\', e]),
                }
            }
            b'N' => {
                let name = text.get(i + 1..).and_then(|t| t.split_once('}')).map(|(n, _)| n);
                match name.and_then(|n| unicode_names2::character(n).map(|c| (n, c))) {
                    Some((n, c)) => {
                        i += n.len() + 2;
                        push_code_point(&mut out, c as u32);
                    }
                    None => out.extend_from_slice(b"\\N"),
                }
            }
            other => out.extend_from_slice(&[b'\\', other]),
        }
    }
    out
}

/// A piece of a `%` format.
pub(super) enum Piece {
    /// Text, `%%` already made one.
    Literal(Vec<u8>),
    /// The next argument: conversion as in [`ExprKind::FormattedValue`] and the equivalent format specification.
    Value { conversion: u8, spec: String },
}

/// Splits a `%` format of only `%s`, `%r` and `%a` (with flags, width and precision of at most two digits) that takes
/// exactly `nargs` arguments; any other is none of these and stays as it is.
pub(super) fn split_percent(fmt: &[u8], nargs: usize) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut used = 0;
    let mut i = 0;
    loop {
        let mut literal = Vec::new();
        while let Some(&c) = fmt.get(i) {
            if c != b'%' {
                literal.push(c);
                i += 1;
            } else if fmt.get(i + 1) == Some(&b'%') {
                literal.push(b'%');
                i += 2;
            } else {
                break;
            }
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        if i >= fmt.len() {
            break;
        }
        if used >= nargs {
            return None;
        }
        i += 1;
        let mut left = false;
        while let Some(&c) = fmt.get(i) {
            match c {
                b'-' => left = true,
                b'+' | b' ' | b'#' | b'0' => {}
                _ => break,
            }
            i += 1;
        }
        let width = number(fmt, &mut i)?;
        let mut precision = None;
        if fmt.get(i) == Some(&b'.') {
            i += 1;
            precision = Some(number(fmt, &mut i)?.unwrap_or(0));
        }
        let conversion = match fmt.get(i) {
            Some(b's') => 1,
            Some(b'r') => 2,
            Some(b'a') => 3,
            _ => return None,
        };
        i += 1;
        let mut spec = String::new();
        if !left && width.is_some_and(|w| w > 0) {
            spec.push('>');
        }
        if let Some(w) = width {
            spec.push_str(&w.to_string());
        }
        if let Some(p) = precision {
            spec.push('.');
            spec.push_str(&p.to_string());
        }
        pieces.push(Piece::Value { conversion, spec });
        used += 1;
    }
    (used == nargs).then_some(pieces)
}

/// Up to two digits; `None` for more.
fn number(fmt: &[u8], i: &mut usize) -> Option<Option<u32>> {
    let mut v = None;
    let mut digits = 0;
    while let Some(&c @ b'0'..=b'9') = fmt.get(*i) {
        digits += 1;
        if digits >= 3 {
            return None;
        }
        v = Some(v.unwrap_or(0) * 10 + u32::from(c - b'0'));
        *i += 1;
    }
    Some(v)
}
