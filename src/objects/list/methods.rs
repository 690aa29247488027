//! The slots and methods of `list`.

use super::core::{self, MAX_LEN, as_list, item, slot};
use super::{slicing, sort};
use crate::heap::bounds::every;
use crate::heap::layout::{List, Slice, Tuple};
use crate::heap::memory::Memory;
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::jit::drain::Drain;
use crate::objects::sequence::{
    clip_bound, compare_sequences, guarded_repr, has_index, items_equal, list_item, list_len, position,
    push_reprs,
};
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Sig, Slots, TypeDef, kwonly, method};
use crate::objects::str::StrBuf;
use crate::objects::{iterators, tuple};
use crate::vm::Vm;

fn repr(vm: &mut Vm, v: Value) -> Res {
    if list_len(vm, v) == 0 {
        return vm.new_str("[]");
    }
    guarded_repr(vm, v, "[...]", |vm| {
        let mut buf = StrBuf::new();
        buf.push_str("[");
        push_reprs(vm, &mut buf, v, list_item)?;
        buf.push_str("]");
        vm.new_str_buf(&buf)
    })
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if as_list(vm, b).is_none() {
        return Ok(None);
    }
    compare_sequences(vm, op, a, b, list_len, list_item).map(Some)
}

#[cold]
fn bad_index(vm: &mut Vm, key: Value) -> Raised {
    let name = vm.type_name(key);
    vm.type_error(format!("list indices must be integers or slices, not {name}"))
}

fn get_item(vm: &mut Vm, v: Value, key: Value) -> Res {
    let list = List(v.offset());
    if let Some(i) = key.as_small_int() {
        return match position(i, list.len(&vm.heap)) {
            Some(i) => Ok(item(&vm.heap, list, i)),
            None => Err(vm.index_error("list index out of range")),
        };
    }
    if let Some(slice) = vm.as_kind(key, Kind::SLICE) {
        return slicing::get(vm, list, Slice(slice));
    }
    if !has_index(vm, key) {
        return Err(bad_index(vm, key));
    }
    let i = vm.index_i64(key)?;
    match position(i, list.len(&vm.heap)) {
        Some(i) => Ok(item(&vm.heap, list, i)),
        None => Err(vm.index_error("list index out of range")),
    }
}

fn set_item(vm: &mut Vm, v: Value, key: Value, value: Option<Value>) -> Res<()> {
    let list = List(v.offset());
    let i = match key.as_small_int() {
        Some(i) => i,
        None => {
            if let Some(slice) = vm.as_kind(key, Kind::SLICE) {
                return match value {
                    Some(value) => slicing::assign(vm, list, Slice(slice), value),
                    None => slicing::delete(vm, list, Slice(slice)),
                };
            }
            if !has_index(vm, key) {
                return Err(bad_index(vm, key));
            }
            vm.index_i64(key)?
        }
    };
    let Some(i) = position(i, list.len(&vm.heap)) else {
        return Err(vm.index_error("list assignment index out of range"));
    };
    match value {
        Some(value) => core::set(&mut vm.heap, list, i, value),
        None => remove_at(&mut vm.heap, list, i),
    }
    Ok(())
}

/// Takes the `i`th item, which is there, out.
fn remove_at(m: &mut Memory, list: List, i: u32) {
    let len = list.len(m);
    let at = slot(m, list, i);
    m.copy(at, at.wrapping_add(8), len.saturating_sub(i + 1) * 8);
    list.set_len(m, len.saturating_sub(1));
}

fn contains(vm: &mut Vm, v: Value, wanted: Value) -> Res<bool> {
    let list = List(v.offset());
    let mut i = 0;
    while let Some(value) = core::get(&vm.heap, list, i) {
        every(i);
        if items_equal(vm, value, wanted)? {
            return Ok(true);
        }
        i += 1;
    }
    Ok(false)
}

