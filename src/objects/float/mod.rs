//! Floats: tagged words for the favoured exponents, `0.0` and `-0.0` as singletons, cells for the rest (and for
//! instances of subclasses).

pub mod methods;
pub mod ops;
pub mod text;

use crate::bytecode::hash;
pub use crate::bytecode::hash::decompose;
use crate::heap::layout::Float;
use crate::heap::statics;
use crate::heap::{Kind, Res, Value};
use crate::objects::int;
use crate::vm::Vm;

pub use methods::TYPE;

/// Fills in the singletons `0.0` and `-0.0`.
pub fn init_statics(vm: &mut Vm) {
    for (value, number) in [(statics::ZERO, 0.0), (statics::NEG_ZERO, -0.0)] {
        vm.heap.set_u32(value.offset(), Kind::FLOAT.class());
        Float(value.offset()).set_number(&mut vm.heap, number);
    }
}

impl Vm {
    /// The float `x`.
    #[inline(always)]
    pub fn new_float(&mut self, x: f64) -> Res {
        match Value::small_float(x) {
            Some(value) => Ok(value),
            None => self.new_wide_float(x),
        }
    }

    #[inline(never)]
    fn new_wide_float(&mut self, x: f64) -> Res {
        if x == 0.0 {
            return Ok(if x.is_sign_negative() { statics::NEG_ZERO } else { statics::ZERO });
        }
        let cell = self.alloc(Kind::FLOAT.class(), Float::SIZE)?;
        Float(cell).set_number(&mut self.heap, x);
        Ok(Value::object(cell))
    }
}

/// The float's value; `None` if `v` is no float (nor of a subclass).
#[inline(always)]
pub fn as_f64(vm: &Vm, v: Value) -> Option<f64> {
    match v.as_small_float() {
        Some(x) => Some(x),
        None if v.is_object() && vm.kind_of(v) == Kind::FLOAT => Some(Float(v.offset()).number(&vm.heap)),
        None => None,
    }
}

/// `hash()` of a value's address, for NaNs.
pub fn hash_identity(v: Value) -> i64 {
    let hash = (v.word().rotate_right(4)) as i64;
    if hash == -1 { -2 } else { hash }
}

/// The slot: `hash()` of a float.
pub fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    let x = as_f64(vm, v).unwrap_or(0.0);
    Ok(if x.is_nan() { hash_identity(v) } else { hash::float(x) })
}

/// The float that a number stands for in mixed arithmetic: a float, or an int converted. `Ok(None)` if it is
/// neither; raises OverflowError if the int is too large.
pub fn coerce(vm: &mut Vm, v: Value) -> Res<Option<f64>> {
    if let Some(x) = as_f64(vm, v) {
        return Ok(Some(x));
    }
    match int::view(vm, v) {
        None => Ok(None),
        Some(view) => match int::to_f64(vm, view) {
            Some(x) => Ok(Some(x)),
            None => Err(vm.overflow_error("int too large to convert to float")),
        },
    }
}
