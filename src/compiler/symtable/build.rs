//! The first pass: facts about names, from the tree.

use super::super::ast::*;
use super::super::errors::CompileError;
use super::super::names::{FastSet, Interner, Name, known};
use super::{Block, BlockId, BlockType, R, Symbol, SymbolTable, TOP, def};
use crate::bytecode::Location;

struct Builder<'n> {
    t: SymbolTable,
    names: &'n mut Interner,
    stack: Vec<BlockId>,
    cur: BlockId,
    /// The class whose private names are mangled.
    private: Option<Name>,
    future_annotations: bool,
    depth: u32,
}

pub(super) fn build(m: &Mod, keys: u32, names: &mut Interner, future_annotations: bool) -> R<SymbolTable> {
    let mut b = Builder {
        t: SymbolTable { blocks: Vec::new(), by_key: vec![0; keys as usize] },
        names,
        stack: Vec::new(),
        cur: TOP,
        private: None,
        future_annotations,
        depth: 0,
    };
    b.enter(BlockType::Module, None, Location { line: 0, end_line: 0, col: 0, end_col: 0 });
    match m {
        Mod::Module(body) => b.stmts(body)?,
        Mod::Expression(e) => b.expr(e)?,
    }
    b.exit();
    Ok(b.t)
}

/// Whether the type parameter scope of a function takes positional and keyword-only defaults. CPython makes room for
/// the former always.
fn defaults_of(a: &Arguments) -> (bool, bool) {
    (true, a.kw_defaults.iter().any(Option::is_some))
}

