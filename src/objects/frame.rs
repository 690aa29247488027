//! Frame objects: what `sys._getframe()`, `tb_frame` and `gi_frame` give. A frame lives on the frame stack and ends with
//! its call, so its object is a snapshot of the moment when it was asked for.

use crate::heap::layout::{Code, Dict, Frame, Function, Traceback};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::builtins::frame_locals;
use crate::objects::iterators::native::{self, value};
use crate::objects::slots::{Slots, TypeDef, getter};
use crate::vm::Vm;

/// The words of a frame object.
mod word {
    pub const CODE: u32 = 0;
    pub const GLOBALS: u32 = 1;
    pub const LOCALS: u32 = 2;
    pub const LINE: u32 = 3;
    pub const LASTI: u32 = 4;
    pub const BACK: u32 = 5;
}

/// A snapshot of `frame` and of its callers.
pub fn snapshot(vm: &mut Vm, frame: Frame) -> Res {
    let mut chain = Vec::new();
    let mut at = frame.0;
    while at != 0 {
        chain.push(Frame(at));
        at = Frame(at).prev(&vm.heap);
    }
    // Nothing here runs Python code, so nothing needs rooting.
    let mut object = None;
    for frame in chain.into_iter().rev() {
        object = Some(one(vm, frame, object)?);
    }
    Ok(object.unwrap_or(statics::NONE))
}

/// A snapshot of a frame without callers: a suspended generator's.
pub fn detached(vm: &mut Vm, frame: Frame) -> Res {
    one(vm, frame, None)
}

fn one(vm: &mut Vm, frame: Frame, back: Option<Value>) -> Res {
    let code = Code(frame.code(&vm.heap));
    let globals = Function(frame.func(&vm.heap)).globals(&vm.heap);
    let locals = frame_locals(vm, frame)?;
    let offset = frame.instr(&vm.heap).wrapping_sub(code.bytecode(&vm.heap));
    let line = crate::interp::line_at(vm, code, offset).unwrap_or(code.firstlineno(&vm.heap) as i32);
    let words = [
        Some(code.value()),
        Some(Value::object(globals)),
        Some(locals),
        Some(Value::int(line as i64)),
        Some(Value::int(offset as i64)),
        back,
    ];
    let object = native::new(vm, Kind::FRAME.class(), &words)?;
    native::set_extra(&mut vm.heap, object, frame.0);
    Ok(object)
}

/// The line that the frame is at now, if it is still active; otherwise the snapshot's.
fn line(vm: &mut Vm, object: Value) -> Res {
    let (place, code) = (native::extra(&vm.heap, object), value(&vm.heap, object, word::CODE));
    let mut at = if place == 0 { 0 } else { statics::STATE.frame(&vm.heap) };
    while at != 0 && at != place {
        at = Frame(at).prev(&vm.heap);
    }
    if at != 0 && Frame(at).code(&vm.heap) == code.offset() {
        let code = Code(code.offset());
        let offset = Frame(at).instr(&vm.heap).wrapping_sub(code.bytecode(&vm.heap));
        if let Some(line) = crate::interp::line_at(vm, code, offset) {
            return Ok(Value::int(line as i64));
        }
    }
    Ok(value(&vm.heap, object, word::LINE))
}

/// The frame that an entry of a traceback was in, as far as it is still known.
pub fn of_traceback(vm: &mut Vm, entry: Value) -> Res {
    let traceback = Traceback(entry.offset());
    let code = Code(traceback.code(&vm.heap));
    let globals = match traceback.globals(&vm.heap) {
        0 => None,
        globals => Some(Value::object(globals)),
    };
    let is_module = code.flags(&vm.heap) & crate::bytecode::code_flags::OPTIMIZED == 0;
    let kept = traceback.locals(&vm.heap).filter(|locals| vm.kind_of(*locals) == Kind::DICT);
    let locals = if is_module && kept.is_none() && vm.str_is(code_name(vm, code), "<module>") {
        globals
    } else {
        kept
    };
    let words = [
        Some(code.value()),
        globals,
        locals,
        Some(Value::int(crate::objects::exception::line_of(vm, traceback) as i64)),
        Some(Value::int(traceback.lasti(&vm.heap) as i64)),
        None,
    ];
    native::new(vm, Kind::FRAME.class(), &words)
}

fn code_name(vm: &Vm, code: Code) -> Value {
    code.name(&vm.heap).unwrap_or(statics::EMPTY_STR)
}

fn locals(vm: &mut Vm, frame: Value) -> Res {
    match native::word(&vm.heap, frame, word::LOCALS) {
        Some(locals) => Ok(locals),
        None => Err(vm.unsupported("f_locals of a frame that has ended")),
    }
}

fn repr(vm: &mut Vm, frame: Value) -> Res {
    let code = Code(value(&vm.heap, frame, word::CODE).offset());
    let name = vm.str_to_string(code_name(vm, code));
    let file = code.filename(&vm.heap).unwrap_or(statics::EMPTY_STR);
    let file = vm.repr(file)?;
    let (file, line) = (vm.str_to_string(file), native::number(&vm.heap, frame, word::LINE));
    let text = format!("<frame at {:#x}, file {file}, line {line}, code {name}>", vm.identity(frame));
    vm.new_str(&text)
}

/// The type of frame objects.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::FRAME,
    name: "frame",
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    attributes: &[
        getter("f_code", |vm, f| Ok(value(&vm.heap, f, word::CODE))),
        getter("f_globals", |vm, f| Ok(value(&vm.heap, f, word::GLOBALS))),
        getter("f_builtins", |vm, _| Ok(Dict(statics::STATE.builtins(&vm.heap)).value())),
        getter("f_locals", locals),
        getter("f_lineno", line),
        getter("f_lasti", |vm, f| Ok(value(&vm.heap, f, word::LASTI))),
        getter("f_back", |vm, f| Ok(value(&vm.heap, f, word::BACK))),
        getter("f_trace", |_, _| Ok(statics::NONE)),
    ],
    ..TypeDef::DEFAULT
};
