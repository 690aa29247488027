//! Calls of what is known at compile time; everything else goes through a helper.

use super::Lowerer;
use super::value::{Fact, Numeric, Range, Val};
use crate::bytecode::code_flags;
use crate::heap::layout::{Code, Frame, Function, MethodDescriptor, NativeFunction, Tuple, Type};
use crate::heap::{Kind, Value};
use crate::interp::specialize::is_list_append;
use crate::jit::ir::{FRAME, Item, Local};
use crate::jit::refusal::Refusal;
use crate::jit::stencil::{Ty, uop};
use crate::ops::op;

impl Lowerer<'_> {
    /// `CALL`.
    pub fn call(&mut self) -> Result<(), Refusal> {
        let n = self.instr.arg as usize;
        let (callee, receiver) = (self.top(n + 2), self.top(n + 1));
        if self.instr.opcode == op::CALL_LIST_APPEND && n == 1 && !self.is_denied() {
            return self.call_list_append();
        }
        let own = match self.val(receiver) {
            Val::Const(0) => Some(0),
            // Beside a callee found as a method there is always its receiver; beside another, nothing is known.
            Val::Boxed(_, Fact::Any) if !matches!(self.val(callee), Val::Const(_)) => None,
            _ => Some(1),
        };
        let Val::Const(word) = self.val(callee) else {
            let method =
                matches!(self.val(callee), Val::Boxed(local, _) if self.found_methods.contains(&local));
            let unseen = self.instr.opcode == op::CALL && self.never_ran();
            let python = method && !unseen || self.instr.opcode == op::CALL_PY_EXACT_ARGS;
            if !python || self.is_denied() {
                return self.call_any();
            }
            let own = match own {
                Some(own) => own,
                None => {
                    // Most likely a method with its receiver, found by a look-up without assumptions.
                    let word = self.as_word(receiver);
                    self.op0(uop::GUARD_VALUE, &[word], &[]);
                    1
                }
            };
            return self.call_any_python(n + own, n + 2);
        };
        let Some(function) = Value::from_word(word).filter(|v| v.is_object()) else { return self.call_any() };
        let Some(own) = own else { return self.call_any() };
        match self.vm.kind_of(function) {
            Kind::FUNCTION => self.call_python(Function(function.offset()), n + own, n + 2),
            _ if self.instr.opcode == op::CALL_LEN && n == 1 && own == 0 => self.call_len(),
            Kind::NATIVE_FUNCTION if own == 0 && n == 1 && self.is_next_of_generator(function) => {
                self.call_next(function)
            }
            Kind::TYPE if self.instr.opcode == op::CALL_ALLOC_AND_ENTER_INIT && own == 0 => {
                self.call_class(Type(function.offset()), n)
            }
            Kind::TYPE if function.offset() == Kind::RANGE.class() && own == 0 && (n == 1 || n == 2) => {
                self.call_range(n)
            }
            Kind::NATIVE_FUNCTION if own == 0 && n == 1 && self.is_intrinsic(function) => Ok(()),
            Kind::NATIVE_FUNCTION if own == 0 => self.call_native(function, n),
            Kind::METHOD_DESCRIPTOR
                if own == 1 && self.is_for(MethodDescriptor(function.offset()), receiver) =>
            {
                let native = MethodDescriptor(function.offset()).native(&self.vm.heap);
                self.native(native, n + 1, n + 2)
            }
            Kind::METHOD_DESCRIPTOR if own == 1 => self.call_value(function, n + 1, n + 2),
            Kind::TYPE if own == 0 => self.call_value(function, n, n + 2),
            _ => self.call_any(),
        }
    }

    /// Whether what is known of the receiver in `slot` says that the native method is for it.
    fn is_for(&self, method: MethodDescriptor, slot: usize) -> bool {
        let class = match self.val(slot) {
            Val::Const(word) => Value::from_word(word).map(|value| self.vm.class_of(value)),
            Val::Boxed(_, Fact::Class(class)) => Some(class),
            Val::Boxed(_, Fact::Head(head)) => Some(head as u32),
            _ => None,
        };
        let owner = method.owner(&self.vm.heap);
        class.is_some_and(|class| self.vm.is_subclass(class, owner)) && !method.is_class_method(&self.vm.heap)
    }

    /// Code and version of a function, for a call that assumes both.
    pub fn assume_function(&mut self, function: Function) -> Code {
        let mut version = function.version(&self.vm.heap);
        if version == 0 {
            version = self.vm.next_version();
            function.set_version(&mut self.vm.heap, version);
        }
        let offset = function.0.wrapping_add(FUNCTION_VERSION);
        self.guard_cell(offset, version);
        let code = Code(function.code(&self.vm.heap));
        let count = code.argcount(&self.vm.heap) as usize;
        if self.inlinable(code, function).is_some() || self.own_function(code, function, count).is_some() {
            // A copy of code whose assumptions failed is not to be called again and again: the caller is compiled anew.
            let given_up = code.given_up(&self.vm.heap);
            let offset = code.0.wrapping_add(CODE_GIVEN_UP);
            self.guard_cell(offset, given_up);
        }
        self.keep(code.0);
        self.keep(function.0);
        code
    }

    /// A Python function with `count` arguments on top of the stack; `consumed` slots go.
    fn call_python(&mut self, function: Function, count: usize, consumed: usize) -> Result<(), Refusal> {
        let heap = &self.vm.heap;
        let code = Code(function.code(heap));
        let wanted = code.argcount(heap) as usize;
        if code.simple(heap) == 0 || count > wanted {
            return self.call_value(Value::object(function.0), count, consumed);
        }
        // Parameters without an argument have defaults, which go with the function's version.
        let defaults = function.defaults(heap).map(|d| Tuple(d.offset()));
        let have = defaults.map_or(0, |d| d.len(heap) as usize);
        if wanted - count > have {
            return self.call_any();
        }
        let missing: Vec<u64> = (count..wanted)
            .map(|i| defaults.map_or(0, |d| d.item(self.vm, (have - (wanted - i)) as u32).word()))
            .collect();
        self.assume_function(function);
        let len = self.state.slots.len();
        let callee = self.place(code);
        let mut args: Vec<_> = (len - count..len).map(|i| self.val(i)).collect();
        args.extend(missing.into_iter().map(Val::Const));
        // The arguments live on in the callee's frame.
        self.drop(consumed);
        let result = self.run_frame(function, code, callee, args, crate::interp::bind::CALLED);
        self.push(Val::Boxed(result, Fact::Any));
        Ok(())
    }

    pub fn place(&mut self, code: Code) -> Local {
        let size = code.framesize(&self.vm.heap) as u64;
        if self.unit.generator {
            let top = self.frames_end();
            return self.op1(uop::PLACE_FRAME_AT, &[FRAME, top], &[size]);
        }
        self.guard_room(code.framesize(&self.vm.heap));
        self.op1(uop::PLACE_FRAME, &[FRAME], &[self.framesize as u64])
    }

    /// Fills a callee's frame, calls it and comes back; the word that it gave.
    pub fn run_frame(
        &mut self,
        function: Function,
        code: Code,
        callee: Local,
        args: Vec<Val>,
        owner: u32,
    ) -> Local {
        if let Some(out) = self.inline(function, code, callee, &args, owner) {
            return out;
        }
        let args: Vec<Local> = args.into_iter().map(|arg| self.boxed(arg)).collect();
        self.fill_frame(function, code, callee, &args, owner);
        let count = args.len();
        let out = self.body.local(Ty::I64);
        match self.own_function(code, function, count) {
            Some(number) => {
                let args = std::iter::once(callee).chain(args).collect();
                self.items.push(Item::Call { callee: number, args, out });
                self.effect = true;
            }
            None => self.op(uop::CALL_SLOT, &[callee], &[code.0 as u64], vec![out]),
        }
        self.forget_heads();
        self.op1(uop::LEAVE_FRAME, &[out, FRAME, callee], &[])
    }

    /// Fills a callee's frame, which becomes the running one; what may be an object is in this one.
    pub fn fill_frame(&mut self, function: Function, code: Code, callee: Local, args: &[Local], owner: u32) {
        let nlocals = code.nlocalsplus(&self.vm.heap) as usize;
        let bytecode = code.bytecode(&self.vm.heap);
        self.enter();
        self.spill_objects();
        let position = self.position(self.instr.at, self.depth());
        let owner = (owner as u64) << 32 | 1;
        let imms = [code.0 as u64, bytecode as u64, function.0 as u64, owner, position];
        self.op0(uop::ENTER_FRAME, &[FRAME, callee], &imms);
        let count = args.len();
        for (i, word) in args.iter().enumerate() {
            self.op0(uop::STORE_SLOT, &[callee, *word], &[Frame::SIZE as u64 + 8 * i as u64]);
        }
        if nlocals > count && nlocals - count <= 12 {
            let zero = self.op1(uop::CONST_WORD, &[], &[0]);
            for i in count..nlocals {
                self.op0(uop::STORE_SLOT, &[callee, zero], &[Frame::SIZE as u64 + 8 * i as u64]);
            }
        } else if nlocals > count {
            let (start, bytes) = (Frame::SIZE as u64 + 8 * count as u64, 8 * (nlocals - count) as u64);
            self.op0(uop::CLEAR_SLOTS, &[callee], &[start, bytes]);
        }
    }

    /// The number of the module's own copy of a function that calls itself, if it is to have one.
    pub fn own_function(&mut self, code: Code, function: Function, count: usize) -> Option<usize> {
        let heap = &self.vm.heap;
        let generator = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;
        if (code != self.unit.code && code != self.host) || code.flags(heap) & generator != 0 {
            return None;
        }
        let size = code.bytecode_len(heap);
        self.own.number(code, function, count, size)
    }

    /// A Python function that is known only when the call runs.
    fn call_any_python(&mut self, count: usize, consumed: usize) -> Result<(), Refusal> {
        let len = self.state.slots.len();
        let function = self.as_word(len - consumed);
        let code = self.op1(uop::GUARD_FUNCTION, &[function], &[count as u64]);
        self.enter();
        let callee = if self.unit.generator {
            let top = self.frames_end();
            self.op1(uop::PLACE_FRAME_OF_AT, &[FRAME, code, top], &[])
        } else {
            self.op1(uop::PLACE_FRAME_OF, &[FRAME, code], &[self.framesize as u64])
        };
        let words: Vec<_> = (len - count..len).map(|i| self.as_word(i)).collect();
        self.drop(consumed);
        self.spill_objects();
        let position = self.position(self.instr.at, self.depth());
        let first_free = Frame::SIZE as u64 + 8 * count as u64;
        self.op0(uop::ENTER_FRAME_OF, &[FRAME, callee, code, function], &[position, first_free]);
        for (i, word) in words.into_iter().enumerate() {
            self.op0(uop::STORE_SLOT, &[callee, word], &[Frame::SIZE as u64 + 8 * i as u64]);
        }
        let out = self.op1(uop::CALL_SLOT_OF, &[callee, code], &[]);
        self.forget_heads();
        let result = self.op1(uop::LEAVE_FRAME, &[out, FRAME, callee], &[]);
        self.push(Val::Boxed(result, Fact::Any));
        Ok(())
    }

    /// A class whose instances are plain and whose `__init__` is a Python function: makes the instance here.
    fn call_class(&mut self, class: Type, n: usize) -> Result<(), Refusal> {
        let heap = &self.vm.heap;
        let (version, size, shape) = (class.version(heap), class.basicsize(heap), class.root_shape(heap));
        if self.cache32(1) != version || version == 0 || size > 256 || shape == 0 || self.is_denied() {
            return self.call_any();
        }
        let name = self.vm.dunder_name(crate::objects::dunder::Dunder::Init);
        let Some(init) = self.vm.type_lookup(class.0, name).filter(|f| self.vm.is_exact(*f, Kind::FUNCTION))
        else {
            return self.call_any();
        };
        let init = Function(init.offset());
        let code = Code(init.code(&self.vm.heap));
        if code.simple(&self.vm.heap) == 0 || code.argcount(&self.vm.heap) as usize != n + 1 {
            return self.call_any();
        }
        self.guard_type(class.0, version);
        self.assume_function(init);
        self.keep(shape);
        let callee = self.place(code);
        let len = self.state.slots.len();
        let mut args: Vec<_> = (len - n..len).map(|i| self.val(i)).collect();
        let Some(object) = self.allocate(size) else { return self.call_any() };
        self.init_word(object, 0, class.0 as u64 | (shape as u64) << 32);
        for offset in (8..size.next_multiple_of(8)).step_by(8) {
            self.init_word(object, offset, 0);
        }
        let head = class.0 as u64 | (shape as u64) << 32;
        args.insert(0, Val::Boxed(object, Fact::Head(head)));
        self.drop(n + 2);
        // The instance waits on the stack for its __init__.
        self.push(Val::Boxed(object, Fact::Any));
        let result = self.run_frame(init, code, callee, args, crate::interp::owner::INIT);
        self.op0(uop::CHECK_INIT, &[result], &[]);
        Ok(())
    }

    /// Whether this is the built-in `next`, and its argument may be a generator.
    fn is_next_of_generator(&mut self, function: Value) -> bool {
        let number = NativeFunction(function.offset()).native(&self.vm.heap);
        let Some(native) = self.vm.natives.get(number as usize) else { return false };
        let is_next = (native.owner, native.name) == ("builtins", "next");
        let slot = self.top(1);
        let may_be = match self.val(slot) {
            Val::Boxed(_, fact) => fact == Fact::Any || fact == Fact::Class(Kind::GENERATOR.class()),
            _ => false,
        };
        is_next && may_be
    }

    /// Functions of one number that a stencil computes; whether this is one of them.
    fn is_intrinsic(&mut self, function: Value) -> bool {
        let number = NativeFunction(function.offset()).native(&self.vm.heap);
        let Some(native) = self.vm.natives.get(number as usize) else { return false };
        let name = (native.owner, native.name);
        let slot = self.top(1);
        let numeric = self.val(slot).numeric();
        let val = match (name, numeric) {
            _ if self.is_denied() => return false,
            (("math", "sqrt"), Numeric::Float | Numeric::Int) => {
                let number = self.as_float(slot, true);
                Val::Float(self.op1(uop::FLOAT_ROOT, &[number], &[]))
            }
            (("builtins", "abs"), Numeric::Float) => {
                let number = self.as_float(slot, false);
                Val::Float(self.op1(uop::FLOAT_ABS, &[number], &[]))
            }
            (("builtins", "abs"), Numeric::Int) => {
                let number = self.as_int(slot);
                let out = self.op1(uop::INT_ABS, &[number], &[]);
                Val::Int(out, Range { low: 0, high: crate::heap::value::INT_MAX })
            }
            (("builtins", "ord"), Numeric::Unknown | Numeric::Other) if self.may_be_str(slot) => {
                let text = self.as_class(slot, Kind::STR.class());
                Val::Int(self.op1(uop::STR_ORD, &[text], &[]), Range { low: 0, high: 0x10_FFFF })
            }
            (("builtins", "chr"), Numeric::Int) => {
                let number = self.as_int(slot);
                Val::Boxed(self.op1(uop::INT_CHR, &[number], &[]), Fact::Class(Kind::STR.class()))
            }
            _ => return false,
        };
        self.drop(3);
        self.push(val);
        true
    }

    /// A native function without a receiver.
    fn call_native(&mut self, function: Value, n: usize) -> Result<(), Refusal> {
        let native = NativeFunction(function.offset());
        if native.receiver(&self.vm.heap).is_some() {
            return self.call_any();
        }
        let number = native.native(&self.vm.heap);
        self.native(number, n, n + 2)
    }

    /// Native `number` with the `count` values on top as arguments; `consumed` slots go.
    fn native(&mut self, number: u32, count: usize, consumed: usize) -> Result<(), Refusal> {
        self.before_helper(consumed);
        let first = self.slot_offset(self.state.slots.len() - count);
        let out = self.op1(uop::CALL_NATIVE_AT, &[FRAME], &[number as u64, first, count as u64]);
        self.forget_heads();
        self.result(consumed, Val::Boxed(out, Fact::Any))
    }

    /// Anything callable, known by its word, with the `count` values on top as arguments; `consumed` slots go.
    fn call_value(&mut self, callee: Value, count: usize, consumed: usize) -> Result<(), Refusal> {
        self.before_helper(consumed);
        let first = self.slot_offset(self.state.slots.len() - count);
        let out = self.op1(uop::CALL_VALUE_AT, &[FRAME], &[callee.word(), first, count as u64]);
        self.forget_heads();
        let makes_enumerate = callee.offset() == Kind::ENUMERATE.class();
        let fact = if makes_enumerate { Fact::Class(Kind::ENUMERATE.class()) } else { Fact::Any };
        self.result(consumed, Val::Boxed(out, fact))
    }

    /// `list.append(item)`.
    fn call_list_append(&mut self) -> Result<(), Refusal> {
        let (callee, list, item) = (self.top(3), self.top(2), self.top(1));
        let Val::Const(word) = self.val(callee) else { return self.call_any() };
        let is_append = Value::from_word(word).is_some_and(|v| {
            self.vm.is_exact(v, Kind::METHOD_DESCRIPTOR)
                && is_list_append(self.vm, MethodDescriptor(v.offset()).native(&self.vm.heap))
        });
        if !is_append {
            return self.call_any();
        }
        self.append(list, item);
        self.drop(3);
        self.push(Val::Const(crate::heap::statics::NONE.word()));
        Ok(())
    }

    /// `len(x)`.
    fn call_len(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        let known = match self.val(slot) {
            Val::Boxed(_, Fact::Class(class)) => Some(class),
            _ => None,
        };
        let id = match known {
            Some(class) if class == Kind::LIST.class() => uop::LIST_LEN,
            Some(class) if class == Kind::TUPLE.class() => uop::TUPLE_LEN,
            Some(class) if class == Kind::DICT.class() => uop::DICT_LEN,
            Some(class) if class == Kind::STR.class() => uop::STR_LEN,
            _ => uop::ANY_LEN,
        };
        if id == uop::ANY_LEN {
            self.before_helper(1);
        }
        let object = self.as_word(slot);
        let len = self.op1(id, &[object], &[]);
        if id == uop::ANY_LEN {
            self.forget_heads();
        }
        self.result(3, Val::Int(len, Range { low: 0, high: u32::MAX as i64 }))
    }

    /// `next(iterator)`: a generator is resumed here, anything else goes to the native.
    fn call_next(&mut self, function: Value) -> Result<(), Refusal> {
        let slot = self.top(1);
        self.before_helper(3);
        let iterator = self.as_word(slot);
        let ready = self.op1(uop::GENERATOR_READY, &[iterator, FRAME], &[]);
        let other = self.op1(uop::BOOL_NOT, &[ready], &[]);
        let out = self.body.local(Ty::I64);
        let number = NativeFunction(function.offset()).native(&self.vm.heap);
        let first = self.slot_offset(slot);
        let native = self.aside(|this| {
            this.op(uop::CALL_NATIVE_AT, &[FRAME], &[number as u64, first, 1], vec![out]);
        });
        self.items.push(Item::If(other, native));
        let resumed = self.aside(|this| {
            let code = this.op1(uop::GENERATOR_CODE, &[iterator], &[]);
            let none = this.op1(uop::CONST_WORD, &[], &[crate::heap::statics::NONE.word()]);
            let (item, yielded) = this.resume(iterator, code, none);
            let ended = this.op1(uop::BOOL_NOT, &[yielded], &[]);
            let stop = this.aside(|this| this.op0(uop::RAISE_STOP, &[item], &[]));
            this.items.push(Item::If(ended, stop));
            this.items.push(Item::Move(vec![(item, out)]));
        });
        self.items.push(Item::If(ready, resumed));
        self.effect = true;
        self.forget_heads();
        self.result(3, Val::Boxed(out, Fact::Any))
    }
}

/// Offset of `Function::version`.
const FUNCTION_VERSION: u32 = Function::LAYOUT.offset_of("version");

/// Offset of `Code::given_up`.
const CODE_GIVEN_UP: u32 = Code::LAYOUT.offset_of("given_up");
