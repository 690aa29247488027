//! The ring buffer behind `deque`: a list object whose items are the ring, a power of two of them.
//!
//! Words of a deque: the ring, the place of the first item in it, the number of items, the most items (0: no
//! limit), and a counter of changes that tells iterators when to raise.

use crate::heap::bounds::every;
use crate::heap::layout::List;
use crate::heap::memory::Memory;
use crate::heap::{Res, Value, statics};
use crate::objects::iterators::native;
use crate::objects::list;
use crate::vm::Vm;

const RING: u32 = 0;
const HEAD: u32 = 1;
const LEN: u32 = 2;
const MOST: u32 = 3;
const CHANGES: u32 = 4;
/// Words that a deque has.
pub const WORDS: usize = 5;
/// Items of the smallest ring.
const MIN_RING: u32 = 8;

/// A new, empty deque of `class`.
pub fn new(vm: &mut Vm, class: u32) -> Res {
    let ring = list::with_capacity(vm, 0)?;
    let zero = Some(Value::int(0));
    let words: [Option<Value>; WORDS] = [Some(ring.value()), zero, zero, None, zero];
    native::new(vm, class, &words)
}

fn ring(m: &Memory, d: Value) -> List {
    List(native::value(m, d, RING).offset())
}

/// Number of items.
#[inline]
pub fn len(m: &Memory, d: Value) -> u32 {
    native::number(m, d, LEN) as u32
}

/// The most items that it may hold.
pub fn most(m: &Memory, d: Value) -> Option<Value> {
    native::word(m, d, MOST)
}

/// Sets the most items that it may hold.
pub fn set_most(m: &mut Memory, d: Value, most: Option<Value>) {
    native::set(m, d, MOST, most);
}

/// A number that changes whenever items come or go.
#[inline]
pub fn changes(m: &Memory, d: Value) -> i64 {
    native::number(m, d, CHANGES)
}

fn changed(m: &mut Memory, d: Value, head: u32, len: u32) {
    let n = changes(m, d);
    native::set(m, d, HEAD, Value::int(head as i64));
    native::set(m, d, LEN, Value::int(len as i64));
    native::set(m, d, CHANGES, Value::int(n + 1));
}

/// Where item `i` lies in the ring.
#[inline]
fn place(m: &Memory, d: Value, ring: List, i: u32) -> u32 {
    let mask = ring.len(m).wrapping_sub(1);
    (native::number(m, d, HEAD) as u32).wrapping_add(i) & mask
}

/// The `i`th item; `None` behind the end.
#[inline]
pub fn get(m: &Memory, d: Value, i: u32) -> Option<Value> {
    if i >= len(m, d) {
        return None;
    }
    let ring = ring(m, d);
    list::get(m, ring, place(m, d, ring, i))
}

/// Sets the `i`th item, which is there.
pub fn set(m: &mut Memory, d: Value, i: u32, value: Value) {
    let ring = ring(m, d);
    let at = place(m, d, ring, i);
    if at < ring.len(m) {
        list::set(m, ring, at, value);
    }
}

/// Makes room for one more item.
fn reserve(vm: &mut Vm, d: Value) -> Res<()> {
    let old = ring(&vm.heap, d);
    let (n, slots) = (len(&vm.heap, d), old.len(&vm.heap));
    if n < slots {
        return Ok(());
    }
    let goal = (slots * 2).max(MIN_RING);
    let new = list::with_capacity(vm, goal as usize)?;
    for i in 0..goal {
        every(i);
        let value = get(&vm.heap, d, i).unwrap_or(statics::NONE);
        list::set(&mut vm.heap, new, i, value);
    }
    new.set_len(&mut vm.heap, goal);
    native::set(&mut vm.heap, d, RING, new.value());
    native::set(&mut vm.heap, d, HEAD, Value::int(0));
    Ok(())
}

/// The limit as a number.
fn limit(m: &Memory, d: Value) -> u32 {
    most(m, d).and_then(Value::as_small_int).map_or(u32::MAX, |n| n.clamp(0, u32::MAX as i64) as u32)
}

