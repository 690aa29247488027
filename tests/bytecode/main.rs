//! Our compiler against what CPython 3.13 made of the same sources, recorded as digests.
//!
//! `snippets.txt` holds pieces of source between lines of `---`; each is compiled in every one of [`CONTEXTS`].
//! `digests.txt` has one line for each, in the same order: the digest of CPython's code object, or `-` where CPython
//! refuses the source. `MIMEO_RECORD=1` writes it anew, which needs a CPython 3.13 (`MIMEO_PYTHON`, else
//! `python3.13`).

use std::collections::HashMap;
use std::error::Error;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use mimeo::bytecode::dis::{DisOptions, disassemble};
use mimeo::bytecode::{Const, digest, marshal, verify};
use mimeo::compiler::{self, Mode, Options};

/// Names of the contexts, and what stands before the snippet; its lines are indented by four spaces for each level.
const CONTEXTS: [(&str, &str); 5] = [
    ("module", ""),
    ("function", "def f(a, b=1, *c, d, **e):\n"),
    ("closure", "def f(a, b):\n    def g(c):\n        a\n"),
    ("class", "class C(B):\n"),
    ("coroutine", "async def f(a, b):\n"),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bytecode")
}

/// Names with sources.
fn sources() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder().join("snippets.txt")).unwrap();
    let mut sources = Vec::new();
    for (number, snippet) in text.split("\n---\n").enumerate() {
        for (context, before) in CONTEXTS {
            let depth = if before.contains("def g") { 2 } else { !before.is_empty() as usize };
            let mut source = before.to_owned();
            for line in snippet.trim_end().lines() {
                source += &format!("{:indent$}{line}\n", "", indent = 4 * depth);
            }
            sources.push((format!("{number} {context}"), source));
        }
    }
    sources
}

/// What CPython makes of each source.
fn ask_cpython(sources: &[(String, String)]) -> Result<Vec<Option<u64>>, Box<dyn Error>> {
    let scratch = std::env::temp_dir().join(format!("mimeo-bytecode-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let python = std::env::var("MIMEO_PYTHON").unwrap_or_else(|_| "python3.13".into());
    let mut child = Command::new(python)
        .args(["-W", "ignore", "-c", include_str!("../tools/dump_code.py"), "0", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut answers = Vec::new();
    for (_, source) in sources {
        let path = scratch.join("source.py");
        std::fs::write(&path, source)?;
        writeln!(stdin, "{}", path.display())?;
        stdin.flush()?;
        let mut header = [0; 20];
        stdout.read_exact(&mut header)?;
        let length = u32::from_le_bytes(header[16..].try_into()?);
        let mut data = vec![0; (length & !(1 << 31)) as usize];
        stdout.read_exact(&mut data)?;
        answers.push(match length >> 31 {
            0 => match marshal::loads(&data)? {
                Const::Code(code) => Some(digest::digest(&code)),
                _ => return Err("no code object".into()),
            },
            _ => None,
        });
    }
    drop(stdin);
    child.wait()?;
    std::fs::remove_dir_all(scratch)?;
    Ok(answers)
}

#[test]
fn code_objects_are_those_of_cpython() {
    let sources = sources();
    let file = folder().join("digests.txt");
    if std::env::var("MIMEO_RECORD").is_ok_and(|value| value != "0") {
        let answers = ask_cpython(&sources).expect("recording needs CPython 3.13");
        let lines = sources.iter().zip(&answers).map(|((name, _), digest)| {
            digest.map_or(format!("{name} -\n"), |digest| format!("{name} {digest:016x}\n"))
        });
        std::fs::write(&file, lines.collect::<String>()).unwrap();
    }
    let text = std::fs::read_to_string(&file).unwrap();
    let expected: HashMap<&str, &str> = text.lines().filter_map(|line| line.rsplit_once(' ')).collect();
    let mut failures = String::new();
    for (name, source) in &sources {
        let ours = compiler::compile(source, "<compared>", Mode::Exec, &Options::default());
        let found = ours.as_ref().map_or("-".into(), |code| format!("{:016x}", digest::digest(code)));
        if let Ok(code) = &ours
            && let Err(error) = verify::verify(code)
        {
            failures += &format!("== {name}: {error}\n{source}");
        }
        if expected.get(name.as_str()) != Some(&found.as_str()) {
            let listing = match &ours {
                Ok(code) => disassemble(code, &DisOptions::default()),
                Err(error) => error.msg.clone(),
            };
            let expected = expected.get(name.as_str()).unwrap_or(&"nothing recorded");
            failures += &format!("== {name}: {found}, CPython {expected}\n{source}\n{listing}\n");
        }
    }
    assert!(failures.is_empty(), "{} sources differ\n{failures}", failures.matches("== ").count());
}
