//! The combinatoric iterators: product, permutations, combinations, combinations_with_replacement.
//!
//! Words: the pool (for product the tuple of pools), the state, then the indices as small ints.

use super::iterator;
use crate::heap::layout::Tuple;
use crate::heap::{Kind, Res, Value};
use crate::objects::iterators::{bind, native};
use crate::objects::slots::{Args, TypeDef};
use crate::objects::{int, tuple};
use crate::vm::Vm;

/// The word before the indices.
const STATE: u32 = 1;
const INDICES: u32 = 2;
/// States: nothing given yet, going on, exhausted.
const FRESH: i64 = 0;
const RUNNING: i64 = 1;
const DONE: i64 = 2;

fn index(vm: &Vm, v: Value, i: u32) -> u32 {
    native::number(&vm.heap, v, INDICES + i) as u32
}

fn set_index(vm: &mut Vm, v: Value, i: u32, n: u32) {
    native::set(&mut vm.heap, v, INDICES + i, Value::int(n as i64));
}

fn set_state(vm: &mut Vm, v: Value, state: i64) {
    native::set(&mut vm.heap, v, STATE, Value::int(state));
}

fn finish(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    set_state(vm, v, DONE);
    Ok(None)
}

/// A non-negative number of items, as an argument.
fn length(vm: &mut Vm, v: Value, name: &str) -> Res<u32> {
    let n = match vm.index_opt(v)? {
        Some(n) => int::as_i64(vm, n),
        None if name == "r" => return Err(vm.type_error("Expected int as r")),
        None => {
            let class = vm.type_name(v);
            return Err(vm.type_error(format!("'{class}' object cannot be interpreted as an integer")));
        }
    };
    match n {
        Some(n) if n < 0 => {
            let what =
                if name == "r" { "r must be non-negative" } else { "repeat argument cannot be negative" };
            Err(vm.value_error(what))
        }
        Some(n) if n < 1 << 24 => Ok(n as u32),
        _ => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// A new iterator with this pool and these indices.
fn make(vm: &mut Vm, class: u32, pool: Value, state: i64, indices: impl Iterator<Item = u32>) -> Res {
    let words: Vec<Option<Value>> = [Some(pool), Some(Value::int(state))]
        .into_iter()
        .chain(indices.map(|i| Some(Value::int(i as i64))))
        .collect();
    native::new(vm, class, &words)
}

fn product_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let mut repeat = 1;
    for (name, value) in args.keywords(vm) {
        if !vm.str_is(name, "repeat") {
            let name = vm.str_to_string(name);
            return Err(vm.type_error(format!("product() got an unexpected keyword argument '{name}'")));
        }
        repeat = length(vm, value, "repeat")?;
    }
    let n = args.count as u64 * repeat as u64;
    if n >= 1 << 24 {
        return Err(vm.overflow_error("repeat argument too large"));
    }
    vm.with_roots(|vm| {
        let mut pools = Vec::new();
        if repeat > 0 {
            for i in 0..args.count {
                let iterable = args.get(vm, i);
                let pool = tuple::from_iterable(vm, iterable)?;
                pools.push(vm.root(pool));
            }
        }
        let all: Vec<Value> = pools.iter().copied().cycle().take(n as usize).collect();
        let empty = all.iter().any(|pool| tuple::len(vm, *pool) == 0);
        let pools = vm.new_tuple(&all)?;
        make(vm, class, pools, if empty { DONE } else { FRESH }, (0..n as u32).map(|_| 0))
    })
}

fn product_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let state = native::number(&vm.heap, v, STATE);
    if state == DONE {
        return Ok(None);
    }
    let pools = Tuple(native::value(&vm.heap, v, 0).offset());
    let n = pools.len(&vm.heap);
    if state == FRESH {
        set_state(vm, v, RUNNING);
    } else {
        // The rightmost index that can still go up.
        let mut i = n;
        loop {
            if i == 0 {
                return finish(vm, v);
            }
            i -= 1;
            let next = index(vm, v, i) + 1;
            if next < tuple::len(vm, tuple::item(&vm.heap, pools, i)) {
                set_index(vm, v, i, next);
                break;
            }
            set_index(vm, v, i, 0);
        }
    }
    let t = tuple::alloc(vm, n as usize)?;
    for i in 0..n {
        let pool = Tuple(tuple::item(&vm.heap, pools, i).offset());
        let item = tuple::item(&vm.heap, pool, index(vm, v, i));
        tuple::set(&mut vm.heap, t, i, item);
    }
    Ok(Some(t.value()))
}

/// `itertools.product`.
pub static PRODUCT: TypeDef = iterator(Kind::ITER_PRODUCT, "product", product_next, Some(product_new));

/// The tuple of the pool's items at the first `r` indices.
fn selection(vm: &mut Vm, v: Value, r: u32) -> Res<Option<Value>> {
    let pool = Tuple(native::value(&vm.heap, v, 0).offset());
    let t = tuple::alloc(vm, r as usize)?;
    for i in 0..r {
        let item = tuple::item(&vm.heap, pool, index(vm, v, i));
        tuple::set(&mut vm.heap, t, i, item);
    }
    Ok(Some(t.value()))
}

