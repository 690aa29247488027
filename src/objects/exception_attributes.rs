//! Methods and attributes of exceptions.

use crate::heap::layout::{Dict, Exception, List, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::bytes::unicode_error;
use crate::objects::exception::{SUPPRESS_CONTEXT, args_of, set_cause, wrap_init, wrap_repr, wrap_str};
use crate::objects::exception_types::exc;
use crate::objects::instance::or_none;
use crate::objects::slots::{Args, Attribute, Method, Sig, getter, method};
use crate::objects::{dict, exception_group};
use crate::vm::Vm;

fn with_traceback(vm: &mut Vm, args: Args) -> Res {
    let (value, traceback) = (args.get(vm, 0), args.get(vm, 1));
    set_traceback(vm, value, Some(traceback))?;
    Ok(value)
}

/// What copies are made of: the class, the arguments, and the namespace if there is something in it.
fn reduce(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let exception = Exception(value.offset());
    let class = Value::object(vm.class_of(value));
    let mut arguments = args_of(vm, value);
    if vm.is_instance_of(value, exc::OS_ERROR)
        && arguments.len() == 2
        && let Some(file) = exception.detail(&vm.heap)
    {
        arguments.push(file);
        if let Some(second) = exception.detail2(&vm.heap) {
            arguments.extend([statics::NONE, second]);
        }
    }
    let arguments = vm.new_tuple(&arguments)?;
    match exception.dict(&vm.heap) {
        0 => vm.new_tuple(&[class, arguments]),
        namespace => vm.new_tuple(&[class, arguments, Value::object(namespace)]),
    }
}

fn set_state(vm: &mut Vm, args: Args) -> Res {
    let (value, state) = (args.get(vm, 0), args.get(vm, 1));
    if state == statics::NONE {
        return Ok(statics::NONE);
    }
    let Some(state) = vm.as_kind(state, Kind::DICT).map(Dict) else {
        return Err(vm.type_error("state is not a dictionary"));
    };
    let mut at = 0;
    while let Some((next, _, key, item)) = dict::next_entry(&vm.heap, state, at) {
        at = next;
        let key = vm.intern_value(key)?;
        vm.set_attr(value, key, item)?;
    }
    Ok(statics::NONE)
}

fn set_traceback(vm: &mut Vm, value: Value, traceback: Option<Value>) -> Res<()> {
    let traceback = match traceback {
        Some(t) if t == statics::NONE => None,
        Some(t) if vm.kind_of(t) == Kind::TRACEBACK => Some(t),
        None => return Err(vm.type_error("__traceback__ may not be deleted")),
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
    match vm.as_kind(notes, Kind::LIST) {
        Some(list) => crate::objects::list::push(vm, List(list), note)?,
        None => return Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
    Ok(statics::NONE)
}

/// What may be stored as cause or context.
fn link(vm: &mut Vm, value: Option<Value>, what: &str) -> Res<Option<Value>> {
    match value {
        None => Err(vm.type_error(format!("__{what}__ may not be deleted"))),
        Some(statics::NONE) => Ok(None),
        Some(value) if vm.as_exception(value).is_some() => Ok(Some(value)),
        Some(_) => Err(vm.type_error(format!("exception {what} must be None or derive from BaseException"))),
    }
}

const DETAIL: fn(&mut Vm, Value) -> Res = |vm, e| Ok(or_none(Exception(e.offset()).detail(&vm.heap)));

fn set_detail(vm: &mut Vm, e: Value, value: Option<Value>) -> Res<()> {
    Exception(e.offset()).set_detail(&mut vm.heap, value);
    Ok(())
}

fn os_arg(vm: &mut Vm, e: Value, n: usize) -> Res {
    let args = args_of(vm, e);
    Ok(if args.len() >= 2 { args.get(n).copied().unwrap_or(statics::NONE) } else { statics::NONE })
}

/// The `n`th of the details in a SyntaxError's arguments.
pub(super) fn syntax_detail(vm: &mut Vm, e: Value, n: u32) -> Res {
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
        set: Some(|vm, e, value| match link(vm, value, "cause")? {
            Some(cause) => set_cause(vm, e, cause),
            None => set_cause(vm, e, statics::NONE),
        }),
    },
    Attribute {
        name: "__context__",
        get: |vm, e| Ok(or_none(Exception(e.offset()).context(&vm.heap))),
        set: Some(|vm, e, value| {
            let context = link(vm, value, "context")?;
            Exception(e.offset()).set_context(&mut vm.heap, context);
            Ok(())
        }),
    },
    Attribute {
        name: "__suppress_context__",
        get: |vm, e| Ok(vm.bool(Exception(e.offset()).flags(&vm.heap) & SUPPRESS_CONTEXT != 0)),
        set: Some(|vm, e, value| {
            let on = match value {
                Some(value) if vm.kind_of(value) == Kind::BOOL => value == statics::TRUE,
                Some(_) => return Err(vm.type_error("attribute value type must be bool")),
                None => return Err(vm.type_error("can't delete numeric/char attribute")),
            };
            let e = Exception(e.offset());
            let flags = e.flags(&vm.heap) & !SUPPRESS_CONTEXT | on as u32;
            e.set_flags(&mut vm.heap, flags);
            Ok(())
        }),
    },
    crate::objects::object::DICT_ATTRIBUTE,
];

const BASE_METHODS: &[Method] = &[
    method("__str__", wrap_str, Sig::Exact(0)),
    method("__repr__", wrap_repr, Sig::Exact(0)),
    method("__init__", wrap_init, Sig::Any),
    method("__reduce__", reduce, Sig::Exact(0)),
    method("__setstate__", set_state, Sig::Exact(1)),
    method("with_traceback", with_traceback, Sig::Exact(1)),
    method("add_note", add_note, Sig::Exact(1)),
];

const fn detail(name: &'static str) -> Attribute {
    Attribute { name, get: DETAIL, set: Some(set_detail) }
}
const fn detail2(name: &'static str) -> Attribute {
    Attribute {
        name,
        get: |vm, e| Ok(or_none(Exception(e.offset()).detail2(&vm.heap))),
        set: Some(|vm, e, value| {
            Exception(e.offset()).set_detail2(&mut vm.heap, value);
            Ok(())
        }),
    }
}
const fn detail3(name: &'static str) -> Attribute {
    Attribute {
        name,
        get: |vm, e| Ok(or_none(Exception(e.offset()).detail3(&vm.heap))),
        set: Some(|vm, e, value| {
            Exception(e.offset()).set_detail3(&mut vm.heap, value);
            Ok(())
        }),
    }
}
const fn detail4(name: &'static str) -> Attribute {
    Attribute {
        name,
        get: |vm, e| Ok(or_none(Exception(e.offset()).detail4(&vm.heap))),
        set: Some(|vm, e, value| {
            Exception(e.offset()).set_detail4(&mut vm.heap, value);
            Ok(())
        }),
    }
}

const STOP_ITERATION: &[Attribute] = &[detail("value")];
const SYSTEM_EXIT: &[Attribute] = &[detail("code")];
const NAME_ERROR: &[Attribute] = &[detail("name")];
const ATTRIBUTE_ERROR: &[Attribute] = &[detail("name"), detail2("obj")];
const IMPORT_ERROR: &[Attribute] = &[detail("msg"), detail2("path"), detail3("name"), detail4("name_from")];
const OS_ERROR: &[Attribute] = &[
    getter("errno", |vm, e| os_arg(vm, e, 0)),
    getter("strerror", |vm, e| os_arg(vm, e, 1)),
    detail("filename"),
    detail2("filename2"),
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

/// Whether the native exception class at this offset has fields of its own.
pub fn has_fields(class: u32) -> bool {
    let entry = super::exception_types::EXCEPTIONS.iter().find(|(offset, ..)| *offset == class);
    entry.is_some_and(|(_, name, _)| !members(name).1.is_empty())
}

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
        "BaseExceptionGroup" => (exception_group::METHODS, exception_group::ATTRIBUTES),
        "UnicodeEncodeError" | "UnicodeDecodeError" => (&[], unicode_error::CODEC_ATTRIBUTES),
        "UnicodeTranslateError" => (&[], unicode_error::TRANSLATE_ATTRIBUTES),
        _ => (&[], &[]),
    }
}
