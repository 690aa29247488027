//! Bytes, bytearrays, and what the two share.
//!
//! | module | what |
//! |---|---|
//! | `slots` | the type `bytes` and its iterator: operators, comparison, items |
//! | `bytearray` | the type `bytearray`: the same, and what changes it |
//! | `memoryview` | views of them |
//! | `methods`, `find` | methods of both |
//! | `codecs`, `unicode_error` | text encodings, and the errors they raise |

pub mod bytearray;
pub mod codecs;
pub mod find;
pub mod memoryview;
pub mod methods;
pub mod slots;
pub mod unicode_error;

pub use slots::{ITER, TYPE};

use crate::heap::layout::{ByteArray, Bytes};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::int;
use crate::vm::Vm;

/// The bytes of bytes, bytearrays and contiguous memoryviews; `None` of anything else.
#[inline]
pub fn view(vm: &Vm, v: Value) -> Option<&[u8]> {
    let (at, len) = span(vm, v)?;
    Some(vm.heap.bytes(at, len))
}

/// Where the bytes of bytes, bytearrays and contiguous memoryviews lie.
#[inline]
pub fn span(vm: &Vm, v: Value) -> Option<(u32, u32)> {
    if !v.is_object() {
        return None;
    }
    match vm.kind_of(v) {
        Kind::BYTES => Some((v.offset().wrapping_add(Bytes::SIZE), Bytes(v.offset()).len(&vm.heap))),
        Kind::BYTEARRAY => {
            let array = ByteArray(v.offset());
            Some((array.data(&vm.heap), array.len(&vm.heap)))
        }
        Kind::MEMORYVIEW => memoryview::span(vm, v),
        _ => None,
    }
}

/// The bytes that `value` stands for: of a bytes-like object, or what its `__bytes__` gives.
pub fn bytes_of(vm: &mut Vm, value: Value) -> Res<Option<Vec<u8>>> {
    if let Some(bytes) = view(vm, value) {
        return Ok(Some(bytes.to_vec()));
    }
    if vm.kind_of(value) == Kind::MEMORYVIEW {
        let bytes = vm.call_method(value, "tobytes", &[])?;
        return Ok(view(vm, bytes).map(<[u8]>::to_vec));
    }
    if !vm.overrides(vm.class_of(value), Dunder::Bytes) {
        return Ok(None);
    }
    let result = vm.call_method(value, "__bytes__", &[])?;
    match (vm.kind_of(result), view(vm, result)) {
        (Kind::BYTES, Some(bytes)) => Ok(Some(bytes.to_vec())),
        _ => {
            let name = vm.type_name(result);
            Err(vm.type_error(format!("__bytes__ returned non-bytes (type {name})")))
        }
    }
}

impl Vm {
    /// A bytes object with this content.
    pub fn new_bytes(&mut self, content: &[u8]) -> Res {
        if content.is_empty() {
            return Ok(statics::EMPTY_BYTES);
        }
        self.new_bytes_of(content, Kind::BYTES.class())
    }

    /// The same of `class`, bytes or a subclass.
    pub(crate) fn new_bytes_of(&mut self, content: &[u8], class: u32) -> Res {
        let Ok(len) = u32::try_from(content.len()) else { return Err(self.memory_error()) };
        let Some(size) = len.checked_add(Bytes::SIZE + 16) else { return Err(self.memory_error()) };
        // A subclass's instance keeps its dict's place behind the content.
        let size = if class == Kind::BYTES.class() { size - 16 } else { size.next_multiple_of(8) };
        let bytes = Bytes(self.alloc(class, size)?);
        bytes.set_len(&mut self.heap, len);
        self.heap.write(bytes.0 + Bytes::SIZE, content);
        Ok(bytes.value())
    }

    /// A bytearray with this content.
    pub fn new_bytearray(&mut self, content: &[u8]) -> Res {
        let array = ByteArray(self.alloc(Kind::BYTEARRAY.class(), ByteArray::SIZE)?);
        bytearray::replace(self, array, content)?;
        Ok(array.value())
    }

    /// Bytes or a bytearray, as `like` is.
    pub(crate) fn new_bytes_like(&mut self, like: Value, content: &[u8]) -> Res {
        if self.kind_of(like) == Kind::BYTEARRAY {
            self.new_bytearray(content)
        } else {
            self.new_bytes(content)
        }
    }

    /// The bytes in an argument.
    pub(crate) fn bytes_arg(&mut self, v: Value) -> Res<Vec<u8>> {
        match view(self, v) {
            Some(bytes) => Ok(bytes.to_vec()),
            None => {
                let name = self.type_name(v);
                Err(self.type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// One byte's value. Raises ValueError outside 0 to 255, TypeError if it is no integer.
    pub(crate) fn byte_arg(&mut self, v: Value, message: &str) -> Res<u8> {
        let index = self.index(v)?;
        match int::as_i64(self, index) {
            Some(byte @ 0..=255) => Ok(byte as u8),
            _ => Err(self.value_error(message)),
        }
    }
}

/// `repr` of bytes, without what stands around them.
pub fn push_repr(out: &mut String, bytes: &[u8]) {
    push_quoted(out, bytes, false);
}

/// The same; `escape_single` also escapes single quotes between double ones, as `repr` of a bytearray does.
pub fn push_quoted(out: &mut String, bytes: &[u8], escape_single: bool) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    out.push('b');
    out.push(quote);
    for byte in bytes {
        match *byte {
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            byte if byte as char == quote || byte == b'\\' || byte == b'\'' && escape_single => {
                out.push('\\');
                out.push(byte as char);
            }
            byte @ 0x20..0x7F => out.push(byte as char),
            byte => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
}

#[cfg(test)]
mod tests {
    #[test]
    fn reprs() {
        let repr = |bytes: &[u8]| {
            let mut out = String::new();
            super::push_repr(&mut out, bytes);
            out
        };
        assert_eq!(repr(b"a'b"), "b\"a'b\"");
        assert_eq!(repr(b"a'\"b"), "b'a\\'\"b'");
        assert_eq!(repr(b"\0\t\n\r\\\xff"), "b'\\x00\\t\\n\\r\\\\\\xff'");
    }
}
