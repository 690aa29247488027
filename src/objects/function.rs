//! Functions, bound methods, descriptors that wrap them, and cells as Python values.

use crate::bytecode::code_flags;
use crate::heap::layout::{BoundMethod, Cell, Code, Dict, Function, Member, Property, Tuple, Wrapper};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::slots::{
    Args, Attribute, Compare, HashSlot, Method, Sig, Slots, TypeDef, getter, member, method, opt,
};
use crate::objects::{dict, instance::or_none};
use crate::vm::Vm;

pub use super::code::{new_code, new_const, new_py_str};

/// A function of `code` in `globals`.
pub fn new_function(vm: &mut Vm, code: Code, globals: Dict) -> Res<Function> {
    let function = Function(vm.alloc(Kind::FUNCTION.class(), Function::SIZE)?);
    function.set_code(&mut vm.heap, code.0);
    function.set_globals(&mut vm.heap, globals.0);
    let name = code.name(&vm.heap);
    function.set_name(&mut vm.heap, name);
    let qualname = code.qualname(&vm.heap);
    function.set_qualname(&mut vm.heap, qualname);
    let builtins = crate::objects::module::builtins_for(vm, globals);
    function.set_builtins(&mut vm.heap, builtins);
    let key = vm.names.module;
    let module = dict::get_str(vm, globals, key);
    function.set_module(&mut vm.heap, module);
    // The doc string is the first constant of a function that has one.
    if code.flags(&vm.heap) & code_flags::OPTIMIZED != 0 {
        let consts = Tuple(code.consts(&vm.heap));
        if consts.len(&vm.heap) > 0 {
            let first = consts.item(vm, 0);
            if vm.is_str(first) {
                function.set_doc(&mut vm.heap, first);
            }
        }
    }
    Ok(function)
}

/// A cell.
pub fn new_cell(vm: &mut Vm, content: Option<Value>) -> Res {
    let cell = Cell(vm.alloc(Kind::CELL.class(), Cell::SIZE)?);
    cell.set_content(&mut vm.heap, content);
    Ok(cell.value())
}

/// A staticmethod or classmethod.
pub fn new_wrapper(vm: &mut Vm, kind: Kind, wrapped: Value) -> Res {
    let wrapper = Wrapper(vm.alloc(kind.class(), Wrapper::SIZE)?);
    wrapper.set_wrapped(&mut vm.heap, wrapped);
    Ok(wrapper.value())
}

/// The descriptor of a `__slots__` attribute.
pub fn new_member(vm: &mut Vm, owner: u32, name: Value, place: u32) -> Res {
    let member = Member(vm.alloc(Kind::MEMBER.class(), Member::SIZE)?);
    member.set_owner(&mut vm.heap, owner);
    member.set_name(&mut vm.heap, name);
    member.set_place(&mut vm.heap, place);
    Ok(member.value())
}

fn function_repr(vm: &mut Vm, value: Value) -> Res {
    let name = Function(value.offset()).qualname(&vm.heap).unwrap_or(statics::EMPTY_STR);
    let text = format!("<function {} at {:#x}>", vm.str_to_string(name), vm.identity(value));
    vm.new_str(&text)
}

/// Gives a function a new version: what callers' caches assumed of it no longer holds.
fn changed(vm: &mut Vm, function: Value) {
    Function(function.offset()).set_version(&mut vm.heap, 0);
}

