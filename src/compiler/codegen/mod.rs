//! Code generation: from the tree and its symbol table to instruction sequences, mirroring CPython 3.13's
//! `Python/compile.c` instruction by instruction, source ranges included. What it emits is naive on purpose:
//! the flow graph ([`super::assemble`]) optimises it as CPython's does.

mod call;
mod class;
mod comprehension;
mod expr;
mod function;
mod pattern;
mod scope;
mod stmt;
mod trys;
mod with;

use super::assemble::Scratch;
use super::ast::*;
use super::errors::{CompileError, ErrorKind};
use super::ir::{InstructionSequence, Label};
use super::names::{FastMap, Interner, Name, known};
use super::symtable::{BlockId, BlockType, NameMap, Scope, SymbolTable, TOP};
use super::warnings::{self, Warning};
use super::{Mode, Options};
use crate::bytecode::Location;
use crate::bytecode::code::{CodeObject, Const, code_flags};
use crate::bytecode::hash::HashKey;
use crate::bytecode::pystr::PyStr;
pub(super) use crate::ops::opcode as op;

pub(super) type R<T> = Result<T, Box<CompileError>>;

/// CPython's bound on how much of the operand stack a display or call may fill before it is built piecemeal.
const STACK_USE_GUIDELINE: usize = 30;
/// Constants up to this many are found by looking at each.
const FEW_CONSTS: usize = 12;
/// Instructions in one unit: some 800 MiB while it is being compiled.
const MAX_INSTRUCTIONS: usize = 1 << 23;
/// Statically nested blocks that CPython allows.
const MAX_BLOCKS: usize = 21;

/// What a code unit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ScopeType {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    TypeParams,
}

/// A block that `break`, `continue` or `return` may have to leave.
#[derive(Clone, Copy)]
struct Block<'a> {
    kind: BlockKind<'a>,
    /// Where `continue` goes.
    start: Option<Label>,
    /// Where `break` goes.
    exit: Option<Label>,
    loc: Location,
}

#[derive(Clone, Copy)]
enum BlockKind<'a> {
    While,
    For,
    TryExcept,
    FinallyTry(&'a [Stmt]),
    FinallyEnd,
    With { is_async: bool },
    HandlerCleanup(Option<Name>),
    PopValue,
    ExceptionHandler,
    ExceptionGroupHandler,
    AsyncComprehension,
    StopIteration,
}

/// A code unit under construction.
struct Unit<'a> {
    block: BlockId,
    scope: ScopeType,
    name: PyStr,
    /// The name as an identifier, where it is one.
    ident: Name,
    qualname: PyStr,
    /// The class for name mangling.
    private: Option<Name>,
    /// In a class: attributes that methods assign through their first parameter.
    static_attributes: NameMap<()>,
    seq: InstructionSequence,
    blocks: Vec<Block<'a>>,
    in_inlined_comp: u32,
    /// Empty while there are few constants.
    const_index: FastMap<Const, u32>,
    consts: Vec<Const>,
    names: NameMap<()>,
    varnames: NameMap<()>,
    cellvars: NameMap<()>,
    freevars: NameMap<()>,
    /// Fast locals of inlined comprehensions outside functions; true while in use.
    fast_hidden: NameMap<bool>,
    firstlineno: i32,
    argcount: u32,
    posonlyargcount: u32,
    kwonlyargcount: u32,
}

pub(super) struct Compiler<'a> {
    st: SymbolTable,
    names: &'a mut Interner,
    warnings: &'a mut Vec<Warning>,
    filename: PyStr,
    optimize: u8,
    hash_key: HashKey,
    future_annotations: bool,
    /// Line of the module's last `__future__` import; none may come after it.
    future_line: i32,
    /// Flags that every code object inherits.
    base_flags: u32,
    interactive: bool,
    top_level_await: bool,
    /// Enclosing units, innermost last.
    stack: Vec<Unit<'a>>,
    u: Unit<'a>,
    depth: u32,
    /// Buffers of finished units, for the next ones.
    spare: Vec<InstructionSequence>,
    qualname: String,
    scratch: Scratch,
}

