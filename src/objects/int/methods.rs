//! `int()` and the methods of ints.

use super::text::{self, ParseError};
use super::{View, from_limbs, limbs, ops, plain, to_f64, view};
use crate::heap::layout::{BigInt as Cell, ByteArray, Bytes};
use crate::heap::{Kind, Res, Value};
use crate::objects::dunder::Dunder;
use crate::objects::slots::{
    Args, Attribute, BinOp, HashSlot, Method, Sig, Slots, TypeDef, UnaryOp, class_method, getter, kwonly,
    method, opt, req,
};
use crate::objects::{float, format};
use crate::vm::Vm;

/// The type.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::INT,
    name: "int",
    slots: Slots {
        repr: Some(text::repr),
        format: Some(format::format_int),
        hash: HashSlot::By(super::hash),
        compare: Some(ops::compare),
        truth: Some(ops::truth),
        binary: Some(ops::binary),
        unary: Some(ops::unary),
        index: Some(plain),
        new: Some(new),
        ..Slots::NONE
    },
    binary: OPERATORS,
    unary: &[UnaryOp::Negative, UnaryOp::Positive, UnaryOp::Invert, UnaryOp::Absolute],
    methods: METHODS,
    attributes: ATTRIBUTES,
    subclassable: true,
    ..TypeDef::DEFAULT
};

const OPERATORS: &[BinOp] = &[
    BinOp::Add,
    BinOp::And,
    BinOp::FloorDivide,
    BinOp::Lshift,
    BinOp::Multiply,
    BinOp::Remainder,
    BinOp::Or,
    BinOp::Power,
    BinOp::Rshift,
    BinOp::Subtract,
    BinOp::TrueDivide,
    BinOp::Xor,
    BinOp::DivMod,
];

const METHODS: &[Method] = &[
    method("bit_length", bit_length, Sig::Exact(0)),
    method("bit_count", bit_count, Sig::Exact(0)),
    method("to_bytes", to_bytes, Sig::Named(&[opt("length"), opt("byteorder"), kwonly("signed")])),
    class_method("from_bytes", from_bytes, Sig::Named(&[req("bytes"), opt("byteorder"), kwonly("signed")])),
    method("as_integer_ratio", as_integer_ratio, Sig::Exact(0)),
    method("conjugate", itself, Sig::Exact(0)),
    method("is_integer", is_integer, Sig::Exact(0)),
    method("__int__", itself, Sig::Exact(0)),
    method("__trunc__", itself, Sig::Exact(0)),
    method("__floor__", itself, Sig::Exact(0)),
    method("__ceil__", itself, Sig::Exact(0)),
    method("__float__", to_float, Sig::Exact(0)),
    method("__round__", round_method, Sig::Range(0, 1)),
    method("__pow__", pow, Sig::Range(1, 2)),
    method("__rpow__", rpow, Sig::Range(1, 2)),
    method("__getnewargs__", getnewargs, Sig::Exact(0)),
    method("__sizeof__", sizeof, Sig::Exact(0)),
];

const ATTRIBUTES: &[Attribute] = &[
    getter("real", plain),
    getter("imag", |_, _| Ok(Value::int(0))),
    getter("numerator", plain),
    getter("denominator", |_, _| Ok(Value::int(1))),
];

/// The arguments of a type's `__new__` by name: `names`, of which the first `positional_only` cannot be keywords.
pub(crate) fn bind_new<const N: usize>(
    vm: &mut Vm,
    function: &str,
    args: Args,
    names: [&str; N],
    positional_only: usize,
) -> Res<[Option<Value>; N]> {
    let keywords = args.keywords(vm);
    let given = args.count as usize + keywords.len();
    if given > N {
        let plural = if N == 1 { "" } else { "s" };
        return Err(vm.type_error(format!("{function}() takes at most {N} argument{plural} ({given} given)")));
    }
    let mut bound = [None; N];
    for (i, slot) in bound.iter_mut().enumerate() {
        *slot = args.opt(vm, i as u32);
    }
    for (name, value) in keywords {
        let place = names.iter().position(|n| vm.str_is(name, n)).filter(|i| *i >= positional_only);
        let Some(i) = place else {
            let name = vm.str_to_string(name);
            return Err(vm.type_error(format!("{function}() got an unexpected keyword argument '{name}'")));
        };
        if bound[i].is_some() {
            return Err(vm.type_error(format!(
                "argument for {function}() given by name ('{}') and position ({})",
                names[i],
                i + 1
            )));
        }
        bound[i] = Some(value);
    }
    Ok(bound)
}

