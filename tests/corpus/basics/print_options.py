print()
print(1, 2, 3, sep="-")
print("a", "b", sep="")
print("no newline", end="")
print("", end="\n")
print("x", end="|\n")
print(*range(5), sep=", ")
print(None, True, 1.0, "s", b"b", [1, "a"], {"k": "v"}, (1,), {1}, sep="|")
print("a", sep=None, end=None)
print([["nested", ("t",)], {"d": [1]}], set(), frozenset(), frozenset({1}))
print("multi\nline")
print("é ü ß 日本 😀")


class R:
    def __repr__(self):
        return "<R>"


class S(R):
    def __str__(self):
        return "S!"


print(R(), [R()], S(), [S()], {S(): R()}, (S(),))
print(str(S()), repr(S()), f"{S()} {S()!r} {R()!s}")
try:
    print(1, sep=5)
except TypeError as e:
    print(e)
try:
    print(1, end=5)
except TypeError as e:
    print(e)
try:
    print(1, foo=2)
except TypeError as e:
    print(e)


class BadStr:
    def __str__(self):
        return 5


try:
    print(BadStr())
except TypeError as e:
    print(e)
a = [1]
a.append(a)
print(a)
d = {}
d["self"] = d
print(d)
print(flush=True, end="done\n")
import sys

print("to stdout", file=sys.stdout)
sys.stdout.write("written\n")
