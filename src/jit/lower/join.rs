//! What is known where control-flow paths meet.

use super::Lowerer;
use super::value::{Entered, Fact, Facts, Range, Slot, State, Val};
use crate::heap::{Kind, Value};
use crate::jit::ir::{Item, Local};
use crate::jit::refusal::Bug;
use crate::jit::stencil::{Ty, uop};

/// What is known of a slot at a block's start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known {
    Dead,
    Const(u64),
    Boxed(Fact),
    Int(Range),
    Float,
    Bool,
}

/// A slot at a block's start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EntrySlot {
    pub known: Known,
    pub clean: bool,
}

/// A block's start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    pub slots: Vec<EntrySlot>,
    pub entered: Entered,
    pub known: Facts,
}

impl Entry {
    /// Keeps what also `other` brings, an entry of as many slots.
    fn join(&mut self, other: &Entry) {
        for (a, b) in self.slots.iter_mut().zip(&other.slots) {
            *a = EntrySlot { known: a.known.join(b.known), clean: a.clean && b.clean };
        }
        self.known.join(&other.known);
        if self.entered != other.entered {
            self.maybe_entered();
        }
    }

    /// The frame may be real by now, and may not.
    fn maybe_entered(&mut self) {
        self.entered = Entered::Maybe;
        for slot in &mut self.slots {
            slot.clean = false;
        }
    }
}

impl EntrySlot {
    /// What is known of a slot with this value.
    pub fn of(val: Val, clean: bool) -> EntrySlot {
        let known = match val {
            Val::Dead => Known::Dead,
            Val::Const(word) => Known::Const(word),
            Val::Boxed(_, fact) => Known::Boxed(fact),
            Val::Int(_, range) => Known::Int(range),
            Val::Float(_) => Known::Float,
            Val::Bool(_) => Known::Bool,
        };
        EntrySlot { known, clean }
    }
}

