//! Plain instances: attributes in slots, the slots' names in hidden classes (shapes).
//!
//! A type has a root shape; adding an attribute follows (or makes) a transition to a child shape. A shape belongs to
//! one type, so a guard on the shape is a guard on the type too. Slots below `inline_cap` lie in the instance, the others in
//! an overflow cell. Deleting an attribute, adding too many, or asking for `__dict__` moves the instance to
//! dictionary mode for good.

use std::collections::BTreeSet;

use crate::heap::layout::{Dict, Instance, Shape, Type};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dict;
use crate::vm::Vm;

/// Attributes beyond which an instance goes to dictionary mode.
const MOST_ATTRIBUTES: u32 = 128;

/// Where a slot lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Bytes from the start of the instance.
    Inline(u32),
    /// Bytes from the start of the overflow cell.
    Overflow(u32),
}

/// Where slot `index` lies in instances of a shape with `inline_cap` inline slots.
#[inline(always)]
pub fn slot_place(index: u32, inline_cap: u32) -> Slot {
    if index < inline_cap {
        Slot::Inline(Instance::SIZE + index * 8)
    } else {
        Slot::Overflow((index - inline_cap) * 8)
    }
}

impl Shape {
    /// Whether instances keep their attributes in a dict.
    #[inline(always)]
    pub fn is_dict_mode(self, vm: &Vm) -> bool {
        self.mode(&vm.heap) & 1 != 0
    }

    /// The slot of the attribute `name` (an interned string).
    pub fn find(self, vm: &Vm, name: Value) -> Option<u32> {
        let mut shape = self;
        // The chain is as long as the attributes are many: a damaged heap must not make it endless.
        for _ in 0..=MOST_ATTRIBUTES {
            match shape.key(&vm.heap) {
                Some(key) if key == name => return Some(shape.count(&vm.heap) - 1),
                None => return None,
                _ => shape = Shape(shape.parent(&vm.heap)),
            }
        }
        None
    }

    /// The attributes behind the `declared` slots with their slots' numbers, in order.
    pub fn attributes(self, vm: &Vm, declared: u32) -> Vec<(u32, Value)> {
        let mut attributes = Vec::new();
        let mut shape = self;
        while let Some(key) = shape.key(&vm.heap)
            && shape.count(&vm.heap) > declared
            && attributes.len() <= MOST_ATTRIBUTES as usize
        {
            attributes.push((shape.count(&vm.heap) - 1, key));
            shape = Shape(shape.parent(&vm.heap));
        }
        attributes.reverse();
        attributes
    }

    /// The shape with `name` added.
    pub fn with(self, vm: &mut Vm, name: Value) -> Res<Shape> {
        if self.last_key(&vm.heap) == Some(name) {
            return Ok(Shape(self.last_child(&vm.heap)));
        }
        let children = self.children(&vm.heap);
        if children != 0
            && let Some(child) = dict::get_str(vm, Dict(children), name)
        {
            return Ok(Shape(child.offset()));
        }
        let child = new_shape(vm, self.owner(&vm.heap), self.inline_cap(&vm.heap))?;
        child.set_parent(&mut vm.heap, self.0);
        let count = self.count(&vm.heap) + 1;
        child.set_count(&mut vm.heap, count);
        child.set_key(&mut vm.heap, name);
        match self.last_key(&vm.heap) {
            None => {
                self.set_last_key(&mut vm.heap, name);
                self.set_last_child(&mut vm.heap, child.0);
            }
            Some(_) => {
                let children = match children {
                    0 => {
                        let children = dict::new(vm)?;
                        self.set_children(&mut vm.heap, children.0);
                        children
                    }
                    children => Dict(children),
                };
                dict::insert_str(vm, children, name, child.value())?;
            }
        }
        Ok(child)
    }
}

fn new_shape(vm: &mut Vm, owner: u32, inline_cap: u32) -> Res<Shape> {
    let shape = Shape(vm.alloc(Kind::SHAPE.class(), Shape::SIZE)?);
    shape.set_owner(&mut vm.heap, owner);
    shape.set_inline_cap(&mut vm.heap, inline_cap);
    let id = vm.next_version();
    shape.set_id(&mut vm.heap, id);
    Ok(shape)
}

