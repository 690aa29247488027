//! New objects: tuples, lists, cells, instances.

use super::Lowerer;
use super::value::{Fact, Numeric, Slot, Val};
use crate::heap::alloc::{CLASSES, FREE_LISTS};
use crate::heap::layout::{Cell, List, Range, RangeIter, SeqIter, Tuple};
use crate::heap::{Kind, Value};
use crate::jit::ir::{FRAME, Local};
use crate::jit::refusal::{Bug, Refusal};
use crate::jit::stencil::uop;
use crate::ops::op;

impl Lowerer<'_> {
    /// A cell of at least `size` bytes, its content undefined; `None` for a size that no free list has.
    pub fn allocate(&mut self, size: u32) -> Option<Local> {
        let head = free_list(size)?;
        let effect = self.effect;
        let cell = self.op1(uop::ALLOC, &[], &[head as u64, size as u64]);
        // Nobody sees a cell that was taken in vain: guards may follow.
        self.effect = effect;
        Some(cell)
    }

    /// Sets a word of a new object.
    pub fn init_word(&mut self, object: Local, offset: u32, word: u64) {
        self.op0(uop::INIT_WORD, &[object], &[offset as u64, word]);
    }

    /// `BUILD_TUPLE`.
    pub fn build_tuple(&mut self) -> Result<(), Refusal> {
        let n = self.instr.arg as usize;
        if n == 0 || n > 16 {
            return self.build_any(n, Kind::TUPLE);
        }
        let first = self.top(n);
        let words: Vec<_> = (first..first + n).map(|i| self.as_word(i)).collect();
        let Some(tuple) = self.allocate(Tuple::SIZE + 8 * n as u32) else { return self.step() };
        self.init_word(tuple, 0, Kind::TUPLE.class() as u64 | (n as u64) << 32);
        for (i, word) in words.into_iter().enumerate() {
            self.op0(uop::INIT_FIELD, &[tuple, word], &[Tuple::SIZE as u64 + 8 * i as u64]);
        }
        self.result(n, Val::Boxed(tuple, Fact::Class(Kind::TUPLE.class())))
    }

    /// `BUILD_LIST`.
    pub fn build_list(&mut self) -> Result<(), Refusal> {
        let n = self.instr.arg as usize;
        if n > MOST_ITEMS {
            return self.build_any(n, Kind::LIST);
        }
        let first = self.top(n);
        let words: Vec<_> = (first..first + n).map(|i| self.as_word(i)).collect();
        let items = match n {
            0 => None,
            n => match self.allocate(8 * n as u32) {
                Some(items) => Some(items),
                None => return self.step(),
            },
        };
        let Some(list) = self.allocate(List::SIZE) else { return self.step() };
        let len = n as u64;
        self.init_word(list, 0, Kind::LIST.class() as u64 | len << 32);
        match items {
            None => {
                self.init_word(list, 8, 0);
                self.init_word(list, 16, 0);
            }
            Some(items) => {
                for (i, word) in words.into_iter().enumerate() {
                    self.op0(uop::INIT_FIELD, &[items, word], &[8 * i as u64]);
                }
                self.init_word(list, 8, len | len << 32);
                self.op0(uop::INIT_FIELD, &[list, items], &[16]);
            }
        }
        self.result(n, Val::Boxed(list, Fact::Class(Kind::LIST.class())))
    }

    /// `GET_ITER` of a list, tuple or range: by what is known, or by what the loop behind it was specialised for.
    pub fn get_iter(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        let fact = match self.val(slot) {
            Val::Boxed(_, fact) => fact,
            _ => return self.any_iter(),
        };
        if fact == Fact::Class(Kind::ENUMERATE.class()) {
            return Ok(());
        }
        let next = self.instr.next;
        let next = self.cfg.instrs.iter().find(|instr| instr.start == next);
        if next.is_some_and(|instr| instr.opcode == op::FOR_ITER_GEN)
            && fact == Fact::Any
            && !self.is_denied()
        {
            // A generator is its own iterator.
            self.as_class(slot, Kind::GENERATOR.class());
            return Ok(());
        }
        let of_loop = next.and_then(|instr| match instr.opcode {
            op::FOR_ITER_LIST => Some(Kind::LIST),
            op::FOR_ITER_TUPLE => Some(Kind::TUPLE),
            op::FOR_ITER_RANGE => Some(Kind::RANGE),
            _ => None,
        });
        let known =
            [Kind::LIST, Kind::TUPLE, Kind::RANGE].into_iter().find(|k| fact == Fact::Class(k.class()));
        let guess = of_loop.filter(|_| fact == Fact::Any && !self.is_denied());
        let Some(kind) = known.or(guess) else { return self.any_iter() };
        let object = self.as_class(slot, kind.class());
        let (class, iterator) = if kind == Kind::RANGE {
            let mut field = |offset: u32| self.op1(uop::RANGE_FIELD, &[object], &[offset as u64]);
            // With start and stop small, so are all numbers of the range.
            field(16);
            let (start, step, length) = (field(8), field(24), field(32));
            let Some(iterator) = self.allocate(RangeIter::SIZE) else { return self.step() };
            for (value, offset) in [(start, 8), (length, 16), (step, 24)] {
                self.op0(uop::INIT_FIELD, &[iterator, value], &[offset]);
            }
            (Kind::RANGE_ITER, iterator)
        } else {
            let Some(iterator) = self.allocate(SeqIter::SIZE) else { return self.step() };
            self.op0(uop::INIT_FIELD, &[iterator, object], &[8]);
            self.init_word(iterator, 16, 0);
            (if kind == Kind::LIST { Kind::LIST_ITER } else { Kind::TUPLE_ITER }, iterator)
        };
        self.init_word(iterator, 0, class.class() as u64);
        self.result(1, Val::Boxed(iterator, Fact::Class(class.class())))
    }

    /// `GET_ITER` of anything.
    fn any_iter(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        self.before_helper(1);
        let word = self.as_word(slot);
        let out = self.op1(uop::ANY_ITER, &[word], &[]);
        self.forget_heads();
        self.result(1, Val::Boxed(out, Fact::Any))
    }

    /// `range(stop)` or `range(start, stop)` of integers; `n` arguments on top.
    pub fn call_range(&mut self, n: usize) -> Result<(), Refusal> {
        let known_int =
            |this: &Self, slot| matches!(this.val(slot).numeric(), Numeric::Int | Numeric::Unknown);
        let (first, last) = (self.top(n), self.top(1));
        if self.is_denied() || !known_int(self, first) || !known_int(self, last) {
            return self.call_any();
        }
        let start = if n == 2 { self.as_int(first) } else { self.op1(uop::CONST_WORD, &[], &[0]) };
        let stop = self.as_int(last);
        let length = self.op1(uop::RANGE_LEN, &[start, stop], &[]);
        let Some(range) = self.allocate(Range::SIZE) else { return self.call_any() };
        self.init_word(range, 0, Kind::RANGE.class() as u64);
        for (value, offset) in [(start, 8), (stop, 16), (length, 32)] {
            let word = self.op1(uop::BOX_INT, &[value], &[]);
            self.op0(uop::INIT_FIELD, &[range, word], &[offset]);
        }
        self.init_word(range, 24, Value::int(1).word());
        self.result(n + 2, Val::Boxed(range, Fact::Class(Kind::RANGE.class())))
    }

    /// `MAKE_CELL`: the local's value moves into a cell.
    pub fn make_cell(&mut self) -> Result<(), Refusal> {
        let i = self.instr.arg as usize;
        if i >= self.nlocals {
            return Err(Bug::Cell.into());
        }
        // A local without a value has 0 in its slot.
        let word = match self.val(i) {
            Val::Dead => return self.step(),
            val => self.boxed(val),
        };
        let Some(cell) = self.allocate(Cell::SIZE) else { return self.step() };
        self.init_word(cell, 0, Kind::CELL.class() as u64);
        self.op0(uop::INIT_FIELD, &[cell, word], &[8]);
        self.state.slots[i] = Slot { val: Val::Boxed(cell, Fact::Class(Kind::CELL.class())), clean: false };
        Ok(())
    }

    /// `COPY_FREE_VARS`: the closure's cells become the last locals.
    pub fn copy_free_vars(&mut self) -> Result<(), Refusal> {
        let n = self.instr.arg as usize;
        let Some(first) = self.nlocals.checked_sub(n) else {
            return Err(Bug::FreeVariables.into());
        };
        for i in 0..n {
            let offset = Tuple::SIZE as u64 + 8 * i as u64;
            let cell = self.op1(uop::CLOSURE_ITEM, &[FRAME], &[offset]);
            self.state.slots[first + i] =
                Slot { val: Val::Boxed(cell, Fact::Class(Kind::CELL.class())), clean: false };
        }
        Ok(())
    }
}

/// The free list of cells of at least `size` bytes: where its head lies.
pub fn free_list(size: u32) -> Option<u32> {
    let class = CLASSES.iter().position(|cell| size <= *cell)?;
    Some(FREE_LISTS + class as u32 * 4)
}

/// Items of a list that is built inline.
const MOST_ITEMS: usize = 16;
