//! What the host allows a program: memory, and the budget of ticks until somebody looks at it (DESIGN §9).
//!
//! None of it lies where the program can reach: whoever controls every byte of the linear memory cannot change the cap on what
//! the allocator hands out, nor the ticks. (Pages beyond the cap that a damaged offset touches are not counted.) The budget itself is counted down by compiled code, which has it in a linear memory of its own
//! ([`Private`](super::memory::Private)).

use super::alloc::{Heap, OutOfMemory};
use super::memory::Private;
use std::cell::RefCell;
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
    /// Bytes that the host keeps for the program: captured output.
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
        self.tell_room();
        Ok(())
    }

    /// What [`has_room`] goes by.
    #[inline]
    pub(super) fn tell_room(&self) {
        self.memory.private().room().store(self.room().min(i64::MAX as u64) as i64, Relaxed);
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

/// Bytes of a long piece of work between two ticks of it.
pub const PIECE: usize = 1 << 18;

thread_local! {
    /// The bounds of the program that this thread runs.
    static RUNNING: RefCell<Option<Private>> = const { RefCell::new(None) };
}

/// The payload of the unwinding that ends a program in the middle of work that cannot fail: the sandbox's boundary takes it.
#[derive(Debug)]
pub struct MustEnd;

/// While this lives, [`tick`] on this thread counts for one program.
pub struct Running(Option<Private>);

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.with(|running| running.replace(self.0.take()));
    }
}

/// Counts `ticks` of long work on bytes that no budget is at hand for; unwinds if the program must end. Fuel and interrupts wait
/// for the next poll.
#[inline(never)]
pub fn tick(ticks: u64) {
    let over = RUNNING.with(|running| {
        running.borrow().as_ref().is_some_and(|private| {
            let left = private.budget().load(Relaxed).wrapping_sub(ticks as i64);
            private.budget().store(left, Relaxed);
            private.over().load(Relaxed) != 0
        })
    });
    if over {
        std::panic::resume_unwind(Box::new(MustEnd));
    }
}

/// For the body of a long loop, with its number: a tick for some of its turns together.
#[inline(always)]
pub fn every(i: u32) {
    if i & 0x7FFF == 0x7FFF {
        tick(1 << 12);
    }
}

/// The pieces of `items`, which may be long: a tick for each 256 bytes as they come.
pub fn pieces<T>(items: &[T]) -> impl Iterator<Item = &[T]> {
    let size = size_of::<T>().max(1);
    items.chunks((PIECE / size).max(1)).enumerate().map(|(i, piece)| {
        // The first is paid by whoever called.
        if i > 0 {
            tick(PIECE as u64 >> 8);
        }
        piece
    })
}

/// Whether the program that this thread runs may have `bytes` more: for what grows where no heap is at hand.
#[cold]
pub fn has_room(bytes: usize) -> bool {
    RUNNING.with(|running| {
        running.borrow().as_ref().is_none_or(|private| bytes as i64 <= private.room().load(Relaxed))
    })
}

fn without_kick(budget: i64) -> i64 {
    if budget < -KICK / 2 { budget.wrapping_add(KICK) } else { budget }
}

impl Private {
    /// The program with these bounds runs on this thread.
    pub fn enter(&self) -> Running {
        Running(RUNNING.with(|running| running.replace(Some(self.clone()))))
    }

    /// Ends the program: [`tick`] unwinds from now on.
    pub fn end(&self) {
        self.over().store(1, SeqCst);
    }

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
