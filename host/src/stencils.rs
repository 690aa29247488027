//! The stencil library as text: each stencil's bytes disassembled, and its holes.

use std::fmt::Write;

use wasmparser::{BinaryReader, Operator, OperatorsReader};

use mimeo::jit::stencil::{HELPERS, Hole, HoleKind, STENCILS, Stencil, Ty};

/// The stencils called `name`, or all of them; a message if there is none of that name.
pub fn listing(name: Option<&str>) -> Result<String, String> {
    let mut out = String::new();
    for stencil in STENCILS.iter().filter(|stencil| name.is_none_or(|name| name == stencil.name)) {
        describe(stencil, &mut out);
    }
    match name {
        Some(name) if out.is_empty() => {
            Err(format!("no stencil is called '{name}'; 'mimeo stencils' lists all"))
        }
        _ => Ok(out),
    }
}

fn describe(stencil: &Stencil, out: &mut String) {
    let types = |types: &[Ty]| types.iter().map(|ty| ty_name(*ty)).collect::<Vec<_>>().join(" ");
    let _ = write!(out, "{} ({}) -> ({})", stencil.name, types(stencil.params), types(stencil.results));
    let _ = write!(out, ", {} bytes", stencil.code.len());
    for (word, holds) in [("exits", stencil.exits), ("raises", stencil.raises), ("effects", stencil.effects)]
    {
        if holds {
            let _ = write!(out, ", {word}");
        }
    }
    out.push('\n');
    match instructions(stencil) {
        Ok(text) => out.push_str(&text),
        Err(error) => {
            let _ = writeln!(out, "  {:02x?} ({error})", stencil.code);
        }
    }
    for hole in stencil.holes {
        let _ = writeln!(out, "  hole at {:4}: {}", hole.offset, hole_text(hole));
    }
    out.push('\n');
}

fn ty_name(ty: Ty) -> &'static str {
    match ty {
        Ty::I32 => "i32",
        Ty::I64 => "i64",
        Ty::F64 => "f64",
    }
}

fn hole_text(hole: &Hole) -> String {
    match hole.kind {
        HoleKind::Local(n) => format!("local {n}"),
        HoleKind::I32(n) => format!("i32 constant, immediate {n}"),
        HoleKind::I64(n) => format!("i64 constant, immediate {n}"),
        HoleKind::F64(n) => format!("f64 constant, immediate {n}"),
        HoleKind::Offset(n) => format!("memory offset, immediate {n}"),
        HoleKind::Exit(n) => format!("branch to the exit, {n} blocks deep"),
        HoleKind::Raise(n) => format!("branch to where exceptions go, {n} blocks deep"),
        HoleKind::Helper(n) => {
            let name = HELPERS.get(n as usize).map_or("?", |helper| helper.0);
            format!("function index of the helper '{name}'")
        }
        HoleKind::EntryType => "type index of (param i32) (result i64)".into(),
    }
}

/// The bytes as text, with offsets from the stencil's start.
fn instructions(stencil: &Stencil) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut reader = OperatorsReader::new(BinaryReader::new(stencil.code, 0));
    let mut depth = 1;
    while !reader.eof() {
        let at = reader.original_position();
        let operator = reader.read()?;
        if matches!(operator, Operator::End | Operator::Else) {
            depth -= 1;
        }
        let _ = writeln!(out, "  {at:4}{:1$}{2}", "", depth * 2, operator_text(&operator));
        if matches!(
            operator,
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } | Operator::Else
        ) {
            depth += 1;
        }
    }
    Ok(out)
}

/// An instruction nearly as WAT writes it: `i64.add`, `local.get 1`, `i64.load offset=8`.
fn operator_text(operator: &Operator<'_>) -> String {
    let debug = format!("{operator:?}");
    let (name, arguments) = debug.split_once(' ').unwrap_or((&debug, ""));
    let arguments = arguments.trim_start_matches("{ ").trim_end_matches(" }");
    // Variants are called as the instructions, in camel case: I64Add, LocalGet.
    let mut text = String::new();
    for (i, c) in name.char_indices() {
        if c.is_ascii_uppercase() && i > 0 {
            let first = !text.contains(['.', '_']);
            let typed =
                ["i32", "i64", "f32", "f64", "local", "global", "memory", "table"].contains(&text.as_str());
            text.push(if first && typed { '.' } else { '_' });
        }
        text.push(c.to_ascii_lowercase());
    }
    match memory_offset(arguments) {
        _ if arguments.is_empty() => text,
        Some(0) => text,
        Some(offset) => format!("{text} offset={offset}"),
        // The names of single immediates say nothing that the instruction does not.
        None if !arguments.contains(", ") => {
            format!("{text} {}", arguments.split_once(": ").map_or(arguments, |(_, value)| value))
        }
        None => format!("{text} {arguments}"),
    }
}

/// The offset in a memory access's immediates.
fn memory_offset(arguments: &str) -> Option<u64> {
    let (_, rest) = arguments.split_once("memarg: ")?.1.split_once("offset: ")?;
    rest.split(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stencil_can_be_shown() {
        let all = listing(None).unwrap();
        for stencil in &STENCILS {
            assert!(all.contains(stencil.name));
            assert!(!instructions(stencil).unwrap().is_empty(), "{}", stencil.name);
        }
        assert!(listing(Some("nothing of the kind")).is_err());
    }

    #[test]
    fn instructions_are_written_as_in_wat() {
        assert_eq!(operator_text(&Operator::I64Add), "i64.add");
        assert_eq!(operator_text(&Operator::I64ExtendI32U), "i64.extend_i32_u");
        assert_eq!(operator_text(&Operator::LocalGet { local_index: 3 }), "local.get 3");
        let memarg = wasmparser::MemArg { align: 3, max_align: 3, offset: 8, memory: 0 };
        assert_eq!(operator_text(&Operator::I64Load { memarg }), "i64.load offset=8");
        assert_eq!(operator_text(&Operator::BrIf { relative_depth: 0 }), "br_if 0");
    }
}
