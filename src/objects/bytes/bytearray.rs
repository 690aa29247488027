//! `bytearray`: bytes that change.

use super::slots::{bytes_of_items, constructor_args, content, get_item, length_hint, new_iter, next, place};
use super::{push_quoted, span, view};
use crate::heap::layout::{ByteArray, Slice};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, BinOp, HashSlot, Method, Sig, Slots, TypeDef, method};
use crate::vm::Vm;

/// `bytearray`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::BYTEARRAY,
    name: "bytearray",
    slots: Slots {
        repr: Some(repr),
        hash: HashSlot::Unhashable,
        compare: Some(super::slots::compare),
        truth: Some(|vm, v| Ok(span(vm, v).is_some_and(|(_, len)| len != 0))),
        len: Some(super::slots::len),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(super::slots::contains),
        iter: Some(|vm, v| new_iter(vm, v, Kind::BYTEARRAY_ITER)),
        binary: Some(super::slots::binary),
        in_place: Some(in_place),
        new: Some(new),
        init: Some(init),
        ..Slots::NONE
    },
    binary: &[BinOp::Add, BinOp::Multiply, BinOp::Remainder],
    in_place: &[BinOp::Add, BinOp::Multiply],
    methods: super::methods::BYTEARRAY,
    subclassable: true,
    ..TypeDef::DEFAULT
};

/// The iterator over a bytearray.
pub static ITER: TypeDef = TypeDef {
    kind: Kind::BYTEARRAY_ITER,
    name: "bytearray_iterator",
    slots: Slots { iter: Some(|_, it| Ok(it)), next: Some(next), ..Slots::NONE },
    methods: &[method("__length_hint__", length_hint, Sig::Exact(0))],
    ..TypeDef::DEFAULT
};

/// Methods that change the receiver.
pub const METHODS: &[Method] = &[
    method("append", append, Sig::Exact(1)),
    method("extend", extend, Sig::Exact(1)),
    method("insert", insert, Sig::Exact(2)),
    method("pop", pop, Sig::Range(0, 1)),
    method("remove", remove, Sig::Exact(1)),
    method("reverse", reverse, Sig::Exact(0)),
    method("clear", clear, Sig::Exact(0)),
    method("copy", copy, Sig::Exact(0)),
];

const RANGE: &str = "byte must be in range(0, 256)";

/// Makes room for `len` bytes in all; the length stays.
pub fn reserve(vm: &mut Vm, array: ByteArray, len: u32) -> Res<()> {
    if len <= array.cap(&vm.heap) {
        return Ok(());
    }
    let used = array.len(&vm.heap);
    let cap = len.max(used.saturating_add(used / 8).saturating_add(16)).min(0xF000_0000).max(len);
    let cell = vm.alloc_buffer(cap)?;
    let old = array.data(&vm.heap);
    vm.heap.copy(cell, old, used);
    array.set_data(&mut vm.heap, cell);
    array.set_cap(&mut vm.heap, cap);
    Ok(())
}

/// Makes `content` the bytearray's.
pub fn replace(vm: &mut Vm, array: ByteArray, content: &[u8]) -> Res<()> {
    let Ok(len) = u32::try_from(content.len()) else { return Err(vm.memory_error()) };
    array.set_len(&mut vm.heap, 0);
    if len > 0 {
        reserve(vm, array, len)?;
        array.set_len(&mut vm.heap, len);
        let data = array.data(&vm.heap);
        vm.heap.bytes_mut(data, len).copy_from_slice(content);
    }
    Ok(())
}

/// Replaces `count` bytes from `start` on by `content`.
pub fn splice(vm: &mut Vm, array: ByteArray, start: u32, count: u32, content: &[u8]) -> Res<()> {
    let len = array.len(&vm.heap);
    let (start, count) = (start.min(len), count.min(len - start.min(len)));
    let new_len = (len - count) as u64 + content.len() as u64;
    let Ok(new_len) = u32::try_from(new_len) else { return Err(vm.memory_error()) };
    reserve(vm, array, new_len)?;
    let (data, added) = (array.data(&vm.heap), content.len() as u32);
    vm.heap.copy(data + start + added, data + start + count, len - start - count);
    vm.heap.bytes_mut(data + start, added).copy_from_slice(content);
    array.set_len(&mut vm.heap, new_len);
    Ok(())
}

