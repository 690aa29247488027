//! Comprehensions: generator expressions become functions, the others are inlined (PEP 709) where the symbol
//! table says so.

use super::*;
use crate::compiler::symtable::{Symbol, def};

/// What to restore after an inlined comprehension.
struct Inlined {
    pushed: Vec<Name>,
    symbols: Vec<(Name, Symbol)>,
    hidden: Vec<Name>,
    labels: Option<(Label, Label)>,
}

impl<'a> Compiler<'a> {
    pub(super) fn comprehension(&mut self, c: &'a Comp, loc: Location) -> R<()> {
        let block = self.st.lookup(c.key);
        let b = self.st.block(block);
        let inlined = b.comp_inlined;
        let is_async = b.coroutine;
        let scope = self.u.scope;
        let top_level_await = self.is_top_level_await();
        let Some(outermost) = c.generators.first() else { return Ok(()) };
        let mut state = None;
        if inlined {
            self.comp_iter(outermost)?;
            state = Some(self.push_inlined(block, loc));
        } else {
            let name = match c.kind {
                CompKind::List => known::LISTCOMP,
                CompKind::Set => known::SETCOMP,
                CompKind::Dict => known::DICTCOMP,
                CompKind::Gen => known::GENEXPR,
            };
            self.enter(name, ScopeType::Comprehension, c.key, loc.line, None);
            if c.kind == CompKind::Gen {
                self.push_block(BlockKind::StopIteration, None, None, Location::NONE)?;
            }
        }
        if is_async
            && c.kind != CompKind::Gen
            && !matches!(scope, ScopeType::AsyncFunction | ScopeType::Comprehension)
            && !top_level_await
        {
            return self.error("asynchronous comprehension outside of an asynchronous function", loc);
        }
        let build = match c.kind {
            CompKind::List => Some(op::BUILD_LIST),
            CompKind::Set => Some(op::BUILD_SET),
            CompKind::Dict => Some(op::BUILD_MAP),
            CompKind::Gen => None,
        };
        if let Some(build) = build {
            self.op_i(build, 0, loc);
            if inlined {
                self.op_i(op::SWAP, 2, loc);
            }
        }
        self.generator(c, 0, 0, inlined, loc)?;
        if let Some(state) = state {
            self.pop_inlined(state, loc);
            return Ok(());
        }
        if c.kind == CompKind::Gen {
            self.wrap_in_stopiteration_handler();
            self.pop_block();
        } else {
            self.op(op::RETURN_VALUE, loc);
        }
        let code = self.finish_unit(true)?;
        if top_level_await && is_async {
            let id = self.u.block;
            self.st.block_mut(id).coroutine = true;
        }
        self.make_closure(code, 0, loc);
        self.comp_iter(outermost)?;
        self.op_i(op::CALL, 0, loc);
        if is_async && c.kind != CompKind::Gen {
            self.op_i(op::GET_AWAITABLE, 0, loc);
            self.load_none(loc);
            self.yield_from(true, loc);
        }
        Ok(())
    }

    fn comp_iter(&mut self, g: &'a Generator) -> R<()> {
        self.expr(&g.iter)?;
        self.op(if g.is_async { op::GET_AITER } else { op::GET_ITER }, g.iter.loc);
        Ok(())
    }

