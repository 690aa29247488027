class Ring(list):
    def __getitem__(self, i):
        if isinstance(i, slice):
            return Ring(super().__getitem__(i))
        return super().__getitem__(i % len(self))

    def append(self, x):
        super().append(x)
        return self


r = Ring([1, 2, 3])
print(r[0], r[3], r[-4], r[100], r[1:], type(r[1:]).__name__, r.append(4).append(5), len(r), 5 in r, sum(r))


class Seq:
    def __init__(self, *v):
        self.v = list(v)

    def __len__(self):
        return len(self.v)

    def __getitem__(self, i):
        return self.v[i]

    def __setitem__(self, i, x):
        self.v[i] = x

    def __delitem__(self, i):
        del self.v[i]

    def __reversed__(self):
        return (x for x in self.v[::-1])


s = Seq(1, 2, 3, 4)
s[0] = 10
s[1:3] = [7]
del s[-1]
print(s.v, list(s), list(reversed(s)), 7 in s, len(s), [*s], max(s), sorted(s), list(zip(s, s)), dict(enumerate(s)))
a, b = s
print(a, b)
print([].__class__.__name__, [1, 2].__len__(), [1].__add__([2]), [1].__mul__(2), [1, 2].__contains__(2), [1].__eq__([1]), [3, 1].__getitem__(0), [1].__iter__().__next__(), [1, 2].__reversed__().__next__(), [1].__lt__([2]), list.append.__name__, list.__name__)
x = [1, 2, 3]
x.__setitem__(0, 9)
x.__delitem__(1)
x.__iadd__([5])
print(x, list.__len__(x), list.index(x, 5), list(map(list.copy, [[1], [2]])))


class Sized:
    def __len__(self):
        return 3


print(len(Sized()), bool(Sized()), [1, 2, 3] == Ring([1, 2, 3]), Ring([1]) + [2], type(Ring([1]) + [2]).__name__, type(Ring([1]) * 2).__name__, [0] + Ring([1]))
for bad in (lambda: [1] + Seq(1), lambda: [1].extend(None), lambda: list.append([], 1, 2), lambda: list.append(), lambda: list.append((), 1), lambda: [].__getitem__("a"), lambda: Seq(1)[5], lambda: [1, 2].index(3, 0, 1)):
    try:
        print(bad())
    except (TypeError, IndexError, ValueError) as e:
        print(type(e).__name__, e)
