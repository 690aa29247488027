//! Tokens as CPython's tokenizer makes them, with its errors. Only sources that do not parse come here, so this is
//! written for faithfulness, not speed.

use crate::compiler::errors::ErrorKind;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::compiler) enum Kind {
    Name,
    Number,
    Str,
    FStart,
    FMiddle,
    FEnd,
    Op,
    Newline,
    Indent,
    Dedent,
    End,
}

/// A place: line from 1, byte offset of the line's start, byte offset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::compiler) struct Pos {
    pub line: u32,
    pub line_start: usize,
    pub at: usize,
}

#[derive(Clone, Copy, Debug)]
pub(in crate::compiler) struct Token {
    pub kind: Kind,
    pub start: Pos,
    pub end: Pos,
    /// Where the tokenizer stood after it.
    pub cur: Pos,
    /// Brackets open after it.
    pub level: usize,
}

/// An error of the tokenizer, at character columns from 1.
#[derive(Clone, Debug)]
pub(super) struct TokenError {
    pub kind: ErrorKind,
    pub msg: String,
    pub line: u32,
    pub col: usize,
    pub end_col: usize,
    /// The source ended within brackets or after a backslash: what is wrong is up to the parser.
    pub eof: bool,
    /// One of the errors that CPython's tokenizer only hints at: it does not take the place of the parser's own.
    pub weak: bool,
}

/// An f-string being read.
struct FString {
    quote: u8,
    size: usize,
    raw: bool,
    start: Pos,
    /// Braces and brackets open within it.
    depth: usize,
    /// Replacement fields open, one within the other's format specification.
    fields: usize,
    in_spec: bool,
    /// Reading an expression, not literal text.
    in_expr: bool,
}

pub(super) struct Tokenizer<'s> {
    src: &'s str,
    b: &'s [u8],
    i: usize,
    line: u32,
    line_start: usize,
    at_bol: bool,
    pending: i32,
    indents: Vec<(usize, usize)>,
    pub(super) parens: Vec<(u8, Pos)>,
    fstrings: Vec<FString>,
    blank_line: bool,
}

type R = Result<Token, Box<TokenError>>;

fn is_id_start(c: u8) -> bool {
    c.is_ascii_alphabetic() || c == b'_' || c >= 0x80
}
fn is_id(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80
}

impl<'s> Tokenizer<'s> {
    /// Reads `src`, which ends with a newline, from byte `from`, where a line starts.
    pub(super) fn new(src: &'s str, from: usize) -> Self {
        let before = src.as_bytes().get(..from).unwrap_or(b"");
        Tokenizer {
            src,
            b: src.as_bytes(),
            i: from,
            line: 1 + memchr::memchr_iter(b'\n', before).count() as u32,
            line_start: from,
            at_bol: true,
            pending: 0,
            indents: vec![(0, 0)],
            parens: Vec::new(),
            fstrings: Vec::new(),
            blank_line: false,
        }
    }

    pub(super) fn pos(&self) -> Pos {
        Pos { line: self.line, line_start: self.line_start, at: self.i }
    }

    fn peek(&self) -> u8 {
        self.b.get(self.i).copied().unwrap_or(0)
    }
    fn peek_at(&self, n: usize) -> u8 {
        self.b.get(self.i + n).copied().unwrap_or(0)
    }
    fn eof(&self) -> bool {
        self.i >= self.b.len()
    }

    fn advance(&mut self) {
        if self.peek() == b'\n' {
            self.line += 1;
            self.line_start = self.i + 1;
        }
        self.i += 1;
    }

    fn chars(&self, from: usize, to: usize) -> usize {
        self.src.get(from..to).map_or(to.saturating_sub(from), |t| t.chars().count())
    }

    /// An error shown at the character before the current position.
    fn error<T>(&self, msg: impl Into<String>) -> Result<T, Box<TokenError>> {
        self.error_at(msg, self.pos())
    }