/// Gives a type its root shape, with `inline_cap` inline slots of which `__slots__` takes the first `declared`: their keys are
/// numbers, which no attribute is called by.
pub fn init_shapes(vm: &mut Vm, class: Type, inline_cap: u32, declared: u32) -> Res<()> {
    init_root(vm, class, inline_cap, declared)?;
    let dict_mode = new_shape(vm, class.0, inline_cap)?;
    dict_mode.set_mode(&mut vm.heap, 1);
    class.set_dict_shape(&mut vm.heap, dict_mode.0);
    Ok(())
}

fn init_root(vm: &mut Vm, class: Type, inline_cap: u32, declared: u32) -> Res<()> {
    let mut root = new_shape(vm, class.0, inline_cap)?;
    for slot in 0..declared {
        root = root.with(vm, Value::int(slot as i64))?;
    }
    class.set_root_shape(&mut vm.heap, root.0);
    Ok(())
}

/// Gives all instances of `class` and of its subclasses shapes that nobody has seen: what compiled code and caches assume of
/// the old ones holds no longer. A rare event: it visits the whole heap.
pub fn renew_shapes(vm: &mut Vm, class: u32) -> Res<()> {
    let mut classes = BTreeSet::new();
    let mut todo = vec![class];
    while let Some(class) = todo.pop() {
        if classes.insert(class) {
            todo.extend(vm.subclasses(class));
        }
    }
    // A root that no attribute was added to is in no cache.
    classes.retain(|class| {
        let root = Shape(Type(*class).root_shape(&vm.heap));
        root.0 != 0 && (root.last_key(&vm.heap).is_some() || root.key(&vm.heap).is_some())
    });
    if classes.is_empty() {
        return Ok(());
    }
    for class in &classes {
        let class = Type(*class);
        let old = Shape(class.root_shape(&vm.heap));
        let (inline_cap, declared) = (old.inline_cap(&vm.heap), class.nslots(&vm.heap));
        init_root(vm, class, inline_cap, declared)?;
    }
    for object in vm.heap.objects_where(|class| classes.contains(&class)) {
        let instance = Instance(object);
        let class = instance.class(&vm.heap);
        let shape = Shape(instance.shape(&vm.heap));
        // What is found may also be a raw cell that only looks like an instance.
        if shape.class(&vm.heap) != Kind::SHAPE.class()
            || shape.owner(&vm.heap) != class
            || shape.is_dict_mode(vm)
        {
            continue;
        }
        let mut renewed = Shape(Type(class).root_shape(&vm.heap));
        for (_, name) in shape.attributes(vm, renewed.count(&vm.heap)) {
            renewed = renewed.with(vm, name)?;
        }
        instance.set_shape(&mut vm.heap, renewed.0);
    }
    Ok(())
}

/// A new instance of a class of kind OBJECT, without attributes.
#[inline]
pub fn new_instance(vm: &mut Vm, class: Type) -> Res<Instance> {
    let size = class.basicsize(&vm.heap);
    let object = vm.alloc(class.0, size)?;
    let shape = class.root_shape(&vm.heap);
    let instance = Instance(object);
    instance.set_shape(&mut vm.heap, shape);
    Ok(instance)
}

/// The word in a slot, 0 if it is not set.
#[inline(always)]
fn slot_word(vm: &Vm, instance: Instance, index: u32, inline_cap: u32) -> u64 {
    match slot_place(index, inline_cap) {
        Slot::Inline(offset) => vm.heap.u64(instance.0.wrapping_add(offset)),
        Slot::Overflow(offset) => vm.heap.u64(instance.overflow(&vm.heap).wrapping_add(offset)),
    }
}

/// The attribute `name` of the instance itself.
pub fn get(vm: &Vm, instance: Instance, name: Value) -> Option<Value> {
    let shape = Shape(instance.shape(&vm.heap));
    if shape.is_dict_mode(vm) {
        return match instance.overflow(&vm.heap) {
            0 => None,
            dict => dict::get_str(vm, Dict(dict), name),
        };
    }
    let index = shape.find(vm, name)?;
    Value::from_word(slot_word(vm, instance, index, shape.inline_cap(&vm.heap)))
}

/// Sets the attribute `name` of the instance itself.
pub fn set(vm: &mut Vm, instance: Instance, name: Value, value: Value) -> Res<()> {
    let shape = Shape(instance.shape(&vm.heap));
    if shape.is_dict_mode(vm) {
        let dict = instance_dict(vm, instance)?;
        return dict::insert_str(vm, dict, name, value);
    }
    if let Some(index) = shape.find(vm, name) {
        store_slot(vm, instance, index, shape.inline_cap(&vm.heap), value);
        return Ok(());
    }
    if shape.count(&vm.heap) >= MOST_ATTRIBUTES {
        let dict = instance_dict(vm, instance)?;
        return dict::insert_str(vm, dict, name, value);
    }
    let next = shape.with(vm, name)?;
    let (index, inline_cap) = (next.count(&vm.heap) - 1, next.inline_cap(&vm.heap));
    if index >= inline_cap {
        reserve_overflow(vm, instance, index - inline_cap + 1)?;
    }
    store_slot(vm, instance, index, inline_cap, value);
    instance.set_shape(&mut vm.heap, next.0);
    Ok(())
}