const FUNCTION_ATTRIBUTES: &[Attribute] = &[
    Attribute {
        name: "__name__",
        get: |vm, f| Ok(or_none(Function(f.offset()).name(&vm.heap))),
        set: Some(|vm, f, value| {
            let name = settable_name(vm, value, "__name__")?;
            Function(f.offset()).set_name(&mut vm.heap, name);
            Ok(())
        }),
    },
    Attribute {
        name: "__qualname__",
        get: |vm, f| Ok(or_none(Function(f.offset()).qualname(&vm.heap))),
        set: Some(|vm, f, value| {
            let name = settable_name(vm, value, "__qualname__")?;
            Function(f.offset()).set_qualname(&mut vm.heap, name);
            Ok(())
        }),
    },
    Attribute {
        name: "__doc__",
        get: |vm, f| Ok(or_none(Function(f.offset()).doc(&vm.heap))),
        set: Some(|vm, f, value| {
            Function(f.offset()).set_doc(&mut vm.heap, value);
            Ok(())
        }),
    },
    Attribute {
        name: "__module__",
        get: |vm, f| Ok(or_none(Function(f.offset()).module(&vm.heap))),
        set: Some(|vm, f, value| {
            Function(f.offset()).set_module(&mut vm.heap, value);
            Ok(())
        }),
    },
    Attribute {
        name: "__defaults__",
        get: |vm, f| Ok(or_none(Function(f.offset()).defaults(&vm.heap))),
        set: Some(|vm, f, value| {
            let defaults = of_kind(vm, value, Kind::TUPLE, "__defaults__")?;
            Function(f.offset()).set_defaults(&mut vm.heap, defaults);
            changed(vm, f);
            Ok(())
        }),
    },
    Attribute {
        name: "__kwdefaults__",
        get: |vm, f| Ok(or_none(Function(f.offset()).kwdefaults(&vm.heap))),
        set: Some(|vm, f, value| {
            let defaults = of_kind(vm, value, Kind::DICT, "__kwdefaults__")?;
            Function(f.offset()).set_kwdefaults(&mut vm.heap, defaults);
            changed(vm, f);
            Ok(())
        }),
    },
    Attribute {
        name: "__code__",
        get: |vm, f| Ok(Value::object(Function(f.offset()).code(&vm.heap))),
        set: Some(|vm, f, value| match value.and_then(|v| vm.as_kind(v, Kind::CODE)) {
            Some(code) => {
                let closure = match Function(f.offset()).closure(&vm.heap) {
                    0 => 0,
                    closure => Tuple(closure).len(&vm.heap),
                };
                let frees = Code(code).nfrees(&vm.heap);
                if frees != closure {
                    let name = Function(f.offset()).name(&vm.heap).unwrap_or(statics::EMPTY_STR);
                    let name = vm.str_to_string(name);
                    return Err(vm.value_error(format!(
                        "{name}() requires a code object with {closure} free vars, not {frees}"
                    )));
                }
                Function(f.offset()).set_code(&mut vm.heap, code);
                changed(vm, f);
                Ok(())
            }
            None => Err(vm.type_error("__code__ must be set to a code object")),
        }),
    },
    member("__globals__", |vm, f| Ok(Value::object(Function(f.offset()).globals(&vm.heap)))),
    member("__builtins__", |vm, f| Ok(Value::object(Function(f.offset()).builtins(&vm.heap)))),
    member("__closure__", |vm, f| {
        let closure = Function(f.offset()).closure(&vm.heap);
        Ok(if closure == 0 { statics::NONE } else { Value::object(closure) })
    }),
    Attribute {
        name: "__annotations__",
        get: |vm, f| {
            let function = Function(f.offset());
            let annotations = match function.annotations(&vm.heap) {
                None => dict::new(vm)?.value(),
                Some(tuple) if vm.kind_of(tuple) == Kind::TUPLE => {
                    let pairs = vm.collect_iter(tuple)?;
                    let annotations = dict::new(vm)?;
                    for pair in pairs.chunks_exact(2) {
                        dict::insert(vm, annotations, pair[0], pair[1])?;
                    }
                    annotations.value()
                }
                Some(dict) => dict,
            };
            function.set_annotations(&mut vm.heap, annotations);
            Ok(annotations)
        },
        set: Some(|vm, f, value| {
            let annotations = of_kind(vm, value, Kind::DICT, "__annotations__")?;
            Function(f.offset()).set_annotations(&mut vm.heap, annotations);
            Ok(())
        }),
    },
    Attribute {
        name: "__type_params__",
        get: |vm, f| Ok(Function(f.offset()).type_params(&vm.heap).unwrap_or(statics::EMPTY_TUPLE)),
        set: Some(|vm, f, value| {
            if value.and_then(|value| vm.as_kind(value, Kind::TUPLE)).is_none() {
                return Err(vm.type_error("__type_params__ must be set to a tuple"));
            }
            Function(f.offset()).set_type_params(&mut vm.heap, value);
            Ok(())
        }),
    },
    crate::objects::object::DICT_ATTRIBUTE,
];

