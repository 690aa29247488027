class V:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, o):
        return V(self.x + o.x, self.y + o.y)

    def __sub__(self, o):
        return V(self.x - o.x, self.y - o.y)

    def __mul__(self, k):
        return V(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return V(-self.x, -self.y)

    def __eq__(self, o):
        return self.x == o.x and self.y == o.y

    def __lt__(self, o):
        return (self.x, self.y) < (o.x, o.y)

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __len__(self):
        return 2

    def __bool__(self):
        return self.x != 0

    def __contains__(self, v):
        return v == self.x or v == self.y

    def __iadd__(self, o):
        self.x += o.x
        return self

    def __call__(self, k):
        return self.x + k

    def __hash__(self):
        return hash((self.x, self.y))

    def __iter__(self):
        yield self.x
        yield self.y


def arithmetic(n, a, b):
    r = V(0, 0)
    for i in range(n):
        r = r + a * 2 - -b + 3 * a
        if r.x > 10**6:
            r = r - V(10**6, 0)
    return r.x, r.y


def other(n):
    t = 0
    v = V(3, 4)
    w = V(3, 4)
    for i in range(n):
        t += (v == w) + (v < w) + v[i & 1] + len(v) + (5 if v else 7) + (4 in v) + v(i)
        v += V(i & 1, 0)
        x, y = v
        t += x * y
    return t


def mixed(items):
    t = items[0]
    for x in items[1:]:
        t = t + x
    return t


print(arithmetic(500, V(1, 2), V(3, 4)), arithmetic(500, V(0.5, 2), V(3, 4.25)), other(500))
for _ in range(100):
    mixed([1, 2, 3])
r = mixed([V(1, 1), V(2, 2)])
print(r.x, mixed([1.5, 2]), mixed(["a", "b"]))
try:
    mixed([1, V(1, 1)])
except TypeError as e:
    print(e)
print(len({V(i % 5, 0) for i in range(200)}), sorted([V(2, 1), V(1, 5)])[0].y, max(V(i, -i) for i in range(100)).x)


class N:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        return NotImplemented if isinstance(o, str) else N(self.v + (o.v if isinstance(o, N) else o))

    def __radd__(self, o):
        return N(o + self.v)


t = 0
for i in range(300):
    t = t + N(1) if i % 2 else N(i) + t
print(t.v)
try:
    N(1) + "s"
except TypeError as e:
    print(e)
