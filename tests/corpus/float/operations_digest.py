# Every operator over pairs of floats and ints, a digest an operator.

INF = float("inf")
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 3.7, -3.7, 1e-5, 1e16, 123456.789, -1e100, 1e300, 1e-300, 5e-324,
          2.2250738585072014e-308, 1.7976931348623157e308, INF, -INF, float("nan"), 9007199254740993.0, 2.0**63, 0.1, 1 / 3]
OTHERS = FLOATS + [0, 1, -7, 2**53 + 1, 2**63, 10**30, 10**400, True]

OPERATORS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "//": lambda a, b: a // b, "%": lambda a, b: a % b, "divmod": divmod, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b, ">": lambda a, b: a > b,
}


def add(value, text):
    return (value * 1000003 + int.from_bytes(text.encode(), "big")) % (2**61 - 1)


for name, operator in OPERATORS.items():
    digest = 0
    errors = {}
    for a in FLOATS:
        for b in OTHERS:
            for pair in ((a, b), (b, a)):
                try:
                    digest = add(digest, repr(operator(*pair)))
                except ArithmeticError as error:
                    text = f"{type(error).__name__}: {error}"
                    errors[text] = errors.get(text, 0) + 1
    print(name, digest, errors)

digest = 0
errors = {}
for a in FLOATS:
    steps = [lambda: int(a), lambda: round(a), lambda: a.as_integer_ratio(), lambda: a.hex(), lambda: a.is_integer(),
             lambda: hash(a) if a == a else None, lambda: float.fromhex(a.hex()), lambda: float(repr(a)), lambda: -a,
             lambda: abs(a), lambda: bool(a), lambda: f"{a:.3f} {a:e} {a:g} {a:10.4}"]
    steps += [lambda n=n: round(a, n) for n in (0, 1, 2, 5, -1, -2, 20, -20, 400, -400)]
    for step in steps:
        try:
            digest = add(digest, repr(step()))
        except (ArithmeticError, ValueError) as error:
            text = f"{type(error).__name__}: {error}"
            errors[text] = errors.get(text, 0) + 1
print("unary", digest, errors)
