# code.replace(), types.CodeType(), types.FunctionType() and assigning __code__.
import copy
import types


def f(a, b=2):
    return a + b + 10


code = f.__code__
g = types.FunctionType(code.replace(co_consts=(None, 1000), co_name="g"), globals())
print(g.__name__, g(1, 2), f(1, 2))
print(code.replace() == code, code.replace() is code, code.replace(co_name="h") == code)
print(code.replace(co_filename="other") == code, code.replace(co_firstlineno=7).co_firstlineno)
print(copy.replace(code, co_flags=code.co_flags | 0x20000).co_flags ^ code.co_flags)
made = types.CodeType(
    code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_stacksize,
    code.co_flags, code.co_code, code.co_consts, code.co_names, code.co_varnames, code.co_filename,
    code.co_name, code.co_qualname, code.co_firstlineno, code.co_linetable, code.co_exceptiontable,
    code.co_freevars, code.co_cellvars,
)
print(made == code, hash(made) == hash(code), made is code)
renamed = code.replace(co_varnames=("x", "y"))
print(types.FunctionType(renamed, {})(x=1, y=2), renamed.co_varnames)


def outer():
    count = 0

    def step(n):
        nonlocal count
        count += n
        return count

    return step


step = outer()
print(step(1), step(2))
twice = step.__code__.replace(co_consts=step.__code__.co_consts)
again = types.FunctionType(twice, {}, "again", (5,), step.__closure__)
print(again(), again(1), step(0), again.__name__, again.__qualname__, again.__defaults__)
f.__code__ = g.__code__
print(f(1), f.__name__)
two = types.FunctionType(code, {}, argdefs=(4, 5), name="two")
print(two(), two.__name__, two.__module__)


def kw(*, k):
    return k


print(types.FunctionType(kw.__code__, {}, kwdefaults={"k": 3})())
cell = types.CellType(40)
print(types.FunctionType(step.__code__, {}, None, None, (cell,))(2), cell.cell_contents)


def attempt(what, action):
    try:
        print(what, action())
    except Exception as error:
        print(what, type(error).__name__, error)


attempt("free", lambda: setattr(f, "__code__", step.__code__))
attempt("free", lambda: setattr(step, "__code__", f.__code__))
attempt("no code", lambda: setattr(f, "__code__", 1))
attempt("closure", lambda: types.FunctionType(step.__code__, {}))
attempt("closure", lambda: types.FunctionType(step.__code__, {}, closure=()))
attempt("closure", lambda: types.FunctionType(step.__code__, {}, closure=(1,)))
attempt("closure", lambda: types.FunctionType(step.__code__, {}, closure=[cell]))
attempt("closure", lambda: types.FunctionType(code, {}, closure=(cell,)))
attempt("name", lambda: types.FunctionType(code, {}, 1))
attempt("defaults", lambda: types.FunctionType(code, {}, "n", [1]))
attempt("kwdefaults", lambda: types.FunctionType(code, {}, kwdefaults=1))
attempt("code", lambda: types.FunctionType(1, {}))
attempt("globals", lambda: types.FunctionType(code, 1))
attempt("globals", lambda: types.FunctionType(code))
attempt("count", lambda: code.replace(co_argcount=-1))
attempt("stack", lambda: code.replace(co_stacksize=2**40))
attempt("locals", lambda: code.replace(co_nlocals=3))
attempt("locals", lambda: code.replace(co_varnames=("x",)))
attempt("names", lambda: code.replace(co_names=(1,)))
attempt("names", lambda: code.replace(co_names=["x"]))
attempt("consts", lambda: code.replace(co_consts=None))
attempt("code", lambda: code.replace(co_code="x"))
attempt("name", lambda: code.replace(co_name=b"x"))
attempt("what", lambda: code.replace(co_nothing=1))
attempt("few", lambda: types.CodeType(1, 2))
attempt("locals", lambda: code.replace(co_nlocals=5))
