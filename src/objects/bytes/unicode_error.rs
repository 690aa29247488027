//! UnicodeEncodeError, UnicodeDecodeError and UnicodeTranslateError: their attributes and messages.

use super::view;
use crate::heap::layout::{Exception, Str, Tuple};
use crate::heap::{Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::int;
use crate::objects::slots::{Attribute, getter};
use crate::vm::Vm;

/// The `n`th argument of an exception.
fn arg(vm: &Vm, e: Value, n: u32) -> Option<Value> {
    let args = Exception(e.offset()).args(&vm.heap)?;
    let tuple = Tuple(args.offset());
    (n < tuple.len(&vm.heap)).then(|| tuple.item(vm, n))
}

fn arg_or_none(vm: &Vm, e: Value, n: u32) -> Res {
    Ok(arg(vm, e, n).unwrap_or(statics::NONE))
}

/// Attributes of UnicodeEncodeError and UnicodeDecodeError.
pub const CODEC_ATTRIBUTES: &[Attribute] = &[
    getter("encoding", |vm, e| arg_or_none(vm, e, 0)),
    getter("object", |vm, e| arg_or_none(vm, e, 1)),
    getter("start", |vm, e| arg_or_none(vm, e, 2)),
    getter("end", |vm, e| arg_or_none(vm, e, 3)),
    getter("reason", |vm, e| arg_or_none(vm, e, 4)),
];

/// Attributes of UnicodeTranslateError.
pub const TRANSLATE_ATTRIBUTES: &[Attribute] = &[
    getter("object", |vm, e| arg_or_none(vm, e, 0)),
    getter("start", |vm, e| arg_or_none(vm, e, 1)),
    getter("end", |vm, e| arg_or_none(vm, e, 2)),
    getter("reason", |vm, e| arg_or_none(vm, e, 3)),
];

/// The message of a Unicode error that has all its arguments; `None` of any other exception.
pub fn message(vm: &mut Vm, e: Value) -> Res<Option<Value>> {
    let class = vm.class_of(e);
    if !vm.is_subclass(class, exc::UNICODE_ERROR) {
        return Ok(None);
    }
    let decoding = vm.is_subclass(class, exc::UNICODE_DECODE_ERROR);
    let first = if vm.is_subclass(class, exc::UNICODE_TRANSLATE_ERROR) { 0 } else { 1 };
    let (Some(object), Some(start), Some(end), Some(reason)) =
        (arg(vm, e, first), arg(vm, e, first + 1), arg(vm, e, first + 2), arg(vm, e, first + 3))
    else {
        return Ok(None);
    };
    let (Some(start), Some(end)) = (int::as_i64(vm, start), int::as_i64(vm, end)) else { return Ok(None) };
    let codec = match (first, arg(vm, e, 0)) {
        (1, Some(codec)) => {
            let codec = vm.str(codec)?;
            format!("'{}' codec ", vm.str_to_string(codec))
        }
        _ => String::new(),
    };
    let reason = vm.str(reason)?;
    let reason = vm.str_to_string(reason);
    let single = end == start + 1;
    let text = if decoding {
        match view(vm, object).and_then(|bytes| bytes.get(start as usize)) {
            Some(byte) if single => {
                format!("{codec}can't decode byte 0x{byte:02x} in position {start}: {reason}")
            }
            _ => format!("{codec}can't decode bytes in position {start}-{}: {reason}", end - 1),
        }
    } else {
        let verb = if first == 1 { "can't encode" } else { "can't translate" };
        let point = vm.as_str(object).and_then(|s: Str| s.chars(&vm.heap).get(start as usize));
        match point {
            Some(point) if single => {
                let shown = super::codecs::escape(point);
                format!("{codec}{verb} character '{shown}' in position {start}: {reason}")
            }
            _ => format!("{codec}{verb} characters in position {start}-{}: {reason}", end - 1),
        }
    };
    vm.new_str(&text).map(Some)
}
