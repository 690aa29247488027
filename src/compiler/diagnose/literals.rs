//! Errors within string literals, which CPython finds while it parses.

use super::{Kind, Parser, Stop};
use crate::compiler::errors::ErrorKind;

type R = Result<(), Stop>;

impl Parser<'_> {
    /// Checks literals that stand side by side.
    pub(super) fn check_strings(&self, start: usize, end: usize) -> R {
        let (mut bytes, mut text) = (false, false);
        let mut depth = 0usize;
        for i in start..end {
            let t = self.tokens[i];
            match t.kind {
                Kind::FStart => {
                    depth += 1;
                    text = true;
                }
                Kind::FEnd => depth -= 1,
                Kind::Str if depth == 0 => {
                    if self.check_literal(i)? {
                        bytes = true;
                    } else {
                        text = true;
                    }
                }
                _ => {}
            }
        }
        if bytes && text {
            return Err(self.raise_last(ErrorKind::Syntax, "cannot mix bytes and nonbytes literals"));
        }
        Ok(())
    }

    /// Checks one literal; says whether it is a bytes literal.
    fn check_literal(&self, i: usize) -> Result<bool, Stop> {
        let t = self.tokens[i];
        let source = self.text(t);
        let quote_at = source.find(['"', '\'']).unwrap_or(0);
        let (prefix, rest) = source.split_at(quote_at);
        let bytes = prefix.contains(['b', 'B']);
        let raw = prefix.contains(['r', 'R']);
        let triple = rest.starts_with("\"\"\"") || rest.starts_with("'''");
        let n = if triple { 3 } else { 1 };
        let body = rest.get(n..rest.len().saturating_sub(n)).unwrap_or("");
        if bytes && !body.is_ascii() {
            return Err(self.raise_tokens(t, t, "bytes can only contain ASCII literal characters"));
        }
        if !raw {
            let problem = if bytes { bad_bytes_escape(body) } else { bad_text_escape(body) };
            if let Some(msg) = problem {
                return Err(self.raise_tokens(t, t, &msg));
            }
        }
        Ok(bytes)
    }

    /// Checks the conversion of a replacement field, whose `!` is at `at`.
    pub(super) fn check_conversion(&self, at: usize) -> R {
        let (bang, name) = (self.tokens[at], self.tokens[at + 1]);
        if bang.end.at != name.start.at {
            return Err(self.raise_tokens(
                bang,
                name,
                "f-string: conversion type must come right after the exclamation mark",
            ));
        }
        let text = self.text(name);
        if !matches!(text, "s" | "r" | "a") {
            let msg = format!("f-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
            return Err(self.raise_tokens(name, name, &msg));
        }
        Ok(())
    }
}

fn hex_run(b: &[u8], limit: usize) -> usize {
    b.iter().take(limit).take_while(|c| c.is_ascii_hexdigit()).count()
}

fn bad_bytes_escape(body: &str) -> Option<String> {
    let b = body.as_bytes();
    let mut i = 0;
    while let Some(&c) = b.get(i) {
        if c != b'\\' {
            i += 1;
            continue;
        }
        if b.get(i + 1) == Some(&b'x') && hex_run(b.get(i + 2..).unwrap_or(b""), 2) < 2 {
            return Some(format!("(value error) invalid \\x escape at position {i}"));
        }
        i += 2;
    }
    None
}

/// The first escape that cannot be decoded. Positions count what CPython decodes: characters beyond ASCII are escapes of
/// ten characters there.
fn bad_text_escape(body: &str) -> Option<String> {
    let b = body.as_bytes();
    let mut i = 0;
    let mut at = 0;
    while let Some(&c) = b.get(i) {
        if c != b'\\' {
            if c < 0x80 {
                at += 1;
            } else if c >= 0xC0 {
                at += 10;
            }
            i += 1;
            continue;
        }
        let rest = b.get(i + 2..).unwrap_or(b"");
        let problem = |len: usize, reason: &str| {
            let place = if len == 1 {
                format!("can't decode byte 0x5c in position {at}")
            } else {
                format!("can't decode bytes in position {at}-{}", at + len - 1)
            };
            Some(format!("(unicode error) 'unicodeescape' codec {place}: {reason}"))
        };
        match b.get(i + 1) {
            Some(&kind @ (b'x' | b'u' | b'U')) => {
                let (digits, reason) = match kind {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                let run = hex_run(rest, digits);
                if run < digits {
                    return problem(2 + run, reason);
                }
                let value = body.get(i + 2..i + 2 + digits).and_then(|t| u32::from_str_radix(t, 16).ok());
                if value.is_none_or(|v| v > 0x10_FFFF) {
                    return problem(2 + digits, "illegal Unicode character");
                }
                i += 2;
                at += 2;
            }
            Some(b'N') => {
                let name =
                    body.get(i + 2..).and_then(|t| t.strip_prefix('{')).and_then(|t| t.split_once('}'));
                match name {
                    Some((name, _)) if !name.is_empty() => {
                        let known = unicode_names2::character(name).is_some();
                        let len = 4 + name.len();
                        if !known {
                            return problem(len, "unknown Unicode character name");
                        }
                        i += len;
                        at += len;
                    }
                    _ => {
                        return problem(
                            if rest.first() == Some(&b'{') { 3 } else { 2 },
                            "malformed \\N character escape",
                        );
                    }
                }
            }
            // What follows another backslash is never the start of an escape itself.
            Some(c) if c.is_ascii() => {
                i += 2;
                at += 2;
            }
            _ => {
                i += 1;
                at += 1;
            }
        }
    }
    None
}
