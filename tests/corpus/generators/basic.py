def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


print(list(count(5)), sum(count(10)), max(count(4)), tuple(count(0)))
g = count(2)
print(next(g), next(g), next(g, "end"), next(g, "end"))
print(iter(g) is g, type(g).__name__, g.__name__)


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


f = fib()
print([next(f) for _ in range(15)])
for v in fib():
    if v > 50:
        print(v)
        break


def multi():
    yield
    yield 1, 2
    x = yield 3
    print("x is", x)
    yield [*range(3)]


print(list(multi()))
a, b, *c = multi()
print(a, b, c)


def empty():
    return
    yield


print(list(empty()))


def lazy():
    print("started")
    yield 1
    print("resumed")


g = lazy()
print("created")
print(next(g))
print(next(g, None))


def nested(n):
    if n:
        for x in nested(n - 1):
            yield x
        yield n
        for x in nested(n - 1):
            yield x


print(list(nested(4)))
gens = [count(i) for i in range(4)]
print([list(g) for g in gens])
print(list(zip(count(3), fib())), 3 in count(10), 30 in count(10))
print(dict(zip("abc", count(9))), set(count(3)), "".join(str(i) for i in count(12)))


def args(*a, k=1, **kw):
    for x in a:
        yield x * k
    for key in kw:
        yield key


print(list(args(1, 2, k=3, z=1)))
