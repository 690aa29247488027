//! The module `bisect`.

use crate::heap::layout::List;
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::list;
use crate::objects::sequence::less;
use crate::objects::slots::{Args, Method, ModuleDef, Param, Sig, function, kwonly, opt, req};
use crate::vm::Vm;

const PARAMS: &[Param] = &[req("a"), req("x"), opt("lo"), opt("hi"), kwonly("key")];

const fn named(name: &'static str, func: fn(&mut Vm, Args) -> Res) -> Method {
    function(name, func, Sig::Named(PARAMS))
}

/// The module `bisect`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "bisect",
    functions: &[
        named("bisect_left", |vm, args| bisect(vm, args, false)),
        named("bisect_right", |vm, args| bisect(vm, args, true)),
        named("bisect", |vm, args| bisect(vm, args, true)),
        named("insort_left", |vm, args| insort(vm, args, false)),
        named("insort_right", |vm, args| insort(vm, args, true)),
        named("insort", |vm, args| insort(vm, args, true)),
    ],
    types: &[],
    init: None,
    source: None,
};

fn bisect(vm: &mut Vm, args: Args, right: bool) -> Res {
    let x = args.get(vm, 1);
    let i = search(vm, args, x, right)?;
    vm.new_int(i)
}

/// Where `x` (already a key, if there is a key function) goes.
fn search(vm: &mut Vm, args: Args, x: Value, right: bool) -> Res<i64> {
    let a = args.get(vm, 0);
    let key = args.opt(vm, 4).filter(|key| *key != statics::NONE);
    let mut lo = match args.opt(vm, 2) {
        Some(lo) => vm.index_i64(lo)?,
        None => 0,
    };
    if lo < 0 {
        return Err(vm.value_error("lo must be non-negative"));
    }
    let mut hi = match args.opt(vm, 3).filter(|hi| *hi != statics::NONE) {
        Some(hi) => vm.index_i64(hi)?,
        None => vm.len(a)? as i64,
    };
    let plain = vm.is_exact(a, Kind::LIST).then_some(List(a.offset()));
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        let found = plain.and_then(|list| list::get(&vm.heap, list, u32::try_from(mid).unwrap_or(u32::MAX)));
        let item = match found {
            Some(item) => item,
            None => {
                let mid = vm.new_int(mid)?;
                vm.get_item(a, mid)?
            }
        };
        let scope = vm.open_roots();
        vm.root(item);
        let result = (|| {
            let item = match key {
                Some(key) => {
                    let item = vm.call(key, &[item])?;
                    vm.root(item)
                }
                None => item,
            };
            if right { less(vm, x, item) } else { less(vm, item, x) }
        })();
        vm.close_roots(scope);
        // On the left side an item that is less sends us right; on the right side one that is greater, left.
        match (right, result?) {
            (true, true) | (false, false) => hi = mid,
            _ => lo = mid + 1,
        }
    }
    Ok(lo)
}

fn insort(vm: &mut Vm, args: Args, right: bool) -> Res {
    let (a, x) = (args.get(vm, 0), args.get(vm, 1));
    let key = args.opt(vm, 4).filter(|key| *key != statics::NONE);
    let i = vm.with_roots(|vm| {
        let wanted = match key {
            Some(key) => {
                let wanted = vm.call(key, &[x])?;
                vm.root(wanted)
            }
            None => x,
        };
        search(vm, args, wanted, right)
    })?;
    let i = vm.new_int(i)?;
    vm.call_method(a, "insert", &[i, x])?;
    Ok(statics::NONE)
}
