# Every attribute of code objects.
import types


def plain(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    """A doc string."""
    x = a + b

    def inner(y):
        return x + y + c

    return [inner(n) for n in args if n > 1000 or d], e, kwargs


class Body:
    attribute = 1

    def method(self):
        return super().__init__()


def generator():
    yield 1


async def coroutine():
    return 1


NUMBERS = ["argcount", "posonlyargcount", "kwonlyargcount", "nlocals", "stacksize", "flags", "firstlineno"]
TEXTS = ["name", "qualname", "names", "varnames", "freevars", "cellvars"]
BYTES = ["code", "linetable", "exceptiontable"]


def show(code):
    print("==", code.co_qualname)
    for name in NUMBERS + TEXTS + BYTES:
        print(" ", name, getattr(code, "co_" + name))
    print("  consts", [c.co_name if isinstance(c, types.CodeType) else c for c in code.co_consts])
    print("  file", code.co_filename.rpartition("/")[2])
    for nested in code.co_consts:
        if isinstance(nested, types.CodeType):
            show(nested)


for function in plain, Body.method, generator, coroutine, lambda: 0:
    show(function.__code__)
show(compile("x: int = 1\nclass C[T]: pass\nwith x: del x", "file name", "exec"))
code = plain.__code__
print(len(code._co_code_adaptive) == len(code.co_code))
for _ in range(100):
    plain(1, 2, 3, 4, 5, d=1)
print(plain.__code__.co_code == code.co_code)
print([code._varname_from_oparg(i) for i in range(3)])
for attribute in ("co_name", "co_code", "co_consts", "co_flags", "co_varnames"):
    try:
        setattr(code, attribute, 1)
    except AttributeError as error:
        print(type(error).__name__, error)
print(repr(compile("1", "f.py", "eval")).partition(" at 0x")[0], repr(code).rpartition(",")[2])
print(type(code), types.CodeType is type(code), callable(code))
