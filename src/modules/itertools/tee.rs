//! `tee`: several iterators over what one gives. They share a chain of lists: each holds up to [`LINK`] items and
//! then the next list, so that what all have seen can be collected.

use super::iterator;
use crate::heap::layout::List;
use crate::heap::{Kind, Res, Value};
use crate::objects::iterators::native;
use crate::objects::list;
use crate::objects::slots::{Args, Sig, TypeDef, method};
use crate::vm::Vm;

/// Items in a link of the chain.
const LINK: u32 = 56;

/// Words: the list that the next item is in, its index there, the iterator that feeds the chain.
fn new(vm: &mut Vm, it: Value) -> Res {
    let link = list::with_capacity(vm, 0)?;
    native::new(vm, Kind::ITER_TEE.class(), &[Some(link.value()), Some(Value::int(0)), Some(it)])
}

fn copy(vm: &mut Vm, v: Value) -> Res {
    let words = [native::word(&vm.heap, v, 0), native::word(&vm.heap, v, 1), native::word(&vm.heap, v, 2)];
    native::new(vm, Kind::ITER_TEE.class(), &words)
}

fn next(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let mut link = List(native::value(&vm.heap, v, 0).offset());
    let mut i = native::number(&vm.heap, v, 1) as u32;
    if i == LINK {
        link = match list::get(&vm.heap, link, LINK) {
            Some(next) => List(next.offset()),
            None => {
                let next = list::with_capacity(vm, 0)?;
                list::push(vm, link, next.value())?;
                next
            }
        };
        i = 0;
        native::set(&mut vm.heap, v, 0, link.value());
        native::set(&mut vm.heap, v, 1, Value::int(0));
    }
    let item = match list::get(&vm.heap, link, i) {
        Some(item) => item,
        None => {
            let it = native::value(&vm.heap, v, 2);
            let Some(item) = crate::objects::iterators::next(vm, it)? else { return Ok(None) };
            if link.len(&vm.heap) != i {
                return Err(vm.raise(
                    crate::objects::exception_types::exc::RUNTIME_ERROR,
                    "cannot re-enter the tee iterator",
                ));
            }
            list::push(vm, link, item)?;
            item
        }
    };
    native::set(&mut vm.heap, v, 1, Value::int(i as i64 + 1));
    Ok(Some(item))
}

/// `itertools.tee(iterable, n=2)`.
pub fn tee(vm: &mut Vm, args: Args) -> Res {
    let iterable = args.get(vm, 0);
    let n = match args.opt(vm, 1) {
        Some(n) => vm.index_i64(n)?,
        None => 2,
    };
    if n < 0 {
        return Err(vm.value_error("n must be >= 0"));
    }
    vm.with_roots(|vm| {
        let mut tees = Vec::new();
        let mut last = iterable;
        for i in 0..n {
            last = if i > 0 || vm.kind_of(last) == Kind::ITER_TEE {
                copy(vm, last)?
            } else {
                let it = vm.iter(iterable)?;
                new(vm, it)?
            };
            tees.push(vm.root(last));
        }
        vm.new_tuple(&tees)
    })
}

/// What tee gives.
pub static TEE: TypeDef = TypeDef {
    methods: &[method(
        "__copy__",
        |vm, args| {
            let v = args.get(vm, 0);
            copy(vm, v)
        },
        Sig::Exact(0),
    )],
    ..iterator(Kind::ITER_TEE, "_tee", next, None)
};
