//! Source bytes to text: byte order mark, PEP 263 cookie, and the encodings.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding};

use super::errors::{CompileError, ErrorKind};
use crate::bytecode::Location;

/// Why bytes are no text.
pub(super) enum Failure {
    /// Not UTF-8, and no encoding is declared: the offset of the first wrong byte, and what is wrong.
    Undeclared(usize, String),
    /// The declared encoding cannot decode them: what is wrong.
    Undecodable(String),
    /// An encoding that is not known.
    Unknown(String),
    /// A byte order mark, which stands for UTF-8, before another encoding (under its normal name).
    Bom(String),
}

impl Failure {
    /// The error that CPython raises.
    pub(super) fn error(self, source: &[u8]) -> Box<CompileError> {
        let message = match self {
            Failure::Undeclared(at, what) => {
                let before = &source[..at];
                let line = before.iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
                let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
                let column = String::from_utf8_lossy(&source[start..at]).chars().count() as u32 + 1;
                let place = [line, column, line, column + 1];
                return CompileError::exact(ErrorKind::Syntax, &format!("(unicode error) {what}"), place);
            }
            Failure::Bom(name) => format!("encoding problem: {name} with BOM"),
            Failure::Undecodable(what) => what,
            Failure::Unknown(name) => format!("unknown encoding: {name}"),
        };
        let nowhere = Location { line: 0, end_line: 0, col: -1, end_col: -1 };
        CompileError::at(ErrorKind::Syntax, message, nowhere)
    }
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

/// The name under which the tokenizer knows the most common encodings, whatever follows it.
fn normal_name(name: &str) -> String {
    let short: String =
        name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let is = |family: &str| short == family || short.starts_with(&format!("{family}-"));
    if is("utf-8") {
        "utf-8".into()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".into()
    } else {
        name.into()
    }
}

/// Codecs other than UTF-8, by what [`lookup_name`] makes of a name: CPython's names and their aliases. The second
/// column is the name of the codec in messages.
#[rustfmt::skip]
const CODECS: &[(&[&str], &str, &Encoding)] = &[
    (&["cp1250", "1250", "windows_1250"], "charmap", encoding_rs::WINDOWS_1250),
    (&["cp1251", "1251", "windows_1251"], "charmap", encoding_rs::WINDOWS_1251),
    (&["cp1252", "1252", "windows_1252"], "charmap", encoding_rs::WINDOWS_1252),
    (&["cp1253", "1253", "windows_1253"], "charmap", encoding_rs::WINDOWS_1253),
    (&["cp1254", "1254", "windows_1254"], "charmap", encoding_rs::WINDOWS_1254),
    (&["cp1255", "1255", "windows_1255"], "charmap", encoding_rs::WINDOWS_1255),
    (&["cp1256", "1256", "windows_1256"], "charmap", encoding_rs::WINDOWS_1256),
    (&["cp1257", "1257", "windows_1257"], "charmap", encoding_rs::WINDOWS_1257),
    (&["cp1258", "1258", "windows_1258"], "charmap", encoding_rs::WINDOWS_1258),
    (&["cp866", "866", "ibm866"], "charmap", encoding_rs::IBM866),
    (&["koi8_r", "cskoi8r"], "charmap", encoding_rs::KOI8_R),
    (&["koi8_u"], "charmap", encoding_rs::KOI8_U),
    (&["mac_roman", "macintosh", "macroman"], "charmap", encoding_rs::MACINTOSH),
    (&["mac_cyrillic", "maccyrillic"], "charmap", encoding_rs::X_MAC_CYRILLIC),
    (&["iso8859_2", "iso_8859_2", "latin2", "l2", "csisolatin2", "iso_ir_101"], "charmap", encoding_rs::ISO_8859_2),
    (&["iso8859_3", "iso_8859_3", "latin3", "l3", "csisolatin3", "iso_ir_109"], "charmap", encoding_rs::ISO_8859_3),
    (&["iso8859_4", "iso_8859_4", "latin4", "l4", "csisolatin4", "iso_ir_110"], "charmap", encoding_rs::ISO_8859_4),
    (&["iso8859_5", "iso_8859_5", "cyrillic", "csisolatincyrillic", "iso_ir_144"], "charmap", encoding_rs::ISO_8859_5),
    (&["iso8859_6", "iso_8859_6", "arabic", "csisolatinarabic", "asmo_708", "ecma_114", "iso_ir_127"], "charmap", encoding_rs::ISO_8859_6),
    (&["iso8859_7", "iso_8859_7", "greek", "greek8", "csisolatingreek", "ecma_118", "elot_928", "iso_ir_126"], "charmap", encoding_rs::ISO_8859_7),
    (&["iso8859_8", "iso_8859_8", "hebrew", "csisolatinhebrew", "iso_ir_138"], "charmap", encoding_rs::ISO_8859_8),
    (&["iso8859_10", "iso_8859_10", "latin6", "l6", "csisolatin6", "iso_ir_157"], "charmap", encoding_rs::ISO_8859_10),
    (&["iso8859_13", "iso_8859_13", "latin7", "l7"], "charmap", encoding_rs::ISO_8859_13),
    (&["iso8859_14", "iso_8859_14", "latin8", "l8", "iso_celtic", "iso_ir_199"], "charmap", encoding_rs::ISO_8859_14),
    (&["iso8859_15", "iso_8859_15", "latin9", "l9"], "charmap", encoding_rs::ISO_8859_15),
    (&["iso8859_16", "iso_8859_16", "latin10", "l10", "iso_ir_226"], "charmap", encoding_rs::ISO_8859_16),
    (&["cp874"], "charmap", encoding_rs::WINDOWS_874),
    (&["euc_jp", "eucjp", "ujis", "u_jis"], "euc_jp", encoding_rs::EUC_JP),
    (&["shift_jis", "shiftjis", "sjis", "s_jis", "csshiftjis"], "shift_jis", encoding_rs::SHIFT_JIS),
    (&["cp932", "932", "ms932", "mskanji", "ms_kanji", "windows_31j"], "cp932", encoding_rs::SHIFT_JIS),
    (&["gb2312", "chinese", "csiso58gb231280", "euc_cn", "euccn", "eucgb2312_cn", "gb2312_1980", "gb2312_80", "iso_ir_58"], "gb2312", encoding_rs::GBK),
    (&["gbk", "936", "cp936", "ms936"], "gbk", encoding_rs::GBK),
    (&["gb18030", "gb18030_2000"], "gb18030", encoding_rs::GB18030),
    (&["big5", "big5_tw", "csbig5"], "big5", encoding_rs::BIG5),
    (&["cp950", "950", "ms950"], "cp950", encoding_rs::BIG5),
    (&["big5hkscs", "big5_hkscs", "hkscs"], "big5hkscs", encoding_rs::BIG5),
    (&["euc_kr", "euckr", "korean", "ksc5601", "ks_c_5601", "ks_c_5601_1987", "ksx1001", "ks_x_1001"], "euc_kr", encoding_rs::EUC_KR),
    (&["cp949", "949", "ms949", "uhc"], "cp949", encoding_rs::EUC_KR),
];

/// Small letters and digits, and one underscore for each run of anything else.
fn lookup_name(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out
}

/// The text of a source file.
pub(super) fn decode(src: &[u8]) -> Result<Cow<'_, str>, Failure> {
    let (body, bom) = match src.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (src, false),
    };
    let Some(name) = cookie(body) else {
        return utf8(body).map_err(|(at, what)| Failure::Undeclared(at + src.len() - body.len(), what));
    };
    let name = normal_name(&name);
    if bom && name != "utf-8" {
        return Err(Failure::Bom(name));
    }
    let found = lookup_name(&name);
    match found.as_str() {
        "utf_8" | "utf8" | "utf_8_sig" | "u8" | "utf" | "cp65001" => {
            utf8(body).map_err(|(_, what)| Failure::Undecodable(what))
        }
        "iso_8859_1" | "latin_1" | "latin1" | "iso8859" | "iso8859_1" | "8859" | "cp819" | "l1" | "latin"
        | "csisolatin1" | "ibm819" | "iso_ir_100" => Ok(body.iter().map(|&b| char::from(b)).collect()),
        "ascii" | "us_ascii" | "646" | "us" | "ansi_x3.4_1968" | "cp367" | "ibm367" | "iso646_us"
        | "iso_ir_6" | "csascii" => match body.iter().position(|b| *b >= 0x80) {
            None => Ok(String::from_utf8_lossy(body)),
            Some(at) => {
                let what = format!(
                    "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                    body[at]
                );
                Err(Failure::Undecodable(what))
            }
        },
        _ => match CODECS.iter().find(|(names, ..)| names.contains(&found.as_str())) {
            Some((names, shown, encoding)) => {
                // What the web's standard defines beyond the code pages are controls, which Python's do not.
                let pages = names[0].starts_with("cp12") || names[0] == "cp874";
                by_table(body, encoding, shown, pages).map_err(Failure::Undecodable)
            }
            None => Err(Failure::Unknown(name)),
        },
    }
}

