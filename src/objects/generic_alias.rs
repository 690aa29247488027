//! `list[int]` and `int | None`: generic aliases and unions.

use crate::heap::layout::Native;
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::instance::or_none;
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Slots, TypeDef, getter};
use crate::vm::Vm;

/// An object of a native type with `values` in its slots.
pub fn new_native(vm: &mut Vm, class: u32, values: &[Value]) -> Res {
    let native = Native(vm.alloc(class, Native::SIZE + values.len() as u32 * 8)?);
    native.set_count(&mut vm.heap, values.len() as u32);
    for (i, value) in values.iter().enumerate() {
        vm.heap.set_u64(native.0 + Native::SIZE + i as u32 * 8, value.word());
    }
    Ok(native.value())
}

/// The `i`th value of a native object.
pub fn native_item(vm: &Vm, object: Value, i: u32) -> Value {
    or_none(Value::from_word(vm.heap.u64(object.offset().wrapping_add(Native::SIZE + i * 8))))
}

/// `Class[key]` where the metaclass has no `__getitem__`: the class's `__class_getitem__`, or an alias of a built-in generic.
pub fn subscript_class(vm: &mut Vm, class: Value, key: Value) -> Res {
    let name = vm.dunder_name(Dunder::ClassGetItem);
    if let Some(found) = vm.type_lookup(class.offset(), name) {
        let method = vm.bind_descriptor(found, None, class)?;
        return vm.call(method, &[key]);
    }
    let generic = [
        Kind::LIST,
        Kind::TUPLE,
        Kind::DICT,
        Kind::SET,
        Kind::FROZENSET,
        Kind::TYPE,
        Kind::ENUMERATE,
        Kind::DEQUE,
        Kind::DEFAULT_DICT,
    ];
    if generic.iter().any(|kind| vm.is_subclass(class.offset(), kind.class())) {
        return new_alias(vm, class, key);
    }
    let name = vm.class_name(class.offset());
    Err(vm.type_error(format!("type '{name}' is not subscriptable")))
}

/// The alias `origin[key]`.
pub fn new_alias(vm: &mut Vm, origin: Value, key: Value) -> Res {
    let args = if vm.kind_of(key) == Kind::TUPLE { key } else { vm.new_tuple(&[key])? };
    new_native(vm, Kind::GENERIC_ALIAS.class(), &[origin, args])
}

fn item_text(vm: &mut Vm, item: Value) -> Res<String> {
    if item == statics::ELLIPSIS {
        return Ok("...".to_string());
    }
    if vm.kind_of(item) == Kind::TYPE {
        return Ok(vm.class_full_name(item.offset()));
    }
    let text = vm.repr(item)?;
    Ok(vm.str_to_string(text))
}

fn alias_repr(vm: &mut Vm, value: Value) -> Res {
    let (origin, args) = (native_item(vm, value, 0), native_item(vm, value, 1));
    let mut texts = Vec::new();
    for arg in vm.collect_iter(args)? {
        texts.push(item_text(vm, arg)?);
    }
    let origin = item_text(vm, origin)?;
    let inside = if texts.is_empty() { "()".to_string() } else { texts.join(", ") };
    vm.new_str(&format!("{origin}[{inside}]"))
}

fn alias_call(vm: &mut Vm, value: Value, args: Args) -> Res {
    let origin = native_item(vm, value, 0);
    vm.call_args(origin, args)
}

fn alias_get_attr(vm: &mut Vm, value: Value, name: Value) -> Res<Option<Value>> {
    let class = vm.class_of(value);
    if let Some(found) = vm.object_get_attr(value, class, name)? {
        return Ok(Some(found));
    }
    let origin = native_item(vm, value, 0);
    vm.get_attr_opt(origin, name)
}

