//! Case mappings and predicates.

use super::build::StrBuf;
use super::unicode::*;
use super::view::{Chars, Unit, each_width};
use crate::heap::layout::Str;
use crate::heap::{Res, Value};
use crate::objects::slots::{Args, Method, Sig, method};
use crate::vm::Vm;

pub const METHODS: &[Method] = &[
    method("lower", lower, Sig::Exact(0)),
    method("upper", upper, Sig::Exact(0)),
    method("title", title, Sig::Exact(0)),
    method("capitalize", capitalize, Sig::Exact(0)),
    method("swapcase", swapcase, Sig::Exact(0)),
    method("casefold", casefold, Sig::Exact(0)),
    method("isalpha", isalpha, Sig::Exact(0)),
    method("isalnum", isalnum, Sig::Exact(0)),
    method("isdecimal", isdecimal, Sig::Exact(0)),
    method("isdigit", isdigit, Sig::Exact(0)),
    method("isnumeric", isnumeric, Sig::Exact(0)),
    method("isspace", isspace, Sig::Exact(0)),
    method("isprintable", isprintable, Sig::Exact(0)),
    method("isascii", isascii, Sig::Exact(0)),
    method("islower", islower, Sig::Exact(0)),
    method("isupper", isupper, Sig::Exact(0)),
    method("istitle", istitle, Sig::Exact(0)),
    method("isidentifier", isidentifier, Sig::Exact(0)),
];

impl Vm {
    /// A copy of an ASCII string, changed in place by `change`, which keeps it ASCII.
    #[inline(always)]
    fn map_ascii(&mut self, s: Value, change: impl FnOnce(&mut [u8])) -> Res {
        let view = Str(s.offset());
        let len = view.len(&self.heap);
        if len <= 1 {
            let mut byte = [view.char_at(&self.heap, 0) as u8];
            let part = &mut byte[..len as usize];
            change(part);
            return self.new_str_ascii(part);
        }
        let new = self.alloc_str(len as usize, 0, true)?;
        let from = view.data(&self.heap);
        self.heap.copy(new.body(), from, len);
        change(self.heap.bytes_mut(new.body(), len));
        Ok(new.value())
    }

    fn is_ascii_str(&self, s: Value) -> bool {
        Str(s.offset()).is_ascii(&self.heap)
    }
}

/// The lower case of the character at `i`: a sigma at a word's end has a form of its own.
fn push_lower(chars: Chars<'_>, i: usize, out: &mut StrBuf) {
    let point = chars.at(i);
    if point == 0x3A3 {
        let cased = |mut points: Box<dyn Iterator<Item = u32> + '_>| {
            points.find(|point| !is_case_ignorable(*point)).is_some_and(is_cased)
        };
        let before = cased(Box::new(chars.slice(0, i).points().rev()));
        let after = cased(Box::new(chars.slice(i + 1, usize::MAX).points()));
        out.push(if before && !after { 0x3C2 } else { 0x3C3 });
    } else {
        to_lower(point).for_each(|point| out.push(point));
    }
}

fn lower(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    if vm.is_ascii_str(s) {
        return vm.map_ascii(s, |bytes| bytes.make_ascii_lowercase());
    }
    let chars = vm.chars(s);
    let mut out = StrBuf::with_capacity(chars.len());
    (0..chars.len()).for_each(|i| push_lower(chars, i, &mut out));
    vm.new_str_buf(&out)
}

/// Maps each character by itself.
fn map_points<I: Iterator<Item = u32>>(vm: &mut Vm, s: Value, map: impl Fn(u32) -> I) -> Res {
    let chars = vm.chars(s);
    let mut out = StrBuf::with_capacity(chars.len());
    chars.points().for_each(|point| map(point).for_each(|point| out.push(point)));
    vm.new_str_buf(&out)
}

fn upper(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    if vm.is_ascii_str(s) {
        return vm.map_ascii(s, |bytes| bytes.make_ascii_uppercase());
    }
    map_points(vm, s, to_upper)
}

fn casefold(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    if vm.is_ascii_str(s) {
        return vm.map_ascii(s, |bytes| bytes.make_ascii_lowercase());
    }
    map_points(vm, s, to_fold)
}

