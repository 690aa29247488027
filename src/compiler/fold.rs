//! Constant folding: the operations on constants that CPython 3.13's AST optimiser does, within its size
//! limits. Whatever would raise gives `None` and stays for run time.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::ast::{BinOp, UnaryOp};
use super::complex;
use super::names::FastSet;
use crate::bytecode::code::Const;
use crate::bytecode::hash::HashKey;
use crate::bytecode::set_order::iteration_order;

/// Bits of the largest integer that folding makes by multiplying, shifting or raising.
const MAX_INT_BITS: u64 = 128;
/// Items of the largest tuple made by repeating.
const MAX_COLLECTION: i64 = 256;
/// Length of the longest string made by repeating.
const MAX_STR: i64 = 4096;
/// Items, nested ones included, of the largest tuple made by repeating.
const MAX_TOTAL_ITEMS: i64 = 1024;
/// Decimal digits of the longest integer literal (`sys.int_info.default_max_str_digits`).
const MAX_STR_DIGITS: usize = 4300;

/// Reads an integer literal too large for 64 bits: decimal digits, or a whole `0x…`, `0o…`, `0b…` token.
pub fn parse_int(text: &str) -> Result<Const, String> {
    let clean: String = text.chars().filter(|&c| c != '_').collect();
    let (radix, digits) = match clean.get(..2) {
        Some("0x" | "0X") => (16, &clean[2..]),
        Some("0o" | "0O") => (8, &clean[2..]),
        Some("0b" | "0B") => (2, &clean[2..]),
        _ => (10, clean.as_str()),
    };
    if radix == 10 && digits.len() > MAX_STR_DIGITS {
        return Err(format!(
            "Exceeds the limit ({MAX_STR_DIGITS} digits) for integer string conversion: value has {} digits; use \
             sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
             avoid decimal conversion limits.",
            digits.len()
        ));
    }
    match BigInt::parse_bytes(digits.as_bytes(), radix) {
        Some(v) => Ok(Const::from_bigint(v)),
        None => Err("invalid decimal literal".to_owned()),
    }
}

/// A number, its type lost except as far as results depend on it.
enum Num {
    Int(i64),
    Big(BigInt),
    Float(f64),
    Complex(f64, f64),
}

fn num(c: &Const) -> Option<Num> {
    Some(match c {
        Const::False => Num::Int(0),
        Const::True => Num::Int(1),
        Const::Int(v) => Num::Int(*v),
        Const::BigInt(v) => Num::Big(v.clone()),
        Const::Float(v) => Num::Float(*v),
        Const::Complex(re, im) => Num::Complex(*re, *im),
        _ => return None,
    })
}

impl Num {
    fn big(self) -> Option<BigInt> {
        match self {
            Num::Int(v) => Some(BigInt::from(v)),
            Num::Big(v) => Some(v),
            _ => None,
        }
    }
    fn is_int(&self) -> bool {
        matches!(self, Num::Int(_) | Num::Big(_))
    }
    fn float(&self) -> Option<f64> {
        match self {
            Num::Int(v) => Some(*v as f64),
            Num::Big(v) => v.to_f64().filter(|f| f.is_finite()),
            Num::Float(v) => Some(*v),
            Num::Complex(..) => None,
        }
    }
    fn complex(&self) -> Option<(f64, f64)> {
        match self {
            Num::Complex(re, im) => Some((*re, *im)),
            n => Some((n.float()?, 0.0)),
        }
    }
}

/// `op c`.
pub fn unary(op: UnaryOp, c: &Const) -> Option<Const> {
    if op == UnaryOp::Not {
        return Some(Const::from_bool(!c.truth()));
    }
    let n = num(c)?;
    Some(match (op, n) {
        (UnaryOp::Invert, Num::Int(v)) => Const::Int(!v),
        (UnaryOp::Invert, Num::Big(v)) => Const::from_bigint(!v),
        (UnaryOp::Invert, _) => return None,
        (UnaryOp::USub, Num::Int(v)) => match v.checked_neg() {
            Some(r) => Const::Int(r),
            None => Const::from_bigint(-BigInt::from(v)),
        },
        (UnaryOp::USub, Num::Big(v)) => Const::from_bigint(-v),
        (UnaryOp::USub, Num::Float(v)) => Const::Float(-v),
        (UnaryOp::USub, Num::Complex(re, im)) => Const::Complex(-re, -im),
        (_, Num::Int(v)) => Const::Int(v),
        (_, Num::Big(v)) => Const::BigInt(v),
        (_, Num::Float(v)) => Const::Float(v),
        (_, Num::Complex(re, im)) => Const::Complex(re, im),
    })
}