/// What may be stored in a function: an object of this kind, or nothing.
fn of_kind(vm: &mut Vm, value: Option<Value>, kind: Kind, what: &str) -> Res<Option<Value>> {
    match value.filter(|value| *value != statics::NONE) {
        Some(value)
            if vm.kind_of(value) != kind && !(kind == Kind::DICT && dict::as_dict(vm, value).is_some()) =>
        {
            let kind = vm.class_name(kind.class());
            Err(vm.type_error(format!("{what} must be set to a {kind} object")))
        }
        value => Ok(value),
    }
}

/// What may become the name of a function or generator.
pub fn settable_name(vm: &mut Vm, value: Option<Value>, what: &str) -> Res {
    match value {
        Some(value) if vm.is_str(value) => Ok(value),
        _ => Err(vm.type_error(format!("{what} must be set to a string object"))),
    }
}

/// `types.FunctionType(code, globals, name, argdefs, closure, kwdefaults)`
fn function_new(vm: &mut Vm, _: u32, args: Args) -> Res {
    const PARAMETERS: [&str; 6] = ["code", "globals", "name", "argdefs", "closure", "kwdefaults"];
    if args.count > 6 {
        let given = args.count;
        return Err(vm.type_error(format!("function() takes at most 6 arguments ({given} given)")));
    }
    let mut given: [Option<Value>; 6] = [None; 6];
    for (i, place) in given.iter_mut().enumerate() {
        *place = args.opt(vm, i as u32);
    }
    for (name, value) in args.keywords(vm) {
        let name = vm.str_to_string(name);
        match PARAMETERS.iter().position(|parameter| *parameter == name) {
            Some(i) => given[i] = Some(value),
            None => {
                return Err(vm.type_error(format!("function() got an unexpected keyword argument '{name}'")));
            }
        }
    }
    for (i, kind) in [(0, Kind::CODE), (1, Kind::DICT)] {
        let Some(value) = given[i] else {
            let message = format!("function() missing required argument '{}' (pos {})", PARAMETERS[i], i + 1);
            return Err(vm.type_error(message));
        };
        if vm.as_kind(value, kind).is_none() {
            let (wanted, actual) = (vm.class_name(kind.class()), vm.type_name(value));
            let message = format!("function() argument '{}' must be {wanted}, not {actual}", PARAMETERS[i]);
            return Err(vm.type_error(message));
        }
    }
    let [code, globals, name, defaults, closure, kwdefaults] =
        given.map(|value| value.filter(|value| *value != statics::NONE));
    let (Some(code), Some(globals)) = (code, globals) else {
        return Err(vm.type_error("function() missing required argument 'code' (pos 1)"));
    };
    let code = Code(code.offset());
    let fail = |vm: &mut Vm, message: &str| Err(vm.type_error(message));
    if name.is_some_and(|name| !vm.is_str(name)) {
        return fail(vm, "arg 3 (name) must be None or string");
    }
    if defaults.is_some_and(|defaults| vm.as_kind(defaults, Kind::TUPLE).is_none()) {
        return fail(vm, "arg 4 (defaults) must be None or tuple");
    }
    if kwdefaults.is_some_and(|defaults| vm.as_kind(defaults, Kind::DICT).is_none()) {
        return fail(vm, "arg 6 (kwdefaults) must be None or dict");
    }
    let frees = code.nfrees(&vm.heap);
    let cells = match closure {
        None if frees > 0 => return fail(vm, "arg 5 (closure) must be tuple"),
        None => 0,
        Some(closure) => match vm.as_kind(closure, Kind::TUPLE).map(Tuple) {
            None => return fail(vm, "arg 5 (closure) must be None or tuple"),
            Some(cells) => {
                for i in 0..cells.len(&vm.heap) {
                    let cell = cells.item(vm, i);
                    if vm.kind_of(cell) != Kind::CELL {
                        let actual = vm.type_name(cell);
                        return Err(vm.type_error(format!("arg 5 (closure) expected cell, found {actual}")));
                    }
                }
                cells.len(&vm.heap)
            }
        },
    };
    if cells != frees {
        let name = or_none(code.name(&vm.heap));
        let name = vm.str_to_string(name);
        let message = format!("{name} requires closure of length {frees}, not {cells}");
        return Err(vm.value_error(message));
    }
    let function = new_function(vm, code, Dict(globals.offset()))?;
    if let Some(name) = name {
        function.set_name(&mut vm.heap, name);
    }
    function.set_defaults(&mut vm.heap, defaults);
    function.set_kwdefaults(&mut vm.heap, kwdefaults);
    function.set_closure(&mut vm.heap, closure.filter(|_| cells > 0).map_or(0, Value::offset));
    Ok(function.value())
}

