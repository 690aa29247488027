//! Integers: tagged words up to 63 bits, cells of 64-bit limbs beyond (and for instances of subclasses).
//!
//! | module | what lives there |
//! |---|---|
//! | here | creation, conversion, hash, the type's declaration |
//! | `limbs` | arithmetic on magnitudes in slices: no heap, no Python |
//! | `raw` | arithmetic on limbs where they lie |
//! | `cell` | addition, subtraction, short multiplication and division straight from cell to cell |
//! | `ops` | the operators |
//! | `text` | parsing and printing |
//! | `methods` | `int()` and the methods |
//!
//! An `int` of the exact class is tagged whenever it fits, so that equal ints have equal words unless both are cells.

pub mod cell;
pub mod limbs;
pub mod methods;
pub mod ops;
pub mod raw;
pub mod text;

use crate::bytecode::hash;
use crate::heap::layout::BigInt as Cell;
use crate::heap::statics;
use crate::heap::value::{INT_MAX, INT_MIN};
use crate::heap::{Kind, Memory, Res, Value};
use crate::vm::Vm;
use num_bigint::{BigInt, BigUint, Sign};

pub use methods::TYPE;

/// The most limbs that an int may have: its cell's size must fit 32 bits.
pub const MAX_LIMBS: usize = (1 << 28) - 4;

/// An int's value, its limbs left where they are.
#[derive(Clone, Copy, Debug)]
pub enum View {
    /// It fits 64 bits.
    Small(i64),
    /// The magnitude lies in a cell.
    Big(Limbs),
}

/// A magnitude in linear memory, with its sign.
#[derive(Clone, Copy, Debug)]
pub struct Limbs {
    pub negative: bool,
    /// Offset of the lowest limb.
    pub at: u32,
    /// Number of limbs; the highest is not 0.
    pub len: u32,
}

impl Limbs {
    /// The `i`th limb.
    #[inline(always)]
    pub fn limb(self, m: &Memory, i: u32) -> u64 {
        m.u64(self.at.wrapping_add(i.wrapping_mul(8)))
    }

    /// The limbs, copied.
    pub fn to_vec(self, m: &Memory) -> Vec<u64> {
        let bytes = m.bytes(self.at, self.len.min(MAX_LIMBS as u32) * 8);
        bytes.chunks_exact(8).map(|c| u64::from_le_bytes(c.try_into().unwrap_or_default())).collect()
    }
}

/// The value of `v` if it is an int (or bool, or of a subclass).
#[inline]
pub fn view(vm: &Vm, v: Value) -> Option<View> {
    if let Some(n) = v.as_small_int() {
        return Some(View::Small(n));
    }
    if !v.is_object() {
        return None;
    }
    match vm.kind_of(v) {
        Kind::INT => Some(view_cell(vm, Cell(v.offset()))),
        Kind::BOOL => Some(View::Small((v == statics::TRUE) as i64)),
        _ => None,
    }
}

fn view_cell(vm: &Vm, cell: Cell) -> View {
    let m = &vm.heap;
    let limbs =
        Limbs { negative: cell.negative(m) != 0, at: cell.0.wrapping_add(Cell::SIZE), len: cell.len(m) };
    match limbs.len {
        0 => View::Small(0),
        1 => match signed(limbs.negative, limbs.limb(m, 0)) {
            Some(n) => View::Small(n),
            None => View::Big(limbs),
        },
        _ => View::Big(limbs),
    }
}

/// A sign and a magnitude as a signed number, if it fits.
#[inline]
pub const fn signed(negative: bool, magnitude: u64) -> Option<i64> {
    if negative {
        if magnitude <= 1 << 63 { Some((magnitude as i64).wrapping_neg()) } else { None }
    } else if magnitude <= i64::MAX as u64 {
        Some(magnitude as i64)
    } else {
        None
    }
}

