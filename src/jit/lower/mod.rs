//! Lowering: abstract interpretation of a function's bytecode, block by block, into micro-operations.
//!
//! Each local and each operand-stack position is a [`Slot`]: what is known of its value and which wasm local holds it.
//! Loads, stores and stack shuffles cost nothing; a guard refines what is known; exits and calls store what is not in
//! the frame yet. A first phase iterates over the control-flow graph until what is known at each block's start is
//! stable; the second emits code.

mod arith;
mod attributes;
mod build;
mod calls;
mod emit;
mod flow;
mod generators;
mod generic;
mod handlers;
mod inline;
mod join;
mod operators;
mod ops;
mod sequence;
mod value;

use crate::jit::refusal::{Reason, Refusal};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::arith::Test;
use self::handlers::Landing;
use self::inline::{Inlined, Outer};
use self::join::Entry;
use self::value::State;
use super::cfg::{Cfg, Instr};
use super::ir::{Block, Body, ExitId, Item, Local, Terminator};
use super::stencil::Ty;
use crate::heap::layout::{Code, Function};
use crate::vm::Vm;

/// The unit that is compiled: a function, or a loop of it.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    pub code: Code,
    /// The function whose call made it hot: its globals are assumed.
    pub func: Function,
    /// Byte offset of the entry in the bytecode; 0 for the function itself, or for a generator wherever it stopped.
    pub entry: u32,
    /// Whether its frames are generators'.
    pub generator: bool,
    /// Whether its frame's namespace is the globals: a module's code.
    pub in_module: bool,
    /// For a function that only its own module calls, or has inlined: how many arguments it takes beside the frame.
    pub params: Option<usize>,
}

/// What a module has of other functions.
#[derive(Default)]
pub struct Own {
    /// Recursive functions' copies for the module itself, which call themselves directly with arguments in registers. In the
    /// order of their numbers.
    pub units: Vec<Unit>,
    /// Callees whose bodies lie in their callers.
    pub inlined: Inlined,
}

/// Bytes of bytecode of a function that is copied.
const MOST_OWN_BYTES: u32 = 300;

impl Own {
    /// Makes room for what another entry inlines.
    pub fn next_entry(&mut self) {
        self.inlined.next_entry();
    }

    /// The number of the own function for calls of `func`, made if it is not too large.
    fn number(&mut self, code: Code, func: Function, params: usize, size: u32) -> Option<usize> {
        let known = self.units.iter().position(|unit| unit.code == code && unit.func == func);
        if known.is_some() || size > MOST_OWN_BYTES {
            return known;
        }
        self.units.push(Unit {
            code,
            func,
            entry: 0,
            generator: false,
            in_module: false,
            params: Some(params),
        });
        Some(self.units.len() - 1)
    }
}

/// Assumptions that failed too often, by byte offset: instructions that get no guards of their own, and loop headers
/// that get none on the way in.
#[derive(Clone, Debug, Default)]
pub struct Denied {
    pub instrs: BTreeSet<u32>,
    pub headers: BTreeSet<u32>,
}

/// An exit as the statistics see it.
#[derive(Clone, Debug)]
pub struct Site {
    /// The code object whose instruction it is, and its id.
    pub code: u32,
    pub code_id: u32,
    /// The code object that was compiled, which may hold a copy of the other, and its id.
    pub host: Code,
    pub host_id: u32,
    /// Byte offset of the instruction to resume at.
    pub offset: u32,
    pub reason: Reason,
    pub count: u64,
}

/// What lowering gives.
pub struct Lowered {
    pub body: Body,
    pub sites: Vec<Site>,
    /// Objects whose offsets the code contains: to be kept alive.
    pub objects: Vec<u32>,
}

/// Lowers a unit. `first_site` is the number of its first exit site.
/// `host` is the code object that is compiled: `unit`'s own, or its caller.
pub fn lower(
    vm: &mut Vm,
    unit: Unit,
    host: Code,
    cfg: &Cfg,
    denied: &Denied,
    first_site: usize,
    own: &mut Own,
) -> Result<Lowered, Refusal> {
    let mut lowerer = Lowerer::new(vm, unit, host, cfg, denied, first_site, own)?;
    lowerer.settle()?;
    lowerer.generate()
}

struct Lowerer<'a> {
    vm: &'a mut Vm,
    unit: Unit,
    host: Code,
    own: &'a mut Own,
    cfg: &'a Cfg,
    denied: &'a Denied,
    nlocals: usize,
    /// Offsets of the bytecode, the first constant and the first name.
    bytecode: u32,
    consts: u32,
    names: u32,
    globals: u32,
    framesize: u32,
    body: Body,
    /// What is known now.
    state: State,
    /// The current block's code so far.
    items: Vec<Item>,
    /// The current instruction, what was known before it, its exit and its raise place.
    instr: Instr,
    start: State,
    exit: Option<ExitId>,
    /// Whether guards belong to the edge into a loop header.
    on_edge: bool,
    /// Where exceptions without a handler go: those that are new here, and those whose traceback has this place.
    shared_raise: [Option<ExitId>; 2],
    /// Landings of the current block, and the last one of the current instruction.
    landings: Vec<Landing>,
    landed: Option<usize>,
    /// Landing blocks so far; they follow the blocks of the control-flow graph.
    landing_blocks: Vec<Block>,
    /// Whether the current instruction has had an effect: no guard may follow.
    effect: bool,
    /// The first internal contradiction; ends the lowering.
    fault: Option<Refusal>,
    /// What is known at each block's start.
    entries: Vec<Option<Entry>>,
    /// The wasm locals that carry slots across joins.
    canonical: BTreeMap<(usize, Ty), Local>,
    sites: Vec<Site>,
    first_site: usize,
    objects: Vec<u32>,
    /// For a callee that is inlined: where it is.
    outer: Option<Outer>,
    /// Comparisons of integers by the flag that holds their result.
    tests: HashMap<Local, Test>,
    /// Whether this is the second phase.
    emits: bool,
    /// Locals that hold what a method look-up without assumptions found.
    found_methods: BTreeSet<Local>,
}

