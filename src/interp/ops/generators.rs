//! Generators and coroutines, from the inside (`yield`) and from the frame that resumes them.

use crate::heap::layout::{Code, Frame, Generator};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Res, Value};
use crate::interp::{Flow, Regs, behind, generator_of, owner};
use crate::objects::exception_types::exc;
use crate::objects::generator::{self, state};
use crate::ops::op;
use crate::vm::Vm;

use super::{miss, warm};

/// Turns the frame into a generator object, which is what the call gives.
pub fn return_generator(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    // The generator goes on behind this instruction.
    let here = r.pc;
    r.pc = behind(vm, here);
    r.save(vm);
    let object = match generator::from_frame(vm, Frame(r.fp)) {
        Ok(object) => object,
        Err(raised) => {
            r.pc = here;
            return Err(raised);
        }
    };
    let header = Frame(r.fp);
    let (bits, prev) = (header.owner(&vm.heap), header.prev(&vm.heap));
    STATE.set_frame(&mut vm.heap, prev);
    if bits & owner::ENTRY != 0 {
        r.result = object;
        return Ok(Flow::Exit);
    }
    r.enter(vm, prev);
    r.push(vm, object);
    r.pc = behind(vm, r.pc);
    Ok(Flow::Goto)
}

/// Whether a generator is suspended, so that it can be resumed.
#[inline(always)]
pub(crate) fn can_resume(vm: &Vm, value: Value) -> bool {
    Generator(value.offset()).state(&vm.heap) == state::SUSPENDED
}

/// Resumes a suspended generator with a value sent to it, as this frame's callee.
#[inline(always)]
pub(crate) fn resume_inline(r: &mut Regs, vm: &mut Vm, value: Value, sent: Value) -> Res<Flow> {
    r.save(vm);
    let generator = Generator(value.offset());
    let frame = generator::prepare(vm, generator, sent, r.fp, r.top, owner::GENERATOR)?;
    let slot = Code(generator.code(&vm.heap)).resume_slot(&vm.heap);
    if slot != 0 {
        return super::call::call_compiled(r, vm, slot, frame);
    }
    r.enter(vm, frame);
    Ok(Flow::Goto)
}

pub fn yield_value(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let value = r.pop(vm);
    r.pc = behind(vm, r.pc);
    r.save(vm);
    let header = Frame(r.fp);
    let (bits, prev) = (header.owner(&vm.heap), header.prev(&vm.heap));
    generator::suspend(vm, generator_of(r.fp));
    STATE.set_frame(&mut vm.heap, prev);
    if bits & owner::ENTRY != 0 {
        r.result = value;
        return Ok(Flow::Exit);
    }
    r.enter(vm, prev);
    r.push(vm, value);
    r.pc = behind(vm, r.pc);
    Ok(Flow::Goto)
}

/// `yield from` and `await`: the stack has the receiver and the value to send.
#[inline(always)]
pub fn send(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let receiver = r.peek(vm, 2);
    if warm(r, vm) {
        if generator::is_generator(vm, receiver) {
            crate::interp::specialize::simple(r, vm, op::SEND_GEN);
        } else {
            crate::interp::specialize::failed(r, vm);
        }
    }
    send_slow(r, vm, n)
}

#[inline(never)]
fn send_slow(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let (receiver, value) = (r.peek(vm, 2), r.peek(vm, 1));
    match send_to(vm, receiver, value)? {
        generator::Outcome::Yielded(value) => r.set_peek(vm, 1, value),
        generator::Outcome::Returned(value) => {
            r.set_peek(vm, 1, value);
            r.pc = r.pc.wrapping_add(n * 2);
        }
    }
    Ok(Flow::Next)
}

/// Sends a value to what a `yield from` delegates to.
pub(crate) fn send_to(vm: &mut Vm, receiver: Value, value: Value) -> Res<generator::Outcome> {
    Ok(if generator::is_generator(vm, receiver) {
        generator::send(vm, Generator(receiver.offset()), value)?
    } else if value == statics::NONE {
        next_or_value(vm, receiver)?
    } else {
        let sent = vm.call_method(receiver, "send", &[value]);
        match vm.catch(sent, exc::STOP_ITERATION) {
            Ok(Some(yielded)) => generator::Outcome::Yielded(yielded),
            Ok(None) => generator::Outcome::Returned(statics::NONE),
            Err(raised) => return Err(raised),
        }
    })
}

/// The next item of any iterator, or what its StopIteration carries.
fn next_or_value(vm: &mut Vm, iterator: Value) -> Res<generator::Outcome> {
    let class = vm.class_of(iterator);
    if vm.overrides(class, crate::objects::dunder::Dunder::Next) {
        let result = vm.call_dunder(iterator, crate::objects::dunder::Dunder::Next, &[]);
        return match result {
            Ok(value) => Ok(generator::Outcome::Yielded(value.unwrap_or(statics::NONE))),
            Err(raised) if vm.pending_is(exc::STOP_ITERATION) => {
                let _ = raised;
                let pending = vm.take_pending();
                let value = crate::heap::layout::Exception(pending.offset()).detail(&vm.heap);
                Ok(generator::Outcome::Returned(value.unwrap_or(statics::NONE)))
            }
            Err(raised) => Err(raised),
        };
    }
    Ok(match vm.next_uncounted(iterator)? {
        Some(item) => generator::Outcome::Yielded(item),
        None => generator::Outcome::Returned(statics::NONE),
    })
}

#[inline(always)]
pub fn send_gen(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let receiver = r.peek(vm, 2);
    if generator::is_generator(vm, receiver) && can_resume(vm, receiver) {
        let sent = r.pop(vm);
        return resume_inline(r, vm, receiver, sent);
    }
    miss!(send, r, vm, n)
}

#[inline(always)]
pub fn end_send(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let value = r.pop(vm);
    r.set_peek(vm, 1, value);
    Ok(Flow::Next)
}

pub fn get_yield_from_iter(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let iterable = r.peek(vm, 1);
    match vm.kind_of(iterable) {
        Kind::GENERATOR => {}
        Kind::COROUTINE => {
            let flags = r.code(vm).flags(&vm.heap);
            if flags
                & (crate::bytecode::code_flags::COROUTINE | crate::bytecode::code_flags::ITERABLE_COROUTINE)
                == 0
            {
                return Err(
                    vm.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")
                );
            }
        }
        _ => {
            let iterator = vm.iter(iterable)?;
            r.set_peek(vm, 1, iterator);
        }
    }
    Ok(Flow::Next)
}

pub fn get_awaitable(r: &mut Regs, vm: &mut Vm, place: u32) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let iterator = generator::awaitable(vm, value, place)?;
    r.set_peek(vm, 1, iterator);
    Ok(Flow::Next)
}

pub fn get_aiter(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let iterator = generator::async_iter(vm, value)?;
    r.set_peek(vm, 1, iterator);
    Ok(Flow::Next)
}

pub fn get_anext(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let awaitable = generator::async_next(vm, value)?;
    r.push(vm, awaitable);
    Ok(Flow::Next)
}
