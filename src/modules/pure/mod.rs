//! Modules written in Python alone: the source is part of the program.

use crate::objects::slots::ModuleDef;

macro_rules! modules {
    ($($(#[$doc:meta])* $name:ident $module:literal $file:literal;)*) => {
        $($(#[$doc])* pub static $name: ModuleDef = ModuleDef {
            name: $module,
            functions: &[],
            types: &[],
            init: None,
            source: Some(include_str!($file)),
        };)*

        /// All of them.
        pub static ALL: &[&ModuleDef] = &[$(&$name,)*];
    };
}

modules! {
    /// Abstract base classes.
    ABC "abc" "abc.py";
    /// The abstract base classes of containers, under their old name and under the public one.
    COLLECTIONS_ABC "_collections_abc" "collections_abc.py";
    COLLECTIONS_ABC_PUBLIC "collections.abc" "collections_abc_public.py";
    /// Copies.
    COPY "copy" "copy.py";
    /// How copies and pickles reduce objects.
    COPYREG "copyreg" "copyreg.py";
    /// The features of `from __future__ import …`.
    FUTURE "__future__" "future.py";
    /// Python's keywords.
    KEYWORD "keyword" "keyword.py";
    /// Abbreviated representations.
    REPRLIB "reprlib" "reprlib.py";
    /// String constants and templates.
    STRING "string" "string.py";
    /// Names of the built-in types.
    TYPES "types" "types.py";
}
