print(*sorted({"b": 1, "a": 2}.items()), len("abc"), len([]), len({1: 2}), len(range(5)), len(b"ab"), len((1,)))
print([x for x in map(lambda p: p[0] * p[1], zip(range(4), range(4)))], sorted("bca", reverse=True), sorted([(2, 1), (1, 2)], key=lambda t: t[1]), list(filter(lambda x: x % 2, range(6))))
print(all(isinstance(x, int) for x in [1, 2]), any(x == 2 for x in [1, 2]), sum(1 for _ in "abc"), max(map(len, ["a", "bbb"])), min((abs(x), x) for x in [-2, 3]))
callable_things = [len, int, lambda: 0, print, str.upper, [].append, type, object, max]
print([callable(c) for c in callable_things], [c.__name__ for c in callable_things if hasattr(c, "__name__")])
o = object()
print(o == o, o != object(), bool(o), isinstance(o, object), type(o).__name__, hash(o) == hash(o), object.__doc__ is not None)
try:
    o.x = 1
except AttributeError as e:
    print(e)
print(__name__, __doc__, type(__builtins__).__name__ in ("module", "dict"), __debug__)
import builtins

print(builtins.len([1]), builtins is __import__("builtins"), hasattr(builtins, "print"), builtins.max is max)
f = print
f("aliased")
saved = abs
abs = lambda x: "shadowed"
print(abs(-1), builtins.abs(-1))
del abs
print(abs(-1))


class Shouter:
    def write(self, s):
        self.parts = getattr(self, "parts", [])
        self.parts.append(s)


s = Shouter()
print("a", 1, file=s)
print(s.parts)
try:
    print("x", file=5)
except AttributeError as e:
    print(e)
print(id(None) == id(None), id(5) == id(5), type(id(o)).__name__, id(True) == id(1 == 1))
print(hash("") == hash(""), hash(0), hash(1), hash(2**61 - 1), hash(-1), hash(1.0), hash(True), hash((1, 2)) == hash((1, 2)), hash("abc") == hash("abc"))
print(vars(type("T", (), {"a": 1})())  , locals() is globals(), "f" in globals(), dir() == sorted(dir()))
