# exec() and eval(): namespaces, closures, code objects, inheritance of __future__, and what they refuse.
x = "global"


def f():
    x = "local"
    return eval("x"), eval("x", {"x": 1}), eval("x", {"x": 1}, {"x": 2}), eval("x", globals=globals())


print(f())
print(eval("  1 + 1"), eval("\t(2)"), eval(b"  b'x'"), eval("1 +\n1") if False else "")
namespace = {}
print(exec("y = 1\ndef g(): return y", namespace), sorted(namespace), namespace["g"]())
local = {}
exec("z = x", {"x": 3}, local)
print(local)


class Mapping:
    def __init__(self):
        self.log = []

    def __getitem__(self, key):
        self.log.append(("get", key))
        if key == "known":
            return 42
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.log.append(("set", key, value))

    def __delitem__(self, key):
        self.log.append(("del", key))


mapping = Mapping()
exec("a = known\nb = len\ndel a", {}, mapping)
print(mapping.log[:4], mapping.log[-1])
print(eval("known + 1", {}, mapping))
exec("w = 1", locals={"x": 1})
exec(source := "v = x", globals={"x": 1})


def with_arguments(a):
    return a


def no_arguments():
    inner = 5
    return inner, sorted(locals())


print(eval(no_arguments.__code__), exec(no_arguments.__code__))


def generator():
    yield 1
    yield 2


print(list(eval(generator.__code__)))


def outer():
    count = 10

    def inner():
        nonlocal count
        count += 1
        print("inner", count)

    return inner


inner = outer()
exec(inner.__code__, closure=inner.__closure__)
inner()


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


attempt(exec, inner.__code__)
attempt(eval, inner.__code__)
attempt(exec, inner.__code__, closure=())
attempt(exec, inner.__code__, closure=(1,))
attempt(exec, inner.__code__, closure=list(inner.__closure__))
attempt(exec, no_arguments.__code__, closure=inner.__closure__)
attempt(exec, "1", closure=inner.__closure__)
attempt(exec, "1", closure=None)
attempt(eval, with_arguments.__code__)
attempt(exec, "1", 1)
attempt(exec, "1", {}, 1)
attempt(eval, "1", 1)
attempt(eval, "1", {}, 1)
attempt(eval, "1", mapping)
attempt(eval, 1)
attempt(exec, None)
attempt(exec, [])
attempt(eval, "1\0")
attempt(eval, "x = 1")
attempt(eval, "")
attempt(exec, "x x")
attempt(eval)
attempt(exec, source="1")
attempt(eval, "undefined_name")
attempt(eval, "1", {}, {}, {})
exec("from __future__ import annotations\nexec('def h(p: q): pass'); print(h.__annotations__)", {})
try:
    exec("def h(p: undefined): pass")
except NameError as error:
    print(error)
