//! Arithmetic and comparison.

use crate::heap::{Kind, Res, Value};
use crate::interp::specialize;
use crate::interp::{Flow, Regs};
use crate::objects::slots::{BinOp, Compare, UnaryOp};
use crate::ops::op;
use crate::vm::Vm;

use super::{miss, warm};

#[inline(always)]
pub fn binary_op(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
    if warm(r, vm) {
        specialize::binary_op(r, vm, arg, a, b);
    }
    binary_slow(r, vm, arg, a, b)
}

#[inline(never)]
fn binary_slow(r: &mut Regs, vm: &mut Vm, arg: u32, a: Value, b: Value) -> Res<Flow> {
    r.save(vm);
    let result = binary_value(vm, arg, a, b)?;
    r.binary_result(vm, result)
}

/// `BINARY_OP arg` on two values.
pub(crate) fn binary_value(vm: &mut Vm, arg: u32, a: Value, b: Value) -> Res {
    let in_place = arg >= 13;
    match BinOp::ALL.get((if in_place { arg - 13 } else { arg }) as usize) {
        Some(op) if in_place => vm.in_place(*op, a, b),
        Some(op) => vm.binary(*op, a, b),
        None => Err(crate::interp::system_error(vm, format!("unknown binary operator {arg}"))),
    }
}

macro_rules! int_op {
    ($name:ident, $checked:ident) => {
        #[inline(always)]
        pub fn $name(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
            let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
            if let (Some(x), Some(y)) = (a.as_small_int(), b.as_small_int()) {
                // 63-bit operands: the sum and difference fit 64 bits, the product is checked.
                if let Some(result) = x.$checked(y).and_then(Value::small_int) {
                    return r.binary_result(vm, result);
                }
                return binary_slow(r, vm, arg, a, b);
            }
            miss!(binary_op, r, vm, arg)
        }
    };
}

int_op!(binary_op_add_int, checked_add);
int_op!(binary_op_subtract_int, checked_sub);
int_op!(binary_op_multiply_int, checked_mul);

/// The float in a value of exactly that type.
#[inline(always)]
pub(crate) fn exact_float(vm: &Vm, value: Value) -> Option<f64> {
    match value.as_small_float() {
        Some(x) => Some(x),
        None if value.is_object() && vm.heap.u32(value.offset()) == Kind::FLOAT.class() => {
            Some(crate::heap::layout::Float(value.offset()).number(&vm.heap))
        }
        None => None,
    }
}

macro_rules! float_op {
    ($name:ident, $operator:tt) => {
        #[inline(always)]
        pub fn $name(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
            let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
            if let (Some(x), Some(y)) = (exact_float(vm, a), exact_float(vm, b)) {
                let result = x $operator y;
                let result = match Value::small_float(result) {
                    Some(result) => result,
                    None => {
                        r.save(vm);
                        vm.new_float(result)?
                    }
                };
                return r.binary_result(vm, result);
            }
            miss!(binary_op, r, vm, arg)
        }
    };
}

float_op!(binary_op_add_float, +);
float_op!(binary_op_subtract_float, -);
float_op!(binary_op_multiply_float, *);

#[inline(always)]
pub fn binary_op_add_unicode(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
    if vm.is_exact(a, Kind::STR) && vm.is_exact(b, Kind::STR) {
        r.save(vm);
        let result = vm.str_concat(a, b)?;
        return r.binary_result(vm, result);
    }
    miss!(binary_op, r, vm, arg)
}

#[inline(always)]
pub fn binary_op_inplace_add_unicode(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    binary_op_add_unicode(r, vm, arg)
}

/// Bit 4 of `COMPARE_OP`'s argument: the result is to be a bool.
const TO_BOOL: u32 = 16;

#[inline(always)]
pub fn compare_op(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
    if warm(r, vm) {
        specialize::compare_op(r, vm, a, b);
    }
    compare_slow(r, vm, arg, a, b)
}

#[inline(never)]
fn compare_slow(r: &mut Regs, vm: &mut Vm, arg: u32, a: Value, b: Value) -> Res<Flow> {
    r.save(vm);
    let mut result = vm.rich_compare(Compare::from_number(arg >> 5), a, b)?;
    if arg & TO_BOOL != 0 {
        let truth = vm.truth(result)?;
        result = vm.bool(truth);
    }
    r.binary_result(vm, result)
}

