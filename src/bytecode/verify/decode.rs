//! Instructions and operands, one by one.

use super::Fault;
use crate::bytecode::{CodeObject, var_kind};
use crate::ops::{self, Operand, names, op};

/// One instruction with its prefixes folded in. Offsets in code units.
#[derive(Clone, Copy)]
pub(super) struct Instr {
    /// Of the first prefix, if there are any.
    pub start: u32,
    pub opcode: u8,
    pub arg: u32,
    /// Index of the instruction that a jump goes to.
    pub target: Option<u32>,
}

/// A code object's instructions.
pub(super) struct Body {
    pub instrs: Vec<Instr>,
    /// For each code unit, the instruction that starts there, or `u32::MAX`.
    starts: Vec<u32>,
}

impl Body {
    pub(super) fn units(&self) -> u32 {
        self.starts.len() as u32
    }

    pub(super) fn index_at(&self, unit: u32) -> Option<u32> {
        self.starts.get(unit as usize).copied().filter(|&index| index != u32::MAX)
    }
}

pub(super) fn decode(code: &CodeObject) -> Result<Body, Fault> {
    let units = code.code.len() / 2;
    if code.code.is_empty() || !code.code.len().is_multiple_of(2) || u32::try_from(units).is_err() {
        return Err(Fault::new(format!(
            "the code is {} bytes long, not a positive even number",
            code.code.len()
        )));
    }
    let mut body = Body { instrs: Vec::new(), starts: vec![u32::MAX; units] };
    let mut unit = 0;
    while unit < units {
        let start = unit as u32;
        body.starts[unit] = body.instrs.len() as u32;
        let (mut opcode, mut arg) = (code.code[unit * 2], code.code[unit * 2 + 1] as u32);
        let mut prefixes = 0;
        while opcode == op::EXTENDED_ARG {
            prefixes += 1;
            unit += 1;
            if prefixes > 3 || unit >= units {
                return Err(Fault::at(start, "more than three EXTENDED_ARGs, or nothing after them"));
            }
            opcode = code.code[unit * 2];
            arg = arg << 8 | code.code[unit * 2 + 1] as u32;
        }
        unit += 1;
        check_opcode(opcode).map_err(|what| Fault::at(start, what))?;
        if i32::try_from(arg).is_err() {
            return Err(Fault::at(start, format!("operand {arg} is greater than {}", i32::MAX)));
        }
        let caches = ops::caches(opcode);
        match code.code.get(unit * 2..(unit + caches) * 2) {
            None => return Err(Fault::at(start, "the code ends within an instruction's inline cache")),
            Some(cache) if cache.iter().any(|&byte| byte != 0) => {
                return Err(Fault::at(start, "an inline cache that is not zero"));
            }
            Some(_) => unit += caches,
        }
        check_operand(code, opcode, arg)
            .map_err(|what| Fault::at(start, format!("{} {arg}: {what}", ops::name(opcode as u16))))?;
        body.instrs.push(Instr { start, opcode, arg, target: None });
    }
    for index in 0..body.instrs.len() {
        let Instr { start, opcode, arg, .. } = body.instrs[index];
        let next = body.instrs.get(index + 1).map_or(units as u32, |next| next.start) as i64;
        let unit = match ops::operand(opcode as u16) {
            Operand::JumpForward => next + arg as i64,
            Operand::JumpBackward => next - arg as i64,
            _ => continue,
        };
        let Some(target) = u32::try_from(unit).ok().and_then(|unit| body.index_at(unit)) else {
            return Err(Fault::at(
                start,
                format!("a jump to offset {}, where no instruction starts", unit * 2),
            ));
        };
        body.instrs[index].target = Some(target);
        // The interpreter relies on what stands at the end of these loops.
        let follows = |offset: usize, opcode: u8| {
            body.instrs.get(target as usize + offset).is_some_and(|instr| instr.opcode == opcode)
        };
        let ends_well = match opcode {
            op::FOR_ITER => follows(0, op::END_FOR) && follows(1, op::POP_TOP),
            op::SEND => follows(0, op::END_SEND),
            _ => true,
        };
        if !ends_well {
            return Err(Fault::at(start, "FOR_ITER must jump to END_FOR and POP_TOP, SEND to END_SEND"));
        }
    }
    Ok(body)
}

