//! Statements.

use ruff_python_ast as ra;
use ruff_text_size::{Ranged, TextSize};

use super::super::ast::*;
use super::super::names::Name;
use super::{Lowerer, R};
use crate::bytecode::Location;

impl Lowerer<'_, '_> {
    pub(super) fn body(&mut self, stmts: &[ra::Stmt]) -> R<Vec<Stmt>> {
        let mut v = Vec::with_capacity(stmts.len());
        for s in stmts {
            v.push(self.stmt(s)?);
        }
        Ok(v)
    }

    /// A block that may start with a docstring: what folding turned into a string must not become one.
    fn doc_body(&mut self, stmts: &[ra::Stmt]) -> R<Vec<Stmt>> {
        let mut v = self.body(stmts)?;
        let was_doc = matches!(stmts.first(), Some(ra::Stmt::Expr(e)) if e.value.is_string_literal_expr());
        if !was_doc
            && docstring(&v).is_some()
            && let Some(Stmt { kind: StmtKind::Expr(e), loc }) = v.first_mut()
        {
            let inner = std::mem::replace(e, Expr { loc: *loc, kind: ExprKind::JoinedStr(Vec::new()) });
            e.kind = ExprKind::JoinedStr(vec![inner]);
        }
        Ok(v)
    }

    /// The module's own statements.
    pub(super) fn module_body(&mut self, stmts: &[ra::Stmt], interactive: bool) -> R<Vec<Stmt>> {
        if interactive { self.body(stmts) } else { self.doc_body(stmts) }
    }

    fn opt_expr(&mut self, e: Option<&ra::Expr>) -> R<Option<Expr>> {
        match e {
            Some(e) => Ok(Some(self.expr(e)?)),
            None => Ok(None),
        }
    }

    fn ident(&mut self, i: &ra::Identifier) -> Name {
        self.names.intern(i.id.as_str())
    }

    /// Where the `def`, `class` or `async` of a decorated definition is: Ruff's range begins at the first `@`.
    fn def_loc(&mut self, range: ruff_text_size::TextRange, decorators: &[ra::Decorator]) -> Location {
        let mut start = range.start().to_usize();
        if let Some(d) = decorators.last() {
            let b = self.src.as_bytes();
            start = d.end().to_usize();
            loop {
                match b.get(start) {
                    Some(b' ' | b'\t' | b'\n' | b'\x0c' | b'\r' | b'\\') => start += 1,
                    Some(b'#') => {
                        while b.get(start).is_some_and(|&c| c != b'\n') {
                            start += 1;
                        }
                    }
                    _ => break,
                }
            }
        }
        let end = self.block_end(range.end());
        self.span(TextSize::new(start as u32), end)
    }

    /// Lowers an annotation: with `from __future__ import annotations` it stays unfolded, to be printed.
    fn annotation(&mut self, e: &ra::Expr) -> R<Expr> {
        let fold = self.fold;
        self.fold = fold && !self.future_annotations;
        let r = self.expr(e);
        self.fold = fold;
        r
    }

    fn arg(&mut self, p: &ra::Parameter) -> R<Arg> {
        let annotation = match &p.annotation {
            Some(a) => Some(self.annotation(a)?),
            None => None,
        };
        Ok(Arg { loc: self.loc(p), name: self.ident(&p.name), annotation })
    }

    pub(super) fn arguments(&mut self, p: &ra::Parameters) -> R<Arguments> {
        let mut a = Arguments::default();
        for q in &p.posonlyargs {
            a.posonly.push(self.arg(&q.parameter)?);
        }
        for q in &p.args {
            a.args.push(self.arg(&q.parameter)?);
        }
        if let Some(q) = &p.vararg {
            a.vararg = Some(self.arg(q)?);
        }
        for q in &p.kwonlyargs {
            a.kwonly.push(self.arg(&q.parameter)?);
            let d = self.opt_expr(q.default.as_deref())?;
            a.kw_defaults.push(d);
        }
        if let Some(q) = &p.kwarg {
            a.kwarg = Some(self.arg(q)?);
        }
        for q in p.posonlyargs.iter().chain(&p.args) {
            if let Some(d) = &q.default {
                a.defaults.push(self.expr(d)?);
            }
        }
        Ok(a)
    }

    fn type_params(&mut self, t: Option<&ra::TypeParams>) -> R<Option<TypeParams>> {
        let Some(t) = t else { return Ok(None) };
        let key = self.key();
        let mut params = Vec::with_capacity(t.type_params.len());
        for p in &t.type_params {
            let loc = self.loc(p);
            let (kind, name, bound, default) = match p {
                ra::TypeParam::TypeVar(v) => {
                    (TypeParamKind::TypeVar, &v.name, v.bound.as_deref(), v.default.as_deref())
                }
                ra::TypeParam::TypeVarTuple(v) => {
                    (TypeParamKind::TypeVarTuple, &v.name, None, v.default.as_deref())
                }
                ra::TypeParam::ParamSpec(v) => {
                    (TypeParamKind::ParamSpec, &v.name, None, v.default.as_deref())
                }
            };
            let name = self.ident(name);
            let bound = match bound {
                Some(b) => Some((self.key(), self.expr(b)?)),
                None => None,
            };
            let default = match default {
                Some(d) => Some((self.key(), self.expr(d)?)),
                None => None,
            };
            params.push(TypeParam { loc, kind, name, bound, default });
        }
        Ok(Some(TypeParams { key, params }))
    }

