//! Text files and the standard streams: `open`, `sys.stdout`, and the functions that write to them.

use crate::heap::layout::{Dict, Native};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Raised, Res, Value};
use crate::objects::dict;
use crate::objects::exception_types::exc;
use crate::objects::generic_alias::new_native;
use crate::objects::slots::{Args, Method, Sig, Slots, TypeDef, function, getter, method, opt, req};
use crate::vm::Vm;
use crate::vm::io::OpenFile;

/// What this file adds to builtins.
pub const FUNCTIONS: &[Method] = &[function(
    "open",
    open,
    Sig::Named(&[
        req("file"),
        opt("mode"),
        opt("buffering"),
        opt("encoding"),
        opt("errors"),
        opt("newline"),
        opt("closefd"),
        opt("opener"),
    ]),
)];

/// Handles of the standard streams in `Native::extra`; open files follow.
const STDIN: u32 = 0;
const STDOUT: u32 = 1;
const STDERR: u32 = 2;
const FIRST_FILE: u32 = 3;

/// The objects for sys.stdin, sys.stdout and sys.stderr.
pub fn standard_stream(vm: &mut Vm, handle: u32) -> Res {
    let name = vm.intern(["<stdin>", "<stdout>", "<stderr>"].get(handle as usize).unwrap_or(&"?"))?;
    let mode = vm.intern(if handle == STDIN { "r" } else { "w" })?;
    let file = new_native(vm, Kind::FILE.class(), &[name, mode])?;
    Native(file.offset()).set_extra(&mut vm.heap, handle);
    Ok(file)
}

fn os_error(vm: &mut Vm, error: &std::io::Error, path: Option<Value>) -> Raised {
    use std::io::ErrorKind;
    let (class, number, text) = match error.kind() {
        ErrorKind::NotFound => (exc::FILE_NOT_FOUND_ERROR, 2, "No such file or directory"),
        ErrorKind::PermissionDenied => (exc::PERMISSION_ERROR, 13, "Permission denied"),
        ErrorKind::AlreadyExists => (exc::FILE_EXISTS_ERROR, 17, "File exists"),
        ErrorKind::IsADirectory => (exc::IS_A_DIRECTORY_ERROR, 21, "Is a directory"),
        ErrorKind::NotADirectory => (exc::NOT_A_DIRECTORY_ERROR, 20, "Not a directory"),
        ErrorKind::BrokenPipe => (exc::BROKEN_PIPE_ERROR, 32, "Broken pipe"),
        _ => (exc::OS_ERROR, error.raw_os_error().unwrap_or(5) as i64, "Input/output error"),
    };
    let Ok(text) = vm.new_str(text) else { return Raised };
    let mut args = vec![Value::int(number), text];
    args.extend(path);
    vm.raise_with(class, &args)
}

/// Writes to standard output (or error).
pub fn write_out(vm: &mut Vm, stderr: bool, bytes: &[u8]) -> Res<()> {
    match vm.io.write(stderr, bytes) {
        Ok(()) => Ok(()),
        Err(error) => Err(os_error(vm, &error, None)),
    }
}

/// Flushes standard output.
pub fn flush_out(vm: &mut Vm) -> Res<()> {
    match vm.io.flush() {
        Ok(()) => Ok(()),
        Err(error) => Err(os_error(vm, &error, None)),
    }
}

/// What a program has put in the place of `sys.stdout`; `None` while it is the real one.
pub fn redirected_stdout(vm: &mut Vm) -> Res<Option<Value>> {
    let namespace = STATE.sys_dict(&vm.heap);
    if namespace == 0 {
        return Ok(None);
    }
    let name = vm.names.stdout;
    Ok(match dict::get_str(vm, Dict(namespace), name) {
        Some(file) if vm.kind_of(file) == Kind::FILE && Native(file.offset()).extra(&vm.heap) == STDOUT => {
            None
        }
        other => other.filter(|v| *v != statics::NONE),
    })
}

