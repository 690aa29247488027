//! The virtual machine: one sandbox's state outside its linear memory, and what every native leans on: errors,
//! roots, calls.

pub mod budget;
pub mod call;
pub mod clock;
pub mod control;
pub mod identity;
pub mod io;
pub mod roots;
pub mod safepoint;
pub mod secrets;
pub mod streams;

use std::sync::Arc;

use crate::heap::layout::{self, Exception, Type};
use crate::heap::statics::{self, STATE};
use crate::heap::{Heap, Kind, Memory, OutOfMemory, Raised, Res, Value};
use crate::objects::dunder::{DUNDER_NAMES, Dunder};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Binding, NativeFn, Sig, Slots};

pub use io::Io;
pub use secrets::{HashSeed, Secrets};

/// A native function as registered: its index is its stable id.
#[derive(Clone, Copy)]
pub struct Native {
    pub name: &'static str,
    /// The type or module that it belongs to.
    pub owner: &'static str,
    pub func: NativeFn,
    pub sig: Sig,
    pub binding: Binding,
}

/// How the interpreter enters compiled code: a host's function and its context (see `jit`).
pub trait Compiled {
    /// Calls the function in `slot` of the function table with `frame`; gives the word it returned.
    fn call(&mut self, vm: &mut Vm, slot: u32, frame: u32) -> u64;
}

/// What a sandbox may do and how it runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// The cap on the heap, in bytes.
    pub max_memory: u64,
    /// Collect at every safepoint (at some, once there were thousands), and overwrite what is freed.
    pub zeal: bool,
    /// Whether `open` may read and write files.
    pub allow_files: bool,
    /// Count the instructions that the interpreter executes.
    pub count_instructions: bool,
    /// The most ticks that the program may use: back-edges, calls, and what natives charge.
    pub fuel: Option<u64>,
    /// The most bytes that it may write to standard output and standard error.
    pub max_output: Option<u64>,
    /// The most bytes that it may read from standard input.
    pub max_input: Option<u64>,
    /// What the keys of hashes come from.
    pub hash_seed: HashSeed,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_memory: 4 << 30,
            zeal: false,
            allow_files: false,
            count_instructions: false,
            fuel: None,
            max_output: None,
            max_input: None,
            hash_seed: HashSeed::Random,
        }
    }
}

/// One entry of the method cache.
#[derive(Clone, Copy, Default)]
pub(crate) struct CachedLookup {
    pub class: u32,
    pub version: u32,
    pub name: u32,
    /// The value's word, 0 if the type has no such attribute.
    pub value: u64,
}

/// Entries of the method cache; a power of two.
pub(crate) const METHOD_CACHE: usize = 4096;

/// Interned names that natives ask for often. They stay alive in the table of interned strings.
#[derive(Clone, Copy)]
pub struct Names {
    pub module: Value,
    pub name: Value,
    pub doc: Value,
    pub dict: Value,
    pub class: Value,
    pub builtins: Value,
    pub stdout: Value,
}

impl Default for Names {
    fn default() -> Self {
        let none = statics::NONE;
        Self { module: none, name: none, doc: none, dict: none, class: none, builtins: none, stdout: none }
    }
}

impl Names {
    pub(crate) fn new(vm: &mut Vm) -> Res<Names> {
        Ok(Names {
            module: vm.intern("__name__")?,
            name: vm.intern("__name__")?,
            doc: vm.intern("__doc__")?,
            dict: vm.intern("__dict__")?,
            class: vm.intern("__class__")?,
            builtins: vm.intern("__builtins__")?,
            stdout: vm.intern("stdout")?,
        })
    }
}

