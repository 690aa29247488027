//! `memoryview`: one-dimensional views of bytes and bytearrays, item by item (formats B, b and c), with strides.
//!
//! A view of a bytearray that shrinks sees what is left of it; CPython forbids the resizing instead.

use super::slots::hex_text;
use crate::heap::layout::{Native, Slice};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::int;
use crate::objects::iterators::new_seq_iter;
use crate::objects::slots::{
    Args, Attribute, Compare, HashSlot, Method, Sig, Slots, TypeDef, getter, kwonly, method, opt, req,
};
use crate::vm::Vm;

/// `memoryview`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::MEMORYVIEW,
    name: "memoryview",
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::By(hash),
        compare: Some(compare),
        len: Some(|vm, v| parts(vm, v).map(|parts| parts.len)),
        get_item: Some(get_item),
        set_item: Some(set_item),
        iter: Some(new_seq_iter),
        new: Some(new),
        ..Slots::NONE
    },
    methods: METHODS,
    attributes: ATTRIBUTES,
    ..TypeDef::DEFAULT
};

const METHODS: &[Method] = &[
    method("tobytes", tobytes, Sig::Named(&[opt("order")])),
    method("tolist", tolist, Sig::Exact(0)),
    method("hex", hex, Sig::Named(&[opt("sep"), opt("bytes_per_sep")])),
    method("cast", cast, Sig::Named(&[req("format"), kwonly("shape")])),
    method("toreadonly", toreadonly, Sig::Exact(0)),
    method("release", release, Sig::Exact(0)),
    method("__enter__", enter, Sig::Exact(0)),
    method("__exit__", exit, Sig::Positional),
];

const ATTRIBUTES: &[Attribute] = &[
    getter("obj", |vm, v| parts(vm, v).map(|parts| parts.base)),
    getter("nbytes", |vm, v| parts(vm, v).map(|parts| Value::int(parts.len as i64))),
    getter("readonly", |vm, v| {
        let parts = parts(vm, v)?;
        Ok(vm.bool(parts.readonly))
    }),
    getter("itemsize", |vm, v| parts(vm, v).map(|_| Value::int(1))),
    getter("ndim", |vm, v| parts(vm, v).map(|_| Value::int(1))),
    getter("format", |vm, v| parts(vm, v).map(|parts| statics::char_str(parts.format))),
    getter("shape", |vm, v| {
        let parts = parts(vm, v)?;
        vm.new_tuple(&[Value::int(parts.len as i64)])
    }),
    getter("strides", |vm, v| {
        let parts = parts(vm, v)?;
        vm.new_tuple(&[Value::int(parts.step)])
    }),
    getter("suboffsets", |vm, v| parts(vm, v).map(|_| statics::EMPTY_TUPLE)),
    getter("contiguous", contiguous),
    getter("c_contiguous", contiguous),
    getter("f_contiguous", contiguous),
];

/// Words of a view behind the header: the object, first index, number of items, step.
const WORDS: u32 = 4;
/// Bits of `extra`: the format in the low byte, then these.
const READONLY: u32 = 0x100;

/// What a view shows.
#[derive(Clone, Copy)]
struct Parts {
    base: Value,
    start: i64,
    len: usize,
    step: i64,
    format: u8,
    readonly: bool,
}

fn word(vm: &Vm, v: Value, i: u32) -> Option<Value> {
    Value::from_word(vm.heap.u64(v.offset().wrapping_add(Native::SIZE + i * 8)))
}

fn parts_opt(vm: &Vm, v: Value) -> Option<Parts> {
    let number = |i| word(vm, v, i).and_then(Value::as_small_int).unwrap_or(0);
    let extra = Native(v.offset()).extra(&vm.heap);
    Some(Parts {
        base: word(vm, v, 0)?,
        start: number(1),
        len: number(2).max(0) as usize,
        step: number(3),
        format: extra as u8,
        readonly: extra & READONLY != 0,
    })
}

/// Raises ValueError if the view has been released.
fn parts(vm: &mut Vm, v: Value) -> Res<Parts> {
    match parts_opt(vm, v) {
        Some(parts) => Ok(parts),
        None => Err(vm.value_error("operation forbidden on released memoryview object")),
    }
}

/// Where a contiguous view's bytes lie.
pub(super) fn span(vm: &Vm, v: Value) -> Option<(u32, u32)> {
    let parts = parts_opt(vm, v)?;
    let (at, len) = super::span(vm, parts.base)?;
    if parts.step != 1 && parts.len > 1 {
        return None;
    }
    let start = (parts.start.max(0) as u32).min(len);
    Some((at + start, (parts.len as u32).min(len - start)))
}

