//! `dict`: an insertion-ordered hash table.
//!
//! [`core`] holds the table itself, which the rest of the VM uses for namespaces and keyword arguments too.

pub mod core;
mod methods;
pub mod views;

pub use self::core::*;
pub use self::methods::{SLOTS, TYPE, as_dict, equal, get_item, init, merge, repr_of, set_item};
