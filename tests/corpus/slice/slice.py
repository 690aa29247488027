s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(1, 2), slice(None), slice(1, None), repr(slice("a", [1])), s == slice(1, 10, 2), s != slice(1), slice(1) < slice(2))
print([s.indices(n) for n in (0, 5, 20)], slice(None, None, -1).indices(5), slice(-3, None).indices(10), slice(10, 0, -2).indices(6), slice(-100, 100).indices(3), slice(None, -1).indices(0))
data = list(range(10))
print(data[s], data[slice(3)], data[slice(None, None, -3)], "abcdef"[slice(1, 4)], (1, 2, 3)[slice(-2, None)], hash(slice(1, 2)) == hash(slice(1, 2)))
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: data[slice("a")], lambda: slice(1, 2, 0).indices(5), lambda: slice(1).indices(-1), lambda: slice("a").indices(3), lambda: setattr(s, "start", 1), lambda: data[slice(0, 5, 0)], lambda: hash(slice([1])), lambda: slice(None, 1.5).indices(5)):
    try:
        print(f())
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, e)


class I:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        return self.v


print(data[I(2):I(8):I(3)], slice(I(1), I(5)).indices(10), data[: I(-1)])
named = {"first": slice(0, 3), "rest": slice(3, None)}
print({k: "abcdefg"[v] for k, v in named.items()}, [slice(i, i + 2) for i in range(2)])


class Rec:
    def __getitem__(self, k):
        return k if isinstance(k, tuple) else (k.start, k.stop, k.step) if isinstance(k, slice) else k


r = Rec()
print(r[1:2], r[::], r[1:], r[:5:2], r["x":"y"], r[1:2, 3], r[None:None], r[-1])