fn repr(vm: &mut Vm, v: Value) -> Res {
    let name = vm.type_name(v);
    let mut out = format!("{name}(");
    let bytes = view(vm, v).unwrap_or_default();
    push_quoted(&mut out, bytes, true);
    out.push(')');
    vm.new_str(&out)
}

fn new(vm: &mut Vm, class: u32, _: Args) -> Res {
    vm.alloc_instance(class).map(Value::object)
}

fn init(vm: &mut Vm, v: Value, args: Args) -> Res<()> {
    let given = constructor_args(vm, args, "bytearray")?;
    let content = content(vm, given, "bytearray")?;
    replace(vm, ByteArray(v.offset()), &content)
}

fn in_place(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    let array = ByteArray(a.offset());
    match op {
        BinOp::Add => {
            let Some(more) = view(vm, b).map(<[u8]>::to_vec) else {
                let (left, right) = (vm.type_name(a), vm.type_name(b));
                return Err(vm.type_error(format!("can't concat {right} to {left}")));
            };
            push_all(vm, array, &more)?;
            Ok(Some(a))
        }
        BinOp::Multiply => {
            let Some(count) = vm.repeat_count(b)? else { return Ok(None) };
            let content = view(vm, a).unwrap_or_default().to_vec();
            let total = content.len().saturating_mul(count);
            vm.check_text_len(total)?;
            replace(vm, array, &content.repeat(count))?;
            Ok(Some(a))
        }
        _ => Ok(None),
    }
}

/// Appends bytes, with room to spare for more.
fn push_all(vm: &mut Vm, array: ByteArray, more: &[u8]) -> Res<()> {
    let len = array.len(&vm.heap);
    let Some(new_len) = u32::try_from(more.len()).ok().and_then(|more| len.checked_add(more)) else {
        return Err(vm.memory_error());
    };
    reserve(vm, array, new_len)?;
    let data = array.data(&vm.heap);
    vm.heap.bytes_mut(data + len, more.len() as u32).copy_from_slice(more);
    array.set_len(&mut vm.heap, new_len);
    Ok(())
}

fn set_item(vm: &mut Vm, v: Value, key: Value, value: Option<Value>) -> Res<()> {
    let array = ByteArray(v.offset());
    if let Some(slice) = vm.as_kind(key, Kind::SLICE) {
        return set_slice(vm, v, Slice(slice), value);
    }
    let at = place(vm, v, key)?;
    match value {
        Some(value) => {
            let byte = vm.byte_arg(value, RANGE)?;
            if at < array.len(&vm.heap) {
                let data = array.data(&vm.heap);
                vm.heap.set_u8(data + at, byte);
            }
            Ok(())
        }
        None => splice(vm, array, at, 1, &[]),
    }
}

fn set_slice(vm: &mut Vm, v: Value, slice: Slice, value: Option<Value>) -> Res<()> {
    let array = ByteArray(v.offset());
    let content = match value {
        None => Vec::new(),
        Some(value) => match view(vm, value) {
            Some(bytes) => bytes.to_vec(),
            None if vm.is_str(value) || value.is_small_int() => {
                return Err(
                    vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
                );
            }
            None => {
                let items = match vm.iter(value) {
                    Ok(iterator) => vm.collect_iter(iterator)?,
                    Err(_) if vm.clear_if(exc::TYPE_ERROR) => {
                        return Err(vm.type_error(
                            "can assign only bytes, buffers, or iterables of ints in range(0, 256)",
                        ));
                    }
                    Err(raised) => return Err(raised),
                };
                bytes_of_items(vm, &items, RANGE)?
            }
        },
    };
    let len = array.len(&vm.heap) as usize;
    let (start, step, count) = vm.slice_indices(slice, len)?;
    if step == 1 {
        return splice(vm, array, start as u32, count as u32, &content);
    }
    let places: Vec<usize> = (0..count as i64).map(|i| (start + i * step) as usize).collect();
    if value.is_none() {
        let mut bytes = view(vm, v).unwrap_or_default().to_vec();
        let mut at = 0;
        bytes.retain(|_| {
            at += 1;
            !places.contains(&(at - 1))
        });
        return replace(vm, array, &bytes);
    }
    if content.len() != count {
        let given = content.len();
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {given} to extended slice of size {count}"
        )));
    }
    let data = array.data(&vm.heap);
    for (place, byte) in places.into_iter().zip(content) {
        vm.heap.set_u8(data.wrapping_add(place as u32), byte);
    }
    Ok(())
}

