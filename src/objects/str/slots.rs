//! What the interpreter does with strings without looking anything up: operators, comparison, items, iteration.

use super::search;
use crate::heap::bounds::every;
use crate::heap::layout::{SeqIter, Slice, Str};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::dunder::Dunder;
use crate::objects::int;
use crate::objects::slots::{Args, BinOp, Compare, HashSlot, Method, Sig, Slots, TypeDef, method};
use crate::vm::Vm;

/// `str`.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::STR,
    name: "str",
    slots: Slots {
        repr: Some(super::repr::repr),
        str: Some(|vm, s| vm.exact_str(s)),
        format: Some(crate::objects::format::format_str),
        hash: HashSlot::By(|vm, s| Ok(vm.str_hash(s)? as i64)),
        compare: Some(compare),
        truth: Some(|vm, s| Ok(Str(s.offset()).len(&vm.heap) != 0)),
        len: Some(|vm, s| Ok(Str(s.offset()).len(&vm.heap) as usize)),
        get_item: Some(get_item),
        contains: Some(contains),
        iter: Some(iter),
        binary: Some(binary),
        new: Some(new),
        ..Slots::NONE
    },
    binary: &[BinOp::Add, BinOp::Multiply, BinOp::Remainder],
    methods: METHODS,
    subclassable: true,
    doc: Some(
        "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the \
         given object.",
    ),
    ..TypeDef::DEFAULT
};

/// The iterator over a string.
pub static ITER: TypeDef = TypeDef {
    kind: Kind::STR_ITER,
    name: "str_ascii_iterator",
    slots: Slots { iter: Some(|_, it| Ok(it)), next: Some(next), ..Slots::NONE },
    methods: &[method("__length_hint__", length_hint, Sig::Exact(0))],
    ..TypeDef::DEFAULT
};

/// How many methods the tables hold.
pub(crate) const fn count(tables: &[&[Method]]) -> usize {
    let (mut count, mut i) = (0, 0);
    while i < tables.len() {
        count += tables[i].len();
        i += 1;
    }
    count
}

/// Concatenates tables of methods, `N` in all.
pub(crate) const fn joined<const N: usize>(tables: &[&[Method]]) -> [Method; N] {
    let mut all = [tables[0][0]; N];
    let (mut table, mut at) = (0, 0);
    while table < tables.len() {
        let mut i = 0;
        while i < tables[table].len() {
            all[at] = tables[table][i];
            at += 1;
            i += 1;
        }
        table += 1;
    }
    assert!(at == N);
    all
}

const TABLES: &[&[Method]] = &[
    super::find::METHODS,
    super::split::METHODS,
    super::case::METHODS,
    super::pad::METHODS,
    super::translate::METHODS,
    crate::objects::format::STR_METHODS,
    crate::objects::bytes::codecs::STR_METHODS,
    OWN,
];

const METHODS: &[Method] = &joined::<{ count(TABLES) }>(TABLES);

const OWN: &[Method] = &[method("__getnewargs__", getnewargs, Sig::Exact(0))];

fn getnewargs(vm: &mut Vm, args: Args) -> Res {
    let s = vm.exact_str(args.get(vm, 0))?;
    vm.new_tuple(&[s])
}

fn compare(vm: &mut Vm, op: Compare, a: Value, b: Value) -> Res<Option<Value>> {
    if !vm.is_str(b) {
        return Ok(None);
    }
    let (left, right, m) = (Str(a.offset()), Str(b.offset()), &vm.heap.memory);
    if left.len(m) == 1 && right.len(m) == 1 {
        let holds = op.holds(left.char_at(m, 0).cmp(&right.char_at(m, 0)));
        return Ok(Some(vm.bool(holds)));
    }
    let holds = match op {
        Compare::Eq => vm.str_eq(a, b),
        Compare::Ne => !vm.str_eq(a, b),
        _ => op.holds(vm.str_cmp(a, b)),
    };
    Ok(Some(vm.bool(holds)))
}

fn get_item(vm: &mut Vm, s: Value, key: Value) -> Res {
    let len = Str(s.offset()).len(&vm.heap);
    let index = match key.as_small_int() {
        Some(index) => index,
        None => {
            if let Some(slice) = vm.as_kind(key, Kind::SLICE) {
                return get_slice(vm, s, Slice(slice));
            }
            match vm.index_opt(key)? {
                Some(_) => vm.index_i64(key)?,
                None => {
                    let name = vm.type_name(key);
                    return Err(vm.type_error(format!("string indices must be integers, not '{name}'")));
                }
            }
        }
    };
    let at = if index < 0 { index + len as i64 } else { index };
    if at < 0 || at >= len as i64 {
        return Err(vm.index_error("string index out of range"));
    }
    vm.str_char_at(s, at as u32)
}

