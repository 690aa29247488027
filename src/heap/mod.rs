//! The heap: one linear memory that holds all of Python's state, and how Rust reads and writes it.

pub mod alloc;
pub mod bounds;
pub mod gc;
pub mod kind;
pub mod layout;
pub mod memory;
pub mod statics;
pub mod value;

pub use alloc::{Heap, OutOfMemory};
pub use bounds::{REQUEST_COLLECT, REQUEST_INSTALL};
pub use kind::Kind;
pub use memory::Memory;
pub use value::{Raised, Res, Value};
