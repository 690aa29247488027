//! The functions of ints: combinations, factorials, common divisors, integer roots.

use crate::heap::{Res, Value, statics};
use crate::objects::int::{self, View};
use crate::objects::slots::Args;
use crate::vm::Vm;
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::Signed;

fn index(vm: &mut Vm, args: Args, i: u32) -> Res {
    let value = args.get(vm, i);
    vm.index(value)
}

/// low * (low + 1) * … * high, by halves so that the factors stay of like size.
fn product(low: u64, high: u64) -> BigUint {
    if low > high {
        return BigUint::from(1u32);
    }
    if high - low < 16 {
        let mut total = BigUint::from(1u32);
        let mut chunk = 1u64;
        for n in low..=high {
            match chunk.checked_mul(n) {
                Some(next) => chunk = next,
                None => {
                    total *= chunk;
                    chunk = n;
                }
            }
        }
        return total * chunk;
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle + 1, high)
}

/// Raises MemoryError where a product of `count` factors of about so many bits cannot fit.
fn check_size(vm: &mut Vm, bits_each: u64, count: u64) -> Res<()> {
    int::check_room(vm, bits_each.saturating_mul(count))
}

fn bits(n: u64) -> u64 {
    64 - n.leading_zeros() as u64
}

/// `factorial(n)`.
pub fn factorial(vm: &mut Vm, args: Args) -> Res {
    let n = index(vm, args, 0)?;
    factorial_of(vm, n)
}

fn factorial_of(vm: &mut Vm, n: Value) -> Res {
    let n = match int::view(vm, n) {
        Some(View::Small(n)) if n >= 0 => n as u64,
        Some(View::Big(limbs)) if !limbs.negative => {
            return Err(vm.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX)));
        }
        _ => return Err(vm.value_error("factorial() not defined for negative values")),
    };
    if n <= 20 {
        return vm.new_int((2..=n as i64).product());
    }
    check_size(vm, bits(n) / 2, n)?;
    vm.new_bigint(BigInt::from(product(2, n)))
}

/// The two arguments of comb() and perm(): each not negative; `None` for one beyond 64 bits.
fn counts(vm: &mut Vm, n: Value, k: Value) -> Res<(Option<u64>, Option<u64>)> {
    for (value, name) in [(n, "n"), (k, "k")] {
        if int::sign(vm, value).unwrap_or(0) < 0 {
            return Err(vm.value_error(format!("{name} must be a non-negative integer")));
        }
    }
    Ok((int::as_u64(vm, n), int::as_u64(vm, k)))
}

/// `perm(n, k=None)`.
pub fn perm(vm: &mut Vm, args: Args) -> Res {
    let Some(k) = args.opt(vm, 1).filter(|k| *k != statics::NONE) else { return factorial(vm, args) };
    let (n, k) = (index(vm, args, 0)?, vm.index(k)?);
    let (small_n, small_k) = counts(vm, n, k)?;
    let Some(k) = small_k.filter(|k| *k <= i64::MAX as u64) else {
        if small_n.is_some() {
            return Ok(Value::int(0));
        }
        return Err(vm.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    match small_n {
        Some(n) if k > n => Ok(Value::int(0)),
        Some(n) => {
            check_size(vm, bits(n) / 2, k)?;
            vm.new_bigint(BigInt::from(product(n - k + 1, n)))
        }
        None => {
            let n = int::to_bigint(vm, n).unwrap_or_default();
            check_size(vm, n.bits(), k)?;
            let falling = (0..k).fold(BigInt::from(1), |total, i| total * (&n - i));
            vm.new_bigint(falling)
        }
    }
}

/// `comb(n, k)`.
pub fn comb(vm: &mut Vm, args: Args) -> Res {
    let (n, k) = (index(vm, args, 0)?, index(vm, args, 1)?);
    let (small_n, small_k) = counts(vm, n, k)?;
    let (big_n, big_k) =
        (int::to_bigint(vm, n).unwrap_or_default(), int::to_bigint(vm, k).unwrap_or_default());
    if big_k > big_n {
        return Ok(Value::int(0));
    }
    let smaller = big_k.clone().min(&big_n - &big_k);
    let Some(k) = i64::try_from(&smaller).ok().map(|k| k as u64) else {
        return Err(vm.overflow_error(format!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    let _ = small_k;
    if let Some(n) = small_n {
        // Each step divides exactly, and fits 128 bits while the result fits 64.
        let mut result = 1u128;
        let fits = (0..k).all(|i| {
            result = result * (n - i) as u128 / (i + 1) as u128;
            result <= u64::MAX as u128
        });
        if fits {
            return vm.new_uint(result as u64);
        }
        check_size(vm, bits(n) / 2, k)?;
        return vm.new_bigint(BigInt::from(product(n - k + 1, n) / product(2, k)));
    }
    check_size(vm, big_n.bits(), k)?;
    let falling = (0..k).fold(BigInt::from(1), |total, i| total * (&big_n - i));
    vm.new_bigint(falling / BigInt::from(product(2, k)))
}

/// `isqrt(n)`.
pub fn isqrt(vm: &mut Vm, args: Args) -> Res {
    let n = index(vm, args, 0)?;
    match int::view(vm, n) {
        Some(View::Small(n)) if n >= 0 => vm.new_int(n.isqrt()),
        Some(View::Big(limbs)) if !limbs.negative => {
            let root = int::big_of(vm, limbs).sqrt();
            vm.new_bigint(root)
        }
        _ => Err(vm.value_error("isqrt() argument must be nonnegative")),
    }
}

/// Folds the arguments with `small` while that gives a result, then with `large`.
fn fold(
    vm: &mut Vm,
    args: Args,
    start: u64,
    small: fn(u64, u64) -> Option<u64>,
    large: fn(&BigInt, &BigInt) -> BigInt,
) -> Res {
    let mut total = Ok::<u64, BigInt>(start);
    for i in 0..args.count {
        let n = index(vm, args, i)?;
        let next = match (&total, int::view(vm, n)) {
            (Ok(total), Some(View::Small(n))) => small(*total, n.unsigned_abs()),
            _ => None,
        };
        total = match next {
            Some(next) => Ok(next),
            None => {
                let n = int::to_bigint(vm, n).unwrap_or_default();
                let result = large(&total.map_or_else(|big| big, BigInt::from), &n).abs();
                u64::try_from(&result).map_err(|_| result)
            }
        };
    }
    match total {
        Ok(small) => vm.new_uint(small),
        Err(big) => vm.new_bigint(big),
    }
}

/// `gcd(*integers)`.
pub fn gcd(vm: &mut Vm, args: Args) -> Res {
    fold(vm, args, 0, |a, b| Some(a.gcd(&b)), |a, b| a.gcd(b))
}

/// `lcm(*integers)`.
pub fn lcm(vm: &mut Vm, args: Args) -> Res {
    let small = |a: u64, b: u64| if a == 0 || b == 0 { Some(0) } else { (a / a.gcd(&b)).checked_mul(b) };
    fold(vm, args, 1, small, |a, b| {
        if a.sign() == Sign::NoSign || b.sign() == Sign::NoSign { BigInt::ZERO } else { a / a.gcd(b) * b }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products() {
        assert_eq!(product(2, 25).to_string(), "15511210043330985984000000");
        assert_eq!(product(3, 2), BigUint::from(1u32));
        assert_eq!(product(7, 7), BigUint::from(7u32));
        let slow = (1..=100u32).fold(BigUint::from(1u32), |total, n| total * n);
        assert_eq!(product(2, 100), slow);
    }
}
