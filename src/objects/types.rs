//! Type objects: look-up along the MRO, versions, and the making of classes.

use crate::heap::layout::{Dict, Instance, List, Member, Tuple, Type};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dunder::{DUNDERS, Dunder};
use crate::objects::{attr_cache, dict, instance};
use crate::vm::{CachedLookup, METHOD_CACHE, Vm};

/// Bits of a type's `flags`.
pub mod flags {
    /// Made by a class statement (or `type()`): may be changed.
    pub const HEAP: u32 = 1;
    /// A class statement may derive from it.
    pub const SUBCLASSABLE: u32 = 2;
    /// Instances have a `__dict__`.
    pub const HAS_DICT: u32 = 4;
    /// `hash()` raises.
    pub const UNHASHABLE: u32 = 8;
    /// Has abstract methods left.
    pub const ABSTRACT: u32 = 16;
    /// Defines `__eq__` in Python without `__hash__`.
    pub const MATCH_SEQUENCE: u32 = 32;
    pub const MATCH_MAPPING: u32 = 64;
    /// Its class is a metaclass written in Python.
    pub const CUSTOM_META: u32 = 128;
}

impl Vm {
    /// The attribute `name` (an interned string) along the MRO of `class`.
    #[inline]
    pub fn type_lookup(&mut self, class: u32, name: Value) -> Option<Value> {
        let version = Type(class).version(&self.heap);
        let index = ((class >> 4) ^ name.offset().wrapping_mul(31) >> 3) as usize & (METHOD_CACHE - 1);
        let entry = self.method_cache[index];
        if entry.class == class && entry.version == version && entry.name == name.offset() {
            return Value::from_word(entry.value);
        }
        let found = self.type_lookup_slow(class, name);
        // Plain data may be replaced without a new version: only what is bound to instances is remembered, and absence.
        if found.is_none_or(|value| self.is_method_like(value)) {
            let value = found.map_or(0, Value::word);
            self.method_cache[index] = CachedLookup { class, version, name: name.offset(), value };
        }
        found
    }

    /// Whether changing `value` in a class to something else must give the class a new version.
    pub fn is_method_like(&self, value: Value) -> bool {
        match self.kind_of(value) {
            Kind::INT | Kind::FLOAT | Kind::STR | Kind::LIST | Kind::DICT | Kind::TUPLE => false,
            Kind::NONE | Kind::BOOL | Kind::SET => false,
            Kind::OBJECT => self.has_descriptor_methods(value),
            _ => true,
        }
    }

    fn has_descriptor_methods(&self, value: Value) -> bool {
        let class = self.class_of(value);
        self.overrides(class, Dunder::Get)
            || self.overrides(class, Dunder::Set)
            || self.overrides(class, Dunder::Delete)
    }

    fn type_lookup_slow(&mut self, class: u32, name: Value) -> Option<Value> {
        self.type_lookup_from(class, 0, name).map(|(value, _)| value)
    }

    /// Looks `name` up along the MRO of `class` from its `start`th entry on; gives the class that has it too.
    pub fn type_lookup_from(&mut self, class: u32, start: u32, name: Value) -> Option<(Value, u32)> {
        let mro = Tuple(Type(class).mro(&self.heap)?.offset());
        for i in start..mro.len(&self.heap) {
            let base = mro.item(self, i).offset();
            let namespace = Type(base).dict(&self.heap);
            if namespace != 0
                && let Some(value) = dict::get_str(self, Dict(namespace), name)
            {
                return Some((value, base));
            }
        }
        None
    }

    /// Whether `class` is `base` or derives from it.
    pub fn is_subclass(&self, class: u32, base: u32) -> bool {
        if class == base {
            return true;
        }
        let Some(mro) = Type(class).mro(&self.heap) else { return false };
        let mro = Tuple(mro.offset());
        (0..mro.len(&self.heap)).any(|i| mro.item(self, i).offset() == base)
    }

    /// Whether `value` is an instance of `class` by its real class (no `__instancecheck__`).
    pub fn is_instance_of(&self, value: Value, class: u32) -> bool {
        self.is_subclass(self.class_of(value), class)
    }

