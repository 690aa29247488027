//! Bytecode as basic blocks: instructions decoded, stack depths, handlers, live locals.

use crate::jit::refusal::{Bug, Refusal};
use std::collections::BTreeMap;

use super::graph::Graph;
use crate::bytecode::exceptions::{Handler, handlers};
use crate::interp::caches;
use crate::ops::{self, Operand, op};

/// One instruction.
#[derive(Clone, Copy, Debug)]
pub struct Instr {
    /// Byte offset of its first code unit (of its first EXTENDED_ARG, if it has one).
    pub start: u32,
    /// Byte offset of the opcode itself.
    pub at: u32,
    /// The specialised opcode.
    pub opcode: u8,
    pub arg: u32,
    /// Byte offset behind its caches.
    pub next: u32,
    /// Stack depth before it.
    pub depth: u32,
    /// The handler of its exceptions.
    pub handler: Option<Handler>,
}

impl Instr {
    /// The unspecialised opcode.
    pub fn base(&self) -> u8 {
        ops::deopt(self.opcode)
    }
}

/// A basic block: instructions `first..end` of [`Cfg::instrs`].
#[derive(Clone, Debug)]
pub struct BasicBlock {
    pub first: usize,
    pub end: usize,
    /// The block behind a conditional jump that is not taken, or of a jump; then the one of a jump taken.
    pub succs: Vec<usize>,
    /// The handlers among the blocks that its instructions may raise to.
    pub handlers: Vec<usize>,
    /// The first instruction that never ran: from there on the block is the interpreter's until it has.
    pub cold: Option<usize>,
    /// Locals that are live at its start.
    pub live: Vec<bool>,
}

impl BasicBlock {
    fn new(first: usize, end: usize) -> BasicBlock {
        BasicBlock { first, end, succs: Vec::new(), handlers: Vec::new(), cold: None, live: Vec::new() }
    }
}

/// A code object's control flow, from one entry.
pub struct Cfg {
    pub instrs: Vec<Instr>,
    /// Block 0 is the entry: an empty block that leads to the first instruction; or, in a generator's code, to more such
    /// blocks, one for each place where it may have stopped.
    pub blocks: Vec<BasicBlock>,
    /// Edges to handlers included.
    pub graph: Graph,
    /// Empty blocks at the start.
    stubs: usize,
    /// All locals are live everywhere: the code may look at its own frame.
    pub keep_locals: bool,
    /// The blocks of the handlers that are compiled, by the byte offset where they start.
    handler_blocks: BTreeMap<u32, usize>,
}

impl Cfg {
    /// The block that handles what the instruction raises, if it is compiled.
    pub fn handler_block(&self, instr: &Instr) -> Option<usize> {
        if !may_raise(instr) {
            return None;
        }
        self.handler_blocks.get(&(instr.handler?.target * 2)).copied()
    }

    /// The empty blocks that enter the code: each leads to one instruction.
    pub fn stubs(&self) -> std::ops::Range<usize> {
        self.stubs.min(2) - 1..self.stubs
    }

    /// Where the handlers start that are compiled.
    pub fn handlers(&self) -> impl Iterator<Item = u32> {
        self.handler_blocks.keys().copied()
    }

    /// Whether exceptions enter at a block.
    pub fn is_handler(&self, block: usize) -> bool {
        self.handler_blocks.values().any(|handler| *handler == block)
    }
}

/// What decoding needs of a code object.
pub struct Source<'a> {
    pub bytecode: &'a [u8],
    pub exception_table: &'a [u8],
    pub nlocals: usize,
    /// All locals stay live: the code may look at its own frame.
    pub keep_locals: bool,
    /// Whether the handler at a byte offset is compiled; the others are left to the interpreter.
    pub takes_handler: &'a dyn Fn(u32) -> bool,
    /// Whether blocks that never ran are left to the interpreter: nothing is known of them yet.
    pub prunes: bool,
}

/// Functions of more instructions are not compiled.
const MOST_INSTRS: usize = 8000;

/// Where control enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// At a byte offset.
    At(u32),
    /// Wherever the generator may have stopped: behind its creation and behind each `yield`.
    Generator,
}

