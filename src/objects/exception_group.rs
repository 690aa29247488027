//! Exception groups: making, splitting and deriving them, and what `except*` does with them.

use crate::heap::layout::{Exception, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::exception::{args_of, matches, new_exception};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, Attribute, Method, Sig, getter, method};
use crate::vm::Vm;

/// Groups within groups that are followed.
const MAX_DEPTH: usize = 500;

fn is_group(vm: &Vm, value: Value) -> bool {
    vm.is_instance_of(value, exc::BASE_EXCEPTION_GROUP)
}

/// The members of a group; `None` of anything else.
pub fn members_of(vm: &Vm, group: Value) -> Option<Vec<Value>> {
    if !is_group(vm, group) {
        return None;
    }
    let members =
        Exception(group.offset()).detail(&vm.heap).and_then(|members| vm.as_kind(members, Kind::TUPLE));
    let members = Tuple(members.unwrap_or(statics::EMPTY_TUPLE.offset()));
    Some((0..members.len(&vm.heap)).map(|i| members.item(vm, i)).collect())
}

/// `BaseExceptionGroup.__new__(class, message, exceptions)`.
pub fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let (Some(message), Some(given), 2) = (args.opt(vm, 0), args.opt(vm, 1), args.count) else {
        let count = args.count;
        return Err(
            vm.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)"))
        );
    };
    if !vm.is_str(message) {
        let actual = vm.type_name(message);
        return Err(
            vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {actual}"))
        );
    }
    if !matches!(vm.kind_of(given), Kind::LIST | Kind::TUPLE | Kind::STR | Kind::BYTES | Kind::RANGE)
        && !is_sequence(vm, given)
    {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let members = vm.collect_iter(given)?;
    if members.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut plain = true;
    for (i, member) in members.iter().enumerate() {
        if vm.as_exception(*member).is_none() {
            return Err(
                vm.value_error(format!("Item {i} of second argument (exceptions) is not an exception"))
            );
        }
        plain &= vm.is_instance_of(*member, exc::EXCEPTION);
    }
    let class = if class == exc::BASE_EXCEPTION_GROUP && plain { exc::EXCEPTION_GROUP } else { class };
    if !plain && vm.is_subclass(class, exc::EXCEPTION) {
        return Err(if class == exc::EXCEPTION_GROUP {
            vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup")
        } else {
            let class = vm.class_name(class);
            vm.type_error(format!("Cannot nest BaseExceptions in '{class}'"))
        });
    }
    let tuple = vm.new_tuple(&members)?;
    let group = Exception(vm.alloc_instance(class)?);
    let args = vm.new_tuple(&[message, given])?;
    group.set_args(&mut vm.heap, args);
    group.set_detail(&mut vm.heap, tuple);
    Ok(group.value())
}

fn is_sequence(vm: &mut Vm, value: Value) -> bool {
    let class = vm.class_of(value);
    vm.overrides(class, crate::objects::dunder::Dunder::GetItem) && vm.kind_of(value) != Kind::DICT
}

/// A group of `members` (not empty) that no Python code made.
fn make(vm: &mut Vm, message: Value, members: &[Value], exceptions: Value) -> Res {
    let plain = members.iter().all(|m| vm.is_instance_of(*m, exc::EXCEPTION));
    let class = if plain { exc::EXCEPTION_GROUP } else { exc::BASE_EXCEPTION_GROUP };
    let group = new_exception(vm, class, &[message, exceptions])?;
    let tuple = vm.new_tuple(members)?;
    Exception(group.offset()).set_detail(&mut vm.heap, tuple);
    Ok(group)
}

/// What of a group is wanted: `group.derive(members)` with the group's traceback, links and notes; None of nothing.
fn subset(vm: &mut Vm, group: Value, members: &[Value]) -> Res {
    if members.is_empty() {
        return Ok(statics::NONE);
    }
    let list = vm.new_list(members)?;
    vm.root(list);
    let derived = vm.call_method(group, "derive", &[list])?;
    if !is_group(vm, derived) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    vm.root(derived);
    let (source, target) = (Exception(group.offset()), Exception(derived.offset()));
    let (traceback, cause, context) =
        (source.traceback(&vm.heap), source.cause(&vm.heap), source.context(&vm.heap));
    target.set_traceback(&mut vm.heap, traceback);
    target.set_cause(&mut vm.heap, cause);
    target.set_context(&mut vm.heap, context);
    let notes = vm.attr_or_none(group, "__notes__")?;
    if matches!(vm.kind_of(notes), Kind::LIST | Kind::TUPLE) {
        let notes = vm.collect_iter(notes)?;
        let notes = vm.new_list(&notes)?;
        let name = vm.intern("__notes__")?;
        vm.set_attr(derived, name, notes)?;
    }
    Ok(derived)
}

