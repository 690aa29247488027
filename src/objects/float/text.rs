//! Floats as text: the shortest decimal that reads back the same, laid out as Python does; hexadecimal; parsing.

use super::as_f64;
use crate::heap::{Res, Value};
use crate::objects::int::limbs;
use crate::vm::Vm;

/// A finite number's shortest digits (without zeros at the end).
struct Digits {
    bytes: [u8; 24],
    len: usize,
    /// The power of ten of the first digit.
    exponent: i32,
}

impl Digits {
    fn of(x: f64) -> Digits {
        let mut buffer = ryu::Buffer::new();
        let text = buffer.format_finite(x.abs()).as_bytes();
        let mut digits = Digits { bytes: [b'0'; 24], len: 0, exponent: 0 };
        // Digits in front of the point, and zeros before the first other digit.
        let (mut whole, mut leading) = (0, 0);
        let (mut point, mut scale) = (false, 0);
        for (i, &byte) in text.iter().enumerate() {
            match byte {
                b'.' => point = true,
                b'e' => {
                    let power = std::str::from_utf8(&text[i + 1..]).unwrap_or_default();
                    scale = power.parse().unwrap_or(0);
                    break;
                }
                digit => {
                    whole += !point as i32;
                    if digit == b'0' && digits.len == 0 {
                        leading += 1;
                    } else if digits.len < digits.bytes.len() {
                        digits.bytes[digits.len] = digit;
                        digits.len += 1;
                    }
                }
            }
        }
        while digits.len > 0 && digits.bytes[digits.len - 1] == b'0' {
            digits.len -= 1;
        }
        if digits.len == 0 {
            digits.len = 1;
        } else {
            digits.exponent = whole - 1 - leading + scale;
        }
        digits
    }

    fn push(&self, from: usize, to: usize, text: &mut String) {
        let shown = self.bytes.get(from..to.min(self.len)).unwrap_or_default();
        text.extend(shown.iter().map(|&digit| digit as char));
    }
}

/// `repr(x)`.
pub fn repr_f64(x: f64) -> String {
    let mut text = repr_short(x);
    if x.is_finite() && !text.contains(['.', 'e']) {
        text.push_str(".0");
    }
    text
}

/// `repr(x)` without `.0` at the end: as complex numbers show their parts.
pub fn repr_short(x: f64) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    let mut text = String::with_capacity(26);
    if x.is_sign_negative() {
        text.push('-');
    }
    if x.is_infinite() {
        text.push_str("inf");
        return text;
    }
    let digits = Digits::of(x);
    let (exponent, count) = (digits.exponent, digits.len as i32);
    if (-4..16).contains(&exponent) {
        if exponent < 0 {
            text.push_str("0.");
            text.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
            digits.push(0, digits.len, &mut text);
        } else {
            let whole = (exponent + 1) as usize;
            digits.push(0, whole, &mut text);
            text.extend(std::iter::repeat_n('0', (exponent + 1 - count).max(0) as usize));
            if digits.len > whole {
                text.push('.');
                digits.push(whole, digits.len, &mut text);
            }
        }
        return text;
    }
    digits.push(0, 1, &mut text);
    if digits.len > 1 {
        text.push('.');
        digits.push(1, digits.len, &mut text);
    }
    text.push_str(if exponent < 0 { "e-" } else { "e+" });
    let power = exponent.unsigned_abs();
    if power < 10 {
        text.push('0');
    }
    text.push_str(&power.to_string());
    text
}

/// The slot: `repr(v)`.
pub fn repr(vm: &mut Vm, v: Value) -> Res {
    let text = repr_f64(as_f64(vm, v).unwrap_or(0.0));
    vm.new_str_latin1(text.as_bytes())
}

/// Parses `text` (trimmed, ASCII) as `float()` does.
pub fn parse(text: &str) -> Option<f64> {
    let (number, end) = parse_prefix(text)?;
    (end == text.len()).then_some(number)
}