#[inline(always)]
fn compare_with<T: PartialOrd>(op: u32, a: T, b: T) -> bool {
    match Compare::from_number(op) {
        Compare::Lt => a < b,
        Compare::Le => a <= b,
        Compare::Eq => a == b,
        Compare::Ne => a != b,
        Compare::Gt => a > b,
        Compare::Ge => a >= b,
    }
}

#[inline(always)]
pub fn compare_op_int(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
    if a.is_small_int() && b.is_small_int() {
        // Tagged integers order as their words do.
        let result = vm.bool(compare_with(arg >> 5, a.word() as i64, b.word() as i64));
        return r.binary_result(vm, result);
    }
    miss!(compare_op, r, vm, arg)
}

#[inline(always)]
pub fn compare_op_float(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
    if let (Some(x), Some(y)) = (exact_float(vm, a), exact_float(vm, b)) {
        let result = vm.bool(compare_with(arg >> 5, x, y));
        return r.binary_result(vm, result);
    }
    miss!(compare_op, r, vm, arg)
}

#[inline(always)]
pub fn compare_op_str(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let (a, b) = (r.peek(vm, 2), r.peek(vm, 1));
    let op = Compare::from_number(arg >> 5);
    if vm.is_exact(a, Kind::STR) && vm.is_exact(b, Kind::STR) && matches!(op, Compare::Eq | Compare::Ne) {
        let equal = a == b || vm.str_eq(a, b);
        let result = vm.bool(equal == (op == Compare::Eq));
        return r.binary_result(vm, result);
    }
    miss!(compare_op, r, vm, arg)
}

fn unary(r: &mut Regs, vm: &mut Vm, op: UnaryOp) -> Res<Flow> {
    r.save(vm);
    let value = r.peek(vm, 1);
    let result = vm.unary(op, value)?;
    r.set_peek(vm, 1, result);
    Ok(Flow::Next)
}

#[inline(always)]
pub fn unary_negative(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let value = r.peek(vm, 1);
    if let Some(result) = value.as_small_int().and_then(|n| Value::small_int(-n)) {
        r.set_peek(vm, 1, result);
        return Ok(Flow::Next);
    }
    if let Some(result) = value.as_small_float().and_then(|x| Value::small_float(-x)) {
        r.set_peek(vm, 1, result);
        return Ok(Flow::Next);
    }
    unary(r, vm, UnaryOp::Negative)
}

pub fn unary_invert(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    unary(r, vm, UnaryOp::Invert)
}

#[inline(always)]
pub fn contains_op(r: &mut Regs, vm: &mut Vm, invert: u32) -> Res<Flow> {
    let (item, container) = (r.peek(vm, 2), r.peek(vm, 1));
    if warm(r, vm) {
        match vm.kind_of(container) {
            Kind::DICT if vm.is_exact(container, Kind::DICT) => {
                specialize::simple(r, vm, op::CONTAINS_OP_DICT)
            }
            Kind::SET | Kind::FROZENSET => specialize::simple(r, vm, op::CONTAINS_OP_SET),
            _ => specialize::failed(r, vm),
        }
    }
    r.save(vm);
    let found = vm.contains(container, item)?;
    let result = vm.bool(found != (invert & 1 != 0));
    r.binary_result(vm, result)
}

#[inline(always)]
pub fn contains_op_dict(r: &mut Regs, vm: &mut Vm, invert: u32) -> Res<Flow> {
    let (item, container) = (r.peek(vm, 2), r.peek(vm, 1));
    if vm.is_exact(container, Kind::DICT) {
        r.save(vm);
        let found = crate::objects::dict::get(vm, crate::heap::layout::Dict(container.offset()), item)?;
        let result = vm.bool(found.is_some() != (invert & 1 != 0));
        return r.binary_result(vm, result);
    }
    miss!(contains_op, r, vm, invert)
}

#[inline(always)]
pub fn contains_op_set(r: &mut Regs, vm: &mut Vm, invert: u32) -> Res<Flow> {
    let (item, container) = (r.peek(vm, 2), r.peek(vm, 1));
    if vm.is_exact(container, Kind::SET) || vm.is_exact(container, Kind::FROZENSET) {
        r.save(vm);
        let found = vm.contains(container, item)?;
        let result = vm.bool(found != (invert & 1 != 0));
        return r.binary_result(vm, result);
    }
    miss!(contains_op, r, vm, invert)
}
