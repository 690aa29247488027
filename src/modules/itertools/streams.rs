//! Iterators that make, join, cut and filter streams: count, cycle, repeat, chain, islice, takewhile, dropwhile, starmap,
//! compress, filterfalse.

use super::{iterator, positional};
use crate::heap::value::{INT_MAX, INT_MIN};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::iterators::{self, bind, native};
use crate::objects::sequence::push_repr;
use crate::objects::slots::{Args, BinOp, Sig, Slots, TypeDef, class_method, method};
use crate::objects::str::StrBuf;
use crate::objects::{int, list, tuple};
use crate::vm::Vm;

fn count_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [start, step] = bind(vm, args, "count", ["start", "step"])?;
    for v in [start, step].into_iter().flatten() {
        if !is_number(vm, v) {
            return Err(vm.type_error("a number is required"));
        }
    }
    native::new(vm, class, &[Some(start.unwrap_or(Value::int(0))), Some(step.unwrap_or(Value::int(1)))])
}

fn is_number(vm: &mut Vm, v: Value) -> bool {
    use crate::objects::dunder::Dunder;
    let class = vm.class_of(v);
    matches!(vm.kind_of(v), Kind::INT | Kind::BOOL | Kind::FLOAT | Kind::COMPLEX)
        || [Dunder::Index, Dunder::Int, Dunder::Float].into_iter().any(|d| vm.overrides(class, d))
}

fn count_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let (n, step) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    let next = match (n.as_small_int(), step.as_small_int()) {
        (Some(a), Some(b)) if (INT_MIN..=INT_MAX).contains(&(a + b)) => Value::int(a + b),
        _ => vm.binary(BinOp::Add, n, step)?,
    };
    native::set(&mut vm.heap, v, 0, next);
    Ok(Some(n))
}

fn count_repr(vm: &mut Vm, v: Value) -> Res {
    let (n, step) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    let mut buf = StrBuf::new();
    buf.push_str("count(");
    push_repr(vm, &mut buf, n)?;
    if step != Value::int(1) {
        buf.push_str(", ");
        push_repr(vm, &mut buf, step)?;
    }
    buf.push_str(")");
    vm.new_str_buf(&buf)
}

/// `itertools.count`.
pub static COUNT: TypeDef = TypeDef {
    slots: Slots {
        repr: Some(count_repr),
        ..iterator(Kind::ITER_COUNT, "count", count_next, Some(count_new)).slots
    },
    ..iterator(Kind::ITER_COUNT, "count", count_next, Some(count_new))
};

/// Words: the iterator (0 once exhausted), the list of what it gave, the next index in it.
fn cycle_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    positional(vm, "cycle", args, 1, 1)?;
    let iterable = args.get(vm, 0);
    let it = vm.iter(iterable)?;
    let saved = vm.new_list(&[])?;
    native::new(vm, class, &[Some(it), Some(saved), Some(Value::int(0))])
}

fn cycle_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let saved = crate::heap::layout::List(native::value(&vm.heap, v, 1).offset());
    if let Some(it) = native::word(&vm.heap, v, 0) {
        if let Some(item) = iterators::next(vm, it)? {
            list::push(vm, saved, item)?;
            return Ok(Some(item));
        }
        native::set(&mut vm.heap, v, 0, None);
    }
    let i = native::number(&vm.heap, v, 2) as u32;
    let Some(item) = list::get(&vm.heap, saved, i) else { return Ok(None) };
    let next = if i + 1 < saved.len(&vm.heap) { i + 1 } else { 0 };
    native::set(&mut vm.heap, v, 2, Value::int(next as i64));
    Ok(Some(item))
}

/// `itertools.cycle`.
pub static CYCLE: TypeDef = iterator(Kind::ITER_CYCLE, "cycle", cycle_next, Some(cycle_new));

/// Words: the object, how often still (0: for ever).
fn repeat_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [object, times] = bind(vm, args, "repeat", ["object", "times"])?;
    let Some(object) = object else {
        return Err(vm.type_error("repeat() missing required argument 'object' (pos 1)"));
    };
    let times = match times {
        Some(times) => {
            let n = vm.index(times)?;
            match int::as_i64(vm, n) {
                Some(n) => Some(Value::int(n.clamp(0, INT_MAX))),
                None => return Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
            }
        }
        None => None,
    };
    native::new(vm, class, &[Some(object), times])
}

fn repeat_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    if let Some(left) = native::word(&vm.heap, v, 1) {
        let left = left.as_small_int().unwrap_or(0);
        if left <= 0 {
            return Ok(None);
        }
        native::set(&mut vm.heap, v, 1, Value::int(left - 1));
    }
    Ok(native::word(&vm.heap, v, 0))
}

fn repeat_repr(vm: &mut Vm, v: Value) -> Res {
    let mut buf = StrBuf::new();
    buf.push_str("repeat(");
    let object = native::value(&vm.heap, v, 0);
    push_repr(vm, &mut buf, object)?;
    if let Some(left) = native::word(&vm.heap, v, 1) {
        buf.push_str(", ");
        push_repr(vm, &mut buf, left)?;
    }
    buf.push_str(")");
    vm.new_str_buf(&buf)
}

