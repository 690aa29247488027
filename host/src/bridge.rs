//! Between the VM and compiled code: who holds what while control goes from the interpreter into wasm, from wasm into a
//! helper, and from a helper into the interpreter and into wasm again.
//!
//! A call from the host needs the store, and while wasm runs, the store is lent to it. A helper gets it back as
//! wasmtime's `Caller`; the bridge notes where that `Caller` lies, so that a nested call finds the innermost one. The VM
//! goes the same way: a pointer to it lies in the store while wasm runs, and each helper lends it on.
//!
//! This is one of the few modules with `unsafe` (see ARCHITECTURE.md). What it relies on: one thread, and strict nesting
//! (a helper returns before the wasm that called it goes on), which the call stack itself enforces.
#![allow(unsafe_code)]

use std::cell::{Cell, RefCell, UnsafeCell};
use std::ptr;
use std::rc::Rc;

use wasmtime::{
    AsContextMut, Caller, Engine, Extern, Instance, Linker, Module, Ref, RefType, Store, StoreContextMut,
};
use wasmtime::{Table, TableType, Trap, TypedFunc};

use mimeo::jit::host::{IMPORT_MODULE, MEMORIES, TABLE_SLOTS};

use crate::region::{Mapping, with_mapping};

/// `(module (memory (export "memory") 65536 65536) (memory (export "private") 1 1))`
const MEMORY_MODULE: &[u8] = b"\0asm\x01\0\0\0\x05\x0b\x02\x01\x80\x80\x04\x80\x80\x04\x01\x01\x01\
    \x07\x14\x02\x06memory\x02\0\x07private\x02\x01";

/// What a compiled function looks like from outside.
type Entry = TypedFunc<u32, u64>;

/// What lies in the store: the bridge that entered wasm. Valid while wasm runs, and read by helpers only.
pub struct Lent<V: 'static> {
    bridge: *const Bridge<V>,
}

/// One sandbox's store, its function table and its helpers. `V` is the VM's type; tests use a smaller one.
pub struct Bridge<V: 'static> {
    store: UnsafeCell<Store<Lent<V>>>,
    /// The VM, while wasm is on the stack; null while it is not.
    vm: Cell<*mut V>,
    /// The innermost `Caller`, while a helper runs; null while none does.
    caller: Cell<*mut Caller<'static, Lent<V>>>,
    engine: Engine,
    /// The helpers, and where some of them lie in the table.
    helpers: Linker<Lent<V>>,
    fixed: &'static [(u32, &'static str)],
    /// The helpers with the store's memory and table.
    linker: RefCell<Linker<Lent<V>>>,
    table: Cell<Table>,
    /// The functions in the table that the host has called, by slot.
    entries: RefCell<Vec<Option<Rc<Entry>>>>,
    /// Address of the native stack below which no call enters wasm.
    stack_floor: Cell<usize>,
}

/// What a call into compiled code came to.
#[derive(Debug)]
pub enum Entered {
    /// The word that it returned.
    Word(u64),
    /// The native stack has no room for the call: let the interpreter run the frame, which raises RecursionError
    /// in time.
    NoRoom,
}

/// Compiled code trapped, or the engine failed: a bug. The payload of a panic that the sandbox's boundary catches.
#[derive(Debug)]
pub struct CompiledCodeFailed {
    pub what: String,
    /// Whether it was the native stack that ended: a limit rather than a bug.
    pub stack_overflow: bool,
}

