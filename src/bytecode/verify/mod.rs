//! The verifier: what code from outside (`.pyc` files, `code.replace`) must satisfy before it runs.
//!
//! What it guarantees, for a code object and those among its constants: every instruction is one that a compiler may
//! emit, its operand is in range, caches are whole and zero; control stays on instruction starts and never runs off
//! the end; the operand stack has the same depth on every path to an instruction, never less than what is popped nor
//! more than `stacksize`; NULL is only where it may be; a fast local is bound where `LOAD_FAST` expects it; location
//! and exception tables are well-formed, and handlers get the stack that they expect. Where an instruction relies on what
//! compilers leave for it (a cell, the list of a comprehension, a constant tuple of names, a code object, a closure of
//! as many cells as the code has free variables, an exception's saved state), that is what it finds. Every loop, those through
//! handlers included, leads over a backward jump or `RESUME`, which count what the program does.
//!
//! What it does not: the types of values in general. An instruction that expects an exception to raise again or a
//! function's defaults may find another object, and has to check.

mod decode;
mod flow;

use std::fmt;

use super::{CodeObject, Const, code_flags, exceptions, locations, var_kind};

/// Greatest `stacksize` and number of fast locals accepted; far above what compilers emit.
const MAX_SLOTS: usize = 1 << 20;

