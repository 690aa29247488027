//! Writing marshal data, byte for byte as CPython 3.13 writes what it has just compiled.
//!
//! CPython numbers a value, so that later occurrences are references to it, only if it has more than one reference when it
//! is written. How many that are follows from how the compiler shares constants: equal ones within a module are one
//! object, whether they are constants, tuples of names or tables. So a [`Graph`] of the objects that CPython would have is
//! built first, which counts, and then written.

use std::collections::{HashMap, HashSet};

use num_bigint::{BigInt, Sign};

use super::{MAX_DEPTH, MarshalError, PYC_MAGIC, tag};
use crate::bytecode::{CodeObject, Const, PyStr};

/// What a `.pyc` says of its source, for deciding whether it is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PycHeader {
    /// Modification time (seconds since 1970, modulo 2**32) and size (modulo 2**32).
    Timestamp { mtime: u32, size: u32 },
    /// Hash of the source ([`crate::bytecode::pyc::source_hash`]); `check`: compare it on import.
    Hash { hash: u64, check: bool },
}

/// A `.pyc` file for `code`, which CPython 3.13 runs; the bytes that its `py_compile` would write.
pub fn write_pyc(code: &CodeObject, header: PycHeader) -> Result<Vec<u8>, MarshalError> {
    let mut out = Vec::new();
    out.extend(PYC_MAGIC);
    match header {
        PycHeader::Timestamp { mtime, size } => {
            out.extend([0; 4]);
            out.extend(mtime.to_le_bytes());
            out.extend(size.to_le_bytes());
        }
        PycHeader::Hash { hash, check } => {
            out.extend([if check { 0b11 } else { 0b01 }, 0, 0, 0]);
            out.extend(hash.to_le_bytes());
        }
    }
    let mut graph = Graph::default();
    graph.find_class_names(code);
    let root = graph.code(code, 0)?;
    write(&graph, root, out)
}

/// One constant, as `marshal.dumps` writes it.
pub fn dumps(value: &Const) -> Result<Vec<u8>, MarshalError> {
    let mut graph = Graph::default();
    let root = graph.constant(value, 0)?;
    write(&graph, root, Vec::new())
}

fn write(graph: &Graph<'_>, root: Id, out: Vec<u8>) -> Result<Vec<u8>, MarshalError> {
    let mut writer = Writer { graph, out, numbers: HashMap::new(), depth: 0 };
    // Whoever asks for it to be written holds it, too.
    writer.object(root, true)?;
    Ok(writer.out)
}

/// Index of an object in a [`Graph`].
type Id = u32;

/// An object as CPython tells it apart from others: equal ones are the same object.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Object<'a> {
    /// None, True and the like: just a type code.
    Singleton(u8),
    Int(i64),
    BigInt(&'a BigInt),
    Float(u64),
    /// NaN equals nothing, itself included: its bits, and a number of its own.
    Nan(u64, Id),
    Complex(u64, u64),
    Str {
        text: &'a PyStr,
        interned: bool,
    },
    Bytes(&'a [u8]),
    Tuple(Vec<Id>),
    /// Sorted: the order means nothing.
    FrozenSet(Vec<Id>),
    /// The bytes of a code object that are made for it alone: its number, and which of its fields.
    Own(Id, u8),
    /// The number of a code object: no two are the same.
    Code(Id),
}

/// A code object with its fields as objects, in the order in which they are written.
struct CodeParts<'a> {
    code: &'a CodeObject,
    /// Bytecode, constants, names, names and kinds of fast locals, file name, name, qualified name.
    before_line: [Id; 8],
    /// Location and exception table.
    after_line: [Id; 2],
}

#[derive(Default)]
struct Graph<'a> {
    ids: HashMap<Object<'a>, Id>,
    objects: Vec<Object<'a>>,
    /// References from other objects.
    references: Vec<u32>,
    codes: Vec<CodeParts<'a>>,
    /// Constants that are the qualified name of the class whose body they are in: these are interned, as all names are.
    class_names: HashSet<&'a PyStr>,
}

impl<'a> Graph<'a> {
    fn add(&mut self, object: Object<'a>) -> Id {
        if let Some(&id) = self.ids.get(&object) {
            return id;
        }
        let id = self.objects.len() as Id;
        if let Object::Tuple(items) | Object::FrozenSet(items) = &object {
            for &item in items {
                self.references[item as usize] += 1;
            }
        }
        self.ids.insert(object.clone(), id);
        self.objects.push(object);
        self.references.push(0);
        id
    }

    fn find_class_names(&mut self, code: &'a CodeObject) {
        let mut todo = vec![code];
        while let Some(code) = todo.pop() {
            for value in &code.consts {
                match value {
                    Const::Str(text) if *text == code.qualname => {
                        self.class_names.insert(text);
                    }
                    Const::Code(nested) => todo.push(nested),
                    _ => {}
                }
            }
        }
    }

