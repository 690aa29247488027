//! The stack and the locals along every path.

use super::Fault;
use super::decode::{Body, Instr};
use crate::bytecode::exceptions::Handler;
use crate::bytecode::{CodeObject, Const, code_flags, var_kind};
use crate::ops::{self, flag, op};

/// Bound on blocks times slots, so that hostile code cannot make the work and memory much more than linear.
const MAX_STATE: usize = 1 << 26;
/// Bound on slots looked at until nothing changes any more: about a second.
const MAX_WORK: usize = 1 << 30;

/// Operand of `SET_FUNCTION_ATTRIBUTE` that sets the closure.
const FUNCTION_CLOSURE: u32 = 8;

const GENERATOR: u32 = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;

/// What a slot may hold, one bit each. Instructions that rely on what compilers put there ask for exactly one.
mod may_be {
    pub const NULL: u16 = 1;
    /// Any object; also those below, where that is not known.
    pub const OBJECT: u16 = 2;
    pub const CELL: u16 = 4;
    pub const LIST: u16 = 8;
    pub const SET: u16 = 16;
    pub const DICT: u16 = 32;
    pub const TUPLE: u16 = 64;
    /// A constant, all strings.
    pub const STRINGS: u16 = 128;
    pub const CELLS: u16 = 256;
    pub const CODE: u16 = 512;
    pub const FUNCTION: u16 = 1024;
    /// A function that still needs its closure: good for nothing else.
    pub const OPEN_FUNCTION: u16 = 2048;
    pub const EXCEPTION: u16 = 4096;
    /// What `PUSH_EXC_INFO` saved: the exception handled before, or None.
    pub const HANDLED: u16 = 8192;
}

/// What is known of a stack slot or fast local.
#[derive(Clone, Copy, PartialEq)]
struct Slot {
    /// Bits of [`may_be`].
    kinds: u16,
    /// Of tuples the length, of code and open functions how many free variables; [`UNKNOWN`] if that differs from path
    /// to path.
    count: u32,
}

const UNKNOWN: u32 = u32::MAX;

impl Slot {
    const NULL: Slot = Slot::of(may_be::NULL, 0);
    const OBJECT: Slot = Slot::of(may_be::OBJECT, 0);

    const fn of(kinds: u16, count: u32) -> Slot {
        Slot { kinds, count }
    }

    fn may_be_null(self) -> bool {
        self.kinds & may_be::NULL != 0
    }

    /// Not to be given to just any instruction.
    fn is_unfit(self) -> bool {
        self.kinds & (may_be::NULL | may_be::OPEN_FUNCTION) != 0
    }

    fn is_tuple(self) -> bool {
        self.kinds & !(may_be::TUPLE | may_be::STRINGS | may_be::CELLS) == 0
    }

    fn merge(&mut self, other: Slot) -> bool {
        let merged = Slot {
            kinds: self.kinds | other.kinds,
            count: if self.count == other.count { self.count } else { UNKNOWN },
        };
        let changed = merged != *self;
        *self = merged;
        changed
    }
}

/// What is known where an instruction starts.
#[derive(Clone, PartialEq)]
struct State {
    stack: Vec<Slot>,
    locals: Vec<Slot>,
}

