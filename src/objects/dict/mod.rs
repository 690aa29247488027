//! `dict`: an insertion-ordered hash table.
//!
//! [`core`] holds the table itself, which the rest of the VM uses for namespaces and keyword arguments too.

pub mod core;

pub use self::core::*;