impl Builder<'_> {
    fn block(&mut self) -> &mut Block {
        let id = self.cur;
        self.t.block_mut(id)
    }

    fn enter(&mut self, ty: BlockType, key: Option<ScopeKey>, loc: Location) {
        let prev = self.stack.last().copied();
        let (nested, comp_iter_expr) = match prev {
            Some(p) => {
                let p = self.t.block(p);
                (p.nested || p.is_function_like(), p.comp_iter_expr)
            }
            None => (false, 0),
        };
        let id = BlockId(self.t.blocks.len() as u32);
        self.t.blocks.push(Block {
            ty,
            symbols: Default::default(),
            varnames: Vec::new(),
            nested,
            generator: false,
            coroutine: false,
            varargs: false,
            varkeywords: false,
            comprehension: None,
            needs_class_closure: false,
            needs_classdict: false,
            comp_inlined: false,
            can_see_class_scope: false,
            mangled_names: None,
            children: Vec::new(),
            directives: Vec::new(),
            comp_iter_target: false,
            comp_iter_expr,
            loc,
        });
        if let Some(slot) = key.and_then(|k| self.t.by_key.get_mut(k.0 as usize)) {
            *slot = id.0;
        }
        if let (Some(p), true) = (prev, ty != BlockType::Annotation) {
            self.t.block_mut(p).children.push(id);
        }
        self.stack.push(id);
        self.cur = id;
    }

    fn exit(&mut self) {
        self.stack.pop();
        self.cur = self.stack.last().copied().unwrap_or(TOP);
    }

    fn mangle(&mut self, n: Name) -> Name {
        if self.private.is_none() {
            return n;
        }
        if self.t.block(self.cur).mangled_names.as_ref().is_some_and(|m| !m.contains(&n)) {
            return n;
        }
        self.names.mangle(self.private, n)
    }

    fn add_def(&mut self, n: Name, flag: u32, loc: Location) -> R<()> {
        if flag & def::TYPE_PARAM != 0
            && let Some(m) = &mut self.block().mangled_names
        {
            m.insert(n);
        }
        self.add_def_in(self.cur, n, flag, loc)
    }

    fn add_def_in(&mut self, id: BlockId, n: Name, flag: u32, loc: Location) -> R<()> {
        let mangled = self.mangle(n);
        let b = self.t.block_mut(id);
        let mut val = flag;
        let position = b.symbols.position(mangled);
        if let Some(&(_, old)) = position.and_then(|i| b.symbols.entries.get(i)) {
            if flag & def::PARAM != 0 && old.has(def::PARAM) {
                let msg = format!("duplicate argument '{}' in function definition", self.names.str(n));
                return Err(CompileError::syntax(msg, loc));
            }
            if flag & def::TYPE_PARAM != 0 && old.has(def::TYPE_PARAM) {
                let msg = format!("duplicate type parameter '{}'", self.names.str(n));
                return Err(CompileError::syntax(msg, loc));
            }
            val |= old.0;
        }
        if b.comp_iter_target {
            if val & (def::GLOBAL | def::NONLOCAL) != 0 {
                let msg = format!(
                    "comprehension inner loop cannot rebind assignment expression target '{}'",
                    self.names.str(n)
                );
                return Err(CompileError::syntax(msg, loc));
            }
            val |= def::COMP_ITER;
        }
        b.symbols.insert_at(position, mangled, Symbol(val));
        if flag & def::PARAM != 0 {
            b.varnames.push(mangled);
        } else if flag & def::GLOBAL != 0 {
            let top = self.t.block_mut(TOP);
            let old = top.symbol(mangled).0;
            top.symbols.insert(mangled, Symbol(old | flag));
        }
        Ok(())
    }

    fn directive(&mut self, n: Name, loc: Location) {
        let mangled = self.mangle(n);
        self.block().directives.push((mangled, loc));
    }

    fn stmts(&mut self, body: &[Stmt]) -> R<()> {
        for s in body {
            self.stmt(s)?;
        }
        Ok(())
    }

    fn exprs(&mut self, es: &[Expr]) -> R<()> {
        for e in es {
            self.expr(e)?;
        }
        Ok(())
    }

    fn opt_expr(&mut self, e: Option<&Expr>) -> R<()> {
        e.map_or(Ok(()), |e| self.expr(e))
    }

    fn keywords(&mut self, ks: &[Keyword]) -> R<()> {
        for k in ks {
            self.expr(&k.value)?;
        }
        Ok(())
    }

    fn enter_type_params(
        &mut self,
        t: &TypeParams,
        loc: Location,
        (defaults, kwdefaults): (bool, bool),
        class: bool,
    ) -> R<()> {
        let in_class = self.t.block(self.cur).ty == BlockType::Class;
        self.enter(BlockType::TypeParams, Some(t.key), loc);
        if in_class {
            self.block().can_see_class_scope = true;
            self.add_def(known::CLASSDICT, def::USE, loc)?;
        }
        if class {
            self.add_def(known::DOT_TYPE_PARAMS, def::LOCAL, loc)?;
            self.add_def(known::DOT_TYPE_PARAMS, def::USE, loc)?;
            self.add_def(known::GENERIC_BASE, def::LOCAL, loc)?;
            self.add_def(known::GENERIC_BASE, def::USE, loc)?;
        }
        if defaults {
            self.add_def(known::DEFAULTS, def::PARAM, loc)?;
        }
        if kwdefaults {
            self.add_def(known::KWDEFAULTS, def::PARAM, loc)?;
        }
        Ok(())
    }

    fn type_params(&mut self, t: &TypeParams) -> R<()> {
        for p in &t.params {
            self.add_def(p.name, def::TYPE_PARAM | def::LOCAL, p.loc)?;
            for (key, e) in p.bound.iter().chain(&p.default) {
                let in_class = self.t.block(self.cur).can_see_class_scope;
                self.enter(BlockType::TypeVarBound, Some(*key), e.loc);
                self.block().can_see_class_scope = in_class;
                if in_class {
                    self.add_def(known::CLASSDICT, def::USE, e.loc)?;
                }
                self.expr(e)?;
                self.exit();
            }
        }
        Ok(())
    }

    fn default_exprs(&mut self, a: &Arguments) -> R<()> {
        self.exprs(&a.defaults)?;
        for d in a.kw_defaults.iter().flatten() {
            self.expr(d)?;
        }
        Ok(())
    }

    fn annotation(&mut self, e: &Expr) -> R<()> {
        if self.future_annotations {
            self.enter(BlockType::Annotation, None, e.loc);
            self.expr(e)?;
            self.exit();
            Ok(())
        } else {
            self.expr(e)
        }
    }

    fn function_annotations(&mut self, f: &FunctionDef, loc: Location) -> R<()> {
        let a = &f.args;
        if self.future_annotations {
            self.enter(BlockType::Annotation, None, loc);
        }
        let all = a.posonly.iter().chain(&a.args).chain(&a.vararg).chain(&a.kwarg).chain(&a.kwonly);
        for arg in all {
            self.opt_expr(arg.annotation.as_ref())?;
        }
        if self.future_annotations {
            self.exit();
        }
        match &f.returns {
            Some(r) => self.annotation(r),
            None => Ok(()),
        }
    }

    fn params(&mut self, a: &Arguments) -> R<()> {
        for p in a.posonly.iter().chain(&a.args).chain(&a.kwonly) {
            self.add_def(p.name, def::PARAM, p.loc)?;
        }
        if let Some(p) = &a.vararg {
            self.add_def(p.name, def::PARAM, p.loc)?;
            self.block().varargs = true;
        }
        if let Some(p) = &a.kwarg {
            self.add_def(p.name, def::PARAM, p.loc)?;
            self.block().varkeywords = true;
        }
        Ok(())
    }

    fn stmt(&mut self, s: &Stmt) -> R<()> {
        match &s.kind {
            StmtKind::FunctionDef(f) => {
                self.add_def(f.name, def::LOCAL, s.loc)?;
                self.default_exprs(&f.args)?;
                self.exprs(&f.decorators)?;
                if let Some(t) = &f.type_params {
                    self.enter_type_params(t, s.loc, defaults_of(&f.args), false)?;
                    self.type_params(t)?;
                }
                self.function_annotations(f, s.loc)?;
                self.enter(BlockType::Function, Some(f.key), s.loc);
                self.block().coroutine = f.is_async;
                self.params(&f.args)?;
                self.stmts(&f.body)?;
                self.exit();
                if f.type_params.is_some() {
                    self.exit();
                }
            }
            StmtKind::ClassDef(c) => {
                self.add_def(c.name, def::LOCAL, s.loc)?;
                self.exprs(&c.decorators)?;
                let outer = self.private;
                if let Some(t) = &c.type_params {
                    self.enter_type_params(t, s.loc, (false, false), true)?;
                    self.private = Some(c.name);
                    self.block().mangled_names = Some(FastSet::default());
                    self.type_params(t)?;
                }
                self.exprs(&c.bases)?;
                self.keywords(&c.keywords)?;
                self.enter(BlockType::Class, Some(c.key), s.loc);
                self.private = Some(c.name);
                if c.type_params.is_some() {
                    self.add_def(known::TYPE_PARAMS_, def::LOCAL, s.loc)?;
                    self.add_def(known::DOT_TYPE_PARAMS, def::USE, s.loc)?;
                }
                self.stmts(&c.body)?;
                self.exit();
                if c.type_params.is_some() {
                    self.exit();
                }
                self.private = outer;
            }
            StmtKind::TypeAlias(a) => {
                self.expr(&a.name)?;
                let in_class = self.t.block(self.cur).ty == BlockType::Class;
                if let Some(t) = &a.type_params {
                    self.enter_type_params(t, s.loc, (false, false), false)?;
                    self.type_params(t)?;
                }
                self.enter(BlockType::TypeAlias, Some(a.key), s.loc);
                self.block().can_see_class_scope = in_class;
                if in_class {
                    self.add_def(known::CLASSDICT, def::USE, a.value.loc)?;
                }
                self.expr(&a.value)?;
                self.exit();
                if a.type_params.is_some() {
                    self.exit();
                }
            }
            StmtKind::Return(v) => self.opt_expr(v.as_ref())?,
            StmtKind::Delete(targets) => self.exprs(targets)?,
            StmtKind::Assign { targets, value } => {
                self.exprs(targets)?;
                self.expr(value)?;
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                if let ExprKind::Name { id, .. } = &target.kind {
                    let mangled = self.mangle(*id);
                    let old = self.t.block(self.cur).symbol(mangled);
                    if old.has(def::GLOBAL | def::NONLOCAL) && self.cur != TOP && *simple {
                        let kind = if old.has(def::GLOBAL) { "global" } else { "nonlocal" };
                        let msg = format!("annotated name '{}' can't be {kind}", self.names.str(*id));
                        return Err(CompileError::syntax(msg, s.loc));
                    }
                    if *simple {
                        self.add_def(*id, def::ANNOT | def::LOCAL, target.loc)?;
                    } else if value.is_some() {
                        self.add_def(*id, def::LOCAL, target.loc)?;
                    }
                } else {
                    self.expr(target)?;
                }
                self.annotation(annotation)?;
                self.opt_expr(value.as_deref())?;
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)?;
            }
            StmtKind::For(f) => {
                self.expr(&f.target)?;
                self.expr(&f.iter)?;
                self.stmts(&f.body)?;
                self.stmts(&f.orelse)?;
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                self.stmts(orelse)?;
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                // An `elif` chain nests in the tree only.
                let mut rest = orelse;
                while let [Stmt { kind: StmtKind::If { test, body, orelse }, .. }] = &rest[..] {
                    self.expr(test)?;
                    self.stmts(body)?;
                    rest = orelse;
                }
                self.stmts(rest)?;
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for c in cases {
                    self.pattern(&c.pattern)?;
                    self.opt_expr(c.guard.as_ref())?;
                    self.stmts(&c.body)?;
                }
            }
            StmtKind::Raise { exc, cause } => {
                self.opt_expr(exc.as_ref())?;
                self.opt_expr(cause.as_ref())?;
            }
            StmtKind::Try(t) => {
                self.stmts(&t.body)?;
                for h in &t.handlers {
                    self.opt_expr(h.typ.as_ref())?;
                    if let Some(n) = h.name {
                        self.add_def(n, def::LOCAL, h.loc)?;
                    }
                    self.stmts(&h.body)?;
                }
                self.stmts(&t.orelse)?;
                self.stmts(&t.finalbody)?;
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt_expr(msg.as_ref())?;
            }
            StmtKind::Import(names) | StmtKind::ImportFrom { names, .. } => {
                for a in names {
                    self.alias(a)?;
                }
            }
            StmtKind::Global(names) => self.declare(names, s.loc, def::GLOBAL, "global")?,
            StmtKind::Nonlocal(names) => self.declare(names, s.loc, def::NONLOCAL, "nonlocal")?,
            StmtKind::Expr(e) => self.expr(e)?,
            StmtKind::With(w) => {
                for (e, v) in &w.items {
                    self.expr(e)?;
                    self.opt_expr(v.as_ref())?;
                }
                self.stmts(&w.body)?;
            }
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
        Ok(())
    }

    fn declare(&mut self, names: &[Name], loc: Location, flag: u32, what: &str) -> R<()> {
        for &n in names {
            let mangled = self.mangle(n);
            let old = self.t.block(self.cur).symbol(mangled);
            if old.has(def::PARAM | def::LOCAL | def::USE | def::ANNOT) {
                let name = self.names.str(n);
                let msg = if old.has(def::PARAM) {
                    format!("name '{name}' is parameter and {what}")
                } else if old.has(def::USE) {
                    format!("name '{name}' is used prior to {what} declaration")
                } else if old.has(def::ANNOT) {
                    format!("annotated name '{name}' can't be {what}")
                } else {
                    format!("name '{name}' is assigned to before {what} declaration")
                };
                return Err(CompileError::syntax(msg, loc));
            }
            self.add_def(n, flag, loc)?;
            self.directive(n, loc);
        }
        Ok(())
    }

    fn alias(&mut self, a: &Alias) -> R<()> {
        let name = a.asname.unwrap_or(a.name);
        if name == known::STAR {
            if self.t.block(self.cur).ty != BlockType::Module {
                return Err(CompileError::syntax("import * only allowed at module level", a.loc));
            }
            return Ok(());
        }
        let text = self.names.str(name);
        let store = match text.split_once('.') {
            Some((first, _)) => {
                let first = first.to_owned();
                self.names.intern(&first)
            }
            None => name,
        };
        self.add_def(store, def::IMPORT, a.loc)
    }

    fn pattern(&mut self, p: &Pattern) -> R<()> {
        stacker::maybe_grow(super::super::STACK_RED_ZONE, super::super::STACK_SEGMENT, || {
            self.pattern_inner(p)
        })
    }

    fn pattern_inner(&mut self, p: &Pattern) -> R<()> {
        match &p.kind {
            PatternKind::Value(e) => self.expr(e)?,
            PatternKind::Singleton(_) => {}
            PatternKind::Sequence(ps) | PatternKind::Or(ps) => {
                for p in ps {
                    self.pattern(p)?;
                }
            }
            PatternKind::Star(n) => {
                if let Some(n) = *n {
                    self.add_def(n, def::LOCAL, p.loc)?;
                }
            }
            PatternKind::Mapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                for p in patterns {
                    self.pattern(p)?;
                }
                if let Some(n) = *rest {
                    self.add_def(n, def::LOCAL, p.loc)?;
                }
            }
            PatternKind::Class { cls, patterns, kwd_patterns, .. } => {
                self.expr(cls)?;
                for p in patterns.iter().chain(kwd_patterns) {
                    self.pattern(p)?;
                }
            }
            PatternKind::As { pattern, name } => {
                if let Some(p) = pattern {
                    self.pattern(p)?;
                }
                if let Some(n) = *name {
                    self.add_def(n, def::LOCAL, p.loc)?;
                }
            }
        }
        Ok(())
    }

    fn named_target(&mut self, id: Name, loc: Location) -> R<()> {
        let mangled = self.mangle(id);
        for i in (0..self.stack.len()).rev() {
            let block = self.stack[i];
            let b = self.t.block(block);
            if b.comprehension.is_some() {
                let s = b.symbol(mangled);
                if s.has(def::COMP_ITER) && s.has(def::LOCAL) {
                    let msg = format!(
                        "assignment expression cannot rebind comprehension iteration variable '{}'",
                        self.names.str(id)
                    );
                    return Err(CompileError::syntax(msg, loc));
                }
                continue;
            }
            match b.ty {
                BlockType::Function => {
                    let flag = if b.symbol(mangled).has(def::GLOBAL) { def::GLOBAL } else { def::NONLOCAL };
                    self.add_def(id, flag, loc)?;
                    self.directive(id, loc);
                    return self.add_def_in(block, id, def::LOCAL, loc);
                }
                BlockType::Module => {
                    self.add_def(id, def::GLOBAL, loc)?;
                    self.directive(id, loc);
                    return self.add_def_in(block, id, def::GLOBAL, loc);
                }
                BlockType::Annotation => {}
                ty => {
                    let place = match ty {
                        BlockType::Class => "in a class body",
                        BlockType::TypeParams => "within the definition of a generic",
                        BlockType::TypeAlias => "in a type alias",
                        _ => "in a TypeVar bound",
                    };
                    let msg = format!("assignment expression within a comprehension cannot be used {place}");
                    return Err(CompileError::syntax(msg, loc));
                }
            }
        }
        Ok(())
    }

    /// Refuses what has no place in annotations and type parameter scopes.
    fn not_in_annotation(&self, what: &str, loc: Location) -> R<()> {
        let place = match self.t.block(self.cur).ty {
            BlockType::Annotation => "an annotation",
            BlockType::TypeVarBound => "a TypeVar bound",
            BlockType::TypeAlias => "a type alias",
            BlockType::TypeParams => "the definition of a generic",
            _ => return Ok(()),
        };
        Err(CompileError::syntax(format!("{what} cannot be used within {place}"), loc))
    }

    fn expr(&mut self, e: &Expr) -> R<()> {
        self.depth += 1;
        let r = if self.depth.is_multiple_of(32) {
            stacker::maybe_grow(super::super::STACK_RED_ZONE, super::super::STACK_SEGMENT, || {
                self.expr_inner(e)
            })
        } else {
            self.expr_inner(e)
        };
        self.depth -= 1;
        r
    }

    fn expr_inner(&mut self, e: &Expr) -> R<()> {
        match &e.kind {
            ExprKind::Constant(_) => {}
            ExprKind::Name { id, ctx } => {
                let flag = if *ctx == Ctx::Load { def::USE } else { def::LOCAL };
                self.add_def(*id, flag, e.loc)?;
                if *ctx == Ctx::Load && *id == known::SUPER && self.t.block(self.cur).is_function_like() {
                    self.add_def(known::CLASS_, def::USE, e.loc)?;
                }
            }
            ExprKind::Attribute { value, .. } | ExprKind::Starred { value, .. } => self.expr(value)?,
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                self.keywords(keywords)?;
            }
            ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr(values) | ExprKind::Set(values) => {
                self.exprs(values)?;
            }
            ExprKind::Named { target, value } => {
                self.not_in_annotation("named expression", e.loc)?;
                let b = self.t.block(self.cur);
                if b.comp_iter_expr > 0 {
                    return Err(CompileError::syntax(
                        "assignment expression cannot be used in a comprehension iterable expression",
                        e.loc,
                    ));
                }
                if b.comprehension.is_some()
                    && let ExprKind::Name { id, .. } = &target.kind
                {
                    self.named_target(*id, target.loc)?;
                }
                self.expr(value)?;
                self.expr(target)?;
            }
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)?;
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand)?,
            ExprKind::Lambda(l) => {
                self.default_exprs(&l.args)?;
                self.enter(BlockType::Function, Some(l.key), e.loc);
                self.params(&l.args)?;
                self.expr(&l.body)?;
                self.exit();
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)?;
            }
            ExprKind::Dict { keys, values } => {
                for k in keys.iter().flatten() {
                    self.expr(k)?;
                }
                self.exprs(values)?;
            }
            ExprKind::Comp(c) => self.comprehension(c, e.loc)?,
            ExprKind::Yield(v) => {
                self.not_in_annotation("yield expression", e.loc)?;
                self.opt_expr(v.as_deref())?;
                self.yields(e.loc)?;
            }
            ExprKind::YieldFrom(v) => {
                self.not_in_annotation("yield expression", e.loc)?;
                self.expr(v)?;
                self.yields(e.loc)?;
            }
            ExprKind::Await(v) => {
                self.not_in_annotation("await expression", e.loc)?;
                self.expr(v)?;
                self.block().coroutine = true;
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)?;
            }
            ExprKind::FormattedValue { value, spec, .. } => {
                self.expr(value)?;
                self.opt_expr(spec.as_deref())?;
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                self.expr(slice)?;
            }
            ExprKind::Slice { lower, upper, step } => {
                self.opt_expr(lower.as_deref())?;
                self.opt_expr(upper.as_deref())?;
                self.opt_expr(step.as_deref())?;
            }
            ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => self.exprs(elts)?,
        }
        Ok(())
    }

    fn yields(&mut self, loc: Location) -> R<()> {
        let b = self.block();
        b.generator = true;
        match b.comprehension {
            None => Ok(()),
            Some(kind) => {
                let what = match kind {
                    CompKind::List => "list comprehension",
                    CompKind::Set => "set comprehension",
                    CompKind::Dict => "dict comprehension",
                    CompKind::Gen => "generator expression",
                };
                Err(CompileError::syntax(format!("'yield' inside {what}"), loc))
            }
        }
    }

    fn comprehension(&mut self, c: &Comp, loc: Location) -> R<()> {
        let Some((outermost, rest)) = c.generators.split_first() else { return Ok(()) };
        self.block().comp_iter_expr += 1;
        self.expr(&outermost.iter)?;
        self.block().comp_iter_expr -= 1;
        self.enter(BlockType::Function, Some(c.key), loc);
        let b = self.block();
        b.comprehension = Some(c.kind);
        b.coroutine |= outermost.is_async;
        self.add_def(known::DOT_ZERO, def::PARAM, loc)?;
        self.comp_target(&outermost.target)?;
        self.exprs(&outermost.ifs)?;
        for g in rest {
            self.comp_target(&g.target)?;
            self.block().comp_iter_expr += 1;
            self.expr(&g.iter)?;
            self.block().comp_iter_expr -= 1;
            self.exprs(&g.ifs)?;
            if g.is_async {
                self.block().coroutine = true;
            }
        }
        self.opt_expr(c.value.as_ref())?;
        self.expr(&c.elt)?;
        let b = self.block();
        b.generator = c.kind == CompKind::Gen;
        let is_async = b.coroutine && !b.generator;
        self.exit();
        if is_async {
            self.block().coroutine = true;
        }
        Ok(())
    }

    fn comp_target(&mut self, e: &Expr) -> R<()> {
        self.block().comp_iter_target = true;
        self.expr(e)?;
        self.block().comp_iter_target = false;
        Ok(())
    }
}
