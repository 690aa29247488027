def total(r):
    t = 0
    n = 0
    for i in r:
        t += i
        n += 1
    return n, t


for r in (range(2000), range(0), range(5, 5), range(10, 0), range(2000, 0, -1), range(0, 2000, 7), range(-1000, 1000), range(1000, -1000, -13), range(0, 1, 100),
          range(2**61, 2**61 + 1000), range(2**62 - 500, 2**62 + 500), range(-(2**62) - 300, -(2**62) + 300), range(2**63 - 10, 2**63 + 10, 3), range(2**70, 2**70 + 5), range(-(2**62) + 300, -(2**62) - 300, -7), range(0, 2**70, 2**68), range(2**62, -(2**62), -(2**60)), range(1 << 61, -(1 << 61), -(1 << 59))):
    print(r, total(r))


def large_step(n):
    return [i for i in range(0, n, n // 3)]


print(large_step(2**62), large_step(10**18), large_step(2**64))


def huge(n):
    for i in range(n):
        if i == 1500:
            return i


print(huge(10**9), huge(10**18), huge(2**62), huge(2**64), huge(10**30))


def modified(n):
    seen = []
    for i in range(n):
        if i < 3:
            seen.append(i)
        i *= 1000
        n = 0
    return seen, i, n


print(modified(2000))


def reuse():
    r = range(1000)
    t = 0
    for i in r:
        for j in r:
            if j > i % 3:
                break
            t += 1
    it = iter(range(2000))
    for x in it:
        if x == 5:
            break
    return t, next(it), sum(it)


print(reuse())


def bool_range():
    t = 0
    for i in range(True, 1000, True):
        t += i
    return t


print(bool_range())
try:
    for i in range(0, 10, 0):
        pass
except ValueError as e:
    print(e)
