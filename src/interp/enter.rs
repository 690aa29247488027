//! Ways into the interpreter, from natives and from compiled code.

use super::{Flow, Regs, bind, owner, run};
use crate::bytecode::code_flags;
use crate::heap::layout::{Code, Dict, Frame, Function, Generator};
use crate::heap::statics::{self, STATE};
use crate::heap::{Raised, Res, Value};
use crate::jit::FIRST_CALL;
use crate::objects::function;
use crate::objects::generator::{self, state};
use crate::objects::slots::Args;
use crate::ops::op;
use crate::vm::Vm;

/// The first byte above the frames on the frame stack, where `frame` (perhaps a generator's) is the current one.
pub fn frame_top(vm: &Vm, mut frame: u32) -> u32 {
    for _ in 0..1 << 20 {
        if frame == 0 {
            break;
        }
        if frame < statics::FRAME_STACK_END {
            return frame.wrapping_add(Code(Frame(frame).code(&vm.heap)).framesize(&vm.heap));
        }
        let generator = super::generator_of(frame);
        if generator.state(&vm.heap) == state::RUNNING {
            return generator.top(&vm.heap);
        }
        frame = Frame(frame).prev(&vm.heap);
    }
    statics::FRAME_STACK
}

/// Calls the Python function at `function` with arguments that lie in linear memory.
pub fn call_function(vm: &mut Vm, function: u32, args: Args) -> Res {
    let caller = STATE.frame(&vm.heap);
    let top = frame_top(vm, caller);
    let frame = bind::push_frame(vm, Function(function), args, caller, top, owner::ENTRY)?;
    if Code(Frame(frame).code(&vm.heap)).flags(&vm.heap) & code_flags::GENERATOR != 0 {
        return start_generator(vm, frame, caller);
    }
    enter_frame(vm, frame)
}

/// Makes the generator of a generator function's new frame; only the cells are made by executing instructions.
fn start_generator(vm: &mut Vm, frame: u32, caller: u32) -> Res {
    let header = Frame(frame);
    for _ in 0..1 << 16 {
        let pc = header.instr(&vm.heap);
        match vm.heap.u8(pc) {
            op::RETURN_GENERATOR => {
                let behind = super::behind(vm, pc);
                header.set_instr(&mut vm.heap, behind);
                let made = generator::from_frame(vm, header);
                if made.is_err() {
                    header.set_instr(&mut vm.heap, pc);
                    vm.add_traceback(frame);
                }
                STATE.set_frame(&mut vm.heap, caller);
                return made;
            }
            op::COPY_FREE_VARS | op::MAKE_CELL => {
                if step(vm, frame) == 0 {
                    vm.add_traceback(frame);
                    STATE.set_frame(&mut vm.heap, caller);
                    return Err(Raised);
                }
            }
            _ => break,
        }
    }
    enter_frame(vm, frame)
}

/// Runs a complete frame with owner ENTRY: compiled if it is.
pub fn enter_frame(vm: &mut Vm, frame: u32) -> Res {
    let code = Code(Frame(frame).code(&vm.heap));
    let slot = code.slot(&vm.heap);
    if slot == 0 {
        return run(vm, frame);
    }
    let caller = Frame(frame).prev(&vm.heap);
    STATE.set_frame(&mut vm.heap, frame);
    let word = vm.call_compiled(slot, frame);
    finish_word(vm, word, frame, caller)
}

/// Runs a generator's frame, prepared and with owner ENTRY: compiled if it is.
pub fn resume_frame(vm: &mut Vm, generator: Generator, frame: u32) -> Res {
    let slot = Code(generator.code(&vm.heap)).resume_slot(&vm.heap);
    if slot == 0 {
        return run(vm, frame);
    }
    let caller = Frame(frame).prev(&vm.heap);
    STATE.set_frame(&mut vm.heap, frame);
    let word = vm.call_compiled(slot, frame);
    finish_word(vm, word, frame, caller)
}

/// Turns the word that a compiled function returned for `frame` into a result.
pub fn finish_word(vm: &mut Vm, word: u64, frame: u32, caller: u32) -> Res {
    let result = match word {
        0 => Err(Raised),
        statics::RESUME_INTERPRETER => return finish(vm, frame),
        statics::RAISE_IN_INTERPRETER => return unwind_frame(vm, frame),
        word => Ok(super::value_of(word)),
    };
    STATE.set_frame(&mut vm.heap, caller);
    result
}

impl Vm {
    /// Completes a frame that compiled code left: its value's word, or 0 if it raised.
    pub fn finish_frame(&mut self, frame: u32) -> u64 {
        finish(self, frame).map_or(0, Value::word)
    }

    /// Unwinds a frame in which compiled code raised: its value's word if a handler caught, or 0.
    pub fn unwind_frame(&mut self, frame: u32) -> u64 {
        unwind_frame(self, frame).map_or(0, Value::word)
    }

    /// Adds a frame to the pending exception's traceback.
    pub fn add_traceback(&mut self, frame: u32) {
        crate::objects::exception::add_traceback(self, Frame(frame));
    }
}

/// Completes a frame that compiled code left at its `instr`.
pub fn finish(vm: &mut Vm, frame: u32) -> Res {
    let bits = Frame(frame).owner(&vm.heap) | owner::ENTRY;
    Frame(frame).set_owner(&mut vm.heap, bits);
    run(vm, frame)
}

