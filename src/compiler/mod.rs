//! The compiler: source to code object.

pub mod ir;
