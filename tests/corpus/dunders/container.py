class Grid:
    def __init__(self):
        self.cells = {}

    def __getitem__(self, key):
        return self.cells.get(key, ("default", key))

    def __setitem__(self, key, value):
        self.cells[key] = value

    def __delitem__(self, key):
        del self.cells[key]

    def __len__(self):
        return len(self.cells)

    def __contains__(self, key):
        return key in self.cells

    def __iter__(self):
        return iter(sorted(self.cells))


g = Grid()
g[1, 2] = "a"
g[0, 5] = "b"
print(g[1, 2], g[9], len(g), (1, 2) in g, 3 in g, list(g), bool(g))
del g[1, 2]
print(len(g), list(g))
print(Grid()[1:2], Grid()[::3], Grid()[1:2, ...], Grid()[None])
try:
    del g["x"]
except KeyError as e:
    print(repr(e))


class Sequence:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError("end")
        return i * 10


s = Sequence()
print(list(s), 20 in s, 5 in s, [x for x in s], sum(s), max(s), list(enumerate(s)), list(zip(s, "ab")))
a, b, c = s
print(a, b, c, list(reversed([1])))
try:
    len(s)
except TypeError as e:
    print(e)
try:
    reversed(s)
except TypeError as e:
    print(e)


class Rev:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return "abc"[i]

    def __reversed__(self):
        return iter("reversed")


print("".join(reversed(Rev())))


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


for v in (0, 5, -1, 2.5, "x", 2**70):
    try:
        print(len(Sized(v)))
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)


class Idx:
    def __index__(self):
        return 2


lst = [10, 20, 30, 40]
one, abc, five, nil = (1,), "abc", 5, None
print(lst[Idx()], lst[Idx():], "abcdef"[Idx()], list(range(Idx())), (1, 2, 3)[Idx()], hex(Idx()), [0] * Idx())
for bad in (lambda: lst["a"], lambda: lst[1.0], lambda: lst[None], lambda: one["x"], lambda: abc["a"], lambda: {}[[]],
            lambda: five[0], lambda: lst["a":], lambda: nil[0], lambda: len(5), lambda: iter(5), lambda: next(5)):
    try:
        print(bad())
    except TypeError as e:
        print(e)


class ClassItem:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


print(ClassItem[int.__name__], ClassItem["a", "b"])
