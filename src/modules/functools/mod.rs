//! The module `functools`: partial, the caches, cmp_to_key and reduce are native, the rest is Python (`functools.py`).

mod lru_cache;
mod partial;

use crate::heap::{Kind, Res, Value};
use crate::objects::iterators::native;
use crate::objects::slots::{
    Args, Attribute, Compare, HashSlot, ModuleDef, Sig, Slots, TypeDef, function, req,
};
use crate::vm::Vm;

/// The module's types.
pub static TYPES: &[&TypeDef] = &[&partial::TYPE, &lru_cache::TYPE, &KEY];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "functools",
    functions: &[
        function("reduce", reduce, Sig::Range(2, 3)),
        function("cmp_to_key", cmp_to_key, Sig::Named(&[req("mycmp")])),
        function("_lru_cache_wrapper", lru_cache::wrapper, Sig::Exact(4)),
    ],
    types: &[Kind::PARTIAL],
    init: None,
    source: Some(include_str!("functools.py")),
};

fn reduce(vm: &mut Vm, args: Args) -> Res {
    let (func, iterable) = (args.get(vm, 0), args.get(vm, 1));
    let scope = vm.open_roots();
    let result = (|| {
        let it = vm.iter(iterable)?;
        vm.root(it);
        let mut total = args.opt(vm, 2);
        while let Some(item) = vm.next(it)? {
            let inner = vm.open_roots();
            vm.root(item);
            let next = match total {
                None => Ok(item),
                Some(total) => vm.call(func, &[total, item]),
            };
            vm.close_roots(inner);
            let next = next?;
            // One root for the running total.
            vm.close_roots(scope);
            vm.root(it);
            total = Some(vm.root(next));
        }
        match total {
            Some(total) => Ok(total),
            None => Err(vm.type_error("reduce() of empty iterable with no initial value")),
        }
    })();
    vm.close_roots(scope);
    result
}

/// Words: the comparison function, the object (0: this is what makes keys).
fn cmp_to_key(vm: &mut Vm, args: Args) -> Res {
    let compare = args.get(vm, 0);
    native::new(vm, Kind::CMP_TO_KEY.class(), &[Some(compare), None])
}

fn key_call(vm: &mut Vm, v: Value, args: Args) -> Res {
    let object = match (args.count, args.keywords(vm).as_slice()) {
        (1, []) => args.get(vm, 0),
        (0, [(name, value)]) if vm.str_is(*name, "obj") => *value,
        (0, []) => return Err(vm.type_error("K() missing required argument 'obj' (pos 1)")),
        (n, keywords) => {
            let n = n as usize + keywords.len();
            return Err(vm.type_error(format!("K() takes at most 1 argument ({n} given)")));
        }
    };
    let compare = native::word(&vm.heap, v, 0);
    native::new(vm, Kind::CMP_TO_KEY.class(), &[compare, Some(object)])
}

fn key_compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if vm.kind_of(b) != Kind::CMP_TO_KEY {
        return Err(vm.type_error("other argument must be K instance"));
    }
    let (Some(x), Some(y)) = (native::word(&vm.heap, a, 1), native::word(&vm.heap, b, 1)) else {
        return Err(vm.raise(crate::objects::exception_types::exc::ATTRIBUTE_ERROR, "object"));
    };
    let compare = native::value(&vm.heap, a, 0);
    let result = vm.call(compare, &[x, y])?;
    if let Some(n) = result.as_small_int() {
        return Ok(Some(vm.bool(op.holds(n.cmp(&0)))));
    }
    vm.rich_compare(op, result, Value::int(0)).map(Some)
}

/// What `cmp_to_key` gives.
static KEY: TypeDef = TypeDef {
    kind: Kind::CMP_TO_KEY,
    name: "KeyWrapper",
    module: "functools",
    slots: Slots {
        call: Some(key_call),
        compare: Some(key_compare),
        hash: HashSlot::Unhashable,
        ..Slots::NONE
    },
    attributes: &[Attribute {
        name: "obj",
        get: |vm, v| match native::word(&vm.heap, v, 1) {
            Some(object) => Ok(object),
            None => Err(vm.raise(crate::objects::exception_types::exc::ATTRIBUTE_ERROR, "object")),
        },
        set: Some(|vm, v, object| {
            native::set(&mut vm.heap, v, 1, object);
            Ok(())
        }),
    }],
    ..TypeDef::DEFAULT
};
