//! mimeo on wasmtime: runs Python programs, each in a sandbox of its own, and compiles what is hot.
//!
//! [`sandbox::Runtime::run`] is the way in; the command `mimeo` is a thin user of it.

pub mod bridge;
pub mod cli;
pub mod compile;
mod disas;
pub mod dump;
pub mod engine;
pub mod io;
pub mod region;
pub mod sandbox;
pub mod stack;
pub mod stats;
pub mod stencils;
pub mod syntax;
pub mod tools;
pub mod wasm;
