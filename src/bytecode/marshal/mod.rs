//! CPython's marshal format, version 4 as 3.13 writes it, and the `.pyc` files that hold it.
//!
//! Covers what constants can be: None, booleans, Ellipsis, numbers, strings, bytes, tuples, frozen sets and code.
//! Reading trusts nothing: any input gives a value or a [`MarshalError`], in time and memory linear in its length.

mod read;
mod write;

use std::fmt;

pub use read::{loads, read_pyc};
pub use write::{PycHeader, dumps, write_pyc};
pub(crate) use write::{long_digits, string_tag};

/// First four bytes of a `.pyc` of CPython 3.13: 3571 (little-endian), carriage return, line feed.
pub const PYC_MAGIC: [u8; 4] = [0xF3, 0x0D, 0x0D, 0x0A];

/// Length of a `.pyc` header: magic, flags, then time and size of the source, or its hash.
pub const PYC_HEADER_LEN: usize = 16;

/// Values nested deeper are neither written nor read, as in CPython: so neither can exhaust the native stack, nor can
/// dropping them.
const MAX_DEPTH: usize = 2000;

/// Type codes, the first byte of each value.
pub(crate) mod tag {
    pub const NULL: u8 = b'0';
    pub const NONE: u8 = b'N';
    pub const FALSE: u8 = b'F';
    pub const TRUE: u8 = b'T';
    pub const STOP_ITERATION: u8 = b'S';
    pub const ELLIPSIS: u8 = b'.';
    pub const INT: u8 = b'i';
    pub const INT64: u8 = b'I';
    pub const LONG: u8 = b'l';
    pub const FLOAT: u8 = b'f';
    pub const BINARY_FLOAT: u8 = b'g';
    pub const COMPLEX: u8 = b'x';
    pub const BINARY_COMPLEX: u8 = b'y';
    pub const BYTES: u8 = b's';
    pub const INTERNED: u8 = b't';
    pub const UNICODE: u8 = b'u';
    pub const ASCII: u8 = b'a';
    pub const ASCII_INTERNED: u8 = b'A';
    pub const SHORT_ASCII: u8 = b'z';
    pub const SHORT_ASCII_INTERNED: u8 = b'Z';
    pub const TUPLE: u8 = b'(';
    pub const SMALL_TUPLE: u8 = b')';
    pub const LIST: u8 = b'[';
    pub const DICT: u8 = b'{';
    pub const SET: u8 = b'<';
    pub const FROZENSET: u8 = b'>';
    pub const CODE: u8 = b'c';
    pub const REF: u8 = b'r';
    /// Set on a type code: the value is numbered, and later `REF`s may name it.
    pub const FLAG_REF: u8 = 0x80;
}

/// What is wrong with marshal data, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarshalError {
    /// Offset in bytes from the start of the input.
    pub offset: usize,
    pub message: String,
}

impl fmt::Display for MarshalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bad marshal data at byte {}: {}", self.offset, self.message)
    }
}

impl std::error::Error for MarshalError {}
