//! The growable array behind `list`.

use crate::heap::bounds::{every, pieces};
use crate::heap::layout::List;
use crate::heap::memory::Memory;
use crate::heap::{Kind, Res, Value, alloc, statics};
use crate::vm::Vm;

/// The most items that a list may have: its buffer's size must fit an offset.
pub const MAX_LEN: usize = (u32::MAX / 16) as usize;

/// A new, empty list with room for `n` items.
#[inline]
pub fn with_capacity(vm: &mut Vm, n: usize) -> Res<List> {
    let list = List(vm.alloc(Kind::LIST.class(), List::SIZE)?);
    if n > 0 {
        let (buffer, cap) = new_buffer(vm, n)?;
        list.set_items(&mut vm.heap, buffer);
        list.set_cap(&mut vm.heap, cap);
    }
    Ok(list)
}

/// A new list of the `n` words at `from`, which must stay where they are.
pub fn from_words(vm: &mut Vm, from: u32, n: u32) -> Res<List> {
    let list = with_capacity(vm, n as usize)?;
    let items = list.items(&vm.heap);
    vm.heap.copy(items, from, n * 8);
    list.set_len(&mut vm.heap, n);
    Ok(list)
}

/// A raw cell for at least `n` items, and how many it holds.
pub(super) fn new_buffer(vm: &mut Vm, n: usize) -> Res<(u32, u32)> {
    if n > MAX_LEN {
        return Err(vm.memory_error());
    }
    let bytes = n as u32 * 8;
    // All of the cell is used: what the allocator rounds up to is room for free.
    let bytes = match alloc::class_of(bytes) {
        Some(class) => alloc::CLASSES.get(class).copied().unwrap_or(bytes),
        None => bytes.next_multiple_of(alloc::BLOCK),
    };
    Ok((vm.alloc_buffer(bytes)?, bytes / 8))
}

/// The list behind a value, subclasses included.
#[inline(always)]
pub fn as_list(vm: &Vm, v: Value) -> Option<List> {
    vm.as_kind(v, Kind::LIST).map(List)
}

/// The offset of the `i`th item's word.
#[inline(always)]
pub fn slot(m: &Memory, list: List, i: u32) -> u32 {
    list.items(m).wrapping_add(i.wrapping_mul(8))
}

/// The `i`th item, which the caller knows to exist.
#[inline(always)]
pub fn item(m: &Memory, list: List, i: u32) -> Value {
    Value::from_word(m.u64(slot(m, list, i))).unwrap_or(statics::NONE)
}

/// The `i`th item; `None` behind the end.
#[inline(always)]
pub fn get(m: &Memory, list: List, i: u32) -> Option<Value> {
    if i < list.len(m) { Some(item(m, list, i)) } else { None }
}

/// Sets the `i`th item, which the caller knows to exist.
#[inline(always)]
pub fn set(m: &mut Memory, list: List, i: u32, value: Value) {
    let at = slot(m, list, i);
    m.set_u64(at, value.word());
}

/// The items.
pub fn items(vm: &Vm, v: Value) -> Vec<Value> {
    let list = List(v.offset());
    let each = (0..list.len(&vm.heap)).inspect(|i| every(*i));
    each.map(|i| item(&vm.heap, list, i)).collect()
}

/// Appends `value`.
#[inline]
pub fn push(vm: &mut Vm, list: List, value: Value) -> Res<()> {
    let len = list.len(&vm.heap);
    if len >= list.cap(&vm.heap) {
        grow(vm, list, len as usize + 1)?;
    }
    let at = slot(&vm.heap, list, len);
    vm.heap.set_u64(at, value.word());
    list.set_len(&mut vm.heap, len + 1);
    Ok(())
}

/// Appends the `n` words at `from`, which must not lie in the list's own buffer.
pub fn push_words(vm: &mut Vm, list: List, from: u32, n: u32) -> Res<()> {
    let len = list.len(&vm.heap);
    reserve(vm, list, n as usize)?;
    let at = slot(&vm.heap, list, len);
    vm.heap.copy(at, from, n * 8);
    list.set_len(&mut vm.heap, len + n);
    Ok(())
}

/// Makes room for `more` further items.
#[inline]
pub fn reserve(vm: &mut Vm, list: List, more: usize) -> Res<()> {
    let wanted = list.len(&vm.heap) as usize + more;
    if wanted > list.cap(&vm.heap) as usize { grow(vm, list, wanted) } else { Ok(()) }
}

/// Makes room for at least `wanted` items in all, and half as many more than there are, so that pushing is linear.
#[cold]
#[inline(never)]
fn grow(vm: &mut Vm, list: List, wanted: usize) -> Res<()> {
    let cap = list.cap(&vm.heap) as usize;
    let goal = wanted.max((cap + cap / 2).min(MAX_LEN)).max(4);
    let (buffer, new_cap) = new_buffer(vm, goal)?;
    let (old, len) = (list.items(&vm.heap), list.len(&vm.heap));
    vm.heap.copy(buffer, old, len * 8);
    replace_buffer(vm, list, buffer, new_cap);
    Ok(())
}

/// Gives the list another buffer (0: none). Its length stays as it is.
pub(super) fn replace_buffer(vm: &mut Vm, list: List, buffer: u32, cap: u32) {
    let (old, old_cap) = (list.items(&vm.heap), list.cap(&vm.heap));
    list.set_items(&mut vm.heap, buffer);
    list.set_cap(&mut vm.heap, cap);
    if old != 0 && old_cap > alloc::LARGEST / 8 {
        vm.heap.free_large(old);
    }
}

/// Removes everything and lets go of the buffer.
pub fn clear(vm: &mut Vm, list: List) {
    list.set_len(&mut vm.heap, 0);
    replace_buffer(vm, list, 0, 0);
}

impl Vm {
    /// A new list.
    #[inline]
    pub fn new_list(&mut self, items: &[Value]) -> Res {
        let list = with_capacity(self, items.len())?;
        let mut at = list.items(&self.heap);
        for value in pieces(items).flatten() {
            self.heap.set_u64(at, value.word());
            at = at.wrapping_add(8);
        }
        list.set_len(&mut self.heap, items.len() as u32);
        Ok(list.value())
    }
}
