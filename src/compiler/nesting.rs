//! A look at the source before it is parsed: how deeply can the tree be nested? Whoever nests so deeply that walking
//! (or freeing) the tree would exhaust the native stack gets an error, and whoever nests deeply gets more stack.

/// What [`measure`] found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Nesting {
    /// An upper bound of the depth of any expression.
    pub depth: usize,
    /// `elif` clauses in the whole source, each of which nests in the tree.
    pub elifs: usize,
    /// The line, from 1, on which indentation reaches [`MAX_INDENT`] levels.
    pub too_indented: Option<u32>,
    /// More brackets within brackets than CPython allows.
    pub too_bracketed: bool,
}

/// Brackets within brackets that CPython allows.
const MAX_BRACKETS: usize = 200;

/// Levels of indentation that CPython allows.
const MAX_INDENT: usize = 100;

/// One level of brackets, or an f-string.
#[derive(Clone, Copy)]
struct Level {
    /// Operators since the last comma, each of which may nest what stands beside it.
    count: usize,
    /// Deepest bracketed part since the last comma.
    inner: usize,
    /// Deepest of the parts that commas have closed.
    best: usize,
    /// For an f-string: its quote and how many of them end it.
    string: Option<(u8, u8)>,
}

impl Level {
    const NEW: Level = Level { count: 0, inner: 0, best: 0, string: None };

    fn close_part(&mut self) {
        self.best = self.best.max(self.count + self.inner);
        self.count = 0;
        self.inner = 0;
    }
}

