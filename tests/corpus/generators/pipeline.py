def numbers(n):
    for i in range(n):
        yield i


def square(it):
    for x in it:
        yield x * x


def odd(it):
    return (x for x in it if x % 2)


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


def chunk(it, n):
    part = []
    for x in it:
        part.append(x)
        if len(part) == n:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def window(it, n):
    w = []
    for x in it:
        w.append(x)
        if len(w) > n:
            w.pop(0)
        if len(w) == n:
            yield list(w)


def tee(it, n):
    buffers = [[] for _ in range(n)]

    def gen(mine):
        while True:
            if not mine:
                try:
                    v = next(it)
                except StopIteration:
                    return
                for b in buffers:
                    b.append(v)
            yield mine.pop(0)

    return [gen(b) for b in buffers]


def merge(*its):
    its = [iter(i) for i in its]
    heads = []
    for i in its:
        for v in i:
            heads.append([v, i])
            break
    while heads:
        heads.sort(key=lambda h: h[0])
        yield heads[0][0]
        try:
            heads[0][0] = next(heads[0][1])
        except StopIteration:
            heads.pop(0)


print(list(take(5, odd(square(numbers(100))))))
print(list(chunk(numbers(7), 3)), list(window(numbers(5), 3)))
a, b = tee(numbers(4), 2)
print(next(a), next(a), list(b), list(a))
print(list(merge([1, 4, 9], [2, 3, 10], [], [5])))


def coroutine(f):
    def start(*args):
        g = f(*args)
        next(g)
        return g

    return start


@coroutine
def grep(pattern, target):
    while True:
        line = yield
        if pattern in line:
            target.send(line)


@coroutine
def collect(into):
    while True:
        into.append((yield))


found = []
sink = grep("py", collect(found))
for line in ("python", "ruby", "happy", "pypy"):
    sink.send(line)
print(found)
