t = (1, 2, 3)
print(t, (), (1,), 1, 2, t[0], t[-1], t[1:], len(t), t + (4,), t * 2, 2 * (0,), t == (1, 2, 3), t < (1, 3), (1,) < (1, 0), 2 in t, t.count(1), t.index(3), t.index(2, 1), hash(t) == hash((1, 2, 3)))
print(tuple(), tuple("ab"), tuple([1]), tuple(range(3)), tuple({1: 2}), tuple(t) is t, repr(("a",)), str(((), ((),))), {t: 1}[1, 2, 3], (1, 2.0) == (1.0, 2), t != [1, 2, 3], max((1, 5), (1, 4)), sorted([(2, "a"), (1, "z")]))
a, b, c = t
(d, e), f = (1, 2), 3
print(a, b, c, d, e, f, *t, [*t], {*t}, bool(()), bool((0,)), sum(t), min(t), list(reversed(t)), tuple(x * x for x in t))
for g in (lambda: t[5], lambda: t["a"], lambda: t.index(9), lambda: t + [1], lambda: t * "a", lambda: hash(([],)), lambda: t < 1, lambda: tuple(5), lambda: t.append, lambda: t.__setitem__(0, 1), lambda: t.count(), lambda: tuple(1, 2), lambda: (1, 2) < (1, "a"), lambda: t.index()):
    try:
        print(g())
    except (IndexError, TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, e)
x = (1,)
y = x
x += (2, 3)
print(x, y, x is y)
n = ([1], 2)
n[0].append(5)
print(n)
try:
    n[0] += [6]
except TypeError as e:
    print(e, n)
r = ((1, 2), (3, (4, 5)))
(p, q), (s, (u, v)) = r
print(p, q, s, u, v, r[1][1][0])
print(tuple(i for i in range(20)), (None,) * 3, ((1, 2),) * 2, (1, 2) + (), () + (), tuple() is tuple([]), () == [], tuple([()]), tuple("é日"))
big = tuple(range(100))
print(big[50], len(big), big[90:], big.index(77), 55 in big, hash(big) == hash(tuple(range(100))))
