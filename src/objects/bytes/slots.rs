//! The type `bytes`, its iterator, and slots that bytearray shares.

use super::{push_repr, span, view};
use crate::heap::layout::{Bytes, SeqIter, Slice};
use crate::heap::{Kind, Res, Value};
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::exc;
use crate::objects::int;
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Sig, Slots, TypeDef, method};
use crate::vm::Vm;

/// `bytes`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::BYTES,
    name: "bytes",
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::By(hash),
        compare: Some(compare),
        truth: Some(|vm, v| Ok(span(vm, v).is_some_and(|(_, len)| len != 0))),
        len: Some(len),
        get_item: Some(get_item),
        contains: Some(contains),
        iter: Some(iter),
        binary: Some(binary),
        new: Some(new),
        ..Slots::NONE
    },
    binary: &[BinOp::Add, BinOp::Multiply, BinOp::Remainder],
    methods: super::methods::BYTES,
    subclassable: true,
    ..TypeDef::DEFAULT
};

/// The iterator over bytes.
pub static ITER: TypeDef = TypeDef {
    kind: Kind::BYTES_ITER,
    name: "bytes_iterator",
    slots: Slots { iter: Some(|_, it| Ok(it)), next: Some(next), ..Slots::NONE },
    methods: &[method("__length_hint__", length_hint, Sig::Exact(0))],
    ..TypeDef::DEFAULT
};

fn repr(vm: &mut Vm, v: Value) -> Res {
    let mut out = String::new();
    push_repr(&mut out, view(vm, v).unwrap_or_default());
    vm.new_str_ascii(out.as_bytes())
}

fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    let bytes = Bytes(v.offset());
    let mut hash = bytes.hash(&vm.heap);
    if hash == 0 {
        let (at, len) = span(vm, v).unwrap_or_default();
        hash = vm.hash_span(at, len)?;
        bytes.set_hash(&mut vm.heap, hash);
    }
    Ok(hash as i64)
}

pub(super) fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(left), Some(right)) = (view(vm, a), view(vm, b)) else { return Ok(None) };
    let holds = match op {
        Compare::Eq => left == right,
        Compare::Ne => left != right,
        _ => op.holds(left.cmp(right)),
    };
    Ok(Some(vm.bool(holds)))
}

pub(super) fn len(vm: &mut Vm, v: Value) -> Res<usize> {
    Ok(span(vm, v).map_or(0, |(_, len)| len as usize))
}

/// The place that an index means.
pub(super) fn place(vm: &mut Vm, v: Value, key: Value) -> Res<u32> {
    let array = vm.kind_of(v) == Kind::BYTEARRAY;
    let index = match vm.index_opt(key)? {
        Some(_) => vm.index_i64(key)?,
        None => {
            let name = vm.type_name(key);
            let what = if array { "bytearray" } else { "byte" };
            return Err(vm.type_error(format!("{what} indices must be integers or slices, not {name}")));
        }
    };
    let len = len(vm, v)? as i64;
    let at = if index < 0 { index.saturating_add(len) } else { index };
    if at < 0 || at >= len {
        return Err(vm.index_error(if array {
            "bytearray index out of range"
        } else {
            "index out of range"
        }));
    }
    Ok(at as u32)
}

pub(super) fn get_item(vm: &mut Vm, v: Value, key: Value) -> Res {
    if let Some(slice) = vm.as_kind(key, Kind::SLICE) {
        let len = len(vm, v)?;
        let (start, step, count) = vm.slice_indices(Slice(slice), len)?;
        if count == len && step == 1 && vm.is_exact(v, Kind::BYTES) {
            return Ok(v);
        }
        let bytes = view(vm, v).unwrap_or_default();
        let part: Vec<u8> = if step == 1 {
            bytes.get(start as usize..start as usize + count).unwrap_or_default().to_vec()
        } else {
            (0..count as i64).filter_map(|i| bytes.get((start + i * step) as usize).copied()).collect()
        };
        return vm.new_bytes_like(v, &part);
    }
    let at = place(vm, v, key)?;
    let start = span(vm, v).map_or(0, |(start, _)| start);
    Ok(Value::int(vm.heap.u8(start.wrapping_add(at)) as i64))
}

pub(super) fn contains(vm: &mut Vm, v: Value, item: Value) -> Res<bool> {
    let needle = match view(vm, item) {
        Some(needle) => needle.to_vec(),
        None => match vm.index_opt(item)? {
            Some(_) => vec![vm.byte_arg(item, "byte must be in range(0, 256)")?],
            None => vm.bytes_arg(item)?,
        },
    };
    Ok(memchr::memmem::find(view(vm, v).unwrap_or_default(), &needle).is_some())
}

