//! Methods of bytes and bytearrays that search and take apart.

use super::view;
use crate::heap::layout::Tuple;
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::list;
use crate::objects::slots::{Args, Method, Sig, method, opt, req};
use crate::objects::str::search;
use crate::objects::str::split::{Pieces, by_separator, by_separator_back, lines, words, words_back};
use crate::objects::str::view::Chars;
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
    method("split", split, Sig::Named(&[opt("sep"), opt("maxsplit")])),
    method("rsplit", rsplit, Sig::Named(&[opt("sep"), opt("maxsplit")])),
    method("splitlines", splitlines, Sig::Named(&[opt("keepends")])),
    method("join", join, Sig::Exact(1)),
];

/// The bytes of the receiver.
pub(super) fn receiver(vm: &Vm, args: Args) -> &[u8] {
    view(vm, args.get(vm, 0)).unwrap_or_default()
}

/// What a search looks for: a bytes-like object or one byte as a number.
fn needle(vm: &mut Vm, v: Value) -> Res<Vec<u8>> {
    if let Some(bytes) = view(vm, v) {
        return Ok(bytes.to_vec());
    }
    if vm.index_opt(v)?.is_some() {
        return Ok(vec![vm.byte_arg(v, "byte must be in range(0, 256)")?]);
    }
    let name = vm.type_name(v);
    Err(vm.type_error(format!("argument should be integer or bytes-like object, not '{name}'")))
}

/// Searches the named part of the receiver; what is found, and where that part starts.
fn search_in<T>(
    vm: &mut Vm,
    args: Args,
    search: fn(Chars<'_>, Chars<'_>) -> Option<T>,
) -> Res<Option<(T, usize)>> {
    let needle = needle(vm, args.get(vm, 1))?;
    let len = receiver(vm, args).len();
    let (start, end) = vm.search_bounds(args, 2, len)?;
    if start > end {
        return Ok(None);
    }
    let part = Chars::One(receiver(vm, args)).slice(start, end);
    Ok(search(part, Chars::One(&needle)).map(|found| (found, start)))
}

fn place(found: Option<(usize, usize)>) -> Option<Value> {
    found.map(|(at, start)| Value::int((at + start) as i64))
}

fn find(vm: &mut Vm, args: Args) -> Res {
    Ok(place(search_in(vm, args, search::find)?).unwrap_or(Value::int(-1)))
}

fn rfind(vm: &mut Vm, args: Args) -> Res {
    Ok(place(search_in(vm, args, search::rfind)?).unwrap_or(Value::int(-1)))
}

fn index(vm: &mut Vm, args: Args) -> Res {
    let found = search_in(vm, args, search::find)?;
    place(found).ok_or_else(|| vm.value_error("subsection not found"))
}

fn rindex(vm: &mut Vm, args: Args) -> Res {
    let found = search_in(vm, args, search::rfind)?;
    place(found).ok_or_else(|| vm.value_error("subsection not found"))
}

fn count(vm: &mut Vm, args: Args) -> Res {
    let found = search_in(vm, args, |hay, needle| Some(search::count(hay, needle)))?;
    Ok(Value::int(found.map_or(0, |(count, _)| count) as i64))
}