/// Only what a compiler emits: no specialised or instrumented forms, nothing that only the interpreter makes.
fn check_opcode(opcode: u8) -> Result<(), String> {
    match opcode {
        op::CACHE | op::RESERVED | op::INTERPRETER_EXIT | op::EXIT_INIT_CHECK | op::ENTER_EXECUTOR => {
            Err(format!("{} may not be in code from outside", ops::name(opcode as u16)))
        }
        _ if !ops::is_known(opcode as u16) => Err(format!("opcode {opcode} does not exist")),
        _ if ops::deopt(opcode) != opcode || opcode >= ops::MIN_INSTRUMENTED => {
            Err(format!("{} may not be in code from outside", ops::name(opcode as u16)))
        }
        _ => Ok(()),
    }
}

fn check_operand(code: &CodeObject, opcode: u8, arg: u32) -> Result<(), &'static str> {
    let index = arg as usize;
    let within = |index: usize, count: usize, what| if index < count { Ok(()) } else { Err(what) };
    let known = |good: bool| if good { Ok(()) } else { Err("the operand means nothing") };
    let locals = code.localspluskinds.len();
    match ops::operand(opcode as u16) {
        Operand::Const => within(index, code.consts.len(), "there is no such constant"),
        Operand::Name => within(index, code.names.len(), "there is no such name"),
        Operand::NameBit => within(index >> 1, code.names.len(), "there is no such name"),
        Operand::NameTwoBits => within(index >> 2, code.names.len(), "there is no such name"),
        Operand::Local => within(index, locals, "there is no such fast local"),
        Operand::LocalPair => {
            within(index >> 4, locals, "there is no such fast local")?;
            within(index & 15, locals, "there is no such fast local")
        }
        Operand::Free => match code.localspluskinds.get(index) {
            Some(kind) if kind & (var_kind::CELL | var_kind::FREE) != 0 => Ok(()),
            Some(_) => Err("neither a cell nor a free variable"),
            None => Err("there is no such fast local"),
        },
        Operand::Compare => known(index >> 5 < names::COMPARE_OPS.len()),
        Operand::Binary => known(index < names::BINARY_OPS.len()),
        Operand::Invert => known(index <= 1),
        Operand::Intrinsic1 => known((1..names::INTRINSICS_1.len()).contains(&index)),
        Operand::Intrinsic2 => known((1..names::INTRINSICS_2.len()).contains(&index)),
        Operand::Convert => known((1..=3).contains(&index)),
        Operand::FunctionAttribute => known(matches!(index, 1 | 2 | 4 | 8)),
        Operand::Resume => known(index <= 7),
        Operand::Count => match opcode {
            op::RAISE_VARARGS | op::GET_AWAITABLE => known(index <= 2),
            op::YIELD_VALUE | op::CALL_FUNCTION_EX => known(index <= 1),
            op::BUILD_SLICE => known(matches!(index, 2 | 3)),
            op::COPY | op::LIST_APPEND | op::LIST_EXTEND | op::SET_ADD | op::SET_UPDATE => known(index >= 1),
            op::MAP_ADD | op::DICT_UPDATE | op::DICT_MERGE => known(index >= 1),
            op::SWAP => known(index >= 2),
            op::COPY_FREE_VARS => known(code.freevars().count() == index),
            _ => Ok(()),
        },
        Operand::None | Operand::JumpForward | Operand::JumpBackward | Operand::Jump | Operand::Block => {
            Ok(())
        }
    }
}
