//! Writing marshal data.

use std::collections::HashMap;

use num_bigint::{BigInt, Sign};

use super::{MAX_DEPTH, MarshalError, PYC_MAGIC, tag};
use crate::bytecode::{CodeObject, Const, PyStr};

/// What a `.pyc` says of its source, for deciding whether it is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PycHeader {
    /// Modification time (seconds since 1970, modulo 2**32) and size (modulo 2**32).
    Timestamp { mtime: u32, size: u32 },
    /// Hash of the source (SipHash-1-3 keyed with the magic number); `check`: compare it on import.
    Hash { hash: u64, check: bool },
}

/// A `.pyc` file for `code`, which CPython 3.13 runs.
pub fn write_pyc(code: &CodeObject, header: PycHeader) -> Result<Vec<u8>, MarshalError> {
    let mut writer = Writer::default();
    writer.out.extend(PYC_MAGIC);
    match header {
        PycHeader::Timestamp { mtime, size } => {
            writer.out.extend([0; 4]);
            writer.out.extend(mtime.to_le_bytes());
            writer.out.extend(size.to_le_bytes());
        }
        PycHeader::Hash { hash, check } => {
            writer.out.extend([if check { 0b11 } else { 0b01 }, 0, 0, 0]);
            writer.out.extend(hash.to_le_bytes());
        }
    }
    writer.code(code)?;
    Ok(writer.out)
}

/// One constant, as `marshal.dumps` writes it. References are used for strings only: what CPython shares beyond that
/// depends on reference counts.
pub fn dumps(value: &Const) -> Result<Vec<u8>, MarshalError> {
    let mut writer = Writer::default();
    writer.constant(value)?;
    Ok(writer.out)
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    /// Numbers of the strings written, by whether interned; those are the only numbered values.
    strings: HashMap<(PyStr, bool), u32>,
    /// Levels around what is being written.
    depth: usize,
}

impl Writer {
    fn size(&mut self, size: usize) -> Result<(), MarshalError> {
        match i32::try_from(size) {
            Ok(size) => {
                self.out.extend(size.to_le_bytes());
                Ok(())
            }
            Err(_) => Err(MarshalError {
                offset: self.out.len(),
                message: format!("{size} is too long for marshal (limit 2**31 - 1)"),
            }),
        }
    }

    /// Writes one level deeper.
    fn deeper(
        &mut self,
        write: impl FnOnce(&mut Writer) -> Result<(), MarshalError>,
    ) -> Result<(), MarshalError> {
        if self.depth + 1 >= MAX_DEPTH {
            let message = format!("values nested more than {MAX_DEPTH} deep");
            return Err(MarshalError { offset: self.out.len(), message });
        }
        self.depth += 1;
        let done = if self.depth.is_multiple_of(32) {
            stacker::maybe_grow(128 << 10, 1 << 20, || write(self))
        } else {
            write(self)
        };
        self.depth -= 1;
        done
    }

    fn constant(&mut self, value: &Const) -> Result<(), MarshalError> {
        match value {
            Const::None => self.out.push(tag::NONE),
            Const::True => self.out.push(tag::TRUE),
            Const::False => self.out.push(tag::FALSE),
            Const::Ellipsis => self.out.push(tag::ELLIPSIS),
            Const::Int(value) => match i32::try_from(*value) {
                Ok(small) => {
                    self.out.push(tag::INT);
                    self.out.extend(small.to_le_bytes());
                }
                Err(_) => self.long(&BigInt::from(*value))?,
            },
            Const::BigInt(value) => self.long(value)?,
            Const::Float(value) => {
                self.out.push(tag::BINARY_FLOAT);
                self.out.extend(value.to_le_bytes());
            }
            Const::Complex(real, imag) => {
                self.out.push(tag::BINARY_COMPLEX);
                self.out.extend(real.to_le_bytes());
                self.out.extend(imag.to_le_bytes());
            }
            // The compiler interns the strings that look like names.
            Const::Str(text) => self.string(text, is_name_like(text))?,
            Const::Bytes(bytes) => self.bytes(bytes)?,
            Const::Tuple(items) => self.tuple(items.len(), items.iter(), Writer::constant)?,
            Const::FrozenSet(items) => {
                self.out.push(tag::FROZENSET);
                self.size(items.len())?;
                self.deeper(|writer| items.iter().try_for_each(|item| writer.constant(item)))?;
            }
            Const::Code(code) => self.code(code)?,
        }
        Ok(())
    }

