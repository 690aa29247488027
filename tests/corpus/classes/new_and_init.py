class A:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        return super().__new__(cls)

    def __init__(self, *args, **kw):
        print("init", args, kw)


A()
A(1, k=2)


class Cached:
    pool = {}

    def __new__(cls, key):
        if key not in cls.pool:
            obj = super().__new__(cls)
            obj.key = key
            cls.pool[key] = obj
        return cls.pool[key]


print(Cached(1) is Cached(1), Cached(1) is Cached(2), Cached(2).key)


class Other:
    def __new__(cls):
        return 42

    def __init__(self):
        print("not called")


print(Other())


class Even(int):
    def __new__(cls, value):
        return super().__new__(cls, value - value % 2)

    def half(self):
        return self // 2


e = Even(7)
print(e, e + 1, e.half(), type(e).__name__, type(e + 1).__name__, isinstance(e, int))


class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    @property
    def first(self):
        return self[0]


p = Pair(1, 2)
print(p, p.first, len(p), p == (1, 2), p + (3,), type(p).__name__)


class Upper(str):
    def __new__(cls, s):
        return super().__new__(cls, s.upper())

    def shout(self):
        return self + "!"


print(Upper("abc"), Upper("x").shout(), len(Upper("abcd")))
for f in (lambda: object(1), lambda: object.__new__(int), lambda: object.__new__(), lambda: int.__new__(str)):
    try:
        print(f())
    except TypeError as err:
        print(err)


class BadInit:
    def __init__(self):
        return 5


try:
    BadInit()
except TypeError as err:
    print(err)
