//! Code objects as Python values.

use std::rc::Rc;

use crate::bytecode::code_flags;
use crate::bytecode::{CodeObject, Const, PyStr, var_kind};
use crate::heap::layout::{Bytes, Code, Frame, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::instance::or_none;
use crate::objects::slots::{Slots, TypeDef, getter};
use crate::vm::Vm;

/// Makes a code object, recursively, in the heap.
pub fn new_code(vm: &mut Vm, code: &CodeObject) -> Res<Code> {
    let object = Code(vm.alloc(Kind::CODE.class(), Code::SIZE)?);
    let bytecode = vm.alloc_buffer((code.code.len() as u32).max(2) + 8)?;
    vm.heap.bytes_mut(bytecode, code.code.len() as u32).copy_from_slice(&code.code);
    vm.heap.zero(bytecode + code.code.len() as u32, 8);
    object.set_bytecode(&mut vm.heap, bytecode);
    object.set_bytecode_len(&mut vm.heap, code.code.len() as u32);
    let mut consts = Vec::with_capacity(code.consts.len());
    for constant in &code.consts {
        consts.push(new_const(vm, constant)?);
    }
    let consts = vm.new_tuple(&consts)?;
    object.set_consts(&mut vm.heap, consts.offset());
    let names = new_names(vm, &code.names)?;
    object.set_names(&mut vm.heap, names);
    let locals = new_names(vm, &code.localsplusnames)?;
    object.set_localsplusnames(&mut vm.heap, locals);
    let n = code.localsplusnames.len() as u32;
    object.set_nlocalsplus(&mut vm.heap, n);
    object.set_stacksize(&mut vm.heap, code.stacksize);
    object.set_framesize(&mut vm.heap, Frame::SIZE + (n + code.stacksize) * 8);
    object.set_argcount(&mut vm.heap, code.argcount);
    object.set_posonlyargcount(&mut vm.heap, code.posonlyargcount);
    object.set_kwonlyargcount(&mut vm.heap, code.kwonlyargcount);
    object.set_flags(&mut vm.heap, code.flags);
    let kinds = vm.new_bytes(&code.localspluskinds)?;
    object.set_localspluskinds(&mut vm.heap, kinds.offset());
    let table = vm.new_bytes(&code.exceptiontable)?;
    object.set_exceptiontable(&mut vm.heap, table.offset());
    let lines = vm.new_bytes(&code.linetable)?;
    object.set_linetable(&mut vm.heap, lines.offset());
    let filename = new_py_str(vm, &code.filename)?;
    object.set_filename(&mut vm.heap, filename);
    let name = new_py_str(vm, &code.name)?;
    object.set_name(&mut vm.heap, name);
    let qualname = new_py_str(vm, &code.qualname)?;
    object.set_qualname(&mut vm.heap, qualname);
    object.set_firstlineno(&mut vm.heap, code.firstlineno as u32);
    let count = |kind: u8| code.localspluskinds.iter().filter(|k| **k & kind != 0).count() as u32;
    object.set_ncells(&mut vm.heap, count(var_kind::CELL));
    object.set_nfrees(&mut vm.heap, count(var_kind::FREE));
    let special = code_flags::VARARGS
        | code_flags::VARKEYWORDS
        | code_flags::GENERATOR
        | code_flags::COROUTINE
        | code_flags::ASYNC_GENERATOR;
    let simple =
        code.flags & special == 0 && code.kwonlyargcount == 0 && code.flags & code_flags::OPTIMIZED != 0;
    object.set_simple(&mut vm.heap, simple as u32);
    let heat = vm.jit.call_heat();
    object.set_heat(&mut vm.heap, heat);
    let id = vm.next_version();
    object.set_id(&mut vm.heap, id);
    Ok(object)
}

fn new_names(vm: &mut Vm, names: &[PyStr]) -> Res<u32> {
    let mut values = Vec::with_capacity(names.len());
    for name in names {
        values.push(new_py_str(vm, name)?);
    }
    Ok(vm.new_tuple(&values)?.offset())
}

/// A string constant, interned if it looks like a name.
pub fn new_py_str(vm: &mut Vm, text: &PyStr) -> Res {
    match text.as_str() {
        Some(s) if s.len() <= 64 && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => vm.intern(s),
        Some(s) => vm.new_str(s),
        None => {
            let points: Vec<u32> = text.code_points().collect();
            vm.new_str_points(&points)
        }
    }
}

/// A constant as a value.
pub fn new_const(vm: &mut Vm, constant: &Const) -> Res {
    Ok(match constant {
        Const::None => statics::NONE,
        Const::True => statics::TRUE,
        Const::False => statics::FALSE,
        Const::Ellipsis => statics::ELLIPSIS,
        Const::Int(n) => return vm.new_int(*n),
        Const::BigInt(n) => return vm.new_bigint(n.clone()),
        Const::Float(x) => return vm.new_float(*x),
        Const::Complex(re, im) => return vm.new_complex(*re, *im),
        Const::Str(text) => return new_py_str(vm, text),
        Const::Bytes(bytes) => return vm.new_bytes(bytes),
        Const::Tuple(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.push(new_const(vm, item)?);
            }
            return vm.new_tuple(&values);
        }
        Const::FrozenSet(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.push(new_const(vm, item)?);
            }
            return crate::objects::set::new_frozenset(vm, &values);
        }
        Const::Code(code) => new_code(vm, &Rc::clone(code))?.value(),
    })
}

