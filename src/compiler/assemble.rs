//! From a unit's instruction sequence to its code object: jump distances, bytes, location and exception tables.

use super::flowgraph::{self, BlockId, EXITS_SCOPE, Graph, NO_BLOCK, cells, is, is_jump};
use super::ir::{CodeUnit, CompileError};
use crate::bytecode::exceptions::{Handler, write_handler};
use crate::bytecode::{CodeObject, Location, locations};
use crate::ops::{self, opcode::*};

/// Buffers that one unit leaves to the next.
#[derive(Default)]
pub struct Scratch {
    graph: flowgraph::Scratch,
    instrs: Vec<FlatInstr>,
    starts: Vec<u32>,
    jumps: Vec<u32>,
}

/// Optimises and assembles a unit as CPython 3.13 does. Leaves the unit's instructions as they are.
pub fn assemble(unit: &mut CodeUnit, scratch: &mut Scratch) -> Result<CodeObject, CompileError> {
    let optimized = flowgraph::optimize(unit, &mut scratch.graph)?;
    let mut flat = Flat::from_graph(&optimized.graph, scratch)?;
    let units = flat.resolve_jumps()?;
    let (localsplusnames, localspluskinds) = cells::localsplus(unit);
    let code = CodeObject {
        argcount: unit.argcount,
        posonlyargcount: unit.posonlyargcount,
        kwonlyargcount: unit.kwonlyargcount,
        stacksize: optimized.stacksize.max(1),
        flags: unit.flags,
        code: flat.bytes(units),
        linetable: flat.location_table(unit.firstlineno),
        exceptiontable: flat.exception_table(),
        consts: std::mem::take(&mut unit.consts),
        names: std::mem::take(&mut unit.names),
        localsplusnames,
        localspluskinds,
        filename: unit.filename.clone(),
        name: unit.name.clone(),
        qualname: unit.qualname.clone(),
        firstlineno: unit.firstlineno,
    };
    let Flat { instrs, starts, jumps, .. } = flat;
    (scratch.instrs, scratch.starts, scratch.jumps) = (instrs, starts, jumps);
    scratch.graph.recycle(optimized.graph);
    Ok(code)
}

/// One instruction in its final place.
struct FlatInstr {
    opcode: u8,
    arg: u32,
    loc: Location,
    /// Index of the instruction that a jump goes to; `u32::MAX` if this is none.
    target: u32,
    /// Code units from the start.
    offset: u32,
    /// The handler's block.
    handler: BlockId,
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

struct Flat<'a> {
    graph: &'a Graph,
    instrs: Vec<FlatInstr>,
    /// For each block, the index of its first instruction.
    starts: Vec<u32>,
    /// Indices of the jumps.
    jumps: Vec<u32>,
}

const NOT_A_JUMP: u32 = u32::MAX;

