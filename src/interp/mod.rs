//! The adaptive interpreter: runs frames that lie in linear memory.
//!
//! [`run`] dispatches over `for_each_op!`'s table: each row names its handler in [`ops`], so an opcode without a
//! handler does not compile. Handlers get the machine's registers ([`Regs`]) and give [`Flow`]. Python calls
//! Python without growing the native stack; a native that calls Python nests another [`run`].

pub mod bind;
pub mod caches;
mod counted;
mod enter;
mod ops;
pub mod specialize;
mod unwind;

use crate::heap::layout::{Bytes, Code, Frame, Function, Generator};
use crate::heap::statics::{self, STATE};
use crate::heap::{Raised, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::slots::Args;
use crate::ops::{self as table, for_each_op, op};
use crate::vm::Vm;

pub use enter::{
    call_function, finish, frame_top, raise, resume_frame, run_class_body, run_code, run_code_with, step,
    take_exception, unwind_frame,
};

/// What natives and compiled code do as instructions do it.
pub(crate) mod generic {
    pub(crate) use super::ops::{
        build, call_on_stack, convert, enter_with, exit_with, extend_list, load_method, load_plain,
        set_attribute, store_plain, super_attr, unpack_exactly, unpack_starred, wrong_attribute,
    };
}
pub(crate) use ops::send_to;

/// Who continues when a frame returns: bits of `Frame::owner`.
pub mod owner {
    /// The frame was entered from a native (or from compiled code): `run` returns.
    pub const ENTRY: u32 = 1;
    /// A generator's frame.
    pub const GENERATOR: u32 = 2;
    /// `__init__` of an instance that lies on the caller's stack already.
    pub const INIT: u32 = 4;
}

/// Where control goes after a handler.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// To the next instruction, behind the inline caches; jumps have added their distance to `pc`.
    Next,
    /// To `pc` as it is: the frame changed.
    Goto,
    /// Out of `run` with the value in `Regs::result`.
    Exit,
    /// An exception was raised again: as an error, but the traceback has this place already.
    Reraise,
}

/// The interpreter's registers: offsets into linear memory.
pub(crate) struct Regs {
    /// The frame.
    pub fp: u32,
    /// The operand stack's first slot.
    pub base: u32,
    /// The operand stack's first free slot.
    pub sp: u32,
    /// The instruction that runs.
    pub pc: u32,
    /// Where the next frame would start.
    pub top: u32,
    /// The first constant.
    pub consts: u32,
    /// What `run` gives, with [`Flow::Exit`].
    pub result: Value,
}

impl Regs {
    /// Registers for a complete frame, about to run its instruction.
    fn load(vm: &mut Vm, frame: u32) -> Regs {
        let mut regs = Regs { fp: frame, base: 0, sp: 0, pc: 0, top: 0, consts: 0, result: statics::NONE };
        regs.enter(vm, frame);
        regs
    }

    /// Switches to a complete frame.
    #[inline(always)]
    pub fn enter(&mut self, vm: &mut Vm, frame: u32) {
        let header = Frame(frame);
        let code = Code(header.code(&vm.heap));
        self.fp = frame;
        self.base = frame.wrapping_add(Frame::SIZE).wrapping_add(code.nlocalsplus(&vm.heap).wrapping_mul(8));
        self.sp = self.base.wrapping_add(header.sp(&vm.heap).wrapping_mul(8));
        self.pc = header.instr(&vm.heap);
        self.consts = code.consts(&vm.heap).wrapping_add(8);
        if frame < statics::FRAME_STACK_END {
            self.top = frame.wrapping_add(code.framesize(&vm.heap));
        } else {
            self.top = generator_of(frame).top(&vm.heap);
        }
        STATE.set_frame(&mut vm.heap, frame);
    }

    /// Stores the instruction and the stack's depth in the frame: before anything that may run Python or raise.
    #[inline(always)]
    pub fn save(&self, vm: &mut Vm) {
        let depth = self.sp.wrapping_sub(self.base) / 8;
        vm.heap.set_field_u64::<8>(self.fp, self.pc as u64 | (depth as u64) << 32);
    }

    #[inline(always)]
    pub fn push_word(&mut self, vm: &mut Vm, word: u64) {
        vm.heap.set_u64(self.sp, word);
        self.sp = self.sp.wrapping_add(8);
    }

