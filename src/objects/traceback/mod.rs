//! Tracebacks as text, exactly as CPython 3.13 prints them: chains of causes and contexts, groups, notes.
//!
//! [`format_exception`] first collects the exceptions that belong to the one given (so that each is shown once), then
//! writes them; [`frames`] writes the entries of a traceback, [`anchors`] finds what the carets point out, [`syntax`]
//! shows syntax errors and [`suggest`] finds names that were perhaps meant.

mod anchors;
pub mod frames;
pub(crate) mod suggest;
mod syntax;
mod tables;
mod text;

use crate::heap::layout::{Exception, Type};
use crate::heap::{Kind, Raised, Value, statics};
use crate::objects::exception_types::exc;
use crate::objects::instance::or_none;
use crate::vm::Vm;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Members of a group that are shown, and how deeply groups are.
const MAX_GROUP_WIDTH: usize = 15;
const MAX_GROUP_DEPTH: usize = 10;
/// Exceptions that one text shows at most: groups may share members, and their number grow exponentially.
const MAX_EXCEPTIONS: usize = 10_000;

/// What is shown of an exception.
#[derive(Clone, Copy)]
pub struct Settings {
    /// So many entries of a traceback: the first, or (negative) the last ones.
    pub limit: Option<i64>,
    /// Causes and contexts, too.
    pub chain: bool,
}

/// The exception with its traceback and those of its causes, as an uncaught exception is shown. The caller roots it.
pub fn format_exception(vm: &mut Vm, exception: Value) -> String {
    format_with(vm, exception, Settings { limit: None, chain: true }).concat()
}

/// The same in pieces, as `traceback.format_exception` gives them.
pub fn format_with(vm: &mut Vm, exception: Value, settings: Settings) -> Vec<String> {
    quietly(vm, |vm| {
        let exceptions = collect(vm, exception);
        let mut printer = Printer {
            exceptions,
            files: Default::default(),
            out: Vec::new(),
            depth: 0,
            close: false,
            settings,
        };
        printer.chain(vm, 0);
        printer.out
    })
}

/// The last lines of an exception's text: class, message and notes.
pub fn format_only(vm: &mut Vm, exception: Value) -> Vec<String> {
    quietly(vm, |vm| match vm.as_exception(exception) {
        Some(exception) => last_lines(vm, exception),
        None => Vec::new(),
    })
}

/// The entries of a traceback.
pub fn format_entries(vm: &mut Vm, first: Value, limit: Option<i64>) -> Vec<frames::Shown> {
    quietly(vm, |vm| frames::entries(vm, &mut frames::Files::default(), first, limit))
}

/// A line of a source file, without blanks at its ends; empty where there is none.
pub fn source_line(vm: &mut Vm, file: &str, line: i32) -> String {
    frames::Files::default().line(vm, file, line).trim_matches(text::is_space).to_string()
}

/// Runs `body`, which may call Python and fail, without a trace of that.
fn quietly<T>(vm: &mut Vm, body: impl FnOnce(&mut Vm) -> T) -> T {
    let pending = statics::STATE.pending(&vm.heap);
    let result = vm.with_roots(|vm| {
        if let Some(pending) = pending {
            vm.root(pending);
        }
        body(vm)
    });
    statics::STATE.set_pending(&mut vm.heap, pending);
    result
}

/// An exception to show, and the numbers of those that belong to it.
struct Shown {
    exception: Exception,
    cause: Option<usize>,
    context: Option<usize>,
    /// The members, if it is a group.
    members: Option<Vec<usize>>,
}

