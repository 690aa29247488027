//! Strings: the narrowest of three widths for the characters they hold (PEP 393), so that equal strings have
//! equal bytes. `''` and the strings of one Latin-1 character exist once, in the static area.
//!
//! | module | what |
//! |---|---|
//! | `core` | creation, interning, hashing, equality, concatenation, slices |
//! | `view` | characters as slices; one algorithm for all widths |
//! | `build` | a buffer to build strings in |

pub mod build;
pub mod core;
pub mod view;

pub use build::StrBuf;
pub use core::{ASCII, INTERNED, init_statics};
pub use view::Chars;

use crate::heap::Kind;
use crate::objects::slots::TypeDef;

/// `str`.
pub static TYPE: TypeDef = TypeDef { kind: Kind::STR, name: "str", subclassable: true, ..TypeDef::DEFAULT };
