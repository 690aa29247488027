//! `slice`, and what a slice selects.

use crate::heap::layout::{BigInt, Slice, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::sequence::{has_index, push_repr};
use crate::objects::slots::{Args, Compare, HashSlot, Sig, Slots, TypeDef, member, method};
use crate::objects::str::StrBuf;
use crate::objects::tuple;
use crate::vm::Vm;

/// What a slice selects from a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The first index.
    pub start: i64,
    /// The bound (for a negative step maybe -1).
    pub stop: i64,
    /// The step, never 0.
    pub step: i64,
    /// How many items.
    pub count: u32,
}

/// A new slice.
pub fn new(vm: &mut Vm, start: Value, stop: Value, step: Value) -> Res {
    let slice = Slice(vm.alloc(Kind::SLICE.class(), Slice::SIZE)?);
    slice.set_start(&mut vm.heap, start);
    slice.set_stop(&mut vm.heap, stop);
    slice.set_step(&mut vm.heap, step);
    Ok(slice.value())
}

/// The integer behind an index, clipped to 64 bits.
pub fn clipped_index(vm: &mut Vm, v: Value) -> Res<i64> {
    if let Some(n) = v.as_small_int() {
        return Ok(n);
    }
    if !has_index(vm, v) {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    let index = vm.index(v)?;
    Ok(match crate::objects::int::as_i64(vm, index) {
        Some(n) => n.clamp(-i64::MAX, i64::MAX),
        None if BigInt(index.offset()).negative(&vm.heap) != 0 => -i64::MAX,
        None => i64::MAX,
    })
}

/// The three numbers of a slice, before a length is known. May run Python (`__index__`).
pub fn unpack(vm: &mut Vm, slice: Slice) -> Res<(Option<i64>, Option<i64>, i64)> {
    let plain = |v: Value| v == statics::NONE || v.is_small_int();
    if parts(vm, slice.value()).into_iter().all(plain) {
        return unpack_parts(vm, slice);
    }
    // An `__index__` in Python may collect, and an instruction's own slice is nowhere else.
    vm.with_roots(|vm| {
        vm.root(slice.value());
        unpack_parts(vm, slice)
    })
}

fn unpack_parts(vm: &mut Vm, slice: Slice) -> Res<(Option<i64>, Option<i64>, i64)> {
    let part = |vm: &mut Vm, v: Option<Value>| match v {
        None => Ok(None),
        Some(v) if v == statics::NONE => Ok(None),
        Some(v) if v.is_small_int() => Ok(v.as_small_int()),
        // Nobody else may hold the slice.
        Some(v) => vm.with_roots(|vm| {
            vm.root(slice.value());
            clipped_index(vm, v).map(Some)
        }),
    };
    let v = slice.step(&vm.heap);
    let step = part(vm, v)?.unwrap_or(1);
    if step == 0 {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let v = slice.start(&vm.heap);
    let start = part(vm, v)?;
    let v = slice.stop(&vm.heap);
    let stop = part(vm, v)?;
    Ok((start, stop, step))
}

/// Fits unpacked numbers to a length.
pub fn adjust(parts: (Option<i64>, Option<i64>, i64), len: u32) -> Selection {
    let (start, stop, step) = parts;
    let len = len as i64;
    let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let clip = |i: i64| if i < 0 { i.saturating_add(len).max(low) } else { i.min(high) };
    let start = start.map_or(if step < 0 { high } else { low }, clip);
    let stop = stop.map_or(if step < 0 { low } else { high }, clip);
    let count = if step < 0 {
        if stop < start { (start - stop - 1) / -step + 1 } else { 0 }
    } else if start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    Selection { start, stop, step, count: count as u32 }
}

/// What `slice` selects from a sequence whose length `len` gives once the slice's `__index__` calls are done.
pub fn select(vm: &mut Vm, slice: Slice, len: impl FnOnce(&Vm) -> u32) -> Res<Selection> {
    let parts = unpack(vm, slice)?;
    Ok(adjust(parts, len(vm)))
}

fn part(v: Option<Value>) -> Value {
    v.unwrap_or(statics::NONE)
}

fn parts(vm: &Vm, v: Value) -> [Value; 3] {
    let slice = Slice(v.offset());
    [part(slice.start(&vm.heap)), part(slice.stop(&vm.heap)), part(slice.step(&vm.heap))]
}

fn type_new(vm: &mut Vm, _class: u32, args: Args) -> Res {
    if args.kwnames != 0 {
        return Err(vm.type_error("slice() takes no keyword arguments"));
    }
    match args.count {
        0 => Err(vm.type_error("slice expected at least 1 argument, got 0")),
        1 => {
            let stop = args.get(vm, 0);
            new(vm, statics::NONE, stop, statics::NONE)
        }
        2 | 3 => {
            let (start, stop) = (args.get(vm, 0), args.get(vm, 1));
            let step = args.opt(vm, 2).unwrap_or(statics::NONE);
            new(vm, start, stop, step)
        }
        n => Err(vm.type_error(format!("slice expected at most 3 arguments, got {n}"))),
    }
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    let mut buf = StrBuf::new();
    buf.push_str("slice(");
    for (i, part) in parts(vm, v).into_iter().enumerate() {
        if i > 0 {
            buf.push_str(", ");
        }
        push_repr(vm, &mut buf, part)?;
    }
    buf.push_str(")");
    vm.new_str_buf(&buf)
}

fn as_tuple(vm: &mut Vm, v: Value) -> Res {
    let parts = parts(vm, v);
    vm.new_tuple(&parts)
}

fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    let t = as_tuple(vm, v)?;
    vm.with_roots(|vm| {
        vm.root(t);
        tuple::hash_lanes(vm, Tuple(t.offset()), false)
    })
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if vm.kind_of(b) != Kind::SLICE {
        return Ok(None);
    }
    vm.with_roots(|vm| {
        let x = as_tuple(vm, a)?;
        vm.root(x);
        let y = as_tuple(vm, b)?;
        vm.root(y);
        vm.rich_compare(op, x, y).map(Some)
    })
}

fn indices(vm: &mut Vm, args: Args) -> Res {
    let (this, len) = (args.get(vm, 0), args.get(vm, 1));
    let len = vm.index(len)?;
    let Some(len) = crate::objects::int::as_i64(vm, len).filter(|n| *n <= u32::MAX as i64) else {
        return big_indices(vm, Slice(this.offset()), len);
    };
    if len < 0 {
        return Err(vm.value_error("length should not be negative"));
    }
    let parts = unpack(vm, Slice(this.offset()))?;
    let s = adjust(parts, len as u32);
    let items = [vm.new_int(s.start)?, vm.new_int(s.stop)?, vm.new_int(s.step)?];
    vm.new_tuple(&items)
}

/// `indices` for lengths beyond any sequence: the same in unlimited integers.
fn big_indices(vm: &mut Vm, slice: Slice, len: Value) -> Res {
    use num_bigint::BigInt;
    use num_traits::{Signed, Zero};
    let big = |vm: &mut Vm, v: Value| -> Res<Option<BigInt>> {
        if v == statics::NONE {
            return Ok(None);
        }
        if !has_index(vm, v) {
            return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
        }
        let v = vm.index(v)?;
        Ok(crate::objects::int::to_bigint(vm, v))
    };
    let len = big(vm, len)?.unwrap_or_default();
    if len.is_negative() {
        return Err(vm.value_error("length should not be negative"));
    }
    let [start, stop, step] = parts(vm, slice.value());
    let step = big(vm, step)?.unwrap_or_else(|| BigInt::from(1));
    if step.is_zero() {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let down = step.is_negative();
    let (low, high) = if down { (BigInt::from(-1), &len - 1) } else { (BigInt::zero(), len.clone()) };
    let clip = |i: BigInt| if i.is_negative() { (i + &len).max(low.clone()) } else { i.min(high.clone()) };
    let start = big(vm, start)?.map_or(if down { high.clone() } else { low.clone() }, &clip);
    let stop = big(vm, stop)?.map_or(if down { low.clone() } else { high.clone() }, &clip);
    let items = [vm.new_bigint(start)?, vm.new_bigint(stop)?, vm.new_bigint(step)?];
    vm.new_tuple(&items)
}

/// The type `slice`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::SLICE,
    name: "slice",
    doc: Some("What a[start:stop:step] passes to __getitem__."),
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::By(hash),
        compare: Some(compare),
        new: Some(type_new),
        ..Slots::NONE
    },
    methods: &[method("indices", indices, Sig::Exact(1))],
    attributes: &[
        member("start", |vm, v| Ok(parts(vm, v)[0])),
        member("stop", |vm, v| Ok(parts(vm, v)[1])),
        member("step", |vm, v| Ok(parts(vm, v)[2])),
    ],
    ..TypeDef::DEFAULT
};
