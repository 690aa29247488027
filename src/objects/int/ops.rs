//! The operators of ints: tagged words first, cells where they do not fit.

use super::cell::{self, Operand};
use super::limbs::{self, Divisor};
use super::{Limbs, View, check_room, from_limbs, plain, view};
use crate::heap::{Raised, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::float;
use crate::objects::slots::{BinOp, Compare, UnaryOp};
use crate::vm::Vm;
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{Signed, ToPrimitive};

/// The slot: `a op b`.
pub fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(None) };
    match (x, y) {
        (View::Small(m), View::Small(n)) => small(vm, op, m, n),
        _ => big(vm, op, x, y),
    }
}

/// `x op y` of ints that fit 64 bits; `None` inside: NotImplemented.
#[inline]
pub fn small(vm: &mut Vm, op: BinOp, x: i64, y: i64) -> Res<Option<Value>> {
    match op {
        BinOp::Add => match x.checked_add(y) {
            Some(n) => vm.new_int(n),
            None => vm.new_i128(x as i128 + y as i128),
        },
        BinOp::Subtract => match x.checked_sub(y) {
            Some(n) => vm.new_int(n),
            None => vm.new_i128(x as i128 - y as i128),
        },
        BinOp::Multiply => match x.checked_mul(y) {
            Some(n) => vm.new_int(n),
            None => vm.new_i128(x as i128 * y as i128),
        },
        BinOp::And => vm.new_int(x & y),
        BinOp::Or => vm.new_int(x | y),
        BinOp::Xor => vm.new_int(x ^ y),
        BinOp::FloorDivide => match floor_div(x, y) {
            Some((quotient, _)) => vm.new_int(quotient),
            None if y == 0 => Err(division_by_zero(vm)),
            None => vm.new_i128(-(x as i128)),
        },
        BinOp::Remainder => match floor_div(x, y) {
            Some((_, rest)) => vm.new_int(rest),
            None if y == 0 => Err(vm.raise(exc::ZERO_DIVISION_ERROR, "integer modulo by zero")),
            None => vm.new_int(0),
        },
        BinOp::DivMod => {
            let (quotient, rest) = match floor_div(x, y) {
                Some((quotient, rest)) => (vm.new_int(quotient)?, vm.new_int(rest)?),
                None if y == 0 => return Err(division_by_zero(vm)),
                None => (vm.new_i128(-(x as i128))?, Value::int(0)),
            };
            vm.new_tuple(&[quotient, rest])
        }
        BinOp::TrueDivide => {
            const EXACT: u64 = 1 << 53;
            if y == 0 {
                return Err(vm.raise(exc::ZERO_DIVISION_ERROR, "division by zero"));
            }
            if x.unsigned_abs() <= EXACT && y.unsigned_abs() <= EXACT {
                return vm.new_float(x as f64 / y as f64).map(Some);
            }
            true_divide(vm, View::Small(x), View::Small(y))
        }
        BinOp::Lshift if (0..64).contains(&y) => vm.new_i128((x as i128) << y),
        BinOp::Rshift if y >= 0 => vm.new_int(x >> y.min(63)),
        BinOp::Lshift | BinOp::Rshift => return big(vm, op, View::Small(x), View::Small(y)),
        BinOp::Power => power(vm, View::Small(x), View::Small(y)),
        BinOp::MatMultiply => return Ok(None),
    }
    .map(Some)
}

/// Floor division with remainder; `None` where `y` is 0 or the quotient does not fit.
#[inline]
pub fn floor_div(x: i64, y: i64) -> Option<(i64, i64)> {
    let (quotient, rest) = (x.checked_div(y)?, x.checked_rem(y)?);
    Some(if rest != 0 && (rest < 0) != (y < 0) { (quotient - 1, rest + y) } else { (quotient, rest) })
}

#[cold]
fn division_by_zero(vm: &mut Vm) -> Raised {
    vm.raise(exc::ZERO_DIVISION_ERROR, "integer division or modulo by zero")
}

