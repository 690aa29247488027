print([x for x in range(5)], [x * x for x in range(5) if x % 2], [(x, y) for x in range(3) for y in "ab"])
print([x for x in range(20) if x % 2 == 0 if x % 3 == 0], [[i * j for j in range(3)] for i in range(3)])
print([a + b for a, b in [(1, 2), (3, 4)]], [a for a, *_ in ["abc", "de"]], [x if x > 1 else -x for x in range(4)])
x = "outer"
result = [x for x in range(3)]
print(x, result)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [v for row in matrix for v in row])
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])


def f(n):
    return [n + i for i in range(n) if i != n - 1]


print(f(4), [f(i) for i in range(3)])
print([y for x in range(4) if (y := x * 2) > 2], y)
print([len(w) for w in "the quick brown".split()], [c.upper() for c in "abc"], [i for i in reversed([1, 2, 3])])


class C:
    n = 3
    items = [i for i in range(n)]


print(C.items)
try:

    class D:
        n = 2
        items = [i + n for i in range(3)]

except NameError as e:
    print(e)
try:
    [1 / (i - 2) for i in range(5)]
except ZeroDivisionError as e:
    print(e)


def closure_in_comp():
    base = 10
    fs = [lambda x: x + base + i for i in range(2)]
    base = 20
    return [f(1) for f in fs]


print(closure_in_comp())
print([i for i in range(3)] + [i for i in range(2)], [[]] * 2, [None for _ in range(3)])
print([(i, j, k) for i in range(2) for j in range(2) for k in range(2) if i ^ j ^ k])
print([z for z in (lambda: [1, 2])()], [i for i in {3: 1, 4: 2}], sorted([k + v for k, v in {"a": "b"}.items()]))


def locals_unchanged():
    i = "kept"
    [i for i in range(3)]
    return i


print(locals_unchanged())
