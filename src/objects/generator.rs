//! Generators, coroutines and asynchronous generators. Their frame lies in the object, behind the header, so that it
//! can be run where it is.

use crate::bytecode::code_flags;
use crate::heap::layout::{Code, Exception, Frame, Function, Generator};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Raised, Res, Value};
use crate::interp::owner;
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::function::settable_name;
use crate::objects::instance::or_none;
use crate::objects::slots::{Args, Attribute, Sig, Slots, TypeDef, getter, method};
use crate::vm::Vm;

/// What a generator is doing.
pub mod state {
    /// Not started, or stopped at a `yield`.
    pub const SUSPENDED: u32 = 0;
    pub const RUNNING: u32 = 1;
    /// Returned or raised: the frame is gone.
    pub const FINISHED: u32 = crate::heap::gc::GENERATOR_FINISHED;
}

/// What resuming gave.
pub enum Outcome {
    Yielded(Value),
    Returned(Value),
}

/// The frame of a generator that runs: it is among the active ones, with what called it.
fn running_frame(vm: &mut Vm, generator: Generator) -> Res {
    crate::objects::frame::snapshot(vm, Frame(generator.0 + Generator::SIZE))
}

/// Whether a value is a generator or coroutine (what `send` resumes directly).
#[inline(always)]
pub fn is_generator(vm: &Vm, value: Value) -> bool {
    value.is_object() && matches!(vm.kind_of(value), Kind::GENERATOR | Kind::COROUTINE)
}

/// Moves a complete frame into a new generator.
pub fn from_frame(vm: &mut Vm, frame: Frame) -> Res {
    let code = Code(frame.code(&vm.heap));
    let flags = code.flags(&vm.heap);
    let kind = if flags & code_flags::COROUTINE != 0 {
        Kind::COROUTINE
    } else if flags & code_flags::ASYNC_GENERATOR != 0 {
        Kind::ASYNC_GENERATOR
    } else {
        Kind::GENERATOR
    };
    let size = code.framesize(&vm.heap);
    let generator = Generator(vm.alloc(kind.class(), Generator::SIZE + size)?);
    generator.set_code(&mut vm.heap, code.0);
    generator.set_framesize(&mut vm.heap, size);
    let function = Function(frame.func(&vm.heap));
    let (name, qualname) = (function.name(&vm.heap), function.qualname(&vm.heap));
    generator.set_name(&mut vm.heap, name);
    generator.set_qualname(&mut vm.heap, qualname);
    vm.heap.copy_words(generator.0 + Generator::SIZE, frame.0, size / 8);
    let own = Frame(generator.0 + Generator::SIZE);
    own.set_owner(&mut vm.heap, owner::GENERATOR);
    own.set_prev(&mut vm.heap, 0);
    Ok(generator.value())
}

/// Whether the generator has not run any of its body.
fn not_started(vm: &Vm, generator: Generator) -> bool {
    let frame = Frame(generator.0 + Generator::SIZE);
    let instr = frame.instr(&vm.heap);
    vm.heap.u8(instr.wrapping_sub(2)) == crate::ops::op::RETURN_GENERATOR
}

/// Makes a suspended generator's frame the callee of `caller`, with `sent` on its stack; frames that it calls go to `top`.
/// (`stencils-wat/generator.wat` does the same for compiled code.)
pub fn prepare(vm: &mut Vm, generator: Generator, sent: Value, caller: u32, top: u32, bits: u32) -> Res<u32> {
    let frame = Frame(generator.0 + Generator::SIZE);
    let depth = if caller == 0 { 1 } else { Frame(caller).depth(&vm.heap) + 1 };
    if depth > STATE.recursion_limit(&vm.heap) {
        return Err(vm.raise(exc::RECURSION_ERROR, "maximum recursion depth exceeded"));
    }
    let code = Code(frame.code(&vm.heap));
    let stack = frame.0 + Frame::SIZE + code.nlocalsplus(&vm.heap) * 8;
    let sp = frame.sp(&vm.heap);
    vm.heap.set_u64(stack.wrapping_add(sp.wrapping_mul(8)), sent.word());
    frame.set_sp(&mut vm.heap, sp + 1);
    frame.set_prev(&mut vm.heap, caller);
    frame.set_depth(&mut vm.heap, depth);
    frame.set_owner(&mut vm.heap, bits);
    generator.set_top(&mut vm.heap, top);
    generator.set_state(&mut vm.heap, state::RUNNING);
    // The exceptions that the body handles lie above those of the caller.
    let outer = STATE.handled(&vm.heap);
    if let Some(own) = generator.handled(&vm.heap) {
        STATE.set_handled(&mut vm.heap, own);
    }
    generator.set_handled(&mut vm.heap, outer);
    Ok(frame.0)
}

