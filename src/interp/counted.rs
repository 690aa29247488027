//! The interpreter's loop when statistics are asked for: slower, and counts what it executes.

use super::{Flow, Regs, enter, extended, unwind};
use crate::heap::Res;
use crate::heap::statics::STATE;
use crate::ops::op;
use crate::vm::Vm;

/// As the loop of the parent module.
#[inline(never)]
pub(super) fn dispatch(vm: &mut Vm, regs: &mut Regs) -> Res {
    loop {
        let executed = STATE.executed(&vm.heap);
        STATE.set_executed(&mut vm.heap, executed + 1);
        let word = vm.heap.u16(regs.pc);
        let (mut opcode, mut arg) = (word as u8, (word >> 8) as u32);
        if opcode == op::EXTENDED_ARG {
            (opcode, arg) = extended(vm, regs, arg);
        }
        match enter::step_one(vm, regs, opcode, arg) {
            Ok(Flow::Next | Flow::Goto) => {}
            Ok(Flow::Exit) => return Ok(regs.result),
            outcome => {
                let reraised = outcome.is_ok();
                let handled = unwind::unwind(vm, regs.fp, regs.pc, reraised)?;
                regs.enter(vm, handled);
            }
        }
    }
}
