//! The slots and methods of `set` and `frozenset`.

use super::core::{self, as_set, next_key};
use super::ops;
use crate::bytecode::hash::SetHash;
use crate::heap::layout::Set;
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::iterators;
use crate::objects::sequence::{guarded_repr, push_repr};
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Method, Sig, Slots, TypeDef, method};
use crate::objects::str::StrBuf;
use crate::vm::Vm;

fn repr(vm: &mut Vm, v: Value) -> Res {
    let name = vm.type_name(v);
    let s = Set(v.offset());
    if s.used(&vm.heap) == 0 {
        return vm.new_str(&format!("{name}()"));
    }
    let again = format!("{name}(...)");
    guarded_repr(vm, v, &again, |vm| {
        let plain = vm.is_exact(v, Kind::SET);
        let mut buf = StrBuf::new();
        if !plain {
            buf.push_str(&name);
            buf.push_str("(");
        }
        buf.push_str("{");
        // The keys first: a key's repr may run Python that changes the set.
        let mut keys = Vec::new();
        let mut pos = 0;
        while let Some((next, _, key)) = next_key(&vm.heap, s, pos) {
            pos = next;
            keys.push(vm.root(key));
        }
        for (i, key) in keys.into_iter().enumerate() {
            if i > 0 {
                buf.push_str(", ");
            }
            push_repr(vm, &mut buf, key)?;
        }
        buf.push_str(if plain { "}" } else { "})" });
        vm.new_str_buf(&buf)
    })
}

fn rooted_repr(vm: &mut Vm, v: Value) -> Res {
    vm.with_roots(|vm| repr(vm, v))
}

fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    let s = Set(v.offset());
    let cached = s.hash(&vm.heap);
    if cached != 0 {
        return Ok(cached as i64);
    }
    let mut sum = SetHash::default();
    let mut pos = 0;
    while let Some((next, hash, _)) = next_key(&vm.heap, s, pos) {
        pos = next;
        sum.item(hash);
    }
    let hash = sum.finish(s.used(&vm.heap) as u64);
    s.set_hash(&mut vm.heap, hash as u64);
    Ok(hash)
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(x), Some(y)) = (as_set(vm, a), as_set(vm, b)) else { return Ok(None) };
    let (n, k) = (x.used(&vm.heap), y.used(&vm.heap));
    let holds = match op {
        Compare::Eq | Compare::Ne => {
            let equal = n == k && ops::is_subset(vm, x, y)?;
            equal == (op == Compare::Eq)
        }
        Compare::Le => ops::is_subset(vm, x, y)?,
        Compare::Ge => ops::is_subset(vm, y, x)?,
        Compare::Lt => n < k && ops::is_subset(vm, x, y)?,
        Compare::Gt => n > k && ops::is_subset(vm, y, x)?,
    };
    Ok(Some(vm.bool(holds)))
}

fn contains(vm: &mut Vm, v: Value, key: Value) -> Res<bool> {
    let s = Set(v.offset());
    // A set looks itself up as a frozenset would be: by its items.
    if vm.kind_of(key) == Kind::SET {
        return with_frozen_key(vm, key, |vm, key| core::contains(vm, s, key));
    }
    core::contains(vm, s, key)
}

/// Runs `body` with a frozenset of the items of the set `key`.
fn with_frozen_key<T>(vm: &mut Vm, key: Value, body: impl FnOnce(&mut Vm, Value) -> Res<T>) -> Res<T> {
    vm.with_roots(|vm| {
        let frozen = core::new(vm, Kind::FROZENSET.class())?;
        vm.root(frozen.value());
        core::merge(vm, frozen, Set(key.offset()))?;
        body(vm, frozen.value())
    })
}

fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(x), Some(_)) = (as_set(vm, a), as_set(vm, b)) else { return Ok(None) };
    let result = match op {
        BinOp::And => ops::intersection(vm, x, b)?,
        BinOp::Subtract => ops::difference(vm, x, b)?,
        BinOp::Xor => ops::symmetric_difference(vm, x, b)?,
        BinOp::Or => union_of(vm, x, &[b])?,
        _ => return Ok(None),
    };
    Ok(Some(result.value()))
}

fn in_place(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    if as_set(vm, b).is_none() {
        return Ok(None);
    }
    let s = Set(a.offset());
    match op {
        BinOp::And => ops::intersection_update(vm, s, b)?,
        BinOp::Subtract => ops::difference_update(vm, s, b)?,
        BinOp::Xor => ops::symmetric_difference_update(vm, s, b)?,
        BinOp::Or => ops::update(vm, s, b)?,
        _ => return Ok(None),
    }
    Ok(Some(a))
}

fn union_of(vm: &mut Vm, s: Set, others: &[Value]) -> Res<Set> {
    vm.with_roots(|vm| {
        let new = ops::copy(vm, s)?;
        vm.root(new.value());
        for other in others {
            if s.value() != *other {
                ops::update(vm, new, *other)?;
            }
        }
        Ok(new)
    })
}

