# Every operator over pairs of ints around the limits of representations, a digest an operator.

INTS = [0, 1, -1, 2, 7, -7, 255, -256, 2**31, 2**53 + 1, 2**61 - 1, 2**62 - 1, 2**62, -(2**62), -(2**62) - 1,
        2**63 - 1, -(2**63), 2**64 - 1, 2**64, -(2**65 + 3), 10**25, 3**200, -(3**200), -(2**128)]

OPERATORS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "//": lambda a, b: a // b,
    "%": lambda a, b: a % b, "divmod": divmod, "/": lambda a, b: a / b, "&": lambda a, b: a & b,
    "|": lambda a, b: a | b, "^": lambda a, b: a ^ b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b, "<<": lambda a, b: a << b % 130, ">>": lambda a, b: a >> b % 130,
    "**": lambda a, b: a ** (b % 9), "pow": lambda a, b: pow(a, b, 10**9 + 7), "round": lambda a, b: round(a, -(b % 30)),
    "to_bytes": lambda a, b: a.to_bytes(abs(b) % 45, "little" if b % 2 else "big", signed=a < 0),
}


class Digest:
    def __init__(self):
        self.value = 0

    def add(self, text):
        self.value = (self.value * 1000003 + int.from_bytes(text.encode(), "big")) % (2**61 - 1)


for name, operator in OPERATORS.items():
    digest = Digest()
    errors = {}
    for a in INTS:
        for b in INTS:
            try:
                digest.add(repr(operator(a, b)))
            except (ArithmeticError, ValueError) as error:
                text = f"{type(error).__name__}: {error}"
                errors[text] = errors.get(text, 0) + 1
    print(name, digest.value, errors)

digest = Digest()
for a in INTS:
    for text in (hash(a), -a, +a, ~a, abs(a), bool(a), a.bit_length(), a.bit_count(), hex(a), oct(a), bin(a), float(a),
                 str(a), int(str(a)) == a, int(hex(a), 16) == a, int(bin(a), 0) == a, f"{a:,}", f"{a:x}", a.as_integer_ratio()):
        digest.add(str(text))
print("unary", digest.value)