    /// The name of a class.
    pub fn class_name(&self, class: u32) -> String {
        Type(class).name(&self.heap).map_or_else(String::new, |name| self.str_to_string(name))
    }

    /// The name of `value`'s class, for messages.
    pub fn type_name(&self, value: Value) -> String {
        self.class_name(self.class_of(value))
    }

    /// A class's name with its module, as messages and `repr` show it.
    pub fn class_full_name(&mut self, class: u32) -> String {
        let qualname = match Type(class).qualname(&self.heap) {
            Some(qualname) => self.str_to_string(qualname),
            None => self.class_name(class),
        };
        match self.class_module(class) {
            Some(module) if self.is_str(module) && !self.str_is(module, "builtins") => {
                format!("{}.{qualname}", self.str_to_string(module))
            }
            _ => qualname,
        }
    }

    /// `__module__` of a class.
    pub fn class_module(&mut self, class: u32) -> Option<Value> {
        if Type(class).flags(&self.heap) & flags::HEAP != 0 {
            let namespace = Type(class).dict(&self.heap);
            if namespace != 0
                && let Ok(name) = self.intern("__module__")
                && let Some(module) = dict::get_str(self, Dict(namespace), name)
            {
                return Some(module);
            }
        }
        Type(class).module(&self.heap)
    }

    /// Tells everybody that look-ups in `class` and its subclasses may give other results.
    pub fn type_modified(&mut self, class: u32) {
        let version = self.next_version();
        Type(class).set_version(&mut self.heap, version);
        attr_cache::clear(self);
        for subclass in self.subclasses(class) {
            self.type_modified(subclass);
        }
    }

    /// The direct subclasses.
    pub fn subclasses(&self, class: u32) -> Vec<u32> {
        let list = Type(class).subclasses(&self.heap);
        if list == 0 {
            return Vec::new();
        }
        let list = List(list);
        let items = list.items(&self.heap);
        (0..list.len(&self.heap)).map(|i| self.heap.u32(items.wrapping_add(i * 8))).collect()
    }

    /// Works out which special methods `class` gets from Python code, and does so for its subclasses.
    pub fn update_overrides(&mut self, class: u32) -> Res<()> {
        let mut bits: u128 = 0;
        let Some(mro) = Type(class).mro(&self.heap) else { return Ok(()) };
        let mro = Tuple(mro.offset());
        for i in 0..mro.len(&self.heap) {
            let base = Type(mro.item(self, i).offset());
            if base.flags(&self.heap) & flags::HEAP == 0 {
                continue;
            }
            let namespace = Dict(base.dict(&self.heap));
            for dunder in DUNDERS {
                let name = self.dunder_name(*dunder);
                if dict::get_str(self, namespace, name).is_some() {
                    bits |= 1 << *dunder as u8;
                }
            }
        }
        Type(class).set_overrides(&mut self.heap, bits as u64);
        Type(class).set_overrides_high(&mut self.heap, (bits >> 64) as u64);
        for subclass in self.subclasses(class) {
            self.update_overrides(subclass)?;
        }
        Ok(())
    }

    /// Sets (or deletes) an attribute in a class's namespace.
    pub fn type_set(&mut self, class: u32, name: Value, value: Option<Value>) -> Res<bool> {
        let namespace = Dict(Type(class).dict(&self.heap));
        let name = self.intern_value(name)?;
        let old = dict::get_str(self, namespace, name);
        match value {
            Some(value) => dict::insert_str(self, namespace, name, value)?,
            None if old.is_none() => return Ok(false),
            None => {
                dict::remove(self, namespace, name)?;
            }
        }
        let plain = |vm: &Vm, v: Option<Value>| v.is_some_and(|v| !vm.is_method_like(v));
        if !(plain(self, old) && plain(self, value)) {
            self.type_modified(class);
            let text = self.str_to_string(name);
            if text.starts_with("__") {
                self.update_overrides(class)?;
            }
            let data = |vm: &Vm, v: Option<Value>| v.is_some_and(|v| vm.is_data_descriptor(v));
            if data(self, old) || data(self, value) || text.starts_with("__") {
                self.forget_attribute_caches();
                match text.as_str() {
                    // Any class may have one of these as an attribute.
                    "__get__" | "__set__" | "__delete__" => {
                        self.attribute_rules_changed(Kind::OBJECT.class())?
                    }
                    "__getattribute__" | "__getattr__" | "__setattr__" | "__delattr__" => {
                        self.attribute_rules_changed(class)?
                    }
                    name if name.starts_with("__") && name.ends_with("__") => {}
                    _ => self.attribute_rules_changed(class)?,
                }
            }
        }
        Ok(true)
    }

