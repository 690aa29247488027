//! Which files there are for a program: without permission modules below its folder, with it regular files, FIFOs and devices never.

use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use super::{Mimeo, expect, ran};

/// Prints the line of `path` that a traceback would show, if any; what `path` is, an expression says.
fn leak(path: &str) -> String {
    format!(
        "import sys, traceback\n\
         try: exec(compile('boom', {path}, 'exec'))\n\
         except NameError: print(traceback.format_exc().splitlines()[-3:])\n"
    )
}

const NOTHING: &str = "boom' is not defined";

fn fifo(mimeo: &Mimeo, name: &str) {
    let path = mimeo.folder.path().join(name);
    rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
}

/// A folder with a program's modules, beside much that is none, and a folder beside it.
fn furnished() -> (Mimeo, tempfile::TempDir) {
    let (mimeo, outside) = (Mimeo::new(), tempfile::tempdir().unwrap());
    let here = mimeo.folder.path();
    std::fs::create_dir_all(here.join("package/.hidden")).unwrap();
    std::fs::create_dir_all(here.join("folder.py")).unwrap();
    for name in
        [".env", "Makefile", "notes.txt", ".hidden.py", ".py", "package/.env", "upper.PY", "data.py.txt"]
    {
        mimeo.file(name, "SECRET = 1\n");
    }
    std::fs::write(outside.path().join("outer.py"), "SECRET = 1\nprint('loaded')\n").unwrap();
    std::fs::write(outside.path().join("secret"), "SECRET = 1\n").unwrap();
    symlink(outside.path().join("outer.py"), here.join("linked.py")).unwrap();
    symlink(outside.path().join("secret"), here.join("disguised.py")).unwrap();
    symlink(here.join(".env"), here.join("env.py")).unwrap();
    symlink(outside.path(), here.join("away")).unwrap();
    symlink("/dev/zero", here.join("zero.py")).unwrap();
    symlink("loop.py", here.join("loop.py")).unwrap();
    fifo(&mimeo, "fifo.py");
    UnixListener::bind(here.join("socket.py")).unwrap();
    (mimeo, outside)
}

#[test]
fn tracebacks_show_lines_of_modules_only() {
    let (mimeo, outside) = furnished();
    mimeo.file("package/module.py", "LINE = 1\n");
    symlink("package/module.py", mimeo.folder.path().join("inner.py")).unwrap();
    let hidden = [
        ".env",
        "Makefile",
        "notes.txt",
        ".hidden.py",
        ".py",
        "package/.env",
        "upper.PY",
        "data.py.txt",
        "folder.py",
        "package",
        "",
        ".",
        "linked.py",
        "disguised.py",
        "env.py",
        "away/outer.py",
        "zero.py",
        "loop.py",
        "fifo.py",
        "socket.py",
        "package/../notes.txt",
        "away/../outer.py",
    ];
    for name in hidden {
        for path in [format!("sys.path[0] + '/{name}'"), format!("'{name}'"), format!("'./{name}'")] {
            let program = mimeo.file("p.py", leak(&path));
            let ran = mimeo.run(&["run", program.to_str().unwrap()]);
            assert_eq!(ran.status, 0, "{path}: {ran:?}");
            assert!(ran.out.contains(NOTHING) && !ran.out.contains("SECRET"), "{path}: {ran:?}");
        }
    }
    let outer = outside.path().join("outer.py");
    let long = "x".repeat(5000);
    for path in [
        outer.to_str().unwrap(),
        "/dev/zero",
        "/dev/stdin",
        "/etc/passwd",
        "/proc/self/environ",
        "/proc/self/maps",
        "/proc/self/cwd/notes.txt",
        "/proc/self/root/etc/passwd",
        "/",
        &format!("{long}.py"),
        &"../".repeat(500),
    ] {
        // From the root, too: all that is there lies in the import folder then.
        for folder in [mimeo.folder.path(), std::path::Path::new("/")] {
            if folder.parent().is_none() && path == outer.to_str().unwrap() {
                continue;
            }
            let mut command = mimeo.command(&["run", "--max-memory=64M", "-c", &leak(&format!("{path:?}"))]);
            let ran = ran(command.current_dir(folder).output().unwrap());
            assert!(ran.status == 0 && ran.out.contains(NOTHING), "{path}: {ran:?}");
            assert!(!ran.out.contains("root:") && !ran.out.contains("="), "{path}: {ran:?}");
        }
    }
    for path in ["'package/module.py'", "'inner.py'", "sys.path[0] + '/inner.py'"] {
        mimeo.file("p.py", leak(path));
        let ran = mimeo.run(&["run", "p.py"]);
        assert!(ran.out.contains("LINE = 1"), "{path}: {ran:?}");
    }
}