#[inline(never)]
fn big(vm: &mut Vm, op: BinOp, x: View, y: View) -> Res<Option<Value>> {
    match op {
        BinOp::Add => cell::add(vm, x, y, false),
        BinOp::Subtract => cell::add(vm, x, y, true),
        BinOp::Multiply => cell::mul(vm, x, y),
        BinOp::And => bitwise(vm, x, y, |a, b| a & b),
        BinOp::Or => bitwise(vm, x, y, |a, b| a | b),
        BinOp::Xor => bitwise(vm, x, y, |a, b| a ^ b),
        BinOp::FloorDivide => floor_divide(vm, x, y),
        BinOp::Remainder => match divide(vm, x, y) {
            Ok(division) => division.rest(vm),
            Err(Raised) => {
                vm.clear_if(exc::ZERO_DIVISION_ERROR);
                Err(vm.raise(exc::ZERO_DIVISION_ERROR, "integer modulo by zero"))
            }
        },
        BinOp::DivMod => {
            if let Some((quotient, rest)) = divide_small(vm, x, y)? {
                return vm.new_tuple(&[quotient, rest]).map(Some);
            }
            let division = divide(vm, x, y)?;
            let (quotient, rest) = (division.quotient(vm)?, division.rest(vm)?);
            vm.new_tuple(&[quotient, rest])
        }
        BinOp::TrueDivide => true_divide(vm, x, y),
        BinOp::Lshift => shift(vm, x, y, true),
        BinOp::Rshift => shift(vm, x, y, false),
        BinOp::Power => power(vm, x, y),
        BinOp::MatMultiply => return Ok(None),
    }
    .map(Some)
}

/// `x // y`.
fn floor_divide(vm: &mut Vm, x: View, y: View) -> Res {
    if let Some(result) = cell::leading_quotient(vm, x.into(), y.into()) {
        return result;
    }
    match divide_small(vm, x, y)? {
        Some((quotient, _)) => Ok(quotient),
        None => divide(vm, x, y)?.quotient(vm),
    }
}

/// `divmod(x, y)` where `y` is a single limb, not 0.
fn divide_small(vm: &mut Vm, x: View, y: View) -> Res<Option<(Value, Value)>> {
    let (a, b): (Operand, Operand) = (x.into(), y.into());
    let Some(divisor) = b.single(&vm.heap).filter(|d| *d != 0) else { return Ok(None) };
    let (mut quotient, mut rest) = cell::div_small(vm, a, b, divisor)?;
    if a.negative != b.negative && rest != 0 {
        quotient = cell::decrement(vm, quotient)?;
        rest = divisor - rest;
    }
    let rest = if b.negative { -(rest as i128) } else { rest as i128 };
    Ok(Some((quotient, vm.new_i128(rest)?)))
}

/// A floor division's result.
struct Division {
    quotient: (bool, Vec<u64>),
    rest: (bool, Vec<u64>),
}

impl Division {
    fn quotient(&self, vm: &mut Vm) -> Res {
        from_limbs(vm, self.quotient.0, &self.quotient.1)
    }
    fn rest(&self, vm: &mut Vm) -> Res {
        from_limbs(vm, self.rest.0, &self.rest.1)
    }
}

/// Floor division. Raises ZeroDivisionError.
fn divide(vm: &mut Vm, x: View, y: View) -> Res<Division> {
    let (a, b): (Operand, Operand) = (x.into(), y.into());
    if b.is_zero() {
        return Err(division_by_zero(vm));
    }
    let (mut quotient, mut rest) = match b.single(&vm.heap) {
        Some(d) => {
            let mut quotient = a.to_vec(&vm.heap);
            let rest = Divisor::new(d).divide(&mut quotient);
            limbs::trim(&mut quotient);
            (quotient, if rest == 0 { Vec::new() } else { vec![rest] })
        }
        None => limbs::div_rem(&a.to_vec(&vm.heap), &b.to_vec(&vm.heap)),
    };
    if a.negative != b.negative && !rest.is_empty() {
        quotient = limbs::add(&quotient, &[1]);
        rest = limbs::sub(&b.to_vec(&vm.heap), &rest);
    }
    Ok(Division { quotient: (a.negative != b.negative, quotient), rest: (b.negative, rest) })
}

fn true_divide(vm: &mut Vm, x: View, y: View) -> Res {
    let (a, b): (Operand, Operand) = (x.into(), y.into());
    if b.is_zero() {
        return Err(vm.raise(exc::ZERO_DIVISION_ERROR, "division by zero"));
    }
    let quotient = limbs::quotient_f64(&a.to_vec(&vm.heap), &b.to_vec(&vm.heap));
    if quotient.is_infinite() {
        return Err(vm.overflow_error("integer division result too large for a float"));
    }
    vm.new_float(if a.negative != b.negative { -quotient } else { quotient })
}

/// The two's complement of a number in `len` limbs.
fn twos_complement(vm: &Vm, x: View, len: usize) -> Vec<u64> {
    let operand: Operand = x.into();
    let mut limbs = operand.to_vec(&vm.heap);
    limbs.resize(len, 0);
    if operand.negative {
        negate(&mut limbs);
    }
    limbs
}

fn negate(limbs: &mut [u64]) {
    let mut carry = true;
    for limb in limbs {
        let (part, over) = (!*limb).overflowing_add(carry as u64);
        *limb = part;
        carry = over;
    }
}

