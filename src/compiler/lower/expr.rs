//! Expressions, with CPython's AST folding done on the way up.

use ruff_python_ast as ra;

use super::super::ast::*;
use super::super::errors::{CompileError, ErrorKind};
use super::super::fold;
use super::super::names::known;
use super::{Lowerer, R};
use crate::bytecode::Location;
use crate::bytecode::{Const, PyStr};

pub(super) fn binop(op: ra::Operator) -> BinOp {
    match op {
        ra::Operator::Add => BinOp::Add,
        ra::Operator::Sub => BinOp::Sub,
        ra::Operator::Mult => BinOp::Mult,
        ra::Operator::MatMult => BinOp::MatMult,
        ra::Operator::Div => BinOp::Div,
        ra::Operator::Mod => BinOp::Mod,
        ra::Operator::Pow => BinOp::Pow,
        ra::Operator::LShift => BinOp::LShift,
        ra::Operator::RShift => BinOp::RShift,
        ra::Operator::BitOr => BinOp::BitOr,
        ra::Operator::BitXor => BinOp::BitXor,
        ra::Operator::BitAnd => BinOp::BitAnd,
        ra::Operator::FloorDiv => BinOp::FloorDiv,
    }
}

fn cmpop(op: ra::CmpOp) -> CmpOp {
    match op {
        ra::CmpOp::Eq => CmpOp::Eq,
        ra::CmpOp::NotEq => CmpOp::NotEq,
        ra::CmpOp::Lt => CmpOp::Lt,
        ra::CmpOp::LtE => CmpOp::LtE,
        ra::CmpOp::Gt => CmpOp::Gt,
        ra::CmpOp::GtE => CmpOp::GtE,
        ra::CmpOp::Is => CmpOp::Is,
        ra::CmpOp::IsNot => CmpOp::IsNot,
        ra::CmpOp::In => CmpOp::In,
        ra::CmpOp::NotIn => CmpOp::NotIn,
    }
}

fn ctx(c: ra::ExprContext) -> Ctx {
    match c {
        ra::ExprContext::Store => Ctx::Store,
        ra::ExprContext::Del => Ctx::Del,
        ra::ExprContext::Load | ra::ExprContext::Invalid => Ctx::Load,
    }
}

/// The values of a display whose elements are all constants.
fn const_items(elts: &[Expr]) -> Option<Vec<Const>> {
    elts.iter().map(|e| e.as_const().cloned()).collect()
}

impl Lowerer<'_, '_> {
    pub(super) fn syntax(&self, msg: impl Into<String>, loc: Location) -> Box<CompileError> {
        CompileError::at(ErrorKind::Syntax, msg, loc)
    }

    fn boxed(&mut self, e: &ra::Expr) -> R<Box<Expr>> {
        Ok(Box::new(self.expr(e)?))
    }

    fn opt_boxed(&mut self, e: Option<&ra::Expr>) -> R<Option<Box<Expr>>> {
        match e {
            Some(e) => Ok(Some(self.boxed(e)?)),
            None => Ok(None),
        }
    }

    fn exprs(&mut self, es: &[ra::Expr]) -> R<Vec<Expr>> {
        let mut v = Vec::with_capacity(es.len());
        for e in es {
            v.push(self.expr(e)?);
        }
        Ok(v)
    }

