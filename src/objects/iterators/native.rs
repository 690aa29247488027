//! Objects of the layout `Native`: a few words behind a header.

use crate::heap::layout::Native;
use crate::heap::memory::Memory;
use crate::heap::{Res, Value, statics};
use crate::vm::Vm;

/// A new object of `class` (of a kind with the layout `Native`) with these words.
pub fn new(vm: &mut Vm, class: u32, words: &[Option<Value>]) -> Res {
    let object = vm.alloc(class, Native::SIZE + words.len() as u32 * 8)?;
    let m = &mut vm.heap.memory;
    Native(object).set_count(m, words.len() as u32);
    for (i, word) in words.iter().enumerate() {
        set(m, Value::object(object), i as u32, *word);
    }
    Ok(Value::object(object))
}

#[inline(always)]
fn at(m: &Memory, object: Value, i: u32) -> u32 {
    if cfg!(feature = "checked-layouts") {
        let count = Native(object.offset()).count(m);
        assert!(i < count, "word {i} of a native object with {count}");
    }
    object.offset().wrapping_add(Native::SIZE).wrapping_add(i.wrapping_mul(8))
}

/// The `i`th word; `None` for 0.
#[inline(always)]
pub fn word(m: &Memory, object: Value, i: u32) -> Option<Value> {
    Value::from_word(m.u64(at(m, object, i)))
}

/// The `i`th word as a value; None's for 0.
#[inline(always)]
pub fn value(m: &Memory, object: Value, i: u32) -> Value {
    word(m, object, i).unwrap_or(statics::NONE)
}

/// Sets the `i`th word.
#[inline(always)]
pub fn set(m: &mut Memory, object: Value, i: u32, word: impl Into<Option<Value>>) {
    let at = at(m, object, i);
    m.set_u64(at, word.into().map_or(0, Value::word));
}

/// The `i`th word as a small number (0 if it is none).
#[inline(always)]
pub fn number(m: &Memory, object: Value, i: u32) -> i64 {
    word(m, object, i).and_then(Value::as_small_int).unwrap_or(0)
}

/// Words that the object has.
#[inline(always)]
pub fn count(m: &Memory, object: Value) -> u32 {
    Native(object.offset()).count(m)
}

/// The object's plain data.
#[inline(always)]
pub fn extra(m: &Memory, object: Value) -> u32 {
    Native(object.offset()).extra(m)
}

/// Sets the object's plain data.
#[inline(always)]
pub fn set_extra(m: &mut Memory, object: Value, extra: u32) {
    Native(object.offset()).set_extra(m, extra);
}
