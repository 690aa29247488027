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
//! - [`RESUME_INTERPRETER`](statics::RESUME_INTERPRETER): the frame is complete; run it from its `instr` on
//!   (`Vm::finish_frame`);
//! - [`RAISE_IN_INTERPRETER`](statics::RAISE_IN_INTERPRETER): the frame is complete, an exception is pending that the
//!   instruction at `instr` raised; look for a handler (`Vm::unwind_frame`).
//!
//! Before the call, the shared state's `frame` is the callee's; the caller puts its own back afterwards.

pub mod helpers;
pub mod host;
pub mod stats;

use std::rc::Rc;

use crate::heap::layout::{Code, Frame};
use crate::heap::statics;
use crate::vm::Vm;
use stats::JitStats;

/// When to compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// Never.
    #[default]
    Off,
    /// What is hot, in the background.
    Auto,
    /// Each function at its first call and each loop at its first back-edge, waiting for the code: for tests.
    Always,
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

/// Calls before a function is compiled, in mode `Auto`.
pub const CALL_HEAT: u32 = 200;
/// Back-edges before a loop is compiled, in mode `Auto`.
pub const LOOP_HEAT: u32 = 1000;

/// What an exported function is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// The function from its start: its slot goes into the code object.
    Function,
    /// The loop whose `JUMP_BACKWARD` lies at this byte offset in the bytecode.
    Loop { jump: u32 },
}

/// One function of a compiled module.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The table slot that the function goes to; slots are handed out in order from 1.
    pub slot: u32,
    /// Offset of the code object (kept alive by the JIT) …
    pub code: u32,
    /// … and its `id`, to notice that it is another.
    pub code_id: u32,
    pub kind: EntryKind,
}

/// What a sandbox keeps for the JIT.
#[derive(Default)]
pub struct Jit {
    /// The wasm engine, if there is one.
    pub host: Option<Rc<dyn host::JitHost>>,
    pub mode: Mode,
    pub stats: JitStats,
    /// Modules that the host has, by id.
    pending: std::collections::HashMap<u32, Vec<Entry>>,
    next_slot: u32,
    next_module: u32,
}

impl Jit {
    /// Back-edges after which a loop is hot; never reached when the JIT is off.
    #[inline]
    pub fn loop_heat(&self) -> u32 {
        match self.mode {
            Mode::Off => u32::MAX,
            Mode::Auto => LOOP_HEAT,
            Mode::Always => 1,
        }
    }

    /// Whether compiled code waits to be installed.
    pub fn has_finished(&self) -> bool {
        self.host.as_ref().is_some_and(|host| host.has_finished())
    }
}

impl Vm {
    /// Installs compiled code that is ready. Only at a safepoint.
    pub fn install_compiled(&mut self) {
        let Some(host) = self.jit.host.clone() else { return };
        while let Some(installed) = host.install(false) {
            self.installed(installed);
        }
    }

    fn installed(&mut self, installed: host::Installed) {
        let entries = self.jit.pending.remove(&installed.id).unwrap_or_default();
        match installed.native_bytes {
            Ok(bytes) => {
                self.jit.stats.native_bytes += bytes;
                self.jit.stats.compile_micros += installed.compile_us;
                for entry in entries {
                    self.install_entry(entry);
                }
            }
            Err(reason) => self.jit.stats.refuse(reason),
        }
    }

    fn install_entry(&mut self, entry: Entry) {
        let code = Code(entry.code);
        if code.id(&self.heap) != entry.code_id {
            return;
        }
        match entry.kind {
            EntryKind::Function => {
                code.set_slot(&mut self.heap, entry.slot);
                code.set_jit_state(&mut self.heap, state::INSTALLED);
            }
            EntryKind::Loop { .. } => {}
        }
        self.jit.stats.installed += 1;
    }

    /// Runs compiled code on `frame`, which is complete and the shared state's frame: what the code returned (see the
    /// module's page). Without a host the interpreter is to go on.
    #[inline]
    pub fn enter_compiled(&mut self, slot: u32, frame: Frame) -> u64 {
        match self.jit.host.clone() {
            Some(host) => host.call(self, slot, frame.0),
            None => statics::RESUME_INTERPRETER,
        }
    }

    /// Asks for a function whose `heat` has run out to be compiled. `frame` is its newest frame, not yet started.
    #[cold]
    pub fn jit_hot_call(&mut self, code: Code, frame: Frame) {
        let _ = frame;
        code.set_heat(&mut self.heap, u32::MAX);
    }

    /// Asks for a loop to be compiled whose back-edge (the `JUMP_BACKWARD` at byte offset `jump`) has run hot.
    #[cold]
    pub fn jit_hot_loop(&mut self, frame: Frame, jump: u32) -> Option<u32> {
        let _ = (frame, jump);
        None
    }

    /// Counts an exit.
    pub(crate) fn count_exit(&mut self, site: u32) {
        self.jit.stats.count_exit(site);
    }
}
