//! The slots and methods of `deque`, and its iterator.

use super::deque::{self, changes, get, len};
use crate::heap::memory::Memory;
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::int;
use crate::objects::iterators::{bind, native};
use crate::objects::list;
use crate::objects::sequence::{
    clip_bound, compare_sequences, for_each, guarded_repr, has_index, items_equal, position, push_repr,
    push_reprs,
};
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Sig, Slots, TypeDef, getter, method};
use crate::objects::str::StrBuf;
use crate::vm::Vm;

fn item(m: &Memory, d: Value, i: u32) -> Option<Value> {
    get(m, d, i)
}

fn length(vm: &Vm, d: Value) -> u32 {
    len(&vm.heap, d)
}

fn is_deque(vm: &Vm, v: Value) -> bool {
    vm.as_kind(v, Kind::DEQUE).is_some()
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    guarded_repr(vm, v, "[...]", |vm| {
        let mut buf = StrBuf::new();
        buf.push_str(&vm.type_name(v));
        buf.push_str("([");
        push_reprs(vm, &mut buf, v, item)?;
        buf.push_str("]");
        if let Some(most) = deque::most(&vm.heap, v) {
            buf.push_str(", maxlen=");
            push_repr(vm, &mut buf, most)?;
        }
        buf.push_str(")");
        vm.new_str_buf(&buf)
    })
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if !is_deque(vm, b) {
        return Ok(None);
    }
    compare_sequences(vm, op, a, b, length, item).map(Some)
}

fn new(vm: &mut Vm, class: u32, _: Args) -> Res {
    deque::new(vm, class)
}

fn init(vm: &mut Vm, v: Value, args: Args) -> Res<()> {
    let [iterable, most] = bind(vm, args, "deque", ["iterable", "maxlen"])?;
    let most = match most.filter(|most| *most != statics::NONE) {
        Some(most) => {
            if !has_index(vm, most) {
                return Err(vm.type_error("an integer is required"));
            }
            let n = vm.index(most)?;
            match int::as_i64(vm, n) {
                Some(n) if n < 0 => return Err(vm.value_error("maxlen must be non-negative")),
                Some(_) => Some(n),
                None => return Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
            }
        }
        None => None,
    };
    deque::set_most(&mut vm.heap, v, most);
    if len(&vm.heap, v) > 0 {
        deque::clear(vm, v)?;
    }
    match iterable {
        Some(iterable) => vm.with_roots(|vm| {
            vm.root(v);
            extend_with(vm, v, iterable, deque::push)
        }),
        None => Ok(()),
    }
}

fn extend_with(
    vm: &mut Vm,
    d: Value,
    iterable: Value,
    push: fn(&mut Vm, Value, Value) -> Res<()>,
) -> Res<()> {
    if iterable == d {
        let items = list::collect(vm, d)?.value();
        return vm.with_roots(|vm| {
            vm.root(items);
            for_each(vm, items, |vm, value| push(vm, d, value))
        });
    }
    for_each(vm, iterable, |vm, value| push(vm, d, value))
}

