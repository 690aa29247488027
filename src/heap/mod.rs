//! The heap: one linear memory that holds all of Python's state, and how Rust reads and writes it.

pub mod alloc;
pub mod gc;
pub mod kind;
pub mod layout;
pub mod memory;
pub mod statics;
pub mod value;

pub use alloc::{Heap, OutOfMemory};
pub use kind::Kind;
pub use memory::Memory;
pub use value::{Raised, Res, Value};

use statics::STATE;

/// A collection is due.
pub const REQUEST_COLLECT: u32 = 1;
/// An interrupt (Ctrl-C) is to be delivered.
pub const REQUEST_INTERRUPT: u32 = 2;
/// Compiled code waits to be installed.
pub const REQUEST_INSTALL: u32 = 4;
/// Collect at every safepoint (a test mode).
pub const REQUEST_ZEAL: u32 = 8;

/// Makes the next safepoint take the slow path for `what`: what is left of the budget is set aside until then.
#[inline]
pub fn request(memory: &mut Memory, what: u32) {
    let requests = STATE.requests(memory) | what;
    STATE.set_requests(memory, requests);
    let held = STATE.budget_held(memory) + STATE.budget(memory);
    STATE.set_budget_held(memory, held);
    STATE.set_budget(memory, 0);
}