/// Decodes with one of [`CODECS`]; says what is wrong. `no_controls`: bytes from 0x80 that stand for controls stand for
/// nothing.
fn by_table<'a>(
    body: &'a [u8],
    encoding: &'static Encoding,
    shown: &str,
    no_controls: bool,
) -> Result<Cow<'a, str>, String> {
    let wrong = |at: usize| {
        let byte = body.get(at).copied().unwrap_or(0);
        let why =
            if shown == "charmap" { "character maps to <undefined>" } else { "illegal multibyte sequence" };
        format!("'{shown}' codec can't decode byte 0x{byte:02x} in position {at}: {why}")
    };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text =
        String::with_capacity(decoder.max_utf8_buffer_length(body.len()).unwrap_or(body.len() * 3));
    let (result, read) = decoder.decode_to_string_without_replacement(body, &mut text, true);
    match result {
        DecoderResult::InputEmpty => {}
        DecoderResult::Malformed(bad, after) => {
            return Err(wrong(read.saturating_sub(usize::from(bad) + usize::from(after))));
        }
        DecoderResult::OutputFull => return Err("the text is too long".into()),
    }
    // Of single bytes each gives one character.
    if no_controls && let Some(at) = text.chars().position(|c| ('\u{80}'..'\u{a0}').contains(&c)) {
        return Err(wrong(at));
    }
    Ok(Cow::Owned(text))
}

