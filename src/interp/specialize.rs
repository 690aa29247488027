//! Specialisation: what a generic instruction saw decides which form it takes (PEP 659). The caches' content is
//! listed in [`caches`](super::caches).

use super::{Regs, caches};
use crate::heap::layout::{
    Code, Dict, Function, Instance, Member, MethodDescriptor, Module, NativeFunction, Property, Shape, Type,
};
use crate::heap::{Kind, Value};
use crate::objects::dunder::Dunder;
use crate::objects::instance::{Slot, slot_place};
use crate::objects::types::flags;
use crate::objects::{dict, list};
use crate::ops::op;
use crate::vm::Vm;

/// A native that a specialised call knows by its function.
pub type Known = fn(&mut Vm, crate::objects::slots::Args) -> crate::heap::Res;
/// `len`.
pub const LEN: Known = crate::objects::builtins::len;
/// `isinstance`.
pub const ISINSTANCE: Known = crate::objects::builtins::isinstance;

/// Whether `callee` is an unbound native function with this implementation.
#[inline(always)]
pub fn is_native(vm: &Vm, callee: Value, known: Known) -> bool {
    vm.is_exact(callee, Kind::NATIVE_FUNCTION)
        && vm
            .natives
            .get(NativeFunction(callee.offset()).native(&vm.heap) as usize)
            .is_some_and(|native| std::ptr::fn_addr_eq(native.func, known))
}

/// Whether the native `id` is `list.append`.
#[inline(always)]
pub fn is_list_append(vm: &Vm, id: u32) -> bool {
    vm.natives.get(id as usize).is_some_and(|native| std::ptr::fn_addr_eq(native.func, list::append as Known))
}

/// Makes the instruction `specialised`, which needs nothing but its opcode.
#[inline(never)]
pub(crate) fn simple(r: &Regs, vm: &mut Vm, specialised: u8) {
    vm.heap.set_u8(r.pc, specialised);
}

/// Leaves the instruction generic for a while.
#[inline(never)]
pub(crate) fn failed(r: &Regs, vm: &mut Vm) {
    set_counter(r, vm, caches::RETRY);
}

fn set_counter(r: &Regs, vm: &mut Vm, counter: u16) {
    vm.heap.set_u16(r.pc.wrapping_add(2), counter);
}

fn set16(r: &Regs, vm: &mut Vm, unit: u32, value: u32) {
    vm.heap.set_u16(r.pc.wrapping_add(2 + unit * 2), value as u16);
}

fn set32(r: &Regs, vm: &mut Vm, unit: u32, value: u32) {
    vm.heap.set_u32(r.pc.wrapping_add(2 + unit * 2), value);
}

fn set64(r: &Regs, vm: &mut Vm, unit: u32, value: u64) {
    vm.heap.set_u64(r.pc.wrapping_add(2 + unit * 2), value);
}

#[inline(never)]
pub(crate) fn binary_op(r: &Regs, vm: &mut Vm, arg: u32, a: Value, b: Value) {
    let specialised = if a.is_small_int() && b.is_small_int() {
        match arg % 13 {
            0 => op::BINARY_OP_ADD_INT,
            5 => op::BINARY_OP_MULTIPLY_INT,
            10 => op::BINARY_OP_SUBTRACT_INT,
            _ => {
                note_operands(r, vm, a, b);
                return failed(r, vm);
            }
        }
    } else if vm.is_exact(a, Kind::FLOAT) && vm.is_exact(b, Kind::FLOAT) {
        match arg % 13 {
            0 => op::BINARY_OP_ADD_FLOAT,
            5 => op::BINARY_OP_MULTIPLY_FLOAT,
            10 => op::BINARY_OP_SUBTRACT_FLOAT,
            _ => {
                note_operands(r, vm, a, b);
                return failed(r, vm);
            }
        }
    } else if arg.is_multiple_of(13) && vm.is_exact(a, Kind::STR) && vm.is_exact(b, Kind::STR) {
        op::BINARY_OP_ADD_UNICODE
    } else {
        note_operands(r, vm, a, b);
        return failed(r, vm);
    };
    simple(r, vm, specialised);
}

/// Tells the JIT what an operator that has no specialised form works on.
fn note_operands(r: &Regs, vm: &mut Vm, a: Value, b: Value) {
    let class = |v: Value| match vm.class_of(v) {
        class if class == Kind::INT.class() && !v.is_small_int() => crate::jit::BIG_INT,
        class => class,
    };
    let (left, right) = (class(a), class(b));
    vm.jit.note_operands(r.pc, left, right);
}

