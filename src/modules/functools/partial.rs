//! `functools.partial`.

use crate::heap::layout::{Dict, Native, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::iterators::native;
use crate::objects::sequence::{guarded_repr, is_callable, nested, push_repr};
use crate::objects::slots::{Args, Sig, Slots, TypeDef, getter, method};
use crate::objects::str::StrBuf;
use crate::objects::{dict, tuple};
use crate::vm::Vm;

const FUNC: u32 = 0;
const ARGS: u32 = 1;
const KEYWORDS: u32 = 2;

fn keywords_of(vm: &Vm, v: Value) -> Dict {
    Dict(native::value(&vm.heap, v, KEYWORDS).offset())
}

fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    if args.count == 0 {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    }
    let mut func = args.get(vm, 0);
    if !is_callable(vm, func) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let mut before = Vec::new();
    vm.with_roots(|vm| {
        let keywords = dict::new(vm)?;
        vm.root(keywords.value());
        // A partial of a partial is one partial, unless somebody has put attributes on it.
        if vm.is_exact(func, Kind::PARTIAL) && Native(func.offset()).dict(&vm.heap) == 0 {
            before = tuple::items(vm, native::value(&vm.heap, func, ARGS));
            let inner = keywords_of(vm, func);
            dict::update(vm, keywords, inner)?;
            func = native::value(&vm.heap, func, FUNC);
        }
        before.extend(args.skip(1).to_vec(vm));
        for (name, value) in args.keywords(vm) {
            dict::insert(vm, keywords, name, value)?;
        }
        let before = vm.new_tuple(&before)?;
        native::new(vm, class, &[Some(func), Some(before), Some(keywords.value())])
    })
}

fn call(vm: &mut Vm, v: Value, args: Args) -> Res {
    let func = native::value(&vm.heap, v, FUNC);
    let before = Tuple(native::value(&vm.heap, v, ARGS).offset());
    let own = keywords_of(vm, v);
    if own.used(&vm.heap) == 0 {
        let scope = vm.open_roots();
        let result = (|| {
            let base = vm.push_args(&[], 0)?.base;
            let n = before.len(&vm.heap);
            for i in 0..n {
                let value = tuple::item(&vm.heap, before, i);
                vm.push_args(&[value], 0)?;
            }
            let named = if args.kwnames == 0 { 0 } else { Tuple(args.kwnames).len(&vm.heap) };
            for i in 0..args.count + named {
                let value = args.get(vm, i);
                vm.push_args(&[value], 0)?;
            }
            let args = Args { base, count: n + args.count, kwnames: args.kwnames };
            nested(vm, "", |vm| vm.call_args(func, args))
        })();
        vm.close_roots(scope);
        return result;
    }
    vm.with_roots(|vm| {
        let all = dict::copy(vm, own)?;
        vm.root(all.value());
        for (name, value) in args.keywords(vm) {
            dict::insert(vm, all, name, value)?;
        }
        let mut positional = tuple::items(vm, before.value());
        positional.extend(args.to_vec(vm));
        let keywords = dict::items(&vm.heap, all);
        nested(vm, "", |vm| vm.call_kw(func, &positional, &keywords))
    })
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    guarded_repr(vm, v, "...", |vm| {
        let mut buf = StrBuf::new();
        let class = vm.class_of(v);
        let name = vm.class_full_name(class);
        buf.push_str(&name);
        buf.push_str("(");
        let func = native::value(&vm.heap, v, FUNC);
        push_repr(vm, &mut buf, func)?;
        for value in tuple::items(vm, native::value(&vm.heap, v, ARGS)) {
            buf.push_str(", ");
            push_repr(vm, &mut buf, value)?;
        }
        let keywords = keywords_of(vm, v);
        for (name, value) in dict::items(&vm.heap, keywords) {
            buf.push_str(", ");
            let name = vm.str(name)?;
            buf.push_chars(vm.chars(name));
            buf.push_str("=");
            push_repr(vm, &mut buf, value)?;
        }
        buf.push_str(")");
        vm.new_str_buf(&buf)
    })
}

fn reduce(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let class = Value::object(vm.class_of(v));
    let func = native::value(&vm.heap, v, FUNC);
    let first = vm.new_tuple(&[func])?;
    let own = match Native(v.offset()).dict(&vm.heap) {
        0 => statics::NONE,
        own => Value::object(own),
    };
    let (args, keywords) = (native::value(&vm.heap, v, ARGS), native::value(&vm.heap, v, KEYWORDS));
    let state = vm.new_tuple(&[func, args, keywords, own])?;
    vm.new_tuple(&[class, first, state])
}

fn set_state(vm: &mut Vm, args: Args) -> Res {
    let (v, state) = (args.get(vm, 0), args.get(vm, 1));
    let parts = tuple::as_tuple(vm, state).filter(|t| t.len(&vm.heap) == 4);
    let Some(parts) = parts else { return Err(vm.type_error("invalid partial state")) };
    let item = |vm: &Vm, i| tuple::item(&vm.heap, parts, i);
    let (func, before, keywords, own) = (item(vm, 0), item(vm, 1), item(vm, 2), item(vm, 3));
    if tuple::as_tuple(vm, before).is_none() || vm.as_kind(keywords, Kind::DICT).is_none() {
        return Err(vm.type_error("invalid partial state"));
    }
    native::set(&mut vm.heap, v, FUNC, func);
    native::set(&mut vm.heap, v, ARGS, before);
    native::set(&mut vm.heap, v, KEYWORDS, keywords);
    if let Some(own) = vm.as_kind(own, Kind::DICT) {
        Native(v.offset()).set_dict(&mut vm.heap, own);
    }
    Ok(statics::NONE)
}

/// `functools.partial`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::PARTIAL,
    name: "partial",
    module: "functools",
    subclassable: true,
    has_dict: true,
    slots: Slots { repr: Some(repr), call: Some(call), new: Some(new), ..Slots::NONE },
    methods: &[method("__reduce__", reduce, Sig::Exact(0)), method("__setstate__", set_state, Sig::Exact(1))],
    attributes: &[
        getter("func", |vm, v| Ok(native::value(&vm.heap, v, FUNC))),
        getter("args", |vm, v| Ok(native::value(&vm.heap, v, ARGS))),
        getter("keywords", |vm, v| Ok(native::value(&vm.heap, v, KEYWORDS))),
    ],
    ..TypeDef::DEFAULT
};