pub static FUNCTION: TypeDef = TypeDef {
    kind: Kind::FUNCTION,
    name: "function",
    slots: Slots { repr: Some(function_repr), new: Some(function_new), ..Slots::NONE },
    attributes: FUNCTION_ATTRIBUTES,
    has_dict: true,
    ..TypeDef::DEFAULT
};

fn method_repr(vm: &mut Vm, value: Value) -> Res {
    let method = BoundMethod(value.offset());
    let (func, receiver) = (or_none(method.func(&vm.heap)), or_none(method.receiver(&vm.heap)));
    let key = vm.intern("__qualname__")?;
    let name = match vm.get_attr_opt(func, key)? {
        Some(name) if vm.is_str(name) => vm.str_to_string(name),
        _ => "?".to_string(),
    };
    let receiver = vm.repr(receiver)?;
    let text = format!("<bound method {name} of {}>", vm.str_to_string(receiver));
    vm.new_str(&text)
}

fn method_compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if !matches!(op, Compare::Eq | Compare::Ne) || vm.kind_of(b) != Kind::BOUND_METHOD {
        return Ok(None);
    }
    let (a, b) = (BoundMethod(a.offset()), BoundMethod(b.offset()));
    let same = a.func(&vm.heap) == b.func(&vm.heap) && a.receiver(&vm.heap) == b.receiver(&vm.heap);
    Ok(Some(vm.bool(same == (op == Compare::Eq))))
}

fn method_get_attr(vm: &mut Vm, value: Value, name: Value) -> Res<Option<Value>> {
    let class = vm.class_of(value);
    if let Some(found) = vm.object_get_attr(value, class, name)? {
        return Ok(Some(found));
    }
    let func = or_none(BoundMethod(value.offset()).func(&vm.heap));
    vm.get_attr_opt(func, name)
}

pub static BOUND_METHOD: TypeDef = TypeDef {
    kind: Kind::BOUND_METHOD,
    name: "method",
    slots: Slots {
        repr: Some(method_repr),
        compare: Some(method_compare),
        hash: HashSlot::By(|vm, value| {
            let method = BoundMethod(value.offset());
            let hash = |v: Option<Value>| v.map_or(0, |v| vm.identity_hash(v));
            Ok(hash(method.func(&vm.heap)) ^ hash(method.receiver(&vm.heap)).rotate_left(13))
        }),
        get_attr: Some(method_get_attr),
        new: Some(|vm, _, args| match (args.opt(vm, 0), args.opt(vm, 1)) {
            (Some(func), Some(receiver)) if args.count == 2 => {
                if !crate::objects::sequence::is_callable(vm, func) {
                    return Err(vm.type_error("first argument must be callable"));
                }
                if receiver == statics::NONE {
                    return Err(vm.type_error("instance must not be None"));
                }
                vm.new_bound_method(func, receiver)
            }
            _ => Err(vm.type_error(format!("method expected 2 arguments, got {}", args.count))),
        }),
        ..Slots::NONE
    },
    attributes: &[
        member("__func__", |vm, m| Ok(or_none(BoundMethod(m.offset()).func(&vm.heap)))),
        member("__self__", |vm, m| Ok(or_none(BoundMethod(m.offset()).receiver(&vm.heap)))),
    ],
    ..TypeDef::DEFAULT
};

fn property_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let _ = args;
    Ok(Value::object(vm.alloc_instance(class)?))
}

