def walk(start, step, n):
    x = start
    lo = hi = x
    for _ in range(n):
        x += step
        if x < lo:
            lo = x
        if x > hi:
            hi = x
    return x, lo, hi


for i in range(100):
    walk(0, 1, 20)
M = 2**62
for start, step in ((M - 50, 1), (-M + 50, -1), (M + 50, -1), (-M - 50, 1), (M - 1, M), (-M, -M), (0, M // 50), (0, -M // 50), (2 * M, -M // 64)):
    print(walk(start, step, 200))


def store(values):
    a = [None] * len(values)
    d = {}

    class O:
        pass

    o = O()
    ok = True
    for i, v in enumerate(values):
        a[i] = v
        d[v] = i
        o.v = v
        ok = ok and a[i] is not None and o.v == v and d[v] == i and (v,)[0] == v
    return ok and all(a[d[v]] == v for v in values)


edge = [s * (M + k) for s in (1, -1) for k in range(-3, 4)] + [s * (2 * M + k) for s in (1, -1) for k in range(-3, 4)]
print(store(edge), len(set(edge)), sorted(edge) == sorted(edge, key=lambda x: x), sum(edge), max(edge), [e % 7 for e in edge], [e // 3 for e in edge[:5]], [hash(e) for e in edge[:4]])


def down_up(n):
    x = n
    while x > -n:
        x -= n // 7
    while x < n:
        x += n // 5
    return x


print([down_up(v) for v in (100, M - 1, M, 2 * M, 3 * M)])


def square_until(limit):
    x = 3
    steps = 0
    while x < limit:
        x = x * x
        steps += 1
    return x, steps


print(square_until(2**61), square_until(2**64), square_until(2**200))


def back_to_small(n):
    x = 1
    out = 0
    for i in range(n):
        x = x * 6364136223846793005 + 1442695040888963407
        x &= 2**64 - 1
        out ^= x >> 33
    return out


print(back_to_small(1000))


def fact_mod(n, m):
    x = 1
    for i in range(2, n):
        x *= i
        if x > 2**100:
            x %= m
    return x


print(fact_mod(500, 10**9 + 7), fact_mod(500, 2**89 - 1))


def mixed_compare(n):
    c = 0
    for i in range(n):
        big = M + i - n // 2
        if big > M:
            c += 1
        elif big == M:
            c += 1000
        if -big < -M <= M:
            c += 10000000
        if big != M and big - M:
            c ^= 1
    return c


print(mixed_compare(1001))