impl<'a> Flat<'a> {
    /// Lays the blocks out; jumps get their final opcodes.
    fn from_graph(graph: &'a Graph, scratch: &mut Scratch) -> Result<Flat<'a>, CompileError> {
        let mut starts = std::mem::take(&mut scratch.starts);
        starts.clear();
        starts.resize(graph.blocks.len(), u32::MAX);
        let mut count = 0;
        for (id, block) in graph.layout() {
            starts[id as usize] = count as u32;
            count += block.instrs.len();
        }
        let mut instrs = std::mem::take(&mut scratch.instrs);
        instrs.clear();
        instrs.reserve(count);
        let mut jumps = std::mem::take(&mut scratch.jumps);
        jumps.clear();
        for instr in graph.layout().flat_map(|(_, block)| &block.instrs) {
            let mut flat = FlatInstr {
                opcode: NOP as u8,
                arg: instr.arg as u32,
                loc: instr.loc,
                target: NOT_A_JUMP,
                offset: 0,
                handler: instr.except,
            };
            let mut opcode = instr.opcode;
            if is_jump(opcode) {
                flat.target = starts[instr.target as usize];
                if flat.target as usize >= count {
                    return Err(CompileError::new("malformed control flow graph: a jump to nowhere"));
                }
                // CPython's first guess at the distance, which decides where its search for one settles.
                flat.arg = flat.target;
                jumps.push(instrs.len() as u32);
                let forward = flat.target as usize > instrs.len();
                opcode = match opcode {
                    JUMP | JUMP_NO_INTERRUPT if forward => JUMP_FORWARD,
                    JUMP => JUMP_BACKWARD,
                    JUMP_NO_INTERRUPT => JUMP_BACKWARD_NO_INTERRUPT,
                    other => other,
                };
            }
            flat.opcode = match u8::try_from(opcode) {
                Ok(opcode) => opcode,
                Err(_) => return Err(CompileError::new(format!("opcode {opcode} cannot be assembled"))),
            };
            instrs.push(flat);
        }
        // "As the next instruction": settled from the end.
        let mut following = Location::NONE;
        for flat in instrs.iter_mut().rev() {
            if flat.loc == Location::NEXT {
                let ends = flat.target != NOT_A_JUMP || is(flat.opcode as u16, EXITS_SCOPE);
                flat.loc = if ends { Location::NONE } else { following };
            }
            following = flat.loc;
        }
        Ok(Flat { graph, instrs, starts, jumps })
    }

    /// Distances depend on sizes and sizes on distances: repeat until nothing changes. Returns the code's length in
    /// code units.
    fn resolve_jumps(&mut self) -> Result<u32, CompileError> {
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
            for &index in &self.jumps {
                let instr = &self.instrs[index as usize];
                let size = instr.size();
                // With the size of the round before, as CPython does.
                let end = instr.offset + size;
                let target = self.instrs[instr.target as usize].offset;
                let instr = &mut self.instrs[index as usize];
                instr.arg = target.abs_diff(end);
                stable &= instr.size() == size;
            }
            if stable {
                return Ok(offset);
            }
        }
        Err(CompileError::new("jump distances do not settle"))
    }

    fn bytes(&self, units: u32) -> Vec<u8> {
        let mut code = Vec::with_capacity(units as usize * 2);
        for instr in &self.instrs {
            for prefix in (1..=prefixes(instr.arg)).rev() {
                code.extend([EXTENDED_ARG as u8, (instr.arg >> (8 * prefix)) as u8]);
            }
            code.extend([instr.opcode, instr.arg as u8]);
            let caches = ops::caches(instr.opcode);
            if caches > 0 {
                code.resize(code.len() + 2 * caches, 0);
            }
        }
        code
    }

    fn location_table(&self, firstlineno: i32) -> Vec<u8> {
        let mut writer = locations::Writer::new(firstlineno, self.instrs.len() * 2);
        for run in self.instrs.chunk_by(|a, b| a.loc == b.loc) {
            writer.write(run[0].loc, run.iter().map(FlatInstr::size).sum());
        }
        writer.finish()
    }

    /// Index of the first instruction of an instruction's handler.
    fn handler_index(&self, instr: &FlatInstr) -> Option<u32> {
        (instr.handler != NO_BLOCK).then(|| self.starts[instr.handler as usize])
    }

    fn exception_table(&self) -> Vec<u8> {
        let mut table = Vec::new();
        if !self.graph.has_handlers {
            return table;
        }
        for run in self
            .instrs
            .chunk_by(|a, b| a.handler == b.handler || self.handler_index(a) == self.handler_index(b))
        {
            let Some(target) = self.handler_index(&run[0]).and_then(|index| self.instrs.get(index as usize))
            else {
                continue;
            };
            let block = &self.graph.blocks[run[0].handler as usize];
            let pushed = 1 + block.preserve_lasti as i32;
            let last = &run[run.len() - 1];
            write_handler(
                &mut table,
                Handler {
                    start: run[0].offset,
                    end: last.offset + last.size(),
                    target: target.offset,
                    depth: u32::try_from(block.start_depth.saturating_sub(pushed)).unwrap_or(0),
                    lasti: block.preserve_lasti,
                },
            );
        }
        table
    }
}
