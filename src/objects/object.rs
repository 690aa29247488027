//! `object`, `type`, and the singletons' types.

use crate::heap::layout::{Dict, Tuple, Type};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::instance::or_none;
use crate::objects::slots::{
    Args, Attribute, Compare, Sig, Slots, TypeDef, class_method, getter, member, method,
};
use crate::objects::{attr, dict, types};
use crate::vm::Vm;

/// `Class.__new__(cls, ...)` of a native type: the native's receiver says whose.
pub fn native_new(vm: &mut Vm, args: Args) -> Res {
    // args[0] is the type that the function belongs to, args[1] the class to make an instance of.
    let owner = args.get(vm, 0);
    let Some(class) = args.opt(vm, 1) else {
        let name = vm.class_name(owner.offset());
        return Err(vm.type_error(format!("{name}.__new__(): not enough arguments")));
    };
    if vm.kind_of(class) != Kind::TYPE {
        let (name, actual) = (vm.class_name(owner.offset()), vm.type_name(class));
        return Err(vm.type_error(format!("{name}.__new__(X): X is not a type object ({actual})")));
    }
    if !vm.is_subclass(class.offset(), owner.offset()) {
        let (name, class) = (vm.class_name(owner.offset()), vm.class_name(class.offset()));
        return Err(vm.type_error(format!("{name}.__new__({class}): {class} is not a subtype of {name}")));
    }
    let (owner, class) = (Type(owner.offset()), Type(class.offset()));
    if owner.kind(&vm.heap) != class.kind(&vm.heap) && class.kind(&vm.heap) != Kind::NAMESPACE.0 {
        // The class's layout is another type's: only that one's `__new__` makes instances.
        let mut native = class;
        while native.flags(&vm.heap) & types::flags::HEAP != 0 {
            native = Type(native.base(&vm.heap));
        }
        let (owner, class, native) =
            (vm.class_name(owner.0), vm.class_name(class.0), vm.class_name(native.0));
        return Err(vm.type_error(format!("{owner}.__new__({class}) is not safe, use {native}.__new__()")));
    }
    slot_new(vm, class.0, Kind(owner.kind(&vm.heap)), args.skip(2))
}

fn slot_new(vm: &mut Vm, class: u32, kind: Kind, args: Args) -> Res {
    match vm.slots_of(kind).new {
        Some(new) => new(vm, class, args),
        None => {
            let name = vm.class_name(class);
            Err(vm.type_error(format!("cannot create '{name}' instances")))
        }
    }
}

/// `Class(...)`.
pub fn call_class(vm: &mut Vm, class_value: Value, args: Args) -> Res {
    let class = class_value.offset();
    if class == Kind::TYPE.class() && args.count == 1 && args.kwnames == 0 {
        let value = args.get(vm, 0);
        return Ok(Value::object(vm.class_of(value)));
    }
    let meta = vm.class_of(class_value);
    if vm.overrides(meta, Dunder::Call) {
        let name = vm.dunder_name(Dunder::Call);
        if let Some(found) = vm.type_lookup(meta, name) {
            let bound = vm.bind_descriptor(found, Some(class_value), Value::object(meta))?;
            return vm.call_args(bound, args);
        }
    }
    type_call(vm, class, args)
}

/// `type.__call__`: what a metaclass's own `__call__` goes on to.
fn type_dunder_call(vm: &mut Vm, args: Args) -> Res {
    let (class, args) = (args.get(vm, 0).offset(), args.skip(1));
    if class == Kind::TYPE.class() && args.count == 1 && args.kwnames == 0 {
        let value = args.get(vm, 0);
        return Ok(Value::object(vm.class_of(value)));
    }
    type_call(vm, class, args)
}

