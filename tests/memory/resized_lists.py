def build():
    return [list(range(1000)) for i in range(20)]


def churn(live):
    a = []
    for i in range(100000):
        a.append(i)
    while len(a) > 10:
        del a[len(a) // 2 :]
    for b in live:
        b.extend(range(5000))
        del b[1000:]
    c = [0] * 300000
    c = c + [1] * 1000
    return len(c)
