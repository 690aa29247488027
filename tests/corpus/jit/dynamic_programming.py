def lcs(a, b):
    t = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            t[i + 1][j + 1] = t[i][j] + 1 if x == y else max(t[i + 1][j], t[i][j + 1])
    return t[-1][-1]


def edit(a, b):
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1):
            cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]


def knapsack(items, cap):
    best = [0] * (cap + 1)
    for w, v in items:
        for c in range(cap, w - 1, -1):
            if best[c - w] + v > best[c]:
                best[c] = best[c - w] + v
    return best[cap]


def coins(cs, n):
    ways = [1] + [0] * n
    for c in cs:
        for i in range(c, n + 1):
            ways[i] += ways[i - c]
    return ways[n]


def partitions(n):
    p = [1] + [0] * n
    for k in range(1, n + 1):
        for i in range(k, n + 1):
            p[i] += p[i - k]
    return p[n]


def lis(a):
    best = []
    for x in a:
        lo, hi = 0, len(best)
        while lo < hi:
            m = (lo + hi) // 2
            if best[m] < x:
                lo = m + 1
            else:
                hi = m
        best[lo:lo + 1] = [x]
    return len(best)


def floyd(n):
    inf = float("inf")
    d = [[0 if i == j else (i * j % 7 + 1 if (i + j) % 3 else inf) for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if d[i][k] + d[k][j] < d[i][j]:
                    d[i][j] = d[i][k] + d[k][j]
    return sum(x for r in d for x in r if x != inf)


def sieve(n):
    flags = [True] * n
    count = 0
    for i in range(2, n):
        if flags[i]:
            count += 1
            for j in range(i * i, n, i):
                flags[j] = False
    return count


def pascal(n):
    row = [1]
    for _ in range(n):
        row = [a + b for a, b in zip([0] + row, row + [0])]
    return row


print(lcs("ABCBDAB" * 4, "BDCABA" * 4), edit("kitten" * 5, "sitting" * 5), knapsack([(3, 4), (4, 5), (7, 10), (8, 11), (9, 13)], 170), coins([1, 2, 5, 10, 20, 50], 500), partitions(100), partitions(400), lis([(i * 7919) % 1009 for i in range(500)]), floyd(14), sieve(3000), pascal(70)[35], max(pascal(20)))