/// A sandbox.
pub struct Vm {
    pub heap: Heap,
    pub options: Options,
    /// Natives by id.
    pub natives: Vec<Native>,
    /// Computed attributes of native types, by number.
    pub attributes: Vec<crate::objects::slots::Attribute>,
    /// Slots by kind.
    pub slots: Vec<&'static Slots>,
    pub(crate) method_cache: Box<[CachedLookup; METHOD_CACHE]>,
    /// The interned names of the special methods, by `Dunder`.
    pub(crate) dunder_names: Vec<Value>,
    /// Output, input and files.
    pub io: Box<dyn Io>,
    /// What the JIT needs to know and do.
    pub jit: crate::jit::Jit,
    /// Interned names that natives ask for often.
    pub names: Names,
    /// `sys.argv` and `sys.path`, for when `sys` is imported.
    pub argv: Vec<String>,
    pub sys_path: Vec<String>,
    /// Open files and the like, by handle: host state that a heap object names.
    pub files: crate::vm::io::Files,
    /// The program's file name and source, for tracebacks; without it they read the file.
    pub program_source: Option<(String, String)>,
    /// What mimeo lacks and was asked for, by the number that the exception carries (`Vm::unsupported`).
    lacking: Vec<String>,
    /// Containers whose `repr` is being made, outermost first: what ends the recursion of one that holds itself.
    pub in_repr: Vec<u32>,
    /// Back-edges and calls so far.
    pub clock: clock::Clock,
    /// What other threads ask of this sandbox.
    pub control: Arc<control::Control>,
    /// Why the program ends, once it must: nothing catches it.
    pub(crate) stop: Option<budget::Stop>,
    /// Bytes written to the standard streams, and read from standard input.
    written: u64,
    read: u64,
}

impl Vm {
    /// A sandbox with an empty namespace, its built-in types and modules in place.
    pub fn new(memory: Memory, options: Options, io: Box<dyn Io>) -> Result<Vm, OutOfMemory> {
        let control = io.control();
        let mut heap = Heap::new(memory, options.max_memory);
        heap.poison = options.zeal;
        let mut vm = Vm {
            heap,
            options,
            natives: Vec::with_capacity(2048),
            // Number 0: classes written in Python add it too.
            attributes: vec![crate::objects::object::DICT_ATTRIBUTE],
            slots: vec![&Slots::NONE; statics::TYPE_COUNT as usize],
            method_cache: vec![CachedLookup::default(); METHOD_CACHE]
                .into_boxed_slice()
                .try_into()
                .unwrap_or_else(|_| unreachable!()),
            dunder_names: Vec::new(),
            io,
            jit: crate::jit::Jit::default(),
            names: Names::default(),
            argv: Vec::new(),
            sys_path: Vec::new(),
            files: Default::default(),
            program_source: None,
            lacking: Vec::new(),
            in_repr: Vec::new(),
            clock: clock::Clock::default(),
            control,
            stop: None,
            written: 0,
            read: 0,
        };
        vm.control.attach(vm.heap.private());
        vm.start_budget();
        STATE.set_stack_limit(&mut vm.heap, statics::FRAME_STACK_END);
        STATE.set_recursion_limit(&mut vm.heap, 1000);
        // Before the first string is hashed.
        Secrets::new(vm.options.hash_seed, |bytes| vm.io.entropy(bytes)).store(&mut vm.heap);
        crate::objects::boot::boot(&mut vm)?;
        Ok(vm)
    }

    /// The type object of `value`.
    #[inline(always)]
    pub fn class_of(&self, value: Value) -> u32 {
        if value.is_small_int() {
            Kind::INT.class()
        } else if value.is_small_float() {
            Kind::FLOAT.class()
        } else {
            self.heap.u32(value.offset())
        }
    }

    /// The kind of `value`.
    #[inline(always)]
    pub fn kind_of(&self, value: Value) -> Kind {
        if value.is_small_int() {
            Kind::INT
        } else if value.is_small_float() {
            Kind::FLOAT
        } else {
            Kind(Type(self.heap.u32(value.offset())).kind(&self.heap))
        }
    }

    /// Whether `value` is an instance of exactly the native type `kind`.
    #[inline(always)]
    pub fn is_exact(&self, value: Value, kind: Kind) -> bool {
        self.class_of(value) == kind.class()
    }

    /// The object's offset if its kind is `kind` (subclasses included).
    #[inline(always)]
    pub fn as_kind(&self, value: Value, kind: Kind) -> Option<u32> {
        if value.is_object() && self.kind_of(value) == kind { Some(value.offset()) } else { None }
    }

