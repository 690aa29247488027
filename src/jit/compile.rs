//! The driver: what to compile and when, and what becomes of it.

use std::time::Instant;

use super::host::{Installed, ModuleBytes};
use super::lower::{self, Denied, Own, Site, Unit};
use super::{
    Copies, Entry, EntryKind, FIRST_CALL, HANDLER_HEAT, LoopState, Mode, cfg, dump, module, splice, state,
};
use crate::bytecode::code_flags;
use crate::heap::layout::{Bytes, Code, Dict, Frame, Function, List, Tuple};
use crate::heap::statics::{RESUME_INTERPRETER, STATE};
use crate::heap::{Raised, Value};
use crate::objects::dict::find_str_entry;
use crate::ops::{self, op};
use crate::vm::Vm;

/// Exits at one place before its assumption is given up and the code compiled anew.
const MOST_EXITS: u64 = 40;
/// Exits at which an assumption goes with another of the same code.
const FEW_EXITS: u64 = 4;
/// Times that a code object is compiled anew.
const MOST_RECOMPILATIONS: u32 = 10;
/// Compilations in which a code object's blocks that never ran are left out.
const MOST_PRUNED: u32 = 3;
/// Calls after which code is compiled anew; doubled each time.
const REHEAT: u32 = 30;

/// Names whose presence means that the code may look at its own locals.
const FRAME_READERS: [&str; 7] = ["locals", "vars", "dir", "eval", "exec", "_getframe", "currentframe"];

impl Vm {
    /// Installs compiled code that is ready. Only at a safepoint.
    pub fn install_compiled(&mut self) {
        let Some(host) = self.jit.host.clone() else { return };
        while let Some(installed) = host.install(false) {
            self.installed(installed);
        }
    }

    fn installed(&mut self, installed: Installed) {
        let entries = self.jit.pending.remove(&installed.id).unwrap_or_default();
        let stats = &mut self.jit.stats;
        stats.compile_micros += installed.compile_us;
        stats.install_micros += installed.install_us;
        match installed.native_bytes {
            Ok(bytes) => {
                stats.native_bytes += bytes;
                for entry in entries {
                    self.install_entry(entry);
                }
            }
            Err(reason) => stats.refuse(format!("the engine refused the module: {reason}")),
        }
    }

    fn install_entry(&mut self, entry: Entry) {
        let code = Code(entry.code);
        if code.id(&self.heap) != entry.code_id {
            return;
        }
        match entry.kind {
            EntryKind::Function => {
                code.set_slot(&mut self.heap, entry.slot);
                code.set_jit_state(&mut self.heap, state::INSTALLED);
            }
            EntryKind::Generator => {
                code.set_resume_slot(&mut self.heap, entry.slot);
                code.set_jit_state(&mut self.heap, state::INSTALLED);
                self.jit.stats.generators += 1;
            }
            EntryKind::Loop { jump } => {
                self.jit.loops.insert((entry.code_id, jump), LoopState::Installed(entry.slot));
                self.heat_loop(code, jump);
            }
        }
        self.jit.stats.installed += 1;
    }

    /// Makes the next back-edge of a loop ask for its compiled entry.
    fn heat_loop(&mut self, code: Code, jump: u32) {
        let at = code.bytecode(&self.heap).wrapping_add(jump + 2);
        let heat = self.jit.loop_heat().saturating_sub(1).min(u16::MAX as u32);
        self.heap.set_u16(at, heat as u16);
    }

    /// Asks for a function whose `heat` has run out to be compiled. `frame` is its newest frame, just started.
    #[cold]
    pub fn jit_hot_call(&mut self, code: Code, frame: Frame) {
        if code.jit_state(&self.heap) != state::COLD {
            return;
        }
        let func = Function(frame.func(&self.heap));
        code.set_jit_state(&mut self.heap, state::QUEUED);
        let generator = code.flags(&self.heap) & code_flags::GENERATOR != 0;
        let kind = if generator { EntryKind::Generator } else { EntryKind::Function };
        if !self.compile_unit(code, func, 0, kind) {
            code.set_jit_state(&mut self.heap, state::REFUSED);
        }
    }

    /// Compiles the function or generator whose frame is about to run for the first time, and calls the code: what stands in
    /// [`FIRST_CALL`]. The word that the code returns; where there is none, the one that leaves the frame to the
    /// interpreter.
    #[cold]
    pub(crate) fn first_call(&mut self, frame: u32) -> u64 {
        let code = Code(Frame(frame).code(&self.heap));
        code.set_slot(&mut self.heap, 0);
        code.set_resume_slot(&mut self.heap, 0);
        self.jit_hot_call(code, Frame(frame));
        let generator = code.flags(&self.heap) & code_flags::GENERATOR != 0;
        match if generator { code.resume_slot(&self.heap) } else { code.slot(&self.heap) } {
            0 => RESUME_INTERPRETER,
            slot => self.call_compiled(slot, frame),
        }
    }

