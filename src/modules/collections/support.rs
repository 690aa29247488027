//! What the Python part of `collections` needs natively.

use crate::heap::layout::{Dict, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dict::{self, as_dict};
use crate::objects::dunder::Dunder;
use crate::objects::iterators::native;
use crate::objects::sequence::{for_each, push_repr};
use crate::objects::slots::{Args, BinOp, Slots, TypeDef};
use crate::objects::str::StrBuf;
use crate::objects::tuple;
use crate::vm::Vm;

/// `_count_elements(mapping, iterable)`: adds one to the count of each item.
pub fn count_elements(vm: &mut Vm, args: Args) -> Res {
    let (mapping, iterable) = (args.get(vm, 0), args.get(vm, 1));
    let class = vm.class_of(mapping);
    let plain = as_dict(vm, mapping).filter(|_| !vm.overrides(class, Dunder::SetItem));
    match plain {
        Some(d) => for_each(vm, iterable, |vm, item| count_one(vm, d, item))?,
        None => {
            let name = vm.intern("get")?;
            let get = vm.get_attr(mapping, name)?;
            vm.with_roots(|vm| {
                vm.root(get);
                for_each(vm, iterable, |vm, item| {
                    let old = vm.call(get, &[item, Value::int(0)])?;
                    let new = vm.binary(BinOp::Add, old, Value::int(1))?;
                    vm.set_item(mapping, item, new)
                })
            })?;
        }
    }
    Ok(statics::NONE)
}

fn count_one(vm: &mut Vm, d: Dict, item: Value) -> Res<()> {
    let hash = dict::hash_key(vm, item)?;
    let new = match dict::get_hashed(vm, d, item, hash)? {
        Some(old) => match old.as_small_int() {
            Some(n) if n < crate::heap::value::INT_MAX => Value::int(n + 1),
            _ => vm.binary(BinOp::Add, old, Value::int(1))?,
        },
        None => Value::int(1),
    };
    dict::insert_hashed(vm, d, item, hash, new)
}

/// `_move_to_end(dict, key, last)`: KeyError if the key is missing.
pub fn move_to_end(vm: &mut Vm, args: Args) -> Res {
    let (d, key, last) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2));
    let last = vm.truth(last)?;
    let Some(d) = as_dict(vm, d) else { return Err(vm.type_error("a dict is required")) };
    if dict::move_to_end(vm, d, key, last)? { Ok(statics::NONE) } else { Err(vm.key_error(key)) }
}

fn getter_new(vm: &mut Vm, class: u32, args: Args) -> Res {
    if args.count != 2 || args.kwnames != 0 {
        let n = args.count;
        return Err(vm.type_error(format!("_tuplegetter expected 2 arguments, got {n}")));
    }
    let (index, doc) = (args.get(vm, 0), args.get(vm, 1));
    let index = vm.index(index)?;
    native::new(vm, class, &[Some(index), Some(doc)])
}

fn getter_get(vm: &mut Vm, descriptor: Value, object: Option<Value>, _class: Value) -> Res {
    let Some(object) = object else { return Ok(descriptor) };
    let i = native::number(&vm.heap, descriptor, 0);
    let Some(t) = vm.as_kind(object, Kind::TUPLE).map(Tuple) else {
        let name = vm.type_name(object);
        return Err(vm.type_error(format!(
            "descriptor for index '{i}' for tuple subclasses doesn't apply to '{name}' object"
        )));
    };
    if i < 0 || i >= t.len(&vm.heap) as i64 {
        return Err(vm.index_error("tuple index out of range"));
    }
    Ok(tuple::item(&vm.heap, t, i as u32))
}

fn getter_set(vm: &mut Vm, _: Value, _: Value, value: Option<Value>) -> Res<()> {
    Err(vm.raise(
        crate::objects::exception_types::exc::ATTRIBUTE_ERROR,
        if value.is_some() { "can't set attribute" } else { "can't delete attribute" },
    ))
}

fn getter_repr(vm: &mut Vm, v: Value) -> Res {
    let mut buf = StrBuf::new();
    buf.push_str("_tuplegetter(");
    let (index, doc) = (native::value(&vm.heap, v, 0), native::value(&vm.heap, v, 1));
    push_repr(vm, &mut buf, index)?;
    buf.push_str(", ");
    push_repr(vm, &mut buf, doc)?;
    buf.push_str(")");
    vm.new_str_buf(&buf)
}

/// The descriptor of a named tuple's field.
pub static TUPLE_GETTER: TypeDef = TypeDef {
    kind: Kind::TUPLE_GETTER,
    name: "_tuplegetter",
    module: "collections",
    slots: Slots {
        repr: Some(getter_repr),
        descr_get: Some(getter_get),
        descr_set: Some(getter_set),
        new: Some(getter_new),
        ..Slots::NONE
    },
    attributes: &[crate::objects::slots::Attribute {
        name: "__doc__",
        get: |vm, v| Ok(native::value(&vm.heap, v, 1)),
        set: Some(|vm, v, doc| {
            native::set(&mut vm.heap, v, 1, doc);
            Ok(())
        }),
    }],
    ..TypeDef::DEFAULT
};
