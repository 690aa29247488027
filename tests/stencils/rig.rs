//! Compiles a stencil between a prologue that loads its inputs from memory and an epilogue that stores its results, and
//! runs it on a VM.

use std::rc::Rc;

use mimeo::heap::layout::Dict;
use mimeo::heap::statics::{self, STATE};
use mimeo::heap::{Memory, Value};
use mimeo::jit::Mode;
use mimeo::jit::host::{JitHost, ModuleBytes};
use mimeo::jit::ir::{Block, Body, Exit, Item, Leave, Terminator, Uop};
use mimeo::jit::stencil::{STENCILS, StencilId, Ty, patch_signed, uop};
use mimeo::jit::{module, splice};
use mimeo::objects::{dict, module as modules};
use mimeo::vm::{Options, Vm};
use mimeo_host::compile::SharedEngine;
use mimeo_host::region::Mapping;
use mimeo_host::wasm::WasmHost;

/// Where the inputs lie: the end of the frame stack, which no frame reaches here.
pub const INPUTS: u32 = statics::FRAME_STACK_END - 0x1000;
/// Where the results go.
const RESULTS: u32 = 0x100;
/// Room for frames that tests make by hand.
pub const SCRATCH: u32 = statics::FRAME_STACK_END - 0x8000;

const LEFT: u64 = statics::RESUME_INTERPRETER;
const RAISED: u64 = statics::RAISE_IN_INTERPRETER;
const PROLOGUE: u64 = 0x5EED_0001_5EED_0001;
const EPILOGUE: u64 = 0x5EED_0002_5EED_0002;

/// What running a stencil came to. Results are bits: an i32's in the low half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Values(Vec<u64>),
    /// It took its exit.
    Exit,
    /// It went where exceptions go.
    Raise,
}

/// One result.
pub fn is(bits: u64) -> Outcome {
    Outcome::Values(vec![bits])
}

/// A float result: NaNs are all one.
pub fn is_float(x: f64) -> Outcome {
    is(if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() })
}

/// No result.
pub fn nothing() -> Outcome {
    Outcome::Values(vec![])
}

/// A stencil with its immediates, compiled: the table slot.
#[derive(Clone, Copy)]
pub struct Made(u32);

pub struct Rig {
    pub vm: Vm,
    host: Rc<WasmHost>,
    next_slot: u32,
    stencil: StencilId,
    /// Cases run of this stencil.
    pub cases: u32,
}

/// Runs `body` on a thread with a VM's stack.
pub fn on_a_vm_thread<T: Send>(body: impl FnOnce(usize) -> T + Send) -> T {
    mimeo_host::stack::run(body).unwrap().unwrap()
}

impl Rig {
    pub fn new(stack_end: usize) -> Rig {
        let mapping = Mapping::new().unwrap();
        let io = Box::new(mimeo::vm::io::Captured::default());
        let mut vm = Vm::new(Memory::new(Box::new(mapping.clone())), Options::default(), io).unwrap();
        vm.jit.set_mode(Mode::Off);
        let host = Rc::new(WasmHost::new(SharedEngine::default(), mapping, stack_end, false));
        vm.jit.host = Some(host.clone());
        Rig { vm, host, next_slot: 1, stencil: StencilId(0), cases: 0 }
    }

    /// Goes on to the stencil `name`.
    pub fn start(&mut self, name: &str) {
        let id = STENCILS.iter().position(|s| s.name == name);
        self.stencil = StencilId(id.unwrap_or_else(|| panic!("no stencil is called {name}")) as u16);
        self.cases = 0;
        STATE.set_pending(&mut self.vm.heap, None);
        STATE.set_frame(&mut self.vm.heap, 0);
    }

