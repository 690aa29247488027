//! Type parameters (PEP 695): not supported yet; each use says so.

use crate::heap::{Res, Value};
use crate::ops::names;
use crate::vm::Vm;

/// The intrinsics of one operand that concern typing.
pub fn intrinsic_1(vm: &mut Vm, which: u8, _: Value) -> Res {
    let name = names::INTRINSICS_1.get(which as usize).copied().unwrap_or("an unknown intrinsic");
    Err(unsupported(vm, name))
}

/// The intrinsics of two operands.
pub fn intrinsic_2(vm: &mut Vm, which: u8, a: Value, b: Value) -> Res {
    if which == names::intrinsic::PREP_RERAISE_STAR {
        return crate::objects::exception_group::prepare_reraise(vm, a, b);
    }
    let name = names::INTRINSICS_2.get(which as usize).copied().unwrap_or("an unknown intrinsic");
    Err(unsupported(vm, name))
}

fn unsupported(vm: &mut Vm, name: &str) -> crate::heap::Raised {
    vm.unsupported(format!("type parameters yet ({name})"))
}
