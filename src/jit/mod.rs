//! The copy-and-patch JIT: from adaptive bytecode to a finished wasm module.
//!
//! `cfg` decodes a code object into basic blocks; `lower` interprets each block abstractly and emits micro-operations
//! (`uops`), each of which is a stencil (`stencils-wat/`, assembled by `build.rs`); `splice` copies stencils one after
//! another and patches their holes; `module` wraps the function bodies. A host compiles and installs the module
//! ([`host`]).
//!
//! *Architecture invariant*: nothing here knows wasmtime; `splice` knows no opcodes.
//!
//! What a compiled function returns, and what its caller does with it:
//! - a value's word: the frame has ended;
//! - 0: an exception is pending, and this frame is already in its traceback;
//! - [`RESUME_INTERPRETER`](crate::heap::statics::RESUME_INTERPRETER): the frame is complete; run it from its `instr` on
//!   (`Vm::finish_frame`);
//! - [`RAISE_IN_INTERPRETER`](crate::heap::statics::RAISE_IN_INTERPRETER): the frame is complete, an exception is pending that the
//!   instruction at `instr` raised; look for a handler (`Vm::unwind_frame`).
//!
//! A generator's code is one function too (`Code::resume_slot`). Whoever resumes the generator prepares the frame as
//! `objects::generator::prepare` does and calls; the function goes on wherever the frame stands. It returns the same words; a
//! value was yielded if the generator's `state` is SUSPENDED afterwards (the frame is complete), and returned if it is FINISHED.
//!
//! An exception that a handler of the same function catches stays in compiled code if the handler is compiled
//! (`lower::handlers`): in mode `Auto`, once it has caught `HANDLER_HEAT` exceptions in the interpreter. Blocks that never ran
//! are left out in that mode (`cfg::Source::prunes`).
//!
//! Before the call, the shared state's `frame` is the callee's; the caller puts its own back afterwards.

#[cfg(test)]
mod batch_tests;
mod cfg;
mod compile;
pub mod drain;
pub mod dump;
mod graph;
pub mod helpers;
pub mod host;
pub mod ir;
mod lower;
pub mod module;
pub mod refusal;
pub mod splice;
pub mod stats;
pub mod stencil;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;

use crate::bytecode::code_flags;
use crate::heap::layout::{Code, Function};
use lower::{Denied, Site};
use stats::JitStats;

/// When to compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// Never.
    Off,
    /// What is hot, in the background.
    #[default]
    Auto,
    /// Everything before it runs, waiting for the code: modules, class bodies, functions and generators as a whole before
    /// their first instruction, so that a loop is compiled before its first iteration. Nothing is known of operands then;
    /// the code takes any. A frame that has left such code by an exit enters it again at a loop's first back-edge, and what
    /// gave up an assumption is compiled anew as in `Auto`.
    Always,
    /// Each function at its second call and each loop at its second back-edge, waiting for the code: for tests of code that is
    /// specialised, by what one run has told.
    Warm,
}

/// When modules that are out of use are given up: a wasm engine may free none of them before it frees all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreLimits {
    /// When so many modules are installed ...
    pub modules: usize,
    /// ... and so many of them are out of use.
    pub stale: usize,
}

impl Default for StoreLimits {
    fn default() -> StoreLimits {
        StoreLimits { modules: 512, stale: 256 }
    }
}

/// What the JIT has made of a code object (`Code::jit_state`).
pub mod state {
    /// Not asked yet, or cooling down.
    pub const COLD: u32 = 0;
    /// Handed to the host.
    pub const QUEUED: u32 = 1;
    /// Installed.
    pub const INSTALLED: u32 = 2;
    /// Not to be compiled (again); the reason is in the statistics.
    pub const REFUSED: u32 = 3;
}

/// Slots and exits of a module, where they are numbered by code: together they fit 31 bits.
const MOST_SLOTS: u32 = 1 << 15;
const EXITS_OF_A_SLOT: u32 = 1 << 16;

/// The table slot of a function that is compiled by its first call (`Mode::Always`): `helpers::first_call`.
pub const FIRST_CALL: u32 = host::TABLE_SLOTS - 1;

/// Calls before a function is compiled, in mode `Auto`: what `Code::heat` starts from.
pub const CALL_HEAT: u32 = 200;
/// Back-edges before a loop is compiled, in mode `Auto`.
pub const LOOP_HEAT: u32 = 1000;