fn receiver(vm: &Vm, args: Args) -> ByteArray {
    ByteArray(args.get(vm, 0).offset())
}

fn append(vm: &mut Vm, args: Args) -> Res {
    let byte = vm.byte_arg(args.get(vm, 1), RANGE)?;
    push_all(vm, receiver(vm, args), &[byte])?;
    Ok(statics::NONE)
}

fn extend(vm: &mut Vm, args: Args) -> Res {
    let source = args.get(vm, 1);
    let more = match view(vm, source) {
        Some(bytes) => bytes.to_vec(),
        None if vm.is_str(source) => {
            return Err(vm.type_error("expected iterable of integers; got: 'str'"));
        }
        None => {
            let items = match vm.iter(source) {
                Ok(iterator) => vm.collect_iter(iterator)?,
                Err(_) if vm.clear_if(exc::TYPE_ERROR) => {
                    let name = vm.type_name(source);
                    return Err(vm.type_error(format!("can't extend bytearray with {name}")));
                }
                Err(raised) => return Err(raised),
            };
            bytes_of_items(vm, &items, RANGE)?
        }
    };
    push_all(vm, receiver(vm, args), &more)?;
    Ok(statics::NONE)
}

fn insert(vm: &mut Vm, args: Args) -> Res {
    let index = vm.size_arg(args.get(vm, 1))?;
    let byte = vm.byte_arg(args.get(vm, 2), RANGE)?;
    let array = receiver(vm, args);
    let len = array.len(&vm.heap) as i64;
    let at = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) };
    splice(vm, array, at as u32, 0, &[byte])?;
    Ok(statics::NONE)
}

fn pop(vm: &mut Vm, args: Args) -> Res {
    let index = vm.size_arg_or(args.opt(vm, 1), -1)?;
    let array = receiver(vm, args);
    let len = array.len(&vm.heap) as i64;
    if len == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let at = if index < 0 { index.saturating_add(len) } else { index };
    if at < 0 || at >= len {
        return Err(vm.index_error("pop index out of range"));
    }
    let byte = vm.heap.u8(array.data(&vm.heap).wrapping_add(at as u32));
    splice(vm, array, at as u32, 1, &[])?;
    Ok(Value::int(byte as i64))
}

fn remove(vm: &mut Vm, args: Args) -> Res {
    let byte = vm.byte_arg(args.get(vm, 1), RANGE)?;
    let array = receiver(vm, args);
    match view(vm, array.value()).and_then(|bytes| memchr::memchr(byte, bytes)) {
        Some(at) => {
            splice(vm, array, at as u32, 1, &[])?;
            Ok(statics::NONE)
        }
        None => Err(vm.value_error("value not found in bytearray")),
    }
}

fn reverse(vm: &mut Vm, args: Args) -> Res {
    let array = receiver(vm, args);
    let (data, len) = (array.data(&vm.heap), array.len(&vm.heap));
    vm.heap.bytes_mut(data, len).reverse();
    Ok(statics::NONE)
}

fn clear(vm: &mut Vm, args: Args) -> Res {
    receiver(vm, args).set_len(&mut vm.heap, 0);
    Ok(statics::NONE)
}

fn copy(vm: &mut Vm, args: Args) -> Res {
    let content = view(vm, args.get(vm, 0)).unwrap_or_default().to_vec();
    vm.new_bytearray(&content)
}
