//! How wasmtime is set up for what mimeo compiles.

use mimeo::heap::memory::{SIZE, SLACK};
use wasmtime::{Config, Engine, Inlining, OptLevel};

use crate::region::Creator;

/// Bytes of native stack that compiled code may use. The thread that runs the VM has more (`THREAD_STACK`).
pub const WASM_STACK: usize = 256 << 20;
/// Bytes of address space reserved for the stack of a thread that runs a VM; touched pages only are committed.
pub const THREAD_STACK: usize = 512 << 20;
/// Bytes of native stack kept free below what compiled code may use, for the helpers that it calls.
pub const HELPER_STACK: usize = 64 << 20;

/// The engine's configuration.
pub(crate) fn config() -> Config {
    let mut config = Config::new();
    config
        .with_host_memory(std::sync::Arc::new(Creator))
        // With the whole 4 GiB accessible, no access needs a bounds check.
        .memory_reservation(SIZE as u64)
        .memory_guard_size(SLACK as u64)
        .memory_may_move(false)
        .guard_before_linear_memory(false)
        .memory_init_cow(false)
        // Slots are filled when a module is instantiated: no look at a slot's "initialised" bit in each call.
        .table_lazy_init(false)
        .max_wasm_stack(WASM_STACK)
        // Not used, but checked to be no smaller.
        .async_stack_size(WASM_STACK)
        .cranelift_opt_level(OptLevel::Speed)
        // Compiled modules say which branches leave them: cold code goes out of the way.
        .wasm_branch_hinting(true)
        // What is worth inlining lowering has inlined, with what it knows.
        .compiler_inlining(Inlining::No)
        // Modules are compiled on a thread of their own, one after another.
        .parallel_compilation(false)
        // A trap in compiled code is a bug of ours and ends the sandbox: nobody reads a wasm backtrace.
        .wasm_backtrace_max_frames(None)
        .native_unwind_info(false)
        .generate_address_map(false);
    config
}

/// An engine so configured.
pub(crate) fn engine() -> wasmtime::Result<Engine> {
    Engine::new(&config())
}
