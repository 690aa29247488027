//! `dis`, `compile`, and running `.pyc` files.

use super::{Mimeo, Ran, expect};

/// tests/dis/NAME, recorded from CPython 3.13 by tests/tools/record_dis.py.
fn recorded(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/dis");
    std::fs::read(folder.join(name)).unwrap()
}

fn recorded_text(name: &str) -> String {
    String::from_utf8(recorded(name)).unwrap()
}

/// A folder with the sample in it, under its own name.
fn sample() -> Mimeo {
    let mimeo = Mimeo::new();
    mimeo.file("sample.py", recorded("sample.py"));
    mimeo
}

#[test]
fn disassembly_is_cpythons() {
    let mimeo = sample();
    expect(&mimeo.run(&["dis", "sample.py"]), 0, &recorded_text("sample.dis"), "");
    expect(&mimeo.run(&["dis", "sample"]), 0, &recorded_text("sample.dis"), "");
    let flagged = recorded_text("sample.flags.dis");
    expect(&mimeo.run(&["dis", "-C", "-O", "sample.py"]), 0, &flagged, "");
    expect(&mimeo.run(&["dis", "sample.py", "--show-caches", "--show-offsets"]), 0, &flagged, "");
    mimeo.file("sample.pyc", recorded("sample.pyc"));
    expect(&mimeo.run(&["dis", "sample.pyc"]), 0, &recorded_text("sample.dis"), "");
}

const ASSIGNMENT: &str = "  0           RESUME                   0

  1           LOAD_CONST               0 (1)
              STORE_NAME               0 (x)
              RETURN_CONST             1 (None)
";

#[test]
fn disassembly_of_code_and_standard_input() {
    let mimeo = Mimeo::new();
    expect(&mimeo.run(&["dis", "-c", "x = 1"]), 0, ASSIGNMENT, "");
    expect(&mimeo.run_with_input(&["dis", "-"], "x = 1\n"), 0, ASSIGNMENT, "");
    expect(&mimeo.run_with_input(&["dis"], "x = 1\n"), 0, ASSIGNMENT, "");
}

#[test]
fn disassembly_of_modules() {
    let mimeo = Mimeo::new();
    std::fs::create_dir_all(mimeo.folder.path().join("package/inner")).unwrap();
    mimeo.file("package/__init__.py", "x = 1\n");
    mimeo.file("package/inner/leaf.py", "x = 1\n");
    expect(&mimeo.run(&["dis", "package"]), 0, ASSIGNMENT, "");
    expect(&mimeo.run(&["dis", "package.inner.leaf"]), 0, ASSIGNMENT, "");
    let own = mimeo.run(&["dis", "keyword"]);
    assert_eq!((own.status, own.err.as_str()), (0, ""));
    assert!(own.out.starts_with("  0           RESUME                   0\n"), "{}", own.out);
    let native = "mimeo: module 'math' is native: it has no bytecode\n";
    expect(&mimeo.run(&["dis", "math"]), 2, "", native);
}

