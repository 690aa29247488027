//! Calls.

use super::*;
use crate::compiler::names::FastSet;
use crate::compiler::symtable::def;

/// From here on a set tells sooner whether a keyword is there twice.
const MANY_KEYWORDS: usize = 16;

impl<'a> Compiler<'a> {
    pub(super) fn check_keywords(&self, keywords: &[Keyword]) -> R<()> {
        if keywords.len() > MANY_KEYWORDS {
            let named = keywords.iter().filter_map(|k| k.arg);
            let distinct: FastSet<Name> = named.clone().collect();
            if distinct.len() == named.clone().count() && !distinct.contains(&known::DEBUG) {
                return Ok(());
            }
        }
        for (i, k) in keywords.iter().enumerate() {
            let Some(name) = k.arg else { continue };
            self.forbidden(name, Ctx::Store, k.loc)?;
            if let Some(other) = keywords.get(i + 1..).unwrap_or(&[]).iter().find(|o| o.arg == Some(name)) {
                let msg = format!("keyword argument repeated: {}", self.names.str(name));
                return self.error(msg, other.loc);
            }
        }
        Ok(())
    }

    /// `super()` or `super(a, b)` under an attribute that is not `__class__`, where `super` is surely the builtin: the function
    /// and the arguments.
    pub(super) fn super_call(&self, value: &'a Expr, attr: Name) -> Option<(&'a Expr, &'a [Expr])> {
        let ExprKind::Call { func, args, keywords } = &value.kind else { return None };
        if !matches!(func.kind, ExprKind::Name { id, .. } if id == known::SUPER)
            || attr == known::CLASS_
            || !keywords.is_empty()
        {
            return None;
        }
        if self.st.block(self.u.block).scope(known::SUPER) != Scope::GlobalImplicit
            || self.st.block(TOP).scope(known::SUPER) != Scope::Unknown
        {
            return None;
        }
        match args.len() {
            2 if !args.iter().any(Expr::is_starred) => Some((func, args)),
            0 if (self.u.argcount > 0 || self.u.posonlyargcount > 0) && self.class_cell_is_free() => {
                Some((func, args))
            }
            _ => None,
        }
    }

    /// Pushes `super`, and the two arguments it would find by itself.
    pub(super) fn load_super_args(&mut self, call: &'a Expr, func: &'a Expr, args: &'a [Expr]) -> R<()> {
        self.name_op(known::SUPER, Ctx::Load, func.loc)?;
        if !args.is_empty() {
            return self.exprs(args);
        }
        self.name_op(known::CLASS_, Ctx::Load, call.loc)?;
        if let Some(&(first, ())) = self.u.varnames.entries().first() {
            self.name_op(first, Ctx::Load, call.loc)?;
        }
        Ok(())
    }

    fn method_call(
        &mut self,
        e: &'a Expr,
        func: &'a Expr,
        args: &'a [Expr],
        keywords: &'a [Keyword],
    ) -> R<bool> {
        let ExprKind::Attribute { value, attr, ctx: Ctx::Load } = &func.kind else { return Ok(false) };
        if let ExprKind::Name { id, .. } = &value.kind
            && self.st.block(TOP).symbol(*id).has(def::IMPORT)
        {
            return Ok(false);
        }
        if args.len() + keywords.len() + usize::from(!keywords.is_empty()) >= STACK_USE_GUIDELINE {
            return Ok(false);
        }
        if args.iter().any(Expr::is_starred) || keywords.iter().any(|k| k.arg.is_none()) {
            return Ok(false);
        }
        let mut loc = func.loc;
        if let Some((sup, sup_args)) = self.super_call(value, *attr) {
            self.load_super_args(value, sup, sup_args)?;
            let opcode = if sup_args.is_empty() { op::LOAD_ZERO_SUPER_METHOD } else { op::LOAD_SUPER_METHOD };
            self.op_name(opcode, *attr, loc);
            loc = self.attr_loc(loc, func, *attr);
            self.op(op::NOP, loc);
        } else {
            self.expr(value)?;
            loc = self.attr_loc(loc, func, *attr);
            self.op_name(op::LOAD_METHOD, *attr, loc);
        }
        self.exprs(args)?;
        if keywords.is_empty() {
            let loc = self.attr_loc(e.loc, func, *attr);
            self.op_i(op::CALL, args.len(), loc);
        } else {
            self.keyword_values(keywords, loc)?;
            let loc = self.attr_loc(e.loc, func, *attr);
            self.op_i(op::CALL_KW, args.len() + keywords.len(), loc);
        }
        Ok(true)
    }

