class Lower(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k.lower(), v)

    def __getitem__(self, k):
        return super().__getitem__(k.lower())

    def __contains__(self, k):
        return super().__contains__(k.lower())


d = Lower()
d["ABC"] = 1
d["abc"] += 5
print(d, d["aBc"], "AbC" in d, d.get("ABC"), len(d))


class Attr(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__


a = Attr(x=1)
a.y = 2
del a.x
print(a, a.y, a.keys())
try:
    a.zzz
except KeyError as e:
    print(repr(e))


class Mapping:
    def keys(self):
        return ["p", "q"]

    def __getitem__(self, k):
        return k * 2


print(dict(Mapping()), {**Mapping()}, (lambda **k: k)(**Mapping()))
u = {}
u.update(Mapping())
print(u)


class Count(dict):
    def __missing__(self, k):
        return 0


c = Count()
for ch in "banana":
    c[ch] += 1
print(c, c["zz"], len(c))


class Evil:
    def __init__(self, v):
        self.v = v

    def __hash__(self):
        return 1

    def __eq__(self, o):
        return isinstance(o, Evil) and o.v == self.v


big = {Evil(i): i for i in range(60)}
print(len(big), big[Evil(33)], Evil(60) in big, sum(big.values()), big.pop(Evil(5)), len(big))
print({}.__class__.__name__, dict.fromkeys(range(3), []) , dict.__doc__ is not None, isinstance(d, dict), type(d.copy()).__name__, dict(d) == {"abc": 6}, {"a": 1}.__eq__({"a": 1}), {"a": 1}.__contains__("a"), {}.__len__(), {"k": 2}.__getitem__("k"), {1: 2}.__or__({3: 4}))