/// Puts the caller's handled exception back; gives the body's own.
fn leave(vm: &mut Vm, generator: Generator) -> Option<Value> {
    let outer = generator.handled(&vm.heap);
    let own = STATE.handled(&vm.heap).filter(|own| Some(*own) != outer);
    STATE.set_handled(&mut vm.heap, outer);
    own
}

/// The running generator stopped at a `yield`.
#[inline]
pub fn suspend(vm: &mut Vm, generator: Generator) {
    let own = leave(vm, generator);
    generator.set_handled(&mut vm.heap, own);
    generator.set_state(&mut vm.heap, state::SUSPENDED);
}

/// The running generator returned or raised. (Compiled code may have said so already.)
pub fn finish(vm: &mut Vm, generator: Generator) {
    if generator.state(&vm.heap) == state::FINISHED {
        return;
    }
    leave(vm, generator);
    generator.set_handled(&mut vm.heap, None);
    generator.set_state(&mut vm.heap, state::FINISHED);
}

fn what(vm: &Vm, generator: Generator) -> &'static str {
    match vm.kind_of(generator.value()) {
        Kind::COROUTINE => "coroutine",
        Kind::ASYNC_GENERATOR => "async generator",
        _ => "generator",
    }
}

/// `generator.send(value)`, from a native.
pub fn send(vm: &mut Vm, generator: Generator, value: Value) -> Res<Outcome> {
    match generator.state(&vm.heap) {
        state::SUSPENDED => {}
        state::RUNNING => {
            let what = what(vm, generator);
            return Err(vm.value_error(format!("{what} already executing")));
        }
        _ if vm.kind_of(generator.value()) == Kind::COROUTINE => {
            return Err(vm.raise(exc::RUNTIME_ERROR, "cannot reuse already awaited coroutine"));
        }
        _ => return Ok(Outcome::Returned(statics::NONE)),
    }
    if value != statics::NONE && not_started(vm, generator) {
        let what = what(vm, generator);
        return Err(vm.type_error(format!("can't send non-None value to a just-started {what}")));
    }
    let caller = STATE.frame(&vm.heap);
    let top = crate::interp::frame_top(vm, caller);
    let frame = prepare(vm, generator, value, caller, top, owner::GENERATOR | owner::ENTRY)?;
    let result = vm.with_roots(|vm| {
        vm.root(generator.value());
        crate::interp::resume_frame(vm, generator, frame)
    })?;
    outcome(vm, generator, result)
}

fn outcome(vm: &mut Vm, generator: Generator, result: Value) -> Res<Outcome> {
    Ok(if generator.state(&vm.heap) == state::FINISHED {
        Outcome::Returned(result)
    } else {
        Outcome::Yielded(result)
    })
}

/// `generator.throw(exception)`, from a native.
pub fn throw(vm: &mut Vm, generator: Generator, exception: Value) -> Res<Outcome> {
    match generator.state(&vm.heap) {
        state::SUSPENDED => {}
        state::RUNNING => {
            let what = what(vm, generator);
            return Err(vm.value_error(format!("{what} already executing")));
        }
        _ => return Err(vm.raise_value(exception)),
    }
    if not_started(vm, generator) {
        generator.set_state(&mut vm.heap, state::FINISHED);
        let raised = vm.raise_value(exception);
        crate::objects::exception::add_traceback(vm, Frame(generator.0 + Generator::SIZE));
        return Err(raised);
    }
    // A generator that it delegates to gets the exception first.
    if let Some(inner) = delegate(vm, generator) {
        match throw_into(vm, generator, inner, exception)? {
            Delegated::Yielded(value) => return Ok(Outcome::Yielded(value)),
            Delegated::Raise => {}
        }
        let caller = STATE.frame(&vm.heap);
        let pending = vm.take_pending();
        return resume_raising(vm, generator, pending, caller);
    }
    let caller = STATE.frame(&vm.heap);
    resume_raising(vm, generator, exception, caller)
}

/// What throwing into the inner iterator of a `yield from` gave.
enum Delegated {
    Yielded(Value),
    /// An exception is pending, to be raised in the outer body.
    Raise,
}

