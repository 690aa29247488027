import math


def integrate(n):
    h = 1.0 / n
    t = 0.0
    for i in range(n):
        x = (i + 0.5) * h
        t += 4.0 / (1.0 + x * x)
    return t * h


def mandel(cr, ci, limit):
    zr = zi = 0.0
    for i in range(limit):
        zr, zi = zr * zr - zi * zi + cr, 2 * zr * zi + ci
        if zr * zr + zi * zi > 4.0:
            return i
    return limit


def newton(x):
    g = x
    for _ in range(60):
        g = (g + x / g) / 2
    return g


def mixed(n):
    t = 0
    f = 0.0
    for i in range(n):
        t += i * 2
        f += t / 3
        t = t % 1000
        if f > 1e5:
            f -= 1e5
    return t, f


def power_series(x, n):
    t = term = 1.0
    for k in range(1, n):
        term *= x / k
        t += term
    return t


def norm(v):
    return math.sqrt(sum(x * x for x in v))


def integer_valued(n):
    x = 0.0
    for i in range(n):
        x += 1.0
    return x, x == n, int(x) == n, x.is_integer()


def accumulate_error(n):
    t = 0.0
    for _ in range(n):
        t += 0.1
    return t


def alternating(n):
    s, sign = 0.0, 1
    for k in range(n):
        s += sign / (2 * k + 1)
        sign = -sign
    return 4 * s


print(integrate(2000), [mandel(-0.5 + i * 0.1, i * 0.15, 200) for i in range(8)], newton(2.0), newton(1e-10), newton(10), mixed(2000), power_series(1.0, 30), power_series(-2, 40), norm([0.5] * 400), integer_valued(2000), accumulate_error(1000), alternating(2000))


def divide_by_zero_late(n):
    t = 0.0
    for i in range(n, -1, -1):
        t += 1.0 / i
    return t


try:
    divide_by_zero_late(1500)
except ZeroDivisionError as e:
    print(e)


def becomes_inf(n):
    x = 1.5
    for i in range(n):
        x = x * x
    return x, -x, x - x, x > 1e308


print(becomes_inf(20))


def rounding(n):
    t = 0
    for i in range(n):
        x = i * 0.37
        t += int(x) + math.floor(-x) + round(x, 1) + x // 1 + x % 1 + math.trunc(x) + abs(-x)
    return t


print(rounding(700))


def compare_mixed(n):
    c = 0
    for i in range(n):
        if i < i + 0.5 and i == float(i) and not i > i * 1.0 and i / 2 <= i:
            c += 1
    return c


print(compare_mixed(1000))
