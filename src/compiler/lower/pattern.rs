//! `match` patterns. Only signs and complex sums of literals fold in them.

use ruff_python_ast as ra;
use ruff_text_size::Ranged;

use super::super::ast::*;
use super::super::fold;
use super::{Lowerer, R};
use crate::bytecode::code::Const;

impl Lowerer<'_, '_> {
    /// A literal or dotted name in a pattern, with `-1` and `1+2j` folded whether or not folding is on.
    fn pattern_value(&mut self, e: &ra::Expr) -> R<Expr> {
        let was = std::mem::replace(&mut self.fold, false);
        let r = self.expr(e);
        self.fold = was;
        let mut e = r?;
        fold_literal(&mut e);
        Ok(e)
    }

    pub(super) fn pattern(&mut self, p: &ra::Pattern) -> R<Pattern> {
        self.depth += 1;
        if self.depth > super::super::MAX_DEPTH {
            return Err(super::super::errors::CompileError::recursion());
        }
        let r = stacker::maybe_grow(super::super::STACK_RED_ZONE, super::super::STACK_SEGMENT, || {
            self.pattern_inner(p)
        });
        self.depth -= 1;
        r
    }

    /// Refuses patterns with no comma between them, which Ruff's parser lets pass.
    fn commas_between(&mut self, ps: &[ra::Pattern]) -> R<()> {
        for pair in ps.windows(2) {
            if let [a, b] = pair {
                let between = self.text(ruff_text_size::TextRange::new(a.end(), b.start().max(a.end())));
                if !between.contains(',') {
                    let loc = self.loc(b);
                    return Err(super::super::errors::CompileError::refused(loc));
                }
            }
        }
        Ok(())
    }

    fn patterns(&mut self, ps: &[ra::Pattern]) -> R<Vec<Pattern>> {
        ps.iter().map(|p| self.pattern(p)).collect()
    }

    fn pattern_inner(&mut self, p: &ra::Pattern) -> R<Pattern> {
        let loc = self.loc(p);
        let kind = match p {
            ra::Pattern::MatchValue(v) => PatternKind::Value(self.pattern_value(&v.value)?),
            ra::Pattern::MatchSingleton(s) => PatternKind::Singleton(match s.value {
                ra::Singleton::None => Const::None,
                ra::Singleton::True => Const::True,
                ra::Singleton::False => Const::False,
            }),
            ra::Pattern::MatchSequence(s) => {
                self.commas_between(&s.patterns)?;
                PatternKind::Sequence(self.patterns(&s.patterns)?)
            }
            ra::Pattern::MatchMapping(m) => {
                let keys = m.keys.iter().map(|k| self.pattern_value(k)).collect::<R<Vec<_>>>()?;
                let patterns = self.patterns(&m.patterns)?;
                let rest = m.rest.as_ref().map(|n| self.names.intern(n.id.as_str()));
                PatternKind::Mapping { keys, patterns, rest }
            }
            ra::Pattern::MatchClass(c) => {
                let cls = self.expr(&c.cls)?;
                let patterns = self.patterns(&c.arguments.patterns)?;
                let mut kwd_attrs = Vec::new();
                let mut kwd_patterns = Vec::new();
                for k in &c.arguments.keywords {
                    kwd_attrs.push(self.names.intern(k.attr.id.as_str()));
                    kwd_patterns.push(self.pattern(&k.pattern)?);
                }
                PatternKind::Class { cls, patterns, kwd_attrs, kwd_patterns }
            }
            ra::Pattern::MatchStar(s) => {
                PatternKind::Star(s.name.as_ref().map(|n| self.names.intern(n.id.as_str())))
            }
            ra::Pattern::MatchAs(a) => PatternKind::As {
                pattern: match &a.pattern {
                    Some(p) => Some(Box::new(self.pattern(p)?)),
                    None => None,
                },
                name: a.name.as_ref().map(|n| self.names.intern(n.id.as_str())),
            },
            ra::Pattern::MatchOr(o) => PatternKind::Or(self.patterns(&o.patterns)?),
        };
        Ok(Pattern { loc, kind })
    }
}

fn fold_literal(e: &mut Expr) {
    let folded = match &mut e.kind {
        ExprKind::UnaryOp { op: UnaryOp::USub, operand } => {
            operand.as_const().and_then(|c| fold::unary(UnaryOp::USub, c))
        }
        ExprKind::BinOp { left, op: op @ (BinOp::Add | BinOp::Sub), right } => {
            fold_literal(left);
            match (left.as_const(), right.as_const()) {
                (Some(l), Some(r)) => fold::binary(*op, l, r),
                _ => None,
            }
        }
        _ => None,
    };
    if let Some(c) = folded {
        e.kind = ExprKind::Constant(c);
    }
}
