//! The slots and methods of `dict`.

use super::core::{self, hash_key};
use super::views;
use crate::heap::layout::{Dict, List, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::sequence::{for_each, guarded_repr, items_equal, push_repr};
use crate::objects::slots::{
    Args, BinOp, Compare, HashSlot, Method, Sig, Slots, TypeDef, class_method, method,
};
use crate::objects::str::StrBuf;
use crate::objects::{iterators, list, tuple};
use crate::vm::Vm;

/// The dict behind a value: a dict, a defaultdict, or an instance of a subclass.
#[inline]
pub fn as_dict(vm: &Vm, v: Value) -> Option<Dict> {
    if !v.is_object() {
        return None;
    }
    matches!(vm.kind_of(v), Kind::DICT | Kind::DEFAULT_DICT).then_some(Dict(v.offset()))
}

fn receiver(vm: &Vm, args: Args) -> Dict {
    Dict(args.get(vm, 0).offset())
}

/// Appends `{key: value, …}`.
pub fn push_items(vm: &mut Vm, buf: &mut StrBuf, d: Dict) -> Res<()> {
    buf.push_str("{");
    let (mut pos, mut first) = (0, true);
    while let Some((next, _, key, value)) = core::next_entry(&vm.heap, d, pos) {
        pos = next;
        if !first {
            buf.push_str(", ");
        }
        first = false;
        let scope = vm.open_roots();
        vm.root(value);
        let result = push_repr(vm, buf, key).and_then(|()| {
            buf.push_str(": ");
            push_repr(vm, buf, value)
        });
        vm.close_roots(scope);
        result?;
    }
    buf.push_str("}");
    Ok(())
}

/// `repr` of a dict, between `before` and `after`.
pub fn repr_of(vm: &mut Vm, v: Value, before: &str, after: &str) -> Res {
    let again = format!("{before}{{...}}{after}");
    guarded_repr(vm, v, &again, |vm| {
        let mut buf = StrBuf::new();
        buf.push_str(before);
        push_items(vm, &mut buf, Dict(v.offset()))?;
        buf.push_str(after);
        vm.new_str_buf(&buf)
    })
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    repr_of(vm, v, "", "")
}

/// Whether two dicts have equal items.
pub fn equal(vm: &mut Vm, a: Dict, b: Dict) -> Res<bool> {
    if a == b {
        return Ok(true);
    }
    if a.used(&vm.heap) != b.used(&vm.heap) {
        return Ok(false);
    }
    let mut pos = 0;
    while let Some((next, hash, key, value)) = core::next_entry(&vm.heap, a, pos) {
        pos = next;
        let scope = vm.open_roots();
        vm.root(key);
        vm.root(value);
        let same = match core::get_hashed(vm, b, key, hash) {
            Ok(Some(other)) => {
                vm.root(other);
                crate::objects::sequence::with_depth(vm, |vm| items_equal(vm, value, other))
            }
            Ok(None) => Ok(false),
            Err(raised) => Err(raised),
        };
        vm.close_roots(scope);
        if !same? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    let Some(other) = as_dict(vm, b) else { return Ok(None) };
    if !matches!(op, Compare::Eq | Compare::Ne) {
        return Ok(None);
    }
    let equal = equal(vm, Dict(a.offset()), other)?;
    Ok(Some(vm.bool(equal == (op == Compare::Eq))))
}

/// `v[key]`, with `__missing__` for subclasses.
pub fn get_item(vm: &mut Vm, v: Value, key: Value) -> Res {
    if let Some(value) = core::get(vm, Dict(v.offset()), key)? {
        return Ok(value);
    }
    let class = vm.class_of(v);
    if class == Kind::DEFAULT_DICT.class() {
        return crate::modules::collections::default_missing(vm, v, key);
    }
    if class != Kind::DICT.class()
        && let Some(value) = vm.call_dunder(v, Dunder::Missing, &[key])?
    {
        return Ok(value);
    }
    Err(vm.key_error(key))
}

/// `v[key] = value`, or `del v[key]`.
pub fn set_item(vm: &mut Vm, v: Value, key: Value, value: Option<Value>) -> Res<()> {
    let d = Dict(v.offset());
    match value {
        Some(value) => core::insert(vm, d, key, value),
        None => match core::remove(vm, d, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        },
    }
}

fn contains(vm: &mut Vm, v: Value, key: Value) -> Res<bool> {
    let hash = hash_key(vm, key)?;
    Ok(core::lookup(vm, Dict(v.offset()), key, hash)?.is_some())
}

/// `a | b`: a new dict. The left operand's class is not kept (as in CPython, but for `copy`).
fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(x), Some(y)) = (as_dict(vm, a), as_dict(vm, b)) else { return Ok(None) };
    if op != BinOp::Or {
        return Ok(None);
    }
    vm.with_roots(|vm| {
        let new = core::copy(vm, x)?;
        vm.root(new.value());
        core::update(vm, new, y)?;
        Ok(Some(new.value()))
    })
}