    /// A class that may have instances got a data descriptor, an attribute hook or other bases: caches and compiled code
    /// that look only at shapes must not find the shapes that they know.
    pub fn attribute_rules_changed(&mut self, class: u32) -> Res<()> {
        self.forget_attribute_caches();
        crate::objects::instance::renew_shapes(self, class)
    }

    fn forget_attribute_caches(&mut self) {
        attr_cache::clear(self);
        crate::interp::specialize::forget_shapes(self);
    }

    /// Makes a class: what `type(name, bases, namespace)` does before `__set_name__` and `__init_subclass__`.
    pub fn make_class(&mut self, meta: u32, name: Value, bases: &[u32], namespace: Dict) -> Res<Type> {
        let bases: Vec<u32> = if bases.is_empty() { vec![Kind::OBJECT.class()] } else { bases.to_vec() };
        let best = self.best_base(&bases)?;
        let base = Type(best);
        let class = Type(self.alloc(meta, Type::SIZE)?);
        self.with_roots(|vm| {
            vm.root(class.value());
            vm.fill_class(class, name, &bases, base, namespace)
        })?;
        Ok(class)
    }

    fn fill_class(
        &mut self,
        class: Type,
        name: Value,
        bases: &[u32],
        base: Type,
        namespace: Dict,
    ) -> Res<()> {
        let kind = Kind(base.kind(&self.heap));
        class.set_kind(&mut self.heap, kind.0);
        class.set_name(&mut self.heap, name);
        class.set_base(&mut self.heap, base.0);
        class.set_dict(&mut self.heap, namespace.0);
        let inherited = base.flags(&self.heap) & (flags::HAS_DICT | flags::UNHASHABLE);
        class.set_flags(&mut self.heap, flags::HEAP | flags::SUBCLASSABLE | inherited);
        let values: Vec<Value> = bases.iter().map(|base| Value::object(*base)).collect();
        let tuple = self.new_tuple(&values)?;
        class.set_bases(&mut self.heap, tuple);
        let mro = self.linearize(class, bases)?;
        class.set_mro(&mut self.heap, mro);
        let qualname_key = self.intern("__qualname__")?;
        let qualname = dict::remove(self, namespace, qualname_key)?.unwrap_or(name);
        if !self.is_str(qualname) {
            let actual = self.type_name(qualname);
            return Err(self.type_error(format!("type __qualname__ must be a str, not {actual}")));
        }
        class.set_qualname(&mut self.heap, qualname);
        self.fill_defaults(namespace)?;

        let slots = self.declared_slots(name, namespace)?;
        let inherited_dict = base.flags(&self.heap) & flags::HAS_DICT != 0;
        let wants_dict = match &slots {
            None => true,
            // Secondary bases may bring one.
            Some(names) => {
                names.iter().any(|name| self.str_is(*name, "__dict__"))
                    || bases.iter().any(|base| Type(*base).flags(&self.heap) & flags::HAS_DICT != 0)
            }
        };
        let dicts = slots.iter().flatten().filter(|name| self.str_is(**name, "__dict__")).count();
        if dicts > !inherited_dict as usize {
            return Err(self.type_error("__dict__ slot disallowed: we already got one"));
        }
        let own: Vec<Value> =
            slots.unwrap_or_default().into_iter().filter(|n| !self.is_dict_or_weakref(*n)).collect();
        if wants_dict || inherited_dict {
            let bits = class.flags(&self.heap) | flags::HAS_DICT;
            class.set_flags(&mut self.heap, bits);
        }
        self.lay_out(class, base, kind, wants_dict && !inherited_dict, &own)?;
        let dict_name = self.intern("__dict__")?;
        if wants_dict && !inherited_dict && dict::get_str(self, namespace, dict_name).is_none() {
            // The first of the VM's attributes.
            crate::objects::boot::add_getset(self, class, 0)?;
        }
        for base in bases {
            self.add_subclass(*base, class)?;
        }
        let version = self.next_version();
        class.set_version(&mut self.heap, version);
        self.update_overrides(class.0)
    }