    /// Pushes the values of keyword arguments and then the tuple of their names.
    fn keyword_values(&mut self, keywords: &'a [Keyword], loc: Location) -> R<()> {
        let mut names = Vec::with_capacity(keywords.len());
        for k in keywords {
            self.expr(&k.value)?;
            if let Some(n) = k.arg {
                names.push(self.name_const(n));
            }
        }
        self.load_const(Const::Tuple(names), loc);
        Ok(())
    }

    pub(super) fn call(
        &mut self,
        e: &'a Expr,
        func: &'a Expr,
        args: &'a [Expr],
        keywords: &'a [Keyword],
    ) -> R<()> {
        self.check_keywords(keywords)?;
        if self.method_call(e, func, args, keywords)? {
            return Ok(());
        }
        if let Some(message) = warnings::call(func) {
            self.warn(message, func.loc);
        }
        self.expr(func)?;
        self.op(op::PUSH_NULL, func.loc);
        self.call_helper(0, args, None, keywords, e.loc)
    }

    /// The arguments and the call itself; `n` arguments are already on the stack, `extra` is a variable to pass last.
    pub(super) fn call_helper(
        &mut self,
        n: usize,
        args: &'a [Expr],
        extra: Option<Name>,
        keywords: &'a [Keyword],
        loc: Location,
    ) -> R<()> {
        self.check_keywords(keywords)?;
        let nargs = args.len() + usize::from(extra.is_some());
        let simple = nargs + keywords.len() * 2 <= STACK_USE_GUIDELINE
            && !args.iter().any(Expr::is_starred)
            && keywords.iter().all(|k| k.arg.is_some());
        if simple {
            self.exprs(args)?;
            if let Some(name) = extra {
                self.name_op(name, Ctx::Load, loc)?;
            }
            if keywords.is_empty() {
                self.op_i(op::CALL, n + nargs, loc);
            } else {
                self.keyword_values(keywords, loc)?;
                self.op_i(op::CALL_KW, n + nargs + keywords.len(), loc);
            }
            return Ok(());
        }
        match args {
            [Expr { kind: ExprKind::Starred { value, .. }, .. }] if n == 0 && extra.is_none() => {
                self.expr(value)?
            }
            _ => {
                self.star_unpack(args, extra, n, op::BUILD_LIST, op::LIST_APPEND, op::LIST_EXTEND, true, loc)?
            }
        }
        if !keywords.is_empty() {
            let mut have = false;
            let mut seen = 0;
            for (i, k) in keywords.iter().enumerate() {
                if k.arg.is_some() {
                    seen += 1;
                    continue;
                }
                if seen > 0 {
                    self.sub_keywords(keywords.get(i - seen..i).unwrap_or(&[]), loc)?;
                    if have {
                        self.op_i(op::DICT_MERGE, 1, loc);
                    }
                    have = true;
                    seen = 0;
                }
                if !have {
                    self.op_i(op::BUILD_MAP, 0, loc);
                    have = true;
                }
                self.expr(&k.value)?;
                self.op_i(op::DICT_MERGE, 1, loc);
            }
            if seen > 0 {
                self.sub_keywords(keywords.get(keywords.len() - seen..).unwrap_or(&[]), loc)?;
                if have {
                    self.op_i(op::DICT_MERGE, 1, loc);
                }
            }
        }
        self.op_i(op::CALL_FUNCTION_EX, usize::from(!keywords.is_empty()), loc);
        Ok(())
    }

    fn sub_keywords(&mut self, keywords: &'a [Keyword], loc: Location) -> R<()> {
        let n = keywords.len();
        let big = n * 2 > STACK_USE_GUIDELINE;
        if n > 1 && !big {
            self.keyword_values(keywords, loc)?;
            self.op_i(op::BUILD_CONST_KEY_MAP, n, loc);
            return Ok(());
        }
        if big {
            self.op_i(op::BUILD_MAP, 0, Location::NONE);
        }
        for k in keywords {
            if let Some(name) = k.arg {
                let c = self.name_const(name);
                self.load_const(c, loc);
            }
            self.expr(&k.value)?;
            if big {
                self.op_i(op::MAP_ADD, 1, Location::NONE);
            }
        }
        if !big {
            self.op_i(op::BUILD_MAP, n, loc);
        }
        Ok(())
    }
}
