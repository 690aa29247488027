//! The special methods that native types show in their namespaces, derived from their slots.

use crate::heap::{Res, Value, statics};
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Method, Sig, TypeDef, UnaryOp, method};
use crate::vm::Vm;

fn or_not_implemented(result: Option<Value>) -> Value {
    result.unwrap_or(statics::NOT_IMPLEMENTED)
}

macro_rules! binary_wrappers {
    ($($op:ident $forward:ident $reflected:ident $in_place:ident $name:literal $rname:literal $iname:literal;)*) => {
        $(
            fn $forward(vm: &mut Vm, args: Args) -> Res {
                binary(vm, BinOp::$op, args, false)
            }
            fn $reflected(vm: &mut Vm, args: Args) -> Res {
                binary(vm, BinOp::$op, args, true)
            }
            fn $in_place(vm: &mut Vm, args: Args) -> Res {
                let (a, b) = (args.get(vm, 0), args.get(vm, 1));
                match vm.slots_of(vm.kind_of(a)).in_place {
                    Some(in_place) => Ok(or_not_implemented(in_place(vm, BinOp::$op, a, b)?)),
                    None => Ok(statics::NOT_IMPLEMENTED),
                }
            }
        )*
        fn binary_methods(op: BinOp) -> [Method; 3] {
            match op {
                $(BinOp::$op => [
                    method($name, $forward, Sig::Range(1, 2)),
                    method($rname, $reflected, Sig::Range(1, 2)),
                    method($iname, $in_place, Sig::Exact(1)),
                ],)*
            }
        }
    };
}

binary_wrappers! {
    Add add radd iadd "__add__" "__radd__" "__iadd__";
    And and rand iand "__and__" "__rand__" "__iand__";
    FloorDivide floordiv rfloordiv ifloordiv "__floordiv__" "__rfloordiv__" "__ifloordiv__";
    Lshift lshift rlshift ilshift "__lshift__" "__rlshift__" "__ilshift__";
    MatMultiply matmul rmatmul imatmul "__matmul__" "__rmatmul__" "__imatmul__";
    Multiply mul rmul imul "__mul__" "__rmul__" "__imul__";
    Remainder modulo rmodulo imodulo "__mod__" "__rmod__" "__imod__";
    Or or ror ior "__or__" "__ror__" "__ior__";
    Power pow rpow ipow "__pow__" "__rpow__" "__ipow__";
    Rshift rshift rrshift irshift "__rshift__" "__rrshift__" "__irshift__";
    Subtract sub rsub isub "__sub__" "__rsub__" "__isub__";
    TrueDivide truediv rtruediv itruediv "__truediv__" "__rtruediv__" "__itruediv__";
    Xor xor rxor ixor "__xor__" "__rxor__" "__ixor__";
    DivMod divmod rdivmod idivmod "__divmod__" "__rdivmod__" "__idivmod__";
}

fn binary(vm: &mut Vm, op: BinOp, args: Args, reflected: bool) -> Res {
    let (a, b) = (args.get(vm, 0), args.get(vm, 1));
    let Some(binary) = vm.slots_of(vm.kind_of(a)).binary else { return Ok(statics::NOT_IMPLEMENTED) };
    let result = if reflected { binary(vm, op, b, a)? } else { binary(vm, op, a, b)? };
    Ok(or_not_implemented(result))
}

macro_rules! compare_wrappers {
    ($($op:ident $func:ident $name:literal;)*) => {
        $(fn $func(vm: &mut Vm, args: Args) -> Res {
            let (a, b) = (args.get(vm, 0), args.get(vm, 1));
            match vm.slots_of(vm.kind_of(a)).compare {
                Some(compare) => Ok(or_not_implemented(compare(vm, Compare::$op, a, b)?)),
                None => Ok(statics::NOT_IMPLEMENTED),
            }
        })*
        const COMPARISONS: &[Method] = &[$(method($name, $func, Sig::Exact(1)),)*];
    };
}

compare_wrappers! {
    Lt lt "__lt__";
    Le le "__le__";
    Eq eq "__eq__";
    Ne ne "__ne__";
    Gt gt "__gt__";
    Ge ge "__ge__";
}

macro_rules! unary_wrappers {
    ($($op:ident $func:ident $name:literal;)*) => {
        $(fn $func(vm: &mut Vm, args: Args) -> Res {
            let value = args.get(vm, 0);
            match vm.slots_of(vm.kind_of(value)).unary {
                Some(unary) => Ok(or_not_implemented(unary(vm, UnaryOp::$op, value)?)),
                None => Ok(statics::NOT_IMPLEMENTED),
            }
        })*
        fn unary_method(op: UnaryOp) -> Method {
            match op { $(UnaryOp::$op => method($name, $func, Sig::Exact(0)),)* }
        }
    };
}

unary_wrappers! {
    Negative neg "__neg__";
    Positive pos "__pos__";
    Invert invert "__invert__";
    Absolute abs "__abs__";
}

macro_rules! slot {
    ($vm:ident, $value:ident, $slot:ident) => {
        match $vm.slots_of($vm.kind_of($value)).$slot {
            Some(slot) => slot,
            None => {
                let name = $vm.type_name($value);
                return Err($vm.type_error(format!("'{name}' object does not support this operation")));
            }
        }
    };
}

