//! Builds a module around spliced functions: types, imports, the element segments that fill the table.

use crate::jit::refusal::{Bug, Refusal};
use std::collections::BTreeMap;

use wasm_encoder::{
    BranchHint, BranchHints, CodeSection, ConstExpr, ElementSection, Elements, EntityType, FunctionSection,
    ImportSection, MemoryType, Module, RefType, TableType, TypeSection, ValType,
};

use super::host::{IMPORT_MODULE, MEMORIES, TABLE_SLOTS};
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

/// Builds a module of functions: those with their table slots, and its own ones, which only calls inside the module
/// reach.
pub fn build(entries: Vec<(u32, Function)>, own: Vec<Function>) -> Result<Vec<u8>, Refusal> {
    let slots: Vec<u32> = entries.iter().map(|(slot, _)| *slot).collect();
    let mut functions: Vec<Function> = entries.into_iter().map(|(_, function)| function).chain(own).collect();
    let mut used: BTreeMap<u32, u32> = BTreeMap::new();
    for function in &functions {
        for (_, target) in &function.calls {
            if let Target::Helper(n) = target {
                used.insert(*n, 0);
            }
        }
    }
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I64]);
    let mut imports = ImportSection::new();
    for (name, pages) in MEMORIES {
        let memory = MemoryType {
            minimum: pages,
            maximum: Some(pages),
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        imports.import(IMPORT_MODULE, name, memory);
    }
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
            return Err(Bug::Helper(*number).into());
        };
        types.ty().function(params.iter().map(|t| val(*t)), [val(*result)]);
        imports.import(IMPORT_MODULE, name, EntityType::Function(1 + i as u32));
        *index = i as u32;
    }
    let first = used.len() as u32;
    let (all, entries) = (functions.len(), slots.len());
    // Types of the module's own functions, by the number of their arguments.
    let mut shapes: BTreeMap<usize, u32> = BTreeMap::from([(0, ENTRY_TYPE)]);
    for function in &functions {
        let next = first + shapes.len() as u32;
        shapes.entry(function.params).or_insert_with(|| {
            let mut params = vec![ValType::I32];
            params.resize(1 + function.params, ValType::I64);
            types.ty().function(params, [ValType::I64]);
            next
        });
    }
    let mut declared = FunctionSection::new();
    let mut elements = ElementSection::new();
    let mut code = CodeSection::new();
    let mut hints = BranchHints::new();
    for (i, function) in functions.iter_mut().enumerate() {
        for (at, target) in &function.calls {
            let index = match target {
                Target::Helper(n) => used.get(n).copied(),
                Target::Own(n) if entries + n < all => Some(first + (entries + n) as u32),
                Target::Own(_) => None,
            };
            let Some(index) = index else { return Err(Bug::CallOut.into()) };
            patch_unsigned(&mut function.code[*at..*at + 5], index);
        }
        declared.function(shapes[&function.params]);
        if let Some(slot) = slots.get(i) {
            let offset = ConstExpr::i32_const(*slot as i32);
            let list = Elements::Functions(std::borrow::Cow::Owned(vec![first + i as u32]));
            elements.active(Some(0), &offset, list);
        }
        code.raw(&function.code);
        if !function.hints.is_empty() {
            let list: Vec<_> = function
                .hints
                .iter()
                .map(|(at, likely)| BranchHint { branch_func_offset: *at, branch_hint_value: *likely as u32 })
                .collect();
            hints.function_hints(first + i as u32, list);
        }
    }
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&declared).section(&elements);
    if !hints.is_empty() {
        module.section(&hints);
    }
    module.section(&code);
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
            let wasm = build(vec![(7, function)], Vec::new()).unwrap();
            if let Err(error) = wasmparser::validate(&wasm) {
                panic!("{}: {error}", STENCILS[id as usize].name);
            }
        }
    }
}
