//! What lists, tuples and other containers share: comparisons without calls where the types are known, item-wise
//! comparison, indices, and the guard against endless `repr`s.

use std::cmp::Ordering;

use crate::heap::bounds::every;
use crate::heap::layout::{Float, Tuple};
use crate::heap::memory::Memory;
use crate::heap::{Kind, Res, Value};
use crate::objects::dict::{is_exact_str, quick_eq};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::slots::Compare;
use crate::objects::str::StrBuf;
use crate::objects::{list, tuple};
use crate::vm::Vm;

/// `a is b or a == b`; calls Python only where the types are not known.
#[inline(always)]
pub fn items_equal(vm: &mut Vm, a: Value, b: Value) -> Res<bool> {
    if a == b {
        return Ok(true);
    }
    match quick_eq(vm, a, b) {
        Some(equal) => Ok(equal),
        None => vm.eq(a, b),
    }
}

/// The number of a value of exactly the type float.
#[inline(always)]
pub fn exact_float(m: &Memory, v: Value) -> Option<f64> {
    if let Some(x) = v.as_small_float() {
        return Some(x);
    }
    if v.is_object() && m.u32(v.offset()) == Kind::FLOAT.class() {
        return Some(Float(v.offset()).number(m));
    }
    None
}

/// How two values of known types compare, without calling anything; `None` if that cannot be said.
pub fn compare_known(vm: &Vm, a: Value, b: Value, depth: u32) -> Option<Ordering> {
    if let (Some(x), Some(y)) = (a.as_small_int(), b.as_small_int()) {
        return Some(x.cmp(&y));
    }
    if is_exact_str(&vm.heap, a) && is_exact_str(&vm.heap, b) {
        return Some(if a == b { Ordering::Equal } else { vm.str_cmp(a, b) });
    }
    let m = &vm.heap;
    let number = |v: Value| match v.as_small_int() {
        Some(n) if n.unsigned_abs() < 1 << 53 => Some(n as f64),
        Some(_) => None,
        None => exact_float(m, v),
    };
    if let (Some(x), Some(y)) = (number(a), number(b)) {
        return x.partial_cmp(&y);
    }
    let is_tuple = |v: Value| v.is_object() && m.u32(v.offset()) == Kind::TUPLE.class();
    if is_tuple(a) && is_tuple(b) && depth < 8 {
        let (a, b) = (Tuple(a.offset()), Tuple(b.offset()));
        let (n, k) = (a.len(m), b.len(m));
        for i in 0..n.min(k) {
            let (x, y) = (tuple::item(m, a, i), tuple::item(m, b, i));
            if x == y {
                continue;
            }
            match compare_known(vm, x, y, depth + 1)? {
                Ordering::Equal => {}
                other => return Some(other),
            }
        }
        return Some(n.cmp(&k));
    }
    None
}

/// `a < b`, without calling Python where the types are known.
#[inline]
pub fn less(vm: &mut Vm, a: Value, b: Value) -> Res<bool> {
    match compare_known(vm, a, b, 0) {
        Some(ordering) => Ok(ordering.is_lt()),
        None => vm.compare_bool(Compare::Lt, a, b),
    }
}

/// Compares two sequences item by item, which `item` fetches (`None`: behind the end); `len` asks for the current length.
/// Comparisons of items may run Python that changes the sequences.
pub fn compare_sequences(
    vm: &mut Vm,
    op: Compare,
    a: Value,
    b: Value,
    len: fn(&Vm, Value) -> u32,
    item: fn(&Memory, Value, u32) -> Option<Value>,
) -> Res<Value> {
    if len(vm, a) != len(vm, b) && matches!(op, Compare::Eq | Compare::Ne) {
        return Ok(vm.bool(op == Compare::Ne));
    }
    if matches!(op, Compare::Eq | Compare::Ne) && a == b {
        // Identity implies equality for items, so a sequence equals itself.
        return Ok(vm.bool(op == Compare::Eq));
    }
    let mut i = 0;
    while let (Some(x), Some(y)) = (item(&vm.heap, a, i), item(&vm.heap, b, i)) {
        every(i);
        if x != y {
            let equal = match quick_eq(vm, x, y) {
                Some(equal) => equal,
                None => call_rooted(vm, x, y, |vm| vm.eq(x, y))?,
            };
            if !equal {
                match op {
                    Compare::Eq => return Ok(vm.bool(false)),
                    Compare::Ne => return Ok(vm.bool(true)),
                    _ => {}
                }
                // The comparison may have replaced them.
                let (Some(x), Some(y)) = (item(&vm.heap, a, i), item(&vm.heap, b, i)) else { break };
                return call_rooted(vm, x, y, |vm| vm.rich_compare(op, x, y));
            }
        }
        i += 1;
    }
    let (n, k) = (len(vm, a), len(vm, b));
    Ok(vm.bool(op.holds(n.cmp(&k))))
}

/// Runs a comparison of two items that Python may take out of their containers meanwhile.
fn call_rooted<T>(vm: &mut Vm, x: Value, y: Value, body: impl FnOnce(&mut Vm) -> Res<T>) -> Res<T> {
    let scope = vm.open_roots();
    vm.root(x);
    vm.root(y);
    let result = with_depth(vm, body);
    vm.close_roots(scope);
    result
}

/// Natives that recurse into values' own structure (comparison, repr, hash) count as calls, so that nesting ends in
/// RecursionError before the native stack ends.
pub fn with_depth<T>(vm: &mut Vm, body: impl FnOnce(&mut Vm) -> Res<T>) -> Res<T> {
    nested(vm, " in comparison", body)
}

