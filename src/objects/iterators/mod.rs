//! Iterators: over the built-in containers (`sequences`, `tables`), and those that take other iterators
//! (`adaptors`: enumerate, zip, map, filter, `iter(callable, sentinel)`).

mod adaptors;
pub mod native;
mod sequences;
mod tables;

use crate::heap::bounds::every;
use crate::heap::layout::{Dict, List, Range, View};
use crate::heap::{Kind, Res, Value};
use crate::objects::slots::TypeDef;
use crate::objects::{dict, list, range, set};
use crate::vm::Vm;

pub use adaptors::{bind, new_callable_iter, next_index};
pub use sequences::{
    is_plain, new_range_iter, new_reversed, new_reversed_of, new_seq_iter, new_seq_iter_of, next,
};
pub use tables::{new_dict_iter, new_dict_reversed, new_set_iter};

/// The iterators' types.
pub static TYPES: &[&TypeDef] = &[
    &sequences::LIST_ITER,
    &sequences::TUPLE_ITER,
    &sequences::SEQ_ITER,
    &sequences::REVERSED,
    &sequences::LIST_REVERSED,
    &sequences::RANGE_ITER,
    &sequences::LONG_RANGE_ITER,
    &tables::DICT_KEY_ITER,
    &tables::DICT_VALUE_ITER,
    &tables::DICT_ITEM_ITER,
    &tables::SET_ITER,
    &tables::DICT_REVERSED,
    &dict::views::DICT_KEYS,
    &dict::views::DICT_VALUES,
    &dict::views::DICT_ITEMS,
    &dict::views::MAPPING_PROXY,
    &adaptors::ENUMERATE,
    &adaptors::ZIP,
    &adaptors::MAP,
    &adaptors::FILTER,
    &adaptors::CALLABLE_ITER,
];

/// Appends what an exact range, dict, set or view holds, without an iterator. Whether `iterable` was one of these.
pub fn extend_fast(vm: &mut Vm, target: List, iterable: Value) -> Res<bool> {
    let class = vm.class_of(iterable);
    if class == Kind::RANGE.class() {
        let Some((start, step, count)) = range::small_parts(vm, Range(iterable.offset())) else {
            return Ok(false);
        };
        list::reserve(vm, target, count as usize)?;
        let mut n = start;
        for i in 0..count {
            every(i as u32);
            list::push(vm, target, Value::int(n))?;
            n += step;
        }
        return Ok(true);
    }
    if class == Kind::SET.class() || class == Kind::FROZENSET.class() {
        let source = crate::heap::layout::Set(iterable.offset());
        list::reserve(vm, target, source.used(&vm.heap) as usize)?;
        let mut pos = 0;
        while let Some((next, _, key)) = set::next_key(&vm.heap, source, pos) {
            pos = next;
            list::push(vm, target, key)?;
        }
        return Ok(true);
    }
    let values = class == Kind::DICT_VALUES.class();
    let d = if class == Kind::DICT.class() {
        Dict(iterable.offset())
    } else if values || class == Kind::DICT_KEYS.class() {
        match View(iterable.offset()).target(&vm.heap) {
            Some(d) => Dict(d.offset()),
            None => return Ok(false),
        }
    } else {
        return Ok(false);
    };
    list::reserve(vm, target, d.used(&vm.heap) as usize)?;
    let mut pos = 0;
    while let Some((next, _, key, value)) = dict::next_entry(&vm.heap, d, pos) {
        pos = next;
        list::push(vm, target, if values { value } else { key })?;
    }
    Ok(true)
}
