//! Methods that search: find, count, replace, partition, prefixes and suffixes.

use super::search;
use super::view::{Chars, shift_for};
use crate::heap::bounds::{PIECE, every, has_room, tick};
use crate::heap::layout::{Str, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::slots::{Args, Method, Sig, method, opt, req};
use crate::vm::Vm;

pub const METHODS: &[Method] = &[
    method("find", find, Sig::Range(1, 3)),
    method("rfind", rfind, Sig::Range(1, 3)),
    method("index", index, Sig::Range(1, 3)),
    method("rindex", rindex, Sig::Range(1, 3)),
    method("count", count, Sig::Range(1, 3)),
    method("startswith", startswith, Sig::Range(1, 3)),
    method("endswith", endswith, Sig::Range(1, 3)),
    method("replace", replace, Sig::Named(&[req(""), req(""), opt("count")])),
    method("partition", partition, Sig::Exact(1)),
    method("rpartition", rpartition, Sig::Exact(1)),
    method("removeprefix", removeprefix, Sig::Exact(1)),
    method("removesuffix", removesuffix, Sig::Exact(1)),
];

/// Searches the part of the receiver that the arguments name.
fn search_in(
    vm: &mut Vm,
    args: Args,
    what: &str,
    search: fn(Chars<'_>, Chars<'_>) -> Option<usize>,
) -> Res<Option<i64>> {
    let hay = Str(args.get(vm, 0).offset());
    let needle = vm.str_arg(args.get(vm, 1), what)?;
    let (start, end) = vm.search_bounds(args, 2, hay.len(&vm.heap) as usize)?;
    if start > end {
        return Ok(None);
    }
    let hay = hay.chars(&vm.heap).slice(start, end);
    Ok(search(hay, needle.chars(&vm.heap)).map(|at| (start + at) as i64))
}

fn find(vm: &mut Vm, args: Args) -> Res {
    let at = search_in(vm, args, "find() argument 1", search::find)?;
    Ok(Value::int(at.unwrap_or(-1)))
}

fn rfind(vm: &mut Vm, args: Args) -> Res {
    let at = search_in(vm, args, "rfind() argument 1", search::rfind)?;
    Ok(Value::int(at.unwrap_or(-1)))
}

fn index(vm: &mut Vm, args: Args) -> Res {
    match search_in(vm, args, "index() argument 1", search::find)? {
        Some(at) => Ok(Value::int(at)),
        None => Err(vm.value_error("substring not found")),
    }
}

fn rindex(vm: &mut Vm, args: Args) -> Res {
    match search_in(vm, args, "rindex() argument 1", search::rfind)? {
        Some(at) => Ok(Value::int(at)),
        None => Err(vm.value_error("substring not found")),
    }
}

fn count(vm: &mut Vm, args: Args) -> Res {
    let found = search_in(vm, args, "count() argument 1", |hay, needle| Some(search::count(hay, needle)));
    let start = if args.count > 2 {
        let len = Str(args.get(vm, 0).offset()).len(&vm.heap) as usize;
        vm.search_bounds(args, 2, len)?.0 as i64
    } else {
        0
    };
    // `search_in` adds where its part starts.
    Ok(Value::int(found?.map_or(0, |n| n - start)))
}

/// Whether the receiver's named part starts (or ends) with a string or one of a tuple.
fn affix(vm: &mut Vm, args: Args, name: &str, test: fn(Chars<'_>, Chars<'_>) -> bool) -> Res {
    let receiver = Str(args.get(vm, 0).offset());
    let affix = args.get(vm, 1);
    let (start, end) = vm.search_bounds(args, 2, receiver.len(&vm.heap) as usize)?;
    let matches = |vm: &Vm, affix: Str| {
        start <= end && test(receiver.chars(&vm.heap).slice(start, end), affix.chars(&vm.heap))
    };
    if let Some(affix) = vm.as_str(affix) {
        return Ok(vm.bool(matches(vm, affix)));
    }
    let Some(tuple) = vm.as_kind(affix, Kind::TUPLE).map(Tuple) else {
        let actual = vm.type_name(affix);
        return Err(vm.type_error(format!("{name} first arg must be str or a tuple of str, not {actual}")));
    };
    for i in 0..tuple.len(&vm.heap) {
        let item = tuple.item(vm, i);
        let Some(item) = vm.as_str(item) else {
            let actual = vm.type_name(item);
            return Err(vm.type_error(format!("tuple for {name} must only contain str, not {actual}")));
        };
        if matches(vm, item) {
            return Ok(statics::TRUE);
        }
    }
    Ok(statics::FALSE)
}

fn startswith(vm: &mut Vm, args: Args) -> Res {
    affix(vm, args, "startswith", search::starts_with)
}

fn endswith(vm: &mut Vm, args: Args) -> Res {
    affix(vm, args, "endswith", search::ends_with)
}

fn removeprefix(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    let prefix = vm.str_arg(args.get(vm, 1), "removeprefix() argument")?;
    let skip =
        if search::starts_with(vm.chars(s), prefix.chars(&vm.heap)) { prefix.len(&vm.heap) } else { 0 };
    vm.str_slice(s, skip, u32::MAX)
}

fn removesuffix(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    let suffix = vm.str_arg(args.get(vm, 1), "removesuffix() argument")?;
    let len = Str(s.offset()).len(&vm.heap);
    let end =
        if search::ends_with(vm.chars(s), suffix.chars(&vm.heap)) { len - suffix.len(&vm.heap) } else { len };
    vm.str_slice(s, 0, end)
}

fn partition_at(vm: &mut Vm, args: Args, back: bool) -> Res {
    let (s, separator) = (args.get(vm, 0), args.get(vm, 1));
    let Some(needle) = vm.as_str(separator) else {
        let actual = vm.type_name(separator);
        return Err(vm.type_error(format!("must be str, not {actual}")));
    };
    let (hay, needle) = (vm.chars(s), needle.chars(&vm.heap));
    if needle.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let found = if back { search::rfind(hay, needle) } else { search::find(hay, needle) };
    let width = needle.len();
    let parts = match found {
        Some(at) => [
            vm.str_slice(s, 0, at as u32)?,
            vm.exact_str(separator)?,
            vm.str_slice(s, (at + width) as u32, u32::MAX)?,
        ],
        None if back => [statics::EMPTY_STR, statics::EMPTY_STR, vm.exact_str(s)?],
        None => [vm.exact_str(s)?, statics::EMPTY_STR, statics::EMPTY_STR],
    };
    vm.new_tuple(&parts)
}

fn partition(vm: &mut Vm, args: Args) -> Res {
    partition_at(vm, args, false)
}

fn rpartition(vm: &mut Vm, args: Args) -> Res {
    partition_at(vm, args, true)
}

fn replace(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    let from = vm.str_arg(args.get(vm, 1), "replace() argument 1")?;
    let to = vm.str_arg(args.get(vm, 2), "replace() argument 2")?;
    let count = vm.size_arg_or(args.opt(vm, 3), -1)?;
    let limit = if count < 0 { usize::MAX } else { count as usize };
    vm.str_replace(s, from, to, limit)
}

impl Vm {
    /// `s` with at most `limit` occurrences of `from` replaced by `to`, from the left.
    pub(crate) fn str_replace(&mut self, s: Value, from: Str, to: Str, limit: usize) -> Res {
        let hay = Str(s.offset());
        if let Some(replaced) = self.replace_byte(hay, from, to, limit)? {
            return Ok(replaced);
        }
        let (len, from_len) = (hay.len(&self.heap) as usize, from.len(&self.heap) as usize);
        let (mut places, mut full) = (Vec::new(), false);
        if limit > 0 {
            if from_len == 0 {
                self.hold(4 * limit.min(len + 1) as u64)?;
                places.extend((0..=len as u32).take(limit));
            } else {
                search::each_match(hay.chars(&self.heap), from.chars(&self.heap), |at| {
                    let n = places.len();
                    // The buffer, the next one, and what is made of it.
                    full = n == places.capacity() && n > 1 << 10 && !has_room(n * 12);
                    places.push(at as u32);
                    !full && places.len() < limit
                });
            }
            if full {
                return Err(self.memory_error());
            }
        }
        if places.is_empty() {
            return self.exact_str(s);
        }
        let to_len = to.len(&self.heap) as usize;
        let new_len =
            len as u128 - from_len as u128 * places.len() as u128 + to_len as u128 * places.len() as u128;
        let Ok(new_len) = usize::try_from(new_len) else {
            return Err(self.overflow_error("replace string is too long"));
        };
        if new_len == 0 {
            return Ok(statics::EMPTY_STR);
        }
        let (hay_shift, to_shift) = (hay.shift(&self.heap), to.shift(&self.heap));
        let shift = hay_shift.max(to_shift);
        let ascii = hay.is_ascii(&self.heap) && to.is_ascii(&self.heap);
        let new = self.alloc_str(new_len, shift, ascii)?;
        let mut out = new.body();
        let (hay_data, to_data) = (hay.data(&self.heap), to.data(&self.heap));
        let mut done = 0;
        for (i, place) in places.into_iter().enumerate() {
            every(i as u32);
            let gap = place - done;
            self.copy_units(out, shift, hay_data + (done << hay_shift), hay_shift, gap);
            out += gap << shift;
            self.copy_units(out, shift, to_data, to_shift, to_len as u32);
            out += (to_len as u32) << shift;
            done = place + from_len as u32;
        }
        self.copy_units(out, shift, hay_data + (done << hay_shift), hay_shift, len as u32 - done);
        self.narrowed(new)
    }

    /// The common case of one ASCII character replaced by another, everywhere.
    fn replace_byte(&mut self, hay: Str, from: Str, to: Str, limit: usize) -> Res<Option<Value>> {
        let m = &self.heap.memory;
        let len = hay.len(m);
        let ascii = hay.is_ascii(m) && from.is_ascii(m) && to.is_ascii(m);
        if !ascii || from.len(m) != 1 || to.len(m) != 1 || limit < len as usize || len < 2 {
            return Ok(None);
        }
        let (old, new) = (from.char_at(m, 0) as u8, to.char_at(m, 0) as u8);
        if memchr::memchr(old, hay.bytes(m)).is_none() {
            return Ok(None);
        }
        let s = self.alloc_str(len as usize, 0, true)?;
        let data = hay.data(&self.heap);
        self.heap.copy(s.body(), data, len);
        for piece in self.heap.bytes_mut(s.body(), len).chunks_mut(PIECE) {
            piece.iter_mut().for_each(|byte| *byte = if *byte == old { new } else { *byte });
            tick(piece.len() as u64 >> 8);
        }
        Ok(Some(s.value()))
    }

    /// A string just built (not shared), in the narrowest width: itself, with its ASCII flag set right, or a narrower copy.
    pub(crate) fn narrowed(&mut self, s: Str) -> Res {
        let len = s.len(&self.heap);
        if s.is_ascii(&self.heap) && len > 1 {
            return Ok(s.value());
        }
        let chars = s.chars(&self.heap);
        let bits = chars.bits();
        if len <= 1 || shift_for(bits) < chars.shift() {
            return self.str_of(s);
        }
        if bits < 0x80 {
            let state = s.state(&self.heap) | super::ASCII;
            s.set_state(&mut self.heap, state);
        }
        Ok(s.value())
    }

    /// A new string of the same characters, in the narrowest width.
    fn str_of(&mut self, s: Str) -> Res {
        let chars = s.chars(&self.heap);
        let (bits, len) = (chars.bits(), chars.len());
        if len <= 1 && bits < 0x100 {
            return Ok(chars.get(0).map_or(statics::EMPTY_STR, |c| statics::char_str(c as u8)));
        }
        let (from_shift, shift) = (chars.shift(), shift_for(bits));
        let new = self.alloc_str(len, shift, bits < 0x80)?;
        self.copy_units(new.body(), shift, s.body(), from_shift, len as u32);
        Ok(new.value())
    }
}
