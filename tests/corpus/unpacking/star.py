a, *b, c = range(6)
print(a, b, c)
*a, b = "xyz"
print(a, b)
a, *b = (1,)
print(a, b)
(a, *b), *c = [(1, 2, 3), 4, 5]
print(a, b, c)
[a, (b, *c), *d] = 1, "pqr", 8, 9
print(a, b, c, d)
for first, *rest in [(1, 2, 3), "ab", [9]]:
    print(first, rest)
print([*range(3), *"ab", *[]], (*range(2), 5), {*[1, 2], *[2, 3]}, {**{"a": 1}, "b": 2, **{"a": 3}})
print(*[1, 2], *(3,), sep="-")


def f(*args, **kw):
    return args, kw


print(f(*[1], *[2, 3], **{"a": 1}, b=2))
d = {"x": 1, "y": 2}
print({**d, "x": 9}, {"x": 9, **d}, [*d], [*d.items()])
x = *"abc",
print(x)


def g():
    return *[1, 2], 3


print(g())
a, b = b, a = 1, 2
print(a, b)
head, *_, last = "hello"
print(head, last)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)
try:
    a, b, c = "ab"
except ValueError as e:
    print(e)
try:
    a, b = 1, 2, 3
except ValueError as e:
    print(e)
try:
    [*5]
except TypeError as e:
    print(e)
try:
    {**5}
except TypeError as e:
    print(e)
try:
    {**[1]}
except TypeError as e:
    print(e)
s = [1, 2, 3, 4]
s[0], *s[1:3], s[3] = 10, 20, 30, 40
print(s)


class P:
    pass


P.a, *P.b = 1, 2, 3
print(P.a, P.b)
for i, (j, k) in enumerate({"a": 1, "b": 2}.items()):
    print(i, j, k)
big = list(range(300))
p, *q, r = big
print(p, len(q), r, f(*big)[0][-1])