fn repeat_hint(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    match native::word(&vm.heap, v, 1) {
        Some(left) => Ok(left),
        None => Err(vm.type_error("len() of unsized object")),
    }
}

/// `itertools.repeat`.
pub static REPEAT: TypeDef = TypeDef {
    slots: Slots {
        repr: Some(repeat_repr),
        ..iterator(Kind::ITER_REPEAT, "repeat", repeat_next, Some(repeat_new)).slots
    },
    methods: &[method("__length_hint__", repeat_hint, Sig::Exact(0))],
    ..iterator(Kind::ITER_REPEAT, "repeat", repeat_next, Some(repeat_new))
};

/// Words: the iterator of iterables (0 once exhausted), the iterator that gives items.
fn chain_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    positional(vm, "chain", args, 0, u32::MAX)?;
    let iterables = args.to_vec(vm);
    let iterables = vm.new_tuple(&iterables)?;
    let outer = vm.iter(iterables)?;
    native::new(vm, class, &[Some(outer), None])
}

fn chain_from_iterable(vm: &mut Vm, args: Args) -> Res {
    let (class, iterable) = (args.get(vm, 0), args.get(vm, 1));
    let outer = vm.iter(iterable)?;
    native::new(vm, class.offset(), &[Some(outer), None])
}

fn chain_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    loop {
        if let Some(inner) = native::word(&vm.heap, v, 1) {
            if let Some(item) = iterators::next(vm, inner)? {
                return Ok(Some(item));
            }
            native::set(&mut vm.heap, v, 1, None);
        }
        let Some(outer) = native::word(&vm.heap, v, 0) else { return Ok(None) };
        let next = match iterators::next(vm, outer) {
            Ok(Some(iterable)) => vm.with_roots(|vm| {
                vm.root(iterable);
                vm.iter(iterable).map(Some)
            }),
            other => other,
        };
        match next {
            Ok(Some(inner)) => native::set(&mut vm.heap, v, 1, inner),
            other => {
                native::set(&mut vm.heap, v, 0, None);
                return other;
            }
        }
    }
}

/// `itertools.chain`.
pub static CHAIN: TypeDef = TypeDef {
    methods: &[class_method("from_iterable", chain_from_iterable, Sig::Exact(1))],
    ..iterator(Kind::ITER_CHAIN, "chain", chain_next, Some(chain_new))
};

/// An index of islice: None is `default`.
fn islice_index(vm: &mut Vm, v: Value, default: i64, message: &str) -> Res<i64> {
    if v == statics::NONE {
        return Ok(default);
    }
    let n = match vm.index_opt(v)? {
        Some(index) => int::as_i64(vm, index).filter(|n| *n >= 0),
        None => None,
    };
    match n {
        Some(n) => Ok(n.min(INT_MAX)),
        None => Err(vm.value_error(message)),
    }
}

/// Words: the iterator (0 once exhausted), items taken, the next one's number, the bound (-1: none), the step.
fn islice_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    positional(vm, "islice", args, 2, 4)?;
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    let (mut start, mut step) = (0, 1);
    let stop = if args.count == 2 {
        let stop = args.get(vm, 1);
        islice_index(vm, stop, -1, STOP)?
    } else {
        let first = args.get(vm, 1);
        start = islice_index(vm, first, 0, INDICES)?;
        let stop = args.get(vm, 2);
        islice_index(vm, stop, -1, STOP)?
    };
    if let Some(by) = args.opt(vm, 3) {
        const STEP: &str = "Step for islice() must be a positive integer or None.";
        step = islice_index(vm, by, 1, STEP)?;
        if step == 0 {
            return Err(vm.value_error(STEP));
        }
    }
    let iterable = args.get(vm, 0);
    let it = vm.iter(iterable)?;
    let word = |n| Some(Value::int(n));
    native::new(vm, class, &[Some(it), word(0), word(start), word(stop), word(step)])
}

fn islice_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let Some(it) = native::word(&vm.heap, v, 0) else { return Ok(None) };
    let (wanted, stop) = (native::number(&vm.heap, v, 2), native::number(&vm.heap, v, 3));
    let mut taken = native::number(&vm.heap, v, 1);
    while taken < wanted {
        match iterators::next(vm, it)? {
            Some(_) => taken += 1,
            None => {
                native::set(&mut vm.heap, v, 0, None);
                return Ok(None);
            }
        }
        native::set(&mut vm.heap, v, 1, Value::int(taken));
    }
    let item = if stop >= 0 && taken >= stop { None } else { iterators::next(vm, it)? };
    let Some(item) = item else {
        native::set(&mut vm.heap, v, 0, None);
        return Ok(None);
    };
    native::set(&mut vm.heap, v, 1, Value::int(taken + 1));
    let next = (wanted + native::number(&vm.heap, v, 4)).min(INT_MAX);
    let next = if stop >= 0 && next > stop { stop } else { next };
    native::set(&mut vm.heap, v, 2, Value::int(next));
    Ok(Some(item))
}