#[test]
fn adaptive_disassembly_runs_the_program() {
    let mimeo = Mimeo::new();
    mimeo.file(
        "p.py",
        "import sys\ndef add(n):\n    for i in range(n):\n        n = n + i\n    return n\nprint(add(50), sys.argv[1:])\n",
    );
    let listing = "  0           RESUME                   0

  1           LOAD_CONST               0 (0)
              LOAD_CONST               1 (None)
              IMPORT_NAME              0 (sys)
";
    let ran = mimeo.run(&["dis", "--adaptive", "p.py", "--", "a", "-b"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let text = ran.out.strip_prefix("1275 ['a', '-b']\n").expect("what the program prints");
    assert!(text.starts_with(listing), "{text}");
    let add = "
  3           LOAD_GLOBAL_BUILTIN      1 (range + NULL)
              LOAD_FAST                0 (n)
              CALL                     1
              GET_ITER
      L1:     FOR_ITER_RANGE           7 (to L2)
              STORE_FAST               1 (i)

  4           LOAD_FAST_LOAD_FAST      1 (n, i)
              BINARY_OP_ADD_INT        0 (+)
              STORE_FAST               0 (n)
              JUMP_BACKWARD            9 (to L1)

  3   L2:     END_FOR
              POP_TOP

  5           LOAD_FAST                0 (n)
              RETURN_VALUE
";
    assert!(text.ends_with(add), "{text}");
    // The listing follows what the program ended with.
    let failed = mimeo.run(&["dis", "--adaptive", "-c", "import sys; sys.exit(7)"]);
    assert_eq!((failed.status, failed.err.as_str()), (7, ""));
    assert!(failed.out.contains("IMPORT_NAME"), "{}", failed.out);
}

#[test]
fn errors_of_disassembly() {
    let mimeo = Mimeo::new();
    mimeo.file("bad.py", "x = (\n");
    let message = "  File \"bad.py\", line 1\n    x = (\n        ^\nSyntaxError: '(' was never closed\n";
    expect(&mimeo.run(&["dis", "bad.py"]), 1, "", message);
    mimeo.file("bad.pyc", "nonsense");
    let message = "mimeo: can't disassemble 'bad.pyc': bad marshal data at byte 8: a .pyc file has a header of 16 bytes\n";
    expect(&mimeo.run(&["dis", "bad.pyc"]), 120, "", message);
    let message = "mimeo: can't open file 'no/such.py': No such file or directory (os error 2)\n";
    expect(&mimeo.run(&["dis", "no/such.py"]), 2, "", message);
    let message = "mimeo: arguments are for a program that runs: see --adaptive\n";
    expect(&mimeo.run(&["dis", "bad.py", "--", "x"]), 2, "", message);
    assert_eq!(mimeo.run(&["dis", "-c", "1", "bad.py"]).status, 2);
}

#[test]
fn compiled_files_are_those_of_py_compile() {
    let mimeo = sample();
    for (flags, name) in
        [(&[][..], "sample.pyc"), (&["-O"], "sample.opt-1.pyc"), (&["-OO"], "sample.opt-2.pyc")]
    {
        let mut arguments =
            vec!["compile", "--invalidation-mode=checked-hash", "-o", "made.pyc", "sample.py"];
        arguments.extend(flags);
        expect(&mimeo.run(&arguments), 0, "", "");
        let made = std::fs::read(mimeo.folder.path().join("made.pyc")).unwrap();
        assert!(made == recorded(name), "{name} differs");
    }
}

#[test]
fn headers_of_compiled_files() {
    let mimeo = Mimeo::new();
    let path = mimeo.file("p.py", "x = 1\n");
    let modified = std::fs::metadata(path).unwrap().modified().unwrap();
    let seconds = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as u32;
    let header = |arguments: &[&str]| {
        expect(&mimeo.run(&[&["compile", "p.py"], arguments].concat()), 0, "", "");
        let bytes = std::fs::read(mimeo.folder.path().join("p.pyc")).unwrap();
        (bytes[..8].to_vec(), bytes[8..16].to_vec())
    };
    let stamp = [&seconds.to_le_bytes()[..], &[6, 0, 0, 0]].concat();
    assert_eq!(header(&[]), (b"\xf3\r\r\n\0\0\0\0".to_vec(), stamp));
    let hash = 0x0e12_5136_89e2_86e7_u64.to_le_bytes().to_vec();
    assert_eq!(
        header(&["--invalidation-mode=checked-hash"]),
        (b"\xf3\r\r\n\x03\0\0\0".to_vec(), hash.clone())
    );
    assert_eq!(header(&["--invalidation-mode=unchecked-hash"]), (b"\xf3\r\r\n\x01\0\0\0".to_vec(), hash));
}

#[test]
fn places_of_compiled_files() {
    let mimeo = Mimeo::new();
    let there = |name: &str| mimeo.folder.path().join(name).is_file();
    std::fs::create_dir(mimeo.folder.path().join("out")).unwrap();
    mimeo.file("a.py", "print('a')\n");
    mimeo.file("b.py", "print('b')\n");
    expect(&mimeo.run(&["compile", "a.py", "b.py"]), 0, "", "");
    assert!(there("a.pyc") && there("b.pyc"));
    expect(&mimeo.run(&["compile", "a.py", "b.py", "-o", "out"]), 0, "", "");
    assert!(there("out/a.pyc") && there("out/b.pyc"));
    expect(&mimeo.run(&["compile", "--pycache", "a.py", "-O", "b.py"]), 0, "", "");
    assert!(there("__pycache__/a.cpython-313.opt-1.pyc") && there("__pycache__/b.cpython-313.opt-1.pyc"));
    let message = "mimeo: 'c.pyc' is no folder, and there are several sources\n";
    expect(&mimeo.run(&["compile", "a.py", "b.py", "-o", "c.pyc"]), 2, "", message);
    let message = "mimeo: 'a.pyc' is compiled already\n";
    expect(&mimeo.run(&["compile", "a.pyc"]), 2, "", message);
    expect(&mimeo.run(&["compile", "-OOO", "a.py"]), 2, "", "mimeo: -O can be given twice at most\n");
    let message = "mimeo: can't write 'no/such/a.pyc': No such file or directory (os error 2)\n";
    expect(&mimeo.run(&["compile", "a.py", "-o", "no/such/a.pyc"]), 2, "", message);
}

/// One file that does not compile does not keep the others from being compiled.
#[test]
fn errors_of_compiling() {
    let mimeo = Mimeo::new();
    mimeo.file("bad.py", "break\n");
    mimeo.file("good.py", "x = 1\n");
    let message = "  File \"bad.py\", line 1\n    break\n    ^^^^^\nSyntaxError: 'break' outside loop\n";
    expect(&mimeo.run(&["compile", "bad.py", "good.py"]), 1, "", message);
    assert!(mimeo.folder.path().join("good.pyc").is_file());
    let missing = "mimeo: can't open file 'none.py': No such file or directory (os error 2)\n";
    expect(&mimeo.run(&["compile", "none.py", "bad.py"]), 2, "", &(missing.to_owned() + message));
}

#[test]
fn cpythons_compiled_files_run() {
    let mimeo = Mimeo::new();
    let out = recorded_text("sample.out");
    for mode in ["--jit=off", "--jit=always"] {
        mimeo.file("sample.pyc", recorded("sample.pyc"));
        expect(&mimeo.run(&["run", mode, "sample.pyc"]), 0, &out, "");
        // The content says what it is, whatever the name.
        mimeo.file("sample", recorded("sample.opt-1.pyc"));
        expect(&mimeo.run(&["run", mode, "sample"]), 0, &out, "");
        mimeo.file("sample.pyc", recorded("sample.opt-2.pyc"));
        expect(&mimeo.run(&["run", mode, "sample.pyc"]), 0, &out, "");
    }
}

#[test]
fn compiled_programs_know_their_names() {
    let mimeo = Mimeo::new();
    mimeo.file("p.py", "import sys\nprint(__name__, __file__, sys.argv)\n1 / 0\n");
    for header in ["timestamp", "checked-hash", "unchecked-hash"] {
        expect(&mimeo.run(&["compile", "p.py", "--invalidation-mode", header]), 0, "", "");
        let traceback = "Traceback (most recent call last):
  File \"p.py\", line 3, in <module>
    1 / 0
    ~~^~~
ZeroDivisionError: division by zero
";
        let ran = mimeo.run(&["run", "p.pyc", "a"]);
        expect(&ran, 1, "__main__ p.pyc ['p.pyc', 'a']\n", traceback);
    }
}

#[test]
fn compiled_modules_are_imported() {
    let mimeo = Mimeo::new();
    std::fs::create_dir(mimeo.folder.path().join("package")).unwrap();
    mimeo.file("package/__init__.py", "name = __name__, __package__, __path__\n");
    mimeo.file("package/leaf.py", "from . import name\n");
    mimeo.file("lone.py", "name = __name__, __file__\n");
    mimeo.file("both.py", "name = 'compiled'\n");
    expect(
        &mimeo.run(&["compile", "package/__init__.py", "package/leaf.py", "lone.py", "both.py"]),
        0,
        "",
        "",
    );
    for name in ["package/__init__.py", "package/leaf.py", "lone.py"] {
        std::fs::remove_file(mimeo.folder.path().join(name)).unwrap();
    }
    mimeo.file("both.py", "name = 'source'\n");
    let code = "import lone, both, package.leaf\nprint(lone.name, both.name, package.leaf.name)\n";
    let out = "('lone', 'lone.pyc') source ('package', 'package', ['package'])\n";
    mimeo.file("p.py", code);
    expect(&mimeo.run(&["run", "p.py"]), 0, out, "");
}

fn import_error(mimeo: &Mimeo) -> Ran {
    mimeo.run(&[
        "run",
        "-c",
        "try:\n    import m\nexcept Exception as e:\n    print(type(e).__name__, e, sep=': ')",
    ])
}

#[test]
fn damaged_compiled_modules_are_refused() {
    let mimeo = Mimeo::new();
    let mut good = recorded("sample.pyc");
    for (bytes, message) in [
        (&b""[..], "ImportError: bad magic number in 'm': b''\n"),
        (b"\xcb\r\r\n00000000000000", "ImportError: bad magic number in 'm': b'\\xcb\\r\\r\\n'\n"),
        (&good[..12], "EOFError: reached EOF while reading pyc header of 'm'\n"),
        (b"\xf3\r\r\n\x05\0\0\0\0\0\0\0\0\0\0\0N", "ImportError: invalid flags 5 in 'm'\n"),
        (
            &good[..500],
            "ImportError: cannot import 'm': bad marshal data at byte 42: the data ends where 660 more bytes should be\n",
        ),
    ] {
        mimeo.file("m.pyc", bytes);
        expect(&import_error(&mimeo), 0, message, "");
    }
    // The module's first instruction.
    good[42] = 200;
    mimeo.file("m.pyc", &good);
    let message = "ImportError: cannot import 'm': invalid bytecode in <module> at offset 0: \
                   LOAD_ATTR_PROPERTY may not be in code from outside\n";
    expect(&import_error(&mimeo), 0, message, "");
}

#[test]
fn damaged_programs_are_refused() {
    let mimeo = Mimeo::new();
    let good = recorded("sample.pyc");
    let edited = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        bytes
    };
    for (bytes, message) in [
        (vec![], "bad marshal data at byte 0: a .pyc file has a header of 16 bytes"),
        (
            edited(0, 0xCB),
            "bad marshal data at byte 0: magic number 3531, not CPython 3.13's 3571: another version wrote this .pyc",
        ),
        (edited(4, 7), "bad marshal data at byte 4: unknown flags 0x7 in the .pyc header"),
        (good[..20].to_vec(), "bad marshal data at byte 17: the data ends where 4 more bytes should be"),
        (edited(16, b'N'), "bad marshal data at byte 16: the .pyc holds no code object"),
        (edited(17, 9), "invalid bytecode in <module>: 9 parameters, but 1 variables"),
        (edited(42, 119), "invalid bytecode in <module> at offset 0: opcode 119 does not exist"),
    ] {
        mimeo.file("p.pyc", bytes);
        expect(&mimeo.run(&["run", "p.pyc"]), 120, "", &format!("mimeo: can't run 'p.pyc': {message}\n"));
    }
}

/// Files show the line, code from elsewhere does not.
#[test]
fn warnings_are_told() {
    let mimeo = Mimeo::new();
    let source = "x = 1\nif x is 1: print('\\d')\n";
    mimeo.file("p.py", source);
    let escape = "SyntaxWarning: invalid escape sequence '\\d'\n";
    let literal = "SyntaxWarning: \"is\" with 'int' literal. Did you mean \"==\"?\n";
    let line = "  if x is 1: print('\\d')\n";
    let of_file = format!("p.py:2: {escape}{line}p.py:2: {literal}{line}");
    expect(&mimeo.run(&["run", "p.py"]), 0, "\\d\n", &of_file);
    expect(&mimeo.run(&["compile", "p.py"]), 0, "", &of_file);
    assert_eq!(mimeo.run(&["dis", "p.py"]).err, of_file);
    // They come with compiling, not with running.
    expect(&mimeo.run(&["run", "p.pyc"]), 0, "\\d\n", "");
    assert_eq!(mimeo.run(&["dis", "--adaptive", "p.pyc"]).err, "");
    let of_code = format!("<string>:2: {escape}<string>:2: {literal}");
    expect(&mimeo.run(&["run", "-c", source]), 0, "\\d\n", &of_code);
    let of_input = format!("<stdin>:2: {escape}<stdin>:2: {literal}");
    expect(&mimeo.run_with_input(&["run", "-"], source), 0, "\\d\n", &of_input);
}

#[test]
fn sets_are_shown_in_cpythons_order() {
    let listing = "  0           RESUME                   0

  1           LOAD_NAME                0 (x)
              LOAD_CONST               0 (frozenset({64, 0, 32, 96}))
              CONTAINS_OP              0
              POP_TOP
              RETURN_CONST             1 (None)
";
    let mimeo = Mimeo::new();
    expect(&mimeo.run(&["dis", "-c", "x in {64, 32, 0, 96}"]), 0, listing, "");
    mimeo.file("p.py", "x in {64, 32, 0, 96}\n");
    expect(&mimeo.run(&["compile", "p.py"]), 0, "", "");
    // A file holds them in an order of its own.
    let listing = listing.replace("{64, 0, 32, 96}", "{0, 32, 64, 96}");
    expect(&mimeo.run(&["dis", "p.pyc"]), 0, &listing, "");
}
