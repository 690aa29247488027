//! Inlining: a small callee's body in its caller, with a virtual frame (`ir::Inline`).
//!
//! The callee is lowered by a lowerer of its own, which starts from what the caller knows of the arguments. Until
//! something needs the callee's frame in memory (an exit, a safepoint, a helper that may run Python, a call that is not
//! inlined) it exists only as the callee's [`State`](super::value::State). Making it real ([`Item::Enter`]) writes what a
//! call would have written: the caller's objects and position, the callee's header, arguments and empty locals. All of
//! that can be written twice, so ways on which the frame is real may meet those on which it is not ([`Entered::Maybe`]).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::join::{Entry, EntrySlot};
use super::value::{Entered, Facts, Val};
use super::{Denied, Lowerer, Unit};
use crate::bytecode::code_flags;
use crate::heap::layout::{Code, Function};
use crate::jit::cfg::{self, Cfg};
use crate::jit::ir::{FRAME, Inline, Item, Local};
use crate::jit::state;
use crate::jit::stencil::{Ty, uop};
use crate::ops::op;

/// Bytes of bytecode of a callee that is inlined, and of all that are inlined for one entry of a module.
const MOST_INLINED_BYTES: u32 = 140;
const MOST_INLINED_BYTES_IN_ALL: u32 = 600;

/// Functions in one another, the outermost included.
const MOST_CHAIN: usize = 4;

/// How often a code object may occur among them: a recursive function in itself.
const MOST_REPEATS: usize = 3;

/// Calls after which a function's feedback is taken to say something.
const MOST_COLD_CALLS: u32 = 50;

/// Bytes of the frame stack that inlined callees' frames may take beyond the first one's: whoever calls looks for them too.
const SLACK: u32 = 640;

/// What an inlined callee knows of where it is.
pub struct Outer {
    /// What is known at its start.
    pub start: Entry,
    /// The types of its parameters.
    pub types: Vec<Ty>,
    /// The code objects around it, the outermost first.
    chain: Vec<Code>,
    /// Bytes behind its frame that have been looked for.
    slack: u32,
}

/// What a module knows of the callees that are inlined in it.
#[derive(Default)]
pub struct Inlined {
    cfgs: BTreeMap<u32, Option<Rc<Cfg>>>,
    /// The code objects of those in the current function.
    pub codes: Vec<Code>,
    /// Bytes of bytecode of all for the current entry.
    size: u32,
}

impl Inlined {
    /// Makes room for those of another entry.
    pub fn next_entry(&mut self) {
        self.size = 0;
    }
}