/// How often a sequence is to be repeated: `times` as an index, negative counting as 0.
pub fn repeat_count(vm: &mut Vm, times: Value) -> Res<u64> {
    if let Some(n) = times.as_small_int() {
        return Ok(n.max(0) as u64);
    }
    let index = vm.index(times)?;
    match crate::objects::int::as_i64(vm, index) {
        Some(n) => Ok(n.max(0) as u64),
        None => {
            let name = vm.type_name(times);
            Err(vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

/// Writes the `n` words at `from` to `to`, `times` times over.
pub fn fill_repeated(m: &mut Memory, to: u32, from: u32, n: u32, times: u32) {
    if n == 1 {
        let word = m.u64(from);
        for i in 0..times {
            every(i);
            m.set_u64(to.wrapping_add(i * 8), word);
        }
        return;
    }
    for i in 0..times {
        every(i);
        m.copy(to.wrapping_add(i.wrapping_mul(n * 8)), from, n * 8);
    }
}

fn repeat(vm: &mut Vm, v: Value, times: Value) -> Res {
    let times = repeat_count(vm, times)?;
    let list = List(v.offset());
    let n = list.len(&vm.heap);
    let total = (n as u64).saturating_mul(times);
    if total > MAX_LEN as u64 {
        return Err(vm.memory_error());
    }
    let new = core::with_capacity(vm, total as usize)?;
    let (to, from) = (new.items(&vm.heap), list.items(&vm.heap));
    if total > 0 {
        fill_repeated(&mut vm.heap, to, from, n, times as u32);
    }
    new.set_len(&mut vm.heap, total as u32);
    Ok(new.value())
}

fn concat(vm: &mut Vm, a: List, b: List) -> Res {
    let (n, k) = (a.len(&vm.heap), b.len(&vm.heap));
    let new = core::with_capacity(vm, n as usize + k as usize)?;
    let to = new.items(&vm.heap);
    let (from_a, from_b) = (a.items(&vm.heap), b.items(&vm.heap));
    vm.heap.copy(to, from_a, n * 8);
    vm.heap.copy(to + n * 8, from_b, k * 8);
    new.set_len(&mut vm.heap, n + k);
    Ok(new.value())
}

fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let (left, right) = (as_list(vm, a), as_list(vm, b));
    match (op, left, right) {
        (BinOp::Add, Some(x), Some(y)) => concat(vm, x, y).map(Some),
        (BinOp::Multiply, Some(_), None) if has_index(vm, b) => repeat(vm, a, b).map(Some),
        (BinOp::Multiply, None, Some(_)) if has_index(vm, a) => repeat(vm, b, a).map(Some),
        _ => Ok(None),
    }
}

fn in_place(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let list = List(a.offset());
    match op {
        BinOp::Add => {
            extend(vm, list, b)?;
            Ok(Some(a))
        }
        BinOp::Multiply if has_index(vm, b) => {
            let times = repeat_count(vm, b)?;
            let n = list.len(&vm.heap);
            let total = (n as u64).saturating_mul(times);
            if total > MAX_LEN as u64 {
                return Err(vm.memory_error());
            }
            if total == 0 {
                core::clear(vm, list);
            } else if times > 1 {
                core::reserve(vm, list, (total - n as u64) as usize)?;
                let items = list.items(&vm.heap);
                fill_repeated(&mut vm.heap, items + n * 8, items, n, times as u32 - 1);
                list.set_len(&mut vm.heap, total as u32);
            }
            Ok(Some(a))
        }
        _ => Ok(None),
    }
}

/// Appends every item of `iterable`.
pub fn extend(vm: &mut Vm, list: List, iterable: Value) -> Res<()> {
    let class = vm.class_of(iterable);
    if class == Kind::LIST.class() {
        let source = List(iterable.offset());
        let n = source.len(&vm.heap);
        // The room first: the source may be the list itself.
        core::reserve(vm, list, n as usize)?;
        let from = source.items(&vm.heap);
        return core::push_words(vm, list, from, n);
    }
    if class == Kind::TUPLE.class() {
        let n = Tuple(iterable.offset()).len(&vm.heap);
        return core::push_words(vm, list, iterable.offset() + tuple::ITEMS, n);
    }
    if iterators::extend_fast(vm, list, iterable)? {
        return Ok(());
    }
    let scope = vm.open_roots();
    let result = (|| {
        let iterator = vm.iter(iterable)?;
        vm.root(iterator);
        while let Some(value) = vm.next_beyond(iterator, Drain::List(list))? {
            core::push(vm, list, value)?;
        }
        Ok(())
    })();
    vm.close_roots(scope);
    result
}

/// A new list of every item of `iterable`.
pub fn collect(vm: &mut Vm, iterable: Value) -> Res<List> {
    let list = core::with_capacity(vm, 0)?;
    let scope = vm.open_roots();
    vm.root(list.value());
    let result = extend(vm, list, iterable);
    vm.close_roots(scope);
    result.map(|()| list)
}

/// `list.append`.
pub fn append(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 1);
    core::push(vm, List(args.get(vm, 0).offset()), value)?;
    Ok(statics::NONE)
}

fn clear(vm: &mut Vm, args: Args) -> Res {
    core::clear(vm, List(args.get(vm, 0).offset()));
    Ok(statics::NONE)
}

fn copy(vm: &mut Vm, args: Args) -> Res {
    let list = List(args.get(vm, 0).offset());
    let (items, n) = (list.items(&vm.heap), list.len(&vm.heap));
    Ok(core::from_words(vm, items, n)?.value())
}

fn count(vm: &mut Vm, args: Args) -> Res {
    let (list, wanted) = (List(args.get(vm, 0).offset()), args.get(vm, 1));
    let (mut n, mut i) = (0, 0);
    while let Some(value) = core::get(&vm.heap, list, i) {
        every(i);
        n += items_equal(vm, value, wanted)? as i64;
        i += 1;
    }
    vm.new_int(n)
}

fn method_extend(vm: &mut Vm, args: Args) -> Res {
    let (list, iterable) = (List(args.get(vm, 0).offset()), args.get(vm, 1));
    extend(vm, list, iterable)?;
    Ok(statics::NONE)
}

fn index(vm: &mut Vm, args: Args) -> Res {
    let (list, wanted) = (List(args.get(vm, 0).offset()), args.get(vm, 1));
    let start = match args.opt(vm, 2) {
        Some(start) => clip_bound(vm, start, list.len(&vm.heap))?,
        None => 0,
    };
    let stop = match args.opt(vm, 3) {
        Some(stop) => clip_bound(vm, stop, list.len(&vm.heap))?,
        None => u32::MAX,
    };
    let mut i = start;
    while i < stop
        && let Some(value) = core::get(&vm.heap, list, i)
    {
        if items_equal(vm, value, wanted)? {
            return vm.new_int(i as i64);
        }
        i += 1;
    }
    let mut buf = StrBuf::new();
    crate::objects::sequence::push_repr(vm, &mut buf, wanted)?;
    buf.push_str(" is not in list");
    let message = vm.new_str_buf(&buf)?;
    Err(vm.raise_with(crate::objects::exception_types::exc::VALUE_ERROR, &[message]))
}

fn insert(vm: &mut Vm, args: Args) -> Res {
    let (list, at, value) = (List(args.get(vm, 0).offset()), args.get(vm, 1), args.get(vm, 2));
    let at = vm.index(at)?;
    let Some(at) = crate::objects::int::as_i64(vm, at) else {
        return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
    };
    core::push(vm, list, value)?;
    let last = list.len(&vm.heap) - 1;
    let at = if at < 0 { at.saturating_add(last as i64).max(0) } else { at }.min(last as i64) as u32;
    let from = slot(&vm.heap, list, at);
    vm.heap.copy(from + 8, from, (last - at) * 8);
    vm.heap.set_u64(from, value.word());
    Ok(statics::NONE)
}

fn pop(vm: &mut Vm, args: Args) -> Res {
    let list = List(args.get(vm, 0).offset());
    let i = match args.opt(vm, 1) {
        Some(i) => vm.index_i64(i)?,
        None => -1,
    };
    let len = list.len(&vm.heap);
    if len == 0 {
        return Err(vm.index_error("pop from empty list"));
    }
    let Some(i) = position(i, len) else { return Err(vm.index_error("pop index out of range")) };
    let value = item(&vm.heap, list, i);
    remove_at(&mut vm.heap, list, i);
    Ok(value)
}

fn remove(vm: &mut Vm, args: Args) -> Res {
    let (list, wanted) = (List(args.get(vm, 0).offset()), args.get(vm, 1));
    let mut i = 0;
    while let Some(value) = core::get(&vm.heap, list, i) {
        every(i);
        if items_equal(vm, value, wanted)? {
            if i < list.len(&vm.heap) {
                remove_at(&mut vm.heap, list, i);
            }
            return Ok(statics::NONE);
        }
        i += 1;
    }
    Err(vm.value_error("list.remove(x): x not in list"))
}

fn reverse(vm: &mut Vm, args: Args) -> Res {
    let list = List(args.get(vm, 0).offset());
    reverse_words(&mut vm.heap, list);
    Ok(statics::NONE)
}

/// Reverses the items in place.
pub(super) fn reverse_words(m: &mut Memory, list: List) {
    let len = list.len(m);
    for i in 0..len / 2 {
        every(i);
        let (a, b) = (item(m, list, i), item(m, list, len - 1 - i));
        core::set(m, list, i, b);
        core::set(m, list, len - 1 - i, a);
    }
}

fn method_sort(vm: &mut Vm, args: Args) -> Res {
    let list = List(args.get(vm, 0).offset());
    let key = args.opt(vm, 1).filter(|key| *key != statics::NONE);
    let reverse = match args.opt(vm, 2) {
        Some(reverse) => vm.truth(reverse)?,
        None => false,
    };
    sort::sort_in_place(vm, list, key, reverse)?;
    Ok(statics::NONE)
}

fn reversed(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let len = list_len(vm, v);
    iterators::new_reversed_of(vm, Kind::LIST_REVERSED, v, len as i64)
}

fn type_new(vm: &mut Vm, class: u32, _: Args) -> Res {
    Ok(Value::object(vm.alloc_instance(class)?))
}

fn init(vm: &mut Vm, v: Value, args: Args) -> Res<()> {
    if args.kwnames != 0 {
        return Err(vm.type_error("list() takes no keyword arguments"));
    }
    if args.count > 1 {
        let n = args.count;
        return Err(vm.type_error(format!("list expected at most 1 argument, got {n}")));
    }
    let list = List(v.offset());
    if list.len(&vm.heap) > 0 {
        core::clear(vm, list);
    }
    match args.opt(vm, 0) {
        Some(iterable) => {
            // What was made by `new` is rooted by nobody yet.
            let scope = vm.open_roots();
            vm.root(v);
            let result = extend(vm, list, iterable);
            vm.close_roots(scope);
            result
        }
        None => Ok(()),
    }
}

/// The type `list`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::LIST,
    name: "list",
    doc: Some("A mutable sequence: list() is empty, list(iterable) holds its items."),
    subclassable: true,
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::Unhashable,
        compare: Some(compare),
        len: Some(|vm, v| Ok(list_len(vm, v) as usize)),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(contains),
        iter: Some(|vm, v| iterators::new_seq_iter_of(vm, Kind::LIST_ITER, v)),
        binary: Some(binary),
        in_place: Some(in_place),
        new: Some(type_new),
        init: Some(init),
        ..Slots::NONE
    },
    binary: &[BinOp::Add, BinOp::Multiply],
    in_place: &[BinOp::Add, BinOp::Multiply],
    methods: &[
        method("append", append, Sig::Exact(1)),
        method("clear", clear, Sig::Exact(0)),
        method("copy", copy, Sig::Exact(0)),
        method("count", count, Sig::Exact(1)),
        method("extend", method_extend, Sig::Exact(1)),
        method("index", index, Sig::Range(1, 3)),
        method("insert", insert, Sig::Exact(2)),
        method("pop", pop, Sig::Range(0, 1)),
        method("remove", remove, Sig::Exact(1)),
        method("reverse", reverse, Sig::Exact(0)),
        method("sort", method_sort, Sig::Named(&[kwonly("key"), kwonly("reverse")])),
        method("__reversed__", reversed, Sig::Exact(0)),
    ],
    ..TypeDef::DEFAULT
};
