//! A cache of attribute look-ups at places that see instances of several classes, in linear memory: compiled code probes it
//! inline (`stencils-wat/attribute.wat`), and the interpreter where an instruction is not specialised. What V8 calls the
//! megamorphic stub cache.
//!
//! An entry answers for one (class, shape) and one name in one [`Use`]. Both are immutable in what they say of the
//! instance; what they say of the class ends when any class changes, which empties the cache, as a collection does:
//! entries keep nothing alive.

use crate::heap::layout::{AttrEntry, Instance, Shape, Type};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Value};
use crate::objects::dunder::Dunder;
use crate::objects::instance::{Slot, slot_place};
use crate::objects::types::flags;
use crate::vm::Vm;

/// Entries.
pub const ENTRIES: u32 = 2048;
/// Bits of an instance's first word below those that choose the entry.
const HEAD_SHIFT: u32 = 36;

/// What an attribute is looked up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Its value: the entry says where in the instance it lies.
    Load = 0,
    /// A call: the entry has the plain function in the class, which gets the instance in front.
    Method = 1,
    /// A store: where in the instance it goes, and the shape that it gets if the attribute is new.
    Store = 2,
}

/// The name and the use in one word.
pub fn key(name: Value, purpose: Use) -> u32 {
    name.offset() | purpose as u32
}

/// What a key contributes to the choice of the entry.
pub fn hash(key: u32) -> u32 {
    key.wrapping_mul(0x9E37_79B1) >> 16
}

fn entry(head: u64, key: u32) -> AttrEntry {
    let index = ((head >> HEAD_SHIFT) as u32 ^ hash(key)) & (ENTRIES - 1);
    AttrEntry(statics::ATTR_CACHE + index * AttrEntry::SIZE)
}

/// The entry for an object, if there is one.
#[inline]
pub fn find(vm: &Vm, object: Value, key: u32) -> Option<AttrEntry> {
    if !object.is_object() {
        return None;
    }
    let head = vm.heap.u64(object.offset());
    let entry = entry(head, key);
    (entry.head(&vm.heap) == head && entry.key(&vm.heap) == key).then_some(entry)
}

/// Forgets everything.
pub fn clear(vm: &mut Vm) {
    if STATE.attr_cache_used(&vm.heap) != 0 {
        STATE.set_attr_cache_used(&mut vm.heap, 0);
        vm.heap.zero(statics::ATTR_CACHE, ENTRIES * AttrEntry::SIZE);
    }
}

fn set(vm: &mut Vm, object: Value, key: u32, offset: u32, found: u64) {
    let head = vm.heap.u64(object.offset());
    let entry = entry(head, key);
    entry.set_head(&mut vm.heap, head);
    entry.set_key(&mut vm.heap, key);
    entry.set_offset(&mut vm.heap, offset);
    entry.set_found(&mut vm.heap, found);
    STATE.set_attr_cache_used(&mut vm.heap, 1);
}

/// The shape of a plain instance that keeps its attributes in slots.
fn shape_of(vm: &Vm, object: Value) -> Option<Shape> {
    if vm.kind_of(object) != Kind::OBJECT {
        return None;
    }
    let shape = Shape(Instance(object.offset()).shape(&vm.heap));
    (!shape.is_dict_mode(vm)).then_some(shape)
}

/// Remembers where the attribute `name` lies that `object` has, if nothing in its class comes first.
pub fn note_load(vm: &mut Vm, object: Value, name: Value) {
    let Some(shape) = shape_of(vm, object) else { return };
    let class = vm.class_of(object);
    if vm.overrides(class, Dunder::GetAttribute)
        || vm.type_lookup(class, name).is_some_and(|found| vm.is_data_descriptor(found))
    {
        return;
    }
    let place = shape.find(vm, name).map(|index| slot_place(index, shape.inline_cap(&vm.heap)));
    if let Some(Slot::Inline(offset)) = place {
        set(vm, object, key(name, Use::Load), offset, 0);
    }
}

/// Remembers the function that a method call finds.
pub fn note_method(vm: &mut Vm, object: Value, name: Value, found: Value) {
    if shape_of(vm, object).is_some() && vm.is_exact(found, Kind::FUNCTION) {
        set(vm, object, key(name, Use::Method), 0, found.word());
    }
}

/// Remembers where a store of the attribute `name` goes. Before the store.
pub fn note_store(vm: &mut Vm, object: Value, name: Value) {
    let Some(shape) = shape_of(vm, object) else { return };
    let class = vm.class_of(object);
    if vm.overrides(class, Dunder::SetAttr)
        || Type(class).flags(&vm.heap) & flags::HAS_DICT == 0
        || vm.type_lookup(class, name).is_some_and(|found| vm.is_data_descriptor(found))
    {
        return;
    }
    let (index, next) = match shape.find(vm, name) {
        Some(index) => (index, 0),
        None => match shape.with(vm, name) {
            Ok(next) => (shape.count(&vm.heap), next.0 as u64),
            Err(_) => return,
        },
    };
    if let Slot::Inline(offset) = slot_place(index, shape.inline_cap(&vm.heap)) {
        set(vm, object, key(name, Use::Store), offset, next);
    }
}
