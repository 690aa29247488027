//! The generic operations: each looks whether a class overrides the operation in Python, and otherwise uses the
//! native slot of the value's kind.

use crate::heap::bounds::every;
use crate::heap::layout::{List, Tuple, Type};
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::jit::drain::Drain;
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::slots::{BinOp, Compare, HashSlot, UnaryOp};
use crate::objects::{instance, types};
use crate::vm::Vm;

impl Vm {
    /// `True` or `False`.
    #[inline(always)]
    pub fn bool(&self, b: bool) -> Value {
        if b { statics::TRUE } else { statics::FALSE }
    }

    /// `repr(value)`.
    pub fn repr(&mut self, value: Value) -> Res {
        let class = self.class_of(value);
        if self.overrides(class, Dunder::Repr) {
            let text = self.call_dunder(value, Dunder::Repr, &[])?.unwrap_or(statics::NONE);
            return self.expect_str(text, "__repr__");
        }
        match self.slots_of(self.kind_of(value)).repr {
            Some(repr) => repr(self, value),
            None => self.object_repr(value),
        }
    }

    /// `object.__repr__`.
    pub fn object_repr(&mut self, value: Value) -> Res {
        let class = self.class_of(value);
        let name = self.class_full_name(class);
        let name = match self.class_module(class) {
            Some(module) if self.str_is(module, "builtins") => name,
            _ => name,
        };
        self.new_str(&format!("<{name} object at {:#x}>", self.identity(value)))
    }

    /// `str(value)`.
    pub fn str(&mut self, value: Value) -> Res {
        let class = self.class_of(value);
        if class == Kind::STR.class() {
            return Ok(value);
        }
        if self.overrides(class, Dunder::Str) {
            let text = self.call_dunder(value, Dunder::Str, &[])?.unwrap_or(statics::NONE);
            return self.expect_str(text, "__str__");
        }
        if self.overrides(class, Dunder::Repr)
            && self.kind_of(value) != Kind::EXCEPTION
            && self.kind_of(value) != Kind::STR
        {
            return self.repr(value);
        }
        match self.slots_of(self.kind_of(value)).str {
            Some(str) => str(self, value),
            None => self.repr(value),
        }
    }

    fn expect_str(&mut self, text: Value, name: &str) -> Res {
        if self.is_str(text) {
            return Ok(text);
        }
        let actual = self.type_name(text);
        Err(self.type_error(format!("{name} returned non-string (type {actual})")))
    }

