//! Methods that add or take away at the ends: strip, center, ljust, rjust, zfill, expandtabs.

use super::build::StrBuf;
use super::unicode::is_space;
use super::view::{Chars, Unit, each_width, shift_for};
use crate::heap::layout::Str;
use crate::heap::{Res, Value, statics};
use crate::objects::slots::{Args, Method, Sig, method, opt};
use crate::vm::Vm;

pub const METHODS: &[Method] = &[
    method("strip", strip, Sig::Range(0, 1)),
    method("lstrip", lstrip, Sig::Range(0, 1)),
    method("rstrip", rstrip, Sig::Range(0, 1)),
    method("center", center, Sig::Range(1, 2)),
    method("ljust", ljust, Sig::Range(1, 2)),
    method("rjust", rjust, Sig::Range(1, 2)),
    method("zfill", zfill, Sig::Exact(1)),
    method("expandtabs", expandtabs, Sig::Named(&[opt("tabsize")])),
];

/// The part that is left when characters that satisfy `drop` are taken from the ends asked for.
fn trimmed<U: Unit>(units: &[U], left: bool, right: bool, drop: impl Fn(u32) -> bool) -> (u32, u32) {
    let (mut start, mut end) = (0, units.len());
    if left {
        while start < end && drop(units[start].point()) {
            start += 1;
        }
    }
    if right {
        while end > start && drop(units[end - 1].point()) {
            end -= 1;
        }
    }
    (start as u32, end as u32)
}

fn strip_ends(vm: &mut Vm, args: Args, name: &str, left: bool, right: bool) -> Res {
    let s = args.get(vm, 0);
    let chars = vm.chars(s);
    let (start, end) = match args.opt(vm, 1).filter(|v| *v != statics::NONE) {
        None => each_width!(chars, units => trimmed(units, left, right, is_space)),
        Some(set) => {
            let Some(set) = vm.as_str(set) else {
                return Err(vm.type_error(format!("{name} arg must be None or str")));
            };
            match set.chars(&vm.heap) {
                Chars::One([only]) => {
                    each_width!(chars, units => trimmed(units, left, right, |c| c == *only as u32))
                }
                set => {
                    each_width!(chars, units => trimmed(units, left, right, |c| set.points().any(|point| point == c)))
                }
            }
        }
    };
    vm.str_slice(s, start, end)
}

fn strip(vm: &mut Vm, args: Args) -> Res {
    strip_ends(vm, args, "strip", true, true)
}

fn lstrip(vm: &mut Vm, args: Args) -> Res {
    strip_ends(vm, args, "lstrip", true, false)
}

fn rstrip(vm: &mut Vm, args: Args) -> Res {
    strip_ends(vm, args, "rstrip", false, true)
}

impl Vm {
    /// `s` with `left` and `right` times `fill` at its ends.
    pub fn str_pad(&mut self, s: Value, left: usize, right: usize, fill: u32) -> Res {
        if left == 0 && right == 0 {
            return self.exact_str(s);
        }
        let view = Str(s.offset());
        let len = view.len(&self.heap);
        let shift = view.shift(&self.heap).max(shift_for(fill));
        let ascii = view.is_ascii(&self.heap) && fill < 0x80;
        let total = left.saturating_add(right).saturating_add(len as usize);
        if total == 1 && fill < 0x100 {
            return self.new_str_point(fill);
        }
        let new = self.alloc_str(total, shift, ascii)?;
        let data = new.body();
        self.fill_units(data, shift, left as u32, fill);
        self.copy_chars(data + ((left as u32) << shift), shift, view);
        self.fill_units(data + ((left as u32 + len) << shift), shift, right as u32, fill);
        Ok(new.value())
    }

    fn fill_units(&mut self, at: u32, shift: u32, count: u32, fill: u32) {
        match shift {
            0 => self.heap.bytes_mut(at, count).fill(fill as u8),
            1 => (0..count).for_each(|i| self.heap.set_u16(at + i * 2, fill as u16)),
            _ => (0..count).for_each(|i| self.heap.set_u32(at + i * 4, fill)),
        }
    }
}

/// Width and fill character; the number of characters missing.
fn padding(vm: &mut Vm, args: Args) -> Res<(usize, i64, u32)> {
    let width = vm.size_arg(args.get(vm, 1))?;
    let fill = match args.opt(vm, 2) {
        None => ' ' as u32,
        Some(fill) => {
            let Some(fill) = vm.as_str(fill) else {
                let actual = vm.type_name(fill);
                return Err(
                    vm.type_error(format!("The fill character must be a unicode character, not {actual}"))
                );
            };
            if fill.len(&vm.heap) != 1 {
                return Err(vm.type_error("The fill character must be exactly one character long"));
            }
            fill.char_at(&vm.heap, 0)
        }
    };
    let len = Str(args.get(vm, 0).offset()).len(&vm.heap) as i64;
    Ok((width.saturating_sub(len).max(0) as usize, width, fill))
}

fn center(vm: &mut Vm, args: Args) -> Res {
    let (missing, width, fill) = padding(vm, args)?;
    let left = missing / 2 + (missing & width as usize & 1);
    vm.str_pad(args.get(vm, 0), left, missing - left, fill)
}

fn ljust(vm: &mut Vm, args: Args) -> Res {
    let (missing, _, fill) = padding(vm, args)?;
    vm.str_pad(args.get(vm, 0), 0, missing, fill)
}

fn rjust(vm: &mut Vm, args: Args) -> Res {
    let (missing, _, fill) = padding(vm, args)?;
    vm.str_pad(args.get(vm, 0), missing, 0, fill)
}

fn zfill(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    let width = vm.size_arg(args.get(vm, 1))?;
    let view = Str(s.offset());
    let missing = width.saturating_sub(view.len(&vm.heap) as i64).max(0) as usize;
    let padded = vm.str_pad(s, missing, 0, '0' as u32)?;
    if missing == 0 || view.len(&vm.heap) == 0 {
        return Ok(padded);
    }
    let sign = view.char_at(&vm.heap, 0);
    if sign == '+' as u32 || sign == '-' as u32 {
        // The new string is ours: move the sign in front of the zeros.
        let (new, shift) = (Str(padded.offset()), Str(padded.offset()).shift(&vm.heap));
        vm.fill_units(new.body() + ((missing as u32) << shift), shift, 1, '0' as u32);
        vm.fill_units(new.body(), shift, 1, sign);
    }
    Ok(padded)
}

fn expandtabs(vm: &mut Vm, args: Args) -> Res {
    let s = args.get(vm, 0);
    let size = vm.size_arg_or(args.opt(vm, 1), 8)?;
    let limit = vm.text_limit();
    let chars = vm.chars(s);
    if !chars.points().any(|point| point == 9) {
        return vm.exact_str(s);
    }
    let mut out = StrBuf::with_capacity(chars.len());
    let mut column = 0i64;
    for point in chars.points() {
        if point == 9 {
            if size > 0 {
                let spaces = size - column % size;
                if (out.len() as u64).saturating_add(spaces as u64) > limit {
                    return Err(vm.memory_error());
                }
                column += spaces;
                out.push_repeated(' ' as u32, spaces as usize);
            }
        } else {
            out.push(point);
            column = if point == 10 || point == 13 { 0 } else { column + 1 };
        }
    }
    vm.new_str_buf(&out)
}
