//! How native types are declared: a [`TypeDef`] a type, its [`Slots`] (what the interpreter calls without any
//! look-up) and its methods. The namespaces' `__len__`, `__add__`, … derive from the slots (`objects::wrappers`).

use crate::heap::{Kind, Res, Value};
use crate::vm::Vm;

/// The arguments of a native call: `count` positional values from `base` on in linear memory, then one value a
/// name in the tuple `kwnames` (0: no keywords). They stay rooted during the call.
#[derive(Clone, Copy, Debug)]
pub struct Args {
    /// Offset of the first value.
    pub base: u32,
    /// Positional values; for a bound signature ([`Sig::Named`]) the number of parameters.
    pub count: u32,
    /// Offset of the tuple of keyword names, or 0.
    pub kwnames: u32,
}

impl Args {
    /// No arguments.
    pub const EMPTY: Args = Args { base: crate::heap::statics::ROOT_STACK, count: 0, kwnames: 0 };

    /// The `i`th positional value, which the signature has promised.
    #[inline(always)]
    pub fn get(self, vm: &Vm, i: u32) -> Value {
        Value::from_word(vm.heap.u64(self.base.wrapping_add(i * 8))).unwrap_or(crate::heap::statics::NONE)
    }

    /// The `i`th value; `None` if it was not given.
    #[inline(always)]
    pub fn opt(self, vm: &Vm, i: u32) -> Option<Value> {
        if i < self.count { Value::from_word(vm.heap.u64(self.base.wrapping_add(i * 8))) } else { None }
    }

    /// Without the first `n` positional values.
    #[inline(always)]
    pub fn skip(self, n: u32) -> Args {
        Args {
            base: self.base.wrapping_add(n * 8),
            count: self.count.saturating_sub(n),
            kwnames: self.kwnames,
        }
    }

    /// The positional values.
    pub fn to_vec(self, vm: &Vm) -> Vec<Value> {
        (0..self.count).map(|i| self.get(vm, i)).collect()
    }

    /// The keyword arguments as (name, value) pairs.
    pub fn keywords(self, vm: &Vm) -> Vec<(Value, Value)> {
        if self.kwnames == 0 {
            return Vec::new();
        }
        let names = crate::heap::layout::Tuple(self.kwnames);
        (0..names.len(&vm.heap)).map(|i| (names.item(vm, i), self.get(vm, self.count + i))).collect()
    }
}

/// A native function.
pub type NativeFn = fn(&mut Vm, Args) -> Res;

/// One named parameter of a native.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name; empty for positional-only.
    pub name: &'static str,
    pub required: bool,
    pub keyword_only: bool,
}

/// A required parameter.
pub const fn req(name: &'static str) -> Param {
    Param { name, required: true, keyword_only: false }
}
/// An optional parameter.
pub const fn opt(name: &'static str) -> Param {
    Param { name, required: false, keyword_only: false }
}
/// An optional keyword-only parameter.
pub const fn kwonly(name: &'static str) -> Param {
    Param { name, required: false, keyword_only: true }
}

/// What arguments a native takes, its receiver not counted. Checked before the call.
#[derive(Clone, Copy, Debug)]
pub enum Sig {
    /// Exactly so many positional arguments.
    Exact(u32),
    /// From so many to so many positional arguments.
    Range(u32, u32),
    /// Named parameters: the native gets one slot each, in order, 0 where not given ([`Args::opt`]).
    Named(&'static [Param]),
    /// Anything, keywords too: the native looks itself.
    Any,
    /// Any number of positional arguments, no keywords.
    Positional,
}

/// What a method is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    Instance,
    Class,
    Static,
}

/// A method of a native type (or a function of a native module). An instance method's `args[0]` is the receiver.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    pub name: &'static str,
    pub func: NativeFn,
    pub sig: Sig,
    pub binding: Binding,
}

/// An instance method.
pub const fn method(name: &'static str, func: NativeFn, sig: Sig) -> Method {
    Method { name, func, sig, binding: Binding::Instance }
}
/// A class method: `args[0]` is the class.
pub const fn class_method(name: &'static str, func: NativeFn, sig: Sig) -> Method {
    Method { name, func, sig, binding: Binding::Class }
}
/// A static method, or a function of a module.
pub const fn function(name: &'static str, func: NativeFn, sig: Sig) -> Method {
    Method { name, func, sig, binding: Binding::Static }
}

/// A computed attribute of a native type.
#[derive(Clone, Copy)]
pub struct Attribute {
    pub name: &'static str,
    pub get: fn(&mut Vm, Value) -> Res,
    /// Sets it, or deletes it (`None`).
    pub set: Option<fn(&mut Vm, Value, Option<Value>) -> Res<()>>,
}

