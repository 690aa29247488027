//! `match`. Patterns consume the subject on top of the stack and jump to one of the `fail` labels when they do
//! not match; captures pile up underneath until the whole pattern has matched.

use super::*;
use crate::compiler::names::FastSet;

/// The state of one case.
#[derive(Default)]
struct Context {
    /// Names captured so far, in the order that their values lie on the stack.
    stores: Vec<Name>,
    allow_irrefutable: bool,
    /// Where to jump with that many values to pop.
    fail: Vec<Label>,
    /// Values of ours on top of the stack.
    on_top: usize,
}

impl<'a> Compiler<'a> {
    pub(super) fn match_stmt(&mut self, subject: &'a Expr, cases: &'a [MatchCase]) -> R<()> {
        self.expr(subject)?;
        let end = self.label();
        let n = cases.len();
        let has_default = n > 1 && cases.last().is_some_and(|c| c.pattern.is_wildcard());
        let count = n - usize::from(has_default);
        for (i, c) in cases.iter().take(count).enumerate() {
            let loc = c.pattern.loc;
            let last = i + 1 == count;
            if !last {
                self.op_i(op::COPY, 1, loc);
            }
            let mut pc = Context { allow_irrefutable: c.guard.is_some() || i + 1 == n, ..Context::default() };
            self.pattern(&c.pattern, &mut pc)?;
            for &name in &pc.stores {
                self.name_op(name, Ctx::Store, loc)?;
            }
            if let Some(g) = &c.guard {
                let fail = self.fail_label(&mut pc, 0);
                self.jump_if(g, fail, false)?;
            }
            if !last {
                self.op(op::POP_TOP, loc);
            }
            self.stmts(&c.body)?;
            self.jump(op::JUMP, end, Location::NONE);
            self.emit_fails(&mut pc, loc);
        }
        if let Some(c) = cases.last().filter(|_| has_default) {
            // Shows in traces that the default case is reached.
            self.op(op::NOP, c.pattern.loc);
            if let Some(g) = &c.guard {
                self.jump_if(g, end, false)?;
            }
            self.stmts(&c.body)?;
        }
        self.place(end);
        Ok(())
    }

    fn fail_label(&mut self, pc: &mut Context, pops: usize) -> Label {
        while pc.fail.len() <= pops {
            let l = self.label();
            pc.fail.push(l);
        }
        pc.fail[pops]
    }

    fn jump_to_fail(&mut self, opcode: u16, pc: &mut Context, loc: Location) {
        let l = self.fail_label(pc, pc.on_top + pc.stores.len());
        self.jump(opcode, l, loc);
    }

    fn emit_fails(&mut self, pc: &mut Context, loc: Location) {
        for (i, l) in std::mem::take(&mut pc.fail).into_iter().enumerate().rev() {
            self.place(l);
            if i > 0 {
                self.op(op::POP_TOP, loc);
            }
        }
    }

    fn rotate(&mut self, mut count: usize, loc: Location) -> R<()> {
        self.check_length(count)?;
        while count > 1 {
            self.op_i(op::SWAP, count, loc);
            count -= 1;
        }
        Ok(())
    }

    fn duplicate_store<T>(&self, n: Name, loc: Location) -> R<T> {
        self.error(format!("multiple assignments to name '{}' in pattern", self.names.str(n)), loc)
    }

    fn capture(&mut self, name: Option<Name>, pc: &mut Context, loc: Location) -> R<()> {
        let Some(n) = name else {
            self.op(op::POP_TOP, loc);
            return Ok(());
        };
        self.forbidden(n, Ctx::Store, loc)?;
        if pc.stores.contains(&n) {
            return self.duplicate_store(n, loc);
        }
        self.rotate(pc.on_top + pc.stores.len() + 1, loc)?;
        pc.stores.push(n);
        Ok(())
    }