impl Lowerer<'_> {
    /// Makes the frame real if it is a virtual one.
    pub fn enter(&mut self) {
        if self.state.entered != Entered::Yes {
            self.items.push(Item::Enter);
            self.state.entered = Entered::Yes;
        }
    }

    /// On the way out of an instruction that raised: the frame is complete.
    pub fn enter_to_raise(&mut self) {
        if self.state.entered != Entered::Yes {
            self.items.push(Item::Enter);
            let position = self.position(self.instr.at, self.depth());
            self.op0(uop::STORE_INSTR, &[FRAME], &[position]);
        }
    }

    /// Before the function returns: the frame around runs again.
    pub fn leave_inlined(&mut self) {
        if self.outer.is_some() && self.state.entered != Entered::No {
            self.items.push(Item::Back);
        }
    }

    /// Code that hardly ever runs, if the flag is set; behind it everything is known as before.
    pub fn if_rarely(&mut self, flag: Local, body: impl FnOnce(&mut Self)) {
        let before = self.state.clone();
        let items = self.aside(|this| {
            body(this);
            if before.entered != Entered::Yes && this.state.entered == Entered::Yes {
                this.items.push(Item::Back);
            }
        });
        self.state = before;
        self.items.push(Item::If(flag, items));
    }

    /// Guards that a callee's frame of `size` bytes fits behind this one, and what is inlined into the callee behind that.
    pub fn guard_room(&mut self, size: u32) {
        if self.outer.as_ref().is_some_and(|outer| size <= outer.slack) {
            return;
        }
        let room = self.framesize + size + SLACK;
        if self.state.known.room < room {
            self.enter();
            self.op0(uop::GUARD_ROOM, &[FRAME], &[room as u64, MOST_CHAIN as u64]);
            self.state.known.room = room;
        }
    }

    /// The control flow of a callee that is inlined.
    pub fn inlinable(&mut self, code: Code, function: Function) -> Option<Rc<Cfg>> {
        let heap = &self.vm.heap;
        let size = code.bytecode_len(heap);
        let generator = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;
        if size > MOST_INLINED_BYTES
            || self.own.inlined.size + size > MOST_INLINED_BYTES_IN_ALL
            || code.flags(heap) & generator != 0
            || code.simple(heap) == 0
            || function.code(heap) != code.0
        {
            return None;
        }
        // The module's own copy of a recursive function has itself inlined; its entry calls that.
        if self.unit.params.is_none() && code == self.unit.code {
            return None;
        }
        let around = self.outer.as_ref().map_or(&[][..], |outer| &outer.chain);
        let repeats = around.iter().chain([&self.unit.code]).filter(|other| **other == code).count();
        if around.len() + 2 > MOST_CHAIN || repeats >= MOST_REPEATS || !self.has_run(code) {
            return None;
        }
        if let Some(known) = self.own.inlined.cfgs.get(&code.0) {
            return known.clone();
        }
        let cfg = self.vm.control_flow(code, function, cfg::Entry::At(0)).ok();
        // What looks at its own frame or its function needs them.
        let fits = |cfg: &Cfg| {
            !cfg.keep_locals && !cfg.instrs.iter().any(|instr| instr.base() == op::COPY_FREE_VARS)
        };
        let cfg = cfg.filter(fits).map(Rc::new);
        self.own.inlined.cfgs.insert(code.0, cfg.clone());
        cfg
    }

    /// Whether a function has run often enough for its bytecode to tell something.
    pub fn has_run(&self, code: Code) -> bool {
        let heap = &self.vm.heap;
        code == self.unit.code
            || code.jit_state(heap) == state::INSTALLED
            || code.heat(heap).saturating_add(MOST_COLD_CALLS) < self.vm.jit.call_heat()
    }

    /// A call as the callee's body, if it is to be inlined: the local with its result. `callee` is where its frame lies.
    pub fn inline(
        &mut self,
        function: Function,
        code: Code,
        callee: Local,
        args: &[Val],
        owner: u32,
    ) -> Option<Local> {
        let cfg = self.inlinable(code, function)?;
        let out = self.body.local(Ty::I64);
        if !self.emits {
            self.forget_heads();
            self.finish_inlined(out, callee);
            return Some(out);
        }
        let nlocals = code.nlocalsplus(&self.vm.heap) as usize;
        let slots = (0..nlocals).map(|i| match args.get(i) {
            Some(Val::Dead) | None => EntrySlot::of(Val::Const(0), true),
            Some(val) => EntrySlot::of(*val, true),
        });
        let known = Facts { cells: self.state.known.cells.clone(), room: 0 };
        let start = Entry { slots: slots.collect(), entered: Entered::No, known };
        let mut types = Vec::new();
        let mut moves = Vec::new();
        for (i, arg) in args.iter().enumerate() {
            let (local, ty) = match *arg {
                Val::Dead | Val::Const(_) => (None, Ty::I64),
                Val::Boxed(local, _) | Val::Int(local, _) => (Some(local), Ty::I64),
                Val::Float(local) => (Some(local), Ty::F64),
                Val::Bool(local) => (Some(local), Ty::I32),
            };
            types.push(ty);
            moves.extend(local.map(|local| (local, 1 + i as Local)));
        }
        let mut chain = self.outer.as_ref().map_or_else(Vec::new, |outer| outer.chain.clone());
        chain.push(self.unit.code);
        let size = code.framesize(&self.vm.heap);
        let slack = match &self.outer {
            _ if self.unit.generator => 0,
            Some(outer) => outer.slack.saturating_sub(size),
            None => SLACK,
        };
        let bytes = code.bytecode_len(&self.vm.heap);
        self.own.inlined.size += bytes;
        let id = code.id(&self.vm.heap);
        let denied = self.vm.jit.denied.get(&id).map_or(Denied::default(), |(denied, _)| denied.clone());
        let params = Some(args.len());
        let unit = Unit { code, func: function, entry: 0, generator: false, in_module: false, params };
        let first_site = self.first_site + self.sites.len();
        let mut inner = Lowerer::new(self.vm, unit, self.host, &cfg, &denied, first_site, self.own).ok()?;
        inner.outer = Some(Outer { start, types, chain, slack });
        let lowered = inner.settle().and_then(|()| inner.generate());
        let Ok(lowered) = lowered else {
            // A call does as well.
            self.own.inlined.cfgs.insert(code.0, None);
            return None;
        };
        self.own.inlined.codes.push(code);
        self.sites.extend(lowered.sites);
        self.objects.extend(lowered.objects);
        self.keep(code.0);
        let before = self.state.clone();
        let enter = self.aside(|this| {
            let args: Vec<Local> = args.iter().map(|arg| this.boxed(*arg)).collect();
            this.fill_frame(function, code, callee, &args, owner);
        });
        self.state = before;
        self.forget_heads();
        let back = self.aside(|this| match this.state.entered {
            Entered::Yes => this.op0(uop::RUN_AGAIN, &[FRAME], &[]),
            _ => this.items.push(Item::Back),
        });
        let finish = self.finish_inlined(out, callee);
        let name = self.vm.code_name(code);
        let call = Inline { name, body: lowered.body, frame: callee, args: moves, out, enter, back, finish };
        self.items.push(Item::Inline(Box::new(call)));
        self.effect = true;
        Some(out)
    }

    /// What happens when an inlined callee was left by an exit: the interpreter completes its frame.
    fn finish_inlined(&mut self, out: Local, callee: Local) -> Vec<Item> {
        self.aside(|this| {
            this.op(uop::FINISH_INLINED, &[out, FRAME, callee], &[], vec![out]);
            if this.state.entered != Entered::Yes {
                this.items.push(Item::Back);
            }
        })
    }
}
