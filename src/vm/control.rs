//! What other threads ask of a running program: an interrupt, which it sees as KeyboardInterrupt, or a stop, which it cannot
//! catch.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::heap::memory::Private;

/// KeyboardInterrupt is to be raised.
pub const INTERRUPT: u32 = 1;
/// The host wants the program to end.
pub const STOP: u32 = 2;
/// The program's time is over.
pub const DEADLINE: u32 = 4;

/// One program's control, shared by whoever may interrupt it.
#[derive(Default)]
pub struct Control {
    /// What is asked, a bit each.
    asked: AtomicU32,
    /// Whether a stop or the deadline was ever among it.
    over: AtomicBool,
    /// The bounds of the program that runs, once it does.
    private: Mutex<Option<Private>>,
    lock: Mutex<()>,
    wake: Condvar,
}

impl Control {
    /// Asks for `what`; whether that was not asked for already. What the program's own thread writes at the same moment may
    /// cover the request until its budget runs out by itself: [`Control::remind`] it until [`Control::is_asked`] says no.
    pub fn ask(&self, what: u32) -> bool {
        if what & (STOP | DEADLINE) != 0 {
            self.over.store(true, Ordering::SeqCst);
        }
        let new = self.asked.fetch_or(what, Ordering::SeqCst) & what == 0;
        self.remind();
        drop(self.lock.lock());
        self.wake.notify_all();
        new
    }

    /// Has the program look again.
    pub fn remind(&self) {
        if let Some(private) = &*self.private.lock().unwrap_or_else(PoisonError::into_inner) {
            if self.is_over() {
                private.end();
            }
            private.kick();
        }
    }

    /// Whether anything is asked for that the program has not seen.
    #[inline]
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed) != 0
    }

    /// Whether the program was ever to end: nobody waits for a slow stream on its behalf then.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Takes what is asked.
    pub fn take(&self) -> u32 {
        // The plain load keeps the usual case free of a locked instruction.
        if self.is_asked() { self.asked.swap(0, Ordering::SeqCst) } else { 0 }
    }

    /// The program with these bounds is the one to ask.
    pub fn attach(&self, private: &Private) {
        *self.private.lock().unwrap_or_else(PoisonError::into_inner) = Some(private.clone());
    }

    /// Waits for `time` to pass or for something to be asked.
    pub fn wait(&self, time: Duration) {
        let Some(end) = Instant::now().checked_add(time) else { return };
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        while !self.is_asked() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            lock = self.wake.wait_timeout(lock, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
