//! Object layouts, declared once. From each declaration derive the Rust accessors, the offsets that the
//! stencils use ([`LAYOUTS`]), what the collector traces, and the layout tests.
//!
//! Every object starts with `class: u32` (the offset of its type object) and a `u32` of its own use.
//! A field is `name set_name: kind = offset`, where the kind is one of
//! `u32`, `u64`, `i64`, `f64` (plain data), `val` (a [`Value`] or 0), `obj` (the `u32` offset of an object or
//! 0) and `buf` (the `u32` offset of a raw heap cell that this object alone owns, or 0).

use super::memory::Memory;
use super::value::Value;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Plain 4-byte data.
    U32,
    /// Plain 8-byte data.
    U64,
    /// A value word, or 0.
    Value,
    /// The 4-byte offset of an object, or 0.
    Object,
    /// The 4-byte offset of a raw cell owned by this object, or 0.
    Buffer,
}

impl FieldKind {
    /// Bytes that the field takes.
    pub const fn size(self) -> u32 {
        match self {
            FieldKind::U32 | FieldKind::Object | FieldKind::Buffer => 4,
            FieldKind::U64 | FieldKind::Value => 8,
        }
    }
}

/// One field of a layout.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The field's name.
    pub name: &'static str,
    /// Bytes from the start of the object.
    pub offset: u32,
    /// What it holds.
    pub kind: FieldKind,
}

/// A layout: its name, the size of its fixed part in bytes, and its fields.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The layout's name.
    pub name: &'static str,
    /// Size of the fixed part, in bytes.
    pub size: u32,
    /// The fields, in the order of their offsets.
    pub fields: &'static [Field],
}

impl Layout {
    /// The offset of the field `name`; for constants, where a name that there is not fails the build.
    pub const fn offset_of(&self, name: &str) -> u32 {
        let mut i = 0;
        while i < self.fields.len() {
            let (a, b) = (self.fields[i].name.as_bytes(), name.as_bytes());
            let mut same = a.len() == b.len();
            let mut k = 0;
            while same && k < a.len() {
                same = a[k] == b[k];
                k += 1;
            }
            if same {
                return self.fields[i].offset;
            }
            i += 1;
        }
        panic!("the layout has no such field")
    }
}

/// Panics if the object at `at` is laid out otherwise: a native believed a value to be what it is not. Only with the feature
/// `checked-layouts`, for the fuzz drivers.
#[inline(always)]
fn check(m: &Memory, at: u32, layout: &Layout) {
    if cfg!(feature = "checked-layouts") {
        checked(m, at, layout);
    }
}

fn checked(m: &Memory, at: u32, wanted: &Layout) {
    // These are no objects. (Every object has a word where an instance has its shape, and is compared by it.)
    if matches!(wanted.name, "VmState" | "AttrEntry" | "Frame" | "Instance") {
        return;
    }
    assert!(at != 0, "no object is taken for a {}", wanted.name);
    let class = m.u32(at);
    let kind = super::kind::Kind(m.u32(class.wrapping_add(Type::LAYOUT.offset_of("kind"))));
    // Type objects are filled in before they are objects.
    if class == 0 || kind.0 == 0 {
        return;
    }
    let same =
        |layout: &Layout| layout.name == wanted.name || (layout.name, wanted.name) == ("DefaultDict", "Dict");
    if !kind.layout().is_some_and(same) {
        let trace = std::backtrace::Backtrace::capture();
        if trace.status() == std::backtrace::BacktraceStatus::Captured {
            eprintln!("{trace}");
        }
        panic!("an object of kind {} is taken for a {}", kind.0, wanted.name);
    }
}