/// What a byte of code is: [`PLAIN`], [`WORD`] (names are made of it) or anything else.
static KIND: [u8; 256] = {
    let mut t = [OTHER; 256];
    let mut i = 0;
    while i < 256 {
        let c = i as u8;
        t[i] = match c {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => WORD,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t' | b'!' | b'$' | b'?' | b'`' | 0..=8 | 11..=31 | 127 => PLAIN,
            _ => OTHER,
        };
        i += 1;
    }
    t
};

/// Nothing that matters here.
const PLAIN: u8 = 0;
/// Only within words does it belong to them.
const DIGIT: u8 = 1;
const WORD: u8 = 2;
const OTHER: u8 = 3;

struct Scan<'s> {
    b: &'s [u8],
    i: usize,
    levels: Vec<Level>,
    top: Level,
    elifs: usize,
    indents: Vec<usize>,
    too_indented: Option<u32>,
    too_bracketed: bool,
}

/// Bounds the depth of the tree of a source.
pub(super) fn measure(src: &str) -> Nesting {
    let mut s = Scan {
        b: src.as_bytes(),
        i: 0,
        levels: Vec::new(),
        top: Level::NEW,
        elifs: 0,
        indents: Vec::new(),
        too_indented: None,
        too_bracketed: false,
    };
    s.indentation();
    while s.i < s.b.len() {
        match s.top.string {
            Some((quote, n)) => s.fstring(quote, n),
            None => s.code(),
        }
    }
    while !s.levels.is_empty() {
        s.pop();
    }
    s.top.close_part();
    Nesting {
        depth: s.top.best,
        elifs: s.elifs,
        too_indented: s.too_indented,
        too_bracketed: s.too_bracketed,
    }
}

impl Scan<'_> {
    fn push(&mut self, l: Level) {
        let outer = std::mem::replace(&mut self.top, l);
        self.levels.push(outer);
        self.too_bracketed |= self.levels.len() > MAX_BRACKETS;
    }

    fn pop(&mut self) {
        self.top.close_part();
        let depth = self.top.best + 1;
        if let Some(outer) = self.levels.pop() {
            self.top = outer;
            self.top.inner = self.top.inner.max(depth);
            self.top.count += 1;
            if self.top.string.is_some() {
                // The fields of an f-string stand side by side.
                self.top.close_part();
            }
        }
    }

    /// Takes note of the indentation of the line that begins here.
    fn indentation(&mut self) {
        let mut col = 0;
        let mut i = self.i;
        loop {
            match self.b.get(i) {
                Some(b' ') => col += 1,
                Some(b'\t') => col = (col / 8 + 1) * 8,
                Some(b'\x0c') => col = 0,
                Some(b'\n' | b'#') | None => return,
                _ => break,
            }
            i += 1;
        }
        while self.indents.last().is_some_and(|&c| c > col) {
            self.indents.pop();
        }
        if col > self.indents.last().copied().unwrap_or(0) {
            self.indents.push(col);
            if self.indents.len() >= MAX_INDENT && self.too_indented.is_none() {
                let lines = self.b.get(..i).unwrap_or(b"").iter().filter(|&&c| c == b'\n').count();
                self.too_indented = Some(lines as u32 + 1);
            }
        }
    }

    fn quotes(&self, at: usize, quote: u8) -> bool {
        self.b.get(at) == Some(&quote)
            && self.b.get(at + 1) == Some(&quote)
            && self.b.get(at + 2) == Some(&quote)
    }

    /// A plain string, from its opening quote on.
    fn string(&mut self, quote: u8) {
        let triple = self.quotes(self.i, quote);
        self.i += if triple { 3 } else { 1 };
        loop {
            // Short ones are quicker read byte by byte.
            let rest = self.b.get(self.i..).unwrap_or(b"");
            let skipped = if triple {
                memchr::memchr2(quote, b'\\', rest)
            } else {
                rest.iter().position(|&c| c == quote || c == b'\\' || c == b'\n')
            };
            let Some(skipped) = skipped else {
                self.i = self.b.len();
                return;
            };
            self.i += skipped;
            match rest[skipped] {
                b'\\' => self.i += 2,
                b'\n' => return,
                _ if !triple || self.quotes(self.i, quote) => {
                    self.i += if triple { 3 } else { 1 };
                    return;
                }
                _ => self.i += 1,
            }
        }
    }

    /// The literal part of an f-string.
    fn fstring(&mut self, quote: u8, n: u8) {
        while let Some(&c) = self.b.get(self.i) {
            self.i += 1;
            match c {
                b'\\' => self.i += 1,
                b'\n' if n == 1 => return self.pop(),
                b'{' if self.b.get(self.i) == Some(&b'{') => self.i += 1,
                b'{' => return self.push(Level::NEW),
                _ if c == quote && (n == 1 || self.quotes(self.i - 1, quote)) => {
                    self.i += usize::from(n) - 1;
                    return self.pop();
                }
                _ => {}
            }
        }
    }

    fn code(&mut self) {
        let b = self.b;
        while let Some(&c) = b.get(self.i) {
            match KIND[usize::from(c)] {
                PLAIN | DIGIT => {
                    self.i += 1;
                    continue;
                }
                WORD => {
                    let start = self.i;
                    let rest = &b[start..];
                    let inside = |&c: &u8| matches!(KIND[usize::from(c)], WORD | DIGIT);
                    self.i += rest.iter().position(|c| !inside(c)).unwrap_or(rest.len());
                    if self.i - start > 6 {
                        continue;
                    }
                    match self.b.get(start..self.i).unwrap_or(b"") {
                        b"elif" => self.elifs += 1,
                        b"not" | b"lambda" | b"if" | b"else" | b"await" | b"yield" | b"for" => {
                            self.top.count += 1
                        }
                        word if word.len() <= 2 => {
                            let quote = self.b.get(self.i).copied().unwrap_or(0);
                            if matches!(quote, b'"' | b'\'') && word.iter().any(|c| matches!(c, b'f' | b'F'))
                            {
                                let n = if self.quotes(self.i, quote) { 3 } else { 1 };
                                self.i += usize::from(n);
                                self.push(Level { string: Some((quote, n)), ..Level::NEW });
                                return;
                            }
                        }
                        _ => {}
                    }
                    continue;
                }
                _ => {}
            }
            match c {
                b'"' | b'\'' => self.string(c),
                b'#' => {
                    let rest = &b[self.i..];
                    self.i += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                b'(' | b'[' | b'{' => {
                    self.i += 1;
                    self.push(Level::NEW);
                }
                b')' | b']' | b'}' => {
                    self.i += 1;
                    self.pop();
                    if self.top.string.is_some() {
                        return;
                    }
                }
                b',' => {
                    self.i += 1;
                    self.top.close_part();
                }
                b'\n' | b';' => {
                    self.i += 1;
                    if self.levels.is_empty() {
                        self.top.close_part();
                        if c == b'\n' {
                            self.indentation();
                        }
                    }
                }
                b'\\' => self.i += 2,
                b':' if self.levels.last().is_some_and(|l| l.string.is_some()) => {
                    // A format specification: literal text of the f-string again, until its brace closes.
                    self.i += 1;
                    if self.format_spec() {
                        return;
                    }
                }
                b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' | b'<' | b'>' | b'.'
                | b':' | b'=' => {
                    self.i += 1;
                    self.top.count += 1;
                }
                _ => self.i += 1,
            }
        }
    }

    /// After the colon of a replacement field. Says whether the field ended, so that the f-string goes on.
    fn format_spec(&mut self) -> bool {
        let (quote, n) = self.levels.last().and_then(|l| l.string).unwrap_or((b'"', 1));
        while let Some(&c) = self.b.get(self.i) {
            match c {
                b'{' => {
                    self.i += 1;
                    self.push(Level::NEW);
                    return false;
                }
                b'}' => {
                    self.i += 1;
                    self.pop();
                    return true;
                }
                b'\n' if n == 1 => {
                    self.pop();
                    return true;
                }
                _ if c == quote && (n == 1 || self.quotes(self.i, quote)) => {
                    self.pop();
                    return true;
                }
                _ => self.i += 1,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        assert_eq!(measure("a = 1\n").depth, 1);
        assert!(measure(&"(".repeat(5000)).depth >= 5000);
        assert!(measure(&format!("x = {}1", "-".repeat(700))).depth >= 700);
        assert!(measure(&format!("x = 1{}", " + 1".repeat(700))).depth >= 700);
        assert!(measure(&format!("x{}", "(1)".repeat(300))).depth >= 300);
        // Wide is not deep.
        assert!(measure(&format!("x = [{}]", "(1, -2), ".repeat(5000))).depth < 10);
        assert!(measure(&"x = f'{a + b}' + '((((((((((((((((((('\n".repeat(100)).depth < 12);
        assert!(measure(&format!("x = {}1{}", "f'{".repeat(60), "}'".repeat(60))).depth >= 30);
        assert_eq!(measure("if a: b\nelif c: d\nelif e: f\n").elifs, 2);
    }
}
