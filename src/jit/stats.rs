//! Counters of the JIT.

use std::collections::BTreeMap;

/// What the JIT did in one sandbox.
#[derive(Clone, Debug, Default)]
pub struct JitStats {
    /// Functions and loops that were handed to the host.
    pub compiled: u64,
    /// Functions and loops that were installed.
    pub installed: u64,
    /// Functions that were thrown away and are compiled anew, because an assumption failed too often.
    pub recompiled: u64,
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
    /// Exits taken; by place: `Jit::sites`.
    pub exits: u64,
    /// Code that was not compiled: reason and how often.
    pub refused: BTreeMap<String, u64>,
}

impl JitStats {
    pub(crate) fn refuse(&mut self, reason: String) {
        *self.refused.entry(reason).or_default() += 1;
    }
}
