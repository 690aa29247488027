def f(a, b: int = 2, *args, c, d=4, **kw) -> str:
    """Docs of f."""
    x = 1
    return x


print(f.__name__, f.__qualname__, f.__doc__, f.__module__)
print(f.__defaults__, f.__kwdefaults__, f.__annotations__)
code = f.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount)
print(code.co_varnames, code.co_nlocals, code.co_flags & 0x0C)
f.count = 5
f.count += 1
print(f.count, f.__dict__)
print(hasattr(f, "count"), hasattr(f, "missing"))
del f.count
try:
    f.count
except AttributeError as e:
    print(e)
try:
    f.__name__ = 5
except TypeError as e:
    print(e)
f.__name__ = "renamed"
print(f.__name__)


def outer():
    def inner():
        pass

    class Local:
        def method(self):
            pass

    return inner, Local


inner, Local = outer()
print(inner.__qualname__, Local.__qualname__, Local.method.__qualname__)
print(callable(f), callable(Local), callable(3), callable(Local()))
print(type(f).__name__, type(len).__name__, type(Local().method).__name__, type(Local.method).__name__)
m = Local().method
print(m.__self__.__class__.__name__, m.__func__ is Local.method)