    fn subpattern(&mut self, p: &'a Pattern, pc: &mut Context) -> R<()> {
        let old = std::mem::replace(&mut pc.allow_irrefutable, true);
        self.pattern(p, pc)?;
        pc.allow_irrefutable = old;
        Ok(())
    }

    fn pattern(&mut self, p: &'a Pattern, pc: &mut Context) -> R<()> {
        stacker::maybe_grow(crate::compiler::STACK_RED_ZONE, crate::compiler::STACK_SEGMENT, || {
            self.pattern_inner(p, pc)
        })
    }

    fn pattern_inner(&mut self, p: &'a Pattern, pc: &mut Context) -> R<()> {
        let loc = p.loc;
        match &p.kind {
            PatternKind::Value(e) => {
                if !matches!(e.kind, ExprKind::Constant(_) | ExprKind::Attribute { .. }) {
                    return self.error("patterns may only match literals and attribute lookups", loc);
                }
                self.expr(e)?;
                self.op_compare(CmpOp::Eq, loc);
                self.op(op::TO_BOOL, loc);
                self.jump_to_fail(op::POP_JUMP_IF_FALSE, pc, loc);
            }
            PatternKind::Singleton(c) => {
                self.load_const(c.clone(), loc);
                self.op_compare(CmpOp::Is, loc);
                self.jump_to_fail(op::POP_JUMP_IF_FALSE, pc, loc);
            }
            PatternKind::Sequence(ps) => self.sequence_pattern(ps, pc, loc)?,
            PatternKind::Mapping { keys, patterns, rest } => {
                self.mapping_pattern(keys, patterns, *rest, pc, loc)?;
            }
            PatternKind::Class { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.class_pattern(cls, patterns, kwd_attrs, kwd_patterns, pc, loc)?;
            }
            PatternKind::Star(name) => self.capture(*name, pc, loc)?,
            PatternKind::As { pattern: None, name } => {
                if !pc.allow_irrefutable {
                    return match name {
                        Some(n) => self.error(
                            format!(
                                "name capture '{}' makes remaining patterns unreachable",
                                self.names.str(*n)
                            ),
                            loc,
                        ),
                        None => self.error("wildcard makes remaining patterns unreachable", loc),
                    };
                }
                self.capture(*name, pc, loc)?;
            }
            PatternKind::As { pattern: Some(inner), name } => {
                pc.on_top += 1;
                self.op_i(op::COPY, 1, loc);
                self.pattern(inner, pc)?;
                pc.on_top -= 1;
                self.capture(*name, pc, loc)?;
            }
            PatternKind::Or(ps) => self.or_pattern(ps, pc, loc)?,
        }
        Ok(())
    }

    fn length_check(&mut self, n: usize, o: CmpOp, pc: &mut Context, loc: Location) {
        self.op(op::GET_LEN, loc);
        self.load_const(Const::Int(n as i64), loc);
        self.op_compare(o, loc);
        self.jump_to_fail(op::POP_JUMP_IF_FALSE, pc, loc);
    }

