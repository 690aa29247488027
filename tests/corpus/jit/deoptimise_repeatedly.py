"""Assumptions that break again and again: exits must stay correct and not pile up."""


def add(a, b):
    return a + b


kinds = [(1, 2), (1.5, 2), ("a", "b"), ([1], [2]), (2**62, 2**62), ((1,), (2,)), (True, 1), (1j, 1), (b"x", b"y")]
out = []
for round in range(40):
    for pair in kinds:
        for _ in range(5):
            r = add(*pair)
        if round == 39:
            out.append(r)
print(out)


class A:
    def __init__(self, v):
        self.v = v


class B(A):
    pass


def get(o):
    return o.v


out = 0
for i in range(3000):
    o = (A, B, lambda v: type("C", (A,), {})(v))[i % 3 if i % 50 == 0 else i % 2](i)
    out += get(o)
print(out)


def alternate(n):
    x = 0
    for i in range(n):
        if i % 10 == 0:
            x = float(x)
        elif i % 10 == 5:
            x = int(x)
        x = x + 1
    return x, type(x).__name__


print(alternate(3000))


def branchy(n):
    t = 0
    for i in range(n):
        k = i // 200 % 5
        if k == 0:
            t += 1
        elif k == 1:
            t += 0.5
        elif k == 2:
            t = int(t) ^ 3
        elif k == 3:
            t = t - len(str(t))
        else:
            try:
                t = t + (None if i % 200 == 0 else 1)
            except TypeError:
                t = -t
    return t


print(branchy(4000))
values = [3, 2.5, "ab", None, [1, 2], (1,), {"a": 1}]


def describe(v):
    if v is None:
        return 0
    if isinstance(v, (int, float)):
        return v * 2
    return len(v)


t = 0
for i in range(2100):
    t += describe(values[i % 7])
print(t)
table = {}
for i in range(1000):
    key = (i, str(i), i * 1.0, (i,), None)[i % 5]
    table[key] = table.get(key, 0) + 1
print(len(table), table[None], table[0], table["996"])


def flipping_global(n):
    global g
    t = 0
    for i in range(n):
        g = i if i % 2 else str(i)
        t += g if isinstance(g, int) else len(g)
    return t


print(flipping_global(2000))
