//! `defaultdict`.

use crate::heap::layout::{DefaultDict, Dict};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dict::{self, SLOTS, as_dict, repr_of};
use crate::objects::sequence::{is_callable, push_repr, with_depth};
use crate::objects::slots::{Args, Attribute, BinOp, Sig, Slots, TypeDef, method};
use crate::objects::str::StrBuf;
use crate::vm::Vm;

fn factory(vm: &Vm, v: Value) -> Option<Value> {
    DefaultDict(v.offset()).factory(&vm.heap)
}

/// `__missing__`: makes, stores and gives the default. KeyError if there is no factory.
pub fn missing(vm: &mut Vm, v: Value, key: Value) -> Res {
    let Some(factory) = factory(vm, v) else { return Err(vm.key_error(key)) };
    let value = vm.call(factory, &[])?;
    let scope = vm.open_roots();
    vm.root(value);
    let result = dict::insert(vm, Dict(v.offset()), key, value);
    vm.close_roots(scope);
    result.map(|()| value)
}

fn init(vm: &mut Vm, v: Value, args: Args) -> Res<()> {
    let made = match args.opt(vm, 0) {
        Some(f) if f != statics::NONE => {
            if !is_callable(vm, f) {
                return Err(vm.type_error("first argument must be callable or None"));
            }
            Some(f)
        }
        _ => None,
    };
    DefaultDict(v.offset()).set_factory(&mut vm.heap, made);
    dict::init(vm, v, args.skip(1))
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    let name = vm.type_name(v);
    let mut buf = StrBuf::new();
    match factory(vm, v) {
        Some(f) => with_depth(vm, |vm| push_repr(vm, &mut buf, f))?,
        None => buf.push_str("None"),
    }
    let text = vm.new_str_buf(&buf)?;
    let before = format!("{name}({}, ", vm.str_to_string(text));
    repr_of(vm, v, &before, ")")
}

/// A copy of the same class, with the same factory.
fn copy(vm: &mut Vm, v: Value) -> Res {
    let class = vm.class_of(v);
    let f = factory(vm, v).unwrap_or(statics::NONE);
    vm.call(Value::object(class), &[f, v])
}

fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(_), Some(other)) = (as_dict(vm, a), as_dict(vm, b)) else { return Ok(None) };
    if op != BinOp::Or {
        return Ok(None);
    }
    let own = if vm.kind_of(a) == Kind::DEFAULT_DICT { a } else { b };
    let f = factory(vm, own).unwrap_or(statics::NONE);
    let class = vm.class_of(own);
    vm.with_roots(|vm| {
        let new = vm.call(Value::object(class), &[f, a])?;
        vm.root(new);
        dict::update(vm, Dict(new.offset()), other)?;
        Ok(Some(new))
    })
}

fn reduce(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let class = Value::object(vm.class_of(v));
    let args = match factory(vm, v) {
        Some(f) => vm.new_tuple(&[f])?,
        None => statics::EMPTY_TUPLE,
    };
    let items = vm.call_method(v, "items", &[])?;
    let items = vm.iter(items)?;
    vm.new_tuple(&[class, args, statics::NONE, statics::NONE, items])
}

/// `collections.defaultdict`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::DEFAULT_DICT,
    name: "defaultdict",
    module: "collections",
    base: Kind::DICT,
    subclassable: true,
    slots: Slots { repr: Some(repr), init: Some(init), binary: Some(binary), ..SLOTS },
    binary: &[BinOp::Or],
    in_place: &[BinOp::Or],
    methods: &[
        method(
            "__missing__",
            |vm, args| {
                let (v, key) = (args.get(vm, 0), args.get(vm, 1));
                missing(vm, v, key)
            },
            Sig::Exact(1),
        ),
        method(
            "copy",
            |vm, args| {
                let v = args.get(vm, 0);
                copy(vm, v)
            },
            Sig::Exact(0),
        ),
        method(
            "__copy__",
            |vm, args| {
                let v = args.get(vm, 0);
                copy(vm, v)
            },
            Sig::Exact(0),
        ),
        method("__reduce__", reduce, Sig::Exact(0)),
    ],
    attributes: &[Attribute {
        name: "default_factory",
        get: |vm, v| Ok(factory(vm, v).unwrap_or(statics::NONE)),
        set: Some(|vm, v, f| {
            DefaultDict(v.offset()).set_factory(&mut vm.heap, f.filter(|f| *f != statics::NONE));
            Ok(())
        }),
    }],
    ..TypeDef::DEFAULT
};