/// Decodes the code reachable from an entry.
pub fn build(source: &Source<'_>, entry: Entry) -> Result<Cfg, Refusal> {
    let mut instrs = decode(source)?;
    let index: BTreeMap<u32, usize> = instrs.iter().enumerate().map(|(i, instr)| (instr.start, i)).collect();
    let at = |offset: u32| index.get(&offset).copied().ok_or(Refusal::JumpInside);
    let (first, entry_depth) = match entry {
        Entry::At(offset) => (at(offset)?, depth_at(source, &instrs, &index, offset)?),
        Entry::Generator => {
            let made = instrs.iter().find(|instr| instr.base() == op::RETURN_GENERATOR);
            (at(made.ok_or(Refusal::NoGenerator)?.next)?, 1)
        }
    };

    // Depths and leaders, along the paths from the entry.
    let mut depths: Vec<Option<u32>> = vec![None; instrs.len()];
    let mut leader = vec![false; instrs.len()];
    depths[first] = Some(entry_depth);
    leader[first] = true;
    let mut entries = vec![first];
    let mut work = vec![first];
    while let Some(i) = work.pop() {
        let instr = instrs[i];
        let depth = depths[i].unwrap_or(0);
        for (target, jumped) in compiled_successors(&instr)? {
            let target = at(target)?;
            let after = depth_after(&instr, depth, jumped)?;
            match depths[target] {
                None => {
                    depths[target] = Some(after);
                    work.push(target);
                }
                Some(known) if known != after => return Err(Refusal::DepthsDiffer),
                Some(_) => {}
            }
            if jumped || ends_block(&instr) {
                leader[target] = true;
            }
        }
        if let Some(handler) =
            instr.handler.filter(|h| may_raise(&instr) && (source.takes_handler)(h.target * 2))
        {
            let target = at(handler.target * 2)?;
            let depth = handler.depth + handler.lasti as u32 + 1;
            leader[target] = true;
            match depths[target] {
                None => {
                    depths[target] = Some(depth);
                    work.push(target);
                }
                Some(known) if known != depth => return Err(Refusal::DepthsDiffer),
                Some(_) => {}
            }
        }
        if entry == Entry::Generator && instr.base() == op::YIELD_VALUE {
            let next = at(instr.next)?;
            leader[next] = true;
            if depths[next].is_some() {
                return Err(Refusal::JumpToStop);
            }
            depths[next] = Some(depth);
            entries.push(next);
            work.push(next);
        }
    }
    for (instr, depth) in instrs.iter_mut().zip(&depths) {
        instr.depth = depth.unwrap_or(0);
    }

    // Empty blocks in front: the entry; of a generator, the choice among its entries and those.
    entries.sort_unstable();
    let stubs = if entry == Entry::Generator { 1 + entries.len() } else { 1 };
    let mut blocks = vec![BasicBlock::new(0, 0); stubs];
    let mut block_of = BTreeMap::new();
    let mut i = 0;
    while i < instrs.len() {
        if depths[i].is_none() || !leader[i] {
            i += 1;
            continue;
        }
        let start = i;
        block_of.insert(start, blocks.len());
        loop {
            let ended = ends_block(&instrs[i]);
            i += 1;
            if ended || i >= instrs.len() || leader[i] {
                break;
            }
        }
        blocks.push(BasicBlock::new(start, i));
    }
    let block = |offset: u32| -> Result<usize, Refusal> {
        block_of.get(&at(offset)?).copied().ok_or(Refusal::JumpNowhere)
    };
    blocks[0].succs = (1..stubs).collect();
    for (stub, entry) in entries.iter().enumerate() {
        blocks[stubs - entries.len() + stub].succs = vec![block(instrs[*entry].start)?];
    }
    let mut handler_blocks = BTreeMap::new();
    for b in blocks.iter_mut().skip(stubs) {
        if source.prunes {
            b.cold = (b.first..b.end).find(|i| never_ran(source.bytecode, &instrs[*i]));
        }
        let last = instrs[b.end - 1];
        b.succs =
            compiled_successors(&last)?.iter().map(|(target, _)| block(*target)).collect::<Result<_, _>>()?;
        for instr in &instrs[b.first..b.end] {
            let Some(handler) = instr.handler else { continue };
            let start = handler.target * 2;
            if may_raise(instr) && (source.takes_handler)(start) {
                let target = block(start)?;
                handler_blocks.insert(start, target);
                if !b.handlers.contains(&target) {
                    b.handlers.push(target);
                }
            }
        }
    }
    let graph = graph_of(&blocks);
    let mut cfg = Cfg { instrs, blocks, graph, stubs, keep_locals: source.keep_locals, handler_blocks };
    liveness(&mut cfg, source, &index);
    // Only now: what is live in code that is left out must be known where it is left to the interpreter.
    if cfg.blocks.iter().any(|b| b.cold.is_some()) {
        for b in &mut cfg.blocks {
            let Some(cold) = b.cold else { continue };
            b.succs.clear();
            let raised = |block: &usize| {
                cfg.instrs[b.first..cold].iter().any(|instr| {
                    let handler = instr.handler.and_then(|h| cfg.handler_blocks.get(&(h.target * 2)));
                    may_raise(instr) && handler == Some(block)
                })
            };
            b.handlers.retain(raised);
        }
        cfg.graph = graph_of(&cfg.blocks);
    }
    Ok(cfg)
}

