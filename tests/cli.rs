//! The command line: each flag, each kind of error, and bad input.

#[path = "cli/bytecode.rs"]
mod bytecode;
#[cfg(target_os = "linux")]
#[path = "cli/files.rs"]
mod files;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The command with a folder of its own as its current one.
struct Mimeo {
    folder: tempfile::TempDir,
}

/// What a run came to.
#[derive(Debug)]
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Mimeo {
    fn new() -> Mimeo {
        Mimeo { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimeo"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.ran(self.command(arguments).output().unwrap())
    }

    /// What came of it, without the path of the test's folder.
    fn ran(&self, output: Output) -> Ran {
        let folder = format!("{}/", self.folder.path().canonicalize().unwrap().display());
        let Ran { status, out, err } = ran(output);
        Ran { status, out: out.replace(&folder, ""), err: err.replace(&folder, "") }
    }

    fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        self.ran(child.wait_with_output().unwrap())
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[track_caller]
fn expect(ran: &Ran, status: i32, out: &str, err: &str) {
    assert_eq!(
        (ran.status, ran.out.as_str(), ran.err.as_str()),
        (status, out, err),
        "status, output, errors"
    );
}

#[test]
fn runs_a_file_with_arguments() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", "import sys\nprint(sys.argv)\n");
    expect(&mimeo.run(&["run", "p.py", "a", "--jit=off", "-c"]), 0, "['p.py', 'a', '--jit=off', '-c']\n", "");
}

#[test]
fn runs_code_from_the_command_line() {
    let mimeo = Mimeo::new();
    expect(&mimeo.run(&["run", "-c", "import sys; print(sys.argv)", "x"]), 0, "['-c', 'x']\n", "");
}

#[test]
fn runs_standard_input() {
    let mimeo = Mimeo::new();
    expect(&mimeo.run_with_input(&["run", "-"], "print(6 * 7)\n"), 0, "42\n", "");
}

#[test]
fn programs_read_standard_input() {
    let mimeo = Mimeo::new();
    let ran = mimeo.run_with_input(&["run", "-c", "print(input('? ') + input())"], "a\nb\n");
    expect(&ran, 0, "? ab\n", "");
}

#[test]
fn imports_lie_beside_the_program() {
    let mimeo = Mimeo::new();
    std::fs::create_dir(mimeo.folder.path().join("sub")).unwrap();
    mimeo.file("sub/helper.py", "def f():\n    return 'helped'\n");
    mimeo.file("sub/p.py", "import helper\nprint(helper.f())\n");
    expect(&mimeo.run(&["run", "sub/p.py"]), 0, "helped\n", "");
    let absolute = mimeo.folder.path().join("sub/p.py");
    expect(&mimeo.run(&["run", &absolute.to_string_lossy()]), 0, "helped\n", "");
}

#[test]
fn exit_statuses_are_the_programs() {
    let mimeo = Mimeo::new();
    for (code, status, err) in [
        ("import sys; sys.exit(7)", 7, ""),
        ("import sys; sys.exit()", 0, ""),
        ("import sys; sys.exit('gone')", 1, "gone\n"),
        ("raise SystemExit(3)", 3, ""),
    ] {
        expect(&mimeo.run(&["run", "-c", code]), status, "", err);
    }
}

#[test]
fn uncaught_exceptions_print_a_traceback() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", "def f(x):\n    return 1 / x\n\nprint('before')\nf(0)\n");
    let traceback = "\
Traceback (most recent call last):
  File \"p.py\", line 5, in <module>
    f(0)
    ~^^^
  File \"p.py\", line 2, in f
    return 1 / x
           ~~^~~
ZeroDivisionError: division by zero
";
    expect(&mimeo.run(&["run", "p.py"]), 1, "before\n", traceback);
}

#[test]
fn syntax_errors_name_the_place() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", "x = 1\nbreak\n");
    let message = "  File \"p.py\", line 2\n    break\n    ^^^^^\nSyntaxError: 'break' outside loop\n";
    expect(&mimeo.run(&["run", "p.py"]), 1, "", message);
}