    /// Lowers an expression, growing the native stack for deeply nested ones.
    pub(super) fn expr(&mut self, e: &ra::Expr) -> R<Expr> {
        self.depth += 1;
        if self.depth > super::super::MAX_DEPTH {
            return Err(CompileError::recursion());
        }
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

    fn expr_inner(&mut self, e: &ra::Expr) -> R<Expr> {
        let loc = self.loc(e);
        let kind = match e {
            ra::Expr::Name(n) => {
                let c = ctx(n.ctx);
                let id = self.names.intern(n.id.as_str());
                if c == Ctx::Load && id == known::DEBUG && self.fold {
                    ExprKind::Constant(if self.optimize == 0 { Const::True } else { Const::False })
                } else {
                    ExprKind::Name { id, ctx: c }
                }
            }
            ra::Expr::Attribute(a) => {
                let value = self.boxed(&a.value)?;
                ExprKind::Attribute { value, attr: self.names.intern(a.attr.id.as_str()), ctx: ctx(a.ctx) }
            }
            ra::Expr::Call(c) => {
                let func = self.boxed(&c.func)?;
                let args = self.call_args(&c.arguments)?;
                let keywords = self.keywords(&c.arguments)?;
                ExprKind::Call { func, args, keywords }
            }
            ra::Expr::NumberLiteral(n) => ExprKind::Constant(self.number(n, loc)?),
            ra::Expr::StringLiteral(s) => ExprKind::Constant(Const::Str(self.string_value(s))),
            ra::Expr::BytesLiteral(b) => {
                let mut v = Vec::new();
                for part in b.value.iter() {
                    v.extend_from_slice(part.as_slice());
                }
                ExprKind::Constant(Const::Bytes(v))
            }
            ra::Expr::BooleanLiteral(b) => {
                ExprKind::Constant(if b.value { Const::True } else { Const::False })
            }
            ra::Expr::NoneLiteral(_) => ExprKind::Constant(Const::None),
            ra::Expr::EllipsisLiteral(_) => ExprKind::Constant(Const::Ellipsis),
            ra::Expr::FString(f) => return self.fstring(f, loc),
            ra::Expr::TString(_) => return Err(self.syntax("invalid syntax", loc)),
            ra::Expr::BinOp(b) => return self.binary(b, loc),
            ra::Expr::UnaryOp(u) => return self.unary(u, loc),
            ra::Expr::BoolOp(b) => {
                ExprKind::BoolOp { is_or: b.op == ra::BoolOp::Or, values: self.exprs(&b.values)? }
            }
            ra::Expr::Named(n) => {
                let target = self.boxed(&n.target)?;
                ExprKind::Named { target, value: self.boxed(&n.value)? }
            }
            ra::Expr::Lambda(l) => {
                let key = self.key();
                let args = match &l.parameters {
                    Some(p) => self.arguments(p)?,
                    None => Arguments::default(),
                };
                ExprKind::Lambda(Box::new(Lambda { key, args, body: self.expr(&l.body)? }))
            }
            ra::Expr::If(i) => ExprKind::IfExp {
                test: self.boxed(&i.test)?,
                body: self.boxed(&i.body)?,
                orelse: self.boxed(&i.orelse)?,
            },
            ra::Expr::Dict(d) => {
                let mut keys = Vec::with_capacity(d.items.len());
                let mut values = Vec::with_capacity(d.items.len());
                for i in &d.items {
                    keys.push(match &i.key {
                        Some(k) => Some(self.expr(k)?),
                        None => None,
                    });
                    values.push(self.expr(&i.value)?);
                }
                ExprKind::Dict { keys, values }
            }
            ra::Expr::Set(s) => ExprKind::Set(self.exprs(&s.elts)?),
            ra::Expr::ListComp(c) => self.comp(CompKind::List, &c.elt, None, &c.generators)?,
            ra::Expr::SetComp(c) => self.comp(CompKind::Set, &c.elt, None, &c.generators)?,
            ra::Expr::Generator(c) => self.comp(CompKind::Gen, &c.elt, None, &c.generators)?,
            ra::Expr::DictComp(c) => match &c.key {
                Some(k) => self.comp(CompKind::Dict, k, Some(&c.value), &c.generators)?,
                None => {
                    return Err(self.syntax("dict unpacking cannot be used in dict comprehension", loc));
                }
            },
            ra::Expr::Await(a) => ExprKind::Await(self.boxed(&a.value)?),
            ra::Expr::Yield(y) if self.bare_yield_goes_on(y) => return Err(CompileError::refused(loc)),
            ra::Expr::Yield(y) => ExprKind::Yield(self.opt_boxed(y.value.as_deref())?),
            ra::Expr::YieldFrom(y) => ExprKind::YieldFrom(self.boxed(&y.value)?),
            ra::Expr::Compare(c) => {
                let left = self.boxed(&c.left)?;
                let mut comparators = self.exprs(&c.comparators)?;
                let ops: Vec<CmpOp> = c.ops.iter().map(|&o| cmpop(o)).collect();
                if matches!(ops.last(), Some(CmpOp::In | CmpOp::NotIn))
                    && let Some(last) = comparators.last_mut()
                {
                    self.fold_iter(last);
                }
                ExprKind::Compare { left, ops, comparators }
            }
            ra::Expr::Subscript(s) => {
                let value = self.boxed(&s.value)?;
                let slice = self.boxed(&s.slice)?;
                let c = ctx(s.ctx);
                if self.fold
                    && c == Ctx::Load
                    && let (Some(v), Some(i)) = (value.as_const(), slice.as_const())
                    && let Some(k) = fold::subscript(v, i)
                {
                    return Ok(Expr { loc, kind: ExprKind::Constant(k) });
                }
                ExprKind::Subscript { value, slice, ctx: c }
            }
            ra::Expr::Starred(s) => ExprKind::Starred { value: self.boxed(&s.value)?, ctx: ctx(s.ctx) },
            ra::Expr::List(l) => ExprKind::List { elts: self.exprs(&l.elts)?, ctx: ctx(l.ctx) },
            ra::Expr::Tuple(t) => {
                let elts = self.exprs(&t.elts)?;
                let c = ctx(t.ctx);
                match const_items(&elts) {
                    Some(items) if c == Ctx::Load && self.fold => ExprKind::Constant(Const::Tuple(items)),
                    _ => ExprKind::Tuple { elts, ctx: c },
                }
            }
            ra::Expr::Slice(s) => ExprKind::Slice {
                lower: self.opt_boxed(s.lower.as_deref())?,
                upper: self.opt_boxed(s.upper.as_deref())?,
                step: self.opt_boxed(s.step.as_deref())?,
            },
            ra::Expr::IpyEscapeCommand(_) => return Err(self.syntax("invalid syntax", loc)),
        };
        Ok(Expr { loc, kind })
    }

    pub(super) fn call_args(&mut self, a: &ra::Arguments) -> R<Vec<Expr>> {
        let mut v = Vec::with_capacity(a.args.len());
        for e in &a.args {
            let mut x = self.expr(e)?;
            if matches!(e, ra::Expr::Generator(g) if !g.parenthesized) {
                // A lone generator argument takes the call's own parentheses as its brackets.
                x.loc = self.loc(a.range);
            }
            v.push(x);
        }
        Ok(v)
    }

    pub(super) fn keywords(&mut self, a: &ra::Arguments) -> R<Vec<Keyword>> {
        let mut v = Vec::with_capacity(a.keywords.len());
        for k in &a.keywords {
            v.push(Keyword {
                loc: self.loc(k),
                arg: k.arg.as_ref().map(|n| self.names.intern(n.id.as_str())),
                value: self.expr(&k.value)?,
            });
        }
        Ok(v)
    }

    fn comp(
        &mut self,
        kind: CompKind,
        elt: &ra::Expr,
        value: Option<&ra::Expr>,
        gens: &[ra::Comprehension],
    ) -> R<ExprKind> {
        let key = self.key();
        let elt = self.expr(elt)?;
        let value = match value {
            Some(v) => Some(self.expr(v)?),
            None => None,
        };
        let mut generators = Vec::with_capacity(gens.len());
        for g in gens {
            let target = self.expr(&g.target)?;
            let mut iter = self.expr(&g.iter)?;
            self.fold_iter(&mut iter);
            generators.push(Generator { target, iter, ifs: self.exprs(&g.ifs)?, is_async: g.is_async });
        }
        Ok(ExprKind::Comp(Box::new(Comp { key, kind, elt, value, generators })))
    }

    /// What is only iterated over or searched: a list display becomes a tuple, a constant one a constant.
    pub(super) fn fold_iter(&mut self, e: &mut Expr) {
        if !self.fold {
            return;
        }
        match &mut e.kind {
            ExprKind::List { elts, ctx } => {
                if elts.iter().any(Expr::is_starred) {
                    return;
                }
                e.kind = match const_items(elts) {
                    Some(items) => ExprKind::Constant(Const::Tuple(items)),
                    None => ExprKind::Tuple { elts: std::mem::take(elts), ctx: *ctx },
                };
            }
            ExprKind::Set(elts) => {
                if let Some(items) = const_items(elts) {
                    e.kind = ExprKind::Constant(fold::frozenset(items, self.hash_key));
                }
            }
            _ => {}
        }
    }

    /// Left-nested operators are unrolled here, so that `1 + 1 + …` costs no native stack.
    fn binary(&mut self, b: &ra::ExprBinOp, loc: Location) -> R<Expr> {
        let left = self.expr(&b.left)?;
        let right = self.expr(&b.right)?;
        let op = binop(b.op);
        if self.fold
            && let Some(l) = left.as_const()
        {
            if op == BinOp::Mod
                && matches!(l, Const::Str(_))
                && let ExprKind::Tuple { elts, .. } = &right.kind
                && !elts.iter().any(Expr::is_starred)
            {
                return self.percent_format(left, right, loc);
            }
            if let Some(r) = right.as_const()
                && let Some(k) = fold::binary(op, l, r)
            {
                return Ok(Expr { loc, kind: ExprKind::Constant(k) });
            }
        }
        Ok(Expr { loc, kind: ExprKind::BinOp { left: Box::new(left), op, right: Box::new(right) } })
    }

    fn unary(&mut self, u: &ra::ExprUnaryOp, loc: Location) -> R<Expr> {
        let mut operand = self.expr(&u.operand)?;
        let op = match u.op {
            ra::UnaryOp::Invert => UnaryOp::Invert,
            ra::UnaryOp::Not => UnaryOp::Not,
            ra::UnaryOp::UAdd => UnaryOp::UAdd,
            ra::UnaryOp::USub => UnaryOp::USub,
        };
        if self.fold {
            match &mut operand.kind {
                ExprKind::Constant(c) => {
                    if let Some(k) = fold::unary(op, c) {
                        return Ok(Expr { loc, kind: ExprKind::Constant(k) });
                    }
                }
                ExprKind::Compare { ops, .. } if op == UnaryOp::Not && ops.len() == 1 => {
                    let inverse = match ops.first() {
                        Some(CmpOp::Is) => Some(CmpOp::IsNot),
                        Some(CmpOp::IsNot) => Some(CmpOp::Is),
                        Some(CmpOp::In) => Some(CmpOp::NotIn),
                        Some(CmpOp::NotIn) => Some(CmpOp::In),
                        _ => None,
                    };
                    if let (Some(inverse), Some(o)) = (inverse, ops.first_mut()) {
                        *o = inverse;
                        return Ok(operand);
                    }
                }
                _ => {}
            }
        }
        Ok(Expr { loc, kind: ExprKind::UnaryOp { op, operand: Box::new(operand) } })
    }

    /// Whether something follows a `yield` that Ruff's parser lets pass but the grammar does not.
    fn bare_yield_goes_on(&self, y: &ra::ExprYield) -> bool {
        match &y.value {
            Some(_) => self.text(y.range).trim_start_matches("yield").trim_start().starts_with(','),
            None => {
                let rest =
                    self.src.get(y.range.end().to_usize()..).unwrap_or("").trim_start_matches([' ', '\t']);
                rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "+-*/%@&|^<>.,".contains(c))
            }
        }
    }

