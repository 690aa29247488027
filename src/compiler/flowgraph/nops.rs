//! Removal of NOPs, and of values pushed only to be popped.

use super::*;

/// Pushes a value and does nothing else.
fn is_cheap_push(instr: &Instr) -> bool {
    instr.opcode == LOAD_CONST || (instr.opcode == COPY && instr.arg == 1)
}

impl Graph {
    /// Drops NOPs that no line event needs; returns how many.
    pub(super) fn remove_redundant_nops(&mut self) -> usize {
        let mut removed = 0;
        let mut id = ENTRY;
        while id != NO_BLOCK {
            removed += self.remove_block_nops(id);
            id = self.block(id).next;
        }
        removed
    }

    fn remove_block_nops(&mut self, id: BlockId) -> usize {
        let block = self.block(id);
        let Some(first) = block.instrs.iter().position(|instr| instr.opcode == NOP) else { return 0 };
        let following = self.first_line_after(block.next);
        let instrs = &mut self.block_mut(id).instrs;
        let count = instrs.len();
        let mut kept = first;
        let mut previous_line = if first == 0 { -1 } else { instrs[first - 1].loc.line };
        for index in first..count {
            let Instr { opcode, loc, .. } = instrs[index];
            if opcode == NOP {
                if loc.line < 0 || loc.line == previous_line {
                    continue;
                }
                match instrs.get_mut(index + 1) {
                    Some(next) if next.loc.line == loc.line => continue,
                    Some(next) if next.loc.line < 0 => {
                        next.loc = loc;
                        continue;
                    }
                    None if following == Some(loc.line) => continue,
                    _ => {}
                }
            }
            instrs[kept] = instrs[index];
            kept += 1;
            previous_line = loc.line;
        }
        instrs.truncate(kept);
        count - kept
    }

    /// Line of the first instruction from block `id` on, not counting NOPs without a location, which will go.
    fn first_line_after(&self, id: BlockId) -> Option<i32> {
        let next = self.next_nonempty(id);
        if next == NO_BLOCK {
            return None;
        }
        let first = self
            .block(next)
            .instrs
            .iter()
            .find(|instr| !(instr.opcode == NOP && instr.loc.line == Location::NONE.line));
        Some(first.map_or(Location::NONE.line, |instr| instr.loc.line))
    }

    /// Also drops `LOAD_CONST` or `COPY 1` right before `POP_TOP`, even across a block boundary if no jump comes in.
    pub(super) fn remove_nops_and_pairs(&mut self) {
        loop {
            let mut done = true;
            // The instruction before, as (block, index).
            let mut previous: Option<(BlockId, usize)> = None;
            let mut id = ENTRY;
            while id != NO_BLOCK {
                self.remove_block_nops(id);
                if self.block(id).labelled {
                    previous = None;
                }
                if let Some((before, at)) = previous
                    && let Some(POP_TOP) = self.block(id).instrs.first().map(|first| first.opcode)
                {
                    let pushed = &mut self.block_mut(before).instrs[at];
                    if is_cheap_push(pushed) {
                        pushed.set_nop();
                        self.block_mut(id).instrs[0].set_nop();
                        done = false;
                    }
                }
                let instrs = &mut self.block_mut(id).instrs;
                for index in 1..instrs.len() {
                    if instrs[index].opcode == POP_TOP && is_cheap_push(&instrs[index - 1]) {
                        instrs[index - 1].set_nop();
                        instrs[index].set_nop();
                        done = false;
                    }
                }
                if let Some(last) = instrs.len().checked_sub(1) {
                    previous = Some((id, last));
                }
                let block = self.block(id);
                let ends_in_jump =
                    previous.is_some_and(|(before, at)| is_jump(self.block(before).instrs[at].opcode));
                if ends_in_jump || !block.falls_through() {
                    previous = None;
                }
                id = block.next;
            }
            if done {
                return;
            }
        }
    }
}
