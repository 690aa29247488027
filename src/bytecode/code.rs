//! The code object and its constants.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use num_bigint::BigInt;

use super::PyStr;

/// One compiled function, class body or module, with CPython 3.13's meaning of every field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CodeObject {
    /// Positional parameters, those without a name in calls included; `*args` is not.
    pub argcount: u32,
    /// How many of `argcount` are positional only.
    pub posonlyargcount: u32,
    pub kwonlyargcount: u32,
    /// Operand stack slots needed.
    pub stacksize: u32,
    /// Bits of [`code_flags`].
    pub flags: u32,
    /// Instructions in units of two bytes (opcode, operand), inline caches included and zero.
    pub code: Vec<u8>,
    pub consts: Vec<Const>,
    pub names: Vec<PyStr>,
    /// Names of the fast locals: variables (parameters first), then cells that are no variables, then free variables.
    pub localsplusnames: Vec<PyStr>,
    /// Bits of [`var_kind`], one entry a fast local.
    pub localspluskinds: Vec<u8>,
    pub filename: PyStr,
    pub name: PyStr,
    pub qualname: PyStr,
    pub firstlineno: i32,
    /// See [`super::locations`].
    pub linetable: Vec<u8>,
    /// See [`super::exceptions`].
    pub exceptiontable: Vec<u8>,
}

/// Bits of `co_flags`.
pub mod code_flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const FUTURE_DIVISION: u32 = 0x20000;
    pub const FUTURE_ABSOLUTE_IMPORT: u32 = 0x40000;
    pub const FUTURE_WITH_STATEMENT: u32 = 0x80000;
    pub const FUTURE_PRINT_FUNCTION: u32 = 0x100000;
    pub const FUTURE_UNICODE_LITERALS: u32 = 0x200000;
    pub const FUTURE_BARRY_AS_BDFL: u32 = 0x400000;
    pub const FUTURE_GENERATOR_STOP: u32 = 0x800000;
    pub const FUTURE_ANNOTATIONS: u32 = 0x1000000;
    pub const NO_MONITORING_EVENTS: u32 = 0x2000000;
}

/// Bits that say what a fast local is.
pub mod var_kind {
    /// Not in the namespace that `locals()` shows (comprehension variables of class and module bodies).
    pub const HIDDEN: u8 = 0x10;
    pub const LOCAL: u8 = 0x20;
    pub const CELL: u8 = 0x40;
    pub const FREE: u8 = 0x80;
}

impl CodeObject {
    fn names_of_kind(&self, kind: u8) -> impl Iterator<Item = &PyStr> {
        self.localsplusnames
            .iter()
            .zip(&self.localspluskinds)
            .filter(move |(_, k)| **k & kind != 0)
            .map(|(name, _)| name)
    }

    /// `co_varnames`.
    pub fn varnames(&self) -> impl Iterator<Item = &PyStr> {
        self.names_of_kind(var_kind::LOCAL)
    }

    /// `co_cellvars`.
    pub fn cellvars(&self) -> impl Iterator<Item = &PyStr> {
        self.names_of_kind(var_kind::CELL)
    }

    /// `co_freevars`.
    pub fn freevars(&self) -> impl Iterator<Item = &PyStr> {
        self.names_of_kind(var_kind::FREE)
    }
}

/// A constant.
///
/// Equality and hashing are those of constant merging: type, value, sign of zeros and bits of NaNs all count
/// (`0`, `0.0`, `-0.0` and `False` are four constants). Frozen sets compare regardless of order.
#[derive(Clone, Debug)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    /// Only values that do not fit `i64`; make them through [`Const::from_bigint`].
    BigInt(BigInt),
    Float(f64),
    /// Real and imaginary part.
    Complex(f64, f64),
    Str(PyStr),
    Bytes(Vec<u8>),
    Tuple(Vec<Const>),
    /// Elements distinct, in the order of the source.
    FrozenSet(Vec<Const>),
    Code(Rc<CodeObject>),
}

impl Const {
    /// The integer in its one representation.
    pub fn from_bigint(value: BigInt) -> Const {
        match i64::try_from(&value) {
            Ok(small) => Const::Int(small),
            Err(_) => Const::BigInt(value),
        }
    }

    pub fn from_bool(value: bool) -> Const {
        if value { Const::True } else { Const::False }
    }

    /// What `bool()` gives.
    pub fn truth(&self) -> bool {
        match self {
            Const::None | Const::False => false,
            Const::True | Const::Ellipsis | Const::BigInt(_) | Const::Code(_) => true,
            Const::Int(value) => *value != 0,
            Const::Float(value) => *value != 0.0,
            Const::Complex(real, imag) => *real != 0.0 || *imag != 0.0,
            Const::Str(text) => !text.is_empty(),
            Const::Bytes(bytes) => !bytes.is_empty(),
            Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
        }
    }
}

impl PartialEq for Const {
    fn eq(&self, other: &Const) -> bool {
        use Const::*;
        match (self, other) {
            (None, None) | (True, True) | (False, False) | (Ellipsis, Ellipsis) => true,
            (Int(a), Int(b)) => a == b,
            (BigInt(a), BigInt(b)) => a == b,
            (Float(a), Float(b)) => a.to_bits() == b.to_bits(),
            (Complex(a, b), Complex(c, d)) => a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits(),
            (Str(a), Str(b)) => a == b,
            (Bytes(a), Bytes(b)) => a == b,
            (Tuple(a), Tuple(b)) => a == b,
            (FrozenSet(a), FrozenSet(b)) => a == b || same_elements(a, b),
            (Code(a), Code(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Const {}

/// Whether two lists of distinct values hold the same ones.
fn same_elements(a: &[Const], b: &[Const]) -> bool {
    const FEW: usize = 16;
    if a.len() != b.len() {
        return false;
    }
    if a.len() <= FEW {
        return a.iter().all(|item| b.contains(item));
    }
    let b: HashSet<&Const> = b.iter().collect();
    a.iter().all(|item| b.contains(item))
}

impl Hash for Const {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Const::None | Const::True | Const::False | Const::Ellipsis => {}
            Const::Int(value) => value.hash(state),
            Const::BigInt(value) => value.hash(state),
            Const::Float(value) => value.to_bits().hash(state),
            Const::Complex(real, imag) => (real.to_bits(), imag.to_bits()).hash(state),
            Const::Str(text) => text.hash(state),
            Const::Bytes(bytes) => bytes.hash(state),
            Const::Tuple(items) => items.hash(state),
            // Order must not count.
            Const::FrozenSet(items) => {
                let hash = |item: &Const| {
                    let mut hasher = DefaultHasher::new();
                    item.hash(&mut hasher);
                    hasher.finish()
                };
                items.iter().map(hash).fold(items.len() as u64, u64::wrapping_add).hash(state);
            }
            // Enough to tell apart, without walking nested code. Many on one line differ in their columns only.
            Const::Code(code) => (&code.name, code.firstlineno, &code.code, &code.linetable).hash(state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_tells_types_and_signs_apart() {
        let zeros =
            [Const::Int(0), Const::False, Const::Float(0.0), Const::Float(-0.0), Const::Complex(0.0, -0.0)];
        for (i, a) in zeros.iter().enumerate() {
            for (j, b) in zeros.iter().enumerate() {
                assert_eq!(a == b, i == j);
            }
        }
        let set = |items: &[i64]| Const::FrozenSet(items.iter().map(|&i| Const::Int(i)).collect());
        assert_eq!(set(&[1, 2]), set(&[2, 1]));
        assert_eq!(Const::from_bigint(BigInt::from(5)), Const::Int(5));
    }
}
