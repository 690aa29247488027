//! Arithmetic on magnitudes: slices of 64-bit limbs, lowest first. No heap, no Python.
//!
//! Short operands are multiplied and divided here; long ones are multiplied by num-bigint (Karatsuba, Toom-3).

use num_bigint::BigUint;
use std::cmp::Ordering;

/// From so many limbs in the shorter factor on, multiplication goes through num-bigint.
pub const LONG_FACTOR: usize = 40;

/// `a` without its highest zeros.
#[inline]
pub fn trimmed(a: &[u64]) -> &[u64] {
    &a[..a.iter().rposition(|&limb| limb != 0).map_or(0, |i| i + 1)]
}

/// Takes away the highest zeros.
#[inline]
pub fn trim(a: &mut Vec<u64>) {
    while a.last() == Some(&0) {
        a.pop();
    }
}

/// Compares two trimmed magnitudes.
pub fn compare(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// The number of bits of a trimmed magnitude.
pub fn bit_length(a: &[u64]) -> u64 {
    match a.last() {
        Some(top) => a.len() as u64 * 64 - top.leading_zeros() as u64,
        None => 0,
    }
}

/// `a = a * factor + add`.
pub fn mul_add_small(a: &mut Vec<u64>, factor: u64, add: u64) {
    let mut carry = add as u128;
    for limb in a.iter_mut() {
        carry += *limb as u128 * factor as u128;
        *limb = carry as u64;
        carry >>= 64;
    }
    if carry != 0 {
        a.push(carry as u64);
    }
}

/// `a + b`.
pub fn add(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut sum = Vec::with_capacity(long.len() + 1);
    let mut carry = false;
    for (i, &x) in long.iter().enumerate() {
        let (part, over) = x.overflowing_add(short.get(i).copied().unwrap_or(0));
        let (part, more) = part.overflowing_add(carry as u64);
        carry = over | more;
        sum.push(part);
    }
    if carry {
        sum.push(1);
    }
    sum
}

/// `a - b`, where `a >= b`.
pub fn sub(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut difference = Vec::with_capacity(a.len());
    let mut borrow = false;
    for (i, &x) in a.iter().enumerate() {
        let (part, under) = x.overflowing_sub(b.get(i).copied().unwrap_or(0));
        let (part, more) = part.overflowing_sub(borrow as u64);
        borrow = under | more;
        difference.push(part);
    }
    trim(&mut difference);
    difference
}

/// A magnitude as num-bigint's type.
pub fn to_biguint(a: &[u64]) -> BigUint {
    BigUint::new(a.iter().flat_map(|&limb| [limb as u32, (limb >> 32) as u32]).collect())
}

/// `a * b`.
pub fn mul(a: &[u64], b: &[u64]) -> Vec<u64> {
    if a.len().min(b.len()) >= LONG_FACTOR {
        return (to_biguint(a) * to_biguint(b)).iter_u64_digits().collect();
    }
    let mut product = vec![0; a.len() + b.len()];
    for (i, &y) in b.iter().enumerate() {
        let mut carry = 0u128;
        for (place, &x) in product[i..].iter_mut().zip(a) {
            carry += x as u128 * y as u128 + *place as u128;
            *place = carry as u64;
            carry >>= 64;
        }
        product[i + a.len()] = carry as u64;
    }
    trim(&mut product);
    product
}

/// A divisor of one limb with what makes dividing by it cheap (Möller and Granlund, "Improved division by
/// invariant integers").
#[derive(Clone, Copy, Debug)]
pub struct Divisor {
    /// The divisor, shifted so that its highest bit is set.
    normal: u64,
    /// By how much.
    shift: u32,
    /// `floor((2^128 - 1) / normal) - 2^64`.
    inverse: u64,
}

impl Divisor {
    /// The divisor `d`, which is not 0.
    #[inline]
    pub fn new(d: u64) -> Self {
        let shift = d.leading_zeros() & 63;
        let normal = (d << shift).max(1);
        let inverse = (((!normal as u128) << 64 | u64::MAX as u128) / normal as u128) as u64;
        Self { normal, shift, inverse }
    }

    /// Quotient and remainder of `high * 2^64 + low` by the shifted divisor, where `high` is less than it.
    #[inline(always)]
    pub fn step(self, high: u64, low: u64) -> (u64, u64) {
        let estimate = (self.inverse as u128 * high as u128).wrapping_add((high as u128) << 64 | low as u128);
        let mut quotient = ((estimate >> 64) as u64).wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(self.normal));
        if rest > estimate as u64 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.normal);
        }
        if rest >= self.normal {
            quotient = quotient.wrapping_add(1);
            rest -= self.normal;
        }
        (quotient, rest)
    }

    /// Starts dividing a magnitude whose highest limb is `top`.
    #[inline]
    pub fn steps(self, top: u64) -> Steps {
        Steps { divisor: self, rest: if self.shift == 0 { 0 } else { top >> (64 - self.shift) } }
    }

    /// Divides `a` in place; the remainder.
    pub fn divide(self, a: &mut [u64]) -> u64 {
        let mut steps = self.steps(a.last().copied().unwrap_or(0));
        for i in (0..a.len()).rev() {
            let below = if i == 0 { 0 } else { a[i - 1] };
            a[i] = steps.next(a[i], below);
        }
        steps.remainder()
    }
}