#[test]
fn modules_are_regular_files_below_the_programs_folder() {
    let (mimeo, outside) = furnished();
    mimeo.file(
        "p.py",
        "import sys\nsys.path[:] += eval(sys.argv[2])\nmodule = sys.argv[1]\n__import__(module)\n",
    );
    let outer = format!("[{:?}]", outside.path().to_str().unwrap());
    let back = format!("['{}/../' + sys.path[0].rpartition('/')[2]]", outside.path().display());
    for (module, path) in [
        ("linked", "[]"),
        ("disguised", "[]"),
        ("env", "[]"),
        ("zero", "[]"),
        ("loop", "[]"),
        ("fifo", "[]"),
        ("socket", "[]"),
        ("folder", "[]"),
        ("away.outer", "[]"),
        ("outer", &outer),
        ("outer", "[sys.path[0] + '/away', 'away', './away', '/proc/self/cwd/away']"),
        ("outer", "['/', '//', '..', '\\0', 'x' * 5000, '../' * 2000]"),
        ("good", &back),
    ] {
        if module == "good" {
            std::fs::create_dir(mimeo.folder.path().join("below")).unwrap();
            mimeo.file("below/good.py", "print('loaded')\n");
        }
        let ran = mimeo.run(&["run", "p.py", module, path]);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{module}: {ran:?}");
        let missing = format!("No module named '{}'\n", module.split('.').next().unwrap());
        assert!(ran.err.ends_with(&missing) || module == "away.outer", "{module}: {ran:?}");
    }
    mimeo.file("module.py", "print('imported')\n");
    expect(&mimeo.run(&["run", "p.py", "module", "[]"]), 0, "imported\n", "");
    expect(&mimeo.run(&["run", "-c", "import module"]), 0, "imported\n", "");
    expect(&mimeo.run_with_input(&["run", "-"], "import module"), 0, "imported\n", "");
}

#[test]
fn a_program_that_is_a_link_imports_from_where_it_lies() {
    let (mimeo, outside) = furnished();
    std::fs::write(outside.path().join("p.py"), "import outer\n").unwrap();
    symlink(outside.path().join("p.py"), mimeo.folder.path().join("p.py")).unwrap();
    expect(&mimeo.run(&["run", "p.py"]), 0, "loaded\n", "");
    // And where its folder is named by a way through a link.
    expect(&mimeo.run(&["run", "away/p.py"]), 0, "loaded\n", "");
}