    #[inline(always)]
    pub fn push(&mut self, vm: &mut Vm, value: Value) {
        self.push_word(vm, value.word());
    }

    #[inline(always)]
    pub fn pop_word(&mut self, vm: &Vm) -> u64 {
        self.sp = self.sp.wrapping_sub(8);
        vm.heap.u64(self.sp)
    }

    #[inline(always)]
    pub fn pop(&mut self, vm: &Vm) -> Value {
        value_of(self.pop_word(vm))
    }

    /// The `n`th word from the top; 1 is the top.
    #[inline(always)]
    pub fn peek_word(&self, vm: &Vm, n: u32) -> u64 {
        vm.heap.u64(self.sp.wrapping_sub(n * 8))
    }

    #[inline(always)]
    pub fn peek(&self, vm: &Vm, n: u32) -> Value {
        value_of(self.peek_word(vm, n))
    }

    #[inline(always)]
    pub fn set_peek(&self, vm: &mut Vm, n: u32, value: Value) {
        vm.heap.set_u64(self.sp.wrapping_sub(n * 8), value.word());
    }

    /// Drops `n` slots.
    #[inline(always)]
    pub fn drop(&mut self, n: u32) {
        self.sp = self.sp.wrapping_sub(n * 8);
    }

    /// The offset of a local.
    #[inline(always)]
    pub fn local(&self, i: u32) -> u32 {
        self.fp.wrapping_add(Frame::SIZE).wrapping_add(i * 8)
    }

    /// Replaces the top two by a result and goes on.
    #[inline(always)]
    pub fn binary_result(&mut self, vm: &mut Vm, result: Value) -> Res<Flow> {
        self.drop(1);
        self.set_peek(vm, 1, result);
        Ok(Flow::Next)
    }

    /// The code that runs.
    #[inline(always)]
    pub fn code(&self, vm: &Vm) -> Code {
        Code(Frame(self.fp).code(&vm.heap))
    }

    /// The function that runs.
    #[inline(always)]
    pub fn func(&self, vm: &Vm) -> Function {
        Function(Frame(self.fp).func(&vm.heap))
    }

    /// The name `i` of the code.
    #[inline(always)]
    pub fn name(&self, vm: &Vm, i: u32) -> Value {
        let names = self.code(vm).names(&vm.heap);
        value_of(vm.heap.u64(names.wrapping_add(8).wrapping_add(i * 8)))
    }

    /// Inline cache unit `i` (of 16 bits) of the instruction that runs.
    #[inline(always)]
    pub fn cache16(&self, vm: &Vm, i: u32) -> u32 {
        vm.heap.u16(self.pc.wrapping_add(2 + i * 2)) as u32
    }

    /// Inline cache units `i` and `i + 1`.
    #[inline(always)]
    pub fn cache32(&self, vm: &Vm, i: u32) -> u32 {
        vm.heap.u32(self.pc.wrapping_add(2 + i * 2))
    }

    /// Inline cache units `i` to `i + 3`.
    #[inline(always)]
    pub fn cache64(&self, vm: &Vm, i: u32) -> u64 {
        vm.heap.u64(self.pc.wrapping_add(2 + i * 2))
    }
}

/// A word as a value; an empty slot reads as None, which only damaged bytecode can see.
#[inline(always)]
pub(crate) fn value_of(word: u64) -> Value {
    Value::from_word(word).unwrap_or(statics::NONE)
}

/// Runs `frame`, whose owner has [`owner::ENTRY`], until it returns or yields.
pub fn run(vm: &mut Vm, frame: u32) -> Res {
    let depth = STATE.native_depth(&vm.heap) + 1;
    if depth > MOST_NATIVE_DEPTH {
        abandon(vm, frame);
        return Err(vm.raise(exc::RECURSION_ERROR, "maximum recursion depth exceeded"));
    }
    STATE.set_native_depth(&mut vm.heap, depth);
    let mut regs = Regs::load(vm, frame);
    let result = if vm.options.count_instructions {
        counted::dispatch(vm, &mut regs)
    } else {
        dispatch(vm, &mut regs)
    };
    STATE.set_native_depth(&mut vm.heap, depth - 1);
    result
}

/// Nested runs that the native stack has room for (see `host`'s stack size).
const MOST_NATIVE_DEPTH: u32 = 12_000;

