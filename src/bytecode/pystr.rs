//! Strings as Python has them: any code points, lone surrogates included.

use std::fmt;
use std::rc::Rc;

/// An immutable Python string, cheap to clone.
///
/// Held as UTF-8 where possible, else as UTF-8 that also encodes surrogates, three bytes each (unlike in WTF-8, even
/// a high one before a low one: Python has strings of those). Comparing bytes compares code points.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PyStr(Inner);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Inner {
    Utf8(Rc<str>),
    Surrogates(Rc<[u8]>),
}

impl PyStr {
    /// Reads the bytes of [`PyStr::as_bytes`]; `None` if they are not well-formed.
    pub fn from_utf8_surrogates(bytes: &[u8]) -> Option<PyStr> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Some(PyStr::from(text));
        }
        // Whole UTF-8 runs, with single surrogates (ED A0..BF xx) between them.
        let mut rest = bytes;
        while let Err(error) = std::str::from_utf8(rest) {
            let [0xED, 0xA0..=0xBF, 0x80..=0xBF, tail @ ..] = &rest[error.valid_up_to()..] else {
                return None;
            };
            rest = tail;
        }
        Some(PyStr(Inner::Surrogates(bytes.into())))
    }

    /// Makes a string of code points; a surrogate pair stays two code points, as in Python. `None` above 0x10FFFF.
    pub fn from_code_points(points: impl IntoIterator<Item = u32>) -> Option<PyStr> {
        let mut bytes = Vec::new();
        for point in points {
            push_code_point(&mut bytes, point)?;
        }
        PyStr::from_utf8_surrogates(&bytes)
    }

    /// The string as UTF-8, unless it holds a lone surrogate. Costs nothing.
    pub fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Inner::Utf8(text) => Some(text),
            Inner::Surrogates(_) => None,
        }
    }

    /// The bytes: UTF-8, surrogates included (Python's `surrogatepass`).
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Inner::Utf8(text) => text.as_bytes(),
            Inner::Surrogates(bytes) => bytes,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// Whether all is below 0x80.
    pub fn is_ascii(&self) -> bool {
        self.as_bytes().is_ascii()
    }

    /// Number of code points: what Python's `len` says.
    pub fn code_point_len(&self) -> usize {
        self.as_bytes().iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
    }

    /// The code points in order.
    pub fn code_points(&self) -> CodePoints<'_> {
        CodePoints { rest: self.as_bytes() }
    }

    /// For messages: lone surrogates become U+FFFD.
    pub fn to_string_lossy(&self) -> String {
        match &self.0 {
            Inner::Utf8(text) => text.to_string(),
            Inner::Surrogates(_) => self
                .code_points()
                .map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect(),
        }
    }
}

/// Appends one code point, surrogates included. `None` (and nothing appended) above 0x10FFFF.
pub fn push_code_point(bytes: &mut Vec<u8>, point: u32) -> Option<()> {
    match char::from_u32(point) {
        Some(character) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        None if (0xD800..0xE000).contains(&point) => {
            bytes.extend([0xED, 0x80 | (point >> 6 & 0x3F) as u8, 0x80 | (point & 0x3F) as u8])
        }
        None => return None,
    }
    Some(())
}

/// Iterator over a [`PyStr`]'s code points.
pub struct CodePoints<'a> {
    rest: &'a [u8],
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let (&first, mut rest) = self.rest.split_first()?;
        let (mut point, more) = match first {
            0..=0x7F => (first as u32, 0),
            0x80..=0xDF => (first as u32 & 0x1F, 1),
            0xE0..=0xEF => (first as u32 & 0x0F, 2),
            _ => (first as u32 & 0x07, 3),
        };
        for _ in 0..more {
            let (&byte, tail) = rest.split_first()?;
            point = point << 6 | (byte as u32 & 0x3F);
            rest = tail;
        }
        self.rest = rest;
        Some(point)
    }
}

impl From<&str> for PyStr {
    fn from(text: &str) -> PyStr {
        PyStr(Inner::Utf8(text.into()))
    }
}

impl From<Rc<str>> for PyStr {
    fn from(text: Rc<str>) -> PyStr {
        PyStr(Inner::Utf8(text))
    }
}

impl From<String> for PyStr {
    fn from(text: String) -> PyStr {
        PyStr(Inner::Utf8(text.into()))
    }
}

impl Default for PyStr {
    fn default() -> PyStr {
        PyStr::from("")
    }
}

impl PartialEq<str> for PyStr {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for PyStr {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialOrd for PyStr {
    fn partial_cmp(&self, other: &PyStr) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PyStr {
    fn cmp(&self, other: &PyStr) -> std::cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl fmt::Display for PyStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => f.write_str(text),
            None => f.write_str(&self.to_string_lossy()),
        }
    }
}

impl fmt::Debug for PyStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string_lossy())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_survive() {
        let lone = PyStr::from_code_points([0x61, 0xD800, 0x62, 0xDC00]).unwrap();
        assert_eq!(lone.as_str(), None);
        assert_eq!(lone.code_points().collect::<Vec<_>>(), [0x61, 0xD800, 0x62, 0xDC00]);
        assert_eq!(lone.code_point_len(), 4);
        assert_eq!(lone.to_string_lossy(), "a\u{FFFD}b\u{FFFD}");
    }

    #[test]
    fn ill_formed_bytes_are_refused() {
        for bad in [&b"\xff"[..], b"\xed\xa0", b"\xc0\x80", b"a\xed\x20\x80"] {
            assert_eq!(PyStr::from_utf8_surrogates(bad), None, "{bad:x?}");
        }
        let pair = PyStr::from_code_points([0xD800, 0xDC00]).unwrap();
        assert_eq!(pair.code_point_len(), 2);
        assert_eq!(PyStr::from_utf8_surrogates(pair.as_bytes()), Some(pair));
    }
}
