//! Tracebacks as text, as CPython 3.13 prints them.

use crate::heap::layout::{Code, Exception, Traceback, Tuple};
use crate::heap::{Raised, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::instance::or_none;
use crate::vm::Vm;

/// The exception with its traceback and those of its causes, as an uncaught exception is shown.
pub fn format_exception(vm: &mut Vm, exception: Value) -> String {
    let mut out = String::new();
    let mut seen = Vec::new();
    format_chained(vm, exception, &mut out, &mut seen);
    out
}

fn format_chained(vm: &mut Vm, value: Value, out: &mut String, seen: &mut Vec<Value>) {
    if seen.contains(&value) || seen.len() > 100 {
        return;
    }
    seen.push(value);
    let Some(exception) = vm.as_exception(value) else { return };
    let (cause, context) = (exception.cause(&vm.heap), exception.context(&vm.heap));
    let suppressed = exception.flags(&vm.heap) & 1 != 0;
    if let Some(cause) = cause {
        format_chained(vm, cause, out, seen);
        out.push_str("\nThe above exception was the direct cause of the following exception:\n\n");
    } else if let Some(context) = context
        && !suppressed
        && !seen.contains(&context)
    {
        format_chained(vm, context, out, seen);
        out.push_str("\nDuring handling of the above exception, another exception occurred:\n\n");
    }
    format_one(vm, exception, out);
}

fn format_one(vm: &mut Vm, exception: Exception, out: &mut String) {
    if exception.traceback(&vm.heap).is_some() {
        out.push_str("Traceback (most recent call last):\n");
        let mut at = exception.traceback(&vm.heap);
        while let Some(entry) = at {
            let traceback = Traceback(entry.offset());
            format_entry(vm, traceback, out);
            at = traceback.next(&vm.heap);
        }
    }
    format_last_line(vm, exception, out);
}

fn format_entry(vm: &mut Vm, traceback: Traceback, out: &mut String) {
    let code = Code(traceback.code(&vm.heap));
    let (file, name) = (or_none(code.filename(&vm.heap)), or_none(code.name(&vm.heap)));
    let (file, name) = (vm.str_to_string(file), vm.str_to_string(name));
    let line = traceback.lineno(&vm.heap);
    out.push_str(&format!("  File \"{file}\", line {line}, in {name}\n"));
    if let Some(text) = source_line(vm, &file, line) {
        let text = text.trim();
        if !text.is_empty() {
            out.push_str(&format!("    {text}\n"));
        }
    }
}

/// A line of a source file, if it can be read.
fn source_line(vm: &mut Vm, file: &str, line: u32) -> Option<String> {
    let source = vm.io.read_file(file).ok()?;
    let text = String::from_utf8_lossy(&source).into_owned();
    text.lines().nth(line.checked_sub(1)? as usize).map(str::to_string)
}

/// `Class: message`, and the notes.
fn format_last_line(vm: &mut Vm, exception: Exception, out: &mut String) {
    let class = exception.class(&vm.heap);
    let name = match vm.class_module(class) {
        Some(module) if vm.is_str(module) && vm.str_is(module, "__main__") => {
            let qualname = or_none(crate::heap::layout::Type(class).qualname(&vm.heap));
            vm.str_to_string(qualname)
        }
        _ => vm.class_full_name(class),
    };
    if vm.is_subclass(class, exc::SYNTAX_ERROR) {
        format_syntax_error(vm, exception, &name, out);
        return;
    }
    let message = match vm.str(exception.value()) {
        Ok(text) => vm.str_to_string(text),
        Err(Raised) => {
            vm.take_pending();
            "<exception str() failed>".to_string()
        }
    };
    if message.is_empty() {
        out.push_str(&format!("{name}\n"));
    } else {
        out.push_str(&format!("{name}: {message}\n"));
    }
    if let Ok(notes) = vm.attr_or_none(exception.value(), "__notes__")
        && notes != statics::NONE
        && let Ok(notes) = vm.collect_iter(notes)
    {
        for note in notes {
            out.push_str(&format!("{}\n", vm.str_to_string(note)));
        }
    }
}

fn format_syntax_error(vm: &mut Vm, exception: Exception, name: &str, out: &mut String) {
    let args = Tuple(exception.args(&vm.heap).unwrap_or(statics::EMPTY_TUPLE).offset());
    let items: Vec<Value> = (0..args.len(&vm.heap)).map(|i| args.item(vm, i)).collect();
    let text_of = |vm: &Vm, v: Value| if vm.is_str(v) { Some(vm.str_to_string(v)) } else { None };
    let message = items.first().and_then(|m| text_of(vm, *m)).unwrap_or_default();
    if let Some(details) = items.get(1).and_then(|d| vm.as_kind(*d, crate::heap::Kind::TUPLE)) {
        let details = Tuple(details);
        let number = |vm: &Vm, i: u32| details.item(vm, i).as_small_int();
        let file = text_of(vm, details.item(vm, 0)).unwrap_or_else(|| "<string>".to_string());
        let (line, offset) = (number(vm, 1).unwrap_or(0), number(vm, 2).unwrap_or(0));
        out.push_str(&format!("  File \"{file}\", line {line}\n"));
        if let Some(text) = text_of(vm, details.item(vm, 3)) {
            let stripped = text.trim_end_matches(['\n', '\r']);
            let indent = stripped.len() - stripped.trim_start().len();
            let shown = stripped.trim_start();
            out.push_str(&format!("    {shown}\n"));
            let end = if number(vm, 4) == Some(line) { number(vm, 5).unwrap_or(0) } else { 0 };
            let start = offset - 1 - indent as i64;
            let end = if end > offset { end - 1 - indent as i64 } else { start + 1 };
            if offset >= 1 && start >= 0 {
                let carets = (end - start).max(1) as usize;
                out.push_str(&format!("    {}{}\n", " ".repeat(start as usize), "^".repeat(carets)));
            }
        }
    }
    out.push_str(&format!("{name}: {message}\n"));
}
