//! The entries of a traceback: file, line and name; the source, and carets under it.

use std::collections::{BTreeSet, HashMap};

use super::anchors;
use super::text::{char_offset, dedent, display_width, is_space, trim_end};
use crate::bytecode::locations::location_at;
use crate::heap::layout::{Bytes, Code, Traceback};
use crate::heap::{Kind, Value};
use crate::vm::Vm;

/// Entries of the same place that are shown before the rest is only counted.
const REPEATED: usize = 3;
/// Lines of source that one entry spans at most.
const MAX_LINES: i32 = 10_000;

/// Source files that have been read, by name: their lines.
#[derive(Default)]
pub struct Files(HashMap<String, Vec<String>>);

impl Files {
    /// A line, without blanks at its end; empty where there is none.
    pub fn line(&mut self, vm: &mut Vm, file: &str, number: i32) -> String {
        if !self.0.contains_key(file) {
            let text = match &vm.program_source {
                Some((name, source)) if name == file => source.clone(),
                // A file that is not there, or too large, has no lines to show.
                _ => {
                    let content = vm.io.read_file(file, vm.heap.room() / 4).unwrap_or_default();
                    String::from_utf8_lossy(&content).into_owned()
                }
            };
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let lines =
                text.trim_start_matches('\u{feff}').split('\n').map(|line| trim_end(line).to_string());
            self.0.insert(file.to_string(), lines.collect());
        }
        let line =
            self.0.get(file).and_then(|lines| lines.get(usize::try_from(number).ok()?.checked_sub(1)?));
        line.cloned().unwrap_or_default()
    }
}

/// An entry as text, and what it says.
pub struct Shown {
    pub file: String,
    pub name: String,
    pub line: i32,
    pub end_line: i32,
    /// Bytes from the start of the line, if they are known.
    pub columns: Option<(usize, usize)>,
    /// The source of the line, without blanks around it.
    pub source: String,
    pub text: String,
}

/// The entries from `first` on: the first `limit`, or the last if it is negative.
pub fn entries(vm: &mut Vm, files: &mut Files, first: Value, limit: Option<i64>) -> Vec<Shown> {
    let mut all = Vec::new();
    let mut at = Some(first);
    while let Some(entry) = at.filter(|entry| vm.kind_of(*entry) == Kind::TRACEBACK) {
        all.push(Traceback(entry.offset()));
        at = Traceback(entry.offset()).next(&vm.heap);
    }
    let count = limit
        .map_or(all.len(), |limit| usize::try_from(limit.unsigned_abs()).unwrap_or(usize::MAX))
        .min(all.len());
    let wanted = if limit.is_some_and(|limit| limit < 0) { &all[all.len() - count..] } else { &all[..count] };
    let mut shown: Vec<Shown> = Vec::new();
    // In a deep recursion the same text is needed over and over.
    let mut known: HashMap<(u32, u32), usize> = HashMap::new();
    for traceback in wanted {
        let key = (traceback.code(&vm.heap), traceback.lasti(&vm.heap));
        let before = known.get(&key).and_then(|i| shown.get(*i));
        let entry = match before {
            Some(s) => Shown {
                file: s.file.clone(),
                name: s.name.clone(),
                source: s.source.clone(),
                text: s.text.clone(),
                ..*s
            },
            None => {
                known.insert(key, shown.len());
                Entry::of(vm, *traceback).shown(vm, files)
            }
        };
        shown.push(entry);
    }
    shown
}

/// The texts of entries, with those that repeat a place only counted after the first few.
pub fn compressed(entries: Vec<Shown>) -> Vec<String> {
    let mut out = Vec::new();
    let mut last: Option<(String, String, i32)> = None;
    let mut count = 0;
    let repeated = |count: usize, out: &mut Vec<String>| {
        if count > REPEATED {
            let more = count - REPEATED;
            let s = if more > 1 { "s" } else { "" };
            out.push(format!("  [Previous line repeated {more} more time{s}]\n"));
        }
    };
    for entry in entries {
        let same = last.as_ref().is_some_and(|(file, name, line)| {
            *line == entry.line && *file == entry.file && *name == entry.name
        });
        if !same {
            repeated(count, &mut out);
            last = Some((entry.file, entry.name, entry.line));
            count = 0;
        }
        count += 1;
        if count <= REPEATED {
            out.push(entry.text);
        }
    }
    repeated(count, &mut out);
    out
}

/// One entry: the range of source that ran.
struct Entry {
    file: String,
    name: String,
    line: i32,
    end_line: i32,
    /// Bytes from the start of the line, if they are known.
    columns: Option<(usize, usize)>,
}

