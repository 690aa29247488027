//! Reading marshal data.

use std::rc::Rc;

use num_bigint::{BigInt, Sign};

use super::{MAX_DEPTH, MarshalError, PYC_HEADER_LEN, PYC_MAGIC, tag};
use crate::bytecode::{CodeObject, Const, PyStr};

/// Levels that are read on the stack that there is, before more is made sure of.
const LEVELS_AT_ONCE: usize = 32;

/// Reads one value; bytes after it are ignored, as `marshal.loads` ignores them.
pub fn loads(data: &[u8]) -> Result<Const, MarshalError> {
    Reader::new(data, 0).constant("a value")
}

/// Reads a `.pyc` file of CPython 3.13: header, then one code object. The source's time, size or hash in the header
/// are not looked at.
pub fn read_pyc(data: &[u8]) -> Result<CodeObject, MarshalError> {
    let fail = |offset, message: String| Err(MarshalError { offset, message });
    if data.len() < PYC_HEADER_LEN {
        return fail(data.len(), format!("a .pyc file has a header of {PYC_HEADER_LEN} bytes"));
    }
    if data[..4] != PYC_MAGIC {
        let number = u16::from_le_bytes([data[0], data[1]]);
        return fail(
            0,
            format!("magic number {number}, not CPython 3.13's 3571: another version wrote this .pyc"),
        );
    }
    let flags = u32::from_le_bytes([data[4], data[5], data[6], data[7]]);
    if flags & !0b11 != 0 {
        return fail(4, format!("unknown flags {flags:#x} in the .pyc header"));
    }
    let mut reader = Reader::new(data, PYC_HEADER_LEN);
    match reader.constant("a code object")? {
        Const::Code(code) => Ok(Rc::try_unwrap(code).unwrap_or_else(|shared| (*shared).clone())),
        _ => fail(PYC_HEADER_LEN, "the .pyc holds no code object".into()),
    }
}

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    /// Numbered values with what copying one costs and how deep it is; `None` while one is being read.
    refs: Vec<Option<(Const, usize, usize)>>,
    /// Bytes and values that references may still copy: nested references could otherwise grow without bound.
    budget: usize,
    /// Levels around what is being read.
    depth: usize,
    /// Levels in the deepest of the values read so far at this level.
    height: usize,
}

