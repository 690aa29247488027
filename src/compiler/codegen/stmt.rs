//! Statements.

use super::super::future::LATE;
use super::expr::{binary_arg, is_two_element_slice};
use super::function::clean_doc;
use super::*;

/// Whether a variable annotation stands anywhere in the statements, nested functions and classes apart.
pub(super) fn has_annotation(body: &[Stmt]) -> bool {
    body.iter().any(|s| match &s.kind {
        StmtKind::AnnAssign { .. } => true,
        StmtKind::For(f) => has_annotation(&f.body) || has_annotation(&f.orelse),
        StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => {
            has_annotation(body) || has_annotation(orelse)
        }
        StmtKind::With(w) => has_annotation(&w.body),
        StmtKind::Try(t) => {
            t.handlers.iter().any(|h| has_annotation(&h.body))
                || has_annotation(&t.body)
                || has_annotation(&t.finalbody)
                || has_annotation(&t.orelse)
        }
        StmtKind::Match { cases, .. } => cases.iter().any(|c| has_annotation(&c.body)),
        _ => false,
    })
}

impl<'a> Compiler<'a> {
    pub(super) fn stmts(&mut self, body: &'a [Stmt]) -> R<()> {
        for s in body {
            self.check_length(0)?;
            self.stmt(s)?;
        }
        Ok(())
    }

    /// The body of a module or class: annotations dictionary, docstring, statements.
    pub(super) fn body(&mut self, mut loc: Location, body: &'a [Stmt]) -> R<()> {
        if self.u.scope == ScopeType::Module
            && let Some(s) = body.first()
        {
            loc = s.loc;
        }
        if has_annotation(body) {
            self.op(op::SETUP_ANNOTATIONS, loc);
        }
        let mut rest = body;
        if let Some(e) = docstring(body) {
            rest = body.get(1..).unwrap_or(&[]);
            if let (Some(Const::Str(s)), true) = (e.as_const(), self.optimize < 2) {
                self.load_const(Const::Str(clean_doc(s)), e.loc);
                self.name_op(known::DOC, Ctx::Store, Location::NONE)?;
            }
        }
        self.stmts(rest)
    }

    fn stmt(&mut self, s: &'a Stmt) -> R<()> {
        // Statements nest at most as deeply as indentation may, but `elif` chains count as nested too.
        self.depth += 1;
        let r = if self.depth.is_multiple_of(16) {
            stacker::maybe_grow(crate::compiler::STACK_RED_ZONE, crate::compiler::STACK_SEGMENT, || {
                self.stmt_inner(s)
            })
        } else {
            self.stmt_inner(s)
        };
        self.depth -= 1;
        r
    }

