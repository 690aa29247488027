//! From values to bytes.

use std::collections::HashMap;

use num_bigint::{BigInt, Sign};

use super::MAX_DEPTH;
use crate::bytecode::marshal::{self, long_digits, string_tag, tag};
use crate::heap::layout::{Bytes, Code, Dict, List, Str, Tuple};
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::{bytes, code, complex, dict, float, int, set};
use crate::vm::Vm;

/// The bytes that stand for `value` in `version` of the format.
pub(super) fn dumps(vm: &mut Vm, value: Value, version: i64, allow_code: bool) -> Res<Vec<u8>> {
    if allow_code
        && version >= 4
        && vm.kind_of(value) == Kind::CODE
        && let Some(plain) = code::const_of(vm, value)
        && let Ok(bytes) = marshal::dumps(&plain)
    {
        return Ok(bytes);
    }
    let mut writer =
        Writer { vm, out: Vec::new(), seen: HashMap::new(), next: 0, version, allow_code, depth: 0 };
    if version >= 3 {
        writer.count(value)?;
    }
    writer.depth = 0;
    writer.value(value)?;
    Ok(writer.out)
}

/// How often a value occurs, and its number once it has been written.
#[derive(Default)]
struct Seen {
    times: u32,
    number: Option<u32>,
}

struct Writer<'a> {
    vm: &'a mut Vm,
    out: Vec<u8>,
    seen: HashMap<u64, Seen>,
    next: u32,
    version: i64,
    allow_code: bool,
    depth: usize,
}

