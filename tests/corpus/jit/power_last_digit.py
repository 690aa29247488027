# x ** 2 and x ** 0.5 give the C library's pow, to the last digit, however they are compiled.


def squares(xs):
    return [(x * 1.0) ** 2 for x in xs], [(x * 1.0) ** 2.0 for x in xs], [(x * 1.0) ** 0.5 for x in xs]


def by_the_function(xs):
    return [pow(x, 2) for x in xs], [pow(x, 2.0) for x in xs], [pow(x, 0.5) for x in xs]


xs = [
    0.23570314045520513, 0.08341183926790527,
    915.3574057446644, 0.04383451520736317,
    496.2549187310451, 19.93245927059527,
    3234.374975168862, 0.049047698647248054,
    0.6035253507713179, 0.27370679385972896,
    0.8938958722276183, 1004.0648094249871,
    0.0038988140762213808, 830.1111479172462,
    1601.6557985364777, 4747.611604376691,
    0.9880298460974779, 891.7185876701021,
    3744.092530169395, 179.77126067060755,
    1.3372533559657473, 0.45655800585791806,
    0.00011519601756810183, 0.0445100399907625,
]
first = by_the_function(xs)
for round in range(4):
    for a, b in zip(squares(xs), first):
        print(sum(p != q for p, q in zip(a, b)), end=" ")
    print()


def mixed(x):
    y = x * 1.0
    return y ** 2, y ** 0.5, y ** -0.5, y ** 3


for x in (0.0, -0.0, 1e200, 2.5, float("inf"), float("nan"), 3e-200, -2.0, -1e160):
    for attempt in range(3):
        try:
            print(mixed(x))
        except (OverflowError, ZeroDivisionError) as error:
            print(type(error).__name__, error)
