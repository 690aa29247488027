//! The operators as functions.

use crate::heap::{Res, Value, statics};
use crate::objects::sequence::{for_each, items_equal};
use crate::objects::slots::{Args, BinOp, Compare, Method, Sig, UnaryOp, function};
use crate::vm::Vm;

macro_rules! binary_functions {
    ($($name:ident $op:ident)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Res {
            let (a, b) = (args.get(vm, 0), args.get(vm, 1));
            vm.binary(BinOp::$op, a, b)
        })*
    };
}

binary_functions! {
    add Add and_ And floordiv FloorDivide lshift Lshift modulo Remainder mul Multiply matmul MatMultiply or_ Or
    pow Power rshift Rshift sub Subtract truediv TrueDivide xor Xor
}

macro_rules! in_place_functions {
    ($($name:ident $op:ident)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Res {
            let (a, b) = (args.get(vm, 0), args.get(vm, 1));
            vm.in_place(BinOp::$op, a, b)
        })*
    };
}

in_place_functions! {
    iadd Add iand And ifloordiv FloorDivide ilshift Lshift imod Remainder imul Multiply imatmul MatMultiply ior Or
    ipow Power irshift Rshift isub Subtract itruediv TrueDivide ixor Xor
}

macro_rules! compare_functions {
    ($($name:ident $op:ident)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Res {
            let (a, b) = (args.get(vm, 0), args.get(vm, 1));
            vm.rich_compare(Compare::$op, a, b)
        })*
    };
}

compare_functions! { lt Lt le Le eq Eq ne Ne ge Ge gt Gt }

macro_rules! unary_functions {
    ($($name:ident $op:ident)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Res {
            let v = args.get(vm, 0);
            vm.unary(UnaryOp::$op, v)
        })*
    };
}

unary_functions! { abs Absolute invert Invert neg Negative pos Positive }

fn truth(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let truth = vm.truth(v)?;
    Ok(vm.bool(truth))
}

fn not_(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let truth = vm.truth(v)?;
    Ok(vm.bool(!truth))
}

fn is_(vm: &mut Vm, args: Args) -> Res {
    Ok(vm.bool(args.get(vm, 0) == args.get(vm, 1)))
}

fn is_not(vm: &mut Vm, args: Args) -> Res {
    Ok(vm.bool(args.get(vm, 0) != args.get(vm, 1)))
}

fn index(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    vm.index(v)
}

fn is_sequence(vm: &mut Vm, v: Value) -> bool {
    let class = vm.class_of(v);
    vm.slots_of(vm.kind_of(v)).get_item.is_some()
        || vm.overrides(class, crate::objects::dunder::Dunder::GetItem)
}

fn concat_operands(vm: &mut Vm, args: Args) -> Res<(Value, Value)> {
    let (a, b) = (args.get(vm, 0), args.get(vm, 1));
    if !is_sequence(vm, a) {
        let name = vm.type_name(a);
        return Err(vm.type_error(format!("'{name}' object can't be concatenated")));
    }
    Ok((a, b))
}

fn concat(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = concat_operands(vm, args)?;
    vm.binary(BinOp::Add, a, b)
}

fn iconcat(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = concat_operands(vm, args)?;
    vm.in_place(BinOp::Add, a, b)
}

fn contains(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = (args.get(vm, 0), args.get(vm, 1));
    let inside = vm.contains(a, b)?;
    Ok(vm.bool(inside))
}

fn count_of(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = (args.get(vm, 0), args.get(vm, 1));
    let mut n = 0;
    for_each(vm, a, |vm, item| {
        n += items_equal(vm, item, b)? as i64;
        Ok(())
    })?;
    vm.new_int(n)
}

fn index_of(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = (args.get(vm, 0), args.get(vm, 1));
    let found = vm.with_roots(|vm| {
        let it = vm.iter(a)?;
        vm.root(it);
        let mut i = 0;
        while let Some(item) = vm.next(it)? {
            if items_equal(vm, item, b)? {
                return Ok(Some(i));
            }
            i += 1;
        }
        Ok(None)
    })?;
    match found {
        Some(i) => vm.new_int(i),
        None => Err(vm.value_error("sequence.index(x): x not in sequence")),
    }
}

fn getitem(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = (args.get(vm, 0), args.get(vm, 1));
    vm.get_item(a, b)
}

fn setitem(vm: &mut Vm, args: Args) -> Res {
    let (a, b, c) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2));
    vm.set_item(a, b, c)?;
    Ok(statics::NONE)
}

fn delitem(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = (args.get(vm, 0), args.get(vm, 1));
    vm.del_item(a, b)?;
    Ok(statics::NONE)
}

