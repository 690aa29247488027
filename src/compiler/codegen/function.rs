//! Functions, lambdas and type parameters.

use super::*;

impl<'a> Compiler<'a> {
    fn check_debug_args(&self, a: &Arguments) -> R<()> {
        for p in a.posonly.iter().chain(&a.args).chain(&a.vararg).chain(&a.kwonly).chain(&a.kwarg) {
            self.forbidden(p.name, Ctx::Store, p.loc)?;
        }
        Ok(())
    }

    /// Pushes default values; gives the bits that say which kinds there are.
    fn default_arguments(&mut self, a: &'a Arguments, loc: Location) -> R<u32> {
        let mut flags = 0;
        if !a.defaults.is_empty() {
            self.exprs(&a.defaults)?;
            self.op_i(op::BUILD_TUPLE, a.defaults.len(), loc);
            flags |= 1;
        }
        let mut keys = Vec::new();
        for (p, d) in a.kwonly.iter().zip(&a.kw_defaults) {
            if let Some(d) = d {
                let n = self.mangle(p.name);
                keys.push(self.name_const(n));
                self.expr(d)?;
            }
        }
        if !keys.is_empty() {
            let n = keys.len();
            self.load_const(Const::Tuple(keys), loc);
            self.op_i(op::BUILD_CONST_KEY_MAP, n, loc);
            flags |= 2;
        }
        Ok(flags)
    }

    fn argument_annotation(&mut self, name: Name, annotation: &'a Expr, loc: Location) -> R<()> {
        let n = self.mangle(name);
        let c = self.name_const(n);
        self.load_const(c, loc);
        if self.future_annotations {
            return self.annotation_text(annotation);
        }
        if let ExprKind::Starred { value, .. } = &annotation.kind {
            // `*args: *Ts` is annotated with the one element of `[*Ts]`.
            self.expr(value)?;
            self.op_i(op::UNPACK_SEQUENCE, 1, loc);
            return Ok(());
        }
        self.expr(annotation)
    }

    /// Pushes the source text of an annotation, as `from __future__ import annotations` has it.
    pub(super) fn annotation_text(&mut self, e: &'a Expr) -> R<()> {
        let text = crate::compiler::unparse::unparse(e, self.names);
        self.load_const(Const::Str(text), e.loc);
        Ok(())
    }

    fn annotations(&mut self, a: &'a Arguments, returns: Option<&'a Expr>, loc: Location) -> R<u32> {
        let mut n = 0;
        for p in a.args.iter().chain(&a.posonly).chain(&a.vararg).chain(&a.kwonly).chain(&a.kwarg) {
            if let Some(e) = &p.annotation {
                self.argument_annotation(p.name, e, loc)?;
                n += 2;
            }
        }
        if let Some(e) = returns {
            self.argument_annotation(known::RETURN, e, loc)?;
            n += 2;
        }
        if n > 0 {
            self.op_i(op::BUILD_TUPLE, n, loc);
            return Ok(4);
        }
        Ok(0)
    }

    pub(super) fn decorators(&mut self, decorators: &'a [Expr]) -> R<()> {
        self.exprs(decorators)
    }

    pub(super) fn apply_decorators(&mut self, decorators: &'a [Expr]) {
        for d in decorators.iter().rev() {
            self.op_i(op::CALL, 0, d.loc);
        }
    }

    fn set_counts(&mut self, a: &Arguments) {
        self.u.argcount = (a.posonly.len() + a.args.len()) as u32;
        self.u.posonlyargcount = a.posonly.len() as u32;
        self.u.kwonlyargcount = a.kwonly.len() as u32;
    }

