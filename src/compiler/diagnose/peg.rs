//! A small parsing-expression interpreter: it recognises token sequences by a grammar given as text, notes how far it
//! had to read, and stops at the first rule that says what is wrong.
//!
//! The notation: `name = alternative | alternative`; an item is `'op or keyword'`, `"soft keyword"`, `TOKEN` or a rule,
//! optionally captured (`a:item`); `( )` group; `? * +` repeat; `& !` look ahead; `<'x' item>` is a list separated by `'x'`;
//! `^':'` must be there; `~` commits to the alternative; `@action` at the end of an alternative decides what to report.

use std::collections::HashMap;
use std::sync::OnceLock;

#[derive(Debug)]
pub(super) enum Node {
    /// An operator or keyword.
    Lit(&'static str),
    Soft(&'static str),
    /// A kind of token, by its name.
    Tok(&'static str),
    Rule(usize),
    Opt(Box<Node>),
    Star(Box<Node>),
    Plus(Box<Node>),
    Sep(Box<Node>, Box<Node>),
    And(Box<Node>),
    Not(Box<Node>),
    Forced(&'static str),
    Cut,
    Group(Vec<Alt>),
    Capture(u8, Box<Node>),
}

#[derive(Debug)]
pub(super) struct Alt {
    pub items: Vec<Node>,
    pub action: Option<&'static str>,
}

#[derive(Debug)]
pub(super) struct Rule {
    /// For whoever debugs the grammar, and its test.
    #[allow(dead_code)]
    pub name: &'static str,
    pub alts: Vec<Alt>,
    /// It recognises a mistake: only tried in the second pass.
    pub is_invalid: bool,
    /// CPython keeps its results.
    pub is_remembered: bool,
    /// Rules that recognise mistakes are off within.
    pub is_lenient: bool,
    pub check: Check,
}

/// What is looked at when a rule has matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Check {
    Nothing,
    Strings,
    Conversion,
}

pub(super) struct Grammar {
    pub rules: Vec<Rule>,
    index: HashMap<&'static str, usize>,
}

impl Grammar {
    pub(super) fn rule(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }
}

/// The grammar, read once.
pub(super) fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| read(super::grammar::TEXT))
}

fn read(text: &'static str) -> Grammar {
    let mut index = HashMap::new();
    let mut sources: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if !line.starts_with(' ') {
            if let Some((name, rest)) = line.split_once('=') {
                index.insert(name.trim(), sources.len());
                sources.push((name.trim(), vec![rest]));
            }
        } else if let Some(s) = sources.last_mut() {
            s.1.push(line);
        }
    }
    let rules = sources
        .into_iter()
        .map(|(name, lines)| {
            let words = lines.iter().flat_map(|l| lex(l)).collect();
            let mut r = Reader { words, at: 0, index: &index };
            Rule {
                name,
                alts: r.alts(),
                is_invalid: name.starts_with("invalid_")
                    && !name.ends_with("_helper")
                    && name != "invalid_ann_assign_target",
                is_remembered: super::REMEMBERED.contains(&name),
                is_lenient: name == "expression_without_invalid",
                check: match name {
                    "strings" => Check::Strings,
                    "fstring_conversion" => Check::Conversion,
                    _ => Check::Nothing,
                },
            }
        })
        .collect();
    Grammar { rules, index }
}

/// Splits a line of the grammar into its words.
fn lex(line: &'static str) -> Vec<&'static str> {
    let b = line.as_bytes();
    let mut words = Vec::new();
    let mut i = 0;
    while let Some(&c) = b.get(i) {
        let start = i;
        match c {
            b' ' => {
                i += 1;
                continue;
            }
            b'\'' | b'"' => {
                i += 1;
                while b.get(i).is_some_and(|&d| d != c) {
                    i += 1;
                }
                i += 1;
            }
            _ if c.is_ascii_alphanumeric() || c == b'_' || c == b'@' => {
                i += 1;
                while b.get(i).is_some_and(|d| d.is_ascii_alphanumeric() || *d == b'_') {
                    i += 1;
                }
            }
            _ => i += 1,
        }
        words.push(line.get(start..i).unwrap_or(""));
    }
    words
}

struct Reader<'i> {
    words: Vec<&'static str>,
    at: usize,
    index: &'i HashMap<&'static str, usize>,
}

impl Reader<'_> {
    fn peek(&self) -> &'static str {
        self.words.get(self.at).copied().unwrap_or("")
    }
    fn take(&mut self) -> &'static str {
        let w = self.peek();
        self.at += 1;
        w
    }

    fn alts(&mut self) -> Vec<Alt> {
        let mut alts = Vec::new();
        if self.peek() == "|" {
            self.at += 1;
        }
        loop {
            let mut alt = Alt { items: Vec::new(), action: None };
            while !matches!(self.peek(), "|" | ")" | "") {
                if let Some(name) = self.peek().strip_prefix('@') {
                    alt.action = Some(name);
                    self.at += 1;
                } else {
                    alt.items.push(self.item());
                }
            }
            alts.push(alt);
            if self.peek() == "|" {
                self.at += 1;
            } else {
                return alts;
            }
        }
    }

    fn item(&mut self) -> Node {
        let node = match self.take() {
            "&" => return Node::And(Box::new(self.item())),
            "!" => return Node::Not(Box::new(self.item())),
            "~" => return Node::Cut,
            "^" => return Node::Forced(self.take().trim_matches('\'')),
            "(" => {
                let alts = self.alts();
                self.at += 1;
                Node::Group(alts)
            }
            "<" => {
                let sep = self.item();
                let elem = self.item();
                self.at += 1;
                Node::Sep(Box::new(sep), Box::new(elem))
            }
            w if w.starts_with('\'') => Node::Lit(w.trim_matches('\'')),
            w if w.starts_with('"') => Node::Soft(w.trim_matches('"')),
            w if w.len() == 1 && self.peek() == ":" => {
                self.at += 1;
                return Node::Capture(w.as_bytes().first().copied().unwrap_or(b'?'), Box::new(self.item()));
            }
            w => match self.index.get(w) {
                Some(&i) => Node::Rule(i),
                None => Node::Tok(w),
            },
        };
        match self.peek() {
            "?" => {
                self.at += 1;
                Node::Opt(Box::new(node))
            }
            "*" => {
                self.at += 1;
                Node::Star(Box::new(node))
            }
            "+" => {
                self.at += 1;
                Node::Plus(Box::new(node))
            }
            _ => node,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_of_the_grammar_means_something() {
        let g = super::grammar();
        fn walk(n: &super::Node) {
            use super::Node::*;
            match n {
                Tok(name) => assert!(
                    matches!(
                        *name,
                        "NAME"
                            | "SOFTKEYWORD"
                            | "NUMBER"
                            | "STRING"
                            | "FSTART"
                            | "FMIDDLE"
                            | "FEND"
                            | "NEWLINE"
                            | "INDENT"
                            | "DEDENT"
                            | "END"
                    ),
                    "no rule {name}"
                ),
                Opt(n) | Star(n) | Plus(n) | And(n) | Not(n) | Capture(_, n) => walk(n),
                Sep(a, b) => {
                    walk(a);
                    walk(b);
                }
                Group(alts) => alts.iter().flat_map(|a| &a.items).for_each(walk),
                Lit(_) | Soft(_) | Rule(_) | Forced(_) | Cut => {}
            }
        }
        for r in &g.rules {
            assert!(!r.alts.is_empty(), "{}", r.name);
            r.alts.iter().flat_map(|a| &a.items).for_each(walk);
        }
    }
}
