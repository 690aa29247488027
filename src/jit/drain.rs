//! Natives that draw from a generator until it ends (`sum`, `any`, `all`, `list` and the like): what it yields is dealt with
//! in compiled code, which resumes it through the function table, as long as that takes nothing but a comparison, an
//! addition or a store. So there is no crossing between host and wasm for each item.
//!
//! The code is one stencil (`drain`), a module of its own, compiled when a native first draws from a compiled generator.

use super::host::{Installed, ModuleBytes};
use super::ir::{Block, Body, Exit, Item, Terminator, Uop};
use super::stencil::{Ty, uop};
use super::{FIRST_CALL, Mode, module, splice};
use crate::heap::layout::{Code, Frame, Generator, List};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Raised, Res, Value};
use crate::objects::generator::state;
use crate::vm::Vm;

/// What is done with an item without asking the native.
pub enum Drain<'a> {
    /// Nothing, if it is False.
    False,
    /// Nothing, if it is True.
    True,
    /// A small integer is added.
    Ints(&'a mut i64),
    /// A float is added as `compensated_add` does: the sum, and what it lost.
    Floats(&'a mut f64, &'a mut f64),
    /// It is appended, if the list has room.
    List(List),
}

/// What has become of the code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrainCode {
    #[default]
    None,
    /// The module that has it, and its slot.
    Queued(u32, u32),
    Installed(u32),
    Refused,
}

impl DrainCode {
    /// Its slot, once it is there.
    pub(super) fn slot(self) -> Option<u32> {
        match self {
            DrainCode::Installed(slot) => Some(slot),
            _ => None,
        }
    }
}

impl Vm {
    /// The next item of an iterator that `drain` cannot deal with; `None` when it is exhausted. The iterator is rooted.
    #[inline]
    pub fn next_beyond(&mut self, iterator: Value, drain: Drain) -> Res<Option<Value>> {
        if self.is_exact(iterator, Kind::GENERATOR)
            && let Some(result) = self.drain(Generator(iterator.offset()), drain)
        {
            return result;
        }
        self.next(iterator)
    }

    /// The same of a generator; `None` if the interpreter is to resume it.
    fn drain(&mut self, generator: Generator, drain: Drain) -> Option<Res<Option<Value>>> {
        let resume = Code(generator.code(&self.heap)).resume_slot(&self.heap);
        if resume == 0 || resume == FIRST_CALL || generator.state(&self.heap) != state::SUSPENDED {
            return None;
        }
        let DrainCode::Installed(slot) = self.jit.drain else {
            self.compile_drain();
            return None;
        };
        let caller = STATE.frame(&self.heap);
        if caller == 0 || Frame(caller).depth(&self.heap) >= STATE.recursion_limit(&self.heap) {
            return None;
        }
        let host = self.jit.host.clone()?;
        let (mode, sum, low) = match &drain {
            Drain::False => (0, 0, 0.0),
            Drain::True => (1, 0, 0.0),
            Drain::Ints(sum) => (2, **sum as u64, 0.0),
            Drain::Floats(sum, low) => (3, sum.to_bits(), **low),
            Drain::List(list) => (4, list.0 as u64, 0.0),
        };
        let top = crate::interp::frame_top(self, caller);
        generator.set_top(&mut self.heap, top);
        STATE.set_drain_mode(&mut self.heap, mode);
        STATE.set_drain_sum(&mut self.heap, sum);
        STATE.set_drain_low(&mut self.heap, low);
        let word = host.call(self, slot, generator.0);
        let (sum, low) = (STATE.drain_sum(&self.heap), STATE.drain_low(&self.heap));
        if word == statics::RESUME_INTERPRETER {
            // No room on the native stack: nothing has happened.
            return None;
        }
        match drain {
            Drain::Ints(total) => *total = sum as i64,
            Drain::Floats(total, lost) => (*total, *lost) = (f64::from_bits(sum), low),
            _ => {}
        }
        Some(match word {
            0 => Err(Raised),
            statics::RAISE_IN_INTERPRETER => Ok(None),
            word => Ok(Value::from_word(word)),
        })
    }

    /// Hands the code to the host.
    #[cold]
    fn compile_drain(&mut self) {
        let Some(host) = self.jit.host.clone() else { return };
        if self.jit.drain != DrainCode::None || self.jit.mode == Mode::Off {
            return;
        }
        let Some(slot) = self.jit.take_slot(0, 0) else { return };
        let made =
            splice::splice(&body()).and_then(|function| module::build(vec![(slot, function)], Vec::new()));
        let wasm = match made {
            Ok(wasm) => wasm,
            Err(reason) => {
                self.jit.drain = DrainCode::Refused;
                return self.jit.stats.refuse(reason);
            }
        };
        let id = self.jit.next_module;
        self.jit.drain = DrainCode::Queued(id, slot);
        self.jit.next_module += 1;
        // It is of no code object.
        self.jit.pending.insert(id, Vec::new());
        host.compile(ModuleBytes { id, wasm, slots: vec![slot] });
        self.wait_for(&*host, id);
    }

    /// Takes note of the code; whether this module was it.
    pub(super) fn drain_installed(&mut self, installed: &Installed) -> bool {
        let DrainCode::Queued(id, slot) = self.jit.drain else { return false };
        if id != installed.id {
            return false;
        }
        self.jit.drain = match installed.native_bytes {
            Ok(_) => {
                self.jit.instances += 1;
                DrainCode::Installed(slot)
            }
            Err(_) => DrainCode::Refused,
        };
        true
    }
}

/// The function: the one stencil.
fn body() -> Body {
    let mut body = Body::default();
    let word = body.local(Ty::I64);
    // The frame that a compiled function is called with is the generator here.
    let generator = super::ir::FRAME;
    let drain =
        Uop { id: uop::DRAIN, ins: vec![generator], outs: vec![word], imms: vec![], exit: None, raise: None };
    body.blocks = vec![Block::new(vec![Item::Uop(drain)], Terminator::Return(word))];
    body.exits = Vec::<Exit>::new();
    body
}
