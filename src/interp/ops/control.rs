//! Jumps, function entry and return.

use crate::heap::layout::Frame;
use crate::heap::statics::{self, STATE};
use crate::heap::{Res, Value};
use crate::interp::{Flow, Regs, behind, generator_of, owner};
use crate::objects::exception_types::exc;
use crate::objects::generator;
use crate::ops::op;
use crate::vm::Vm;

#[inline(always)]
fn jump(r: &mut Regs, units: u32) {
    r.pc = r.pc.wrapping_add(units.wrapping_mul(2));
}

/// Counts the budget down; takes the safepoint's slow path when it has run out.
#[inline(always)]
fn poll(r: &Regs, vm: &mut Vm) -> Res<()> {
    if !vm.heap.spend(1) {
        r.save(vm);
        vm.safepoint()?;
    }
    Ok(())
}

#[inline(always)]
pub fn jump_forward(r: &mut Regs, _: &mut Vm, n: u32) -> Res<Flow> {
    jump(r, n);
    Ok(Flow::Next)
}

/// CPython looks at nothing here; but its compiler makes whole loops of it (`while not a < b < c: pass`).
#[inline(always)]
pub fn jump_backward_no_interrupt(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    poll(r, vm)?;
    jump(r, n.wrapping_neg());
    Ok(Flow::Next)
}

/// The cache unit counts the back-edges down; at 0 the JIT is asked, and asked again whenever it comes round.
#[inline(always)]
pub fn jump_backward(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    poll(r, vm)?;
    let at = r.pc.wrapping_add(2);
    let heat = vm.heap.u16(at).wrapping_add(1);
    vm.heap.set_u16(at, heat);
    if u32::from(heat) >= vm.jit.loop_heat() {
        return hot_loop(r, vm, n);
    }
    jump(r, n.wrapping_neg());
    Ok(Flow::Next)
}

#[cold]
#[inline(never)]
fn hot_loop(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let jump_at = r.pc;
    vm.heap.set_u16(jump_at.wrapping_add(2), 0);
    // The frame goes on at the loop's header, whoever runs it.
    r.pc = behind(vm, jump_at).wrapping_sub(n.wrapping_mul(2));
    r.save(vm);
    let frame = Frame(r.fp);
    let offset = jump_at.wrapping_sub(r.code(vm).bytecode(&vm.heap));
    match vm.jit_hot_loop(frame, offset) {
        Some(slot) => super::call::continue_compiled(r, vm, slot),
        None => Ok(Flow::Goto),
    }
}

#[inline(always)]
pub fn enter_executor(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    Err(super::invalid(r, vm, op::ENTER_EXECUTOR))
}

macro_rules! pop_jump {
    ($name:ident, $value:ident, $taken:expr) => {
        #[inline(always)]
        pub fn $name(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
            let $value = r.pop(vm);
            if $taken {
                jump(r, n);
            }
            Ok(Flow::Next)
        }
    };
}

pop_jump!(pop_jump_if_true, value, value == statics::TRUE);
pop_jump!(pop_jump_if_false, value, value == statics::FALSE);
pop_jump!(pop_jump_if_none, value, value == statics::NONE);
pop_jump!(pop_jump_if_not_none, value, value != statics::NONE);

/// A function's entry (or a generator's, after each yield).
#[inline(always)]
pub fn resume(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    poll(r, vm)?;
    let code = r.code(vm);
    let heat = code.heat(&vm.heap).wrapping_sub(1);
    code.set_heat(&mut vm.heap, heat);
    if heat == 0 {
        return hot_call(r, vm);
    }
    Ok(Flow::Next)
}

#[cold]
#[inline(never)]
fn hot_call(r: &mut Regs, vm: &mut Vm) -> Res<Flow> {
    r.save(vm);
    let code = r.code(vm);
    vm.jit_hot_call(code, Frame(r.fp));
    Ok(Flow::Next)
}

#[inline(always)]
pub fn resume_check(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    resume(r, vm, arg)
}

#[inline(always)]
pub fn return_value(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let value = r.pop(vm);
    leave(r, vm, value)
}

