//! `compile()`, `exec()` and `eval()`.

use crate::bytecode::code_flags;
use crate::compiler::{self, SyntaxError, Warning};
use crate::heap::layout::{Code, Dict, Function, Tuple};
use crate::heap::{Kind, Raised, Res, Value, statics};
use crate::objects::builtins::{caller, frame_locals};
use crate::objects::exception_types::exc;
use crate::objects::slots::Args;
use crate::objects::traceback::frames::Files;
use crate::objects::{function, module};
use crate::vm::Vm;

/// Flags of `compile()`, beside those of features.
mod flag {
    pub const NESTED: u32 = 0x10;
    pub const DONT_IMPLY_DEDENT: u32 = 0x200;
    pub const ONLY_AST: u32 = 0x400;
    pub const TYPE_COMMENTS: u32 = 0x1000;
    pub const TOP_LEVEL_AWAIT: u32 = 0x2000;
    pub const ALLOW_INCOMPLETE_INPUT: u32 = 0x4000;
    pub const OPTIMIZED_AST: u32 = 0x8000;
    pub const ALL: u32 = NESTED
        | DONT_IMPLY_DEDENT
        | ONLY_AST
        | TYPE_COMMENTS
        | TOP_LEVEL_AWAIT
        | ALLOW_INCOMPLETE_INPUT
        | OPTIMIZED_AST;
}

/// The features that code compiled within other code inherits from it.
const FEATURES: u32 = code_flags::FUTURE_DIVISION
    | code_flags::FUTURE_ABSOLUTE_IMPORT
    | code_flags::FUTURE_WITH_STATEMENT
    | code_flags::FUTURE_PRINT_FUNCTION
    | code_flags::FUTURE_UNICODE_LITERALS
    | code_flags::FUTURE_BARRY_AS_BDFL
    | code_flags::FUTURE_GENERATOR_STOP
    | code_flags::FUTURE_ANNOTATIONS;

/// Raises a compiler's error as the exception that it is.
pub fn raise_syntax_error(vm: &mut Vm, error: &SyntaxError) -> Raised {
    match syntax_error_args(vm, error) {
        Ok((class, args)) => vm.raise_with(class, &args),
        Err(raised) => raised,
    }
}

fn syntax_error_args(vm: &mut Vm, error: &SyntaxError) -> Res<(u32, Vec<Value>)> {
    use compiler::ErrorKind;
    let class = match error.kind {
        ErrorKind::Indentation => exc::INDENTATION_ERROR,
        ErrorKind::Tab => exc::TAB_ERROR,
        ErrorKind::Recursion => exc::RECURSION_ERROR,
        ErrorKind::Limit => exc::SYSTEM_ERROR,
        _ => exc::SYNTAX_ERROR,
    };
    let message = vm.new_str(&error.msg)?;
    if matches!(error.kind, ErrorKind::Recursion | ErrorKind::Limit) {
        return Ok((class, vec![message]));
    }
    let filename = vm.new_str(&error.filename)?;
    let text = match &error.text {
        Some(text) => vm.new_str(text)?,
        None => statics::NONE,
    };
    let number = Value::int;
    let details = vm.new_tuple(&[
        filename,
        number(error.lineno.into()),
        number(error.offset.into()),
        text,
        number(error.end_lineno.into()),
        number(error.end_offset.into()),
    ])?;
    Ok((class, vec![message, details]))
}

/// Writes a compiler's warnings to standard error, with the lines of `source` or of the file.
pub fn warn(vm: &mut Vm, filename: &str, warnings: &[Warning], source: Option<&str>) {
    if warnings.is_empty() {
        return;
    }
    let given: Option<Vec<&str>> = source.map(|source| source.lines().collect());
    let mut files = Files::default();
    for warning in warnings {
        let line = match &given {
            Some(lines) => lines.get(warning.line.saturating_sub(1) as usize).map(|line| line.to_string()),
            None => Some(files.line(vm, filename, warning.line as i32)),
        };
        let text = warning.render(filename, line.as_deref());
        let _ = vm.write_stream(true, text.as_bytes());
    }
}

/// How the sandbox's own code is compiled.
pub fn options(vm: &Vm) -> compiler::Options {
    compiler::Options { hash_key: vm.secrets().hash, ..Default::default() }
}

