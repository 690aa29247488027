a, b = 17, 5
print(a + b, a - b, a * b, a / b, a // b, a % b, a**b, -a, +a, ~a)
print(-a // b, -a % b, a // -b, a % -b, -a // -b, -a % -b)
print(a & b, a | b, a ^ b, a << b, a >> 2, -a >> 2, -1 >> 100)
print(2**10, 2**-1, (-2) ** 3, -(2**2), 2**3**2, 0**0)
print(1 + 2 * 3 - 4 / 2, (1 + 2) * 3, 10 - 4 - 3, 100 // 7 // 2)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2)
print(divmod(17, 5), divmod(-17, 5), divmod(17, -5), divmod(7.5, 2))
print(1 == 1.0, a is not None, True + True, True * 3.5, not 1, not 0)
x = 5
x += 2
x -= 1
x *= 3
x //= 2
x **= 2
x %= 50
x <<= 2
x |= 3
x &= 0xFE
x ^= 1
x >>= 1
print(x)
y = 10
y /= 4
print(y)
print(0x1F, 0o17, 0b1011, 1_000_000, 1e3, 1.5e-3, 0xFF_FF)
print(1 if x > 3 else 2, 3 and 4, 0 or "default", None or 0 or [])
for bad in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0,
            lambda: 0**-1, lambda: 0.0**-1, lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: 1 << -1,
            lambda: 1 >> -1, lambda: pow(2, 3, 0)):
    try:
        print(bad())
    except (ZeroDivisionError, ValueError) as e:
        print(type(e).__name__, e)