/// A division by one limb under way, from the highest limb down.
pub struct Steps {
    divisor: Divisor,
    rest: u64,
}

impl Steps {
    /// The quotient's next limb, for the dividend's limb and the one below it (0 below the lowest).
    #[inline(always)]
    pub fn next(&mut self, limb: u64, below: u64) -> u64 {
        let shift = self.divisor.shift;
        let carried = if shift == 0 { 0 } else { below >> (64 - shift) };
        let (quotient, rest) = self.divisor.step(self.rest, limb << shift | carried);
        self.rest = rest;
        quotient
    }

    /// What is left after the lowest limb.
    #[inline]
    pub fn remainder(&self) -> u64 {
        self.rest >> self.divisor.shift
    }
}

/// Quotient and remainder of trimmed magnitudes; `b` is not 0. (Knuth's algorithm D.)
pub fn div_rem(a: &[u64], b: &[u64]) -> (Vec<u64>, Vec<u64>) {
    if compare(a, b).is_lt() {
        return (Vec::new(), a.to_vec());
    }
    if b.len() == 1 {
        let mut quotient = a.to_vec();
        let rest = Divisor::new(b[0]).divide(&mut quotient);
        trim(&mut quotient);
        return (quotient, if rest == 0 { Vec::new() } else { vec![rest] });
    }
    let n = b.len();
    let shift = b[n - 1].leading_zeros();
    let divisor = shift_left(b, shift as u64);
    let mut rest = shift_left(a, shift as u64);
    rest.resize(a.len() + 1, 0);
    let (high, second) = (divisor[n - 1], divisor[n - 2]);
    let leading = Divisor::new(high);
    let mut quotient = vec![0; a.len() - n + 1];
    for j in (0..quotient.len()).rev() {
        let (u2, u1, u0) = (rest[j + n], rest[j + n - 1], rest[j + n - 2]);
        // Estimate from the two highest limbs, corrected by the third: at most one too large after that.
        let (mut digit, mut remainder, mut exact) = if u2 >= high {
            let (sum, over) = u1.overflowing_add(high);
            (u64::MAX, sum, over)
        } else {
            let (digit, remainder) = leading.step(u2, u1);
            (digit, remainder, false)
        };
        while !exact && digit as u128 * second as u128 > ((remainder as u128) << 64 | u0 as u128) {
            digit -= 1;
            (remainder, exact) = remainder.overflowing_add(high);
        }
        let mut carry = 0u128;
        let mut borrow = false;
        for (place, &d) in rest[j..].iter_mut().zip(&divisor) {
            carry += digit as u128 * d as u128;
            let (part, under) = place.overflowing_sub(carry as u64);
            let (part, more) = part.overflowing_sub(borrow as u64);
            *place = part;
            borrow = under | more;
            carry >>= 64;
        }
        let (part, under) = u2.overflowing_sub(carry as u64);
        let (part, more) = part.overflowing_sub(borrow as u64);
        rest[j + n] = part;
        if under | more {
            digit = digit.wrapping_sub(1);
            let mut carry = false;
            for (place, &d) in rest[j..].iter_mut().zip(&divisor) {
                let (part, over) = place.overflowing_add(d);
                let (part, more) = part.overflowing_add(carry as u64);
                *place = part;
                carry = over | more;
            }
            rest[j + n] = rest[j + n].wrapping_add(carry as u64);
        }
        quotient[j] = digit;
    }
    trim(&mut quotient);
    trim(&mut rest);
    let (rest, _) = shift_right(&rest, shift as u64);
    (quotient, rest)
}