/// A read-only attribute.
pub const fn getter(name: &'static str, get: fn(&mut Vm, Value) -> Res) -> Attribute {
    Attribute { name, get, set: None }
}

/// A read-only attribute that is a plain member of the object: storing to it is worded differently.
pub const fn member(name: &'static str, get: fn(&mut Vm, Value) -> Res) -> Attribute {
    Attribute { name, get, set: Some(read_only) }
}

fn read_only(vm: &mut Vm, _: Value, _: Option<Value>) -> Res<()> {
    Err(vm.raise(crate::objects::exception_types::exc::ATTRIBUTE_ERROR, "readonly attribute"))
}

/// The six comparisons, numbered as CPython does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Compare {
    Lt = 0,
    Le = 1,
    Eq = 2,
    Ne = 3,
    Gt = 4,
    Ge = 5,
}

impl Compare {
    /// From its number (the low bits decide).
    pub const fn from_number(n: u32) -> Compare {
        match n {
            0 => Compare::Lt,
            1 => Compare::Le,
            2 => Compare::Eq,
            3 => Compare::Ne,
            4 => Compare::Gt,
            _ => Compare::Ge,
        }
    }
    /// With the operands exchanged.
    pub const fn swapped(self) -> Compare {
        match self {
            Compare::Lt => Compare::Gt,
            Compare::Le => Compare::Ge,
            Compare::Gt => Compare::Lt,
            Compare::Ge => Compare::Le,
            same => same,
        }
    }
    /// Its operator in source.
    pub const fn symbol(self) -> &'static str {
        match self {
            Compare::Lt => "<",
            Compare::Le => "<=",
            Compare::Eq => "==",
            Compare::Ne => "!=",
            Compare::Gt => ">",
            Compare::Ge => ">=",
        }
    }
    /// What it says of an ordering.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Compare::Lt => ordering.is_lt(),
            Compare::Le => ordering.is_le(),
            Compare::Eq => ordering.is_eq(),
            Compare::Ne => ordering.is_ne(),
            Compare::Gt => ordering.is_gt(),
            Compare::Ge => ordering.is_ge(),
        }
    }
}

/// The binary operators, numbered as `BINARY_OP`'s argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BinOp {
    Add = 0,
    And = 1,
    FloorDivide = 2,
    Lshift = 3,
    MatMultiply = 4,
    Multiply = 5,
    Remainder = 6,
    Or = 7,
    Power = 8,
    Rshift = 9,
    Subtract = 10,
    TrueDivide = 11,
    Xor = 12,
    /// `divmod()`: no operator, but dispatched alike.
    DivMod = 13,
}

impl BinOp {
    /// All operators that `BINARY_OP` knows, by number.
    pub const ALL: [BinOp; 13] = [
        BinOp::Add,
        BinOp::And,
        BinOp::FloorDivide,
        BinOp::Lshift,
        BinOp::MatMultiply,
        BinOp::Multiply,
        BinOp::Remainder,
        BinOp::Or,
        BinOp::Power,
        BinOp::Rshift,
        BinOp::Subtract,
        BinOp::TrueDivide,
        BinOp::Xor,
    ];
    /// Its symbol, as error messages show it.
    pub const fn symbol(self) -> &'static str {
        ["+", "&", "//", "<<", "@", "*", "%", "|", "** or pow()", ">>", "-", "/", "^", "divmod()"]
            [self as usize]
    }
}

/// The unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Negative,
    Positive,
    Invert,
    Absolute,
}

/// What `hash()` does.
#[derive(Clone, Copy)]
pub enum HashSlot {
    /// By address.
    Identity,
    /// Raises TypeError; `__hash__` is None.
    Unhashable,
    By(fn(&mut Vm, Value) -> Res<i64>),
}

