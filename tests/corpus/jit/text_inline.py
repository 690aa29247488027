# Strings and dicts where compiled code looks into them itself.


def at(text, i):
    return text[i]


def has(part, i):
    return (part in "abc", part in " \t\r\n", part not in "\u20acx", part in ("abcdefghij" * 10), part in "")


def codes(text, n):
    return ord(text), chr(n)


def length(value):
    return len(value)


def same(a, b):
    return a == b, a != b


def lookup(d, key):
    return d[key], key in d, key not in d


def count(d, key):
    d[key] = d.get(key, 0) + 1
    d[key] += 1
    return d


def tried(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


grown = "ab" * 600
for i in range(5):
    grown += "cd"
texts = ["a", "abc", "\xe9x", "\u20ac", "x\U0001F600", "", "q" * 70, grown]
for i in range(300):
    at("abc", i % 3), has("b", 1), codes("x", 65), length("abc"), same("a", "b"), same("ab", "ab")
    lookup({"a": 1}, "a"), count({}, "k")
for text in texts:
    print([tried(at, text, i) for i in (0, 1, -1, -2, 5, len(text) - 1)], tried(has, text[:1], 0), tried(has, text[:2], 0))
    print(tried(codes, text[:1], 97), tried(length, text), [same(text[:1], other[:1]) for other in texts])
print([tried(codes, text, n) for text in ("ab", b"a", 5, "\u20ac") for n in (255, 256, 0x10FFFF, 0x110000, -1)])
print([tried(length, v) for v in ([], [1], (1, 2), {1: 2}, {1, 2, 3}, range(4), b"abc", 5, None, frozenset([1]))])
print([tried(at, v, i) for v in ([1, 2], (3, 4), {0: "zero"}, b"xy", range(3)) for i in (0, 1, 7)])
print([tried(has, v, 0) for v in (1, None, ["a"])])


class Text(str):
    def __eq__(self, other):
        return "equal?"

    def __hash__(self):
        return 1

    def __getitem__(self, i):
        return "item"

    def __len__(self):
        return 42


class Missing(dict):
    def __missing__(self, key):
        return ("missing", key)


odd = Text("abc")
print(tried(at, odd, 0), tried(length, odd), tried(same, odd, "abc"), tried(has, Text("a"), 0))
keys = ["a", "ab" + str(1), 1, True, 1.0, -1, 2**70, None, (1, 2), odd, 0, False, ""]
d = {}
for key in keys * 2:
    count(d, key)
print(list(d.items()))
for mapping in (d, Missing(a=5), {str(i): i for i in range(40)}, {i: str(i) for i in range(-5, 40)}):
    print([tried(lookup, mapping, key) for key in keys + ["5", 5, -2, [1]]])
shrinking = {i: i for i in range(50)}
for i in range(0, 50, 3):
    del shrinking[i]
print([tried(lookup, shrinking, i) for i in range(8)], tried(count, {}, [1]))
