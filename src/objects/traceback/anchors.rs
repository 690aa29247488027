//! What the carets point out: the operator of a binary operation, the brackets of a subscript or a call. The source
//! range is parsed again for that, as CPython does.

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use super::text::{char_offset, is_space};

/// A position in the range: line from 0, character in it.
type Position = (usize, usize);

/// Where the secondary marks start and end; around them are `~`.
pub struct Anchors {
    pub left: Position,
    pub right: Position,
}

/// Parses a source text whose depth is harmless.
fn parse(source: &str) -> Option<Vec<Stmt>> {
    if !crate::compiler::is_shallow(source) {
        return None;
    }
    Some(ruff_python_parser::parse_module(source).ok()?.into_syntax().body.into_iter().collect())
}

/// Finds the anchors of a range of source, if it is an expression that has some.
pub fn find(range: &str) -> Option<Anchors> {
    // In parentheses, a range that spans lines is an expression, too.
    let body = parse(&format!("(\n{range}\n)"))?;
    let [Stmt::Expr(statement)] = body.as_slice() else { return None };
    let lines: Vec<&str> = range.split('\n').collect();
    let text = Text { lines: lines.iter().map(|line| line.chars().collect()).collect() };
    // From an offset in what was parsed to a position in the range.
    let position = |offset: u32| -> Option<Position> {
        let mut at = (offset as usize).checked_sub(2)?;
        for (number, line) in lines.iter().enumerate() {
            if at <= line.len() {
                return Some((number, char_offset(line, at)));
            }
            at -= line.len() + 1;
        }
        None
    };
    match &*statement.value {
        Expr::BinOp(operation) => {
            let start = text.valid(position(operation.left.end().to_u32())?)?;
            let (line, col) = text.until(start, |c| !is_space(c) && c != ')')?;
            let right = position(operation.right.start().to_u32())?;
            let mut end = col + 1;
            // The second character of the operator, if it has one.
            if let Some(c) = text.lines[line].get(end)
                && (right.0 > line || end < right.1)
                && !is_space(*c)
                && !matches!(c, '\\' | '#')
            {
                end += 1;
            }
            Some(Anchors { left: (line, col), right: (line, end) })
        }
        Expr::Subscript(subscript) => {
            let start = text.valid(position(subscript.value.end().to_u32())?)?;
            let left = text.until(start, |c| c == '[')?;
            Some(Anchors { left, right: position(subscript.end().to_u32())? })
        }
        Expr::Call(call) => {
            let start = text.valid(position(call.func.end().to_u32())?)?;
            let left = text.until(start, |c| c == '(')?;
            Some(Anchors { left, right: position(call.end().to_u32())? })
        }
        _ => None,
    }
}

/// The range's lines.
struct Text {
    lines: Vec<Vec<char>>,
}

impl Text {
    /// The position itself, or the first behind it that has a character.
    fn valid(&self, (mut line, mut col): Position) -> Option<Position> {
        while col >= self.lines.get(line)?.len() {
            col = 0;
            line += 1;
        }
        Some((line, col))
    }

    /// The first position from here on whose character `stop` accepts; comments and continued lines are skipped.
    fn until(&self, (mut line, mut col): Position, stop: impl Fn(char) -> bool) -> Option<Position> {
        loop {
            let c = *self.lines.get(line)?.get(col)?;
            (line, col) = if matches!(c, '\\' | '#') {
                self.valid((line + 1, 0))?
            } else if !stop(c) {
                self.valid((line, col + 1))?
            } else {
                return Some((line, col));
            };
        }
    }
}

/// Whether carets would say nothing: the lines are no statement at all, or `return f(…)` or `name = f(…)` with the range
/// being the whole call. `start` and `end` are characters in the first and last line.
pub fn says_nothing(lines: &[String], start: usize, end: usize) -> bool {
    let source = lines.join("\n");
    let Some(body) = parse(&source) else { return false };
    let call = match body.first() {
        None => return true,
        Some(Stmt::Return(statement)) => match statement.value.as_deref() {
            Some(Expr::Call(call)) if call.func.is_name_expr() => call,
            _ => return false,
        },
        Some(Stmt::Assign(statement)) => match (statement.targets.as_slice(), &*statement.value) {
            ([Expr::Name(_)], Expr::Call(call)) => call,
            _ => return false,
        },
        _ => return false,
    };
    let (first, last) = (call.start().to_usize(), call.end().to_usize());
    let line_of =
        |offset: usize| source.as_bytes()[..offset.min(source.len())].iter().filter(|b| **b == b'\n').count();
    let column_of = |offset: usize| match source.get(..offset).and_then(|s| s.rfind('\n')) {
        Some(newline) => offset - newline - 1,
        None => offset,
    };
    line_of(first) == 0
        && line_of(last) + 1 == lines.len()
        && column_of(first) == start
        && column_of(last) == end
}
