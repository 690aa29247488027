"""Records or checks the expected output of the corpus.

    python3 tests/tools/record.py [FILTER...]                    check what is recorded
    MIMEO_RECORD=1 python3 tests/tools/record.py [FILTER...]     record it anew

The interpreter is $MIMEO_PYTHON, a command that may hold arguments, or `python3.13`. FILTERs are
parts of paths, as in `jit/` or `generators/send`.

A program of the corpus is `tests/corpus/AREA/NAME.py`; names that start with an underscore are
modules which programs import. It runs in its own folder under its bare file name; where the
interpreter prints the absolute path of that folder, as in tracebacks, the path and the slash after it
are taken out before anything is compared or recorded. Beside it lie
    NAME.out    standard output
    NAME.err    standard error, where there is any
    NAME.exit   the exit status, where it is not 0
    NAME.in     standard input, written by hand, where the program reads it
    NAME.seed   PYTHONHASHSEED, written by hand, where what the program prints depends on it
Recording runs each program twice under different hash seeds and refuses one whose output differs,
unless it has one of its own.
"""

import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
LIMIT = int(os.environ.get("MIMEO_LIMIT", "60"))


def programs(filters):
    for path in sorted(CORPUS.glob("*/*.py")):
        name = path.relative_to(CORPUS).as_posix()
        if path.name.startswith("_"):
            continue
        if not filters or any(part in name for part in filters):
            yield path


def run(command, path, seed):
    own = path.with_suffix(".seed")
    environment = dict(
        os.environ,
        PYTHONHASHSEED=own.read_text().strip() if own.exists() else seed,
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONIOENCODING="utf-8",
        PYTHON_COLORS="0",
    )
    given = path.with_suffix(".in")
    stdin = given.read_bytes() if given.exists() else b""
    done = subprocess.run(
        command + [path.name], cwd=path.parent, env=environment, input=stdin, capture_output=True, timeout=LIMIT
    )
    here = f"{path.parent}/".encode()
    return {
        ".out": done.stdout.replace(here, b""),
        ".err": done.stderr.replace(here, b""),
        ".exit": b"" if done.returncode == 0 else b"%d\n" % done.returncode,
    }


def recorded(path):
    result = {}
    for suffix in (".out", ".err", ".exit"):
        beside = path.with_suffix(suffix)
        result[suffix] = beside.read_bytes() if beside.exists() else b""
    return result


def record(command, path):
    first = run(command, path, "1")
    if first != run(command, path, "4242"):
        return "output depends on the hash seed"
    for data in first.values():
        if any(mark in data for mark in (str(CORPUS).encode(), sys.prefix.encode(), b" at 0x")):
            return "output holds a path of this machine or an address"
        if b"SyntaxWarning" in data and not path.name.startswith("warned_"):
            return "the program is warned of, and its name does not start with warned_"
    for suffix, data in first.items():
        beside = path.with_suffix(suffix)
        if data or suffix == ".out":
            beside.write_bytes(data)
        elif beside.exists():
            beside.unlink()
    return None


def check(command, path):
    expected = recorded(path)
    found = run(command, path, "random")
    for suffix, data in expected.items():
        if found[suffix] != data:
            old = data.decode(errors="replace").splitlines()
            new = found[suffix].decode(errors="replace").splitlines()
            for number, pair in enumerate(zip(old + [None] * len(new), new + [None] * len(old)), 1):
                if pair[0] != pair[1]:
                    return f"{suffix} line {number}: expected {pair[0]!r}, found {pair[1]!r}"
    return None


def main():
    command = shlex.split(os.environ.get("MIMEO_PYTHON", "python3.13"))
    recording = os.environ.get("MIMEO_RECORD", "") not in ("", "0")
    work = record if recording else check

    def attempt(path):
        try:
            return work(command, path)
        except subprocess.TimeoutExpired:
            return f"ran longer than {LIMIT} s"

    paths = list(programs(sys.argv[1:]))
    bad = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, problem in zip(paths, pool.map(attempt, paths)):
            if problem:
                bad += 1
                print(f"{path.relative_to(CORPUS).as_posix()}: {problem}", flush=True)
    print(f"{len(paths)} programs, {bad} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