    /// Asks for a loop whose back-edge (the `JUMP_BACKWARD` at byte offset `jump`) has run hot. `frame` is complete and
    /// stands at the loop's header. If the loop is compiled: the table slot to go on in.
    #[cold]
    pub fn jit_hot_loop(&mut self, frame: Frame, jump: u32) -> Option<u32> {
        let code = Code(frame.code(&self.heap));
        let key = (code.id(&self.heap), jump);
        if let Some(known) = self.jit.loops.get(&key).copied() {
            return self.loop_slot(code, jump, known);
        }
        let header = frame.instr(&self.heap).wrapping_sub(code.bytecode(&self.heap));
        let func = Function(frame.func(&self.heap));
        self.jit.loops.insert(key, LoopState::Queued);
        if !self.compile_unit(code, func, header, EntryKind::Loop { jump }) {
            self.jit.loops.insert(key, LoopState::Refused);
        }
        let known = self.jit.loops.get(&key).copied()?;
        self.loop_slot(code, jump, known)
    }

    fn loop_slot(&mut self, code: Code, jump: u32, known: LoopState) -> Option<u32> {
        let LoopState::Installed(slot) = known else { return None };
        // If the compiled loop is left before its end, the next back-edge enters it again.
        self.heat_loop(code, jump);
        Some(slot)
    }

    /// Compiles a unit and hands it to the host; whether it could be.
    fn compile_unit(&mut self, code: Code, func: Function, entry: u32, kind: EntryKind) -> bool {
        let Some(host) = self.jit.host.clone() else { return false };
        if self.jit.mode == Mode::Off {
            return false;
        }
        let start = Instant::now();
        let slot = self.jit.next_slot;
        let made = self.make_module(Unit { code, func, entry, generator: false, params: None }, slot);
        self.jit.stats.splice_micros += start.elapsed().as_micros() as u64;
        let wasm = match made {
            Ok(wasm) => wasm,
            Err(reason) => {
                let name = self.code_name(code);
                if let Some(dumps) = &mut self.jit.dumps {
                    dumps.refused.push((name, reason.clone()));
                }
                self.jit.stats.refuse(reason);
                return false;
            }
        };
        self.jit.next_slot += 1;
        let id = self.jit.next_module;
        self.jit.next_module += 1;
        self.jit.stats.compiled += 1;
        self.jit.stats.wasm_bytes += wasm.len() as u64;
        let entry = Entry { slot, code: code.0, code_id: code.id(&self.heap), kind };
        self.jit.pending.insert(id, vec![entry]);
        host.compile(ModuleBytes { id, wasm, slots: vec![slot] });
        // From now on the world is looked at more often.
        crate::heap::request(&mut self.heap, crate::heap::REQUEST_INSTALL);
        if self.jit.waits() {
            while self.jit.pending.contains_key(&id) {
                match host.install(true) {
                    Some(installed) => self.installed(installed),
                    None => break,
                }
            }
        }
        true
    }

    fn make_module(&mut self, unit: Unit, slot: u32) -> Result<Vec<u8>, String> {
        if slot >= FIRST_CALL {
            return Err("the function table is full".into());
        }
        let mut made =
            Made { own: Own::default(), sites: Vec::new(), objects: Vec::new(), uops: String::new() };
        let entry = self.make_function(unit, unit.code, &mut made)?;
        let mut own = Vec::new();
        while let Some(unit_of_own) = made.own.units.get(own.len()).copied() {
            if self.jit.dumps.is_some() {
                let name = self.code_name(unit_of_own.code);
                made.uops += &format!("own function {}: {name}\n", own.len());
            }
            own.push(self.make_function(unit_of_own, unit.code, &mut made)?);
        }
        let wasm = module::build(vec![(slot, entry)], own)?;
        if self.jit.dumps.is_some() {
            let name = self.code_name(unit.code);
            let dump = dump::Dump { name, slot, entry: unit.entry, uops: made.uops, wasm: wasm.clone() };
            self.jit.dumps.get_or_insert_default().compiled.push(dump);
        }
        for object in made.objects {
            if self.keep_alive(object).is_err() {
                self.take_pending();
                return Err("no memory".into());
            }
        }
        let own = made.own.units.iter().map(|unit| unit.code);
        let codes = own.chain(made.own.inlined.codes.iter().copied());
        let copies = codes.map(|code| (code, code.given_up(&self.heap))).collect();
        let first_site = self.jit.sites.len() as u32;
        self.jit.copies.push(Copies { first_site, slot, copies });
        self.jit.sites.extend(made.sites);
        Ok(wasm)
    }

