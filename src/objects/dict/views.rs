//! Views of a dict (`keys()`, `values()`, `items()`), and `mappingproxy`.

use super::core;
use crate::heap::layout::{Dict, View};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::sequence::{guarded_repr, items_equal, push_repr};
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Sig, Slots, TypeDef, getter, method};
use crate::objects::str::StrBuf;
use crate::objects::{iterators, list, set, tuple};
use crate::vm::Vm;

/// A new view of `kind` of `target`.
pub fn new(vm: &mut Vm, kind: Kind, target: Value) -> Res {
    let view = View(vm.alloc(kind.class(), View::SIZE)?);
    view.set_target(&mut vm.heap, target);
    Ok(view.value())
}

/// A read-only proxy of a mapping.
pub fn new_proxy(vm: &mut Vm, mapping: Value) -> Res {
    new(vm, Kind::MAPPING_PROXY, mapping)
}

fn target(vm: &Vm, v: Value) -> Value {
    View(v.offset()).target(&vm.heap).unwrap_or(statics::NONE)
}

fn dict_of(vm: &Vm, v: Value) -> Dict {
    Dict(target(vm, v).offset())
}

/// Whether a value is a view that behaves as a set.
fn is_set_like(vm: &Vm, v: Value) -> bool {
    v.is_object() && matches!(vm.kind_of(v), Kind::DICT_KEYS | Kind::DICT_ITEMS)
}

fn len(vm: &mut Vm, v: Value) -> Res<usize> {
    Ok(dict_of(vm, v).used(&vm.heap) as usize)
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    let name = vm.type_name(v);
    let again = "...".to_string();
    guarded_repr(vm, v, &again, |vm| {
        vm.with_roots(|vm| {
            let items = list::collect(vm, v)?.value();
            vm.root(items);
            let mut buf = StrBuf::new();
            buf.push_str(&name);
            buf.push_str("(");
            push_repr(vm, &mut buf, items)?;
            buf.push_str(")");
            vm.new_str_buf(&buf)
        })
    })
}

fn keys_contain(vm: &mut Vm, v: Value, key: Value) -> Res<bool> {
    let hash = core::hash_key(vm, key)?;
    let d = dict_of(vm, v);
    Ok(core::lookup(vm, d, key, hash)?.is_some())
}

fn items_contain(vm: &mut Vm, v: Value, item: Value) -> Res<bool> {
    let Some(pair) = tuple::as_tuple(vm, item).filter(|t| t.len(&vm.heap) == 2) else { return Ok(false) };
    let (key, value) = (tuple::item(&vm.heap, pair, 0), tuple::item(&vm.heap, pair, 1));
    let d = dict_of(vm, v);
    match core::get(vm, d, key)? {
        Some(found) => {
            let scope = vm.open_roots();
            vm.root(found);
            let equal = items_equal(vm, found, value);
            vm.close_roots(scope);
            equal
        }
        None => Ok(false),
    }
}

