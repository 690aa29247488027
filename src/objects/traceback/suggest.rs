//! "Did you mean": the name that is nearest to one that was not found.

use super::tables::STDLIB;
use crate::heap::layout::{Dict, Exception, Traceback};
use crate::heap::statics::STATE;
use crate::heap::{Kind, Raised, Value};
use crate::objects::dict;
use crate::objects::exception_types::exc;
use crate::vm::Vm;

/// More candidates are not looked at.
const MAX_CANDIDATES: usize = 750;
/// Longer differing parts of names are not compared, in bytes.
const MAX_LENGTH: usize = 40;
/// What it costs to put in, take away or exchange a character, and to change its case.
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// What is added to the message of `exception`: empty, or a sentence or two.
pub fn suggestion(vm: &mut Vm, exception: Exception) -> String {
    let class = exception.class(&vm.heap);
    let is = |vm: &Vm, base| vm.is_subclass(class, base);
    if is(vm, exc::IMPORT_ERROR) {
        return match text_attribute(vm, exception, "name_from") {
            Some(wrong) => did_you_mean(from_import(vm, exception, &wrong)),
            None => String::new(),
        };
    }
    if !is(vm, exc::NAME_ERROR) && !is(vm, exc::ATTRIBUTE_ERROR) {
        return String::new();
    }
    let Some(wrong) = text_attribute(vm, exception, "name") else { return String::new() };
    if is(vm, exc::ATTRIBUTE_ERROR) {
        return did_you_mean(attribute(vm, exception, &wrong));
    }
    let found = name(vm, exception, &wrong);
    let forgot = STDLIB.binary_search(&wrong.as_str()).is_ok();
    match (forgot, found.is_some()) {
        (false, _) => did_you_mean(found),
        (true, false) => format!(". Did you forget to import '{wrong}'?"),
        (true, true) => did_you_mean(found) + &format!(" Or did you forget to import '{wrong}'?"),
    }
}

fn did_you_mean(name: Option<String>) -> String {
    name.map_or(String::new(), |name| format!(". Did you mean: '{name}'?"))
}

fn text_attribute(vm: &mut Vm, exception: Exception, name: &str) -> Option<String> {
    match vm.attr_or_none(exception.value(), name) {
        Ok(value) => vm.is_str(value).then(|| vm.str_to_string(value)),
        Err(Raised) => {
            vm.take_pending();
            None
        }
    }
}

/// The entry of the frame that raised.
fn innermost(vm: &Vm, exception: Exception) -> Option<Traceback> {
    let mut at = Traceback(exception.traceback(&vm.heap)?.offset());
    while let Some(next) = at.next(&vm.heap) {
        at = Traceback(next.offset());
    }
    Some(at)
}

/// `dir(object)`, if all of it is strings.
fn dir(vm: &mut Vm, object: Value) -> Option<Vec<String>> {
    let names = crate::objects::builtins::dir_of(vm, object).and_then(|names| vm.collect_iter(names));
    match names {
        Ok(names) => names.into_iter().map(|n| vm.is_str(n).then(|| vm.str_to_string(n))).collect(),
        Err(Raised) => {
            vm.take_pending();
            None
        }
    }
}

/// Names that start with an underscore are meant only by those that do.
fn without_private(names: Vec<String>, hide: bool) -> Vec<String> {
    if hide { names.into_iter().filter(|name| !name.starts_with('_')).collect() } else { names }
}

fn from_import(vm: &mut Vm, exception: Exception, wrong: &str) -> Option<String> {
    let name = text_attribute(vm, exception, "name")?;
    let modules = Dict(STATE.modules(&vm.heap));
    let key = vm.intern(name.split('.').next().unwrap_or("")).ok()?;
    let module = dict::get_str(vm, modules, key)?;
    let names = dir(vm, module)?;
    nearest(&without_private(names, !wrong.starts_with('_')), wrong)
}

fn attribute(vm: &mut Vm, exception: Exception, wrong: &str) -> Option<String> {
    let object = vm.attr_or_none(exception.value(), "obj").ok()?;
    vm.root(object);
    let names = dir(vm, object)?;
    // In a method, the object's own private names may be meant.
    let own = innermost(vm, exception)
        .and_then(|entry| entry.locals(&vm.heap))
        .is_some_and(|locals| locals == object);
    nearest(&without_private(names, !wrong.starts_with('_') && !own), wrong)
}

