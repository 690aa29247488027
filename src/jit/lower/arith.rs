//! Arithmetic and comparisons on numbers.

use super::Lowerer;
use super::value::{Fact, Numeric, Range, State, Val};
use crate::heap::value::INT_MAX;
use crate::heap::{Kind, Value};
use crate::jit::BIG_INT;
use crate::jit::ir::Local;
use crate::jit::refusal::{Bug, Refusal};
use crate::jit::stencil::{StencilId, uop};
use crate::objects::slots::BinOp;
use crate::ops::op;

impl Lowerer<'_> {
    /// `BINARY_OP`.
    pub fn binary_op(&mut self) -> Result<(), Refusal> {
        let number = self.instr.arg % 13;
        let Some(operator) = BinOp::ALL.get(number as usize).copied() else {
            return Err(Bug::Operator.into());
        };
        let (a, b) = (self.top(2), self.top(1));
        let (x, y) = self.operands(a, b);
        use Numeric::*;
        let either = |kind| x == kind || y == kind;
        if either(Other) {
            return self.any_binary();
        }
        let denied = self.is_denied() || self.saw_big_integers();
        // A divisor of 0 leaves each time: where it does so often, the helper raises.
        let may_raise = matches!(operator, BinOp::FloorDivide | BinOp::Remainder | BinOp::TrueDivide);
        if denied && (may_raise || either(Unknown)) {
            return self.any_binary();
        }
        let kind = match self.instr.opcode {
            op::BINARY_OP_ADD_INT | op::BINARY_OP_SUBTRACT_INT | op::BINARY_OP_MULTIPLY_INT => Int,
            op::BINARY_OP_ADD_FLOAT | op::BINARY_OP_SUBTRACT_FLOAT | op::BINARY_OP_MULTIPLY_FLOAT => Float,
            op::BINARY_OP_ADD_UNICODE | op::BINARY_OP_INPLACE_ADD_UNICODE => return self.add_strings(a, b),
            _ if either(Float) => Float,
            _ if !either(Unknown) => Int,
            // Nothing is known of one operand or both: operators that are mostly used on integers are taken so.
            _ => match operator {
                BinOp::FloorDivide
                | BinOp::Remainder
                | BinOp::And
                | BinOp::Rshift
                | BinOp::Lshift
                | BinOp::Xor => Int,
                BinOp::Or if either(Int) => Int,
                BinOp::TrueDivide => Float,
                BinOp::Add | BinOp::Subtract | BinOp::Multiply if either(Int) => Int,
                _ => return self.any_binary(),
            },
        };
        // What was specialised for one kind may by now be known to be another.
        let kind = if kind == Int && either(Float) { Float } else { kind };
        let kind = if kind == Float && !either(Float) && !either(Unknown) { Int } else { kind };
        // Two bools give a bool.
        if x == Bool && y == Bool && matches!(operator, BinOp::And | BinOp::Or | BinOp::Xor) {
            return self.binary_helper(a, b);
        }
        match kind {
            Int => self.int_binary(operator, a, b),
            _ => self.float_binary(operator, a, b),
        }
    }

    /// What the operands are; where nothing is known, what they were when the interpreter looked, guarded.
    fn operands(&mut self, a: usize, b: usize) -> (Numeric, Numeric) {
        let known = (self.val(a).numeric(), self.val(b).numeric());
        let pc = self.bytecode.wrapping_add(self.instr.start);
        let generic = self.instr.opcode == self.instr.base() && !self.is_denied();
        let Some(seen) = self.vm.jit.operands.get(&pc).copied().filter(|_| generic) else { return known };
        let numeric = |class| class == Kind::INT.class() || class == Kind::FLOAT.class();
        if known.0 == Numeric::Other || known.1 == Numeric::Other || !numeric(seen.0) || !numeric(seen.1) {
            return known;
        }
        for (slot, class) in [(a, seen.0), (b, seen.1)] {
            if self.val(slot).numeric() == Numeric::Unknown {
                if class == Kind::INT.class() {
                    self.as_int(slot);
                } else {
                    self.as_float(slot, false);
                }
            }
        }
        (self.val(a).numeric(), self.val(b).numeric())
    }

    /// Two strings, one behind the other.
    fn add_strings(&mut self, a: usize, b: usize) -> Result<(), Refusal> {
        let class = Kind::STR.class();
        let (x, y) = (self.as_class(a, class), self.as_class(b, class));
        self.store_position(self.instr.at);
        let out = self.op1(uop::STR_ADD, &[x, y], &[]);
        self.result(2, Val::Boxed(out, Fact::Class(class)))
    }

    /// Whether a slot may hold a string as far as is known.
    pub fn may_be_str(&self, slot: usize) -> bool {
        match self.val(slot) {
            Val::Boxed(_, fact) => fact == Fact::Any || fact == Fact::Class(Kind::STR.class()),
            Val::Const(word) => Value::from_word(word).is_some_and(|v| self.vm.is_exact(v, Kind::STR)),
            _ => false,
        }
    }

    /// Whether an operand of the operator or comparison was an integer of more than 63 bits when the interpreter looked.
    fn saw_big_integers(&self) -> bool {
        let pc = self.bytecode.wrapping_add(self.instr.start);
        let seen = self.vm.jit.operands.get(&pc);
        self.instr.opcode == self.instr.base()
            && seen.is_some_and(|(left, right)| *left == BIG_INT || *right == BIG_INT)
    }

    /// An operator on anything.
    fn any_binary(&mut self) -> Result<(), Refusal> {
        let (a, b) = (self.top(2), self.top(1));
        if matches!(self.instr.opcode, op::BINARY_OP_ADD_UNICODE | op::BINARY_OP_INPLACE_ADD_UNICODE)
            && self.may_be_str(a)
            && self.may_be_str(b)
            && !self.is_denied()
        {
            return self.add_strings(a, b);
        }
        if let Some(done) = self.python_operator() {
            return done;
        }
        self.binary_helper(a, b)
    }

    /// An operator on anything, by the helper, numbers that are no operands of others inline.
    fn binary_helper(&mut self, a: usize, b: usize) -> Result<(), Refusal> {
        let id = match BinOp::ALL.get((self.instr.arg % 13) as usize) {
            _ if self.is_other(a) || self.is_other(b) => uop::ANY_BINARY,
            Some(BinOp::Add) => uop::NUMBER_ADD,
            Some(BinOp::Subtract) => uop::NUMBER_SUB,
            Some(BinOp::Multiply) => uop::NUMBER_MUL,
            Some(BinOp::TrueDivide) => uop::NUMBER_DIV,
            _ => uop::ANY_BINARY,
        };
        self.before_helper(2);
        let (x, y) = (self.as_word(a), self.as_word(b));
        let out = self.op1(id, &[x, y], &[self.instr.arg as u64]);
        self.forget_heads();
        self.result(2, Val::Boxed(out, Fact::Any))
    }

    /// A comparison of anything; strings by content.
    fn any_compare(&mut self) -> Result<(), Refusal> {
        let (a, b) = (self.top(2), self.top(1));
        let number = self.instr.arg >> 5;
        if self.instr.opcode == op::COMPARE_OP_STR && (2..4).contains(&number) && !self.is_denied() {
            let class = crate::heap::Kind::STR.class();
            let (x, y) = (self.as_class(a, class), self.as_class(b, class));
            let mut flag = self.op1(uop::STR_EQ, &[x, y], &[]);
            if number == 3 {
                flag = self.op1(uop::BOOL_NOT, &[flag], &[]);
            }
            return self.result(2, Val::Bool(flag));
        }
        self.before_helper(2);
        let (x, y) = (self.as_word(a), self.as_word(b));
        if self.instr.arg & 16 != 0 && !self.is_other(a) && !self.is_other(b) {
            const IDS: [StencilId; 6] = [
                uop::NUMBER_LT,
                uop::NUMBER_LE,
                uop::NUMBER_EQ,
                uop::NUMBER_NE,
                uop::NUMBER_GT,
                uop::NUMBER_GE,
            ];
            let flag = self.op1(IDS[number.min(5) as usize], &[x, y], &[number as u64]);
            self.forget_heads();
            return self.result(2, Val::Bool(flag));
        }
        let out = self.op1(uop::ANY_COMPARE, &[x, y], &[number as u64]);
        self.forget_heads();
        if self.instr.arg & 16 == 0 {
            return self.result(2, Val::Boxed(out, Fact::Any));
        }
        // The comparison is also to be tested. Its result may be kept only by the word itself.
        let truth = self.op1(uop::ANY_TRUTH, &[out], &[]);
        self.result(2, Val::Bool(truth))
    }

    /// Replaces both operands by a result.
    pub fn result(&mut self, n: usize, val: Val) -> Result<(), Refusal> {
        self.drop(n);
        self.push(val);
        Ok(())
    }

    fn int_binary(&mut self, operator: BinOp, a: usize, b: usize) -> Result<(), Refusal> {
        let constant = self.val(b).const_int();
        // Guards first: they refine the operands' ranges.
        let x = self.as_int(a);
        match (operator, constant) {
            (BinOp::Multiply, Some(c)) if c > 1 => {
                let range = self.val(a).range();
                if Range::exact(range.low as i128 * c as i128, range.high as i128 * c as i128).is_none() {
                    let limit = (INT_MAX / c) as u64;
                    let out = self.op1(uop::INT_MUL_CONST, &[x], &[c as u64, limit, limit * 2]);
                    return self.result(2, Val::Int(out, Range::ALL));
                }
            }
            (BinOp::FloorDivide | BinOp::Remainder, Some(c)) if c > 0 => {
                let range = self.val(a).range();
                let divide = operator == BinOp::FloorDivide;
                let out_range = if divide {
                    Range { low: range.low.div_euclid(c), high: range.high.div_euclid(c) }
                } else {
                    Range { low: 0, high: c - 1 }
                };
                let out = if c & (c - 1) == 0 {
                    if divide {
                        self.op1(uop::INT_RSHIFT_CONST, &[x], &[c.trailing_zeros() as u64])
                    } else {
                        let mask = self.op1(uop::CONST_WORD, &[], &[(c - 1) as u64]);
                        self.op1(uop::INT_AND, &[x, mask], &[])
                    }
                } else {
                    let id = match (divide, range.low >= 0) {
                        (true, true) => uop::INT_FLOORDIV_NONNEG,
                        (true, false) => uop::INT_FLOORDIV_CONST,
                        (false, true) => uop::INT_MOD_NONNEG,
                        (false, false) => uop::INT_MOD_CONST,
                    };
                    self.op1(id, &[x], &[c as u64])
                };
                return self.result(2, Val::Int(out, out_range));
            }
            (BinOp::Rshift, Some(c)) if (0..64).contains(&c) => {
                let range = self.val(a).range();
                let out = self.op1(uop::INT_RSHIFT_CONST, &[x], &[c as u64]);
                return self.result(2, Val::Int(out, Range { low: range.low >> c, high: range.high >> c }));
            }
            (BinOp::Power, Some(2)) => {
                let out = self.op1(uop::INT_MUL, &[x, x], &[]);
                return self.result(2, Val::Int(out, Range { low: 0, high: INT_MAX }));
            }
            (BinOp::Power | BinOp::MatMultiply | BinOp::DivMod, _) => return self.binary_helper(a, b),
            _ => {}
        }
        let y = self.as_int(b);
        let (r, s) = (self.val(a).range(), self.val(b).range());
        let exact = |lows: [i128; 4]| {
            Range::exact(*lows.iter().min().unwrap_or(&0), *lows.iter().max().unwrap_or(&0))
        };
        let (rl, rh, sl, sh) = (r.low as i128, r.high as i128, s.low as i128, s.high as i128);
        let nonneg = |range: Range| range.low >= 0;
        let (out, range) = match operator {
            BinOp::Add => self.checked(
                uop::INT_ADD,
                uop::INT_ADD_FITS,
                exact([rl + sl, rh + sh, rl + sl, rh + sh]),
                x,
                y,
            ),
            BinOp::Subtract => self.checked(
                uop::INT_SUB,
                uop::INT_SUB_FITS,
                exact([rl - sh, rh - sl, rl - sh, rh - sl]),
                x,
                y,
            ),
            BinOp::Multiply => self.checked(
                uop::INT_MUL,
                uop::INT_MUL_FITS,
                exact([rl * sl, rl * sh, rh * sl, rh * sh]),
                x,
                y,
            ),
            BinOp::FloorDivide => (self.op1(uop::INT_FLOORDIV, &[x, y], &[]), Range::ALL),
            BinOp::Remainder => {
                let range = if s.low > 0 { Range { low: 0, high: s.high - 1 } } else { Range::ALL };
                (self.op1(uop::INT_MOD, &[x, y], &[]), range)
            }
            BinOp::And => {
                let range = match (nonneg(r), nonneg(s)) {
                    (true, true) => Range { low: 0, high: r.high.min(s.high) },
                    (true, false) => Range { low: 0, high: r.high },
                    (false, true) => Range { low: 0, high: s.high },
                    (false, false) => Range::ALL,
                };
                (self.op1(uop::INT_AND, &[x, y], &[]), range)
            }
            BinOp::Or | BinOp::Xor => {
                let id = if operator == BinOp::Or { uop::INT_OR } else { uop::INT_XOR };
                let range = if nonneg(r) && nonneg(s) {
                    let bits = 64 - (r.high | s.high).leading_zeros();
                    Range { low: 0, high: ((1u64 << bits) - 1) as i64 }
                } else {
                    Range::ALL
                };
                (self.op1(id, &[x, y], &[]), range)
            }
            BinOp::Lshift => {
                let range = if nonneg(r) { Range { low: 0, high: INT_MAX } } else { Range::ALL };
                (self.op1(uop::INT_LSHIFT, &[x, y], &[]), range)
            }
            BinOp::Rshift => {
                let range = Range { low: r.low.min(0), high: r.high.max(0) };
                (self.op1(uop::INT_RSHIFT, &[x, y], &[]), if nonneg(r) { r_down(r) } else { range })
            }
            BinOp::TrueDivide => {
                let out = self.op1(uop::INT_TRUEDIV, &[x, y], &[]);
                return self.result(2, Val::Float(out));
            }
            _ => return self.binary_helper(a, b),
        };
        self.result(2, Val::Int(out, range))
    }

    /// An operation with an overflow check, or without one where the bounds show that it fits.
    fn checked(
        &mut self,
        id: StencilId,
        fits: StencilId,
        range: Option<Range>,
        x: Local,
        y: Local,
    ) -> (Local, Range) {
        match range {
            Some(range) => (self.op1(fits, &[x, y], &[]), range),
            None => (self.op1(id, &[x, y], &[]), Range::ALL),
        }
    }

    fn float_binary(&mut self, operator: BinOp, a: usize, b: usize) -> Result<(), Refusal> {
        let exact = matches!(
            self.instr.opcode,
            op::BINARY_OP_ADD_FLOAT | op::BINARY_OP_SUBTRACT_FLOAT | op::BINARY_OP_MULTIPLY_FLOAT
        );
        // With one float the other operand may be an integer; without, both must be floats.
        let float = |v: Val| v.numeric() == Numeric::Float;
        let (fa, fb) = (float(self.val(a)), float(self.val(b)));
        let mixed = !exact && (fa || fb);
        if operator == BinOp::Power {
            if !fa {
                return self.binary_helper(a, b);
            }
            let x = self.as_float(a, false);
            // Also `x ** 2` and `x ** 0.5`: the C library's pow, which the interpreter and CPython use, differs from the
            // product and the square root in the last digit of some results.
            let y = self.as_float(b, true);
            let out = self.op1(uop::FLOAT_POW, &[x, y], &[]);
            return self.result(2, Val::Float(out));
        }
        let id = match operator {
            BinOp::Add => uop::FLOAT_ADD,
            BinOp::Subtract => uop::FLOAT_SUB,
            BinOp::Multiply => uop::FLOAT_MUL,
            BinOp::TrueDivide => uop::FLOAT_DIV,
            BinOp::Remainder => uop::FLOAT_MOD,
            BinOp::FloorDivide => uop::FLOAT_FLOORDIV,
            _ => return self.binary_helper(a, b),
        };
        let known_int = |v: Val| matches!(v.numeric(), Numeric::Int | Numeric::Bool);
        let (ia, ib) = (known_int(self.val(a)), known_int(self.val(b)));
        let x = self.as_float(a, mixed || ia);
        let y = self.as_float(b, mixed || ib);
        let out = self.op1(id, &[x, y], &[]);
        self.result(2, Val::Float(out))
    }

    /// `COMPARE_OP`.
    pub fn compare_op(&mut self) -> Result<(), Refusal> {
        let (a, b) = (self.top(2), self.top(1));
        let (x, y) = self.operands(a, b);
        use Numeric::*;
        let either = |kind| x == kind || y == kind;
        if either(Other) || (self.is_denied() || self.saw_big_integers()) && either(Unknown) {
            return self.any_compare();
        }
        let number = (self.instr.arg >> 5) as usize;
        let kind = match self.instr.opcode {
            op::COMPARE_OP_INT => Int,
            op::COMPARE_OP_FLOAT => Float,
            op::COMPARE_OP_STR => return self.any_compare(),
            _ if either(Float) => Float,
            _ if either(Int) || !either(Unknown) => Int,
            _ => return self.any_compare(),
        };
        let kind = if kind == Int && either(Float) { Float } else { kind };
        let kind = if kind == Float && !either(Float) && !either(Unknown) { Int } else { kind };
        let flag = if kind == Int {
            let (x, y) = (self.as_int(a), self.as_int(b));
            const IDS: [StencilId; 6] =
                [uop::INT_LT, uop::INT_LE, uop::INT_EQ, uop::INT_NE, uop::INT_GT, uop::INT_GE];
            let flag = self.op1(IDS[number.min(5)], &[x, y], &[]);
            let ranges = [self.val(a).range(), self.val(b).range()];
            self.tests.insert(flag, Test { number: number.min(5), operands: [x, y], ranges });
            flag
        } else {
            const IDS: [StencilId; 6] =
                [uop::FLOAT_LT, uop::FLOAT_LE, uop::FLOAT_EQ, uop::FLOAT_NE, uop::FLOAT_GT, uop::FLOAT_GE];
            let (x, y) = (self.float_to_compare(a), self.float_to_compare(b));
            self.op1(IDS[number.min(5)], &[x, y], &[])
        };
        self.result(2, Val::Bool(flag))
    }

    fn float_to_compare(&mut self, slot: usize) -> Local {
        let val = self.val(slot);
        match val.numeric() {
            Numeric::Int | Numeric::Bool if val.const_int().is_none_or(|n| n.unsigned_abs() > 1 << 53) => {
                let int = self.as_int(slot);
                self.op1(uop::FLOAT_OF_INT_EXACT, &[int], &[])
            }
            Numeric::Int => self.as_float(slot, true),
            _ => self.as_float(slot, false),
        }
    }

    /// `UNARY_NEGATIVE`, `UNARY_INVERT`.
    pub fn unary(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        let negative = self.instr.base() == op::UNARY_NEGATIVE;
        match self.val(slot).numeric() {
            Numeric::Int => {
                let x = self.as_int(slot);
                let out = self.op1(if negative { uop::INT_NEG } else { uop::INT_INVERT }, &[x], &[]);
                self.result(1, Val::Int(out, Range::ALL))
            }
            Numeric::Float if negative => {
                let x = self.as_float(slot, false);
                let out = self.op1(uop::FLOAT_NEG, &[x], &[]);
                self.result(1, Val::Float(out))
            }
            numeric => {
                self.before_helper(1);
                let x = self.as_word(slot);
                let out = if negative && numeric == Numeric::Unknown {
                    self.op1(uop::NUMBER_NEG, &[x], &[])
                } else {
                    self.op1(uop::ANY_UNARY, &[x], &[!negative as u64])
                };
                self.forget_heads();
                self.result(1, Val::Boxed(out, Fact::Any))
            }
        }
    }
}

