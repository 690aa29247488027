def outer(n):
    total = 0

    def add(x):
        nonlocal total
        total += x
        return total

    for i in range(n):
        add(i)
    return total


def makers(n):
    fs = []
    for i in range(n):
        def f(x, i=i):
            return x + i
        fs.append(f)
    return sum(f(1) for f in fs)


def late(n):
    fs = [lambda: i for i in range(n)]
    return fs[0](), fs[-1]()


def compose(n):
    f = lambda x: x
    for _ in range(n):
        f = (lambda g: lambda x: g(x) + 1)(f)
    return f(0)


def cells_shared(n):
    x = 0

    def read():
        return x

    out = 0
    for i in range(n):
        x = i
        out += read()
    x = "changed"
    return out, read()


def cell_type_change(n):
    v = 0

    def bump():
        nonlocal v
        v = v + step

    step = 1
    for i in range(n):
        if i == n // 2:
            step = 0.5
        bump()
    return v


def recursive_closure(n):
    cache = {}

    def fib(k):
        if k in cache:
            return cache[k]
        cache[k] = r = k if k < 2 else fib(k - 1) + fib(k - 2)
        return r

    return fib(n)


print(outer(2000), makers(300), late(50), compose(200), cells_shared(1500), cell_type_change(1000), recursive_closure(80))


def unbound(n):
    def read():
        return value

    for i in range(n):
        if i > n - 2:
            del value
        else:
            value = i
    return read()


try:
    unbound(1000)
except NameError as e:
    print(e)


def counter():
    c = 0

    def inc():
        nonlocal c
        c += 2**60
        return c

    return inc


inc = counter()
for _ in range(20):
    last = inc()
print(last)