    fn decorators(&mut self, d: &[ra::Decorator]) -> R<Vec<Expr>> {
        d.iter().map(|d| self.expr(&d.expression)).collect()
    }

    fn exprs_of(&mut self, es: &[ra::Expr]) -> R<Vec<Expr>> {
        es.iter().map(|e| self.expr(e)).collect()
    }

    fn alias(&mut self, a: &ra::Alias) -> Alias {
        Alias {
            loc: self.loc(a),
            name: self.ident(&a.name),
            asname: a.asname.as_ref().map(|n| self.ident(n)),
        }
    }

    /// Where a compound statement ends: a semicolon after its last simple statement belongs to it.
    fn block_end(&self, end: TextSize) -> TextSize {
        let b = self.src.as_bytes();
        let mut i = end.to_usize();
        loop {
            match b.get(i) {
                Some(b' ' | b'\t' | b'\x0c') => i += 1,
                Some(b'\\') if b.get(i + 1) == Some(&b'\n') => i += 2,
                Some(b';') => return TextSize::new(i as u32 + 1),
                _ => return end,
            }
        }
    }

    fn stmt(&mut self, s: &ra::Stmt) -> R<Stmt> {
        let loc = match s {
            ra::Stmt::For(_)
            | ra::Stmt::While(_)
            | ra::Stmt::If(_)
            | ra::Stmt::With(_)
            | ra::Stmt::Match(_)
            | ra::Stmt::Try(_) => {
                let end = self.block_end(s.end());
                self.span(s.start(), end)
            }
            _ => self.loc(s),
        };
        let kind = match s {
            ra::Stmt::FunctionDef(f) => return self.function(f),
            ra::Stmt::ClassDef(c) => return self.class(c),
            ra::Stmt::TypeAlias(t) => {
                let name = self.expr(&t.name)?;
                let type_params = self.type_params(t.type_params.as_deref())?;
                let key = self.key();
                let value = self.expr(&t.value)?;
                StmtKind::TypeAlias(Box::new(TypeAlias { key, name, type_params, value }))
            }
            ra::Stmt::Return(r) => StmtKind::Return(self.opt_expr(r.value.as_deref())?),
            ra::Stmt::Delete(d) => StmtKind::Delete(self.exprs_of(&d.targets)?),
            ra::Stmt::Assign(a) => {
                let targets = self.exprs_of(&a.targets)?;
                StmtKind::Assign { targets, value: self.expr(&a.value)? }
            }
            ra::Stmt::AugAssign(a) => StmtKind::AugAssign {
                target: self.aug_target(&a.target)?,
                op: super::expr::binop(a.op),
                value: self.expr(&a.value)?,
            },
            ra::Stmt::AnnAssign(a) => {
                let target = Box::new(self.expr(&a.target)?);
                let annotation = Box::new(self.annotation(&a.annotation)?);
                let value = self.opt_expr(a.value.as_deref())?.map(Box::new);
                StmtKind::AnnAssign { target, annotation, value, simple: a.simple }
            }
            ra::Stmt::For(f) => {
                let target = self.expr(&f.target)?;
                let mut iter = self.expr(&f.iter)?;
                if !f.is_async {
                    self.fold_iter(&mut iter);
                }
                let body = self.body(&f.body)?;
                let orelse = self.body(&f.orelse)?;
                StmtKind::For(Box::new(For { is_async: f.is_async, target, iter, body, orelse }))
            }
            ra::Stmt::While(w) => StmtKind::While {
                test: self.expr(&w.test)?,
                body: self.body(&w.body)?,
                orelse: self.body(&w.orelse)?,
            },
            ra::Stmt::If(i) => {
                let test = self.expr(&i.test)?;
                let body = self.body(&i.body)?;
                let orelse = self.elifs(&i.elif_else_clauses, i.end())?;
                StmtKind::If { test, body, orelse }
            }
            ra::Stmt::With(w) => {
                let mut items = Vec::with_capacity(w.items.len());
                for i in &w.items {
                    let c = self.expr(&i.context_expr)?;
                    items.push((c, self.opt_expr(i.optional_vars.as_deref())?));
                }
                let body = self.body(&w.body)?;
                StmtKind::With(Box::new(With { is_async: w.is_async, items, body }))
            }
            ra::Stmt::Match(m) => {
                let subject = self.expr(&m.subject)?;
                let mut cases = Vec::with_capacity(m.cases.len());
                for c in &m.cases {
                    let pattern = self.pattern(&c.pattern)?;
                    let guard = self.opt_expr(c.guard.as_deref())?;
                    cases.push(MatchCase { pattern, guard, body: self.body(&c.body)? });
                }
                StmtKind::Match { subject, cases }
            }
            ra::Stmt::Raise(r) => StmtKind::Raise {
                exc: self.opt_expr(r.exc.as_deref())?,
                cause: self.opt_expr(r.cause.as_deref())?,
            },
            ra::Stmt::Try(t) => {
                let body = self.body(&t.body)?;
                let mut handlers = Vec::with_capacity(t.handlers.len());
                for ra::ExceptHandler::ExceptHandler(h) in &t.handlers {
                    handlers.push(Handler {
                        loc: {
                            let end = self.block_end(h.end());
                            self.span(h.start(), end)
                        },
                        typ: self.opt_expr(h.type_.as_deref())?,
                        name: h.name.as_ref().map(|n| self.ident(n)),
                        body: self.body(&h.body)?,
                    });
                }
                let orelse = self.body(&t.orelse)?;
                let finalbody = self.body(&t.finalbody)?;
                StmtKind::Try(Box::new(Try { is_star: t.is_star, body, handlers, orelse, finalbody }))
            }
            ra::Stmt::Assert(a) => {
                StmtKind::Assert { test: self.expr(&a.test)?, msg: self.opt_expr(a.msg.as_deref())? }
            }
            ra::Stmt::Import(i) => StmtKind::Import(i.names.iter().map(|a| self.alias(a)).collect()),
            ra::Stmt::ImportFrom(i) => StmtKind::ImportFrom {
                module: i.module.as_ref().map(|m| self.ident(m)),
                names: i.names.iter().map(|a| self.alias(a)).collect(),
                level: i.level,
            },
            ra::Stmt::Global(g) => StmtKind::Global(g.names.iter().map(|n| self.ident(n)).collect()),
            ra::Stmt::Nonlocal(g) => StmtKind::Nonlocal(g.names.iter().map(|n| self.ident(n)).collect()),
            ra::Stmt::Expr(e) => StmtKind::Expr(self.expr(&e.value)?),
            ra::Stmt::Pass(_) => StmtKind::Pass,
            ra::Stmt::Break(_) => StmtKind::Break,
            ra::Stmt::Continue(_) => StmtKind::Continue,
            ra::Stmt::IpyEscapeCommand(_) => return Err(self.syntax("invalid syntax", loc)),
        };
        Ok(Stmt { loc, kind })
    }