    /// The slots of a kind.
    #[inline(always)]
    pub fn slots_of(&self, kind: Kind) -> &'static Slots {
        match self.slots.get(kind.0 as usize) {
            Some(slots) => slots,
            None => &Slots::NONE,
        }
    }

    /// Whether `class` (or a base) defines `dunder` in Python.
    #[inline(always)]
    pub fn overrides(&self, class: u32, dunder: Dunder) -> bool {
        let bit = dunder as u32;
        let class = Type(class);
        if bit < 64 {
            class.overrides(&self.heap) >> bit & 1 != 0
        } else {
            class.overrides_high(&self.heap) >> (bit - 64) & 1 != 0
        }
    }

    /// The interned name of a special method.
    pub fn dunder_name(&self, dunder: Dunder) -> Value {
        self.dunder_names.get(dunder as usize).copied().unwrap_or(statics::EMPTY_STR)
    }

    /// A new object: `size` zeroed bytes with `class` in front. Raises MemoryError at the cap.
    #[inline(always)]
    pub fn alloc(&mut self, class: u32, size: u32) -> Res<u32> {
        match self.heap.alloc_zeroed(size) {
            Ok(object) => {
                self.heap.set_u32(object, class);
                Ok(object)
            }
            Err(OutOfMemory) => Err(self.memory_error()),
        }
    }

    /// A new object of a kind of varying size: `size` zeroed bytes, and room behind them for the dict of a subclass's instance.
    #[inline]
    pub fn alloc_sized(&mut self, class: u32, size: u32) -> Res<u32> {
        let has_dict = Type(class).flags(&self.heap) & crate::objects::types::flags::HAS_DICT != 0;
        self.alloc(class, if has_dict { size.next_multiple_of(8) + 8 } else { size })
    }

    /// A raw cell owned by one object, its content undefined.
    #[inline(always)]
    pub fn alloc_buffer(&mut self, size: u32) -> Res<u32> {
        match self.heap.alloc(size) {
            Ok(cell) => Ok(cell),
            Err(OutOfMemory) => Err(self.memory_error()),
        }
    }

    /// A version number that nothing has had before.
    pub fn next_version(&mut self) -> u32 {
        let version = STATE.next_version(&self.heap);
        STATE.set_next_version(&mut self.heap, version.wrapping_add(1).max(1));
        version
    }

    /// The pending exception, taken.
    pub fn take_pending(&mut self) -> Value {
        let pending = STATE.pending(&self.heap);
        STATE.set_pending(&mut self.heap, None);
        pending.unwrap_or(statics::NONE)
    }

    /// Makes `exception` (an instance) the pending one. Its `__context__` becomes the exception being handled.
    pub fn raise_value(&mut self, exception: Value) -> Raised {
        crate::objects::exception::chain_context(self, exception);
        STATE.set_pending(&mut self.heap, exception);
        Raised
    }

    /// Makes `exception` pending as it is: for one that was caught and goes on.
    pub fn reraise(&mut self, exception: Value) -> Raised {
        if self.as_exception(exception).is_none() {
            // Only code that no compiler made does this.
            return self.raise(exc::SYSTEM_ERROR, "what is raised again is no exception");
        }
        STATE.set_pending(&mut self.heap, exception);
        Raised
    }

    /// Raises an exception of the native class `class` with one message.
    #[cold]
    #[inline(never)]
    pub fn raise(&mut self, class: u32, message: impl AsRef<str>) -> Raised {
        match self.new_str(message.as_ref()) {
            Ok(text) => self.raise_with(class, &[text]),
            Err(raised) => raised,
        }
    }

    /// Raises an exception of the native class `class` with `args`.
    #[cold]
    #[inline(never)]
    pub fn raise_with(&mut self, class: u32, args: &[Value]) -> Raised {
        match crate::objects::exception::new_exception(self, class, args) {
            Ok(exception) => self.raise_value(exception),
            Err(raised) => raised,
        }
    }

    /// Raises NotImplementedError over something that mimeo lacks: `feature`. Whatever a program raises itself is told from it.
    #[cold]
    #[inline(never)]
    pub fn unsupported(&mut self, feature: impl AsRef<str>) -> Raised {
        let feature = feature.as_ref();
        let raised = self.raise(exc::NOT_IMPLEMENTED_ERROR, format!("mimeo does not support {feature}"));
        // The same again has the same number. After the first thousand the names are forgotten, not that they are lacking.
        let known = self.lacking.iter().position(|known| known == feature);
        let number = known.unwrap_or(self.lacking.len()).min(MOST_LACKING);
        if number == self.lacking.len() {
            let feature = if number == MOST_LACKING { "several features" } else { feature };
            self.lacking.push(feature.to_string());
        }
        if let Some(exception) = STATE.pending(&self.heap).and_then(|pending| self.as_exception(pending))
            && exception.class(&self.heap) == exc::NOT_IMPLEMENTED_ERROR
        {
            let flags = exception.flags(&self.heap) | (number as u32 + 1) << LACKING_SHIFT;
            exception.set_flags(&mut self.heap, flags);
        }
        raised
    }

    /// What mimeo lacks, if `exception` says so.
    pub fn lacking(&self, exception: Value) -> Option<&str> {
        let number = self.as_exception(exception)?.flags(&self.heap) >> LACKING_SHIFT;
        self.lacking.get(number.checked_sub(1)? as usize).map(String::as_str)
    }

    #[cold]
    pub fn type_error(&mut self, message: impl AsRef<str>) -> Raised {
        self.raise(exc::TYPE_ERROR, message)
    }

    #[cold]
    pub fn value_error(&mut self, message: impl AsRef<str>) -> Raised {
        self.raise(exc::VALUE_ERROR, message)
    }

    #[cold]
    pub fn index_error(&mut self, message: impl AsRef<str>) -> Raised {
        self.raise(exc::INDEX_ERROR, message)
    }

    #[cold]
    pub fn overflow_error(&mut self, message: impl AsRef<str>) -> Raised {
        self.raise(exc::OVERFLOW_ERROR, message)
    }

    /// Raises KeyError with the key itself.
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised {
        self.raise_with(exc::KEY_ERROR, &[key])
    }

    /// Raises MemoryError. The exception object needs room of its own: the cap is lifted a little for it.
    #[cold]
    #[inline(never)]
    pub fn memory_error(&mut self) -> Raised {
        let limit = self.heap.bounds.limit;
        self.heap.bounds.limit = limit.saturating_add(4 * alloc_reserve());
        let raised = self.raise_with(exc::MEMORY_ERROR, &[]);
        self.heap.bounds.limit = limit;
        raised
    }

    /// Whether the pending exception is an instance of the native class `class`. Never once the program must stop.
    pub fn pending_is(&self, class: u32) -> bool {
        self.stop.is_none()
            && STATE.pending(&self.heap).is_some_and(|e| self.is_subclass(self.class_of(e), class))
    }

    /// Takes the pending exception away if it is an instance of `class`; whether it was.
    pub fn clear_if(&mut self, class: u32) -> bool {
        let matches = self.pending_is(class);
        if matches {
            STATE.set_pending(&mut self.heap, None);
        }
        matches
    }

    /// Turns a raised exception of `class` into `None`.
    pub fn catch<T>(&mut self, result: Res<T>, class: u32) -> Res<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Raised) if self.clear_if(class) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    /// The exception object behind a value, if it is one.
    pub fn as_exception(&self, value: Value) -> Option<Exception> {
        self.as_kind(value, Kind::EXCEPTION).map(Exception)
    }

    /// Registers a native; its id.
    pub fn register(&mut self, native: Native) -> u32 {
        self.natives.push(native);
        self.natives.len() as u32 - 1
    }

    pub(crate) fn intern_dunders(&mut self) -> Res<()> {
        for name in DUNDER_NAMES {
            let name = self.intern(name)?;
            self.dunder_names.push(name);
        }
        Ok(())
    }
}

/// Where an exception's flags hold the number, from 1 on, of what mimeo lacks.
const LACKING_SHIFT: u32 = 8;

/// Features that are remembered by name.
const MOST_LACKING: usize = 1000;

/// Bytes that an error object may take beyond the cap.
const fn alloc_reserve() -> u64 {
    crate::heap::alloc::BLOCK as u64
}

/// A tuple's items: the one accessor that everything needs.
impl layout::Tuple {
    /// The `i`th item.
    #[inline(always)]
    pub fn item(self, vm: &Vm, i: u32) -> Value {
        Value::from_word(vm.heap.u64(self.0.wrapping_add(8).wrapping_add(i.wrapping_mul(8))))
            .unwrap_or(statics::NONE)
    }
}
