//! Stack, locals and constants.

use crate::heap::layout::{Cell, Tuple};
use crate::heap::{Res, Value, statics};
use crate::interp::{Flow, Regs};
use crate::objects::exception_types::exc;
use crate::objects::function;
use crate::vm::Vm;

#[inline(always)]
pub fn nop(_: &mut Regs, _: &mut Vm, _: u32) -> Res<Flow> {
    Ok(Flow::Next)
}

#[inline(always)]
pub fn pop_top(r: &mut Regs, _: &mut Vm, _: u32) -> Res<Flow> {
    r.drop(1);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn end_for(r: &mut Regs, _: &mut Vm, _: u32) -> Res<Flow> {
    r.drop(1);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn push_null(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.push_word(vm, 0);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn copy(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let word = r.peek_word(vm, n);
    r.push_word(vm, word);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn swap(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let (top, other) = (r.sp.wrapping_sub(8), r.sp.wrapping_sub(n * 8));
    let (a, b) = (vm.heap.u64(top), vm.heap.u64(other));
    vm.heap.set_u64(top, b);
    vm.heap.set_u64(other, a);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn load_const(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    let word = vm.heap.u64(r.consts.wrapping_add(i * 8));
    r.push_word(vm, word);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn load_fast(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    let word = vm.heap.u64(r.local(i));
    r.push_word(vm, word);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn load_fast_check(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    let word = vm.heap.u64(r.local(i));
    if word == 0 {
        return unbound_local(r, vm, i);
    }
    r.push_word(vm, word);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn load_fast_and_clear(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    let word = vm.heap.u64(r.local(i));
    r.push_word(vm, word);
    vm.heap.set_u64(r.local(i), 0);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn load_fast_load_fast(r: &mut Regs, vm: &mut Vm, pair: u32) -> Res<Flow> {
    let (a, b) = (vm.heap.u64(r.local(pair >> 4)), vm.heap.u64(r.local(pair & 15)));
    r.push_word(vm, a);
    r.push_word(vm, b);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn store_fast(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    let word = r.pop_word(vm);
    vm.heap.set_u64(r.local(i), word);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn store_fast_load_fast(r: &mut Regs, vm: &mut Vm, pair: u32) -> Res<Flow> {
    let word = r.peek_word(vm, 1);
    vm.heap.set_u64(r.local(pair >> 4), word);
    let loaded = vm.heap.u64(r.local(pair & 15));
    vm.heap.set_u64(r.sp.wrapping_sub(8), loaded);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn store_fast_store_fast(r: &mut Regs, vm: &mut Vm, pair: u32) -> Res<Flow> {
    let a = r.pop_word(vm);
    vm.heap.set_u64(r.local(pair >> 4), a);
    let b = r.pop_word(vm);
    vm.heap.set_u64(r.local(pair & 15), b);
    Ok(Flow::Next)
}

pub fn delete_fast(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    if vm.heap.u64(r.local(i)) == 0 {
        return unbound_local(r, vm, i);
    }
    vm.heap.set_u64(r.local(i), 0);
    Ok(Flow::Next)
}

#[cold]
#[inline(never)]
fn unbound_local(r: &Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let name = local_name(r, vm, i);
    Err(vm.raise(
        exc::UNBOUND_LOCAL_ERROR,
        format!("cannot access local variable '{name}' where it is not associated with a value"),
    ))
}

fn local_name(r: &Regs, vm: &Vm, i: u32) -> String {
    let name = Tuple(r.code(vm).localsplusnames(&vm.heap)).item(vm, i);
    vm.str_to_string(name)
}

#[inline(always)]
pub fn make_cell(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let content = Value::from_word(vm.heap.u64(r.local(i)));
    let cell = function::new_cell(vm, content)?;
    vm.heap.set_u64(r.local(i), cell.word());
    Ok(Flow::Next)
}

#[inline(always)]
fn cell(r: &Regs, vm: &Vm, i: u32) -> Cell {
    Cell(vm.heap.u64(r.local(i)) as u32)
}

#[inline(always)]
pub fn load_deref(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    match cell(r, vm, i).content(&vm.heap) {
        Some(value) => {
            r.push(vm, value);
            Ok(Flow::Next)
        }
        None => unbound_cell(r, vm, i),
    }
}

#[inline(always)]
pub fn store_deref(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    let value = r.pop(vm);
    cell(r, vm, i).set_content(&mut vm.heap, value);
    Ok(Flow::Next)
}

pub fn delete_deref(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    if cell(r, vm, i).content(&vm.heap).is_none() {
        return unbound_cell(r, vm, i);
    }
    cell(r, vm, i).set_content(&mut vm.heap, None);
    Ok(Flow::Next)
}

#[cold]
#[inline(never)]
pub fn unbound_cell(r: &Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let code = r.code(vm);
    let name = local_name(r, vm, i);
    if i < code.nlocalsplus(&vm.heap) - code.nfrees(&vm.heap) {
        return Err(vm.raise(
            exc::UNBOUND_LOCAL_ERROR,
            format!("cannot access local variable '{name}' where it is not associated with a value"),
        ));
    }
    let raised = vm.raise(
        exc::NAME_ERROR,
        format!(
            "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
        ),
    );
    let name = Tuple(code.localsplusnames(&vm.heap)).item(vm, i);
    crate::objects::exception::note_name(vm, name);
    Err(raised)
}

#[inline(always)]
pub fn copy_free_vars(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let closure = r.func(vm).closure(&vm.heap);
    let first = r.code(vm).nlocalsplus(&vm.heap).wrapping_sub(n);
    for i in 0..n {
        let word = vm.heap.u64(closure.wrapping_add(8 + i * 8));
        vm.heap.set_u64(r.local(first.wrapping_add(i)), word);
    }
    Ok(Flow::Next)
}

#[inline(always)]
pub fn is_op(r: &mut Regs, vm: &mut Vm, invert: u32) -> Res<Flow> {
    let (b, a) = (r.pop(vm), r.peek(vm, 1));
    // A float has no identity of its own here: equal words are the same object, as equal small ints are.
    let result = vm.bool((a == b) != (invert & 1 != 0));
    r.set_peek(vm, 1, result);
    Ok(Flow::Next)
}

pub fn load_assertion_error(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.push(vm, Value::object(exc::ASSERTION_ERROR));
    Ok(Flow::Next)
}

pub fn load_build_class(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    match vm.builtin("__build_class__") {
        Some(build) => {
            r.push(vm, build);
            Ok(Flow::Next)
        }
        None => Err(vm.raise(exc::NAME_ERROR, "__build_class__ not found")),
    }
}

pub fn get_len(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let len = vm.len(value)?;
    let len = vm.new_int(len as i64)?;
    r.push(vm, len);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn to_bool(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if value == statics::TRUE || value == statics::FALSE {
        crate::interp::specialize::simple(r, vm, crate::ops::op::TO_BOOL_BOOL);
        return Ok(Flow::Next);
    }
    r.save(vm);
    if super::warm(r, vm) {
        crate::interp::specialize::to_bool(r, vm, value);
    }
    let truth = vm.truth(value)?;
    let truth = vm.bool(truth);
    r.set_peek(vm, 1, truth);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn to_bool_bool(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if value == statics::TRUE || value == statics::FALSE {
        return Ok(Flow::Next);
    }
    super::miss!(to_bool, r, vm, arg)
}

#[inline(always)]
pub fn to_bool_int(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    match r.peek(vm, 1).as_small_int() {
        Some(n) => {
            let truth = vm.bool(n != 0);
            r.set_peek(vm, 1, truth);
            Ok(Flow::Next)
        }
        None => super::miss!(to_bool, r, vm, arg),
    }
}

#[inline(always)]
pub fn to_bool_none(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    if r.peek(vm, 1) == statics::NONE {
        r.set_peek(vm, 1, statics::FALSE);
        return Ok(Flow::Next);
    }
    super::miss!(to_bool, r, vm, arg)
}

#[inline(always)]
pub fn to_bool_list(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if vm.is_exact(value, crate::heap::Kind::LIST) {
        let truth = vm.bool(crate::heap::layout::List(value.offset()).len(&vm.heap) != 0);
        r.set_peek(vm, 1, truth);
        return Ok(Flow::Next);
    }
    super::miss!(to_bool, r, vm, arg)
}

#[inline(always)]
pub fn to_bool_str(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if vm.is_exact(value, crate::heap::Kind::STR) {
        let truth = vm.bool(value != statics::EMPTY_STR);
        r.set_peek(vm, 1, truth);
        return Ok(Flow::Next);
    }
    super::miss!(to_bool, r, vm, arg)
}

/// A plain instance of a class without `__bool__` and `__len__`: the class is in units 1-2, its version is checked by the
/// class's overrides alone, which are what the truth depends on.
#[inline(always)]
pub fn to_bool_always_true(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    let class = vm.class_of(value);
    if class == r.cache32(vm, 1) && !crate::interp::specialize::has_truth(vm, class) {
        r.set_peek(vm, 1, statics::TRUE);
        return Ok(Flow::Next);
    }
    super::miss!(to_bool, r, vm, arg)
}

#[inline(always)]
pub fn unary_not(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let truth = vm.bool(r.peek(vm, 1) == statics::FALSE);
    r.set_peek(vm, 1, truth);
    Ok(Flow::Next)
}
