//! Safepoints: what happens when the budget runs out (DESIGN §9).

use super::Vm;
use super::clock::Mark;
use crate::heap::statics::STATE;
use crate::heap::{self, Res};
use crate::objects::exception_types::exc;

/// Back-edges and calls between two looks at the world, when nothing asks for one sooner.
pub const BUDGET: i64 = 1 << 14;

/// The same while code is being compiled: where instructions are long, it would wait long to be installed.
const BUDGET_WHILE_COMPILING: i64 = 1 << 8;

/// Collections of the zeal mode at every safepoint; afterwards ...
const ZEAL_WARM: u64 = 1000;
/// ... it goes on at one in so many, or long programs would take minutes.
const ZEAL_COOL: i64 = 50;

impl Vm {
    /// The slow path of a safepoint: collects, delivers an interrupt, installs compiled code, whatever is due, and
    /// fills the budget again. The frame that runs must be complete and named in the shared state.
    #[cold]
    #[inline(never)]
    pub fn safepoint(&mut self) -> Res<()> {
        let requests = STATE.requests(&self.heap);
        STATE.set_requests(&mut self.heap, 0);
        let budget = match self.options.zeal {
            false if self.jit.is_compiling() => BUDGET_WHILE_COMPILING,
            false => BUDGET,
            true if STATE.collections(&self.heap) < ZEAL_WARM => 1,
            true => ZEAL_COOL,
        };
        self.clock.advance(self.budget_left(), budget);
        if self.options.count_instructions {
            self.clock.mark(STATE.executed(&self.heap), self.jit.stats.steps);
        }
        STATE.set_budget(&mut self.heap, budget);
        STATE.set_budget_held(&mut self.heap, 0);
        if requests & heap::REQUEST_COLLECT != 0 || self.options.zeal {
            self.collect();
        }
        if self.jit.has_finished() {
            self.install_compiled();
        }
        if self.jit.recycles() {
            self.recycle_compiled();
        }
        self.check_interrupt()
    }

    /// What is left of the budget, set aside or not.
    fn budget_left(&self) -> i64 {
        STATE.budget_held(&self.heap) + STATE.budget(&self.heap)
    }

    /// What has been executed so far, by which tier, and what of it in the second half of the run (by the clock's ticks).
    /// Zeros unless instructions are counted.
    pub fn executed(&self) -> (Mark, Mark) {
        let now = Mark {
            ticks: self.clock.ticks(self.budget_left()),
            interpreted: STATE.executed(&self.heap),
            stepped: self.jit.stats.steps,
        };
        let half = self.clock.half(now);
        let late = Mark {
            ticks: now.ticks - half.ticks,
            interpreted: now.interpreted.saturating_sub(half.interpreted),
            stepped: now.stepped.saturating_sub(half.stepped),
        };
        (now, late)
    }

    /// Raises KeyboardInterrupt if an interrupt came: for natives that waited for something.
    pub fn check_interrupt(&mut self) -> Res<()> {
        if self.io.take_interrupt() { Err(self.raise_with(exc::KEYBOARD_INTERRUPT, &[])) } else { Ok(()) }
    }

    /// Collects now. Only at a safepoint: every live value must be in a frame, a root or an object.
    pub fn collect(&mut self) {
        crate::objects::attr_cache::clear(self);
        self.heap.collect();
    }
}
