def counter(start=0):
    count = start

    def increment(by=1):
        nonlocal count
        count += by
        return count

    def get():
        return count

    return increment, get


inc, get = counter()
inc2, get2 = counter(100)
inc()
inc(5)
inc2()
print(get(), get2())
print(inc.__closure__[0].cell_contents, inc.__code__.co_freevars, counter.__code__.co_cellvars)


def adders():
    return [lambda x: x + i for i in range(3)]


print([f(10) for f in adders()])


def adders_bound():
    return [lambda x, i=i: x + i for i in range(3)]


print([f(10) for f in adders_bound()])


def outer():
    x = "outer"

    def middle():
        def inner():
            return x

        return inner

    x = "changed"
    return middle()()


print(outer())


def make():
    if False:
        value = 1

    def read():
        return value

    return read


try:
    make()()
except NameError as e:
    print(type(e).__name__, e)


def deleted():
    v = 1

    def read():
        return v

    print(read())
    del v
    try:
        read()
    except NameError as e:
        print(type(e).__name__, e)


deleted()


def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x

    return run


print(compose(str, lambda x: x * 2, abs)(-21))


def accumulate():
    items = []

    def add(x):
        items.append(x)
        return items

    return add


a = accumulate()
a(1)
print(a(2), accumulate()(3))