/// Makes an instance: `__new__`, then `__init__` if that gave one of the class.
fn type_call(vm: &mut Vm, class: u32, args: Args) -> Res {
    let kind = Kind(Type(class).kind(&vm.heap));
    let heap = Type(class).flags(&vm.heap) & types::flags::HEAP != 0;
    if !heap {
        // A native type's `new` does all unless it has an `init` too.
        let object = slot_new(vm, class, kind, args)?;
        if let Some(init) = vm.slots_of(kind).init
            && kind != Kind::EXCEPTION
        {
            return vm.with_roots(|vm| {
                vm.root(object);
                init(vm, object, args)?;
                Ok(object)
            });
        }
        if kind == Kind::EXCEPTION && args.kwnames != 0 {
            (crate::objects::exception::SLOTS.init.unwrap_or(|_, _, _| Ok(())))(vm, object, args)?;
        }
        return Ok(object);
    }
    let object = if vm.overrides(class, Dunder::New) {
        let name = vm.dunder_name(Dunder::New);
        let found = or_none(vm.type_lookup(class, name));
        let function = vm.bind_descriptor(found, None, Value::object(class))?;
        vm.with_receiver(Value::object(class), args, |vm, args| vm.call_args(function, args))?
    } else {
        check_object_arguments(vm, class, kind, args)?;
        slot_new(vm, class, kind, args)?
    };
    if !vm.is_instance_of(object, class) {
        return Ok(object);
    }
    vm.with_roots(|vm| {
        vm.root(object);
        let actual = vm.class_of(object);
        if vm.overrides(actual, Dunder::Init) {
            let name = vm.dunder_name(Dunder::Init);
            let found = or_none(vm.type_lookup(actual, name));
            let result = if vm.kind_of(found) == Kind::FUNCTION {
                vm.with_receiver(object, args, |vm, args| vm.call_args(found, args))?
            } else {
                let bound = vm.bind_descriptor(found, Some(object), Value::object(actual))?;
                vm.call_args(bound, args)?
            };
            if result != statics::NONE {
                let name = vm.type_name(result);
                return Err(vm.type_error(format!("__init__() should return None, not '{name}'")));
            }
        } else if let Some(init) = vm.slots_of(kind).init {
            init(vm, object, args)?;
        }
        Ok(object)
    })
}

/// `object` takes arguments only for classes that override `__init__` or `__new__`; abstract classes make no instances.
fn check_object_arguments(vm: &mut Vm, class: u32, kind: Kind, args: Args) -> Res<()> {
    if kind != Kind::OBJECT {
        return Ok(());
    }
    if (args.count > 0 || args.kwnames != 0) && !vm.overrides(class, Dunder::Init) {
        let name = vm.class_name(class);
        return Err(vm.type_error(format!("{name}() takes no arguments")));
    }
    if Type(class).flags(&vm.heap) & types::flags::ABSTRACT != 0 {
        return Err(abstract_error(vm, class)?);
    }
    Ok(())
}

fn abstract_error(vm: &mut Vm, class: u32) -> Res<crate::heap::Raised> {
    let key = vm.intern("__abstractmethods__")?;
    let names = or_none(dict::get_str(vm, Dict(Type(class).dict(&vm.heap)), key));
    let mut texts = Vec::new();
    for name in vm.collect_iter(names)? {
        if !vm.is_str(name) {
            let (i, actual) = (texts.len(), vm.type_name(name));
            return Err(vm.type_error(format!("sequence item {i}: expected str instance, {actual} found")));
        }
        texts.push(vm.str_to_string(name));
    }
    let mut names = texts;
    names.sort();
    let (s, list) = (if names.len() == 1 { "" } else { "s" }, names.join("', '"));
    let class = vm.class_name(class);
    Ok(vm.type_error(format!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{s} '{list}'"
    )))
}

fn object_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    if class == Kind::OBJECT.class() && (args.count > 0 || args.kwnames != 0) {
        return Err(vm.type_error("object() takes no arguments"));
    }
    if Type(class).flags(&vm.heap) & types::flags::ABSTRACT != 0 {
        return Err(abstract_error(vm, class)?);
    }
    Ok(Value::object(vm.alloc_instance(class)?))
}

fn new_method_checked(vm: &mut Vm, value: Value, args: Args) -> Res<()> {
    let class = vm.class_of(value);
    if (args.count > 0 || args.kwnames != 0) && vm.overrides(class, Dunder::Init) {
        return Err(
            vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)")
        );
    }
    Ok(())
}

fn class_of(vm: &mut Vm, value: Value) -> Res {
    Ok(Value::object(vm.class_of(value)))
}

