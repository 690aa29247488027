//! `range`, of any integers.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::heap::layout::{Range, Slice, Tuple};
use crate::heap::value::{INT_MAX, INT_MIN};
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::objects::int;
use crate::objects::sequence::{has_index, items_equal, push_repr};
use crate::objects::slots::{Args, Compare, HashSlot, Sig, Slots, TypeDef, member, method};
use crate::objects::str::StrBuf;
use crate::objects::{iterators, slice, tuple};
use crate::vm::Vm;

fn part(v: Option<Value>) -> Value {
    v.unwrap_or(Value::int(0))
}

/// Start, step and length, if all of the range's numbers (and the one behind the last) are small ints.
pub fn small_parts(vm: &Vm, r: Range) -> Option<(i64, i64, i64)> {
    let m = &vm.heap;
    let start = part(r.start(m)).as_small_int()?;
    let step = part(r.step(m)).as_small_int()?;
    let count = part(r.length(m)).as_small_int()?;
    let end = start.checked_add(step.checked_mul(count)?)?;
    ((INT_MIN..=INT_MAX).contains(&end)).then_some((start, step, count))
}

fn big(vm: &Vm, v: Value) -> BigInt {
    int::to_bigint(vm, v).unwrap_or_default()
}

/// A new range of three ints.
fn make(vm: &mut Vm, start: Value, stop: Value, step: Value) -> Res {
    if step == Value::int(0) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    let length = match (start.as_small_int(), stop.as_small_int(), step.as_small_int()) {
        (Some(start), Some(stop), Some(step)) => {
            let (start, stop, step) = (start as i128, stop as i128, step as i128);
            let (span, stride) = if step > 0 { (stop - start, step) } else { (start - stop, -step) };
            let n = if span <= 0 { 0 } else { (span - 1) / stride + 1 };
            match i64::try_from(n).ok().and_then(Value::small_int) {
                Some(n) => n,
                None => vm.new_bigint(BigInt::from(n))?,
            }
        }
        _ => {
            let (a, b, s) = (big(vm, start), big(vm, stop), big(vm, step));
            let (span, stride) = if s.is_positive() { (b - a, s) } else { (a - b, -s) };
            let n = if span.is_positive() { (span - 1) / stride + 1 } else { BigInt::zero() };
            vm.new_bigint(n)?
        }
    };
    let r = Range(vm.alloc(Kind::RANGE.class(), Range::SIZE)?);
    r.set_start(&mut vm.heap, start);
    r.set_stop(&mut vm.heap, stop);
    r.set_step(&mut vm.heap, step);
    r.set_length(&mut vm.heap, length);
    Ok(r.value())
}

fn type_new(vm: &mut Vm, _class: u32, args: Args) -> Res {
    if args.kwnames != 0 {
        return Err(vm.type_error("range() takes no keyword arguments"));
    }
    let n = args.count;
    if n == 0 {
        return Err(vm.type_error("range expected at least 1 argument, got 0"));
    }
    if n > 3 {
        return Err(vm.type_error(format!("range expected at most 3 arguments, got {n}")));
    }
    vm.with_roots(|vm| {
        let mut parts = [Value::int(0); 3];
        for i in 0..n {
            let v = args.get(vm, i);
            let v = vm.index(v)?;
            parts[i as usize] = vm.root(v);
        }
        match n {
            1 => make(vm, Value::int(0), parts[0], Value::int(1)),
            2 => make(vm, parts[0], parts[1], Value::int(1)),
            _ => make(vm, parts[0], parts[1], parts[2]),
        }
    })
}

