//! Unboxed integers of 63 bits.

use mimeo::heap::Value;
use mimeo::heap::value::{INT_MAX, INT_MIN};
use mimeo::objects::int;
use mimeo::objects::slots::{BinOp, Compare, UnaryOp};

use super::Check;
use super::rig::{Outcome, Rig, is, is_float};

pub const CHECKS: &[(&str, Check)] = &[
    ("int_add", |rig| binary(rig, BinOp::Add, exact)),
    ("int_sub", |rig| binary(rig, BinOp::Subtract, exact)),
    ("int_mul", |rig| binary(rig, BinOp::Multiply, products_near_the_limit)),
    ("int_add_fits", |rig| fits(rig, BinOp::Add)),
    ("int_sub_fits", |rig| fits(rig, BinOp::Subtract)),
    ("int_mul_fits", |rig| fits(rig, BinOp::Multiply)),
    ("int_mul_const", mul_const),
    ("int_floordiv", |rig| binary(rig, BinOp::FloorDivide, exact)),
    ("int_mod", |rig| binary(rig, BinOp::Remainder, exact)),
    ("int_floordiv_const", |rig| by_constant(rig, BinOp::FloorDivide, |a, w| a > i64::MIN && w > 0)),
    ("int_mod_const", |rig| by_constant(rig, BinOp::Remainder, |a, w| a > i64::MIN && w > 0)),
    ("int_floordiv_nonneg", |rig| by_constant(rig, BinOp::FloorDivide, |a, w| a >= 0 && w > 0)),
    ("int_mod_nonneg", |rig| by_constant(rig, BinOp::Remainder, |a, w| a >= 0 && w > 0)),
    ("int_truediv", truediv),
    ("int_and", |rig| binary(rig, BinOp::And, exact)),
    ("int_or", |rig| binary(rig, BinOp::Or, exact)),
    ("int_xor", |rig| binary(rig, BinOp::Xor, exact)),
    ("int_lshift", |rig| binary(rig, BinOp::Lshift, shifted_far)),
    ("int_rshift", |rig| binary(rig, BinOp::Rshift, exact)),
    ("int_rshift_const", |rig| by_constant(rig, BinOp::Rshift, |_, w| (0..=63).contains(&w))),
    ("int_neg", |rig| unary(rig, UnaryOp::Negative)),
    ("int_invert", |rig| unary(rig, UnaryOp::Invert)),
    ("int_abs", |rig| unary(rig, UnaryOp::Absolute)),
    ("int_lt", |rig| compare(rig, Compare::Lt)),
    ("int_le", |rig| compare(rig, Compare::Le)),
    ("int_eq", |rig| compare(rig, Compare::Eq)),
    ("int_ne", |rig| compare(rig, Compare::Ne)),
    ("int_gt", |rig| compare(rig, Compare::Gt)),
    ("int_ge", |rig| compare(rig, Compare::Ge)),
    ("int_truth", truth),
    ("int_of_bool", of_bool),
    ("bool_not", bool_not),
];

/// Integers of 63 bits around everything that something turns on: zero, shift widths, 32 bits, the floats' 53 bits, roots
/// of the limits, the limits.
pub fn edges() -> Vec<i64> {
    let mut edges = vec![0, 1, 2, 3, 5, 7, 10, 31, 32, 60, 61, 62, 63, 64, 65, 100, 1000, 3_037_000_499];
    for power in [31, 32, 52, 53, 61] {
        edges.extend([(1 << power) - 1, 1 << power, (1 << power) + 1]);
    }
    // Where `int_mul` gives up.
    edges.extend([4_611_686_018_427_379_999, 4_611_686_018_427_380_000, INT_MAX - 1, INT_MAX]);
    let negative: Vec<i64> = edges.iter().map(|n| -n).collect();
    edges.extend(negative);
    edges.push(INT_MIN);
    edges.sort();
    edges.dedup();
    edges
}

/// Whether an exit is allowed although the result fits.
type MayExit = fn(i64, i64) -> bool;

fn exact(_: i64, _: i64) -> bool {
    false
}

fn products_near_the_limit(a: i64, b: i64) -> bool {
    (a as i128 * b as i128).unsigned_abs() >= 4_611_686_018_427_379_000
}

fn shifted_far(_: i64, b: i64) -> bool {
    b > 61
}

/// What the VM makes of `a op b`: the integer, or None where the stencil must exit (too large, or it raises).
fn oracle(rig: &mut Rig, op: BinOp, a: i64, b: i64) -> Option<i64> {
    let result = rig.vm.binary(op, Value::int(a), Value::int(b));
    rig.pending();
    result.ok()?.as_small_int()
}

