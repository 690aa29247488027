//! Code objects made from plain data, and plain data from them.

use std::rc::Rc;

use crate::bytecode::{CodeObject, Const, PyStr, code_flags, var_kind, verify};
use crate::heap::layout::{Bytes, Code, Frame, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::int;
use crate::objects::set;
use crate::objects::slots::Args;
use crate::objects::{complex, float};
use crate::vm::Vm;

/// Makes a code object, recursively, in the heap. What does not come from the compiler must have been verified.
pub fn new_code(vm: &mut Vm, code: &CodeObject) -> Res<Code> {
    let mut consts = Vec::with_capacity(code.consts.len());
    for constant in &code.consts {
        consts.push(new_const(vm, constant)?);
    }
    let consts = vm.new_tuple(&consts)?;
    new_code_with(vm, code, consts)
}

/// Makes a code object with the constants of the tuple `consts` in place of its own.
fn new_code_with(vm: &mut Vm, code: &CodeObject, consts: Value) -> Res<Code> {
    let object = Code(vm.alloc(Kind::CODE.class(), Code::SIZE)?);
    let bytecode = vm.alloc_buffer((code.code.len() as u32).max(2) + 8)?;
    vm.heap.bytes_mut(bytecode, code.code.len() as u32).copy_from_slice(&code.code);
    vm.heap.zero(bytecode + code.code.len() as u32, 8);
    object.set_bytecode(&mut vm.heap, bytecode);
    object.set_bytecode_len(&mut vm.heap, code.code.len() as u32);
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
    let (slot, resume_slot) = vm.jit.first_slots(code.flags);
    object.set_slot(&mut vm.heap, slot);
    object.set_resume_slot(&mut vm.heap, resume_slot);
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

/// A string as plain data.
pub fn py_str(vm: &Vm, text: Value) -> PyStr {
    PyStr::from_code_points(vm.chars(text).points()).unwrap_or_default()
}

fn py_strs(vm: &Vm, tuple: u32) -> Vec<PyStr> {
    let tuple = Tuple(tuple);
    (0..tuple.len(&vm.heap)).map(|i| py_str(vm, tuple.item(vm, i))).collect()
}

/// A code object as plain data, unspecialised. Its constants, which may be any objects, are left out.
pub fn plain(vm: &Vm, code: Code) -> CodeObject {
    let m = &vm.heap;
    let bytes = |object: u32| m.bytes(object + Bytes::SIZE, Bytes(object).len(m)).to_vec();
    let text = |value: Option<Value>| value.map_or_else(PyStr::default, |value| py_str(vm, value));
    CodeObject {
        argcount: code.argcount(m),
        posonlyargcount: code.posonlyargcount(m),
        kwonlyargcount: code.kwonlyargcount(m),
        stacksize: code.stacksize(m),
        flags: code.flags(m),
        code: super::unspecialised(vm, code),
        consts: Vec::new(),
        names: py_strs(vm, code.names(m)),
        localsplusnames: py_strs(vm, code.localsplusnames(m)),
        localspluskinds: bytes(code.localspluskinds(m)),
        filename: text(code.filename(m)),
        name: text(code.name(m)),
        qualname: text(code.qualname(m)),
        firstlineno: code.firstlineno(m) as i32,
        linetable: bytes(code.linetable(m)),
        exceptiontable: bytes(code.exceptiontable(m)),
    }
}

/// Values within values beyond which [`const_of`] gives up: tuples that hold the same tuple twice, and so on, would
/// be copied without bound.
const MOST_PARTS: usize = 1 << 16;
/// And how deep they may be.
const MOST_LEVELS: usize = 1000;

/// A value as plain data, if the compiler could have made it a constant.
pub fn const_of(vm: &Vm, value: Value) -> Option<Const> {
    const_within(vm, value, &mut MOST_PARTS.clone(), 0)
}

fn const_within(vm: &Vm, value: Value, budget: &mut usize, level: usize) -> Option<Const> {
    *budget = budget.checked_sub(1).filter(|_| level < MOST_LEVELS)?;
    let mut items = |values: Vec<Value>| -> Option<Vec<Const>> {
        values.into_iter().map(|item| const_within(vm, item, budget, level + 1)).collect()
    };
    if value == statics::ELLIPSIS {
        return Some(Const::Ellipsis);
    }
    let kind = vm.kind_of(value);
    if !vm.is_exact(value, kind) {
        return None;
    }
    Some(match kind {
        Kind::NONE => Const::None,
        Kind::BOOL => Const::from_bool(value == statics::TRUE),
        Kind::INT => Const::from_bigint(int::to_bigint(vm, value)?),
        Kind::FLOAT => Const::Float(float::as_f64(vm, value)?),
        Kind::COMPLEX => {
            let (real, imag) = complex::parts(vm, value)?;
            Const::Complex(real, imag)
        }
        Kind::STR => Const::Str(py_str(vm, value)),
        Kind::BYTES => Const::Bytes(crate::objects::bytes::view(vm, value)?.to_vec()),
        Kind::TUPLE => {
            let tuple = Tuple(value.offset());
            Const::Tuple(items((0..tuple.len(&vm.heap)).map(|i| tuple.item(vm, i)).collect())?)
        }
        Kind::FROZENSET => {
            let set = set::as_set(vm, value)?;
            let mut keys = Vec::new();
            let mut at = 0;
            while let Some((next, _, key)) = set::next_key(&vm.heap, set, at) {
                keys.push(key);
                at = next;
            }
            Const::FrozenSet(items(keys)?)
        }
        Kind::CODE => {
            let code = Code(value.offset());
            let consts = Tuple(code.consts(&vm.heap));
            let consts = items((0..consts.len(&vm.heap)).map(|i| consts.item(vm, i)).collect())?;
            Const::Code(Rc::new(CodeObject { consts, ..plain(vm, code) }))
        }
        _ => return None,
    })
}

/// Makes a code object of plain data and the constants in the tuple `consts`, if the verifier lets it pass; code objects
/// among the constants have passed already.
pub fn make(vm: &mut Vm, code: &CodeObject, consts: Value) -> Res<Code> {
    let count = Tuple(consts.offset()).len(&vm.heap);
    let mut checked = code.clone();
    // What instructions rely on: code objects, and tuples such as those of names.
    let constant = |value: Value| match vm.kind_of(value) {
        Kind::CODE => Some(Const::Code(Rc::new(plain(vm, Code(value.offset()))))),
        Kind::TUPLE => const_of(vm, value),
        _ => None,
    };
    let values = (0..count).map(|i| Tuple(consts.offset()).item(vm, i));
    checked.consts = values.map(|value| constant(value).unwrap_or(Const::None)).collect();
    if let Err(error) = verify::verify_alone(&checked) {
        return Err(vm.value_error(format!("code: {error}")));
    }
    new_code_with(vm, code, consts)
}

/// What `replace` and `types.CodeType` take, in the order of [`FIELDS`].
pub(super) struct Fields {
    code: CodeObject,
    consts: Value,
    nlocals: u32,
    varnames: Vec<PyStr>,
    cellvars: Vec<PyStr>,
    freevars: Vec<PyStr>,
    /// Whether the three have been given, so that the fast locals must be laid out anew.
    variables: bool,
}

/// The names of the fields, as `replace` takes them.
pub(super) const FIELDS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];

impl Fields {
    pub(super) fn of(vm: &Vm, code: Code) -> Fields {
        let plain = plain(vm, code);
        Fields {
            consts: Value::object(code.consts(&vm.heap)),
            nlocals: plain.varnames().count() as u32,
            varnames: plain.varnames().cloned().collect(),
            cellvars: plain.cellvars().cloned().collect(),
            freevars: plain.freevars().cloned().collect(),
            variables: false,
            code: plain,
        }
    }

    fn empty() -> Fields {
        Fields {
            code: CodeObject::default(),
            consts: statics::EMPTY_TUPLE,
            nlocals: 0,
            varnames: Vec::new(),
            cellvars: Vec::new(),
            freevars: Vec::new(),
            variables: true,
        }
    }

    /// Sets field `i`. `what` names the argument in messages.
    pub(super) fn set(&mut self, vm: &mut Vm, i: usize, value: Value, what: &str) -> Res<()> {
        let replacing = what.starts_with("replace");
        let code = &mut self.code;
        match i {
            0 => code.argcount = count(vm, value, "argcount", replacing)?,
            1 => code.posonlyargcount = count(vm, value, "posonlyargcount", replacing)?,
            2 => code.kwonlyargcount = count(vm, value, "kwonlyargcount", replacing)?,
            3 => self.nlocals = count(vm, value, "nlocals", replacing)?,
            4 => code.stacksize = count(vm, value, "stacksize", replacing)?,
            5 => code.flags = count(vm, value, "flags", replacing)?,
            6 => code.code = bytes(vm, value, what)?,
            7 => {
                self.consts = typed(vm, value, Kind::TUPLE, what)?;
            }
            8 => code.names = names(vm, value, what)?,
            9 => {
                self.varnames = names(vm, value, what)?;
                self.variables = true;
            }
            10 => code.filename = text(vm, value, what)?,
            11 => code.name = text(vm, value, what)?,
            12 => code.qualname = text(vm, value, what)?,
            13 => code.firstlineno = c_int(vm, value)?,
            14 => code.linetable = bytes(vm, value, what)?,
            15 => code.exceptiontable = bytes(vm, value, what)?,
            16 => {
                self.freevars = names(vm, value, what)?;
                self.variables = true;
            }
            _ => {
                self.cellvars = names(vm, value, what)?;
                self.variables = true;
            }
        }
        Ok(())
    }

    pub(super) fn make(mut self, vm: &mut Vm) -> Res {
        let parameters = self.code.argcount as usize
            + self.code.kwonlyargcount as usize
            + (self.code.flags & code_flags::VARARGS != 0) as usize
            + (self.code.flags & code_flags::VARKEYWORDS != 0) as usize;
        if parameters > self.varnames.len() {
            return Err(vm.value_error("code: co_varnames is too small"));
        }
        if self.nlocals as usize != self.varnames.len() {
            return Err(vm.value_error("code: co_nlocals != len(co_varnames)"));
        }
        if self.variables {
            self.lay_out();
        }
        Ok(make(vm, &self.code, self.consts)?.value())
    }

    /// Variables, then cells that are no variables, then free variables.
    fn lay_out(&mut self) {
        let (names, kinds) = (&mut self.code.localsplusnames, &mut self.code.localspluskinds);
        *kinds = vec![var_kind::LOCAL; self.varnames.len()];
        *names = std::mem::take(&mut self.varnames);
        for cell in self.cellvars.drain(..) {
            match names.iter().position(|name| *name == cell) {
                Some(i) if kinds[i] & var_kind::LOCAL != 0 => kinds[i] |= var_kind::CELL,
                _ => {
                    names.push(cell);
                    kinds.push(var_kind::CELL);
                }
            }
        }
        kinds.extend(self.freevars.iter().map(|_| var_kind::FREE));
        names.append(&mut self.freevars);
    }
}

/// `types.CodeType(…)`: the fields in order, the last two optional.
pub(super) fn new(vm: &mut Vm, args: Args) -> Res {
    if args.kwnames != 0 {
        return Err(vm.type_error("code() takes no keyword arguments"));
    }
    let (least, most) = (FIELDS.len() as u32 - 2, FIELDS.len() as u32);
    if args.count < least || args.count > most {
        let (bound, limit) = if args.count < least { ("at least", least) } else { ("at most", most) };
        let given = args.count;
        return Err(vm.type_error(format!("code expected {bound} {limit} arguments, got {given}")));
    }
    let mut fields = Fields::empty();
    for i in 0..args.count {
        let value = args.get(vm, i);
        fields.set(vm, i as usize, value, &format!("code() argument {}", i + 1))?;
    }
    fields.make(vm)
}

/// An int that fits 32 bits, or what CPython raises.
pub fn c_int(vm: &mut Vm, value: Value) -> Res<i32> {
    let number = vm.index(value)?;
    let number = int::as_i64_clamped(vm, number).unwrap_or_default();
    i32::try_from(number).map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

fn count(vm: &mut Vm, value: Value, what: &str, replacing: bool) -> Res<u32> {
    let number = c_int(vm, value)?;
    u32::try_from(number).map_err(|_| {
        vm.value_error(match replacing {
            true => format!("co_{what} must be a positive integer"),
            false => format!("code: {what} must not be negative"),
        })
    })
}

fn typed(vm: &mut Vm, value: Value, kind: Kind, what: &str) -> Res {
    if vm.as_kind(value, kind).is_some() {
        return Ok(value);
    }
    let (wanted, actual) = (vm.class_name(kind.class()), vm.type_name(value));
    let actual = if value == statics::NONE { "None".to_string() } else { actual };
    Err(vm.type_error(format!("{what} must be {wanted}, not {actual}")))
}

fn bytes(vm: &mut Vm, value: Value, what: &str) -> Res<Vec<u8>> {
    let value = typed(vm, value, Kind::BYTES, what)?;
    Ok(crate::objects::bytes::view(vm, value).unwrap_or_default().to_vec())
}

fn text(vm: &mut Vm, value: Value, what: &str) -> Res<PyStr> {
    let value = typed(vm, value, Kind::STR, what)?;
    Ok(py_str(vm, value))
}

fn names(vm: &mut Vm, value: Value, what: &str) -> Res<Vec<PyStr>> {
    let tuple = Tuple(typed(vm, value, Kind::TUPLE, what)?.offset());
    for i in 0..tuple.len(&vm.heap) {
        let item = tuple.item(vm, i);
        if !vm.is_str(item) {
            return Err(match what.starts_with("replace") {
                true => vm.raise(
                    crate::objects::exception_types::exc::SYSTEM_ERROR,
                    "non-string found in code slot",
                ),
                false => {
                    let actual = vm.type_name(item);
                    vm.type_error(format!("name tuples must contain only strings, not '{actual}'"))
                }
            });
        }
    }
    Ok(py_strs(vm, tuple.0))
}