#[inline(never)]
pub(crate) fn compare_op(r: &Regs, vm: &mut Vm, a: Value, b: Value) {
    let specialised = if a.is_small_int() && b.is_small_int() {
        op::COMPARE_OP_INT
    } else if vm.is_exact(a, Kind::FLOAT) && vm.is_exact(b, Kind::FLOAT) {
        op::COMPARE_OP_FLOAT
    } else if vm.is_exact(a, Kind::STR) && vm.is_exact(b, Kind::STR) {
        let arg = vm.heap.u8(r.pc.wrapping_add(1)) as u32 >> 5;
        if arg != 2 && arg != 3 {
            return failed(r, vm);
        }
        op::COMPARE_OP_STR
    } else {
        note_operands(r, vm, a, b);
        return failed(r, vm);
    };
    simple(r, vm, specialised);
}

/// Whether the truth of a class's instances is decided by more than their being there.
pub(crate) fn has_truth(vm: &Vm, class: u32) -> bool {
    vm.overrides(class, Dunder::Bool) || vm.overrides(class, Dunder::Len)
}

#[inline(never)]
pub(crate) fn to_bool(r: &Regs, vm: &mut Vm, value: Value) {
    let specialised = match vm.class_of(value) {
        _ if value.is_small_int() => op::TO_BOOL_INT,
        c if c == Kind::NONE.class() => op::TO_BOOL_NONE,
        c if c == Kind::LIST.class() => op::TO_BOOL_LIST,
        c if c == Kind::STR.class() => op::TO_BOOL_STR,
        c if vm.kind_of(value) == Kind::OBJECT && !has_truth(vm, c) => {
            set32(r, vm, 1, c);
            op::TO_BOOL_ALWAYS_TRUE
        }
        _ => return failed(r, vm),
    };
    simple(r, vm, specialised);
}

#[inline(never)]
pub(crate) fn binary_subscr(r: &Regs, vm: &mut Vm, container: Value, key: Value) {
    let class = vm.class_of(container);
    let specialised = if key.is_small_int() && class == Kind::LIST.class() {
        op::BINARY_SUBSCR_LIST_INT
    } else if key.is_small_int() && class == Kind::TUPLE.class() {
        op::BINARY_SUBSCR_TUPLE_INT
    } else if key.is_small_int() && class == Kind::STR.class() {
        op::BINARY_SUBSCR_STR_INT
    } else if class == Kind::DICT.class() {
        op::BINARY_SUBSCR_DICT
    } else if vm.overrides(class, Dunder::GetItem) {
        let name = vm.dunder_name(Dunder::GetItem);
        match vm.type_lookup(class, name) {
            Some(found) if simple_function(vm, found, 2) => op::BINARY_SUBSCR_GETITEM,
            _ => return failed(r, vm),
        }
    } else {
        return failed(r, vm);
    };
    simple(r, vm, specialised);
}

/// Whether `value` is a Python function that takes exactly `count` positional arguments.
fn simple_function(vm: &Vm, value: Value, count: u32) -> bool {
    if !vm.is_exact(value, Kind::FUNCTION) {
        return false;
    }
    let code = Code(Function(value.offset()).code(&vm.heap));
    code.simple(&vm.heap) != 0 && code.argcount(&vm.heap) == count
}

#[inline(never)]
pub(crate) fn load_global(r: &Regs, vm: &mut Vm, arg: u32) {
    let name = r.name(vm, arg >> 1);
    let function = r.func(vm);
    let globals = Dict(function.globals(&vm.heap));
    let (specialised, entry) = match dict::find_str_entry(vm, globals, name) {
        Some(entry) => (op::LOAD_GLOBAL_MODULE, entry),
        None => match dict::find_str_entry(vm, Dict(function.builtins(&vm.heap)), name) {
            Some(entry) => (op::LOAD_GLOBAL_BUILTIN, entry),
            None => return failed(r, vm),
        },
    };
    if entry > u16::MAX as u32 {
        return failed(r, vm);
    }
    let version = dict::version(vm, globals);
    set16(r, vm, 1, entry);
    set32(r, vm, 2, version);
    simple(r, vm, specialised);
}

