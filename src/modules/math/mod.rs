//! `math`: here the functions of floats; `integers` has those of ints, `special` gamma and its logarithm, `sums` the
//! sums and norms that keep extra precision.
//!
//! What the platform's mathematical library has (through Rust's `f64`) is used as it is, as CPython does; Rust
//! computes the inverse hyperbolic functions less exactly, so they are here; `erf` and `erfc` come from the `libm` crate.

mod integers;
mod special;
mod sums;

use crate::heap::layout::{Dict, Module};
use crate::heap::{Raised, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::float::methods::argument;
use crate::objects::int::{self, View};
use crate::objects::slots::{Args, Method, ModuleDef, Sig, function, kwonly, req};
use crate::objects::{dict, float};
use crate::vm::Vm;

/// The module.
pub static MODULE: ModuleDef =
    ModuleDef { name: "math", functions: FUNCTIONS, types: &[], init: Some(init), source: None };

const FUNCTIONS: &[Method] = &[
    function("acos", acos, Sig::Exact(1)),
    function("acosh", acosh, Sig::Exact(1)),
    function("asin", asin, Sig::Exact(1)),
    function("asinh", asinh, Sig::Exact(1)),
    function("atan", atan, Sig::Exact(1)),
    function("atan2", atan2, Sig::Exact(2)),
    function("atanh", atanh, Sig::Exact(1)),
    function("cbrt", cbrt, Sig::Exact(1)),
    function("ceil", ceil, Sig::Exact(1)),
    function("comb", integers::comb, Sig::Exact(2)),
    function("copysign", copysign, Sig::Exact(2)),
    function("cos", cos, Sig::Exact(1)),
    function("cosh", cosh, Sig::Exact(1)),
    function("degrees", degrees, Sig::Exact(1)),
    function("dist", sums::dist, Sig::Exact(2)),
    function("erf", erf, Sig::Exact(1)),
    function("erfc", erfc, Sig::Exact(1)),
    function("exp", exp, Sig::Exact(1)),
    function("exp2", exp2, Sig::Exact(1)),
    function("expm1", expm1, Sig::Exact(1)),
    function("fabs", fabs, Sig::Exact(1)),
    function("factorial", integers::factorial, Sig::Exact(1)),
    function("floor", floor, Sig::Exact(1)),
    function("fma", fma, Sig::Exact(3)),
    function("fmod", fmod, Sig::Exact(2)),
    function("frexp", frexp, Sig::Exact(1)),
    function("fsum", sums::fsum, Sig::Exact(1)),
    function("gamma", gamma, Sig::Exact(1)),
    function("gcd", integers::gcd, Sig::Positional),
    function("hypot", sums::hypot, Sig::Positional),
    function("isclose", isclose, Sig::Named(&[req("a"), req("b"), kwonly("rel_tol"), kwonly("abs_tol")])),
    function("isfinite", isfinite, Sig::Exact(1)),
    function("isinf", isinf, Sig::Exact(1)),
    function("isnan", isnan, Sig::Exact(1)),
    function("isqrt", integers::isqrt, Sig::Exact(1)),
    function("lcm", integers::lcm, Sig::Positional),
    function("ldexp", ldexp, Sig::Exact(2)),
    function("lgamma", lgamma, Sig::Exact(1)),
    function("log", log, Sig::Range(1, 2)),
    function("log10", log10, Sig::Exact(1)),
    function("log1p", log1p, Sig::Exact(1)),
    function("log2", log2, Sig::Exact(1)),
    function("modf", modf, Sig::Exact(1)),
    function("nextafter", nextafter, Sig::Named(&[req(""), req(""), kwonly("steps")])),
    function("perm", integers::perm, Sig::Range(1, 2)),
    function("pow", pow, Sig::Exact(2)),
    function("prod", sums::prod, Sig::Named(&[req(""), kwonly("start")])),
    function("radians", radians, Sig::Exact(1)),
    function("remainder", remainder, Sig::Exact(2)),
    function("sin", sin, Sig::Exact(1)),
    function("sinh", sinh, Sig::Exact(1)),
    function("sqrt", sqrt, Sig::Exact(1)),
    function("sumprod", sums::sumprod, Sig::Exact(2)),
    function("tan", tan, Sig::Exact(1)),
    function("tanh", tanh, Sig::Exact(1)),
    function("trunc", trunc, Sig::Exact(1)),
    function("ulp", ulp, Sig::Exact(1)),
];

fn init(vm: &mut Vm, module: u32) -> Res<()> {
    let namespace = Dict(Module(module).dict(&vm.heap));
    use std::f64::consts::{E, PI, TAU};
    for (name, number) in [("pi", PI), ("e", E), ("tau", TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)] {
        let (name, number) = (vm.intern(name)?, vm.new_float(number)?);
        dict::insert_str(vm, namespace, name, number)?;
    }
    Ok(())
}

#[cold]
pub(super) fn domain_error(vm: &mut Vm) -> Raised {
    vm.value_error("math domain error")
}

#[cold]
pub(super) fn range_error(vm: &mut Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// The `i`th argument as a float.
#[inline]
fn arg(vm: &mut Vm, args: Args, i: u32) -> Res<f64> {
    let value = args.get(vm, i);
    argument(vm, value)
}

/// The outcome of a function of floats: a NaN that comes from no NaN is a domain error; so is an infinity that comes
/// from finite arguments, unless it means overflow.
#[inline]
fn checked(vm: &mut Vm, result: f64, nan_given: bool, finite_given: bool, overflows: bool) -> Res {
    if result.is_nan() && !nan_given {
        return Err(domain_error(vm));
    }
    if result.is_infinite() && finite_given {
        return Err(if overflows { range_error(vm) } else { domain_error(vm) });
    }
    vm.new_float(result)
}

macro_rules! unary {
    ($($name:ident $overflows:literal $function:expr;)*) => {$(
        fn $name(vm: &mut Vm, args: Args) -> Res {
            let x = arg(vm, args, 0)?;
            let function: fn(f64) -> f64 = $function;
            checked(vm, function(x), x.is_nan(), x.is_finite(), $overflows)
        }
    )*};
}

unary! {
    acos false f64::acos;
    acosh false special::acosh;
    asin false f64::asin;
    asinh false special::asinh;
    atan false f64::atan;
    atanh false special::atanh;
    cbrt false f64::cbrt;
    cos false f64::cos;
    cosh true f64::cosh;
    erf false libm::erf;
    erfc false libm::erfc;
    exp true f64::exp;
    exp2 true f64::exp2;
    expm1 true f64::exp_m1;
    fabs false f64::abs;
    log1p false |x| if x == 0.0 { x } else { x.ln_1p() };
    sin false f64::sin;
    sinh true f64::sinh;
    sqrt false f64::sqrt;
    tan false f64::tan;
    tanh false f64::tanh;
    degrees true |x| x * (180.0 / std::f64::consts::PI);
    radians true |x| x * (std::f64::consts::PI / 180.0);
}

fn gamma(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?;
    special(vm, special::gamma(x))
}

fn lgamma(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?;
    special(vm, special::log_gamma(x))
}

fn special(vm: &mut Vm, result: Result<f64, special::Fault>) -> Res {
    match result {
        Ok(x) => vm.new_float(x),
        Err(special::Fault::Domain) => Err(domain_error(vm)),
        Err(special::Fault::Range) => Err(range_error(vm)),
    }
}

fn atan2(vm: &mut Vm, args: Args) -> Res {
    let (y, x) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    vm.new_float(y.atan2(x))
}

fn copysign(vm: &mut Vm, args: Args) -> Res {
    let (x, y) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    vm.new_float(x.copysign(y))
}

fn fmod(vm: &mut Vm, args: Args) -> Res {
    let (x, y) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    checked(vm, x % y, x.is_nan() || y.is_nan(), true, false)
}

fn remainder(vm: &mut Vm, args: Args) -> Res {
    let (x, y) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    if x.is_finite() && y.is_infinite() {
        return vm.new_float(x);
    }
    checked(vm, libm::remainder(x, y), x.is_nan() || y.is_nan(), true, false)
}

fn pow(vm: &mut Vm, args: Args) -> Res {
    let (x, y) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    let result = x.powf(y);
    let finite = x.is_finite() && y.is_finite();
    checked(vm, result, !finite, finite, x != 0.0)
}

fn fma(vm: &mut Vm, args: Args) -> Res {
    let (x, y, z) = (arg(vm, args, 0)?, arg(vm, args, 1)?, arg(vm, args, 2)?);
    let result = x.mul_add(y, z);
    if result.is_nan() && ![x, y, z].iter().any(|v| v.is_nan()) {
        return Err(vm.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && [x, y, z].iter().all(|v| v.is_finite()) {
        return Err(vm.overflow_error("overflow in fma"));
    }
    vm.new_float(result)
}

fn isfinite(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?;
    Ok(vm.bool(x.is_finite()))
}

fn isinf(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?;
    Ok(vm.bool(x.is_infinite()))
}

fn isnan(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?;
    Ok(vm.bool(x.is_nan()))
}

fn isclose(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    let mut tolerance = [1e-9, 0.0];
    for (i, slot) in tolerance.iter_mut().enumerate() {
        if let Some(value) = args.opt(vm, 2 + i as u32) {
            *slot = argument(vm, value)?;
        }
    }
    let [relative, absolute] = tolerance;
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    let difference = (b - a).abs();
    let close = a == b
        || !a.is_infinite()
            && !b.is_infinite()
            && (difference <= (relative * b).abs()
                || difference <= (relative * a).abs()
                || difference <= absolute);
    Ok(vm.bool(close))
}

/// An int by rounding: the type's own method, or `round` of the float that the argument stands for.
fn rounded(vm: &mut Vm, value: Value, dunder: Dunder, round: fn(f64) -> f64) -> Res {
    if vm.is_exact(value, crate::heap::Kind::FLOAT) {
        let x = float::as_f64(vm, value).unwrap_or(0.0);
        return int::methods::from_f64(vm, round(x));
    }
    if let Some(result) = vm.call_dunder(value, dunder, &[])? {
        return Ok(result);
    }
    let x = argument(vm, value)?;
    int::methods::from_f64(vm, round(x))
}

fn floor(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    rounded(vm, value, Dunder::Floor, f64::floor)
}

fn ceil(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    rounded(vm, value, Dunder::Ceil, f64::ceil)
}

fn trunc(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    match vm.call_dunder(value, Dunder::Trunc, &[])? {
        Some(result) => Ok(result),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("type {name} doesn't define __trunc__ method")))
        }
    }
}

fn frexp(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?;
    let (mantissa, exponent) = if x.is_finite() && x != 0.0 { libm::frexp(x) } else { (x, 0) };
    let mantissa = vm.new_float(mantissa)?;
    vm.new_tuple(&[mantissa, Value::int(exponent as i64)])
}

fn ldexp(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?;
    let exponent = args.get(vm, 1);
    let Some(exponent) = int::as_i64_clamped(vm, exponent) else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    if x == 0.0 || !x.is_finite() {
        return vm.new_float(x);
    }
    let result = int::limbs::scale(x, exponent.clamp(-5000, 5000) as i32);
    checked(vm, result, false, true, true)
}

fn modf(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?;
    let whole = x.trunc();
    let fraction = if x.is_infinite() { 0f64.copysign(x) } else { (x - whole).copysign(x) };
    let (fraction, whole) = (vm.new_float(if x.is_nan() { x } else { fraction })?, vm.new_float(whole)?);
    vm.new_tuple(&[fraction, whole])
}

/// A logarithm of an int of any size or a float: `function` of it, or of its leading part plus the logarithm of the rest, a power of 2.
fn logarithm(vm: &mut Vm, value: Value, function: fn(f64) -> f64) -> Res<f64> {
    let x = match int::view(vm, value) {
        Some(View::Big(big)) => {
            if big.negative {
                return Err(domain_error(vm));
            }
            if let Some(x) = int::to_f64(vm, View::Big(big)) {
                x
            } else {
                let limbs = big.to_vec(&vm.heap);
                let bits = int::limbs::bit_length(&limbs);
                let (top, _) = int::limbs::shift_right(&limbs, bits - 64);
                // Between a half and one, as frexp() splits it.
                let x = int::limbs::scale(int::limbs::to_f64(&top), -64);
                return Ok(function(x) + function(2.0) * bits as f64);
            }
        }
        Some(View::Small(n)) => n as f64,
        None => argument(vm, value)?,
    };
    if x.is_nan() || x > 0.0 {
        return Ok(function(x));
    }
    Err(domain_error(vm))
}

fn log(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let x = logarithm(vm, value, f64::ln)?;
    let Some(base) = args.opt(vm, 1) else { return vm.new_float(x) };
    let base = logarithm(vm, base, f64::ln)?;
    if base == 0.0 {
        return Err(vm.raise(exc::ZERO_DIVISION_ERROR, "float division by zero"));
    }
    vm.new_float(x / base)
}

fn log2(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let x = logarithm(vm, value, f64::log2)?;
    vm.new_float(x)
}

fn log10(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let x = logarithm(vm, value, f64::log10)?;
    vm.new_float(x)
}

/// Where a float comes in the order of all floats, NaNs aside: neighbours differ by one, both zeros are 0.
fn rank(x: f64) -> i64 {
    let bits = x.to_bits() as i64;
    if bits < 0 { -(bits & i64::MAX) } else { bits }
}

fn nextafter(vm: &mut Vm, args: Args) -> Res {
    let (x, y) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    let steps = match args.opt(vm, 2).filter(|s| *s != statics::NONE) {
        Some(steps) => {
            let steps = vm.index(steps)?;
            match int::as_i64_clamped(vm, steps) {
                Some(n) if n >= 0 => n,
                _ => return Err(vm.value_error("steps must be a non-negative integer")),
            }
        }
        None => 1,
    };
    if x.is_nan() || y.is_nan() {
        return vm.new_float(if steps == 0 || x.is_nan() { x } else { y });
    }
    if steps == 0 {
        return vm.new_float(x);
    }
    let (from, to) = (rank(x), rank(y));
    let distance = from.abs_diff(to);
    if distance <= steps as u64 {
        return vm.new_float(y);
    }
    let reached = if from < to { from + steps } else { from - steps };
    let result = if reached < 0 {
        -f64::from_bits(reached.unsigned_abs())
    } else if reached == 0 && from < 0 {
        -0.0
    } else {
        f64::from_bits(reached as u64)
    };
    vm.new_float(result)
}

fn ulp(vm: &mut Vm, args: Args) -> Res {
    let x = arg(vm, args, 0)?.abs();
    let result = if !x.is_finite() {
        x
    } else if x == f64::MAX {
        int::limbs::power_of_two(971)
    } else {
        f64::from_bits(x.to_bits() + 1) - x
    };
    vm.new_float(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_in_order() {
        assert_eq!(rank(0.0), rank(-0.0));
        assert_eq!(rank(5e-324), 1);
        assert_eq!(rank(-5e-324), -1);
        assert_eq!(rank(1.0) + 1, rank(1.0 + f64::EPSILON));
    }
}
