//! Modules and imports.

use crate::bytecode::pyc::{self, PycError};
use crate::compiler;
use crate::heap::layout::{Dict, Frame, Module};
use crate::heap::statics::{self, STATE};
use crate::heap::{Kind, Raised, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, Binding, Method, ModuleDef, Slots, TypeDef, member};
use crate::objects::{dict, function};
use crate::vm::{Native, Vm};

/// A module with an empty namespace.
pub fn new_module(vm: &mut Vm, name: &str) -> Res<Module> {
    let module = Module(vm.alloc(Kind::MODULE.class(), Module::SIZE)?);
    let namespace = dict::new(vm)?;
    module.set_dict(&mut vm.heap, namespace.0);
    let name = vm.intern(name)?;
    module.set_name(&mut vm.heap, name);
    for (key, value) in [
        ("__name__", name),
        ("__doc__", statics::NONE),
        ("__package__", statics::EMPTY_STR),
        ("__loader__", statics::NONE),
        ("__spec__", statics::NONE),
    ] {
        set(vm, namespace, key, value)?;
    }
    Ok(module)
}

/// Sets a name in a namespace.
pub fn set(vm: &mut Vm, namespace: Dict, name: &str, value: Value) -> Res<()> {
    let name = vm.intern(name)?;
    dict::insert_str(vm, namespace, name, value)
}

/// The module's name, for messages.
pub fn name(vm: &mut Vm, module: Value) -> String {
    let module = Module(module.offset());
    let key = vm.names.name;
    match dict::get_str(vm, Dict(module.dict(&vm.heap)), key) {
        Some(name) if vm.is_str(name) => vm.str_to_string(name),
        _ => "?".to_string(),
    }
}

/// The builtins that functions with these globals use.
pub fn builtins_for(vm: &mut Vm, globals: Dict) -> u32 {
    let key = vm.names.builtins;
    match dict::get_str(vm, globals, key) {
        Some(value) if vm.kind_of(value) == Kind::MODULE => Module(value.offset()).dict(&vm.heap),
        Some(value) if vm.kind_of(value) == Kind::DICT => value.offset(),
        _ => STATE.builtins(&vm.heap),
    }
}

/// Makes the builtins module and the table of modules.
pub fn boot(vm: &mut Vm) -> Res<()> {
    let modules = dict::new(vm)?;
    STATE.set_modules(&mut vm.heap, modules.0);
    let builtins = new_module(vm, "builtins")?;
    let namespace = Dict(builtins.dict(&vm.heap));
    STATE.set_builtins(&mut vm.heap, namespace.0);
    crate::objects::builtins::fill(vm, namespace)?;
    register(vm, "builtins", builtins)
}

fn register(vm: &mut Vm, name: &str, module: Module) -> Res<()> {
    let modules = Dict(STATE.modules(&vm.heap));
    set(vm, modules, name, module.value())
}

/// Adds a native function to a module's namespace.
pub fn add_function(vm: &mut Vm, namespace: Dict, owner: &'static str, method: &Method) -> Res<()> {
    let id = vm.register(Native {
        name: method.name,
        owner,
        func: method.func,
        sig: method.sig,
        binding: Binding::Static,
    });
    let function = vm.new_native_function(id, None)?;
    let module = vm.intern(owner)?;
    crate::heap::layout::NativeFunction(function.offset()).set_module(&mut vm.heap, module);
    set(vm, namespace, method.name, function)
}

/// Makes a native module.
fn create_native(vm: &mut Vm, def: &'static ModuleDef) -> Res<Module> {
    let module = new_module(vm, def.name)?;
    register(vm, def.name, module)?;
    let namespace = Dict(module.dict(&vm.heap));
    for method in def.functions {
        add_function(vm, namespace, def.name, method)?;
    }
    for kind in def.types {
        let class = kind.class_value();
        let name = vm.class_name(kind.class());
        set(vm, namespace, &name, class)?;
    }
    if let Some(init) = def.init {
        init(vm, module.0)?;
    }
    if let Some(source) = def.source {
        run_source(vm, source, &format!("<frozen {}>", def.name), namespace)?;
    }
    Ok(module)
}

/// Compiles and runs source in a namespace.
pub fn run_source(vm: &mut Vm, source: &str, filename: &str, namespace: Dict) -> Res<()> {
    let options = crate::objects::compiling::options(vm);
    let code = match compiler::compile(source, filename, compiler::Mode::Exec, &options) {
        Ok(code) => code,
        Err(error) => return Err(crate::objects::compiling::raise_syntax_error(vm, &error)),
    };
    let code = function::new_code(vm, &code)?;
    ensure_builtins(vm, namespace)?;
    vm.with_roots(|vm| {
        vm.root(code.value());
        vm.root(namespace.value());
        crate::interp::run_code(vm, code, namespace, namespace).map(drop)
    })
}

