//! Code objects as Python values.
//!
//! | file | what |
//! |---|---|
//! | here | the type: attributes, comparison, what `co_positions` and `co_lines` give |
//! | `make` | code objects made from plain data, and plain data from them; `replace` and `types.CodeType` |

mod make;

pub use make::{c_int, const_of, make, new_code, new_const, new_py_str, plain, py_str};

use crate::bytecode::{CodeObject, locations, var_kind};
use crate::heap::layout::{Bytes, Code, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::instance::or_none;
use crate::objects::slots::{Args, Compare, HashSlot, Sig, Slots, TypeDef, getter, member, method};
use crate::ops;
use crate::vm::Vm;

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
    let line = match code.firstlineno(&vm.heap) as i32 {
        0 => -1,
        line => line,
    };
    let (name, file) = (or_none(code.name(&vm.heap)), or_none(code.filename(&vm.heap)));
    let text = format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        vm.str_to_string(name),
        vm.identity(value),
        vm.str_to_string(file),
        line
    );
    vm.new_str(&text)
}

macro_rules! code_number {
    ($name:literal $field:ident) => {
        member($name, |vm, c| Ok(Value::int(Code(c.offset()).$field(&vm.heap) as i32 as i64)))
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

/// `==`: of what the code does and where it stands in its source; file name and qualified name do not count.
fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if !matches!(op, Compare::Eq | Compare::Ne) || vm.kind_of(b) != Kind::CODE {
        return Ok(None);
    }
    let same = equal(vm, Code(a.offset()), Code(b.offset()));
    Ok(Some(vm.bool(same == (op == Compare::Eq))))
}

fn equal(vm: &Vm, a: Code, b: Code) -> bool {
    if a == b {
        return true;
    }
    let (consts_a, consts_b) = (Tuple(a.consts(&vm.heap)), Tuple(b.consts(&vm.heap)));
    let count = consts_a.len(&vm.heap);
    if count != consts_b.len(&vm.heap) || compared(vm, a) != compared(vm, b) {
        return false;
    }
    (0..count).all(|i| {
        let (x, y) = (consts_a.item(vm, i), consts_b.item(vm, i));
        match (vm.as_kind(x, Kind::CODE), vm.as_kind(y, Kind::CODE)) {
            (Some(x), Some(y)) => equal(vm, Code(x), Code(y)),
            _ => match (const_of(vm, x), const_of(vm, y)) {
                (Some(x), Some(y)) => x == y,
                _ => x == y,
            },
        }
    })
}

/// The fields that count in comparisons, constants left out.
fn compared(vm: &Vm, code: Code) -> CodeObject {
    let plain = plain(vm, code);
    CodeObject {
        filename: Default::default(),
        qualname: Default::default(),
        stacksize: 0,
        localspluskinds: Vec::new(),
        ..plain
    }
}

fn hash(vm: &mut Vm, value: Value) -> Res<i64> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    compared(vm, Code(value.offset())).hash(&mut hasher);
    // -1 is no hash.
    Ok((hasher.finish() >> 3) as i64)
}

/// The bytecode as the compiler made it: no specialised instructions, caches zero.
fn unspecialised(vm: &Vm, code: Code) -> Vec<u8> {
    let mut bytes = adaptive(vm, code);
    let mut at = 0;
    while at < bytes.len() {
        let base = ops::deopt(bytes[at]);
        bytes[at] = base;
        at += 2;
        let end = (at + 2 * ops::caches(base)).min(bytes.len());
        bytes[at..end].fill(0);
        at = end;
    }
    bytes
}

fn table(vm: &Vm, code: Code) -> (Vec<u8>, i32) {
    let table = Bytes(code.linetable(&vm.heap));
    let bytes = vm.heap.bytes(table.0 + Bytes::SIZE, table.len(&vm.heap)).to_vec();
    (bytes, code.firstlineno(&vm.heap) as i32)
}

fn number_or_none(number: i32) -> Value {
    if number < 0 { statics::NONE } else { Value::int(number.into()) }
}

