//! `tuple`.

use crate::bytecode::hash::{self, TupleHash};
use crate::heap::bounds::every;
use crate::heap::layout::{List, Slice, Tuple};
use crate::heap::memory::Memory;
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dict::is_exact_str;
use crate::objects::sequence::{
    clip_bound, compare_sequences, guarded_repr, has_index, items_equal, position, push_reprs, tuple_item,
    with_depth,
};
use crate::objects::slice::{self, Selection};
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Sig, Slots, TypeDef, method};
use crate::objects::str::StrBuf;
use crate::objects::{iterators, list};
use crate::vm::Vm;

/// Offset of the first item.
pub const ITEMS: u32 = Tuple::SIZE;

/// A new tuple of `n` items, of exactly the type `tuple`, its items not set yet: nothing may run Python before they
/// all are. For `n` = 0 the one empty tuple.
#[inline]
pub fn alloc(vm: &mut Vm, n: usize) -> Res<Tuple> {
    if n == 0 {
        return Ok(Tuple(statics::EMPTY_TUPLE.offset()));
    }
    let bytes = n as u64 * 8 + ITEMS as u64;
    if bytes > u32::MAX as u64 / 2 {
        return Err(vm.memory_error());
    }
    let cell = vm.alloc_buffer(bytes as u32)?;
    vm.heap.set_u32(cell, Kind::TUPLE.class());
    vm.heap.set_u32(cell + 4, n as u32);
    Ok(Tuple(cell))
}

/// Sets an item of a tuple that was just made.
#[inline(always)]
pub fn set(m: &mut Memory, t: Tuple, i: u32, value: Value) {
    m.set_u64(t.0.wrapping_add(ITEMS).wrapping_add(i.wrapping_mul(8)), value.word());
}

/// The `i`th item, which the caller knows to exist.
#[inline(always)]
pub fn item(m: &Memory, t: Tuple, i: u32) -> Value {
    let word = m.u64(t.0.wrapping_add(ITEMS).wrapping_add(i.wrapping_mul(8)));
    Value::from_word(word).unwrap_or(statics::NONE)
}

/// Number of items.
#[inline(always)]
pub fn len(vm: &Vm, v: Value) -> u32 {
    Tuple(v.offset()).len(&vm.heap)
}

/// The items of a tuple (or of a subclass's instance).
pub fn items(vm: &Vm, v: Value) -> Vec<Value> {
    let t = Tuple(v.offset());
    (0..t.len(&vm.heap)).map(|i| item(&vm.heap, t, i)).collect()
}

/// The tuple behind a value, subclasses included.
#[inline(always)]
pub fn as_tuple(vm: &Vm, v: Value) -> Option<Tuple> {
    vm.as_kind(v, Kind::TUPLE).map(Tuple)
}

/// A new tuple of the `n` words at `from`, which must stay where they are.
pub fn from_words(vm: &mut Vm, from: u32, n: u32) -> Res<Value> {
    let t = alloc(vm, n as usize)?;
    vm.heap.copy(t.0 + ITEMS, from, n * 8);
    Ok(t.value())
}

impl Vm {
    /// A new tuple.
    #[inline]
    pub fn new_tuple(&mut self, items: &[Value]) -> Res {
        let t = alloc(self, items.len())?;
        for (i, value) in items.iter().enumerate() {
            every(i as u32);
            set(&mut self.heap, t, i as u32, *value);
        }
        Ok(t.value())
    }
}

/// The hash of a tuple's items: CPython's, so that sets of tuples iterate in its order.
pub fn hash_items(vm: &mut Vm, t: Tuple) -> Res<i64> {
    hash_lanes(vm, t, true)
}

/// The same; slices leave out the length.
pub fn hash_lanes(vm: &mut Vm, t: Tuple, with_length: bool) -> Res<i64> {
    let len = t.len(&vm.heap);
    let mut sum = TupleHash::new();
    for i in 0..len {
        every(i);
        let value = item(&vm.heap, t, i);
        sum.item(match value.as_small_int() {
            Some(n) => hash::int(n) as u64,
            None if is_exact_str(&vm.heap, value) => vm.str_hash(value)?,
            None => with_depth(vm, |vm| vm.hash(value))? as u64,
        });
    }
    Ok(sum.finish(with_length.then_some(len as u64)))
}

fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    hash_items(vm, Tuple(v.offset()))
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    let n = len(vm, v);
    if n == 0 {
        return vm.new_str("()");
    }
    guarded_repr(vm, v, "(...)", |vm| {
        let mut buf = StrBuf::new();
        buf.push_str("(");
        push_reprs(vm, &mut buf, v, tuple_item)?;
        buf.push_str(if n == 1 { ",)" } else { ")" });
        vm.new_str_buf(&buf)
    })
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if vm.as_kind(b, Kind::TUPLE).is_none() {
        return Ok(None);
    }
    compare_sequences(vm, op, a, b, len, tuple_item).map(Some)
}

fn get_item(vm: &mut Vm, v: Value, key: Value) -> Res {
    let t = Tuple(v.offset());
    if let Some(i) = key.as_small_int() {
        return match position(i, t.len(&vm.heap)) {
            Some(i) => Ok(item(&vm.heap, t, i)),
            None => Err(vm.index_error("tuple index out of range")),
        };
    }
    if let Some(slice) = vm.as_kind(key, Kind::SLICE) {
        let s = slice::select(vm, Slice(slice), |vm| t.len(&vm.heap))?;
        return take(vm, v, s);
    }
    if !has_index(vm, key) {
        let name = vm.type_name(key);
        return Err(vm.type_error(format!("tuple indices must be integers or slices, not {name}")));
    }
    let i = vm.index_i64(key)?;
    match position(i, t.len(&vm.heap)) {
        Some(i) => Ok(item(&vm.heap, t, i)),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

/// The items that a slice selects. All of an exact tuple is the tuple itself.
fn take(vm: &mut Vm, v: Value, s: Selection) -> Res {
    let t = Tuple(v.offset());
    if s.step == 1 && s.count == t.len(&vm.heap) && vm.is_exact(v, Kind::TUPLE) {
        return Ok(v);
    }
    if s.step == 1 {
        return from_words(vm, t.0 + ITEMS + s.start as u32 * 8, s.count);
    }
    let new = alloc(vm, s.count as usize)?;
    for i in 0..s.count {
        every(i);
        let value = item(&vm.heap, t, (s.start + i as i64 * s.step) as u32);
        set(&mut vm.heap, new, i, value);
    }
    Ok(new.value())
}

/// Two tuples' items in one.
fn concat(vm: &mut Vm, a: Value, b: Value) -> Res {
    let (n, k) = (len(vm, a), len(vm, b));
    if n == 0 && vm.is_exact(b, Kind::TUPLE) {
        return Ok(b);
    }
    if k == 0 && vm.is_exact(a, Kind::TUPLE) {
        return Ok(a);
    }
    let new = alloc(vm, n as usize + k as usize)?;
    vm.heap.copy(new.0 + ITEMS, a.offset() + ITEMS, n * 8);
    vm.heap.copy(new.0 + ITEMS + n * 8, b.offset() + ITEMS, k * 8);
    Ok(new.value())
}

fn repeat(vm: &mut Vm, v: Value, times: Value) -> Res {
    let times = list::repeat_count(vm, times)?;
    let n = len(vm, v);
    if (n == 0 || times == 1) && vm.is_exact(v, Kind::TUPLE) {
        return Ok(v);
    }
    let total = (n as u64).saturating_mul(times);
    if total > list::MAX_LEN as u64 {
        return Err(vm.memory_error());
    }
    let new = alloc(vm, total as usize)?;
    list::fill_repeated(&mut vm.heap, new.0 + ITEMS, v.offset() + ITEMS, n, times as u32);
    Ok(new.value())
}

fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let (left, right) = (as_tuple(vm, a).is_some(), as_tuple(vm, b).is_some());
    match op {
        BinOp::Add if left && right => concat(vm, a, b).map(Some),
        BinOp::Multiply if left && !right && has_index(vm, b) => repeat(vm, a, b).map(Some),
        BinOp::Multiply if right && !left && has_index(vm, a) => repeat(vm, b, a).map(Some),
        _ => Ok(None),
    }
}

fn contains(vm: &mut Vm, v: Value, wanted: Value) -> Res<bool> {
    let t = Tuple(v.offset());
    for i in 0..t.len(&vm.heap) {
        every(i);
        let value = item(&vm.heap, t, i);
        if items_equal(vm, value, wanted)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn count(vm: &mut Vm, args: Args) -> Res {
    let (t, wanted) = (Tuple(args.get(vm, 0).offset()), args.get(vm, 1));
    let mut n = 0;
    for i in 0..t.len(&vm.heap) {
        every(i);
        let value = item(&vm.heap, t, i);
        n += items_equal(vm, value, wanted)? as i64;
    }
    vm.new_int(n)
}

fn index(vm: &mut Vm, args: Args) -> Res {
    let (t, wanted) = (Tuple(args.get(vm, 0).offset()), args.get(vm, 1));
    let len = t.len(&vm.heap);
    let start = match args.opt(vm, 2) {
        Some(start) => clip_bound(vm, start, len)?,
        None => 0,
    };
    let stop = match args.opt(vm, 3) {
        Some(stop) => clip_bound(vm, stop, len)?,
        None => len,
    };
    for i in start..stop {
        every(i);
        let value = item(&vm.heap, t, i);
        if items_equal(vm, value, wanted)? {
            return vm.new_int(i as i64);
        }
    }
    Err(vm.value_error("tuple.index(x): x not in tuple"))
}

/// A tuple of the items of any iterable; an exact tuple is given back itself.
pub fn from_iterable(vm: &mut Vm, iterable: Value) -> Res {
    if vm.is_exact(iterable, Kind::TUPLE) {
        return Ok(iterable);
    }
    if vm.is_exact(iterable, Kind::LIST) {
        let source = List(iterable.offset());
        let (items, n) = (source.items(&vm.heap), source.len(&vm.heap));
        return from_words(vm, items, n);
    }
    let items = list::collect(vm, iterable)?;
    let (from, n) = (items.items(&vm.heap), items.len(&vm.heap));
    from_words(vm, from, n)
}

/// An instance of a subclass with the items of the tuple `t`.
fn instance(vm: &mut Vm, class: u32, t: Value) -> Res {
    let n = len(vm, t);
    // Behind the items lies the offset of the instance's dict, where the class gives it one.
    let bytes = n * 8 + ITEMS;
    let object = vm.alloc_sized(class, bytes)?;
    vm.heap.set_u32(object + 4, n);
    vm.heap.copy(object + ITEMS, t.offset() + ITEMS, n * 8);
    Ok(Value::object(object))
}

fn type_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    if class == Kind::TUPLE.class() && args.kwnames != 0 {
        return Err(vm.type_error("tuple() takes no keyword arguments"));
    }
    if args.count > 1 {
        let n = args.count;
        return Err(vm.type_error(format!("tuple expected at most 1 argument, got {n}")));
    }
    let t = match args.opt(vm, 0) {
        Some(iterable) => from_iterable(vm, iterable)?,
        None => statics::EMPTY_TUPLE,
    };
    if class == Kind::TUPLE.class() { Ok(t) } else { instance(vm, class, t) }
}

fn get_new_args(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let (from, n) = (v.offset() + ITEMS, len(vm, v));
    let t = from_words(vm, from, n)?;
    vm.new_tuple(&[t])
}

/// The type `tuple`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::TUPLE,
    name: "tuple",
    doc: Some("An immutable sequence: tuple() is empty, tuple(iterable) holds its items."),
    subclassable: true,
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::By(hash),
        compare: Some(compare),
        len: Some(|vm, v| Ok(len(vm, v) as usize)),
        get_item: Some(get_item),
        contains: Some(contains),
        iter: Some(|vm, v| iterators::new_seq_iter_of(vm, Kind::TUPLE_ITER, v)),
        binary: Some(binary),
        new: Some(type_new),
        ..Slots::NONE
    },
    binary: &[BinOp::Add, BinOp::Multiply],
    methods: &[
        method("count", count, Sig::Exact(1)),
        method("index", index, Sig::Range(1, 3)),
        method("__getnewargs__", get_new_args, Sig::Exact(0)),
    ],
    ..TypeDef::DEFAULT
};
