//! The wrapper that `functools.lru_cache` makes: a dict from keys to results, the least recently used first.

use crate::heap::layout::{BoundMethod, Dict};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::iterators::native;
use crate::objects::sequence::{is_callable, nested};
use crate::objects::slots::{Args, Sig, Slots, TypeDef, method};
use crate::objects::{dict, int};
use crate::vm::Vm;

const FUNC: u32 = 0;
/// The most results to keep; 0: no limit.
const MOST: u32 = 1;
const CACHE: u32 = 2;
const HITS: u32 = 3;
const MISSES: u32 = 4;
/// The named tuple that `cache_info()` gives.
const INFO: u32 = 5;

/// In `extra`: arguments of different types are cached apart.
const TYPED: u32 = 1;

/// `_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type)`.
pub fn wrapper(vm: &mut Vm, args: Args) -> Res {
    let (func, most, typed, info) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2), args.get(vm, 3));
    if !is_callable(vm, func) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let typed = vm.truth(typed)?;
    let most = if most == statics::NONE {
        None
    } else {
        let n = match vm.index_opt(most)? {
            Some(n) => n,
            None => return Err(vm.type_error("maxsize should be integer or None")),
        };
        let n = int::as_i64(vm, n).unwrap_or(crate::heap::value::INT_MAX);
        Some(Value::int(n.clamp(0, crate::heap::value::INT_MAX)))
    };
    let cache = dict::new(vm)?.value();
    let zero = Some(Value::int(0));
    let words = [Some(func), most, Some(cache), zero, zero, Some(info)];
    let wrapper = native::new(vm, Kind::LRU_CACHE.class(), &words)?;
    native::set_extra(&mut vm.heap, wrapper, if typed { TYPED } else { 0 });
    Ok(wrapper)
}

fn bump(vm: &mut Vm, v: Value, word: u32) {
    let n = native::number(&vm.heap, v, word);
    native::set(&mut vm.heap, v, word, Value::int((n + 1).min(crate::heap::value::INT_MAX)));
}

/// What stands for the arguments: one int or string itself, or a tuple.
fn key_of(vm: &mut Vm, v: Value, args: Args) -> Res {
    let typed = native::extra(&vm.heap, v) & TYPED != 0;
    if args.kwnames == 0 && !typed {
        if args.count == 1 {
            let only = args.get(vm, 0);
            if only.is_small_int() || dict::is_exact_str(&vm.heap, only) {
                return Ok(only);
            }
        }
        return crate::objects::tuple::from_words(vm, args.base, args.count);
    }
    let mut parts = args.to_vec(vm);
    let keywords = args.keywords(vm);
    if !keywords.is_empty() {
        // What marks where keywords begin: the wrappers' own class, which no argument is likely to be.
        parts.push(Value::object(Kind::LRU_CACHE.class()));
        parts.extend(keywords.iter().flat_map(|(name, value)| [*name, *value]));
    }
    if typed {
        let classes: Vec<Value> =
            args.to_vec(vm).into_iter().map(|a| Value::object(vm.class_of(a))).collect();
        parts.extend(classes);
        for (_, value) in keywords {
            parts.push(Value::object(vm.class_of(value)));
        }
    }
    vm.new_tuple(&parts)
}

fn call(vm: &mut Vm, v: Value, args: Args) -> Res {
    let func = native::value(&vm.heap, v, FUNC);
    let most = native::word(&vm.heap, v, MOST).and_then(Value::as_small_int);
    if most == Some(0) {
        bump(vm, v, MISSES);
        return nested(vm, "", |vm| vm.call_args(func, args));
    }
    let scope = vm.open_roots();
    let result = (|| {
        let key = key_of(vm, v, args)?;
        vm.root(key);
        let hash = dict::hash_key(vm, key)?;
        let cache = Dict(native::value(&vm.heap, v, CACHE).offset());
        if let Some(value) = dict::get_hashed(vm, cache, key, hash)? {
            bump(vm, v, HITS);
            if most.is_some() {
                vm.root(value);
                dict::move_to_end(vm, cache, key, true)?;
            }
            return Ok(value);
        }
        bump(vm, v, MISSES);
        let value = nested(vm, "", |vm| vm.call_args(func, args))?;
        vm.root(value);
        // `cache_clear` may have run meanwhile.
        let cache = Dict(native::value(&vm.heap, v, CACHE).offset());
        if let Some(most) = most {
            if dict::get_hashed(vm, cache, key, hash)?.is_some() {
                return Ok(value);
            }
            if cache.used(&vm.heap) as i64 >= most
                && let Some((_, old_hash, old_key, _)) = dict::next_entry(&vm.heap, cache, 0)
            {
                vm.root(old_key);
                dict::remove_hashed(vm, cache, old_key, old_hash)?;
            }
        }
        dict::insert_hashed(vm, cache, key, hash, value)?;
        Ok(value)
    })();
    vm.close_roots(scope);
    result
}

fn cache_info(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let info = native::value(&vm.heap, v, INFO);
    let (hits, misses) = (native::value(&vm.heap, v, HITS), native::value(&vm.heap, v, MISSES));
    let most = native::value(&vm.heap, v, MOST);
    let used = Dict(native::value(&vm.heap, v, CACHE).offset()).used(&vm.heap);
    let used = vm.new_int(used as i64)?;
    vm.call(info, &[hits, misses, most, used])
}

fn cache_clear(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let cache = dict::new(vm)?.value();
    native::set(&mut vm.heap, v, CACHE, cache);
    native::set(&mut vm.heap, v, HITS, Value::int(0));
    native::set(&mut vm.heap, v, MISSES, Value::int(0));
    Ok(statics::NONE)
}

fn get(vm: &mut Vm, v: Value, object: Option<Value>, _class: Value) -> Res {
    let Some(object) = object else { return Ok(v) };
    let bound = BoundMethod(vm.alloc(Kind::BOUND_METHOD.class(), BoundMethod::SIZE)?);
    bound.set_func(&mut vm.heap, v);
    bound.set_receiver(&mut vm.heap, object);
    Ok(bound.value())
}

/// The type of cached functions.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::LRU_CACHE,
    name: "_lru_cache_wrapper",
    module: "functools",
    has_dict: true,
    slots: Slots { call: Some(call), descr_get: Some(get), ..Slots::NONE },
    methods: &[
        method("cache_info", cache_info, Sig::Exact(0)),
        method("cache_clear", cache_clear, Sig::Exact(0)),
        method("__copy__", |vm, args| Ok(args.get(vm, 0)), Sig::Exact(0)),
        method("__deepcopy__", |vm, args| Ok(args.get(vm, 0)), Sig::Exact(1)),
    ],
    ..TypeDef::DEFAULT
};