    fn number(&mut self, n: &ra::ExprNumberLiteral, loc: Location) -> R<Const> {
        Ok(match &n.value {
            ra::Number::Int(i) => match i.as_i64() {
                Some(v) => Const::Int(v),
                None => {
                    let text = i.to_string();
                    fold::parse_int(&text).map_err(|msg| self.syntax(msg, loc))?
                }
            },
            ra::Number::Float(f) => Const::Float(*f),
            ra::Number::Complex { real, imag } => Const::Complex(*real, *imag),
        })
    }

    /// `"…%s…" % (a, b)` as an f-string, where the format is simple enough.
    fn percent_format(&mut self, left: Expr, right: Expr, loc: Location) -> R<Expr> {
        let (ExprKind::Constant(Const::Str(fmt)), ExprKind::Tuple { elts, ctx }) = (&left.kind, right.kind)
        else {
            return Ok(left);
        };
        match super::strings::split_percent(fmt.as_bytes(), elts.len()) {
            None => {
                let right = Expr { loc: right.loc, kind: ExprKind::Tuple { elts, ctx } };
                let kind = ExprKind::BinOp { left: Box::new(left), op: BinOp::Mod, right: Box::new(right) };
                Ok(Expr { loc, kind })
            }
            Some(pieces) => {
                let mut values = Vec::with_capacity(pieces.len());
                let mut args = elts.into_iter();
                for p in pieces {
                    match p {
                        super::strings::Piece::Literal(s) => values.push(Expr {
                            loc: Location::NONE,
                            kind: ExprKind::Constant(Const::Str(super::strings::pystr(&s))),
                        }),
                        super::strings::Piece::Value { conversion, spec } => {
                            let Some(arg) = args.next() else { break };
                            let spec = (!spec.is_empty()).then(|| {
                                Box::new(Expr {
                                    loc: Location::NONE,
                                    kind: ExprKind::Constant(Const::Str(PyStr::from(spec.as_str()))),
                                })
                            });
                            let loc = arg.loc;
                            let kind = ExprKind::FormattedValue { value: Box::new(arg), conversion, spec };
                            values.push(Expr { loc, kind });
                        }
                    }
                }
                Ok(Expr { loc, kind: ExprKind::JoinedStr(values) })
            }
        }
    }
}
