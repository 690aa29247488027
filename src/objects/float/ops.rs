//! The operators of floats.

use super::{as_f64, coerce};
use crate::heap::{Raised, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::int::{self, View, cell, limbs};
use crate::objects::slots::{BinOp, Compare, UnaryOp};
use crate::vm::Vm;
use std::cmp::Ordering;

/// The slot: `a op b`, where the other operand may be an int.
pub fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    // Look before converting: an int too large for a float is an error only where there would be a result.
    let supported = matches!(
        op,
        BinOp::Add
            | BinOp::Subtract
            | BinOp::Multiply
            | BinOp::TrueDivide
            | BinOp::FloorDivide
            | BinOp::Remainder
            | BinOp::DivMod
            | BinOp::Power
    );
    if !supported || !is_real(vm, a) || !is_real(vm, b) {
        return Ok(None);
    }
    let (Some(x), Some(y)) = (coerce(vm, a)?, coerce(vm, b)?) else { return Ok(None) };
    let result = match op {
        BinOp::Add => x + y,
        BinOp::Subtract => x - y,
        BinOp::Multiply => x * y,
        BinOp::TrueDivide if y == 0.0 => return Err(zero_division(vm, "float division by zero")),
        BinOp::TrueDivide => x / y,
        BinOp::FloorDivide if y == 0.0 => return Err(zero_division(vm, "float floor division by zero")),
        BinOp::FloorDivide => div_mod(x, y).0,
        BinOp::Remainder if y == 0.0 => return Err(zero_division(vm, "float modulo by zero")),
        BinOp::Remainder => modulo(x, y),
        BinOp::DivMod if y == 0.0 => return Err(zero_division(vm, "float divmod()")),
        BinOp::DivMod => {
            let (quotient, rest) = div_mod(x, y);
            let (quotient, rest) = (vm.new_float(quotient)?, vm.new_float(rest)?);
            return vm.new_tuple(&[quotient, rest]).map(Some);
        }
        BinOp::Power => return power(vm, x, y).map(Some),
        _ => return Ok(None),
    };
    vm.new_float(result).map(Some)
}

fn is_real(vm: &Vm, v: Value) -> bool {
    v.is_small_float() || as_f64(vm, v).is_some() || int::is_int(vm, v)
}

#[cold]
fn zero_division(vm: &mut Vm, message: &str) -> Raised {
    vm.raise(exc::ZERO_DIVISION_ERROR, message)
}

/// `x % y`: the sign is that of `y`, which is not 0.
pub fn modulo(x: f64, y: f64) -> f64 {
    let rest = x % y;
    if rest == 0.0 {
        0f64.copysign(y)
    } else if (y < 0.0) != (rest < 0.0) {
        rest + y
    } else {
        rest
    }
}

/// `divmod(x, y)`, where `y` is not 0.
pub fn div_mod(x: f64, y: f64) -> (f64, f64) {
    let rest = x % y;
    let mut quotient = (x - rest) / y;
    if rest != 0.0 && (y < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
    }
    let quotient = if quotient == 0.0 {
        0f64.copysign(x / y)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    (quotient, modulo(x, y))
}

/// `x ** y`: complex where `x` is negative and `y` no integer.
pub fn power(vm: &mut Vm, x: f64, y: f64) -> Res {
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(zero_division(vm, "0.0 cannot be raised to a negative power"));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        return crate::objects::complex::power_value(vm, (x, 0.0), (y, 0.0));
    }
    let result = x.powf(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(out_of_range(vm));
    }
    vm.new_float(result)
}

/// Raises OverflowError with the error number ERANGE.
#[cold]
fn out_of_range(vm: &mut Vm) -> Raised {
    match vm.new_str("Numerical result out of range") {
        Ok(text) => vm.raise_with(exc::OVERFLOW_ERROR, &[Value::int(34), text]),
        Err(raised) => raised,
    }
}

/// Compares a float with an int exactly; `None` if the float is a NaN.
pub fn compare_with_int(vm: &Vm, x: f64, n: View) -> Option<Ordering> {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if x.is_nan() {
        return None;
    }
    Some(match n {
        View::Small(n) if x.abs() < BEYOND => {
            let whole = x.trunc();
            (whole as i64).cmp(&n).then_with(|| (x - whole).partial_cmp(&0.0).unwrap_or(Ordering::Equal))
        }
        View::Small(n) => {
            // Only -2^63 itself can be equal.
            if x == -BEYOND && n == i64::MIN { Ordering::Equal } else { x.total_cmp(&0.0) }
        }
        View::Big(big) => {
            let sign = if big.negative { Ordering::Less } else { Ordering::Greater };
            if x.abs() < BEYOND || (x < 0.0) != big.negative {
                return Some(sign.reverse());
            }
            if x.is_infinite() {
                return Some(sign);
            }
            let (mantissa, exponent) = super::decompose(x);
            let magnitude = limbs::shift_left(&[mantissa], exponent.max(0) as u64);
            let magnitude = match exponent < 0 {
                true => limbs::shift_right(&magnitude, exponent.unsigned_abs() as u64).0,
                false => magnitude,
            };
            let ordering = limbs::compare(&magnitude, &big.to_vec(&vm.heap));
            if big.negative { ordering.reverse() } else { ordering }
        }
    })
}

/// Compares numbers that are no complex ones: `None` inside where one is a NaN, `None` outside where one is no number.
pub fn compare_real(vm: &Vm, a: Value, b: Value) -> Option<Option<Ordering>> {
    match (as_f64(vm, a), as_f64(vm, b)) {
        (Some(x), Some(y)) => Some(x.partial_cmp(&y)),
        (Some(x), None) => int::view(vm, b).map(|n| compare_with_int(vm, x, n)),
        (None, Some(y)) => int::view(vm, a).map(|n| compare_with_int(vm, y, n).map(Ordering::reverse)),
        (None, None) => Some(Some(cell::compare(&vm.heap, int::view(vm, a)?, int::view(vm, b)?))),
    }
}

/// The slot: comparisons with floats and ints.
pub fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    let Some(ordering) = compare_real(vm, a, b) else { return Ok(None) };
    let holds = match ordering {
        Some(ordering) => op.holds(ordering),
        None => op == Compare::Ne,
    };
    Ok(Some(vm.bool(holds)))
}

/// The slot: `-x`, `+x`, `abs(x)`.
pub fn unary(vm: &mut Vm, op: UnaryOp, v: Value) -> Res<Option<Value>> {
    let Some(x) = as_f64(vm, v) else { return Ok(None) };
    let result = match op {
        UnaryOp::Negative => -x,
        UnaryOp::Positive => x,
        UnaryOp::Absolute => x.abs(),
        UnaryOp::Invert => return Ok(None),
    };
    vm.new_float(result).map(Some)
}

/// The slot: `bool(x)`.
pub fn truth(vm: &mut Vm, v: Value) -> Res<bool> {
    Ok(v != statics::ZERO && as_f64(vm, v) != Some(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_follows_the_divisors_sign() {
        assert_eq!(div_mod(-7.5, 2.0), (-4.0, 0.5));
        assert_eq!(div_mod(7.0, -2.0), (-4.0, -1.0));
        assert!(div_mod(0.0, -1.0).0.is_sign_negative());
        assert_eq!(modulo(-5.0, f64::INFINITY), f64::INFINITY);
        assert!(modulo(4.0, -2.0).is_sign_negative());
    }
}
