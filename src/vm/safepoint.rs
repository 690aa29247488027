//! Safepoints: what happens when the budget runs out where a collection may run (see `budget`).

use super::Vm;
use super::clock::Mark;
use crate::heap::statics::STATE;
use crate::heap::{REQUEST_COLLECT, Res};

impl Vm {
    /// The slow path of a safepoint: collects, delivers an interrupt, installs compiled code, whatever is due, and
    /// fills the budget again. The frame that runs must be complete and named in the shared state.
    #[cold]
    #[inline(never)]
    pub fn safepoint(&mut self) -> Res<()> {
        let requests = self.heap.take_requests();
        self.count_ticks();
        if self.options.count_instructions {
            self.clock.mark(STATE.executed(&self.heap), self.jit.stats.steps);
        }
        if requests & REQUEST_COLLECT != 0 || self.options.zeal {
            self.collect();
        }
        if self.jit.has_finished() {
            self.install_compiled();
        }
        if self.jit.recycles() {
            self.recycle_compiled();
        }
        self.look_outside()
    }

    /// What has been executed so far, by which tier, and what of it in the second half of the run (by the clock's ticks).
    /// Zeros unless instructions are counted.
    pub fn executed(&self) -> (Mark, Mark) {
        let now = Mark {
            ticks: self.ticks(),
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

    /// Collects now. Only at a safepoint: every live value must be in a frame, a root or an object.
    pub fn collect(&mut self) {
        crate::objects::attr_cache::clear(self);
        self.heap.collect();
    }
}