fn set_class(vm: &mut Vm, value: Value, class: Option<Value>) -> Res<()> {
    let Some(class) = class.filter(|c| vm.kind_of(*c) == Kind::TYPE) else {
        return Err(match class {
            Some(class) => {
                let name = vm.type_name(class);
                vm.type_error(format!("__class__ must be set to a class, not '{name}' object"))
            }
            None => vm.type_error("can't delete __class__ attribute"),
        });
    };
    let (old, new) = (Type(vm.class_of(value)), Type(class.offset()));
    if [old, new].iter().any(|class| class.flags(&vm.heap) & types::flags::HEAP == 0) {
        return Err(
            vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
        );
    }
    if vm.kind_of(value) != Kind::OBJECT || !vm.same_layout(old, new) {
        let (old, new) = (vm.class_name(old.0), vm.class_name(new.0));
        return Err(
            vm.type_error(format!("__class__ assignment: '{new}' object layout differs from '{old}'"))
        );
    }
    // The new class may have fewer inline slots: the attributes move to a dict.
    let instance = crate::heap::layout::Instance(value.offset());
    crate::objects::instance::instance_dict(vm, instance)?;
    vm.heap.set_u32(value.offset(), new.0);
    let shape = new.dict_shape(&vm.heap);
    instance.set_shape(&mut vm.heap, shape);
    Ok(())
}

fn object_dict(vm: &mut Vm, value: Value) -> Res {
    match vm.own_dict(value)? {
        Some(dict) => Ok(dict.value()),
        None => {
            let name = vm.names.dict;
            Err(vm.no_attribute(value, name))
        }
    }
}

fn set_object_dict(vm: &mut Vm, value: Value, dict: Option<Value>) -> Res<()> {
    let Some(dict) = dict else {
        if Type(vm.class_of(value)).flags(&vm.heap) & types::flags::HEAP == 0 {
            return Err(vm.type_error("cannot delete __dict__"));
        }
        let empty = dict::new(vm)?;
        return set_object_dict(vm, value, Some(empty.value()));
    };
    let Some(dict) = dict::as_dict(vm, dict) else {
        let actual = vm.type_name(dict);
        return Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{actual}'")));
    };
    let dict = dict.0;
    if vm.kind_of(value) == Kind::OBJECT {
        return crate::objects::instance::set_instance_dict(
            vm,
            crate::heap::layout::Instance(value.offset()),
            Dict(dict),
        );
    }
    if let Some(place) = vm.dict_place(value) {
        vm.heap.set_u32(place, dict);
    }
    Ok(())
}

fn dir_names(vm: &mut Vm, value: Value) -> Res {
    let names = dict::new(vm)?;
    vm.with_roots(|vm| {
        vm.root(names.value());
        let class = if vm.kind_of(value) == Kind::TYPE { value.offset() } else { vm.class_of(value) };
        let mro = Tuple(or_none(Type(class).mro(&vm.heap)).offset());
        let mut sources: Vec<u32> =
            (0..mro.len(&vm.heap)).map(|i| Type(mro.item(vm, i).offset()).dict(&vm.heap)).collect();
        if let Some(own) = vm.own_dict(value)? {
            sources.push(own.0);
        }
        for source in sources {
            let mut at = 0;
            while let Some((next, _, key, _)) = dict::next_entry(&vm.heap, Dict(source), at) {
                if vm.is_str(key) {
                    dict::insert_str(vm, names, key, statics::NONE)?;
                }
                at = next;
            }
        }
        let mut keys = Vec::new();
        let mut at = 0;
        while let Some((next, _, key, _)) = dict::next_entry(&vm.heap, names, at) {
            keys.push(key);
            at = next;
        }
        vm.new_list(&keys)
    })
}