/// The exception and all that are shown with it; the first is number 0. Each is a cause or context once at most.
fn collect(vm: &mut Vm, first: Value) -> Vec<Shown> {
    let Some(exception) = vm.as_exception(first) else { return Vec::new() };
    let mut seen = vec![first];
    let mut all = vec![Shown { exception, cause: None, context: None, members: None }];
    let mut queue = vec![0];
    while let Some(at) = queue.pop() {
        let exception = all[at].exception;
        let (cause, context) = (exception.cause(&vm.heap), exception.context(&vm.heap));
        // A context that a cause hides is still collected: whatever it holds counts as seen.
        let mut add = |vm: &mut Vm, value: Option<Value>, member: bool| -> Option<usize> {
            let value = value.filter(|v| member || !seen.contains(v))?;
            let exception = vm.as_exception(value).filter(|_| all.len() < MAX_EXCEPTIONS)?;
            vm.root(value);
            if !member || all.len() < 256 {
                seen.push(value);
            }
            all.push(Shown { exception, cause: None, context: None, members: None });
            Some(all.len() - 1)
        };
        let cause = add(vm, cause, false);
        let context = add(vm, context, false);
        let members: Option<Vec<usize>> = crate::objects::exception_group::members_of(vm, exception.value())
            .map(|members| members.into_iter().filter_map(|member| add(vm, Some(member), true)).collect());
        queue.extend(cause);
        queue.extend(context);
        queue.extend(members.iter().flatten().copied());
        let shown = &mut all[at];
        (shown.cause, shown.context, shown.members) = (cause, context, members);
    }
    all
}

struct Printer {
    exceptions: Vec<Shown>,
    files: frames::Files,
    out: Vec<String>,
    /// Groups around what is being written: the depth of the box drawing.
    depth: usize,
    /// Whether the innermost box still wants its lower edge.
    close: bool,
    settings: Settings,
}

impl Printer {
    /// Writes `text` behind the margin of the groups around it.
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out.push(text.to_string());
            return;
        }
        let margin = format!("{}{margin} ", " ".repeat(2 * self.depth));
        self.out
            .push(text::lines_with_ends(text).into_iter().flat_map(|line| [margin.as_str(), line]).collect());
    }

    /// Writes an exception behind those that led to it.
    fn chain(&mut self, vm: &mut Vm, last: usize) {
        let mut links: Vec<(&str, usize)> = Vec::new();
        let mut at = Some(last);
        while let Some(number) = at {
            let Some(shown) = self.exceptions.get(number) else { break };
            let suppressed = shown.exception.flags(&vm.heap) & 1 != 0;
            let (message, next) = match (shown.cause, shown.context) {
                (Some(cause), _) => (CAUSE, Some(cause)),
                (None, Some(context)) if !suppressed => (CONTEXT, Some(context)),
                _ => ("", None),
            };
            links.push((message, number));
            at = next.filter(|_| self.settings.chain);
        }
        for (message, number) in links.into_iter().rev() {
            if !message.is_empty() && self.settings.chain {
                self.emit(message, '|');
            }
            self.one(vm, number);
        }
    }

    fn one(&mut self, vm: &mut Vm, number: usize) {
        let exception = self.exceptions[number].exception;
        let Some(members) = self.exceptions[number].members.clone() else {
            self.body(vm, exception, "Traceback (most recent call last):\n", '|');
            return;
        };
        if self.depth > MAX_GROUP_DEPTH {
            self.emit(&format!("... (max_group_depth is {MAX_GROUP_DEPTH})\n"), '|');
            return;
        }
        let top = self.depth == 0;
        if top {
            self.depth = 1;
        }
        self.body(
            vm,
            exception,
            "Exception Group Traceback (most recent call last):\n",
            if top { '+' } else { '|' },
        );
        let count = members.len();
        let boxes = if count <= MAX_GROUP_WIDTH { count } else { MAX_GROUP_WIDTH + 1 };
        self.close = false;
        for (i, member) in members.into_iter().take(boxes).enumerate() {
            let last = i == boxes - 1;
            if last {
                // An inner group may draw the edge of the outer ones, too.
                self.close = true;
            }
            let truncated = i >= MAX_GROUP_WIDTH;
            let title = if truncated { "...".to_string() } else { (i + 1).to_string() };
            let corner = if i == 0 { "+-" } else { "  " };
            let indent = " ".repeat(2 * self.depth);
            self.out.push(format!("{indent}{corner}+---------------- {title} ----------------\n"));
            self.depth += 1;
            if truncated {
                let rest = count - MAX_GROUP_WIDTH;
                let s = if rest > 1 { "s" } else { "" };
                self.emit(&format!("and {rest} more exception{s}\n"), '|');
            } else {
                self.chain(vm, member);
            }
            if last && self.close {
                self.out.push(" ".repeat(2 * self.depth) + "+------------------------------------\n");
                self.close = false;
            }
            self.depth -= 1;
        }
        if top {
            self.depth = 0;
        }
    }

    /// The traceback of one exception, its last line and its notes.
    fn body(&mut self, vm: &mut Vm, exception: Exception, title: &str, margin: char) {
        if let Some(traceback) = exception.traceback(&vm.heap) {
            self.emit(title, margin);
            let entries = frames::entries(vm, &mut self.files, traceback, self.settings.limit);
            for text in frames::compressed(entries) {
                self.emit(&text, '|');
            }
        }
        for text in last_lines(vm, exception) {
            self.emit(&text, '|');
        }
    }
}

