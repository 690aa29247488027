def sign(x):
    return (x > 0) - (x < 0)


print([sign(v) for v in (-5, 0, 3, -0.0, 2.5)])
print("a" if 1 else "b", "a" if 0 else "b", "a" if [] else "b" if () else "c", (1 if True else 2) + 3, [x if x else None for x in (0, 1)])
x = 5
print(x if x > 3 else -x, (x > 3 and "big" or "small"), x > 3 and x < 10, not x > 3, x and not x, (x or 1) / 5)
y = None
print(y is None and "none" or "some", y or "default", (y and y.attr), "yes" if y is not None else "no")
print(1 < x < 10 and "in" or "out", x == 5 == 5.0, x != 4 != 5, 0 < 1 == True, (0 < 1) == True, 1 in [1] in [[1]], not 1 == 2)
print(bool(x & 1), bool(x & 2), x & 1 == 1, (x & 1) == 1, x | 2 == 2, -x ** 2, (-x) ** 2, 2 ** -1, not x in [1], -x // 2, ~x & 0xFF, 1 + 2 << 3, 1 | 2 ^ 3 & 4, 10 - 2 - 3, 2 ** 3 ** 2, 100 / 10 / 2, 7 % 4 * 2, +-+x, not not x, - - x)
print([i for i in range(30) if i % 3 == 0 and i % 2 or i == 10], [(i, j) for i in range(3) if i for j in range(i) if j or i == 1])
a, b, c = 1, 0, []
print(a and b and c, a or b or c, b or c, c or b, a and c, b and c, (a and b) or c, a and (b or c), not a or b)
print("even" if not 4 % 2 else "odd", ["no", "yes"][x > 3], {True: "t", False: "f"}[x == 5], (lambda v: "neg" if v < 0 else "zero" if v == 0 else "pos")(-1))


def f(v):
    if v:
        if v > 10:
            return "big"
        elif v > 5:
            if v % 2:
                return "odd mid"
            return "even mid"
    else:
        return "zero"
    return "small"


print([f(v) for v in (0, 1, 6, 7, 11, -1, None, 5.5)])
assert (x, "tuple is true") if False else True
print(x is x, x == x, list() is list(), () == (), 5 == 5.0, "5" == 5, None == False)
