//! The control-flow graph of a unit and the passes over it, in the order of CPython 3.13's `flowgraph.c`, pass for
//! pass: the result has to be the same instructions.
//!
//! Blocks live in a vector and are linked in layout order by `next`; a block falls through to `next` unless its last
//! instruction never does. Passes leave NOPs where they removed instructions; later ones drop those that no line
//! number needs.

pub(super) mod cells;
mod cold;
mod consts;
mod exceptions;
mod jumps;
mod lines;
mod locals;
mod nops;
mod peephole;
mod stack;
mod swaps;

use super::ir::{CodeUnit, CompileError};
use crate::bytecode::Location;
use crate::ops::opcode::*;

use consts::ConstTable;

/// Index of a block; [`NO_BLOCK`] where there is none.
pub(super) type BlockId = u32;
pub(super) const NO_BLOCK: BlockId = u32::MAX;

/// Control enters here.
pub(super) const ENTRY: BlockId = 0;

#[derive(Clone, Copy, Debug)]
pub(super) struct Instr {
    pub opcode: u16,
    pub arg: i32,
    pub loc: Location,
    /// Of jumps and block-opening pseudo instructions.
    pub target: BlockId,
    /// The innermost handler that covers the instruction.
    pub except: BlockId,
}

impl Instr {
    fn new(opcode: u16, arg: i32, loc: Location) -> Instr {
        Instr { opcode, arg, loc, target: NO_BLOCK, except: NO_BLOCK }
    }

    /// Turns the instruction into another, keeping location, target and handler.
    fn set(&mut self, opcode: u16, arg: i32) {
        self.opcode = opcode;
        self.arg = arg;
    }

    fn set_nop(&mut self) {
        self.set(NOP, 0);
    }
}

#[derive(Debug)]
pub(super) struct Block {
    pub instrs: Vec<Instr>,
    pub next: BlockId,
    /// Depth of the operand stack on entry; negative until known.
    pub start_depth: i32,
    /// As a handler, finds the raising instruction's offset on the stack below the exception.
    pub preserve_lasti: bool,
    /// Some jump names the block (or did).
    labelled: bool,
    predecessors: i32,
    visited: bool,
    except_handler: bool,
    cold: bool,
    warm: bool,
    /// One bit for each of the first 64 locals: may be unbound on entry.
    unsafe_locals: u64,
    /// Handlers that are open on entry, outermost first; only while they are being worked out.
    except_stack: Vec<BlockId>,
}

impl Block {
    fn new() -> Block {
        Block {
            instrs: Vec::new(),
            next: NO_BLOCK,
            start_depth: i32::MIN,
            preserve_lasti: false,
            labelled: false,
            predecessors: 0,
            visited: false,
            except_handler: false,
            cold: false,
            warm: false,
            unsafe_locals: 0,
            except_stack: Vec::new(),
        }
    }

    fn falls_through(&self) -> bool {
        !self
            .instrs
            .last()
            .is_some_and(|last| is_scope_exit(last.opcode) || is_unconditional_jump(last.opcode))
    }

    fn exits_scope(&self) -> bool {
        self.instrs.last().is_some_and(|last| is_scope_exit(last.opcode))
    }

    /// The last instruction, if it is a jump.
    fn jump(&self) -> Option<&Instr> {
        self.instrs.last().filter(|last| is_jump(last.opcode))
    }

    fn has_no_line(&self) -> bool {
        self.instrs.iter().all(|instr| instr.loc.line < 0)
    }
}

fn is_unconditional_jump(opcode: u16) -> bool {
    matches!(opcode, JUMP | JUMP_NO_INTERRUPT)
}

fn is_scope_exit(opcode: u16) -> bool {
    matches!(opcode, RETURN_VALUE | RETURN_CONST | RAISE_VARARGS | RERAISE)
}

pub(super) fn is_jump(opcode: u16) -> bool {
    matches!(
        opcode,
        JUMP | JUMP_NO_INTERRUPT
            | POP_JUMP_IF_FALSE
            | POP_JUMP_IF_TRUE
            | POP_JUMP_IF_NONE
            | POP_JUMP_IF_NOT_NONE
            | FOR_ITER
            | SEND
    )
}

fn is_block_push(opcode: u16) -> bool {
    matches!(opcode, SETUP_FINALLY | SETUP_WITH | SETUP_CLEANUP)
}

pub(super) fn has_target(opcode: u16) -> bool {
    is_jump(opcode) || is_block_push(opcode)
}

fn has_const(opcode: u16) -> bool {
    matches!(opcode, LOAD_CONST | RETURN_CONST)
}

/// The graph, and the unit's constants, to which passes add.
pub(super) struct Graph {
    pub blocks: Vec<Block>,
    consts: ConstTable,
}

/// What is left of a unit's variables once cells have their final places.
pub(super) struct Optimized {
    pub graph: Graph,
    pub stacksize: u32,
}

/// Runs all passes. Takes the instructions and the constants out of `unit`, and puts the final constants back.
pub(super) fn optimize(unit: &mut CodeUnit) -> Result<Optimized, CompileError> {
    let mut graph = Graph::build(unit)?;
    graph.mark_except_handlers();
    graph.label_exception_targets()?;
    graph.optimize()?;
    graph.remove_unused_consts();
    graph.check_unbound_locals(unit);
    graph.insert_superinstructions();
    graph.move_cold_blocks()?;
    graph.resolve_line_numbers();
    let stacksize = graph.stack_depth()?;
    graph.place_cells(unit)?;
    graph.lower_pseudo_instructions()?;
    graph.turn_backward_branches();
    unit.consts = std::mem::take(&mut graph.consts).into_values();
    Ok(Optimized { graph, stacksize })
}

