//! The native modules.

pub mod itertools;
pub mod math;
pub mod random;
pub mod sys;
pub mod time;

use crate::objects::slots::{ModuleDef, TypeDef};

/// Every native module.
pub static MODULES: &[&ModuleDef] = &[&itertools::MODULE, &math::MODULE, &random::MODULE, &sys::MODULE, &time::MODULE];

/// The native types that modules declare, a table a module.
pub static TYPES: &[&[&TypeDef]] = &[itertools::TYPES, &[&random::TYPE]];
