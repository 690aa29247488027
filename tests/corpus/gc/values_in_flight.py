"""Values that only an operand stack, an argument list or an iterator keeps alive."""


class Alloc:
    def __init__(self, v):
        self.v = [v]

    def __add__(self, o):
        junk = [[] for _ in range(20)]
        return Alloc(self.v[0] + o.v[0] + len(junk) * 0)

    def __lt__(self, o):
        junk = [str(i) for i in range(10)]
        return self.v[0] < o.v[0]

    def __eq__(self, o):
        junk = {i: [] for i in range(5)}
        return self.v[0] == o.v[0]

    def __hash__(self):
        junk = [()] * 5
        return hash(self.v[0])

    def __repr__(self):
        return "A" + str([self.v[0]])[1:-1]


def make(n):
    return Alloc(n)


print((make(1) + make(2)) + (make(3) + make(4)), [make(i) for i in range(3)], (make(1), [make(2), {make(3): make(4)}]))
print(sorted([make((i * 37) % 50) for i in range(50)])[:5], max(make(i % 13) for i in range(40)), len({make(i % 10) for i in range(60)}))
d = {make(i): make(i * 2) for i in range(30)}
print(d[make(7)], make(31) in d, len(d), list(d.values())[-1])
print("".join(str(make(i)) for i in range(5)), f"{make(1)}{make(2)!r:>6}{make(3)}", [*(make(i) for i in range(3)), *[make(9)]])


def f(a, b, *args, k, **kw):
    junk = [[i] for i in range(50)]
    return a.v + b.v + [x.v[0] for x in args] + k.v + sorted(kw)


print(f(make(1), make(2), make(3), *[make(4), make(5)], k=make(6), **{"z": make(7)}))


def gen(n):
    for i in range(n):
        x = make(i)
        junk = [make(j) for j in range(5)]
        yield x
        junk = None
        if x.v[0] != i:
            print("lost")


print(sum(x.v[0] for x in gen(50)), [a.v[0] + b.v[0] for a, b in zip(gen(5), gen(9))])
print(sum([make(i) for i in range(20)], make(0)), min([make(3), make(1)], key=lambda a: [[], a.v][1][0]), list(map(lambda a: a + make(1), gen(3))))
lst = [make(i) for i in range(10)]
lst[2:4] = [make(100) for _ in range(3)]
lst.sort(key=lambda a: -a.v[0])
print(lst, lst.index(make(5)), lst.count(make(100)))
try:
    raise ValueError(make(1), [make(2)])
except ValueError as e:
    junk = [make(i) for i in range(100)]
    print(e.args)
