//! What each phase made of a program's functions, as text.

use std::collections::HashMap;

use mimeo::bytecode::dis::{self, DisOptions};
use mimeo::bytecode::{CodeObject, Const};
use mimeo::heap::layout::Code;
use mimeo::jit::Mode;
use mimeo::jit::dump::{Dump, Dumps};
use mimeo::objects::code;
use mimeo::vm::Vm;

use crate::wasm::WasmHost;

/// Which texts are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub bytecode: bool,
    pub uops: bool,
    pub wat: bool,
    pub asm: bool,
    /// The bytecode as it is when the program has ended, specialised.
    pub adaptive: Option<Columns>,
    /// Only functions whose name or qualified name this is.
    pub function: Option<String>,
}

/// What a disassembly shows beside the instructions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// A line for each unit of the inline caches.
    pub caches: bool,
    /// Offsets in bytes.
    pub offsets: bool,
}

impl Columns {
    /// Options of the disassembler that show these.
    pub fn options<'a>(self) -> DisOptions<'a> {
        DisOptions { show_caches: self.caches, show_offsets: self.offsets, ..DisOptions::default() }
    }
}

impl Wanted {
    /// Whether anything is.
    pub fn any(&self) -> bool {
        self.bytecode || self.uops || self.wat || self.asm
    }

    /// What to tell whoever asked for texts that there are none of. `functions` are the program's, by qualified name.
    pub fn missing(&self, mode: Mode, functions: &[String], dumps: &Dumps) -> Vec<String> {
        let what = self.function.as_ref().map(|name| format!("function '{name}'"));
        let in_program = functions.iter().any(|name| self.shows(name));
        let mut missing = Vec::new();
        if let (true, false, Some(what)) = (self.bytecode, in_program, &what) {
            missing.push(format!("--dump=bytecode: the program's file has no {what}"));
        }
        if !(self.uops || self.wat || self.asm) || dumps.compiled.iter().any(|dump| self.shows(&dump.name)) {
            return missing;
        }
        let refused = dumps.refused.iter().find(|(name, _)| what.is_some() && self.shows(name));
        missing.push(match (what, refused) {
            (Some(what), Some((_, reason))) => format!("--dump: {what} was not compiled: {reason}"),
            (what, _) if mode == Mode::Off => {
                format!(
                    "--dump: {} was compiled: the JIT is off",
                    what.map_or("nothing".into(), |what| format!("no {what}"))
                )
            }
            (Some(what), _) if !in_program => {
                format!("--dump: no {what} was compiled, and the program's file has none")
            }
            (Some(what), _) if mode == Mode::Auto => {
                format!(
                    "--dump: {what} was not compiled: it did not run often (--jit=always compiles everything)"
                )
            }
            (Some(what), _) => format!("--dump: {what} was not compiled: it did not run"),
            (None, _) => {
                "--dump: nothing was compiled: nothing ran often (--jit=always compiles everything)".into()
            }
        });
        missing
    }

    /// Whether a function of this qualified name is to be shown.
    pub fn shows(&self, qualname: &str) -> bool {
        match &self.function {
            None => true,
            Some(name) => qualname == name || qualname.rsplit('.').next() == Some(name),
        }
    }
}

/// The bytecode of a program that has run, specialised as it then is. `loaded` is `program` in the heap.
pub fn adaptive(vm: &Vm, program: &CodeObject, loaded: Code, columns: &Columns, out: &mut String) {
    let mut current = HashMap::new();
    let mut todo = vec![(program, loaded)];
    while let Some((code, loaded)) = todo.pop() {
        current.insert(std::ptr::from_ref(code), (code::adaptive(vm, loaded), loaded.0));
        let nested = code.consts.iter().filter_map(|value| match value {
            Const::Code(code) => Some(&**code),
            _ => None,
        });
        todo.extend(nested.zip(code::nested(vm, loaded)));
    }
    let bytes = |code: &CodeObject| current.get(&std::ptr::from_ref(code)).map(|(bytes, _)| bytes.clone());
    let address = |code: &CodeObject| current.get(&std::ptr::from_ref(code)).map_or(0, |(_, at)| *at as u64);
    let options = DisOptions { adaptive: Some(&bytes), address: Some(&address), ..columns.options() };
    out.push_str(&dis::disassemble(program, &options));
}

/// The bytecode of `code` and the functions in it, those that are wanted.
pub fn bytecode(code: &CodeObject, wanted: &Wanted, out: &mut String) {
    if wanted.function.is_none() {
        out.push_str(&dis::disassemble(code, &DisOptions::default()));
        return;
    }
    if wanted.shows(&code.qualname.to_string_lossy()) {
        out.push_str(&dis::disassemble(code, &DisOptions::default()));
    }
    for constant in &code.consts {
        if let Const::Code(nested) = constant {
            bytecode(nested, wanted, out);
        }
    }
}

/// The qualified names of `code` and of the functions in it.
pub fn functions(code: &CodeObject) -> Vec<String> {
    let mut names = Vec::new();
    let mut todo = vec![code];
    while let Some(code) = todo.pop() {
        names.push(code.qualname.to_string_lossy());
        todo.extend(code.consts.iter().filter_map(|value| match value {
            Const::Code(code) => Some(&**code),
            _ => None,
        }));
    }
    names
}

/// What the JIT made of functions and loops, those that are wanted, in the order in which they were compiled.
pub fn compiled(dumps: &[Dump], host: &WasmHost, wanted: &Wanted, out: &mut String) {
    for dump in dumps.iter().filter(|dump| wanted.shows(&dump.name)) {
        let entry = if dump.entry == 0 { String::new() } else { format!(", loop at {}", dump.entry) };
        let title = format!("{}{entry} (slot {})", dump.name, dump.slot);
        if wanted.uops {
            out.push_str(&format!(";; uops of {title}\n{}\n", dump.uops));
        }
        if wanted.wat {
            let text = wasmprinter::print_bytes(&dump.wasm)
                .unwrap_or_else(|error| format!(";; not wasm: {error}\n"));
            out.push_str(&format!(";; wat of {title}\n{text}\n"));
        }
        if wanted.asm {
            let text = host.disassemble_slot(dump.slot).unwrap_or_else(|| ";; not installed\n".into());
            out.push_str(&format!(";; asm of {title}\n{text}\n"));
        }
    }
}
