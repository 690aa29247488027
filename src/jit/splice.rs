//! Splices stencils into one function body: copies bytes, patches holes, and puts structured control flow around them
//! (N. Ramsey, "Beyond Relooper", ICFP 2022). Knows no opcodes.
//!
//! ```text
//! block              ;; around all exits into the interpreter: they return in one place
//!   block            ;; one for each exit, the last outermost
//!     …
//!       <blocks>     ;; guards branch out of the blocks around
//!     end
//!     <exit 0> br
//!   end
//!   <exit 1> br
//! end
//! return
//! ```

use std::collections::HashMap;

use super::graph::{self, Graph};
use super::ir::{Block, Body, Edge, FRAME, Item, Leave, Local, Terminator, Uop};
use super::stencil::{HoleKind, Ty, patch_signed, patch_unsigned};
use crate::heap::statics::RESUME_INTERPRETER;

/// What the module fills in when functions have their indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A helper, by its number in the table.
    Helper(u32),
    /// One of the module's own functions, by its number.
    Own(usize),
}

/// A spliced function.
#[derive(Clone, Debug)]
pub struct Function {
    /// The body in wasm, local declarations included.
    pub code: Vec<u8>,
    /// 5-byte function indices to patch: where in `code`, and which.
    pub calls: Vec<(usize, Target)>,
    /// Branches (bytes from the body's start, in order) and whether they are likely to be taken.
    pub hints: Vec<(u32, bool)>,
    /// Words that it takes beside the frame.
    pub params: usize,
}

/// Splices a body; `Err` says what it cannot express.
pub fn splice(body: &Body) -> Result<Function, String> {
    let mut graph = graph_of(body);
    let reduced;
    let mut body = body;
    if !graph.is_reducible() {
        reduced = reduce(body.clone())?;
        body = &reduced;
        graph = graph_of(body);
    }
    let mut is_landing = vec![false; body.blocks.len()];
    for landing in body.blocks.iter().flat_map(|block| &block.landings) {
        is_landing[*landing] = true;
    }
    let mut children = vec![Vec::new(); body.blocks.len()];
    for &node in graph.order.iter().skip(1) {
        if graph.is_merge(node) || is_landing[node] {
            children[graph.idom[node]].push(node);
        }
    }
    let mut splicer = Splicer {
        body,
        graph,
        children,
        code: Vec::with_capacity(4096),
        calls: Vec::new(),
        hints: Vec::new(),
        open: Vec::new(),
        locals: body.locals.clone(),
        scratch: HashMap::new(),
        nesting: 0,
        lost: false,
    };
    // One more around them all: where exits into the interpreter return.
    for _ in 0..=body.exits.len() {
        splicer.code.extend([0x02, 0x40]);
    }
    splicer.tree(0)?;
    splicer.code.push(0x00);
    for (i, exit) in body.exits.iter().enumerate() {
        splicer.code.push(0x0B);
        // The blocks around this place are those of the later exits, and the outermost.
        splicer.items(&exit.items);
        if exit.result == RESUME_INTERPRETER {
            splicer.code.push(0x0C);
            splicer.unsigned((body.exits.len() - 1 - i) as u32);
        } else {
            splicer.code.push(0x42);
            splicer.signed(exit.result as i64);
            splicer.code.push(0x0F);
        }
    }
    // Out of the outermost block, and out of the function.
    splicer.code.extend([0x0B, 0x42]);
    splicer.signed(RESUME_INTERPRETER as i64);
    splicer.code.push(0x0B);
    if splicer.lost {
        return Err("a landing that is not open".into());
    }
    Ok(splicer.finish())
}

fn graph_of(body: &Body) -> Graph {
    let succs: Vec<Vec<usize>> = body.blocks.iter().map(Block::succs).collect();
    Graph::new(&succs)
}

