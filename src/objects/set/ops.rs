//! Set algebra: union, intersection, difference, symmetric difference, and the comparisons. Operands may be any
//! iterables; each function says what it makes of sets and dicts without an iterator.

use super::core::{self, as_set, mask, next_key};
use crate::heap::layout::{Dict, Set};
use crate::heap::{Kind, Res, Value};
use crate::objects::dict::{self, hash_key};
use crate::objects::sequence::for_each;
use crate::vm::Vm;

/// The type that an operation on `s` gives: set or frozenset, never a subclass.
fn base_class(vm: &Vm, s: Set) -> u32 {
    vm.kind_of(s.value()).class()
}

fn exact_dict(vm: &Vm, v: Value) -> Option<Dict> {
    vm.is_exact(v, Kind::DICT).then_some(Dict(v.offset()))
}

/// Runs `body` with a new set of the type of `s`, rooted.
fn with_new(vm: &mut Vm, class: u32, body: impl FnOnce(&mut Vm, Set) -> Res<()>) -> Res<Set> {
    let scope = vm.open_roots();
    let result = core::new(vm, class).and_then(|s| {
        vm.root(s.value());
        body(vm, s).map(|()| s)
    });
    vm.close_roots(scope);
    result
}

/// Adds every item of `other`.
pub fn update(vm: &mut Vm, s: Set, other: Value) -> Res<()> {
    if let Some(other) = as_set(vm, other) {
        return core::merge(vm, s, other);
    }
    if let Some(d) = exact_dict(vm, other) {
        let n = d.used(&vm.heap) as u64;
        if (s.filled(&vm.heap) as u64 + n) * 5 >= mask(&vm.heap, s) as u64 * 3 {
            let goal = (s.used(&vm.heap) as u64 + n) * 2;
            core::resize(vm, s, goal)?;
        }
        let mut pos = 0;
        while let Some((next, hash, key, _)) = dict::next_entry(&vm.heap, d, pos) {
            pos = next;
            core::add_hashed(vm, s, key, hash)?;
        }
        return Ok(());
    }
    for_each(vm, other, |vm, key| core::add(vm, s, key).map(|_| ()))
}

/// A new set of `class` with the items of `iterable`.
pub fn from_iterable(vm: &mut Vm, class: u32, iterable: Value) -> Res<Set> {
    with_new(vm, class, |vm, s| update(vm, s, iterable))
}

/// A copy, of the basic type.
pub fn copy(vm: &mut Vm, s: Set) -> Res<Set> {
    let class = base_class(vm, s);
    with_new(vm, class, |vm, new| core::merge(vm, new, s))
}

/// What is in both.
pub fn intersection(vm: &mut Vm, s: Set, other: Value) -> Res<Set> {
    if s.value() == other {
        return copy(vm, s);
    }
    let class = base_class(vm, s);
    with_new(vm, class, |vm, new| {
        if let Some(other) = as_set(vm, other) {
            let (walked, asked) =
                if other.used(&vm.heap) > s.used(&vm.heap) { (s, other) } else { (other, s) };
            let mut pos = 0;
            while let Some((next, hash, key)) = next_key(&vm.heap, walked, pos) {
                pos = next;
                if core::contains_hashed(vm, asked, key, hash)? {
                    core::add_hashed(vm, new, key, hash)?;
                }
            }
            return Ok(());
        }
        for_each(vm, other, |vm, key| {
            let hash = hash_key(vm, key)?;
            if core::contains_hashed(vm, s, key, hash)? {
                core::add_hashed(vm, new, key, hash)?;
            }
            Ok(())
        })
    })
}

/// Keeps what is in `other` too.
pub fn intersection_update(vm: &mut Vm, s: Set, other: Value) -> Res<()> {
    let new = intersection(vm, s, other)?;
    core::swap(&mut vm.heap, s, new);
    Ok(())
}

/// Removes every item of `other`.
pub fn difference_update(vm: &mut Vm, s: Set, other: Value) -> Res<()> {
    if s.value() == other {
        core::clear(&mut vm.heap, s);
        return Ok(());
    }
    if let Some(mut other) = as_set(vm, other) {
        let scope = vm.open_roots();
        let result = (|| {
            if other.used(&vm.heap) >> 3 > s.used(&vm.heap) {
                other = intersection(vm, s, other.value())?;
                vm.root(other.value());
            }
            let mut pos = 0;
            while let Some((next, hash, key)) = next_key(&vm.heap, other, pos) {
                pos = next;
                core::discard_hashed(vm, s, key, hash)?;
            }
            Ok(())
        })();
        vm.close_roots(scope);
        result?;
    } else {
        for_each(vm, other, |vm, key| core::discard(vm, s, key).map(|_| ()))?;
    }
    // Where a quarter of the table is deleted slots, tidy it.
    let (filled, used) = (s.filled(&vm.heap), s.used(&vm.heap));
    if filled.saturating_sub(used) <= mask(&vm.heap, s) / 4 {
        return Ok(());
    }
    core::resize(vm, s, if used > 50_000 { used as u64 * 2 } else { used as u64 * 4 })
}

