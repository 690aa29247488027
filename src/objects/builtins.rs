//! The builtins module: its functions, and what it takes from elsewhere.

use crate::heap::layout::{Code, Dict, Frame, List, Tuple};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Res, Value};
use crate::jit::drain::Drain;
use crate::objects::dunder::Dunder;
use crate::objects::exception_types::{EXCEPTIONS, exc};
use crate::objects::slots::{Args, Method, Sig, function, kwonly, opt, req};
use crate::objects::{compiling, dict, list, module, object};
use crate::vm::Vm;

const TYPES: &[Kind] = &[
    Kind::OBJECT,
    Kind::TYPE,
    Kind::BOOL,
    Kind::INT,
    Kind::FLOAT,
    Kind::COMPLEX,
    Kind::STR,
    Kind::BYTES,
    Kind::BYTEARRAY,
    Kind::MEMORYVIEW,
    Kind::LIST,
    Kind::TUPLE,
    Kind::DICT,
    Kind::SET,
    Kind::FROZENSET,
    Kind::RANGE,
    Kind::SLICE,
    Kind::PROPERTY,
    Kind::CLASSMETHOD,
    Kind::STATICMETHOD,
    Kind::SUPER,
    Kind::ENUMERATE,
    Kind::ZIP,
    Kind::MAP,
    Kind::FILTER,
    Kind::REVERSED,
];

const FUNCTIONS: &[Method] = &[
    function("__build_class__", object::build_class_native, Sig::Any),
    function(
        "__import__",
        import,
        Sig::Named(&[req("name"), opt("globals"), opt("locals"), opt("fromlist"), opt("level")]),
    ),
    function("all", all, Sig::Exact(1)),
    function("any", any, Sig::Exact(1)),
    function(
        "ascii",
        |vm, args| {
            let v = args.get(vm, 0);
            vm.ascii(v)
        },
        Sig::Exact(1),
    ),
    function("callable", callable, Sig::Exact(1)),
    function("chr", chr, Sig::Exact(1)),
    function(
        "compile",
        compiling::compile,
        Sig::Named(&[
            req("source"),
            req("filename"),
            req("mode"),
            opt("flags"),
            opt("dont_inherit"),
            opt("optimize"),
            kwonly("_feature_version"),
        ]),
    ),
    function("delattr", delattr, Sig::Exact(2)),
    function("dir", dir, Sig::Range(0, 1)),
    function("eval", compiling::eval, Sig::Named(&[req(""), opt("globals"), opt("locals")])),
    function(
        "exec",
        compiling::exec,
        Sig::Named(&[req(""), opt("globals"), opt("locals"), kwonly("closure")]),
    ),
    function("format", format, Sig::Range(1, 2)),
    function("getattr", getattr, Sig::Range(2, 3)),
    function("globals", globals, Sig::Exact(0)),
    function("hasattr", hasattr, Sig::Exact(2)),
    function(
        "hash",
        |vm, args| {
            let v = args.get(vm, 0);
            let h = vm.hash(v)?;
            vm.new_int(h)
        },
        Sig::Exact(1),
    ),
    function(
        "id",
        |vm, args| {
            let v = args.get(vm, 0);
            let identity = vm.identity(v);
            vm.new_uint(identity)
        },
        Sig::Exact(1),
    ),
    function("input", input, Sig::Range(0, 1)),
    function("isinstance", isinstance, Sig::Exact(2)),
    function("issubclass", issubclass, Sig::Exact(2)),
    function("iter", iter, Sig::Range(1, 2)),
    function("len", len, Sig::Exact(1)),
    function("locals", locals, Sig::Exact(0)),
    function("next", next, Sig::Range(1, 2)),
    function("ord", ord, Sig::Exact(1)),
    function("print", print, Sig::Any),
    function(
        "repr",
        |vm, args| {
            let v = args.get(vm, 0);
            vm.repr(v)
        },
        Sig::Exact(1),
    ),
    function("setattr", setattr, Sig::Exact(3)),
    function("sorted", sorted, Sig::Any),
    function("vars", vars, Sig::Range(0, 1)),
];

