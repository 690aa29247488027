//! mimeo: Python 3.13 for wasm sandboxes.

pub mod bytecode;
pub mod compiler;
pub mod heap;
pub mod ops;