/// Puts `__builtins__` into a namespace that code will run in.
pub fn ensure_builtins(vm: &mut Vm, namespace: Dict) -> Res<()> {
    let key = vm.names.builtins;
    if dict::get_str(vm, namespace, key).is_none() {
        let modules = Dict(STATE.modules(&vm.heap));
        let name = vm.intern("builtins")?;
        if let Some(builtins) = dict::get_str(vm, modules, name) {
            dict::insert_str(vm, namespace, key, builtins)?;
        }
    }
    Ok(())
}

/// `import name` at `level`: the module that the statement binds (the top one, unless names are imported from it).
pub fn import(vm: &mut Vm, name: Value, globals: Dict, from_list: Value, level: Value) -> Res {
    let level = level.as_small_int().unwrap_or(0);
    let relative = vm.str_to_string(name);
    let full = if level > 0 { resolve(vm, &relative, globals, level)? } else { relative.clone() };
    let module = import_dotted(vm, &full)?;
    let wants_module = from_list != statics::NONE && vm.truth(from_list)?;
    if wants_module {
        import_submodules(vm, module, &full, from_list)?;
        return Ok(module);
    }
    match full.split_once('.') {
        Some((top, _)) if level == 0 => import_dotted(vm, top),
        _ => Ok(module),
    }
}

fn resolve(vm: &mut Vm, name: &str, globals: Dict, level: i64) -> Res<String> {
    let key = vm.intern("__package__")?;
    let package = match dict::get_str(vm, globals, key) {
        Some(package) if vm.is_str(package) => vm.str_to_string(package),
        _ => String::new(),
    };
    if package.is_empty() {
        return Err(vm.raise(exc::IMPORT_ERROR, "attempted relative import with no known parent package"));
    }
    let mut parts: Vec<&str> = package.split('.').collect();
    for _ in 1..level {
        if parts.pop().is_none() || parts.is_empty() {
            return Err(vm.raise(exc::IMPORT_ERROR, "attempted relative import beyond top-level package"));
        }
    }
    if !name.is_empty() {
        parts.push(name);
    }
    Ok(parts.join("."))
}

/// Imports a dotted name, its packages first; gives the last module.
fn import_dotted(vm: &mut Vm, name: &str) -> Res {
    let modules = Dict(STATE.modules(&vm.heap));
    let key = vm.intern(name)?;
    if let Some(module) = dict::get_str(vm, modules, key) {
        if module == statics::NONE {
            return Err(vm.raise(
                exc::MODULE_NOT_FOUND_ERROR,
                format!("import of {name} halted; None in sys.modules"),
            ));
        }
        return Ok(module);
    }
    let parent = match name.rsplit_once('.') {
        Some((parent, _)) => Some(import_dotted(vm, parent)?),
        None => None,
    };
    let module = load(vm, name, parent)?;
    if let (Some(parent), Some((_, last))) = (parent, name.rsplit_once('.')) {
        let last = vm.intern(last)?;
        vm.set_attr(parent, last, module)?;
    }
    Ok(module)
}

fn load(vm: &mut Vm, name: &str, parent: Option<Value>) -> Res {
    if let Some(def) = crate::modules::find(name) {
        return create_native(vm, def).map(|module| module.value());
    }
    let path = match parent {
        Some(parent) => {
            let key = vm.intern("__path__")?;
            match vm.get_attr_opt(parent, key)? {
                Some(path) => path,
                None => {
                    let parent = name.rsplit_once('.').map_or("", |(p, _)| p);
                    return Err(not_found(vm, name, &format!("; '{parent}' is not a package")));
                }
            }
        }
        None => {
            let sys_path = vm.sys_path.clone();
            let mut entries = Vec::new();
            for entry in sys_path {
                entries.push(vm.new_str(&entry)?);
            }
            vm.new_list(&entries)?
        }
    };
    let folders: Vec<String> =
        vm.collect_iter(path)?.into_iter().filter(|f| vm.is_str(*f)).map(|f| vm.str_to_string(f)).collect();
    let last = name.rsplit('.').next().unwrap_or(name);
    for folder in folders {
        let base = if folder.is_empty() {
            last.to_string()
        } else {
            format!("{}/{last}", folder.trim_end_matches('/'))
        };
        // As CPython does: a package before a module, a source before a `.pyc` without one.
        for (file, package) in [
            (format!("{base}/__init__.py"), true),
            (format!("{base}/__init__.pyc"), true),
            (format!("{base}.py"), false),
            (format!("{base}.pyc"), false),
        ] {
            if vm.io.is_file(&file) {
                return load_file(vm, name, &file, package.then_some(base.as_str()));
            }
        }
    }
    Err(not_found(vm, name, ""))
}

