"""The same code object under different namespaces, names and closures."""
source = """
def f(n):
    t = base
    for i in range(n):
        t += step(i)
    return t
"""
spaces = [
    {"base": 0, "step": lambda i: i},
    {"base": 0.5, "step": lambda i: i * 0.5},
    {"base": "", "step": str},
    {"base": 2**62, "step": lambda i: 2**61},
    {"base": [], "step": lambda i: [i]},
]
code = compile(source, "shared", "exec")
for s in spaces:
    exec(code, s)
for s in spaces * 2:
    r = s["f"](300)
    print(r if not isinstance(r, (str, list)) else len(r))
spaces[0]["step"] = lambda i: -i
print(spaces[0]["f"](300))
del spaces[1]["base"]
try:
    spaces[1]["f"](3)
except NameError as e:
    print(e)


def make(base, step):
    def g(n):
        t = base
        for i in range(n):
            t += step
        return t

    return g


fs = [make(0, 1), make(0.5, 0.25), make("", "x"), make(2**62, 1), make((), (1,))]
for g in fs:
    r = g(400)
    print(r if not isinstance(r, (str, tuple)) else len(r))
print(fs[0].__code__ is fs[1].__code__, [g(2) for g in fs])


class A:
    def run(self, n):
        t = self.start
        for i in range(n):
            t = self.next(t, i)
        return t


class B(A):
    start = 0

    def next(self, t, i):
        return t + i


class C(A):
    start = 1.0

    def next(self, t, i):
        return t * 1.01


class D(A):
    start = ""
    next = staticmethod(lambda t, i: t + "ab"[i % 2])


for _ in range(3):
    r = [B().run(500), C().run(500), len(D().run(500))]
print(r)
template = compile("def template(x):\n    return x + offset\n", "template", "exec")
first, second = {"offset": 1}, {"offset": 2.5}
exec(template, first)
exec(template, second)
one, two = first["template"], second["template"]
print(sum(one(i) + two(i) for i in range(500)))
