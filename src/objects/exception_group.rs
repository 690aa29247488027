//! `except*`: splitting exception groups.

use crate::heap::layout::{Exception, Tuple};
use crate::heap::{Res, Value, statics};
use crate::objects::exception::{matches, new_exception};
use crate::objects::exception_types::exc;
use crate::vm::Vm;

fn is_group(vm: &Vm, value: Value) -> bool {
    vm.is_instance_of(value, exc::BASE_EXCEPTION_GROUP)
}

fn members(vm: &mut Vm, group: Value) -> Res<Vec<Value>> {
    let args = Exception(group.offset()).args(&vm.heap).unwrap_or(statics::EMPTY_TUPLE);
    let args = Tuple(args.offset());
    if args.len(&vm.heap) < 2 {
        return Ok(Vec::new());
    }
    let list = args.item(vm, 1);
    vm.collect_iter(list)
}

/// A group like `group` with other members; None if there are none.
fn derive(vm: &mut Vm, group: Value, members: &[Value]) -> Res {
    if members.is_empty() {
        return Ok(statics::NONE);
    }
    let source = Exception(group.offset());
    let args = Tuple(source.args(&vm.heap).unwrap_or(statics::EMPTY_TUPLE).offset());
    let message = args.item(vm, 0);
    let list = vm.new_list(members)?;
    let plain = members.iter().all(|m| vm.is_instance_of(*m, exc::EXCEPTION));
    let class = if plain { exc::EXCEPTION_GROUP } else { exc::BASE_EXCEPTION_GROUP };
    let derived = new_exception(vm, class, &[message, list])?;
    let (traceback, cause, context) = (source.traceback(&vm.heap), source.cause(&vm.heap), source.context(&vm.heap));
    let target = Exception(derived.offset());
    target.set_traceback(&mut vm.heap, traceback);
    target.set_cause(&mut vm.heap, cause);
    target.set_context(&mut vm.heap, context);
    Ok(derived)
}

/// What of `raised` does not match `pattern`, and what does: (rest, matched), None where there is nothing.
pub fn split(vm: &mut Vm, raised: Value, pattern: Value) -> Res<(Value, Value)> {
    if matches(vm, raised, pattern)? {
        if is_group(vm, raised) {
            return Ok((statics::NONE, raised));
        }
        let list = vm.new_list(&[raised])?;
        let wrapped = new_exception(vm, exc::EXCEPTION_GROUP, &[statics::EMPTY_STR, list])?;
        return Ok((statics::NONE, wrapped));
    }
    if !is_group(vm, raised) {
        return Ok((raised, statics::NONE));
    }
    let (mut rest, mut matched) = (Vec::new(), Vec::new());
    for member in members(vm, raised)? {
        let (r, m) = if is_group(vm, member) {
            split(vm, member, pattern)?
        } else if matches(vm, member, pattern)? {
            (statics::NONE, member)
        } else {
            (member, statics::NONE)
        };
        if r != statics::NONE {
            rest.push(r);
        }
        if m != statics::NONE {
            matched.push(m);
        }
    }
    Ok((derive(vm, raised, &rest)?, derive(vm, raised, &matched)?))
}

/// What `except*` raises at its end: the exceptions in `raised` (a list, with None where a handler finished).
pub fn prepare_reraise(vm: &mut Vm, original: Value, raised: Value) -> Res {
    let items: Vec<Value> = vm.collect_iter(raised)?.into_iter().filter(|v| *v != statics::NONE).collect();
    match items.as_slice() {
        [] => Ok(statics::NONE),
        [one] => Ok(*one),
        many => {
            if is_group(vm, original) {
                return derive(vm, original, many);
            }
            let list = vm.new_list(many)?;
            new_exception(vm, exc::EXCEPTION_GROUP, &[statics::EMPTY_STR, list])
        }
    }
}
