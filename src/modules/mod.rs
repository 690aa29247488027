//! The native modules.

pub mod math;
pub mod sys;

use crate::objects::slots::{ModuleDef, TypeDef};

/// Every native module.
pub static MODULES: &[&ModuleDef] = &[&math::MODULE, &sys::MODULE];

/// Every native type that a module declares.
pub static TYPES: &[&TypeDef] = &[];
