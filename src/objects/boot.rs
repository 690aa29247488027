//! The beginning: static objects, native types and their namespaces, the builtins module.

use crate::heap::layout::{Dict, GetSet, MethodDescriptor, Type};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, OutOfMemory, Res, Value};
use crate::objects::exception_types::EXCEPTIONS;
use crate::objects::slots::{Binding, Method, TypeDef};
use crate::objects::types::flags;
use crate::objects::*;
use crate::vm::{Native, Vm};

/// Every native type, exceptions aside.
pub static TYPES: &[&TypeDef] = &[
    &object::OBJECT,
    &object::TYPE,
    &object::NONE,
    &object::NOT_IMPLEMENTED,
    &object::ELLIPSIS,
    &bool::TYPE,
    &int::TYPE,
    &float::TYPE,
    &complex::TYPE,
    &str::TYPE,
    &str::ITER,
    &bytes::TYPE,
    &bytes::ITER,
    &bytes::bytearray::TYPE,
    &bytes::bytearray::ITER,
    &bytes::memoryview::TYPE,
    &list::TYPE,
    &tuple::TYPE,
    &dict::TYPE,
    &set::TYPE,
    &set::FROZENSET,
    &range::TYPE,
    &slice::TYPE,
    &function::FUNCTION,
    &function::BOUND_METHOD,
    &function::NATIVE_FUNCTION,
    &function::METHOD_DESCRIPTOR,
    &function::GETSET,
    &function::MEMBER,
    &function::PROPERTY,
    &function::CLASSMETHOD,
    &function::STATICMETHOD,
    &function::CELL,
    &crate::objects::code::CODE,
    &module::TYPE,
    &super_::TYPE,
    &exception::TRACEBACK,
    &frame::TYPE,
    &generator::GENERATOR,
    &generator::COROUTINE,
    &generator::ASYNC_GENERATOR,
    &generic_alias::GENERIC_ALIAS,
    &generic_alias::UNION,
    &file::TYPE,
];

/// Every native type, those of modules included.
fn all() -> impl Iterator<Item = &'static TypeDef> {
    let modules = crate::modules::TYPES.iter().copied();
    [TYPES, iterators::TYPES].into_iter().chain(modules).flat_map(|table| table.iter().copied())
}

/// Sets the sandbox up.
pub fn boot(vm: &mut Vm) -> Result<(), OutOfMemory> {
    start(vm).map_err(|_| OutOfMemory)
}

fn start(vm: &mut Vm) -> Res<()> {
    for (value, kind) in [
        (statics::NONE, Kind::NONE),
        (statics::TRUE, Kind::BOOL),
        (statics::FALSE, Kind::BOOL),
        (statics::NOT_IMPLEMENTED, Kind::NOT_IMPLEMENTED),
        (statics::ELLIPSIS, Kind::ELLIPSIS),
        (statics::ZERO, Kind::FLOAT),
        (statics::NEG_ZERO, Kind::FLOAT),
        (statics::EMPTY_TUPLE, Kind::TUPLE),
        (statics::EMPTY_BYTES, Kind::BYTES),
        (statics::EMPTY_FROZENSET, Kind::FROZENSET),
    ] {
        vm.heap.set_u32(value.offset(), kind.class());
    }
    vm.heap.set_u64(statics::NEG_ZERO.offset() + 8, (-0.0f64).to_bits());
    // Kinds must be known before the first object is looked at.
    for def in all() {
        let class = Type(def.kind.class());
        class.set_kind(&mut vm.heap, def.kind.0);
        if let Some(slots) = vm.slots.get_mut(def.kind.0 as usize) {
            *slots = &def.slots;
        }
    }
    vm.slots[Kind::EXCEPTION.0 as usize] = &exception::SLOTS;
    Type(Kind::SHAPE.class()).set_kind(&mut vm.heap, Kind::SHAPE.0);
    str::init_statics(vm);
    let interned = dict::new(vm)?;
    STATE.set_interned(&mut vm.heap, interned.0);
    let keep = vm.new_list(&[])?;
    STATE.set_keep(&mut vm.heap, keep.offset());
    vm.intern_dunders()?;
    vm.names = crate::vm::Names::new(vm)?;
    for def in all() {
        make_type(vm, def)?;
    }
    // The static area's types have no base yet where the base came later in the list: set the MROs now.
    for def in all() {
        set_mro(vm, Type(def.kind.class()), def.base)?;
    }
    for def in all() {
        fill_namespace(vm, def)?;
    }
    instance::init_shapes(vm, Type(Kind::OBJECT.class()), 0, 0)?;
    instance::init_shapes(vm, Type(Kind::NAMESPACE.class()), 0, 0)?;
    make_exceptions(vm)?;
    module::boot(vm)
}