/// Fills the namespace of `builtins`.
pub fn fill(vm: &mut Vm, namespace: Dict) -> Res<()> {
    for (name, value) in [
        ("None", statics::NONE),
        ("True", statics::TRUE),
        ("False", statics::FALSE),
        ("NotImplemented", statics::NOT_IMPLEMENTED),
        ("Ellipsis", statics::ELLIPSIS),
        ("__debug__", statics::TRUE),
    ] {
        module::set(vm, namespace, name, value)?;
    }
    for kind in TYPES {
        let name = vm.class_name(kind.class());
        module::set(vm, namespace, &name, kind.class_value())?;
    }
    for (class, name, _) in EXCEPTIONS {
        module::set(vm, namespace, name, Value::object(*class))?;
    }
    module::set(vm, namespace, "EnvironmentError", Value::object(exc::OS_ERROR))?;
    module::set(vm, namespace, "IOError", Value::object(exc::OS_ERROR))?;
    for method in FUNCTIONS
        .iter()
        .chain(crate::objects::numeric_builtins::FUNCTIONS)
        .chain(crate::objects::file::FUNCTIONS)
    {
        module::add_function(vm, namespace, "builtins", method)?;
    }
    Ok(())
}

/// `len`.
pub fn len(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let len = vm.len(value)?;
    vm.new_int(len as i64)
}

/// `isinstance`.
pub fn isinstance(vm: &mut Vm, args: Args) -> Res {
    let (value, class) = (args.get(vm, 0), args.get(vm, 1));
    let result = vm.is_instance(value, class)?;
    Ok(vm.bool(result))
}

fn issubclass(vm: &mut Vm, args: Args) -> Res {
    let (class, base) = (args.get(vm, 0), args.get(vm, 1));
    let result = is_subclass(vm, class, base)?;
    Ok(vm.bool(result))
}