    /// A handler around a generator's body that turns StopIteration into RuntimeError.
    pub(super) fn wrap_in_stopiteration_handler(&mut self) {
        let handler = self.label();
        self.u.seq.insert(0, op::SETUP_CLEANUP, 0, Location::NONE);
        if let Some(i) = self.u.seq.instrs.first_mut() {
            i.target = Some(handler);
        }
        self.load_none(Location::NONE);
        self.op(op::RETURN_VALUE, Location::NONE);
        self.place(handler);
        self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::STOPITERATION_ERROR), Location::NONE);
        self.op_i(op::RERAISE, 1, Location::NONE);
    }

    fn generator(&mut self, c: &'a Comp, index: usize, depth: usize, on_stack: bool, loc: Location) -> R<()> {
        match c.generators.get(index) {
            Some(g) if g.is_async => self.async_generator(c, g, index, depth, on_stack, loc),
            Some(g) => self.sync_generator(c, g, index, depth, on_stack, loc),
            None => Ok(()),
        }
    }

    fn element(&mut self, c: &'a Comp, depth: usize) -> R<Location> {
        let mut loc = c.elt.loc;
        self.expr(&c.elt)?;
        match c.kind {
            CompKind::Gen => {
                self.add_yield(loc);
                self.op(op::POP_TOP, loc);
            }
            CompKind::List => self.op_i(op::LIST_APPEND, depth + 1, loc),
            CompKind::Set => self.op_i(op::SET_ADD, depth + 1, loc),
            CompKind::Dict => {
                if let Some(v) = &c.value {
                    self.expr(v)?;
                    loc.end_line = v.loc.end_line;
                    loc.end_col = v.loc.end_col;
                }
                self.op_i(op::MAP_ADD, depth + 1, loc);
            }
        }
        Ok(loc)
    }

    fn sync_generator(
        &mut self,
        c: &'a Comp,
        g: &'a Generator,
        index: usize,
        mut depth: usize,
        on_stack: bool,
        loc: Location,
    ) -> R<()> {
        let (start, if_cleanup, anchor) = (self.label(), self.label(), self.label());
        let mut is_loop = true;
        if !on_stack {
            if index == 0 {
                self.u.argcount = 1;
                self.op_i(op::LOAD_FAST, 0, loc);
            } else {
                // `for y in [f(x)]` assigns, without a loop.
                let only = match &g.iter.kind {
                    ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => match &elts[..] {
                        [e] if !e.is_starred() => Some(e),
                        _ => None,
                    },
                    _ => None,
                };
                if let Some(e) = only {
                    self.expr(e)?;
                    is_loop = false;
                } else {
                    self.expr(&g.iter)?;
                    self.op(op::GET_ITER, g.iter.loc);
                }
            }
        }
        if is_loop {
            depth += 1;
            self.place(start);
            self.jump(op::FOR_ITER, anchor, g.iter.loc);
        }
        self.expr(&g.target)?;
        for e in &g.ifs {
            self.jump_if(e, if_cleanup, false)?;
        }
        let mut elt_loc = c.elt.loc;
        if index + 1 < c.generators.len() {
            self.generator(c, index + 1, depth, false, loc)?;
        } else {
            elt_loc = self.element(c, depth)?;
        }
        self.place(if_cleanup);
        if is_loop {
            self.jump(op::JUMP, start, elt_loc);
            self.place(anchor);
            self.op(op::END_FOR, Location::NONE);
            self.op(op::POP_TOP, Location::NONE);
        }
        Ok(())
    }

    fn async_generator(
        &mut self,
        c: &'a Comp,
        g: &'a Generator,
        index: usize,
        depth: usize,
        on_stack: bool,
        loc: Location,
    ) -> R<()> {
        let (start, except, if_cleanup) = (self.label(), self.label(), self.label());
        if !on_stack {
            if index == 0 {
                self.u.argcount = 1;
                self.op_i(op::LOAD_FAST, 0, loc);
            } else {
                self.expr(&g.iter)?;
                self.op(op::GET_AITER, g.iter.loc);
            }
        }
        self.place(start);
        self.push_block(BlockKind::AsyncComprehension, Some(start), None, loc)?;
        self.jump(op::SETUP_FINALLY, except, loc);
        self.op(op::GET_ANEXT, loc);
        self.load_none(loc);
        self.yield_from(true, loc);
        self.op(op::POP_BLOCK, loc);
        self.expr(&g.target)?;
        for e in &g.ifs {
            self.jump_if(e, if_cleanup, false)?;
        }
        let depth = depth + 1;
        let mut elt_loc = c.elt.loc;
        if index + 1 < c.generators.len() {
            self.generator(c, index + 1, depth, false, loc)?;
        } else {
            elt_loc = self.element(c, depth)?;
        }
        self.place(if_cleanup);
        self.jump(op::JUMP, start, elt_loc);
        self.pop_block();
        self.place(except);
        self.op(op::END_ASYNC_FOR, loc);
        Ok(())
    }

    /// Sets the variables of the enclosing unit that an inlined comprehension binds aside, on the operand stack.
    fn push_inlined(&mut self, comp: BlockId, loc: Location) -> Inlined {
        let outer = self.u.block;
        let in_class = self.st.block(outer).ty == BlockType::Class && self.u.in_inlined_comp == 0;
        let function_like = self.st.block(outer).is_function_like();
        self.u.in_inlined_comp += 1;
        let mut state = Inlined { pushed: Vec::new(), symbols: Vec::new(), hidden: Vec::new(), labels: None };
        for i in 0..self.st.block(comp).symbols.len() {
            let Some(&(n, s)) = self.st.block(comp).symbols.entries().get(i) else { break };
            let scope = s.scope();
            let out = self.st.block(outer).symbol(n);
            let out_scope = out.scope();
            let differs = scope != out_scope
                && scope != Scope::Free
                && !(scope == Scope::Cell && out_scope == Scope::Free);
            if differs || in_class {
                // Within the comprehension the name means something else than around it.
                self.st.block_mut(outer).symbols.insert(n, s);
                state.symbols.push((n, out));
            }
            let bound = s.has(def::LOCAL) && !s.has(def::NONLOCAL);
            if !(bound || in_class) {
                continue;
            }
            if !function_like && self.u.fast_hidden.get(n) != Some(&true) {
                self.u.fast_hidden.insert(n, true);
                state.hidden.push(n);
            }
            let i = self.u.varnames.insert(n, ());
            self.op_i(op::LOAD_FAST_AND_CLEAR, i, loc);
            if scope == Scope::Cell {
                let i =
                    if out_scope == Scope::Free { self.free_index(n) } else { self.u.cellvars.insert(n, ()) };
                self.op_i(op::MAKE_CELL, i, loc);
            }
            state.pushed.push(n);
        }
        if !state.pushed.is_empty() {
            // The iterable goes back on top; a handler restores the variables if the comprehension raises.
            self.op_i(op::SWAP, state.pushed.len() + 1, loc);
            let (cleanup, end) = (self.label(), self.label());
            state.labels = Some((cleanup, end));
            self.jump(op::SETUP_FINALLY, cleanup, loc);
        }
        state
    }

    fn restore_inlined(&mut self, pushed: &[Name], loc: Location) {
        self.op_i(op::SWAP, pushed.len() + 1, loc);
        for &n in pushed.iter().rev() {
            let i = self.u.varnames.insert(n, ());
            self.op_i(op::STORE_FAST_MAYBE_NULL, i, loc);
        }
    }

    fn pop_inlined(&mut self, state: Inlined, loc: Location) {
        self.u.in_inlined_comp -= 1;
        let outer = self.u.block;
        for (n, s) in state.symbols {
            self.st.block_mut(outer).symbols.insert(n, s);
        }
        if let Some((cleanup, end)) = state.labels {
            self.op(op::POP_BLOCK, Location::NONE);
            self.jump(op::JUMP_NO_INTERRUPT, end, Location::NONE);
            self.place(cleanup);
            self.op_i(op::SWAP, 2, Location::NONE);
            self.op(op::POP_TOP, Location::NONE);
            self.restore_inlined(&state.pushed, loc);
            self.op_i(op::RERAISE, 0, Location::NONE);
            self.place(end);
            self.restore_inlined(&state.pushed, loc);
        }
        for n in state.hidden {
            self.u.fast_hidden.insert(n, false);
        }
    }
}