/// Wrong usage and what cannot be read: status 2, the whole message, and nothing on standard output.
#[test]
fn wrong_usage_is_told() {
    const MORE: &str = "\n\nFor more information, try '--help'.\n";
    let mimeo = Mimeo::new();
    for (arguments, message) in [
        (
            &["run", "none.py"][..],
            "mimeo: can't open file 'none.py': No such file or directory (os error 2)\n",
        ),
        (&["run", "."], "mimeo: can't open file '.': Is a directory (os error 21)\n"),
        (&["dis", "none.py"], "mimeo: can't open file 'none.py': No such file or directory (os error 2)\n"),
        (
            &["compile", "none.py"],
            "mimeo: can't open file 'none.py': No such file or directory (os error 2)\n",
        ),
        (&["run", "--bogus", "p.py"], "mimeo: unexpected argument '--bogus'; see 'mimeo run --help'\n"),
        (
            &["stencils", "no_such_stencil"],
            "mimeo: no stencil is called 'no_such_stencil'; 'mimeo stencils' lists all\n",
        ),
    ] {
        expect(&mimeo.run(arguments), 2, "", message);
    }
    for (arguments, message) in [
        (
            &["run"][..],
            "error: the following required arguments were not provided:\n  <FILE|ARGS>...\n\nUsage: mimeo run <FILE|ARGS>...",
        ),
        (&["walk"], "error: unrecognized subcommand 'walk'\n\nUsage: mimeo <COMMAND>"),
        (&["run", "-c"], "error: a value is required for '-c <CODE>' but none was supplied"),
        (
            &["run", "--jit=sometimes", "p.py"],
            "error: invalid value 'sometimes' for '--jit <WHEN>'\n  [possible values: auto, off, always]",
        ),
        (
            &["run", "--stats=xml", "p.py"],
            "error: invalid value 'xml' for '--stats[=<FORMAT>]'\n  [possible values: text, json]",
        ),
        (
            &["run", "--max-memory=lots", "p.py"],
            "error: invalid value 'lots' for '--max-memory <SIZE>': it must be a number, optionally followed by K, M or G",
        ),
        (
            &["run", "--max-memory=", "p.py"],
            "error: invalid value '' for '--max-memory <SIZE>': it must be a number, optionally followed by K, M or G",
        ),
        (
            &["run", "--max-memory=9G", "p.py"],
            "error: invalid value '9G' for '--max-memory <SIZE>': it must be from 1M to 4G",
        ),
        (
            &["run", "--max-memory=1K", "p.py"],
            "error: invalid value '1K' for '--max-memory <SIZE>': it must be from 1M to 4G",
        ),
        (
            &["run", "--dump=everything", "p.py"],
            "error: invalid value 'everything' for '--dump=<PHASES[:FUNCTION]>': \"everything\" is none of bytecode, uops, wat, asm",
        ),
        (
            &["run", "--dump=uops,", "p.py"],
            "error: invalid value 'uops,' for '--dump=<PHASES[:FUNCTION]>': \"\" is none of bytecode, uops, wat, asm",
        ),
        (&["stencils", "a", "b"], "error: unexpected argument 'b' found\n\nUsage: mimeo stencils [NAME]"),
    ] {
        expect(&mimeo.run(arguments), 2, "", &format!("{message}{MORE}"));
    }
    let bare = mimeo.run(&[]);
    assert_eq!((bare.status, bare.out.as_str()), (2, ""));
    assert_eq!(bare.err, mimeo.run(&["--help"]).out, "without a command: the help");
}

#[test]
fn help_documents_the_statuses() {
    let ran = Mimeo::new().run(&["run", "--help"]);
    assert_eq!(ran.status, 0);
    for text in
        ["--jit", "--stats", "--dump", "--max-memory", "--allow-files", "121", "122", "123", "130", "141"]
    {
        assert!(ran.out.contains(text), "{text} is missing in {}", ran.out);
    }
}

const LOOP: &str = "\
def total(n):
    s = 0
    for i in range(n):
        s += i * 2
    return s

t = 0
for k in range(300):
    t += total(200)
print(t)
";