/// The code object of a module or expression.
pub(super) fn compile(
    module: &Mod,
    st: SymbolTable,
    names: &mut Interner,
    warnings: &mut Vec<Warning>,
    filename: &str,
    options: &Options,
    mode: Mode,
    future_flags: u32,
    future_line: i32,
) -> R<CodeObject> {
    let u = Unit::new(TOP, ScopeType::Module, PyStr::from("<module>"), known::MODULE, 1);
    let mut c = Compiler {
        st,
        names,
        warnings,
        filename: PyStr::from(filename),
        optimize: options.optimize,
        hash_key: options.hash_key,
        future_annotations: future_flags & code_flags::FUTURE_ANNOTATIONS != 0,
        future_line,
        base_flags: future_flags,
        interactive: mode == Mode::Single,
        top_level_await: options.top_level_await,
        stack: Vec::new(),
        u,
        depth: 0,
        spare: Vec::new(),
        qualname: String::new(),
        scratch: Scratch::default(),
    };
    c.prepare_unit();
    c.op_i(op::RESUME, 0, Location { line: 0, end_line: 1, col: 0, end_col: 0 });
    let loc = Location { line: 1, end_line: 1, col: 0, end_col: 0 };
    match module {
        Mod::Module(body) if c.interactive => {
            if stmt::has_annotation(body) {
                c.op(op::SETUP_ANNOTATIONS, loc);
            }
            c.stmts(body)?;
        }
        Mod::Module(body) => c.body(loc, body)?,
        Mod::Expression(e) => c.expr(e)?,
    }
    let add_none = matches!(module, Mod::Module(_));
    c.finish_unit(add_none)
}

/// Constants that instructions name by number.
pub(super) mod nb {
    pub use crate::ops::names::nb::*;
}
pub(super) use crate::ops::names::intrinsic;

impl<'a> Compiler<'a> {
    #[inline]
    fn op(&mut self, opcode: u16, loc: Location) {
        self.u.seq.push(opcode, 0, loc);
    }

    #[inline]
    fn op_i(&mut self, opcode: u16, arg: usize, loc: Location) {
        self.u.seq.push(opcode, arg as i32, loc);
    }

    #[inline]
    fn jump(&mut self, opcode: u16, target: Label, loc: Location) {
        self.u.seq.push_jump(opcode, target, loc);
    }

    #[inline]
    fn label(&mut self) -> Label {
        self.u.seq.new_label()
    }

    #[inline]
    fn place(&mut self, l: Label) {
        self.u.seq.use_label(l);
    }

    /// The index of a constant, added when it is new.
    fn add_const(&mut self, c: Const) -> usize {
        if matches!(c, Const::Float(f) if f.is_nan()) {
            // No NaN equals another, so each stays by itself.
            self.u.consts.push(c);
            return self.u.consts.len() - 1;
        }
        let n = self.u.consts.len();
        if n < FEW_CONSTS {
            if let Some(i) = self.u.consts.iter().position(|k| *k == c) {
                return i;
            }
            self.u.consts.push(c);
            return n;
        }
        if self.u.const_index.is_empty() {
            self.u.const_index = self.u.consts.iter().cloned().zip(0..).collect();
        }
        if let Some(&i) = self.u.const_index.get(&c) {
            return i as usize;
        }
        self.u.consts.push(c.clone());
        self.u.const_index.insert(c, n as u32);
        n
    }

    fn load_const(&mut self, c: Const, loc: Location) {
        let i = self.add_const(c);
        self.op_i(op::LOAD_CONST, i, loc);
    }

    fn load_none(&mut self, loc: Location) {
        self.load_const(Const::None, loc);
    }

    fn name_const(&self, n: Name) -> Const {
        Const::Str(self.names.pystr(n))
    }

    fn mangle(&mut self, n: Name) -> Name {
        if self.u.private.is_none() {
            return n;
        }
        if self.st.block(self.u.block).mangled_names.as_ref().is_some_and(|m| !m.contains(&n)) {
            return n;
        }
        self.names.mangle(self.u.private, n)
    }

    /// An instruction that names an attribute, a module or the like.
    fn op_name(&mut self, opcode: u16, n: Name, loc: Location) {
        let n = self.mangle(n);
        let i = self.u.names.insert(n, ());
        let (opcode, arg) = match opcode {
            op::LOAD_ATTR => (op::LOAD_ATTR, i << 1),
            op::LOAD_METHOD => (op::LOAD_ATTR, i << 1 | 1),
            op::LOAD_SUPER_ATTR => (op::LOAD_SUPER_ATTR, i << 2 | 2),
            op::LOAD_SUPER_METHOD => (op::LOAD_SUPER_ATTR, i << 2 | 3),
            op::LOAD_ZERO_SUPER_ATTR => (op::LOAD_SUPER_ATTR, i << 2),
            op::LOAD_ZERO_SUPER_METHOD => (op::LOAD_SUPER_ATTR, i << 2 | 1),
            other => (other, i),
        };
        self.op_i(opcode, arg, loc);
    }

    /// Refuses a unit that has become too long: `finally` bodies within each other and captures in patterns take far
    /// more instructions than source.
    #[inline]
    fn check_length(&self, further: usize) -> R<()> {
        if self.u.seq.instrs.len() + further <= MAX_INSTRUCTIONS {
            return Ok(());
        }
        let message =
            format!("the code of {} takes more than {MAX_INSTRUCTIONS} instructions", self.u.qualname);
        Err(CompileError::at(ErrorKind::Limit, message, Location::NONE))
    }