fn len_of(x: View) -> usize {
    match x {
        View::Small(_) => 1,
        View::Big(limbs) => limbs.len as usize,
    }
}

fn bitwise(vm: &mut Vm, x: View, y: View, op: fn(u64, u64) -> u64) -> Res {
    let len = len_of(x).max(len_of(y)) + 1;
    let mut result = twos_complement(vm, x, len);
    for (limb, other) in result.iter_mut().zip(twos_complement(vm, y, len)) {
        *limb = op(*limb, other);
    }
    let negative = result[len - 1] >> 63 != 0;
    if negative {
        negate(&mut result);
    }
    from_limbs(vm, negative, &result)
}

fn shift(vm: &mut Vm, x: View, y: View, left: bool) -> Res {
    let by = match y {
        View::Small(n) if n < 0 => return Err(vm.value_error("negative shift count")),
        View::Big(limbs) if limbs.negative => return Err(vm.value_error("negative shift count")),
        View::Small(n) => Some(n as u64),
        View::Big(_) => None,
    };
    let a: Operand = x.into();
    if a.is_zero() {
        return Ok(Value::int(0));
    }
    if left {
        let Some(by) = by else { return Err(vm.overflow_error("too many digits in integer")) };
        check_room(vm, by.saturating_add(len_of(x) as u64 * 64))?;
        let shifted = limbs::shift_left(&a.to_vec(&vm.heap), by);
        return from_limbs(vm, a.negative, &shifted);
    }
    let (mut shifted, lost) = limbs::shift_right(&a.to_vec(&vm.heap), by.unwrap_or(u64::MAX));
    if a.negative && lost {
        shifted = limbs::add(&shifted, &[1]);
    }
    from_limbs(vm, a.negative, &shifted)
}

/// `x ** y`: a float where `y` is negative.
fn power(vm: &mut Vm, x: View, y: View) -> Res {
    let exponent = match y {
        View::Small(n) if n >= 0 => Some(n as u64),
        View::Big(limbs) if !limbs.negative => None,
        _ => {
            let (Some(x), Some(y)) = (super::to_f64(vm, x), super::to_f64(vm, y)) else {
                return Err(vm.overflow_error("int too large to convert to float"));
            };
            return float::ops::power(vm, x, y);
        }
    };
    match (x, exponent) {
        (_, Some(0)) | (View::Small(1), _) => return Ok(Value::int(1)),
        (View::Small(0), _) => return Ok(Value::int(0)),
        (View::Small(-1), _) => {
            let odd = match y {
                View::Small(n) => n & 1 != 0,
                View::Big(limbs) => limbs.limb(&vm.heap, 0) & 1 != 0,
            };
            return Ok(Value::int(if odd { -1 } else { 1 }));
        }
        _ => {}
    }
    let Some(exponent) = exponent else { return Err(vm.memory_error()) };
    if let View::Small(x) = x {
        if let Some(result) = u32::try_from(exponent).ok().and_then(|e| x.checked_pow(e)) {
            return vm.new_int(result);
        }
        let base = x.unsigned_abs();
        if base.is_power_of_two() {
            let negative = x < 0 && exponent & 1 != 0;
            let by = exponent.saturating_mul(base.trailing_zeros() as u64);
            let one = View::Small(if negative { -1 } else { 1 });
            return shift(vm, one, View::Small(by.min(i64::MAX as u64) as i64), true);
        }
    }
    let base = big_value(vm, x);
    check_room(vm, base.bits().saturating_sub(1).saturating_mul(exponent))?;
    match u32::try_from(exponent) {
        Ok(exponent) => vm.new_bigint(base.pow(exponent)),
        Err(_) => Err(vm.memory_error()),
    }
}

fn big_value(vm: &Vm, x: View) -> BigInt {
    match x {
        View::Small(n) => BigInt::from(n),
        View::Big(limbs) => super::big_of(vm, limbs),
    }
}