fn receiver(vm: &Vm, args: Args) -> Set {
    Set(args.get(vm, 0).offset())
}

fn union(vm: &mut Vm, args: Args) -> Res {
    let (s, others) = (receiver(vm, args), args.skip(1).to_vec(vm));
    Ok(union_of(vm, s, &others)?.value())
}

fn update(vm: &mut Vm, args: Args) -> Res {
    let s = receiver(vm, args);
    for i in 1..args.count {
        let other = args.get(vm, i);
        ops::update(vm, s, other)?;
    }
    Ok(statics::NONE)
}

fn intersection(vm: &mut Vm, args: Args) -> Res {
    let mut s = receiver(vm, args);
    if args.count == 1 {
        return Ok(ops::copy(vm, s)?.value());
    }
    vm.with_roots(|vm| {
        for i in 1..args.count {
            let other = args.get(vm, i);
            s = ops::intersection(vm, s, other)?;
            vm.root(s.value());
        }
        Ok(s.value())
    })
}

fn intersection_update(vm: &mut Vm, args: Args) -> Res {
    let s = receiver(vm, args);
    let new = intersection(vm, args)?;
    core::swap(&mut vm.heap, s, Set(new.offset()));
    Ok(statics::NONE)
}

fn difference(vm: &mut Vm, args: Args) -> Res {
    let s = receiver(vm, args);
    if args.count == 1 {
        return Ok(ops::copy(vm, s)?.value());
    }
    vm.with_roots(|vm| {
        let other = args.get(vm, 1);
        let new = ops::difference(vm, s, other)?;
        vm.root(new.value());
        for i in 2..args.count {
            let other = args.get(vm, i);
            ops::difference_update(vm, new, other)?;
        }
        Ok(new.value())
    })
}

fn difference_update(vm: &mut Vm, args: Args) -> Res {
    let s = receiver(vm, args);
    for i in 1..args.count {
        let other = args.get(vm, i);
        ops::difference_update(vm, s, other)?;
    }
    Ok(statics::NONE)
}

fn symmetric_difference(vm: &mut Vm, args: Args) -> Res {
    let (s, other) = (receiver(vm, args), args.get(vm, 1));
    Ok(ops::symmetric_difference(vm, s, other)?.value())
}

fn symmetric_difference_update(vm: &mut Vm, args: Args) -> Res {
    let (s, other) = (receiver(vm, args), args.get(vm, 1));
    ops::symmetric_difference_update(vm, s, other)?;
    Ok(statics::NONE)
}

fn copy(vm: &mut Vm, args: Args) -> Res {
    let s = receiver(vm, args);
    if vm.is_exact(s.value(), Kind::FROZENSET) {
        return Ok(s.value());
    }
    Ok(ops::copy(vm, s)?.value())
}

fn is_disjoint(vm: &mut Vm, args: Args) -> Res {
    let (s, other) = (receiver(vm, args), args.get(vm, 1));
    let disjoint = ops::is_disjoint(vm, s, other)?;
    Ok(vm.bool(disjoint))
}

/// Runs `body` with `other` as a set.
fn with_set(vm: &mut Vm, other: Value, body: impl FnOnce(&mut Vm, Set) -> Res<bool>) -> Res {
    let result = vm.with_roots(|vm| {
        let other = match as_set(vm, other) {
            Some(other) => other,
            None => ops::from_iterable(vm, Kind::SET.class(), other)?,
        };
        vm.root(other.value());
        body(vm, other)
    })?;
    Ok(vm.bool(result))
}

fn is_subset(vm: &mut Vm, args: Args) -> Res {
    let (s, other) = (receiver(vm, args), args.get(vm, 1));
    with_set(vm, other, |vm, other| ops::is_subset(vm, s, other))
}

fn is_superset(vm: &mut Vm, args: Args) -> Res {
    let (s, other) = (receiver(vm, args), args.get(vm, 1));
    with_set(vm, other, |vm, other| ops::is_subset(vm, other, s))
}

fn add(vm: &mut Vm, args: Args) -> Res {
    let (s, key) = (receiver(vm, args), args.get(vm, 1));
    core::add(vm, s, key)?;
    Ok(statics::NONE)
}

fn take_out(vm: &mut Vm, args: Args) -> Res<bool> {
    let (s, key) = (receiver(vm, args), args.get(vm, 1));
    if vm.kind_of(key) == Kind::SET {
        return with_frozen_key(vm, key, |vm, key| core::discard(vm, s, key));
    }
    core::discard(vm, s, key)
}

fn discard(vm: &mut Vm, args: Args) -> Res {
    take_out(vm, args)?;
    Ok(statics::NONE)
}

fn remove(vm: &mut Vm, args: Args) -> Res {
    if take_out(vm, args)? {
        return Ok(statics::NONE);
    }
    let key = args.get(vm, 1);
    Err(vm.key_error(key))
}