/// `a << by`.
pub fn shift_left(a: &[u64], by: u64) -> Vec<u64> {
    let (limbs, bits) = ((by / 64) as usize, (by % 64) as u32);
    let mut shifted = vec![0; limbs];
    shifted.reserve(a.len() + 1);
    if bits == 0 {
        shifted.extend_from_slice(a);
        return shifted;
    }
    let mut carry = 0;
    for &limb in a {
        shifted.push(limb << bits | carry);
        carry = limb >> (64 - bits);
    }
    if carry != 0 {
        shifted.push(carry);
    }
    shifted
}

/// `a >> by`, and whether any bit that fell off was set.
pub fn shift_right(a: &[u64], by: u64) -> (Vec<u64>, bool) {
    let (limbs, bits) = ((by / 64) as usize, (by % 64) as u32);
    if by / 64 >= a.len() as u64 {
        return (Vec::new(), a.iter().any(|&limb| limb != 0));
    }
    let mut lost = a[..limbs].iter().any(|&limb| limb != 0);
    let rest = &a[limbs..];
    if bits == 0 {
        return (rest.to_vec(), lost);
    }
    lost |= rest[0] << (64 - bits) != 0;
    let mut shifted: Vec<u64> =
        rest.windows(2).map(|pair| pair[0] >> bits | pair[1] << (64 - bits)).collect();
    shifted.push(rest[rest.len() - 1] >> bits);
    trim(&mut shifted);
    (shifted, lost)
}

/// The float nearest to a trimmed magnitude, ties to even; infinity if it is beyond the largest.
pub fn to_f64(a: &[u64]) -> f64 {
    let bits = bit_length(a);
    if bits <= 64 {
        return a.first().copied().unwrap_or(0) as f64;
    }
    if bits > 1024 {
        return f64::INFINITY;
    }
    // The highest 64 bits, the lowest of them sticky: enough to round 53 correctly.
    let (top, lost) = shift_right(a, bits - 64);
    (top[0] | lost as u64) as f64 * power_of_two((bits - 64) as i32)
}

/// 2^n as a float, for -1022 <= n <= 1023.
pub fn power_of_two(n: i32) -> f64 {
    f64::from_bits(((n + 1023) as u64) << 52)
}

/// `x * 2^n`, rounded once.
pub fn scale(x: f64, n: i32) -> f64 {
    libm::scalbn(x, n)
}

