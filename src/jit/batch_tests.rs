//! What the driver hands to a host that is busy, and what it makes of a refusal. The host here runs nothing: code in its
//! table leaves every frame to the interpreter.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::host::{Installed, JitHost, ModuleBytes};
use crate::compiler;
use crate::heap::Memory;
use crate::heap::statics::RESUME_INTERPRETER;
use crate::program::{Exit, run_main};
use crate::vm::io::Captured;
use crate::vm::{Options, Vm};

/// Looks at the host until a module is finished.
const LOOKS: u32 = 20;

#[derive(Default)]
struct SlowHost {
    /// Refuses modules with more entries.
    most: usize,
    submitted: RefCell<Vec<ModuleBytes>>,
    taken: Cell<usize>,
    looks: Cell<u32>,
}

impl JitHost for SlowHost {
    fn compile(&self, module: ModuleBytes) {
        self.submitted.borrow_mut().push(module);
        self.looks.set(LOOKS);
    }

    fn has_finished(&self) -> bool {
        self.looks.set(self.looks.get().saturating_sub(1));
        self.pending() > 0 && self.looks.get() == 0
    }

    fn install(&self, _: bool) -> Option<Installed> {
        let submitted = self.submitted.borrow();
        let module = submitted.get(self.taken.get()).filter(|_| self.looks.get() == 0)?;
        self.taken.set(self.taken.get() + 1);
        let refused = module.slots.len() > self.most;
        let native_bytes = if refused { Err("too many".to_string()) } else { Ok(1) };
        Some(Installed { id: module.id, native_bytes, compile_us: 1, install_us: 1, cached: false })
    }

    fn pending(&self) -> usize {
        self.submitted.borrow().len() - self.taken.get()
    }

    fn recycle(&self, _: &dyn Fn(u32) -> bool) -> Result<Option<usize>, String> {
        Ok(None)
    }

    fn call(&self, _: &mut Vm, _: u32, _: u32) -> u64 {
        RESUME_INTERPRETER
    }

    fn disassemble(&self, _: u32) -> Option<String> {
        None
    }
}

/// Six functions that become hot one soon after the other, all calling one more, which is too
/// large to be inlined; and a generator.
const PROGRAM: &str = "
def much(x):
    if x < 0: return much(-x)
    y = x - 1
    y += 1; y += 1; y += 1; y += 1; y += 1; y += 1; y += 1
    y -= 1; y -= 1; y -= 1; y -= 1; y -= 1; y -= 1; y += 1; y -= 1; y += 1; y -= 1
    return y
def f0(x): return much(x) + 1
def f1(x): return much(x) + 2
def f2(x): return much(x) + 3
def f3(x): return much(x) + 4
def f4(x): return much(x) + 5
def g(n):
    while n:
        yield n
        n -= 1
total = 0
for i in range(3000):
    for f in (f0, f1, f2, f3, f4):
        total += f(i)
    for k in g(2):
        total += k
assert total == 5 * 2999 * 1500 + 15 * 3000 + 9000, total
";

fn run(most: usize) -> (Rc<SlowHost>, Vm) {
    let host = Rc::new(SlowHost { most, ..SlowHost::default() });
    let mut vm =
        Vm::new(Memory::plain().unwrap(), Options::default(), Box::new(Captured::default())).unwrap();
    vm.jit.host = Some(host.clone());
    let code = compiler::compile(PROGRAM, "p.py", compiler::Mode::Exec, &Default::default()).unwrap();
    assert_eq!(run_main(&mut vm, &code, None), Exit::Done);
    for module in host.submitted.borrow().iter() {
        wasmparser::validate(&module.wasm).unwrap();
    }
    (host, vm)
}

#[test]
fn what_waits_for_the_host_shares_a_module() {
    let (host, vm) = run(100);
    let modules = host.submitted.borrow();
    let sizes: Vec<usize> = modules.iter().map(|module| module.slots.len()).collect();
    assert!(sizes[0] == 1 && sizes.iter().any(|size| *size >= 4), "{sizes:?}");
    // A slot each, in order.
    let slots: Vec<u32> = modules.iter().flat_map(|module| module.slots.clone()).collect();
    assert_eq!(slots, (1..=slots.len() as u32).collect::<Vec<_>>());
    let stats = &vm.jit.stats;
    assert_eq!((stats.modules, stats.compiled), (sizes.len() as u64, slots.len() as u64));
    assert_eq!(stats.installed, stats.compiled);
    // Those of one module call the same copy of `much`, if they have one.
    let largest = modules.iter().max_by_key(|module| module.slots.len()).unwrap();
    let functions =
        wasmparser::Parser::new(0).parse_all(&largest.wasm).find_map(|part| match part.unwrap() {
            wasmparser::Payload::FunctionSection(section) => Some(section.count() as usize),
            _ => None,
        });
    assert!(functions.is_some_and(|n| n <= largest.slots.len() + 1), "{functions:?} {:?}", largest.slots);
}

#[test]
fn a_module_that_is_refused_is_taken_apart() {
    let (host, vm) = run(1);
    let sizes: Vec<usize> = host.submitted.borrow().iter().map(|module| module.slots.len()).collect();
    let large = sizes.iter().position(|size| *size > 1).unwrap();
    // What was together comes again, each alone.
    assert!(sizes[large + 1..][..sizes[large]].iter().all(|size| *size == 1), "{sizes:?}");
    let alone = sizes.iter().filter(|size| **size == 1).count() as u64;
    assert_eq!(vm.jit.stats.installed, alone);
    assert!(vm.jit.stats.refused.is_empty(), "{:?}", vm.jit.stats.refused);
}

#[test]
fn what_the_host_never_takes_is_refused() {
    let (_, vm) = run(0);
    assert_eq!(vm.jit.stats.installed, 0);
    let refused: u64 = vm.jit.stats.refused.values().sum();
    assert!(refused >= 6, "{:?}", vm.jit.stats.refused);
}
