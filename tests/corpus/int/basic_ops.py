values = [0, 1, -1, 2, -2, 7, -7, 255, 2**31, -(2**31), 2**62 - 1, 2**62, -(2**62), -(2**62) - 1, 2**63, 2**64 + 1, -(2**70)]
for a in (7, -7, 2**62, -(2**70)):
    for b in (3, -3, 2**62 - 1, 2**65, -1):
        print(a + b, a - b, a * b, a // b, a % b, divmod(a, b), a & b, a | b, a ^ b)
for v in values:
    print(v, -v, ~v, abs(v), bool(v), v.bit_length(), v.bit_count(), v.is_integer(), v.numerator, v.denominator, v.real, v.imag, v.conjugate() == v)
print(sum(values), max(values), min(values), sorted(values) == sorted(values, key=lambda x: x), len(set(values)))
print([v == float(v) for v in values[:10]], [hash(v) == hash(float(v)) for v in values[:12]])
print(int(), int(3.9), int(-3.9), int("42"), int("-17"), int(" 5\n"), int("+3"), int("1_000"), int("ff", 16), int("0xff", 16), int("0b11", 0), int("0o17", 0), int("12", 0), int("z", 36), int(True), int(b"12"), int(bytearray(b"7")), int("-0x1F", 16), int("٣"))
for text, base in [("", 10), ("abc", 10), ("1.0", 10), ("--1", 10), ("1__0", 10), ("_1", 10), ("1_", 10), ("12", 2), ("g", 16), ("08", 0), ("1", 1), ("1", 37), ("0x", 16), ("1 2", 10), ("é", 10)]:
    try:
        print(int(text, base))
    except ValueError as e:
        print(e)
