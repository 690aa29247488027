//! `tuple`.

use crate::heap::layout::Tuple;
use crate::heap::memory::Memory;
use crate::heap::{Kind, Res, Value, statics};
use crate::vm::Vm;

/// Offset of the first item.
pub const ITEMS: u32 = Tuple::SIZE;

/// A new tuple of `n` items, of exactly the type `tuple`, its items not set yet: nothing may run Python before they
/// all are. For `n` = 0 the one empty tuple.
#[inline]
pub fn alloc(vm: &mut Vm, n: usize) -> Res<Tuple> {
    if n == 0 {
        return Ok(Tuple(statics::EMPTY_TUPLE.offset()));
    }
    let bytes = n as u64 * 8 + ITEMS as u64;
    if bytes > u32::MAX as u64 / 2 {
        return Err(vm.memory_error());
    }
    let cell = vm.alloc_buffer(bytes as u32)?;
    vm.heap.set_u32(cell, Kind::TUPLE.class());
    vm.heap.set_u32(cell + 4, n as u32);
    Ok(Tuple(cell))
}

/// Sets an item of a tuple that was just made.
#[inline(always)]
pub fn set(m: &mut Memory, t: Tuple, i: u32, value: Value) {
    m.set_u64(t.0.wrapping_add(ITEMS).wrapping_add(i.wrapping_mul(8)), value.word());
}

/// The `i`th item, which the caller knows to exist.
#[inline(always)]
pub fn item(m: &Memory, t: Tuple, i: u32) -> Value {
    let word = m.u64(t.0.wrapping_add(ITEMS).wrapping_add(i.wrapping_mul(8)));
    Value::from_word(word).unwrap_or(statics::NONE)
}

/// Number of items.
#[inline(always)]
pub fn len(vm: &Vm, v: Value) -> u32 {
    Tuple(v.offset()).len(&vm.heap)
}

/// The items of a tuple (or of a subclass's instance).
pub fn items(vm: &Vm, v: Value) -> Vec<Value> {
    let t = Tuple(v.offset());
    (0..t.len(&vm.heap)).map(|i| item(&vm.heap, t, i)).collect()
}

/// The tuple behind a value, subclasses included.
#[inline(always)]
pub fn as_tuple(vm: &Vm, v: Value) -> Option<Tuple> {
    vm.as_kind(v, Kind::TUPLE).map(Tuple)
}

/// A new tuple of the `n` words at `from`, which must stay where they are.
pub fn from_words(vm: &mut Vm, from: u32, n: u32) -> Res<Value> {
    let t = alloc(vm, n as usize)?;
    vm.heap.copy(t.0 + ITEMS, from, n * 8);
    Ok(t.value())
}

impl Vm {
    /// A new tuple.
    #[inline]
    pub fn new_tuple(&mut self, items: &[Value]) -> Res {
        let t = alloc(self, items.len())?;
        for (i, value) in items.iter().enumerate() {
            set(&mut self.heap, t, i as u32, *value);
        }
        Ok(t.value())
    }
}