    fn sequence_pattern(&mut self, ps: &'a [Pattern], pc: &mut Context, loc: Location) -> R<()> {
        let n = ps.len();
        let mut star = None;
        let mut only_wildcard = true;
        let mut star_wildcard = false;
        for (i, p) in ps.iter().enumerate() {
            if matches!(p.kind, PatternKind::Star(_)) {
                if star.is_some() {
                    return self.error("multiple starred names in sequence pattern", loc);
                }
                star_wildcard = p.is_star_wildcard();
                only_wildcard &= star_wildcard;
                star = Some(i);
            } else {
                only_wildcard &= p.is_wildcard();
            }
        }
        pc.on_top += 1;
        self.op(op::MATCH_SEQUENCE, loc);
        self.jump_to_fail(op::POP_JUMP_IF_FALSE, pc, loc);
        match star {
            None => self.length_check(n, CmpOp::Eq, pc, loc),
            Some(_) if n > 1 => self.length_check(n - 1, CmpOp::GtE, pc, loc),
            Some(_) => {}
        }
        pc.on_top -= 1;
        if only_wildcard {
            self.op(op::POP_TOP, loc);
            return Ok(());
        }
        if let (true, Some(star)) = (star_wildcard, star) {
            // `[a, *_, b]`: subscripts instead of unpacking all of it.
            pc.on_top += 1;
            for (i, p) in ps.iter().enumerate() {
                if i == star || p.is_wildcard() {
                    continue;
                }
                self.op_i(op::COPY, 1, loc);
                if i < star {
                    self.load_const(Const::Int(i as i64), loc);
                } else {
                    self.op(op::GET_LEN, loc);
                    self.load_const(Const::Int((n - i) as i64), loc);
                    self.op_i(op::BINARY_OP, usize::from(nb::SUBTRACT), loc);
                }
                self.op(op::BINARY_SUBSCR, loc);
                self.subpattern(p, pc)?;
            }
            pc.on_top -= 1;
            self.op(op::POP_TOP, loc);
            return Ok(());
        }
        match star {
            Some(i) => {
                if i >= 1 << 8 || n - i > (i32::MAX >> 8) as usize {
                    return self.error("too many expressions in star-unpacking sequence pattern", loc);
                }
                self.op_i(op::UNPACK_EX, i + ((n - i - 1) << 8), loc);
            }
            None => self.op_i(op::UNPACK_SEQUENCE, n, loc),
        }
        self.subpatterns(ps, pc)
    }