/// Whether `v` is an int, a bool or an instance of a subclass.
#[inline(always)]
pub fn is_int(vm: &Vm, v: Value) -> bool {
    v.is_small_int() || v.is_object() && matches!(vm.kind_of(v), Kind::INT | Kind::BOOL)
}

/// The int's value; `None` if `v` is no int or does not fit.
#[inline(always)]
pub fn as_i64(vm: &Vm, v: Value) -> Option<i64> {
    match v.as_small_int() {
        Some(n) => Some(n),
        None => match view(vm, v) {
            Some(View::Small(n)) => Some(n),
            _ => None,
        },
    }
}

/// The int's value; `None` if `v` is no int, is negative or does not fit.
pub fn as_u64(vm: &Vm, v: Value) -> Option<u64> {
    match view(vm, v)? {
        View::Small(n) => u64::try_from(n).ok(),
        View::Big(limbs) if limbs.len == 1 && !limbs.negative => Some(limbs.limb(&vm.heap, 0)),
        View::Big(_) => None,
    }
}

/// The int's value clamped to 64 bits; `None` if `v` is no int.
pub fn as_i64_clamped(vm: &Vm, v: Value) -> Option<i64> {
    Some(match view(vm, v)? {
        View::Small(n) => n,
        View::Big(limbs) if limbs.negative => i64::MIN,
        View::Big(_) => i64::MAX,
    })
}

/// The int of the exact class with the value of `v`, an int, bool or instance of a subclass; also the slot `__index__`.
#[inline]
pub fn plain(vm: &mut Vm, v: Value) -> Res {
    if v.is_small_int() || vm.is_exact(v, Kind::INT) {
        return Ok(v);
    }
    match view(vm, v) {
        Some(View::Small(n)) => vm.new_int(n),
        Some(View::Big(limbs)) => {
            let copy = limbs.to_vec(&vm.heap);
            from_limbs(vm, limbs.negative, &copy)
        }
        None => Ok(Value::int(0)),
    }
}

/// The int's sign: -1, 0 or 1; `None` if `v` is no int.
pub fn sign(vm: &Vm, v: Value) -> Option<i32> {
    as_i64_clamped(vm, v).map(|n| n.signum() as i32)
}

/// The int as a number of any size; `None` if `v` is no int.
pub fn to_bigint(vm: &Vm, v: Value) -> Option<BigInt> {
    Some(match view(vm, v)? {
        View::Small(n) => BigInt::from(n),
        View::Big(limbs) => big_of(vm, limbs),
    })
}

/// A magnitude in a cell as a number of the library's.
pub fn big_of(vm: &Vm, limbs: Limbs) -> BigInt {
    let bytes = vm.heap.bytes(limbs.at, limbs.len.min(MAX_LIMBS as u32) * 8);
    let digits =
        bytes.chunks_exact(4).map(|c| u32::from_le_bytes(c.try_into().unwrap_or_default())).collect();
    BigInt::from_biguint(if limbs.negative { Sign::Minus } else { Sign::Plus }, BigUint::new(digits))
}

/// Raises MemoryError if a result of `bits` bits cannot fit: before the work, which is done outside the sandbox's memory.
pub fn check_room(vm: &mut Vm, bits: u64) -> Res<()> {
    if bits / 8 > vm.heap.room() || bits > MAX_LIMBS as u64 * 64 { Err(vm.memory_error()) } else { Ok(()) }
}

/// Makes a cell with room for `len` limbs (their content undefined) and its length set.
pub(crate) fn new_cell(vm: &mut Vm, negative: bool, len: usize) -> Res<Cell> {
    if len > MAX_LIMBS {
        return Err(vm.memory_error());
    }
    let size = Cell::SIZE + len as u32 * 8;
    let offset = match vm.heap.alloc(size) {
        Ok(offset) => offset,
        Err(_) => return Err(vm.memory_error()),
    };
    vm.heap.set_u32(offset, Kind::INT.class());
    vm.heap.set_u32(offset + 12, 0);
    let cell = Cell(offset);
    cell.set_negative(&mut vm.heap, negative as u32);
    cell.set_len(&mut vm.heap, len as u32);
    Ok(cell)
}