fn in_place(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    if op != BinOp::Or {
        return Ok(None);
    }
    merge(vm, Dict(a.offset()), b)?;
    Ok(Some(a))
}

/// Sets every item of `other`: a mapping (anything with `keys`), or an iterable of pairs.
pub fn merge(vm: &mut Vm, d: Dict, other: Value) -> Res<()> {
    if let Some(other_dict) = as_dict(vm, other) {
        let class = vm.class_of(other);
        if !vm.overrides(class, Dunder::Iter) && !vm.overrides(class, Dunder::GetItem) {
            return core::update(vm, d, other_dict);
        }
    }
    let name = vm.intern("keys")?;
    match vm.get_attr_opt(other, name)? {
        Some(keys) => vm.with_roots(|vm| {
            vm.root(keys);
            let keys = vm.call(keys, &[])?;
            vm.root(keys);
            for_each(vm, keys, |vm, key| {
                let value = vm.get_item(other, key)?;
                let scope = vm.open_roots();
                vm.root(value);
                let result = core::insert(vm, d, key, value);
                vm.close_roots(scope);
                result
            })
        }),
        None => merge_pairs(vm, d, other),
    }
}

/// Sets items from an iterable of (key, value) pairs.
fn merge_pairs(vm: &mut Vm, d: Dict, pairs: Value) -> Res<()> {
    let mut number = 0;
    for_each(vm, pairs, |vm, pair| {
        let (key, value) = match pair_of(vm, pair, number)? {
            Some(pair) => pair,
            None => {
                return Err(vm.type_error(format!(
                    "cannot convert dictionary update sequence element #{number} to a sequence"
                )));
            }
        };
        number += 1;
        let scope = vm.open_roots();
        vm.root(key);
        vm.root(value);
        let result = core::insert(vm, d, key, value);
        vm.close_roots(scope);
        result
    })
}

/// The two items of a pair; `None` if it is no iterable at all.
fn pair_of(vm: &mut Vm, pair: Value, number: usize) -> Res<Option<(Value, Value)>> {
    let length = |vm: &mut Vm, n: u32| {
        vm.value_error(format!("dictionary update sequence element #{number} has length {n}; 2 is required"))
    };
    if vm.is_exact(pair, Kind::TUPLE) {
        let t = Tuple(pair.offset());
        return match t.len(&vm.heap) {
            2 => Ok(Some((tuple::item(&vm.heap, t, 0), tuple::item(&vm.heap, t, 1)))),
            n => Err(length(vm, n)),
        };
    }
    let items = if vm.is_exact(pair, Kind::LIST) {
        List(pair.offset())
    } else {
        match list::collect(vm, pair) {
            Ok(items) => items,
            Err(raised) => {
                let class = vm.class_of(pair);
                let iterable = vm.overrides(class, Dunder::Iter)
                    || vm.overrides(class, Dunder::GetItem)
                    || vm.slots_of(vm.kind_of(pair)).iter.is_some();
                if !iterable && vm.clear_if(exc::TYPE_ERROR) {
                    return Ok(None);
                }
                return Err(raised);
            }
        }
    };
    match items.len(&vm.heap) {
        2 => Ok(Some((list::item(&vm.heap, items, 0), list::item(&vm.heap, items, 1)))),
        n => Err(length(vm, n)),
    }
}

/// What `dict(…)` and `update(…)` share: at most one positional argument, and keywords.
fn update_from(vm: &mut Vm, name: &str, d: Dict, args: Args) -> Res<()> {
    if args.count > 1 {
        let n = args.count;
        return Err(vm.type_error(format!("{name} expected at most 1 argument, got {n}")));
    }
    if let Some(other) = args.opt(vm, 0) {
        merge(vm, d, other)?;
    }
    if args.kwnames != 0 {
        let names = Tuple(args.kwnames);
        for i in 0..names.len(&vm.heap) {
            let (name, value) = (names.item(vm, i), args.get(vm, args.count + i));
            core::insert(vm, d, name, value)?;
        }
    }
    Ok(())
}

fn type_new(vm: &mut Vm, class: u32, _: Args) -> Res {
    Ok(Value::object(vm.alloc_instance(class)?))
}

/// `dict.__init__`.
pub fn init(vm: &mut Vm, v: Value, args: Args) -> Res<()> {
    vm.with_roots(|vm| {
        vm.root(v);
        update_from(vm, "dict", Dict(v.offset()), args)
    })
}

