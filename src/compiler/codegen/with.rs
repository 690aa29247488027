//! `with` and `async with`.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn with(&mut self, w: &'a With, pos: usize, stmt_loc: Location) -> R<()> {
        if w.is_async {
            if self.is_top_level_await() {
                let id = self.u.block;
                self.st.block_mut(id).coroutine = true;
            } else if self.u.scope != ScopeType::AsyncFunction {
                return self.error("'async with' outside async function", stmt_loc);
            }
        }
        let Some((context, target)) = w.items.get(pos) else { return Ok(()) };
        let (block, fin, exit, cleanup) = (self.label(), self.label(), self.label(), self.label());
        self.expr(context)?;
        let loc = context.loc;
        if w.is_async {
            self.op(op::BEFORE_ASYNC_WITH, loc);
            self.op_i(op::GET_AWAITABLE, 1, loc);
            self.load_none(loc);
            self.yield_from(true, loc);
        } else {
            self.op(op::BEFORE_WITH, loc);
        }
        self.jump(op::SETUP_WITH, fin, loc);
        self.place(block);
        self.push_block(BlockKind::With { is_async: w.is_async }, Some(block), Some(fin), loc)?;
        match target {
            Some(t) => self.expr(t)?,
            None => self.op(op::POP_TOP, loc),
        }
        if pos + 1 == w.items.len() {
            self.stmts(&w.body)?;
        } else {
            self.with(w, pos + 1, stmt_loc)?;
        }
        if w.is_async {
            self.pop_block();
            self.op(op::POP_BLOCK, loc);
        } else {
            self.op(op::POP_BLOCK, Location::NONE);
            self.pop_block();
        }
        self.call_exit_with_nones(loc);
        if w.is_async {
            self.op_i(op::GET_AWAITABLE, 2, loc);
            self.load_none(loc);
            self.yield_from(true, loc);
        }
        self.op(op::POP_TOP, loc);
        self.jump(op::JUMP, exit, loc);

        self.place(fin);
        self.jump(op::SETUP_CLEANUP, cleanup, loc);
        self.op(op::PUSH_EXC_INFO, loc);
        self.op(op::WITH_EXCEPT_START, loc);
        if w.is_async {
            self.op_i(op::GET_AWAITABLE, 2, loc);
            self.load_none(loc);
            self.yield_from(true, loc);
        }
        let suppress = self.label();
        self.op(op::TO_BOOL, Location::NONE);
        self.jump(op::POP_JUMP_IF_TRUE, suppress, Location::NONE);
        self.op_i(op::RERAISE, 2, Location::NONE);
        self.place(suppress);
        self.op(op::POP_TOP, Location::NONE);
        self.op(op::POP_BLOCK, Location::NONE);
        self.op(op::POP_EXCEPT, Location::NONE);
        self.op(op::POP_TOP, Location::NONE);
        self.op(op::POP_TOP, Location::NONE);
        let after = self.label();
        self.jump(op::JUMP_NO_INTERRUPT, after, Location::NONE);
        self.place(cleanup);
        self.pop_except_and_reraise(Location::NONE);
        self.place(after);
        self.place(exit);
        Ok(())
    }
}