/// The class as it is shown, `str(exception)` with what was perhaps meant, and the notes.
fn last_lines(vm: &mut Vm, exception: Exception) -> Vec<String> {
    let name = class_name(vm, exception);
    let class = exception.class(&vm.heap);
    let mut out = Vec::new();
    if vm.is_subclass(class, exc::SYNTAX_ERROR) {
        syntax::format(vm, exception, &name, &mut out);
    } else {
        let mut message = safe_str(vm, exception.value(), "exception");
        message.push_str(&suggest::suggestion(vm, exception));
        out.push(if message.is_empty() { format!("{name}\n") } else { format!("{name}: {message}\n") });
    }
    notes(vm, exception, &mut out);
    out
}

/// `module.Class`, without a module that goes without saying.
fn class_name(vm: &mut Vm, exception: Exception) -> String {
    let class = exception.class(&vm.heap);
    let qualname = or_none(Type(class).qualname(&vm.heap));
    let name = if vm.is_str(qualname) { vm.str_to_string(qualname) } else { vm.class_name(class) };
    match vm.class_module(class) {
        Some(module) if vm.is_str(module) => match vm.str_to_string(module).as_str() {
            "__main__" | "builtins" => name,
            module => format!("{module}.{name}"),
        },
        Some(_) => format!("<unknown>.{name}"),
        None => name,
    }
}

/// `str(value)`, whatever it takes.
fn safe_str(vm: &mut Vm, value: Value, what: &str) -> String {
    match vm.str(value) {
        Ok(text) => vm.str_to_string(text),
        Err(Raised) => {
            vm.take_pending();
            format!("<{what} str() failed>")
        }
    }
}

fn safe_repr(vm: &mut Vm, value: Value, what: &str) -> String {
    match vm.repr(value) {
        Ok(text) => vm.str_to_string(text),
        Err(Raised) => {
            vm.take_pending();
            format!("<{what} repr() failed>")
        }
    }
}

fn notes(vm: &mut Vm, exception: Exception, out: &mut Vec<String>) {
    let notes = match vm.attr_or_none(exception.value(), "__notes__") {
        Ok(notes) => notes,
        Err(Raised) => {
            let error = vm.take_pending();
            vm.root(error);
            let error = safe_repr(vm, error, "__notes__");
            out.push(format!("Ignored error getting __notes__: {error}\n"));
            return;
        }
    };
    if notes == statics::NONE {
        return;
    }
    vm.root(notes);
    if !matches!(vm.kind_of(notes), Kind::LIST | Kind::TUPLE) {
        let text = safe_repr(vm, notes, "__notes__");
        out.push(format!("{text}\n"));
        return;
    }
    let Ok(items) = vm.collect_iter(notes) else {
        vm.take_pending();
        return;
    };
    for note in &items {
        vm.root(*note);
    }
    for note in items {
        let note = safe_str(vm, note, "note");
        out.extend(note.split('\n').map(|line| format!("{line}\n")));
    }
}
