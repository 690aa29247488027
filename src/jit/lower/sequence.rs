//! Subscripts, unpacking and appending.

use super::Lowerer;
use super::value::{Fact, Val};
use crate::heap::layout::Tuple;
use crate::heap::{Kind, Value};
use crate::jit::ir::Local;
use crate::jit::refusal::Refusal;
use crate::jit::stencil::uop;
use crate::ops::op;

impl Lowerer<'_> {
    /// The class that a slot is known to be of.
    fn class_known(&self, slot: usize) -> Option<u32> {
        match self.val(slot) {
            Val::Boxed(_, Fact::Class(class)) => Some(class),
            _ => None,
        }
    }

    /// `BINARY_SUBSCR`.
    pub fn subscript(&mut self) -> Result<(), Refusal> {
        let (container, index) = (self.top(2), self.top(1));
        let known = self.class_known(container);
        let kind = match self.instr.opcode {
            op::BINARY_SUBSCR_LIST_INT => Kind::LIST,
            op::BINARY_SUBSCR_TUPLE_INT => Kind::TUPLE,
            op::BINARY_SUBSCR_STR_INT => Kind::STR,
            op::BINARY_SUBSCR_DICT => return self.dict_item(),
            _ if known == Some(Kind::LIST.class()) => Kind::LIST,
            _ if known == Some(Kind::TUPLE.class()) => Kind::TUPLE,
            _ => return self.any_get_item(),
        };
        if known.is_some_and(|class| class != kind.class()) || self.is_other(index) || self.is_denied() {
            return self.any_get_item();
        }
        let sequence = self.as_class(container, kind.class());
        let index_local = self.as_int(index);
        let id = match kind {
            Kind::LIST if self.val(index).range().low >= 0 => uop::LIST_GET_NONNEG,
            Kind::LIST => uop::LIST_GET,
            Kind::STR => uop::STR_GET,
            _ => uop::TUPLE_GET,
        };
        let item = self.op1(id, &[sequence, index_local], &[]);
        let fact = if kind == Kind::STR { Fact::Class(kind.class()) } else { Fact::Any };
        self.result(2, Val::Boxed(item, fact))
    }

    /// The entry of a dict for a key, by identity, in an i32 that is 0 if the helper must look; `None` if the container is known
    /// to be no dict.
    fn dict_entry(&mut self, container: usize, key: usize) -> Option<Local> {
        let class = Kind::DICT.class();
        let other = !matches!(self.val(container), Val::Boxed(..))
            || self.class_known(container).is_some_and(|c| c != class);
        if other || self.is_denied() {
            return None;
        }
        let dict = self.as_class(container, class);
        let key = self.as_word(key);
        Some(self.op1(uop::DICT_ENTRY, &[dict, key], &[]))
    }

    /// `dict[key]`.
    fn dict_item(&mut self) -> Result<(), Refusal> {
        let (container, key) = (self.top(2), self.top(1));
        let Some(entry) = self.dict_entry(container, key) else { return self.any_get_item() };
        let word = self.op1(uop::ENTRY_VALUE, &[entry], &[]);
        let missed = self.op1(uop::BOOL_NOT, &[entry], &[]);
        let (dict, key) = (self.as_word(container), self.as_word(key));
        self.helper_if(missed, 2, |this| this.op(uop::ANY_GET_ITEM, &[dict, key], &[], vec![word]));
        self.result(2, Val::Boxed(word, Fact::Any))
    }

    /// `dict[key] = value`.
    fn set_dict_item(&mut self) -> Result<(), Refusal> {
        let (value, container, key) = (self.top(3), self.top(2), self.top(1));
        let Some(entry) = self.dict_entry(container, key) else { return self.any_set_item() };
        let (word, dict, key) = (self.as_word(value), self.as_word(container), self.as_word(key));
        self.op0(uop::ENTRY_STORE, &[entry, word], &[]);
        let missed = self.op1(uop::BOOL_NOT, &[entry], &[]);
        self.helper_if(missed, 3, |this| this.op0(uop::ANY_SET_ITEM, &[dict, key, word], &[]));
        self.drop(3);
        Ok(())
    }

    /// `item in container`.
    pub fn contains(&mut self) -> Result<(), Refusal> {
        let (item, container) = (self.top(2), self.top(1));
        let text = match self.val(container) {
            Val::Const(word) => Value::from_word(word).is_some_and(|v| self.vm.is_exact(v, Kind::STR)),
            _ => self.class_known(container) == Some(Kind::STR.class()),
        };
        let dict = self.instr.opcode == op::CONTAINS_OP_DICT;
        let found = if text && !self.is_denied() && self.may_be_str(item) {
            let text = self.as_class(container, Kind::STR.class());
            let part = self.as_class(item, Kind::STR.class());
            self.op1(uop::STR_HAS, &[text, part], &[])
        } else if let Some(entry) = dict.then(|| self.dict_entry(container, item)).flatten() {
            let missed = self.op1(uop::BOOL_NOT, &[entry], &[]);
            let found = self.op1(uop::BOOL_NOT, &[missed], &[]);
            let (dict, key) = (self.as_word(container), self.as_word(item));
            self.helper_if(missed, 2, |this| this.op(uop::ANY_CONTAINS, &[dict, key], &[], vec![found]));
            found
        } else {
            self.before_helper(2);
            let (container, item) = (self.as_word(container), self.as_word(item));
            let found = self.op1(uop::ANY_CONTAINS, &[container, item], &[]);
            self.forget_heads();
            found
        };
        let flag = if self.instr.arg & 1 != 0 { self.op1(uop::BOOL_NOT, &[found], &[]) } else { found };
        self.result(2, Val::Bool(flag))
    }

    /// `STORE_SUBSCR`.
    pub fn store_subscript(&mut self) -> Result<(), Refusal> {
        let (value, container, index) = (self.top(3), self.top(2), self.top(1));
        let known = self.class_known(container);
        if self.instr.opcode == op::STORE_SUBSCR_DICT {
            return self.set_dict_item();
        }
        let is_list = self.instr.opcode == op::STORE_SUBSCR_LIST_INT || known == Some(Kind::LIST.class());
        if !is_list
            || known.is_some_and(|class| class != Kind::LIST.class())
            || self.is_other(index)
            || self.is_denied()
        {
            return self.any_set_item();
        }
        let list = self.as_class(container, Kind::LIST.class());
        let index = self.as_int(index);
        let word = self.as_word(value);
        self.op0(uop::LIST_SET, &[list, index, word], &[]);
        self.drop(3);
        Ok(())
    }

    fn any_get_item(&mut self) -> Result<(), Refusal> {
        let (container, key) = (self.top(2), self.top(1));
        self.before_helper(2);
        let (container, key) = (self.as_word(container), self.as_word(key));
        let item = self.op1(uop::ANY_GET_ITEM, &[container, key], &[]);
        self.forget_heads();
        self.result(2, Val::Boxed(item, Fact::Any))
    }

    fn any_set_item(&mut self) -> Result<(), Refusal> {
        let (value, container, key) = (self.top(3), self.top(2), self.top(1));
        self.before_helper(3);
        let (value, container, key) = (self.as_word(value), self.as_word(container), self.as_word(key));
        self.op0(uop::ANY_SET_ITEM, &[container, key, value], &[]);
        self.forget_heads();
        self.drop(3);
        Ok(())
    }

    /// `UNPACK_SEQUENCE`.
    pub fn unpack(&mut self) -> Result<(), Refusal> {
        let n = self.instr.arg as usize;
        let slot = self.top(1);
        let known = self.class_known(slot);
        let kind = match self.instr.opcode {
            op::UNPACK_SEQUENCE_TWO_TUPLE | op::UNPACK_SEQUENCE_TUPLE => Kind::TUPLE,
            op::UNPACK_SEQUENCE_LIST => Kind::LIST,
            _ if known == Some(Kind::TUPLE.class()) => Kind::TUPLE,
            _ => return self.unpack_any(),
        };
        if n > 16 || known.is_some_and(|class| class != kind.class()) || self.is_denied() {
            return self.unpack_any();
        }
        let sequence = self.as_class(slot, kind.class());
        let (guard, item) = match kind {
            Kind::TUPLE => (uop::GUARD_TUPLE_LEN, uop::TUPLE_ITEM),
            _ => (uop::GUARD_LIST_LEN, uop::LIST_ITEM),
        };
        self.op0(guard, &[sequence], &[n as u64]);
        let base = if kind == Kind::TUPLE { Tuple::SIZE as u64 } else { 0 };
        let items: Vec<_> = (0..n).map(|i| self.op1(item, &[sequence], &[base + 8 * i as u64])).collect();
        self.drop(1);
        for item in items.into_iter().rev() {
            self.push(Val::Boxed(item, Fact::Any));
        }
        Ok(())
    }

    /// `LIST_APPEND`, as comprehensions use it: the list is `n` below the item.
    pub fn list_append(&mut self) -> Result<(), Refusal> {
        let (list, item) = (self.top(self.instr.arg as usize + 1), self.top(1));
        if self.class_known(list) != Some(Kind::LIST.class()) && self.is_denied() {
            return self.step();
        }
        self.append(list, item);
        self.drop(1);
        Ok(())
    }

    /// Appends the item in a slot.
    pub fn append(&mut self, list: usize, item: usize) {
        let list = self.as_class(list, Kind::LIST.class());
        let word = self.as_word(item);
        // Growing may fail for want of memory.
        self.store_position(self.instr.at);
        self.op0(uop::LIST_PUSH, &[list, word], &[]);
    }

    /// `BINARY_SLICE`.
    pub fn slice(&mut self) -> Result<(), Refusal> {
        let first = self.top(3);
        self.before_helper(3);
        let words = [self.as_word(first), self.as_word(first + 1), self.as_word(first + 2)];
        let out = self.op1(uop::ANY_GET_SLICE, &words, &[]);
        self.forget_heads();
        self.result(3, Val::Boxed(out, Fact::Any))
    }

    /// `STORE_SLICE`: the value, the container, start and stop.
    pub fn store_slice(&mut self) -> Result<(), Refusal> {
        let first = self.top(4);
        self.before_helper(4);
        let words = [1, 2, 3, 0].map(|i| self.as_word(first + i));
        self.op0(uop::ANY_SET_SLICE, &words, &[]);
        self.forget_heads();
        self.drop(4);
        Ok(())
    }

    /// `BUILD_SLICE` of two or three.
    pub fn build_slice(&mut self) -> Result<(), Refusal> {
        let n = if self.instr.arg == 3 { 3 } else { 2 };
        let first = self.top(n);
        let step = match n {
            3 => self.as_word(first + 2),
            _ => self.op1(uop::CONST_WORD, &[], &[crate::heap::statics::NONE.word()]),
        };
        let words = [self.as_word(first), self.as_word(first + 1), step];
        self.store_position(self.instr.at);
        let out = self.op1(uop::NEW_SLICE, &words, &[]);
        self.result(n, Val::Boxed(out, Fact::Class(Kind::SLICE.class())))
    }
}
