# Run with a fixed PYTHONHASHSEED: sets of text, bytes and what holds them iterate in CPython's order.
state = 12345


def draw(n):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return (state >> 8) % n


def item():
    return (f"k{draw(100)}", draw(50), (draw(9), "z"), b"b%d" % draw(9), draw(8) / 4)[draw(5)]


for turn in range(20):
    s = set()
    for i in range(draw(40)):
        s.add(item())
    print(turn, s)
    for i in range(draw(20)):
        if s and draw(2):
            s.discard(sorted(s, key=repr)[draw(len(s))])
        else:
            s.add(f"n{draw(1000)}")
    print(s, frozenset(s), s.copy(), {*s, "x"}, set(list(s)), {x for x in s})
    print(s | {"q", "r"}, s & set("abcdk1"), s & {"k1", "k2", 1, 2, 3, 4, 5, 6, 7, 8, 9}, s ^ {"k1", "k2", "zz"})
    print(s - {"k3", 5, 6}, {"k1", "k2", 1, 2, 3, 4, 5, 6, 7, 8, 9} - s)
    d = dict.fromkeys(s)
    print(set(d), d.keys() - {"k1"}, d.keys() & {"k1", 3, 4, 5, 6, 7, 8, 9}, d.keys() | {"k1"}, d.keys() ^ {"k1"})
    print(d.items() - {("k1", None)}, {"k1", "k2"} | d.keys(), {"k1", "k2"} - d.keys())
    t = s.copy()
    t -= {"k3"}
    t ^= {"k4", 4, 5}
    t |= s
    t.update("abc", s)
    print(t, t.difference(list(s), "ab"), t.union("xyz"), t.intersection("abc"))
    while s:
        print(s.pop(), end=" ")
    print()

words = "the quick brown fox jumps over the lazy dog and runs away from all of them".split()
print(set(words), {word: len(word) for word in set(words)}, sorted(set(words)))
many = {str(i) for i in range(60_000)}
print(hash(frozenset(many)), list(many)[:20], list(many)[-20:])
for function in (
    lambda x: x in {"alpha", "beta", "gamma", "delta", "epsilon", 3, "zeta"},
    lambda x: x in {64, 32, 0, 96, "a", 128, 7, 15, "b b", 8, 16, "not a name!"},
    lambda x: x in {64, 32, 0, 96, 128, 7, 15, 8, 16, 24, 40},
    lambda x: x in {1.5, 2.5, b"x", b"y", "a", 3 + 1j, ("p", "q"), ("p", 1), None},
    lambda draw: draw in {"draw", "function", "many", "blue", "size", "state", "y", "alpha", "beta"},
    lambda: {"draw", "function", "many", "blue", "size", "state", "y", "alpha", "gamma"},
    lambda x: x in {"\xe9", "\u20ac", "\U0001f600", "\ud800", 2**70, -(2**70)},
):
    print(function.__code__.co_consts)
print({"alpha", "beta", "gamma", "delta"}, {"a", "b", "c", "d", "e", "f", "g", "h"}, {1.5, "x", (1, "y")})
