//! `float()` and the methods of floats.

use super::text::{self, HexError};
use super::{as_f64, decompose, ops};
use crate::heap::layout::Float;
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::format;
use crate::objects::int::{self, limbs};
use crate::objects::slots::{
    Args, Attribute, BinOp, HashSlot, Method, Sig, Slots, TypeDef, UnaryOp, class_method, getter, method,
};
use crate::vm::Vm;

/// The type.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::FLOAT,
    name: "float",
    slots: Slots {
        repr: Some(text::repr),
        format: Some(format::format_float),
        hash: HashSlot::By(super::hash),
        compare: Some(ops::compare),
        truth: Some(ops::truth),
        binary: Some(ops::binary),
        unary: Some(ops::unary),
        new: Some(new),
        ..Slots::NONE
    },
    binary: &[
        BinOp::Add,
        BinOp::FloorDivide,
        BinOp::Multiply,
        BinOp::Remainder,
        BinOp::Power,
        BinOp::Subtract,
        BinOp::TrueDivide,
        BinOp::DivMod,
    ],
    unary: &[UnaryOp::Negative, UnaryOp::Positive, UnaryOp::Absolute],
    methods: METHODS,
    attributes: ATTRIBUTES,
    subclassable: true,
    ..TypeDef::DEFAULT
};

const METHODS: &[Method] = &[
    method("as_integer_ratio", as_integer_ratio, Sig::Exact(0)),
    method("conjugate", itself, Sig::Exact(0)),
    method("is_integer", is_integer, Sig::Exact(0)),
    method("hex", hex, Sig::Exact(0)),
    class_method("fromhex", from_hex, Sig::Exact(1)),
    class_method("__getformat__", getformat, Sig::Exact(1)),
    method("__int__", trunc, Sig::Exact(0)),
    method("__trunc__", trunc, Sig::Exact(0)),
    method("__floor__", floor, Sig::Exact(0)),
    method("__ceil__", ceil, Sig::Exact(0)),
    method("__float__", itself, Sig::Exact(0)),
    method("__round__", round_method, Sig::Range(0, 1)),
    method("__getnewargs__", getnewargs, Sig::Exact(0)),
];

const ATTRIBUTES: &[Attribute] = &[getter("real", plain), getter("imag", |_, _| Ok(statics::ZERO))];

/// The slot: `float(x=0, /)`.
fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    if args.kwnames != 0 && class == Kind::FLOAT.class() {
        return Err(vm.type_error("float() takes no keyword arguments"));
    }
    if args.count > 1 {
        return Err(vm.type_error(format!("float expected at most 1 argument, got {}", args.count)));
    }
    let x = match args.opt(vm, 0) {
        Some(value) => to_float(vm, value)?,
        None => 0.0,
    };
    if class == Kind::FLOAT.class() { vm.new_float(x) } else { instance(vm, class, x) }
}

/// An instance of a subclass of float.
fn instance(vm: &mut Vm, class: u32, x: f64) -> Res {
    let cell = vm.alloc_instance(class)?;
    Float(cell).set_number(&mut vm.heap, x);
    Ok(Value::object(cell))
}

/// `float(v)` of anything.
pub fn to_float(vm: &mut Vm, v: Value) -> Res<f64> {
    if let Some(x) = real_number(vm, v)? {
        return Ok(x);
    }
    let Some(parsed) = int::text::number_text(vm, v, text::parse) else {
        let name = vm.type_name(v);
        return Err(
            vm.type_error(format!("float() argument must be a string or a real number, not '{name}'"))
        );
    };
    match parsed {
        Some(x) => Ok(x),
        None => {
            let repr = vm.repr(v)?;
            let repr = vm.str_to_string(repr);
            Err(vm.value_error(format!("could not convert string to float: {repr}")))
        }
    }
}

/// The float that a number stands for, `__float__` and `__index__` included; `None` if `v` is no real number.
pub fn real_number(vm: &mut Vm, v: Value) -> Res<Option<f64>> {
    if let Some(x) = v.as_small_float() {
        return Ok(Some(x));
    }
    let class = vm.class_of(v);
    if !vm.overrides(class, Dunder::Float)
        && let Some(x) = super::coerce(vm, v)?
    {
        return Ok(Some(x));
    }
    if let Some(result) = vm.call_dunder(v, Dunder::Float, &[])? {
        return match as_f64(vm, result) {
            Some(x) => Ok(Some(x)),
            None => {
                let (owner, name) = (vm.type_name(v), vm.type_name(result));
                Err(vm.type_error(format!("{owner}.__float__ returned non-float (type {name})")))
            }
        };
    }
    match vm.index_opt(v)? {
        Some(index) => super::coerce(vm, index),
        None => Ok(None),
    }
}

