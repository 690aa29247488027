//! Globals and attributes, through what the inline caches hold (`interp::caches`).

use super::Lowerer;
use super::value::{Fact, Val};
use crate::heap::layout::{Code, Dict, Function, Module, Shape, Type};
use crate::heap::{Kind, Value};
use crate::interp::caches;
use crate::jit::Mode;
use crate::jit::ir::{Item, Local};
use crate::jit::refusal::{Bug, Refusal};
use crate::jit::stencil::{Ty, uop};
use crate::objects::attr_cache::{self, Use};
use crate::objects::dict;
use crate::ops::op;

/// Offset of `Dict::version`, of `Type::version`.
const DICT_VERSION: u32 = Dict::LAYOUT.offset_of("version");
const TYPE_VERSION: u32 = Type::LAYOUT.offset_of("version");

impl Lowerer<'_> {
    /// Inline cache unit `i` of the current instruction.
    fn cache16(&self, i: u32) -> u32 {
        self.vm.heap.u16(self.cache(i)) as u32
    }

    /// Whether the current instruction, an adaptive one, never ran.
    pub fn never_ran(&self) -> bool {
        self.cache16(0) == caches::WARM_UP
    }

    pub fn cache32(&self, i: u32) -> u32 {
        self.vm.heap.u32(self.cache(i))
    }

    fn cache64(&self, i: u32) -> u64 {
        self.vm.heap.u64(self.cache(i))
    }

    fn cache(&self, i: u32) -> u32 {
        self.bytecode.wrapping_add(self.instr.at).wrapping_add(2 + 2 * i)
    }

    pub fn name(&self, i: u32) -> Option<Value> {
        Value::from_word(self.vm.heap.u64(self.names.wrapping_add(8 * i)))
    }

    /// Assumes that no key of a dict comes or goes.
    fn guard_keys(&mut self, dict: Dict) {
        let version = dict::version(self.vm, dict);
        self.keep(dict.0);
        self.guard_cell(dict.0.wrapping_add(DICT_VERSION), version);
    }

    /// Where the value of an entry lies, as long as the dict's keys stay.
    fn entry_cell(&self, dict: Dict, entry: u32) -> u32 {
        dict.entries(&self.vm.heap).wrapping_add(entry * dict::ENTRY).wrapping_add(dict::VALUE)
    }

    /// Pushes the value in a dict's entry. Functions, classes and modules hardly ever change: they become constants.
    fn push_entry(&mut self, dict: Dict, entry: u32) {
        let val = self.load_cell(self.entry_cell(dict, entry));
        self.push(val);
    }

    /// What a cell holds.
    fn load_cell(&mut self, cell: u32) -> Val {
        if let Some(word) = self.state.known.cells.get(&cell) {
            return Val::Const(*word);
        }
        let word = self.op1(uop::LOAD_CELL, &[], &[cell as u64]);
        match Value::from_word(self.vm.heap.u64(cell)) {
            Some(value)
                if value.is_object()
                    && !self.is_denied()
                    && matches!(
                        self.vm.kind_of(value),
                        Kind::FUNCTION | Kind::TYPE | Kind::NATIVE_FUNCTION | Kind::MODULE
                    ) =>
            {
                self.keep(value.offset());
                self.op0(uop::GUARD_WORD, &[word], &[value.word()]);
                self.state.known.cells.insert(cell, value.word());
                Val::Const(value.word())
            }
            _ => Val::Boxed(word, Fact::Any),
        }
    }

    /// `LOAD_GLOBAL`: looked up now, guarded by the versions of the dicts' keys.
    pub fn load_global(&mut self) -> Result<(), Refusal> {
        self.load_name_at(self.instr.arg >> 1, self.instr.arg & 1 != 0)
    }

    fn load_name_at(&mut self, name: u32, with_null: bool) -> Result<(), Refusal> {
        let Some(name) = self.name(name) else { return Err(Bug::Name.into()) };
        if self.makes_names() {
            return self.step();
        }
        let globals = Dict(self.globals);
        let builtins = Dict(self.unit.func.builtins(&self.vm.heap));
        if let Some(entry) = dict::find_str_entry(self.vm, globals, name) {
            self.guard_keys(globals);
            self.push_entry(globals, entry);
        } else if builtins.0 != 0
            && let Some(entry) = dict::find_str_entry(self.vm, builtins, name)
        {
            self.guard_keys(globals);
            self.guard_keys(builtins);
            self.push_entry(builtins, entry);
        } else {
            return self.step();
        }
        if with_null {
            self.push(Val::Const(0));
        }
        Ok(())
    }

    /// Whether the unit is a module's code: its namespace is the globals.
    pub fn in_module(&self) -> bool {
        self.unit.in_module
    }

    /// Whether this is a module's code that has not run: its names come while it does, so that nothing holds of the
    /// namespace's keys.
    fn makes_names(&self) -> bool {
        self.vm.jit.mode() == Mode::Always && self.unit.entry == 0 && self.in_module()
    }

    /// `LOAD_NAME` in a module.
    pub fn load_name(&mut self) -> Result<(), Refusal> {
        self.load_name_at(self.instr.arg, false)
    }

    /// `STORE_GLOBAL`, `STORE_NAME` in a module: of a name that is there already.
    pub fn store_global(&mut self) -> Result<(), Refusal> {
        let Some(name) = self.name(self.instr.arg) else { return Err(Bug::Name.into()) };
        let globals = Dict(self.globals);
        let Some(entry) = dict::find_str_entry(self.vm, globals, name) else { return self.step() };
        if self.is_denied() || self.makes_names() {
            return self.step();
        }
        self.guard_keys(globals);
        let top = self.top(1);
        let word = self.as_word(top);
        let cell = self.entry_cell(globals, entry);
        self.op0(uop::STORE_CELL, &[word], &[cell as u64]);
        self.state.known.cells.remove(&cell);
        self.drop(1);
        Ok(())
    }

    /// Guards an instance's class and shape; its word.
    fn as_shape(&mut self, slot: usize, shape: u32) -> Option<Local> {
        let Val::Boxed(local, fact) = self.val(slot) else { return None };
        let class = Shape(shape).owner(&self.vm.heap);
        let head = class as u64 | (shape as u64) << 32;
        if fact != Fact::Head(head) {
            if fact != Fact::Any {
                return None;
            }
            self.keep(shape);
            self.op0(uop::GUARD_HEAD, &[local], &[head]);
            self.state.refine(local, Val::Boxed(local, Fact::Head(head)));
        }
        Some(local)
    }

    /// Guards that a class's look-ups give what they gave.
    pub fn guard_type(&mut self, class: u32, version: u32) {
        self.keep(class);
        self.guard_cell(class.wrapping_add(TYPE_VERSION), version);
    }

    /// Replaces the object on top by an attribute, with a NULL above for a method call.
    fn loaded(&mut self, val: Val) -> Result<(), Refusal> {
        self.drop(1);
        self.push(val);
        if self.instr.arg & 1 != 0 {
            self.push(Val::Const(0));
        }
        Ok(())
    }

    /// `LOAD_ATTR`.
    pub fn load_attr(&mut self) -> Result<(), Refusal> {
        if self.has_several_receivers() {
            return self.load_attr_cached();
        }
        let slot = self.top(1);
        match self.instr.opcode {
            op::LOAD_ATTR_INSTANCE_VALUE | op::LOAD_ATTR_WITH_HINT => {
                let (shape, offset) = (self.cache32(1), self.cache16(3));
                let Some(object) = self.as_shape(slot, shape) else { return self.load_attr_cached() };
                let id = if self.instr.opcode == op::LOAD_ATTR_WITH_HINT {
                    uop::ATTR_LOAD_OVERFLOW
                } else {
                    uop::ATTR_LOAD
                };
                let word = self.op1(id, &[object], &[offset as u64]);
                self.loaded(Val::Boxed(word, Fact::Any))
            }
            op::LOAD_ATTR_SLOT => {
                let Val::Boxed(object, Fact::Any) = self.val(slot) else { return self.load_attr_any() };
                let (class, offset) = (self.cache32(1), self.cache16(3));
                self.guard_type(class, Type(class).version(&self.vm.heap));
                self.op0(uop::GUARD_CLASS, &[object], &[class as u64]);
                let word = self.op1(uop::ATTR_LOAD, &[object], &[offset as u64]);
                self.loaded(Val::Boxed(word, Fact::Any))
            }
            op::LOAD_ATTR_METHOD_WITH_VALUES => {
                let (shape, version, method) = (self.cache32(1), self.cache32(3), self.cache64(5));
                let class = Shape(shape).owner(&self.vm.heap);
                if Type(class).version(&self.vm.heap) != version {
                    return self.load_attr_any();
                }
                if self.as_shape(slot, shape).is_none() {
                    return self.load_attr_cached();
                }
                self.guard_type(class, version);
                self.push_method(slot, method)
            }
            op::LOAD_ATTR_METHOD_NO_DICT => {
                let (class, version, method) = (self.cache32(1), self.cache32(3), self.cache64(5));
                if Type(class).version(&self.vm.heap) != version {
                    return self.load_attr_any();
                }
                if let Val::Const(word) = self.val(slot)
                    && Value::from_word(word).is_some_and(|v| self.vm.class_of(v) == class)
                {
                    self.guard_type(class, version);
                    return self.push_method(slot, method);
                }
                let Val::Boxed(object, fact) = self.val(slot) else { return self.load_attr_any() };
                if class == Kind::INT.class() || class == Kind::FLOAT.class() {
                    return self.load_attr_any();
                }
                if class < crate::heap::statics::HEAP {
                    // A native class: instances never change it.
                    if !matches!(fact, Fact::Any) && fact != Fact::Class(class) {
                        return self.load_attr_any();
                    }
                    self.as_class(slot, class);
                } else {
                    self.op0(uop::GUARD_CLASS, &[object], &[class as u64]);
                }
                self.guard_type(class, version);
                self.push_method(slot, method)
            }
            op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES => {
                let (shape, version) = (self.cache32(1), self.cache32(3));
                let (found, entry) = (Dict(self.cache32(5)), self.cache16(7));
                let class = Shape(shape).owner(&self.vm.heap);
                if Type(class).version(&self.vm.heap) != version || self.instr.arg & 1 != 0 {
                    return self.load_attr_any();
                }
                let Some(_) = self.as_shape(slot, shape) else { return self.load_attr_any() };
                self.guard_type(class, version);
                self.guard_keys(found);
                let cell = self.entry_cell(found, entry);
                let word = self.op1(uop::LOAD_CELL, &[], &[cell as u64]);
                self.loaded(Val::Boxed(word, Fact::Any))
            }
            op::LOAD_ATTR_PROPERTY => {
                let (class, version) = (self.cache32(1), self.cache32(3));
                let getter = Function(self.cache64(5) as u32);
                let code = Code(getter.code(&self.vm.heap));
                let fits = code.simple(&self.vm.heap) != 0 && code.argcount(&self.vm.heap) == 1;
                if !fits || Type(class).version(&self.vm.heap) != version || self.instr.arg & 1 != 0 {
                    return self.load_attr_any();
                }
                let Val::Boxed(object, _) = self.val(slot) else { return self.load_attr_any() };
                self.keep(class);
                self.op0(uop::GUARD_CLASS, &[object], &[class as u64]);
                self.guard_type(class, version);
                self.assume_function(getter);
                let callee = self.place(code);
                let receiver = self.val(slot);
                self.drop(1);
                let word = self.run_frame(getter, code, callee, vec![receiver], crate::interp::bind::CALLED);
                self.push(Val::Boxed(word, Fact::Any));
                Ok(())
            }
            op::LOAD_ATTR_CLASS => {
                let (class, version) = (self.cache32(1), self.cache32(3));
                let (found, entry) = (Dict(self.cache32(5)), self.cache16(7));
                if Type(class).version(&self.vm.heap) != version {
                    return self.load_attr_any();
                }
                match self.val(slot) {
                    Val::Const(word) if word == class as u64 => {}
                    Val::Boxed(local, Fact::Any) => self.op0(uop::GUARD_WORD, &[local], &[class as u64]),
                    _ => return self.load_attr_any(),
                }
                self.guard_type(class, version);
                self.guard_keys(found);
                let cell = self.entry_cell(found, entry);
                let val = self.load_cell(cell);
                self.loaded(val)
            }
            op::LOAD_ATTR_MODULE => {
                let (found, entry) = (Dict(self.cache32(1)), self.cache16(5));
                let Val::Const(word) = self.val(slot) else { return self.load_attr_any() };
                let Some(module) = Value::from_word(word) else { return self.load_attr_any() };
                if self.vm.as_kind(module, Kind::MODULE).is_none()
                    || Module(module.offset()).dict(&self.vm.heap) != found.0
                    || found.version(&self.vm.heap) != self.cache32(3)
                {
                    return self.load_attr_any();
                }
                self.guard_keys(found);
                let cell = self.entry_cell(found, entry);
                let val = self.load_cell(cell);
                self.loaded(val)
            }
            _ => self.load_attr_any(),
        }
    }

    /// Whether the current instruction is not to be specialised for one class or shape.
    fn has_several_receivers(&self) -> bool {
        let pc = self.bytecode.wrapping_add(self.instr.start);
        self.is_denied() || self.instr.opcode == self.instr.base() || self.vm.jit.is_polymorphic(pc)
    }

    /// What the attribute cache is probed with: a name's hash and key for a use.
    fn cache_key(&self, name: u32, purpose: Use) -> Option<[u64; 2]> {
        let key = attr_cache::key(self.name(name)?, purpose);
        Some([attr_cache::hash(key) as u64, key as u64])
    }

    /// An attribute of instances of several shapes: by the attribute cache.
    fn load_attr_cached(&mut self) -> Result<(), Refusal> {
        let slot = self.top(1);
        let method = self.instr.arg & 1 != 0;
        let purpose = if method { Use::Method } else { Use::Load };
        let (Val::Boxed(object, _), Some(key)) =
            (self.val(slot), self.cache_key(self.instr.arg >> 1, purpose))
        else {
            return self.load_attr_any();
        };
        let find = if method { uop::METHOD_FIND } else { uop::ATTR_FIND };
        let word = self.op1(find, &[object], &key);
        let missed = self.op1(uop::WORD_IS, &[word], &[0]);
        let receiver = self.body.local(Ty::I64);
        if method {
            self.items.push(Item::Move(vec![(object, receiver)]));
        }
        let name = self.name(self.instr.arg >> 1).map_or(0, Value::word);
        self.helper_if(missed, 1, |this| {
            let id = if method { uop::ANY_LOAD_METHOD } else { uop::ANY_LOAD_ATTR };
            this.op(id, &[object], &[name], vec![word]);
            if method {
                this.op(uop::TAKE_RETURNED, &[], &[], vec![receiver]);
            }
        });
        self.drop(1);
        self.push(Val::Boxed(word, Fact::Any));
        if method {
            self.found_methods.insert(word);
            self.push(Val::Boxed(receiver, Fact::Any));
        }
        Ok(())
    }

    /// Has a helper do the current instruction's work, with `inputs` operands, if the flag is set.
    pub fn helper_if(&mut self, flag: Local, inputs: usize, helper: impl FnOnce(&mut Self)) {
        self.if_rarely(flag, |this| {
            this.before_helper(inputs);
            helper(this);
        });
        // The helper may have run Python.
        self.effect = true;
        self.forget_heads();
    }

    /// A store into instances of several shapes: by the attribute cache.
    fn store_attr_cached(&mut self) -> Result<(), Refusal> {
        let (value, object) = (self.top(2), self.top(1));
        let (Val::Boxed(object, _), Some(key)) =
            (self.val(object), self.cache_key(self.instr.arg, Use::Store))
        else {
            return self.store_attr_any();
        };
        let word = self.as_word(value);
        let missed = self.op1(uop::ATTR_PUT, &[object, word], &key);
        let name = self.name(self.instr.arg).map_or(0, Value::word);
        self.helper_if(missed, 2, |this| this.op0(uop::ANY_STORE_ATTR, &[object, word], &[name]));
        self.drop(2);
        Ok(())
    }

    /// The method below, the object above: what a method call expects.
    fn push_method(&mut self, slot: usize, method: u64) -> Result<(), Refusal> {
        let Some(function) = Value::from_word(method).filter(|m| m.is_object()) else {
            return self.load_attr_any();
        };
        self.keep(function.offset());
        let object = self.val(slot);
        self.drop(1);
        self.push(Val::Const(method));
        self.push(object);
        Ok(())
    }

    /// `STORE_ATTR`.
    pub fn store_attr(&mut self) -> Result<(), Refusal> {
        if self.has_several_receivers() {
            return self.store_attr_cached();
        }
        let (value, object) = (self.top(2), self.top(1));
        match self.instr.opcode {
            op::STORE_ATTR_INSTANCE_VALUE => {
                let (shape, offset) = (self.cache32(1), self.cache16(3));
                let Some(object) = self.as_shape(object, shape) else { return self.store_attr_cached() };
                let word = self.as_word(value);
                self.op0(uop::ATTR_STORE, &[object, word], &[offset as u64]);
                self.drop(2);
                Ok(())
            }
            op::STORE_ATTR_WITH_HINT => {
                let (shape, offset) = (Shape(self.cache32(1)), self.cache16(3));
                let name = self.name(self.instr.arg);
                // The interpreter made the transition when it specialised: it is the last one taken, or left alone here.
                if name.is_none() || shape.last_key(&self.vm.heap) != name {
                    return self.store_attr_any();
                }
                let child = shape.last_child(&self.vm.heap);
                let Some(local) = self.as_shape(object, shape.0) else { return self.store_attr_cached() };
                let word = self.as_word(value);
                self.keep(child);
                self.op0(uop::ATTR_ADD, &[local, word], &[offset as u64, child as u64]);
                self.forget_heads();
                let head = shape.owner(&self.vm.heap) as u64 | (child as u64) << 32;
                self.state.refine(local, Val::Boxed(local, Fact::Head(head)));
                self.drop(2);
                Ok(())
            }
            op::STORE_ATTR_SLOT => {
                let Val::Boxed(local, Fact::Any) = self.val(object) else { return self.store_attr_any() };
                let (class, offset) = (self.cache32(1), self.cache16(3));
                self.guard_type(class, Type(class).version(&self.vm.heap));
                self.op0(uop::GUARD_CLASS, &[local], &[class as u64]);
                let word = self.as_word(value);
                self.op0(uop::ATTR_STORE, &[local, word], &[offset as u64]);
                self.drop(2);
                Ok(())
            }
            _ => self.store_attr_any(),
        }
    }
}