#[test]
fn hashes_are_those_of_the_seed() {
    let mimeo = Mimeo::new();
    let code =
        "print(hash('abc'), hash(b'\\xff' * 20), {'a', 'b', 'c', 'hello', 'world'}, 'x' in {'x', 'y', 'z'})";
    let with = |seed: &str| {
        mimeo.ran(mimeo.command(&["run", "-c", code]).env("PYTHONHASHSEED", seed).output().unwrap())
    };
    let expected = [
        ("0", "-4594863902769663758 -6492513978079487457 {'c', 'a', 'world', 'hello', 'b'} True\n"),
        (" +1", "-4667308735975688587 6022898392546897985 {'world', 'a', 'b', 'c', 'hello'} True\n"),
        ("4294967295", "-6122489556238538401 -1950228124289484923 {'b', 'hello', 'a', 'world', 'c'} True\n"),
    ];
    for (seed, out) in expected {
        expect(&with(seed), 0, out, "");
    }
    let runs = ["random", "", "random"].map(with);
    assert!(runs.iter().all(|ran| ran.status == 0 && ran.err.is_empty()));
    assert!(
        runs[0].out != runs[1].out && runs[1].out != runs[2].out && runs[0].out != runs[2].out,
        "{runs:?}"
    );
    let fatal = "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range \
                 [0; 4294967295]\nPython runtime state: preinitialized\n\n";
    for seed in ["x", "-1", "4294967296", "1 "] {
        expect(&with(seed), 1, "", fatal);
    }
}

#[test]
fn every_mode_gives_the_same() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", LOOP);
    for mode in ["--jit=off", "--jit=auto", "--jit=always"] {
        expect(&mimeo.run(&["run", mode, "p.py"]), 0, "11940000\n", "");
    }
    expect(&mimeo.run(&["run", "--zeal", "p.py"]), 0, "11940000\n", "");
}

#[test]
fn statistics() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", LOOP);
    let text = mimeo.run(&["run", "--stats", "p.py"]);
    assert_eq!((text.status, text.out.as_str()), (0, "11940000\n"));
    let json = mimeo.run(&["run", "--jit=always", "--stats=json", "p.py"]);
    assert_eq!((json.status, json.out.as_str()), (0, "11940000\n"));
    assert!(json.err.ends_with("}\n") && json.err.lines().count() == 1, "one line: {}", json.err);
    let value: serde_json::Value = serde_json::from_str(&json.err).unwrap();
    let fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let numbers = [
        "cached",
        "collections",
        "compile_us",
        "compiled",
        "dropped",
        "generators",
        "heap_bytes",
        "install_us",
        "installed",
        "interpreted",
        "interpreted_late",
        "modules",
        "native_bytes",
        "recompiled",
        "recycled",
        "splice_us",
        "stepped",
        "stepped_late",
        "ticks",
        "wasm_bytes",
    ];
    let tables = ["exits", "refused", "steps"];
    let mut expected: Vec<&str> = numbers.iter().chain(&tables).copied().collect();
    expected.sort();
    assert_eq!(fields, expected);
    for name in numbers {
        assert!(value[name].is_u64(), "{name}: {}", value[name]);
    }
    for name in tables {
        assert!(
            value[name].as_object().unwrap().values().all(|count| count.is_u64()),
            "{name}: {}",
            value[name]
        );
    }
    // The table says the same things, a line each.
    let named = |name: &&str| text.err.lines().any(|line| line.trim_start().starts_with(*name));
    assert!(text.err.starts_with("statistics\n") && expected.iter().all(named), "{}", text.err);
    // Compiled before it ran.
    assert_eq!(value["interpreted"], 0);
    assert!(value["installed"].as_u64().unwrap() > 0, "{value}");
    assert!(value["native_bytes"].as_u64().unwrap() > 0, "{value}");
    let off = mimeo.run(&["run", "--jit=off", "--stats=json", "p.py"]);
    let value: serde_json::Value = serde_json::from_str(&off.err).unwrap();
    assert_eq!(value["compiled"], 0);
    assert!(value["interpreted"].as_u64().unwrap() > 300 * 200 * 4);
}