fn throw_into(vm: &mut Vm, generator: Generator, inner: Value, exception: Value) -> Res<Delegated> {
    generator.set_state(&mut vm.heap, state::RUNNING);
    let is_exit = vm.is_instance_of(exception, exc::GENERATOR_EXIT);
    let result = if is_exit {
        match close_value(vm, inner) {
            Ok(()) => {
                vm.reraise(exception);
                Ok(Delegated::Raise)
            }
            Err(Raised) => Ok(Delegated::Raise),
        }
    } else if is_generator(vm, inner) {
        match throw(vm, Generator(inner.offset()), exception) {
            Ok(Outcome::Yielded(value)) => Ok(Delegated::Yielded(value)),
            Ok(Outcome::Returned(value)) => {
                stop_iteration(vm, value);
                Ok(Delegated::Raise)
            }
            Err(Raised) => Ok(Delegated::Raise),
        }
    } else {
        let name = vm.intern("throw")?;
        match vm.get_attr_opt(inner, name) {
            Ok(Some(method)) => match vm.call(method, &[exception]) {
                Ok(value) => Ok(Delegated::Yielded(value)),
                Err(Raised) => Ok(Delegated::Raise),
            },
            Ok(None) => {
                vm.raise_value(exception);
                Ok(Delegated::Raise)
            }
            Err(Raised) => Ok(Delegated::Raise),
        }
    };
    generator.set_state(&mut vm.heap, state::SUSPENDED);
    result
}

/// Raises StopIteration with a value.
pub fn stop_iteration(vm: &mut Vm, value: Value) -> Raised {
    if value == statics::NONE {
        vm.raise_with(exc::STOP_ITERATION, &[])
    } else {
        vm.raise_with(exc::STOP_ITERATION, &[value])
    }
}

/// The iterator that a generator suspended in `yield from` or `await` delegates to.
pub fn delegate(vm: &Vm, generator: Generator) -> Option<Value> {
    if generator.state(&vm.heap) != state::SUSPENDED {
        return None;
    }
    let frame = Frame(generator.0 + Generator::SIZE);
    let resume = vm.heap.u16(frame.instr(&vm.heap));
    let is_resume = matches!(resume as u8, crate::ops::op::RESUME | crate::ops::op::RESUME_CHECK);
    if !is_resume || (resume >> 8) & 3 < 2 {
        return None;
    }
    let code = Code(frame.code(&vm.heap));
    let top = frame.0 + Frame::SIZE + (code.nlocalsplus(&vm.heap) + frame.sp(&vm.heap)) * 8;
    Value::from_word(vm.heap.u64(top.wrapping_sub(8)))
}

/// Resumes with an exception instead of a value.
fn resume_raising(vm: &mut Vm, generator: Generator, exception: Value, caller: u32) -> Res<Outcome> {
    let top = crate::interp::frame_top(vm, caller);
    let frame = prepare(vm, generator, statics::NONE, caller, top, owner::GENERATOR | owner::ENTRY)?;
    let instr = Frame(frame).instr(&vm.heap);
    vm.raise_value(exception);
    // The `yield` lies before the resume point, inside the same handlers.
    Frame(frame).set_instr(&mut vm.heap, instr.wrapping_sub(2));
    let result = vm.with_roots(|vm| {
        vm.root(generator.value());
        crate::interp::unwind_frame(vm, frame)
    })?;
    outcome(vm, generator, result)
}

/// `generator.close()`.
pub fn close(vm: &mut Vm, generator: Generator) -> Res {
    if generator.state(&vm.heap) == state::FINISHED {
        return Ok(statics::NONE);
    }
    if generator.state(&vm.heap) == state::SUSPENDED && not_started(vm, generator) {
        generator.set_state(&mut vm.heap, state::FINISHED);
        return Ok(statics::NONE);
    }
    let exit = crate::objects::exception::new_exception(vm, exc::GENERATOR_EXIT, &[])?;
    match throw(vm, generator, exit) {
        Ok(Outcome::Yielded(_)) => {
            let what = what(vm, generator);
            Err(vm.raise(exc::RUNTIME_ERROR, format!("{what} ignored GeneratorExit")))
        }
        Ok(Outcome::Returned(value)) => Ok(value),
        Err(raised) => {
            if vm.pending_is(exc::GENERATOR_EXIT) || vm.pending_is(exc::STOP_ITERATION) {
                vm.take_pending();
                return Ok(statics::NONE);
            }
            Err(raised)
        }
    }
}

