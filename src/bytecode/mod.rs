//! Code objects as plain Rust data, and the formats that carry them.
//!
//! Nothing here touches the heap: the compiler makes [`CodeObject`]s, `.pyc` files hold them, and the VM copies one
//! into its heap when it is first run. Functions that decode tables take slices, so that the VM can use them on its
//! own copies.

pub mod code;
pub mod digest;
pub mod dis;
pub mod exceptions;
pub mod hash;
pub mod locations;
pub mod marshal;
pub mod pyc;
pub mod pystr;
pub mod repr;
pub mod set_order;
pub mod verify;

pub use code::{CodeObject, Const, code_flags, var_kind};
pub use locations::Location;
pub use pystr::PyStr;
