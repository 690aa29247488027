//! Numbers under a format specification: sign, prefix, grouping, padding.

use super::float_text::{Style, float_text};
use super::spec::{Spec, parse, shown};
use crate::heap::layout::Complex;
use crate::heap::{Raised, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::str::StrBuf;
use crate::objects::{float, int};
use crate::vm::Vm;

/// The parts of a number in ASCII, before padding.
struct Parts<'a> {
    negative: bool,
    /// `0x` and the like.
    prefix: &'a str,
    /// Digits before the point.
    digits: &'a str,
    /// The point and what follows; or all of `inf` and `nan`.
    rest: &'a str,
}

impl<'a> Parts<'a> {
    /// Of a float's text.
    fn of(text: &'a str) -> Parts<'a> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        Parts { negative, prefix: "", digits: &text[..digits], rest: &text[digits..] }
    }
}

/// `digits` with `separator` between groups of `size`, filled with zeros on the left to `width` characters.
fn grouped(digits: &str, separator: u8, size: usize, width: usize) -> String {
    let bytes = digits.as_bytes();
    let mut reversed = Vec::with_capacity(width.max(bytes.len() * 4 / 3 + 1));
    let mut count = 0;
    while count < bytes.len() || reversed.len() < width {
        if count > 0 && count % size == 0 {
            reversed.push(separator);
        }
        reversed.push(if count < bytes.len() { bytes[bytes.len() - 1 - count] } else { b'0' });
        count += 1;
    }
    reversed.reverse();
    String::from_utf8(reversed).unwrap_or_default()
}

fn sign_of(negative: bool, spec: &Spec) -> &'static str {
    match (negative, spec.sign) {
        (true, _) => "-",
        (false, b'+') => "+",
        (false, b' ') => " ",
        _ => "",
    }
}

/// Appends a number with its padding.
fn push_number(out: &mut StrBuf, parts: &Parts<'_>, spec: &Spec) {
    let sign = sign_of(parts.negative, spec);
    let width = spec.width.unwrap_or(0);
    let fixed = sign.len() + parts.prefix.len() + parts.rest.len();
    let least = if spec.fill == '0' as u32 && spec.align == b'=' { width.saturating_sub(fixed) } else { 0 };
    let size = if matches!(char::from_u32(spec.kind), Some('b' | 'o' | 'x' | 'X')) { 4 } else { 3 };
    let separated;
    let (zeros, digits) = if parts.digits.is_empty() {
        (0, "")
    } else if spec.group == 0 {
        (least.saturating_sub(parts.digits.len()), parts.digits)
    } else {
        separated = grouped(parts.digits, spec.group, size, least);
        (0, separated.as_str())
    };
    let missing = width.saturating_sub(fixed + zeros + digits.len());
    let (left, inner, right) = match spec.align {
        b'<' => (0, 0, missing),
        b'^' => (missing / 2, 0, missing - missing / 2),
        b'=' => (0, missing, 0),
        _ => (missing, 0, 0),
    };
    out.push_repeated(spec.fill, left);
    out.push_str(sign);
    out.push_str(parts.prefix);
    out.push_repeated(spec.fill, inner);
    out.push_repeated('0' as u32, zeros);
    out.push_str(digits);
    out.push_str(parts.rest);
    out.push_repeated(spec.fill, right);
}

impl Vm {
    /// Raises ValueError for a presentation type that the value's type does not know.
    #[cold]
    pub(super) fn unknown_code(&mut self, kind: u32, type_name: &str) -> Raised {
        self.value_error(format!("Unknown format code '{}' for object of type '{type_name}'", shown(kind)))
    }

    /// Raises MemoryError if text of `len` characters cannot be: before it is built outside the heap.
    pub(crate) fn check_text_len(&mut self, len: usize) -> Res<()> {
        if len as u64 > self.text_limit() { Err(self.memory_error()) } else { Ok(()) }
    }

    /// Characters of the longest text that can be.
    pub(crate) fn text_limit(&self) -> u64 {
        self.heap.bounds.limit.min(0xF000_0000)
    }

    fn parsed(&mut self, value: Value, spec: Value, align: u8, kind: u32) -> Res<Spec> {
        match parse(self.chars(spec), align, kind, "") {
            Ok(spec) => {
                // Text is cut by its precision; digits are made.
                let digits = spec.precision.filter(|p| kind != 's' as u32 && *p <= i32::MAX as usize);
                self.check_text_len(spec.width.unwrap_or(0).max(digits.unwrap_or(0)))?;
                Ok(spec)
            }
            Err(_) => Err(self.bad_spec(value, spec, align, kind)),
        }
    }

    /// Raises ValueError for a specification that does not parse; the message may name the type.
    #[cold]
    fn bad_spec(&mut self, value: Value, spec: Value, align: u8, kind: u32) -> Raised {
        let type_name = self.type_name(value);
        let message = parse(self.chars(spec), align, kind, &type_name).err().unwrap_or_default();
        self.value_error(message)
    }