fn get_slice(vm: &mut Vm, s: Value, slice: Slice) -> Res {
    let len = Str(s.offset()).len(&vm.heap) as usize;
    let (start, step, count) = vm.slice_indices(slice, len)?;
    if count == 0 {
        return Ok(statics::EMPTY_STR);
    }
    if step == 1 {
        return vm.str_slice(s, start as u32, start as u32 + count as u32);
    }
    let view = Str(s.offset());
    if count == 1 {
        return vm.str_char_at(s, start as u32);
    }
    let (shift, state) = (view.shift(&vm.heap), view.state(&vm.heap));
    let new = vm.alloc_str(count, shift, state & super::ASCII != 0)?;
    let (data, to) = (view.data(&vm.heap), new.body());
    let mut at = start;
    for i in 0..count as u32 {
        every(i);
        let from = at as u32;
        match shift {
            0 => {
                let unit = vm.heap.u8(data.wrapping_add(from));
                vm.heap.set_u8(to + i, unit);
            }
            _ => vm.copy_units(to + (i << shift), shift, data + (from << shift), shift, 1),
        }
        at += step;
    }
    vm.narrowed(new)
}

fn contains(vm: &mut Vm, s: Value, item: Value) -> Res<bool> {
    let Some(needle) = vm.as_str(item) else {
        let name = vm.type_name(item);
        return Err(vm.type_error(format!("'in <string>' requires string as left operand, not {name}")));
    };
    Ok(search::find(vm.chars(s), needle.chars(&vm.heap)).is_some())
}

fn iter(vm: &mut Vm, s: Value) -> Res {
    let it = SeqIter(vm.alloc(Kind::STR_ITER.class(), SeqIter::SIZE)?);
    it.set_seq(&mut vm.heap, s);
    Ok(it.value())
}

fn next(vm: &mut Vm, it: Value) -> Res<Option<Value>> {
    let it = SeqIter(it.offset());
    let Some(s) = it.seq(&vm.heap) else { return Ok(None) };
    let index = it.index(&vm.heap);
    if index >= Str(s.offset()).len(&vm.heap) {
        it.set_seq(&mut vm.heap, None);
        return Ok(None);
    }
    it.set_index(&mut vm.heap, index + 1);
    vm.str_char_at(s, index).map(Some)
}

fn length_hint(vm: &mut Vm, args: Args) -> Res {
    let it = SeqIter(args.get(vm, 0).offset());
    let left = it.seq(&vm.heap).map_or(0, |s| Str(s.offset()).len(&vm.heap) - it.index(&vm.heap));
    Ok(Value::int(left as i64))
}

