//! `list`.

pub mod core;

pub use self::core::*;
