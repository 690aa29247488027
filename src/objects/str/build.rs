//! Building strings: a buffer that starts narrow and widens when a character asks for it.

use super::view::{Chars, Unit, each_width, shift_for};
use crate::heap::Res;
use crate::heap::bounds::{every, has_room, tick};
use crate::vm::Vm;

/// A growing string outside the heap.
pub struct StrBuf {
    units: Units,
    /// The or of all code points.
    bits: u32,
    /// Whether it would have grown beyond what the program may have: then it is cut off, and makes no string.
    full: bool,
}

enum Units {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Default for StrBuf {
    fn default() -> Self {
        Self::new()
    }
}

impl StrBuf {
    pub fn new() -> StrBuf {
        StrBuf { units: Units::One(Vec::new()), bits: 0, full: false }
    }

    /// With room for `len` characters.
    pub fn with_capacity(len: usize) -> StrBuf {
        let mut buf = StrBuf::new();
        if buf.has_room(len) {
            buf.units = Units::One(Vec::with_capacity(len));
        }
        buf
    }

    /// Characters so far.
    pub fn len(&self) -> usize {
        match &self.units {
            Units::One(units) => units.len(),
            Units::Two(units) => units.len(),
            Units::Four(units) => units.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The characters as bytes, if all are below 0x100.
    pub fn into_latin1(self) -> Option<Vec<u8>> {
        match self.units {
            Units::One(units) => Some(units),
            _ => None,
        }
    }

    /// The code points so far.
    pub fn points(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len()).map(|i| match &self.units {
            Units::One(units) => units[i] as u32,
            Units::Two(units) => units[i] as u32,
            Units::Four(units) => units[i],
        })
    }

    /// Whether `more` characters fit; notes it if not.
    #[inline(always)]
    fn has_room(&mut self, more: usize) -> bool {
        let (len, cap, size) = match &self.units {
            Units::One(units) => (units.len(), units.capacity(), 1),
            Units::Two(units) => (units.len(), units.capacity(), 2),
            Units::Four(units) => (units.len(), units.capacity(), 4),
        };
        if more <= cap - len {
            return true;
        }
        self.may_grow(len.saturating_add(more).max(cap * 2), cap, size)
    }

    /// A buffer of `wanted` characters beside the old one of `cap`, and a string as long: they must fit.
    #[cold]
    fn may_grow(&mut self, wanted: usize, cap: usize, size: usize) -> bool {
        const SMALL: usize = 1 << 14;
        let bytes = wanted.saturating_add(cap).saturating_mul(size);
        self.full |= bytes > SMALL && !has_room(bytes);
        tick(cap as u64 >> 6);
        !self.full
    }

    /// Appends a code point.
    #[inline(always)]
    pub fn push(&mut self, point: u32) {
        if !self.has_room(1) {
            return;
        }
        self.bits |= point;
        match &mut self.units {
            Units::One(units) if point < 0x100 => units.push(point as u8),
            Units::Two(units) if point < 0x1_0000 => units.push(point as u16),
            Units::Four(units) => units.push(point),
            _ => self.push_wide(point),
        }
    }

    #[cold]
    fn push_wide(&mut self, point: u32) {
        // Widening makes a buffer of four bytes a character at most.
        if !self.may_grow(self.len() + 1, self.len(), 4) {
            return;
        }
        self.widen(shift_for(point));
        match &mut self.units {
            Units::One(units) => units.push(point as u8),
            Units::Two(units) => units.push(point as u16),
            Units::Four(units) => units.push(point),
        }
    }

    /// Makes room for characters of `1 << shift` bytes.
    fn widen(&mut self, shift: u32) {
        self.units = match (std::mem::replace(&mut self.units, Units::One(Vec::new())), shift) {
            (Units::One(units), 1) => Units::Two(units.into_iter().map(u16::from).collect()),
            (Units::One(units), 2) => Units::Four(units.into_iter().map(u32::from).collect()),
            (Units::Two(units), 2) => Units::Four(units.into_iter().map(u32::from).collect()),
            (units, _) => units,
        };
    }

    /// Appends `text`.
    pub fn push_str(&mut self, text: &str) {
        if !self.has_room(text.len()) {
            return;
        }
        if let (Units::One(units), true) = (&mut self.units, text.is_ascii()) {
            units.extend_from_slice(text.as_bytes());
            self.bits |= 0x7F;
        } else {
            for c in text.chars() {
                self.push(c as u32);
            }
        }
    }

    /// Appends characters.
    pub fn push_chars(&mut self, chars: Chars<'_>) {
        if !self.has_room(chars.len()) {
            return;
        }
        if let (Units::One(units), Chars::One(s)) = (&mut self.units, chars) {
            units.extend_from_slice(s);
            self.bits |= chars.bits();
        } else {
            each_width!(chars, s => s.iter().for_each(|unit| self.push(unit.point())));
        }
    }

    /// Appends `point` `count` times.
    pub fn push_repeated(&mut self, point: u32, count: usize) {
        if !self.has_room(count) {
            return;
        }
        match &mut self.units {
            Units::One(units) if point < 0x100 => {
                self.bits |= point;
                units.resize(units.len() + count, point as u8);
            }
            _ => (0..count).for_each(|_| self.push(point)),
        }
    }
}

impl Vm {
    /// The string in `buf`.
    pub fn new_str_buf(&mut self, buf: &StrBuf) -> Res {
        if buf.full {
            return Err(self.memory_error());
        }
        match &buf.units {
            Units::One(units) => self.new_str_latin1(units),
            Units::Two(units) => {
                let (len, shift) = (units.len(), shift_for(buf.bits));
                self.build_str(len, shift, buf.bits, units.iter().map(|unit| *unit as u32))
            }
            Units::Four(units) => {
                let (len, shift) = (units.len(), shift_for(buf.bits));
                self.build_str(len, shift, buf.bits, units.iter().copied())
            }
        }
    }

    /// A string of `len` points, whose or is `bits`.
    pub(super) fn build_str(
        &mut self,
        len: usize,
        shift: u32,
        bits: u32,
        points: impl Iterator<Item = u32>,
    ) -> Res {
        let mut points = points;
        if len <= 1 && bits < 0x100 {
            let Some(point) = points.next() else { return Ok(crate::heap::statics::EMPTY_STR) };
            return Ok(crate::heap::statics::char_str(point as u8));
        }
        let s = self.alloc_str(len, shift, bits < 0x80)?;
        let data = s.body();
        let points = points.take(len).zip((0u32..).inspect(|i| every(*i)));
        match shift {
            0 => points.for_each(|(point, i)| self.heap.set_u8(data + i, point as u8)),
            1 => points.for_each(|(point, i)| self.heap.set_u16(data + i * 2, point as u16)),
            _ => points.for_each(|(point, i)| self.heap.set_u32(data + i * 4, point)),
        }
        Ok(s.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_widen_as_needed() {
        let mut buf = StrBuf::new();
        buf.push_str("ab");
        buf.push(0xE9);
        assert!(matches!(buf.units, Units::One(_)));
        buf.push(0x1F600);
        assert!(matches!(buf.units, Units::Four(_)));
        buf.push_chars(Chars::One(b"z"));
        assert_eq!(buf.len(), 5);
        assert_eq!(shift_for(buf.bits), 2);
    }
}
