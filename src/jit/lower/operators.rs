//! Operators that classes define in Python, called directly.

use super::Lowerer;
use super::value::{Fact, Numeric, Val};
use crate::heap::layout::{Code, Function, Type};
use crate::heap::{Kind, statics};
use crate::jit::refusal::Refusal;
use crate::jit::stencil::uop;
use crate::objects::dunder::Dunder;
use crate::objects::protocol::binary_dunders;
use crate::objects::slots::BinOp;

impl Lowerer<'_> {
    /// `BINARY_OP` on an instance whose class defines the operator by a Python function; `None` where that is not known.
    pub fn python_operator(&mut self) -> Option<Result<(), Refusal>> {
        if self.is_denied() {
            return None;
        }
        let operator = BinOp::ALL.get((self.instr.arg % 13) as usize).copied()?;
        let in_place = self.instr.arg >= 13;
        let (a, b) = (self.top(2), self.top(1));
        let pc = self.bytecode.wrapping_add(self.instr.start);
        let seen = self.vm.jit.operands.get(&pc).copied();
        let classes = (
            self.instance_class(a).or(seen.map(|(left, _)| left)),
            self.instance_class(b).or(seen.map(|(_, right)| right)),
        );
        let (dunder, reflected) = binary_dunders(operator);
        if let (_, Some(right)) = classes
            && self.is_number(a)
        {
            // A number on the left does not know the class on the right.
            let function = self.operator_function(right, reflected)?;
            self.guard_instance(b, right);
            return Some(self.call_operator(function, right, b, a));
        }
        let left = classes.0?;
        if in_place && self.vm.overrides(left, Dunder::Iadd.after(operator as usize)) {
            return None;
        }
        let function = self.operator_function(left, dunder)?;
        // The right operand: of the same class, or of a native one, which has no say before the left one.
        if !self.is_number(b) && self.instance_class(b) != Some(left) {
            let word = self.as_word(b);
            self.op0(uop::GUARD_NATIVE_OR, &[word], &[left as u64]);
        }
        self.guard_instance(a, left);
        Some(self.call_operator(function, left, a, b))
    }

    /// The Python function by which a class written in Python defines an operator.
    fn operator_function(&mut self, class: u32, dunder: Dunder) -> Option<Function> {
        if class < statics::HEAP
            || Type(class).kind(&self.vm.heap) != Kind::OBJECT.0
            || !self.vm.overrides(class, dunder)
        {
            return None;
        }
        let name = self.vm.dunder_name(dunder);
        let found = self.vm.type_lookup(class, name).filter(|f| self.vm.is_exact(*f, Kind::FUNCTION))?;
        let function = Function(found.offset());
        let code = Code(function.code(&self.vm.heap));
        (code.simple(&self.vm.heap) != 0 && code.argcount(&self.vm.heap) == 2).then_some(function)
    }

    /// Calls a class's operator for the operands in two slots, the one of that class first.
    fn call_operator(
        &mut self,
        function: Function,
        class: u32,
        first: usize,
        second: usize,
    ) -> Result<(), Refusal> {
        let version = Type(class).version(&self.vm.heap);
        self.guard_type(class, version);
        self.assume_function(function);
        let code = Code(function.code(&self.vm.heap));
        let callee = self.place(code);
        let (x, y) = (self.val(first), self.val(second));
        let (left, right) = if first < second { (x, y) } else { (y, x) };
        self.drop(2);
        let result = self.run_frame(function, code, callee, vec![x, y], crate::interp::bind::CALLED);
        // Beside the result they are wanted only if it is NotImplemented.
        let (a, b) = (self.boxed(left), self.boxed(right));
        let out = self.op1(uop::OR_REFLECTED, &[result, a, b], &[self.instr.arg as u64]);
        self.push(Val::Boxed(out, Fact::Any));
        Ok(())
    }

    fn is_number(&self, slot: usize) -> bool {
        matches!(self.val(slot).numeric(), Numeric::Int | Numeric::Float | Numeric::Bool)
    }

    /// The class that a slot's value is known to be of.
    fn instance_class(&self, slot: usize) -> Option<u32> {
        match self.val(slot) {
            Val::Boxed(_, Fact::Class(class)) => Some(class),
            Val::Boxed(_, Fact::Head(head)) => Some(head as u32),
            _ => None,
        }
    }

    /// Guards that a slot holds an instance of exactly `class`, if that is not known.
    fn guard_instance(&mut self, slot: usize, class: u32) {
        if self.instance_class(slot) != Some(class) {
            self.keep(class);
            self.as_class(slot, class);
        }
    }
}
