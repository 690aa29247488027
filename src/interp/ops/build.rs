//! Building containers, strings and functions; unpacking.

use crate::heap::layout::{Code, Dict, Function, List, Tuple};
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::interp::specialize;
use crate::interp::{Flow, Regs, value_of};
use crate::objects::exception_types::exc;
use crate::objects::{dict, function, list, set};
use crate::ops::{names::intrinsic, op};
use crate::vm::Vm;

use super::{miss, warm};

/// Replaces the `n` topmost values by one.
#[inline(always)]
fn replace(r: &mut Regs, vm: &mut Vm, n: u32, value: Value) -> Res<Flow> {
    r.drop(n);
    r.push(vm, value);
    Ok(Flow::Next)
}

pub fn build_tuple(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    if n == 0 {
        r.push(vm, statics::EMPTY_TUPLE);
        return Ok(Flow::Next);
    }
    let tuple = vm.alloc(Kind::TUPLE.class(), Tuple::SIZE + n * 8)?;
    Tuple(tuple).set_len(&mut vm.heap, n);
    vm.heap.copy_words(tuple + Tuple::SIZE, r.sp.wrapping_sub(n * 8), n);
    replace(r, vm, n, Value::object(tuple))
}

pub fn build_list(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let list = List(vm.alloc(Kind::LIST.class(), List::SIZE)?);
    if n > 0 {
        let items = vm.alloc_buffer(n * 8)?;
        vm.heap.copy_words(items, r.sp.wrapping_sub(n * 8), n);
        list.set_items(&mut vm.heap, items);
        list.set_len(&mut vm.heap, n);
        list.set_cap(&mut vm.heap, n);
    }
    replace(r, vm, n, list.value())
}

pub fn build_map(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    build_with(r, vm, op::BUILD_MAP, 2 * n)
}

pub fn build_const_key_map(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    build_with(r, vm, op::BUILD_CONST_KEY_MAP, n + 1)
}

pub fn build_set(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    build_with(r, vm, op::BUILD_SET, n)
}

pub fn build_string(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    build_with(r, vm, op::BUILD_STRING, n)
}

fn build_with(r: &mut Regs, vm: &mut Vm, opcode: u8, n: u32) -> Res<Flow> {
    r.save(vm);
    let value = build(vm, opcode, r.sp.wrapping_sub(n * 8), n)?;
    replace(r, vm, n, value)
}

/// What one of the `BUILD` instructions makes of the `n` values from `base` on, which the caller keeps alive.
pub(crate) fn build(vm: &mut Vm, opcode: u8, base: u32, n: u32) -> Res {
    let item = |vm: &Vm, i: u32| value_of(vm.heap.u64(base.wrapping_add(i * 8)));
    match opcode {
        op::BUILD_STRING => {
            let parts: Vec<Value> = (0..n).map(|i| item(vm, i)).collect();
            vm.str_join(statics::EMPTY_STR, &parts)
        }
        op::BUILD_TUPLE => {
            let items: Vec<Value> = (0..n).map(|i| item(vm, i)).collect();
            vm.new_tuple(&items)
        }
        op::BUILD_LIST => {
            let items: Vec<Value> = (0..n).map(|i| item(vm, i)).collect();
            vm.new_list(&items)
        }
        op::BUILD_SET => {
            let set = set::new_set(vm)?;
            vm.with_roots(|vm| {
                vm.root(set.value());
                for i in 0..n {
                    let item = item(vm, i);
                    set::add(vm, set, item)?;
                }
                Ok(set.value())
            })
        }
        _ => {
            // Of a map with constant keys they are a tuple on top.
            let keys =
                (opcode == op::BUILD_CONST_KEY_MAP).then(|| Tuple(item(vm, n.saturating_sub(1)).offset()));
            let pairs = if keys.is_some() { n.saturating_sub(1) } else { n / 2 };
            let map = dict::with_capacity(vm, pairs as usize)?;
            vm.with_roots(|vm| {
                vm.root(map.value());
                for i in 0..pairs {
                    let (key, value) = match keys {
                        Some(keys) => (keys.item(vm, i), item(vm, i)),
                        None => (item(vm, 2 * i), item(vm, 2 * i + 1)),
                    };
                    dict::insert(vm, map, key, value)?;
                }
                Ok(map.value())
            })
        }
    }
}

pub fn list_append(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let (target, value) = (r.peek(vm, n + 1), r.peek(vm, 1));
    list::push(vm, List(target.offset()), value)?;
    r.drop(1);
    Ok(Flow::Next)
}

pub fn list_extend(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let (target, iterable) = (r.peek(vm, n + 1), r.peek(vm, 1));
    extend_list(vm, List(target.offset()), iterable)?;
    r.drop(1);
    Ok(Flow::Next)
}

