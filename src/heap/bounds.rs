//! What the host allows a program: memory, and the budget of ticks until somebody looks at it (DESIGN §9).
//!
//! None of it lies where the program can reach: whoever controls every byte of the linear memory can neither take more nor
//! run longer. The budget itself is counted down by compiled code, which has it in a linear memory of its own
//! ([`Private`](super::memory::Private)).

use super::alloc::{Heap, OutOfMemory};
use super::memory::Private;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed, Ordering::SeqCst};

/// A collection is due.
pub const REQUEST_COLLECT: u32 = 1;
/// Compiled code waits to be installed.
pub const REQUEST_INSTALL: u32 = 4;

/// What another thread takes from the budget to have the next poll look: no program counts down so far.
const KICK: i64 = 1 << 62;

/// The part of the bounds that only the program's own thread knows.
#[derive(Debug, Default)]
pub struct Bounds {
    /// Bytes that the program may take.
    pub limit: u64,
    /// Bytes of blocks and large cells in use.
    pub used: u64,
    /// Bytes that the host holds for the native that runs ([`Heap::hold`]).
    pub held: u64,
    /// Bytes that the host keeps for the program: compiled code, contents of open files, stacks.
    pub kept: u64,
    /// Reasons for the next poll to take the slow path, a bit each.
    pub(super) requests: u32,
    /// What was left of the budget when somebody asked for the slow path.
    pub(super) aside: i64,
}

impl Heap {
    /// Counts `bytes` more against the cap.
    #[inline]
    pub(super) fn charge_blocks(&mut self, bytes: u64) -> Result<(), OutOfMemory> {
        if bytes > self.room() {
            return Err(OutOfMemory);
        }
        self.bounds.used += bytes;
        Ok(())
    }

    /// Bytes that may still be taken.
    #[inline]
    pub fn room(&self) -> u64 {
        let Bounds { limit, used, held, kept, .. } = self.bounds;
        limit.saturating_sub(used).saturating_sub(held).saturating_sub(kept)
    }

    /// Counts `bytes` that the host holds for the program while a native runs, for its end to give back
    /// ([`Heap::release_to`]).
    #[inline]
    pub fn hold(&mut self, bytes: u64) -> Result<(), OutOfMemory> {
        if bytes > self.room() {
            return Err(OutOfMemory);
        }
        self.bounds.held += bytes;
        Ok(())
    }

    /// What [`Heap::hold`] has counted.
    #[inline(always)]
    pub fn held(&self) -> u64 {
        self.bounds.held
    }

    /// Gives back what was held since [`Heap::held`] gave `held`.
    #[inline(always)]
    pub fn release_to(&mut self, held: u64) {
        self.bounds.held = held;
    }

    /// Counts `bytes` that the host keeps for the program until [`Heap::give_back`].
    pub fn keep(&mut self, bytes: u64) -> Result<(), OutOfMemory> {
        if bytes > self.room() {
            return Err(OutOfMemory);
        }
        self.bounds.kept += bytes;
        Ok(())
    }

    /// The opposite of [`Heap::keep`].
    pub fn give_back(&mut self, bytes: u64) {
        self.bounds.kept = self.bounds.kept.saturating_sub(bytes);
    }

    /// Takes `ticks` from the budget; false if it has run out.
    #[inline(always)]
    #[must_use]
    pub fn spend(&mut self, ticks: i64) -> bool {
        // A load and a store, as in compiled code: what another thread takes in between is lost, and taken again.
        let budget = self.memory.budget();
        let left = budget.load(Relaxed).wrapping_sub(ticks);
        budget.store(left, Relaxed);
        left >= 0
    }

    /// Gives back the one tick of a poll that will be made again.
    pub fn unspend(&mut self) {
        let _ = self.spend(-1);
    }

    /// Ticks left, set aside or not.
    pub fn budget_left(&self) -> i64 {
        self.bounds.aside.saturating_add(without_kick(self.memory.budget().load(Relaxed)))
    }

    /// Makes the next poll take the slow path for `what`: what is left of the budget is set aside until then.
    #[inline]
    pub fn request(&mut self, what: u32) {
        self.bounds.requests |= what;
        let left = without_kick(self.memory.budget().swap(0, SeqCst));
        self.bounds.aside = self.bounds.aside.saturating_add(left);
    }

    /// Takes what was requested.
    pub fn take_requests(&mut self) -> u32 {
        std::mem::take(&mut self.bounds.requests)
    }

    /// Replaces the budget by `ticks`, which wait while something is requested; gives what was left of the old one.
    pub fn refill_budget(&mut self, ticks: i64) -> i64 {
        let (now, aside) = if self.bounds.requests != 0 { (0, ticks) } else { (ticks, 0) };
        let left = without_kick(self.memory.budget().swap(now, SeqCst));
        std::mem::replace(&mut self.bounds.aside, aside).saturating_add(left)
    }
}

fn without_kick(budget: i64) -> i64 {
    if budget < -KICK / 2 { budget.wrapping_add(KICK) } else { budget }
}

impl Private {
    /// Has the program's next poll take the slow path; from any thread. It may be lost: ask again until it is seen.
    pub fn kick(&self) {
        let budget: &AtomicI64 = self.budget();
        let _ =
            budget.fetch_update(SeqCst, Relaxed, |left| (left >= -KICK / 2).then(|| left.wrapping_sub(KICK)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heap::Memory;

    fn heap() -> Heap {
        Heap::new(Memory::plain().unwrap(), 1 << 20)
    }

    #[test]
    fn a_kick_is_seen_and_costs_no_ticks() {
        let mut heap = heap();
        heap.refill_budget(100);
        assert!(heap.spend(10));
        heap.memory.private().kick();
        heap.memory.private().kick();
        assert!(!heap.spend(1));
        assert_eq!(heap.budget_left(), 89);
        assert_eq!(heap.refill_budget(50), 89);
        assert!(heap.spend(50));
        assert!(!heap.spend(1));
    }

    #[test]
    fn a_request_sets_the_budget_aside() {
        let mut heap = heap();
        heap.refill_budget(100);
        assert!(heap.spend(40));
        heap.request(REQUEST_COLLECT);
        heap.request(REQUEST_INSTALL);
        assert!(!heap.spend(1));
        assert_eq!(heap.refill_budget(30), 59);
        assert!(!heap.spend(1), "still requested");
        assert_eq!(heap.take_requests(), REQUEST_COLLECT | REQUEST_INSTALL);
        assert_eq!(heap.refill_budget(30), 29);
        assert!(heap.spend(30));
    }

    #[test]
    fn what_is_held_counts_until_it_is_released() {
        let mut heap = heap();
        let (room, held) = (heap.room(), heap.held());
        assert_eq!(heap.hold(room + 1), Err(OutOfMemory));
        assert_eq!(heap.hold(room), Ok(()));
        assert_eq!(heap.keep(1), Err(OutOfMemory));
        heap.release_to(held);
        assert_eq!(heap.keep(room), Ok(()));
        heap.give_back(room);
        assert_eq!(heap.room(), room);
    }
}
