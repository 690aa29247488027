//! What lowering produces and splicing consumes: micro-operations over wasm locals, in basic blocks.

use super::stencil::{StencilId, Ty};

/// A wasm local. Local 0 is the frame.
pub type Local = u32;
/// The local that holds the frame's offset.
pub const FRAME: Local = 0;
/// An exit's number in [`Body::exits`].
pub type ExitId = usize;

/// One micro-operation with its operands.
#[derive(Clone, Debug)]
pub struct Uop {
    pub id: StencilId,
    pub ins: Vec<Local>,
    pub outs: Vec<Local>,
    pub imms: Vec<u64>,
    /// Where `exit_if` goes.
    pub exit: Option<ExitId>,
    /// Where `raise_if` goes.
    pub raise: Option<ExitId>,
    /// For a direct call: the table slot of the function in the same module.
    pub callee: u32,
}

/// Straight-line code.
#[derive(Clone, Debug)]
pub enum Item {
    Uop(Uop),
    /// A parallel move: pairs (from, to).
    Move(Vec<(Local, Local)>),
    /// What happens only if the flag is set; for cold paths.
    If(Local, Vec<Item>),
}

/// An edge to another block with what happens on it.
#[derive(Clone, Debug)]
pub struct Edge {
    pub target: usize,
    pub items: Vec<Item>,
}

/// How a block ends.
#[derive(Clone, Debug)]
pub enum Terminator {
    Jump(Edge),
    /// If the flag is set the first, else the second.
    Branch(Local, Edge, Edge),
    Return(Local),
    /// Not reached: the items before leave.
    Unreachable,
}

/// A basic block.
#[derive(Clone, Debug)]
pub struct Block {
    pub items: Vec<Item>,
    pub end: Terminator,
}

/// Code out of line that leaves the function.
#[derive(Clone, Debug)]
pub struct Exit {
    pub items: Vec<Item>,
    /// What the function returns.
    pub result: u64,
}

/// A function ready to be spliced. Block 0 is the entry.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub blocks: Vec<Block>,
    pub exits: Vec<Exit>,
    /// Types of the locals from 1 on.
    pub locals: Vec<Ty>,
}

impl Body {
    /// A new local.
    pub fn local(&mut self, ty: Ty) -> Local {
        self.locals.push(ty);
        self.locals.len() as u32
    }
}

impl Terminator {
    /// The edges out of the block.
    pub fn edges(&self) -> Vec<&Edge> {
        match self {
            Terminator::Jump(edge) => vec![edge],
            Terminator::Branch(_, yes, no) => vec![yes, no],
            Terminator::Return(_) | Terminator::Unreachable => Vec::new(),
        }
    }
}