/// Shortens a cell whose highest limbs may be 0; tagged if it fits.
pub(crate) fn finish_cell(vm: &mut Vm, cell: Cell) -> Value {
    let mut len = cell.len(&vm.heap);
    let limbs = Limbs { negative: cell.negative(&vm.heap) != 0, at: cell.0 + Cell::SIZE, len };
    while len > 0 && limbs.limb(&vm.heap, len - 1) == 0 {
        len -= 1;
    }
    if len <= 1 {
        let low = if len == 0 { 0 } else { limbs.limb(&vm.heap, 0) };
        if let Some(value) = signed(limbs.negative, low).and_then(Value::small_int) {
            return value;
        }
    }
    cell.set_len(&mut vm.heap, len);
    cell.value()
}

/// The int of this sign and these limbs, lowest first; the highest may be 0.
pub fn from_limbs(vm: &mut Vm, negative: bool, limbs: &[u64]) -> Res {
    let len = limbs.iter().rposition(|&limb| limb != 0).map_or(0, |i| i + 1);
    let low = if len == 0 { 0 } else { limbs[0] };
    if len <= 1
        && let Some(value) = signed(negative, low).and_then(Value::small_int)
    {
        return Ok(value);
    }
    let cell = new_cell(vm, negative, len)?;
    let bytes = vm.heap.bytes_mut(cell.0 + Cell::SIZE, len as u32 * 8);
    for (chunk, limb) in bytes.chunks_exact_mut(8).zip(limbs) {
        chunk.copy_from_slice(&limb.to_le_bytes());
    }
    Ok(cell.value())
}

impl Vm {
    /// The int `n`.
    #[inline(always)]
    pub fn new_int(&mut self, n: i64) -> Res {
        if (INT_MIN..=INT_MAX).contains(&n) { Ok(Value::int(n)) } else { self.new_wide_int(n) }
    }

    #[cold]
    #[inline(never)]
    fn new_wide_int(&mut self, n: i64) -> Res {
        from_limbs(self, n < 0, &[n.unsigned_abs()])
    }

    /// The int `n`.
    pub fn new_uint(&mut self, n: u64) -> Res {
        from_limbs(self, false, &[n])
    }

    /// The int `n`.
    pub fn new_i128(&mut self, n: i128) -> Res {
        let magnitude = n.unsigned_abs();
        from_limbs(self, n < 0, &[magnitude as u64, (magnitude >> 64) as u64])
    }

    /// The int `n`, however large.
    pub fn new_bigint(&mut self, n: BigInt) -> Res {
        self.new_bigint_ref(&n)
    }

    /// The int `n`, however large.
    pub fn new_bigint_ref(&mut self, n: &BigInt) -> Res {
        let limbs: Vec<u64> = n.magnitude().iter_u64_digits().collect();
        from_limbs(self, n.sign() == Sign::Minus, &limbs)
    }
}

/// The slot: `hash()` of an int.
pub fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    Ok(match view(vm, v) {
        Some(View::Small(n)) => hash::int(n),
        Some(View::Big(limbs)) => {
            hash::limbs(limbs.negative, (0..limbs.len).rev().map(|i| limbs.limb(&vm.heap, i)))
        }
        None => 0,
    })
}

/// The correctly rounded float nearest to an int; `None` if it is beyond the largest.
pub fn to_f64(vm: &Vm, v: View) -> Option<f64> {
    match v {
        View::Small(n) => Some(n as f64),
        View::Big(limbs) => {
            let x = limbs::to_f64(&limbs.to_vec(&vm.heap));
            if x.is_infinite() { None } else { Some(if limbs.negative { -x } else { x }) }
        }
    }
}
