def f(a, b=2, *args, c=3, **kw):
    return a + b + c + sum(args) + sum(kw.values())


def simple(a, b):
    return a - b


def run(n):
    t = 0
    for i in range(n):
        t += f(i)
        t += f(i, 1)
        t += f(i, 1, 2, 3)
        t += f(i, c=5)
        t += f(a=i, b=1)
        t += f(i, z=9, y=1)
        t += f(*(i, 2), **{"c": 1})
        t += simple(i, b=1) + simple(b=i, a=5) + simple(*[i, 1])
    return t


print(run(400))


class C:
    def __init__(self, v=1):
        self.v = v

    def m(self, x, y=1):
        return self.v + x * y

    @classmethod
    def cm(cls, x):
        return x + len(cls.__name__)

    @staticmethod
    def sm(x):
        return x * 2

    def __call__(self, x):
        return x - 1


def methods(n):
    o = C(5)
    bound = o.m
    t = 0
    for i in range(n):
        t += o.m(i) + o.m(i, 2) + o.m(x=i) + bound(i) + C.m(o, i) + o.cm(i) + C.cm(i) + o.sm(i) + C.sm(i) + o(i) + C(i).v + C().v
    return t


print(methods(300))


def builtin_calls(n):
    t = 0
    s = "abc"
    lst = [3, 1, 2]
    for i in range(n):
        t += len(s) + abs(-i) + max(i, 5) + min(lst) + ord(s[i % 3]) + int("7") + isinstance(i, int) + len(str(i)) + sum(lst) + divmod(i, 3)[1] + round(i * 0.7) + (s.upper() == "ABC") + lst.index(2) + bool(i)
    return t


print(builtin_calls(400))


def function_changes(n):
    def one(x):
        return x + 1

    def two(x, y=10):
        return x + y

    fs = [one, two, abs, float, C(3).m, C(), lambda x: x * 2, int]
    g = one
    t = 0
    for i in range(n):
        if i % 50 == 0:
            g = fs[i // 50 % len(fs)]
        t += g(i)
    return t


print(function_changes(1000))


def defaults_change(n):
    def g(x, y=1):
        return x + y

    t = 0
    for i in range(n):
        t += g(i)
        if i == n // 2:
            g.__defaults__ = (100,)
    return t


print(defaults_change(1000))


def code_swap(n):
    def g(x):
        return x

    def h(x):
        return -x

    t = 0
    for i in range(n):
        t += g(i)
        if i == n // 2:
            g.__code__ = h.__code__
    return t


print(code_swap(1000))


def wrong_arity(n):
    errors = 0
    for i in range(n):
        try:
            simple(1) if i % 100 == 99 else simple(2, 1)
        except TypeError as e:
            errors += 1
            message = str(e)
    return errors, message


print(wrong_arity(500))


def kwargs_order(**kw):
    return list(kw)


for _ in range(100):
    r = kwargs_order(b=1, a=2, c=3)
print(r)
