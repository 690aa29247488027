//! Opcodes: constants, names and properties, all derived from the one table in `table.rs`.
//!
//! Real opcodes fit a byte ([`op`]); the compiler's intermediate forms also use pseudo opcodes from 256 on, so there
//! opcodes are `u16` ([`opcode`] has both under one roof).

#[macro_use]
mod table;
pub mod names;

// For whoever derives from the table; within this module the macro is in scope already.
#[allow(unused_imports)]
pub(crate) use for_each_op;

/// What an instruction's operand means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operand {
    /// Ignored; 0 in compiler output.
    None,
    /// A plain number: a count, a stack position, a set of bits.
    Count,
    /// Index into the constants.
    Const,
    /// Index into the names.
    Name,
    /// Name index in bits 1 and up; bit 0 asks for one more push (a NULL or self).
    NameBit,
    /// Name index in bits 2 and up; bit 0: method call, bit 1: two-argument `super`.
    NameTwoBits,
    /// Index of a fast local.
    Local,
    /// Two fast locals: first in bits 4 to 7, second in bits 0 to 3.
    LocalPair,
    /// Index, among the fast locals, of a cell or free variable.
    Free,
    /// Distance in code units from the end of the instruction (its caches included), forwards.
    JumpForward,
    /// The same, backwards.
    JumpBackward,
    /// Comparison operator in bits 5 and up; bit 4: convert the result to bool; bits 0 to 3: hint for specialisation.
    Compare,
    /// Index into [`names::BINARY_OPS`].
    Binary,
    /// 1 negates the result (`is not`, `not in`).
    Invert,
    /// Index into [`names::INTRINSICS_1`].
    Intrinsic1,
    /// Index into [`names::INTRINSICS_2`].
    Intrinsic2,
    /// 1 `str`, 2 `repr`, 3 `ascii`.
    Convert,
    /// 1 defaults, 2 keyword defaults, 4 annotations, 8 closure.
    FunctionAttribute,
    /// Bits 0 and 1: 0 function start, 1 after `yield`, 2 after `yield from`, 3 after `await`; bit 2: within a `try`.
    Resume,
    /// Pseudo only: jump to a label.
    Jump,
    /// Pseudo only: opens a block whose handler is at a label.
    Block,
}

/// Properties of an opcode, as bits.
pub mod flag {
    /// May raise an exception.
    pub const RAISES: u16 = 1;
    /// May run arbitrary Python code (and so may collect, and may change anything outside this frame's own slots).
    pub const CALLS: u16 = 2;
    /// Polls the budget: a safepoint.
    pub const POLLS: u16 = 4;
    /// A specialised form that checks an assumption and falls back to its base form when it does not hold.
    pub const GUARDED: u16 = 8;
    /// No effect but on the operand stack.
    pub const PURE: u16 = 16;
    /// Control never falls through to the next instruction.
    pub const ENDS: u16 = 32;
}

macro_rules! derive_tables {
    (
        base { $(($bname:ident, $bnum:literal, $bhandler:ident, $boperand:ident, $bcaches:literal, $bpop:expr, $bpush:expr, [$($bflag:ident)*]))* }
        instrumented { $(($iname:ident, $inum:literal, $ihandler:ident, $ioperand:ident, $icaches:literal, $ipop:expr, $ipush:expr, [$($iflag:ident)*]))* }
        specialized { $(($sname:ident, $snum:literal, $shandler:ident, $sbase:ident, [$($sflag:ident)*]))* }
        pseudo { $(($pname:ident, $pnum:literal, $poperand:ident, $ppop:expr, $ppush:expr, [$($pflag:ident)*]))* }
    ) => {
        /// The number of each real opcode.
        pub mod op {
            $(pub const $bname: u8 = $bnum;)*
            $(pub const $iname: u8 = $inum;)*
            $(pub const $sname: u8 = $snum;)*
        }

        /// The number of each opcode as `u16`, pseudo opcodes included.
        pub mod opcode {
            $(pub const $bname: u16 = $bnum;)*
            $(pub const $iname: u16 = $inum;)*
            $(pub const $sname: u16 = $snum;)*
            $(pub const $pname: u16 = $pnum;)*
        }

        const fn base_table() -> [Option<Row>; OPCODES] {
            let mut rows: [Option<Row>; OPCODES] = [None; OPCODES];
            $(rows[$bnum] = Some(Row {
                name: stringify!($bname), base: $bnum, operand: Operand::$boperand, caches: $bcaches,
                flags: 0 $(| flag::$bflag)*, popped: $bpop, pushed: $bpush,
            });)*
            $(rows[$inum] = Some(Row {
                name: stringify!($iname), base: $inum, operand: Operand::$ioperand, caches: $icaches,
                flags: 0 $(| flag::$iflag)*, popped: $ipop, pushed: $ipush,
            });)*
            $(rows[$pnum] = Some(Row {
                name: stringify!($pname), base: $pnum, operand: Operand::$poperand, caches: 0,
                flags: 0 $(| flag::$pflag)*, popped: $ppop, pushed: $ppush,
            });)*
            $(rows[$snum] = match rows[op::$sbase as usize] {
                Some(base) => Some(Row {
                    name: stringify!($sname), base: op::$sbase as u16, flags: 0 $(| flag::$sflag)*, ..base
                }),
                None => None,
            };)*
            rows
        }

        /// The specialised opcodes as `(specialised, base)` pairs, in order of number.
        pub const SPECIALIZED: &[(u8, u8)] = &[$((op::$sname, op::$sbase)),*];
    };
}

