def lists(n):
    t = 0
    for i in range(n):
        t += len([x for x in range(i % 10)])
        t += sum([x * i for x in range(5) if x % 2])
        t += len({x % 3 for x in range(i % 7)})
        t += len({x: i for x in range(3)})
        t += sum(x for x in range(4))
    return t


def captured(n):
    return [[i * j for j in range(3)] for i in range(n)][-1], [f(2) for f in [(lambda x, i=i: x + i) for i in range(n)]][-1]


def conditional(n):
    a = [i if i % 2 else -i for i in range(n) if i % 3]
    return len(a), sum(a)


def types(n):
    return sum([x for x in ([1] * (n // 2) + [0.5] * (n // 2))])


def failing(n):
    try:
        return [10 // (n - 1 - i) for i in range(n)]
    except ZeroDivisionError as e:
        return str(e)


def nested_scope(n):
    k = 0
    out = []
    for k in range(n):
        out = [k + j for j in range(3) if k + j > (k := k) - 1] if False else [k + j for j in range(3)]
    return out, k


def matrix(n):
    a = [[i + j for j in range(n)] for i in range(n)]
    b = [[i - j for j in range(n)] for i in range(n)]
    c = [[sum(a[i][k] * b[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    return sum(sum(r) for r in c), c[1][2]


def flat(n):
    return sum(x * y for x in range(n) for y in range(n) if (x + y) % 2), [(x, y) for x in range(4) for y in range(x)][-1]


def walrus(n):
    last = None
    hits = [last := i for i in range(n) if i % 5 == 0]
    return len(hits), last


print(lists(300), captured(100), conditional(1000), types(1000), failing(500), nested_scope(300), matrix(14), flat(40), walrus(1000))
print([failing(k) for k in (1, 2)], {k: [v for v in range(k)] for k in range(4)}, [*map(lambda x: [y for y in range(x)], range(4))])


class C:
    def __init__(self):
        self.items = list(range(100))

    def evens(self):
        return [i for i in self.items if self.even(i)]

    def even(self, i):
        return i % 2 == 0


c = C()
print(sum(len(c.evens()) for _ in range(10)))
