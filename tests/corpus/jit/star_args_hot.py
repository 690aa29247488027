def va(*args):
    return len(args)


def kw(**kwargs):
    return len(kwargs)


def both(a, *args, b=1, **kwargs):
    return a + sum(args) + b + sum(kwargs.values())


def forward(*args, **kwargs):
    return both(*args, **kwargs)


def run(n):
    t = 0
    lst = [1, 2, 3]
    d = {"x": 1, "y": 2}
    for i in range(n):
        t += va() + va(1) + va(1, 2, 3) + va(*lst) + va(0, *lst, 4, *lst) + va(*range(i % 5)) + va(*"ab")
        t += kw() + kw(a=1) + kw(**d) + kw(z=0, **d) + kw(**{str(k): k for k in range(i % 4)})
        t += both(i) + both(i, 1, 2) + both(i, b=5) + both(i, *lst, **d) + forward(i, 2, b=3, q=4) + forward(*lst, **d)
    return t


print(run(250))


def errors(n):
    seen = set()
    for i in range(n):
        for f in (lambda: both(), lambda: both(1, a=2), lambda: va(*5), lambda: kw(**5), lambda: kw(**{1: 2}), lambda: both(**{"b": 1}), lambda: va(x=1), lambda: kw(1), lambda: kw(a=1, **{"a": 2})):
            try:
                f()
            except TypeError as e:
                seen.add(str(e))
    return sorted(seen)


for m in errors(40):
    print(m)


def partial_like(f, *a, **k):
    def call(*b, **l):
        return f(*a, *b, **{**k, **l})

    return call


p = partial_like(both, 1, b=10)
print(sum(p(i, c=i) for i in range(400)))


def unpack_into_list(n):
    t = 0
    for i in range(n):
        t += len([*range(i % 3), i, *(1, 2)]) + len({**{"a": 1}, "b": i}) + len({*"ab", i % 2}) + sum((*[1, 2], i))
    return t


print(unpack_into_list(400))