/// `[*iterable]`: the items go to the list.
pub(crate) fn extend_list(vm: &mut Vm, list: List, iterable: Value) -> Res<()> {
    let has_iter = vm.slots_of(vm.kind_of(iterable)).iter.is_some();
    match vm.collect_iter(iterable) {
        Ok(items) => {
            for item in items {
                list::push(vm, list, item)?;
            }
            Ok(())
        }
        Err(raised) => {
            if !has_iter && vm.pending_is(exc::TYPE_ERROR) && vm.iter_missing(iterable) {
                vm.take_pending();
                let name = vm.type_name(iterable);
                return Err(vm.type_error(format!("Value after * must be an iterable, not {name}")));
            }
            Err(raised)
        }
    }
}

impl Vm {
    /// Whether a value has no way to be iterated over.
    fn iter_missing(&mut self, value: Value) -> bool {
        let class = self.class_of(value);
        !self.overrides(class, crate::objects::dunder::Dunder::Iter)
            && !self.overrides(class, crate::objects::dunder::Dunder::GetItem)
    }
}

pub fn set_add(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let (target, value) = (r.peek(vm, n + 1), r.peek(vm, 1));
    set::add(vm, crate::heap::layout::Set(target.offset()), value)?;
    r.drop(1);
    Ok(Flow::Next)
}

pub fn set_update(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let (target, iterable) = (r.peek(vm, n + 1), r.peek(vm, 1));
    set::update(vm, crate::heap::layout::Set(target.offset()), iterable)?;
    r.drop(1);
    Ok(Flow::Next)
}

pub fn map_add(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let (target, key, value) = (r.peek(vm, n + 2), r.peek(vm, 2), r.peek(vm, 1));
    dict::insert(vm, Dict(target.offset()), key, value)?;
    r.drop(2);
    Ok(Flow::Next)
}

pub fn dict_update(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let (target, source) = (r.peek(vm, n + 1), r.peek(vm, 1));
    let keys = vm.intern("keys")?;
    if vm.as_kind(source, Kind::DICT).is_none() && vm.get_attr_opt(source, keys)?.is_none() {
        let name = vm.type_name(source);
        return Err(vm.type_error(format!("'{name}' object is not a mapping")));
    }
    dict::merge(vm, Dict(target.offset()), source)?;
    r.drop(1);
    Ok(Flow::Next)
}

/// `**kwargs` in a call: as `DICT_UPDATE`, but a key that is there already is an error.
pub fn dict_merge(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let (target, source, callee) = (r.peek(vm, n + 1), r.peek(vm, 1), r.peek(vm, n + 4));
    let target = Dict(target.offset());
    let keys_name = vm.intern("keys")?;
    let keys = match vm.get_attr_opt(source, keys_name)? {
        Some(keys) => keys,
        None => {
            let (function, name) = (callee_name(vm, callee), vm.type_name(source));
            return Err(vm.type_error(format!("{function} argument after ** must be a mapping, not {name}")));
        }
    };
    let keys = vm.call(keys, &[])?;
    let keys = vm.collect_iter(keys)?;
    vm.with_roots(|vm| {
        for key in &keys {
            vm.root(*key);
        }
        for key in keys {
            if !vm.is_str(key) {
                return Err(vm.type_error("keywords must be strings"));
            }
            if dict::get(vm, target, key)?.is_some() {
                let (function, key) = (callee_name(vm, callee), vm.str_to_string(key));
                return Err(
                    vm.type_error(format!("{function} got multiple values for keyword argument '{key}'"))
                );
            }
            let value = vm.get_item(source, key)?;
            dict::insert(vm, target, key, value)?;
        }
        Ok(())
    })?;
    r.drop(1);
    Ok(Flow::Next)
}

/// A callable's name as messages about its arguments show it: `module.function()`.
/// A callable as errors about its arguments show it: `module.qualname()`, or its `str` if it has no name.
pub fn callee_name(vm: &mut Vm, callee: Value) -> String {
    let attribute = |vm: &mut Vm, name: &str| match vm.attr_or_none(callee, name) {
        Ok(value) => vm.is_str(value).then(|| vm.str_to_string(value)),
        Err(Raised) => {
            vm.take_pending();
            None
        }
    };
    let Some(name) = attribute(vm, "__qualname__") else {
        return match vm.str(callee) {
            Ok(text) => vm.str_to_string(text),
            Err(Raised) => {
                vm.take_pending();
                String::from("function")
            }
        };
    };
    match attribute(vm, "__module__").filter(|module| module != "builtins") {
        Some(module) => format!("{module}.{name}()"),
        None => format!("{name}()"),
    }
}