/// Exceptions that a handler catches in the interpreter before it is compiled with its function, in mode `Auto`.
pub const HANDLER_HEAT: u32 = 25;

/// What stands among the classes of operands ([`Jit::note_operands`]) for an integer that is an object: no class.
pub const BIG_INT: u32 = 1;

/// Changes of an instruction's class or shape after which it is not specialised for one in compiled code.
const MOST_RECEIVERS: u32 = 2;

/// What one function of a compiled module is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// The function from its start: its slot goes into the code object.
    Function,
    /// A generator's code from wherever it has stopped: its slot goes into the code object, too.
    Generator,
    /// The loop whose `JUMP_BACKWARD` lies at this byte offset in the bytecode.
    Loop { jump: u32 },
}

/// What is to be compiled.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The code object (kept alive by the JIT) …
    code: Code,
    /// … and its `id`, to notice that it is another.
    code_id: u32,
    /// The function whose call made it hot.
    func: Function,
    /// Byte offset of the entry in the bytecode: 0, or a loop's header.
    header: u32,
    /// Whether the frame's namespace was the globals: a module's code.
    in_module: bool,
    kind: EntryKind,
}

/// One function of a compiled module, and the table slot that it goes to.
#[derive(Clone, Copy, Debug)]
struct Entry {
    slot: u32,
    request: Request,
}

/// What became of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LoopState {
    Queued,
    Installed(u32),
    Refused,
}

/// The code objects that the entries of a module were made of: their own, and callees that they have copies of.
struct Copies {
    /// The module's first exit in [`Jit::sites`].
    first_site: u32,
    /// For each entry the code objects, and what had been given up of them (`Code::given_up`).
    entries: Vec<(Entry, Vec<(Code, u32)>)>,
}

/// What a sandbox keeps for the JIT.
pub struct Jit {
    /// The wasm engine, if there is one.
    pub host: Option<Rc<dyn host::JitHost>>,
    mode: Mode,
    pub stats: JitStats,
    /// What was compiled, as text and bytes, when somebody asked.
    pub dumps: Option<dump::Dumps>,
    /// What became hot while the host was busy: to be lowered and compiled together when it has time.
    queue: VecDeque<Request>,
    /// Modules that the host has, by id.
    pending: HashMap<u32, Vec<Entry>>,
    /// Loops by code id and the offset of their back-edge.
    loops: HashMap<(u32, u32), LoopState>,
    /// Assumptions that failed, by code id; and how often the code was compiled anew for it.
    denied: HashMap<u32, (Denied, u32)>,
    /// How often exceptions reached a handler in the interpreter, by code id and the handler's byte offset.
    handlers: HashMap<(u32, u32), u32>,
    /// Those that were compiled with their function.
    compiled_handlers: HashSet<(u32, u32)>,
    /// How often attribute instructions, by their place in memory, were specialised for another class or shape.
    polymorphic: HashMap<u32, u32>,
    /// Classes of the operands that operators and comparisons without a specialised form saw last, by their place in
    /// memory.
    operands: HashMap<u32, (u32, u32)>,
    /// What each module has copies of.
    copies: Vec<Copies>,
    /// Every exit of what was compiled.
    pub sites: Vec<Site>,
    /// The code that natives draw from generators with.
    drain: drain::DrainCode,
    /// The next slot, if they are handed out in order.
    next_slot: u32,
    next_module: u32,
    /// Whether modules are to be the same in another process that runs the same program, as far as that can be: each entry has a module
    /// to itself (what comes together in a batch is a matter of time), and numbers for it that go by its code, not by what was
    /// compiled before.
    pub reproducible: bool,
    /// Modules in `copies` by the number of their first exit.
    first_exits: BTreeMap<u32, usize>,
    /// Slots in use, if modules are to be reproducible.
    slots: HashSet<u32>,
    pub limits: StoreLimits,
    /// Modules that are installed.
    instances: usize,
    /// Whether those out of use are to be given up, at the next safepoint without compiled code on the stack.
    recycles: bool,
}