fn not_found(vm: &mut Vm, name: &str, detail: &str) -> Raised {
    let raised = vm.raise(exc::MODULE_NOT_FOUND_ERROR, format!("No module named '{name}'{detail}"));
    if let (Some(pending), Ok(text)) = (STATE.pending(&vm.heap), vm.new_str(name))
        && let Some(exception) = vm.as_exception(pending)
    {
        exception.set_detail3(&mut vm.heap, text);
    }
    raised
}

fn load_file(vm: &mut Vm, name: &str, file: &str, package: Option<&str>) -> Res {
    let source = match vm.read_file(file)? {
        Ok(source) => source,
        Err(error) => return Err(vm.raise(exc::IMPORT_ERROR, format!("cannot read '{file}': {error}"))),
    };
    let code = if file.ends_with(".pyc") {
        match pyc::load(&source) {
            Ok(code) => code,
            Err(error) => return Err(bad_pyc(vm, name, file, &source, &error)),
        }
    } else {
        let mut warnings = Vec::new();
        let (mode, options) = (compiler::Mode::Exec, crate::objects::compiling::options(vm));
        let compiled = compiler::compile_bytes_with_warnings(&source, file, mode, &options, &mut warnings);
        if !warnings.is_empty() {
            crate::objects::compiling::warn(vm, file, &warnings, None);
        }
        match compiled {
            Ok(code) => code,
            Err(error) => return Err(crate::objects::compiling::raise_syntax_error(vm, &error)),
        }
    };
    let code = function::new_code(vm, &code)?;
    vm.with_roots(|vm| {
        vm.root(code.value());
        let module = new_module(vm, name)?;
        vm.root(module.value());
        let namespace = Dict(module.dict(&vm.heap));
        let text = vm.new_str(file)?;
        set(vm, namespace, "__file__", text)?;
        let parent = match package {
            Some(folder) => {
                let folder = vm.new_str(folder)?;
                let path = vm.new_list(&[folder])?;
                set(vm, namespace, "__path__", path)?;
                name
            }
            None => name.rsplit_once('.').map_or("", |(parent, _)| parent),
        };
        let parent = vm.new_str(parent)?;
        set(vm, namespace, "__package__", parent)?;
        ensure_builtins(vm, namespace)?;
        register(vm, name, module)?;
        match crate::interp::run_code(vm, code, namespace, namespace) {
            Ok(_) => {
                // A module may replace itself in sys.modules.
                let key = vm.intern(name)?;
                Ok(dict::get_str(vm, Dict(STATE.modules(&vm.heap)), key).unwrap_or(module.value()))
            }
            Err(raised) => {
                let key = vm.intern(name)?;
                let pending = vm.take_pending();
                dict::remove(vm, Dict(STATE.modules(&vm.heap)), key)?;
                vm.reraise(pending);
                Err(raised)
            }
        }
    })
}

/// Raises what CPython raises for a `.pyc` that it cannot import, and ImportError for what it would not have noticed.
fn bad_pyc(vm: &mut Vm, name: &str, file: &str, data: &[u8], error: &PycError) -> Raised {
    use crate::bytecode::marshal::{PYC_HEADER_LEN, PYC_MAGIC};
    let magic = data.get(..4).unwrap_or(data);
    let flags = data.get(4..8).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    let raised = if magic != PYC_MAGIC {
        let mut shown = String::new();
        let magic = crate::bytecode::Const::Bytes(magic.to_vec());
        crate::bytecode::repr::write_const(&mut shown, &magic, Default::default(), &|_| 0);
        vm.raise(exc::IMPORT_ERROR, format!("bad magic number in '{name}': {shown}"))
    } else if data.len() < PYC_HEADER_LEN {
        return vm.raise(exc::EOF_ERROR, format!("reached EOF while reading pyc header of '{name}'"));
    } else if flags & !0b11 != 0 {
        vm.raise(exc::IMPORT_ERROR, format!("invalid flags {flags} in '{name}'"))
    } else {
        vm.raise(exc::IMPORT_ERROR, format!("cannot import '{name}': {error}"))
    };
    if let (Some(pending), Ok(file), Ok(name)) = (STATE.pending(&vm.heap), vm.new_str(file), vm.new_str(name))
        && let Some(exception) = vm.as_exception(pending)
    {
        exception.set_detail2(&mut vm.heap, file);
        exception.set_detail3(&mut vm.heap, name);
    }
    raised
}

/// `from package import submodule` loads submodules that are no attributes yet.
fn import_submodules(vm: &mut Vm, module: Value, name: &str, from_list: Value) -> Res<()> {
    let path = vm.intern("__path__")?;
    if vm.get_attr_opt(module, path)?.is_none() {
        return Ok(());
    }
    for item in vm.collect_iter(from_list)? {
        if !vm.is_str(item) || vm.str_is(item, "*") || vm.get_attr_opt(module, item)?.is_some() {
            continue;
        }
        let full = format!("{name}.{}", vm.str_to_string(item));
        let result = import_dotted(vm, &full);
        vm.catch(result, exc::MODULE_NOT_FOUND_ERROR)?;
    }
    Ok(())
}

