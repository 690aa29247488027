//! Calls: from natives into anything callable, and of natives with their signatures checked.

use super::Vm;
use crate::heap::layout::{BoundMethod, MethodDescriptor, NativeFunction, Tuple, Wrapper};
use crate::heap::statics;
use crate::heap::{Kind, Raised, Res, Value};
use crate::objects::dunder::Dunder;
use crate::objects::slots::{Args, Binding, Param, Sig};

impl Vm {
    /// Calls `callee` with positional arguments.
    pub fn call(&mut self, callee: Value, args: &[Value]) -> Res {
        let scope = self.open_roots();
        self.root(callee);
        let result = match self.push_args(args, 0) {
            Ok(args) => self.call_args(callee, args),
            Err(raised) => Err(raised),
        };
        self.close_roots(scope);
        result
    }

    /// Calls `callee` with positional and keyword arguments.
    pub fn call_kw(&mut self, callee: Value, args: &[Value], keywords: &[(Value, Value)]) -> Res {
        if keywords.is_empty() {
            return self.call(callee, args);
        }
        let names: Vec<Value> = keywords.iter().map(|(name, _)| *name).collect();
        let all: Vec<Value> = args.iter().copied().chain(keywords.iter().map(|(_, value)| *value)).collect();
        self.with_roots(|vm| {
            vm.root(callee);
            let names = vm.new_tuple(&names)?;
            vm.root(names);
            let args = vm.push_args(&all, names.offset())?;
            vm.call_args(callee, args)
        })
    }

    /// Calls the method `name` of `receiver`.
    pub fn call_method(&mut self, receiver: Value, name: &str, args: &[Value]) -> Res {
        let name = self.intern(name)?;
        let method = self.get_attr(receiver, name)?;
        self.call(method, args)
    }

    /// Calls a special method found on the class of `receiver`, if there is one.
    pub fn call_dunder(&mut self, receiver: Value, dunder: Dunder, args: &[Value]) -> Res<Option<Value>> {
        let name = self.dunder_name(dunder);
        let class = self.class_of(receiver);
        let Some(found) = self.type_lookup(class, name) else { return Ok(None) };
        self.call_found(found, receiver, class, args).map(Some)
    }

    /// Calls `found`, an attribute of `receiver`'s class, as a method.
    pub fn call_found(&mut self, found: Value, receiver: Value, class: u32, args: &[Value]) -> Res {
        let kind = self.kind_of(found);
        if kind == Kind::FUNCTION || kind == Kind::METHOD_DESCRIPTOR {
            let mut all = [statics::NONE; 6];
            if args.len() < all.len() {
                all[0] = receiver;
                all[1..=args.len()].copy_from_slice(args);
                return self.call(found, &all[..=args.len()]);
            }
            let all: Vec<Value> = std::iter::once(receiver).chain(args.iter().copied()).collect();
            return self.call(found, &all);
        }
        let bound = self.bind_descriptor(found, Some(receiver), Value::object(class))?;
        self.call(bound, args)
    }

    /// Calls `callee` with arguments that lie in linear memory and are rooted.
    pub fn call_args(&mut self, callee: Value, args: Args) -> Res {
        match self.kind_of(callee) {
            Kind::FUNCTION => crate::interp::call_function(self, callee.offset(), args),
            Kind::NATIVE_FUNCTION | Kind::METHOD_WRAPPER => {
                let function = NativeFunction(callee.offset());
                let native = function.native(&self.heap);
                match function.receiver(&self.heap) {
                    Some(receiver) => {
                        self.with_receiver(receiver, args, |vm, args| vm.call_native(native, args))
                    }
                    None => self.call_native(native, args),
                }
            }
            Kind::BOUND_METHOD => {
                let method = BoundMethod(callee.offset());
                let func = method.func(&self.heap).unwrap_or(statics::NONE);
                match method.receiver(&self.heap) {
                    Some(receiver) => self.with_receiver(receiver, args, |vm, args| vm.call_args(func, args)),
                    None => self.call_args(func, args),
                }
            }
            Kind::METHOD_DESCRIPTOR => self.call_descriptor(MethodDescriptor(callee.offset()), args),
            Kind::STATICMETHOD => {
                let wrapped = Wrapper(callee.offset()).wrapped(&self.heap).unwrap_or(statics::NONE);
                self.call_args(wrapped, args)
            }
            kind => {
                let class = self.class_of(callee);
                if self.overrides(class, Dunder::Call) {
                    let name = self.dunder_name(Dunder::Call);
                    if let Some(found) = self.type_lookup(class, name) {
                        if self.kind_of(found) == Kind::FUNCTION {
                            return self.with_receiver(callee, args, |vm, args| vm.call_args(found, args));
                        }
                        let bound = self.bind_descriptor(found, Some(callee), Value::object(class))?;
                        return self.call_args(bound, args);
                    }
                }
                match self.slots_of(kind).call {
                    Some(call) => call(self, callee, args),
                    None => {
                        let name = self.type_name(callee);
                        Err(self.type_error(format!("'{name}' object is not callable")))
                    }
                }
            }
        }
    }

