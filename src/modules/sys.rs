//! `sys`.

use crate::heap::layout::{Dict, Frame, Module};
use crate::heap::statics::{self, STATE};
use crate::heap::{Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, ModuleDef, Sig, function, req};
use crate::objects::{dict, file, module};
use crate::vm::Vm;

pub static MODULE: ModuleDef = ModuleDef {
    name: "sys",
    functions: &[
        function("exit", exit, Sig::Range(0, 1)),
        function(
            "getrecursionlimit",
            |vm, _| Ok(Value::int(STATE.recursion_limit(&vm.heap) as i64)),
            Sig::Exact(0),
        ),
        function("setrecursionlimit", set_recursion_limit, Sig::Exact(1)),
        function(
            "intern",
            |vm, args| {
                let s = args.get(vm, 0);
                if !vm.is_str(s) {
                    let name = vm.type_name(s);
                    return Err(vm.type_error(format!("intern() argument must be str, not {name}")));
                }
                vm.intern_value(s)
            },
            Sig::Exact(1),
        ),
        function("getsizeof", get_size_of, Sig::Range(1, 2)),
        function("getrefcount", |_, _| Ok(Value::int(1)), Sig::Exact(1)),
        function("_getframe", get_frame, Sig::Range(0, 1)),
        function("exc_info", exc_info, Sig::Exact(0)),
        function("exception", |vm, _| Ok(STATE.handled(&vm.heap).unwrap_or(statics::NONE)), Sig::Exact(0)),
        function("getdefaultencoding", |vm, _| vm.intern("utf-8"), Sig::Exact(0)),
        function("getfilesystemencoding", |vm, _| vm.intern("utf-8"), Sig::Exact(0)),
        function("is_finalizing", |_, _| Ok(statics::FALSE), Sig::Exact(0)),
        function("get_int_max_str_digits", get_int_max_str_digits, Sig::Exact(0)),
        function("set_int_max_str_digits", set_int_max_str_digits, Sig::Named(&[req("maxdigits")])),
    ],
    types: &[],
    init: Some(init),
    source: Some(include_str!("sys.py")),
};

fn init(vm: &mut Vm, module_offset: u32) -> Res<()> {
    let namespace = Dict(Module(module_offset).dict(&vm.heap));
    STATE.set_sys_dict(&mut vm.heap, namespace.0);
    for (handle, names) in
        [["stdin", "__stdin__"], ["stdout", "__stdout__"], ["stderr", "__stderr__"]].iter().enumerate()
    {
        let stream = file::standard_stream(vm, handle as u32)?;
        for name in names {
            module::set(vm, namespace, name, stream)?;
        }
    }
    let argv = vm.argv.clone();
    set_list(vm, namespace, "argv", &argv)?;
    let path = vm.sys_path.clone();
    set_list(vm, namespace, "path", &path)?;
    let modules = Value::object(STATE.modules(&vm.heap));
    module::set(vm, namespace, "modules", modules)?;
    let maxsize = vm.new_int(i64::MAX)?;
    module::set(vm, namespace, "maxsize", maxsize)?;
    module::set(vm, namespace, "maxunicode", Value::int(0x10FFFF))?;
    module::set(vm, namespace, "hexversion", Value::int(0x030D_00F0))?;
    for (key, text) in [
        ("byteorder", "little"),
        ("platform", "wasi"),
        ("version", concat!("3.13.0 (mimeo ", env!("CARGO_PKG_VERSION"), ")")),
        ("executable", ""),
        ("prefix", ""),
    ] {
        let text = vm.new_str(text)?;
        module::set(vm, namespace, key, text)?;
    }
    Ok(())
}

fn set_list(vm: &mut Vm, namespace: Dict, name: &str, items: &[String]) -> Res<()> {
    let mut values = Vec::new();
    for item in items {
        values.push(vm.new_str(item)?);
    }
    let list = vm.new_list(&values)?;
    module::set(vm, namespace, name, list)
}

/// The frame that calls, or one so many calls further out.
fn get_frame(vm: &mut Vm, args: Args) -> Res {
    let mut depth = match args.opt(vm, 0) {
        Some(depth) => vm.index_i64(depth)?.max(0),
        None => 0,
    };
    let mut frame = STATE.frame(&vm.heap);
    while depth > 0 && frame != 0 {
        frame = Frame(frame).prev(&vm.heap);
        depth -= 1;
    }
    if frame == 0 {
        return Err(vm.value_error("call stack is not deep enough"));
    }
    crate::objects::frame::snapshot(vm, Frame(frame))
}

fn exit(vm: &mut Vm, args: Args) -> Res {
    match args.opt(vm, 0) {
        Some(code) => Err(vm.raise_with(exc::SYSTEM_EXIT, &[code])),
        None => Err(vm.raise_with(exc::SYSTEM_EXIT, &[])),
    }
}

/// The deepest recursion that the frame stack and the native stack can carry.
const MOST_RECURSION: i64 = 100_000;

fn set_recursion_limit(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let limit = vm.index_i64(value)?;
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    let frame = STATE.frame(&vm.heap);
    let depth = if frame == 0 { 0 } else { Frame(frame).depth(&vm.heap) as i64 };
    if limit <= depth {
        return Err(vm.raise(
            exc::RECURSION_ERROR,
            format!("cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"),
        ));
    }
    STATE.set_recursion_limit(&mut vm.heap, limit.min(MOST_RECURSION) as u32);
    Ok(statics::NONE)
}

fn get_size_of(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let size = if value.is_object() { vm.heap.cell_size(value.offset()).max(16) } else { 8 };
    vm.new_int(size as i64)
}

fn exc_info(vm: &mut Vm, _: Args) -> Res {
    match STATE.handled(&vm.heap) {
        Some(handled) if handled != statics::NONE => {
            let class = Value::object(vm.class_of(handled));
            let traceback = crate::heap::layout::Exception(handled.offset()).traceback(&vm.heap);
            vm.new_tuple(&[class, handled, traceback.unwrap_or(statics::NONE)])
        }
        _ => vm.new_tuple(&[statics::NONE, statics::NONE, statics::NONE]),
    }
}

/// A name in `sys`, if the module was imported.
pub fn attribute(vm: &mut Vm, name: &str) -> Option<Value> {
    let namespace = STATE.sys_dict(&vm.heap);
    if namespace == 0 {
        return None;
    }
    let name = vm.intern(name).ok()?;
    dict::get_str(vm, Dict(namespace), name)
}

fn get_int_max_str_digits(vm: &mut Vm, _: Args) -> Res {
    Ok(Value::int(crate::objects::int::text::max_str_digits(vm) as i64))
}

fn set_int_max_str_digits(vm: &mut Vm, args: Args) -> Res {
    let limit = args.get(vm, 0);
    let limit = vm.index_i64(limit)?;
    crate::objects::int::text::set_max_str_digits(vm, limit)?;
    Ok(statics::NONE)
}
