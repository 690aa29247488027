//! Strings in the heap: creation, interning, hashing, equality, concatenation.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::view::{Chars, Unit, each_width, is_ascii, same_bytes, shift_for};
use crate::heap::bounds::tick;
use crate::heap::layout::{Dict, Str};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Memory, OutOfMemory, Res, Value};
use crate::objects::dict;
use crate::vm::Vm;

/// Bits of [`Str::state`]: log2 of the bytes a character.
pub const SHIFT: u32 = 3;
/// Every character is below 0x80.
pub const ASCII: u32 = 4;
/// The string is its own representative: two interned strings are equal only if they are the same object.
pub const INTERNED: u32 = 8;
/// The characters do not follow the header but lie at the start of a buffer, whose offset is at +16 (see [`buffer`]).
pub use crate::heap::gc::STR_SHARED as SHARED;

/// Buffers of shared strings: how `s += t` in a loop takes time in proportion to what it builds.
///
/// Appending to a long string makes a string whose characters lie in a buffer with room to spare: `cap: u32` and
/// `used: u32`, in bytes, then the characters. The next append to that string finds that its end is where the buffer's
/// used part ends, adds there, and makes a new header. The old string is a prefix of the buffer and stays what it was;
/// appending to it a second time copies, since the room behind it is taken.
mod buffer {
    /// Bytes in front of the characters.
    pub const HEADER: u32 = 8;
    /// Size of a shared string's own cell.
    pub const STRING: u32 = 32;
    /// Strings of fewer bytes are copied: that is faster.
    pub const LEAST: u32 = 1024;
}

/// The longest string, in bytes of characters.
const MAX_BYTES: u64 = 0xF000_0000;

impl Str {
    /// log2 of the bytes a character.
    #[inline(always)]
    pub fn shift(self, m: &Memory) -> u32 {
        (self.state(m) & SHIFT).min(2)
    }

    /// Whether every character is below 0x80.
    #[inline(always)]
    pub fn is_ascii(self, m: &Memory) -> bool {
        self.state(m) & ASCII != 0
    }

    /// Where the characters lie.
    #[inline(always)]
    pub fn data(self, m: &Memory) -> u32 {
        if self.state(m) & SHARED == 0 {
            self.body()
        } else {
            m.u32(self.body()).wrapping_add(buffer::HEADER)
        }
    }

    /// Where the characters of a string lie that is not shared: of one just allocated.
    #[inline(always)]
    pub fn body(self) -> u32 {
        self.0.wrapping_add(Str::SIZE)
    }

    /// The characters as stored.
    #[inline(always)]
    pub fn bytes(self, m: &Memory) -> &[u8] {
        let bytes = (self.len(m) as u64) << self.shift(m);
        m.bytes(self.data(m), bytes.min(u32::MAX as u64) as u32)
    }

    /// The characters.
    #[inline(always)]
    pub fn chars(self, m: &Memory) -> Chars<'_> {
        Chars::from_bytes(self.bytes(m), self.shift(m))
    }

    /// The character at `i`, which is below the length.
    #[inline(always)]
    pub fn char_at(self, m: &Memory, i: u32) -> u32 {
        let data = self.data(m);
        match self.shift(m) {
            0 => m.u8(data.wrapping_add(i)) as u32,
            1 => m.u16(data.wrapping_add(i.wrapping_mul(2))) as u32,
            _ => m.u32(data.wrapping_add(i.wrapping_mul(4))),
        }
    }
}

/// Fills in the static strings: `''` and those of one Latin-1 character. Needs nothing but the heap.
pub fn init_statics(vm: &mut Vm) {
    let empty = Str(statics::EMPTY_STR.offset());
    vm.heap.set_u32(empty.0, Kind::STR.class());
    empty.set_state(&mut vm.heap, ASCII | INTERNED);
    empty.set_len(&mut vm.heap, 0);
    for c in 0..=255u8 {
        let s = Str(statics::char_str(c).offset());
        vm.heap.set_u32(s.0, Kind::STR.class());
        s.set_state(&mut vm.heap, INTERNED | if c < 0x80 { ASCII } else { 0 });
        s.set_len(&mut vm.heap, 1);
        let hash = vm.hash_bytes(&[c]);
        s.set_hash(&mut vm.heap, hash);
        vm.heap.set_u64(s.0 + Str::SIZE, c as u64);
    }
}

