//! Iterators over dicts (keys, values, items; backwards too) and sets.

use crate::heap::layout::{Dict, Set, TableIter};
use crate::heap::{Kind, Raised, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, Sig, Slots, TypeDef, method};
use crate::objects::{dict, set};
use crate::vm::Vm;

/// `used` of an iterator that has raised: it goes on raising.
const BROKEN: u32 = u32::MAX;

fn new(vm: &mut Vm, kind: Kind, table: Value, used: u32) -> Res<TableIter> {
    let it = TableIter(vm.alloc(kind.class(), TableIter::SIZE)?);
    it.set_table(&mut vm.heap, table);
    it.set_used(&mut vm.heap, used);
    it.set_left(&mut vm.heap, used);
    Ok(it)
}

/// A new iterator over a dict: `kind` is DICT_KEY_ITER, DICT_VALUE_ITER or DICT_ITEM_ITER.
pub fn new_dict_iter(vm: &mut Vm, kind: Kind, d: Value) -> Res {
    let used = Dict(d.offset()).used(&vm.heap);
    Ok(new(vm, kind, d, used)?.value())
}

/// A new backward iterator over a dict's keys (0), values (1) or items (2).
pub fn new_dict_reversed(vm: &mut Vm, d: Value, part: u32) -> Res {
    let (used, filled) = (Dict(d.offset()).used(&vm.heap), Dict(d.offset()).filled(&vm.heap));
    let it = new(vm, Kind::DICT_REVERSED, d, used)?;
    it.set_index(&mut vm.heap, filled);
    it.set_version(&mut vm.heap, part);
    Ok(it.value())
}

/// A new iterator over a set.
pub fn new_set_iter(vm: &mut Vm, s: Value) -> Res {
    let used = Set(s.offset()).used(&vm.heap);
    Ok(new(vm, Kind::SET_ITER, s, used)?.value())
}

#[cold]
fn changed(vm: &mut Vm, it: TableIter, message: &str) -> Raised {
    it.set_used(&mut vm.heap, BROKEN);
    vm.raise(exc::RUNTIME_ERROR, message)
}

/// The next entry of a dict: (key, value).
#[inline(always)]
fn dict_step(vm: &mut Vm, it: TableIter, backwards: bool) -> Res<Option<(Value, Value)>> {
    let Some(table) = it.table(&vm.heap) else { return Ok(None) };
    let d = Dict(table.offset());
    if it.used(&vm.heap) != d.used(&vm.heap) {
        return Err(changed(vm, it, "dictionary changed size during iteration"));
    }
    let index = it.index(&vm.heap);
    let entry = if backwards {
        dict::previous_entry(&vm.heap, d, index)
    } else {
        dict::entry_from(&vm.heap, d, index)
    };
    let Some((index, _, key, value)) = entry else {
        it.set_table(&mut vm.heap, None);
        return Ok(None);
    };
    let left = it.left(&vm.heap);
    if left == 0 {
        return Err(changed(vm, it, "dictionary keys changed during iteration"));
    }
    it.set_left(&mut vm.heap, left - 1);
    it.set_index(&mut vm.heap, index);
    Ok(Some((key, value)))
}

fn key_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    Ok(dict_step(vm, TableIter(v.offset()), false)?.map(|entry| entry.0))
}

fn value_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    Ok(dict_step(vm, TableIter(v.offset()), false)?.map(|entry| entry.1))
}

fn item_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    match dict_step(vm, TableIter(v.offset()), false)? {
        Some((key, value)) => vm.new_tuple(&[key, value]).map(Some),
        None => Ok(None),
    }
}

fn reversed_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = TableIter(v.offset());
    let part = it.version(&vm.heap);
    match dict_step(vm, it, true)? {
        Some((key, _)) if part == 0 => Ok(Some(key)),
        Some((_, value)) if part == 1 => Ok(Some(value)),
        Some((key, value)) => vm.new_tuple(&[key, value]).map(Some),
        None => Ok(None),
    }
}

fn set_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = TableIter(v.offset());
    let Some(table) = it.table(&vm.heap) else { return Ok(None) };
    let s = Set(table.offset());
    if it.used(&vm.heap) != s.used(&vm.heap) {
        return Err(changed(vm, it, "Set changed size during iteration"));
    }
    match set::key_from(&vm.heap, s, it.index(&vm.heap)) {
        Some((index, _, key)) => {
            it.set_index(&mut vm.heap, index);
            let left = it.left(&vm.heap);
            it.set_left(&mut vm.heap, left.saturating_sub(1));
            Ok(Some(key))
        }
        None => {
            it.set_table(&mut vm.heap, None);
            Ok(None)
        }
    }
}

fn length_hint(vm: &mut Vm, args: Args) -> Res {
    let it = TableIter(args.get(vm, 0).offset());
    let left = if it.table(&vm.heap).is_some() { it.left(&vm.heap) } else { 0 };
    vm.new_int(left as i64)
}

macro_rules! table_type {
    ($(#[$doc:meta])* $name:ident $text:literal $next:ident) => {
        $(#[$doc])*
        pub static $name: TypeDef = TypeDef {
            kind: Kind::$name,
            name: $text,
            slots: Slots { iter: Some(|_, v| Ok(v)), next: Some($next), ..Slots::NONE },
            methods: &[method("__length_hint__", length_hint, Sig::Exact(0))],
            ..TypeDef::DEFAULT
        };
    };
}

table_type!(/// Over a dict's keys.
    DICT_KEY_ITER "dict_keyiterator" key_next);
table_type!(/// Over a dict's values.
    DICT_VALUE_ITER "dict_valueiterator" value_next);
table_type!(/// Over a dict's items.
    DICT_ITEM_ITER "dict_itemiterator" item_next);
table_type!(/// Over a dict's keys, values or items, backwards.
    DICT_REVERSED "dict_reversekeyiterator" reversed_next);
table_type!(/// Over a set.
    SET_ITER "set_iterator" set_next);
