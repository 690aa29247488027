//! Each test gives instructions as code generation emits them, and the listing that CPython 3.13 ends with.

use crate::bytecode::dis::{DisOptions, disassemble};
use crate::bytecode::{CodeObject, Const, Location, code_flags};
use crate::compiler::assemble::{Scratch, assemble};
use crate::compiler::ir::{CodeUnit, InstructionSequence, Label};
use crate::ops::{self, opcode::*};

/// One instruction a line: `[label:] NAME [operand or >label]`, all on line 1 unless `@line` is given.
fn unit(text: &str) -> CodeUnit {
    let mut sequence = InstructionSequence::default();
    let mut names: Vec<String> = Vec::new();
    let mut label = |sequence: &mut InstructionSequence, name: &str| {
        let index = names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.into());
            sequence.new_label();
            names.len() - 1
        });
        Label(index as u32)
    };
    for line in text.lines() {
        let mut loc = Location::of_line(1);
        let (mut opcode, mut arg, mut target) = (NOP, 0, None);
        for word in line.split_whitespace() {
            if let Some(name) = word.strip_suffix(':') {
                let label = label(&mut sequence, name);
                sequence.use_label(label);
            } else if let Some(name) = word.strip_prefix('>') {
                target = Some(label(&mut sequence, name));
            } else if let Some(number) = word.strip_prefix('@') {
                loc = if number == "-" { Location::NONE } else { Location::of_line(number.parse().unwrap()) };
            } else if let Ok(number) = word.parse() {
                arg = number;
            } else {
                opcode = (0..ops::OPCODES as u16).find(|&opcode| ops::name(opcode) == word).unwrap();
            }
        }
        match target {
            Some(target) => sequence.push_jump(opcode, target, loc),
            None => sequence.push(opcode, arg, loc),
        }
    }
    CodeUnit {
        instrs: sequence,
        consts: vec![Const::None, Const::True, Const::Int(7)],
        names: vec!["n".into()],
        varnames: vec!["a".into(), "b".into(), "c".into()],
        argcount: 1,
        firstlineno: 1,
        ..CodeUnit::default()
    }
}

