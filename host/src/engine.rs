//! How wasmtime is set up for what mimeo compiles.

use std::path::Path;

use mimeo::heap::memory::{SIZE, SLACK};
use wasmtime::{Cache, CacheConfig, Config, Engine, Inlining, OptLevel};

use crate::region::Creator;

/// Bytes of native stack that compiled code may use. The thread that runs the VM has more (`THREAD_STACK`).
pub const WASM_STACK: usize = 256 << 20;
/// Bytes of address space reserved for the stack of a thread that runs a VM; touched pages only are committed.
pub const THREAD_STACK: usize = 512 << 20;
/// Bytes of native stack kept free below what compiled code may use, for the helpers that it calls.
pub const HELPER_STACK: usize = 64 << 20;

/// The engine's configuration.
fn config() -> Config {
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

/// An engine so configured, which looks for compiled modules in `cache` first, if there is one.
pub(crate) fn engine(cache: Option<Cache>) -> wasmtime::Result<Engine> {
    Engine::new(config().cache(cache))
}

/// A cache of compiled modules in `folder`, made if it is not there. Nothing else tells the modules in it from any other code:
/// whoever can write there can have it run anything in this process.
pub(crate) fn cache(folder: &Path) -> Result<Cache, String> {
    let made = || {
        std::fs::create_dir_all(folder)?;
        // Whether one can write there, which the cache itself would not tell.
        let probe = folder.join(format!(".mimeo-{}", std::process::id()));
        std::fs::write(&probe, [])?;
        std::fs::remove_file(&probe)?;
        folder.canonicalize()
    };
    let folder = made().map_err(|error| error.to_string())?;
    Cache::new(CacheConfig::new().with_directory(folder).clone()).map_err(|error| format!("{error:#}"))
}
