//! Running a program: its `__main__` module, and how it ends.

use crate::bytecode::CodeObject;
use crate::heap::layout::{Code, Dict, Exception};
use crate::heap::statics;
use crate::heap::{Raised, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::{file, function, module, traceback};
use crate::vm::Vm;

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It had to end.
    Stopped(crate::vm::budget::Stop),
    /// It ran to its end.
    Done,
    /// `sys.exit(status)`, or SystemExit raised otherwise; a message has been written to standard error.
    Status(i32),
    /// An exception nobody caught, and its traceback as CPython prints it.
    Exception { what: Uncaught, traceback: String },
}

/// An exception that nobody caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncaught {
    /// KeyboardInterrupt itself, which CPython too tells from its subclasses.
    Interrupt,
    /// The NotImplementedError that says what mimeo lacks.
    Unsupported(String),
    /// Any other.
    Other,
}

/// Runs a compiled program as `__main__`. `file` is what `__file__` says, if it says anything.
pub fn run_main(vm: &mut Vm, code: &CodeObject, file: Option<&str>) -> Exit {
    run_main_then(vm, code, file, |_, _| ())
}

/// As [`run_main`]; when the program has ended, `look` may look at its code as it then is, specialised.
pub fn run_main_then(
    vm: &mut Vm,
    code: &CodeObject,
    file: Option<&str>,
    look: impl FnOnce(&mut Vm, Code),
) -> Exit {
    let scope = vm.open_roots();
    let loaded = function::new_code(vm, code);
    let result = loaded.and_then(|code| {
        vm.root(code.value());
        start(vm, code, file)
    });
    let exit = match result {
        Ok(()) => Exit::Done,
        Err(Raised) => ended(vm),
    };
    file::close_all(vm);
    let _ = vm.io.flush();
    if let Ok(code) = loaded {
        look(vm, code);
    }
    vm.close_roots(scope);
    exit
}

fn start(vm: &mut Vm, code: Code, file: Option<&str>) -> Res<()> {
    let main = module::new_module(vm, "__main__")?;
    let modules = Dict(statics::STATE.modules(&vm.heap));
    module::set(vm, modules, "__main__", main.value())?;
    let namespace = Dict(main.dict(&vm.heap));
    module::set(vm, namespace, "__package__", statics::NONE)?;
    if let Some(file) = file {
        let file = vm.new_str(file)?;
        module::set(vm, namespace, "__file__", file)?;
    }
    module::ensure_builtins(vm, namespace)?;
    crate::interp::run_code(vm, code, namespace, namespace).map(drop)
}

/// Bytes beyond the cap that the report of an uncaught exception may take.
const REPORT_RESERVE: u64 = 4 << 20;

/// What the pending exception makes of the program's end.
fn ended(vm: &mut Vm) -> Exit {
    let exception = vm.take_pending();
    if let Some(stop) = vm.stopped() {
        return Exit::Stopped(stop.clone());
    }
    statics::STATE.set_handled(&mut vm.heap, None);
    statics::STATE.set_frame(&mut vm.heap, 0);
    if vm.is_instance_of(exception, exc::SYSTEM_EXIT) {
        return Exit::Status(status(vm, exception));
    }
    let what = match vm.lacking(exception) {
        Some(feature) => Uncaught::Unsupported(feature.to_string()),
        None if vm.class_of(exception) == exc::KEYBOARD_INTERRUPT => Uncaught::Interrupt,
        None => Uncaught::Other,
    };
    // Where memory has run out, saying so takes some, too.
    vm.heap.bounds.limit = vm.heap.bounds.limit.saturating_add(REPORT_RESERVE);
    let traceback = vm.with_roots(|vm| {
        vm.root(exception);
        traceback::format_exception(vm, exception)
    });
    Exit::Exception { what, traceback }
}

/// The exit status that a SystemExit asks for.
fn status(vm: &mut Vm, exception: Value) -> i32 {
    let code = Exception(exception.offset()).detail(&vm.heap).unwrap_or(statics::NONE);
    if code == statics::NONE {
        return 0;
    }
    if let Some(status) = crate::objects::int::as_i64(vm, code) {
        return (status & 0xFF) as i32;
    }
    match vm.str(code) {
        Ok(text) => {
            let line = vm.str_to_string(text) + "\n";
            let _ = vm.io.flush();
            let _ = vm.write_stream(true, line.as_bytes());
        }
        Err(Raised) => {
            vm.take_pending();
        }
    }
    1
}