pub static OBJECT: TypeDef = TypeDef {
    kind: Kind::OBJECT,
    name: "object",
    slots: Slots { new: Some(object_new), ..Slots::NONE },
    methods: &[
        method(
            "__init__",
            |vm, args| {
                let value = args.get(vm, 0);
                new_method_checked(vm, value, args.skip(1))?;
                Ok(statics::NONE)
            },
            Sig::Any,
        ),
        method(
            "__repr__",
            |vm, args| {
                let v = args.get(vm, 0);
                vm.object_repr(v)
            },
            Sig::Exact(0),
        ),
        method(
            "__str__",
            |vm, args| {
                let v = args.get(vm, 0);
                vm.repr(v)
            },
            Sig::Exact(0),
        ),
        method(
            "__format__",
            |vm, args| {
                let (value, spec) = (args.get(vm, 0), args.get(vm, 1));
                if spec != statics::EMPTY_STR {
                    let name = vm.type_name(value);
                    return Err(
                        vm.type_error(format!("unsupported format string passed to {name}.__format__"))
                    );
                }
                vm.str(value)
            },
            Sig::Exact(1),
        ),
        method(
            "__hash__",
            |vm, args| {
                let v = args.get(vm, 0);
                let hash = vm.identity_hash(v);
                vm.new_int(hash)
            },
            Sig::Exact(0),
        ),
        method(
            "__eq__",
            |vm, args| {
                let same = args.get(vm, 0) == args.get(vm, 1);
                Ok(if same { statics::TRUE } else { statics::NOT_IMPLEMENTED })
            },
            Sig::Exact(1),
        ),
        method(
            "__ne__",
            |vm, args| {
                let (a, b) = (args.get(vm, 0), args.get(vm, 1));
                match vm.compare_half(Compare::Eq, a, b)? {
                    Some(equal) => {
                        let equal = vm.truth(equal)?;
                        Ok(vm.bool(!equal))
                    }
                    None => Ok(statics::NOT_IMPLEMENTED),
                }
            },
            Sig::Exact(1),
        ),
        method(
            "__getattribute__",
            |vm, args| {
                let (object, name) = (args.get(vm, 0), args.get(vm, 1));
                let name = vm.intern_value(name)?;
                let class = vm.class_of(object);
                match vm.generic_get(object, class, name)? {
                    Some(value) => Ok(value),
                    None => Err(vm.no_attribute(object, name)),
                }
            },
            Sig::Exact(1),
        ),
        method(
            "__setattr__",
            |vm, args| {
                let (object, name, value) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2));
                vm.generic_set(object, name, Some(value))?;
                Ok(statics::NONE)
            },
            Sig::Exact(2),
        ),
        method(
            "__delattr__",
            |vm, args| {
                let (object, name) = (args.get(vm, 0), args.get(vm, 1));
                vm.generic_set(object, name, None)?;
                Ok(statics::NONE)
            },
            Sig::Exact(1),
        ),
        method(
            "__dir__",
            |vm, args| {
                let v = args.get(vm, 0);
                dir_names(vm, v)
            },
            Sig::Exact(0),
        ),
        class_method(
            "__init_subclass__",
            |vm, args| {
                if args.count > 1 || args.kwnames != 0 {
                    let name = vm.class_name(args.get(vm, 0).offset());
                    return Err(
                        vm.type_error(format!("{name}.__init_subclass__() takes no keyword arguments"))
                    );
                }
                Ok(statics::NONE)
            },
            Sig::Any,
        ),
        class_method("__subclasshook__", |_, _| Ok(statics::NOT_IMPLEMENTED), Sig::Any),
        method(
            "__sizeof__",
            |vm, args| {
                let value = args.get(vm, 0);
                let size = if value.is_object() { vm.heap.cell_size(value.offset()) } else { 0 };
                vm.new_int(size as i64)
            },
            Sig::Exact(0),
        ),
    ],
    attributes: &[Attribute { name: "__class__", get: class_of, set: Some(set_class) }],
    subclassable: true,
    doc: Some("The base class of the class hierarchy."),
    ..TypeDef::DEFAULT
};

fn type_repr(vm: &mut Vm, value: Value) -> Res {
    let text = format!("<class '{}'>", vm.class_full_name(value.offset()));
    vm.new_str(&text)
}