/// Leaves a frame that cannot run.
fn abandon(vm: &mut Vm, frame: u32) {
    let prev = Frame(frame).prev(&vm.heap);
    STATE.set_frame(&mut vm.heap, prev);
}

/// Executes the one instruction at `regs.pc`.
macro_rules! dispatch_one {
    (
        base { $(($bname:ident, $bnum:literal, $bhandler:ident, $boperand:ident, $bcaches:literal, $bpop:expr, $bpush:expr, [$($bflag:ident)*]))* }
        instrumented { $($instrumented:tt)* }
        specialized { $(($sname:ident, $snum:literal, $shandler:ident, $sbase:ident, [$($sflag:ident)*]))* }
        pseudo { $($pseudo:tt)* }
    ) => {
        /// Runs the handler of `opcode` and moves on.
        #[inline(always)]
        fn execute(vm: &mut Vm, regs: &mut Regs, opcode: u8, arg: u32) -> Res<Flow> {
            match opcode {
                $($bnum => {
                    let flow = ops::$bhandler(regs, vm, arg)?;
                    if flow == Flow::Next {
                        regs.pc = regs.pc.wrapping_add(2 + 2 * $bcaches);
                    }
                    Ok(flow)
                })*
                $($snum => {
                    let flow = ops::$shandler(regs, vm, arg)?;
                    if flow == Flow::Next {
                        regs.pc = regs.pc.wrapping_add(const { 2 + 2 * table::caches(op::$sbase) as u32 });
                    }
                    Ok(flow)
                })*
                _ => Err(ops::invalid(regs, vm, opcode)),
            }
        }
    };
}

for_each_op!(dispatch_one);

/// The loop. Never inlined into `run`: it owns the machine registers.
#[inline(never)]
fn dispatch(vm: &mut Vm, regs: &mut Regs) -> Res {
    // A local copy lives in machine registers.
    let mut r = Regs { ..*regs };
    loop {
        let word = vm.heap.u16(r.pc);
        let mut opcode = word as u8;
        let mut arg = (word >> 8) as u32;
        if opcode == op::EXTENDED_ARG {
            (opcode, arg) = extended(vm, &mut r, arg);
        }
        match execute(vm, &mut r, opcode, arg) {
            Ok(Flow::Next | Flow::Goto) => {}
            Ok(Flow::Exit) => return Ok(r.result),
            outcome => {
                let reraised = outcome.is_ok();
                let handled = unwind::unwind(vm, r.fp, r.pc, reraised)?;
                r.enter(vm, handled);
            }
        }
    }
}

/// Gathers the operand of an instruction with EXTENDED_ARG in front.
#[cold]
#[inline(never)]
fn extended(vm: &Vm, r: &mut Regs, mut arg: u32) -> (u8, u32) {
    loop {
        r.pc = r.pc.wrapping_add(2);
        let word = vm.heap.u16(r.pc);
        arg = arg << 8 | (word >> 8) as u32;
        if word as u8 != op::EXTENDED_ARG {
            return (word as u8, arg);
        }
    }
}

/// The instruction behind the one at `pc`, an instruction whose EXTENDED_ARG prefixes lie before `pc`.
#[inline(always)]
pub(crate) fn behind(vm: &Vm, pc: u32) -> u32 {
    let opcode = vm.heap.u8(pc);
    pc.wrapping_add(2 + 2 * table::caches(opcode) as u32)
}

/// The line of the instruction at byte `offset` of `code`.
pub fn line_at(vm: &Vm, code: Code, offset: u32) -> Option<i32> {
    let table = Bytes(code.linetable(&vm.heap));
    let bytes = vm.heap.bytes(table.0 + Bytes::SIZE, table.len(&vm.heap));
    crate::bytecode::locations::line_at(bytes, code.firstlineno(&vm.heap) as i32, offset / 2)
}

/// The generator that owns a frame in the heap.
#[inline]
pub(crate) fn generator_of(frame: u32) -> Generator {
    Generator(frame.wrapping_sub(Generator::SIZE))
}

/// Raises for a call of a damaged or foreign instruction.
#[cold]
pub(crate) fn system_error(vm: &mut Vm, message: String) -> Raised {
    vm.raise(exc::SYSTEM_ERROR, message)
}

/// Arguments on the operand stack, from `base` on.
#[inline(always)]
pub(crate) fn stack_args(base: u32, count: u32, kwnames: u32) -> Args {
    Args { base, count, kwnames }
}