fn iter(vm: &mut Vm, v: Value) -> Res {
    new_iter(vm, v, Kind::BYTES_ITER)
}

pub(super) fn new_iter(vm: &mut Vm, v: Value, kind: Kind) -> Res {
    let it = SeqIter(vm.alloc(kind.class(), SeqIter::SIZE)?);
    it.set_seq(&mut vm.heap, v);
    Ok(it.value())
}

pub(super) fn next(vm: &mut Vm, it: Value) -> Res<Option<Value>> {
    let it = SeqIter(it.offset());
    let Some((start, len)) = it.seq(&vm.heap).and_then(|v| span(vm, v)) else { return Ok(None) };
    let index = it.index(&vm.heap);
    if index >= len {
        it.set_seq(&mut vm.heap, None);
        return Ok(None);
    }
    it.set_index(&mut vm.heap, index + 1);
    Ok(Some(Value::int(vm.heap.u8(start.wrapping_add(index)) as i64)))
}

pub(super) fn length_hint(vm: &mut Vm, args: Args) -> Res {
    let it = SeqIter(args.get(vm, 0).offset());
    let len = it.seq(&vm.heap).and_then(|v| span(vm, v)).map_or(0, |(_, len)| len);
    Ok(Value::int(len.saturating_sub(it.index(&vm.heap)) as i64))
}

/// `a + b`, `a * n` and `a % args`; the result is of the left operand's type.
pub(super) fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    match op {
        BinOp::Add => {
            let Some(left) = view(vm, a) else { return Ok(None) };
            match view(vm, b) {
                Some(right) => {
                    let joined = [left, right].concat();
                    vm.new_bytes_like(a, &joined).map(Some)
                }
                None if vm.overrides(vm.class_of(b), Dunder::Radd) => Ok(None),
                None => {
                    let (left, right) = (vm.type_name(a), vm.type_name(b));
                    Err(vm.type_error(format!("can't concat {right} to {left}")))
                }
            }
        }
        BinOp::Multiply => {
            let (bytes, count) = if span(vm, a).is_some() { (a, b) } else { (b, a) };
            let Some(count) = vm.repeat_count(count)? else { return Ok(None) };
            repeated(vm, bytes, count).map(Some)
        }
        BinOp::Remainder if span(vm, a).is_some() => {
            let content = crate::objects::format::percent_bytes(vm, a, b)?;
            vm.new_bytes_like(a, &content).map(Some)
        }
        _ => Ok(None),
    }
}

fn repeated(vm: &mut Vm, v: Value, count: usize) -> Res {
    let Some((from, len)) = span(vm, v) else { return Ok(v) };
    let total = (len as usize).checked_mul(count).filter(|total| *total <= i64::MAX as usize);
    let Some(total) = total else {
        return Err(vm.raise(exc::OVERFLOW_ERROR, "repeated bytes are too long"));
    };
    if count == 1 && vm.is_exact(v, Kind::BYTES) {
        return Ok(v);
    }
    if total == 0 {
        return vm.new_bytes_like(v, &[]);
    }
    vm.check_text_len(total)?;
    if vm.kind_of(v) == Kind::BYTEARRAY {
        let new = vm.new_bytearray(&[])?;
        let array = crate::heap::layout::ByteArray(new.offset());
        super::bytearray::reserve(vm, array, total as u32)?;
        array.set_len(&mut vm.heap, total as u32);
        let to = array.data(&vm.heap);
        crate::objects::str::slots::repeat_bytes(vm, to, from, len, total as u32);
        return Ok(new);
    }
    let bytes = Bytes(vm.alloc(Kind::BYTES.class(), Bytes::SIZE + total as u32)?);
    bytes.set_len(&mut vm.heap, total as u32);
    crate::objects::str::slots::repeat_bytes(vm, bytes.0 + Bytes::SIZE, from, len, total as u32);
    Ok(bytes.value())
}

