//! Interactive input: one compound statement, or simple statements on one line.

use ruff_python_ast as ra;
use ruff_text_size::Ranged;

use super::errors::CompileError;
use crate::bytecode::Location;

/// Refuses what CPython refuses in `single` mode although it would be a module.
pub(super) fn check(source: &str, module: &ra::Mod) -> Result<(), Box<CompileError>> {
    let ra::Mod::Module(module) = module else { return Ok(()) };
    let place = |offset: usize| {
        let before = source.get(..offset).unwrap_or(source);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() as i32 + 1;
        (line, (before.len() - before.rfind('\n').map_or(0, |at| at + 1)) as i32)
    };
    let fail = |message: &str, start: usize, end: usize| {
        let ((line, col), (end_line, end_col)) = (place(start), place(end));
        Err(CompileError::syntax(message, Location { line, end_line, col, end_col }))
    };
    let mut statements = module.body.iter();
    let Some(first) = statements.next() else {
        return Err(CompileError::syntax("invalid syntax", Location::NONE));
    };
    if is_compound(first) {
        if let Some(second) = statements.next() {
            let start = second.start().to_usize();
            let rest = source.get(start..).unwrap_or("");
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()).max(1);
            return fail("invalid syntax", start, start + word);
        }
        // The line of a block that is not indented must be complete.
        let last_line = source.rsplit('\n').next().unwrap_or("");
        if last_line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (line, _) = place(source.len());
            return Err(CompileError::syntax("invalid syntax", Location::of_line(line)));
        }
        return Ok(());
    }
    let mut end = first.end().to_usize();
    for statement in statements {
        let between = source.get(end..statement.start().to_usize()).unwrap_or("");
        if between.replace("\\\n", "").contains('\n') || is_compound(statement) {
            let newline = end + between.find('\n').unwrap_or(0);
            return fail(
                "multiple statements found while compiling a single statement",
                newline,
                newline + 1,
            );
        }
        end = statement.end().to_usize();
    }
    Ok(())
}

fn is_compound(statement: &ra::Stmt) -> bool {
    use ra::Stmt::*;
    matches!(
        statement,
        FunctionDef(_) | ClassDef(_) | For(_) | While(_) | If(_) | With(_) | Match(_) | Try(_)
    )
}
