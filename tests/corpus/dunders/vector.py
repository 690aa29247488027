class Vec:
    __slots__ = ("c",)

    def __init__(self, *c):
        self.c = c

    def __add__(self, o):
        return Vec(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, Vec) else NotImplemented

    def __sub__(self, o):
        return self + -o

    def __neg__(self):
        return Vec(*(-a for a in self.c))

    def __mul__(self, k):
        if isinstance(k, Vec):
            return sum(a * b for a, b in zip(self.c, k.c))
        return Vec(*(a * k for a in self.c))

    __rmul__ = __mul__

    def __eq__(self, o):
        return isinstance(o, Vec) and self.c == o.c

    def __hash__(self):
        return hash(self.c)

    def __repr__(self):
        return f"Vec{self.c}"

    def __abs__(self):
        return (self * self) ** 0.5

    def __bool__(self):
        return any(self.c)

    def __getitem__(self, i):
        return Vec(*self.c[i]) if isinstance(i, slice) else self.c[i]

    def __len__(self):
        return len(self.c)

    def __iter__(self):
        return iter(self.c)


v, w = Vec(1, 2, 3), Vec(4, 5, 6)
print(v + w, v - w, v * w, v * 2, 2 * v, -v, abs(Vec(3, 4)))
print(v == Vec(1, 2, 3), v != w, hash(v) == hash(Vec(1, 2, 3)), len({v, w, Vec(1, 2, 3)}))
print(bool(Vec(0, 0)), bool(v), v[0], v[-1], v[1:], len(v), list(v), sum(v))
print(sum([v, w], Vec(0, 0, 0)))
x, y, z = v
print(x, y, z, max(v), sorted(w, reverse=True), 2 in v)
v += w
print(v)
try:
    v + 1
except TypeError as e:
    print(e)
try:
    1 + v
except TypeError as e:
    print(e)
try:
    "a" * v
except TypeError as e:
    print(e)


class Matrix:
    def __init__(self, rows):
        self.rows = rows

    def __matmul__(self, o):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])

    def __pow__(self, n, mod=None):
        result = Matrix([[int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows))])
        base = self
        while n:
            if n & 1:
                result = result @ base
            base = base @ base
            n >>= 1
        if mod:
            result = Matrix([[x % mod for x in r] for r in result.rows])
        return result


fib = Matrix([[1, 1], [1, 0]])
print((fib**90).rows[0][1], pow(fib, 30, 1000).rows)