/// Parses the longest number that `text` starts with: its value and where it ends.
pub fn parse_prefix(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let mut at = matches!(bytes.first(), Some(b'+' | b'-')) as usize;
    let negative = bytes.first() == Some(&b'-');
    let starts = |word: &str| text.get(at..at + word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word));
    for (word, value) in [("infinity", f64::INFINITY), ("inf", f64::INFINITY), ("nan", f64::NAN)] {
        if starts(word) {
            return Some((if negative { -value } else { value }, at + word.len()));
        }
    }
    let start = at;
    let whole = digits(bytes, at)?;
    at += whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = digits(bytes, at + 1)?;
        at += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let signed = matches!(bytes.get(at + 1), Some(b'+' | b'-')) as usize;
        let exponent = digits(bytes, at + 1 + signed)?;
        if exponent > 0 {
            at += 1 + signed + exponent;
        }
    }
    let clean: String = text[start..at].chars().filter(|c| *c != '_').collect();
    let value: f64 = clean.parse().ok()?;
    Some((if negative { -value } else { value }, at))
}

/// The length of the run of digits at `at`, single underscores between them; `None` where an underscore is elsewhere.
fn digits(bytes: &[u8], at: usize) -> Option<usize> {
    let run = bytes.get(at..).unwrap_or_default();
    let len = run.iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    let run = &run[..len];
    let misplaced =
        run.first() == Some(&b'_') || run.last() == Some(&b'_') || run.windows(2).any(|w| w == b"__");
    if misplaced { None } else { Some(len) }
}

/// `x.hex()`.
pub fn to_hex(x: f64) -> String {
    if !x.is_finite() {
        return repr_f64(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let biased = (bits >> 52 & 0x7FF) as i32;
    let (lead, exponent) = if biased == 0 { (0, -1022) } else { (1, biased - 1023) };
    format!("{sign}0x{lead}.{:013x}p{exponent:+}", bits & ((1 << 52) - 1))
}

/// Why a text is no hexadecimal float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HexError {
    Malformed,
    TooLarge,
}

/// `float.fromhex(text)`.
pub fn from_hex(text: &str) -> Result<f64, HexError> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
    let (negative, body) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let signed = |x: f64| if negative { -x } else { x };
    let lower = body.to_ascii_lowercase();
    match lower.as_str() {
        "inf" | "infinity" => return Ok(signed(f64::INFINITY)),
        "nan" => return Ok(signed(f64::NAN)),
        _ => {}
    }
    let body = lower.strip_prefix("0x").unwrap_or(&lower);
    let (number, exponent) = match body.split_once('p') {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (body, None),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(HexError::Malformed);
    }
    let mut mantissa = 0u64;
    let mut sticky = false;
    let mut scale = -4 * fraction.len() as i64;
    for c in whole.chars().chain(fraction.chars()) {
        let digit = c.to_digit(16).ok_or(HexError::Malformed)? as u64;
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | digit;
        } else {
            sticky |= digit != 0;
            scale += 4;
        }
    }
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(HexError::Malformed);
        }
        let amount = digits.parse::<i64>().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
        scale += if exponent.starts_with('-') { -amount } else { amount };
    }
    match scaled(mantissa, sticky, scale) {
        Some(x) => Ok(signed(x)),
        None => Err(HexError::TooLarge),
    }
}

/// The float nearest to `mantissa * 2^exponent`, ties to even; `sticky`: a little more than that. `None`: too large.
fn scaled(mantissa: u64, sticky: bool, exponent: i64) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let bits = 64 - mantissa.leading_zeros() as i64;
    let lowest = (exponent + bits - 53).max(-1074);
    let drop = lowest - exponent;
    if exponent + bits > 1024 {
        return None;
    }
    let (kept, lowest) = if drop <= 0 {
        (mantissa, exponent)
    } else if drop > 65 {
        (0, lowest)
    } else {
        let wide = (mantissa as u128) << 1 | sticky as u128;
        let half = 1u128 << drop;
        let (kept, rest) = (wide >> (drop + 1), wide & (2 * half - 1));
        let up = rest > half || rest == half && kept & 1 != 0;
        (kept as u64 + up as u64, lowest)
    };
    let x = limbs::scale(kept as f64, lowest as i32);
    x.is_finite().then_some(x)
}

