//! Attributes.

use crate::heap::layout::{BoundMethod, Dict, Instance, Shape, Type};
use crate::heap::{Kind, Res, Value};
use crate::interp::specialize;
use crate::interp::{Flow, Regs, value_of};
use crate::objects::attr_cache::{self, Use};
use crate::objects::dunder::Dunder;
use crate::vm::Vm;

use super::{miss, warm};

#[inline(always)]
pub fn load_attr(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    if warm(r, vm) {
        let object = r.peek(vm, 1);
        specialize::load_attr(r, vm, arg, object);
    }
    load_attr_slow(r, vm, arg)
}

#[inline(never)]
fn load_attr_slow(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    r.save(vm);
    let object = r.peek(vm, 1);
    let name = r.name(vm, arg >> 1);
    if arg & 1 != 0 {
        let (found, receiver) = load_method(vm, object, name)?;
        r.set_peek(vm, 1, found);
        r.push_word(vm, receiver);
    } else {
        let value = load_plain(vm, object, name)?;
        r.set_peek(vm, 1, value);
    }
    Ok(Flow::Next)
}

/// `object.name`, by the attribute cache where it can be.
pub(crate) fn load_plain(vm: &mut Vm, object: Value, name: Value) -> Res {
    if let Some(entry) = attr_cache::find(vm, object, attr_cache::key(name, Use::Load)) {
        let word = vm.heap.u64(object.offset().wrapping_add(entry.offset(&vm.heap)));
        if word != 0 {
            return Ok(value_of(word));
        }
    } else {
        attr_cache::note_load(vm, object, name);
    }
    vm.get_attr(object, name)
}

/// What `object.name(...)` calls, and the word of the receiver that goes before the arguments: 0 if there is none. No bound
/// method is made where the class has a plain function.
pub(crate) fn load_method(vm: &mut Vm, object: Value, name: Value) -> Res<(Value, u64)> {
    if let Some(entry) = attr_cache::find(vm, object, attr_cache::key(name, Use::Method)) {
        return Ok((value_of(entry.found(&vm.heap)), object.word()));
    }
    if let Some(found) = method_of(vm, object, name) {
        attr_cache::note_method(vm, object, name, found);
        return Ok((found, object.word()));
    }
    Ok((vm.get_attr(object, name)?, 0))
}

/// The function or method descriptor that a call `object.name(...)` may call with `object` in front, if the ordinary
/// look-up would bind it.
pub(crate) fn method_of(vm: &mut Vm, object: Value, name: Value) -> Option<Value> {
    let class = vm.class_of(object);
    if vm.overrides(class, Dunder::GetAttribute) || vm.slots_of(vm.kind_of(object)).get_attr.is_some() {
        return None;
    }
    let found = vm.type_lookup(class, name)?;
    let plain = match vm.kind_of(found) {
        Kind::FUNCTION => true,
        Kind::METHOD_DESCRIPTOR => {
            !crate::heap::layout::MethodDescriptor(found.offset()).is_class_method(&vm.heap)
        }
        _ => false,
    };
    if plain && vm.own_attr(object, name).is_none() { Some(found) } else { None }
}

/// Replaces the object on the stack by what was found, for plain loads and for method calls.
#[inline(always)]
fn loaded(r: &mut Regs, vm: &mut Vm, arg: u32, word: u64) -> Res<Flow> {
    vm.heap.set_u64(r.sp.wrapping_sub(8), word);
    if arg & 1 != 0 {
        r.push_word(vm, 0);
    }
    Ok(Flow::Next)
}

/// Whether `value` is an instance with the shape in units 1-2.
#[inline(always)]
fn has_shape(r: &Regs, vm: &Vm, value: Value) -> bool {
    value.is_object() && Instance(value.offset()).shape(&vm.heap) == r.cache32(vm, 1)
}

#[inline(always)]
pub fn load_attr_instance_value(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if has_shape(r, vm, object) {
        let word = vm.heap.u64(object.offset().wrapping_add(r.cache16(vm, 3)));
        if word != 0 {
            return loaded(r, vm, arg, word);
        }
    }
    miss!(load_attr, r, vm, arg)
}

#[inline(always)]
pub fn load_attr_with_hint(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if has_shape(r, vm, object) {
        let cell = Instance(object.offset()).overflow(&vm.heap);
        let word = vm.heap.u64(cell.wrapping_add(r.cache16(vm, 3)));
        if word != 0 {
            return loaded(r, vm, arg, word);
        }
    }
    miss!(load_attr, r, vm, arg)
}

#[inline(always)]
fn has_class(r: &Regs, vm: &Vm, value: Value) -> bool {
    value.is_object() && vm.heap.u32(value.offset()) == r.cache32(vm, 1)
}