/// `a op b`.
pub fn binary(op: BinOp, a: &Const, b: &Const) -> Option<Const> {
    match op {
        BinOp::Mult => {
            if let Some(r) = repeat(a, b) {
                return r;
            }
        }
        BinOp::Add => match (a, b) {
            (Const::Str(x), Const::Str(y)) => {
                let mut bytes = x.as_bytes().to_vec();
                bytes.extend_from_slice(y.as_bytes());
                return Some(Const::Str(crate::bytecode::PyStr::from_utf8_surrogates(&bytes)?));
            }
            (Const::Bytes(x), Const::Bytes(y)) => {
                let mut bytes = x.to_vec();
                bytes.extend_from_slice(y);
                return Some(Const::Bytes(bytes));
            }
            (Const::Tuple(x), Const::Tuple(y)) => return Some(Const::Tuple([&x[..], &y[..]].concat())),
            _ => {}
        },
        BinOp::BitAnd | BinOp::BitOr | BinOp::BitXor => {
            if let (Const::True | Const::False, Const::True | Const::False) = (a, b) {
                let (x, y) = (a.truth(), b.truth());
                return Some(Const::from_bool(match op {
                    BinOp::BitAnd => x & y,
                    BinOp::BitOr => x | y,
                    _ => x ^ y,
                }));
            }
            if let (Const::FrozenSet(_), _) | (_, Const::FrozenSet(_)) = (a, b) {
                return None;
            }
        }
        _ => {}
    }
    let (x, y) = (num(a)?, num(b)?);
    if x.is_int() && y.is_int() {
        return ints(op, x, y);
    }
    if let (Num::Complex(..), _) | (_, Num::Complex(..)) = (&x, &y) {
        let (p, q) = (x.complex()?, y.complex()?);
        let (re, im) = match op {
            BinOp::Add => (p.0 + q.0, p.1 + q.1),
            BinOp::Sub => (p.0 - q.0, p.1 - q.1),
            BinOp::Mult => complex::mul(p, q),
            BinOp::Div => complex::div(p, q)?,
            BinOp::Pow => complex::pow(p, q)?,
            _ => return None,
        };
        return Some(Const::Complex(re, im));
    }
    floats(op, x.float()?, y.float()?)
}

fn bits(n: &Num) -> u64 {
    match n {
        Num::Int(v) => u64::from(64 - v.unsigned_abs().leading_zeros()),
        Num::Big(v) => v.bits(),
        _ => 0,
    }
}

fn is_zero(n: &Num) -> bool {
    matches!(n, Num::Int(0))
}

/// A non-negative shift count or exponent small enough to matter.
fn small_count(n: &Num) -> Option<u64> {
    match n {
        Num::Int(v) => u64::try_from(*v).ok(),
        Num::Big(v) => v.to_u64(),
        _ => None,
    }
}

fn ints(op: BinOp, x: Num, y: Num) -> Option<Const> {
    match op {
        BinOp::Mult if !is_zero(&x) && !is_zero(&y) && bits(&x) + bits(&y) > MAX_INT_BITS => {
            return None;
        }
        BinOp::LShift => {
            let w = small_count(&y)?;
            if !is_zero(&x) && (w > MAX_INT_BITS || bits(&x) > MAX_INT_BITS - w) {
                return None;
            }
            return Some(if is_zero(&x) { Const::Int(0) } else { Const::from_bigint(x.big()? << w) });
        }
        BinOp::RShift => {
            let negative = match &y {
                Num::Int(v) => *v < 0,
                Num::Big(v) => v.is_negative(),
                _ => return None,
            };
            if negative {
                return None;
            }
            let sign = match &x {
                Num::Int(v) => *v < 0,
                Num::Big(v) => v.is_negative(),
                _ => return None,
            };
            return Some(match small_count(&y).filter(|&w| w < bits(&x) + 1) {
                Some(w) => Const::from_bigint(x.big()? >> w),
                None => Const::Int(if sign { -1 } else { 0 }),
            });
        }
        BinOp::Pow => return int_pow(x, y),
        BinOp::Div => return int_true_div(x, y),
        BinOp::MatMult => return None,
        _ => {}
    }
    if let (Num::Int(a), Num::Int(b)) = (&x, &y) {
        let (a, b) = (*a, *b);
        let small = match op {
            BinOp::Add => a.checked_add(b),
            BinOp::Sub => a.checked_sub(b),
            BinOp::Mult => a.checked_mul(b),
            BinOp::BitOr => Some(a | b),
            BinOp::BitXor => Some(a ^ b),
            BinOp::BitAnd => Some(a & b),
            BinOp::FloorDiv | BinOp::Mod if b == 0 => return None,
            BinOp::FloorDiv if b != -1 => Some(Integer::div_floor(&a, &b)),
            BinOp::Mod if b != -1 => Some(Integer::mod_floor(&a, &b)),
            _ => None,
        };
        if let Some(v) = small {
            return Some(Const::Int(v));
        }
    }
    let (a, b) = (x.big()?, y.big()?);
    Some(Const::from_bigint(match op {
        BinOp::Add => a + b,
        BinOp::Sub => a - b,
        BinOp::Mult => a * b,
        BinOp::BitOr => a | b,
        BinOp::BitXor => a ^ b,
        BinOp::BitAnd => a & b,
        BinOp::FloorDiv if !b.is_zero() => Integer::div_floor(&a, &b),
        BinOp::Mod if !b.is_zero() => Integer::mod_floor(&a, &b),
        _ => return None,
    }))
}