    /// An augmented assignment reads and writes its target; the tree says it writes.
    fn aug_target(&mut self, e: &ra::Expr) -> R<Expr> {
        self.expr(e)
    }

    fn elifs(&mut self, clauses: &[ra::ElifElseClause], end: TextSize) -> R<Vec<Stmt>> {
        let Some(first) = clauses.first() else { return Ok(Vec::new()) };
        if first.test.is_none() {
            return self.body(&first.body);
        }
        // Built from the last clause backwards, so that a long chain needs no deep recursion here.
        let mut orelse: Vec<Stmt> = Vec::new();
        for c in clauses.iter().rev() {
            match &c.test {
                None => orelse = self.body(&c.body)?,
                Some(t) => {
                    let loc = self.span(c.start(), self.block_end(end));
                    let test = self.expr(t)?;
                    let body = self.body(&c.body)?;
                    orelse = vec![Stmt { loc, kind: StmtKind::If { test, body, orelse } }];
                }
            }
        }
        Ok(orelse)
    }

    fn function(&mut self, f: &ra::StmtFunctionDef) -> R<Stmt> {
        let loc = self.def_loc(f.range, &f.decorator_list);
        let name = self.ident(&f.name);
        let decorators = self.decorators(&f.decorator_list)?;
        let type_params = self.type_params(f.type_params.as_deref())?;
        let key = self.key();
        let args = self.arguments(&f.parameters)?;
        let returns = match &f.returns {
            Some(r) => Some(self.annotation(r)?),
            None => None,
        };
        let body = self.doc_body(&f.body)?;
        let def =
            FunctionDef { key, is_async: f.is_async, name, type_params, args, returns, decorators, body };
        Ok(Stmt { loc, kind: StmtKind::FunctionDef(Box::new(def)) })
    }

    fn class(&mut self, c: &ra::StmtClassDef) -> R<Stmt> {
        let loc = self.def_loc(c.range, &c.decorator_list);
        let name = self.ident(&c.name);
        let decorators = self.decorators(&c.decorator_list)?;
        let type_params = self.type_params(c.type_params.as_deref())?;
        let key = self.key();
        let (bases, keywords) = match &c.arguments {
            Some(a) => (self.call_args(a)?, self.keywords(a)?),
            None => (Vec::new(), Vec::new()),
        };
        let body = self.doc_body(&c.body)?;
        let def = ClassDef { key, name, type_params, bases, keywords, decorators, body };
        Ok(Stmt { loc, kind: StmtKind::ClassDef(Box::new(def)) })
    }
}