/// Stores into a slot that exists.
#[inline(always)]
pub fn store_slot(vm: &mut Vm, instance: Instance, index: u32, inline_cap: u32, value: Value) {
    match slot_place(index, inline_cap) {
        Slot::Inline(offset) => vm.heap.set_u64(instance.0.wrapping_add(offset), value.word()),
        Slot::Overflow(offset) => {
            let cell = instance.overflow(&vm.heap);
            vm.heap.set_u64(cell.wrapping_add(offset), value.word());
        }
    }
}

/// Makes room for `needed` overflow slots.
pub fn reserve_overflow(vm: &mut Vm, instance: Instance, needed: u32) -> Res<()> {
    let cap = instance.overflow_cap(&vm.heap);
    if needed <= cap {
        return Ok(());
    }
    let new_cap = needed.next_power_of_two().max(4);
    let cell = vm.alloc_buffer(new_cap * 8)?;
    vm.heap.zero(cell, new_cap * 8);
    let old = instance.overflow(&vm.heap);
    if cap > 0 {
        vm.heap.copy_words(cell, old, cap);
    }
    instance.set_overflow(&mut vm.heap, cell);
    instance.set_overflow_cap(&mut vm.heap, new_cap);
    Ok(())
}

/// Deletes the attribute `name` of the instance itself; whether it was there.
pub fn delete(vm: &mut Vm, instance: Instance, name: Value) -> Res<bool> {
    if get(vm, instance, name).is_none() {
        return Ok(false);
    }
    let dict = instance_dict(vm, instance)?;
    Ok(dict::remove(vm, dict, name)?.is_some())
}

/// The instance's `__dict__`: moves it to dictionary mode.
pub fn instance_dict(vm: &mut Vm, instance: Instance) -> Res<Dict> {
    let shape = Shape(instance.shape(&vm.heap));
    if shape.is_dict_mode(vm) {
        return match instance.overflow(&vm.heap) {
            0 => {
                let dict = dict::new(vm)?;
                instance.set_overflow(&mut vm.heap, dict.0);
                Ok(dict)
            }
            dict => Ok(Dict(dict)),
        };
    }
    let dict = dict::new(vm)?;
    let class = Type(instance.class(&vm.heap));
    let declared = class.nslots(&vm.heap);
    let inline_cap = shape.inline_cap(&vm.heap);
    for (index, key) in shape.attributes(vm, declared) {
        if let Some(value) = Value::from_word(slot_word(vm, instance, index, inline_cap)) {
            dict::insert_str(vm, dict, key, value)?;
        }
    }
    for index in declared..inline_cap {
        vm.heap.set_u64(instance.0 + Instance::SIZE + index * 8, 0);
    }
    instance.set_overflow(&mut vm.heap, dict.0);
    instance.set_overflow_cap(&mut vm.heap, 0);
    let dict_shape = class.dict_shape(&vm.heap);
    instance.set_shape(&mut vm.heap, dict_shape);
    Ok(dict)
}

/// Replaces the instance's `__dict__`.
pub fn set_instance_dict(vm: &mut Vm, instance: Instance, dict: Dict) -> Res<()> {
    instance_dict(vm, instance)?;
    instance.set_overflow(&mut vm.heap, dict.0);
    Ok(())
}

/// The inline slots that instances of a class get: the declared ones, the attributes that its methods assign, and a few to spare.
pub fn inline_slots(assigned: u32, declared: u32) -> u32 {
    // An instance is a 16-byte header and the slots: fill its size class.
    let bytes = Instance::SIZE + (assigned + declared + 1).min(60).max(declared) * 8;
    let cell = match crate::heap::alloc::class_of(bytes) {
        Some(class) => crate::heap::alloc::CLASSES[class],
        None => bytes,
    };
    (cell - Instance::SIZE) / 8
}

/// `statics::NONE` where a slot is empty: for natives that show an instance.
pub fn or_none(value: Option<Value>) -> Value {
    value.unwrap_or(statics::NONE)
}
