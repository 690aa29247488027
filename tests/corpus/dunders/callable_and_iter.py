class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(4)), sum(Countdown(5)), tuple(Countdown(0)), max(Countdown(3)), sorted(Countdown(3)))
c = Countdown(3)
print(next(c), next(c), next(c), next(c, "done"))
try:
    next(c)
except StopIteration as e:
    print("stop", e.value)
a, *b = Countdown(4)
print(a, b, [*Countdown(2)], {*Countdown(2)}, 1 in Countdown(3), 9 in Countdown(3))
print(list(zip(Countdown(3), Countdown(5))), list(map(str, Countdown(3))), "-".join(map(str, Countdown(3))))


class Multi:
    def __init__(self, *parts):
        self.parts = parts

    def __iter__(self):
        for p in self.parts:
            yield p


m = Multi(1, 2, 3)
print(list(m), list(m), len(list(m)), [x + y for x in m for y in m])


class NotIter:
    def __iter__(self):
        return 5


class NoNext:
    def __iter__(self):
        return self


class BadIter:
    __iter__ = None

    def __getitem__(self, i):
        return i


for k in (NotIter, NoNext, BadIter):
    try:
        for _ in k():
            break
    except TypeError as e:
        print(e)


class Callable:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *args, **kw):
        self.calls += 1
        return self.f(*args, **kw)


k = Callable(lambda a, b=1: a * b)
print(k(3), k(3, b=4), k.calls, callable(k), list(map(k, [1, 2])))
obj = type("NoCall", (), {})()
obj.__call__ = lambda: 1
try:
    obj()
except TypeError as e:
    print(e)
it = iter(lambda n=iter([1, 2, 0, 3]): next(n), 0)
print(list(it))


class Raising:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("in next")


try:
    list(Raising())
except ValueError as e:
    print(e)


class Hint:
    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        return 100


print(list(Hint()))
