def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def total(n):
    t = 0
    for x in count(n):
        t += x
    return t


def nested(n):
    t = 0
    for a in count(n):
        for b in count(n):
            t += a * b
    return t


def early(n):
    out = 0
    for i in range(n):
        for x in count(100):
            if x == i % 7:
                out += x
                break
        else:
            out -= 1000
    return out


def chain(n):
    squares = (x * x for x in count(n))
    odd = (x for x in squares if x & 1)
    return sum(odd)


def accumulate():
    total = 0
    while True:
        v = yield total
        if v is None:
            return
        total += v


def sending(n):
    g = accumulate()
    next(g)
    for i in range(n):
        r = g.send(i)
    return r


def delegating(n):
    def inner():
        for i in range(n):
            got = yield i
        return "end"

    def outer():
        r = yield from inner()
        yield r

    return list(outer())[-2:]


def changing(n):
    for i in range(n):
        yield i if i < n // 2 else i + 0.5


print(total(3000), nested(40), early(300), chain(2000), sending(2000), delegating(1000), sum(changing(1000)))


def raising(n):
    for i in range(n):
        if i == n - 1:
            raise ValueError("in generator")
        yield i


def consume():
    t = 0
    try:
        for x in raising(1000):
            t += x
    except ValueError as e:
        return t, str(e)


print(consume())
two = count(2000), count(2000)
print(sum(next(two[i & 1]) for i in range(4000)))


def interleave(a, b):
    while True:
        try:
            yield next(a)
            yield next(b)
        except StopIteration:
            return


print(sum(interleave(count(500), count(400))), max(zip(count(300), count(400))))
