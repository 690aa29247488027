//! Strings: the narrowest of three widths for the characters they hold (PEP 393), so that equal strings have
//! equal bytes. `''` and the strings of one Latin-1 character exist once, in the static area.
//!
//! | module | what |
//! |---|---|
//! | `core` | creation, interning, hashing, equality, concatenation, slices |
//! | `view` | characters as slices; one algorithm for all widths |
//! | `build` | a buffer to build strings in |
//! | `search` | searching, whatever the widths |
//! | `unicode`, `tables` | predicates and case mappings of code points |
//! | `slots` | the type: operators, comparison, items, iteration |
//! | `find`, `split`, `case`, `pad`, `translate`, `repr` | the methods |
//! | `args` | reading arguments |

pub mod args;
pub mod build;
pub mod case;
pub mod core;
pub mod find;
pub mod pad;
pub mod repr;
pub mod search;
pub mod slots;
pub mod split;
mod tables;
pub mod translate;
pub mod unicode;
pub mod view;

pub use build::StrBuf;
pub use core::{ASCII, INTERNED, init_statics};
pub use slots::{ITER, TYPE};
pub use view::Chars;
