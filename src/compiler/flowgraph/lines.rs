//! Line numbers for instructions that code generation gave none.

use super::*;

impl Graph {
    pub(super) fn resolve_line_numbers(&mut self) {
        self.duplicate_exits_without_line();
        self.propagate_lines();
    }

    fn is_exit_or_poll_without_line(&self, id: BlockId) -> bool {
        let block = self.block(id);
        block.has_no_line()
            && (block.exits_scope() || block.instrs.iter().any(|instr| is(instr.opcode, POLLS)))
    }

    /// Exits must have a line (PEP 626), and can only take that of a single predecessor: so each jump to a shared
    /// one gets its own copy.
    fn duplicate_exits_without_line(&mut self) {
        let mut id = ENTRY;
        while id != NO_BLOCK {
            if let Some(&last) = self.block(id).jump() {
                let target = self.next_nonempty(last.target);
                if target != NO_BLOCK
                    && self.is_exit_or_poll_without_line(target)
                    && self.block(target).predecessors > 1
                {
                    let copy = self.new_block();
                    let mut instrs = std::mem::take(&mut self.block_mut(copy).instrs);
                    let original = self.block_mut(target);
                    original.predecessors -= 1;
                    instrs.clone_from(&original.instrs);
                    let next = std::mem::replace(&mut original.next, copy);
                    if let Some(first) = instrs.first_mut() {
                        first.loc = last.loc;
                    }
                    let block = self.block_mut(copy);
                    block.instrs = instrs;
                    block.predecessors = 1;
                    block.next = next;
                    block.labelled = true;
                    if let Some(last) = self.block_mut(id).instrs.last_mut() {
                        last.target = copy;
                    }
                }
            }
            id = self.block(id).next;
        }
        // Those left are reached by falling through only.
        let mut id = ENTRY;
        while id != NO_BLOCK {
            let block = self.block(id);
            let next = block.next;
            if let Some(last) = block.instrs.last()
                && next != NO_BLOCK
                && block.falls_through()
                && self.is_exit_or_poll_without_line(next)
            {
                let loc = last.loc;
                if let Some(first) = self.block_mut(next).instrs.first_mut() {
                    first.loc = loc;
                }
            }
            id = next;
        }
    }

    /// Instructions without a line take that of the one before; blocks with one predecessor take its last.
    fn propagate_lines(&mut self) {
        let mut id = ENTRY;
        while id != NO_BLOCK {
            let block = self.block_mut(id);
            let next = block.next;
            if let Some(&last) = block.instrs.last() {
                let mut previous = Location::NONE;
                for instr in &mut block.instrs {
                    if instr.loc.line < 0 {
                        instr.loc = previous;
                    } else {
                        previous = instr.loc;
                    }
                }
                if block.falls_through() && next != NO_BLOCK {
                    self.inherit_line(next, previous);
                }
                if is_jump(last.opcode) {
                    self.inherit_line(last.target, previous);
                }
            }
            id = next;
        }
    }

    fn inherit_line(&mut self, id: BlockId, loc: Location) {
        let block = self.block_mut(id);
        if block.predecessors == 1
            && let Some(first) = block.instrs.first_mut()
            && first.loc.line < 0
        {
            first.loc = loc;
        }
    }
}
