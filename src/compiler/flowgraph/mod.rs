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
#[cfg(test)]
mod tests;

use super::ir::{CodeUnit, CompileError};
use crate::bytecode::Location;
use crate::ops::{self, opcode::*};

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
    fn new(instrs: Vec<Instr>) -> Block {
        Block {
            instrs,
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
        !self.instrs.last().is_some_and(|last| is(last.opcode, EXITS_SCOPE | ALWAYS_JUMPS))
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

/// Bits that passes ask for, by opcode.
static CLASSES: [u16; ops::OPCODES] = classes();

const JUMPS: u16 = 1;
/// Jumps that are always taken.
const ALWAYS_JUMPS: u16 = 2;
pub(super) const EXITS_SCOPE: u16 = 4;
const OPENS_BLOCK: u16 = 8;
const HAS_CONST: u16 = 16;
/// Polls for interrupts (CPython's "eval breaker").
const POLLS: u16 = 32;
const CLOSES_BLOCK: u16 = 64;
/// Not a real instruction, and neither a jump nor one that opens or closes a block.
const PSEUDO: u16 = 128;
/// The peephole pass looks at it.
const PEEPHOLE: u16 = 256;
/// The operand is a cell or free variable.
pub(super) const NAMES_CELL: u16 = 512;

const fn classes() -> [u16; ops::OPCODES] {
    let mut classes = [0; ops::OPCODES];
    classes[JUMP as usize] = JUMPS | ALWAYS_JUMPS | POLLS;
    classes[JUMP_NO_INTERRUPT as usize] = JUMPS | ALWAYS_JUMPS;
    classes[POP_JUMP_IF_FALSE as usize] = JUMPS;
    classes[POP_JUMP_IF_TRUE as usize] = JUMPS;
    classes[POP_JUMP_IF_NONE as usize] = JUMPS;
    classes[POP_JUMP_IF_NOT_NONE as usize] = JUMPS;
    classes[FOR_ITER as usize] = JUMPS;
    classes[SEND as usize] = JUMPS;
    classes[RETURN_VALUE as usize] = EXITS_SCOPE;
    classes[RETURN_CONST as usize] = EXITS_SCOPE | HAS_CONST;
    classes[RAISE_VARARGS as usize] = EXITS_SCOPE;
    classes[RERAISE as usize] = EXITS_SCOPE;
    classes[SETUP_FINALLY as usize] = OPENS_BLOCK;
    classes[SETUP_WITH as usize] = OPENS_BLOCK;
    classes[SETUP_CLEANUP as usize] = OPENS_BLOCK;
    classes[POP_BLOCK as usize] = CLOSES_BLOCK;
    classes[LOAD_CLOSURE as usize] = PSEUDO;
    classes[STORE_FAST_MAYBE_NULL as usize] = PSEUDO;
    classes[LOAD_CONST as usize] = HAS_CONST;
    classes[RESUME as usize] = POLLS;
    classes[CALL as usize] = POLLS;
    classes[CALL_FUNCTION_EX as usize] = POLLS;
    classes[CALL_KW as usize] = POLLS;
    let starts = [
        BUILD_TUPLE,
        POP_JUMP_IF_FALSE,
        POP_JUMP_IF_TRUE,
        POP_JUMP_IF_NONE,
        POP_JUMP_IF_NOT_NONE,
        JUMP,
        JUMP_NO_INTERRUPT,
        STORE_FAST,
        SWAP,
        LOAD_GLOBAL,
        COMPARE_OP,
        CONTAINS_OP,
        IS_OP,
        UNARY_NOT,
        TO_BOOL,
    ];
    classes[MAKE_CELL as usize] |= NAMES_CELL;
    classes[LOAD_CLOSURE as usize] |= NAMES_CELL;
    classes[LOAD_DEREF as usize] |= NAMES_CELL;
    classes[STORE_DEREF as usize] |= NAMES_CELL;
    classes[DELETE_DEREF as usize] |= NAMES_CELL;
    classes[LOAD_FROM_DICT_OR_DEREF as usize] |= NAMES_CELL;
    let mut index = 0;
    while index < starts.len() {
        classes[starts[index] as usize] |= PEEPHOLE;
        index += 1;
    }
    classes
}

/// Whether the opcode has one of the properties `bits`.
pub(super) fn is(opcode: u16, bits: u16) -> bool {
    CLASSES.get(opcode as usize).is_some_and(|class| class & bits != 0)
}

fn is_unconditional_jump(opcode: u16) -> bool {
    is(opcode, ALWAYS_JUMPS)
}

fn is_scope_exit(opcode: u16) -> bool {
    is(opcode, EXITS_SCOPE)
}

pub(super) fn is_jump(opcode: u16) -> bool {
    is(opcode, JUMPS)
}

fn is_block_push(opcode: u16) -> bool {
    is(opcode, OPENS_BLOCK)
}

fn has_target(opcode: u16) -> bool {
    is(opcode, JUMPS | OPENS_BLOCK)
}

fn has_const(opcode: u16) -> bool {
    is(opcode, HAS_CONST)
}

/// The graph, and the unit's constants, to which passes add.
pub(super) struct Graph {
    pub blocks: Vec<Block>,
    consts: ConstTable,
    /// Whether any instruction opens or closes a block: without, no handler covers anything.
    pub has_handlers: bool,
    /// Whether any instruction has to become another before assembly.
    has_pseudo: bool,
    /// Whether any instruction names a cell or free variable.
    has_cells: bool,
    /// Buffers for the instructions of new blocks.
    spare: Vec<Vec<Instr>>,
    /// Empty: where passes keep blocks that are still to be looked at.
    worklist: Vec<BlockId>,
    /// Where the constants in use are noted.
    used: Vec<bool>,
}

/// Buffers that one unit's graph leaves to the next.
#[derive(Default)]
pub(super) struct Scratch {
    blocks: Vec<Block>,
    spare: Vec<Vec<Instr>>,
    starts: Vec<BlockId>,
    worklist: Vec<BlockId>,
    used: Vec<bool>,
}

/// What is kept: a module's huge graph should not stay for ever.
const MOST_SPARE: usize = 256;

impl Scratch {
    /// Takes back what [`optimize`] made.
    pub fn recycle(&mut self, mut graph: Graph) {
        for block in &mut graph.blocks {
            if graph.spare.len() == MOST_SPARE {
                break;
            }
            graph.spare.push(std::mem::take(&mut block.instrs));
        }
        graph.blocks.clear();
        self.blocks = graph.blocks;
        self.spare = graph.spare;
        self.worklist = graph.worklist;
        self.used = graph.used;
    }
}

/// What is left of a unit's variables once cells have their final places.
pub(super) struct Optimized {
    pub graph: Graph,
    pub stacksize: u32,
}

/// Runs all passes. Takes the constants out of `unit`, and puts the final ones back.
pub(super) fn optimize(unit: &mut CodeUnit, scratch: &mut Scratch) -> Result<Optimized, CompileError> {
    let mut graph = Graph::build(unit, scratch)?;
    if graph.has_handlers {
        graph.mark_except_handlers();
        graph.label_exception_targets()?;
    }
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
    fn build(unit: &mut CodeUnit, scratch: &mut Scratch) -> Result<Graph, CompileError> {
        let sequence = &unit.instrs;
        let count = sequence.instrs.len();
        let place = |label: super::ir::Label| match sequence.labels.get(label.0 as usize) {
            Some(&Some(place)) if (place as usize) < count => Ok(place as usize),
            _ => {
                Err(CompileError::new(format!("in {}: a jump to a label that was not placed", unit.qualname)))
            }
        };
        // For each instruction, the block that starts there, or NO_BLOCK; first only marks.
        let mut starts = std::mem::take(&mut scratch.starts);
        starts.clear();
        starts.resize(count, NO_BLOCK);
        for instr in &sequence.instrs {
            if has_target(instr.opcode) {
                let Some(label) = instr.target else {
                    return Err(CompileError::new(format!("in {}: a jump without a target", unit.qualname)));
                };
                starts[place(label)?] = ENTRY;
            }
        }
        let mut graph = Graph {
            blocks: std::mem::take(&mut scratch.blocks),
            consts: ConstTable::new(std::mem::take(&mut unit.consts)),
            has_handlers: false,
            has_pseudo: false,
            has_cells: false,
            spare: std::mem::take(&mut scratch.spare),
            worklist: std::mem::take(&mut scratch.worklist),
            used: std::mem::take(&mut scratch.used),
        };
        let mut rest = sequence.instrs.as_slice();
        while !rest.is_empty() || graph.blocks.is_empty() {
            let first = count - rest.len();
            let mut length = 0;
            while length < rest.len() && (length == 0 || starts[first + length] == NO_BLOCK) {
                length += 1;
                if is(rest[length - 1].opcode, JUMPS | EXITS_SCOPE) {
                    break;
                }
            }
            let (instrs, after) = rest.split_at(length);
            rest = after;
            let id = graph.new_block();
            let mut classes = 0;
            let block = graph.block_mut(id);
            block.next = if rest.is_empty() { NO_BLOCK } else { id + 1 };
            // Room for the instruction that jump threading may add.
            block.instrs.reserve(length + 1);
            block.instrs.extend(instrs.iter().map(|instr| {
                let (opcode, arg) = lower_name(instr.opcode, instr.arg);
                classes |= CLASSES.get(opcode as usize).copied().unwrap_or(0);
                let target = instr.target.map_or(NO_BLOCK, |label| label.0);
                Instr { target, ..Instr::new(opcode, arg, instr.loc) }
            }));
            if let Some(start) = starts.get_mut(first)
                && *start != NO_BLOCK
            {
                block.labelled = true;
                *start = id;
            }
            graph.has_handlers |= classes & (OPENS_BLOCK | CLOSES_BLOCK) != 0;
            graph.has_cells |= classes & NAMES_CELL != 0;
            graph.has_pseudo |= classes & (OPENS_BLOCK | PSEUDO) != 0;
        }
        // Labels become blocks.
        let consts = graph.consts.len();
        for instr in graph.blocks.iter_mut().flat_map(|block| &mut block.instrs) {
            if has_target(instr.opcode) {
                instr.target = starts[place(super::ir::Label(instr.target))?];
            } else {
                instr.target = NO_BLOCK;
                if instr.opcode == LOAD_CONST && instr.arg as usize >= consts {
                    let message = format!("in {}: constant {} does not exist", unit.qualname, instr.arg);
                    return Err(CompileError::new(message));
                }
            }
        }
        scratch.starts = starts;
        Ok(graph)
    }

    fn new_block(&mut self) -> BlockId {
        let mut instrs = self.spare.pop().unwrap_or_default();
        instrs.clear();
        self.blocks.push(Block::new(instrs));
        self.blocks.len() as BlockId - 1
    }

    fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id as usize]
    }

    fn block_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id as usize]
    }

    /// The blocks in layout order.
    pub fn layout(&self) -> impl Iterator<Item = (BlockId, &Block)> {
        let mut id = ENTRY;
        std::iter::from_fn(move || {
            let block = self.blocks.get(id as usize)?;
            Some((std::mem::replace(&mut id, block.next), block))
        })
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
        self.inline_small_blocks()?;
        self.remove_unreachable();
        self.resolve_line_numbers();
        self.optimize_const_loads();
        let mut id = ENTRY;
        while id != NO_BLOCK {
            self.optimize_block(id);
            id = self.block(id).next;
        }
        self.remove_nops_and_pairs();
        self.remove_unreachable();
        self.remove_nops_and_jumps()
    }

    /// Block-opening instructions have served; the others become the real ones they stand for.
    fn lower_pseudo_instructions(&mut self) -> Result<(), CompileError> {
        if self.has_pseudo {
            for instr in self.blocks.iter_mut().flat_map(|block| &mut block.instrs) {
                match instr.opcode {
                    SETUP_FINALLY | SETUP_WITH | SETUP_CLEANUP => instr.set_nop(),
                    LOAD_CLOSURE => instr.opcode = LOAD_FAST,
                    STORE_FAST_MAYBE_NULL => instr.opcode = STORE_FAST,
                    _ => {}
                }
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
