//! The bridge with a VM of three fields and a module written by hand: memory shared both ways, a compiled function that
//! calls a helper, and a helper that calls compiled code.

use mimeo::heap::Memory;
use mimeo::jit::host::ModuleBytes;
use mimeo_host::bridge::{Bridge, Entered};
use mimeo_host::compile::{Compiler, SharedEngine};
use mimeo_host::helper;
use mimeo_host::region::Mapping;
use std::rc::Rc;
use std::time::Instant;

struct TinyVm {
    memory: Memory,
    bridge: Option<Rc<Bridge<TinyVm>>>,
    mapping: Mapping,
    module: wasmtime::Module,
    calls: u64,
}

const MODULE: &str = r#"(module
  (type $entry (func (param i32) (result i64)))
  (import "mimeo" "memory" (memory 65536 65536))
  (import "mimeo" "table" (table 65536 65536 funcref))
  (import "mimeo" "count" (func $count (param i32) (result i64)))
  (import "mimeo" "nest" (func $nest (param i32 i32) (result i64)))
  (import "mimeo" "fail" (func $fail (param i32) (result i64)))
  (elem (i32.const 1) func $double $callout $nested $loop $calls $empty $trap $failing $deep)
  (func $double (type $entry) (i64.mul (i64.const 2) (i64.load offset=8 (local.get 0))))
  (func $callout (type $entry) (call $count (local.get 0)))
  (func $nested (type $entry) (call $nest (i32.const 1) (local.get 0)))
  (func $loop (type $entry) (local $i i64)
    (local.set $i (i64.load (local.get 0)))
    (loop $again
      (drop (call $count (local.get 0)))
      (local.set $i (i64.sub (local.get $i) (i64.const 1)))
      (br_if $again (i64.ne (local.get $i) (i64.const 0))))
    (i64.const 0))
  (func $calls (type $entry) (local $i i64)
    (local.set $i (i64.load (local.get 0)))
    (loop $again
      (drop (call_indirect (type $entry) (local.get 0) (i32.const 6)))
      (local.set $i (i64.sub (local.get $i) (i64.const 1)))
      (br_if $again (i64.ne (local.get $i) (i64.const 0))))
    (i64.const 0))
  (func $empty (type $entry) (i64.const 7))
  (func $trap (type $entry) (unreachable))
  (func $failing (type $entry) (call $fail (local.get 0)))
  (func $deep (type $entry) (call $nest (i32.const 9) (local.get 0)))
)"#;

fn count(vm: &mut TinyVm, frame: u32) -> u64 {
    vm.calls += 1;
    frame.into()
}

fn nest(vm: &mut TinyVm, slot: u32, frame: u32) -> u64 {
    let bridge = vm.bridge.clone().unwrap();
    assert!(!bridge.recycle(&vm.mapping, []).unwrap(), "compiled code is on the stack");
    let left = vm.memory.u64(frame);
    if left == 0 {
        return 99;
    }
    vm.memory.set_u64(frame, left - 1);
    vm.calls += 1;
    match bridge.call(vm, slot, frame) {
        Entered::Word(word) => word + 1,
        Entered::NoRoom => 1 << 40,
    }
}

fn fail(_: &mut TinyVm, _: u32) -> u64 {
    panic!("on purpose")
}

/// A sandbox in which the module is installed.
fn tiny() -> TinyVm {
    let engine = SharedEngine::default();
    let mapping = Mapping::new().unwrap();
    let mut compiler = Compiler::start(engine.clone()).unwrap();
    let wasm = wat::parse_str(MODULE).unwrap();
    compiler.submit(ModuleBytes { id: 3, wasm, slots: (1..10).collect() });
    let compiled = compiler.take(true).unwrap();
    assert_eq!((compiled.source.id, compiler.under_way()), (3, 0));
    let bridge = Bridge::new(engine.get().unwrap(), &mapping, &[(0, "count")], |linker| {
        helper!(linker, "count", TinyVm, count, (frame: u32) -> u64)?;
        helper!(linker, "nest", TinyVm, nest, (slot: u32, frame: u32) -> u64)?;
        helper!(linker, "fail", TinyVm, fail, (frame: u32) -> u64)?;
        Ok(())
    })
    .unwrap();
    let module = compiled.module.unwrap();
    bridge.instantiate(&module, &compiled.source.slots).unwrap();
    let memory = Memory::new(Box::new(mapping.clone()));
    TinyVm { memory, bridge: Some(Rc::new(bridge)), mapping, module, calls: 0 }
}

