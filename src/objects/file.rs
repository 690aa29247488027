//! Text files and the standard streams: `open`, `sys.stdout`, and the functions that write to them.

use crate::heap::layout::{Dict, Native};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Raised, Res, Value};
use crate::objects::bytes;
use crate::objects::dict;
use crate::objects::exception::os_error_class;
use crate::objects::exception_types::exc;
use crate::objects::iterators::native;
use crate::objects::slots::{Args, Method, Sig, Slots, TypeDef, function, getter, method, opt, req};
use crate::vm::Vm;
use crate::vm::io::{Creation, Written};
use crate::vm::streams::StreamError;

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

/// What `Native::extra` says of a file: a standard stream, one that is read, one that is closed; files that are written follow,
/// by handle.
const STDIN: u32 = 0;
const STDOUT: u32 = 1;
const STDERR: u32 = 2;
const READ: u32 = 3;
const CLOSED: u32 = 4;
const FIRST_WRITTEN: u32 = 5;

/// The words of a file. One that is read was read whole when it was opened.
mod word {
    pub const NAME: u32 = 0;
    pub const MODE: u32 = 1;
    /// The bytes of one that is read.
    pub const CONTENT: u32 = 2;
    /// Bytes of them that have been read.
    pub const POSITION: u32 = 3;
    /// Whether it is read as bytes.
    pub const BINARY: u32 = 4;
    pub const COUNT: usize = 5;
}

/// Bytes that are kept before they are written to a file, and of all files together.
const BUFFER: usize = 64 << 10;
const BUFFERS: usize = 1 << 20;
/// Files that may be open for writing.
const MOST_WRITTEN: usize = 1 << 16;

fn new_file(vm: &mut Vm, extra: u32, words: [Option<Value>; word::COUNT]) -> Res {
    let file = native::new(vm, Kind::FILE.class(), &words)?;
    native::set_extra(&mut vm.heap.memory, file, extra);
    Ok(file)
}

/// The objects for sys.stdin, sys.stdout and sys.stderr.
pub fn standard_stream(vm: &mut Vm, handle: u32) -> Res {
    let name = vm.intern(["<stdin>", "<stdout>", "<stderr>"].get(handle as usize).unwrap_or(&"?"))?;
    let mode = vm.intern(if handle == STDIN { "r" } else { "w" })?;
    new_file(vm, handle, [Some(name), Some(mode), None, None, None])
}

/// Raises the OSError that the system's error is in Python.
fn os_error(vm: &mut Vm, error: &std::io::Error, path: Option<Value>) -> Raised {
    use std::io::ErrorKind;
    let number = error.raw_os_error().unwrap_or(match error.kind() {
        ErrorKind::NotFound => 2,
        ErrorKind::Interrupted => 4,
        ErrorKind::PermissionDenied => 13,
        ErrorKind::AlreadyExists => 17,
        ErrorKind::NotADirectory => 20,
        ErrorKind::IsADirectory => 21,
        ErrorKind::InvalidInput => 22,
        ErrorKind::StorageFull => 28,
        ErrorKind::BrokenPipe => 32,
        _ => 5,
    });
    // The system's own words, without the number that Rust puts behind them.
    let text = std::io::Error::from_raw_os_error(number).to_string();
    let text = text.split_once(" (os error").map_or(&*text, |(text, _)| text);
    let Ok(text) = vm.new_str(text) else { return Raised };
    let mut args = vec![Value::int(number as i64), text];
    args.extend(path);
    vm.raise_with(os_error_class(number as i64), &args)
}

/// Writes to standard output (or error).
pub fn write_out(vm: &mut Vm, stderr: bool, bytes: &[u8]) -> Res<()> {
    vm.write_stream(stderr, bytes).map_err(|error| stream_error(vm, error))
}

/// Flushes standard output.
pub fn flush_out(vm: &mut Vm) -> Res<()> {
    match vm.flush_streams()? {
        Ok(()) => Ok(()),
        Err(error) => Err(os_error(vm, &error, None)),
    }
}

