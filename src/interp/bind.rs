//! Binding arguments to parameters: from a call's values to a new frame's locals.

use super::owner;
use crate::bytecode::code_flags;
use crate::heap::layout::{Code, Dict, Frame, Function, Tuple};
use crate::heap::statics::{self, STATE};
use crate::heap::{Raised, Res, Value};
use crate::objects::dict;
use crate::objects::exception_types::exc;
use crate::objects::slots::Args;
use crate::vm::Vm;

/// Lays a frame for `function` at `top` and binds `args`. The frame is complete: it stands before its first instruction.
pub fn push_frame(
    vm: &mut Vm,
    function: Function,
    args: Args,
    caller: u32,
    top: u32,
    owner: u32,
) -> Res<u32> {
    let code = Code(function.code(&vm.heap));
    let frame = new_frame(vm, function, code, caller, top, owner)?;
    let locals = frame + Frame::SIZE;
    let argcount = code.argcount(&vm.heap);
    if code.simple(&vm.heap) != 0 && args.count == argcount && args.kwnames == 0 {
        vm.heap.copy_words(locals, args.base, argcount);
        zero_words(vm, locals + argcount * 8, code.nlocalsplus(&vm.heap) - argcount);
        return Ok(frame);
    }
    zero_words(vm, locals, code.nlocalsplus(&vm.heap));
    bind(vm, function, code, args, locals)?;
    Ok(frame)
}

/// The header of a new frame at `top`; its locals are whatever lay there.
#[inline(always)]
pub fn new_frame(vm: &mut Vm, function: Function, code: Code, caller: u32, top: u32, owner: u32) -> Res<u32> {
    let depth = if caller == 0 { 1 } else { Frame(caller).depth(&vm.heap).wrapping_add(1) };
    let end = top as u64 + code.framesize(&vm.heap) as u64;
    if depth > STATE.recursion_limit(&vm.heap) || end > STATE.stack_limit(&vm.heap) as u64 {
        return Err(too_deep(vm));
    }
    let frame = Frame(top);
    let m = &mut vm.heap;
    m.set_u64(top, code.0 as u64 | (caller as u64) << 32);
    let bytecode = code.bytecode(m);
    m.set_u64(top + 8, bytecode as u64);
    m.set_u64(top + 16, function.0 as u64);
    m.set_u64(top + 24, depth as u64 | (owner as u64) << 32);
    Ok(frame.0)
}

#[cold]
#[inline(never)]
fn too_deep(vm: &mut Vm) -> Raised {
    vm.raise(exc::RECURSION_ERROR, "maximum recursion depth exceeded")
}

#[inline(always)]
pub fn zero_words(vm: &mut Vm, start: u32, count: u32) {
    for i in 0..count {
        vm.heap.set_u64(start.wrapping_add(i * 8), 0);
    }
}

/// The general case: defaults, keywords, `*args`, `**kwargs`.
fn bind(vm: &mut Vm, function: Function, code: Code, args: Args, locals: u32) -> Res<()> {
    let argcount = code.argcount(&vm.heap);
    let kwonly = code.kwonlyargcount(&vm.heap);
    let flags = code.flags(&vm.heap);
    let total = argcount + kwonly;
    let positional = args.count.min(argcount);
    vm.heap.copy_words(locals, args.base, positional);

    let mut next = total;
    if flags & code_flags::VARARGS != 0 {
        let extra: Vec<Value> = (positional..args.count).map(|i| args.get(vm, i)).collect();
        let tuple = vm.new_tuple(&extra)?;
        vm.heap.set_u64(locals + next * 8, tuple.word());
        next += 1;
    }
    let kwargs = if flags & code_flags::VARKEYWORDS != 0 {
        let dict = dict::new(vm)?;
        vm.heap.set_u64(locals + next * 8, dict.value().word());
        Some(dict)
    } else {
        None
    };
    if args.kwnames != 0 {
        bind_keywords(vm, function, code, args, locals, kwargs)?;
    }
    if args.count > argcount && flags & code_flags::VARARGS == 0 {
        return Err(too_many(vm, function, code, args.count, locals));
    }
    fill_defaults(vm, function, code, locals, args.count)
}