    #[cold]
    fn error<T>(&self, msg: impl Into<String>, loc: Location) -> R<T> {
        Err(CompileError::syntax(msg, loc))
    }

    fn warn(&mut self, message: impl Into<String>, loc: Location) {
        self.warnings.push(Warning::at(loc, message));
    }

    fn forbidden(&self, n: Name, ctx: Ctx, loc: Location) -> R<()> {
        if n == known::DEBUG {
            match ctx {
                Ctx::Store => return self.error("cannot assign to __debug__", loc),
                Ctx::Del => return self.error("cannot delete __debug__", loc),
                Ctx::Load => {}
            }
        }
        Ok(())
    }

    /// Index of a cell or free variable as deref instructions count them.
    fn free_index(&mut self, n: Name) -> usize {
        let cells = self.u.cellvars.len();
        let i = self.u.freevars.insert(n, ());
        cells + i
    }

    /// Loads, stores or deletes a variable.
    fn name_op(&mut self, n: Name, ctx: Ctx, loc: Location) -> R<()> {
        self.forbidden(n, ctx, loc)?;
        let n = self.mangle(n);
        let block = self.st.block(self.u.block);
        let function_like = block.is_function_like();
        let is_class = block.ty == BlockType::Class;
        let sees_class = block.can_see_class_scope;
        let scope = block.scope(n);
        let pick = |l, s, d| match ctx {
            Ctx::Load => l,
            Ctx::Store => s,
            Ctx::Del => d,
        };
        match scope {
            Scope::Free | Scope::Cell => {
                let mut opcode = pick(op::LOAD_DEREF, op::STORE_DEREF, op::DELETE_DEREF);
                if ctx == Ctx::Load {
                    if is_class && self.u.in_inlined_comp == 0 {
                        opcode = op::LOAD_FROM_DICT_OR_DEREF;
                        self.op(op::LOAD_LOCALS, loc);
                    } else if sees_class {
                        opcode = op::LOAD_FROM_DICT_OR_DEREF;
                        let i = self.free_index(known::CLASSDICT);
                        self.op_i(op::LOAD_DEREF, i, loc);
                    }
                }
                let i = if scope == Scope::Free { self.free_index(n) } else { self.u.cellvars.insert(n, ()) };
                self.op_i(opcode, i, loc);
            }
            Scope::Local if function_like || self.u.fast_hidden.get(n) == Some(&true) => {
                let i = self.u.varnames.insert(n, ());
                self.op_i(pick(op::LOAD_FAST, op::STORE_FAST, op::DELETE_FAST), i, loc);
            }
            Scope::GlobalExplicit | Scope::GlobalImplicit
                if function_like || scope == Scope::GlobalExplicit =>
            {
                if ctx == Ctx::Load && sees_class && scope == Scope::GlobalImplicit {
                    let i = self.free_index(known::CLASSDICT);
                    self.op_i(op::LOAD_DEREF, i, loc);
                    let i = self.u.names.insert(n, ());
                    self.op_i(op::LOAD_FROM_DICT_OR_GLOBALS, i, loc);
                } else {
                    let i = self.u.names.insert(n, ());
                    match ctx {
                        Ctx::Load => self.op_i(op::LOAD_GLOBAL, i << 1, loc),
                        Ctx::Store => self.op_i(op::STORE_GLOBAL, i, loc),
                        Ctx::Del => self.op_i(op::DELETE_GLOBAL, i, loc),
                    }
                }
            }
            _ => {
                let i = self.u.names.insert(n, ());
                if ctx == Ctx::Load && is_class && self.u.in_inlined_comp > 0 {
                    self.op_i(op::LOAD_GLOBAL, i << 1, loc);
                } else {
                    self.op_i(pick(op::LOAD_NAME, op::STORE_NAME, op::DELETE_NAME), i, loc);
                }
            }
        }
        Ok(())
    }

    fn push_block(
        &mut self,
        kind: BlockKind<'a>,
        start: Option<Label>,
        exit: Option<Label>,
        loc: Location,
    ) -> R<()> {
        if self.u.blocks.len() >= MAX_BLOCKS {
            return self.error("too many statically nested blocks", loc);
        }
        self.u.blocks.push(Block { kind, start, exit, loc });
        Ok(())
    }

    fn pop_block(&mut self) {
        self.u.blocks.pop();
    }