/// What is in `s` and not in `other`.
pub fn difference(vm: &mut Vm, s: Set, other: Value) -> Res<Set> {
    let size = match (as_set(vm, other), exact_dict(vm, other)) {
        (Some(set), _) => Some(set.used(&vm.heap)),
        (_, Some(d)) => Some(d.used(&vm.heap)),
        _ => None,
    };
    let class = base_class(vm, s);
    let copied = match size {
        None => true,
        // A few items are quicker taken out of a copy.
        Some(n) => s.used(&vm.heap) >> 2 > n,
    };
    if copied {
        return with_new(vm, class, |vm, new| {
            core::merge(vm, new, s)?;
            difference_update(vm, new, other)
        });
    }
    with_new(vm, class, |vm, new| {
        let mut pos = 0;
        while let Some((next, hash, key)) = next_key(&vm.heap, s, pos) {
            pos = next;
            let there = match as_set(vm, other) {
                Some(other) => core::contains_hashed(vm, other, key, hash)?,
                None => dict::lookup(vm, Dict(other.offset()), key, hash)?.is_some(),
            };
            if !there {
                core::add_hashed(vm, new, key, hash)?;
            }
        }
        Ok(())
    })
}

/// Removes what is in both and adds what is only in `other`.
pub fn symmetric_difference_update(vm: &mut Vm, s: Set, other: Value) -> Res<()> {
    if s.value() == other {
        core::clear(&mut vm.heap, s);
        return Ok(());
    }
    let scope = vm.open_roots();
    let result = (|| {
        if let Some(d) = exact_dict(vm, other) {
            let mut pos = 0;
            while let Some((next, hash, key, _)) = dict::next_entry(&vm.heap, d, pos) {
                pos = next;
                toggle(vm, s, key, hash)?;
            }
            return Ok(());
        }
        let other = match as_set(vm, other) {
            Some(other) => other,
            None => {
                let class = base_class(vm, s);
                from_iterable(vm, class, other)?
            }
        };
        vm.root(other.value());
        let mut pos = 0;
        while let Some((next, hash, key)) = next_key(&vm.heap, other, pos) {
            pos = next;
            toggle(vm, s, key, hash)?;
        }
        Ok(())
    })();
    vm.close_roots(scope);
    result
}

fn toggle(vm: &mut Vm, s: Set, key: Value, hash: u64) -> Res<()> {
    if !core::discard_hashed(vm, s, key, hash)? {
        core::add_hashed(vm, s, key, hash)?;
    }
    Ok(())
}

/// What is in exactly one of both.
pub fn symmetric_difference(vm: &mut Vm, s: Set, other: Value) -> Res<Set> {
    let class = base_class(vm, s);
    with_new(vm, class, |vm, new| {
        update(vm, new, other)?;
        symmetric_difference_update(vm, new, s.value())
    })
}

/// Whether every item of `s` is in `other`.
pub fn is_subset(vm: &mut Vm, s: Set, other: Set) -> Res<bool> {
    if s.used(&vm.heap) > other.used(&vm.heap) {
        return Ok(false);
    }
    let mut pos = 0;
    while let Some((next, hash, key)) = next_key(&vm.heap, s, pos) {
        pos = next;
        if !core::contains_hashed(vm, other, key, hash)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether no item is in both.
pub fn is_disjoint(vm: &mut Vm, s: Set, other: Value) -> Res<bool> {
    if let Some(other) = as_set(vm, other) {
        if s == other {
            return Ok(s.used(&vm.heap) == 0);
        }
        let (walked, asked) = if other.used(&vm.heap) > s.used(&vm.heap) { (s, other) } else { (other, s) };
        let mut pos = 0;
        while let Some((next, hash, key)) = next_key(&vm.heap, walked, pos) {
            pos = next;
            if core::contains_hashed(vm, asked, key, hash)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    vm.with_roots(|vm| {
        let it = vm.iter(other)?;
        vm.root(it);
        while let Some(key) = vm.next(it)? {
            if core::contains(vm, s, key)? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}