/// What natives implement for a kind. `None` means "as `object` does" or "not supported".
///
/// Each gets a value whose kind is the slot's; the class may be a subclass that overrides other operations, so a slot
/// reads its own layout directly and calls the generic protocol only on values that it holds.
#[derive(Clone, Copy)]
pub struct Slots {
    pub repr: Option<fn(&mut Vm, Value) -> Res>,
    pub str: Option<fn(&mut Vm, Value) -> Res>,
    pub format: Option<fn(&mut Vm, Value, Value) -> Res>,
    pub hash: HashSlot,
    /// `None` inside: NotImplemented. The first operand has the slot's kind.
    pub compare: Option<fn(&mut Vm, Compare, Value, Value) -> Res<Option<Value>>>,
    pub truth: Option<fn(&mut Vm, Value) -> Res<bool>>,
    pub len: Option<fn(&mut Vm, Value) -> Res<usize>>,
    pub get_item: Option<fn(&mut Vm, Value, Value) -> Res>,
    /// Stores, or deletes (`None`).
    pub set_item: Option<fn(&mut Vm, Value, Value, Option<Value>) -> Res<()>>,
    pub contains: Option<fn(&mut Vm, Value, Value) -> Res<bool>>,
    pub iter: Option<fn(&mut Vm, Value) -> Res>,
    /// The next item; `None`: exhausted.
    pub next: Option<fn(&mut Vm, Value) -> Res<Option<Value>>>,
    /// Called with (left, right) where either operand has the slot's kind; `None` inside: NotImplemented.
    pub binary: Option<fn(&mut Vm, BinOp, Value, Value) -> Res<Option<Value>>>,
    /// In-place forms, for mutable kinds.
    pub in_place: Option<fn(&mut Vm, BinOp, Value, Value) -> Res<Option<Value>>>,
    pub unary: Option<fn(&mut Vm, UnaryOp, Value) -> Res<Option<Value>>>,
    /// `__index__`.
    pub index: Option<fn(&mut Vm, Value) -> Res>,
    pub call: Option<fn(&mut Vm, Value, Args) -> Res>,
    /// Replaces the generic attribute look-up. `None` inside: no such attribute.
    pub get_attr: Option<fn(&mut Vm, Value, Value) -> Res<Option<Value>>>,
    /// Replaces the generic attribute store (`None`: delete).
    pub set_attr: Option<fn(&mut Vm, Value, Value, Option<Value>) -> Res<()>>,
    /// `__get__(descriptor, object or None, class)`.
    pub descr_get: Option<fn(&mut Vm, Value, Option<Value>, Value) -> Res>,
    /// `__set__` or `__delete__` (descriptor, object, value).
    pub descr_set: Option<fn(&mut Vm, Value, Value, Option<Value>) -> Res<()>>,
    /// `__new__(class, *args, **kwargs)`; the arguments do not include the class.
    pub new: Option<fn(&mut Vm, u32, Args) -> Res>,
    /// `__init__(self, *args, **kwargs)`; the arguments do not include self.
    pub init: Option<fn(&mut Vm, Value, Args) -> Res<()>>,
}

impl Slots {
    /// No slots: what a declaration starts from.
    pub const NONE: Slots = Slots {
        repr: None,
        str: None,
        format: None,
        hash: HashSlot::Identity,
        compare: None,
        truth: None,
        len: None,
        get_item: None,
        set_item: None,
        contains: None,
        iter: None,
        next: None,
        binary: None,
        in_place: None,
        unary: None,
        index: None,
        call: None,
        get_attr: None,
        set_attr: None,
        descr_get: None,
        descr_set: None,
        new: None,
        init: None,
    };
}

/// A native type.
pub struct TypeDef {
    pub kind: Kind,
    pub name: &'static str,
    pub module: &'static str,
    pub base: Kind,
    pub slots: Slots,
    /// Operators that `slots.binary` knows with this type on the left or right: they get `__add__`, `__radd__`, ….
    pub binary: &'static [BinOp],
    /// Operators that `slots.in_place` knows.
    pub in_place: &'static [BinOp],
    pub unary: &'static [UnaryOp],
    pub methods: &'static [Method],
    pub attributes: &'static [Attribute],
    /// Whether a class statement may derive from it.
    pub subclassable: bool,
    /// Whether plain instances have a `__dict__` (at the offset of the layout's `dict` field).
    pub has_dict: bool,
    pub doc: Option<&'static str>,
}

impl TypeDef {
    /// A type without anything: what a declaration starts from.
    pub const DEFAULT: TypeDef = TypeDef {
        kind: Kind::OBJECT,
        name: "",
        module: "builtins",
        base: Kind::OBJECT,
        slots: Slots::NONE,
        binary: &[],
        in_place: &[],
        unary: &[],
        methods: &[],
        attributes: &[],
        subclassable: false,
        has_dict: false,
        doc: None,
    };
}

/// A native module: created when first imported.
pub struct ModuleDef {
    pub name: &'static str,
    pub functions: &'static [Method],
    /// Types that are attributes of the module.
    pub types: &'static [Kind],
    /// Fills in constants and the like.
    pub init: Option<fn(&mut Vm, u32) -> Res<()>>,
    /// Python source that runs in the module's namespace after that.
    pub source: Option<&'static str>,
}