    /// The stencil's name.
    pub fn name(&self) -> &'static str {
        self.stencil.get().name
    }

    /// Compiles the stencil with these immediates.
    pub fn make(&mut self, imms: &[u64]) -> Made {
        let stencil = self.stencil.get();
        let mut body = Body::default();
        let ins: Vec<u32> = stencil.params.iter().map(|ty| body.local(*ty)).collect();
        let outs: Vec<u32> = stencil.results.iter().map(|ty| body.local(*ty)).collect();
        let (mark, done) = (body.local(Ty::I64), body.local(Ty::I64));
        let constant = |value, out| {
            let (imms, outs) = (vec![value], vec![out]);
            let (exit, raise) = (None, None);
            Item::Uop(Uop { id: uop::CONST_WORD, ins: vec![], outs, imms, exit, raise })
        };
        let (exit, raise) = (Some(0), Some(Leave::Exit(1)));
        let tested =
            Uop { id: self.stencil, ins: ins.clone(), outs: outs.clone(), imms: imms.into(), exit, raise };
        let items =
            vec![constant(PROLOGUE, mark), Item::Uop(tested), constant(EPILOGUE, mark), constant(32, done)];
        body.exits = vec![Exit { items: vec![], result: LEFT }, Exit { items: vec![], result: RAISED }];
        body.blocks = vec![Block::new(items, Terminator::Return(done))];
        let mut function = splice::splice(&body).unwrap();

        let access = |opcode: [u8; 3], ty: Ty| match ty {
            Ty::I32 => opcode[0],
            Ty::I64 => opcode[1],
            Ty::F64 => opcode[2],
        };
        let mut prologue = Vec::new();
        for (i, (local, ty)) in ins.iter().zip(stencil.params).enumerate() {
            prologue.extend([0x20, 0, access([0x28, 0x29, 0x2B], *ty), 0]);
            unsigned(&mut prologue, i as u32 * 8);
            prologue.push(0x21);
            unsigned(&mut prologue, *local);
        }
        let mut epilogue = Vec::new();
        for (i, (local, ty)) in outs.iter().zip(stencil.results).enumerate() {
            epilogue.extend([0x20, 0, 0x20]);
            unsigned(&mut epilogue, *local);
            epilogue.extend([access([0x36, 0x37, 0x39], *ty), 0]);
            unsigned(&mut epilogue, RESULTS + i as u32 * 8);
        }
        insert(&mut function, EPILOGUE, &epilogue);
        insert(&mut function, PROLOGUE, &prologue);

        let slot = self.next_slot;
        let functions = vec![(slot, function)];
        self.install(functions);
        Made(slot)
    }

    /// Installs a function that returns the word at 16 behind its frame: its slot.
    pub fn install_answering(&mut self) -> u32 {
        let slot = self.next_slot;
        self.install(vec![(slot, answering())]);
        slot
    }

    fn install(&mut self, functions: Vec<(u32, splice::Function)>) {
        let slots: Vec<u32> = functions.iter().map(|(slot, _)| *slot).collect();
        let id = self.next_slot;
        self.next_slot += slots.len() as u32;
        let wasm = module::build(functions, Vec::new()).unwrap();
        wasmparser::validate(&wasm).unwrap();
        self.host.compile(ModuleBytes { id, wasm, slots });
        let installed = self.host.install(true).unwrap();
        installed.native_bytes.unwrap();
    }

    /// Runs it with these inputs (an i32's in the low half, a float's bits).
    pub fn run(&mut self, made: Made, inputs: &[u64]) -> Outcome {
        let stencil = self.stencil.get();
        assert_eq!(inputs.len(), stencil.params.len(), "{}", stencil.name);
        self.cases += 1;
        let m = &mut self.vm.heap;
        for (i, input) in inputs.iter().enumerate() {
            m.set_u64(INPUTS + i as u32 * 8, *input);
        }
        m.zero(INPUTS + RESULTS, 64);
        match self.host.call(&mut self.vm, made.0, INPUTS) {
            LEFT => Outcome::Exit,
            RAISED => Outcome::Raise,
            32 => Outcome::Values(
                stencil
                    .results
                    .iter()
                    .enumerate()
                    .map(|(i, ty)| {
                        let bits = self.vm.heap.u64(INPUTS + RESULTS + i as u32 * 8);
                        let nan = *ty == Ty::F64 && f64::from_bits(bits).is_nan();
                        if nan { f64::NAN.to_bits() } else { bits }
                    })
                    .collect(),
            ),
            other => panic!("{} returned {other}", stencil.name),
        }
    }

    /// Runs it and compares; `inputs` as the message should show them.
    #[track_caller]
    pub fn expect(&mut self, made: Made, inputs: &[u64], expected: Outcome, shown: impl std::fmt::Debug) {
        let got = self.run(made, inputs);
        assert_eq!(got, expected, "{} of {shown:?} (left: the stencil, right: the VM)", self.name());
    }

    /// Runs Python in a fresh namespace, which stays alive.
    pub fn python(&mut self, source: &str) -> Namespace {
        let namespace = dict::new(&mut self.vm).unwrap();
        self.vm.root(namespace.value());
        if modules::run_source(&mut self.vm, source, "test.py", namespace).is_err() {
            panic!("the test's program raised {}", self.pending());
        }
        Namespace(namespace)
    }

    /// The pending exception, taken: its class and message; "" if there is none.
    pub fn pending(&mut self) -> String {
        let Some(pending) = STATE.pending(&self.vm.heap) else { return String::new() };
        STATE.set_pending(&mut self.vm.heap, None);
        let class = self.vm.type_name(pending);
        let text = self.vm.str(pending).map(|text| self.vm.str_to_string(text));
        format!("{class}: {}", text.unwrap_or_default())
    }

    /// A float.
    pub fn float(&mut self, x: f64) -> Value {
        self.vm.new_float(x).unwrap()
    }

    /// A value's repr, for messages and comparison.
    pub fn repr(&mut self, value: Value) -> String {
        match self.vm.repr(value) {
            Ok(text) => self.vm.str_to_string(text),
            Err(_) => self.pending(),
        }
    }

    /// What `list(value)` is, as values.
    pub fn items(&mut self, value: Value) -> Vec<Value> {
        self.vm.collect_iter(value).unwrap()
    }
}

/// The globals that a program left.
#[derive(Clone, Copy)]
pub struct Namespace(pub Dict);

impl Namespace {
    #[track_caller]
    pub fn get(self, rig: &mut Rig, name: &str) -> Value {
        let key = rig.vm.intern(name).unwrap();
        dict::get_str(&rig.vm, self.0, key).unwrap_or_else(|| panic!("the program has no {name}"))
    }
}

fn answering() -> splice::Function {
    let mut body = Body::default();
    let value = body.local(Ty::I64);
    let load =
        Uop { id: uop::LOAD_SLOT, ins: vec![0], outs: vec![value], imms: vec![16], exit: None, raise: None };
    body.blocks = vec![Block::new(vec![Item::Uop(load)], Terminator::Return(value))];
    splice::splice(&body).unwrap()
}

/// Puts raw wasm in front of the constant `mark`.
fn insert(function: &mut splice::Function, mark: u64, raw: &[u8]) {
    let mut constant = [0; 11];
    constant[0] = 0x42;
    patch_signed(&mut constant[1..], mark as i64);
    let at = function.code.windows(11).position(|window| window == constant).expect("the mark");
    function.code.splice(at..at, raw.iter().copied());
    for (place, _) in &mut function.hints {
        if *place as usize >= at {
            *place += raw.len() as u32;
        }
    }
    for (place, _) in &mut function.calls {
        if *place >= at {
            *place += raw.len();
        }
    }
}

fn unsigned(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
