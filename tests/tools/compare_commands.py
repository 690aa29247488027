"""Compares `mimeo compile` and `mimeo dis` with CPython 3.13 over a folder of Python files.

    python3.13 tests/tools/compare_commands.py MIMEO FOLDER [EVERY]

MIMEO is the command, FOLDER for example the standard library; EVERY (default 1) takes only each so-manieth file.
Each file that CPython compiles is compiled with the optimisation levels 0, 1 and 2 in turn, one a file, and must give
CPython's .pyc byte for byte; its disassembly must be that of CPython's `dis` in all but the addresses of code
objects and the order of sets of strings, with the flags -C and -O on every other file. CPython's own .pyc must be disassembled to the same text, which
means that it passes the verifier. Prints the files that differ, then counts.
"""

import dis
import importlib._bootstrap_external as bootstrap
import io
import os
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

ADDRESS = re.compile(r" at 0x[0-9a-f]+, file ")
SET = re.compile(r"frozenset\(\{(.*)\}\)")


def normal(text):
    """Without what depends on the process: addresses, and the order of sets of strings."""
    text = ADDRESS.sub(" at 0x0, file ", text)
    return SET.sub(lambda found: f"frozenset({sorted(found[1].split(', '))})" if "'" in found[1] else found[0], text)


def listing(code, flagged):
    out = io.StringIO()
    with_flags = {"show_caches": True, "show_offsets": True} if flagged else {}
    dis.dis(code, file=out, **with_flags)
    return normal(out.getvalue())


def main():
    mimeo, folder = sys.argv[1:3]
    every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    warnings.simplefilter("ignore")
    counts = {"files": 0, "pyc equal": 0, "dis equal": 0, "dis of CPython's pyc equal": 0}
    scratch = tempfile.mkdtemp()
    ours, theirs = os.path.join(scratch, "ours.pyc"), os.path.join(scratch, "theirs.pyc")
    for number, path in enumerate(sorted(Path(folder).rglob("*.py"))[::every]):
        path = str(path)
        source = Path(path).read_bytes()
        level, flagged = number % 3, number % 2 == 1
        try:
            code = compile(source, path, "exec", dont_inherit=True, optimize=level)
            plain = compile(source, path, "exec", dont_inherit=True, optimize=0)
        except (SyntaxError, ValueError, RecursionError):
            continue
        status = os.stat(path)
        wanted = bootstrap._code_to_timestamp_pyc(code, int(status.st_mtime), status.st_size)
        counts["files"] += 1
        wrong = []

        def check(what, good, detail=b""):
            if good:
                counts[what] += 1
            else:
                wrong.append(what + detail.decode()[-200:])

        done = subprocess.run([mimeo, "compile", *["-O"] * level, "-o", ours, path], capture_output=True)
        check("pyc equal", done.returncode == 0 and Path(ours).read_bytes() == wanted, done.stderr)
        flags = ["-C", "-O"] if flagged else []
        done = subprocess.run([mimeo, "dis", *flags, path], capture_output=True)
        text = normal(done.stdout.decode("utf-8", "surrogatepass"))
        check("dis equal", text == listing(plain, flagged), done.stderr)
        Path(theirs).write_bytes(wanted)
        done = subprocess.run([mimeo, "dis", *flags, theirs], capture_output=True)
        text = normal(done.stdout.decode("utf-8", "surrogatepass"))
        check("dis of CPython's pyc equal", text == listing(code, flagged), done.stderr)
        if wrong:
            print(f"{path}: {', '.join(wrong)}", flush=True)
    for what, count in counts.items():
        print(f"{count:6} {what}")
    sys.exit(any(count != counts["files"] for count in counts.values()))


main()