/// Completes a frame in which compiled code raised at `instr`: looks for a handler, runs on from there.
pub fn unwind_frame(vm: &mut Vm, frame: u32) -> Res {
    let bits = Frame(frame).owner(&vm.heap) | owner::ENTRY;
    Frame(frame).set_owner(&mut vm.heap, bits);
    STATE.set_frame(&mut vm.heap, frame);
    let pc = Frame(frame).instr(&vm.heap);
    let frame = super::unwind::unwind(vm, frame, pc, false)?;
    run(vm, frame)
}

/// Executes exactly the instruction at the frame's `instr` (no jump, return or yield): what compiled code does where it
/// has no stencil. 1, and the frame's `instr` and `sp` are those behind the instruction; or 0, and it raised.
pub fn step(vm: &mut Vm, frame: u32) -> u32 {
    let mut regs = Regs::load(vm, frame);
    let word = vm.heap.u16(regs.pc);
    let (mut opcode, mut arg) = (word as u8, (word >> 8) as u32);
    if opcode == crate::ops::op::EXTENDED_ARG {
        (opcode, arg) = super::extended(vm, &mut regs, arg);
    }
    let outcome = step_one(vm, &mut regs, opcode, arg);
    if regs.fp != frame && !matches!(outcome, Ok(Flow::Next | Flow::Exit)) {
        // The instruction entered a Python frame: run it to its end; its result lands on this frame's stack. If that
        // frame is compiled, it may have left by an exception that it is to handle itself.
        let callee = Frame(regs.fp);
        let bits = callee.owner(&vm.heap) | owner::ENTRY;
        let result = if outcome.is_ok() { finish(vm, regs.fp) } else { unwind_frame(vm, regs.fp) };
        let Ok(result) = result else { return 0 };
        regs.enter(vm, frame);
        if bits & owner::INIT == 0 {
            regs.push(vm, result);
        }
        regs.pc = super::behind(vm, regs.pc);
    } else if outcome.is_err() {
        return 0;
    }
    regs.save(vm);
    1
}

/// Executes the `RAISE_VARARGS` or `RERAISE` at the frame's `instr`, of compiled code: an exception is pending
/// afterwards, and the frame is in its traceback.
pub fn raise(vm: &mut Vm, frame: u32) {
    let mut regs = Regs::load(vm, frame);
    let word = vm.heap.u16(regs.pc);
    match step_one(vm, &mut regs, word as u8, (word >> 8) as u32) {
        Ok(Flow::Reraise) => {}
        _ => vm.add_traceback(frame),
    }
}

/// Takes the pending exception to a handler in compiled code.
pub fn take_exception(vm: &mut Vm) -> Value {
    if STATE.pending(&vm.heap).is_none() {
        let _ = super::system_error(vm, "an operation failed without an exception".to_string());
    }
    vm.take_pending()
}

#[inline(never)]
pub(super) fn step_one(vm: &mut Vm, regs: &mut Regs, opcode: u8, arg: u32) -> Res<Flow> {
    super::execute(vm, regs, opcode, arg)
}

/// Runs module-level or class-level code with a namespace.
pub fn run_code(vm: &mut Vm, code: Code, globals: Dict, namespace: Dict) -> Res {
    run_code_with(vm, code, globals, namespace.value(), 0)
}

/// Runs any code with a namespace, which may be any mapping, and a closure (a tuple of cells, or 0).
pub fn run_code_with(vm: &mut Vm, code: Code, globals: Dict, namespace: Value, closure: u32) -> Res {
    let cells = if closure == 0 { 0 } else { crate::heap::layout::Tuple(closure).len(&vm.heap) };
    if cells != code.nfrees(&vm.heap) {
        return Err(vm.type_error("code that is run as a module or class may not have free variables"));
    }
    let func = function::new_function(vm, code, globals)?;
    func.set_closure(&mut vm.heap, closure);
    let scope = vm.open_roots();
    vm.root(func.value());
    vm.root(namespace);
    let caller = STATE.frame(&vm.heap);
    let top = frame_top(vm, caller);
    let result = match bind::push_frame(vm, func, Args::EMPTY, caller, top, owner::ENTRY) {
        Ok(frame) => {
            // Functions keep their variables in the frame.
            if code.flags(&vm.heap) & code_flags::OPTIMIZED == 0 {
                Frame(frame).set_namespace(&mut vm.heap, namespace.offset());
            }
            enter_frame(vm, frame)
        }
        Err(raised) => Err(raised),
    };
    vm.close_roots(scope);
    result
}

/// Runs a class body (a function's code) with its namespace; gives what the body returns: its `__class__` cell or None.
pub fn run_class_body(vm: &mut Vm, function: Function, namespace: Value) -> Res {
    let caller = STATE.frame(&vm.heap);
    let top = frame_top(vm, caller);
    let frame = bind::push_frame(vm, function, Args::EMPTY, caller, top, owner::ENTRY)?;
    Frame(frame).set_namespace(&mut vm.heap, namespace.offset());
    enter_frame(vm, frame)
}

impl Vm {
    /// Calls the compiled function in `slot` with `frame`.
    #[inline]
    pub fn call_compiled(&mut self, slot: u32, frame: u32) -> u64 {
        if slot == FIRST_CALL {
            return self.first_call(frame);
        }
        match self.jit.host.clone() {
            Some(host) => {
                let word = host.call(self, slot, frame);
                if word == statics::RESUME_INTERPRETER {
                    self.count_exit();
                }
                word
            }
            None => statics::RESUME_INTERPRETER,
        }
    }

    /// The value of a name in the builtins.
    pub fn builtin(&mut self, name: &str) -> Option<Value> {
        let name = self.intern(name).ok()?;
        crate::objects::dict::get_str(self, Dict(STATE.builtins(&self.heap)), name)
    }
}
