class A:
    """Doc A."""

    x = 1

    def __init__(self):
        self.y = 2

    def m(self):
        pass


class B(A):
    z = 3


a, b = A(), B()
print(type(1), type("a"), type([]), type(None), type(type), type(a), type(A), type(len), type(lambda: 0), type(a.m).__name__, type(print).__name__, type(...), type(range(1)), type(1j), type({}.keys()))
print(isinstance(1, int), isinstance(True, int), isinstance("a", (int, str)), isinstance(b, A), isinstance(a, B), isinstance(A, type), isinstance(None, object), isinstance(1, int | str), isinstance([], list | None), issubclass(B, A), issubclass(bool, int), issubclass(A, (int, A)), issubclass(int, object), isinstance(1, (str, (float, (int,)))))
print([n for n in dir(b) if not n.startswith("__")], [n for n in dir(A) if not n.startswith("_")], vars(b), sorted(k for k in vars(B) if not k.startswith("__")), hasattr(b, "x"), hasattr(b, "q"), getattr(b, "y"), getattr(b, "q", None), callable(A), callable(a.m), callable(a), callable(5))
print(id(a) == id(a), id(a) != id(b), hash(a) == hash(a), a == a, a == b, repr(A), str(B), A.__name__, A.__doc__, B.__doc__, a.__doc__, A.__dict__["x"], B.__base__, a.__class__, type(a) is a.__class__, A.m.__name__, a.m.__func__ is A.m)
print(int.__name__, int.__mro__, str.__base__, list.__module__, type(A.__dict__).__name__, object.__name__, type.__mro__, bool.__bases__, A.__bases__, type(a).__mro__)
for f in (lambda: isinstance(1, "int"), lambda: isinstance(1, [int]), lambda: issubclass(1, int), lambda: issubclass(int, "a"), lambda: vars(1), lambda: dir(1, 2), lambda: getattr(a, "nope"), lambda: getattr(a, 1), lambda: hasattr(a), lambda: type(), lambda: type(1, 2), lambda: type("X", 1, {}), lambda: type("X", (), []), lambda: type(1, (), {}), lambda: id(), lambda: callable(), lambda: vars([]), lambda: setattr(a, "x"), lambda: isinstance(1)):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
a.__class__ = B
print(type(a).__name__, a.z, isinstance(a, B))
try:
    a.__class__ = int
except TypeError as e:
    print(e)
try:
    int.x = 5
except TypeError as e:
    print(e)
print(len(dir(int)) > 50, "append" in dir(list), "__add__" in dir(1), repr(print), repr(len), [].append.__name__, repr(int.__add__ is not None), str.join.__name__, repr(type), repr(Exception), repr(NotImplemented), "upper" in dir(""))