fn repr(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    slot!(vm, value, repr)(vm, value)
}
fn str(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    slot!(vm, value, str)(vm, value)
}
fn format(vm: &mut Vm, args: Args) -> Res {
    let (value, spec) = (args.get(vm, 0), args.get(vm, 1));
    slot!(vm, value, format)(vm, value, spec)
}
fn hash(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let hash = match vm.slots_of(vm.kind_of(value)).hash {
        HashSlot::By(hash) => hash(vm, value)?,
        _ => vm.identity_hash(value),
    };
    vm.new_int(hash)
}
fn truth(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let truth = slot!(vm, value, truth)(vm, value)?;
    Ok(vm.bool(truth))
}
fn len(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let len = slot!(vm, value, len)(vm, value)?;
    vm.new_int(len as i64)
}
fn get_item(vm: &mut Vm, args: Args) -> Res {
    let (value, key) = (args.get(vm, 0), args.get(vm, 1));
    slot!(vm, value, get_item)(vm, value, key)
}
fn set_item(vm: &mut Vm, args: Args) -> Res {
    let (value, key, item) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2));
    slot!(vm, value, set_item)(vm, value, key, Some(item))?;
    Ok(statics::NONE)
}
fn del_item(vm: &mut Vm, args: Args) -> Res {
    let (value, key) = (args.get(vm, 0), args.get(vm, 1));
    slot!(vm, value, set_item)(vm, value, key, None)?;
    Ok(statics::NONE)
}
fn contains(vm: &mut Vm, args: Args) -> Res {
    let (value, item) = (args.get(vm, 0), args.get(vm, 1));
    let found = slot!(vm, value, contains)(vm, value, item)?;
    Ok(vm.bool(found))
}
fn iter(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    slot!(vm, value, iter)(vm, value)
}
fn next(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    match slot!(vm, value, next)(vm, value)? {
        Some(item) => Ok(item),
        None => Err(vm.raise_with(crate::objects::exception_types::exc::STOP_ITERATION, &[])),
    }
}
fn index(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    slot!(vm, value, index)(vm, value)
}
fn call(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    // The slot itself: `super().__call__(…)` in an override must not come back to the override.
    match vm.slots_of(vm.kind_of(value)).call {
        Some(call) => call(vm, value, args.skip(1)),
        None => vm.call_args(value, args.skip(1)),
    }
}
fn descr_get(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let object = args.opt(vm, 1).filter(|v| *v != statics::NONE);
    let class = match args.opt(vm, 2) {
        Some(class) if class != statics::NONE => class,
        _ => Value::object(object.map_or(0, |o| vm.class_of(o))),
    };
    vm.bind_descriptor(value, object, class)
}
fn init(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    slot!(vm, value, init)(vm, value, args.skip(1))?;
    Ok(statics::NONE)
}

/// The special methods that `def`'s slots stand for.
pub fn derived(def: &TypeDef) -> Vec<Method> {
    let slots = &def.slots;
    let mut methods = Vec::new();
    let mut add = |present: bool, name, func, sig| {
        if present {
            methods.push(method(name, func, sig));
        }
    };
    add(slots.repr.is_some(), "__repr__", repr, Sig::Exact(0));
    add(slots.str.is_some(), "__str__", str, Sig::Exact(0));
    add(slots.format.is_some(), "__format__", format, Sig::Exact(1));
    add(matches!(slots.hash, HashSlot::By(_)), "__hash__", hash, Sig::Exact(0));
    add(slots.truth.is_some(), "__bool__", truth, Sig::Exact(0));
    add(slots.len.is_some(), "__len__", len, Sig::Exact(0));
    add(slots.get_item.is_some(), "__getitem__", get_item, Sig::Exact(1));
    add(slots.set_item.is_some(), "__setitem__", set_item, Sig::Exact(2));
    add(slots.set_item.is_some(), "__delitem__", del_item, Sig::Exact(1));
    add(slots.contains.is_some(), "__contains__", contains, Sig::Exact(1));
    add(slots.iter.is_some(), "__iter__", iter, Sig::Exact(0));
    add(slots.next.is_some(), "__next__", next, Sig::Exact(0));
    add(slots.index.is_some(), "__index__", index, Sig::Exact(0));
    add(slots.call.is_some(), "__call__", call, Sig::Any);
    add(slots.init.is_some(), "__init__", init, Sig::Any);
    let binds = slots.descr_get.is_some()
        || matches!(
            def.kind,
            crate::heap::Kind::FUNCTION
                | crate::heap::Kind::PROPERTY
                | crate::heap::Kind::CLASSMETHOD
                | crate::heap::Kind::STATICMETHOD
        );
    add(binds, "__get__", descr_get, Sig::Range(1, 2));
    if slots.compare.is_some() {
        methods.extend_from_slice(COMPARISONS);
    }
    for op in def.binary {
        methods.extend_from_slice(&binary_methods(*op)[..2]);
    }
    for op in def.in_place {
        methods.push(binary_methods(*op)[2]);
    }
    for op in def.unary {
        methods.push(unary_method(*op));
    }
    methods
}
