//! `marshal`: values to bytes and back, in CPython 3.13's format. Code objects that are read must pass the verifier.
//!
//! CPython decides by reference counts which values to number for later references; here those are numbered that occur
//! more than once, and those that CPython has only once anyway. Code that holds nothing but what the compiler makes is
//! written as `.pyc` files hold it.

mod read;
mod write;

use crate::heap::layout::{Dict, Module};
use crate::heap::{Res, Value};
use crate::objects::module;
use crate::objects::slots::{Args, Method, ModuleDef, Sig, function, kwonly, opt, req};
use crate::vm::Vm;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "marshal",
    functions: FUNCTIONS,
    types: &[],
    init: Some(|vm, module| {
        let namespace = Dict(Module(module).dict(&vm.heap));
        module::set(vm, namespace, "version", Value::int(VERSION))
    }),
    source: None,
};

const FUNCTIONS: &[Method] = &[
    function("dumps", dumps, Sig::Named(&[req(""), opt(""), kwonly("allow_code")])),
    function("dump", dump, Sig::Named(&[req(""), req(""), opt(""), kwonly("allow_code")])),
    function("loads", loads, Sig::Named(&[req(""), kwonly("allow_code")])),
    function("load", load, Sig::Named(&[req(""), kwonly("allow_code")])),
];

/// The format's version.
const VERSION: i64 = 4;

/// Nesting beyond which nothing is written or read.
const MAX_DEPTH: usize = 2000;

fn allow_code(vm: &mut Vm, args: Args, i: u32) -> Res<bool> {
    match args.opt(vm, i) {
        Some(value) => vm.truth(value),
        None => Ok(true),
    }
}

fn version(vm: &mut Vm, args: Args, i: u32) -> Res<i64> {
    match args.opt(vm, i) {
        Some(value) => crate::objects::code::c_int(vm, value).map(i64::from),
        None => Ok(VERSION),
    }
}

fn dumps(vm: &mut Vm, args: Args) -> Res {
    let (version, allow_code) = (version(vm, args, 1)?, allow_code(vm, args, 2)?);
    let bytes = write::dumps(vm, args.get(vm, 0), version, allow_code)?;
    vm.new_bytes(&bytes)
}

fn dump(vm: &mut Vm, args: Args) -> Res {
    let (version, allow_code) = (version(vm, args, 2)?, allow_code(vm, args, 3)?);
    let bytes = write::dumps(vm, args.get(vm, 0), version, allow_code)?;
    let bytes = vm.new_bytes(&bytes)?;
    let file = args.get(vm, 1);
    vm.call_method(file, "write", &[bytes])
}

fn loads(vm: &mut Vm, args: Args) -> Res {
    let allow_code = allow_code(vm, args, 1)?;
    let value = args.get(vm, 0);
    let Some(data) = crate::objects::bytes::view(vm, value).map(<[u8]>::to_vec) else {
        let actual = vm.type_name(value);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{actual}'")));
    };
    Ok(read::loads(vm, &data, allow_code)?.0)
}

/// Reads one value from a file, and leaves the file behind it.
fn load(vm: &mut Vm, args: Args) -> Res {
    let allow_code = allow_code(vm, args, 1)?;
    let file = args.get(vm, 0);
    let data = vm.call_method(file, "read", &[])?;
    let Some(bytes) = crate::objects::bytes::view(vm, data).map(<[u8]>::to_vec) else {
        let actual = vm.type_name(data);
        return Err(vm.type_error(format!("file.read() returned not bytes but {actual}")));
    };
    let (value, used) = read::loads(vm, &bytes, allow_code)?;
    let rest = bytes.len() - used;
    if rest > 0 {
        vm.with_roots(|vm| {
            vm.root(value);
            let back = Value::int(-(rest as i64));
            vm.call_method(file, "seek", &[back, Value::int(1)])
        })?;
    }
    Ok(value)
}
