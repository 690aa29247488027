//! `%` formatting of str and bytes.

use super::float_text::{Style, float_text};
use crate::heap::layout::{Dict, Tuple};
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::str::{Chars, StrBuf};
use crate::objects::{bytes, dict, float, int};
use crate::vm::Vm;

/// `template % args` of strings.
pub fn percent_str(vm: &mut Vm, template: Value, args: Value) -> Res {
    let out = run(vm, template, args, false)?;
    vm.new_str_buf(&out)
}

/// `template % args` of bytes or a bytearray: the bytes of the result.
pub fn percent_bytes(vm: &mut Vm, template: Value, args: Value) -> Res<Vec<u8>> {
    let out = run(vm, template, args, true)?;
    Ok(out.into_latin1().unwrap_or_default())
}

/// What stands on the right of the `%`, and how far it has been used up.
struct Arguments {
    value: Value,
    /// Items of the tuple; `None`: a single value.
    count: Option<u32>,
    used: u32,
    mapping: bool,
}

impl Arguments {
    fn next(&mut self, vm: &mut Vm) -> Res {
        let used = self.used;
        if used < self.count.unwrap_or(1) {
            self.used += 1;
            return Ok(match self.count {
                Some(_) => Tuple(self.value.offset()).item(vm, used),
                None => self.value,
            });
        }
        Err(vm.type_error("not enough arguments for format string"))
    }
}

/// One conversion: what stands between `%` and the letter, and the letter.
#[derive(Default)]
struct Conversion {
    left: bool,
    plus: bool,
    blank: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    letter: u32,
    /// Where the letter stands.
    at: usize,
}

/// The template's characters: those of a string, or the bytes of bytes and bytearrays.
fn units(vm: &Vm, template: Value, bytes: bool) -> Chars<'_> {
    if bytes { Chars::One(bytes::view(vm, template).unwrap_or_default()) } else { vm.chars(template) }
}

/// Whether `value` may stand on the right of `%(name)s`.
fn is_mapping(vm: &Vm, value: Value) -> bool {
    let kind = vm.kind_of(value);
    !matches!(kind, Kind::TUPLE | Kind::STR)
        && (vm.slots_of(kind).get_item.is_some() || vm.overrides(vm.class_of(value), Dunder::GetItem))
}

fn run(vm: &mut Vm, template: Value, args: Value, bytes: bool) -> Res<StrBuf> {
    let scope = vm.open_roots();
    vm.root(template);
    vm.root(args);
    let result = render(vm, template, args, bytes);
    vm.close_roots(scope);
    result
}

fn render(vm: &mut Vm, template: Value, args: Value, bytes: bool) -> Res<StrBuf> {
    let mut arguments = Arguments {
        value: args,
        count: vm.as_kind(args, Kind::TUPLE).map(|tuple| Tuple(tuple).len(&vm.heap)),
        used: 0,
        mapping: is_mapping(vm, args)
            && !(bytes && matches!(vm.kind_of(args), Kind::BYTES | Kind::BYTEARRAY)),
    };
    let mut keyed = false;
    let len = units(vm, template, bytes).len();
    let mut out = StrBuf::with_capacity(len + 16);
    let mut at = 0;
    while at < len {
        let chars = units(vm, template, bytes);
        let start = at;
        while at < len && chars.at(at) != '%' as u32 {
            at += 1;
        }
        out.push_chars(chars.slice(start, at));
        if at == len {
            break;
        }
        at += 1;
        if at < len && chars.at(at) == '%' as u32 {
            out.push('%' as u32);
            at += 1;
            continue;
        }
        if at < len && chars.at(at) == '(' as u32 {
            if !arguments.mapping {
                return Err(vm.type_error("format requires a mapping"));
            }
            let value = keyed_value(vm, template, args, bytes, &mut at)?;
            vm.root(value);
            arguments = Arguments { value, count: None, used: 0, mapping: true };
            keyed = true;
        }
        let conversion = parse(vm, template, bytes, &mut at, &mut arguments)?;
        let value = arguments.next(vm)?;
        vm.check_text_len(out.len().saturating_add(conversion.width))?;
        if bytes {
            convert_bytes(vm, &mut out, &conversion, value)?
        } else {
            convert(vm, &mut out, &conversion, value)?
        }
    }
    let left_over = arguments.used < arguments.count.unwrap_or(1) && !keyed && !arguments.mapping;
    if left_over {
        let what = if bytes { "bytes" } else { "string" };
        return Err(vm.type_error(format!("not all arguments converted during {what} formatting")));
    }
    Ok(out)
}