    /// Makes one function of a module that is compiled for the code object `host`.
    fn make_function(
        &mut self,
        mut unit: Unit,
        host: Code,
        made: &mut Made,
    ) -> Result<splice::Function, String> {
        let code = unit.code;
        let flags = code.flags(&self.heap);
        if flags & (code_flags::COROUTINE | code_flags::ASYNC_GENERATOR) != 0 {
            return Err("a coroutine".into());
        }
        unit.generator = flags & code_flags::GENERATOR != 0;
        let entry = match unit.entry {
            0 if unit.generator => cfg::Entry::Generator,
            offset => cfg::Entry::At(offset),
        };
        let cfg = self.control_flow(code, unit.func, entry)?;
        let id = code.id(&self.heap);
        let denied = self.jit.denied.get(&id).map_or(Denied::default(), |(denied, _)| denied.clone());
        let first_site = self.jit.sites.len() + made.sites.len();
        let lowered = lower::lower(self, unit, host, &cfg, &denied, first_site, &mut made.own)?;
        if self.jit.dumps.is_some() {
            made.uops += &dump::text(&lowered.body);
        }
        made.objects.extend([code.0, unit.func.0]);
        made.objects.extend(lowered.objects);
        made.sites.extend(lowered.sites);
        splice::splice(&lowered.body)
    }

    /// The control flow of a code object as it is to be compiled.
    pub(super) fn control_flow(
        &mut self,
        code: Code,
        func: Function,
        entry: cfg::Entry,
    ) -> Result<cfg::Cfg, String> {
        let heap = &self.heap;
        let bytecode = heap.bytes(code.bytecode(heap), code.bytecode_len(heap)).to_vec();
        let keep_locals = self.reads_frames(code) || self.lacks_globals(func, code, &bytecode);
        let heap = &self.heap;
        let table = Bytes(code.exceptiontable(heap));
        let exception_table = heap.bytes(table.0.wrapping_add(Bytes::SIZE), table.len(heap)).to_vec();
        let id = code.id(heap);
        let source = cfg::Source {
            bytecode: &bytecode,
            exception_table: &exception_table,
            nlocals: code.nlocalsplus(heap) as usize,
            keep_locals,
            prunes: self.jit.mode == Mode::Auto
                && self.jit.denied.get(&id).is_none_or(|(_, times)| *times < MOST_PRUNED),
            takes_handler: &|handler| self.takes_handler(id, handler),
        };
        let cfg = cfg::build(&source, entry)?;
        self.jit.compiled_handlers.extend(cfg.handlers().map(|handler| (id, handler)));
        Ok(cfg)
    }

    /// Whether the handler at a byte offset is hot enough to be compiled.
    fn takes_handler(&self, id: u32, handler: u32) -> bool {
        let caught = self.jit.handlers.get(&(id, handler)).copied().unwrap_or(0);
        self.jit.mode != Mode::Auto || caught >= HANDLER_HEAT
    }

    /// Counts an exception that reached a handler in the interpreter. When the handler has become hot, code that was
    /// compiled without it is compiled anew.
    pub(crate) fn count_caught(&mut self, code: Code, handler: u32) {
        if self.jit.mode != Mode::Auto {
            return;
        }
        let id = code.id(&self.heap);
        let count = self.jit.handlers.entry((id, handler)).or_default();
        *count = count.saturating_add(1);
        // Code that is being compiled when the handler becomes hot is asked again at the next multiple.
        if count.is_multiple_of(HANDLER_HEAT) && !self.jit.compiled_handlers.contains(&(id, handler)) {
            self.compile_anew(code, id);
        }
    }

    /// Gives up what was compiled of a code object, so that it is compiled anew; unless that happened too often.
    fn compile_anew(&mut self, code: Code, id: u32) {
        let compiled = code.jit_state(&self.heap) == state::INSTALLED
            || self.jit.loops.keys().any(|(loop_id, _)| *loop_id == id);
        let (_, times) = self.jit.denied.entry(id).or_default();
        if !compiled || *times >= MOST_RECOMPILATIONS {
            return;
        }
        *times += 1;
        self.drop_compiled(code, id);
    }

    /// Takes compiled code of a code object out of use.
    fn drop_compiled(&mut self, code: Code, id: u32) {
        let times = self.jit.denied.get(&id).map_or(0, |(_, times)| *times);
        let heat = REHEAT << times.min(8);
        self.jit.stats.recompiled += 1;
        if code.jit_state(&self.heap) == state::INSTALLED {
            code.set_slot(&mut self.heap, 0);
            code.set_resume_slot(&mut self.heap, 0);
            code.set_jit_state(&mut self.heap, state::COLD);
            code.set_heat(&mut self.heap, heat);
        }
        self.jit.loops.retain(|(loop_id, _), _| *loop_id != id);
    }