#[inline(never)]
pub(crate) fn load_attr(r: &Regs, vm: &mut Vm, arg: u32, object: Value) {
    let name = r.name(vm, arg >> 1);
    let before = r.cache32(vm, 1);
    match try_load_attr(r, vm, arg, object, name) {
        Some(specialised) => simple(r, vm, specialised),
        None => failed(r, vm),
    }
    note_receiver(r, vm, before);
}

/// Tells the JIT where an instruction that was specialised for one class or shape is specialised for another.
fn note_receiver(r: &Regs, vm: &mut Vm, before: u32) {
    if before != 0 && before != r.cache32(vm, 1) {
        vm.jit.note_polymorphic(r.pc);
    }
}

fn try_load_attr(r: &Regs, vm: &mut Vm, arg: u32, object: Value, name: Value) -> Option<u8> {
    match vm.kind_of(object) {
        Kind::MODULE => return module_attr(r, vm, object, name),
        Kind::TYPE => return class_attr(r, vm, object, name),
        _ => {}
    }
    let class = vm.class_of(object);
    if vm.overrides(class, Dunder::GetAttribute) || vm.slots_of(vm.kind_of(object)).get_attr.is_some() {
        return None;
    }
    let found = vm.type_lookup(class, name);
    let is_instance = vm.kind_of(object) == Kind::OBJECT;
    if let Some(found) = found {
        match vm.kind_of(found) {
            Kind::MEMBER if is_instance => {
                let place = member_place(vm, found, class)?;
                set32(r, vm, 1, class);
                set16(r, vm, 3, place);
                return Some(op::LOAD_ATTR_SLOT);
            }
            Kind::PROPERTY if arg & 1 == 0 && class_is_plain(vm, found) => {
                let getter = Property(found.offset()).getter(&vm.heap)?;
                if !object.is_object() || !simple_function(vm, getter, 1) {
                    return None;
                }
                set32(r, vm, 1, class);
                set32(r, vm, 3, Type(class).version(&vm.heap));
                set64(r, vm, 5, getter.word());
                return Some(op::LOAD_ATTR_PROPERTY);
            }
            _ if vm.is_data_descriptor(found) => return None,
            _ => {}
        }
    }
    if !is_instance {
        return builtin_method(r, vm, arg, object, class, found?);
    }
    let instance = Instance(object.offset());
    let shape = Shape(instance.shape(&vm.heap));
    if shape.is_dict_mode(vm) {
        return None;
    }
    if let Some(index) = shape.find(vm, name) {
        set32(r, vm, 1, shape.0);
        return match slot_place(index, shape.inline_cap(&vm.heap)) {
            Slot::Inline(offset) => {
                set16(r, vm, 3, offset);
                Some(op::LOAD_ATTR_INSTANCE_VALUE)
            }
            Slot::Overflow(offset) => {
                set16(r, vm, 3, offset);
                Some(op::LOAD_ATTR_WITH_HINT)
            }
        };
    }
    let found = found?;
    set32(r, vm, 1, shape.0);
    set32(r, vm, 3, Type(class).version(&vm.heap));
    if arg & 1 != 0 && vm.is_exact(found, Kind::FUNCTION) {
        set64(r, vm, 5, found.word());
        return Some(op::LOAD_ATTR_METHOD_WITH_VALUES);
    }
    if vm.is_method_like(found) && vm.kind_of(found) != Kind::TYPE {
        return None;
    }
    class_entry(r, vm, class, name)?;
    Some(op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES)
}

/// Where a slot lies in instances of `class`, if it is for these and within reach of a cache.
fn member_place(vm: &Vm, member: Value, class: u32) -> Option<u32> {
    let member = Member(member.offset());
    let place = member.place(&vm.heap);
    (vm.is_subclass(class, member.owner(&vm.heap)) && place <= u16::MAX as u32).then_some(place)
}

fn class_is_plain(vm: &Vm, property: Value) -> bool {
    vm.is_exact(property, Kind::PROPERTY)
}

/// A method of an object that has no attributes of its own.
fn builtin_method(r: &Regs, vm: &mut Vm, arg: u32, object: Value, class: u32, found: Value) -> Option<u8> {
    let bindable = match vm.kind_of(found) {
        Kind::FUNCTION => true,
        Kind::METHOD_DESCRIPTOR => !MethodDescriptor(found.offset()).is_class_method(&vm.heap),
        _ => false,
    };
    let no_dict = !object.is_object() || vm.dict_place(object).is_none();
    if arg & 1 == 0 || !bindable || !no_dict {
        return None;
    }
    set32(r, vm, 1, class);
    set32(r, vm, 3, Type(class).version(&vm.heap));
    set64(r, vm, 5, found.word());
    Some(op::LOAD_ATTR_METHOD_NO_DICT)
}

