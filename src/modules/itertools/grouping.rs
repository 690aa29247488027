//! Iterators that combine neighbours or several streams: accumulate, groupby, zip_longest, pairwise, batched.

use super::{iterator, positional};
use crate::heap::layout::Tuple;
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::iterators::{self, bind, native};
use crate::objects::sequence::items_equal;
use crate::objects::slots::{Args, BinOp, TypeDef};
use crate::objects::{int, tuple};
use crate::vm::Vm;

/// Words: the iterator, the function (0: addition), the total so far (0: none), the initial value (0: none, or given).
fn accumulate_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [iterable, func, initial] = bind(vm, args, "accumulate", ["iterable", "func", "initial"])?;
    let Some(iterable) = iterable else {
        return Err(vm.type_error("accumulate() missing required argument 'iterable' (pos 1)"));
    };
    if args.count > 2 {
        let n = args.count;
        return Err(vm.type_error(format!("accumulate() takes at most 2 positional arguments ({n} given)")));
    }
    let some = |v: Option<Value>| v.filter(|v| *v != statics::NONE);
    let it = vm.iter(iterable)?;
    native::new(vm, class, &[Some(it), some(func), None, some(initial)])
}

fn accumulate_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    if let Some(initial) = native::word(&vm.heap, v, 3) {
        native::set(&mut vm.heap, v, 3, None);
        native::set(&mut vm.heap, v, 2, initial);
        return Ok(Some(initial));
    }
    let it = native::value(&vm.heap, v, 0);
    let Some(item) = iterators::next(vm, it)? else { return Ok(None) };
    let total = match native::word(&vm.heap, v, 2) {
        None => item,
        Some(total) => vm.with_roots(|vm| {
            vm.root(item);
            match native::word(&vm.heap, v, 1) {
                Some(func) => vm.call(func, &[total, item]),
                None => vm.binary(BinOp::Add, total, item),
            }
        })?,
    };
    native::set(&mut vm.heap, v, 2, total);
    Ok(Some(total))
}

/// `itertools.accumulate`.
pub static ACCUMULATE: TypeDef =
    iterator(Kind::ITER_ACCUMULATE, "accumulate", accumulate_next, Some(accumulate_new));

/// groupby's words.
mod group {
    pub const ITERATOR: u32 = 0;
    /// The key function; 0: the item itself.
    pub const FUNCTION: u32 = 1;
    /// The key of the item looked at last; 0: none.
    pub const KEY: u32 = 2;
    /// That item; 0 once it was given out.
    pub const ITEM: u32 = 3;
    /// The key of the group given out last.
    pub const TARGET: u32 = 4;
    /// That group's iterator.
    pub const CURRENT: u32 = 5;
}

fn groupby_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [iterable, key] = bind(vm, args, "groupby", ["iterable", "key"])?;
    let Some(iterable) = iterable else {
        return Err(vm.type_error("groupby() missing required argument 'iterable' (pos 1)"));
    };
    let it = vm.iter(iterable)?;
    native::new(vm, class, &[Some(it), key.filter(|k| *k != statics::NONE), None, None, None, None])
}

/// Looks at the next item; whether there is one.
fn groupby_step(vm: &mut Vm, v: Value) -> Res<bool> {
    let it = native::value(&vm.heap, v, group::ITERATOR);
    let Some(item) = iterators::next(vm, it)? else { return Ok(false) };
    let key = match native::word(&vm.heap, v, group::FUNCTION) {
        Some(func) => vm.with_roots(|vm| {
            vm.root(item);
            vm.call(func, &[item])
        })?,
        None => item,
    };
    native::set(&mut vm.heap, v, group::ITEM, item);
    native::set(&mut vm.heap, v, group::KEY, key);
    Ok(true)
}

fn groupby_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    native::set(&mut vm.heap, v, group::CURRENT, None);
    loop {
        let key = native::word(&vm.heap, v, group::KEY);
        let target = native::word(&vm.heap, v, group::TARGET);
        match (key, target) {
            (None, _) => {}
            (Some(_), None) => break,
            (Some(key), Some(target)) => {
                if !items_equal(vm, target, key)? {
                    break;
                }
            }
        }
        if !groupby_step(vm, v)? {
            return Ok(None);
        }
    }
    let key = native::value(&vm.heap, v, group::KEY);
    native::set(&mut vm.heap, v, group::TARGET, key);
    let grouper = native::new(vm, Kind::ITER_GROUPER.class(), &[Some(v), Some(key)])?;
    native::set(&mut vm.heap, v, group::CURRENT, grouper);
    vm.new_tuple(&[key, grouper]).map(Some)
}

fn grouper_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let (parent, target) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    if native::word(&vm.heap, parent, group::CURRENT) != Some(v) {
        return Ok(None);
    }
    if native::word(&vm.heap, parent, group::ITEM).is_none() && !groupby_step(vm, parent)? {
        return Ok(None);
    }
    let key = native::value(&vm.heap, parent, group::KEY);
    if !items_equal(vm, target, key)? {
        return Ok(None);
    }
    let item = native::word(&vm.heap, parent, group::ITEM);
    native::set(&mut vm.heap, parent, group::ITEM, None);
    native::set(&mut vm.heap, parent, group::KEY, None);
    Ok(item)
}

/// `itertools.groupby`.
pub static GROUPBY: TypeDef = iterator(Kind::ITER_GROUPBY, "groupby", groupby_next, Some(groupby_new));
/// What groupby gives for a group.
pub static GROUPER: TypeDef = iterator(Kind::ITER_GROUPER, "_grouper", grouper_next, None);

