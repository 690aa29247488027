//! What the JIT needs of a host: the trait that a wasm engine implements (`host/` with wasmtime). The core knows
//! nothing else of the engine.
//!
//! The contract of a module's wasm:
//! - it imports `mimeo.memory` and `mimeo.private` ([`MEMORIES`], memories 0 and 1), `mimeo.table` ([`TABLE_SLOTS`] funcrefs, minimum
//!   and maximum) and the helpers that it calls, `mimeo.NAME` (`jit::helpers`);
//! - its active element segments put its functions, `(param i32) (result i64)`, into the table's slots, so that
//!   instantiating it installs it; slot 0 is the host's "run this frame in the interpreter" (`finish`), and
//!   slot [`FIRST_CALL`](super::FIRST_CALL) its "compile this function first" (`first_call`);
//! - it exports nothing and has no start function.

use crate::heap::memory::{PRIVATE_SIZE, SIZE};
use crate::vm::Vm;

/// Slots of the function table. Fixed, so that its base and bound are constants for the wasm compiler.
pub const TABLE_SLOTS: u32 = 1 << 16;
/// The memories, by name, and their pages, minimum and maximum: the program's state, and the words that it cannot reach.
pub const MEMORIES: [(&str, u64); 2] =
    [("memory", (SIZE >> 16) as u64), ("private", (PRIVATE_SIZE >> 16) as u64)];
/// The module name of every import.
pub const IMPORT_MODULE: &str = "mimeo";

/// A module to be compiled.
#[derive(Clone, Debug)]
pub struct ModuleBytes {
    /// The JIT's own number for it.
    pub id: u32,
    pub wasm: Vec<u8>,
    /// The table slots that its element segments fill.
    pub slots: Vec<u32>,
}

/// What became of a module.
#[derive(Clone, Debug)]
pub struct Installed {
    /// [`ModuleBytes::id`].
    pub id: u32,
    /// Bytes of native code; or what the engine refused, which is a bug of the JIT.
    pub native_bytes: Result<u64, String>,
    /// Microseconds that the engine's compiler took.
    pub compile_us: u64,
    /// Microseconds that instantiation took.
    pub install_us: u64,
    /// Whether the engine had compiled it in an earlier process.
    pub cached: bool,
}

/// A wasm engine, used from the thread that runs the VM. Methods take `&self`: a host is shared by `Rc`, so that the VM
/// can be lent to the code that the host calls.
pub trait JitHost {
    /// Compiles a module in the background.
    fn compile(&self, module: ModuleBytes);
    /// Whether [`JitHost::install`] has something to do. Cheap: asked at every slow safepoint.
    fn has_finished(&self) -> bool;
    /// Instantiates a module that has been compiled, its slots set; `None` if none is ready. With `wait`, waits for one
    /// unless none is under way.
    fn install(&self, wait: bool) -> Option<Installed>;
    /// Modules handed to [`JitHost::compile`] and not yet returned by [`JitHost::install`].
    fn pending(&self) -> usize;
    /// Gives up every installed module that has no slot of which `live` is true, with all that the engine keeps for it; the
    /// others stay. How many they are; `None`, and nothing has happened, while compiled code is on the native stack.
    fn recycle(&self, live: &dyn Fn(u32) -> bool) -> Result<Option<usize>, String>;
    /// Calls the function in `slot` with `frame`; gives the word that it returned.
    fn call(&self, vm: &mut Vm, slot: u32, frame: u32) -> u64;
    /// The native code of the functions in an installed module, disassembled for this machine: (slot or index, text).
    fn disassemble(&self, id: u32) -> Option<String>;
}
