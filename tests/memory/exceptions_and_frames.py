def build():
    return []


def fails(n, payload):
    if n == 0:
        raise ValueError(payload)
    fails(n - 1, payload)


def gen(n):
    buffer = [0] * 100
    for i in range(n):
        yield i, buffer


def churn(live):
    for i in range(300):
        try:
            fails(10, [i] * 100)
        except ValueError as error:
            live.append(error)
        if len(live) > 20:
            live.clear()
        it = gen(1000)
        next(it), next(it)
    return sum(i for i, b in gen(1000))