    /// `yield from` or `await` of the awaitable and the None on the stack.
    fn yield_from(&mut self, is_await: bool, loc: Location) {
        let (send, fail, exit) = (self.label(), self.label(), self.label());
        self.place(send);
        self.jump(op::SEND, exit, loc);
        // A virtual handler for StopIteration from close() or throw().
        self.jump(op::SETUP_FINALLY, fail, loc);
        self.op_i(op::YIELD_VALUE, 1, loc);
        self.op(op::POP_BLOCK, Location::NONE);
        self.op_i(op::RESUME, if is_await { 3 } else { 2 }, loc);
        self.jump(op::JUMP_NO_INTERRUPT, send, loc);
        self.place(fail);
        self.op(op::CLEANUP_THROW, loc);
        self.place(exit);
        self.op(op::END_SEND, loc);
    }

    fn pop_except_and_reraise(&mut self, loc: Location) {
        self.op_i(op::COPY, 3, loc);
        self.op(op::POP_EXCEPT, loc);
        self.op_i(op::RERAISE, 1, loc);
    }

    fn call_exit_with_nones(&mut self, loc: Location) {
        self.load_none(loc);
        self.load_none(loc);
        self.load_none(loc);
        self.op_i(op::CALL, 2, loc);
    }

    /// Emits what leaving a block takes. `preserve`: the value on top is kept.
    fn unwind_one(&mut self, b: Block<'a>, preserve: bool, loc: &mut Location) -> R<()> {
        match b.kind {
            BlockKind::While
            | BlockKind::ExceptionHandler
            | BlockKind::ExceptionGroupHandler
            | BlockKind::AsyncComprehension
            | BlockKind::StopIteration => {}
            BlockKind::For | BlockKind::PopValue => {
                if preserve {
                    self.op_i(op::SWAP, 2, *loc);
                }
                self.op(op::POP_TOP, *loc);
            }
            BlockKind::TryExcept => self.op(op::POP_BLOCK, *loc),
            BlockKind::FinallyTry(body) => {
                self.op(op::POP_BLOCK, *loc);
                if preserve {
                    self.push_block(BlockKind::PopValue, None, None, *loc)?;
                }
                self.stmts(body)?;
                if preserve {
                    self.pop_block();
                }
                // The finally block runs after the statement that leaves it: what follows has no place.
                *loc = Location::NONE;
            }
            BlockKind::FinallyEnd => {
                if preserve {
                    self.op_i(op::SWAP, 2, *loc);
                }
                self.op(op::POP_TOP, *loc);
                if preserve {
                    self.op_i(op::SWAP, 2, *loc);
                }
                self.op(op::POP_BLOCK, *loc);
                self.op(op::POP_EXCEPT, *loc);
            }
            BlockKind::With { is_async } => {
                *loc = b.loc;
                self.op(op::POP_BLOCK, *loc);
                if preserve {
                    self.op_i(op::SWAP, 2, *loc);
                }
                self.call_exit_with_nones(*loc);
                if is_async {
                    self.op_i(op::GET_AWAITABLE, 2, *loc);
                    self.load_none(*loc);
                    self.yield_from(true, *loc);
                }
                self.op(op::POP_TOP, *loc);
                *loc = Location::NONE;
            }
            BlockKind::HandlerCleanup(name) => {
                if name.is_some() {
                    self.op(op::POP_BLOCK, *loc);
                }
                if preserve {
                    self.op_i(op::SWAP, 2, *loc);
                }
                self.op(op::POP_BLOCK, *loc);
                self.op(op::POP_EXCEPT, *loc);
                if let Some(n) = name {
                    self.load_none(*loc);
                    self.name_op(n, Ctx::Store, *loc)?;
                    self.name_op(n, Ctx::Del, *loc)?;
                }
            }
        }
        Ok(())
    }

    /// Leaves blocks from the innermost out, up to the innermost loop when `to_loop`; gives that loop.
    fn unwind(&mut self, to_loop: bool, preserve: bool, loc: &mut Location) -> R<Option<Block<'a>>> {
        let mut left = Vec::new();
        let mut found = None;
        while let Some(&top) = self.u.blocks.last() {
            if matches!(top.kind, BlockKind::ExceptionGroupHandler) {
                return self
                    .error("'break', 'continue' and 'return' cannot appear in an except* block", *loc);
            }
            if to_loop && matches!(top.kind, BlockKind::While | BlockKind::For) {
                found = Some(top);
                break;
            }
            self.u.blocks.pop();
            left.push(top);
            self.unwind_one(top, preserve, loc)?;
        }
        self.u.blocks.extend(left.into_iter().rev());
        Ok(found)
    }

    /// Whether `await` at module level is allowed and this is the module.
    fn is_top_level_await(&self) -> bool {
        self.top_level_await && self.st.block(self.u.block).ty == BlockType::Module
    }
}
