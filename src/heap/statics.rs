//! The static area: objects at offsets that never change, so that a stencil compares with a constant.
//!
//! ```text
//! 0x0000_0000  nothing (offset 0 is "no object")
//! 0x0000_0040  VmState
//! 0x0000_1000  singletons, 32 bytes each
//! 0x0000_2000  native type objects, 256 bytes each, by number (kinds, then exceptions)
//! 0x0002_2000  the 256 strings of one Latin-1 character, 32 bytes each
//! 0x0004_0000  the attribute cache, 32 bytes an entry (`objects::attr_cache`)
//! 0x0010_0000  frame stack (64 MiB)
//! 0x0410_0000  root stack (16 MiB)
//! 0x0510_0000  blocks: kind of each 64 KiB block, one byte each
//! 0x0520_0000  the heap
//! 0xFE00_0000  mark bits, one for 16 bytes
//! ```

use super::layout::VmState;
use super::value::Value;

/// The shared state.
pub const VM_STATE: u32 = 0x40;
/// The shared state as a layout.
pub const STATE: VmState = VmState(VM_STATE);

const SINGLETONS: u32 = 0x1000;
const fn singleton(number: u32) -> Value {
    // Not through `Value::object`, whose fallback is one of these.
    match Value::from_word((SINGLETONS + number * 32) as u64) {
        Some(value) => value,
        None => panic!(),
    }
}

/// `None`.
pub const NONE: Value = singleton(0);
/// `True`.
pub const TRUE: Value = singleton(1);
/// `False`.
pub const FALSE: Value = singleton(2);
/// `NotImplemented`.
pub const NOT_IMPLEMENTED: Value = singleton(3);
/// `...`.
pub const ELLIPSIS: Value = singleton(4);
/// `0.0`.
pub const ZERO: Value = singleton(5);
/// `-0.0`.
pub const NEG_ZERO: Value = singleton(6);
/// `()`.
pub const EMPTY_TUPLE: Value = singleton(7);
/// `''`.
pub const EMPTY_STR: Value = singleton(8);
/// `b''`.
pub const EMPTY_BYTES: Value = singleton(9);
/// `frozenset()`.
pub const EMPTY_FROZENSET: Value = singleton(10);

/// What a compiled function returns instead of a value when the interpreter must finish its frame. It is the
/// word of no object: the static area starts behind it.
pub const RESUME_INTERPRETER: u64 = 8;
/// What it returns when an exception was raised that a handler of the same frame catches, or that the
/// interpreter must unwind: the frame is complete and `instr` names the instruction that raised.
pub const RAISE_IN_INTERPRETER: u64 = 16;

const TYPES: u32 = 0x2000;
/// Bytes between two native type objects.
pub const TYPE_STRIDE: u32 = 256;
/// Native type objects that there is room for.
pub const TYPE_COUNT: u32 = 512;
/// The offset of the native type object `number`.
#[inline(always)]
pub const fn type_at(number: u32) -> u32 {
    TYPES + number * TYPE_STRIDE
}
/// The number of the first exception type.
pub const FIRST_EXCEPTION: u32 = 256;

const CHARS: u32 = 0x0002_2000;
/// The string of the one Latin-1 character `c`.
#[inline(always)]
pub const fn char_str(c: u8) -> Value {
    Value::object(CHARS + c as u32 * 32)
}

/// First entry of the attribute cache.
pub const ATTR_CACHE: u32 = 0x0004_0000;
/// First byte behind it.
pub const ATTR_CACHE_END: u32 = 0x0005_0000;

/// First byte of the frame stack.
pub const FRAME_STACK: u32 = 0x0010_0000;
/// First byte behind it.
pub const FRAME_STACK_END: u32 = 0x0410_0000;
/// First byte of the root stack.
pub const ROOT_STACK: u32 = FRAME_STACK_END;
/// First byte behind it.
pub const ROOT_STACK_END: u32 = 0x0510_0000;
/// One byte for each 64 KiB block of the memory.
pub const BLOCK_KINDS: u32 = ROOT_STACK_END;
/// First byte of the heap.
pub const HEAP: u32 = 0x0520_0000;
/// First byte behind the heap: the mark bits.
pub const MARKS: u32 = 0xFE00_0000;

// The areas do not overlap.
const _: () = {
    assert!(VM_STATE + VmState::SIZE <= SINGLETONS);
    assert!(EMPTY_FROZENSET.offset() + 32 <= TYPES);
    assert!(type_at(TYPE_COUNT) <= CHARS);
    assert!(char_str(255).offset() + 32 <= ATTR_CACHE);
    assert!(ATTR_CACHE_END <= FRAME_STACK);
    assert!(BLOCK_KINDS + (1 << 16) <= HEAP);
    assert!(MARKS as u64 + (MARKS as u64) / 128 <= 1 << 32);
    assert!(HEAP.is_multiple_of(1 << 16));
};
