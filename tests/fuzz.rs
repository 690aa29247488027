//! A bounded run of mutated sources and `.pyc` files through compiler, loader and verifier: the commands
//! `cargo run --release -p mimeo --example mutate -- sources|pycs --count N` make the same inputs by the million. And what
//! such runs have found.

#[path = "tools/mutate/mod.rs"]
#[allow(dead_code)]
mod mutate;

use std::path::Path;
use std::time::{Duration, Instant};

use mimeo::compiler::{self, ErrorKind, Mode, Options};
use mutate::checks::{self, Outcome};
use mutate::{pyc, source};

fn seeds() -> Vec<Vec<u8>> {
    mutate::seeds(Path::new(env!("CARGO_MANIFEST_DIR")))
}

#[test]
fn mutated_sources_compile_or_are_refused() {
    let seeds = seeds();
    let mut accepted = 0;
    for number in 0..1200 {
        let data = source::mutated(&seeds, 3, number);
        match checks::source(&data, number) {
            Ok(outcome) => accepted += (outcome == Outcome::Accepted) as usize,
            Err(what) => panic!("input {number}: {what}\n{}", String::from_utf8_lossy(&data)),
        }
    }
    assert!(accepted > 100, "only {accepted} compile: too few to mean much");
}

#[test]
fn mutated_pycs_load_or_are_refused() {
    let codes = mutate::codes(&seeds());
    let mut counts = [0; 3];
    for number in 0..3000 {
        let data = pyc::mutated(&codes, 3, number);
        match checks::pyc(&data) {
            Ok((outcome, _)) => counts[outcome as usize] += 1,
            Err(what) => panic!("input {number}: {what}"),
        }
    }
    assert!(counts.iter().all(|&count| count > 300), "{counts:?}: too few of a kind to mean much");
}

#[track_caller]
fn compile(source: &str) -> Result<(), (ErrorKind, String)> {
    let began = Instant::now();
    let result = compiler::compile(source, "<fuzz>", Mode::Exec, &Options::default());
    // Generous, since nothing is optimised here: what it is about took minutes.
    assert!(began.elapsed() < Duration::from_secs(20), "took {:?}", began.elapsed());
    result.map(drop).map_err(|error| (error.kind, error.msg))
}

#[test]
fn an_error_far_down_is_found_soon() {
    let ok = "def f(a, b=1):\n    if a:\n        return b + g(a, *b)\n";
    let error = compile(&format!("{}x y\n", ok.repeat(5000))).unwrap_err();
    assert_eq!(error, (ErrorKind::Syntax, "invalid syntax".into()));
    let error = compiler::compile(&format!("{}x y\n", ok.repeat(5000)), "", Mode::Exec, &Options::default());
    assert_eq!(error.map(drop).map_err(|error| (error.lineno, error.offset)), Err((15_001, 3)));
}

#[test]
fn an_error_in_a_long_line_is_found_or_given_up() {
    let error = compile(&format!("x = [{}x y]\n", "a(b, 1), ".repeat(20_000))).unwrap_err();
    assert_eq!(error.0, ErrorKind::Syntax);
}

#[test]
fn many_of_a_kind_take_no_longer_each() {
    let list = |item: &dyn Fn(usize) -> String| (0..20_000).map(item).collect::<Vec<_>>().join(", ");
    compile(&format!("f({})\n", list(&|i| format!("k{i}=1")))).unwrap();
    compile(&format!("x = [{}]\n", list(&|_| "lambda: 0".into()))).unwrap();
    let methods: String = (0..4000).map(|i| format!(" def m{i}(self): self.a{i} = 1\n")).collect();
    compile(&format!("class C:\n{methods}")).unwrap();
    let repeated = format!("f({}, k7=1)\n", list(&|i| format!("k{i}=1")));
    assert_eq!(compile(&repeated), Err((ErrorKind::Syntax, "keyword argument repeated: k7".into())));
}

/// Each `finally` body is compiled twice, those within it four times, and so on.
#[test]
fn code_that_would_be_too_long_is_refused() {
    let mut nested = String::from("def f():\n");
    for level in 1..=20 {
        let indent = " ".repeat(level);
        nested += &format!("{indent}try: a()\n{indent}finally:\n");
    }
    nested += &format!("{}b()\n", " ".repeat(21));
    let (kind, message) = compile(&nested).unwrap_err();
    assert_eq!(kind, ErrorKind::Limit);
    assert_eq!(message, "the code of f takes more than 8388608 instructions");
    let captures: Vec<String> = (0..10_000).map(|i| format!("a{i}")).collect();
    let pattern = format!("match x:\n case [{}]: pass\n", captures.join(", "));
    assert_eq!(compile(&pattern).unwrap_err().0, ErrorKind::Limit);
}

#[test]
fn lambdas_in_lambdas_survive() {
    for depth in [500, 900, 1500] {
        let source = format!("x = {}0\n", "lambda: ".repeat(depth));
        let outcome = checks::source(source.as_bytes(), 7).unwrap();
        assert!(matches!(outcome, Outcome::Accepted | Outcome::Refused));
    }
}
