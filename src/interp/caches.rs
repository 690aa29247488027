//! What the inline caches hold. Units are 16 bits, counted from behind the instruction; unit 0 of every
//! specialisable instruction is its counter: executions left before it is specialised (again).
//!
//! | instruction | units | content |
//! |---|---|---|
//! | `LOAD_GLOBAL_MODULE` | 1 | entry in the globals dict |
//! | | 2-3 | the globals' keys version (`Dict::version`) |
//! | `LOAD_GLOBAL_BUILTIN` | 1 | entry in the builtins dict (its key must be the name) |
//! | | 2-3 | the globals' keys version: the name is not among them |
//! | `LOAD_ATTR_INSTANCE_VALUE` | 1-2 | shape |
//! | | 3 | byte offset of the slot in the instance |
//! | `LOAD_ATTR_WITH_HINT` | 1-2 | shape |
//! | | 3 | byte offset in the overflow cell |
//! | `LOAD_ATTR_SLOT` | 1-2 | class |
//! | | 3 | byte offset of the slot in the instance |
//! | `LOAD_ATTR_METHOD_WITH_VALUES` | 1-2 | shape |
//! | | 3-4 | the class's version |
//! | | 5-8 | the function |
//! | `LOAD_ATTR_METHOD_NO_DICT` | 1-2 | class |
//! | | 3-4 | its version |
//! | | 5-8 | the function or method descriptor |
//! | `LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES` | 1-2 | shape |
//! | | 3-4 | the class's version |
//! | | 5-6 | dict of the class in the MRO that has the attribute |
//! | | 7 | entry in it (its key must be the name) |
//! | `LOAD_ATTR_CLASS` | 1-2 | the class itself |
//! | | 3-4 | its version |
//! | | 5-6 | dict of the class that has the attribute |
//! | | 7 | entry in it (its key must be the name) |
//! | `LOAD_ATTR_PROPERTY` | 1-2 | class |
//! | | 3-4 | its version |
//! | | 5-8 | the getter, a function |
//! | `LOAD_ATTR_MODULE` | 1-2 | the module's dict |
//! | | 3-4 | its keys version |
//! | | 5 | entry |
//! | `STORE_ATTR_INSTANCE_VALUE` | 1-2 | shape |
//! | | 3 | byte offset of the slot in the instance |
//! | `STORE_ATTR_WITH_HINT` | 1-2 | shape before the attribute is added; its `last_key` must be the name |
//! | | 3 | byte offset of the new slot in the instance |
//! | `STORE_ATTR_SLOT` | 1-2 | class |
//! | | 3 | byte offset of the slot in the instance |
//! | `CALL_PY_EXACT_ARGS`, `CALL_BOUND_METHOD_EXACT_ARGS`, `CALL_PY_GENERAL` | 1-2 | the function's version |
//! | `CALL_ALLOC_AND_ENTER_INIT` | 1-2 | the class's version |
//! | `BINARY_SUBSCR_GETITEM` | | (the class's `__getitem__` is looked up through the method cache) |
//!
//! The specialised forms of `BINARY_OP`, `COMPARE_OP`, `FOR_ITER`, `TO_BOOL`, `UNPACK_SEQUENCE` and the other
//! calls need no more than their opcode.
//!
//! A shape belongs to one class, and a class that gets a data descriptor or an attribute hook while it may
//! have instances makes every such cache forget, and gives its instances new shapes, which no compiled code knows
//! (`Vm::attribute_rules_changed`).

/// Executions before the first specialisation.
pub const WARM_UP: u32 = 0;
/// Executions in the generic form after a specialised one missed.
pub const COOL_DOWN: u16 = 53;
/// Executions before an instruction that could not be specialised is tried again.
pub const RETRY: u16 = 1021;
