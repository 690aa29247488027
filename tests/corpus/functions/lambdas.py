print((lambda: 1)())
print((lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1))
print((lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1, 5, 6, 7, k=8, z=9))
print((lambda x: (lambda y: x + y))(3)(4))
print(list(map(lambda x: x * x, range(5))))
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))
f = lambda n: 1 if n < 2 else n * f(n - 1)
print(f(20))
print(f.__name__, (lambda: 0).__name__, f.__qualname__)
table = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
for op in table:
    print(op, table[op](7, 3))
print((lambda *, k: k)(k=5))
print((lambda a, /, b: a - b)(5, b=2))
y = lambda g: (lambda x: x(x))(lambda x: g(lambda v: x(x)(v)))
print(y(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))(10))
try:
    (lambda x: x)()
except TypeError as e:
    print(e)
print([(lambda: i)() for i in range(3)])
print((lambda x: x if x > 0 else -x)(-4), (lambda: (yield))().__class__.__name__)
print((lambda s: [c for c in s if c not in "aeiou"])("education"))
