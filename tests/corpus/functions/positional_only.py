def f(a, b=2, /, c=3, *, d=4):
    return a, b, c, d


print(f(1))
print(f(1, 5))
print(f(1, 5, c=6, d=7))
print(f(1, 5, 6, d=7))


def g(a, /, **kwargs):
    return a, kwargs


print(g(1, a=2))
print(g(1, b=2, a=3))

for call in (
    lambda: f(a=1),
    lambda: f(1, b=2),
    lambda: f(1, 2, 3, 4),
    lambda: g(),
    lambda: g(a=1),
    lambda: f(),
):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)


def only(x, y, z, /):
    return x + y * z


print(only(1, 2, 3))
try:
    only(x=1, y=2, z=3)
except TypeError as e:
    print(e)