impl<'a> Reader<'a> {
    fn new(data: &'a [u8], at: usize) -> Reader<'a> {
        Reader {
            data,
            at,
            refs: Vec::new(),
            budget: (1 << 20) + data.len().saturating_mul(16),
            depth: 0,
            height: 0,
        }
    }

    fn fail<T>(&self, message: impl Into<String>) -> Result<T, MarshalError> {
        Err(MarshalError { offset: self.at, message: message.into() })
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], MarshalError> {
        match self.data.get(self.at..).and_then(|rest| rest.get(..count)) {
            Some(bytes) => {
                self.at += count;
                Ok(bytes)
            }
            None => self.fail(format!("the data ends where {count} more bytes should be")),
        }
    }

    fn byte(&mut self) -> Result<u8, MarshalError> {
        Ok(self.take(1)?[0])
    }

    fn i32(&mut self) -> Result<i32, MarshalError> {
        let bytes = self.take(4)?;
        Ok(i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn size(&mut self) -> Result<usize, MarshalError> {
        let size = self.i32()?;
        usize::try_from(size).or_else(|_| self.fail(format!("size {size}")))
    }

    /// A count of values that follow, each at least a byte long.
    fn count(&mut self, count: usize) -> Result<usize, MarshalError> {
        if count > self.data.len() - self.at {
            return self.fail(format!("the data ends where {count} values should be"));
        }
        Ok(count)
    }

    fn f64(&mut self) -> Result<f64, MarshalError> {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(self.take(8)?);
        Ok(f64::from_le_bytes(bytes))
    }

    /// A float spelt in decimal, as marshal version 1 and below wrote it.
    fn f64_text(&mut self) -> Result<f64, MarshalError> {
        let length = self.byte()? as usize;
        let text = self.take(length)?;
        match std::str::from_utf8(text).ok().and_then(|text| text.trim().parse().ok()) {
            Some(value) => Ok(value),
            None => self.fail("a float's text that is no number"),
        }
    }

    fn constant(&mut self, what: &str) -> Result<Const, MarshalError> {
        match self.value()? {
            Some((value, _)) => Ok(value),
            None => self.fail(format!("NULL where {what} should be")),
        }
    }

    /// One value and what copying it costs, or `None` for NULL.
    fn value(&mut self) -> Result<Option<(Const, usize)>, MarshalError> {
        self.check_depth(1)?;
        self.depth += 1;
        let height = std::mem::take(&mut self.height);
        let value = if self.depth.is_multiple_of(LEVELS_AT_ONCE) {
            stacker::maybe_grow(128 << 10, 1 << 20, || self.value_inner())
        } else {
            self.value_inner()
        };
        self.depth -= 1;
        self.height = height.max(self.height + 1);
        value
    }

    fn check_depth(&self, further: usize) -> Result<(), MarshalError> {
        match self.depth + further > MAX_DEPTH {
            true => self.fail(format!("values nested more than {MAX_DEPTH} deep")),
            false => Ok(()),
        }
    }

    fn value_inner(&mut self) -> Result<Option<(Const, usize)>, MarshalError> {
        let first = self.byte()?;
        let code = first & !tag::FLAG_REF;
        // Numbered when begun, so that values within come after; None, True and the like are never numbered.
        let reserved = (first & tag::FLAG_REF != 0
            && !matches!(code, tag::NULL | tag::NONE | tag::FALSE | tag::TRUE | tag::ELLIPSIS | tag::REF))
        .then(|| {
            self.refs.push(None);
            self.refs.len() - 1
        });
        let mut cost = 1;
        let value = match code {
            tag::NULL => return Ok(None),
            tag::NONE => Const::None,
            tag::FALSE => Const::False,
            tag::TRUE => Const::True,
            tag::ELLIPSIS => Const::Ellipsis,
            tag::STOP_ITERATION => return self.fail("StopIteration as a constant is not supported"),
            tag::INT => Const::Int(self.i32()? as i64),
            tag::INT64 => {
                let mut bytes = [0; 8];
                bytes.copy_from_slice(self.take(8)?);
                Const::Int(i64::from_le_bytes(bytes))
            }
            tag::LONG => self.long(&mut cost)?,
            tag::FLOAT => Const::Float(self.f64_text()?),
            tag::BINARY_FLOAT => Const::Float(self.f64()?),
            tag::COMPLEX => Const::Complex(self.f64_text()?, self.f64_text()?),
            tag::BINARY_COMPLEX => Const::Complex(self.f64()?, self.f64()?),
            tag::BYTES => {
                let size = self.size()?;
                cost += size;
                Const::Bytes(self.take(size)?.to_vec())
            }
            tag::UNICODE | tag::INTERNED => {
                let size = self.size()?;
                match PyStr::from_utf8_surrogates(self.take(size)?) {
                    Some(text) => Const::Str(text),
                    None => return self.fail("a string that is not UTF-8"),
                }
            }
            tag::ASCII | tag::ASCII_INTERNED => {
                let size = self.size()?;
                self.ascii(size)?
            }
            tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED => {
                let size = self.byte()? as usize;
                self.ascii(size)?
            }
            tag::TUPLE => {
                let count = self.size()?;
                Const::Tuple(self.items(count, &mut cost)?)
            }
            tag::SMALL_TUPLE => {
                let count = self.byte()? as usize;
                Const::Tuple(self.items(count, &mut cost)?)
            }
            tag::FROZENSET => {
                let count = self.size()?;
                Const::FrozenSet(self.items(count, &mut cost)?)
            }
            tag::LIST | tag::DICT | tag::SET => {
                return self.fail("lists, dicts and sets are no constants, and are not supported");
            }
            tag::CODE => Const::Code(Rc::new(self.code(&mut cost)?)),
            tag::REF => {
                let index = self.size()?;
                return self.reference(index).map(Some);
            }
            _ => return self.fail(format!("unknown type code {code:#04x}")),
        };
        if let Some(index) = reserved {
            self.spend(cost)?;
            self.refs[index] = Some((value.clone(), cost, self.height));
        }
        Ok(Some((value, cost)))
    }

    fn spend(&mut self, cost: usize) -> Result<(), MarshalError> {
        match self.budget.checked_sub(cost) {
            Some(rest) => {
                self.budget = rest;
                Ok(())
            }
            None => self.fail("references that grow far beyond the data"),
        }
    }

    fn reference(&mut self, index: usize) -> Result<(Const, usize), MarshalError> {
        match self.refs.get(index) {
            Some(&Some((_, cost, height))) => {
                self.spend(cost)?;
                self.check_depth(height)?;
                self.height = self.height.max(height);
                match self.refs.get(index) {
                    Some(Some((value, cost, _))) => Ok((value.clone(), *cost)),
                    _ => self.fail("an invalid reference"),
                }
            }
            Some(None) => self.fail(format!("reference {index} to a value that contains it")),
            None => self.fail(format!("reference {index} to a value not seen yet")),
        }
    }

    /// Sign in the count's, magnitude in 15-bit digits of two bytes each, least significant first.
    fn long(&mut self, cost: &mut usize) -> Result<Const, MarshalError> {
        let count = self.i32()?;
        let digits = self.take((count.unsigned_abs() as usize).saturating_mul(2))?;
        *cost += digits.len();
        let mut magnitude: Vec<u32> = Vec::with_capacity(digits.len() / 4 + 1);
        let (mut pending, mut bits) = (0u64, 0);
        for pair in digits.chunks_exact(2) {
            let digit = u16::from_le_bytes([pair[0], pair[1]]) as u64;
            if digit >= 1 << 15 {
                return self.fail("an integer's digit out of range");
            }
            pending |= digit << bits;
            bits += 15;
            if bits >= 32 {
                magnitude.push(pending as u32);
                pending >>= 32;
                bits -= 32;
            }
        }
        magnitude.push(pending as u32);
        let sign = if count < 0 { Sign::Minus } else { Sign::Plus };
        Ok(Const::from_bigint(BigInt::from_slice(sign, &magnitude)))
    }

    fn ascii(&mut self, size: usize) -> Result<Const, MarshalError> {
        let bytes = self.take(size)?;
        match std::str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() => Ok(Const::Str(PyStr::from(text))),
            // CPython writes Latin-1 bytes here when told that they are ASCII; it never does itself.
            _ => self.fail("an ASCII string that is not ASCII"),
        }
    }

    fn items(&mut self, count: usize, cost: &mut usize) -> Result<Vec<Const>, MarshalError> {
        let count = self.count(count)?;
        let mut items = Vec::new();
        for _ in 0..count {
            match self.value()? {
                Some((item, item_cost)) => {
                    *cost += item_cost;
                    items.push(item);
                }
                None => return self.fail("NULL within a tuple or set"),
            }
        }
        Ok(items)
    }

    fn code(&mut self, cost: &mut usize) -> Result<CodeObject, MarshalError> {
        let argcount = self.unsigned("argcount")?;
        let posonlyargcount = self.unsigned("posonlyargcount")?;
        let kwonlyargcount = self.unsigned("kwonlyargcount")?;
        let stacksize = self.unsigned("stacksize")?;
        let flags = self.i32()? as u32;
        let code = self.bytes("code", cost)?;
        let consts = match self.value()? {
            Some((Const::Tuple(items), items_cost)) => {
                *cost += items_cost;
                items
            }
            _ => return self.fail("a code object's consts are no tuple"),
        };
        let names = self.strings("names", cost)?;
        let localsplusnames = self.strings("localsplusnames", cost)?;
        let localspluskinds = self.bytes("localspluskinds", cost)?;
        let filename = self.string("filename")?;
        let name = self.string("name")?;
        let qualname = self.string("qualname")?;
        let firstlineno = self.i32()?;
        let linetable = self.bytes("linetable", cost)?;
        let exceptiontable = self.bytes("exceptiontable", cost)?;
        Ok(CodeObject {
            argcount,
            posonlyargcount,
            kwonlyargcount,
            stacksize,
            flags,
            code,
            consts,
            names,
            localsplusnames,
            localspluskinds,
            filename,
            name,
            qualname,
            firstlineno,
            linetable,
            exceptiontable,
        })
    }

    fn unsigned(&mut self, what: &str) -> Result<u32, MarshalError> {
        let value = self.i32()?;
        u32::try_from(value).or_else(|_| self.fail(format!("a code object's {what} is negative ({value})")))
    }

    fn bytes(&mut self, what: &str, cost: &mut usize) -> Result<Vec<u8>, MarshalError> {
        match self.value()? {
            Some((Const::Bytes(bytes), bytes_cost)) => {
                *cost += bytes_cost;
                Ok(bytes)
            }
            _ => self.fail(format!("a code object's {what} is no bytes object")),
        }
    }

    fn string(&mut self, what: &str) -> Result<PyStr, MarshalError> {
        match self.value()? {
            Some((Const::Str(text), _)) => Ok(text),
            _ => self.fail(format!("a code object's {what} is no string")),
        }
    }

    fn strings(&mut self, what: &str, cost: &mut usize) -> Result<Vec<PyStr>, MarshalError> {
        let Some((Const::Tuple(items), items_cost)) = self.value()? else {
            return self.fail(format!("a code object's {what} is no tuple"));
        };
        *cost += items_cost;
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Const::Str(text) => texts.push(text),
                _ => return self.fail(format!("a code object's {what} holds what is no string")),
            }
        }
        Ok(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_constant() {
        // marshal.dumps((None, True, False, ..., 1, -2**31, 2**70, -3, 1.5, 1j, 'é', 'a', b'x', frozenset({1})), 4)
        let data = b")\x0eNTF.\xe9\x01\x00\x00\x00\xe9\x00\x00\x00\x80\xec\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\xe9\xfd\xff\xff\xff\xe7\x00\x00\x00\x00\x00\x00\xf8?\xf9\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0?\xf5\x02\x00\x00\x00\xc3\xa9\xda\x01a\xf3\x01\x00\x00\x00x\xbe\x01\x00\x00\x00r\x00\x00\x00\x00";
        let expected = Const::Tuple(vec![
            Const::None,
            Const::True,
            Const::False,
            Const::Ellipsis,
            Const::Int(1),
            Const::Int(-1 << 31),
            Const::BigInt(BigInt::from(1) << 70),
            Const::Int(-3),
            Const::Float(1.5),
            Const::Complex(0.0, 1.0),
            Const::Str("é".into()),
            Const::Str("a".into()),
            Const::Bytes(b"x".to_vec()),
            Const::FrozenSet(vec![Const::Int(1)]),
        ]);
        assert_eq!(loads(data).unwrap(), expected);
    }

    #[test]
    fn hostile_data_is_refused() {
        let nested = b")\x01".repeat(100_000);
        let huge = b"(\xff\xff\xff\x7f";
        // Within what may be read at once, but references make it deeper.
        let mut ladder = vec![b')', 40];
        for i in 0..40u32 {
            ladder.extend(b"\xa9\x01");
            ladder.extend(b")\x01".repeat(99));
            match i.checked_sub(1) {
                None => ladder.push(b'N'),
                Some(before) => {
                    ladder.push(b'r');
                    ladder.extend(before.to_le_bytes());
                }
            }
        }
        assert!(loads(&ladder).unwrap_err().message.contains("2000 deep"));
        let cyclic = b"\xa9\x01r\x00\x00\x00\x00";
        // Each tuple holds the one before twice: 2**60 values if expanded.
        let mut laughs = vec![b')', 60];
        laughs.extend(b"\xa9\x02NN");
        for i in 0..59u32 {
            laughs.extend(b"\xa9\x02r");
            laughs.extend(i.to_le_bytes());
            laughs.push(b'r');
            laughs.extend(i.to_le_bytes());
        }
        for data in
            [&nested[..], huge, cyclic, &laughs, b"", b"l\x00\x00\x00\x80", b"z\x01\xff", b"0", b"[\0\0\0\0"]
        {
            assert!(loads(data).is_err(), "{:?}", &data[..data.len().min(20)]);
        }
        assert!(read_pyc(b"\xf3\x0d\x0d\x0a").unwrap_err().message.contains("header"));
        assert!(read_pyc(&[0; 40]).unwrap_err().message.contains("magic number 0"));
    }
}