fn alias_compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if !matches!(op, Compare::Eq | Compare::Ne) || vm.kind_of(b) != vm.kind_of(a) {
        return Ok(None);
    }
    let equal = if vm.kind_of(a) == Kind::UNION {
        let (left, right) = (union_members(vm, a), union_members(vm, b));
        left.len() == right.len() && left.iter().all(|m| right.contains(m))
    } else {
        let same_origin = native_item(vm, a, 0) == native_item(vm, b, 0);
        let (x, y) = (native_item(vm, a, 1), native_item(vm, b, 1));
        same_origin && vm.eq(x, y)?
    };
    Ok(Some(vm.bool(equal == (op == Compare::Eq))))
}

pub static GENERIC_ALIAS: TypeDef = TypeDef {
    kind: Kind::GENERIC_ALIAS,
    name: "GenericAlias",
    module: "types",
    slots: Slots {
        repr: Some(alias_repr),
        call: Some(alias_call),
        get_attr: Some(alias_get_attr),
        compare: Some(alias_compare),
        hash: HashSlot::By(|vm, value| {
            let args = native_item(vm, value, 1);
            Ok(vm.hash(args)? ^ vm.identity_hash(native_item(vm, value, 0)))
        }),
        binary: Some(type_or),
        ..Slots::NONE
    },
    binary: &[BinOp::Or],
    attributes: &[
        getter("__origin__", |vm, a| Ok(native_item(vm, a, 0))),
        getter("__args__", |vm, a| Ok(native_item(vm, a, 1))),
        getter("__mro_entries__", |vm, a| {
            // Asked for by class statements that derive from `list[int]`.
            let id = vm.natives.iter().position(|n| n.name == "__mro_entries__");
            let id = match id {
                Some(id) => id as u32,
                None => vm.register(crate::vm::Native {
                    name: "__mro_entries__",
                    owner: "GenericAlias",
                    func: |vm, args| {
                        let alias = args.get(vm, 0);
                        let origin = native_item(vm, alias, 0);
                        vm.new_tuple(&[origin])
                    },
                    sig: crate::objects::slots::Sig::Exact(1),
                    binding: crate::objects::slots::Binding::Instance,
                }),
            };
            vm.new_native_function(id, Some(a))
        }),
    ],
    ..TypeDef::DEFAULT
};

/// `a | b` of types, aliases, unions and None.
pub fn type_or(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let usable = |vm: &Vm, v: Value| {
        v == statics::NONE || matches!(vm.kind_of(v), Kind::TYPE | Kind::GENERIC_ALIAS | Kind::UNION)
    };
    if op != BinOp::Or || !usable(vm, a) || !usable(vm, b) {
        return Ok(None);
    }
    let mut members: Vec<Value> = Vec::new();
    for side in [a, b] {
        let parts = if vm.kind_of(side) == Kind::UNION { union_members(vm, side) } else { vec![side] };
        for part in parts {
            if !members.contains(&part) {
                members.push(part);
            }
        }
    }
    if members.len() == 1 {
        return Ok(Some(members[0]));
    }
    let args = vm.new_tuple(&members)?;
    new_native(vm, Kind::UNION.class(), &[args]).map(Some)
}

/// The members of a union.
pub fn union_members(vm: &mut Vm, union: Value) -> Vec<Value> {
    let args = native_item(vm, union, 0);
    vm.collect_iter(args).unwrap_or_default()
}

pub static UNION: TypeDef = TypeDef {
    kind: Kind::UNION,
    name: "UnionType",
    module: "types",
    slots: Slots {
        repr: Some(|vm, value| {
            let mut texts = Vec::new();
            for member in union_members(vm, value) {
                texts.push(if member == statics::NONE { "None".to_string() } else { item_text(vm, member)? });
            }
            vm.new_str(&texts.join(" | "))
        }),
        compare: Some(alias_compare),
        hash: HashSlot::By(|vm, value| {
            Ok(union_members(vm, value).iter().fold(0, |h, m| h ^ vm.identity_hash(*m)))
        }),
        binary: Some(type_or),
        ..Slots::NONE
    },
    binary: &[BinOp::Or],
    attributes: &[getter("__args__", |vm, u| Ok(native_item(vm, u, 0)))],
    ..TypeDef::DEFAULT
};
