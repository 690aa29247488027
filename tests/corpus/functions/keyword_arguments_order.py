def f(**kw):
    return list(kw.items())


print(f(b=1, a=2, c=3), f(**{"z": 1, "y": 2}, x=3), f(x=1, **{}))


def g(a, b, c=3, *, d=4):
    return a, b, c, d


print(g(1, b=2), g(b=1, a=2), g(c=1, b=2, a=3, d=0), g(*(1, 2), **{"d": 9}), g(1, *[2], c=5))


def h(x, /, y, *, z):
    return x, y, z


print(h(1, 2, z=3), h(1, y=2, z=3), h(1, z=1, y=0))


def order(*args, **kw):
    print(args, kw)


def show(v):
    print("eval", v, end="; ")
    return v


order(show(1), k=show(2), *[show(3)], j=show(4), **{"m": show(5)})
kwargs = {"a": 1, "b": 2}


def mutate(**kw):
    kw["a"] = 100
    return kw


print(mutate(**kwargs), kwargs)
print((lambda **k: k)(self=1, cls=2, args=3), dict(self=5)["self"])


def named(self, name):
    return self, name


print(named(name=1, self=2))


class C:
    def m(self, *args, self_=None, **kw):
        return args, self_, kw


print(C().m(1, self_=2, z=3))
print(max([1, 2], key=lambda v: -v), sorted([3, 1], reverse=True), int("11", base=2), print(end=""), "a,b".split(sep=",", maxsplit=1), round(number=2.567, ndigits=1), sum([1], start=5), enumerate(iterable="ab", start=3).__next__(), "{a}".format(a=1), str(object=5), pow(base=2, exp=3), list(zip([1], [2], strict=True)))
for bad in (lambda: g(1, 2, 3, 4), lambda: g(1, a=1), lambda: h(x=1, y=2, z=3), lambda: sorted([1], foo=1), lambda: int("1", foo=2), lambda: "a".split(foo=1), lambda: len(obj=[]), lambda: list(iterable=[1]), lambda: sum(iterable=[1])):
    try:
        print(bad())
    except TypeError as e:
        print(e)
