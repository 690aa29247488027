//! `SWAP` sequences: made as short as possible, and applied to the stores that follow where that is safe.

use super::*;

const VISITED: usize = usize::MAX;

impl Graph {
    pub(super) fn optimize_swaps(&mut self, id: BlockId) {
        let instrs = &mut self.block_mut(id).instrs;
        let mut index = 0;
        while index < instrs.len() {
            if instrs[index].opcode == SWAP {
                index += shorten_swaps(&mut instrs[index..]);
                apply_static_swaps(instrs, index);
            }
            index += 1;
        }
    }
}

/// Replaces the run of `SWAP`s and NOPs at the start by the shortest with the same effect, at its end; returns the
/// index of the run's last instruction (0 if it has only one `SWAP`).
fn shorten_swaps(instrs: &mut [Instr]) -> usize {
    let length = instrs.iter().take_while(|instr| matches!(instr.opcode, SWAP | NOP)).count();
    let run = &mut instrs[..length];
    let swaps = || run.iter().filter(|instr| instr.opcode == SWAP).map(|instr| instr.arg as usize);
    if swaps().count() < 2 {
        return 0;
    }
    // What is where in the end; position 0 is the top.
    let mut stack: Vec<usize> = (0..swaps().max().unwrap_or(0)).collect();
    for depth in swaps() {
        stack.swap(0, depth - 1);
    }
    // Each cycle of the permutation is undone through the top, writing from the end.
    let mut at = length;
    let mut emit = |run: &mut [Instr], depth: usize| {
        if at > 0 {
            at -= 1;
            run[at].set(SWAP, depth as i32);
        }
    };
    for start in 0..stack.len() {
        if stack[start] == VISITED || stack[start] == start {
            continue;
        }
        let mut position = start;
        loop {
            if position != 0 {
                emit(run, position + 1);
            }
            if stack[position] == VISITED {
                break;
            }
            position = std::mem::replace(&mut stack[position], VISITED);
        }
    }
    run[..at].iter_mut().for_each(Instr::set_nop);
    length - 1
}

/// Pops the top and stores it or drops it; may change places with its like.
fn is_swappable(instr: &Instr) -> bool {
    matches!(instr.opcode, STORE_FAST | STORE_FAST_MAYBE_NULL | POP_TOP)
}

fn stores_to(instr: &Instr) -> Option<i32> {
    matches!(instr.opcode, STORE_FAST | STORE_FAST_MAYBE_NULL).then_some(instr.arg)
}

/// The swappable instruction after `index`, with nothing but NOPs between, all on `line` (if that is not negative):
/// tracing must not see names bound in another order.
fn next_swappable(instrs: &[Instr], index: usize, line: i32) -> Option<usize> {
    for (at, instr) in instrs.iter().enumerate().skip(index + 1) {
        if line >= 0 && instr.loc.line != line {
            return None;
        }
        if instr.opcode != NOP {
            return is_swappable(instr).then_some(at);
        }
    }
    None
}

/// Applies `SWAP`s from `index` backwards by exchanging the stores to their right instead of stack items.
fn apply_static_swaps(instrs: &mut [Instr], index: usize) {
    for at in (0..=index).rev() {
        let swap = instrs[at];
        if swap.opcode != SWAP {
            if swap.opcode == NOP || is_swappable(&swap) {
                continue;
            }
            return;
        }
        let Some(first) = next_swappable(instrs, at, -1) else { return };
        let line = instrs[first].loc.line;
        let mut second = first;
        for _ in 1..swap.arg {
            match next_swappable(instrs, second, line) {
                Some(next) => second = next,
                None => return,
            }
        }
        // Two stores to one variable, or one between to the same, must keep their order.
        let (first_store, second_store) = (stores_to(&instrs[first]), stores_to(&instrs[second]));
        if first_store.is_some() || second_store.is_some() {
            if first_store == second_store {
                return;
            }
            let between = instrs.get(first + 1..second).unwrap_or(&[]);
            if between.iter().filter_map(stores_to).any(|s| Some(s) == first_store || Some(s) == second_store)
            {
                return;
            }
        }
        instrs[at].set_nop();
        instrs.swap(first, second);
    }
}
