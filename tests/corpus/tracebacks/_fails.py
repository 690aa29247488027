def safe(x):
    return x + 1


def outer(x):
    return inner(x) * 2


def inner(x):
    return 10 // x
