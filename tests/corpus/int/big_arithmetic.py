a = 123456789012345678901234567890123456789
b = 987654321098765432109876543210
print(a + b, a - b, b - a, a * b, a // b, a % b, a**3, -a // b, -a % b)
print(a & b, a | b, a ^ b, ~a, a << 10, a >> 40, -a >> 40, a == a + 0, a < b, a > b, a != b)
f = 1
for i in range(1, 51):
    f *= i
print(f, f % (10**9 + 7), len(str(f)))
x, y = 0, 1
for _ in range(300):
    x, y = y, x + y
print(x)
print(int("1" * 50), int("9" * 40) + 1, str(10**40), repr(-(10**30)), int("-" + "8" * 30), int("f" * 30, 16), int("1" + "0" * 70, 2))
print((10**40).__hash__() == hash(10**40), hash(2**61 - 1), hash(2**61), hash(-(2**61)), hash(10**40), hash(-(10**40)))
print(float(a), float(-b), int(1e30), int(-1e25), round(a, -20), round(-a, -38), round(15, -1), round(25, -1), round(-15, -1), round(12345, -2), round(5, 3))
print(a == float(a), a > float(a), 10**30 == 1e30, 10**22 == 1e22, 2**1000 > 1e300, 10**400 > float("inf"), -(10**400) < float("-inf"))


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print(gcd(2**100 * 3**50, 6**60), gcd(a, b), gcd(f, 10**30))


def isqrt(n):
    x = n
    y = (x + 1) // 2
    while y < x:
        x, y = y, (y + n // y) // 2
    return x


print(isqrt(2 * 10**60), isqrt(10**50))
digits = 0
n = 7**200
while n:
    n, d = divmod(n, 10)
    digits += d
print(digits)
s = 0
for i in range(100):
    s = (s * 6364136223846793005 + 1442695040888963407) % 2**64
print(s)
print(-(2**64) // 3, -(2**64) % 3, 2**64 // -3, 2**64 % -3, (2**100) % (2**64), (3**100) // (2**64), (10**50) // 1, (10**50) // 10**50, 10**50 // 10**51)
import sys

print(sys.int_info.bits_per_digit > 0, sys.maxsize, sys.get_int_max_str_digits())
