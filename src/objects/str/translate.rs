//! `str.maketrans` and `str.translate`.

use super::build::StrBuf;
use crate::heap::layout::{Dict, Str};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, Method, Sig, function, method};
use crate::objects::{dict, int};
use crate::vm::Vm;

pub const METHODS: &[Method] =
    &[method("translate", translate, Sig::Exact(1)), function("maketrans", maketrans, Sig::Range(1, 3))];

fn maketrans(vm: &mut Vm, args: Args) -> Res {
    let table = dict::new(vm)?;
    vm.with_roots(|vm| {
        vm.root(table.value());
        fill_table(vm, args, table)?;
        Ok(table.value())
    })
}

fn fill_table(vm: &mut Vm, args: Args, table: Dict) -> Res<()> {
    let first = args.get(vm, 0);
    if args.count > 1 {
        let Some(from) = vm.as_str(first) else {
            return Err(
                vm.type_error("first maketrans argument must be a string if there is a second argument")
            );
        };
        let to = vm.str_arg(args.get(vm, 1), "maketrans() argument 2")?;
        let deleted = match args.opt(vm, 2) {
            Some(deleted) => Some(vm.str_arg(deleted, "maketrans() argument 3")?),
            None => None,
        };
        if from.len(&vm.heap) != to.len(&vm.heap) {
            return Err(vm.value_error("the first two maketrans arguments must have equal length"));
        }
        for i in 0..from.len(&vm.heap) {
            let (key, value) = (from.char_at(&vm.heap, i), to.char_at(&vm.heap, i));
            dict::insert(vm, table, Value::int(key as i64), Value::int(value as i64))?;
        }
        if let Some(deleted) = deleted {
            for i in 0..deleted.len(&vm.heap) {
                let key = deleted.char_at(&vm.heap, i);
                dict::insert(vm, table, Value::int(key as i64), statics::NONE)?;
            }
        }
        return Ok(());
    }
    if !vm.is_exact(first, Kind::DICT) {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    }
    let mut at = 0;
    while let Some((next, _, key, value)) = dict::next_entry(&vm.heap, Dict(first.offset()), at) {
        at = next;
        let key = match vm.as_str(key) {
            Some(s) if s.len(&vm.heap) == 1 => Value::int(s.char_at(&vm.heap, 0) as i64),
            Some(_) => return Err(vm.value_error("string keys in translate table must be of length 1")),
            None if int::is_int(vm, key) => key,
            None => return Err(vm.type_error("keys in translate table must be strings or integers")),
        };
        dict::insert(vm, table, key, value)?;
    }
    Ok(())
}

/// What a table makes of a character: `None` leaves it as it is.
fn mapped(vm: &mut Vm, table: Value, point: u32) -> Res<Option<Value>> {
    let key = Value::int(point as i64);
    if vm.is_exact(table, Kind::DICT) {
        return dict::get(vm, Dict(table.offset()), key);
    }
    let found = vm.get_item(table, key);
    vm.catch(found, exc::LOOKUP_ERROR)
}

fn push_mapped(vm: &mut Vm, out: &mut StrBuf, value: Value) -> Res<()> {
    if value == statics::NONE {
        return Ok(());
    }
    if let Some(text) = vm.as_str(value) {
        vm.check_text_len(out.len().saturating_add(text.len(&vm.heap) as usize))?;
        out.push_chars(text.chars(&vm.heap));
        return Ok(());
    }
    if !int::is_int(vm, value) {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    }
    match int::as_i64(vm, value) {
        Some(point @ 0..=0x10_FFFF) => {
            out.push(point as u32);
            Ok(())
        }
        _ => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}

fn translate(vm: &mut Vm, args: Args) -> Res {
    let (s, table) = (args.get(vm, 0), args.get(vm, 1));
    let view = Str(s.offset());
    let len = view.len(&vm.heap);
    let mut out = StrBuf::with_capacity(len as usize);
    for i in 0..len {
        vm.charge(1)?;
        let point = view.char_at(&vm.heap, i);
        match mapped(vm, table, point)? {
            Some(value) => push_mapped(vm, &mut out, value)?,
            None => out.push(point),
        }
    }
    vm.new_str_buf(&out)
}
