inf, nan = float("inf"), float("nan")
vals = (0.0, -0.0, 1.5, -1.5, 7.25, -3.0, 1e300, inf, -inf, nan)
for a in vals:
    row = []
    for b in vals:
        row.append((a + b, a - b, a * b, a < b, a == b, a >= b))
    print(row)
for a in (7.5, -7.5, 0.0, -0.0, 1e20, 5, -5):
    for b in (2.0, -2.0, 0.3, -0.3, inf, -inf, 3):
        print((a // b, a % b, divmod(a, b), a / b), end=" ")
    print()
print(2.0**3, 2.0**-1, 4.0**0.5, (-2.0) ** 3, (-2.0) ** 2.0, 0.0**0, inf**0, nan**0, 1.0**nan, 2**0.5, (-1) ** 0.5, (-8) ** (1 / 3), 1e200**2 if False else "overflow", 0.5**1000, 10.0**-400)
for f in (lambda: 1.0 / 0.0, lambda: 1.0 // 0.0, lambda: 1.0 % 0.0, lambda: divmod(1.0, 0), lambda: 0.0**-1, lambda: 1e200**2, lambda: (-0.0) ** -1.0, lambda: 1.5 & 1, lambda: ~1.5, lambda: 1.5 << 1, lambda: 1.0 @ 2):
    try:
        print(f())
    except (ZeroDivisionError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
print(-0.0, +-0.0, -(0.0), abs(-0.0), abs(-2.5), -inf, abs(-inf), 0.0 * -5, -1 * 0.0, 0 * -1.0, -0.0 == 0, str(-0.0), min(0.0, -0.0), max(-0.0, 0.0))
x = 0.1
x += 0.2
x *= 3
x -= 1
x /= 7
x **= 2
x //= 1e-5
x %= 7
print(x)
print(1 + 2.5, 2.5 + 1, 1 - 2.5, 3 * 1.5, 3 / 1.5, 7 // 2.0, 7 % 2.5, 2**1.5, True + 1.5, 10**20 + 1.5, 1.5 - 10**20)
print(sum([0.1] * 10), sum([0.1] * 10) == 1.0, 0.1 + 0.2 == 0.3, 1e16 + 1, 1e16 + 2, 2.0**53 + 1)