fn update(vm: &mut Vm, args: Args) -> Res {
    let d = receiver(vm, args);
    update_from(vm, "update", d, args.skip(1))?;
    Ok(statics::NONE)
}

fn get(vm: &mut Vm, args: Args) -> Res {
    let (d, key) = (receiver(vm, args), args.get(vm, 1));
    match core::get(vm, d, key)? {
        Some(value) => Ok(value),
        None => Ok(args.opt(vm, 2).unwrap_or(statics::NONE)),
    }
}

fn set_default(vm: &mut Vm, args: Args) -> Res {
    let (d, key) = (receiver(vm, args), args.get(vm, 1));
    let default = args.opt(vm, 2).unwrap_or(statics::NONE);
    core::set_default(vm, d, key, default)
}

fn pop(vm: &mut Vm, args: Args) -> Res {
    let (d, key) = (receiver(vm, args), args.get(vm, 1));
    match (core::remove(vm, d, key)?, args.opt(vm, 2)) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(vm.key_error(key)),
    }
}

fn pop_item(vm: &mut Vm, args: Args) -> Res {
    let d = receiver(vm, args);
    match core::pop_item(&mut vm.heap, d) {
        Some((key, value)) => vm.new_tuple(&[key, value]),
        None => Err(vm.raise(exc::KEY_ERROR, "popitem(): dictionary is empty")),
    }
}

fn clear(vm: &mut Vm, args: Args) -> Res {
    let d = receiver(vm, args);
    core::clear(&mut vm.heap, d);
    Ok(statics::NONE)
}

fn copy(vm: &mut Vm, args: Args) -> Res {
    let d = receiver(vm, args);
    Ok(core::copy(vm, d)?.value())
}

fn from_keys(vm: &mut Vm, args: Args) -> Res {
    let (class, iterable) = (args.get(vm, 0), args.get(vm, 1));
    let value = args.opt(vm, 2).unwrap_or(statics::NONE);
    vm.with_roots(|vm| {
        let target =
            if class.offset() == Kind::DICT.class() { core::new(vm)?.value() } else { vm.call(class, &[])? };
        vm.root(target);
        let plain = vm.is_exact(target, Kind::DICT);
        for_each(vm, iterable, |vm, key| {
            if plain {
                core::insert(vm, Dict(target.offset()), key, value)
            } else {
                vm.set_item(target, key, value)
            }
        })?;
        Ok(target)
    })
}

fn reversed(vm: &mut Vm, args: Args) -> Res {
    let d = args.get(vm, 0);
    iterators::new_dict_reversed(vm, d, 0)
}

fn view(vm: &mut Vm, args: Args, kind: Kind) -> Res {
    let d = args.get(vm, 0);
    views::new(vm, kind, d)
}

/// The methods of dicts, for the types that share the layout.
pub static METHODS: &[Method] = &[
    method("get", get, Sig::Range(1, 2)),
    method("setdefault", set_default, Sig::Range(1, 2)),
    method("pop", pop, Sig::Range(1, 2)),
    method("popitem", pop_item, Sig::Exact(0)),
    method("update", update, Sig::Any),
    method("clear", clear, Sig::Exact(0)),
    method("copy", copy, Sig::Exact(0)),
    method("keys", |vm, args| view(vm, args, Kind::DICT_KEYS), Sig::Exact(0)),
    method("values", |vm, args| view(vm, args, Kind::DICT_VALUES), Sig::Exact(0)),
    method("items", |vm, args| view(vm, args, Kind::DICT_ITEMS), Sig::Exact(0)),
    method("__reversed__", reversed, Sig::Exact(0)),
    class_method("fromkeys", from_keys, Sig::Range(1, 2)),
];

/// The slots of dicts, for the types that share the layout.
pub const SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: HashSlot::Unhashable,
    compare: Some(compare),
    len: Some(|vm, v| Ok(Dict(v.offset()).used(&vm.heap) as usize)),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    iter: Some(|vm, v| iterators::new_dict_iter(vm, Kind::DICT_KEY_ITER, v)),
    binary: Some(binary),
    in_place: Some(in_place),
    new: Some(type_new),
    init: Some(init),
    ..Slots::NONE
};

/// The type `dict`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::DICT,
    name: "dict",
    doc: Some(
        "A mapping in insertion order: from a mapping, from an iterable of pairs, and from keyword arguments.",
    ),
    subclassable: true,
    slots: SLOTS,
    binary: &[BinOp::Or],
    in_place: &[BinOp::Or],
    methods: METHODS,
    ..TypeDef::DEFAULT
};