/// `type(name, bases, namespace)`, after its arguments were checked.
pub fn build_class(
    vm: &mut Vm,
    meta: u32,
    name: Value,
    bases: Value,
    namespace: Dict,
    keywords: &[(Value, Value)],
) -> Res {
    let base_values = vm.collect_iter(bases)?;
    // The most derived metaclass of the bases wins.
    let mut meta = meta;
    for base in &base_values {
        let base_meta = vm.class_of(*base);
        if vm.is_subclass(meta, base_meta) {
            continue;
        }
        if vm.is_subclass(base_meta, meta) {
            meta = base_meta;
            continue;
        }
        return Err(vm.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    if base_values.iter().any(|base| vm.kind_of(*base) != Kind::TYPE) {
        return Err(vm.type_error("bases must be types"));
    }
    let bases: Vec<u32> = base_values.iter().map(|base| base.offset()).collect();
    let own = dict::copy(vm, namespace)?;
    vm.with_roots(|vm| {
        vm.root(own.value());
        let classcell_key = vm.intern("__classcell__")?;
        let classcell = dict::remove(vm, own, classcell_key)?;
        let class = vm.make_class(meta, name, &bases, own)?;
        vm.root(class.value());
        if let Some(cell) = classcell
            && vm.kind_of(cell) == Kind::CELL
        {
            crate::heap::layout::Cell(cell.offset()).set_content(&mut vm.heap, class.value());
        }
        set_names(vm, class)?;
        let super_class = super_init_subclass(vm, class)?;
        if let Some(hook) = super_class {
            vm.call_kw(hook, &[], keywords)?;
        }
        Ok(class.value())
    })
}

fn set_names(vm: &mut Vm, class: Type) -> Res<()> {
    let namespace = Dict(class.dict(&vm.heap));
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some((next, _, key, value)) = dict::next_entry(&vm.heap, namespace, at) {
        entries.push((key, value));
        at = next;
    }
    for (key, value) in entries {
        if !value.is_object() {
            continue;
        }
        let value_class = vm.class_of(value);
        let native = vm.kind_of(value) == Kind::PROPERTY;
        if native || vm.overrides(value_class, Dunder::SetName) {
            vm.call_dunder(value, Dunder::SetName, &[class.value(), key])?;
        }
    }
    Ok(())
}

/// `super(cls, cls).__init_subclass__`, if it is more than `object`'s.
fn super_init_subclass(vm: &mut Vm, class: Type) -> Res<Option<Value>> {
    let name = vm.dunder_name(Dunder::InitSubclass);
    match vm.type_lookup_from(class.0, 1, name) {
        Some((found, _)) => vm.bind_descriptor(found, None, class.value()).map(Some),
        None => Ok(None),
    }
}

fn type_new(vm: &mut Vm, meta: u32, args: Args) -> Res {
    if args.count != 3 {
        return Err(vm.type_error("type() takes 1 or 3 arguments"));
    }
    let (name, bases, namespace) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2));
    if !vm.is_str(name) {
        let actual = vm.type_name(name);
        return Err(vm.type_error(format!("type.__new__() argument 1 must be str, not {actual}")));
    }
    check_name(vm, name)?;
    if vm.as_kind(bases, Kind::TUPLE).is_none() {
        let actual = vm.type_name(bases);
        return Err(vm.type_error(format!("type.__new__() argument 2 must be tuple, not {actual}")));
    }
    let Some(namespace) = vm.as_kind(namespace, Kind::DICT) else {
        let actual = vm.type_name(namespace);
        return Err(vm.type_error(format!("type.__new__() argument 3 must be dict, not {actual}")));
    };
    let keywords = args.keywords(vm);
    build_class(vm, meta, name, bases, Dict(namespace), &keywords)
}

/// What may be stored in an attribute of a class that it always has.
fn settable(vm: &mut Vm, class: Value, value: Option<Value>, what: &str) -> Res<Value> {
    match value {
        Some(value) if Type(class.offset()).flags(&vm.heap) & types::flags::HEAP != 0 => Ok(value),
        _ => {
            let (verb, class) =
                (if value.is_some() { "set" } else { "delete" }, vm.class_name(class.offset()));
            Err(vm.type_error(format!("cannot {verb} '{what}' attribute of immutable type '{class}'")))
        }
    }
}

fn settable_str(vm: &mut Vm, class: Value, value: Option<Value>, what: &str) -> Res {
    let value = settable(vm, class, value, what)?;
    if vm.is_str(value) {
        return Ok(value);
    }
    let (class, actual) = (vm.class_name(class.offset()), vm.type_name(value));
    Err(vm.type_error(format!("can only assign string to {class}.{what}, not '{actual}'")))
}

fn check_name(vm: &mut Vm, name: Value) -> Res<()> {
    let mut text = String::new();
    vm.str_push(name, &mut text)?;
    match text.contains('\0') {
        true => Err(vm.value_error("type name must not contain null characters")),
        false => Ok(()),
    }
}

fn type_name_set(vm: &mut Vm, class: Value, value: Option<Value>) -> Res<()> {
    let name = settable_str(vm, class, value, "__name__")?;
    check_name(vm, name)?;
    Type(class.offset()).set_name(&mut vm.heap, name);
    Ok(())
}

