//! The compiler's own syntax tree: CPython's (Python.asdl) in shape, with names interned, source
//! positions resolved to line and column, string literals decoded and constants folded. It is made from
//! Ruff's tree by [`super::lower`]; the symbol table and the code generator see nothing else.

use super::names::Name;
use crate::bytecode::Location;
use crate::bytecode::code::Const;

/// Identifies a node that opens a scope; the symbol table is keyed by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ScopeKey(pub u32);

/// What a source file becomes.
pub enum Mod {
    /// A module or (with the flag of the compiler set) an interactive statement list.
    Module(Vec<Stmt>),
    /// One expression, for `eval`.
    Expression(Expr),
}

/// How a name, attribute, subscript or display is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Ctx {
    Load,
    Store,
    Del,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum BinOp {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

/// Which kind of comprehension.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum CompKind {
    List,
    Set,
    Dict,
    Gen,
}

/// An expression and where it is.
pub struct Expr {
    /// Source range; columns count UTF-8 bytes.
    pub loc: Location,
    /// What it is.
    pub kind: ExprKind,
}

#[allow(missing_docs)]
pub enum ExprKind {
    BoolOp {
        is_or: bool,
        values: Vec<Expr>,
    },
    Named {
        target: Box<Expr>,
        value: Box<Expr>,
    },
    BinOp {
        left: Box<Expr>,
        op: BinOp,
        right: Box<Expr>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Lambda(Box<Lambda>),
    IfExp {
        test: Box<Expr>,
        body: Box<Expr>,
        orelse: Box<Expr>,
    },
    /// A missing key is a `**` unpacking.
    Dict {
        keys: Vec<Option<Expr>>,
        values: Vec<Expr>,
    },
    Set(Vec<Expr>),
    Comp(Box<Comp>),
    Await(Box<Expr>),
    Yield(Option<Box<Expr>>),
    YieldFrom(Box<Expr>),
    Compare {
        left: Box<Expr>,
        ops: Vec<CmpOp>,
        comparators: Vec<Expr>,
    },
    Call {
        func: Box<Expr>,
        args: Vec<Expr>,
        keywords: Vec<Keyword>,
    },
    /// `conversion` is 0 for none, 1 for `!s`, 2 for `!r`, 3 for `!a`.
    FormattedValue {
        value: Box<Expr>,
        conversion: u8,
        spec: Option<Box<Expr>>,
    },
    JoinedStr(Vec<Expr>),
    Constant(Const),
    Attribute {
        value: Box<Expr>,
        attr: Name,
        ctx: Ctx,
    },
    Subscript {
        value: Box<Expr>,
        slice: Box<Expr>,
        ctx: Ctx,
    },
    Starred {
        value: Box<Expr>,
        ctx: Ctx,
    },
    Name {
        id: Name,
        ctx: Ctx,
    },
    List {
        elts: Vec<Expr>,
        ctx: Ctx,
    },
    Tuple {
        elts: Vec<Expr>,
        ctx: Ctx,
    },
    Slice {
        lower: Option<Box<Expr>>,
        upper: Option<Box<Expr>>,
        step: Option<Box<Expr>>,
    },
}

#[allow(missing_docs)]
pub struct Lambda {
    pub key: ScopeKey,
    pub args: Arguments,
    pub body: Expr,
}

#[allow(missing_docs)]
pub struct Comp {
    pub key: ScopeKey,
    pub kind: CompKind,
    pub elt: Expr,
    /// The value of a dict comprehension, whose key is `elt`.
    pub value: Option<Expr>,
    pub generators: Vec<Generator>,
}

#[allow(missing_docs)]
pub struct Generator {
    pub target: Expr,
    pub iter: Expr,
    pub ifs: Vec<Expr>,
    pub is_async: bool,
}

/// A keyword argument; no name means `**` unpacking.
#[allow(missing_docs)]
pub struct Keyword {
    pub loc: Location,
    pub arg: Option<Name>,
    pub value: Expr,
}

#[allow(missing_docs)]
pub struct Arg {
    pub loc: Location,
    pub name: Name,
    pub annotation: Option<Expr>,
}

#[allow(missing_docs)]
#[derive(Default)]
pub struct Arguments {
    pub posonly: Vec<Arg>,
    pub args: Vec<Arg>,
    pub vararg: Option<Arg>,
    pub kwonly: Vec<Arg>,
    /// One for each of `kwonly`.
    pub kw_defaults: Vec<Option<Expr>>,
    pub kwarg: Option<Arg>,
    /// For the last of `posonly` and `args` together.
    pub defaults: Vec<Expr>,
}

/// A statement and where it is.
pub struct Stmt {
    /// Source range; columns count UTF-8 bytes.
    pub loc: Location,
    /// What it is.
    pub kind: StmtKind,
}

#[allow(missing_docs)]
pub enum StmtKind {
    FunctionDef(Box<FunctionDef>),
    ClassDef(Box<ClassDef>),
    TypeAlias(Box<TypeAlias>),
    Return(Option<Expr>),
    Delete(Vec<Expr>),
    Assign { targets: Vec<Expr>, value: Expr },
    AugAssign { target: Expr, op: BinOp, value: Expr },
    AnnAssign { target: Box<Expr>, annotation: Box<Expr>, value: Option<Box<Expr>>, simple: bool },
    For(Box<For>),
    While { test: Expr, body: Vec<Stmt>, orelse: Vec<Stmt> },
    If { test: Expr, body: Vec<Stmt>, orelse: Vec<Stmt> },
    With(Box<With>),
    Match { subject: Expr, cases: Vec<MatchCase> },
    Raise { exc: Option<Expr>, cause: Option<Expr> },
    Try(Box<Try>),
    Assert { test: Expr, msg: Option<Expr> },
    Import(Vec<Alias>),
    ImportFrom { module: Option<Name>, names: Vec<Alias>, level: u32 },
    Global(Vec<Name>),
    Nonlocal(Vec<Name>),
    Expr(Expr),
    Pass,
    Break,
    Continue,
}

#[allow(missing_docs)]
pub struct FunctionDef {
    pub key: ScopeKey,
    pub is_async: bool,
    pub name: Name,
    pub type_params: Option<TypeParams>,
    pub args: Arguments,
    pub returns: Option<Expr>,
    pub decorators: Vec<Expr>,
    pub body: Vec<Stmt>,
}

#[allow(missing_docs)]
pub struct ClassDef {
    pub key: ScopeKey,
    pub name: Name,
    pub type_params: Option<TypeParams>,
    pub bases: Vec<Expr>,
    pub keywords: Vec<Keyword>,
    pub decorators: Vec<Expr>,
    pub body: Vec<Stmt>,
}

#[allow(missing_docs)]
pub struct TypeAlias {
    pub key: ScopeKey,
    pub name: Expr,
    pub type_params: Option<TypeParams>,
    pub value: Expr,
}

/// A type parameter list; the list itself opens a scope.
#[allow(missing_docs)]
pub struct TypeParams {
    pub key: ScopeKey,
    pub params: Vec<TypeParam>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum TypeParamKind {
    TypeVar,
    TypeVarTuple,
    ParamSpec,
}

#[allow(missing_docs)]
pub struct TypeParam {
    pub loc: Location,
    pub kind: TypeParamKind,
    pub name: Name,
    pub bound: Option<(ScopeKey, Expr)>,
    pub default: Option<(ScopeKey, Expr)>,
}

#[allow(missing_docs)]
pub struct For {
    pub is_async: bool,
    pub target: Expr,
    pub iter: Expr,
    pub body: Vec<Stmt>,
    pub orelse: Vec<Stmt>,
}

#[allow(missing_docs)]
pub struct With {
    pub is_async: bool,
    pub items: Vec<(Expr, Option<Expr>)>,
    pub body: Vec<Stmt>,
}

#[allow(missing_docs)]
pub struct Try {
    pub is_star: bool,
    pub body: Vec<Stmt>,
    pub handlers: Vec<Handler>,
    pub orelse: Vec<Stmt>,
    pub finalbody: Vec<Stmt>,
}

#[allow(missing_docs)]
pub struct Handler {
    pub loc: Location,
    pub typ: Option<Expr>,
    pub name: Option<Name>,
    pub body: Vec<Stmt>,
}

#[allow(missing_docs)]
pub struct Alias {
    pub loc: Location,
    pub name: Name,
    pub asname: Option<Name>,
}

#[allow(missing_docs)]
pub struct MatchCase {
    pub pattern: Pattern,
    pub guard: Option<Expr>,
    pub body: Vec<Stmt>,
}

/// A pattern and where it is.
#[allow(missing_docs)]
pub struct Pattern {
    pub loc: Location,
    pub kind: PatternKind,
}

#[allow(missing_docs)]
pub enum PatternKind {
    Value(Expr),
    Singleton(Const),
    Sequence(Vec<Pattern>),
    Mapping { keys: Vec<Expr>, patterns: Vec<Pattern>, rest: Option<Name> },
    Class { cls: Expr, patterns: Vec<Pattern>, kwd_attrs: Vec<Name>, kwd_patterns: Vec<Pattern> },
    Star(Option<Name>),
    As { pattern: Option<Box<Pattern>>, name: Option<Name> },
    Or(Vec<Pattern>),
}

impl Pattern {
    /// `_`: matches anything and binds nothing.
    pub fn is_wildcard(&self) -> bool {
        matches!(self.kind, PatternKind::As { pattern: None, name: None })
    }
    /// `*_`.
    pub fn is_star_wildcard(&self) -> bool {
        matches!(self.kind, PatternKind::Star(None))
    }
}

impl Expr {
    /// The value, when this is a constant.
    pub fn as_const(&self) -> Option<&Const> {
        match &self.kind {
            ExprKind::Constant(c) => Some(c),
            _ => None,
        }
    }
    /// Whether this is `*x`.
    pub fn is_starred(&self) -> bool {
        matches!(self.kind, ExprKind::Starred { .. })
    }
}

/// The docstring of a statement list: a string constant standing alone in front.
pub fn docstring(body: &[Stmt]) -> Option<&Expr> {
    match body.first().map(|s| &s.kind) {
        Some(StmtKind::Expr(e)) if matches!(e.kind, ExprKind::Constant(Const::Str(_))) => Some(e),
        _ => None,
    }
}