    /// `depth`: levels around the value.
    fn constant(&mut self, value: &'a Const, depth: usize) -> Result<Id, MarshalError> {
        let object = match value {
            Const::None => Object::Singleton(tag::NONE),
            Const::True => Object::Singleton(tag::TRUE),
            Const::False => Object::Singleton(tag::FALSE),
            Const::Ellipsis => Object::Singleton(tag::ELLIPSIS),
            Const::Int(value) => Object::Int(*value),
            Const::BigInt(value) => Object::BigInt(value),
            Const::Float(value) if value.is_nan() => Object::Nan(value.to_bits(), self.objects.len() as Id),
            Const::Float(value) => Object::Float(value.to_bits()),
            Const::Complex(real, imag) => Object::Complex(real.to_bits(), imag.to_bits()),
            Const::Str(text) => {
                Object::Str { text, interned: is_name_like(text) || self.class_names.contains(text) }
            }
            Const::Bytes(bytes) => Object::Bytes(bytes),
            Const::Tuple(items) => return self.tuple(items, depth),
            Const::FrozenSet(items) => {
                let mut items = self.items(items, depth)?;
                items.sort_unstable();
                Object::FrozenSet(items)
            }
            Const::Code(code) => return self.code(code, depth),
        };
        Ok(self.add(object))
    }

    fn items(&mut self, items: &'a [Const], depth: usize) -> Result<Vec<Id>, MarshalError> {
        let depth = depth + 1;
        if depth >= MAX_DEPTH {
            let message = format!("values nested more than {MAX_DEPTH} deep");
            return Err(MarshalError { offset: 0, message });
        }
        on_enough_stack(depth, || items.iter().map(|item| self.constant(item, depth)).collect())
    }

    fn tuple(&mut self, items: &'a [Const], depth: usize) -> Result<Id, MarshalError> {
        let items = self.items(items, depth)?;
        Ok(self.add(Object::Tuple(items)))
    }

    fn names(&mut self, names: &'a [PyStr]) -> Id {
        let names = names.iter().map(|text| self.add(Object::Str { text, interned: true })).collect();
        self.add(Object::Tuple(names))
    }

    fn code(&mut self, code: &'a CodeObject, depth: usize) -> Result<Id, MarshalError> {
        let consts = self.tuple(&code.consts, depth + 1)?;
        let number = self.codes.len() as Id;
        let before_line = [
            self.add(Object::Own(number, 0)),
            consts,
            self.names(&code.names),
            self.names(&code.localsplusnames),
            // The empty bytes object is the same everywhere.
            match &code.localspluskinds[..] {
                [] => self.add(Object::Bytes(&[])),
                _ => self.add(Object::Own(number, 1)),
            },
            self.add(Object::Str { text: &code.filename, interned: true }),
            self.add(Object::Str { text: &code.name, interned: true }),
            self.add(Object::Str { text: &code.qualname, interned: true }),
        ];
        let after_line =
            [self.add(Object::Bytes(&code.linetable)), self.add(Object::Bytes(&code.exceptiontable))];
        for &part in before_line.iter().chain(&after_line) {
            self.references[part as usize] += 1;
        }
        // CPython keeps a bytes object of the bytecode once it was asked for one.
        self.references[before_line[0] as usize] += 1;
        self.codes.push(CodeParts { code, before_line, after_line });
        Ok(self.add(Object::Code(number)))
    }

    fn is_interned(&self, id: Id) -> bool {
        match &self.objects[id as usize] {
            Object::Str { text, interned } => *interned && !text.is_empty() && !is_latin1_char(text),
            _ => false,
        }
    }

    /// Whether CPython numbers the object when it writes it.
    fn is_shared(&self, id: Id) -> bool {
        let immortal = match &self.objects[id as usize] {
            Object::Int(value) => (-5..=256).contains(value),
            Object::Str { text, interned } => *interned || text.as_bytes().is_empty() || is_latin1_char(text),
            Object::Bytes(bytes) => bytes.len() <= 1,
            Object::Tuple(items) => items.is_empty(),
            // Interning replaces its elements, and with that each code object gets a copy. (Not so if nothing in the
            // process had interned them before: that cannot be known, but is rare.)
            Object::FrozenSet(items) if items.iter().any(|&item| self.is_interned(item)) => return false,
            _ => false,
        };
        immortal || self.references[id as usize] > 1
    }
}

/// Makes sure, every so many levels, that the native stack bears more.
fn on_enough_stack<T>(depth: usize, run: impl FnOnce() -> T) -> T {
    if depth.is_multiple_of(32) { stacker::maybe_grow(128 << 10, 1 << 20, run) } else { run() }
}

struct Writer<'g, 'a> {
    graph: &'g Graph<'a>,
    out: Vec<u8>,
    /// The numbers of objects that references may name.
    numbers: HashMap<Id, u32>,
    /// Levels around what is being written; the graph is not too deep.
    depth: usize,
}

impl Writer<'_, '_> {
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

    /// Writes an object; `held`: somebody outside of the graph has a reference to it.
    fn object(&mut self, id: Id, held: bool) -> Result<(), MarshalError> {
        self.depth += 1;
        let written = on_enough_stack(self.depth, || self.object_here(id, held));
        self.depth -= 1;
        written
    }

