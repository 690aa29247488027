//! Final places of cells and free variables among the fast locals, and the instructions that set a frame up.

use std::collections::HashMap;

use super::*;
use crate::bytecode::{PyStr, code_flags, var_kind};

const GENERATOR: u32 = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;

impl Graph {
    /// Cells of parameters and other variables share the variable's place; the other cells and the free variables
    /// follow. Rewrites operands, and puts `COPY_FREE_VARS`, `MAKE_CELL`s and a generator's start in front.
    pub(super) fn place_cells(&mut self, unit: &CodeUnit) -> Result<(), CompileError> {
        let any = self.has_cells || !unit.cellvars.is_empty() || !unit.freevars.is_empty();
        if !any && unit.flags & GENERATOR == 0 {
            return Ok(());
        }
        let places = cell_places(unit);
        let mut prefix = Vec::new();
        if !unit.freevars.is_empty() {
            prefix.push(Instr::new(COPY_FREE_VARS, unit.freevars.len() as i32, Location::NONE));
        }
        let mut cells: Vec<usize> = (0..unit.cellvars.len()).collect();
        cells.sort_by_key(|&cell| places[cell]);
        // The operand is fixed below, with all others.
        prefix.extend(cells.iter().map(|&cell| Instr::new(MAKE_CELL, cell as i32, Location::NONE)));
        if unit.flags & GENERATOR != 0 {
            let loc = Location::of_line(unit.firstlineno);
            prefix.extend([Instr::new(RETURN_GENERATOR, 0, loc), Instr::new(POP_TOP, 0, loc)]);
        }
        self.block_mut(ENTRY).instrs.splice(0..0, prefix);
        for instr in self.blocks.iter_mut().flat_map(|block| &mut block.instrs) {
            if is(instr.opcode, NAMES_CELL) {
                let Some(&place) = usize::try_from(instr.arg).ok().and_then(|arg| places.get(arg)) else {
                    return Err(CompileError::new(format!("cell {} does not exist", instr.arg)));
                };
                instr.arg = place;
            }
        }
        Ok(())
    }
}

/// For each cell, then each free variable: its index among the fast locals.
fn cell_places(unit: &CodeUnit) -> Vec<i32> {
    if unit.cellvars.is_empty() && unit.freevars.is_empty() {
        return Vec::new();
    }
    let variables: HashMap<&PyStr, usize> = if unit.cellvars.is_empty() {
        HashMap::new()
    } else {
        unit.varnames.iter().enumerate().map(|(index, name)| (name, index)).collect()
    };
    let mut next = unit.varnames.len();
    let mut own = || {
        next += 1;
        next - 1
    };
    let cells = unit.cellvars.iter().map(|name| variables.get(name).copied());
    let frees = unit.freevars.iter().map(|_| None);
    cells.chain(frees).map(|shared| shared.unwrap_or_else(&mut own) as i32).collect()
}

/// Names and kinds of the fast locals, in order. Takes the variables' names.
pub(in crate::compiler) fn localsplus(unit: &mut CodeUnit) -> (Vec<PyStr>, Vec<u8>) {
    let places = cell_places(unit);
    let mut names = std::mem::take(&mut unit.varnames);
    let mut kinds = vec![var_kind::LOCAL; names.len()];
    if !unit.fast_hidden.is_empty() {
        for (kind, name) in kinds.iter_mut().zip(&names) {
            if unit.fast_hidden.contains(name) {
                *kind |= var_kind::HIDDEN;
            }
        }
    }
    for (index, name) in unit.cellvars.iter().chain(&unit.freevars).enumerate() {
        match kinds.get_mut(places[index] as usize) {
            Some(kind) => *kind |= var_kind::CELL,
            None => {
                names.push(name.clone());
                kinds.push(if index < unit.cellvars.len() { var_kind::CELL } else { var_kind::FREE });
            }
        }
    }
    (names, kinds)
}
