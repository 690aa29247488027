//! The second pass: from facts to scopes.

use super::super::errors::CompileError;
use super::super::names::{FastSet, Interner, Name, known};
use super::{Block, BlockId, BlockType, R, Scope, Symbol, SymbolTable, TOP, def};

/// What enclosing scopes offer. Names that a block itself changes are noted in [`Changes`], so that the sets are only
/// copied for blocks that have children.
struct Env<'a> {
    /// Names bound in enclosing functions; none at module level.
    bound: Option<&'a FastSet<Name>>,
    /// Names declared global in enclosing functions.
    global: &'a FastSet<Name>,
    type_params: &'a FastSet<Name>,
    /// The class whose names an annotation scope sees.
    class: Option<BlockId>,
}

#[derive(Default)]
struct Changes {
    local: Vec<Name>,
    bound_del: Vec<Name>,
    global_add: Vec<Name>,
    tp_add: Vec<Name>,
}

pub(super) fn analyze(t: &mut SymbolTable, names: &Interner) -> R<()> {
    let empty = FastSet::default();
    let mut free = FastSet::default();
    let env = Env { bound: None, global: &empty, type_params: &empty, class: None };
    block(t, names, TOP, &env, &mut free)
}

fn directive_error(b: &Block, n: Name, msg: String) -> Box<CompileError> {
    let loc = b.directives.iter().find(|d| d.0 == n).map_or(b.loc, |d| d.1);
    CompileError::syntax(msg, loc)
}

fn name_scope(
    t: &SymbolTable,
    names: &Interner,
    id: BlockId,
    n: Name,
    s: Symbol,
    env: &Env,
    free: &mut FastSet<Name>,
    ch: &mut Changes,
) -> R<Scope> {
    let b = t.block(id);
    if s.has(def::GLOBAL) {
        if s.has(def::NONLOCAL) {
            return Err(directive_error(b, n, format!("name '{}' is nonlocal and global", names.str(n))));
        }
        ch.global_add.push(n);
        ch.bound_del.push(n);
        return Ok(Scope::GlobalExplicit);
    }
    if s.has(def::NONLOCAL) {
        let Some(bound) = env.bound else {
            return Err(directive_error(b, n, "nonlocal declaration not allowed at module level".into()));
        };
        if !bound.contains(&n) {
            return Err(directive_error(b, n, format!("no binding for nonlocal '{}' found", names.str(n))));
        }
        if env.type_params.contains(&n) {
            let msg = format!("nonlocal binding not allowed for type parameter '{}'", names.str(n));
            return Err(directive_error(b, n, msg));
        }
        free.insert(n);
        return Ok(Scope::Free);
    }
    if s.has(def::BOUND) {
        ch.local.push(n);
        if s.has(def::TYPE_PARAM) {
            ch.tp_add.push(n);
        }
        return Ok(Scope::Local);
    }
    if let Some(c) = env.class {
        let cs = t.block(c).symbol(n);
        if cs.has(def::GLOBAL) {
            return Ok(Scope::GlobalExplicit);
        }
        if cs.has(def::BOUND) && !cs.has(def::NONLOCAL) {
            return Ok(Scope::GlobalImplicit);
        }
    }
    if env.bound.is_some_and(|b| b.contains(&n)) {
        free.insert(n);
        return Ok(Scope::Free);
    }
    Ok(Scope::GlobalImplicit)
}

