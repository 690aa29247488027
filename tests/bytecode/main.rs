//! Our compiler against what CPython 3.13 made of the same sources, recorded as digests.
//!
//! `snippets.txt` holds pieces of source between lines of `---`; each is compiled in every one of [`CONTEXTS`].
//! `digests.txt` has one line for each, in the same order: the digest of CPython's code object, or `-` where CPython
//! refuses the source. `MIMEO_RECORD=1` writes it anew, which needs a CPython 3.13 (`MIMEO_PYTHON`, else
//! `python3.13`). `MIMEO_FUZZ_ROUNDS` says how many damaged inputs to try (20,000).

use std::collections::HashMap;
use std::error::Error;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use mimeo::bytecode::dis::{DisOptions, disassemble};
use mimeo::bytecode::{Const, digest, marshal, verify};
use mimeo::compiler::{self, Mode, Options};

/// Names of the contexts, how they are compiled, and what stands before the snippet; its lines are indented by four
/// spaces for each level.
const CONTEXTS: [(&str, Mode, &str); 7] = [
    ("module", Mode::Exec, ""),
    ("function", Mode::Exec, "def f(a, b=1, *c, d, **e):\n"),
    ("closure", Mode::Exec, "def f(a, b):\n    def g(c):\n        a\n"),
    ("class", Mode::Exec, "class C(B):\n"),
    ("coroutine", Mode::Exec, "async def f(a, b):\n"),
    ("interactive", Mode::Single, ""),
    ("expression", Mode::Eval, ""),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bytecode")
}

struct Source {
    name: String,
    mode: Mode,
    text: String,
}

fn sources() -> Vec<Source> {
    let text = std::fs::read_to_string(folder().join("snippets.txt")).unwrap();
    let mut sources = Vec::new();
    for (number, snippet) in text.split("\n---\n").enumerate() {
        for (context, mode, before) in CONTEXTS {
            let depth = if before.contains("def g") { 2 } else { !before.is_empty() as usize };
            let mut text = before.to_owned();
            for line in snippet.trim_end().lines() {
                text += &format!("{:indent$}{line}\n", "", indent = 4 * depth);
            }
            sources.push(Source { name: format!("{number} {context}"), mode, text });
        }
    }
    sources
}

/// What CPython makes of each source.
fn ask_cpython(sources: &[Source]) -> Result<Vec<Option<u64>>, Box<dyn Error>> {
    let scratch = std::env::temp_dir().join(format!("mimeo-bytecode-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let python = std::env::var("MIMEO_PYTHON").unwrap_or_else(|_| "python3.13".into());
    let mut child = Command::new(python)
        .args(["-W", "ignore", "-c", include_str!("../tools/dump_code.py"), "0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut answers = Vec::new();
    for source in sources {
        let path = scratch.join("source.py");
        std::fs::write(&path, &source.text)?;
        let mode = match source.mode {
            Mode::Exec => "exec",
            Mode::Single => "single",
            Mode::Eval => "eval",
        };
        writeln!(stdin, "{mode}:{}", path.display())?;
        stdin.flush()?;
        let mut header = [0; 12];
        stdout.read_exact(&mut header)?;
        let length = u32::from_le_bytes(header[8..].try_into()?);
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
        let lines = sources.iter().zip(&answers).map(|(Source { name, .. }, digest)| {
            digest.map_or(format!("{name} -\n"), |digest| format!("{name} {digest:016x}\n"))
        });
        std::fs::write(&file, lines.collect::<String>()).unwrap();
    }
    let text = std::fs::read_to_string(&file).unwrap();
    let expected: HashMap<&str, &str> = text.lines().filter_map(|line| line.rsplit_once(' ')).collect();
    let mut failures = String::new();
    for Source { name, mode, text: source } in &sources {
        let ours = compiler::compile(source, "<compared>", *mode, &Options::default());
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

/// A small generator of pseudo-random numbers (xorshift), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 as usize % bound.max(1)
    }

    /// Changes, removes or repeats a few bytes from `start` on.
    fn damage(&mut self, data: &mut Vec<u8>, start: usize) {
        for _ in 0..=self.below(3) {
            let at = start + self.below(data.len().saturating_sub(start));
            let end = (at + self.below(12)).min(data.len());
            match self.below(5) {
                0 if at < data.len() => data[at] = self.below(256) as u8,
                1 if at < data.len() => data[at] ^= 1 << self.below(8),
                2 if at < data.len() => data[at] = b"()[]{}:,'\"\\=*\n #@"[self.below(17)],
                3 => drop(data.drain(at.min(end)..end)),
                _ => {
                    let piece = data[at.min(end)..end].to_vec();
                    data.splice(at..at, piece);
                }
            }
        }
    }
}

#[test]
fn damaged_input_is_refused_or_verifies() {
    let sources = sources();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let rounds =
        std::env::var("MIMEO_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20_000);
    for _ in 0..rounds {
        let source = &sources[random.below(sources.len())];
        let mut text = source.text.clone().into_bytes();
        random.damage(&mut text, 0);
        let compiled = compiler::compile_bytes(&text, "f", source.mode, &Options::default());
        let Ok(code) = compiled else { continue };
        let shown = String::from_utf8_lossy(&text);
        if let Err(error) = verify::verify(&code) {
            panic!("{error}\n{shown}");
        }
        let mut pyc = marshal::write_pyc(&code, marshal::PycHeader::Timestamp { mtime: 0, size: 0 }).unwrap();
        assert_eq!(marshal::read_pyc(&pyc).as_ref(), Ok(&code), "{shown}");
        random.damage(&mut pyc, marshal::PYC_HEADER_LEN);
        if let Ok(code) = marshal::read_pyc(&pyc) {
            // Whether it verifies does not matter: neither this nor a listing may panic.
            let _ = verify::verify(&code);
            disassemble(&code, &DisOptions { show_caches: true, ..DisOptions::default() });
        }
    }
}
