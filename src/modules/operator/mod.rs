//! The module `operator`.

mod functions;
mod getters;

use crate::heap::Kind;
use crate::objects::slots::{ModuleDef, TypeDef};

/// The module's types.
pub static TYPES: &[&TypeDef] = &[&getters::ITEM_GETTER, &getters::ATTR_GETTER, &getters::METHOD_CALLER];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "operator",
    functions: functions::FUNCTIONS,
    types: &[Kind::ITEM_GETTER, Kind::ATTR_GETTER, Kind::METHOD_CALLER],
    init: None,
    source: Some(ALIASES),
};

/// The names with underscores.
const ALIASES: &str = "
for _name in ('lt', 'le', 'eq', 'ne', 'ge', 'gt', 'abs', 'add', 'and', 'call', 'floordiv', 'index', 'inv',
              'invert', 'lshift', 'mod', 'mul', 'matmul', 'neg', 'not', 'or', 'pos', 'pow', 'rshift', 'sub',
              'truediv', 'xor', 'concat', 'contains', 'delitem', 'getitem', 'setitem', 'iadd', 'iand', 'iconcat',
              'ifloordiv', 'ilshift', 'imod', 'imul', 'imatmul', 'ior', 'ipow', 'irshift', 'isub', 'itruediv',
              'ixor'):
    globals()['__' + _name + '__'] = globals().get(_name) or globals()[_name + '_']
del _name
__all__ = [name for name in globals() if not name.startswith('_')]
";
