# compile(): modes, flags, sources of every kind, and what it refuses.
print(eval(compile("1 + 1", "f", "eval")), eval(compile(b"2 + 2", "f", "eval")))
print(eval(compile(bytearray(b"3 + 3"), "f", "eval")), eval(compile(memoryview(b"4 + 4"), "f", "eval")))
exec(compile("1 + 2\nx = 5", "f", "exec"))
exec(compile("x; x + 1; None", "f", "single"))
exec(compile("for i in range(3): i\n", "f", "single"))
print(compile("1", b"bytes name", "eval").co_filename)


class Path:
    def __fspath__(self):
        return "from a path"


print(compile("1", Path(), "eval").co_filename)
print(eval(compile("# coding: latin-1\nx = '\xe9'\n".encode("latin-1"), "f", "exec")), x)
print(eval(compile("\ufeff'bom'".encode(), "f", "eval")))
for optimize in (-1, 0, 1, 2):
    namespace = {}
    exec(compile("'doc'\nassert True, debug.append(1)\nd = __debug__", "f", "exec", optimize=optimize), namespace)
    print(optimize, namespace["d"], namespace.get("__doc__"))
source = "def f(x: y): pass"
print(compile(source, "f", "exec").co_flags, compile(source, "f", "exec", 0x1000000).co_flags)
namespace = {}
exec(compile(source, "f", "exec", 0x1000000), namespace)
print(namespace["f"].__annotations__)
print(compile("await x", "f", "exec", 0x2000).co_flags, compile("1", "f", "exec", 0x2000).co_flags)
print(compile("[i async for i in x]", "f", "eval", 0x2000).co_flags)


def attempt(*args, **kwargs):
    try:
        print(compile(*args, **kwargs).co_flags)
    except Exception as error:
        print(type(error).__name__, error)


attempt("1", "f", "run")
attempt("1", "f", "func_type")
attempt("1", "f", "eval", 1 << 30)
attempt("1", "f", "eval", 0, False, 3)
attempt("1", "f", "eval", optimize=-2)
attempt("1", "f", 1)
attempt("1", 1, "eval")
attempt("1", "a\0b", "eval")
attempt(1, "f", "eval")
attempt(None, "f", "eval")
attempt("a\0b", "f", "eval")
attempt(b"a\0b", "f", "eval")
attempt("'\ud800'", "f", "eval")
attempt("await x", "f", "exec")
attempt("x = 1", "f", "eval")
attempt("1\n2", "f", "single")
attempt("1; 2", "f", "single")
attempt("", "f", "single")
attempt("", "f", "eval")
attempt("", "f", "exec")
attempt("  1", "f", "eval")
attempt("return", "f", "exec")
attempt(b"\xff", "f", "exec")
attempt("1", "f", "eval", 0x10)
attempt("1", "f", "eval", 0x200)
attempt("1")
attempt("1", "f", "eval", 2**40)