#[inline(always)]
pub fn return_const(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    let value = crate::interp::value_of(vm.heap.u64(r.consts.wrapping_add(i * 8)));
    leave(r, vm, value)
}

/// Leaves the frame with a value.
#[inline(always)]
fn leave(r: &mut Regs, vm: &mut Vm, value: Value) -> Res<Flow> {
    let header = Frame(r.fp);
    if header.owner(&vm.heap) != 0 {
        return leave_special(r, vm, value);
    }
    let prev = header.prev(&vm.heap);
    r.enter(vm, prev);
    r.push(vm, value);
    r.pc = behind(vm, r.pc);
    Ok(Flow::Goto)
}

#[inline(never)]
fn leave_special(r: &mut Regs, vm: &mut Vm, value: Value) -> Res<Flow> {
    let header = Frame(r.fp);
    let bits = header.owner(&vm.heap);
    let prev = header.prev(&vm.heap);
    if bits & owner::INIT != 0 && value != statics::NONE {
        r.save(vm);
        let name = vm.type_name(value);
        return Err(vm.type_error(format!("__init__() should return None, not '{name}'")));
    }
    if bits & owner::GENERATOR != 0 {
        generator::finish(vm, generator_of(r.fp));
    }
    if bits & owner::ENTRY != 0 {
        STATE.set_frame(&mut vm.heap, prev);
        r.result = value;
        return Ok(Flow::Exit);
    }
    r.enter(vm, prev);
    if bits & owner::GENERATOR != 0 {
        return generator_returned(r, vm, value);
    }
    if bits & owner::INIT == 0 {
        r.push(vm, value);
    }
    r.pc = behind(vm, r.pc);
    Ok(Flow::Goto)
}

/// A generator that this frame resumed has returned `value`: the loop over it ends, or `yield from` has its value.
pub(crate) fn generator_returned(r: &mut Regs, vm: &mut Vm, value: Value) -> Res<Flow> {
    let (opcode, arg) = instruction(vm, r.pc);
    match crate::ops::deopt(opcode) {
        op::FOR_ITER => {
            r.drop(1);
            // Behind the END_FOR and POP_TOP that the jump leads to.
            r.pc = behind(vm, r.pc).wrapping_add((arg + 2) * 2);
        }
        op::SEND => {
            r.push(vm, value);
            r.pc = behind(vm, r.pc).wrapping_add(arg * 2);
        }
        _ => return Err(super::invalid(r, vm, opcode)),
    }
    Ok(Flow::Goto)
}

/// The instruction at `pc` with its operand, EXTENDED_ARG prefixes in front of it included.
pub(crate) fn instruction(vm: &Vm, pc: u32) -> (u8, u32) {
    let word = vm.heap.u16(pc);
    let mut arg = (word >> 8) as u32;
    // FOR_ITER and SEND follow instructions without caches, so what looks like a prefix is one.
    let mut shift = 8;
    let mut before = pc.wrapping_sub(2);
    while shift < 32 && vm.heap.u8(before) == op::EXTENDED_ARG {
        arg |= (vm.heap.u8(before.wrapping_add(1)) as u32) << shift;
        shift += 8;
        before = before.wrapping_sub(2);
    }
    (word as u8, arg)
}

pub fn raise_varargs(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    match n {
        0 => match STATE.handled(&vm.heap) {
            Some(handled) if handled != statics::NONE => {
                vm.reraise(handled);
                Ok(Flow::Reraise)
            }
            _ => Err(vm.raise(exc::RUNTIME_ERROR, "No active exception to reraise")),
        },
        1 => {
            let value = r.peek(vm, 1);
            let exception = crate::objects::exception::to_instance(vm, value)?;
            Err(vm.raise_value(exception))
        }
        _ => {
            let (value, cause) = (r.peek(vm, 2), r.peek(vm, 1));
            let exception = crate::objects::exception::to_instance(vm, value)?;
            r.set_peek(vm, 2, exception);
            crate::objects::exception::set_cause(vm, exception, cause)?;
            Err(vm.raise_value(exception))
        }
    }
}
