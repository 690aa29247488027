# Run with a fixed PYTHONHASHSEED: hash() of text and bytes depends on it.
values = [
    "", "a", "abc", "\xe9", "\xe9" * 9, "\u20ac", "\u20acuro" * 5, "\U0001f600", "\ud800", "x\udfff\U0010ffff",
    "x" * 1000, "y" * 200_001, b"", b"a", b"abc" * 100, bytes(range(256)), bytes(200_000),
    memoryview(b"abcdef"), memoryview(b"abcdef")[::2], ("a", 1), ("a", ("b", b"c")), ("", (), None, True),
    frozenset("abcdef"), frozenset(["x", ("y", 2)]), frozenset(), frozenset([frozenset("a"), b"a"]),
    None, True, False, 2**61 - 1, 1 - 2**61, 2**61 - 2, -1, -2, 2**62, -(2**63), 2**64 + 5, 2**200, -(2**200), 10**400,
    1.5, -1e300, 2.0**61, 1e-300, 5e-324, 0.1, -0.0, float("inf"), -float("inf"),
    1 + 2j, -1j, complex(1e300, 2), 3 + 0j, range(5), range(0), range(3, 10, 2), slice(1, 2, 3), slice("a", None),
]
for value in values:
    print(hash(value))
for n in range(1, 40):
    print(hash("q" * n), hash(bytes(range(n))), hash("\u0436" * n), hash("\U0001f600" * n))


class Text(str):
    pass


class Raw(bytes):
    pass


print(hash(Text("abc")) == hash("abc"), hash(Raw(b"abc")) == hash(b"abc") == hash("abc"))
print({Text("abc"): 1}["abc"], {"abc": 1}[Text("abc")])
text = "abcdef" * 300
for i in range(5):
    text += "ghi"
    print(hash(text), hash(text) == hash(text[:1] + text[1:]))

for value in (bytearray(b"abc"), memoryview(bytearray(b"abc")), memoryview(bytearray(b"abc")).toreadonly(), {}, [], ("a", [])):
    try:
        print(hash(value))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
