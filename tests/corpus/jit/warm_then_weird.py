"""Functions warmed with one type and then given everything else."""


def f1(a, b):
    return a + b


def f2(a, b):
    return a[b]


def f3(a, b):
    a[b] = 1
    return a


def f4(a, b):
    return a.real + b


def f5(a, b):
    return a == b, a != b


def f6(a, b):
    return a in b


def f7(a, b):
    return a * b


def f8(a, b):
    return a % b


def f9(a, b):
    return -a, not b


def f10(a, b):
    t = 0
    for x in b:
        t = x
    return t


def f11(a, b):
    return f"{a}{b!r}"


def f12(a, b):
    return a and b, a or b


def f13(a, b):
    return [a, *b]


def f14(a, b):
    return a < b


def f15(a, b):
    return a // b


def f16(a, b):
    return a ** b


functions = [f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16]
warm = {"f2": ([1, 2], 1), "f3": ([1, 2], 1), "f6": (1, [1]), "f10": (1, [1]), "f13": (1, [2])}
values = [0, 1, -3, 2**62, 2**80, 0.5, float("inf"), True, None, "s", "%s", b"b", [1], [], (1, 2), {"a": 1}, {1}, range(3), 2j]
for f in functions:
    w = warm.get(f.__name__, (3, 2))
    for _ in range(150):
        expected = f(*w)
    ok = 0
    errors = {}
    texts = []
    for a in values:
        for b in values:
            if f in (f7, f16) and isinstance(a, (int, str, bytes, list, tuple)) and isinstance(b, (int, list, str, tuple, bytes)) and 2**62 in (a, b) or 2**80 in (a, b) and f in (f3, f7, f16):
                continue
            try:
                a2 = a.copy() if isinstance(a, (list, dict)) else a
                r = f(a2, b)
                ok += 1
                texts.append(repr(r))
            except Exception as e:
                key = type(e).__name__
                errors[key] = errors.get(key, 0) + 1
                texts.append(str(e))
    digest = 0
    for t in texts:
        for c in t:
            digest = (digest * 31 + ord(c)) & 0xFFFFFFFF
    print(f.__name__, ok, errors, digest, f(*w) == expected)