/// `itertools.islice`.
pub static ISLICE: TypeDef = iterator(Kind::ITER_ISLICE, "islice", islice_next, Some(islice_new));

/// A function and an iterator, as several of these take.
fn function_and_iterator(vm: &mut Vm, class: u32, name: &str, args: Args) -> Res {
    positional(vm, name, args, 2, 2)?;
    let (func, iterable) = (args.get(vm, 0), args.get(vm, 1));
    let it = vm.iter(iterable)?;
    native::new(vm, class, &[Some(func), Some(it)])
}

/// Whether `func(item)` is true; `item` is rooted meanwhile.
fn holds(vm: &mut Vm, func: Value, item: Value) -> Res<bool> {
    let scope = vm.open_roots();
    vm.root(item);
    let result = vm.call(func, &[item]).and_then(|r| vm.truth(r));
    vm.close_roots(scope);
    result
}

fn takewhile_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let Some(func) = native::word(&vm.heap, v, 0) else { return Ok(None) };
    let it = native::value(&vm.heap, v, 1);
    let Some(item) = iterators::next(vm, it)? else { return Ok(None) };
    if holds(vm, func, item)? {
        return Ok(Some(item));
    }
    native::set(&mut vm.heap, v, 0, None);
    Ok(None)
}

/// `itertools.takewhile`.
pub static TAKEWHILE: TypeDef = iterator(
    Kind::ITER_TAKEWHILE,
    "takewhile",
    takewhile_next,
    Some(|vm, class, args| function_and_iterator(vm, class, "takewhile", args)),
);

fn dropwhile_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = native::value(&vm.heap, v, 1);
    while let Some(item) = iterators::next(vm, it)? {
        // Once it has failed, the function is asked no more.
        let Some(func) = native::word(&vm.heap, v, 0) else { return Ok(Some(item)) };
        if !holds(vm, func, item)? {
            native::set(&mut vm.heap, v, 0, None);
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// `itertools.dropwhile`.
pub static DROPWHILE: TypeDef = iterator(
    Kind::ITER_DROPWHILE,
    "dropwhile",
    dropwhile_next,
    Some(|vm, class, args| function_and_iterator(vm, class, "dropwhile", args)),
);

fn filterfalse_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let (func, it) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    let plain = func == statics::NONE || func == Value::object(Kind::BOOL.class());
    while let Some(item) = iterators::next(vm, it)? {
        let keep = if plain {
            vm.with_roots(|vm| {
                vm.root(item);
                vm.truth(item)
            })
        } else {
            holds(vm, func, item)
        };
        if !keep? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// `itertools.filterfalse`.
pub static FILTERFALSE: TypeDef = iterator(
    Kind::ITER_FILTERFALSE,
    "filterfalse",
    filterfalse_next,
    Some(|vm, class, args| function_and_iterator(vm, class, "filterfalse", args)),
);

fn starmap_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let (func, it) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    let Some(item) = iterators::next(vm, it)? else { return Ok(None) };
    vm.with_roots(|vm| {
        vm.root(item);
        let args = tuple::from_iterable(vm, item)?;
        let args = tuple::items(vm, args);
        vm.call(func, &args).map(Some)
    })
}

/// `itertools.starmap`.
pub static STARMAP: TypeDef = iterator(
    Kind::ITER_STARMAP,
    "starmap",
    starmap_next,
    Some(|vm, class, args| function_and_iterator(vm, class, "starmap", args)),
);

fn compress_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [data, selectors] = bind(vm, args, "compress", ["data", "selectors"])?;
    let (Some(data), Some(selectors)) = (data, selectors) else {
        let (name, pos) = if data.is_none() { ("data", 1) } else { ("selectors", 2) };
        return Err(vm.type_error(format!("compress() missing required argument '{name}' (pos {pos})")));
    };
    vm.with_roots(|vm| {
        let data = vm.iter(data)?;
        vm.root(data);
        let selectors = vm.iter(selectors)?;
        native::new(vm, class, &[Some(data), Some(selectors)])
    })
}

fn compress_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let (data, selectors) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    while let Some(item) = iterators::next(vm, data)? {
        let scope = vm.open_roots();
        vm.root(item);
        let keep = match iterators::next(vm, selectors) {
            Ok(Some(selector)) => vm.truth(selector).map(Some),
            Ok(None) => Ok(None),
            Err(raised) => Err(raised),
        };
        vm.close_roots(scope);
        match keep? {
            Some(true) => return Ok(Some(item)),
            Some(false) => {}
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// `itertools.compress`.
pub static COMPRESS: TypeDef = iterator(Kind::ITER_COMPRESS, "compress", compress_next, Some(compress_new));
