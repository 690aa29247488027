//! Compiled code as text, for `--dump` and tests.

use crate::jit::refusal::Refusal;
use std::fmt::Write;

use super::ir::{Body, Edge, Item, Leave, Local, Terminator};

/// One compiled function.
#[derive(Clone, Debug)]
pub struct Dump {
    /// The function's qualified name.
    pub name: String,
    /// Its table slot.
    pub slot: u32,
    /// The byte offset that it is entered at: 0, or a loop's header.
    pub entry: u32,
    /// Its micro-operations.
    pub uops: String,
    /// The module.
    pub wasm: Vec<u8>,
}

/// What was compiled, and what was not.
#[derive(Clone, Debug, Default)]
pub struct Dumps {
    pub compiled: Vec<Dump>,
    /// Qualified names of functions that were refused, with the reason.
    pub refused: Vec<(String, Refusal)>,
}

/// A body's micro-operations, block by block.
pub fn text(body: &Body) -> String {
    let mut out = String::new();
    blocks(&mut out, body);
    out
}

fn blocks(out: &mut String, body: &Body) {
    for (i, block) in body.blocks.iter().enumerate() {
        let _ = writeln!(out, "block {i}:");
        items(out, &block.items, 1);
        match &block.end {
            Terminator::Jump(to) => edge(out, "jump", to),
            Terminator::Branch(cond, yes, no) => {
                let _ = writeln!(out, "  if {}", local(*cond));
                edge(out, "then", yes);
                edge(out, "else", no);
            }
            Terminator::Switch(number, cases, otherwise) => {
                for (value, to) in cases {
                    let _ = writeln!(out, "  if {} = {value:#x}", local(*number));
                    edge(out, "then", to);
                }
                edge(out, "else", otherwise);
            }
            Terminator::Return(value) => {
                let _ = writeln!(out, "  return {}", local(*value));
            }
            Terminator::Unreachable => out.push_str("  unreachable\n"),
        }
    }
    for (i, exit) in body.exits.iter().enumerate() {
        let _ = writeln!(out, "exit {i}: returns {}", exit.result);
        items(out, &exit.items, 1);
    }
}

fn local(local: Local) -> String {
    if local == 0 { "frame".into() } else { format!("v{local}") }
}

fn list(locals: &[Local]) -> String {
    locals.iter().map(|l| local(*l)).collect::<Vec<_>>().join(", ")
}

fn edge(out: &mut String, word: &str, edge: &Edge) {
    let _ = writeln!(out, "  {word} block {}", edge.target);
    items(out, &edge.items, 2);
}

fn items(out: &mut String, all: &[Item], depth: usize) {
    for item in all {
        let _ = write!(out, "{:1$}", "", depth * 2);
        match item {
            Item::Uop(uop) => {
                if !uop.outs.is_empty() {
                    let _ = write!(out, "{} = ", list(&uop.outs));
                }
                let _ = write!(out, "{}({})", uop.id.get().name, list(&uop.ins));
                if !uop.imms.is_empty() {
                    let imms: Vec<String> = uop.imms.iter().map(|imm| format!("{imm:#x}")).collect();
                    let _ = write!(out, " [{}]", imms.join(", "));
                }
                if let Some(exit) = uop.exit {
                    let _ = write!(out, " else exit {exit}");
                }
                match uop.raise {
                    Some(Leave::Exit(exit)) => {
                        let _ = write!(out, " raises to exit {exit}");
                    }
                    Some(Leave::Landing(block)) => {
                        let _ = write!(out, " raises to block {block}");
                    }
                    None => {}
                }
                out.push('\n');
            }
            Item::Move(pairs) => {
                let pairs: Vec<String> =
                    pairs.iter().map(|(from, to)| format!("{} = {}", local(*to), local(*from))).collect();
                let _ = writeln!(out, "{}", pairs.join("; "));
            }
            Item::Call { callee, args, out: result } => {
                let _ = writeln!(out, "{} = call own function {callee}({})", local(*result), list(args));
            }
            Item::Inline(call) => {
                let args: Vec<String> =
                    call.args.iter().map(|(from, to)| format!("{} = {}", local(*to), local(*from))).collect();
                let (result, frame) = (local(call.out), local(call.frame));
                let _ =
                    writeln!(out, "{result} = inline {}(frame = {frame}; {})", call.name, args.join("; "));
                let mut inner = String::new();
                blocks(&mut inner, &call.body);
                for (word, list) in [("enter", &call.enter), ("back", &call.back), ("finish", &call.finish)] {
                    let _ = writeln!(inner, "{word}:");
                    items(&mut inner, list, 1);
                }
                for line in inner.lines() {
                    let _ = writeln!(out, "{:width$}{line}", "", width = depth * 2 + 2);
                }
            }
            Item::Enter => out.push_str("enter\n"),
            Item::Back => out.push_str("back\n"),
            Item::If(cond, body) => {
                let _ = writeln!(out, "if {}", local(*cond));
                items(out, body, depth + 1);
            }
            Item::Set(to, value) => {
                let _ = writeln!(out, "{} = {value}", local(*to));
            }
        }
    }
}
