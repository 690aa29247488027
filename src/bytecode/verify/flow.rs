//! The stack and the locals along every path.

use super::Fault;
use super::decode::{Body, Instr};
use crate::bytecode::exceptions::Handler;
use crate::bytecode::{CodeObject, code_flags, var_kind};
use crate::ops::{self, flag, op};

/// Bound on blocks times slots, so that hostile code cannot make the work and memory much more than linear.
const MAX_STATE: usize = 1 << 26;
/// Bound on slots looked at until nothing changes any more: about a second.
const MAX_WORK: usize = 1 << 30;

const GENERATOR: u32 = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;

/// What is known where an instruction starts.
#[derive(Clone, PartialEq)]
struct State {
    /// For each stack slot, whether it may be NULL.
    stack: Vec<bool>,
    /// For each fast local, whether it is bound for sure.
    bound: Vec<bool>,
}

impl State {
    /// Takes in what another path brings; whether that changed anything, or `None` if the depths differ.
    fn merge(&mut self, other: &State) -> Option<bool> {
        if self.stack.len() != other.stack.len() {
            return None;
        }
        let mut changed = false;
        for (mine, &theirs) in self.stack.iter_mut().zip(&other.stack) {
            changed |= theirs && !*mine;
            *mine |= theirs;
        }
        for (mine, &theirs) in self.bound.iter_mut().zip(&other.bound) {
            changed |= !theirs && *mine;
            *mine &= theirs;
        }
        Some(changed)
    }
}

pub(super) fn check(code: &CodeObject, body: &Body, handlers: &[Handler]) -> Result<(), Fault> {
    check_start(code, body)?;
    let count = body.instrs.len();
    // Blocks start where control comes in other than from the instruction before.
    let mut leads = vec![false; count];
    leads[0] = true;
    for (index, instr) in body.instrs.iter().enumerate() {
        if let Some(target) = instr.target {
            leads[target as usize] = true;
            if let Some(next) = leads.get_mut(index + 1) {
                *next = true;
            }
        }
    }
    let mut covering: Vec<Option<(&Handler, u32)>> = vec![None; count];
    for handler in handlers {
        let Some(target) = body.index_at(handler.target) else { continue };
        leads[target as usize] = true;
        let start = body.instrs.partition_point(|instr| instr.start < handler.start);
        for (covered, instr) in covering[start..].iter_mut().zip(&body.instrs[start..]) {
            if instr.start >= handler.end {
                break;
            }
            *covered = Some((handler, target));
        }
    }
    let blocks = leads.iter().filter(|&&leads| leads).count();
    if blocks.saturating_mul(code.stacksize as usize + code.localspluskinds.len()) > MAX_STATE {
        return Err(Fault::new("too many jumps, stack slots and fast locals to verify"));
    }
    let mut checker =
        Checker { code, body, covering, leads, states: vec![None; count], todo: Vec::new(), work: 0 };
    checker.flow_to(0, &entry_state(code), 0)?;
    while let Some(index) = checker.todo.pop() {
        checker.run_block(index as usize)?;
    }
    Ok(())
}

/// Frames of generators start with `RETURN_GENERATOR`, and only they; free variables have to be copied in first.
fn check_start(code: &CodeObject, body: &Body) -> Result<(), Fault> {
    let frees = code.freevars().count();
    if frees > 0 && body.instrs[0].opcode != op::COPY_FREE_VARS {
        return Err(Fault::new("free variables, but no COPY_FREE_VARS at the start"));
    }
    let first = body.instrs.iter().position(|i| !matches!(i.opcode, op::COPY_FREE_VARS | op::MAKE_CELL));
    let generator = code.flags & GENERATOR != 0;
    for (index, instr) in body.instrs.iter().enumerate() {
        let fail = |what| Err(Fault::at(instr.start, what));
        match instr.opcode {
            op::COPY_FREE_VARS if index > 0 => return fail("COPY_FREE_VARS not at the start"),
            op::RETURN_GENERATOR if !generator || Some(index) != first => {
                return fail("RETURN_GENERATOR not at the start of a generator or coroutine");
            }
            op::YIELD_VALUE if !generator => return fail("YIELD_VALUE outside of a generator or coroutine"),
            _ => {}
        }
    }
    match first.map(|first| body.instrs[first].opcode) {
        Some(op::RETURN_GENERATOR) => Ok(()),
        _ if generator => Err(Fault::new("a generator or coroutine without RETURN_GENERATOR at its start")),
        _ => Ok(()),
    }
}

