//! `traceback`: the texts come from `objects::traceback`, through the native module `_traceback`.

use crate::heap::{Kind, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, ModuleDef, Sig, function};
use crate::objects::traceback::{Settings, format_entries, format_only, format_with, source_line};
use crate::vm::Vm;

/// What the Python part leans on.
pub static NATIVE: ModuleDef = ModuleDef {
    name: "_traceback",
    functions: &[
        function("format", format, Sig::Exact(3)),
        function("format_only", only, Sig::Exact(1)),
        function("line", line, Sig::Exact(2)),
        function("entries", entries, Sig::Exact(2)),
    ],
    types: &[],
    init: None,
    source: None,
};

/// `traceback` itself.
pub static MODULE: ModuleDef = ModuleDef {
    name: "traceback",
    functions: &[],
    types: &[],
    init: None,
    source: Some(include_str!("traceback.py")),
};

fn strings(vm: &mut Vm, texts: Vec<String>) -> Res {
    let mut values = Vec::with_capacity(texts.len());
    for text in texts {
        values.push(vm.new_str(&text)?);
    }
    vm.new_list(&values)
}

/// `format(exception, limit, chain)`: the pieces of its text.
fn format(vm: &mut Vm, args: Args) -> Res {
    let exception = exception(vm, args)?;
    let limit = limit(vm, args.get(vm, 1))?;
    let chain = args.get(vm, 2);
    let chain = vm.truth(chain)?;
    let texts = format_with(vm, exception, Settings { limit, chain });
    strings(vm, texts)
}

fn only(vm: &mut Vm, args: Args) -> Res {
    let exception = exception(vm, args)?;
    let texts = format_only(vm, exception);
    strings(vm, texts)
}

/// `line(file, number)`: a line of source, without blanks at its ends.
fn line(vm: &mut Vm, args: Args) -> Res {
    let (file, number) = (args.get(vm, 0), args.get(vm, 1));
    let (file, number) = (vm.str_to_string(file), vm.index_i64(number)?);
    let text = source_line(vm, &file, i32::try_from(number).unwrap_or(0));
    vm.new_str(&text)
}

fn exception(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    if vm.is_instance_of(value, exc::BASE_EXCEPTION) {
        return Ok(value);
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!("Exception expected for value, {name} found")))
}

fn limit(vm: &mut Vm, limit: Value) -> Res<Option<i64>> {
    if limit == statics::NONE { Ok(None) } else { vm.index_i64(limit).map(Some) }
}

/// `entries(traceback, limit)`: tuples of file, line, name, source, end line, columns (or None) and text.
fn entries(vm: &mut Vm, args: Args) -> Res {
    let first = args.get(vm, 0);
    if first != statics::NONE && vm.kind_of(first) != Kind::TRACEBACK {
        let name = vm.type_name(first);
        return Err(vm.type_error(format!("a traceback or None is required, not {name}")));
    }
    let limit = limit(vm, args.get(vm, 1))?;
    let shown = format_entries(vm, first, limit);
    let mut tuples = Vec::with_capacity(shown.len());
    for entry in shown {
        let column = |n: Option<usize>| n.map_or(statics::NONE, |n| Value::int(n as i64));
        let items = [
            vm.new_str(&entry.file)?,
            Value::int(entry.line as i64),
            vm.new_str(&entry.name)?,
            vm.new_str(&entry.source)?,
            Value::int(entry.end_line as i64),
            column(entry.columns.map(|c| c.0)),
            column(entry.columns.map(|c| c.1)),
            vm.new_str(&entry.text)?,
        ];
        tuples.push(vm.new_tuple(&items)?);
    }
    vm.new_list(&tuples)
}