fn namespace_item(vm: &mut Vm, class: Value, name: &str) -> Res<Option<Value>> {
    let name = vm.intern(name)?;
    let namespace = Type(class.offset()).dict(&vm.heap);
    Ok(if namespace == 0 { None } else { dict::get_str(vm, Dict(namespace), name) })
}

fn set_namespace_item(vm: &mut Vm, class: Value, name: &str, value: Option<Value>) -> Res<()> {
    settable(vm, class, Some(statics::NONE), name)?;
    let name = vm.intern(name)?;
    if !vm.type_set(class.offset(), name, value)? {
        let name = vm.str_to_string(name);
        return Err(vm.raise(exc::ATTRIBUTE_ERROR, name));
    }
    Ok(())
}

pub static TYPE: TypeDef = TypeDef {
    kind: Kind::TYPE,
    name: "type",
    slots: Slots {
        repr: Some(type_repr),
        call: Some(call_class),
        new: Some(type_new),
        get_attr: Some(attr::type_get_attr),
        set_attr: Some(attr::type_set_attr),
        binary: Some(crate::objects::generic_alias::type_or),
        ..Slots::NONE
    },
    binary: &[crate::objects::slots::BinOp::Or],
    methods: &[
        method("__call__", type_dunder_call, Sig::Any),
        method(
            "mro",
            |vm, args| {
                let mro = or_none(Type(args.get(vm, 0).offset()).mro(&vm.heap));
                let items = vm.collect_iter(mro)?;
                vm.new_list(&items)
            },
            Sig::Exact(0),
        ),
        method(
            "__subclasses__",
            |vm, args| {
                let classes = vm.subclasses(args.get(vm, 0).offset());
                let classes: Vec<Value> = classes.into_iter().map(Value::object).collect();
                vm.new_list(&classes)
            },
            Sig::Exact(0),
        ),
        method(
            "__instancecheck__",
            |vm, args| {
                let (class, value) = (args.get(vm, 0), args.get(vm, 1));
                Ok(vm.bool(vm.is_instance_of(value, class.offset())))
            },
            Sig::Exact(1),
        ),
        method(
            "__subclasscheck__",
            |vm, args| {
                let (class, value) = (args.get(vm, 0), args.get(vm, 1));
                if vm.kind_of(value) != Kind::TYPE {
                    return Err(vm.type_error("issubclass() arg 1 must be a class"));
                }
                Ok(vm.bool(vm.is_subclass(value.offset(), class.offset())))
            },
            Sig::Exact(1),
        ),
        method("__init__", |_, _| Ok(statics::NONE), Sig::Any),
        method(
            "__dir__",
            |vm, args| {
                let v = args.get(vm, 0);
                dir_names(vm, v)
            },
            Sig::Exact(0),
        ),
        class_method("__prepare__", |vm, _| Ok(dict::new(vm)?.value()), Sig::Any),
    ],
    attributes: &[
        Attribute {
            name: "__name__",
            get: |vm, c| Ok(or_none(Type(c.offset()).name(&vm.heap))),
            set: Some(type_name_set),
        },
        Attribute {
            name: "__qualname__",
            get: |vm, c| Ok(or_none(Type(c.offset()).qualname(&vm.heap))),
            set: Some(|vm, c, value| {
                let name = settable_str(vm, c, value, "__qualname__")?;
                Type(c.offset()).set_qualname(&mut vm.heap, name);
                Ok(())
            }),
        },
        Attribute {
            name: "__module__",
            get: |vm, c| Ok(or_none(vm.class_module(c.offset()))),
            set: Some(|vm, c, value| {
                let value = settable(vm, c, value, "__module__")?;
                set_namespace_item(vm, c, "__module__", Some(value))
            }),
        },
        Attribute {
            name: "__bases__",
            get: |vm, c| Ok(Type(c.offset()).bases(&vm.heap).unwrap_or(statics::EMPTY_TUPLE)),
            set: Some(crate::objects::bases::set_bases),
        },
        member("__base__", |vm, c| {
            let base = Type(c.offset()).base(&vm.heap);
            Ok(if base == 0 { statics::NONE } else { Value::object(base) })
        }),
        getter("__mro__", |vm, c| Ok(Type(c.offset()).mro(&vm.heap).unwrap_or(statics::EMPTY_TUPLE))),
        getter("__dict__", |vm, c| {
            let namespace = Type(c.offset()).dict(&vm.heap);
            crate::objects::dict::views::new_proxy(vm, Value::object(namespace))
        }),
        Attribute {
            name: "__doc__",
            get: |vm, c| Ok(or_none(namespace_item(vm, c, "__doc__")?)),
            set: Some(|vm, c, value| {
                let value = settable(vm, c, value, "__doc__")?;
                set_namespace_item(vm, c, "__doc__", Some(value))
            }),
        },
        Attribute {
            name: "__abstractmethods__",
            get: |vm, c| match namespace_item(vm, c, "__abstractmethods__")? {
                Some(names) => Ok(names),
                None => Err(vm.raise(exc::ATTRIBUTE_ERROR, "__abstractmethods__")),
            },
            set: Some(|vm, c, value| {
                let any = match value {
                    Some(names) => vm.truth(names)?,
                    None => false,
                };
                set_namespace_item(vm, c, "__abstractmethods__", value)?;
                let class = Type(c.offset());
                let bits = class.flags(&vm.heap) & !types::flags::ABSTRACT;
                class.set_flags(&mut vm.heap, bits | if any { types::flags::ABSTRACT } else { 0 });
                Ok(())
            }),
        },
        Attribute {
            name: "__annotations__",
            get: |vm, c| match namespace_item(vm, c, "__annotations__")? {
                Some(found) => Ok(found),
                None => {
                    let annotations = dict::new(vm)?.value();
                    if Type(c.offset()).flags(&vm.heap) & types::flags::HEAP != 0 {
                        set_namespace_item(vm, c, "__annotations__", Some(annotations))?;
                    }
                    Ok(annotations)
                }
            },
            set: Some(|vm, c, value| set_namespace_item(vm, c, "__annotations__", value)),
        },
        Attribute {
            name: "__type_params__",
            get: |vm, c| Ok(namespace_item(vm, c, "__type_params__")?.unwrap_or(statics::EMPTY_TUPLE)),
            set: Some(|vm, c, value| {
                let value = settable(vm, c, value, "__type_params__")?;
                set_namespace_item(vm, c, "__type_params__", Some(value))
            }),
        },
        getter("__flags__", |vm, c| Ok(Value::int(Type(c.offset()).flags(&vm.heap) as i64))),
        getter("__basicsize__", |vm, c| Ok(Value::int(Type(c.offset()).basicsize(&vm.heap) as i64))),
    ],
    subclassable: true,
    ..TypeDef::DEFAULT
};