/// The bytes of a bytes-like object.
pub(crate) fn bytes_of(vm: &Vm, v: Value) -> Option<Vec<u8>> {
    let offset = v.as_object()?;
    let m = &vm.heap;
    match vm.kind_of(v) {
        Kind::BYTES => {
            let bytes = Bytes(offset);
            Some(m.bytes(offset.wrapping_add(Bytes::SIZE), bytes.len(m)).to_vec())
        }
        Kind::BYTEARRAY => {
            let bytes = ByteArray(offset);
            Some(m.bytes(bytes.data(m), bytes.len(m)).to_vec())
        }
        _ => None,
    }
}

/// The slot: `int(x=0, /, base=10)`.
fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [x, base] = bind_new(vm, "int", args, ["x", "base"], 1)?;
    let value = match (x, base) {
        (None, None) => Value::int(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(x), None) => to_int(vm, x)?,
        (Some(x), Some(base)) => {
            let base = vm.index(base)?;
            let base = super::as_i64_clamped(vm, base).unwrap_or(0);
            if base != 0 && !(2..=36).contains(&base) {
                return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
            }
            match parse_value(vm, x, base as u32)? {
                Some(value) => value,
                None => return Err(vm.type_error("int() can't convert non-string with explicit base")),
            }
        }
    };
    if class == Kind::INT.class() { Ok(value) } else { instance(vm, class, value) }
}

/// An instance of a subclass of int with the value of `v`.
pub fn instance(vm: &mut Vm, class: u32, v: Value) -> Res {
    let (negative, mut magnitude) = text::parts(vm, v).unwrap_or_default();
    limbs::trim(&mut magnitude);
    let cell = Cell(vm.alloc_sized(class, Cell::SIZE + magnitude.len() as u32 * 8)?);
    cell.set_negative(&mut vm.heap, negative as u32);
    cell.set_len(&mut vm.heap, magnitude.len() as u32);
    for (i, limb) in magnitude.iter().enumerate() {
        vm.heap.set_u64(cell.0 + Cell::SIZE + i as u32 * 8, *limb);
    }
    Ok(cell.value())
}

/// `int(x)` of anything: an int of the exact class.
pub fn to_int(vm: &mut Vm, x: Value) -> Res {
    if x.is_small_int() {
        return Ok(x);
    }
    let class = vm.class_of(x);
    if !vm.overrides(class, Dunder::Int) {
        match vm.kind_of(x) {
            Kind::INT | Kind::BOOL => return plain(vm, x),
            Kind::FLOAT => {
                let number = float::as_f64(vm, x).unwrap_or(0.0);
                return from_f64(vm, number.trunc());
            }
            _ => {}
        }
    }
    if let Some(result) = vm.call_dunder(x, Dunder::Int, &[])? {
        if !super::is_int(vm, result) {
            let name = vm.type_name(result);
            return Err(vm.type_error(format!("__int__ returned non-int (type {name})")));
        }
        return plain(vm, result);
    }
    if let Some(index) = vm.index_opt(x)? {
        return Ok(index);
    }
    if let Some(result) = vm.call_dunder(x, Dunder::Trunc, &[])? {
        return match vm.index_opt(result)? {
            Some(index) => Ok(index),
            None => {
                let name = vm.type_name(result);
                Err(vm.type_error(format!("__trunc__ returned non-Integral (type {name})")))
            }
        };
    }
    match parse_value(vm, x, 10)? {
        Some(value) => Ok(value),
        None => {
            let name = vm.type_name(x);
            Err(vm.type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{name}'"
            )))
        }
    }
}

/// The int that a string or bytes-like object spells; `None` if `x` is neither.
fn parse_value(vm: &mut Vm, x: Value, base: u32) -> Res<Option<Value>> {
    let limit = text::max_str_digits(vm);
    let Some(parsed) = text::number_text(vm, x, |text| text::parse(text, base, limit as usize)) else {
        return Ok(None);
    };
    match parsed {
        Ok((negative, magnitude)) => from_limbs(vm, negative, &magnitude).map(Some),
        Err(ParseError::Malformed) => {
            let repr = vm.repr(x)?;
            let repr: String = vm.str_to_string(repr).chars().take(200).collect();
            Err(vm.value_error(format!("invalid literal for int() with base {base}: {repr}")))
        }
        Err(ParseError::TooLong(digits)) => Err(vm.value_error(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use \
             sys.set_int_max_str_digits() to increase the limit"
        ))),
    }
}

