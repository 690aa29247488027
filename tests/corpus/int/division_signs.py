for a in (7, -7, 6, -6, 0, 1, -1, 2**64, -(2**64)):
    for b in (1, -1, 2, -2, 3, -3, 7, -7, 10, -10):
        q, r = a // b, a % b
        assert divmod(a, b) == (q, r) and q * b + r == a and abs(r) < abs(b)
        print(q, r, end="; ")
    print()
print(7 / 2, -7 / 2, 6 / 3, 1 / 3, 10**20 / 10**18, 2**70 / 2**69, -(10**30) / 10**29, 0 / 5, -0 / 5, 10**400 / 10**399)
print((10**17 + 1) / 10**17, (2**53 + 1) / 1, 9007199254740993 / 2, (2**1024) / (2**1000), 1 / 10**300, 1 / 10**320)
for f in (lambda: 5 // 0, lambda: 5 % 0, lambda: 5 / 0, lambda: divmod(5, 0), lambda: 2**70 // 0, lambda: 2**70 % 0, lambda: 2**70 / 0, lambda: 10**400 / 1, lambda: 0 // 0, lambda: 5 // 0.0):
    try:
        print(f())
    except (ZeroDivisionError, OverflowError) as e:
        print(type(e).__name__, e)
x = 1000
x //= 7
print(x)
x %= 10
print(x)
x = -17
x //= 4
print(x)
x /= 2
print(x)
print(-1 // 10**30, -1 % 10**30, 1 // -(10**30), 1 % -(10**30), 10**30 // -7, 10**30 % -7, -(10**30) // 7, -(10**30) % 7)
print([(-5) // k for k in (1, 2, 3, 4, 5, 6)], [(-5) % k for k in (1, 2, 3, 4, 5, 6)], True // 1, True % 2, 5 // True)
print(123456789012345678901234567890 // 987654321, 123456789012345678901234567890 % 987654321, divmod(10**50, 3**40), divmod(-(10**50), 3**40))
print(round(7 / 2), round(-7 / 2), int(7 / 2), int(-7 / 2), -7 // 2 * 2 + -7 % 2)
