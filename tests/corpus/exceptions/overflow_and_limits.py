import math

cases = [
    lambda: math.exp(1000), lambda: 10.0**400, lambda: float(10**400), lambda: 10**400 / 3, lambda: int(float("inf")),
    lambda: int(float("nan")), lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-5), lambda: math.factorial(-1),
    lambda: math.factorial(2.5), lambda: (-8.0) ** (1 / 3), lambda: 2.0**1024, lambda: 1e308 * 10, lambda: -1e308 * 10,
    lambda: math.floor(float("inf")), lambda: round(float("nan")), lambda: math.acos(2), lambda: math.fmod(1, 0),
    lambda: "a" * 10**19, lambda: [0] * 2**62 * 4, lambda: 1 << 10**20, lambda: range(10**30)[10**29], lambda: len(range(10**30)),
    lambda: int("9" * 5000), lambda: str(10**5000), lambda: float("1e400"), lambda: (2**64).to_bytes(8, "little"),
    lambda: (-1).to_bytes(2, "big"), lambda: (1.5).as_integer_ratio(), lambda: float("inf").as_integer_ratio(),
    lambda: math.comb(5, -1), lambda: math.gcd(1.5, 2), lambda: math.isqrt(-1), lambda: math.pow(0, -1), lambda: math.ldexp(1, 5000),
    lambda: chr(2**40), lambda: "x".zfill(2**70), lambda: [1, 2][2**70], lambda: [1, 2][: 2**70], lambda: hash(2**100) != 0,
    lambda: math.hypot(1e308, 1e308), lambda: math.fsum([1e308, 1e308]), lambda: complex(1, 2) // 2, lambda: 0j**-1, lambda: 1j / 0,
]
for i, case in enumerate(cases):
    try:
        print(i, "value", case())
    except (OverflowError, ValueError, TypeError, ZeroDivisionError, IndexError, MemoryError) as e:
        print(i, type(e).__name__, e)
