//! Ints as text: printing in any base, parsing as `int()` does, and the limit on decimal digits.

use super::limbs::{self, Divisor};
use super::{View, view};
use crate::heap::statics::STATE;
use crate::heap::{Raised, Res, Value};
use crate::objects::str::unicode;
use crate::vm::Vm;

/// Decimal digits that a conversion may have by default (`sys.int_info.default_max_str_digits`).
pub const DEFAULT_MAX_DIGITS: u32 = 4300;
/// The least limit that may be set (`sys.int_info.str_digits_check_threshold`).
pub const THRESHOLD: u32 = 640;

/// `sys.get_int_max_str_digits()`; 0: no limit.
pub fn max_str_digits(vm: &Vm) -> u32 {
    // Stored so that the zeroed state means the default.
    STATE.int_digits(&vm.heap) ^ DEFAULT_MAX_DIGITS
}

/// `sys.set_int_max_str_digits(limit)`.
pub fn set_max_str_digits(vm: &mut Vm, limit: i64) -> Res<()> {
    match u32::try_from(limit) {
        Ok(limit) if limit == 0 || limit >= THRESHOLD => {
            STATE.set_int_digits(&mut vm.heap, limit ^ DEFAULT_MAX_DIGITS);
            Ok(())
        }
        _ => Err(vm.value_error(format!("maxdigits must be 0 or larger than {THRESHOLD}"))),
    }
}

/// Writes `n` in decimal at the end of `buffer`; where it begins.
pub fn format_u64(mut n: u64, buffer: &mut [u8; 24]) -> usize {
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            return at;
        }
    }
}

/// A magnitude in decimal.
pub fn decimal(magnitude: &[u64]) -> String {
    const CHUNK: u64 = 10_000_000_000_000_000_000;
    let mut rest = magnitude.to_vec();
    limbs::trim(&mut rest);
    let divisor = Divisor::new(CHUNK);
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        chunks.push(divisor.divide(&mut rest));
        limbs::trim(&mut rest);
    }
    let mut text = String::with_capacity(chunks.len() * 19 + 1);
    let mut buffer = [0; 24];
    for (i, chunk) in chunks.iter().rev().enumerate() {
        let at = format_u64(*chunk, &mut buffer);
        if i > 0 {
            text.extend(std::iter::repeat_n('0', 19 - (buffer.len() - at)));
        }
        text.extend(buffer[at..].iter().map(|&digit| digit as char));
    }
    if text.is_empty() { "0".into() } else { text }
}

/// A magnitude in base 2, 8 or 16 (`bits` a digit: 1, 3 or 4), lower-case, without a prefix.
pub fn power_of_two_digits(magnitude: &[u64], bits: u32) -> String {
    let total = limbs::bit_length(limbs::trimmed(magnitude)).max(1);
    let count = total.div_ceil(bits as u64);
    let bit = |i: u64| magnitude.get((i / 64) as usize).is_some_and(|limb| limb >> (i % 64) & 1 != 0) as u32;
    (0..count)
        .rev()
        .map(|digit| (0..bits).rev().fold(0, |d, i| d * 2 + bit(digit * bits as u64 + i as u64)))
        .map(|digit| char::from_digit(digit, 16).unwrap_or('?'))
        .collect()
}

/// The int's sign and magnitude.
pub fn parts(vm: &Vm, v: Value) -> Option<(bool, Vec<u64>)> {
    Some(match view(vm, v)? {
        View::Small(n) => (n < 0, vec![n.unsigned_abs()]),
        View::Big(limbs) => (limbs.negative, limbs.to_vec(&vm.heap)),
    })
}

/// `bin(v)` and the like: sign, `prefix`, digits of `bits` bits.
pub fn prefixed(vm: &mut Vm, v: Value, prefix: &str, bits: u32) -> Res {
    let (negative, magnitude) = parts(vm, v).unwrap_or_default();
    let digits = power_of_two_digits(&magnitude, bits);
    let sign = if negative { "-" } else { "" };
    vm.new_str(&format!("{sign}{prefix}{digits}"))
}

