//! Syntax errors: the place, the line and carets under the range.

use super::text::is_space;
use crate::heap::layout::Exception;
use crate::heap::{Value, statics};
use crate::vm::Vm;

/// Writes the place, the source line and `class: message`.
pub fn format(vm: &mut Vm, exception: Exception, class: &str, out: &mut Vec<String>) {
    let attribute = |vm: &mut Vm, name: &str| -> Value {
        vm.attr_or_none(exception.value(), name).unwrap_or_else(|_| {
            vm.take_pending();
            statics::NONE
        })
    };
    let text_of = |vm: &mut Vm, name: &str| -> Option<String> {
        let value = attribute(vm, name);
        vm.is_str(value).then(|| vm.str_to_string(value))
    };
    let number = |vm: &mut Vm, name: &str| -> Option<i64> {
        let value = attribute(vm, name);
        crate::objects::int::as_i64(vm, value)
    };
    let filename = text_of(vm, "filename");
    let line = number(vm, "lineno");
    let mut suffix = String::new();
    match (line, &filename) {
        (Some(line), _) => {
            let file = filename.as_deref().filter(|f| !f.is_empty()).unwrap_or("<string>");
            out.push(format!("  File \"{file}\", line {line}\n"));
        }
        (None, Some(filename)) => suffix = format!(" ({filename})"),
        (None, None) => {}
    }
    if let Some(text) = text_of(vm, "text") {
        let range = Range {
            offset: number(vm, "offset"),
            end: number(vm, "end_offset"),
            one_line: line == number(vm, "end_lineno"),
        };
        source(&text, range, out);
    }
    let message = text_of(vm, "msg").filter(|m| !m.is_empty());
    let message = message.unwrap_or_else(|| "<no detail available>".to_string());
    out.push(format!("{class}: {message}{suffix}\n"));
}

/// Columns from 1, as the exception has them.
struct Range {
    offset: Option<i64>,
    end: Option<i64>,
    one_line: bool,
}

fn source(text: &str, range: Range, out: &mut Vec<String>) {
    let line = text.trim_end_matches('\n');
    let shown = line.trim_start_matches([' ', '\n', '\x0c']);
    out.push(format!("    {shown}\n"));
    let Some(mut offset) = range.offset else { return };
    let (whole, length) = (text.chars().count() as i64, line.chars().count() as i64);
    let skipped = length - shown.chars().count() as i64;
    let mut end = match range.end {
        _ if !range.one_line => length + 1,
        None | Some(0) => offset,
        Some(end) => end,
    };
    if !text.is_empty() && offset > whole {
        offset = length + 1;
    }
    if !text.is_empty() && end > whole {
        end = length + 1;
    }
    if offset >= end || end < 0 {
        end = offset.saturating_add(1);
    }
    // Numbers that no compiler made are not followed beyond what a screen holds.
    let (start, end) = (offset.saturating_sub(1 + skipped), end.saturating_sub(1 + skipped));
    if start < 0 || end > MAX_COLUMNS {
        return;
    }
    let mut carets = "    ".to_string();
    // Tabs and the like are kept, so that the carets stand where they should.
    carets.extend(shown.chars().take(start as usize).map(|c| if is_space(c) { c } else { ' ' }));
    carets.extend(std::iter::repeat_n('^', (end - start).max(0) as usize));
    out.push(carets + "\n");
}

/// The widest line of carets.
const MAX_COLUMNS: i64 = 1 << 20;