    /// Matches subpatterns against as many values on the stack.
    fn subpatterns(&mut self, ps: &'a [Pattern], pc: &mut Context) -> R<()> {
        pc.on_top += ps.len();
        for p in ps {
            pc.on_top -= 1;
            self.subpattern(p, pc)?;
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        keys: &'a [Expr],
        patterns: &'a [Pattern],
        rest: Option<Name>,
        pc: &mut Context,
        loc: Location,
    ) -> R<()> {
        let n = keys.len();
        pc.on_top += 1;
        self.op(op::MATCH_MAPPING, loc);
        self.jump_to_fail(op::POP_JUMP_IF_FALSE, pc, loc);
        if n == 0 && rest.is_none() {
            pc.on_top -= 1;
            self.op(op::POP_TOP, loc);
            return Ok(());
        }
        if n > 0 {
            self.length_check(n, CmpOp::GtE, pc, loc);
        }
        let mut seen = FastSet::default();
        for k in keys {
            match &k.kind {
                ExprKind::Constant(c) => {
                    if !seen.insert(crate::compiler::fold::eq_key(c)) {
                        let text = crate::compiler::unparse::repr(c);
                        return self.error(format!("mapping pattern checks duplicate key ({text})"), loc);
                    }
                }
                ExprKind::Attribute { .. } => {}
                _ => {
                    return self
                        .error("mapping pattern keys may only match literals and attribute lookups", loc);
                }
            }
            self.expr(k)?;
        }
        self.op_i(op::BUILD_TUPLE, n, loc);
        self.op(op::MATCH_KEYS, loc);
        // Keys and values now lie on top of the subject.
        pc.on_top += 2;
        self.op_i(op::COPY, 1, loc);
        self.load_none(loc);
        self.op_i(op::IS_OP, 1, loc);
        self.jump_to_fail(op::POP_JUMP_IF_FALSE, pc, loc);
        self.op_i(op::UNPACK_SEQUENCE, n, loc);
        pc.on_top -= 1;
        self.subpatterns(patterns, pc)?;
        pc.on_top -= 2;
        if rest.is_some() {
            // rest = dict(subject) without the keys
            self.op_i(op::BUILD_MAP, 0, loc);
            self.op_i(op::SWAP, 3, loc);
            self.op_i(op::DICT_UPDATE, 2, loc);
            self.op_i(op::UNPACK_SEQUENCE, n, loc);
            for size in (1..=n).rev() {
                self.op_i(op::COPY, 1 + size, loc);
                self.op_i(op::SWAP, 2, loc);
                self.op(op::DELETE_SUBSCR, loc);
            }
            self.capture(rest, pc, loc)?;
        } else {
            self.op(op::POP_TOP, loc);
            self.op(op::POP_TOP, loc);
        }
        Ok(())
    }

    fn class_pattern(
        &mut self,
        cls: &'a Expr,
        patterns: &'a [Pattern],
        attrs: &'a [Name],
        attr_patterns: &'a [Pattern],
        pc: &mut Context,
        loc: Location,
    ) -> R<()> {
        for (i, (&a, p)) in attrs.iter().zip(attr_patterns).enumerate() {
            self.forbidden(a, Ctx::Store, p.loc)?;
            if let Some(j) = attrs.iter().skip(i + 1).position(|&b| b == a) {
                let at = attr_patterns.get(i + 1 + j).map_or(loc, |p| p.loc);
                let msg = format!("attribute name repeated in class pattern: {}", self.names.str(a));
                return self.error(msg, at);
            }
        }
        self.expr(cls)?;
        let names = attrs.iter().map(|&n| self.name_const(n)).collect();
        self.load_const(Const::Tuple(names), loc);
        self.op_i(op::MATCH_CLASS, patterns.len(), loc);
        self.op_i(op::COPY, 1, loc);
        self.load_none(loc);
        self.op_i(op::IS_OP, 1, loc);
        pc.on_top += 1;
        self.jump_to_fail(op::POP_JUMP_IF_FALSE, pc, loc);
        let n = patterns.len() + attrs.len();
        self.op_i(op::UNPACK_SEQUENCE, n, loc);
        pc.on_top = pc.on_top + n - 1;
        for p in patterns.iter().chain(attr_patterns) {
            pc.on_top -= 1;
            if p.is_wildcard() {
                self.op(op::POP_TOP, loc);
                continue;
            }
            self.subpattern(p, pc)?;
        }
        Ok(())
    }

    fn or_pattern(&mut self, alts: &'a [Pattern], pc: &mut Context, loc: Location) -> R<()> {
        let end = self.label();
        let mut control: Option<Vec<Name>> = None;
        for (i, alt) in alts.iter().enumerate() {
            let mut inner = Context {
                allow_irrefutable: i + 1 == alts.len() && pc.allow_irrefutable,
                ..Context::default()
            };
            self.op_i(op::COPY, 1, alt.loc);
            self.pattern(alt, &mut inner)?;
            match &control {
                None => control = Some(inner.stores.clone()),
                Some(control) => {
                    if inner.stores.len() != control.len() {
                        return self.error("alternative patterns bind different names", loc);
                    }
                    // Bring this alternative's captures into the order of the first one's.
                    for (want, &name) in control.iter().enumerate().rev() {
                        let Some(have) = inner.stores.iter().position(|&n| n == name) else {
                            return self.error("alternative patterns bind different names", loc);
                        };
                        if have != want {
                            let rotations = have + 1;
                            let rotated: Vec<Name> = inner.stores.drain(..rotations).collect();
                            let at = want - have;
                            inner.stores.splice(at..at, rotated);
                            for _ in 0..rotations {
                                self.rotate(want + 1, alt.loc)?;
                            }
                        }
                    }
                }
            }
            self.jump(op::JUMP, end, alt.loc);
            self.emit_fails(&mut inner, alt.loc);
        }
        let control = control.unwrap_or_default();
        // No alternative matched.
        self.op(op::POP_TOP, loc);
        self.jump_to_fail(op::JUMP, pc, loc);
        self.place(end);
        let rotations = control.len() + 1 + pc.on_top + pc.stores.len();
        for n in control {
            self.rotate(rotations, loc)?;
            if pc.stores.contains(&n) {
                return self.duplicate_store(n, loc);
            }
            pc.stores.push(n);
        }
        self.op(op::POP_TOP, loc);
        Ok(())
    }
}
