//! Exceptions: making them, chaining them, their attributes, tracebacks as objects.

use crate::heap::layout::{Code, Exception, Frame, Function, Traceback, Tuple};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Res, Value};
use crate::objects::bytes::unicode_error;
use crate::objects::exception_types::exc;
use crate::objects::instance::or_none;
use crate::objects::slots::{Args, Attribute, Method, Sig, Slots, TypeDef, getter, method};
use crate::vm::Vm;

/// `__suppress_context__`, in an exception's flags.
const SUPPRESS_CONTEXT: u32 = 1;

/// An instance of the native exception class `class`.
pub fn new_exception(vm: &mut Vm, class: u32, args: &[Value]) -> Res {
    let exception = Exception(vm.alloc_instance(class)?);
    let args = vm.new_tuple(args)?;
    exception.set_args(&mut vm.heap, args);
    set_details(vm, exception);
    Ok(exception.value())
}

/// Makes the exception that is being handled the `__context__` of `exception`, unless that would close a cycle.
pub fn chain_context(vm: &mut Vm, exception: Value) {
    let Some(handled) = STATE.handled(&vm.heap) else { return };
    if handled == exception || handled == statics::NONE {
        return;
    }
    let Some(raised) = vm.as_exception(exception) else { return };
    // Cut the link in the chain that leads back to the new exception.
    let mut at = handled;
    for _ in 0..1 << 16 {
        let Some(link) = vm.as_exception(at) else { break };
        let Some(next) = link.context(&vm.heap) else { break };
        if next == exception {
            link.set_context(&mut vm.heap, None);
            break;
        }
        at = next;
    }
    raised.set_context(&mut vm.heap, handled);
}

/// Fills what some classes keep beside `args`.
fn set_details(vm: &mut Vm, exception: Exception) {
    let class = exception.class(&vm.heap);
    let args = Tuple(exception.args(&vm.heap).unwrap_or(statics::EMPTY_TUPLE).offset());
    let first = (args.len(&vm.heap) > 0).then(|| args.item(vm, 0));
    if vm.is_subclass(class, exc::STOP_ITERATION) || vm.is_subclass(class, exc::IMPORT_ERROR) {
        exception.set_detail(&mut vm.heap, first);
    } else if vm.is_subclass(class, exc::SYSTEM_EXIT) {
        let code = if args.len(&vm.heap) > 1 { Some(args.value()) } else { first };
        exception.set_detail(&mut vm.heap, code);
    }
}

/// Notes the name and the object of an AttributeError that is pending.
pub fn note_attribute(vm: &mut Vm, object: Value, name: Value) {
    if let Some(pending) = STATE.pending(&vm.heap)
        && let Some(exception) = vm.as_exception(pending)
    {
        exception.set_detail(&mut vm.heap, name);
        exception.set_detail2(&mut vm.heap, object);
    }
}

/// Adds the place where `frame` stands to the pending exception's traceback.
pub fn add_traceback(vm: &mut Vm, frame: Frame) {
    let Some(pending) = STATE.pending(&vm.heap) else { return };
    let Some(exception) = vm.as_exception(pending) else { return };
    let code = Code(frame.code(&vm.heap));
    let Ok(object) = vm.heap.alloc_zeroed(Traceback::SIZE) else { return };
    vm.heap.set_u32(object, Kind::TRACEBACK.class());
    let traceback = Traceback(object);
    let next = exception.traceback(&vm.heap);
    traceback.set_next(&mut vm.heap, next);
    traceback.set_code(&mut vm.heap, code.0);
    let offset = frame.instr(&vm.heap).wrapping_sub(code.bytecode(&vm.heap));
    traceback.set_lasti(&mut vm.heap, offset);
    let line = crate::interp::line_at(vm, code, offset);
    traceback.set_lineno(&mut vm.heap, line.unwrap_or(0) as u32);
    let globals = Function(frame.func(&vm.heap)).globals(&vm.heap);
    traceback.set_globals(&mut vm.heap, globals);
    exception.set_traceback(&mut vm.heap, traceback.value());
}

