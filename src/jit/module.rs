//! Builds a module around spliced functions: types, imports, the element segments that fill the table.

use std::collections::BTreeMap;

use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, FunctionSection, ImportSection, MemoryType,
    Module, RefType, TableType, TypeSection, ValType,
};

use super::host::{IMPORT_MODULE, TABLE_SLOTS};
use super::splice::{Function, Target};
use super::stencil::{HELPERS, Ty, patch_unsigned};

/// The type of every compiled function.
pub const ENTRY_TYPE: u32 = 0;

fn val(ty: Ty) -> ValType {
    match ty {
        Ty::I32 => ValType::I32,
        Ty::I64 => ValType::I64,
        Ty::F64 => ValType::F64,
    }
}

/// Builds a module of functions, each with its table slot. A direct call of a slot that the module does not fill is an
/// error.
pub fn build(mut functions: Vec<(u32, Function)>) -> Result<Vec<u8>, String> {
    let mut used: BTreeMap<u32, u32> = BTreeMap::new();
    for (_, function) in &functions {
        for (_, target) in &function.calls {
            if let Target::Helper(n) = target {
                used.insert(*n, 0);
            }
        }
    }
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I64]);
    let mut imports = ImportSection::new();
    let memory = MemoryType {
        minimum: 65536,
        maximum: Some(65536),
        memory64: false,
        shared: false,
        page_size_log2: None,
    };
    imports.import(IMPORT_MODULE, "memory", memory);
    let table = TableType {
        element_type: RefType::FUNCREF,
        minimum: TABLE_SLOTS as u64,
        maximum: Some(TABLE_SLOTS as u64),
        table64: false,
        shared: false,
    };
    imports.import(IMPORT_MODULE, "table", table);
    for (i, (number, index)) in used.iter_mut().enumerate() {
        let Some((name, params, result)) = HELPERS.get(*number as usize) else {
            return Err(format!("no helper has the number {number}"));
        };
        types.ty().function(params.iter().map(|t| val(*t)), [val(*result)]);
        imports.import(IMPORT_MODULE, name, EntityType::Function(1 + i as u32));
        *index = i as u32;
    }
    let first = used.len() as u32;
    let indices: BTreeMap<u32, u32> =
        functions.iter().enumerate().map(|(i, (slot, _))| (*slot, first + i as u32)).collect();
    let mut declared = FunctionSection::new();
    let mut elements = ElementSection::new();
    let mut code = CodeSection::new();
    for (i, (slot, function)) in functions.iter_mut().enumerate() {
        for (at, target) in &function.calls {
            let index = match target {
                Target::Helper(n) => used.get(n),
                Target::Slot(slot) => indices.get(slot),
            };
            let Some(index) = index else { return Err("a call out of the module".into()) };
            patch_unsigned(&mut function.code[*at..*at + 5], *index);
        }
        declared.function(ENTRY_TYPE);
        let offset = ConstExpr::i32_const(*slot as i32);
        elements.active(
            Some(0),
            &offset,
            Elements::Functions(std::borrow::Cow::Owned(vec![first + i as u32])),
        );
        code.raw(&function.code);
    }
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&declared).section(&elements).section(&code);
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jit::ir::{Block, Body, Exit, Item, Leave, Terminator, Uop};
    use crate::jit::splice::splice;
    use crate::jit::stencil::{STENCILS, StencilId};

    /// A body of one block that runs a stencil, with an exit and a place for exceptions.
    fn body_of(id: u16) -> Body {
        let stencil = &STENCILS[id as usize];
        let mut body = Body::default();
        let ins = stencil.params.iter().map(|ty| body.local(*ty)).collect();
        let outs = stencil.results.iter().map(|ty| body.local(*ty)).collect();
        let value = body.local(Ty::I64);
        let uop = Uop {
            id: StencilId(id),
            ins,
            outs,
            imms: vec![1 << 40, u64::MAX, 3, 4, 5],
            exit: Some(0),
            raise: Some(Leave::Exit(1)),
            callee: 7,
        };
        body.exits = vec![Exit { items: vec![], result: 8 }, Exit { items: vec![], result: 0 }];
        let items = vec![Item::Uop(uop)];
        body.blocks = vec![Block::new(items, Terminator::Return(value))];
        body
    }

    #[test]
    fn every_stencil_makes_a_valid_module() {
        for id in 0..STENCILS.len() as u16 {
            let function = splice(&body_of(id)).unwrap();
            let wasm = build(vec![(7, function)]).unwrap();
            if let Err(error) = wasmparser::validate(&wasm) {
                panic!("{}: {error}", STENCILS[id as usize].name);
            }
        }
    }
}