fn call(vm: &mut TinyVm, slot: u32, frame: u32) -> u64 {
    match vm.bridge.clone().unwrap().call(vm, slot, frame) {
        Entered::Word(word) => word,
        Entered::NoRoom => panic!("no room"),
    }
}

#[test]
fn a_new_store_has_the_same_memory_and_the_modules_that_were_named() {
    let mut vm = tiny();
    vm.memory.set_u64(4104, 21);
    assert_eq!(call(&mut vm, 1, 4096), 42);
    let bridge = vm.bridge.clone().unwrap();
    assert!(bridge.recycle(&vm.mapping, [&vm.module]).unwrap());
    assert_eq!(call(&mut vm, 1, 4096), 42);
    assert_eq!((call(&mut vm, 2, 5), call(&mut vm, 0, 6), vm.calls), (5, 6, 2));
    assert!(bridge.recycle(&vm.mapping, []).unwrap());
    // The helper in slot 0 is there still; what no module fills is empty.
    assert_eq!(call(&mut vm, 0, 7), 7);
    let gone = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| call(&mut vm, 1, 4096)));
    assert!(gone.is_err_and(|payload| payload.is::<mimeo_host::bridge::CompiledCodeFailed>()));
}

#[test]
fn memory_is_shared() {
    let mut vm = tiny();
    vm.memory.set_u64(0x1008, 21);
    assert_eq!(call(&mut vm, 1, 0x1000), 42);
    // The last word of the 4 GiB, and one across its end.
    vm.memory.set_u64(u32::MAX - 7, 5);
    assert_eq!(call(&mut vm, 1, u32::MAX - 15), 10);
    assert_eq!(call(&mut vm, 1, u32::MAX), 0);
}

#[test]
fn helpers_get_the_vm() {
    let mut vm = tiny();
    assert_eq!(call(&mut vm, 2, 77), 77);
    assert_eq!(vm.calls, 1);
}

#[test]
fn helpers_call_compiled_code() {
    let mut vm = tiny();
    vm.memory.set_u64(0x1000, 1);
    vm.memory.set_u64(0x1008, 4);
    assert_eq!(call(&mut vm, 3, 0x1000), 9);
    vm.memory.set_u64(0x1000, 1000);
    assert_eq!(call(&mut vm, 9, 0x1000), 1099);
    assert_eq!(vm.calls, 1001);
}

#[test]
fn failures_are_panics_and_leave_the_bridge_usable() {
    let mut vm = tiny();
    for slot in [7, 8, 500] {
        let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| call(&mut vm, slot, 0x1000)));
        assert!(failed.is_err());
        assert_eq!(call(&mut vm, 6, 0), 7);
    }
}

#[test]
fn too_little_stack_is_told() {
    let mut vm = tiny();
    let bridge = vm.bridge.clone().unwrap();
    bridge.set_stack_floor(usize::MAX);
    assert!(matches!(bridge.call(&mut vm, 6, 0), Entered::NoRoom));
}

/// What the ways in and out cost. Run by hand: `cargo test --release -p mimeo-host --test bridge -- --ignored --nocapture`.
#[test]
#[ignore = "prints measurements"]
fn costs() {
    let mut vm = tiny();
    const N: u64 = 20_000_000;
    let per = |start: Instant| start.elapsed().as_secs_f64() * 1e9 / N as f64;
    let start = Instant::now();
    for _ in 0..N {
        call(&mut vm, 6, 0);
    }
    println!("host calls wasm: {:.1} ns", per(start));
    vm.memory.set_u64(0x1000, N);
    let start = Instant::now();
    call(&mut vm, 4, 0x1000);
    println!("wasm calls a helper: {:.1} ns", per(start));
    let start = Instant::now();
    call(&mut vm, 5, 0x1000);
    println!("wasm calls wasm through the table: {:.1} ns", per(start));
    vm.memory.set_u64(0x1000, N);
}
