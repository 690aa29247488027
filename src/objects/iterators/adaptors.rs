//! Iterators that take other iterators: `enumerate`, `zip`, `map`, `filter`, and `iter(callable, sentinel)`.

use super::{is_plain, native, next};
use crate::heap::layout::Tuple;
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, BinOp, Slots, TypeDef};
use crate::objects::tuple;
use crate::vm::Vm;

fn itself(_: &mut Vm, v: Value) -> Res {
    Ok(v)
}

/// `n + 1` for a counter: an int, usually small.
#[inline(always)]
pub fn next_index(vm: &mut Vm, n: Value) -> Res {
    match n.as_small_int() {
        Some(i) if i < crate::heap::value::INT_MAX => Ok(Value::int(i + 1)),
        _ => vm.binary(BinOp::Add, n, Value::int(1)),
    }
}

/// Positional and keyword arguments of a constructor that takes both: one a parameter, if given.
pub fn bind<const N: usize>(
    vm: &mut Vm,
    args: Args,
    name: &str,
    params: [&str; N],
) -> Res<[Option<Value>; N]> {
    let mut bound = [None; N];
    for (i, slot) in bound.iter_mut().enumerate() {
        *slot = args.opt(vm, i as u32);
    }
    let keywords = args.keywords(vm);
    if args.count as usize + keywords.len() > N {
        let n = args.count as usize + keywords.len();
        return Err(vm.type_error(format!("{name}() takes at most {N} arguments ({n} given)")));
    }
    for (key, value) in keywords {
        let Some(i) = params.iter().position(|p| vm.str_is(key, p)) else {
            let key = vm.str_to_string(key);
            return Err(vm.type_error(format!("{name}() got an unexpected keyword argument '{key}'")));
        };
        if bound[i].is_some() {
            let (param, pos) = (params[i], i + 1);
            return Err(vm.type_error(format!(
                "argument for {name}() given by name ('{param}') and position ({pos})"
            )));
        }
        bound[i] = Some(value);
    }
    Ok(bound)
}

fn enumerate_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let [iterable, start] = bind(vm, args, "enumerate", ["iterable", "start"])?;
    let Some(iterable) = iterable else {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    };
    let start = match start {
        Some(start) => vm.index(start)?,
        None => Value::int(0),
    };
    vm.with_roots(|vm| {
        vm.root(start);
        let it = vm.iter(iterable)?;
        native::new(vm, class, &[Some(it), Some(start)])
    })
}

fn enumerate_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let it = native::value(&vm.heap, v, 0);
    let Some(item) = next(vm, it)? else { return Ok(None) };
    let n = native::value(&vm.heap, v, 1);
    let pair = vm.new_tuple(&[n, item])?;
    let after = next_index(vm, n)?;
    native::set(&mut vm.heap, v, 1, after);
    Ok(Some(pair))
}

/// Whether zip is strict, in `extra`.
const STRICT: u32 = 1;

/// The iterators of `args` from `first` on, rooted in the caller's scope.
fn iterators(vm: &mut Vm, args: Args, first: u32) -> Res<Vec<Value>> {
    let mut its = Vec::with_capacity(args.count as usize);
    for i in first..args.count {
        let iterable = args.get(vm, i);
        let it = vm.iter(iterable)?;
        its.push(vm.root(it));
    }
    Ok(its)
}

fn zip_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let mut strict = false;
    for (name, value) in args.keywords(vm) {
        if !vm.str_is(name, "strict") {
            let name = vm.str_to_string(name);
            return Err(vm.type_error(format!("zip() got an unexpected keyword argument '{name}'")));
        }
        strict = vm.truth(value)?;
    }
    vm.with_roots(|vm| {
        let its = iterators(vm, args, 0)?;
        let words: Vec<Option<Value>> = its.into_iter().map(Some).collect();
        let zip = native::new(vm, class, &words)?;
        native::set_extra(&mut vm.heap, zip, if strict { STRICT } else { 0 });
        Ok(zip)
    })
}

fn zip_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let n = native::count(&vm.heap, v);
    if n == 0 {
        return Ok(None);
    }
    if n == 2 {
        // The usual case: only the first item waits for the second.
        let first = native::value(&vm.heap, v, 0);
        let Some(a) = next(vm, first)? else { return zip_end(vm, v, 0) };
        let second = native::value(&vm.heap, v, 1);
        let b = if is_plain(vm, second) {
            next(vm, second)
        } else {
            let scope = vm.open_roots();
            vm.root(a);
            let b = next(vm, second);
            vm.close_roots(scope);
            b
        };
        return match b? {
            Some(b) => vm.new_tuple(&[a, b]).map(Some),
            None => zip_end(vm, v, 1),
        };
    }
    let scope = vm.open_roots();
    let result = (|| {
        let t = Tuple(vm.alloc(Kind::TUPLE.class(), tuple::ITEMS + n * 8)?);
        t.set_len(&mut vm.heap, n);
        vm.root(t.value());
        for i in 0..n {
            let it = native::value(&vm.heap, v, i);
            match next(vm, it)? {
                Some(item) => tuple::set(&mut vm.heap, t, i, item),
                None => return zip_end(vm, v, i),
            }
        }
        Ok(Some(t.value()))
    })();
    vm.close_roots(scope);
    result
}

