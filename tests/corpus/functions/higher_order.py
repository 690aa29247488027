from functools import reduce


def apply(f, *args):
    return f(*args)


def curry(f):
    return lambda a: lambda b: f(a, b)


def flip(f):
    return lambda a, b: f(b, a)


print(apply(max, 3, 9, 2), apply(lambda: "none"))
print(curry(pow)(2)(10), flip(pow)(2, 10))
print(reduce(lambda a, b: a * b, range(1, 8)), reduce(lambda a, b: b + a, "abc", ""))
print(list(map(str.upper, ["a", "b"])), list(map(int, "123")))
print(list(filter(None, [0, 1, "", "x", [], [0]])))
print(list(map(lambda a, b, c: (a, b, c), [1, 2], "xy", (8, 9))))
print(sorted("banana", key="abn".index), max(["aaa", "b"], key=len))


def memoize(f):
    cache = {}

    def wrapper(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]

    wrapper.cache = cache
    return wrapper


@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), len(fib.cache))


def pipeline(value, *steps):
    for step in steps:
        value = step(value)
    return value


print(pipeline(" 12,7,3 ", str.strip, lambda s: s.split(","), lambda p: map(int, p), sorted, tuple))


class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x):
        return x + self.n


print(list(map(Adder(10), [1, 2])), [f(3) for f in (Adder(1), abs, float, Adder(2).__call__)])
methods = [[].append, "x".join, {}.get]
print([m.__name__ for m in methods])
