//! mimeo: Python 3.13 for wasm sandboxes.

pub mod bytecode;
pub mod compiler;
pub mod heap;
pub mod interp;
pub mod jit;
pub mod modules;
pub mod objects;
pub mod ops;
pub mod program;
pub mod vm;