fn is_subclass(vm: &mut Vm, class: Value, base: Value) -> Res<bool> {
    if vm.kind_of(base) == Kind::TUPLE {
        for base in vm.collect_iter(base)? {
            if is_subclass(vm, class, base)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let meta = vm.class_of(base);
    if vm.overrides(meta, Dunder::SubclassCheck) {
        let result = vm.call_dunder(base, Dunder::SubclassCheck, &[class])?.unwrap_or(statics::NONE);
        return vm.truth(result);
    }
    if vm.kind_of(class) != Kind::TYPE {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    match vm.kind_of(base) {
        Kind::TYPE => Ok(vm.is_subclass(class.offset(), base.offset())),
        Kind::UNION => {
            let members = crate::objects::generic_alias::union_members(vm, base);
            Ok(members.into_iter().any(|m| m.is_object() && vm.is_subclass(class.offset(), m.offset())))
        }
        _ => Err(vm.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")),
    }
}

fn getattr(vm: &mut Vm, args: Args) -> Res {
    let object = args.get(vm, 0);
    let name = args.get(vm, 1);
    let name = vm.intern_value(name)?;
    match args.opt(vm, 2) {
        None => vm.get_attr(object, name),
        Some(default) => {
            let found = vm.get_attr_opt(object, name);
            Ok(vm.catch(found, exc::ATTRIBUTE_ERROR)?.flatten().unwrap_or(default))
        }
    }
}

fn hasattr(vm: &mut Vm, args: Args) -> Res {
    let object = args.get(vm, 0);
    let name = args.get(vm, 1);
    let name = vm.intern_value(name)?;
    let found = vm.get_attr_opt(object, name);
    let found = vm.catch(found, exc::ATTRIBUTE_ERROR)?.flatten().is_some();
    Ok(vm.bool(found))
}

fn setattr(vm: &mut Vm, args: Args) -> Res {
    let (object, value) = (args.get(vm, 0), args.get(vm, 2));
    let name = args.get(vm, 1);
    let name = vm.intern_value(name)?;
    vm.set_attr(object, name, value)?;
    Ok(statics::NONE)
}

fn delattr(vm: &mut Vm, args: Args) -> Res {
    let object = args.get(vm, 0);
    let name = args.get(vm, 1);
    let name = vm.intern_value(name)?;
    vm.del_attr(object, name)?;
    Ok(statics::NONE)
}

fn all(vm: &mut Vm, args: Args) -> Res {
    let iterable = args.get(vm, 0);
    let found = any_item(vm, iterable, false)?;
    Ok(vm.bool(!found))
}

fn any(vm: &mut Vm, args: Args) -> Res {
    let iterable = args.get(vm, 0);
    let found = any_item(vm, iterable, true)?;
    Ok(vm.bool(found))
}

/// Whether an item's truth is `wanted`.
fn any_item(vm: &mut Vm, iterable: Value, wanted: bool) -> Res<bool> {
    let iterator = vm.iter(iterable)?;
    vm.with_roots(|vm| {
        vm.root(iterator);
        let drain = || if wanted { Drain::False } else { Drain::True };
        while let Some(item) = vm.next_beyond(iterator, drain())? {
            if vm.truth(item)? == wanted {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

fn callable(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    Ok(vm.bool(crate::objects::sequence::is_callable(vm, value)))
}

fn chr(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let n = vm.index(value)?;
    match crate::objects::int::as_i64(vm, n) {
        Some(n @ 0..0x11_0000) => vm.new_str_point(n as u32),
        _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    match vm.kind_of(value) {
        Kind::STR => {
            let chars = vm.chars(value);
            match (chars.len(), chars.get(0)) {
                (1, Some(point)) => Ok(Value::int(point as i64)),
                (len, _) => {
                    Err(vm
                        .type_error(format!("ord() expected a character, but string of length {len} found")))
                }
            }
        }
        Kind::BYTES | Kind::BYTEARRAY => {
            let bytes = vm.collect_iter(value)?;
            match bytes.as_slice() {
                [one] => Ok(*one),
                many => Err(vm.type_error(format!(
                    "ord() expected a character, but string of length {} found",
                    many.len()
                ))),
            }
        }
        _ => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("ord() expected string of length 1, but {name} found")))
        }
    }
}

fn format(vm: &mut Vm, args: Args) -> Res {
    let (value, spec) = (args.get(vm, 0), args.opt(vm, 1).unwrap_or(statics::EMPTY_STR));
    if !vm.is_str(spec) {
        let name = vm.type_name(spec);
        return Err(vm.type_error(format!("format() argument 2 must be str, not {name}")));
    }
    vm.format(value, spec)
}

fn iter(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    match args.opt(vm, 1) {
        None => vm.iter(value),
        Some(_) if !crate::objects::sequence::is_callable(vm, value) => {
            Err(vm.type_error("iter(v, w): v must be callable"))
        }
        Some(sentinel) => crate::objects::iterators::new_callable_iter(vm, value, sentinel),
    }
}

fn next(vm: &mut Vm, args: Args) -> Res {
    let (iterator, default) = (args.get(vm, 0), args.opt(vm, 1));
    let class = vm.class_of(iterator);
    // A generator's return value and a Python __next__'s own StopIteration must come through.
    if default.is_none() {
        if matches!(vm.kind_of(iterator), Kind::GENERATOR) {
            return vm.call_method(iterator, "__next__", &[]);
        }
        if vm.overrides(class, Dunder::Next) {
            return Ok(vm.call_dunder(iterator, Dunder::Next, &[])?.unwrap_or(statics::NONE));
        }
    }
    match (vm.next(iterator)?, default) {
        (Some(item), _) => Ok(item),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(vm.raise_with(exc::STOP_ITERATION, &[])),
    }
}

fn print(vm: &mut Vm, args: Args) -> Res {
    let (mut sep, mut end, mut file, mut flush) = (None, None, None, false);
    for (name, value) in args.keywords(vm) {
        match vm.str_to_string(name).as_str() {
            "sep" => sep = text_option(vm, value, "sep")?,
            "end" => end = text_option(vm, value, "end")?,
            "file" => file = Some(value).filter(|v| *v != statics::NONE),
            "flush" => flush = vm.truth(value)?,
            other => {
                return Err(vm.type_error(format!("print() got an unexpected keyword argument '{other}'")));
            }
        }
    }
    let target = match file {
        Some(file) => Some(file),
        None => crate::objects::file::redirected_stdout(vm)?,
    };
    let (sep, end) = (sep.as_deref().unwrap_or(" "), end.as_deref().unwrap_or("\n"));
    match target {
        None => {
            let mut line = String::new();
            for i in 0..args.count {
                if i > 0 {
                    line.push_str(sep);
                }
                let value = args.get(vm, i);
                let text = vm.str(value)?;
                vm.str_push(text, &mut line)?;
            }
            line.push_str(end);
            crate::objects::file::write_out(vm, false, line.as_bytes())?;
        }
        Some(target) => {
            // A file object of the program's own sees each piece, as CPython's does.
            for i in 0..args.count {
                if i > 0 {
                    write_piece(vm, target, sep)?;
                }
                let value = args.get(vm, i);
                let text = vm.str(value)?;
                vm.call_method(target, "write", &[text])?;
            }
            write_piece(vm, target, end)?;
        }
    }
    if flush {
        match target {
            None => crate::objects::file::flush_out(vm)?,
            Some(target) => {
                vm.call_method(target, "flush", &[])?;
            }
        }
    }
    Ok(statics::NONE)
}

fn write_piece(vm: &mut Vm, target: Value, text: &str) -> Res<()> {
    let text = vm.new_str(text)?;
    vm.call_method(target, "write", &[text]).map(drop)
}

fn text_option(vm: &mut Vm, value: Value, name: &str) -> Res<Option<String>> {
    if value == statics::NONE {
        return Ok(None);
    }
    if !vm.is_str(value) {
        let actual = vm.type_name(value);
        return Err(vm.type_error(format!("{name} must be None or a string, not {actual}")));
    }
    Ok(Some(vm.str_to_string(value)))
}

impl Vm {
    /// Appends a string value to `out`; lone surrogates cannot be written out.
    pub fn str_push(&mut self, text: Value, out: &mut String) -> Res<()> {
        let lone = self.chars(text).points().enumerate().find(|(_, point)| (0xD800..0xE000).contains(point));
        if let Some((at, point)) = lone {
            return Err(self.raise(
                exc::UNICODE_ENCODE_ERROR,
                format!("'utf-8' codec can't encode character '\\u{point:04x}' in position {at}: surrogates not allowed"),
            ));
        }
        out.push_str(&self.str_text(text));
        Ok(())
    }
}

/// Shows the value of an interactive statement.
pub fn display(vm: &mut Vm, value: Value) -> Res<()> {
    if value == statics::NONE {
        return Ok(());
    }
    let text = vm.repr(value)?;
    let text = vm.str_to_string(text) + "\n";
    crate::objects::file::write_out(vm, false, text.as_bytes())
}

fn input(vm: &mut Vm, args: Args) -> Res {
    if let Some(prompt) = args.opt(vm, 0) {
        let text = vm.str(prompt)?;
        let text = vm.str_to_string(text);
        crate::objects::file::write_out(vm, false, text.as_bytes())?;
        crate::objects::file::flush_out(vm)?;
    }
    let line = vm.read_input_line().map_err(|error| crate::objects::file::stream_error(vm, error))?;
    if line.is_empty() {
        return Err(vm.raise(exc::EOF_ERROR, "EOF when reading a line"));
    }
    let text = String::from_utf8_lossy(&line);
    let text = text.strip_suffix('\n').map_or(&*text, |t| t.strip_suffix('\r').unwrap_or(t));
    vm.new_str(text)
}

fn sorted(vm: &mut Vm, args: Args) -> Res {
    if args.count != 1 {
        return Err(vm.type_error(format!("sorted expected 1 argument, got {}", args.count)));
    }
    // The keywords are those of `list.sort`, which is what checks them in CPython.
    let (mut key, mut reverse) = (None, None);
    for (name, value) in args.keywords(vm) {
        match vm.str_to_string(name).as_str() {
            "key" => key = Some(value).filter(|key| *key != statics::NONE),
            "reverse" => reverse = Some(value),
            other => {
                return Err(vm.type_error(format!("sort() got an unexpected keyword argument '{other}'")));
            }
        }
    }
    let iterable = args.get(vm, 0);
    let items = vm.collect_iter(iterable)?;
    let result = vm.new_list(&items)?;
    vm.with_roots(|vm| {
        vm.root(result);
        let reverse = match reverse {
            Some(reverse) => vm.truth(reverse)?,
            None => false,
        };
        list::sort_in_place(vm, List(result.offset()), key, reverse)?;
        Ok(result)
    })
}

/// The Python frame that called a native.
pub(super) fn caller(vm: &mut Vm) -> Res<Frame> {
    match STATE.frame(&vm.heap) {
        0 => Err(vm.raise(exc::SYSTEM_ERROR, "frame does not exist")),
        frame => Ok(Frame(frame)),
    }
}

fn globals(vm: &mut Vm, _: Args) -> Res {
    let frame = caller(vm)?;
    Ok(Value::object(crate::heap::layout::Function(frame.func(&vm.heap)).globals(&vm.heap)))
}

fn locals(vm: &mut Vm, _: Args) -> Res {
    let frame = caller(vm)?;
    frame_locals(vm, frame)
}

/// The locals of a frame: its namespace, or a new dict of the fast locals.
pub fn frame_locals(vm: &mut Vm, frame: Frame) -> Res {
    let namespace = frame.namespace(&vm.heap);
    let code = Code(frame.code(&vm.heap));
    if namespace != 0 && !in_comprehension(vm, frame, code) {
        return Ok(Value::object(namespace));
    }
    let names = Tuple(code.localsplusnames(&vm.heap));
    let kinds = crate::heap::layout::Bytes(code.localspluskinds(&vm.heap));
    let result = dict::new(vm)?;
    for i in 0..names.len(&vm.heap) {
        let kind = vm.heap.u8(kinds.0 + crate::heap::layout::Bytes::SIZE + i);
        let mut value = Value::from_word(vm.heap.u64(frame.0 + Frame::SIZE + i * 8));
        if let Some(cell) = value
            && kind & (crate::bytecode::var_kind::CELL | crate::bytecode::var_kind::FREE) != 0
            && vm.kind_of(cell) == Kind::CELL
        {
            value = crate::heap::layout::Cell(cell.offset()).content(&vm.heap);
        }
        if let Some(value) = value {
            let name = names.item(vm, i);
            dict::insert_str(vm, result, name, value)?;
        }
    }
    Ok(result.value())
}

/// Whether a module or class body runs an inlined comprehension (PEP 709): its variables are hidden fast locals, and
/// `locals()` shows those alone.
fn in_comprehension(vm: &Vm, frame: Frame, code: Code) -> bool {
    let kinds = crate::heap::layout::Bytes(code.localspluskinds(&vm.heap));
    (0..code.nlocalsplus(&vm.heap)).any(|i| {
        vm.heap.u8(kinds.0 + crate::heap::layout::Bytes::SIZE + i) & crate::bytecode::var_kind::HIDDEN != 0
            && vm.heap.u64(frame.0 + Frame::SIZE + i * 8) != 0
    })
}

fn vars(vm: &mut Vm, args: Args) -> Res {
    match args.opt(vm, 0) {
        None => locals(vm, args),
        Some(value) => {
            let name = vm.names.dict;
            match vm.get_attr_opt(value, name)? {
                Some(namespace) => Ok(namespace),
                None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
            }
        }
    }
}

fn dir(vm: &mut Vm, args: Args) -> Res {
    let names = match args.opt(vm, 0) {
        None => {
            let namespace = locals(vm, args)?;
            vm.call_method(namespace, "keys", &[])?
        }
        Some(value) => return dir_of(vm, value),
    };
    sorted_names(vm, names)
}

/// `dir(value)`.
pub fn dir_of(vm: &mut Vm, value: Value) -> Res {
    let names = vm.call_dunder(value, Dunder::Dir, &[])?.unwrap_or(statics::EMPTY_TUPLE);
    sorted_names(vm, names)
}

fn sorted_names(vm: &mut Vm, names: Value) -> Res {
    let names = vm.collect_iter(names)?;
    let result = vm.new_list(&names)?;
    vm.with_roots(|vm| {
        vm.root(result);
        list::sort_in_place(vm, List(result.offset()), None, false)?;
        Ok(result)
    })
}

fn import(vm: &mut Vm, args: Args) -> Res {
    let name = args.get(vm, 0);
    if !vm.is_str(name) {
        return Err(vm.type_error("__import__() argument 1 must be str"));
    }
    let globals = match args.opt(vm, 1).and_then(|g| vm.as_kind(g, Kind::DICT)) {
        Some(globals) => Dict(globals),
        None => Dict(STATE.builtins(&vm.heap)),
    };
    let from_list = args.opt(vm, 3).unwrap_or(statics::NONE);
    let level = args.opt(vm, 4).unwrap_or(Value::int(0));
    module::import(vm, name, globals, from_list, level)
}
