"""Every kind of operation, hot and then failing."""


class C:
    x = 1


def add(a):
    return a + 1


def sub(a):
    return 1 - a


def call(a):
    return a()


def attr(a):
    return a.x


def item(a):
    return a[0]


def key(a):
    return a["k"]


def compare(a):
    return a < 5


def length(a):
    return len(a)


def loop(a):
    t = 0
    for v in a:
        t += v
    return t


def unpack(a):
    x, y = a
    return x


def store_item(a):
    a[0] = 1
    return "stored"


def store_attr(a):
    a.y = 1
    return "stored"


def negate(a):
    return -a


def contains(a):
    return 1 in a


def method(a):
    return a.upper()


def division(a):
    return 10 / a


def slices(a):
    return a[1:2]


def star(a):
    return max(*a)


def boolean(a):
    return 1 if a else 2


cases = [
    (add, 1, ["s", None, 1.5, [], 2**62]), (sub, 2, ["s", None, True]), (call, lambda: 1, [5, None, C]), (attr, C(), [5, None, C]), (item, [1], [5, {}, "s", ()]),
    (key, {"k": 1}, [{}, [], None, {"k": 2}]), (compare, 1, ["s", None, 9.5]), (length, [1], [5, None, "ab"]), (loop, [1, 2], [5, ["a"], None, (1, 2), range(4)]),
    (unpack, (1, 2), [(1,), (1, 2, 3), 5, "ab", [7, 8]]), (store_item, [0], [(), "s", {}, 5]), (store_attr, C(), [5, None, C]), (negate, 1, ["s", None, 1.5, -(2**62)]),
    (contains, [1], [5, None, "s", {1}]), (method, "a", [5, b"b", None]), (division, 2, [0, 0.0, "s", False]), (slices, [1, 2], [5, None, "abc"]), (star, [1, 2], [5, [1], [None, 1]]), (boolean, 1, [None, "", C()]),
]
for f, good, bads in cases:
    for _ in range(200):
        expected = f(good)
    for bad in bads:
        try:
            r = f(bad)
            print(f.__name__, r if not isinstance(r, C) else "C()")
        except Exception as e:
            print(f.__name__, type(e).__name__, e)
    assert type(f(good)) is type(expected)