fn make_type(vm: &mut Vm, def: &TypeDef) -> Res<()> {
    let class = Type(def.kind.class());
    vm.heap.set_u32(class.0, Kind::TYPE.class());
    let name = vm.intern(def.name)?;
    class.set_name(&mut vm.heap, name);
    class.set_qualname(&mut vm.heap, name);
    let module = vm.intern(def.module)?;
    class.set_module(&mut vm.heap, module);
    let namespace = dict::new(vm)?;
    class.set_dict(&mut vm.heap, namespace.0);
    let layout = def.kind.layout();
    class.set_basicsize(&mut vm.heap, layout.map_or(16, |l| l.size));
    let mut bits = 0;
    if def.subclassable {
        bits |= flags::SUBCLASSABLE;
    }
    if matches!(def.slots.hash, crate::objects::slots::HashSlot::Unhashable) {
        bits |= flags::UNHASHABLE;
    }
    if def.has_dict {
        bits |= flags::HAS_DICT;
        class.set_dictoffset(&mut vm.heap, layout.map_or(0, Vm::layout_dict));
    }
    class.set_flags(&mut vm.heap, bits);
    let version = vm.next_version();
    class.set_version(&mut vm.heap, version);
    if let Some(doc) = def.doc {
        let doc = vm.new_str(doc)?;
        class.set_doc(&mut vm.heap, doc);
    }
    Ok(())
}

fn set_mro(vm: &mut Vm, class: Type, base: Kind) -> Res<()> {
    let object = Kind::OBJECT.class();
    let mut line = vec![class.value()];
    let bases = if class.0 == object {
        statics::EMPTY_TUPLE
    } else {
        class.set_base(&mut vm.heap, base.class());
        let mut at = base.class();
        while at != object && line.len() < 8 {
            line.push(Value::object(at));
            at = def_base(at);
        }
        line.push(Value::object(object));
        vm.new_tuple(&[Value::object(base.class())])?
    };
    class.set_bases(&mut vm.heap, bases);
    let mro = vm.new_tuple(&line)?;
    class.set_mro(&mut vm.heap, mro);
    Ok(())
}

/// The base of a native type, from its declaration.
fn def_base(class: u32) -> u32 {
    let def = all().find(|def| def.kind.class() == class);
    def.map_or(Kind::OBJECT.class(), |def| def.base.class())
}

fn fill_namespace(vm: &mut Vm, def: &TypeDef) -> Res<()> {
    let class = Type(def.kind.class());
    for method in wrappers::derived(def) {
        add_method(vm, class, def.name, &method)?;
    }
    for method in def.methods {
        add_method(vm, class, def.name, method)?;
    }
    let namespace = Dict(class.dict(&vm.heap));
    for attribute in def.attributes {
        add_attribute(vm, class, *attribute)?;
    }
    if def.has_dict && !def.attributes.iter().any(|attribute| attribute.name == "__dict__") {
        add_getset(vm, class, 0)?;
    }
    if def.slots.new.is_some() {
        add_new(vm, class)?;
    }
    if matches!(def.slots.hash, crate::objects::slots::HashSlot::Unhashable) {
        let name = vm.intern("__hash__")?;
        dict::insert_str(vm, namespace, name, statics::NONE)?;
    }
    let doc = vm.names.doc;
    if dict::get_str(vm, namespace, doc).is_none() {
        let text = class.doc(&vm.heap).unwrap_or(statics::NONE);
        dict::insert_str(vm, namespace, doc, text)?;
    }
    Ok(())
}

/// Adds `__new__`, a static method that knows its type.
pub fn add_new(vm: &mut Vm, class: Type) -> Res<()> {
    let id = match vm.natives.iter().position(|n| n.name == "__new__") {
        Some(id) => id as u32,
        None => vm.register(Native {
            name: "__new__",
            owner: "",
            func: object::native_new,
            sig: crate::objects::slots::Sig::Any,
            binding: Binding::Class,
        }),
    };
    let function = vm.new_native_function(id, Some(class.value()))?;
    let name = vm.intern("__new__")?;
    dict::insert_str(vm, Dict(class.dict(&vm.heap)), name, function)
}

