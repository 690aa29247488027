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
//!
//! An inlined body is a body in a block of its own, with its exits inside:
//! ```text
//! block              ;; `return` branches here
//!   block            ;; exits meet here, their result in the call's
//!     block …        ;; one for each exit, as above
//!     end
//!   end
//!   <finish>
//! end
//! ```

use crate::jit::refusal::{Bug, Refusal};
use std::collections::HashMap;

use super::graph::{self, Graph};
use super::ir::{Block, Body, Edge, FRAME, Inline, Item, Leave, Local, Terminator, Uop};
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
pub fn splice(body: &Body) -> Result<Function, Refusal> {
    prepared(body, |body, shape| {
        let mut splicer = Splicer {
            body,
            shape,
            out: Output { locals: body.locals.clone(), code: Vec::with_capacity(4096), ..Output::default() },
            levels: vec![Level { base: 0, frame: FRAME, open: 0, call: None }],
            nesting: 0,
        };
        splicer.function()?;
        if let Some(bug) = splicer.out.bug {
            return Err(bug.into());
        }
        Ok(splicer.out.finish(body.params))
    })
}

/// What the walk over a body's blocks needs to know.
struct Shape {
    graph: Graph,
    /// Merge nodes by their immediate dominator, in reverse postorder.
    children: Vec<Vec<usize>>,
}

/// Hands a body with reducible control flow, and its shape, to `then`.
fn prepared<T>(body: &Body, then: impl FnOnce(&Body, Shape) -> Result<T, Refusal>) -> Result<T, Refusal> {
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
    then(body, Shape { graph, children })
}

fn graph_of(body: &Body) -> Graph {
    let succs: Vec<Vec<usize>> = body.blocks.iter().map(Block::succs).collect();
    Graph::new(&succs)
}

/// Makes irreducible control flow reducible: a cycle with several ways in gets one block that leads to each of
/// its entries, by the number that a local holds.
fn reduce(mut body: Body) -> Result<Body, Refusal> {
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
    Err(Refusal::Irreducible)
}

/// A control frame that is open where code is emitted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A block whose end is where this node starts.
    Before(usize),
    /// The loop of this header.
    Loop(usize),
    /// Anything else.
    Other,
}

/// A function's code as it grows, inlined bodies included.
#[derive(Default)]
struct Output {
    code: Vec<u8>,
    calls: Vec<(usize, Target)>,
    hints: Vec<(u32, bool)>,
    open: Vec<Open>,
    locals: Vec<Ty>,
    /// Scratch locals by type and number.
    scratch: HashMap<(Ty, usize), Local>,
    /// What could not be, if something was found.
    bug: Option<Bug>,
}

impl Output {
    /// What must be there; without it, something, and the function is given up when it is done.
    fn expect<T>(&mut self, found: Option<T>, something: T, bug: Bug) -> T {
        found.unwrap_or_else(|| {
            self.bug.get_or_insert(bug);
            something
        })
    }
}

/// The function, or an inlined body in it.
#[derive(Clone, Copy)]
struct Level<'a> {
    /// What a local's number is more in the function than in the body.
    base: Local,
    /// The function's local that holds the frame.
    frame: Local,
    /// How many control frames are open around the body's blocks.
    open: usize,
    /// How it was inlined.
    call: Option<&'a Inline>,
}

struct Splicer<'a> {
    body: &'a Body,
    shape: Shape,
    out: Output,
    /// The bodies that lie in one another where code is emitted, the innermost last.
    levels: Vec<Level<'a>>,
    nesting: u32,
}

/// Nested dominator-tree walks that the native stack has room for.
const MOST_NESTING: u32 = 2000;

/// Bodies inlined in one another.
const MOST_LEVELS: usize = 16;

