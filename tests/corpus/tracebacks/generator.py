def numbers():
    yield 1
    yield 1 / 0


def total(it):
    return sum(x for x in it)


total(numbers())
