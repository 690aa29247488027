//! `repr` and `ascii` of strings.

use super::build::StrBuf;
use super::unicode::is_printable;
use super::view::Chars;
use crate::heap::layout::Str;
use crate::heap::{Res, Value};
use crate::vm::Vm;

/// Appends what `repr` shows of `chars`, quotes included; with `ascii` everything beyond 0x7F is escaped.
pub fn push_repr(out: &mut StrBuf, chars: Chars<'_>, ascii: bool) {
    let has = |c: char| chars.points().any(|point| point == c as u32);
    let quote = if has('\'') && !has('"') { '"' } else { '\'' } as u32;
    out.push(quote);
    for point in chars.points() {
        match point {
            0x20..0x7F => {
                if point == quote || point == '\\' as u32 {
                    out.push('\\' as u32);
                }
                out.push(point);
            }
            9 => out.push_str("\\t"),
            10 => out.push_str("\\n"),
            13 => out.push_str("\\r"),
            _ if !ascii && is_printable(point) => out.push(point),
            _ => push_escape(out, point),
        }
    }
    out.push(quote);
}

/// Appends `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
pub fn push_escape(out: &mut StrBuf, point: u32) {
    match point {
        0..0x100 => out.push_str(&format!("\\x{point:02x}")),
        0x100..0x1_0000 => out.push_str(&format!("\\u{point:04x}")),
        _ => out.push_str(&format!("\\U{point:08x}")),
    }
}

/// Whether a byte stands in a repr as it is, between single quotes.
fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x20..0x7F) && byte != b'\'' && byte != b'\\'
}

/// `repr(s)`.
pub fn repr(vm: &mut Vm, s: Value) -> Res {
    let view = Str(s.offset());
    if let Chars::One(bytes) = view.chars(&vm.heap)
        && bytes.iter().all(|byte| is_plain(*byte))
    {
        let len = bytes.len() as u32;
        let new = vm.alloc_str(len as usize + 2, 0, true)?;
        let (data, from) = (new.body(), view.data(&vm.heap));
        vm.heap.set_u8(data, b'\'');
        vm.heap.copy(data + 1, from, len);
        vm.heap.set_u8(data + 1 + len, b'\'');
        return Ok(new.value());
    }
    let mut out = StrBuf::with_capacity(view.len(&vm.heap) as usize + 2);
    push_repr(&mut out, view.chars(&vm.heap), false);
    vm.new_str_buf(&out)
}

impl Vm {
    /// `ascii(value)`: its repr with everything beyond ASCII escaped.
    pub fn ascii(&mut self, value: Value) -> Res {
        let text = self.repr(value)?;
        let view = Str(text.offset());
        if view.is_ascii(&self.heap) {
            return Ok(text);
        }
        let mut out = StrBuf::with_capacity(view.len(&self.heap) as usize);
        for point in view.chars(&self.heap).points() {
            if point < 0x80 { out.push(point) } else { push_escape(&mut out, point) }
        }
        self.new_str_buf(&out)
    }
}
