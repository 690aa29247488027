//! The modules `heapq` and `bisect`: what moves items is native, `merge`, `nlargest` and `nsmallest` are Python.

mod bisect;

use crate::heap::layout::List;
use crate::heap::{Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::list;
use crate::objects::sequence::less;
use crate::objects::slots::{Args, ModuleDef, Sig, function};
use crate::vm::Vm;

pub use self::bisect::MODULE as BISECT;

/// The module `heapq`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "heapq",
    functions: &[
        function("heappush", push, Sig::Exact(2)),
        function("heappop", |vm, args| pop(vm, args, false), Sig::Exact(1)),
        function("heapreplace", |vm, args| replace(vm, args, false), Sig::Exact(2)),
        function("heappushpop", push_pop, Sig::Exact(2)),
        function("heapify", |vm, args| heapify(vm, args, false), Sig::Exact(1)),
        function("_heappop_max", |vm, args| pop(vm, args, true), Sig::Exact(1)),
        function("_heapreplace_max", |vm, args| replace(vm, args, true), Sig::Exact(2)),
        function("_heapify_max", |vm, args| heapify(vm, args, true), Sig::Exact(1)),
    ],
    types: &[],
    init: None,
    source: Some(include_str!("heapq.py")),
};

fn heap_of(vm: &mut Vm, args: Args) -> Res<List> {
    let v = args.get(vm, 0);
    match list::as_list(vm, v) {
        Some(list) => Ok(list),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("heap argument must be a list, not {name}")))
        }
    }
}

/// Whether `a` goes before `b` (`max`: in a heap whose greatest item comes first).
#[inline]
fn before(vm: &mut Vm, a: Value, b: Value, max: bool) -> Res<bool> {
    if max { less(vm, b, a) } else { less(vm, a, b) }
}

/// The item at `i`; raises if a comparison has shortened the list.
fn item(vm: &mut Vm, heap: List, i: u32, len: u32) -> Res {
    if heap.len(&vm.heap) != len {
        return Err(vm.raise(exc::RUNTIME_ERROR, "list changed size during iteration"));
    }
    Ok(list::item(&vm.heap, heap, i))
}

/// Moves the item at `at` up to its place, not above `start`.
fn sift_up(vm: &mut Vm, heap: List, start: u32, at: u32, max: bool) -> Res<()> {
    let len = heap.len(&vm.heap);
    let mut at = at;
    while at > start {
        let parent = (at - 1) >> 1;
        let (moving, above) = (item(vm, heap, at, len)?, item(vm, heap, parent, len)?);
        if !before(vm, moving, above, max)? {
            break;
        }
        // Read again: the comparison may have replaced them.
        let (moving, above) = (item(vm, heap, at, len)?, item(vm, heap, parent, len)?);
        list::set(&mut vm.heap, heap, parent, moving);
        list::set(&mut vm.heap, heap, at, above);
        at = parent;
    }
    Ok(())
}

/// Moves the item at `at` down to a leaf along the first children, then up to its place.
fn sift_down(vm: &mut Vm, heap: List, at: u32, max: bool) -> Res<()> {
    let len = heap.len(&vm.heap);
    let start = at;
    let limit = len >> 1;
    let mut at = at;
    while at < limit {
        let mut child = 2 * at + 1;
        if child + 1 < len {
            let (left, right) = (item(vm, heap, child, len)?, item(vm, heap, child + 1, len)?);
            if !before(vm, left, right, max)? {
                child += 1;
            }
        }
        let (moving, below) = (item(vm, heap, at, len)?, item(vm, heap, child, len)?);
        list::set(&mut vm.heap, heap, at, below);
        list::set(&mut vm.heap, heap, child, moving);
        at = child;
    }
    sift_up(vm, heap, start, at, max)
}

fn push(vm: &mut Vm, args: Args) -> Res {
    let heap = heap_of(vm, args)?;
    let value = args.get(vm, 1);
    list::push(vm, heap, value)?;
    let last = heap.len(&vm.heap) - 1;
    sift_up(vm, heap, 0, last, false)?;
    Ok(statics::NONE)
}

fn pop(vm: &mut Vm, args: Args, max: bool) -> Res {
    let heap = heap_of(vm, args)?;
    let len = heap.len(&vm.heap);
    if len == 0 {
        return Err(vm.index_error("index out of range"));
    }
    let last = list::item(&vm.heap, heap, len - 1);
    heap.set_len(&mut vm.heap, len - 1);
    if len == 1 {
        return Ok(last);
    }
    let first = list::item(&vm.heap, heap, 0);
    list::set(&mut vm.heap, heap, 0, last);
    vm.with_roots(|vm| {
        vm.root(first);
        sift_down(vm, heap, 0, max)
    })?;
    Ok(first)
}

fn replace(vm: &mut Vm, args: Args, max: bool) -> Res {
    let heap = heap_of(vm, args)?;
    if heap.len(&vm.heap) == 0 {
        return Err(vm.index_error("index out of range"));
    }
    let (first, value) = (list::item(&vm.heap, heap, 0), args.get(vm, 1));
    list::set(&mut vm.heap, heap, 0, value);
    vm.with_roots(|vm| {
        vm.root(first);
        sift_down(vm, heap, 0, max)
    })?;
    Ok(first)
}

fn push_pop(vm: &mut Vm, args: Args) -> Res {
    let heap = heap_of(vm, args)?;
    let value = args.get(vm, 1);
    if heap.len(&vm.heap) == 0 {
        return Ok(value);
    }
    let first = list::item(&vm.heap, heap, 0);
    let smaller = vm.with_roots(|vm| {
        vm.root(first);
        less(vm, first, value)
    })?;
    if !smaller {
        return Ok(value);
    }
    if heap.len(&vm.heap) == 0 {
        return Err(vm.index_error("index out of range"));
    }
    replace(vm, args, false)
}

fn heapify(vm: &mut Vm, args: Args, max: bool) -> Res {
    let heap = heap_of(vm, args)?;
    for i in (0..heap.len(&vm.heap) / 2).rev() {
        sift_down(vm, heap, i, max)?;
    }
    Ok(statics::NONE)
}
