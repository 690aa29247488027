//! Strings' characters as slices, and the trait that lets one algorithm serve the three widths.

use crate::heap::bounds::{PIECE, pieces, tick};

/// One character as a string stores it: 1, 2 or 4 bytes, little-endian.
pub trait Unit: Copy + PartialEq + Eq {
    /// log2 of the bytes it takes.
    const SHIFT: u32;
    /// The code point.
    fn point(self) -> u32;
    /// The unit for `point`, if it is wide enough.
    fn of(point: u32) -> Option<Self>;
    /// The first `needle` in `hay`.
    fn find_one(hay: &[Self], needle: Self) -> Option<usize> {
        hay.iter().position(|unit| *unit == needle)
    }
    /// The last `needle` in `hay`.
    fn rfind_one(hay: &[Self], needle: Self) -> Option<usize> {
        hay.iter().rposition(|unit| *unit == needle)
    }
    /// The units as bytes, where a unit is one.
    fn as_latin1(_: &[Self]) -> Option<&[u8]> {
        None
    }
    /// The units of `chars`, if it has this width.
    fn borrow(chars: Chars<'_>) -> Option<&[Self]>;
    /// The units as bytes.
    fn flat(units: &[Self]) -> &[u8];
}

impl Unit for u8 {
    const SHIFT: u32 = 0;
    #[inline(always)]
    fn point(self) -> u32 {
        self as u32
    }
    #[inline(always)]
    fn of(point: u32) -> Option<Self> {
        point.try_into().ok()
    }
    #[inline(always)]
    fn find_one(hay: &[Self], needle: Self) -> Option<usize> {
        memchr::memchr(needle, hay)
    }
    #[inline(always)]
    fn rfind_one(hay: &[Self], needle: Self) -> Option<usize> {
        memchr::memrchr(needle, hay)
    }
    #[inline(always)]
    fn as_latin1(units: &[Self]) -> Option<&[u8]> {
        Some(units)
    }
    #[inline(always)]
    fn borrow(chars: Chars<'_>) -> Option<&[Self]> {
        if let Chars::One(units) = chars { Some(units) } else { None }
    }
    #[inline(always)]
    fn flat(units: &[Self]) -> &[u8] {
        units
    }
}

impl Unit for [u8; 2] {
    const SHIFT: u32 = 1;
    #[inline(always)]
    fn point(self) -> u32 {
        u16::from_le_bytes(self) as u32
    }
    #[inline(always)]
    fn of(point: u32) -> Option<Self> {
        u16::try_from(point).ok().map(u16::to_le_bytes)
    }
    #[inline(always)]
    fn borrow(chars: Chars<'_>) -> Option<&[Self]> {
        if let Chars::Two(units) = chars { Some(units) } else { None }
    }
    #[inline(always)]
    fn flat(units: &[Self]) -> &[u8] {
        units.as_flattened()
    }
}

impl Unit for [u8; 4] {
    const SHIFT: u32 = 2;
    #[inline(always)]
    fn point(self) -> u32 {
        u32::from_le_bytes(self)
    }
    #[inline(always)]
    fn of(point: u32) -> Option<Self> {
        Some(point.to_le_bytes())
    }
    #[inline(always)]
    fn borrow(chars: Chars<'_>) -> Option<&[Self]> {
        if let Chars::Four(units) = chars { Some(units) } else { None }
    }
    #[inline(always)]
    fn flat(units: &[Self]) -> &[u8] {
        units.as_flattened()
    }
}

/// The characters of a string, in its width.
#[derive(Clone, Copy, Debug)]
pub enum Chars<'a> {
    One(&'a [u8]),
    Two(&'a [[u8; 2]]),
    Four(&'a [[u8; 4]]),
}

/// Runs one expression for whichever width `$chars` has.
macro_rules! each_width {
    ($chars:expr, $units:ident => $body:expr) => {
        match $chars {
            $crate::objects::str::view::Chars::One($units) => $body,
            $crate::objects::str::view::Chars::Two($units) => $body,
            $crate::objects::str::view::Chars::Four($units) => $body,
        }
    };
}
pub(crate) use each_width;

impl<'a> Chars<'a> {
    /// `bytes` as units of `1 << shift` bytes.
    #[inline(always)]
    pub fn from_bytes(bytes: &'a [u8], shift: u32) -> Chars<'a> {
        match shift {
            0 => Chars::One(bytes),
            1 => Chars::Two(bytes.as_chunks().0),
            _ => Chars::Four(bytes.as_chunks().0),
        }
    }

    /// Number of characters.
    #[inline(always)]
    pub fn len(self) -> usize {
        each_width!(self, s => s.len())
    }

    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// log2 of the bytes a character.
    #[inline(always)]
    pub fn shift(self) -> u32 {
        match self {
            Chars::One(_) => 0,
            Chars::Two(_) => 1,
            Chars::Four(_) => 2,
        }
    }

    /// The code point at `i`, which is below the length.
    #[inline(always)]
    pub fn at(self, i: usize) -> u32 {
        self.get(i).unwrap_or(0)
    }

    /// The code point at `i`.
    #[inline(always)]
    pub fn get(self, i: usize) -> Option<u32> {
        each_width!(self, s => s.get(i).map(|unit| unit.point()))
    }

    /// The characters from `start` up to `end`, both clipped to the length.
    #[inline(always)]
    pub fn slice(self, start: usize, end: usize) -> Chars<'a> {
        let end = end.min(self.len());
        let start = start.min(end);
        match self {
            Chars::One(s) => Chars::One(&s[start..end]),
            Chars::Two(s) => Chars::Two(&s[start..end]),
            Chars::Four(s) => Chars::Four(&s[start..end]),
        }
    }

    /// The code points.
    pub fn points(self) -> Points<'a> {
        Points { chars: self, next: 0, end: self.len() }
    }

    /// All code points or-ed together: below 0x80, 0x100 or 0x10000 exactly if all of them are.
    pub fn bits(self) -> u32 {
        match self {
            Chars::One(s) => {
                if is_ascii(s) {
                    0x7F
                } else {
                    0xFF
                }
            }
            Chars::Two(s) => pieces(s).flatten().fold(0, |bits, unit| bits | unit.point()),
            Chars::Four(s) => pieces(s).flatten().fold(0, |bits, unit| bits | unit.point()),
        }
    }

    /// Whether the same characters come in the same order.
    pub fn equals(self, other: Chars<'_>) -> bool {
        match (self, other) {
            (Chars::One(a), Chars::One(b)) => same_bytes(a, b),
            (Chars::Two(a), Chars::Two(b)) => same_bytes(a.as_flattened(), b.as_flattened()),
            (Chars::Four(a), Chars::Four(b)) => same_bytes(a.as_flattened(), b.as_flattened()),
            _ => self.len() == other.len() && self.points().eq(other.points()),
        }
    }

    /// Order by code points.
    pub fn compare(self, other: Chars<'_>) -> std::cmp::Ordering {
        match (self, other) {
            (Chars::One(a), Chars::One(b)) => compare_bytes(a, b),
            _ => self.points().cmp(other.points()),
        }
    }

    /// As Rust text; lone surrogates become U+FFFD.
    pub fn to_text(self) -> String {
        if let Chars::One(s) = self
            && is_ascii(s)
            && let Ok(ascii) = std::str::from_utf8(s)
        {
            return ascii.to_owned();
        }
        self.points().map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }
}

/// Whether all bytes are below 0x80, of what may be long.
#[inline]
pub fn is_ascii(bytes: &[u8]) -> bool {
    pieces(bytes).all(<[u8]>::is_ascii)
}

/// Whether two strings of bytes, which may be long, are the same.
#[inline]
pub fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && pieces(a).zip(b.chunks(PIECE)).all(|(a, b)| a == b)
}

/// The order of two strings of bytes, which may be long.
#[inline]
pub fn compare_bytes(a: &[u8], b: &[u8]) -> std::cmp::Ordering {
    let different = pieces(a).zip(b.chunks(PIECE)).map(|(a, b)| a.cmp(b)).find(|order| order.is_ne());
    different.unwrap_or(a.len().cmp(&b.len()))
}

/// Iterator over code points.
#[derive(Clone)]
pub struct Points<'a> {
    chars: Chars<'a>,
    next: usize,
    end: usize,
}