impl Graph {
    /// Cuts the sequence into blocks: before each label that is a target, after each jump and exit.
    fn build(unit: &mut CodeUnit) -> Result<Graph, CompileError> {
        let sequence = std::mem::take(&mut unit.instrs);
        let count = sequence.instrs.len();
        let place = |label: super::ir::Label| match sequence.labels.get(label.0 as usize) {
            Some(&Some(place)) if (place as usize) < count => Ok(place as usize),
            _ => {
                Err(CompileError::new(format!("in {}: a jump to a label that was not placed", unit.qualname)))
            }
        };
        // For each instruction, the block that starts there, or NO_BLOCK; first only marks.
        let mut starts = vec![NO_BLOCK; count];
        for instr in &sequence.instrs {
            if has_target(instr.opcode) {
                let Some(label) = instr.target else {
                    return Err(CompileError::new(format!("in {}: a jump without a target", unit.qualname)));
                };
                starts[place(label)?] = ENTRY;
            }
        }
        let mut graph =
            Graph { blocks: vec![Block::new()], consts: ConstTable::new(std::mem::take(&mut unit.consts)) };
        let mut current = ENTRY;
        for (index, instr) in sequence.instrs.iter().enumerate() {
            let block = &graph.blocks[current as usize];
            let ended =
                block.instrs.last().is_some_and(|last| is_jump(last.opcode) || is_scope_exit(last.opcode));
            let labelled = starts[index] != NO_BLOCK;
            if ended || (labelled && !block.instrs.is_empty()) {
                let new = graph.new_block();
                graph.blocks[current as usize].next = new;
                current = new;
            }
            let block = &mut graph.blocks[current as usize];
            if labelled {
                block.labelled = true;
                starts[index] = current;
            }
            let (opcode, arg) = lower_name(instr.opcode, instr.arg);
            block.instrs.push(Instr::new(opcode, arg, instr.loc));
            if opcode == LOAD_CONST && arg as usize >= graph.consts.len() {
                return Err(CompileError::new(format!(
                    "in {}: constant {arg} does not exist",
                    unit.qualname
                )));
            }
        }
        // Resolve labels.
        let mut instrs = sequence.instrs.iter();
        for block in &mut graph.blocks {
            for (instr, source) in block.instrs.iter_mut().zip(&mut instrs) {
                if let (true, Some(label)) = (has_target(instr.opcode), source.target) {
                    instr.target = starts[place(label)?];
                }
            }
        }
        Ok(graph)
    }

    fn new_block(&mut self) -> BlockId {
        self.blocks.push(Block::new());
        self.blocks.len() as BlockId - 1
    }

    fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id as usize]
    }

    fn block_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id as usize]
    }

    /// The blocks in layout order; the list is fixed when this is called.
    pub fn layout(&self) -> Vec<BlockId> {
        let mut order = Vec::with_capacity(self.blocks.len());
        let mut id = ENTRY;
        while id != NO_BLOCK {
            order.push(id);
            id = self.block(id).next;
        }
        order
    }

    /// The first block with instructions from `id` on, in layout order.
    fn next_nonempty(&self, mut id: BlockId) -> BlockId {
        while id != NO_BLOCK && self.block(id).instrs.is_empty() {
            id = self.block(id).next;
        }
        id
    }

    fn clear_visited(&mut self) {
        self.blocks.iter_mut().for_each(|block| block.visited = false);
    }

    fn optimize(&mut self) -> Result<(), CompileError> {
        self.check()?;
        self.inline_small_blocks()?;
        self.remove_unreachable();
        self.resolve_line_numbers();
        self.optimize_const_loads();
        for id in self.layout() {
            self.optimize_block(id);
        }
        self.remove_nops_and_pairs();
        self.remove_unreachable();
        self.remove_nops_and_jumps()
    }

    /// Jumps and exits may only end blocks.
    fn check(&self) -> Result<(), CompileError> {
        for block in &self.blocks {
            let body = block.instrs.split_last().map_or(&[][..], |(_, body)| body);
            if body.iter().any(|instr| is_jump(instr.opcode) || is_scope_exit(instr.opcode)) {
                return Err(CompileError::new("malformed control flow graph"));
            }
        }
        Ok(())
    }

    /// Block-opening instructions have served; the others become the real ones they stand for.
    fn lower_pseudo_instructions(&mut self) -> Result<(), CompileError> {
        for instr in self.blocks.iter_mut().flat_map(|block| &mut block.instrs) {
            match instr.opcode {
                SETUP_FINALLY | SETUP_WITH | SETUP_CLEANUP => instr.set_nop(),
                LOAD_CLOSURE => instr.opcode = LOAD_FAST,
                STORE_FAST_MAYBE_NULL => instr.opcode = STORE_FAST,
                _ => {}
            }
        }
        self.remove_nops_and_jumps()
    }
}

/// Attribute pseudo instructions carry a plain name index; the real ones carry flags below it.
fn lower_name(opcode: u16, arg: i32) -> (u16, i32) {
    match opcode {
        LOAD_METHOD => (LOAD_ATTR, arg << 1 | 1),
        LOAD_SUPER_METHOD => (LOAD_SUPER_ATTR, arg << 2 | 3),
        LOAD_ZERO_SUPER_ATTR => (LOAD_SUPER_ATTR, arg << 2),
        LOAD_ZERO_SUPER_METHOD => (LOAD_SUPER_ATTR, arg << 2 | 1),
        _ => (opcode, arg),
    }
}