    pub(super) fn function(&mut self, f: &'a FunctionDef, loc: Location) -> R<()> {
        self.check_debug_args(&f.args)?;
        self.decorators(&f.decorators)?;
        let firstlineno = f.decorators.first().map_or(loc.line, |d| d.loc.line);
        let mut flags = self.default_arguments(&f.args, loc)?;
        let mut nargs = 0;
        if let Some(t) = &f.type_params {
            nargs = (flags & 1) as usize + (flags >> 1 & 1) as usize;
            if nargs == 2 {
                self.op_i(op::SWAP, 2, loc);
            }
            self.enter_type_params(t, f.name, firstlineno, None)?;
            for i in 0..nargs {
                self.op_i(op::LOAD_FAST, i, loc);
            }
        }
        flags |= self.annotations(&f.args, f.returns.as_ref(), loc)?;
        self.function_body(f, flags, firstlineno, loc)?;
        if f.type_params.is_some() {
            self.op_i(op::SWAP, 2, loc);
            self.op_i(op::CALL_INTRINSIC_2, usize::from(intrinsic::SET_FUNCTION_TYPE_PARAMS), loc);
            self.u.argcount = nargs as u32;
            let code = self.finish_unit(false)?;
            self.make_closure(code, 0, loc);
            if nargs > 0 {
                self.op_i(op::SWAP, nargs + 1, loc);
                self.op_i(op::CALL, nargs - 1, loc);
            } else {
                self.op(op::PUSH_NULL, loc);
                self.op_i(op::CALL, 0, loc);
            }
        }
        self.apply_decorators(&f.decorators);
        self.name_op(f.name, Ctx::Store, loc)
    }

    fn function_body(&mut self, f: &'a FunctionDef, flags: u32, firstlineno: i32, loc: Location) -> R<()> {
        let scope = if f.is_async { ScopeType::AsyncFunction } else { ScopeType::Function };
        self.enter(f.name, scope, f.key, firstlineno, None);
        let mut body = &f.body[..];
        let mut doc = Const::None;
        if let Some(Const::Str(s)) = docstring(body).and_then(Expr::as_const) {
            body = body.get(1..).unwrap_or(&[]);
            if self.optimize < 2 {
                doc = Const::Str(clean_doc(s));
            }
        }
        self.add_const(doc);
        self.set_counts(&f.args);
        let b = self.st.block(self.u.block);
        let handler = b.coroutine || b.generator;
        if handler {
            self.push_block(BlockKind::StopIteration, None, None, Location::NONE)?;
        }
        self.stmts(body)?;
        if handler {
            self.wrap_in_stopiteration_handler();
            self.pop_block();
        }
        let code = self.finish_unit(true)?;
        self.make_closure(code, flags, loc);
        Ok(())
    }

    pub(super) fn lambda(&mut self, l: &'a Lambda, loc: Location) -> R<()> {
        self.check_debug_args(&l.args)?;
        let flags = self.default_arguments(&l.args, loc)?;
        self.enter(known::ANON_LAMBDA, ScopeType::Lambda, l.key, loc.line, None);
        // First, so that a string is not taken for a docstring.
        self.add_const(Const::None);
        self.set_counts(&l.args);
        self.expr(&l.body)?;
        let code = if self.st.block(self.u.block).generator {
            self.finish_unit(false)?
        } else {
            self.op(op::RETURN_VALUE, l.body.loc);
            self.finish_unit(true)?
        };
        self.make_closure(code, flags, loc);
        Ok(())
    }

    /// Opens the scope of a type parameter list and makes the tuple of parameters in it.
    pub(super) fn enter_type_params(
        &mut self,
        t: &'a TypeParams,
        name: Name,
        lineno: i32,
        private: Option<Name>,
    ) -> R<()> {
        let text = format!("<generic parameters of {}>", self.names.str(name));
        let ident = self.names.intern(&text);
        self.enter(ident, ScopeType::TypeParams, t.key, lineno, private);
        if private.is_none() {
            self.type_params(t)?;
        }
        Ok(())
    }

