class V:
    def __init__(self, n):
        self.n = n

    def _other(self, o):
        return o.n if isinstance(o, V) else o


ops = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul", "divmod"]
for op in ops:
    def forward(self, other, op=op):
        if other == "no":
            return NotImplemented
        return f"{op}({self.n},{self._other(other)})"

    def reflected(self, other, op=op):
        return f"r{op}({self.n},{self._other(other)})"

    setattr(V, f"__{op}__", forward)
    setattr(V, f"__r{op}__", reflected)

a, b = V(1), V(2)
print(a + b, a - b, a * b, a / b, a // b, a % b, a**b, a << b, a >> b, a & b, a | b, a ^ b, a @ b, divmod(a, b))
print(a + 5, a - 5, a * 5, a / 5, a // 5, a % 5, a**5, a << 5, a >> 5, a & 5, a | 5, a ^ 5, a @ 5, divmod(a, 5))
print(5 + a, 5 - a, 5 * a, 5 / a, 5 // a, 5 % a, 5**a, 5 << a, 5 >> a, 5 & a, 5 | a, 5 ^ a, 5 @ a, divmod(5, a))
print(1.5 + a, "s" + a, None + a, [1] + a, (1,) * a)
for f in (lambda: a + "no", lambda: a @ "no", lambda: a**"no", lambda: a << "no"):
    try:
        print(f())
    except TypeError as e:
        print(e)


class W(V):
    def __radd__(self, other):
        return "W.radd first"

    def __rsub__(self, other):
        return "W.rsub"


print(V(1) + W(2), V(1) - W(2), W(1) + V(2), V(1) * W(2))


class Plain:
    pass


p = Plain()
for name, f in {
    "+": lambda: p + 1,
    "-": lambda: 1 - p,
    "*": lambda: p * p,
    "**": lambda: p**2,
    "@": lambda: p @ p,
    "//": lambda: p // 2,
    "%": lambda: p % 2,
    "<<": lambda: p << 2,
    "&": lambda: p & 2,
    "divmod": lambda: divmod(p, 1),
    "+=": lambda: exec_iadd(),
    "neg": lambda: -p,
    "inv": lambda: ~p,
    "pos": lambda: +p,
    "abs": lambda: abs(p),
}.items():

    def exec_iadd():
        q = p
        q += 1

    try:
        f()
    except TypeError as e:
        print(name, e)