    fn is_dict_or_weakref(&self, name: Value) -> bool {
        self.str_is(name, "__dict__") || self.str_is(name, "__weakref__")
    }

    /// `__new__` is a static method, `__init_subclass__` and `__class_getitem__` are class methods, and a class with
    /// `__eq__` but no `__hash__` is unhashable.
    fn fill_defaults(&mut self, namespace: Dict) -> Res<()> {
        for (dunder, kind) in [
            (Dunder::New, Kind::STATICMETHOD),
            (Dunder::InitSubclass, Kind::CLASSMETHOD),
            (Dunder::ClassGetItem, Kind::CLASSMETHOD),
        ] {
            let name = self.dunder_name(dunder);
            if let Some(function) = dict::get_str(self, namespace, name)
                && self.kind_of(function) == Kind::FUNCTION
            {
                let wrapped = crate::objects::function::new_wrapper(self, kind, function)?;
                dict::insert_str(self, namespace, name, wrapped)?;
            }
        }
        let (eq, hash) = (self.dunder_name(Dunder::Eq), self.dunder_name(Dunder::Hash));
        if dict::get_str(self, namespace, eq).is_some() && dict::get_str(self, namespace, hash).is_none() {
            dict::insert_str(self, namespace, hash, statics::NONE)?;
        }
        let doc = self.intern("__doc__")?;
        if dict::get_str(self, namespace, doc).is_none() {
            dict::insert_str(self, namespace, doc, statics::NONE)?;
        }
        Ok(())
    }

    /// The names in `__slots__` as they stand in the namespace, in the order in which they lie; `None` if the class has none.
    fn declared_slots(&mut self, name: Value, namespace: Dict) -> Res<Option<Vec<Value>>> {
        let key = self.intern("__slots__")?;
        let Some(slots) = dict::get_str(self, namespace, key) else { return Ok(None) };
        let items = if self.is_str(slots) { vec![slots] } else { self.collect_iter(slots)? };
        let class = self.str_to_string(name);
        let mut names = Vec::with_capacity(items.len());
        for item in items {
            if !self.is_str(item) {
                let actual = self.type_name(item);
                return Err(self.type_error(format!("__slots__ items must be strings, not '{actual}'")));
            }
            if !crate::objects::str::case::is_identifier(self.chars(item)) {
                return Err(self.type_error("__slots__ must be identifiers"));
            }
            let text = self.str_to_string(item);
            names.push(crate::compiler::names::mangled(&class, &text).unwrap_or(text));
        }
        names.sort();
        names.iter().map(|name| self.intern(name)).collect::<Res<_>>().map(Some)
    }

