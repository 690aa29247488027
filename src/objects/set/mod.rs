//! `set` and `frozenset`: the table is in [`core`], the algebra in [`ops`].

pub mod core;
mod methods;
pub mod ops;

pub use self::core::*;
pub use self::methods::{FROZENSET, TYPE};
pub use self::ops::update;