/// Rounds of the first phase before every slot that still changes is given up.
const MOST_ROUNDS: usize = 12;

impl<'a> Lowerer<'a> {
    fn new(
        vm: &'a mut Vm,
        unit: Unit,
        host: Code,
        cfg: &'a Cfg,
        denied: &'a Denied,
        first_site: usize,
        own: &'a mut Own,
    ) -> Result<Self, Refusal> {
        let heap = &vm.heap;
        let code = unit.code;
        let nlocals = code.nlocalsplus(heap) as usize;
        let globals = unit.func.globals(heap);
        Ok(Lowerer {
            unit,
            host,
            own,
            cfg,
            denied,
            nlocals,
            bytecode: code.bytecode(heap),
            consts: code.consts(heap).wrapping_add(8),
            names: code.names(heap).wrapping_add(8),
            globals,
            framesize: code.framesize(heap),
            vm,
            body: Body::default(),
            state: State::default(),
            items: Vec::new(),
            instr: cfg.instrs.first().copied().ok_or(Refusal::NoCode)?,
            start: State::default(),
            exit: None,
            on_edge: false,
            shared_raise: [None; 2],
            landings: Vec::new(),
            landed: None,
            landing_blocks: Vec::new(),
            effect: false,
            fault: None,
            entries: vec![None; cfg.blocks.len()],
            canonical: BTreeMap::new(),
            sites: Vec::new(),
            first_site,
            objects: Vec::new(),
            outer: None,
            tests: HashMap::new(),
            emits: false,
            found_methods: BTreeSet::new(),
        })
    }
}

impl Lowerer<'_> {
    /// First phase: iterates until what is known at each block's start no longer changes.
    fn settle(&mut self) -> Result<(), Refusal> {
        let order = self.cfg.graph.order.clone();
        self.entries[0] = Some(Entry::default());
        for stub in self.cfg.stubs() {
            self.entries[stub] = Some(self.entry_facts(stub));
        }
        // What each edge brought when its source was last run: by target, then by source and which of its edges.
        let mut incoming: Vec<BTreeMap<(usize, usize), (bool, Entry)>> =
            vec![BTreeMap::new(); self.cfg.blocks.len()];
        for round in 0..4 * MOST_ROUNDS {
            let mut changed = false;
            for &block in &order {
                if !incoming[block].is_empty() {
                    let edges: Vec<_> = incoming[block].values().cloned().collect();
                    changed |= self.join_entry(block, &edges, round);
                }
                let Some(entry) = self.entries[block].clone() else { continue };
                self.reset();
                self.state = self.materialize(&entry);
                let ends = self.run_block(block)?;
                let landings = std::mem::take(&mut self.landings);
                let raised = landings.iter().map(|landing| (landing.target, &landing.state));
                for (i, (target, state)) in ends.edges().into_iter().chain(raised).enumerate() {
                    let back = self.cfg.graph.is_back_edge(block, target);
                    let brought = (back, self.abstract_state(state, target));
                    if incoming[target].get(&(block, i)) != Some(&brought) {
                        incoming[target].insert((block, i), brought);
                        changed = true;
                    }
                }
            }
            if let Some(fault) = self.fault.take() {
                return Err(fault);
            }
            if !changed {
                return Ok(());
            }
        }
        Err(Refusal::TypesDoNotSettle)
    }

    fn reset(&mut self) {
        self.body = Body::default();
        self.body.params = self.unit.params.unwrap_or(0);
        for i in 0..self.body.params {
            let ty = self.outer.as_ref().and_then(|outer| outer.types.get(i).copied());
            self.body.local(ty.unwrap_or(Ty::I64));
        }
        self.items.clear();
        self.canonical.clear();
        self.shared_raise = [None; 2];
        self.landings.clear();
        self.landing_blocks.clear();
        self.sites.clear();
        self.objects.clear();
        self.found_methods.clear();
        self.tests.clear();
    }

    /// Second phase: emits code for every block.
    fn generate(mut self) -> Result<Lowered, Refusal> {
        self.reset();
        self.emits = true;
        let placeholder = Block::new(Vec::new(), Terminator::Unreachable);
        let mut blocks = vec![placeholder; self.cfg.blocks.len()];
        let mut inherited: Vec<Option<State>> = vec![None; blocks.len()];
        for &block in &self.cfg.graph.order.clone() {
            self.state = match inherited[block].take() {
                Some(state) => state,
                None => {
                    let Some(entry) = self.entries[block].clone() else { continue };
                    self.canonical_state(&entry)
                }
            };
            self.items = Vec::new();
            let end = self.run_block(block)?;
            let items = std::mem::take(&mut self.items);
            let end = self.finish_block(end, &mut inherited);
            let mut all = items;
            all.append(&mut self.items);
            let landings = self.finish_landings();
            blocks[block] = Block { items: all, end, landings };
        }
        blocks.append(&mut self.landing_blocks);
        self.body.blocks = blocks;
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        Ok(Lowered { body: self.body, sites: self.sites, objects: self.objects })
    }

    /// Whether a block's state is that of its one predecessor.
    fn inherits(&self, block: usize) -> bool {
        self.cfg.graph.preds[block].len() == 1 && !self.cfg.is_handler(block)
    }
}