/// Whether every item of `a` is in `b`.
fn all_contained(vm: &mut Vm, a: Value, b: Value) -> Res<bool> {
    vm.with_roots(|vm| {
        let it = vm.iter(a)?;
        vm.root(it);
        while let Some(item) = vm.next(it)? {
            let scope = vm.open_roots();
            vm.root(item);
            let inside = vm.contains(b, item);
            vm.close_roots(scope);
            if !inside? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if set::as_set(vm, b).is_none() && !is_set_like(vm, b) {
        return Ok(None);
    }
    let (n, k) = (vm.len(a)?, vm.len(b)?);
    let holds = match op {
        Compare::Eq => n == k && all_contained(vm, a, b)?,
        Compare::Ne => !(n == k && all_contained(vm, a, b)?),
        Compare::Lt => n < k && all_contained(vm, a, b)?,
        Compare::Le => n <= k && all_contained(vm, a, b)?,
        Compare::Gt => n > k && all_contained(vm, b, a)?,
        Compare::Ge => n >= k && all_contained(vm, b, a)?,
    };
    Ok(Some(vm.bool(holds)))
}

fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    vm.with_roots(|vm| {
        if op == BinOp::And {
            return intersection(vm, a, b).map(Some);
        }
        // As in CPython, the keys of a plain dict are those of the dict: the set is made to measure.
        let keys =
            vm.is_exact(a, Kind::DICT_KEYS).then(|| target(vm, a)).filter(|d| vm.is_exact(*d, Kind::DICT));
        let left = set::ops::from_iterable(vm, Kind::SET.class(), keys.unwrap_or(a))?;
        vm.root(left.value());
        match op {
            BinOp::Subtract => set::ops::difference_update(vm, left, b)?,
            BinOp::Or => set::ops::update(vm, left, b)?,
            BinOp::Xor => set::ops::symmetric_difference_update(vm, left, b)?,
            _ => return Ok(None),
        }
        Ok(Some(left.value()))
    })
}

fn intersection(vm: &mut Vm, a: Value, b: Value) -> Res {
    let (mut view, mut other) = if is_set_like(vm, a) { (a, b) } else { (b, a) };
    let n = dict_of(vm, view).used(&vm.heap) as usize;
    if let Some(s) = set::as_set(vm, other)
        && n <= s.used(&vm.heap) as usize
    {
        return Ok(set::ops::intersection(vm, s, view)?.value());
    }
    if is_set_like(vm, other) && dict_of(vm, other).used(&vm.heap) as usize > n {
        std::mem::swap(&mut view, &mut other);
    }
    let result = set::new_set(vm)?;
    vm.root(result.value());
    crate::objects::sequence::for_each(vm, other, |vm, key| {
        if vm.contains(view, key)? {
            set::add(vm, result, key)?;
        }
        Ok(())
    })?;
    Ok(result.value())
}

fn is_disjoint(vm: &mut Vm, args: Args) -> Res {
    let (view, other) = (args.get(vm, 0), args.get(vm, 1));
    let disjoint = vm.with_roots(|vm| {
        let it = vm.iter(other)?;
        vm.root(it);
        while let Some(item) = vm.next(it)? {
            if vm.contains(view, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    })?;
    Ok(vm.bool(disjoint))
}

fn mapping(vm: &mut Vm, v: Value) -> Res {
    let d = target(vm, v);
    new_proxy(vm, d)
}

fn reversed(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let part = match vm.kind_of(v) {
        Kind::DICT_KEYS => 0,
        Kind::DICT_VALUES => 1,
        _ => 2,
    };
    let d = target(vm, v);
    iterators::new_dict_reversed(vm, d, part)
}

const OPERATORS: &[BinOp] = &[BinOp::And, BinOp::Or, BinOp::Subtract, BinOp::Xor];

/// `dict.keys()`.
pub static DICT_KEYS: TypeDef = TypeDef {
    kind: Kind::DICT_KEYS,
    name: "dict_keys",
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::Unhashable,
        len: Some(len),
        contains: Some(keys_contain),
        compare: Some(compare),
        binary: Some(binary),
        iter: Some(|vm, v| {
            let d = target(vm, v);
            iterators::new_dict_iter(vm, Kind::DICT_KEY_ITER, d)
        }),
        ..Slots::NONE
    },
    binary: OPERATORS,
    methods: &[
        method("isdisjoint", is_disjoint, Sig::Exact(1)),
        method("__reversed__", reversed, Sig::Exact(0)),
    ],
    attributes: &[getter("mapping", mapping)],
    ..TypeDef::DEFAULT
};

/// `dict.items()`.
pub static DICT_ITEMS: TypeDef = TypeDef {
    kind: Kind::DICT_ITEMS,
    name: "dict_items",
    slots: Slots {
        contains: Some(items_contain),
        iter: Some(|vm, v| {
            let d = target(vm, v);
            iterators::new_dict_iter(vm, Kind::DICT_ITEM_ITER, d)
        }),
        ..DICT_KEYS.slots
    },
    binary: OPERATORS,
    methods: &[
        method("isdisjoint", is_disjoint, Sig::Exact(1)),
        method("__reversed__", reversed, Sig::Exact(0)),
    ],
    attributes: &[getter("mapping", mapping)],
    ..TypeDef::DEFAULT
};

/// `dict.values()`.
pub static DICT_VALUES: TypeDef = TypeDef {
    kind: Kind::DICT_VALUES,
    name: "dict_values",
    slots: Slots {
        repr: Some(repr),
        len: Some(len),
        iter: Some(|vm, v| {
            let d = target(vm, v);
            iterators::new_dict_iter(vm, Kind::DICT_VALUE_ITER, d)
        }),
        ..Slots::NONE
    },
    methods: &[method("__reversed__", reversed, Sig::Exact(0))],
    attributes: &[getter("mapping", mapping)],
    ..TypeDef::DEFAULT
};

fn proxy_new(vm: &mut Vm, _class: u32, args: Args) -> Res {
    if args.count != 1 || args.kwnames != 0 {
        let n = args.count;
        return Err(vm.type_error(format!("mappingproxy expected 1 argument, got {n}")));
    }
    let mapping = args.get(vm, 0);
    let class = vm.class_of(mapping);
    let is_sequence = matches!(vm.kind_of(mapping), Kind::LIST | Kind::TUPLE | Kind::STR | Kind::BYTES);
    let has = vm.slots_of(vm.kind_of(mapping)).get_item.is_some()
        || vm.overrides(class, crate::objects::dunder::Dunder::GetItem);
    if !has || is_sequence {
        let name = vm.type_name(mapping);
        return Err(vm.type_error(format!("mappingproxy() argument must be a mapping, not {name}")));
    }
    new_proxy(vm, mapping)
}

fn proxy_repr(vm: &mut Vm, v: Value) -> Res {
    let mut buf = StrBuf::new();
    buf.push_str("mappingproxy(");
    let mapping = target(vm, v);
    push_repr(vm, &mut buf, mapping)?;
    buf.push_str(")");
    vm.new_str_buf(&buf)
}

fn proxy_binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    if op != BinOp::Or {
        return Ok(None);
    }
    let unwrap = |vm: &Vm, v: Value| if vm.kind_of(v) == Kind::MAPPING_PROXY { target(vm, v) } else { v };
    let (a, b) = (unwrap(vm, a), unwrap(vm, b));
    vm.binary(BinOp::Or, a, b).map(Some)
}

/// Calls the mapping's own method.
fn forward(vm: &mut Vm, args: Args, name: &str) -> Res {
    let v = args.get(vm, 0);
    let (mapping, rest) = (target(vm, v), args.skip(1).to_vec(vm));
    vm.call_method(mapping, name, &rest)
}

/// `mappingproxy`: what a class's `__dict__` is.
pub static MAPPING_PROXY: TypeDef = TypeDef {
    kind: Kind::MAPPING_PROXY,
    name: "mappingproxy",
    slots: Slots {
        repr: Some(proxy_repr),
        hash: HashSlot::By(|vm, v| {
            let mapping = target(vm, v);
            vm.hash(mapping)
        }),
        compare: Some(|vm, op, a, b| {
            let mapping = target(vm, a);
            let b = if vm.kind_of(b) == Kind::MAPPING_PROXY { target(vm, b) } else { b };
            vm.rich_compare(op, mapping, b).map(Some)
        }),
        len: Some(|vm, v| {
            let mapping = target(vm, v);
            vm.len(mapping)
        }),
        get_item: Some(|vm, v, key| {
            let mapping = target(vm, v);
            vm.get_item(mapping, key)
        }),
        contains: Some(|vm, v, key| {
            let mapping = target(vm, v);
            vm.contains(mapping, key)
        }),
        iter: Some(|vm, v| {
            let mapping = target(vm, v);
            vm.iter(mapping)
        }),
        binary: Some(proxy_binary),
        new: Some(proxy_new),
        ..Slots::NONE
    },
    binary: &[BinOp::Or],
    methods: &[
        method("get", |vm, args| forward(vm, args, "get"), Sig::Range(1, 2)),
        method("keys", |vm, args| forward(vm, args, "keys"), Sig::Exact(0)),
        method("values", |vm, args| forward(vm, args, "values"), Sig::Exact(0)),
        method("items", |vm, args| forward(vm, args, "items"), Sig::Exact(0)),
        method("copy", |vm, args| forward(vm, args, "copy"), Sig::Exact(0)),
        method("__reversed__", |vm, args| forward(vm, args, "__reversed__"), Sig::Exact(0)),
    ],
    ..TypeDef::DEFAULT
};