fn binary(rig: &mut Rig, op: BinOp, may_exit: MayExit) {
    let made = rig.make(&[]);
    for a in edges() {
        for b in edges() {
            // The VM would really make the number.
            if op == BinOp::Lshift && b > 10_000 {
                if a != 0 {
                    rig.expect(made, &[a as u64, b as u64], Outcome::Exit, (a, b));
                }
                continue;
            }
            let expected = oracle(rig, op, a, b).map_or(Outcome::Exit, |n| is(n as u64));
            let got = rig.run(made, &[a as u64, b as u64]);
            if got != expected && !(got == Outcome::Exit && may_exit(a, b)) {
                panic!("{}({a}, {b}): {got:?} instead of {expected:?}", rig.name());
            }
        }
    }
}

/// The forms without a check: only where the result fits.
fn fits(rig: &mut Rig, op: BinOp) {
    let made = rig.make(&[]);
    for a in edges() {
        for b in edges() {
            if let Some(n) = oracle(rig, op, a, b) {
                rig.expect(made, &[a as u64, b as u64], is(n as u64), (a, b));
            }
        }
    }
}

fn mul_const(rig: &mut Rig) {
    for factor in edges().into_iter().filter(|w| *w != 0 && *w > INT_MIN) {
        // As the lowering gives them: the factor, the greatest |a| that fits, twice that.
        let most = INT_MAX as u64 / factor.unsigned_abs();
        let made = rig.make(&[factor as u64, most, 2 * most]);
        let around = [most as i64 - 1, most as i64, most as i64 + 1];
        for a in edges().into_iter().chain(around).chain(around.map(|a| -a)) {
            if !(INT_MIN..=INT_MAX).contains(&a) {
                continue;
            }
            let expected = match oracle(rig, BinOp::Multiply, a, factor) {
                Some(n) if a.unsigned_abs() <= most => is(n as u64),
                _ => Outcome::Exit,
            };
            rig.expect(made, &[a as u64], expected, (a, factor));
        }
    }
}

fn by_constant(rig: &mut Rig, op: BinOp, meant_for: fn(i64, i64) -> bool) {
    for constant in edges() {
        let numbers: Vec<i64> = edges().into_iter().filter(|a| meant_for(*a, constant)).collect();
        if numbers.is_empty() {
            continue;
        }
        let made = rig.make(&[constant as u64]);
        for a in numbers {
            let n = oracle(rig, op, a, constant).expect("fits");
            rig.expect(made, &[a as u64], is(n as u64), (a, constant));
        }
    }
}

fn truediv(rig: &mut Rig) {
    let made = rig.make(&[]);
    for a in edges() {
        for b in edges() {
            let quotient = rig.vm.binary(BinOp::TrueDivide, Value::int(a), Value::int(b));
            rig.pending();
            let exact = |n: i64| n.unsigned_abs() <= 1 << 53;
            let expected = match quotient {
                Ok(x) if exact(a) && exact(b) => is_float(mimeo::objects::float::as_f64(&rig.vm, x).unwrap()),
                _ => Outcome::Exit,
            };
            rig.expect(made, &[a as u64, b as u64], expected, (a, b));
        }
    }
}

fn unary(rig: &mut Rig, op: UnaryOp) {
    let made = rig.make(&[]);
    for a in edges() {
        let result = rig.vm.unary(op, Value::int(a)).unwrap();
        let expected = result.as_small_int().map_or(Outcome::Exit, |n| is(n as u64));
        rig.expect(made, &[a as u64], expected, a);
    }
}

fn compare(rig: &mut Rig, op: Compare) {
    let made = rig.make(&[]);
    for a in edges() {
        for b in edges() {
            let expected = rig.vm.compare_bool(op, Value::int(a), Value::int(b)).unwrap();
            rig.expect(made, &[a as u64, b as u64], is(expected as u64), (a, b));
        }
    }
}

fn truth(rig: &mut Rig) {
    let made = rig.make(&[]);
    for a in edges() {
        let expected = rig.vm.truth(Value::int(a)).unwrap();
        rig.expect(made, &[a as u64], is(expected as u64), a);
    }
}

fn of_bool(rig: &mut Rig) {
    let made = rig.make(&[]);
    for flag in [false, true] {
        let word = rig.vm.bool(flag);
        let n = int::as_i64(&rig.vm, word).unwrap();
        rig.expect(made, &[flag as u64], is(n as u64), flag);
    }
}

fn bool_not(rig: &mut Rig) {
    let made = rig.make(&[]);
    for flag in [false, true] {
        rig.expect(made, &[flag as u64], is(!flag as u64), flag);
    }
}
