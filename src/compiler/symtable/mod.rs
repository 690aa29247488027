//! The symbol table: which names each scope binds and uses, and what each name means there. Two passes, as
//! in CPython: [`build`] walks the tree and notes facts; [`analyze`] decides scopes and inlines comprehensions
//! (PEP 709).

mod analyze;
mod build;

use super::ast::{CompKind, Mod, ScopeKey};
use super::errors::CompileError;
use super::names::{FastMap, FastSet, Interner, Name};
use crate::bytecode::Location;

type R<T> = Result<T, Box<CompileError>>;

/// Facts about a name in a scope, as bits.
#[allow(missing_docs)]
pub mod def {
    pub const GLOBAL: u32 = 1;
    pub const LOCAL: u32 = 2;
    pub const PARAM: u32 = 4;
    pub const NONLOCAL: u32 = 8;
    pub const USE: u32 = 16;
    pub const FREE_CLASS: u32 = 64;
    pub const IMPORT: u32 = 128;
    pub const ANNOT: u32 = 256;
    pub const COMP_ITER: u32 = 512;
    pub const TYPE_PARAM: u32 = 1024;
    pub const COMP_CELL: u32 = 2048;
    pub const BOUND: u32 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
}

const SCOPE_SHIFT: u32 = 16;

/// What a name means in a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Scope {
    Unknown = 0,
    Local = 1,
    GlobalExplicit = 2,
    GlobalImplicit = 3,
    Free = 4,
    Cell = 5,
}

/// A name's facts and, after analysis, its scope.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Symbol(u32);

impl Symbol {
    /// Whether any of the bits (of [`def`]) is set.
    #[inline]
    pub fn has(self, bits: u32) -> bool {
        self.0 & bits != 0
    }
    /// The scope; [`Scope::Unknown`] before analysis.
    #[inline]
    pub fn scope(self) -> Scope {
        match self.0 >> SCOPE_SHIFT {
            1 => Scope::Local,
            2 => Scope::GlobalExplicit,
            3 => Scope::GlobalImplicit,
            4 => Scope::Free,
            5 => Scope::Cell,
            _ => Scope::Unknown,
        }
    }
    fn with_scope(self, s: Scope) -> Symbol {
        Symbol(self.0 & ((1 << SCOPE_SHIFT) - 1) | (s as u32) << SCOPE_SHIFT)
    }
}

/// An insertion-ordered map from names; a plain list while small.
pub struct NameMap<V> {
    entries: Vec<(Name, V)>,
    index: FastMap<Name, u32>,
}

/// Below this many entries a linear search is faster than a hash table.
const LINEAR: usize = 16;

impl<V> Default for NameMap<V> {
    fn default() -> Self {
        NameMap { entries: Vec::new(), index: FastMap::default() }
    }
}

impl<V> NameMap<V> {
    /// Where the name is.
    #[inline]
    pub fn position(&self, n: Name) -> Option<usize> {
        if self.index.is_empty() {
            self.entries.iter().position(|e| e.0 == n)
        } else {
            self.index.get(&n).map(|&i| i as usize)
        }
    }
    /// The value of a name.
    #[inline]
    pub fn get(&self, n: Name) -> Option<&V> {
        self.position(n).and_then(|i| self.entries.get(i)).map(|e| &e.1)
    }
    /// The value of a name, to change.
    pub fn get_mut(&mut self, n: Name) -> Option<&mut V> {
        let i = self.position(n)?;
        self.entries.get_mut(i).map(|e| &mut e.1)
    }
    /// Sets a name's value; a new name goes to the end. Says where it is.
    pub fn insert(&mut self, n: Name, v: V) -> usize {
        let i = self.position(n);
        self.insert_at(i, n, v)
    }
    /// [`NameMap::insert`] where the name's position is known.
    #[inline]
    fn insert_at(&mut self, position: Option<usize>, n: Name, v: V) -> usize {
        if let Some(i) = position {
            if let Some(e) = self.entries.get_mut(i) {
                e.1 = v;
            }
            return i;
        }
        let i = self.entries.len();
        if i == 0 {
            self.entries.reserve_exact(LINEAR / 2);
        }
        self.entries.push((n, v));
        if self.entries.len() == LINEAR {
            self.index = self.entries.iter().enumerate().map(|(i, e)| (e.0, i as u32)).collect();
        } else if self.entries.len() > LINEAR {
            self.index.insert(n, i as u32);
        }
        i
    }
    /// The entries in order.
    pub fn entries(&self) -> &[(Name, V)] {
        &self.entries
    }
    /// How many.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

/// What opens a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum BlockType {
    Function,
    Class,
    Module,
    /// An annotation under `from __future__ import annotations`: checked, then forgotten.
    Annotation,
    TypeVarBound,
    TypeAlias,
    TypeParams,
}

/// Index of a block in the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BlockId(pub u32);

/// One scope.
#[allow(missing_docs)]
pub struct Block {
    pub ty: BlockType,
    pub symbols: NameMap<Symbol>,
    /// Parameters in CPython's order: positional, keyword-only, `*args`, `**kwargs`.
    pub varnames: Vec<Name>,
    pub nested: bool,
    pub generator: bool,
    pub coroutine: bool,
    pub varargs: bool,
    pub varkeywords: bool,
    pub comprehension: Option<CompKind>,
    pub needs_class_closure: bool,
    pub needs_classdict: bool,
    pub comp_inlined: bool,
    /// An annotation scope directly in a class, which sees the class's names.
    pub can_see_class_scope: bool,
    /// In the type parameters of a class only these names are mangled.
    pub mangled_names: Option<FastSet<Name>>,
    children: Vec<BlockId>,
    directives: Vec<(Name, Location)>,
    comp_iter_target: bool,
    comp_iter_expr: u32,
    loc: Location,
}

impl Block {
    /// Whether names in it are fast locals.
    pub fn is_function_like(&self) -> bool {
        matches!(
            self.ty,
            BlockType::Function | BlockType::TypeVarBound | BlockType::TypeAlias | BlockType::TypeParams
        )
    }
    /// The facts about a name; none set when it is unknown.
    #[inline]
    pub fn symbol(&self, n: Name) -> Symbol {
        self.symbols.get(n).copied().unwrap_or_default()
    }
    /// What a name means here.
    #[inline]
    pub fn scope(&self, n: Name) -> Scope {
        self.symbol(n).scope()
    }
}

/// The table of a module.
pub struct SymbolTable {
    blocks: Vec<Block>,
    by_key: Vec<u32>,
}

/// The module's own block.
pub const TOP: BlockId = BlockId(0);

impl SymbolTable {
    /// Builds and analyses the table of a module.
    pub fn new(module: &Mod, keys: u32, names: &mut Interner, future_annotations: bool) -> R<SymbolTable> {
        let mut t = build::build(module, keys, names, future_annotations)?;
        analyze::analyze(&mut t, names)?;
        Ok(t)
    }
    /// The block that a node opens. Every key of the tree has one.
    pub fn lookup(&self, key: ScopeKey) -> BlockId {
        BlockId(self.by_key.get(key.0 as usize).copied().unwrap_or(0))
    }
    /// A block.
    #[inline]
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }
    /// A block, to change.
    #[inline]
    pub fn block_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id.0 as usize]
    }
}
