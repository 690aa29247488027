//! wasmtime as the JIT's host: compiles modules on a thread of their own, installs them at safepoints, and enters them.

use std::cell::{OnceCell, RefCell};
use std::time::Instant;

use mimeo::heap::statics::RESUME_INTERPRETER;
use mimeo::jit::FIRST_CALL;
use mimeo::jit::host::{Installed, JitHost, ModuleBytes};
use mimeo::vm::Vm;
use wasmtime::{Linker, Module};

use crate::bridge::{Bridge, Entered, Lent};
use crate::compile::{Compiled, Compiler, SharedEngine};
use crate::region::Mapping;

/// The helpers that lie in the function table.
const FIXED_SLOTS: &[(u32, &str)] = &[(0, "finish"), (FIRST_CALL, "first_call")];

type Installation = (u32, Vec<u32>, Module);

/// One sandbox's compiled code.
pub struct WasmHost {
    engine: SharedEngine,
    mapping: Mapping,
    /// Started by the first module.
    compiler: RefCell<Option<Compiler>>,
    /// Made when the first module is installed.
    bridge: OnceCell<Bridge<Vm>>,
    /// Lowest address of the native stack at which compiled code is still entered.
    stack_floor: usize,
    /// What is installed: its number, the slots that it filled, the module.
    modules: RefCell<Vec<Installation>>,
    /// What was installed and has been given up, kept for its disassembly.
    given_up: RefCell<Vec<Installation>>,
    /// Whether it is.
    disassembles: bool,
}

impl WasmHost {
    /// A host for the VM whose memory is `mapping`, running on this thread, whose stack goes down to no less than
    /// `stack_end`. `disassembles`: keep what it takes to disassemble any module that there was.
    pub fn new(engine: SharedEngine, mapping: Mapping, stack_end: usize, disassembles: bool) -> WasmHost {
        WasmHost {
            engine,
            mapping,
            compiler: RefCell::new(None),
            bridge: OnceCell::new(),
            stack_floor: stack_end.saturating_add(crate::engine::WASM_STACK + crate::engine::HELPER_STACK),
            modules: RefCell::new(Vec::new()),
            given_up: RefCell::new(Vec::new()),
            disassembles,
        }
    }

    /// The native code of the module that filled `slot` last.
    pub fn disassemble_slot(&self, slot: u32) -> Option<String> {
        self.disassemble_where(|(_, slots, _)| slots.contains(&slot))
    }

    fn disassemble_where(&self, wanted: impl Fn(&Installation) -> bool) -> Option<String> {
        let (modules, given_up) = (self.modules.borrow(), self.given_up.borrow());
        let (_, _, module) =
            modules.iter().rev().chain(given_up.iter().rev()).find(|module| wanted(module))?;
        Some(crate::disas::module(module))
    }

    fn bridge(&self) -> Result<&Bridge<Vm>, String> {
        if let Some(bridge) = self.bridge.get() {
            return Ok(bridge);
        }
        let engine = self.engine.get()?;
        let bridge = Bridge::new(engine, &self.mapping, FIXED_SLOTS, define_helpers)
            .map_err(|error| format!("{error:?}"))?;
        bridge.set_stack_floor(self.stack_floor);
        Ok(self.bridge.get_or_init(|| bridge))
    }

    fn instantiate(&self, compiled: &Compiled) -> Result<u64, String> {
        let module = compiled.module.as_ref().map_err(Clone::clone)?;
        self.bridge()?.instantiate(module, &compiled.source.slots).map_err(|error| format!("{error:?}"))?;
        self.modules.borrow_mut().push((compiled.source.id, compiled.source.slots.clone(), module.clone()));
        Ok(module.text().len() as u64)
    }
}

impl JitHost for WasmHost {
    fn compile(&self, module: ModuleBytes) {
        let mut compiler = self.compiler.borrow_mut();
        if compiler.is_none() {
            // Without a thread nothing is compiled: the program runs on in the interpreter.
            *compiler = Compiler::start(self.engine.clone()).ok();
        }
        if let Some(compiler) = compiler.as_mut() {
            compiler.submit(module);
        }
    }

    fn has_finished(&self) -> bool {
        self.compiler.borrow().as_ref().is_some_and(Compiler::has_finished)
    }

    fn install(&self, wait: bool) -> Option<Installed> {
        let compiled = self.compiler.borrow_mut().as_mut()?.take(wait)?;
        let start = Instant::now();
        let native_bytes = self.instantiate(&compiled);
        let install_us = start.elapsed().as_micros() as u64;
        let (id, compile_us, cached) = (compiled.source.id, compiled.micros, compiled.cached);
        Some(Installed { id, native_bytes, compile_us, install_us, cached })
    }

    fn pending(&self) -> usize {
        self.compiler.borrow().as_ref().map_or(0, Compiler::under_way)
    }

    fn recycle(&self, live: &dyn Fn(u32) -> bool) -> Result<Option<usize>, String> {
        let Some(bridge) = self.bridge.get() else { return Ok(Some(0)) };
        let mut modules = self.modules.borrow_mut();
        let is_live = |module: &Installation| module.1.iter().any(|slot| live(*slot));
        let kept = modules.iter().filter(|module| is_live(module)).map(|(_, _, module)| module);
        if !bridge.recycle(&self.mapping, kept).map_err(|error| format!("{error:?}"))? {
            return Ok(None);
        }
        let (kept, gone) = modules.drain(..).partition(is_live);
        *modules = kept;
        if self.disassembles {
            self.given_up.borrow_mut().extend::<Vec<_>>(gone);
        }
        Ok(Some(modules.len()))
    }

    #[inline]
    fn call(&self, vm: &mut Vm, slot: u32, frame: u32) -> u64 {
        let Some(bridge) = self.bridge.get() else {
            crate::bridge::failed(format!("slot {slot} was called before anything was installed"), false)
        };
        match bridge.call(vm, slot, frame) {
            Entered::Word(word) => word,
            // The frame is as the caller made it: complete, at its start or at a loop header.
            Entered::NoRoom => RESUME_INTERPRETER,
        }
    }

    fn disassemble(&self, id: u32) -> Option<String> {
        self.disassemble_where(|(number, _, _)| *number == id)
    }
}

/// Gives compiled code the helpers that the core declares.
fn define_helpers(linker: &mut Linker<Lent<Vm>>) -> wasmtime::Result<()> {
    macro_rules! link {
        ($($(#[$doc:meta])* $effect:ident $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty;)*) => {$(
            crate::helper!(linker, stringify!($name), Vm, mimeo::jit::helpers::$name, ($($arg: $ty),*) -> $ret)?;
        )*};
    }
    mimeo::for_each_helper!(link);
    Ok(())
}
