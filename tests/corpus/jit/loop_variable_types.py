def over(items):
    out = []
    for x in items:
        if x is None:
            continue
        y = x
        for _ in range(3):
            y = y + x
        out.append(y)
    return out


for _ in range(60):
    over([1, 2, 3, 4])
print(over([1, 2.5, "s", [0], (1,), None, 2**61, True, b"x", 1j]))


def nested_types(rows):
    total = 0
    for row in rows:
        for v in row:
            total = total + v if not isinstance(v, str) else total + len(v)
    return total


for _ in range(60):
    nested_types([[1, 2], [3]])
print(nested_types([[1, 2], (3.5,), "ab", {5: 1}, range(3), {7}, [2**62, 2**62], b"\x01"]))


def last_kind(items):
    kind = None
    changes = 0
    for x in items:
        if type(x) is not kind:
            kind = type(x)
            changes += 1
    return changes


print(last_kind([1, 1.0] * 500), last_kind([1] * 500 + ["a"] * 500), last_kind([]))


def reuse_name(n):
    i = "start"
    total = 0
    for i in range(n):
        total += i
    for i in "abc":
        total += ord(i)
    for i, j in ((1, 2), (3, 4)):
        total += i * j
    for i in [0.5] * n:
        total += i
    i = [i]
    return total, i


print(reuse_name(900))


def accumulate_kinds(n):
    a = b = c = 0
    for i in range(n):
        a += i
        b += i / 2
        c += a if i % 2 else b
        a, b = (b, a) if i == n // 2 else (a, b)
    return a, b, c


print(accumulate_kinds(1000))


def min_max(items):
    lo = hi = items[0]
    for x in items:
        if x < lo:
            lo = x
        elif x > hi:
            hi = x
    return lo, hi


for _ in range(40):
    min_max([3, 1, 2])
print(min_max([2.5, -1, 10**20, 3]), min_max("hello"), min_max([(1, 2), (0, 9)]), min_max([True, -5, 0.5]), min_max([[2], [1, 5]]))
try:
    min_max([1, "a"])
except TypeError as e:
    print(e)