impl Writer<'_> {
    fn unmarshallable(&mut self) -> Raised {
        self.vm.value_error("unmarshallable object")
    }

    fn deeper(&mut self) -> Res<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.vm.value_error("object too deeply nested to marshal"));
        }
        Ok(())
    }

    /// The values within a value.
    fn parts(&self, value: Value) -> Vec<Value> {
        let vm = &*self.vm;
        match vm.kind_of(value) {
            Kind::TUPLE => {
                let tuple = Tuple(value.offset());
                (0..tuple.len(&vm.heap)).map(|i| tuple.item(vm, i)).collect()
            }
            Kind::LIST => {
                let list = List(value.offset());
                let items = list.items(&vm.heap);
                let item = |i: u32| Value::from_word(vm.heap.u64(items.wrapping_add(i * 8)));
                (0..list.len(&vm.heap)).filter_map(item).collect()
            }
            Kind::DICT => {
                dict::items(&vm.heap, Dict(value.offset())).into_iter().flat_map(|(k, v)| [k, v]).collect()
            }
            Kind::SET | Kind::FROZENSET => {
                let Some(set) = set::as_set(vm, value) else { return Vec::new() };
                let (mut keys, mut at) = (Vec::new(), 0);
                while let Some((next, _, key)) = set::next_key(&vm.heap, set, at) {
                    keys.push(key);
                    at = next;
                }
                keys
            }
            Kind::CODE => {
                let code = Code(value.offset());
                let m = &vm.heap;
                let texts = [code.filename(m), code.name(m), code.qualname(m)].into_iter().flatten();
                [code.consts(m), code.names(m), code.localsplusnames(m)]
                    .into_iter()
                    .map(Value::object)
                    .chain(texts)
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Counts occurrences.
    fn count(&mut self, value: Value) -> Res<()> {
        let seen = self.seen.entry(value.word()).or_default();
        seen.times += 1;
        if seen.times > 1 {
            return Ok(());
        }
        self.deeper()?;
        for part in self.parts(value) {
            self.count(part)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Whether there is one object of this value however often it is made.
    fn is_unique(&self, value: Value) -> bool {
        let vm = &*self.vm;
        match vm.kind_of(value) {
            Kind::INT => int::as_i64(vm, value).is_some_and(|n| (-5..=256).contains(&n)),
            Kind::STR => is_interned(vm, value) || vm.chars(value).is_empty(),
            Kind::TUPLE => Tuple(value.offset()).len(&vm.heap) == 0,
            Kind::BYTES => Bytes(value.offset()).len(&vm.heap) <= 1,
            _ => false,
        }
    }

    fn value(&mut self, value: Value) -> Res<()> {
        let singleton = match value {
            statics::NONE => Some(tag::NONE),
            statics::TRUE => Some(tag::TRUE),
            statics::FALSE => Some(tag::FALSE),
            statics::ELLIPSIS => Some(tag::ELLIPSIS),
            _ if value == Value::object(exc::STOP_ITERATION) => Some(tag::STOP_ITERATION),
            _ => None,
        };
        if let Some(singleton) = singleton {
            self.out.push(singleton);
            return Ok(());
        }
        let unique = self.version >= 3 && self.is_unique(value);
        let mut flag = 0;
        if self.version >= 3 {
            let next = self.next;
            let seen = self.seen.entry(value.word()).or_default();
            if let Some(number) = seen.number {
                self.out.push(tag::REF);
                self.out.extend(number.to_le_bytes());
                return Ok(());
            }
            if unique || seen.times > 1 {
                seen.number = Some(next);
                self.next += 1;
                flag = tag::FLAG_REF;
            }
        }
        self.deeper()?;
        self.write(value, flag)?;
        self.depth -= 1;
        Ok(())
    }

    fn size(&mut self, size: usize) -> Res<()> {
        match i32::try_from(size) {
            Ok(size) => {
                self.out.extend(size.to_le_bytes());
                Ok(())
            }
            Err(_) => Err(self.unmarshallable()),
        }
    }

    fn items(&mut self, kind: u8, items: &[Value]) -> Res<()> {
        self.out.push(kind);
        self.size(items.len())?;
        items.iter().try_for_each(|item| self.value(*item))
    }

    fn write(&mut self, value: Value, flag: u8) -> Res<()> {
        let kind = self.vm.kind_of(value);
        if !self.vm.is_exact(value, kind) {
            return Err(self.unmarshallable());
        }
        match kind {
            Kind::INT => match int::as_i64(self.vm, value).and_then(|n| i32::try_from(n).ok()) {
                Some(small) => {
                    self.out.push(tag::INT | flag);
                    self.out.extend(small.to_le_bytes());
                }
                None => {
                    let number = int::to_bigint(self.vm, value).unwrap_or_default();
                    self.long(&number, flag);
                }
            },
            Kind::FLOAT => {
                let number = float::as_f64(self.vm, value).unwrap_or_default();
                self.out.push(if self.version > 1 { tag::BINARY_FLOAT } else { tag::FLOAT } | flag);
                self.float(number);
            }
            Kind::COMPLEX => {
                let (real, imag) = complex::parts(self.vm, value).unwrap_or_default();
                self.out.push(if self.version > 1 { tag::BINARY_COMPLEX } else { tag::COMPLEX } | flag);
                self.float(real);
                self.float(imag);
            }
            Kind::STR => self.text(value, flag)?,
            Kind::BYTES | Kind::BYTEARRAY | Kind::MEMORYVIEW => {
                let Some(content) = bytes::bytes_of(self.vm, value)? else {
                    return Err(self.unmarshallable());
                };
                self.out.push(tag::BYTES | flag);
                self.size(content.len())?;
                self.out.extend(content);
            }
            Kind::TUPLE => {
                let items = self.parts(value);
                match u8::try_from(items.len()) {
                    Ok(count) if self.version >= 4 => {
                        self.out.extend([tag::SMALL_TUPLE | flag, count]);
                        items.iter().try_for_each(|item| self.value(*item))?;
                    }
                    _ => self.items(tag::TUPLE | flag, &items)?,
                }
            }
            Kind::LIST => {
                let items = self.parts(value);
                self.items(tag::LIST | flag, &items)?;
            }
            Kind::DICT => {
                self.out.push(tag::DICT | flag);
                let parts = self.parts(value);
                parts.iter().try_for_each(|part| self.value(*part))?;
                self.out.push(tag::NULL);
            }
            Kind::SET | Kind::FROZENSET => {
                // In the order of what each would be written as alone, which does not depend on hashes.
                let mut order = Vec::new();
                for item in self.parts(value) {
                    order.push((dumps(self.vm, item, self.version, self.allow_code)?, item));
                }
                order.sort_by(|a, b| a.0.cmp(&b.0));
                let items: Vec<Value> = order.into_iter().map(|(_, item)| item).collect();
                let kind = if kind == Kind::SET { tag::SET } else { tag::FROZENSET };
                self.items(kind | flag, &items)?;
            }
            Kind::CODE if !self.allow_code => {
                return Err(self.vm.value_error("marshalling code objects is disallowed"));
            }
            Kind::CODE => self.code(value, flag)?,
            _ => return Err(self.unmarshallable()),
        }
        Ok(())
    }

    fn float(&mut self, number: f64) {
        if self.version > 1 {
            self.out.extend(number.to_le_bytes());
        } else {
            let text = seventeen_digits(number);
            self.out.push(text.len() as u8);
            self.out.extend(text.as_bytes());
        }
    }

    fn long(&mut self, number: &BigInt, flag: u8) {
        let digits = long_digits(number);
        let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
        self.out.push(tag::LONG | flag);
        self.out.extend(if number.sign() == Sign::Minus { -count } else { count }.to_le_bytes());
        self.out.extend(digits.iter().flat_map(|digit| digit.to_le_bytes()));
    }

    fn text(&mut self, value: Value, flag: u8) -> Res<()> {
        let text = code::py_str(self.vm, value);
        let content = text.as_bytes();
        let interned = self.version >= 3 && is_interned(self.vm, value);
        let kind = match interned {
            _ if self.version >= 4 => string_tag(content, interned),
            true => tag::INTERNED,
            false => tag::UNICODE,
        };
        self.out.push(kind | flag);
        if matches!(kind, tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED) {
            self.out.push(content.len() as u8);
        } else {
            self.size(content.len())?;
        }
        self.out.extend(content);
        Ok(())
    }

    fn bytes(&mut self, content: &[u8]) -> Res<()> {
        self.out.push(tag::BYTES);
        self.size(content.len())?;
        self.out.extend(content);
        Ok(())
    }

    fn code(&mut self, value: Value, flag: u8) -> Res<()> {
        let plain = code::plain(self.vm, Code(value.offset()));
        let parts = self.parts(value);
        let [consts, names, locals, filename, name, qualname] = parts[..] else {
            return Err(self.unmarshallable());
        };
        self.out.push(tag::CODE | flag);
        for number in
            [plain.argcount, plain.posonlyargcount, plain.kwonlyargcount, plain.stacksize, plain.flags]
        {
            self.out.extend(number.to_le_bytes());
        }
        self.bytes(&plain.code)?;
        for part in [consts, names, locals] {
            self.value(part)?;
        }
        self.bytes(&plain.localspluskinds)?;
        for part in [filename, name, qualname] {
            self.value(part)?;
        }
        self.out.extend(plain.firstlineno.to_le_bytes());
        self.bytes(&plain.linetable)?;
        self.bytes(&plain.exceptiontable)
    }
}

/// A float with 17 significant digits, without zeros at its end: C's `%.17g`.
fn seventeen_digits(number: f64) -> String {
    if !number.is_finite() {
        return format!("{number}").to_lowercase();
    }
    let text = format!("{number:.16e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trimmed = |text: &str| text.trim_end_matches('0').trim_end_matches('.').to_string();
    if (-4..17).contains(&exponent) {
        let text = format!("{number:.*}", (16 - exponent).max(0) as usize);
        return if text.contains('.') { trimmed(&text) } else { text };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", trimmed(digits), exponent.unsigned_abs())
}

fn is_interned(vm: &Vm, text: Value) -> bool {
    Str(text.offset()).state(&vm.heap) & crate::objects::str::INTERNED != 0
}
