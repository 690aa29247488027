//! Instructions that do not end a block, and the fallback for those without stencils.

use super::Lowerer;
use super::value::{Fact, Numeric, Slot, Val};
use crate::heap::{Kind, statics};
use crate::jit::cfg;
use crate::jit::ir::FRAME;
use crate::jit::refusal::{Bug, Name, Refusal};
use crate::jit::stencil::uop;
use crate::ops::{self, Operand, op};

impl Lowerer<'_> {
    /// Lowers the current instruction.
    pub fn instruction(&mut self) -> Result<(), Refusal> {
        let arg = self.instr.arg as usize;
        match self.instr.base() {
            op::NOP => {}
            op::RESUME => self.poll(self.instr.at),
            op::POP_TOP | op::END_FOR => self.drop(1),
            op::END_SEND => {
                let value = self.pop();
                self.drop(1);
                self.push(value);
            }
            op::GET_YIELD_FROM_ITER => self.get_yield_from_iter()?,
            op::PUSH_NULL => self.push(Val::Const(0)),
            op::LOAD_CONST => {
                let word = self.constant(self.instr.arg);
                self.push(Val::Const(word));
            }
            op::LOAD_FAST => self.load_fast(arg)?,
            op::LOAD_FAST_LOAD_FAST => {
                self.load_fast(arg >> 4)?;
                self.load_fast(arg & 15)?;
            }
            op::LOAD_FAST_CHECK => {
                self.check_fast(arg)?;
                self.load_fast(arg)?;
            }
            op::LOAD_FAST_AND_CLEAR => {
                self.load_fast(arg)?;
                self.state.slots[arg] = Slot { val: Val::Const(0), clean: false };
            }
            op::DELETE_FAST => {
                self.check_fast(arg)?;
                self.state.slots[arg] = Slot { val: Val::Const(0), clean: false };
            }
            op::STORE_FAST => self.store_fast(arg)?,
            op::STORE_FAST_LOAD_FAST => {
                self.store_fast(arg >> 4)?;
                self.load_fast(arg & 15)?;
            }
            op::STORE_FAST_STORE_FAST => {
                self.store_fast(arg >> 4)?;
                self.store_fast(arg & 15)?;
            }
            op::COPY => {
                let slot = self.top(arg.max(1));
                let val = self.val(slot);
                self.push(val);
            }
            op::SWAP => {
                let (a, b) = (self.top(arg.max(1)), self.top(1));
                if a != b {
                    self.state.slots.swap(a, b);
                    self.state.slots[a].clean = false;
                    self.state.slots[b].clean = false;
                }
            }
            op::BINARY_OP => self.binary_op()?,
            op::COMPARE_OP => self.compare_op()?,
            op::UNARY_NEGATIVE | op::UNARY_INVERT => self.unary()?,
            op::UNARY_NOT => {
                let slot = self.top(1);
                let flag = self.as_bool(slot);
                let not = self.op1(uop::BOOL_NOT, &[flag], &[]);
                self.result(1, Val::Bool(not))?;
            }
            op::TO_BOOL => self.truth()?,
            op::IS_OP => {
                let (a, b) = (self.top(2), self.top(1));
                let same = if arg == 0 { uop::WORD_EQ } else { uop::WORD_NE };
                let (a, b) = (self.as_word(a), self.as_word(b));
                let flag = self.op1(same, &[a, b], &[]);
                self.result(2, Val::Bool(flag))?;
            }
            op::LOAD_DEREF => {
                let cell = self.as_word(arg);
                let word = self.op1(uop::CELL_LOAD, &[cell], &[]);
                self.push(Val::Boxed(word, Fact::Any));
            }
            op::STORE_DEREF => {
                let top = self.top(1);
                let (cell, word) = (self.as_word(arg), self.as_word(top));
                self.op0(uop::CELL_STORE, &[cell, word], &[]);
                self.drop(1);
            }
            op::LOAD_GLOBAL => self.load_global()?,
            op::LOAD_ATTR => self.load_attr()?,
            op::STORE_ATTR => self.store_attr()?,
            op::CALL => self.call()?,
            op::BINARY_SUBSCR => self.subscript()?,
            op::STORE_SUBSCR => self.store_subscript()?,
            op::UNPACK_SEQUENCE => self.unpack()?,
            op::LIST_APPEND => self.list_append()?,
            op::BINARY_SLICE => self.slice()?,
            op::STORE_SLICE => self.store_slice()?,
            op::BUILD_SLICE => self.build_slice()?,
            op::BUILD_LIST => self.build_list()?,
            op::BUILD_TUPLE => self.build_tuple()?,
            op::GET_ITER => self.get_iter()?,
            op::MAKE_CELL => self.make_cell()?,
            op::COPY_FREE_VARS => self.copy_free_vars()?,
            op::CONTAINS_OP => self.contains()?,
            op::PUSH_EXC_INFO => self.push_exc_info()?,
            op::POP_EXCEPT => self.pop_except()?,
            op::CHECK_EXC_MATCH => self.check_exc_match()?,
            op::LOAD_NAME if self.in_module() => self.load_name()?,
            op::STORE_NAME if self.in_module() => self.store_global()?,
            op::STORE_GLOBAL => self.store_global()?,
            op::BUILD_MAP => self.build_any(2 * arg, Kind::DICT)?,
            op::BUILD_CONST_KEY_MAP => self.build_any(arg + 1, Kind::DICT)?,
            op::BUILD_SET => self.build_any(arg, Kind::SET)?,
            op::BUILD_STRING => self.build_any(arg, Kind::STR)?,
            op::CALL_KW => self.call_kw()?,
            op::LOAD_SUPER_ATTR => self.load_super_attr()?,
            op::FORMAT_SIMPLE | op::FORMAT_WITH_SPEC | op::CONVERT_VALUE => self.format()?,
            op::SET_ADD | op::LIST_EXTEND | op::MAP_ADD => self.add_to_container()?,
            op::DELETE_SUBSCR => self.delete_subscript()?,
            op::MAKE_FUNCTION => self.make_function()?,
            op::SET_FUNCTION_ATTRIBUTE => self.set_function_attribute()?,
            op::BEFORE_WITH => self.before_with()?,
            op::WITH_EXCEPT_START => self.with_except_start()?,
            op::UNPACK_EX => self.unpack_any()?,
            _ => self.step()?,
        }
        Ok(())
    }

    fn local(&self, i: usize) -> Result<Val, Refusal> {
        if i < self.nlocals { Ok(self.val(i)) } else { Err(Bug::Local.into()) }
    }

    fn load_fast(&mut self, i: usize) -> Result<(), Refusal> {
        let val = self.local(i)?;
        if val == Val::Dead {
            return Err(Bug::DeadLocal.into());
        }
        self.push(val);
        Ok(())
    }

    fn store_fast(&mut self, i: usize) -> Result<(), Refusal> {
        self.local(i)?;
        let val = self.pop();
        self.state.slots[i] = Slot { val, clean: false };
        Ok(())
    }

    /// Exits if a local has no value: the interpreter raises.
    fn check_fast(&mut self, i: usize) -> Result<(), Refusal> {
        match self.local(i)? {
            Val::Const(0) => self.op0(uop::EXIT_ALWAYS, &[], &[]),
            Val::Boxed(local, Fact::Any) => self.op0(uop::GUARD_VALUE, &[local], &[]),
            _ => {}
        }
        Ok(())
    }

    fn truth(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        let val = self.val(slot);
        let flag = match (val.numeric(), self.instr.opcode) {
            (Numeric::Bool, _) => self.as_bool(slot),
            (Numeric::Int, _) => {
                let int = self.as_int(slot);
                self.op1(uop::INT_TRUTH, &[int], &[])
            }
            (Numeric::Float, _) => {
                let float = self.as_float(slot, false);
                self.op1(uop::FLOAT_TRUTH, &[float], &[])
            }
            _ if self.is_denied() => {
                self.before_helper(1);
                let word = self.as_word(slot);
                let flag = self.op1(uop::ANY_TRUTH, &[word], &[]);
                self.forget_heads();
                flag
            }
            (Numeric::Unknown, op::TO_BOOL_BOOL) => self.as_bool(slot),
            (Numeric::Unknown, op::TO_BOOL_INT) => {
                let int = self.as_int(slot);
                self.op1(uop::INT_TRUTH, &[int], &[])
            }
            (_, op::TO_BOOL_LIST) => {
                let list = self.as_class(slot, Kind::LIST.class());
                let len = self.op1(uop::LIST_LEN, &[list], &[]);
                self.op1(uop::INT_TRUTH, &[len], &[])
            }
            (_, op::TO_BOOL_STR) => {
                let text = self.as_class(slot, Kind::STR.class());
                let len = self.op1(uop::STR_LEN, &[text], &[]);
                self.op1(uop::INT_TRUTH, &[len], &[])
            }
            (_, op::TO_BOOL_NONE) => {
                let word = self.as_word(slot);
                self.op0(uop::GUARD_WORD, &[word], &[statics::NONE.word()]);
                return self.result(1, Val::Const(statics::FALSE.word()));
            }
            _ => {
                self.before_helper(1);
                let word = self.as_word(slot);
                let flag = self.op1(uop::ANY_TRUTH, &[word], &[]);
                self.forget_heads();
                flag
            }
        };
        self.result(1, Val::Bool(flag))
    }

    /// Facts about instances end where anything may have happened to them.
    pub fn forget_heads(&mut self) {
        self.state.forget_heads();
    }

    /// Leaves the instruction to the interpreter: completes the frame as far as it needs, lets it execute this one
    /// instruction, and loads what it left on the stack.
    pub fn step(&mut self) -> Result<(), Refusal> {
        let instr = self.instr;
        let opcode = instr.base();
        let flags = ops::flags(opcode as u16);
        if flags & ops::flag::ENDS != 0 {
            return Err(Bug::InsideBlock(Name(opcode)).into());
        }
        let (Some(popped), Some(pushed)) =
            (ops::popped(opcode as u16, instr.arg), ops::pushed(opcode as u16, instr.arg))
        else {
            return Err(Bug::Opcode(opcode).into());
        };
        let (popped, pushed) = (popped.max(0) as usize, pushed.max(0) as usize);
        if popped > self.depth() {
            return Err(Bug::Underflow.into());
        }
        self.spill_for_step(popped);
        self.store_position(instr.start);
        self.op0(uop::STEP_ONE, &[FRAME], &[]);
        self.forget_heads();
        // What an instruction like LIST_APPEND only looks at stays as it is.
        let kept = if grows_container(opcode) { pushed } else { 0 };
        self.drop(popped - kept);
        for _ in kept..pushed {
            let i = self.state.slots.len();
            let offset = self.slot_offset(i);
            let word = self.op1(uop::LOAD_SLOT, &[FRAME], &[offset]);
            self.state.slots.push(Slot { val: Val::Boxed(word, Fact::Any), clean: true });
        }
        match opcode {
            op::MAKE_CELL | op::DELETE_FAST => self.reload(instr.arg as usize),
            op::COPY_FREE_VARS => {
                for i in self.nlocals.saturating_sub(instr.arg as usize)..self.nlocals {
                    self.reload(i);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Before the interpreter runs an instruction on this frame that takes `inputs` values.
    pub fn spill_for_step(&mut self, inputs: usize) {
        self.spill_objects();
        let len = self.state.slots.len();
        let all = if self.cfg.keep_locals { self.nlocals } else { 0 };
        for i in (0..all).chain(len - inputs..len) {
            self.spill(i);
        }
        let opcode = self.instr.base() as u16;
        if matches!(ops::operand(opcode), Operand::Free | Operand::Local) {
            for i in cfg::locals_of(&self.instr).0 {
                if (i as usize) < self.nlocals {
                    self.spill(i as usize);
                }
            }
        }
    }

    /// Before a helper that may run Python, for an instruction with `inputs` operands.
    pub fn before_helper(&mut self, inputs: usize) {
        self.spill_for_step(inputs);
        self.store_position(self.instr.at);
    }

    /// Loads a local that the interpreter has set.
    fn reload(&mut self, i: usize) {
        if i < self.nlocals {
            let offset = self.slot_offset(i);
            let word = self.op1(uop::LOAD_SLOT, &[FRAME], &[offset]);
            self.state.slots[i] = Slot { val: Val::Boxed(word, Fact::Any), clean: true };
        }
    }
}

/// Instructions that add the values on top to a container further down and leave the rest of the stack alone.
fn grows_container(opcode: u8) -> bool {
    matches!(
        opcode,
        op::LIST_APPEND
            | op::SET_ADD
            | op::MAP_ADD
            | op::LIST_EXTEND
            | op::SET_UPDATE
            | op::DICT_UPDATE
            | op::DICT_MERGE
    )
}
