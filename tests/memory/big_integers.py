def build():
    return [3**i for i in range(500)]


def churn(live):
    n = 1
    for i in range(2000):
        n = n * 7 + i
    return len(str(n))