fn decode(source: &Source<'_>) -> Result<Vec<Instr>, Refusal> {
    let code = source.bytecode;
    let table: Vec<Handler> = handlers(source.exception_table).collect();
    let mut instrs = Vec::new();
    let mut at = 0;
    while at + 1 < code.len() {
        let start = at;
        let mut arg = 0u32;
        while code[at] == op::EXTENDED_ARG {
            arg = arg << 8 | code[at + 1] as u32;
            at += 2;
            if at + 1 >= code.len() {
                return Err(Refusal::EndsInExtendedArg);
            }
        }
        let opcode = code[at];
        arg = arg << 8 | code[at + 1] as u32;
        let next = at + 2 + 2 * ops::caches(ops::deopt(opcode));
        let unit = at as u32 / 2;
        let handler = table.iter().find(|h| h.start <= unit && unit < h.end).copied();
        instrs.push(Instr {
            start: start as u32,
            at: at as u32,
            opcode,
            arg,
            next: next as u32,
            depth: 0,
            handler,
        });
        at = next;
        if instrs.len() > MOST_INSTRS {
            return Err(Refusal::TooManyInstructions(MOST_INSTRS));
        }
    }
    Ok(instrs)
}

fn graph_of(blocks: &[BasicBlock]) -> Graph {
    let succs: Vec<Vec<usize>> =
        blocks.iter().map(|b| b.succs.iter().chain(&b.handlers).copied().collect()).collect();
    Graph::new(&succs)
}

/// Whether an instruction never ran: it is to be specialised the first time that it does, or to wait a while if it cannot be.
fn never_ran(bytecode: &[u8], instr: &Instr) -> bool {
    let adapts = matches!(
        instr.opcode,
        op::BINARY_OP
            | op::BINARY_SUBSCR
            | op::CALL
            | op::COMPARE_OP
            | op::CONTAINS_OP
            | op::FOR_ITER
            | op::LOAD_ATTR
            | op::LOAD_GLOBAL
            | op::SEND
            | op::STORE_ATTR
            | op::STORE_SUBSCR
            | op::UNPACK_SEQUENCE
    );
    let counter = bytecode.get(instr.at as usize + 2..instr.at as usize + 4);
    adapts && counter == Some(&caches::WARM_UP.to_le_bytes()[..2])
}