/// The int equal to an integral float. Raises as `int(x)` does for infinities and NaN.
pub fn from_f64(vm: &mut Vm, x: f64) -> Res {
    if x.abs() < 9.2e18 {
        return vm.new_int(x as i64);
    }
    if x.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(vm.overflow_error("cannot convert float infinity to integer"));
    }
    let (mantissa, exponent) = float::decompose(x);
    let magnitude = limbs::shift_left(&[mantissa], exponent.max(0) as u64);
    from_limbs(vm, x < 0.0, &magnitude)
}

fn receiver(vm: &Vm, args: Args) -> View {
    view(vm, args.get(vm, 0)).unwrap_or(View::Small(0))
}

fn itself(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    plain(vm, value)
}

fn is_integer(_: &mut Vm, _: Args) -> Res {
    Ok(crate::heap::statics::TRUE)
}

fn bit_length(vm: &mut Vm, args: Args) -> Res {
    let bits = match receiver(vm, args) {
        View::Small(n) => 64 - n.unsigned_abs().leading_zeros() as u64,
        View::Big(limbs) => {
            limbs.len as u64 * 64 - limbs.limb(&vm.heap, limbs.len - 1).leading_zeros() as u64
        }
    };
    vm.new_uint(bits)
}

fn bit_count(vm: &mut Vm, args: Args) -> Res {
    let count = match receiver(vm, args) {
        View::Small(n) => n.unsigned_abs().count_ones() as u64,
        View::Big(limbs) => (0..limbs.len).map(|i| limbs.limb(&vm.heap, i).count_ones() as u64).sum(),
    };
    vm.new_uint(count)
}

/// Whether a byte order's name means little-endian.
fn little_endian(vm: &mut Vm, order: Option<Value>) -> Res<bool> {
    let Some(order) = order else { return Ok(false) };
    if !vm.is_str(order) {
        let name = vm.type_name(order);
        return Err(vm.type_error(format!("argument 'byteorder' must be str, not {name}")));
    }
    if vm.str_is(order, "little") {
        Ok(true)
    } else if vm.str_is(order, "big") {
        Ok(false)
    } else {
        Err(vm.value_error("byteorder must be either 'little' or 'big'"))
    }
}

fn to_bytes(vm: &mut Vm, args: Args) -> Res {
    let length = match args.opt(vm, 1) {
        Some(length) => vm.index_i64(length)?,
        None => 1,
    };
    let order = args.opt(vm, 2);
    let little = little_endian(vm, order)?;
    let signed = match args.opt(vm, 3) {
        Some(signed) => vm.truth(signed)?,
        None => false,
    };
    if length < 0 {
        return Err(vm.value_error("length argument must be non-negative"));
    }
    let value = args.get(vm, 0);
    let (negative, magnitude) = text::parts(vm, value).unwrap_or_default();
    super::check_room(vm, (length as u64).saturating_mul(8))?;
    if negative && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    let bits = limbs::bit_length(limbs::trimmed(&magnitude));
    let room = length as u64 * 8;
    let fits = if !signed {
        bits <= room
    } else if negative {
        // The most negative number of a width needs as many bits as its magnitude.
        let least = bits.wrapping_sub(1) / 64;
        let power = magnitude
            .iter()
            .enumerate()
            .all(|(i, &limb)| limb == if i as u64 == least { 1 << (bits.wrapping_sub(1) % 64) } else { 0 });
        // (-1 fits no bytes at all, as in CPython: the sign needs none.)
        bits < room || bits == room && power || room == 0 && bits == 1
    } else {
        bits < room || bits == 0
    };
    if !fits {
        return Err(vm.overflow_error("int too big to convert"));
    }
    let mut bytes: Vec<u8> = magnitude.iter().flat_map(|limb| limb.to_le_bytes()).collect();
    bytes.resize(length as usize, 0);
    if negative {
        let mut carry = true;
        for byte in &mut bytes {
            let (part, over) = (!*byte).overflowing_add(carry as u8);
            *byte = part;
            carry = over;
        }
    }
    if !little {
        bytes.reverse();
    }
    vm.new_bytes(&bytes)
}