fn affix(vm: &mut Vm, args: Args, name: &str, test: fn(Chars<'_>, Chars<'_>) -> bool) -> Res {
    let affix = args.get(vm, 1);
    let len = receiver(vm, args).len();
    let (start, end) = vm.search_bounds(args, 2, len)?;
    let matches = |vm: &Vm, affix: &[u8]| {
        start <= end && test(Chars::One(receiver(vm, args)).slice(start, end), Chars::One(affix))
    };
    if let Some(affix) = view(vm, affix) {
        return Ok(vm.bool(matches(vm, affix)));
    }
    let Some(tuple) = vm.as_kind(affix, Kind::TUPLE).map(Tuple) else {
        let actual = vm.type_name(affix);
        return Err(
            vm.type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {actual}"))
        );
    };
    for i in 0..tuple.len(&vm.heap) {
        let item = vm.bytes_arg(tuple.item(vm, i))?;
        if matches(vm, &item) {
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

fn replace(vm: &mut Vm, args: Args) -> Res {
    let from = vm.bytes_arg(args.get(vm, 1))?;
    let to = vm.bytes_arg(args.get(vm, 2))?;
    let count = vm.size_arg_or(args.opt(vm, 3), -1)?;
    let limit = if count < 0 { usize::MAX } else { count as usize };
    let hay = receiver(vm, args);
    let mut places = Vec::new();
    if limit > 0 && from.is_empty() {
        places.extend((0..=hay.len()).take(limit));
    } else if limit > 0 {
        search::each_match(Chars::One(hay), Chars::One(&from), |at| {
            places.push(at);
            places.len() < limit
        });
    }
    let total = (hay.len() - from.len() * places.len()).saturating_add(to.len().saturating_mul(places.len()));
    vm.check_text_len(total)?;
    let hay = receiver(vm, args);
    let mut out = Vec::with_capacity(total);
    let mut done = 0;
    for place in places {
        out.extend_from_slice(&hay[done..place]);
        out.extend_from_slice(&to);
        done = place + from.len();
    }
    out.extend_from_slice(&hay[done..]);
    vm.new_bytes_like(args.get(vm, 0), &out)
}

/// A part of the receiver, of its type.
pub(super) fn part(vm: &mut Vm, args: Args, start: usize, end: usize) -> Res {
    let like = args.get(vm, 0);
    let bytes = receiver(vm, args);
    if start == 0 && end == bytes.len() && vm.is_exact(like, Kind::BYTES) {
        return Ok(like);
    }
    let part = bytes.get(start..end).unwrap_or_default().to_vec();
    vm.new_bytes_like(like, &part)
}

fn partition_at(vm: &mut Vm, args: Args, back: bool) -> Res {
    let separator = vm.bytes_arg(args.get(vm, 1))?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let (hay, needle) = (Chars::One(receiver(vm, args)), Chars::One(&separator));
    let len = hay.len();
    let found = if back { search::rfind(hay, needle) } else { search::find(hay, needle) };
    let like = args.get(vm, 0);
    let parts = match found {
        Some(at) => [
            part(vm, args, 0, at)?,
            vm.new_bytes_like(like, &separator)?,
            part(vm, args, at + separator.len(), len)?,
        ],
        None if back => {
            [vm.new_bytes_like(like, &[])?, vm.new_bytes_like(like, &[])?, part(vm, args, 0, len)?]
        }
        None => [part(vm, args, 0, len)?, vm.new_bytes_like(like, &[])?, vm.new_bytes_like(like, &[])?],
    };
    vm.new_tuple(&parts)
}

fn partition(vm: &mut Vm, args: Args) -> Res {
    partition_at(vm, args, false)
}

fn rpartition(vm: &mut Vm, args: Args) -> Res {
    partition_at(vm, args, true)
}

fn removeprefix(vm: &mut Vm, args: Args) -> Res {
    let prefix = vm.bytes_arg(args.get(vm, 1))?;
    let bytes = receiver(vm, args);
    let (start, len) = (if bytes.starts_with(&prefix) { prefix.len() } else { 0 }, bytes.len());
    part(vm, args, start, len)
}

fn removesuffix(vm: &mut Vm, args: Args) -> Res {
    let suffix = vm.bytes_arg(args.get(vm, 1))?;
    let bytes = receiver(vm, args);
    let end = if bytes.ends_with(&suffix) { bytes.len() - suffix.len() } else { bytes.len() };
    part(vm, args, 0, end)
}

pub(super) fn is_space(byte: u32) -> bool {
    matches!(byte, 9..=13 | 32)
}

fn list_of(vm: &mut Vm, args: Args, pieces: Pieces) -> Res {
    let places = pieces.into_places(vm)?;
    let list = list::with_capacity(vm, places.len())?;
    for (start, end) in places {
        vm.charge(1)?;
        let piece = part(vm, args, start as usize, end as usize)?;
        list::push(vm, list, piece)?;
    }
    Ok(list.value())
}

fn split_by(vm: &mut Vm, args: Args, back: bool) -> Res {
    let limit = vm.size_arg_or(args.opt(vm, 2), -1)?;
    let limit = if limit < 0 { usize::MAX } else { limit as usize };
    let separator = match args.opt(vm, 1).filter(|v| *v != statics::NONE) {
        Some(separator) => Some(vm.bytes_arg(separator)?),
        None => None,
    };
    let bytes = receiver(vm, args);
    let mut pieces = match &separator {
        None if back => words_back(bytes, limit, is_space),
        None => words(bytes, limit, is_space),
        Some(separator) if separator.is_empty() => return Err(vm.value_error("empty separator")),
        Some(separator) if back => by_separator_back(Chars::One(bytes), Chars::One(separator), limit),
        Some(separator) => by_separator(Chars::One(bytes), Chars::One(separator), limit),
    };
    if back {
        pieces.reverse();
    }
    list_of(vm, args, pieces)
}

fn split(vm: &mut Vm, args: Args) -> Res {
    split_by(vm, args, false)
}

fn rsplit(vm: &mut Vm, args: Args) -> Res {
    split_by(vm, args, true)
}

fn splitlines(vm: &mut Vm, args: Args) -> Res {
    let keep = match args.opt(vm, 1) {
        Some(keep) => vm.truth(keep)?,
        None => false,
    };
    let pieces = lines(receiver(vm, args), keep, |byte| byte == 10 || byte == 13);
    list_of(vm, args, pieces)
}

fn join(vm: &mut Vm, args: Args) -> Res {
    let items = vm.join_items(args.get(vm, 1))?;
    let limit = vm.text_limit();
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let Some(bytes) = view(vm, *item) else {
            let actual = vm.type_name(*item);
            return Err(
                vm.type_error(format!("sequence item {i}: expected a bytes-like object, {actual} found"))
            );
        };
        if out.len() as u64 > limit {
            return Err(vm.memory_error());
        }
        if i > 0 {
            out.extend_from_slice(receiver(vm, args));
        }
        out.extend_from_slice(bytes);
    }
    vm.new_bytes_like(args.get(vm, 0), &out)
}