/// What `source`, a text or bytes, compiles to. `what` says who asks, `wanted` what it takes.
fn compile_source(
    vm: &mut Vm,
    source: Value,
    filename: &str,
    mode: compiler::Mode,
    options: &compiler::Options,
    (what, wanted): (&str, &str),
) -> Res<Code> {
    // As in CPython, what `eval` is given may be indented.
    let eval = what == "eval";
    let mut warnings = Vec::new();
    let compiled = if vm.is_str(source) {
        // What is no text raises UnicodeEncodeError.
        let bytes = vm.encode_str(source, None, None)?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        check_null(vm, text.as_bytes())?;
        let text = if eval { text.trim_start_matches([' ', '\t']) } else { &text };
        compiler::compile_with_warnings(text, filename, mode, options, &mut warnings)
    } else if let Some(bytes) = crate::objects::bytes::view(vm, source).map(<[u8]>::to_vec) {
        check_null(vm, &bytes)?;
        let blank = bytes.iter().take_while(|byte| eval && matches!(byte, b' ' | b'\t')).count();
        let bytes = &bytes[blank..];
        compiler::compile_bytes_with_warnings(bytes, filename, mode, options, &mut warnings)
    } else {
        return Err(vm.type_error(format!("{what}() arg 1 must be a {wanted} object")));
    };
    warn(vm, filename, &warnings, None);
    match compiled {
        Ok(code) => function::new_code(vm, &code),
        Err(error) => Err(raise_syntax_error(vm, &error)),
    }
}

fn check_null(vm: &mut Vm, source: &[u8]) -> Res<()> {
    if source.contains(&0) {
        return Err(vm.raise(exc::SYNTAX_ERROR, "source code string cannot contain null bytes"));
    }
    Ok(())
}

/// The features in force where the caller is.
fn inherited(vm: &mut Vm) -> u32 {
    match statics::STATE.frame(&vm.heap) {
        0 => 0,
        frame => Code(crate::heap::layout::Frame(frame).code(&vm.heap)).flags(&vm.heap) & FEATURES,
    }
}

fn int_arg(vm: &mut Vm, args: Args, i: u32, default: i64) -> Res<i64> {
    match args.opt(vm, i) {
        None => Ok(default),
        Some(value) => crate::objects::code::c_int(vm, value).map(i64::from),
    }
}

/// A file name as `compile()` takes it: text, bytes, or a path.
fn file_name(vm: &mut Vm, mut value: Value) -> Res<String> {
    let given = value;
    if !vm.is_str(value) && vm.kind_of(value) != Kind::BYTES {
        let name = vm.intern("__fspath__")?;
        let class = vm.class_of(value);
        if let Some(method) = vm.type_lookup(class, name) {
            value = vm.call_found(method, value, class, &[])?;
        }
    }
    let text = if vm.is_str(value) {
        vm.str_to_string(value)
    } else if vm.kind_of(value) == Kind::BYTES {
        let bytes = crate::objects::bytes::view(vm, value).unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    } else {
        let actual = vm.type_name(given);
        return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {actual}")));
    };
    if text.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(text)
}