/// Makes irreducible control flow reducible: a cycle with several ways in gets one block that leads to each of
/// its entries, by the number that a local holds.
fn reduce(mut body: Body) -> Result<Body, String> {
    // Each round takes one cycle; a cycle's entries become one, so the rounds end.
    for _ in 0..MOST_NESTING {
        let succs: Vec<Vec<usize>> = body.blocks.iter().map(Block::succs).collect();
        let Some(entries) = graph::entries_of_a_cycle(&succs) else { return Ok(body) };
        let number = body.local(Ty::I32);
        let dispatch = body.blocks.len();
        for block in &mut body.blocks {
            for edge in block.end.edges_mut() {
                if let Some(i) = entries.iter().position(|entry| *entry == edge.target) {
                    edge.items.push(Item::Set(number, i as i32));
                    edge.target = dispatch;
                }
            }
        }
        let mut cases: Vec<(i32, Edge)> = entries
            .iter()
            .enumerate()
            .map(|(i, entry)| (i as i32, Edge { target: *entry, items: Vec::new() }))
            .collect();
        let Some((_, last)) = cases.pop() else { break };
        body.blocks.push(Block::new(Vec::new(), Terminator::Switch(number, cases, last)));
    }
    Err("irreducible control flow".into())
}

/// A control frame that is open where code is emitted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A block whose end is where this node starts.
    Before(usize),
    /// The loop of this header.
    Loop(usize),
    /// An `if`.
    If,
}

struct Splicer<'a> {
    body: &'a Body,
    graph: Graph,
    /// Merge nodes by their immediate dominator, in reverse postorder.
    children: Vec<Vec<usize>>,
    code: Vec<u8>,
    calls: Vec<(usize, Target)>,
    hints: Vec<(u32, bool)>,
    open: Vec<Open>,
    locals: Vec<Ty>,
    /// Scratch locals by type and number.
    scratch: HashMap<(Ty, usize), Local>,
    nesting: u32,
    /// Whether a branch to a landing found it not open: a bug of the lowering.
    lost: bool,
}

/// Nested dominator-tree walks that the native stack has room for.
const MOST_NESTING: u32 = 2000;

