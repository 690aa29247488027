//! `for` loops.

use crate::heap::layout::{List, RangeIter, SeqIter, Tuple};
use crate::heap::{Kind, Res, Value};
use crate::interp::specialize;
use crate::interp::{Flow, Regs};
use crate::ops::op;
use crate::vm::Vm;

use super::{miss, warm};

pub fn get_iter(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let iterable = r.peek(vm, 1);
    let iterator = vm.iter(iterable)?;
    r.set_peek(vm, 1, iterator);
    Ok(Flow::Next)
}

/// Ends the loop: drops the iterator and jumps behind the END_FOR and POP_TOP at its end.
#[inline(always)]
fn exhausted(r: &mut Regs, n: u32) -> Res<Flow> {
    r.drop(1);
    r.pc = r.pc.wrapping_add((n + 2) * 2);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn for_iter(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    if warm(r, vm) {
        let iterator = r.peek(vm, 1);
        match vm.kind_of(iterator) {
            Kind::LIST_ITER => specialize::simple(r, vm, op::FOR_ITER_LIST),
            Kind::TUPLE_ITER => specialize::simple(r, vm, op::FOR_ITER_TUPLE),
            Kind::RANGE_ITER => specialize::simple(r, vm, op::FOR_ITER_RANGE),
            Kind::GENERATOR => specialize::simple(r, vm, op::FOR_ITER_GEN),
            _ => specialize::failed(r, vm),
        }
    }
    for_iter_slow(r, vm, n)
}

#[inline(never)]
fn for_iter_slow(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let iterator = r.peek(vm, 1);
    match vm.next_uncounted(iterator)? {
        Some(item) => {
            r.push(vm, item);
            Ok(Flow::Next)
        }
        None => exhausted(r, n),
    }
}

#[inline(always)]
pub fn for_iter_list(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let iterator = r.peek(vm, 1);
    if !vm.is_exact(iterator, Kind::LIST_ITER) {
        miss!(for_iter, r, vm, n);
    }
    let iter = SeqIter(iterator.offset());
    if let Some(seq) = iter.seq(&vm.heap) {
        let (list, index) = (List(seq.offset()), iter.index(&vm.heap));
        if index < list.len(&vm.heap) {
            let word = vm.heap.u64(list.items(&vm.heap).wrapping_add(index * 8));
            iter.set_index(&mut vm.heap, index + 1);
            r.push_word(vm, word);
            return Ok(Flow::Next);
        }
        iter.set_seq(&mut vm.heap, None);
    }
    exhausted(r, n)
}

#[inline(always)]
pub fn for_iter_tuple(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let iterator = r.peek(vm, 1);
    if !vm.is_exact(iterator, Kind::TUPLE_ITER) {
        miss!(for_iter, r, vm, n);
    }
    let iter = SeqIter(iterator.offset());
    if let Some(seq) = iter.seq(&vm.heap) {
        let (tuple, index) = (Tuple(seq.offset()), iter.index(&vm.heap));
        if index < tuple.len(&vm.heap) {
            let item = tuple.item(vm, index);
            iter.set_index(&mut vm.heap, index + 1);
            r.push(vm, item);
            return Ok(Flow::Next);
        }
        iter.set_seq(&mut vm.heap, None);
    }
    exhausted(r, n)
}

#[inline(always)]
pub fn for_iter_range(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let iterator = r.peek(vm, 1);
    if !vm.is_exact(iterator, Kind::RANGE_ITER) {
        miss!(for_iter, r, vm, n);
    }
    let iter = RangeIter(iterator.offset());
    let left = iter.left(&vm.heap);
    if left <= 0 {
        return exhausted(r, n);
    }
    let next = iter.next(&vm.heap);
    iter.set_left(&mut vm.heap, left - 1);
    let step = iter.step(&vm.heap);
    iter.set_next(&mut vm.heap, next.wrapping_add(step));
    r.push(vm, Value::int(next));
    Ok(Flow::Next)
}

/// Resumes a generator without nesting the interpreter.
#[inline(always)]
pub fn for_iter_gen(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let iterator = r.peek(vm, 1);
    if vm.is_exact(iterator, Kind::GENERATOR) && super::generators::can_resume(vm, iterator) {
        return super::generators::resume_inline(r, vm, iterator, crate::heap::statics::NONE);
    }
    miss!(for_iter, r, vm, n)
}
