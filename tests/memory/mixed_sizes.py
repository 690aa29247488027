from random import Random

random = Random(1)


def make():
    kind = random.randrange(5)
    size = 1 << random.randrange(4, 14)
    if kind == 0:
        return b"x" * size
    if kind == 1:
        return [None] * (size // 8)
    if kind == 2:
        return "y" * size
    if kind == 3:
        return {i: i for i in range(size // 64)}
    return (0,) * (size // 8)


def build():
    return [make() for i in range(3000)]


def churn(live):
    # Things of all sizes go at random, so that what stays lies scattered.
    for i in range(3000):
        live[random.randrange(3000)] = make()