    fn reads_frames(&self, code: Code) -> bool {
        let names = Tuple(code.names(&self.heap));
        (0..names.len(&self.heap)).any(|i| {
            let name = names.item(self, i);
            FRAME_READERS.iter().any(|reader| self.str_is(name, reader))
        })
    }

    /// Whether a global that the code names is nowhere: what a NameError suggests it takes from the locals.
    fn lacks_globals(&mut self, func: Function, code: Code, bytecode: &[u8]) -> bool {
        let names = Tuple(code.names(&self.heap));
        let spaces = [func.globals(&self.heap), func.builtins(&self.heap)];
        let (mut at, mut arg) = (0, 0u32);
        while let Some(&[opcode, low]) = bytecode.get(at..at + 2) {
            arg = arg << 8 | u32::from(low);
            at += 2 + 2 * ops::caches(ops::deopt(opcode));
            if opcode == op::EXTENDED_ARG {
                continue;
            }
            if ops::deopt(opcode) == op::LOAD_GLOBAL && arg >> 1 < names.len(&self.heap) {
                let name = names.item(self, arg >> 1);
                if !spaces.iter().any(|dict| *dict != 0 && find_str_entry(self, Dict(*dict), name).is_some())
                {
                    return true;
                }
            }
            arg = 0;
        }
        false
    }

    pub(super) fn code_name(&self, code: Code) -> String {
        code.qualname(&self.heap).map_or_else(String::new, |name| self.str_to_string(name))
    }

    /// Keeps an object alive that compiled code names: through a list that the collector traces.
    fn keep_alive(&mut self, object: u32) -> Result<(), Raised> {
        let mut keep = STATE.keep(&self.heap);
        if keep == 0 {
            keep = self.new_list(&[])?.offset();
            STATE.set_keep(&mut self.heap, keep);
        }
        crate::objects::list::push(self, List(keep), Value::object(object))
    }

    /// Counts the exit that compiled code has just taken. Where the same assumption fails again and again, it is given
    /// up: the code goes back to the interpreter and is compiled anew without it.
    pub(crate) fn count_exit(&mut self) {
        let Some(number) = STATE.exit_site(&self.heap).checked_sub(1) else { return };
        STATE.set_exit_site(&mut self.heap, 0);
        self.jit.stats.exits += 1;
        let Some(site) = self.jit.sites.get_mut(number as usize) else { return };
        site.count += 1;
        let (host, host_id) = (site.host, site.host_id);
        if let Some(slot) = self.stale_module(number) {
            let in_use = host.slot(&self.heap) == slot
                || self.jit.loops.values().any(|state| *state == LoopState::Installed(slot));
            if in_use && host.id(&self.heap) == host_id {
                self.drop_compiled(host, host_id);
            }
            return;
        }
        let Some(site) = self.jit.sites.get(number as usize) else { return };
        if site.count % MOST_EXITS != 0 {
            return;
        }
        let site = site.clone();
        let (denied, times) = self.jit.denied.entry(site.code_id).or_default();
        let set = if site.header { &mut denied.headers } else { &mut denied.instrs };
        let new = set.insert(site.offset);
        if new && *times >= MOST_RECOMPILATIONS || !new && site.denied == denied.count() {
            // Compiled too often; or it was given up before this was compiled: an exit for good.
            return;
        }
        // What is on its way to fail as often is given up in the same go.
        for other in self.jit.sites.iter().filter(|s| s.code_id == site.code_id && s.count >= FEW_EXITS) {
            let set = if other.header { &mut denied.headers } else { &mut denied.instrs };
            set.insert(other.offset);
        }
        if site.code_id != host_id {
            *times += 1;
        }
        let code = Code(site.code);
        if code.id(&self.heap) == site.code_id {
            let given_up = code.given_up(&self.heap).wrapping_add(1);
            code.set_given_up(&mut self.heap, given_up);
        }
        if host.id(&self.heap) == host_id {
            self.compile_anew(host, host_id);
        }
    }

    /// The slot of the module that an exit belongs to, if it has copies of code about which an assumption was given up
    /// since.
    fn stale_module(&self, site: u32) -> Option<u32> {
        let module = self.jit.copies.partition_point(|module| module.first_site <= site).checked_sub(1)?;
        let module = self.jit.copies.get(module)?;
        let stale = module.copies.iter().any(|(code, given_up)| code.given_up(&self.heap) != *given_up);
        stale.then_some(module.slot)
    }
}

/// What the functions of a module have in common while it is made.
struct Made {
    own: Own,
    sites: Vec<Site>,
    objects: Vec<u32>,
    uops: String,
}