    /// Calls `body` with `receiver` in front of `args`.
    pub fn with_receiver(
        &mut self,
        receiver: Value,
        args: Args,
        body: impl FnOnce(&mut Vm, Args) -> Res,
    ) -> Res {
        let named = if args.kwnames == 0 { 0 } else { Tuple(args.kwnames).len(&self.heap) };
        let scope = self.open_roots();
        let total = args.count + named;
        let moved = self.push_args(&[receiver], 0).and_then(|moved| {
            for i in 0..total {
                let value = args.get(self, i);
                self.push_args(&[value], 0)?;
            }
            Ok(Args { base: moved.base, count: args.count + 1, kwnames: args.kwnames })
        });
        let result = match moved {
            Ok(args) => body(self, args),
            Err(raised) => Err(raised),
        };
        self.close_roots(scope);
        result
    }

    fn call_descriptor(&mut self, descriptor: MethodDescriptor, args: Args) -> Res {
        let (native, owner) = (descriptor.native(&self.heap), descriptor.owner(&self.heap));
        let (name, class_method) = (
            self.natives.get(native as usize).map_or("?", |n| n.name),
            descriptor.is_class_method(&self.heap),
        );
        let Some(receiver) = args.opt(self, 0) else {
            let owner = self.class_name(owner);
            return Err(self.type_error(if class_method || is_slot_name(&owner, name) {
                format!("descriptor '{name}' of '{owner}' object needs an argument")
            } else {
                format!("unbound method {owner}.{name}() needs an argument")
            }));
        };
        if class_method {
            self.check_class_receiver(descriptor, receiver)?;
        } else if !self.is_instance_of(receiver, owner) && is_slot_name(&self.class_name(owner), name) {
            let (owner, actual) = (self.class_name(owner), self.type_name(receiver));
            return Err(self.type_error(format!(
                "descriptor '{name}' requires a '{owner}' object but received a '{actual}'"
            )));
        } else {
            self.check_receiver(descriptor.value(), receiver)?;
        }
        self.call_native(native, args)
    }

    /// Calls the native `id`; for methods `args` includes the receiver. What it holds ([`Vm::hold`]) is given back when it returns.
    #[inline]
    pub fn call_native(&mut self, id: u32, args: Args) -> Res {
        let held = self.heap.held();
        let result = self.call_checked(id, args);
        self.heap.release_to(held);
        result
    }

    #[inline(always)]
    fn call_checked(&mut self, id: u32, args: Args) -> Res {
        let Some(native) = self.natives.get(id as usize) else {
            return Err(self.raise(
                crate::objects::exception_types::exc::SYSTEM_ERROR,
                format!("no native function has the number {id}"),
            ));
        };
        let receiver = (native.binding != Binding::Static) as u32;
        let given = args.count.wrapping_sub(receiver);
        match native.sig {
            Sig::Exact(n) if given == n && args.kwnames == 0 => (native.func)(self, args),
            Sig::Range(least, most) if given >= least && given <= most && args.kwnames == 0 => {
                (native.func)(self, args)
            }
            Sig::Any => (native.func)(self, args),
            Sig::Positional if args.kwnames == 0 => (native.func)(self, args),
            Sig::Named(params) => self.call_named(id, params, args, receiver),
            _ => Err(self.wrong_arguments(id, args)),
        }
    }

    /// Binds `args` to named parameters: a slot each.
    fn call_named(&mut self, id: u32, params: &'static [Param], args: Args, receiver: u32) -> Res {
        let func = self.natives[id as usize].func;
        let positional = params.iter().take_while(|p| !p.keyword_only).count() as u32;
        let given = args.count.wrapping_sub(receiver);
        if given > positional {
            return Err(self.wrong_arguments(id, args));
        }
        let scope = self.open_roots();
        let result = self.bind_named(id, params, args, receiver, given);
        let result = match result {
            Ok(bound) => func(self, bound),
            Err(raised) => Err(raised),
        };
        self.close_roots(scope);
        result
    }

