//! Pattern matching.

use crate::heap::layout::Tuple;
use crate::heap::{Kind, Res, Value, statics};
use crate::interp::{Flow, Regs};
use crate::objects::dict;
use crate::objects::exception_types::exc;
use crate::objects::types::flags;
use crate::vm::Vm;

pub fn match_sequence(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let subject = r.peek(vm, 1);
    let matches = vm.matches_pattern(subject, flags::MATCH_SEQUENCE);
    let matches = vm.bool(matches);
    r.push(vm, matches);
    Ok(Flow::Next)
}

pub fn match_mapping(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    let subject = r.peek(vm, 1);
    let matches = vm.matches_pattern(subject, flags::MATCH_MAPPING);
    let matches = vm.bool(matches);
    r.push(vm, matches);
    Ok(Flow::Next)
}

/// The values of the keys (a tuple) in the subject, a tuple; None if one is missing.
pub fn match_keys(r: &mut Regs, vm: &mut Vm, _: u32) -> Res<Flow> {
    r.save(vm);
    let (subject, keys) = (r.peek(vm, 2), r.peek(vm, 1));
    let keys = Tuple(keys.offset());
    let result = vm.with_roots(|vm| {
        let mut values = Vec::new();
        for i in 0..keys.len(&vm.heap) {
            let key = keys.item(vm, i);
            for k in 0..i {
                let earlier = keys.item(vm, k);
                if vm.eq(earlier, key)? {
                    let text = vm.repr(key)?;
                    let text = vm.str_to_string(text);
                    return Err(vm.value_error(format!("mapping pattern checks duplicate key ({text})")));
                }
            }
            let found = if vm.is_exact(subject, Kind::DICT) {
                dict::get(vm, crate::heap::layout::Dict(subject.offset()), key)?
            } else {
                let marker = vm.new_list(&[])?;
                vm.root(marker);
                let value = vm.call_method(subject, "get", &[key, marker])?;
                (value != marker).then_some(value)
            };
            match found {
                Some(value) => values.push(vm.root(value)),
                None => return Ok(statics::NONE),
            }
        }
        vm.new_tuple(&values)
    })?;
    r.push(vm, result);
    Ok(Flow::Next)
}

/// `Class(a, b, name=c)`: the attributes' values as a tuple, or None.
pub fn match_class(r: &mut Regs, vm: &mut Vm, positional: u32) -> Res<Flow> {
    r.save(vm);
    let (subject, class, names) = (r.peek(vm, 3), r.peek(vm, 2), r.peek(vm, 1));
    let result = vm.with_roots(|vm| attributes(vm, subject, class, Tuple(names.offset()), positional))?;
    r.drop(2);
    r.set_peek(vm, 1, result);
    Ok(Flow::Next)
}

fn attributes(vm: &mut Vm, subject: Value, class: Value, names: Tuple, positional: u32) -> Res {
    if vm.kind_of(class) != Kind::TYPE {
        return Err(vm.type_error("called match pattern must be a class"));
    }
    if !vm.is_instance(subject, class)? {
        return Ok(statics::NONE);
    }
    let mut values = Vec::new();
    let mut seen: Vec<Value> = Vec::new();
    if positional > 0 {
        let key = vm.intern("__match_args__")?;
        let declared = vm.get_attr_opt(class, key)?;
        let class_name = vm.class_name(class.offset());
        let args = match declared {
            Some(tuple) => match vm.as_kind(tuple, Kind::TUPLE) {
                Some(tuple) => Some(Tuple(tuple)),
                None => {
                    let actual = vm.type_name(tuple);
                    return Err(
                        vm.type_error(format!("{class_name}.__match_args__ must be a tuple (got {actual})"))
                    );
                }
            },
            None => None,
        };
        // Some built-in types match a single positional pattern against the subject itself.
        let own = args.is_none() && matches_self(vm, class.offset());
        let allowed = if own { 1 } else { args.map_or(0, |a| a.len(&vm.heap)) };
        if positional > allowed {
            let s = if allowed == 1 { "" } else { "s" };
            return Err(vm.type_error(format!(
                "{class_name}() accepts {allowed} positional sub-pattern{s} ({positional} given)"
            )));
        }
        if own {
            values.push(subject);
        } else if let Some(args) = args {
            for i in 0..positional {
                let name = args.item(vm, i);
                if !vm.is_str(name) {
                    let actual = vm.type_name(name);
                    return Err(
                        vm.type_error(format!("__match_args__ elements must be strings (got {actual})"))
                    );
                }
                let name = vm.intern_value(name)?;
                match attribute(vm, subject, name, &class_name, &mut seen)? {
                    Some(value) => values.push(vm.root(value)),
                    None => return Ok(statics::NONE),
                }
            }
        }
    }
    let class_name = vm.class_name(class.offset());
    for i in 0..names.len(&vm.heap) {
        let name = names.item(vm, i);
        match attribute(vm, subject, name, &class_name, &mut seen)? {
            Some(value) => values.push(vm.root(value)),
            None => return Ok(statics::NONE),
        }
    }
    vm.new_tuple(&values)
}

fn attribute(
    vm: &mut Vm,
    subject: Value,
    name: Value,
    class: &str,
    seen: &mut Vec<Value>,
) -> Res<Option<Value>> {
    if seen.contains(&name) {
        let name = vm.str_to_string(name);
        return Err(vm.type_error(format!("{class}() got multiple sub-patterns for attribute '{name}'")));
    }
    seen.push(name);
    let found = vm.get_attr_opt(subject, name);
    Ok(vm.catch(found, exc::ATTRIBUTE_ERROR)?.flatten())
}

fn matches_self(vm: &Vm, class: u32) -> bool {
    [
        Kind::BOOL,
        Kind::BYTEARRAY,
        Kind::BYTES,
        Kind::DICT,
        Kind::FLOAT,
        Kind::FROZENSET,
        Kind::INT,
        Kind::LIST,
        Kind::SET,
        Kind::STR,
        Kind::TUPLE,
    ]
    .into_iter()
    .any(|kind| vm.is_subclass(class, kind.class()))
}