/// The float nearest to `a / b` (trimmed magnitudes, `b` not 0), ties to even; infinity if beyond the largest.
pub fn quotient_f64(a: &[u64], b: &[u64]) -> f64 {
    const EXACT: u64 = 1 << 53;
    if a.is_empty() {
        return 0.0;
    }
    if let ([x], [y]) = (a, b)
        && *x <= EXACT
        && *y <= EXACT
    {
        return *x as f64 / *y as f64;
    }
    let difference = bit_length(a) as i64 - bit_length(b) as i64;
    if difference > 1024 {
        return f64::INFINITY;
    }
    if difference < -1075 {
        return 0.0;
    }
    // A quotient of 55 or 56 bits (fewer where the result is subnormal), its lowest bit sticky.
    let shift = difference.max(-1021) - 55;
    let (quotient, inexact) = if shift <= 0 {
        let (quotient, rest) = div_rem(&shift_left(a, shift.unsigned_abs()), b);
        (quotient, !rest.is_empty())
    } else {
        let (quotient, rest) = div_rem(a, &shift_left(b, shift as u64));
        (quotient, !rest.is_empty())
    };
    let quotient = quotient.first().copied().unwrap_or(0) | inexact as u64;
    let bits = 64 - quotient.leading_zeros() as i64;
    let extra = bits.max(-1021 - shift) - 53;
    let half = 1u64 << (extra - 1).clamp(0, 62);
    let mut rounded = quotient;
    if rounded & half != 0 && rounded & (3 * half - 1) != 0 {
        rounded += half;
    }
    rounded &= !(2 * half - 1);
    scale(rounded as f64, shift as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_integer::Integer;
    use num_traits::ToPrimitive;

    /// Numbers with long runs of ones and zeros, which is where carries and estimates go wrong.
    fn samples() -> Vec<Vec<u64>> {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let mut samples =
            vec![vec![], vec![1], vec![u64::MAX], vec![0, 1], vec![0, 1 << 63], vec![u64::MAX; 3]];
        for len in [1, 2, 3, 4, 7, 41, 50] {
            for _ in 0..6 {
                let limbs: Vec<u64> = (0..len)
                    .map(|_| match next() % 4 {
                        0 => 0,
                        1 => u64::MAX,
                        2 => 1 << (next() % 64),
                        _ => next(),
                    })
                    .collect();
                samples.push(trimmed(&limbs).to_vec());
            }
        }
        samples
    }

    fn digits(n: &BigUint) -> Vec<u64> {
        n.iter_u64_digits().collect()
    }

    #[test]
    fn agrees_with_num_bigint() {
        for a in samples() {
            for b in samples() {
                let (x, y) = (to_biguint(&a), to_biguint(&b));
                assert_eq!(digits(&(&x + &y)), *trimmed(&add(&a, &b)));
                assert_eq!(digits(&(&x * &y)), mul(&a, &b));
                assert_eq!(x.cmp(&y), compare(&a, &b));
                if x >= y {
                    assert_eq!(digits(&(&x - &y)), sub(&a, &b));
                }
                if !b.is_empty() {
                    let (quotient, rest) = x.div_rem(&y);
                    assert_eq!((digits(&quotient), digits(&rest)), div_rem(&a, &b), "{a:x?} {b:x?}");
                }
            }
            for by in [0, 1, 63, 64, 65, 200] {
                let x = to_biguint(&a);
                assert_eq!(digits(&(&x << by)), *trimmed(&shift_left(&a, by)));
                assert_eq!(digits(&(&x >> by)), shift_right(&a, by).0);
            }
            assert_eq!(to_biguint(&a).to_f64(), Some(to_f64(&a)));
        }
    }

    #[test]
    fn quotients_round_once() {
        assert_eq!(quotient_f64(&[1], &[3]), 1.0 / 3.0);
        assert_eq!(quotient_f64(&[u64::MAX], &[u64::MAX]), 1.0);
        let huge = shift_left(&[1], 1024);
        assert_eq!(quotient_f64(&huge, &[1]), f64::INFINITY);
        assert_eq!(quotient_f64(&huge, &[2]), power_of_two(1023));
        assert_eq!(quotient_f64(&[1], &shift_left(&[1], 1074)), 5e-324);
        assert_eq!(quotient_f64(&[1], &shift_left(&[1], 1075)), 0.0);
        assert_eq!(quotient_f64(&[3], &shift_left(&[1], 1076)), 5e-324);
    }
}