#[inline(always)]
pub fn unpack_sequence(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if warm(r, vm) {
        match vm.class_of(value) {
            c if c == Kind::TUPLE.class() && n == 2 => {
                specialize::simple(r, vm, op::UNPACK_SEQUENCE_TWO_TUPLE)
            }
            c if c == Kind::TUPLE.class() => specialize::simple(r, vm, op::UNPACK_SEQUENCE_TUPLE),
            c if c == Kind::LIST.class() => specialize::simple(r, vm, op::UNPACK_SEQUENCE_LIST),
            _ => specialize::failed(r, vm),
        }
    }
    unpack_slow(r, vm, n)
}

#[inline(never)]
fn unpack_slow(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let items = unpack_exactly(vm, value, n)?;
    r.drop(1);
    for item in items.into_iter().rev() {
        r.push(vm, item);
    }
    Ok(Flow::Next)
}

/// The items of a value that must have `n` of them.
pub(crate) fn unpack_exactly(vm: &mut Vm, value: Value, n: u32) -> Res<Vec<Value>> {
    let items = unpack_items(vm, value, n)?;
    if items.len() < n as usize {
        return Err(
            vm.value_error(format!("not enough values to unpack (expected {n}, got {})", items.len()))
        );
    }
    if items.len() > n as usize {
        return Err(vm.value_error(format!("too many values to unpack (expected {n})")));
    }
    Ok(items)
}

/// The items of `value`, one more than `n` at most for what is no list or tuple.
fn unpack_items(vm: &mut Vm, value: Value, n: u32) -> Res<Vec<Value>> {
    if matches!(vm.class_of(value), c if c == Kind::TUPLE.class() || c == Kind::LIST.class()) {
        return vm.collect_iter(value);
    }
    let iterator = unpack_iter(vm, value)?;
    vm.with_roots(|vm| {
        vm.root(iterator);
        let mut items = Vec::new();
        while items.len() <= n as usize
            && let Some(item) = vm.next(iterator)?
        {
            items.push(vm.root(item));
        }
        Ok(items)
    })
}

fn unpack_iter(vm: &mut Vm, value: Value) -> Res {
    match vm.iter(value) {
        Ok(iterator) => Ok(iterator),
        Err(raised) => {
            if vm.pending_is(exc::TYPE_ERROR)
                && vm.slots_of(vm.kind_of(value)).iter.is_none()
                && vm.iter_missing(value)
            {
                vm.take_pending();
                let name = vm.type_name(value);
                return Err(vm.type_error(format!("cannot unpack non-iterable {name} object")));
            }
            Err(raised)
        }
    }
}

#[inline(always)]
pub fn unpack_sequence_two_tuple(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if vm.is_exact(value, Kind::TUPLE) && Tuple(value.offset()).len(&vm.heap) == 2 {
        let (a, b) = (Tuple(value.offset()).item(vm, 0), Tuple(value.offset()).item(vm, 1));
        r.set_peek(vm, 1, b);
        r.push(vm, a);
        return Ok(Flow::Next);
    }
    miss!(unpack_sequence, r, vm, n)
}

#[inline(always)]
pub fn unpack_sequence_tuple(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if vm.is_exact(value, Kind::TUPLE) && Tuple(value.offset()).len(&vm.heap) == n {
        r.drop(1);
        for i in (0..n).rev() {
            let item = Tuple(value.offset()).item(vm, i);
            r.push(vm, item);
        }
        return Ok(Flow::Next);
    }
    miss!(unpack_sequence, r, vm, n)
}

#[inline(always)]
pub fn unpack_sequence_list(r: &mut Regs, vm: &mut Vm, n: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if vm.is_exact(value, Kind::LIST) && List(value.offset()).len(&vm.heap) == n {
        r.drop(1);
        let items = List(value.offset()).items(&vm.heap);
        for i in (0..n).rev() {
            let word = vm.heap.u64(items.wrapping_add(i * 8));
            r.push_word(vm, word);
        }
        return Ok(Flow::Next);
    }
    miss!(unpack_sequence, r, vm, n)
}

/// `a, *b, c = value`: the low byte counts the names before the star, the rest those behind it.
pub fn unpack_ex(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let items = unpack_starred(vm, value, arg)?;
    r.drop(1);
    for item in items.into_iter().rev() {
        r.push(vm, item);
    }
    Ok(Flow::Next)
}