/// What `raise value` raises: the value itself, or an instance of the class that it is.
pub fn to_instance(vm: &mut Vm, value: Value) -> Res {
    if vm.as_exception(value).is_some() {
        return Ok(value);
    }
    if vm.kind_of(value) == Kind::TYPE && vm.is_subclass(value.offset(), exc::BASE_EXCEPTION) {
        let instance = vm.call(value, &[])?;
        if vm.as_exception(instance).is_none() {
            let (class, actual) = (vm.class_name(value.offset()), vm.type_name(instance));
            return Err(vm.type_error(format!(
                "calling <class '{class}'> should have returned an instance of BaseException, not <class '{actual}'>"
            )));
        }
        return Ok(instance);
    }
    Err(vm.type_error("exceptions must derive from BaseException"))
}

/// Sets `__cause__` (an exception, an exception class or None).
pub fn set_cause(vm: &mut Vm, exception: Value, cause: Value) -> Res<()> {
    let cause = if cause == statics::NONE {
        None
    } else if vm.as_exception(cause).is_some() || vm.kind_of(cause) == Kind::TYPE {
        match to_instance(vm, cause) {
            Ok(cause) => Some(cause),
            Err(_) => {
                vm.take_pending();
                return Err(vm.type_error("exception causes must derive from BaseException"));
            }
        }
    } else {
        return Err(vm.type_error("exception causes must derive from BaseException"));
    };
    if let Some(exception) = vm.as_exception(exception) {
        exception.set_cause(&mut vm.heap, cause);
        let flags = exception.flags(&vm.heap) | SUPPRESS_CONTEXT;
        exception.set_flags(&mut vm.heap, flags);
    }
    Ok(())
}

