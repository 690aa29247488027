//! Entering and leaving code units.

use super::*;
use crate::bytecode::set_order::iteration_order;
use crate::compiler::assemble::assemble;
use crate::compiler::ir::CodeUnit;
use crate::compiler::symtable::def;
use std::rc::Rc;

impl Unit<'_> {
    pub(super) fn new(block: BlockId, scope: ScopeType, name: PyStr, ident: Name, firstlineno: i32) -> Self {
        Unit {
            block,
            scope,
            qualname: name.clone(),
            name,
            ident,
            private: None,
            static_attributes: NameMap::default(),
            seq: InstructionSequence::default(),
            blocks: Vec::new(),
            in_inlined_comp: 0,
            const_index: FastMap::default(),
            consts: Vec::with_capacity(FEW_CONSTS),
            names: NameMap::default(),
            varnames: NameMap::default(),
            cellvars: NameMap::default(),
            freevars: NameMap::default(),
            fast_hidden: NameMap::default(),
            firstlineno,
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
        }
    }
}

impl<'a> Compiler<'a> {
    /// Fills in the variables of the current unit from its block.
    pub(super) fn prepare_unit(&mut self) {
        let b = self.st.block(self.u.block);
        for &n in &b.varnames {
            self.u.varnames.insert(n, ());
        }
        let mut cells = Vec::new();
        let mut free = Vec::new();
        for &(n, s) in b.symbols.entries() {
            if s.scope() == Scope::Cell || s.has(def::COMP_CELL) {
                cells.push(n);
            }
            if s.scope() == Scope::Free || s.has(def::FREE_CLASS) {
                free.push(n);
            }
        }
        let names = &self.names;
        cells.sort_by(|&a, &b| names.str(a).cmp(names.str(b)));
        free.sort_by(|&a, &b| names.str(a).cmp(names.str(b)));
        if b.needs_class_closure {
            cells.push(known::CLASS_);
        }
        if b.needs_classdict {
            cells.push(known::CLASSDICT);
        }
        for n in cells {
            self.u.cellvars.insert(n, ());
        }
        for n in free {
            self.u.freevars.insert(n, ());
        }
    }

    /// Begins a nested unit.
    pub(super) fn enter(
        &mut self,
        ident: Name,
        scope: ScopeType,
        key: ScopeKey,
        lineno: i32,
        private: Option<Name>,
    ) {
        let name = self.names.pystr(ident);
        let mut u = Unit::new(self.st.lookup(key), scope, name, ident, lineno);
        u.seq = self.spare.pop().unwrap_or_default();
        u.private = private.or(self.u.private);
        let outer = std::mem::replace(&mut self.u, u);
        self.stack.push(outer);
        self.prepare_unit();
        self.set_qualname();
        self.op_i(op::RESUME, 0, Location { line: lineno, end_line: lineno, col: 0, end_col: 0 });
    }

    fn set_qualname(&mut self) {
        let depth = self.stack.len();
        if depth <= 1 {
            return;
        }
        let Some(mut parent) = self.stack.last() else { return };
        if parent.scope == ScopeType::TypeParams {
            // Type parameters do not show; what matters is what they are in.
            if depth == 2 {
                return;
            }
            match self.stack.get(depth - 2) {
                Some(p) => parent = p,
                None => return,
            }
        }
        if matches!(self.u.scope, ScopeType::Function | ScopeType::AsyncFunction | ScopeType::Class) {
            let mangled = self.names.mangle(parent.private, self.u.ident);
            if self.st.block(parent.block).scope(mangled) == Scope::GlobalExplicit {
                return;
            }
        }
        let locals = match parent.scope {
            ScopeType::Function | ScopeType::AsyncFunction | ScopeType::Lambda => ".<locals>",
            _ => "",
        };
        let (outer, own) = (&parent.qualname, &self.u.name);
        let parts = [outer.as_str().unwrap_or(""), locals, ".", own.as_str().unwrap_or("")];
        self.qualname.clear();
        parts.iter().for_each(|part| self.qualname.push_str(part));
        self.u.qualname = PyStr::from(self.qualname.as_str());
    }