impl<V: 'static> Bridge<V> {
    /// A store over `mapping`. `define` gives the linker the helpers (see [`helper!`](crate::helper)); those in `fixed` go
    /// into the table's slots of those numbers.
    pub fn new(
        engine: &Engine,
        mapping: &Mapping,
        fixed: &'static [(u32, &'static str)],
        define: impl FnOnce(&mut Linker<Lent<V>>) -> wasmtime::Result<()>,
    ) -> wasmtime::Result<Bridge<V>> {
        let mut helpers = Linker::new(engine);
        define(&mut helpers)?;
        let (store, linker, table) = new_store(engine, mapping, &helpers, fixed)?;
        Ok(Bridge {
            store: UnsafeCell::new(store),
            vm: Cell::new(ptr::null_mut()),
            caller: Cell::new(ptr::null_mut()),
            engine: engine.clone(),
            helpers,
            fixed,
            linker: RefCell::new(linker),
            table: Cell::new(table),
            entries: RefCell::new(Vec::new()),
            stack_floor: Cell::new(0),
        })
    }

    /// Replaces the store by a new one over the same memory, `mapping`, with instances of `modules` only: a store frees
    /// nothing before it goes. Whether it did; not while wasm is on the stack. If it fails, all is as it was.
    pub fn recycle<'m>(
        &self,
        mapping: &Mapping,
        modules: impl IntoIterator<Item = &'m Module>,
    ) -> wasmtime::Result<bool> {
        if !self.vm.get().is_null() {
            return Ok(false);
        }
        let (mut store, linker, table) = new_store(&self.engine, mapping, &self.helpers, self.fixed)?;
        for module in modules {
            linker.instantiate(&mut store, module)?;
        }
        // They are of the old store.
        self.entries.borrow_mut().clear();
        self.linker.replace(linker);
        self.table.set(table);
        // SAFETY: no wasm runs, so nothing else has the store (see `with_store`), and none of its code is on the stack.
        drop(unsafe { std::mem::replace(&mut *self.store.get(), store) });
        Ok(true)
    }

    /// Sets the address of the native stack (which grows downwards) below which [`Bridge::call`] refuses to enter wasm.
    pub fn set_stack_floor(&self, address: usize) {
        self.stack_floor.set(address);
    }

    /// Runs `f` with the store: with the innermost helper's view of it if wasm is on the stack. `f` must not come back to
    /// this bridge except through wasm.
    fn with_store<R>(&self, f: impl FnOnce(StoreContextMut<'_, Lent<V>>) -> R) -> R {
        let caller = self.caller.get();
        if caller.is_null() {
            assert!(self.vm.get().is_null(), "the store is lent to running wasm");
            // SAFETY: no wasm runs, so nothing else has the store: every other access is in this function, whose
            // callers are this module's and do not nest but through wasm.
            f(unsafe { &mut *self.store.get() }.as_context_mut())
        } else {
            // Taken out meanwhile, so that `f` cannot come here a second time except through a deeper helper, which puts
            // its own in.
            let _taken = Restore { cell: &self.caller, value: caller };
            self.caller.set(ptr::null_mut());
            // SAFETY: `caller` points to the `Caller` on the stack of the innermost helper (`lend`), which has not
            // returned, and which touches it no more until its body has.
            f(unsafe { &mut *caller }.as_context_mut())
        }
    }

    /// Calls the function in `slot` with `frame`, the VM lent to the helpers that it calls. Panics with
    /// [`CompiledCodeFailed`] if it traps or the slot is empty.
    #[inline]
    pub fn call(&self, vm: &mut V, slot: u32, frame: u32) -> Entered {
        let here = 0u8;
        if ptr::addr_of!(here).addr() < self.stack_floor.get() {
            return Entered::NoRoom;
        }
        let known = self.entries.borrow().get(slot as usize).cloned().flatten();
        let entry = known.unwrap_or_else(|| self.look_up(slot));
        let _outer = Restore { cell: &self.vm, value: self.vm.get() };
        let result = self.with_store(|mut store| {
            self.vm.set(vm);
            store.data_mut().bridge = self;
            entry.call(&mut store, frame)
        });
        match result {
            Ok(word) => Entered::Word(word),
            Err(error) => {
                let stack_overflow = matches!(error.downcast_ref(), Some(Trap::StackOverflow));
                failed(format!("compiled code in slot {slot}: {error:?}"), stack_overflow)
            }
        }
    }

    #[cold]
    fn look_up(&self, slot: u32) -> Rc<Entry> {
        let found = self.with_store(|mut store| match self.table.get().get(&mut store, slot.into()) {
            Some(Ref::Func(Some(func))) => func.typed::<u32, u64>(&store).ok(),
            _ => None,
        });
        let Some(entry) = found.map(Rc::new) else {
            failed(format!("the function table's slot {slot} holds no compiled function"), false)
        };
        let mut entries = self.entries.borrow_mut();
        if entries.len() <= slot as usize {
            entries.resize(slot as usize + 1, None);
        }
        entries[slot as usize] = Some(entry.clone());
        entry
    }

    /// Instantiates `module`, whose element segments fill `slots`.
    pub fn instantiate(&self, module: &Module, slots: &[u32]) -> wasmtime::Result<()> {
        let linker = self.linker.borrow();
        self.with_store(|mut store| linker.instantiate(&mut store, module).map(drop))?;
        let mut entries = self.entries.borrow_mut();
        for &slot in slots {
            if let Some(entry) = entries.get_mut(slot as usize) {
                *entry = None;
            }
        }
        Ok(())
    }
}