    pub(super) fn spec_of(&mut self, value: Value, spec: Value, align: u8, kind: char) -> Res<Spec> {
        self.parsed(value, spec, align, kind as u32)
    }

    /// The magnitude of an int in base 2, 8, 10 or 16, and whether it is negative.
    pub(super) fn int_digits(&mut self, value: Value, radix: u32) -> Res<(bool, String)> {
        if let Some(n) = int::as_i64(self, value) {
            let magnitude = n.unsigned_abs();
            let text = match radix {
                2 => format!("{magnitude:b}"),
                8 => format!("{magnitude:o}"),
                16 => format!("{magnitude:x}"),
                _ => magnitude.to_string(),
            };
            return Ok((n < 0, text));
        }
        if radix == 10 {
            let text = int::text::to_decimal(self, value)?;
            return Ok(match text.strip_prefix('-') {
                Some(digits) => (true, digits.to_owned()),
                None => (false, text),
            });
        }
        let big = int::to_bigint(self, value).unwrap_or_default();
        Ok((big.sign() == num_bigint::Sign::Minus, big.magnitude().to_str_radix(radix)))
    }
}

/// `format(value, spec)` of an int (or bool).
pub fn format_int(vm: &mut Vm, value: Value, spec: Value) -> Res {
    if vm.str_arg(spec, "__format__() argument")?.len(&vm.heap) == 0 {
        return vm.str(value);
    }
    let spec = vm.spec_of(value, spec, b'>', 'd')?;
    let radix = match char::from_u32(spec.kind) {
        Some('d' | 'n' | 'c') => 10,
        Some('b') => 2,
        Some('o') => 8,
        Some('x' | 'X') => 16,
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            let x = match int::view(vm, value).map(|view| int::to_f64(vm, view)) {
                Some(Some(x)) => x,
                _ => return Err(vm.overflow_error("int too large to convert to float")),
            };
            return format_f64(vm, x, spec);
        }
        _ => {
            let name = vm.type_name(value);
            return Err(vm.unknown_code(spec.kind, &name));
        }
    };
    if spec.precision.is_some() {
        return Err(vm.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(vm.value_error("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if spec.kind == 'c' as u32 {
        return format_char(vm, value, spec);
    }
    let (negative, mut digits) = vm.int_digits(value, radix)?;
    let prefix = match (spec.alternate, char::from_u32(spec.kind)) {
        (true, Some('b')) => "0b",
        (true, Some('o')) => "0o",
        (true, Some('x')) => "0x",
        (true, Some('X')) => "0X",
        _ => "",
    };
    if spec.kind == 'X' as u32 {
        digits.make_ascii_uppercase();
    }
    let mut out = StrBuf::with_capacity(digits.len() + 8);
    push_number(&mut out, &Parts { negative, prefix, digits: &digits, rest: "" }, &spec);
    vm.new_str_buf(&out)
}

fn format_char(vm: &mut Vm, value: Value, spec: Spec) -> Res {
    if spec.sign != 0 {
        return Err(vm.value_error("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(vm.value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let Some(point @ 0..=0x10_FFFF) = int::as_i64(vm, value) else {
        return Err(vm.overflow_error("%c arg not in range(0x110000)"));
    };
    let missing = spec.width.unwrap_or(0).saturating_sub(1);
    let (left, right) = match spec.align {
        b'<' => (0, missing),
        b'^' => (missing / 2, missing - missing / 2),
        _ => (missing, 0),
    };
    let c = vm.new_str_point(point as u32)?;
    vm.str_pad(c, left, right, spec.fill)
}

/// `format(value, spec)` of a float.
pub fn format_float(vm: &mut Vm, value: Value, spec: Value) -> Res {
    if vm.str_arg(spec, "__format__() argument")?.len(&vm.heap) == 0 {
        return vm.str(value);
    }
    let x = float::as_f64(vm, value).unwrap_or(0.0);
    let spec = vm.spec_of(value, spec, b'>', '\0')?;
    if !matches!(char::from_u32(spec.kind), Some('\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')) {
        let name = vm.type_name(value);
        return Err(vm.unknown_code(spec.kind, &name));
    }
    format_f64(vm, x, spec)
}

/// The style that a specification asks for.
fn style_of(vm: &mut Vm, spec: &Spec, dot_zero: bool) -> Res<Style> {
    if spec.precision.is_some_and(|precision| precision > i32::MAX as usize) {
        return Err(vm.value_error("precision too big"));
    }
    let kind = char::from_u32(spec.kind).unwrap_or('\0');
    let (kind, upper) = match kind {
        '\0' => (if spec.precision.is_some() { b'g' } else { b'r' }, false),
        '%' => (b'f', false),
        'n' => (b'g', false),
        other => (other.to_ascii_lowercase() as u8, other.is_ascii_uppercase()),
    };
    Ok(Style {
        kind,
        precision: spec.precision.unwrap_or(if kind == b'r' { 0 } else { 6 }),
        alternate: spec.alternate,
        dot_zero: dot_zero && spec.kind == 0,
        no_negative_zero: spec.no_negative_zero,
        upper,
    })
}

/// A float under a specification whose type has been checked.
fn format_f64(vm: &mut Vm, x: f64, spec: Spec) -> Res {
    let style = style_of(vm, &spec, true)?;
    let percent = spec.kind == '%' as u32;
    let mut text = float_text(if percent { x * 100.0 } else { x }, style);
    if percent {
        text.push('%');
    }
    if spec.width.is_none() && spec.sign == 0 && spec.group == 0 {
        return vm.new_str_ascii(text.as_bytes());
    }
    let mut out = StrBuf::with_capacity(text.len() + 8);
    push_number(&mut out, &Parts::of(&text), &spec);
    vm.new_str_buf(&out)
}

/// `format(value, spec)` of a complex number.
pub fn format_complex(vm: &mut Vm, value: Value, spec: Value) -> Res {
    if vm.str_arg(spec, "__format__() argument")?.len(&vm.heap) == 0 {
        return vm.str(value);
    }
    let number = Complex(value.offset());
    let (re, im) = (number.re(&vm.heap), number.im(&vm.heap));
    let spec = vm.spec_of(value, spec, b'>', '\0')?;
    if !matches!(char::from_u32(spec.kind), Some('\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) {
        let name = vm.type_name(value);
        return Err(vm.unknown_code(spec.kind, &name));
    }
    if spec.fill == '0' as u32 {
        return Err(vm.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == b'=' {
        return Err(vm.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let style = style_of(vm, &spec, false)?;
    let bare = spec.kind == 0;
    let skip_real = bare && re == 0.0 && re.is_sign_positive();
    let inner = Spec { width: None, align: b'<', ..spec };
    let mut body = StrBuf::new();
    if bare && !skip_real {
        body.push('(' as u32);
    }
    if !skip_real {
        push_number(&mut body, &Parts::of(&float_text(re, style)), &inner);
    }
    let imaginary = Spec { sign: if skip_real { spec.sign } else { b'+' }, ..inner };
    push_number(&mut body, &Parts::of(&float_text(im, style)), &imaginary);
    body.push('j' as u32);
    if bare && !skip_real {
        body.push(')' as u32);
    }
    let missing = spec.width.unwrap_or(0).saturating_sub(body.len());
    let body = vm.new_str_buf(&body)?;
    let (left, right) = match spec.align {
        b'<' => (0, missing),
        b'^' => (missing / 2, missing - missing / 2),
        _ => (missing, 0),
    };
    vm.str_pad(body, left, right, spec.fill)
}

/// `format(value, spec)` of a str.
pub fn format_str(vm: &mut Vm, value: Value, spec: Value) -> Res {
    if vm.str_arg(spec, "__format__() argument")?.len(&vm.heap) == 0 {
        return vm.exact_str(value);
    }
    let spec = vm.spec_of(value, spec, b'<', 's')?;
    let refused = if spec.kind != 's' as u32 {
        let name = vm.type_name(value);
        return Err(vm.unknown_code(spec.kind, &name));
    } else if spec.sign == b' ' {
        "Space not allowed in string format specifier"
    } else if spec.sign != 0 {
        "Sign not allowed in string format specifier"
    } else if spec.no_negative_zero {
        "Negative zero coercion (z) not allowed in string format specifier"
    } else if spec.alternate {
        "Alternate form (#) not allowed in string format specifier"
    } else if spec.align == b'=' {
        "'=' alignment not allowed in string format specifier"
    } else {
        ""
    };
    if !refused.is_empty() {
        return Err(vm.raise(exc::VALUE_ERROR, refused));
    }
    let len = vm.chars(value).len();
    let kept = spec.precision.unwrap_or(len).min(len);
    let text = vm.str_slice(value, 0, kept as u32)?;
    let missing = spec.width.unwrap_or(0).saturating_sub(kept);
    let (left, right) = match spec.align {
        b'>' => (missing, 0),
        b'^' => (missing / 2, missing - missing / 2),
        _ => (0, missing),
    };
    vm.str_pad(text, left, right, spec.fill)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_zeros() {
        assert_eq!(grouped("1234567", b',', 3, 0), "1,234,567");
        assert_eq!(grouped("12", b',', 3, 6), "00,012");
        assert_eq!(grouped("1234", b',', 3, 8), "0,001,234");
        assert_eq!(grouped("ffff1", b'_', 4, 0), "f_fff1");
    }
}