/// The same; `doing` ends the error's message.
pub fn nested<T>(vm: &mut Vm, doing: &str, body: impl FnOnce(&mut Vm) -> Res<T>) -> Res<T> {
    use crate::heap::statics::STATE;
    let depth = STATE.native_depth(&vm.heap);
    if depth >= MOST_NATIVE_DEPTH {
        return Err(vm.raise(exc::RECURSION_ERROR, format!("maximum recursion depth exceeded{doing}")));
    }
    STATE.set_native_depth(&mut vm.heap, depth + 1);
    let result = body(vm);
    STATE.set_native_depth(&mut vm.heap, depth);
    result
}

/// Natives nested in one another, at most: CPython's limit, and less than the interpreter allows itself.
const MOST_NATIVE_DEPTH: u32 = 10_000;

/// Whether `v` can stand for an integer (`__index__`).
pub fn has_index(vm: &Vm, v: Value) -> bool {
    if v.is_small_int() {
        return true;
    }
    let kind = vm.kind_of(v);
    matches!(kind, Kind::INT | Kind::BOOL)
        || vm.slots_of(kind).index.is_some()
        || vm.overrides(vm.class_of(v), Dunder::Index)
}

/// Whether `v` can be called.
pub fn is_callable(vm: &Vm, v: Value) -> bool {
    if !v.is_object() {
        return false;
    }
    let kind = vm.kind_of(v);
    let native = [
        Kind::FUNCTION,
        Kind::NATIVE_FUNCTION,
        Kind::BOUND_METHOD,
        Kind::METHOD_DESCRIPTOR,
        Kind::METHOD_WRAPPER,
        Kind::STATICMETHOD,
        Kind::TYPE,
    ];
    native.contains(&kind) || vm.slots_of(kind).call.is_some() || vm.overrides(vm.class_of(v), Dunder::Call)
}

/// Where index `i` lies in a sequence of `len` items; `None`: outside.
#[inline(always)]
pub fn position(i: i64, len: u32) -> Option<u32> {
    let i = if i < 0 { i + len as i64 } else { i };
    if i >= 0 && i < len as i64 { Some(i as u32) } else { None }
}

/// A bound of `index(x, start, stop)` and the like, clipped to `0..=len`.
pub fn clip_bound(vm: &mut Vm, v: Value, len: u32) -> Res<u32> {
    let i = crate::objects::slice::clipped_index(vm, v)?;
    let i = if i < 0 { i.saturating_add(len as i64) } else { i };
    Ok(i.clamp(0, len as i64) as u32)
}

/// Appends the `repr`s of a sequence's items, separated by commas. `item` gives `None` behind the end.
pub fn push_reprs(
    vm: &mut Vm,
    buf: &mut StrBuf,
    seq: Value,
    item: fn(&Memory, Value, u32) -> Option<Value>,
) -> Res<()> {
    let mut i = 0;
    while let Some(value) = item(&vm.heap, seq, i) {
        vm.charge(1)?;
        if i > 0 {
            buf.push_str(", ");
        }
        push_repr(vm, buf, value)?;
        i += 1;
    }
    Ok(())
}

/// Appends the `repr` of `value`.
pub fn push_repr(vm: &mut Vm, buf: &mut StrBuf, value: Value) -> Res<()> {
    let text = nested(vm, " while getting the repr of an object", |vm| vm.repr(value))?;
    buf.push_chars(vm.chars(text));
    Ok(())
}

/// Runs `body` unless `object`'s `repr` is being made already: then `again` is its text.
pub fn guarded_repr(vm: &mut Vm, object: Value, again: &str, body: impl FnOnce(&mut Vm) -> Res) -> Res {
    if vm.in_repr.contains(&object.offset()) {
        return vm.new_str(again);
    }
    vm.in_repr.push(object.offset());
    let result = body(vm);
    vm.in_repr.pop();
    result
}

/// A list's item, as the shared functions fetch it.
pub fn list_item(m: &Memory, seq: Value, i: u32) -> Option<Value> {
    list::get(m, crate::heap::layout::List(seq.offset()), i)
}

/// A list's length, as the shared functions ask for it.
pub fn list_len(vm: &Vm, seq: Value) -> u32 {
    crate::heap::layout::List(seq.offset()).len(&vm.heap)
}

/// A tuple's item, as the shared functions fetch it.
pub fn tuple_item(m: &Memory, seq: Value, i: u32) -> Option<Value> {
    let t = Tuple(seq.offset());
    if i < t.len(m) { Some(tuple::item(m, t, i)) } else { None }
}

/// Calls `each` with every item of `iterable`. Lists and tuples (of exactly these types) are walked without an iterator.
/// `each` may run Python; whatever it keeps it must keep reachable itself.
pub fn for_each(vm: &mut Vm, iterable: Value, mut each: impl FnMut(&mut Vm, Value) -> Res<()>) -> Res<()> {
    let class = vm.class_of(iterable);
    let walk: Option<fn(&Memory, Value, u32) -> Option<Value>> = if class == Kind::LIST.class() {
        Some(list_item)
    } else if class == Kind::TUPLE.class() {
        Some(tuple_item)
    } else {
        None
    };
    if let Some(item) = walk {
        let mut i = 0;
        while let Some(value) = item(&vm.heap, iterable, i) {
            vm.charge(1)?;
            each(vm, value)?;
            i += 1;
        }
        return Ok(());
    }
    let scope = vm.open_roots();
    let result = (|| {
        let iterator = vm.iter(iterable)?;
        vm.root(iterator);
        while let Some(value) = vm.next(iterator)? {
            let inner = vm.open_roots();
            vm.root(value);
            let done = each(vm, value);
            vm.close_roots(inner);
            done?;
        }
        Ok(())
    })();
    vm.close_roots(scope);
    result
}
