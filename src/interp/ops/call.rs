//! Calls. Python functions are entered without nesting the interpreter; compiled ones are called.

use crate::heap::layout::{Code, Frame, Function, List, MethodDescriptor, NativeFunction, Tuple, Type};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Raised, Res, Value};
use crate::interp::bind::{self, zero_words};
use crate::interp::specialize;
use crate::interp::{Flow, Regs, behind, owner, stack_args, value_of};
use crate::objects::instance;
use crate::objects::slots::Args;
use crate::vm::Vm;

use super::{miss, warm};

/// Enters a Python function with `args` (on this frame's stack); `consumed` slots go when it returns. The frame is
/// entered, or, if it is compiled, called.
#[inline(always)]
pub(crate) fn enter_function(
    r: &mut Regs,
    vm: &mut Vm,
    function: u32,
    args: Args,
    consumed: u32,
    owner: u32,
) -> Res<Flow> {
    r.save(vm);
    let frame = bind::push_frame(vm, Function(function), args, r.fp, r.top, owner)?;
    // The frame's depth as the callee's return will find it.
    r.drop(consumed);
    r.save(vm);
    start(r, vm, frame)
}

/// Goes on in a frame that was just laid.
#[inline(always)]
fn start(r: &mut Regs, vm: &mut Vm, frame: u32) -> Res<Flow> {
    let slot = Code(Frame(frame).code(&vm.heap)).slot(&vm.heap);
    if slot != 0 {
        return call_compiled(r, vm, slot, frame);
    }
    r.enter(vm, frame);
    Ok(Flow::Goto)
}

/// Calls compiled code with a frame whose caller is the current one.
#[inline(never)]
pub(crate) fn call_compiled(r: &mut Regs, vm: &mut Vm, slot: u32, frame: u32) -> Res<Flow> {
    STATE.set_frame(&mut vm.heap, frame);
    let word = vm.call_compiled(slot, frame);
    after_compiled(r, vm, word, frame)
}

/// Acts on the word that compiled code returned for `frame`.
fn after_compiled(r: &mut Regs, vm: &mut Vm, word: u64, frame: u32) -> Res<Flow> {
    match word {
        statics::RESUME_INTERPRETER => {
            r.enter(vm, frame);
            Ok(Flow::Goto)
        }
        statics::RAISE_IN_INTERPRETER => {
            r.enter(vm, frame);
            Err(Raised)
        }
        word => {
            let header = Frame(frame);
            let (bits, prev) = (header.owner(&vm.heap), header.prev(&vm.heap));
            if bits & owner::ENTRY != 0 {
                STATE.set_frame(&mut vm.heap, prev);
                r.result = value_of(word);
                if word == 0 {
                    // A compiled loop left the frame that a native had entered, by an exception that has its place in the
                    // traceback. `run` unwinds once more from here, and finds no handler.
                    r.enter(vm, frame);
                    return Ok(Flow::Reraise);
                }
                return Ok(Flow::Exit);
            }
            r.enter(vm, prev);
            if word == 0 {
                return Err(Raised);
            }
            if bits & owner::GENERATOR != 0 {
                let generator = crate::interp::generator_of(frame);
                if generator.state(&vm.heap) == crate::objects::generator::state::FINISHED {
                    return super::control::generator_returned(r, vm, value_of(word));
                }
            }
            if bits & owner::INIT == 0 {
                r.push_word(vm, word);
            } else if value_of(word) != statics::NONE {
                let name = vm.type_name(value_of(word));
                return Err(vm.type_error(format!("__init__() should return None, not '{name}'")));
            }
            r.pc = behind(vm, r.pc);
            Ok(Flow::Goto)
        }
    }
}

/// Goes on with the current frame, complete, in the compiled loop entry `slot`.
pub(crate) fn continue_compiled(r: &mut Regs, vm: &mut Vm, slot: u32) -> Res<Flow> {
    let frame = r.fp;
    let word = vm.call_compiled(slot, frame);
    after_compiled(r, vm, word, frame)
}

#[inline(always)]
pub fn call(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    if warm(r, vm) {
        specialize::call(r, vm, n);
    }
    call_generic(r, vm, n, 0)
}