/// Appends on the right; a full deque loses its leftmost item.
pub fn push(vm: &mut Vm, d: Value, value: Value) -> Res<()> {
    let m = &mut vm.heap.memory;
    if native::word(m, d, MOST).is_none() {
        // No limit, and room: the usual case.
        let ring = ring(m, d);
        let (n, slots) = (len(m, d), ring.len(m));
        if n < slots {
            let at = (native::number(m, d, HEAD) as u32).wrapping_add(n) & (slots - 1);
            list::set(m, ring, at, value);
            native::set(m, d, LEN, Value::int(n as i64 + 1));
            let n = changes(m, d);
            native::set(m, d, CHANGES, Value::int(n + 1));
            return Ok(());
        }
    }
    let limit = limit(&vm.heap, d);
    if limit == 0 {
        return Ok(());
    }
    if len(&vm.heap, d) >= limit {
        pop_left(&mut vm.heap, d);
    }
    reserve(vm, d)?;
    let m = &mut vm.heap.memory;
    let (n, head) = (len(m, d), native::number(m, d, HEAD) as u32);
    changed(m, d, head, n + 1);
    set(m, d, n, value);
    Ok(())
}

/// Appends on the left; a full deque loses its rightmost item.
pub fn push_left(vm: &mut Vm, d: Value, value: Value) -> Res<()> {
    let limit = limit(&vm.heap, d);
    if limit == 0 {
        return Ok(());
    }
    if len(&vm.heap, d) >= limit {
        pop(&mut vm.heap, d);
    }
    reserve(vm, d)?;
    let m = &mut vm.heap.memory;
    let mask = ring(m, d).len(m).wrapping_sub(1);
    let (n, head) = (len(m, d), native::number(m, d, HEAD) as u32);
    changed(m, d, head.wrapping_sub(1) & mask, n + 1);
    set(m, d, 0, value);
    Ok(())
}

/// Takes the rightmost item.
pub fn pop(m: &mut Memory, d: Value) -> Option<Value> {
    let n = len(m, d);
    let value = get(m, d, n.checked_sub(1)?)?;
    set(m, d, n - 1, statics::NONE);
    let head = native::number(m, d, HEAD) as u32;
    changed(m, d, head, n - 1);
    Some(value)
}

/// Takes the leftmost item.
pub fn pop_left(m: &mut Memory, d: Value) -> Option<Value> {
    let n = len(m, d);
    if n == 0 {
        return None;
    }
    let ring = ring(m, d);
    let mask = ring.len(m).wrapping_sub(1);
    let at = native::number(m, d, HEAD) as u32 & mask;
    let value = list::item(m, ring, at);
    list::set(m, ring, at, statics::NONE);
    changed(m, d, at.wrapping_add(1) & mask, n - 1);
    Some(value)
}

/// Removes everything.
pub fn clear(vm: &mut Vm, d: Value) -> Res<()> {
    let ring = list::with_capacity(vm, 0)?;
    native::set(&mut vm.heap, d, RING, ring.value());
    changed(&mut vm.heap, d, 0, 0);
    Ok(())
}

/// Rotates `by` steps to the right (0 <= `by` < length).
pub fn rotate(m: &mut Memory, d: Value, by: u32) {
    let n = len(m, d);
    let slots = ring(m, d).len(m);
    let head = native::number(m, d, HEAD) as u32;
    if n == slots {
        // A full ring turns by moving its start.
        changed(m, d, head.wrapping_sub(by) & slots.wrapping_sub(1), n);
        return;
    }
    // The shorter way round, item by item.
    let mask = slots.wrapping_sub(1);
    if by <= n / 2 {
        for _ in 0..by {
            let (Some(value), head) = (get(m, d, n - 1), native::number(m, d, HEAD) as u32) else { return };
            set(m, d, n - 1, statics::NONE);
            changed(m, d, head.wrapping_sub(1) & mask, n);
            set(m, d, 0, value);
        }
    } else {
        for _ in 0..n - by {
            let (Some(value), head) = (get(m, d, 0), native::number(m, d, HEAD) as u32) else { return };
            set(m, d, 0, statics::NONE);
            changed(m, d, head.wrapping_add(1) & mask, n);
            set(m, d, n - 1, value);
        }
    }
}

/// Takes the `i`th item, which is there, out.
pub fn remove_at(m: &mut Memory, d: Value, i: u32) {
    let n = len(m, d);
    if i < n / 2 {
        for j in (0..i).rev() {
            let value = get(m, d, j).unwrap_or(statics::NONE);
            set(m, d, j + 1, value);
        }
        pop_left(m, d);
    } else {
        for j in i + 1..n {
            let value = get(m, d, j).unwrap_or(statics::NONE);
            set(m, d, j - 1, value);
        }
        pop(m, d);
    }
}