fn bind_keywords(
    vm: &mut Vm,
    function: Function,
    code: Code,
    args: Args,
    locals: u32,
    kwargs: Option<Dict>,
) -> Res<()> {
    let names = Tuple(args.kwnames);
    let parameters = Tuple(code.localsplusnames(&vm.heap));
    let total = code.argcount(&vm.heap) + code.kwonlyargcount(&vm.heap);
    let posonly = code.posonlyargcount(&vm.heap);
    for k in 0..names.len(&vm.heap) {
        let name = names.item(vm, k);
        let value = args.get(vm, args.count + k);
        if !vm.is_str(name) {
            return Err(vm.type_error("keywords must be strings"));
        }
        let same = |vm: &Vm, i: u32| {
            let parameter = parameters.item(vm, i);
            parameter == name || vm.str_eq(parameter, name)
        };
        match (posonly..total).find(|i| same(vm, *i)) {
            Some(i) => {
                let slot = locals + i * 8;
                if vm.heap.u64(slot) != 0 {
                    let (function, name) = (function_name(vm, function), vm.str_to_string(name));
                    return Err(
                        vm.type_error(format!("{function}() got multiple values for argument '{name}'"))
                    );
                }
                vm.heap.set_u64(slot, value.word());
            }
            None => match kwargs {
                Some(kwargs) => {
                    let name = vm.intern_value(name)?;
                    dict::insert_str(vm, kwargs, name, value)?;
                }
                None => {
                    let positional: Vec<Value> =
                        (0..names.len(&vm.heap)).map(|n| names.item(vm, n)).collect();
                    let clashes: Vec<String> = (0..posonly)
                        .map(|i| parameters.item(vm, i))
                        .filter(|p| positional.iter().any(|n| vm.is_str(*n) && vm.str_eq(*n, *p)))
                        .map(|p| vm.str_to_string(p))
                        .collect();
                    let (function, name) = (function_name(vm, function), vm.str_to_string(name));
                    return Err(vm.type_error(if clashes.is_empty() {
                        let known: Vec<String> =
                            (posonly..total).map(|i| vm.str_to_string(parameters.item(vm, i))).collect();
                        let meant = match crate::objects::traceback::suggest::nearest(&known, &name) {
                            Some(meant) => format!(". Did you mean '{meant}'?"),
                            None => String::new(),
                        };
                        format!("{function}() got an unexpected keyword argument '{name}'{meant}")
                    } else {
                        format!(
                            "{function}() got some positional-only arguments passed as keyword arguments: '{}'",
                            clashes.join(", ")
                        )
                    }));
                }
            },
        }
    }
    Ok(())
}

/// Fills parameters that got no value from the defaults.
fn fill_defaults(vm: &mut Vm, function: Function, code: Code, locals: u32, given: u32) -> Res<()> {
    let argcount = code.argcount(&vm.heap);
    let defaults = function.defaults(&vm.heap).map(|d| Tuple(d.offset()));
    let count = defaults.map_or(0, |d| d.len(&vm.heap));
    let first = argcount.saturating_sub(count);
    let mut missing = Vec::new();
    for i in given.min(argcount)..argcount {
        if vm.heap.u64(locals + i * 8) != 0 {
            continue;
        }
        match defaults {
            Some(defaults) if i >= first => {
                let value = defaults.item(vm, i - first);
                vm.heap.set_u64(locals + i * 8, value.word());
            }
            _ => missing.push(i),
        }
    }
    if !missing.is_empty() {
        return Err(missing_arguments(vm, function, code, &missing, "positional"));
    }
    let kwdefaults = function.kwdefaults(&vm.heap).map(|d| Dict(d.offset()));
    for i in argcount..argcount + code.kwonlyargcount(&vm.heap) {
        if vm.heap.u64(locals + i * 8) != 0 {
            continue;
        }
        let name = Tuple(code.localsplusnames(&vm.heap)).item(vm, i);
        match kwdefaults.and_then(|d| dict::get_str(vm, d, name)) {
            Some(value) => vm.heap.set_u64(locals + i * 8, value.word()),
            None => missing.push(i),
        }
    }
    if !missing.is_empty() {
        return Err(missing_arguments(vm, function, code, &missing, "keyword-only"));
    }
    Ok(())
}

fn function_name(vm: &Vm, function: Function) -> String {
    vm.str_to_string(function.qualname(&vm.heap).unwrap_or(statics::EMPTY_STR))
}

#[cold]
fn missing_arguments(vm: &mut Vm, function: Function, code: Code, missing: &[u32], kind: &str) -> Raised {
    let parameters = Tuple(code.localsplusnames(&vm.heap));
    let names: Vec<String> =
        missing.iter().map(|i| format!("'{}'", vm.str_to_string(parameters.item(vm, *i)))).collect();
    let list = match names.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
        [] => String::new(),
    };
    let s = if names.len() == 1 { "" } else { "s" };
    let function = function_name(vm, function);
    vm.type_error(format!("{function}() missing {} required {kind} argument{s}: {list}", names.len()))
}

#[cold]
fn too_many(vm: &mut Vm, function: Function, code: Code, given: u32, locals: u32) -> Raised {
    let argcount = code.argcount(&vm.heap);
    let defaults = function.defaults(&vm.heap).map_or(0, |d| Tuple(d.offset()).len(&vm.heap));
    let takes = if defaults > 0 {
        format!("from {} to {argcount}", argcount - defaults.min(argcount))
    } else {
        argcount.to_string()
    };
    let plural = if defaults > 0 || argcount != 1 { "s" } else { "" };
    let kwonly = code.kwonlyargcount(&vm.heap);
    let named = (argcount..argcount + kwonly).filter(|i| vm.heap.u64(locals + i * 8) != 0).count();
    let given_text = if named > 0 {
        let (s, ks) = (if given == 1 { "" } else { "s" }, if named == 1 { "" } else { "s" });
        format!("{given} positional argument{s} (and {named} keyword-only argument{ks}) were")
    } else if given == 1 {
        "1 was".to_string()
    } else {
        format!("{given} were")
    };
    let function = function_name(vm, function);
    vm.type_error(format!("{function}() takes {takes} positional argument{plural} but {given_text} given"))
}

/// Owner bits of a frame that Python code called.
pub const CALLED: u32 = 0;
const _: () = assert!(CALLED & (owner::ENTRY | owner::GENERATOR | owner::INIT) == 0);
