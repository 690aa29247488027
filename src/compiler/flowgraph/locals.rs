//! Fast locals: which loads may find a variable unbound, and instructions that move two at once.

use super::*;
use crate::bytecode::code_flags;

/// Locals from here on are looked at within one block only, to stay linear.
const TRACKED: usize = 64;

impl Graph {
    /// Turns `LOAD_FAST` into `LOAD_FAST_CHECK` where the variable may be unbound.
    pub(super) fn check_unbound_locals(&mut self, unit: &CodeUnit) {
        let locals = unit.varnames.len();
        if locals == 0 {
            return;
        }
        if locals > TRACKED {
            self.check_further_locals(locals);
        }
        self.clear_visited();
        let mut stack = std::mem::take(&mut self.worklist);
        let parameters = (unit.argcount + unit.kwonlyargcount) as usize
            + (unit.flags & code_flags::VARARGS != 0) as usize
            + (unit.flags & code_flags::VARKEYWORDS != 0) as usize;
        let mut unbound = 0;
        for local in parameters..locals.min(TRACKED) {
            unbound |= 1 << local;
        }
        self.push_if_news(ENTRY, unbound, &mut stack);
        // A `del` may be anywhere: see each block at least once.
        let mut id = ENTRY;
        while id != NO_BLOCK {
            self.scan_locals(id, &mut stack);
            id = self.block(id).next;
        }
        while let Some(id) = stack.pop() {
            self.block_mut(id).visited = false;
            self.scan_locals(id, &mut stack);
        }
        self.worklist = stack;
    }

    fn push_if_news(&mut self, id: BlockId, unbound: u64, stack: &mut Vec<BlockId>) {
        let block = self.block_mut(id);
        let both = block.unsafe_locals | unbound;
        if both != block.unsafe_locals {
            block.unsafe_locals = both;
            if !block.visited {
                block.visited = true;
                stack.push(id);
            }
        }
    }

    fn scan_locals(&mut self, id: BlockId, stack: &mut Vec<BlockId>) {
        let mut unbound = self.block(id).unsafe_locals;
        let mut instrs = std::mem::take(&mut self.block_mut(id).instrs);
        for instr in &mut instrs {
            if instr.except != NO_BLOCK {
                self.push_if_news(instr.except, unbound, stack);
            }
            if !(0..TRACKED as i32).contains(&instr.arg) {
                continue;
            }
            let bit = 1u64 << instr.arg;
            match instr.opcode {
                DELETE_FAST | LOAD_FAST_AND_CLEAR | STORE_FAST_MAYBE_NULL => unbound |= bit,
                STORE_FAST | LOAD_FAST_CHECK => unbound &= !bit,
                LOAD_FAST => {
                    if unbound & bit != 0 {
                        instr.opcode = LOAD_FAST_CHECK;
                    }
                    unbound &= !bit;
                }
                _ => {}
            }
        }
        let block = self.block_mut(id);
        block.instrs = instrs;
        let next = block.next;
        let target = block.jump().map(|jump| jump.target);
        if next != NO_BLOCK && block.falls_through() {
            self.push_if_news(next, unbound, stack);
        }
        if let Some(target) = target {
            self.push_if_news(target, unbound, stack);
        }
    }

    fn check_further_locals(&mut self, locals: usize) {
        // The block (counted from 1) in which each local was last known to be bound.
        let mut bound_in = vec![0u32; locals - TRACKED];
        let mut number = 0;
        let mut id = ENTRY;
        while id != NO_BLOCK {
            number += 1;
            let block = self.block_mut(id);
            for instr in &mut block.instrs {
                let Some(index) = usize::try_from(instr.arg).ok().and_then(|arg| arg.checked_sub(TRACKED))
                else {
                    continue;
                };
                if !matches!(
                    instr.opcode,
                    DELETE_FAST | LOAD_FAST_AND_CLEAR | STORE_FAST_MAYBE_NULL | STORE_FAST | LOAD_FAST
                ) {
                    continue;
                }
                let Some(state) = bound_in.get_mut(index) else { continue };
                match instr.opcode {
                    STORE_FAST => *state = number,
                    LOAD_FAST => {
                        if *state != number {
                            instr.opcode = LOAD_FAST_CHECK;
                        }
                        *state = number;
                    }
                    _ => *state = number - 1,
                }
            }
            id = block.next;
        }
    }

    /// Joins neighbouring loads and stores of locals on one line.
    pub(super) fn insert_superinstructions(&mut self) {
        let mut any = false;
        for block in &mut self.blocks {
            for index in 1..block.instrs.len() {
                let [first, second] = &mut block.instrs[index - 1..=index] else { continue };
                let joined = match (first.opcode, second.opcode) {
                    (LOAD_FAST, LOAD_FAST) => LOAD_FAST_LOAD_FAST,
                    (STORE_FAST, LOAD_FAST) => STORE_FAST_LOAD_FAST,
                    (STORE_FAST, STORE_FAST) => STORE_FAST_STORE_FAST,
                    _ => continue,
                };
                let (line, next_line) = (first.loc.line, second.loc.line);
                let apart = line >= 0 && next_line >= 0 && line != next_line;
                if apart || first.arg >= 16 || second.arg >= 16 {
                    continue;
                }
                first.set(joined, first.arg << 4 | second.arg);
                second.set_nop();
                any = true;
            }
        }
        if any {
            self.remove_redundant_nops();
        }
    }
}