/// The text, or the offset of the first wrong byte and what is wrong with it.
fn utf8(src: &[u8]) -> Result<Cow<'_, str>, (usize, String)> {
    let error = match std::str::from_utf8(src) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let byte = src.get(at).copied().unwrap_or(0);
    let reason = match error.error_len() {
        None => "unexpected end of data",
        Some(_) if !(0xC2..=0xF4).contains(&byte) => "invalid start byte",
        Some(_) => "invalid continuation byte",
    };
    Err((at, format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {reason}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(src: &[u8]) -> String {
        match decode(src) {
            Ok(text) => text.into_owned(),
            Err(failure) => failure.error(src).msg,
        }
    }

    #[test]
    fn declared_encodings() {
        for (src, expected) in [
            (&b"# coding: cp1251\n\xef"[..], "п"),
            (b"# -*- coding: windows-1250 -*-\n\xb9", "ą"),
            (b"# coding: ISO_8859-2\n\xb1", "ą"),
            (b"# coding: latin-1-unix\n\xe9", "é"),
            (b"# coding: l9\n\xa4", "€"),
            (b"# coding: mac-roman\n\x8e", "é"),
            (b"# coding: KOI8-U\n\xa4", "є"),
            (b"# coding: euc-jp\n\xc6\xfc", "日"),
            (b"# coding: sjis\n\x93\xfa", "日"),
            (b"# coding: gb18030\n\xc8\xd5", "日"),
            (b"# coding: big5\n\xa4\xe9", "日"),
            (b"# coding: cp949\n\xec\xed", "日"),
        ] {
            assert_eq!(text(src).lines().nth(1), Some(expected), "{src:x?}");
        }
    }

    #[test]
    fn failures() {
        for (src, expected) in [
            (
                &b"# coding: cp1252\n\x81"[..],
                "'charmap' codec can't decode byte 0x81 in position 17: character maps to <undefined>",
            ),
            (
                b"# coding: iso8859-3\n\xa5",
                "'charmap' codec can't decode byte 0xa5 in position 20: character maps to <undefined>",
            ),
            (
                b"# coding: euc-jp\n\xc6 ",
                "'euc_jp' codec can't decode byte 0xc6 in position 17: illegal multibyte sequence",
            ),
            (
                b"# coding: ascii\n\x81",
                "'ascii' codec can't decode byte 0x81 in position 16: ordinal not in range(128)",
            ),
            (
                b"# coding: utf8\n\x81",
                "'utf-8' codec can't decode byte 0x81 in position 15: invalid start byte",
            ),
            (b"# coding: ebcdic\n", "unknown encoding: ebcdic"),
            (b"\xef\xbb\xbf# coding: Latin_1\n", "encoding problem: iso-8859-1 with BOM"),
            (
                b"x\n\x81",
                "(unicode error) 'utf-8' codec can't decode byte 0x81 in position 2: invalid start byte",
            ),
        ] {
            assert_eq!(text(src), expected, "{src:x?}");
        }
    }
}