/// The stack depth at a loop's header: found by walking from the function's start.
fn depth_at(
    source: &Source<'_>,
    instrs: &[Instr],
    index: &BTreeMap<u32, usize>,
    entry: u32,
) -> Result<u32, Refusal> {
    if entry == 0 {
        return Ok(0);
    }
    let mut depths = vec![None; instrs.len()];
    let mut work = vec![(0usize, 0u32)];
    for handler in handlers(source.exception_table) {
        if let Some(i) = index.get(&(handler.target * 2)) {
            work.push((*i, handler.depth + 1 + handler.lasti as u32));
        }
    }
    while let Some((i, depth)) = work.pop() {
        if depths[i].is_some() {
            continue;
        }
        depths[i] = Some(depth);
        let instr = instrs[i];
        if instr.start == entry {
            return Ok(depth);
        }
        for (target, jumped) in successors(&instr)? {
            if let Some(t) = index.get(&target) {
                work.push((*t, depth_after(&instr, depth, jumped)?));
            }
        }
    }
    Err(Refusal::LoopUnreachable)
}

fn depth_after(instr: &Instr, depth: u32, jumped: bool) -> Result<u32, Refusal> {
    let opcode = instr.base() as u16;
    let effect = match instr.base() {
        // An exhausted iterator is dropped, and the END_FOR and POP_TOP at the target are skipped.
        op::FOR_ITER if jumped => -1,
        _ => ops::stack_effect(opcode, instr.arg, jumped).ok_or(Bug::Opcode(instr.opcode))?,
    };
    u32::try_from(depth as i64 + effect).map_err(|_| Bug::Underflow.into())
}

/// Where control goes after an instruction: (byte offset, whether by a jump).
pub fn successors(instr: &Instr) -> Result<Vec<(u32, bool)>, Refusal> {
    let forward = || instr.next + instr.arg.saturating_mul(2);
    let backward = || instr.next.checked_sub(instr.arg.saturating_mul(2)).ok_or(Refusal::JumpBefore);
    Ok(match instr.base() {
        op::JUMP_FORWARD => vec![(forward(), true)],
        op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT => vec![(backward()?, true)],
        op::POP_JUMP_IF_FALSE | op::POP_JUMP_IF_TRUE | op::POP_JUMP_IF_NONE | op::POP_JUMP_IF_NOT_NONE => {
            vec![(instr.next, false), (forward(), true)]
        }
        op::FOR_ITER => vec![(instr.next, false), (forward() + 4, true)],
        op::RETURN_VALUE | op::RETURN_CONST | op::RAISE_VARARGS | op::RERAISE => Vec::new(),
        op::SEND => vec![(instr.next, false), (forward(), true)],
        op::ENTER_EXECUTOR | op::INTERPRETER_EXIT => return Err(Refusal::NoBytecode),
        _ => vec![(instr.next, false)],
    })
}

/// Where compiled code goes on after an instruction: nowhere after those that leave it.
fn compiled_successors(instr: &Instr) -> Result<Vec<(u32, bool)>, Refusal> {
    if leaves(instr) { Ok(Vec::new()) } else { successors(instr) }
}

/// Whether compiled code leaves the function at an instruction behind which control flow goes on: where a generator stops;
/// and what throwing into a generator leads to, which is the interpreter's.
fn leaves(instr: &Instr) -> bool {
    matches!(instr.base(), op::YIELD_VALUE | op::RETURN_GENERATOR | op::CLEANUP_THROW | op::END_ASYNC_FOR)
}

/// Whether an instruction may raise (or be interrupted).
fn may_raise(instr: &Instr) -> bool {
    ops::flags(instr.base() as u16) & (ops::flag::RAISES | ops::flag::CALLS | ops::flag::POLLS) != 0
}

/// Whether an instruction is the last of its block.
fn ends_block(instr: &Instr) -> bool {
    leaves(instr)
        || matches!(
            instr.base(),
            op::JUMP_FORWARD
                | op::JUMP_BACKWARD
                | op::JUMP_BACKWARD_NO_INTERRUPT
                | op::POP_JUMP_IF_FALSE
                | op::POP_JUMP_IF_TRUE
                | op::POP_JUMP_IF_NONE
                | op::POP_JUMP_IF_NOT_NONE
                | op::FOR_ITER
                | op::RETURN_VALUE
                | op::RETURN_CONST
                | op::RAISE_VARARGS
                | op::RERAISE
                | op::SEND
        )
}

