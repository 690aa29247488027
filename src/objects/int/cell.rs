//! Arithmetic straight from cell to cell, without a copy in between: what programs with numbers of a few hundred
//! digits spend their time on.

use super::{Limbs, View, check_room, finish_cell, from_limbs, limbs, new_cell};
use crate::heap::layout::BigInt as Cell;
use crate::heap::{Memory, Res};
use crate::vm::Vm;
use std::cmp::Ordering;

/// An operand: a magnitude of one limb held here, or one in a cell.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    pub negative: bool,
    /// Offset of the limbs, or 0: `low` is the only one.
    at: u32,
    len: u32,
    low: u64,
}

impl From<View> for Operand {
    #[inline]
    fn from(view: View) -> Self {
        match view {
            View::Small(n) => Operand { negative: n < 0, at: 0, len: (n != 0) as u32, low: n.unsigned_abs() },
            View::Big(limbs) => Operand { negative: limbs.negative, at: limbs.at, len: limbs.len, low: 0 },
        }
    }
}

impl Operand {
    #[inline(always)]
    fn limb(self, m: &Memory, i: u32) -> u64 {
        if self.at == 0 { self.low } else { m.u64(self.at.wrapping_add(i.wrapping_mul(8))) }
    }

    /// The limbs, copied.
    pub fn to_vec(self, m: &Memory) -> Vec<u64> {
        if self.at != 0 {
            Limbs { negative: self.negative, at: self.at, len: self.len }.to_vec(m)
        } else if self.len == 0 {
            Vec::new()
        } else {
            vec![self.low]
        }
    }

    /// Whether it is 0.
    #[inline]
    pub fn is_zero(self) -> bool {
        self.len == 0
    }

    /// The only limb, if there is at most one.
    #[inline]
    pub fn single(self, m: &Memory) -> Option<u64> {
        match self.len {
            0 => Some(0),
            1 => Some(self.limb(m, 0)),
            _ => None,
        }
    }
}

/// Compares magnitudes.
pub fn compare_magnitudes(m: &Memory, a: Operand, b: Operand) -> Ordering {
    a.len.cmp(&b.len).then_with(|| {
        (0..a.len)
            .rev()
            .map(|i| a.limb(m, i).cmp(&b.limb(m, i)))
            .find(|o| o.is_ne())
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
    let cell = new_cell(vm, negative, long.len as usize + 1)?;
    let m = &mut vm.heap.memory;
    let to = cell.0 + Cell::SIZE;
    let mut carry = false;
    for i in 0..short.len {
        let (part, over) = long.limb(m, i).overflowing_add(short.limb(m, i));
        let (part, more) = part.overflowing_add(carry as u64);
        carry = over | more;
        m.set_u64(to + i * 8, part);
    }
    for i in short.len..long.len {
        let (part, over) = long.limb(m, i).overflowing_add(carry as u64);
        carry = over;
        m.set_u64(to + i * 8, part);
    }
    m.set_u64(to + long.len * 8, carry as u64);
    Ok(finish_cell(vm, cell))
}

/// `large - small`, where `large` has the greater magnitude.
fn sub_magnitudes(vm: &mut Vm, negative: bool, large: Operand, small: Operand) -> Res {
    let cell = new_cell(vm, negative, large.len as usize)?;
    let m = &mut vm.heap.memory;
    let to = cell.0 + Cell::SIZE;
    let mut borrow = false;
    for i in 0..small.len {
        let (part, under) = large.limb(m, i).overflowing_sub(small.limb(m, i));
        let (part, more) = part.overflowing_sub(borrow as u64);
        borrow = under | more;
        m.set_u64(to + i * 8, part);
    }
    for i in small.len..large.len {
        let (part, under) = large.limb(m, i).overflowing_sub(borrow as u64);
        borrow = under;
        m.set_u64(to + i * 8, part);
    }
    Ok(finish_cell(vm, cell))
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
    let cell = new_cell(vm, negative, long.len as usize + short.len as usize)?;
    let m = &mut vm.heap.memory;
    let to = cell.0 + Cell::SIZE;
    let mut carry = 0u128;
    let factor = short.limb(m, 0);
    for j in 0..long.len {
        carry += long.limb(m, j) as u128 * factor as u128;
        m.set_u64(to + j * 8, carry as u64);
        carry >>= 64;
    }
    m.set_u64(to + long.len * 8, carry as u64);
    for i in 1..short.len {
        let mut carry = 0u128;
        let factor = short.limb(m, i);
        for j in 0..long.len {
            let place = to + (i + j) * 8;
            carry += long.limb(m, j) as u128 * factor as u128 + m.u64(place) as u128;
            m.set_u64(place, carry as u64);
            carry >>= 64;
        }
        m.set_u64(to + (i + long.len) * 8, carry as u64);
    }
    Ok(finish_cell(vm, cell))
}