impl Default for Jit {
    fn default() -> Self {
        Self {
            host: None,
            mode: Mode::Auto,
            stats: JitStats::default(),
            dumps: None,
            queue: VecDeque::new(),
            pending: HashMap::new(),
            loops: HashMap::new(),
            denied: HashMap::new(),
            handlers: HashMap::new(),
            compiled_handlers: HashSet::new(),
            polymorphic: HashMap::new(),
            operands: HashMap::new(),
            copies: Vec::new(),
            sites: Vec::new(),
            drain: drain::DrainCode::None,
            next_slot: 1,
            next_module: 0,
            reproducible: false,
            first_exits: BTreeMap::new(),
            slots: HashSet::new(),
            limits: StoreLimits::default(),
            instances: 0,
            recycles: false,
        }
    }
}

impl Jit {
    /// Whether compiled code waits to be installed.
    pub fn has_finished(&self) -> bool {
        self.host.as_ref().is_some_and(|host| host.has_finished())
    }

    /// Whether the host has something to compile.
    pub fn is_compiling(&self) -> bool {
        !self.pending.is_empty()
    }

    /// A free slot for an entry of a code object; `None`: the table is full.
    fn take_slot(&mut self, code_id: u32, header: u32) -> Option<u32> {
        if !self.reproducible {
            let slot = self.next_slot;
            self.next_slot = slot + (slot < FIRST_CALL) as u32;
            return Some(slot).filter(|slot| *slot < FIRST_CALL);
        }
        if self.slots.len() + 1 >= MOST_SLOTS as usize {
            return None;
        }
        let mut slot = code_id.wrapping_mul(0x9E37_79B1).wrapping_add(header) >> 8;
        loop {
            slot = slot % (MOST_SLOTS - 1) + 1;
            if self.slots.insert(slot) {
                return Some(slot);
            }
        }
    }

    /// Takes back the slot that was handed out last.
    fn release_slot(&mut self, slot: u32) {
        if !self.slots.remove(&slot) {
            self.next_slot = slot;
        }
    }

    /// The number of the first exit of a module whose first entry has this slot.
    fn first_exit(&self, slot: u32) -> u32 {
        if self.reproducible { slot * EXITS_OF_A_SLOT } else { self.sites.len() as u32 }
    }

    /// The module that an exit belongs to, and its index among all exits.
    fn find_exit(&self, number: u32) -> Option<(&Copies, usize)> {
        let (first, module) = self.first_exits.range(..=number).next_back()?;
        let module = self.copies.get(*module)?;
        Some((module, module.first_site as usize + (number - first) as usize))
    }

    /// Whether modules out of use are to be given up.
    pub fn recycles(&self) -> bool {
        self.recycles
    }

    /// Counts that the instruction at `pc` saw yet another class or shape.
    pub(crate) fn note_polymorphic(&mut self, pc: u32) {
        *self.polymorphic.entry(pc).or_default() += 1;
    }

    /// Whether an instruction's receivers are taken to be of several classes or shapes.
    fn is_polymorphic(&self, pc: u32) -> bool {
        self.polymorphic.get(&pc).is_some_and(|times| *times >= MOST_RECEIVERS)
    }

    /// Remembers the classes of the operands of the operator or comparison at `pc`.
    pub(crate) fn note_operands(&mut self, pc: u32, left: u32, right: u32) {
        self.operands.insert(pc, (left, right));
    }

    /// When to compile.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Sets when to compile. Before any code is loaded: code objects take their heat from it.
    pub fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// Calls before a function is compiled: what `Code::heat` starts from.
    pub fn call_heat(&self) -> u32 {
        match self.mode {
            Mode::Off => u32::MAX,
            Mode::Auto => CALL_HEAT,
            Mode::Always => 1,
            Mode::Warm => 2,
        }
    }

    /// What `Code::slot` and `Code::resume_slot` start as.
    pub fn first_slots(&self, flags: u32) -> (u32, u32) {
        let resumed = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;
        match flags & resumed {
            _ if self.mode != Mode::Always => (0, 0),
            0 => (FIRST_CALL, 0),
            code_flags::GENERATOR => (0, FIRST_CALL),
            _ => (0, 0),
        }
    }

    /// Whether code is waited for once it is asked for.
    fn waits(&self) -> bool {
        matches!(self.mode, Mode::Always | Mode::Warm)
    }

    /// Back-edges before a loop is compiled; never reached when the JIT is off.
    #[inline]
    pub fn loop_heat(&self) -> u32 {
        match self.mode {
            Mode::Off => u32::MAX,
            Mode::Auto => LOOP_HEAT,
            Mode::Always => 1,
            Mode::Warm => 2,
        }
    }
}
