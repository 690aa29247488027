//! Slices of lists: reading, assigning, deleting.

use super::core::{self, MAX_LEN, item, slot};
use super::methods::collect;
use crate::heap::bounds::every;
use crate::heap::layout::{List, Slice};
use crate::heap::{Kind, Res, Value};
use crate::objects::slice::{self, Selection};
use crate::vm::Vm;

/// A new list of what `slice` selects.
pub fn get(vm: &mut Vm, list: List, slice: Slice) -> Res {
    let s = slice::select(vm, slice, |vm| list.len(&vm.heap))?;
    if s.step == 1 {
        let from = slot(&vm.heap, list, s.start as u32);
        return Ok(core::from_words(vm, from, s.count)?.value());
    }
    let new = core::with_capacity(vm, s.count as usize)?;
    for i in 0..s.count {
        every(i);
        let value = item(&vm.heap, list, (s.start + i as i64 * s.step) as u32);
        core::set(&mut vm.heap, new, i, value);
    }
    new.set_len(&mut vm.heap, s.count);
    Ok(new.value())
}

/// `list[slice] = values`.
pub fn assign(vm: &mut Vm, list: List, slice: Slice, values: Value) -> Res<()> {
    let parts = slice::unpack(vm, slice)?;
    let contiguous = parts.2 == 1;
    // A list of the values of its own, unless they are an exact list other than the target.
    let source = if vm.is_exact(values, Kind::LIST) && values != list.value() {
        List(values.offset())
    } else if vm.is_exact(values, Kind::LIST) {
        let (items, n) = (list.items(&vm.heap), list.len(&vm.heap));
        core::from_words(vm, items, n)?
    } else {
        let class = vm.class_of(values);
        let iterable = vm.slots_of(vm.kind_of(values)).iter.is_some()
            || vm.overrides(class, crate::objects::dunder::Dunder::Iter)
            || vm.overrides(class, crate::objects::dunder::Dunder::GetItem);
        if !iterable {
            return Err(vm.type_error("must assign iterable to extended slice"));
        }
        collect(vm, values)?
    };
    let n = source.len(&vm.heap);
    let s = slice::adjust(parts, list.len(&vm.heap));
    if contiguous {
        return splice(vm, list, s.start as u32, s.stop.max(s.start) as u32, source, n);
    }
    if n != s.count {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {n} to extended slice of size {}",
            s.count
        )));
    }
    for i in 0..n {
        every(i);
        let value = item(&vm.heap, source, i);
        core::set(&mut vm.heap, list, (s.start + i as i64 * s.step) as u32, value);
    }
    Ok(())
}

/// Replaces the items from `start` to `stop` by the `n` items of `source`.
fn splice(vm: &mut Vm, list: List, start: u32, stop: u32, source: List, n: u32) -> Res<()> {
    let len = list.len(&vm.heap);
    let new_len = (len - (stop - start)) as usize + n as usize;
    if new_len > MAX_LEN {
        return Err(vm.memory_error());
    }
    if new_len > len as usize {
        core::reserve(vm, list, new_len - len as usize)?;
    }
    let tail = len - stop;
    let (to, from) = (slot(&vm.heap, list, start + n), slot(&vm.heap, list, stop));
    vm.heap.copy(to, from, tail * 8);
    let (to, from) = (slot(&vm.heap, list, start), source.items(&vm.heap));
    vm.heap.copy(to, from, n * 8);
    list.set_len(&mut vm.heap, new_len as u32);
    Ok(())
}

/// `del list[slice]`.
pub fn delete(vm: &mut Vm, list: List, slice: Slice) -> Res<()> {
    let s = slice::select(vm, slice, |vm| list.len(&vm.heap))?;
    if s.count == 0 {
        return Ok(());
    }
    // Upwards from the lowest index, whatever the step's sign.
    let s = if s.step < 0 {
        let start = s.start + (s.count as i64 - 1) * s.step;
        Selection { start, stop: s.start + 1, step: -s.step, count: s.count }
    } else {
        s
    };
    let len = list.len(&vm.heap);
    let mut to = s.start as u32;
    let mut next_gone = s.start as u64;
    let mut gone = 0;
    for i in s.start as u32..len {
        every(i);
        if gone < s.count && i as u64 == next_gone {
            gone += 1;
            next_gone += s.step as u64;
            continue;
        }
        let value = item(&vm.heap, list, i);
        core::set(&mut vm.heap, list, to, value);
        to += 1;
    }
    list.set_len(&mut vm.heap, to);
    Ok(())
}
