//! Exception handlers and `with`.

use crate::heap::statics::{self, STATE};
use crate::heap::{Res, Value};
use crate::interp::{Flow, Regs};
use crate::objects::dunder::Dunder;
use crate::objects::exception;
use crate::objects::exception_types::exc;
use crate::vm::Vm;

/// Makes the exception on top the one being handled, above the one that was.
#[inline(always)]
pub fn push_exc_info(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let raised = r.peek(vm, 1);
    let before = STATE.handled(&vm.heap).unwrap_or(statics::NONE);
    r.set_peek(vm, 1, before);
    r.push(vm, raised);
    STATE.set_handled(&mut vm.heap, raised);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn pop_except(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let before = r.pop(vm);
    STATE.set_handled(&mut vm.heap, if before == statics::NONE { None } else { Some(before) });
    Ok(Flow::Next)
}

pub fn check_exc_match(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let (raised, pattern) = (r.peek(vm, 2), r.peek(vm, 1));
    let matches = exception::matches(vm, raised, pattern)?;
    let matches = vm.bool(matches);
    r.set_peek(vm, 1, matches);
    Ok(Flow::Next)
}

pub fn check_eg_match(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let (raised, pattern) = (r.peek(vm, 2), r.peek(vm, 1));
    let (rest, matched) = crate::objects::exception_group::split(vm, raised, pattern)?;
    if matched != statics::NONE {
        STATE.set_handled(&mut vm.heap, matched);
    }
    r.set_peek(vm, 2, rest);
    r.set_peek(vm, 1, matched);
    Ok(Flow::Next)
}

/// Raises the exception on top again: the traceback has its place from the first time.
pub fn reraise(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let raised = r.peek(vm, 1);
    r.save(vm);
    vm.reraise(raised);
    Ok(Flow::Reraise)
}

/// `yield from` in a generator that was thrown into: a StopIteration of the inner one ends it with its value.
pub fn cleanup_throw(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let raised = r.peek(vm, 1);
    if vm.is_instance_of(raised, exc::STOP_ITERATION) {
        let value = crate::heap::layout::Exception(raised.offset()).detail(&vm.heap).unwrap_or(statics::NONE);
        r.drop(1);
        r.set_peek(vm, 2, statics::NONE);
        r.set_peek(vm, 1, value);
        return Ok(Flow::Next);
    }
    vm.reraise(raised);
    Ok(Flow::Reraise)
}

pub fn end_async_for(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let raised = r.peek(vm, 1);
    if vm.is_instance_of(raised, exc::STOP_ASYNC_ITERATION) {
        r.drop(2);
        return Ok(Flow::Next);
    }
    vm.reraise(raised);
    Ok(Flow::Reraise)
}

fn before(r: &mut Regs, vm: &mut Vm, enter: Dunder, exit: Dunder, what: &str) -> Res<Flow> {
    r.save(vm);
    let manager = r.peek(vm, 1);
    let (exit, entered) = enter_context(vm, manager, enter, exit, what)?;
    r.set_peek(vm, 1, exit);
    r.push(vm, entered);
    Ok(Flow::Next)
}

/// Enters a context manager, which the caller keeps alive: its bound exit method, and what entering gave.
fn enter_context(
    vm: &mut Vm,
    manager: Value,
    enter: Dunder,
    exit: Dunder,
    what: &str,
) -> Res<(Value, Value)> {
    let class = vm.class_of(manager);
    let lookup = |vm: &mut Vm, dunder: Dunder| {
        let name = vm.dunder_name(dunder);
        vm.type_lookup(class, name)
    };
    let Some(enter_method) = lookup(vm, enter) else {
        let name = vm.class_name(class);
        return Err(vm.type_error(format!("'{name}' object does not support the {what} protocol")));
    };
    let Some(exit_method) = lookup(vm, exit) else {
        let name = vm.class_name(class);
        return Err(vm.type_error(format!(
            "'{name}' object does not support the {what} protocol (missed {} method)",
            exit.name()
        )));
    };
    let class_value = Value::object(class);
    let exit_bound = vm.bind_descriptor(exit_method, Some(manager), class_value)?;
    vm.with_roots(|vm| {
        vm.root(exit_bound);
        let entered = vm.call_found(enter_method, manager, class, &[])?;
        Ok((exit_bound, entered))
    })
}

/// `with manager`: the bound `__exit__`, and what `__enter__` gave.
pub(crate) fn enter_with(vm: &mut Vm, manager: Value) -> Res<(Value, Value)> {
    enter_context(vm, manager, Dunder::Enter, Dunder::Exit, "context manager")
}

pub fn before_with(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    before(r, vm, Dunder::Enter, Dunder::Exit, "context manager")
}

pub fn before_async_with(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    before(r, vm, Dunder::Aenter, Dunder::Aexit, "asynchronous context manager")
}

/// Calls the `__exit__` four slots down with the exception on top.
pub fn with_except_start(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let (exit, raised) = (r.peek(vm, 4), r.peek(vm, 1));
    let result = exit_with(vm, exit, raised)?;
    r.push(vm, result);
    Ok(Flow::Next)
}

/// Calls a bound `__exit__` with an exception.
pub(crate) fn exit_with(vm: &mut Vm, exit: Value, raised: Value) -> Res {
    let class = Value::object(vm.class_of(raised));
    let traceback = match vm.as_exception(raised) {
        Some(exception) => exception.traceback(&vm.heap).unwrap_or(statics::NONE),
        None => statics::NONE,
    };
    vm.call(exit, &[class, raised, traceback])
}
