//! Mutations of Python sources: bytes, tokens, lines, pieces of other sources, deep and long repetitions.

use super::Random;

/// No input becomes longer: most time would go into few inputs.
const LONGEST: usize = 60_000;

/// What a token may become: each keyword, operator and kind of literal, and what lexers trip over.
const WORDS: &[&str] = &[
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    "match",
    "case",
    "type",
    "_",
    "self",
    "super",
    "__class__",
    "__debug__",
    "__x",
    "print",
    "x",
    "y",
    "a.b",
    "*",
    "**",
    "*a",
    "**k",
    "+",
    "-",
    "/",
    "//",
    "%",
    "@",
    "<<",
    ">>",
    "&",
    "|",
    "^",
    "~",
    "<",
    ">",
    "<=",
    ">=",
    "==",
    "!=",
    "<>",
    ":=",
    "=",
    "+=",
    "**=",
    "//=",
    "->",
    "...",
    ".",
    ",",
    ";",
    ":",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "()",
    "[]",
    "{}",
    "(x,)",
    "[x for x in y]",
    "{k: v for k, v in z}",
    "{*a, *b}",
    "(yield)",
    "(yield from x)",
    "(x := 1)",
    "await x",
    "lambda: 0",
    "lambda *, x=1, **k: (yield)",
    "0",
    "1",
    "-1",
    "0x_f",
    "1_000",
    "1e400",
    "1j",
    "0b",
    "09",
    "1__0",
    "1if 2else 3",
    "999999999999999999999999999999999999999",
    "'s'",
    "\"\"\"t\"\"\"",
    "'''",
    "\"",
    "'",
    "\\",
    "\\\n",
    "\n",
    "\n\n",
    "\n    ",
    "\n\t",
    "\n        ",
    "\t",
    "\x0c",
    "\r",
    "\r\n",
    "\0",
    "#c\n",
    "# coding: latin-1\n",
    "b'b'",
    "b'\\xff'",
    "rb'\\'",
    "u'u'",
    "f'{x}'",
    "f'{x!r:>{w}}'",
    "f'{x=}'",
    "f\"\"\"{\n x }\"\"\"",
    "f'{{'",
    "f'{'",
    "f'{x:'",
    "'\\N{DIGIT ONE}'",
    "'\\ud800'",
    "'\\x'",
    "'%s %r' % (a, b)",
    "é",
    "\u{feff}",
    "\u{1d4d0}",
    "€",
    "²",
    "$",
    "?",
    "!",
    "`",
    "__debug__ = 1",
    "global x\n",
    "nonlocal x\n",
    "from __future__ import annotations\n",
    "from . import *\n",
    "import a.b as c\n",
    "if 1: pass\n",
    "while 1: break\n",
    "def f(a, /, b: int = 1, *c, d, **e) -> int: return f\n",
    "class C[T: int, *U, **P](B, metaclass=M): x: int = 1\n",
    "type A[T] = T\n",
    "async def g(): return [x async for x in y]\n",
    "with a as b, c as (d, e): pass\n",
    "try: pass\nexcept* E as e: pass\nfinally: pass\n",
    "match x:\n case {'a': [1, *_], **r} | C(p, q=1) if g: pass\n",
    "@d\n",
    "del (a, [b])\n",
    "assert x, y\n",
    "for i, *j in k: continue\nelse: pass\n",
    "return\n",
    "raise x from y\n",
    "x: int\n",
];

/// Openings, middles and closings that nest.
const NESTS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("f(", ")"),
    ("x[", "]"),
    ("-", ""),
    ("not ", ""),
    ("await ", ""),
    ("lambda: ", ""),
    ("lambda x=", ": 0"),
    ("x + ", ""),
    ("", " + x"),
    ("", ".a"),
    ("", "(1)"),
    ("", "[0]"),
    ("x ** ", ""),
    ("x if y else ", ""),
    ("x and ", ""),
    ("x < ", ""),
    ("*", ""),
    ("x, ", ""),
    ("f'{", "}'"),
    ("f'{x:{", "}}'"),
    ("[x for x in ", "]"),
    ("(x := ", ")"),
    ("x = ", ""),
    ("if x: ", "\n"),
    ("try: pass\nfinally:\n ", ""),
    ("elif x: pass\n", ""),
    ("@", "\n"),
    ("case [", "]: pass"),
    ("'a' ", ""),
    ("class C: ", "\n"),
    ("\n", ""),
    (" ", ""),
    ("#", ""),
    (";", ""),
    ("9", ""),
    ("\\\n", ""),
    ("a.", ""),
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Space,
    Word,
    Other,
}

fn kind(byte: u8) -> Kind {
    match byte {
        b' ' | b'\t' => Kind::Space,
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80.. => Kind::Word,
        _ => Kind::Other,
    }
}

/// Where tokens lie, roughly: runs of word characters, runs of blanks, other bytes each.
fn tokens(data: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..=data.len() {
        let ends =
            at == data.len() || kind(data[at]) != kind(data[start]) || kind(data[start]) == Kind::Other;
        if ends {
            found.push(start..at);
            start = at;
        }
    }
    found
}

