//! From a unit's instruction sequence to its code object: jump distances, bytes, location and exception tables.

use super::flowgraph::{self, Graph, NO_BLOCK, cells, is_jump};
use super::ir::{CodeUnit, CompileError};
use crate::bytecode::exceptions::{Handler, write_handler};
use crate::bytecode::{CodeObject, Location, locations};
use crate::ops::{self, opcode::*};

/// Optimises and assembles a unit as CPython 3.13 does.
pub fn assemble(mut unit: CodeUnit) -> Result<CodeObject, CompileError> {
    let optimized = flowgraph::optimize(&mut unit)?;
    let mut instrs = Flat::from_graph(&optimized.graph)?;
    instrs.resolve_jumps()?;
    let (localsplusnames, localspluskinds) = cells::localsplus(&unit);
    Ok(CodeObject {
        argcount: unit.argcount,
        posonlyargcount: unit.posonlyargcount,
        kwonlyargcount: unit.kwonlyargcount,
        stacksize: optimized.stacksize.max(1),
        flags: unit.flags,
        code: instrs.bytes(),
        linetable: instrs.location_table(unit.firstlineno),
        exceptiontable: instrs.exception_table(),
        consts: unit.consts,
        names: unit.names,
        localsplusnames,
        localspluskinds,
        filename: unit.filename,
        name: unit.name,
        qualname: unit.qualname,
        firstlineno: unit.firstlineno,
    })
}

/// One instruction in its final place.
struct FlatInstr {
    opcode: u8,
    arg: u32,
    loc: Location,
    /// Index of the instruction that a jump goes to.
    target: usize,
    /// Code units from the start.
    offset: u32,
    handler: Option<FlatHandler>,
}

#[derive(Clone, Copy, PartialEq)]
struct FlatHandler {
    /// Index of the handler's first instruction.
    index: usize,
    depth: u32,
    lasti: bool,
}

impl FlatInstr {
    /// In code units, with prefixes and caches.
    fn size(&self) -> u32 {
        prefixes(self.arg) + 1 + ops::caches(self.opcode) as u32
    }
}

/// How many `EXTENDED_ARG`s an operand needs.
fn prefixes(arg: u32) -> u32 {
    (arg > 0xFF) as u32 + (arg > 0xFFFF) as u32 + (arg > 0xFF_FFFF) as u32
}

struct Flat {
    instrs: Vec<FlatInstr>,
}

impl Flat {
    /// Lays the blocks out; jumps get their final opcodes.
    fn from_graph(graph: &Graph) -> Result<Flat, CompileError> {
        let order = graph.layout();
        let mut starts = vec![usize::MAX; graph.blocks.len()];
        let mut count = 0;
        for &id in &order {
            starts[id as usize] = count;
            count += graph.blocks[id as usize].instrs.len();
        }
        let mut instrs = Vec::with_capacity(count);
        for instr in order.iter().flat_map(|&id| &graph.blocks[id as usize].instrs) {
            let mut flat = FlatInstr {
                opcode: NOP as u8,
                arg: instr.arg as u32,
                loc: instr.loc,
                target: 0,
                offset: 0,
                handler: None,
            };
            let mut opcode = instr.opcode;
            if is_jump(opcode) {
                flat.target = starts[instr.target as usize];
                if flat.target >= count {
                    return Err(CompileError::new("malformed control flow graph: a jump to nowhere"));
                }
                // CPython's first guess at the distance, which decides where its search for one settles.
                flat.arg = flat.target as u32;
                let forward = flat.target > instrs.len();
                opcode = match opcode {
                    JUMP | JUMP_NO_INTERRUPT if forward => JUMP_FORWARD,
                    JUMP => JUMP_BACKWARD,
                    JUMP_NO_INTERRUPT => JUMP_BACKWARD_NO_INTERRUPT,
                    other => other,
                };
            }
            flat.opcode = match u8::try_from(opcode) {
                Ok(opcode) if ops::is_known(opcode as u16) => opcode,
                _ => return Err(CompileError::new(format!("opcode {opcode} cannot be assembled"))),
            };
            if instr.except != NO_BLOCK {
                let handler = &graph.blocks[instr.except as usize];
                let below = 1 + handler.preserve_lasti as i32;
                flat.handler = Some(FlatHandler {
                    index: starts[instr.except as usize],
                    depth: u32::try_from(handler.start_depth.saturating_sub(below)).unwrap_or(0),
                    lasti: handler.preserve_lasti,
                });
            }
            instrs.push(flat);
        }
        // "As the next instruction": settled from the end.
        let mut following = Location::NONE;
        for flat in instrs.iter_mut().rev() {
            if flat.loc == Location::NEXT {
                let exits =
                    matches!(flat.opcode as u16, RETURN_VALUE | RETURN_CONST | RAISE_VARARGS | RERAISE)
                        || matches!(
                            ops::operand(flat.opcode as u16),
                            ops::Operand::JumpForward | ops::Operand::JumpBackward
                        );
                flat.loc = if exits { Location::NONE } else { following };
            }
            following = flat.loc;
        }
        Ok(Flat { instrs })
    }

