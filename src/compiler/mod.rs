//! The compiler: source to code object.

pub mod assemble;
pub mod ir;