    fn bind_named(&mut self, id: u32, params: &[Param], args: Args, receiver: u32, given: u32) -> Res<Args> {
        let total = params.len() as u32 + receiver;
        let bound = self.push_args(&[], 0)?;
        for _ in 0..total {
            self.push_args(&[statics::NONE], 0)?;
        }
        self.heap.zero(bound.base, total * 8);
        self.heap.copy_words(bound.base, args.base, given + receiver);
        if args.kwnames != 0 {
            let names = Tuple(args.kwnames);
            for k in 0..names.len(&self.heap) {
                let name = names.item(self, k);
                let value = args.get(self, args.count + k);
                let Some(i) = params.iter().position(|p| !p.name.is_empty() && self.str_is(name, p.name))
                else {
                    let (owner, keyword) = (self.natives[id as usize].name, self.str_to_string(name));
                    let nameless = params.iter().filter(|p| p.required && p.name.is_empty()).count() as u32;
                    return Err(self.type_error(if given < nameless {
                        let s = plural(nameless);
                        format!("{owner}() takes at least {nameless} positional argument{s} ({given} given)")
                    } else {
                        format!("{owner}() got an unexpected keyword argument '{keyword}'")
                    }));
                };
                let slot = bound.base + (i as u32 + receiver) * 8;
                if self.heap.u64(slot) != 0 {
                    let (owner, keyword) = (self.natives[id as usize].name, params[i].name);
                    return Err(self.type_error(format!(
                        "argument for {owner}() given by name ('{keyword}') and position ({})",
                        i + 1
                    )));
                }
                self.heap.set_u64(slot, value.word());
            }
        }
        for (i, param) in params.iter().enumerate() {
            if param.required && self.heap.u64(bound.base + (i as u32 + receiver) * 8) == 0 {
                let owner = self.natives[id as usize].name;
                return Err(self.type_error(if param.name.is_empty() {
                    // As Argument Clinic words it for functions that also take keywords.
                    let least = params.iter().filter(|p| p.required && p.name.is_empty()).count() as u32;
                    format!(
                        "{owner}() takes at least {least} positional argument{} ({given} given)",
                        plural(least)
                    )
                } else {
                    format!("{owner}() missing required argument '{}' (pos {})", param.name, i + 1)
                }));
            }
        }
        Ok(Args { base: bound.base, count: total, kwnames: 0 })
    }

    #[cold]
    #[inline(never)]
    fn wrong_arguments(&mut self, id: u32, args: Args) -> Raised {
        let native = self.natives[id as usize];
        let receiver = (native.binding != Binding::Static) as u32;
        let given = args.count.wrapping_sub(receiver);
        let qualified = if receiver == 1 || native.owner.is_empty() || native.owner == "builtins" {
            match native.owner {
                "" | "builtins" => native.name.to_string(),
                owner => format!("{owner}.{}", native.name),
            }
        } else {
            format!("{}.{}", native.owner, native.name)
        };
        if args.kwnames != 0 && !matches!(native.sig, Sig::Named(_)) {
            return self.type_error(format!("{qualified}() takes no keyword arguments"));
        }
        let slot = is_slot_name(native.owner, native.name);
        let message = match native.sig {
            Sig::Exact(n) if slot => format!("expected {n} argument{}, got {given}", plural(n)),
            Sig::Range(1, _) if slot => format!("expected 1 argument, got {given}"),
            Sig::Exact(0) => format!("{qualified}() takes no arguments ({given} given)"),
            Sig::Exact(1) => format!("{qualified}() takes exactly one argument ({given} given)"),
            Sig::Exact(n) => format!("{} expected {n} arguments, got {given}", native.name),
            Sig::Range(least, _) if given < least => {
                format!("{} expected at least {least} argument{}, got {given}", native.name, plural(least))
            }
            Sig::Range(_, most) => {
                format!("{} expected at most {most} argument{}, got {given}", native.name, plural(most))
            }
            Sig::Named(params) => {
                let most = params.iter().take_while(|p| !p.keyword_only).count() as u32;
                if most == 1 && params.first().is_some_and(|p| p.required && p.name.is_empty()) {
                    return self.type_error(format!("{} expected 1 argument, got {given}", native.name));
                }
                if most == 0 {
                    return self.type_error(format!("{}() takes no positional arguments", native.name));
                }
                format!("{}() takes at most {most} argument{} ({given} given)", native.name, plural(most))
            }
            Sig::Any | Sig::Positional => format!("{qualified}() takes no keyword arguments"),
        };
        self.type_error(message)
    }

    /// A native function object, bound to `receiver` if there is one.
    pub fn new_native_function(&mut self, native: u32, receiver: Option<Value>) -> Res {
        let object = self.alloc(Kind::NATIVE_FUNCTION.class(), NativeFunction::SIZE)?;
        let function = NativeFunction(object);
        function.set_native(&mut self.heap, native);
        function.set_receiver(&mut self.heap, receiver);
        Ok(function.value())
    }
}

/// "s" unless `n` is one.
pub fn plural(n: u32) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// Whether CPython makes the method from a slot: such ones word the errors about their arguments in their own way.
fn is_slot_name(owner: &str, name: &str) -> bool {
    let method = match name {
        "__getitem__" | "__contains__" => matches!(owner, "list" | "dict" | "set" | "frozenset"),
        "__format__" | "__reversed__" | "__sizeof__" | "__dir__" | "__init__" | "__new__"
        | "__init_subclass__" => true,
        "__instancecheck__" | "__subclasscheck__" | "__round__" | "__trunc__" | "__floor__" | "__ceil__"
        | "__enter__" | "__exit__" | "__getnewargs__" => true,
        _ => name.starts_with("__reduce") || name.starts_with("__subclass") || name.starts_with("__class_"),
    };
    !method && name.starts_with("__") && name.ends_with("__")
}
