//! A syntax error as CPython prints it.

use mimeo::compiler::{ErrorKind, SyntaxError};

/// The text that goes to standard error, with its last newline.
pub fn render(error: &SyntaxError) -> String {
    let class = error.kind.class_name();
    let message = if error.msg.is_empty() { "<no detail available>" } else { &error.msg };
    if error.lineno == 0 {
        return match error.kind {
            ErrorKind::Syntax | ErrorKind::Indentation | ErrorKind::Tab => {
                format!("{class}: {message} ({})\n", error.filename)
            }
            _ => format!("{class}: {message}\n"),
        };
    }
    let mut out = format!("  File \"{}\", line {}\n", error.filename, error.lineno);
    if let Some(text) = &error.text {
        let line = text.trim_end_matches('\n');
        let shown = line.trim_start_matches([' ', '\n', '\x0c']);
        out.push_str(&format!("    {shown}\n"));
        out.push_str(&carets(error, line, shown));
    }
    out + &format!("{class}: {message}\n")
}

/// What CPython says of a program's file that is no UTF-8 and declares no other encoding; `None` if that is not so.
pub fn undeclared_encoding(source: &[u8], filename: &str) -> Option<String> {
    let at = std::str::from_utf8(source).err()?.valid_up_to();
    let declares = |line: &[u8]| line.starts_with(b"#") && line.windows(6).any(|word| word == b"coding");
    let has_mark = source.starts_with(b"\xEF\xBB\xBF");
    if has_mark || source.split(|byte| *byte == b'\n').take(2).any(|line| declares(line.trim_ascii_start())) {
        return None;
    }
    let line = source[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    Some(format!(
        "SyntaxError: Non-UTF-8 code starting with '\\x{:02x}' in file {filename} on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details\n",
        source[at]
    ))
}

/// The line under the source line, or nothing where there is no column.
fn carets(error: &SyntaxError, line: &str, shown: &str) -> String {
    if error.offset == 0 {
        return String::new();
    }
    let length = line.chars().count();
    let skipped = length - shown.chars().count();
    let start = (error.offset as usize).min(length + 1);
    let mut end = match error.end_offset {
        _ if error.end_lineno != error.lineno => length + 1,
        // No end: 0 or -1.
        end => usize::try_from(end).unwrap_or(0).min(length + 1),
    };
    if end <= start {
        end = start + 1;
    }
    let Some(column) = (start - 1).checked_sub(skipped) else { return String::new() };
    // Tabs and the like are kept, so that the carets stand where they should.
    let mut out = String::from("    ");
    out.extend(shown.chars().take(column).map(|c| if c.is_whitespace() { c } else { ' ' }));
    // What lies beyond the text that is shown takes spaces, too.
    out.extend(std::iter::repeat_n(' ', column.saturating_sub(shown.chars().count())));
    out.extend(std::iter::repeat_n('^', end - start));
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str, offset: u32, end: i32) -> SyntaxError {
        SyntaxError {
            kind: ErrorKind::Syntax,
            msg: "invalid syntax".into(),
            filename: "f.py".into(),
            lineno: 3,
            offset,
            end_lineno: 3,
            end_offset: end,
            text: Some(text.into()),
        }
    }

    #[test]
    fn carets_stand_under_the_range() {
        assert_eq!(
            render(&error("    a b\n", 7, 8)),
            "  File \"f.py\", line 3\n    a b\n      ^\nSyntaxError: invalid syntax\n"
        );
        assert_eq!(
            render(&error("x = ééé ü\n", 5, 8)),
            "  File \"f.py\", line 3\n    x = ééé ü\n        ^^^\nSyntaxError: invalid syntax\n"
        );
    }

    #[test]
    fn no_end_is_one_caret() {
        let line = "  File \"f.py\", line 3\n    a b\n      ^\nSyntaxError: invalid syntax\n";
        assert_eq!(render(&error("a b\n", 3, -1)), line);
        assert_eq!(render(&error("a b\n", 3, 0)), line);
    }

    #[test]
    fn bytes_of_no_encoding_are_told() {
        let told = undeclared_encoding(b"x = 1\ny = '\xff'\n", "f.py").unwrap();
        assert!(
            told.starts_with(
                "SyntaxError: Non-UTF-8 code starting with '\\xff' in file f.py on line 2, but no"
            )
        );
        assert_eq!(undeclared_encoding(b"# coding: latin-1\n# \xff\n", "f.py"), None);
        assert_eq!(undeclared_encoding("# ü\n".as_bytes(), "f.py"), None);
    }

    #[test]
    fn no_place_no_line() {
        let bare = SyntaxError { lineno: 0, text: None, ..error("", 0, 0) };
        assert_eq!(render(&bare), "SyntaxError: invalid syntax (f.py)\n");
    }
}