fn lines(data: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    let line = |line: &[u8]| {
        let range = start..start + line.len();
        start = range.end;
        range
    };
    data.split_inclusive(|&byte| byte == b'\n').map(line).collect()
}

fn replace(data: &mut Vec<u8>, range: std::ops::Range<usize>, with: &[u8]) {
    drop(data.splice(range, with.iter().copied()));
}

fn token_level(data: &mut Vec<u8>, random: &mut Random) {
    let all = tokens(data);
    let Some(one) = random.pick(&all).cloned() else { return };
    let Some(other) = random.pick(&all).cloned() else { return };
    let text = data[other.clone()].to_vec();
    match random.below(5) {
        0 => replace(data, one, b""),
        1 => replace(data, one.start..one.start, &text),
        2 => replace(data, one, &text),
        3 if one.end <= other.start => {
            let first = data[one.clone()].to_vec();
            replace(data, other, &first);
            replace(data, one, &text);
        }
        _ => {
            let word = random.pick(WORDS).copied().unwrap_or("");
            let word = if random.one_in(2) { format!(" {word} ") } else { word.to_owned() };
            let range = if random.one_in(2) { one } else { one.start..one.start };
            replace(data, range, word.as_bytes());
        }
    }
}

fn line_level(data: &mut Vec<u8>, random: &mut Random) {
    let all = lines(data);
    let Some(one) = random.pick(&all).cloned() else { return };
    let Some(other) = random.pick(&all).cloned() else { return };
    let text = data[other].to_vec();
    match random.below(5) {
        0 => replace(data, one, b""),
        1 => replace(data, one.start..one.start, &text),
        2 => replace(data, one, &text),
        3 => replace(
            data,
            one.start..one.start,
            random.pick(&[&b"    "[..], b" ", b"\t"]).copied().unwrap_or(b" "),
        ),
        _ => {
            let blanks = data[one.clone()].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            replace(data, one.start..one.start + random.below(blanks + 1), b"");
        }
    }
}

/// Something many times over: depth, or length.
fn repeat(data: &mut Vec<u8>, random: &mut Random) {
    let all = tokens(data);
    let Some(one) = random.pick(&all).cloned() else { return };
    let most = if random.one_in(20) { 15 } else { 8 };
    let times = 1 << random.below(most);
    let (before, after) = match random.below(3) {
        0 => (data[random.range(data.len())].to_vec(), Vec::new()),
        _ => {
            let &(before, after) = random.pick(NESTS).unwrap_or(&("(", ")"));
            (before.as_bytes().to_vec(), after.as_bytes().to_vec())
        }
    };
    let times = times.min(LONGEST / (before.len() + after.len() + 1));
    let middle = data[one.clone()].to_vec();
    let mut text = before.repeat(times);
    text.extend(middle);
    if !random.one_in(5) {
        text.extend(after.repeat(times));
    }
    replace(data, one, &text);
}

/// Compound statements within each other, each deeper indented.
fn nest_blocks(data: &mut Vec<u8>, random: &mut Random) {
    const HEADS: &[&str] = &[
        "if x:",
        "for x in y:",
        "while x:",
        "with x:",
        "def f():",
        "class C:",
        "try:",
        "match x:",
        "async def f():",
        "case _:",
        "else:",
    ];
    let all = lines(data);
    let Some(one) = random.pick(&all).cloned() else { return };
    let most = if random.one_in(10) { 110 } else { 25 };
    let depth = 1 + random.below(most);
    let mut text = String::new();
    for level in 0..depth {
        text += &" ".repeat(level);
        text += random.pick(HEADS).copied().unwrap_or("if x:");
        text.push('\n');
    }
    text += &" ".repeat(depth);
    text += "pass\n";
    replace(data, one.start..one.start, text.as_bytes());
}

/// Input number `number`: one of `seeds`, changed.
pub fn mutated(seeds: &[Vec<u8>], seed: u64, number: u64) -> Vec<u8> {
    let random = &mut Random::new(seed, number);
    let mut data = random.pick(seeds).cloned().unwrap_or_default();
    if data.len() > 4000 {
        // A window of a long source: whole lines, so that something of it compiles.
        let all = lines(&data);
        let start = random.below(all.len());
        let end = (start + 80).min(all.len());
        data = data[all[start].start..all[end - 1].end].to_vec();
    }
    for _ in 0..random.few() {
        match random.below(16) {
            0..=5 => token_level(&mut data, random),
            6..=8 => line_level(&mut data, random),
            9 => repeat(&mut data, random),
            10 => nest_blocks(&mut data, random),
            11 | 12 => {
                if let Some(other) = random.pick(seeds) {
                    let all = lines(other);
                    let from = random.below(all.len());
                    let to = (from + 1 + random.below(8)).min(all.len());
                    let text = all.get(from).map_or(&[][..], |first| &other[first.start..all[to - 1].end]);
                    let at = lines(&data).get(random.below(40)).map_or(data.len(), |line| line.start);
                    replace(&mut data, at..at, text);
                }
            }
            _ => super::bytes(&mut data, random),
        }
        if data.len() > LONGEST {
            data.truncate(LONGEST);
        }
    }
    data
}