impl Vm {
    /// A string of `len` characters of `1 << shift` bytes, its content undefined. Not for lengths of which there is a
    /// static string.
    #[inline(always)]
    pub(crate) fn alloc_str(&mut self, len: usize, shift: u32, ascii: bool) -> Res<Str> {
        let bytes = (len as u64) << shift;
        if len as u64 > MAX_BYTES || bytes > MAX_BYTES {
            return Err(self.memory_error());
        }
        match self.heap.alloc(Str::SIZE + bytes as u32) {
            Ok(cell) => {
                let s = Str(cell);
                self.heap.set_u32(cell, Kind::STR.class());
                s.set_state(&mut self.heap, shift | if ascii { ASCII } else { 0 });
                s.set_len(&mut self.heap, len as u32);
                s.set_hash(&mut self.heap, 0);
                Ok(s)
            }
            Err(OutOfMemory) => Err(self.memory_error()),
        }
    }

    /// A string from Rust text.
    pub fn new_str(&mut self, text: &str) -> Res {
        if is_ascii(text.as_bytes()) {
            return self.new_str_ascii(text.as_bytes());
        }
        let (mut bits, mut len) = (0, 0);
        for c in text.chars() {
            bits |= c as u32;
            len += 1;
        }
        self.build_str(len, shift_for(bits), bits, text.chars().map(|c| c as u32))
    }

    /// A string from bytes that are all below 0x80.
    #[inline]
    pub(crate) fn new_str_ascii(&mut self, bytes: &[u8]) -> Res {
        match bytes {
            [] => Ok(statics::EMPTY_STR),
            [c] => Ok(statics::char_str(*c)),
            _ => {
                let s = self.alloc_str(bytes.len(), 0, true)?;
                self.heap.write(s.0 + Str::SIZE, bytes);
                Ok(s.value())
            }
        }
    }

    /// A string of Latin-1 characters, one a byte.
    pub fn new_str_latin1(&mut self, bytes: &[u8]) -> Res {
        match bytes {
            [] => Ok(statics::EMPTY_STR),
            [c] => Ok(statics::char_str(*c)),
            _ => {
                let s = self.alloc_str(bytes.len(), 0, is_ascii(bytes))?;
                self.heap.write(s.0 + Str::SIZE, bytes);
                Ok(s.value())
            }
        }
    }

    /// A string of code points; lone surrogates are allowed, what is above 0x10FFFF becomes U+FFFD.
    pub fn new_str_points(&mut self, points: &[u32]) -> Res {
        let valid = |point: &u32| if *point <= 0x10_FFFF { *point } else { 0xFFFD };
        let bits = points.iter().map(valid).fold(0, |bits, point| bits | point);
        self.build_str(points.len(), shift_for(bits), bits, points.iter().map(valid))
    }

    /// A string of one code point.
    pub fn new_str_point(&mut self, point: u32) -> Res {
        match u8::try_from(point) {
            Ok(c) => Ok(statics::char_str(c)),
            Err(_) => self.new_str_points(&[point]),
        }
    }

    /// The interned string `text`.
    pub fn intern(&mut self, text: &str) -> Res {
        let s = self.new_str(text)?;
        self.intern_value(s)
    }

    /// The interned string equal to `s`: `s` itself if it is the first. Of a subclass's instance, a plain string.
    pub fn intern_value(&mut self, s: Value) -> Res {
        if !self.is_str(s) {
            let actual = self.type_name(s);
            return Err(self.type_error(format!("attribute name must be string, not '{actual}'")));
        }
        let s = self.exact_str(s)?;
        let view = Str(s.offset());
        if view.state(&self.heap) & INTERNED != 0 {
            return Ok(s);
        }
        let mut interned = STATE.interned(&self.heap);
        if interned == 0 {
            interned = dict::new(self)?.0;
            STATE.set_interned(&mut self.heap, interned);
        }
        // Long ones are counted, and it is kept for what follows.
        self.str_hash(s)?;
        if let Some(known) = dict::get_str(self, Dict(interned), s) {
            return Ok(known);
        }
        dict::insert_str(self, Dict(interned), s, s)?;
        let state = view.state(&self.heap) | INTERNED;
        view.set_state(&mut self.heap, state);
        Ok(s)
    }