fn property_init(vm: &mut Vm, value: Value, args: Args) -> Res<()> {
    let property = Property(value.offset());
    let mut parts = [None; 4];
    for (i, part) in parts.iter_mut().enumerate() {
        *part = args.opt(vm, i as u32);
    }
    for (name, keyword) in args.keywords(vm) {
        let place = ["fget", "fset", "fdel", "doc"].iter().position(|n| vm.str_is(name, n));
        match place {
            Some(i) => parts[i] = Some(keyword),
            None => {
                let name = vm.str_to_string(name);
                return Err(vm.type_error(format!("property() got an unexpected keyword argument '{name}'")));
            }
        }
    }
    let given = |part: Option<Value>| part.filter(|v| *v != statics::NONE);
    property.set_getter(&mut vm.heap, given(parts[0]));
    property.set_setter(&mut vm.heap, given(parts[1]));
    property.set_deleter(&mut vm.heap, given(parts[2]));
    let doc = match (given(parts[3]), given(parts[0])) {
        (Some(doc), _) => Some(doc),
        (None, Some(getter)) if vm.kind_of(getter) == Kind::FUNCTION => {
            Function(getter.offset()).doc(&vm.heap)
        }
        _ => None,
    };
    property.set_doc(&mut vm.heap, doc);
    if let Some(getter) = given(parts[0])
        && vm.kind_of(getter) == Kind::FUNCTION
    {
        let name = Function(getter.offset()).name(&vm.heap);
        property.set_name(&mut vm.heap, name);
    }
    Ok(())
}

fn property_with(vm: &mut Vm, args: Args, set: fn(Property, &mut Vm, Value)) -> Res {
    let (property, function) = (args.get(vm, 0), args.get(vm, 1));
    let class = vm.class_of(property);
    let copy = vm.alloc_instance(class)?;
    vm.heap.copy_words(copy + 8, property.offset() + 8, (Property::SIZE - 8) / 8);
    set(Property(copy), vm, function);
    Ok(Value::object(copy))
}

pub static PROPERTY: TypeDef = TypeDef {
    kind: Kind::PROPERTY,
    name: "property",
    slots: Slots { new: Some(property_new), init: Some(property_init), ..Slots::NONE },
    methods: &[
        method(
            "getter",
            |vm, args| property_with(vm, args, |p, vm, f| p.set_getter(&mut vm.heap, f)),
            Sig::Exact(1),
        ),
        method(
            "setter",
            |vm, args| property_with(vm, args, |p, vm, f| p.set_setter(&mut vm.heap, f)),
            Sig::Exact(1),
        ),
        method(
            "deleter",
            |vm, args| property_with(vm, args, |p, vm, f| p.set_deleter(&mut vm.heap, f)),
            Sig::Exact(1),
        ),
        method(
            "__set_name__",
            |vm, args| {
                let name = args.get(vm, 2);
                Property(args.get(vm, 0).offset()).set_name(&mut vm.heap, name);
                Ok(statics::NONE)
            },
            Sig::Exact(2),
        ),
    ],
    attributes: &[
        member("fget", |vm, p| Ok(or_none(Property(p.offset()).getter(&vm.heap)))),
        member("fset", |vm, p| Ok(or_none(Property(p.offset()).setter(&vm.heap)))),
        member("fdel", |vm, p| Ok(or_none(Property(p.offset()).deleter(&vm.heap)))),
        Attribute {
            name: "__doc__",
            get: |vm, p| Ok(or_none(Property(p.offset()).doc(&vm.heap))),
            set: Some(|vm, p, doc| {
                Property(p.offset()).set_doc(&mut vm.heap, doc);
                Ok(())
            }),
        },
        Attribute {
            name: "__name__",
            get: |vm, p| Ok(or_none(Property(p.offset()).name(&vm.heap))),
            set: Some(|vm, p, name| {
                Property(p.offset()).set_name(&mut vm.heap, name);
                Ok(())
            }),
        },
    ],
    subclassable: true,
    ..TypeDef::DEFAULT
};

const WRAPPER_ATTRIBUTES: &[Attribute] = &[
    member("__func__", |vm, w| Ok(or_none(Wrapper(w.offset()).wrapped(&vm.heap)))),
    getter("__wrapped__", |vm, w| Ok(or_none(Wrapper(w.offset()).wrapped(&vm.heap)))),
    crate::objects::object::DICT_ATTRIBUTE,
];

fn wrapper_new(kind: Kind) -> fn(&mut Vm, u32, Args) -> Res {
    match kind {
        Kind::CLASSMETHOD => |vm, class, args| new_wrapper_of(vm, class, args, "classmethod"),
        _ => |vm, class, args| new_wrapper_of(vm, class, args, "staticmethod"),
    }
}