fn name(vm: &mut Vm, exception: Exception, wrong: &str) -> Option<String> {
    let entry = innermost(vm, exception)?;
    let locals = entry.locals(&vm.heap).and_then(|locals| vm.as_kind(locals, Kind::DICT)).map(Dict);
    let globals = match entry.globals(&vm.heap) {
        0 => None,
        globals => Some(Dict(globals)),
    };
    let mut names = Vec::new();
    for namespace in locals.into_iter().chain(globals).chain([Dict(STATE.builtins(&vm.heap))]) {
        let mut at = 0;
        while let Some((next, _, key, _)) = dict::next_entry(&vm.heap, namespace, at) {
            at = next;
            if vm.is_str(key) {
                names.push(vm.str_to_string(key));
            }
        }
    }
    if let Some(locals) = locals {
        let key = vm.intern("self").ok()?;
        if let Some(receiver) = dict::get_str(vm, locals, key) {
            vm.root(receiver);
            if has(vm, receiver, wrong) {
                return Some(format!("self.{wrong}"));
            }
        }
    }
    nearest(&names, wrong)
}

fn has(vm: &mut Vm, object: Value, name: &str) -> bool {
    let found = vm.intern(name).and_then(|name| vm.get_attr_opt(object, name));
    matches!(found, Ok(Some(_))) || {
        if found.is_err() {
            vm.take_pending();
        }
        false
    }
}

/// The first of the names nearest to `wrong`, if a third of the characters differs at most.
pub(crate) fn nearest(names: &[String], wrong: &str) -> Option<String> {
    if names.len() >= MAX_CANDIDATES {
        return None;
    }
    let mut best: Option<(usize, &String)> = None;
    for name in names.iter().filter(|name| *name != wrong) {
        let mut limit = (wrong.len() + name.len() + 3) * MOVE_COST / 6;
        if let Some((distance, _)) = best {
            match distance.checked_sub(1) {
                Some(less) => limit = limit.min(less),
                None => break,
            }
        }
        if let Some(distance) = distance(wrong.as_bytes(), name.as_bytes(), limit) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name.clone())
}

fn exchange_cost(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The weighted Levenshtein distance, if it is `limit` at most.
fn distance(mut a: &[u8], mut b: &[u8], limit: usize) -> Option<usize> {
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a, b) = (&a[..a.len() - back], &b[..b.len() - back]);
    if a.is_empty() || b.is_empty() {
        return Some((a.len() + b.len()) * MOVE_COST).filter(|distance| *distance <= limit);
    }
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH || a.len().abs_diff(b.len()) * MOVE_COST > limit {
        return None;
    }
    // One row of the matrix at a time: row[i] is the distance of a[..i] to what of b has been seen.
    let mut row: Vec<usize> = (0..=a.len()).map(|i| i * MOVE_COST).collect();
    for (seen, y) in b.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (seen + 1) * MOVE_COST;
        let mut least = usize::MAX;
        for (i, x) in a.iter().enumerate() {
            let exchanged = diagonal + exchange_cost(*x, *y);
            diagonal = row[i + 1];
            row[i + 1] = exchanged.min(row[i].min(diagonal) + MOVE_COST);
            least = least.min(row[i + 1]);
        }
        if least > limit {
            return None;
        }
    }
    row.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance(b"abc", b"abc", 0), Some(0));
        assert_eq!(distance(b"colour", b"color", 4), Some(2));
        assert_eq!(distance(b"Print", b"print", 4), Some(1));
        assert_eq!(distance(b"abcdef", b"uvwxyz", 5), None);
        assert_eq!(distance(b"kitten", b"sitting", 9), Some(6));
    }

    #[test]
    fn the_nearest_name_is_found() {
        let names = ["counter", "count", "country"].map(String::from);
        assert_eq!(nearest(&names, "countr").as_deref(), Some("counter"));
        assert_eq!(nearest(&names, "zebra"), None);
    }
}
