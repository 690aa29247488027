//! `itemgetter`, `attrgetter`, `methodcaller`.

use crate::heap::layout::Tuple;
use crate::heap::{Kind, Res, Value};
use crate::objects::dict;
use crate::objects::iterators::native;
use crate::objects::sequence::{guarded_repr, push_repr};
use crate::objects::slots::{Args, Slots, TypeDef};
use crate::objects::str::StrBuf;
use crate::objects::tuple;
use crate::vm::Vm;

/// The one object that a getter is called with.
fn operand(vm: &mut Vm, name: &str, args: Args) -> Res {
    if args.kwnames != 0 {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    if args.count != 1 {
        let n = args.count;
        return Err(vm.type_error(format!("{name} expected 1 argument, got {n}")));
    }
    Ok(args.get(vm, 0))
}

fn at_least_one(vm: &mut Vm, name: &str, args: Args) -> Res<()> {
    if args.kwnames != 0 {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    if args.count == 0 {
        return Err(vm.type_error(format!("{name} expected 1 argument, got 0")));
    }
    Ok(())
}

/// Words: the keys.
fn item_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    at_least_one(vm, "itemgetter", args)?;
    let words: Vec<Option<Value>> = args.to_vec(vm).into_iter().map(Some).collect();
    native::new(vm, class, &words)
}

fn item_call(vm: &mut Vm, v: Value, args: Args) -> Res {
    let object = operand(vm, "itemgetter", args)?;
    let n = native::count(&vm.heap, v);
    if n == 1 {
        let key = native::value(&vm.heap, v, 0);
        return vm.get_item(object, key);
    }
    gather(vm, n, |vm, i| {
        let key = native::value(&vm.heap, v, i);
        vm.get_item(object, key)
    })
}

/// The tuple of `n` results.
fn gather(vm: &mut Vm, n: u32, mut each: impl FnMut(&mut Vm, u32) -> Res) -> Res {
    let scope = vm.open_roots();
    let result = (|| {
        let t = Tuple(vm.alloc(Kind::TUPLE.class(), tuple::ITEMS + n * 8)?);
        t.set_len(&mut vm.heap, n);
        vm.root(t.value());
        for i in 0..n {
            let value = each(vm, i)?;
            tuple::set(&mut vm.heap, t, i, value);
        }
        Ok(t.value())
    })();
    vm.close_roots(scope);
    result
}

/// `operator.name(word, word…)`.
fn words_repr(vm: &mut Vm, v: Value, name: &str) -> Res {
    guarded_repr(vm, v, "...", |vm| {
        let mut buf = StrBuf::new();
        buf.push_str(name);
        buf.push_str("(");
        for i in 0..native::count(&vm.heap, v) {
            if i > 0 {
                buf.push_str(", ");
            }
            let word = native::value(&vm.heap, v, i);
            push_repr(vm, &mut buf, word)?;
        }
        buf.push_str(")");
        vm.new_str_buf(&buf)
    })
}

/// `operator.itemgetter`.
pub static ITEM_GETTER: TypeDef = TypeDef {
    kind: Kind::ITEM_GETTER,
    name: "itemgetter",
    module: "operator",
    slots: Slots {
        repr: Some(|vm, v| words_repr(vm, v, "operator.itemgetter")),
        call: Some(item_call),
        new: Some(item_new),
        ..Slots::NONE
    },
    ..TypeDef::DEFAULT
};

/// Words: the names (dotted ones too).
fn attr_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    at_least_one(vm, "attrgetter", args)?;
    let mut words = Vec::new();
    for i in 0..args.count {
        let name = args.get(vm, i);
        if !vm.is_str(name) {
            return Err(vm.type_error("attribute name must be a string"));
        }
        words.push(Some(vm.intern_value(name)?));
    }
    native::new(vm, class, &words)
}

