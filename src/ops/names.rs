//! Names behind operands: binary operators, comparisons, intrinsics, conversions.

/// Symbol of each `BINARY_OP` operand.
pub static BINARY_OPS: [&str; 26] = [
    "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^", "+=", "&=", "//=", "<<=", "@=",
    "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=",
];

/// Operands of `BINARY_OP`; the in-place form is the plain one plus 13.
pub mod nb {
    pub const ADD: u8 = 0;
    pub const AND: u8 = 1;
    pub const FLOOR_DIVIDE: u8 = 2;
    pub const LSHIFT: u8 = 3;
    pub const MATRIX_MULTIPLY: u8 = 4;
    pub const MULTIPLY: u8 = 5;
    pub const REMAINDER: u8 = 6;
    pub const OR: u8 = 7;
    pub const POWER: u8 = 8;
    pub const RSHIFT: u8 = 9;
    pub const SUBTRACT: u8 = 10;
    pub const TRUE_DIVIDE: u8 = 11;
    pub const XOR: u8 = 12;
    pub const INPLACE_ADD: u8 = 13;
    pub const INPLACE_AND: u8 = 14;
    pub const INPLACE_FLOOR_DIVIDE: u8 = 15;
    pub const INPLACE_LSHIFT: u8 = 16;
    pub const INPLACE_MATRIX_MULTIPLY: u8 = 17;
    pub const INPLACE_MULTIPLY: u8 = 18;
    pub const INPLACE_REMAINDER: u8 = 19;
    pub const INPLACE_OR: u8 = 20;
    pub const INPLACE_POWER: u8 = 21;
    pub const INPLACE_RSHIFT: u8 = 22;
    pub const INPLACE_SUBTRACT: u8 = 23;
    pub const INPLACE_TRUE_DIVIDE: u8 = 24;
    pub const INPLACE_XOR: u8 = 25;
}

/// Comparison operators, by `COMPARE_OP` operand >> 5.
pub static COMPARE_OPS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];

/// Names of `CALL_INTRINSIC_1` operands.
pub static INTRINSICS_1: [&str; 12] = [
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];

/// Names of `CALL_INTRINSIC_2` operands.
pub static INTRINSICS_2: [&str; 6] = [
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];

/// Operands of `CALL_INTRINSIC_1` and `CALL_INTRINSIC_2`.
pub mod intrinsic {
    pub const PRINT: u8 = 1;
    pub const IMPORT_STAR: u8 = 2;
    pub const STOPITERATION_ERROR: u8 = 3;
    pub const ASYNC_GEN_WRAP: u8 = 4;
    pub const UNARY_POSITIVE: u8 = 5;
    pub const LIST_TO_TUPLE: u8 = 6;
    pub const TYPEVAR: u8 = 7;
    pub const PARAMSPEC: u8 = 8;
    pub const TYPEVARTUPLE: u8 = 9;
    pub const SUBSCRIPT_GENERIC: u8 = 10;
    pub const TYPEALIAS: u8 = 11;
    pub const PREP_RERAISE_STAR: u8 = 1;
    pub const TYPEVAR_WITH_BOUND: u8 = 2;
    pub const TYPEVAR_WITH_CONSTRAINTS: u8 = 3;
    pub const SET_FUNCTION_TYPE_PARAMS: u8 = 4;
    pub const SET_TYPEPARAM_DEFAULT: u8 = 5;
}