/// Notes where in which class's namespace `name` lies.
fn class_entry(r: &Regs, vm: &mut Vm, class: u32, name: Value) -> Option<()> {
    let (_, holder) = vm.type_lookup_from(class, 0, name)?;
    let namespace = Dict(Type(holder).dict(&vm.heap));
    let entry = dict::find_str_entry(vm, namespace, name)?;
    if entry > u16::MAX as u32 {
        return None;
    }
    set32(r, vm, 5, namespace.0);
    set16(r, vm, 7, entry);
    Some(())
}

fn class_attr(r: &Regs, vm: &mut Vm, class: Value, name: Value) -> Option<u8> {
    let meta = vm.class_of(class);
    if vm.type_lookup(meta, name).is_some() || vm.overrides(meta, Dunder::GetAttribute) {
        return None;
    }
    let found = vm.type_lookup(class.offset(), name)?;
    // Only what a look-up through the class gives as it is.
    if vm.kind_of(found) != Kind::FUNCTION && vm.is_method_like(found) && vm.kind_of(found) != Kind::TYPE {
        return None;
    }
    set32(r, vm, 1, class.offset());
    set32(r, vm, 3, Type(class.offset()).version(&vm.heap));
    class_entry(r, vm, class.offset(), name)?;
    Some(op::LOAD_ATTR_CLASS)
}

fn module_attr(r: &Regs, vm: &mut Vm, module: Value, name: Value) -> Option<u8> {
    if !vm.is_exact(module, Kind::MODULE) {
        return None;
    }
    let namespace = Dict(Module(module.offset()).dict(&vm.heap));
    let entry = dict::find_str_entry(vm, namespace, name)?;
    if entry > u16::MAX as u32 {
        return None;
    }
    let version = dict::version(vm, namespace);
    set32(r, vm, 1, namespace.0);
    set32(r, vm, 3, version);
    set16(r, vm, 5, entry);
    Some(op::LOAD_ATTR_MODULE)
}

#[inline(never)]
pub(crate) fn store_attr(r: &Regs, vm: &mut Vm, arg: u32, object: Value) {
    let name = r.name(vm, arg);
    let before = r.cache32(vm, 1);
    match try_store_attr(r, vm, object, name) {
        Some(specialised) => simple(r, vm, specialised),
        None => failed(r, vm),
    }
    note_receiver(r, vm, before);
}

fn try_store_attr(r: &Regs, vm: &mut Vm, object: Value, name: Value) -> Option<u8> {
    let class = vm.class_of(object);
    if vm.kind_of(object) != Kind::OBJECT || vm.overrides(class, Dunder::SetAttr) {
        return None;
    }
    if let Some(found) = vm.type_lookup(class, name)
        && vm.is_data_descriptor(found)
    {
        if vm.kind_of(found) != Kind::MEMBER {
            return None;
        }
        let place = member_place(vm, found, class)?;
        set32(r, vm, 1, class);
        set16(r, vm, 3, place);
        return Some(op::STORE_ATTR_SLOT);
    }
    if Type(class).flags(&vm.heap) & flags::HAS_DICT == 0 {
        return None;
    }
    let shape = Shape(Instance(object.offset()).shape(&vm.heap));
    if shape.is_dict_mode(vm) {
        return None;
    }
    let inline_cap = shape.inline_cap(&vm.heap);
    let (index, specialised) = match shape.find(vm, name) {
        Some(index) => (index, op::STORE_ATTR_INSTANCE_VALUE),
        None => {
            shape.with(vm, name).ok()?;
            if shape.last_key(&vm.heap) != Some(name) {
                return None;
            }
            (shape.count(&vm.heap), op::STORE_ATTR_WITH_HINT)
        }
    };
    match slot_place(index, inline_cap) {
        Slot::Inline(offset) => {
            set32(r, vm, 1, shape.0);
            set16(r, vm, 3, offset);
            Some(specialised)
        }
        Slot::Overflow(_) => None,
    }
}

#[inline(never)]
pub(crate) fn call(r: &Regs, vm: &mut Vm, n: u32) {
    match try_call(r, vm, n) {
        Some(specialised) => simple(r, vm, specialised),
        None => failed(r, vm),
    }
}