/// `pow(x, y, modulus)` of ints.
pub fn power_modulo(vm: &mut Vm, x: View, y: View, modulus: View) -> Res {
    if let View::Small(0) = modulus {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    if let (View::Small(x), View::Small(y), View::Small(m)) = (x, y, modulus)
        && y >= 0
        && m != i64::MIN
    {
        let size = m.unsigned_abs() as u128;
        let mut base = (x as i128).rem_euclid(size as i128) as u128;
        let mut result = 1 % size;
        let mut exponent = y as u64;
        while exponent != 0 {
            if exponent & 1 != 0 {
                result = result * base % size;
            }
            base = base * base % size;
            exponent >>= 1;
        }
        let result = result as i128;
        return vm.new_i128(if m < 0 && result != 0 { result + m as i128 } else { result });
    }
    let (mut base, mut exponent, m) = (big_value(vm, x), big_value(vm, y), big_value(vm, modulus));
    let size = m.abs();
    if exponent.is_negative() {
        let Some(inverse) = inverse(&base, &size) else {
            return Err(vm.value_error("base is not invertible for the given modulus"));
        };
        base = inverse;
        exponent = -exponent;
    }
    let mut result = base.modpow(&exponent, &size);
    if m.is_negative() && result.sign() != Sign::NoSign {
        result += m;
    }
    vm.new_bigint(result)
}

/// The inverse of `a` modulo `m` (positive), if there is one.
fn inverse(a: &BigInt, m: &BigInt) -> Option<BigInt> {
    let one = BigInt::from(1);
    if *m == one {
        return Some(BigInt::ZERO);
    }
    let (mut r0, mut r1) = (m.clone(), ((a % m) + m) % m);
    let (mut t0, mut t1) = (BigInt::ZERO, one.clone());
    while r1.sign() != Sign::NoSign {
        let quotient = &r0 / &r1;
        let r2 = &r0 - &quotient * &r1;
        (r0, r1) = (r1, r2);
        let t2 = &t0 - &quotient * &t1;
        (t0, t1) = (t1, t2);
    }
    if r0 != one {
        return None;
    }
    Some(if t0.is_negative() { t0 + m } else { t0 })
}

/// The slot: comparisons with ints.
pub fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(None) };
    let ordering = cell::compare(&vm.heap, x, y);
    Ok(Some(vm.bool(op.holds(ordering))))
}

/// The slot: `-x`, `+x`, `~x`, `abs(x)`.
pub fn unary(vm: &mut Vm, op: UnaryOp, v: Value) -> Res<Option<Value>> {
    let Some(x) = view(vm, v) else { return Ok(None) };
    match (op, x) {
        (UnaryOp::Positive, _) => plain(vm, v),
        (UnaryOp::Negative, View::Small(n)) => vm.new_i128(-(n as i128)),
        (UnaryOp::Absolute, View::Small(n)) => vm.new_uint(n.unsigned_abs()),
        (UnaryOp::Invert, View::Small(n)) => vm.new_int(!n),
        (UnaryOp::Negative, View::Big(limbs)) => with_sign(vm, limbs, !limbs.negative),
        (UnaryOp::Absolute, View::Big(limbs)) if limbs.negative => with_sign(vm, limbs, false),
        (UnaryOp::Absolute, View::Big(_)) => plain(vm, v),
        (UnaryOp::Invert, View::Big(limbs)) => {
            // ~x is -x - 1.
            let negative = View::Big(Limbs { negative: !limbs.negative, ..limbs });
            cell::add(vm, negative, View::Small(1), true)
        }
    }
    .map(Some)
}

fn with_sign(vm: &mut Vm, limbs: Limbs, negative: bool) -> Res {
    let copy = limbs.to_vec(&vm.heap);
    from_limbs(vm, negative, &copy)
}

/// The slot: `bool(x)`.
pub fn truth(vm: &mut Vm, v: Value) -> Res<bool> {
    Ok(!matches!(view(vm, v), Some(View::Small(0))))
}

/// `round(x, digits)` of an int, for a negative number of digits given as its magnitude: to a multiple of
/// 10**places, ties to even.
pub fn round_to_places(vm: &mut Vm, x: View, places: u64) -> Res {
    let value = big_value(vm, x);
    if places > value.bits() {
        return Ok(Value::int(0));
    }
    let unit = BigUint::from(10u32).pow(places.to_u32().unwrap_or(u32::MAX));
    let magnitude = value.magnitude();
    let mut quotient = magnitude / &unit;
    let twice = (magnitude % &unit) * 2u32;
    if twice > unit || twice == unit && quotient.bit(0) {
        quotient += 1u32;
    }
    let rounded = BigInt::from_biguint(Sign::Plus, quotient * unit);
    vm.new_bigint(if value.is_negative() { -rounded } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_rounds_down() {
        assert_eq!(floor_div(7, 2), Some((3, 1)));
        assert_eq!(floor_div(-7, 2), Some((-4, 1)));
        assert_eq!(floor_div(7, -2), Some((-4, -1)));
        assert_eq!(floor_div(-7, -2), Some((3, -1)));
        assert_eq!(floor_div(6, -2), Some((-3, 0)));
        assert_eq!(floor_div(i64::MIN, -1), None);
        assert_eq!(floor_div(1, 0), None);
    }

    #[test]
    fn inverses() {
        assert_eq!(inverse(&3.into(), &7.into()), Some(5.into()));
        assert_eq!(inverse(&2.into(), &4.into()), None);
        assert_eq!(inverse(&(-3).into(), &7.into()), Some(2.into()));
    }
}