    /// Where instances keep their dict and their declared slots. What a class adds lies behind what its base has.
    fn lay_out(&mut self, class: Type, base: Type, kind: Kind, add_dict: bool, own: &[Value]) -> Res<()> {
        let inherited = base.nslots(&self.heap);
        let total = inherited + own.len() as u32;
        class.set_nslots(&mut self.heap, total);
        let first = if kind == Kind::OBJECT {
            let inline = instance::inline_slots(self.assigned_attributes(class)?, total);
            instance::init_shapes(self, class, inline, total)?;
            class.set_basicsize(&mut self.heap, Instance::SIZE + inline * 8);
            Instance::SIZE + inherited * 8
        } else {
            let mut size = base.basicsize(&self.heap);
            let mut dictoffset = base.dictoffset(&self.heap);
            if variable_size(kind) {
                // The built-in part's length varies: the dict's offset counts from its end (see `attr::dict_place`), or
                // lies in the fixed part.
                if add_dict {
                    dictoffset = kind.layout().map_or(0, Self::layout_dict);
                }
                if !own.is_empty() {
                    return Err(self.type_error(format!(
                        "nonempty __slots__ not supported for subtype of '{}'",
                        self.class_name(base.0)
                    )));
                }
            } else if add_dict && dictoffset == 0 {
                dictoffset = size;
                size += 8;
            }
            class.set_basicsize(&mut self.heap, size + own.len() as u32 * 8);
            class.set_dictoffset(&mut self.heap, dictoffset);
            size
        };
        let namespace = Dict(class.dict(&self.heap));
        for name in own {
            if dict::get_str(self, namespace, *name).is_some() {
                let text = self.str_to_string(*name);
                return Err(self.value_error(format!("'{text}' in __slots__ conflicts with class variable")));
            }
        }
        for (i, name) in own.iter().enumerate() {
            let member = crate::objects::function::new_member(self, class.0, *name, first + i as u32 * 8)?;
            dict::insert_str(self, namespace, *name, member)?;
        }
        Ok(())
    }

