//! Subscripts and slices.

use crate::heap::layout::{Dict, List, Slice, Str, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::interp::specialize;
use crate::interp::{Flow, Regs};
use crate::objects::dict;
use crate::objects::dunder::Dunder;
use crate::ops::op;
use crate::vm::Vm;

use super::{miss, warm};

#[inline(always)]
pub fn binary_subscr(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let (container, key) = (r.peek(vm, 2), r.peek(vm, 1));
    if warm(r, vm) {
        specialize::binary_subscr(r, vm, container, key);
    }
    subscr_slow(r, vm, container, key)
}

#[inline(never)]
fn subscr_slow(r: &mut Regs, vm: &mut Vm, container: Value, key: Value) -> Res<Flow> {
    r.save(vm);
    let result = vm.get_item(container, key)?;
    r.binary_result(vm, result)
}

/// The position that a small int names in a sequence of `len` items.
#[inline(always)]
fn position(key: Value, len: u32) -> Option<u32> {
    let n = key.as_small_int()?;
    let n = if n < 0 { n + len as i64 } else { n };
    if (n as u64) < len as u64 { Some(n as u32) } else { None }
}

#[inline(always)]
pub fn binary_subscr_list_int(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (container, key) = (r.peek(vm, 2), r.peek(vm, 1));
    if key.is_small_int() && vm.is_exact(container, Kind::LIST) {
        let list = List(container.offset());
        if let Some(i) = position(key, list.len(&vm.heap)) {
            let word = vm.heap.u64(list.items(&vm.heap).wrapping_add(i * 8));
            return r.binary_result(vm, crate::interp::value_of(word));
        }
        return subscr_slow(r, vm, container, key);
    }
    miss!(binary_subscr, r, vm, arg)
}

#[inline(always)]
pub fn binary_subscr_tuple_int(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (container, key) = (r.peek(vm, 2), r.peek(vm, 1));
    if key.is_small_int() && vm.is_exact(container, Kind::TUPLE) {
        let tuple = Tuple(container.offset());
        if let Some(i) = position(key, tuple.len(&vm.heap)) {
            let item = tuple.item(vm, i);
            return r.binary_result(vm, item);
        }
        return subscr_slow(r, vm, container, key);
    }
    miss!(binary_subscr, r, vm, arg)
}

#[inline(always)]
pub fn binary_subscr_str_int(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (container, key) = (r.peek(vm, 2), r.peek(vm, 1));
    if key.is_small_int() && vm.is_exact(container, Kind::STR) {
        if let Some(i) = position(key, Str(container.offset()).len(&vm.heap)) {
            r.save(vm);
            let item = vm.str_char_at(container, i)?;
            return r.binary_result(vm, item);
        }
        return subscr_slow(r, vm, container, key);
    }
    miss!(binary_subscr, r, vm, arg)
}

#[inline(always)]
pub fn binary_subscr_dict(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (container, key) = (r.peek(vm, 2), r.peek(vm, 1));
    if vm.is_exact(container, Kind::DICT) {
        r.save(vm);
        return match dict::get(vm, Dict(container.offset()), key)? {
            Some(value) => r.binary_result(vm, value),
            None => Err(vm.key_error(key)),
        };
    }
    miss!(binary_subscr, r, vm, arg)
}

/// A class with `__getitem__` written in Python: enters its frame.
#[inline(always)]
pub fn binary_subscr_getitem(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let container = r.peek(vm, 2);
    let class = vm.class_of(container);
    if vm.overrides(class, Dunder::GetItem) {
        let name = vm.dunder_name(Dunder::GetItem);
        if let Some(found) = vm.type_lookup(class, name)
            && vm.kind_of(found) == Kind::FUNCTION
        {
            let args = crate::interp::stack_args(r.sp.wrapping_sub(16), 2, 0);
            return super::call::enter_function(r, vm, found.offset(), args, 2, 0);
        }
    }
    miss!(binary_subscr, r, vm, arg)
}

#[inline(always)]
pub fn store_subscr(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let (container, key) = (r.peek(vm, 2), r.peek(vm, 1));
    if warm(r, vm) {
        match vm.kind_of(container) {
            Kind::LIST if vm.is_exact(container, Kind::LIST) && key.is_small_int() => {
                specialize::simple(r, vm, op::STORE_SUBSCR_LIST_INT)
            }
            Kind::DICT if vm.is_exact(container, Kind::DICT) => {
                specialize::simple(r, vm, op::STORE_SUBSCR_DICT)
            }
            _ => specialize::failed(r, vm),
        }
    }
    store_slow(r, vm)
}

#[inline(never)]
fn store_slow(r: &mut Regs, vm: &mut Vm) -> Res<Flow> {
    r.save(vm);
    let (value, container, key) = (r.peek(vm, 3), r.peek(vm, 2), r.peek(vm, 1));
    vm.set_item(container, key, value)?;
    r.drop(3);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn store_subscr_list_int(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (container, key) = (r.peek(vm, 2), r.peek(vm, 1));
    if key.is_small_int() && vm.is_exact(container, Kind::LIST) {
        let list = List(container.offset());
        if let Some(i) = position(key, list.len(&vm.heap)) {
            let word = r.peek_word(vm, 3);
            let at = list.items(&vm.heap).wrapping_add(i * 8);
            vm.heap.set_u64(at, word);
            r.drop(3);
            return Ok(Flow::Next);
        }
        return store_slow(r, vm);
    }
    miss!(store_subscr, r, vm, arg)
}

#[inline(always)]
pub fn store_subscr_dict(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (value, container, key) = (r.peek(vm, 3), r.peek(vm, 2), r.peek(vm, 1));
    if vm.is_exact(container, Kind::DICT) {
        r.save(vm);
        dict::insert(vm, Dict(container.offset()), key, value)?;
        r.drop(3);
        return Ok(Flow::Next);
    }
    miss!(store_subscr, r, vm, arg)
}

pub fn delete_subscr(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let (container, key) = (r.peek(vm, 2), r.peek(vm, 1));
    vm.del_item(container, key)?;
    r.drop(2);
    Ok(Flow::Next)
}

pub(crate) fn new_slice(vm: &mut Vm, start: Value, stop: Value, step: Value) -> Res {
    let slice = Slice(vm.alloc(Kind::SLICE.class(), Slice::SIZE)?);
    slice.set_start(&mut vm.heap, start);
    slice.set_stop(&mut vm.heap, stop);
    slice.set_step(&mut vm.heap, step);
    Ok(slice.value())
}

pub fn binary_slice(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let (container, start, stop) = (r.peek(vm, 3), r.peek(vm, 2), r.peek(vm, 1));
    let slice = new_slice(vm, start, stop, statics::NONE)?;
    let result = vm.get_item(container, slice)?;
    r.drop(2);
    r.set_peek(vm, 1, result);
    Ok(Flow::Next)
}

pub fn store_slice(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let (value, container, start, stop) = (r.peek(vm, 4), r.peek(vm, 3), r.peek(vm, 2), r.peek(vm, 1));
    let slice = new_slice(vm, start, stop, statics::NONE)?;
    vm.set_item(container, slice, value)?;
    r.drop(4);
    Ok(Flow::Next)
}

pub fn build_slice(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let step = if n == 3 { r.pop(vm) } else { statics::NONE };
    let (start, stop) = (r.peek(vm, 2), r.peek(vm, 1));
    let slice = new_slice(vm, start, stop, step)?;
    r.binary_result(vm, slice)
}