/// The float that an argument stands for. Raises TypeError if it is no real number.
pub fn argument(vm: &mut Vm, v: Value) -> Res<f64> {
    if let Some(x) = v.as_small_float() {
        return Ok(x);
    }
    match real_number(vm, v)? {
        Some(x) => Ok(x),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("must be real number, not {name}")))
        }
    }
}

fn receiver(vm: &Vm, args: Args) -> f64 {
    as_f64(vm, args.get(vm, 0)).unwrap_or(0.0)
}

fn plain(vm: &mut Vm, v: Value) -> Res {
    if vm.is_exact(v, Kind::FLOAT) {
        return Ok(v);
    }
    let x = as_f64(vm, v).unwrap_or(0.0);
    vm.new_float(x)
}

fn itself(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    plain(vm, value)
}

fn getnewargs(vm: &mut Vm, args: Args) -> Res {
    let value = itself(vm, args)?;
    vm.new_tuple(&[value])
}

fn is_integer(vm: &mut Vm, args: Args) -> Res {
    let x = receiver(vm, args);
    Ok(vm.bool(x.is_finite() && x == x.floor()))
}

fn trunc(vm: &mut Vm, args: Args) -> Res {
    let x = receiver(vm, args);
    int::methods::from_f64(vm, x.trunc())
}

fn floor(vm: &mut Vm, args: Args) -> Res {
    let x = receiver(vm, args);
    int::methods::from_f64(vm, x.floor())
}

fn ceil(vm: &mut Vm, args: Args) -> Res {
    let x = receiver(vm, args);
    int::methods::from_f64(vm, x.ceil())
}

fn hex(vm: &mut Vm, args: Args) -> Res {
    let text = text::to_hex(receiver(vm, args));
    vm.new_str(&text)
}

fn from_hex(vm: &mut Vm, args: Args) -> Res {
    let (class, source) = (args.get(vm, 0), args.get(vm, 1));
    if !vm.is_str(source) {
        let name = vm.type_name(source);
        return Err(vm.type_error(format!("bad argument type for built-in operation ('{name}')")));
    }
    let source = vm.str_to_string(source);
    let x = match text::from_hex(&source) {
        Ok(x) => x,
        Err(HexError::Malformed) => return Err(vm.value_error("invalid hexadecimal floating-point string")),
        Err(HexError::TooLarge) => {
            return Err(vm.overflow_error("hexadecimal value too large to represent as a float"));
        }
    };
    let value = vm.new_float(x)?;
    if class == Kind::FLOAT.class_value() { Ok(value) } else { vm.call(class, &[value]) }
}

fn getformat(vm: &mut Vm, args: Args) -> Res {
    let kind = args.get(vm, 1);
    if vm.is_str(kind) && (vm.str_is(kind, "double") || vm.str_is(kind, "float")) {
        return vm.new_str("IEEE, little-endian");
    }
    Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"))
}

fn as_integer_ratio(vm: &mut Vm, args: Args) -> Res {
    let x = receiver(vm, args);
    let (numerator, denominator) = ratio(vm, x)?;
    vm.new_tuple(&[numerator, denominator])
}

/// `x` as a fraction in lowest terms. Raises for infinities and NaN.
pub fn ratio(vm: &mut Vm, x: f64) -> Res<(Value, Value)> {
    if x.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    if x.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    let (mut mantissa, mut exponent) = decompose(x);
    if mantissa == 0 {
        return Ok((Value::int(0), Value::int(1)));
    }
    let zeros = mantissa.trailing_zeros();
    mantissa >>= zeros;
    exponent += zeros as i32;
    let (numerator, denominator) = if exponent >= 0 {
        (limbs::shift_left(&[mantissa], exponent as u64), vec![1])
    } else {
        (vec![mantissa], limbs::shift_left(&[1], exponent.unsigned_abs() as u64))
    };
    Ok((int::from_limbs(vm, x < 0.0, &numerator)?, int::from_limbs(vm, false, &denominator)?))
}

fn round_method(vm: &mut Vm, args: Args) -> Res {
    let (x, digits) = (receiver(vm, args), args.opt(vm, 1));
    round(vm, x, digits)
}

/// `round(x, digits)` of a float.
pub fn round(vm: &mut Vm, x: f64, digits: Option<Value>) -> Res {
    let Some(digits) = digits.filter(|d| *d != statics::NONE) else {
        return int::methods::from_f64(vm, x.round_ties_even());
    };
    let digits = vm.index(digits)?;
    let digits = int::as_i64_clamped(vm, digits).unwrap_or(0);
    if !x.is_finite() || digits > 323 {
        return vm.new_float(x);
    }
    if digits < -308 {
        return vm.new_float(0f64.copysign(x));
    }
    let rounded = text::round_to_digits(x, digits as i32);
    if rounded.is_infinite() {
        return Err(vm.overflow_error("rounded value too large to represent"));
    }
    vm.new_float(rounded)
}
