//! The module `collections`: deque and defaultdict are native, the rest is Python (`collections.py`).

mod default_dict;
mod deque;
mod deque_methods;
mod support;

use crate::heap::Kind;
use crate::objects::slots::{ModuleDef, Sig, TypeDef, function};

pub use default_dict::missing as default_missing;

/// The module's types.
pub static TYPES: &[&TypeDef] =
    &[&default_dict::TYPE, &deque_methods::TYPE, &deque_methods::ITER, &support::TUPLE_GETTER];

/// What the Python part is built on.
pub static NATIVE: ModuleDef = ModuleDef {
    name: "_collections",
    functions: &[
        function("_count_elements", support::count_elements, Sig::Exact(2)),
        function("_move_to_end", support::move_to_end, Sig::Exact(3)),
    ],
    types: &[Kind::DEQUE, Kind::DEFAULT_DICT, Kind::TUPLE_GETTER],
    init: None,
    source: None,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "collections",
    functions: &[],
    types: &[Kind::DEQUE, Kind::DEFAULT_DICT],
    init: None,
    source: Some(include_str!("collections.py")),
};

/// What `collections` loads when ChainMap, UserDict, UserList or UserString is asked for.
pub static USER: ModuleDef = ModuleDef {
    name: "_collections_user",
    functions: &[],
    types: &[],
    init: None,
    source: Some(include_str!("user.py")),
};