/// Iterator `i` is exhausted: the end, or where zip is strict a check that the others are too.
#[cold]
fn zip_end(vm: &mut Vm, v: Value, i: u32) -> Res<Option<Value>> {
    if native::extra(&vm.heap, v) & STRICT == 0 {
        return Ok(None);
    }
    if i > 0 {
        return Err(zip_uneven(vm, i, "shorter"));
    }
    for i in 1..native::count(&vm.heap, v) {
        let it = native::value(&vm.heap, v, i);
        if next(vm, it)?.is_some() {
            return Err(zip_uneven(vm, i, "longer"));
        }
    }
    Ok(None)
}

fn zip_uneven(vm: &mut Vm, i: u32, how: &str) -> Raised {
    let others = if i == 1 { "argument 1".to_string() } else { format!("arguments 1-{i}") };
    vm.value_error(format!("zip() argument {} is {how} than {others}", i + 1))
}

fn map_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    if class == Kind::MAP.class() && args.kwnames != 0 {
        return Err(vm.type_error("map() takes no keyword arguments"));
    }
    if args.count < 2 {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    vm.with_roots(|vm| {
        let its = iterators(vm, args, 1)?;
        let func = args.get(vm, 0);
        let words: Vec<Option<Value>> = std::iter::once(func).chain(its).map(Some).collect();
        native::new(vm, class, &words)
    })
}

fn map_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let func = native::value(&vm.heap, v, 0);
    let n = native::count(&vm.heap, v);
    if n == 2 {
        let it = native::value(&vm.heap, v, 1);
        return match next(vm, it)? {
            Some(item) => vm.call(func, &[item]).map(Some),
            None => Ok(None),
        };
    }
    let scope = vm.open_roots();
    let result = (|| {
        // The arguments gather on the root stack: `next` leaves it as it found it.
        let mut args = vm.push_args(&[], 0)?;
        for i in 1..n {
            let it = native::value(&vm.heap, v, i);
            let Some(item) = next(vm, it)? else { return Ok(None) };
            vm.push_args(&[item], 0)?;
            args.count += 1;
        }
        vm.call_args(func, args).map(Some)
    })();
    vm.close_roots(scope);
    result
}

fn filter_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    if class == Kind::FILTER.class() && args.kwnames != 0 {
        return Err(vm.type_error("filter() takes no keyword arguments"));
    }
    if args.count != 2 {
        let n = args.count;
        return Err(vm.type_error(format!("filter expected 2 arguments, got {n}")));
    }
    let (func, iterable) = (args.get(vm, 0), args.get(vm, 1));
    let it = vm.iter(iterable)?;
    native::new(vm, class, &[Some(func), Some(it)])
}

fn filter_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let (func, it) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    let plain = func == statics::NONE || func == Value::object(Kind::BOOL.class());
    while let Some(item) = next(vm, it)? {
        let scope = vm.open_roots();
        vm.root(item);
        let keep = if plain { vm.truth(item) } else { vm.call(func, &[item]).and_then(|r| vm.truth(r)) };
        vm.close_roots(scope);
        if keep? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// `iter(callable, sentinel)`.
pub fn new_callable_iter(vm: &mut Vm, callable: Value, sentinel: Value) -> Res {
    native::new(vm, Kind::CALLABLE_ITER.class(), &[Some(callable), Some(sentinel)])
}

fn callable_next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let Some(callable) = native::word(&vm.heap, v, 0) else { return Ok(None) };
    let sentinel = native::value(&vm.heap, v, 1);
    let item = match vm.call(callable, &[]) {
        Ok(item) => item,
        Err(raised) => {
            if vm.clear_if(exc::STOP_ITERATION) {
                native::set(&mut vm.heap, v, 0, None);
                return Ok(None);
            }
            return Err(raised);
        }
    };
    let scope = vm.open_roots();
    vm.root(item);
    let ended = vm.eq(item, sentinel);
    vm.close_roots(scope);
    if ended? {
        native::set(&mut vm.heap, v, 0, None);
        return Ok(None);
    }
    Ok(Some(item))
}

macro_rules! adaptor {
    ($(#[$doc:meta])* $name:ident $text:literal $next:ident $new:ident) => {
        $(#[$doc])*
        pub static $name: TypeDef = TypeDef {
            kind: Kind::$name,
            name: $text,
            subclassable: true,
            slots: Slots { iter: Some(itself), next: Some($next), new: Some($new), ..Slots::NONE },
            ..TypeDef::DEFAULT
        };
    };
}

adaptor!(/// `enumerate`.
    ENUMERATE "enumerate" enumerate_next enumerate_new);
adaptor!(/// `zip`.
    ZIP "zip" zip_next zip_new);
adaptor!(/// `map`.
    MAP "map" map_next map_new);
adaptor!(/// `filter`.
    FILTER "filter" filter_next filter_new);

/// What `iter(callable, sentinel)` gives.
pub static CALLABLE_ITER: TypeDef = TypeDef {
    kind: Kind::CALLABLE_ITER,
    name: "callable_iterator",
    slots: Slots { iter: Some(itself), next: Some(callable_next), ..Slots::NONE },
    ..TypeDef::DEFAULT
};