/// `CALL` of anything; with `kwnames` the last values are keywords.
#[inline(never)]
fn call_generic(r: &mut Regs, vm: &mut Vm, n: u32, kwnames: u32) -> Res<Flow> {
    r.save(vm);
    let mut callee = r.peek(vm, n + 2);
    let mut receiver = r.peek_word(vm, n + 1);
    if receiver == 0 && vm.kind_of(callee) == Kind::BOUND_METHOD {
        let (func, bound) = super::attr::bound_parts(vm, callee);
        (callee, receiver) = (func, bound.word());
        r.set_peek(vm, n + 2, func);
        r.set_peek(vm, n + 1, bound);
    }
    let base = r.sp.wrapping_sub(if receiver == 0 { n * 8 } else { (n + 1) * 8 });
    let named = if kwnames == 0 { 0 } else { Tuple(kwnames).len(&vm.heap) };
    let args = stack_args(base, n + (receiver != 0) as u32 - named, kwnames);
    match vm.kind_of(callee) {
        Kind::FUNCTION => enter_function(r, vm, callee.offset(), args, n + 2, 0),
        _ => {
            let result = vm.call_args(callee, args)?;
            r.drop(n + 1);
            r.set_peek(vm, 1, result);
            Ok(Flow::Next)
        }
    }
}

/// The same for compiled code: a call of the callee at `base`, with its receiver (or nothing) and `n` arguments behind it.
pub(crate) fn call_on_stack(vm: &mut Vm, base: u32, n: u32, kwnames: u32) -> Res {
    let (mut callee, mut receiver) = (value_of(vm.heap.u64(base)), vm.heap.u64(base.wrapping_add(8)));
    if receiver == 0 && vm.kind_of(callee) == Kind::BOUND_METHOD {
        let (func, bound) = super::attr::bound_parts(vm, callee);
        (callee, receiver) = (func, bound.word());
        vm.heap.set_u64(base, callee.word());
        vm.heap.set_u64(base.wrapping_add(8), receiver);
    }
    let own = (receiver != 0) as u32;
    let named = if kwnames == 0 { 0 } else { Tuple(kwnames).len(&vm.heap) };
    let args = stack_args(base.wrapping_add(16 - own * 8), n + own - named, kwnames);
    vm.call_args(callee, args)
}

pub fn call_kw(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let kwnames = r.pop(vm).offset();
    // The tuple is a constant of the code: it stays alive without its slot.
    call_generic(r, vm, n, kwnames)
}

pub fn call_function_ex(r: &mut Regs, vm: &mut Vm, flags: u32) -> Res<Flow> {
    r.save(vm);
    let with_keywords = flags & 1 != 0;
    let consumed = 3 + with_keywords as u32;
    let (callee, positional) = (r.peek(vm, consumed), r.peek(vm, 1 + with_keywords as u32));
    if vm.as_kind(positional, Kind::TUPLE).is_none()
        && vm.slots_of(vm.kind_of(positional)).iter.is_none()
        && !vm.overrides(vm.class_of(positional), crate::objects::dunder::Dunder::Iter)
    {
        let (function, name) = (super::build::callee_name(vm, callee), vm.type_name(positional));
        return Err(vm.type_error(format!("{function} argument after * must be an iterable, not {name}")));
    }
    let items = vm.collect_iter(positional)?;
    let scope = vm.open_roots();
    let result = spread(r, vm, callee, items, with_keywords);
    let flow = match result {
        Ok((args, function)) if function != 0 => {
            let entered = enter_function(r, vm, function, args, consumed, 0);
            vm.close_roots(scope);
            return entered;
        }
        Ok((args, _)) => vm.call_args(callee, args),
        Err(raised) => Err(raised),
    };
    vm.close_roots(scope);
    let value = flow?;
    r.drop(consumed);
    r.push(vm, value);
    Ok(Flow::Next)
}

/// Lays the arguments of `f(*items, **keywords)` on the root stack; the function's offset if it is a Python function.
fn spread(
    r: &Regs,
    vm: &mut Vm,
    callee: Value,
    mut items: Vec<Value>,
    with_keywords: bool,
) -> Res<(Args, u32)> {
    let mut kwnames = 0;
    if with_keywords {
        let keywords = crate::heap::layout::Dict(r.peek(vm, 1).offset());
        let mut names = Vec::new();
        let mut at = 0;
        while let Some((next, _, key, value)) = crate::objects::dict::next_entry(&vm.heap, keywords, at) {
            names.push(key);
            items.push(value);
            at = next;
        }
        if !names.is_empty() {
            let names = vm.new_tuple(&names)?;
            vm.root(names);
            kwnames = names.offset();
        }
    }
    let args = vm.push_args(&items, kwnames)?;
    let function = if vm.kind_of(callee) == Kind::FUNCTION { callee.offset() } else { 0 };
    Ok((args, function))
}

/// The frame of a call whose arguments match the parameters one by one.
#[inline(always)]
fn enter_exact(r: &mut Regs, vm: &mut Vm, function: u32, base: u32, count: u32, consumed: u32) -> Res<Flow> {
    let function = Function(function);
    let code = Code(function.code(&vm.heap));
    r.save(vm);
    let frame = bind::new_frame(vm, function, code, r.fp, r.top, 0)?;
    let locals = frame.wrapping_add(Frame::SIZE);
    vm.heap.copy_words(locals, base, count);
    zero_words(vm, locals.wrapping_add(count * 8), code.nlocalsplus(&vm.heap).wrapping_sub(count));
    r.drop(consumed);
    r.save(vm);
    start(r, vm, frame)
}