/// Which exceptions are wanted.
enum Matcher<'a> {
    /// Those that `except` with this class or tuple would catch.
    Type(Value),
    /// Those of which a callable says so.
    Predicate(Value),
    /// These themselves (leaves).
    Leaves(&'a [Value]),
}

impl Matcher<'_> {
    fn of(vm: &mut Vm, value: Value) -> Res<Matcher<'static>> {
        let is_class = |vm: &Vm, v: Value| {
            vm.kind_of(v) == Kind::TYPE && vm.is_subclass(v.offset(), exc::BASE_EXCEPTION)
        };
        if is_class(vm, value) {
            return Ok(Matcher::Type(value));
        }
        if vm.kind_of(value) == Kind::TUPLE {
            if vm.collect_iter(value)?.iter().all(|v| is_class(vm, *v)) {
                return Ok(Matcher::Type(value));
            }
        } else if vm.kind_of(value) != Kind::TYPE && crate::objects::sequence::is_callable(vm, value) {
            return Ok(Matcher::Predicate(value));
        }
        Err(vm.type_error(
            "expected an exception type, a tuple of exception types, or a callable (other than a class)",
        ))
    }

    fn accepts(&self, vm: &mut Vm, exception: Value) -> Res<bool> {
        match self {
            Matcher::Type(pattern) => matches(vm, exception, *pattern),
            Matcher::Predicate(callable) => {
                let result = vm.call(*callable, &[exception])?;
                vm.truth(result)
            }
            Matcher::Leaves(leaves) => Ok(!is_group(vm, exception) && leaves.contains(&exception)),
        }
    }
}

/// Splits an exception: what is wanted, and the rest; None where there is nothing.
fn split_by(vm: &mut Vm, exception: Value, matcher: &Matcher, depth: usize) -> Res<(Value, Value)> {
    if matcher.accepts(vm, exception)? {
        return Ok((exception, statics::NONE));
    }
    let Some(members) = members_of(vm, exception) else { return Ok((statics::NONE, exception)) };
    if depth > MAX_DEPTH {
        return Err(vm.raise(
            exc::RECURSION_ERROR,
            "maximum recursion depth exceeded in exceptiongroup_split_recursive",
        ));
    }
    let (mut wanted, mut rest) = (Vec::new(), Vec::new());
    for member in members {
        let (w, r) = split_by(vm, member, matcher, depth + 1)?;
        for (value, list) in [(w, &mut wanted), (r, &mut rest)] {
            if value != statics::NONE {
                vm.root(value);
                list.push(value);
            }
        }
    }
    let wanted = subset(vm, exception, &wanted)?;
    vm.root(wanted);
    let rest = subset(vm, exception, &rest)?;
    Ok((wanted, rest))
}

fn split_method(vm: &mut Vm, args: Args) -> Res {
    let (group, condition) = (args.get(vm, 0), args.get(vm, 1));
    let matcher = Matcher::of(vm, condition)?;
    vm.with_roots(|vm| {
        let (wanted, rest) = split_by(vm, group, &matcher, 0)?;
        vm.new_tuple(&[wanted, rest])
    })
}

fn subgroup(vm: &mut Vm, args: Args) -> Res {
    let (group, condition) = (args.get(vm, 0), args.get(vm, 1));
    let matcher = Matcher::of(vm, condition)?;
    vm.with_roots(|vm| split_by(vm, group, &matcher, 0).map(|(wanted, _)| wanted))
}

fn derive(vm: &mut Vm, args: Args) -> Res {
    let (group, members) = (args.get(vm, 0), args.get(vm, 1));
    let message = message_of(vm, group);
    vm.call(Value::object(exc::BASE_EXCEPTION_GROUP), &[message, members])
}

fn message_of(vm: &Vm, group: Value) -> Value {
    args_of(vm, group).first().copied().unwrap_or(statics::EMPTY_STR)
}

/// Methods of BaseExceptionGroup.
pub const METHODS: &[Method] = &[
    method("derive", derive, Sig::Exact(1)),
    method("split", split_method, Sig::Exact(1)),
    method("subgroup", subgroup, Sig::Exact(1)),
];

