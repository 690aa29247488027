//! `try` in its four forms.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn try_stmt(&mut self, t: &'a Try, loc: Location) -> R<()> {
        if t.finalbody.is_empty() { self.try_handlers(t, loc) } else { self.try_finally(t, loc) }
    }

    fn try_handlers(&mut self, t: &'a Try, loc: Location) -> R<()> {
        if t.is_star { self.try_star_except(t, loc) } else { self.try_except(t, loc) }
    }

    fn try_finally(&mut self, t: &'a Try, loc: Location) -> R<()> {
        let none = Location::NONE;
        let (body, end, exit, cleanup) = (self.label(), self.label(), self.label(), self.label());
        self.jump(op::SETUP_FINALLY, end, loc);
        self.place(body);
        self.push_block(BlockKind::FinallyTry(&t.finalbody), Some(body), Some(end), loc)?;
        if t.handlers.is_empty() {
            self.stmts(&t.body)?;
        } else {
            self.try_handlers(t, loc)?;
        }
        self.op(op::POP_BLOCK, none);
        self.pop_block();
        self.stmts(&t.finalbody)?;
        self.jump(op::JUMP_NO_INTERRUPT, exit, none);
        self.place(end);
        self.jump(op::SETUP_CLEANUP, cleanup, none);
        self.op(op::PUSH_EXC_INFO, none);
        self.push_block(BlockKind::FinallyEnd, Some(end), None, none)?;
        self.stmts(&t.finalbody)?;
        self.pop_block();
        self.op_i(op::RERAISE, 0, none);
        self.place(cleanup);
        self.pop_except_and_reraise(none);
        self.place(exit);
        Ok(())
    }

    /// `name = None; del name`, as the end of a handler does it.
    fn forget(&mut self, name: Name) -> R<()> {
        self.load_none(Location::NONE);
        self.name_op(name, Ctx::Store, Location::NONE)?;
        self.name_op(name, Ctx::Del, Location::NONE)
    }

    fn try_except(&mut self, t: &'a Try, loc: Location) -> R<()> {
        let none = Location::NONE;
        let (body, mut except, end, cleanup) = (self.label(), self.label(), self.label(), self.label());
        self.jump(op::SETUP_FINALLY, except, loc);
        self.place(body);
        self.push_block(BlockKind::TryExcept, Some(body), None, loc)?;
        self.stmts(&t.body)?;
        self.pop_block();
        self.op(op::POP_BLOCK, none);
        self.stmts(&t.orelse)?;
        self.jump(op::JUMP_NO_INTERRUPT, end, none);
        self.place(except);
        self.jump(op::SETUP_CLEANUP, cleanup, none);
        self.op(op::PUSH_EXC_INFO, none);
        self.push_block(BlockKind::ExceptionHandler, None, None, loc)?;
        for (i, h) in t.handlers.iter().enumerate() {
            let loc = h.loc;
            if h.typ.is_none() && i + 1 < t.handlers.len() {
                return self.error("default 'except:' must be last", loc);
            }
            except = self.label();
            if let Some(e) = &h.typ {
                self.expr(e)?;
                self.op(op::CHECK_EXC_MATCH, loc);
                self.jump(op::POP_JUMP_IF_FALSE, except, loc);
            }
            if let Some(name) = h.name {
                let (cleanup_end, cleanup_body) = (self.label(), self.label());
                self.name_op(name, Ctx::Store, loc)?;
                // The handler's body runs in a try of its own whose end unbinds the name.
                self.jump(op::SETUP_CLEANUP, cleanup_end, loc);
                self.place(cleanup_body);
                self.push_block(BlockKind::HandlerCleanup(Some(name)), Some(cleanup_body), None, loc)?;
                self.stmts(&h.body)?;
                self.pop_block();
                self.op(op::POP_BLOCK, none);
                self.op(op::POP_BLOCK, none);
                self.op(op::POP_EXCEPT, none);
                self.forget(name)?;
                self.jump(op::JUMP_NO_INTERRUPT, end, none);
                self.place(cleanup_end);
                self.forget(name)?;
                self.op_i(op::RERAISE, 1, none);
            } else {
                let cleanup_body = self.label();
                self.op(op::POP_TOP, loc);
                self.place(cleanup_body);
                self.push_block(BlockKind::HandlerCleanup(None), Some(cleanup_body), None, loc)?;
                self.stmts(&h.body)?;
                self.pop_block();
                self.op(op::POP_BLOCK, none);
                self.op(op::POP_EXCEPT, none);
                self.jump(op::JUMP_NO_INTERRUPT, end, none);
            }
            self.place(except);
        }
        self.pop_block();
        self.op_i(op::RERAISE, 0, none);
        self.place(cleanup);
        self.pop_except_and_reraise(none);
        self.place(end);
        Ok(())
    }

    fn try_star_except(&mut self, t: &'a Try, loc: Location) -> R<()> {
        let none = Location::NONE;
        let (body, mut except, orelse) = (self.label(), self.label(), self.label());
        let (end, cleanup, reraise_star) = (self.label(), self.label(), self.label());
        self.jump(op::SETUP_FINALLY, except, loc);
        self.place(body);
        self.push_block(BlockKind::TryExcept, Some(body), None, loc)?;
        self.stmts(&t.body)?;
        self.pop_block();
        self.op(op::POP_BLOCK, none);
        self.jump(op::JUMP_NO_INTERRUPT, orelse, none);
        self.place(except);
        self.jump(op::SETUP_CLEANUP, cleanup, none);
        self.op(op::PUSH_EXC_INFO, none);
        self.push_block(BlockKind::ExceptionGroupHandler, None, None, loc)?;
        for (i, h) in t.handlers.iter().enumerate() {
            let loc = h.loc;
            except = self.label();
            let (except_with_error, no_match) = (self.label(), self.label());
            if i == 0 {
                // [group] -> [group, list of what the handlers raise, group]
                self.op_i(op::BUILD_LIST, 0, loc);
                self.op_i(op::COPY, 2, loc);
            }
            if let Some(e) = &h.typ {
                self.expr(e)?;
                self.op(op::CHECK_EG_MATCH, loc);
                self.op_i(op::COPY, 1, loc);
                self.jump(op::POP_JUMP_IF_NONE, no_match, loc);
            }
            let (cleanup_end, cleanup_body) = (self.label(), self.label());
            match h.name {
                Some(name) => self.name_op(name, Ctx::Store, loc)?,
                None => self.op(op::POP_TOP, loc),
            }
            self.jump(op::SETUP_CLEANUP, cleanup_end, loc);
            self.place(cleanup_body);
            self.push_block(BlockKind::HandlerCleanup(h.name), Some(cleanup_body), None, loc)?;
            self.stmts(&h.body)?;
            self.pop_block();
            self.op(op::POP_BLOCK, none);
            if let Some(name) = h.name {
                self.forget(name)?;
            }
            self.jump(op::JUMP_NO_INTERRUPT, except, none);
            self.place(cleanup_end);
            if let Some(name) = h.name {
                self.forget(name)?;
            }
            // Add what was raised to the list.
            self.op_i(op::LIST_APPEND, 3, none);
            self.op(op::POP_TOP, none);
            self.jump(op::JUMP_NO_INTERRUPT, except_with_error, none);
            self.place(except);
            self.op(op::NOP, none);
            self.jump(op::JUMP_NO_INTERRUPT, except_with_error, none);
            self.place(no_match);
            self.op(op::POP_TOP, loc);
            self.place(except_with_error);
            if i + 1 == t.handlers.len() {
                // What no handler took.
                self.op_i(op::LIST_APPEND, 1, none);
                self.jump(op::JUMP_NO_INTERRUPT, reraise_star, none);
            }
        }
        self.pop_block();
        let reraise = self.label();
        self.place(reraise_star);
        self.op_i(op::CALL_INTRINSIC_2, usize::from(intrinsic::PREP_RERAISE_STAR), none);
        self.op_i(op::COPY, 1, none);
        self.jump(op::POP_JUMP_IF_NOT_NONE, reraise, none);
        self.op(op::POP_TOP, none);
        self.op(op::POP_BLOCK, none);
        self.op(op::POP_EXCEPT, none);
        self.jump(op::JUMP_NO_INTERRUPT, end, none);
        self.place(reraise);
        self.op(op::POP_BLOCK, none);
        self.op_i(op::SWAP, 2, none);
        self.op(op::POP_EXCEPT, none);
        self.op_i(op::RERAISE, 0, none);
        self.place(cleanup);
        self.pop_except_and_reraise(none);
        self.place(orelse);
        self.stmts(&t.orelse)?;
        self.place(end);
        Ok(())
    }
}
