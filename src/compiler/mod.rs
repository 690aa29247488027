//! The compiler: source to code object.

pub mod assemble;
mod flowgraph;
pub mod ir;
