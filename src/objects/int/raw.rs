//! Arithmetic on limbs as they lie in linear memory: 8 bytes each, lowest first.

use super::limbs::Divisor;

/// A limb in memory.
pub type Raw = [u8; 8];

/// The limb's value.
#[inline(always)]
fn get(limb: &Raw) -> u64 {
    u64::from_le_bytes(*limb)
}

/// The limbs' values.
pub fn to_vec(limbs: &[Raw]) -> Vec<u64> {
    limbs.iter().map(get).collect()
}

/// `to = long + short`, all of them but `short` of the same length; the carry.
pub fn add(to: &mut [Raw], long: &[Raw], short: &[Raw]) -> bool {
    let (low, high) = long.split_at(short.len().min(long.len()));
    let (to_low, to_high) = to.split_at_mut(low.len());
    let mut carry = false;
    for ((place, x), y) in to_low.iter_mut().zip(low).zip(short) {
        let (sum, over) = get(x).carrying_add(get(y), carry);
        *place = sum.to_le_bytes();
        carry = over;
    }
    for (place, x) in to_high.iter_mut().zip(high) {
        let (sum, over) = get(x).overflowing_add(carry as u64);
        *place = sum.to_le_bytes();
        carry = over;
    }
    carry
}

/// `to = large - small`, all of them but `small` of the same length; `large` is not less than `small`.
pub fn sub(to: &mut [Raw], large: &[Raw], small: &[Raw]) {
    let (low, high) = large.split_at(small.len().min(large.len()));
    let (to_low, to_high) = to.split_at_mut(low.len());
    let mut borrow = false;
    for ((place, x), y) in to_low.iter_mut().zip(low).zip(small) {
        let (difference, under) = get(x).borrowing_sub(get(y), borrow);
        *place = difference.to_le_bytes();
        borrow = under;
    }
    for (place, x) in to_high.iter_mut().zip(high) {
        let (difference, under) = get(x).overflowing_sub(borrow as u64);
        *place = difference.to_le_bytes();
        borrow = under;
    }
}

/// `to = a * factor`, both of the same length; the carry.
fn mul_small(to: &mut [Raw], a: &[Raw], factor: u64) -> u64 {
    let mut carry = 0;
    for (place, x) in to.iter_mut().zip(a) {
        let (low, high) = get(x).carrying_mul(factor, carry);
        *place = low.to_le_bytes();
        carry = high;
    }
    carry
}

/// `to += a * factor`, both of the same length; the carry.
fn mul_small_add(to: &mut [Raw], a: &[Raw], factor: u64) -> u64 {
    let mut carry = 0;
    for (place, x) in to.iter_mut().zip(a) {
        let (low, high) = get(x).carrying_mul_add(factor, carry, get(place));
        *place = low.to_le_bytes();
        carry = high;
    }
    carry
}

/// `to = long * short`, digit by digit; `to` has room for the sum of their lengths.
pub fn mul(to: &mut [Raw], long: &[Raw], short: &[Raw]) {
    for (i, y) in short.iter().enumerate() {
        let Some(row) = to.get_mut(i..=i + long.len()) else { return };
        let Some((last, row)) = row.split_last_mut() else { return };
        let carry = if i == 0 { mul_small(row, long, get(y)) } else { mul_small_add(row, long, get(y)) };
        *last = carry.to_le_bytes();
    }
}

/// `to = a / divisor`, both of the same length; the remainder.
pub fn div_small(to: &mut [Raw], a: &[Raw], divisor: Divisor) -> u64 {
    let mut steps = divisor.steps(a.last().map_or(0, get));
    for i in (0..a.len().min(to.len())).rev() {
        let below = if i == 0 { 0 } else { get(&a[i - 1]) };
        to[i] = steps.next(get(&a[i]), below).to_le_bytes();
    }
    steps.remainder()
}

