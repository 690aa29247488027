//! Expressions, other than calls and comprehensions.

use super::*;

/// A deep copy of a constant is cheap for all that literals are.
fn constant(c: &Const) -> Const {
    c.clone()
}

/// `COMPARE_OP`'s operand: the operator, and the outcomes that make it true.
fn compare_arg(o: CmpOp) -> Option<usize> {
    const LESS: usize = 2;
    const GREATER: usize = 4;
    const EQUAL: usize = 8;
    const UNORDERED: usize = 1;
    Some(match o {
        CmpOp::Lt => LESS,
        CmpOp::LtE => 1 << 5 | LESS | EQUAL,
        CmpOp::Eq => 2 << 5 | EQUAL,
        CmpOp::NotEq => 3 << 5 | LESS | GREATER | UNORDERED,
        CmpOp::Gt => 4 << 5 | GREATER,
        CmpOp::GtE => 5 << 5 | GREATER | EQUAL,
        _ => return None,
    })
}

pub(super) fn binary_arg(o: BinOp) -> usize {
    usize::from(match o {
        BinOp::Add => nb::ADD,
        BinOp::Sub => nb::SUBTRACT,
        BinOp::Mult => nb::MULTIPLY,
        BinOp::MatMult => nb::MATRIX_MULTIPLY,
        BinOp::Div => nb::TRUE_DIVIDE,
        BinOp::Mod => nb::REMAINDER,
        BinOp::Pow => nb::POWER,
        BinOp::LShift => nb::LSHIFT,
        BinOp::RShift => nb::RSHIFT,
        BinOp::BitOr => nb::OR,
        BinOp::BitXor => nb::XOR,
        BinOp::BitAnd => nb::AND,
        BinOp::FloorDiv => nb::FLOOR_DIVIDE,
    })
}

fn all_const(elts: &[Expr]) -> bool {
    elts.iter().all(|e| e.as_const().is_some())
}

pub(super) fn is_two_element_slice(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Slice { step: None, .. })
}

impl<'a> Compiler<'a> {
    pub(super) fn exprs(&mut self, es: &'a [Expr]) -> R<()> {
        for e in es {
            self.expr(e)?;
        }
        Ok(())
    }

    /// Compiles an expression, growing the native stack for deeply nested ones.
    pub(super) fn expr(&mut self, e: &'a Expr) -> R<()> {
        self.depth += 1;
        let r = if self.depth.is_multiple_of(32) {
            stacker::maybe_grow(crate::compiler::STACK_RED_ZONE, crate::compiler::STACK_SEGMENT, || {
                self.expr_inner(e)
            })
        } else {
            self.expr_inner(e)
        };
        self.depth -= 1;
        r
    }

