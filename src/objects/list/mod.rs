//! `list`.

pub mod core;
mod methods;
mod slicing;
mod sort;

pub use self::core::*;
pub use self::methods::{TYPE, append, collect, extend, fill_repeated, repeat_count};
pub use self::sort::sort_in_place;
