def counter():
    counter.calls = getattr(counter, "calls", 0) + 1
    return counter.calls


print(counter(), counter(), counter.calls)


def history(x, seen=[], *, limit=3):
    seen.append(x)
    del seen[:-limit]
    return list(seen)


print([history(i) for i in range(5)][-1], history(9, limit=1), history.__defaults__)


class Account:
    registry = {}

    def __init__(self, name):
        self.registry[name] = self
        self.tags = []


a, b = Account("a"), Account("b")
a.tags.append(1)
print(sorted(Account.registry), b.tags, a.registry is b.registry)


def modify(lst, d, n, s):
    lst.append(1)
    d["k"] = 1
    n += 1
    s += "x"
    lst = []
    return n, s


lst, d, n, s = [], {}, 1, "s"
print(modify(lst, d, n, s), lst, d, n, s)
x = [1, 2, 3]
y = x
z = x[:]
y.append(4)
print(x, z, x is y, x is z, x == y)
t = ([], [])
t[0].append(1)
print(t)
grid = [[0] * 2] * 2
grid[0][0] = 5
print(grid)


def swap(a, b):
    a[:], b[:] = b[:], a[:]


p, q = [1], [2, 3]
swap(p, q)
print(p, q)
fs = []
for i in range(3):
    fs.append(lambda: i)
i = 10
print([f() for f in fs])
