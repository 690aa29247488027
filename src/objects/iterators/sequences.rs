//! Iterators over lists, tuples, ranges, and whatever has `__getitem__`; `reversed`.

use super::native;
use crate::heap::layout::{List, Range, RangeIter, SeqIter, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::sequence::nested;
use crate::objects::slots::{Args, BinOp, Sig, Slots, TypeDef, method};
use crate::objects::{list, range, tuple};
use crate::vm::Vm;

/// A new iterator of `kind` (with the layout SeqIter) over `seq`.
#[inline]
pub fn new_seq_iter_of(vm: &mut Vm, kind: Kind, seq: Value) -> Res {
    let it = SeqIter(vm.alloc(kind.class(), SeqIter::SIZE)?);
    it.set_seq(&mut vm.heap, seq);
    Ok(it.value())
}

/// An iterator over anything with `__getitem__`.
pub fn new_seq_iter(vm: &mut Vm, seq: Value) -> Res {
    new_seq_iter_of(vm, Kind::SEQ_ITER, seq)
}

/// A new reversed iterator of `kind` over the first `len` items of `seq`.
pub fn new_reversed_of(vm: &mut Vm, kind: Kind, seq: Value, len: i64) -> Res {
    let it = new_seq_iter_of(vm, kind, seq)?;
    SeqIter(it.offset()).set_position(&mut vm.heap, len - 1);
    Ok(it)
}

fn itself(_: &mut Vm, v: Value) -> Res {
    Ok(v)
}

fn list_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = SeqIter(v.offset());
    let Some(seq) = it.seq(&vm.heap) else { return Ok(None) };
    let i = it.index(&vm.heap);
    match list::get(&vm.heap, List(seq.offset()), i) {
        Some(value) => {
            it.set_index(&mut vm.heap, i + 1);
            Ok(Some(value))
        }
        None => {
            it.set_seq(&mut vm.heap, None);
            Ok(None)
        }
    }
}

/// `vm.next`, with a short way for the iterators that other iterators wrap most.
#[inline]
pub fn next(vm: &mut Vm, it: Value) -> Res<Option<Value>> {
    if it.is_object() {
        let class = vm.heap.u32(it.offset());
        if class == Kind::LIST_ITER.class()
            || class == Kind::RANGE_ITER.class()
            || class == Kind::TUPLE_ITER.class()
        {
            vm.charge(1)?;
        }
        if class == Kind::LIST_ITER.class() {
            return list_next(vm, it);
        }
        if class == Kind::RANGE_ITER.class() {
            return range_next(vm, it);
        }
        if class == Kind::TUPLE_ITER.class() {
            return tuple_next(vm, it);
        }
    }
    // Iterators of iterators nest natively: the depth is counted, so that it ends before the native stack does.
    nested(vm, "", |vm| vm.next(it))
}

/// Whether the next item of `it` comes without a call of Python.
#[inline]
pub fn is_plain(vm: &Vm, it: Value) -> bool {
    let class = vm.class_of(it);
    class == Kind::LIST_ITER.class() || class == Kind::RANGE_ITER.class()
}

fn tuple_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = SeqIter(v.offset());
    let Some(seq) = it.seq(&vm.heap) else { return Ok(None) };
    let (i, t) = (it.index(&vm.heap), Tuple(seq.offset()));
    if i < t.len(&vm.heap) {
        it.set_index(&mut vm.heap, i + 1);
        return Ok(Some(tuple::item(&vm.heap, t, i)));
    }
    it.set_seq(&mut vm.heap, None);
    Ok(None)
}

fn list_reversed_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = SeqIter(v.offset());
    let Some(seq) = it.seq(&vm.heap) else { return Ok(None) };
    let i = it.position(&vm.heap);
    if i >= 0
        && let Some(value) = list::get(&vm.heap, List(seq.offset()), i.min(u32::MAX as i64) as u32)
    {
        it.set_position(&mut vm.heap, i - 1);
        return Ok(Some(value));
    }
    it.set_seq(&mut vm.heap, None);
    Ok(None)
}

/// `seq[i]`; `None` at its IndexError or StopIteration.
fn item_or_end(vm: &mut Vm, seq: Value, i: Value) -> Res<Option<Value>> {
    match vm.get_item(seq, i) {
        Ok(value) => Ok(Some(value)),
        Err(_) if vm.clear_if(exc::INDEX_ERROR) || vm.clear_if(exc::STOP_ITERATION) => Ok(None),
        Err(raised) => Err(raised),
    }
}

fn seq_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = SeqIter(v.offset());
    let Some(seq) = it.seq(&vm.heap) else { return Ok(None) };
    let i = it.index(&vm.heap);
    let scope = vm.open_roots();
    vm.root(v);
    let result = item_or_end(vm, seq, Value::int(i as i64));
    vm.close_roots(scope);
    match result? {
        Some(value) => {
            it.set_index(&mut vm.heap, i.wrapping_add(1));
            Ok(Some(value))
        }
        None => {
            it.set_seq(&mut vm.heap, None);
            Ok(None)
        }
    }
}

fn reversed_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = SeqIter(v.offset());
    let Some(seq) = it.seq(&vm.heap) else { return Ok(None) };
    let i = it.position(&vm.heap);
    let scope = vm.open_roots();
    vm.root(v);
    let result = if i >= 0 { item_or_end(vm, seq, Value::int(i)) } else { Ok(None) };
    vm.close_roots(scope);
    match result? {
        Some(value) => {
            it.set_position(&mut vm.heap, i - 1);
            Ok(Some(value))
        }
        None => {
            it.set_seq(&mut vm.heap, None);
            Ok(None)
        }
    }
}