impl Known {
    /// The class that is known of a heap object or a float.
    fn unboxed(self) -> Option<Known> {
        match self {
            Known::Int(_) | Known::Boxed(Fact::Int) => Some(Known::Int(Range::ALL)),
            Known::Float => Some(Known::Float),
            Known::Boxed(Fact::Class(class)) if class == Kind::FLOAT.class() => Some(Known::Float),
            Known::Bool => Some(Known::Bool),
            Known::Const(word) => {
                let value = Value::from_word(word)?;
                if value.is_small_int() {
                    Some(Known::Int(Range::ALL))
                } else if Val::Const(word).const_float().is_some() {
                    Some(Known::Float)
                } else if word == crate::heap::statics::TRUE.word()
                    || word == crate::heap::statics::FALSE.word()
                {
                    Some(Known::Bool)
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    fn range(self) -> Range {
        match self {
            Known::Int(range) => range,
            Known::Const(word) => Val::Const(word).range(),
            _ => Range::ALL,
        }
    }

    fn fact(self) -> Fact {
        match self {
            Known::Boxed(fact) => fact,
            Known::Int(_) => Fact::Int,
            Known::Const(word) if Value::from_word(word).is_some_and(Value::is_small_int) => Fact::Int,
            Known::Float => Fact::Class(Kind::FLOAT.class()),
            _ => Fact::Any,
        }
    }

    fn join(self, other: Known) -> Known {
        if self == other {
            return self;
        }
        if self == Known::Dead || other == Known::Dead {
            return Known::Dead;
        }
        match (self.unboxed(), other.unboxed()) {
            (Some(Known::Int(_)), Some(Known::Int(_))) => Known::Int(self.range().hull(other.range())),
            (Some(a), Some(b)) if a == b => a,
            _ => {
                let (a, b) = (self.fact(), other.fact());
                if a.follows_from(b) {
                    Known::Boxed(a)
                } else if b.follows_from(a) {
                    Known::Boxed(b)
                } else {
                    Known::Boxed(Fact::Any)
                }
            }
        }
    }
}

impl Lowerer<'_> {
    /// What is known where `stub` enters the function: everything lies in the frame, unless that is a virtual one.
    pub fn entry_facts(&self, stub: usize) -> Entry {
        if let Some(outer) = &self.outer {
            let mut entry = outer.start.clone();
            for (slot, live) in entry.slots.iter_mut().zip(&self.cfg.blocks[stub].live) {
                if !live {
                    slot.known = Known::Dead;
                }
            }
            return entry;
        }
        let first = self.cfg.blocks[stub].succs[0];
        let depth = self.cfg.instrs[self.cfg.blocks[first].first].depth as usize;
        let live = &self.cfg.blocks[stub].live;
        let slots = (0..self.nlocals + depth)
            .map(|i| EntrySlot {
                known: if live.get(i).copied().unwrap_or(true) {
                    Known::Boxed(Fact::Any)
                } else {
                    Known::Dead
                },
                clean: true,
            })
            .collect();
        Entry { slots, ..Entry::default() }
    }

    /// A state as the start of `target` sees it.
    pub fn abstract_state(&self, state: &State, target: usize) -> Entry {
        let live = &self.cfg.blocks[target].live;
        let slots = state.slots.iter().enumerate().map(|(i, slot)| match live.get(i) {
            Some(false) => EntrySlot { known: Known::Dead, clean: slot.clean },
            _ => EntrySlot::of(slot.val, slot.clean),
        });
        Entry { slots: slots.collect(), entered: state.entered, known: state.known.clone() }
    }

    /// Joins what the edges bring into a block's start; whether that changed.
    pub fn join_entry(&mut self, block: usize, edges: &[(bool, Entry)], round: usize) -> bool {
        let header = self.cfg.graph.is_loop_header(block);
        let first = self.cfg.instrs[self.cfg.blocks[block].first].start;
        let speculate = header && !self.denied.headers.contains(&first);
        let mut joined: Option<Entry> = None;
        for (_, entry) in edges {
            match &mut joined {
                None => joined = Some(entry.clone()),
                Some(so_far) if so_far.slots.len() == entry.slots.len() => so_far.join(entry),
                Some(_) => {
                    self.fault.get_or_insert_with(|| Bug::JoinDepths.into());
                    return false;
                }
            }
        }
        let Some(mut joined) = joined else { return false };
        if speculate {
            self.speculate(&mut joined, edges);
        }
        let old = self.entries[block].take();
        if let Some(old) = &old {
            if old.entered != joined.entered {
                joined.maybe_entered();
            }
            if round > super::MOST_ROUNDS {
                joined.known.join(&old.known);
            }
            for (new, old) in joined.slots.iter_mut().zip(&old.slots) {
                // Never back towards what was known before: a slot that changed once only widens. Loops whose back-edges
                // turned out to be typed are the exception, in the first rounds.
                if let (Known::Int(a), Known::Int(b)) = (new.known, old.known)
                    && a != b
                {
                    new.known = Known::Int(widen(a, b));
                }
                if round > super::MOST_ROUNDS && new.known != old.known {
                    new.known = if new.known == Known::Dead { Known::Dead } else { Known::Boxed(Fact::Any) };
                }
                if round > super::MOST_ROUNDS {
                    new.clean &= old.clean;
                }
            }
        }
        let changed = old.as_ref() != Some(&joined);
        self.entries[block] = Some(joined);
        changed
    }

    /// At a loop header: where all back-edges bring an unboxed value and only the way in does not, the way in gets the
    /// guard.
    fn speculate(&self, joined: &mut Entry, edges: &[(bool, Entry)]) {
        for (i, slot) in joined.slots.iter_mut().enumerate() {
            let Known::Boxed(weak) = slot.known else { continue };
            let mut back =
                edges.iter().filter(|(back, _)| *back).filter_map(|(_, e)| e.slots.get(i)).map(|s| s.known);
            let Some(first) = back.next() else { continue };
            let all = back.fold(first, Known::join);
            let guarded = match all {
                Known::Int(_) | Known::Float | Known::Bool => all.unboxed(),
                Known::Boxed(Fact::Int) => Some(Known::Int(Range::ALL)),
                Known::Boxed(Fact::Class(class)) if class == Kind::FLOAT.class() => Some(Known::Float),
                Known::Boxed(fact @ (Fact::Class(_) | Fact::Head(_))) if fact != weak => {
                    Some(Known::Boxed(fact))
                }
                _ => None,
            };
            let Some(guarded) = guarded else { continue };
            // Only a word of which nothing is known can turn out to be what is asked for.
            let possible =
                edges.iter().filter(|(back, _)| !*back).filter_map(|(_, e)| e.slots.get(i)).all(|s| {
                    matches!(s.known, Known::Boxed(Fact::Any))
                        || s.known.join(guarded) == guarded
                        || matches!((s.known, guarded), (Known::Boxed(Fact::Int), Known::Int(_)))
                });
            if possible {
                slot.known = guarded;
            }
        }
    }

    /// A state with fresh locals for the first phase.
    pub fn materialize(&mut self, entry: &Entry) -> State {
        let slots = entry
            .slots
            .iter()
            .map(|slot| {
                let val = match slot.known {
                    Known::Dead => Val::Dead,
                    Known::Const(word) => Val::Const(word),
                    Known::Boxed(fact) => Val::Boxed(self.body.local(Ty::I64), fact),
                    Known::Int(range) => Val::Int(self.body.local(Ty::I64), range),
                    Known::Float => Val::Float(self.body.local(Ty::F64)),
                    Known::Bool => Val::Bool(self.body.local(Ty::I32)),
                };
                Slot { val, clean: slot.clean }
            })
            .collect();
        State { slots, entered: entry.entered, known: entry.known.clone() }
    }

    /// The local that carries a slot of this type across joins.
    fn canonical(&mut self, slot: usize, boxed: bool, ty: Ty) -> Local {
        // A boxed word and an integer are both i64 but never meet in one local: their slots' facts differ by block.
        let key = (slot * 2 + boxed as usize, ty);
        if let Some(local) = self.canonical.get(&key) {
            return *local;
        }
        let local = self.body.local(ty);
        self.canonical.insert(key, local);
        local
    }

    /// A block's state at a join in the second phase.
    pub fn canonical_state(&mut self, entry: &Entry) -> State {
        let slots = entry
            .slots
            .iter()
            .enumerate()
            .map(|(i, slot)| {
                let val = match slot.known {
                    Known::Dead => Val::Dead,
                    Known::Const(word) => Val::Const(word),
                    Known::Boxed(fact) => Val::Boxed(self.canonical(i, true, Ty::I64), fact),
                    Known::Int(range) => Val::Int(self.canonical(i, false, Ty::I64), range),
                    Known::Float => Val::Float(self.canonical(i, false, Ty::F64)),
                    Known::Bool => Val::Bool(self.canonical(i, false, Ty::I32)),
                };
                Slot { val, clean: slot.clean }
            })
            .collect();
        State { slots, entered: entry.entered, known: entry.known.clone() }
    }

    /// Brings the current state into the form that `target` expects: guards, then moves.
    pub fn converge(&mut self, target: usize) {
        let Some(entry) = self.entries[target].clone() else {
            self.fault.get_or_insert_with(|| Bug::JoinUnreached.into());
            return;
        };
        if entry.slots.len() != self.state.slots.len() {
            self.fault.get_or_insert_with(|| Bug::JoinDepths.into());
            return;
        }
        let wanted = self.canonical_state(&entry);
        if wanted.entered == Entered::Yes {
            self.enter();
        }
        let mut moves = Vec::new();
        for (i, want) in wanted.slots.iter().enumerate() {
            let have = self.val(i);
            let local = match want.val {
                Val::Dead => None,
                Val::Const(word) => {
                    if have != Val::Const(word) {
                        self.fault.get_or_insert_with(|| Bug::JoinConstant.into());
                    }
                    None
                }
                Val::Int(to, _) => {
                    let from = self.as_int(i);
                    Some((from, to))
                }
                Val::Float(to) => {
                    let from = self.as_float(i, false);
                    Some((from, to))
                }
                Val::Bool(to) => {
                    let from = self.as_bool(i);
                    Some((from, to))
                }
                Val::Boxed(to, fact) => {
                    let from = self.with_fact(i, fact);
                    Some((from, to))
                }
            };
            moves.extend(local);
        }
        for (i, want) in wanted.slots.iter().enumerate() {
            if want.clean && want.val != Val::Dead {
                self.spill(i);
            }
        }
        moves.retain(|(from, to)| from != to);
        if !moves.is_empty() {
            self.items.push(Item::Move(moves));
        }
        self.state = wanted;
    }

    /// A slot's word, guarded so that `fact` holds.
    fn with_fact(&mut self, slot: usize, fact: Fact) -> Local {
        let val = self.val(slot);
        match (fact, val) {
            (Fact::Class(class), Val::Boxed(..)) => self.as_class(slot, class),
            (Fact::Head(head), Val::Boxed(local, known)) => {
                if known != fact {
                    self.op0(uop::GUARD_HEAD, &[local], &[head]);
                    self.state.refine(local, Val::Boxed(local, fact));
                }
                local
            }
            (Fact::Int, Val::Boxed(local, known)) => {
                if known != Fact::Int {
                    self.op0(uop::GUARD_INT, &[local], &[]);
                }
                local
            }
            _ => self.boxed(val),
        }
    }

    /// A slot's truth where it is a bool.
    pub fn as_bool(&mut self, slot: usize) -> Local {
        match self.val(slot) {
            Val::Bool(local) => local,
            Val::Boxed(local, _) => {
                let flag = self.op1(uop::UNBOX_BOOL, &[local], &[]);
                self.state.refine(local, Val::Bool(flag));
                flag
            }
            Val::Const(word) if word == crate::heap::statics::TRUE.word() => {
                self.op1(uop::CONST_BOOL, &[], &[1])
            }
            Val::Const(word) if word == crate::heap::statics::FALSE.word() => {
                self.op1(uop::CONST_BOOL, &[], &[0])
            }
            _ => self.never(Ty::I32),
        }
    }
}

/// Bounds that grew are given up, in steps that keep the sign.
fn widen(new: Range, old: Range) -> Range {
    let hull = new.hull(old);
    let low = if hull.low >= old.low {
        old.low
    } else if hull.low >= 0 {
        0
    } else {
        Range::ALL.low
    };
    let high = if hull.high <= old.high { old.high } else { Range::ALL.high };
    Range { low, high }
}
