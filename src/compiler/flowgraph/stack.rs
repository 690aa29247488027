//! Depth of the operand stack.

use std::sync::LazyLock;

use super::*;

/// Marks opcodes whose effect depends on the operand, or that have a target.
const VARIES: i8 = i8::MIN;

/// The effect of the other opcodes: most instructions have one of those.
static FIXED_EFFECTS: LazyLock<[i8; ops::OPCODES]> = LazyLock::new(|| {
    std::array::from_fn(|opcode| {
        let opcode = opcode as u16;
        let effect = |arg| ops::stack_effect(opcode, arg, false).and_then(|effect| i8::try_from(effect).ok());
        match effect(0) {
            Some(fixed)
                if !has_target(opcode)
                    && [1, 2, 3, 5, 0x102].iter().all(|&arg| effect(arg) == Some(fixed)) =>
            {
                fixed
            }
            _ => VARIES,
        }
    })
});

fn underflow() -> CompileError {
    CompileError::new("malformed control flow graph: stack underflow")
}

impl Graph {
    /// The greatest depth on any path; each reachable block learns its own on entry.
    pub(super) fn stack_depth(&mut self) -> Result<u32, CompileError> {
        for block in &mut self.blocks {
            block.start_depth = i32::MIN;
        }
        let fixed = &*FIXED_EFFECTS;
        let mut greatest = 0;
        let mut stack = std::mem::take(&mut self.worklist);
        self.push_with_depth(ENTRY, 0, &mut stack)?;
        while let Some(id) = stack.pop() {
            let mut depth = self.block(id).start_depth as i64;
            let instrs = std::mem::take(&mut self.block_mut(id).instrs);
            for &Instr { opcode, arg, target, .. } in &instrs {
                let effect = |jump| {
                    ops::stack_effect(opcode, arg as u32, jump)
                        .ok_or_else(|| CompileError::new(format!("opcode {opcode} does not exist")))
                };
                if let Some(&fixed) = fixed.get(opcode as usize)
                    && fixed != VARIES
                {
                    depth += fixed as i64;
                    if depth < 0 {
                        return Err(underflow());
                    }
                    greatest = greatest.max(depth);
                    continue;
                }
                if has_target(opcode) {
                    let target_depth = depth + effect(true)?;
                    greatest = greatest.max(target_depth);
                    self.push_with_depth(target, target_depth, &mut stack)?;
                }
                depth += effect(false)?;
                if depth < 0 {
                    return Err(underflow());
                }
                greatest = greatest.max(depth);
            }
            let block = self.block_mut(id);
            block.instrs = instrs;
            if block.next != NO_BLOCK && block.falls_through() {
                let next = block.next;
                self.push_with_depth(next, depth, &mut stack)?;
            }
        }
        self.worklist = stack;
        u32::try_from(greatest).map_err(|_| CompileError::new("the operand stack would be too deep"))
    }

    fn push_with_depth(
        &mut self,
        id: BlockId,
        depth: i64,
        stack: &mut Vec<BlockId>,
    ) -> Result<(), CompileError> {
        let Ok(depth) = i32::try_from(depth) else {
            return Err(CompileError::new("the operand stack would be too deep"));
        };
        let block = self.block_mut(id);
        if depth < 0 || (block.start_depth >= 0 && block.start_depth != depth) {
            return Err(CompileError::new("malformed control flow graph: inconsistent stack depth"));
        }
        if block.start_depth < 0 {
            block.start_depth = depth;
            stack.push(id);
        }
        Ok(())
    }
}
