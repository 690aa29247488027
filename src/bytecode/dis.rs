//! Disassembly: the text that `python3.13 -m dis` prints.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::exceptions::{self, Handler};
use super::hash::HashKey;
use super::{CodeObject, locations, repr};
use crate::ops::{self, Operand, names, op};

/// What to show.
#[derive(Default)]
pub struct DisOptions<'a> {
    /// `-C`: a line for each inline cache unit.
    pub show_caches: bool,
    /// `-O`: a column with each instruction's offset in bytes.
    pub show_offsets: bool,
    /// The code as it is now, specialised, with caches filled; `None` shows [`CodeObject::code`].
    pub adaptive: Option<&'a dyn Fn(&CodeObject) -> Option<Vec<u8>>>,
    /// What to show as a nested code object's address; without it, 0.
    pub address: Option<&'a dyn Fn(&CodeObject) -> u64>,
}

impl DisOptions<'_> {
    fn address(&self, code: &CodeObject) -> u64 {
        self.address.map_or(0, |address| address(code))
    }
}

/// Disassembles `code` and, after it, the code objects among its constants.
pub fn disassemble(code: &CodeObject, options: &DisOptions<'_>) -> String {
    let mut out = String::new();
    disassemble_into(&mut out, code, options);
    out
}

fn disassemble_into(out: &mut String, code: &CodeObject, options: &DisOptions<'_>) {
    Listing::new(code, options).write(out);
    for value in &code.consts {
        if let super::Const::Code(nested) = value {
            out.push_str("\nDisassembly of ");
            repr::write_code(out, nested, &|code| options.address(code));
            out.push_str(":\n");
            disassemble_into(out, nested, options);
        }
    }
}

/// An instruction with its operand, prefixes folded in (they are listed all the same).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// Offset in bytes.
    pub offset: usize,
    /// Base form, as in [`CodeObject::code`].
    pub opcode: u8,
    /// `None` if the opcode ignores it.
    pub arg: Option<i32>,
}

/// The instructions of `code`, `EXTENDED_ARG`s included, caches not.
pub fn unpack(code: &[u8]) -> impl Iterator<Item = Unpacked> + '_ {
    let mut units = code.chunks_exact(2).enumerate();
    let mut prefix = 0u32;
    std::iter::from_fn(move || {
        let (unit, bytes) = units.next()?;
        let opcode = bytes[0];
        for _ in 0..ops::caches(opcode) {
            units.next();
        }
        let arg = ops::has_arg(ops::deopt(opcode) as u16).then(|| (bytes[1] as u32 | prefix) as i32);
        prefix = if opcode == op::EXTENDED_ARG { (bytes[1] as u32 | prefix) << 8 } else { 0 };
        Some(Unpacked { offset: unit * 2, opcode, arg })
    })
}

/// Where a jump goes, in bytes; may lie outside of the code.
fn jump_target(instr: Unpacked) -> Option<i64> {
    let arg = instr.arg? as i64;
    let base = ops::deopt(instr.opcode);
    let end = instr.offset as i64 + 2 + 2 * ops::caches(base) as i64;
    match ops::operand(base as u16) {
        Operand::JumpForward => Some(end + 2 * arg),
        Operand::JumpBackward => Some(end - 2 * arg),
        _ => None,
    }
}

struct Listing<'a> {
    code: &'a CodeObject,
    options: &'a DisOptions<'a>,
    handlers: Vec<Handler>,
    /// Numbers of the labels, by offset in bytes.
    labels: BTreeMap<i64, usize>,
    /// Lines by the offset in bytes where they start.
    line_starts: BTreeMap<usize, Option<i32>>,
    line_width: usize,
    label_width: usize,
    /// 0: no such column.
    offset_width: usize,
}

/// Shown for instructions without a line.
const NO_LINE: &str = "--";

