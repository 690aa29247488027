//! From a unit's instruction sequence to its code object.

use super::ir::{CodeUnit, CompileError};
use crate::bytecode::CodeObject;

/// Optimises and assembles a unit as CPython 3.13 does.
pub fn assemble(unit: CodeUnit) -> Result<CodeObject, CompileError> {
    Err(CompileError::new(format!("{}: the assembler is not written yet", unit.name)))
}