/// The bytes that a view shows.
fn content(vm: &Vm, parts: Parts) -> Vec<u8> {
    let bytes = super::view(vm, parts.base).unwrap_or_default();
    (0..parts.len as i64)
        .filter_map(|i| bytes.get((parts.start + i * parts.step) as usize).copied())
        .collect()
}

fn make(vm: &mut Vm, parts: Parts) -> Res {
    let view = Native(vm.alloc(Kind::MEMORYVIEW.class(), Native::SIZE + WORDS * 8)?);
    view.set_count(&mut vm.heap, WORDS);
    view.set_extra(&mut vm.heap, parts.format as u32 | if parts.readonly { READONLY } else { 0 });
    let words = [parts.base, Value::int(parts.start), Value::int(parts.len as i64), Value::int(parts.step)];
    for (i, word) in words.into_iter().enumerate() {
        vm.heap.set_u64(view.0 + Native::SIZE + i as u32 * 8, word.word());
    }
    Ok(view.value())
}

fn new(vm: &mut Vm, _: u32, args: Args) -> Res {
    let mut object = args.opt(vm, 0);
    for (name, value) in args.keywords(vm) {
        if !vm.str_is(name, "object") || object.is_some() {
            let name = vm.str_to_string(name);
            return Err(vm.type_error(format!("memoryview() got an unexpected keyword argument '{name}'")));
        }
        object = Some(value);
    }
    let Some(object) = object else {
        return Err(vm.type_error("memoryview() missing required argument 'object' (pos 1)"));
    };
    if vm.kind_of(object) == Kind::MEMORYVIEW {
        let parts = parts(vm, object)?;
        return make(vm, parts);
    }
    let Some((_, len)) = super::span(vm, object) else {
        let name = vm.type_name(object);
        return Err(vm.type_error(format!("memoryview: a bytes-like object is required, not '{name}'")));
    };
    let readonly = vm.kind_of(object) == Kind::BYTES;
    make(vm, Parts { base: object, start: 0, len: len as usize, step: 1, format: b'B', readonly })
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    let released = if parts_opt(vm, v).is_none() { "released " } else { "" };
    vm.new_str(&format!("<{released}memory at {:#x}>", vm.identity(v)))
}

fn hash(vm: &mut Vm, v: Value) -> Res<i64> {
    let parts = parts(vm, v)?;
    if !parts.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    // A view of what has no hash has none.
    vm.hash(parts.base)?;
    if let Some((at, len)) = span(vm, v) {
        return Ok(vm.hash_span(at, len)? as i64);
    }
    vm.charge(parts.len as u64 >> 4)?;
    Ok(vm.hash_bytes(&content(vm, parts)) as i64)
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if !matches!(op, Compare::Eq | Compare::Ne) {
        return Ok(None);
    }
    let bytes = |vm: &Vm, v: Value| match vm.kind_of(v) {
        Kind::MEMORYVIEW => parts_opt(vm, v).map(|parts| content(vm, parts)),
        _ => super::view(vm, v).map(<[u8]>::to_vec),
    };
    let (Some(left), Some(right)) = (bytes(vm, a), bytes(vm, b)) else { return Ok(None) };
    Ok(Some(vm.bool((left == right) == (op == Compare::Eq))))
}

/// The place in the object that an index means.
fn place(vm: &mut Vm, parts: Parts, key: Value) -> Res<usize> {
    if vm.index_opt(key)?.is_none() {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    let index = vm.index_i64(key)?;
    let at = if index < 0 { index.saturating_add(parts.len as i64) } else { index };
    if at < 0 || at >= parts.len as i64 {
        return Err(vm.index_error("index out of bounds on dimension 1"));
    }
    Ok((parts.start + at * parts.step) as usize)
}

fn item(vm: &mut Vm, format: u8, byte: u8) -> Res {
    match format {
        b'c' => vm.new_bytes(&[byte]),
        b'b' => Ok(Value::int(byte as i8 as i64)),
        _ => Ok(Value::int(byte as i64)),
    }
}

fn sliced(vm: &mut Vm, parts: Parts, slice: Slice) -> Res<Parts> {
    let (start, step, len) = vm.slice_indices(slice, parts.len)?;
    // A huge step selects one item, and then says nothing.
    let step = if len > 1 { step * parts.step } else { step.signum() * parts.step };
    Ok(Parts { start: parts.start + start * parts.step, len, step, ..parts })
}

fn get_item(vm: &mut Vm, v: Value, key: Value) -> Res {
    let view = parts(vm, v)?;
    if let Some(slice) = vm.as_kind(key, Kind::SLICE) {
        let view = sliced(vm, view, Slice(slice))?;
        return make(vm, view);
    }
    let at = place(vm, view, key)?;
    match super::view(vm, view.base).and_then(|bytes| bytes.get(at).copied()) {
        Some(byte) => item(vm, view.format, byte),
        None => Err(vm.index_error("index out of bounds on dimension 1")),
    }
}

fn set_item(vm: &mut Vm, v: Value, key: Value, value: Option<Value>) -> Res<()> {
    let view = parts(vm, v)?;
    if view.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(vm.type_error("cannot delete memory")) };
    let (places, bytes) = if let Some(slice) = vm.as_kind(key, Kind::SLICE) {
        let target = sliced(vm, view, Slice(slice))?;
        let bytes = vm.bytes_arg(value)?;
        if bytes.len() != target.len {
            return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
        }
        ((0..target.len as i64).map(|i| (target.start + i * target.step) as usize).collect(), bytes)
    } else {
        let at = place(vm, view, key)?;
        (vec![at], vec![byte_of(vm, view.format, value)?])
    };
    if let Some((data, len)) = super::span(vm, view.base) {
        for (place, byte) in places.into_iter().zip(bytes) {
            if place < len as usize {
                vm.heap.set_u8(data + place as u32, byte);
            }
        }
    }
    Ok(())
}

