def f(*args, **kwargs):
    return args, kwargs


print(f())
print(f(1, 2))
print(f(a=1))
print(f(1, *[2, 3], 4, *(5,), x=6, **{"y": 7}))
print(f(*"abc", **{"k": 1}, **{"l": 2}))
print(f(*range(3), *range(2)))
print(f(*{"a": 1, "b": 2}))


def g(a, *rest, k=0, **extra):
    return a, rest, k, extra


print(g(1))
print(g(1, 2, 3, k=4, m=5))
print(g(*[1], **{"k": 2}))

for call in (
    lambda: g(),
    lambda: g(1, **{"a": 2}),
    lambda: f(**{"x": 1}, **{"x": 2}),
    lambda: f(x=1, **{"x": 2}),
    lambda: f(**{1: 2}),
    lambda: f(*5),
    lambda: f(**5),
    lambda: f(*None),
):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", str(e).split("() ")[-1])


def args_is_tuple(*args):
    return type(args), len(args)


print(args_is_tuple(*[1, 2, 3]))


def forwards(*args, **kwargs):
    return g(*args, **kwargs)


print(forwards(9, 8, k=7, z=6))
