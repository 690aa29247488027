print(max(1, 2, 3), min([3, 1, 2]), max("abc"), min("b", "a"), max([1, 5], [2, 0]), max(1.5, 1), min(0.0, -0.0), max(range(10)), min({3: 1, 2: 5}), max((1, 2), (1, 3)), max([True, 2]))
print(max(["a", "bbb", "cc"], key=len), min([-3, 2], key=abs), max(1, -5, key=abs), max([], default=0), min((), default=None), max([1], default=9), min(["b", "A"], key=str.lower), max(3, 1, key=None), max([[1], [2]], key=sum))
print(max([1, 1.0]), max([1.0, 1]), min([1, True]), min([True, 1]), max("a", "a"), max([(1, "a"), (1, "b")], key=lambda p: p[0]), min([(1, "a"), (1, "b")], key=lambda p: p[0]))
for f in (lambda: max(), lambda: max([]), lambda: min(()), lambda: max(5), lambda: max(1, "a"), lambda: min([1, None]), lambda: max(1, 2, default=3), lambda: max([1], key=5), lambda: max([1, 2], foo=1), lambda: max({}, key=len), lambda: min("", default=1, key=len)):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(sum(range(101)), sum([0.1] * 10), sum([1, 2.5, 3]), sum([10**20, 1]), sum([True, True]), sum([1j, 1]), sum([2**62, 2**62]), sum([-(2**62)] * 3), sum((), ()), sum([(1,), (2,)], ()), sum([1e100, 1.0, -1e100]), sum([float("inf"), 1]), sum(i * i for i in range(10)))


class Vec:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        return Vec(self.v + (o.v if isinstance(o, Vec) else o))

    __radd__ = __add__

    def __gt__(self, o):
        return self.v > o.v

    def __lt__(self, o):
        return self.v < o.v


print(sum([Vec(1), Vec(2)]).v, max(Vec(1), Vec(5), Vec(3)).v, min([Vec(4), Vec(2)]).v)
print(abs(-5), abs(5.5), abs(-0.0), abs(3 + 4j), abs(True), abs(-(2**70)), abs(-(2**62)), divmod(7, 2), divmod(-7.5, 2), pow(2, 5), pow(2, 5, 7), pow(2.0, 3), pow(2, -1), pow(4, 0.5), round(2.567, 1), round(5), round(15, -1), round(-2.5))