    fn stmt_inner(&mut self, s: &'a Stmt) -> R<()> {
        let loc = s.loc;
        match &s.kind {
            StmtKind::Expr(e) => self.expr_stmt(e, loc)?,
            StmtKind::Assign { targets, value } => {
                self.expr(value)?;
                let n = targets.len();
                for (i, t) in targets.iter().enumerate() {
                    if i + 1 < n {
                        self.op_i(op::COPY, 1, loc);
                    }
                    self.expr(t)?;
                }
            }
            StmtKind::AugAssign { target, op, value } => self.aug_assign(target, *op, value, loc)?,
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.ann_assign(target, annotation, value.as_deref(), *simple, loc)?;
            }
            StmtKind::Return(value) => self.return_stmt(value.as_ref(), loc)?,
            StmtKind::If { test, body, orelse } => {
                let end = self.label();
                let next = if orelse.is_empty() { end } else { self.label() };
                self.jump_if(test, next, false)?;
                self.stmts(body)?;
                if !orelse.is_empty() {
                    self.jump(op::JUMP_NO_INTERRUPT, end, Location::NONE);
                    self.place(next);
                    self.stmts(orelse)?;
                }
                self.place(end);
            }
            StmtKind::For(f) if f.is_async => self.async_for(f, loc)?,
            StmtKind::For(f) => {
                let (start, body, cleanup, end) = (self.label(), self.label(), self.label(), self.label());
                self.push_block(BlockKind::For, Some(start), Some(end), loc)?;
                self.expr(&f.iter)?;
                let loc = f.iter.loc;
                self.op(op::GET_ITER, loc);
                self.place(start);
                self.jump(op::FOR_ITER, cleanup, loc);
                // For tracing of statements over several lines; dropped when it is of no use.
                self.op(op::NOP, f.target.loc);
                self.place(body);
                self.expr(&f.target)?;
                self.stmts(&f.body)?;
                self.jump(op::JUMP, start, Location::NONE);
                self.place(cleanup);
                self.op(op::END_FOR, Location::NONE);
                self.op(op::POP_TOP, Location::NONE);
                self.pop_block();
                self.stmts(&f.orelse)?;
                self.place(end);
            }
            StmtKind::While { test, body, orelse } => {
                let (start, in_body, end, anchor) = (self.label(), self.label(), self.label(), self.label());
                self.place(start);
                self.push_block(BlockKind::While, Some(start), Some(end), loc)?;
                self.jump_if(test, anchor, false)?;
                self.place(in_body);
                self.stmts(body)?;
                self.jump_if(test, in_body, true)?;
                self.pop_block();
                self.place(anchor);
                self.stmts(orelse)?;
                self.place(end);
            }
            StmtKind::FunctionDef(f) => self.function(f, loc)?,
            StmtKind::ClassDef(c) => self.class(c, loc)?,
            StmtKind::TypeAlias(a) => self.type_alias(a, loc)?,
            StmtKind::Delete(targets) => self.exprs(targets)?,
            StmtKind::With(w) => self.with(w, 0, loc)?,
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases)?,
            StmtKind::Raise { exc, cause } => {
                let mut n = 0;
                if let Some(e) = exc {
                    self.expr(e)?;
                    n += 1;
                    if let Some(e) = cause {
                        self.expr(e)?;
                        n += 1;
                    }
                }
                self.op_i(op::RAISE_VARARGS, n, loc);
            }
            StmtKind::Try(t) => self.try_stmt(t, loc)?,
            StmtKind::Assert { test, msg } => {
                if let Some(message) = warnings::assertion(test) {
                    self.warn(message, loc);
                }
                if self.optimize == 0 {
                    let end = self.label();
                    self.jump_if(test, end, true)?;
                    self.op(op::LOAD_ASSERTION_ERROR, loc);
                    if let Some(m) = msg {
                        self.expr(m)?;
                        self.op_i(op::CALL, 0, loc);
                    }
                    self.op_i(op::RAISE_VARARGS, 1, test.loc);
                    self.place(end);
                }
            }
            StmtKind::Import(names) => self.import(names, loc)?,
            StmtKind::ImportFrom { module, names, level } => self.import_from(*module, names, *level, loc)?,
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => {}
            StmtKind::Pass => self.op(op::NOP, loc),
            StmtKind::Break => {
                let mut l = loc;
                self.op(op::NOP, loc);
                let Some(b) = self.unwind(true, false, &mut l)? else {
                    return self.error("'break' outside loop", loc);
                };
                self.unwind_one(b, false, &mut l)?;
                if let Some(exit) = b.exit {
                    self.jump(op::JUMP, exit, l);
                }
            }
            StmtKind::Continue => {
                let mut l = loc;
                self.op(op::NOP, loc);
                let Some(b) = self.unwind(true, false, &mut l)? else {
                    return self.error("'continue' not properly in loop", loc);
                };
                if let Some(start) = b.start {
                    self.jump(op::JUMP, start, l);
                }
            }
        }
        Ok(())
    }

    fn expr_stmt(&mut self, e: &'a Expr, loc: Location) -> R<()> {
        if self.interactive && self.stack.is_empty() {
            self.expr(e)?;
            self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::PRINT), loc);
            self.op(op::POP_TOP, Location::NONE);
            return Ok(());
        }
        if e.as_const().is_some() {
            self.op(op::NOP, loc);
            return Ok(());
        }
        self.expr(e)?;
        self.op(op::POP_TOP, Location::NONE);
        Ok(())
    }

    fn return_stmt(&mut self, value: Option<&'a Expr>, stmt_loc: Location) -> R<()> {
        let mut loc = stmt_loc;
        let constant = value.and_then(Expr::as_const);
        let preserve = value.is_some() && constant.is_none();
        let b = self.st.block(self.u.block);
        if !b.is_function_like() {
            return self.error("'return' outside function", loc);
        }
        if value.is_some() && b.coroutine && b.generator {
            return self.error("'return' with value in async generator", loc);
        }
        if let Some(v) = value {
            if preserve {
                self.expr(v)?;
            } else {
                loc = v.loc;
                self.op(op::NOP, loc);
            }
        }
        if value.is_none_or(|v| v.loc.line != stmt_loc.line) {
            loc = stmt_loc;
            self.op(op::NOP, loc);
        }
        self.unwind(false, preserve, &mut loc)?;
        match (value, constant) {
            (None, _) => self.load_none(loc),
            (_, Some(c)) => self.load_const(c.clone(), loc),
            _ => {}
        }
        self.op(op::RETURN_VALUE, loc);
        Ok(())
    }

    fn async_for(&mut self, f: &'a For, loc: Location) -> R<()> {
        if self.is_top_level_await() {
            let id = self.u.block;
            self.st.block_mut(id).coroutine = true;
        } else if self.u.scope != ScopeType::AsyncFunction {
            return self.error("'async for' outside async function", loc);
        }
        let (start, except, end) = (self.label(), self.label(), self.label());
        self.expr(&f.iter)?;
        self.op(op::GET_AITER, f.iter.loc);
        self.place(start);
        self.push_block(BlockKind::For, Some(start), Some(end), loc)?;
        self.jump(op::SETUP_FINALLY, except, loc);
        self.op(op::GET_ANEXT, loc);
        self.load_none(loc);
        self.yield_from(true, loc);
        self.op(op::POP_BLOCK, loc);
        self.expr(&f.target)?;
        self.stmts(&f.body)?;
        self.jump(op::JUMP, start, Location::NONE);
        self.pop_block();
        self.place(except);
        self.op(op::END_ASYNC_FOR, f.iter.loc);
        self.stmts(&f.orelse)?;
        self.place(end);
        Ok(())
    }

    fn import(&mut self, names: &'a [Alias], loc: Location) -> R<()> {
        for a in names {
            self.load_const(Const::Int(0), loc);
            self.load_none(loc);
            self.op_name(op::IMPORT_NAME, a.name, loc);
            let text = self.names.str(a.name);
            let parts: Vec<Name> = if text.contains('.') {
                let parts: Vec<String> = text.split('.').map(str::to_owned).collect();
                parts.iter().map(|p| self.names.intern(p)).collect()
            } else {
                vec![a.name]
            };
            match a.asname {
                Some(asname) => {
                    // `import a.b.c as d` digs down to the last module.
                    let deep = parts.len() > 1;
                    for (i, &p) in parts.iter().enumerate().skip(1) {
                        if i > 1 {
                            self.op_i(op::SWAP, 2, loc);
                            self.op(op::POP_TOP, loc);
                        }
                        let index = self.u.names.insert(p, ());
                        self.op_i(op::IMPORT_FROM, index, loc);
                    }
                    self.name_op(asname, Ctx::Store, loc)?;
                    if deep {
                        self.op(op::POP_TOP, loc);
                    }
                }
                None => {
                    if let Some(&first) = parts.first() {
                        self.name_op(first, Ctx::Store, loc)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn import_from(&mut self, module: Option<Name>, names: &'a [Alias], level: u32, loc: Location) -> R<()> {
        if loc.line > self.future_line && module.is_some_and(|n| self.names.str(n) == "__future__") {
            return self.error(LATE, loc);
        }
        self.load_const(Const::Int(i64::from(level)), loc);
        let tuple = names.iter().map(|a| self.name_const(a.name)).collect();
        self.load_const(Const::Tuple(tuple), loc);
        self.op_name(op::IMPORT_NAME, module.unwrap_or(known::EMPTY), loc);
        for (i, a) in names.iter().enumerate() {
            if i == 0 && a.name == known::STAR {
                self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::IMPORT_STAR), loc);
                self.op(op::POP_TOP, Location::NONE);
                return Ok(());
            }
            self.op_name(op::IMPORT_FROM, a.name, loc);
            self.name_op(a.asname.unwrap_or(a.name), Ctx::Store, loc)?;
        }
        self.op(op::POP_TOP, loc);
        Ok(())
    }

    fn aug_assign(&mut self, target: &'a Expr, o: BinOp, value: &'a Expr, stmt_loc: Location) -> R<()> {
        let mut loc = target.loc;
        match &target.kind {
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value)?;
                self.op_i(op::COPY, 1, loc);
                loc = self.attr_loc(loc, target, *attr);
                self.op_name(op::LOAD_ATTR, *attr, loc);
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                if is_two_element_slice(slice) {
                    self.slice_parts(slice)?;
                    self.op_i(op::COPY, 3, loc);
                    self.op_i(op::COPY, 3, loc);
                    self.op_i(op::COPY, 3, loc);
                    self.op(op::BINARY_SLICE, loc);
                } else {
                    self.expr(slice)?;
                    self.op_i(op::COPY, 2, loc);
                    self.op_i(op::COPY, 2, loc);
                    self.op(op::BINARY_SUBSCR, loc);
                }
            }
            ExprKind::Name { id, .. } => self.name_op(*id, Ctx::Load, loc)?,
            _ => return self.error("illegal expression for augmented assignment", loc),
        }
        self.expr(value)?;
        self.op_i(op::BINARY_OP, binary_arg(o) + usize::from(nb::INPLACE_ADD), stmt_loc);
        loc = target.loc;
        match &target.kind {
            ExprKind::Attribute { attr, .. } => {
                loc = self.attr_loc(loc, target, *attr);
                self.op_i(op::SWAP, 2, loc);
                self.op_name(op::STORE_ATTR, *attr, loc);
            }
            ExprKind::Subscript { slice, .. } => {
                if is_two_element_slice(slice) {
                    self.op_i(op::SWAP, 4, loc);
                    self.op_i(op::SWAP, 3, loc);
                    self.op_i(op::SWAP, 2, loc);
                    self.op(op::STORE_SLICE, loc);
                } else {
                    self.op_i(op::SWAP, 3, loc);
                    self.op_i(op::SWAP, 2, loc);
                    self.op(op::STORE_SUBSCR, loc);
                }
            }
            ExprKind::Name { id, .. } => self.name_op(*id, Ctx::Store, loc)?,
            _ => {}
        }
        Ok(())
    }

    fn in_module_or_class(&self) -> bool {
        matches!(self.u.scope, ScopeType::Module | ScopeType::Class)
    }

    fn evaluate_and_drop(&mut self, e: &'a Expr) -> R<()> {
        self.expr(e)?;
        self.op(op::POP_TOP, e.loc);
        Ok(())
    }

    /// Evaluates a subscript of an annotated target for its errors only.
    fn check_ann_subscript(&mut self, e: &'a Expr) -> R<()> {
        match &e.kind {
            ExprKind::Slice { lower, upper, step } => {
                for part in [lower, upper, step].into_iter().flatten() {
                    self.evaluate_and_drop(part)?;
                }
                Ok(())
            }
            ExprKind::Tuple { elts, .. } => {
                for e in elts {
                    self.check_ann_subscript(e)?;
                }
                Ok(())
            }
            _ => self.evaluate_and_drop(e),
        }
    }

    fn ann_assign(
        &mut self,
        target: &'a Expr,
        annotation: &'a Expr,
        value: Option<&'a Expr>,
        simple: bool,
        loc: Location,
    ) -> R<()> {
        if let Some(v) = value {
            self.expr(v)?;
            self.expr(target)?;
        }
        match &target.kind {
            ExprKind::Name { id, .. } => {
                self.forbidden(*id, Ctx::Store, loc)?;
                if simple && self.in_module_or_class() {
                    if self.future_annotations {
                        self.annotation_text(annotation)?;
                    } else {
                        self.expr(annotation)?;
                    }
                    let i = self.u.names.insert(known::ANNOTATIONS, ());
                    self.op_i(op::LOAD_NAME, i, loc);
                    let n = self.mangle(*id);
                    let c = self.name_const(n);
                    self.load_const(c, loc);
                    self.op(op::STORE_SUBSCR, loc);
                }
            }
            ExprKind::Attribute { value: object, attr, .. } => {
                self.forbidden(*attr, Ctx::Store, loc)?;
                if value.is_none() {
                    self.evaluate_and_drop(object)?;
                }
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                if value.is_none() {
                    self.evaluate_and_drop(object)?;
                    self.check_ann_subscript(slice)?;
                }
            }
            _ => return self.error("illegal target for annotation", loc),
        }
        if !simple && !self.future_annotations && self.in_module_or_class() {
            self.evaluate_and_drop(annotation)?;
        }
        Ok(())
    }
}
