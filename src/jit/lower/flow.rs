//! Blocks: their instructions, and how they end.

use super::Lowerer;
use super::build::free_list;
use super::value::{Fact, Numeric, Range, State, Val};
use crate::heap::layout::Tuple;
use crate::heap::{Kind, statics};
use crate::jit::cfg;
use crate::jit::ir::{Edge, FRAME, Item, Local, Terminator};
use crate::jit::refusal::Refusal;
use crate::jit::stencil::uop;
use crate::ops::op;

/// An edge as lowering leaves it: what is known on it, and what happens.
pub struct RawEdge {
    pub target: usize,
    pub state: State,
    pub items: Vec<Item>,
}

/// How a block ends, before its edges converge to their targets.
pub enum RawEnd {
    Jump(RawEdge),
    Branch(Local, RawEdge, RawEdge),
    /// To where the frame stands: the block that enters there, by byte offset.
    Enter(Vec<(u32, usize)>),
    Return(Local),
    Unreachable,
}

impl RawEnd {
    /// Targets and states of the edges.
    pub fn edges(&self) -> Vec<(usize, &State)> {
        match self {
            RawEnd::Jump(edge) => vec![(edge.target, &edge.state)],
            RawEnd::Branch(_, yes, no) => vec![(yes.target, &yes.state), (no.target, &no.state)],
            RawEnd::Enter(_) | RawEnd::Return(_) | RawEnd::Unreachable => Vec::new(),
        }
    }
}