/// Whether an exception of `class` matches what `except pattern` names.
pub fn matches(vm: &mut Vm, exception: Value, pattern: Value) -> Res<bool> {
    let class = vm.class_of(exception);
    if vm.kind_of(pattern) == Kind::TUPLE {
        let patterns = vm.collect_iter(pattern)?;
        for pattern in patterns {
            if matches(vm, exception, pattern)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if vm.kind_of(pattern) != Kind::TYPE || !vm.is_subclass(pattern.offset(), exc::BASE_EXCEPTION) {
        return Err(vm.type_error("catching classes that do not inherit from BaseException is not allowed"));
    }
    Ok(vm.is_subclass(class, pattern.offset()))
}

fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    // OSError(errno, ...) makes the subclass that the number names.
    let class = if class == exc::OS_ERROR && args.count >= 2 { os_error_class(vm, args) } else { class };
    let exception = Exception(vm.alloc_instance(class)?);
    let values = args.to_vec(vm);
    let tuple = vm.new_tuple(&values)?;
    exception.set_args(&mut vm.heap, tuple);
    set_details(vm, exception);
    Ok(exception.value())
}

fn os_error_class(vm: &Vm, args: Args) -> u32 {
    match args.get(vm, 0).as_small_int() {
        Some(2) => exc::FILE_NOT_FOUND_ERROR,
        Some(17) => exc::FILE_EXISTS_ERROR,
        Some(13 | 1) => exc::PERMISSION_ERROR,
        Some(20) => exc::NOT_A_DIRECTORY_ERROR,
        Some(21) => exc::IS_A_DIRECTORY_ERROR,
        Some(32) => exc::BROKEN_PIPE_ERROR,
        Some(4) => exc::INTERRUPTED_ERROR,
        Some(110) => exc::TIMEOUT_ERROR,
        _ => exc::OS_ERROR,
    }
}

fn init(vm: &mut Vm, value: Value, args: Args) -> Res<()> {
    let exception = Exception(value.offset());
    let class = exception.class(&vm.heap);
    for (name, keyword) in args.keywords(vm) {
        let text = vm.str_to_string(name);
        let known = match text.as_str() {
            "name" => vm.is_subclass(class, exc::IMPORT_ERROR) || vm.is_subclass(class, exc::NAME_ERROR) || vm.is_subclass(class, exc::ATTRIBUTE_ERROR),
            "obj" => vm.is_subclass(class, exc::ATTRIBUTE_ERROR),
            "path" | "name_from" => vm.is_subclass(class, exc::IMPORT_ERROR),
            _ => false,
        };
        if !known {
            let class = vm.class_name(class);
            return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
        }
        if text == "obj" || text == "path" {
            exception.set_detail2(&mut vm.heap, keyword);
        } else if vm.is_subclass(class, exc::IMPORT_ERROR) {
            if let Some(dict) = vm.own_dict(value)? {
                crate::objects::dict::insert_str(vm, dict, name, keyword)?;
            }
        } else {
            exception.set_detail(&mut vm.heap, keyword);
        }
    }
    let values = args.to_vec(vm);
    let tuple = vm.new_tuple(&values)?;
    exception.set_args(&mut vm.heap, tuple);
    if args.kwnames == 0 {
        set_details(vm, exception);
    }
    Ok(())
}

fn args_of(vm: &Vm, value: Value) -> Vec<Value> {
    let args = Tuple(Exception(value.offset()).args(&vm.heap).unwrap_or(statics::EMPTY_TUPLE).offset());
    (0..args.len(&vm.heap)).map(|i| args.item(vm, i)).collect()
}

fn str(vm: &mut Vm, value: Value) -> Res {
    let args = args_of(vm, value);
    let class = vm.class_of(value);
    if vm.is_subclass(class, exc::KEY_ERROR) && args.len() == 1 {
        return vm.repr(args[0]);
    }
    if vm.is_subclass(class, exc::OS_ERROR) && (args.len() == 2 || args.len() == 3) {
        let (number, message) = (vm.str(args[0])?, vm.str(args[1])?);
        let mut text = format!("[Errno {}] {}", vm.str_to_string(number), vm.str_to_string(message));
        if let Some(file) = args.get(2) {
            let file = vm.repr(*file)?;
            text.push_str(&format!(": {}", vm.str_to_string(file)));
        }
        return vm.new_str(&text);
    }
    if vm.is_subclass(class, exc::BASE_EXCEPTION_GROUP) && args.len() == 2 {
        let (message, members) = (vm.str(args[0])?, vm.len(args[1])?);
        let s = if members == 1 { "" } else { "s" };
        let text = format!("{} ({members} sub-exception{s})", vm.str_to_string(message));
        return vm.new_str(&text);
    }
    if vm.is_subclass(class, exc::SYNTAX_ERROR) && !args.is_empty() {
        return vm.str(args[0]);
    }
    if let Some(message) = unicode_error::message(vm, value)? {
        return Ok(message);
    }
    match args.as_slice() {
        [] => Ok(statics::EMPTY_STR),
        [one] => vm.str(*one),
        _ => {
            let tuple = or_none(Exception(value.offset()).args(&vm.heap));
            vm.repr(tuple)
        }
    }
}

fn repr(vm: &mut Vm, value: Value) -> Res {
    let name = vm.type_name(value);
    let args = args_of(vm, value);
    let text = match args.as_slice() {
        [one] => {
            let one = vm.repr(*one)?;
            format!("{name}({})", vm.str_to_string(one))
        }
        _ => {
            let tuple = or_none(Exception(value.offset()).args(&vm.heap));
            let tuple = vm.repr(tuple)?;
            format!("{name}{}", vm.str_to_string(tuple))
        }
    };
    vm.new_str(&text)
}

/// The slots of every exception.
pub static SLOTS: Slots = Slots { new: Some(new), init: Some(init), str: Some(str), repr: Some(repr), ..Slots::NONE };

fn wrap_str(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    str(vm, value)
}
fn wrap_repr(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    repr(vm, value)
}
fn wrap_init(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    init(vm, value, args.skip(1))?;
    Ok(statics::NONE)
}

fn with_traceback(vm: &mut Vm, args: Args) -> Res {
    let (value, traceback) = (args.get(vm, 0), args.get(vm, 1));
    set_traceback(vm, value, Some(traceback))?;
    Ok(value)
}

fn set_traceback(vm: &mut Vm, value: Value, traceback: Option<Value>) -> Res<()> {
    let traceback = match traceback {
        Some(t) if t == statics::NONE => None,
        Some(t) if vm.kind_of(t) == Kind::TRACEBACK => Some(t),
        _ => return Err(vm.type_error("__traceback__ must be a traceback or None")),
    };
    Exception(value.offset()).set_traceback(&mut vm.heap, traceback);
    Ok(())
}

fn add_note(vm: &mut Vm, args: Args) -> Res {
    let (value, note) = (args.get(vm, 0), args.get(vm, 1));
    if !vm.is_str(note) {
        let name = vm.type_name(note);
        return Err(vm.type_error(format!("note must be a str, not '{name}'")));
    }
    let name = vm.intern("__notes__")?;
    let notes = match vm.get_attr_opt(value, name)? {
        Some(notes) => notes,
        None => {
            let notes = vm.new_list(&[])?;
            vm.set_attr(value, name, notes)?;
            notes
        }
    };
    if let Some(list) = vm.as_kind(notes, Kind::LIST) {
        crate::objects::list::push(vm, crate::heap::layout::List(list), note)?;
    }
    Ok(statics::NONE)
}

const DETAIL: fn(&mut Vm, Value) -> Res = |vm, e| Ok(or_none(Exception(e.offset()).detail(&vm.heap)));
const DETAIL2: fn(&mut Vm, Value) -> Res = |vm, e| Ok(or_none(Exception(e.offset()).detail2(&vm.heap)));

fn set_detail(vm: &mut Vm, e: Value, value: Option<Value>) -> Res<()> {
    Exception(e.offset()).set_detail(&mut vm.heap, value);
    Ok(())
}

fn nth_arg(vm: &mut Vm, e: Value, n: usize) -> Res {
    let args = args_of(vm, e);
    Ok(if args.len() >= 2 { args.get(n).copied().unwrap_or(statics::NONE) } else { statics::NONE })
}

fn syntax_detail(vm: &mut Vm, e: Value, n: u32) -> Res {
    let args = args_of(vm, e);
    match args.get(1).and_then(|details| vm.as_kind(*details, Kind::TUPLE)) {
        Some(details) if n < Tuple(details).len(&vm.heap) => Ok(Tuple(details).item(vm, n)),
        _ => Ok(statics::NONE),
    }
}

const BASE_ATTRIBUTES: &[Attribute] = &[
    Attribute {
        name: "args",
        get: |vm, e| Ok(Exception(e.offset()).args(&vm.heap).unwrap_or(statics::EMPTY_TUPLE)),
        set: Some(|vm, e, value| {
            let items = match value {
                Some(value) => vm.collect_iter(value)?,
                None => return Err(vm.type_error("args may not be deleted")),
            };
            let tuple = vm.new_tuple(&items)?;
            Exception(e.offset()).set_args(&mut vm.heap, tuple);
            Ok(())
        }),
    },
    Attribute {
        name: "__traceback__",
        get: |vm, e| Ok(or_none(Exception(e.offset()).traceback(&vm.heap))),
        set: Some(set_traceback),
    },
    Attribute {
        name: "__cause__",
        get: |vm, e| Ok(or_none(Exception(e.offset()).cause(&vm.heap))),
        set: Some(|vm, e, value| set_cause(vm, e, value.unwrap_or(statics::NONE))),
    },
    Attribute {
        name: "__context__",
        get: |vm, e| Ok(or_none(Exception(e.offset()).context(&vm.heap))),
        set: Some(|vm, e, value| {
            Exception(e.offset()).set_context(&mut vm.heap, value.filter(|v| *v != statics::NONE));
            Ok(())
        }),
    },
    Attribute {
        name: "__suppress_context__",
        get: |vm, e| Ok(vm.bool(Exception(e.offset()).flags(&vm.heap) & SUPPRESS_CONTEXT != 0)),
        set: Some(|vm, e, value| {
            let on = match value {
                Some(value) => vm.truth(value)?,
                None => false,
            };
            let e = Exception(e.offset());
            let flags = e.flags(&vm.heap) & !SUPPRESS_CONTEXT | on as u32;
            e.set_flags(&mut vm.heap, flags);
            Ok(())
        }),
    },
    getter("__dict__", |vm, e| Ok(vm.own_dict(e)?.map_or(statics::NONE, |d| d.value()))),
];

const BASE_METHODS: &[Method] = &[
    method("__str__", wrap_str, Sig::Exact(0)),
    method("__repr__", wrap_repr, Sig::Exact(0)),
    method("__init__", wrap_init, Sig::Any),
    method("with_traceback", with_traceback, Sig::Exact(1)),
    method("add_note", add_note, Sig::Exact(1)),
];

const fn detail(name: &'static str) -> Attribute {
    Attribute { name, get: DETAIL, set: Some(set_detail) }
}

const STOP_ITERATION: &[Attribute] = &[detail("value")];
const SYSTEM_EXIT: &[Attribute] = &[detail("code")];
const NAME_ERROR: &[Attribute] = &[detail("name")];
const ATTRIBUTE_ERROR: &[Attribute] = &[detail("name"), getter("obj", DETAIL2)];
const IMPORT_ERROR: &[Attribute] = &[getter("msg", DETAIL), getter("path", DETAIL2)];
const OS_ERROR: &[Attribute] = &[
    getter("errno", |vm, e| nth_arg(vm, e, 0)),
    getter("strerror", |vm, e| nth_arg(vm, e, 1)),
    getter("filename", |vm, e| nth_arg(vm, e, 2)),
];
const SYNTAX_ERROR: &[Attribute] = &[
    getter("msg", |vm, e| Ok(args_of(vm, e).first().copied().unwrap_or(statics::NONE))),
    getter("filename", |vm, e| syntax_detail(vm, e, 0)),
    getter("lineno", |vm, e| syntax_detail(vm, e, 1)),
    getter("offset", |vm, e| syntax_detail(vm, e, 2)),
    getter("text", |vm, e| syntax_detail(vm, e, 3)),
    getter("end_lineno", |vm, e| syntax_detail(vm, e, 4)),
    getter("end_offset", |vm, e| syntax_detail(vm, e, 5)),
];
const GROUP: &[Attribute] = &[
    getter("message", |vm, e| Ok(args_of(vm, e).first().copied().unwrap_or(statics::NONE))),
    getter("exceptions", |vm, e| {
        let members = args_of(vm, e).get(1).copied().unwrap_or(statics::EMPTY_TUPLE);
        let members = vm.collect_iter(members)?;
        vm.new_tuple(&members)
    }),
];

/// Methods and attributes of the exception class `name` itself.
pub fn members(name: &str) -> (&'static [Method], &'static [Attribute]) {
    match name {
        "BaseException" => (BASE_METHODS, BASE_ATTRIBUTES),
        "StopIteration" => (&[], STOP_ITERATION),
        "SystemExit" => (&[], SYSTEM_EXIT),
        "NameError" => (&[], NAME_ERROR),
        "AttributeError" => (&[], ATTRIBUTE_ERROR),
        "ImportError" => (&[], IMPORT_ERROR),
        "OSError" => (&[], OS_ERROR),
        "SyntaxError" => (&[], SYNTAX_ERROR),
        "BaseExceptionGroup" => (&[], GROUP),
        "UnicodeEncodeError" | "UnicodeDecodeError" => (&[], unicode_error::CODEC_ATTRIBUTES),
        "UnicodeTranslateError" => (&[], unicode_error::TRANSLATE_ATTRIBUTES),
        _ => (&[], &[]),
    }
}

/// Traceback objects.
pub static TRACEBACK: TypeDef = TypeDef {
    kind: Kind::TRACEBACK,
    name: "traceback",
    attributes: &[
        getter("tb_next", |vm, t| Ok(or_none(Traceback(t.offset()).next(&vm.heap)))),
        getter("tb_lineno", |vm, t| Ok(Value::int(Traceback(t.offset()).lineno(&vm.heap) as i64))),
        getter("tb_lasti", |vm, t| Ok(Value::int(Traceback(t.offset()).lasti(&vm.heap) as i64))),
    ],
    ..TypeDef::DEFAULT
};
