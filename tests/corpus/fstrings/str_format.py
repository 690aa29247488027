print("{} {} {}".format(1, "a", None), "{0} {1} {0}".format("x", "y"), "{a} {b}".format(b=1, a=2), "{0}{k}".format(1, k=2))
print("{{}} {{{}}}".format(5), "{:>5}|{:<5}|{:^5}".format(1, 2, 3), "{0:.2f} {0!r:>8} {1!s}".format(2.5, "q"))
print("{0[1]} {0[0]} {1[key]} {2.real} {3[a][b]}".format([1, 2], {"key": "v"}, 5, {"a": {"b": "deep"}}))
print("{:{}}|{:{w}.{p}f}|{:{f}>{w}}".format("a", 5, 3.14159, "z", w=8, p=2, f="*"))


class P:
    x = 3
    items = {"k": [10, 20]}

    def __format__(self, spec):
        return "P:" + spec

    def __getitem__(self, key):
        return ("item", key)


print("{0.x} {0} {0:abc} {0.items[k][1]} {0[5]} {0[text]}".format(P()))
print("{a.b}".format(a=type("T", (), {"b": 1})), "{}".format("{}"), "{!r}".format("it's"), "{!a}".format("é"))
print("{n:d} {n:x} {n:,} {n:e}".format(n=12345), "{:%}".format(0.25), "{:08.3f}".format(-3.14159))
print("{a}{b}".format_map({"a": 1, "b": 2}), "{x[0]}".format_map({"x": "abc"}))


class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{a} {b}".format_map(Default(a=1)))
for f in (
    lambda: "{} {}".format(1), lambda: "{0} {}".format(1, 2), lambda: "{} {0}".format(1, 2), lambda: "{a}".format(),
    lambda: "{".format(), lambda: "}".format(), lambda: "{0".format(1), lambda: "{!x}".format(1), lambda: "{0.y}".format(1),
    lambda: "{0[5]}".format([1]), lambda: "{0[a]}".format([1]), lambda: "{:d}".format("s"), lambda: "{!}".format(1), lambda: "{0!r.x}".format(1),
    lambda: "{:{:{}}}".format(1, 2, 3), lambda: "{0[}".format([1]), lambda: "{.x}".format(P()), lambda: "{1}".format(1), lambda: "{-1}".format(1),
):
    try:
        print(f())
    except (IndexError, KeyError, ValueError, AttributeError, TypeError) as e:
        print(type(e).__name__, e)
print(format(5), format("x", ""), "{}".format, sep="|") if False else print(format(5), format("x", ""))
import builtins

print(str.format("{}-{}", 1, 2), builtins.format(3, "03"))
