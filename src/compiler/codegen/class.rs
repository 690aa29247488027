//! Classes and type aliases.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn class(&mut self, c: &'a ClassDef, loc: Location) -> R<()> {
        self.decorators(&c.decorators)?;
        let firstlineno = c.decorators.first().map_or(loc.line, |d| d.loc.line);
        if let Some(t) = &c.type_params {
            self.enter_type_params(t, c.name, firstlineno, Some(c.name))?;
            self.type_params(t)?;
            self.name_op(known::DOT_TYPE_PARAMS, Ctx::Store, loc)?;
        }
        self.class_body(c, firstlineno, loc)?;
        if c.type_params.is_some() {
            self.name_op(known::DOT_TYPE_PARAMS, Ctx::Load, loc)?;
            self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::SUBSCRIPT_GENERIC), loc);
            self.name_op(known::GENERIC_BASE, Ctx::Store, loc)?;
            self.call_helper(2, &c.bases, Some(known::GENERIC_BASE), &c.keywords, loc)?;
            let code = self.finish_unit(false)?;
            self.make_closure(code, 0, loc);
            self.op(op::PUSH_NULL, loc);
            self.op_i(op::CALL, 0, loc);
        } else {
            self.call_helper(2, &c.bases, None, &c.keywords, loc)?;
        }
        self.apply_decorators(&c.decorators);
        self.name_op(c.name, Ctx::Store, loc)
    }

    fn class_body(&mut self, c: &'a ClassDef, firstlineno: i32, class_loc: Location) -> R<()> {
        self.enter(c.name, ScopeType::Class, c.key, firstlineno, Some(c.name));
        let loc = Location { line: firstlineno, end_line: firstlineno, col: 0, end_col: 0 };
        self.name_op(known::NAME_, Ctx::Load, loc)?;
        self.name_op(known::MODULE_, Ctx::Store, loc)?;
        let qualname = Const::Str(self.u.qualname.clone());
        self.load_const(qualname, loc);
        self.name_op(known::QUALNAME_, Ctx::Store, loc)?;
        self.load_const(Const::Int(i64::from(firstlineno)), loc);
        self.name_op(known::FIRSTLINENO, Ctx::Store, loc)?;
        if c.type_params.is_some() {
            self.name_op(known::DOT_TYPE_PARAMS, Ctx::Load, loc)?;
            self.name_op(known::TYPE_PARAMS_, Ctx::Store, loc)?;
        }
        let needs_classdict = self.st.block(self.u.block).needs_classdict;
        if needs_classdict {
            self.op(op::LOAD_LOCALS, loc);
            let i = self.u.cellvars.insert(known::CLASSDICT, ());
            self.op_i(op::STORE_DEREF, i, loc);
        }
        self.body(loc, &c.body)?;

        // CPython 3.13.0 leaves the order of this tuple to a set's; sorted, it is the same in every run.
        let attributes = std::mem::take(&mut self.u.static_attributes);
        let mut attributes: Vec<Name> = attributes.entries().iter().map(|&(name, ())| name).collect();
        attributes.sort_by(|&a, &b| self.names.str(a).cmp(self.names.str(b)));
        let attributes = attributes.into_iter().map(|n| self.name_const(n)).collect();
        self.load_const(Const::Tuple(attributes), Location::NONE);
        self.name_op(known::STATIC_ATTRIBUTES, Ctx::Store, Location::NONE)?;
        if needs_classdict {
            let i = self.u.cellvars.insert(known::CLASSDICT, ());
            self.op_i(op::LOAD_CLOSURE, i, Location::NONE);
            self.name_op(known::CLASSDICTCELL, Ctx::Store, Location::NONE)?;
        }
        if self.st.block(self.u.block).needs_class_closure {
            let i = self.u.cellvars.insert(known::CLASS_, ());
            self.op_i(op::LOAD_CLOSURE, i, Location::NONE);
            self.op_i(op::COPY, 1, Location::NONE);
            self.name_op(known::CLASSCELL, Ctx::Store, Location::NONE)?;
        } else {
            self.load_none(Location::NONE);
        }
        self.op(op::RETURN_VALUE, Location::NONE);
        let code = self.finish_unit(true)?;

        self.op(op::LOAD_BUILD_CLASS, class_loc);
        self.op(op::PUSH_NULL, class_loc);
        self.make_closure(code, 0, class_loc);
        let name = self.name_const(c.name);
        self.load_const(name, class_loc);
        Ok(())
    }

    pub(super) fn type_alias(&mut self, a: &'a TypeAlias, loc: Location) -> R<()> {
        let ExprKind::Name { id: name, .. } = a.name.kind else { return Ok(()) };
        let text = self.name_const(name);
        if let Some(t) = &a.type_params {
            let scope_name = format!("<generic parameters of {}>", self.names.str(name));
            let ident = self.names.intern(&scope_name);
            self.enter(ident, ScopeType::TypeParams, t.key, loc.line, None);
            self.load_const(text, loc);
            self.type_params(t)?;
        } else {
            self.load_const(text, loc);
            self.load_none(loc);
        }
        self.enter(name, ScopeType::Function, a.key, loc.line, None);
        // First, so that a string is not taken for a docstring.
        self.add_const(Const::None);
        self.expr(&a.value)?;
        self.op(op::RETURN_VALUE, loc);
        let code = self.finish_unit(false)?;
        self.make_closure(code, 0, loc);
        self.op_i(op::BUILD_TUPLE, 3, loc);
        self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::TYPEALIAS), loc);
        if a.type_params.is_some() {
            let code = self.finish_unit(false)?;
            self.make_closure(code, 0, loc);
            self.op(op::PUSH_NULL, loc);
            self.op_i(op::CALL, 0, loc);
        }
        self.name_op(name, Ctx::Store, loc)
    }
}