/// `round(x, digits)` of a finite number, for -308 <= digits <= 323: the nearest multiple of 10**-digits, ties (of the
/// exact value) to even. Infinite if that is too large.
pub fn round_to_digits(x: f64, digits: i32) -> f64 {
    if digits >= 0 {
        return format!("{:.*}", digits as usize, x).parse().unwrap_or(x);
    }
    let exact = format!("{:e}", x.abs());
    let exponent: i32 = exact.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let keep = exponent + digits;
    if keep >= 0 {
        return format!("{:.*e}", keep as usize, x).parse().unwrap_or(x);
    }
    // Less than one unit: it is nearest to 0 or to the unit itself.
    let half: f64 = format!("5e{}", -digits - 1).parse().unwrap_or(f64::INFINITY);
    let unit: f64 = format!("1e{}", -digits).parse().unwrap_or(f64::INFINITY);
    if x.abs() > half { unit.copysign(x) } else { 0f64.copysign(x) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_as_python_does() {
        for (x, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (5e-324, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (100.25, "100.25"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(repr_f64(x), text);
        }
    }

    #[test]
    fn parses_as_float_does() {
        for (text, x) in
            [("1", 1.0), ("1.", 1.0), (".5", 0.5), ("-1_0.2_5e1_0", -10.25e10), ("+inf", f64::INFINITY)]
        {
            assert_eq!(parse(text), Some(x), "{text}");
        }
        assert!(parse("-NaN").is_some_and(f64::is_nan));
        assert_eq!(parse("INFINITY"), Some(f64::INFINITY));
        assert_eq!(parse("1e400"), Some(f64::INFINITY));
        for bad in ["", ".", "e5", "1e", "1_", "_1", "1__0", "1e_5", "infi", "0x1", "1 2", "--1", "1._5"] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn hexadecimal_round_trips() {
        for x in [1.0, -0.1, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 0.0] {
            assert_eq!(from_hex(&to_hex(x)), Ok(x));
        }
        assert_eq!(to_hex(0.1), "0x1.999999999999ap-4");
        assert_eq!(to_hex(5e-324), "0x0.0000000000001p-1022");
        assert_eq!(from_hex("0x.8"), Ok(0.5));
        assert_eq!(from_hex(" 1.8P1 "), Ok(3.0));
        assert_eq!(from_hex("0x1p-1075"), Ok(0.0));
        assert_eq!(from_hex("0x1.8p-1075"), Ok(5e-324));
        assert_eq!(from_hex("0x1.00000000000008p0"), Ok(1.0));
        assert_eq!(from_hex("0x1.000000000000080000000001p0"), Ok(1.0000000000000002));
        assert_eq!(from_hex("0x1p1024"), Err(HexError::TooLarge));
        assert_eq!(from_hex("0x"), Err(HexError::Malformed));
        assert_eq!(from_hex("1p"), Err(HexError::Malformed));
    }

    #[test]
    fn rounds_half_to_even_exactly() {
        assert_eq!(round_to_digits(2.675, 2), 2.67);
        assert_eq!(round_to_digits(0.5, 0), 0.0);
        assert_eq!(round_to_digits(1.5, 0), 2.0);
        assert_eq!(round_to_digits(2.5, 0), 2.0);
        assert_eq!(round_to_digits(0.25, 1), 0.2);
        assert_eq!(round_to_digits(0.75, 1), 0.8);
        assert_eq!(round_to_digits(25.0, -1), 20.0);
        assert_eq!(round_to_digits(35.0, -1), 40.0);
        assert_eq!(round_to_digits(5.0, -1), 0.0);
        assert_eq!(round_to_digits(5.1, -1), 10.0);
        assert_eq!(round_to_digits(1e300, -300), 1e300);
    }
}
