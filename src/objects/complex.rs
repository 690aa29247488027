//! Complex numbers.

use crate::bytecode::hash;
use crate::heap::layout::Complex;
use crate::heap::{Kind, Raised, Res, Value};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::float::{self, text};
use crate::objects::slots::{
    Args, BinOp, Compare, HashSlot, Method, Sig, Slots, TypeDef, UnaryOp, member, method,
};
use crate::objects::{format, int};
use crate::vm::Vm;

/// Real and imaginary part.
pub type Parts = (f64, f64);

/// The type.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::COMPLEX,
    name: "complex",
    slots: Slots {
        repr: Some(repr),
        format: Some(format::format_complex),
        hash: HashSlot::By(hash),
        compare: Some(compare),
        truth: Some(|vm, v| Ok(parts(vm, v) != Some((0.0, 0.0)))),
        binary: Some(binary),
        unary: Some(unary),
        new: Some(new),
        ..Slots::NONE
    },
    binary: &[BinOp::Add, BinOp::Multiply, BinOp::Power, BinOp::Subtract, BinOp::TrueDivide],
    unary: &[UnaryOp::Negative, UnaryOp::Positive, UnaryOp::Absolute],
    methods: METHODS,
    attributes: &[
        member("real", |vm, v| {
            let (re, _) = parts(vm, v).unwrap_or_default();
            vm.new_float(re)
        }),
        member("imag", |vm, v| {
            let (_, im) = parts(vm, v).unwrap_or_default();
            vm.new_float(im)
        }),
    ],
    subclassable: true,
    ..TypeDef::DEFAULT
};

const METHODS: &[Method] = &[
    method("conjugate", conjugate, Sig::Exact(0)),
    method("__complex__", to_complex, Sig::Exact(0)),
    method("__getnewargs__", getnewargs, Sig::Exact(0)),
];

impl Vm {
    /// The complex number `re + im*j`.
    pub fn new_complex(&mut self, re: f64, im: f64) -> Res {
        let object = self.alloc(Kind::COMPLEX.class(), Complex::SIZE)?;
        let complex = Complex(object);
        complex.set_re(&mut self.heap, re);
        complex.set_im(&mut self.heap, im);
        Ok(complex.value())
    }
}

/// The number's parts; `None` if `v` is no complex number.
pub fn parts(vm: &Vm, v: Value) -> Option<Parts> {
    let complex = Complex(vm.as_kind(v, Kind::COMPLEX)?);
    Some((complex.re(&vm.heap), complex.im(&vm.heap)))
}

/// The parts of any native number. Raises OverflowError for an int that is too large.
fn coerce(vm: &mut Vm, v: Value) -> Res<Option<Parts>> {
    match parts(vm, v) {
        Some(parts) => Ok(Some(parts)),
        None => Ok(float::coerce(vm, v)?.map(|re| (re, 0.0))),
    }
}

fn repr_parts((re, im): Parts) -> String {
    let imaginary = text::repr_short(im);
    if re == 0.0 && re.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imaginary}j)", text::repr_short(re))
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    let text = repr_parts(parts(vm, v).unwrap_or_default());
    vm.new_str(&text)
}

fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    let (re, im) = parts(vm, v).unwrap_or_default();
    let part = |x: f64| if x.is_nan() { float::hash_identity(v) } else { hash::float(x) };
    Ok(hash::complex(part(re), part(im)))
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if !matches!(op, Compare::Eq | Compare::Ne) {
        return Ok(None);
    }
    let Some((re, im)) = parts(vm, a) else { return Ok(None) };
    let equal = if let Some(other) = parts(vm, b) {
        (re, im) == other
    } else if let Some(x) = float::as_f64(vm, b) {
        im == 0.0 && re == x
    } else if let Some(n) = int::view(vm, b) {
        im == 0.0 && float::ops::compare_with_int(vm, re, n) == Some(std::cmp::Ordering::Equal)
    } else {
        return Ok(None);
    };
    Ok(Some(vm.bool(equal == (op == Compare::Eq))))
}

fn unary(vm: &mut Vm, op: UnaryOp, v: Value) -> Res<Option<Value>> {
    let Some((re, im)) = parts(vm, v) else { return Ok(None) };
    match op {
        UnaryOp::Negative => vm.new_complex(-re, -im),
        UnaryOp::Positive => vm.new_complex(re, im),
        UnaryOp::Absolute => {
            let size = re.hypot(im);
            if size.is_infinite() && re.is_finite() && im.is_finite() {
                return Err(vm.overflow_error("absolute value too large"));
            }
            vm.new_float(size)
        }
        UnaryOp::Invert => return Ok(None),
    }
    .map(Some)
}

fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let number =
        |vm: &Vm, v: Value| parts(vm, v).is_some() || float::as_f64(vm, v).is_some() || int::is_int(vm, v);
    if !number(vm, a) || !number(vm, b) {
        return Ok(None);
    }
    if !matches!(op, BinOp::Add | BinOp::Subtract | BinOp::Multiply | BinOp::TrueDivide | BinOp::Power) {
        return Ok(None);
    }
    let (Some(x), Some(y)) = (coerce(vm, a)?, coerce(vm, b)?) else { return Ok(None) };
    let (re, im) = match op {
        BinOp::Add => (x.0 + y.0, x.1 + y.1),
        BinOp::Subtract => (x.0 - y.0, x.1 - y.1),
        BinOp::Multiply => multiply(x, y),
        BinOp::TrueDivide => match divide(x, y) {
            Some(quotient) => quotient,
            None => return Err(vm.raise(exc::ZERO_DIVISION_ERROR, "complex division by zero")),
        },
        _ => return power_value(vm, x, y).map(Some),
    };
    vm.new_complex(re, im).map(Some)
}

fn multiply(x: Parts, y: Parts) -> Parts {
    (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)
}

/// Smith's method: scales by the larger part of the divisor, so that nothing overflows on the way.
fn divide(x: Parts, y: Parts) -> Option<Parts> {
    if y.0.abs() >= y.1.abs() {
        if y.0 == 0.0 {
            return None;
        }
        let ratio = y.1 / y.0;
        let scale = y.0 + y.1 * ratio;
        return Some(((x.0 + x.1 * ratio) / scale, (x.1 - x.0 * ratio) / scale));
    }
    if y.1.abs() >= y.0.abs() {
        let ratio = y.0 / y.1;
        let scale = y.0 * ratio + y.1;
        return Some(((x.0 * ratio + x.1) / scale, (x.1 * ratio - x.0) / scale));
    }
    Some((f64::NAN, f64::NAN))
}

/// `x ** y`; `None` where 0 is raised to a negative or complex power, or the angle is infinite.
fn power(x: Parts, y: Parts) -> Option<Parts> {
    if y.1 == 0.0 && y.0 == y.0.floor() && y.0.abs() <= 100.0 {
        let whole = integer_power(x, y.0.abs() as u32);
        return if y.0 > 0.0 { Some(whole) } else { divide((1.0, 0.0), whole) };
    }
    if y == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if x == (0.0, 0.0) {
        return if y.1 != 0.0 || y.0 < 0.0 { None } else { Some((0.0, 0.0)) };
    }
    let size = x.0.hypot(x.1);
    let angle = x.1.atan2(x.0);
    let mut length = size.powf(y.0);
    let mut phase = angle * y.0;
    if y.1 != 0.0 {
        length /= (angle * y.1).exp();
        phase += y.1 * size.ln();
    }
    if phase.is_infinite() { None } else { Some((length * phase.cos(), length * phase.sin())) }
}

fn integer_power(x: Parts, n: u32) -> Parts {
    let (mut result, mut square) = ((1.0, 0.0), x);
    let mut rest = n;
    while rest != 0 {
        if rest & 1 != 0 {
            result = multiply(result, square);
        }
        rest >>= 1;
        square = multiply(square, square);
    }
    result
}

/// `x ** y` as a value. Raises ZeroDivisionError and OverflowError.
pub fn power_value(vm: &mut Vm, x: Parts, y: Parts) -> Res {
    match power(x, y) {
        None => Err(vm.raise(exc::ZERO_DIVISION_ERROR, "0.0 to a negative or complex power")),
        Some((re, im)) => {
            if re.is_infinite() || im.is_infinite() {
                return Err(vm.overflow_error("complex exponentiation"));
            }
            vm.new_complex(re, im)
        }
    }
}

fn conjugate(vm: &mut Vm, args: Args) -> Res {
    let (re, im) = parts(vm, args.get(vm, 0)).unwrap_or_default();
    vm.new_complex(re, -im)
}

fn to_complex(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    if vm.is_exact(value, Kind::COMPLEX) {
        return Ok(value);
    }
    let (re, im) = parts(vm, value).unwrap_or_default();
    vm.new_complex(re, im)
}

fn getnewargs(vm: &mut Vm, args: Args) -> Res {
    let (re, im) = parts(vm, args.get(vm, 0)).unwrap_or_default();
    let (re, im) = (vm.new_float(re)?, vm.new_float(im)?);
    vm.new_tuple(&[re, im])
}

/// The slot: `complex(real=0, imag=0)`.
fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [real, imag] = int::methods::bind_new(vm, "complex", args, ["real", "imag"], 0)?;
    let (re, im) = from_arguments(vm, real, imag)?;
    if class == Kind::COMPLEX.class() {
        return vm.new_complex(re, im);
    }
    let complex = Complex(vm.alloc_instance(class)?);
    complex.set_re(&mut vm.heap, re);
    complex.set_im(&mut vm.heap, im);
    Ok(complex.value())
}

