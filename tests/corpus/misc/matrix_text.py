def parse(text):
    return [[int(x) for x in row.split()] for row in text.strip().split("\n")]


def show(m):
    widths = [max(len(str(r[c])) for r in m) for c in range(len(m[0]))]
    return "\n".join(" ".join(f"{v:>{w}}" for v, w in zip(r, widths)) for r in m)


def mul(a, b):
    return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]


def det(m):
    if len(m) == 1:
        return m[0][0]
    return sum((-1) ** c * m[0][c] * det([r[:c] + r[c + 1:] for r in m[1:]]) for c in range(len(m)))


def power(m, n):
    result = [[int(i == j) for j in range(len(m))] for i in range(len(m))]
    while n:
        if n & 1:
            result = mul(result, m)
        m, n = mul(m, m), n >> 1
    return result


a = parse("""
1 2 3
4 5 6
7 8 10
""")
print(show(a))
print(show(mul(a, a)))
print(det(a), show(power([[1, 1], [1, 0]], 50)), show(list(zip(*a))), sep="\n")
print(show(power(a, 15)))