/// Words: the fill value, how many iterators go on, the iterators (0 once exhausted).
fn zip_longest_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let mut fill = statics::NONE;
    for (name, value) in args.keywords(vm) {
        if !vm.str_is(name, "fillvalue") {
            return Err(vm.type_error("zip_longest() got an unexpected keyword argument"));
        }
        fill = value;
    }
    vm.with_roots(|vm| {
        let mut words = vec![Some(fill), Some(Value::int(args.count as i64))];
        for i in 0..args.count {
            let iterable = args.get(vm, i);
            let it = vm.iter(iterable)?;
            words.push(Some(vm.root(it)));
        }
        native::new(vm, class, &words)
    })
}

fn zip_longest_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let n = native::count(&vm.heap, v).saturating_sub(2);
    let fill = native::value(&vm.heap, v, 0);
    if n == 0 || native::number(&vm.heap, v, 1) == 0 {
        return Ok(None);
    }
    let scope = vm.open_roots();
    let result = (|| {
        let t = Tuple(vm.alloc(Kind::TUPLE.class(), tuple::ITEMS + n * 8)?);
        t.set_len(&mut vm.heap, n);
        vm.root(t.value());
        for i in 0..n {
            let item = match native::word(&vm.heap, v, i + 2) {
                Some(it) => iterators::next(vm, it)?,
                None => Some(fill),
            };
            let item = match item {
                Some(item) => item,
                None => {
                    let active = native::number(&vm.heap, v, 1) - 1;
                    native::set(&mut vm.heap, v, 1, Value::int(active));
                    native::set(&mut vm.heap, v, i + 2, None);
                    if active == 0 {
                        return Ok(None);
                    }
                    fill
                }
            };
            tuple::set(&mut vm.heap, t, i, item);
        }
        Ok(Some(t.value()))
    })();
    vm.close_roots(scope);
    result
}

/// `itertools.zip_longest`.
pub static ZIP_LONGEST: TypeDef =
    iterator(Kind::ITER_ZIP_LONGEST, "zip_longest", zip_longest_next, Some(zip_longest_new));

/// Words: the iterator (0 once exhausted), the item before.
fn pairwise_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    positional(vm, "pairwise", args, 1, 1)?;
    let iterable = args.get(vm, 0);
    let it = vm.iter(iterable)?;
    native::new(vm, class, &[Some(it), None])
}

fn pairwise_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let Some(it) = native::word(&vm.heap, v, 0) else { return Ok(None) };
    let old = match native::word(&vm.heap, v, 1) {
        Some(old) => Some(old),
        None => iterators::next(vm, it)?,
    };
    let new = match old {
        Some(old) => {
            native::set(&mut vm.heap, v, 1, old);
            iterators::next(vm, it)?
        }
        None => None,
    };
    let (Some(old), Some(new)) = (old, new) else {
        native::set(&mut vm.heap, v, 0, None);
        native::set(&mut vm.heap, v, 1, None);
        return Ok(None);
    };
    native::set(&mut vm.heap, v, 1, new);
    vm.new_tuple(&[old, new]).map(Some)
}

/// `itertools.pairwise`.
pub static PAIRWISE: TypeDef = iterator(Kind::ITER_PAIRWISE, "pairwise", pairwise_next, Some(pairwise_new));

/// Words: the iterator (0 once exhausted), the size of a batch; `extra`: whether it is strict.
fn batched_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [iterable, size, strict] = bind(vm, args, "batched", ["iterable", "n", "strict"])?;
    let (Some(iterable), Some(size)) = (iterable, size) else {
        let (name, pos) = if iterable.is_none() { ("iterable", 1) } else { ("n", 2) };
        return Err(vm.type_error(format!("batched() missing required argument '{name}' (pos {pos})")));
    };
    let n = vm.index(size)?;
    let Some(n) = int::as_i64(vm, n) else {
        return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
    };
    if n < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let strict = match strict {
        Some(strict) => vm.truth(strict)?,
        None => false,
    };
    let it = vm.iter(iterable)?;
    let batched = native::new(vm, class, &[Some(it), Some(Value::int(n.min(u32::MAX as i64)))])?;
    native::set_extra(&mut vm.heap, batched, strict as u32);
    Ok(batched)
}

fn batched_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let Some(it) = native::word(&vm.heap, v, 0) else { return Ok(None) };
    let size = native::number(&vm.heap, v, 1) as u32;
    vm.with_roots(|vm| {
        let batch = crate::objects::list::with_capacity(vm, size.min(64) as usize)?;
        vm.root(batch.value());
        while batch.len(&vm.heap) < size {
            match iterators::next(vm, it)? {
                Some(item) => crate::objects::list::push(vm, batch, item)?,
                None => {
                    native::set(&mut vm.heap, v, 0, None);
                    if batch.len(&vm.heap) == 0 {
                        return Ok(None);
                    }
                    if native::extra(&vm.heap, v) != 0 {
                        return Err(vm.value_error("batched(): incomplete batch"));
                    }
                    break;
                }
            }
        }
        let (items, n) = (batch.items(&vm.heap), batch.len(&vm.heap));
        tuple::from_words(vm, items, n).map(Some)
    })
}

/// `itertools.batched`.
pub static BATCHED: TypeDef = iterator(Kind::ITER_BATCHED, "batched", batched_next, Some(batched_new));
