//! Formatting: the specification mini-language, `str.format`, `%`.
//!
//! | module | what |
//! |---|---|
//! | `spec` | parsing `[[fill]align][sign][z][#][0][width][grouping][.precision][type]` |
//! | `float_text` | floats as text, in the presentation types and as `repr` |
//! | `number` | `__format__` of int, float, complex and str |
//! | `template` | `str.format` and `str.format_map` |
//! | `percent` | `%` of str and bytes |

pub mod float_text;
pub mod number;
pub mod percent;
pub mod spec;
pub mod template;

pub use float_text::{Style, float_text};
pub use number::{format_complex, format_float, format_int, format_str};
pub use percent::{percent_bytes, percent_str};
pub use template::STR_METHODS;