#[cold]
fn too_long(vm: &mut Vm) -> Raised {
    let limit = max_str_digits(vm);
    vm.value_error(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to \
         increase the limit"
    ))
}

/// The int in decimal. Raises ValueError beyond the limit on digits.
pub fn to_decimal(vm: &mut Vm, v: Value) -> Res<String> {
    let (negative, magnitude) = parts(vm, v).unwrap_or_default();
    let limit = max_str_digits(vm) as u64;
    // log10(2) is a little more than 0.30102.
    let least =
        limbs::bit_length(limbs::trimmed(&magnitude)).saturating_sub(1).saturating_mul(30102) / 100_000;
    if limit != 0 && least >= limit {
        return Err(too_long(vm));
    }
    let digits = decimal(&magnitude);
    if limit != 0 && digits.len() as u64 > limit {
        return Err(too_long(vm));
    }
    Ok(if negative { format!("-{digits}") } else { digits })
}

/// The slot: `repr(v)`.
pub fn repr(vm: &mut Vm, v: Value) -> Res {
    if let Some(View::Small(n)) = view(vm, v) {
        let mut buffer = [0; 24];
        let mut at = format_u64(n.unsigned_abs(), &mut buffer);
        if n < 0 {
            at -= 1;
            buffer[at] = b'-';
        }
        return vm.new_str_latin1(&buffer[at..]);
    }
    let text = to_decimal(vm, v)?;
    vm.new_str(&text)
}

/// Why a text is no int.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    Malformed,
    /// So many digits, more than the limit.
    TooLong(usize),
}

/// A number in text as numeric parsers see it: white space trimmed, any decimal digits as ASCII, anything else
/// beyond ASCII as `?`.
pub fn ascii_number(points: impl Iterator<Item = u32>) -> String {
    let text: String = points
        .map(|point| match point {
            0x21..0x7F => point as u8 as char,
            _ if unicode::is_space(point) => ' ',
            _ => unicode::decimal_value(point).and_then(|d| char::from_digit(d, 10)).unwrap_or('?'),
        })
        .collect();
    text.trim_matches(' ').to_string()
}

/// What `parse` makes of the number in a string or bytes-like object; `None` if `v` is neither.
pub fn number_text<T>(vm: &Vm, v: Value, parse: impl FnOnce(&str) -> T) -> Option<T> {
    if let Some(string) = vm.as_str(v) {
        if string.is_ascii(&vm.heap)
            && let Ok(text) = std::str::from_utf8(string.bytes(&vm.heap))
        {
            return Some(parse(text.trim_matches(|c| unicode::is_space(c as u32))));
        }
        return Some(parse(&ascii_number(vm.chars(v).points())));
    }
    let bytes = super::methods::bytes_of(vm, v)?;
    // A byte beyond ASCII is no digit.
    Some(parse(&ascii_number(bytes.iter().map(|&b| if b < 128 { b as u32 } else { '?' as u32 }))))
}

/// Parses `text` (trimmed) as `int(text, base)` does, `base` 0 or 2 to 36: sign and magnitude.
pub fn parse(text: &str, base: u32, limit: usize) -> Result<(bool, Vec<u64>), ParseError> {
    if base == 10 && (1..=18).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok((false, vec![text.bytes().fold(0, |n, b| n * 10 + (b - b'0') as u64)]));
    }
    let (negative, body) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let prefixed = match body.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut digits = body;
    let mut actual = base;
    if prefixed != 0 && (base == 0 || base == prefixed) {
        actual = prefixed;
        digits = &body[2..];
        // One underscore may follow the prefix.
        digits = digits.strip_prefix('_').unwrap_or(digits);
    } else if base == 0 {
        actual = 10;
        let nonzero = body.bytes().any(|b| b != b'0' && b != b'_');
        if body.starts_with('0') && nonzero {
            return Err(ParseError::Malformed);
        }
    }
    let bytes = digits.as_bytes();
    if bytes.is_empty()
        || bytes.first() == Some(&b'_')
        || bytes.last() == Some(&b'_')
        || digits.contains("__")
    {
        return Err(ParseError::Malformed);
    }
    let mut values = Vec::with_capacity(bytes.len());
    for &byte in bytes.iter().filter(|b| **b != b'_') {
        match (byte as char).to_digit(36) {
            Some(digit) if digit < actual => values.push(digit as u8),
            _ => return Err(ParseError::Malformed),
        }
    }
    if !actual.is_power_of_two() && limit != 0 && values.len() > limit {
        return Err(ParseError::TooLong(values.len()));
    }
    let mut magnitude = magnitude(&values, actual as u64);
    limbs::trim(&mut magnitude);
    Ok((negative && !magnitude.is_empty(), magnitude))
}