impl Vm {
    /// How often a sequence on one side of `*` is repeated; `None` if the other side may answer itself.
    pub(crate) fn repeat_count(&mut self, count: Value) -> Res<Option<usize>> {
        if let Some(n) = count.as_small_int() {
            return Ok(Some(n.max(0) as usize));
        }
        match self.index_opt(count)? {
            Some(n) => match int::as_i64(self, n) {
                Some(n) => Ok(Some(n.max(0) as usize)),
                None => {
                    let name = self.type_name(count);
                    Err(self.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
                }
            },
            None => {
                let class = self.class_of(count);
                if self.overrides(class, Dunder::Rmul) || self.overrides(class, Dunder::Mul) {
                    return Ok(None);
                }
                if matches!(self.kind_of(count), Kind::LIST | Kind::TUPLE) {
                    // On the left it words the refusal itself.
                    return Ok(None);
                }
                let name = self.type_name(count);
                Err(self.type_error(format!("can't multiply sequence by non-int of type '{name}'")))
            }
        }
    }

    /// `s * count`.
    pub fn str_repeat(&mut self, s: Value, count: usize) -> Res {
        let view = Str(s.offset());
        let (len, shift) = (view.len(&self.heap) as usize, view.shift(&self.heap));
        if count == 0 || len == 0 {
            return Ok(statics::EMPTY_STR);
        }
        if count == 1 {
            return self.exact_str(s);
        }
        let Some(total) = len.checked_mul(count).filter(|total| *total <= i64::MAX as usize) else {
            return Err(self.overflow_error("repeated string is too long"));
        };
        let ascii = view.is_ascii(&self.heap);
        let new = self.alloc_str(total, shift, ascii)?;
        let (unit, bytes) = ((len as u32) << shift, (total as u32) << shift);
        let from = view.data(&self.heap);
        repeat_bytes(self, new.body(), from, unit, bytes);
        Ok(new.value())
    }
}

/// Fills `bytes` at `to` with copies of the `unit` bytes at `from`, doubling what is there.
pub(crate) fn repeat_bytes(vm: &mut Vm, to: u32, from: u32, unit: u32, bytes: u32) {
    if unit == 1 {
        let byte = vm.heap.u8(from);
        vm.heap.fill(to, bytes, byte);
        return;
    }
    vm.heap.copy(to, from, unit);
    let mut done = unit;
    while done < bytes {
        let part = done.min(bytes - done);
        vm.heap.copy(to + done, to, part);
        done += part;
    }
}

fn binary(vm: &mut Vm, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
    match op {
        BinOp::Add if vm.is_str(a) => {
            if vm.is_str(b) {
                return vm.str_concat(a, b).map(Some);
            }
            let class = vm.class_of(b);
            if vm.overrides(class, Dunder::Radd) {
                return Ok(None);
            }
            let name = vm.type_name(b);
            Err(vm.type_error(format!("can only concatenate str (not \"{name}\") to str")))
        }
        BinOp::Multiply => {
            let (s, count) = if vm.is_str(a) { (a, b) } else { (b, a) };
            match vm.repeat_count(count)? {
                Some(count) => vm.str_repeat(s, count).map(Some),
                None => Ok(None),
            }
        }
        BinOp::Remainder if vm.is_str(a) => crate::objects::format::percent_str(vm, a, b).map(Some),
        _ => Ok(None),
    }
}

/// `str(object='', encoding='utf-8', errors='strict')`.
fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let mut given = [None; 3];
    if args.count > 3 {
        return Err(vm.type_error(format!("str expected at most 3 arguments, got {}", args.count)));
    }
    for i in 0..args.count {
        given[i as usize] = args.opt(vm, i);
    }
    for (name, value) in args.keywords(vm) {
        let Some(i) = ["object", "encoding", "errors"].iter().position(|known| vm.str_is(name, known)) else {
            let name = vm.str_to_string(name);
            return Err(vm.type_error(format!("str() got an unexpected keyword argument '{name}'")));
        };
        if given[i].is_some() {
            let name = vm.str_to_string(name);
            let place = i + 1;
            return Err(
                vm.type_error(format!("argument for str() given by name ('{name}') and position ({place})"))
            );
        }
        given[i] = Some(value);
    }
    let text = match given {
        [None, ..] => statics::EMPTY_STR,
        [Some(object), None, None] => vm.str(object)?,
        [Some(object), encoding, errors] => {
            let encoding = match encoding {
                Some(v) => Some(vm.str_arg(v, "str() argument 'encoding'")?.value()),
                None => None,
            };
            let errors = match errors {
                Some(v) => Some(vm.str_arg(v, "str() argument 'errors'")?.value()),
                None => None,
            };
            if vm.is_str(object) {
                return Err(vm.type_error("decoding str is not supported"));
            }
            crate::objects::bytes::codecs::decode_object(vm, object, encoding, errors)?
        }
    };
    if class == Kind::STR.class() { Ok(text) } else { vm.str_of_class(text, class) }
}

impl Vm {
    /// A copy of `s` as an instance of `class`, a subclass of str. Its dict's place follows the characters.
    pub(crate) fn str_of_class(&mut self, s: Value, class: u32) -> Res {
        let from = Str(s.offset());
        let bytes = from.bytes(&self.heap).len() as u32;
        let new = Str(self.alloc(class, (Str::SIZE + bytes).next_multiple_of(8) + 8)?);
        let state = from.state(&self.heap) & !(super::INTERNED | super::core::SHARED);
        let (len, hash) = (from.len(&self.heap), from.hash(&self.heap));
        new.set_state(&mut self.heap, state);
        new.set_len(&mut self.heap, len);
        new.set_hash(&mut self.heap, hash);
        let data = from.data(&self.heap);
        self.heap.copy(new.body(), data, bytes);
        Ok(new.value())
    }
}
