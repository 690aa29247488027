def inner():
    x = yield 1
    print("inner got", x)
    y = yield 2
    print("inner got", y)
    return "inner result"


def outer():
    r = yield from inner()
    print("outer has", r)
    yield from [10, 20]
    yield from (i * i for i in range(3))
    yield from "ab"
    return "outer result"


g = outer()
print(next(g))
print(g.send("A"))
print(g.send("B"))
print(list(g))


def catcher():
    try:
        yield 1
        yield 2
    except ValueError as e:
        yield f"inner caught {e}"


def relay():
    yield from catcher()
    yield "after"


r = relay()
next(r)
print(r.throw(ValueError("v")), next(r))


def closer():
    try:
        yield 1
    finally:
        print("inner closed")


def relay2():
    try:
        yield from closer()
    finally:
        print("outer closed")


c = relay2()
next(c)
c.close()


def flatten(x):
    for item in x:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


print(list(flatten([1, [2, [3, [4, []]], 5], [[[6]]]])))


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(4)))


def deep(n):
    if n == 0:
        yield "bottom"
    else:
        yield from deep(n - 1)


print(list(deep(200)))


def bad():
    yield from 5


try:
    list(bad())
except TypeError as e:
    print(e)


def send_to_iter():
    yield from iter([1, 2])


s = send_to_iter()
next(s)
try:
    s.send("x")
except AttributeError as e:
    print(e)


def values():
    total = 0
    while (v := (yield)) is not None:
        total += v
    return total


def gather(out):
    while True:
        out.append((yield from values()))


out = []
w = gather(out)
next(w)
for v in (1, 2, None, 10, None, 5):
    w.send(v)
print(out)