/// Raises for what went wrong with a stream.
pub fn stream_error(vm: &mut Vm, error: StreamError) -> Raised {
    match error {
        StreamError::Raised => Raised,
        StreamError::Io(error) => os_error(vm, &error, None),
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
        return Err(vm.unsupported(format!("open() with mode '{mode}' yet")));
    }
    if text.contains('\0') {
        return Err(vm.value_error("embedded null byte"));
    }
    if !vm.options.allow_files {
        let error = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        return Err(os_error(vm, &error, Some(path)));
    }
    let mode_text = vm.new_str(&mode)?;
    if mode.contains('r') {
        let content = match vm.read_file(&text)? {
            Ok(content) => content,
            Err(error) => return Err(os_error(vm, &error, Some(path))),
        };
        if !binary && std::str::from_utf8(&content).is_err() {
            return Err(vm.raise(exc::UNICODE_ERROR, format!("'{text}' is no UTF-8")));
        }
        let (content, start, binary) = (vm.new_bytes(&content)?, Value::int(0), vm.bool(binary));
        return new_file(vm, READ, [Some(path), Some(mode_text), Some(content), Some(start), Some(binary)]);
    }
    let place = vm.files.open.iter().position(Option::is_none).unwrap_or(vm.files.open.len());
    if place == MOST_WRITTEN {
        return Err(os_error(vm, &std::io::Error::from_raw_os_error(24), Some(path)));
    }
    let file = new_file(vm, CLOSED, [Some(path), Some(mode_text), None, None, None])?;
    // The file comes into being (and is emptied) now, as a user would see it.
    let creation = match mode.as_bytes() {
        mode if mode.contains(&b'x') => Creation::New,
        mode if mode.contains(&b'a') => Creation::Append,
        _ => Creation::Empty,
    };
    if let Err(error) = vm.io.write_file(&text, b"", creation) {
        return Err(os_error(vm, &error, Some(path)));
    }
    if place == vm.files.open.len() {
        vm.files.open.push(None);
    }
    vm.files.open[place] = Some(Written { path: text, buffer: Vec::new() });
    native::set_extra(&mut vm.heap.memory, file, FIRST_WRITTEN + place as u32);
    Ok(file)
}

fn handle(vm: &Vm, file: Value) -> u32 {
    Native(file.offset()).extra(&vm.heap)
}

/// The file behind a handle of one that is written.
fn written(vm: &mut Vm, handle: u32) -> Option<&mut Written> {
    vm.files.open.get_mut(handle.checked_sub(FIRST_WRITTEN)? as usize)?.as_mut()
}

fn closed(vm: &mut Vm) -> Raised {
    vm.value_error("I/O operation on closed file.")
}

fn unsupported(vm: &mut Vm, what: &str) -> Raised {
    vm.raise(exc::OS_ERROR, what)
}

/// A line from a file, as it is stored: `None` at its end.
fn read_line(vm: &mut Vm, file: Value) -> Res<Option<Vec<u8>>> {
    if handle(vm, file) == STDIN {
        let line = vm.read_input_line().map_err(|error| stream_error(vm, error))?;
        return Ok(Some(line).filter(|line| !line.is_empty()));
    }
    let rest = rest(vm, file)?;
    let len = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |i| i + 1);
    let line = rest[..len].to_vec();
    advance(vm, file, len);
    Ok(Some(line).filter(|line| !line.is_empty()))
}

/// What has not been read yet of a file that is read.
fn rest(vm: &mut Vm, file: Value) -> Res<&[u8]> {
    match handle(vm, file) {
        READ => {}
        CLOSED => return Err(closed(vm)),
        _ => return Err(unsupported(vm, "not readable")),
    }
    let position = native::number(&vm.heap.memory, file, word::POSITION) as usize;
    let content = native::value(&vm.heap.memory, file, word::CONTENT);
    Ok(bytes::view(vm, content).and_then(|content| content.get(position..)).unwrap_or_default())
}

fn advance(vm: &mut Vm, file: Value, by: usize) {
    let position = native::number(&vm.heap.memory, file, word::POSITION) + by as i64;
    native::set(&mut vm.heap.memory, file, word::POSITION, Value::int(position));
}

fn is_binary(vm: &Vm, file: Value) -> bool {
    handle(vm, file) == READ && native::value(&vm.heap.memory, file, word::BINARY) == statics::TRUE
}