fn pop(vm: &mut Vm, args: Args) -> Res {
    let s = receiver(vm, args);
    match core::pop(&mut vm.heap, s) {
        Some(key) => Ok(key),
        None => Err(vm.raise(crate::objects::exception_types::exc::KEY_ERROR, "pop from an empty set")),
    }
}

fn clear(vm: &mut Vm, args: Args) -> Res {
    let s = receiver(vm, args);
    core::clear(&mut vm.heap, s);
    Ok(statics::NONE)
}

fn check_arguments(vm: &mut Vm, name: &str, args: Args) -> Res<()> {
    if args.kwnames != 0 {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    if args.count > 1 {
        let n = args.count;
        return Err(vm.type_error(format!("{name} expected at most 1 argument, got {n}")));
    }
    Ok(())
}

fn set_new(vm: &mut Vm, class: u32, _: Args) -> Res {
    Ok(core::new(vm, class)?.value())
}

fn set_init(vm: &mut Vm, v: Value, args: Args) -> Res<()> {
    check_arguments(vm, "set", args)?;
    let s = Set(v.offset());
    if s.used(&vm.heap) > 0 {
        core::clear(&mut vm.heap, s);
    }
    match args.opt(vm, 0) {
        Some(iterable) => vm.with_roots(|vm| {
            vm.root(v);
            ops::update(vm, s, iterable)
        }),
        None => Ok(()),
    }
}

fn frozenset_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let exact = class == Kind::FROZENSET.class();
    if exact || args.kwnames == 0 {
        check_arguments(vm, "frozenset", args)?;
    }
    match args.opt(vm, 0) {
        Some(iterable) if exact && vm.is_exact(iterable, Kind::FROZENSET) => Ok(iterable),
        Some(iterable) => {
            let s = ops::from_iterable(vm, class, iterable)?;
            if exact && s.used(&vm.heap) == 0 { Ok(statics::EMPTY_FROZENSET) } else { Ok(s.value()) }
        }
        None if exact => Ok(statics::EMPTY_FROZENSET),
        None => Ok(core::new(vm, class)?.value()),
    }
}

fn reduce(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let keys = crate::objects::list::collect(vm, v)?;
    let class = Value::object(vm.class_of(v));
    let t = vm.new_tuple(&[keys.value()])?;
    vm.new_tuple(&[class, t])
}

/// The methods that both types have.
macro_rules! shared_methods {
    ($($own:expr,)*) => {
        &[
            method("copy", copy, Sig::Exact(0)),
            method("union", union, Sig::Positional),
            method("intersection", intersection, Sig::Positional),
            method("difference", difference, Sig::Positional),
            method("symmetric_difference", symmetric_difference, Sig::Exact(1)),
            method("isdisjoint", is_disjoint, Sig::Exact(1)),
            method("issubset", is_subset, Sig::Exact(1)),
            method("issuperset", is_superset, Sig::Exact(1)),
            method("__reduce__", reduce, Sig::Exact(0)),
            $($own,)*
        ]
    };
}

static SET_METHODS: &[Method] = shared_methods![
    method("add", add, Sig::Exact(1)),
    method("clear", clear, Sig::Exact(0)),
    method("discard", discard, Sig::Exact(1)),
    method("remove", remove, Sig::Exact(1)),
    method("pop", pop, Sig::Exact(0)),
    method("update", update, Sig::Positional),
    method("intersection_update", intersection_update, Sig::Positional),
    method("difference_update", difference_update, Sig::Positional),
    method("symmetric_difference_update", symmetric_difference_update, Sig::Exact(1)),
];
static FROZENSET_METHODS: &[Method] = shared_methods![];

const OPERATORS: &[BinOp] = &[BinOp::And, BinOp::Or, BinOp::Subtract, BinOp::Xor];

const SLOTS: Slots = Slots {
    repr: Some(rooted_repr),
    compare: Some(compare),
    len: Some(|vm, v| Ok(Set(v.offset()).used(&vm.heap) as usize)),
    contains: Some(contains),
    iter: Some(iterators::new_set_iter),
    binary: Some(binary),
    ..Slots::NONE
};

/// The type `set`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::SET,
    name: "set",
    doc: Some("An unordered collection of unique, hashable items."),
    subclassable: true,
    slots: Slots {
        hash: HashSlot::Unhashable,
        in_place: Some(in_place),
        new: Some(set_new),
        init: Some(set_init),
        ..SLOTS
    },
    binary: OPERATORS,
    in_place: OPERATORS,
    methods: SET_METHODS,
    ..TypeDef::DEFAULT
};

/// The type `frozenset`.
pub static FROZENSET: TypeDef = TypeDef {
    kind: Kind::FROZENSET,
    name: "frozenset",
    doc: Some("An immutable, hashable set."),
    subclassable: true,
    slots: Slots { hash: HashSlot::By(hash), new: Some(frozenset_new), ..SLOTS },
    binary: OPERATORS,
    methods: FROZENSET_METHODS,
    ..TypeDef::DEFAULT
};