/// A store over `mapping`, and its table. The linker has the memory and the table beside the helpers.
fn new_store<V: 'static>(
    engine: &Engine,
    mapping: &Mapping,
    helpers: &Linker<Lent<V>>,
    fixed: &[(u32, &str)],
) -> wasmtime::Result<(Store<Lent<V>>, Linker<Lent<V>>, Table)> {
    let mut store = Store::new(engine, Lent { bridge: ptr::null() });
    // wasmtime asks its memory creator for memories of modules only, not for `Memory::new`.
    let module = Module::from_binary(engine, MEMORY_MODULE)?;
    let instance = with_mapping(mapping, || Instance::new(&mut store, &module, &[]))?;
    let table_type = TableType::new(RefType::FUNCREF, TABLE_SLOTS, Some(TABLE_SLOTS));
    let table = Table::new(&mut store, table_type, Ref::Func(None))?;
    let mut linker = helpers.clone();
    for (name, _) in MEMORIES {
        let Some(memory) = instance.get_memory(&mut store, name) else {
            return Err(wasmtime::Error::msg("the memories' module lacks one"));
        };
        linker.define(&mut store, IMPORT_MODULE, name, memory)?;
    }
    linker.define(&mut store, IMPORT_MODULE, "table", table)?;
    for (slot, name) in fixed {
        if let Ok(Extern::Func(helper)) = linker.get(&mut store, IMPORT_MODULE, name) {
            table.set(&mut store, (*slot).into(), Ref::Func(Some(helper)))?;
        }
    }
    Ok((store, linker, table))
}

#[cold]
#[inline(never)]
pub(crate) fn failed(what: String, stack_overflow: bool) -> ! {
    std::panic::panic_any(CompiledCodeFailed { what, stack_overflow })
}

/// Puts a cell's value back, by whatever way control leaves.
struct Restore<'a, T> {
    cell: &'a Cell<*mut T>,
    value: *mut T,
}

impl<T> Drop for Restore<'_, T> {
    fn drop(&mut self) {
        self.cell.set(self.value);
    }
}

/// A helper's body: runs `body` with the VM that the caller of wasm lent.
#[inline(always)]
pub fn lend<V: 'static, R>(mut caller: Caller<'_, Lent<V>>, body: impl FnOnce(&mut V) -> R) -> R {
    // SAFETY: helpers are called by wasm only, and wasm runs only inside `Bridge::call`, which put the pointer there and
    // stays on the stack. (Modules have no start function, so instantiating one runs no wasm.)
    let bridge = unsafe { &*caller.data().bridge };
    let here: *mut Caller<'_, Lent<V>> = &mut caller;
    // The lifetime is erased; `Restore` takes the pointer out again before `caller` goes.
    let _outer = Restore { cell: &bridge.caller, value: bridge.caller.get() };
    bridge.caller.set(here.cast());
    // SAFETY: `Bridge::call` was given the VM exclusively and holds still until wasm returns; helpers nest strictly, so
    // each lends it on for the time of its body only.
    body(unsafe { &mut *bridge.vm.get() })
}

/// Defines a helper for a linker: `helper!(linker, name, Vm, function, (a: u32, b: u64) -> u64)` imports
/// `function(&mut Vm, a, b)` as `mimeo.name`.
#[macro_export]
macro_rules! helper {
    ($linker:expr, $name:expr, $vm:ty, $function:expr, ($($arg:ident : $ty:ty),*) -> $ret:ty) => {
        $linker.func_wrap(
            ::mimeo::jit::host::IMPORT_MODULE,
            $name,
            |caller: ::wasmtime::Caller<'_, $crate::bridge::Lent<$vm>>, $($arg: $ty),*| -> $ret {
                $crate::bridge::lend(caller, |vm| ($function)(vm, $($arg),*))
            },
        )
    };
}