/// Locals that an instruction reads and writes.
pub fn locals_of(instr: &Instr) -> (Vec<u32>, Vec<u32>) {
    let arg = instr.arg;
    match instr.base() {
        op::LOAD_FAST | op::LOAD_FAST_CHECK | op::DELETE_FAST => (vec![arg], vec![]),
        op::LOAD_FAST_AND_CLEAR => (vec![arg], vec![]),
        op::LOAD_FAST_LOAD_FAST => (vec![arg >> 4, arg & 15], vec![]),
        op::STORE_FAST => (vec![], vec![arg]),
        op::STORE_FAST_LOAD_FAST => {
            let (to, from) = (arg >> 4, arg & 15);
            (if to == from { vec![] } else { vec![from] }, vec![to])
        }
        op::STORE_FAST_STORE_FAST => (vec![], vec![arg >> 4, arg & 15]),
        opcode if matches!(ops::operand(opcode as u16), Operand::Free | Operand::Local) => {
            (vec![arg], vec![])
        }
        _ => (vec![], vec![]),
    }
}

/// Live locals at the start of each block, by iteration.
fn liveness(cfg: &mut Cfg, source: &Source<'_>, index: &BTreeMap<u32, usize>) {
    let n = source.nlocals;
    let handler_reads = handler_liveness(cfg, source, index);
    let mut live = vec![vec![source.keep_locals; n]; cfg.blocks.len()];
    let mut changed = !source.keep_locals;
    while changed {
        changed = false;
        for &b in cfg.graph.order.iter().rev() {
            let mut now = vec![false; n];
            for succ in &cfg.blocks[b].succs {
                for (to, from) in now.iter_mut().zip(&live[*succ]) {
                    *to |= *from;
                }
            }
            for i in (cfg.blocks[b].first..cfg.blocks[b].end).rev() {
                let instr = &cfg.instrs[i];
                if instr.base() == op::YIELD_VALUE {
                    // All are to be seen while the generator waits.
                    now.fill(true);
                }
                let (reads, writes) = locals_of(instr);
                for local in writes {
                    if let Some(slot) = now.get_mut(local as usize) {
                        *slot = false;
                    }
                }
                for local in reads {
                    if let Some(slot) = now.get_mut(local as usize) {
                        *slot = true;
                    }
                }
                let Some(handler) = &instr.handler else { continue };
                if let Some(block) = cfg.handler_blocks.get(&(handler.target * 2)) {
                    for (to, from) in now.iter_mut().zip(&live[*block]) {
                        *to |= *from;
                    }
                } else if let Some(reads) = handler_reads.get(&handler.target) {
                    for (to, from) in now.iter_mut().zip(reads) {
                        *to |= *from;
                    }
                }
            }
            if now != live[b] {
                live[b] = now;
                changed = true;
            }
        }
    }
    for (block, live) in cfg.blocks.iter_mut().zip(live) {
        block.live = live;
    }
}

/// Which locals a handler that is not compiled, or anything that it leads to, may read: every local that the code
/// reachable from it names. Coarser than liveness, but such handlers are cold.
fn handler_liveness(
    cfg: &Cfg,
    source: &Source<'_>,
    index: &BTreeMap<u32, usize>,
) -> BTreeMap<u32, Vec<bool>> {
    let mut result = BTreeMap::new();
    for handler in handlers(source.exception_table) {
        if result.contains_key(&handler.target) {
            continue;
        }
        let mut reads = vec![false; source.nlocals];
        let mut seen = vec![false; cfg.instrs.len()];
        let mut work: Vec<usize> = index.get(&(handler.target * 2)).copied().into_iter().collect();
        while let Some(i) = work.pop() {
            if std::mem::replace(&mut seen[i], true) {
                continue;
            }
            let instr = &cfg.instrs[i];
            for local in locals_of(instr).0 {
                if let Some(slot) = reads.get_mut(local as usize) {
                    *slot = true;
                }
            }
            for (target, _) in successors(instr).unwrap_or_default() {
                work.extend(index.get(&target));
            }
            if let Some(next) = instr.handler {
                work.extend(index.get(&(next.target * 2)));
            }
        }
        result.insert(handler.target, reads);
    }
    result
}
