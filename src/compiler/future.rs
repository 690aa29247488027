//! `from __future__ import …`.

use ruff_python_ast as ra;
use ruff_text_size::Ranged;

use super::errors::CompileError;
use crate::bytecode::code::code_flags as flag;

/// What CPython says of such an import anywhere else.
pub(super) const LATE: &str = "from __future__ imports must occur at the beginning of the file";

/// The code flags of the features that a module asks for, and the line of the last such import (0: none). They must
/// be asked for before anything else but the docstring.
pub(super) fn features(src: &str, module: &ra::Mod) -> Result<(u32, i32), Box<CompileError>> {
    let ra::Mod::Module(m) = module else { return Ok((0, 0)) };
    let mut flags = 0;
    let mut last_line = 0;
    let mut prefix = true;
    for (i, s) in m.body.iter().enumerate() {
        match s {
            ra::Stmt::ImportFrom(f)
                if f.level == 0 && f.module.as_ref().is_some_and(|n| n.id.as_str() == "__future__") =>
            {
                if !prefix {
                    return Err(CompileError::syntax(LATE, super::locate(src, s.range())));
                }
                last_line = super::locate(src, s.range()).line;
                for a in &f.names {
                    flags |= match a.name.id.as_str() {
                        "nested_scopes" | "generators" | "division" | "absolute_import"
                        | "with_statement" | "print_function" | "unicode_literals" | "generator_stop" => 0,
                        "barry_as_FLUFL" => flag::FUTURE_BARRY_AS_BDFL,
                        "annotations" => flag::FUTURE_ANNOTATIONS,
                        "braces" => {
                            return Err(CompileError::syntax("not a chance", super::locate(src, s.range())));
                        }
                        other => {
                            let msg = format!("future feature {other} is not defined");
                            return Err(CompileError::syntax(msg, super::locate(src, s.range())));
                        }
                    };
                }
            }
            ra::Stmt::Expr(e) if i == 0 && e.value.is_string_literal_expr() => {}
            _ => prefix = false,
        }
    }
    Ok((flags, last_line))
}