fn try_call(r: &Regs, vm: &mut Vm, n: u32) -> Option<u8> {
    let callee = r.peek(vm, n + 2);
    let receiver = (r.peek_word(vm, n + 1) != 0) as u32;
    match vm.kind_of(callee) {
        Kind::FUNCTION => {
            if !simple_function(vm, callee, n + receiver) {
                return Some(op::CALL_PY_GENERAL);
            }
            let version = function_version(vm, Function(callee.offset()));
            set32(r, vm, 1, version);
            Some(op::CALL_PY_EXACT_ARGS)
        }
        Kind::BOUND_METHOD if receiver == 0 => {
            let func = crate::heap::layout::BoundMethod(callee.offset()).func(&vm.heap)?;
            if !simple_function(vm, func, n + 1) {
                return None;
            }
            let version = function_version(vm, Function(func.offset()));
            set32(r, vm, 1, version);
            Some(op::CALL_BOUND_METHOD_EXACT_ARGS)
        }
        Kind::NATIVE_FUNCTION if receiver == 0 => {
            if n == 1 && is_native(vm, callee, LEN) {
                return Some(op::CALL_LEN);
            }
            if n == 2 && is_native(vm, callee, ISINSTANCE) {
                return Some(op::CALL_ISINSTANCE);
            }
            Some(op::CALL_BUILTIN_FAST)
        }
        Kind::METHOD_DESCRIPTOR if receiver == 1 => {
            let id = MethodDescriptor(callee.offset()).native(&vm.heap);
            let list = vm.is_exact(r.peek(vm, n + 1), Kind::LIST);
            if n == 1 && list && is_list_append(vm, id) {
                return Some(op::CALL_LIST_APPEND);
            }
            Some(match n {
                0 => op::CALL_METHOD_DESCRIPTOR_NOARGS,
                1 => op::CALL_METHOD_DESCRIPTOR_O,
                _ => op::CALL_METHOD_DESCRIPTOR_FAST,
            })
        }
        Kind::TYPE if receiver == 0 => class_call(r, vm, n, callee),
        _ => None,
    }
}

fn class_call(r: &Regs, vm: &mut Vm, n: u32, callee: Value) -> Option<u8> {
    let class = callee.offset();
    if n == 1 && class == Kind::TYPE.class() {
        return Some(op::CALL_TYPE_1);
    }
    if n == 1 && class == Kind::STR.class() {
        return Some(op::CALL_STR_1);
    }
    if Type(class).kind(&vm.heap) == Kind::OBJECT.0
        && class != Kind::OBJECT.class()
        && vm.class_of(callee) == Kind::TYPE.class()
        && !vm.overrides(class, Dunder::New)
        && Type(class).flags(&vm.heap) & flags::ABSTRACT == 0
    {
        let name = vm.dunder_name(Dunder::Init);
        let init = vm.type_lookup(class, name)?;
        if vm.is_exact(init, Kind::FUNCTION) {
            set32(r, vm, 1, Type(class).version(&vm.heap));
            return Some(op::CALL_ALLOC_AND_ENTER_INIT);
        }
    }
    None
}

/// A function's version, given to it when first asked for.
pub(crate) fn function_version(vm: &mut Vm, function: Function) -> u32 {
    match function.version(&vm.heap) {
        0 => {
            let version = vm.next_version();
            function.set_version(&mut vm.heap, version);
            version
        }
        version => version,
    }
}

/// Makes every attribute instruction in the sandbox generic again (see `Vm::attribute_rules_changed`).
pub fn forget_shapes(vm: &mut Vm) {
    let codes = vm.heap.objects_of(Kind::CODE.class());
    for code in codes {
        let code = Code(code);
        let (start, len) = (code.bytecode(&vm.heap), code.bytecode_len(&vm.heap));
        let mut at = 0;
        while at < len {
            let opcode = vm.heap.u8(start.wrapping_add(at));
            let base = crate::ops::deopt(opcode);
            if base != opcode && matches!(base, op::LOAD_ATTR | op::STORE_ATTR | op::CALL) {
                vm.heap.set_u8(start.wrapping_add(at), base);
                vm.heap.set_u16(start.wrapping_add(at + 2), 0);
            }
            at += 2 + 2 * crate::ops::caches(opcode) as u32;
        }
    }
}