fn open(vm: &mut Vm, args: Args) -> Res {
    let path = args.get(vm, 0);
    if !vm.is_str(path) {
        let name = vm.type_name(path);
        return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {name}")));
    }
    let mode = args.opt(vm, 1);
    let mode = mode.map_or_else(|| "r".to_string(), |mode| vm.str_to_string(mode));
    let text = vm.str_to_string(path);
    let kinds = mode.chars().filter(|c| "rwax".contains(*c)).count();
    if mode.chars().any(|c| !"rwaxbt+".contains(c)) {
        return Err(vm.value_error(format!("invalid mode: '{mode}'")));
    }
    if kinds != 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    let binary = mode.contains('b');
    if mode.contains('+') || binary && !mode.contains('r') {
        return Err(vm.raise(
            exc::NOT_IMPLEMENTED_ERROR,
            format!("mimeo does not support open() with mode '{mode}' yet"),
        ));
    }
    if !vm.options.allow_files {
        let error = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        return Err(os_error(vm, &error, Some(path)));
    }
    let reading = mode.contains('r');
    let content = if reading {
        match vm.io.read_file(&text) {
            Ok(content) => content,
            Err(error) => return Err(os_error(vm, &error, Some(path))),
        }
    } else {
        if mode.contains('x') && vm.io.is_file(&text) {
            let error = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(os_error(vm, &error, Some(path)));
        }
        // The file comes into being (and is emptied) now, as a user would see it.
        if let Err(error) = vm.io.write_file(&text, b"", mode.contains('a')) {
            return Err(os_error(vm, &error, Some(path)));
        }
        Vec::new()
    };
    if reading && !binary && std::str::from_utf8(&content).is_err() {
        return Err(vm.raise(exc::UNICODE_ERROR, format!("'{text}' is no UTF-8")));
    }
    let mode_text = vm.new_str(&mode)?;
    let file = new_native(vm, Kind::FILE.class(), &[path, mode_text])?;
    let entry =
        OpenFile { path: text, content, position: 0, writable: !reading, append: mode.contains('a'), binary };
    let place = vm.files.open.iter().position(Option::is_none).unwrap_or(vm.files.open.len());
    if place == vm.files.open.len() {
        vm.files.open.push(None);
    }
    vm.files.open[place] = Some(entry);
    Native(file.offset()).set_extra(&mut vm.heap, FIRST_FILE + place as u32);
    Ok(file)
}

fn handle(vm: &Vm, file: Value) -> u32 {
    Native(file.offset()).extra(&vm.heap)
}

fn entry(vm: &mut Vm, file: Value) -> Res<&mut OpenFile> {
    let place = handle(vm, file).wrapping_sub(FIRST_FILE) as usize;
    if !matches!(vm.files.open.get(place), Some(Some(_))) {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    match vm.files.open.get_mut(place) {
        Some(Some(entry)) => Ok(entry),
        _ => Err(Raised),
    }
}

fn unsupported(vm: &mut Vm, what: &str) -> Raised {
    vm.raise(exc::OS_ERROR, what)
}

/// A line from a file, as it is stored: `None` at its end.
fn read_line(vm: &mut Vm, file: Value) -> Res<Option<Vec<u8>>> {
    if handle(vm, file) == STDIN {
        return match vm.io.read_line() {
            Ok(line) if line.is_empty() => Ok(None),
            Ok(line) => Ok(Some(line)),
            Err(error) => {
                vm.check_interrupt()?;
                Err(os_error(vm, &error, None))
            }
        };
    }
    if handle(vm, file) < FIRST_FILE {
        return Err(unsupported(vm, "not readable"));
    }
    let entry = entry(vm, file)?;
    if entry.writable {
        return Err(unsupported(vm, "not readable"));
    }
    let rest = entry.content.get(entry.position..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(None);
    }
    let len = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |i| i + 1);
    let line = rest[..len].to_vec();
    entry.position += len;
    Ok(Some(line))
}

/// What was read from a file as a value: bytes, or text with its line ends made plain.
fn content_value(vm: &mut Vm, file: Value, content: &[u8]) -> Res {
    let place = handle(vm, file).wrapping_sub(FIRST_FILE) as usize;
    if matches!(vm.files.open.get(place), Some(Some(entry)) if entry.binary) {
        return vm.new_bytes(content);
    }
    let text = String::from_utf8_lossy(content).replace("\r\n", "\n");
    vm.new_str(&text)
}

fn read(vm: &mut Vm, args: Args) -> Res {
    let file = args.get(vm, 0);
    let limit = match args.opt(vm, 1).filter(|v| *v != statics::NONE) {
        Some(limit) => Some(vm.index_i64(limit)?).filter(|n| *n >= 0).map(|n| n as usize),
        None => None,
    };
    let mut content = Vec::new();
    match limit {
        None => {
            while let Some(line) = read_line(vm, file)? {
                content.extend_from_slice(&line);
            }
        }
        Some(limit) => {
            let entry = entry(vm, file)?;
            let rest = entry.content.get(entry.position..).unwrap_or_default();
            let len = if entry.binary {
                limit.min(rest.len())
            } else {
                String::from_utf8_lossy(rest)
                    .chars()
                    .take(limit)
                    .map(char::len_utf8)
                    .sum::<usize>()
                    .min(rest.len())
            };
            content.extend_from_slice(&rest[..len]);
            entry.position += len;
        }
    }
    content_value(vm, file, &content)
}

fn readline(vm: &mut Vm, args: Args) -> Res {
    let file = args.get(vm, 0);
    let line = read_line(vm, file)?.unwrap_or_default();
    content_value(vm, file, &line)
}

fn readlines(vm: &mut Vm, args: Args) -> Res {
    let file = args.get(vm, 0);
    let mut lines = Vec::new();
    while let Some(line) = read_line(vm, file)? {
        lines.push(content_value(vm, file, &line)?);
    }
    vm.new_list(&lines)
}

