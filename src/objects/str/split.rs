//! Methods that take strings apart and put them together: split, splitlines, join.

use super::search;
use super::unicode::{is_line_break, is_space};
use super::view::{Chars, Unit, each_width};
use crate::heap::bounds::{every, has_room, pieces};
use crate::heap::layout::{List, Str, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::list;
use crate::objects::slots::{Args, Method, Sig, method, opt};
use crate::vm::Vm;

pub const METHODS: &[Method] = &[
    method("split", split, Sig::Named(&[opt("sep"), opt("maxsplit")])),
    method("rsplit", rsplit, Sig::Named(&[opt("sep"), opt("maxsplit")])),
    method("splitlines", splitlines, Sig::Named(&[opt("keepends")])),
    method("join", join, Sig::Exact(1)),
];

/// First character and end of each piece.
pub(crate) struct Pieces {
    places: Vec<(u32, u32)>,
    /// Whether there were more than the program has room for.
    full: bool,
}

impl Pieces {
    fn new() -> Pieces {
        Pieces { places: Vec::new(), full: false }
    }

    /// Adds a piece; false if there is no room for it.
    #[inline(always)]
    fn push(&mut self, start: usize, end: usize) -> bool {
        let n = self.places.len();
        // A list of strings takes more than these buffers, the old one and the new.
        if n == self.places.capacity() && n > 1 << 10 && !has_room(n * 24) {
            self.full = true;
            return false;
        }
        every(n as u32);
        self.places.push((start as u32, end as u32));
        true
    }

    fn len(&self) -> usize {
        self.places.len()
    }

    /// The pieces, or MemoryError.
    pub(crate) fn into_places(self, vm: &mut Vm) -> Res<Vec<(u32, u32)>> {
        if self.full {
            return Err(vm.memory_error());
        }
        vm.hold(self.places.capacity() as u64 * 8)?;
        Ok(self.places)
    }

    pub(crate) fn reverse(&mut self) {
        self.places.reverse();
    }
}

/// How many characters at the start satisfy `test`.
fn run<U: Unit>(units: &[U], test: impl Fn(u32) -> bool) -> usize {
    let mut n = 0;
    for piece in pieces(units) {
        match piece.iter().position(|unit| !test(unit.point())) {
            Some(end) => return n + end,
            None => n += piece.len(),
        }
    }
    n
}

/// How many characters at the end satisfy `test`.
fn run_back<U: Unit>(units: &[U], test: impl Fn(u32) -> bool) -> usize {
    let mut end = units.len();
    while end > 0 && test(units[end - 1].point()) {
        end -= 1;
        every(end as u32);
    }
    units.len() - end
}

/// Pieces between runs of white space, at most `limit` splits from the left.
pub(crate) fn words<U: Unit>(units: &[U], limit: usize, is_space: fn(u32) -> bool) -> Pieces {
    let mut pieces = Pieces::new();
    let mut at = 0;
    loop {
        at += run(&units[at..], is_space);
        if at == units.len() {
            return pieces;
        }
        let start = at;
        if pieces.len() == limit {
            pieces.push(start, units.len());
            return pieces;
        }
        at += run(&units[at..], |point| !is_space(point));
        if !pieces.push(start, at) {
            return pieces;
        }
    }
}

/// The same with the splits from the right; the pieces come in reverse.
pub(crate) fn words_back<U: Unit>(units: &[U], limit: usize, is_space: fn(u32) -> bool) -> Pieces {
    let mut pieces = Pieces::new();
    let mut end = units.len();
    loop {
        end -= run_back(&units[..end], is_space);
        if end == 0 {
            return pieces;
        }
        let last = end;
        if pieces.len() == limit {
            pieces.push(0, last);
            return pieces;
        }
        end -= run_back(&units[..end], |point| !is_space(point));
        if !pieces.push(end, last) {
            return pieces;
        }
    }
}

pub(crate) fn by_separator(hay: Chars<'_>, separator: Chars<'_>, limit: usize) -> Pieces {
    let mut pieces = Pieces::new();
    let mut start = 0;
    if limit > 0 {
        search::each_match(hay, separator, |at| {
            let fits = pieces.push(start, at);
            start = at + separator.len();
            fits && pieces.len() < limit
        });
    }
    pieces.push(start, hay.len());
    pieces
}

pub(crate) fn by_separator_back(hay: Chars<'_>, separator: Chars<'_>, limit: usize) -> Pieces {
    let mut pieces = Pieces::new();
    let mut end = hay.len();
    if limit > 0 {
        search::each_match_back(hay, separator, |at| {
            let fits = pieces.push(at + separator.len(), end);
            end = at;
            fits && pieces.len() < limit
        });
    }
    pieces.push(0, end);
    pieces
}

/// Lines, with their ends where `keep` says so.
pub(crate) fn lines<U: Unit>(units: &[U], keep: bool, is_break: fn(u32) -> bool) -> Pieces {
    let mut pieces = Pieces::new();
    let mut start = 0;
    let mut at = 0;
    while at < units.len() {
        at += run(&units[at..], |point| !is_break(point));
        if at == units.len() {
            break;
        }
        let line = at;
        let return_newline =
            units[at].point() == 13 && units.get(at + 1).is_some_and(|unit| unit.point() == 10);
        at += 1 + return_newline as usize;
        if !pieces.push(start, if keep { at } else { line }) {
            return pieces;
        }
        start = at;
    }
    if start < units.len() {
        pieces.push(start, units.len());
    }
    pieces
}

impl Vm {
    /// The list of these pieces of `s`.
    fn list_of_pieces(&mut self, s: Value, pieces: Pieces) -> Res {
        let places = pieces.into_places(self)?;
        let list = list::with_capacity(self, places.len())?;
        for (start, end) in places {
            self.charge(1)?;
            let piece = self.str_slice(s, start, end)?;
            list::push(self, list, piece)?;
        }
        Ok(list.value())
    }
}

fn split_by(vm: &mut Vm, args: Args, back: bool) -> Res {
    let s = args.get(vm, 0);
    let separator = args.opt(vm, 1).filter(|v| *v != statics::NONE);
    let limit = vm.size_arg_or(args.opt(vm, 2), -1)?;
    let limit = if limit < 0 { usize::MAX } else { limit as usize };
    let hay = vm.chars(s);
    let mut pieces = match separator {
        None if back => each_width!(hay, units => words_back(units, limit, is_space)),
        None => each_width!(hay, units => words(units, limit, is_space)),
        Some(separator) => {
            let Some(separator) = vm.as_str(separator) else {
                let actual = vm.type_name(separator);
                return Err(vm.type_error(format!("must be str or None, not {actual}")));
            };
            let separator = separator.chars(&vm.heap);
            if separator.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            if back { by_separator_back(hay, separator, limit) } else { by_separator(hay, separator, limit) }
        }
    };
    if back {
        pieces.reverse();
    }
    vm.list_of_pieces(s, pieces)
}

fn split(vm: &mut Vm, args: Args) -> Res {
    split_by(vm, args, false)
}

fn rsplit(vm: &mut Vm, args: Args) -> Res {
    split_by(vm, args, true)
}

fn splitlines(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    let keep = match args.opt(vm, 1) {
        Some(keep) => vm.truth(keep)?,
        None => false,
    };
    let pieces = each_width!(vm.chars(s), units => lines(units, keep, is_line_break));
    vm.list_of_pieces(s, pieces)
}

fn join(vm: &mut Vm, args: Args) -> Res {
    let (separator, iterable) = (args.get(vm, 0), args.get(vm, 1));
    // Joining runs no Python, so a list or tuple stays as it is and is read in place.
    if let Some((at, count)) = vm.items_in_place(iterable) {
        return vm.join_values(separator, count, |vm, i| {
            Value::from_word(vm.heap.u64(at.wrapping_add(i as u32 * 8))).unwrap_or(statics::NONE)
        });
    }
    let items = vm.join_items(iterable)?;
    vm.str_join(separator, &items)
}

impl Vm {
    /// What `join` joins: the items of a list or tuple, or of what an iterator gives.
    pub(crate) fn join_items(&mut self, iterable: Value) -> Res<Vec<Value>> {
        if matches!(self.kind_of(iterable), Kind::LIST | Kind::TUPLE) && iterable.is_object() {
            return self.collect_iter(iterable);
        }
        match self.iter(iterable) {
            Ok(iterator) => self.collect_iter(iterator),
            Err(_) if self.clear_if(exc::TYPE_ERROR) => Err(self.type_error("can only join an iterable")),
            Err(raised) => Err(raised),
        }
    }

    /// Where the items of a list or tuple lie, and how many there are.
    fn items_in_place(&self, v: Value) -> Option<(u32, usize)> {
        if self.is_exact(v, Kind::LIST) {
            let list = List(v.offset());
            return Some((list.items(&self.heap), list.len(&self.heap) as usize));
        }
        let tuple = Tuple(v.offset());
        self.is_exact(v, Kind::TUPLE)
            .then(|| (tuple.0.wrapping_add(Tuple::SIZE), tuple.len(&self.heap) as usize))
    }

    /// `separator.join(items)`.
    pub fn str_join(&mut self, separator: Value, items: &[Value]) -> Res {
        self.join_values(separator, items.len(), |_, i| items.get(i).copied().unwrap_or(statics::NONE))
    }

    /// Joins the `count` values that `item` gives by their number, the same each time.
    #[inline(always)]
    fn join_values(&mut self, separator: Value, count: usize, item: impl Fn(&Vm, usize) -> Value) -> Res {
        if count == 1 {
            let only = item(self, 0);
            if self.is_exact(only, Kind::STR) {
                return Ok(only);
            }
        }
        let glue = Str(separator.offset());
        let (mut len, mut shift, mut ascii) = (0u64, 0, true);
        if count > 1 {
            len = glue.len(&self.heap) as u64 * (count as u64 - 1);
            if len > 0 {
                (shift, ascii) = (glue.shift(&self.heap), glue.is_ascii(&self.heap));
            }
        }
        for i in 0..count {
            every(i as u32);
            let part = item(self, i);
            let Some(s) = self.as_str(part) else {
                let actual = self.type_name(part);
                return Err(
                    self.type_error(format!("sequence item {i}: expected str instance, {actual} found"))
                );
            };
            len += s.len(&self.heap) as u64;
            shift = shift.max(s.shift(&self.heap));
            ascii &= s.is_ascii(&self.heap);
        }
        if len <= 1 {
            // One character at most: the static string, or the only item that is not empty.
            let only = (0..count).map(|i| item(self, i)).find(|s| Str(s.offset()).len(&self.heap) == 1);
            return match only {
                Some(only) => self.exact_str(only),
                None if len == 1 => self.exact_str(separator),
                None => Ok(statics::EMPTY_STR),
            };
        }
        let new = self.alloc_str(len as usize, shift, ascii)?;
        let mut out = new.body();
        let glue_bytes = glue.len(&self.heap) << shift;
        let glue_char = glue.char_at(&self.heap, 0) as u8;
        for i in 0..count {
            every(i as u32);
            if i > 0 && glue_bytes > 0 {
                if glue_bytes == 1 {
                    self.heap.set_u8(out, glue_char);
                } else {
                    self.copy_chars(out, shift, glue);
                }
                out += glue_bytes;
            }
            let s = Str(item(self, i).offset());
            self.copy_chars(out, shift, s);
            out += s.len(&self.heap) << shift;
        }
        Ok(new.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, pieces: &Pieces) -> Vec<String> {
        pieces.places.iter().map(|(a, b)| text[*a as usize..*b as usize].to_owned()).collect()
    }

    #[test]
    fn words_from_both_sides() {
        let text = "  a bb  c ";
        assert_eq!(texts(text, &words(text.as_bytes(), usize::MAX, is_space)), ["a", "bb", "c"]);
        assert_eq!(texts(text, &words(text.as_bytes(), 1, is_space)), ["a", "bb  c "]);
        assert_eq!(texts(text, &words_back(text.as_bytes(), 1, is_space)), ["c", "  a bb"]);
        assert!(words(b"   ", usize::MAX, is_space).places.is_empty());
    }

    #[test]
    fn separators() {
        let text = "a,,b,";
        let hay = Chars::One(text.as_bytes());
        assert_eq!(texts(text, &by_separator(hay, Chars::One(b","), usize::MAX)), ["a", "", "b", ""]);
        assert_eq!(texts(text, &by_separator(hay, Chars::One(b","), 1)), ["a", ",b,"]);
        assert_eq!(texts(text, &by_separator_back(hay, Chars::One(b","), 1)), ["", "a,,b"]);
    }

    #[test]
    fn line_ends() {
        let text = "a\r\nb\n\rc";
        assert_eq!(texts(text, &lines(text.as_bytes(), false, is_line_break)), ["a", "b", "", "c"]);
        assert_eq!(texts(text, &lines(text.as_bytes(), true, is_line_break)), ["a\r\n", "b\n", "\r", "c"]);
    }
}
