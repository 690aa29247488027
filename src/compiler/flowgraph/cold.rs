//! Blocks that only run when something was raised go to the end.

use super::*;

impl Graph {
    /// Marks as warm what control reaches from the entry without an exception.
    fn mark_warm(&mut self) {
        self.clear_visited();
        self.block_mut(ENTRY).visited = true;
        let mut stack = std::mem::take(&mut self.worklist);
        stack.push(ENTRY);
        while let Some(id) = stack.pop() {
            self.block_mut(id).warm = true;
            self.push_successors(id, &mut stack);
        }
        self.worklist = stack;
    }

    /// Pushes successors that are neither visited nor warm, and marks them visited.
    fn push_successors(&mut self, id: BlockId, stack: &mut Vec<BlockId>) {
        let block = self.block(id);
        let next = if block.falls_through() { block.next } else { NO_BLOCK };
        let target = block.jump().map_or(NO_BLOCK, |jump| jump.target);
        for successor in [next, target] {
            if successor != NO_BLOCK && !self.block(successor).visited && !self.block(successor).warm {
                self.block_mut(successor).visited = true;
                stack.push(successor);
            }
        }
    }

    fn mark_cold(&mut self) {
        self.mark_warm();
        self.clear_visited();
        let mut stack: Vec<BlockId> =
            self.layout().filter(|(_, block)| block.except_handler).map(|(id, _)| id).collect();
        stack.iter().for_each(|&id| self.block_mut(id).visited = true);
        while let Some(id) = stack.pop() {
            self.block_mut(id).cold = true;
            self.push_successors(id, &mut stack);
        }
    }

    pub(super) fn move_cold_blocks(&mut self) -> Result<(), CompileError> {
        if !self.blocks.iter().any(|block| block.except_handler) {
            return Ok(());
        }
        self.mark_cold();
        // A cold block that fell through to a warm one needs a jump.
        let mut id = ENTRY;
        while id != NO_BLOCK {
            let block = self.block(id);
            let next = block.next;
            if block.cold && next != NO_BLOCK && block.falls_through() && self.block(next).warm {
                let jump = self.new_block();
                self.block_mut(next).labelled = true;
                let mut instr = Instr::new(JUMP_NO_INTERRUPT, 0, Location::NONE);
                instr.target = next;
                let block = self.block_mut(jump);
                block.instrs.push(instr);
                block.cold = true;
                block.next = next;
                block.predecessors = 1;
                self.block_mut(id).next = jump;
            }
            id = next;
        }
        let (cold, warm): (Vec<BlockId>, Vec<BlockId>) =
            self.layout().map(|(id, _)| id).partition(|&id| id != ENTRY && self.block(id).cold);
        let order: Vec<BlockId> = warm.into_iter().chain(cold.iter().copied()).collect();
        for pair in order.windows(2) {
            self.block_mut(pair[0]).next = pair[1];
        }
        if let Some(&last) = order.last() {
            self.block_mut(last).next = NO_BLOCK;
        }
        if cold.is_empty() { Ok(()) } else { self.remove_nops_and_jumps() }
    }
}