/// An iterator over the source range of each code unit.
fn positions(vm: &mut Vm, args: Args) -> Res {
    let code = Code(args.get(vm, 0).offset());
    let (table, first) = table(vm, code);
    let units = code.bytecode_len(&vm.heap) / 2;
    let mut items = Vec::new();
    for entry in locations::entries(&table, first) {
        let at = entry.location;
        for _ in 0..entry.units.min(units.saturating_sub(entry.start)) {
            let range = [at.line, at.end_line, at.col, at.end_col].map(number_or_none);
            items.push(vm.new_tuple(&range)?);
        }
    }
    let list = vm.new_list(&items)?;
    vm.iter(list)
}

/// An iterator over `(start, end, line)` of each run of code of one line; offsets in bytes.
fn lines(vm: &mut Vm, args: Args) -> Res {
    let (table, first) = table(vm, Code(args.get(vm, 0).offset()));
    let mut items = Vec::new();
    for (start, end, line) in locations::lines(&table, first) {
        let [start, end] = [start, end].map(|unit| Value::int(unit as i64 * 2));
        items.push(vm.new_tuple(&[start, end, number_or_none(line.unwrap_or(-1))])?);
    }
    let list = vm.new_list(&items)?;
    vm.iter(list)
}

fn replace(vm: &mut Vm, args: Args) -> Res {
    if args.count > 1 {
        let given = args.count - 1;
        return Err(vm.type_error(format!(
            "replace() takes 0 positional arguments but {given} {} given",
            if given == 1 { "was" } else { "were" }
        )));
    }
    let mut fields = make::Fields::of(vm, Code(args.get(vm, 0).offset()));
    for (name, value) in args.keywords(vm) {
        let name = vm.str_to_string(name);
        match make::FIELDS.iter().position(|field| *field == name) {
            Some(i) => fields.set(vm, i, value, &format!("replace() argument '{name}'"))?,
            None => {
                return Err(vm.type_error(format!("replace() got an unexpected keyword argument '{name}'")));
            }
        }
    }
    fields.make(vm)
}

fn varname_from_oparg(vm: &mut Vm, args: Args) -> Res {
    let index = args.get(vm, 1);
    let index = vm.index_i64(index)?;
    let names = Tuple(Code(args.get(vm, 0).offset()).localsplusnames(&vm.heap));
    match u32::try_from(index) {
        Ok(index) if index < names.len(&vm.heap) => Ok(names.item(vm, index)),
        _ => Err(vm.index_error("tuple index out of range")),
    }
}

pub static CODE: TypeDef = TypeDef {
    kind: Kind::CODE,
    name: "code",
    slots: Slots {
        repr: Some(code_repr),
        compare: Some(compare),
        hash: HashSlot::By(hash),
        new: Some(|vm, _, args| make::new(vm, args)),
        ..Slots::NONE
    },
    methods: &[
        method("co_positions", positions, Sig::Exact(0)),
        method("co_lines", lines, Sig::Exact(0)),
        method("replace", replace, Sig::Any),
        method("__replace__", replace, Sig::Any),
        method("_varname_from_oparg", varname_from_oparg, Sig::Exact(1)),
    ],
    attributes: &[
        member("co_name", |vm, c| Ok(or_none(Code(c.offset()).name(&vm.heap)))),
        member("co_qualname", |vm, c| Ok(or_none(Code(c.offset()).qualname(&vm.heap)))),
        member("co_filename", |vm, c| Ok(or_none(Code(c.offset()).filename(&vm.heap)))),
        member("co_consts", |vm, c| Ok(Value::object(Code(c.offset()).consts(&vm.heap)))),
        member("co_names", |vm, c| Ok(Value::object(Code(c.offset()).names(&vm.heap)))),
        member("co_linetable", |vm, c| Ok(Value::object(Code(c.offset()).linetable(&vm.heap)))),
        member("co_exceptiontable", |vm, c| Ok(Value::object(Code(c.offset()).exceptiontable(&vm.heap)))),
        getter("co_varnames", |vm, c| names_of(vm, Code(c.offset()), var_kind::LOCAL)),
        getter("co_cellvars", |vm, c| names_of(vm, Code(c.offset()), var_kind::CELL)),
        getter("co_freevars", |vm, c| names_of(vm, Code(c.offset()), var_kind::FREE)),
        getter("co_code", |vm, c| {
            let bytes = unspecialised(vm, Code(c.offset()));
            vm.new_bytes(&bytes)
        }),
        getter("_co_code_adaptive", |vm, c| {
            let bytes = adaptive(vm, Code(c.offset()));
            vm.new_bytes(&bytes)
        }),
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