fn pop(vm: &mut Vm, args: Args) -> Res {
    let d = args.get(vm, 0);
    match deque::pop(&mut vm.heap, d) {
        Some(value) => Ok(value),
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn pop_left(vm: &mut Vm, args: Args) -> Res {
    let d = args.get(vm, 0);
    match deque::pop_left(&mut vm.heap, d) {
        Some(value) => Ok(value),
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn append(vm: &mut Vm, args: Args) -> Res {
    let (d, value) = (args.get(vm, 0), args.get(vm, 1));
    deque::push(vm, d, value)?;
    Ok(statics::NONE)
}

fn append_left(vm: &mut Vm, args: Args) -> Res {
    let (d, value) = (args.get(vm, 0), args.get(vm, 1));
    deque::push_left(vm, d, value)?;
    Ok(statics::NONE)
}

fn extend(vm: &mut Vm, args: Args) -> Res {
    let (d, iterable) = (args.get(vm, 0), args.get(vm, 1));
    extend_with(vm, d, iterable, deque::push)?;
    Ok(statics::NONE)
}

fn extend_left(vm: &mut Vm, args: Args) -> Res {
    let (d, iterable) = (args.get(vm, 0), args.get(vm, 1));
    extend_with(vm, d, iterable, deque::push_left)?;
    Ok(statics::NONE)
}

fn clear(vm: &mut Vm, args: Args) -> Res {
    let d = args.get(vm, 0);
    deque::clear(vm, d)?;
    Ok(statics::NONE)
}

fn copy(vm: &mut Vm, args: Args) -> Res {
    let d = args.get(vm, 0);
    copy_of(vm, d)
}

/// A deque of the same class, items and limit.
fn copy_of(vm: &mut Vm, d: Value) -> Res {
    let class = vm.class_of(d);
    let most = deque::most(&vm.heap, d);
    if class == Kind::DEQUE.class() {
        let new = deque::new(vm, class)?;
        deque::set_most(&mut vm.heap, new, most);
        let mut i = 0;
        while let Some(value) = get(&vm.heap, d, i) {
            deque::push(vm, new, value)?;
            i += 1;
        }
        return Ok(new);
    }
    match most {
        Some(most) => vm.call(Value::object(class), &[d, most]),
        None => vm.call(Value::object(class), &[d]),
    }
}

#[cold]
fn mutated(vm: &mut Vm) -> Raised {
    vm.raise(exc::RUNTIME_ERROR, "deque mutated during iteration")
}

fn count(vm: &mut Vm, args: Args) -> Res {
    let (d, wanted) = (args.get(vm, 0), args.get(vm, 1));
    let state = changes(&vm.heap, d);
    let (mut n, mut i) = (0, 0);
    while let Some(value) = get(&vm.heap, d, i) {
        n += items_equal(vm, value, wanted)? as i64;
        if changes(&vm.heap, d) != state {
            return Err(mutated(vm));
        }
        i += 1;
    }
    vm.new_int(n)
}

/// Where the first item equal to `wanted` is.
fn find(vm: &mut Vm, d: Value, wanted: Value, start: u32, stop: u32) -> Res<Option<u32>> {
    let state = changes(&vm.heap, d);
    for i in start..stop {
        let Some(value) = get(&vm.heap, d, i) else { break };
        let equal = items_equal(vm, value, wanted)?;
        if changes(&vm.heap, d) != state {
            return Err(mutated(vm));
        }
        if equal {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn contains(vm: &mut Vm, d: Value, wanted: Value) -> Res<bool> {
    Ok(find(vm, d, wanted, 0, u32::MAX)?.is_some())
}

fn index(vm: &mut Vm, args: Args) -> Res {
    let (d, wanted) = (args.get(vm, 0), args.get(vm, 1));
    let n = len(&vm.heap, d);
    let start = match args.opt(vm, 2) {
        Some(start) => clip_bound(vm, start, n)?,
        None => 0,
    };
    let stop = match args.opt(vm, 3) {
        Some(stop) => clip_bound(vm, stop, n)?,
        None => n,
    };
    match find(vm, d, wanted, start, stop)? {
        Some(i) => vm.new_int(i as i64),
        None => Err(not_in_deque(vm, wanted)?),
    }
}

#[cold]
fn not_in_deque(vm: &mut Vm, wanted: Value) -> Res<Raised> {
    let mut buf = StrBuf::new();
    push_repr(vm, &mut buf, wanted)?;
    buf.push_str(" is not in deque");
    let message = vm.new_str_buf(&buf)?;
    Ok(vm.raise_with(exc::VALUE_ERROR, &[message]))
}

fn remove(vm: &mut Vm, args: Args) -> Res {
    let (d, wanted) = (args.get(vm, 0), args.get(vm, 1));
    match find(vm, d, wanted, 0, u32::MAX)? {
        Some(i) => {
            deque::remove_at(&mut vm.heap, d, i);
            Ok(statics::NONE)
        }
        None => Err(not_in_deque(vm, wanted)?),
    }
}

fn insert(vm: &mut Vm, args: Args) -> Res {
    let (d, at, value) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2));
    let at = vm.index_i64(at)?;
    let n = len(&vm.heap, d);
    if deque::most(&vm.heap, d).and_then(Value::as_small_int).is_some_and(|most| n as i64 >= most) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let at = if at < 0 { (at + n as i64).max(0) } else { at.min(n as i64) } as u32;
    deque::push(vm, d, value)?;
    for i in (at..n).rev() {
        let moved = get(&vm.heap, d, i).unwrap_or(statics::NONE);
        deque::set(&mut vm.heap, d, i + 1, moved);
    }
    deque::set(&mut vm.heap, d, at, value);
    Ok(statics::NONE)
}

fn reverse(vm: &mut Vm, args: Args) -> Res {
    let d = args.get(vm, 0);
    let n = len(&vm.heap, d);
    for i in 0..n / 2 {
        let (Some(a), Some(b)) = (get(&vm.heap, d, i), get(&vm.heap, d, n - 1 - i)) else { break };
        deque::set(&mut vm.heap, d, i, b);
        deque::set(&mut vm.heap, d, n - 1 - i, a);
    }
    Ok(statics::NONE)
}

fn rotate(vm: &mut Vm, args: Args) -> Res {
    let d = args.get(vm, 0);
    let by = match args.opt(vm, 1) {
        Some(by) => vm.index_i64(by)?,
        None => 1,
    };
    let n = len(&vm.heap, d) as i64;
    if n > 1 {
        deque::rotate(&mut vm.heap, d, by.rem_euclid(n) as u32);
    }
    Ok(statics::NONE)
}

fn place(vm: &mut Vm, d: Value, key: Value) -> Res<u32> {
    if !has_index(vm, key) {
        let name = vm.type_name(key);
        return Err(vm.type_error(format!("sequence index must be integer, not '{name}'")));
    }
    let i = vm.index_i64(key)?;
    match position(i, len(&vm.heap, d)) {
        Some(i) => Ok(i),
        None => Err(vm.index_error("deque index out of range")),
    }
}

fn get_item(vm: &mut Vm, d: Value, key: Value) -> Res {
    let i = place(vm, d, key)?;
    Ok(get(&vm.heap, d, i).unwrap_or(statics::NONE))
}

fn set_item(vm: &mut Vm, d: Value, key: Value, value: Option<Value>) -> Res<()> {
    let i = place(vm, d, key)?;
    match value {
        Some(value) => deque::set(&mut vm.heap, d, i, value),
        None => deque::remove_at(&mut vm.heap, d, i),
    }
    Ok(())
}

fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let (left, right) = (is_deque(vm, a), is_deque(vm, b));
    match op {
        BinOp::Add if left => {
            if !right {
                let name = vm.type_name(b);
                return Err(vm.type_error(format!("can only concatenate deque (not \"{name}\") to deque")));
            }
            vm.with_roots(|vm| {
                let new = copy_of(vm, a)?;
                vm.root(new);
                extend_with(vm, new, b, deque::push)?;
                Ok(Some(new))
            })
        }
        BinOp::Multiply if left && !right && has_index(vm, b) => repeat(vm, a, b, false).map(Some),
        BinOp::Multiply if right && !left && has_index(vm, a) => repeat(vm, b, a, false).map(Some),
        _ => Ok(None),
    }
}

/// `d * times`, in place or as a new deque.
fn repeat(vm: &mut Vm, d: Value, times: Value, in_place: bool) -> Res {
    let times = list::repeat_count(vm, times)?;
    vm.with_roots(|vm| {
        let items = list::collect(vm, d)?;
        vm.root(items.value());
        let n = items.len(&vm.heap) as u64;
        let most = deque::most(&vm.heap, d).and_then(Value::as_small_int);
        if most.is_none() && n.saturating_mul(times) > list::MAX_LEN as u64 {
            return Err(vm.memory_error());
        }
        let target = if in_place { d } else { copy_of(vm, d)? };
        vm.root(target);
        deque::clear(vm, target)?;
        // With a limit only the last rounds matter.
        let rounds = match most {
            Some(most) if n > 0 => times.min(most as u64 / n + 2),
            _ => times,
        };
        if n > 0 {
            for _ in 0..rounds {
                for i in 0..n as u32 {
                    let value = list::item(&vm.heap, items, i);
                    deque::push(vm, target, value)?;
                }
            }
        }
        Ok(target)
    })
}

fn in_place(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    match op {
        BinOp::Add => {
            extend_with(vm, a, b, deque::push)?;
            Ok(Some(a))
        }
        BinOp::Multiply if has_index(vm, b) => repeat(vm, a, b, true).map(Some),
        _ => Ok(None),
    }
}

/// Words: the deque (0 once exhausted), the next index, the deque's counter of changes; `extra`: 1 if backwards.
fn new_iter(vm: &mut Vm, d: Value, backwards: bool) -> Res {
    let state = Value::int(changes(&vm.heap, d));
    let it = native::new(vm, Kind::DEQUE_ITER.class(), &[Some(d), Some(Value::int(0)), Some(state)])?;
    native::set_extra(&mut vm.heap, it, backwards as u32);
    Ok(it)
}

fn iter_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let Some(d) = native::word(&vm.heap, v, 0) else { return Ok(None) };
    let i = native::number(&vm.heap, v, 1) as u32;
    if changes(&vm.heap, d) != native::number(&vm.heap, v, 2) {
        native::set(&mut vm.heap, v, 0, None);
        return Err(mutated(vm));
    }
    let n = len(&vm.heap, d);
    if i >= n {
        native::set(&mut vm.heap, v, 0, None);
        return Ok(None);
    }
    native::set(&mut vm.heap, v, 1, Value::int(i as i64 + 1));
    let backwards = native::extra(&vm.heap, v) != 0;
    Ok(get(&vm.heap, d, if backwards { n - 1 - i } else { i }))
}

fn iter_hint(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let left = match native::word(&vm.heap, v, 0) {
        Some(d) => len(&vm.heap, d) as i64 - native::number(&vm.heap, v, 1),
        None => 0,
    };
    vm.new_int(left)
}

/// What a deque's iteration gives.
pub static ITER: TypeDef = TypeDef {
    kind: Kind::DEQUE_ITER,
    name: "_deque_iterator",
    module: "collections",
    slots: Slots { iter: Some(|_, v| Ok(v)), next: Some(iter_next), ..Slots::NONE },
    methods: &[method("__length_hint__", iter_hint, Sig::Exact(0))],
    ..TypeDef::DEFAULT
};

fn reduce(vm: &mut Vm, args: Args) -> Res {
    let d = args.get(vm, 0);
    let class = Value::object(vm.class_of(d));
    let items = list::collect(vm, d)?.value();
    let parts = match deque::most(&vm.heap, d) {
        Some(most) => vm.new_tuple(&[items, most])?,
        None => vm.new_tuple(&[items])?,
    };
    vm.new_tuple(&[class, parts])
}

/// `collections.deque`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::DEQUE,
    name: "deque",
    module: "collections",
    subclassable: true,
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::Unhashable,
        compare: Some(compare),
        len: Some(|vm, v| Ok(len(&vm.heap, v) as usize)),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(contains),
        iter: Some(|vm, v| new_iter(vm, v, false)),
        binary: Some(binary),
        in_place: Some(in_place),
        new: Some(new),
        init: Some(init),
        ..Slots::NONE
    },
    binary: &[BinOp::Add, BinOp::Multiply],
    in_place: &[BinOp::Add, BinOp::Multiply],
    methods: &[
        method("append", append, Sig::Exact(1)),
        method("appendleft", append_left, Sig::Exact(1)),
        method("clear", clear, Sig::Exact(0)),
        method("copy", copy, Sig::Exact(0)),
        method("__copy__", copy, Sig::Exact(0)),
        method("count", count, Sig::Exact(1)),
        method("extend", extend, Sig::Exact(1)),
        method("extendleft", extend_left, Sig::Exact(1)),
        method("index", index, Sig::Range(1, 3)),
        method("insert", insert, Sig::Exact(2)),
        method("pop", pop, Sig::Exact(0)),
        method("popleft", pop_left, Sig::Exact(0)),
        method("remove", remove, Sig::Exact(1)),
        method("reverse", reverse, Sig::Exact(0)),
        method("rotate", rotate, Sig::Range(0, 1)),
        method("__reduce__", reduce, Sig::Exact(0)),
        method(
            "__reversed__",
            |vm, args| {
                let d = args.get(vm, 0);
                new_iter(vm, d, true)
            },
            Sig::Exact(0),
        ),
    ],
    attributes: &[getter("maxlen", |vm, v| Ok(deque::most(&vm.heap, v).unwrap_or(statics::NONE)))],
    ..TypeDef::DEFAULT
};