/// The arguments `source`, `encoding` and `errors` of bytes() and bytearray().
pub(super) fn constructor_args(vm: &mut Vm, args: Args, name: &str) -> Res<[Option<Value>; 3]> {
    if args.count > 3 {
        return Err(vm.type_error(format!("{name}() takes at most 3 arguments ({} given)", args.count)));
    }
    let mut given = [None; 3];
    for i in 0..args.count {
        given[i as usize] = args.opt(vm, i);
    }
    for (keyword, value) in args.keywords(vm) {
        let Some(i) = ["source", "encoding", "errors"].iter().position(|known| vm.str_is(keyword, known))
        else {
            let keyword = vm.str_to_string(keyword);
            return Err(vm.type_error(format!("{name}() got an unexpected keyword argument '{keyword}'")));
        };
        if given[i].is_some() {
            let keyword = vm.str_to_string(keyword);
            let place = i + 1;
            return Err(vm.type_error(format!(
                "argument for {name}() given by name ('{keyword}') and position ({place})"
            )));
        }
        given[i] = Some(value);
    }
    for (i, what) in [(1, "encoding"), (2, "errors")] {
        if let Some(value) = given[i] {
            vm.str_arg(value, &format!("{name}() argument '{what}'"))?;
        }
    }
    Ok(given)
}

/// The content that the arguments of bytes() or bytearray() describe.
pub(super) fn content(vm: &mut Vm, given: [Option<Value>; 3], name: &str) -> Res<Vec<u8>> {
    let [source, encoding, errors] = given;
    let text = source.filter(|source| vm.is_str(*source));
    if text.is_none() && (encoding.is_some() || errors.is_some()) {
        let what = if encoding.is_some() { "encoding" } else { "errors" };
        return Err(vm.type_error(format!("{what} without a string argument")));
    }
    if let Some(text) = text {
        if encoding.is_none() && errors.is_none() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        return vm.encode_str(text, encoding, errors);
    }
    let Some(source) = source else { return Ok(Vec::new()) };
    if let Some(bytes) = super::bytes_of(vm, source)? {
        return Ok(bytes);
    }
    if let Some(count) = vm.index_opt(source)? {
        return match int::as_i64(vm, count) {
            Some(count) if count < 0 => Err(vm.value_error("negative count")),
            Some(count) => {
                vm.check_text_len(count as usize)?;
                Ok(vec![0; count as usize])
            }
            None => {
                let name = vm.type_name(source);
                Err(vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        };
    }
    let items = match vm.iter(source) {
        Ok(iterator) => vm.collect_iter(iterator)?,
        Err(_) if vm.clear_if(exc::TYPE_ERROR) => {
            let actual = vm.type_name(source);
            return Err(vm.type_error(format!("cannot convert '{actual}' object to {name}")));
        }
        Err(raised) => return Err(raised),
    };
    let message =
        if name == "bytes" { "bytes must be in range(0, 256)" } else { "byte must be in range(0, 256)" };
    bytes_of_items(vm, &items, message)
}

/// The bytes that ints stand for.
pub(super) fn bytes_of_items(vm: &mut Vm, items: &[Value], message: &str) -> Res<Vec<u8>> {
    vm.with_roots(|vm| {
        // `__index__` of an item may run Python.
        if items.iter().any(|item| !item.is_small_int()) {
            items.iter().for_each(|item| {
                vm.root(*item);
            });
        }
        items.iter().map(|item| vm.byte_arg(*item, message)).collect()
    })
}

fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let given = constructor_args(vm, args, "bytes")?;
    if let [Some(source), None, None] = given
        && class == Kind::BYTES.class()
        && vm.is_exact(source, Kind::BYTES)
    {
        return Ok(source);
    }
    let content = content(vm, given, "bytes")?;
    if class == Kind::BYTES.class() { vm.new_bytes(&content) } else { vm.new_bytes_of(&content, class) }
}

/// The string of hexadecimal digits of `bytes`, `separator` between groups of `group` bytes: counted from the right,
/// or from the left if negative.
pub fn hex_text(bytes: &[u8], separator: Option<u8>, group: i64) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    let size = group.unsigned_abs() as usize;
    for (i, byte) in bytes.iter().enumerate() {
        let place = if group < 0 { i } else { bytes.len() - i };
        if let (Some(separator), true) = (separator, i > 0 && size > 0 && place % size.max(1) == 0) {
            out.push(separator as char);
        }
        for digit in [byte >> 4, byte & 15] {
            out.push(b"0123456789abcdef"[digit as usize] as char);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::hex_text;

    #[test]
    fn hex_groups_from_either_side() {
        assert_eq!(hex_text(b"abcde", Some(b'-'), 2), "61-6263-6465");
        assert_eq!(hex_text(b"abcde", Some(b'-'), -2), "6162-6364-65");
        assert_eq!(hex_text(b"ab", Some(b':'), 1), "61:62");
        assert_eq!(hex_text(b"ab", None, 1), "6162");
    }
}
