//! Values: 64-bit self-tagging words.
//!
//! | low bits | meaning |
//! |---|---|
//! | `…1`  | an integer of 63 bits: `(n << 1) \| 1` |
//! | `…10` | a float: `rotate_left(bits + 0x1000_0000_0000_0000, 3)`, for exponents 0x300 to 0x4FF |
//! | `…00` | the offset of a heap object |
//!
//! The word 0 is "no value", so `Option<Value>` and `Result<Value, Raised>` are one word.

use std::num::NonZeroU64;

/// A Python value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(NonZeroU64);

/// Added to a float's bits before they are rotated: maps the favoured exponents onto the tag.
pub const FLOAT_BIAS: u64 = 0x1000_0000_0000_0000;
/// The largest integer that fits a tagged word.
pub const INT_MAX: i64 = (1 << 62) - 1;
/// The smallest integer that fits a tagged word.
pub const INT_MIN: i64 = -(1 << 62);

impl Value {
    /// The value that `word` encodes; `None` for 0.
    #[inline(always)]
    pub const fn from_word(word: u64) -> Option<Value> {
        match NonZeroU64::new(word) {
            Some(word) => Some(Value(word)),
            None => None,
        }
    }

    /// The object at a non-zero `offset` (a multiple of 8).
    #[inline(always)]
    pub const fn object(offset: u32) -> Value {
        match NonZeroU64::new(offset as u64) {
            Some(word) => Value(word),
            // Offset 0 is never an object: a caller that read it from a damaged heap gets None's object.
            None => super::statics::NONE,
        }
    }

    /// `n` as a tagged integer, if it fits 63 bits.
    #[inline(always)]
    pub const fn small_int(n: i64) -> Option<Value> {
        if n >= INT_MIN && n <= INT_MAX { Some(Value::int(n)) } else { None }
    }

    /// `n` as a tagged integer; the caller knows that it fits 63 bits.
    #[inline(always)]
    pub const fn int(n: i64) -> Value {
        match NonZeroU64::new(((n as u64) << 1) | 1) {
            Some(word) => Value(word),
            None => unreachable!(),
        }
    }

    /// `x` as a tagged float, if its exponent is in the favoured range.
    #[inline(always)]
    pub fn small_float(x: f64) -> Option<Value> {
        let word = x.to_bits().wrapping_add(FLOAT_BIAS).rotate_left(3);
        if word & 3 == 2 { Value::from_word(word) } else { None }
    }

    /// The word.
    #[inline(always)]
    pub const fn word(self) -> u64 {
        self.0.get()
    }

    /// Whether this is a tagged integer.
    #[inline(always)]
    pub const fn is_small_int(self) -> bool {
        self.word() & 1 == 1
    }

    /// The tagged integer's value.
    #[inline(always)]
    pub const fn as_small_int(self) -> Option<i64> {
        if self.is_small_int() { Some(self.word() as i64 >> 1) } else { None }
    }

    /// Whether this is a tagged float.
    #[inline(always)]
    pub const fn is_small_float(self) -> bool {
        self.word() & 3 == 2
    }

    /// The tagged float's value.
    #[inline(always)]
    pub fn as_small_float(self) -> Option<f64> {
        if self.is_small_float() {
            Some(f64::from_bits(self.word().rotate_right(3).wrapping_sub(FLOAT_BIAS)))
        } else {
            None
        }
    }

    /// Whether this is the offset of a heap object.
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.word() & 3 == 0
    }

    /// The heap object's offset; `None` for tagged values.
    #[inline(always)]
    pub const fn as_object(self) -> Option<u32> {
        if self.is_object() { Some(self.word() as u32) } else { None }
    }

    /// The word's low half: the object's offset where the caller has already seen that it is one.
    #[inline(always)]
    pub const fn offset(self) -> u32 {
        self.word() as u32
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.as_small_int(), self.as_small_float()) {
            (Some(n), _) => write!(f, "int({n})"),
            (_, Some(x)) => write!(f, "float({x})"),
            _ => write!(f, "object({:#x})", self.offset()),
        }
    }
}

/// A Python exception is pending in the VM (`Vm::pending`). It carries nothing, so that
/// `Result<Value, Raised>` is one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised;

/// What an operation that may raise gives.
pub type Res<T = Value> = Result<T, Raised>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_one_word() {
        assert_eq!(size_of::<Option<Value>>(), 8);
        assert_eq!(size_of::<Res>(), 8);
    }

    #[test]
    fn ints_round_trip_at_the_limits() {
        for n in [0, 1, -1, INT_MAX, INT_MIN] {
            assert_eq!(Value::small_int(n).and_then(Value::as_small_int), Some(n));
        }
        assert_eq!(Value::small_int(INT_MAX + 1), None);
        assert_eq!(Value::small_int(INT_MIN - 1), None);
    }

    #[test]
    fn floats_round_trip_where_the_exponent_is_favoured() {
        for x in [1.0, -1.5, 3e70, -1e-70, std::f64::consts::PI, f64::from_bits(0x3000 << 48)] {
            assert_eq!(Value::small_float(x).and_then(Value::as_small_float), Some(x));
        }
        for x in [0.0, -0.0, f64::INFINITY, f64::NAN, 1e-80, 1e90, f64::MIN_POSITIVE] {
            assert_eq!(Value::small_float(x), None, "{x}");
        }
    }
}