    /// `format(value, spec)`.
    pub fn format(&mut self, value: Value, spec: Value) -> Res {
        let class = self.class_of(value);
        if self.overrides(class, Dunder::Format) {
            let text = self.call_dunder(value, Dunder::Format, &[spec])?.unwrap_or(statics::NONE);
            if !self.is_str(text) {
                let actual = self.type_name(text);
                return Err(self.type_error(format!("__format__ must return a str, not {actual}")));
            }
            return Ok(text);
        }
        if spec == statics::EMPTY_STR {
            return self.str(value);
        }
        match self.slots_of(self.kind_of(value)).format {
            Some(format) => format(self, value, spec),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("unsupported format string passed to {name}.__format__")))
            }
        }
    }

    /// `hash(value)`.
    #[inline]
    pub fn hash(&mut self, value: Value) -> Res<i64> {
        let class = self.class_of(value);
        if class == Kind::STR.class() {
            return Ok(self.str_hash(value)? as i64);
        }
        self.hash_slow(value, class)
    }

    fn hash_slow(&mut self, value: Value, class: u32) -> Res<i64> {
        if self.overrides(class, Dunder::Hash) {
            let name = self.dunder_name(Dunder::Hash);
            let found = self.type_lookup(class, name).unwrap_or(statics::NONE);
            if found == statics::NONE {
                return Err(self.unhashable(value));
            }
            let result = self.call_found(found, value, class, &[])?;
            return match self.kind_of(result) {
                Kind::INT | Kind::BOOL => crate::objects::int::hash(self, result),
                _ => Err(self.type_error("__hash__ method should return an integer")),
            };
        }
        match self.slots_of(self.kind_of(value)).hash {
            HashSlot::Identity => Ok(self.identity_hash(value)),
            HashSlot::Unhashable => Err(self.unhashable(value)),
            HashSlot::By(hash) => hash(self, value),
        }
    }

    #[cold]
    fn unhashable(&mut self, value: Value) -> Raised {
        let name = self.type_name(value);
        self.type_error(format!("unhashable type: '{name}'"))
    }

    /// `a is b or a == b`, as containers compare.
    #[inline]
    pub fn eq(&mut self, a: Value, b: Value) -> Res<bool> {
        if a == b {
            return Ok(true);
        }
        if a.is_small_int() && b.is_small_int() {
            return Ok(false);
        }
        self.compare_bool(Compare::Eq, a, b)
    }

    /// The truth of a comparison.
    pub fn compare_bool(&mut self, op: Compare, a: Value, b: Value) -> Res<bool> {
        let result = self.rich_compare(op, a, b)?;
        self.truth(result)
    }

    /// `a op b`.
    pub fn rich_compare(&mut self, op: Compare, a: Value, b: Value) -> Res {
        let (left, right) = (self.class_of(a), self.class_of(b));
        let reflected_first = left != right
            && self.is_subclass(right, left)
            && self.overrides(right, compare_dunder(op.swapped()));
        if reflected_first && let Some(result) = self.compare_half(op.swapped(), b, a)? {
            return Ok(result);
        }
        if let Some(result) = self.compare_half(op, a, b)? {
            return Ok(result);
        }
        if !reflected_first && let Some(result) = self.compare_half(op.swapped(), b, a)? {
            return Ok(result);
        }
        match op {
            Compare::Eq => Ok(self.bool(a == b)),
            Compare::Ne => Ok(self.bool(a != b)),
            _ => {
                let (left, right) = (self.class_name(left), self.class_name(right));
                Err(self.type_error(format!(
                    "'{}' not supported between instances of '{left}' and '{right}'",
                    op.symbol()
                )))
            }
        }
    }

    /// What `a` says of `a op b`; `None`: NotImplemented.
    pub fn compare_half(&mut self, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
        let class = self.class_of(a);
        if self.overrides(class, compare_dunder(op)) {
            let result = self.call_dunder(a, compare_dunder(op), &[b])?;
            return Ok(result.filter(|r| *r != statics::NOT_IMPLEMENTED));
        }
        if op == Compare::Ne && self.overrides(class, Dunder::Eq) {
            return match self.call_dunder(a, Dunder::Eq, &[b])?.filter(|r| *r != statics::NOT_IMPLEMENTED) {
                Some(equal) => {
                    let equal = self.truth(equal)?;
                    Ok(Some(self.bool(!equal)))
                }
                None => Ok(None),
            };
        }
        match self.slots_of(self.kind_of(a)).compare {
            Some(compare) => compare(self, op, a, b),
            None => Ok(None),
        }
    }

    /// `bool(value)`.
    #[inline]
    pub fn truth(&mut self, value: Value) -> Res<bool> {
        if value == statics::TRUE {
            return Ok(true);
        }
        if value == statics::FALSE || value == statics::NONE {
            return Ok(false);
        }
        if let Some(n) = value.as_small_int() {
            return Ok(n != 0);
        }
        self.truth_slow(value)
    }

    fn truth_slow(&mut self, value: Value) -> Res<bool> {
        let class = self.class_of(value);
        if self.overrides(class, Dunder::Bool) {
            let result = self.call_dunder(value, Dunder::Bool, &[])?.unwrap_or(statics::NONE);
            if result == statics::TRUE || result == statics::FALSE {
                return Ok(result == statics::TRUE);
            }
            let name = self.type_name(result);
            return Err(self.type_error(format!("__bool__ should return bool, returned {name}")));
        }
        let slots = self.slots_of(self.kind_of(value));
        if let Some(truth) = slots.truth
            && !self.overrides(class, Dunder::Len)
        {
            return truth(self, value);
        }
        if slots.len.is_some() || self.overrides(class, Dunder::Len) {
            return Ok(self.len(value)? != 0);
        }
        Ok(true)
    }

    /// `len(value)`.
    pub fn len(&mut self, value: Value) -> Res<usize> {
        match self.len_opt(value)? {
            Some(len) => Ok(len),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("object of type '{name}' has no len()")))
            }
        }
    }

    /// `len(value)`, `None` if it has none.
    pub fn len_opt(&mut self, value: Value) -> Res<Option<usize>> {
        let class = self.class_of(value);
        if self.overrides(class, Dunder::Len) {
            let result = self.call_dunder(value, Dunder::Len, &[])?.unwrap_or(statics::NONE);
            let result = self.index(result)?;
            return match crate::objects::int::as_i64(self, result) {
                Some(n) if n >= 0 => Ok(Some(n as usize)),
                Some(_) => Err(self.value_error("__len__() should return >= 0")),
                None => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
            };
        }
        match self.slots_of(self.kind_of(value)).len {
            Some(len) => len(self, value).map(Some),
            None => Ok(None),
        }
    }

    /// `container[key]`.
    pub fn get_item(&mut self, container: Value, key: Value) -> Res {
        let class = self.class_of(container);
        if self.overrides(class, Dunder::GetItem) {
            return Ok(self.call_dunder(container, Dunder::GetItem, &[key])?.unwrap_or(statics::NONE));
        }
        match self.slots_of(self.kind_of(container)).get_item {
            Some(get) => get(self, container, key),
            None if self.kind_of(container) == Kind::TYPE => {
                super::generic_alias::subscript_class(self, container, key)
            }
            None => {
                let name = self.type_name(container);
                Err(self.type_error(format!("'{name}' object is not subscriptable")))
            }
        }
    }

    /// `container[key] = value`.
    pub fn set_item(&mut self, container: Value, key: Value, value: Value) -> Res<()> {
        let class = self.class_of(container);
        if self.overrides(class, Dunder::SetItem) {
            return self.call_dunder(container, Dunder::SetItem, &[key, value]).map(drop);
        }
        match self.slots_of(self.kind_of(container)).set_item {
            Some(set) => set(self, container, key, Some(value)),
            None => {
                // A sequence looks at the index before it refuses the store.
                if matches!(
                    self.kind_of(container),
                    Kind::STR | Kind::BYTES | Kind::TUPLE | Kind::RANGE | Kind::SET | Kind::FROZENSET
                ) && self.kind_of(key) == Kind::INT
                {
                    self.index_i64(key)?;
                }
                let name = self.type_name(container);
                Err(self.type_error(format!("'{name}' object does not support item assignment")))
            }
        }
    }

    /// `del container[key]`.
    pub fn del_item(&mut self, container: Value, key: Value) -> Res<()> {
        let class = self.class_of(container);
        if self.overrides(class, Dunder::DelItem) {
            return self.call_dunder(container, Dunder::DelItem, &[key]).map(drop);
        }
        match self.slots_of(self.kind_of(container)).set_item {
            Some(set) => set(self, container, key, None),
            None => {
                let name = self.type_name(container);
                Err(self.type_error(format!("'{name}' object doesn't support item deletion")))
            }
        }
    }

    /// `item in container`.
    pub fn contains(&mut self, container: Value, item: Value) -> Res<bool> {
        let class = self.class_of(container);
        if self.overrides(class, Dunder::Contains) {
            let name = self.dunder_name(Dunder::Contains);
            if self.type_lookup(class, name) == Some(statics::NONE) {
                let name = self.type_name(container);
                return Err(self.type_error(format!("'{name}' object is not a container")));
            }
            let result = self.call_dunder(container, Dunder::Contains, &[item])?.unwrap_or(statics::NONE);
            return self.truth(result);
        }
        let overridden = self.overrides(class, Dunder::Iter);
        match self.slots_of(self.kind_of(container)).contains {
            Some(contains) if !overridden => contains(self, container, item),
            _ => {
                let iterator = match self.iter(container) {
                    Ok(iterator) => iterator,
                    Err(raised) => {
                        if self.clear_if(exc::TYPE_ERROR) {
                            let name = self.type_name(container);
                            return Err(self.type_error(format!("argument of type '{name}' is not iterable")));
                        }
                        return Err(raised);
                    }
                };
                self.with_roots(|vm| {
                    vm.root(iterator);
                    vm.root(item);
                    while let Some(candidate) = vm.next(iterator)? {
                        if vm.eq(candidate, item)? {
                            return Ok(true);
                        }
                    }
                    Ok(false)
                })
            }
        }
    }

    /// `iter(value)`.
    pub fn iter(&mut self, value: Value) -> Res {
        let class = self.class_of(value);
        if self.overrides(class, Dunder::Iter) {
            let name = self.dunder_name(Dunder::Iter);
            let found = self.type_lookup(class, name).unwrap_or(statics::NONE);
            if found != statics::NONE {
                let iterator = self.call_found(found, value, class, &[])?;
                let result_class = self.class_of(iterator);
                if !self.overrides(result_class, Dunder::Next)
                    && self.slots_of(self.kind_of(iterator)).next.is_none()
                {
                    let name = self.type_name(iterator);
                    return Err(self.type_error(format!("iter() returned non-iterator of type '{name}'")));
                }
                return Ok(iterator);
            }
        } else if let Some(iter) = self.slots_of(self.kind_of(value)).iter {
            return iter(self, value);
        } else if self.overrides(class, Dunder::GetItem) {
            return crate::objects::iterators::new_seq_iter(self, value);
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("'{name}' object is not iterable")))
    }

    /// `next(iterator)`, for natives; `None`: exhausted. A safepoint, and a tick: without it a native could draw for ever. (A
    /// generator counts its own, which compiled code may run many of before it comes back.)
    #[inline]
    pub fn next(&mut self, iterator: Value) -> Res<Option<Value>> {
        if !self.is_exact(iterator, Kind::GENERATOR) {
            self.poll_native()?;
        }
        self.next_uncounted(iterator)
    }

    /// The same for instructions, whose loops count their turns.
    #[inline]
    pub fn next_uncounted(&mut self, iterator: Value) -> Res<Option<Value>> {
        let class = self.class_of(iterator);
        if self.overrides(class, Dunder::Next) {
            let result = self.call_dunder(iterator, Dunder::Next, &[]);
            return Ok(self.catch(result, exc::STOP_ITERATION)?.flatten());
        }
        match self.slots_of(self.kind_of(iterator)).next {
            // A StopIteration from within (of the function that `map` calls, say) ends the iteration.
            Some(next) => match next(self, iterator) {
                Err(Raised) if self.clear_if(exc::STOP_ITERATION) => Ok(None),
                result => result,
            },
            None => {
                let name = self.type_name(iterator);
                Err(self.type_error(format!("'{name}' object is not an iterator")))
            }
        }
    }

    /// All items of an iterable. They are not rooted: root them before calling Python again.
    pub fn collect_iter(&mut self, iterable: Value) -> Res<Vec<Value>> {
        let class = self.class_of(iterable);
        if class == Kind::LIST.class() {
            let list = List(iterable.offset());
            let (items, len) = (list.items(&self.heap), list.len(&self.heap));
            self.check_room(len as u64 * 8)?;
            return Ok((0..len)
                .inspect(|i| every(*i))
                .filter_map(|i| Value::from_word(self.heap.u64(items.wrapping_add(i * 8))))
                .collect());
        }
        if class == Kind::TUPLE.class() {
            let tuple = Tuple(iterable.offset());
            let len = tuple.len(&self.heap);
            self.check_room(len as u64 * 8)?;
            return Ok((0..len).inspect(|i| every(*i)).map(|i| tuple.item(self, i)).collect());
        }
        self.with_roots(|vm| {
            let iterator = vm.iter(iterable)?;
            vm.root(iterator);
            let holder = vm.new_list(&[])?;
            vm.root(holder);
            let list = List(holder.offset());
            while let Some(item) = vm.next_beyond(iterator, Drain::List(list))? {
                crate::objects::list::push(vm, list, item)?;
            }
            vm.collect_iter(holder)
        })
    }

    /// The int that `value` stands for: itself, or its `__index__`.
    pub fn index(&mut self, value: Value) -> Res {
        if value.is_small_int() {
            return Ok(value);
        }
        match self.index_opt(value)? {
            Some(index) => Ok(index),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")))
            }
        }
    }

    /// The same; `None` if `value` is no integer.
    pub fn index_opt(&mut self, value: Value) -> Res<Option<Value>> {
        let kind = self.kind_of(value);
        if matches!(kind, Kind::INT | Kind::BOOL) {
            return crate::objects::int::plain(self, value).map(Some);
        }
        let class = self.class_of(value);
        if self.overrides(class, Dunder::Index) {
            let result = self.call_dunder(value, Dunder::Index, &[])?.unwrap_or(statics::NONE);
            if !matches!(self.kind_of(result), Kind::INT | Kind::BOOL) {
                let name = self.type_name(result);
                return Err(self.type_error(format!("__index__ returned non-int (type {name})")));
            }
            return crate::objects::int::plain(self, result).map(Some);
        }
        match self.slots_of(kind).index {
            Some(index) => index(self, value).map(Some),
            None => Ok(None),
        }
    }

    /// The index that `value` stands for. Raises IndexError where it does not fit.
    pub fn index_i64(&mut self, value: Value) -> Res<i64> {
        if let Some(n) = value.as_small_int() {
            return Ok(n);
        }
        let index = self.index(value)?;
        match crate::objects::int::as_i64(self, index) {
            Some(n) => Ok(n),
            None => {
                let name = self.type_name(value);
                Err(self.index_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// `a op b`.
    pub fn binary(&mut self, op: BinOp, a: Value, b: Value) -> Res {
        match self.binary_opt(op, a, b)? {
            Some(result) => Ok(result),
            None => Err(self.unsupported_operands(op.symbol(), a, b)),
        }
    }

    /// `a op b`; `None` where both operands said NotImplemented.
    pub fn binary_opt(&mut self, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
        if !a.is_object() && !b.is_object() {
            // Tagged numbers are of the exact classes, which nothing overrides.
            return match (a.as_small_int(), b.as_small_int()) {
                (Some(x), Some(y)) => crate::objects::int::ops::small(self, op, x, y),
                _ => crate::objects::float::ops::binary(self, op, a, b),
            };
        }
        let (left, right) = (self.class_of(a), self.class_of(b));
        let (dunder, reflected) = binary_dunders(op);
        let left_overrides = self.overrides(left, dunder);
        let right_overrides = left != right && self.overrides(right, reflected);
        if !left_overrides && !right_overrides {
            return self.native_binary(op, a, b);
        }
        let right_first = right_overrides
            && self.is_subclass(right, left)
            && (!left_overrides || self.defines_anew(left, right, reflected));
        if right_first && let Some(result) = self.implemented(b, reflected, a)? {
            return Ok(Some(result));
        }
        if left_overrides {
            if let Some(result) = self.implemented(a, dunder, b)? {
                return Ok(Some(result));
            }
        } else if let Some(binary) = self.slots_of(self.kind_of(a)).binary
            && let Some(result) = binary(self, op, a, b)?
        {
            return Ok(Some(result));
        }
        if right_overrides {
            return if right_first { Ok(None) } else { self.implemented(b, reflected, a) };
        }
        match self.slots_of(self.kind_of(b)).binary {
            Some(binary) if self.kind_of(a) != self.kind_of(b) => binary(self, op, a, b),
            _ => Ok(None),
        }
    }

    /// Whether a subclass has another definition of a special method than its base.
    fn defines_anew(&mut self, base: u32, class: u32, dunder: Dunder) -> bool {
        let name = self.dunder_name(dunder);
        self.type_lookup(base, name) != self.type_lookup(class, name)
    }

    /// `a op b` by the native slots of both operands.
    fn native_binary(&mut self, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
        let (left, right) = (self.kind_of(a), self.kind_of(b));
        if let Some(binary) = self.slots_of(left).binary
            && let Some(result) = binary(self, op, a, b)?
        {
            return Ok(Some(result));
        }
        if left != right
            && let Some(binary) = self.slots_of(right).binary
        {
            return binary(self, op, a, b);
        }
        Ok(None)
    }

    /// The rest of `a op b`, or of `a op= b`, for classes of which only the left one defines the operator, after its method
    /// has said NotImplemented.
    pub fn binary_after_left(&mut self, op: BinOp, in_place: bool, a: Value, b: Value) -> Res {
        let right = self.kind_of(b);
        if let Some(binary) = self.slots_of(right).binary
            && self.kind_of(a) != right
            && let Some(result) = binary(self, op, a, b)?
        {
            return Ok(result);
        }
        let symbol = if in_place { in_place_symbol(op) } else { op.symbol().to_string() };
        Err(self.unsupported_operands(&symbol, a, b))
    }

    fn implemented(&mut self, receiver: Value, dunder: Dunder, argument: Value) -> Res<Option<Value>> {
        let result = self.call_dunder(receiver, dunder, &[argument])?;
        Ok(result.filter(|r| *r != statics::NOT_IMPLEMENTED))
    }

    /// `a op= b`.
    pub fn in_place(&mut self, op: BinOp, a: Value, b: Value) -> Res {
        let class = self.class_of(a);
        let dunder = Dunder::Iadd.after(op as usize);
        if !a.is_object() {
            // A number: there is no in-place form.
        } else if self.overrides(class, dunder) {
            if let Some(result) = self.implemented(a, dunder, b)? {
                return Ok(result);
            }
        } else if let Some(in_place) = self.slots_of(self.kind_of(a)).in_place
            && let Some(result) = in_place(self, op, a, b)?
        {
            return Ok(result);
        }
        match self.binary_opt(op, a, b)? {
            Some(result) => Ok(result),
            None => Err(self.unsupported_operands(&in_place_symbol(op), a, b)),
        }
    }

    #[cold]
    fn unsupported_operands(&mut self, symbol: &str, a: Value, b: Value) -> Raised {
        if matches!(symbol, "+" | "+=") {
            // Sequences word their own refusal.
            let kind = self.kind_of(a);
            let what = match kind {
                Kind::STR => Some("str"),
                Kind::LIST => Some("list"),
                Kind::TUPLE => Some("tuple"),
                _ => None,
            };
            if let Some(what) = what
                && !(kind == Kind::LIST && symbol == "+=")
            {
                let other = self.type_name(b);
                return self.type_error(format!("can only concatenate {what} (not \"{other}\") to {what}"));
            }
        }
        let sequence = |vm: &Vm, v: Value| {
            matches!(vm.kind_of(v), Kind::STR | Kind::LIST | Kind::TUPLE | Kind::BYTES | Kind::BYTEARRAY)
        };
        if matches!(symbol, "*" | "*=") && (sequence(self, a) || sequence(self, b)) {
            let other = if sequence(self, a) { b } else { a };
            let name = self.type_name(other);
            return self.type_error(format!("can't multiply sequence by non-int of type '{name}'"));
        }
        let (left, right) = (self.type_name(a), self.type_name(b));
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{left}' and '{right}'"))
    }

    /// `-value`, `+value`, `~value`, `abs(value)`.
    pub fn unary(&mut self, op: UnaryOp, value: Value) -> Res {
        let (dunder, what) = match op {
            UnaryOp::Negative => (Dunder::Neg, "unary -"),
            UnaryOp::Positive => (Dunder::Pos, "unary +"),
            UnaryOp::Invert => (Dunder::Invert, "unary ~"),
            UnaryOp::Absolute => (Dunder::Abs, "abs()"),
        };
        let class = self.class_of(value);
        if self.overrides(class, dunder) {
            return Ok(self.call_dunder(value, dunder, &[])?.unwrap_or(statics::NONE));
        }
        if let Some(unary) = self.slots_of(self.kind_of(value)).unary
            && let Some(result) = unary(self, op, value)?
        {
            return Ok(result);
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("bad operand type for {what}: '{name}'")))
    }

    /// `isinstance(value, class)`, with `__instancecheck__`, tuples and unions.
    pub fn is_instance(&mut self, value: Value, class: Value) -> Res<bool> {
        if Value::object(self.class_of(value)) == class {
            return Ok(true);
        }
        match self.kind_of(class) {
            Kind::TYPE => {
                let meta = self.class_of(class);
                if self.overrides(meta, Dunder::InstanceCheck) {
                    let result =
                        self.call_dunder(class, Dunder::InstanceCheck, &[value])?.unwrap_or(statics::NONE);
                    return self.truth(result);
                }
                Ok(self.is_instance_of(value, class.offset()))
            }
            Kind::TUPLE => {
                let classes = self.collect_iter(class)?;
                for class in classes {
                    if self.is_instance(value, class)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Kind::UNION => {
                let members = crate::objects::generic_alias::union_members(self, class);
                for member in members {
                    let member = if member == statics::NONE { Kind::NONE.class_value() } else { member };
                    if self.is_instance(value, member)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => {
                let meta = self.class_of(class);
                if self.overrides(meta, Dunder::InstanceCheck) {
                    let result =
                        self.call_dunder(class, Dunder::InstanceCheck, &[value])?.unwrap_or(statics::NONE);
                    return self.truth(result);
                }
                Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"))
            }
        }
    }

    /// Whether an object of a class can be matched by a sequence or mapping pattern.
    pub fn matches_pattern(&mut self, value: Value, flag: u32) -> bool {
        let kind = self.kind_of(value);
        let native = match flag {
            types::flags::MATCH_SEQUENCE => {
                matches!(kind, Kind::LIST | Kind::TUPLE | Kind::RANGE | Kind::DEQUE | Kind::MEMORYVIEW)
            }
            _ => matches!(kind, Kind::DICT | Kind::DEFAULT_DICT | Kind::MAPPING_PROXY),
        };
        native || Type(self.class_of(value)).flags(&self.heap) & flag != 0
    }

    /// The attribute of a plain instance, or None: for natives that show one.
    pub fn attr_or_none(&mut self, object: Value, name: &str) -> Res {
        let name = self.intern(name)?;
        Ok(instance::or_none(self.get_attr_opt(object, name)?))
    }
}

impl Kind {
    /// The kind's own type object as a value.
    pub const fn class_value(self) -> Value {
        Value::object(self.class())
    }
}

/// The special method of a comparison.
pub fn compare_dunder(op: Compare) -> Dunder {
    Dunder::Lt.after(op as usize)
}

/// The special methods of an operator: as the left operand's, as the right one's.
fn in_place_symbol(op: BinOp) -> String {
    if op == BinOp::Power { "**=".to_string() } else { format!("{}=", op.symbol()) }
}

pub fn binary_dunders(op: BinOp) -> (Dunder, Dunder) {
    (Dunder::Add.after(op as usize), Dunder::Radd.after(op as usize))
}
