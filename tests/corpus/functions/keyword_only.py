def f(a, *, b, c=3):
    return a, b, c


print(f(1, b=2))
print(f(1, c=9, b=8))
print(f.__kwdefaults__)


def g(*args, sep="-", end):
    return sep.join(map(str, args)) + end


print(g(1, 2, 3, end="!"))
print(g(end="."))
print(g("a", "b", end=";", sep="+"))

for call in (
    lambda: f(1),
    lambda: f(1, 2, b=3),
    lambda: f(1, b=2, d=4),
    lambda: f(b=2),
    lambda: f(),
    lambda: g(1),
    lambda: g(1, end="", stop=1),
):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)


def h(*, x, y, z):
    pass


try:
    h()
except TypeError as e:
    print(e)
try:
    h(y=1)
except TypeError as e:
    print(e)
