//! The compiler against what CPython 3.13 made of the same sources (recorded by tests/tools/record_compiler.py).

use std::fmt::Write;
use std::path::Path;

use mimeo::bytecode::{CodeObject, Const};
use mimeo::compiler::{self, Mode, Options};

/// The sources of a file, each after a line `#### name`.
fn sections(path: &Path) -> Vec<(String, String)> {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let text = String::from_utf8(bytes).expect("test sources are UTF-8");
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("#### ") {
            Some(name) => found.push((name.trim().to_owned(), String::new())),
            None => found.last_mut().expect("a name first").1.push_str(line),
        }
    }
    found
}

fn all(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compiler").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|e| e.expect("readable").path())
        .collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        found.extend(sections(&path).into_iter().map(|(n, s)| (format!("{stem}/{n}"), s)));
    }
    found
}

fn recorded(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compiler").join(name);
    std::fs::read_to_string(path).expect("recorded")
}

fn hex(out: &mut String, bytes: &[u8]) {
    for b in bytes {
        write!(out, "{b:02x}").expect("strings take all");
    }
}

fn text(bytes: &[u8]) -> String {
    let mut s = "s".to_owned();
    hex(&mut s, bytes);
    s
}

/// As Python's `float.hex`.
fn float(f: f64) -> String {
    if f.is_nan() {
        return "nan".into();
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    if f.is_infinite() {
        return format!("{sign}inf");
    }
    let bits = f.to_bits();
    let exp = (bits >> 52 & 0x7ff) as i32;
    let mantissa = bits & 0xf_ffff_ffff_ffff;
    match (exp, mantissa) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{mantissa:013x}p-1022"),
        _ => format!("{sign}0x1.{mantissa:013x}p{:+}", exp - 1023),
    }
}

fn canonical(c: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(canonical).collect::<Vec<_>>();
    match c {
        Const::None => "N".into(),
        Const::True => "T".into(),
        Const::False => "F".into(),
        Const::Ellipsis => "E".into(),
        Const::Int(v) => format!("i{v}"),
        Const::BigInt(v) => format!("i{v}"),
        Const::Float(v) => format!("f{}", float(*v)),
        Const::Complex(re, im) => format!("c{},{}", float(*re), float(*im)),
        Const::Str(s) => text(s.as_bytes()),
        Const::Bytes(b) => {
            let mut s = "b".to_owned();
            hex(&mut s, b);
            s
        }
        Const::Tuple(items) => format!("({})", list(items).join(" ")),
        Const::FrozenSet(items) => {
            let mut items = list(items);
            items.sort();
            format!("{{{}}}", items.join(" "))
        }
        Const::Code(c) => code(c),
    }
}

fn code(c: &CodeObject) -> String {
    let join = |names: Vec<&mimeo::bytecode::PyStr>| {
        names.iter().map(|n| text(n.as_bytes())).collect::<Vec<_>>().join(" ")
    };
    let mut s = String::new();
    let numbers = [
        i64::from(c.argcount),
        c.posonlyargcount.into(),
        c.kwonlyargcount.into(),
        c.stacksize.into(),
        c.flags.into(),
        c.firstlineno.into(),
    ];
    s.push('[');
    s.push_str(&numbers.map(|n| n.to_string()).join(" "));
    s.push('\n');
    s.push_str(&format!("{} {}\n", text(c.name.as_bytes()), text(c.qualname.as_bytes())));
    for bytes in [&c.code, &c.linetable, &c.exceptiontable] {
        hex(&mut s, bytes);
        s.push('\n');
    }
    s.push_str(&join(c.names.iter().collect()));
    s.push('\n');
    let varnames: Vec<_> = c.varnames().collect();
    let cells: Vec<_> = c.cellvars().collect();
    let mut plus = varnames.clone();
    plus.extend(cells.iter().filter(|n| !varnames.contains(n)));
    plus.extend(c.freevars());
    s.push_str(&join(plus));
    s.push('\n');
    s.push_str(&format!("{}|{}\n", join(cells), join(c.freevars().collect())));
    s.push_str(&canonical(&Const::Tuple(c.consts.clone())));
    s.push(']');
    s
}

fn digest(s: &str) -> String {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    for b in s.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3);
    }
    format!("{h:016x}")
}

#[test]
fn code_objects_equal_cpythons() {
    let sources = all("sources");
    let expected = recorded("expected.txt");
    assert!(sources.len() >= 300, "only {} sources", sources.len());
    assert_eq!(expected.lines().count(), sources.len(), "record anew");
    let mut wrong = Vec::new();
    for ((name, source), line) in sources.iter().zip(expected.lines()) {
        let (want_name, want) = line.split_once(' ').expect("name and digest");
        assert_eq!(name, want_name, "record anew");
        match compiler::compile(source, "<source>", Mode::Exec, &Options::default()) {
            Ok(c) => {
                let got = code(&c);
                if digest(&got) != want {
                    wrong.push(format!("{name} differs; ours:\n{got}"));
                }
            }
            Err(e) => wrong.push(format!("{name}: {e}")),
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), sources.len(), wrong.join("\n"));
}

/// One line, whatever the text: as the recorder writes it.
fn escape(s: &str) -> String {
    s.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n")
}

#[test]
fn errors_are_cpythons() {
    let sources = all("errors");
    let expected = recorded("errors.txt");
    assert!(sources.len() >= 150, "only {} sources", sources.len());
    assert_eq!(expected.lines().count(), sources.len(), "record anew");
    let mut wrong = Vec::new();
    for ((name, source), line) in sources.iter().zip(expected.lines()) {
        let want: Vec<&str> = line.split('\t').collect();
        assert_eq!(name, want[0], "record anew");
        let got = match compiler::compile(source, "<source>", Mode::Exec, &Options::default()) {
            Ok(_) => vec!["compiles".to_owned()],
            Err(e) => vec![
                e.kind.class_name().to_owned(),
                escape(&e.msg),
                e.lineno.to_string(),
                e.offset.to_string(),
                e.end_lineno.to_string(),
                e.end_offset.to_string(),
                e.text.as_deref().map_or("-".to_owned(), |t| escape(t.trim_end_matches('\n'))),
            ],
        };
        // CPython has no text for errors of its later stages unless the file is there to read, no end for some.
        let same = got.len() == want.len() - 1
            && got.iter().zip(&want[1..]).all(|(g, w)| *w == "-" || g == w.trim_end_matches("\\n"));
        if !same {
            wrong.push(format!("{name}\n  ours   {}\n  theirs {}", got.join(" | "), want[1..].join(" | ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), sources.len(), wrong.join("\n"));
}