fn from_bytes(vm: &mut Vm, args: Args) -> Res {
    let (class, source, order) = (args.get(vm, 0), args.get(vm, 1), args.opt(vm, 2));
    let little = little_endian(vm, order)?;
    let signed = match args.opt(vm, 3) {
        Some(signed) => vm.truth(signed)?,
        None => false,
    };
    let mut bytes = match bytes_of(vm, source) {
        Some(bytes) => bytes,
        None if matches!(
            vm.kind_of(source),
            Kind::STR | Kind::INT | Kind::BOOL | Kind::FLOAT | Kind::NONE
        ) =>
        {
            let name = vm.type_name(source);
            return Err(vm.type_error(format!("cannot convert '{name}' object to bytes")));
        }
        None => {
            let converted = vm.call(Kind::BYTES.class_value(), &[source])?;
            bytes_of(vm, converted).unwrap_or_default()
        }
    };
    if !little {
        bytes.reverse();
    }
    let negative = signed && bytes.last().is_some_and(|byte| byte & 0x80 != 0);
    if negative {
        let mut carry = true;
        for byte in &mut bytes {
            let (part, over) = (!*byte).overflowing_add(carry as u8);
            *byte = part;
            carry = over;
        }
    }
    let magnitude: Vec<u64> = bytes
        .chunks(8)
        .map(|chunk| chunk.iter().rev().fold(0, |limb, &byte| limb << 8 | byte as u64))
        .collect();
    let value = from_limbs(vm, negative, &magnitude)?;
    if class == Kind::INT.class_value() { Ok(value) } else { vm.call(class, &[value]) }
}

fn as_integer_ratio(vm: &mut Vm, args: Args) -> Res {
    let value = itself(vm, args)?;
    vm.new_tuple(&[value, Value::int(1)])
}

fn to_float(vm: &mut Vm, args: Args) -> Res {
    let value = receiver(vm, args);
    match to_f64(vm, value) {
        Some(x) => vm.new_float(x),
        None => Err(vm.overflow_error("int too large to convert to float")),
    }
}

fn round_method(vm: &mut Vm, args: Args) -> Res {
    let digits = args.opt(vm, 1);
    let value = args.get(vm, 0);
    round(vm, value, digits)
}

/// `round(v, digits)` of an int.
pub fn round(vm: &mut Vm, v: Value, digits: Option<Value>) -> Res {
    let Some(digits) = digits.filter(|d| *d != crate::heap::statics::NONE) else { return plain(vm, v) };
    let digits = vm.index(digits)?;
    let digits = super::as_i64_clamped(vm, digits).unwrap_or(0);
    match view(vm, v) {
        Some(value) if digits < 0 => ops::round_to_places(vm, value, digits.unsigned_abs()),
        _ => plain(vm, v),
    }
}

fn pow(vm: &mut Vm, args: Args) -> Res {
    let (a, b, modulus) = (args.get(vm, 0), args.get(vm, 1), args.opt(vm, 2));
    pow_or_not_implemented(vm, a, b, modulus)
}

fn rpow(vm: &mut Vm, args: Args) -> Res {
    let (a, b, modulus) = (args.get(vm, 1), args.get(vm, 0), args.opt(vm, 2));
    pow_or_not_implemented(vm, a, b, modulus)
}

fn pow_or_not_implemented(vm: &mut Vm, a: Value, b: Value, modulus: Option<Value>) -> Res {
    let result = match modulus.filter(|m| *m != crate::heap::statics::NONE) {
        None => ops::binary(vm, BinOp::Power, a, b)?,
        Some(modulus) => match (view(vm, a), view(vm, b), view(vm, modulus)) {
            (Some(a), Some(b), Some(modulus)) => Some(ops::power_modulo(vm, a, b, modulus)?),
            _ => None,
        },
    };
    Ok(result.unwrap_or(crate::heap::statics::NOT_IMPLEMENTED))
}

fn getnewargs(vm: &mut Vm, args: Args) -> Res {
    let value = itself(vm, args)?;
    vm.new_tuple(&[value])
}

fn sizeof(vm: &mut Vm, args: Args) -> Res {
    let limbs = match receiver(vm, args) {
        View::Small(_) => 0,
        View::Big(limbs) => limbs.len as i64,
    };
    vm.new_int(Cell::SIZE as i64 + limbs * 8)
}