#[inline(always)]
pub fn call_py_exact_args(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let callee = r.peek(vm, n + 2);
    if vm.is_exact(callee, Kind::FUNCTION) && Function(callee.offset()).version(&vm.heap) == r.cache32(vm, 1)
    {
        let receiver = (r.peek_word(vm, n + 1) != 0) as u32;
        let count = n + receiver;
        if Code(Function(callee.offset()).code(&vm.heap)).argcount(&vm.heap) == count {
            let base = r.sp.wrapping_sub(count * 8);
            return enter_exact(r, vm, callee.offset(), base, count, n + 2);
        }
    }
    miss!(call, r, vm, n)
}

#[inline(always)]
pub fn call_bound_method_exact_args(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let callee = r.peek(vm, n + 2);
    if r.peek_word(vm, n + 1) == 0 && vm.is_exact(callee, Kind::BOUND_METHOD) {
        let (func, receiver) = super::attr::bound_parts(vm, callee);
        if vm.is_exact(func, Kind::FUNCTION)
            && Function(func.offset()).version(&vm.heap) == r.cache32(vm, 1)
            && Code(Function(func.offset()).code(&vm.heap)).argcount(&vm.heap) == n + 1
        {
            r.set_peek(vm, n + 2, func);
            r.set_peek(vm, n + 1, receiver);
            let base = r.sp.wrapping_sub((n + 1) * 8);
            return enter_exact(r, vm, func.offset(), base, n + 1, n + 2);
        }
    }
    miss!(call, r, vm, n)
}

pub fn call_bound_method_general(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_generic(r, vm, n, 0)
}

#[inline(always)]
pub fn call_py_general(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let callee = r.peek(vm, n + 2);
    if vm.is_exact(callee, Kind::FUNCTION) {
        let receiver = (r.peek_word(vm, n + 1) != 0) as u32;
        let args = stack_args(r.sp.wrapping_sub((n + receiver) * 8), n + receiver, 0);
        return enter_function(r, vm, callee.offset(), args, n + 2, 0);
    }
    miss!(call, r, vm, n)
}

/// A class whose `__init__` is a Python function and whose `__new__` is `object`'s: makes the instance and enters
/// `__init__`, which leaves the instance on the stack.
#[inline(always)]
pub fn call_alloc_and_enter_init(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let callee = r.peek(vm, n + 2);
    if r.peek_word(vm, n + 1) == 0
        && vm.kind_of(callee) == Kind::TYPE
        && Type(callee.offset()).version(&vm.heap) == r.cache32(vm, 1)
    {
        let class = callee.offset();
        let name = vm.dunder_name(crate::objects::dunder::Dunder::Init);
        if let Some(init) = vm.type_lookup(class, name)
            && vm.is_exact(init, Kind::FUNCTION)
        {
            r.save(vm);
            let object = instance::new_instance(vm, Type(class))?.value();
            r.set_peek(vm, n + 1, object);
            let args = stack_args(r.sp.wrapping_sub((n + 1) * 8), n + 1, 0);
            let frame = bind::push_frame(vm, Function(init.offset()), args, r.fp, r.top, owner::INIT)?;
            r.set_peek(vm, n + 2, object);
            r.drop(n + 1);
            r.save(vm);
            return start(r, vm, frame);
        }
    }
    miss!(call, r, vm, n)
}

/// The native behind a callee: its number, and whether the receiver slot counts as its first argument.
#[inline(always)]
fn call_native_at(r: &mut Regs, vm: &mut Vm, n: u32, id: u32, base: u32, count: u32) -> Res<Flow> {
    r.save(vm);
    let result = vm.call_native(id, stack_args(base, count, 0))?;
    r.drop(n + 1);
    r.set_peek(vm, 1, result);
    Ok(Flow::Next)
}

/// A native function that is not bound, or a bound one whose receiver moves into the free slot.
#[inline(always)]
pub fn call_builtin_fast(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let callee = r.peek(vm, n + 2);
    if r.peek_word(vm, n + 1) == 0 && vm.is_exact(callee, Kind::NATIVE_FUNCTION) {
        let function = NativeFunction(callee.offset());
        let id = function.native(&vm.heap);
        return match function.receiver(&vm.heap) {
            None => call_native_at(r, vm, n, id, r.sp.wrapping_sub(n * 8), n),
            Some(receiver) => {
                r.set_peek(vm, n + 1, receiver);
                call_native_at(r, vm, n, id, r.sp.wrapping_sub((n + 1) * 8), n + 1)
            }
        };
    }
    miss!(call, r, vm, n)
}