    fn object_here(&mut self, id: Id, held: bool) -> Result<(), MarshalError> {
        let graph = self.graph;
        let object = &graph.objects[id as usize];
        if let Object::Singleton(code) = object {
            self.out.push(*code);
            return Ok(());
        }
        if let Some(number) = self.numbers.get(&id) {
            self.out.push(tag::REF);
            self.out.extend(number.to_le_bytes());
            return Ok(());
        }
        let start = self.out.len();
        let numbered = held || graph.is_shared(id);
        if numbered {
            self.numbers.insert(id, self.numbers.len() as u32);
        }
        match object {
            Object::Singleton(_) => {}
            Object::Int(value) => match i32::try_from(*value) {
                Ok(small) => {
                    self.out.push(tag::INT);
                    self.out.extend(small.to_le_bytes());
                }
                Err(_) => self.long(&BigInt::from(*value))?,
            },
            Object::BigInt(value) => self.long(value)?,
            Object::Float(bits) | Object::Nan(bits, _) => {
                self.out.push(tag::BINARY_FLOAT);
                self.out.extend(bits.to_le_bytes());
            }
            Object::Complex(real, imag) => {
                self.out.push(tag::BINARY_COMPLEX);
                self.out.extend(real.to_le_bytes());
                self.out.extend(imag.to_le_bytes());
            }
            Object::Str { text, interned } => self.string(text, *interned)?,
            Object::Bytes(bytes) => self.bytes(bytes)?,
            Object::Tuple(items) => {
                match u8::try_from(items.len()) {
                    Ok(count) => self.out.extend([tag::SMALL_TUPLE, count]),
                    Err(_) => {
                        self.out.push(tag::TUPLE);
                        self.size(items.len())?;
                    }
                }
                for &item in items {
                    self.object(item, false)?;
                }
            }
            Object::FrozenSet(items) => {
                self.out.push(tag::FROZENSET);
                self.size(items.len())?;
                for item in self.in_order(items)? {
                    // The list that they were sorted in holds them.
                    self.object(item, true)?;
                }
            }
            Object::Own(number, field) => {
                let code = graph.codes[*number as usize].code;
                self.bytes(if *field == 0 { &code.code } else { &code.localspluskinds })?;
            }
            Object::Code(number) => {
                let CodeParts { code, before_line, after_line } = &graph.codes[*number as usize];
                self.out.push(tag::CODE);
                let CodeObject { argcount, posonlyargcount, kwonlyargcount, stacksize, flags, .. } = code;
                for number in [argcount, posonlyargcount, kwonlyargcount, stacksize, flags] {
                    self.out.extend(number.to_le_bytes());
                }
                before_line.iter().try_for_each(|&part| self.object(part, false))?;
                self.out.extend(code.firstlineno.to_le_bytes());
                after_line.iter().try_for_each(|&part| self.object(part, false))?;
            }
        }
        if numbered {
            self.out[start] |= tag::FLAG_REF;
        }
        Ok(())
    }

    /// The elements of a set in the order of what each would be written as alone, which does not depend on hashes.
    fn in_order(&self, items: &[Id]) -> Result<Vec<Id>, MarshalError> {
        let alone = |&item: &Id| Ok((write(self.graph, item, Vec::new())?, item));
        let mut order = items.iter().map(alone).collect::<Result<Vec<_>, _>>()?;
        order.sort();
        Ok(order.into_iter().map(|(_, item)| item).collect())
    }

    /// Sign in the count's, magnitude in 15-bit digits.
    fn long(&mut self, value: &BigInt) -> Result<(), MarshalError> {
        self.out.push(tag::LONG);
        let digits = long_digits(value);
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

    fn string(&mut self, text: &PyStr, interned: bool) -> Result<(), MarshalError> {
        let bytes = text.as_bytes();
        let code = string_tag(bytes, interned);
        self.out.push(code);
        if matches!(code, tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED) {
            self.out.push(bytes.len() as u8);
        } else {
            self.size(bytes.len())?;
        }
        self.out.extend(bytes);
        Ok(())
    }
}

/// The type code of a string, given as UTF-8 with surrogates.
pub(crate) fn string_tag(bytes: &[u8], interned: bool) -> u8 {
    match (bytes.is_ascii(), bytes.len() < 256, interned) {
        (true, true, true) => tag::SHORT_ASCII_INTERNED,
        (true, true, false) => tag::SHORT_ASCII,
        (true, false, true) => tag::ASCII_INTERNED,
        (true, false, false) => tag::ASCII,
        (false, _, true) => tag::INTERNED,
        (false, _, false) => tag::UNICODE,
    }
}

/// The magnitude in digits of 15 bits, least significant first.
pub(crate) fn long_digits(value: &BigInt) -> Vec<u16> {
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
    digits
}

/// Whether the text is one character below U+0100: CPython has each of those just once, interned.
fn is_latin1_char(text: &PyStr) -> bool {
    let mut points = text.code_points();
    matches!((points.next(), points.next()), (Some(0..=0xFF), None))
}

/// Whether CPython interns a string constant: ASCII letters, digits and underscores only, or a single character that
/// it has anyway.
fn is_name_like(text: &PyStr) -> bool {
    text.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') || is_latin1_char(text)
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