impl Entry {
    fn of(vm: &Vm, traceback: Traceback) -> Entry {
        let code = Code(traceback.code(&vm.heap));
        let text = |value: Option<Value>| {
            value.filter(|v| vm.is_str(*v)).map_or(String::new(), |v| vm.str_to_string(v))
        };
        let table = Bytes(code.linetable(&vm.heap));
        let table = vm.heap.bytes(table.0 + Bytes::SIZE, table.len(&vm.heap));
        let unit = traceback.lasti(&vm.heap) / 2;
        let range = location_at(table, code.firstlineno(&vm.heap) as i32, unit);
        let known = range.line >= 0;
        let line = if known { range.line } else { crate::objects::exception::line_of(vm, traceback) };
        let end_line = if known { range.end_line.clamp(line, line.saturating_add(MAX_LINES)) } else { line };
        let columns = match (usize::try_from(range.col), usize::try_from(range.end_col)) {
            (Ok(start), Ok(end)) if known => Some((start, end)),
            _ => None,
        };
        Entry {
            file: text(code.filename(&vm.heap)),
            name: text(code.name(&vm.heap)),
            line,
            end_line,
            columns,
        }
    }

    fn shown(self, vm: &mut Vm, files: &mut Files) -> Shown {
        let mut text = String::new();
        self.format(vm, files, &mut text);
        let source = files.line(vm, &self.file, self.line).trim_matches(is_space).to_string();
        let Entry { file, name, line, end_line, columns } = self;
        Shown { file, name, line, end_line, columns, source, text }
    }

    fn format(&self, vm: &mut Vm, files: &mut Files, out: &mut String) {
        let file = if self.file.starts_with("<stdin>-") { "<stdin>" } else { &self.file };
        out.push_str(&format!("  File \"{file}\", line {}, in {}\n", self.line, self.name));
        let original: Vec<String> =
            (self.line..=self.end_line).map(|n| files.line(vm, &self.file, n)).collect();
        if original.iter().all(|line| line.is_empty()) {
            return;
        }
        match self.columns {
            None => out.push_str(&format!("    {}\n", original[0].trim_matches(is_space))),
            Some(columns) => {
                let mut lines = Vec::new();
                with_carets(&original, columns, &mut lines);
                for line in dedent(&lines) {
                    out.push_str(&format!("    {line}\n"));
                }
            }
        }
    }
}

/// The source lines of an entry that matter, with carets if they say something.
fn with_carets(original: &[String], (start, end): (usize, usize), out: &mut Vec<String>) {
    let lines = dedent(original);
    let (Some(first), Some(last)) = (original.first(), original.last()) else { return };
    let texts: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
    let (bottom, last_len) = (lines.len() - 1, texts[texts.len() - 1].len());
    // Characters in the dedented lines.
    let dedented = first.chars().count() - texts[0].len();
    let start = char_offset(first, start).saturating_sub(dedented);
    let end = char_offset(last, end).saturating_sub(dedented);
    let start_column = display_width(&texts[0], start);
    let end_column = display_width(&texts[bottom], end);

    let whole: Vec<char> = lines.join("\n").chars().collect();
    let stop = (whole.len() + end).saturating_sub(last_len).min(whole.len());
    let range: String = whole.get(start..stop).unwrap_or(&[]).iter().collect();
    let anchors = anchors::find(&range);
    let beside = |chars: &[char]| chars.iter().any(|c| !is_space(*c));
    let show = !anchors::says_nothing(&lines, start, end)
        && (anchors.is_some()
            || beside(&texts[0][..start.min(texts[0].len())])
            || beside(&texts[bottom][end.min(last_len)..]));

    let mut significant = BTreeSet::from([0, bottom]);
    // Anchors as line and column in the terminal.
    let marks = anchors.map(|anchors| {
        let column = |(line, col): (usize, usize)| {
            let col = if line == 0 { col + start } else { col };
            (line, texts.get(line).map_or(col, |text| display_width(text, col)))
        };
        for line in [anchors.left.0, anchors.right.0] {
            significant.extend((line.saturating_sub(1)..=line + 1).filter(|line| *line <= bottom));
        }
        (column(anchors.left), column(anchors.right))
    });
    let output = |number: usize, out: &mut Vec<String>| {
        let (Some(line), Some(text)) = (lines.get(number), texts.get(number)) else { return };
        out.push(line.clone());
        if !show {
            return;
        }
        let blanks = text.iter().take_while(|c| is_space(**c)).count();
        let width = if number == bottom { end_column } else { display_width(text, text.len()) };
        let caret = |col: usize| {
            if col < blanks || number == 0 && col < start_column {
                return ' ';
            }
            match marks {
                Some((left, right)) if (number, col) < left || (number, col) >= right => '~',
                _ => '^',
            }
        };
        out.push((0..width).map(caret).collect());
    };
    let mut before: Option<usize> = None;
    for number in significant {
        match before.map_or(1, |before| number - before) {
            0 | 1 => {}
            2 => output(number - 1, out),
            gap => out.push(format!("...<{} lines>...", gap - 1)),
        }
        output(number, out);
        before = Some(number);
    }
}
