//! Statistics as a table and as JSON, from one declaration.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use mimeo::heap::layout::Code;
use mimeo::heap::statics::{EMPTY_STR, STATE};
use mimeo::jit::refusal::Reason;
use mimeo::vm::Vm;

/// What `--stats` shows. Times are in microseconds, sizes in bytes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Statistics {
    /// Instructions that the interpreter executed.
    pub interpreted: u64,
    /// Instructions that compiled code left to the interpreter one by one.
    pub stepped: u64,
    /// Back-edges and calls: the clock by which a run is halved below.
    pub ticks: u64,
    /// Of `interpreted`, those in the second half of the run.
    pub interpreted_late: u64,
    /// Of `stepped`, those in the second half of the run.
    pub stepped_late: u64,
    /// Functions and loops handed to the compiler.
    pub compiled: u64,
    /// Modules that they were put into: what becomes hot while the compiler is busy shares one.
    pub modules: u64,
    /// Of the modules, those that were found in the code cache.
    pub cached: u64,
    /// Of `compiled`, installed.
    pub installed: u64,
    /// Generators among them that were installed.
    pub generators: u64,
    /// Functions compiled anew because an assumption failed too often.
    pub recompiled: u64,
    /// Times that the wasm store was replaced because many of its modules were out of use ...
    pub recycled: u64,
    /// ... and modules that went with the old ones.
    pub dropped: u64,
    pub wasm_bytes: u64,
    pub native_bytes: u64,
    /// From bytecode to wasm.
    pub splice_us: u64,
    /// In wasmtime, on the compile thread.
    pub compile_us: u64,
    /// Instantiating.
    pub install_us: u64,
    /// Why code was not compiled, and how often.
    pub refused: BTreeMap<String, u64>,
    /// Exits from compiled code: reason and place, and how often.
    pub exits: BTreeMap<String, u64>,
    /// Instructions that compiled code left to the interpreter one by one, by name.
    pub steps: BTreeMap<String, u64>,
    pub collections: u64,
    /// Bytes of blocks and large cells in use at the end.
    pub heap_bytes: u64,
}

impl Statistics {
    /// Reads them off a sandbox.
    pub fn of(vm: &Vm) -> Statistics {
        let jit = &vm.jit.stats;
        let mut exits = BTreeMap::new();
        for site in vm.jit.sites.iter().filter(|site| site.count > 0) {
            let name = vm.str_to_string(Code(site.code).qualname(&vm.heap).unwrap_or(EMPTY_STR));
            let (instruction, way) = match site.reason {
                Reason::Instruction(instruction) => (instruction, ""),
                Reason::IntoLoop(instruction) => (instruction, " (into a loop)"),
            };
            *exits.entry(format!("{instruction} in {name}, offset {}{way}", site.offset)).or_default() +=
                site.count;
        }
        let (now, late) = vm.executed();
        Statistics {
            interpreted: now.interpreted,
            stepped: now.stepped,
            ticks: now.ticks,
            interpreted_late: late.interpreted,
            stepped_late: late.stepped,
            compiled: jit.compiled,
            modules: jit.modules,
            cached: jit.cached,
            installed: jit.installed,
            generators: jit.generators,
            recompiled: jit.recompiled,
            recycled: jit.recycled,
            dropped: jit.dropped,
            wasm_bytes: jit.wasm_bytes,
            native_bytes: jit.native_bytes,
            splice_us: jit.splice_micros,
            compile_us: jit.compile_micros,
            install_us: jit.install_micros,
            refused: jit.refused.iter().map(|(why, count)| (why.to_string(), *count)).collect(),
            exits,
            steps: jit.steps_by_name().into_iter().map(|(name, count)| (name.to_string(), count)).collect(),
            collections: STATE.collections(&vm.heap),
            heap_bytes: vm.heap.bounds.used,
        }
    }

    /// One JSON object and a line end.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}")) + "\n"
    }

    /// A table: the same names as in JSON, one a line; what was counted by name below its heading.
    pub fn text(&self) -> String {
        let mut out = String::from("statistics\n");
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(self) else { return out };
        for (name, value) in &fields {
            match value {
                serde_json::Value::Object(counts) => {
                    let _ = writeln!(out, "  {name:14}{:>14}", counts.len());
                    let mut counts: Vec<_> =
                        counts.iter().map(|(name, n)| (n.as_u64().unwrap_or(0), name)).collect();
                    counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
                    for (count, name) in counts {
                        let _ = writeln!(out, "    {count:>12}  {name}");
                    }
                }
                value => {
                    let _ = writeln!(out, "  {name:14}{:>14}", value.to_string());
                }
            }
        }
        out
    }
}