impl<'a> Splicer<'a> {
    /// The body of a function.
    fn function(&mut self) -> Result<(), Refusal> {
        let exits = self.body.exits.len();
        // One more around them all: where exits into the interpreter return.
        for _ in 0..=exits {
            self.out.code.extend([0x02, 0x40]);
        }
        self.tree(0)?;
        self.out.code.push(0x00);
        let body = self.body;
        for (i, exit) in body.exits.iter().enumerate() {
            self.out.code.push(0x0B);
            // The blocks around this place are those of the later exits, and the outermost.
            self.items(&exit.items)?;
            if exit.result == RESUME_INTERPRETER {
                self.out.code.push(0x0C);
                self.out.unsigned((exits - 1 - i) as u32);
            } else {
                self.out.code.push(0x42);
                self.out.signed(exit.result as i64);
                self.out.code.push(0x0F);
            }
        }
        // Out of the outermost block, and out of the function.
        self.out.code.extend([0x0B, 0x42]);
        self.out.signed(RESUME_INTERPRETER as i64);
        self.out.code.push(0x0B);
        Ok(())
    }

    /// A callee's body in place of a call.
    fn inline(&mut self, call: &'a Inline) -> Result<(), Refusal> {
        if self.levels.len() >= MOST_LEVELS {
            return Err(Refusal::InlinedTooDeeply);
        }
        let base = self.out.locals.len() as Local;
        let (out, frame) = (self.local(call.out), self.local(call.frame));
        for (from, to) in &call.args {
            self.get(*from);
            self.out.set(base + to);
        }
        self.out.locals.extend(&call.body.locals);
        let before = self.out.open.len();
        let exits = call.body.exits.len();
        for _ in 0..exits + 2 {
            self.out.code.extend([0x02, 0x40]);
            self.out.open.push(Open::Other);
        }
        let mut levels = self.levels.clone();
        levels.push(Level { base, frame, open: self.out.open.len(), call: Some(call) });
        let mut output = std::mem::take(&mut self.out);
        output = prepared(&call.body, |body, shape| {
            // The clone of an irreducible body lives no longer than this; what its levels refer to does.
            let levels: Vec<Level<'_>> = levels.clone();
            let mut inner = Splicer { body, shape, out: output, levels, nesting: 0 };
            inner.tree(0)?;
            inner.out.code.push(0x00);
            for (i, exit) in body.exits.iter().enumerate() {
                inner.end();
                inner.items(&exit.items)?;
                inner.out.code.push(0x42);
                inner.out.signed(exit.result as i64);
                inner.out.set(out);
                inner.out.code.push(0x0C);
                inner.out.unsigned((exits - 1 - i) as u32);
            }
            Ok(inner.out)
        })?;
        self.out = output;
        self.end();
        self.items(&call.finish)?;
        self.end();
        debug_assert_eq!(self.out.open.len(), before);
        Ok(())
    }

