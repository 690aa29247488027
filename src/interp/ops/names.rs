//! Names: globals, builtins, namespaces of class bodies and modules, imports.

use crate::heap::layout::{Cell, Dict, Frame, Tuple};
use crate::heap::{Raised, Res, Value};
use crate::interp::specialize;
use crate::interp::{Flow, Regs};
use crate::objects::exception_types::exc;
use crate::objects::{dict, module};
use crate::vm::Vm;

use super::{miss, warm};

fn globals(r: &Regs, vm: &Vm) -> Dict {
    Dict(r.func(vm).globals(&vm.heap))
}

fn builtins(r: &Regs, vm: &Vm) -> Dict {
    Dict(r.func(vm).builtins(&vm.heap))
}

#[inline(always)]
pub fn load_global(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    if warm(r, vm) {
        specialize::load_global(r, vm, arg);
    }
    r.save(vm);
    let name = r.name(vm, arg >> 1);
    let value = find_global(r, vm, name)?;
    r.push(vm, value);
    if arg & 1 != 0 {
        r.push_word(vm, 0);
    }
    Ok(Flow::Next)
}

fn find_global(r: &Regs, vm: &mut Vm, name: Value) -> Res {
    if let Some(value) = dict::get_str(vm, globals(r, vm), name) {
        return Ok(value);
    }
    match dict::get_str(vm, builtins(r, vm), name) {
        Some(value) => Ok(value),
        None => Err(undefined(vm, name)),
    }
}

#[cold]
fn undefined(vm: &mut Vm, name: Value) -> Raised {
    let text = vm.str_to_string(name);
    let raised = vm.raise(exc::NAME_ERROR, format!("name '{text}' is not defined"));
    crate::objects::exception::note_name(vm, name);
    raised
}

#[inline(always)]
fn push_global(r: &mut Regs, vm: &mut Vm, arg: u32, dict: Dict) -> Res<Flow> {
    let entry = dict.entries(&vm.heap).wrapping_add(r.cache16(vm, 1) * 24);
    let word = vm.heap.u64(entry.wrapping_add(16));
    r.push_word(vm, word);
    if arg & 1 != 0 {
        r.push_word(vm, 0);
    }
    Ok(Flow::Next)
}

#[inline(always)]
pub fn load_global_module(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let globals = globals(r, vm);
    if globals.version(&vm.heap) == r.cache32(vm, 2) {
        return push_global(r, vm, arg, globals);
    }
    miss!(load_global, r, vm, arg)
}

#[inline(always)]
pub fn load_global_builtin(r: &mut Regs, vm: &mut Vm, arg: u32) -> Res<Flow> {
    let function = r.func(vm);
    if Dict(function.globals(&vm.heap)).version(&vm.heap) == r.cache32(vm, 2) {
        let name = r.name(vm, arg >> 1);
        let builtins = function.builtins(&vm.heap);
        if super::attr::entry_value(vm, builtins, r.cache16(vm, 1), name).is_some() {
            return push_global(r, vm, arg, Dict(builtins));
        }
    }
    miss!(load_global, r, vm, arg)
}

pub fn store_global(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let (name, value) = (r.name(vm, i), r.peek(vm, 1));
    dict::insert_str(vm, globals(r, vm), name, value)?;
    r.drop(1);
    Ok(Flow::Next)
}

pub fn delete_global(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let name = r.name(vm, i);
    match dict::remove(vm, globals(r, vm), name)? {
        Some(_) => Ok(Flow::Next),
        None => Err(undefined(vm, name)),
    }
}

/// The namespace of a module or class body: usually a dict, but a metaclass's `__prepare__` may give any mapping.
fn namespace(r: &Regs, vm: &mut Vm) -> Res {
    match Frame(r.fp).namespace(&vm.heap) {
        0 => Err(vm.raise(exc::SYSTEM_ERROR, "no locals")),
        namespace => Ok(Value::object(namespace)),
    }
}

fn namespace_get(vm: &mut Vm, namespace: Value, name: Value) -> Res<Option<Value>> {
    if vm.is_exact(namespace, crate::heap::Kind::DICT) {
        return Ok(dict::get_str(vm, Dict(namespace.offset()), name));
    }
    let found = vm.get_item(namespace, name);
    vm.catch(found, exc::KEY_ERROR)
}

pub fn load_name(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let name = r.name(vm, i);
    let namespace = namespace(r, vm)?;
    let value = match namespace_get(vm, namespace, name)? {
        Some(value) => value,
        None => find_global(r, vm, name)?,
    };
    r.push(vm, value);
    Ok(Flow::Next)
}

pub fn store_name(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let (name, value) = (r.name(vm, i), r.peek(vm, 1));
    let namespace = namespace(r, vm)?;
    if vm.is_exact(namespace, crate::heap::Kind::DICT) {
        dict::insert_str(vm, Dict(namespace.offset()), name, value)?;
    } else {
        vm.set_item(namespace, name, value)?;
    }
    r.drop(1);
    Ok(Flow::Next)
}

pub fn delete_name(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let name = r.name(vm, i);
    let namespace = namespace(r, vm)?;
    let removed = if vm.is_exact(namespace, crate::heap::Kind::DICT) {
        dict::remove(vm, Dict(namespace.offset()), name)?.is_some()
    } else {
        let deleted = vm.del_item(namespace, name);
        vm.catch(deleted, exc::KEY_ERROR)?.is_some()
    };
    if removed { Ok(Flow::Next) } else { Err(undefined(vm, name)) }
}

pub fn load_locals(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let namespace = namespace(r, vm)?;
    r.push(vm, namespace);
    Ok(Flow::Next)
}

pub fn load_from_dict_or_globals(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let (namespace, name) = (r.peek(vm, 1), r.name(vm, i));
    let value = match namespace_get(vm, namespace, name)? {
        Some(value) => value,
        None => find_global(r, vm, name)?,
    };
    r.set_peek(vm, 1, value);
    Ok(Flow::Next)
}

pub fn load_from_dict_or_deref(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let namespace = r.peek(vm, 1);
    let name = Tuple(r.code(vm).localsplusnames(&vm.heap)).item(vm, i);
    let value = match namespace_get(vm, namespace, name)? {
        Some(value) => value,
        None => match Cell(vm.heap.u64(r.local(i)) as u32).content(&vm.heap) {
            Some(value) => value,
            None => return super::stack::unbound_cell(r, vm, i),
        },
    };
    r.set_peek(vm, 1, value);
    Ok(Flow::Next)
}

pub fn setup_annotations(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let namespace = namespace(r, vm)?;
    let name = vm.intern("__annotations__")?;
    if namespace_get(vm, namespace, name)?.is_none() {
        let annotations = dict::new(vm)?;
        vm.set_item(namespace, name, annotations.value())?;
    }
    Ok(Flow::Next)
}

pub fn import_name(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let (level, from_list) = (r.peek(vm, 2), r.peek(vm, 1));
    let name = r.name(vm, i);
    let imported = module::import(vm, name, globals(r, vm), from_list, level)?;
    r.drop(1);
    r.set_peek(vm, 1, imported);
    Ok(Flow::Next)
}

pub fn import_from(r: &mut Regs, vm: &mut Vm, i: u32) -> Res<Flow> {
    r.save(vm);
    let (source, name) = (r.peek(vm, 1), r.name(vm, i));
    let value = module::import_from(vm, source, name)?;
    r.push(vm, value);
    Ok(Flow::Next)
}
