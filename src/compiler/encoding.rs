//! Source bytes to text: byte order mark, PEP 263 cookie, and the encodings that need no tables of thousands.

use std::borrow::Cow;

use super::errors::{CompileError, ErrorKind};
use crate::bytecode::Location;

type R<T> = Result<T, Box<CompileError>>;

fn error(msg: String) -> Box<CompileError> {
    let loc = Location { line: 0, end_line: 0, col: -1, end_col: -1 };
    CompileError::at(ErrorKind::Syntax, msg, loc)
}

/// The encoding named by a `coding` cookie in one of the first two lines.
fn cookie(src: &[u8]) -> Option<String> {
    for line in src.split(|&b| b == b'\n').take(2) {
        let text = line.trim_ascii_start();
        let text = text.strip_prefix(b"\x0c").unwrap_or(text);
        let Some(comment) = text.strip_prefix(b"#") else {
            if text.trim_ascii().is_empty() {
                continue;
            }
            // Code in the first line: a cookie in the second no longer counts.
            return None;
        };
        let mut rest = comment;
        while let Some(i) = rest.windows(6).position(|w| w == b"coding") {
            rest = &rest[i + 6..];
            if let [b':' | b'=', tail @ ..] = rest {
                let start = tail.iter().position(|b| !matches!(b, b' ' | b'\t')).unwrap_or(tail.len());
                let name: Vec<u8> = tail[start..]
                    .iter()
                    .copied()
                    .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
                    .collect();
                if !name.is_empty() {
                    return String::from_utf8(name).ok();
                }
            }
        }
    }
    None
}

/// Characters 0x80 to 0xFF of Windows code page 1252 that are not Latin-1's; 0 where undefined.
const CP1252: [u16; 32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0, 0x017E, 0x0178,
];

const KOI8_R: &str = "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

fn single_byte(src: &[u8], name: &str, map: impl Fn(u8) -> Option<char>) -> R<Cow<'static, str>> {
    let mut out = String::with_capacity(src.len() + src.len() / 8);
    for (i, &b) in src.iter().enumerate() {
        match if b < 0x80 { Some(b as char) } else { map(b) } {
            Some(c) => out.push(c),
            None => {
                return Err(error(format!(
                    "(unicode error) '{name}' codec can't decode byte 0x{b:02x} in position {i}: character maps to <undefined>"
                )));
            }
        }
    }
    Ok(Cow::Owned(out))
}

/// The text of a source file.
pub(super) fn decode(src: &[u8]) -> R<Cow<'_, str>> {
    let (body, bom) = match src.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (src, false),
    };
    let name = cookie(body);
    let normal: String = name
        .as_deref()
        .unwrap_or("utf-8")
        .chars()
        .map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() })
        .collect();
    let shown = name.as_deref().unwrap_or("utf-8");
    if bom && normal != "utf-8" && !normal.starts_with("utf-8-") {
        return Err(error(format!("encoding problem: {shown} with BOM")));
    }
    match normal.as_str() {
        "utf-8" | "utf8" | "utf-8-sig" | "u8" | "utf" | "cp65001" => utf8(body),
        n if n.starts_with("utf-8-") => utf8(body),
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "cp819" | "l1" | "iso-latin-1" => {
            single_byte(body, "latin-1", |b| Some(char::from(b)))
        }
        n if n.starts_with("latin-1-") || n.starts_with("iso-8859-1-") || n.starts_with("iso-latin-1-") => {
            single_byte(body, "latin-1", |b| Some(char::from(b)))
        }
        "ascii" | "us-ascii" | "646" => match body.iter().position(|b| *b >= 0x80) {
            None => utf8(body),
            Some(i) => Err(error(format!(
                "(unicode error) 'ascii' codec can't decode byte 0x{:02x} in position {i}: ordinal not in range(128)",
                body[i]
            ))),
        },
        "iso-8859-15" | "iso8859-15" | "latin-9" | "latin9" | "l9" => single_byte(body, "iso8859-15", |b| {
            Some(match b {
                0xA4 => '€',
                0xA6 => 'Š',
                0xA8 => 'š',
                0xB4 => 'Ž',
                0xB8 => 'ž',
                0xBC => 'Œ',
                0xBD => 'œ',
                0xBE => 'Ÿ',
                b => char::from(b),
            })
        }),
        "cp1252" | "windows-1252" | "1252" => single_byte(body, "charmap", |b| match b {
            0x80..=0x9F => match CP1252.get(usize::from(b) - 0x80) {
                Some(&c) if c != 0 => char::from_u32(u32::from(c)),
                _ => None,
            },
            b => Some(char::from(b)),
        }),
        "koi8-r" => single_byte(body, "koi8_r", |b| KOI8_R.chars().nth(usize::from(b) - 0x80)),
        _ => Err(error(format!("unknown encoding: {shown}"))),
    }
}

fn utf8(src: &[u8]) -> R<Cow<'_, str>> {
    match std::str::from_utf8(src) {
        Ok(s) => Ok(Cow::Borrowed(s)),
        Err(e) => {
            let at = e.valid_up_to();
            let b = src.get(at).copied().unwrap_or(0);
            let reason = match e.error_len() {
                None => "unexpected end of data",
                Some(_) if !(0xC2..=0xF4).contains(&b) => "invalid start byte",
                Some(_) => "invalid continuation byte",
            };
            Err(error(format!(
                "(unicode error) 'utf-8' codec can't decode byte 0x{b:02x} in position {at}: {reason}"
            )))
        }
    }
}