/// A comparison of two integers, for what a branch on it tells of them.
#[derive(Clone, Copy)]
pub struct Test {
    /// Of `<`, `<=`, `==`, `!=`, `>`, `>=`.
    number: usize,
    operands: [Local; 2],
    ranges: [Range; 2],
}

impl Test {
    /// Bounds the operands where the comparison came out as `holds`.
    pub fn narrow(&self, state: &mut State, holds: bool) {
        let [x, y] = self.operands;
        let [a, b] = self.ranges;
        // What is left is one of three.
        match (self.number, holds) {
            (0, true) | (5, false) => {
                state.narrow(x, a.low, b.high - 1);
                state.narrow(y, a.low + 1, b.high);
            }
            (1, true) | (4, false) => {
                state.narrow(x, a.low, b.high);
                state.narrow(y, a.low, b.high);
            }
            (4, true) | (1, false) => {
                state.narrow(x, b.low + 1, a.high);
                state.narrow(y, b.low, a.high - 1);
            }
            (5, true) | (0, false) => {
                state.narrow(x, b.low, a.high);
                state.narrow(y, b.low, a.high);
            }
            (2, true) | (3, false) => {
                state.narrow(x, b.low, b.high);
                state.narrow(y, a.low, a.high);
            }
            _ => {}
        }
    }
}

/// The bounds of a number that is not negative shifted down by an unknown amount.
fn r_down(range: Range) -> Range {
    Range { low: 0, high: range.high }
}