fn write(vm: &mut Vm, args: Args) -> Res {
    let (file, text) = (args.get(vm, 0), args.get(vm, 1));
    if !vm.is_str(text) {
        let name = vm.type_name(text);
        return Err(vm.type_error(format!("write() argument must be str, not {name}")));
    }
    let content = vm.str_to_string(text);
    match handle(vm, file) {
        STDIN => return Err(unsupported(vm, "not writable")),
        STDOUT => write_out(vm, false, content.as_bytes())?,
        STDERR => write_out(vm, true, content.as_bytes())?,
        _ => {
            let entry = entry(vm, file)?;
            if !entry.writable {
                return Err(unsupported(vm, "not writable"));
            }
            entry.content.extend_from_slice(content.as_bytes());
        }
    }
    let written = vm.len(text)?;
    vm.new_int(written as i64)
}

fn writelines(vm: &mut Vm, args: Args) -> Res {
    let (file, lines) = (args.get(vm, 0), args.get(vm, 1));
    for line in vm.collect_iter(lines)? {
        vm.call_method(file, "write", &[line])?;
    }
    Ok(statics::NONE)
}

/// Puts what was written so far into the file.
fn flush_file(vm: &mut Vm, file: Value) -> Res<()> {
    match handle(vm, file) {
        STDIN => Ok(()),
        STDOUT | STDERR => flush_out(vm),
        _ => {
            let entry = entry(vm, file)?;
            if !entry.writable || entry.content.is_empty() {
                return Ok(());
            }
            let (path, content) = (entry.path.clone(), std::mem::take(&mut entry.content));
            // The file was emptied when it was opened: from then on everything is appended.
            match vm.io.write_file(&path, &content, true) {
                Ok(()) => Ok(()),
                Err(error) => Err(os_error(vm, &error, None)),
            }
        }
    }
}

fn close(vm: &mut Vm, file: Value) -> Res<()> {
    let place = handle(vm, file).wrapping_sub(FIRST_FILE) as usize;
    if matches!(vm.files.open.get(place), Some(Some(_))) {
        flush_file(vm, file)?;
        vm.files.open[place] = None;
    }
    Ok(())
}

/// Writes out what files that were never closed still hold: at the end of a program.
pub fn close_all(vm: &mut Vm) {
    for place in 0..vm.files.open.len() {
        if let Some(entry) = vm.files.open[place].take()
            && entry.writable
            && !entry.content.is_empty()
        {
            // Nobody is left to tell.
            let _ = vm.io.write_file(&entry.path, &entry.content, true);
        }
    }
}

pub static TYPE: TypeDef = TypeDef {
    kind: Kind::FILE,
    name: "TextIOWrapper",
    module: "_io",
    slots: Slots {
        iter: Some(|_, file| Ok(file)),
        next: Some(|vm, file| match read_line(vm, file)? {
            Some(line) => content_value(vm, file, &line).map(Some),
            None => Ok(None),
        }),
        repr: Some(|vm, file| {
            let name = crate::objects::generic_alias::native_item(vm, file, 0);
            let name = vm.repr(name)?;
            let text = format!("<_io.TextIOWrapper name={} encoding='utf-8'>", vm.str_to_string(name));
            vm.new_str(&text)
        }),
        ..Slots::NONE
    },
    methods: &[
        method("read", read, Sig::Range(0, 1)),
        method("readline", readline, Sig::Exact(0)),
        method("readlines", readlines, Sig::Range(0, 1)),
        method("write", write, Sig::Exact(1)),
        method("writelines", writelines, Sig::Exact(1)),
        method(
            "flush",
            |vm, args| {
                let f = args.get(vm, 0);
                flush_file(vm, f)?;
                Ok(statics::NONE)
            },
            Sig::Exact(0),
        ),
        method(
            "close",
            |vm, args| {
                let f = args.get(vm, 0);
                close(vm, f)?;
                Ok(statics::NONE)
            },
            Sig::Exact(0),
        ),
        method("isatty", |_, _| Ok(statics::FALSE), Sig::Exact(0)),
        method(
            "fileno",
            |vm, args| {
                let f = args.get(vm, 0);
                Ok(Value::int(handle(vm, f) as i64))
            },
            Sig::Exact(0),
        ),
        method("__enter__", |vm, args| Ok(args.get(vm, 0)), Sig::Exact(0)),
        method(
            "__exit__",
            |vm, args| {
                let f = args.get(vm, 0);
                close(vm, f)?;
                Ok(statics::NONE)
            },
            Sig::Range(0, 3),
        ),
    ],
    attributes: &[
        getter("name", |vm, f| Ok(crate::objects::generic_alias::native_item(vm, f, 0))),
        getter("mode", |vm, f| Ok(crate::objects::generic_alias::native_item(vm, f, 1))),
        getter("closed", |vm, f| {
            let place = handle(vm, f);
            let open = place < FIRST_FILE
                || matches!(vm.files.open.get((place - FIRST_FILE) as usize), Some(Some(_)));
            Ok(vm.bool(!open))
        }),
        getter("encoding", |vm, _| vm.intern("utf-8")),
    ],
    ..TypeDef::DEFAULT
};