/// The bytecode of `code` as it is now, specialised, with its inline caches filled.
pub fn adaptive(vm: &Vm, code: Code) -> Vec<u8> {
    vm.heap.bytes(code.bytecode(&vm.heap), code.bytecode_len(&vm.heap)).to_vec()
}

/// The code objects among the constants of `code`, in order.
pub fn nested(vm: &Vm, code: Code) -> Vec<Code> {
    let consts = Tuple(code.consts(&vm.heap));
    let items = (0..consts.len(&vm.heap)).map(|i| consts.item(vm, i));
    items.filter_map(|item| vm.as_kind(item, Kind::CODE)).map(Code).collect()
}

fn code_repr(vm: &mut Vm, value: Value) -> Res {
    let code = Code(value.offset());
    let (name, file) = (or_none(code.name(&vm.heap)), or_none(code.filename(&vm.heap)));
    let text = format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        vm.str_to_string(name),
        value.word(),
        vm.str_to_string(file),
        code.firstlineno(&vm.heap)
    );
    vm.new_str(&text)
}

macro_rules! code_number {
    ($name:literal $field:ident) => {
        getter($name, |vm, c| Ok(Value::int(Code(c.offset()).$field(&vm.heap) as i32 as i64)))
    };
}

/// The names of one kind of local.
fn names_of(vm: &mut Vm, code: Code, kind: u8) -> Res {
    let names = Tuple(code.localsplusnames(&vm.heap));
    let kinds = Bytes(code.localspluskinds(&vm.heap));
    let picked: Vec<Value> = (0..names.len(&vm.heap))
        .filter(|i| vm.heap.u8(kinds.0 + Bytes::SIZE + i) & kind != 0)
        .map(|i| names.item(vm, i))
        .collect();
    vm.new_tuple(&picked)
}

pub static CODE: TypeDef = TypeDef {
    kind: Kind::CODE,
    name: "code",
    slots: Slots { repr: Some(code_repr), ..Slots::NONE },
    attributes: &[
        getter("co_name", |vm, c| Ok(or_none(Code(c.offset()).name(&vm.heap)))),
        getter("co_qualname", |vm, c| Ok(or_none(Code(c.offset()).qualname(&vm.heap)))),
        getter("co_filename", |vm, c| Ok(or_none(Code(c.offset()).filename(&vm.heap)))),
        getter("co_consts", |vm, c| Ok(Value::object(Code(c.offset()).consts(&vm.heap)))),
        getter("co_names", |vm, c| Ok(Value::object(Code(c.offset()).names(&vm.heap)))),
        getter("co_linetable", |vm, c| Ok(Value::object(Code(c.offset()).linetable(&vm.heap)))),
        getter("co_exceptiontable", |vm, c| Ok(Value::object(Code(c.offset()).exceptiontable(&vm.heap)))),
        getter("co_varnames", |vm, c| names_of(vm, Code(c.offset()), var_kind::LOCAL)),
        getter("co_cellvars", |vm, c| names_of(vm, Code(c.offset()), var_kind::CELL)),
        getter("co_freevars", |vm, c| names_of(vm, Code(c.offset()), var_kind::FREE)),
        getter("co_nlocals", |vm, c| {
            let names = names_of(vm, Code(c.offset()), var_kind::LOCAL)?;
            Ok(Value::int(Tuple(names.offset()).len(&vm.heap) as i64))
        }),
        code_number!("co_argcount" argcount),
        code_number!("co_posonlyargcount" posonlyargcount),
        code_number!("co_kwonlyargcount" kwonlyargcount),
        code_number!("co_flags" flags),
        code_number!("co_stacksize" stacksize),
        code_number!("co_firstlineno" firstlineno),
    ],
    ..TypeDef::DEFAULT
};
