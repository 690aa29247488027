//! The driver: what to compile and when, and what becomes of it.

use crate::jit::refusal::{Reason, Refusal};
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::time::Instant;

use super::host::{Installed, JitHost, ModuleBytes};
use super::lower::{self, Denied, Own, Site, Unit};
use super::{
    Copies, Entry, EntryKind, FIRST_CALL, HANDLER_HEAT, LoopState, Mode, Request, cfg, dump, module, splice,
    state,
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
const MOST_RECOMPILATIONS: u32 = 24;
/// Compilations in which a code object's blocks that never ran are left out.
const MOST_PRUNED: u32 = 3;
/// Exits of a module beyond which no other function is added.
const MOST_SITES: usize = 1 << 15;
/// Entries of a module …
const MOST_ENTRIES: usize = 8;
/// … and bytes of wasm after which no other is added: what comes first in it has to wait for all.
const MOST_BYTES: usize = 16 << 10;
/// Calls after which code is compiled anew; doubled each time.
const REHEAT: u32 = 30;

/// Names whose presence means that the code may look at its own locals.
const FRAME_READERS: [&str; 7] = ["locals", "vars", "dir", "eval", "exec", "_getframe", "currentframe"];

impl Vm {
    /// Installs compiled code that is ready, and has compiled what has waited for it. Only at a safepoint.
    pub fn install_compiled(&mut self) {
        let Some(host) = self.jit.host.clone() else { return };
        while let Some(installed) = host.install(false) {
            self.installed(&*host, installed);
        }
        self.compile_queue(&*host);
    }

    fn installed(&mut self, host: &dyn JitHost, installed: Installed) {
        let entries = self.jit.pending.remove(&installed.id).unwrap_or_default();
        if self.drain_installed(&installed) {
            return;
        }
        let stats = &mut self.jit.stats;
        stats.compile_micros += installed.compile_us;
        stats.install_micros += installed.install_us;
        stats.cached += installed.cached as u64;
        match installed.native_bytes {
            Ok(bytes) => {
                stats.native_bytes += bytes;
                for entry in entries {
                    self.install_entry(entry);
                }
                self.jit.instances += 1;
                if self.jit.instances >= self.jit.limits.modules {
                    self.look_for_stale_modules();
                }
            }
            // One of several may be to blame.
            Err(_) if entries.len() > 1 => {
                for entry in entries {
                    self.compile(host, &mut VecDeque::from([entry.request]));
                }
            }
            Err(reason) => {
                for entry in entries {
                    self.refuse(&entry.request, Some(Refusal::Engine(reason.clone())));
                }
            }
        }
    }

    /// The slots that something may still call.
    fn live_slots(&self) -> HashSet<u32> {
        let mut live: HashSet<u32> = HashSet::new();
        for state in self.jit.loops.values() {
            if let LoopState::Installed(slot) = state {
                live.insert(*slot);
            }
        }
        for (entry, _) in self.jit.copies.iter().flat_map(|module| &module.entries) {
            let code = entry.request.code;
            live.extend([code.slot(&self.heap), code.resume_slot(&self.heap)]);
        }
        live.extend(self.jit.drain.slot());
        live
    }

    /// Plans to have modules given up if enough are out of use.
    fn look_for_stale_modules(&mut self) {
        let live = self.live_slots();
        let in_use = |module: &&Copies| module.entries.iter().any(|(entry, _)| live.contains(&entry.slot));
        let in_use = self.jit.copies.iter().filter(in_use).count();
        if self.jit.instances.saturating_sub(in_use) >= self.jit.limits.stale {
            self.jit.recycles = true;
            self.heap.request(crate::heap::REQUEST_INSTALL);
        }
    }

    /// Has the host give up the modules that are out of use, unless compiled code is on the stack. Only at a safepoint.
    #[cold]
    pub fn recycle_compiled(&mut self) {
        let Some(host) = self.jit.host.clone() else { return };
        let live = self.live_slots();
        match host.recycle(&|slot| live.contains(&slot)) {
            Ok(None) => {}
            Ok(Some(left)) => {
                self.jit.stats.recycled += 1;
                self.jit.stats.dropped += self.jit.instances.saturating_sub(left) as u64;
                self.jit.instances = left;
                self.jit.recycles = false;
            }
            Err(reason) => {
                // All is as it was; the next module that is installed brings it here again.
                self.jit.stats.refuse(Refusal::Store(reason));
                self.jit.recycles = false;
            }
        }
    }

    fn install_entry(&mut self, entry: Entry) {
        let Request { code, code_id, kind, .. } = entry.request;
        if code.id(&self.heap) != code_id {
            return;
        }
        if self
            .jit
            .copies
            .iter()
            .flat_map(|module| &module.entries)
            .any(|of| of.0.slot == entry.slot && self.is_stale(of))
        {
            // An assumption was given up meanwhile.
            match kind {
                EntryKind::Function | EntryKind::Generator => {
                    code.set_jit_state(&mut self.heap, state::COLD);
                    code.set_heat(&mut self.heap, REHEAT);
                }
                EntryKind::Loop { jump } => {
                    self.jit.loops.remove(&(code_id, jump));
                }
            }
            return;
        }
        match kind {
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
                self.jit.loops.insert((code_id, jump), LoopState::Installed(entry.slot));
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
        code.set_jit_state(&mut self.heap, state::QUEUED);
        let generator = code.flags(&self.heap) & code_flags::GENERATOR != 0;
        let kind = if generator { EntryKind::Generator } else { EntryKind::Function };
        self.request(code, frame, 0, kind);
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
        self.jit.loops.insert(key, LoopState::Queued);
        self.request(code, frame, header, EntryKind::Loop { jump });
        let known = self.jit.loops.get(&key).copied()?;
        self.loop_slot(code, jump, known)
    }

    fn loop_slot(&mut self, code: Code, jump: u32, known: LoopState) -> Option<u32> {
        let LoopState::Installed(slot) = known else { return None };
        // If the compiled loop is left before its end, the next back-edge enters it again.
        self.heat_loop(code, jump);
        Some(slot)
    }

    /// Has something compiled: now, or with what else waits for the host when that has time. `frame` is complete and at the
    /// entry.
    fn request(&mut self, code: Code, frame: Frame, header: u32, kind: EntryKind) {
        let func = Function(frame.func(&self.heap));
        let namespace = frame.namespace(&self.heap);
        let in_module = namespace != 0 && namespace == func.globals(&self.heap);
        let code_id = code.id(&self.heap);
        let request = Request { code, code_id, func, header, in_module, kind };
        let Some(host) = self.jit.host.clone().filter(|_| self.jit.mode != Mode::Off) else {
            return self.refuse(&request, None);
        };
        if self.jit.waits() || self.jit.reproducible || host.pending() == 0 && self.jit.queue.is_empty() {
            return self.compile(&*host, &mut VecDeque::from([request]));
        }
        if self.keep(&[code.0, func.0]).is_ok() {
            self.jit.queue.push_back(request);
        } else {
            self.refuse(&request, Some(Refusal::NoMemory));
        }
    }

    /// Gives up what was asked for; the reason, if there is one, is for the statistics.
    fn refuse(&mut self, request: &Request, reason: Option<Refusal>) {
        match request.kind {
            EntryKind::Loop { jump } => {
                self.jit.loops.insert((request.code_id, jump), LoopState::Refused);
            }
            _ => request.code.set_jit_state(&mut self.heap, state::REFUSED),
        }
        let Some(reason) = reason else { return };
        let name = self.code_name(request.code);
        if let Some(dumps) = &mut self.jit.dumps {
            dumps.refused.push((name, reason.clone()));
        }
        self.jit.stats.refuse(reason);
    }

    /// Compiles what waits, as much as goes into one module, if the host has time.
    fn compile_queue(&mut self, host: &dyn JitHost) {
        while host.pending() == 0 && !self.jit.queue.is_empty() {
            let mut queue = std::mem::take(&mut self.jit.queue);
            self.compile(host, &mut queue);
            self.jit.queue = queue;
        }
    }

    /// Makes a module of what stands first in a queue and hands it to the host.
    fn compile(&mut self, host: &dyn JitHost, queue: &mut VecDeque<Request>) {
        let start = Instant::now();
        let made = self.make_module(queue);
        self.jit.stats.splice_micros += start.elapsed().as_micros() as u64;
        let Some((wasm, entries)) = made else { return };
        let id = self.jit.next_module;
        self.jit.next_module += 1;
        self.jit.stats.modules += 1;
        self.jit.stats.compiled += entries.len() as u64;
        self.jit.stats.wasm_bytes += wasm.len() as u64;
        let slots = entries.iter().map(|entry| entry.slot).collect();
        self.jit.pending.insert(id, entries);
        host.compile(ModuleBytes { id, wasm, slots });
        // From now on the world is looked at more often.
        self.heap.request(crate::heap::REQUEST_INSTALL);
        self.wait_for(host, id);
    }

    /// In the modes that wait for their code: until a module is installed.
    pub(super) fn wait_for(&mut self, host: &dyn JitHost, id: u32) {
        while self.jit.waits() && self.jit.pending.contains_key(&id) {
            match host.install(true) {
                Some(installed) => self.installed(host, installed),
                None => break,
            }
        }
    }

    /// Makes a module of the first requests in a queue, those that can be compiled, and takes them out.
    fn make_module(&mut self, queue: &mut VecDeque<Request>) -> Option<(Vec<u8>, Vec<Entry>)> {
        let mut made = Made::default();
        let mut bytes = 0;
        while made.entries.len() < MOST_ENTRIES
            && bytes < MOST_BYTES
            && let Some(request) = queue.pop_front()
        {
            if request.code.id(&self.heap) != request.code_id {
                continue;
            }
            let before = made.sizes();
            let Some(slot) = self.jit.take_slot(request.code_id, request.header) else {
                self.refuse(&request, Some(Refusal::TableFull));
                continue;
            };
            if made.entries.is_empty() {
                made.first_exit = self.jit.first_exit(slot);
            }
            match self.make_entry(Entry { slot, request }, &mut made) {
                Ok(size) => bytes += size,
                Err(reason) => {
                    made.back_to(before);
                    self.jit.release_slot(slot);
                    self.refuse(&request, Some(reason));
                }
            }
        }
        if made.entries.is_empty() {
            return None;
        }
        let entries: Vec<Entry> = made.entries.iter().map(|made| made.entry).collect();
        let copies = made.entries.iter().map(|entry| (entry.entry, self.copies_of(entry, &made))).collect();
        let functions = made.entries.into_iter().map(|made| (made.entry.slot, made.function)).collect();
        let wasm = match module::build(functions, made.own_functions) {
            Ok(wasm) => wasm,
            Err(reason) => {
                for entry in entries {
                    self.refuse(&entry.request, Some(reason.clone()));
                }
                return None;
            }
        };
        if self.jit.dumps.is_some() {
            for (entry, uops) in entries.iter().zip(made.uops) {
                let Request { code, header, .. } = entry.request;
                let name = self.code_name(code);
                let dump = dump::Dump { name, slot: entry.slot, entry: header, uops, wasm: wasm.clone() };
                self.jit.dumps.get_or_insert_default().compiled.push(dump);
            }
        }
        let first_site = self.jit.sites.len() as u32;
        self.jit.first_exits.insert(made.first_exit, self.jit.copies.len());
        self.jit.copies.push(Copies { first_site, entries: copies });
        self.jit.sites.extend(made.sites);
        Some((wasm, entries))
    }

    /// Makes an entry's function, and the module's own functions that it is the first to call; their bytes.
    fn make_entry(&mut self, entry: Entry, made: &mut Made) -> Result<usize, Refusal> {
        let Request { code, func, header, in_module, .. } = entry.request;
        let unit = Unit { code, func, entry: header, generator: false, in_module, params: None };
        made.own.next_entry();
        made.uops.push(String::new());
        let function = self.make_function(unit, code, made)?;
        let inlined = std::mem::take(&mut made.own.inlined.codes);
        let mut bytes = function.code.len();
        while let Some(unit) = made.own.units.get(made.own_functions.len()).copied() {
            if self.jit.dumps.is_some() {
                let (name, number) = (self.code_name(unit.code), made.own_functions.len());
                made.show(&format!("own function {number}: {name}\n"));
            }
            let own = self.make_function(unit, code, made)?;
            bytes += own.code.len();
            made.own_functions.push(own);
            made.own_inlined.push(std::mem::take(&mut made.own.inlined.codes));
        }
        self.keep(&std::mem::take(&mut made.objects))?;
        made.entries.push(MadeEntry { entry, function, inlined });
        Ok(bytes)
    }

    /// The code objects that an entry is made of (its own and those that it has inlined or calls copies of, directly or
    /// through each other), and what had been given up of them.
    fn copies_of(&self, entry: &MadeEntry, made: &Made) -> Vec<(Code, u32)> {
        let own = |function: &splice::Function| {
            let targets = function.calls.iter().filter_map(|(_, target)| match target {
                splice::Target::Own(number) => Some(*number),
                _ => None,
            });
            targets.collect::<Vec<_>>()
        };
        let mut called = BTreeSet::new();
        let mut todo = own(&entry.function);
        while let Some(number) = todo.pop() {
            if called.insert(number)
                && let Some(function) = made.own_functions.get(number)
            {
                todo.extend(own(function));
            }
        }
        let units = called.iter().filter_map(|number| made.own.units.get(*number));
        let inlined = called.iter().filter_map(|number| made.own_inlined.get(*number)).flatten();
        let mut codes: Vec<Code> = units.map(|unit| unit.code).chain(inlined.copied()).collect();
        codes.extend(&entry.inlined);
        codes.push(entry.entry.request.code);
        codes.sort_unstable_by_key(|code| code.0);
        codes.dedup();
        codes.into_iter().map(|code| (code, code.given_up(&self.heap))).collect()
    }

    /// Keeps objects alive that compiled code names, or a request.
    fn keep(&mut self, objects: &[u32]) -> Result<(), Refusal> {
        for object in objects {
            if self.keep_alive(*object).is_err() {
                self.take_pending();
                return Err(Refusal::NoMemory);
            }
        }
        Ok(())
    }

    /// Makes one function of a module that is compiled for the code object `host`.
    fn make_function(
        &mut self,
        mut unit: Unit,
        host: Code,
        made: &mut Made,
    ) -> Result<splice::Function, Refusal> {
        let code = unit.code;
        let flags = code.flags(&self.heap);
        if flags & (code_flags::COROUTINE | code_flags::ASYNC_GENERATOR) != 0 {
            return Err(Refusal::Coroutine);
        }
        unit.generator = flags & code_flags::GENERATOR != 0;
        let entry = match unit.entry {
            0 if unit.generator => cfg::Entry::Generator,
            offset => cfg::Entry::At(offset),
        };
        let cfg = self.control_flow(code, unit.func, entry)?;
        let id = code.id(&self.heap);
        let denied = self.jit.denied.get(&id).map_or(Denied::default(), |(denied, _)| denied.clone());
        if made.sites.len() >= MOST_SITES {
            return Err(Refusal::TooManyExits);
        }
        let first_site = made.first_exit as usize + made.sites.len();
        let lowered = lower::lower(self, unit, host, &cfg, &denied, first_site, &mut made.own)?;
        if self.jit.dumps.is_some() {
            made.show(&dump::text(&lowered.body));
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
    ) -> Result<cfg::Cfg, Refusal> {
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

    /// Takes all compiled code of a code object out of use, so that it is compiled anew; unless that happened too often.
    fn compile_anew(&mut self, code: Code, id: u32) {
        let mut slots = vec![code.slot(&self.heap), code.resume_slot(&self.heap)];
        slots.retain(|slot| *slot != 0 && *slot != FIRST_CALL);
        for ((loop_id, _), state) in &self.jit.loops {
            if let LoopState::Installed(slot) = state
                && *loop_id == id
            {
                slots.push(*slot);
            }
        }
        let (_, times) = self.jit.denied.entry(id).or_default();
        if slots.is_empty() || *times >= MOST_RECOMPILATIONS || code.id(&self.heap) != id {
            return;
        }
        *times += 1;
        self.give_up(code, id);
        for slot in slots {
            self.drop_slot(code, id, slot);
        }
    }

    /// Takes one compiled function of a code object out of use, if it still is in use.
    fn drop_slot(&mut self, code: Code, id: u32, slot: u32) {
        if code.id(&self.heap) != id || slot == 0 || slot == FIRST_CALL {
            return;
        }
        if [code.slot(&self.heap), code.resume_slot(&self.heap)].contains(&slot) {
            let times = self.jit.denied.get(&id).map_or(0, |(_, times)| *times);
            code.set_slot(&mut self.heap, 0);
            code.set_resume_slot(&mut self.heap, 0);
            code.set_jit_state(&mut self.heap, state::COLD);
            code.set_heat(&mut self.heap, REHEAT << times.min(8));
            self.jit.stats.recompiled += 1;
            return;
        }
        let before = self.jit.loops.len();
        self.jit.loops.retain(|_, state| *state != LoopState::Installed(slot));
        self.jit.stats.recompiled += (before - self.jit.loops.len()) as u64;
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
        let Some((_, index)) = self.jit.find_exit(number) else { return };
        let Some(site) = self.jit.sites.get_mut(index) else { return };
        site.count += 1;
        let host = site.host;
        let stale = self.drop_stale(number);
        if stale.contains(&host) {
            return;
        }
        let Some(site) = self.jit.sites.get(index) else { return };
        if !site.count.is_multiple_of(MOST_EXITS) {
            return;
        }
        let site = site.clone();
        let (denied, times) = self.jit.denied.entry(site.code_id).or_default();
        let set =
            if matches!(site.reason, Reason::IntoLoop(_)) { &mut denied.headers } else { &mut denied.instrs };
        if !set.insert(site.offset) || *times >= MOST_RECOMPILATIONS {
            // It was given up before this was compiled, or the code was compiled too often: an exit for good.
            return;
        }
        *times += 1;
        // What is on its way to fail as often is given up in the same go.
        for other in self.jit.sites.iter().filter(|s| s.code_id == site.code_id && s.count >= FEW_EXITS) {
            let set = if matches!(other.reason, Reason::IntoLoop(_)) {
                &mut denied.headers
            } else {
                &mut denied.instrs
            };
            set.insert(other.offset);
        }
        self.give_up(Code(site.code), site.code_id);
        self.drop_stale(number);
    }

    /// What was compiled with the assumptions about a code object so far is stale: it goes at its next exit.
    fn give_up(&mut self, code: Code, id: u32) {
        if code.id(&self.heap) == id {
            let given_up = code.given_up(&self.heap).wrapping_add(1);
            code.set_given_up(&mut self.heap, given_up);
            // A loop that runs in it is to leave soon.
            self.heap.request(crate::heap::REQUEST_INSTALL);
        }
    }

    /// Takes the entries of an exit's module out of use that have copies of code about which an assumption was given up since.
    /// Their code objects.
    fn drop_stale(&mut self, exit: u32) -> Vec<Code> {
        let Some((module, _)) = self.jit.find_exit(exit) else { return Vec::new() };
        let stale: Vec<Entry> =
            module.entries.iter().filter(|of| self.is_stale(of)).map(|(entry, _)| *entry).collect();
        for entry in &stale {
            self.drop_slot(entry.request.code, entry.request.code_id, entry.slot);
        }
        stale.into_iter().map(|entry| entry.request.code).collect()
    }

    /// Whether the code that has an exit is stale: a loop of it may still run.
    pub(crate) fn is_given_up(&self, exit: u32) -> bool {
        let Some((module, index)) = self.jit.find_exit(exit) else { return false };
        let Some(site) = self.jit.sites.get(index) else { return false };
        module.entries.iter().any(|of| of.0.request.code == site.host && self.is_stale(of))
    }

    /// Whether an assumption was given up about code of which an entry has a copy.
    fn is_stale(&self, (_, copies): &(Entry, Vec<(Code, u32)>)) -> bool {
        copies.iter().any(|(code, given_up)| code.given_up(&self.heap) != *given_up)
    }
}

/// A module while it is made.
#[derive(Default)]
struct Made {
    entries: Vec<MadeEntry>,
    /// Copies of callees, for all entries.
    own: Own,
    own_functions: Vec<splice::Function>,
    /// What is inlined in each of them.
    own_inlined: Vec<Vec<Code>>,
    sites: Vec<Site>,
    /// The number of the first of them.
    first_exit: u32,
    /// Objects that the current entry names.
    objects: Vec<u32>,
    /// The micro-operations of each entry with the own functions that it was the first to call.
    uops: Vec<String>,
}

struct MadeEntry {
    entry: Entry,
    function: splice::Function,
    /// The code objects that are inlined in it.
    inlined: Vec<Code>,
}

impl Made {
    fn show(&mut self, text: &str) {
        if let Some(uops) = self.uops.last_mut() {
            uops.push_str(text);
        }
    }

    fn sizes(&self) -> [usize; 4] {
        [self.own.units.len(), self.own_functions.len(), self.sites.len(), self.uops.len()]
    }

    /// Forgets what an entry added that cannot be compiled.
    fn back_to(&mut self, [units, functions, sites, uops]: [usize; 4]) {
        self.own.units.truncate(units);
        self.own_functions.truncate(functions);
        self.own_inlined.truncate(functions);
        self.own.inlined.codes.clear();
        self.sites.truncate(sites);
        self.uops.truncate(uops);
        self.objects.clear();
    }
}