    /// `s` as a plain string: itself, or a copy if it is an instance of a subclass.
    #[inline(always)]
    pub fn exact_str(&mut self, s: Value) -> Res {
        if self.is_exact(s, Kind::STR) { Ok(s) } else { self.str_slice(s, 0, u32::MAX) }
    }

    /// Whether `v` is a string, of a subclass too.
    #[inline(always)]
    pub fn is_str(&self, v: Value) -> bool {
        v.is_object() && (self.class_of(v) == Kind::STR.class() || self.kind_of(v) == Kind::STR)
    }

    /// The string behind `v`, if it is one.
    #[inline(always)]
    pub fn as_str(&self, v: Value) -> Option<Str> {
        if self.is_str(v) { Some(Str(v.offset())) } else { None }
    }

    /// The characters of a string.
    #[inline(always)]
    pub fn chars(&self, s: Value) -> Chars<'_> {
        Str(s.offset()).chars(&self.heap)
    }

    /// Whether two strings are equal.
    #[inline(always)]
    pub fn str_eq(&self, a: Value, b: Value) -> bool {
        if a == b {
            return true;
        }
        let (a, b, m) = (Str(a.offset()), Str(b.offset()), &self.heap.memory);
        if a.len(m) != b.len(m) {
            return false;
        }
        let (sa, sb) = (a.state(m), b.state(m));
        if sa & sb & INTERNED != 0 || (sa ^ sb) & (SHIFT | ASCII) != 0 {
            return false;
        }
        let (ha, hb) = (a.hash(m), b.hash(m));
        if ha != 0 && hb != 0 && ha != hb {
            return false;
        }
        same_bytes(a.bytes(m), b.bytes(m))
    }

    /// `hash()` of a string, kept in the object.
    #[inline(always)]
    pub fn str_hash(&mut self, s: Value) -> Res<u64> {
        match Str(s.offset()).hash(&self.heap) {
            0 => self.str_first_hash(Str(s.offset())),
            hash => Ok(hash),
        }
    }

    #[inline(never)]
    fn str_first_hash(&mut self, s: Str) -> Res<u64> {
        let (data, bytes) = (s.data(&self.heap), s.bytes(&self.heap).len());
        let hash = self.hash_span(data, bytes as u32)?;
        s.set_hash(&mut self.heap, hash);
        Ok(hash)
    }

    /// A string as Rust text; lone surrogates become U+FFFD.
    pub fn str_to_string(&self, s: Value) -> String {
        self.chars(s).to_text()
    }

    /// As [`Self::str_to_string`], but without a copy where the string is ASCII.
    pub fn str_text(&self, s: Value) -> Cow<'_, str> {
        let view = Str(s.offset());
        if view.is_ascii(&self.heap)
            && let Ok(text) = std::str::from_utf8(view.bytes(&self.heap))
        {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.str_to_string(s))
    }

    /// Whether a string reads `text`.
    pub fn str_is(&self, s: Value, text: &str) -> bool {
        if !self.is_str(s) {
            return false;
        }
        match self.chars(s) {
            Chars::One(bytes) if text.is_ascii() => bytes == text.as_bytes(),
            chars => chars.points().eq(text.chars().map(|c| c as u32)),
        }
    }

    /// Order by code points.
    pub fn str_cmp(&self, a: Value, b: Value) -> Ordering {
        self.chars(a).compare(self.chars(b))
    }

    /// `a + b`, a plain string.
    pub fn str_concat(&mut self, a: Value, b: Value) -> Res {
        let (left, right) = (Str(a.offset()), Str(b.offset()));
        let (left_len, right_len) = (left.len(&self.heap), right.len(&self.heap));
        if right_len == 0 {
            return self.exact_str(a);
        }
        if left_len == 0 {
            return self.exact_str(b);
        }
        let (left_shift, right_shift) = (left.shift(&self.heap), right.shift(&self.heap));
        let shift = left_shift.max(right_shift);
        let ascii = left.is_ascii(&self.heap) && right.is_ascii(&self.heap);
        if shift == left_shift
            && left_len << shift >= buffer::LEAST
            && let Some(s) = self.str_append(left, right, ascii)
        {
            return Ok(s);
        }
        let len = left_len as usize + right_len as usize;
        let s = self.alloc_str(len, shift, ascii)?;
        let data = s.body();
        self.copy_chars(data, shift, left);
        self.copy_chars(data.wrapping_add(left_len << shift), shift, right);
        Ok(s.value())
    }

    /// `left + right`, where right is no wider, as a shared string. `None` if there is no room for its buffer.
    #[inline(never)]
    fn str_append(&mut self, left: Str, right: Str, ascii: bool) -> Option<Value> {
        let shift = left.shift(&self.heap);
        let (left_len, right_len) = (left.len(&self.heap), right.len(&self.heap));
        let len = left_len.checked_add(right_len)?;
        let (used, total) = (left_len << shift, (len as u64) << shift);
        if total > MAX_BYTES / 2 {
            return None;
        }
        let total = total as u32;
        let shared = left.state(&self.heap) & SHARED != 0;
        let own = if shared { self.heap.u32(left.body()) } else { 0 };
        let is_end = shared && self.heap.u32(own + 4) == used;
        let fits = is_end && self.heap.u32(own) >= total;
        let header = self.heap.alloc(buffer::STRING).ok()?;
        let cell = if fits {
            own
        } else {
            // The first time it may well be the only one.
            let cap = total + if is_end { total / 2 } else { total / 8 };
            let cell = self.heap.alloc(buffer::HEADER + cap).ok()?;
            let from = left.data(&self.heap);
            self.heap.copy(cell + buffer::HEADER, from, used);
            self.heap.set_u32(cell, cap);
            cell
        };
        self.copy_chars(cell + buffer::HEADER + used, shift, right);
        self.heap.set_u32(cell + 4, total);
        let s = Str(header);
        self.heap.set_u32(header, Kind::STR.class());
        s.set_state(&mut self.heap, shift | SHARED | if ascii { ASCII } else { 0 });
        s.set_len(&mut self.heap, len);
        s.set_hash(&mut self.heap, 0);
        self.heap.set_u64(s.body(), cell as u64);
        Some(s.value())
    }

    /// Copies a string's characters to `to`, as units of `1 << shift` bytes, no narrower than they are.
    #[inline(always)]
    pub(crate) fn copy_chars(&mut self, to: u32, shift: u32, from: Str) {
        let len = from.len(&self.heap);
        let (data, own) = (from.data(&self.heap), from.shift(&self.heap));
        self.copy_units(to, shift, data, own, len);
    }

    /// Copies `len` units of `1 << from_shift` bytes to units of `1 << to_shift` bytes that can hold them.
    #[inline(always)]
    pub(crate) fn copy_units(&mut self, to: u32, to_shift: u32, from: u32, from_shift: u32, len: u32) {
        if to_shift == from_shift {
            self.heap.copy(to, from, len << from_shift);
            return;
        }
        let m = &mut self.heap.memory;
        for i in 0..len {
            if i & 0x3_FFFF == 0x3_FFFF {
                tick(1 << 14);
            }
            let point = match from_shift {
                0 => m.u8(from.wrapping_add(i)) as u32,
                1 => m.u16(from.wrapping_add(i * 2)) as u32,
                _ => m.u32(from.wrapping_add(i * 4)),
            };
            match to_shift {
                0 => m.set_u8(to.wrapping_add(i), point as u8),
                1 => m.set_u16(to.wrapping_add(i * 2), point as u16),
                _ => m.set_u32(to.wrapping_add(i * 4), point),
            }
        }
    }

    /// The string of the one character at `i`, which is below the length.
    #[inline(always)]
    pub fn str_char_at(&mut self, s: Value, i: u32) -> Res {
        let point = Str(s.offset()).char_at(&self.heap, i);
        if point < 0x100 { Ok(statics::char_str(point as u8)) } else { self.new_str_points(&[point]) }
    }

    /// The characters from `start` up to `end` (clipped to the length), a plain string.
    pub fn str_slice(&mut self, s: Value, start: u32, end: u32) -> Res {
        let view = Str(s.offset());
        let end = end.min(view.len(&self.heap));
        if start == 0 && end == view.len(&self.heap) && self.is_exact(s, Kind::STR) {
            return Ok(s);
        }
        if start >= end {
            return Ok(statics::EMPTY_STR);
        }
        let len = end - start;
        if len == 1 {
            return self.str_char_at(s, start);
        }
        let (state, from_shift) = (view.state(&self.heap), view.shift(&self.heap));
        let from = view.data(&self.heap).wrapping_add(start << from_shift);
        let (shift, ascii) = if state & ASCII != 0 {
            (0, true)
        } else {
            let bits = view.chars(&self.heap).slice(start as usize, end as usize).bits();
            (shift_for(bits), bits < 0x80)
        };
        let new = self.alloc_str(len as usize, shift, ascii)?;
        self.copy_units(new.0 + Str::SIZE, shift, from, from_shift, len);
        Ok(new.value())
    }

    /// A string of these characters, in the narrowest width.
    pub fn new_str_chars(&mut self, chars: Chars<'_>) -> Res {
        let bits = chars.bits();
        match chars {
            Chars::One(bytes) => self.new_str_latin1(bytes),
            _ => each_width!(chars, s => {
                self.build_str(s.len(), shift_for(bits), bits, s.iter().map(|unit| unit.point()))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vm::Options;
    use crate::vm::io::Captured;

    fn vm() -> Vm {
        Vm::new(Memory::plain().unwrap(), Options::default(), Box::new(Captured::default())).unwrap()
    }

    #[test]
    fn appending_shares_a_buffer_and_leaves_older_strings_alone() {
        let mut vm = vm();
        let start = "x".repeat(2000);
        let first = vm.new_str(&start).unwrap();
        let (a, b) = (vm.new_str("a").unwrap(), vm.new_str("bb").unwrap());
        let one = vm.str_concat(first, a).unwrap();
        let two = vm.str_concat(one, b).unwrap();
        let other = vm.str_concat(one, a).unwrap();
        for s in [one, two, other] {
            vm.root(s);
        }
        vm.collect();
        assert_eq!(vm.str_to_string(one), start.clone() + "a");
        assert_eq!(vm.str_to_string(two), start.clone() + "abb");
        assert_eq!(vm.str_to_string(other), start.clone() + "aa");
        let buffer = |vm: &Vm, s: Value| vm.heap.u32(Str(s.offset()).body());
        assert_eq!(buffer(&vm, one), buffer(&vm, two));
        assert_ne!(buffer(&vm, one), buffer(&vm, other));
        let again = vm.new_str(&(start + "abb")).unwrap();
        assert!(vm.str_eq(two, again));
        assert_eq!(vm.str_hash(two), vm.str_hash(again));
    }

    #[test]
    fn strings_have_the_narrowest_width() {
        let mut vm = vm();
        for (text, shift) in [("ab", 0), ("a\u{e9}", 0), ("a\u{20ac}", 1), ("a\u{1f600}", 2)] {
            let s = vm.new_str(text).unwrap();
            assert_eq!(Str(s.offset()).shift(&vm.heap), shift, "{text}");
            let head = vm.str_slice(s, 0, 1).unwrap();
            assert_eq!(head, statics::char_str(b'a'));
            assert_eq!(vm.str_to_string(s), text);
        }
        let wide = vm.new_str("ab\u{20ac}").unwrap();
        let head = vm.str_slice(wide, 0, 2).unwrap();
        let narrow = vm.new_str("ab").unwrap();
        assert!(vm.str_eq(head, narrow));
    }

    #[test]
    fn interned_strings_are_one() {
        let mut vm = vm();
        let (a, b) = (vm.intern("some_name").unwrap(), vm.intern("some_name").unwrap());
        assert_eq!(a, b);
        let loose = vm.new_str("some_name").unwrap();
        assert_ne!(a, loose);
        assert!(vm.str_eq(a, loose));
    }
}