#[test]
fn compiled_code_is_kept_on_disk() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", LOOP);
    let run = || {
        let ran = mimeo.run(&["run", "--jit=always", "--code-cache=kept/code", "--stats=json", "p.py"]);
        assert_eq!((ran.status, ran.out.as_str()), (0, "11940000\n"), "{}", ran.err);
        let value: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
        (value["modules"].as_u64().unwrap(), value["cached"].as_u64().unwrap())
    };
    let (modules, cached) = run();
    assert!(modules >= 2 && cached == 0, "{modules} {cached}");
    // The same program makes the same modules.
    assert_eq!(run(), (modules, modules));
    // Files that are damaged are compiled anew.
    let mut damaged = 0;
    let mut folders = vec![mimeo.folder.path().join("kept/code")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none() {
                let content = std::fs::read(&path).unwrap();
                let half = &content[..content.len() / 2];
                std::fs::write(&path, if damaged % 2 == 0 { half } else { b"rubbish" }).unwrap();
                damaged += 1;
            }
        }
    }
    assert!(damaged >= modules, "{damaged}");
    assert_eq!(run(), (modules, 0));
    // A folder that cannot be.
    let ran = mimeo.run(&["run", "--code-cache=p.py/code", "p.py"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("mimeo: can't keep code in 'p.py/code': "), "{}", ran.err);
}

#[test]
fn dumps() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", LOOP);
    let bytecode = mimeo.run(&["run", "--dump=bytecode:total", "p.py"]);
    assert_eq!((bytecode.status, bytecode.out.as_str()), (0, "11940000\n"));
    assert!(bytecode.err.contains("FOR_ITER") && !bytecode.err.contains("<module>"), "{}", bytecode.err);
    // Several at once, in the order of the phases, of one function only.
    let several = mimeo.run(&["run", "--jit=always", "--dump=asm,wat,uops:total", "p.py"]);
    let titles: Vec<&str> =
        several.err.lines().filter(|line| line.starts_with(";; ") && line.contains(" of ")).collect();
    let kinds: Vec<&str> = titles.iter().map(|line| &line[3..7]).collect();
    assert_eq!(kinds[..3], ["uops", "wat ", "asm "], "{titles:?}");
    assert!(titles.iter().all(|line| line.contains(" of total")), "{titles:?}");
    // What is not there is said, and changes nothing else.
    mimeo.file("q.py", "def once(): return 1\nprint(once())\n");
    let missing = [
        (
            "--jit=auto",
            "uops:gone",
            "--dump: no function 'gone' was compiled, and the program's file has none",
        ),
        (
            "--jit=always",
            "wat:gone",
            "--dump: no function 'gone' was compiled, and the program's file has none",
        ),
        ("--jit=auto", "bytecode:gone", "--dump=bytecode: the program's file has no function 'gone'"),
        (
            "--jit=auto",
            "asm:once",
            "--dump: function 'once' was not compiled: it did not run often (--jit=always compiles everything)",
        ),
        ("--jit=off", "uops:once", "--dump: no function 'once' was compiled: the JIT is off"),
        ("--jit=off", "uops", "--dump: nothing was compiled: the JIT is off"),
        (
            "--jit=auto",
            "wat",
            "--dump: nothing was compiled: nothing ran often (--jit=always compiles everything)",
        ),
    ];
    for (mode, what, message) in missing {
        let ran = mimeo.run(&["run", mode, &format!("--dump={what}"), "q.py"]);
        expect(&ran, 0, "1\n", &format!("mimeo: {message}\n"));
    }
    for (phase, text) in [("uops", "total"), ("wat", "i64.add"), ("asm", "add")] {
        let ran = mimeo.run(&["run", "--jit=always", &format!("--dump={phase}:total"), "p.py"]);
        assert_eq!((ran.status, ran.out.as_str()), (0, "11940000\n"));
        assert!(ran.err.contains(text), "--dump={phase}: {}", ran.err);
    }
}

