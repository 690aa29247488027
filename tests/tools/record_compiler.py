"""Records what CPython 3.13 makes of the sources in tests/compiler: run it with that Python from the repository's root.

sources/*.txt hold sources separated by lines "#### name"; expected.txt gets one line for each: file/name and a digest of
the code object in the canonical text that tests/compiler.rs builds too. errors/*.txt hold bad sources in the same shape;
errors.txt gets what each raises.
"""

import io
import pathlib
import sys
import warnings

ROOT = pathlib.Path("tests/compiler")


def sections(path):
    name, lines = None, []
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        for line in file:
            if line.startswith("#### "):
                if name is not None:
                    yield name, "".join(lines)
                name, lines = line[5:].strip(), []
            else:
                lines.append(line)
    if name is not None:
        yield name, "".join(lines)


def text(value):
    return "s" + value.encode("utf-8", "surrogatepass").hex()


def canonical(value):
    if value is None:
        return "N"
    if value is True:
        return "T"
    if value is False:
        return "F"
    if value is ...:
        return "E"
    kind = type(value)
    if kind is int:
        return f"i{value}"
    if kind is float:
        return "f" + value.hex()
    if kind is complex:
        return f"c{value.real.hex()},{value.imag.hex()}"
    if kind is str:
        return text(value)
    if kind is bytes:
        return "b" + value.hex()
    if kind is tuple:
        return "(" + " ".join(map(canonical, value)) + ")"
    if kind is frozenset:
        return "{" + " ".join(sorted(map(canonical, value))) + "}"
    return code(value)


def code(c):
    plus = c.co_varnames + tuple(n for n in c.co_cellvars if n not in c.co_varnames) + c.co_freevars
    numbers = (c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_stacksize, c.co_flags, c.co_firstlineno)
    return "\n".join([
        "[" + " ".join(map(str, numbers)),
        text(c.co_name) + " " + text(c.co_qualname),
        c.co_code.hex(),
        c.co_linetable.hex(),
        c.co_exceptiontable.hex(),
        " ".join(map(text, c.co_names)),
        " ".join(map(text, plus)),
        " ".join(map(text, c.co_cellvars)) + "|" + " ".join(map(text, c.co_freevars)),
        canonical(c.co_consts) + "]",
    ])


def digest(s):
    h = 0xCBF29CE484222325
    for byte in s.encode():
        h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{h:016x}"


def escape(s):
    """One line, whatever the text."""
    return "-" if s is None else s.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def main():
    warnings.simplefilter("ignore")
    if "--show" in sys.argv:
        file, name = sys.argv[sys.argv.index("--show") + 1].split("/")
        for other, source in sections(ROOT / "sources" / (file + ".txt")):
            if other == name:
                print(code(compile(source, "<source>", "exec", dont_inherit=True)))
        return
    out = io.StringIO()
    for path in sorted((ROOT / "sources").glob("*.txt")):
        for name, source in sections(path):
            try:
                c = compile(source, "<source>", "exec", dont_inherit=True)
            except SyntaxError as e:
                raise SystemExit(f"{path.stem}/{name}: {e!r}")
            out.write(f"{path.stem}/{name} {digest(code(c))}\n")
    (ROOT / "expected.txt").write_text(out.getvalue())
    out = io.StringIO()
    for path in sorted((ROOT / "errors").glob("*.txt")):
        for name, source in sections(path):
            try:
                compile(source, "<source>", "exec", dont_inherit=True)
                raise SystemExit(f"{path.stem}/{name} compiles")
            except SyntaxError as e:
                fields = (type(e).__name__, escape(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, escape(e.text))
            except (RecursionError, MemoryError) as e:
                fields = (type(e).__name__, escape(str(e)), None, None, None, None, "-")
            out.write(f"{path.stem}/{name}\t" + "\t".join("-" if f is None else str(f) for f in fields) + "\n")
    (ROOT / "errors.txt").write_text(out.getvalue(), encoding="utf-8", newline="")


main()
