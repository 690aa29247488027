//! The handlers, one for each row of the opcode table, by family.
//!
//! A handler finds the instruction's operands on the stack and leaves its results there. It may change the stack
//! before it raises: unwinding cuts it to the handler's depth anyway.

mod arith;
mod attr;
mod build;
mod call;
mod control;
mod exceptions;
mod generators;
mod iteration;
mod matching;
mod names;
mod stack;
mod subscript;

pub(super) use arith::*;
pub(super) use attr::*;
pub(crate) use attr::{load_method, load_plain, store_plain, super_attr};
pub(super) use build::*;
pub(crate) use build::{
    build, convert, extend_list, set_attribute, unpack_exactly, unpack_starred, wrong_attribute,
};
pub(crate) use call::call_on_stack;
pub(super) use call::*;
pub(super) use control::*;
pub(super) use exceptions::*;
pub(crate) use exceptions::{enter_with, exit_with};
pub(crate) use generators::send_to;
pub(super) use generators::*;
pub(super) use iteration::*;
pub(super) use matching::*;
pub(super) use names::*;
pub(super) use stack::*;
pub(super) use subscript::*;

use super::{Flow, Regs, caches, specialize, system_error};
use crate::heap::{Raised, Res};
use crate::vm::Vm;

/// Whether a generic instruction is due to be specialised; counts it otherwise.
#[inline(always)]
fn warm(r: &Regs, vm: &mut Vm) -> bool {
    let at = r.pc.wrapping_add(2);
    let counter = vm.heap.u16(at);
    if counter == 0 {
        return true;
    }
    vm.heap.set_u16(at, counter - 1);
    false
}

/// A specialised instruction's assumption does not hold: back to the generic form.
#[cold]
#[inline(never)]
fn despecialize(vm: &mut Vm, pc: u32) {
    let base = crate::ops::deopt(vm.heap.u8(pc));
    vm.heap.set_u8(pc, base);
    vm.heap.set_u16(pc.wrapping_add(2), caches::COOL_DOWN);
}

/// Leaves a specialised handler for the generic one.
macro_rules! miss {
    ($generic:ident, $r:ident, $vm:ident, $arg:ident) => {{
        $crate::interp::ops::despecialize($vm, $r.pc);
        return $crate::interp::ops::$generic($r, $vm, $arg);
    }};
}
pub(crate) use miss;

/// A byte that is no instruction (damaged or foreign bytecode).
#[cold]
#[inline(never)]
pub(super) fn invalid(r: &Regs, vm: &mut Vm, opcode: u8) -> Raised {
    r.save(vm);
    system_error(vm, format!("unknown opcode {opcode}"))
}

/// Instructions that never run.
macro_rules! never_run {
    ($($name:ident)*) => {$(
        #[cold]
        pub(super) fn $name(r: &mut Regs, vm: &mut Vm, _arg: u32) -> Res<Flow> {
            Err(system_error_at(r, vm, stringify!($name)))
        }
    )*};
}

never_run! { cache reserved interpreter_exit exit_init_check extended_arg }

#[cold]
fn system_error_at(r: &Regs, vm: &mut Vm, name: &str) -> Raised {
    r.save(vm);
    system_error(vm, format!("instruction '{name}' cannot run here"))
}

#[allow(unused_imports)]
use specialize as _;