/// The quotient of `a` by `b` if it is a single limb and the leading limbs alone decide it and that there is a
/// remainder: then nothing below them need be read. `None` where that is not so. `b` has at least two limbs, the
/// highest of both are not 0.
pub fn leading_quotient(a: &[Raw], b: &[Raw]) -> Option<u64> {
    let n = b.len();
    if n < 2 || a.len() < n || a.len() > n + 1 {
        return None;
    }
    let at = |limbs: &[Raw], i: usize| limbs.get(i).map_or(0, get);
    let below = |limbs: &[Raw], i: Option<usize>| i.map_or(0, |i| at(limbs, i));
    let shift = at(b, n - 1).leading_zeros();
    let shifted = |high: u64, low: u64| if shift == 0 { high } else { high << shift | low >> (64 - shift) };
    // The highest two limbs of the divisor and three of the dividend, shifted so that the divisor's first bit is set.
    let high = shifted(at(b, n - 1), at(b, n - 2));
    let second = shifted(at(b, n - 2), below(b, n.checked_sub(3)));
    let overflow = if shift == 0 { 0 } else { at(a, n) >> (64 - shift) };
    let (u2, u1) = (shifted(at(a, n), at(a, n - 1)), shifted(at(a, n - 1), at(a, n - 2)));
    let u0 = shifted(at(a, n - 2), below(a, n.checked_sub(3)));
    if overflow != 0 || u2 >= high {
        return None;
    }
    let (mut quotient, mut rest) = Divisor::new(high).step(u2, u1);
    let mut lower = second as u128 * quotient as u128;
    while lower > ((rest as u128) << 64 | u0 as u128) {
        quotient -= 1;
        lower -= second as u128;
        let (sum, over) = rest.overflowing_add(high);
        if over {
            return None;
        }
        rest = sum;
    }
    // What is left of the leading limbs, if it is a limb's worth at least, outweighs all that quotient times the limbs
    // below can take.
    let left = ((rest as u128) << 64 | u0 as u128) - lower;
    if left >> 64 != 0 { Some(quotient) } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::limbs;
    use super::*;

    fn raw(limbs: &[u64]) -> Vec<Raw> {
        limbs.iter().map(|limb| limb.to_le_bytes()).collect()
    }

    fn samples() -> Vec<Vec<u64>> {
        let mut state = 0xD134_2543_DE82_EF95u64;
        let mut next = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            match state >> 60 {
                0..4 => 0,
                4..8 => u64::MAX,
                8..10 => state >> 40,
                _ => state,
            }
        };
        let mut samples = Vec::new();
        for i in 1..60 {
            let mut limbs: Vec<u64> = (0..i % 7).map(|_| next()).collect();
            limbs.push(next() | 1);
            samples.push(limbs);
        }
        samples
    }

    #[test]
    fn agrees_with_slices_of_numbers() {
        for a in samples() {
            for b in samples() {
                let (long, short) = if a.len() >= b.len() { (&a, &b) } else { (&b, &a) };
                let mut to = raw(&vec![7; long.len()]);
                let carry = add(&mut to, &raw(long), &raw(short));
                let mut sum = to_vec(&to);
                sum.push(carry as u64);
                limbs::trim(&mut sum);
                assert_eq!(sum, limbs::add(long, short));
                if limbs::compare(&a, &b).is_ge() {
                    let mut to = raw(&vec![7; a.len()]);
                    sub(&mut to, &raw(&a), &raw(&b));
                    let mut difference = to_vec(&to);
                    limbs::trim(&mut difference);
                    assert_eq!(difference, limbs::sub(&a, &b));
                }
                let mut to = raw(&vec![7; a.len() + b.len()]);
                mul(&mut to, &raw(long), &raw(short));
                let mut product = to_vec(&to);
                limbs::trim(&mut product);
                assert_eq!(product, limbs::mul(&a, &b));
                if b.len() == 1 {
                    let mut to = raw(&vec![7; a.len()]);
                    let rest = div_small(&mut to, &raw(&a), Divisor::new(b[0]));
                    let mut quotient = to_vec(&to);
                    limbs::trim(&mut quotient);
                    let (expected, expected_rest) = limbs::div_rem(&a, &b);
                    assert_eq!((quotient, rest), (expected, expected_rest.first().copied().unwrap_or(0)));
                }
                // a * k + r divided by a.
                for k in [0, 1, 9, u64::MAX] {
                    let mut dividend = limbs::mul(&a, limbs::trimmed(&[k]));
                    dividend = limbs::add(&dividend, &limbs::div_rem(&b, &a).1);
                    limbs::trim(&mut dividend);
                    if let Some(quotient) = leading_quotient(&raw(&dividend), &raw(&a)) {
                        assert_eq!(limbs::div_rem(&dividend, &a).0, limbs::trimmed(&[quotient]));
                        assert!(!limbs::div_rem(&dividend, &a).1.is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn leading_limbs_decide_most_quotients() {
        let b = raw(&[5, 6, 7, 1 << 40]);
        let a = raw(&limbs::add(&limbs::mul(&[5, 6, 7, 1 << 40], &[123_456_789]), &[0, 0, 0, 1 << 20]));
        assert_eq!(leading_quotient(&a, &b), Some(123_456_789));
        assert_eq!(leading_quotient(&b, &b), None);
    }
}
