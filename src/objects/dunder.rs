//! The special methods that the interpreter looks for, a bit each in a type's `overrides`: a class (or one of its
//! bases) defines it in Python, so the native slot must not be used.

macro_rules! dunders {
    ($($variant:ident $name:literal,)*) => {
        /// A special method.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Dunder { $($variant,)* }

        /// Their names, by number.
        pub const DUNDER_NAMES: &[&str] = &[$($name,)*];
        /// All of them, by number.
        pub const DUNDERS: &[Dunder] = &[$(Dunder::$variant,)*];
    };
}

dunders! {
    Repr "__repr__", Str "__str__", Format "__format__", Hash "__hash__",
    Lt "__lt__", Le "__le__", Eq "__eq__", Ne "__ne__", Gt "__gt__", Ge "__ge__",
    Bool "__bool__", Len "__len__", GetItem "__getitem__", SetItem "__setitem__", DelItem "__delitem__",
    Contains "__contains__", Iter "__iter__", Next "__next__", Missing "__missing__",
    Reversed "__reversed__", LengthHint "__length_hint__",
    Add "__add__", And "__and__", FloorDiv "__floordiv__", Lshift "__lshift__", MatMul "__matmul__",
    Mul "__mul__", Mod "__mod__", Or "__or__", Pow "__pow__", Rshift "__rshift__", Sub "__sub__",
    TrueDiv "__truediv__", Xor "__xor__", DivMod "__divmod__",
    Radd "__radd__", Rand "__rand__", RfloorDiv "__rfloordiv__", Rlshift "__rlshift__", RmatMul "__rmatmul__",
    Rmul "__rmul__", Rmod "__rmod__", Ror "__ror__", Rpow "__rpow__", Rrshift "__rrshift__", Rsub "__rsub__",
    RtrueDiv "__rtruediv__", Rxor "__rxor__", RdivMod "__rdivmod__",
    Iadd "__iadd__", Iand "__iand__", IfloorDiv "__ifloordiv__", Ilshift "__ilshift__", ImatMul "__imatmul__",
    Imul "__imul__", Imod "__imod__", Ior "__ior__", Ipow "__ipow__", Irshift "__irshift__", Isub "__isub__",
    ItrueDiv "__itruediv__", Ixor "__ixor__",
    Neg "__neg__", Pos "__pos__", Invert "__invert__", Abs "__abs__",
    Index "__index__", Int "__int__", Float "__float__", Complex "__complex__",
    Round "__round__", Trunc "__trunc__", Floor "__floor__", Ceil "__ceil__", Bytes "__bytes__",
    Call "__call__", GetAttr "__getattr__", GetAttribute "__getattribute__", SetAttr "__setattr__",
    DelAttr "__delattr__", Dir "__dir__",
    Get "__get__", Set "__set__", Delete "__delete__", SetName "__set_name__",
    New "__new__", Init "__init__", Del "__del__", InitSubclass "__init_subclass__",
    ClassGetItem "__class_getitem__", InstanceCheck "__instancecheck__", SubclassCheck "__subclasscheck__",
    Enter "__enter__", Exit "__exit__", Await "__await__", Aiter "__aiter__", Anext "__anext__",
    Aenter "__aenter__", Aexit "__aexit__", MroEntries "__mro_entries__", Prepare "__prepare__",
}

impl Dunder {
    /// Its name.
    pub const fn name(self) -> &'static str {
        DUNDER_NAMES[self as usize]
    }

    /// The one `by` places behind `self`: from an operator's first to another's.
    pub const fn after(self, by: usize) -> Dunder {
        DUNDERS[self as usize + by]
    }
}

const _: () = assert!(DUNDERS.len() <= 128);
