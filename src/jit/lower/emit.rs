//! Emission: micro-operations, boxing and unboxing, spills, exits.

use super::value::{Entered, Fact, Numeric, Range, Slot, State, Val};
use super::{Lowerer, Site};
use crate::heap::layout::Frame;
use crate::heap::{Value, statics};
use crate::jit::ir::{Exit, ExitId, FRAME, Item, Leave, Local, Uop};
use crate::jit::refusal::{Bug, Name, Reason};
use crate::jit::stencil::{StencilId, Ty, uop};

impl Lowerer<'_> {
    /// A micro-operation without a result.
    pub fn op0(&mut self, id: StencilId, ins: &[Local], imms: &[u64]) {
        self.op(id, ins, imms, Vec::new());
    }

    /// A micro-operation with a result.
    pub fn op1(&mut self, id: StencilId, ins: &[Local], imms: &[u64]) -> Local {
        let out = self.body.local(id.get().results.first().copied().unwrap_or(Ty::I64));
        self.op(id, ins, imms, vec![out]);
        out
    }

    pub fn op(&mut self, id: StencilId, ins: &[Local], imms: &[u64], outs: Vec<Local>) {
        let raise = if id.get().raises { Some(self.raise(false)) } else { None };
        self.op_with(id, ins, imms, outs, raise);
    }

    /// A micro-operation that raises to a given place.
    pub fn op_raising(&mut self, id: StencilId, ins: &[Local], to: Leave) {
        self.op_with(id, ins, &[], Vec::new(), Some(to));
    }

    fn op_with(
        &mut self,
        id: StencilId,
        ins: &[Local],
        imms: &[u64],
        outs: Vec<Local>,
        raise: Option<Leave>,
    ) {
        let stencil = id.get();
        let exit = if stencil.exits { Some(self.exit()) } else { None };
        if stencil.exits && self.effect {
            self.fault.get_or_insert_with(|| Bug::Effect(Name(self.instr.opcode), stencil.name).into());
        }
        if stencil.effects {
            self.effect = true;
        }
        if stencil.raises {
            // It may have run anything.
            self.state.known.cells.clear();
        }
        self.items.push(Item::Uop(Uop { id, ins: ins.to_vec(), outs, imms: imms.to_vec(), exit, raise }));
    }

    /// Code to be put elsewhere: runs `body` with an empty list of items.
    pub fn aside(&mut self, body: impl FnOnce(&mut Self)) -> Vec<Item> {
        let before = std::mem::take(&mut self.items);
        let effect = self.effect;
        body(self);
        self.effect = effect;
        std::mem::replace(&mut self.items, before)
    }

    /// Keeps an object alive that the code names.
    pub fn keep(&mut self, object: u32) {
        if object >= statics::HEAP && !self.objects.contains(&object) {
            self.objects.push(object);
        }
    }

    /// Guards that a cell of memory, which only what is not seen here changes, holds a word of 32 bits.
    pub fn guard_cell(&mut self, cell: u32, word: u32) {
        if self.state.known.cells.get(&cell) != Some(&(word as u64)) {
            self.op0(uop::GUARD_CELL, &[], &[cell as u64, word as u64]);
            self.state.known.cells.insert(cell, word as u64);
        }
    }

    /// The offset of slot `i` in the frame.
    pub fn slot_offset(&self, i: usize) -> u64 {
        Frame::SIZE as u64 + 8 * i as u64
    }

    /// The absolute offset of the byte `offset` of the bytecode, with a stack depth: what `Frame::instr` and
    /// `Frame::sp` are to hold.
    pub fn position(&self, offset: u32, depth: usize) -> u64 {
        self.bytecode.wrapping_add(offset) as u64 | (depth as u64) << 32
    }

    /// The exit of the current instruction: everything as it was before it.
    pub fn exit(&mut self) -> ExitId {
        if let Some(exit) = self.exit {
            return exit;
        }
        let state = self.start.clone();
        let (number, opcode) = (self.first_site + self.sites.len(), Name(self.instr.opcode));
        self.sites.push(Site {
            code_id: self.unit.code.id(&self.vm.heap),
            code: self.unit.code.0,
            host: self.host,
            host_id: self.host.id(&self.vm.heap),
            offset: self.instr.start,
            reason: if self.on_edge { Reason::IntoLoop(opcode) } else { Reason::Instruction(opcode) },
            count: 0,
        });
        let depth = state.slots.len() - self.nlocals;
        let position = self.position(self.instr.start, depth);
        let items = self.aside(|this| {
            if state.entered != Entered::Yes {
                this.items.push(Item::Enter);
            }
            this.store_dirty(&state);
            this.op0(uop::STORE_INSTR, &[FRAME], &[position]);
            this.op0(uop::NOTE_EXIT, &[], &[number as u64 + 1]);
        });
        self.body.exits.push(Exit { items, result: statics::RESUME_INTERPRETER });
        let id = self.body.exits.len() - 1;
        self.exit = Some(id);
        id
    }

    /// Stores into the frame what it does not hold.
    pub fn store_dirty(&mut self, state: &State) {
        for (i, slot) in state.slots.iter().enumerate() {
            if !slot.clean && slot.val != Val::Dead {
                let word = self.boxed(slot.val);
                let offset = self.slot_offset(i);
                self.op0(uop::STORE_SLOT, &[FRAME, word], &[offset]);
            }
        }
    }

    /// A value as a word.
    pub fn boxed(&mut self, val: Val) -> Local {
        match val {
            Val::Dead => self.op1(uop::CONST_WORD, &[], &[0]),
            Val::Const(word) => self.op1(uop::CONST_WORD, &[], &[word]),
            Val::Boxed(local, _) => local,
            Val::Int(local, _) => self.op1(uop::BOX_INT, &[local], &[]),
            Val::Float(local) => self.op1(uop::BOX_FLOAT_WORD, &[local], &[]),
            Val::Bool(local) => self.op1(uop::BOX_BOOL, &[local], &[]),
        }
    }

    /// Stores slot `i` into the frame if it does not hold it.
    pub fn spill(&mut self, i: usize) {
        let Slot { val, clean } = self.state.slots[i];
        if !clean && val != Val::Dead {
            self.enter();
            let word = self.boxed(val);
            let offset = self.slot_offset(i);
            let effect = self.effect;
            self.op0(uop::STORE_SLOT, &[FRAME, word], &[offset]);
            // Storing what the interpreter would store anyway is no effect that a guard must not follow.
            self.effect = effect;
            self.state.slots[i].clean = true;
        }
    }

    /// Before anything that may collect: stores what may be an object.
    pub fn spill_objects(&mut self) {
        for i in 0..self.state.slots.len() {
            if self.state.slots[i].val.may_be_object() {
                self.spill(i);
            }
        }
    }

    /// Stores the instruction that runs (at its opcode) and the stack's depth.
    pub fn store_position(&mut self, offset: u32) {
        self.enter();
        let position = self.position(offset, self.depth());
        let effect = self.effect;
        self.op0(uop::STORE_INSTR, &[FRAME], &[position]);
        self.effect = effect;
    }

    /// Values on the operand stack.
    pub fn depth(&self) -> usize {
        self.state.slots.len() - self.nlocals
    }

    pub fn push(&mut self, val: Val) {
        self.state.slots.push(Slot { val, clean: false });
    }

    pub fn pop(&mut self) -> Val {
        if self.state.slots.len() <= self.nlocals {
            self.fault.get_or_insert_with(|| Bug::Underflow.into());
            return Val::Const(statics::NONE.word());
        }
        self.state.slots.pop().map_or(Val::Dead, |slot| slot.val)
    }

    pub fn drop(&mut self, n: usize) {
        for _ in 0..n {
            self.pop();
        }
    }

    /// The slot number of the `n`th value from the top; 1 is the top.
    pub fn top(&mut self, n: usize) -> usize {
        if self.depth() < n {
            self.fault.get_or_insert_with(|| Bug::Underflow.into());
            return 0;
        }
        self.state.slots.len() - n
    }

    pub fn val(&self, slot: usize) -> Val {
        self.state.slots.get(slot).map_or(Val::Dead, |slot| slot.val)
    }

    /// A slot's integer, guarded where that is not known.
    pub fn as_int(&mut self, slot: usize) -> Local {
        match self.val(slot) {
            Val::Int(local, _) => local,
            Val::Bool(local) => self.op1(uop::INT_OF_BOOL, &[local], &[]),
            Val::Boxed(local, fact) => {
                if fact != Fact::Int {
                    self.op0(uop::GUARD_INT, &[local], &[]);
                }
                let int = self.op1(uop::UNBOX_INT, &[local], &[]);
                self.state.refine(local, Val::Int(int, Range::ALL));
                int
            }
            val => {
                let number = val.const_int().or(match val {
                    Val::Const(word) if word == statics::TRUE.word() => Some(1),
                    Val::Const(word) if word == statics::FALSE.word() => Some(0),
                    _ => None,
                });
                match number {
                    Some(n) => self.op1(uop::CONST_WORD, &[], &[n as u64]),
                    None => self.never(Ty::I64),
                }
            }
        }
    }

    /// A slot's float; an integer where `mixed` allows it is converted.
    pub fn as_float(&mut self, slot: usize, mixed: bool) -> Local {
        let val = self.val(slot);
        match val {
            Val::Float(local) => local,
            Val::Boxed(local, Fact::Int) if mixed => {
                let int = self.op1(uop::UNBOX_INT, &[local], &[]);
                self.op1(uop::FLOAT_OF_INT, &[int], &[])
            }
            Val::Boxed(local, _) if mixed => self.op1(uop::UNBOX_NUMBER, &[local], &[]),
            Val::Boxed(local, _) => {
                let float = self.op1(uop::UNBOX_FLOAT, &[local], &[]);
                self.state.refine(local, Val::Float(float));
                float
            }
            _ => match (val.const_float(), val.numeric()) {
                (Some(number), _) => self.op1(uop::CONST_FLOAT, &[], &[number.to_bits()]),
                (None, Numeric::Int | Numeric::Bool) if mixed => {
                    let int = self.as_int(slot);
                    self.op1(uop::FLOAT_OF_INT, &[int], &[])
                }
                _ => self.never(Ty::F64),
            },
        }
    }

    /// A slot's word.
    pub fn as_word(&mut self, slot: usize) -> Local {
        let val = self.val(slot);
        self.boxed(val)
    }

    /// A slot's word, guarded to be an object of exactly `class`.
    pub fn as_class(&mut self, slot: usize, class: u32) -> Local {
        match self.val(slot) {
            Val::Boxed(local, fact) => {
                if !Fact::Class(class).follows_from(fact) {
                    self.op0(uop::GUARD_CLASS, &[local], &[class as u64]);
                    self.state.refine(local, Val::Boxed(local, Fact::Class(class)));
                }
                local
            }
            Val::Const(word)
                if Value::from_word(word).is_some_and(|v| v.is_object() && self.vm.class_of(v) == class) =>
            {
                self.op1(uop::CONST_WORD, &[], &[word])
            }
            _ => self.never(Ty::I64),
        }
    }

    /// An operand that cannot be what it is taken for: leaves always.
    pub fn never(&mut self, ty: Ty) -> Local {
        self.op0(uop::EXIT_ALWAYS, &[], &[]);
        match ty {
            Ty::F64 => self.op1(uop::CONST_FLOAT, &[], &[0]),
            Ty::I64 => self.op1(uop::CONST_WORD, &[], &[1]),
            Ty::I32 => self.op1(uop::CONST_BOOL, &[], &[0]),
        }
    }

    /// Whether guards of the current instruction failed too often.
    pub fn is_denied(&self) -> bool {
        self.denied.instrs.contains(&self.instr.start)
    }
}