/// The byte that stores `value` in a view of `format`.
fn byte_of(vm: &mut Vm, format: u8, value: Value) -> Res<u8> {
    let invalid = |vm: &mut Vm, what: &str| {
        let class = if what == "type" { exc::TYPE_ERROR } else { exc::VALUE_ERROR };
        vm.raise(class, format!("memoryview: invalid {what} for format '{}'", format as char))
    };
    if format == b'c' {
        let byte = match super::view(vm, value) {
            Some([byte]) => Ok(*byte),
            Some(_) => Err("value"),
            None => Err("type"),
        };
        return byte.map_err(|what| invalid(vm, what));
    }
    let Some(index) = vm.index_opt(value)? else { return Err(invalid(vm, "type")) };
    match (format, int::as_i64(vm, index)) {
        (b'b', Some(n @ -128..=127)) => Ok(n as u8),
        (b'B', Some(n @ 0..=255)) => Ok(n as u8),
        _ => Err(invalid(vm, "value")),
    }
}

fn contiguous(vm: &mut Vm, v: Value) -> Res {
    let parts = parts(vm, v)?;
    Ok(vm.bool(parts.step == 1 || parts.len <= 1))
}

fn tobytes(vm: &mut Vm, args: Args) -> Res {
    let parts = parts(vm, args.get(vm, 0))?;
    let bytes = content(vm, parts);
    vm.new_bytes(&bytes)
}

fn tolist(vm: &mut Vm, args: Args) -> Res {
    let parts = parts(vm, args.get(vm, 0))?;
    let mut items = Vec::with_capacity(parts.len);
    for byte in content(vm, parts) {
        items.push(item(vm, parts.format, byte)?);
    }
    vm.new_list(&items)
}

fn hex(vm: &mut Vm, args: Args) -> Res {
    let parts = parts(vm, args.get(vm, 0))?;
    let (separator, group) = super::methods::hex_args(vm, args)?;
    let text = hex_text(&content(vm, parts), separator, group);
    vm.new_str_ascii(text.as_bytes())
}

fn cast(vm: &mut Vm, args: Args) -> Res {
    let parts = parts(vm, args.get(vm, 0))?;
    let format = vm.str_arg(args.get(vm, 1), "memoryview.cast() argument 'format'")?;
    let format = vm.str_to_string(format.value());
    match (format.trim_start_matches('@').as_bytes(), args.opt(vm, 2)) {
        ([format @ (b'B' | b'b' | b'c')], None) => make(vm, Parts { format: *format, ..parts }),
        _ => Err(vm.unsupported(format!("memoryview.cast() to format '{format}' or to several dimensions"))),
    }
}

fn toreadonly(vm: &mut Vm, args: Args) -> Res {
    let parts = parts(vm, args.get(vm, 0))?;
    make(vm, Parts { readonly: true, ..parts })
}

fn release(vm: &mut Vm, args: Args) -> Res {
    let at = args.get(vm, 0).offset() + Native::SIZE;
    vm.heap.set_u64(at, 0);
    Ok(statics::NONE)
}

fn enter(vm: &mut Vm, args: Args) -> Res {
    let view = args.get(vm, 0);
    parts(vm, view).map(|_| view)
}

fn exit(vm: &mut Vm, args: Args) -> Res {
    release(vm, args)
}
