//! Constants as Python's `repr` shows them.

use std::fmt::Write;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::hash::HashKey;
use super::{CodeObject, Const, PyStr, set_order};

/// Appends `repr(value)`; sets are in the order that `key` gives them, code objects show what `address` gives for them.
pub fn write_const(out: &mut String, value: &Const, key: HashKey, address: &dyn Fn(&CodeObject) -> u64) {
    match value {
        Const::None => out.push_str("None"),
        Const::True => out.push_str("True"),
        Const::False => out.push_str("False"),
        Const::Ellipsis => out.push_str("Ellipsis"),
        Const::Int(value) => push(out, format_args!("{value}")),
        Const::BigInt(value) => push(out, format_args!("{value}")),
        Const::Float(value) => out.push_str(&float(*value)),
        Const::Complex(real, imag) => out.push_str(&complex(*real, *imag)),
        Const::Str(text) => out.push_str(&str(text)),
        Const::Bytes(bytes) => out.push_str(&self::bytes(bytes)),
        Const::Tuple(items) => {
            out.push('(');
            write_items(out, items, key, address);
            out.push_str(if items.len() == 1 { ",)" } else { ")" });
        }
        Const::FrozenSet(items) if items.is_empty() => out.push_str("frozenset()"),
        Const::FrozenSet(items) => {
            out.push_str("frozenset({");
            write_items(out, set_order::iteration_order(items, key), key, address);
            out.push_str("})");
        }
        Const::Code(code) => write_code(out, code, address),
    }
}

fn write_items<'a>(
    out: &mut String,
    items: impl IntoIterator<Item = &'a Const>,
    key: HashKey,
    address: &dyn Fn(&CodeObject) -> u64,
) {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write_const(out, item, key, address);
    }
}

/// Appends `<code object NAME at 0x…, file "…", line N>`.
pub fn write_code(out: &mut String, code: &CodeObject, address: &dyn Fn(&CodeObject) -> u64) {
    let line = if code.firstlineno != 0 { code.firstlineno } else { -1 };
    let (name, address, file) = (&code.name, address(code), &code.filename);
    push(out, format_args!("<code object {name} at {address:#x}, file \"{file}\", line {line}>"));
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(text);
}

/// The shortest digits that read back as the same float, in plain form from 1e-4 up to 1e16.
pub fn float(value: f64) -> String {
    let text = float_digits(value);
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') { text + ".0" } else { text }
}

/// As [`float`], without `.0` behind whole numbers.
fn float_digits(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.into();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let (digits, exponent) = shortest(value.abs());
    let (first, rest) = digits.split_at(1);
    match exponent {
        -4..0 => format!("{sign}0.{}{digits}", "0".repeat((-1 - exponent) as usize)),
        0..16 => match (exponent as usize + 1).checked_sub(digits.len()) {
            Some(zeros) => format!("{sign}{digits}{}", "0".repeat(zeros)),
            None => {
                let (whole, fraction) = digits.split_at(exponent as usize + 1);
                format!("{sign}{whole}.{fraction}")
            }
        },
        _ => {
            let point = if rest.is_empty() { "" } else { "." };
            let direction = if exponent < 0 { '-' } else { '+' };
            format!("{sign}{first}{point}{rest}e{direction}{:02}", exponent.unsigned_abs())
        }
    }
}

/// The shortest digits that read back as the same float, of those the nearest to it (the even one of two); and the power
/// of ten of the first.
fn shortest(value: f64) -> (String, i32) {
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let place = exponent.parse::<i32>().unwrap_or(0) + whole.len() as i32 - (all.len() - digits.len()) as i32;
    match digits.trim_end_matches('0') {
        "" => ("0".into(), 0),
        digits => (digits.into(), place - 1),
    }
}

fn complex(real: f64, imag: f64) -> String {
    let imaginary = float_digits(imag);
    if real == 0.0 && real.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imaginary}j)", float_digits(real))
}

/// A string in quotes, with escapes for what does not print.
pub fn str(text: &PyStr) -> String {
    let quote = quote_for(text.as_bytes());
    let mut out = String::with_capacity(text.as_bytes().len() + 2);
    out.push(quote);
    for point in text.code_points() {
        match char::from_u32(point) {
            Some(c) if c == quote || c == '\\' => {
                out.push('\\');
                out.push(c);
            }
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(c) if is_printable(c) => out.push(c),
            _ if point < 0x100 => push(&mut out, format_args!("\\x{point:02x}")),
            _ if point < 0x10000 => push(&mut out, format_args!("\\u{point:04x}")),
            _ => push(&mut out, format_args!("\\U{point:08x}")),
        }
    }
    out.push(quote);
    out
}

fn bytes(bytes: &[u8]) -> String {
    let quote = quote_for(bytes);
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x20..=0x7E => {
                if byte == quote as u8 || byte == b'\\' {
                    out.push('\\');
                }
                out.push(byte as char);
            }
            _ => push(&mut out, format_args!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
    out
}

/// Single quotes, unless there are some within and no double ones.
fn quote_for(bytes: &[u8]) -> char {
    if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' }
}

/// What Python's `str.isprintable` says of one character.
pub fn is_printable(c: char) -> bool {
    use GeneralCategory::*;
    match c {
        ' '..='~' => true,
        '\0'..='\u{9F}' => false,
        _ => !matches!(
            c.general_category(),
            Control
                | Format
                | Surrogate
                | PrivateUse
                | Unassigned
                | LineSeparator
                | ParagraphSeparator
                | SpaceSeparator
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats() {
        for (value, text) in [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1234567890123456.0, "1234567890123456.0"),
            (1.5e300, "1.5e+300"),
            (1e-4, "0.0001"),
            (1.25e-5, "1.25e-05"),
            (5e-324, "5e-324"),
            (f64::NEG_INFINITY, "-inf"),
            (2f64.powi(-25), "2.9802322387695312e-08"),
            (0.0, "0.0"),
            (100.0, "100.0"),
            (-123.456, "-123.456"),
            (9007199254740993.0, "9007199254740992.0"),
            (0.00123, "0.00123"),
            (1e22, "1e+22"),
        ] {
            assert_eq!(float(value), text);
        }
        assert_eq!(complex(0.0, 1.0), "1j");
        assert_eq!(complex(-0.0, -2.5), "(-0-2.5j)");
        assert_eq!(complex(1.0, f64::NAN), "(1+nanj)");
    }

    #[test]
    fn strings() {
        assert_eq!(str(&"it's".into()), "\"it's\"");
        assert_eq!(str(&"it's \"so\"\n\t\\".into()), r#"'it\'s "so"\n\t\\'"#);
        assert_eq!(str(&"é\u{7f}\u{a0}\u{200b}\u{10ffff}".into()), r"'é\x7f\xa0\u200b\U0010ffff'");
        assert_eq!(str(&PyStr::from_code_points([0xD800]).unwrap()), r"'\ud800'");
        assert_eq!(bytes(b"a'\x00\xff\\"), r#"b"a'\x00\xff\\""#);
    }
}
