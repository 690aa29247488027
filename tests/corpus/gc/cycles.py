class N:
    def __init__(self):
        self.me = self
        self.others = []


def ring(n):
    nodes = [N() for _ in range(n)]
    for i, node in enumerate(nodes):
        node.others.append(nodes[(i + 1) % n])
        node.others.append(nodes)
    return nodes[0]


for _ in range(100):
    r = ring(10)
node = r
for _ in range(25):
    node = node.others[0]
print(node.me is node, len(node.others[1]))
a = []
a.append(a)
d = {}
d["d"] = d
f = lambda: f
del a
for _ in range(500):
    x = []
    y = {"x": x}
    x.append(y)
    x.append(lambda: x)
print(len(x), x[0]["x"] is x, x[1]() is x, f() is f, d["d"]["d"] is d)


def closure_cycle(n):
    made = []
    for i in range(n):
        def g(k):
            return i if k == 0 else g(k - 1)

        made.append(g(3))
    return sum(made)


print(closure_cycle(200))


def generator_cycle():
    def gen():
        me = g
        while True:
            yield me

    g = gen()
    return next(g) is g


print(all(generator_cycle() for _ in range(200)))