fn close_value(vm: &mut Vm, value: Value) -> Res<()> {
    if is_generator(vm, value) {
        return close(vm, Generator(value.offset())).map(drop);
    }
    let name = vm.intern("close")?;
    if let Some(method) = vm.get_attr_opt(value, name)? {
        vm.call(method, &[])?;
    }
    Ok(())
}

/// What `INTRINSIC_STOPITERATION_ERROR` makes of an exception that leaves a generator's body.
pub fn stop_iteration_error(vm: &mut Vm, exception: Value, frame: u32) -> Res {
    let flags = Code(Frame(frame).code(&vm.heap)).flags(&vm.heap);
    let what = if flags & code_flags::ASYNC_GENERATOR != 0 {
        "async generator"
    } else if flags & code_flags::COROUTINE != 0 {
        "coroutine"
    } else {
        "generator"
    };
    let name = if vm.is_instance_of(exception, exc::STOP_ITERATION) {
        "StopIteration"
    } else if flags & code_flags::ASYNC_GENERATOR != 0
        && vm.is_instance_of(exception, exc::STOP_ASYNC_ITERATION)
    {
        "StopAsyncIteration"
    } else {
        return Ok(exception);
    };
    let message = vm.new_str(&format!("{what} raised {name}"))?;
    let error = crate::objects::exception::new_exception(vm, exc::RUNTIME_ERROR, &[message])?;
    crate::objects::exception::set_cause(vm, error, exception)?;
    Exception(error.offset()).set_context(&mut vm.heap, exception);
    Ok(error)
}

/// Async generators' `yield`: not supported yet.
pub fn wrap_async(vm: &mut Vm, _: Value) -> Res {
    Err(unsupported_async(vm))
}

fn unsupported_async(vm: &mut Vm) -> Raised {
    vm.unsupported("asynchronous generators yet")
}

/// `GET_AWAITABLE`.
pub fn awaitable(vm: &mut Vm, value: Value, _place: u32) -> Res {
    if vm.kind_of(value) == Kind::COROUTINE {
        if delegate(vm, Generator(value.offset())).is_some() {
            return Err(vm.raise(exc::RUNTIME_ERROR, "coroutine is being awaited already"));
        }
        return Ok(value);
    }
    let class = vm.class_of(value);
    if vm.overrides(class, Dunder::Await) {
        return Ok(or_none(vm.call_dunder(value, Dunder::Await, &[])?));
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!("object {name} can't be used in 'await' expression")))
}

/// `GET_AITER`.
pub fn async_iter(vm: &mut Vm, value: Value) -> Res {
    if vm.kind_of(value) == Kind::ASYNC_GENERATOR {
        return Err(unsupported_async(vm));
    }
    match vm.call_dunder(value, Dunder::Aiter, &[])? {
        Some(iterator) => Ok(iterator),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("'async for' requires an object with __aiter__ method, got {name}")))
        }
    }
}

/// `GET_ANEXT`.
pub fn async_next(vm: &mut Vm, value: Value) -> Res {
    match vm.call_dunder(value, Dunder::Anext, &[])? {
        Some(result) => awaitable(vm, result, 0),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("'async for' requires an iterator with __anext__ method, got {name}")))
        }
    }
}

fn next(vm: &mut Vm, value: Value) -> Res<Option<Value>> {
    match send(vm, Generator(value.offset()), statics::NONE)? {
        Outcome::Yielded(value) => Ok(Some(value)),
        Outcome::Returned(_) => Ok(None),
    }
}

/// An outcome as a method's result: the return value becomes a StopIteration.
fn outcome_value(vm: &mut Vm, outcome: Outcome) -> Res {
    match outcome {
        Outcome::Yielded(value) => Ok(value),
        Outcome::Returned(value) => Err(stop_iteration(vm, value)),
    }
}

fn next_method(vm: &mut Vm, args: Args) -> Res {
    let outcome = send(vm, Generator(args.get(vm, 0).offset()), statics::NONE)?;
    outcome_value(vm, outcome)
}

fn send_method(vm: &mut Vm, args: Args) -> Res {
    let outcome = send(vm, Generator(args.get(vm, 0).offset()), args.get(vm, 1))?;
    outcome_value(vm, outcome)
}