fn new_wrapper_of(vm: &mut Vm, class: u32, args: Args, name: &str) -> Res {
    if args.count != 1 || args.kwnames != 0 {
        return Err(vm.type_error(format!("{name} expected 1 argument, got {}", args.count)));
    }
    let wrapper = Wrapper(vm.alloc_instance(class)?);
    let wrapped = args.get(vm, 0);
    wrapper.set_wrapped(&mut vm.heap, wrapped);
    Ok(wrapper.value())
}

fn wrapper_repr(vm: &mut Vm, value: Value) -> Res {
    let wrapped = or_none(Wrapper(value.offset()).wrapped(&vm.heap));
    let text = vm.repr(wrapped)?;
    let text = format!("<{}({})>", vm.type_name(value), vm.str_to_string(text));
    vm.new_str(&text)
}

pub static CLASSMETHOD: TypeDef = TypeDef {
    kind: Kind::CLASSMETHOD,
    name: "classmethod",
    slots: Slots {
        new: Some(|vm, c, a| wrapper_new(Kind::CLASSMETHOD)(vm, c, a)),
        repr: Some(wrapper_repr),
        ..Slots::NONE
    },
    attributes: WRAPPER_ATTRIBUTES,
    subclassable: true,
    has_dict: true,
    ..TypeDef::DEFAULT
};

pub static STATICMETHOD: TypeDef = TypeDef {
    kind: Kind::STATICMETHOD,
    name: "staticmethod",
    slots: Slots {
        new: Some(|vm, c, a| wrapper_new(Kind::STATICMETHOD)(vm, c, a)),
        repr: Some(wrapper_repr),
        ..Slots::NONE
    },
    attributes: WRAPPER_ATTRIBUTES,
    subclassable: true,
    has_dict: true,
    ..TypeDef::DEFAULT
};

pub static CELL: TypeDef = TypeDef {
    kind: Kind::CELL,
    name: "cell",
    slots: Slots {
        new: Some(|vm, _, args| {
            if args.count > 1 || args.kwnames != 0 {
                return Err(vm.type_error(format!("cell expected at most 1 argument, got {}", args.count)));
            }
            new_cell(vm, args.opt(vm, 0))
        }),
        repr: Some(|vm, cell| {
            let content = match Cell(cell.offset()).content(&vm.heap) {
                Some(content) => format!("{} object at {:#x}", vm.type_name(content), vm.identity(content)),
                None => "empty".to_string(),
            };
            vm.new_str(&format!("<cell at {:#x}: {content}>", vm.identity(cell)))
        }),
        ..Slots::NONE
    },
    attributes: &[Attribute {
        name: "cell_contents",
        get: |vm, cell| match Cell(cell.offset()).content(&vm.heap) {
            Some(content) => Ok(content),
            None => Err(vm.value_error("Cell is empty")),
        },
        set: Some(|vm, cell, value| {
            Cell(cell.offset()).set_content(&mut vm.heap, value);
            Ok(())
        }),
    }],
    ..TypeDef::DEFAULT
};

fn native_name(vm: &mut Vm, value: Value) -> &'static str {
    let id = vm.heap.u32(value.offset() + 4);
    vm.natives.get(id as usize).map_or("?", |n| n.name)
}

fn native_function_repr(vm: &mut Vm, value: Value) -> Res {
    let name = native_name(vm, value);
    let text = match crate::heap::layout::NativeFunction(value.offset()).receiver(&vm.heap) {
        Some(receiver) if vm.kind_of(receiver) != Kind::MODULE => {
            format!(
                "<built-in method {name} of {} object at {:#x}>",
                vm.type_name(receiver),
                vm.identity(receiver)
            )
        }
        _ => format!("<built-in function {name}>"),
    };
    vm.new_str(&text)
}

fn native_qualname(vm: &mut Vm, value: Value) -> Res {
    let id = vm.heap.u32(value.offset() + 4);
    let native = vm.natives.get(id as usize).copied();
    let text = match native {
        Some(native) if native.binding != crate::objects::slots::Binding::Static => {
            format!("{}.{}", native.owner, native.name)
        }
        Some(native) => native.name.to_string(),
        None => String::new(),
    };
    vm.new_str(&text)
}