/// `reversed(value)`.
pub fn new_reversed(vm: &mut Vm, value: Value) -> Res {
    let class = vm.class_of(value);
    let name = vm.dunder_name(Dunder::Reversed);
    if let Some(found) = vm.type_lookup(class, name) {
        if found != statics::NONE {
            return vm.call(found, &[value]);
        }
    } else {
        let kind = vm.kind_of(value);
        let slots = vm.slots_of(kind);
        let native = slots.get_item.is_some() && slots.len.is_some() && kind != Kind::MAPPING_PROXY;
        let own = vm.overrides(class, Dunder::GetItem) && kind != Kind::DICT;
        if native || own {
            let len = vm.len(value)?;
            return new_reversed_of(vm, Kind::REVERSED, value, len as i64);
        }
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!("'{name}' object is not reversible")))
}

fn reversed_new(vm: &mut Vm, _class: u32, args: Args) -> Res {
    if args.kwnames != 0 {
        return Err(vm.type_error("reversed() takes no keyword arguments"));
    }
    if args.count != 1 {
        let n = args.count;
        return Err(vm.type_error(format!("reversed expected 1 argument, got {n}")));
    }
    let value = args.get(vm, 0);
    new_reversed(vm, value)
}

fn length_hint(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let it = SeqIter(v.offset());
    let Some(seq) = it.seq(&vm.heap) else { return vm.new_int(0) };
    let left = match vm.kind_of(v) {
        Kind::LIST_REVERSED | Kind::REVERSED => it.position(&vm.heap) + 1,
        Kind::LIST_ITER => List(seq.offset()).len(&vm.heap) as i64 - it.index(&vm.heap) as i64,
        Kind::TUPLE_ITER => Tuple(seq.offset()).len(&vm.heap) as i64 - it.index(&vm.heap) as i64,
        _ => vm.len(seq)? as i64 - it.index(&vm.heap) as i64,
    };
    vm.new_int(left.max(0))
}

/// An iterator over a range, from its start with its step.
pub fn new_range_iter(vm: &mut Vm, r: Range) -> Res {
    if let Some((start, step, count)) = range::small_parts(vm, r) {
        let it = RangeIter(vm.alloc(Kind::RANGE_ITER.class(), RangeIter::SIZE)?);
        it.set_next(&mut vm.heap, start);
        it.set_step(&mut vm.heap, step);
        it.set_left(&mut vm.heap, count);
        return Ok(it.value());
    }
    let words = [r.start(&vm.heap), r.step(&vm.heap), r.length(&vm.heap)];
    native::new(vm, Kind::LONG_RANGE_ITER.class(), &words)
}

fn range_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = RangeIter(v.offset());
    let left = it.left(&vm.heap);
    if left <= 0 {
        return Ok(None);
    }
    let n = it.next(&vm.heap);
    it.set_left(&mut vm.heap, left - 1);
    let step = it.step(&vm.heap);
    it.set_next(&mut vm.heap, n.wrapping_add(step));
    Ok(Value::small_int(n))
}

fn range_hint(vm: &mut Vm, args: Args) -> Res {
    let left = RangeIter(args.get(vm, 0).offset()).left(&vm.heap);
    vm.new_int(left)
}

fn long_range_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let (n, step) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    let left = native::value(&vm.heap, v, 2);
    if left == Value::int(0) {
        return Ok(None);
    }
    // Integers only: nothing here runs Python.
    let left = vm.binary(BinOp::Subtract, left, Value::int(1))?;
    let next = vm.binary(BinOp::Add, n, step)?;
    native::set(&mut vm.heap, v, 0, next);
    native::set(&mut vm.heap, v, 2, left);
    Ok(Some(n))
}

macro_rules! seq_type {
    ($(#[$doc:meta])* $name:ident $text:literal $next:ident) => {
        $(#[$doc])*
        pub static $name: TypeDef = TypeDef {
            kind: Kind::$name,
            name: $text,
            slots: Slots { iter: Some(itself), next: Some($next), ..Slots::NONE },
            methods: &[method("__length_hint__", length_hint, Sig::Exact(0))],
            ..TypeDef::DEFAULT
        };
    };
}

seq_type!(/// Over a list.
    LIST_ITER "list_iterator" list_next);
seq_type!(/// Over a tuple.
    TUPLE_ITER "tuple_iterator" tuple_next);
seq_type!(/// Over anything with `__getitem__`.
    SEQ_ITER "iterator" seq_next);
seq_type!(/// Over a list, backwards.
    LIST_REVERSED "list_reverseiterator" list_reversed_next);

/// `reversed`.
pub static REVERSED: TypeDef = TypeDef {
    kind: Kind::REVERSED,
    name: "reversed",
    subclassable: true,
    slots: Slots { iter: Some(itself), next: Some(reversed_next), new: Some(reversed_new), ..Slots::NONE },
    methods: &[method("__length_hint__", length_hint, Sig::Exact(0))],
    ..TypeDef::DEFAULT
};

/// Over a range.
pub static RANGE_ITER: TypeDef = TypeDef {
    kind: Kind::RANGE_ITER,
    name: "range_iterator",
    slots: Slots { iter: Some(itself), next: Some(range_next), ..Slots::NONE },
    methods: &[method("__length_hint__", range_hint, Sig::Exact(0))],
    ..TypeDef::DEFAULT
};

/// Over a range of big numbers.
pub static LONG_RANGE_ITER: TypeDef = TypeDef {
    kind: Kind::LONG_RANGE_ITER,
    name: "longrange_iterator",
    slots: Slots { iter: Some(itself), next: Some(long_range_next), ..Slots::NONE },
    ..TypeDef::DEFAULT
};