impl Lowerer<'_> {
    /// Lowers a block from the current state; its code goes to `items`.
    pub fn run_block(&mut self, block: usize) -> Result<RawEnd, Refusal> {
        let (first, end) = (self.cfg.blocks[block].first, self.cfg.blocks[block].end);
        let succs = self.cfg.blocks[block].succs.clone();
        if block == 0 && self.cfg.stubs().start > 0 {
            return Ok(self.enter_generator());
        }
        if first == end {
            self.begin(self.cfg.instrs[self.cfg.blocks[succs[0]].first]);
            self.enter_function();
            return Ok(self.jump(succs[0]));
        }
        for i in first..end {
            self.begin(self.cfg.instrs[i]);
            if self.cfg.blocks[block].cold == Some(i) {
                self.op0(uop::EXIT_ALWAYS, &[], &[]);
                return Ok(RawEnd::Unreachable);
            }
            if i + 1 == end
                && let Some(end) = self.end_block(&succs)?
            {
                return Ok(end);
            }
            self.instruction()?;
        }
        match succs.as_slice() {
            [next] => Ok(self.jump(*next)),
            _ => Ok(RawEnd::Unreachable),
        }
    }

    /// Starts an instruction: its exit restores this state.
    fn begin(&mut self, instr: cfg::Instr) {
        self.instr = instr;
        self.start = self.state.clone();
        self.exit = None;
        self.landed = None;
        self.on_edge = false;
        self.effect = false;
    }

    /// The entry block: loads what is live from the frame.
    fn enter_function(&mut self) {
        for i in 0..self.state.slots.len() {
            let val = self.state.slots[i].val;
            if let Val::Boxed(local, _) | Val::Int(local, _) | Val::Float(local) | Val::Bool(local) = val {
                if i < self.body.params {
                    // It came in a register.
                    self.items.push(Item::Move(vec![(1 + i as Local, local)]));
                    continue;
                }
                let offset = self.slot_offset(i);
                self.op(uop::LOAD_SLOT, &[FRAME], &[offset], vec![local]);
            }
        }
        if self.unit.params.is_some() {
            // The caller knows the function, and so its globals.
            self.keep(self.globals);
            return;
        }
        if self.in_module() {
            self.op0(uop::GUARD_NAMESPACE, &[FRAME], &[self.globals as u64]);
        }
        let of_globals =
            |base| matches!(base, op::LOAD_GLOBAL | op::STORE_GLOBAL | op::LOAD_NAME | op::STORE_NAME);
        if self.cfg.instrs.iter().any(|instr| of_globals(instr.base())) {
            self.keep(self.globals);
            self.op0(uop::GUARD_GLOBALS, &[FRAME], &[self.globals as u64]);
        }
    }

    fn jump(&mut self, target: usize) -> RawEnd {
        RawEnd::Jump(RawEdge { target, state: self.state.clone(), items: Vec::new() })
    }

    pub fn edge(&mut self, target: usize) -> RawEdge {
        RawEdge { target, state: self.state.clone(), items: Vec::new() }
    }

    /// Second phase: the edges in the form that their targets expect.
    pub fn finish_block(&mut self, end: RawEnd, inherited: &mut [Option<State>]) -> Terminator {
        match end {
            RawEnd::Jump(edge) => Terminator::Jump(self.finish_edge(edge, inherited)),
            RawEnd::Branch(cond, yes, no) => {
                let yes = self.finish_edge(yes, inherited);
                let no = self.finish_edge(no, inherited);
                Terminator::Branch(cond, yes, no)
            }
            RawEnd::Enter(entries) => self.finish_entries(entries),
            RawEnd::Return(value) => Terminator::Return(value),
            RawEnd::Unreachable => Terminator::Unreachable,
        }
    }

    fn finish_edge(&mut self, edge: RawEdge, inherited: &mut [Option<State>]) -> Edge {
        let target = edge.target;
        if self.inherits(target) {
            // What is dead at the target need not be stored by its exits.
            let mut state = edge.state;
            for (slot, live) in state.slots.iter_mut().zip(&self.cfg.blocks[target].live) {
                if !live {
                    slot.val = Val::Dead;
                    slot.clean = true;
                }
            }
            inherited[target] = Some(state);
            return Edge { target, items: edge.items };
        }
        self.state = edge.state;
        Edge { target, items: self.converge_aside(target, edge.items) }
    }

    /// What happens on an edge from the current state to `target`, behind `items`.
    pub fn converge_aside(&mut self, target: usize, items: Vec<Item>) -> Vec<Item> {
        let before = std::mem::replace(&mut self.items, items);
        let first = self.cfg.blocks[target].first;
        self.begin(self.cfg.instrs[first]);
        self.on_edge = true;
        self.converge(target);
        std::mem::replace(&mut self.items, before)
    }

    /// Takes one from the budget; on the cold path stores what may be an object and lets the safepoint run.
    pub fn poll(&mut self, resume: u32) {
        let due = self.op1(uop::POLL, &[], &[]);
        // A loop may run for long in code that has been given up.
        let leaves = matches!(self.instr.base(), op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT)
            && self.outer.is_none()
            && self.unit.params.is_none()
            && self.exit.is_none();
        self.if_rarely(due, |this| {
            this.spill_objects();
            this.store_position(resume);
            this.op0(uop::SAFEPOINT_DUE, &[FRAME], &[]);
            if leaves {
                let number = this.first_site + this.sites.len();
                let given_up = this.op1(uop::CODE_GIVEN_UP, &[], &[number as u64]);
                // The instruction starts again with its poll, which the helper has made undone.
                this.effect = false;
                this.op0(uop::EXIT_WHEN, &[given_up], &[]);
            }
        });
    }

    /// The last instruction of a block, if it decides where control goes.
    fn end_block(&mut self, succs: &[usize]) -> Result<Option<RawEnd>, Refusal> {
        let instr = self.instr;
        Ok(Some(match instr.base() {
            op::JUMP_FORWARD => self.jump(succs[0]),
            op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT => {
                self.poll(instr.at);
                self.jump(succs[0])
            }
            op::POP_JUMP_IF_FALSE | op::POP_JUMP_IF_TRUE => {
                let on_true = instr.base() == op::POP_JUMP_IF_TRUE;
                let slot = self.top(1);
                let constant = match self.val(slot) {
                    Val::Const(word) if word == statics::TRUE.word() => Some(true),
                    Val::Const(word) if word == statics::FALSE.word() => Some(false),
                    _ => None,
                };
                // A branch that is always taken stays a branch: the blocks were laid out for both edges.
                let flag = match constant {
                    Some(value) => self.op1(uop::CONST_BOOL, &[], &[value as u64]),
                    None => self.as_bool(slot),
                };
                self.pop();
                self.branch(flag, on_true, succs)
            }
            op::POP_JUMP_IF_NONE | op::POP_JUMP_IF_NOT_NONE => {
                let on_none = instr.base() == op::POP_JUMP_IF_NONE;
                let slot = self.top(1);
                let flag = match self.val(slot) {
                    Val::Boxed(word, _) => self.op1(uop::WORD_IS, &[word], &[statics::NONE.word()]),
                    Val::Const(word) => {
                        self.op1(uop::CONST_BOOL, &[], &[(word == statics::NONE.word()) as u64])
                    }
                    _ => self.op1(uop::CONST_BOOL, &[], &[0]),
                };
                self.pop();
                self.branch(flag, on_none, succs)
            }
            op::FOR_ITER => self.for_iter(succs),
            op::SEND => self.send(succs)?,
            op::YIELD_VALUE => self.yield_value()?,
            op::RETURN_VALUE => {
                let slot = self.top(1);
                let word = self.as_word(slot);
                self.finish_generator();
                self.leave_inlined();
                RawEnd::Return(word)
            }
            op::RETURN_CONST => {
                let word = self.constant(instr.arg);
                let word = self.op1(uop::CONST_WORD, &[], &[word]);
                self.finish_generator();
                self.leave_inlined();
                RawEnd::Return(word)
            }
            op::RAISE_VARARGS => {
                self.raise_now(instr.arg as usize)?;
                RawEnd::Unreachable
            }
            op::RERAISE => {
                self.raise_now(instr.arg as usize + 1)?;
                RawEnd::Unreachable
            }
            op::CLEANUP_THROW | op::END_ASYNC_FOR | op::RETURN_GENERATOR => {
                self.op0(uop::EXIT_ALWAYS, &[], &[]);
                RawEnd::Unreachable
            }
            _ => return Ok(None),
        }))
    }

    /// A two-way branch; `succs` are the one behind and the jump's target.
    pub fn branch(&mut self, flag: Local, jump_on: bool, succs: &[usize]) -> RawEnd {
        let (mut behind, mut target) = (self.edge(succs[0]), self.edge(succs[1]));
        if let Some(test) = self.tests.get(&flag).copied() {
            test.narrow(&mut target.state, jump_on);
            test.narrow(&mut behind.state, !jump_on);
        }
        if jump_on { RawEnd::Branch(flag, target, behind) } else { RawEnd::Branch(flag, behind, target) }
    }

    /// The word of constant `i`.
    pub fn constant(&mut self, i: u32) -> u64 {
        self.vm.heap.u64(self.consts.wrapping_add(i.wrapping_mul(8)))
    }

    fn for_iter(&mut self, succs: &[usize]) -> RawEnd {
        let slot = self.top(1);
        let fact = match self.val(slot) {
            Val::Boxed(_, fact) => fact,
            _ => Fact::Any,
        };
        let is = |kind: Kind| fact == Fact::Class(kind.class());
        let class = match self.instr.opcode {
            op::FOR_ITER_RANGE => Some(Kind::RANGE_ITER),
            op::FOR_ITER_LIST => Some(Kind::LIST_ITER),
            op::FOR_ITER_TUPLE => Some(Kind::TUPLE_ITER),
            _ => [Kind::RANGE_ITER, Kind::LIST_ITER, Kind::TUPLE_ITER].into_iter().find(|kind| is(*kind)),
        };
        let class = class.filter(|kind| is(*kind) || (fact == Fact::Any && !self.is_denied()));
        let maybe_generator = fact == Fact::Any || is(Kind::GENERATOR);
        if self.instr.opcode == op::FOR_ITER_GEN && maybe_generator && !self.is_denied() {
            return self.for_iter_generator(succs);
        }
        let Some(kind) = class else { return self.for_iter_generic(succs) };
        let (more, next) = match kind {
            Kind::RANGE_ITER => (uop::RANGE_HAS_NEXT, uop::RANGE_NEXT),
            Kind::LIST_ITER => (uop::LIST_ITER_HAS_NEXT, uop::LIST_ITER_NEXT),
            _ => (uop::TUPLE_ITER_HAS_NEXT, uop::TUPLE_ITER_NEXT),
        };
        let iterator = self.as_class(slot, kind.class());
        let flag = self.op1(more, &[iterator], &[]);
        let before = self.state.clone();
        // Exhausted: the iterator goes.
        let mut items = Vec::new();
        if kind != Kind::RANGE_ITER {
            items = self.aside(|this| this.op0(uop::ITER_EXHAUST, &[iterator], &[]));
        }
        self.pop();
        let done = RawEdge { target: succs[1], state: self.state.clone(), items };
        self.state = before;
        let mut item = 0;
        let items = self.aside(|this| item = this.op1(next, &[iterator], &[]));
        self.push(match kind {
            Kind::RANGE_ITER => Val::Int(item, Range::ALL),
            _ => Val::Boxed(item, Fact::Any),
        });
        let body = RawEdge { target: succs[0], state: self.state.clone(), items };
        RawEnd::Branch(flag, body, done)
    }

    fn for_iter_generic(&mut self, succs: &[usize]) -> RawEnd {
        let slot = self.top(1);
        self.spill_objects();
        self.spill(slot);
        self.store_position(self.instr.at);
        let iterator = self.as_word(slot);
        let enumerates =
            matches!(self.val(slot), Val::Boxed(_, Fact::Class(class)) if class == Kind::ENUMERATE.class());
        let (item, fact) = match free_list(Tuple::SIZE + 16) {
            Some(head) if enumerates => {
                let item = self.op1(uop::ENUMERATE_NEXT, &[iterator], &[head as u64]);
                (item, Fact::Class(Kind::TUPLE.class()))
            }
            _ => (self.op1(uop::ITER_NEXT, &[iterator], &[]), Fact::Any),
        };
        self.forget_heads();
        let flag = self.op1(uop::WORD_IS_NOT, &[item], &[0]);
        let before = self.state.clone();
        self.pop();
        let done = self.edge(succs[1]);
        self.state = before;
        self.push(Val::Boxed(item, fact));
        let body = self.edge(succs[0]);
        RawEnd::Branch(flag, body, done)
    }

    /// Whether a value is known to be no number.
    pub fn is_other(&self, slot: usize) -> bool {
        self.val(slot).numeric() == Numeric::Other
    }
}
