def build():
    return {i: str(i) for i in range(50000)}


def churn(live):
    # A sliding window: as many keys go as come.
    first = min(live)
    for i in range(first, first + 10000):
        del live[i]
        live[i + 50000] = str(i)
    grown = {}
    for i in range(20000):
        grown[str(i)] = i
    return len(live) + len(grown)