    /// Sign in the count's, magnitude in 15-bit digits.
    fn long(&mut self, value: &BigInt) -> Result<(), MarshalError> {
        let mut digits: Vec<u16> = Vec::new();
        let (mut pending, mut bits) = (0u64, 0);
        for word in value.magnitude().iter_u32_digits() {
            pending |= (word as u64) << bits;
            bits += 32;
            while bits >= 15 {
                digits.push((pending & 0x7FFF) as u16);
                pending >>= 15;
                bits -= 15;
            }
        }
        digits.push(pending as u16);
        while digits.last() == Some(&0) {
            digits.pop();
        }
        self.out.push(tag::LONG);
        let at = self.out.len();
        self.size(digits.len())?;
        if value.sign() == Sign::Minus {
            let count = -(digits.len() as i32);
            self.out[at..].copy_from_slice(&count.to_le_bytes());
        }
        self.out.extend(digits.iter().flat_map(|digit| digit.to_le_bytes()));
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), MarshalError> {
        self.out.push(tag::BYTES);
        self.size(bytes.len())?;
        self.out.extend(bytes);
        Ok(())
    }

    fn tuple<'a, T: 'a>(
        &mut self,
        count: usize,
        items: impl Iterator<Item = &'a T>,
        write: fn(&mut Writer, &T) -> Result<(), MarshalError>,
    ) -> Result<(), MarshalError> {
        match u8::try_from(count) {
            Ok(count) => self.out.extend([tag::SMALL_TUPLE, count]),
            Err(_) => {
                self.out.push(tag::TUPLE);
                self.size(count)?;
            }
        }
        self.deeper(|writer| items.into_iter().try_for_each(|item| write(writer, item)))
    }

    fn string(&mut self, text: &PyStr, interned: bool) -> Result<(), MarshalError> {
        let next = self.strings.len() as u32;
        if let Some(number) = self.strings.get(&(text.clone(), interned)) {
            self.out.push(tag::REF);
            self.out.extend(number.to_le_bytes());
            return Ok(());
        }
        self.strings.insert((text.clone(), interned), next);
        let bytes = text.as_bytes();
        let code = match (bytes.is_ascii(), bytes.len() < 256, interned) {
            (true, true, true) => tag::SHORT_ASCII_INTERNED,
            (true, true, false) => tag::SHORT_ASCII,
            (true, false, true) => tag::ASCII_INTERNED,
            (true, false, false) => tag::ASCII,
            (false, _, true) => tag::INTERNED,
            (false, _, false) => tag::UNICODE,
        };
        self.out.push(code | tag::FLAG_REF);
        if matches!(code, tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED) {
            self.out.push(bytes.len() as u8);
        } else {
            self.size(bytes.len())?;
        }
        self.out.extend(bytes);
        Ok(())
    }

    fn name(&mut self, text: &PyStr) -> Result<(), MarshalError> {
        self.string(text, true)
    }

    fn code(&mut self, code: &CodeObject) -> Result<(), MarshalError> {
        self.out.push(tag::CODE);
        for number in [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.stacksize, code.flags] {
            self.out.extend(number.to_le_bytes());
        }
        self.deeper(|writer| writer.fields(code))
    }

    fn fields(&mut self, code: &CodeObject) -> Result<(), MarshalError> {
        self.bytes(&code.code)?;
        self.tuple(code.consts.len(), code.consts.iter(), Writer::constant)?;
        self.tuple(code.names.len(), code.names.iter(), Writer::name)?;
        self.tuple(code.localsplusnames.len(), code.localsplusnames.iter(), Writer::name)?;
        self.bytes(&code.localspluskinds)?;
        self.string(&code.filename, false)?;
        self.name(&code.name)?;
        self.name(&code.qualname)?;
        self.out.extend(code.firstlineno.to_le_bytes());
        self.bytes(&code.linetable)?;
        self.bytes(&code.exceptiontable)
    }
}

/// Whether CPython interns a string constant: ASCII letters, digits and underscores only.
fn is_name_like(text: &PyStr) -> bool {
    text.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::super::{loads, read_pyc};
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let big = BigInt::from(3).pow(500);
        let value = Const::Tuple(vec![
            Const::BigInt(big.clone()),
            Const::BigInt(-big),
            Const::Int(i64::MIN),
            Const::Int(i64::MAX),
            Const::Int(-(1 << 31)),
            Const::Float(-0.0),
            Const::Complex(f64::INFINITY, -0.0),
            Const::Str("é".repeat(300).into()),
            Const::Str("a b".repeat(300).into()),
            Const::Str("name".into()),
            Const::Str("name".into()),
            Const::Str(PyStr::from_code_points([0xDC80]).unwrap()),
            Const::Tuple((0..300).map(Const::Int).collect()),
            Const::FrozenSet(vec![Const::None, Const::Ellipsis]),
        ]);
        assert_eq!(loads(&dumps(&value).unwrap()).unwrap(), value);

        let code = CodeObject {
            code: vec![149, 0],
            consts: vec![value],
            names: vec!["name".into()],
            ..CodeObject::default()
        };
        let pyc = write_pyc(&code, PycHeader::Hash { hash: 7, check: true }).unwrap();
        assert_eq!(read_pyc(&pyc).unwrap(), code);
    }
}
