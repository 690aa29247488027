//! What is known of values.

use std::collections::BTreeMap;

use crate::heap::value::{INT_MAX, INT_MIN};
use crate::heap::{Kind, Value};
use crate::jit::ir::Local;

/// Bounds of an integer, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub low: i64,
    pub high: i64,
}

impl Range {
    /// Any integer of 63 bits.
    pub const ALL: Range = Range { low: INT_MIN, high: INT_MAX };

    /// The hull of both.
    pub fn hull(self, other: Range) -> Range {
        Range { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// The bounds of a result that is computed exactly; `None` if it may not fit.
    pub fn exact(low: i128, high: i128) -> Option<Range> {
        if low >= INT_MIN as i128 && high <= INT_MAX as i128 {
            Some(Range { low: low as i64, high: high as i64 })
        } else {
            None
        }
    }
}

/// What is known of a boxed word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Nothing; it may even be absent.
    Any,
    /// A tagged integer.
    Int,
    /// An object of exactly this class.
    Class(u32),
    /// An instance whose first 8 bytes (class and shape) were these.
    Head(u64),
}

impl Fact {
    /// Whether everything that `self` says follows from `other`.
    pub fn follows_from(self, other: Fact) -> bool {
        self == Fact::Any
            || self == other
            || matches!((self, other), (Fact::Class(c), Fact::Head(h)) if h as u32 == c)
    }
}

/// A value and where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Val {
    /// Not needed any more.
    Dead,
    /// A known word; 0 is "absent".
    Const(u64),
    /// A word in a wasm local.
    Boxed(Local, Fact),
    /// An integer in an i64 local.
    Int(Local, Range),
    /// A float in an f64 local.
    Float(Local),
    /// A bool in an i32 local.
    Bool(Local),
}

/// What arithmetic wants to know of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numeric {
    Int,
    Float,
    Bool,
    /// It may be anything.
    Unknown,
    /// It is no number.
    Other,
}

impl Val {
    /// The number that it is, as far as known.
    pub fn numeric(self) -> Numeric {
        match self {
            Val::Int(..) | Val::Boxed(_, Fact::Int) => Numeric::Int,
            Val::Float(_) => Numeric::Float,
            Val::Bool(_) => Numeric::Bool,
            Val::Boxed(_, Fact::Any) => Numeric::Unknown,
            Val::Boxed(_, Fact::Class(c)) if c == Kind::FLOAT.class() => Numeric::Float,
            Val::Const(word) => match Value::from_word(word) {
                Some(v) if v.is_small_int() => Numeric::Int,
                Some(v) if v.is_small_float() => Numeric::Float,
                Some(v) if v == crate::heap::statics::ZERO || v == crate::heap::statics::NEG_ZERO => {
                    Numeric::Float
                }
                Some(v) if v == crate::heap::statics::TRUE || v == crate::heap::statics::FALSE => {
                    Numeric::Bool
                }
                _ => Numeric::Other,
            },
            _ => Numeric::Other,
        }
    }

    /// The known integer.
    pub fn const_int(self) -> Option<i64> {
        match self {
            Val::Const(word) => Value::from_word(word)?.as_small_int(),
            Val::Int(_, range) if range.low == range.high => Some(range.low),
            _ => None,
        }
    }

    /// The known float.
    pub fn const_float(self) -> Option<f64> {
        let Val::Const(word) = self else { return None };
        match Value::from_word(word)? {
            crate::heap::statics::ZERO => Some(0.0),
            crate::heap::statics::NEG_ZERO => Some(-0.0),
            value => value.as_small_float(),
        }
    }

    /// Bounds of the integer that it is.
    pub fn range(self) -> Range {
        match self {
            Val::Int(_, range) => range,
            Val::Bool(_) => Range { low: 0, high: 1 },
            _ => match self.const_int() {
                Some(n) => Range { low: n, high: n },
                None => Range::ALL,
            },
        }
    }

    /// Whether a collection must see it: it may be an object of the heap.
    pub fn may_be_object(self) -> bool {
        matches!(self, Val::Boxed(_, Fact::Any | Fact::Class(_) | Fact::Head(_)))
    }
}

/// A local of the function or a position of its operand stack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    pub val: Val,
    /// Whether the frame's memory holds the value too.
    pub clean: bool,
}

/// Whether a frame has been made real: a virtual one (`ir::Inline`) exists only as what is known of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Entered {
    No,
    /// On some ways to this place. The memory of the frame's slots is then not relied on.
    Maybe,
    #[default]
    Yes,
}

/// What is known of everything: slots (locals, then the operand stack), and what stays as it is until something runs that
/// is not seen here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub slots: Vec<Slot>,
    pub entered: Entered,
    pub known: Facts,
}

/// What is known beside the slots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Cells of memory, by their absolute offset, and what they hold.
    pub cells: BTreeMap<u32, u64>,
    /// Bytes from the frame's start that are known to fit on the frame stack, and the calls within the recursion limit.
    pub room: u32,
}

impl Facts {
    /// What both say.
    pub fn join(&mut self, other: &Facts) {
        self.cells.retain(|cell, word| other.cells.get(cell) == Some(word));
        self.room = self.room.min(other.room);
    }
}

impl State {
    /// Ends the facts that do not hold any more where anything may have happened.
    pub fn forget_heads(&mut self) {
        self.known.cells.clear();
        for slot in &mut self.slots {
            if let Val::Boxed(_, fact @ Fact::Head(_)) = &mut slot.val {
                *fact = Fact::Any;
            }
        }
    }

    /// Says of every copy of the boxed word in `old` that it is `new`.
    pub fn refine(&mut self, old: Local, new: Val) {
        for slot in &mut self.slots {
            if let Val::Boxed(local, _) = slot.val
                && local == old
            {
                slot.val = new;
            }
        }
    }

    /// Bounds the integer that a local holds.
    pub fn narrow(&mut self, local: Local, low: i64, high: i64) {
        for slot in &mut self.slots {
            if let Val::Int(own, range) = &mut slot.val
                && *own == local
            {
                let narrowed = Range { low: range.low.max(low), high: range.high.min(high) };
                if narrowed.low <= narrowed.high {
                    *range = narrowed;
                }
            }
        }
    }
}
