//! The instruction sequence: what code generation hands to the flow graph, one unit (function, class body, module)
//! at a time.

use crate::bytecode::{Const, Location, PyStr};

/// A place in an [`InstructionSequence`] that jumps may name before it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(pub u32);

/// One instruction; `opcode` is a number of `ops::opcode`, pseudo opcodes allowed, assembler-only ones
/// (`EXTENDED_ARG`, `CACHE`, `JUMP_FORWARD`, `JUMP_BACKWARD`…) not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instr {
    pub opcode: u16,
    /// Operand; 0 for jumps and blocks, whose place is in `target`.
    pub arg: i32,
    pub target: Option<Label>,
    pub loc: Location,
}

/// Instructions in the order of emission, with the labels placed among them.
#[derive(Clone, Debug, Default)]
pub struct InstructionSequence {
    pub instrs: Vec<Instr>,
    /// For each label, the index of the instruction it stands before; `None` until placed.
    pub labels: Vec<Option<u32>>,
}

impl InstructionSequence {
    pub fn new_label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() as u32 - 1)
    }

    /// Places `label` before the next instruction.
    pub fn use_label(&mut self, label: Label) {
        self.labels[label.0 as usize] = Some(self.instrs.len() as u32);
    }

    pub fn push(&mut self, opcode: u16, arg: i32, loc: Location) {
        self.instrs.push(Instr { opcode, arg, target: None, loc });
    }

    pub fn push_jump(&mut self, opcode: u16, target: Label, loc: Location) {
        self.instrs.push(Instr { opcode, arg: 0, target: Some(target), loc });
    }

    /// Inserts before instruction `index`, moving labels placed at or after it along, as CPython does for the
    /// instructions it puts in front of a finished body.
    pub fn insert(&mut self, index: usize, opcode: u16, arg: i32, loc: Location) {
        self.instrs.insert(index, Instr { opcode, arg, target: None, loc });
        for place in self.labels.iter_mut().flatten() {
            if *place as usize >= index {
                *place += 1;
            }
        }
    }
}

/// All that is known of a unit when its instructions are complete.
#[derive(Clone, Debug, Default)]
pub struct CodeUnit {
    pub filename: PyStr,
    pub name: PyStr,
    pub qualname: PyStr,
    pub firstlineno: i32,
    /// Bits of [`crate::bytecode::code_flags`], complete.
    pub flags: u32,
    pub argcount: u32,
    pub posonlyargcount: u32,
    pub kwonlyargcount: u32,
    /// In order of first use; `LOAD_CONST` operands index it. Unused ones are dropped by the flow graph.
    pub consts: Vec<Const>,
    pub names: Vec<PyStr>,
    /// Parameters first, then the other variables in order of first use; fast-local operands index it.
    pub varnames: Vec<PyStr>,
    /// Sorted as CPython sorts them (by name); cell and free operands index `cellvars` then `freevars`.
    pub cellvars: Vec<PyStr>,
    pub freevars: Vec<PyStr>,
    /// Those of `varnames` that are fast only within inlined comprehensions of a class or module body, and cells of
    /// the same sort: hidden from `locals()`.
    pub fast_hidden: Vec<PyStr>,
    pub instrs: InstructionSequence,
}

/// A unit that cannot be assembled: a limit exceeded, or a fault of the compiler itself. Never a fault of the source
/// that CPython would report as a SyntaxError.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    pub message: String,
}

impl CompileError {
    pub fn new(message: impl Into<String>) -> CompileError {
        CompileError { message: message.into() }
    }
}

impl std::fmt::Display for CompileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CompileError {}
