//! Exceptions: making them, chaining them, their attributes, tracebacks as objects.

use crate::heap::layout::{Code, Exception, Frame, Function, Traceback, Tuple, Type};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Res, Value};
use crate::objects::bytes::unicode_error;
use crate::objects::exception_attributes::syntax_detail;
use crate::objects::exception_group;
use crate::objects::exception_types::exc;
use crate::objects::instance::or_none;
use crate::objects::slots::{Args, Slots, TypeDef, getter};
use crate::vm::Vm;

/// `__suppress_context__`, in an exception's flags.
pub(super) const SUPPRESS_CONTEXT: u32 = 1;

/// An instance of the native exception class `class`.
pub fn new_exception(vm: &mut Vm, class: u32, args: &[Value]) -> Res {
    let exception = Exception(vm.alloc_instance(class)?);
    let args = vm.new_tuple(args)?;
    exception.set_args(&mut vm.heap, args);
    set_details(vm, exception)?;
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
fn set_details(vm: &mut Vm, exception: Exception) -> Res<()> {
    let class = exception.class(&vm.heap);
    let args = args_of(vm, exception.value());
    let first = args.first().copied();
    if vm.is_subclass(class, exc::STOP_ITERATION) {
        exception.set_detail(&mut vm.heap, first);
    } else if vm.is_subclass(class, exc::IMPORT_ERROR) {
        exception.set_detail(&mut vm.heap, first.filter(|_| args.len() == 1));
    } else if vm.is_subclass(class, exc::SYSTEM_EXIT) {
        let code = if args.len() > 1 { exception.args(&vm.heap) } else { first };
        exception.set_detail(&mut vm.heap, code);
    } else if vm.is_subclass(class, exc::OS_ERROR) && (3..=5).contains(&args.len()) {
        // The file names are no arguments any more.
        exception.set_detail(&mut vm.heap, args[2]);
        exception.set_detail2(&mut vm.heap, args.get(4).copied());
        let short = vm.new_tuple(&args[..2])?;
        exception.set_args(&mut vm.heap, short);
    }
    Ok(())
}

/// Notes the name and the object of an AttributeError that is pending, unless it has some.
pub fn note_attribute(vm: &mut Vm, object: Value, name: Value) {
    if let Some(pending) = STATE.pending(&vm.heap)
        && let Some(exception) = vm.as_exception(pending)
        && vm.is_instance_of(pending, exc::ATTRIBUTE_ERROR)
        && exception.detail(&vm.heap).is_none()
        && exception.detail2(&vm.heap).is_none()
    {
        exception.set_detail(&mut vm.heap, name);
        exception.set_detail2(&mut vm.heap, object);
    }
}

/// Notes the name of a NameError that is pending.
pub fn note_name(vm: &mut Vm, name: Value) {
    if let Some(pending) = STATE.pending(&vm.heap)
        && let Some(exception) = vm.as_exception(pending)
        && vm.is_instance_of(pending, exc::NAME_ERROR)
    {
        exception.set_detail(&mut vm.heap, name);
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
    let globals = Function(frame.func(&vm.heap)).globals(&vm.heap);
    traceback.set_globals(&mut vm.heap, globals);
    exception.set_traceback(&mut vm.heap, traceback.value());
    if next.is_none() {
        let locals = keep_locals(vm, exception, frame);
        traceback.set_locals(&mut vm.heap, locals);
    }
}

/// The line of a traceback's entry; 0 if it has none.
pub fn line_of(vm: &Vm, traceback: Traceback) -> i32 {
    let code = Code(traceback.code(&vm.heap));
    crate::interp::line_at(vm, code, traceback.lasti(&vm.heap)).unwrap_or(0)
}

/// What a suggestion will want to know of the frame that raised `exception`, when the frame is gone.
fn keep_locals(vm: &mut Vm, exception: Exception, frame: Frame) -> Option<Value> {
    let class = exception.class(&vm.heap);
    let is_name = vm.is_subclass(class, exc::NAME_ERROR);
    if !is_name && !vm.is_subclass(class, exc::ATTRIBUTE_ERROR) || exception.detail(&vm.heap).is_none() {
        return None;
    }
    if is_name {
        // Memory may be short: then there is no suggestion.
        let pending = STATE.pending(&vm.heap);
        let locals = crate::objects::builtins::frame_locals(vm, frame).ok();
        STATE.set_pending(&mut vm.heap, pending);
        return locals;
    }
    let names = Tuple(Code(frame.code(&vm.heap)).localsplusnames(&vm.heap));
    if names.len(&vm.heap) == 0 || !vm.str_is(names.item(vm, 0), "self") {
        return None;
    }
    let value = Value::from_word(vm.heap.u64(frame.0 + Frame::SIZE))?;
    match vm.as_kind(value, Kind::CELL) {
        Some(cell) => crate::heap::layout::Cell(cell).content(&vm.heap),
        None => Some(value),
    }
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
    if vm.is_subclass(class, exc::BASE_EXCEPTION_GROUP) {
        return exception_group::new(vm, class, args);
    }
    // OSError(errno, ...) makes the subclass that the number names.
    let number = args.opt(vm, 1).and_then(|_| args.get(vm, 0).as_small_int());
    let class = number.filter(|_| class == exc::OS_ERROR).map_or(class, os_error_class);
    let exception = Exception(vm.alloc_instance(class)?);
    let values = args.to_vec(vm);
    let tuple = vm.new_tuple(&values)?;
    exception.set_args(&mut vm.heap, tuple);
    // Instances of the native classes are made without a call of `init`.
    let heap = Type(class).flags(&vm.heap) & crate::objects::types::flags::HEAP != 0;
    if !heap || vm.is_subclass(class, exc::OS_ERROR) {
        set_details(vm, exception)?;
    }
    Ok(exception.value())
}

/// The class of an OSError with this number.
pub fn os_error_class(number: i64) -> u32 {
    match number {
        1 | 13 => exc::PERMISSION_ERROR,
        2 => exc::FILE_NOT_FOUND_ERROR,
        3 => exc::PROCESS_LOOKUP_ERROR,
        4 => exc::INTERRUPTED_ERROR,
        10 => exc::CHILD_PROCESS_ERROR,
        11 | 114 | 115 => exc::BLOCKING_IO_ERROR,
        17 => exc::FILE_EXISTS_ERROR,
        20 => exc::NOT_A_DIRECTORY_ERROR,
        21 => exc::IS_A_DIRECTORY_ERROR,
        32 | 108 => exc::BROKEN_PIPE_ERROR,
        103 => exc::CONNECTION_ABORTED_ERROR,
        104 => exc::CONNECTION_RESET_ERROR,
        110 => exc::TIMEOUT_ERROR,
        111 => exc::CONNECTION_REFUSED_ERROR,
        _ => exc::OS_ERROR,
    }
}

fn init(vm: &mut Vm, value: Value, args: Args) -> Res<()> {
    let exception = Exception(value.offset());
    let class = exception.class(&vm.heap);
    let values = args.to_vec(vm);
    let tuple = vm.new_tuple(&values)?;
    exception.set_args(&mut vm.heap, tuple);
    set_details(vm, exception)?;
    let is = |vm: &Vm, base| vm.is_subclass(class, base);
    for (name, keyword) in args.keywords(vm) {
        let text = vm.str_to_string(name);
        match text.as_str() {
            "name" if is(vm, exc::NAME_ERROR) || is(vm, exc::ATTRIBUTE_ERROR) => {
                exception.set_detail(&mut vm.heap, keyword)
            }
            "obj" if is(vm, exc::ATTRIBUTE_ERROR) => exception.set_detail2(&mut vm.heap, keyword),
            "path" if is(vm, exc::IMPORT_ERROR) => exception.set_detail2(&mut vm.heap, keyword),
            "name" if is(vm, exc::IMPORT_ERROR) => exception.set_detail3(&mut vm.heap, keyword),
            "name_from" if is(vm, exc::IMPORT_ERROR) => exception.set_detail4(&mut vm.heap, keyword),
            _ => {
                for (base, what) in [
                    (exc::NAME_ERROR, "NameError"),
                    (exc::ATTRIBUTE_ERROR, "AttributeError"),
                    (exc::IMPORT_ERROR, "ImportError"),
                ] {
                    if is(vm, base) {
                        return Err(
                            vm.type_error(format!("{what}() got an unexpected keyword argument '{text}'"))
                        );
                    }
                }
                let class = vm.class_name(class);
                return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
            }
        }
    }
    Ok(())
}

/// The items of `args`.
pub(super) fn args_of(vm: &Vm, value: Value) -> Vec<Value> {
    let args = Tuple(Exception(value.offset()).args(&vm.heap).unwrap_or(statics::EMPTY_TUPLE).offset());
    (0..args.len(&vm.heap)).map(|i| args.item(vm, i)).collect()
}

fn str(vm: &mut Vm, value: Value) -> Res {
    let args = args_of(vm, value);
    let class = vm.class_of(value);
    if vm.is_subclass(class, exc::KEY_ERROR) && args.len() == 1 {
        return vm.repr(args[0]);
    }
    let exception = Exception(value.offset());
    if vm.is_subclass(class, exc::OS_ERROR) && args.len() == 2 {
        let (number, message) = (vm.str(args[0])?, vm.str(args[1])?);
        let mut text = format!("[Errno {}] {}", vm.str_to_string(number), vm.str_to_string(message));
        for (sign, file) in [(": ", exception.detail(&vm.heap)), (" -> ", exception.detail2(&vm.heap))] {
            if let Some(file) = file.filter(|file| *file != statics::NONE) {
                let file = vm.repr(file)?;
                text.push_str(&format!("{sign}{}", vm.str_to_string(file)));
            }
        }
        return vm.new_str(&text);
    }
    if vm.is_subclass(class, exc::BASE_EXCEPTION_GROUP)
        && let Some(members) = exception_group::members_of(vm, value)
    {
        let message = match args.first() {
            Some(message) => vm.str(*message)?,
            None => statics::EMPTY_STR,
        };
        let (count, s) = (members.len(), if members.len() == 1 { "" } else { "s" });
        let text = format!("{} ({count} sub-exception{s})", vm.str_to_string(message));
        return vm.new_str(&text);
    }
    if vm.is_subclass(class, exc::SYNTAX_ERROR) && !args.is_empty() {
        return syntax_error_str(vm, value, args[0]);
    }
    if vm.is_subclass(class, exc::IMPORT_ERROR)
        && let Some(message) = exception.detail(&vm.heap)
        && vm.is_str(message)
    {
        return Ok(message);
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

/// The message with the file's last name and the line, as far as they are known.
fn syntax_error_str(vm: &mut Vm, value: Value, message: Value) -> Res {
    let (file, line) = (syntax_detail(vm, value, 0)?, syntax_detail(vm, value, 1)?);
    let message = vm.str(message)?;
    let file = vm.is_str(file).then(|| vm.str_to_string(file));
    let file = file.as_deref().map(|file| file.rsplit('/').next().unwrap_or(file));
    let place = match (file, line.as_small_int()) {
        (Some(file), Some(line)) => format!(" ({file}, line {line})"),
        (Some(file), None) => format!(" ({file})"),
        (None, Some(line)) => format!(" (line {line})"),
        (None, None) => return Ok(message),
    };
    let text = vm.str_to_string(message) + &place;
    vm.new_str(&text)
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
pub static SLOTS: Slots =
    Slots { new: Some(new), init: Some(init), str: Some(str), repr: Some(repr), ..Slots::NONE };

pub(super) fn wrap_str(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    str(vm, value)
}
pub(super) fn wrap_repr(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    repr(vm, value)
}
pub(super) fn wrap_init(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    init(vm, value, args.skip(1))?;
    Ok(statics::NONE)
}

/// Traceback objects.
pub static TRACEBACK: TypeDef = TypeDef {
    kind: Kind::TRACEBACK,
    name: "traceback",
    attributes: &[
        getter("tb_frame", crate::objects::frame::of_traceback),
        getter("tb_next", |vm, t| Ok(or_none(Traceback(t.offset()).next(&vm.heap)))),
        getter("tb_lineno", |vm, t| Ok(Value::int(line_of(vm, Traceback(t.offset())) as i64))),
        getter("tb_lasti", |vm, t| Ok(Value::int(Traceback(t.offset()).lasti(&vm.heap) as i64))),
    ],
    ..TypeDef::DEFAULT
};
