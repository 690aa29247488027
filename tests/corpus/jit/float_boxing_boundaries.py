"""Floats around the edges of a self-tagging encoding: exponents 0x300 and 0x4FF, zeros, subnormals."""


def add(a, b):
    return a + b


def scale(x, k, n):
    out = []
    for i in range(n):
        x = x * k
        out.append(x)
    return out


for i in range(300):
    add(i * 1.5, 0.25)
edges = []
for e in (-1074, -1023, -1022, -256, -255, -254, -128, 0, 127, 128, 255, 256, 257, 1022, 1023):
    edges.append(2.0**e)
    edges.append(-(2.0**e))
    edges.append(2.0**e * 1.9999999999999998 if e < 1023 else 1.7976931348623157e308)
print([add(x, 0.0) == x and add(0.0, x) == x and x * 1.0 == x and -(-x) == x for x in edges].count(False), len(edges))
print([x.hex() for x in edges])
up = scale(1.0, 2.0, 1030)
down = scale(1.0, 0.5, 1080)
print(up[-8:], down[-8:], up[254:258], down[253:258], len(set(up)), len(set(down)))
a = [0.0] * len(edges)
for i, x in enumerate(edges):
    a[i] = x
d = {x: i for i, x in enumerate(edges)}
print(a == edges, [d[x] for x in edges] == list(range(len(edges))) , len(d), sorted(edges)[:3], max(edges), min(map(abs, edges)))


class P:
    pass


p = P()
t = 0.0
for _ in range(20):
    for x in edges:
        p.v = x
        t += p.v > 0
        y = p.v / 2 * 2
        if y != x:
            t += 1000
print(t)


def compare(xs):
    c = 0
    for x in xs:
        for y in xs:
            c = c * 2 + (x < y) - (x == y) & 0xFFFFFFFF
    return c


print(compare(edges), [int(x) for x in (2.0**62, -(2.0**62), 2.0**63, 1e18, 4611686018427387904.0)], 2.0**62 == 2**62, 2.0**-256 + 0.0)


def accumulate(x, n):
    t = 0.0
    for _ in range(n):
        t += x
        x *= 1.5
    return t


print(accumulate(1e-80, 1000), accumulate(1e70, 100), accumulate(1e-308, 500), accumulate(-1e-77, 800))