pub static NATIVE_FUNCTION: TypeDef = TypeDef {
    kind: Kind::NATIVE_FUNCTION,
    name: "builtin_function_or_method",
    slots: Slots {
        repr: Some(native_function_repr),
        compare: Some(|vm, op, a, b| {
            use crate::heap::layout::NativeFunction as F;
            if !matches!(op, Compare::Eq | Compare::Ne) || vm.kind_of(b) != Kind::NATIVE_FUNCTION {
                return Ok(None);
            }
            let (a, b) = (F(a.offset()), F(b.offset()));
            let same =
                a.native(&vm.heap) == b.native(&vm.heap) && a.receiver(&vm.heap) == b.receiver(&vm.heap);
            Ok(Some(vm.bool(same == (op == Compare::Eq))))
        }),
        hash: HashSlot::By(|vm, value| {
            let f = crate::heap::layout::NativeFunction(value.offset());
            Ok(f.native(&vm.heap) as i64 * 31 + f.receiver(&vm.heap).map_or(0, |r| vm.identity_hash(r)))
        }),
        ..Slots::NONE
    },
    attributes: &[
        getter("__name__", |vm, f| {
            let name = native_name(vm, f);
            vm.intern(name)
        }),
        getter("__qualname__", native_qualname),
        getter("__self__", |vm, f| {
            Ok(or_none(crate::heap::layout::NativeFunction(f.offset()).receiver(&vm.heap)))
        }),
        getter("__module__", |vm, f| {
            Ok(or_none(crate::heap::layout::NativeFunction(f.offset()).module(&vm.heap)))
        }),
        getter("__doc__", |_, _| Ok(statics::NONE)),
    ],
    ..TypeDef::DEFAULT
};

pub static METHOD_DESCRIPTOR: TypeDef = TypeDef {
    kind: Kind::METHOD_DESCRIPTOR,
    name: "method_descriptor",
    slots: Slots {
        repr: Some(|vm, value| {
            let name = native_name(vm, value);
            let owner = crate::heap::layout::MethodDescriptor(value.offset()).owner(&vm.heap);
            let text = format!("<method '{name}' of '{}' objects>", vm.class_name(owner));
            vm.new_str(&text)
        }),
        ..Slots::NONE
    },
    attributes: &[
        getter("__name__", |vm, f| {
            let name = native_name(vm, f);
            vm.intern(name)
        }),
        getter("__qualname__", native_qualname),
        getter("__objclass__", |vm, f| {
            Ok(Value::object(crate::heap::layout::MethodDescriptor(f.offset()).owner(&vm.heap)))
        }),
        getter("__doc__", |_, _| Ok(statics::NONE)),
    ],
    methods: &[method("__get__", descriptor_get, Sig::Named(&[opt(""), opt("")]))],
    ..TypeDef::DEFAULT
};

fn descriptor_get(vm: &mut Vm, args: Args) -> Res {
    let found = args.get(vm, 0);
    let object = args.opt(vm, 1).filter(|v| *v != statics::NONE);
    let class = match (args.opt(vm, 2), object) {
        (Some(class), _) => class,
        (None, Some(object)) => Value::object(vm.class_of(object)),
        (None, None) => statics::NONE,
    };
    vm.bind_descriptor(found, object, class)
}

const DATA_DESCRIPTOR: &[Method] = &[
    method("__get__", descriptor_get, Sig::Named(&[opt(""), opt("")])),
    method(
        "__set__",
        |vm, args| {
            let (found, object, value) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2));
            vm.set_through_descriptor(found, object, Some(value)).map(|()| statics::NONE)
        },
        Sig::Exact(2),
    ),
    method(
        "__delete__",
        |vm, args| {
            let (found, object) = (args.get(vm, 0), args.get(vm, 1));
            vm.set_through_descriptor(found, object, None).map(|()| statics::NONE)
        },
        Sig::Exact(1),
    ),
];

pub static GETSET: TypeDef = TypeDef {
    kind: Kind::GETSET,
    name: "getset_descriptor",
    methods: DATA_DESCRIPTOR,
    attributes: &[getter("__name__", |vm, g| {
        Ok(or_none(crate::heap::layout::GetSet(g.offset()).name(&vm.heap)))
    })],
    ..TypeDef::DEFAULT
};

pub static MEMBER: TypeDef = TypeDef {
    kind: Kind::MEMBER,
    name: "member_descriptor",
    methods: DATA_DESCRIPTOR,
    attributes: &[getter("__name__", |vm, m| Ok(or_none(Member(m.offset()).name(&vm.heap))))],
    ..TypeDef::DEFAULT
};