    fn error_at<T>(&self, msg: impl Into<String>, p: Pos) -> Result<T, Box<TokenError>> {
        let col = self.chars(p.line_start, p.at);
        Err(Box::new(TokenError {
            kind: ErrorKind::Syntax,
            msg: msg.into(),
            line: p.line,
            col,
            end_col: col,
            eof: false,
            weak: false,
        }))
    }

    fn make(&self, kind: Kind, start: Pos) -> Token {
        Token { kind, start, end: self.pos(), cur: self.pos(), level: self.parens.len() }
    }

    pub(super) fn next(&mut self) -> R {
        if self.fstrings.last().is_some_and(|f| !f.in_expr) {
            return self.fstring_part();
        }
        if self.at_bol {
            self.at_bol = false;
            self.indentation()?;
        }
        if self.pending != 0 {
            let kind = if self.pending < 0 { Kind::Dedent } else { Kind::Indent };
            self.pending -= self.pending.signum();
            return Ok(self.make(kind, self.pos()));
        }
        let mut comment = None;
        loop {
            match self.peek() {
                b' ' | b'\t' | b'\x0c' if !self.eof() => self.i += 1,
                b'#' => {
                    comment = Some(self.pos());
                    while !self.eof() && self.peek() != b'\n' {
                        self.i += 1;
                    }
                }
                b'\n' => {
                    // CPython's newline token takes the comment before it in.
                    let start = comment.take().unwrap_or_else(|| self.pos());
                    if self.blank_line || !self.parens.is_empty() {
                        self.advance();
                        if self.blank_line {
                            self.blank_line = false;
                            self.at_bol = true;
                            return self.next();
                        }
                        continue;
                    }
                    self.i += 1;
                    let t = self.make(Kind::Newline, start);
                    self.line += 1;
                    self.line_start = self.i;
                    self.at_bol = true;
                    return Ok(t);
                }
                b'\\' => {
                    self.i += 1;
                    if self.peek() != b'\n' || self.eof() {
                        let col = self.i - self.line_start;
                        return Err(Box::new(TokenError {
                            kind: ErrorKind::Syntax,
                            msg: "unexpected character after line continuation character".into(),
                            line: self.line,
                            col: self.chars(self.line_start, self.line_start + col) + 1,
                            end_col: 0,
                            eof: false,
                            weak: true,
                        }));
                    }
                    self.advance();
                    if self.eof() {
                        return self.at_eof();
                    }
                }
                _ => break,
            }
        }
        if self.eof() {
            if !self.parens.is_empty() {
                return self.at_eof();
            }
            let at = self.end_pos();
            let kind = if self.indents.len() > 1 { Kind::Dedent } else { Kind::End };
            if kind == Kind::Dedent {
                self.indents.pop();
            }
            return Ok(Token { kind, start: at, end: at, cur: at, level: 0 });
        }
        let start = self.pos();
        let c = self.peek();
        if is_id_start(c) {
            return self.name(start);
        }
        if c.is_ascii_digit() || (c == b'.' && self.peek_at(1).is_ascii_digit()) {
            return self.number(start);
        }
        if c == b'"' || c == b'\'' {
            return self.string(start);
        }
        self.operator(start)
    }

    /// The end of the source, which CPython counts to its last line.
    fn end_pos(&self) -> Pos {
        if self.i == self.line_start && self.line > 1 {
            let before = self.src.get(..self.i.saturating_sub(1)).unwrap_or("");
            let line_start = before.rfind('\n').map_or(0, |i| i + 1);
            return Pos { line: self.line - 1, line_start, at: self.i };
        }
        self.pos()
    }

    fn at_eof<T>(&self) -> Result<T, Box<TokenError>> {
        let p = self.end_pos();
        Err(Box::new(TokenError {
            kind: ErrorKind::Syntax,
            msg: "unexpected EOF while parsing".into(),
            line: p.line,
            col: self.chars(p.line_start, p.at),
            end_col: usize::MAX,
            eof: true,
            weak: true,
        }))
    }