    /// Items in terms of the body around the innermost one.
    fn items_outside(&mut self, items: impl Fn(&'a Inline) -> &'a [Item]) -> Result<(), Refusal> {
        let Some(level) = self.levels.pop() else { return Ok(()) };
        let done = match level.call {
            Some(call) => self.items(items(call)),
            None => Err(Bug::OwnFrame.into()),
        };
        self.levels.push(level);
        done
    }

    /// Ends the innermost control frame.
    fn end(&mut self) {
        self.out.open.pop();
        self.out.code.push(0x0B);
    }

    /// The function's number for a local of the body.
    fn local(&self, local: Local) -> Local {
        match self.levels.last() {
            Some(level) if local == FRAME => level.frame,
            Some(level) => level.base + local,
            None => local,
        }
    }

    fn tree(&mut self, node: usize) -> Result<(), Refusal> {
        self.nesting += 1;
        if self.nesting > MOST_NESTING {
            return Err(Refusal::NestedTooDeeply);
        }
        let is_loop = self.shape.graph.is_loop_header(node);
        if is_loop {
            self.out.code.extend([0x03, 0x40]);
            self.out.open.push(Open::Loop(node));
        }
        let merges = self.shape.children[node].clone();
        self.within(node, &merges)?;
        if is_loop {
            self.end();
        }
        self.nesting -= 1;
        Ok(())
    }

    /// The node itself inside a block for each merge node that it dominates; the last in order outermost.
    fn within(&mut self, node: usize, merges: &[usize]) -> Result<(), Refusal> {
        for &merge in merges.iter().rev() {
            self.out.code.extend([0x02, 0x40]);
            self.out.open.push(Open::Before(merge));
        }
        let block: &'a Block = &self.body.blocks[node];
        self.items(&block.items)?;
        match &block.end {
            Terminator::Jump(edge) => self.edge(node, edge)?,
            Terminator::Branch(cond, yes, no) => {
                self.get(*cond);
                self.out.code.extend([0x04, 0x40]);
                self.out.open.push(Open::Other);
                self.edge(node, yes)?;
                self.out.code.push(0x05);
                self.edge(node, no)?;
                self.end();
            }
            Terminator::Switch(number, cases, otherwise) => {
                for (value, edge) in cases {
                    self.get(*number);
                    self.out.code.push(0x41);
                    self.out.signed(*value as i64);
                    self.out.code.extend([0x46, 0x04, 0x40]);
                    self.out.open.push(Open::Other);
                    self.edge(node, edge)?;
                    self.out.code.push(0x05);
                }
                self.edge(node, otherwise)?;
                for _ in cases {
                    self.end();
                }
            }
            Terminator::Return(value) => self.give_back(*value),
            Terminator::Unreachable => self.out.code.push(0x00),
        }
        for &merge in merges {
            self.end();
            self.tree(merge)?;
        }
        Ok(())
    }

    fn edge(&mut self, from: usize, edge: &'a Edge) -> Result<(), Refusal> {
        self.items(&edge.items)?;
        let to = edge.target;
        let wanted = if self.shape.graph.is_back_edge(from, to) {
            Open::Loop(to)
        } else if self.shape.graph.is_merge(to) {
            Open::Before(to)
        } else {
            return self.tree(to);
        };
        let depth = self.out.open.iter().rev().position(|open| *open == wanted);
        let Some(depth) = depth else { return Err(Bug::Branch.into()) };
        self.out.code.push(0x0C);
        self.out.unsigned(depth as u32);
        Ok(())
    }

    fn items(&mut self, items: &'a [Item]) -> Result<(), Refusal> {
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
                    self.out.code.push(0x10);
                    self.out.calls.push((self.out.code.len(), Target::Own(*callee)));
                    self.out.code.extend([0x80, 0x80, 0x80, 0x80, 0]);
                    self.set(*out);
                }
                Item::If(cond, items) => {
                    self.get(*cond);
                    self.out.hints.push((self.out.code.len() as u32, false));
                    self.out.code.extend([0x04, 0x40]);
                    self.out.open.push(Open::Other);
                    self.items(items)?;
                    self.end();
                }
                Item::Set(local, value) => {
                    self.out.code.push(0x41);
                    self.out.signed(*value as i64);
                    self.set(*local);
                }
                Item::Inline(call) => self.inline(call)?,
                Item::Enter => self.items_outside(|call| &call.enter)?,
                Item::Back => self.items_outside(|call| &call.back)?,
            }
        }
        Ok(())
    }

    /// A return: from the function, or to behind the inlined body.
    fn give_back(&mut self, value: Local) {
        self.get(value);
        let Some(level @ Level { call: Some(call), .. }) = self.levels.pop() else {
            self.out.code.push(0x0F);
            return;
        };
        self.set(call.out);
        self.levels.push(level);
        let depth = self.out.open.len() - level.open + call.body.exits.len() + 1;
        self.out.code.push(0x0C);
        self.out.unsigned(depth as u32);
    }

    fn uop(&mut self, uop: &Uop) {
        let stencil = uop.id.get();
        debug_assert_eq!(stencil.params.len(), uop.ins.len(), "{}", stencil.name);
        let start = self.out.code.len();
        self.out.code.extend_from_slice(stencil.code);
        let first_hint = self.out.hints.len();
        self.out.hints.extend(stencil.hints.iter().map(|(at, likely)| (start as u32 + at, *likely)));
        for hole in stencil.holes {
            let at = start + hole.offset as usize;
            let mut imm = |n: u32| self.out.expect(uop.imms.get(n as usize).copied(), 0, Bug::Immediate);
            match hole.kind {
                HoleKind::Local(n) => {
                    let local = match uop.ins.get(n as usize) {
                        Some(local) => self.local(*local),
                        None => self.scratch(stencil.locals, n as usize - uop.ins.len()),
                    };
                    patch_unsigned(&mut self.out.code[at..at + 5], local);
                }
                HoleKind::I32(n) => {
                    let imm = imm(n) as i32 as i64;
                    patch_signed(&mut self.out.code[at..at + 5], imm);
                }
                HoleKind::I64(n) => {
                    let imm = imm(n) as i64;
                    patch_signed(&mut self.out.code[at..at + 10], imm);
                }
                HoleKind::F64(n) => {
                    let imm = imm(n).to_le_bytes();
                    self.out.code[at..at + 8].copy_from_slice(&imm);
                }
                HoleKind::Offset(n) => {
                    let imm = imm(n) as u32;
                    patch_unsigned(&mut self.out.code[at..at + 5], imm);
                }
                HoleKind::Exit(inner) => self.leave(at, inner, uop.exit.map(Leave::Exit)),
                HoleKind::Raise(inner) => self.leave(at, inner, uop.raise),
                HoleKind::Helper(n) => self.out.calls.push((at, Target::Helper(n))),
                HoleKind::EntryType => {
                    patch_unsigned(&mut self.out.code[at..at + 5], super::module::ENTRY_TYPE)
                }
            }
        }
        self.out.hints[first_hint..].sort_unstable();
        for out in uop.outs.iter().rev() {
            self.set(*out);
        }
    }

    /// Patches a branch out of all blocks to an exit, or to the end of the block in front of a landing.
    fn leave(&mut self, at: usize, inner: u32, to: Option<Leave>) {
        let around = self.levels.last().map_or(0, |level| level.open);
        let depth = match to {
            Some(Leave::Landing(node)) => {
                let open = self.out.open.iter().rev().position(|open| *open == Open::Before(node));
                self.out.expect(open, 0, Bug::Landing)
            }
            Some(Leave::Exit(exit)) => self.out.open.len() - around + exit,
            None => self.out.expect(None, 0, Bug::Leave),
        };
        let depth = inner + depth as u32;
        self.out.hints.push((at as u32 - 1, false));
        patch_unsigned(&mut self.out.code[at..at + 5], depth);
    }

    /// The `n`th scratch local of a stencil with these scratch types. Stencils share them.
    fn scratch(&mut self, types: &[Ty], n: usize) -> Local {
        let ty = self.out.expect(types.get(n).copied(), Ty::I32, Bug::Scratch);
        let nth = types.iter().take(n).filter(|t| **t == ty).count();
        let locals = &mut self.out.locals;
        *self.out.scratch.entry((ty, nth)).or_insert_with(|| {
            locals.push(ty);
            locals.len() as u32
        })
    }

    fn get(&mut self, local: Local) {
        let local = self.local(local);
        self.out.code.push(0x20);
        self.out.unsigned(local);
    }

    fn set(&mut self, local: Local) {
        let local = self.local(local);
        self.out.set(local);
    }
}

impl Output {
    /// Sets a local by its number in the function.
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
    fn finish(mut self, params: usize) -> Function {
        let code = std::mem::take(&mut self.code);
        let mut runs: Vec<(u32, Ty)> = Vec::new();
        for ty in self.locals.iter().skip(params) {
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
        Function { code: self.code, calls, hints, params }
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

    fn shape(ends: Vec<Terminator>) -> Result<Vec<u8>, Refusal> {
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
