# Values of the functions of math, to the twelve digits that all mathematical libraries agree on, and their errors.

import math

FUNCTIONS = """acos asin atan acosh asinh atanh cbrt cos cosh erf erfc exp exp2 expm1 gamma lgamma log1p sin sinh sqrt
tan tanh degrees radians log log2 log10 floor ceil trunc fabs frexp modf ulp""".split()


def shown(value):
    if isinstance(value, float):
        return "%.12g" % value
    if isinstance(value, tuple):
        return [shown(item) for item in value]
    return str(value)


for name in FUNCTIONS:
    function = getattr(math, name)
    line = [name]
    for k in (-21, -7, -3, -1, 0, 2, 7, 10, 33):
        try:
            line.append(shown(function(k / 7)))
        except (ValueError, OverflowError) as error:
            line.append(str(error))
    print(*line)

INF = math.inf
for call in (
    lambda: math.comb(60, 30), lambda: math.comb(200, 100), lambda: math.comb(5, 7), lambda: math.comb(-1, 2),
    lambda: math.comb(10**30, 3), lambda: math.perm(20, 5), lambda: math.perm(50, 30), lambda: math.perm(3, -1),
    lambda: math.factorial(30), lambda: math.factorial(-1), lambda: math.factorial(2.0), lambda: math.isqrt(2**63 - 1),
    lambda: math.isqrt(10**41), lambda: math.isqrt(-1), lambda: math.gcd(12, -18, 27), lambda: math.gcd(2**100, 6**50),
    lambda: math.lcm(2**40, 3**40), lambda: math.lcm(0, 3), lambda: math.fsum([1e16, 1, 1e-16]),
    lambda: math.fsum([INF, -INF]), lambda: math.fsum([1e308] * 3), lambda: math.prod([1, 2, 3, 4.5]),
    lambda: math.prod([2**40, 2**40]), lambda: math.hypot(3, 4, 12), lambda: math.hypot(5e-324, 5e-324),
    lambda: math.dist([1, 2, 3], (4, 5.5, 6)), lambda: math.dist([1], [1, 2]), lambda: math.sumprod([1, 2.5], [2, 2]),
    lambda: math.sumprod([10, 5, 1e30, -1e30], [20, -0.5, 1e-30, 1e-30]), lambda: math.sumprod([1], [1, 2]),
    lambda: math.fma(0.1, 10, -1), lambda: math.fma(INF, 0, 1), lambda: math.nextafter(1, 2, steps=3),
    lambda: math.nextafter(0, -1), lambda: math.nextafter(-5e-324, 1), lambda: math.ldexp(3, -1075),
    lambda: math.ldexp(1, 10000), lambda: math.pow(-1, 0.5), lambda: math.pow(0, -1), lambda: math.fmod(5, INF),
    lambda: math.fmod(1, 0), lambda: math.remainder(10, 3), lambda: math.log(8, 2), lambda: math.log(10, 1),
    lambda: math.log(-1), lambda: math.log2(2**2000), lambda: math.isclose(1, 1 + 1e-10), lambda: math.copysign(1, -0.0),
):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)
