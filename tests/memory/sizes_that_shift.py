def build():
    return [[i] * 4 for i in range(30000)]


def churn(live):
    # What lives stays as large, but in cells of another size each time.
    n = len(live[0]) % 9 + 4
    for i in range(0, len(live)):
        live[i] = [i] * n
    if len(live) * n > 200000:
        live[:] = [[i] * 4 for i in range(30000)]