/// One more than the greatest opcode, pseudo ones included.
pub const OPCODES: usize = 268;

/// First instrumented opcode; CPython rejects these and above in code from outside.
pub const MIN_INSTRUMENTED: u8 = 236;

#[derive(Clone, Copy)]
struct Row {
    name: &'static str,
    base: u16,
    operand: Operand,
    caches: u8,
    flags: u16,
    popped: fn(i64) -> i64,
    pushed: fn(i64) -> i64,
}

for_each_op!(derive_tables);

static ROWS: [Option<Row>; OPCODES] = base_table();

const fn row_names() -> [&'static str; OPCODES] {
    let rows = base_table();
    let mut names = [""; OPCODES];
    let mut i = 0;
    while i < OPCODES {
        if let Some(row) = rows[i] {
            names[i] = row.name;
        }
        i += 1;
    }
    names
}

const fn row_caches() -> [u8; 256] {
    let rows = base_table();
    let mut caches = [0; 256];
    let mut i = 0;
    while i < 256 {
        if let Some(row) = rows[i] {
            caches[i] = row.caches;
        }
        i += 1;
    }
    caches
}

const fn row_bases() -> [u8; 256] {
    let rows = base_table();
    let mut bases = [0; 256];
    let mut i = 0;
    while i < 256 {
        bases[i] = match rows[i] {
            Some(row) => row.base as u8,
            None => i as u8,
        };
        i += 1;
    }
    bases
}

/// Each opcode's name, by number; empty where the number means nothing.
pub static OP_NAMES: [&str; OPCODES] = row_names();

/// Inline cache units (2 bytes each) that follow each opcode.
pub static CACHES: [u8; 256] = row_caches();

/// The base opcode of each opcode: itself unless it is specialised.
pub static DEOPT: [u8; 256] = row_bases();

/// Inline cache units (2 bytes each) that follow `op`.
#[inline]
pub const fn caches(op: u8) -> usize {
    CACHES[op as usize] as usize
}

/// The base opcode of `op`: itself unless it is specialised.
#[inline]
pub fn deopt(op: u8) -> u8 {
    DEOPT[op as usize]
}

fn row(opcode: u16) -> Option<&'static Row> {
    ROWS.get(opcode as usize).and_then(Option::as_ref)
}

/// Whether the number means anything (pseudo opcodes included).
pub fn is_known(opcode: u16) -> bool {
    row(opcode).is_some()
}

/// The name, or an empty string for an unknown number.
pub fn name(opcode: u16) -> &'static str {
    OP_NAMES.get(opcode as usize).copied().unwrap_or("")
}

/// What the operand means; [`Operand::None`] for an unknown number.
pub fn operand(opcode: u16) -> Operand {
    row(opcode).map_or(Operand::None, |row| row.operand)
}

/// The bits of [`flag`]; 0 for an unknown number.
pub fn flags(opcode: u16) -> u16 {
    row(opcode).map_or(0, |row| row.flags)
}

/// Stack slots taken, or `None` for an unknown number.
pub fn popped(opcode: u16, arg: u32) -> Option<i64> {
    row(opcode).map(|row| (row.popped)(arg as i64))
}

/// Stack slots left in place of those taken, or `None` for an unknown number. For the block-opening pseudo opcodes
/// this is the effect when no exception happens; see [`stack_effect`].
pub fn pushed(opcode: u16, arg: u32) -> Option<i64> {
    row(opcode).map(|row| (row.pushed)(arg as i64))
}

/// Change of the operand stack's depth; `jump` asks for the effect along the jump (of a block-opening pseudo opcode:
/// at its handler). `None` for an unknown number.
pub fn stack_effect(opcode: u16, arg: u32, jump: bool) -> Option<i64> {
    if jump {
        match opcode {
            opcode::SETUP_FINALLY | opcode::SETUP_WITH => return Some(1),
            opcode::SETUP_CLEANUP => return Some(2),
            _ => {}
        }
    }
    row(opcode).map(|row| (row.pushed)(arg as i64) - (row.popped)(arg as i64))
}

/// Whether an operand of this opcode means anything (CPython's `HAVE_ARGUMENT`, pseudo opcodes included).
pub fn has_arg(opcode: u16) -> bool {
    operand(opcode) != Operand::None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specialised_forms_take_after_their_base() {
        for &(special, base) in SPECIALIZED {
            assert_eq!(deopt(special), base);
            assert_eq!(caches(special), caches(base), "{}", name(special as u16));
            assert_eq!(operand(special as u16), operand(base as u16));
        }
        assert_eq!(deopt(op::CALL), op::CALL);
        assert_eq!(SPECIALIZED.len(), 74);
    }

    #[test]
    fn stack_effects() {
        assert_eq!(stack_effect(opcode::CALL, 3, false), Some(-4));
        assert_eq!(stack_effect(opcode::LOAD_GLOBAL, 3, false), Some(2));
        assert_eq!(stack_effect(opcode::SETUP_CLEANUP, 0, true), Some(2));
        assert_eq!(stack_effect(opcode::UNPACK_EX, 0x102, false), Some(3));
        assert_eq!(stack_effect(opcode::BUILD_MAP, u32::MAX, false), Some(1 - 2 * u32::MAX as i64));
        assert_eq!(stack_effect(200, 0, false), Some(0));
        assert_eq!(stack_effect(119, 0, false), None);
        assert_eq!(stack_effect(u16::MAX, 0, true), None);
    }
}
