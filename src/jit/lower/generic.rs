//! Instructions that a helper carries out, for values of any kind.

use super::Lowerer;
use super::value::{Fact, Slot, Val};
use crate::heap::Kind;
use crate::jit::ir::{FRAME, Local};
use crate::jit::refusal::{Bug, Refusal};
use crate::jit::stencil::uop;
use crate::ops::op;

impl Lowerer<'_> {
    /// The offset in the frame of the `n`th slot from the top.
    fn top_offset(&mut self, n: usize) -> u64 {
        let slot = self.top(n);
        self.slot_offset(slot)
    }

    /// Replaces `n` operands by what a helper that may have run Python gave.
    fn helper_result(&mut self, n: usize, out: Local, fact: Fact) -> Result<(), Refusal> {
        self.forget_heads();
        self.result(n, Val::Boxed(out, fact))
    }

    /// A `CALL` of anything.
    pub fn call_any(&mut self) -> Result<(), Refusal> {
        let n = self.instr.arg as usize;
        self.call_stack(n, n + 2, 0)
    }

    /// `CALL_KW`: the names of the last arguments are a constant on top.
    pub fn call_kw(&mut self) -> Result<(), Refusal> {
        let (n, names) = (self.instr.arg as usize, self.top(1));
        let Val::Const(names) = self.val(names) else { return self.step() };
        self.call_stack(n, n + 3, names)
    }

    fn call_stack(&mut self, n: usize, consumed: usize, names: u64) -> Result<(), Refusal> {
        self.before_helper(consumed);
        let base = self.top_offset(consumed);
        let out = self.op1(uop::CALL_STACK_AT, &[FRAME], &[base, n as u64, names]);
        self.helper_result(consumed, out, Fact::Any)
    }

    /// `LOAD_ATTR` of anything.
    pub fn load_attr_any(&mut self) -> Result<(), Refusal> {
        let Some(name) = self.name(self.instr.arg >> 1) else { return Err(Bug::Name.into()) };
        let slot = self.top(1);
        self.before_helper(1);
        let object = self.as_word(slot);
        if self.instr.arg & 1 == 0 {
            let out = self.op1(uop::ANY_LOAD_ATTR, &[object], &[name.word()]);
            return self.helper_result(1, out, Fact::Any);
        }
        let out = self.op1(uop::ANY_LOAD_METHOD, &[object], &[name.word()]);
        self.push_found(1, out);
        Ok(())
    }

    /// What a look-up for a method call found, and the receiver, in place of `n` operands.
    fn push_found(&mut self, n: usize, found: Local) {
        let receiver = self.op1(uop::TAKE_RETURNED, &[], &[]);
        self.forget_heads();
        self.drop(n);
        self.push(Val::Boxed(found, Fact::Any));
        self.push(Val::Boxed(receiver, Fact::Any));
    }

    /// `STORE_ATTR` on anything.
    pub fn store_attr_any(&mut self) -> Result<(), Refusal> {
        let Some(name) = self.name(self.instr.arg) else { return Err(Bug::Name.into()) };
        let (value, object) = (self.top(2), self.top(1));
        self.before_helper(2);
        let (value, object) = (self.as_word(value), self.as_word(object));
        self.op0(uop::ANY_STORE_ATTR, &[object, value], &[name.word()]);
        self.forget_heads();
        self.drop(2);
        Ok(())
    }

    /// `LOAD_SUPER_ATTR`.
    pub fn load_super_attr(&mut self) -> Result<(), Refusal> {
        let arg = self.instr.arg;
        let Some(name) = self.name(arg >> 2) else { return Err(Bug::Name.into()) };
        self.before_helper(3);
        let base = self.top_offset(3);
        let out = self.op1(uop::SUPER_ATTR_AT, &[FRAME], &[base, arg as u64, name.word()]);
        if arg & 1 == 0 {
            return self.helper_result(3, out, Fact::Any);
        }
        self.push_found(3, out);
        Ok(())
    }

    /// `FORMAT_SIMPLE`, `FORMAT_WITH_SPEC`, `CONVERT_VALUE`.
    pub fn format(&mut self) -> Result<(), Refusal> {
        let n = if self.instr.base() == op::FORMAT_WITH_SPEC { 2 } else { 1 };
        let slot = self.top(n);
        if self.instr.base() == op::FORMAT_SIMPLE
            && let Val::Boxed(_, fact) = self.val(slot)
            && fact == Fact::Class(Kind::STR.class())
        {
            return Ok(());
        }
        self.before_helper(n);
        let value = self.as_word(slot);
        let out = match self.instr.base() {
            op::FORMAT_SIMPLE => self.op1(uop::FORMAT_PLAIN, &[value], &[]),
            op::CONVERT_VALUE => self.op1(uop::CONVERT_ANY, &[value], &[self.instr.arg as u64]),
            _ => {
                let spec = self.as_word(slot + 1);
                self.op1(uop::FORMAT_SPEC, &[value, spec], &[])
            }
        };
        self.helper_result(n, out, Fact::Any)
    }

    /// An instruction that makes a container, or a string, of `n` operands.
    pub fn build_any(&mut self, n: usize, kind: Kind) -> Result<(), Refusal> {
        self.before_helper(n);
        let base = if n == 0 { 0 } else { self.top_offset(n) };
        let opcode = self.instr.base() as u64;
        let out = self.op1(uop::BUILD_AT, &[FRAME], &[opcode, base, n as u64]);
        // A string of one part that is not empty may be that part, and of a subclass.
        let fact = if kind == Kind::STR { Fact::Any } else { Fact::Class(kind.class()) };
        self.helper_result(n, out, fact)
    }

    /// `SET_ADD`, `LIST_EXTEND`, `MAP_ADD`: what is on top goes into the container further down.
    pub fn add_to_container(&mut self) -> Result<(), Refusal> {
        let n = if self.instr.base() == op::MAP_ADD { 2 } else { 1 };
        let (container, first) = (self.top(self.instr.arg as usize + n), self.top(n));
        self.before_helper(n);
        let (container, word) = (self.as_word(container), self.as_word(first));
        match self.instr.base() {
            op::SET_ADD => self.op0(uop::ANY_SET_ADD, &[container, word], &[]),
            op::LIST_EXTEND => self.op0(uop::ANY_LIST_EXTEND, &[container, word], &[]),
            _ => {
                let value = self.as_word(first + 1);
                self.op0(uop::ANY_SET_ITEM, &[container, word, value], &[]);
            }
        }
        self.forget_heads();
        self.drop(n);
        Ok(())
    }

    /// `DELETE_SUBSCR`.
    pub fn delete_subscript(&mut self) -> Result<(), Refusal> {
        let (container, key) = (self.top(2), self.top(1));
        self.before_helper(2);
        let (container, key) = (self.as_word(container), self.as_word(key));
        self.op0(uop::ANY_DEL_ITEM, &[container, key], &[]);
        self.forget_heads();
        self.drop(2);
        Ok(())
    }

    /// `MAKE_FUNCTION`.
    pub fn make_function(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        let code = self.as_word(slot);
        self.store_position(self.instr.at);
        let out = self.op1(uop::NEW_FUNCTION, &[FRAME, code], &[]);
        self.result(1, Val::Boxed(out, Fact::Class(Kind::FUNCTION.class())))
    }

    /// `SET_FUNCTION_ATTRIBUTE`: the function is on top, the attribute below.
    pub fn set_function_attribute(&mut self) -> Result<(), Refusal> {
        let (value, function) = (self.top(2), self.top(1));
        let val = self.val(function);
        let (word, made) = (self.as_word(value), self.as_word(function));
        if self.instr.arg == CLOSURE {
            // The verifier has seen to it that this is a tuple of cells.
            self.op0(uop::FUNCTION_CLOSURE, &[made, word], &[]);
        } else {
            self.store_position(self.instr.at);
            self.op0(uop::FUNCTION_ATTRIBUTE, &[made, word], &[self.instr.arg as u64]);
        }
        self.drop(2);
        self.push(val);
        Ok(())
    }

    /// `BEFORE_WITH`.
    pub fn before_with(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        self.before_helper(1);
        let manager = self.as_word(slot);
        let entered = self.op1(uop::WITH_ENTER, &[manager], &[]);
        let exit = self.op1(uop::TAKE_RETURNED, &[], &[]);
        self.forget_heads();
        self.drop(1);
        self.push(Val::Boxed(exit, Fact::Any));
        self.push(Val::Boxed(entered, Fact::Any));
        Ok(())
    }

    /// `WITH_EXCEPT_START`: the exit method lies four slots down, the exception on top.
    pub fn with_except_start(&mut self) -> Result<(), Refusal> {
        let (exit, raised) = (self.top(4), self.top(1));
        self.before_helper(4);
        let (exit, raised) = (self.as_word(exit), self.as_word(raised));
        let out = self.op1(uop::WITH_EXIT, &[exit, raised], &[]);
        self.helper_result(0, out, Fact::Any)
    }

    /// `UNPACK_SEQUENCE` and `UNPACK_EX` of anything: the helper leaves the items on the operand stack.
    pub fn unpack_any(&mut self) -> Result<(), Refusal> {
        let arg = self.instr.arg;
        let starred = self.instr.base() == op::UNPACK_EX;
        let n = if starred { (arg & 0xFF) + 1 + (arg >> 8) } else { arg };
        let slot = self.top(1);
        self.before_helper(1);
        let base = self.slot_offset(slot);
        let value = self.as_word(slot);
        self.op0(uop::UNPACK_AT, &[FRAME, value], &[base, arg as u64, starred as u64]);
        self.forget_heads();
        self.drop(1);
        for _ in 0..n {
            let offset = self.slot_offset(self.state.slots.len());
            let word = self.op1(uop::LOAD_SLOT, &[FRAME], &[offset]);
            self.state.slots.push(Slot { val: Val::Boxed(word, Fact::Any), clean: true });
        }
        Ok(())
    }
}

/// `SET_FUNCTION_ATTRIBUTE`'s argument for the closure.
const CLOSURE: u32 = 8;