impl State {
    /// Takes in what another path brings; whether that changed anything, or `None` if the depths differ.
    fn merge(&mut self, other: &State) -> Option<bool> {
        if self.stack.len() != other.stack.len() {
            return None;
        }
        let mut changed = false;
        for (mine, &theirs) in self.stack.iter_mut().zip(&other.stack) {
            changed |= mine.merge(theirs);
        }
        for (mine, &theirs) in self.locals.iter_mut().zip(&other.locals) {
            changed |= mine.merge(theirs);
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
    checker.check_loops()
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
    let mut locals = vec![Slot::NULL; code.localspluskinds.len()];
    locals.iter_mut().take(parameters).for_each(|local| *local = Slot::OBJECT);
    State { stack: Vec::new(), locals }
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
        self.work += state.stack.len() + state.locals.len() + 1;
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

    /// Every way round, handlers included, must lead over an instruction that counts: or nothing could stop the loop.
    fn check_loops(&self) -> Result<(), Fault> {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            No,
            OnPath,
            Done,
        }
        let mut seen = vec![Seen::No; self.body.instrs.len()];
        let starts = (0..seen.len()).filter(|start| self.states[*start].is_some());
        let mut path: Vec<(usize, u8)> = Vec::new();
        for start in starts {
            if seen[start] == Seen::No {
                seen[start] = Seen::OnPath;
                path.push((start, 0));
            }
            while let Some((index, edge)) = path.last_mut() {
                let (from, number) = (*index, *edge);
                *edge += 1;
                let instr = self.body.instrs[from];
                let counts =
                    matches!(instr.opcode, op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT | op::RESUME);
                let ends = ops::flags(instr.opcode as u16) & flag::ENDS != 0;
                let next = match number {
                    _ if counts => None,
                    0 => (!ends).then_some(from + 1),
                    1 => instr.target.map(|target| target as usize),
                    2 => self.covering[from].map(|(_, target)| target as usize),
                    _ => None,
                };
                match next.map(|next| (next, seen[next])) {
                    Some((next, Seen::No)) => {
                        seen[next] = Seen::OnPath;
                        path.push((next, 0));
                    }
                    Some((_, Seen::OnPath)) => {
                        return Err(Fault::at(instr.start, "a loop that nothing can interrupt"));
                    }
                    None if counts || number >= 2 => {
                        seen[from] = Seen::Done;
                        path.pop();
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn run_block(&mut self, start: usize) -> Result<(), Fault> {
        let Some(mut state) = self.states[start].clone() else { return Ok(()) };
        let mut index = start;
        loop {
            let instr = self.body.instrs[index];
            // PUSH_EXC_INFO never raises; the handler that covers it expects what it leaves.
            if let Some((handler, target)) = self.covering[index]
                && instr.opcode != op::PUSH_EXC_INFO
            {
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
        stack.extend(handler.lasti.then_some(Slot::OBJECT));
        stack.push(Slot::of(may_be::EXCEPTION, 0));
        self.flow_to(target, &State { stack, locals: state.locals.clone() }, instr.start)
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
        let bound = |state: &State, index: u32| match state.locals[local(index)] {
            slot if slot.may_be_null() => {
                fail(format!("fast local {index} may be unbound")).map(|()| Slot::NULL)
            }
            slot => Ok(slot),
        };
        let expect = |slot: Slot, kind: u16, what: &str| match slot.kinds == kind {
            true => Ok(()),
            false => fail(format!("needs {what} that the code itself has put there")),
        };
        let store = |state: &mut State, index: u32| match state.stack.pop() {
            Some(slot) if slot.kinds & may_be::OPEN_FUNCTION != 0 => {
                fail("a function without the closure that it needs".into())
            }
            slot => {
                state.locals[local(index)] = slot.unwrap_or(Slot::NULL);
                Ok(())
            }
        };
        // What the instruction pushes last, where that is known better than "an object".
        let mut result = Slot::OBJECT;
        let top = state.stack.last().copied().unwrap_or(Slot::NULL);
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
                if state.stack[kept..].iter().any(|slot| slot.is_unfit())
                    || state.stack[container].is_unfit()
                    || state.stack[callable].is_unfit()
                {
                    return fail("an operand may be NULL".into());
                }
                let container = state.stack[container];
                match opcode {
                    op::LIST_APPEND | op::LIST_EXTEND => expect(container, may_be::LIST, "a list")?,
                    op::SET_ADD | op::SET_UPDATE => expect(container, may_be::SET, "a set")?,
                    op::MAP_ADD | op::DICT_UPDATE | op::DICT_MERGE => {
                        expect(container, may_be::DICT, "a dict")?;
                    }
                    _ => {}
                }
                state.stack.truncate(kept);
                return Ok(());
            }
            op::LOAD_FAST => result = bound(state, arg)?,
            op::LOAD_FAST_LOAD_FAST => {
                let (first, second) = (bound(state, arg >> 4)?, bound(state, arg & 15)?);
                state.stack.extend([first, second]);
                return Ok(());
            }
            op::LOAD_FAST_CHECK => {
                let slot = &mut state.locals[local(arg)];
                slot.kinds &= !may_be::NULL;
                if slot.kinds == 0 {
                    // It always raises; what comes behind may expect anything.
                    *slot = Slot::OBJECT;
                }
                result = *slot;
            }
            op::MAKE_CELL => state.locals[local(arg)] = Slot::of(may_be::CELL, 0),
            op::LOAD_FAST_AND_CLEAR => {
                let slot = std::mem::replace(&mut state.locals[local(arg)], Slot::NULL);
                state.stack.push(slot);
                return Ok(());
            }
            op::STORE_FAST => return store(state, arg),
            op::STORE_FAST_STORE_FAST => {
                store(state, arg >> 4)?;
                return store(state, arg & 15);
            }
            op::STORE_FAST_LOAD_FAST => {
                store(state, arg >> 4)?;
                let slot = bound(state, arg & 15)?;
                state.stack.push(slot);
                return Ok(());
            }
            op::DELETE_FAST => state.locals[local(arg)] = Slot::NULL,
            op::LOAD_DEREF | op::STORE_DEREF | op::DELETE_DEREF | op::LOAD_FROM_DICT_OR_DEREF => {
                expect(bound(state, arg)?, may_be::CELL, "a cell")?;
            }
            op::COPY_FREE_VARS => {
                for (slot, kind) in state.locals.iter_mut().zip(&self.code.localspluskinds) {
                    if kind & var_kind::FREE != 0 {
                        *slot = Slot::of(may_be::CELL, 0);
                    }
                }
            }
            op::LOAD_CONST => result = self.constant(arg),
            op::BUILD_LIST => result.kinds = may_be::LIST,
            op::BUILD_SET => result.kinds = may_be::SET,
            op::BUILD_MAP => result.kinds = may_be::DICT,
            op::BUILD_CONST_KEY_MAP => {
                if !top.is_tuple() || top.count != arg {
                    return fail(format!("needs a tuple of {arg} keys"));
                }
                result.kinds = may_be::DICT;
            }
            op::BUILD_TUPLE => {
                let cells = arg > 0 && state.stack[base..].iter().all(|slot| slot.kinds == may_be::CELL);
                result = Slot::of(if cells { may_be::CELLS } else { may_be::TUPLE }, arg);
            }
            op::MAKE_FUNCTION => {
                expect(top, may_be::CODE, "a code object")?;
                result = match top.count {
                    0 => Slot::of(may_be::FUNCTION, 0),
                    UNKNOWN => return fail("needs a code object that is the same on each path".into()),
                    frees => Slot::of(may_be::OPEN_FUNCTION, frees),
                };
            }
            op::SET_FUNCTION_ATTRIBUTE => {
                let value = state.stack[base];
                if arg == FUNCTION_CLOSURE {
                    expect(top, may_be::OPEN_FUNCTION, "a function that needs a closure")?;
                    if value.kinds != may_be::CELLS || value.count != top.count {
                        return fail(format!("needs a closure of {} cells", top.count));
                    }
                } else {
                    expect(top, may_be::FUNCTION, "a function")?;
                    if value.is_unfit() {
                        return fail("an operand may be NULL".into());
                    }
                }
                state.stack.truncate(base);
                state.stack.push(Slot::of(may_be::FUNCTION, 0));
                return Ok(());
            }
            op::MATCH_KEYS if !top.is_tuple() => return fail("needs a tuple of keys".into()),
            op::MATCH_CLASS => expect(top, may_be::STRINGS, "a tuple of names")?,
            op::PUSH_EXC_INFO => {
                expect(top, may_be::EXCEPTION, "an exception")?;
                state.stack.pop();
                state.stack.extend([Slot::of(may_be::HANDLED, 0), Slot::of(may_be::EXCEPTION, 0)]);
                return Ok(());
            }
            op::POP_EXCEPT => expect(top, may_be::HANDLED, "what PUSH_EXC_INFO saved")?,
            op::WITH_EXCEPT_START => {
                if state.stack[base..].iter().any(|slot| slot.is_unfit()) {
                    return fail("an operand may be NULL".into());
                }
                state.stack.push(Slot::OBJECT);
                return Ok(());
            }
            op::POP_TOP => null_at = Some(0),
            op::CALL => null_at = Some(1),
            op::CALL_KW => {
                expect(top, may_be::STRINGS, "a tuple of names")?;
                if top.count > arg {
                    return fail("needs as many arguments as there are names".into());
                }
                null_at = Some(1);
            }
            op::CALL_FUNCTION_EX => {
                if arg & 1 != 0 {
                    expect(top, may_be::DICT, "a dict")?;
                }
                null_at = Some(1);
            }
            _ => {}
        }
        let unfit = |(index, slot): (usize, &Slot)| match Some(index) == null_at {
            true => slot.kinds & may_be::OPEN_FUNCTION != 0,
            false => slot.is_unfit(),
        };
        if state.stack[base..].iter().enumerate().any(unfit) {
            return fail("an operand may be NULL".into());
        }
        state.stack.truncate(base);
        state.stack.resize(base + pushed, Slot::OBJECT);
        match opcode {
            op::PUSH_NULL => result = Slot::NULL,
            op::LOAD_GLOBAL | op::LOAD_ATTR | op::LOAD_SUPER_ATTR if arg & 1 != 0 => {
                result.kinds |= may_be::NULL;
            }
            _ => {}
        }
        if let (true, Some(top)) = (pushed > 0, state.stack.last_mut()) {
            *top = result;
        }
        Ok(())
    }

    fn constant(&self, index: u32) -> Slot {
        match self.code.consts.get(index as usize) {
            Some(Const::Code(code)) => Slot::of(may_be::CODE, code.freevars().count() as u32),
            Some(Const::Tuple(items)) => {
                let strings = items.iter().all(|item| matches!(item, Const::Str(_)));
                let kind = if strings { may_be::STRINGS } else { may_be::TUPLE };
                Slot::of(kind, items.len() as u32)
            }
            _ => Slot::OBJECT,
        }
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
