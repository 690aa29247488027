//! Optimisations that look at two or three instructions in a row, and jump threading.

use super::*;

impl Graph {
    pub(super) fn optimize_block(&mut self, id: BlockId) {
        // Threading a jump lengthens the block.
        let mut index = 0;
        let mut swaps = false;
        while let Some(instr) = self.block(id).instrs.get(index) {
            if is(instr.opcode, PEEPHOLE) {
                swaps |= instr.opcode == SWAP;
                self.optimize_at(id, index);
            }
            index += 1;
        }
        if swaps {
            self.optimize_swaps(id);
        }
    }

    fn optimize_at(&mut self, id: BlockId, index: usize) {
        let instrs = &mut self.blocks[id as usize].instrs;
        let Instr { opcode, arg, loc, target, .. } = instrs[index];
        let mut none = Instr::new(CACHE, 0, Location::NONE);
        let (here, rest) = instrs[index..].split_at_mut(1);
        let instr = &mut here[0];
        let next = rest.first_mut().unwrap_or(&mut none);
        match opcode {
            BUILD_TUPLE => {
                if next.opcode == UNPACK_SEQUENCE && arg == next.arg {
                    match arg {
                        1 => {
                            instr.set_nop();
                            next.set_nop();
                            return;
                        }
                        2 | 3 => {
                            instr.set_nop();
                            next.opcode = SWAP;
                            return;
                        }
                        _ => {}
                    }
                }
                self.fold_tuple(id, index);
            }
            POP_JUMP_IF_NOT_NONE | POP_JUMP_IF_NONE | POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE => {
                let to_jump = self.first_instr(target).opcode == JUMP;
                if to_jump {
                    self.thread_jump(id, opcode);
                }
            }
            JUMP | JUMP_NO_INTERRUPT => match self.first_instr(target).opcode {
                JUMP => self.thread_jump(id, JUMP),
                JUMP_NO_INTERRUPT => self.thread_jump(id, opcode),
                _ => {}
            },
            STORE_FAST if next.opcode == STORE_FAST && next.arg == arg && next.loc.line == loc.line => {
                instr.set(POP_TOP, 0);
            }
            SWAP if arg == 1 => instr.set_nop(),
            LOAD_GLOBAL if next.opcode == PUSH_NULL && arg & 1 == 0 => {
                instr.arg |= 1;
                next.set_nop();
            }
            COMPARE_OP if next.opcode == TO_BOOL => {
                instr.set_nop();
                next.set(COMPARE_OP, arg | 16);
            }
            CONTAINS_OP | IS_OP | UNARY_NOT if next.opcode == TO_BOOL => {
                instr.set_nop();
                next.set(opcode, arg);
            }
            UNARY_NOT if next.opcode == UNARY_NOT => {
                instr.set_nop();
                next.set_nop();
            }
            TO_BOOL if next.opcode == TO_BOOL => instr.set_nop(),
            _ => {}
        }
    }

    fn first_instr(&self, id: BlockId) -> Instr {
        self.block(id).instrs.first().copied().unwrap_or(Instr::new(NOP, 0, Location::NONE))
    }

    /// A jump to a jump goes where that one goes, as `opcode`. The old one stays as a NOP, which goes away unless
    /// its line needs it.
    fn thread_jump(&mut self, id: BlockId, opcode: u16) {
        let Some(&jump) = self.block(id).instrs.last() else { return };
        let through = self.first_instr(jump.target);
        // Otherwise nothing would change, for ever.
        if jump.target == through.target {
            return;
        }
        let block = self.block_mut(id);
        if let Some(last) = block.instrs.last_mut() {
            last.set_nop();
            last.target = NO_BLOCK;
        }
        let mut threaded = Instr::new(opcode, 0, through.loc);
        threaded.target = through.target;
        block.instrs.push(threaded);
    }
}
