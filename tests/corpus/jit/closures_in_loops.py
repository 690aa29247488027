def counters(n):
    made = []
    for i in range(n):
        count = i

        def inc(by=1):
            nonlocal count
            count += by
            return count

        made.append(inc)
    return [f() for f in made[:3]], made[0](10), count


def callbacks(n):
    handlers = {}

    def on(name):
        def register(f):
            handlers.setdefault(name, []).append(f)
            return f

        return register

    log = []

    @on("a")
    def first(x):
        log.append(x)

    @on("a")
    @on("b")
    def second(x):
        log.append(-x)

    for i in range(n):
        for h in handlers["ab"[i % 2]]:
            h(i)
    return len(log), sum(log)


def memo(f):
    cache = {}

    def wrapper(*args):
        try:
            return cache[args]
        except KeyError:
            r = cache[args] = f(*args)
            return r

    return wrapper


@memo
def paths(r, c):
    return 1 if r == 0 or c == 0 else paths(r - 1, c) + paths(r, c - 1)


def pipeline(n):
    steps = [lambda x, k=k: x * k % 1009 + 1 for k in range(1, 8)]
    x = 1
    for i in range(n):
        for s in steps:
            x = s(x)
    return x


def accumulate(n):
    state = {"total": 0}
    total = 0

    def both(x):
        nonlocal total
        total += x
        state["total"] += x
        return total == state["total"]

    return all(both(i) for i in range(n)), total


def recursion_in_closure(n):
    def go(k):
        return 0 if k == 0 else k + go(k - 1)

    return [go(i % 30) for i in range(n)][-1]


print(counters(50), callbacks(700), paths(15, 15), pipeline(200), accumulate(1000), recursion_in_closure(300))


def generator_closure(n):
    total = 0

    def gen():
        nonlocal total
        for i in range(n):
            total += i
            yield total

    return max(gen()), total


print(generator_closure(1000))


def class_closure(n):
    hits = 0

    class Probe:
        def __getitem__(self, k):
            nonlocal hits
            hits += 1
            return k * 2

    p = Probe()
    return sum(p[i] for i in range(n)), hits


print(class_closure(800))