/// The value of `%(name)`; `at` is moved behind the parenthesis.
fn keyed_value(vm: &mut Vm, template: Value, args: Value, bytes: bool, at: &mut usize) -> Res {
    let chars = units(vm, template, bytes);
    let start = *at + 1;
    let mut depth = 1;
    let mut end = start;
    while end < chars.len() {
        match char::from_u32(chars.at(end)) {
            Some('(') => depth += 1,
            Some(')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        end += 1;
    }
    if depth > 0 {
        return Err(vm.value_error("incomplete format key"));
    }
    *at = end + 1;
    let key = if bytes {
        let part = bytes::view(vm, template).and_then(|all| all.get(start..end)).unwrap_or_default().to_vec();
        vm.new_bytes(&part)?
    } else {
        vm.str_slice(template, start as u32, end as u32)?
    };
    vm.root(key);
    if vm.is_exact(args, Kind::DICT) {
        return match dict::get(vm, Dict(args.offset()), key)? {
            Some(value) => Ok(value),
            None => Err(vm.key_error(key)),
        };
    }
    vm.get_item(args, key)
}

/// Parses flags, width, precision and letter.
fn parse(
    vm: &mut Vm,
    template: Value,
    bytes: bool,
    at: &mut usize,
    arguments: &mut Arguments,
) -> Res<Conversion> {
    let mut conversion = Conversion::default();
    // Mostly the letter follows at once.
    if let Some(letter @ (0x64 | 0x72 | 0x73)) = units(vm, template, bytes).get(*at) {
        (conversion.letter, conversion.at) = (letter, *at);
        *at += 1;
        return Ok(conversion);
    }
    let get = |vm: &Vm, at: usize| units(vm, template, bytes).get(at).and_then(char::from_u32);
    loop {
        match get(vm, *at) {
            Some('-') => conversion.left = true,
            Some('+') => conversion.plus = true,
            Some(' ') => conversion.blank = true,
            Some('#') => conversion.alternate = true,
            Some('0') => conversion.zero = true,
            _ => break,
        }
        *at += 1;
    }
    if get(vm, *at) == Some('*') {
        *at += 1;
        let value = star(vm, arguments)?;
        conversion.left |= value < 0;
        conversion.width = value.unsigned_abs() as usize;
    } else if let Some(width) = digits(vm, template, bytes, at, "width too big")? {
        conversion.width = width;
    }
    if get(vm, *at) == Some('.') {
        *at += 1;
        conversion.precision = Some(0);
        if get(vm, *at) == Some('*') {
            *at += 1;
            let value = star(vm, arguments)?;
            if i32::try_from(value).is_err() {
                return Err(vm.overflow_error("Python int too large to convert to C int"));
            }
            conversion.precision = Some(value.max(0) as usize);
        } else if let Some(precision) = digits(vm, template, bytes, at, "precision too big")? {
            if precision > i32::MAX as usize {
                return Err(vm.value_error("precision too big"));
            }
            conversion.precision = Some(precision);
        }
        vm.check_text_len(conversion.precision.unwrap_or(0))?;
    }
    if matches!(get(vm, *at), Some('h' | 'l' | 'L')) {
        *at += 1;
    }
    let Some(letter) = units(vm, template, bytes).get(*at) else {
        return Err(vm.value_error("incomplete format"));
    };
    conversion.letter = letter;
    conversion.at = *at;
    *at += 1;
    Ok(conversion)
}

/// The argument that stands for `*`.
fn star(vm: &mut Vm, arguments: &mut Arguments) -> Res<i64> {
    let value = arguments.next(vm)?;
    if !int::is_int(vm, value) {
        return Err(vm.type_error("* wants int"));
    }
    match int::as_i64(vm, value) {
        Some(n) => Ok(n),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn digits(vm: &mut Vm, template: Value, bytes: bool, at: &mut usize, too_big: &str) -> Res<Option<usize>> {
    let chars = units(vm, template, bytes);
    let mut value: Option<usize> = None;
    while let Some(digit) = chars.get(*at).and_then(char::from_u32).and_then(|c| c.to_digit(10)) {
        let old = value.unwrap_or(0);
        if old > (i64::MAX as usize - digit as usize) / 10 {
            return Err(vm.value_error(too_big));
        }
        value = Some(old * 10 + digit as usize);
        *at += 1;
    }
    Ok(value)
}

fn unsupported(vm: &mut Vm, conversion: &Conversion) -> Raised {
    let (letter, at) = (conversion.letter, conversion.at);
    let shown = if (0x20..0x7F).contains(&letter) { letter as u8 as char } else { '?' };
    vm.value_error(format!("unsupported format character '{shown}' (0x{letter:x}) at index {at}"))
}

/// Appends a string conversion, cut to the precision and padded to the width.
fn push_text(out: &mut StrBuf, conversion: &Conversion, chars: Chars<'_>) {
    let kept = conversion.precision.unwrap_or(usize::MAX).min(chars.len());
    let missing = conversion.width.saturating_sub(kept);
    if !conversion.left {
        out.push_repeated(' ' as u32, missing);
    }
    out.push_chars(chars.slice(0, kept));
    if conversion.left {
        out.push_repeated(' ' as u32, missing);
    }
}

/// Appends a number: sign, prefix, `least` digits or more, padded to the width.
fn push_number(
    out: &mut StrBuf,
    conversion: &Conversion,
    negative: bool,
    prefix: &str,
    text: &str,
    least: usize,
) {
    let sign = match negative {
        true => "-",
        false if conversion.plus => "+",
        false if conversion.blank => " ",
        false => "",
    };
    let leading = least.saturating_sub(text.len());
    let missing = conversion.width.saturating_sub(sign.len() + prefix.len() + leading + text.len());
    let zeros = conversion.zero && !conversion.left;
    if !conversion.left && !zeros {
        out.push_repeated(' ' as u32, missing);
    }
    out.push_str(sign);
    out.push_str(prefix);
    if zeros {
        out.push_repeated('0' as u32, missing);
    }
    out.push_repeated('0' as u32, leading);
    out.push_str(text);
    if conversion.left {
        out.push_repeated(' ' as u32, missing);
    }
}

fn convert(vm: &mut Vm, out: &mut StrBuf, conversion: &Conversion, value: Value) -> Res<()> {
    let text = match char::from_u32(conversion.letter) {
        Some('s') => vm.str(value)?,
        Some('r') => vm.repr(value)?,
        Some('a') => vm.ascii(value)?,
        Some('c') => match vm.as_str(value) {
            Some(s) if s.len(&vm.heap) == 1 => value,
            None if int::is_int(vm, value) => match int::as_i64(vm, value) {
                Some(point @ 0..=0x10_FFFF) => vm.new_str_point(point as u32)?,
                _ => return Err(vm.overflow_error("%c arg not in range(0x110000)")),
            },
            _ => return Err(vm.type_error("%c requires int or char")),
        },
        _ => return convert_number(vm, out, conversion, value, "must be real number"),
    };
    push_text(out, conversion, vm.chars(text));
    Ok(())
}

fn convert_bytes(vm: &mut Vm, out: &mut StrBuf, conversion: &Conversion, value: Value) -> Res<()> {
    let part = match char::from_u32(conversion.letter) {
        Some('s' | 'b') => match bytes::bytes_of(vm, value)? {
            Some(part) => part,
            None => {
                let name = vm.type_name(value);
                return Err(vm.type_error(format!(
                    "%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'"
                )));
            }
        },
        Some('r' | 'a') => {
            let text = vm.ascii(value)?;
            vm.str_to_string(text).into_bytes()
        }
        Some('c') => {
            let single = bytes::view(vm, value).map(<[u8]>::to_vec);
            match single {
                Some(part) if part.len() == 1 => part,
                None if int::is_int(vm, value) => match int::as_i64(vm, value) {
                    Some(byte @ 0..=255) => vec![byte as u8],
                    _ => return Err(vm.overflow_error("%c arg not in range(256)")),
                },
                _ => return Err(vm.type_error("%c requires an integer in range(256) or a single byte")),
            }
        }
        _ => return convert_number(vm, out, conversion, value, "float argument required"),
    };
    push_text(out, conversion, Chars::One(&part));
    Ok(())
}

fn convert_number(
    vm: &mut Vm,
    out: &mut StrBuf,
    conversion: &Conversion,
    value: Value,
    not_float: &str,
) -> Res<()> {
    match char::from_u32(conversion.letter) {
        Some(letter @ ('d' | 'i' | 'u' | 'o' | 'x' | 'X')) => {
            let n = integer(vm, value, letter)?;
            let radix = match letter {
                'o' => 8,
                'x' | 'X' => 16,
                _ => 10,
            };
            let (negative, mut digits) = vm.int_digits(n, radix)?;
            let prefix = match letter {
                'o' if conversion.alternate => "0o",
                'x' if conversion.alternate => "0x",
                'X' if conversion.alternate => "0X",
                _ => "",
            };
            if letter == 'X' {
                digits.make_ascii_uppercase();
            }
            push_number(out, conversion, negative, prefix, &digits, conversion.precision.unwrap_or(0));
            Ok(())
        }
        Some(letter @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => {
            let x = match float::as_f64(vm, value) {
                Some(x) => x,
                None => match float::methods::real_number(vm, value)? {
                    Some(x) => x,
                    None => {
                        let name = vm.type_name(value);
                        return Err(vm.type_error(format!("{not_float}, not {name}")));
                    }
                },
            };
            let style = Style {
                kind: letter.to_ascii_lowercase() as u8,
                precision: conversion.precision.unwrap_or(6),
                alternate: conversion.alternate,
                dot_zero: false,
                no_negative_zero: false,
                upper: letter.is_ascii_uppercase(),
            };
            let text = float_text(x, style);
            let digits = text.strip_prefix('-');
            push_number(out, conversion, digits.is_some(), "", digits.unwrap_or(&text), 0);
            Ok(())
        }
        _ => Err(unsupported(vm, conversion)),
    }
}

/// The int that an integer conversion shows: floats are truncated for d, i and u only.
fn integer(vm: &mut Vm, value: Value, letter: char) -> Res {
    if int::is_int(vm, value) {
        return Ok(value);
    }
    let whole = matches!(letter, 'o' | 'x' | 'X');
    let wrong = |vm: &mut Vm| {
        let name = vm.type_name(value);
        let wanted = if whole { "an integer" } else { "a real number" };
        vm.type_error(format!("%{letter} format: {wanted} is required, not {name}"))
    };
    if !is_number(vm, value) {
        return Err(wrong(vm));
    }
    let result = if whole { vm.index(value) } else { vm.call(Value::object(Kind::INT.class()), &[value]) };
    match vm.catch(result, exc::TYPE_ERROR)? {
        Some(n) => Ok(n),
        None => Err(wrong(vm)),
    }
}

/// Whether a value has a numeric value at all (`__int__`, `__index__` or `__float__`).
fn is_number(vm: &mut Vm, value: Value) -> bool {
    if matches!(vm.kind_of(value), Kind::INT | Kind::BOOL | Kind::FLOAT | Kind::COMPLEX) {
        return true;
    }
    let class = vm.class_of(value);
    let known = [Dunder::Index, Dunder::Int, Dunder::Float];
    let found = known.iter().any(|dunder| vm.overrides(class, *dunder));
    found && value != statics::NONE
}
