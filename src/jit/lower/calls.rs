//! Calls of what is known at compile time; everything else goes through a step.

use super::value::{Fact, Range, Val};
use super::{Lowerer, Refused};
use crate::heap::layout::{Code, Frame, Function};
use crate::heap::{Kind, Value};
use crate::jit::ir::FRAME;
use crate::jit::stencil::uop;
use crate::ops::op;

impl Lowerer<'_> {
    /// `CALL`.
    pub fn call(&mut self) -> Result<(), Refused> {
        let n = self.instr.arg as usize;
        let (callee, receiver) = (self.top(n + 2), self.top(n + 1));
        if self.instr.opcode == op::CALL_LIST_APPEND && n == 1 && !self.is_denied() {
            return self.call_list_append();
        }
        let Val::Const(word) = self.val(callee) else { return self.step() };
        let Some(function) = Value::from_word(word).filter(|v| v.is_object()) else { return self.step() };
        let own = match self.val(receiver) {
            Val::Const(0) => 0,
            Val::Boxed(_, Fact::Any) => return self.step(),
            _ => 1,
        };
        match self.vm.kind_of(function) {
            Kind::FUNCTION => self.call_python(Function(function.offset()), n + own, n + 2),
            _ if self.instr.opcode == op::CALL_LEN && n == 1 && own == 0 => self.call_len(),
            _ => self.step(),
        }
    }

    /// A Python function with `count` arguments on top of the stack; `consumed` slots go.
    fn call_python(&mut self, function: Function, count: usize, consumed: usize) -> Result<(), Refused> {
        let heap = &self.vm.heap;
        let code = Code(function.code(heap));
        if code.simple(heap) == 0 || code.argcount(heap) as usize != count {
            return self.step();
        }
        let (framesize, nlocals) = (code.framesize(heap), code.nlocalsplus(heap) as usize);
        let (bytecode, this) = (code.bytecode(heap), self.unit);
        self.keep(code.0);
        let len = self.state.slots.len();
        let callee = self.op1(
            uop::PLACE_FRAME,
            &[FRAME],
            &[self.framesize as u64, self.framesize as u64 + framesize as u64],
        );
        let words: Vec<_> = (len - count..len).map(|i| self.as_word(i)).collect();
        // The arguments live on in the callee's frame.
        self.drop(consumed);
        self.spill_objects();
        let position = self.position(self.instr.at, self.depth());
        self.op0(
            uop::ENTER_FRAME,
            &[FRAME, callee],
            &[
                code.0 as u64,
                bytecode as u64,
                function.0 as u64,
                crate::interp::bind::CALLED as u64,
                position,
            ],
        );
        for (i, word) in words.into_iter().enumerate() {
            self.op0(uop::STORE_SLOT, &[callee, word], &[Frame::SIZE as u64 + 8 * i as u64]);
        }
        if nlocals - count <= 12 {
            if nlocals > count {
                let zero = self.op1(uop::CONST_WORD, &[], &[0]);
                for i in count..nlocals {
                    self.op0(uop::STORE_SLOT, &[callee, zero], &[Frame::SIZE as u64 + 8 * i as u64]);
                }
            }
        } else {
            let (start, bytes) = (Frame::SIZE as u64 + 8 * count as u64, 8 * (nlocals - count) as u64);
            self.op0(uop::CLEAR_SLOTS, &[callee], &[start, bytes]);
        }
        let out = self.body.local(crate::jit::stencil::Ty::I64);
        if code == this.code && this.entry == 0 {
            self.op(uop::CALL_DIRECT, &[callee], &[], vec![out], this.slot);
        } else {
            self.op(uop::CALL_SLOT, &[callee], &[code.0 as u64], vec![out], 0);
        }
        let result = self.op1(uop::LEAVE_FRAME, &[out, FRAME, callee], &[]);
        self.forget_heads();
        self.push(Val::Boxed(result, Fact::Any));
        Ok(())
    }

    /// `list.append(item)`.
    fn call_list_append(&mut self) -> Result<(), Refused> {
        let (callee, list, item) = (self.top(3), self.top(2), self.top(1));
        let Val::Const(word) = self.val(callee) else { return self.step() };
        let is_method = Value::from_word(word)
            .is_some_and(|v| v.is_object() && self.vm.kind_of(v) == Kind::METHOD_DESCRIPTOR);
        if !is_method {
            return self.step();
        }
        self.append(list, item);
        self.drop(3);
        self.push(Val::Const(crate::heap::statics::NONE.word()));
        Ok(())
    }

    /// `len(x)` of what has its length at hand.
    fn call_len(&mut self) -> Result<(), Refused> {
        let slot = self.top(1);
        let Val::Boxed(_, Fact::Class(class)) = self.val(slot) else { return self.step() };
        let id = match () {
            _ if class == Kind::LIST.class() => uop::LIST_LEN,
            _ if class == Kind::TUPLE.class() => uop::TUPLE_LEN,
            _ if class == Kind::DICT.class() => uop::DICT_LEN,
            _ if class == Kind::STR.class() => uop::STR_LEN,
            _ => return self.step(),
        };
        let object = self.as_class(slot, class);
        let len = self.op1(id, &[object], &[]);
        self.result(3, Val::Int(len, Range { low: 0, high: u32::MAX as i64 }))
    }
}