    fn indentation(&mut self) -> Result<(), Box<TokenError>> {
        let (mut col, mut alt) = (0, 0);
        loop {
            match self.peek() {
                b' ' => {
                    col += 1;
                    alt += 1;
                }
                b'\t' => {
                    col = (col / 8 + 1) * 8;
                    alt += 1;
                }
                b'\x0c' => {
                    col = 0;
                    alt = 0;
                }
                b'\\' if self.peek_at(1) == b'\n' => {
                    self.i += 1;
                    self.advance();
                    continue;
                }
                _ => break,
            }
            self.i += 1;
        }
        self.blank_line = matches!(self.peek(), b'#' | b'\n') && !self.eof();
        if self.blank_line || !self.parens.is_empty() || self.eof() {
            return Ok(());
        }
        let (top, alt_top) = self.indents.last().copied().unwrap_or((0, 0));
        let tab_error = |s: &Self| {
            Err(Box::new(TokenError {
                kind: ErrorKind::Tab,
                msg: "inconsistent use of tabs and spaces in indentation".into(),
                line: s.line,
                col: 1,
                end_col: 0,
                eof: false,
                weak: true,
            }))
        };
        if col == top {
            if alt != alt_top {
                return tab_error(self);
            }
        } else if col > top {
            if alt <= alt_top {
                return tab_error(self);
            }
            self.indents.push((col, alt));
            self.pending += 1;
        } else {
            while self.indents.len() > 1 && self.indents.last().is_some_and(|t| col < t.0) {
                self.indents.pop();
                self.pending -= 1;
            }
            let (top, alt_top) = self.indents.last().copied().unwrap_or((0, 0));
            if col != top {
                let line = self.src[self.line_start..].lines().next().unwrap_or("");
                let n = line.chars().count();
                return Err(Box::new(TokenError {
                    kind: ErrorKind::Indentation,
                    msg: "unindent does not match any outer indentation level".into(),
                    line: self.line,
                    col: n + 1,
                    end_col: usize::MAX,
                    eof: false,
                    weak: true,
                }));
            }
            if alt != alt_top {
                return tab_error(self);
            }
        }
        Ok(())
    }

    fn name(&mut self, start: Pos) -> R {
        let (mut b, mut r, mut u, mut f) = (false, false, false, false);
        loop {
            match self.peek() {
                b'b' | b'B' if !(b || u || f) => b = true,
                b'u' | b'U' if !(b || u || r || f) => u = true,
                b'r' | b'R' if !(r || u) => r = true,
                b'f' | b'F' if !(f || b || u) => f = true,
                _ => break,
            }
            self.i += 1;
            if matches!(self.peek(), b'"' | b'\'') {
                return if f { self.fstring_start(start, r) } else { self.string(start) };
            }
        }
        while is_id(self.peek()) && !self.eof() {
            self.i += 1;
        }
        let text = self.src.get(start.at..self.i).unwrap_or("");
        if !text.is_ascii() {
            for (k, (at, c)) in text.char_indices().enumerate() {
                let ok = if k == 0 {
                    c == '_' || unicode_ident::is_xid_start(c)
                } else {
                    unicode_ident::is_xid_continue(c)
                };
                if !ok {
                    let p = Pos { at: start.at + at + c.len_utf8(), ..start };
                    return self.error_at(bad_character(c), p);
                }
            }
        }
        Ok(self.make(Kind::Name, start))
    }

