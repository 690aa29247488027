//! The one budget (DESIGN §9): ticks for back-edges and calls, and for the work of natives that may take long.
//!
//! A tick is some 50 ns of work: an item visited, 256 bytes moved or compared. So the same program and input use the same
//! ticks whatever tier runs them; and between two looks at the world, [`BUDGET`] ticks lie a millisecond or so.

use super::Vm;
use super::control;
use crate::heap::statics::STATE;
use crate::heap::{OutOfMemory, Raised, Res};
use crate::objects::exception_types::exc;

/// Ticks between two looks at the world, when nothing asks for one sooner.
const BUDGET: i64 = 1 << 14;

/// The same while code is being compiled: where instructions are long, it would wait long to be installed.
const BUDGET_WHILE_COMPILING: i64 = 1 << 8;

/// Collections of the zeal mode at every safepoint; afterwards ...
const ZEAL_WARM: u64 = 1000;
/// ... it goes on at one in so many, or long programs would take minutes.
const ZEAL_COOL: i64 = 50;

/// Why a program must end, whatever it catches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The host asked for it.
    Asked,
    /// Its time is over.
    Deadline,
    /// It used all its fuel: so many ticks.
    Fuel(u64),
    /// It wrote more than so many bytes.
    Output(u64),
    /// It read more than so many bytes from standard input.
    Input(u64),
    /// The sandbox is not as it can be: a bug in mimeo, or a heap that something damaged.
    Bug(String),
}

impl Vm {
    /// Counts `ticks` of a native's work. When the budget runs out, looks at what the host asks: `Err` is an interrupt or a
    /// stop, and goes up as any exception does. Never collects and never runs Python.
    #[inline(always)]
    pub fn charge(&mut self, ticks: u64) -> Res<()> {
        if self.heap.spend(ticks.min(1 << 60) as i64) { Ok(()) } else { self.out_of_budget() }
    }

    /// Counts an item that a native visits, as a safepoint: may collect, so every live value is rooted, as across a call of
    /// Python.
    #[inline(always)]
    pub fn poll_native(&mut self) -> Res<()> {
        if self.heap.spend(1) { Ok(()) } else { self.safepoint() }
    }

    /// Counts `bytes` that the host holds until the native that runs returns ([`Vm::call_native`]): not for what slots and
    /// instructions do, which nothing would give back. Raises MemoryError if the cap forbids it.
    #[inline]
    pub fn hold(&mut self, bytes: u64) -> Res<()> {
        match self.heap.hold(bytes) {
            Ok(()) => Ok(()),
            Err(OutOfMemory) => Err(self.memory_error()),
        }
    }

    /// Raises MemoryError unless there is room for `bytes`, which are not counted: for what both natives and instructions make.
    #[inline]
    pub fn check_room(&mut self, bytes: u64) -> Res<()> {
        if bytes > self.heap.room() { Err(self.memory_error()) } else { Ok(()) }
    }

    /// What came of a program that must end.
    #[inline(always)]
    pub fn stopped(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// Ends the program, whatever it catches: `Err` goes up through all of it. The first reason counts.
    #[cold]
    #[inline(never)]
    pub fn stop(&mut self, why: Stop) -> Raised {
        if self.stop.is_none() {
            self.stop = Some(why);
        }
        // No tick is left: whoever goes on all the same is stopped again.
        let left = self.heap.refill_budget(0);
        self.clock.advance(left, 0);
        // Something must be pending; what it is nobody sees.
        let limit = std::mem::replace(&mut self.heap.bounds.limit, u64::MAX);
        if let Ok(exception) = crate::objects::exception::new_exception(self, exc::KEYBOARD_INTERRUPT, &[]) {
            STATE.set_pending(&mut self.heap, exception);
        }
        self.heap.bounds.limit = limit;
        Raised
    }

    /// Ends the sandbox over what cannot be: `what` was found.
    #[cold]
    #[inline(never)]
    pub fn bug(&mut self, what: impl Into<String>) -> Raised {
        self.stop(Stop::Bug(what.into()))
    }

    #[cold]
    #[inline(never)]
    fn out_of_budget(&mut self) -> Res<()> {
        self.count_ticks();
        self.look_outside()
    }

    pub(super) fn start_budget(&mut self) {
        let granted = self.grant();
        self.heap.refill_budget(granted);
        self.clock.advance(0, granted);
    }

    /// Adds up what was used of the budget, and fills it again.
    pub(super) fn count_ticks(&mut self) {
        let left = self.heap.refill_budget(0);
        self.clock.advance(left, 0);
        let granted = self.grant();
        self.heap.refill_budget(granted);
        self.clock.advance(0, granted);
    }

    /// Ticks until the next look.
    fn grant(&self) -> i64 {
        let ticks = match self.options.zeal {
            false if self.jit.is_compiling() => BUDGET_WHILE_COMPILING,
            false => BUDGET,
            true if STATE.collections(&self.heap) < ZEAL_WARM => 1,
            true => ZEAL_COOL,
        };
        match self.options.fuel {
            _ if self.stop.is_some() => 0,
            Some(fuel) => ticks.min(fuel.saturating_sub(self.clock.counted()).min(i64::MAX as u64) as i64),
            None => ticks,
        }
    }

    /// Does what the host asks, and ends the program if its fuel is used up.
    pub(super) fn look_outside(&mut self) -> Res<()> {
        if let Some(why) = self.stop.clone() {
            return Err(self.stop(why));
        }
        if let Some(fuel) = self.options.fuel
            && self.clock.counted() > fuel
        {
            return Err(self.stop(Stop::Fuel(fuel)));
        }
        self.check_interrupt()
    }

    /// Raises KeyboardInterrupt if an interrupt came, ends the program if that was asked for: for natives that waited for
    /// something, too.
    pub fn check_interrupt(&mut self) -> Res<()> {
        match self.control.take() {
            0 => Ok(()),
            asked if asked & control::STOP != 0 => Err(self.stop(Stop::Asked)),
            asked if asked & control::DEADLINE != 0 => Err(self.stop(Stop::Deadline)),
            _ => Err(self.raise_with(exc::KEYBOARD_INTERRUPT, &[])),
        }
    }

    /// Ticks so far.
    pub fn ticks(&self) -> u64 {
        self.clock.ticks(self.heap.budget_left())
    }
}
