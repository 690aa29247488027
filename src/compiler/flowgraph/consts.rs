//! Constants: folding of loads into their users, of tuples of constants, and removal of unused ones.

use std::hash::{Hash, Hasher};

use super::*;
use crate::bytecode::Const;
use crate::compiler::names::{FastHasher, FastMap};

/// A unit's constants, with an index by value that is made when first needed.
#[derive(Default)]
pub(super) struct ConstTable {
    values: Vec<Const>,
    /// Positions by hash of the value; empty until something is added.
    index: FastMap<u64, Vec<u32>>,
}

/// Shorter tables are searched from end to end.
const INDEXED: usize = 24;

fn hash_of(value: &Const) -> u64 {
    let mut hasher = FastHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

impl ConstTable {
    pub(super) fn new(values: Vec<Const>) -> ConstTable {
        ConstTable { values, index: FastMap::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn into_values(self) -> Vec<Const> {
        self.values
    }

    fn get(&self, arg: i32) -> &Const {
        &self.values[arg as usize]
    }

    /// Position of `value`, added if it is new.
    fn add(&mut self, value: Const) -> i32 {
        if self.values.len() < INDEXED {
            return match self.values.iter().position(|known| *known == value) {
                Some(position) => position as i32,
                None => {
                    self.values.push(value);
                    self.values.len() as i32 - 1
                }
            };
        }
        if self.index.is_empty() {
            for (position, value) in self.values.iter().enumerate() {
                self.index.entry(hash_of(value)).or_default().push(position as u32);
            }
        }
        let positions = self.index.entry(hash_of(&value)).or_default();
        for &position in positions.iter() {
            if self.values[position as usize] == value {
                return position as i32;
            }
        }
        positions.push(self.values.len() as u32);
        self.values.push(value);
        self.values.len() as i32 - 1
    }
}

impl Graph {
    /// Folds a constant's load into the test, jump or return after it.
    pub(super) fn optimize_const_loads(&mut self) {
        // In layout order: it decides the order of the constants added.
        let mut id = ENTRY;
        while id != NO_BLOCK {
            let Graph { blocks, consts, .. } = self;
            let block = &mut blocks[id as usize];
            optimize_block_const_loads(&mut block.instrs, consts);
            id = block.next;
        }
    }

    /// `LOAD_CONST`s up to `index`, a `BUILD_TUPLE` of as many: one `LOAD_CONST` of the tuple.
    pub(super) fn fold_tuple(&mut self, id: BlockId, index: usize) {
        let Graph { blocks, consts, .. } = self;
        let instrs = &mut blocks[id as usize].instrs;
        let count = instrs[index].arg as usize;
        if count > index || !instrs[index - count..index].iter().all(|instr| instr.opcode == LOAD_CONST) {
            return;
        }
        let items = instrs[index - count..index].iter().map(|instr| consts.get(instr.arg).clone()).collect();
        let tuple = consts.add(Const::Tuple(items));
        instrs[index - count..index].iter_mut().for_each(Instr::set_nop);
        instrs[index].set(LOAD_CONST, tuple);
    }

    /// Keeps the first constant, which may be the docstring, and those that are used.
    pub(super) fn remove_unused_consts(&mut self) {
        let mut used = std::mem::take(&mut self.used);
        used.clear();
        used.resize(self.consts.len(), false);
        if let Some(first) = used.first_mut() {
            *first = true;
        }
        for instr in self.blocks.iter().flat_map(|block| &block.instrs) {
            if has_const(instr.opcode) {
                used[instr.arg as usize] = true;
            }
        }
        if used.iter().all(|&used| used) {
            self.used = used;
            return;
        }
        let mut count = 0;
        let places: Vec<i32> = used
            .iter()
            .map(|&used| {
                count += used as i32;
                count - 1
            })
            .collect();
        let mut flags = used.iter();
        self.consts.values.retain(|_| flags.next().is_some_and(|&used| used));
        self.consts.index.clear();
        for instr in self.blocks.iter_mut().flat_map(|block| &mut block.instrs) {
            if has_const(instr.opcode) {
                instr.arg = places[instr.arg as usize];
            }
        }
    }
}

fn optimize_block_const_loads(instrs: &mut [Instr], consts: &mut ConstTable) {
    let (mut opcode, mut arg) = (NOP, 0);
    for index in 0..instrs.len() {
        let instr = instrs[index];
        let copies_const = opcode == LOAD_CONST && instr.opcode == COPY && instr.arg == 1;
        if !copies_const {
            (opcode, arg) = (instr.opcode, instr.arg);
        }
        if opcode != LOAD_CONST {
            continue;
        }
        let Some(next) = instrs.get_mut(index + 1) else { continue };
        match next.opcode {
            POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE => {
                if consts.get(arg).truth() == (next.opcode == POP_JUMP_IF_TRUE) {
                    next.opcode = JUMP;
                } else {
                    next.set_nop();
                }
                instrs[index].set_nop();
            }
            IS_OP if matches!(consts.get(arg), Const::None) => fold_none_test(&mut instrs[index..]),
            RETURN_VALUE => {
                next.set(RETURN_CONST, arg);
                instrs[index].set_nop();
            }
            TO_BOOL => {
                let truth = Const::from_bool(consts.get(arg).truth());
                next.set(LOAD_CONST, consts.add(truth));
                instrs[index].set_nop();
            }
            _ => {}
        }
    }
}

/// `LOAD_CONST None`, `IS_OP`, perhaps `TO_BOOL`, conditional jump: one jump.
fn fold_none_test(instrs: &mut [Instr]) {
    let mut jump = 2;
    if instrs.get(jump).is_some_and(|instr| instr.opcode == TO_BOOL) {
        instrs[jump].set_nop();
        jump += 1;
    }
    let Some(jump) = instrs.get(jump).map(|_| jump) else { return };
    let inverted = match instrs[jump].opcode {
        POP_JUMP_IF_TRUE => instrs[1].arg != 0,
        POP_JUMP_IF_FALSE => instrs[1].arg == 0,
        _ => return,
    };
    instrs[0].set_nop();
    instrs[1].set_nop();
    instrs[jump].opcode = if inverted { POP_JUMP_IF_NOT_NONE } else { POP_JUMP_IF_NONE };
}
