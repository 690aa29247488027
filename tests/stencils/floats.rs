//! Unboxed floats.

use mimeo::heap::Value;
use mimeo::objects::float::as_f64;
use mimeo::objects::slots::{BinOp, Compare, UnaryOp};

use super::Check;
use super::ints;
use super::rig::{Outcome, Rig, is, is_float};

pub const CHECKS: &[(&str, Check)] = &[
    ("float_add", |rig| binary(rig, BinOp::Add)),
    ("float_sub", |rig| binary(rig, BinOp::Subtract)),
    ("float_mul", |rig| binary(rig, BinOp::Multiply)),
    ("float_div", |rig| binary(rig, BinOp::TrueDivide)),
    ("float_mod", |rig| binary(rig, BinOp::Remainder)),
    ("float_floordiv", |rig| binary(rig, BinOp::FloorDivide)),
    ("float_pow", pow),
    ("float_root", root),
    ("float_neg", |rig| unary(rig, UnaryOp::Negative)),
    ("float_abs", |rig| unary(rig, UnaryOp::Absolute)),
    ("float_of_int", |rig| of_int(rig, false)),
    ("float_of_int_exact", |rig| of_int(rig, true)),
    ("float_lt", |rig| compare(rig, Compare::Lt)),
    ("float_le", |rig| compare(rig, Compare::Le)),
    ("float_eq", |rig| compare(rig, Compare::Eq)),
    ("float_ne", |rig| compare(rig, Compare::Ne)),
    ("float_gt", |rig| compare(rig, Compare::Gt)),
    ("float_ge", |rig| compare(rig, Compare::Ge)),
    ("float_truth", truth),
];

/// Floats around everything that something turns on: zeros, the smallest and the greatest, infinities, NaN, the
/// boundaries of the tagged encoding (exponents 0x300 and 0x4FF), of 53 and 64 bits, halves.
pub fn edges() -> Vec<f64> {
    const TAGGED: u64 = 0x300 << 52;
    const BEYOND: u64 = 0x500 << 52;
    let mut edges =
        vec![0.0, 0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 10.0, 1e16, 1e100, 1e-100, 1e200, 1.3e154, 1.4e154];
    edges.extend([f64::MAX, f64::MIN_POSITIVE, 5e-324, f64::INFINITY, f64::NAN, std::f64::consts::PI]);
    for bits in [TAGGED - 1, TAGGED, TAGGED + 1, BEYOND - 1, BEYOND, BEYOND + 1] {
        edges.push(f64::from_bits(bits));
    }
    for power in [31, 32, 52, 53, 62, 63, 64] {
        let x = 2f64.powi(power);
        edges.extend([x.next_down(), x, x.next_up()]);
    }
    let negative: Vec<f64> = edges.iter().map(|x| -x).collect();
    edges.extend(negative);
    edges
}

/// Floats of no special kind, always the same.
pub fn ordinary(count: usize) -> Vec<f64> {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Exponents around 1, full mantissas.
        f64::from_bits((state >> 12) | (0x3FF - 20 + (state & 31)) << 52)
    };
    std::iter::repeat_with(next).take(count).collect()
}

/// The finite or infinite float that the VM makes of it; the exit where it raises or gives no float.
fn float_or_exit(rig: &mut Rig, result: mimeo::heap::Res) -> Outcome {
    rig.pending();
    match result.ok().and_then(|value| as_f64(&rig.vm, value)) {
        Some(x) => is_float(x),
        None => Outcome::Exit,
    }
}

fn binary(rig: &mut Rig, op: BinOp) {
    let made = rig.make(&[]);
    for a in edges() {
        for b in edges() {
            let (x, y) = (rig.float(a), rig.float(b));
            let result = rig.vm.binary(op, x, y);
            let expected = float_or_exit(rig, result);
            rig.expect(made, &[a.to_bits(), b.to_bits()], expected, (a, b));
        }
    }
}

/// Left to the interpreter: results that are not finite, and a negative base with an exponent that is no integer.
fn finite_power(rig: &mut Rig, a: f64, b: f64) -> Outcome {
    let (x, y) = (rig.float(a), rig.float(b));
    let result = rig.vm.binary(BinOp::Power, x, y);
    let expected = float_or_exit(rig, result);
    if a < 0.0 && b.fract() != 0.0 {
        return Outcome::Exit;
    }
    match &expected {
        Outcome::Values(bits) if !f64::from_bits(bits[0]).is_finite() => Outcome::Exit,
        _ => expected,
    }
}

fn pow(rig: &mut Rig) {
    let made = rig.make(&[]);
    for a in edges() {
        for b in edges() {
            let expected = finite_power(rig, a, b);
            rig.expect(made, &[a.to_bits(), b.to_bits()], expected, (a, b));
        }
    }
    // In the last digit, too: neither the product nor the square root is what the library's pow gives.
    for a in ordinary(20_000) {
        for b in [2.0, 0.5, -1.5] {
            let expected = finite_power(rig, a, b);
            rig.expect(made, &[a.to_bits(), b.to_bits()], expected, (a, b));
        }
    }
}

/// `math.sqrt`.
fn root(rig: &mut Rig) {
    let sqrt = rig.python("from math import sqrt").get(rig, "sqrt");
    let made = rig.make(&[]);
    for a in edges().into_iter().chain(ordinary(1000)) {
        let x = rig.float(a);
        let result = rig.vm.call(sqrt, &[x]);
        let mut expected = float_or_exit(rig, result);
        if a.is_nan() {
            expected = Outcome::Exit;
        }
        rig.expect(made, &[a.to_bits()], expected, a);
    }
}

fn unary(rig: &mut Rig, op: UnaryOp) {
    let made = rig.make(&[]);
    for a in edges() {
        let x = rig.float(a);
        let result = rig.vm.unary(op, x);
        let expected = float_or_exit(rig, result);
        rig.expect(made, &[a.to_bits()], expected, a);
    }
}

fn of_int(rig: &mut Rig, exact: bool) {
    let made = rig.make(&[]);
    for n in ints::edges() {
        let zero = rig.float(-0.0);
        let sum = rig.vm.binary(BinOp::Add, Value::int(n), zero);
        let expected = match float_or_exit(rig, sum) {
            // The conversion must not round.
            _ if exact && n.unsigned_abs() > 1 << 53 => Outcome::Exit,
            expected => expected,
        };
        rig.expect(made, &[n as u64], expected, n);
    }
}

fn compare(rig: &mut Rig, op: Compare) {
    let made = rig.make(&[]);
    for a in edges() {
        for b in edges() {
            let (x, y) = (rig.float(a), rig.float(b));
            let expected = rig.vm.compare_bool(op, x, y).unwrap();
            rig.expect(made, &[a.to_bits(), b.to_bits()], is(expected as u64), (a, b));
        }
    }
}

fn truth(rig: &mut Rig) {
    let made = rig.make(&[]);
    for a in edges() {
        let x = rig.float(a);
        let expected = rig.vm.truth(x).unwrap();
        rig.expect(made, &[a.to_bits()], is(expected as u64), a);
    }
}
