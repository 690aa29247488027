print([round(v) for v in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999999, 1e20, -2.7, 0.49999999999999994)], [type(round(v)) is int for v in (2.5, 1e300)])
print([round(2.675, n) for n in (0, 1, 2, 3)], [round(v, 1) for v in (0.05, 0.15, 0.25, 0.35, -0.25, 1.05)], [round(1234.5678, -n) for n in range(6)])
print(round(1e300, 2), round(5e-324, 400), round(1.5, -400), round(float("inf"), 2), round(float("nan"), 1), round(0.1, 20), round(-0.4), round(-0.4, 0), round(2.5, None), round(1.25, True))
import math

for v in (2.5, -2.5, 2.0, -0.5, 0.0, 1e20, -1e20, 0.9999999999999999):
    print(math.floor(v), math.ceil(v), math.trunc(v), int(v), round(v), v // 1, v % 1, math.modf(v), v.is_integer())
for f in (lambda: round(float("inf")), lambda: round(float("nan")), lambda: int(float("-inf")), lambda: math.floor(float("nan")), lambda: math.ceil(float("inf")), lambda: round(1.5, 2.0), lambda: round("x"), lambda: round(1e308, -308), lambda: round(1.7e308, -308)):
    try:
        print(f())
    except (OverflowError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
print([round(i * 0.1, 1) for i in range(12)], [round(x, 2) for x in (1.005, 2.345, 1.115, 8.345, 0.285)])
print(int(1e15), int(-1.9), int(1e22), int(2.0**70), int(1.9999999999999999), [int(x) for x in (0.1, 0.9, -0.9)])
print([f"{x:.1f}" for x in (0.05, 0.15, 0.25, 0.35, 0.45)], [f"{x:.0f}" for x in (0.5, 1.5, 2.5)])
print(round(12345.678, 2), round(-12345.678, -2), round(0.000123456, 6), round(123456789.987654321, 3), round(1e-10, 5), round(9.995, 2), round(5.015, 2))