impl Splicer<'_> {
    fn tree(&mut self, node: usize) -> Result<(), String> {
        self.nesting += 1;
        if self.nesting > MOST_NESTING {
            return Err("control flow nested too deeply".into());
        }
        let is_loop = self.graph.is_loop_header(node);
        if is_loop {
            self.code.extend([0x03, 0x40]);
            self.open.push(Open::Loop(node));
        }
        let merges = self.children[node].clone();
        self.within(node, &merges)?;
        if is_loop {
            self.open.pop();
            self.code.push(0x0B);
        }
        self.nesting -= 1;
        Ok(())
    }

    /// The node itself inside a block for each merge node that it dominates; the last in order outermost.
    fn within(&mut self, node: usize, merges: &[usize]) -> Result<(), String> {
        for &merge in merges.iter().rev() {
            self.code.extend([0x02, 0x40]);
            self.open.push(Open::Before(merge));
        }
        let block: &Block = &self.body.blocks[node];
        self.items(&block.items);
        match &block.end {
            Terminator::Jump(edge) => self.edge(node, edge)?,
            Terminator::Branch(cond, yes, no) => {
                self.get(*cond);
                self.code.extend([0x04, 0x40]);
                self.open.push(Open::If);
                self.edge(node, yes)?;
                self.code.push(0x05);
                self.edge(node, no)?;
                self.open.pop();
                self.code.push(0x0B);
            }
            Terminator::Switch(number, cases, otherwise) => {
                for (value, edge) in cases {
                    self.get(*number);
                    self.code.push(0x41);
                    self.signed(*value as i64);
                    self.code.extend([0x46, 0x04, 0x40]);
                    self.open.push(Open::If);
                    self.edge(node, edge)?;
                    self.code.push(0x05);
                }
                self.edge(node, otherwise)?;
                for _ in cases {
                    self.open.pop();
                    self.code.push(0x0B);
                }
            }
            Terminator::Return(value) => {
                self.get(*value);
                self.code.push(0x0F);
            }
            Terminator::Unreachable => self.code.push(0x00),
        }
        for &merge in merges {
            self.open.pop();
            self.code.push(0x0B);
            self.tree(merge)?;
        }
        Ok(())
    }

    fn edge(&mut self, from: usize, edge: &Edge) -> Result<(), String> {
        self.items(&edge.items);
        let to = edge.target;
        let wanted = if self.graph.is_back_edge(from, to) {
            Open::Loop(to)
        } else if self.graph.is_merge(to) {
            Open::Before(to)
        } else {
            return self.tree(to);
        };
        let depth = self.open.iter().rev().position(|open| *open == wanted);
        let Some(depth) = depth else { return Err("a branch to a block that is not open".into()) };
        self.code.push(0x0C);
        self.unsigned(depth as u32);
        Ok(())
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Uop(uop) => self.uop(uop),
                Item::Move(pairs) => {
                    for (from, _) in pairs {
                        self.get(*from);
                    }
                    for (_, to) in pairs.iter().rev() {
                        self.set(*to);
                    }
                }
                Item::Call { callee, args, out } => {
                    for arg in args {
                        self.get(*arg);
                    }
                    self.code.push(0x10);
                    self.calls.push((self.code.len(), Target::Own(*callee)));
                    self.code.extend([0x80, 0x80, 0x80, 0x80, 0]);
                    self.set(*out);
                }
                Item::If(cond, items) => {
                    self.get(*cond);
                    self.hints.push((self.code.len() as u32, false));
                    self.code.extend([0x04, 0x40]);
                    self.open.push(Open::If);
                    self.items(items);
                    self.open.pop();
                    self.code.push(0x0B);
                }
                Item::Set(local, value) => {
                    self.code.push(0x41);
                    self.signed(*value as i64);
                    self.set(*local);
                }
            }
        }
    }

    fn uop(&mut self, uop: &Uop) {
        let stencil = uop.id.get();
        debug_assert_eq!(stencil.params.len(), uop.ins.len(), "{}", stencil.name);
        let start = self.code.len();
        self.code.extend_from_slice(stencil.code);
        let first_hint = self.hints.len();
        self.hints.extend(stencil.hints.iter().map(|(at, likely)| (start as u32 + at, *likely)));
        for hole in stencil.holes {
            let at = start + hole.offset as usize;
            let imm = |n: u32| uop.imms.get(n as usize).copied().unwrap_or(0);
            match hole.kind {
                HoleKind::Local(n) => {
                    let local = match uop.ins.get(n as usize) {
                        Some(local) => *local,
                        None => self.scratch(stencil.locals, n as usize - uop.ins.len()),
                    };
                    patch_unsigned(&mut self.code[at..at + 5], local);
                }
                HoleKind::I32(n) => patch_signed(&mut self.code[at..at + 5], imm(n) as i32 as i64),
                HoleKind::I64(n) => patch_signed(&mut self.code[at..at + 10], imm(n) as i64),
                HoleKind::F64(n) => self.code[at..at + 8].copy_from_slice(&imm(n).to_le_bytes()),
                HoleKind::Offset(n) => patch_unsigned(&mut self.code[at..at + 5], imm(n) as u32),
                HoleKind::Exit(inner) => self.leave(at, inner, uop.exit.map(Leave::Exit)),
                HoleKind::Raise(inner) => self.leave(at, inner, uop.raise),
                HoleKind::Helper(n) => self.calls.push((at, Target::Helper(n))),
                HoleKind::EntryType => patch_unsigned(&mut self.code[at..at + 5], super::module::ENTRY_TYPE),
            }
        }
        self.hints[first_hint..].sort_unstable();
        for out in uop.outs.iter().rev() {
            self.set(*out);
        }
    }

    /// Patches a branch out of all blocks to an exit, or to the end of the block in front of a landing.
    fn leave(&mut self, at: usize, inner: u32, to: Option<Leave>) {
        debug_assert!(to.is_some());
        let depth = match to {
            Some(Leave::Landing(node)) => {
                let open = self.open.iter().rev().position(|open| *open == Open::Before(node));
                self.lost |= open.is_none();
                open.unwrap_or(0)
            }
            Some(Leave::Exit(exit)) => self.open.len() + exit,
            None => self.open.len(),
        };
        let depth = inner + depth as u32;
        self.hints.push((at as u32 - 1, false));
        patch_unsigned(&mut self.code[at..at + 5], depth);
    }

    /// The `n`th scratch local of a stencil with these scratch types. Stencils share them.
    fn scratch(&mut self, types: &[Ty], n: usize) -> Local {
        let Some(&ty) = types.get(n) else { return FRAME };
        let nth = types[..n].iter().filter(|t| **t == ty).count();
        let locals = &mut self.locals;
        *self.scratch.entry((ty, nth)).or_insert_with(|| {
            locals.push(ty);
            locals.len() as u32
        })
    }

    fn get(&mut self, local: Local) {
        self.code.push(0x20);
        self.unsigned(local);
    }

    fn set(&mut self, local: Local) {
        self.code.push(0x21);
        self.unsigned(local);
    }

    fn unsigned(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.code.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.code.push(value as u8);
    }

    fn signed(&mut self, mut value: i64) {
        loop {
            let byte = (value & 0x7F) as u8;
            value >>= 7;
            if (value == 0 && byte & 0x40 == 0) || (value == -1 && byte & 0x40 != 0) {
                self.code.push(byte);
                return;
            }
            self.code.push(byte | 0x80);
        }
    }

    /// Puts the local declarations in front.
    fn finish(mut self) -> Function {
        let code = std::mem::take(&mut self.code);
        let mut runs: Vec<(u32, Ty)> = Vec::new();
        for ty in self.locals.iter().skip(self.body.params) {
            match runs.last_mut() {
                Some((count, last)) if last == ty => *count += 1,
                _ => runs.push((1, *ty)),
            }
        }
        self.unsigned(runs.len() as u32);
        for (count, ty) in runs {
            self.unsigned(count);
            self.code.push(match ty {
                Ty::I32 => 0x7F,
                Ty::I64 => 0x7E,
                Ty::F64 => 0x7C,
            });
        }
        let head = self.code.len();
        self.code.extend(code);
        let calls = self.calls.iter().map(|(at, target)| (at + head, *target)).collect();
        let hints = self.hints.iter().map(|(at, likely)| (at + head as u32, *likely)).collect();
        Function { code: self.code, calls, hints, params: self.body.params }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jit::module::build;
    use crate::jit::stencil::uop;

    fn edge(target: usize) -> Edge {
        Edge { target, items: Vec::new() }
    }

    fn shape(ends: Vec<Terminator>) -> Result<Vec<u8>, String> {
        let mut body = Body::default();
        let (flag, value) = (body.local(Ty::I32), body.local(Ty::I64));
        assert_eq!((flag, value), (1, 2));
        let zero = Uop {
            id: uop::CONST_WORD,
            ins: vec![],
            outs: vec![value],
            imms: vec![1],
            exit: None,
            raise: None,
        };
        body.blocks = ends.into_iter().map(|end| Block::new(vec![Item::Uop(zero.clone())], end)).collect();
        build(vec![(1, splice(&body)?)], Vec::new())
    }

    #[test]
    fn diamonds_loops_and_breaks_are_structured() {
        use Terminator::*;
        // A loop with a diamond inside, a break out of its middle, and a join behind.
        let wasm = shape(vec![
            Jump(edge(1)),
            Branch(1, edge(2), edge(6)),
            Branch(1, edge(3), edge(4)),
            Jump(edge(5)),
            Branch(1, edge(5), edge(6)),
            Jump(edge(1)),
            Return(2),
        ])
        .unwrap();
        wasmparser::validate(&wasm).unwrap();
        let nested = shape(vec![
            Jump(edge(1)),
            Branch(1, edge(2), edge(5)),
            Branch(1, edge(3), edge(4)),
            Jump(edge(2)),
            Jump(edge(1)),
            Return(2),
        ])
        .unwrap();
        wasmparser::validate(&nested).unwrap();
    }

    #[test]
    fn irreducible_graphs_get_a_dispatcher() {
        use Terminator::*;
        // Two ways into a cycle, and one out of it.
        let wasm =
            shape(vec![Branch(1, edge(1), edge(2)), Branch(1, edge(2), edge(3)), Jump(edge(1)), Return(2)]);
        wasmparser::validate(&wasm.unwrap()).unwrap();
    }
}
