def build():
    return [frozenset(range(i, i + 20)) for i in range(1000)]


def adder(k):
    def add(n):
        return n + k

    return add


def churn(live):
    seen = set()
    for i in range(20000):
        seen.add((i, i % 7))
        f = adder(i)
        f(1)
    union = set()
    for s in live:
        union = union | s if len(union) < 200 else set(s)
    return len(seen) + len(union)
