//! Generators, from the inside (`yield`) and from the code that resumes them.
//!
//! A generator's code is compiled as one function, which goes on wherever the generator's frame stands: behind its creation
//! or behind a `yield`. It returns to whoever resumed it at each `yield`, with the frame complete.

use super::Lowerer;
use super::flow::RawEnd;
use super::value::{Fact, Val};
use crate::heap::statics;
use crate::jit::ir::{Block, Edge, FRAME, Local, Terminator};
use crate::jit::refusal::Refusal;
use crate::jit::stencil::uop;
use crate::ops::op;

impl Lowerer<'_> {
    /// The start of a generator's code: goes to where the frame stands.
    pub fn enter_generator(&mut self) -> RawEnd {
        let stubs = self.cfg.stubs();
        RawEnd::Enter(
            stubs
                .map(|stub| {
                    let first = self.cfg.blocks[self.cfg.blocks[stub].succs[0]].first;
                    (self.cfg.instrs[first].start, stub)
                })
                .collect(),
        )
    }

    /// Second phase of the same. Where the frame stands nowhere that was compiled, the interpreter goes on.
    pub fn finish_entries(&mut self, entries: Vec<(u32, usize)>) -> Terminator {
        let at = self.op1(uop::LOAD_INSTR, &[FRAME], &[]);
        let cases = entries
            .into_iter()
            .map(|(offset, target)| {
                let instr = self.bytecode.wrapping_add(offset) as i32;
                (instr, Edge { target, items: Vec::new() })
            })
            .collect();
        let word = self.body.local(crate::jit::stencil::Ty::I64);
        let before = std::mem::take(&mut self.items);
        self.op(uop::CONST_WORD, &[], &[statics::RESUME_INTERPRETER], vec![word]);
        let items = std::mem::replace(&mut self.items, before);
        let elsewhere = self.cfg.blocks.len() + self.landing_blocks.len();
        self.landing_blocks.push(Block::new(items, Terminator::Return(word)));
        Terminator::Switch(at, cases, Edge { target: elsewhere, items: Vec::new() })
    }

    /// `YIELD_VALUE`.
    pub fn yield_value(&mut self) -> Result<RawEnd, Refusal> {
        if !self.unit.generator {
            return Err(Refusal::YieldOutside);
        }
        let slot = self.top(1);
        let word = self.as_word(slot);
        self.pop();
        for i in 0..self.state.slots.len() {
            self.spill(i);
        }
        self.store_position(self.instr.next);
        self.op0(uop::SUSPEND_GENERATOR, &[FRAME], &[]);
        Ok(RawEnd::Return(word))
    }

    /// Where a frame is left for good: if it is a generator's, that has finished.
    pub fn finish_generator(&mut self) {
        if self.unit.generator {
            self.op0(uop::FINISH_GENERATOR, &[FRAME], &[]);
        }
    }

    /// Where frames go that this one calls.
    pub fn frames_end(&mut self) -> Local {
        if self.unit.generator {
            self.op1(uop::GENERATOR_TOP, &[FRAME], &[])
        } else {
            self.op1(uop::FRAME_TOP, &[FRAME], &[self.framesize as u64])
        }
    }

    /// Resumes the generator whose word is given (its code: `code`) with a value sent to it. The frame is complete
    /// afterwards; its result, and whether it has returned.
    pub fn resume(&mut self, generator: Local, code: Local, sent: Local) -> (Local, Local) {
        let top = self.frames_end();
        let frame = self.op1(uop::RESUME_GENERATOR, &[generator, sent, FRAME, code, top], &[]);
        let word = self.op1(uop::CALL_RESUME_SLOT, &[frame, code], &[]);
        self.forget_heads();
        let result = self.op1(uop::LEAVE_GENERATOR, &[word, FRAME, frame], &[]);
        let yielded = self.op1(uop::GENERATOR_YIELDED, &[generator], &[]);
        (result, yielded)
    }

    /// `FOR_ITER` over a generator.
    pub fn for_iter_generator(&mut self, succs: &[usize]) -> RawEnd {
        let slot = self.top(1);
        let generator = self.as_word(slot);
        self.enter();
        let code = self.op1(uop::GUARD_GENERATOR, &[generator, FRAME], &[]);
        self.spill_objects();
        self.spill(slot);
        self.store_position(self.instr.at);
        let none = self.op1(uop::CONST_WORD, &[], &[statics::NONE.word()]);
        let (item, yielded) = self.resume(generator, code, none);
        let before = self.state.clone();
        self.pop();
        let done = self.edge(succs[1]);
        self.state = before;
        self.push(Val::Boxed(item, Fact::Any));
        let body = self.edge(succs[0]);
        RawEnd::Branch(yielded, body, done)
    }

    /// `SEND`: the receiver and the value to send are on top; `succs` are the `yield` and the end.
    pub fn send(&mut self, succs: &[usize]) -> Result<RawEnd, Refusal> {
        let (receiver, value) = (self.top(2), self.top(1));
        let (result, yielded) = if self.instr.opcode == op::SEND_GEN && !self.is_denied() {
            let (generator, sent) = (self.as_word(receiver), self.as_word(value));
            self.enter();
            let code = self.op1(uop::GUARD_GENERATOR, &[generator, FRAME], &[]);
            self.pop();
            self.spill_objects();
            self.spill(receiver);
            self.store_position(self.instr.at);
            self.resume(generator, code, sent)
        } else {
            self.before_helper(2);
            let (receiver, value_word) = (self.as_word(receiver), self.as_word(value));
            let result = self.op1(uop::SEND_ANY, &[receiver, value_word], &[]);
            let yielded = self.op1(uop::WORD_IS_NOT, &[result], &[0]);
            self.forget_heads();
            self.pop();
            let before = self.state.clone();
            // What it returned waits in the shared state.
            let mut returned = 0;
            let items = self.aside(|this| returned = this.op1(uop::TAKE_RETURNED, &[], &[]));
            self.push(Val::Boxed(returned, Fact::Any));
            let mut done = self.edge(succs[1]);
            done.items = items;
            self.state = before;
            self.push(Val::Boxed(result, Fact::Any));
            let more = self.edge(succs[0]);
            return Ok(RawEnd::Branch(yielded, more, done));
        };
        self.push(Val::Boxed(result, Fact::Any));
        let (more, done) = (self.edge(succs[0]), self.edge(succs[1]));
        Ok(RawEnd::Branch(yielded, more, done))
    }

    /// `GET_YIELD_FROM_ITER`: a generator is its own iterator.
    pub fn get_yield_from_iter(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        if self.is_denied() || !matches!(self.val(slot), Val::Boxed(_, Fact::Any)) {
            return self.step();
        }
        let next = self.cfg.instrs.iter().position(|instr| instr.start == self.instr.next);
        let is_send = |i: usize| self.cfg.instrs.get(i + 1).is_some_and(|i| i.opcode == op::SEND_GEN);
        if next.is_some_and(is_send) {
            self.as_class(slot, crate::heap::Kind::GENERATOR.class());
            return Ok(());
        }
        self.step()
    }
}