#[test]
fn stencil_listing() {
    let mimeo = Mimeo::new();
    let all = mimeo.run(&["stencils"]);
    assert_eq!((all.status, all.err.as_str()), (0, ""));
    let one = "\
int_and (i64 i64) -> (i64), 13 bytes
     0  local.get 0
     6  local.get 0
    12  i64.and
  hole at    1: local 0
  hole at    7: local 1

";
    expect(&mimeo.run(&["stencils", "int_and"]), 0, one, "");
    assert!(all.out.contains(one));
    for stencil in &mimeo::jit::stencil::STENCILS {
        assert!(all.out.contains(&format!("\n{} (", stencil.name)) || all.out.starts_with(stencil.name));
    }
    let load = mimeo.run(&["stencils", "load_slot"]).out;
    assert!(load.contains("memory offset, immediate 0"), "{load}");
}

#[test]
fn files_need_permission() {
    let mimeo = Mimeo::new();
    mimeo.file("data.txt", "content");
    let code = "print(open('data.txt').read())";
    expect(&mimeo.run(&["run", "--allow-files", "-c", code]), 0, "content\n", "");
    let refused = "\
Traceback (most recent call last):
  File \"<string>\", line 1, in <module>
    print(open('data.txt').read())
          ~~~~^^^^^^^^^^^^
PermissionError: [Errno 13] Permission denied: 'data.txt'
";
    expect(&mimeo.run(&["run", "-c", code]), 1, "", refused);
    let write = "f = open('new.txt', 'w'); f.write('x'); f.close()";
    assert_eq!(mimeo.run(&["run", "-c", write]).status, 1);
    assert!(!mimeo.folder.path().join("new.txt").exists());
    expect(&mimeo.run(&["run", "--allow-files", "-c", write]), 0, "", "");
    assert_eq!(std::fs::read_to_string(mimeo.folder.path().join("new.txt")).unwrap(), "x");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", "while True:\n    print('line')\n");
    let mut command = mimeo.command(&["run", "p.py"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = mimeo.ran(child.wait_with_output().unwrap());
    expect(&ended, 141, "", "");
}

#[cfg(unix)]
#[test]
fn an_interrupt_is_an_exception() {
    use rustix::process::{Pid, Signal, kill_process};
    let mimeo = Mimeo::new();
    mimeo.file(
        "p.py",
        "print('ready', flush=True)\ntry:\n    while True:\n        pass\nexcept KeyboardInterrupt:\n    print('caught')\n",
    );
    mimeo.file("q.py", "import time\nprint('ready', flush=True)\ntime.sleep(1000)\n");
    for (mode, program, status) in [
        ("--jit=off", "p.py", 0),
        ("--jit=auto", "p.py", 0),
        ("--jit=always", "p.py", 0),
        ("--jit=auto", "q.py", 130),
    ] {
        let mut command = mimeo.command(&["run", mode, program]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = [0; 6];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut line).unwrap();
        // Long enough for the loop to be compiled.
        std::thread::sleep(Duration::from_millis(200));
        kill_process(Pid::from_child(&child), Signal::INT).unwrap();
        let ended = mimeo.ran(child.wait_with_output().unwrap());
        assert_eq!(ended.status, status, "{mode} {program}: {ended:?}");
        if status == 0 {
            assert_eq!((ended.out.as_str(), ended.err.as_str()), ("caught\n", ""));
        } else {
            let traceback = "\
Traceback (most recent call last):
  File \"q.py\", line 3, in <module>
    time.sleep(1000)
    ~~~~~~~~~~^^^^^^
KeyboardInterrupt
";
            assert_eq!((ended.out.as_str(), ended.err.as_str()), ("", traceback));
        }
    }
}

#[test]
fn a_source_that_is_no_utf8() {
    let mimeo = Mimeo::new();
    let source = b"x = 1\ny = '\xff'\n";
    mimeo.file("p.py", source);
    let message = |file| {
        format!(
            "SyntaxError: Non-UTF-8 code starting with '\\xff' in file {file} on line 2, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details\n"
        )
    };
    expect(&mimeo.run(&["run", "p.py"]), 1, "", &message("p.py"));
    let mut command = mimeo.command(&["run", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(source).unwrap();
    expect(&mimeo.ran(child.wait_with_output().unwrap()), 1, "", &message("<stdin>"));
    mimeo.file("latin.py", b"# coding: latin-1\nprint('\xe9')\n");
    expect(&mimeo.run(&["run", "latin.py"]), 0, "\u{e9}\n", "");
}

/// 10 MB of brackets: refused, at once and with little memory.
#[test]
fn endless_brackets() {
    let mimeo = Mimeo::new();
    for (name, source) in [
        ("open.py", "(".repeat(10 << 20)),
        ("both.py", "[".repeat(5 << 20) + &"]".repeat(5 << 20)),
        ("minus.py", "-".repeat(10 << 20) + "1"),
    ] {
        mimeo.file(name, source);
        let start = Instant::now();
        let ran = mimeo.run(&["run", name]);
        assert_eq!(ran.status, 1, "{name}: {}", ran.err.lines().last().unwrap_or_default());
        assert!(start.elapsed() < Duration::from_secs(30), "{name} took {:?}", start.elapsed());
        let last = ran.err.lines().last().unwrap_or_default();
        let expected = match name {
            "minus.py" => "RecursionError: maximum recursion depth exceeded during compilation",
            _ => "SyntaxError: too many nested parentheses",
        };
        assert_eq!((last, ran.out.as_str()), (expected, ""), "{name}");
    }
}

#[test]
fn endless_recursion() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", "def f(n):\n    return f(n + 1)\nf(0)\n");
    mimeo.file("q.py", "class C:\n    def __eq__(self, other):\n        return self == C()\nC() == C()\n");
    mimeo.file("r.py", "import sys\nsys.setrecursionlimit(10**9)\ndef f(n):\n    return f(n + 1)\nf(0)\n");
    mimeo.file(
        "s.py",
        "import sys\nsys.setrecursionlimit(10**9)\nclass C:\n    def __eq__(self, other):\n        return self == C()\nC() == C()\n",
    );
    let traceback = "\
Traceback (most recent call last):
  File \"p.py\", line 3, in <module>
    f(0)
    ~^^^
  File \"p.py\", line 2, in f
    return f(n + 1)
  File \"p.py\", line 2, in f
    return f(n + 1)
  File \"p.py\", line 2, in f
    return f(n + 1)
  [Previous line repeated 996 more times]
RecursionError: maximum recursion depth exceeded
";
    for mode in ["--jit=off", "--jit=always"] {
        expect(&mimeo.run(&["run", mode, "p.py"]), 1, "", traceback);
        for program in ["q.py", "r.py", "s.py"] {
            let ran = mimeo.run(&["run", mode, program]);
            assert_eq!(ran.status, 1, "{mode} {program}: {:?}", ran.err.lines().last());
            assert!(
                ran.err.contains("\nRecursionError: maximum recursion depth exceeded"),
                "{mode} {program}"
            );
        }
    }
}

/// What natives hold beside the heap counts while they run, and no longer.
#[test]
fn what_natives_held_is_given_back() {
    let mimeo = Mimeo::new();
    mimeo.file(
        "held.py",
        "numbers, text = list(range(20_000)), 'a b c ' * 5_000\n\
         for i in range(400):\n    \
             numbers.sort()\n    \
             numbers.sort(key=abs)\n    \
             text.split()\n    \
             text.replace('a', 'xy')\n    \
             text.replace('', '-')\n    \
             [*map(str, numbers[:100])]\n    \
             a, *b = numbers\n    \
             list(tuple(numbers))\n\
         for i in range(400):\n    input()\n\
         try:\n    sorted([0] * 1_500_000, key=abs)\n\
         except MemoryError:\n    print('MemoryError')\n\
         print(len(sorted(numbers)))\n",
    );
    let input = format!("{}\n", "x".repeat(50_000)).repeat(400);
    for mode in ["--jit=off", "--jit=auto"] {
        let ran = mimeo.run_with_input(&["run", mode, "--max-memory=32M", "held.py"], &input);
        expect(&ran, 0, "MemoryError\n20000\n", "");
    }
}

#[test]
fn endless_allocation() {
    let mimeo = Mimeo::new();
    mimeo.file("list.py", "x = []\nwhile True:\n    x.append([1, 2, 3])\n");
    mimeo.file("str.py", "x = 'ab'\nwhile True:\n    x += x\n");
    mimeo.file("int.py", "x = 3\nwhile True:\n    x *= x\n");
    mimeo.file("caught.py", "try:\n    x = [0] * (10 ** 9)\nexcept MemoryError:\n    print('caught')\n");
    for mode in ["--jit=off", "--jit=always"] {
        for (program, line, marks) in [
            ("list.py", "x.append([1, 2, 3])", Some("         ^^^^^^^^^")),
            ("str.py", "x += x", None),
            ("int.py", "x *= x", None),
        ] {
            let marks = marks.map(|marks| format!("    {marks}\n")).unwrap_or_default();
            let traceback = format!(
                "Traceback (most recent call last):\n  File \"{program}\", line 3, in <module>\n    {line}\n{marks}MemoryError\n"
            );
            let ran = mimeo.run(&["run", mode, "--max-memory=32M", program]);
            // Which of the two allocations of the line fails is the allocator's business.
            let err = ran.err.replace("    ~~~~~~~~^^^^^^^^^^^\n", &marks);
            assert_eq!((ran.status, ran.out.as_str(), err.as_str()), (1, "", traceback.as_str()), "{mode}");
        }
        expect(&mimeo.run(&["run", mode, "--max-memory=32M", "caught.py"]), 0, "caught\n", "");
    }
}

#[test]
fn a_program_deleted_while_it_runs() {
    let mimeo = Mimeo::new();
    let path = mimeo.file("p.py", "import sys\nsys.stdin.readline()\nprint('still here')\n1 / 0\n");
    let mut command = mimeo.command(&["run", "p.py"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    std::fs::remove_file(path).unwrap();
    child.stdin.take().unwrap().write_all(b"go\n").unwrap();
    let ended = mimeo.ran(child.wait_with_output().unwrap());
    let traceback = "\
Traceback (most recent call last):
  File \"p.py\", line 4, in <module>
    1 / 0
    ~~^~~
ZeroDivisionError: division by zero
";
    expect(&ended, 1, "still here\n", traceback);
}

#[test]
fn unsupported_features_are_named() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", "print('before')\nopen('data', 'r+')\n");
    let ran = mimeo.run(&["run", "--allow-files", "p.py"]);
    let message = "\
Traceback (most recent call last):
  File \"p.py\", line 2, in <module>
    open('data', 'r+')
    ~~~~^^^^^^^^^^^^^^
NotImplementedError: mimeo does not support open() with mode 'r+' yet
mimeo: unsupported: open() with mode 'r+' yet
";
    expect(&ran, 121, "before\n", message);
    // A program's own exceptions are exceptions like others, whatever they say and however they are called.
    for own in [
        "raise NotImplementedError('mine')",
        "raise NotImplementedError('mimeo does not support it')",
        "raise type('NotImplementedError', (NotImplementedError,), {})('mimeo does not support it')",
        "raise type('KeyboardInterrupt', (Exception,), {})",
        "raise type('KeyboardInterrupt', (KeyboardInterrupt,), {})",
        "try: memoryview(b'').cast('d')\nexcept Exception as e: raise type(e)(*e.args)",
    ] {
        assert_eq!(mimeo.run(&["run", "-c", own]).status, 1, "{own}");
    }
    // One that was caught and goes on says what it said; one of two that were caught, too.
    let again = "\
def lacking(f):
    try: f()
    except NotImplementedError as error: return error
first, second = lacking(lambda: memoryview(b'').cast('d')), lacking(lambda: compile('', '', 'exec', 1024))
raise first
";
    let ran = mimeo.run(&["run", "-c", again]);
    assert_eq!(ran.status, 121, "{ran:?}");
    assert!(
        ran.err.ends_with("mimeo: unsupported: memoryview.cast() to format 'd' or to several dimensions\n"),
        "{ran:?}"
    );
    assert_eq!(mimeo.run(&["run", "-c", "raise KeyboardInterrupt"]).status, 130);
}

#[test]
fn the_benchmarks_programs_are_where_the_readme_says() {
    let nbody = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/programs/nbody.py");
    assert!(nbody.is_file());
}