#[test]
fn with_permission_what_is_no_regular_file_is_refused_at_once() {
    let (mimeo, _outside) = furnished();
    for name in ["fifo.py", "socket.py", "zero.py", "/dev/null", "/dev/tty", "/dev/zero", "/dev/stdin"] {
        for mode in ["r", "rb", "w", "a"] {
            let code = format!("try: open('{name}', '{mode}')\nexcept PermissionError as e: print(e.errno)");
            let ran = mimeo.run(&["run", "--allow-files", "-c", &code]);
            assert_eq!((ran.status, ran.out.as_str()), (0, "13\n"), "{name} {mode}: {ran:?}");
        }
        let ran = mimeo.run(&["run", "--allow-files", "-c", &leak(&format!("'{name}'"))]);
        assert!(ran.out.contains(NOTHING), "{name}: {ran:?}");
    }
    let code = "\
for name, mode in ('package', 'r'), ('package', 'w'), ('', 'r'), ('none', 'r'), ('notes.txt', 'x'), ('x' * 5000, 'w'), ('p/q', 'w'), \
('loop.py', 'r'), ('notes.txt/x', 'r'):
    try: open(name, mode)
    except OSError as error: print(type(error).__name__, error.errno, error.strerror)
try: open('a\\0b')
except ValueError as error: print(error)
print(open('linked.py').read(), end='')
";
    let errors = "\
IsADirectoryError 21 Is a directory
IsADirectoryError 21 Is a directory
FileNotFoundError 2 No such file or directory
FileNotFoundError 2 No such file or directory
FileExistsError 17 File exists
OSError 36 File name too long
FileNotFoundError 2 No such file or directory
OSError 40 Too many levels of symbolic links
NotADirectoryError 20 Not a directory
embedded null byte
SECRET = 1
print('loaded')
";
    expect(&mimeo.run(&["run", "--allow-files", "-c", code]), 0, errors, "");
}

#[test]
fn files_are_read_within_the_memory_limit() {
    let mimeo = Mimeo::new();
    let large = std::fs::File::create(mimeo.folder.path().join("large.py")).unwrap();
    large.set_len(1 << 40).unwrap();
    let code = "\
for read in lambda: open('large.py').read(), lambda: open('large.py', 'rb'), lambda: __import__('large'):
    try: read()
    except MemoryError: print('MemoryError')
import traceback
try: exec(compile('boom', 'large.py', 'exec'))
except NameError: print(traceback.format_exc().splitlines()[-2])
# One that says that it is empty.
print(len(open('/proc/self/environ', 'rb').read()) > 0)
";
    let out = "MemoryError\nMemoryError\nMemoryError\n  File \"large.py\", line 1, in <module>\nTrue\n";
    expect(&mimeo.run(&["run", "--max-memory=64M", "--allow-files", "-c", code]), 0, out, "");
    let error = "mimeo: can't open file 'large.py': more than 67108864 bytes\n";
    expect(&mimeo.run(&["run", "--max-memory=64M", "large.py"]), 2, "", error);
}

#[test]
fn a_closed_file_is_no_other_file() {
    let mimeo = Mimeo::new();
    let code = "\
first = open('first', 'w')
first.close()
first.close()
second = open('second', 'w')
for use in lambda: first.write('x'), lambda: first.read(), lambda: first.readline(), lambda: next(first):
    try: use()
    except ValueError as error: print(error)
print(first.closed, second.closed)
for i in range(300):
    second.write(str(i) * 1000)
files = [open(f'file{i}', 'w') for i in range(40)]
for file in files * 60:
    file.write('x' * 1000)
print(sum(len(open(f'file{i}').read()) for i in range(40)) > 1 << 20)
for file in files + [second]:
    file.close()
print({len(open(f'file{i}').read()) for i in range(40)}, len(open('second').read()), len(open('first').read()))
";
    let closed = "I/O operation on closed file.\n".repeat(4);
    let out = closed + "True False\nTrue\n{60000} 790000 0\n";
    expect(&mimeo.run(&["run", "--allow-files", "-c", code]), 0, &out, "");
}

#[test]
fn errors_of_the_system_keep_their_names() {
    let mimeo = Mimeo::new();
    let code = "\
import sys
try:
    print('x', flush=True)
except OSError as error:
    print(repr(error), error, file=sys.stderr)
";
    let mut command = mimeo.command(&["run", "-c", code]);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let ran = ran(command.stdout(full).output().unwrap());
    let error = "OSError(28, 'No space left on device') [Errno 28] No space left on device\n";
    assert_eq!((ran.status, ran.err.as_str()), (0, error));
}
