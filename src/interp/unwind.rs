//! Unwinding: from the instruction that raised to its handler, in this frame or a caller's.

use super::{generator_of, owner};
use crate::bytecode::exceptions::find_handler;
use crate::heap::layout::{Bytes, Code, Frame};
use crate::heap::statics::STATE;
use crate::heap::{Raised, Res, Value};
use crate::objects::{exception, generator};
use crate::vm::Vm;

/// The pending exception left the instruction at `pc` of `frame`. Gives the frame whose handler goes on, complete, with
/// the exception on its stack; `Err` when it left a frame that a native entered. `reraised`: the traceback has the place.
#[cold]
#[inline(never)]
pub fn unwind(vm: &mut Vm, mut frame: u32, mut pc: u32, mut reraised: bool) -> Res<u32> {
    loop {
        let header = Frame(frame);
        header.set_instr(&mut vm.heap, pc);
        STATE.set_frame(&mut vm.heap, frame);
        if STATE.pending(&vm.heap).is_none() {
            let _ = super::system_error(vm, "an operation failed without an exception".to_string());
        }
        if !reraised {
            exception::add_traceback(vm, header);
        }
        // Nothing catches a stop.
        if vm.stopped().is_none() && enter_handler(vm, header, pc) {
            return Ok(frame);
        }
        let owner = header.owner(&vm.heap);
        let prev = header.prev(&vm.heap);
        if owner & owner::GENERATOR != 0 {
            generator::finish(vm, generator_of(frame));
        }
        STATE.set_frame(&mut vm.heap, prev);
        if owner & owner::ENTRY != 0 {
            return Err(Raised);
        }
        frame = prev;
        pc = Frame(frame).instr(&vm.heap);
        reraised = false;
    }
}

/// Moves the frame to the handler that covers `pc`, if there is one.
fn enter_handler(vm: &mut Vm, header: Frame, pc: u32) -> bool {
    let code = Code(header.code(&vm.heap));
    let unit = pc.wrapping_sub(code.bytecode(&vm.heap)) / 2;
    let table = Bytes(code.exceptiontable(&vm.heap));
    let Some(handler) = find_handler(vm.heap.bytes(table.0 + Bytes::SIZE, table.len(&vm.heap)), unit) else {
        return false;
    };
    vm.count_caught(code, handler.target * 2);
    let base = header.0 + Frame::SIZE + code.nlocalsplus(&vm.heap) * 8;
    let mut depth = handler.depth.min(code.stacksize(&vm.heap).saturating_sub(1));
    if handler.lasti {
        vm.heap.set_u64(base + depth * 8, Value::int(unit as i64).word());
        depth += 1;
    }
    let exception = vm.take_pending();
    vm.heap.set_u64(base + depth * 8, exception.word());
    header.set_sp(&mut vm.heap, depth + 1);
    let target = code.bytecode(&vm.heap).wrapping_add(handler.target * 2);
    header.set_instr(&mut vm.heap, target);
    true
}
