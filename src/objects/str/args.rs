//! Reading arguments of string and bytes methods.

use crate::heap::layout::{Slice, Str};
use crate::heap::{Raised, Res, Value, statics};
use crate::objects::int;
use crate::objects::slots::Args;
use crate::vm::Vm;

impl Vm {
    /// The type's name as messages about arguments show it: `None` for None.
    pub(crate) fn arg_type_name(&self, v: Value) -> String {
        if v == statics::NONE { "None".into() } else { self.type_name(v) }
    }

    /// The string in an argument; `what` is the start of the message, "replace() argument 1".
    #[inline(always)]
    pub(crate) fn str_arg(&mut self, v: Value, what: &str) -> Res<Str> {
        match self.as_str(v) {
            Some(s) => Ok(s),
            None => Err(self.not_str(v, what)),
        }
    }

    #[cold]
    fn not_str(&mut self, v: Value, what: &str) -> Raised {
        let name = self.arg_type_name(v);
        self.type_error(format!("{what} must be str, not {name}"))
    }

    /// An argument that is a number of characters or the like. Raises OverflowError beyond 64 bits.
    pub(crate) fn size_arg(&mut self, v: Value) -> Res<i64> {
        if let Some(n) = v.as_small_int() {
            return Ok(n);
        }
        let index = self.index(v)?;
        match int::as_i64(self, index) {
            Some(n) => Ok(n),
            None => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    /// The same for an optional argument.
    pub(crate) fn size_arg_or(&mut self, v: Option<Value>, default: i64) -> Res<i64> {
        match v {
            Some(v) => self.size_arg(v),
            None => Ok(default),
        }
    }

    /// One bound of a slice: `None` gives `default`; numbers beyond 64 bits are clipped.
    pub(crate) fn slice_bound(&mut self, v: Option<Value>, default: i64) -> Res<i64> {
        match v {
            None => Ok(default),
            Some(v) if v == statics::NONE => Ok(default),
            Some(v) => {
                if let Some(n) = v.as_small_int() {
                    return Ok(n);
                }
                match self.index_opt(v)? {
                    Some(n) => Ok(int::as_i64_clamped(self, n).unwrap_or(default)),
                    None => {
                        Err(self
                            .type_error("slice indices must be integers or None or have an __index__ method"))
                    }
                }
            }
        }
    }

    /// The `start` and `end` arguments at `i` and `i + 1` of a search in `len` characters. `start` may lie behind
    /// the end: then nothing is found, not even the empty string.
    pub(crate) fn search_bounds(&mut self, args: Args, i: u32, len: usize) -> Res<(usize, usize)> {
        let len = len as i64;
        let (mut start, mut end) = (0, len);
        if args.count > i {
            start = self.slice_bound(args.opt(self, i), 0)?;
            if start < 0 {
                start = (start + len).max(0);
            }
        }
        if args.count > i + 1 {
            end = self.slice_bound(args.opt(self, i + 1), len)?;
            if end < 0 {
                end = (end + len).max(0);
            }
        }
        Ok((start as usize, end.min(len) as usize))
    }

    /// What a slice object selects from `len` items: the first index, the step and the number of items.
    pub(crate) fn slice_indices(&mut self, slice: Slice, len: usize) -> Res<(i64, i64, usize)> {
        let len = len as i64;
        let (start, stop, step) = (slice.start(&self.heap), slice.stop(&self.heap), slice.step(&self.heap));
        let step = self.slice_bound(step, 1)?;
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let back = step < 0;
        let (low, high) = if back { (-1, len - 1) } else { (0, len) };
        let start = self.slice_bound(start, if back { i64::MAX } else { 0 })?;
        // Left out, the end of a backward slice lies before the first item, which no number says.
        let open = back && stop.is_none_or(|stop| stop == statics::NONE);
        let stop = self.slice_bound(stop, i64::MAX)?;
        let clip = |n: i64| (if n < 0 { n.saturating_add(len) } else { n }).clamp(low, high);
        let (start, stop) = (clip(start), if open { -1 } else { clip(stop) });
        let count = match back {
            false if start < stop => (stop - start - 1) / step + 1,
            true if stop < start => (start - stop - 1) / step.saturating_neg() + 1,
            _ => 0,
        };
        Ok((start, step, count as usize))
    }
}
