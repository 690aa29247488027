//! Kinds: the built-in layouts. A type object names the kind of its instances; a class written in Python has
//! the kind of its built-in base (plain instances: [`Kind::OBJECT`]). The kind decides the layout, what the
//! collector traces, and the slots (`objects::slots`) that natives implement.

use super::layout::{self, Layout};
use super::statics;

/// A kind's number, which is also the number of its own type object in the static area.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Kind(pub u32);

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $layout:ident;)*) => {
        impl Kind {
            $($(#[$doc])* pub const $name: Kind = Kind($number);)*

            /// The layout of this kind's objects; `None` for a number that is no kind.
            #[inline]
            pub const fn layout(self) -> Option<&'static Layout> {
                match self.0 {
                    $($number => Some(&layout::$layout::LAYOUT),)*
                    _ => None,
                }
            }
        }

        /// Every kind with its name in the source.
        pub const KINDS: &[(Kind, &str)] = &[$((Kind($number), stringify!($name)),)*];
    };
}

impl Kind {
    /// The kind's own type object.
    #[inline(always)]
    pub const fn class(self) -> u32 {
        statics::type_at(self.0)
    }
}

kinds! {
    OBJECT = 1, Instance;
    TYPE = 2, Type;
    NONE = 3, Object;
    NOT_IMPLEMENTED = 4, Object;
    ELLIPSIS = 5, Object;
    BOOL = 6, Object;
    INT = 7, BigInt;
    FLOAT = 8, Float;
    COMPLEX = 9, Complex;
    STR = 10, Str;
    BYTES = 11, Bytes;
    BYTEARRAY = 12, ByteArray;
    LIST = 13, List;
    TUPLE = 14, Tuple;
    DICT = 15, Dict;
    SET = 16, Set;
    FROZENSET = 17, Set;
    RANGE = 18, Range;
    SLICE = 19, Slice;
    FUNCTION = 20, Function;
    BOUND_METHOD = 21, BoundMethod;
    NATIVE_FUNCTION = 22, NativeFunction;
    METHOD_DESCRIPTOR = 23, MethodDescriptor;
    GETSET = 24, GetSet;
    MEMBER = 25, Member;
    PROPERTY = 26, Property;
    CLASSMETHOD = 27, Wrapper;
    STATICMETHOD = 28, Wrapper;
    CELL = 29, Cell;
    CODE = 30, Code;
    MODULE = 31, Module;
    SUPER = 32, Super;
    EXCEPTION = 33, Exception;
    TRACEBACK = 34, Traceback;
    GENERATOR = 35, Generator;
    COROUTINE = 36, Generator;
    ASYNC_GENERATOR = 37, Generator;
    SHAPE = 38, Shape;
    LIST_ITER = 39, SeqIter;
    TUPLE_ITER = 40, SeqIter;
    STR_ITER = 41, SeqIter;
    BYTES_ITER = 42, SeqIter;
    /// Over anything with `__getitem__`.
    SEQ_ITER = 43, SeqIter;
    REVERSED = 44, SeqIter;
    LIST_REVERSED = 45, SeqIter;
    RANGE_ITER = 46, RangeIter;
    /// Over a range whose numbers need more than 63 bits.
    LONG_RANGE_ITER = 47, Native;
    DICT_KEY_ITER = 48, TableIter;
    DICT_VALUE_ITER = 49, TableIter;
    DICT_ITEM_ITER = 50, TableIter;
    SET_ITER = 51, TableIter;
    DICT_KEYS = 52, View;
    DICT_VALUES = 53, View;
    DICT_ITEMS = 54, View;
    MAPPING_PROXY = 55, View;
    ENUMERATE = 56, Native;
    ZIP = 57, Native;
    MAP = 58, Native;
    FILTER = 59, Native;
    /// `iter(callable, sentinel)`.
    CALLABLE_ITER = 60, Native;
    FILE = 61, Native;
    FRAME = 62, Native;
    GENERIC_ALIAS = 63, Native;
    UNION = 64, Native;
    /// What `__build_class__`, `sys.flags` and the like need: a tuple with named fields.
    NAMESPACE = 65, Instance;
    MEMORYVIEW = 66, Native;
    BYTEARRAY_ITER = 67, SeqIter;
    DICT_REVERSED = 68, TableIter;
    TYPE_VAR = 69, Native;
    TYPE_ALIAS = 70, Native;
    COROUTINE_WRAPPER = 71, Native;
    ASYNC_GEN_STEP = 72, Native;
    /// A slot wrapper bound to its receiver (`(1).__add__`).
    METHOD_WRAPPER = 73, NativeFunction;
    WEAKREF = 74, Native;
    ITEM_GETTER = 80, Native;
    ATTR_GETTER = 81, Native;
    METHOD_CALLER = 82, Native;
    PARTIAL = 83, Native;
    LRU_CACHE = 84, Native;
    CMP_TO_KEY = 85, Native;
    DEQUE = 86, Native;
    DEQUE_ITER = 87, Native;
    DEFAULT_DICT = 88, DefaultDict;
    ITER_COUNT = 90, Native;
    ITER_CYCLE = 91, Native;
    ITER_REPEAT = 92, Native;
    ITER_CHAIN = 93, Native;
    ITER_ISLICE = 94, Native;
    ITER_TAKEWHILE = 95, Native;
    ITER_DROPWHILE = 96, Native;
    ITER_ACCUMULATE = 97, Native;
    ITER_STARMAP = 98, Native;
    ITER_COMPRESS = 99, Native;
    ITER_FILTERFALSE = 100, Native;
    ITER_GROUPBY = 101, Native;
    ITER_GROUPER = 102, Native;
    ITER_TEE = 103, Native;
    ITER_ZIP_LONGEST = 104, Native;
    ITER_PRODUCT = 105, Native;
    ITER_PERMUTATIONS = 106, Native;
    ITER_COMBINATIONS = 107, Native;
    ITER_COMBINATIONS_REPLACED = 108, Native;
    ITER_PAIRWISE = 109, Native;
    ITER_BATCHED = 110, Native;
    RANDOM = 111, Native;
    /// A named tuple's field.
    TUPLE_GETTER = 112, Native;
}
