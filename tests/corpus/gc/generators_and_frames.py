def gen(n):
    data = [[i] for i in range(n)]
    for x in data:
        yield x[0]


live = [gen(20) for _ in range(30)]
for g in live:
    next(g)
junk = [[i] for i in range(3000)]
print(sum(next(g) for g in live), sum(sum(g) for g in live))
abandoned = 0
for i in range(300):
    g = gen(50)
    abandoned += next(g) + next(g)
print(abandoned)


def deep(n, keep):
    local = [n]
    if n:
        r = deep(n - 1, [local, keep])
        return r + local[0]
    junk = [[i] for i in range(2000)]
    depth = 0
    while keep:
        depth += keep[0][0]
        keep = keep[1]
    return depth


print(deep(100, None))


def closures(n):
    fs = []
    for i in range(n):
        box = [i]
        fs.append(lambda: box[0] + len(fs))
    junk = [[] for _ in range(1000)]
    return sum(f() for f in fs)


print(closures(100))


def errors(n):
    kept = []
    for i in range(n):
        try:
            raise KeyError([i])
        except KeyError as e:
            if i % 10 == 0:
                kept.append(e)
    junk = [[] for _ in range(1000)]
    return [e.args[0][0] for e in kept]


print(errors(100))
it = iter([[i] for i in range(1000)])
total = 0
for x in it:
    total += x[0]
    y = [x] * 3
print(total)
pairs = zip([[1]] * 500, map(lambda v: [v], range(500)), ({"k": i} for i in range(500)))
print(sum(a[0] + b[0] + c["k"] for a, b, c in pairs))