fn call(vm: &mut Vm, args: Args) -> Res {
    if args.count == 0 {
        return Err(vm.type_error("call expected at least 1 argument, got 0"));
    }
    let callee = args.get(vm, 0);
    vm.call_args(callee, args.skip(1))
}

fn length_hint(vm: &mut Vm, args: Args) -> Res {
    let v = args.get(vm, 0);
    let default = match args.opt(vm, 1) {
        Some(default) if !matches!(vm.kind_of(default), crate::heap::Kind::INT | crate::heap::Kind::BOOL) => {
            let name = vm.type_name(default);
            return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
        }
        Some(default) => default,
        None => Value::int(0),
    };
    let class = vm.class_of(v);
    if vm.slots_of(vm.kind_of(v)).len.is_some() || vm.overrides(class, crate::objects::dunder::Dunder::Len) {
        let n = vm.len(v)?;
        return vm.new_int(n as i64);
    }
    match vm.call_dunder(v, crate::objects::dunder::Dunder::LengthHint, &[])? {
        None => Ok(default),
        Some(hint) if hint == statics::NOT_IMPLEMENTED => Ok(default),
        Some(hint) => {
            if !matches!(vm.kind_of(hint), crate::heap::Kind::INT | crate::heap::Kind::BOOL) {
                let name = vm.type_name(hint);
                return Err(vm.type_error(format!("__length_hint__ must be an integer, not {name}")));
            }
            if crate::objects::int::as_i64(vm, hint).is_some_and(|n| n < 0) {
                return Err(vm.value_error("__length_hint__() should return >= 0"));
            }
            Ok(hint)
        }
    }
}

/// All functions of the module.
pub static FUNCTIONS: &[Method] = &[
    function("lt", lt, Sig::Exact(2)),
    function("le", le, Sig::Exact(2)),
    function("eq", eq, Sig::Exact(2)),
    function("ne", ne, Sig::Exact(2)),
    function("ge", ge, Sig::Exact(2)),
    function("gt", gt, Sig::Exact(2)),
    function("truth", truth, Sig::Exact(1)),
    function("not_", not_, Sig::Exact(1)),
    function("is_", is_, Sig::Exact(2)),
    function("is_not", is_not, Sig::Exact(2)),
    function("abs", abs, Sig::Exact(1)),
    function("add", add, Sig::Exact(2)),
    function("and_", and_, Sig::Exact(2)),
    function("floordiv", floordiv, Sig::Exact(2)),
    function("index", index, Sig::Exact(1)),
    function("inv", invert, Sig::Exact(1)),
    function("invert", invert, Sig::Exact(1)),
    function("lshift", lshift, Sig::Exact(2)),
    function("mod", modulo, Sig::Exact(2)),
    function("mul", mul, Sig::Exact(2)),
    function("matmul", matmul, Sig::Exact(2)),
    function("neg", neg, Sig::Exact(1)),
    function("or_", or_, Sig::Exact(2)),
    function("pos", pos, Sig::Exact(1)),
    function("pow", pow, Sig::Exact(2)),
    function("rshift", rshift, Sig::Exact(2)),
    function("sub", sub, Sig::Exact(2)),
    function("truediv", truediv, Sig::Exact(2)),
    function("xor", xor, Sig::Exact(2)),
    function("concat", concat, Sig::Exact(2)),
    function("contains", contains, Sig::Exact(2)),
    function("countOf", count_of, Sig::Exact(2)),
    function("delitem", delitem, Sig::Exact(2)),
    function("getitem", getitem, Sig::Exact(2)),
    function("indexOf", index_of, Sig::Exact(2)),
    function("setitem", setitem, Sig::Exact(3)),
    function("length_hint", length_hint, Sig::Range(1, 2)),
    function("call", call, Sig::Any),
    function("iadd", iadd, Sig::Exact(2)),
    function("iand", iand, Sig::Exact(2)),
    function("iconcat", iconcat, Sig::Exact(2)),
    function("ifloordiv", ifloordiv, Sig::Exact(2)),
    function("ilshift", ilshift, Sig::Exact(2)),
    function("imod", imod, Sig::Exact(2)),
    function("imul", imul, Sig::Exact(2)),
    function("imatmul", imatmul, Sig::Exact(2)),
    function("ior", ior, Sig::Exact(2)),
    function("ipow", ipow, Sig::Exact(2)),
    function("irshift", irshift, Sig::Exact(2)),
    function("isub", isub, Sig::Exact(2)),
    function("itruediv", itruediv, Sig::Exact(2)),
    function("ixor", ixor, Sig::Exact(2)),
];
