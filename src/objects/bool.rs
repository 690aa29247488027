//! `bool`: the ints `False` and `True`, two objects at fixed offsets.

use crate::heap::{Kind, Res, Value, statics};
use crate::objects::slots::{Args, BinOp, HashSlot, Slots, TypeDef, UnaryOp};
use crate::objects::{format, int};
use crate::vm::Vm;

/// The type.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::BOOL,
    name: "bool",
    base: Kind::INT,
    slots: Slots {
        repr: Some(repr),
        format: Some(format::format_int),
        hash: HashSlot::By(int::hash),
        compare: Some(int::ops::compare),
        truth: Some(int::ops::truth),
        binary: Some(binary),
        unary: Some(int::ops::unary),
        index: Some(int::plain),
        new: Some(new),
        ..Slots::NONE
    },
    binary: &[BinOp::And, BinOp::Or, BinOp::Xor],
    unary: &[UnaryOp::Invert],
    ..TypeDef::DEFAULT
};

fn repr(vm: &mut Vm, v: Value) -> Res {
    vm.intern(if v == statics::TRUE { "True" } else { "False" })
}

/// The slot: `&`, `|` and `^` of two bools give a bool; everything else is as for ints.
fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    if let (Some(x), Some(y)) = (as_bool(a), as_bool(b)) {
        match op {
            BinOp::And => return Ok(Some(vm.bool(x & y))),
            BinOp::Or => return Ok(Some(vm.bool(x | y))),
            BinOp::Xor => return Ok(Some(vm.bool(x ^ y))),
            _ => {}
        }
    }
    int::ops::binary(vm, op, a, b)
}

fn as_bool(v: Value) -> Option<bool> {
    match v {
        statics::TRUE => Some(true),
        statics::FALSE => Some(false),
        _ => None,
    }
}

/// The slot: `bool(x=False, /)`.
fn new(vm: &mut Vm, _class: u32, args: Args) -> Res {
    if args.kwnames != 0 {
        return Err(vm.type_error("bool() takes no keyword arguments"));
    }
    if args.count > 1 {
        return Err(vm.type_error(format!("bool expected at most 1 argument, got {}", args.count)));
    }
    let truth = match args.opt(vm, 0) {
        Some(value) => vm.truth(value)?,
        None => false,
    };
    Ok(vm.bool(truth))
}
