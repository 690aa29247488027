def count_true(n):
    t = 0
    for i in range(n):
        t += i % 3 == 0
        t -= not i
        t += (i > 5) * 2
    return t


def flags(n):
    a = b = False
    changes = 0
    for i in range(n):
        old = a
        a = (i % 4 == 0) != b
        b = a and i % 3 == 1 or not b
        changes += a is not old
    return a, b, changes


def ternaries(n):
    t = 0
    for i in range(n):
        x = 1 if i % 2 else 2 if i % 3 else 3
        t += x if x > 1 else -x
    return t


def types(n):
    x = True
    out = []
    for i in range(n):
        if i in (0, 300, 600, 900):
            out.append((x, type(x).__name__))
        x = x + 1 if i == 500 else x & True if i < 500 else x
    return out, x


def short_circuit(n):
    calls = 0

    def side(v):
        nonlocal calls
        calls += 1
        return v

    t = 0
    for i in range(n):
        if side(i % 2) and side(i % 3) or side(i % 5):
            t += 1
        v = side(0) or side("") or side([i])
        t += len(v)
    return t, calls


print(count_true(1000), flags(1000), ternaries(1000), types(1000), short_circuit(300))
print(sum(x > 2 for x in range(1000)), [True, False][1 - (5 > 3)], max(True, 0.5), True + 2**62)
