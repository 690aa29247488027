//! Arithmetic straight from cell to cell, without a copy in between: what programs with numbers of a few hundred
//! digits spend their time on.

use super::limbs::{self, Divisor};
use super::raw::{self, Raw};
use super::{View, check_room, finish_cell, from_limbs, new_cell, view};
use crate::heap::layout::BigInt as Cell;
use crate::heap::{Memory, Res, Value};
use crate::vm::Vm;
use std::cmp::Ordering;

/// An operand: a magnitude of one limb held here, or one in a cell.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    pub negative: bool,
    /// Offset of the limbs, or 0: `low` is the only one.
    at: u32,
    len: u32,
    low: [Raw; 1],
}

impl From<View> for Operand {
    #[inline]
    fn from(view: View) -> Self {
        match view {
            View::Small(n) => Operand {
                negative: n < 0,
                at: 0,
                len: (n != 0) as u32,
                low: [n.unsigned_abs().to_le_bytes()],
            },
            View::Big(limbs) => {
                Operand { negative: limbs.negative, at: limbs.at, len: limbs.len, low: [[0; 8]] }
            }
        }
    }
}

/// Limbs in `bytes`.
#[inline]
fn as_limbs(bytes: &[u8]) -> &[Raw] {
    bytes.as_chunks().0
}

impl Operand {
    /// The limbs where they are.
    #[inline]
    fn limbs<'a>(&'a self, m: &'a Memory) -> &'a [Raw] {
        if self.at == 0 {
            &self.low[..self.len.min(1) as usize]
        } else {
            as_limbs(m.bytes(self.at, self.len.saturating_mul(8)))
        }
    }

    /// The limbs, looked for in the memory before and behind a cell's limbs, which end at `end`.
    fn limbs_beside<'a>(&'a self, before: &'a [u8], behind: &'a [u8], end: u32) -> &'a [Raw] {
        if self.at == 0 {
            return &self.low[..self.len.min(1) as usize];
        }
        let size = self.len as usize * 8;
        let bytes = match (self.at as usize).checked_sub(end as usize) {
            Some(start) => behind.get(start..start + size),
            None => before.get(self.at as usize..self.at as usize + size),
        };
        as_limbs(bytes.unwrap_or_default())
    }

    /// The limbs, copied.
    pub fn to_vec(self, m: &Memory) -> Vec<u64> {
        raw::to_vec(self.limbs(m))
    }

    /// Whether it is 0.
    #[inline]
    pub fn is_zero(self) -> bool {
        self.len == 0
    }

    /// The only limb, if there is at most one.
    #[inline]
    pub fn single(self, m: &Memory) -> Option<u64> {
        match self.limbs(m) {
            [] => Some(0),
            [limb] => Some(u64::from_le_bytes(*limb)),
            _ => None,
        }
    }
}

/// A new cell of `len` limbs that `fill` writes, given both operands' limbs beside it.
fn with_cell(
    vm: &mut Vm,
    negative: bool,
    len: usize,
    operands: (Operand, Operand),
    fill: impl FnOnce(&mut [Raw], &[Raw], &[Raw]),
) -> Res {
    let cell = new_cell(vm, negative, len)?;
    let at = cell.0 + Cell::SIZE;
    let size = len as u32 * 8;
    let (before, rest) = vm.heap.memory.bytes_mut(0, u32::MAX).split_at_mut(at as usize);
    let (to, behind) = rest.split_at_mut(size as usize);
    let end = at + size;
    let (a, b) = (operands.0.limbs_beside(before, behind, end), operands.1.limbs_beside(before, behind, end));
    fill(to.as_chunks_mut().0, a, b);
    Ok(finish_cell(vm, cell))
}

/// Compares magnitudes.
pub fn compare_magnitudes(m: &Memory, a: Operand, b: Operand) -> Ordering {
    a.len.cmp(&b.len).then_with(|| {
        let pairs = a.limbs(m).iter().rev().zip(b.limbs(m).iter().rev());
        pairs
            .map(|(x, y)| u64::from_le_bytes(*x).cmp(&u64::from_le_bytes(*y)))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    })
}

