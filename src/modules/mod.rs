//! The native modules.

pub mod collections;
pub mod functools;
pub mod heapq;
pub mod itertools;
pub mod marshal;
pub mod math;
pub mod operator;
pub mod pure;
pub mod random;
pub mod sys;
pub mod time;
pub mod traceback;

use crate::objects::slots::{ModuleDef, TypeDef};

/// Every native module.
static NATIVE: &[&ModuleDef] = &[
    &collections::MODULE,
    &collections::NATIVE,
    &collections::USER,
    &functools::MODULE,
    &heapq::MODULE,
    &heapq::BISECT,
    &itertools::MODULE,
    &marshal::MODULE,
    &math::MODULE,
    &operator::MODULE,
    &random::MODULE,
    &sys::MODULE,
    &time::MODULE,
    &traceback::NATIVE,
    &traceback::MODULE,
];

/// The native types that modules declare, a table a module.
pub static TYPES: &[&[&TypeDef]] =
    &[collections::TYPES, functools::TYPES, itertools::TYPES, operator::TYPES, &[&random::TYPE]];

/// The module that is part of the program under this name.
pub fn find(name: &str) -> Option<&'static ModuleDef> {
    NATIVE.iter().chain(pure::ALL).copied().find(|def| def.name == name)
}