macro_rules! field {
    ($get:ident $set:ident u32 $off:literal $(#[$doc:meta])*) => {
        $(#[$doc])* #[inline(always)] pub fn $get(self, m: &Memory) -> u32 { check(m, self.0, &Self::LAYOUT); m.field_u32::<$off>(self.0) }
        #[doc = concat!("Sets [`Self::", stringify!($get), "`].")]
        #[inline(always)] pub fn $set(self, m: &mut Memory, v: u32) { check(m, self.0, &Self::LAYOUT); m.set_field_u32::<$off>(self.0, v) }
    };
    ($get:ident $set:ident obj $off:literal $(#[$doc:meta])*) => { field!($get $set u32 $off $(#[$doc])*); };
    ($get:ident $set:ident buf $off:literal $(#[$doc:meta])*) => { field!($get $set u32 $off $(#[$doc])*); };
    ($get:ident $set:ident u64 $off:literal $(#[$doc:meta])*) => {
        $(#[$doc])* #[inline(always)] pub fn $get(self, m: &Memory) -> u64 { check(m, self.0, &Self::LAYOUT); m.field_u64::<$off>(self.0) }
        #[doc = concat!("Sets [`Self::", stringify!($get), "`].")]
        #[inline(always)] pub fn $set(self, m: &mut Memory, v: u64) { check(m, self.0, &Self::LAYOUT); m.set_field_u64::<$off>(self.0, v) }
    };
    ($get:ident $set:ident i64 $off:literal $(#[$doc:meta])*) => {
        $(#[$doc])* #[inline(always)] pub fn $get(self, m: &Memory) -> i64 { check(m, self.0, &Self::LAYOUT); m.field_u64::<$off>(self.0) as i64 }
        #[doc = concat!("Sets [`Self::", stringify!($get), "`].")]
        #[inline(always)] pub fn $set(self, m: &mut Memory, v: i64) { check(m, self.0, &Self::LAYOUT); m.set_field_u64::<$off>(self.0, v as u64) }
    };
    ($get:ident $set:ident f64 $off:literal $(#[$doc:meta])*) => {
        $(#[$doc])* #[inline(always)]
        pub fn $get(self, m: &Memory) -> f64 { check(m, self.0, &Self::LAYOUT); f64::from_bits(m.field_u64::<$off>(self.0)) }
        #[doc = concat!("Sets [`Self::", stringify!($get), "`].")]
        #[inline(always)]
        pub fn $set(self, m: &mut Memory, v: f64) { check(m, self.0, &Self::LAYOUT); m.set_field_u64::<$off>(self.0, v.to_bits()) }
    };
    ($get:ident $set:ident val $off:literal $(#[$doc:meta])*) => {
        $(#[$doc])* #[inline(always)]
        pub fn $get(self, m: &Memory) -> Option<Value> { check(m, self.0, &Self::LAYOUT); Value::from_word(m.field_u64::<$off>(self.0)) }
        #[doc = concat!("Sets [`Self::", stringify!($get), "`].")]
        #[inline(always)]
        pub fn $set(self, m: &mut Memory, v: impl Into<Option<Value>>) {
            check(m, self.0, &Self::LAYOUT);
            m.set_field_u64::<$off>(self.0, v.into().map_or(0, Value::word))
        }
    };
}

macro_rules! kind {
    (u32) => {
        FieldKind::U32
    };
    (u64) => {
        FieldKind::U64
    };
    (i64) => {
        FieldKind::U64
    };
    (f64) => {
        FieldKind::U64
    };
    (val) => {
        FieldKind::Value
    };
    (obj) => {
        FieldKind::Object
    };
    (buf) => {
        FieldKind::Buffer
    };
}

/// What the layout test writes into a field, and what it then reads.
#[cfg(test)]
macro_rules! sample {
    (u32) => {
        0x1122_3344
    };
    (obj) => {
        0x1122_3344
    };
    (buf) => {
        0x1122_3344
    };
    (u64) => {
        0x1122_3344_5566_7788
    };
    (i64) => {
        0x1122_3344_5566_7788
    };
    (f64) => {
        f64::from_bits(0x1122_3344_5566_7788)
    };
    (val) => {
        Value::from_word(0x1122_3344_5566_7788)
    };
}
#[cfg(test)]
macro_rules! sample_read {
    ($kind:ident) => {
        sample!($kind)
    };
}

macro_rules! layouts {
    ($($(#[$doc:meta])* $name:ident [$size:literal] {
        $($(#[$fdoc:meta])* $get:ident $set:ident: $kind:ident = $off:literal,)*
    })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
            pub struct $name(pub u32);

            #[allow(clippy::len_without_is_empty)]
            impl $name {
                /// Size of the fixed part, in bytes.
                pub const SIZE: u32 = $size;
                /// The layout as data.
                pub const LAYOUT: Layout = Layout {
                    name: stringify!($name),
                    size: $size,
                    fields: &[$(Field { name: stringify!($get), offset: $off, kind: kind!($kind) },)*],
                };
                /// The object's type.
                #[inline(always)]
                pub fn class(self, m: &Memory) -> u32 { m.u32(self.0) }
                /// The object as a value.
                #[inline(always)]
                pub fn value(self) -> Value { Value::object(self.0) }
                $(field!($get $set $kind $off $(#[$fdoc])*);)*
            }
        )*
        /// Every layout, for the stencils, the documentation and the tests.
        pub const LAYOUTS: &[Layout] = &[$($name::LAYOUT,)*];

        /// Sets each field of each layout in turn by its accessor, in an object at `at` that is zeroed before; `check` looks at
        /// the memory and at whether the other accessor reads the same.
        #[cfg(test)]
        fn set_each_field(m: &mut Memory, at: u32, mut check: impl FnMut(&Memory, &Layout, &Field, bool)) {
            $($({
                m.zero(at, 1024);
                let object = $name(at);
                object.$set(m, sample!($kind));
                let same = object.$get(m) == sample_read!($kind);
                let fields = $name::LAYOUT.fields;
                let field = fields.iter().find(|field| field.name == stringify!($get)).expect("declared");
                check(m, &$name::LAYOUT, field, same);
            })*)*
        }
    };
}

layouts! {
    /// The state that the interpreter, the helpers and compiled code share, at a fixed offset
    /// ([`statics::VM_STATE`](super::statics::VM_STATE)). It is no object.
    VmState [512] {
        /// The pending exception, or 0.
        pending set_pending: val = 8,
        /// The exception that is being handled (`sys.exception()`), or 0.
        handled set_handled: val = 16,
        /// The frame that runs, or 0: where the collector and tracebacks start.
        frame set_frame: u32 = 24,
        /// First byte behind the frame stack's usable part.
        stack_limit set_stack_limit: u32 = 28,
        /// Python frames that may be active at once (`sys.getrecursionlimit()`).
        recursion_limit set_recursion_limit: u32 = 32,
        /// The root stack's first free byte: values that helpers hold across calls of Python.
        root_top set_root_top: u32 = 36,
        /// Source of dict-key, type and function versions; never 0 again once used.
        next_version set_next_version: u32 = 40,
        /// Bytes handed to free lists and large cells since the last collection.
        allocated set_allocated: u64 = 64,
        /// The amount of `allocated` at which a collection is due.
        threshold set_threshold: u64 = 72,
        /// The dict of interned strings.
        interned set_interned: obj = 80,
        /// `sys.modules`.
        modules set_modules: obj = 84,
        /// The builtins module's dict.
        builtins set_builtins: obj = 88,
        /// Collections so far.
        collections set_collections: u64 = 96,
        /// Instructions that the interpreter executed (counted when statistics are on).
        executed set_executed: u64 = 104,
        /// The depth of native calls from helpers into Python.
        native_depth set_native_depth: u32 = 112,
        /// The sys module's dict.
        sys_dict set_sys_dict: obj = 116,
        /// What the collector must keep although only host tables name it (a list).
        keep set_keep: obj = 120,
        /// Heads of the free lists, one `u32` a size class, up to the end of the state.
        free_lists set_free_lists: u32 = 128,
        /// The limit on decimal digits of an int in text, exclusive-or 4300: 0 is the default (`objects::int::text`).
        int_digits set_int_digits: u32 = 264,
        /// Whether the attribute cache has entries.
        attr_cache_used set_attr_cache_used: u32 = 268,
        /// What the receiver of the last `send` helper returned, until compiled code takes it.
        returned set_returned: u64 = 272,
        /// The exit that compiled code took last, plus 1; 0 once it is counted.
        exit_site set_exit_site: u32 = 280,
        /// What `jit::drain` hands compiled code: what to do with what a generator yields, ...
        drain_mode set_drain_mode: u32 = 284,
        /// ... the sum so far (or the list), and what it lost.
        drain_sum set_drain_sum: u64 = 288,
        drain_low set_drain_low: f64 = 296,
        /// The sandbox's keys (`vm::secrets`): of hashes, ...
        hash_key set_hash_key: u64 = 488,
        hash_key_high set_hash_key_high: u64 = 496,
        /// ... and of `id()`.
        id_key set_id_key: u64 = 504,
    }

    /// An entry of the attribute cache (`objects::attr_cache`). It is no object.
    AttrEntry [32] {
        /// Class and shape of the instances that it answers for, as they lie in an instance's first word.
        head set_head: u64 = 0,
        /// The name, and what the attribute is looked up for.
        key set_key: u32 = 8,
        /// Where it lies in the instance, in bytes.
        offset set_offset: u32 = 12,
        /// The method found in the class; or the shape after a store that adds the attribute, 0 if it was there.
        found set_found: u64 = 16,
    }

    /// What every object starts with.
    Object [8] {
        /// The type object.
        klass set_klass: obj = 0,
        /// The kind's own word.
        meta set_meta: u32 = 4,
    }

    /// An instance of a class that has no built-in base but `object`.
    Instance [16] {
        /// The hidden class: which attribute lies in which slot.
        shape set_shape: obj = 4,
        /// Slots beyond the inline ones (a raw cell of `cap` words), or the dict in dictionary mode.
        overflow set_overflow: u32 = 8,
        /// Words in the overflow cell.
        overflow_cap set_overflow_cap: u32 = 12,
    }

    /// A hidden class: a node in the tree of attribute insertions of one type.
    Shape [56] {
        /// The shape with one attribute less, or 0 for a root.
        parent set_parent: obj = 8,
        /// The type whose instances have this shape.
        owner set_owner: obj = 12,
        /// Attributes, that is slots in use.
        count set_count: u32 = 16,
        /// Slots that lie in the instance itself.
        inline_cap set_inline_cap: u32 = 20,
        /// The attribute that this shape added.
        key set_key: val = 24,
        /// The transition taken last: the key, ...
        last_key set_last_key: val = 32,
        /// ... and where it leads.
        last_child set_last_child: obj = 40,
        /// All transitions, a dict from key to shape, once there are two.
        children set_children: obj = 44,
        /// Bit 0: dictionary mode.
        mode set_mode: u32 = 48,
        /// A process-wide number, never reused: what inline caches compare.
        id set_id: u32 = 52,
    }

    /// A type object.
    Type [176] {
        /// `heap::statics` and `objects::kind`: which built-in layout and slots instances have.
        kind set_kind: u32 = 4,
        name set_name: val = 8,
        qualname set_qualname: val = 16,
        /// The tuple of bases.
        bases set_bases: val = 24,
        /// The method resolution order, a tuple.
        mro set_mro: val = 32,
        /// The namespace (a dict object).
        dict set_dict: obj = 40,
        /// The first base.
        base set_base: obj = 44,
        /// `objects::types::flags`.
        flags set_flags: u32 = 48,
        /// Size of an instance's fixed part, in bytes.
        basicsize set_basicsize: u32 = 52,
        /// Where an instance keeps its dict's offset; 0: nowhere.
        dictoffset set_dictoffset: u32 = 56,
        /// Changes whenever this type's look-ups may give another result.
        version set_version: u32 = 60,
        /// The shape of an instance without attributes.
        root_shape set_root_shape: obj = 64,
        /// The shape of instances in dictionary mode.
        dict_shape set_dict_shape: obj = 68,
        /// Special methods that a class in the MRO defines in Python, a bit each (`objects::dunder`).
        overrides set_overrides: u64 = 72,
        /// Second half of the same.
        overrides_high set_overrides_high: u64 = 80,
        /// The direct subclasses (a list object of weak meaning, kept strongly), or 0.
        subclasses set_subclasses: obj = 88,
        /// Slots declared by `__slots__` in this class and its bases.
        nslots set_nslots: u32 = 92,
        /// `__module__` where the dict does not say.
        module set_module: val = 96,
        /// The qualified doc string or 0.
        doc set_doc: val = 104,
    }

    /// A string: kind and flags in `meta` (`objects::str`), characters from +20 on. Cells are multiples of 16
    /// bytes: with the hash where it would be aligned, twice as many strings would take the next size.
    Str [20] {
        /// Bits 0-1: log2 of the bytes a character; bit 2: ASCII; bit 3: interned.
        state set_state: u32 = 4,
        /// Length in code points.
        len set_len: u32 = 8,
        /// The hash, or 0 when it has not been computed.
        hash set_hash: u64 = 12,
    }

    /// Bytes: data from +16 on.
    Bytes [16] {
        /// Length in bytes.
        len set_len: u32 = 4,
        /// The hash, or 0 when it has not been computed.
        hash set_hash: u64 = 8,
    }

    /// A bytearray.
    ByteArray [24] {
        len set_len: u32 = 8,
        cap set_cap: u32 = 12,
        data set_data: buf = 16,
    }

    /// An integer beyond 63 bits (or, of a subclass of int, any): magnitude as little-endian 64-bit limbs from +16 on.
    BigInt [16] {
        /// 1 if negative.
        negative set_negative: u32 = 4,
        /// Limbs; the last is not 0.
        len set_len: u32 = 8,
    }

    /// A float outside the tagged range (or of a subclass of float).
    Float [16] {
        number set_number: f64 = 8,
    }

    Complex [24] {
        re set_re: f64 = 8,
        im set_im: f64 = 16,
    }

    /// A list: `len` of `cap` words in `items` are in use.
    List [24] {
        len set_len: u32 = 8,
        cap set_cap: u32 = 12,
        items set_items: buf = 16,
    }

    /// A tuple: items from +8 on.
    Tuple [8] {
        len set_len: u32 = 4,
    }

    /// A dict, insertion-ordered: an index table of `mask + 1` u32 (entry number + 1; 0 empty, 0xFFFF_FFFF deleted), and entries
    /// `{hash u64, key, value}` of 24 bytes; a deleted entry has key 0.
    Dict [40] {
        /// Keys present.
        used set_used: u32 = 8,
        /// Entries in use, deleted ones included.
        filled set_filled: u32 = 12,
        /// The index table; the entries follow it in the same cell.
        index set_index: buf = 16,
        /// Index slots minus one.
        mask set_mask: u32 = 20,
        /// The first entry (inside the cell of `index`).
        entries set_entries: u32 = 24,
        /// Entries that there is room for.
        cap set_cap: u32 = 28,
        /// Changes whenever a key is added or removed or entries move; 0 until somebody asks.
        version set_version: u32 = 32,
        /// No entry before this one is live: what makes taking from the front cheap.
        first set_first: u32 = 36,
    }

    /// A defaultdict: a dict (same fields, same places) and what makes its missing values.
    DefaultDict [48] {
        used set_used: u32 = 8,
        filled set_filled: u32 = 12,
        index set_index: buf = 16,
        mask set_mask: u32 = 20,
        entries set_entries: u32 = 24,
        cap set_cap: u32 = 28,
        version set_version: u32 = 32,
        first set_first: u32 = 36,
        factory set_factory: val = 40,
    }

    /// A set or frozenset: open addressing as CPython's, `{hash u64, key}` of 16 bytes; key 0 empty, key 4 deleted.
    Set [32] {
        /// Where the search for something to pop goes on.
        finger set_finger: u32 = 4,
        used set_used: u32 = 8,
        /// Slots in use, deleted ones included.
        filled set_filled: u32 = 12,
        table set_table: buf = 16,
        mask set_mask: u32 = 20,
        /// A frozenset's hash, or 0.
        hash set_hash: u64 = 24,
    }

    Range [40] {
        start set_start: val = 8,
        stop set_stop: val = 16,
        step set_step: val = 24,
        length set_length: val = 32,
    }

    Slice [32] {
        start set_start: val = 8,
        stop set_stop: val = 16,
        step set_step: val = 24,
    }

    /// A Python function.
    Function [96] {
        code set_code: obj = 8,
        globals set_globals: obj = 12,
        defaults set_defaults: val = 16,
        kwdefaults set_kwdefaults: val = 24,
        closure set_closure: obj = 32,
        dict set_dict: obj = 36,
        name set_name: val = 40,
        qualname set_qualname: val = 48,
        doc set_doc: val = 56,
        module set_module: val = 64,
        annotations set_annotations: val = 72,
        /// Changes when code, defaults or closure change; 0 until an inline cache asks.
        version set_version: u32 = 80,
        builtins set_builtins: obj = 84,
        type_params set_type_params: val = 88,
    }

    BoundMethod [24] {
        func set_func: val = 8,
        receiver set_receiver: val = 16,
    }

    /// A code object.
    Code [144] {
        /// The adaptive bytecode with its inline caches.
        bytecode set_bytecode: buf = 8,
        /// Its length in bytes.
        bytecode_len set_bytecode_len: u32 = 12,
        /// Tuple of constants.
        consts set_consts: obj = 16,
        /// Tuple of names.
        names set_names: obj = 20,
        nlocalsplus set_nlocalsplus: u32 = 24,
        stacksize set_stacksize: u32 = 28,
        argcount set_argcount: u32 = 32,
        posonlyargcount set_posonlyargcount: u32 = 36,
        kwonlyargcount set_kwonlyargcount: u32 = 40,
        flags set_flags: u32 = 44,
        /// Tuple of the names of locals, cells and free variables.
        localsplusnames set_localsplusnames: obj = 48,
        /// Bytes object: the kind of each.
        localspluskinds set_localspluskinds: obj = 52,
        /// Bytes object.
        exceptiontable set_exceptiontable: obj = 56,
        /// Bytes object.
        linetable set_linetable: obj = 60,
        filename set_filename: val = 64,
        name set_name: val = 72,
        qualname set_qualname: val = 80,
        firstlineno set_firstlineno: u32 = 88,
        /// Bytes that a frame of this code takes: header, locals and operand stack.
        framesize set_framesize: u32 = 92,
        /// The function table's slot with the compiled entry; 0: none, the interpreter's entry.
        slot set_slot: u32 = 96,
        /// Calls and back-edges left before the JIT is asked.
        heat set_heat: u32 = 100,
        /// `jit::state`: what the JIT has made of it.
        jit_state set_jit_state: u32 = 104,
        /// How often an assumption about its instructions was given up: callers with a compiled copy of it compare.
        given_up set_given_up: u32 = 108,
        /// A number for host tables, never reused.
        id set_id: u32 = 116,
        /// Cells and free variables at the end of the locals.
        ncells set_ncells: u32 = 120,
        nfrees set_nfrees: u32 = 124,
        /// 1 if arguments and locals may be bound by the fast path: no *args, **kwargs or keyword-only, no generator.
        simple set_simple: u32 = 128,
        /// The bytecode as compiled, a bytes object, once somebody asked for `co_code`.
        pristine set_pristine: obj = 132,
        /// For a generator's code, the table's slot that resumes its frame; 0: none, the interpreter resumes it.
        resume_slot set_resume_slot: u32 = 136,
    }

    /// A frame's header; locals, cells, free variables and the operand stack follow, 8 bytes each. It is no object.
    Frame [32] {
        code set_code: u32 = 0,
        /// The caller's frame, or 0.
        prev set_prev: u32 = 4,
        /// Absolute offset of the instruction that runs, or to resume at.
        instr set_instr: u32 = 8,
        /// Operand-stack slots in use.
        sp set_sp: u32 = 12,
        func set_func: u32 = 16,
        /// The namespace of a class body or of `exec`; 0 for functions.
        namespace set_namespace: u32 = 20,
        /// Active frames up to this one.
        depth set_depth: u32 = 24,
        /// `frame::owner`: who continues when this frame returns.
        owner set_owner: u32 = 28,
    }

    Cell [16] {
        content set_content: val = 8,
    }

    /// A generator, coroutine or asynchronous generator; its frame follows at +64.
    Generator [64] {
        /// `objects::generator::state`.
        state set_state: u32 = 4,
        code set_code: obj = 8,
        /// Bytes of the frame.
        framesize set_framesize: u32 = 12,
        name set_name: val = 16,
        qualname set_qualname: val = 24,
        /// The exception that the body handles while suspended.
        handled set_handled: val = 32,
        /// What async generators need: hooks and state.
        extra set_extra: val = 40,
        dict set_dict: obj = 48,
        /// While it runs: where the frames that it calls go on the frame stack.
        top set_top: u32 = 52,
    }

    /// A native function, perhaps bound.
    NativeFunction [32] {
        /// The index into the table of natives.
        native set_native: u32 = 4,
        receiver set_receiver: val = 8,
        module set_module: val = 16,
        dict set_dict: obj = 24,
    }

    /// A native method in a type's namespace.
    MethodDescriptor [16] {
        native set_native: u32 = 4,
        owner set_owner: obj = 8,
        /// Bit 0: a class method.
        mode set_mode: u32 = 12,
    }

    /// A native attribute of a type: natives that read and write it.
    GetSet [24] {
        /// The index of the getter's native.
        getter set_getter: u32 = 4,
        owner set_owner: obj = 8,
        /// The index of the setter's native plus 1; 0: read-only.
        setter set_setter: u32 = 12,
        name set_name: val = 16,
    }

    /// An attribute declared in `__slots__`.
    Member [32] {
        /// Bytes from the start of the instance, in subclasses too.
        place set_place: u32 = 4,
        name set_name: val = 8,
        owner set_owner: obj = 16,
    }

    Property [56] {
        getter set_getter: val = 8,
        setter set_setter: val = 16,
        deleter set_deleter: val = 24,
        doc set_doc: val = 32,
        name set_name: val = 40,
    }

    /// A staticmethod or classmethod.
    Wrapper [24] {
        wrapped set_wrapped: val = 8,
        dict set_dict: obj = 16,
    }

    Super [32] {
        start set_start: val = 8,
        receiver set_receiver: val = 16,
        receiver_class set_receiver_class: val = 24,
    }

    Module [24] {
        dict set_dict: obj = 8,
        name set_name: val = 16,
    }

    Exception [80] {
        /// Bit 0: `__suppress_context__`. From bit 8 on: what mimeo lacks (`Vm::unsupported`).
        flags set_flags: u32 = 4,
        args set_args: val = 8,
        traceback set_traceback: val = 16,
        cause set_cause: val = 24,
        context set_context: val = 32,
        dict set_dict: obj = 40,
        /// `value`, `code`, `name` of a NameError or AttributeError, `msg` of an ImportError, `filename` of an OSError,
        /// the tuple of a group's members.
        detail set_detail: val = 48,
        /// `obj` of an AttributeError, `path` of an ImportError, `filename2` of an OSError.
        detail2 set_detail2: val = 56,
        /// `name` of an ImportError.
        detail3 set_detail3: val = 64,
        /// `name_from` of an ImportError.
        detail4 set_detail4: val = 72,
    }

    Traceback [40] {
        next set_next: val = 8,
        code set_code: obj = 16,
        /// Byte offset of the instruction in the code.
        lasti set_lasti: u32 = 20,
        globals set_globals: obj = 28,
        /// What suggestions look at, in the entry of the frame that raised: for a NameError the dict of its locals, for an
        /// AttributeError the value of `self`.
        locals set_locals: val = 32,
    }

    /// An iterator over an indexable object: list, tuple, str, bytes, or anything with `__getitem__`.
    SeqIter [24] {
        /// The next index.
        index set_index: u32 = 4,
        /// The sequence; 0 once exhausted.
        seq set_seq: val = 8,
        /// For reversed iterators: the next index as a signed number.
        position set_position: i64 = 16,
    }

    /// An iterator over a range whose numbers fit 63 bits.
    RangeIter [32] {
        next set_next: i64 = 8,
        left set_left: i64 = 16,
        step set_step: i64 = 24,
    }

    /// An iterator over a dict (keys, values or items by its type) or a set.
    TableIter [32] {
        /// The next entry.
        index set_index: u32 = 4,
        /// The dict or set; 0 once exhausted.
        table set_table: val = 8,
        /// `used` at the start: a change of size raises.
        used set_used: u32 = 16,
        left set_left: u32 = 20,
        /// The version of a dict's keys at the start, to tell a change of keys.
        version set_version: u32 = 24,
    }

    /// A view of a dict, or a mapping proxy.
    View [16] {
        target set_target: val = 8,
    }

    /// An object of a native type that needs no more than a few values: enumerate, zip, map, the iterators of
    /// itertools, ... `count` words from +16 on.
    Native [16] {
        /// Words that follow.
        count set_count: u32 = 4,
        /// The dict, for subclasses.
        dict set_dict: obj = 8,
        /// Plain data.
        extra set_extra: u32 = 12,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_aligned_ordered_and_inside() {
        for layout in LAYOUTS {
            let mut end = 0;
            // What is after a string's header says how far that is aligned.
            let aligned = if layout.name == "Str" { 4 } else { 8 };
            for field in layout.fields {
                let size = field.kind.size();
                assert!(field.offset >= end, "{}.{} overlaps", layout.name, field.name);
                assert_eq!(
                    field.offset % size.min(aligned),
                    0,
                    "{}.{} is misaligned",
                    layout.name,
                    field.name
                );
                end = field.offset + size;
            }
            assert!(end <= layout.size, "{} ends at {end}, not {}", layout.name, layout.size);
            assert_eq!(layout.size % aligned, 0, "{} is no whole number of words", layout.name);
        }
    }

    #[test]
    fn accessors_touch_their_own_bytes_only() {
        let mut m = Memory::plain().expect("memory");
        let at = 0x10_0000;
        let mut fields = 0;
        set_each_field(&mut m, at, |m, layout, field, same| {
            fields += 1;
            assert!(same, "{}.{} reads something else than was written", layout.name, field.name);
            let number: u64 = if field.kind.size() == 4 { 0x1122_3344 } else { 0x1122_3344_5566_7788 };
            let (start, size) = (field.offset as usize, field.kind.size() as usize);
            for (i, byte) in m.bytes(at, 1024).iter().enumerate() {
                let expected =
                    if (start..start + size).contains(&i) { number.to_le_bytes()[i - start] } else { 0 };
                assert_eq!(*byte, expected, "{}.{}, byte {i}", layout.name, field.name);
            }
        });
        assert_eq!(fields, LAYOUTS.iter().map(|layout| layout.fields.len()).sum::<usize>());
    }

    #[test]
    fn objects_begin_with_their_class() {
        let headless = ["VmState", "AttrEntry", "Frame", "Object"];
        for layout in LAYOUTS.iter().filter(|layout| !headless.contains(&layout.name)) {
            assert!(layout.fields.iter().all(|field| field.offset >= 4), "{} hides its class", layout.name);
        }
    }

    #[test]
    fn a_defaultdict_is_a_dict() {
        for field in Dict::LAYOUT.fields {
            let same = |other: &&Field| other.name == field.name;
            let other = DefaultDict::LAYOUT.fields.iter().find(same).expect("the same fields");
            assert_eq!((other.offset, other.kind), (field.offset, field.kind), "{}", field.name);
        }
    }
}