/// What is wrong with a code object, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    /// Qualified name of the code object.
    pub code: String,
    /// Offset in bytes of the instruction concerned, if it is one.
    pub offset: Option<usize>,
    pub message: String,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid bytecode in {}", self.code)?;
        if let Some(offset) = self.offset {
            write!(f, " at offset {offset}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for VerifyError {}

/// A fault before it is known in which code object it lies.
struct Fault {
    offset: Option<usize>,
    message: String,
}

impl Fault {
    fn new(message: impl Into<String>) -> Fault {
        Fault { offset: None, message: message.into() }
    }

    /// At an offset in code units.
    fn at(unit: u32, message: impl Into<String>) -> Fault {
        Fault { offset: Some(unit as usize * 2), message: message.into() }
    }
}

/// Verifies `code` and all code objects among its constants.
pub fn verify(code: &CodeObject) -> Result<(), VerifyError> {
    let mut todo = vec![code];
    while let Some(code) = todo.pop() {
        verify_alone(code)?;
        push_nested(&code.consts, &mut todo);
    }
    Ok(())
}

/// The same for a code object without those among its constants.
pub fn verify_alone(code: &CodeObject) -> Result<(), VerifyError> {
    verify_one(code).map_err(|fault| VerifyError {
        code: code.qualname.to_string_lossy(),
        offset: fault.offset,
        message: fault.message,
    })
}

fn push_nested<'a>(consts: &'a [Const], todo: &mut Vec<&'a CodeObject>) {
    for value in consts {
        match value {
            Const::Code(code) => todo.push(code),
            Const::Tuple(items) | Const::FrozenSet(items) => push_nested(items, todo),
            _ => {}
        }
    }
}

fn verify_one(code: &CodeObject) -> Result<(), Fault> {
    check_variables(code)?;
    let body = decode::decode(code)?;
    let handlers = check_exception_table(code, &body)?;
    let mut entries = locations::entries(&code.linetable, code.firstlineno);
    entries.by_ref().for_each(drop);
    if entries.position() != code.linetable.len() {
        return Err(Fault::new(format!("the location table is damaged at byte {}", entries.position())));
    }
    flow::check(code, &body, &handlers)
}

fn check_variables(code: &CodeObject) -> Result<(), Fault> {
    let count = code.localsplusnames.len();
    if code.localspluskinds.len() != count {
        return Err(Fault::new(format!("{count} fast locals, but kinds for {}", code.localspluskinds.len())));
    }
    if count > MAX_SLOTS || code.stacksize as usize > MAX_SLOTS {
        return Err(Fault::new(format!("more than {MAX_SLOTS} fast locals or stack slots")));
    }
    const KNOWN: u8 = var_kind::HIDDEN | var_kind::LOCAL | var_kind::CELL | var_kind::FREE;
    // Variables, then cells, then free variables.
    let rank = |kind: u8| match kind & !var_kind::HIDDEN {
        _ if kind & !KNOWN != 0 => None,
        kind if kind & var_kind::LOCAL != 0 && kind & var_kind::FREE == 0 => Some(0),
        var_kind::CELL => Some(1),
        var_kind::FREE => Some(2),
        _ => None,
    };
    let mut last = 0;
    let mut variables = 0u64;
    for (index, &kind) in code.localspluskinds.iter().enumerate() {
        match rank(kind) {
            Some(rank) if rank >= last => last = rank,
            _ => return Err(Fault::new(format!("fast local {index} has kind {kind:#x}, impossible there"))),
        }
        variables += (last == 0) as u64;
    }
    let flag = |bit| (code.flags & bit != 0) as u64;
    let parameters = code.argcount as u64
        + code.kwonlyargcount as u64
        + flag(code_flags::VARARGS)
        + flag(code_flags::VARKEYWORDS);
    if parameters > variables {
        return Err(Fault::new(format!("{parameters} parameters, but {variables} variables")));
    }
    if code.posonlyargcount > code.argcount {
        return Err(Fault::new("more positional-only parameters than positional ones"));
    }
    Ok(())
}

fn check_exception_table(code: &CodeObject, body: &decode::Body) -> Result<Vec<exceptions::Handler>, Fault> {
    let mut entries = exceptions::handlers(&code.exceptiontable);
    let mut list: Vec<exceptions::Handler> = Vec::new();
    loop {
        let at = entries.position();
        let Some(handler) = entries.next() else { break };
        let fail = |what: &str| Err(Fault::new(format!("the exception table's entry at byte {at} {what}")));
        let end = body.units();
        // The search in the table relies on this bit, and on order.
        let marked = |at: usize| code.exceptiontable[at] & 0x80 != 0;
        if !marked(at) || (at + 1..entries.position()).any(marked) {
            return fail("is not marked as one");
        }
        if handler.start >= handler.end
            || handler.end > end
            || list.last().is_some_and(|l| l.end > handler.start)
        {
            return fail("has a range that is empty, out of order or beyond the code");
        }
        if body.index_at(handler.start).is_none()
            || (handler.end != end && body.index_at(handler.end).is_none())
        {
            return fail("has a range that cuts an instruction");
        }
        if body.index_at(handler.target).is_none() {
            return fail("has a target that is no instruction");
        }
        if handler.depth as usize + handler.lasti as usize + 1 > code.stacksize as usize {
            return fail("needs more stack than there is");
        }
        list.push(handler);
    }
    if entries.position() != code.exceptiontable.len() {
        return Err(Fault::new(format!("the exception table is damaged at byte {}", entries.position())));
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::op::*;

    fn code(code: &[u8]) -> CodeObject {
        CodeObject {
            code: code.to_vec(),
            consts: vec![Const::None],
            names: vec!["n".into()],
            localsplusnames: vec!["a".into(), "b".into(), "c".into()],
            localspluskinds: vec![var_kind::LOCAL, var_kind::LOCAL, var_kind::CELL],
            argcount: 1,
            stacksize: 4,
            ..CodeObject::default()
        }
    }

    fn message(code: &CodeObject) -> String {
        verify(code).map_or_else(|error| error.to_string(), |()| "fine".into())
    }

    #[test]
    fn good_code_passes() {
        // while a: b = a; a = b
        let body = [
            RESUME,
            0,
            LOAD_FAST,
            0,
            TO_BOOL,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            POP_JUMP_IF_FALSE,
            5,
            0,
            0,
            LOAD_FAST,
            0,
            STORE_FAST_LOAD_FAST,
            0x11,
            STORE_FAST,
            0,
            JUMP_BACKWARD,
            12,
            0,
            0,
            RETURN_CONST,
            0,
        ];
        assert_eq!(message(&code(&body)), "fine");
    }

    #[test]
    fn each_fault_is_named() {
        for (body, expected) in [
            (&[][..], "not a positive even number"),
            (&[RESUME], "not a positive even number"),
            (&[RESUME, 0], "runs off the end"),
            (&[200, 0], "may not be in code from outside"),
            (&[130, 0], "opcode 130 does not exist"),
            (&[CACHE, 0], "CACHE may not be"),
            (&[LOAD_CONST, 1, RETURN_VALUE, 0], "no such constant"),
            (&[LOAD_NAME, 1, RETURN_VALUE, 0], "no such name"),
            (&[LOAD_FAST, 3, RETURN_VALUE, 0], "no such fast local"),
            (&[LOAD_FAST, 1, RETURN_VALUE, 0], "fast local 1 may be unbound"),
            (&[LOAD_DEREF, 0, RETURN_VALUE, 0], "neither a cell"),
            (&[LOAD_DEREF, 2, RETURN_VALUE, 0], "may be unbound"),
            (&[LOAD_DEREF, 3, RETURN_VALUE, 0], "no such fast local"),
            (&[POP_TOP, 0, RETURN_CONST, 0], "needs 1 values on the stack, and there are 0"),
            (&[PUSH_NULL, 0, RETURN_VALUE, 0], "an operand may be NULL"),
            (&[PUSH_NULL, 0, STORE_FAST, 0, LOAD_FAST, 0, RETURN_VALUE, 0], "fast local 0 may be unbound"),
            (&[JUMP_FORWARD, 9, RETURN_CONST, 0], "where no instruction starts"),
            (&[JUMP_BACKWARD, 3, 0, 0, RETURN_CONST, 0], "where no instruction starts"),
            (&[EXTENDED_ARG, 1, JUMP_BACKWARD_NO_INTERRUPT, 1], "jump to offset"),
            (&[EXTENDED_ARG, 0, EXTENDED_ARG, 0, EXTENDED_ARG, 0, EXTENDED_ARG, 0], "three EXTENDED_ARGs"),
            (&[TO_BOOL, 0, 0, 0], "ends within an instruction's inline cache"),
            (&[LOAD_FAST, 0, TO_BOOL, 0, 1, 0, 0, 0, 0, 0, RETURN_VALUE, 0], "cache that is not zero"),
            (&[LOAD_FAST, 0, JUMP_BACKWARD_NO_INTERRUPT, 2], "control reaches offset 0 with"),
            (&[LOAD_FAST, 0, COPY, 1, COPY, 1, COPY, 1, COPY, 1, RETURN_VALUE, 0], "beyond the 4 slots"),
            (&[LOAD_FAST, 0, YIELD_VALUE, 0, RETURN_VALUE, 0], "outside of a generator"),
            (&[LOAD_FAST, 0, GET_ITER, 0, FOR_ITER, 0, 0, 0, RETURN_VALUE, 0], "must jump to END_FOR"),
        ] {
            let text = message(&code(body));
            assert!(text.contains(expected), "{body:?}: {text}");
        }
        let body = [RESUME, 0, RETURN_CONST, 0];
        for (damaged, expected) in [
            (CodeObject { localspluskinds: vec![0x20], ..code(&body) }, "kinds for 1"),
            (CodeObject { localspluskinds: vec![0x20, 0x80, 0x20], ..code(&body) }, "fast local 2 has kind"),
            (CodeObject { argcount: 9, ..code(&body) }, "9 parameters"),
            (CodeObject { posonlyargcount: 2, ..code(&body) }, "positional-only"),
            (CodeObject { flags: code_flags::GENERATOR, ..code(&body) }, "without RETURN_GENERATOR"),
            (CodeObject { exceptiontable: vec![0x80, 1, 5, 0], ..code(&body) }, "a target"),
            (CodeObject { exceptiontable: vec![0x80, 9, 1, 0], ..code(&body) }, "beyond the code"),
            (CodeObject { exceptiontable: vec![0x80, 1, 1, 2], ..code(&body) }, "handler expects 1 values"),
            (CodeObject { exceptiontable: vec![0x80, 1], ..code(&body) }, "exception table is damaged"),
            (CodeObject { linetable: vec![0xF0], ..code(&body) }, "location table is damaged"),
            (
                CodeObject {
                    exceptiontable: vec![0x80 | 2, 3, 2, 0],
                    ..code(&[RESUME, 0, JUMP_FORWARD, 1, POP_TOP, 0, LOAD_NAME, 0, RETURN_VALUE, 0])
                },
                "a loop that nothing can interrupt",
            ),
            (CodeObject { stacksize: u32::MAX, ..code(&body) }, "stack slots"),
        ] {
            let text = message(&damaged);
            assert!(text.contains(expected), "{text}");
        }
        let nested = CodeObject { qualname: "f".into(), ..code(&[RESUME, 0]) };
        let outer =
            CodeObject { consts: vec![Const::Tuple(vec![Const::Code(nested.into())])], ..code(&body) };
        assert_eq!(
            message(&outer),
            "invalid bytecode in f at offset 0: control runs off the end of the code"
        );
    }

    #[test]
    fn operands_are_what_compilers_put_there() {
        let free = CodeObject {
            localsplusnames: vec!["x".into()],
            localspluskinds: vec![var_kind::FREE],
            ..code(&[COPY_FREE_VARS, 1, RESUME, 0, RETURN_CONST, 0])
        };
        let free = CodeObject { argcount: 0, ..free };
        let plain = CodeObject { argcount: 0, ..code(&[RESUME, 0, RETURN_CONST, 0]) };
        let names = Const::Tuple(vec![Const::Str("x".into()), Const::Str("y".into())]);
        let consts = vec![
            Const::None,
            Const::Code(plain.into()),
            Const::Code(free.into()),
            names,
            Const::Tuple(vec![Const::Int(1)]),
        ];
        for (body, expected) in [
            (&[LOAD_FAST, 0, LOAD_FAST, 0, LIST_APPEND, 1][..], "4: LIST_APPEND: needs a list"),
            (&[BUILD_SET, 0, LOAD_FAST, 0, LIST_EXTEND, 1], "4: LIST_EXTEND: needs a list"),
            (&[BUILD_LIST, 0, LOAD_FAST, 0, SET_ADD, 1], "4: SET_ADD: needs a set"),
            (&[BUILD_LIST, 0, LOAD_FAST, 0, DICT_UPDATE, 1], "4: DICT_UPDATE: needs a dict"),
            (&[LOAD_CONST, 0, MAKE_FUNCTION, 0, RETURN_VALUE, 0], "2: MAKE_FUNCTION: needs a code object"),
            (&[LOAD_FAST, 0, PUSH_EXC_INFO, 0, RETURN_VALUE, 0], "2: PUSH_EXC_INFO: needs an exception"),
            (
                &[LOAD_FAST, 0, POP_EXCEPT, 0, RETURN_CONST, 0],
                "2: POP_EXCEPT: needs what PUSH_EXC_INFO saved",
            ),
            (&[LOAD_FAST, 0, STORE_FAST, 2, LOAD_DEREF, 2], "4: LOAD_DEREF: needs a cell"),
            (
                &[BUILD_LIST, 0, LOAD_CONST, 3, MATCH_CLASS, 0],
                "4: MATCH_CLASS: needs 3 values on the stack, and there are 2",
            ),
        ] {
            let tail =
                if expected.contains("values on") { "" } else { " that the code itself has put there" };
            let body = CodeObject { consts: consts.clone(), ..code(&[body, &[RETURN_CONST, 0]].concat()) };
            assert_eq!(message(&body), format!("invalid bytecode in  at offset {expected}{tail}"));
        }
        for (body, expected) in [
            (
                &[LOAD_CONST, 2, MAKE_FUNCTION, 0, RETURN_VALUE, 0][..],
                "4: RETURN_VALUE: an operand may be NULL",
            ),
            (
                &[LOAD_CONST, 2, MAKE_FUNCTION, 0, STORE_FAST, 0, RETURN_CONST, 0],
                "4: STORE_FAST: a function without the closure that it needs",
            ),
            (
                &[LOAD_CONST, 4, LOAD_CONST, 2, MAKE_FUNCTION, 0, SET_FUNCTION_ATTRIBUTE, 8, RETURN_VALUE, 0],
                "6: SET_FUNCTION_ATTRIBUTE: needs a closure of 1 cells",
            ),
            (
                &[LOAD_FAST, 0, LOAD_CONST, 4, BUILD_CONST_KEY_MAP, 2, RETURN_VALUE, 0],
                "4: BUILD_CONST_KEY_MAP: needs 3 values on the stack, and there are 2",
            ),
            (
                &[LOAD_FAST, 0, COPY, 1, LOAD_CONST, 4, BUILD_CONST_KEY_MAP, 2, RETURN_VALUE, 0],
                "6: BUILD_CONST_KEY_MAP: needs a tuple of 2 keys",
            ),
            (
                &[LOAD_FAST, 0, PUSH_NULL, 0, LOAD_FAST, 0, LOAD_CONST, 3, CALL_KW, 1, RETURN_VALUE, 0],
                "8: CALL_KW: needs as many arguments as there are names",
            ),
            (
                &[LOAD_FAST, 0, LOAD_FAST, 0, MATCH_KEYS, 0, RETURN_VALUE, 0],
                "4: MATCH_KEYS: needs a tuple of keys",
            ),
            (
                &[
                    LOAD_FAST,
                    0,
                    PUSH_NULL,
                    0,
                    LOAD_CONST,
                    4,
                    LOAD_FAST,
                    0,
                    CALL_FUNCTION_EX,
                    1,
                    RETURN_VALUE,
                    0,
                ],
                "8: CALL_FUNCTION_EX: needs a dict that the code itself has put there",
            ),
        ] {
            let body = CodeObject { consts: consts.clone(), ..code(body) };
            assert_eq!(message(&body), format!("invalid bytecode in  at offset {expected}"));
        }
        // A closure of one cell, for code with one free variable.
        let body = [
            &[MAKE_CELL, 2, LOAD_FAST, 2, BUILD_TUPLE, 1, LOAD_CONST, 2, MAKE_FUNCTION, 0][..],
            &[SET_FUNCTION_ATTRIBUTE, 8, RETURN_VALUE, 0],
        ];
        assert_eq!(message(&CodeObject { consts, ..code(&body.concat()) }), "fine");
    }
}