/// Its attributes.
pub const ATTRIBUTES: &[Attribute] = &[
    getter("message", |vm, e| Ok(message_of(vm, e))),
    getter("exceptions", |vm, e| Ok(Exception(e.offset()).detail(&vm.heap).unwrap_or(statics::EMPTY_TUPLE))),
];

/// What of `raised` an `except*` clause does not catch, and what it does: (rest, caught), None where there is nothing.
pub fn split(vm: &mut Vm, raised: Value, pattern: Value) -> Res<(Value, Value)> {
    refuse_groups(vm, pattern)?;
    if matches(vm, raised, pattern)? {
        if is_group(vm, raised) {
            return Ok((statics::NONE, raised));
        }
        let members = vm.new_tuple(&[raised])?;
        let wrapped = make(vm, statics::EMPTY_STR, &[raised], members)?;
        return Ok((statics::NONE, wrapped));
    }
    if !is_group(vm, raised) {
        return Ok((raised, statics::NONE));
    }
    let pair = vm.call_method(raised, "split", &[pattern])?;
    match vm.as_kind(pair, Kind::TUPLE).map(Tuple) {
        Some(pair) if pair.len(&vm.heap) >= 2 => Ok((pair.item(vm, 1), pair.item(vm, 0))),
        Some(pair) => {
            let (name, len) = (vm.type_name(raised), pair.len(&vm.heap));
            Err(vm.type_error(format!("{name}.split must return a 2-tuple, got tuple of size {len}")))
        }
        None => {
            let (name, actual) = (vm.type_name(raised), vm.type_name(pair));
            Err(vm.type_error(format!("{name}.split must return a tuple, not {actual}")))
        }
    }
}

/// `except*` names exceptions, not groups of them.
fn refuse_groups(vm: &mut Vm, pattern: Value) -> Res<()> {
    let patterns = if vm.kind_of(pattern) == Kind::TUPLE { vm.collect_iter(pattern)? } else { vec![pattern] };
    for pattern in patterns {
        if vm.kind_of(pattern) != Kind::TYPE || !vm.is_subclass(pattern.offset(), exc::BASE_EXCEPTION) {
            return Err(
                vm.type_error("catching classes that do not inherit from BaseException is not allowed")
            );
        }
        if vm.is_subclass(pattern.offset(), exc::BASE_EXCEPTION_GROUP) {
            return Err(
                vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead.")
            );
        }
    }
    Ok(())
}

/// What `except*` raises at its end: the exceptions in `raised` (a list, with None where a handler finished). Those that
/// no handler caught, or that one raised again, go back to their places in `original`; new ones stand beside them.
pub fn prepare_reraise(vm: &mut Vm, original: Value, raised: Value) -> Res {
    let items: Vec<Value> = vm.collect_iter(raised)?.into_iter().filter(|v| *v != statics::NONE).collect();
    let Some(first) = items.first() else { return Ok(statics::NONE) };
    if !is_group(vm, original) {
        return Ok(*first);
    }
    let (old, mut new): (Vec<Value>, Vec<Value>) =
        items.iter().partition(|item| same_origin(vm, **item, original));
    vm.with_roots(|vm| {
        if !old.is_empty() {
            let mut leaves = Vec::new();
            for item in &old {
                collect_leaves(vm, *item, &mut leaves, 0);
            }
            let (again, _) = split_by(vm, original, &Matcher::Leaves(&leaves), 0)?;
            if new.is_empty() {
                return Ok(again);
            }
            if again != statics::NONE {
                vm.root(again);
                new.push(again);
            }
        }
        if let [one] = new.as_slice() {
            return Ok(*one);
        }
        let list = vm.new_list(&new)?;
        make(vm, statics::EMPTY_STR, &new, list)
    })
}

/// Whether an exception is a part of `original` that was raised again: it has its traceback, links and notes.
fn same_origin(vm: &Vm, item: Value, original: Value) -> bool {
    let (Some(a), Some(b)) = (vm.as_exception(item), vm.as_exception(original)) else { return false };
    a.traceback(&vm.heap) == b.traceback(&vm.heap)
        && a.cause(&vm.heap) == b.cause(&vm.heap)
        && a.context(&vm.heap) == b.context(&vm.heap)
}

fn collect_leaves(vm: &Vm, exception: Value, leaves: &mut Vec<Value>, depth: usize) {
    match members_of(vm, exception) {
        None => leaves.push(exception),
        Some(_) if depth > MAX_DEPTH => {}
        Some(members) => {
            for member in members {
                collect_leaves(vm, member, leaves, depth + 1);
            }
        }
    }
}