fn length(vm: &mut Vm, v: Value) -> Res<usize> {
    let n = part(Range(v.offset()).length(&vm.heap));
    match int::as_i64(vm, n) {
        Some(n) => Ok(n as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// The `i`th number; `i` may be negative.
fn number_at(vm: &mut Vm, r: Range, i: Value) -> Res {
    if let (Some((start, step, count)), Some(i)) = (small_parts(vm, r), i.as_small_int()) {
        let i = if i < 0 { i + count } else { i };
        if i < 0 || i >= count {
            return Err(out_of_range(vm));
        }
        return Ok(Value::int(start + i * step));
    }
    let (length, mut i) = (big(vm, part(r.length(&vm.heap))), big(vm, i));
    if i.is_negative() {
        i += &length;
    }
    if i.is_negative() || i >= length {
        return Err(out_of_range(vm));
    }
    let (start, step) = (big(vm, part(r.start(&vm.heap))), big(vm, part(r.step(&vm.heap))));
    vm.new_bigint(start + i * step)
}

#[cold]
fn out_of_range(vm: &mut Vm) -> Raised {
    vm.index_error("range object index out of range")
}

fn get_item(vm: &mut Vm, v: Value, key: Value) -> Res {
    let r = Range(v.offset());
    if let Some(s) = vm.as_kind(key, Kind::SLICE) {
        return select(vm, r, Slice(s));
    }
    if !has_index(vm, key) {
        let name = vm.type_name(key);
        return Err(vm.type_error(format!("range indices must be integers or slices, not {name}")));
    }
    let i = vm.index(key)?;
    number_at(vm, r, i)
}

/// The range that a slice of this one is.
fn select(vm: &mut Vm, r: Range, s: Slice) -> Res {
    if let Some((start, step, count)) = small_parts(vm, r)
        && count <= u32::MAX as i64
    {
        let parts = slice::unpack(vm, s)?;
        let s = slice::adjust(parts, count as u32);
        let at = |i: i64| start as i128 + step as i128 * i as i128;
        let made = [at(s.start), at(s.stop), step as i128 * s.step as i128];
        return vm.with_roots(|vm| {
            let mut values = [Value::int(0); 3];
            for (value, n) in values.iter_mut().zip(made) {
                *value = vm.new_bigint(BigInt::from(n))?;
            }
            make(vm, values[0], values[1], values[2])
        });
    }
    let length = part(r.length(&vm.heap));
    let parts = vm.call_method(s.value(), "indices", &[length])?;
    let indices = Tuple(parts.offset());
    let at = |vm: &Vm, i| big(vm, tuple::item(&vm.heap, indices, i));
    let (low, high, by) = (at(vm, 0), at(vm, 1), at(vm, 2));
    let (start, step) = (big(vm, part(r.start(&vm.heap))), big(vm, part(r.step(&vm.heap))));
    let first = vm.new_bigint(&start + low * &step)?;
    let last = vm.new_bigint(start + high * &step)?;
    let step = vm.new_bigint(step * by)?;
    make(vm, first, last, step)
}

/// Where an int lies in the range.
fn find(vm: &Vm, r: Range, wanted: Value) -> Option<BigInt> {
    if let (Some((start, step, count)), Some(n)) = (small_parts(vm, r), wanted.as_small_int()) {
        let away = n.checked_sub(start)?;
        let i = away / step;
        return (away % step == 0 && i >= 0 && i < count).then(|| BigInt::from(i));
    }
    let start = big(vm, part(r.start(&vm.heap)));
    let step = big(vm, part(r.step(&vm.heap)));
    let away = big(vm, wanted) - start;
    let i = &away / &step;
    let inside = (&away % &step).is_zero() && !i.is_negative() && i < big(vm, part(r.length(&vm.heap)));
    inside.then_some(i)
}

/// Whether a value can be looked for by arithmetic.
fn is_plain_int(vm: &Vm, v: Value) -> bool {
    v.is_small_int() || vm.is_exact(v, Kind::INT) || vm.is_exact(v, Kind::BOOL)
}

/// Looks for a value of another type, item by item: its place, or nothing; `count`: how many there are.
fn search(vm: &mut Vm, r: Range, wanted: Value, count: bool) -> Res<(i64, Option<i64>)> {
    vm.with_roots(|vm| {
        let it = iterators::new_range_iter(vm, r)?;
        vm.root(it);
        let (mut i, mut found) = (0, 0);
        while let Some(n) = vm.next(it)? {
            if items_equal(vm, n, wanted)? {
                if !count {
                    return Ok((1, Some(i)));
                }
                found += 1;
            }
            i += 1;
        }
        Ok((found, None))
    })
}

fn contains(vm: &mut Vm, v: Value, wanted: Value) -> Res<bool> {
    let r = Range(v.offset());
    if is_plain_int(vm, wanted) {
        return Ok(find(vm, r, wanted).is_some());
    }
    Ok(search(vm, r, wanted, false)?.1.is_some())
}

fn count(vm: &mut Vm, args: Args) -> Res {
    let (r, wanted) = (Range(args.get(vm, 0).offset()), args.get(vm, 1));
    let n = if is_plain_int(vm, wanted) {
        find(vm, r, wanted).is_some() as i64
    } else {
        search(vm, r, wanted, true)?.0
    };
    vm.new_int(n)
}

fn index(vm: &mut Vm, args: Args) -> Res {
    let (r, wanted) = (Range(args.get(vm, 0).offset()), args.get(vm, 1));
    if is_plain_int(vm, wanted) {
        if let Some(i) = find(vm, r, wanted) {
            return vm.new_bigint(i);
        }
        let mut buf = StrBuf::new();
        push_repr(vm, &mut buf, wanted)?;
        buf.push_str(" is not in range");
        let message = vm.new_str_buf(&buf)?;
        return Err(vm.raise_with(crate::objects::exception_types::exc::VALUE_ERROR, &[message]));
    }
    match search(vm, r, wanted, false)?.1 {
        Some(i) => vm.new_int(i),
        None => Err(vm.value_error("sequence.index(x): x not in sequence")),
    }
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    let r = Range(v.offset());
    let mut buf = StrBuf::new();
    buf.push_str("range(");
    let (start, stop, step) = (part(r.start(&vm.heap)), part(r.stop(&vm.heap)), part(r.step(&vm.heap)));
    push_repr(vm, &mut buf, start)?;
    buf.push_str(", ");
    push_repr(vm, &mut buf, stop)?;
    if step != Value::int(1) {
        buf.push_str(", ");
        push_repr(vm, &mut buf, step)?;
    }
    buf.push_str(")");
    vm.new_str_buf(&buf)
}

/// What decides equality and the hash: length, start and step, as far as they matter.
fn identity(vm: &mut Vm, r: Range) -> Res {
    let length = part(r.length(&vm.heap));
    let start = if length == Value::int(0) { statics::NONE } else { part(r.start(&vm.heap)) };
    let few = length == Value::int(0) || length == Value::int(1);
    let step = if few { statics::NONE } else { part(r.step(&vm.heap)) };
    vm.new_tuple(&[length, start, step])
}

fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    let t = identity(vm, Range(v.offset()))?;
    tuple::hash_items(vm, Tuple(t.offset()))
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if !matches!(op, Compare::Eq | Compare::Ne) || vm.kind_of(b) != Kind::RANGE {
        return Ok(None);
    }
    let x = identity(vm, Range(a.offset()))?;
    let y = identity(vm, Range(b.offset()))?;
    vm.rich_compare(op, x, y).map(Some)
}

fn reversed(vm: &mut Vm, args: Args) -> Res {
    let r = Range(args.get(vm, 0).offset());
    if part(r.length(&vm.heap)) == Value::int(0) {
        return iterators::new_range_iter(vm, r);
    }
    let last = number_at(vm, r, Value::int(-1))?;
    let (start, step) = (big(vm, part(r.start(&vm.heap))), big(vm, part(r.step(&vm.heap))));
    let stop = vm.new_bigint(start - &step)?;
    let step = vm.new_bigint(-step)?;
    let back = make(vm, last, stop, step)?;
    iterators::new_range_iter(vm, Range(back.offset()))
}

fn reduce(vm: &mut Vm, args: Args) -> Res {
    let r = Range(args.get(vm, 0).offset());
    let parts = [part(r.start(&vm.heap)), part(r.stop(&vm.heap)), part(r.step(&vm.heap))];
    let parts = vm.new_tuple(&parts)?;
    vm.new_tuple(&[Value::object(Kind::RANGE.class()), parts])
}

/// `sum(range)` and the like may ask for the length beyond an index: as a number, if it fits 64 bits.
pub fn length_i64(vm: &Vm, r: Range) -> Option<i64> {
    int::to_bigint(vm, part(r.length(&vm.heap)))?.to_i64()
}

/// The type `range`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::RANGE,
    name: "range",
    doc: Some("The integers from start (0) to stop, stop not included, by step (1)."),
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::By(hash),
        compare: Some(compare),
        truth: Some(|vm, v| Ok(part(Range(v.offset()).length(&vm.heap)) != Value::int(0))),
        len: Some(length),
        get_item: Some(get_item),
        contains: Some(contains),
        iter: Some(|vm, v| iterators::new_range_iter(vm, Range(v.offset()))),
        new: Some(type_new),
        ..Slots::NONE
    },
    methods: &[
        method("count", count, Sig::Exact(1)),
        method("index", index, Sig::Exact(1)),
        method("__reversed__", reversed, Sig::Exact(0)),
        method("__reduce__", reduce, Sig::Exact(0)),
    ],
    attributes: &[
        member("start", |vm, v| Ok(part(Range(v.offset()).start(&vm.heap)))),
        member("stop", |vm, v| Ok(part(Range(v.offset()).stop(&vm.heap)))),
        member("step", |vm, v| Ok(part(Range(v.offset()).step(&vm.heap)))),
    ],
    ..TypeDef::DEFAULT
};