/// Adds a method to a native type.
pub fn add_method(vm: &mut Vm, class: Type, owner: &'static str, method: &Method) -> Res<()> {
    let id = vm.register(Native {
        name: method.name,
        owner,
        func: method.func,
        sig: method.sig,
        binding: method.binding,
    });
    let value = match method.binding {
        Binding::Static => vm.new_native_function(id, None)?,
        binding => {
            let descriptor =
                MethodDescriptor(vm.alloc(Kind::METHOD_DESCRIPTOR.class(), MethodDescriptor::SIZE)?);
            descriptor.set_native(&mut vm.heap, id);
            descriptor.set_owner(&mut vm.heap, class.0);
            descriptor.set_mode(&mut vm.heap, (binding == Binding::Class) as u32);
            descriptor.value()
        }
    };
    let value = if method.binding == Binding::Static {
        function::new_wrapper(vm, Kind::STATICMETHOD, value)?
    } else {
        value
    };
    let name = vm.intern(method.name)?;
    dict::insert_str(vm, Dict(class.dict(&vm.heap)), name, value)
}

fn add_attribute(vm: &mut Vm, class: Type, attribute: crate::objects::slots::Attribute) -> Res<()> {
    vm.attributes.push(attribute);
    let number = vm.attributes.len() as u32 - 1;
    add_getset(vm, class, number)
}

/// Adds the computed attribute of this number to a type's namespace.
pub fn add_getset(vm: &mut Vm, class: Type, number: u32) -> Res<()> {
    let Some(attribute) = vm.attributes.get(number as usize).copied() else { return Ok(()) };
    let getset = GetSet(vm.alloc(Kind::GETSET.class(), GetSet::SIZE)?);
    getset.set_getter(&mut vm.heap, number);
    getset.set_owner(&mut vm.heap, class.0);
    getset.set_setter(&mut vm.heap, attribute.set.is_some() as u32);
    let name = vm.intern(attribute.name)?;
    getset.set_name(&mut vm.heap, name);
    dict::insert_str(vm, Dict(class.dict(&vm.heap)), name, getset.value())
}

fn make_exceptions(vm: &mut Vm) -> Res<()> {
    for (offset, name, base) in EXCEPTIONS {
        let class = Type(*offset);
        vm.heap.set_u32(class.0, Kind::TYPE.class());
        class.set_kind(&mut vm.heap, Kind::EXCEPTION.0);
        let text = vm.intern(name)?;
        class.set_name(&mut vm.heap, text);
        class.set_qualname(&mut vm.heap, text);
        let module = vm.intern("builtins")?;
        class.set_module(&mut vm.heap, module);
        let namespace = dict::new(vm)?;
        class.set_dict(&mut vm.heap, namespace.0);
        let layout = crate::heap::layout::Exception::LAYOUT;
        class.set_basicsize(&mut vm.heap, layout.size);
        class.set_dictoffset(&mut vm.heap, Vm::layout_dict(&layout));
        class.set_flags(&mut vm.heap, flags::SUBCLASSABLE | flags::HAS_DICT);
        let version = vm.next_version();
        class.set_version(&mut vm.heap, version);
        class.set_base(&mut vm.heap, *base);
        let bases = vm.new_tuple(&[Value::object(*base)])?;
        class.set_bases(&mut vm.heap, bases);
        let mut line = vec![class.value()];
        let mut at = *base;
        while at != 0 {
            line.push(Value::object(at));
            at = if at == Kind::OBJECT.class() { 0 } else { Type(at).base(&vm.heap) };
        }
        // An ExceptionGroup is both a BaseExceptionGroup and an Exception.
        if *name == "ExceptionGroup" {
            line.insert(2, Value::object(crate::objects::exception_types::exc::EXCEPTION));
        }
        let mro = vm.new_tuple(&line)?;
        class.set_mro(&mut vm.heap, mro);
        let doc = vm.names.doc;
        dict::insert_str(vm, namespace, doc, statics::NONE)?;
        let (methods, attributes) = exception_attributes::members(name);
        for method in methods {
            add_method(vm, class, name, method)?;
        }
        for attribute in attributes {
            add_attribute(vm, class, *attribute)?;
        }
        if *name == "BaseException" {
            add_new(vm, class)?;
        }
    }
    Ok(())
}