fn int_pow(x: Num, y: Num) -> Option<Const> {
    let negative = match &y {
        Num::Int(v) => *v < 0,
        Num::Big(v) => v.is_negative(),
        _ => return None,
    };
    if negative {
        return floats(BinOp::Pow, x.float()?, y.float()?);
    }
    let positive = !is_zero(&y);
    if !is_zero(&x) && positive {
        let w = small_count(&y)?;
        let v = bits(&x);
        if w > MAX_INT_BITS / v {
            return None;
        }
    }
    if is_zero(&x) {
        return Some(Const::Int(i64::from(!positive)));
    }
    let e = u32::try_from(small_count(&y)?).ok()?;
    Some(Const::from_bigint(x.big()?.pow(e)))
}

/// Correctly rounded `x / y`.
fn int_true_div(x: Num, y: Num) -> Option<Const> {
    if is_zero(&y) {
        return None;
    }
    if bits(&x) <= 53 && bits(&y) <= 53 {
        return Some(Const::Float(x.float()? / y.float()?));
    }
    let (a, b) = (x.big()?, y.big()?);
    let negative = (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus);
    let (a, b) = (a.abs(), b.abs());
    if a.is_zero() {
        return Some(Const::Float(if negative { -0.0 } else { 0.0 }));
    }
    // Scale so that the quotient has 66 or 67 bits, note what is lost in its lowest bit, and let the
    // conversion round; only for results in the normal range, the others are left to run time.
    let shift = 66 - (a.bits() as i64 - b.bits() as i64);
    let (n, d) = if shift >= 0 { (a << shift as u64, b) } else { (a, b << (-shift) as u64) };
    let (mut q, r) = n.div_rem(&d);
    if !r.is_zero() {
        q |= BigInt::from(1);
    }
    let exp = -shift;
    let f = q.to_f64()?;
    if !(-1000..=900).contains(&exp) {
        return None;
    }
    let v = f * 2f64.powi(exp as i32);
    if !v.is_finite() {
        return None;
    }
    Some(Const::Float(if negative { -v } else { v }))
}

fn floats(op: BinOp, x: f64, y: f64) -> Option<Const> {
    let v = match op {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mult => x * y,
        BinOp::Div if y != 0.0 => x / y,
        BinOp::FloorDiv | BinOp::Mod if y != 0.0 => {
            let mut m = x % y;
            let mut div = (x - m) / y;
            if m != 0.0 {
                if (y < 0.0) != (m < 0.0) {
                    m += y;
                    div -= 1.0;
                }
            } else {
                m = 0f64.copysign(y);
            }
            if op == BinOp::Mod {
                m
            } else if div != 0.0 {
                let mut f = div.floor();
                if div - f > 0.5 {
                    f += 1.0;
                }
                f
            } else {
                0f64.copysign(x / y)
            }
        }
        BinOp::Pow => {
            if x == 0.0 && y < 0.0 {
                return None;
            }
            if x < 0.0 && x.is_finite() && y.is_finite() && y.floor() != y {
                let (re, im) = complex::pow((x, 0.0), (y, 0.0))?;
                return Some(Const::Complex(re, im));
            }
            let v = if x == 1.0 { 1.0 } else { x.powf(y) };
            if v.is_infinite() && x.is_finite() && y.is_finite() {
                return None;
            }
            v
        }
        _ => return None,
    };
    Some(Const::Float(v))
}

fn count_items(c: &Const, limit: i64) -> Option<i64> {
    let (Const::Tuple(items) | Const::FrozenSet(items)) = c else { return Some(limit) };
    let mut left = limit - items.len() as i64;
    for i in items {
        if left < 0 {
            break;
        }
        left = count_items(i, left)?;
    }
    (left >= 0).then_some(left)
}