fn from_arguments(vm: &mut Vm, real: Option<Value>, imag: Option<Value>) -> Res<Parts> {
    if let Some(source) = real
        && vm.is_str(source)
    {
        if imag.is_some() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        let parsed = int::text::number_text(vm, source, |text| (parse(text), misplaced_underscore(text)));
        let (parsed, misplaced) = parsed.unwrap_or_default();
        return match parsed {
            Some(parts) => Ok(parts),
            None if misplaced => {
                let repr = vm.repr(source)?;
                let repr = vm.str_to_string(repr);
                Err(vm.value_error(format!("could not convert string to complex: {repr}")))
            }
            None => Err(vm.value_error("complex() arg is a malformed string")),
        };
    }
    if let Some(imag) = imag
        && vm.is_str(imag)
    {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let first = match real {
        Some(real) => match number(vm, real, true)? {
            Some(parts) => parts,
            None => return Err(refusal(vm, "first argument must be a string or a number", real)),
        },
        None => (0.0, 0.0),
    };
    let Some(imag) = imag else { return Ok(first) };
    let second = match number(vm, imag, false)? {
        Some(parts) => parts,
        None => return Err(refusal(vm, "second argument must be a number", imag)),
    };
    // Only what complex arguments bring is added: adding 0.0 would lose the sign of a -0.0.
    let is_complex = |vm: &Vm, v: Option<Value>| v.is_some_and(|v| vm.as_kind(v, Kind::COMPLEX).is_some());
    let (mut re, mut im) = (first.0, second.0);
    if is_complex(vm, real) {
        im += first.1;
    }
    if is_complex(vm, Some(imag)) {
        re -= second.1;
    }
    Ok((re, im))
}

#[cold]
fn refusal(vm: &mut Vm, what: &str, v: Value) -> Raised {
    let name = vm.type_name(v);
    vm.type_error(format!("complex() {what}, not '{name}'"))
}

/// The complex number that `v` stands for; `None` if it is no number.
pub fn number(vm: &mut Vm, v: Value, use_complex: bool) -> Res<Option<Parts>> {
    let class = vm.class_of(v);
    if let Some(parts) = parts(vm, v)
        && !vm.overrides(class, Dunder::Complex)
    {
        return Ok(Some(parts));
    }
    if use_complex
        && vm.overrides(class, Dunder::Complex)
        && let Some(result) = vm.call_dunder(v, Dunder::Complex, &[])?
    {
        return match parts(vm, result) {
            Some(parts) => Ok(Some(parts)),
            None => {
                let (owner, name) = (vm.type_name(v), vm.type_name(result));
                Err(vm.type_error(format!("{owner}.__complex__() must return a complex, not {name}")))
            }
        };
    }
    Ok(float::methods::real_number(vm, v)?.map(|re| (re, 0.0)))
}

/// Whether an underscore is not between two digits.
fn misplaced_underscore(text: &str) -> bool {
    let digit = |i: Option<usize>| i.and_then(|i| text.as_bytes().get(i)).is_some_and(u8::is_ascii_digit);
    text.bytes().enumerate().any(|(i, b)| b == b'_' && !(digit(i.checked_sub(1)) && digit(Some(i + 1))))
}

/// Parses `text` (trimmed, ASCII) as `complex()` does.
fn parse(text: &str) -> Option<Parts> {
    let text = match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?.trim_matches(' '),
        None => text,
    };
    let is_unit = |rest: &str| rest == "j" || rest == "J";
    // A sign alone before j means one.
    let unit = |text: &str| match text {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => None,
    };
    if let Some((first, end)) = float::text::parse_prefix(text) {
        let rest = &text[end..];
        if rest.is_empty() {
            return Some((first, 0.0));
        }
        if is_unit(rest) {
            return Some((0.0, first));
        }
        if !rest.starts_with(['+', '-']) {
            return None;
        }
        let body = rest.strip_suffix(['j', 'J'])?;
        return match unit(body) {
            Some(im) => Some((first, im)),
            None => Some((first, float::text::parse(body)?)),
        };
    }
    let body = text.strip_suffix(['j', 'J'])?;
    unit(body).map(|im| (0.0, im))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_as_complex_does() {
        for (text, parts) in [
            ("1", (1.0, 0.0)),
            ("j", (0.0, 1.0)),
            ("-J", (0.0, -1.0)),
            ("1+2j", (1.0, 2.0)),
            ("( 1e2-.5j )", (100.0, -0.5)),
            ("1-j", (1.0, -1.0)),
            ("1_0+infj", (10.0, f64::INFINITY)),
        ] {
            assert_eq!(parse(text), Some(parts), "{text}");
        }
        for bad in ["", "x", "1+", "1+2", "1 + 2j", "(1", "1j+2", "1+2jj", "1__0j"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn shows_as_python_does() {
        assert_eq!(repr_parts((1.0, 2.0)), "(1+2j)");
        assert_eq!(repr_parts((0.0, -0.0)), "-0j");
        assert_eq!(repr_parts((-0.0, 1.5)), "(-0+1.5j)");
        assert_eq!(repr_parts((f64::NAN, f64::INFINITY)), "(nan+infj)");
    }

    #[test]
    fn powers() {
        assert_eq!(power((0.0, 1.0), (2.0, 0.0)), Some((-1.0, 0.0)));
        assert_eq!(power((0.0, 0.0), (-1.0, 0.0)), None);
        assert_eq!(power((3.0, 4.0), (0.0, 0.0)), Some((1.0, 0.0)));
    }
}