/// `obj.__dict__`, for classes whose instances have one.
pub const DICT_ATTRIBUTE: Attribute =
    Attribute { name: "__dict__", get: object_dict, set: Some(set_object_dict) };

fn constant_new(value: Value) -> impl Fn(&mut Vm, u32, Args) -> Res {
    move |vm, class, args| {
        if args.count > 0 || args.kwnames != 0 {
            let name = vm.class_name(class);
            return Err(vm.type_error(format!("{name} takes no arguments")));
        }
        Ok(value)
    }
}

pub static NONE: TypeDef = TypeDef {
    kind: Kind::NONE,
    name: "NoneType",
    doc: Some("The type of the None singleton."),
    slots: Slots {
        repr: Some(|vm, _| vm.intern("None")),
        truth: Some(|_, _| Ok(false)),
        // CPython's constant: sets that hold None iterate in the same order.
        hash: crate::objects::slots::HashSlot::By(|_, _| Ok(0xFCA8_6420)),
        new: Some(|vm, class, args| constant_new(statics::NONE)(vm, class, args)),
        ..Slots::NONE
    },
    ..TypeDef::DEFAULT
};

pub static NOT_IMPLEMENTED: TypeDef = TypeDef {
    kind: Kind::NOT_IMPLEMENTED,
    name: "NotImplementedType",
    slots: Slots {
        repr: Some(|vm, _| vm.intern("NotImplemented")),
        new: Some(|vm, class, args| constant_new(statics::NOT_IMPLEMENTED)(vm, class, args)),
        ..Slots::NONE
    },
    ..TypeDef::DEFAULT
};