/// Compares numbers.
pub fn compare(m: &Memory, a: View, b: View) -> Ordering {
    if let (View::Small(a), View::Small(b)) = (a, b) {
        return a.cmp(&b);
    }
    let (a, b): (Operand, Operand) = (a.into(), b.into());
    match (a.negative, b.negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => compare_magnitudes(m, a, b),
        (true, true) => compare_magnitudes(m, b, a),
    }
}

/// `a + b`, or `a - b`.
pub fn add(vm: &mut Vm, a: View, b: View, subtract: bool) -> Res {
    let (a, mut b): (Operand, Operand) = (a.into(), b.into());
    b.negative ^= subtract;
    if a.negative == b.negative {
        let (long, short) = if a.len >= b.len { (a, b) } else { (b, a) };
        return add_magnitudes(vm, a.negative, long, short);
    }
    match compare_magnitudes(&vm.heap, a, b) {
        Ordering::Equal => vm.new_int(0),
        Ordering::Greater => sub_magnitudes(vm, a.negative, a, b),
        Ordering::Less => sub_magnitudes(vm, b.negative, b, a),
    }
}

/// `long + short`, where `long` has at least as many limbs.
fn add_magnitudes(vm: &mut Vm, negative: bool, long: Operand, short: Operand) -> Res {
    with_cell(vm, negative, long.len as usize + 1, (long, short), |to, long, short| {
        if let Some((last, to)) = to.split_last_mut() {
            *last = (raw::add(to, long, short) as u64).to_le_bytes();
        }
    })
}

/// `large - small`, where `large` has the greater magnitude.
fn sub_magnitudes(vm: &mut Vm, negative: bool, large: Operand, small: Operand) -> Res {
    with_cell(vm, negative, large.len as usize, (large, small), raw::sub)
}

/// `a * b`.
pub fn mul(vm: &mut Vm, a: View, b: View) -> Res {
    let (a, b): (Operand, Operand) = (a.into(), b.into());
    let (long, short) = if a.len >= b.len { (a, b) } else { (b, a) };
    let negative = a.negative != b.negative;
    if short.is_zero() {
        return vm.new_int(0);
    }
    if short.len as usize >= limbs::LONG_FACTOR {
        check_room(vm, (long.len as u64 + short.len as u64) * 64)?;
        let product = limbs::mul(&long.to_vec(&vm.heap), &short.to_vec(&vm.heap));
        return from_limbs(vm, negative, &product);
    }
    with_cell(vm, negative, long.len as usize + short.len as usize, (long, short), raw::mul)
}

/// The quotient's magnitude (with the sign of the exact quotient) and the remainder's, of a division by one limb.
pub fn div_small(vm: &mut Vm, a: Operand, b: Operand, divisor: u64) -> Res<(Value, u64)> {
    let mut rest = 0;
    let quotient = with_cell(vm, a.negative != b.negative, a.len as usize, (a, b), |to, a, _| {
        rest = raw::div_small(to, a, Divisor::new(divisor));
    })?;
    Ok((quotient, rest))
}

/// `a // b` where the leading limbs alone decide it.
pub fn leading_quotient(vm: &mut Vm, a: Operand, b: Operand) -> Option<Res> {
    let quotient = raw::leading_quotient(a.limbs(&vm.heap), b.limbs(&vm.heap))?;
    // There is a remainder, so a negative quotient is rounded down.
    let quotient = if a.negative == b.negative { quotient as i128 } else { -(quotient as i128) - 1 };
    Some(vm.new_i128(quotient))
}

/// `v - 1`.
pub fn decrement(vm: &mut Vm, v: Value) -> Res {
    match view(vm, v) {
        Some(view) => add(vm, view, View::Small(1), true),
        None => Ok(v),
    }
}