fn throw_method(vm: &mut Vm, args: Args) -> Res {
    let (class, value) = (args.get(vm, 1), args.opt(vm, 2).filter(|v| *v != statics::NONE));
    let exception = match value {
        Some(value) if vm.as_exception(value).is_some() => value,
        Some(value) => vm.call(class, &[value])?,
        None => match vm.as_exception(class) {
            None if vm.kind_of(class) != Kind::TYPE
                || !vm.is_subclass(class.offset(), exc::BASE_EXCEPTION) =>
            {
                let name = vm.type_name(class);
                return Err(vm.type_error(format!(
                    "exceptions must be classes or instances deriving from BaseException, not {name}"
                )));
            }
            _ => crate::objects::exception::to_instance(vm, class)?,
        },
    };
    let outcome = throw(vm, Generator(args.get(vm, 0).offset()), exception)?;
    outcome_value(vm, outcome)
}

fn close_method(vm: &mut Vm, args: Args) -> Res {
    close(vm, Generator(args.get(vm, 0).offset()))
}

fn repr(vm: &mut Vm, value: Value) -> Res {
    let name = or_none(Generator(value.offset()).qualname(&vm.heap));
    let text =
        format!("<{} object {} at {:#x}>", vm.type_name(value), vm.str_to_string(name), vm.identity(value));
    vm.new_str(&text)
}

const ATTRIBUTES: &[Attribute] = &[
    Attribute {
        name: "__name__",
        get: |vm, g| Ok(or_none(Generator(g.offset()).name(&vm.heap))),
        set: Some(|vm, g, value| {
            let name = settable_name(vm, value, "__name__")?;
            Generator(g.offset()).set_name(&mut vm.heap, name);
            Ok(())
        }),
    },
    Attribute {
        name: "__qualname__",
        get: |vm, g| Ok(or_none(Generator(g.offset()).qualname(&vm.heap))),
        set: Some(|vm, g, value| {
            let name = settable_name(vm, value, "__qualname__")?;
            Generator(g.offset()).set_qualname(&mut vm.heap, name);
            Ok(())
        }),
    },
];

const GENERATOR_ATTRIBUTES: &[Attribute] = &[
    ATTRIBUTES[0],
    ATTRIBUTES[1],
    getter("gi_running", |vm, g| Ok(vm.bool(Generator(g.offset()).state(&vm.heap) == state::RUNNING))),
    getter("gi_suspended", |vm, g| {
        let generator = Generator(g.offset());
        let suspended = generator.state(&vm.heap) == state::SUSPENDED && !not_started(vm, generator);
        Ok(vm.bool(suspended))
    }),
    getter("gi_code", |vm, g| Ok(Value::object(Generator(g.offset()).code(&vm.heap)))),
    getter("gi_yieldfrom", |vm, g| Ok(or_none(delegate(vm, Generator(g.offset()))))),
    getter("gi_frame", |vm, g| {
        let generator = Generator(g.offset());
        match generator.state(&vm.heap) {
            state::FINISHED => Ok(statics::NONE),
            state::RUNNING => running_frame(vm, generator),
            _ => crate::objects::frame::detached(vm, Frame(generator.0 + Generator::SIZE)),
        }
    }),
];

pub static GENERATOR: TypeDef = TypeDef {
    kind: Kind::GENERATOR,
    name: "generator",
    slots: Slots { repr: Some(repr), iter: Some(|_, value| Ok(value)), next: Some(next), ..Slots::NONE },
    methods: &[
        method("__next__", next_method, Sig::Exact(0)),
        method("send", send_method, Sig::Exact(1)),
        method("throw", throw_method, Sig::Range(1, 3)),
        method("close", close_method, Sig::Exact(0)),
    ],
    attributes: GENERATOR_ATTRIBUTES,
    ..TypeDef::DEFAULT
};

pub static COROUTINE: TypeDef = TypeDef {
    kind: Kind::COROUTINE,
    name: "coroutine",
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    methods: &[
        method("send", send_method, Sig::Exact(1)),
        method("throw", throw_method, Sig::Range(1, 3)),
        method("close", close_method, Sig::Exact(0)),
        method("__await__", |vm, args| Ok(args.get(vm, 0)), Sig::Exact(0)),
    ],
    attributes: ATTRIBUTES,
    ..TypeDef::DEFAULT
};

pub static ASYNC_GENERATOR: TypeDef = TypeDef {
    kind: Kind::ASYNC_GENERATOR,
    name: "async_generator",
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    attributes: ATTRIBUTES,
    ..TypeDef::DEFAULT
};