    /// Distances depend on sizes and sizes on distances: repeat until nothing changes.
    fn resolve_jumps(&mut self) -> Result<(), CompileError> {
        for _ in 0..1000 {
            let mut offset = 0u32;
            for instr in &mut self.instrs {
                instr.offset = offset;
                offset = offset
                    .checked_add(instr.size())
                    .filter(|&offset| offset < i32::MAX as u32 / 2)
                    .ok_or_else(|| CompileError::new("the code is too long"))?;
            }
            let mut stable = true;
            for index in 0..self.instrs.len() {
                let instr = &self.instrs[index];
                if !matches!(
                    ops::operand(instr.opcode as u16),
                    ops::Operand::JumpForward | ops::Operand::JumpBackward
                ) {
                    continue;
                }
                let size = instr.size();
                // With the size of the round before, as CPython does.
                let end = instr.offset + size;
                let target = self.instrs[instr.target].offset;
                let instr = &mut self.instrs[index];
                instr.arg = target.abs_diff(end);
                stable &= instr.size() == size;
            }
            if stable {
                return Ok(());
            }
        }
        Err(CompileError::new("jump distances do not settle"))
    }

    fn bytes(&self) -> Vec<u8> {
        let mut code = Vec::with_capacity(self.instrs.len() * 4);
        for instr in &self.instrs {
            for prefix in (1..=prefixes(instr.arg)).rev() {
                code.extend([EXTENDED_ARG as u8, (instr.arg >> (8 * prefix)) as u8]);
            }
            code.extend([instr.opcode, instr.arg as u8]);
            code.extend(std::iter::repeat_n(0, 2 * ops::caches(instr.opcode)));
        }
        code
    }

    fn location_table(&self, firstlineno: i32) -> Vec<u8> {
        let mut writer = locations::Writer::new(firstlineno);
        for run in self.instrs.chunk_by(|a, b| a.loc == b.loc) {
            writer.write(run[0].loc, run.iter().map(FlatInstr::size).sum());
        }
        writer.finish()
    }

    fn exception_table(&self) -> Vec<u8> {
        let mut table = Vec::new();
        for run in self.instrs.chunk_by(|a, b| a.handler.map(|h| h.index) == b.handler.map(|h| h.index)) {
            if let (Some(handler), Some(last)) = (run[0].handler, run.last()) {
                let Some(target) = self.instrs.get(handler.index) else { continue };
                write_handler(
                    &mut table,
                    Handler {
                        start: run[0].offset,
                        end: last.offset + last.size(),
                        target: target.offset,
                        depth: handler.depth,
                        lasti: handler.lasti,
                    },
                );
            }
        }
        table
    }
}