/// What was read from a file as a value: bytes, or text with its line ends made plain.
fn content_value(vm: &mut Vm, file: Value, content: &[u8]) -> Res {
    if is_binary(vm, file) {
        return vm.new_bytes(content);
    }
    let text = String::from_utf8_lossy(content).replace("\r\n", "\n");
    vm.new_str(&text)
}

/// Bytes that the first `limit` characters of a text take.
fn bytes_of_chars(text: &[u8], limit: usize) -> usize {
    let starts = text.iter().enumerate().filter(|(_, byte)| **byte & 0xC0 != 0x80);
    starts.map(|(at, _)| at).nth(limit).unwrap_or(text.len())
}

fn read(vm: &mut Vm, args: Args) -> Res {
    let file = args.get(vm, 0);
    let limit = match args.opt(vm, 1).filter(|v| *v != statics::NONE) {
        Some(limit) => Some(vm.index_i64(limit)?).filter(|n| *n >= 0).map(|n| n as usize),
        None => None,
    };
    if handle(vm, file) == STDIN && limit.is_none() {
        let mut content = Vec::new();
        while let Some(line) = read_line(vm, file)? {
            content.extend_from_slice(&line);
        }
        return content_value(vm, file, &content);
    }
    let binary = is_binary(vm, file);
    let rest = rest(vm, file)?;
    let len = match limit {
        None => rest.len(),
        Some(limit) if binary => limit.min(rest.len()),
        Some(limit) => bytes_of_chars(rest, limit),
    };
    let content = rest[..len].to_vec();
    advance(vm, file, len);
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
        READ => return Err(unsupported(vm, "not writable")),
        handle => {
            let Some(file) = written(vm, handle) else { return Err(closed(vm)) };
            file.buffer.extend_from_slice(content.as_bytes());
            let full = file.buffer.len() >= BUFFER;
            vm.files.buffered += content.len();
            if full {
                flush_written(vm, handle)?;
            } else if vm.files.buffered >= BUFFERS {
                for place in 0..vm.files.open.len() as u32 {
                    flush_written(vm, FIRST_WRITTEN + place)?;
                }
            }
        }
    }
    let len = vm.len(text)?;
    vm.new_int(len as i64)
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
        READ => Ok(()),
        CLOSED => Err(closed(vm)),
        handle => flush_written(vm, handle),
    }
}

fn flush_written(vm: &mut Vm, handle: u32) -> Res<()> {
    let Some(file) = written(vm, handle) else { return Ok(()) };
    let (path, buffer) = (file.path.clone(), std::mem::take(&mut file.buffer));
    vm.files.buffered = vm.files.buffered.saturating_sub(buffer.len());
    if buffer.is_empty() {
        return Ok(());
    }
    // The file was emptied when it was opened: from then on everything is appended.
    match vm.io.write_file(&path, &buffer, Creation::Append) {
        Ok(()) => Ok(()),
        Err(error) => Err(os_error(vm, &error, None)),
    }
}

fn close(vm: &mut Vm, file: Value) -> Res<()> {
    let before = handle(vm, file);
    if before <= STDERR {
        return Ok(());
    }
    let flushed = flush_written(vm, before);
    // The handle may be another file's from now on.
    native::set_extra(&mut vm.heap.memory, file, CLOSED);
    native::set(&mut vm.heap.memory, file, word::CONTENT, None);
    if let Some(place) = before.checked_sub(FIRST_WRITTEN)
        && let Some(entry) = vm.files.open.get_mut(place as usize)
    {
        *entry = None;
    }
    flushed
}

/// Writes out what files that were never closed still hold: at the end of a program.
pub fn close_all(vm: &mut Vm) {
    for file in std::mem::take(&mut vm.files.open).into_iter().flatten() {
        if !file.buffer.is_empty() {
            // Nobody is left to tell.
            let _ = vm.io.write_file(&file.path, &file.buffer, Creation::Append);
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
            let name = native::value(&vm.heap.memory, file, word::NAME);
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
        getter("name", |vm, f| Ok(native::value(&vm.heap.memory, f, word::NAME))),
        getter("mode", |vm, f| Ok(native::value(&vm.heap.memory, f, word::MODE))),
        getter("closed", |vm, f| Ok(vm.bool(handle(vm, f) == CLOSED))),
        getter("encoding", |vm, _| vm.intern("utf-8")),
    ],
    ..TypeDef::DEFAULT
};
