def lt(a, b):
    return a < b


def eq(a, b):
    return a == b


def branch(a, b):
    if a < b:
        return "less"
    elif a == b:
        return "equal"
    return "more"


for i in range(300):
    lt(i, 5)
    eq(i, 5)
    branch(i, 5)
pairs = [(1, 2), (1.5, 2), (2, 1.5), (1.0, 1), (True, 2), (2**62, 2**62 + 1), (2**70, 2**70), (1, 2**70), (2**53 + 1, 2.0**53), ("a", "b"), ("a", "a"), ((1, 2), (1, 3)), ([1], [1]), (float("nan"), 1.0), (float("nan"), float("nan")), (-0.0, 0.0), (float("inf"), 10**400), (b"a", b"b"), ({1}, {1, 2}), (False, True), (0, False)]
for a, b in pairs:
    print(a if not isinstance(a, int) or abs(a) < 10**80 else "big", lt(a, b), lt(b, a), eq(a, b), branch(a, b), branch(b, a))
for a, b in [(1, "a"), (None, 1), ([], ()), (1j, 2), ({}, {}), ("a", b"a")]:
    for f in (lt, branch, eq):
        try:
            print(f(a, b))
        except TypeError as e:
            print(e)


class Odd:
    def __init__(self, r):
        self.r = r

    def __lt__(self, o):
        return self.r

    def __eq__(self, o):
        return self.r


for r in (True, False, [], [1], None, "x", 0.0):
    print(lt(Odd(r), 1), eq(Odd(r), 1), branch(Odd(r), 1))


def is_ops(n):
    x = None
    t = 0
    for i in range(n):
        if x is None:
            x = i
        elif x is not None and i % 3 == 0:
            x = None
        if x is True:
            t += 100
        t += x is None
    return t


def chain(n):
    t = 0
    for i in range(n):
        if 10 < i <= n - 10 != i > 3:
            t += i
    return t


def membership(n):
    t = 0
    for i in range(n):
        if i % 10 in (1, 3, 5):
            t += 1
        if i not in {2: 0, 4: 0}:
            t += 10
        if str(i) in "12345":
            t += 100
    return t


print(is_ops(1000), chain(1000), membership(500))