    /// What may follow a number: no name, but a keyword is let pass.
    fn end_of_number(&mut self, kind: &str) -> Result<(), Box<TokenError>> {
        let rest = self.b.get(self.i..).unwrap_or(b"");
        let word = |k: &[u8]| rest.starts_with(k) && !rest.get(k.len()).copied().is_some_and(is_id);
        let ok = matches!(rest, [b'i', b'f' | b'n' | b's', ..])
            || [&b"and"[..], b"else", b"for", b"or", b"not"].iter().any(|k| word(k));
        if !ok && self.peek() < 0x80 && is_id(self.peek()) && !self.eof() {
            return self.error(format!("invalid {kind} literal"));
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Box<TokenError>> {
        loop {
            while self.peek().is_ascii_digit() {
                self.i += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.i += 1;
            if !self.peek().is_ascii_digit() {
                return self.error("invalid decimal literal");
            }
        }
    }

    fn radix(&mut self, digits: fn(u8) -> bool, kind: &str) -> Result<(), Box<TokenError>> {
        self.i += 2;
        loop {
            if self.peek() == b'_' {
                self.i += 1;
            }
            if !digits(self.peek()) {
                if self.peek().is_ascii_digit() {
                    self.i += 1;
                    let c = char::from(self.b[self.i - 1]);
                    return self.error(format!("invalid digit '{c}' in {kind} literal"));
                }
                return self.error(format!("invalid {kind} literal"));
            }
            while digits(self.peek()) {
                self.i += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        if self.peek().is_ascii_digit() {
            self.i += 1;
            let c = char::from(self.b[self.i - 1]);
            return self.error(format!("invalid digit '{c}' in {kind} literal"));
        }
        self.end_of_number(kind)
    }

    fn number(&mut self, start: Pos) -> R {
        if self.peek() == b'0' {
            match self.peek_at(1) | 0x20 {
                b'x' => {
                    self.radix(|c| c.is_ascii_hexdigit(), "hexadecimal")?;
                    return Ok(self.make(Kind::Number, start));
                }
                b'o' => {
                    self.radix(|c| (b'0'..b'8').contains(&c), "octal")?;
                    return Ok(self.make(Kind::Number, start));
                }
                b'b' => {
                    self.radix(|c| c == b'0' || c == b'1', "binary")?;
                    return Ok(self.make(Kind::Number, start));
                }
                _ => {}
            }
            self.i += 1;
            loop {
                if self.peek() == b'_' {
                    self.i += 1;
                    if !self.peek().is_ascii_digit() {
                        return self.error("invalid decimal literal");
                    }
                }
                if self.peek() != b'0' {
                    break;
                }
                self.i += 1;
            }
            let zeros_end = self.i;
            if self.peek().is_ascii_digit() {
                self.digits()?;
                if !matches!(self.peek(), b'.' | b'e' | b'E' | b'j' | b'J') {
                    let col = self.chars(start.line_start, start.at) + 1;
                    return Err(Box::new(TokenError {
                        kind: ErrorKind::Syntax,
                        msg: "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers".into(),
                        line: self.line,
                        col,
                        end_col: self.chars(start.line_start, zeros_end) + 1,
                        eof: false,
                        weak: false,
                    }));
                }
            }
        } else if self.peek() != b'.' {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.i += 1;
            if self.peek().is_ascii_digit() {
                self.digits()?;
            }
        }
        if self.peek() | 0x20 == b'e' {
            let at = self.i;
            self.i += 1;
            let signed = matches!(self.peek(), b'+' | b'-');
            if signed {
                self.i += 1;
            }
            if self.peek().is_ascii_digit() {
                self.digits()?;
            } else if signed {
                return self.error("invalid decimal literal");
            } else {
                self.i = at;
                self.end_of_number("decimal")?;
                return Ok(self.make(Kind::Number, start));
            }
        }
        if self.peek() | 0x20 == b'j' {
            self.i += 1;
            self.end_of_number("imaginary")?;
        } else {
            self.end_of_number("decimal")?;
        }
        Ok(self.make(Kind::Number, start))
    }

    fn quotes_at(&self, quote: u8, n: usize) -> bool {
        (0..n).all(|k| self.b.get(self.i + k) == Some(&quote))
    }

    fn string(&mut self, start: Pos) -> R {
        let quote = self.peek();
        let size = if self.quotes_at(quote, 3) { 3 } else { 1 };
        self.i += size;
        let mut escaped_quote = false;
        loop {
            if self.eof() || (size == 1 && self.peek() == b'\n') {
                let p = Pos { at: start.at + 1, ..start };
                // The newline that ends the source is the tokenizer's own.
                let detected = if self.eof() { self.line - 1 } else { self.line };
                if self.fstrings.last().is_some_and(|f| f.quote == quote && f.size == size) {
                    return self.error_at("f-string: expecting '}'", p);
                }
                let what = if size == 3 { "triple-quoted string" } else { "string" };
                let hint =
                    if escaped_quote && size == 1 { "; perhaps you escaped the end quote?" } else { "" };
                return self
                    .error_at(format!("unterminated {what} literal (detected at line {detected}){hint}"), p);
            }
            if self.quotes_at(quote, size) {
                self.i += size;
                return Ok(self.make(Kind::Str, start));
            }
            if self.peek() == b'\\' {
                self.i += 1;
                escaped_quote |= self.peek() == quote;
            }
            self.advance();
        }
    }

    fn fstring_start(&mut self, start: Pos, raw: bool) -> R {
        let quote = self.peek();
        let size = if self.quotes_at(quote, 3) { 3 } else { 1 };
        self.i += size;
        if self.fstrings.len() >= 149 {
            return self.error("too many nested f-strings");
        }
        self.fstrings.push(FString {
            quote,
            size,
            raw,
            start,
            depth: 0,
            fields: 0,
            in_spec: false,
            in_expr: false,
        });
        Ok(self.make(Kind::FStart, start))
    }

    fn fstring_part(&mut self) -> R {
        let start = self.pos();
        let Some(f) = self.fstrings.last() else { return self.at_eof() };
        let (quote, size, raw, spec, f_start) = (f.quote, f.size, f.raw, f.in_spec, f.start);
        let depth = f.depth;
        if self.peek() == b'{' && self.peek_at(1) != b'{' {
            if let Some(f) = self.fstrings.last_mut() {
                f.in_expr = true;
                f.fields += 1;
            }
            return self.next();
        }
        if self.quotes_at(quote, size) && !self.eof() {
            self.i += size;
            self.fstrings.pop();
            return Ok(self.make(Kind::FEnd, start));
        }
        loop {
            if self.eof() || (size == 1 && self.peek() == b'\n') {
                if spec && !self.eof() {
                    if let Some(f) = self.fstrings.last_mut() {
                        f.in_expr = true;
                        f.in_spec = false;
                    }
                    return Ok(self.make(Kind::FMiddle, start));
                }
                let detected = if self.eof() { self.line - 1 } else { self.line };
                let what = if size == 3 { "triple-quoted f-string" } else { "f-string" };
                let p = Pos { at: f_start.at + 1, ..f_start };
                return self
                    .error_at(format!("unterminated {what} literal (detected at line {detected})"), p);
            }
            if self.quotes_at(quote, size) {
                return Ok(self.make(Kind::FMiddle, start));
            }
            match self.peek() {
                b'{' => {
                    if self.peek_at(1) == b'{' && !spec {
                        self.i += 2;
                        let mut t = self.make(Kind::FMiddle, start);
                        t.end.at -= 1;
                        return Ok(t);
                    }
                    if let Some(f) = self.fstrings.last_mut() {
                        f.in_expr = true;
                        f.fields += 1;
                    }
                    return Ok(self.make(Kind::FMiddle, start));
                }
                b'}' => {
                    if self.peek_at(1) == b'}' && !spec && depth == 0 {
                        self.i += 2;
                        let mut t = self.make(Kind::FMiddle, start);
                        t.end.at -= 1;
                        return Ok(t);
                    }
                    if let Some(f) = self.fstrings.last_mut() {
                        f.in_expr = true;
                    }
                    return Ok(self.make(Kind::FMiddle, start));
                }
                b'\\' => {
                    self.i += 1;
                    match self.peek() {
                        b'{' | b'}' => {}
                        b'N' if !raw && self.peek_at(1) == b'{' => {
                            while !self.eof()
                                && !matches!(self.peek(), b'}' | b'\n')
                                && !self.quotes_at(quote, size)
                            {
                                self.i += 1;
                            }
                            if self.peek() == b'}' {
                                self.i += 1;
                            }
                        }
                        _ => self.advance(),
                    }
                }
                _ => self.advance(),
            }
        }
    }

    fn operator(&mut self, start: Pos) -> R {
        const THREE: [&[u8]; 5] = [b"**=", b"//=", b"<<=", b">>=", b"..."];
        const TWO: [&[u8]; 20] = [
            b"!=", b"%=", b"&=", b"**", b"*=", b"+=", b"-=", b"->", b"//", b"/=", b":=", b"<<", b"<=", b"<>",
            b"==", b">=", b">>", b"@=", b"^=", b"|=",
        ];
        let rest = self.b.get(self.i..).unwrap_or(b"");
        let c = self.peek();
        // In a replacement field a colon begins the format specification, and `!=` compares but `!r=` does not.
        let field = self.fstrings.last().is_some_and(|f| f.in_expr && f.depth == f.fields && f.fields > 0);
        if field && c == b':' {
            self.i += 1;
            if let Some(f) = self.fstrings.last_mut() {
                f.in_expr = false;
                f.in_spec = true;
            }
            return Ok(self.make(Kind::Op, start));
        }
        if let Some(op) = THREE.iter().chain(&TWO).find(|o| rest.starts_with(o)) {
            self.i += op.len();
            return Ok(self.make(Kind::Op, start));
        }
        let ch = self.src.get(self.i..).and_then(|s| s.chars().next()).unwrap_or('\0');
        self.i += ch.len_utf8();
        match c {
            b'(' | b'[' | b'{' => {
                if self.parens.len() >= 200 {
                    return self.error("too many nested parentheses");
                }
                self.parens.push((c, start));
                if let Some(f) = self.fstrings.last_mut() {
                    f.depth += 1;
                }
            }
            b')' | b']' | b'}' => {
                if c == b'}' && self.fstrings.last().is_some_and(|f| f.depth == 0) {
                    return self.error("f-string: single '}' is not allowed");
                }
                let Some((open, open_pos)) = self.parens.pop() else {
                    return self.error(format!("unmatched '{ch}'"));
                };
                let matches = matches!((open, c), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
                if !matches {
                    if open == b'{' && self.fstrings.last().is_some_and(|f| f.depth == f.fields) {
                        return self.error(format!("f-string: unmatched '{ch}'"));
                    }
                    let open = char::from(open);
                    let mut msg =
                        format!("closing parenthesis '{ch}' does not match opening parenthesis '{open}'");
                    if open_pos.line != self.line {
                        msg.push_str(&format!(" on line {}", open_pos.line));
                    }
                    return self.error(msg);
                }
                if let Some(f) = self.fstrings.last_mut() {
                    f.depth = f.depth.saturating_sub(1);
                    if c == b'}' && f.depth + 1 == f.fields {
                        f.fields -= 1;
                        f.in_expr = false;
                        f.in_spec = f.fields > 0;
                    }
                }
            }
            _ => {
                if !ch.is_ascii() || (ch.is_ascii_control()) {
                    return self.error(bad_character(ch));
                }
            }
        }
        Ok(self.make(Kind::Op, start))
    }
}

fn bad_character(c: char) -> String {
    let code = u32::from(c);
    let shown = crate::compiler::unparse::is_printable(c);
    if shown {
        format!("invalid character '{c}' (U+{code:04X})")
    } else {
        format!("invalid non-printable character U+{code:04X}")
    }
}
