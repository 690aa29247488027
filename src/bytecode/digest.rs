//! A digest of a code object, for recording what CPython made of a source without keeping it.

use super::{CodeObject, Const, PyStr};

/// 64 bits that differ if any field of `code`, or of a code object within it, differs (but for the order within
/// frozen sets, which means nothing). The same on every machine and in every build.
pub fn digest(code: &CodeObject) -> u64 {
    let mut hash = Hash(0xCBF2_9CE4_8422_2325);
    hash.code(code);
    hash.0
}

/// FNV-1a.
struct Hash(u64);

impl Hash {
    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        for &byte in bytes {
            self.0 = (self.0 ^ byte as u64).wrapping_mul(0x100_0000_01B3);
        }
    }

    fn number(&mut self, number: u64) {
        for byte in number.to_le_bytes() {
            self.0 = (self.0 ^ byte as u64).wrapping_mul(0x100_0000_01B3);
        }
    }

    fn strings(&mut self, strings: &[PyStr]) {
        self.number(strings.len() as u64);
        strings.iter().for_each(|string| self.bytes(string.as_bytes()));
    }

    fn constant(&mut self, value: &Const) {
        let mut tagged = |tag: u8, bytes: &[u8]| {
            self.number(tag as u64);
            self.bytes(bytes);
        };
        match value {
            Const::None => tagged(0, b""),
            Const::True => tagged(1, b""),
            Const::False => tagged(2, b""),
            Const::Ellipsis => tagged(3, b""),
            Const::Int(value) => tagged(4, value.to_string().as_bytes()),
            Const::BigInt(value) => tagged(5, &value.to_signed_bytes_le()),
            Const::Float(value) => tagged(6, &value.to_le_bytes()),
            Const::Complex(real, imag) => tagged(7, &[real.to_le_bytes(), imag.to_le_bytes()].concat()),
            Const::Str(text) => tagged(8, text.as_bytes()),
            Const::Bytes(bytes) => tagged(9, bytes),
            Const::Tuple(items) => {
                tagged(10, b"");
                self.number(items.len() as u64);
                items.iter().for_each(|item| self.constant(item));
            }
            Const::FrozenSet(items) => {
                tagged(11, b"");
                let of_item = |item| {
                    let mut hash = Hash(0);
                    hash.constant(item);
                    hash.0
                };
                self.number(items.iter().map(of_item).fold(0, u64::wrapping_add));
            }
            Const::Code(code) => {
                tagged(12, b"");
                self.code(code);
            }
        }
    }

    fn code(&mut self, code: &CodeObject) {
        for number in [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.stacksize, code.flags] {
            self.number(number as u64);
        }
        self.number(code.firstlineno as u64);
        for bytes in [&code.code, &code.localspluskinds, &code.linetable, &code.exceptiontable] {
            self.bytes(bytes);
        }
        self.strings(&code.names);
        self.strings(&code.localsplusnames);
        for string in [&code.filename, &code.name, &code.qualname] {
            self.bytes(string.as_bytes());
        }
        self.number(code.consts.len() as u64);
        code.consts.iter().for_each(|value| self.constant(value));
    }
}