#[inline(always)]
pub fn load_attr_slot(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if has_class(r, vm, object) {
        let word = vm.heap.u64(object.offset().wrapping_add(r.cache16(vm, 3)));
        if word != 0 {
            return loaded(r, vm, arg, word);
        }
    }
    miss!(load_attr, r, vm, arg)
}

#[inline(always)]
pub fn load_attr_method_with_values(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if has_shape(r, vm, object) {
        let class = Type(vm.heap.u32(object.offset()));
        if class.version(&vm.heap) == r.cache32(vm, 3) {
            let method = r.cache64(vm, 5);
            vm.heap.set_u64(r.sp.wrapping_sub(8), method);
            r.push(vm, object);
            return Ok(Flow::Next);
        }
    }
    miss!(load_attr, r, vm, arg)
}

#[inline(always)]
pub fn load_attr_method_no_dict(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    let class = vm.class_of(object);
    if class == r.cache32(vm, 1) && Type(class).version(&vm.heap) == r.cache32(vm, 3) {
        let method = r.cache64(vm, 5);
        vm.heap.set_u64(r.sp.wrapping_sub(8), method);
        r.push(vm, object);
        return Ok(Flow::Next);
    }
    miss!(load_attr, r, vm, arg)
}

pub fn load_attr_method_lazy_dict(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    miss!(load_attr, r, vm, arg)
}

pub fn load_attr_nondescriptor_no_dict(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    miss!(load_attr, r, vm, arg)
}

pub fn load_attr_getattribute_overridden(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    miss!(load_attr, r, vm, arg)
}

/// The value of entry `index` of a dict if its key is `name`.
#[inline(always)]
pub(crate) fn entry_value(vm: &Vm, dict: u32, index: u32, name: Value) -> Option<Value> {
    let dict = Dict(dict);
    if index >= dict.filled(&vm.heap) {
        return None;
    }
    let entry = dict.entries(&vm.heap).wrapping_add(index * 24);
    if vm.heap.u64(entry.wrapping_add(8)) == name.word() {
        Value::from_word(vm.heap.u64(entry.wrapping_add(16)))
    } else {
        None
    }
}

#[inline(always)]
pub fn load_attr_nondescriptor_with_values(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if has_shape(r, vm, object) {
        let class = Type(vm.heap.u32(object.offset()));
        if class.version(&vm.heap) == r.cache32(vm, 3) {
            let name = r.name(vm, arg >> 1);
            if let Some(value) = entry_value(vm, r.cache32(vm, 5), r.cache16(vm, 7), name) {
                return loaded(r, vm, arg, value.word());
            }
        }
    }
    miss!(load_attr, r, vm, arg)
}

#[inline(always)]
pub fn load_attr_class(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let class = r.peek(vm, 1);
    if class.word() == r.cache32(vm, 1) as u64 && Type(class.offset()).version(&vm.heap) == r.cache32(vm, 3) {
        let name = r.name(vm, arg >> 1);
        if let Some(value) = entry_value(vm, r.cache32(vm, 5), r.cache16(vm, 7), name) {
            return loaded(r, vm, arg, value.word());
        }
    }
    miss!(load_attr, r, vm, arg)
}

/// A property whose getter is a Python function: enters its frame.
#[inline(always)]
pub fn load_attr_property(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if arg & 1 == 0 && has_class(r, vm, object) {
        let class = Type(vm.heap.u32(object.offset()));
        if class.version(&vm.heap) == r.cache32(vm, 3) {
            let getter = r.cache64(vm, 5) as u32;
            let args = crate::interp::stack_args(r.sp.wrapping_sub(8), 1, 0);
            return super::call::enter_function(r, vm, getter, args, 1, 0);
        }
    }
    miss!(load_attr, r, vm, arg)
}

#[inline(always)]
pub fn load_attr_module(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if vm.is_exact(object, Kind::MODULE) {
        let dict = crate::heap::layout::Module(object.offset()).dict(&vm.heap);
        if dict == r.cache32(vm, 1) && Dict(dict).version(&vm.heap) == r.cache32(vm, 3) {
            let name = r.name(vm, arg >> 1);
            if let Some(value) = entry_value(vm, dict, r.cache16(vm, 5), name) {
                return loaded(r, vm, arg, value.word());
            }
        }
    }
    miss!(load_attr, r, vm, arg)
}

#[inline(always)]
pub fn store_attr(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    if warm(r, vm) {
        let object = r.peek(vm, 1);
        specialize::store_attr(r, vm, arg, object);
    }
    store_attr_slow(r, vm, arg)
}

