import functools
from functools import reduce, partial, wraps, lru_cache, cache, total_ordering, cmp_to_key, singledispatch, cached_property

print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 5), reduce(max, [3, 9, 2]), reduce(lambda a, x: a + [x], "ab", []))
try:
    reduce(lambda a, b: a, [])
except TypeError as e:
    print(e)
add = partial(lambda a, b, c=0: (a, b, c), 1, c=5)
print(add(2), add(2, c=9), add.args, add.keywords, partial(int, base=2)("101"), partial(partial(max, 3), 9)(5), partial(print, "p", end="!\n")() is None)
calls = []


@lru_cache(maxsize=2)
def f(x):
    calls.append(x)
    return x * 2


print([f(i) for i in (1, 2, 1, 3, 1, 2)], calls, f.cache_info())
f.cache_clear()
print(f.cache_info(), f.__wrapped__(10))


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(100), fib.cache_info().hits > 50)


@total_ordering
class V:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v


print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2), max(V(1), V(3)).v)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))


class C:
    n = 0

    @cached_property
    def value(self):
        C.n += 1
        return C.n


c = C()
print(c.value, c.value, C().value, c.__dict__)


@singledispatch
def show(x):
    return "object"


@show.register(int)
def _(x):
    return "int"


@show.register
def _(x: list):
    return "list of " + ", ".join(show(i) for i in x)


print(show("a"), show(1), show([1, "b"]), show(True))


def deco(g):
    @wraps(g)
    def inner(*a):
        "inner doc"
        return g(*a)

    return inner


@deco
def documented():
    "real doc"


print(documented.__name__, documented.__doc__, documented.__wrapped__.__name__)