/// The pool (rooted in the caller's scope) and the length that the arguments name.
fn pool_and_length(vm: &mut Vm, args: Args, name: &str, required: bool) -> Res<(Value, u32, u32)> {
    let [iterable, r] = bind(vm, args, name, ["iterable", "r"])?;
    let Some(iterable) = iterable else {
        return Err(vm.type_error(format!("{name}() missing required argument 'iterable' (pos 1)")));
    };
    if required && r.is_none() {
        return Err(vm.type_error(format!("{name}() missing required argument 'r' (pos 2)")));
    }
    let pool = tuple::from_iterable(vm, iterable)?;
    vm.root(pool);
    let n = tuple::len(vm, pool);
    let r = match r {
        Some(r) if required || r != crate::heap::statics::NONE => length(vm, r, "r")?,
        _ => n,
    };
    Ok((pool, n, r))
}

/// Indices 0 to n - 1, then r cycle counters.
fn permutations_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    vm.with_roots(|vm| {
        let (pool, n, r) = pool_and_length(vm, args, "permutations", false)?;
        if r > n {
            return make(vm, class, pool, DONE, std::iter::empty());
        }
        make(vm, class, pool, FRESH, (0..n).chain((0..r).map(|i| n - i)))
    })
}

fn permutations_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let state = native::number(&vm.heap, v, STATE);
    if state == DONE {
        return Ok(None);
    }
    let n = tuple::len(vm, native::value(&vm.heap, v, 0));
    let r = native::count(&vm.heap, v).saturating_sub(INDICES + n);
    if state == FRESH {
        set_state(vm, v, RUNNING);
        return selection(vm, v, r);
    }
    for i in (0..r).rev() {
        let cycle = index(vm, v, n + i).saturating_sub(1);
        if cycle == 0 {
            // The index goes to the end, the others move up.
            let first = index(vm, v, i);
            for j in i..n - 1 {
                let next = index(vm, v, j + 1);
                set_index(vm, v, j, next);
            }
            set_index(vm, v, n - 1, first);
            set_index(vm, v, n + i, n - i);
        } else {
            set_index(vm, v, n + i, cycle);
            let j = n - cycle.min(n);
            let (a, b) = (index(vm, v, i), index(vm, v, j));
            set_index(vm, v, i, b);
            set_index(vm, v, j, a);
            return selection(vm, v, r);
        }
    }
    finish(vm, v)
}

/// `itertools.permutations`.
pub static PERMUTATIONS: TypeDef =
    iterator(Kind::ITER_PERMUTATIONS, "permutations", permutations_next, Some(permutations_new));

fn combinations_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    vm.with_roots(|vm| {
        let (pool, n, r) = pool_and_length(vm, args, "combinations", true)?;
        make(vm, class, pool, if r > n { DONE } else { FRESH }, 0..if r > n { 0 } else { r })
    })
}

fn combinations_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let state = native::number(&vm.heap, v, STATE);
    if state == DONE {
        return Ok(None);
    }
    let n = tuple::len(vm, native::value(&vm.heap, v, 0));
    let r = native::count(&vm.heap, v).saturating_sub(INDICES);
    if state == FRESH {
        set_state(vm, v, RUNNING);
        return selection(vm, v, r);
    }
    // The rightmost index below its greatest value.
    let Some(i) = (0..r).rev().find(|i| index(vm, v, *i) < i + n - r) else { return finish(vm, v) };
    let first = index(vm, v, i) + 1;
    for j in i..r {
        set_index(vm, v, j, first + (j - i));
    }
    selection(vm, v, r)
}

/// `itertools.combinations`.
pub static COMBINATIONS: TypeDef =
    iterator(Kind::ITER_COMBINATIONS, "combinations", combinations_next, Some(combinations_new));

fn replaced_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    vm.with_roots(|vm| {
        let (pool, n, r) = pool_and_length(vm, args, "combinations_with_replacement", true)?;
        let state = if n == 0 && r > 0 { DONE } else { FRESH };
        make(vm, class, pool, state, (0..r).map(|_| 0))
    })
}

fn replaced_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let state = native::number(&vm.heap, v, STATE);
    if state == DONE {
        return Ok(None);
    }
    let n = tuple::len(vm, native::value(&vm.heap, v, 0));
    let r = native::count(&vm.heap, v).saturating_sub(INDICES);
    if state == FRESH {
        set_state(vm, v, RUNNING);
        return selection(vm, v, r);
    }
    let Some(i) = (0..r).rev().find(|i| index(vm, v, *i) + 1 < n) else { return finish(vm, v) };
    let next = index(vm, v, i) + 1;
    for j in i..r {
        set_index(vm, v, j, next);
    }
    selection(vm, v, r)
}

/// `itertools.combinations_with_replacement`.
pub static COMBINATIONS_REPLACED: TypeDef = iterator(
    Kind::ITER_COMBINATIONS_REPLACED,
    "combinations_with_replacement",
    replaced_next,
    Some(replaced_new),
);