/// The items of a value, those under the star as a list. The caller keeps the value alive.
pub(crate) fn unpack_starred(vm: &mut Vm, value: Value, arg: u32) -> Res<Vec<Value>> {
    let (before, after) = ((arg & 0xFF) as usize, (arg >> 8) as usize);
    let iterator = unpack_iter(vm, value)?;
    let mut items = vm.with_roots(|vm| {
        vm.root(iterator);
        vm.collect_iter(iterator)
    })?;
    if items.len() < before + after {
        let message = format!(
            "not enough values to unpack (expected at least {}, got {})",
            before + after,
            items.len()
        );
        return Err(vm.value_error(message));
    }
    let end = items.len() - after;
    let rest = vm.new_list(&items[before..end])?;
    items.splice(before..end, [rest]);
    Ok(items)
}

pub fn make_function(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let code = Code(r.peek(vm, 1).offset());
    let globals = Dict(r.func(vm).globals(&vm.heap));
    let function = function::new_function(vm, code, globals)?;
    r.set_peek(vm, 1, function.value());
    Ok(Flow::Next)
}

pub fn set_function_attribute(r: &mut Regs, vm: &mut Vm, which: u32) -> Res<Flow> {
    let function = r.pop(vm);
    let value = r.peek(vm, 1);
    let f = Function(function.offset());
    if !set_attribute(vm, f, which, value) {
        r.save(vm);
        return Err(wrong_attribute(vm));
    }
    r.set_peek(vm, 1, function);
    Ok(Flow::Next)
}

pub(crate) fn wrong_attribute(vm: &mut Vm) -> Raised {
    vm.raise(exc::SYSTEM_ERROR, "a function's attribute of the wrong type")
}

/// Sets an attribute of a function that was just made; whether the value is of its type.
pub(crate) fn set_attribute(vm: &mut Vm, f: Function, which: u32, value: Value) -> bool {
    let fits = match which {
        1 => vm.as_kind(value, Kind::TUPLE).is_some(),
        2 => vm.as_kind(value, Kind::DICT).is_some(),
        // Annotations: a tuple of names and values, until someone asks for the dict.
        4 => vm.as_kind(value, Kind::TUPLE).or(vm.as_kind(value, Kind::DICT)).is_some(),
        // The verifier has seen to the closure.
        _ => true,
    };
    if !fits {
        return false;
    }
    match which {
        1 => f.set_defaults(&mut vm.heap, value),
        2 => f.set_kwdefaults(&mut vm.heap, value),
        4 => f.set_annotations(&mut vm.heap, value),
        _ => f.set_closure(&mut vm.heap, value.offset()),
    }
    true
}

pub fn convert_value(r: &mut Regs, vm: &mut Vm, how: u32) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let text = convert(vm, how, value)?;
    r.set_peek(vm, 1, text);
    Ok(Flow::Next)
}

/// `!s`, `!r` and `!a` in an f-string.
pub(crate) fn convert(vm: &mut Vm, how: u32, value: Value) -> Res {
    match how {
        1 => vm.str(value),
        2 => vm.repr(value),
        _ => vm.ascii(value),
    }
}

pub fn format_simple(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if vm.is_exact(value, Kind::STR) {
        return Ok(Flow::Next);
    }
    r.save(vm);
    let text = vm.format(value, statics::EMPTY_STR)?;
    r.set_peek(vm, 1, text);
    Ok(Flow::Next)
}

pub fn format_with_spec(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let (value, spec) = (r.peek(vm, 2), r.peek(vm, 1));
    let text = vm.format(value, spec)?;
    r.binary_result(vm, text)
}

pub fn call_intrinsic_1(r: &mut Regs, vm: &mut Vm, which: u32) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let result = match which as u8 {
        intrinsic::PRINT => {
            crate::objects::builtins::display(vm, value)?;
            statics::NONE
        }
        intrinsic::IMPORT_STAR => {
            crate::objects::module::import_star(vm, value, r.fp)?;
            statics::NONE
        }
        intrinsic::STOPITERATION_ERROR => crate::objects::generator::stop_iteration_error(vm, value, r.fp)?,
        intrinsic::ASYNC_GEN_WRAP => crate::objects::generator::wrap_async(vm, value)?,
        intrinsic::UNARY_POSITIVE => vm.unary(crate::objects::slots::UnaryOp::Positive, value)?,
        intrinsic::LIST_TO_TUPLE => {
            let items = vm.collect_iter(value)?;
            vm.new_tuple(&items)?
        }
        other => crate::objects::typing::intrinsic_1(vm, other, value)?,
    };
    r.set_peek(vm, 1, result);
    Ok(Flow::Next)
}

pub fn call_intrinsic_2(r: &mut Regs, vm: &mut Vm, which: u32) -> Res<Flow> {
    r.save(vm);
    let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
    let result = crate::objects::typing::intrinsic_2(vm, which as u8, a, b)?;
    r.binary_result(vm, result)
}