    fn code_flags(&self) -> u32 {
        let b = self.st.block(self.u.block);
        let mut flags = 0;
        if b.is_function_like() {
            flags |= code_flags::NEWLOCALS | code_flags::OPTIMIZED;
            if b.nested {
                flags |= code_flags::NESTED;
            }
            match (b.generator, b.coroutine) {
                (true, false) => flags |= code_flags::GENERATOR,
                (false, true) => flags |= code_flags::COROUTINE,
                (true, true) => flags |= code_flags::ASYNC_GENERATOR,
                (false, false) => {}
            }
            if b.varargs {
                flags |= code_flags::VARARGS;
            }
            if b.varkeywords {
                flags |= code_flags::VARKEYWORDS;
            }
        }
        flags |= self.base_flags;
        if self.is_top_level_await() && b.coroutine && !b.generator {
            flags |= code_flags::COROUTINE;
        }
        flags
    }

    /// Completes the current unit, assembles it, and goes back to the one around it.
    pub(super) fn finish_unit(&mut self, add_none: bool) -> R<CodeObject> {
        if add_none {
            self.load_none(Location::NONE);
        }
        self.op(op::RETURN_VALUE, Location::NONE);
        let flags = self.code_flags();
        let u = match self.stack.pop() {
            Some(outer) => std::mem::replace(&mut self.u, outer),
            None => std::mem::replace(
                &mut self.u,
                Unit::new(TOP, ScopeType::Module, PyStr::default(), known::MODULE, 1),
            ),
        };
        let names = &self.names;
        let strs = |m: &NameMap<()>| m.entries().iter().map(|e| names.pystr(e.0)).collect::<Vec<_>>();
        let mut unit = CodeUnit {
            filename: self.filename.clone(),
            name: u.name,
            qualname: u.qualname,
            firstlineno: u.firstlineno,
            flags,
            argcount: u.argcount,
            posonlyargcount: u.posonlyargcount,
            kwonlyargcount: u.kwonlyargcount,
            consts: u.consts,
            names: strs(&u.names),
            varnames: strs(&u.varnames),
            cellvars: strs(&u.cellvars),
            freevars: strs(&u.freevars),
            fast_hidden: u.fast_hidden.entries().iter().map(|e| names.pystr(e.0)).collect(),
            instrs: u.seq,
        };
        let mut code = assemble(&mut unit, &mut self.scratch)?;
        code.consts.iter_mut().for_each(|value| self.remake_sets(value));
        let mut seq = unit.instrs;
        seq.instrs.clear();
        seq.labels.clear();
        self.spare.push(seq);
        Ok(code)
    }

    /// Where an element of a constant set is a text that the program names something by, CPython makes the set once more, of its
    /// elements as it iterates over them: with the texts that it has interned.
    fn remake_sets(&self, value: &mut Const) {
        let is_name = |item: &Const| matches!(item, Const::Str(text) if self.names.has(text));
        match value {
            Const::Tuple(items) => items.iter_mut().for_each(|item| self.remake_sets(item)),
            Const::FrozenSet(items) if items.iter().any(is_name) => {
                *items = iteration_order(items, self.hash_key).into_iter().cloned().collect();
            }
            _ => {}
        }
    }

    /// Makes a function of a code object: its closure, then the attributes that `flags` says are on the stack
    /// (1 defaults, 2 keyword defaults, 4 annotations).
    pub(super) fn make_closure(&mut self, code: CodeObject, flags: u32, loc: Location) {
        let mut flags = flags;
        let free: Vec<PyStr> = code.freevars().cloned().collect();
        if !free.is_empty() {
            for f in &free {
                let n = self.names.intern(f.as_str().unwrap_or(""));
                let i = if self.is_cell(n) { self.u.cellvars.insert(n, ()) } else { self.free_index(n) };
                self.op_i(op::LOAD_CLOSURE, i, loc);
            }
            flags |= 8;
            self.op_i(op::BUILD_TUPLE, free.len(), loc);
        }
        self.load_const(Const::Code(Rc::new(code)), loc);
        self.op(op::MAKE_FUNCTION, loc);
        for bit in [8, 4, 2, 1] {
            if flags & bit != 0 {
                self.op_i(op::SET_FUNCTION_ATTRIBUTE, bit as usize, loc);
            }
        }
    }

    fn is_cell(&self, n: Name) -> bool {
        if self.u.scope == ScopeType::Class && (n == known::CLASS_ || n == known::CLASSDICT) {
            return true;
        }
        self.st.block(self.u.block).scope(n) == Scope::Cell
    }

    /// Whether `__class__` is to be had from an enclosing class.
    pub(super) fn class_cell_is_free(&self) -> bool {
        self.u.scope != ScopeType::Class && self.st.block(self.u.block).scope(known::CLASS_) == Scope::Free
    }
}
