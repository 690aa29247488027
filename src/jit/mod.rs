//! The copy-and-patch JIT.

pub mod host;

use std::rc::Rc;

use crate::vm::Vm;

/// What the interpreter knows of the JIT.
#[derive(Default)]
pub struct Jit {
    /// The wasm engine, if there is one.
    pub host: Option<Rc<dyn host::JitHost>>,
    finished: bool,
}

impl Jit {
    /// Whether compiled code waits to be installed.
    pub fn has_finished(&self) -> bool {
        self.finished
    }
}

impl Vm {
    /// Installs compiled code that is ready.
    pub fn install_compiled(&mut self) {
        self.jit.finished = false;
    }
}