fn entry_state(code: &CodeObject) -> State {
    let flag = |bit| (code.flags & bit != 0) as usize;
    let parameters = code.argcount as usize
        + code.kwonlyargcount as usize
        + flag(code_flags::VARARGS)
        + flag(code_flags::VARKEYWORDS);
    let mut bound = vec![false; code.localspluskinds.len()];
    bound.iter_mut().take(parameters).for_each(|bound| *bound = true);
    State { stack: Vec::new(), bound }
}

struct Checker<'a> {
    code: &'a CodeObject,
    body: &'a Body,
    /// For each instruction, its handler and the index of the handler's first instruction.
    covering: Vec<Option<(&'a Handler, u32)>>,
    leads: Vec<bool>,
    /// At the starts of blocks.
    states: Vec<Option<State>>,
    todo: Vec<u32>,
    /// Slots looked at so far.
    work: usize,
}

impl Checker<'_> {
    /// Control may go to instruction `index` with `state`, from the one at unit `from`.
    fn flow_to(&mut self, index: u32, state: &State, from: u32) -> Result<(), Fault> {
        self.work += state.stack.len() + state.bound.len() + 1;
        if self.work > MAX_WORK {
            return Err(Fault::new("too many jumps, stack slots and fast locals to verify"));
        }
        match &mut self.states[index as usize] {
            slot @ None => {
                *slot = Some(state.clone());
                self.todo.push(index);
            }
            Some(known) => match known.merge(state) {
                Some(true) => self.todo.push(index),
                Some(false) => {}
                None => {
                    let (depth, other) = (state.stack.len(), known.stack.len());
                    let to = self.body.instrs[index as usize].start * 2;
                    let what = format!(
                        "control reaches offset {to} with {depth} values on the stack, or with {other}"
                    );
                    return Err(Fault::at(from, what));
                }
            },
        }
        Ok(())
    }

    fn run_block(&mut self, start: usize) -> Result<(), Fault> {
        let Some(mut state) = self.states[start].clone() else { return Ok(()) };
        let mut index = start;
        loop {
            let instr = self.body.instrs[index];
            if let Some((handler, target)) = self.covering[index] {
                self.flow_to_handler(&state, instr, handler, target)?;
            }
            if let Some(target) = instr.target {
                let mut taken = state.clone();
                self.step(&mut taken, instr)?;
                self.flow_to(target, &taken, instr.start)?;
            }
            if ops::flags(instr.opcode as u16) & flag::ENDS != 0 {
                // Its operands must be there all the same.
                return self.step(&mut state, instr);
            }
            self.step(&mut state, instr)?;
            index += 1;
            match self.leads.get(index) {
                None => return Err(Fault::at(instr.start, "control runs off the end of the code")),
                Some(true) => return self.flow_to(index as u32, &state, instr.start),
                Some(false) => {}
            }
        }
    }

    fn flow_to_handler(
        &mut self,
        state: &State,
        instr: Instr,
        handler: &Handler,
        target: u32,
    ) -> Result<(), Fault> {
        let depth = handler.depth as usize;
        let raises = ops::flags(instr.opcode as u16) & flag::RAISES != 0;
        let left = if raises { state.stack.len().saturating_sub(taken(instr)) } else { state.stack.len() };
        if left < depth {
            let what = format!(
                "its exception handler expects {depth} values on the stack, and there would be {left}"
            );
            return Err(Fault::at(instr.start, what));
        }
        let mut stack = state.stack[..depth].to_vec();
        stack.extend(std::iter::repeat_n(false, 1 + handler.lasti as usize));
        self.flow_to(target, &State { stack, bound: state.bound.clone() }, instr.start)
    }

    /// Applies one instruction; the effect is the same whether a jump is taken or not.
    fn step(&self, state: &mut State, instr: Instr) -> Result<(), Fault> {
        let Instr { start, opcode, arg, .. } = instr;
        let fail = |what: String| Err(Fault::at(start, format!("{}: {what}", ops::name(opcode as u16))));
        let popped = ops::popped(opcode as u16, arg).unwrap_or(0) as usize;
        let pushed = ops::pushed(opcode as u16, arg).unwrap_or(0) as usize;
        let depth = state.stack.len();
        if depth < popped {
            return fail(format!("needs {popped} values on the stack, and there are {depth}"));
        }
        let base = depth - popped;
        if base + pushed > self.code.stacksize as usize {
            return fail(format!("the stack would grow beyond the {} slots declared", self.code.stacksize));
        }
        let local = |index: u32| index as usize;
        let require_bound = |state: &State, index: u32| {
            if state.bound[local(index)] {
                Ok(())
            } else {
                fail(format!("fast local {index} may be unbound"))
            }
        };
        // Where NULL may stand among the operands, counted from the deepest.
        let mut null_at = None;
        match opcode {
            op::SWAP => {
                state.stack.swap(depth - 1, base);
                return Ok(());
            }
            op::COPY => {
                let copied = state.stack[base];
                state.stack.push(copied);
                return Ok(());
            }
            // These leave what lies between their operands as it is.
            op::LIST_APPEND
            | op::LIST_EXTEND
            | op::SET_ADD
            | op::SET_UPDATE
            | op::MAP_ADD
            | op::DICT_UPDATE
            | op::DICT_MERGE
            | op::RERAISE => {
                let kept = base + pushed;
                let container = match opcode {
                    op::RERAISE => kept.saturating_sub(arg as usize),
                    _ => kept - arg as usize,
                };
                let callable = if opcode == op::DICT_MERGE { base } else { container };
                if state.stack[kept..].iter().any(|&null| null)
                    || state.stack[container]
                    || state.stack[callable]
                {
                    return fail("an operand may be NULL".into());
                }
                state.stack.truncate(kept);
                return Ok(());
            }
            op::LOAD_FAST => require_bound(state, arg)?,
            op::LOAD_FAST_LOAD_FAST => {
                require_bound(state, arg >> 4)?;
                require_bound(state, arg & 15)?;
            }
            op::LOAD_FAST_CHECK | op::MAKE_CELL => state.bound[local(arg)] = true,
            op::LOAD_FAST_AND_CLEAR => {
                let bound = std::mem::replace(&mut state.bound[local(arg)], false);
                state.stack.push(!bound);
                return Ok(());
            }
            op::STORE_FAST => {
                state.bound[local(arg)] = state.stack.pop() == Some(false);
                return Ok(());
            }
            op::STORE_FAST_STORE_FAST => {
                state.bound[local(arg >> 4)] = state.stack.pop() == Some(false);
                state.bound[local(arg & 15)] = state.stack.pop() == Some(false);
                return Ok(());
            }
            op::STORE_FAST_LOAD_FAST => {
                state.bound[local(arg >> 4)] = state.stack.pop() == Some(false);
                require_bound(state, arg & 15)?;
                state.stack.push(false);
                return Ok(());
            }
            op::DELETE_FAST => state.bound[local(arg)] = false,
            op::LOAD_DEREF | op::STORE_DEREF | op::DELETE_DEREF | op::LOAD_FROM_DICT_OR_DEREF => {
                require_bound(state, arg)?;
            }
            op::COPY_FREE_VARS => {
                for (bound, kind) in state.bound.iter_mut().zip(&self.code.localspluskinds) {
                    *bound |= kind & var_kind::FREE != 0;
                }
            }
            op::POP_TOP => null_at = Some(0),
            op::CALL | op::CALL_KW | op::CALL_FUNCTION_EX => null_at = Some(1),
            _ => {}
        }
        let operands = &state.stack[base..];
        if operands.iter().enumerate().any(|(index, &null)| null && Some(index) != null_at) {
            return fail("an operand may be NULL".into());
        }
        state.stack.truncate(base);
        state.stack.resize(base + pushed, false);
        let pushes_null = match opcode {
            op::PUSH_NULL => true,
            op::LOAD_GLOBAL | op::LOAD_ATTR | op::LOAD_SUPER_ATTR => arg & 1 != 0,
            _ => false,
        };
        if let (true, Some(top)) = (pushes_null, state.stack.last_mut()) {
            *top = true;
        }
        Ok(())
    }
}

/// How many values the instruction has taken off the stack at most when it raises.
fn taken(instr: Instr) -> usize {
    let popped = ops::popped(instr.opcode as u16, instr.arg).unwrap_or(0);
    (match instr.opcode {
        // What these look at stays where it is.
        op::FOR_ITER
        | op::WITH_EXCEPT_START
        | op::GET_LEN
        | op::GET_ANEXT
        | op::IMPORT_FROM
        | op::MATCH_KEYS => 0,
        op::SEND | op::CHECK_EXC_MATCH => 1,
        op::LIST_APPEND
        | op::LIST_EXTEND
        | op::SET_ADD
        | op::SET_UPDATE
        | op::DICT_UPDATE
        | op::DICT_MERGE => 1,
        op::MAP_ADD => 2,
        op::RERAISE => 1,
        _ => popped,
    }) as usize
}