/// `n * sequence` either way round; the outer `None` when neither is a sequence.
fn repeat(a: &Const, b: &Const) -> Option<Option<Const>> {
    let (seq, n) = match (a, b) {
        (Const::Str(_) | Const::Bytes(_) | Const::Tuple(_), n) => (a, n),
        (n, Const::Str(_) | Const::Bytes(_) | Const::Tuple(_)) => (b, n),
        _ => return None,
    };
    let n = match num(n) {
        Some(Num::Int(v)) => v,
        _ => return Some(None),
    };
    Some(match seq {
        Const::Tuple(items) => {
            let size = items.len() as i64;
            if size > 0 && (n < 0 || n > MAX_COLLECTION / size) {
                return Some(None);
            }
            if size > 0 && n > 0 && count_items(seq, MAX_TOTAL_ITEMS / n).is_none() {
                return Some(None);
            }
            Some(Const::Tuple(std::iter::repeat_n(items, n.max(0) as usize).flatten().cloned().collect()))
        }
        Const::Str(s) => {
            let size = s.code_point_len() as i64;
            if size > 0 && (n < 0 || n > MAX_STR / size) {
                return Some(None);
            }
            crate::bytecode::PyStr::from_utf8_surrogates(&s.as_bytes().repeat(n.max(0) as usize))
                .map(Const::Str)
        }
        Const::Bytes(s) => {
            let size = s.len() as i64;
            if size > 0 && (n < 0 || n > MAX_STR / size) {
                return Some(None);
            }
            Some(Const::Bytes(s.repeat(n.max(0) as usize)))
        }
        _ => None,
    })
}

/// `v[i]`.
pub fn subscript(v: &Const, i: &Const) -> Option<Const> {
    let i = match i {
        Const::Int(i) => *i,
        Const::True => 1,
        Const::False => 0,
        _ => return None,
    };
    let at = |len: usize| -> Option<usize> {
        let i = if i < 0 { i.checked_add(len as i64)? } else { i };
        usize::try_from(i).ok().filter(|&i| i < len)
    };
    match v {
        Const::Tuple(items) => items.get(at(items.len())?).cloned(),
        Const::Bytes(b) => b.get(at(b.len())?).map(|&b| Const::Int(i64::from(b))),
        Const::Str(s) => {
            let p = s.code_points().nth(at(s.code_point_len())?)?;
            crate::bytecode::PyStr::from_code_points([p]).map(Const::Str)
        }
        _ => None,
    }
}

/// What makes two constants equal as Python compares them (`1 == 1.0 == True`).
#[derive(PartialEq, Eq, Hash)]
pub enum EqKey {
    /// None, Ellipsis, strings, bytes, code.
    Same(Const),
    /// Any number that is an integer.
    Int(BigInt),
    /// Any other real number, by its bits.
    Float(u64),
    /// Any other complex number.
    Complex(u64, u64),
    /// A tuple.
    Tuple(Vec<EqKey>),
}

/// The key under which Python equality of constants is equality.
pub fn eq_key(c: &Const) -> EqKey {
    fn float(f: f64) -> EqKey {
        if f.is_finite() && f.fract() == 0.0 {
            num_traits::FromPrimitive::from_f64(f).map_or(EqKey::Float(f.to_bits()), EqKey::Int)
        } else {
            EqKey::Float(f.to_bits())
        }
    }
    match c {
        Const::True => EqKey::Int(1.into()),
        Const::False => EqKey::Int(0.into()),
        Const::Int(v) => EqKey::Int((*v).into()),
        Const::BigInt(v) => EqKey::Int(v.clone()),
        Const::Float(f) => float(*f),
        Const::Complex(re, im) if *im == 0.0 => float(*re),
        Const::Complex(re, im) => EqKey::Complex((re + 0.0).to_bits(), im.to_bits()),
        Const::Tuple(items) => EqKey::Tuple(items.iter().map(eq_key).collect()),
        other => EqKey::Same(other.clone()),
    }
}

/// A frozen set of the items, equal ones once.
pub fn frozenset(items: Vec<Const>, key: HashKey) -> Const {
    let mut seen: FastSet<EqKey> = FastSet::default();
    let items: Vec<Const> = items.into_iter().filter(|c| seen.insert(eq_key(c))).collect();
    // CPython makes the set twice over; how it is shown is the second time's order.
    Const::FrozenSet(iteration_order(&items, key).into_iter().cloned().collect())
}