/// The number with these digits, highest first. Long ones are halved, so that fast multiplication does the work.
fn magnitude(digits: &[u8], base: u64) -> Vec<u64> {
    if digits.len() > 2000 {
        let low = digits.len() / 2;
        let (high, rest) = digits.split_at(digits.len() - low);
        let unit: Vec<u64> = num_bigint::BigUint::from(base).pow(low as u32).iter_u64_digits().collect();
        let high = magnitude(high, base);
        return limbs::add(&limbs::mul(limbs::trimmed(&high), &unit), &magnitude(rest, base));
    }
    let mut result = Vec::new();
    let mut i = 0;
    while i < digits.len() {
        let (mut factor, mut chunk) = (1u64, 0u64);
        while i < digits.len() && factor <= u64::MAX / base {
            chunk = chunk * base + digits[i] as u64;
            factor *= base;
            i += 1;
        }
        limbs::mul_add_small(&mut result, factor, chunk);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str, base: u32) -> Option<String> {
        let (negative, magnitude) = parse(text, base, 4300).ok()?;
        Some(format!("{}{}", if negative { "-" } else { "" }, decimal(&magnitude)))
    }

    #[test]
    fn parses_as_int_does() {
        assert_eq!(int("0", 10).as_deref(), Some("0"));
        assert_eq!(int("-0", 10).as_deref(), Some("0"));
        assert_eq!(int("+1_000", 10).as_deref(), Some("1000"));
        assert_eq!(int("0x_ff", 0).as_deref(), Some("255"));
        assert_eq!(int("0b102", 0), None);
        assert_eq!(int("0b1", 16).as_deref(), Some("177"));
        assert_eq!(int("zZ", 36).as_deref(), Some("1295"));
        assert_eq!(int("00", 0).as_deref(), Some("0"));
        assert_eq!(int("0_7", 0), None);
        for bad in ["", "-", "+-1", "_1", "1_", "1__0", "0x", "12x", " "] {
            assert_eq!(int(bad, 10), None, "{bad:?}");
        }
        assert_eq!(parse(&"1".repeat(4301), 10, 4300), Err(ParseError::TooLong(4301)));
        assert!(parse(&"1".repeat(4301), 16, 4300).is_ok());
    }

    #[test]
    fn decimal_round_trips() {
        for text in
            ["1", "18446744073709551615", "18446744073709551616", "340282366920938463463374607431768211456"]
        {
            assert_eq!(int(text, 10).as_deref(), Some(text));
        }
        let long = "9876543210".repeat(430);
        assert_eq!(int(&long, 10), Some(long));
        let longer = "7000000001".repeat(900);
        assert_eq!(parse(&longer, 10, 0).map(|(_, m)| decimal(&m)), Ok(longer));
    }

    #[test]
    fn digits_of_powers_of_two() {
        assert_eq!(power_of_two_digits(&[], 4), "0");
        assert_eq!(power_of_two_digits(&[255], 4), "ff");
        assert_eq!(power_of_two_digits(&[0, 1], 3), format!("{:o}", 1u128 << 64));
        assert_eq!(power_of_two_digits(&[5], 1), "101");
    }
}
