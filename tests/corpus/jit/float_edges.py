inf = float("inf")
nan = float("nan")


def ops(a, b):
    return a + b, a - b, a * b, a < b, a <= b, a == b, a != b, a > b, a >= b


def div(a, b):
    return a / b, a // b, a % b


for i in range(400):
    ops(i * 0.5, 2.5)
    div(i * 0.5, 2.5)
values = [0.0, -0.0, 1.0, -1.0, inf, -inf, nan, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 1e-77, 1e77, 1e-78, 1.157920892373162e77, 8.636168555094445e-78, 0.1]
for a in values:
    print(a, *(ops(a, b) for b in (0.0, -0.0, 1.5, inf, nan, 1e308)))
for a in values:
    for b in (2.0, -0.5, inf, 1e-300):
        print(div(a, b), end=" ")
    print()
for b in (0.0, -0.0):
    try:
        div(1.0, b)
    except ZeroDivisionError as e:
        print(e)


def tiny(n):
    x = 1.0
    steps = 0
    while x > 0.0:
        x /= 2
        steps += 1
    return x, steps


def huge():
    x = 1.0
    steps = 0
    while x != inf:
        x *= 2
        steps += 1
    return x, steps, x - x


print(tiny(1), huge())


def negzero(n):
    x = 0.0
    for i in range(n):
        x = x * -1.0
    return x


print(negzero(501), negzero(500), [str(-x) for x in (0.0, -0.0)], 0.0 == -0.0)
