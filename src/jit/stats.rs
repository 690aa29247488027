//! Counters of the JIT.

use crate::jit::refusal::Refusal;
use std::collections::BTreeMap;

/// What the JIT did in one sandbox.
#[derive(Clone, Debug, Default)]
pub struct JitStats {
    /// Functions and loops that were handed to the host.
    pub compiled: u64,
    /// Modules that they were put into.
    pub modules: u64,
    /// Those of them that the host took from its cache.
    pub cached: u64,
    /// Functions and loops that were installed.
    pub installed: u64,
    /// Generators among them.
    pub generators: u64,
    /// Functions that were thrown away and are compiled anew, because an assumption failed too often.
    pub recompiled: u64,
    /// Times that the host gave up modules out of use (`JitHost::recycle`), and how many.
    pub recycled: u64,
    pub dropped: u64,
    /// Bytes of wasm made.
    pub wasm_bytes: u64,
    /// Bytes of native code that the host made of it.
    pub native_bytes: u64,
    /// Microseconds from bytecode to wasm, in all.
    pub splice_micros: u64,
    /// Microseconds that the host's compiler took.
    pub compile_micros: u64,
    /// Microseconds that instantiation took.
    pub install_micros: u64,
    /// Instructions that compiled code left to the interpreter one by one.
    pub steps: u64,
    /// The same by base opcode.
    pub steps_by_opcode: Vec<u64>,
    /// Exits taken; by place: `Jit::sites`.
    pub exits: u64,
    /// Code that was not compiled: reason and how often.
    pub refused: BTreeMap<Refusal, u64>,
}

impl JitStats {
    /// Steps by the name of the instruction, most frequent first.
    pub fn steps_by_name(&self) -> Vec<(&'static str, u64)> {
        let mut list: Vec<_> = self
            .steps_by_opcode
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(opcode, count)| (crate::ops::name(opcode as u16), *count))
            .collect();
        list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        list
    }

    pub(crate) fn count_step(&mut self, opcode: u8) {
        self.steps += 1;
        if self.steps_by_opcode.is_empty() {
            self.steps_by_opcode.resize(256, 0);
        }
        if let Some(count) = self.steps_by_opcode.get_mut(opcode as usize) {
            *count += 1;
        }
    }

    pub(crate) fn refuse(&mut self, reason: Refusal) {
        *self.refused.entry(reason).or_default() += 1;
    }
}