fn listing(code: &CodeObject) -> String {
    disassemble(code, &DisOptions::default()).lines().map(|line| line.trim().to_owned() + "\n").collect()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let code = assemble(&mut unit(text), &mut Scratch::default()).unwrap();
    crate::bytecode::verify::verify(&code).unwrap();
    let words = |text: &str| {
        text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(words(&listing(&code)), words(expected), "\n{}", listing(&code));
}

#[test]
fn constant_conditions_and_dead_code_go() {
    check(
        "RESUME 0
         LOAD_CONST 1
         POP_JUMP_IF_FALSE >end
         LOAD_FAST 0
         RETURN_VALUE
         end: LOAD_CONST 0
         RETURN_VALUE",
        "1 RESUME 0
         LOAD_FAST 0 (a)
         RETURN_VALUE",
    );
}

#[test]
fn comparison_with_none_becomes_a_jump() {
    check(
        "RESUME 0
         LOAD_FAST 0
         LOAD_CONST 0
         IS_OP 1
         POP_JUMP_IF_FALSE >end
         LOAD_CONST 2
         RETURN_VALUE
         end: LOAD_CONST 0
         RETURN_VALUE",
        "1 RESUME 0
         LOAD_FAST 0 (a)
         POP_JUMP_IF_NONE 1 (to L1)
         RETURN_CONST 1 (7)
         L1: RETURN_CONST 0 (None)",
    );
}

#[test]
fn jumps_to_jumps_are_threaded() {
    check(
        "RESUME 0
         top: LOAD_FAST 0
         TO_BOOL
         POP_JUMP_IF_FALSE >skip
         LOAD_NAME 0
         POP_TOP
         skip: JUMP >top",
        "1 RESUME 0
         L1: LOAD_FAST 0 (a)
         TO_BOOL
         POP_JUMP_IF_TRUE 2 (to L2)
         JUMP_BACKWARD 9 (to L1)
         L2: LOAD_NAME 0 (n)
         POP_TOP
         JUMP_BACKWARD 13 (to L1)",
    );
}

#[test]
fn swaps_become_reordered_stores() {
    // a, b = b, a
    check(
        "RESUME 0
         LOAD_CONST 2
         STORE_FAST 1
         LOAD_FAST 1
         LOAD_FAST 0
         BUILD_TUPLE 2
         UNPACK_SEQUENCE 2
         STORE_FAST 0
         STORE_FAST 1
         LOAD_CONST 0
         RETURN_VALUE",
        "1 RESUME 0
         LOAD_CONST 1 (7)
         STORE_FAST_LOAD_FAST 17 (b, b)
         LOAD_FAST 0 (a)
         STORE_FAST_STORE_FAST 16 (b, a)
         RETURN_CONST 0 (None)",
    );
}

#[test]
fn loads_of_perhaps_unbound_variables_are_checked() {
    check(
        "RESUME 0
         LOAD_FAST 0
         TO_BOOL
         POP_JUMP_IF_FALSE >end
         LOAD_CONST 2
         STORE_FAST 1
         end: LOAD_FAST 1 @2
         RETURN_VALUE @2",
        "1 RESUME 0
         LOAD_FAST 0 (a)
         TO_BOOL
         POP_JUMP_IF_FALSE 2 (to L1)
         LOAD_CONST 1 (7)
         STORE_FAST 1 (b)

         2 L1: LOAD_FAST_CHECK 1 (b)
         RETURN_VALUE",
    );
}

#[test]
fn handlers_move_to_the_end() {
    // try: n / except: pass / return None
    check(
        "RESUME 0
         SETUP_FINALLY >handler
         LOAD_NAME 0 @2
         POP_TOP @2
         POP_BLOCK @-
         JUMP >end @-
         handler: SETUP_CLEANUP >cleanup @-
         PUSH_EXC_INFO @-
         POP_TOP @3
         POP_BLOCK @-
         POP_EXCEPT @-
         JUMP >end @-
         cleanup: COPY 3 @-
         POP_EXCEPT @-
         RERAISE 1 @-
         end: LOAD_CONST 0 @4
         RETURN_VALUE @4",
        "1 RESUME 0

         2 L1: LOAD_NAME 0 (n)
         POP_TOP

         4 L2: RETURN_CONST 0 (None)

         -- L3: PUSH_EXC_INFO

         3 POP_TOP
         L4: POP_EXCEPT

         4 RETURN_CONST 0 (None)

         -- L5: COPY 3
         POP_EXCEPT
         RERAISE 1
         ExceptionTable:
         L1 to L2 -> L3 [0]
         L3 to L4 -> L5 [1] lasti",
    );
}

#[test]
fn cells_share_the_place_of_their_variable() {
    let mut unit = unit("RESUME 0\n LOAD_DEREF 0\n STORE_DEREF 1\n LOAD_DEREF 2\n RETURN_VALUE");
    unit.cellvars = vec!["a".into(), "d".into()];
    unit.freevars = vec!["f".into()];
    unit.flags = code_flags::GENERATOR;
    let code = assemble(&mut unit, &mut Scratch::default()).unwrap();
    assert_eq!(code.localsplusnames, ["a", "b", "c", "d", "f"]);
    assert_eq!(code.localspluskinds, [0x60, 0x20, 0x20, 0x40, 0x80]);
    let expected = "--           COPY_FREE_VARS           1
MAKE_CELL                0 (a)
MAKE_CELL                3 (d)

1           RETURN_GENERATOR
POP_TOP
RESUME                   0
LOAD_DEREF               0 (a)
STORE_DEREF              3 (d)
LOAD_DEREF               4 (f)
RETURN_VALUE
";
    assert_eq!(listing(&code), expected);
}

#[test]
fn long_jumps_get_prefixes() {
    let mut text = String::from("RESUME 0\n top: LOAD_FAST 0\n TO_BOOL\n POP_JUMP_IF_FALSE >end\n");
    text.push_str(&"LOAD_NAME 0\n POP_TOP\n".repeat(400));
    text.push_str("JUMP >top\n end: LOAD_CONST 0\n RETURN_VALUE");
    let code = assemble(&mut unit(&text), &mut Scratch::default()).unwrap();
    crate::bytecode::verify::verify(&code).unwrap();
    let text = listing(&code);
    assert!(text.contains("EXTENDED_ARG             3\nPOP_JUMP_IF_FALSE"), "{text}");
    assert!(text.contains("JUMP_BACKWARD          811 (to L1)"), "{text}");
}

#[test]
fn what_cannot_be_is_an_error() {
    for text in [
        "POP_TOP\n LOAD_CONST 0\n RETURN_VALUE",
        "LOAD_CONST 9\n RETURN_VALUE",
        "POP_BLOCK\n LOAD_CONST 0\n RETURN_VALUE",
        "LOAD_DEREF 0\n RETURN_VALUE",
        "x: LOAD_CONST 0\n JUMP >x",
        "JUMP >nowhere",
    ] {
        assert!(assemble(&mut unit(text), &mut Scratch::default()).is_err(), "{text}");
    }
}