/// `from source import name`.
pub fn import_from(vm: &mut Vm, source: Value, name_value: Value) -> Res {
    if let Some(value) = vm.get_attr_opt(source, name_value)? {
        return Ok(value);
    }
    // A submodule that is being imported is in sys.modules before it is an attribute.
    let (module, text) = (module_name(vm, source)?, vm.str_to_string(name_value));
    let full = vm.intern(&format!("{module}.{text}"))?;
    if let Some(found) = dict::get_str(vm, Dict(STATE.modules(&vm.heap)), full) {
        return Ok(found);
    }
    let file = vm.intern("__file__")?;
    let found_file = vm.get_attr_opt(source, file)?;
    let place = match found_file {
        Some(file) if vm.is_str(file) => vm.str_to_string(file),
        _ => "unknown location".to_string(),
    };
    let raised =
        vm.raise(exc::IMPORT_ERROR, format!("cannot import name '{text}' from '{module}' ({place})"));
    if let (Some(pending), Ok(module)) = (STATE.pending(&vm.heap), vm.new_str(&module))
        && let Some(exception) = vm.as_exception(pending)
    {
        exception.set_detail2(&mut vm.heap, found_file);
        exception.set_detail3(&mut vm.heap, module);
        exception.set_detail4(&mut vm.heap, name_value);
    }
    Err(raised)
}

fn module_name(vm: &mut Vm, module: Value) -> Res<String> {
    if vm.kind_of(module) == Kind::MODULE {
        return Ok(name(vm, module));
    }
    Ok("<unknown module name>".to_string())
}

/// `from module import *` into the namespace of `frame`.
pub fn import_star(vm: &mut Vm, module: Value, frame: u32) -> Res<()> {
    let target = match Frame(frame).namespace(&vm.heap) {
        0 => return Err(vm.raise(exc::SYSTEM_ERROR, "no locals found during 'import *'")),
        namespace => Dict(namespace),
    };
    let all = vm.intern("__all__")?;
    let names = match vm.get_attr_opt(module, all)? {
        Some(all) => vm.collect_iter(all)?,
        None => {
            let Some(source) = vm.own_dict(module)? else { return Ok(()) };
            let mut names = Vec::new();
            let mut at = 0;
            while let Some((next, _, key, _)) = dict::next_entry(&vm.heap, source, at) {
                if vm.is_str(key) && !vm.str_to_string(key).starts_with('_') {
                    names.push(key);
                }
                at = next;
            }
            names
        }
    };
    for name in names {
        let name = vm.intern_value(name)?;
        let value = vm.get_attr(module, name)?;
        dict::insert_str(vm, target, name, value)?;
    }
    Ok(())
}

fn get_attr(vm: &mut Vm, module: Value, name: Value) -> Res<Option<Value>> {
    let namespace = Dict(Module(module.offset()).dict(&vm.heap));
    if let Some(value) = dict::get_str(vm, namespace, name) {
        return Ok(Some(value));
    }
    let class = vm.class_of(module);
    if let Some(value) = vm.object_get_attr(module, class, name)? {
        return Ok(Some(value));
    }
    let hook = vm.intern("__getattr__")?;
    match dict::get_str(vm, namespace, hook) {
        Some(hook) => vm.call(hook, &[name]).map(Some),
        None => Ok(None),
    }
}

fn repr(vm: &mut Vm, module: Value) -> Res {
    let name = name(vm, module);
    let file = vm.intern("__file__")?;
    let place = match dict::get_str(vm, Dict(Module(module.offset()).dict(&vm.heap)), file) {
        Some(file) if vm.is_str(file) => format!("from '{}'", vm.str_to_string(file)),
        _ => "(built-in)".to_string(),
    };
    vm.new_str(&format!("<module '{name}' {place}>"))
}

fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let name = args.get(vm, 0);
    if args.count == 0 || !vm.is_str(name) {
        return Err(vm.type_error("module() argument 'name' must be str"));
    }
    let text = vm.str_to_string(name);
    let module = new_module(vm, &text)?;
    vm.heap.set_u32(module.0, class);
    Ok(module.value())
}

pub static TYPE: TypeDef = TypeDef {
    kind: Kind::MODULE,
    name: "module",
    slots: Slots { repr: Some(repr), get_attr: Some(get_attr), new: Some(new), ..Slots::NONE },
    attributes: &[member("__dict__", |vm, m| Ok(Value::object(Module(m.offset()).dict(&vm.heap))))],
    has_dict: true,
    ..TypeDef::DEFAULT
};
