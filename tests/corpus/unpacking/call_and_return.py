def f(*args, **kw):
    return args, kw


print(f(*[], **{}), f(*(), *[1], 2, *"ab", **{"x": 1}, y=2, **{"z": 3}))


def multi():
    return 1, [2, 3], {"k": (4, 5)}


a, (b, c), d = multi()
print(a, b, c, d)
(a, b), *rest, last = (1, 2), 3, 4, 5
print(a, b, rest, last)
for i, (name, (x, y)) in enumerate({"p": (1, 2), "q": (3, 4)}.items()):
    print(i, name, x, y)
print([x + y for x, y in zip([1, 2], [3, 4])], {k: v for k, (v, _) in {"a": (1, 2)}.items()}, [h for h, *_ in ("ab", "cd")])
x = y = z = 0
x, y, z = z + 1, x + 2, y + 3
print(x, y, z)
lst = [0] * 5
lst[0], lst[1:3], (lst[3], lst[4]) = 9, [8, 7], (6, 5)
print(lst)


class O:
    pass


o = O()
o.a, o.b = {"k": 1}, [2]
(o.a["k"], o.b[0]), o.c = (10, 20), 30
print(o.a, o.b, o.c)


def swap_many(a, b, c, d):
    a, b, c, d = d, c, b, a
    return a, b, c, d


print(swap_many(1, 2, 3, 4))


def gen():
    yield 1
    yield 2


p, q = gen()
[r], = [[5]]
print(p, q, r)
try:
    p, q, r = gen()
except ValueError as e:
    print(e)
first, second = "ab"
(m, n), (k,) = "cd", "e"
print(first, second, m, n, k)
print(*[1, 2], *{"a": 1}, *(3,), sep=",")
print([*[1], *(2,), *{3}, *range(4, 6), *"x"], (*[], 1), {**{"a": 1}, **dict(b=2)}, [*map(str, range(3))])
def star_default(a, *b, c=0):
    return a, b, c


print(star_default(*range(4)), star_default(*"ab", c=1), star_default(*[1]))
*a, = range(3)
*b, c = "xyz"
print(a, b, c)
