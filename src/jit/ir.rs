//! What lowering produces and splicing consumes: micro-operations over wasm locals, in basic blocks.

use super::stencil::{StencilId, Ty};

/// A wasm local. Local 0 is the frame.
pub type Local = u32;
/// The local that holds the frame's offset.
pub const FRAME: Local = 0;
/// An exit's number in [`Body::exits`].
pub type ExitId = usize;

/// Where an exception goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Out of the function.
    Exit(ExitId),
    /// To a landing block, on the way to its handler.
    Landing(usize),
}

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
    pub raise: Option<Leave>,
}

/// Straight-line code.
#[derive(Clone, Debug)]
pub enum Item {
    Uop(Uop),
    /// A parallel move: pairs (from, to).
    Move(Vec<(Local, Local)>),
    /// A call of a function of the same module, by its number among the module's own ones: the callee's frame and the
    /// arguments; its result.
    Call {
        callee: usize,
        args: Vec<Local>,
        out: Local,
    },
    /// The body of a callee in place of a call.
    Inline(Box<Inline>),
    /// In an inlined body: makes its frame, and those around that have none yet, real.
    Enter,
    /// In an inlined body, before it returns: the frame around runs again.
    Back,
    /// What happens only if the flag is set; for cold paths.
    If(Local, Vec<Item>),
    /// Sets an i32 local to a constant.
    Set(Local, i32),
}

/// A callee's body in its caller. Its frame is *virtual*: nothing of it is written until something needs it
/// ([`Item::Enter`]), which on the fast path of a small function is nothing at all. An exit does not leave the caller: the
/// interpreter completes the callee's frame, and the caller goes on with the result.
#[derive(Clone, Debug)]
pub struct Inline {
    /// The callee's name, for dumps.
    pub name: String,
    /// With locals of its own; its local 0 is the callee's frame.
    pub body: Body,
    /// The caller's local that holds where the callee's frame lies.
    pub frame: Local,
    /// Arguments: the caller's locals and the body's.
    pub args: Vec<(Local, Local)>,
    /// The caller's local for the result: a word.
    pub out: Local,
    /// What [`Item::Enter`] does, in terms of the caller.
    pub enter: Vec<Item>,
    /// What [`Item::Back`] does, in terms of the caller.
    pub back: Vec<Item>,
    /// What the caller does when an exit was taken; `out` has the exit's result.
    pub finish: Vec<Item>,
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
    /// The edge whose number the i32 local holds, else the last one.
    Switch(Local, Vec<(i32, Edge)>, Edge),
    Return(Local),
    /// Not reached: the items before leave.
    Unreachable,
}

/// A basic block.
#[derive(Clone, Debug)]
pub struct Block {
    pub items: Vec<Item>,
    pub end: Terminator,
    /// The landing blocks that its items may branch to. A landing block has no other way in.
    pub landings: Vec<usize>,
}

impl Block {
    /// A block that nothing branches out of but its end.
    pub fn new(items: Vec<Item>, end: Terminator) -> Block {
        Block { items, end, landings: Vec::new() }
    }

    /// All blocks that control may go to.
    pub fn succs(&self) -> Vec<usize> {
        let edges = self.end.edges().into_iter().map(|edge| edge.target);
        edges.chain(self.landings.iter().copied()).collect()
    }
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
    /// How many of these are parameters, words all: the arguments of a function that only its own module calls.
    pub params: usize,
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
            Terminator::Switch(_, cases, otherwise) => {
                cases.iter().map(|(_, edge)| edge).chain([otherwise]).collect()
            }
            Terminator::Return(_) | Terminator::Unreachable => Vec::new(),
        }
    }

    /// The edges out of the block, to be changed.
    pub fn edges_mut(&mut self) -> Vec<&mut Edge> {
        match self {
            Terminator::Jump(edge) => vec![edge],
            Terminator::Branch(_, yes, no) => vec![yes, no],
            Terminator::Switch(_, cases, otherwise) => {
                cases.iter_mut().map(|(_, edge)| edge).chain([otherwise]).collect()
            }
            Terminator::Return(_) | Terminator::Unreachable => Vec::new(),
        }
    }
}