/// `compile(source, filename, mode, flags, dont_inherit, optimize, *, _feature_version)`
pub fn compile(vm: &mut Vm, args: Args) -> Res {
    let (source, filename, mode) = (args.get(vm, 0), args.get(vm, 1), args.get(vm, 2));
    let filename = file_name(vm, filename)?;
    if !vm.is_str(mode) {
        let actual = if mode == statics::NONE { "None".to_string() } else { vm.type_name(mode) };
        return Err(vm.type_error(format!("compile() argument 'mode' must be str, not {actual}")));
    }
    let mode = vm.str_to_string(mode);
    let flags = int_arg(vm, args, 3, 0)? as u32;
    let dont_inherit = match args.opt(vm, 4) {
        Some(value) => vm.truth(value)?,
        None => false,
    };
    let optimize = int_arg(vm, args, 5, -1)?;
    if flags & !(FEATURES | flag::ALL) != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    let tree = flags & (flag::ONLY_AST | flag::OPTIMIZED_AST) != 0;
    let mode = match mode.as_str() {
        "exec" => compiler::Mode::Exec,
        "eval" => compiler::Mode::Eval,
        "single" => compiler::Mode::Single,
        "func_type" if !tree => {
            return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        "func_type" => compiler::Mode::Eval,
        _ if tree => {
            return Err(vm.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'"));
        }
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    if tree {
        return Err(vm.unsupported("syntax trees (compile() with the flag PyCF_ONLY_AST)"));
    }
    if flags & flag::TYPE_COMMENTS != 0 {
        return Err(vm.unsupported("compile() with the flag PyCF_TYPE_COMMENTS"));
    }
    if flags & flag::ALLOW_INCOMPLETE_INPUT != 0 {
        return Err(vm.unsupported("compile() with the flag PyCF_ALLOW_INCOMPLETE_INPUT"));
    }
    if flags & flag::DONT_IMPLY_DEDENT != 0 && mode == compiler::Mode::Single {
        return Err(vm.unsupported("compile() in mode 'single' with the flag PyCF_DONT_IMPLY_DEDENT"));
    }
    let inherited = if dont_inherit { 0 } else { inherited(vm) };
    let options = compiler::Options {
        // mimeo itself never runs optimised: -1 is 0.
        optimize: optimize.max(0) as u8,
        future_flags: flags & FEATURES | inherited,
        top_level_await: flags & flag::TOP_LEVEL_AWAIT != 0,
        ..self::options(vm)
    };
    let who = ("compile", "string, bytes or AST");
    Ok(compile_source(vm, source, &filename, mode, &options, who)?.value())
}

/// Whether `value` may be a namespace: it has items.
fn is_mapping(vm: &mut Vm, value: Value) -> Res<bool> {
    let name = vm.intern("__getitem__")?;
    let class = vm.class_of(value);
    Ok(vm.type_lookup(class, name).is_some())
}

/// The namespaces of `exec` and `eval`: those given, or the caller's.
fn namespaces(vm: &mut Vm, args: Args, eval: bool) -> Res<(Dict, Value)> {
    let given = |i: u32, vm: &Vm| args.opt(vm, i).filter(|v| *v != statics::NONE);
    let (globals, locals) = (given(1, vm), given(2, vm));
    if let Some(locals) = locals
        && !is_mapping(vm, locals)?
    {
        let actual = vm.type_name(locals);
        return Err(vm.type_error(match eval {
            true => "locals must be a mapping".to_string(),
            false => format!("locals must be a mapping or None, not {actual}"),
        }));
    }
    let globals = match globals {
        Some(value) => match vm.as_kind(value, Kind::DICT) {
            Some(globals) => Some(Dict(globals)),
            None => {
                let actual = vm.type_name(value);
                let message = match eval {
                    true if is_mapping(vm, value)? => {
                        "globals must be a real dict; try eval(expr, {}, mapping)".to_string()
                    }
                    true => "globals must be a dict".to_string(),
                    false => format!("exec() globals must be a dict, not {actual}"),
                };
                return Err(vm.type_error(message));
            }
        },
        None => None,
    };
    let locals = match (locals, globals) {
        (Some(locals), _) => locals,
        (None, Some(globals)) => globals.value(),
        (None, None) => {
            let frame = caller(vm)?;
            frame_locals(vm, frame)?
        }
    };
    let globals = match globals {
        Some(globals) => globals,
        None => {
            let frame = caller(vm)?;
            Dict(Function(frame.func(&vm.heap)).globals(&vm.heap))
        }
    };
    module::ensure_builtins(vm, globals)?;
    Ok((globals, locals))
}

/// Whether `closure` is a tuple of as many cells as `code` has free variables.
fn fits(vm: &Vm, code: Code, closure: Value) -> bool {
    let Some(tuple) = vm.as_kind(closure, Kind::TUPLE).map(Tuple) else { return false };
    tuple.len(&vm.heap) == code.nfrees(&vm.heap)
        && (0..tuple.len(&vm.heap)).all(|i| vm.kind_of(tuple.item(vm, i)) == Kind::CELL)
}

fn run(vm: &mut Vm, args: Args, mode: compiler::Mode) -> Res {
    let eval = mode == compiler::Mode::Eval;
    let who = if eval { "eval" } else { "exec" };
    let (globals, locals) = namespaces(vm, args, eval)?;
    let source = args.get(vm, 0);
    let closure = args.opt(vm, 3).filter(|v| *v != statics::NONE);
    vm.with_roots(|vm| {
        vm.root(globals.value());
        vm.root(locals);
        let code = if let Some(code) = vm.as_kind(source, Kind::CODE).map(Code) {
            let frees = code.nfrees(&vm.heap);
            if frees > 0 && eval {
                return Err(vm.type_error("code object passed to eval() may not contain free variables"));
            }
            match closure {
                Some(_) if frees == 0 => {
                    return Err(vm.type_error("cannot use a closure with this code object"));
                }
                Some(closure) if fits(vm, code, closure) => {}
                _ if frees > 0 => {
                    let message = format!("code object requires a closure of exactly length {frees}");
                    return Err(vm.type_error(message));
                }
                _ => {}
            }
            code
        } else {
            if closure.is_some() {
                return Err(vm.type_error("closure can only be used when source is a code object"));
            }
            let options = compiler::Options { future_flags: inherited(vm), ..self::options(vm) };
            compile_source(vm, source, "<string>", mode, &options, (who, "string, bytes or code"))?
        };
        vm.root(code.value());
        crate::interp::run_code_with(vm, code, globals, locals, closure.map_or(0, Value::offset))
    })
}

/// `exec(source, /, globals, locals, *, closure)`
pub fn exec(vm: &mut Vm, args: Args) -> Res {
    run(vm, args, compiler::Mode::Exec)?;
    Ok(statics::NONE)
}

/// `eval(source, /, globals, locals)`
pub fn eval(vm: &mut Vm, args: Args) -> Res {
    run(vm, args, compiler::Mode::Eval)
}