#[inline(always)]
pub fn call_builtin_o(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_builtin_fast(r, vm, n)
}

pub fn call_builtin_fast_with_keywords(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_builtin_fast(r, vm, n)
}

/// A native method with its receiver in the slot before the arguments.
#[inline(always)]
pub fn call_method_descriptor_fast(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let callee = r.peek(vm, n + 2);
    let receiver = r.peek_word(vm, n + 1);
    if receiver != 0 && vm.is_exact(callee, Kind::METHOD_DESCRIPTOR) {
        let descriptor = MethodDescriptor(callee.offset());
        let class = vm.class_of(value_of(receiver));
        // The look-up that found the descriptor found it on the receiver's class.
        let owner = descriptor.owner(&vm.heap);
        if class == owner || vm.is_subclass(class, owner) {
            let id = descriptor.native(&vm.heap);
            return call_native_at(r, vm, n, id, r.sp.wrapping_sub((n + 1) * 8), n + 1);
        }
    }
    miss!(call, r, vm, n)
}

#[inline(always)]
pub fn call_method_descriptor_o(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_method_descriptor_fast(r, vm, n)
}

#[inline(always)]
pub fn call_method_descriptor_noargs(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_method_descriptor_fast(r, vm, n)
}

pub fn call_method_descriptor_fast_with_keywords(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_method_descriptor_fast(r, vm, n)
}

pub fn call_non_py_general(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_generic(r, vm, n, 0)
}

pub fn call_builtin_class(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_generic(r, vm, n, 0)
}

/// `list.append(x)`.
#[inline(always)]
pub fn call_list_append(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let receiver = value_of(r.peek_word(vm, 2));
    let callee = r.peek(vm, 3);
    if n == 1
        && vm.is_exact(receiver, Kind::LIST)
        && vm.is_exact(callee, Kind::METHOD_DESCRIPTOR)
        && specialize::is_list_append(vm, MethodDescriptor(callee.offset()).native(&vm.heap))
    {
        let list = List(receiver.offset());
        let (len, cap) = (list.len(&vm.heap), list.cap(&vm.heap));
        let word = r.peek_word(vm, 1);
        if len < cap {
            let at = list.items(&vm.heap).wrapping_add(len * 8);
            vm.heap.set_u64(at, word);
            list.set_len(&mut vm.heap, len + 1);
        } else {
            r.save(vm);
            crate::objects::list::push(vm, list, value_of(word))?;
        }
        r.drop(2);
        r.set_peek(vm, 1, statics::NONE);
        return Ok(Flow::Next);
    }
    miss!(call, r, vm, n)
}

#[inline(always)]
pub fn call_len(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let callee = r.peek(vm, n + 2);
    if n == 1 && r.peek_word(vm, 2) == 0 && specialize::is_native(vm, callee, specialize::LEN) {
        r.save(vm);
        let value = r.peek(vm, 1);
        let len = vm.len(value)?;
        r.drop(2);
        r.set_peek(vm, 1, Value::int(len as i64));
        return Ok(Flow::Next);
    }
    miss!(call, r, vm, n)
}

#[inline(always)]
pub fn call_isinstance(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let callee = r.peek(vm, n + 2);
    if n == 2 && r.peek_word(vm, 3) == 0 && specialize::is_native(vm, callee, specialize::ISINSTANCE) {
        r.save(vm);
        let (value, class) = (r.peek(vm, 2), r.peek(vm, 1));
        let result = vm.is_instance(value, class)?;
        let result = vm.bool(result);
        r.drop(3);
        r.set_peek(vm, 1, result);
        return Ok(Flow::Next);
    }
    miss!(call, r, vm, n)
}

/// `type(x)`.
#[inline(always)]
pub fn call_type_1(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    if n == 1 && r.peek_word(vm, 2) == 0 && r.peek(vm, 3) == Kind::TYPE.class_value() {
        let class = Value::object(vm.class_of(r.peek(vm, 1)));
        r.drop(2);
        r.set_peek(vm, 1, class);
        return Ok(Flow::Next);
    }
    miss!(call, r, vm, n)
}

/// `str(x)`.
#[inline(always)]
pub fn call_str_1(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    if n == 1 && r.peek_word(vm, 2) == 0 && r.peek(vm, 3) == Kind::STR.class_value() {
        r.save(vm);
        let value = r.peek(vm, 1);
        let text = vm.str(value)?;
        r.drop(2);
        r.set_peek(vm, 1, text);
        return Ok(Flow::Next);
    }
    miss!(call, r, vm, n)
}

pub fn call_tuple_1(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    call_generic(r, vm, n, 0)
}