#[inline(never)]
fn store_attr_slow(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    r.save(vm);
    let (value, object) = (r.peek(vm, 2), r.peek(vm, 1));
    let name = r.name(vm, arg);
    store_plain(vm, object, name, value)?;
    r.drop(2);
    Ok(Flow::Next)
}

/// `object.name = value`, by the attribute cache where it can be.
pub(crate) fn store_plain(vm: &mut Vm, object: Value, name: Value, value: Value) -> Res<()> {
    match attr_cache::find(vm, object, attr_cache::key(name, Use::Store)) {
        Some(entry) => {
            let (offset, shape) = (entry.offset(&vm.heap), entry.found(&vm.heap) as u32);
            vm.heap.set_u64(object.offset().wrapping_add(offset), value.word());
            if shape != 0 {
                Instance(object.offset()).set_shape(&mut vm.heap, shape);
            }
        }
        None => {
            attr_cache::note_store(vm, object, name);
            vm.set_attr(object, name, value)?;
        }
    }
    Ok(())
}

#[inline(always)]
pub fn store_attr_instance_value(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if has_shape(r, vm, object) {
        let at = object.offset().wrapping_add(r.cache16(vm, 3));
        let word = r.peek_word(vm, 2);
        vm.heap.set_u64(at, word);
        r.drop(2);
        return Ok(Flow::Next);
    }
    miss!(store_attr, r, vm, arg)
}

/// Adds an attribute by the transition that the shape took last.
#[inline(always)]
pub fn store_attr_with_hint(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if has_shape(r, vm, object) {
        let shape = Shape(r.cache32(vm, 1));
        let name = r.name(vm, arg);
        if shape.last_key(&vm.heap) == Some(name) {
            let at = object.offset().wrapping_add(r.cache16(vm, 3));
            let word = r.peek_word(vm, 2);
            vm.heap.set_u64(at, word);
            let next = shape.last_child(&vm.heap);
            Instance(object.offset()).set_shape(&mut vm.heap, next);
            r.drop(2);
            return Ok(Flow::Next);
        }
    }
    miss!(store_attr, r, vm, arg)
}

#[inline(always)]
pub fn store_attr_slot(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let object = r.peek(vm, 1);
    if has_class(r, vm, object) {
        let at = object.offset().wrapping_add(r.cache16(vm, 3));
        let word = r.peek_word(vm, 2);
        vm.heap.set_u64(at, word);
        r.drop(2);
        return Ok(Flow::Next);
    }
    miss!(store_attr, r, vm, arg)
}

pub fn delete_attr(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    r.save(vm);
    let object = r.peek(vm, 1);
    let name = r.name(vm, arg);
    vm.del_attr(object, name)?;
    r.drop(1);
    Ok(Flow::Next)
}

/// `super().name`: the stack has `super`, the class and self.
pub fn load_super_attr(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    r.save(vm);
    let name = r.name(vm, arg >> 2);
    let (value, receiver) = super_attr(vm, r.sp.wrapping_sub(24), arg, name)?;
    r.drop(2);
    r.set_peek(vm, 1, value);
    if arg & 1 != 0 {
        r.push_word(vm, receiver);
    }
    Ok(Flow::Next)
}

/// The same of the three values from `base` on: what it finds, and the word of the receiver for a method call.
pub(crate) fn super_attr(vm: &mut Vm, base: u32, arg: u32, name: Value) -> Res<(Value, u64)> {
    let [callee, class, receiver] = [0, 8, 16].map(|at| value_of(vm.heap.u64(base.wrapping_add(at))));
    if callee == Kind::SUPER.class_value() && vm.kind_of(class) == Kind::TYPE {
        if arg & 1 != 0
            && let Some(found) = crate::objects::super_::find_method(vm, class.offset(), receiver, name)
        {
            return Ok((found, receiver.word()));
        }
        return Ok((crate::objects::super_::get_attr(vm, class.offset(), receiver, name)?, 0));
    }
    let object = if arg & 2 != 0 { vm.call(callee, &[class, receiver])? } else { vm.call(callee, &[])? };
    // It takes super's place on the stack.
    vm.heap.set_u64(base, object.word());
    Ok((vm.get_attr(object, name)?, 0))
}

pub fn load_super_attr_attr(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    miss!(load_super_attr, r, vm, arg)
}

pub fn load_super_attr_method(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    miss!(load_super_attr, r, vm, arg)
}

/// The parts of a bound method.
pub(crate) fn bound_parts(vm: &Vm, method: Value) -> (Value, Value) {
    let method = BoundMethod(method.offset());
    (
        value_of(method.func(&vm.heap).map_or(0, Value::word)),
        value_of(method.receiver(&vm.heap).map_or(0, Value::word)),
    )
}
