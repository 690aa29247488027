//! Which handler covers each instruction.

use super::*;

/// `RESUME` operand: bit set where the only handler around is the generator's outermost.
const RESUME_DEPTH1: i32 = 4;

impl Graph {
    pub(super) fn mark_except_handlers(&mut self) {
        for id in 0..self.blocks.len() {
            for index in 0..self.blocks[id].instrs.len() {
                let instr = self.blocks[id].instrs[index];
                if is_block_push(instr.opcode) {
                    self.block_mut(instr.target).except_handler = true;
                }
            }
        }
    }

    /// Follows control flow with a stack of open handlers; `POP_BLOCK`s become NOPs.
    pub(super) fn label_exception_targets(&mut self) -> Result<(), CompileError> {
        self.clear_visited();
        self.block_mut(ENTRY).visited = true;
        let mut todo = vec![ENTRY];
        while let Some(id) = todo.pop() {
            let mut handlers = std::mem::take(&mut self.block_mut(id).except_stack);
            let mut handler = handlers.last().copied().unwrap_or(NO_BLOCK);
            let mut last_yield_depth = None;
            let falls_through = self.block(id).falls_through();
            for index in 0..self.block(id).instrs.len() {
                let instr = &mut self.blocks[id as usize].instrs[index];
                let target = instr.target;
                if is_block_push(instr.opcode) {
                    let preserve_lasti = instr.opcode != SETUP_FINALLY;
                    let block = self.block_mut(target);
                    block.preserve_lasti |= preserve_lasti;
                    if !block.visited {
                        block.visited = true;
                        block.except_stack = handlers.clone();
                        todo.push(target);
                    }
                    handlers.push(target);
                    handler = target;
                    continue;
                }
                if instr.opcode == POP_BLOCK {
                    instr.set_nop();
                    if handlers.pop().is_none() {
                        return Err(CompileError::new(
                            "malformed control flow graph: POP_BLOCK without a block",
                        ));
                    }
                    handler = handlers.last().copied().unwrap_or(NO_BLOCK);
                    continue;
                }
                instr.except = handler;
                match instr.opcode {
                    YIELD_VALUE => last_yield_depth = Some(handlers.len()),
                    RESUME if instr.arg != 0 && last_yield_depth.take() == Some(1) => {
                        instr.arg |= RESUME_DEPTH1;
                    }
                    _ => {}
                }
                if is_jump(instr.opcode) {
                    let block = self.block_mut(target);
                    if !block.visited {
                        block.visited = true;
                        block.except_stack = handlers.clone();
                        todo.push(target);
                    }
                }
            }
            let next = self.block(id).next;
            if falls_through && next != NO_BLOCK && !self.block(next).visited {
                let block = self.block_mut(next);
                block.visited = true;
                block.except_stack = handlers;
                todo.push(next);
            }
        }
        Ok(())
    }
}