fn attr_call(vm: &mut Vm, v: Value, args: Args) -> Res {
    let object = operand(vm, "attrgetter", args)?;
    let n = native::count(&vm.heap, v);
    if n == 1 {
        let name = native::value(&vm.heap, v, 0);
        return dotted(vm, object, name);
    }
    gather(vm, n, |vm, i| {
        let name = native::value(&vm.heap, v, i);
        dotted(vm, object, name)
    })
}

/// The attribute that a dotted name leads to.
fn dotted(vm: &mut Vm, object: Value, name: Value) -> Res {
    let text = vm.str_to_string(name);
    if !text.contains('.') {
        return vm.get_attr(object, name);
    }
    vm.with_roots(|vm| {
        let mut at = object;
        for part in text.split('.') {
            let part = vm.intern(part)?;
            at = vm.get_attr(at, part)?;
            vm.root(at);
        }
        Ok(at)
    })
}

/// `operator.attrgetter`.
pub static ATTR_GETTER: TypeDef = TypeDef {
    kind: Kind::ATTR_GETTER,
    name: "attrgetter",
    module: "operator",
    slots: Slots {
        repr: Some(|vm, v| words_repr(vm, v, "operator.attrgetter")),
        call: Some(attr_call),
        new: Some(attr_new),
        ..Slots::NONE
    },
    ..TypeDef::DEFAULT
};

/// Words: the name, the tuple of arguments, the dict of keyword arguments (0: none).
fn method_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    if args.count == 0 {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    }
    let name = args.get(vm, 0);
    if !vm.is_str(name) {
        return Err(vm.type_error("method name must be a string"));
    }
    let name = vm.intern_value(name)?;
    let rest = args.skip(1).to_vec(vm);
    let rest = vm.new_tuple(&rest)?;
    let keywords = args.keywords(vm);
    let kwargs = if keywords.is_empty() {
        None
    } else {
        let d = dict::with_capacity(vm, keywords.len())?;
        for (key, value) in keywords {
            dict::insert(vm, d, key, value)?;
        }
        Some(d.value())
    };
    native::new(vm, class, &[Some(name), Some(rest), kwargs])
}

fn method_call(vm: &mut Vm, v: Value, args: Args) -> Res {
    let object = operand(vm, "methodcaller", args)?;
    let name = native::value(&vm.heap, v, 0);
    let method = vm.get_attr(object, name)?;
    let args = tuple::items(vm, native::value(&vm.heap, v, 1));
    let keywords = match native::word(&vm.heap, v, 2) {
        Some(d) => dict::items(&vm.heap, crate::heap::layout::Dict(d.offset())),
        None => Vec::new(),
    };
    vm.call_kw(method, &args, &keywords)
}

fn method_repr(vm: &mut Vm, v: Value) -> Res {
    guarded_repr(vm, v, "...", |vm| {
        let mut buf = StrBuf::new();
        buf.push_str("operator.methodcaller(");
        let name = native::value(&vm.heap, v, 0);
        push_repr(vm, &mut buf, name)?;
        for value in tuple::items(vm, native::value(&vm.heap, v, 1)) {
            buf.push_str(", ");
            push_repr(vm, &mut buf, value)?;
        }
        if let Some(d) = native::word(&vm.heap, v, 2) {
            for (key, value) in dict::items(&vm.heap, crate::heap::layout::Dict(d.offset())) {
                buf.push_str(", ");
                buf.push_chars(vm.chars(key));
                buf.push_str("=");
                push_repr(vm, &mut buf, value)?;
            }
        }
        buf.push_str(")");
        vm.new_str_buf(&buf)
    })
}

/// `operator.methodcaller`.
pub static METHOD_CALLER: TypeDef = TypeDef {
    kind: Kind::METHOD_CALLER,
    name: "methodcaller",
    module: "operator",
    slots: Slots { repr: Some(method_repr), call: Some(method_call), new: Some(method_new), ..Slots::NONE },
    ..TypeDef::DEFAULT
};
