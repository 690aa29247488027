def f(a: int, b: "str" = "x", *c: float, d: list[int] = None, **e: dict) -> tuple[int, ...]:
    v: int = 5
    w: str
    return (v,)


print(f(1))
print(f.__annotations__["a"], f.__annotations__["b"], f.__annotations__["return"])

x: int = 3
y: float
print(x, __annotations__["x"])
try:
    y
except NameError as e:
    print(e)


class C:
    a: int = 1
    b: str

    def __init__(self):
        self.c: list = []


print(C.__annotations__, C.a, C().c, hasattr(C, "b"))
z: (lambda: 1) = 2
print(z)
items: list = [1]
items[0]: int = 9
print(items)


def untouched():
    q: undefined_type = 1
    return q


print(untouched())
