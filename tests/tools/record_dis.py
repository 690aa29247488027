"""Records what CPython 3.13 makes of tests/dis/sample.py: its disassembly, its .pyc files, and what it prints.

    python3.13 tests/tools/record_dis.py

Writes, beside it: sample.dis (`-m dis`), sample.flags.dis (`-m dis -C -O`), both with 0 for the addresses of code
objects; sample.pyc, sample.opt-1.pyc and sample.opt-2.pyc (checked hashes, so that they do not depend on times); and
sample.out.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "dis"


def ran(*arguments):
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONIOENCODING="utf-8")
    return subprocess.run([sys.executable, *arguments], cwd=FOLDER, env=environment, capture_output=True, check=True).stdout


def disassembled(*flags):
    return re.sub(rb" at 0x[0-9a-f]+, file ", b" at 0x0, file ", ran("-m", "dis", *flags, "sample.py"))


(FOLDER / "sample.dis").write_bytes(disassembled())
(FOLDER / "sample.flags.dis").write_bytes(disassembled("-C", "-O"))
(FOLDER / "sample.out").write_bytes(ran("sample.py"))
# Each in a process of its own: what is written depends on which strings the process has interned already.
COMPILE = """
import importlib._bootstrap_external as bootstrap, importlib.util, sys
source = open("sample.py", "rb").read()
code = compile(source, "sample.py", "exec", dont_inherit=True, optimize=int(sys.argv[1]))
sys.stdout.buffer.write(bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(source), True))
"""
for level, name in enumerate(["sample.pyc", "sample.opt-1.pyc", "sample.opt-2.pyc"]):
    (FOLDER / name).write_bytes(ran("-c", COMPILE, str(level)))