impl<'a> Listing<'a> {
    fn new(code: &'a CodeObject, options: &'a DisOptions<'a>) -> Listing<'a> {
        let handlers: Vec<Handler> = exceptions::handlers(&code.exceptiontable).collect();
        let mut labels: BTreeMap<i64, usize> =
            unpack(&code.code).filter_map(jump_target).map(|offset| (offset, 0)).collect();
        for handler in &handlers {
            for unit in [handler.start, handler.end, handler.target] {
                labels.insert(unit as i64 * 2, 0);
            }
        }
        for (index, number) in labels.values_mut().enumerate() {
            *number = index + 1;
        }
        let line_starts: BTreeMap<usize, Option<i32>> = locations::lines(&code.linetable, code.firstlineno)
            .map(|(start, _, line)| (start as usize * 2, line))
            .collect();
        let line_width = match line_starts.values().filter_map(|line| line.filter(|&line| line != 0)).max() {
            None => 0,
            Some(greatest) => {
                let none = line_starts.values().any(Option::is_none);
                greatest.to_string().len().max(if none { 4 } else { 3 })
            }
        };
        Listing {
            label_width: 4 + labels.len().to_string().len(),
            offset_width: if options.show_offsets {
                code.code.len().saturating_sub(2).max(9999).to_string().len()
            } else {
                0
            },
            code,
            options,
            handlers,
            labels,
            line_starts,
            line_width,
        }
    }

    fn write(&self, out: &mut String) {
        let adaptive = self.options.adaptive.and_then(|adaptive| adaptive(self.code));
        let current = adaptive.as_deref().unwrap_or(&self.code.code);
        for instr in unpack(&self.code.code) {
            let opcode = current.get(instr.offset).copied().unwrap_or(instr.opcode);
            let label = self.labels.get(&(instr.offset as i64)).copied();
            let starts_line = self.line_starts.get(&instr.offset).copied();
            let arg = instr.arg.map(|arg| (arg, self.arg_repr(Unpacked { opcode, ..instr }, arg)));
            self.write_line(out, instr.offset, starts_line, label, &op_name(opcode), arg);
            if self.options.show_caches {
                self.write_caches(out, instr, current);
            }
        }
        if !self.handlers.is_empty() {
            out.push_str("ExceptionTable:\n");
        }
        for handler in &self.handlers {
            let label = |unit: u32| self.labels.get(&(unit as i64 * 2)).copied().unwrap_or(0);
            let (start, end, target) = (label(handler.start), label(handler.end), label(handler.target));
            let lasti = if handler.lasti { " lasti" } else { "" };
            let _ = writeln!(out, "  L{start} to L{end} -> L{target} [{}]{lasti}", handler.depth);
        }
    }

    /// `starts_line`: the line that starts here, if one does.
    fn write_line(
        &self,
        out: &mut String,
        offset: usize,
        starts_line: Option<Option<i32>>,
        label: Option<usize>,
        name: &str,
        arg: Option<(i32, String)>,
    ) {
        let mut line = String::new();
        if self.line_width > 0 {
            if starts_line.is_some() && offset > 0 {
                out.push('\n');
            }
            let width = self.line_width;
            let _ = match starts_line {
                Some(Some(number)) => write!(line, "{number:>width$} "),
                Some(None) => write!(line, "{NO_LINE:>width$} "),
                None => write!(line, "{:width$} ", ""),
            };
        }
        let label = label.map_or(String::new(), |label| format!("L{label}:"));
        let _ = write!(line, "{label:>width$} ", width = self.label_width);
        if self.offset_width > 0 {
            let _ = write!(line, "{offset:>width$}   ", width = self.offset_width);
        }
        let _ = write!(line, "    {name:20}");
        if let Some((arg, meaning)) = arg {
            let width = 5usize.saturating_sub(name.len().saturating_sub(20));
            let _ = write!(line, " {arg:>width$}");
            if !meaning.is_empty() {
                let _ = write!(line, " ({meaning})");
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }

    fn write_caches(&self, out: &mut String, instr: Unpacked, current: &[u8]) {
        let mut offset = instr.offset;
        for &(name, units) in cache_fields(ops::deopt(instr.opcode)) {
            let data = current.get(offset + 2..offset + 2 + 2 * units).unwrap_or(&[]);
            let value = data.iter().rev().fold(0u64, |value, &byte| value << 8 | byte as u64);
            for unit in 0..units {
                offset += 2;
                let meaning = if unit == 0 { format!("{name}: {value}") } else { String::new() };
                self.write_line(out, offset, None, None, "CACHE", Some((0, meaning)));
            }
        }
    }

    /// What the operand means; empty if nothing more than its number.
    fn arg_repr(&self, instr: Unpacked, arg: i32) -> String {
        let code = self.code;
        let index = |shift: u32| (arg >> shift) as usize;
        let found = |text: Option<String>| text.unwrap_or_else(|| "<unknown>".into());
        let name = |index: usize| found(code.names.get(index).map(|name| name.to_string()));
        let local = |index: usize| found(code.localsplusnames.get(index).map(|name| name.to_string()));
        let listed = |list: &[&str], index: usize| found(list.get(index).map(|text| text.to_string()));
        let base = ops::deopt(instr.opcode);
        match ops::operand(base as u16) {
            Operand::Const => found(code.consts.get(index(0)).map(|value| {
                let mut text = String::new();
                repr::write_const(&mut text, value, HashKey::default(), &|code| self.options.address(code));
                text
            })),
            Operand::Name => name(index(0)),
            Operand::NameBit | Operand::NameTwoBits => {
                let shift = if base == op::LOAD_SUPER_ATTR { 2 } else { 1 };
                let extra = match arg & 1 {
                    0 => "",
                    _ if base == op::LOAD_GLOBAL => " + NULL",
                    _ => " + NULL|self",
                };
                name(index(shift)) + extra
            }
            Operand::JumpForward | Operand::JumpBackward => {
                let label = jump_target(instr).and_then(|target| self.labels.get(&target));
                label.map_or(String::new(), |label| format!("to L{label}"))
            }
            Operand::LocalPair => format!("{}, {}", local(index(4)), local((arg & 15) as usize)),
            Operand::Local | Operand::Free => local(index(0)),
            Operand::Compare => {
                let operator = listed(&names::COMPARE_OPS, index(5));
                if arg & 16 != 0 { format!("bool({operator})") } else { operator }
            }
            Operand::Binary => listed(&names::BINARY_OPS, index(0)),
            Operand::Convert => listed(&["", "str", "repr", "ascii"], index(0)),
            Operand::FunctionAttribute => {
                let attributes = ["defaults", "kwdefaults", "annotations", "closure"];
                let set = attributes.iter().enumerate().filter(|(bit, _)| arg & 1 << bit != 0);
                set.map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
            }
            Operand::Intrinsic1 => listed(&names::INTRINSICS_1, index(0)),
            Operand::Intrinsic2 => listed(&names::INTRINSICS_2, index(0)),
            Operand::None | Operand::Count | Operand::Invert | Operand::Resume => String::new(),
            Operand::Jump | Operand::Block => String::new(),
        }
    }
}

fn op_name(opcode: u8) -> String {
    match ops::name(opcode as u16) {
        "" => format!("<{opcode}>"),
        name => name.into(),
    }
}

/// Names and sizes (in units of two bytes) of an opcode's inline cache fields.
pub fn cache_fields(opcode: u8) -> &'static [(&'static str, usize)] {
    match opcode {
        op::LOAD_GLOBAL => {
            &[("counter", 1), ("index", 1), ("module_keys_version", 1), ("builtin_keys_version", 1)]
        }
        op::LOAD_ATTR => &[("counter", 1), ("version", 2), ("keys_version", 2), ("descr", 4)],
        op::STORE_ATTR => &[("counter", 1), ("version", 2), ("index", 1)],
        op::CALL => &[("counter", 1), ("func_version", 2)],
        op::TO_BOOL => &[("counter", 1), ("version", 2)],
        _ if ops::caches(opcode) == 1 => &[("counter", 1)],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytecode::Const;

    #[test]
    fn listing_with_labels_and_lines() {
        let mut lines = locations::Writer::new(1, 0);
        lines.write(locations::Location::of_line(1), 1);
        lines.write(locations::Location::of_line(2), 5);
        let code = CodeObject {
            code: vec![149, 0, 85, 0, 97, 1, 0, 0, 103, 0, 103, 1],
            consts: vec![Const::Str("no".into()), Const::Tuple(vec![Const::Int(1)])],
            localsplusnames: vec!["x".into()],
            localspluskinds: vec![0x20],
            linetable: lines.finish(),
            exceptiontable: vec![0x81, 1, 4, 3],
            firstlineno: 1,
            ..CodeObject::default()
        };
        let expected = concat!(
            "  1           RESUME                   0\n",
            "\n",
            "  2   L1:     LOAD_FAST                0 (x)\n",
            "      L2:     POP_JUMP_IF_FALSE        1 (to L4)\n",
            "      L3:     RETURN_CONST             0 ('no')\n",
            "      L4:     RETURN_CONST             1 ((1,))\n",
            "ExceptionTable:\n",
            "  L1 to L2 -> L3 [1] lasti\n",
        );
        assert_eq!(disassemble(&code, &DisOptions::default()), expected);
    }

    #[test]
    fn damaged_code_is_listed_all_the_same() {
        for byte in 0..=255u8 {
            let code = CodeObject {
                code: vec![byte; 33],
                exceptiontable: vec![byte; 20],
                linetable: vec![byte; 20],
                ..CodeObject::default()
            };
            disassemble(&code, &DisOptions { show_caches: true, ..DisOptions::default() });
        }
    }
}