    fn expr_inner(&mut self, e: &'a Expr) -> R<()> {
        let loc = e.loc;
        match &e.kind {
            ExprKind::Constant(c) => self.load_const(constant(c), loc),
            ExprKind::Name { id, ctx } => self.name_op(*id, *ctx, loc)?,
            ExprKind::Attribute { value, attr, ctx } => self.attribute(e, value, *attr, *ctx)?,
            ExprKind::Call { func, args, keywords } => self.call(e, func, args, keywords)?,
            ExprKind::Named { target, value } => {
                self.expr(value)?;
                self.op_i(op::COPY, 1, loc);
                self.expr(target)?;
            }
            ExprKind::BoolOp { is_or, values } => {
                let jump = if *is_or { op::POP_JUMP_IF_TRUE } else { op::POP_JUMP_IF_FALSE };
                let end = self.label();
                if let Some((last, rest)) = values.split_last() {
                    for v in rest {
                        self.expr(v)?;
                        self.op_i(op::COPY, 1, loc);
                        self.op(op::TO_BOOL, loc);
                        self.jump(jump, end, loc);
                        self.op(op::POP_TOP, loc);
                    }
                    self.expr(last)?;
                }
                self.place(end);
            }
            ExprKind::BinOp { left, op: o, right } => {
                self.expr(left)?;
                self.expr(right)?;
                self.op_i(op::BINARY_OP, binary_arg(*o), loc);
            }
            ExprKind::UnaryOp { op: o, operand } => {
                self.expr(operand)?;
                match o {
                    UnaryOp::UAdd => {
                        self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::UNARY_POSITIVE), loc);
                    }
                    UnaryOp::Not => {
                        self.op(op::TO_BOOL, loc);
                        self.op(op::UNARY_NOT, loc);
                    }
                    UnaryOp::Invert => self.op(op::UNARY_INVERT, loc),
                    UnaryOp::USub => self.op(op::UNARY_NEGATIVE, loc),
                }
            }
            ExprKind::Lambda(l) => self.lambda(l, loc)?,
            ExprKind::IfExp { test, body, orelse } => {
                let (end, next) = (self.label(), self.label());
                self.jump_if(test, next, false)?;
                self.expr(body)?;
                self.jump(op::JUMP_NO_INTERRUPT, end, Location::NONE);
                self.place(next);
                self.expr(orelse)?;
                self.place(end);
            }
            ExprKind::Dict { keys, values } => self.dict(keys, values, loc)?,
            ExprKind::Set(elts) => {
                self.star_unpack(elts, None, 0, op::BUILD_SET, op::SET_ADD, op::SET_UPDATE, false, loc)?;
            }
            ExprKind::Comp(c) => self.comprehension(c, loc)?,
            ExprKind::Yield(v) => {
                if !self.st.block(self.u.block).is_function_like() {
                    return self.error("'yield' outside function", loc);
                }
                match v {
                    Some(v) => self.expr(v)?,
                    None => self.load_none(loc),
                }
                self.add_yield(loc);
            }
            ExprKind::YieldFrom(v) => {
                if !self.st.block(self.u.block).is_function_like() {
                    return self.error("'yield from' outside function", loc);
                }
                if self.u.scope == ScopeType::AsyncFunction {
                    return self.error("'yield from' inside async function", loc);
                }
                self.expr(v)?;
                self.op(op::GET_YIELD_FROM_ITER, loc);
                self.load_none(loc);
                self.yield_from(false, loc);
            }
            ExprKind::Await(v) => {
                if !self.is_top_level_await() {
                    if !self.st.block(self.u.block).is_function_like() {
                        return self.error("'await' outside function", loc);
                    }
                    if !matches!(self.u.scope, ScopeType::AsyncFunction | ScopeType::Comprehension) {
                        return self.error("'await' outside async function", loc);
                    }
                }
                self.expr(v)?;
                self.op_i(op::GET_AWAITABLE, 0, loc);
                self.load_none(loc);
                self.yield_from(true, loc);
            }
            ExprKind::Compare { left, ops, comparators } => self.compare(left, ops, comparators, loc)?,
            ExprKind::JoinedStr(values) => self.joined_str(values, loc)?,
            ExprKind::FormattedValue { value, conversion, spec } => {
                self.expr(value)?;
                if *conversion != 0 {
                    self.op_i(op::CONVERT_VALUE, usize::from(*conversion), loc);
                }
                match spec {
                    Some(s) => {
                        self.expr(s)?;
                        self.op(op::FORMAT_WITH_SPEC, loc);
                    }
                    None => self.op(op::FORMAT_SIMPLE, loc),
                }
            }
            ExprKind::Subscript { value, slice, ctx } => self.subscript(value, slice, *ctx, loc)?,
            ExprKind::Starred { ctx, .. } => {
                return self.error(
                    match ctx {
                        Ctx::Store => "starred assignment target must be in a list or tuple",
                        _ => "can't use starred expression here",
                    },
                    loc,
                );
            }
            ExprKind::Slice { .. } => {
                let n = self.slice_parts(e)?;
                self.op_i(op::BUILD_SLICE, n, loc);
            }
            ExprKind::List { elts, ctx } => match ctx {
                Ctx::Store => self.unpack_into(elts, loc)?,
                Ctx::Load => self.star_unpack(
                    elts,
                    None,
                    0,
                    op::BUILD_LIST,
                    op::LIST_APPEND,
                    op::LIST_EXTEND,
                    false,
                    loc,
                )?,
                Ctx::Del => self.exprs(elts)?,
            },
            ExprKind::Tuple { elts, ctx } => match ctx {
                Ctx::Store => self.unpack_into(elts, loc)?,
                Ctx::Load => self.star_unpack(
                    elts,
                    None,
                    0,
                    op::BUILD_LIST,
                    op::LIST_APPEND,
                    op::LIST_EXTEND,
                    true,
                    loc,
                )?,
                Ctx::Del => self.exprs(elts)?,
            },
        }
        Ok(())
    }

    pub(super) fn add_yield(&mut self, loc: Location) {
        let b = self.st.block(self.u.block);
        if b.generator && b.coroutine {
            self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::ASYNC_GEN_WRAP), loc);
        }
        self.op_i(op::YIELD_VALUE, 0, loc);
        self.op_i(op::RESUME, 1, loc);
    }

    pub(super) fn op_compare(&mut self, o: CmpOp, loc: Location) {
        match compare_arg(o) {
            Some(arg) => self.op_i(op::COMPARE_OP, arg, loc),
            None => match o {
                CmpOp::Is => self.op_i(op::IS_OP, 0, loc),
                CmpOp::IsNot => self.op_i(op::IS_OP, 1, loc),
                CmpOp::In => self.op_i(op::CONTAINS_OP, 0, loc),
                _ => self.op_i(op::CONTAINS_OP, 1, loc),
            },
        }
    }

    /// Jumps to `next` if the truth of `e` is `cond`.
    pub(super) fn jump_if(&mut self, e: &'a Expr, next: Label, cond: bool) -> R<()> {
        self.depth += 1;
        let r = if self.depth.is_multiple_of(32) {
            stacker::maybe_grow(crate::compiler::STACK_RED_ZONE, crate::compiler::STACK_SEGMENT, || {
                self.jump_if_inner(e, next, cond)
            })
        } else {
            self.jump_if_inner(e, next, cond)
        };
        self.depth -= 1;
        r
    }

    fn jump_if_inner(&mut self, e: &'a Expr, next: Label, cond: bool) -> R<()> {
        let jump = if cond { op::POP_JUMP_IF_TRUE } else { op::POP_JUMP_IF_FALSE };
        match &e.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => return self.jump_if(operand, next, !cond),
            ExprKind::BoolOp { is_or, values } => {
                let next2 = if *is_or != cond { Some(self.label()) } else { None };
                if let Some((last, rest)) = values.split_last() {
                    for v in rest {
                        self.jump_if(v, next2.unwrap_or(next), *is_or)?;
                    }
                    self.jump_if(last, next, cond)?;
                }
                if let Some(l) = next2 {
                    self.place(l);
                }
                return Ok(());
            }
            ExprKind::IfExp { test, body, orelse } => {
                let (end, next2) = (self.label(), self.label());
                self.jump_if(test, next2, false)?;
                self.jump_if(body, next, cond)?;
                self.jump(op::JUMP_NO_INTERRUPT, end, Location::NONE);
                self.place(next2);
                self.jump_if(orelse, next, cond)?;
                self.place(end);
                return Ok(());
            }
            ExprKind::Compare { left, ops, comparators } if ops.len() > 1 => {
                let loc = e.loc;
                self.check_compare(left, ops, comparators, loc);
                let cleanup = self.label();
                self.expr(left)?;
                let n = ops.len() - 1;
                for (o, c) in ops.iter().zip(comparators).take(n) {
                    self.expr(c)?;
                    self.op_i(op::SWAP, 2, loc);
                    self.op_i(op::COPY, 2, loc);
                    self.op_compare(*o, loc);
                    self.op(op::TO_BOOL, loc);
                    self.jump(op::POP_JUMP_IF_FALSE, cleanup, loc);
                }
                if let (Some(o), Some(c)) = (ops.get(n), comparators.get(n)) {
                    self.expr(c)?;
                    self.op_compare(*o, loc);
                }
                self.op(op::TO_BOOL, loc);
                self.jump(jump, next, loc);
                let end = self.label();
                self.jump(op::JUMP_NO_INTERRUPT, end, Location::NONE);
                self.place(cleanup);
                self.op(op::POP_TOP, loc);
                if !cond {
                    self.jump(op::JUMP_NO_INTERRUPT, next, Location::NONE);
                }
                self.place(end);
                return Ok(());
            }
            _ => {}
        }
        self.expr(e)?;
        self.op(op::TO_BOOL, e.loc);
        self.jump(jump, next, e.loc);
        Ok(())
    }

    fn check_compare(&mut self, left: &Expr, ops: &[CmpOp], comparators: &[Expr], loc: Location) {
        if ops.iter().any(|op| matches!(op, CmpOp::Is | CmpOp::IsNot))
            && let Some(message) = warnings::comparison(left, ops, comparators)
        {
            self.warn(message, loc);
        }
    }

    fn compare(&mut self, left: &'a Expr, ops: &[CmpOp], comparators: &'a [Expr], loc: Location) -> R<()> {
        self.check_compare(left, ops, comparators, loc);
        self.expr(left)?;
        let Some((last_op, rest)) = ops.split_last() else { return Ok(()) };
        let Some((last, firsts)) = comparators.split_last() else { return Ok(()) };
        if rest.is_empty() {
            self.expr(last)?;
            self.op_compare(*last_op, loc);
            return Ok(());
        }
        let cleanup = self.label();
        for (o, c) in rest.iter().zip(firsts) {
            self.expr(c)?;
            self.op_i(op::SWAP, 2, loc);
            self.op_i(op::COPY, 2, loc);
            self.op_compare(*o, loc);
            self.op_i(op::COPY, 1, loc);
            self.op(op::TO_BOOL, loc);
            self.jump(op::POP_JUMP_IF_FALSE, cleanup, loc);
            self.op(op::POP_TOP, loc);
        }
        self.expr(last)?;
        self.op_compare(*last_op, loc);
        let end = self.label();
        self.jump(op::JUMP_NO_INTERRUPT, end, Location::NONE);
        self.place(cleanup);
        self.op_i(op::SWAP, 2, loc);
        self.op(op::POP_TOP, loc);
        self.place(end);
        Ok(())
    }

    fn joined_str(&mut self, values: &'a [Expr], loc: Location) -> R<()> {
        if values.len() > STACK_USE_GUIDELINE {
            self.load_const(Const::Str(PyStr::default()), loc);
            self.op_name(op::LOAD_METHOD, known::JOIN, loc);
            self.op_i(op::BUILD_LIST, 0, loc);
            for v in values {
                self.expr(v)?;
                self.op_i(op::LIST_APPEND, 1, loc);
            }
            self.op_i(op::CALL, 1, loc);
        } else {
            self.exprs(values)?;
            match values.len() {
                0 => self.load_const(Const::Str(PyStr::default()), loc),
                1 => {}
                n => self.op_i(op::BUILD_STRING, n, loc),
            }
        }
        Ok(())
    }

    /// Builds a list, set or tuple of elements that may be starred, on top of `pushed` values already there. `extra` is one
    /// more plain element, a variable.
    pub(super) fn star_unpack(
        &mut self,
        elts: &'a [Expr],
        extra: Option<Name>,
        pushed: usize,
        build: u16,
        add: u16,
        extend: u16,
        tuple: bool,
        loc: Location,
    ) -> R<()> {
        let n = elts.len();
        if n > 2 && extra.is_none() && all_const(elts) {
            let items: Vec<Const> = elts.iter().filter_map(|e| e.as_const().cloned()).collect();
            if tuple && pushed == 0 {
                self.load_const(Const::Tuple(items), loc);
            } else {
                let folded = if add == op::SET_ADD {
                    crate::compiler::fold::frozenset(items, self.hash_key)
                } else {
                    Const::Tuple(items)
                };
                self.op_i(build, pushed, loc);
                self.load_const(folded, loc);
                self.op_i(extend, 1, loc);
                if tuple {
                    self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::LIST_TO_TUPLE), loc);
                }
            }
            return Ok(());
        }
        let total = n + usize::from(extra.is_some());
        let big = total + pushed > STACK_USE_GUIDELINE;
        let starred = elts.iter().any(Expr::is_starred);
        if !starred && !big {
            self.exprs(elts)?;
            if let Some(name) = extra {
                self.name_op(name, Ctx::Load, loc)?;
            }
            self.op_i(if tuple { op::BUILD_TUPLE } else { build }, total + pushed, loc);
            return Ok(());
        }
        let mut built = false;
        if big {
            self.op_i(build, pushed, loc);
            built = true;
        }
        for (i, e) in elts.iter().enumerate() {
            if let ExprKind::Starred { value, .. } = &e.kind {
                if !built {
                    self.op_i(build, i + pushed, loc);
                    built = true;
                }
                self.expr(value)?;
                self.op_i(extend, 1, loc);
            } else {
                self.expr(e)?;
                if built {
                    self.op_i(add, 1, loc);
                }
            }
        }
        if let Some(name) = extra {
            self.name_op(name, Ctx::Load, loc)?;
            if built {
                self.op_i(add, 1, loc);
            }
        }
        if tuple {
            self.op_i(op::CALL_INTRINSIC_1, usize::from(intrinsic::LIST_TO_TUPLE), loc);
        }
        Ok(())
    }

    fn unpack_into(&mut self, elts: &'a [Expr], loc: Location) -> R<()> {
        let n = elts.len();
        let mut seen = false;
        for (i, e) in elts.iter().enumerate() {
            if e.is_starred() {
                if seen {
                    return self.error("multiple starred expressions in assignment", loc);
                }
                if i >= 1 << 8 || n - i > (i32::MAX >> 8) as usize {
                    return self.error("too many expressions in star-unpacking assignment", loc);
                }
                self.op_i(op::UNPACK_EX, i + ((n - i - 1) << 8), loc);
                seen = true;
            }
        }
        if !seen {
            self.op_i(op::UNPACK_SEQUENCE, n, loc);
        }
        for e in elts {
            match &e.kind {
                ExprKind::Starred { value, .. } => self.expr(value)?,
                _ => self.expr(e)?,
            }
        }
        Ok(())
    }

    fn dict(&mut self, keys: &'a [Option<Expr>], values: &'a [Expr], loc: Location) -> R<()> {
        let n = values.len();
        let mut have = false;
        let mut elements = 0;
        for (i, k) in keys.iter().enumerate() {
            if k.is_none() {
                if elements > 0 {
                    self.subdict(keys, values, i - elements, i, loc)?;
                    if have {
                        self.op_i(op::DICT_UPDATE, 1, loc);
                    }
                    have = true;
                    elements = 0;
                }
                if !have {
                    self.op_i(op::BUILD_MAP, 0, loc);
                    have = true;
                }
                if let Some(v) = values.get(i) {
                    self.expr(v)?;
                }
                self.op_i(op::DICT_UPDATE, 1, loc);
            } else if elements * 2 > STACK_USE_GUIDELINE {
                self.subdict(keys, values, i - elements, i + 1, loc)?;
                if have {
                    self.op_i(op::DICT_UPDATE, 1, loc);
                }
                have = true;
                elements = 0;
            } else {
                elements += 1;
            }
        }
        if elements > 0 {
            self.subdict(keys, values, n - elements, n, loc)?;
            if have {
                self.op_i(op::DICT_UPDATE, 1, loc);
            }
            have = true;
        }
        if !have {
            self.op_i(op::BUILD_MAP, 0, loc);
        }
        Ok(())
    }

    fn subdict(
        &mut self,
        keys: &'a [Option<Expr>],
        values: &'a [Expr],
        begin: usize,
        end: usize,
        loc: Location,
    ) -> R<()> {
        let keys = keys.get(begin..end).unwrap_or(&[]);
        let values = values.get(begin..end).unwrap_or(&[]);
        let n = keys.len();
        let big = n * 2 > STACK_USE_GUIDELINE;
        if n > 1 && !big {
            let consts: Option<Vec<Const>> =
                keys.iter().map(|k| k.as_ref().and_then(|k| k.as_const().cloned())).collect();
            if let Some(consts) = consts {
                self.exprs(values)?;
                self.load_const(Const::Tuple(consts), loc);
                self.op_i(op::BUILD_CONST_KEY_MAP, n, loc);
                return Ok(());
            }
        }
        if big {
            self.op_i(op::BUILD_MAP, 0, loc);
        }
        for (k, v) in keys.iter().zip(values) {
            if let Some(k) = k {
                self.expr(k)?;
            }
            self.expr(v)?;
            if big {
                self.op_i(op::MAP_ADD, 1, loc);
            }
        }
        if !big {
            self.op_i(op::BUILD_MAP, n, loc);
        }
        Ok(())
    }

    /// An attribute access over several lines is shown at the attribute's name.
    pub(super) fn attr_loc(&self, mut loc: Location, attr: &Expr, name: Name) -> Location {
        if loc.line != attr.loc.end_line {
            loc.line = attr.loc.end_line;
            let len = self.names.str(name).chars().count() as i32;
            if len <= attr.loc.end_col {
                loc.col = attr.loc.end_col - len;
            } else {
                loc.col = -1;
                loc.end_col = -1;
            }
            loc.end_line = loc.end_line.max(loc.line);
            if loc.line == loc.end_line {
                loc.end_col = loc.end_col.max(loc.col);
            }
        }
        loc
    }

    fn attribute(&mut self, e: &'a Expr, value: &'a Expr, attr: Name, ctx: Ctx) -> R<()> {
        if ctx == Ctx::Load
            && let Some((func, args)) = self.super_call(value, attr)
        {
            self.load_super_args(value, func, args)?;
            let opcode = if args.is_empty() { op::LOAD_ZERO_SUPER_ATTR } else { op::LOAD_SUPER_ATTR };
            self.op_name(opcode, attr, e.loc);
            let loc = self.attr_loc(e.loc, e, attr);
            self.op(op::NOP, loc);
            return Ok(());
        }
        self.note_static_attribute(value, attr, ctx);
        self.expr(value)?;
        let loc = self.attr_loc(e.loc, e, attr);
        match ctx {
            Ctx::Load => self.op_name(op::LOAD_ATTR, attr, loc),
            Ctx::Store => {
                self.forbidden(attr, ctx, loc)?;
                self.op_name(op::STORE_ATTR, attr, loc);
            }
            Ctx::Del => {
                self.forbidden(attr, ctx, loc)?;
                self.op_name(op::DELETE_ATTR, attr, loc);
            }
        }
        Ok(())
    }

    /// Records `self.x = …` for the class's `__static_attributes__`.
    pub(super) fn note_static_attribute(&mut self, value: &Expr, attr: Name, ctx: Ctx) {
        let is_self = matches!(&value.kind, ExprKind::Name { id, .. } if *id == known::SELF_);
        if ctx != Ctx::Store || !is_self {
            return;
        }
        for u in self.stack.iter_mut().rev() {
            if u.scope == ScopeType::Class {
                u.static_attributes.insert(attr, ());
                break;
            }
        }
    }

    fn subscript(&mut self, value: &'a Expr, slice: &'a Expr, ctx: Ctx, loc: Location) -> R<()> {
        if ctx == Ctx::Load {
            for message in warnings::subscript(value, slice) {
                self.warn(message, loc);
            }
        }
        self.expr(value)?;
        if is_two_element_slice(slice) && ctx != Ctx::Del {
            self.slice_parts(slice)?;
            self.op(if ctx == Ctx::Load { op::BINARY_SLICE } else { op::STORE_SLICE }, loc);
        } else {
            self.expr(slice)?;
            self.op(
                match ctx {
                    Ctx::Load => op::BINARY_SUBSCR,
                    Ctx::Store => op::STORE_SUBSCR,
                    Ctx::Del => op::DELETE_SUBSCR,
                },
                loc,
            );
        }
        Ok(())
    }

    /// Pushes a slice's bounds; says how many.
    pub(super) fn slice_parts(&mut self, s: &'a Expr) -> R<usize> {
        let ExprKind::Slice { lower, upper, step } = &s.kind else { return Ok(0) };
        for part in [lower, upper] {
            match part {
                Some(p) => self.expr(p)?,
                None => self.load_none(s.loc),
            }
        }
        match step {
            Some(p) => {
                self.expr(p)?;
                Ok(3)
            }
            None => Ok(2),
        }
    }
}