impl Iterator for Points<'_> {
    type Item = u32;

    #[inline(always)]
    fn next(&mut self) -> Option<u32> {
        if self.next >= self.end {
            return None;
        }
        self.next += 1;
        if self.next.is_multiple_of(PIECE) {
            tick(PIECE as u64 >> 4);
        }
        self.chars.get(self.next - 1)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

impl DoubleEndedIterator for Points<'_> {
    #[inline(always)]
    fn next_back(&mut self) -> Option<u32> {
        if self.next >= self.end {
            return None;
        }
        self.end -= 1;
        if self.end.is_multiple_of(PIECE) {
            tick(PIECE as u64 >> 4);
        }
        self.chars.get(self.end)
    }
}

impl ExactSizeIterator for Points<'_> {}

/// log2 of the bytes that a character needs when `bits` is the or of all code points.
#[inline(always)]
pub fn shift_for(bits: u32) -> u32 {
    (bits > 0xFF) as u32 + (bits > 0xFFFF) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_compare_by_code_points() {
        let two: Vec<[u8; 2]> = "a\u{100}".chars().map(|c| (c as u16).to_le_bytes()).collect();
        let one = Chars::One(b"a\xff");
        assert!(one.compare(Chars::Two(&two)).is_lt());
        assert!(Chars::Two(&two).equals(Chars::Four(&[[b'a', 0, 0, 0], [0, 1, 0, 0]])));
        assert_eq!(Chars::Two(&two).to_text(), "a\u{100}");
        assert_eq!(Chars::Two(&two).bits(), 0x161);
    }

    #[test]
    fn points_go_both_ways() {
        let chars = Chars::One(b"abc");
        assert_eq!(chars.points().rev().collect::<Vec<_>>(), [99, 98, 97]);
        assert_eq!(chars.slice(1, 9).len(), 2);
        assert_eq!(chars.slice(5, 2).len(), 0);
    }
}