    fn bound_or_default(&mut self, name: Name, key: ScopeKey, e: &'a Expr, starred: bool) -> R<()> {
        self.enter(name, ScopeType::TypeParams, key, e.loc.line, None);
        match &e.kind {
            ExprKind::Starred { value, .. } if starred => {
                self.expr(value)?;
                self.op_i(op::UNPACK_SEQUENCE, 1, e.loc);
            }
            _ => self.expr(e)?,
        }
        self.op(op::RETURN_VALUE, e.loc);
        let code = self.finish_unit(true)?;
        self.make_closure(code, 0, e.loc);
        Ok(())
    }

    pub(super) fn type_params(&mut self, t: &'a TypeParams) -> R<()> {
        let mut seen_default = false;
        for p in &t.params {
            let loc = p.loc;
            let c = self.name_const(p.name);
            self.load_const(c, loc);
            match (p.kind, &p.bound) {
                (TypeParamKind::TypeVar, Some((key, e))) => {
                    self.bound_or_default(p.name, *key, e, false)?;
                    let constraints = matches!(e.kind, ExprKind::Tuple { .. });
                    let i = if constraints {
                        intrinsic::TYPEVAR_WITH_CONSTRAINTS
                    } else {
                        intrinsic::TYPEVAR_WITH_BOUND
                    };
                    self.op_i(op::CALL_INTRINSIC_2, usize::from(i), loc);
                }
                (kind, _) => {
                    let i = match kind {
                        TypeParamKind::TypeVar => intrinsic::TYPEVAR,
                        TypeParamKind::TypeVarTuple => intrinsic::TYPEVARTUPLE,
                        TypeParamKind::ParamSpec => intrinsic::PARAMSPEC,
                    };
                    self.op_i(op::CALL_INTRINSIC_1, usize::from(i), loc);
                }
            }
            match &p.default {
                Some((key, e)) => {
                    seen_default = true;
                    self.bound_or_default(p.name, *key, e, p.kind == TypeParamKind::TypeVarTuple)?;
                    self.op_i(op::CALL_INTRINSIC_2, usize::from(intrinsic::SET_TYPEPARAM_DEFAULT), loc);
                }
                None if seen_default => {
                    let msg = format!(
                        "non-default type parameter '{}' follows default type parameter",
                        self.names.str(p.name)
                    );
                    return self.error(msg, loc);
                }
                None => {}
            }
            self.op_i(op::COPY, 1, loc);
            self.name_op(p.name, Ctx::Store, loc)?;
        }
        if let Some(p) = t.params.first() {
            self.op_i(op::BUILD_TUPLE, t.params.len(), p.loc);
        }
        Ok(())
    }
}

/// A docstring without its indentation, as CPython 3.13 keeps it.
pub(super) fn clean_doc(doc: &PyStr) -> PyStr {
    let Some(text) = doc.as_str() else { return doc.clone() };
    let expanded;
    let text = if text.contains('\t') {
        expanded = expand_tabs(text);
        &expanded
    } else {
        text
    };
    let (first, rest) = match text.split_once('\n') {
        Some((f, r)) => (f, Some(r)),
        None => (text, None),
    };
    let margin = rest
        .unwrap_or("")
        .split('\n')
        .filter_map(|l| {
            let t = l.trim_start_matches(' ');
            (!t.is_empty()).then(|| l.len() - t.len())
        })
        .min()
        .unwrap_or(0);
    let stripped = first.trim_start_matches(' ');
    if stripped.len() == first.len() && margin == 0 {
        return PyStr::from(text);
    }
    let mut out = String::with_capacity(text.len());
    // All of the leading spaces of a text of one line and of a blank first line go.
    out.push_str(stripped);
    if let Some(rest) = rest {
        for l in rest.split('\n') {
            out.push('\n');
            let spaces = l.len() - l.trim_start_matches(' ').len();
            out.push_str(l.get(spaces.min(margin)..).unwrap_or(""));
        }
    }
    PyStr::from(out)
}

fn expand_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut col = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let n = 8 - col % 8;
                out.extend(std::iter::repeat_n(' ', n));
                col += n;
            }
            '\n' | '\r' => {
                out.push(c);
                col = 0;
            }
            _ => {
                out.push(c);
                col += 1;
            }
        }
    }
    out
}
