//! Jumps: inlining of small targets, unreachable blocks, redundant jumps, direction.

use super::*;

/// An exit block of at most this many instructions is copied in place of a jump to it.
const MAX_COPY_SIZE: usize = 4;

impl Graph {
    /// Replaces unconditional jumps to small exit blocks, and to blocks without line numbers that do not fall
    /// through, by copies of those blocks.
    pub(super) fn inline_small_blocks(&mut self) -> Result<(), CompileError> {
        // Each round removes a jump or follows one further; a cycle of jumps without lines would go on for ever.
        for _ in 0..=self.blocks.len() {
            let mut changed = false;
            let mut id = ENTRY;
            while id != NO_BLOCK {
                changed |= self.inline_jump_target(id);
                id = self.block(id).next;
            }
            if !changed {
                return Ok(());
            }
        }
        Err(CompileError::new("malformed control flow graph: jumps without lines form a cycle"))
    }

    fn inline_jump_target(&mut self, id: BlockId) -> bool {
        let Some(&last) = self.block(id).instrs.last() else { return false };
        if !is_unconditional_jump(last.opcode) || last.target == id {
            return false;
        }
        let target = self.block(last.target);
        let small_exit = target.exits_scope() && target.instrs.len() <= MAX_COPY_SIZE;
        let lineless = target.has_no_line() && !target.falls_through();
        if !small_exit && !lineless {
            return false;
        }
        let mut copied = self.spare.pop().unwrap_or_default();
        copied.clone_from(&self.block(last.target).instrs);
        let block = self.block_mut(id);
        if let Some(jump) = block.instrs.last_mut() {
            jump.set_nop();
        }
        block.instrs.extend_from_slice(&copied);
        self.spare.push(copied);
        let block = self.block_mut(id);
        if lineless
            && last.opcode == JUMP
            && let Some(end) = block.instrs.last_mut()
            && is_unconditional_jump(end.opcode)
        {
            // The removed jump polled for interrupts: so must its replacement.
            end.opcode = JUMP;
        }
        self.block_mut(last.target).predecessors -= 1;
        true
    }

    /// Counts predecessors, and empties blocks that control never reaches.
    pub(super) fn remove_unreachable(&mut self) {
        for block in &mut self.blocks {
            block.predecessors = 0;
            block.visited = false;
        }
        self.block_mut(ENTRY).predecessors = 1;
        let mut stack = std::mem::take(&mut self.worklist);
        stack.push(ENTRY);
        // A block may be on the stack twice before its first visit; then its successors count twice, as in CPython.
        while let Some(id) = stack.pop() {
            let block = self.block_mut(id);
            block.visited = true;
            let next = block.next;
            if next != NO_BLOCK && block.falls_through() {
                self.reach(next, &mut stack);
            }
            // Jumps end blocks; what opens a block may stand anywhere.
            let count = self.block(id).instrs.len();
            for index in if self.has_handlers { 0 } else { count.saturating_sub(1) }..count {
                let instr = &self.block(id).instrs[index];
                if has_target(instr.opcode) {
                    self.reach(instr.target, &mut stack);
                }
            }
        }
        self.worklist = stack;
        for block in &mut self.blocks {
            if block.predecessors == 0 {
                block.instrs.clear();
                block.except_handler = false;
            }
        }
    }

    /// Counts one more predecessor, and has the block visited.
    fn reach(&mut self, id: BlockId, stack: &mut Vec<BlockId>) {
        let block = self.block_mut(id);
        block.predecessors += 1;
        if !block.visited {
            stack.push(id);
        }
    }

    /// Turns jumps to the block that follows anyway into NOPs; returns how many.
    pub(super) fn remove_redundant_jumps(&mut self) -> Result<usize, CompileError> {
        let mut changes = 0;
        let mut id = ENTRY;
        while id != NO_BLOCK {
            let block = self.block(id);
            if let Some(last) = block.instrs.last()
                && is_unconditional_jump(last.opcode)
            {
                let target = self.next_nonempty(last.target);
                if target == NO_BLOCK {
                    return Err(CompileError::new("malformed control flow graph: a jump to nowhere"));
                }
                if target == self.next_nonempty(block.next) {
                    changes += 1;
                    if let Some(last) = self.block_mut(id).instrs.last_mut() {
                        last.set_nop();
                    }
                }
            }
            id = self.block(id).next;
        }
        Ok(changes)
    }

    pub(super) fn remove_nops_and_jumps(&mut self) -> Result<(), CompileError> {
        loop {
            let nops = self.remove_redundant_nops();
            let jumps = self.remove_redundant_jumps()?;
            if nops + jumps == 0 {
                return Ok(());
            }
        }
    }

    /// Conditional jumps only go forwards: one that goes back becomes the opposite jump over an unconditional one.
    pub(super) fn turn_backward_branches(&mut self) {
        self.clear_visited();
        let mut id = ENTRY;
        while id != NO_BLOCK {
            self.block_mut(id).visited = true;
            let next = self.block(id).next;
            if let Some(&last) = self.block(id).instrs.last() {
                let reversed = match last.opcode {
                    POP_JUMP_IF_NOT_NONE => POP_JUMP_IF_NONE,
                    POP_JUMP_IF_NONE => POP_JUMP_IF_NOT_NONE,
                    POP_JUMP_IF_FALSE => POP_JUMP_IF_TRUE,
                    POP_JUMP_IF_TRUE => POP_JUMP_IF_FALSE,
                    _ => NOP,
                };
                if reversed != NOP && self.block(last.target).visited {
                    let back = self.new_block();
                    let mut jump = Instr::new(JUMP, 0, last.loc);
                    jump.target = last.target;
                    let cold = self.block(id).cold;
                    let block = self.block_mut(back);
                    block.instrs.push(jump);
                    block.cold = cold;
                    block.next = next;
                    // The new block is visited next, and left alone.
                    block.visited = true;
                    let block = self.block_mut(id);
                    block.next = back;
                    if let Some(last) = block.instrs.last_mut() {
                        last.opcode = reversed;
                        last.target = next;
                    }
                }
            }
            id = next;
        }
    }
}
