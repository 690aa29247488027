//! Why code is not compiled, and why compiled code is left: typed from where they arise to where they are counted and shown.

use std::fmt;

use crate::ops;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $(($($field:ident: $ty:ty),+))? => $text:literal,)+) => {
        /// Why something is not compiled. The interpreter runs it, so no refusal makes a result wrong.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Refusal {
            $($(#[$doc])* $name $(($($ty),+))?,)+
        }

        impl fmt::Display for Refusal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Refusal::$name $(($($field),+))? => write!(f, $text),)+
                }
            }
        }
    };
}

refusals! {
    Coroutine => "a coroutine",
    TableFull => "the function table is full",
    TooManyExits => "too many exits",
    TooManyInstructions(most: usize) => "more than {most} instructions",
    NoMemory => "no memory",
    TypesDoNotSettle => "types do not settle",
    LoopUnreachable => "the loop cannot be reached",
    Irreducible => "irreducible control flow",
    InlinedTooDeeply => "bodies inlined too deeply",
    NestedTooDeeply => "control flow nested too deeply",
    /// Bytecode that the verifier lets pass and no compiler makes.
    NoBytecode => "an instruction that is no bytecode",
    EndsInExtendedArg => "the code ends in EXTENDED_ARG",
    DepthsDiffer => "inconsistent stack depth",
    JumpToStop => "a jump to where a generator stops",
    NoCode => "no code",
    NoGenerator => "no generator",
    JumpBefore => "a jump before the code",
    JumpInside => "a jump into an instruction",
    JumpNowhere => "a jump to no block",
    YieldOutside => "a yield outside a generator",
    /// What the wasm engine says of a module: a bug of ours, or a limit of its own.
    Engine(what: String) => "the engine refused the module: {what}",
    Store(what: String) => "a store could not be replaced: {what}",
    /// What the verifier and the passes before have made sure of does not hold: a bug of ours, or damaged memory.
    Bug(what: Bug) => "{what}",
}

macro_rules! bugs {
    ($($name:ident $(($($field:ident: $ty:ty),+))? => $text:literal,)+) => {
        /// What cannot be, found while compiling.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Bug {
            $($name $(($($ty),+))?,)+
        }

        impl fmt::Display for Bug {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Bug::$name $(($($field),+))? => write!(f, $text),)+
                }
            }
        }
    };
}

bugs! {
    Name => "a name out of range",
    Local => "a local out of range",
    Cell => "a cell out of range",
    FreeVariables => "more free variables than locals",
    DeadLocal => "a local is read that was taken for dead",
    Underflow => "the stack underflows",
    JoinDepths => "stack depths differ",
    JoinUnreached => "an edge to a block that was never reached",
    JoinConstant => "a constant at a join is none",
    Effect(opcode: Name, guard: &'static str) => "{opcode}: guard {guard} behind an effect",
    Operator => "an unknown operator",
    Opcode(opcode: u8) => "unknown instruction {opcode}",
    InsideBlock(opcode: Name) => "{opcode} in the middle of a block",
    Landing => "a landing that is not open",
    Branch => "a branch to a block that is not open",
    OwnFrame => "a function's own frame is always real",
    Immediate => "a stencil without one of its numbers",
    Leave => "a stencil without its exit",
    Scratch => "a stencil without one of its locals",
    Helper(number: u32) => "no helper has the number {number}",
    CallOut => "a call out of the module",
}

impl From<Bug> for Refusal {
    fn from(bug: Bug) -> Refusal {
        Refusal::Bug(bug)
    }
}

/// An opcode that is shown by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(pub u8);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ops::name(self.0 as u16))
    }
}

/// Why compiled code was left: which guard failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// One of an instruction's own.
    Instruction(Name),
    /// One on the way into a loop whose header is this instruction.
    IntoLoop(Name),
}
