//! From bytes to values.

use num_bigint::{BigInt, Sign};

use super::MAX_DEPTH;
use crate::bytecode::marshal::tag;
use crate::bytecode::{CodeObject, PyStr};
use crate::heap::layout::{Bytes, Dict, List, Tuple};
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::{code, dict, list, set};
use crate::vm::Vm;

/// The value that `data` starts with, and how many bytes it takes.
pub(super) fn loads(vm: &mut Vm, data: &[u8], allow_code: bool) -> Res<(Value, usize)> {
    let mut reader = Reader { vm, data, at: 0, refs: Vec::new(), depth: 0, allow_code };
    match reader.value()? {
        Some(value) => Ok((value, reader.at)),
        None => Err(reader.vm.type_error("NULL object in marshal data for object")),
    }
}

struct Reader<'a> {
    vm: &'a mut Vm,
    data: &'a [u8],
    at: usize,
    /// Numbered values; `None` while one is being read. No Python code runs, so nothing needs rooting.
    refs: Vec<Option<Value>>,
    depth: usize,
    allow_code: bool,
}

impl<'a> Reader<'a> {
    fn bad(&mut self, what: &str) -> Raised {
        self.vm.value_error(format!("bad marshal data ({what})"))
    }

    fn take(&mut self, count: usize) -> Res<&'a [u8]> {
        match self.data.get(self.at..).and_then(|rest| rest.get(..count)) {
            Some(bytes) => {
                self.at += count;
                Ok(bytes)
            }
            None => Err(self.vm.raise(exc::EOF_ERROR, "marshal data too short")),
        }
    }

    fn byte(&mut self) -> Res<u8> {
        Ok(self.take(1)?[0])
    }

    fn i32(&mut self) -> Res<i32> {
        let bytes = self.take(4)?;
        Ok(i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn size(&mut self, what: &str) -> Res<usize> {
        let size = self.i32()?;
        usize::try_from(size).map_err(|_| self.bad(&format!("{what} size out of range")))
    }

    fn f64(&mut self) -> Res<f64> {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(self.take(8)?);
        Ok(f64::from_le_bytes(bytes))
    }

    /// A float spelt in decimal.
    fn f64_text(&mut self) -> Res<f64> {
        let length = self.byte()? as usize;
        let text = self.take(length)?;
        match std::str::from_utf8(text).ok().and_then(|text| text.trim().parse().ok()) {
            Some(value) => Ok(value),
            None => {
                let text = String::from_utf8_lossy(text).into_owned();
                Err(self.vm.value_error(format!("could not convert string to float: '{text}'")))
            }
        }
    }

    /// One value, or `None` for NULL.
    fn value(&mut self) -> Res<Option<Value>> {
        if self.depth >= MAX_DEPTH {
            return Err(self.vm.value_error("recursion limit exceeded"));
        }
        let Some(&first) = self.data.get(self.at) else {
            return Err(self.vm.raise(exc::EOF_ERROR, "EOF read where object expected"));
        };
        self.at += 1;
        self.depth += 1;
        let value = self.value_of(first);
        self.depth -= 1;
        value
    }

    fn value_of(&mut self, first: u8) -> Res<Option<Value>> {
        let kind = first & !tag::FLAG_REF;
        let singleton = match kind {
            tag::NULL => return Ok(None),
            tag::NONE => Some(statics::NONE),
            tag::FALSE => Some(statics::FALSE),
            tag::TRUE => Some(statics::TRUE),
            tag::ELLIPSIS => Some(statics::ELLIPSIS),
            tag::STOP_ITERATION => Some(Value::object(exc::STOP_ITERATION)),
            tag::REF => {
                let number = self.i32()?;
                let known = usize::try_from(number).ok().and_then(|n| self.refs.get(n).copied());
                return match known {
                    Some(Some(value)) => Ok(Some(value)),
                    _ => Err(self.bad("invalid reference")),
                };
            }
            _ => None,
        };
        if singleton.is_some() {
            return Ok(singleton);
        }
        // Numbered when begun, so that values within come after.
        let number = (first & tag::FLAG_REF != 0).then(|| {
            self.refs.push(None);
            self.refs.len() - 1
        });
        let value = match kind {
            tag::INT => Value::int(self.i32()? as i64),
            tag::INT64 => {
                let mut bytes = [0; 8];
                bytes.copy_from_slice(self.take(8)?);
                self.vm.new_int(i64::from_le_bytes(bytes))?
            }
            tag::LONG => self.long()?,
            tag::FLOAT => {
                let value = self.f64_text()?;
                self.vm.new_float(value)?
            }
            tag::BINARY_FLOAT => {
                let value = self.f64()?;
                self.vm.new_float(value)?
            }
            tag::COMPLEX => {
                let (real, imag) = (self.f64_text()?, self.f64_text()?);
                self.vm.new_complex(real, imag)?
            }
            tag::BINARY_COMPLEX => {
                let (real, imag) = (self.f64()?, self.f64()?);
                self.vm.new_complex(real, imag)?
            }
            tag::BYTES => {
                let size = self.size("bytes object")?;
                let bytes = self.take(size)?;
                self.vm.new_bytes(bytes)?
            }
            tag::UNICODE | tag::INTERNED => {
                let size = self.size("string")?;
                let bytes = self.take(size)?;
                let text = match PyStr::from_utf8_surrogates(bytes) {
                    Some(text) => code::new_py_str(self.vm, &text)?,
                    None => {
                        let codec = self.vm.new_str("utf-8")?;
                        self.vm.decode_bytes(bytes, Some(codec), None)?
                    }
                };
                if kind == tag::INTERNED { self.vm.intern_value(text)? } else { text }
            }
            tag::ASCII | tag::ASCII_INTERNED | tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED => {
                let short = matches!(kind, tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED);
                let size = if short { self.byte()? as usize } else { self.size("string")? };
                let bytes = self.take(size)?;
                let text = self.vm.new_str_latin1(bytes)?;
                let interned = matches!(kind, tag::ASCII_INTERNED | tag::SHORT_ASCII_INTERNED);
                if interned { self.vm.intern_value(text)? } else { text }
            }
            tag::TUPLE | tag::SMALL_TUPLE => {
                let count = if kind == tag::TUPLE { self.size("tuple")? } else { self.byte()? as usize };
                let items = self.items(count, "tuple")?;
                self.vm.new_tuple(&items)?
            }
            tag::LIST => {
                let count = self.size("list")?;
                let value = self.vm.new_list(&[])?;
                self.keep(number, value);
                for _ in 0..count {
                    let item = self.item("list")?;
                    list::push(self.vm, List(value.offset()), item)?;
                }
                value
            }
            tag::DICT => {
                let value = dict::new(self.vm)?;
                self.keep(number, value.value());
                while let Some(key) = self.value()? {
                    let Some(item) = self.value()? else { break };
                    dict::insert(self.vm, Dict(value.0), key, item)?;
                }
                value.value()
            }
            tag::SET => {
                let count = self.size("set")?;
                let value = set::new_set(self.vm)?;
                self.keep(number, value.value());
                for _ in 0..count {
                    let item = self.item("set")?;
                    set::add(self.vm, value, item)?;
                }
                value.value()
            }
            tag::FROZENSET => {
                let count = self.size("set")?;
                let items = self.items(count, "set")?;
                // Elements that cannot be hashed raise here.
                for item in &items {
                    dict::hash_key(self.vm, *item)?;
                }
                set::new_frozenset(self.vm, &items)?
            }
            tag::CODE => {
                if !self.allow_code {
                    return Err(self.vm.value_error("unmarshalling code objects is disallowed"));
                }
                self.code()?
            }
            _ => return Err(self.bad("unknown type code")),
        };
        self.keep(number, value);
        Ok(Some(value))
    }

    fn keep(&mut self, number: Option<usize>, value: Value) {
        if let Some(place) = number.and_then(|number| self.refs.get_mut(number)) {
            *place = Some(value);
        }
    }

    fn item(&mut self, what: &str) -> Res {
        match self.value()? {
            Some(value) => Ok(value),
            None => Err(self.vm.type_error(format!("NULL object in marshal data for {what}"))),
        }
    }

    fn items(&mut self, count: usize, what: &str) -> Res<Vec<Value>> {
        // Each takes a byte at least: a count beyond that needs no memory.
        let mut items = Vec::with_capacity(count.min(self.data.len() - self.at));
        for _ in 0..count {
            items.push(self.item(what)?);
        }
        Ok(items)
    }

    /// Sign in the count's, magnitude in 15-bit digits of two bytes each, least significant first.
    fn long(&mut self) -> Res {
        let count = self.i32()?;
        let digits = self.take((count.unsigned_abs() as usize).saturating_mul(2))?;
        let mut magnitude: Vec<u32> = Vec::with_capacity(digits.len() / 4 + 1);
        let (mut pending, mut bits, mut last) = (0u64, 0, 1);
        for pair in digits.chunks_exact(2) {
            last = u16::from_le_bytes([pair[0], pair[1]]) as u64;
            if last >= 1 << 15 {
                return Err(self.bad("digit out of range in long"));
            }
            pending |= last << bits;
            bits += 15;
            if bits >= 32 {
                magnitude.push(pending as u32);
                pending >>= 32;
                bits -= 32;
            }
        }
        if last == 0 {
            return Err(self.bad("unnormalized long data"));
        }
        magnitude.push(pending as u32);
        let sign = if count < 0 { Sign::Minus } else { Sign::Plus };
        self.vm.new_bigint(BigInt::from_slice(sign, &magnitude))
    }

    fn code(&mut self) -> Res {
        let mut code = CodeObject::default();
        for number in
            [&mut code.argcount, &mut code.posonlyargcount, &mut code.kwonlyargcount, &mut code.stacksize]
        {
            let value = self.i32()?;
            *number = u32::try_from(value)
                .map_err(|_| self.bad("invalid bytecode: a negative number in a code object"))?;
        }
        code.flags = self.i32()? as u32;
        code.code = self.bytes()?;
        let consts = self.tuple()?;
        code.names = self.names()?;
        code.localsplusnames = self.names()?;
        code.localspluskinds = self.bytes()?;
        code.filename = self.text()?;
        code.name = self.text()?;
        code.qualname = self.text()?;
        code.firstlineno = self.i32()?;
        code.linetable = self.bytes()?;
        code.exceptiontable = self.bytes()?;
        Ok(code::make(self.vm, &code, consts)?.value())
    }

    fn field(&mut self, kind: Kind) -> Res {
        match self.value()? {
            Some(value) if self.vm.as_kind(value, kind).is_some() => Ok(value),
            _ => Err(self.bad("invalid bytecode: a field of a code object has the wrong type")),
        }
    }

    fn bytes(&mut self) -> Res<Vec<u8>> {
        let bytes = Bytes(self.field(Kind::BYTES)?.offset());
        let len = bytes.len(&self.vm.heap);
        Ok(self.vm.heap.bytes(bytes.0 + Bytes::SIZE, len).to_vec())
    }

    fn text(&mut self) -> Res<PyStr> {
        let text = self.field(Kind::STR)?;
        Ok(code::py_str(self.vm, text))
    }

    fn tuple(&mut self) -> Res {
        self.field(Kind::TUPLE)
    }

    fn names(&mut self) -> Res<Vec<PyStr>> {
        let tuple = Tuple(self.tuple()?.offset());
        let mut names = Vec::new();
        for i in 0..tuple.len(&self.vm.heap) {
            let name = tuple.item(self.vm, i);
            if !self.vm.is_str(name) {
                return Err(self.bad("invalid bytecode: a name that is no string"));
            }
            names.push(code::py_str(self.vm, name));
        }
        Ok(names)
    }
}