    /// How many attributes the methods of a class and its bases assign to `self` (`__static_attributes__`).
    fn assigned_attributes(&mut self, class: Type) -> Res<u32> {
        let key = self.intern("__static_attributes__")?;
        let mut names: Vec<Value> = Vec::new();
        let Some(mro) = class.mro(&self.heap) else { return Ok(0) };
        let mro = Tuple(mro.offset());
        for i in 0..mro.len(&self.heap) {
            let namespace = Type(mro.item(self, i).offset()).dict(&self.heap);
            if namespace == 0 {
                continue;
            }
            if let Some(tuple) = dict::get_str(self, Dict(namespace), key)
                && let Some(tuple) = self.as_kind(tuple, Kind::TUPLE)
            {
                for k in 0..Tuple(tuple).len(&self.heap) {
                    let name = Tuple(tuple).item(self, k);
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
        Ok(names.len() as u32)
    }

    pub(super) fn add_subclass(&mut self, base: u32, class: Type) -> Res<()> {
        let list = match Type(base).subclasses(&self.heap) {
            0 => {
                let list = self.new_list(&[])?;
                Type(base).set_subclasses(&mut self.heap, list.offset());
                List(list.offset())
            }
            list => List(list),
        };
        crate::objects::list::push(self, list, class.value())
    }

    /// The base whose layout the new class extends: all others' layouts are part of it.
    pub(super) fn best_base(&mut self, bases: &[u32]) -> Res<u32> {
        let mut best = (bases[0], self.solid_base(bases[0]));
        for base in bases {
            if Type(*base).flags(&self.heap) & flags::SUBCLASSABLE == 0 {
                let name = self.class_full_name(*base);
                return Err(self.type_error(format!("type '{name}' is not an acceptable base type")));
            }
            let solid = self.solid_base(*base);
            if self.is_subclass(best.1, solid) {
                continue;
            }
            if !self.is_subclass(solid, best.1) {
                return Err(self.type_error("multiple bases have instance lay-out conflict"));
            }
            best = (*base, solid);
        }
        Ok(best.0)
    }

    /// The class that decides how instances of `class` are laid out, `__dict__` aside: the nearest that adds something.
    fn solid_base(&self, class: u32) -> u32 {
        let mut class = Type(class);
        loop {
            let base = Type(class.base(&self.heap));
            if base.0 == 0 || self.adds_fields(class, base) {
                return class.0;
            }
            class = base;
        }
    }

    fn adds_fields(&self, class: Type, base: Type) -> bool {
        let heap = &self.heap;
        if class.flags(heap) & flags::HEAP != 0 {
            return class.nslots(heap) != base.nslots(heap);
        }
        // Exceptions share a layout, but each class means something else by its fields.
        class.kind(heap) != base.kind(heap) || crate::objects::exception_attributes::has_fields(class.0)
    }

    /// Whether instances of one class may become instances of the other.
    pub(super) fn same_layout(&self, a: Type, b: Type) -> bool {
        let (a, b) = (self.skip_plain(a), self.skip_plain(b));
        a == b
            || (a.base(&self.heap) == b.base(&self.heap)
                && a.flags(&self.heap) & b.flags(&self.heap) & flags::HEAP != 0
                && (a.flags(&self.heap) ^ b.flags(&self.heap)) & flags::HAS_DICT == 0
                && a.nslots(&self.heap) == b.nslots(&self.heap)
                && self.own_slots(a) == self.own_slots(b))
    }

    /// The nearest base, or `class` itself, that adds slots or a `__dict__`.
    fn skip_plain(&self, mut class: Type) -> Type {
        let heap = &self.heap;
        while class.flags(heap) & flags::HEAP != 0 {
            let base = Type(class.base(heap));
            let differ = (class.flags(heap) ^ base.flags(heap)) & flags::HAS_DICT != 0;
            if base.0 == 0 || differ || class.nslots(heap) != base.nslots(heap) {
                break;
            }
            class = base;
        }
        class
    }

    /// Names and places of the slots that a class itself declares, as it was made.
    fn own_slots(&self, class: Type) -> Vec<(u32, Value)> {
        let (mut slots, mut at) = (Vec::new(), 0);
        while let Some((next, _, _, value)) = dict::next_entry(&self.heap, Dict(class.dict(&self.heap)), at) {
            at = next;
            if let Some(member) = self.as_kind(value, Kind::MEMBER).map(Member)
                && member.owner(&self.heap) == class.0
                && let Some(name) = member.name(&self.heap)
            {
                slots.push((member.place(&self.heap), name));
            }
        }
        slots.sort_by_key(|(place, _)| *place);
        slots
    }

    /// The C3 linearisation, as a tuple.
    pub(super) fn linearize(&mut self, class: Type, bases: &[u32]) -> Res {
        let mut lists: Vec<Vec<u32>> = Vec::new();
        for base in bases {
            let mut line = Vec::new();
            if let Some(mro) = Type(*base).mro(&self.heap) {
                let mro = Tuple(mro.offset());
                line.extend((0..mro.len(&self.heap)).map(|i| mro.item(self, i).offset()));
            }
            lists.push(line);
        }
        lists.push(bases.to_vec());
        for (i, base) in bases.iter().enumerate() {
            if bases[..i].contains(base) {
                let name = self.class_name(*base);
                return Err(self.type_error(format!("duplicate base class {name}")));
            }
        }
        let mut mro = vec![class.value()];
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return self.new_tuple(&mro);
            }
            let next =
                lists.iter().map(|list| list[0]).find(|c| !lists.iter().any(|list| list[1..].contains(c)));
            let Some(next) = next else {
                let names: Vec<String> = bases.iter().map(|b| self.class_name(*b)).collect();
                return Err(self.type_error(format!(
                    "Cannot create a consistent method resolution order (MRO) for bases {}",
                    names.join(", ")
                )));
            };
            mro.push(Value::object(next));
            for list in &mut lists {
                if list.first() == Some(&next) {
                    list.remove(0);
                }
            }
        }
    }

    /// A zeroed instance of `class`, of the size that its layout needs, for a native `new`.
    pub fn alloc_instance(&mut self, class: u32) -> Res<u32> {
        if Type(class).kind(&self.heap) == Kind::OBJECT.0 {
            return instance::new_instance(self, Type(class)).map(|i| i.0);
        }
        let size = Type(class).basicsize(&self.heap);
        self.alloc(class, size)
    }
}

/// Whether instances of a kind vary in size, so that nothing can follow the built-in part at a fixed offset.
pub fn variable_size(kind: Kind) -> bool {
    let native = kind.layout().is_some_and(|layout| layout.name == crate::heap::layout::Native::LAYOUT.name);
    native || matches!(kind, Kind::INT | Kind::STR | Kind::BYTES | Kind::TUPLE | Kind::TYPE)
}
