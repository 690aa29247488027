//! Text as tracebacks need it: lines, characters, columns.

use super::tables::WIDE;

/// Whether Python's `splitlines` ends a line here.
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The lines of `text`, as `splitlines(keepends=True)` gives them.
pub fn lines_with_ends(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !ends_line(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        if c == '\r' && chars.next_if(|(_, c)| *c == '\n').is_some() {
            end += 1;
        }
        lines.push(&text[start..end]);
        start = end;
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}

/// Whether `str.isspace` says so of one character.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// `line.rstrip()`.
pub fn trim_end(line: &str) -> &str {
    line.trim_end_matches(is_space)
}

/// How many characters the first `bytes` bytes of `line` have; a character that is cut counts.
pub fn char_offset(line: &str, bytes: usize) -> usize {
    line.char_indices().take_while(|(at, _)| *at < bytes).count()
}

/// Columns that the first `chars` characters take in a terminal.
pub fn display_width(line: &[char], chars: usize) -> usize {
    if line.iter().all(char::is_ascii) {
        return chars;
    }
    line.iter().take(chars).map(|c| if is_wide(*c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    let c = c as u32;
    let after = WIDE.partition_point(|(first, _)| *first <= c);
    after > 0 && c <= WIDE[after - 1].1
}

/// Takes away the indentation that all lines share (`textwrap.dedent`); lines of blanks alone become empty.
pub fn dedent(lines: &[String]) -> Vec<String> {
    let blank = |line: &str| line.bytes().all(|b| b == b' ' || b == b'\t');
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !blank(line)) {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        margin = Some(match margin {
            None => indent,
            Some(margin) => {
                let shared = margin.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                &margin[..shared]
            }
        });
    }
    let margin = margin.unwrap_or("");
    let strip =
        |line: &String| if blank(line) { "" } else { line.strip_prefix(margin).unwrap_or(line) }.to_string();
    lines.iter().map(strip).collect()
}