pub static ELLIPSIS: TypeDef = TypeDef {
    kind: Kind::ELLIPSIS,
    name: "ellipsis",
    slots: Slots {
        repr: Some(|vm, _| vm.intern("Ellipsis")),
        new: Some(|vm, class, args| constant_new(statics::ELLIPSIS)(vm, class, args)),
        ..Slots::NONE
    },
    ..TypeDef::DEFAULT
};

/// `__build_class__(function, name, *bases, metaclass=..., **keywords)`.
pub fn build_class_native(vm: &mut Vm, args: Args) -> Res {
    if args.count < 2 {
        return Err(vm.type_error("__build_class__: not enough arguments"));
    }
    let (function, name) = (args.get(vm, 0), args.get(vm, 1));
    if vm.kind_of(function) != Kind::FUNCTION {
        return Err(vm.type_error("__build_class__: func must be a function"));
    }
    if !vm.is_str(name) {
        return Err(vm.type_error("__build_class__: name is not a string"));
    }
    let original: Vec<Value> = (2..args.count).map(|i| args.get(vm, i)).collect();
    let mut keywords = args.keywords(vm);
    vm.with_roots(|vm| {
        let bases = resolve_bases(vm, &original)?;
        let bases_tuple = vm.new_tuple(&bases)?;
        vm.root(bases_tuple);
        let explicit = keywords.iter().position(|(key, _)| vm.str_is(*key, "metaclass"));
        let mut meta = match explicit {
            Some(i) => keywords.remove(i).1,
            None => match bases.first() {
                Some(base) => Value::object(vm.class_of(*base)),
                None => Kind::TYPE.class_value(),
            },
        };
        if vm.kind_of(meta) == Kind::TYPE {
            for base in &bases {
                let base_meta = vm.class_of(*base);
                if vm.is_subclass(base_meta, meta.offset()) {
                    meta = Value::object(base_meta);
                }
            }
        }
        let namespace = prepare(vm, meta, name, bases_tuple, &keywords)?;
        vm.root(namespace);
        let f = crate::heap::layout::Function(function.offset());
        let cell = run_body(vm, f, namespace)?;
        vm.root(cell);
        if original.len() != bases.len() || original != bases {
            let key = vm.intern("__orig_bases__")?;
            let original = vm.new_tuple(&original)?;
            vm.set_item(namespace, key, original)?;
        }
        let class = vm.call_kw(meta, &[name, bases_tuple, namespace], &keywords)?;
        if cell != statics::NONE
            && vm.kind_of(cell) == Kind::CELL
            && vm.kind_of(class) == Kind::TYPE
            && crate::heap::layout::Cell(cell.offset()).content(&vm.heap).is_none()
        {
            let name = vm.str_to_string(name);
            return Err(vm.raise(
                exc::RUNTIME_ERROR,
                format!("__class__ not set defining '{name}'. Was __classcell__ propagated to type.__new__?"),
            ));
        }
        Ok(class)
    })
}

fn resolve_bases(vm: &mut Vm, original: &[Value]) -> Res<Vec<Value>> {
    let mut bases = Vec::new();
    for base in original {
        if vm.kind_of(*base) == Kind::TYPE {
            bases.push(*base);
            continue;
        }
        let name = vm.dunder_name(Dunder::MroEntries);
        match vm.get_attr_opt(*base, name)? {
            Some(entries) => {
                let tuple = vm.new_tuple(original)?;
                let replaced = vm.call(entries, &[tuple])?;
                bases.extend(vm.collect_iter(replaced)?);
            }
            None => bases.push(*base),
        }
    }
    Ok(bases)
}

fn prepare(vm: &mut Vm, meta: Value, name: Value, bases: Value, keywords: &[(Value, Value)]) -> Res {
    if meta == Kind::TYPE.class_value() {
        return Ok(dict::new(vm)?.value());
    }
    let key = vm.dunder_name(Dunder::Prepare);
    match vm.get_attr_opt(meta, key)? {
        Some(prepare) => vm.call_kw(prepare, &[name, bases], keywords),
        None => Ok(dict::new(vm)?.value()),
    }
}

/// Runs a class body with its namespace; gives the `__class__` cell or None.
fn run_body(vm: &mut Vm, function: crate::heap::layout::Function, namespace: Value) -> Res {
    crate::interp::run_class_body(vm, function, namespace)
}
