//! Exceptions: where they go, and the instructions of handlers.
//!
//! An instruction that may raise branches to a *landing block* of its own. That block takes the pending exception, and
//! goes on to the handler as along any other edge: with the locals as they were, unboxed ones included. A handler that
//! is not compiled (`Source::takes_handler`) is the interpreter's: the function leaves with the frame complete.

use super::Lowerer;
use super::value::{Entered, Fact, Slot, State, Val};
use crate::heap::{Value, statics};
use crate::jit::ir::{Block, Edge, Exit, FRAME, Item, Leave, Terminator};
use crate::jit::refusal::{Bug, Refusal};
use crate::jit::stencil::{Ty, uop};

/// A way from an instruction that raised to the handler.
pub struct Landing {
    /// The handler's block.
    pub target: usize,
    /// What is known when the handler starts, the exception on the stack included.
    pub state: State,
    /// How the exception is taken.
    items: Vec<Item>,
}

impl Lowerer<'_> {
    /// Where an exception goes that the current instruction raises. Its `instr` has been stored. `again`: the
    /// exception's traceback has this place already.
    pub fn raise(&mut self, again: bool) -> Leave {
        let instr = self.instr;
        let Some(handler) = instr.handler else {
            let real = self.state.entered == Entered::Yes;
            if let Some(shared) = self.shared_raise[again as usize].filter(|_| real) {
                return Leave::Exit(shared);
            }
            let items = self.aside(|this| {
                this.enter_to_raise();
                if !again {
                    this.op0(uop::TRACE_BACK, &[FRAME], &[]);
                }
                this.finish_generator();
            });
            self.body.exits.push(Exit { items, result: 0 });
            let id = self.body.exits.len() - 1;
            if real {
                self.shared_raise[again as usize] = Some(id);
            }
            return Leave::Exit(id);
        };
        let Some(target) = self.cfg.handler_block(&instr) else {
            let state = self.state.clone();
            let items = self.aside(|this| {
                this.enter_to_raise();
                this.store_dirty(&state);
            });
            self.body.exits.push(Exit { items, result: statics::RAISE_IN_INTERPRETER });
            return Leave::Exit(self.body.exits.len() - 1);
        };
        let len = self.nlocals + handler.depth as usize;
        let source = if self.state.slots.len() >= len { &self.state } else { &self.start };
        let slots = source.slots.get(..len).unwrap_or_default().to_vec();
        let mut state = State { slots, entered: Entered::Yes, known: self.state.known.clone() };
        if state.slots.len() < len {
            self.fault.get_or_insert_with(|| Bug::Underflow.into());
        }
        state.forget_heads();
        let first = self.cfg.blocks.len() + self.landing_blocks.len();
        if let Some(last) = self.landed
            && let Some(landing) = self.landings.get(last)
            && landing.state.slots.get(..len) == Some(state.slots.as_slice())
            && landing.state.known == state.known
            && self.state.entered == Entered::Yes
        {
            return Leave::Landing(first + last);
        }
        if handler.lasti {
            let place = Val::Const(Value::int(instr.at as i64 / 2).word());
            state.slots.push(Slot { val: place, clean: false });
        }
        let exception = self.body.local(Ty::I64);
        let take = if again { uop::CATCH_AGAIN } else { uop::CATCH_HERE };
        let items = self.aside(|this| {
            this.enter_to_raise();
            this.op(take, &[FRAME], &[], vec![exception]);
        });
        state.slots.push(Slot { val: Val::Boxed(exception, Fact::Any), clean: false });
        self.landings.push(Landing { target, state, items });
        self.landed = Some(self.landings.len() - 1);
        Leave::Landing(first + self.landings.len() - 1)
    }

    /// Second phase: makes blocks of the current block's landings; gives their numbers.
    pub fn finish_landings(&mut self) -> Vec<usize> {
        let mut numbers = Vec::new();
        for landing in std::mem::take(&mut self.landings) {
            self.state = landing.state;
            let items = self.converge_aside(landing.target, Vec::new());
            numbers.push(self.cfg.blocks.len() + self.landing_blocks.len());
            let edge = Edge { target: landing.target, items };
            self.landing_blocks.push(Block::new(landing.items, Terminator::Jump(edge)));
        }
        numbers
    }

    /// `RAISE_VARARGS` and `RERAISE`: a helper raises. Where only the interpreter has the handler, it raises too.
    pub fn raise_now(&mut self, inputs: usize) -> Result<(), Refusal> {
        if inputs > self.depth() {
            return Err(Bug::Underflow.into());
        }
        if self.instr.handler.is_some() && self.cfg.handler_block(&self.instr).is_none() {
            self.op0(uop::EXIT_ALWAYS, &[], &[]);
            return Ok(());
        }
        self.spill_for_step(inputs);
        self.store_position(self.instr.start);
        let to = self.raise(true);
        self.op_raising(uop::RAISE_NOW, &[FRAME], to);
        Ok(())
    }

    /// `PUSH_EXC_INFO`: the exception on top becomes the one being handled, above the one that was.
    pub fn push_exc_info(&mut self) -> Result<(), Refusal> {
        let top = self.top(1);
        let raised = self.val(top);
        let word = self.as_word(top);
        let before = self.op1(uop::PUSH_HANDLED, &[word], &[]);
        self.drop(1);
        self.push(Val::Boxed(before, Fact::Any));
        self.push(raised);
        Ok(())
    }

    /// `POP_EXCEPT`.
    pub fn pop_except(&mut self) -> Result<(), Refusal> {
        let top = self.top(1);
        let word = self.as_word(top);
        self.op0(uop::POP_HANDLED, &[word], &[]);
        self.drop(1);
        Ok(())
    }

    /// `CHECK_EXC_MATCH`: the exception's own class is tried first.
    pub fn check_exc_match(&mut self) -> Result<(), Refusal> {
        let (raised, pattern) = (self.top(2), self.top(1));
        self.before_helper(2);
        let (raised, pattern) = (self.as_word(raised), self.as_word(pattern));
        let flag = self.op1(uop::EXC_MATCH_ANY, &[raised, pattern], &[]);
        self.result(1, Val::Bool(flag))
    }
}
