//! The module `itertools`.

mod combinatoric;
mod grouping;
mod streams;
mod tee;

use crate::heap::{Kind, Res, Value};
use crate::objects::slots::{Args, ModuleDef, Sig, Slots, TypeDef, function};
use crate::vm::Vm;

/// A type whose instances are iterators.
const fn iterator(
    kind: Kind,
    name: &'static str,
    next: fn(&mut Vm, Value) -> Res<Option<Value>>,
    new: Option<fn(&mut Vm, u32, Args) -> Res>,
) -> TypeDef {
    TypeDef {
        kind,
        name,
        module: "itertools",
        subclassable: new.is_some(),
        slots: Slots { iter: Some(|_, v| Ok(v)), next: Some(next), new, ..Slots::NONE },
        ..TypeDef::DEFAULT
    }
}

/// The module's types.
pub static TYPES: &[&TypeDef] = &[
    &streams::COUNT,
    &streams::CYCLE,
    &streams::REPEAT,
    &streams::CHAIN,
    &streams::ISLICE,
    &streams::TAKEWHILE,
    &streams::DROPWHILE,
    &streams::STARMAP,
    &streams::COMPRESS,
    &streams::FILTERFALSE,
    &grouping::ACCUMULATE,
    &grouping::GROUPBY,
    &grouping::GROUPER,
    &grouping::ZIP_LONGEST,
    &grouping::PAIRWISE,
    &grouping::BATCHED,
    &combinatoric::PRODUCT,
    &combinatoric::PERMUTATIONS,
    &combinatoric::COMBINATIONS,
    &combinatoric::COMBINATIONS_REPLACED,
    &tee::TEE,
];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "itertools",
    functions: &[function("tee", tee::tee, Sig::Range(1, 2))],
    types: &[
        Kind::ITER_COUNT,
        Kind::ITER_CYCLE,
        Kind::ITER_REPEAT,
        Kind::ITER_CHAIN,
        Kind::ITER_ISLICE,
        Kind::ITER_TAKEWHILE,
        Kind::ITER_DROPWHILE,
        Kind::ITER_STARMAP,
        Kind::ITER_COMPRESS,
        Kind::ITER_FILTERFALSE,
        Kind::ITER_ACCUMULATE,
        Kind::ITER_GROUPBY,
        Kind::ITER_GROUPER,
        Kind::ITER_ZIP_LONGEST,
        Kind::ITER_PAIRWISE,
        Kind::ITER_BATCHED,
        Kind::ITER_PRODUCT,
        Kind::ITER_PERMUTATIONS,
        Kind::ITER_COMBINATIONS,
        Kind::ITER_COMBINATIONS_REPLACED,
        Kind::ITER_TEE,
    ],
    init: None,
    source: None,
};

/// Refuses keywords, and counts of arguments outside `least..=most`.
fn positional(vm: &mut Vm, name: &str, args: Args, least: u32, most: u32) -> Res<()> {
    if args.kwnames != 0 {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    let n = args.count;
    if n >= least && n <= most {
        return Ok(());
    }
    let (bound, word) = if n < least { (least, "at least ") } else { (most, "at most ") };
    let word = if least == most { "" } else { word };
    let s = if bound == 1 { "" } else { "s" };
    Err(vm.type_error(format!("{name} expected {word}{bound} argument{s}, got {n}")))
}
