//! Attributes: the look-up rules of `object`, `type`, modules and `super`, and descriptors.

use crate::heap::layout::{
    BoundMethod, Dict, GetSet, Instance, Layout, Member, MethodDescriptor, Property, Type, Wrapper,
};
use crate::heap::memory::Memory;
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::{dict, instance, types};
use crate::vm::Vm;

impl Vm {
    /// `getattr(object, name)`; `name` is an interned string.
    pub fn get_attr(&mut self, object: Value, name: Value) -> Res {
        match self.find_attr(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// The same; `None` where AttributeError would be raised, by whomever.
    pub fn get_attr_opt(&mut self, object: Value, name: Value) -> Res<Option<Value>> {
        let found = self.find_attr(object, name);
        Ok(self.catch(found, exc::ATTRIBUTE_ERROR)?.flatten())
    }

    /// The attribute; `None` where nothing has it and nothing has raised an AttributeError of its own.
    fn find_attr(&mut self, object: Value, name: Value) -> Res<Option<Value>> {
        let class = self.class_of(object);
        if self.overrides(class, Dunder::GetAttribute) {
            let found = self.call_dunder(object, Dunder::GetAttribute, &[name]);
            return match self.catch(found, exc::ATTRIBUTE_ERROR)? {
                Some(found) => Ok(found),
                None => self.fallback_attr(object, class, name),
            };
        }
        match self.generic_get(object, class, name) {
            Ok(Some(value)) => Ok(Some(value)),
            Ok(None) => self.fallback_attr(object, class, name),
            Err(raised) => {
                if self.overrides(class, Dunder::GetAttr) && self.clear_if(exc::ATTRIBUTE_ERROR) {
                    return self.fallback_attr(object, class, name);
                }
                Err(raised)
            }
        }
    }

    /// What the class's slot or `object.__getattribute__` finds.
    pub fn generic_get(&mut self, object: Value, class: u32, name: Value) -> Res<Option<Value>> {
        match self.slots_of(self.kind_of(object)).get_attr {
            Some(get) => get(self, object, name),
            None => self.object_get_attr(object, class, name),
        }
    }

    /// `__getattr__`, if the class has one; its AttributeError passes through.
    fn fallback_attr(&mut self, object: Value, class: u32, name: Value) -> Res<Option<Value>> {
        if self.overrides(class, Dunder::GetAttr) {
            let found = self.call_dunder(object, Dunder::GetAttr, &[name]);
            if found.is_err() {
                crate::objects::exception::note_attribute(self, object, name);
            }
            return found;
        }
        Ok(None)
    }

    /// `object.__getattribute__`.
    pub fn object_get_attr(&mut self, object: Value, class: u32, name: Value) -> Res<Option<Value>> {
        let found = self.type_lookup(class, name);
        if let Some(found) = found
            && self.is_data_descriptor(found)
        {
            return self.bind_descriptor(found, Some(object), Value::object(class)).map(Some);
        }
        if let Some(value) = self.own_attr(object, name) {
            return Ok(Some(value));
        }
        match found {
            Some(found) => self.bind_descriptor(found, Some(object), Value::object(class)).map(Some),
            None => Ok(None),
        }
    }

    /// The attribute in the object's own namespace.
    pub fn own_attr(&self, object: Value, name: Value) -> Option<Value> {
        if !object.is_object() {
            return None;
        }
        if matches!(self.kind_of(object), Kind::OBJECT | Kind::NAMESPACE) {
            return instance::get(self, Instance(object.offset()), name);
        }
        let place = self.dict_place(object)?;
        match self.heap.u32(place) {
            0 => None,
            dict => dict::get_str(self, Dict(dict), name),
        }
    }

    /// Where an object of a built-in layout keeps the offset of its dict.
    pub fn dict_place(&self, object: Value) -> Option<u32> {
        let offset = object.as_object()?;
        let class = Type(self.heap.u32(offset));
        match class.dictoffset(&self.heap) {
            0 => {
                let kind = Kind(class.kind(&self.heap));
                let has = class.flags(&self.heap) & types::flags::HAS_DICT != 0;
                (has && kind != Kind::TYPE)
                    .then(|| crate::heap::gc::payload_end(&self.heap, kind, offset))
                    .flatten()
            }
            dictoffset => Some(offset.wrapping_add(dictoffset)),
        }
    }

    /// The object's `__dict__`, made if it has none yet; `None` for objects that have no namespace.
    pub fn own_dict(&mut self, object: Value) -> Res<Option<Dict>> {
        if !object.is_object() {
            return Ok(None);
        }
        let kind = self.kind_of(object);
        if matches!(kind, Kind::OBJECT | Kind::NAMESPACE) {
            let class = Type(self.class_of(object));
            if class.flags(&self.heap) & types::flags::HAS_DICT == 0 {
                return Ok(None);
            }
            return instance::instance_dict(self, Instance(object.offset())).map(Some);
        }
        let Some(place) = self.dict_place(object) else { return Ok(None) };
        match self.heap.u32(place) {
            0 => {
                let dict = dict::new(self)?;
                self.heap.set_u32(place, dict.0);
                Ok(Some(dict))
            }
            dict => Ok(Some(Dict(dict))),
        }
    }

    /// `setattr(object, name, value)`.
    pub fn set_attr(&mut self, object: Value, name: Value, value: Value) -> Res<()> {
        let class = self.class_of(object);
        if self.overrides(class, Dunder::SetAttr) {
            return self.call_dunder(object, Dunder::SetAttr, &[name, value]).map(drop);
        }
        self.generic_set(object, name, Some(value))
    }

    /// `delattr(object, name)`.
    pub fn del_attr(&mut self, object: Value, name: Value) -> Res<()> {
        let class = self.class_of(object);
        if self.overrides(class, Dunder::DelAttr) {
            return self.call_dunder(object, Dunder::DelAttr, &[name]).map(drop);
        }
        self.generic_set(object, name, None)
    }

    /// What the class's slot or `object.__setattr__` / `__delattr__` does.
    pub fn generic_set(&mut self, object: Value, name: Value, value: Option<Value>) -> Res<()> {
        match self.slots_of(self.kind_of(object)).set_attr {
            Some(set) => set(self, object, name, value),
            None => self.object_set_attr(object, name, value),
        }
    }

    /// `object.__setattr__` and `object.__delattr__`.
    pub fn object_set_attr(&mut self, object: Value, name: Value, value: Option<Value>) -> Res<()> {
        let class = self.class_of(object);
        let name = self.intern_value(name)?;
        let found = self.type_lookup(class, name);
        if let Some(found) = found
            && self.is_data_descriptor(found)
        {
            return self.set_through_descriptor(found, object, value);
        }
        let kind = self.kind_of(object);
        let has_dict = Type(class).flags(&self.heap) & types::flags::HAS_DICT != 0;
        if has_dict && matches!(kind, Kind::OBJECT | Kind::NAMESPACE) {
            let target = Instance(object.offset());
            match value {
                Some(value) => return instance::set(self, target, name, value),
                None if instance::delete(self, target, name)? => return Ok(()),
                None => return Err(self.no_attribute(object, name)),
            }
        }
        if has_dict && let Some(dict) = self.own_dict(object)? {
            match value {
                Some(value) => return dict::insert_str(self, dict, name, value),
                None if dict::remove(self, dict, name)?.is_some() => return Ok(()),
                None => return Err(self.no_attribute(object, name)),
            }
        }
        let (type_name, text) = (self.type_name(object), self.str_to_string(name));
        let raised = if found.is_some() {
            self.raise(exc::ATTRIBUTE_ERROR, format!("'{type_name}' object attribute '{text}' is read-only"))
        } else if value.is_some() && !has_dict {
            self.raise(
                exc::ATTRIBUTE_ERROR,
                format!("'{type_name}' object has no attribute '{text}' and no __dict__ for setting new attributes"),
            )
        } else {
            self.no_attribute(object, name)
        };
        crate::objects::exception::note_attribute(self, object, name);
        Err(raised)
    }

    /// AttributeError for a missing attribute.
    #[cold]
    pub fn no_attribute(&mut self, object: Value, name: Value) -> Raised {
        let text = self.str_to_string(name);
        let message = match self.kind_of(object) {
            Kind::TYPE => {
                format!("type object '{}' has no attribute '{text}'", self.class_name(object.offset()))
            }
            Kind::MODULE => {
                let module = crate::objects::module::name(self, object);
                format!("module '{module}' has no attribute '{text}'")
            }
            Kind::SUPER => format!("'super' object has no attribute '{text}'"),
            _ => format!("'{}' object has no attribute '{text}'", self.type_name(object)),
        };
        let raised = self.raise(exc::ATTRIBUTE_ERROR, message);
        crate::objects::exception::note_attribute(self, object, name);
        raised
    }

    /// Whether `value` takes part in stores: has `__set__` or `__delete__`.
    pub fn is_data_descriptor(&self, value: Value) -> bool {
        if !value.is_object() {
            return false;
        }
        match self.kind_of(value) {
            Kind::PROPERTY | Kind::MEMBER | Kind::GETSET => true,
            _ => {
                let class = self.class_of(value);
                self.slots_of(self.kind_of(value)).descr_set.is_some()
                    || self.overrides(class, Dunder::Set)
                    || self.overrides(class, Dunder::Delete)
            }
        }
    }

    /// What a look-up gives that found `found` in the class: `__get__`, or the value itself.
    pub fn bind_descriptor(&mut self, found: Value, object: Option<Value>, class: Value) -> Res {
        if !found.is_object() {
            return Ok(found);
        }
        match self.kind_of(found) {
            Kind::FUNCTION => match object {
                Some(receiver) => self.new_bound_method(found, receiver),
                None => Ok(found),
            },
            Kind::METHOD_DESCRIPTOR => {
                let descriptor = MethodDescriptor(found.offset());
                let native = descriptor.native(&self.heap);
                if descriptor.is_class_method(&self.heap) {
                    self.check_class_receiver(descriptor, class)?;
                    return self.new_native_function(native, Some(class));
                }
                match object {
                    Some(receiver) => {
                        self.check_receiver(found, receiver)?;
                        self.new_native_function(native, Some(receiver))
                    }
                    None => Ok(found),
                }
            }
            Kind::STATICMETHOD => Ok(Wrapper(found.offset()).wrapped(&self.heap).unwrap_or(statics::NONE)),
            Kind::CLASSMETHOD => {
                let wrapped = Wrapper(found.offset()).wrapped(&self.heap).unwrap_or(statics::NONE);
                if self.kind_of(wrapped) == Kind::FUNCTION {
                    return self.new_bound_method(wrapped, class);
                }
                self.bind_descriptor(wrapped, Some(class), Value::object(self.class_of(class)))
            }
            Kind::PROPERTY => match object {
                Some(receiver) => match Property(found.offset()).getter(&self.heap) {
                    Some(getter) => self.call(getter, &[receiver]),
                    None => Err(self.property_error(found, receiver, "getter")),
                },
                None => Ok(found),
            },
            Kind::MEMBER => match object {
                Some(receiver) => self.member_get(Member(found.offset()), receiver),
                None => Ok(found),
            },
            Kind::GETSET => match object {
                Some(receiver) => {
                    self.check_receiver(found, receiver)?;
                    let getter = GetSet(found.offset()).getter(&self.heap);
                    match self.attributes.get(getter as usize) {
                        Some(attribute) => (attribute.get)(self, receiver),
                        None => Ok(statics::NONE),
                    }
                }
                None => Ok(found),
            },
            kind => {
                let descriptor_class = self.class_of(found);
                if self.overrides(descriptor_class, Dunder::Get) {
                    let object = object.unwrap_or(statics::NONE);
                    return Ok(self.call_dunder(found, Dunder::Get, &[object, class])?.unwrap_or(found));
                }
                match self.slots_of(kind).descr_get {
                    Some(get) => get(self, found, object, class),
                    None => Ok(found),
                }
            }
        }
    }

    /// `__set__` or `__delete__`.
    pub fn set_through_descriptor(&mut self, found: Value, object: Value, value: Option<Value>) -> Res<()> {
        match self.kind_of(found) {
            Kind::PROPERTY => {
                let property = Property(found.offset());
                match value {
                    Some(value) => match property.setter(&self.heap) {
                        Some(setter) => self.call(setter, &[object, value]).map(drop),
                        None => Err(self.property_error(found, object, "setter")),
                    },
                    None => match property.deleter(&self.heap) {
                        Some(deleter) => self.call(deleter, &[object]).map(drop),
                        None => Err(self.property_error(found, object, "deleter")),
                    },
                }
            }
            Kind::MEMBER => self.member_set(Member(found.offset()), object, value),
            Kind::GETSET => {
                self.check_receiver(found, object)?;
                let getset = GetSet(found.offset());
                match self.attributes.get(getset.getter(&self.heap) as usize).and_then(|a| a.set) {
                    Some(set) => set(self, object, value),
                    None => {
                        let (class, name) = (self.type_name(object), getset.name(&self.heap));
                        let name = name.map_or_else(String::new, |n| self.str_to_string(n));
                        Err(self.raise(
                            exc::ATTRIBUTE_ERROR,
                            format!("attribute '{name}' of '{class}' objects is not writable"),
                        ))
                    }
                }
            }
            _ => {
                let (dunder, name) = match value {
                    Some(_) => (Dunder::Set, "__set__"),
                    None => (Dunder::Delete, "__delete__"),
                };
                let class = self.class_of(found);
                if !self.overrides(class, dunder) {
                    if let Some(set) = self.slots_of(self.kind_of(found)).descr_set {
                        return set(self, found, object, value);
                    }
                    return Err(self.raise(exc::ATTRIBUTE_ERROR, name));
                }
                match value {
                    Some(value) => self.call_dunder(found, dunder, &[object, value])?,
                    None => self.call_dunder(found, dunder, &[object])?,
                };
                Ok(())
            }
        }
    }

    fn property_error(&mut self, property: Value, object: Value, what: &str) -> Raised {
        let class = self.type_name(object);
        let message = match Property(property.offset()).name(&self.heap) {
            // The program may have called it anything.
            Some(name) => match self.repr(name) {
                Ok(name) => {
                    format!("property {} of '{class}' object has no {what}", self.str_to_string(name))
                }
                Err(raised) => return raised,
            },
            None => format!("property of '{class}' object has no {what}"),
        };
        self.raise(exc::ATTRIBUTE_ERROR, message)
    }

    /// The one check that natives rely on: `descriptor`, a method, computed attribute or slot of a class, is for `receiver`. Every
    /// way to a native with a receiver comes through here, but for code whose guards imply it.
    #[inline]
    pub fn check_receiver(&mut self, descriptor: Value, receiver: Value) -> Res<()> {
        let (owner, class) = (self.descriptor_owner(descriptor), self.class_of(receiver));
        if class == owner || self.is_subclass(class, owner) {
            return Ok(());
        }
        let (name, owner, actual) =
            (self.descriptor_name(descriptor), self.class_name(owner), self.class_name(class));
        Err(self.type_error(format!(
            "descriptor '{name}' for '{owner}' objects doesn't apply to a '{actual}' object"
        )))
    }

    /// The same for a native class method, whose receiver is a class.
    pub fn check_class_receiver(&mut self, descriptor: MethodDescriptor, class: Value) -> Res<()> {
        let owner = descriptor.owner(&self.heap);
        if self.kind_of(class) == Kind::TYPE && self.is_subclass(class.offset(), owner) {
            return Ok(());
        }
        let (name, owner) = (self.descriptor_name(descriptor.value()), self.class_name(owner));
        Err(self.type_error(if self.kind_of(class) == Kind::TYPE {
            let class = self.class_name(class.offset());
            format!("descriptor '{name}' requires a subtype of '{owner}' but received '{class}'")
        } else {
            let actual = self.type_name(class);
            format!("descriptor '{name}' for type '{owner}' needs a type, not a '{actual}' as arg 2")
        }))
    }

    /// The class that a native descriptor or a slot is declared in.
    fn descriptor_owner(&self, descriptor: Value) -> u32 {
        match self.kind_of(descriptor) {
            Kind::METHOD_DESCRIPTOR => MethodDescriptor(descriptor.offset()).owner(&self.heap),
            Kind::GETSET => GetSet(descriptor.offset()).owner(&self.heap),
            _ => Member(descriptor.offset()).owner(&self.heap),
        }
    }

    fn descriptor_name(&self, descriptor: Value) -> String {
        let name = match self.kind_of(descriptor) {
            Kind::METHOD_DESCRIPTOR => {
                let native = MethodDescriptor(descriptor.offset()).native(&self.heap);
                return self.natives.get(native as usize).map_or("?", |native| native.name).to_string();
            }
            Kind::GETSET => GetSet(descriptor.offset()).name(&self.heap),
            _ => Member(descriptor.offset()).name(&self.heap),
        };
        name.map_or_else(String::new, |name| self.str_to_string(name))
    }

    /// Where a `__slots__` attribute lies in `object`.
    fn member_place(&mut self, member: Member, object: Value) -> Res<u32> {
        self.check_receiver(member.value(), object)?;
        Ok(object.offset().wrapping_add(member.place(&self.heap)))
    }

    fn member_get(&mut self, member: Member, object: Value) -> Res {
        let place = self.member_place(member, object)?;
        match Value::from_word(self.heap.u64(place)) {
            Some(value) => Ok(value),
            None => {
                let name = member.name(&self.heap).unwrap_or(statics::EMPTY_STR);
                Err(self.no_attribute(object, name))
            }
        }
    }

    fn member_set(&mut self, member: Member, object: Value, value: Option<Value>) -> Res<()> {
        let place = self.member_place(member, object)?;
        if value.is_none() && self.heap.u64(place) == 0 {
            let name = member.name(&self.heap).unwrap_or(statics::EMPTY_STR);
            return Err(self.no_attribute(object, name));
        }
        self.heap.set_u64(place, value.map_or(0, Value::word));
        Ok(())
    }

    /// A method bound to its receiver.
    pub fn new_bound_method(&mut self, func: Value, receiver: Value) -> Res {
        let method = BoundMethod(self.alloc(Kind::BOUND_METHOD.class(), BoundMethod::SIZE)?);
        method.set_func(&mut self.heap, func);
        method.set_receiver(&mut self.heap, receiver);
        Ok(method.value())
    }

    /// The offset of the `dict` field of a layout, if it has one.
    pub fn layout_dict(layout: &Layout) -> u32 {
        layout.fields.iter().find(|field| field.name == "dict").map_or(0, |field| field.offset)
    }
}

impl MethodDescriptor {
    /// Whether the method goes with the class, not with an instance.
    #[inline(always)]
    pub fn is_class_method(self, heap: &Memory) -> bool {
        self.mode(heap) & 1 != 0
    }
}

/// `type.__getattribute__`: the class's own MRO after data descriptors of the metaclass.
pub fn type_get_attr(vm: &mut Vm, class: Value, name: Value) -> Res<Option<Value>> {
    let meta = vm.class_of(class);
    let meta_found = vm.type_lookup(meta, name);
    if let Some(found) = meta_found
        && vm.is_data_descriptor(found)
    {
        return vm.bind_descriptor(found, Some(class), Value::object(meta)).map(Some);
    }
    if let Some(found) = vm.type_lookup(class.offset(), name) {
        return vm.bind_descriptor(found, None, class).map(Some);
    }
    match meta_found {
        Some(found) => vm.bind_descriptor(found, Some(class), Value::object(meta)).map(Some),
        None => Ok(None),
    }
}

/// `type.__setattr__` and `__delattr__`.
pub fn type_set_attr(vm: &mut Vm, class: Value, name: Value, value: Option<Value>) -> Res<()> {
    let name = vm.intern_value(name)?;
    if Type(class.offset()).flags(&vm.heap) & types::flags::HEAP == 0 {
        let (text, class) = (vm.str_to_string(name), vm.class_full_name(class.offset()));
        return Err(vm.type_error(format!("cannot set '{text}' attribute of immutable type '{class}'")));
    }
    let meta = vm.class_of(class);
    if let Some(found) = vm.type_lookup(meta, name)
        && vm.is_data_descriptor(found)
    {
        return vm.set_through_descriptor(found, class, value);
    }
    if !vm.type_set(class.offset(), name, value)? {
        return Err(vm.no_attribute(class, name));
    }
    Ok(())
}