fn block(t: &mut SymbolTable, names: &Interner, id: BlockId, env: &Env, free: &mut FastSet<Name>) -> R<()> {
    let mut ch = Changes::default();
    for i in 0..t.block(id).symbols.entries.len() {
        let (n, s) = t.block(id).symbols.entries[i];
        let scope = name_scope(t, names, id, n, s, env, free, &mut ch)?;
        t.block_mut(id).symbols.entries[i].1 = s.with_scope(scope);
    }
    let ty = t.block(id).ty;
    let function_like = t.block(id).is_function_like();
    let mut newfree = FastSet::default();
    let mut inlined_cells = FastSet::default();
    let children = std::mem::take(&mut t.block_mut(id).children);
    if !children.is_empty() {
        let mut bound = env.bound.cloned().unwrap_or_default();
        let mut global = env.global.clone();
        let mut type_params = env.type_params.clone();
        if ty == BlockType::Class {
            // A class binds nothing for the functions in it but these two.
            bound.insert(known::CLASS_);
            bound.insert(known::CLASSDICT);
        } else {
            for n in &ch.bound_del {
                bound.remove(n);
            }
            for n in &ch.local {
                global.remove(n);
            }
            global.extend(&ch.global_add);
            if function_like {
                bound.extend(&ch.local);
            }
        }
        for n in &ch.local {
            type_params.remove(n);
        }
        type_params.extend(&ch.tp_add);
        let mut all = Vec::with_capacity(children.len());
        for &c in &children {
            let class = match () {
                _ if !t.block(c).can_see_class_scope => None,
                _ if ty == BlockType::Class => Some(id),
                _ => env.class,
            };
            let env = Env { bound: Some(&bound), global: &global, type_params: &type_params, class };
            let mut child_free = FastSet::default();
            stacker::maybe_grow(super::super::STACK_RED_ZONE, super::super::STACK_SEGMENT, || {
                block(t, names, c, &env, &mut child_free)
            })?;
            let cb = t.block(c);
            if cb.comprehension.is_some() && !cb.generator && !t.block(id).can_see_class_scope {
                inline(t, id, c, &mut child_free, &mut inlined_cells);
                t.block_mut(c).comp_inlined = true;
                // Its children are now this block's.
                let inner = std::mem::take(&mut t.block_mut(c).children);
                all.extend(inner);
            } else {
                all.push(c);
            }
            newfree.extend(child_free);
        }
        t.block_mut(id).children = all;
    }

    let b = t.block_mut(id);
    if function_like {
        for (n, s) in &mut b.symbols.entries {
            if s.scope() == Scope::Local && (newfree.contains(n) || inlined_cells.contains(n)) {
                *s = s.with_scope(Scope::Cell);
                newfree.remove(n);
            }
        }
    } else if ty == BlockType::Class {
        b.needs_class_closure |= newfree.remove(&known::CLASS_);
        b.needs_classdict |= newfree.remove(&known::CLASSDICT);
    }
    if !inlined_cells.is_empty() {
        for (n, s) in &mut b.symbols.entries {
            if inlined_cells.contains(n) {
                s.0 |= def::COMP_CELL;
            }
        }
    }
    let class_like = ty == BlockType::Class || b.can_see_class_scope;
    let mut unresolved: Vec<Name> = newfree.iter().copied().collect();
    unresolved.sort_unstable();
    let bound_del: FastSet<Name> =
        if unresolved.is_empty() { FastSet::default() } else { ch.bound_del.iter().copied().collect() };
    for n in unresolved {
        if let Some(s) = b.symbols.get_mut(n) {
            // A name free in a method and also bound in the class: both, kept apart.
            if class_like {
                s.0 |= def::FREE_CLASS;
            }
            continue;
        }
        let visible = env.bound.is_none_or(|e| e.contains(&n) && !bound_del.contains(&n));
        if visible {
            b.symbols.insert(n, Symbol::default().with_scope(Scope::Free));
        }
    }
    free.extend(newfree);
    Ok(())
}

/// Takes the names of an inlined comprehension over into the block around it.
fn inline(
    t: &mut SymbolTable,
    outer: BlockId,
    comp: BlockId,
    comp_free: &mut FastSet<Name>,
    cells: &mut FastSet<Name>,
) {
    let entries = t.block(comp).symbols.entries.clone();
    for (n, s) in entries {
        if s.has(def::PARAM) {
            continue;
        }
        if s.scope() == Scope::Cell || s.has(def::COMP_CELL) {
            cells.insert(n);
        }
        match t.block(outer).symbols.get(n).copied() {
            None => {
                t.block_mut(outer).symbols.insert(n, s);
            }
            Some(existing) => {
                let free_in_child =
                    || t.block(comp).children.iter().any(|&c| t.block(c).scope(n) == Scope::Free);
                if existing.has(def::BOUND) && t.block(outer).ty != BlockType::Class && !free_in_child() {
                    comp_free.remove(&n);
                }
            }
        }
    }
}
