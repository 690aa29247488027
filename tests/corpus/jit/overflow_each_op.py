def add(a, b):
    return a + b


def sub(a, b):
    return a - b


def mul(a, b):
    return a * b


def neg(a, b):
    return -a


def shl(a, b):
    return a << (b & 63)


def floordiv(a, b):
    return a // b


def inc(a, b):
    a += 1
    return a


def dec(a, b):
    a -= 1
    return a


def absolute(a, b):
    return abs(a)


def inv(a, b):
    return ~a


edges = [0, 1, -1, 2**31, -(2**31), 2**32, 3037000499, 3037000500, -3037000500, 2**61, 2**62 - 1, 2**62, -(2**62), -(2**62) - 1, -(2**62) + 1, 2**63 - 1, 2**63, -(2**63)]
for f in (add, sub, mul, neg, shl, floordiv, inc, dec, absolute, inv):
    for i in range(300):
        f(i + 1, 3)
    digest = 0
    for a in edges:
        for b in edges:
            if f is floordiv and b == 0:
                continue
            r = f(a, b)
            digest = (digest * 1000003 + r) % (2**89 - 1)
    print(f.__name__, digest, f(2**62 - 1, 1), f(-(2**62), -1), f(2**62 - 1, 2**62 - 1))
