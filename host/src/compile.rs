//! The compile thread: wasm bytes go in, modules come out. It is started by the first job, and so is the engine: a program
//! that compiles nothing pays for neither.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Instant;

use wasmtime::{Cache, Engine, Module};

use mimeo::jit::host::ModuleBytes;

use crate::panics::Quiet;

/// An engine made when first needed, for any number of sandboxes.
#[derive(Clone, Default)]
pub struct SharedEngine {
    engine: Arc<OnceLock<Result<Engine, String>>>,
    /// Where compiled modules are kept for other processes.
    cache: Option<Cache>,
}

impl SharedEngine {
    /// An engine that keeps compiled modules in a folder and takes them from there.
    pub fn with_cache(folder: &Path) -> Result<SharedEngine, String> {
        Ok(SharedEngine { cache: Some(crate::engine::cache(folder)?), ..SharedEngine::default() })
    }

    /// Whether compiled modules are kept in a folder.
    pub fn has_cache(&self) -> bool {
        self.cache.is_some()
    }

    /// Modules that were found in the cache so far.
    fn hits(&self) -> usize {
        self.cache.as_ref().map_or(0, Cache::cache_hits)
    }

    /// The engine, made now if there is none.
    pub fn get(&self) -> Result<&Engine, String> {
        let make = || crate::engine::engine(self.cache.clone()).map_err(|error| format!("{error:?}"));
        let made = self.engine.get_or_init(make);
        made.as_ref().map_err(Clone::clone)
    }
}

/// A module that has been through the compiler.
pub struct Compiled {
    /// As it was handed in.
    pub source: ModuleBytes,
    /// What came of it.
    pub module: Result<Module, String>,
    /// Microseconds that it took.
    pub micros: u64,
    /// Whether it came from the cache. (Sandboxes that compile at the same time may take each other's for theirs.)
    pub cached: bool,
}

/// A sandbox's end of its compile thread.
pub struct Compiler {
    jobs: Option<Sender<ModuleBytes>>,
    done: Receiver<Compiled>,
    /// Modules in `done`.
    ready: Arc<AtomicUsize>,
    /// Jobs not yet taken out of `done`.
    under_way: usize,
    thread: Option<thread::JoinHandle<()>>,
}

impl Compiler {
    /// Starts the thread.
    pub fn start(engine: SharedEngine) -> std::io::Result<Compiler> {
        let (jobs, todo) = mpsc::channel::<ModuleBytes>();
        let (results, done) = mpsc::channel();
        let ready = Arc::new(AtomicUsize::new(0));
        let counter = ready.clone();
        let thread =
            thread::Builder::new().name("mimeo-compile".into()).stack_size(16 << 20).spawn(move || {
                // What the engine panics over is told as a module that it refused.
                let _quiet = Quiet::here();
                for source in todo {
                    let start = Instant::now();
                    let hits = engine.hits();
                    let module = compile(&engine, &source.wasm);
                    let cached = engine.hits() > hits;
                    let micros = start.elapsed().as_micros() as u64;
                    // Counted first: whoever sees the count may have to wait a moment, but never misses a module.
                    counter.fetch_add(1, Ordering::Release);
                    if results.send(Compiled { source, module, micros, cached }).is_err() {
                        return;
                    }
                }
            })?;
        Ok(Compiler { jobs: Some(jobs), done, ready, under_way: 0, thread: Some(thread) })
    }

    /// Hands in a module.
    pub fn submit(&mut self, module: ModuleBytes) {
        if self.jobs.as_ref().is_some_and(|jobs| jobs.send(module).is_ok()) {
            self.under_way += 1;
        }
    }

    /// Modules handed in and not yet taken out.
    pub fn under_way(&self) -> usize {
        self.under_way
    }

    /// Whether [`Compiler::take`] has something to give.
    pub fn has_finished(&self) -> bool {
        self.ready.load(Ordering::Acquire) > 0
    }

    /// The next finished module; with `wait`, waits for one if any is under way.
    pub fn take(&mut self, wait: bool) -> Option<Compiled> {
        if self.under_way == 0 || !(wait || self.has_finished()) {
            return None;
        }
        // An error: the thread is gone, with all that was under way.
        let Ok(compiled) = self.done.recv() else {
            self.under_way = 0;
            return None;
        };
        self.ready.fetch_sub(1, Ordering::AcqRel);
        self.under_way -= 1;
        Some(compiled)
    }
}

impl Drop for Compiler {
    fn drop(&mut self) {
        // Ends the thread's loop; the job that it is at is not waited for: a program that has ended ends at once.
        self.jobs = None;
        drop(self.thread.take());
    }
}

fn compile(engine: &SharedEngine, wasm: &[u8]) -> Result<Module, String> {
    let engine = engine.get()?;
    // Cranelift panics on some of its own bugs: one function less, not the sandbox.
    let compiled = std::panic::catch_unwind(AssertUnwindSafe(|| Module::from_binary(engine, wasm)));
    match compiled {
        Ok(module) => module.map_err(|error| format!("{error:?}")),
        Err(_) => Err("the wasm compiler panicked".into()),
    }
}