fn capitalize(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    if vm.is_ascii_str(s) {
        return vm.map_ascii(s, |bytes| {
            bytes.make_ascii_lowercase();
            if let Some(first) = bytes.first_mut() {
                first.make_ascii_uppercase();
            }
        });
    }
    let chars = vm.chars(s);
    let mut out = StrBuf::with_capacity(chars.len());
    to_title(chars.at(0)).for_each(|point| out.push(point));
    (1..chars.len()).for_each(|i| push_lower(chars, i, &mut out));
    vm.new_str_buf(&out)
}

fn swapcase(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    if vm.is_ascii_str(s) {
        return vm.map_ascii(s, |bytes| {
            for byte in bytes {
                if byte.is_ascii_alphabetic() {
                    *byte ^= 0x20;
                }
            }
        });
    }
    let chars = vm.chars(s);
    let mut out = StrBuf::with_capacity(chars.len());
    for (i, point) in chars.points().enumerate() {
        if is_upper(point) {
            push_lower(chars, i, &mut out);
        } else if is_lower(point) {
            to_upper(point).for_each(|point| out.push(point));
        } else {
            out.push(point);
        }
    }
    vm.new_str_buf(&out)
}

fn title(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    if vm.is_ascii_str(s) {
        return vm.map_ascii(s, |bytes| {
            let mut in_word = false;
            for byte in bytes {
                let letter = byte.is_ascii_alphabetic();
                if letter && in_word {
                    byte.make_ascii_lowercase();
                } else {
                    byte.make_ascii_uppercase();
                }
                in_word = letter;
            }
        });
    }
    let chars = vm.chars(s);
    let mut out = StrBuf::with_capacity(chars.len());
    let mut in_word = false;
    for (i, point) in chars.points().enumerate() {
        if in_word {
            push_lower(chars, i, &mut out);
        } else {
            to_title(point).for_each(|point| out.push(point));
        }
        in_word = is_cased(point);
    }
    vm.new_str_buf(&out)
}

/// Whether there are characters and each satisfies `test`.
#[inline(always)]
fn all(vm: &mut Vm, args: Args, test: impl Fn(u32) -> bool) -> Res {
    let chars = vm.chars(args.get(vm, 0));
    let holds = !chars.is_empty() && each_width!(chars, units => units.iter().all(|unit| test(unit.point())));
    Ok(vm.bool(holds))
}

fn isalpha(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, is_alpha)
}
fn isalnum(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, is_alnum)
}
fn isdecimal(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, is_decimal)
}
fn isdigit(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, is_digit)
}
fn isnumeric(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, is_numeric)
}
fn isspace(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, is_space)
}

fn isprintable(vm: &mut Vm, args: Args) -> Res {
    let holds = vm.chars(args.get(vm, 0)).points().all(is_printable);
    Ok(vm.bool(holds))
}

fn isascii(vm: &mut Vm, args: Args) -> Res {
    Ok(vm.bool(vm.is_ascii_str(args.get(vm, 0))))
}

/// Whether there is a character of the case wanted and none of the others.
fn one_case(vm: &mut Vm, args: Args, wanted: fn(u32) -> bool, other: fn(u32) -> bool) -> Res {
    let mut found = false;
    for point in vm.chars(args.get(vm, 0)).points() {
        if other(point) || is_title(point) {
            return Ok(vm.bool(false));
        }
        found |= wanted(point);
    }
    Ok(vm.bool(found))
}

fn islower(vm: &mut Vm, args: Args) -> Res {
    one_case(vm, args, is_lower, is_upper)
}

fn isupper(vm: &mut Vm, args: Args) -> Res {
    one_case(vm, args, is_upper, is_lower)
}

fn istitle(vm: &mut Vm, args: Args) -> Res {
    let (mut found, mut in_word) = (false, false);
    for point in vm.chars(args.get(vm, 0)).points() {
        let large = is_upper(point) || is_title(point);
        let small = is_lower(point);
        if large && in_word || small && !in_word {
            return Ok(vm.bool(false));
        }
        in_word = large || small;
        found |= in_word;
    }
    Ok(vm.bool(found))
}

/// Whether the characters make an identifier.
pub fn is_identifier(chars: Chars<'_>) -> bool {
    let mut points = chars.points();
    points.next().is_some_and(is_identifier_start) && points.all(is_identifier_continue)
}

fn isidentifier(vm: &mut Vm, args: Args) -> Res {
    let holds = is_identifier(vm.chars(args.get(vm, 0)));
    Ok(vm.bool(holds))
}
